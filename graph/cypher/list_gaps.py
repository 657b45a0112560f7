"""The declared gaps of lists, of what goes through them, and of names in back-ticks there."""

from __future__ import annotations

from govgraph.graph.cypher import label_rules as labels
from govgraph.graph.cypher import list_rules as lists
from govgraph.graph.cypher.gap import Gap

LIST_GAPS: tuple[Gap, ...] = (
    Gap(
        "order of labels and keys",
        "nodes and relationships",
        labels.order_of_labels,
        "labels() and keys() have no order to rely on",
        "each store has its own order, a server even several for the same keys",
        "'Agency' IN labels(n), n:Agency; or the list in an order: COLLECT { UNWIND labels(n) AS x RETURN x ORDER BY x }",
        "MATCH (n:NGO) RETURN labels(n)[0] AS label, count(*) AS n",
        "MATCH (n:NGO) UNWIND labels(n) AS label RETURN min(label) AS label, count(DISTINCT n) AS n",
    ),
    Gap(
        "a known relationship in a list of a pattern",
        "patterns",
        lists.known_in_a_list,
        "[(a)-[r]->(b) | ...] with a relationship that is known before",
        "any relationship would be taken",
        "COLLECT { MATCH (a)-[r]->(b) RETURN ... }",
        "MATCH (a:NGO)-[r:ASSOCIATED_WITH]->() RETURN size([(a)-[r]->(b) | b.iri]) AS n",
        "MATCH (a:NGO)-[r:ASSOCIATED_WITH]->() RETURN size(COLLECT { MATCH (a)-[r]->(b) RETURN b.iri }) AS n",
    ),
    Gap(
        "reverse() of a list that is kept",
        "lists",
        lists.reversed_as_kept,
        "reverse() of a property that is a list",
        "it would give the list; Neo4j 5.26 stops",
        "reverse([x IN a.aliases | x])",
        "MATCH (a:Agency) RETURN reverse(a.aliases) AS x",
        "MATCH (a:Agency) RETURN reverse([x IN a.aliases | x]) AS x",
        neo4j_refuses=True,
        only_lts=True,
    ),
    Gap(
        "reduce() of another kind",
        "lists",
        lists.reduced_to_another_kind,
        "the sum of a reduce() begins with one kind of value and becomes another",
        "it would change its kind; Neo4j refuses the query",
        "one kind for both: reduce(s = '', x IN l | s + x) of texts, reduce(s = 0, x IN l | s + x) of numbers",
        "RETURN reduce(s = 0, x IN ['a', 'b'] | s + x) AS x",
        "RETURN reduce(s = '', x IN ['a', 'b'] | s + x) AS x",
        neo4j_refuses=True,
    ),
    Gap(
        "key of a property",
        "lists",
        lists.key_of_a_property,
        "an element of a property is asked for by what is no whole number",
        "it would be null where the property is; Neo4j refuses the query",
        "a whole number: n.aliases[0]",
        "MATCH (a:Agency) RETURN a.aliases['first'] AS x",
        "MATCH (a:Agency) RETURN a.aliases[0] AS x",
        neo4j_refuses=True,
    ),
)
