"""Queries about patterns and paths: what is found."""

from __future__ import annotations

from parity.case import Case, cases

PATTERNS = cases(
    "MATCH (a)-[r]->(b) WHERE a.iri = $B + 'a' RETURN type(r), b.iri ORDER BY type(r), b.iri",
    "MATCH (n:Agency) RETURN n ORDER BY n.iri",
    "MATCH (e:Event)<-[r:PARTICIPATED_IN]-(:NGO) RETURN r, [r, e] AS both, {r: r, n: 1} AS m ORDER BY e.iri",
    "MATCH (p:Person)-[r]-(x) RETURN type(r) AS t, r ORDER BY t, r.iri, p.iri, x.iri",
    "MATCH (a {iri: $B + 'c'})-[r]->(a) RETURN r.iri",
    "MATCH (a {iri: $B + 'c'})-[r]-(a) RETURN r.iri",
    "MATCH (a {iri: $B + 'c'})-[r:ASSOCIATED_WITH]-(b) RETURN r.iri, b.iri ORDER BY r.iri, b.iri",
    "MATCH (a)-[r1:ASSOCIATED_WITH]->(b)-[r2:ASSOCIATED_WITH]->(a) WHERE a.iri < b.iri RETURN r1.iri, r2.iri",
    "MATCH (a)-[:ASSOCIATED_WITH]->(b), (b)-[:ASSOCIATED_WITH]->(c) WHERE a.iri STARTS WITH $B RETURN a.iri, b.iri, c.iri",
    "MATCH (a)-[:ASSOCIATED_WITH]->(b) MATCH (b)-[:ASSOCIATED_WITH]->(c) WHERE a.iri STARTS WITH $B RETURN a.iri, b.iri, c.iri",
    "MATCH (a:Agency|NGO) WHERE a.iri STARTS WITH $B RETURN a.name ORDER BY a.name",
    "MATCH (a:!Person&Actor) WHERE a.iri STARTS WITH $B RETURN a.name ORDER BY a.name",
    "MATCH (a:Actor&!(NGO|Agency)) WHERE a.iri STARTS WITH $B RETURN count(a)",
    "MATCH (a:Entity) WHERE a:Agency OR a:NGO RETURN count(a)",
    "MATCH (a) WHERE a:Agency:Actor RETURN count(a)",
    "MATCH (a IS Agency) RETURN count(a)",
    "MATCH ()-[r:MEMBER_OF|PARTICIPATED_IN]->() RETURN type(r), count(*) ORDER BY type(r)",
    "MATCH (:Entity)-[r:!MEMBER_OF]->(:Entity) RETURN type(r), count(*) ORDER BY type(r)",
    "MATCH ()-[r]->() WHERE r:MEMBER_OF RETURN count(*)",
    "MATCH (a:Agency WHERE a.name = 'Альфа') RETURN a.name_en",
    "MATCH (a)-[r:MEMBER_OF WHERE r.role = 'minister']->(b) RETURN r.iri ORDER BY r.iri",
    "MATCH (a:Person)--(b:Agency) RETURN count(*)",
    "MATCH (a:Agency)<--(b:Person) RETURN count(*)",
    "MATCH (a:Person)<-->(b:Agency) RETURN count(*)",
    "MATCH (n) WHERE n.iri STARTS WITH $B AND (n)-[:MEMBER_OF]->() RETURN n.iri ORDER BY n.iri",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND NOT (n)--() RETURN n.iri ORDER BY n.iri",
    "MATCH (n:Actor) WHERE exists((n)-[:MEMBER_OF]->()) RETURN count(*)",
    "MATCH (p:Person)-[m:MEMBER_OF {role: 'member'}]->(a:Agency) RETURN count(m.iri), count(DISTINCT p), count(DISTINCT a)",
    "MATCH (e:Event)-[:ABOUT]->(c:Country) RETURN e.iri, c.iri ORDER BY e.iri, c.iri",
    "MATCH (a:Agency {iri: $X + 'agency'})-[p:PARTICIPATED_IN]->(e) RETURN p.role, e.name ORDER BY e.iri",
    "MATCH (n:NoSuch)-[r:NO_SUCH]->() RETURN n, r",
)

OPTIONAL = cases(
    "MATCH (a:Agency) WHERE a.iri STARTS WITH $B OPTIONAL MATCH (a)<-[m:MEMBER_OF]-(p) RETURN a.name, p.name, m.role ORDER BY a.name, m.iri",
    "MATCH (a:NGO) OPTIONAL MATCH (a)-[:ASSOCIATED_WITH]->(x:IGO) WHERE x.iri ENDS WITH 'e' RETURN a.name, x.name ORDER BY a.name, x.name",
    "OPTIONAL MATCH (n:NoSuch) RETURN n, n.name, labels(n), count(n)",
    "OPTIONAL MATCH (n:NoSuch)-[r]->(m) RETURN n, r, type(r), m",
    "OPTIONAL MATCH p = (n:NoSuch)-[r]->(m) RETURN p, length(p), nodes(p)",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B OPTIONAL MATCH (n)-[:OF_COUNTRY]->(c) WITH n, c WHERE c IS NULL RETURN count(n)",
    "MATCH (e:Event) OPTIONAL MATCH (e)-[:TOOK_PLACE_IN]->(p) OPTIONAL MATCH (p)-[:IN_COUNTRY]->(c) RETURN e.iri, p.iri, c.iri ORDER BY e.iri",
    "MATCH (n:Person) WHERE n.iri STARTS WITH $B OPTIONAL MATCH (n)-[m:MEMBER_OF]->(o) WITH n, m, o ORDER BY o.iri RETURN n.iri, collect(o.iri) AS os, count(m) AS c",
)

VARIABLE_LENGTH = cases(
    "MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*]->(b) RETURN b.iri, count(*) AS n ORDER BY b.iri",
    "MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*]->(b) RETURN length(p) AS l, [r IN relationships(p) | r.iri] AS rs ORDER BY l, rs",
    "MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..2]-(b) RETURN length(p) AS l, [r IN relationships(p) | r.iri] AS rs ORDER BY l, rs",
    "MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*0..1]->(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri",
    "MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*2]->(b) RETURN [n IN nodes(p) | n.iri] AS ns ORDER BY ns",
    "MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*..3]->(b) RETURN count(*)",
    "MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*3..]->(b) RETURN count(*)",
    "MATCH (a {iri: $B + 'a'})-[rs:ASSOCIATED_WITH*2]->(b) RETURN size(rs), [r IN rs | r.type] AS t ORDER BY t",
    "MATCH (a {iri: $B + 'a'})-[rs:ASSOCIATED_WITH*2 {type: 'part_of'}]->(b) RETURN b.iri",
    "MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH]->+(b) RETURN b.iri, count(*) ORDER BY b.iri",
    "MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH]->{1,2}(b) RETURN b.iri, count(*) ORDER BY b.iri",
    "MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH]->*(b) RETURN b.iri, count(*) ORDER BY b.iri",
    "MATCH (a {iri: $B + 'a'}) ((x)-[r:ASSOCIATED_WITH]->(y)){1,2} (b) RETURN b.iri, [q IN r | q.iri] AS rs ORDER BY rs",
    "MATCH (a {iri: $B + 'a'}) (()-[r:ASSOCIATED_WITH WHERE r.type = 'part_of']->()){2} (b) RETURN b.iri, size(r)",
    "MATCH p = (:Person)-[:MEMBER_OF|ASSOCIATED_WITH*2..3]->(o) WHERE o.iri STARTS WITH $B RETURN count(p), min(length(p)), max(length(p))",
    "MATCH p = (a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH]->(b) RETURN p ORDER BY b.iri, relationships(p)[0].iri",
    "MATCH p = (a:Agency {iri: $B + 'a'}) RETURN p, length(p)",
    "MATCH p = (a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*2]-(b) WHERE all(r IN relationships(p) WHERE r.type = 'funds') RETURN count(p)",
    "MATCH (p:Place)-[:WITHIN*0..]->(q:Place) RETURN p.iri, q.iri ORDER BY p.iri, q.iri",
)

SHORTEST_PATHS = cases(
    "MATCH p = shortestPath((a {iri: $B + 'a'})-[*]-(b {iri: $B + 'far'})) RETURN length(p), [n IN nodes(p) | n.iri]",
    "MATCH p = shortestPath((a {iri: $B + 'a'})-[:ASSOCIATED_WITH*..2]->(b {iri: $B + 'far'})) RETURN length(p)",
    "MATCH p = allShortestPaths((a {iri: $B + 'p1'})-[*..5]-(b {iri: $B + 'c'})) RETURN length(p) AS l, [n IN nodes(p) | n.iri] AS ns ORDER BY ns",
    "MATCH (a {iri: $B + 'a'}), (b {iri: $B + 'far'}) MATCH p = allShortestPaths((a)-[:ASSOCIATED_WITH*]->(b)) "
    "RETURN [r IN relationships(p) | r.iri] AS rs ORDER BY rs",
    "MATCH (a {iri: $B + 'a'}), (b {iri: $B + 'far'}) RETURN length(shortestPath((a)-[:ASSOCIATED_WITH*]->(b))) AS l",
    "MATCH (a {iri: $B + 'a'}), (b {iri: $B + 'alone'}) OPTIONAL MATCH p = shortestPath((a)-[*]-(b)) RETURN p",
    "MATCH (a:Agency), (b:NGO) WHERE a.iri STARTS WITH $B AND b.iri STARTS WITH $B MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*]-(b)) "
    "RETURN a.iri, b.iri, length(p) ORDER BY a.iri, b.iri",
)

SUBQUERIES = cases(
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND EXISTS { (n)-[:MEMBER_OF]->(:NGO) } RETURN n.iri ORDER BY n.iri",
    "MATCH (n:Actor) WHERE EXISTS { MATCH (n)-[m:MEMBER_OF]->(o) WHERE m.role = 'minister' AND o.name_en = 'Alpha' } RETURN n.iri ORDER BY n.iri",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND NOT EXISTS { (n)--() } RETURN n.iri",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND COUNT { (n)-[:MEMBER_OF]->() } > 1 RETURN n.iri, COUNT { (n)--() } AS d ORDER BY n.iri",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B RETURN n.iri, COUNT { MATCH (n)-[m:MEMBER_OF]->(o) RETURN DISTINCT o } AS d ORDER BY n.iri",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B RETURN n.iri, COLLECT { MATCH (n)-[m:MEMBER_OF]->(o) RETURN m.role ORDER BY m.iri } AS d ORDER BY n.iri",
    "MATCH (n:Actor) WHERE n.iri STARTS WITH $B RETURN n.iri, EXISTS { (n)-[:MEMBER_OF]->() } ORDER BY n.iri",
    "MATCH (n:Person) WHERE n.iri STARTS WITH $B CALL { WITH n MATCH (n)-[m:MEMBER_OF]->(o) RETURN count(m) AS c } RETURN n.iri, c ORDER BY n.iri",
    "MATCH (n:Person) WHERE n.iri STARTS WITH $B CALL (n) { MATCH (n)-[:MEMBER_OF]->(o) RETURN o.iri AS o ORDER BY o LIMIT 1 } RETURN n.iri, o ORDER BY n.iri",
    "MATCH (n:Person) WHERE n.iri STARTS WITH $B CALL (*) { MATCH (n)-[:MEMBER_OF]->(o) RETURN o.iri AS o ORDER BY o LIMIT 1 } RETURN n.iri, o ORDER BY n.iri",
    "MATCH (n:Person) WHERE n.iri STARTS WITH $B OPTIONAL CALL (n) { MATCH (n)-[:MEMBER_OF]->(o:NGO) RETURN o.iri AS o } RETURN n.iri, o ORDER BY n.iri",
    "CALL { MATCH (a:Agency) RETURN a.name AS n UNION MATCH (b:NGO) RETURN b.name AS n } RETURN n ORDER BY n",
    "CALL { RETURN 1 AS x UNION ALL RETURN 1 AS x } RETURN x",
    "CALL () { RETURN 1 AS x } RETURN *",
    "MATCH (n:Agency) WHERE n.iri STARTS WITH $B RETURN n.name, COUNT { (n)--() } + 1 AS c, COUNT { (n)--() } > 2 AND true AS d ORDER BY n.name",
    "MATCH (n:Agency) WHERE n.iri STARTS WITH $B RETURN sum(COUNT { (n)--() }) AS c",
    "MATCH (a:Agency {iri: $B + 'a'}) RETURN [(a)-[:ASSOCIATED_WITH]->(b) WHERE b.name IS NOT NULL | b.name] AS x",
    "MATCH (a:Agency {iri: $B + 'a'}) RETURN size([(a)-[:ASSOCIATED_WITH]->(b) | b.name]) AS x",
    "MATCH (a:Agency {iri: $B + 'a'}) RETURN [p = (a)-[:ASSOCIATED_WITH]->(b) | length(p)] AS x",
)

GRAPH_FUNCTIONS = cases(
    "MATCH (n:Agency {iri: $B + 'a'}) RETURN labels(n), keys(n) AS k, properties(n)",
    "MATCH ()-[r:MEMBER_OF {iri: $B + 'm1'}]->() RETURN type(r), r, properties(r), keys(r), startNode(r), endNode(r)",
    "MATCH (n:Agency) UNWIND labels(n) AS l RETURN l, count(*) AS c ORDER BY l",
    "MATCH (n:Actor) UNWIND keys(n) AS k RETURN k, count(*) AS c ORDER BY k",
    "MATCH (n:Agency {iri: $B + 'a'}) RETURN n['name'], n.nosuch, n['nosuch'], 'Agency' IN labels(n)",
    "MATCH (n:Person) WHERE n.iri STARTS WITH $B RETURN elementId(n) IS NOT NULL, id(n) >= 0 LIMIT 1",
    "MATCH (n:Event) WITH collect(n) AS ns MATCH (m:Event) WHERE m IN ns RETURN count(*), size(ns)",
    "MATCH (n:Event) RETURN n = n AS same, count(*) AS c",
    "MATCH (a:Agency)-[r]-(b) WHERE startNode(r) = a RETURN type(r), count(*) AS n ORDER BY type(r)",
)
TOPICS: dict[str, list[Case]] = {
    "patterns": PATTERNS,
    "OPTIONAL MATCH": OPTIONAL,
    "variable length": VARIABLE_LENGTH,
    "shortest paths": SHORTEST_PATHS,
    "subqueries": SUBQUERIES,
    "nodes and relationships": GRAPH_FUNCTIONS,
}
