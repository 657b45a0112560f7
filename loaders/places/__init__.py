"""Loaders for gazetteers."""
