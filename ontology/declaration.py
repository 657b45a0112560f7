"""The declaration of the tables, read from gov.ttl: their columns, and what they draw in the property graph.

The file is read once for the table schemas, the RDF writer, the property graph, networkx, the shapes and ``govgraph ref``.
Asking for a table or column that is not declared raises an error that names the nearest one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from govgraph.ontology.errors import OntologyError, nearest
from govgraph.ontology.terms import GOV, PREFIXES
from govgraph.ontology.turtle import DECLARATION, Triples, read

_RDF, _RDFS = PREFIXES["rdf"], PREFIXES["rdfs"]

TYPES = tuple("text code names number integer boolean date partial_date url curie ref".split())


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: the column in tables and SQL, ``snake_case``.
        type: one of :data:`TYPES`; ``names`` is text by language.
        many: whether a row may hold several values.
        term: IRI of the RDF property; empty for the column that gives the class.
        key: property key in the property graph and networkx, ``camelCase``.
        to: for a reference, the class that it refers to.
        relationship: for a reference, the relationship type that the property graph draws; empty: a property.
        group: columns with the same group take their values from the same source.
        bound: for a computed date: which bound of which columns, as ``latest end_date start_date``.
        values: the words allowed, when the list is closed.
    """

    name: str
    type: str
    many: bool
    required: bool
    term: str
    key: str
    comment: str
    to: str = ""
    relationship: str = ""
    group: str = ""
    bound: str = ""
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The relationships of one type that the rows of a table draw in the property graph.

    A link table draws one a row, with an IRI and properties; a reference of a node table draws one to each thing that it names.

    Attributes:
        table: name of the table.
        type: the relationship type.
        source, target: the columns with the IRIs of the two ends; ``iri``: the row itself.
        many: whether a row may have several targets.
        keyed: whether each relationship has an IRI, that of its row; else its two ends are its key.
        source_class, target_class: what the ends are declared to be; ``Entity``: anything.
        property_columns: the columns that it carries as properties, ``iri`` among them; none if it is not keyed.
    """

    table: str
    type: str
    source: str
    target: str
    many: bool
    keyed: bool
    source_class: str
    target_class: str
    property_columns: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: of nodes, or of links with a source and a target column.

    Attributes:
        cls: local name of the class of a row; of an actor's row, the class of its kind.
        shared: whether several sources may describe the same thing, so that the statements of each are also kept apart.
        identified: whether a thing may have several IRIs in the records, which decisions and sure links put together.
        own: whether govgraph itself fills it, not a loader.
        background: whether its rows are linked to nearly everything, so that they do not show who knows whom.
        source, target, relationship: for a link table, the columns of its two ends and the relationship type; else empty.
    """

    name: str
    cls: str
    comment: str
    columns: tuple[Column, ...]
    shared: bool = False
    identified: bool = False
    own: bool = False
    background: bool = False
    source: str = ""
    target: str = ""
    relationship: str = ""

    @property
    def is_link(self) -> bool:
        """Whether a row links two nodes."""
        return bool(self.relationship)

    @property
    def refs(self) -> tuple[Column, ...]:
        """The columns that refer to other rows."""
        return tuple(c for c in self.columns if c.type == "ref")

    @property
    def evidence(self) -> tuple[Column, ...]:
        """The columns of assembled rows that name the sources; a table that govgraph fills has none."""
        if self.own:
            return ()
        return (*(common("identified") if self.identified else ()), *common("shared" if self.shared else "stated"))

    @property
    def recorded(self) -> tuple[Column, ...]:
        """All columns of the rows that loaders read from files."""
        return (*common("every"), *self.columns, *common("records"))

    @property
    def assembled(self) -> tuple[Column, ...]:
        """All columns of assembled rows."""
        return (*common("every"), *common("assembled"), *self.columns, *self.evidence)

    @property
    def property_columns(self) -> tuple[Column, ...]:
        """The columns that are properties of the nodes (of a link table: relationships): ``iri``, and those that are not drawn."""
        own = (c for c in self.columns if c.term and not c.relationship and c.name not in (self.source, self.target))
        return (*common("every"), *own, *(() if self.is_link else common("nodes")), *self.evidence)

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """All relationships that the table draws.

        Example:
            >>> [(d.type, d.source, d.target, d.keyed) for d in table("posts").drawn]
            [('POST_IN', 'iri', 'organization', False), ('FOR_AREA', 'iri', 'area', False)]
        """
        if self.is_link:
            ends = self.column(self.source).to, self.column(self.target).to
            return (
                Drawn(
                    self.name, self.relationship, self.source, self.target, False, True, *ends, self.property_columns
                ),
            )
        return tuple(
            Drawn(self.name, c.relationship, "iri", c.name, c.many, False, self.cls, c.to)
            for c in self.refs
            if c.relationship
        )

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            OntologyError: the table has no such column; the message names the nearest.
        """
        for column in self.columns:
            if column.name == name:
                return column
        near = nearest(name, [c.name for c in self.columns])
        raise OntologyError(
            f"table {self.name!r} has no column {name!r}", expected=near, hint=f"govgraph ref {self.name}"
        )


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _column(triples: Triples, node: str) -> Column:
    def text(local: str) -> str:
        return triples.one(node, DECLARATION + local)

    name = text("column")
    kind = text("type")
    if kind not in TYPES:
        raise OntologyError(f"column {name!r} has the type {kind!r}", expected=" ".join(TYPES))
    low, high = text("minimum"), text("maximum")
    return Column(
        name=name,
        type=kind,
        many=text("many") == "true",
        required=text("required") == "true",
        term=text("term"),
        key=text("key") or _camel(name),
        comment=triples.one(node, _RDFS + "comment"),
        to=text("to").removeprefix(GOV),
        relationship=text("relationship"),
        group=text("group"),
        bound=text("bound"),
        values=tuple(str(v.value) for v in triples.items(node, DECLARATION + "values")),
        minimum=float(low) if low else None,
        maximum=float(high) if high else None,
    )


@cache
def tables() -> dict[str, Table]:
    """All tables by name, in the order of the declaration.

    Example:
        >>> list(tables())[:3]
        ['actors', 'places', 'posts']
    """
    triples = read("gov.ttl")
    declared = {}
    for subject, predicates in triples.of.items():
        types = [t.value for t in predicates.get(_RDF + "type", [])]
        if DECLARATION + "NodeTable" not in types and DECLARATION + "LinkTable" not in types:
            continue
        name = triples.one(subject, DECLARATION + "name")
        declared[name] = Table(
            name=name,
            cls=triples.one(subject, DECLARATION + "class").removeprefix(GOV),
            comment=triples.one(subject, _RDFS + "comment"),
            columns=tuple(_column(triples, str(n)) for n in triples.items(subject, DECLARATION + "columns")),
            shared=triples.one(subject, DECLARATION + "shared") == "true",
            identified=triples.one(subject, DECLARATION + "identified") == "true",
            own=triples.one(subject, DECLARATION + "own") == "true",
            background=triples.one(subject, DECLARATION + "background") == "true",
            source=triples.one(subject, DECLARATION + "source"),
            target=triples.one(subject, DECLARATION + "target"),
            relationship=triples.one(subject, DECLARATION + "relationship"),
        )
    return declared


@cache
def common(of: str) -> tuple[Column, ...]:
    """The columns that tables have besides their own.

    Args:
        of: ``every`` (all rows, nodes and relationships), ``records`` (rows read from files), ``assembled`` (all assembled
            rows), ``shared`` (those of things that several sources describe), ``identified`` (those of actors), ``stated`` (those of events and links),
            ``nodes`` (nodes of the property graph alone).

    Raises:
        KeyError: gov.ttl declares no such columns.

    Example:
        >>> [c.name for c in common("stated")]
        ['sources', 'documents', 'confidence']
    """
    triples = read("gov.ttl")
    subject = f"<{DECLARATION}{of}>"
    if DECLARATION + "CommonColumns" not in [t.value for t in triples.of[subject][_RDF + "type"]]:
        raise KeyError(of)
    return tuple(_column(triples, str(node)) for node in triples.items(subject, DECLARATION + "columns"))


def table(name: str) -> Table:
    """The table of that name.

    Raises:
        OntologyError: no such table; the message names the nearest.

    Example:
        >>> table("memberships").relationship
        'MEMBER_OF'
    """
    if name not in tables():
        raise OntologyError(
            f"no table {name!r}", expected=nearest(name, tables()) or " ".join(tables()), hint="govgraph ref"
        )
    return tables()[name]


@cache
def node_tables() -> tuple[Table, ...]:
    """The tables whose rows are nodes.

    Example:
        >>> node_tables()[0].name, node_tables()[-1].name
        ('actors', 'undescribed')
    """
    return tuple(t for t in tables().values() if not t.is_link)


@cache
def relationships() -> tuple[Drawn, ...]:
    """All that is drawn as a relationship, in the order of the declaration.

    Example:
        >>> [d.type for d in relationships() if d.keyed]
        ['MEMBER_OF', 'HOLDS', 'PARTICIPATED_IN', 'ASSOCIATED_WITH', 'REPORTED_IN']
    """
    return tuple(drawn for t in tables().values() for drawn in t.drawn)
