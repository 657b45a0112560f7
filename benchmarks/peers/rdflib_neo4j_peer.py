"""rdflib-neo4j as its documentation shows it: a store with batching, and the file parsed into it.

Arguments: address, user, file of N-Triples. The password is in NEO4J_PASSWORD.
"""

from __future__ import annotations

import json
import os
import sys

from rdflib import Graph
from rdflib_neo4j import (  # type: ignore[import-not-found]  # installed in its own environment only
    HANDLE_MULTIVAL_STRATEGY,
    HANDLE_VOCAB_URI_STRATEGY,
    Neo4jStore,
    Neo4jStoreConfig,
)


def main() -> None:
    """Write it all."""
    access = {"uri": sys.argv[1], "database": "neo4j", "user": sys.argv[2], "pwd": os.environ["NEO4J_PASSWORD"]}
    config = Neo4jStoreConfig(
        auth_data=access,
        handle_vocab_uri_strategy=HANDLE_VOCAB_URI_STRATEGY.IGNORE,
        handle_multival_strategy=HANDLE_MULTIVAL_STRATEGY.OVERWRITE,
        batching=True,
    )
    graph = Graph(store=Neo4jStore(config=config))
    graph.parse(sys.argv[3], format="nt")
    graph.close(True)
    print(json.dumps({}))  # noqa: T201 - read by the process that started this one


main()
