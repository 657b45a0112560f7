"""Loader for IATI, the International Aid Transparency Initiative: activities of donors, agencies and NGOs, and their organisation files."""

from __future__ import annotations

from collections.abc import Iterator

from govgraph.loaders.money.iati_activity import read_activity
from govgraph.loaders.money.iati_organisations import read_organisation
from govgraph.loaders.nested import Item, Nested, Writer
from govgraph.loaders.xml_records import local, records, root_of
from govgraph.ontology.loader import LoaderError, Source

_ROOTS = ("iati-activities", "iati-organisations")
_READ = {"iati-activity": read_activity, "iati-organisation": read_organisation}


class Iati(Nested):
    """IATI activities and organisations, versions 1.01 to 2.03.

    **Rows** count the activities or organisations. **The key of an event** is ``iati-identifier``; transactions and budgets are events that
    are part of it. Of an activity in several files the one with the newest ``last-updated-datetime`` counts, with all that belongs to it.
    **Organisations** are known by ``ref``: one that a register gave is the same in all data sets; one without is known by name
    within its publisher's data. Placeholders and categories ("INTERNATIONAL NGO") are nobody.
    """

    name = "iati"
    title = "IATI activities and organisations (XML), versions 1.01 to 2.03"
    example = "govgraph load iati-activities.xml"
    dataset_title = "International Aid Transparency Initiative"
    licence = "as each publisher says (mostly open licences)"
    homepage = "https://iatistandard.org/"
    code_systems = ("iati", "dac-sector", "org-id")
    tables = ("events", "participations", "actors", "places", "documents", "mentions")
    primary = ("events", "actors")
    suffixes = (".xml",)
    told_apart_by = ("iri", "names", "details")
    default_dataset = "iati"

    def detect(self, source: Source) -> float:
        """By the name of the outermost element."""
        return 0.99 if local(root_of(source)[0]) in (*_ROOTS, *_READ) else 0.0

    def items(self, source: Source, writer: Writer) -> Iterator[Item]:
        """The activities or organisations of a file.

        Raises:
            LoaderError: the file is no XML of IATI, or cannot be read to its end.
        """
        if not self.detect(source):
            raise LoaderError("not a file of IATI", where=str(source), expected=" or ".join(f"<{r}>" for r in _ROOTS))
        number = 0
        alone = local(root_of(source)[0]) in _READ
        for element, _, position in records(source, 0 if alone else 1):
            if local(element.tag) in _READ:
                number += 1
                yield Item(element, f"{local(element.tag)}[{number}]", position)
            else:
                writer.drop(local(element.tag))

    def read(self, item: Item, writer: Writer) -> None:
        """Write the rows of an activity or organisation."""
        _READ[local(item.value.tag)](writer, item.value)
