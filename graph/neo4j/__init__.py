"""A graph in a Neo4j database: pushed to it, pulled from it, or living in it.

In this package each of these words means one thing:

- **URI** (``uri``): the text that names a Neo4j server, ``neo4j://HOST:PORT``, or one of its databases,
  ``neo4j://HOST:PORT/DATABASE``. `uri` reads it.
- **remote** (:class:`~govgraph.graph.neo4j.connect.Remote`): one database, with the user and password for it. People give a
  URI; functions take a remote.
- **push**: make the database show what a graph folder holds. **pull**: make the folder hold what the database holds.
  **sync**: do on each side what was done on the other. **refresh**: pull into the replica of a graph that lives in Neo4j.
- **records**: what files said. The database keeps them as they are (`record_files`).
- **item**: a node or relationship, reduced to a hash of its key and a hash of its content (`items`).
- **state**: what the database records about our pushes (`state`). Part of it is the **journal**: which items each
  transaction wrote or removed.
- **claim**: the right to write to the database, which one push has at a time (`claim`).
- **ours** is what a push of govgraph wrote; **others** are all other people and programs that use the same database.
"""
