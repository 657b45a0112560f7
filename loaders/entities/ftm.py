"""Loader for FollowTheMoney: persons, companies, posts, sanctions and the links between them, as OpenSanctions and Aleph publish them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from govgraph.loaders.entities.ftm_entity import Entity
from govgraph.loaders.entities.ftm_files import Records, layout, released
from govgraph.loaders.entities.ftm_links import link
from govgraph.loaders.entities.ftm_records import Deletion, Record
from govgraph.loaders.entities.ftm_things import Scope, actor, document, event, identification, place, post
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.rows import Rows
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_READ: Final[dict[str, Callable[[Entity, Scope, Rows], None]]] = {
    "actor": actor, "place": place, "post": post, "document": document, "event": event, "identifier": identification,
    "membership": link, "tenure": link, "association": link, "participation": link,
}  # fmt: skip
_SAY_NOTHING: Final = frozenset(
    {"entities", "statements", "targets", "topics", "delta", "names", "export", "index", "default", "data"}
)
"""Beginnings of file names that do not say which publication a file belongs to."""
_ROWS: Final = 20_000
"""The most rows of a block: an entity is far larger than a row of a table."""


class FollowTheMoney(Loader):
    """FollowTheMoney: entities, statements, deltas and the simple table.

    **Identifiers** belong to a publication: the file's name up to its first dot, unless that says nothing (``entities.ftm.json``). A Wikidata item
    has the same IRI everywhere.

    **Newer releases**: an entity is a unit, and the stamp is when the file was released, so of two exports of one publication the newer counts,
    and a deletion holds until a newer file has the entity again.

    **Who says so**: statements name a data set each, and rows of what several sources describe carry it. An entity that merges several data sets
    does not say which of them states what; they are listed in its details.
    """

    name = "followthemoney"
    version = 2
    title = "FollowTheMoney entities, statements, deltas and simple tables, as of OpenSanctions"
    example = "govgraph load entities.ftm.json"
    dataset_title = ""
    licence = ""
    homepage = "https://followthemoney.tech"
    code_systems = ("event-type",)
    tables = (
        "actors",
        "places",
        "posts",
        "documents",
        "events",
        "memberships",
        "tenures",
        "associations",
        "participations",
    )
    primary = tables
    suffixes = (".json", ".jsonl", ".csv", ".pack", ".tsv", ".parquet", ".xlsx", ".ods")

    def detect(self, source: Source) -> float:
        """By the keys of the first objects, or the names of the columns; statements without a header by their property."""
        return 0.97 if layout(source) else 0.0

    def dataset(self, source: Source, options: Options) -> str:
        """The dataset of the options, else the name of the publication in the file's name, else ``followthemoney``."""
        name = source.content_name.split(".", 1)[0].lower()
        return options.dataset or (name if name and name not in _SAY_NOTHING else self.name)

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's entities, block by block; ``row`` is the number of the object or line.

        Raises:
            LoaderError: the file is none of FollowTheMoney, or cannot be read to its end.
        """
        form = layout(source)
        if not form:
            raise LoaderError(
                "not a file of FollowTheMoney", where=str(source), expected="objects with id, schema and properties"
            )
        scope = Scope(options.base, self.dataset(source, options), released(source, form))
        records = Records(source, form)
        made = _Made(scope)
        told = 0
        size = min(options.block_rows, _ROWS)
        for record in records:
            # The row that is being read is not counted yet, and what is nested in it stays with it.
            if records.rows_read - 1 - told >= size and not (isinstance(record, Entity) and record.nested):
                yield made.block(records.rows_read - 1 - told, records)
                told, made = records.rows_read - 1, _Made(scope)
            made.take(record)
        yield made.block(records.rows_read - told, records)


class _Made:
    """What is made of some records."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.rows = scope, Rows()
        self.rejects: list[Reject] = []
        self.notes: dict[tuple[str, str], Note] = {}
        self.rejected = 0

    def take(self, record: Record) -> None:
        if isinstance(record, Reject):
            self.rejects.append(record)
            return
        if record.row == self.rejected:  # what stands in a rejected entity goes with it
            return
        self.rows.begin(record.row, "")
        if isinstance(record, Deletion):
            if self.scope.stamp is None:
                told = "a deletion without a time: name the file after its version, as 20240310153630"
                self.rejects.append(Reject(record.row, "op", told, record.id))
                return
            iri = self.scope.iri(record.id)
            self.rows.add("actors", iri=iri, kind="actor", unit=iri, stamp=self.scope.stamp, retracted=True)
            return
        read = _READ.get(record.schema.becomes)
        if read is None:
            self._reject(record, "schema", record.schema.why_not, record.schema.name)
            return
        try:
            read(record, self.scope, self.rows)
        except Unusable as fault:
            self.rows.drop()
            self._reject(record, fault.column, fault.reason, fault.value or record.id)
            return
        for note in record.notes:
            self.notes.setdefault((note.kind, note.value), note)

    def _reject(self, record: Entity, column: str, reason: str, value: str) -> None:
        """Reject all rows of an entity; of one that stands in another, only a note tells."""
        if record.nested:
            note = Note(f"nested entity left out: {reason}", f"{record.schema.name} {record.id}"[:200], record.row)
            self.notes.setdefault((note.kind, note.value), note)
        else:
            self.rejected = record.row
            self.rejects += [Reject(row, column, reason, value) for row in record.rows or [record.row]]

    def block(self, read: int, records: Records) -> Block:
        of_file, records.notes = records.notes, []
        return Block(
            self.rows.tables(),
            read,
            self.rejects,
            [*of_file, *self.notes.values()],
            tuple(sorted(records.unused)),
            records.position,
        )
