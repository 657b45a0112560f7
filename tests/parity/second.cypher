// The second part of the parity suite: a query a line, below the topic or the gap that it belongs to.
// `random` are queries of fuzz.random_cypher that had rows.

// topic: WITH and UNWIND
UNWIND [2010] AS y MATCH ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN y, count(m) AS n
UNWIND ['wikidata:Q1'] AS q MATCH (o) WHERE o.identifiers[0] = q RETURN o.iri
WITH 0 AS y MATCH ()-[m:MEMBER_OF]->() WHERE duration.between(m.startsFrom, m.startsBy).years >= y RETURN count(m) AS n
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF WHERE m.startsFrom.year = y]->() RETURN p.iri
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year IN [y, 2001] RETURN p.iri
WITH [2010, 2001] AS ys MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year IN ys RETURN p.iri
WITH 2005 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year > y RETURN p.iri
WITH 5 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year + y = 2015 RETURN p.iri
WITH {y: 2010} AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = r.y RETURN p.iri
WITH {y: {z: 2010}} AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = r.y.z RETURN p.iri
WITH {y: {z: 'minister'}} AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.role = r.y.z RETURN p.iri
WITH ['minister'] AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.role = r[0] RETURN p.iri
WITH ['minister'] AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.role = head(r) RETURN p.iri
WITH ['minister'] AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.role IN [x IN r | toLower(x)] RETURN p.iri
WITH ['minister'] AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE any(x IN r WHERE m.role = x) RETURN p.iri
WITH ['minister'] AS r MATCH (p:Person)-[m:MEMBER_OF]->() WHERE any(x IN r WHERE m.role = x AND m.startsFrom.year = 2001) RETURN p.iri
WITH 'minister' AS r MATCH (p:Person)-[m:MEMBER_OF {role: r}]->() RETURN p.iri
WITH {r: 'minister'} AS r MATCH (p:Person)-[m:MEMBER_OF {role: r.r}]->() RETURN p.iri
WITH ['minister'] AS r MATCH (p:Person)-[m:MEMBER_OF {role: r[0]}]->() RETURN p.iri
WITH date('2001-01-01') AS d MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom = d RETURN p.iri
WITH date('2001-01-01') AS d MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = d.year RETURN p.iri
WITH date('2001-01-01') AS d MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom >= d + duration('P1Y') RETURN p.iri
WITH date('2001-01-01') AS d MATCH (p:Person)-[m:MEMBER_OF {startsFrom: d}]->() RETURN p.iri
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE CASE WHEN m.startsFrom.year = y THEN true ELSE false END RETURN p.iri
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE y = m.startsFrom.year RETURN p.iri
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE toString(m.startsFrom.year) = toString(y) RETURN p.iri
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE coalesce(m.startsFrom.year, 0) = y RETURN p.iri
WITH 2010 AS y MATCH (p:Person)-[m:MEMBER_OF]->() WITH * WHERE m.startsFrom.year = y RETURN p.iri
WITH 2010 AS y MATCH (p:Person) MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri
MATCH (a:Agency {iri: $B + 'a'}) WITH a, a.startsFrom AS s MATCH (a)<-[m:MEMBER_OF]-() WHERE m.startsFrom > s RETURN m.iri
MATCH (a:Agency) WITH collect(a.iri) AS xs MATCH (o)<-[m:MEMBER_OF]-() WHERE o.iri IN xs RETURN count(*)
MATCH (a:Agency) WITH collect(a)[0] AS x MATCH (x)<-[m:MEMBER_OF]-() RETURN count(*) > -1
MATCH (a:Agency) WITH collect(a) AS xs UNWIND xs AS x MATCH (x)<-[m:MEMBER_OF]-() RETURN count(*)
MATCH (a:Agency) WITH {n: a} AS w MATCH (o)<-[m:MEMBER_OF]-() WHERE o = w.n RETURN count(*)
MATCH (a:Agency) WITH {n: a} AS w MATCH (o)<-[m:MEMBER_OF]-() WHERE o.iri = w.n.iri RETURN count(*)
MATCH (a:Agency) WITH a AS w MATCH (o)<-[m:MEMBER_OF]-() WHERE o.iri = w.iri RETURN count(*)
MATCH (a:Agency) WITH a.aliases AS al MATCH (o:Agency) WHERE o.name IN al RETURN count(*)
MATCH (a:Agency) WITH a.aliases AS al MATCH (o:Agency) WHERE o.aliases[0] IN al RETURN count(*)
MATCH (a:Agency) WITH properties(a) AS al MATCH (o:Agency) WHERE o.iri = al.iri RETURN count(*)
MATCH (a:Agency) WITH a{.iri, .name} AS al MATCH (o:Agency) WHERE o.name = al.name RETURN count(*)
WITH 1 AS lo, 2 AS hi MATCH (p:Person) WHERE lo < size([(p)-[:MEMBER_OF]->() | 1]) <= hi RETURN p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B OPTIONAL MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri, m.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B OPTIONAL MATCH (p)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year < y AND o.iri STARTS WITH $B RETURN p.iri, m.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B OPTIONAL MATCH (p)-[m:MEMBER_OF]->(o)<-[q:MEMBER_OF]-(z) WHERE q.startsFrom.year = y RETURN p.iri, count(z) AS n
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B OPTIONAL MATCH ()-[m:MEMBER_OF]->(p) WHERE m.startsFrom.year = y RETURN p.iri, m.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B OPTIONAL MATCH (x)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y RETURN o.iri, m.iri
WITH {y: 2010} AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B OPTIONAL MATCH (x)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y.y RETURN o.iri, m.iri
WITH [2010] AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B OPTIONAL MATCH (x)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year IN y RETURN o.iri, m.iri
MATCH (a:Agency {iri: $B + 'a'}) WITH a.iri AS i MATCH (p)-[m:MEMBER_OF]->(o {iri: i}) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->(x) WITH r.type AS t MATCH ()-[m:ASSOCIATED_WITH {type: t}]->(o) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->(x) WITH r MATCH ()-[m:ASSOCIATED_WITH]->(o) WHERE m.type = r.type RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->(x) WITH r MATCH ()-[m:ASSOCIATED_WITH WHERE m.type = r.type]->(o) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->(x) WITH r MATCH (o:Event {name: r.type}) RETURN count(*) AS n
UNWIND [{t: 'part_of'}] AS m MATCH ()-[r:ASSOCIATED_WITH {type: m.t}]->(x) RETURN count(*) AS n
UNWIND [['part_of']] AS m MATCH ()-[r:ASSOCIATED_WITH {type: m[0]}]->(x) RETURN count(*) AS n
UNWIND ['PART_OF'] AS m MATCH ()-[r:ASSOCIATED_WITH {type: toLower(m)}]->(x) RETURN count(*) AS n

// topic: subqueries
WITH 2010 AS y MATCH (p:Person) WHERE EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } RETURN p.iri
WITH 2010 AS y MATCH (p:Person) WHERE EXISTS { MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN m } RETURN p.iri
WITH 2010 AS y MATCH (p:Person) RETURN p.iri, COUNT { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } AS c
WITH 2010 AS y MATCH (p:Person) RETURN p.iri, COLLECT { MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN m.iri } AS c
WITH 2010 AS y CALL (y) { MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri AS iri } RETURN iri
WITH 2010 AS y CALL (*) { MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri AS iri } RETURN iri
WITH 2010 AS y CALL { WITH y MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri AS iri } RETURN iri
WITH 2010 AS y CALL { WITH y WITH y AS z MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = z RETURN p.iri AS iri } RETURN iri
WITH 2010 AS y CALL (y) { MATCH (p:Person) WHERE EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.role = 'minister' AND m.startsFrom.year > 2000 } AND p.iri STARTS WITH $B RETURN p.iri AS iri } RETURN iri, y
WITH 'minister' AS r MATCH (p:Person) WHERE EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.role = r } RETURN p.iri
WITH 'minister' AS r MATCH (p:Person) WHERE EXISTS { (p)-[m:MEMBER_OF {role: r}]->() } RETURN p.iri
WITH 'minister' AS r MATCH (p:Person) RETURN p.iri, COUNT { (p)-[m:MEMBER_OF {role: r}]->() } AS c
WITH 'minister' AS r MATCH (p:Person) RETURN p.iri, COUNT { (p)-[m:MEMBER_OF]->() WHERE m.role = r } AS c
WITH 'minister' AS r MATCH (p:Person) RETURN p.iri, COLLECT { MATCH (p)-[m:MEMBER_OF]->() WHERE m.role = r RETURN m.iri ORDER BY m.iri } AS c
CALL { MATCH (n:Agency) RETURN n.name AS x UNION ALL MATCH (n:NGO) RETURN n.name AS x } RETURN count(x) AS n
CALL { UNWIND [1, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x } WITH x WHERE x > 1 RETURN collect(x) AS xs
MATCH (n:NGO) WHERE n.iri STARTS WITH $B RETURN n.iri, EXISTS { MATCH (n)<-[:MEMBER_OF]-(p) WHERE EXISTS { (p)-[:PARTICIPATED_IN]->() } } AS x ORDER BY n.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B RETURN n.iri, COUNT { MATCH (n)<-[:MEMBER_OF]-(p) RETURN DISTINCT p.gender } AS x ORDER BY n.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B RETURN n.iri, COLLECT { MATCH (n)<-[:MEMBER_OF]-(p) RETURN p.iri ORDER BY p.iri LIMIT 1 } AS x ORDER BY n.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B RETURN n.iri, COLLECT { UNWIND [3, 1] AS x RETURN x } AS x ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } = 0 RETURN n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } >= COUNT { (n)-->() } + 1 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) RETURN EXISTS { (n)-[:NOSUCH]->() } AS x, count(*) AS n
MATCH (n:NGO) RETURN EXISTS { (:Agency) } AS x, count(*) AS n
MATCH (n:NGO) WITH n, COUNT { (n)--() } AS d WHERE d > 1 RETURN n.iri, d ORDER BY n.iri
MATCH (n:NGO) RETURN sum(COUNT { (n)--() }) AS d, max(COUNT { (n)--() }) AS m
MATCH (n:NGO) WHERE EXISTS { MATCH (n)--(x) RETURN x } RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE EXISTS { MATCH (n)--(x) RETURN x UNION MATCH (n)-->(x) RETURN x } RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B CALL (n) { MATCH (n)--(x) RETURN count(x) AS d UNION MATCH (n)-->(x) RETURN count(x) AS d } RETURN n.iri, d ORDER BY n.iri, d
MATCH (n:NGO) WHERE n.iri STARTS WITH $B CALL (n) { MATCH (n)--(x) WITH x ORDER BY x.iri LIMIT 1 RETURN x.iri AS first } RETURN n.iri, first ORDER BY n.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B CALL (n) { WITH n.iri AS i RETURN size(i) AS s } RETURN s
UNWIND [1, 2] AS x CALL (x) { UNWIND range(1, x) AS y RETURN sum(y) AS s } RETURN x, s ORDER BY x
UNWIND [1, 2] AS x CALL (x) { UNWIND range(1, x) AS y RETURN y } RETURN x, y ORDER BY x, y
UNWIND [1, 2] AS x CALL (x) { WITH x WHERE x > 1 RETURN x AS y } RETURN x, y
UNWIND [1, 2] AS x CALL { WITH x RETURN x * 10 AS y } RETURN x, y ORDER BY x
UNWIND [1, 2] AS x CALL { WITH x WITH x WHERE x > 1 RETURN x AS y } RETURN x, y
UNWIND [1, 2] AS x OPTIONAL CALL (x) { WITH x WHERE x > 1 RETURN x AS y } RETURN x, y ORDER BY x
CALL { RETURN 1 AS x } CALL { RETURN 2 AS y } RETURN x + y AS s
CALL { CALL { RETURN 1 AS x } RETURN x + 1 AS y } RETURN y
WITH 2010 AS y RETURN COUNT { MATCH ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN m } AS x
WITH 2010 AS y RETURN COUNT { MATCH ()-[m:MEMBER_OF]->() WITH * WHERE m.startsFrom.year = y RETURN m } AS x
WITH 2010 AS y RETURN EXISTS { MATCH ()-[m:MEMBER_OF]->() WITH * WHERE m.startsFrom.year = y RETURN m } AS x
WITH 2010 AS y, 'minister' AS r MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN p.iri, EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y AND m.role = r } AS x ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B AND EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } RETURN p.iri ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B AND COUNT { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year < y } > 0 RETURN p.iri ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B AND EXISTS { MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year < y } RETURN p.iri ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN p.iri, COUNT { MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year <= y } AS n ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN p.iri, COUNT { MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year <= y RETURN m } AS n ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN p.iri, COLLECT { MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year <= y RETURN m.iri ORDER BY m.iri } AS n ORDER BY p.iri
WITH 2010 AS y MATCH (p:Person) WHERE p.iri STARTS WITH $B WITH p, y RETURN p.iri, EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } AS n ORDER BY p.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B RETURN n.iri, COUNT { (n)--() } AS a, COUNT { (n)-->() } AS b, COUNT { (n)--() } >= COUNT { (n)-->() } + 1 AS c, COUNT { (n)--() } > COUNT { (n)-->() } AS d ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } > COUNT { (n)-->() } RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } >= COUNT { (n)-->() } + 1 RETURN n.iri, COUNT { (n)--() } AS a, COUNT { (n)-->() } AS b ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } + 1 > 3 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } - COUNT { (n)-->() } >= 1 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (COUNT { (n)--() }) >= (COUNT { (n)-->() } + 1) RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE 2 * COUNT { (n)--() } >= 5 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE 2 < COUNT { (n)--() } < 5 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE toString(COUNT { (n)--() }) = '5' RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE CASE WHEN EXISTS { (n)-->() } THEN false ELSE true END RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE EXISTS { (n)-->() } = false RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE EXISTS { (n)-->() } XOR EXISTS { (n)<--() } RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)-->() } IN [1, 2] RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE size(COLLECT { MATCH (n)-->(x) RETURN x.iri }) > 1 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE n.iri IN COLLECT { MATCH (x:NGO)-->() RETURN x.iri } RETURN n.iri ORDER BY n.iri
WITH 2010 AS y MATCH (o:Agency {iri: $B + 'a'}) RETURN EXISTS { (:Person)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y MATCH (o:Agency {iri: $B + 'a'}) RETURN COUNT { (p:Person)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y MATCH (o:Agency {iri: $B + 'a'}) RETURN COUNT { MATCH (p:Person)-[:MEMBER_OF]->(o) MATCH (p)-[m:MEMBER_OF]->(x) WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B AND EXISTS { (:Person)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year < y } RETURN o.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B AND EXISTS { (p:Person) WHERE p.startsFrom.year < y } RETURN o.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B AND EXISTS { MATCH (p:Person) WHERE p.startsFrom.year < y AND o.startsFrom.year < y } RETURN o.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B CALL (o, y) { RETURN COUNT { (p:Person)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y } AS n } RETURN o.iri, n
MATCH (n:NGO) WHERE (COUNT { (n)--() } + 1) > 3 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (2 * COUNT { (n)--() }) >= 5 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE 5 <= (2 * COUNT { (n)--() }) RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } >= (COUNT { (n)-->() } + 1) RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (COUNT { (n)--() } % 2) = 0 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE NOT (COUNT { (n)--() } % 2) = 0 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (COUNT { (n)--() } + size(n.name)) > 10 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (size(n.name) - COUNT { (n)--() }) > 10 AND n.iri STARTS WITH $X RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (-COUNT { (n)--() }) < -2 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE -COUNT { (n)--() } < -2 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (COUNT { (n)--() } ^ 2) > 8 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } ^ 2 > 8 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (1 < (COUNT { (n)--() } + 1) < 4) RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (COUNT { (n)--() } + 1) IN [3, 4] RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } + 1 IN [3, 4] RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } = 2 OR COUNT { (n)--() } = 3 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE (COUNT { (n)--() } / 2.0) = 1 RETURN n.iri ORDER BY n.iri
MATCH (n:NGO) WHERE COUNT { (n)--() } <> 2 RETURN count(*) AS n
MATCH (n:NGO) WHERE 2 = COUNT { (n)--() } RETURN count(*) AS n
MATCH (n:NGO) WHERE COUNT { (n)--() } = COUNT { (n)-->() } RETURN count(*) AS n
MATCH (n:NGO) WHERE COUNT { (n)--() } > n.tone RETURN count(*) AS n
MATCH (n:NGO) WHERE COUNT { (n)--() } < size(n.name) RETURN count(*) AS n
MATCH (n:NGO) WHERE COUNT { (n)--() } > 1.5 RETURN count(*) AS n
MATCH (n:NGO) WHERE COUNT { (n)--() } = null RETURN count(*) AS n
MATCH (n:NGO) WHERE COUNT { (n)--() } > 2 RETURN count(*) AS n
MATCH (n:NGO) WHERE (EXISTS { (n)-->() } OR false) = true RETURN count(*) AS n
MATCH (n:NGO) WHERE EXISTS { (n)-->() } <> EXISTS { (n)<--() } RETURN count(*) AS n
MATCH (n:NGO) WHERE EXISTS { (n)-->() } IS NULL RETURN count(*) AS n
MATCH (n:NGO) WHERE NOT EXISTS { (n)-->() } AND n.iri STARTS WITH $X OR false RETURN count(*) AS n
MATCH (n:NGO) WHERE COLLECT { MATCH (n)-->(x) RETURN x.iri } = [] RETURN count(*) AS n
MATCH (n:NGO) WHERE COLLECT { MATCH (n)-->(x) RETURN x.iri ORDER BY x.iri }[0] STARTS WITH $B RETURN count(*) AS n
MATCH (n:NGO) WHERE size(COLLECT { MATCH (n)--(x) RETURN x.iri }) + 1 > 3 RETURN count(*) AS n
MATCH (n:NGO) WITH n WHERE COUNT { (n)--() } + 1 > 3 RETURN count(*) AS n
MATCH (n:NGO) RETURN sum(CASE WHEN COUNT { (n)--() } + 1 > 3 THEN 1 ELSE 0 END) AS n
MATCH (n:NGO) WITH n ORDER BY COUNT { (n)--() } + 1 DESC, n.iri LIMIT 3 RETURN collect(n.iri) AS n
MATCH (n:NGO) RETURN n.iri ORDER BY COUNT { (n)--() } DESC, n.iri LIMIT 3
MATCH (n:NGO WHERE COUNT { (n)--() } + 1 > 3) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'}) RETURN COUNT { (a)-[r:ASSOCIATED_WITH]->(b {name: r.type}) } AS n
MATCH (a:Agency {iri: $B + 'a'}) RETURN EXISTS { (a)-[r:ASSOCIATED_WITH]->(b {iri: a.iri}) } AS n
MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN p.iri, COUNT { (p)-[:MEMBER_OF]->(:Agency) } AS n, EXISTS { (p)-[:PARTICIPATED_IN]->(:Event) } AS e, COLLECT { MATCH (p)-[:MEMBER_OF]->(o) RETURN DISTINCT o.iri AS i ORDER BY i } AS os ORDER BY p.iri
MATCH (p:Person) WHERE COUNT { MATCH (p)-[r:MEMBER_OF]->() WHERE r.role IS NOT NULL } > 1 RETURN p.iri
MATCH (p:Person) WHERE p.iri STARTS WITH $B AND NOT EXISTS { MATCH (p)-[:MEMBER_OF]->(o) WHERE o.kind = 'agency' } RETURN p.iri ORDER BY p.iri
MATCH (p:Person) WHERE p.iri STARTS WITH $B AND NOT EXISTS { (p)-[:MEMBER_OF]->(:Agency) } RETURN p.iri ORDER BY p.iri
MATCH (o:Agency) WHERE o.iri STARTS WITH $B CALL (o) { MATCH (o)<-[r:MEMBER_OF]-(p) RETURN p.iri AS first ORDER BY r.startsFrom, p.iri LIMIT 1 } RETURN o.iri, first ORDER BY o.iri
MATCH (o:Agency) WHERE o.iri STARTS WITH $B CALL (o) { MATCH (o)<-[r:MEMBER_OF]-(p) RETURN count(p) AS n, max(r.startsFrom) AS last } RETURN o.iri, n, last ORDER BY o.iri
MATCH (o:NGO) WHERE o.iri STARTS WITH $B OPTIONAL CALL (o) { MATCH (o)<-[:PARTICIPATED_IN]-(p) RETURN p.iri AS i } RETURN o.iri, i ORDER BY o.iri, i
CALL () { MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN count(e) AS events } CALL () { MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN count(p) AS persons } RETURN events, persons
UNWIND [1, 2] AS x CALL (x) { WITH x WHERE x > 1 RETURN x * 10 AS y } RETURN x, y
UNWIND [0, 3] AS x CALL (x) { RETURN x AS a UNION RETURN x + 1 AS a } RETURN x, a ORDER BY x, a
RETURN COLLECT { UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESC } AS xs, COUNT { UNWIND [1, 1, 2] AS x RETURN DISTINCT x } AS n
RETURN EXISTS { MATCH (n:NoSuch) } AS a, COUNT { MATCH (n:NoSuch) } AS b, COLLECT { MATCH (n:NoSuch) RETURN n.iri } AS c
MATCH (a:Agency) WHERE a.iri STARTS WITH $B RETURN a.iri, size(COLLECT { MATCH (a)-[r:ASSOCIATED_WITH]->(b) RETURN r.type }) AS n ORDER BY a.iri
MATCH (a:Agency) WHERE a.iri STARTS WITH $B AND 'funds' IN COLLECT { MATCH (a)-[r:ASSOCIATED_WITH]->() RETURN r.type } RETURN a.iri ORDER BY a.iri
MATCH (e:Event) WHERE e.iri STARTS WITH $B AND EXISTS { MATCH (e)<-[r:PARTICIPATED_IN]-(p) WHERE r.role = 'speaker' AND EXISTS { (p)-[:MEMBER_OF]->(:Agency) } } RETURN e.iri ORDER BY e.iri
MATCH (p:Person) WHERE p.iri STARTS WITH $B WITH p, COUNT { (p)--() } AS degree WHERE degree >= 2 RETURN p.iri, degree ORDER BY degree DESC, p.iri
MATCH (p:Person) WHERE p.iri STARTS WITH $B RETURN p.iri ORDER BY COUNT { (p)--() } DESC, p.iri
MATCH (a:Agency), (b:Agency) WHERE a.iri < b.iri AND a.iri STARTS WITH $B AND b.iri STARTS WITH $B AND EXISTS { (a)<-[:MEMBER_OF]-(p)-[:MEMBER_OF]->(b) } RETURN a.iri, b.iri

// topic: OPTIONAL MATCH
OPTIONAL MATCH (n:Agency {iri: 'none'}) RETURN size([(n)-->(m) | m.iri]) AS s, size([(m)-[:MEMBER_OF]->(n) | m.iri]) AS t
WITH null AS n RETURN size([(n)-->(m) | m.iri]) AS s
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (n) RETURN count(*) AS c
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (z:IGO) MATCH (m)-[:ASSOCIATED_WITH*1..2]-(n) RETURN count(*) AS c
OPTIONAL MATCH (n:Agency {iri: 'none'}) OPTIONAL MATCH (m)-[:ASSOCIATED_WITH*1..2]-(n) RETURN count(*) AS c, count(n) AS n
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (m)-[:MEMBER_OF]->(n)<-[:MEMBER_OF]-(o) RETURN count(*) AS c
OPTIONAL MATCH (n:Agency {iri: 'none'}) OPTIONAL MATCH (m)-[:ASSOCIATED_WITH]->{1,2}(n) RETURN count(*) AS c, count(n) AS n
OPTIONAL MATCH (n:Agency {iri: 'none'}) OPTIONAL MATCH (m:IGO), (n) RETURN count(*) AS c, count(m) AS m
OPTIONAL MATCH (n:Agency {iri: 'none'}) RETURN EXISTS { (n) } AS a, COUNT { (n) } AS b, EXISTS { MATCH (n) RETURN 1 AS x } AS c, COUNT { MATCH (n) WHERE 1 = 1 } AS d
OPTIONAL MATCH (n:Agency {iri: 'none'}) CALL (n) { MATCH (m)-[:ASSOCIATED_WITH*1..2]-(n) RETURN count(*) AS c } RETURN c
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (a:IGO) WHERE (a)--(n) RETURN count(a) AS c
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (a:IGO) WHERE NOT (a)--(n) RETURN count(a) AS c
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (a:Person) WHERE NOT EXISTS { (a)-[:MEMBER_OF]->(n) } RETURN count(a) AS c
OPTIONAL MATCH (n:Agency {iri: 'none'}) MATCH (a:Person) RETURN sum(COUNT { (a)-[:MEMBER_OF]->(n) } + 1) AS c
MATCH (z:IGO) OPTIONAL MATCH (z)-[r:MEMBER_OF]->(:NGO) MATCH (a)-[r]->(b) RETURN count(*) AS c
MATCH (z:IGO) OPTIONAL MATCH (z)-[r:MEMBER_OF]->(:NGO) OPTIONAL MATCH (a:Person)-[r]->(b) RETURN count(*) AS c, count(r) AS r
MATCH (a:Agency) OPTIONAL MATCH (a)<-[:MEMBER_OF]-(`n x`:Person {gender: 'female'}) MATCH (o)<-[:MEMBER_OF*1..2]-(`n x`) RETURN count(o) AS c
MATCH (a:Agency) OPTIONAL MATCH (a)<-[:MEMBER_OF]-(p:Person {gender: 'female'}) WITH a, head(collect(p)) AS p MATCH (o)<-[:MEMBER_OF*1..2]-(p) RETURN count(o) AS c
MATCH (a:Agency) OPTIONAL MATCH (a)<-[:MEMBER_OF]-(n:Person {gender: 'female'}) OPTIONAL MATCH p = (m)-[:ASSOCIATED_WITH*1..2]->(k)<-[:MEMBER_OF]-(n) RETURN a.iri AS a, count(p) AS p, max(length(p)) AS l, count(m) AS m ORDER BY a
MATCH (a:Agency) OPTIONAL MATCH (a)<-[:MEMBER_OF]-(n:Person {gender: 'female'}) OPTIONAL MATCH (a)<-[:MEMBER_OF]-(n) RETURN * ORDER BY a.iri, n.iri
MATCH (z:IGO) OPTIONAL MATCH (z)<-[:MEMBER_OF]-(n:Media) RETURN sum(COUNT { MATCH (z)--(n) RETURN 1 AS x UNION ALL MATCH (z)-->(x) RETURN 1 AS x }) AS c

// topic: numbers
MATCH (e:Event) WHERE e.startsFrom.year % 2 = 0 RETURN count(e) AS c
MATCH ()-[m:MEMBER_OF]->() WHERE 0 = m.startsFrom.year % 2 RETURN count(m) AS c
MATCH (e:Event) WHERE e.startsFrom.year % 4 IN [2] RETURN count(e) AS c
MATCH (p:Person) WHERE EXISTS { (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year % 2 = 0 } RETURN count(p) AS c
MATCH (p:Person) RETURN sum(size([(p)-[m:MEMBER_OF]->() WHERE m.startsFrom.month * 2 = 10 | 1])) AS c
UNWIND [1, null] AS x RETURN CASE WHEN x = 1 THEN 4 ELSE 5 END + 1 = 5 AS c, -CASE WHEN x = 1 THEN 4 ELSE 5 END = -4 AS d
UNWIND [4] AS x RETURN 1 = CASE x WHEN 1 THEN 2 ELSE x END % 3 AS c
UNWIND [4] AS x RETURN CASE x WHEN 1 THEN 2 ELSE x END ^ 2 = 16 AS c
UNWIND ['a'] AS x RETURN 'c' + CASE x WHEN 'a' THEN 'b' END = 'cb' AS c

// topic: lists
UNWIND [4] AS x RETURN [CASE x WHEN 1 THEN 2 ELSE x END, 5][0] + 1 = 5 AS c, [1, CASE x WHEN 4 THEN 2 END] = [1, 2] AS d, size([CASE x WHEN 4 THEN 2 END]) = 1 AS e
UNWIND [{d: date('2021-02-03')}] AS m RETURN [m.d.year, 1][0] + 1 = 2022 AS a, [m.d.year] = [2021] AS b, 2021 IN [m.d.year] AS c, [m.d.year, m.d.month][1] = 2 AS d
MATCH (e:Event) WHERE [e.startsFrom.year, e.startsFrom.month][0] - 1 = 2021 RETURN count(e) AS c

// topic: maps
UNWIND [4] AS x RETURN CASE x WHEN 4 THEN {a: 3} END.a = 3 AS c, CASE x WHEN 4 THEN date('2020-01-01') END.year = 2020 AS d

// topic: patterns
MATCH (a:Actor) WHERE size([x IN [(a)-->(b) | b] WHERE (x)-->()]) > 0 RETURN count(a) AS n
MATCH (a:Actor) RETURN size([x IN [1] WHERE (a)-->()]) AS n, count(*) AS m
MATCH (a:Actor) WHERE any(x IN [a] WHERE (x)-->()) RETURN count(*) AS m
MATCH (a:Actor) WHERE any(x IN [a] WHERE exists((x)-->())) RETURN count(*) AS m
MATCH (a:Actor) WHERE all(x IN [a] WHERE NOT (x)-->(:Event)) RETURN count(*) AS m
MATCH (a:Actor) RETURN NOT (a)-->() AS n, count(*) AS m
MATCH (a:Actor) RETURN CASE WHEN (a)-->() THEN 1 ELSE 0 END AS n, count(*) AS m
MATCH (a:Actor) WITH a, size([x IN [a] WHERE (x)-->()]) AS k RETURN k, count(*) AS m
MATCH (a:Actor) RETURN size([(a)-->(b) WHERE (b)-->() | 1]) AS n, count(*) AS m
MATCH (a:Actor) WHERE size([(a)-->(b) WHERE (b)-->() | 1]) > 1 RETURN count(*) AS m
MATCH (a:Actor) WHERE reduce(s = 0, x IN [a] | CASE WHEN (x)-->() THEN s + 1 ELSE s END) > 0 RETURN count(*) AS m
MATCH (a:Actor) RETURN a.iri AS iri ORDER BY CASE WHEN (a)-->() THEN 1 ELSE 0 END, iri
MATCH (a:Agency {iri: $B + 'a'}) MATCH (a)<-[m:MEMBER_OF]-() WHERE m.startsFrom.year > a.startsFrom.year RETURN m.iri
MATCH (a:Agency|NGO {iri: $B + 'a'}) RETURN a.iri
MATCH (n {iri: $B + 'a', kind: 'agency'}) RETURN n.iri
MATCH (n:Entity {iri: $B + 'a'}) RETURN n.`name` AS `select`, n.`name_ky` AS `the name`
MATCH (e:Event) RETURN e.name + e.tone AS a ORDER BY e.iri
MATCH (e:Event) RETURN e.name + e.articles AS a, e.tone + e.articles AS b, e.tone * 2 AS c, e.articles / 2 AS d, e.articles % 2 AS f ORDER BY e.iri
MATCH (e:Event) RETURN toFloat(e.tone) AS a, toInteger(e.tone) AS b, toString(e.tone) AS c, round(e.tone) AS d, abs(e.tone) AS f, sign(e.tone) AS g ORDER BY e.iri
MATCH (n:Agency) WHERE n.iri STARTS WITH $B RETURN n ORDER BY n.name DESC, n.iri
MATCH (n:Agency) RETURN n.name AS name ORDER BY name DESC, n.iri LIMIT 3
MATCH (n:Agency {iri: $B + 'a'}) RETURN n{.*, name: 'x'} AS m
MATCH (n:Agency {iri: $B + 'a'}) RETURN n{.name, .nosuch, other: n.name_en, size: size(n.name)} AS m
MATCH (n:Agency {iri: $B + 'a'}) WITH n, 5 AS five RETURN n{.name, five} AS m
MATCH (n:Agency {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->(b) RETURN r{.type, .amount, to: b{.name}} AS m ORDER BY b.iri, r.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B RETURN n.iri, size([(n)<-[:MEMBER_OF]-() | 1]) AS k ORDER BY n.iri
MATCH (n:NGO) WHERE size([(n)<-[:MEMBER_OF]-(p) | p]) > 1 RETURN n.iri
MATCH (n:NGO) WHERE size([(n)-->(x) | x]) + 1 > 2 RETURN n.iri ORDER BY n.iri
MATCH p = (a {iri: $B + 'a'})(()-[:ASSOCIATED_WITH {type: 'part_of'}]->())+(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency {iri: $B + 'b'}) RETURN b AS a ORDER BY a.name
MATCH (a:Agency), (b:NGO) WHERE a.iri STARTS WITH $B AND b.iri STARTS WITH $B RETURN b.name AS a, a.name AS b ORDER BY a, b
MATCH (a:Agency), (b:NGO) WHERE a.iri STARTS WITH $B AND b.iri STARTS WITH $B WITH b AS a, a AS b RETURN a.name, b.name ORDER BY a.name, b.name
MATCH (n:Agency) WHERE n.iri STARTS WITH $B RETURN n.name AS n ORDER BY n
MATCH (a:Agency {iri: $B + 'a'}) RETURN size([(a)-[r:ASSOCIATED_WITH]->(b {name: a.name}) | b.iri]) AS n

// topic: dates and durations
MATCH (e:Event) WITH {d: e.startsFrom} AS m WHERE m.d.year > 2001 RETURN m.d.month AS x, count(*) AS n ORDER BY m.d.month
UNWIND [{d: date('2022-05-12')}, {d: null}, {d: {year: 1}}] AS m RETURN m.d.year AS x
UNWIND [{d: duration('P1D')}, {d: duration('P2M')}] AS m RETURN m.d * 2 AS x, m.d.days AS y, m.d.months AS z
MATCH (a:Agency) WITH properties(a) AS al MATCH (o:Agency) WHERE o.startsFrom.year = al.startsFrom.year RETURN count(*)
RETURN toString(duration('P1Y2M3DT4H5M6S')) AS a, toString(duration('PT36H')) AS b, toString(duration('P14D')) AS c, toString(duration('PT0S')) AS d
RETURN toString(duration({days: 1.5})) AS a, toString(duration({seconds: -1.5})) AS b, toString(duration('PT0.001S')) AS c
RETURN toString(date('0001-01-01')) AS a, toString(date('9999-12-31')) AS b
RETURN toStringOrNull({a: 1}) AS a, toStringOrNull(1.5) AS b, toIntegerOrNull([1]) AS c, toIntegerOrNull(date('2020-01-01')) AS d, toFloatOrNull(true) AS e, toBooleanOrNull(1.5) AS f
RETURN 1 < 'a' AS a, 1 < null AS b, true < false AS c, true < 1 AS d, date('2020-01-01') < 1 AS e
RETURN toIntegerList(['1', 2.7, null, 'x', true]) AS a, toFloatList([1, '2.5', 'x']) AS b, toBooleanList([1, 0, 'true', null]) AS c, toStringList([1.0, date('2020-01-01')]) AS d, toIntegerList(null) AS e
RETURN date('2020W101') AS a, date('2020001') AS b, date('202006') AS c
RETURN date({date: date('2020-05-17'), day: 1}) AS a, date({date: date('2020-05-17'), month: 1}) AS b, date({date: datetime('2020-05-17T01:02Z'), year: 2000}) AS c
RETURN date(datetime('2020-05-17T23:02-06:00')) AS a, date(localdatetime('2020-05-17T23:02')) AS b
RETURN localdatetime({date: date('2020-05-17'), hour: 5}) AS a, datetime({date: date('2020-05-17'), time: localtime('01:02')}) AS b, datetime({year: 2020, timezone: '+06:00'}) AS c
RETURN datetime({year: 2020, month: 5, day: 17, hour: 1, timezone: 'Asia/Bishkek'}) AS a, datetime({year: 2020, timezone: 'Z'}) AS b
RETURN datetime({epochSeconds: 0}) AS a, datetime({epochMillis: -1}) AS b, datetime.fromepoch(1, 500000000) AS c, datetime.fromepochmillis(1500) AS d
RETURN datetime('2020-05-17') AS a, datetime('2020-05-17T01') AS b, datetime('2020-05-17T01:02:03.123456789+05:30') AS c
RETURN datetime('20200517T010203Z') AS a, localdatetime('20200517T0102') AS b, localdatetime('2020-05-17T01:02:03.5') AS c
RETURN time('01:02') AS a, time('01:02:03.5-0500') AS b, time('0102Z') AS c, localtime('01') AS d, time({hour: 1, timezone: '+02:00'}) AS e
RETURN time('01:02+06:00') < time('01:02Z') AS a, time('01:02Z') = time('03:02+02:00') AS b, datetime('2020-01-01T01:00Z') = datetime('2020-01-01T03:00+02:00') AS c
RETURN date('2020-01-01') + duration('P1Y1M1D') AS a, date('2020-03-31') - duration('P1M') AS b, date('2020-01-01') + duration('PT23H59M') AS c, date('2020-01-01') - duration('PT24H') AS d, date('2020-01-01') - duration('PT1H') AS e
RETURN duration('P1D') + date('2020-01-01') AS a
RETURN localdatetime('2020-01-31T00:00') + duration('P1M') AS a, datetime('2020-01-31T00:00+06:00') - duration('PT1S') AS b, time('23:00Z') + duration('PT2H') AS c, localtime('01:00') - duration('PT2H') AS d
RETURN datetime('2020-03-28T12:00[Europe/Berlin]') + duration('P1D') AS a, datetime('2020-03-28T12:00[Europe/Berlin]') + duration('PT24H') AS b
RETURN duration('P0.5Y') AS a, duration('P1.5W') AS b, duration('PT1.5H') AS c, duration('P0.75M') AS d, duration('PT0.000000001S') AS e, duration('P1Y-2M') AS f
RETURN duration('P2020-01-02T03:04:05') AS a
RETURN duration('PT-1.5S') AS a, duration('-PT1M') AS b, duration('P-1M') AS c
WITH duration('P1Y5M10DT12H45M30.25S') AS d RETURN d.years AS a, d.quarters AS b, d.months AS c, d.weeks AS w, d.days AS e, d.hours AS f, d.minutes AS g, d.seconds AS h, d.milliseconds AS i
WITH duration('P1Y5M10DT12H45M30.25S') AS d RETURN d.quartersOfYear AS a, d.monthsOfQuarter AS b, d.monthsOfYear AS c, d.daysOfWeek AS e, d.minutesOfHour AS g, d.secondsOfMinute AS h, d.millisecondsOfSecond AS i, d.nanosecondsOfSecond AS j
WITH duration('-P1M1DT1.5S') AS d RETURN d.months AS a, d.days AS b, d.seconds AS c, d.milliseconds AS e, d.nanosecondsOfSecond AS f, d.minutes AS g
WITH datetime('2020-12-31T01:02:03.456789+05:30') AS d RETURN d.millisecond AS a, d.microsecond AS b, d.nanosecond AS c, d.epochMillis AS e, d.epochSeconds AS f, d.offset AS g, d.offsetMinutes AS h, d.offsetSeconds AS i, d.timezone AS j
WITH localtime('01:02:03.5') AS d RETURN d.hour AS a, d.minute AS b, d.second AS c, d.millisecond AS e, d.nanosecond AS f
WITH time('01:02:03.5+01:00') AS d RETURN d.hour AS a, d.offset AS b, d.timezone AS c, d.offsetMinutes AS e
WITH [date('2020-01-01')] AS l RETURN l[0].year AS a, [x IN l | x.month] AS b
RETURN date.truncate('millennium', date('2020-05-17')) AS a, date.truncate('century', date('2020-05-17')) AS b, date.truncate('decade', date('2020-05-17')) AS c, date.truncate('year', date('2020-05-17')) AS d, date.truncate('weekYear', date('2021-01-01')) AS e, date.truncate('quarter', date('2020-05-17')) AS f, date.truncate('day', date('2020-05-17')) AS g
RETURN date.truncate('week', date('2020-05-17'), {dayOfWeek: 3}) AS a, date.truncate('year', date('2020-05-17'), {month: 3, day: 2}) AS b
RETURN datetime.truncate('day', datetime('2020-05-17T01:02:03.456Z')) AS a, datetime.truncate('minute', datetime('2020-05-17T01:02:03.456Z'), {second: 5}) AS b, datetime.truncate('month', date('2020-05-17')) AS c
RETURN localdatetime.truncate('hour', localdatetime('2020-05-17T01:02')) AS a, localtime.truncate('minute', localtime('01:02:03')) AS b, time.truncate('second', time('01:02:03.5Z')) AS c, localtime.truncate('day', localtime('01:02:03')) AS d
RETURN duration.between(date('2020-01-01'), date('2019-12-01')) AS a, duration.between(date('2020-02-29'), date('2021-02-28')) AS b, duration.between(date('2020-01-31'), date('2020-02-29')) AS c
RETURN duration.between(date('2020-01-01'), localdatetime('2020-01-02T03:04')) AS a, duration.between(localtime('23:00'), localtime('01:00')) AS b, duration.between(date('2020-01-01'), localtime('01:00')) AS c
RETURN duration.inMonths(date('2020-01-31'), date('2020-02-29')) AS a, duration.inDays(date('2020-03-01'), date('2020-02-28')) AS b, duration.inSeconds(date('2020-01-01'), date('2020-01-02')) AS c, duration.inMonths(date('2021-01-01'), date('2020-01-02')) AS d
RETURN duration.inDays(localdatetime('2020-01-01T12:00'), localdatetime('2020-01-03T06:00')).days AS a, duration.between(datetime('2020-01-01T00:00Z'), datetime('2020-02-02T03:00Z')) AS b
RETURN duration('P1D') = duration('PT24H') AS a, duration('P1M') = duration('P30D') AS b, duration('P1W') = duration('P7D') AS c, duration('PT60M') = duration('PT1H') AS d
RETURN date('2020-01-01') IN ['2020-01-01'] AS a, date('2020-01-01') = null AS b, date('2020-01-01') <> '2020-01-01' AS c, date('2020-01-01') < '2020-01-02' AS d
RETURN [date('2020-01-02'), date('2020-01-01')] < [date('2020-01-03')] AS a
UNWIND [date('2020-01-02'), date('2020-01-01'), null] AS d RETURN d ORDER BY d
UNWIND [datetime('2020-01-01T00:00Z'), datetime('2020-01-01T00:00+06:00'), datetime('2019-12-31T18:00Z')] AS d RETURN d ORDER BY d
UNWIND [localtime('02:00'), localtime('01:00')] AS d RETURN d ORDER BY d
UNWIND [time('02:00+06:00'), time('01:00Z'), time('02:00+01:00')] AS d RETURN d ORDER BY d
UNWIND [localdatetime('2020-01-01T00:00'), localdatetime('2019-01-01T00:00')] AS d RETURN min(d) AS a, max(d) AS b
UNWIND [duration('P1D'), duration('P2D')] AS d RETURN min(d) AS a
UNWIND [duration('P1D'), duration('P1D'), duration('PT24H')] AS d RETURN count(DISTINCT d) AS a
UNWIND [date('2020-01-01'), date('2020-01-01'), localdatetime('2020-01-01T00:00')] AS d RETURN count(DISTINCT d) AS a
UNWIND [datetime('2020-01-01T00:00Z'), datetime('2020-01-01T06:00+06:00')] AS d RETURN count(DISTINCT d) AS a
MATCH (e:Event) RETURN e.startsFrom.year AS y, e.startsFrom.month AS m, e.startsFrom.quarter AS q, e.startsFrom.week AS w ORDER BY y, m, q, w
MATCH (e:Event) WHERE e.startsFrom.year = 2022 RETURN e.iri ORDER BY e.iri
MATCH (e:Event) WHERE e.startsFrom IS NOT NULL AND e.endsBy IS NOT NULL RETURN duration.between(e.startsFrom, e.endsBy) AS d, e.iri ORDER BY e.iri
MATCH (e:Event) WHERE e.startsFrom < e.endsBy RETURN count(*) AS n
MATCH (e:Event) RETURN e.startsFrom = e.endsBy AS a, count(*) AS n ORDER BY a
MATCH (e:Event) WHERE e.startsFrom IN [date('2022-05-12'), null] RETURN e.iri
MATCH (e:Event) RETURN min(e.startsFrom) AS a, max(e.endsBy) AS b, count(e.startsFrom) AS c, count(DISTINCT e.startsFrom) AS d
MATCH (e:Event) RETURN e.startsFrom.year AS y, collect(DISTINCT e.startsFrom.month) AS ms ORDER BY y
MATCH (e:Event) WITH e.startsFrom AS d WHERE d IS NOT NULL WITH d.year AS y, count(*) AS n WHERE n > 1 RETURN y, n ORDER BY y
MATCH (a:Event), (b:Event) WHERE a.startsFrom < b.startsFrom AND duration.inDays(a.startsFrom, b.startsFrom).days < 100 RETURN a.iri, b.iri ORDER BY a.iri, b.iri
MATCH (e:Event) RETURN e{.name, year: e.startsFrom.year} AS m ORDER BY e.iri
MATCH (e:Event) RETURN toString(e.startsFrom) AS a, e.name + ' ' + toString(e.startsFrom) AS b ORDER BY e.iri
MATCH (e:Event) RETURN e.name + e.startsFrom AS a
MATCH (e:Event) WHERE e.articles < localdatetime() RETURN count(*) AS n
RETURN datetime(localdatetime('2020-01-01T01:02')) AS a, localdatetime(datetime('2020-01-01T01:02+06:00')) AS b, time(datetime('2020-01-01T01:02+06:00')) AS c, time(localdatetime('2020-01-01T01:02')) AS d
UNWIND [2001, 2010] AS y OPTIONAL MATCH (p:Person) WHERE p.startsFrom.year < y RETURN y, count(p) AS n
UNWIND [1970, 2010] AS y OPTIONAL MATCH (p:Person {iri: $B + 'p2'}) WHERE p.startsFrom.year = y RETURN y, count(p) AS n
MATCH (e:Event {iri: $B + 'e1'}) MATCH (f:Event {startsFrom: e.startsFrom}) RETURN count(*) AS n
MATCH (e:Event) WHERE e.startsFrom IS NOT NULL RETURN e.iri, e.startsFrom - duration('P1M') AS before, e.startsBy + duration({days: 1}) AS after ORDER BY e.iri
MATCH (m)-[r:MEMBER_OF]->(o) WHERE r.startsFrom IS NOT NULL RETURN r.iri, duration.inDays(r.startsFrom, date('2024-01-01')).days AS days ORDER BY r.iri
MATCH ()-[r:MEMBER_OF]->() WHERE r.startsFrom < date('2002-01-01') + duration('P10Y') RETURN count(*) AS n
RETURN date('2024-02-29') + duration('P1Y') AS a, date('2024-02-29') - duration('P4Y') AS b, date('2023-03-31') - duration('P1M') AS c
RETURN date('2024-01-31') + duration('P1M') + duration('P1M') AS a, date('2024-01-31') + duration('P2M') AS b
RETURN datetime('2024-03-31T01:30:00[Europe/Berlin]') + duration('PT1H') AS a
RETURN datetime('2024-03-30T02:30:00[Europe/Berlin]') + duration('P1D') AS a
RETURN duration.between(date('2024-02-29'), date('2025-02-28')) AS a, duration.between(date('2025-02-28'), date('2024-02-29')) AS b
RETURN duration.inMonths(date('2024-02-29'), date('2025-02-28')).months AS a, duration.inMonths(date('2024-01-31'), date('2024-02-29')).months AS b
RETURN duration.between(localdatetime('2024-01-01T23:59:59'), localdatetime('2024-01-02T00:00:00')) AS a
RETURN duration({months: 14, days: 40, hours: 30}) AS a, duration({years: 1, months: -1}) AS b
RETURN duration('P1Y2M10DT2H30M').years AS a, duration('P1Y2M10DT2H30M').months AS b, duration('P1Y2M10DT2H30M').hours AS c, duration('P1Y2M10DT2H30M').minutesOfHour AS d
RETURN duration('P14M').monthsOfYear AS a, duration('P14M').quarters AS b, duration('P14M').quartersOfYear AS c, duration('P10D').weeks AS d, duration('P10D').daysOfWeek AS e
RETURN duration('PT1.5S').milliseconds AS a, duration('PT1.5S').millisecondsOfSecond AS b, duration('PT1.5S').nanosecondsOfSecond AS c
RETURN date({year: 2024, quarter: 3, dayOfQuarter: 5}) AS a, date({year: 2024, ordinalDay: 366}) AS b
RETURN date({date: date('2024-05-06'), year: 2020}) AS a, date({date: date('2024-05-06'), day: 1}) AS b
UNWIND range(1, 12) AS m RETURN m, date({year: 2024, month: m, day: 1}) + duration('P1M') - duration('P1D') AS last ORDER BY m
UNWIND range(0, 3) AS q RETURN date({year: 2023, month: q * 3 + 1, day: 1}).quarter AS quarter
RETURN date.truncate('quarter', date('2024-05-06')) AS a, date.truncate('century', date('2024-05-06')) AS b, date.truncate('millennium', date('2024-05-06')) AS c, date.truncate('weekYear', date('2024-05-06')) AS d
RETURN date('2024-05-06').week AS w, date('2021-01-03').week AS x, date('2021-01-03').weekYear AS y, date('2020-12-31').dayOfQuarter AS z
RETURN time('12:00:00+02:00') = time('10:00:00Z') AS a, time('12:00:00+02:00') < time('11:00:00Z') AS b
RETURN datetime('2024-01-01T00:00:00+06:00') = datetime('2023-12-31T18:00:00Z') AS a, datetime('2024-01-01T00:00:00+06:00') > datetime('2023-12-31T18:00:00Z') AS b
RETURN [d IN ['2024-01-01', '2023-05', '2022'] | date(d).year] AS years
MATCH (e:Event) WHERE e.startsFrom IS NOT NULL WITH e ORDER BY e.startsFrom, e.iri WITH collect(e.startsFrom) AS ds RETURN [i IN range(1, size(ds) - 1) | duration.inDays(ds[i-1], ds[i]).days] AS gaps
MATCH (e:Event) RETURN e.startsFrom.year AS y, e.startsFrom.quarter AS q, count(*) AS n ORDER BY y, q
MATCH (e:Event) WHERE e.startsFrom.dayOfWeek IN [4, 5] RETURN e.iri ORDER BY e.iri
MATCH (e:Event) WHERE date('2022-01-01') <= e.startsFrom < date('2023-01-01') RETURN e.iri ORDER BY e.iri
MATCH (e:Event) RETURN min(e.startsFrom) AS first, max(e.endsBy) AS last, max(e.startsBy) - duration('P1D') AS before
WITH [date('2024-01-01'), date('2023-01-01'), null] AS ds UNWIND ds AS d RETURN d ORDER BY d DESC
RETURN localtime('23:00') + duration('PT3H') AS a, localtime('01:00') - duration('PT3H') AS b
RETURN time('23:00+02:00') + duration('P1DT3H') AS a
RETURN datetime.fromEpoch(0, 5) AS a, datetime.fromEpochMillis(1700000000123) AS b
RETURN datetime({epochSeconds: 1700000000}) AS a, datetime({epochSeconds: 1700000000, nanosecond: 7}) AS b
RETURN datetime({year: 2024, month: 5, day: 6, hour: 7, timezone: 'Asia/Bishkek'}) AS a
RETURN datetime({datetime: datetime('2024-05-06T07:00:00Z'), timezone: 'Asia/Bishkek'}) AS a
RETURN date('2024-05-06') + duration('PT36H') AS a, date('2024-05-06') + duration('P1DT24H') AS b
RETURN duration('P1M') = duration('P30D') AS a, duration('P1D') = duration('PT24H') AS b, duration('PT60M') = duration('PT1H') AS c
RETURN date('2024-05-06') IN [date('2024-05-06'), '2024-05-06'] AS a, date('2024-05-06') = '2024-05-06' AS b
RETURN toString(date('2024-05-06')) + '!' AS a, toString(duration('P1Y1M')) AS b, toString(duration({days: 1, seconds: 3661})) AS c
RETURN date(datetime('2024-05-06T23:00:00-05:00')) AS a, localdatetime(datetime('2024-05-06T23:00:00-05:00')) AS b
MATCH (n:Event) WHERE n.iri = 'none' RETURN localdatetime('2020-01-01T00:00') + [1] AS v
RETURN date('2020-01-01') - duration('P1D') + duration('P2D') AS x
RETURN duration('P1D') + date('2020-01-01') AS x
RETURN localdatetime('2020-01-01T00:00') + [1] AS x, [1] + localdatetime('2020-01-01T00:00') AS y
RETURN localtime('23:59:59.999999999') AS x
RETURN localtime('01:02:03.1234567') AS x, localtime('01:02:03.1234565') AS y, localdatetime('2020-01-01T01:02:03.9999999') AS z
RETURN datetime('2020-01-01T01:02:03.9999999Z') AS z
RETURN time('01:02:03.9999999Z') AS z
RETURN datetime('2024-10-27T02:30:00[Europe/Berlin]') AS z, datetime('2024-10-27T02:30:00+01:00[Europe/Berlin]') AS y, datetime('2024-03-31T02:30:00[Europe/Berlin]') AS x
RETURN datetime('2024-06-01T00:00[UTC]') AS a, datetime('2024-06-01T00:00[Asia/Bishkek]') AS b

// topic: shortest paths
MATCH (a:Agency {iri: $B + 'a'}), (b {iri: $B + 'far'}) MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*..6]-(b)) WITH p WHERE none(n IN nodes(p) WHERE n:NGO) RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b {iri: $B + 'far'}) MATCH p = shortestPath((a)-[r:ASSOCIATED_WITH*..6]-(b)) WHERE a.name = 'Альфа' RETURN length(p) AS l
MATCH p = shortestPath((a:Agency)-[:ASSOCIATED_WITH*..6]-(b:NGO)) WHERE a.iri = $B + 'a' AND b.iri = $B + 'd' RETURN length(p) AS l
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*0..6]-(b {iri: $B + 'd'})) RETURN length(p) AS l
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})<-[:ASSOCIATED_WITH*]-(b {iri: $B + 'c'})) RETURN length(p) AS l
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH]-(b {iri: $B + 'c'})) RETURN length(p) AS l
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[*..1]-(b {iri: $B + 'far'})) RETURN length(p) AS l
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[:MEMBER_OF|ASSOCIATED_WITH*]-(b:Person {iri: $B + 'p3'})) RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Person) WHERE b.iri STARTS WITH $B OPTIONAL MATCH p = shortestPath((a)-[:MEMBER_OF*..4]-(b)) RETURN b.iri, length(p) AS l ORDER BY b.iri
MATCH (a:Agency {iri: $B + 'a'}), (b:Person) WHERE b.iri STARTS WITH $B AND shortestPath((a)-[:MEMBER_OF*..4]-(b)) IS NOT NULL RETURN b.iri ORDER BY b.iri
MATCH (a:Agency {iri: $B + 'a'}), (b:Person) WHERE b.iri STARTS WITH $B AND length(shortestPath((a)-[:MEMBER_OF*..4]-(b))) = 1 RETURN b.iri ORDER BY b.iri
MATCH (a:Agency {iri: $B + 'a'}), (b:NGO {iri: $B + 'c'}) RETURN [x IN nodes(shortestPath((a)-[:ASSOCIATED_WITH*]->(b))) | x.iri] AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:NGO {iri: $B + 'c'}) RETURN size(allShortestPaths((a)-[:ASSOCIATED_WITH*]->(b))) AS l
MATCH p = allShortestPaths((a:Agency {iri: $B + 'a'})-[*..3]-(b:Person)) RETURN b.iri, count(p) AS n ORDER BY b.iri
MATCH p = allShortestPaths((a {iri: $B + 'a'})-[*..3]-(b {iri: $B + 'p1'})) RETURN count(p) AS n
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B AND a <> b MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*]-(b)) RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*]-(b)) WHERE a <> b RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*0..]-(b)) RETURN length(p) AS l
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*..3]-(b:NGO)) RETURN length(p) AS l
WITH 2001 AS y MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*..3]-(b:NGO)) WHERE a.startsFrom.year < y AND b.startsFrom.year = y RETURN length(p) AS l
WITH 2001 AS y MATCH (c:Person), p = shortestPath((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*..3]-(b:NGO)), q = shortestPath((:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*..3]-(d:NGO)) WHERE c.startsFrom.year = 1970 RETURN length(p) + length(q) AS l

// topic: variable length
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..3]->(b)-[:MEMBER_OF*0..1]-(c) RETURN count(*) AS n
MATCH p = (a {iri: $B + 'a'})-[rs:ASSOCIATED_WITH*1..3]->(b) WHERE size(rs) = 2 RETURN count(p) AS n
MATCH p = (a {iri: $B + 'a'})-[rs:ASSOCIATED_WITH*1..3]->(b) WHERE last(rs).type = 'owns' RETURN b.iri, length(p) AS l ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})-[rs:ASSOCIATED_WITH*1..3]->(b) RETURN [r IN rs | r.type] AS t, [n IN nodes(p)[1..-1] | n.name] AS m ORDER BY t, m
MATCH p = (a {iri: $B + 'a'})-[*1..2]-(a) RETURN length(p) AS l, count(*) AS n ORDER BY l
MATCH (a {iri: $B + 'a'})-[rs*1..2]-(b) RETURN DISTINCT [r IN rs | type(r)] AS t ORDER BY t
MATCH (a {iri: $B + 'a'})-[*0]-(b) RETURN b.iri
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*3..1]-(b) RETURN b.iri
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*..]->(b) RETURN count(*) AS n
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*2..2]->(b) RETURN count(*) AS n
MATCH (a {iri: $B + 'a'})-[r:ASSOCIATED_WITH*1..2]->(b) RETURN r[0].iri AS first, r[-1].iri AS last, b.iri ORDER BY first, last
MATCH (a {iri: $B + 'a'}) ((x)-[r:ASSOCIATED_WITH]->(y)){2} (b) RETURN [n IN x | n.iri] AS xs, [n IN y | n.iri] AS ys, b.iri ORDER BY xs, ys
MATCH (a {iri: $B + 'a'}) ((x)-[r:ASSOCIATED_WITH]->(y) WHERE x.iri <> y.iri){1,3} (b) RETURN b.iri, size(r) AS n ORDER BY n, b.iri
MATCH (a {iri: $B + 'a'}) (()-[r:ASSOCIATED_WITH]->(:Agency))+ (b) RETURN b.iri, size(r) AS n ORDER BY n, b.iri
MATCH (a {iri: $B + 'a'}) (()-[r:ASSOCIATED_WITH]->())* (b:NGO) RETURN b.iri, size(r) AS n ORDER BY n, b.iri
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH]->{0,2}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH]-{2}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})<-[:ASSOCIATED_WITH]-{,2}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})-[r:ASSOCIATED_WITH WHERE r.type = 'part_of']->{1,3}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH (p:Person) ((:Person)-[:MEMBER_OF]->(o)<-[:MEMBER_OF]-(:Person)){1,2} (q:Person) WHERE p.iri = $B + 'p1' RETURN q.iri, size(o) AS n ORDER BY n, q.iri
MATCH (a {iri: $B + 'a'}) (()-[r:ASSOCIATED_WITH WHERE r.type = 'part_of']->()){1,3} (b) RETURN b.iri ORDER BY b.iri
MATCH p = (a {iri: $B + 'a'})-[r:ASSOCIATED_WITH {type: 'part_of'}]->{1,3}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH {type: 'part_of'}]->+(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..3 {type: 'part_of'}]->(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})((x)-[r:ASSOCIATED_WITH]->(y) WHERE r.amount > 0){1,2}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})((x:Agency)-[r:ASSOCIATED_WITH]->(y)){1,2}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a {iri: $B + 'a'})((x {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->(y)){1,2}(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = (a:Agency WHERE a.iri = $B + 'a')-[:ASSOCIATED_WITH]->{1,2}(b WHERE b.iri STARTS WITH $B) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..2]->(b) MATCH (b)-[:ASSOCIATED_WITH]->{1,2}(c) RETURN count(*) AS n
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..2]->(b) WHERE EXISTS { (b)-[:ASSOCIATED_WITH]->{1,2}(c) } RETURN count(*) AS n
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B OPTIONAL MATCH p = (o)<-[ms:MEMBER_OF*1..1]-() WHERE ms[0].startsFrom.year = y RETURN o.iri, p IS NULL AS x
MATCH (a {iri: $B + 'a'})<-[r:ASSOCIATED_WITH WHERE r.type = 'part_of']-{1,3}(b) RETURN b.iri, [x IN r | x.iri] AS rs
MATCH (a {iri: $B + 'a'})-[r:ASSOCIATED_WITH WHERE r.amount > 0]-+(b) RETURN b.iri, size(r) AS n
UNWIND ['part_of'] AS m MATCH ()-[r:ASSOCIATED_WITH*1..2 {type: m}]->(x) RETURN count(*) AS n
UNWIND ['part_of'] AS m MATCH ()-[r:ASSOCIATED_WITH*1..2]->(x) WHERE all(q IN r WHERE q.type = m) RETURN count(*) AS n
UNWIND ['part_of'] AS m MATCH (() -[r:ASSOCIATED_WITH {type: m}]->()){1,2} RETURN count(*) AS n
UNWIND ['part_of'] AS m MATCH (x)(()-[r:ASSOCIATED_WITH WHERE r.type = m]->()){1,2}(y) RETURN count(*) AS n
UNWIND ['part_of'] AS m MATCH (x)-[r:ASSOCIATED_WITH WHERE r.type = m]->{1,2}(y) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'}) MATCH (x)(()-[r:ASSOCIATED_WITH WHERE r.type = 'part_of']->(z)){1,2}(y) WHERE x = a RETURN count(*) AS n
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..3]->(b) RETURN length(p) AS l, [n IN nodes(p) | n.iri] AS ns ORDER BY l, ns
MATCH p = (a {iri: $B + 'a'})-[rs:ASSOCIATED_WITH*1..3 {type: 'part_of'}]->(b) RETURN [r IN rs | r.iri] AS rs ORDER BY size(rs), rs
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*]->(b {iri: $B + 'far'}) WHERE all(r IN relationships(p) WHERE r.amount IS NULL) RETURN length(p) AS l
MATCH p = (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*0..1]-(b) RETURN b.iri, length(p) AS l ORDER BY b.iri, l
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*2]-(b) RETURN DISTINCT b.iri ORDER BY b.iri
MATCH (a {iri: $B + 'a'})((x)-[r:ASSOCIATED_WITH]->(y)){1,3}(b) RETURN [n IN x | n.iri] AS xs, [n IN y | n.iri] AS ys ORDER BY size(xs), xs, ys
MATCH (a {iri: $B + 'a'})((x)-[r:ASSOCIATED_WITH]->(y) WHERE r.type = 'part_of'){1,4}(b) RETURN b.iri, size(r) AS n ORDER BY n, b.iri
MATCH (a {iri: $B + 'a'}) (()-[r:ASSOCIATED_WITH WHERE r.type = 'part_of']->())+ (b) RETURN b.iri, size(r) AS n ORDER BY n, b.iri
MATCH (a {iri: $B + 'a'})-[r:ASSOCIATED_WITH]->{2}(b) RETURN b.iri, [x IN r | x.type] AS ts ORDER BY b.iri, ts
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH]->*(b) RETURN DISTINCT b.iri ORDER BY b.iri
MATCH (a:IGO {iri: $B + 'e'})-[r:ASSOCIATED_WITH]-{1,2}(b) RETURN b.iri, size(r) AS n ORDER BY n, b.iri
MATCH p = shortestPath((a {iri: $B + 'a'})-[:ASSOCIATED_WITH*]-(b {iri: $B + 'far'})) RETURN length(p) AS l
MATCH (a {iri: $B + 'p1'}), (b {iri: $B + 'p3'}) MATCH p = shortestPath((a)-[:MEMBER_OF*..4]-(b)) RETURN [n IN nodes(p) | n.iri][1..-1] AS between
MATCH (a {iri: $B + 'alone'}), (b {iri: $B + 'a'}) OPTIONAL MATCH p = shortestPath((a)-[*..5]-(b)) RETURN p IS NULL AS none
MATCH p = (a {iri: $B + 'c'})-[r:ASSOCIATED_WITH]->(a) RETURN r.type AS t, length(p) AS l, startNode(r) = endNode(r) AS same
MATCH (a {iri: $B + 'a'})-[r]-(b) RETURN type(r) AS t, startNode(r).iri = a.iri AS out, b.iri ORDER BY t, out, b.iri, r.iri
MATCH (a:Agency {iri: $B + 'a'})--(b)--(c) WHERE a <> c RETURN count(*) AS n, count(DISTINCT c) AS cs
MATCH (a:Agency {iri: $B + 'a'})-[r1]-(b)-[r2]-(a) RETURN count(*) AS n
MATCH (a)-[r:ASSOCIATED_WITH|MEMBER_OF]->(b) WHERE a.iri STARTS WITH $B RETURN type(r) AS t, count(*) AS n ORDER BY t
MATCH (a)-[r:!MEMBER_OF]->(b) WHERE a.iri STARTS WITH $B AND b.iri STARTS WITH $B RETURN type(r) AS t, count(*) AS n ORDER BY t
MATCH (n:Agency|NGO) WHERE n.iri STARTS WITH $B RETURN n.iri ORDER BY n.iri
MATCH (n:Actor&!Person&!Agency) WHERE n.iri STARTS WITH $B RETURN n.iri ORDER BY n.iri
MATCH (n) WHERE n:Person OR n:Event RETURN count(n) AS n
MATCH (n:Entity&%) RETURN count(n:Entity) > 0 AS some
MATCH (n IS Agency) WHERE n.iri STARTS WITH $B RETURN count(n) AS n

// topic: aggregation
MATCH (a:Agency&Actor) RETURN count(a) AS n
MATCH (a:!Agency) WHERE a.iri STARTS WITH $B RETURN count(a) AS n
MATCH (a:%) WHERE a.iri STARTS WITH $B RETURN count(a) AS n
MATCH (a:Entity&!%) RETURN count(a) AS n
MATCH (a:(Agency|NGO)&!Person) RETURN count(a) AS n
MATCH (n:Entity) WHERE n:Agency|NGO RETURN count(n) AS n
MATCH (n:Entity) WHERE n:!Agency AND n.iri STARTS WITH $B RETURN count(n) AS n
MATCH (n:Entity) WHERE NOT n:Agency AND n.iri STARTS WITH $B RETURN count(n) AS n
MATCH (n:Entity) WHERE n IS Agency RETURN count(n) AS n
MATCH (n:Entity) WHERE n IS :: NODE RETURN count(n) AS n
MATCH (n:Entity) WHERE n.iri STARTS WITH $B RETURN n:Agency AS a, n:Actor&!Person AS b, count(*) AS n ORDER BY a, b
MATCH ()-[r:MEMBER_OF|ASSOCIATED_WITH]->() WHERE r:MEMBER_OF|NOSUCH RETURN count(r) AS n
MATCH ()-[r:!MEMBER_OF&!ASSOCIATED_WITH]->(:Event) RETURN type(r) AS t, count(r) AS n ORDER BY t
MATCH ()-[r:%]->(:Agency) RETURN type(r) AS t, count(*) AS n ORDER BY t
MATCH ()-[r IS MEMBER_OF]->() RETURN count(r) AS n
MATCH (a:Agency)-[r]-(b) RETURN r:MEMBER_OF AS m, count(*) AS n ORDER BY m
MATCH (n:`Agency`) RETURN count(n) AS n
MATCH (n:Agency:Actor) RETURN count(n) AS n
MATCH (n:$('Agency')) RETURN count(n) AS n
UNWIND [1, 2, 3, null] AS x RETURN sum(x) AS a, avg(x) AS b, stDev(x) AS c, stDevP(x) AS d, min(x) AS e, max(x) AS f, count(x) AS g, count(*) AS h
UNWIND [9223372036854775807, 1] AS x RETURN sum(x) AS a
UNWIND [1, 'a', null, 2.5, true, [1]] AS x RETURN min(x) AS a, max(x) AS b
UNWIND [[1, 2], [1], [2]] AS x RETURN min(x) AS a, max(x) AS b
UNWIND ['a', 'B', 'ä'] AS x RETURN min(x) AS a, max(x) AS b
UNWIND [true, false, null] AS x RETURN min(x) AS a, max(x) AS b
UNWIND [{a: 1}, {a: 1}, {a: 2}] AS x RETURN count(DISTINCT x) AS a
UNWIND [1, 1.0, 2] AS x RETURN count(DISTINCT x) AS a, collect(DISTINCT x) AS b, sum(DISTINCT x) AS c
UNWIND [0.0, -0.0] AS x RETURN count(DISTINCT x) AS a
UNWIND [0.0/0.0, 1, null] AS x RETURN min(x) AS a, max(x) AS b, sum(x) AS c
UNWIND [null, 1, null] AS x RETURN x, count(*) AS a
UNWIND ['a', 'a', null] AS x RETURN x AS k, count(*) AS n, collect(x) AS c ORDER BY k
UNWIND [1, 2, 3, 4] AS x WITH x % 2 AS k, collect(x) AS xs RETURN k, xs, size(xs) AS n, reduce(s = 0, y IN xs | s + y) AS t ORDER BY k
UNWIND [1, 2, 3, 4] AS x WITH x % 2 AS k, x ORDER BY x DESC RETURN k, collect(x) AS xs ORDER BY k
UNWIND [1, 2, 3] AS x RETURN collect(x)[0] AS a, collect(x)[-1] AS b, head(collect(x)) AS c, last(collect(x)) AS d, size(collect(DISTINCT x)) AS e
UNWIND [1, 2, 3] AS x RETURN {all: collect(x), n: count(*)} AS m
UNWIND [1, 2, 3] AS x RETURN count(*) + 1 AS a, -sum(x) AS b, sum(x) / count(x) AS c, sum(x) * 1.0 / count(*) AS d, 2 ^ count(*) AS e
UNWIND [1, 2, 3] AS x RETURN sum(x) > 5 AS a
UNWIND [1, 2, 3] AS x RETURN sum(x) = 6 AS a, count(*) <> 2 AS b, max(x) >= 3 AS c
UNWIND [1, 2, 3] AS x RETURN x, x + count(*) AS a ORDER BY x
UNWIND [1, 2, 3] AS x RETURN x % 2 = 1 AS odd, count(*) AS n ORDER BY odd
UNWIND [1, 2, 3] AS x WITH count(*) AS n WHERE n > 5 RETURN n
UNWIND [] AS x RETURN count(*) AS n, sum(x) AS s
UNWIND [] AS x RETURN x AS k, count(*) AS n
UNWIND [3, 1, 2] AS x WITH x ORDER BY x LIMIT 2 RETURN collect(x) AS xs
MATCH (n:Agency) RETURN n.country AS c, count(*) AS n ORDER BY n DESC, c
MATCH (n:Agency) WITH n.country AS c, count(*) AS k RETURN c ORDER BY k DESC, c
UNWIND [1.5, 2.5] AS x RETURN percentileCont(x, 0.5) AS a, percentileCont(x, 0) AS b
UNWIND [1, 2] AS x RETURN percentileCont(toFloat(x), 0.5) AS a, percentileCont(toFloat(x), 0) AS b
MATCH (e:Event) RETURN percentileCont(e.tone, 0.5) AS a, percentileCont(e.tone, 0.0) AS b, percentileCont(e.amount, 1.0) AS c
MATCH (a:Agency)-[r:MEMBER_OF]-(b {name: a.name}) RETURN count(*) AS n
MATCH (a:Agency)-[r WHERE r.iri > a.iri]-(b) RETURN count(*) AS n
MATCH (a:Agency)-[r]->(b)-[q WHERE r.type = q.type]->(c) RETURN count(*) AS n
MATCH (a:Agency)-[r]->(b)-[q]->(c WHERE c.iri > a.iri) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'}) MATCH (p)-[m:MEMBER_OF {role: 'minister'}]->(o {iri: a.iri}) RETURN count(*) AS n
MATCH (e:Event {iri: $B + 'e6'}) MATCH (f:Event {articles: e.articles}) RETURN count(*) AS n
MATCH (e:Event {iri: $B + 'e7'}) MATCH (f:Event {articles: e.articles}) RETURN count(*) AS n
MATCH (e:Event {iri: $B + 'e7'}) MATCH (f:Event {articles: e.articles + 0}) RETURN count(*) AS n
MATCH ()-[r:ASSOCIATED_WITH {iri: $B + 'x9'}]->(x) MATCH (f:Entity {iri: $B + r.type}) RETURN count(*) AS n
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN avg(e.tone) AS a, sum(e.tone) AS s, min(e.tone) AS mi, max(e.tone) AS ma, count(e.tone) AS c, stDev(e.tone) AS sd, stDevP(e.tone) AS sp
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN percentileDisc(e.tone, 0.5) AS a, percentileCont(e.tone, 0.25) AS b, percentileDisc(e.tone, 0.9) AS c
UNWIND [] AS x RETURN count(x) AS a, sum(x) AS b, avg(x) AS c, min(x) AS d, collect(x) AS e, max(x) AS f
UNWIND [1, 2, null, 2] AS x RETURN count(*) AS a, count(x) AS b, count(DISTINCT x) AS c, sum(DISTINCT x) AS d, collect(DISTINCT x) AS e, avg(DISTINCT x) AS f
UNWIND [1, 'a', true, null, 2.5, [1], date('2024-01-01')] AS x RETURN min(x) AS a, max(x) AS b
UNWIND ['b', 'B', 'а', 'Я', 'ё', ''] AS x RETURN min(x) AS a, max(x) AS b
UNWIND [true, false, null] AS x RETURN min(x) AS a, max(x) AS b, count(x) AS c
UNWIND [1, 2, 3] AS x WITH collect(x) AS xs, sum(x) AS s RETURN [y IN xs | toFloat(y) / s] AS shares
MATCH (o)<-[:MEMBER_OF]-(p) WHERE o.iri STARTS WITH $B WITH o, count(DISTINCT p) AS n WHERE n > 1 RETURN o.iri, n ORDER BY n DESC, o.iri
MATCH (o)<-[r:MEMBER_OF]-(p) WHERE o.iri STARTS WITH $B WITH p, collect(DISTINCT o.iri) AS os WHERE size(os) > 1 RETURN p.iri, size(os) AS n ORDER BY p.iri
MATCH (e:Event) WHERE e.iri STARTS WITH $B WITH e.type AS t, collect(e.tone) AS tones RETURN t, size(tones) AS n, reduce(s = 0.0, x IN tones | s + x) AS sum ORDER BY t
MATCH (e:Event) RETURN count(*) - count(e.tone) AS without, round(100.0 * count(e.tone) / count(*), 1) AS percent
MATCH (e:Event) RETURN sum(CASE WHEN e.tone > 0 THEN 1 ELSE 0 END) AS up, sum(CASE WHEN e.tone < 0 THEN 1 ELSE 0 END) AS down
MATCH (p:Person)-[:MEMBER_OF]->(o) WITH o, count(p) AS n ORDER BY n DESC, o.iri LIMIT 2 RETURN collect(o.iri) AS top
MATCH (p:Person) WHERE p.iri STARTS WITH $B WITH p.gender AS g, count(*) AS n RETURN g, n, n * 1.0 / 4 AS share ORDER BY g
UNWIND [1, 2, 3, 4, 5, 6] AS x WITH x % 2 AS k, x RETURN k, collect(x)[0..2] AS two ORDER BY k
UNWIND [3, 1, 2] AS x WITH x ORDER BY x RETURN collect(x) AS xs, collect(x)[-1] AS last
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN DISTINCT e.type AS t, e.status AS s ORDER BY t, s

// topic: numbers
UNWIND [2, 2.5, null] AS y RETURN 1.5 / y AS x, 7 % y AS z
MATCH (e:Event) WHERE e.articles > 0 RETURN e.tone / e.articles AS x, count(*) AS n ORDER BY e.tone / e.articles
MATCH (e:Event) RETURN sum(e.tone) / count(e.tone) AS x
MATCH (e:Event) RETURN e.status AS s, sum(e.tone) / count(e) AS x
UNWIND [3, 100] AS y MATCH (e:Event) WHERE e.tone / (e.articles + 1) < y RETURN y, count(*) AS n
UNWIND [3, 100] AS y OPTIONAL MATCH (e:Event) WHERE e.tone / (e.articles + 1) < y RETURN y, count(*) AS n
MATCH (e:Event) RETURN e.iri AS iri, EXISTS { (e)<-[r]-() WHERE e.tone / (e.articles + 1) < 3 } AS b
UNWIND [1.5, 2] AS v RETURN v / 2 AS a, v % 2 AS b, 10 / v AS c
MATCH (e:Event) RETURN DISTINCT e.tone * 2 AS x ORDER BY x
MATCH (e:Event) RETURN e.tone * 2 AS x, count(*) AS n ORDER BY e.tone * 2
MATCH (e:Event) WITH DISTINCT e.tone / 2 AS x RETURN count(x) AS n, count(DISTINCT x + 1) AS m
RETURN -(-9223372036854775807) AS x
RETURN 9223372036854775807 + 1.0 AS x
RETURN toInteger(9.3e18) AS x
RETURN toInteger(1e18) AS x, toInteger('9223372036854775807') AS y, toInteger('1e3') AS z
RETURN toInteger('-5') AS a, toInteger('+5') AS b, toInteger('5.') AS c, toInteger('.5') AS d, toInteger('') AS e
RETURN toInteger('５') AS a
RETURN toFloat('1.') AS a, toFloat('.5') AS b, toFloat('') AS c, toFloat('1e400') AS d, toFloat('-0') AS e
RETURN toBoolean('yes') AS a, toBoolean('1') AS b, toBoolean('False') AS c, toBoolean('') AS d
RETURN 5 / 2 AS a, -5 / 2 AS b, 5 / -2 AS c, 5 % -3 AS d, -5 % 3 AS e, 5.5 % 2 AS f, -5.5 % 2 AS g
RETURN 5 % 2.5 AS a, 1 % 0.3 AS b, 2 ^ 0.5 AS c, (-8) ^ (1.0 / 3) AS d, 0 ^ 0 AS e, 2 ^ 3 ^ 2 AS f, -2 ^ 2 AS g
RETURN 10 ^ 20 AS a, 2 ^ 63 AS b, 1e308 * 10 AS c, -1e308 * 10 AS d, 5e-324 / 2 AS e
RETURN 1 + 2 * 3 - 4 / 2 % 3 AS a, (1 + 2) * 3 AS b, - - 1 AS c, +5 AS d, 2 - -3 AS e
RETURN round(0.5) AS a, round(-0.5) AS b, round(1.5) AS c, round(-1.5) AS d, round(2.4999999999999996) AS e, round(1e17) AS f
RETURN round(1.25, 1, 'UP') AS a, round(1.25, 1, 'DOWN') AS b, round(1.25, 1, 'CEILING') AS c, round(-1.25, 1, 'FLOOR') AS d
RETURN round(1.25, 1, 'HALF_UP') AS a, round(1.25, 1, 'HALF_DOWN') AS b, round(1.35, 1, 'HALF_EVEN') AS c, round(-1.25, 1, 'HALF_UP') AS d
RETURN round(5) AS a, round(5, 1) AS b, ceil(5) AS c, floor(5) AS d, ceil(-0.5) AS e, floor(-0.5) AS f
RETURN round(null) AS a, ceil(null) AS b, abs(null) AS c, sign(null) AS d, sqrt(null) AS e, round(1.5, null) AS f
RETURN abs(-0.0) AS a, sign(-0.0) AS b, sign(-1.5) AS c, sign(1) AS d
RETURN round(0.0 / 0.0) AS a, round(1 / 0.0) AS b, sign(0.0 / 0.0) AS c
RETURN toInteger(0.0 / 0.0) AS a, toInteger(1 / 0.0) AS b
RETURN 0.1 + 0.7 AS a, 1.1 * 3 AS b, 1.0 - 0.9 AS c, 4.35 * 100 AS d, 0.1 * 3 AS e
UNWIND [9223372036854775807, 1] AS x RETURN avg(x) AS a
RETURN 5 / 2 AS a, -5 / 2 AS b, 5 % -3 AS c, -5 % 3 AS d, 5.5 % 2 AS e, 2 ^ 0.5 AS f, 2 ^ 63 AS g, 7 / 2.0 AS h
RETURN 1 = 1.0 AS a, 0.1 + 0.2 = 0.3 AS b, 1e308 * 10 AS c, -1e308 * 10 AS d, 0.0 = -0.0 AS e
RETURN round(0.5) AS a, round(-0.5) AS b, round(1.45, 1) AS c, round(2.675, 2) AS d, round(12345.678) AS e, round(3) AS f, ceil(-0.2) AS g, floor(3) AS h
RETURN toInteger(2.9) AS a, toInteger(-2.9) AS b, toInteger(1e19) AS c
RETURN toInteger(9.3e18) AS a
RETURN 0x7FFFFFFFFFFFFFFF AS a, 0o777 AS b, 1e-3 AS c, .5 AS d
RETURN log(0) AS a, sqrt(-4) AS b, 0.0 / 0.0 AS c, asin(2) AS d, exp(1000) AS e
RETURN isNaN(0.0 / 0.0) AS a, (0.0 / 0.0) = (0.0 / 0.0) AS b, (0.0 / 0.0) > 1 AS c, 1 < (0.0 / 0.0) AS d
RETURN sign(-0.0) AS a, abs(-1.5) AS b, pi() > 3 AS c, degrees(pi()) AS d, atan2(1, 1) AS e
UNWIND [1, 2, 3] AS x RETURN sum(x) / count(x) AS a, avg(x) AS b, sum(x * 1.0) / 2 AS c
RETURN 3 - -2 AS a, - -3 AS b, 2 ^ 3 ^ 2 AS c, -2 ^ 2 AS d, 10 - 4 - 3 AS e, 2 + 3 * 4 % 5 AS f
MATCH (e:Event) WHERE e.articles > 9007199254740992 RETURN e.articles AS a, e.articles - 1 AS b
MATCH (a)-[r:ASSOCIATED_WITH]->(b) WHERE r.amount >= 0 RETURN r.currency AS c, sum(r.amount) AS s, avg(r.amount) AS a ORDER BY c
MATCH (n:Event) WHERE n.iri = 'none' RETURN n.name - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN coalesce(n.name, 'a') * 2 AS v
RETURN 1 + 2 - 3 * 4 / 5.0 % 6 ^ 2 AS x
RETURN duration('P1D') - duration('P2D') AS x, 2 * duration('P1D') * 3 AS y
RETURN [1] + 1 + 'a' + true AS x, 1 + [2] AS y, true + [1] AS z
RETURN 'a' + 1 + 2.5 AS x, 1 + 'a' AS y
RETURN null + true AS x, true + null AS y
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN e.iri, e.tone + e.articles - e.amount * 2 / 3.0 AS x, -e.tone AS y, e.startsFrom + duration('P1D') AS z ORDER BY e.iri
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN e.iri, [x IN [e.name, e.iri] | left(x, 2)] AS x, reduce(s = '', x IN [e.name] | s + coalesce(x, '')) AS y ORDER BY e.iri
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN e.iri, [e.tone, 1][0] + 1 AS x, {a: e.tone}['a'] - 1 AS y, e['tone'] * 2 AS z ORDER BY e.iri
MATCH (a:Agency) WITH a.name AS n WHERE a.name = 'x' RETURN n

// topic: text
UNWIND ['42', '7'] AS y WITH max(y) AS m RETURN toInteger(m) AS x
UNWIND ['a', 1] AS x UNWIND ['b', 2.5, null] AS y RETURN x + y AS z, x + y + 'c' AS w
MATCH (n:Event {name: 'one'}) RETURN n.name + n.startsFrom AS x, n.name + n.tone + true AS y, date('2020-01-01') + n.name AS z
UNWIND ['42', 4, 2.5, null, '', '-3'] AS y RETURN toInteger(y) AS x, toFloat(y) AS z
UNWIND ['true', 'FALSE', true, null, ''] AS y RETURN toBoolean(y) AS x
UNWIND [{t: 'abc'}, {t: null}] AS y RETURN substring(y.t, 1) AS x, y.t =~ 'a.*' AS z
RETURN toString(0.1 + 0.2) AS a, toString(1e21) AS b, toString(1e-7) AS c, toString(123456789012345680.0) AS d, toString(1.0E-3) AS e, toString(12345678.9) AS f
RETURN toString(1e6) AS a, toString(9999999.0) AS b, toString(0.001) AS c, toString(0.0001) AS d, toString(1/0.0) AS e, toString(0.0/0.0) AS f
RETURN 'x' + 0.1 AS a, 'x' + 1e10 AS b, 'x' + 1e-5 AS c, 'x' + 100.0 AS d, 'x' + -0.0 AS e
RETURN 'x' + [1] AS a, [1] + 'x' AS b
RETURN toString(-1) AS a, toString(0) AS b, toString('x') AS c, toString(false) AS d
RETURN substring('hello', 5) AS a, substring('hello', 0, 0) AS b, substring('hello', 1, 100) AS c, substring('hello', 10) AS d, substring('', 0) AS e
RETURN left('hello', 0) AS a, right('hello', 0) AS b, right('hello', 10) AS c, left('', 3) AS d
RETURN left(null, 1) AS a, right(null, 1) AS b, substring(null, 1) AS c, left(null, null) AS d
RETURN left('abc', null) AS a
RETURN substring('abc', null) AS a
RETURN replace('aaa', 'a', 'b') AS a, replace('aaa', 'aa', 'b') AS b, replace('abc', '', '-') AS c, replace('abc', 'b', '') AS d, replace(null, 'a', 'b') AS e, replace('a', null, 'b') AS f
RETURN replace('a.b', '.', '$1') AS a, replace('a\\b', '\\', '/') AS b
RETURN split('a,b', ',') AS a, split('', ',') AS b, split(',', ',') AS c, split('a', '') AS d, split(null, ',') AS e, split('a,b', null) AS f
RETURN split('a.b.c', '.') AS a, split('a||b', '|') AS b, split('aXXb', 'XX') AS c, split('abc', 'abc') AS d
RETURN trim('\t a \n') AS a, trim('\u00a0a\u00a0') AS b, ltrim('\u2003a') AS c, rtrim('a\u3000') AS d, trim('') AS e
RETURN trim(LEADING 'x' FROM 'xxax') AS a, trim(TRAILING 'x' FROM 'xax') AS b, trim(BOTH FROM '  a ') AS c, trim('x' FROM 'xax') AS d
RETURN ltrim('xya', 'yx') AS a, btrim('xyaxy', 'yx') AS b
RETURN toUpper('ǆ') AS a, toLower('İ') AS b, toUpper('ŉ') AS c, toLower('ΑΣ') AS d, toUpper('ﬁ') AS e
RETURN size('e\u0301') AS a, reverse('e\u0301') AS b, size('👨‍👩‍👧') AS c, reverse('🙂a') AS d
RETURN substring('🙂ab', 1) AS a
RETURN left('🙂ab', 1) AS a
RETURN size('🙂') AS a, substring('a🙂b', 1, 1) AS b
RETURN char_length('🙂') AS a, character_length('aä') AS b
RETURN normalize('e\u0301') AS a, normalize('ﬁ', NFKC) AS b, normalize('é', NFD) = 'e\u0301' AS c, size(normalize('é', NFD)) AS d
RETURN 'é' IS NORMALIZED AS a, 'e\u0301' IS NOT NORMALIZED AS b, 'e\u0301' IS NFD NORMALIZED AS c
RETURN 'abc' =~ 'b' AS a, 'abc' =~ '.*b.*' AS b, 'a\nb' =~ '(?s)a.b' AS c, 'Ä' =~ '(?iu)ä' AS d, 'Ä' =~ '(?i)ä' AS e, '' =~ '' AS f
RETURN null =~ 'a' AS a, 'a' =~ null AS b
RETURN 'abc' STARTS WITH null AS a, null CONTAINS 'a' AS b, 1 CONTAINS 'a' AS c, 'a' CONTAINS 1 AS d, [1] STARTS WITH 'a' AS e
RETURN 'abc' STARTS WITH '' AS a, '' CONTAINS '' AS b, 'aBc' CONTAINS 'b' AS c, 'abc' ENDS WITH 'bc' AS d, NOT 'abc' CONTAINS 'x' AS e
RETURN reduce(a = 1.0, x IN range(1, 5) | a * x) AS a, reduce(a = '', x IN split('a b', ' ') | a + left(x, 1)) AS b, reduce(a = {n: 0}, x IN [1, 2] | {n: a.n + x}) AS c
RETURN CASE 'abc' WHEN =~ 'a.*' THEN 1 ELSE 2 END AS a
RETURN toUpper('ёлкин щ.') AS a, toLower('ЁЛКИН') AS b, size('Ңурлан') AS c, reverse('Ош шаары') AS d, left('Ңурлан', 2) AS e, right('Ңурлан', 2) AS f
RETURN replace('Кыргыз Республикасы', 'ы', 'i') AS a, split('а;б;;в', ';') AS b, substring('Жогорку Кеңеш', 8) AS c, trim('  Ош  ') AS d
RETURN 'Кеңеш' CONTAINS 'ң' AS a, 'кеңеш' STARTS WITH 'К' AS b, 'ЁЛКА' ENDS WITH 'КА' AS c, toLower('ЁЛКА') = 'ёлка' AS d
RETURN 'Өмүрбек' =~ '.*(?i)Ү.*' AS a, 'Өмүрбек' =~ '(?iu).*ҮР.*' AS b, 'Өмүрбек' =~ 'Ө\\p{L}+' AS c, 'abc' =~ '' AS d
RETURN 'ё' = 'ё' AS a, normalize('ё') = normalize('ё', NFC) AS b, size('ё') AS c, normalize('ﬁ', NFKC) AS d
RETURN 'й' IS NORMALIZED AS a, 'й' IS NFD NORMALIZED AS b, 'й' IS NOT NORMALIZED AS c
MATCH (p:Person) WHERE p.iri STARTS WITH $B AND toLower(p.name) CONTAINS 'ңур' RETURN p.name, size(p.name) AS n, split(p.name, ' ')[-1] AS last
MATCH (p:Person) WHERE p.name_ru =~ '(?iu)ёлкин.*' RETURN p.iri, p.name_ru
MATCH (n:Entity) WHERE n.name CONTAINS '\\' RETURN n.iri
MATCH (n:Entity) WHERE n.name CONTAINS "'" RETURN n.iri ORDER BY n.iri
MATCH (n:Entity) WHERE n.name CONTAINS '`' OR n.name CONTAINS '"' RETURN n.iri ORDER BY n.iri
RETURN '\u0416' AS a, 'tab\tnew\nline' AS b, "it's" AS c, 'say \'x\'' AS d, '\\' AS e
RETURN toString(0.1 + 0.2) AS a, toString(1e21) AS b, toString(123456789012) AS c, toString(-0.0) AS d, toString(1.0e-10) AS e, toString(100000.0) AS f
RETURN 'a' < 'B' AS a, 'я' > 'Я' AS b, 'ё' > 'я' AS c, '' < 'a' AS d, '10' < '9' AS e
RETURN 'a' || 'b' AS a, [1] || [2] AS b, 'n' || null AS c
RETURN ltrim('xxa', 'x') AS a, rtrim('axx', 'x') AS b, btrim('--a--', '-') AS c, trim(LEADING 'x' FROM 'xxa') AS d, trim(TRAILING FROM 'a  ') AS e
RETURN substring('abc', 5) AS a, substring('abc', 1, 0) AS b, left('', 3) AS c, split('', ',') AS d, replace('aaa', '', 'b') AS e
RETURN char_length('🙂') AS a, size('🙂') AS b, reverse('a🙂b') AS c, substring('🙂x', 1) AS d, left('🙂', 1) AS e
RETURN toInteger('0042') AS a, toInteger('-7') AS b, toInteger('+7') AS c, toInteger('1e3') AS d, toFloat('.5') AS e, toFloat('1.') AS f, toInteger('') AS g
RETURN toBoolean('T') AS a, toBoolean('yes') AS b, toBoolean('FALSE') AS c, toBoolean('') AS d
RETURN null =~ 'x' AS v, 'x' =~ null AS w, 'x' =~ 'x' + '.*' AS z
MATCH (n:Agency) WHERE n.iri STARTS WITH $B AND n.name =~ 'Al' + '.*' RETURN n.iri
WITH 'A.*' AS p MATCH (n:Agency) WHERE n.name =~ p RETURN n.iri
MATCH (n:Agency) WHERE n.name =~ toLower('A') + '.*' RETURN n.iri
MATCH (n:Agency) WHERE n.name =~ $B RETURN n.iri

// topic: conditions and null
UNWIND [{a: true}, {a: false}, {a: null}] AS y WITH y WHERE y.a RETURN y.a AS x
UNWIND [{a: true, b: false}] AS y RETURN y.a AND NOT y.b AS x, y.a XOR y.b AS z, CASE WHEN y.a THEN 1 ELSE 2 END AS w
UNWIND [1, 2] AS y MATCH (a:Agency) WHERE COUNT { (a)-->() } = y RETURN count(*) AS n
UNWIND [localdatetime('2020-01-01T00:00'), 2] AS y UNWIND [localdatetime('2020-01-01T00:00'), 1] AS z RETURN y <= z AS x, y = z AS w
RETURN 'a' < 'B' AS a, 'a' < 'ä' AS b, 'Z' < 'a' AS c, '10' < '9' AS d, '' < 'a' AS e, 'я' > 'ё' AS f, '🙂' > '￿' AS g
RETURN 'a' <= 'a' AS a, 'a' <> 'a ' AS b, 'a' = 'a\u200b' AS c, 'ß' = 'ss' AS d
RETURN 1 <= 1.0 AS a, 1 = true AS b, 0 = false AS c, 'true' = true AS d, 1 <> 1.0 AS e, 0.0 = -0.0 AS f
RETURN 0.0/0.0 = 0.0/0.0 AS a, 0.0/0.0 <> 0.0/0.0 AS b, 0.0/0.0 < 1 AS c, 0.0/0.0 > 1 AS d, 0.0/0.0 >= 0.0/0.0 AS e
RETURN 1 < 2 = true AS a
RETURN 1 = 1 = 1 AS a
RETURN 1 < 2 > 1 AS a, 1 < 3 < 2 AS b, 1 <= 1 < 2 AS c, 'a' < 'b' < 'c' AS d, 1 < null < 3 AS e, 3 < null < 1 AS f
RETURN true XOR true AS a, true XOR null AS b, NOT true XOR true AS c, true OR false AND false AS d, NOT false AND false AS e
RETURN null AND null AS a, null OR null AS b, null XOR false AS c, NOT null IS NULL AS d, null = null IS NULL AS e
RETURN coalesce(null, null) AS a, coalesce(null, 'x') AS b, coalesce([], 1) AS c, nullIf('a', 'a') AS d, nullIf(1, 1.0) AS e, nullIf(null, 1) AS f
RETURN CASE WHEN 1 = 1 THEN 'a' END AS a, CASE WHEN false THEN 'a' END AS b, CASE null WHEN null THEN 'n' ELSE 'o' END AS c, CASE 1 WHEN 1.0 THEN 'f' ELSE 'o' END AS d
RETURN CASE 'a' WHEN 'b', 'a' THEN 1 ELSE 2 END AS a, CASE 3 WHEN > 2 THEN 'big' WHEN < 0 THEN 'neg' ELSE 'mid' END AS b, CASE null WHEN IS NULL THEN 'n' ELSE 'o' END AS c
RETURN CASE WHEN null THEN 1 WHEN true THEN 2 END AS a, CASE true WHEN 1 > 0 THEN 'y' ELSE 'n' END AS b, CASE 1 WHEN 2 THEN 3 ELSE CASE WHEN true THEN 4 END END AS c
RETURN CASE null WHEN null THEN 'a' ELSE 'b' END AS a, CASE WHEN null THEN 1 END AS b, CASE WHEN null IS NULL THEN 1 END AS c
UNWIND [1, 1.0, '1', true, null, [1]] AS x RETURN CASE x WHEN 1 THEN 'one' WHEN '1' THEN 'text' WHEN true THEN 'yes' ELSE 'other' END AS kind
UNWIND [-1, 0, 5, null] AS x RETURN CASE WHEN x < 0 THEN 'neg' WHEN x = 0 THEN 'zero' WHEN x > 0 THEN 'pos' ELSE 'none' END AS s
UNWIND [1, 2, 3, 4] AS x RETURN CASE x WHEN 1, 2 THEN 'low' WHEN > 3 THEN 'high' ELSE 'mid' END AS s
MATCH (e:Event) RETURN e.iri, CASE WHEN e.tone > 0 THEN 'up' WHEN e.tone < 0 THEN 'down' WHEN e.tone = 0 THEN 'flat' END AS way ORDER BY e.iri
RETURN null = null AS a, null <> null AS b, null > 1 AS c, NOT null AS d, null AND false AS e, null OR true AS f, null XOR true AS g
RETURN null + 1 AS a, null * 2 AS b, -null AS c, null ^ 2 AS d, 'a' + null AS e, [1] + null AS f, null % 2 AS g
RETURN null STARTS WITH 'a' AS a, 'a' CONTAINS null AS b, null =~ 'a' AS c, size(null) AS d, toUpper(null) AS e, date(null) AS f
RETURN coalesce(null, null) AS a, coalesce(null, false, true) AS b, nullIf('a', 'a') AS c, nullIf(null, 1) AS d
MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND n.classification <> 'x' RETURN n.iri ORDER BY n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND NOT (n.classification = 'false') RETURN n.iri ORDER BY n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND (n.classification = 'false') IS NULL RETURN count(*) AS n
MATCH (n:Actor) WHERE n.iri STARTS WITH $B OPTIONAL MATCH (n)-[r:MEMBER_OF]->(o) RETURN n.iri, o.name, r.role, r.startsFrom.year AS y ORDER BY n.iri, o.iri, r.iri
MATCH (n:NGO) WHERE n.iri STARTS WITH $B OPTIONAL MATCH (n)-[:NO_SUCH]->(x) RETURN n.iri, x, x.name, labels(x) AS l, count(x) AS c ORDER BY n.iri
OPTIONAL MATCH (n:NoSuch) RETURN n, n.name, n IS NULL AS gone, properties(n) AS p, id(n) IS NULL AS i
OPTIONAL MATCH (n:NoSuch)-[r]->(m) RETURN type(r) AS t, startNode(r) AS s, r.x AS x
OPTIONAL MATCH p = (n:NoSuch)-->() RETURN length(p) AS l, nodes(p) AS ns
UNWIND [1, 1.5, 'a', true, null, [1], {a: 1}, date('2024-01-01'), duration('P1D')] AS x RETURN x IS :: INTEGER AS a, x IS :: STRING AS b, x IS :: FLOAT AS c, x IS :: BOOLEAN AS d
UNWIND [1, 1.5, 'a', null, [1], ['a'], [1, 'a'], []] AS x RETURN x IS :: LIST<INTEGER> AS a, x IS :: LIST<ANY> AS b, x IS :: LIST<STRING NOT NULL> AS c
UNWIND [date('2024-01-01'), localdatetime('2024-01-01T00:00'), datetime('2024-01-01T00:00Z'), localtime('01:00'), time('01:00Z'), duration('P1D')] AS x RETURN x IS :: DATE AS a, x IS :: LOCAL DATETIME AS b, x IS :: ZONED DATETIME AS c, x IS :: DURATION AS d, x IS :: LOCAL TIME AS e, x IS :: ZONED TIME AS f
MATCH (n:Agency {iri: $B + 'a'})-[r]->() RETURN n IS :: NODE AS a, r IS :: RELATIONSHIP AS b, n.name IS :: STRING AS c, n.startsFrom IS :: DATE AS d, n.aliases IS :: LIST<STRING> AS e, n IS :: MAP AS f LIMIT 1
MATCH p = (n:Agency {iri: $B + 'a'})-->() RETURN p IS :: PATH AS a, nodes(p) IS :: LIST<NODE> AS b LIMIT 1
RETURN 1 IS :: ANY AS a, null IS :: ANY AS b, 1 IS :: NOTHING AS c, {a: 1} IS :: MAP AS d, point({x: 1, y: 2}) IS :: POINT AS e
UNWIND [1, 'a', null] AS x WITH x WHERE x IS :: INTEGER NOT NULL RETURN x + 1 AS y
MATCH (e:Event) WHERE e.tone IS :: FLOAT NOT NULL RETURN count(*) AS n
MATCH (e:Event) WHERE e.iri STARTS WITH $B RETURN e.iri, valueType(e.tone) AS t, valueType(e.startsFrom) AS d ORDER BY e.iri

// topic: maps
RETURN 'a.c' =~ 'a\\.c' AS a, 'a+c' =~ 'a[+]c' AS b, 'aaa' =~ 'a{3}' AS c, 'ab' =~ '(a)(b)' AS d, 'ab' =~ 'a|ab' AS e
RETURN {a: 1}['a'] AS a, {a: 1}['b'] AS b, {a: 1}[null] AS c, null['a'] AS d
RETURN {a: 1} = {a: 1} AS a, {a: 1} = {b: 1} AS b, {a: 1, b: 2} = {b: 2, a: 1} AS c, {} = {} AS d, {a: null} = {} AS e, {a: [1]} = {a: [1.0]} AS f
RETURN [x IN [1, 2, 3] WHERE null] AS a, [x IN [1, 2, 3] WHERE x > 1 AND x < 3] AS b, [x IN ['a', 'b'] | x + '!'] AS c, [x IN [{a: 1}] | x.a] AS d
RETURN isEmpty('') AS a, isEmpty([]) AS b, isEmpty({}) AS c, isEmpty(' ') AS d, isEmpty([null]) AS e, isEmpty({a: null}) AS f
WITH {a: 1, b: 2} AS m RETURN m{.a, c: 3} AS x, m{.*} AS y, m{.*, a: 5} AS z
WITH null AS m RETURN m{.a} AS x
WITH {a: 1} AS m RETURN m.A AS a
WITH {a: 1, b: {c: 'x', d: [1, {e: 2}]}} AS m RETURN m.b.d[1].e AS a, m['b']['c'] AS b, m.nosuch AS c, m.b.nosuch.x AS d
WITH {`a b`: 1} AS m RETURN m.`a b` AS a, m['a b'] AS b
RETURN {a: null}.a IS NULL AS a, {a: 1} = {a: 1.0} AS b, {a: 1, b: null} = {a: 1} AS c
WITH {a: 1} AS m RETURN m{.a, .b, c: 2} AS x, m{.*} AS y, m{.*, a: 5} AS z
MATCH (n:Agency {iri: $B + 'a'}) RETURN n{.name, .nosuch, kinds: labels(n) IS NOT NULL, members: [(n)<-[:MEMBER_OF]-(p) | p.iri]}.name AS x
MATCH (n:Agency) WHERE n.iri STARTS WITH $B WITH n ORDER BY n.iri RETURN collect(n{.name, start: n.startsFrom}) AS xs
MATCH (n:Agency {iri: $B + 'a'}) RETURN properties(n).name AS a, properties(n)['iri'] AS b
UNWIND [{k: 'a', v: 1}, {k: 'b', v: 2}, {k: 'a', v: 3}] AS r RETURN r.k AS k, sum(r.v) AS s, collect(r{.v}) AS all ORDER BY k
WITH {a: 1, A: 2} AS m RETURN m.a, m.A
RETURN size(keys({a: 1, b: null})) AS n
WITH {x: date('2024-01-01')} AS m RETURN m.x.year AS y, m.x + duration('P1D') AS d

// topic: lists
UNWIND [[1]] AS x UNWIND [2, {a: 1}] AS y RETURN x + y AS z
WITH {a: 2} AS m RETURN [m, {a: 1}][0].a AS x, head([m, {a: 1}]).a AS y
MATCH ()-[m:MEMBER_OF]->() RETURN [m, {role: 1}][0].role AS x, count(*) AS n ORDER BY x
MATCH p = (a:IGO)-[*1..2]-(b) RETURN [n IN nodes(p) | n.kind] AS k, count(*) AS n ORDER BY n DESC, k
RETURN head(null) AS a, last(null) AS b, tail(null) AS c, size(null) AS d, reverse(null) AS e, keys(null) AS f
RETURN [1,2,3][-3] AS a, [1,2,3][-4] AS b, [1,2,3][3] AS c, [][0] AS d, null[0] AS e, [1][null] AS f
RETURN [1,2,3][0..-1] AS a, [1,2,3][-2..-1] AS b, [1,2,3][2..1] AS c, [1,2,3][..0] AS d, [1,2,3][10..20] AS e, [1,2,3][-10..2] AS f
RETURN range(0, 5, 2) AS a, range(5, 0) AS b, range(5, 0, -2) AS c, range(-2, 2) AS d, range(0, 0) AS e, range(1, 0) AS f
RETURN range(0, 3)[1..] AS a, size(range(1, 1000)) AS b, 3 IN range(1, 5) AS c, reverse(range(1, 3)) AS d
RETURN [1, 2] = [1, 2] AS a, [1, 2] = [2, 1] AS b, [1, null] = [1, null] AS c, [] = [] AS d, [null] = [null] AS e, [1] = [1, null] AS f, [[1]] = [[1.0]] AS g
RETURN [1, 2] <> [1, 3] AS a, [1, 'a'] = [1, 1] AS b, [1] = 1 AS c, [null, 1] <> [2, 2] AS d
RETURN [1, 2] < [1, 3] AS a, [1] < [1, 2] AS b, [] < [1] AS c, ['a'] < [1] AS d, [null] < [1] AS e, [2] > [1, 5] AS f
RETURN 1 IN [1, 2] AS a, 1 IN [] AS b, null IN [null] AS c, [1, 2] IN [[1, 2]] AS d, 1 IN [[1]] AS e, 'a' IN ['A'] AS f, 1 IN null AS g
RETURN NOT 1 IN [2] AS a, NOT (1 IN [1]) AS b, 1 IN [1.0, 'x'] AS c, 3 IN [1, null, 3] AS d, 2 IN [1, null, 3] AS e
RETURN all(x IN [] WHERE x) AS a, any(x IN [] WHERE x) AS b, none(x IN [] WHERE x) AS c, single(x IN [] WHERE x) AS d
RETURN all(x IN [true, null] WHERE x) AS a, any(x IN [false, null] WHERE x) AS b, none(x IN [false, null] WHERE x) AS c, single(x IN [true, null] WHERE x) AS d
RETURN all(x IN null WHERE x) AS a, any(x IN null WHERE x) AS b, none(x IN null WHERE x) AS c, single(x IN null WHERE x) AS d
RETURN all(x IN [false, null] WHERE x) AS a, any(x IN [true, null] WHERE x) AS b, none(x IN [true, null] WHERE x) AS c, single(x IN [true, true, null] WHERE x) AS d
RETURN reduce(a = 0, x IN [] | a + x) AS a, reduce(a = 1, x IN null | a + x) AS b, reduce(a = 0, x IN [1, null] | a + x) AS c, reduce(a = [], x IN [1, 2] | a + x) AS d
RETURN [x IN [1, 2, 3]] AS a, [x IN null | x] AS b, [x IN [1, null, 3] WHERE x IS NOT NULL | x * 2] AS c, [x IN [[1, 2], [3]] | size(x)] AS d, [x IN range(1, 3) | [y IN range(1, x) | y]] AS e
RETURN [1, 2, 3, 4][1..-1] AS a, [1, 2, 3][-5..2] AS b, [1, 2, 3][2..1] AS c, [1, 2, 3][..-1] AS d
RETURN range(10, 1, -3) AS a, range(1, 0) AS b, range(0, 10, 5) AS c
RETURN reverse([3, 1, 2]) AS a, tail([1]) AS b, head([]) AS c, last([null, 1]) AS d
RETURN [x IN range(1, 10) WHERE x % 3 = 0 | x ^ 2] AS a
RETURN [x IN [1, null, 'a', true] | x IS NULL] AS a
RETURN [x IN [[1, 2], [3]] | [y IN x | y * 2]] AS a
RETURN size([1, null, [2]]) AS a, [1, [2, 3]][1][0] AS b
RETURN [1, 2] = [1, 2.0] AS a, [1, null] = [1, null] AS b, [1] = [1, null] AS c, [] = [] AS d
RETURN null IN [] AS a, null IN [null] AS b, 3 IN [1, null] AS c, [1] IN [[1], null] AS d
RETURN any(x IN [null, false] WHERE x) AS a, all(x IN [null, true] WHERE x) AS b, none(x IN [null] WHERE x) AS c, single(x IN [true, null] WHERE x) AS d
RETURN reduce(s = 0, x IN [1, null, 2] | s + coalesce(x, 0)) AS a, reduce(s = [], x IN [1, 2] | [x] + s) AS b
RETURN reduce(m = 0, x IN [3, 9, 2] | CASE WHEN x > m THEN x ELSE m END) AS a
RETURN reduce(s = '', w IN split('Жогорку Кеңеш', ' ') | s + left(w, 1)) AS a
UNWIND [[3, 'c'], [1, 'a']] AS p WITH p[0] AS n, p[1] AS t RETURN t, n ORDER BY n
UNWIND [null] AS x RETURN x, count(*) AS n
UNWIND [[1, 2], [3], []] AS l UNWIND l AS x RETURN collect(x) AS xs
UNWIND 'abc' AS x RETURN x
UNWIND {a: 1} AS x RETURN x
MATCH (n:Actor) WHERE n.iri STARTS WITH $B UNWIND coalesce(n.aliases, []) AS a RETURN a, n.iri ORDER BY a, n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B RETURN n.iri, [a IN n.aliases WHERE size(a) = 1] AS short ORDER BY n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND any(a IN n.aliases WHERE a = 'x') RETURN n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND none(a IN n.aliases WHERE a = 'x') RETURN n.iri ORDER BY n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B AND NOT 'x' IN n.aliases RETURN n.iri ORDER BY n.iri
RETURN [1, 2, 3] + [4] AS a, [1] + 'a' AS b, 'a' + [1] AS c, [1] + [[2]] AS d, null + [1] AS e
RETURN toIntegerList(['1', 'a', null, 2.7]) AS a, toBooleanList(['true', 1, null]) AS b, toFloatList([1, '2.5', 'x']) AS c
RETURN ['b', 'a'][toInteger('1')] AS a, [1, 2][null] AS b
RETURN [x IN range(0, 4) | x][2..] AS a, [x IN ['a', 'b'] | toUpper(x)][-1] AS b

// topic: order
UNWIND [{a: 1}, {a: 1.0}] AS x RETURN DISTINCT x
UNWIND [[1], [1.0], [null], [null]] AS x RETURN DISTINCT x
UNWIND [1, 2, 3] AS x RETURN DISTINCT x % 2 AS k, 1 AS one ORDER BY k
UNWIND [1, 2, 3] AS x WITH DISTINCT x % 2 AS k ORDER BY k DESC LIMIT 1 RETURN k
UNWIND [3, 1, 2] AS x RETURN x ORDER BY -x SKIP 1
UNWIND [3, 1, 2] AS x RETURN x AS y ORDER BY x DESC
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x % 2, x
UNWIND [3, 1, 2] AS x RETURN x ORDER BY null, x
UNWIND [3, 1, 2] AS x RETURN x AS x ORDER BY CASE WHEN x = 2 THEN 0 ELSE 1 END, x
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x LIMIT toInteger(2.7)
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x SKIP size([1]) LIMIT 1 + 0
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x SKIP 10
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x ASCENDING LIMIT 2
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x DESCENDING LIMIT 2
UNWIND [{a: 2}, {a: 1}, null] AS m RETURN m.a AS v ORDER BY m.a DESC
UNWIND [{a: 2}, {b: 1}, {a: 1}] AS m RETURN m ORDER BY m
UNWIND [[1, 2], [1], null, [1, null], ['a']] AS x RETURN x ORDER BY x
UNWIND [1, 'a', true, null, 2.5, [1], {a: 1}, 0.0/0.0] AS x RETURN x ORDER BY x DESC
UNWIND ['a', 'A', 'b', 'ä', 'z', '', ' '] AS x RETURN x ORDER BY x
UNWIND [1, 2.0, 1.5, 1.0, 2] AS x RETURN x ORDER BY x, toString(x)
MATCH (n:Agency) RETURN DISTINCT n.country AS c ORDER BY c
UNWIND [3, 1] AS x RETURN -x AS x ORDER BY x
UNWIND [3, 1] AS x WITH -x AS x ORDER BY x RETURN x
MATCH (a:Agency) WHERE a.iri STARTS WITH $B RETURN a.iri AS i, 'agency' AS k UNION MATCH (a:NGO) WHERE a.iri STARTS WITH $B RETURN a.iri AS i, 'ngo' AS k
UNWIND [1, 2] AS x RETURN x UNION ALL UNWIND [2, 3] AS x RETURN x
UNWIND [1, 1.0, 2] AS x RETURN x UNION UNWIND [2.0, '2'] AS x RETURN x
UNWIND [1, null] AS x RETURN x UNION UNWIND [null] AS x RETURN x
CALL () { MATCH (p:Person) RETURN p.name AS n UNION MATCH (e:Event) RETURN e.name AS n } RETURN n ORDER BY n LIMIT 5
UNWIND [[1], [], [1, 2], [null], ['a'], [[1]], null] AS x RETURN x ORDER BY x
UNWIND ['б', 'Б', 'а', 'ё', 'я', 'Z', 'z', 'é', '🙂', ''] AS x RETURN x ORDER BY x
UNWIND ['б', 'Б', 'а', 'ё', 'я', 'Z', 'z', 'é', '🙂', ''] AS x RETURN x ORDER BY toLower(x), x DESC
UNWIND [1, 2, 3, 4, 5] AS x RETURN x ORDER BY x % 2, -x SKIP 1 LIMIT 3
UNWIND [1, 2, 3] AS x WITH x ORDER BY x DESC LIMIT 2 RETURN sum(x) AS s
MATCH (n:Actor) WHERE n.iri STARTS WITH $B RETURN n.name AS name ORDER BY name IS NULL, size(name), name
MATCH (n:Actor) WHERE n.iri STARTS WITH $B RETURN n.iri ORDER BY n.startsFrom DESC, n.iri
MATCH (n:Actor) WHERE n.iri STARTS WITH $B WITH n.kind AS k, n.iri AS i ORDER BY k, i DESC RETURN k, collect(i) AS all
UNWIND [datetime('2024-01-01T00:00Z'), datetime('2024-01-01T00:00+01:00'), datetime('2023-12-31T23:30Z')] AS x RETURN x ORDER BY x
UNWIND [localtime('10:00'), localtime('09:30'), null] AS x RETURN x ORDER BY x
UNWIND [0.0, -0.0, 1, -1, 1e308, 9223372036854775807] AS x RETURN x ORDER BY x

// topic: UNION
RETURN 1 AS x, 2 AS y UNION RETURN 2 AS y, 1 AS x
RETURN 1 AS x, 2 AS y UNION ALL RETURN 3 AS y, 4 AS x ORDER BY x
MATCH (a:IGO) RETURN a.iri, a.kind UNION MATCH (a:NGO) RETURN a.kind, a.iri
CALL { RETURN 1 AS x, 2 AS y UNION RETURN 3 AS y, 4 AS x } RETURN x, y
MATCH (e:Event) RETURN e.tone * 2 AS x UNION MATCH (e:Event) RETURN e.amount / 2 AS x
RETURN null AS x UNION RETURN null AS x
RETURN 1 AS x UNION ALL RETURN 2 AS x ORDER BY x DESC
UNWIND [1, 2] AS x RETURN x UNION UNWIND [2, 3] AS x RETURN x
UNWIND [2, 1] AS x RETURN x ORDER BY x LIMIT 1 UNION ALL UNWIND [5, 4] AS x RETURN x ORDER BY x LIMIT 1
MATCH (n:Agency) RETURN n.name AS x UNION MATCH (n:NGO) RETURN n.name AS x

// topic: names of columns
RETURN 1 AS `a``b`, 2 AS `$x`, 3 AS `RETURN`
MATCH (n {name: "MATCH (n) DELETE n // not a query"}) RETURN n.iri
MATCH (n) WHERE n.iri = "x' OR 1=1 //" RETURN count(n) AS n
RETURN /* c */ 1 /* d */ AS x // end
match (n:Agency) where n.iri starts with $B return n.iri order by n.iri
MATCH (`a b`:Agency {iri: $B + 'a'}) RETURN `a b`.name AS `x y`
WITH 1 AS Ж RETURN Ж + 1 AS ң
WITH 1 AS count RETURN count + 1 AS x
WITH [1, 2] AS collect RETURN collect[0] AS x
MATCH (match:Agency {iri: $B + 'a'}) RETURN match.name AS return
RETURN 1;
RETURN 1 AS x;
RETURN exists { (:Agency) } AS a
RETURN $B STARTS WITH 'https' AS a
MATCH (a)-[r:MEMBER_OF]-(a) RETURN count(r) AS n
MATCH (n:Agency) WHERE n.iri STARTS WITH $B WITH n LIMIT 0 RETURN count(n) AS n
MATCH (n:Agency) WHERE n.iri STARTS WITH $B RETURN n.iri ORDER BY n.iri SKIP 100
MATCH (n:Agency) WHERE n.iri STARTS WITH $B WITH DISTINCT n.kind AS k RETURN k
MATCH (n:Agency) WHERE false RETURN n.iri
MATCH (n:Agency) WHERE null RETURN n.iri
MATCH (n:Agency), (m:NGO) WHERE n.iri STARTS WITH $B AND m.iri STARTS WITH $B RETURN count(*) AS n
MATCH (n:Agency) WHERE n.iri STARTS WITH $B WITH * WHERE n.name = 'Alpha' RETURN *
WITH 1 AS a, 'x' AS b RETURN *

// topic: lists
MATCH (a:Actor) RETURN COLLECT { UNWIND labels(a) AS l RETURN l ORDER BY l } AS ls, count(*) AS n ORDER BY ls
MATCH (a:Actor) RETURN COLLECT { UNWIND keys(a) AS k RETURN k ORDER BY k } AS ks, count(*) AS n ORDER BY n DESC, ks
MATCH (a:Actor) WITH labels(a) AS ls, count(*) AS n RETURN ls, n
MATCH (a:NGO) WITH labels(a) AS l, count(*) AS n WITH l AS k, n RETURN *
MATCH (a:NGO) WITH a, labels(a) AS l RETURN a.iri AS i, l AS `the labels` ORDER BY i
MATCH (a:NGO) CALL (a) { RETURN labels(a) AS l } RETURN DISTINCT l
MATCH (a:NGO) RETURN size(labels(a) + ['x']) AS s, 'x' IN labels(a) + ['x'] AS t ORDER BY s, t
MATCH (a:NGO) WITH [l IN labels(a) WHERE l <> 'Entity'] AS l RETURN size(l) AS s, count(*) AS n ORDER BY s
MATCH (a:Actor) RETURN count(DISTINCT labels(a)) AS n
WITH 5 AS a RETURN reduce(s = a, x IN [1, 2] | s + x) AS n
MATCH (a:Actor) WITH collect(a.name) AS l, '' AS t RETURN size(reduce(s = t, x IN l | s + left(x, 1))) AS n
MATCH (a:NGO) WITH collect(a.name) AS l RETURN size(toString(reduce(s = 0, x IN l | s + x))) > 9 AS n
RETURN reduce(s = 0, x IN ['a', 'bc'] | CASE WHEN size(x) > s THEN x ELSE s END) AS n
WITH {x: {k: 1}} AS m RETURN m.x['k'] AS a
RETURN valueType(null) AS a
MATCH (a:NGO) WITH 1 AS inf, a RETURN count(a.no_such) AS inf, 2 AS nan

// topic: subqueries
MATCH (a)-[m1:MEMBER_OF]->(), (b)-[m2:MEMBER_OF]->() WHERE m1.post = m2.post AND m1.startsFrom < m2.startsFrom AND NOT EXISTS { MATCH ()-[m3:MEMBER_OF]->() WHERE m3.post = m1.post AND m3.startsFrom > m1.startsFrom AND m3.startsFrom < m2.startsFrom } RETURN m1.post AS post, a.iri AS a, b.iri AS b
MATCH (a)-[m1:MEMBER_OF]->(o)<-[m2:MEMBER_OF]-(b) WHERE m1.startsFrom < m2.startsFrom AND NOT EXISTS { MATCH (o)<-[m3:MEMBER_OF]-() WHERE m3.startsFrom > m1.startsFrom AND m3.startsFrom < m2.startsFrom } RETURN count(*) AS n
MATCH (p:Person) WHERE p.gender = 'male' AND EXISTS { (p)-[:MEMBER_OF]->() } RETURN p.iri AS i ORDER BY i
MATCH (p:Person) WHERE EXISTS { (p)-[:MEMBER_OF]->() } AND p.gender = 'male' WITH p.iri AS i RETURN i ORDER BY i
MATCH (p:Person) WHERE COUNT { (p)-[:MEMBER_OF]->() } > 1 AND NOT p.gender = 'male' MATCH (p)-[m:MEMBER_OF]->(o) RETURN p.iri AS i, o.iri AS o ORDER BY i, o
MATCH (p:Person) WHERE (p.gender = 'male' OR p.gender = 'female') AND (COUNT { (p)-[:MEMBER_OF]->() } > 1 OR EXISTS { (p)-[:PARTICIPATED_IN]->() }) RETURN *
MATCH (p:Person) WHERE p.gender IS NOT NULL AND EXISTS { (p)-[:MEMBER_OF]->(o) WHERE o.name IS NOT NULL AND EXISTS { (o)--(q) WHERE q <> p AND q.gender = 'female' } } RETURN count(*) AS n
OPTIONAL MATCH (p:Person) WHERE p.gender = 'none' AND EXISTS { (p)-[:MEMBER_OF]->() } RETURN p
MATCH (o:Agency) OPTIONAL MATCH (p:Person)-[:MEMBER_OF]->(o) WHERE p.gender = 'male' AND EXISTS { (p)-[:PARTICIPATED_IN]->() } RETURN o.iri AS o, count(p) AS n ORDER BY n DESC, o LIMIT 5
MATCH (o:Agency) CALL (o) { MATCH (p:Person)-[:MEMBER_OF]->(o) WHERE p.gender = 'male' AND EXISTS { (p)-[:PARTICIPATED_IN]->() } RETURN count(p) AS n } RETURN o.iri AS o, n ORDER BY n DESC, o LIMIT 5
MATCH (n:NGO) WHERE true AND EXISTS { MATCH (m:NGO) WHERE m <> n } RETURN count(*) AS n
UNWIND [2010, 2001] AS y MATCH (p)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y AND p.iri STARTS WITH $B AND EXISTS { (p)-[:PARTICIPATED_IN]->() } RETURN y, p.iri AS p ORDER BY y, p
MATCH (a:Agency), (b:Agency) WHERE a <> b AND a.iri < b.iri AND EXISTS { (a)-[:ASSOCIATED_WITH]-(b) } WITH a, count(b) AS n ORDER BY n DESC, a.iri LIMIT 3 RETURN a.iri AS a, n
MATCH p = shortestPath((a:Agency)-[*..3]-(b:NGO)) WHERE a.iri STARTS WITH $B AND EXISTS { (b)<-[:MEMBER_OF]-() } RETURN a.iri AS a, b.iri AS b, length(p) AS l ORDER BY a, b
MATCH (p:Person) WHERE p.iri STARTS WITH $B AND size(COLLECT { MATCH (p)-[:MEMBER_OF]->(o) RETURN o.iri }) > 1 RETURN p.iri AS p ORDER BY p
MATCH (p:Person) WHERE p.iri STARTS WITH $B AND (EXISTS { (p)-[:MEMBER_OF]->(:Agency) } XOR EXISTS { (p)-[:MEMBER_OF]->(:NGO) }) RETURN p.iri AS p ORDER BY p

// topic: names of columns
RETURN any(`x` IN [1, 2] WHERE `x` > 1) AS x
RETURN reduce(`s t` = 0, `x y` IN [1, 2] | `s t` + `x y`) AS x
MATCH (`a b`:NGO) RETURN `a b` {.*} AS m ORDER BY `a b`.iri
MATCH (n:NGO) WITH n, 5 AS `x y` RETURN n {.iri, `x y`} AS m
RETURN [`a name` IN [1, 2] | `a name` + 1] AS x
RETURN [`x` IN [1, 2] | x] AS x
RETURN all(`x y` IN [1, 2] WHERE `x y` > 0) AS x
RETURN [`inf` IN [1, 2] | `inf`] AS x
MATCH (n:Actor) RETURN n.classification, count(*) ORDER BY `count(*)` DESC, `n.classification`
MATCH (n:Actor) RETURN n.classification, count(n) ORDER BY `count(n)` DESC, n.classification
MATCH (n:Actor) RETURN n.classification ORDER BY `n.classification` LIMIT 2
MATCH (n:NGO) WITH n.iri AS `a.b` RETURN `a.b` AS x ORDER BY x LIMIT 2
MATCH (n:NGO) WITH n.iri AS `a.b` ORDER BY `a.b` LIMIT 2 RETURN `a.b`
MATCH (n:NGO) WITH n AS `a.b` RETURN `a.b`.iri AS x ORDER BY x LIMIT 2
MATCH (n:NGO) WITH n AS `a.b` WHERE `a.b`.iri STARTS WITH $B RETURN count(`a.b`) AS c
MATCH (`a.b`:NGO)-[`r.s`:ASSOCIATED_WITH]->(`c.d`) RETURN count(`r.s`) AS c, max(`c.d`.iri) AS m
MATCH (`a.b`:NGO) WHERE (`a.b`)--() RETURN count(`a.b`) AS c
MATCH (`a.b`:NGO) RETURN size([(`a.b`)--(x) | x.iri]) AS s ORDER BY s
MATCH (`a.b`:NGO) RETURN `a.b`.iri ORDER BY `a.b`.iri LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `a-b` ORDER BY `a-b` LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `a(b)` ORDER BY `a(b)` LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `a[0]` ORDER BY `a[0]` LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `1` ORDER BY `1` LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `'x'` ORDER BY `'x'` LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `null` ORDER BY `null` LIMIT 1
MATCH (n:NGO) RETURN n.iri AS `true` ORDER BY `true` DESC LIMIT 1
MATCH (n:NGO) WITH n.iri AS `null` RETURN `null` IS NULL AS x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `true` RETURN `true` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `1` RETURN `1` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `a + b` RETURN `a + b` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `$x` RETURN `$x` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `{a}` RETURN `{a}` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `*` RETURN `*` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `count(*)` RETURN `count(*)` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n.iri AS `n.iri` RETURN `n.iri` AS x ORDER BY x LIMIT 1
MATCH (n:NGO) WITH n, n.iri AS `n.iri` RETURN `n.iri` = n.iri AS x, count(*) AS c
MATCH (n:NGO) WITH n, 5 AS `n.iri` RETURN `n.iri` AS a, n.iri AS b ORDER BY b LIMIT 2
MATCH (n:NGO) WITH {`a.b`: n.iri} AS m RETURN m.`a.b` AS x, m['a.b'] AS y ORDER BY x LIMIT 1
MATCH (n:NGO) RETURN {`a.b`: 1, `c d`: 2} AS m LIMIT 1
MATCH (n:NGO) WITH count(n) AS `c.d` WHERE `c.d` > 1 RETURN `c.d` * 2 AS e
UNWIND [1, 2] AS `x.y` RETURN sum(`x.y`) AS s, collect(`x.y`) AS l
UNWIND [1, 2] AS `x.y` WITH `x.y` AS z WHERE z > 1 RETURN z
UNWIND [1, 2] AS `x.y` WITH `x.y` WHERE `x.y` > 1 RETURN `x.y`
UNWIND [{a: 1}] AS `x.y` RETURN `x.y`.a AS s
UNWIND [[1, 2]] AS `x.y` UNWIND `x.y` AS z RETURN z
UNWIND [1, 2] AS `x.y` CALL (`x.y`) { RETURN `x.y` + 1 AS z } RETURN z
MATCH `p.q` = (a:NGO)-[:ASSOCIATED_WITH]->(b) RETURN count(nodes(`p.q`)) AS c, max(length(`p.q`)) AS l
MATCH (n:NGO)RETURN count(*)AS`x y`
MATCH p = shortestPath((`a.b`:IGO)-[*..4]-(`c d`:Company)) RETURN length(p) AS l ORDER BY l
MATCH (`a.b`:IGO), (`c d`:Company) RETURN length(shortestPath((`a.b`)-[*..4]-(`c d`))) AS l ORDER BY l
OPTIONAL MATCH (`a.b`:NoSuch) OPTIONAL MATCH (`a.b`)-[r]->(`c d`) RETURN `a.b`, `c d`
OPTIONAL MATCH (`a.b`:NoSuch) RETURN EXISTS { (`a.b`)--() } AS e, [(`a.b`)--(x) | x] AS l
MATCH (`a.b`:NGO) WITH `a.b`, 1 AS `z` RETURN * ORDER BY `a.b`.iri LIMIT 1
WITH 1 AS `b`, 2 AS `a.b`, 3 AS `a` RETURN *
RETURN 1 AS `a.b` UNION RETURN 2 AS `a.b`
RETURN 1 AS `a b`, 2 AS `c.d` UNION ALL RETURN 2 AS `c.d`, 1 AS `a b`
MATCH (n:NGO) RETURN n.iri AS `a.b`, count(*) AS `c d` ORDER BY `c d` DESC, `a.b` LIMIT 2
MATCH (n:NGO) RETURN `n`.`iri`, count(`n`) ORDER BY `n`.`iri` LIMIT 2
MATCH (n:NGO) WITH n LIMIT 1 RETURN n {.iri, `x y`: 1}.`x y` AS v
MATCH (n:NGO) WITH n, 1 AS `x.y`, 2 AS `null` ORDER BY n.iri LIMIT 1 RETURN n {.iri, `x.y`, `null`} AS m
UNWIND [2010] AS `y.y` MATCH (p)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = `y.y` RETURN count(m) AS n
MATCH (n:NGO) RETURN labels(n) AS `l.l`, count(*) AS n
MATCH (n:NGO) WITH labels(n) AS `l.l`, count(*) AS n RETURN `l.l`, n
MATCH (n:NGO) WITH n AS `n.n` RETURN `n.n`.iri, size(`n.n`.name) ORDER BY `n.n`.iri LIMIT 2
WITH {a: 1} AS `m.m` RETURN `m.m`.a / 1 AS x, `m.m`['a'] AS y, `m.m`.a + 'x' AS z
WITH [0] AS `l.l` UNWIND `l.l` AS `x.x` RETURN CASE WHEN `x.x` <> 0 THEN 1 / `x.x` END AS v

// topic: subqueries
MATCH (c:Country) RETURN c.iri AS c, EXISTS { MATCH (c)<-[:OF_COUNTRY]-(o) WITH o.classification AS k, count(*) AS n WHERE n > 5 RETURN k } AS big ORDER BY c
MATCH (c:Country) RETURN c.iri AS c, COUNT { MATCH (c)<-[:OF_COUNTRY]-(o) WITH labels(o) AS k, count(*) AS n WHERE n > 1 RETURN k } AS big ORDER BY c
MATCH (c:Country) RETURN c.iri AS c, COLLECT { MATCH (c)<-[:OF_COUNTRY]-(o) RETURN count(o) AS k } AS big ORDER BY c
MATCH (c:Country) WITH c, COLLECT { MATCH (c)<-[:OF_COUNTRY]-(o) RETURN count(o) AS k }[0] AS big WHERE big > 2 RETURN c.iri AS c, big ORDER BY c
MATCH (c:Country) WHERE EXISTS { MATCH (c)<-[:OF_COUNTRY]-(o) WITH count(*) AS n WHERE n > 5 RETURN n } RETURN c.iri AS c ORDER BY c
MATCH (c:Country) RETURN count(c) AS n, EXISTS { MATCH (o:NGO) WITH count(*) AS n WHERE n > 5 RETURN n } AS many
MATCH (c:Country) RETURN size(COLLECT { MATCH (c)<-[:OF_COUNTRY]-(o) RETURN o.iri }) AS s, count(*) AS n ORDER BY s
MATCH (c:Country) RETURN COUNT { (c)<-[:OF_COUNTRY]-() } AS s, count(*) AS n ORDER BY s

// topic: random
UNWIND [true] AS b1 RETURN date({year: 2010, month: 2}) AS c0, sum(CASE WHEN toBoolean('a') THEN 1 ELSE 0 END) AS agg ORDER BY c0 DESC, agg DESC LIMIT 3
MATCH (n1:Entity)<-[:PARTICIPATED_IN*..2]-(n2:Entity) WHERE 'part_of' IS NOT NULL WITH *, date(date('2020-02-29')) AS d3 RETURN toString(-(0.0)) AS c0
UNWIND [{a: 1}, {a: 1}, {a: 2010, b: 'minister'}] AS m1 RETURN DISTINCT true AS c0, nullIf('Альфа', 'ä🙂') AS c1, date(date('2001-01-01')) AS c2
RETURN DISTINCT date('2001-01-01') AS c0, [1, 2, 3] AS c1, toStringList([head([(-2.5)]), true]) AS c2, [count(*), min(date('2020-02-29'))] AS agg ORDER BY c0 DESC, c1, c2 DESC, agg DESC
WITH {a: 1} AS m1 MATCH (n2:Entity)-[:PARTICIPATED_IN]-{1,2}(n3:Entity) WHERE 2001 <> (CASE WHEN true THEN n3.articles ELSE n3.articles END) RETURN DISTINCT n3.startDate AS c0, min(n2.startsFrom) AS agg
UNWIND [['minister', 'speaker']] AS l1 RETURN 2 AS c0, ([date('2020-02-29'), date('2022-05-12')][1]) - duration('PT36H') AS c1 ORDER BY c0 DESC, c1 DESC
WITH toFloat('speaker') AS n1 RETURN date('2022-05-12') AS c0 ORDER BY c0 LIMIT 3
UNWIND [12, -2.5, 5] AS n1 RETURN date('2020-02-29') AS c0, [(' x '), true] AS c1, [count(*), min((date({year: 2010, month: 2})))] AS agg
WITH true AS b1 RETURN date('2022-05-12') AS c0, null AS c1 ORDER BY c0, c1
RETURN CASE WHEN ('part_of' = '2022-05-12') THEN ([1, 2, 3]) ELSE ([1, 2, 3]) END AS c0 ORDER BY c0
UNWIND [date('2022-05-12')] AS d1 MATCH (n2:Entity)-[r3:MEMBER_OF]-(n4:Entity), (n2)-[r5:ASSOCIATED_WITH]-(n6:Entity) WHERE sign(0.0) <> toFloat(r5.startDate) RETURN d1 AS c0
RETURN 1 AS c0, date((head([(date({year: 2010, month: 2}))]))) AS c1, avg((12 / 2.5)) AS agg
UNWIND [' x ', ' x ', 'ä🙂'] AS t1 RETURN EXISTS { (:Entity)<-[:MEMBER_OF|OF_COUNTRY {endsBy: date('2001-01-01') - (duration({months: 1, days: -2}))}]-(:Group) } AS c0
WITH isEmpty('') AS b1 RETURN [true] AS c0, ([q IN ([2001, 2010]) WHERE q IS NOT NULL])[0] AS c1, b1 AS c2
RETURN 'minister' AS c0, count(date('2001-01-01')) AS agg
UNWIND [{a: [1, 2], b: {c: 2001}}, {a: null}] AS m1 MATCH (n2:Entity)-[r3:!OF_COUNTRY]-(n2) WHERE true RETURN ['a', 'b'] AS c0, toFloat(r3.role) AS c1, count(sqrt(abs(r3.amount))) AS agg ORDER BY c0, c1, agg DESC
WITH -2.5 AS n1 MATCH (n2)-[r3:PARTICIPATED_IN]-(n4:Event) WHERE n4.endDate IS NOT NULL RETURN DISTINCT toLower(n4.iri) AS c0, r3.confidence AS c1, sum(n4.startsFrom.dayOfWeek) + count(*) AS agg
UNWIND [date('2020-02-29'), date({year: 2010, month: 2})] AS d1 RETURN DISTINCT true AS c0, sum(CASE WHEN (d1 STARTS WITH (' x ')) THEN 1 ELSE 0 END) AS agg
WITH isEmpty('2022-05-12') AS n1 RETURN n1 AS c0 ORDER BY c0 DESC
RETURN ['a', 'b'] AS c0, [q IN ['a', 'b'] | q + ('2022-05-12' || 'Альфа')] AS c1 ORDER BY c0 DESC, c1 LIMIT 3
UNWIND [false, true] AS b1 OPTIONAL MATCH (n2:NGO)<-[r3:ASSOCIATED_WITH|OF_COUNTRY]-(n4:Actor {gender: n2.search}) WHERE (['minister', 'speaker']) IS NULL OPTIONAL MATCH (n2)<-[r5:PARTICIPATED_IN]-(n6:NGO), (n6)-[l7:MEMBER_OF*2]-(n8) WHERE b1 RETURN isEmpty(n8.image) IS NULL AS c0 ORDER BY c0 DESC
RETURN true AS c0, coalesce(([q IN ([[1], [2, 3]]) WHERE q IS NOT NULL]), []) AS c1, (split('Альфа', ' ')) + ([q IN [true] WHERE q IS NOT NULL]) AS c2
RETURN DISTINCT {}.b AS c0, right((nullIf('2022-05-12', 'minister')), 2) AS c1, round((duration.inSeconds(date('2022-05-12'), date('2020-02-29')).seconds), 1) AS c2
UNWIND [true, true] AS b1 RETURN date('2022-05-12') AS c0, ({a: 1}).a AS c1
WITH '' AS t1 RETURN t1 AS c0, substring('wikidata:Q1', 0, 2) AS c1
UNWIND [date('2022-05-12'), date('2001-01-01')] AS d1 RETURN none(q IN ['a', 'A'] WHERE q = (true = false)) AS c0, [q IN ['a', 'b'] | q + (({a: 2010, b: 'minister'}).b)] AS c1
WITH true AS b1 RETURN DISTINCT any(q IN [] WHERE q = (CASE WHEN b1 THEN date('2022-05-12') ELSE date('2001-01-01') END)) AS c0
UNWIND [date('2001-01-01'), date('2001-01-01'), date('2022-05-12')] AS d1 RETURN true AS c0, d1 AS c1
RETURN [q IN [[1, 2], ([([1, 2, 3]), date('2020-02-29')])] | size(q)] AS c0, tail((([1, 2, 3])[..-1])) AS c1, (1e3 / 3) * (reduce(t = 0, q IN [1, 2, 3] | t + q * 2010)) AS c2
MATCH (n1:Entity)<-[:ASSOCIATED_WITH]-(n2:Entity), (n1)-[:ASSOCIATED_WITH*2]-(n3:Entity) RETURN false AS c0
UNWIND [1.5, 0.1] AS n1 RETURN btrim('ä🙂') AS c0
MATCH (n1)<-[:!OF_COUNTRY]-(n2) WHERE true RETURN false AS c0, {n: count(*), m: max(100)} AS agg ORDER BY c0, agg LIMIT 3
WITH date('2022-05-12') AS d1 RETURN ' x ' AS c0
RETURN DISTINCT 12 AS c0, [date('2022-05-12'), date('2022-05-12')][1] AS c1
MATCH (n1)-[r2:ASSOCIATED_WITH]->(n3), (n4)-[:MEMBER_OF]-(n5:Person) RETURN CASE (CASE WHEN false THEN 'speaker' ELSE n5.name END) WHEN (coalesce(n1.gender, n1.sortName)), 'a' THEN r2.iri ELSE 'z' END AS c0, r2.confidence AS c1, n3.classification AS c2, [count(*), min(n1.endsFrom)] AS agg
UNWIND [100, 2] AS n1 RETURN tail([]) AS c0 ORDER BY c0 DESC SKIP 1 LIMIT 2
RETURN false AS c0, false AS c1, 'Альфа' AS c2
WITH {a: null} AS m1 RETURN DISTINCT -2.5 AS c0
WITH [][-2..] AS l1 RETURN DISTINCT true AS c0, toFloat('') AS c1, 2010 AS c2
UNWIND [2, 1, 2001] AS n1 RETURN date({year: 2010, month: 2}) AS c0, round((9007199254740993 - n1), 1) AS c1, count(true) AS agg ORDER BY c0 DESC, c1 DESC, agg DESC LIMIT 3
RETURN duration.between(head([date('2001-01-01')]), date('2001-01-01')).months AS c0, NOT size('') IN [] AS c1
WITH 2010 AS n1 RETURN round(n1, 1) AS c0, false AS c1
WITH ['minister', 'speaker'] AS l1 RETURN toString((round((-2.5), 1))) AS c0
WITH date('2001-01-01') + duration('PT36H') AS d1 RETURN d1 AS c0, range(1, 3) AS c1, false AS c2, max(d1) AS agg
UNWIND [['minister', 'speaker']] AS l1 RETURN coalesce((([2001, 2010])[0]), 1.5) AS c0, duration.between((date.truncate('month', date('2001-01-01'))), (coalesce((date({year: 2010, month: 2})), date('2001-01-01')))).months AS c1
RETURN DISTINCT 1e3 AS c0, sum(0.1) AS agg
RETURN [1, 2, 3] AS c0, false AS c1, [null, 1] AS c2, count(*) AS agg
WITH {a: 1} AS m1 RETURN (date({date: date('2020-02-29'), day: 1})) + (duration('P1M') + duration('PT36H')) AS c0, stDev((CASE WHEN true THEN 9007199254740993 ELSE 1 END)) AS agg ORDER BY c0, agg
RETURN date({date: date('2001-01-01'), day: 1}) AS c0 ORDER BY c0 DESC
CALL () { MATCH (n1:Event)-[:MEMBER_OF]->{2}(n2:Agency) WHERE (date({year: 2010, month: 2})) < (nullIf(n2.startsBy, n2.startsBy)) RETURN count(DISTINCT (nullIf(n1.status, n2.endDate))) AS n3 } RETURN any(q IN ([] + []) WHERE q = (date({date: date('2001-01-01'), day: 1}))) AS c0 ORDER BY c0 LIMIT 3
RETURN DISTINCT 2010 AS c0, 0.0 IS NULL AS c1, tail(([1, 2, 3])) AS c2
RETURN -2.5 AS c0, ([true, ''])[0] = true AS c1, toFloat(sum(((-1) * 2))) / count(*) AS agg ORDER BY c0 DESC, c1, agg
RETURN (CASE WHEN true THEN (['a', 'b']) ELSE ([1, 2, 3]) END)[-2..] AS c0, '2022-05-12' + 5 AS c1 ORDER BY c0, c1
MATCH (n1)-[r2:PARTICIPATED_IN]->(n3:Event) WHERE true RETURN n1.sortName AS c0 ORDER BY c0 DESC
UNWIND [true] AS b1 RETURN [1, 2, 3] AS c0, ('minister' || 'ä🙂') || 'A' AS c1 ORDER BY c0, c1 DESC LIMIT 3
WITH date('2022-05-12') AS d1 MATCH (n2)-[:!OF_COUNTRY]->(n3) WHERE true RETURN toFloat(ltrim(n2.gender)) AS c0, reduce(t = '', q IN ['a', 'b'] | t + q + null) AS c1, CASE ([n3.givenName, n3.startDate][0]) WHEN n2.startDate, 'a' THEN btrim(n2.startDate) ELSE 'z' END AS c2, max(d1) AS agg
RETURN size([q IN (toStringList([12, '0'])) WHERE q IS NOT NULL | q]) AS c0, sum(2010) AS agg ORDER BY c0 DESC, agg DESC
WITH date(date('2022-05-12')) AS d1 RETURN date((nullIf(d1, date('2001-01-01')))) AS c0
UNWIND [date('2020-02-29'), date({year: 2010, month: 2})] AS d1 RETURN DISTINCT CASE WHEN true THEN (d1 + duration('PT36H')) ELSE d1 END AS c0, [2001, 2010] AS c1
WITH date({year: 2010, month: 2}) AS d1 RETURN DISTINCT '2022-05-12' AS c0, '2022-05-12' AS c1
WITH 'wikidata:Q1' AS t1 RETURN t1 < (nullIf(t1, t1)) AS c0, toInteger((coalesce(true, true))) AS c1
RETURN (-2.5) - -(2) AS c0, 'Альфа' AS c1, (([[1], [2, 3]])[-2..]) + (toStringList([2, (' x ')])) AS c2
UNWIND [true, true] AS b1 RETURN date.truncate('month', date('2001-01-01')) AS c0, 'A' IN ([null, 1]) AS c1 ORDER BY c0, c1 DESC SKIP 1
WITH '2022-05-12' AS t1 RETURN t1 AS c0, toString((t1 IN ([2001, 2010]))) AS c1, date({year: 2010, month: 2}) AS c2 ORDER BY c0 DESC, c1, c2 LIMIT 3
RETURN date.truncate('month', date('2001-01-01')) AS c0
WITH 'Альфа' + 2010 AS t1 MATCH (n2)-[:ASSOCIATED_WITH*2]-(n3)-[r4:PARTICIPATED_IN]-(n5), (n6)<-[r7:MEMBER_OF]-(n8) WHERE r7.endInherited RETURN CASE WHEN r7.startInherited THEN n2.endsFrom ELSE n5.endsBy END AS c0, n5.amount AS c1, 'wikidata:Q1' AS c2, min('a') AS agg ORDER BY c0, c1 DESC, c2 DESC, agg SKIP 1
UNWIND [false, 'A'] AS t1 MATCH (n2)<-[r3:PARTICIPATED_IN]-(n4)-[r5:PARTICIPATED_IN|OF_COUNTRY]->(n6:Event) RETURN head([n4.startsBy]) AS c0, [q IN [1, 2] | q + (12 / 3)] AS c1
UNWIND [[null, 1]] AS l1 RETURN DISTINCT [q IN ['a', 'b'] | q + 'part_of'] AS c0, l1 AS c1
WITH {a: {b: 2001}}.a AS m1 RETURN true AS c0, date('2020-02-29') AS c1, head([date('2001-01-01')]) IN [(CASE WHEN true THEN date('2001-01-01') ELSE date('2020-02-29') END)] AS c2
UNWIND [[], ['a', 'b'], [true]] AS l1 RETURN date({date: ((date({year: 2010, month: 2})) - (duration({months: 1, days: -2}))), day: 1}) AS c0 ORDER BY c0
RETURN ([q IN ([1, 2, 3]) WHERE q IS NOT NULL]) = ([q IN [[1, 2], ([null, 1])] | size(q)]) AS c0, 'Альфа' AS c1, coalesce(head([(-1)]), 9007199254740993) AS c2
WITH 'speaker' IN ([[1], [2, 3]]) AS b1 MATCH (n2)<-[:PARTICIPATED_IN*0..1]-(n3:Actor), (n3)-[r4:PARTICIPATED_IN]-(n5) WHERE exists((n2)-[:ASSOCIATED_WITH]->()) RETURN date('2022-05-12') AS c0, b1 AS c1
WITH toUpper('A') AS t1 RETURN date('2020-02-29').year AS c0, date((date({year: 2010, month: 2}))) AS c1
RETURN (' x ') + (date('2001-01-01').quarter) AS c0, 1.5 AS c1, ['minister', 'speaker'] AS c2
UNWIND [false] AS b1 RETURN size(keys(({a: [1, 2], b: {c: 2001}}))) AS c0, (date.truncate('year', (date({year: 2010, month: 2})))) - (duration.inDays(date('2022-05-12'), date('2020-02-29'))) AS c1, ['a', 'b'] AS c2 ORDER BY c0, c1 DESC, c2 DESC LIMIT 3
UNWIND [[1, 2, 3], ['a', 'b'], [1, 2, 3]] AS l1 RETURN date('2022-05-12') = (date({year: 2010, month: 2})) AS c0
UNWIND ['minister', ' x '] AS t1 RETURN date('2001-01-01') >= date(date('2022-05-12')) AS c0 ORDER BY c0 SKIP 1 LIMIT 2
WITH date(date('2020-02-29')) AS d1 RETURN true AS c0, coalesce((-1), 12) AS c1, true AS c2 ORDER BY c0 DESC, c1, c2 LIMIT 3
RETURN ((false AND false)) AS c0, 'wikidata:Q1' = 'wikidata:Q1' AS c1
WITH toUpper('ä🙂') AS t1 RETURN DISTINCT CASE WHEN (COUNT { ()-[:!OF_COUNTRY]->() } > 1) THEN (CASE WHEN false THEN 3 ELSE 0.0 END) ELSE 2010 END AS c0, max(date(date('2020-02-29'))) AS agg ORDER BY c0, agg
WITH 12 AS n1 RETURN date('2020-02-29').week AS c0, count(false) AS agg
RETURN date({date: head([date('2022-05-12')]), day: 1}) AS c0
MATCH (n1:Entity)-[r2:MEMBER_OF]->(n3:Entity) RETURN false AS c0 ORDER BY c0 DESC
RETURN toString((-1)) || 'A' AS c0 ORDER BY c0 LIMIT 3
WITH toInteger('ä🙂') AS n1 MATCH (n2)<-[r3:ASSOCIATED_WITH]-(n4) WHERE true RETURN tail(([q IN n4.aliases | q])) AS c0
RETURN coalesce((['', 'a'][0]), 'a') AS c0
UNWIND [[2001, 2010], ['minister', 'speaker'], ['minister', 'speaker']] AS l1 RETURN nullIf('minister', 'a') AS c0, l1 AS c1, all(q IN (l1 + l1) WHERE q IS NOT NULL) AS c2 ORDER BY c0 DESC, c1, c2 DESC SKIP 1 LIMIT 2
UNWIND [[null, 1], [[1], [2, 3]], []] AS l1 RETURN '0' AS c0 ORDER BY c0 DESC
UNWIND [{}, {a: 2010, b: 'minister'}, {a: null}] AS m1 RETURN (split('ä🙂', ' ')[0]) || (' x ') AS c0, date.truncate('month', (date({date: date('2022-05-12'), day: 1}))) AS c1 ORDER BY c0, c1 DESC SKIP 1 LIMIT 2
RETURN ([] + (['a', 'b'])) IS NULL AS c0, avg((size(split('ä🙂', 'a')))) AS agg ORDER BY c0 DESC, agg DESC
WITH 2 AS n1 RETURN [q IN (CASE WHEN true THEN [] ELSE [] END) | q] AS c0
RETURN DISTINCT (date((date({year: 2010, month: 2})))).dayOfWeek AS c0, -2.5 AS c1, min(head([100])) AS agg
WITH toInteger(true) AS n1 RETURN [trim('part_of'), (reduce(t = '', q IN ['a', 'b'] | t + q + '0'))][0] AS c0, (date({date: date('2022-05-12'), day: 1})).year AS c1, floor((CASE WHEN true THEN n1 ELSE n1 END)) AS c2, max((date({year: 2010, month: 2}))) AS agg
MATCH (n1:Entity)<-[r2:PARTICIPATED_IN]-(n3:Entity) WHERE true RETURN n1.endDate AS c0, n3.startsFrom AS c1, sum((n1.amount / 2.5)) + count(*) AS agg ORDER BY c0 DESC, c1, agg SKIP 1 LIMIT 2
UNWIND [' x '] AS t1 MATCH (n2)<-[l3:ASSOCIATED_WITH*2]-(n4) RETURN abs(sign(1.5)) AS c0
WITH -2.5 AS n1 MATCH (n2:NGO)<-[r3:ASSOCIATED_WITH]-(n2) WHERE NOT false RETURN (date.truncate('month', n2.startsBy)).week AS c0, true AS c1
RETURN isEmpty((toStringList([1, 'speaker']))) AS c0
WITH ['a', 'b'] AS l1 MATCH (n2:Entity)-[r3:!OF_COUNTRY]->(n4:IGO) RETURN reverse((split(n4.classification, ' '))) AS c0
UNWIND [[null, 1]] AS l1 RETURN substring('minister', 1) AS c0, sqrt(abs((COUNT { (:NGO)<-[:ASSOCIATED_WITH*2]-(:Entity) }))) AS c1, ({a: 2010, b: 'minister'}).a = toFloat(2010) AS c2, count(*) AS agg
UNWIND [1, 1.5] AS n1 RETURN ['a', 'b'] AS c0, true AS c1

// refused by all
MATCH p = allShortestPaths((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*]->(b)) RETURN b.iri, length(p) AS l ORDER BY b.iri, l
MATCH (n:Entity) WHERE n IS NOT Agency AND n.iri STARTS WITH $B RETURN count(n) AS n
RETURN 9223372036854775807 + 1 AS x
RETURN 9223372036854775807 * 2 AS x
RETURN -9223372036854775808 - 1 AS x
RETURN 9223372036854775807 - -1 AS x
RETURN substring('hello', -1) AS a
RETURN substring('hello', 1, -1) AS a
RETURN left('hello', -1) AS a
RETURN [1,2,3][1.5] AS a
RETURN [1,2,3]['a'] AS a
RETURN {a: 1}[0] AS a
RETURN {a: 1}.a.b AS a
RETURN true = NOT false AS a
RETURN coalesce() AS a
RETURN date({year: 2020, month: 2, day: 30}) AS a
RETURN date({year: 2020, month: 13}) AS a
RETURN date('2020-13-01') AS a
RETURN date('2020-366') AS a, date('2019-365') AS b, date('20201') AS c
RETURN datetime('2020-05-17 01:02') AS a
RETURN localtime({hour: 25}) AS a
RETURN localtime('24:00') AS a
RETURN date('2020-01-02') - date('2020-01-01') AS a
RETURN date('2020-01-02') + 1 AS a
RETURN -duration('P1D') AS a
RETURN duration('P') AS a
RETURN duration('P1H') AS a
RETURN duration('1D') AS a
RETURN date.truncate('hour', date('2020-05-17')) AS a
RETURN date.truncate('nosuch', date('2020-05-17')) AS a
RETURN duration.between(null, date('2020-01-01')) AS a, date(null) AS b, duration(null) AS c, date.truncate('month', null) AS d
MATCH (e:Event) WHERE date.truncate('year', e.startsFrom) = date('2022') RETURN e.iri ORDER BY e.iri
MATCH (e:Event) RETURN e.name.year AS a
MATCH (e:Event) RETURN e.tone.year AS a
UNWIND [1, 'a'] AS x RETURN sum(x) AS a
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x LIMIT 1.5
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x LIMIT null
UNWIND [3, 1, 2] AS x RETURN x ORDER BY x SKIP -1
MATCH (n:Agency) RETURN DISTINCT n.country AS c ORDER BY n.name
RETURN [1] AS x UNION RETURN [1] AS x UNION ALL RETURN [1] AS x
RETURN date(localtime('01:00')) AS a
RETURN datetime(0) AS a
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*]-(b)) RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B OPTIONAL MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*]-(b)) RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B MATCH p = allShortestPaths((a)-[:ASSOCIATED_WITH*]-(b)) RETURN length(p) AS l
MATCH p = shortestPath((a:Agency)-[:ASSOCIATED_WITH*..3]-(b:Agency)) WHERE a.iri = $B + 'a' AND b.iri = $B + 'a' RETURN length(p) AS l
MATCH p = shortestPath((:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*..3]-(:Agency)) RETURN length(p) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B RETURN length(shortestPath((a)-[:ASSOCIATED_WITH*]-(b))) AS l
MATCH (a:Agency {iri: $B + 'a'}), (b:Agency) WHERE b.iri STARTS WITH $B AND shortestPath((a)-[:ASSOCIATED_WITH*]-(b)) IS NOT NULL RETURN b.iri
RETURN date({year: 2023, ordinalDay: 366}) AS a
RETURN range(1, 5, 0) AS a
RETURN apoc.coll.sort([2, 1]) AS a
MATCH (e:Event) WITH count(*) AS all MATCH (e:Event) WHERE e.tone > 0 RETURN toFloat(count(*)) / all AS share
RETURN 1 AS x; RETURN 2 AS y
MATCH (n:Agency) RETURN n.name AS x, n.name AS x
RETURN 1 AS a, 2 AS a
MATCH (a:Agency) RETURN b
MATCH (a:Agency) RETURN a.name WHERE a.name = 'x'
RETURN 'unclosed
RETURN (1
MATCH (a-[:X]->(b) RETURN a
RETURN 1 +
MATCH (n:Event) WHERE n.iri = 'none' RETURN n + 'x' AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN duration('P1D') * duration('P1D') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 'abc'[0] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1[0] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN size(1) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN toUpper(1) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN abs('a') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1 IN 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1 =~ 'a' AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1 AND true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN NOT 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1 XOR true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN CASE WHEN 'a' THEN 1 END AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN sum('a') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN avg(true) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN sum(n) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN range('a', 2) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN substring('a', 'b') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN split(1, 'b') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN length(n) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN nodes(n) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN type(n) AS v
MATCH (n:Event)-[r]->() WHERE n.iri = 'none' RETURN labels(r) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN keys(1) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN properties('a') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN toString(n) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN toString([1]) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN percentileDisc('a', 0.5) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN (1).a AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN point(1) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN left('a', 'b') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN left(1, 1) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN n:Event + 1 AS v
RETURN 'x' =~ true AS v
RETURN 'x' =~ n.name AS v
RETURN duration('P1D') =~ 'x' AS v
RETURN {a: 1} =~ 'x' AS v
RETURN [1] =~ 'x' AS v
MATCH (n:Agency) WHERE n =~ 'x' RETURN n
RETURN n.name AS x
RETURN 'x' = n.name AS x
RETURN 1 + n AS x
RETURN [n] AS x
RETURN {a: n} AS x
RETURN size(n) AS x
RETURN coalesce(n.name, 1) AS x
RETURN [x IN [1] | y] AS z
RETURN [x IN [1] WHERE y > 1] AS z
RETURN CASE n WHEN 1 THEN 2 END AS x
RETURN CASE WHEN n.a THEN 2 END AS x
RETURN n[0] AS x
RETURN n{.a} AS x
RETURN n:Agency AS x
RETURN n IS NULL AS x
RETURN count(n) AS x
RETURN collect(n.name) AS x
MATCH (a:Agency) WHERE b.name = 'x' RETURN a
MATCH (a:Agency) WHERE b.name IS NULL RETURN count(a) AS n
MATCH (a:Agency {name: b.name}) RETURN a
MATCH (a:Agency) RETURN a.name AS x ORDER BY b.name
MATCH (a:Agency) WITH a.name AS n RETURN a.name AS x
MATCH (a:Agency) WITH count(*) AS n ORDER BY a.name RETURN n
MATCH (a:Agency) RETURN EXISTS { (a)-->(b) WHERE c.name = 'x' } AS x
MATCH (a:Agency) RETURN [(a)-->(b) WHERE c.name = 'x' | 1] AS x
MATCH (a:Agency) RETURN [(a)-->(b) | c.name] AS x
MATCH (a:Agency) CALL () { RETURN a.name AS n } RETURN n
MATCH (a:Agency) CALL (a) { RETURN b.name AS n } RETURN n
UNWIND x.a AS y RETURN y
UNWIND [x] AS y RETURN y
RETURN reduce(s = t, x IN [1] | s) AS v
RETURN reduce(s = 0, x IN [1] | s + t) AS v
RETURN any(x IN [1] WHERE t = 1) AS v
MATCH p = (a)-->(b) RETURN length(q) AS l LIMIT 1
RETURN startNode(r) AS x
RETURN toString(n.name) AS x
MATCH (a:Agency) RETURN a.name AS x SKIP n LIMIT 1
MATCH (a:Agency)-[r WHERE q.role = 'x']->() RETURN a
MATCH (a:Agency) RETURN a.name AS x UNION RETURN a.name AS x
RETURN 1 AS x UNION ALL RETURN y.name AS x
WITH 1 AS x RETURN COUNT { MATCH (n) WHERE n.name = z.name } AS c
RETURN COLLECT { MATCH (n:Agency) RETURN m.name } AS c
MATCH (a:Agency) WITH a RETURN a.name ORDER BY zz

// gap: a carried value beside a part of a property
WITH 2010 AS y OPTIONAL MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri
WITH 2010 AS y CALL (y) { OPTIONAL MATCH (p:Person)-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN p.iri AS iri } RETURN iri
WITH 2010 AS y RETURN EXISTS { ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y RETURN COUNT { ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y RETURN COUNT { MATCH ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y MATCH (o:Agency {iri: $B + 'a'}) RETURN COUNT { MATCH (p:Person)-[:MEMBER_OF]->(o), (p)-[m:MEMBER_OF]->(x) WHERE m.startsFrom.year = y } AS x
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B AND EXISTS { MATCH (p:Person)-[m:MEMBER_OF]->(x) WHERE x = o AND m.startsFrom.year < y } RETURN o.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B RETURN o.iri, COUNT { MATCH (p:Person)-[m:MEMBER_OF]->(x) WHERE m.startsFrom.year < y } AS n
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B OPTIONAL MATCH (z:Person), (z)-[m:MEMBER_OF]->(o) WHERE m.startsFrom.year = y RETURN o.iri, m.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B OPTIONAL MATCH (z:Person)-[m:MEMBER_OF]->(w), (w)<-[:MEMBER_OF]-(), (o) WHERE m.startsFrom.year = y RETURN o.iri, m.iri
WITH 2010 AS y MATCH (o:Agency) WHERE o.iri STARTS WITH $B RETURN COUNT { (z:Person)-[m:MEMBER_OF]->(w), (o) WHERE m.startsFrom.year = y } AS n

// gap: operator between other kinds
MATCH (n:Event) WHERE n.iri = 'none' UNWIND [true] AS x RETURN x + 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' WITH true AS x RETURN x + 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN size(n.name) + true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN (n.tone > 1) + 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN n - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN n + 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN n.startsFrom - date('2020-01-01') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN toUpper(n.name) * 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN coalesce('b', 'a') * 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN CASE WHEN true THEN 'a' ELSE 'b' END * 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN head(['a']) * 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN min('a') * 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN -true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN -'a' AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN +'a' AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN -[1] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN -duration('P1D') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN -date('2020-01-01') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN -n AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1 || 'a' AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 'a' || 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 'a' || [1] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN true || true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 2 / duration('P1D') AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN duration('P1D') ^ 2 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 1 + 2 + true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN [1] + true - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN date('2020-01-01') + duration('P1D') + 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN date('2020-01-01') - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN [x IN ['a'] | x * 2] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN reduce(s = 0, x IN ['a'] | s - x) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN reduce(s = 'a', x IN [1] | s - x) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN [1, 2]['a'] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN [1, 2]['a'..2] AS v
MATCH (n:Event) WHERE n.iri = 'none' UNWIND 5 AS x RETURN x + 'a' - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN [x IN 1 | x] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN any(x IN 'a' WHERE true) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN reduce(s = 0, x IN 1 | s) AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN count(n) + true AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN [n.name] - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN toString(n.name) - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN 5 + date() AS v
MATCH (n:Event) WHERE n.iri = 'none' WITH collect(n.name) AS x RETURN x - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' WITH {a: 1} AS x RETURN x - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' AND true + 1 = 2 RETURN n
MATCH (n:Event {tone: true + 1}) RETURN n
MATCH (n:Event) WHERE n.iri = 'none' RETURN n ORDER BY true + 1
MATCH (n:Event) WHERE n.iri = 'none' CALL (n) { RETURN true + 1 AS x } RETURN x
MATCH (n:Event) WHERE n.iri = 'none' RETURN EXISTS { MATCH (n) WHERE true + 1 = 2 } AS x
RETURN CASE WHEN false THEN true + 1 ELSE 0 END AS x
RETURN coalesce(1, true + 1) AS x
RETURN false AND (true + 1 = 2) AS x
RETURN [x IN [] | true + 1] AS x
UNWIND [] AS y RETURN true + 1 AS x
MATCH (n:Event) WHERE n.iri = 'none' RETURN {a: 1}[0] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN n[0] AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN collect(n.name) - 1 AS v
MATCH (n:Event) WHERE n.iri = 'none' RETURN labels(n) - 1 AS v

// gap: condition on a shortest path
MATCH p = shortestPath((a:IGO)-[:ASSOCIATED_WITH*..3]-(b:Company)) WHERE length(p) > 1 RETURN length(p) AS l

// gap: properties on a shortest path
MATCH p = shortestPath((a:Agency {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..6 {type: 'part_of'}]-(b {iri: $B + 'd'})) RETURN length(p) AS l
MATCH (a:IGO), (b:Company) MATCH p = shortestPath((a)-[:ASSOCIATED_WITH*..3 {type: 'x'}]-(b)) RETURN length(p) AS steps

// gap: text that is no plain number
UNWIND [' 42 '] AS y RETURN toInteger(max(y)) AS x
RETURN toInteger('9223372036854775808') AS x

// gap: unknown rounding
RETURN round(1.25, 1) AS a, round(-1.25, 1) AS b, round(1.005, 2) AS c, round(1234.5, -2) AS d
RETURN round(1.25, 1, 'half_up') AS a

// gap: value of the wrong kind
RETURN toString({a: 1}) AS a
RETURN toString([1]) AS a
RETURN 1 =~ 'a' AS a
RETURN head('abc') AS a
RETURN isEmpty(1) AS a
MATCH (n:Agency) RETURN n.country AS c, count(*) AS n ORDER BY n.name
MATCH (n:Agency) WHERE n.iri STARTS WITH $B RETURN n.name AS n ORDER BY n.iri
RETURN date(1) AS a
RETURN date(2020) AS a
RETURN duration(5) AS a
UNWIND [1] AS x RETURN x.a AS y
UNWIND ['a'] AS x RETURN x.a AS y
WITH [1] AS x RETURN x.a AS y
RETURN 'x' =~ true AS v
RETURN 'x' =~ [1] AS v
RETURN duration('P1D') =~ 'x' AS v
RETURN {a: 1} =~ 'x' AS v

// gap: trim() of several characters
RETURN btrim('xxaxx', 'x') AS a, ltrim('xxa', 'x') AS b, rtrim('axx', 'x') AS c, trim(BOTH 'xy' FROM 'xax') AS d

// gap: list[..]
RETURN [1,2,3][null..2] AS a, [1,2,3][0..null] AS b, null[0..1] AS c, [1,2,3][..] AS d

// gap: nodes compared by size
RETURN {a: 1} < {a: 2} AS a
WITH {a: 1} AS m RETURN {a: 1} > m AS a, m < 1 AS b, [m] < [{a: 2}] AS c
MATCH (n:Agency {iri: $B + 'a'}) RETURN [n] < [n] AS a
MATCH p = (n:Agency {iri: $B + 'a'})--() RETURN p < p AS a LIMIT 1

// gap: CASE by type
RETURN CASE 'abc' WHEN STARTS WITH 'a' THEN 1 WHEN ENDS WITH 'c' THEN 2 END AS a, CASE 5 WHEN IS :: INTEGER THEN 'int' ELSE 'x' END AS b

// gap: time of a date
RETURN localdatetime(date('2020-05-17')) AS a, datetime(date('2020-05-17')) AS b, localtime(datetime('2020-05-17T23:02Z')) AS c, time(localtime('01:02')) AS d
RETURN time(date('2020-01-01')) AS a
RETURN localtime(date('2020-01-01')) AS a
RETURN localdatetime(date('2020-01-01')) AS a

// gap: times with and without a zone
RETURN datetime('2020-01-01T00:00Z') < date('2020-01-02') AS a, localdatetime('2020-01-01T00:00') < datetime('2020-01-02T00:00Z') AS b, date('2020-01-01') = localdatetime('2020-01-01T00:00') AS c
RETURN localdatetime('2020-01-01T00:00') = datetime('2020-01-01T00:00Z') AS a, localtime('01:00') < time('01:00Z') AS b, date('2020-01-01') < localdatetime('2020-01-02T00:00') AS c, localtime('01:00') = time('01:00Z') AS d

// gap: part of a duration
RETURN duration('P1M') + duration('P30D') AS a, duration('P1D') - duration('PT1H') AS b, duration('P1Y') * 0.5 AS c, duration('P1M') / 3 AS d, duration('P3D') * -1 AS e, 2 * duration('P1D') AS f
RETURN duration('P1D') / 2 AS a, duration('P1D') * 1.5 AS b, duration('P1M') / 2 AS c, duration('P7D') / 3 AS d, duration('PT1S') / 3 AS e, duration('P1M') * 0.1 AS f

// gap: date or time of too few parts
RETURN duration({years: 1.5}) AS a, duration({weeks: 1.5}) AS b, duration({hours: 1.25}) AS c, duration({minutes: 90}) AS d, duration({milliseconds: 1500}) AS e, duration({quarters: 2}) AS f

// gap: field that dates do not have
WITH duration('P1D') AS d RETURN d.nosuch AS a
WITH date('2020-12-31') AS d RETURN d.week AS a, d.weekYear AS b, d.quarter AS c, d.dayOfQuarter AS e, d.weekday AS f
WITH localtime('01:02') AS d RETURN d.year AS a
WITH date('2020-01-01') AS d RETURN d.hour AS a
WITH date('2020-01-01') AS d RETURN d.nosuch AS a
MATCH (e:Event) WHERE e.startsFrom.nosuch = 1 RETURN e.iri
MATCH (e:Event) WITH e.startsFrom AS d RETURN d.nosuch AS a
WITH date('2020-01-01') AS d RETURN d.Year AS a, d.YEAR AS b, d.dayofweek AS c, d.ordinalday AS e, d.weekyear AS f
WITH date('2020-01-01') AS d RETURN d['year'] AS a
WITH duration('P1D') AS d RETURN d.Days AS a, d.monthsofyear AS b
WITH datetime('2020-01-01T01:02Z') AS d RETURN d.epochseconds AS a, d.Hour AS b

// gap: durations by size
UNWIND [duration('P1D'), duration('P2D')] AS d RETURN avg(d) AS a

// gap: division by a whole zero
MATCH (e:Event) RETURN e.articles / 0 AS a
MATCH (e:Event) RETURN e.tone / 0 AS a
MATCH (n:Agency) WHERE n.name = 1 / 0 RETURN n

// gap: percentile of whole numbers
UNWIND [1] AS x RETURN stDev(x) AS a, stDevP(x) AS b, percentileCont(x, 0.5) AS c, percentileDisc(x, 0.5) AS d
UNWIND [1, 2, 3, 4, 5] AS x RETURN percentileCont(x, 0) AS a, percentileCont(x, 1) AS b, percentileCont(x, 0.25) AS c, percentileDisc(x, 0.25) AS d, percentileDisc(x, 0) AS e, percentileDisc(x, 1.0) AS f
UNWIND [1, 2, 3] AS x RETURN percentileCont(x, 1.5) AS a
UNWIND [1.5, 2, null] AS x RETURN percentileDisc(x, 0.5) AS a, percentileCont(x, 0.5) AS b, sum(x) AS c
UNWIND [null, null] AS x RETURN sum(x) AS a, avg(x) AS b, min(x) AS c, collect(x) AS d, count(x) AS e, stDev(x) AS f, percentileCont(x, 0.5) AS g
MATCH (e:Event) RETURN percentileCont(e.articles, 0.0) AS a

// gap: aggregate in a condition
UNWIND [1, 2, 3] AS x RETURN sum(x) IN [6] AS a

// gap: an aggregate beside what is not returned
MATCH (c:Country) RETURN c.iri AS c, COLLECT { MATCH (c)<-[:OF_COUNTRY]-(o) RETURN max(o.name) AS k }[0] AS big ORDER BY c
MATCH (c:Country) RETURN CASE WHEN EXISTS { MATCH (c)<-[:OF_COUNTRY]-(o) WITH count(*) AS n WHERE n > 5 RETURN n } THEN 'big' ELSE 'small' END AS k, count(*) AS n ORDER BY k
MATCH (a:Actor) RETURN {k: a.kind, n: count(*)} AS x
UNWIND [1, 2, 3] AS x RETURN sum(x) + x AS a
UNWIND [1, 2, 3] AS x RETURN x + count(*) AS a
UNWIND [1, 2, 3] AS x RETURN x + 1 AS y, x + 1 + count(*) AS a ORDER BY y

// gap: a subquery returns a name twice
WITH 1 AS x CALL () { RETURN 2 AS x } RETURN x

// gap: condition on a repeated relationship
MATCH p = (a {iri: $B + 'a'})-[r:ASSOCIATED_WITH*1..3 WHERE r.type = 'part_of']->(b) RETURN length(p) AS l, b.iri ORDER BY l, b.iri
MATCH p = shortestPath((a {iri: $B + 'a'})-[r:ASSOCIATED_WITH* WHERE r.type = 'part_of']->(b {iri: $B + 'd'})) RETURN length(p) AS l

// gap: two ways to repeat
MATCH (a {iri: $B + 'a'})-[:ASSOCIATED_WITH*1..2]->(b), (b)-[:ASSOCIATED_WITH]->{1,2}(c) RETURN count(*) AS n

// gap: field of a point
WITH point({x: 1, y: 2}) AS d RETURN d.X AS a

// gap: another thing inside a pattern
MATCH (a:Agency {name: b.name})-[:ASSOCIATED_WITH]-(b) RETURN count(*) AS n
MATCH (a:Agency {name_ky: a.name}) RETURN count(*) AS n
MATCH (a:Agency)-[r:MEMBER_OF {role: a.name}]-(b) RETURN count(*) AS n
MATCH (a:Agency)-[r:ASSOCIATED_WITH]->(b)-[q:ASSOCIATED_WITH {type: r.type}]->(c) RETURN count(*) AS n
MATCH (a:Agency)-[r:ASSOCIATED_WITH {type: q.type}]->(b)-[q:ASSOCIATED_WITH]->(c) RETURN count(*) AS n
MATCH (a:Agency)-[r:ASSOCIATED_WITH]->(b), (b)-[q:ASSOCIATED_WITH {type: r.type}]->(c) RETURN count(*) AS n
MATCH (a:Agency)-[r:ASSOCIATED_WITH {type: q.type}]->(b), (b)-[q:ASSOCIATED_WITH]->(c) RETURN count(*) AS n
MATCH (e:Event)<-[r:PARTICIPATED_IN]-(p) MATCH (p)-[q:PARTICIPATED_IN {role: r.role}]->(f) RETURN count(*) AS n
MATCH (a:Agency WHERE a.name = b.name)-[:ASSOCIATED_WITH]-(b) RETURN count(*) AS n
MATCH (a:Agency)-[r WHERE r.type = q.type]->(b)-[q]->(c) RETURN count(*) AS n
MATCH (a:Agency)-[rs:ASSOCIATED_WITH*1..2 {type: b.name}]->(b) RETURN count(*) AS n
MATCH (a:Agency {iri: $B + 'a'}) RETURN [(a)-[r:ASSOCIATED_WITH {type: b.name}]->(b) | b.iri] AS n
MATCH (a:Agency {iri: $B + 'a'}) RETURN COUNT { (a)-[r:ASSOCIATED_WITH {type: q.type}]->(b)-[q:ASSOCIATED_WITH]->() } AS n
MATCH (a:Agency {iri: $B + 'a'}) RETURN COUNT { (a)-[r:ASSOCIATED_WITH]->(b)-[q:ASSOCIATED_WITH {type: r.type}]->() } AS n

// gap: text joined to another kind
RETURN 'a' + true AS x
RETURN true + 'a' AS x
RETURN 'a' + 1 + duration('P1D') AS x
WITH coalesce('a', 'b') AS t RETURN t + true AS x
RETURN CASE WHEN true THEN 'a' END + date('2020-01-01') AS x
RETURN head(['a']) + date('2020-01-01') AS x
RETURN [x IN ['a'] | x + true] AS x
RETURN reduce(s = '', x IN [true] | s + x) AS x
MATCH (n:Event) RETURN toString(n.name) + (n.tone > 1) AS x

// gap: count beside another kind
MATCH (a:Actor) WHERE size([(a)-[:MEMBER_OF]->() | 1]) = 'text' RETURN count(*) AS x
MATCH (a:Actor) WHERE 'text' <> COUNT { (a)-[:MEMBER_OF]->() } RETURN count(*) AS x
MATCH (a:Actor) RETURN CASE WHEN COUNT { (a)-[:MEMBER_OF]->() } > [1] THEN 1 END AS x

// gap: condition that is no yes or no
MATCH (e:Event) WHERE left(e.iri, 3) || e.name RETURN e.iri AS x

// gap: UNION of other columns
RETURN 1 AS x UNION ALL RETURN 2 AS y
CALL { RETURN 1 AS x, 2 AS y UNION RETURN 2 AS y } RETURN y

// gap: a pattern as a value
MATCH (a:Actor) WHERE (a)-->() = true RETURN count(*) AS m
MATCH (a:Actor) RETURN size([x IN [1] | (a)-->()]) AS n
MATCH (a:Actor) RETURN [(a)-->()] AS n

// gap: one name for two relationships
MATCH (a:NGO)-[r]->(b), (c)-[r]->(d) RETURN count(*) AS n
MATCH (a:NGO)-[r]->(b)-[r]->(c) RETURN count(*) AS n
MATCH (a:NGO)-[r*1..2]->(b), (c)-[r*1..2]->(d) RETURN count(*) AS n
MATCH (a:NGO) WHERE EXISTS { (a)-[r]->(b), (b)-[r]-(c) } RETURN count(*) AS n

// gap: a known relationship in a list of a pattern
MATCH (a:NGO)-[r]->(b) RETURN size([(a)-[r]->(y) | 1]) AS s
MATCH (a:NGO)-[r]->(b) RETURN sum(size([(x)<-[r]-(y) WHERE y = a | 1])) AS s
MATCH (a:NGO)-[r]->() WITH r RETURN [()-[r]->(y) | y.iri] AS s

// gap: an aggregate in an aggregate
MATCH (a:Actor) RETURN count(reduce(s = 0, x IN collect(a.tone) | s + x)) AS n
MATCH (a:NGO) RETURN max(size(COLLECT { MATCH (a)--(b) RETURN count(b) AS c })) AS n

// gap: !=
RETURN 1 != 2 AS x
MATCH (a:Agency) WITH a WHERE a.name != 'x' AND a.iri <> 'y' RETURN count(*) AS n

// gap: INF and NaN
RETURN NaN AS a, Infinity AS b
WITH 1 AS inf RETURN inf AS x
MATCH (e:Event) WHERE e.tone < INF RETURN count(*) AS n
RETURN [inf IN [1, 2] | inf] AS x

// gap: reverse() of a list that is kept
MATCH (a:Actor) WITH a.aliases AS al RETURN count(reverse(al)) AS n
MATCH (a:Actor) RETURN count(reverse(coalesce(a.aliases, []))) AS n
MATCH (a:Actor) RETURN count(reverse(CASE WHEN a.aliases IS NULL THEN [] ELSE a.aliases END)) AS n
MATCH (a:Actor) RETURN count(reverse(a['aliases'])) AS n
MATCH (a:Actor) RETURN count(reverse(properties(a).aliases)) AS n
MATCH (a:Actor) WHERE any(x IN reverse(a.datasets) WHERE x = 'y') RETURN count(*) AS n

// gap: reduce() of another kind
RETURN reduce(s = 0, x IN split('a,b', ',') | s + x) AS n
RETURN reduce(s = 'a', x IN [1] | x) AS n
RETURN reduce(s = true, x IN [1] | x) AS n
RETURN reduce(s = [], x IN [1] | x) AS n
RETURN reduce(s = {a: 1}, x IN [1] | s.a + x) AS n
RETURN reduce(s = 0, x IN ['a'] | toString(s) + x) AS n
MATCH p = (a:NGO)-[:ASSOCIATED_WITH*1..2]->(b) RETURN reduce(s = 0, r IN relationships(p) | s + type(r)) AS n

// gap: key of a property
MATCH (n:Person) WHERE n.iri = 'none' RETURN n.aliases['x'] AS a
MATCH (n:Person) RETURN n.undeclared[1.5] AS a
MATCH (n:Person) WITH n.undeclared AS u RETURN u['x'] AS a
MATCH (n:Person) RETURN (n.undeclared)[true] AS a

// gap: clauses of Cypher 25
MATCH (a:NGO) RETURN ALL a.name AS n
MATCH (a:NGO) WITH ALL a RETURN a.iri AS i

// gap: order of labels and keys
MATCH (n:Event) WHERE n.iri = 'none' RETURN labels(n) + 1 AS v
MATCH (a:Actor) RETURN DISTINCT keys(a) AS k
MATCH (a:Actor) RETURN keys(a) AS k, count(*) AS n
MATCH (a:Actor) WITH DISTINCT keys(a) AS k RETURN count(*) AS n
MATCH (a:Actor) RETURN count(DISTINCT keys(a)) AS n
MATCH (a:Actor) RETURN labels(a) AS l, count(*) AS n ORDER BY l
MATCH (a:NGO) RETURN collect(labels(a)) AS l
MATCH (a:NGO) WITH labels(a) AS l RETURN {l: l} AS m
MATCH (a:NGO) RETURN [x IN labels(a) WHERE x <> 'Entity'] AS l
MATCH (a:NGO) RETURN labels(a) + ['x'] AS l
MATCH (a:NGO) RETURN reduce(s = '', l IN labels(a) | s + l) AS x
MATCH (a:NGO) RETURN reverse(labels(a)) AS l
MATCH p = (a:NGO)--() RETURN [x IN nodes(p) | labels(x)] AS l


// guard: zero divisor
MATCH (e:Event {name: 'Four'}) RETURN e.amount / e.fatalities AS x
MATCH (e:Event) WHERE e.amount / e.fatalities > 3 RETURN e.name
MATCH (e:Event) RETURN avg(e.tone) / count(e.nosuch) AS x
UNWIND [0] AS z RETURN 1.5 % z AS x

// guard: field of a value
WITH {d: 'text'} AS m RETURN m.d.year AS x
MATCH (e:Event {name: 'one'}) RETURN e.name.year AS x

// guard: NaN among distinct values
RETURN 0.0 / 0.0 AS x UNION RETURN 1.0 AS x
UNWIND [0.0, 0.0] AS z WITH 0.0 / z AS v RETURN v, count(*) AS n
UNWIND [0.0, 0.0] AS z RETURN count(DISTINCT 0.0 / z) AS n
UNWIND [0.0, 0.0] AS z RETURN DISTINCT {a: [0.0 / z]} AS x
UNWIND [-1, -2] AS z RETURN DISTINCT sqrt(z) AS x

// guard: text of a number
UNWIND [' 42 '] AS y RETURN toInteger(y) AS x
UNWIND [' true '] AS y RETURN toBoolean(y) AS x

// guard: text joined to a thing
UNWIND [[1], {a: 1}] AS x UNWIND ['t', [2]] AS y RETURN x + y AS z
MATCH (n:Event {name: 'one'}) WITH [n, 1] AS l RETURN 'x' + l[0] AS x
UNWIND [{a: localdatetime('2020-01-01T00:00')}] AS y RETURN 'x' + y.a AS x
UNWIND [{a: 'x', b: localtime('01:02')}] AS y RETURN y.b + y.a AS x

// guard: argument of the wrong kind
MATCH (e:Event {name: 'Four'}) RETURN date({date: e.startsFrom, day: 1}) AS x
UNWIND [{a: 1}] AS y RETURN y.a =~ '1' AS x

// guard: condition that is no condition
UNWIND [{a: true, b: 3}] AS y RETURN y.a AND y.b AS x
UNWIND [{b: 'x'}] AS y RETURN CASE WHEN y.b THEN 1 END AS x
UNWIND [{b: 'x'}] AS y RETURN NOT y.b AS x

// guard: values without a size
UNWIND [{d: {b: 2}}, {d: {a: 1}}] AS m RETURN max(m.d) AS x
WITH {a: {b: 1}, c: {b: 2}} AS m RETURN m.a < m.c AS x

// guard: zone beside no zone
UNWIND [localdatetime('2020-01-01T00:00'), 2] AS y UNWIND [datetime('2020-01-01T00:00Z'), 1] AS z RETURN y <= z AS x
