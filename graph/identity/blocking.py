"""Which actors have names near enough to be compared: a join by keys of words, in DuckDB, which spills to disk when it must.

Two actors meet if two words of one have coarse keys in common with two words of the other (:mod:`govgraph.graph.identity.fold`). A pair of keys
that too many actors have is left out and counted, since so common a name says nothing. Far more actors meet by chance than have one name,
and the more names there are the larger is their share. So those are left out here that hardly any comparison could find to be one: people whose
genders or patronymics rule each other out, and names whose words with one key are no spellings of one another. Whether two words are is
asked once for each two words that meet, however many names have them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from govgraph.graph.identity.fold import firm, skeletons, sounds, usual
from govgraph.graph.identity.name_parts import Parts, parts
from govgraph.graph.identity.spellings import agree, forms, in_languages, together

if TYPE_CHECKING:
    import duckdb

MOST_NAMES: Final = 8
"""So many names of an actor are looked at."""

BETWEEN_WORDS: Final = re.compile(r"[\s,.;()«»\"/-]+")
"""What separates the words of the name of a body."""

_ROWS: Final = 50_000
_ALIKE: Final = pa.schema({"x": pa.int64(), "y": pa.int64()})
_KEYED: Final = pa.schema(
    {
        "number": pa.int64(),
        "key": pa.string(),
        "one": pa.int64(),
        "other": pa.int64(),
        "woman": pa.bool_(),
        "patronymic": pa.int64(),
    }
)
"""The number of an actor, a pair of coarse keys, the numbers of the two words that have them, and what alone rules out that two people
are one: whether the name is a woman's, and the number of the firm sounds of the patronymic. Of an actor with several names nothing is told, since
another of them may agree."""

_APART: Final = pa.schema(
    {"number": pa.int64(), "words": pa.string(), "said": pa.string(), "initials": pa.string(), "woman": pa.bool_()}
)
"""The number of a person with one name, and its parts (:class:`govgraph.graph.identity.names.Parts`): the words with spaces between them, and the
initials, which are a letter each. As texts they are read ten times as fast as lists."""


def keys(name: str, person: bool) -> set[str]:
    """The pairs of coarse keys by which a name is found.

    Example:
        >>> keys("Садыр Жапаров", True) & keys("Japarov Sadyr Nurgozhoevich", True)
        {'sbr str'}
    """
    return {key for key, *_ in _keyed_words(name, person)}


def write_pairs(db: duckdb.DuckDBPyConnection, most: int) -> int:
    """Make the tables ``pairs`` of (a, b, one, other) and ``apart``: the parts of the names of people who have one name.

    A pair has the numbers of two actors, the lower first, and of two words of the one.

    Args:
        db: has a table ``named`` of (number, kind, names).
        most: the most actors that may share two keys.

    Returns:
        How many pairs of keys were left out because more actors have them.
    """
    words: defaultdict[str, int] = defaultdict()  # word -> its number
    words.default_factory = words.__len__
    _write_keys(db, words)
    db.execute(
        "CREATE TABLE sizes AS SELECT key, count(DISTINCT number) AS size FROM keyed GROUP BY key HAVING size > 1"
    )
    db.execute(
        "CREATE TABLE met AS SELECT x.number AS a, y.number AS b, x.one, x.other, y.one AS its_one, y.other AS its_other "
        "FROM keyed x JOIN keyed y ON x.key = y.key AND x.number < y.number JOIN sizes s ON s.key = x.key "
        "WHERE s.size <= $most AND coalesce(x.woman = y.woman, true) AND coalesce(x.patronymic = y.patronymic, true)",
        {"most": most},
    )
    _write_spellings(db, words)
    db.execute(
        "CREATE TABLE pairs AS SELECT a, b, min(m.one) AS one, min(m.other) AS other FROM met m "
        "SEMI JOIN spellings x ON x.one = m.one AND x.other = m.its_one "
        "SEMI JOIN spellings y ON y.one = m.other AND y.other = m.its_other GROUP BY a, b"
    )
    ((left_out,),) = db.execute("SELECT count(*) FROM sizes WHERE size > $most", {"most": most}).fetchall()
    return int(left_out)


def _write_keys(db: duckdb.DuckDBPyConnection, words: Mapping[str, int]) -> None:
    """Make the table ``keyed``, each pair of keys of each actor, and the table ``apart``."""
    for table, schema in (("keyed", _KEYED), ("apart", _APART)):
        _insert(db, [], schema, f"CREATE TABLE {table} AS FROM more")
    cursor = db.cursor()
    cursor.execute("SELECT number, kind, names FROM named")
    while rows := cursor.fetchmany(_ROWS):
        keyed, apart = [], []
        for number, kind, names in rows:
            person, woman, patronymic = kind == "person", None, None
            if person and names and len(names) == 1:
                of = parts(names[0])
                apart.append((number, of.text, of.patronymic, "".join(of.initials), of.woman))
                woman = of.woman
                if of.patronymic and not in_languages(of.patronymic):
                    patronymic = words[firm(of.patronymic)]
            found = {x: None for name in (names or [])[:MOST_NAMES] for x in _keyed_words(name, person)}
            keyed += [(number, key, words[x], words[y], woman, patronymic) for key, x, y in found]
        _insert(db, keyed, _KEYED, "INSERT INTO keyed FROM more")
        _insert(db, apart, _APART, "INSERT INTO apart FROM more")


def _insert(db: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]], schema: pa.Schema, statement: str) -> None:
    """Run a statement for which the rows are a table ``more``."""
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(values, column.type) for values, column in zip(columns, schema, strict=True)]
    db.register("more", pa.Table.from_arrays(arrays, schema=schema))
    db.execute(statement)
    db.unregister("more")


def _write_spellings(db: duckdb.DuckDBPyConnection, words: Mapping[str, int]) -> None:
    """Make the table ``spellings``: of the words that meet, those that are spellings of one, in either order."""
    written = list(words)
    db.execute("CREATE TABLE spellings AS SELECT unnest(range($all)) AS one, one AS other", {"all": len(written)})
    cursor = db.cursor()
    cursor.execute(
        "SELECT DISTINCT least(x, y), greatest(x, y) FROM (SELECT one AS x, its_one AS y FROM met UNION ALL SELECT other, its_other FROM met) "
        "WHERE x <> y"
    )
    while rows := cursor.fetchmany(_ROWS):
        alike = [(x, y) for x, y in rows if agree(written[x], written[y])]
        _insert(db, alike, _ALIKE, "INSERT INTO spellings SELECT x, y FROM more UNION ALL SELECT y, x FROM more")


def _keyed_words(name: str, person: bool) -> Iterator[tuple[str, str, str]]:
    """(pair of coarse keys, the word that has the first, the word that has the second); both ways round where the two keys are one."""
    words = (
        _words(parts(name))
        if person
        else tuple(usual(sounds(word)) for word in BETWEEN_WORDS.split(name) if len(word) > 2)[:6]
    )
    if words and not person:
        joined = "".join(words)
        yield "=" + joined, joined, joined
    for one, other in combinations(dict.fromkeys(words), 2):
        for x, y in product(_word_keys(one), _word_keys(other)):
            if x <= y:
                yield f"{x} {y}", one, other
            if x >= y:
                yield f"{y} {x}", other, one


def _words(of: Parts) -> tuple[str, ...]:
    """The words of a name, and what those make together that a dash joins: Нур-Султан is Нурсултан elsewhere."""
    joined = [
        together(x, y)
        for x, y, at, next_at in zip(of.words, of.words[1:], of.units, of.units[1:], strict=False)
        if at == next_at
    ]
    return (*of.words, *joined)


@lru_cache(maxsize=1 << 17)
def _word_keys(word: str) -> frozenset[str]:
    """The coarse keys of a word of sounds."""
    return frozenset(
        key for written in forms(word) for form in (written, *in_languages(written)) for key in skeletons(form)
    )
