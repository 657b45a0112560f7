"""Makes the labelled set of names, ``pairs.csv``, from names written by hand and names of members of a parliament.

    python -m benchmarks.identity.make_pairs

Each pair has a label: *same*, *different*, or *undecided* (nobody can tell by the names alone), and how it was made. A third is held out:
which, is decided by a hash of the pair. Rules may be written looking at the others only; the held-out third is reported apart.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).parent
PAIRS = HERE / "pairs.csv"
COLUMNS = ("a", "b", "label", "how", "held_out")

# As English-language press and passports write Russian and Kyrgyz names; two ways for letters that have two.
_PRESS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ң": "n",
}  # fmt: skip
_PASSPORT = _PRESS | {"ж": "j", "й": "i", "х": "h", "ю": "iu", "я": "ia"}
_GIVEN_ALIKE = [
    ("Нурлан", "Нурбек"),
    ("Айгүл", "Айгерим"),
    ("Асан", "Үсөн"),
    ("Эркин", "Эрик"),
    ("Бакыт", "Бактыгүл"),
    ("Алмаз", "Азамат"),
]


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [part.strip() for part in line.split("|")]


def _latin(text: str, letters: dict[str, str]) -> str:
    words = [
        "".join(letters.get(c, c) for c in word.lower()).replace("dzh", "j" if letters is _PASSPORT else "dzh")
        for word in text.split()
    ]
    return " ".join(word[:1].upper() + word[1:] for word in words)


def _title(text: str) -> str:
    return " ".join(word if word == "уулу" else word[:1].upper() + word[1:].lower() for word in text.split())


def _pairs() -> Iterator[tuple[str, str, str, str]]:
    people = list(_lines("people.txt"))
    for person in people:
        for a, b in combinations(person, 2):
            cyrillic = [any("Ѐ" <= c <= "ӿ" for c in x) for x in (a, b)]
            yield a, b, "same", "by hand, two scripts" if cyrillic[0] != cyrillic[1] else "by hand, one script"
    for one, other in combinations(people, 2):
        shared = {w for x in one for w in x.lower().split()} & {w for x in other for w in x.lower().split()}
        if shared:  # two real people with one word of their names in common
            for a, b in ((one[0], other[0]), (one[1], other[-1])):
                yield a, b, "different", "two people who share a name"
    members = [(latin, _title(russian)) for latin, russian in _lines("members.txt")]
    for number, (latin, russian) in enumerate(members):
        words = russian.split()
        yield latin, russian, "same", "as printed, two scripts"
        if len(words) == 3 and "уулу" not in words:
            surname, given, patronymic = words
            _, other_russian = members[(number + 7) % len(members)]
            other = other_russian.split()
            letters = (_PRESS, _PASSPORT)[number % 2]
            yield _latin(f"{given} {surname}", letters), russian, "same", "transliterated, patronymic left out"
            yield f"{given} {surname}", latin, "same", "patronymic left out, two scripts"
            yield f"{surname} {given[0]}. {patronymic[0]}.", latin, "undecided", "initials"
            yield f"{given[0]}. {surname}", russian, "undecided", "initials"
            if len(other) == 3 and other[2] != patronymic and other[2][-1] == patronymic[-1]:
                yield latin, f"{surname} {given} {other[2]}", "different", "another patronymic"
                if other[1] != given:
                    yield latin, f"{surname} {other[1]} {patronymic}", "different", "a brother or sister"
                    yield (
                        _latin(f"{given} {surname}", letters),
                        f"{other[1]} {surname}",
                        "different",
                        "another given name",
                    )
                if other[0] != surname:
                    yield latin, f"{other[0]} {given} {patronymic}", "different", "another surname"
            one, two = _GIVEN_ALIKE[number % len(_GIVEN_ALIKE)]
            if number % 4 == 0:
                yield (
                    f"{one} {surname}",
                    _latin(f"{two} {surname}", letters),
                    "different",
                    "given names that look alike",
                )
    for (one, _), (other, other_russian) in combinations(members, 2):
        if one.split()[0] == other.split()[0]:
            yield one, other_russian, "different", "two members of one surname"


def held_out(a: str, b: str) -> bool:
    """Whether a pair is held out: a third of all, by a hash of the two names.

    Example:
        >>> held_out("Асан", "Asan")
        False
    """
    return int(hashlib.sha256("\0".join(sorted((a, b))).encode()).hexdigest(), 16) % 3 == 0


def main() -> None:
    """Write the file."""
    rows = {tuple(sorted((a, b))): (a, b, label, how) for a, b, label, how in _pairs() if a != b}
    with PAIRS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for _, row in sorted(rows.items()):
            writer.writerow([*row, int(held_out(row[0], row[1]))])


if __name__ == "__main__":
    main()
