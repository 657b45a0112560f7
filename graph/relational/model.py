"""The tables of a version as triples: of each predicate the column that holds its objects, and how that column is read as terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from govgraph.graph.duck import quoted
from govgraph.graph.relational.profile import UNKNOWN, Held, Profile, TableProfile
from govgraph.graph.relational.terms import ODD, XSD, Value, kind_of_tag, value
from govgraph.graph.table_parts import parts_of
from govgraph.ontology.classes import kinds as kind_words
from govgraph.ontology.classes import lineage, ontology_quads
from govgraph.ontology.declaration import Column, tables
from govgraph.ontology.terms import ADDRESS, GOV, PREFIXES

RDF_TYPE = PREFIXES["rdf"] + "type"
SOURCE = PREFIXES["dct"] + "source"
AS_WKT, WKT = PREFIXES["geo"] + "asWKT", PREFIXES["geo"] + "wktLiteral"
ONTOLOGY = GOV.rstrip("#")
"""The name of the graph that holds the ontology."""
ELEMENT = "{x}"
"""In the SQL of a list's elements: what stands for an element."""


_KINDS = {
    "ref": "iri", "url": "iri", "number": "double", "integer": "integer", "boolean": "boolean", "date": "date",
    "partial_date": "date", "text": "string", "code": "string", "curie": "string", "names": "string",
}  # fmt: skip
"""The type of a column -> the kind of its values, if it has none that say more."""


@cache
def _declared_types() -> dict[str, str]:
    return {c.term: c.type for t in tables().values() for c in t.assembled if c.term}


@dataclass(frozen=True, slots=True)
class Objects:
    """The objects of one predicate in one table.

    Attributes:
        term: the IRI of the predicate.
        sql: a value as SQL, with :data:`ELEMENT` for an element of a list.
        kinds: of the values; :data:`UNKNOWN`: a query that needs them is for Oxigraph.
        present: a condition: there is a value.
        many: the list column as SQL; empty: the column holds one value.
        column: its name; empty: the values are made of several columns.
    """

    term: str
    sql: str
    kinds: frozenset[str]
    present: str
    many: str = ""
    column: str = ""

    @property
    def known(self) -> bool:
        """Whether the values can be read as terms for certain."""
        return UNKNOWN not in self.kinds


@dataclass(frozen=True, slots=True)
class Source:
    """One file as triples.

    Attributes:
        name: of the view over the file.
        key: the column with the subjects.
        objects: predicate -> its objects.
        types: class of a row -> the IRIs of the classes of its thing; empty: its things have no type.
        graph: the column with the name of the graph; empty: the triples are in the default graph.
    """

    name: str
    key: str
    objects: dict[str, Objects]
    types: dict[str, tuple[str, ...]] = field(default_factory=dict)
    graph: str = ""


class Model:
    """A version as triples.

    Args:
        version: its folder.
        profile: what its columns hold.

    Example:
        >>> from govgraph.graph.relational.profile import profile
        >>> model = Model(graph.version(), profile(graph.version()))
        >>> [source.name for source in model.facts if PREFIXES["org"] + "member" in source.objects]
        ['memberships']
    """

    def __init__(self, version: Path, profile: Profile) -> None:
        self.unique = profile.unique
        cited = _objects(Column("document", "url", False, False, SOURCE, "", ""), profile.cited)
        self.facts = [
            *(_facts(name, of) for name, of in profile.tables.items() if of.rows),
            Source("cited", "record", {SOURCE: cited} if cited else {}),
        ]
        self.said = [_said(name, of) for name, of in profile.said.items() if of.rows]
        self.ontology = _Ontology()
        self._version = version

    def kind(self, predicate: str) -> str:
        """The kind of the values of a predicate that no thing has."""
        return _KINDS[_declared_types().get(predicate, "ref")]

    def files(self, name: str) -> list[Path]:
        """The files that a view of this name reads."""
        if name == "cited":
            return parts_of(self._version, name)
        folder, table = ("said", name.removeprefix("said_")) if name.startswith("said_") else ("tables", name)
        return parts_of(self._version / folder, table)


class _Ontology:
    """The triples of the ontology, which are few: written into the query that asks for them."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, str, str]] = []

    def rows(self) -> list[tuple[str, str, str, str]]:
        """(subject, predicate, lexical form of the object, its tag)."""
        if not self._rows:
            for quad in ox.parse(ontology_quads(), format=ox.RdfFormat.N_QUADS):
                o = quad.object
                assert isinstance(quad.subject, ox.NamedNode) and isinstance(o, ox.NamedNode | ox.Literal)
                self._rows.append((quad.subject.value, quad.predicate.value, o.value, _tag(o)))
        return self._rows

    def select(self, predicate: str = "") -> tuple[str, Value] | None:
        """The SQL of the triples (columns s, p and o), of one predicate if one is given, and the objects; None: there are none."""
        rows = [row for row in self.rows() if predicate in ("", row[1])]
        if not rows:
            return None
        objects = value("o", *{kind_of_tag(row[3]) for row in rows})
        of = [f"({quoted(s)}, {quoted(p)}, {quoted(v)}, {quoted(t)})" for s, p, v, t in rows]
        made = "v" if objects.kind in ("iri", "string") else "{'v': v, 't': t}"
        if objects.native and made != "v":
            objects = value("o", ODD)
        return f"(SELECT s, p, {made} AS o FROM (VALUES {', '.join(of)}) _(s, p, v, t))", objects


def _tag(term: ox.NamedNode | ox.Literal) -> str:
    if isinstance(term, ox.NamedNode):
        return "iri"
    if term.language:
        return "@" + term.language
    return "" if term.datatype.value == XSD + "string" else term.datatype.value


def _facts(name: str, profile: TableProfile) -> Source:
    table = tables()[name]
    objects = _of_columns(table.assembled, profile)
    if {"latitude", "longitude"} <= profile.columns.keys():
        present = "latitude IS NOT NULL AND longitude IS NOT NULL"
        point = f"{{'v': 'POINT (' || longitude || ' ' || latitude || ')', 't': {quoted(WKT)}}}"
        known = profile.point and all(UNKNOWN not in profile.columns[c].kinds for c in ("latitude", "longitude"))
        objects[AS_WKT] = Objects(AS_WKT, point, frozenset({ODD if known else UNKNOWN}), present)
    # A table without `kind` holds one class.
    names = profile.classes if any(c.name == "kind" for c in table.columns) else [table.cls]
    types = {cls: tuple(GOV + x for x in lineage(cls)) for cls in names}
    return Source(name, "iri", objects, types)


def _said(name: str, profile: TableProfile) -> Source:
    objects = _of_columns(tables()[name].columns, profile)
    if any(c.name == "kind" for c in tables()[name].columns):
        cases = " ".join(f"WHEN {quoted(k)} THEN {quoted(GOV + c)}" for k, c in kind_words().items())
        objects[RDF_TYPE] = Objects(RDF_TYPE, f"CASE kind {cases} END", frozenset({"iri"}), "kind IS NOT NULL")
    return Source(f"said_{name}", "iri", objects, graph="dataset_iri")


def _of_columns(columns: tuple[Column, ...], profile: TableProfile) -> dict[str, Objects]:
    made = (_objects(c, profile.columns[c.name]) for c in columns if c.term and c.name in profile.columns)
    return {objects.term: objects for objects in made if objects}


def _objects(column: Column, held: Held) -> Objects | None:
    """The values of a column as terms; None: it has no value."""
    if not held.kinds:
        return None
    many = column.name if column.many or column.type == "names" else ""
    x = ELEMENT if many else column.name
    kinds = frozenset(held.kinds)
    sql = x
    if column.type == "names":
        tag = f"coalesce({x}.lang, '')"
        tag = f"lower({tag})" if held.cased else tag
        mixed = f"CASE {tag} WHEN '' THEN '' ELSE '@' || {tag} END" if "string" in kinds else f"'@' || {tag}"
        sql = f"{x}.text" if kinds == {"string"} else f"{{'v': {x}.text, 't': {mixed}}}"
        if held.repeats:
            pair = "{'lang': lower(coalesce(n.lang, '')), 'text': n.text}"
            many = f"list_distinct(list_transform({many}, lambda n: {pair}))"
    elif held.repeats:
        many = f"list_distinct({many})"
    if column.type == "url" and len(kinds) > 1:
        sql = f"{{'v': {x}, 't': CASE WHEN regexp_matches({x}, {quoted(ADDRESS)}) THEN 'iri' ELSE '' END}}"
    if column.type == "partial_date":
        sql = f"{x}::DATE" if kinds == {"date"} else f"{{'v': {x}, 't': {_date_tag(x, kinds)}}}"
    return Objects(column.term, sql, kinds, f"{x} IS NOT NULL", many, column.name)


def _date_tag(x: str, kinds: frozenset[str]) -> str:
    if len(kinds) == 1:
        return quoted(XSD + next(iter(kinds)))
    tags = f"WHEN 4 THEN {quoted(XSD + 'gYear')} WHEN 7 THEN {quoted(XSD + 'gYearMonth')}"
    return f"CASE length({x}) {tags} ELSE {quoted(XSD + 'date')} END"
