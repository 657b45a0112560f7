"""The reconciliation service: a graph that OpenRefine and other clients of the W3C Entity Reconciliation API match their tables against.

``request`` reads what a client asks, in the form of version 0.2 and of the 1.0 draft; ``match`` finds and scores candidates; ``values``
reads what the graph says of them; ``service`` is the HTTP side.
"""
