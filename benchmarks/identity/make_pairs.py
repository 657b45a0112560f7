"""Makes the labelled set of names, ``pairs.csv``, from names written by hand and names of members of parliaments.

    python -m benchmarks.identity.make_pairs

Each pair has a label: *same*, *different*, or *undecided* (nobody can tell by the names alone), and how it was made. A third is held out:
which, is decided by a hash, of the pair in the set *pages* (``members.txt``, ``people.txt``), and of the person in the set *spellings*
(``spellings.txt``), so that no spelling of a person that is held out is seen. Rules may be written looking at the others only; the held-out
third is reported apart.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).parent
PAIRS = HERE / "pairs.csv"
COLUMNS = ("a", "b", "label", "how", "held_out", "set")
PAGES, SPELLINGS = "pages", "spellings"

# As English-language press and passports write Russian and Kyrgyz names; two ways for letters that have two.
_PRESS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l",
    "м": "m", "н": "n", "о": "o", "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ң": "n",
}  # fmt: skip
_PASSPORT = _PRESS | {"ж": "j", "й": "i", "х": "h", "ю": "iu", "я": "ia"}
_PATRONYMIC = re.compile("(?:вич|вна|ич|ична|ұлы|улы|қызы|кызы)$")
_GIVEN_ALIKE = [
    ("Нурлан", "Нурбек"),
    ("Айгүл", "Айгерим"),
    ("Асан", "Үсөн"),
    ("Эркин", "Эрик"),
    ("Бакыт", "Бактыгүл"),
    ("Алмаз", "Азамат"),
]


def lines(name: str) -> Iterator[list[str]]:
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
    people = list(lines("people.txt"))
    for person in people:
        for a, b in combinations(person, 2):
            cyrillic = [any("Ѐ" <= c <= "ӿ" for c in x) for x in (a, b)]
            yield a, b, "same", "by hand, two scripts" if cyrillic[0] != cyrillic[1] else "by hand, one script"
    for one, other in combinations(people, 2):
        shared = {w for x in one for w in x.lower().split()} & {w for x in other for w in x.lower().split()}
        if shared:  # two real people with one word of their names in common
            for a, b in ((one[0], other[0]), (one[1], other[-1])):
                yield a, b, "different", "two people who share a name"
    members = [(latin, _title(russian)) for latin, russian in lines("members.txt")]
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
            alike = _GIVEN_ALIKE[number % len(_GIVEN_ALIKE)]
            if number % 4 == 0:
                yield (
                    f"{alike[0]} {surname}",
                    _latin(f"{alike[1]} {surname}", letters),
                    "different",
                    "given names that look alike",
                )
    for (name, _), (other_name, other_russian) in combinations(members, 2):
        if name.split()[0] == other_name.split()[0]:
            yield name, other_russian, "different", "two members of one surname"


def _spellings() -> Iterator[tuple[str, str, str, str, str]]:
    """The pairs made of ``spellings.txt``, each with the person by whom it is held out."""
    people = list(lines("spellings.txt"))
    for number, person in enumerate(people):
        who = person[0]
        for a, b in combinations(person, 2):
            yield a, b, "same", f"as printed, {'two scripts' if cyrillic(a) != cyrillic(b) else 'one script'}", who
        full = next((x for x in person if len(x.split()) == 3 and cyrillic(x) and "," not in x), "")
        if not full or _PATRONYMIC.search(full) is None:
            continue
        surname, given, patronymic = full.split()
        latin = next((x for x in person if not cyrillic(x)), _latin(f"{surname} {given} {patronymic}", _PRESS))
        yield f"{given} {surname.title()}", latin, "same", "patronymic left out, two scripts", who
        yield f"{given[0]}. {patronymic[0]}. {surname.title()}", latin, "undecided", "initials", who
        other = _another(people, number, patronymic)
        if not other or {other[0].lower(), other[1].lower(), other[2].lower()} & {x.lower() for x in full.split()}:
            continue
        yield full, f"{surname.title()} {given} {other[2]}", "different", "another patronymic", who
        yield latin, f"{surname.title()} {other[1]} {patronymic}", "different", "a brother or sister", who
        yield f"{given} {other[0].title()}", latin, "different", "another surname", who
        if number % 2 and re.search("(?:ов|ев|ин)$", surname.lower()):
            yield f"{given} {surname.title()}а", latin, "different", "a woman's form of a man's surname", who
        if len(latin.split()) == 3:  # of two full names with another patronymic in Latin letters
            changed = _latin(other[2], (_PRESS, _PASSPORT)[number % 2])
            yield full, f"{' '.join(latin.split()[:2])} {changed}", "different", "another patronymic, two scripts", who
    for one, other in combinations(people, 2):
        words, others = ({w.strip(",").lower() for x in person for w in x.split()} for person in (one, other))
        if any(len(w) > 3 for w in words & others):
            yield one[0], other[-1], "different", "two people who share a name", one[0]


def cyrillic(text: str) -> bool:
    return any("Ѐ" <= c <= "ӿ" for c in text)


def _another(people: list[list[str]], number: int, patronymic: str) -> list[str]:
    """The words of the next full name in Cyrillic letters whose patronymic has the same ending and is another."""
    ending = _PATRONYMIC.search(patronymic)
    for person in (*people[number + 1 :], *people[:number]):
        for name in person:
            words = name.split()
            found = _PATRONYMIC.search(name)
            if (
                len(words) == 3 and cyrillic(name) and "," not in name and ending and found and found[0] == ending[0] and words[2][:4] != patronymic[:4]
            ):  # fmt: skip
                return words
    return []


def held_out(*texts: str) -> bool:
    """Whether a pair or person is held out: a third of all, by a hash of the texts.

    Example:
        >>> held_out("Асан", "Asan")
        False
    """
    return int(hashlib.sha256("\0".join(sorted(texts)).encode()).hexdigest(), 16) % 3 == 0


def main() -> None:
    """Write the file."""
    rows = {
        tuple(sorted((a, b))): (a, b, label, how, int(held_out(a, b)), PAGES) for a, b, label, how in _pairs() if a != b
    }
    for a, b, label, how, who in _spellings():
        if a != b:
            rows.setdefault(tuple(sorted((a, b))), (a, b, label, how, int(held_out(who)), SPELLINGS))
    with PAIRS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for _, row in sorted(rows.items()):
            writer.writerow(row)


if __name__ == "__main__":
    main()
