"""Text of data as it may be shown on a terminal, opened in a spreadsheet or written to a file: what would be obeyed there, or is no
character, is shown instead.

Names in data come from anywhere. On a terminal ESC, BEL and the C1 controls (U+0080 to U+009F, ECMA-48) change colours, titles, the
clipboard or what was printed before. A spreadsheet runs a cell that begins like a formula (OWASP, "CSV Injection"). JSON and YAML can
name half of a surrogate pair (``"\\ud800"``), which no UTF-8 holds (RFC 3629, 3).
"""

from __future__ import annotations

import re

_PICTURES = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {127: 0x2421}
_CODES = {code: f"\\x{code:02x}" for code in range(0x80, 0xA0)}
_SHOWN = _PICTURES | _CODES

HALF = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair."""

FORMULA = "=+\\-@\t\r\n＝＋－＠"
"""What a formula may begin with, as the inside of a class of a regular expression."""
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
"""A plain number, as a regular expression: it may begin like a formula and is none."""

_FORMULA, _NUMBER = re.compile(f"[{FORMULA}]"), re.compile(NUMBER)


def visible(text: str) -> str:
    r"""A text in which control characters are shown by signs; line breaks and tabs stay.

    Example:
        >>> visible("a\x1b]0;title\x07 b\x9b31m")
        'a␛]0;title␇ b\\x9b31m'
    """
    return text.translate(_SHOWN)


def spreadsheet_safe(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, with an apostrophe before it; any other cell as it is.

    Example:
        >>> [spreadsheet_safe(cell) for cell in ("=1+1", "@SUM(A1)", "-5", "+1.5e3", "-5+1", "a=b")]
        ["'=1+1", "'@SUM(A1)", '-5', '+1.5e3', "'-5+1", 'a=b']
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def encodable(text: str) -> str:
    r"""A text with halves of surrogate pairs as escapes, so that it can be written to a file.

    Example:
        >>> encodable("CC0 \ud800")
        'CC0 \\ud800'
    """
    return text.encode(errors="backslashreplace").decode()


def half_named(what: str, half: str) -> str:
    r"""The sentence that refuses a text with half of a surrogate pair.

    Example:
        >>> half_named("a text", "\ud800")
        'a text has half of a surrogate pair, U+D800, which is no character'
    """
    return f"{what} has half of a surrogate pair, U+{ord(half):04X}, which is no character"
