"""Things by what people call them: a name, an identifier, an IRI with or without its prefix, or the id in their own file; and the rows about
them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from govgraph.graph.errors import GraphError
from govgraph.ontology.declaration import Table, node_tables, tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.terms import expand, is_iri

if TYPE_CHECKING:
    from govgraph.graph.answers.results import Result
    from govgraph.graph.graph import Graph

_OFFERED, _MOST_WORDS = 5, 20
_MOST_NAMES = 20_000  # among which the nearest is looked for


def actors_called(graph: Graph, name: str) -> list[dict[str, Any]]:
    """The actors that have this IRI, identifier or name; see :meth:`govgraph.graph.graph.Graph.actor`.

    Example:
        >>> [actor["class"] for actor in actors_called(graph, "wikidata:Q1")]
        ['NGO']
    """
    if not name.strip():
        return []
    query = f"""
        SELECT iri, class, name, names, aliases, identifiers FROM actors
        WHERE {_fits(tables()["actors"])} ORDER BY iri"""
    return [row.as_dict() for row in _asked(graph, query, name)]


def _fits(table: Table) -> str:
    """A condition of SQL: a row of the table is called by the parameters ``name`` and ``expanded``.

    The id in a person's own file is the end of the IRI that was made of it.
    """
    columns = {column.name for column in table.columns}
    ways = ["iri IN ($name, $expanded)", *([] if table.own else ["ends_with(iri, '/' || $name)"])]
    if "identifiers" in columns:
        ways += ["list_contains(identifiers, $name)", "list_contains(identifiers, 'iso3:' || $name)"]
    if "names" in columns:
        texts = "list_concat(names, aliases)" if "aliases" in columns else "names"
        ways.append(f"len(list_filter({texts}, lambda x: lower(x.text) = lower($name))) > 0")
    return " OR ".join(ways)


def _asked(graph: Graph, query: str, name: str) -> Result:
    return graph.sql(query, timeout=None, name=name, expanded=expand(name) or name)


def resolve(graph: Graph, text: str) -> str:
    """The IRI of the one thing that is called so; see :meth:`govgraph.graph.graph.Graph.resolve`.

    Example:
        >>> resolve(graph, "country:KGZ"), resolve(graph, "Асан уулу")[-5:]
        ('https://w3id.org/govgraph/id/country/KGZ', '/asan')
    """
    if not text.strip():
        raise GraphError("nothing is named", expected="a name, an identifier or an IRI", hint="govgraph search WORD")
    # A concept of a code list has the same name as many an event of that type, and a data set that of its file: they are meant when
    # nothing else is called so.
    of_tables = ((t, t.own or t.name == "event_types") for t in node_tables())
    union = " UNION ALL ".join(
        f"SELECT iri, {concept} AS concept FROM {t.name} WHERE {_fits(t)}" for t, concept in of_tables
    )
    links = " UNION ALL ".join(
        f"SELECT iri, false FROM {t.name} WHERE iri IN ($name, $expanded)" for t in tables().values() if t.is_link
    )
    rows = _asked(graph, f"{union} UNION ALL {links}", text).rows
    found = sorted({iri for iri, concept in rows if not concept}) or sorted({iri for iri, _ in rows})
    whole = [iri for iri in found if iri in (text, expand(text))]
    if len(whole or found) == 1:
        return str((whole or found)[0])
    if found:
        raise GraphError(
            f"{len(found)} things are called {text!r}", expected=_listed(graph, found), hint="use one of the IRIs"
        )
    raise GraphError(
        f"nothing is called {text!r}",
        expected=offered(graph, text),
        hint=f"govgraph search {shlex.quote(text)}",
    )


def offered(graph: Graph, text: str, kind: str = "") -> str:
    """What a person may have meant who called something so: what has the words in its names, else what is written most like it; empty if
    nothing is like it.

    Args:
        kind: only of this kind, as :meth:`govgraph.graph.graph.Graph.search` takes it.

    Example:
        >>> offered(graph, "Асан улу", "Actor")
        'Асан уулу'
    """
    few_words = len(text.split()) < _MOST_WORDS
    if few_words and (hits := graph.search(text, kind=kind, limit=_OFFERED)):
        return _listed(graph, [row["iri"] for row in hits])
    iri = expand(text) or text
    if is_iri(iri):
        union = " UNION ALL ".join(f"SELECT iri FROM {t.name}" for t in node_tables())
        return nearest(iri, [row[0] for row in graph.sql(f"SELECT iri FROM ({union}) LIMIT {_MOST_NAMES}")])
    named = [t for t in node_tables() if any(c.name == "names" for c in t.columns)]
    union = " UNION ALL ".join(f"SELECT unnest(names).text AS name FROM {t.name}" for t in named)
    if kind:
        union = "SELECT unnest(names).text AS name FROM actors"
    return nearest(text, [row[0] for row in graph.sql(f"SELECT DISTINCT name FROM ({union}) LIMIT {_MOST_NAMES}")])


def _listed(graph: Graph, iris: Iterable[str]) -> str:
    some = list(iris)
    names = graph.called(some[:_OFFERED])
    listed = [f"{names[iri]} <{iri}>" if iri in names else f"<{iri}>" for iri in some[:_OFFERED]]
    return ", ".join(listed) + (f" and {len(some) - _OFFERED} more" if len(some) > _OFFERED else "")


def rows_about(graph: Graph, iri: str) -> Result:
    """The rows of files that describe a thing; see :meth:`govgraph.graph.graph.Graph.trace`.

    Of an actor that is one under several IRIs, these are the rows of all of them, and the column ``because`` says why each of them counts.
    """
    now, because = graph.identity.now(iri), graph.identity.reasons(iri)
    # In angle brackets, since older IRIs in parameters are replaced by those of now.
    position = "list_position($others::VARCHAR[], '<' || r.iri || '>')"
    why = f", list_extract($whys::VARCHAR[], {position}) AS because" if because else ""
    parts = [
        f"SELECT '{t.name}' AS \"table\", r.load, l.file_name AS file, r.row, r.pointer, r.document, r.dataset, l.licence{why} "
        f"FROM records.{t.name} r JOIN loads l ON ends_with(l.iri, '/' || r.load) "
        "LEFT JOIN other_iris o ON o.iri = r.iri WHERE coalesce(o.now, r.iri) = $iri"
        for t in tables().values()
        if not t.own
    ]
    given: dict[str, Any] = (
        {"others": [f"<{other}>" for other in because], "whys": list(because.values())} if because else {}
    )
    return graph.sql(" UNION ALL ".join(parts) + " ORDER BY ALL", iri=now, **given)
