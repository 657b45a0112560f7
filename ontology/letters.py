"""Letters that look alike and are not: one text written in two ways, and characters that nobody sees.

A letter with a sign may be one character or two (``й`` as a Mac writes it in file names); Unicode calls them canonically
equivalent, and their composed form NFC is the one to compare (UAX #15). What is invisible changes a text and is no fault by
itself, so it is kept and told.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
"""The pattern of characters that are not seen in any text: soft hyphen, space without width, marks of direction."""

INVISIBLE_IN_ID = INVISIBLE[:-1] + "\u00a0\u2000-\u200d\u2028\u2029\u202f\u205f\u3000]"
"""The same for an identifier, in which a joiner (U+200C, U+200D) or an unusual space is not seen either."""

NOTE = "invisible character"
"""The kind of note that tells of one."""

_ANY = re.compile(INVISIBLE_IN_ID)


def composed(text: str) -> str:
    """The text with its letters in composed form.

    Example:
        >>> composed("и\\u0306") == "й"
        True
    """
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The text with its invisible characters as escapes, for people.

    Example:
        >>> visible("fund\\u200b")
        'fund\\\\u200b'
    """
    return _ANY.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
