"""Data sets of events made by coders: what their formats share (tables, actors by name, places by name), and a loader for each."""
