"""What is wrong with an SQL query: DuckDB's errors in the form of the other languages, with their place and nearest name.

DuckDB gives the place of some errors only, and as a drawing. What an error names is looked for in the query; if it names nothing that
stands there, the place is where the statement begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from govgraph.graph.errors import QueryError
from govgraph.graph.queries.query_text import misspelt, place

FAULT = "the SQL query has a fault"
_ONE_SELECT = "one SELECT, which only reads; govgraph ref lists the tables"
"""How each error about the text of a query begins."""
_KEYWORDS = (
    "SELECT FROM WHERE GROUP ORDER BY HAVING LIMIT OFFSET JOIN LEFT RIGHT FULL INNER OUTER CROSS USING DISTINCT UNION INTERSECT EXCEPT "
    "WITH RECURSIVE VALUES CASE WHEN THEN ELSE END AND NOT NULL BETWEEN LIKE ILIKE EXISTS UNNEST QUALIFY WINDOW PARTITION OVER"
).split()
_WORD = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$?\w+|\S", re.DOTALL)
_COMMENTS = ("--", "/*")
_KIND = re.compile(r"^[A-Z][\w ]* Error: ")
_LINE = re.compile(r"\n\nLINE (\d+): (.*)\n( *)\^+")

# What DuckDB says -> what is said, with the name that it is about.
_SAID: tuple[tuple[str, str], ...] = (
    (r'Referenced column "?(.+?)"? (?:was )?not found', "there is no column {}"),
    (r'(?:Table|Values list) ".+?" does not have a column named "(.+?)"', "there is no column {}"),
    (r'Column "(.+?)" does not exist on', "there is no column {} to join by"),
    (r"Table with name (.+?) does not exist", "there is no table {}"),
    (r'Referenced table "(.+?)" not found', "there is no table {} in FROM"),
    (r"(?:\w+ )?Function with name (.+?) does not exist", "there is no function {}"),
    (r'column "(.+?)" must appear in the GROUP BY', "{} is not grouped: SELECT may use what is in GROUP BY, and aggregates"),
    (r"No function matches the given name and argument types '(.+?)\(", "{} is not for values of this type"),
    (r'Could not find key "(.+?)" in struct', "there is no field {}"),
    (r"Cannot extract field '(.+?)' from expression", "there is no field {}: what stands before it has none"),
    (r'Ambiguous reference to column name "(.+?)"', "several tables have a column {}"),
    (r"Type with name (.+?) does not exist", "there is no type {}"),
    (r"Values were not provided for the following (?:prepared statement )?parameters: (\w+)", "no value is given for ${}"),
    (r"unterminated string literal", "the text that ' begins is never closed"),
    (r"WHERE clause cannot contain aggregates", "WHERE cannot have aggregates; HAVING, after GROUP BY, can"),
    (r"same number of result columns", "the SELECTs that are put together have different numbers of columns"),
    (r"Division by zero", "something is divided by 0; nullif(x, 0) makes it NULL"),
)  # fmt: skip
_NEAREST = re.compile(
    r'(?:Candidate bindings:[ :]*|Candidate tables: |Candidate Entries: |Did you mean )"(.+?)"|\(use: \'(.+?)\''
)
_SETTING = re.compile(r"\n\* SET .*", re.DOTALL)  # no query may change a setting
_NAMED = re.compile(r"[\"'`]([^\"'`\s]+)[\"'`]")
_HINTS = {"no table": "govgraph ref", "no column": "govgraph ref TABLE", "no field": "DESCRIBE TABLE shows the fields"}


def explained(message: str, query: str, *, lines_before: int = 0) -> QueryError:
    """DuckDB's error about a query as one of ours, with its place.

    Args:
        message: as DuckDB gives it, for this text; where another text was run, its drawing of the place is not looked at.
        query: the text of the person who asks.
        lines_before: how many lines stood before it in what was run.

    Example:
        >>> str(explained('Binder Error: Referenced column "nam" not found in FROM clause!\\nCandidate bindings: "name"', "SELECT nam"))
        'query:1:8: the SQL query has a fault: there is no column nam; try: name'
    """
    text = _KIND.sub("", _LINE.sub("", message).strip())
    start = _drawn(message, query, lines_before)
    if met := re.match(r'syntax error at or near "(.*?)"', text):
        return _syntax(query, met[1], _start_of(query, met[1]) if start is None else start)
    for pattern, said in _SAID:
        if found := re.search(pattern, text):
            name = found[1] if found.groups() else ""
            if start is None and name:
                start = _start_of(query, f"${name}" if "${}" in said else name)
            if start is None:
                start = beginning(query)
            near = _NEAREST.search(text)
            instead = (near[1] or near[2]).replace('"', "") if near else ""
            hint = instead or next((hint for words, hint in _HINTS.items() if words in said), "")
            return QueryError(f"{FAULT}: {said.format(name)}", where=place(query, start), hint=hint)
    if start is None:
        named = (_start_of(query, name) for name in _NAMED.findall(text))
        start = next((found for found in named if found is not None), beginning(query))
    return QueryError(
        f"{FAULT}: {' '.join(_SETTING.sub('', text).split())[:400]}", where=place(query, start), hint=_ONE_SELECT
    )


def _syntax(query: str, word: str, start: int | None) -> QueryError:
    found = [m for m in _WORD.finditer(query) if not m[0].startswith(_COMMENTS)]
    number = next((i for i, m in enumerate(found) if m.start() == start), None)
    if number is None:
        return QueryError(
            f"{FAULT}: {word} cannot stand here",
            where=place(query, beginning(query) if start is None else start),
            hint=_ONE_SELECT,
        )
    if near := misspelt(word, _KEYWORDS):
        return QueryError(f"{FAULT}: {word} cannot stand here", where=place(query, found[number].start()), hint=near)
    before = found[number - 1] if number else None
    if before and (near := misspelt(before[0], _KEYWORDS)):
        return QueryError(f"{FAULT}: {before[0]} is no word of SQL", where=place(query, before.start()), hint=near)
    if number == len(found) - 1 and not word.endswith((")", "'")):
        return QueryError(
            f"{FAULT}: the query ends too early, after {word}",
            where=place(query, len(query.rstrip())),
            hint=_ONE_SELECT,
        )
    return QueryError(f"{FAULT}: {word} cannot stand here", where=place(query, found[number].start()), hint=_ONE_SELECT)


def _drawn(message: str, query: str, lines_before: int) -> int | None:
    """The position that DuckDB points at; None if it draws none, or not in this text."""
    match = _LINE.search(message)
    lines = query.split("\n")
    number = int(match[1]) - lines_before if match else 0
    if not match or not 1 <= number <= len(lines):
        return None
    column = len(match[3]) - len(f"LINE {match[1]}: ")
    line = lines[number - 1]
    if match[2] != line:  # it shows a part of a long line, between dots
        shown = match[2].strip(".")
        if not shown or shown not in line:
            return None
        column += line.index(shown) - match[2].index(shown)
    return sum(len(x) + 1 for x in lines[: number - 1]) + column


def beginning(query: str) -> int:
    """The position of the first word of a query; its end if there are only comments.

    Example:
        >>> beginning("-- all of them\\nSELECT 1")
        15
    """
    return next((m.start() for m in _WORD.finditer(query) if not m[0].startswith(_COMMENTS)), len(query.rstrip()))


def parameter_places(query: str, names: Iterable[str]) -> dict[str, str]:
    """The names of parameters in order, each with the first place where the query has it.

    Example:
        >>> parameter_places("SELECT $day, $ n", ["n", "day"])
        {'day': 'query:1:8', 'n': 'query:1:14'}
    """
    starts = {name: _start_of_parameter(query, name) for name in sorted(names)}
    return {name: "" if start is None else place(query, start) for name, start in starts.items()}


def _start_of_parameter(query: str, name: str) -> int | None:
    start = _start_of(query, f"${name}")
    if start is None and (apart := re.search(rf"\$\s+{re.escape(name)}\b", query)):  # DuckDB takes ``$ n`` for ``$n``
        return apart.start()
    return start


def _start_of(query: str, name: str) -> int | None:
    """The first place of a name, or of a text, in a query outside comments; of a sign of several characters that of its first."""
    for match in _WORD.finditer(query):
        if match[0].strip("\"'").lower() == name.lower():
            return match.start()
    if name and not re.search(r"\w", name):
        return next((m.start() for m in _WORD.finditer(query) if query.startswith(name, m.start())), None)
    return None
