"""Texts that look the same but differ: letters that can be written in two ways, and invisible characters.

A letter with a sign may be one character or two (``й`` as a Mac writes it in file names); Unicode calls them canonically
equivalent, and texts are compared in the composed form, NFC (UAX #15). An invisible character changes a text but is not a
fault, so it is kept, with a note.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
"""The pattern of characters that are invisible in any text: soft hyphen, zero-width space, direction marks."""

INVISIBLE_IN_ID = INVISIBLE[:-1] + "\u00a0\u2000-\u200d\u2028\u2029\u202f\u205f\u3000]"
"""The same for identifiers, where joiners (U+200C, U+200D) and unusual spaces count as well."""

NOTE = "invisible character"
"""The kind of the note about an invisible character."""

_ANY = re.compile(INVISIBLE_IN_ID)


def composed(text: str) -> str:
    """The text with its letters in composed form.

    Example:
        >>> composed("и\\u0306") == "й"
        True
    """
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The text with its invisible characters escaped, so that people see them.

    Example:
        >>> visible("fund\\u200b")
        'fund\\\\u200b'
    """
    return _ANY.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
