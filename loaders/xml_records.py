"""Elements of an XML file, one after the other, so that a file of any length is read in bounded memory.

XML comes from strangers. A document that declares entities is refused, whether they stand for a file of this machine or for a text that
grows a million times; a DTD is never fetched; one record may have a limited number of elements, texts and levels (:class:`~govgraph.ontology.limits.Limits`).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from govgraph.loaders.sheets.encoding import Decoding
from govgraph.ontology.loader import LoaderError, Source

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute for the language of an element's text."""
_CHUNK: Final = 1 << 16
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_BLANK: Final = b" \t\r\n"
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r"))
"""What XML 1.0 allows in no text, and databases put there all the same."""
_UNDECLARED: Final = re.compile(r"undefined entity &(.+);")
BAD_SIGNS: Final = "control characters, which XML does not allow, left out"


@lru_cache(maxsize=16_384)
def local(name: str) -> str:
    """The name of an element or attribute without its namespace.

    Example:
        >>> local("{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}act"), local("act")
        ('act', 'act')
    """
    return name.rsplit("}", 1)[-1] if name[:1] == "{" else name


def text_of(element: ElementTree.Element) -> str:
    """All text within an element, with single spaces.

    Example:
        >>> text_of(ElementTree.fromstring("<p>The <b>law</b>\\n enters</p>"))
        'The law enters'
    """
    return " ".join("".join(element.itertext()).split())


class _Begun(Exception):
    """The outermost element has begun, so that nothing can be declared any more."""


class _Prolog:
    """Reads what stands before the outermost element.

    Args:
        strict: whether entities that are declared there are refused.
        encoding: what to read it as, whatever it declares; empty: as it declares.

    Attributes:
        root, root_attributes: the outermost element, when it has begun; else empty.
    """

    def __init__(self, source: Source, strict: bool = True, encoding: str = "") -> None:
        self.source, self.root, self.root_attributes = source, "", dict[str, str]()
        self._parser = expat.ParserCreate(encoding or None, namespace_separator="}")
        self._parser.StartElementHandler = self._start
        if strict:
            self._parser.EntityDeclHandler = self._entity

    def feed(self, data: bytes, last: bool = False) -> None:
        """Read on, unless the outermost element has begun.

        Raises:
            ExpatError: it is no XML.
            LoaderError: it declares an entity, or an encoding that the parser does not have.
        """
        if self.root:
            return
        try:
            self._parser.Parse(data, last)
        except _Begun:
            return
        except (LookupError, ValueError) as error:
            declared = _DECLARED.search(data[:400])
            named = declared[1].decode("ascii", "replace")[:40] if declared else ""
            raise LoaderError(
                f"it says that its encoding is {named!r}, which cannot be read ({error})",
                where=str(self.source), hint="save it as UTF-8, and say so in its first line",
            ) from error  # fmt: skip

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.root, self.root_attributes = _clark(name), attributes
        raise _Begun

    def _entity(self, name: str, *_: Any) -> None:
        raise LoaderError(
            f"it declares the entity {name[:40]!r}; XML with entities of its own is refused, because they can read files of "
            "this machine and grow without end",
            where=str(self.source), hint="get the file from its publisher, or write the text in place of the entity",
        )  # fmt: skip


def _clark(name: str) -> str:
    """A name as ElementTree writes it: ``{namespace}name``."""
    return "{" + name if "}" in name else name


class _Elements:
    """The elements at a level, as the parser builds them.

    Attributes:
        level: how many elements a record is within: 0 for the whole document, 1 for the children of its root.
    """

    def __init__(self, source: Source, level: int) -> None:
        self.source, self.level = source, level
        self._parser: Any = ElementTree.XMLPullParser(("start", "end"))
        self._above: list[ElementTree.Element] = []
        self._depth = self._nodes = self._size = 0

    def feed(self, data: bytes) -> Iterator[ElementTree.Element]:
        """The elements that are complete after the next bytes; no bytes are the end.

        Raises:
            ParseError: it is no XML; what was complete before is given first.
            LoaderError: a limit is exceeded.
        """
        self._size += len(data)
        limits, level = self.source.limits, self.level
        deepest, most = limits.nesting + 2, limits.values
        depth, nodes = self._depth, self._nodes  # local names: this runs twice for each element
        for event, element in self._events(data):
            if event == "end":
                depth -= 1
                if depth == level:
                    nodes = self._size = 0
                    yield element
                elif depth < level:
                    self._above.pop()
                continue
            if depth < level:
                self._above.append(element)
            depth += 1
            nodes += 1 + len(element.keys())
            if depth > deepest:
                raise self._beyond(f"more than {limits.nesting} elements within each other", "nesting")
            if nodes > most:
                raise self._beyond(f"more than {limits.values:,} elements in one record", "values")
        self._depth, self._nodes = depth, nodes
        if self._size > limits.held:
            raise self._beyond(f"more than {limits.held:,} bytes in one record", "held")
        for outer in self._above:
            outer[:] = ()  # what is complete; the parser itself holds an element that is open

    def _events(self, data: bytes) -> Iterator[tuple[str, Any]]:
        if data:
            self._parser.feed(data)  # keeps a fault for its place among the events
            events: Iterator[tuple[str, Any]] = self._parser.read_events()
            return events
        return self._last_events()

    def _last_events(self) -> Iterator[tuple[str, Any]]:
        fault: ElementTree.ParseError | None = None
        try:
            self._parser.close()
        except ElementTree.ParseError as error:
            fault = error
        yield from self._parser.read_events()  # newer releases of expat wait with the last of them
        if fault:
            raise fault

    def _beyond(self, what: str, limit: str) -> LoaderError:
        return LoaderError(what, where=str(self.source), hint=f"--limit {limit}=NUMBER, if it is right")


def _is_utf8(head: bytes) -> bool:
    declared = _DECLARED.search(head[:400])
    return not head.startswith(_WIDE) and (declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii"))


class _Mender:
    """Makes UTF-8 of bytes that should be: a byte or a control character at fault costs itself, not the file."""

    def __init__(self, source: Source) -> None:
        self.source, self.decoding = source, Decoding(source)

    def mended(self, chunk: bytes) -> bytes:
        plain = chunk.translate(None, _CONTROL)
        if len(plain) < len(chunk):
            self.source.note(BAD_SIGNS)
        return self.decoding.decode(plain, not chunk).encode()


def records(source: Source, level: int = 1) -> Iterator[tuple[ElementTree.Element, dict[str, str], int]]:
    """The elements at a level of the document in order: the element, the attributes of the root, the bytes read so far.

    Raises:
        LoaderError: the file is no XML (with line and column), declares entities, or exceeds a limit.

    Example:
        >>> from pathlib import Path
        >>> source = Source(Path("a.xml"), data=b"<list version='2'><item>1</item><item/></list>")
        >>> [(element.tag, element.text, root["version"]) for element, root, _ in records(source)]
        [('item', '1', '2'), ('item', None, '2')]
    """
    prolog, elements, read = _Prolog(source), _Elements(source, level), 0
    mender = _Mender(source) if _is_utf8(source.head) else None
    with source.open() as stream:
        first = True
        while True:
            chunk = stream.read(_CHUNK)
            read += len(chunk)
            if first:  # nothing may stand before the declaration, but programs write line ends there
                chunk, first = chunk.lstrip(_BLANK), False
            data = mender.mended(chunk) if mender else chunk
            try:
                prolog.feed(data, not chunk)
                if data or not chunk:
                    for element in elements.feed(data):
                        yield element, prolog.root_attributes, read
                if data and not chunk:  # the last bytes were an unfinished character
                    for element in elements.feed(b""):
                        yield element, prolog.root_attributes, read
            except (expat.ExpatError, ElementTree.ParseError) as error:
                raise _not_xml(source, error) from error
            if not chunk:
                return


def _not_xml(source: Source, error: Any) -> LoaderError:
    line, column = error.position if isinstance(error, ElementTree.ParseError) else (error.lineno, error.offset)
    where = f"{source}:{line}:{column + 1}"
    if used := _UNDECLARED.match(str(error)):
        return LoaderError(
            f"it uses the entity {used[1][:40]!r}, which it does not declare", where=where, hint="write the sign itself in its place"
        )  # fmt: skip
    return LoaderError(
        f"not XML: {expat.errors.messages[error.code]}", where=where, hint="get the file again, or mend it there"
    )


def root_of(source: Source) -> tuple[str, dict[str, str]]:
    """The name of the outermost element with its namespace, and its attributes; an empty name if the file does not begin like XML.

    Example:
        >>> from pathlib import Path
        >>> root_of(Source(Path("a.xml"), data=b"<?xml version='1.0'?><iati-activities version='2.03'>"))
        ('iati-activities', {'version': '2.03'})
        >>> root_of(Source(Path("a.csv"), data=b"id,name"))
        ('', {})
    """
    head = source.head.lstrip(_BLANK)
    if b"<" not in head[:200] or head[:1] in (b"{", b"["):
        return "", {}
    # What is refused is refused when the file is read. Names of formats are ASCII, so that of an encoding is not needed for them.
    for encoding in ("", "iso-8859-1"):
        prolog = _Prolog(source, strict=False, encoding=encoding)
        with contextlib.suppress(LoaderError, expat.ExpatError):
            prolog.feed(head)
            break
    return prolog.root, prolog.root_attributes
