"""What the embedded Cypher does not do as Neo4j does it: the declared gaps, seen before a query runs and refused with what to write instead.

The embedded engine answers all but some of Neo4j's dialect exactly as Neo4j does. The rest is here, one entry a gap: a rule
that sees it in the query's tree, the reason, an example, and another query that says the same and runs on both. The table is
also the list in ``docs/cypher.md``, and each example and each alternative is a query of the parity tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from govgraph.graph.cypher import rules
from govgraph.graph.cypher import value_rules as values
from govgraph.graph.cypher.parsed import ParsedQuery
from govgraph.graph.cypher.tree import Tree
from govgraph.graph.errors import QueryError


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference.

    Attributes:
        name: as the tests and the page call it.
        topic: of the parity suite.
        find: gives the places in a query where it is; there the query is refused.
        what: what is refused, in a message.
        reason: what the embedded store would do.
        instead: what to write instead, in words.
        example: a query that is refused.
        alternative: a query that runs on both, for the same question; empty: the example has no answer.
        neo4j_refuses: whether Neo4j refuses the example as well.
    """

    name: str
    topic: str
    find: Callable[[ParsedQuery], Iterator[Tree]]
    what: str
    reason: str
    instead: str
    example: str
    alternative: str = ""
    neo4j_refuses: bool = False


GAPS: tuple[Gap, ...] = (
    Gap(
        "aggregate in a condition",
        "aggregation",
        rules.aggregate_in_condition,
        "an aggregate cannot be a part of a condition here, nor can its property be taken",
        "AND, OR, NOT, IN, IS NULL, text comparisons and .property over an aggregate would give a wrong value",
        "WITH ... AS x first, then RETURN the condition over x",
        "MATCH (e:Event) RETURN count(*) > 2 AND max(e.startsFrom).year > 2000 AS busy",
        "MATCH (e:Event) WITH count(*) AS n, max(e.startsFrom) AS last RETURN n > 2 AND last.year > 2000 AS busy",
    ),
    Gap(
        "an aggregate beside what is not returned",
        "aggregation",
        rules.mixed_grouping,
        "a variable stands beside an aggregate and is not returned by itself",
        "some row's value would be taken",
        "return the variable or property as a column of its own",
        "MATCH (e:Event) RETURN CASE WHEN e.status IS NULL AND true THEN count(*) ELSE 0 END AS n",
        "MATCH (e:Event) RETURN e.status AS status, count(*) AS n",
        neo4j_refuses=True,
    ),
    Gap(
        "order by an aggregate that is not returned",
        "order",
        rules.order_by_what_is_gone,
        "ORDER BY names an aggregate that is not among what is returned",
        "it would be sorted by",
        "return the aggregate as well, and sort by its name",
        "MATCH (e:Event) RETURN e.status AS status, count(*) AS n ORDER BY max(e.startsFrom)",
        "MATCH (e:Event) RETURN e.status AS status, count(*) AS n, max(e.startsFrom) AS last ORDER BY last",
        neo4j_refuses=True,
    ),
    Gap(
        "SHORTEST",
        "shortest paths",
        rules.shortest_prefix,
        "SHORTEST, ANY and ALL before a pattern are not known here",
        "the embedded store does not have them",
        "shortestPath((a)-[:T*]->(b)) or allShortestPaths((a)-[:T*]->(b))",
        "MATCH p = ALL SHORTEST (a:IGO)-[:ASSOCIATED_WITH]->+(b:Company) RETURN length(p) AS steps",
        "MATCH p = allShortestPaths((a:IGO)-[:ASSOCIATED_WITH*]->(b:Company)) RETURN length(p) AS steps",
    ),
    Gap(
        "shortest path to itself",
        "shortest paths",
        rules.same_ends,
        "a shortest path begins and ends at the same node",
        "it would give a path of no steps, where Neo4j stops with an error; it does so also when two names mean one node, "
        "which cannot be seen before: add WHERE a <> b",
        "a pattern of variable length: (a)-[*1..4]-(a)",
        "MATCH p = shortestPath((a:Agency)-[*]-(a)) RETURN length(p) AS steps",
        "MATCH p = (a:Agency)-[:ASSOCIATED_WITH*1..3]-(a) RETURN min(length(p)) AS steps",
        neo4j_refuses=True,
    ),
    Gap(
        "condition on a shortest path",
        "shortest paths",
        rules.condition_on_a_shortest_path,
        "a condition on a shortest path in its own WHERE",
        "it would take one shortest path and drop it if the condition fails, where Neo4j searches on",
        "all paths with an upper length, then the shortest: MATCH p = (a)-[:T*..6]-(b) WHERE ... ORDER BY length(p) LIMIT 1; "
        "or WITH p WHERE ..., to ask only whether the shortest is so",
        "MATCH p = shortestPath((a:IGO)-[:ASSOCIATED_WITH*..3]-(b:Company)) "
        "WHERE none(n IN nodes(p) WHERE n:Agency) RETURN length(p) AS steps",
        "MATCH p = (a:IGO)-[:ASSOCIATED_WITH*..3]-(b:Company) WHERE none(n IN nodes(p) WHERE n:Agency) "
        "RETURN length(p) AS steps ORDER BY steps LIMIT 1",
    ),
    Gap(
        "least length of a shortest path",
        "shortest paths",
        rules.least_length,
        "a shortest path of at least two steps",
        "it would give the shortest path, whatever its length",
        "no least length, or 0 or 1: [*..5]",
        "MATCH p = shortestPath((a:IGO)-[:ASSOCIATED_WITH*2..5]->(b:Company)) RETURN length(p) AS steps",
        "MATCH p = shortestPath((a:IGO)-[:ASSOCIATED_WITH*..5]->(b:Company)) RETURN length(p) AS steps",
        neo4j_refuses=True,
    ),
    Gap(
        "colon between types",
        "patterns",
        rules.colon_in_types,
        "a colon after | between types",
        "it would be read as [r:A|B]",
        "[r:A|B]",
        "MATCH ()-[r:MEMBER_OF|:POST_IN]->() RETURN count(r) AS n",
        "MATCH ()-[r:MEMBER_OF|POST_IN]->() RETURN count(r) AS n",
        neo4j_refuses=True,
    ),
    Gap(
        "computed labels and types",
        "patterns",
        rules.dynamic_types,
        "$any(...), $all(...), and $(...) for a type or in a condition",
        "it would be passed over: everything would match",
        "'NGO' IN labels(n), type(r) = $type",
        "MATCH ()-[r:$('MEMBER_OF')]->() RETURN count(r) AS n",
        "MATCH ()-[r]->() WHERE type(r) = 'MEMBER_OF' RETURN count(r) AS n",
    ),
    Gap(
        "value of the wrong kind",
        "text",
        values.wrong_kind,
        "a function or =~ over a value that it is not for",
        "it would turn the value into text, or give null; Neo4j gives an error or no rows",
        "for text size(); for dates .year, .month, or toString() first",
        "MATCH (e:Event) WHERE e.startsFrom =~ '2022.*' RETURN count(*) AS n",
        "MATCH (e:Event) WHERE toString(e.startsFrom) =~ '2022.*' RETURN count(*) AS n",
    ),
    Gap(
        "condition that is no yes or no",
        "conditions and null",
        values.no_condition,
        "a value that is neither true nor false stands where a condition has to",
        "a value would count as true or false",
        "n.name IS NOT NULL, or a comparison",
        "MATCH (e:Event) WHERE e.tone RETURN count(*) AS n",
        "MATCH (e:Event) WHERE e.tone IS NOT NULL RETURN count(*) AS n",
        neo4j_refuses=True,
    ),
    Gap(
        "nodes compared by size",
        "nodes and relationships",
        values.compared_nodes,
        "nodes are compared with < or >",
        "it would give null; Neo4j compares its own numbers of the nodes",
        "compare a property: a.iri < b.iri",
        "MATCH (a:IGO), (b:IGO) WHERE a < b RETURN count(*) AS n",
        "MATCH (a:IGO), (b:IGO) WHERE a.iri < b.iri RETURN count(*) AS n",
    ),
    Gap(
        "exists() of a value",
        "conditions and null",
        values.exists_of_a_value,
        "exists() is for patterns",
        "it would be read as IS NOT NULL, which Neo4j no longer does",
        "n.name IS NOT NULL",
        "MATCH (e:Event) WHERE exists(e.amount) RETURN count(*) AS n",
        "MATCH (e:Event) WHERE e.amount IS NOT NULL RETURN count(*) AS n",
        neo4j_refuses=True,
    ),
    Gap(
        "order of labels and keys",
        "nodes and relationships",
        values.order_of_labels,
        "labels() and keys() have no order to rely on",
        "each store has its own order",
        "'Agency' IN labels(n), n:Agency, or UNWIND and ORDER BY",
        "MATCH (n:NGO) RETURN labels(n)[0] AS label, count(*) AS n",
        "MATCH (n:NGO) UNWIND labels(n) AS label RETURN min(label) AS label, count(DISTINCT n) AS n",
    ),
    Gap(
        "date or time of too few parts",
        "dates and durations",
        values.incomplete_time,
        "a date or time is made of parts that leave something open, or that there are not",
        "the missing part would be taken as the first",
        "all larger parts as well: date({year: 2020, month: 1, day: 5})",
        "RETURN date({year: 2020, day: 5}) AS day",
        "RETURN date({year: 2020, month: 1, day: 5}) AS day",
        neo4j_refuses=True,
    ),
    Gap(
        "field that dates do not have",
        "dates and durations",
        values.unknown_date_field,
        "dates have no such field",
        "it would give null",
        "year, quarter, month, week, day, ordinalDay or dayOfWeek",
        "MATCH (e:Event) RETURN e.startsFrom.years AS y",
        "MATCH (e:Event) RETURN e.startsFrom.year AS y",
        neo4j_refuses=True,
    ),
    Gap(
        "text of a time of day",
        "dates and durations",
        values.text_of_a_time,
        "toString() is not the same for times of day",
        "the seconds of a whole minute would be left out: 01:02 for 01:02:00",
        "return the value itself, or its parts .hour, .minute, .second",
        "RETURN toString(localtime('01:02')) AS t",
        "RETURN localtime('01:02') AS t",
    ),
    Gap(
        "durations by size",
        "dates and durations",
        values.compared_durations,
        "durations are compared, sorted or added up",
        "Neo4j gives null for <, since a month has no fixed length, and sorts by an average one; sum() would stop",
        "a part: d.days, or duration.inDays(a, b).days",
        "MATCH (e:Event) WHERE duration.between(e.startsFrom, e.endsBy) > duration('P1D') RETURN count(*) AS n",
        "MATCH (e:Event) WHERE duration.inDays(e.startsFrom, e.endsBy).days > 1 RETURN count(*) AS n",
    ),
    Gap(
        "division by a whole zero",
        "numbers",
        values.division_by_zero,
        "something is divided by 0",
        "a fraction would give infinity where Neo4j gives an error; it does so too where a value happens to be 0",
        "0.0, or CASE WHEN y <> 0 THEN x / y END",
        "RETURN $f / 0 AS x",
        "RETURN CASE WHEN 0 <> 0 THEN 1.5 / 0.0 END AS x",
        neo4j_refuses=True,
    ),
    Gap(
        "underscore in a number",
        "numbers",
        values.number_with_lines,
        "a number has an underscore",
        "the embedded store does not read it",
        "the number without it",
        "RETURN 1_000 AS n",
        "RETURN 1000 AS n",
    ),
    Gap(
        r"\U in text",
        "text",
        values.long_escape,
        r"\U in text is not the same everywhere",
        "it would be read as one character; Neo4j 5.26 leaves it as it stands",
        "the character itself, or a parameter",
        r"RETURN '\U0001F642' AS face",
        "RETURN '🙂' AS face",
    ),
    Gap(
        "distance of points",
        "numbers",
        values.point_functions,
        "point.distance() is not the same here",
        "the embedded store takes another radius of the Earth: 0.1 % less",
        "the formula, as in the alternative: metres, with Neo4j's radius",
        "RETURN point.distance(point({latitude: 40.5, longitude: 72.8}), point({latitude: 42.9, longitude: 74.6})) AS m",
        "WITH {latitude: 40.5, longitude: 72.8} AS a, {latitude: 42.9, longitude: 74.6} AS b RETURN 2 * 6378140 * "
        "asin(sqrt(haversin(radians(b.latitude - a.latitude)) + cos(radians(a.latitude)) * cos(radians(b.latitude)) * "
        "haversin(radians(b.longitude - a.longitude)))) AS m",
    ),
    Gap(
        "valueType()",
        "lists",
        values.type_names,
        "valueType() of a list, or of what may be one, does not name the kinds in it here",
        "it would give LIST<ANY>",
        "x IS :: INTEGER, x IS :: STRING ...",
        "RETURN valueType([1, 'a']) AS kind",
        "RETURN [1, 'a'] IS :: LIST<INTEGER> AS whole_numbers",
    ),
    Gap(
        "spaces around a number",
        "text",
        values.spaces_around_a_number,
        "a text with spaces around it becomes a number, or true or false",
        "each reads other spaces: toInteger(' 42 ') would be 42 and is null in Neo4j, toBoolean(' true ') the other way round",
        "trim(...) first",
        "RETURN toInteger(' 42 ') AS n",
        "RETURN toInteger(trim(' 42 ')) AS n",
    ),
    Gap(
        "large whole number beside a fraction",
        "numbers",
        values.large_number_and_fraction,
        "a whole number beyond 2^53 is compared with a fraction",
        "it would be compared exactly; Neo4j rounds it to a fraction first",
        "two whole numbers, or toFloat() of both",
        "RETURN 9007199254740993 = 9007199254740992.0 AS same",
        "RETURN toFloat(9007199254740993) = 9007199254740992.0 AS same",
    ),
    Gap(
        "field of a point",
        "numbers",
        values.field_of_a_point,
        ".crs of a point, or a field that points do not have",
        ".crs would be WGS-84 for wgs-84, and an unknown field null",
        "x, y, z, longitude, latitude, height or srid",
        "RETURN point({latitude: 1, longitude: 2}).crs AS system",
        "RETURN point({latitude: 1, longitude: 2}).srid AS system",
    ),
    Gap(
        "statements about the server",
        "functions, procedures, clauses",
        rules.clause_of_the_server,
        "SHOW, EXPLAIN, USE, USING INDEX and options are about a server",
        "there is none here, and the plans are others",
        "the query without it; without govgraph: cypher-shell",
        "EXPLAIN MATCH (n:Agency) RETURN n.name AS name",
        "MATCH (n:Agency) RETURN n.name AS name",
    ),
    Gap(
        "unknown function",
        "functions, procedures, clauses",
        rules.unknown_function,
        "Neo4j has no such function",
        "the embedded store has functions of its own, which would not run on Neo4j",
        "https://neo4j.com/docs/cypher-manual/5/functions/",
        "RETURN sinh(1.0) AS x",
        "RETURN (exp(1.0) - exp(-1.0)) / 2 AS x",
        neo4j_refuses=True,
    ),
    Gap(
        "procedures",
        "functions, procedures, clauses",
        rules.procedure,
        "procedures are not the same here",
        "each store has its own; some of them read files or write",
        "a query: MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label; MATCH ()-[r]->() RETURN DISTINCT type(r)",
        "CALL db.labels() YIELD label RETURN label ORDER BY label",
        "MATCH (n:Entity) UNWIND labels(n) AS label RETURN DISTINCT label ORDER BY label",
    ),
    Gap(
        "LOAD CSV",
        "functions, procedures, clauses",
        rules.reading_files,
        "LOAD CSV reads files",
        "it would read any file of this computer that you may read; a server reads only what it is set up to",
        "govgraph load FILE, or rows as a parameter: UNWIND $rows AS row",
        "LOAD CSV FROM 'file:///table.csv' AS row RETURN row",
        "UNWIND $l AS row RETURN row",
        neo4j_refuses=True,
    ),
    Gap(
        "clauses of Cypher 25",
        "functions, procedures, clauses",
        rules.newer_clause,
        "LET, FILTER, WHEN and NEXT are of Cypher 25, which Neo4j does not read unless it is told to",
        "the embedded store reads them",
        "WITH x AS y for LET, WITH * WHERE for FILTER, CASE for WHEN",
        "MATCH (e:Event) FILTER e.tone > 0 RETURN e.name AS name",
        "MATCH (e:Event) WITH * WHERE e.tone > 0 RETURN e.name AS name",
        neo4j_refuses=True,
    ),
    Gap(
        "no RETURN",
        "functions, procedures, clauses",
        rules.unfinished,
        "the query ends before it returns anything",
        "it would give what it has",
        "RETURN at the end",
        "MATCH (n:Agency)",
        "MATCH (n:Agency) RETURN n",
        neo4j_refuses=True,
    ),
    Gap(
        "a clause after RETURN",
        "functions, procedures, clauses",
        rules.after_the_end,
        "RETURN ends a query; ORDER BY, SKIP and LIMIT belong to it in this order",
        "it would read them in any order, as clauses of their own",
        "RETURN ... ORDER BY ... SKIP ... LIMIT ...",
        "UNWIND [2, 1] AS x RETURN x LIMIT 1 ORDER BY x",
        "UNWIND [2, 1] AS x RETURN x ORDER BY x LIMIT 1",
        neo4j_refuses=True,
    ),
    Gap(
        "text as LIMIT",
        "order",
        rules.limit_that_is_no_number,
        "LIMIT and SKIP take a whole number",
        "a text would be read as one",
        "a whole number",
        "UNWIND [1, 2] AS x RETURN x LIMIT '1'",
        "UNWIND [1, 2] AS x WITH x ORDER BY x LIMIT 1 RETURN x",
        neo4j_refuses=True,
    ),
    Gap(
        "a carried value beside a part of a property",
        "WITH and UNWIND",
        rules.carried_value,
        "a value from WITH or UNWIND is compared with a part of a property, in OPTIONAL MATCH, EXISTS or COUNT",
        "the value would be unknown there",
        "a parameter ($year), or MATCH ... WITH * WHERE ...",
        "UNWIND [2001, 2010] AS y OPTIONAL MATCH ()-[m:MEMBER_OF]->() WHERE m.startsFrom.year = y RETURN y, count(m) AS n",
        "MATCH ()-[m:MEMBER_OF]->() WITH m.startsFrom.year AS year UNWIND [2001, 2010] AS y RETURN y, sum(CASE WHEN year = y THEN 1 ELSE 0 END) AS n",
    ),
    Gap(
        "no name in WITH",
        "WITH and UNWIND",
        rules.unnamed_in_with,
        "what WITH passes on has no name",
        "it could not be used further on",
        "WITH n.name AS name",
        "MATCH (n:Agency) WITH n.name RETURN 1 AS x",
        "MATCH (n:Agency) WITH n.name AS name RETURN 1 AS x",
        neo4j_refuses=True,
    ),
    Gap(
        "a name twice",
        "WITH and UNWIND",
        rules.named_again,
        "UNWIND gives a name that there is already",
        "the first value would be forgotten",
        "another name",
        "UNWIND [1] AS x UNWIND [2] AS x RETURN x",
        "UNWIND [1] AS x UNWIND [2] AS y RETURN y AS x",
        neo4j_refuses=True,
    ),
    Gap(
        "more beside * in a subquery",
        "names of columns",
        rules.star_in_subquery,
        "RETURN *, ... in a subquery",
        "what is beside the star would be lost",
        "the names in place of the star",
        "CALL { UNWIND [1] AS x RETURN *, x + 1 AS y } RETURN y",
        "CALL { UNWIND [1] AS x RETURN x, x + 1 AS y } RETURN y",
    ),
    Gap(
        "bytes as a parameter",
        "parameters",
        rules.bytes_parameter,
        "a parameter of bytes",
        "it would become a list of numbers",
        "a list of numbers, or text",
        "RETURN $raw AS x",
        "RETURN $l AS x",
    ),
)


def refuse_gaps(query: ParsedQuery) -> None:
    """Refuse a query that the embedded store would answer otherwise than Neo4j.

    Raises:
        QueryError: with the place in the query, and what to write instead.
    """
    for gap in GAPS:
        for node in gap.find(query):
            raise QueryError(gap.what, where=node.where, hint=gap.instead)
