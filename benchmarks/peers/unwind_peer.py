"""The plain script that one would write by hand for one graph: UNWIND and CREATE, 10,000 rows per statement, one statement per label set or type.

Arguments: address, user, folder of ready rows (pickled statements and rows). The password is in NEO4J_PASSWORD. It does not look
at what is in the database, so a second run fails or doubles everything.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
from pathlib import Path

from neo4j import GraphDatabase

KEY = "CREATE CONSTRAINT govgraph_entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE"


def main() -> None:
    """Write it all."""
    uri, user, ready = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    sent = 0.0
    with GraphDatabase.driver(uri, auth=(user, os.environ["NEO4J_PASSWORD"])) as driver, driver.session() as session:
        session.run(KEY).consume()
        for file in sorted(ready.glob("*.pickle")):
            statement, rows = pickle.loads(file.read_bytes())
            started = time.monotonic()
            session.execute_write(lambda tx, s=statement, r=rows: tx.run(s, rows=r).consume())
            sent += time.monotonic() - started
    print(json.dumps({"sending": round(sent, 2)}))  # noqa: T201 - read by the process that started this one


main()
