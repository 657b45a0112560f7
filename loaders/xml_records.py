"""Elements of an XML file, one after the other, so that a file of any length is read in bounded memory.

XML comes from strangers. A document that declares entities is refused, whether they stand for a file of this machine or for a text that
grows a million times; a DTD is never fetched; one record may have a limited number of elements, texts and levels (:class:`~govgraph.ontology.limits.Limits`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from govgraph.ontology.loader import LoaderError, Source

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute for the language of an element's text."""
_CHUNK: Final = 1 << 16


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
        raise LoaderError(f"it uses the entity {name[:40]!r}, which it does not declare", where=str(self.source))

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
    reader = _Reader(source, level)
    parser = _parser(reader)
    with source.open() as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                parser.Parse(chunk, not chunk)
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
    head = source.head
    if b"<" not in head[:200] or head[:1] in (b"{", b"["):
        return "", {}
    reader = _Reader(source, level=1)
    parser = _parser(reader)
    parser.EntityDeclHandler = parser.SkippedEntityHandler = None  # the whole file is refused when it is read
    with contextlib.suppress(expat.ExpatError, LoaderError):
        parser.Parse(head, False)
    return reader.root, reader.root_attributes
