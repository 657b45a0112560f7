"""Dictionaries of event coders (PETRARCH, TABARI): which words are coded as which actor, and when."""
