"""Elements of an XML file, one after the other, so that a file of any length is read in bounded memory.

XML comes from strangers. A document that declares entities is refused, whether they stand for a file of this machine or for a text that
grows a million times; a DTD is never fetched; one record may have a limited number of elements, texts and levels (:class:`~govgraph.ontology.limits.Limits`).
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from govgraph.ontology.loader import LoaderError, Source

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute for the language of an element's text."""
_CHUNK: Final = 1 << 16
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_BLANK: Final = b" \t\r\n"
_CONTROL: Final = bytes(set(range(32)) - set(b"\t\n\r"))
"""What XML 1.0 allows in no text, and databases put there all the same."""
BAD_BYTES: Final = "bytes that are not UTF-8, replaced"
BAD_SIGNS: Final = "control characters, which XML does not allow, left out"


def local(name: str) -> str:
    """The name of an element or attribute without its namespace.

    Example:
        >>> local("{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}act"), local("act")
        ('act', 'act')
    """
    return name.rsplit("}", 1)[-1]


def text_of(element: ElementTree.Element) -> str:
    """All text within an element, with single spaces.

    Example:
        >>> text_of(ElementTree.fromstring("<p>The <b>law</b>\\n enters</p>"))
        'The law enters'
    """
    return " ".join("".join(element.itertext()).split())


@dataclass(slots=True)
class _Reader:
    """Handlers of XML events that build one element after the other.

    Attributes:
        source: the file, for errors and limits.
        level: how many elements a record is within: 0 for the whole document, 1 for the children of its root.
        root, root_attributes: the outermost element.
        done: the records that are complete; the caller takes them and clears the list.
    """

    source: Source
    level: int
    root: str = ""
    root_attributes: dict[str, str] = field(default_factory=dict)
    done: list[ElementTree.Element] = field(default_factory=list)
    depth: int = 0
    nodes: int = 0
    size: int = 0
    builder: ElementTree.TreeBuilder | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _clark(name)
        if self.depth == 0:
            self.root, self.root_attributes = name, attributes
        if self.depth == self.level:
            self.builder, self.nodes, self.size = ElementTree.TreeBuilder(), 0, 0
        self.depth += 1
        if self.depth > self.source.limits.nesting + 2:
            raise self.beyond(f"more than {self.source.limits.nesting} elements within each other", "nesting")
        if self.builder is not None:
            self.nodes += 1 + len(attributes)
            if self.nodes > self.source.limits.values:
                raise self.beyond(f"more than {self.source.limits.values:,} elements in one record", "values")
            if any("}" in key for key in attributes):
                attributes = {_clark(key): value for key, value in attributes.items()}
            self.builder.start(name, attributes)

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.size += len(text)
            if self.size > self.source.limits.held:
                raise self.beyond(f"more than {self.source.limits.held:,} characters in one record", "held")
            self.builder.data(text)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.builder is not None:
            self.builder.end(_clark(name))
            if self.depth == self.level:
                self.done.append(self.builder.close())
                self.builder = None

    def entity(self, name: str, *_: Any) -> None:
        raise LoaderError(
            f"it declares the entity {name[:40]!r}; XML with entities of its own is refused, because they can read files of "
            "this machine and grow without end",
            where=str(self.source), hint="get the file from its publisher, or write the text in place of the entity",
        )  # fmt: skip

    def skipped(self, name: str, *_: Any) -> None:
        raise LoaderError(
            f"it uses the entity {name[:40]!r}, which it does not declare",
            where=str(self.source),
            hint="write the sign itself in its place",
        )

    def beyond(self, what: str, limit: str) -> LoaderError:
        return LoaderError(what, where=str(self.source), hint=f"--limit {limit}=NUMBER, if it is right")


def _clark(name: str) -> str:
    """A name as ElementTree writes it: ``{namespace}name``."""
    return "{" + name if "}" in name else name


def _parser(reader: _Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    parser.EntityDeclHandler, parser.SkippedEntityHandler = reader.entity, reader.skipped
    return parser


def _is_utf8(head: bytes) -> bool:
    declared = _DECLARED.search(head[:400])
    return not head.startswith(_WIDE) and (declared is None or declared[1].lower() in (b"utf-8", b"utf8", b"us-ascii"))


class _Mender:
    """Makes UTF-8 of bytes that should be: a byte or a control character at fault costs itself, not the file."""

    def __init__(self, note: Callable[[str, str], None]) -> None:
        self.note, self.decoder = note, codecs.getincrementaldecoder("utf-8")("replace")

    def mended(self, chunk: bytes) -> bytes:
        plain = chunk.translate(None, _CONTROL)
        if len(plain) < len(chunk):
            self.note(BAD_SIGNS, "")
        text = self.decoder.decode(plain, not chunk)
        data = text.encode()
        if "\ufffd" in text and data.count(b"\xef\xbf\xbd") > chunk.count(b"\xef\xbf\xbd"):
            self.note(BAD_BYTES, "")
        return data


def records(
    source: Source, level: int = 1, note: Callable[[str, str], None] = lambda _kind, _value: None
) -> Iterator[tuple[ElementTree.Element, dict[str, str], int]]:  # fmt: skip
    """The elements at a level of the document in order: the element, the attributes of the root, the bytes read so far.

    Args:
        note: is told what was mended in the bytes of the file.

    Raises:
        LoaderError: the file is no XML (with line and column), declares entities, or exceeds a limit.

    Example:
        >>> from pathlib import Path
        >>> source = Source(Path("a.xml"), data=b"<list version='2'><item>1</item><item/></list>")
        >>> [(element.tag, element.text, root["version"]) for element, root, _ in records(source)]
        [('item', '1', '2'), ('item', None, '2')]
    """
    reader = _Reader(source, level)
    parser = _parser(reader)
    mender = _Mender(note) if _is_utf8(source.head) else None
    with source.open() as stream:
        first = True
        while True:
            chunk = stream.read(_CHUNK)
            if first:  # nothing may stand before the declaration, but programs write line ends there
                chunk, first = chunk.lstrip(_BLANK), False
            try:
                parser.Parse(mender.mended(chunk) if mender else chunk, not chunk)
            except expat.ExpatError as error:
                for element in reader.done:
                    yield element, reader.root_attributes, parser.CurrentByteIndex
                raise LoaderError(
                    f"not XML: {expat.errors.messages[error.code]}", where=f"{source}:{error.lineno}:{error.offset + 1}",
                    hint="get the file again, or mend it there",
                ) from error  # fmt: skip
            for element in reader.done:
                yield element, reader.root_attributes, parser.CurrentByteIndex
            reader.done.clear()
            if not chunk:
                return


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
    reader = _Reader(source, level=1)
    parser = _parser(reader)
    parser.EntityDeclHandler = parser.SkippedEntityHandler = None  # the whole file is refused when it is read
    with contextlib.suppress(expat.ExpatError, LoaderError):
        parser.Parse(head, False)
    return reader.root, reader.root_attributes
