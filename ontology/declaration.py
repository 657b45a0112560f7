"""The declaration, read from gov.ttl: classes, and tables with their columns.

One reading of one file serves the table schemas, the RDF writer, the property graph, networkx, the shapes' test and
``govgraph ref``. A column, class or kind that is not declared is an error that names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from govgraph.ontology.errors import OntologyError, nearest
from govgraph.ontology.terms import GOV, PREFIXES

_DECL = "https://w3id.org/govgraph/declaration#"
_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]

TYPES = (
    "text",
    "code",
    "names",
    "number",
    "integer",
    "boolean",
    "date",
    "partial_date",
    "url",
    "curie",
    "ref",
)


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
        group: columns with the same group are taken from one source together.
        bound: for a date that is computed: which bound of which columns.
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
class Table:
    """One table: of nodes, or of links with a source and a target column.

    Attributes:
        cls: local name of the class of a row; of an actor's row, the class of its kind.
        shared: several sources describe one row's thing, so what each says is kept apart as well.
        own: filled by govgraph itself, not by loaders.
        source, target, relationship: of a link table: its two ends and the relationship type; else empty.
    """

    name: str
    cls: str
    comment: str
    columns: tuple[Column, ...]
    shared: bool = False
    own: bool = False
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


@dataclass(frozen=True, slots=True)
class Class:
    """One class of the ontology.

    Attributes:
        name: local name, also the label in the property graph.
        parents: local names of its direct superclasses among our own.
        reused: IRIs of its superclasses in other vocabularies.
        kind: the word in the column ``kind`` that stands for it, or empty.
        labels: language -> label.
    """

    name: str
    comment: str
    labels: dict[str, str]
    parents: tuple[str, ...]
    reused: tuple[str, ...]
    kind: str

    @property
    def iri(self) -> str:
        """The IRI of the class."""
        return GOV + self.name


class _Triples:
    """Subject -> predicate -> objects of one small file, with RDF lists read."""

    def __init__(self, text: bytes) -> None:
        self.of: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = {}
        for t in ox.parse(text, format=ox.RdfFormat.TURTLE):
            self.of.setdefault(str(t.subject), {}).setdefault(t.predicate.value, []).append(t.object)

    def one(self, subject: str, predicate: str) -> str:
        found = self.of[subject].get(predicate)
        return str(getattr(found[0], "value", found[0])) if found else ""

    def all(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return self.of[subject].get(predicate, [])

    def items(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        items = []
        head = self.all(subject, predicate)
        while head and str(head[0]) != f"<{_RDF}nil>":
            node = str(head[0])
            items.append(self.of[node][_RDF + "first"][0])
            head = self.of[node][_RDF + "rest"]
        return items


@cache
def _triples() -> _Triples:
    return _Triples(files("govgraph.ontology").joinpath("gov.ttl").read_bytes())


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _column(triples: _Triples, node: str) -> Column:
    def text(local: str) -> str:
        return triples.one(node, _DECL + local)

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
        values=tuple(str(v.value) for v in triples.items(node, _DECL + "values")),
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
    triples = _triples()
    found = {}
    for subject, predicates in triples.of.items():
        types = [t.value for t in predicates.get(_RDF + "type", [])]
        if _DECL + "NodeTable" not in types and _DECL + "LinkTable" not in types:
            continue
        name = triples.one(subject, _DECL + "name")
        found[name] = Table(
            name=name,
            cls=triples.one(subject, _DECL + "class").removeprefix(GOV),
            comment=triples.one(subject, _RDFS + "comment"),
            columns=tuple(_column(triples, str(n)) for n in triples.items(subject, _DECL + "columns")),
            shared=triples.one(subject, _DECL + "shared") == "true",
            own=triples.one(subject, _DECL + "own") == "true",
            source=triples.one(subject, _DECL + "source"),
            target=triples.one(subject, _DECL + "target"),
            relationship=triples.one(subject, _DECL + "relationship"),
        )
    return found


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
def classes() -> dict[str, Class]:
    """All classes of the ontology by local name.

    Example:
        >>> classes()["Agency"].parents
        ('Organization',)
    """
    triples = _triples()
    found = {}
    for subject, predicates in triples.of.items():
        if f"<{_OWL}Class>" not in [str(t) for t in predicates.get(_RDF + "type", [])]:
            continue
        parents = [str(p.value) for p in triples.all(subject, _RDFS + "subClassOf")]
        name = subject.strip("<>").removeprefix(GOV)
        found[name] = Class(
            name=name,
            comment=triples.one(subject, _RDFS + "comment"),
            labels={
                str(x.language): x.value for x in triples.all(subject, _RDFS + "label") if isinstance(x, ox.Literal)
            },
            parents=tuple(p.removeprefix(GOV) for p in parents if p.startswith(GOV)),
            reused=tuple(p for p in parents if not p.startswith(GOV)),
            kind=triples.one(subject, _DECL + "kind"),
        )
    return found


@cache
def kinds() -> dict[str, str]:
    """The words of the column ``kind`` -> class, the most special first (so two sources' kinds can be compared).

    Example:
        >>> kinds()["agency"]
        'Agency'
    """
    of = {c.kind: c.name for c in classes().values() if c.kind}
    return dict(sorted(of.items(), key=lambda k: (-len(lineage(k[1])), k[0])))


@cache
def lineage(name: str) -> tuple[str, ...]:
    """A class and all its superclasses among our own, sorted.

    Raises:
        OntologyError: no such class.

    Example:
        >>> lineage("Agency")
        ('Actor', 'Agency', 'Organization')
    """
    if name not in classes():
        raise OntologyError(f"no class {name!r}", expected=nearest(name, classes()), hint="govgraph ref")
    found = {name}
    for parent in classes()[name].parents:
        found.update(lineage(parent))
    return tuple(sorted(found))


@cache
def properties() -> dict[str, str]:
    """Our own properties -> what they mean, by local name.

    Example:
        >>> "startDate" in properties()
        True
    """
    triples = _triples()
    return {
        subject.strip("<>").removeprefix(GOV): triples.one(subject, _RDFS + "comment")
        for subject, predicates in triples.of.items()
        if any(
            t.value in (_OWL + "ObjectProperty", _OWL + "DatatypeProperty") for t in predicates.get(_RDF + "type", [])
        )
    }


@cache
def ontology_quads() -> bytes:
    """The ontology's classes and properties as N-Quads, in a graph of its own (its IRI without the ``#``).

    Example:
        >>> ontology_quads().splitlines()[0].endswith(b"<https://w3id.org/govgraph/ontology> .")
        True
    """
    graph = ox.NamedNode(GOV.rstrip("#"))
    text = files("govgraph.ontology").joinpath("gov.ttl").read_bytes()
    quads = (
        ox.Quad(t.subject, t.predicate, t.object, graph)
        for t in ox.parse(text, format=ox.RdfFormat.TURTLE)
        # How tables are laid out is ours; what the terms mean is for everybody.
        if not t.predicate.value.startswith(_DECL)
        and isinstance(t.subject, ox.NamedNode)
        and not t.subject.value.startswith(_DECL)
    )
    return bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
