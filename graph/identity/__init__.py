"""Who is the same as whom: decisions as a log, the clusters that follow from it, and sure links that need no decision.

`decisions` is what a person decides and how decisions add up to a last word on each pair; `log` keeps them in the graph folder;
`clusters` puts together what is the same and is not kept apart. Nothing here changes records: the result is used when tables are put together
(`govgraph.graph.build`).
"""
