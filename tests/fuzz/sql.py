"""Damaged SQL queries, asked of the tables: each must end in a result or in an error of the query.

The example queries and some of other forms are damaged. In ``tests``: ``python -m fuzz.sql --count 20000 --seed 1``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from example_queries import questions

from fuzz import mutations
from fuzz.mutations import ANSWERED, REFUSED, SLOW, Query

GOOD = (ANSWERED, REFUSED, SLOW)

_REPLACEMENTS = """
    SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET DISTINCT ALL UNION EXCEPT INTERSECT JOIN LEFT SEMI ANTI ASOF CROSS USING ON WITH
    RECURSIVE AS CASE WHEN THEN ELSE END NULL TRUE IN EXISTS ANY BETWEEN LIKE ILIKE SIMILAR CAST TRY_CAST :: DATE TIMESTAMP INTERVAL
    HUGEINT DOUBLE VARCHAR[] STRUCT MAP UNNEST OVER PARTITION ROWS QUALIFY PIVOT UNPIVOT SUMMARIZE DESCRIBE SHOW EXPLAIN ANALYZE COPY
    INSERT UPDATE DELETE CREATE DROP ATTACH PRAGMA SET CALL INSTALL LOAD EXPORT count sum list max_by arg_min regexp_matches range
    strftime epoch_ms repeat md5 getenv read_csv read_text glob query actors events records.actors names iri sources $n ? * 0 1e400
    99999999999999999999 -1 'infinity' 'x' "x" ( ) [ ] { } , ; . : -> => || // % ^ & | ~ -- /* */
""".split()

_FORMS = [
    "SELECT kind, count(*) AS n, list(iri ORDER BY iri) AS all FROM actors GROUP BY kind HAVING count(*) > 1 ORDER BY n DESC",
    "SELECT a.name, m.role FROM memberships m JOIN actors a ON a.iri = m.member LEFT JOIN actors o ON o.iri = m.organization",
    "WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 5) SELECT n, n * 1.5 FROM up",
    "SELECT iri, unnest(names).lang AS lang, row_number() OVER (PARTITION BY class ORDER BY iri) AS nth FROM actors QUALIFY nth < 3",
    "SELECT DATE '2020-01-01' + INTERVAL 1 MONTH AS d, [1, 2, NULL] AS l, {'a': 1, 'b': 'x'} AS s, MAP {'k': 1.5} AS m",
    "SELECT * EXCLUDE (names) FROM records.actors WHERE row BETWEEN 1 AND 3 UNION ALL BY NAME SELECT iri, class FROM events LIMIT 5",
    "SELECT strftime(starts_from, '%Y-%m') AS month, count(*) FROM events WHERE starts_from IS NOT NULL GROUP BY ALL",
    "SELECT CASE WHEN tone > 0 THEN 'up' WHEN tone < 0 THEN 'down' ELSE NULL END AS way, sum(articles)::HUGEINT FROM events GROUP BY 1",
    "PIVOT (SELECT kind, class FROM actors) ON class USING count(*) GROUP BY kind",
    "EXPLAIN SELECT max_by(iri, tone) FROM events",
]


def originals() -> list[Query]:
    """The queries that are damaged."""
    examples = [query["sql"] for query in questions().values() if "sql" in query]
    return [*((query.text, dict(query.parameters)) for query in examples), *((text, {}) for text in _FORMS)]


def queries(seed: int) -> Iterator[Query]:
    """Damaged queries without end."""
    return mutations.queries(originals(), _REPLACEMENTS, seed)


if __name__ == "__main__":
    sys.exit(mutations.main(__doc__, lambda graph: graph.sql, queries, GOOD))
