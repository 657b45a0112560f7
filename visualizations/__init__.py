"""Pictures of a graph for people: answers in, self-contained network pages out.

A picture (``picture.py``) is a plain value that knows nothing of the stores; ``layout.py`` places it, ``container.py``
puts it into a pyvis network, and ``page.py`` writes one HTML file that works offline, in Kyrgyz, Russian and English,
with the evidence of every node and edge. Nothing is re-exported here: import from the module that has the name.
"""
