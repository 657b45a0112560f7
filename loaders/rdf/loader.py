"""Loader for RDF: facts in our own ontology, or in FOAF, ORG, PROV, SEM or schema.org."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, Final

from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.rdf import own
from govgraph.loaders.rdf.foreign import Foreign
from govgraph.loaders.rdf.syntax import form_of, quads
from govgraph.loaders.rdf.things import TYPE, Thing, Things
from govgraph.loaders.rows import Rows
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.loader import Loader, LoaderError, Options, Source
from govgraph.ontology.terms import GOV, dataset_iri, local_id, shorten

_ROWS: Final = 20_000
_WIKIBASE: Final = re.compile(rb"wikidata\.org/prop/(?:direct|statement|qualifier)/|http://wikiba\.se/ontology#")


class Rdf(Loader):
    """RDF in Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD.

    **Rows** are the subjects, in the order in which they appear; ``at`` is the subject. A subject in two named graphs is two rows.

    **IRIs** of the file stay as they are. A blank node gets one that is made from its content.

    **Named graphs** that are data sets of ours (as in an export) say whose the rows are; all others are read like the default graph.
    """

    name = "rdf"
    title = (
        "RDF (Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD) in our ontology, FOAF, ORG, PROV, SEM or schema.org"
    )
    example = "govgraph load facts.ttl"
    dataset_title = ""
    licence = ""
    homepage = "https://www.w3.org/TR/rdf11-concepts/"
    code_systems: ClassVar[tuple[str, ...]] = ()
    tables = (
        "actors",
        "places",
        "posts",
        "events",
        "documents",
        "memberships",
        "participations",
        "tenures",
        "associations",
        "mentions",
    )
    primary = tables
    suffixes = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld", ".owl")

    def detect(self, source: Source) -> float:
        """By the syntax: directives of Turtle, lines of triples, the element RDF, the keywords of JSON-LD."""
        return 0.95 if form_of(source) else 0.0

    def dataset(self, source: Source, options: Options) -> str:
        """The dataset of the options, else the file's name up to its first dot, in lower case."""
        return options.dataset or source.content_name.split(".", 1)[0].lower() or self.name

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's subjects, block by block.

        Raises:
            LoaderError: the file is not RDF, has a fault, names a context by its address, or holds more triples than the limits allow.
        """
        form = form_of(source)
        if form is None:
            raise LoaderError(
                "not RDF", where=str(source), expected="Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD"
            )
        if _WIKIBASE.search(source.head):
            raise LoaderError(
                "RDF of Wikidata, whose facts are properties of its own (wdt:P39)", where=str(source), expected="the same items as JSON",
                hint="load the JSON dump, or Special:EntityData/Q7747.json of each item",
            )  # fmt: skip
        dataset = self.dataset(source, options)
        found = quads(source, form, f"{options.base}file/{local_id(dataset)}/")
        things = Things(found, source, options.base, dataset)
        own_graphs = dataset_iri(options.base, "")
        block, rows, unknown = Block({}, 0, things.rejects), Rows(), Counter[str]()
        block.rows_read = len(things.rejects)
        for thing in things:
            block.rows_read += 1
            rows.begin(thing.row, "" if thing.key.startswith("_:") else thing.key)
            of = thing.graph.removeprefix(own_graphs) if thing.graph.startswith(own_graphs) else None
            _read(thing, things, rows, block, of)
            if block.rows_read >= min(options.block_rows, _ROWS):
                block.tables, block.position = rows.tables(), source.size() * thing.row // max(things.row, 1)
                yield block
                block, rows = Block({}, 0), Rows()
        for thing in things:
            if (rest := thing.of.keys() - thing.used - {TYPE}) and not own.is_of_govgraph(thing):
                unknown.update(map(shorten, rest))
        block.notes += [
            Note("property not mapped, kept as a detail where it is of a loaded thing", f"{p}: {n:,} times", 1)
            for p, n in sorted(unknown.items())
        ]
        block.tables, block.position = rows.tables(), source.size()
        yield block


def _read(thing: Thing, things: Things, rows: Rows, block: Block, dataset: str | None) -> None:
    notes: list[tuple[str, str]] = []
    try:
        if reason := _rows_of(thing, things, rows, notes, dataset):
            rows.drop()
            types = " ".join(shorten(t) for t in thing.types)
            block.rejects.append(Reject(thing.row, "rdf:type", reason, f"{types or thing.key}"[:200]))
    except Unusable as fault:
        rows.drop()
        block.rejects.append(Reject(thing.row, shorten(fault.column), fault.reason, thing.key[:200]))
    block.notes += [Note(kind, value[:200], thing.row) for kind, value in notes]


def _rows_of(thing: Thing, things: Things, rows: Rows, notes: list[tuple[str, str]], dataset: str | None) -> str:
    """Add the rows of a thing; the reason why there are none, or an empty string."""
    if table := own.table_of(thing):
        own.read(thing, table, things, rows, notes, dataset)
        return ""
    if own.is_of_govgraph(thing) or GOV.rstrip("#") in (thing.graph, thing.key.partition("#")[0]):
        return ""
    one = Foreign(thing, things, rows, notes)
    if one.kind == "membership":
        return one.membership()
    if one.kind in ("actor", "post"):
        one.links()
    read = {"actor": one.actor, "place": one.place, "post": one.post, "event": one.event, "document": one.document}.get(
        one.kind
    )
    if read is not None:
        read()
        return ""
    if thing.key in things.referrers and (one.kind == "helper" or thing.key.startswith("_:")):
        return ""
    if one.kind == "helper":
        return "of a class that is only read where something refers to it, and nothing does"
    return "no class that is mapped" if thing.types else "no class is given"
