"""The font that travels with the package, and how wide a text in it is.

Pictures use it wherever they are drawn, so that names have the same width, and a picture the same bytes, on every machine, and
so that Ө, Ү and Ң are there. It is Noto Sans, with the signs of Noto Sans Math (``assets/fonts/OFL.txt``), without kerning: the width of a text is the
sum of the widths of its characters.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

FAMILY = "'Noto Sans','Noto Sans Math',sans-serif"
"""The font as a style sheet names it."""
FACES = (("Noto Sans", "NotoSans"), ("Noto Sans Math", "NotoSansMath"))
"""Name of each font -> name of its files."""

_LINE = 1.3
_UNKNOWN = 1000  # a character that the font does not have: as wide as any


def files() -> list[Path]:
    """The fonts as TrueType files."""
    return [Path(str(_file(f"{name}.ttf"))) for _, name in FACES]


@cache
def style_sheet(prefix: str = "") -> str:
    """The fonts as rules of a style sheet that needs no other file.

    Args:
        prefix: before the name of each font; a page draws its picture with these fonts, and its words with those of the reader.
    """
    return "".join(
        f"@font-face{{font-family:'{prefix}{family}';src:url(data:font/woff2;base64,{_encoded(name)}) format('woff2')}}"
        for family, name in FACES
    )


def width(text: str, size: float) -> float:
    """How wide a text is, in the unit of the size.

    Example:
        >>> round(width("Өмүрбек", 12), 1) > round(width("iii", 12), 1)
        True
    """
    widths = _widths()
    return sum(widths.get(char, _UNKNOWN) for char in text) * size / 1000


def missing(texts: Iterable[str]) -> str:
    """The characters of texts that the font does not have, each once, sorted.

    Example:
        >>> missing(["Ңук", "漢字"])
        '字漢'
    """
    return "".join(sorted({char for text in texts for char in text if char not in _widths() and not char.isspace()}))


def lines(text: str, size: float, most: float, count: int = 0) -> list[str]:
    """A text broken into lines no wider than ``most``; a word that is wider than a line is broken too.

    Args:
        count: the most lines, of which the last ends with an ellipsis if there would be more; 0: as many as it takes.

    Example:
        >>> lines("Жогорку Кеңеш", 10, 50)
        ['Жогорку', 'Кеңеш']
        >>> lines("Жогорку Кеңеш", 10, 50, 1)
        ['Жогорку…']
    """
    made: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= most:
            line = longer
            continue
        if line:
            made.append(line)
        line = word
        while (fits := _fitting(line, size, most)) < len(line):
            made.append(line[:fits])
            line = line[fits:]
            if count and len(made) > count:  # what follows is not shown
                break
        if count and len(made) > count:
            break
    made += [line] if line else []
    if count and len(made) > count:
        last = " ".join(made[count - 1 :])
        made = [*made[: count - 1], last[: _fitting(last, size, most - width("…", size))].rstrip() + "…"]
    return made


def height(size: float) -> float:
    """The height of a line.

    Example:
        >>> height(10)
        13.0
    """
    return size * _LINE


def _fitting(text: str, size: float, most: float) -> int:
    """How many characters of a text fit; at least one."""
    widths, total = _widths(), 0
    for number, char in enumerate(text):
        total += widths.get(char, _UNKNOWN)
        if number and total * size / 1000 > most:
            return number
    return max(len(text), 1)


@cache
def _widths() -> dict[str, int]:
    loaded: dict[str, int] = json.loads(_file("widths.json").read_text(encoding="utf-8"))
    return loaded


def _encoded(name: str) -> str:
    return base64.b64encode(_file(f"{name}.woff2").read_bytes()).decode("ascii")


def _file(name: str) -> Path:
    return Path(str(resources.files(__package__) / "assets" / "fonts" / name))


def widest(texts: Sequence[str], size: float) -> float:
    """The width of the widest of the texts; 0 if there are none.

    Example:
        >>> widest([], 10)
        0.0
    """
    return max((width(text, size) for text in texts), default=0.0)
