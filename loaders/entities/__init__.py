"""Graphs of entities and the links between them: FollowTheMoney, LittleSis and Wikidata."""
