"""Search in a pushed database for things by their names: the same hits in the same order as in the folder.

The full-text index finds the hits; :mod:`govgraph.graph.find.search` defines the search terms and how hits are ranked. Lucene never takes what a
person typed for syntax: the text is folded to letters and digits, and any other character is escaped.
"""

from __future__ import annotations

import re
from typing import Any

import neo4j

from govgraph.graph.answers.results import Result
from govgraph.graph.errors import GraphError
from govgraph.graph.find.search import COLUMNS, SearchTerms, label_of, result, search_terms
from govgraph.graph.property_graph.projection import SEARCH_INDEX
from govgraph.ontology.classes import classes, lineage
from govgraph.ontology.folding import fold

_NOT_A_LETTER = re.compile(r"(\W)")


def lucene(terms: SearchTerms) -> str:
    """A Lucene query for all words; the last word may be only the beginning of one.

    Example:
        >>> lucene(search_terms('"Ата" OR Мек'))
        '+ата +or +мек*'
    """
    words = [_NOT_A_LETTER.sub(r"\\\1", word) for word in terms.words]
    return " ".join([*(f"+{word}" for word in dict.fromkeys(words[:-1])), f"+{words[-1]}*"])


_QUERY = (
    "CALL db.index.fulltext.queryNodes($index, $lucene) YIELD node AS n "
    "WHERE n.iri IS NOT NULL AND ($label = '' OR $label IN labels(n)) "
    "WITH n, CASE WHEN any(x IN $identifiers WHERE n.search CONTAINS x) THEN 0 WHEN n.search CONTAINS $whole THEN 1 "
    # For a pattern without types and ends Neo4j reads a stored count, not the relationships.
    "WHEN n.search CONTAINS $begins THEN 2 ELSE 3 END AS rank, COUNT { (n)--() } AS links "
    "ORDER BY rank, links DESC, coalesce(n.name, n.iri), n.iri LIMIT $limit "
    "RETURN labels(n) AS labels, properties(n) AS properties, rank, links"
)


def search(session: neo4j.Session, text: str, *, kind: str = "", limit: int = 20) -> Result:
    """The things in a pushed database that have this name, as :meth:`govgraph.graph.graph.Graph.search` returns them.

    Relationships that others have drawn are counted as links too.

    Raises:
        QueryError: there is no such kind, or the text has too many words for a name.
        GraphError: the database does not have the full-text index.
    """
    terms, label = search_terms(text), label_of(kind)
    if not terms.words or limit < 1:
        return Result(COLUMNS, [])
    try:
        nodes = session.run(
            _QUERY,
            index=SEARCH_INDEX,
            lucene=lucene(terms),
            label=label,
            identifiers=list(terms.identifiers),
            whole=terms.whole,
            begins=terms.begins,
            limit=limit + 1,
        ).data()
    except neo4j.exceptions.ClientError as error:
        if "no such" not in str(error).lower():
            raise
        raise GraphError(
            f"the database has no full-text index {SEARCH_INDEX}", hint="govgraph push URI --compare"
        ) from error
    rows = []
    for node in nodes:
        properties = node["properties"]
        shown = {key: properties.get(key) for key in ("iri", "name")}
        rows.append({**node, **shown, "class": _class(node["labels"]), "said": _names(properties)})
    return result(terms, rows, limit)


def _names(properties: dict[str, Any]) -> list[str]:
    """The names, aliases and identifiers of a node. A name in no language is only in the property ``search``, in folded form."""
    names = [value for key, value in properties.items() if key == "name" or key.startswith("name_")]
    names += [*properties.get("aliases", []), *properties.get("identifiers", [])]
    folded = {fold(text) for text in names}
    searchable = properties.get("search", "").strip("| ").split(" | ")
    return names + [text for text in searchable if " = " not in text and text not in folded]


def _class(labels: list[str]) -> str:
    """The class that has these labels; labels that others have added to the node are ignored."""
    ours = [name for name in labels if name in classes()]
    return max(ours, key=lambda name: (set(lineage(name)) >= set(ours), name), default="Undescribed")
