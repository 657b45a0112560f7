"""The parts of ``docs/cypher.md`` that are made of the suite, the guards and the declared gaps; ``tests/manual.py`` writes them."""

from __future__ import annotations

from pathlib import Path

from govgraph.graph.cypher.gaps import GAPS
from govgraph.graph.cypher.guards import GUARDS
from parity import graph_queries, result_queries, second, value_queries
from parity.case import Case
from parity.result_queries import ERRORS, SYNTAX, WRITES

_FIRST: dict[str, list[Case]] = {**graph_queries.TOPICS, **value_queries.TOPICS, **result_queries.TOPICS}
TOPICS: dict[str, list[Case]] = {
    topic: _FIRST.get(topic, []) + second.TOPICS.get(topic, []) for topic in {**_FIRST, **second.TOPICS}
}
"""All queries that have to give equal answers, by topic."""

_PAGE = Path(__file__).parents[2] / "docs" / "cypher.md"


def parity_table() -> str:
    """Topic, queries, how many are equal, declared gaps."""
    gaps: dict[str, int] = {}
    for gap in GAPS:
        gaps[gap.topic] = gaps.get(gap.topic, 0) + 1
    rows = [(topic, len(cases), gaps.pop(topic, 0)) for topic, cases in TOPICS.items()]
    assert not gaps, f"no such topic: {gaps}"
    rows.append(("alternatives to gaps", len([g for g in GAPS if g.alternative]), 0))
    rows.append(("alternatives to what stops", len(GUARDS), 0))
    lines = ["| topic | queries | equal | declared gaps |", "|---|---|---|---|"]
    lines += [f"| {topic} | {queries} | {queries} | {found or ''} |" for topic, queries, found in rows]
    errors = len(ERRORS) + len(SYNTAX) + len(second.REFUSED)
    lines += [f"| errors: refused by all | {errors} | {errors} | |"]
    lines += [f"| writing: refused by all | {len(WRITES)} | {len(WRITES)} | |"]
    of_gaps = sum(map(len, second.OF_GAPS.values()))
    lines += [f"| more of the gaps: refused with what to write | {of_gaps} | {of_gaps} | |"]
    of_guards = len(GUARDS) + sum(map(len, second.OF_GUARDS.values()))
    lines += [f"| stopped while they run, with what to write | {of_guards} | {of_guards} | |"]
    total = sum(queries for _, queries, _ in rows) + errors + len(WRITES) + of_gaps + of_guards
    return "\n".join([*lines, f"| **all** | **{total}** | **{total}** | **{len(GAPS)}** |"])


def gap_list() -> str:
    """Each gap with its reason, an example, and what to write instead."""
    parts = []
    for gap in GAPS:
        refusing = "Neo4j 5.26 refuses" if gap.only_lts else "Neo4j refuses"
        neo4j = f"{refusing} it as well." if gap.neo4j_refuses else "Neo4j answers it."
        parts += [f"### {gap.name}", "", f"{_sentence(gap.what)} {_sentence(gap.reason)} {neo4j}", ""]
        parts += ["```cypher", f"{gap.example}  // refused", "```", "", f"Write instead: {gap.instead}.", ""]
        if gap.alternative:
            parts += ["```cypher", gap.alternative, "```", ""]
    return "\n".join(parts).rstrip()


def guard_list() -> str:
    """What stops a query while it runs, with its reason, an example, and what to write instead."""
    lines = ["| stopped | why | example | instead |", "|---|---|---|---|"]
    for guard in GUARDS:
        cells = (guard.what, guard.reason, f"`{guard.example}`", f"{guard.instead}: `{guard.alternative}`")
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def main() -> None:
    """Write the parts into the page."""
    text = _PAGE.read_text("utf-8")
    for mark, made in (("table", parity_table()), ("guards", guard_list()), ("gaps", gap_list())):
        before, _, rest = text.partition(f"<!-- {mark}: ")
        heading, _, rest = rest.partition("-->")
        text = f"{before}<!-- {mark}: {heading}-->\n\n{made}\n\n<!-- end of {mark} -->{rest.partition(f'<!-- end of {mark} -->')[2]}"
    _PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
