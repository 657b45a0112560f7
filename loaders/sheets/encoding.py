"""The encoding of a text file, and its lines, with any kind of line end.

UTF-8 and UTF-16 are recognised with certainty. Any other encoding is guessed from how much the decoded text looks like a
language (by charset-normalizer, among the encodings that our users' spreadsheets write). So a guess needs enough letters and is
reported in a note; without a good guess the file is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from weakref import WeakKeyDictionary

from charset_normalizer import from_bytes

from govgraph.ontology.block import Note
from govgraph.ontology.loader import HEAD, LoaderError, Source

_CHUNK: Final = 1 << 18
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_CYRILLIC: Final = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")
_LATIN: Final = ("cp1252", "cp1254", "cp1250")
"""The encodings that may be guessed, the more common first: of two that are equally likely the first is chosen."""
_LETTERS: Final = 8
"""How many non-ASCII bytes are needed for a guess."""
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_TURKISH: Final = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
"""The bytes that are Turkish letters in cp1254 and Icelandic ones in cp1252."""
_MESS: Final = 0.07
_SAME_MESS: Final = 0.03
_SAME_LANGUAGE: Final = 0.15
# The line end is optional: otherwise a text without line ends would be tried again from each of its characters.
_LINE: Final = re.compile(r"[^\r\n]*(?:\r{0,2}\n|\r)|[^\r\n]+")
_SAVE: Final = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text file is encoded.

    Attributes:
        name: Python's name of the encoding.
        mark: length in bytes of the byte order mark at the beginning; 0 if there is none.
        notes: notes about the encoding, for the report.
    """

    name: str = "utf-8"
    mark: int = 0
    notes: tuple[Note, ...] = ()


_ENCODINGS: Final[WeakKeyDictionary[Source, Encoding]] = WeakKeyDictionary()
_HEADS: Final[WeakKeyDictionary[Source, dict[Encoding, tuple[str, ...]]]] = WeakKeyDictionary()
"""The encodings and first lines of files that were looked at: each of many loaders asks for them."""


def encoding_of(source: Source) -> Encoding:
    """The encoding, judged by the first 64 kB; UTF-8 if the file is not UTF-8 and there is no good guess.

    Example:
        >>> from pathlib import Path
        >>> encoding_of(Source(Path("a.csv"), data="id;Фонд".encode("utf-16"))).name
        'utf-16-le'
    """
    if source not in _ENCODINGS:
        _ENCODINGS[source] = _encoding_of(source.head)
    return _ENCODINGS[source]


def _encoding_of(head: bytes) -> Encoding:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if name := _without_mark(head):
        return Encoding(name, 0, (Note("not UTF-8: read as", name, 1),))
    return _of_bytes(head)


def encoding_of_rows(source: Source) -> Encoding:
    """The encoding; if the first 64 kB are ASCII, judged by the first other bytes, wherever they stand in the file.

    Example:
        >>> from pathlib import Path
        >>> text = "id\\n" * 30_000 + "Министерство культуры\\n" * 9
        >>> encoding_of_rows(Source(Path("a.csv"), data=text.encode("cp1251"))).name
        'cp1251'
    """
    encoding = encoding_of(source)
    if encoding != Encoding() or not source.head.isascii():
        return encoding
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            if not chunk.isascii():
                return _of_bytes(chunk + stream.read(_CHUNK))
    return encoding


def _without_mark(head: bytes) -> str:
    """Recognise UTF-16 by its zero bytes, which spaces, digits and line ends have in every alphabet; else empty."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _of_bytes(data: bytes) -> Encoding:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        name = _guessed(data)
        return Encoding(name, 0, (Note("not UTF-8: read as", name, 1),)) if name else Encoding()
    return Encoding()


def _guessed(data: bytes) -> str:
    """The encoding that bytes are most likely in, or an empty string.

    Only words with non-ASCII bytes are used. In Cyrillic words all letters are such bytes, in Latin words only a few: this
    decides the alphabet. Among the encodings of that alphabet, charset-normalizer measures how messy the decoded text looks and
    how much it looks like a language.
    """
    sample = b" ".join(word for word in _WORD.findall(data) if not word.isascii())[:_CHUNK]
    high = sum(byte > 127 for byte in sample)
    if high < _LETTERS:
        return ""
    cyrillic = high * 4 > (len(sample) - sample.count(b" ")) * 3
    # In Latin words these bytes are letters in the encodings of DOS and old Macs only; in ours they are punctuation.
    if not cyrillic and sum(0x80 <= byte < 0xA0 for byte in sample) * 3 > high:
        return ""
    family = _CYRILLIC if cyrillic else _LATIN
    likely = {
        name: (match.chaos, match.coherence)
        for match in from_bytes(sample, cp_isolation=list(family))
        for name in {match.encoding, *match.could_be_from_charset}
        if name in family and match.chaos <= _MESS
    }
    if not likely:
        return ""
    least = min(mess for mess, _ in likely.values())
    tidy = {name: language for name, (mess, language) in likely.items() if mess <= least + _SAME_MESS}
    most = max(tidy.values())
    best = min((name for name, language in tidy.items() if language >= most - _SAME_LANGUAGE), key=family.index)
    if best == "cp1252" and _TURKISH.search(sample):
        return "cp1254" if tidy.get("cp1254", 0) > tidy["cp1252"] + _SAME_MESS else ""
    return best


class Decoding:
    """Makes text of bytes, piece by piece. Bytes that are not of the encoding become U+FFFD, which the report of the file tells.

    Example:
        >>> from pathlib import Path
        >>> source = Source(Path("a.json"))
        >>> Decoding(source).decode(b"Far\\xe9m"), [note.kind for note in source.notes]
        ('Far\ufffdm', ['bytes that are not UTF-8, replaced'])
    """

    def __init__(self, source: Source, encoding: str = "utf-8") -> None:
        self._source, self._encoding = source, encoding
        self._strict = codecs.getincrementaldecoder(encoding)()

    def decode(self, data: bytes, last: bool = False) -> str:
        """The next piece of text.

        Args:
            data: the next bytes.
            last: whether no more follow.
        """
        before = self._strict.getstate()
        try:
            return self._strict.decode(data, last)
        except UnicodeDecodeError:
            self._source.note(f"bytes that are not {self._encoding.upper()}, replaced")
        lenient = codecs.getincrementaldecoder(self._encoding)("replace")
        lenient.setstate(before)
        text = lenient.decode(data, last)
        self._strict.setstate(lenient.getstate())
        return text


def head_lines(source: Source, encoding: Encoding) -> tuple[str, ...]:
    """The complete lines in the first 64 kB; if there is none, the first line of the file.

    Example:
        >>> from pathlib import Path
        >>> head_lines(Source(Path("a.csv"), data=b"id\\na"), Encoding())
        ('id\\n', 'a')
    """
    known = _HEADS.setdefault(source, {})
    if encoding not in known:
        head = source.head[encoding.mark :]
        lines = lines_of(codecs.getincrementaldecoder(encoding.name)("replace").decode(head))
        if len(source.head) == HEAD and lines:
            lines.pop()
        known[encoding] = tuple(lines or islice(Lines(source, encoding_of_rows(source)), 1))
    return known[encoding]


def lines_of(text: str) -> list[str]:
    r"""The lines of a text with their ends.

    Example:
        >>> lines_of("a\nb")
        ['a\n', 'b']
    """
    if text.count("\r") != text.count("\r\n"):
        return _LINE.findall(text)
    *whole, last = text.split("\n")
    lines = [f"{line}\n" for line in whole]
    return [*lines, last] if last else lines


class Lines:
    """The lines of a text file, each with its end; ends are LF, CR LF, CR CR LF and CR.

    Args:
        source: the file.
        encoding: its encoding.
        replacing: whether bytes that are not of the encoding become U+FFFD; else the file is refused.

    Attributes:
        position: bytes read so far.

    Raises:
        LoaderError: the file cannot be read to its end, is not in the encoding, or has an endless line.

    Example:
        >>> from pathlib import Path
        >>> list(Lines(Source(Path("a.csv"), data=b"id\\ra\\r\\nb"), Encoding()))
        ['id\\r', 'a\\r\\n', 'b']
    """

    def __init__(self, source: Source, encoding: Encoding, replacing: bool = False) -> None:
        self.source, self.encoding, self.position = source, encoding, 0
        strict: Callable[[bytes, bool], str] = codecs.getincrementaldecoder(encoding.name)().decode
        self._decode = Decoding(source, encoding.name).decode if replacing else strict
        self._number = 0

    def __iter__(self) -> Iterator[str]:
        for text in self.whole():
            yield from lines_of(text)

    def whole(self) -> Iterator[str]:
        """The text in pieces of whole lines; no piece is empty."""
        limit = self.source.limits.line
        pieces: list[str] = []
        size = 0
        for text in self._texts():
            cut = max(text.rfind("\n"), text.rfind("\r")) + 1
            if cut:
                whole = "".join([*pieces, text[:cut]])
                self._number += whole.count("\n") if "\r" not in whole else len(lines_of(whole))
                yield whole
                pieces, size = [], 0
            if cut < len(text):
                pieces.append(text[cut:])
                size += len(text) - cut
            if size > limit:
                raise LoaderError(
                    f"a line is longer than {limit // 1_000_000} MB: not a table",
                    where=f"{self.source}:{self._number + 1}",
                    hint="--limit line=NUMBER, if the file is right",
                )
        if pieces:
            yield "".join(pieces)

    def _texts(self) -> Iterator[str]:
        """The decoded text in pieces that never end in the middle of a line end."""
        pending = ""
        with self.source.open() as stream:
            stream.read(self.encoding.mark)
            last = False
            while not last:
                chunk = stream.read(_CHUNK)
                last = not chunk
                self.position += len(chunk)
                try:
                    text = pending + self._decode(chunk, last)
                except UnicodeDecodeError as error:
                    raise self._broken(error, pending) from error
                pending = ""
                if not last and text.endswith("\r"):
                    bare = text.rstrip("\r")
                    text, pending = bare, text[len(bare) :]
                yield text

    def _broken(self, error: UnicodeDecodeError, pending: str) -> LoaderError:
        before = pending + error.object[: error.start].decode(self.encoding.name, "replace")
        line = self._number + sum(text[-1] in "\r\n" for text in lines_of(before)) + 1
        name = "UTF-8" if self.encoding.name == "utf-8" else self.encoding.name
        return LoaderError(f"not {name}: {error.reason}", where=f"{self.source}:{line}", hint=_SAVE)
