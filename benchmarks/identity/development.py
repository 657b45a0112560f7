"""Pairs of names to develop the rules on: what is printed, what systems of transliteration write, and different people whose names are near.

They are made anew each time, from ``development.txt`` and ``uzbekistan.txt``, and nobody of the labelled set is among them. Of a pair with the
label *same* the kind says which systems wrote the two names; of one with *different*, what differs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from benchmarks.identity.make_pairs import cyrillic, lines
from benchmarks.identity.systems import PRESS, written

SOURCES = ("development.txt", "uzbekistan.txt")

_PATRONYMIC = re.compile(r"(?:[оеи]вич|ич|[оеи]вна|ична|инична)$")
_NEAR_NAMES = [
    "Нурлан Нурбек", "Марат Мурат", "Руслан Рустам", "Айдар Айдин", "Самир Самат", "Данияр Дамир", "Назар Низам", "Тимур Тимофей", "Алина Галина",
    "Ирина Арина", "Марина Карина", "Алия Айша", "Асель Асия", "Гульнара Гульмира", "Айгуль Айнур", "Эльдар Эльнар", "Ерлан Ермек", "Бакыт Бактыгул",
    "Александр Алексей", "Владислав Вячеслав", "Николай Никита", "Андрей Артем", "Дмитрий Демид", "Азамат Азат", "Улан Уран", "Канат Талант",
    "Бахтияр Бахром", "Шавкат Шухрат", "Рустам Рашид", "Мехмет Мурат",
]  # fmt: skip
_NEAR_SURNAMES = [
    "Исаев Исаков", "Алиев Валиев", "Каримов Рахимов", "Бакиев Бакиров", "Акматов Маматов", "Сапаров Жапаров", "Токаев Токоев", "Эргешов Эркинов",
    "Султанов Султанбеков", "Абдиев Абдылдаев", "Жумаев Жумабаев", "Иванов Иванченко", "Петров Петренко", "Козлов Козлович", "Назаров Базаров",
    "Сулейменов Сулайманкулов", "Турсунов Турсунбаев", "Маликов Маратов", "Титов Котов", "Волков Волошин", "Зотов Изотов", "Лавров Павлов",
    "Осмонов Османкулов", "Кадыров Кадырбеков", "Асанов Асанбаев", "Жээнбеков Жээналиев", "Мамытов Мамытбеков", "Темиров Тимофеев",
]  # fmt: skip


_ALIKE = ("дт", "кгхқғҳ", "зсжшчцщ", "пб", "мн", "вф", "л", "р")
_CONSONANTS = "".join(_ALIKE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names.

    Attributes:
        label: ``same`` or ``different``.
        kind: how the pair was made.
    """

    a: str
    b: str
    label: str
    kind: str


def chosen(of: int, *texts: str) -> int:
    """A number below ``of`` that depends on the texts alone.

    Example:
        >>> chosen(1, "Асан")
        0
    """
    return int(hashlib.sha256("\0".join(texts).encode()).hexdigest(), 16) % of


def printed(people: Iterable[list[str]]) -> Iterator[Pair]:
    """All pairs of the spellings of one person.

    Example:
        >>> [pair.kind for pair in printed([["Асан Үсөнов", "Asan Usenov"]])]
        ['printed, two scripts']
    """
    for person in people:
        for a, b in combinations(person, 2):
            yield Pair(a, b, "same", f"printed, {'two scripts' if cyrillic(a) != cyrillic(b) else 'one script'}")


def systematic(people: Iterable[list[str]], systems: Iterable[str] = PRESS) -> Iterator[Pair]:
    """Each full name in Cyrillic letters beside what each system writes, and what each system writes beside another's."""
    known = tuple(systems)
    for person in people:
        full = full_name(person)
        if not full:
            continue
        surname, given, _ = full.split()
        for system in known:
            short = written(f"{given} {surname}", system)
            yield Pair(full, written(full, system), "same", f"{system}, full name")
            yield Pair(full, short, "same", f"{system}, patronymic left out")
            other = known[(known.index(system) + 1 + chosen(len(known) - 1, full, system)) % len(known)]
            yield Pair(short, written(full, other), "same", "two systems")


def different(people: list[list[str]]) -> Iterator[Pair]:
    """Pairs of people whose names are near: another patronymic, brothers, father and son, names and surnames that look alike."""
    full = [name for person in people if (name := full_name(person))]
    for number, name in enumerate(full):
        surname, given, patronymic = name.split()
        woman = patronymic.endswith("а")
        system = PRESS[chosen(len(PRESS), name)]
        others = [x.split() for x in full[number + 1 :] + full[:number] if x.split()[2].endswith("а") == woman]
        fathers = [x[2] for x in others if x[2][:3] != patronymic[:3]]
        names = [x[1] for x in others if x[1][:3] != given[:3]]
        for at in range(2):
            script = partial(written, system=system) if at else str
            if fathers:
                yield Pair(name, script(f"{surname} {given} {fathers[at]}"), "different", "another patronymic")
            if names:
                yield Pair(name, script(f"{surname} {names[at]} {patronymic}"), "different", "a brother or sister")
            surnames = [x[0] for x in others if x[0][:2] != surname[:2]]
            if surnames:
                yield Pair(name, script(f"{surnames[at]} {given} {patronymic}"), "different", "another surname")
            yield Pair(
                name, script(f"{_one_letter(surname)} {given} {patronymic}"), "different", "a consonant of the surname"
            )
            shorter = f"{given} {surname}", script(f"{_one_letter(given)} {surname}")
            yield Pair(*shorter, "different", "a consonant of the given name")
            if not woman and re.search("(?:ов|ев|ин)$", surname):
                yield Pair(
                    f"{given} {surname}",
                    script(f"{given} {surname}а"),
                    "different",
                    "a woman's form of a man's surname",
                )
        if not woman and (father := re.sub("(?:ович|евич)$", "", patronymic)) != patronymic and len(father) > 3:
            grandfather = fathers[0]
            father += "й" if patronymic.endswith("евич") else ""
            if father[:4] != given[:4]:
                yield Pair(name, written(f"{father} {grandfather} {surname}", system), "different", "father and son")
                yield Pair(f"{given} {surname}", written(f"{father} {surname}", system), "different", "father and son")
    surnames = [name.split()[0] for name in full if not name.endswith("а")]
    givens = [name.split()[1] for name in full if not name.endswith("а")]
    for pairs, kind in ((_NEAR_NAMES, "given names that look alike"), (_NEAR_SURNAMES, "surnames that look alike")):
        for words in pairs:
            one, other = words.split()
            for number in range(6):
                system = PRESS[chosen(len(PRESS), words, str(number))]
                rest = (surnames if pairs is _NEAR_NAMES else givens)[chosen(len(surnames), words, str(number))]
                yield Pair(f"{one} {rest}", written(f"{other} {rest}", system) if number % 2 else f"{other} {rest}", "different", kind)  # fmt: skip


def _one_letter(word: str) -> str:
    """The word with one of its first consonants replaced by one that is never written for it."""
    places = [n for n, letter in enumerate(word[:6].lower()) if letter in _CONSONANTS]
    if not places:
        return word
    place = places[chosen(len(places), word)]
    own = next(alike for alike in _ALIKE if word[place].lower() in alike)
    others = [letter for alike in _ALIKE if alike != own for letter in alike[:1]]
    other = others[chosen(len(others), word, "to")]
    return word[:place] + (other.upper() if place == 0 else other) + word[place + 1 :]


def full_name(person: list[str]) -> str:
    """The full name with a patronymic in Cyrillic letters among the spellings of a person, surname first; empty if there is none.

    Example:
        >>> full_name(["Asan Usenov", "Үсөнов Асан Бакирович"])
        'Үсөнов Асан Бакирович'
    """
    name = next((x for x in person if len(x.split()) == 3 and cyrillic(x) and _PATRONYMIC.search(x)), "")
    return name if "-" not in name else ""


def development() -> list[Pair]:
    """All pairs, without those of two equal names."""
    by_hand, uzbekistan = (list(lines(source)) for source in SOURCES)
    made = [
        *printed(by_hand),
        *systematic(by_hand),
        *systematic(uzbekistan, ("uzbek", "english", "german", "turkish")),
        *different(by_hand),
        *different(uzbekistan),
    ]
    return list({(pair.a, pair.b): pair for pair in made if pair.a.lower() != pair.b.lower()}.values())
