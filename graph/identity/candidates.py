"""Pairs of actors that may be one: found by keys of their names, compared part by part, for a person to decide.

Nothing is put together here. :mod:`govgraph.graph.identity.blocking` finds the actors whose names are near enough. These are compared in Python: names,
then what the records say besides.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from govgraph.graph.duck import connect, parquet
from govgraph.graph.identity.blocking import BETWEEN_WORDS, MOST_NAMES, write_pairs
from govgraph.graph.identity.facts import Facts, contradicts, facts_of, nothing_bears
from govgraph.graph.identity.fold import sounds, usual
from govgraph.graph.identity.name_parts import from_texts
from govgraph.graph.identity.names import Comparison, Outcome, compare, score_if_same
from govgraph.graph.identity.rows import actor_rows
from govgraph.graph.table_parts import parts_of

if TYPE_CHECKING:
    import duckdb

    from govgraph.graph.folder import Folder
    from govgraph.graph.identity.log import Log

BLOCK: Final = 50
"""The most actors that may share two keys of words for these to be looked at."""

_ROWS: Final = 50_000
_ONE_WORD: Final = 4
_ONE_WORD_SCORE: Final = 0.8
"""The fewest sounds of a name in one word by which a body is found, and its score."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two actors that may be one.

    Attributes:
        a, b: their IRIs now, the lower one first.
        a_name, b_name: the two names that are nearest.
        score: 0 to 1: how well the names agree, more where identifiers, births or countries agree too.
        people: whether both are people.
        agrees: what their records have in common besides.
        contradicts: what speaks against it; empty: nothing.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    score: float
    people: bool
    agrees: tuple[str, ...] = ()
    contradicts: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str, str, Outcome], ...]:
        """Each part of the names: (part, in a, in b, agrees | absent | contradicts | fits).

        They are made when they are asked for: of many pairs only a few are looked at.
        """
        return (compare if self.people else _bodies)(self.a_name, self.b_name).parts

    def to_json(self) -> dict[str, Any]:
        """All of it, as values that JSON can hold."""
        return {**asdict(self), "parts": self.parts}


@dataclass(slots=True)
class Candidates:
    """The pairs, and what was left out.

    Attributes:
        pairs: the best first.
        common: how many pairs of keys were left out because too many actors have them.
        cut: how many pairs there are beyond the limit.
    """

    pairs: list[Candidate] = field(default_factory=list)
    common: int = 0
    cut: int = 0


def candidates(
    folder: Folder,
    version: Path,
    log: Log,
    *,
    limit: int = 100,
    block: int = BLOCK,
    kind: str = "",
    everything: bool = False,
) -> Candidates:
    """The pairs of actors that may be one and on which nobody has decided.

    Args:
        limit: the most pairs.
        block: the most actors that may share two keys.
        kind: only actors of this kind; empty: people and bodies.
        everything: also pairs whose records contradict.

    Example:
        >>> from govgraph.graph.identity.log import Log
        >>> candidates(graph.folder, graph.version(), Log()).pairs
        []
    """
    with (
        tempfile.TemporaryDirectory(prefix="govgraph-candidates-") as scratch,
        connect(memory="1GB", spill=Path(scratch) / "spill", ordered=False) as db,
    ):
        condition = "kind = $kind" if kind else "kind NOT IN ('country', 'group', 'actor')"
        named = (
            "SELECT iri, kind, [x.text for x in coalesce(names, []) || coalesce(aliases, [])] AS names FROM "
            f"{parquet(*parts_of(version / 'tables', 'actors'))} WHERE {condition}"
        )
        db.execute(
            f"CREATE TABLE named AS SELECT row_number() OVER (ORDER BY iri) AS number, * FROM ({named})",
            {"kind": kind} if kind else {},
        )
        common = write_pairs(db, block)
        found = list(_compared(db))
    decided = {of for of in log.words if of[0] != of[1]}
    with actor_rows(folder, version) as rows:
        known = facts_of(rows, "actors", {x for a, b, *_ in found for x in (a, b)})
    base, judged = folder.settings().base, []
    for a, b, a_name, b_name, alike, people in found:
        if (a, b) in decided:
            continue
        one, other = known.get(a, Facts()), known.get(b, Facts())
        against, common_facts = (
            ("", ()) if nothing_bears(one, other) else (contradicts(base, one, other), _in_common(one, other))
        )
        if against and not everything:
            continue
        score = round(alike * (0.9 + 0.1 * min(1, len(common_facts) / 2)) * (0.3 if against else 1), 3)
        judged.append(Candidate(a, b, a_name, b_name, score, people, common_facts, against))
    judged.sort(key=lambda x: (-x.score, x.a, x.b))
    return Candidates(judged[:limit], common, max(0, len(judged) - limit))


def _compared(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str, str, float, bool]]:
    """The pairs whose names are found to be the same: (a, b, name of a, name of b, score, whether both are people)."""
    cursor = db.cursor()
    cursor.execute(
        # In the order of words, so that words which were compared are known when they are met again.
        "SELECT one.iri, other.iri, x.number IS NOT NULL AND y.number IS NOT NULL AS both, "
        "one.names, other.names, "
        "one.kind = 'person' AND other.kind = 'person', x.words, x.said, x.initials, x.woman, y.words, y.said, y.initials, y.woman "
        "FROM pairs p JOIN named one ON one.number = p.a JOIN named other ON other.number = p.b "
        "LEFT JOIN apart x ON x.number = p.a LEFT JOIN apart y ON y.number = p.b ORDER BY p.one, p.other, p.a, p.b"
    )
    while rows := cursor.fetchmany(_ROWS):
        for a, b, taken_apart, names, others, people, *of in rows:
            if taken_apart:
                score = score_if_same(from_texts(*of[:4]), from_texts(*of[4:]))
                best = None if score is None else (score, names[0], others[0])
            else:
                best = _nearest(names[:MOST_NAMES], others[:MOST_NAMES], people)
            if best:
                yield a, b, best[1], best[2], best[0], people


def _nearest(names: list[str], others: list[str], people: bool) -> tuple[float, str, str] | None:
    """The score and names of two actors with several names, by the two that are nearest; None if none are the same."""
    best: tuple[float, str, str] | None = None
    for x, y in product(names, others):
        comparison = compare(x, y) if people else _bodies(x, y)
        if comparison.verdict == "same" and (best is None or comparison.score > best[0]):
            best = (comparison.score, x, y)
        elif people and comparison.verdict == "different" and _full(comparison):
            # Their full names contradict: that some shorter names agree says nothing.
            return None
    return best


def _full(comparison: Comparison) -> bool:
    return any(part == "patronymic" and outcome == "contradicts" for part, *_, outcome in comparison.parts)


def _bodies(one: str, other: str) -> Comparison:
    """Two names of bodies: the same if they have the same words, whatever their spelling and order, or are one but for the spaces in it.

    Across languages a register is needed. One word says less than several: Республика is a party here and there.
    """
    written = [[usual(sounds(x)) for x in BETWEEN_WORDS.split(name) if x] for name in (one, other)]
    words, others = (tuple(sorted(x)) for x in written)
    agrees: Outcome = "agrees"
    found = tuple(("word", x, y, agrees) for x, y in zip(words, others, strict=False))
    joined, other_joined = ("".join(x) for x in written)
    if len(words) > 1 and words == others:
        return Comparison("same", 1.0, found)
    if len(joined) >= _ONE_WORD and joined == other_joined:
        return Comparison("same", _ONE_WORD_SCORE, (("word", joined, joined, agrees),))
    return Comparison("undecided", 0.0, found)


def _in_common(one: Facts, other: Facts) -> tuple[str, ...]:
    """What the records of two actors have in common besides their names."""
    found = []
    if one.births & other.births:
        found.append("the same birth")
    if one.countries & other.countries:
        found.append("of the same country")
    shared = {x for ids in one.ids.values() for x in ids} & {x for ids in other.ids.values() for x in ids}
    return (*found, *sorted(shared))
