"""The second part of the suite, read from ``second.cypher``: queries by topic, those that all refuse, and those of each gap."""

from __future__ import annotations

from pathlib import Path

from parity.case import Case


def read(text: str) -> dict[str, list[Case]]:
    """Heading -> the queries below it.

    Example:
        >>> read("// about a file\\n\\n// topic: lists\\nRETURN [1]\\n")
        {'topic: lists': [Case(text='RETURN [1]', parameters={}, same_on_current=True)]}
    """
    found: dict[str, list[Case]] = {}
    heading = ""
    for line in text.splitlines():
        if line.startswith("// "):
            heading = line[3:]
        elif line:
            found.setdefault(heading, []).append(Case(line))
    return found


_READ = read(Path(__file__).with_suffix(".cypher").read_text("utf-8"))
TOPICS = {heading.removeprefix("topic: "): cases for heading, cases in _READ.items() if heading.startswith("topic: ")}
"""Queries that have to give equal answers, by topic."""
OF_GAPS = {heading.removeprefix("gap: "): cases for heading, cases in _READ.items() if heading.startswith("gap: ")}
"""Queries that the embedded store refuses, by the name of the gap."""
OF_GUARDS = {
    heading.removeprefix("guard: "): cases for heading, cases in _READ.items() if heading.startswith("guard: ")
}
"""Queries that the embedded store stops, by the name of the guard."""
REFUSED = _READ["refused by all"]
"""Queries that all stores refuse."""
