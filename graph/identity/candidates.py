"""Pairs of actors that may be one: found by keys of their names, compared part by part, for a person to decide.

Nothing is put together here. Two actors are a pair if they have two coarse keys of words in common (:mod:`govgraph.graph.identity.fold`). That is a
join by key in DuckDB, which spills to disk when it must; a pair of keys that more than ``block`` actors have is left out and counted, since so
common a name says nothing. The join leaves out people whose genders or patronymics rule each other out. What is left is compared
in Python: names, then what the records say besides.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from govgraph.graph.duck import connect, parquet
from govgraph.graph.identity.facts import Facts, contradicts, facts_of
from govgraph.graph.identity.fold import firm, skeletons, sounds, usual
from govgraph.graph.identity.names import Comparison, Outcome, compare, in_languages, parts
from govgraph.graph.identity.rows import actor_rows
from govgraph.graph.table_parts import parts_of

if TYPE_CHECKING:
    import duckdb

    from govgraph.graph.folder import Folder
    from govgraph.graph.identity.log import Log

BLOCK: Final = 50
"""The most actors that may share two keys of words for these to be looked at."""

_ROWS: Final = 50_000
_MOST_NAMES: Final = 8
_ONE_WORD: Final = 4
_ONE_WORD_SCORE: Final = 0.8
"""The fewest sounds of a name in one word by which a body is found, and its score."""

_BODIES: Final = re.compile(r"[\s,.;()«»\"/-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two actors that may be one.

    Attributes:
        a, b: their IRIs now, the lower one first.
        a_name, b_name: the two names that are nearest.
        score: 0 to 1: how well the names agree, more where identifiers, births or countries agree too.
        parts: each part of the names: (part, in a, in b, agrees | absent | contradicts | fits).
        agrees: what their records have in common besides.
        contradicts: what speaks against it; empty: nothing.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    score: float
    parts: tuple[tuple[str, str, str, str], ...] = ()
    agrees: tuple[str, ...] = ()
    contradicts: str = ""

    def to_json(self) -> dict[str, Any]:
        """All of it, as values that JSON can hold."""
        return asdict(self)


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
        common = _block(db, named, {"kind": kind} if kind else {}, block)
        found = list(_compared(db))
    decided = {of for of in log.words if of[0] != of[1]}
    with actor_rows(folder, version) as rows:
        known = facts_of(rows, "actors", {x for a, b, *_ in found for x in (a, b)})
    base, judged = folder.settings().base, []
    for a, b, a_name, b_name, comparison in found:
        if (a, b) in decided:
            continue
        one, other = known.get(a, Facts()), known.get(b, Facts())
        against, common_facts = contradicts(base, one, other), _in_common(one, other)
        if against and not everything:
            continue
        score = round(comparison.score * (0.9 + 0.1 * min(1, len(common_facts) / 2)) * (0.3 if against else 1), 3)
        judged.append(Candidate(a, b, a_name, b_name, score, comparison.parts, common_facts, against))
    judged.sort(key=lambda x: (-x.score, x.a, x.b))
    return Candidates(judged[:limit], common, max(0, len(judged) - limit))


def keys(name: str, person: bool) -> set[str]:
    """The pairs of coarse keys by which a name is found.

    Example:
        >>> keys("Садыр Жапаров", True) & keys("Japarov Sadyr Nurgozhoevich", True)
        {'sbr str'}
    """
    words = (
        parts(name).words if person else tuple(usual(sounds(word)) for word in _BODIES.split(name) if len(word) > 2)[:6]
    )
    whole = {"=" + "".join(words)} if words and not person else set()
    each = [_word_keys(word) for word in dict.fromkeys(words)]
    return whole | {
        f"{x} {y}" if x < y else f"{y} {x}" for one, other in combinations(each, 2) for x, y in product(one, other)
    }


@lru_cache(maxsize=1 << 17)
def _word_keys(word: str) -> frozenset[str]:
    """The coarse keys of a word of sounds."""
    return frozenset(key for form in (word, *in_languages(word)) for key in skeletons(form))


def _told_apart(kind: str, names: list[str]) -> tuple[bool | None, str | None]:
    """What alone rules out that two people are one: whether the name is a woman's, and the firm sounds of the patronymic; None: nothing.

    Of an actor with several names nothing is told, since another of them may agree.
    """
    if kind != "person" or len(names) != 1:
        return None, None
    of = parts(names[0])
    return of.woman, firm(of.patronymic) if of.patronymic and not in_languages(of.patronymic) else None


def _block(db: duckdb.DuckDBPyConnection, named: str, given: dict[str, str], block: int) -> int:
    """Make the table ``pairs`` of (a, b, key), the numbers of actors that share a pair of keys; return how many keys were left out."""
    db.execute(f"CREATE TABLE named AS SELECT row_number() OVER (ORDER BY iri) AS number, * FROM ({named})", given)
    db.execute("CREATE TABLE keyed (number BIGINT, key VARCHAR, woman BOOLEAN, patronymic VARCHAR)")
    cursor = db.cursor()
    cursor.execute("SELECT number, kind, names FROM named")
    while rows := cursor.fetchmany(_ROWS):
        keyed: dict[str, list[Any]] = {"number": [], "key": []}
        told: dict[str, list[Any]] = {"number": [], "woman": [], "patronymic": []}
        for number, kind, names in rows:
            known = {key for x in (names or [])[:_MOST_NAMES] for key in keys(x, kind == "person")}
            keyed["number"] += [number] * len(known)
            keyed["key"] += known
            for column, value in zip(told, (number, *_told_apart(kind, names or [])), strict=True):
                told[column].append(value)
        db.register("more_keys", pl.DataFrame(keyed, {"number": pl.Int64, "key": pl.String}).to_arrow())
        db.register(
            "told", pl.DataFrame(told, {"number": pl.Int64, "woman": pl.Boolean, "patronymic": pl.String}).to_arrow()
        )
        db.execute("INSERT INTO keyed SELECT number, key, woman, patronymic FROM more_keys JOIN told USING (number)")
        for table in ("more_keys", "told"):
            db.unregister(table)
    db.execute("CREATE TABLE sizes AS SELECT key, count(*) AS size FROM keyed GROUP BY key HAVING count(*) > 1")
    db.execute(
        "CREATE TABLE pairs AS SELECT x.number AS a, y.number AS b, min(x.key) AS key FROM keyed x "
        "JOIN keyed y ON x.key = y.key AND x.number < y.number "
        "JOIN sizes s ON s.key = x.key WHERE s.size <= $block AND coalesce(x.woman = y.woman, true) "
        "AND coalesce(x.patronymic = y.patronymic, true) GROUP BY ALL",
        {"block": block},
    )
    ((left_out,),) = db.execute("SELECT count(*) FROM sizes WHERE size > $block", {"block": block}).fetchall()
    return int(left_out)


def _compared(db: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, str, str, Comparison]]:
    """The pairs whose names are found to be the same: (a, b, name of a, name of b, how they compare)."""
    cursor = db.cursor()
    cursor.execute(
        # In the order of keys, so that a name is taken apart once for all that it is compared with.
        "SELECT one.iri, other.iri, one.names, other.names, one.kind = 'person' AND other.kind = 'person' FROM pairs p "
        "JOIN named one ON one.number = p.a JOIN named other ON other.number = p.b ORDER BY p.key, p.a, p.b"
    )
    while rows := cursor.fetchmany(_ROWS):
        for a, b, names, others, people in rows:
            best: tuple[float, str, str, Comparison] | None = None
            for x, y in product(names[:_MOST_NAMES], others[:_MOST_NAMES]):
                comparison = compare(x, y) if people else _bodies(x, y)
                if comparison.verdict == "same" and (best is None or comparison.score > best[0]):
                    best = (comparison.score, x, y, comparison)
                elif people and comparison.verdict == "different" and _full(comparison):
                    # Their full names contradict: that some shorter names agree says nothing.
                    best = None
                    break
            if best:
                yield a, b, *best[1:]


def _full(comparison: Comparison) -> bool:
    return any(part == "patronymic" and outcome == "contradicts" for part, *_, outcome in comparison.parts)


def _bodies(one: str, other: str) -> Comparison:
    """Two names of bodies: the same if they have the same words, whatever their spelling and order, or are one but for the spaces in it.

    Across languages a register is needed. One word says less than several: Республика is a party here and there.
    """
    written = [[usual(sounds(x)) for x in _BODIES.split(name) if x] for name in (one, other)]
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
