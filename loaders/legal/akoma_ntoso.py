"""Loader for Akoma Ntoso (OASIS LegalDocML): acts, bills, debates and judgments, with who wrote, signed and spoke."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from govgraph.loaders.legal.akn_bare import is_bare_debate
from govgraph.loaders.legal.akn_document import KINDS, read_document
from govgraph.loaders.legal.akn_names import Names, frbr, names_in, value
from govgraph.loaders.nested import Item, Nested, Writer
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.xml_records import local, records, root_of
from govgraph.ontology.loader import LoaderError, Source
from govgraph.ontology.terms import mint


class AkomaNtoso(Nested):
    """Akoma Ntoso documents of the versions 2.0, 3.0 WD17 and 3.0.

    **Rows** are documents: the outer one, and its components in order. **The key** of a document is the FRBRuri of its work; of a debate without any
    identification, as SayIt writes it, all that it says. The event that a document stands for
    (the sitting, the adoption of an act) has authors, signatories and speakers; speeches, votes and the lifecycle are events that are part of it. Who only
    marked the text up is no actor.
    """

    name = "akoma-ntoso"
    title = "Akoma Ntoso (XML): acts, bills, debates and judgments"
    example = "govgraph load bill.akn.xml"
    dataset_title = "Akoma Ntoso documents"
    licence = "as each publisher says"
    homepage = "https://docs.oasis-open.org/legaldocml/akn-core/v1.0/"
    code_systems = ("event-type", "akn")
    tables = ("documents", "events", "participations", "actors", "mentions")
    primary = ("documents", "events")
    suffixes = (".xml", ".akn")
    default_dataset = "akn"

    def detect(self, source: Source) -> float:
        """By the name of the outermost element, in any namespace."""
        return 0.99 if local(root_of(source)[0]).lower() == "akomantoso" else 0.0

    def items(self, source: Source, writer: Writer) -> Iterator[Item]:
        """The documents of a file.

        Raises:
            LoaderError: it is no XML of Akoma Ntoso, or holds no document.
        """
        if not self.detect(source):
            raise LoaderError("not a file of Akoma Ntoso", where=str(source), expected="<akomaNtoso>")
        found = 0
        for root, _, position in records(source, 0):
            outer: Names | None = None
            event: str | None = None
            for document, at in _documents(root, ""):
                found += 1
                names = names_in(writer, document, outer)
                yield Item((document, names, event), at, position)
                if outer is None:
                    outer, uri = names, value(frbr(document, "FRBRWork"), "FRBRuri")
                    event = mint(writer.base, "event", "akn", uri.strip("/")) if uri else None
        if not found:
            raise LoaderError("it holds no document", where=str(source), expected=", ".join(KINDS))

    def read(self, item: Item, writer: Writer) -> None:
        """Write the rows of a document.

        Raises:
            Unusable: nothing identifies it.
        """
        document, names, event = item.value
        if frbr(document, "FRBRWork") is None and not is_bare_debate(document):
            raise Unusable("FRBRWork", "required value is missing")
        read_document(writer, document, names, event)


def _documents(element: Element, path: str) -> Iterator[tuple[Element, str]]:
    """The documents below an element, each with its place; one that is within another comes after it."""
    for part in element:
        kind = local(part.tag)
        at = f"{path}/{part.get('eId') or kind}"
        if kind in KINDS:
            yield part, at
        if kind in (
            "component",
            "components",
            "attachments",
            "attachment",
            "collectionBody",
            "documentCollection",
            "portion",
        ):
            yield from _documents(part, at)
