"""Words and signs of SQL, SPARQL and programming languages in a Cypher query, and what to write instead of them."""

from __future__ import annotations

_OTHER_LANGUAGE = "MATCH (n:Actor) RETURN n.name AS name; govgraph sql asks in SQL, and govgraph sparql in SPARQL"
_WORDS = {
    "LIKE": "x STARTS WITH 'a', x ENDS WITH 'a', x CONTAINS 'a', or x =~ 'a.*'",
    "ILIKE": "toLower(x) CONTAINS 'a'",
    "BETWEEN": "1 <= x <= 5",
    "GROUP": "RETURN x, count(*) AS n, which groups by x",
    "HAVING": "WITH x, count(*) AS n WHERE n > 1 RETURN x, n",
    "JOIN": "MATCH (a)-[:MEMBER_OF]->(b)",
    "NULLS": "ORDER BY x IS NULL, x",
    **dict.fromkeys(("SELECT", "PREFIX", "ASK", "CONSTRUCT", "DESCRIBE"), _OTHER_LANGUAGE),
}
_PAIRS = {"==": "a single =", "&&": "AND", "||": "OR"}


def instead(text: str, start: int, word: str) -> str:
    """What to write in place of a word or sign that cannot stand in a query; empty if it is not known from elsewhere.

    Args:
        text: the query.
        start: where the word begins.
        word: the word or sign.

    Example:
        >>> query = "MATCH (n) WHERE n.name == 'a' AND n.iri LIKE 'b' RETURN n"
        >>> instead(query, query.index("LIKE"), "LIKE")[:17], instead(query, query.index("= 'a'"), "=")
        ("x STARTS WITH 'a'", 'a single =')
        >>> instead("RETURN 1; RETURN 2", 10, "RETURN")
        'one query at a time'
    """
    if text[:start].rstrip().endswith(";"):
        return "one query at a time"
    for pair in (text[start : start + 2], text[max(0, start - 1) : start + 1]):
        if pair in _PAIRS:
            return _PAIRS[pair]
    if word == "," and text[: text.rfind("(", 0, start)].rstrip().upper().endswith(" IN"):
        return "a list after IN: ['a', 'b']"
    return _WORDS.get(word.upper(), "")
