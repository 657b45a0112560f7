"""The parts of a person's name: the words of the name proper, the patronymic, initials, and whether it is a woman's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from govgraph.graph.identity.fold import sounds
from govgraph.graph.identity.spellings import FORMS, WOMAN

MOST_WORDS: Final = 5
"""So many words of a name are looked at."""

_PATRONYMIC: Final = re.compile(r"(?:[aoei]?vi[CHKY]|i[CHKY]|[aoei]vna|in?[CHKY]na)$")
_FATHERS: Final = re.compile(r"(?:[aoei]?vi[CHKY]|[aoei]?vna|i[CHKY]|in?[CHKY]na)$")
_SON: Final = frozenset({"uulu", "ulu", "uli", "ogli", "oglu", "ugli"})
_DAUGHTER: Final = frozenset({"kizi", "kiz", "gizi", "kizu", "kiσi", "κizi", "κiz"})
_CHILD_ENDING: Final = re.compile(r"(?<=...)(?:uli|(?<![sσ])ulu|ogli|[kgκ]izi)$")
_MAN: Final = re.compile(r"(?:[oei]v|in|[sσ]ki|koi)$")

_GENITIVE: Final = (
    # Longer endings first. Of -гийн it is open whether the Г is of the name: Сандагийн is of Сандаг, Нямаагийн of Нямаа.
    (re.compile(r"г[иі]йн$|g(?:iin|iyn|ijn|ín|yn)$"), ("g", "")),
    (re.compile(r"(?:[иі]йн|ын)$|(?:iin|iyn|ijn|ín|yn)$"), ("",)),
    (re.compile(r"(?<=[аоуүөэе]й)н$|(?<=[aou][iyj])n$|(?<=н)ы$|(?<=n)y$"), ("",)),
)
"""The genitive of a father's name, which Mongolian names put before the given name or not: Цахиагийн Элбэгдорж, Цахиа Элбэгдорж.

Source: the articles *Mongolian names* of Wikipedia and *-ийн* of Wiktionary; how other languages write it is attested by the names of members of
the Mongolian parliament in Wikidata, as EveryPolitician collected them.
That a surname (Солженицын) has such a form too does no harm: nobody is called by it."""

_GENITIVE_LAST: Final = frozenset("нНыЫnNyY")
"""How these forms end: most names need not be looked at."""

_SHORTEST_FATHER: Final = 3
"""The fewest letters of a father's name."""

_SEPARATORS: Final = re.compile(r"[\s,;()«»\"/]+")
_DASHES: Final = re.compile("[-–]")
_GLUED: Final = re.compile(r"(?<=[^\W\d_]{2}[a-zа-яёөүңқғұәіһ])(?=[A-ZА-ЯЁӨҮҢҚҒҰӘІ][a-zа-яёөүңқғұәіһ]{3})")
"""Where two words of a name are printed without the space between them: ZagipaYahyanovna."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A name of a person in parts, each as sounds.

    Attributes:
        words: the given name and the surname, in the order of the name (:mod:`govgraph.graph.identity.spellings`).
        patronymic: without its ending; empty: none.
        initials: the first sounds of words that are cut.
        woman: whether the patronymic or surname is a woman's; None: they do not tell.
        units: for each word the number of what it was written in, where a dash joins some of them; empty: each stands alone.
    """

    words: tuple[str, ...]
    patronymic: str = ""
    initials: tuple[str, ...] = ()
    woman: bool | None = None
    units: tuple[int, ...] = ()

    def unit(self, word: str) -> int:
        """The number of what a word was written in."""
        at = self.words.index(word)
        return self.units[at] if self.units else at

    @property
    def text(self) -> str:
        """The words with a space or a dash between them.

        Example:
            >>> parts("Касым-Жомарт Токаев").text
            'kasim-Jomart tokaev'
        """
        if not self.units:
            return " ".join(self.words)
        joins = ["-" if x == y else " " for x, y in pairwise(self.units)]
        return "".join(word + join for word, join in zip(self.words, [*joins, ""], strict=True))


def from_texts(text: str, patronymic: str, initials: str, woman: bool | None) -> Parts:
    """Parts whose words are :attr:`Parts.text`, and whose initials are a letter each.

    Example:
        >>> from_texts(parts("Касым-Жомарт Токаев").text, "", "", False) == parts("Касым-Жомарт Токаев")
        True
    """
    if "-" not in text:
        return Parts(tuple(text.split()), patronymic, tuple(initials), woman)
    written = [unit.split("-") for unit in text.split()]
    units = tuple(n for n, unit in enumerate(written) for _ in unit)
    return Parts(tuple(word for unit in written for word in unit), patronymic, tuple(initials), woman, units)


class _Word(NamedTuple):
    sound: str
    unit: int
    written: str


class _Ending(NamedTuple):
    """What the ending of a word may be: of a patronymic, of a child's name (-uulu), of a woman's or a man's name; None: of neither."""

    patronymic: bool
    child: bool
    woman: bool | None


@lru_cache(maxsize=1 << 16)
def _ending(sound: str) -> _Ending:
    telling = FORMS not in sound
    woman = True if telling and WOMAN.search(sound) else False if telling and _MAN.search(sound) else None
    return _Ending(bool(_PATRONYMIC.search(sound)), bool(_CHILD_ENDING.search(sound)), woman)


@lru_cache(maxsize=1 << 17)
def parts(name: str) -> Parts:
    """The parts of a person's name.

    Example:
        >>> parts("Жапаров Садыр Нургожоевич")
        Parts(words=('Japarov', 'sadir'), patronymic='nurgoJo', initials=(), woman=False, units=())
        >>> parts("Ж. Садыр").initials, parts("Дж. Садыр").initials, parts("Садыр Нургожо уулу Жапаров").patronymic
        (('J',), ('J',), 'nurgoJo')
        >>> parts("Бакир уулу Турсунбай").words, parts("BALIEVA ZagipaYahyanovna").words, parts("Болдын Жавхлан").words
        (('tursumbai', 'bakirov'), ('balieva', 'zagipa'), ('boldin|bold', 'Javhlan'))
    """
    initials, words = [], []
    written = _SEPARATORS.split(_GLUED.sub(" ", name).replace(".", ". "))
    for unit, joined in enumerate(written):
        for word in _DASHES.split(joined) if "-" in joined or "–" in joined else (joined,):
            sound = sounds(word) if word.strip(".'ʻ’") else ""
            if _is_initial(word, sound):
                initials.append(sound[:1])
            elif sound:
                words.append(_Word(sound, unit, word))
    words = words[: 2 * MOST_WORDS]
    patronymic, woman = "", None
    for number, word in enumerate(words[1:], 1):
        if word.sound in _SON | _DAUGHTER:
            of, woman = words[number - 1], word.sound in _DAUGHTER
            patronymic = of.sound
            words = words[: number - 1] + words[number + 1 :]
            if len(words) < 2:  # it stands for the surname: Бакир уулу is Бакиров
                words, patronymic = [*words, _Word(patronymic + ("ova" if woman else "ov"), of.unit, "")], ""
            break
    else:
        endings = [_ending(word.sound) for word in words]
        at = [n for n, ending in enumerate(endings) if ending.patronymic] or [
            n for n, ending in enumerate(endings) if ending.child
        ]
        # A surname may look so too (Янукович): of two words neither is a patronymic, of two that look so the one in the middle or the last is.
        if at and len(words) > 2:
            between = len(words) == 3 and 1 in at  # Иван Петрович Маркевич
            sound = words.pop(1 if between else at[-1]).sound
            patronymic, woman = _stem(sound), sound.endswith(("a", "kizi", "gizi", "κizi"))
    words = words[:MOST_WORDS]
    if not patronymic:
        words = _with_fathers(words)
    if woman is None or not words:
        marks = {_ending(word.sound).woman for word in words} - {None}
        woman = marks.pop() if len(marks) == 1 else woman
    units: tuple[int, ...] = ()
    if len({word.unit for word in words}) < len(words):
        numbers = {unit: n for n, unit in enumerate(dict.fromkeys(word.unit for word in words))}
        units = tuple(numbers[word.unit] for word in words)
    return Parts(tuple(word.sound for word in words), patronymic, tuple(x for x in initials if x), woman, units)


def _is_initial(word: str, sound: str) -> bool:
    """Whether a word is cut to its first sound, of which some are written with several letters: Ж., Дж., Sh, Yu."""
    letters = word.rstrip(".")
    if len(letters) < 2:
        return bool(letters)
    consonant = len(sound) == 1 and sound not in "aeiouA"
    glide = len(sound) == 2 and sound[0] in "i?" and word.endswith(".")
    return consonant or glide


def _with_fathers(words: list[_Word]) -> list[_Word]:
    """The words in which what may be the genitive of a father's name, before the given name, also has the form without its ending."""
    last = next((n for n in range(len(words) - 2, -1, -1) if words[n].unit != words[-1].unit), -1)
    if last < 0 or words[last].written[-1:] not in _GENITIVE_LAST:
        return words
    lower = words[last].written.lower()
    for ending, left in _GENITIVE:
        stem = ending.sub("", lower)
        if stem != lower and len(stem) >= _SHORTEST_FATHER:
            others = [sounds(stem) + end for end in left]
            words[last] = words[last]._replace(sound=FORMS.join(dict.fromkeys([words[last].sound, *others])))
            break
    return words


@lru_cache(maxsize=1 << 16)
def _stem(patronymic: str) -> str:
    # The K of Истайбекқызы is of the name and of the ending, which sounds do not tell apart: it is left open.
    if re.search("[aeiou][kgκ]izi$", patronymic):
        return patronymic[:-4] + "K"
    ending = _CHILD_ENDING if _CHILD_ENDING.search(patronymic) else _FATHERS
    # Юрійович and Юрьевич, Евсеевич and Jewsejewitsch, Нуриұлы and Нуриевич.
    return re.sub(r"(?<=..)[e?i]*[?i]$", "", ending.sub("", patronymic))
