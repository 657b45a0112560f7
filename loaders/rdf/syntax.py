"""The triples of a file, whatever its syntax: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD.

Nothing is fetched: a JSON-LD context that is an address is refused, but that of schema.org, which is its vocabulary and nothing else. External
entities of XML are refused by the parser, and entities that contain entities here.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pyoxigraph as ox

from govgraph.ontology.block import Reject
from govgraph.ontology.loader import LoaderError, Source

_XML: Final = re.compile(
    r"<(?:[\w.-]+:)?RDF[\s>]|xmlns(?::\w+)?\s*=\s*[\"']http://www\.w3\.org/1999/02/22-rdf-syntax-ns#"
)
# A keyword anywhere would not do: Popolo has "@type" within objects.
_JSON_LD: Final = re.compile(r'\s*(?:\[\s*)?\{\s*"@(?:context|graph|id|type)"\s*:|.*"@context"\s*:', re.DOTALL)
_QUERY: Final = re.compile(r"^\s*(?:select|ask|construct|describe|insert|delete)\b", re.IGNORECASE | re.MULTILINE)
_TURTLE: Final = re.compile(r"^\s*(?:#.*\n\s*)*(?:@prefix|@base|prefix\s+[\w.-]*:\s*<|base\s+<)", re.IGNORECASE)
_LINE: Final = re.compile(
    r'^\s*(?:<[^<>"{}|^`\\\s]*>|_:\S+)\s*<[^<>"{}|^`\\\s]*>\s*(?:<[^<>\s]*>|_:\S+|").*\.\s*(?:#.*)?$', re.MULTILINE
)
_NESTED_ENTITY: Final = re.compile(rb"<!ENTITY\s[^>]*?[\"'][^\"'>]*&(?!#|lt;|gt;|amp;|quot;|apos;)")
_SCHEMA_ORG: Final = re.compile(r"https?://(?:www\.)?schema\.org/?(?:docs/jsonldcontext\.json(?:ld)?)?")
_SCHEMA_CONTEXT: Final = {"@vocab": "https://schema.org/", "id": "@id", "type": "@type"} | {
    name: {"@type": "@id"} for name in ("url", "sameAs", "image", "memberOf", "worksFor", "affiliation", "parentOrganization", "subOrganization", "location", "organizer", "attendee", "superEvent")
}  # fmt: skip
_CALLED: Final = {"TriG": "Turtle or TriG"}
_BROKEN: Final = "not a triple"


def form_of(source: Source) -> ox.RdfFormat | None:
    """The syntax of a file, from its beginning. Turtle is read as TriG and N-Triples as N-Quads, which include them.

    Example:
        >>> from pathlib import Path
        >>> form_of(Source(Path("a.nt"), data=b"<http://a/> <http://b/> <http://c/> .")).name
        'N-Quads'
    """
    head = source.head.decode("utf-8-sig", "replace")
    start = head.lstrip()
    if start[:1] == "<" and _XML.search(head) and not start.startswith("<http"):
        return ox.RdfFormat.RDF_XML
    if start[:1] in ("{", "["):
        return ox.RdfFormat.JSON_LD if _JSON_LD.match(head) else None
    if _TURTLE.match(head):
        return None if _QUERY.search(head) else ox.RdfFormat.TRIG
    lines = [line for line in head.splitlines()[:50] if line.strip() and not line.lstrip().startswith("#")]
    whole = lines[:-1] if len(lines) > 1 and len(source.head) >= 65_536 else lines
    # A single broken line does not make it another format.
    return ox.RdfFormat.N_QUADS if whole and sum(bool(_LINE.match(line)) for line in whole) * 2 > len(whole) else None


def quads(source: Source, form: ox.RdfFormat, base: str) -> Iterator[ox.Quad | Reject]:
    """All quads of a file, in its order. Of N-Triples and N-Quads, a broken line is rejected alone.

    Args:
        base: the IRI against which relative IRIs are resolved.

    Raises:
        LoaderError: the file is not of that syntax, with the place; it names a context by its address; it is longer than the limits allow.
    """
    if form == ox.RdfFormat.JSON_LD:
        stream: Any = io.BytesIO(_with_contexts(source))
    elif form == ox.RdfFormat.RDF_XML:
        text = source.whole()
        if _NESTED_ENTITY.search(text):
            raise LoaderError(
                "an entity of the XML contains another", where=str(source), hint="save it in another syntax, as Turtle"
            )
        stream = io.BytesIO(text)
    else:
        stream = source.open()
        if source.head.startswith(codecs.BOM_UTF8):
            stream.read(len(codecs.BOM_UTF8))
    if form == ox.RdfFormat.N_QUADS:
        yield from _lines(stream)
        return
    with stream:
        try:
            yield from ox.parse(stream, format=form, base_iri=base)
        except SyntaxError as error:
            line = f":{error.lineno}" if error.lineno else ""
            raise LoaderError(
                f"not {_CALLED.get(form.name, form.name)}: {error.msg}",
                where=f"{source}{line}",
                hint="mend the file there, or get it again",
            ) from error


def _lines(stream: Any) -> Iterator[ox.Quad | Reject]:
    """The quads of N-Quads, a hundred lines at a time, and one at a time where one is broken."""
    number = 0
    with stream:
        while lines := stream.readlines(1 << 16):
            try:
                yield from list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))
            except SyntaxError:
                for place, line in enumerate(lines, start=number + 1):
                    try:
                        yield from list(ox.parse(line, format=ox.RdfFormat.N_QUADS))
                    except SyntaxError:
                        yield Reject(0, f"line {place}", _BROKEN, line.decode("utf-8", "replace").strip()[:200])
            number += len(lines)


def _with_contexts(source: Source) -> bytes:
    """The JSON-LD with the context of schema.org written out.

    Raises:
        LoaderError: it is not JSON, or names another context by its address.
    """
    content = source.whole()
    try:
        data = json.loads(
            content.decode(json.detect_encoding(content) if content[:3] != b"\xef\xbb\xbf" else "utf-8-sig")
        )
    except (ValueError, RecursionError) as error:
        raise LoaderError(f"not JSON: {error}", where=str(source), hint="get the file again") from error
    return json.dumps(_known(data, source)).encode()


def _known(data: Any, source: Source) -> Any:
    if isinstance(data, list):
        return [_known(one, source) for one in data]
    if not isinstance(data, dict):
        return data
    made = {}
    for key, value in data.items():
        made[key] = _context(value, source) if key == "@context" else _known(value, source)
    return made


def _context(value: Any, source: Source) -> Any:
    if isinstance(value, list):
        return [_context(one, source) for one in value]
    if isinstance(value, str):
        if _SCHEMA_ORG.fullmatch(value):
            return _SCHEMA_CONTEXT
        raise _remote(value, source)
    if isinstance(value, dict) and isinstance(value.get("@import"), str):
        raise _remote(value["@import"], source)
    return value


def _remote(address: str, source: Source) -> LoaderError:
    return LoaderError(
        f"its context is the address {address[:200]}, and no address is opened while a file is read", where=str(source),
        expected="the context itself", hint="put the content of that address in the place of it",
    )  # fmt: skip
