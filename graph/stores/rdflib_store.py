"""A graph as a read-only rdflib store, so that existing rdflib scripts can use it.

``Graph.rdflib()`` returns a Dataset over it, and rdflib finds it by the name ``govgraph`` (an entry point). Oxigraph answers
queries through oxrdflib; rdflib only sees terms and results. The store holds one version for as long as it is open, so a script
sees one state even if files are loaded meanwhile.
"""

from __future__ import annotations

import weakref
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Graph as RdfGraph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.store import VALID_STORE, Store
from rdflib.term import BNode, Identifier, URIRef, Variable

import govgraph
from govgraph.graph import on_demand
from govgraph.graph.errors import GraphError
from govgraph.graph.progress import silent
from govgraph.graph.sparql.faults import explained
from govgraph.graph.sparql.superclasses import with_our_classes
from govgraph.graph.stores.sparql import with_parameters
from govgraph.graph.stores.sparql_reading import (
    guarded,
    refuse_service_in,
    refuse_unknown_graphs,
    refuse_updates,
    service_fault,
)
from govgraph.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from govgraph.graph.graph import Graph


class GovgraphStore(Store):
    """An rdflib store over the active version of a graph.

    The default graph holds the assembled facts. The named graph of a dataset holds what that dataset says, and the named graph
    of the ontology holds its terms. ``rdflib.Graph(store="govgraph")`` shows the default graph; give it a dataset's IRI as
    identifier to see the graph of that dataset. Every change is refused.

    Example:
        >>> import rdflib
        >>> GovgraphStore().add((rdflib.URIRef("x:a"), rdflib.RDF.type, rdflib.URIRef("x:b")), rdflib.Graph())
        Traceback (most recent call last):
        ...
        govgraph.graph.errors.GraphError: ...
    """

    context_aware = True
    formula_aware = False
    transaction_aware = False
    graph_aware = True

    def __init__(self, configuration: str | None = None, identifier: Identifier | None = None) -> None:
        self._inside: OxigraphStore | None = None
        self._names = OxigraphStore()  # keeps the prefixes, also before anything is open
        self._release: weakref.finalize[..., Any] | None = None
        super().__init__(configuration, identifier)

    # ------------------------------------------------------------------------------------ open and close

    def open(self, configuration: str | tuple[str, str], create: bool | None = False) -> int | None:
        """Open a graph, given as for ``govgraph.open``: a folder, or the URI of a Neo4j database.

        Raises:
            GraphError: there is no graph, or ``create`` is true.
        """
        if create:
            self._refused()
        with govgraph.open(str(configuration)) as graph:
            self.hold(graph)
        return VALID_STORE

    def hold(self, graph: Graph) -> None:
        """Open the active version of a graph, and keep it until the store is closed or garbage collected.

        Raises:
            GraphError: nothing has been loaded yet, or a graph is open already.
        """
        if self._inside is not None:
            raise GraphError("this rdflib store is open already", where=str(graph.path), hint="use a new rdflib.Graph")
        graph.version()  # raises an error with a hint if there is none
        held = graph.folder.hold()
        assert held is not None
        path, lock = held
        triples = on_demand.store(path, "rdf", graph.settings.languages, silent)
        self._inside = OxigraphStore(store=ox.Store.read_only(str(triples)))
        self._release = weakref.finalize(self, lock.close)
        for prefix, namespace in PREFIXES.items():
            if self.prefix(URIRef(namespace)) is None:
                self.bind(prefix, URIRef(namespace))

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: ARG002
        """Release the version."""
        self._inside = None
        if self._release:
            self._release()

    @property
    def _store(self) -> OxigraphStore:
        if self._inside is None:
            raise GraphError("no graph is open", hint='rdflib.Graph(store="govgraph").open("FOLDER")')
        return self._inside

    # -------------------------------------------------------------------------------------------- reading

    def _seen(self, context: RdfGraph | None) -> RdfGraph | None:
        """The graph that a context stands for. rdflib names an unnamed Graph by a blank node; that is our default graph."""
        if context is not None and isinstance(context.identifier, BNode):
            return RdfGraph(store=self, identifier=DATASET_DEFAULT_GRAPH_ID)
        return context

    def triples(self, triple_pattern: Any, context: RdfGraph | None = None) -> Iterator[tuple[Any, Iterator[Any]]]:
        """The triples that match a pattern, each once, with the graphs that contain it."""
        seen = self._seen(context)
        for triple, graphs in self._store.triples(triple_pattern, seen):
            if seen is not None:
                yield triple, iter((seen,))
                continue
            # Oxigraph returns a triple once for each graph that contains it; only one of these is kept.
            having = sorted(self.contexts(triple), key=lambda g: str(g.identifier))
            own = next(graphs)
            if own is not None and having[0].identifier == own.identifier:
                yield triple, iter(having)

    def __len__(self, context: RdfGraph | None = None) -> int:
        seen = self._seen(context)
        if seen is None:
            return self._store.__len__()
        query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
        (row,) = self.query(query, {}, {}, seen.identifier).bindings
        return int(str(row[Variable("n")]))

    def contexts(self, triple: Any = None) -> Generator[RdfGraph, None, None]:
        """The named graphs. With a triple: all graphs that contain it."""
        for graph in self._store.contexts(triple):
            yield RdfGraph(store=self, identifier=graph.identifier)

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Identifier],
        queryGraph: Any,
        **kwargs: Any,
    ) -> Result:
        """A SPARQL query, answered by Oxigraph; the project's prefixes need not be declared.

        Only a Dataset with ``default_union=True`` is queried by rdflib's own engine, which is slow.

        Raises:
            QueryError: the query has a fault, or would ask or load something else (SERVICE, FROM).
        """
        if queryGraph == "__UNION__":
            parsed = query if isinstance(query, Query) else prepareQuery(query, initNs={**PREFIXES, **initNs})
            refuse_service_in(parsed.algebra)
            # Oxigraph's union counts a triple once for each graph that has it; rdflib's own evaluation, over `triples`, does not.
            raise NotImplementedError
        where = DATASET_DEFAULT_GRAPH_ID if isinstance(queryGraph, BNode) else queryGraph
        values = {str(name).lstrip("?$"): value for name, value in dict(initBindings).items()}
        if isinstance(query, Query):
            # `prepareQuery` made this object; Oxigraph needs its text.
            query, own, _ = query._original_args
            initNs = {**initNs, **own}

        names = {**PREFIXES, **{prefix: str(namespace) for prefix, namespace in initNs.items()}}

        def ask(text: str, free: set[str]) -> Result:
            bound = {name: values[name] for name in free}
            return self._store.query(with_our_classes(text, (), names), names, bound, where, **kwargs)

        safe = guarded(query)
        refuse_unknown_graphs(query, {str(graph.identifier) for graph in self.contexts()})
        try:
            return with_parameters(safe.text, {name: value.n3() for name, value in values.items()}, ask)
        except SyntaxError as error:
            refuse_updates(query)
            raise service_fault(str(error), query, safe) or explained(str(error), query) from error

    # ------------------------------------------------------------------------------------------ prefixes

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:
        """Declare a prefix, for this store object only."""
        self._names.bind(prefix, namespace, override)

    def prefix(self, namespace: URIRef) -> str | None:
        """The prefix of a namespace."""
        return self._names.prefix(namespace)

    def namespace(self, prefix: str) -> URIRef | None:
        """The namespace of a prefix."""
        return self._names.namespace(prefix)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """All prefixes with their namespaces."""
        return self._names.namespaces()

    # ------------------------------------------------------------------------------------ nothing changes

    def _refused(self, *_: Any, **__: Any) -> NoReturn:
        raise GraphError("rdflib can only read a govgraph store", hint="govgraph load FILE, govgraph unload LOAD")

    add = addN = remove = remove_graph = update = destroy = _refused

    def add_graph(self, graph: RdfGraph) -> None:
        """Accepted for a graph that exists, because ``Dataset.graph(IRI)`` calls it; refused for any other."""
        known = {DATASET_DEFAULT_GRAPH_ID, *(g.identifier for g in self.contexts())}
        if graph.identifier not in known:
            names = ", ".join(sorted(str(x) for x in known))
            raise GraphError(f"there is no graph <{graph.identifier}>, and none can be added", expected=names)
