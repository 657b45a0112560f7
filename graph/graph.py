"""The graph: one object, three query languages, one set of IRIs.

A :class:`Graph` holds the version in force while it answers queries. When another process (or this one) puts a new version in
force, the next query is answered from that.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from govgraph.graph import on_demand
from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.defaults import GRAPH, TIMEOUT
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder, Settings
from govgraph.graph.on_demand import STORES, Store
from govgraph.graph.progress import Progress, silent
from govgraph.graph.stores.worker import Worker, Workers
from govgraph.ontology.errors import nearest

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from govgraph.graph.build.report import LoadReport
    from govgraph.graph.check.report import CheckReport
    from govgraph.graph.export.export import Exported
    from govgraph.graph.results import Result
    from govgraph.graph.search import Names
    from govgraph.graph.stores.sql import SqlStore
    from govgraph.ontology.limits import Limits
    from govgraph.ontology.loader import Source
    from govgraph.visualizations.view import Viewed

# Each method imports what it needs, so that a command does not wait for the imports of all the others.


class Open:
    """A version that is held open."""

    def __init__(self, path: Path, lock: IO[str], folder: Folder) -> None:
        self.path, self.lock = path, lock
        self.loads = [read_manifest(folder.records / name) for name in folder.facts(path)["loads"]]
        self.languages = folder.settings().languages

    @cached_property
    def sql(self) -> SqlStore:
        from govgraph.graph.stores.sql import SqlStore

        return SqlStore(self.path, self.loads, self.languages)

    @cached_property
    def names(self) -> Names:
        from govgraph.graph.search import Names

        return Names(self.path, self.languages)

    def close(self) -> None:
        if "sql" in self.__dict__:
            self.sql.close()
        self.lock.close()


class Graph:
    """A graph folder.

    Args:
        path: the folder; made by the first load.
        base: the base IRI of a new graph.
        languages: the preferred languages of a new graph.

    Raises:
        GraphError: the path is a file.

    Example:
        >>> import tempfile
        >>> with Graph(Path(tempfile.mkdtemp()) / "g") as graph:
        ...     [load.load for load in graph.loads()]
        []
    """

    def __init__(self, path: str | Path | None = None, *, base: str = "", languages: Sequence[str] = ()) -> None:
        self.folder = Folder(Path(path or GRAPH))
        defaults = Settings()
        self._new = Settings(base or defaults.base, tuple(languages) or defaults.languages)
        self._held: Open | None = None
        # One worker for the triples; the workers for the property graph also build it.
        self._triples, self._property = Worker(), Workers()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes and release the version."""
        self._triples.close()
        self._property.close()
        if self._held:
            self._held.close()
            self._held = None

    @property
    def path(self) -> Path:
        """The graph's folder."""
        return self.folder.path

    @property
    def settings(self) -> Settings:
        """Base IRI and languages."""
        return self.folder.settings() if self.folder.exists else self._new

    def version(self) -> Path:
        """The folder of the version in force, held until the graph is closed or another version is in force.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        return self._open().path

    def _open(self) -> Open:
        if self._held and int(self._held.path.name) != self.folder.current():
            self._triples.release()
            self._property.release()
            self._held.close()
            self._held = None
        if self._held is None:
            held = self.folder.hold()
            if held is None:
                raise GraphError(
                    "nothing has been loaded yet", where=str(self.path), hint=f"govgraph load FILE --graph {self.path}"
                )
            self._held = Open(*held, self.folder)
        return self._held

    # ------------------------------------------------------------------------------------------ loads

    def load(
        self,
        *paths: str | Path,
        loader: str = "",
        dataset: str = "",
        country: str = "",
        mapping: str | Path = "",
        strict: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        sources: Sequence[Source] = (),
        limits: Limits | None = None,
    ) -> list[LoadReport]:
        """Load files, folders, globs, archives.

        Args:
            loader: the name of the loader for all files; empty: it is chosen for each file.
            dataset: the scope of the files' own identifiers; empty: the loader's default.
            country: the country that the files are about, such as KGZ; empty: what the files state. Each loader's description
                says what it uses this for.
            mapping: the mapping file that says what the columns of the files are; empty: the one beside each file.
            strict: change nothing if any row is rejected or any file is refused.
            dry_run: read and check, change nothing.
            progress: called with (what, done, total).
            sources: what to load besides the paths, for example bytes from standard input.
            limits: how much of the machine's resources each file may use.

        Returns:
            one report per file.

        Raises:
            GraphError: a path does not exist, a country is not known, or a govgraph-sources.toml has a mistake.
            Busy: another process is loading.
        """
        from govgraph.graph.build.files import find_sources
        from govgraph.graph.build.load import load_files
        from govgraph.graph.build.source_rules import country_codes, find_rules, nearest_country
        from govgraph.ontology.loader import Options

        if country and country not in country_codes():
            raise GraphError(f"no country {country!r}", expected=nearest_country(country), hint="govgraph ref country")
        rules = find_rules(paths)
        named_sources = [*find_sources(paths, limits), *((source, True) for source in sources)]
        if not dry_run:
            self.folder.create(self._new)
        iso3 = country_codes()[country] if country else ""
        options = Options(self.settings.base, dataset, self.settings.languages, iso3, mapping=str(mapping))
        return load_files(
            self.folder,
            named_sources,
            loader=loader or ("table" if mapping else ""),
            options=options,
            strict=strict,
            dry_run=dry_run,
            workers=self._property,
            progress=progress or silent,
            rules=rules,
        )

    def loads(self) -> list[Manifest]:
        """The loads in force, sorted by name; empty before the first load."""
        with self.folder.reading() as version:
            names = self.folder.facts(version)["loads"] if version else []
            return [read_manifest(self.folder.records / name) for name in sorted(names)]

    def unload(self, *names: str, progress: Progress | None = None) -> list[str]:
        """Remove loads, and with them the facts that no other load states.

        Args:
            names: of each load its name, a unique beginning of its name, or the name or path of its file.
            progress: called with (what, done, total).

        Returns:
            the names of the removed loads.

        Raises:
            GraphError: there is no such load, or there are several.
        """
        from govgraph.graph.build.version import build_version

        loads = self.loads()
        unloaded: list[str] = []
        for name in names:
            match = [m.load for m in loads if name in (m.load, m.file, m.path)] or [
                m.load for m in loads if m.load.startswith(name)
            ]
            if len(match) != 1:
                raise GraphError(
                    f"{'no' if not match else 'more than one'} load {name!r}",
                    expected=", ".join(match) or nearest(name, [m.load for m in loads]),
                    hint="govgraph loads",
                )
            unloaded += match
        with self.folder.writing():
            build_version(
                self.folder,
                [m.load for m in loads if m.load not in unloaded],
                progress or silent,
                workers=self._property,
            )
        return unloaded

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Build the version again from the records, even if the version in force is lost. The content stays the same.

        The triples and the property graph are built again when a query needs them.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        from govgraph.graph.build.version import build_version

        if not self.folder.current():
            raise GraphError("nothing has been loaded yet", where=str(self.path), hint="govgraph load FILE")
        with self.folder.writing():
            build_version(self.folder, self.folder.loads(), progress or silent, anew=True, workers=self._property)

    def build(self, *stores: Store, progress: Progress | None = None) -> dict[Store, Path]:
        """Build stores of the version in force now, rather than when a query needs them. Stores that exist already are kept.

        Args:
            stores: ``rdf`` (SPARQL, rdflib, RDF exports) or ``property`` (Cypher); none: both.
            progress: called with (what, done, total).

        Returns:
            store -> its folder.

        Raises:
            GraphError: nothing has been loaded yet; or a store could not be built (everything else is unchanged).

        Example:
            >>> [store.name for store in graph.build("rdf").values()]
            ['rdf']
        """
        return {name: self._store(name, progress or silent) for name in stores or STORES}

    def _store(self, name: Store, progress: Progress = silent) -> Path:
        worker = self._triples if name == "rdf" else self._property
        return on_demand.store(self.version(), name, self.settings.languages, progress, worker)

    def prepare(self, language: str, *, progress: Progress | None = None) -> None:
        """Build what queries in a language need, so that progress can be shown; otherwise the first query builds it.

        Args:
            language: ``sparql``, ``cypher`` or ``sql``.
        """
        needed: dict[str, Store] = {"sparql": "rdf", "cypher": "property"}
        if language in needed:
            self.build(needed[language], progress=progress)

    # ---------------------------------------------------------------------------------------- queries

    def sparql(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a SPARQL query; ``ontology.terms.PREFIXES`` need not be declared.

        Args:
            limit: the largest number of rows; None: no limit.
            timeout: in seconds; None: no limit.
            parameters: values for variables of the query; text that is an IRI is bound as an IRI.

        Raises:
            QueryError: the query has a fault; the message gives its position.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.results import Result
        from govgraph.graph.stores.sparql_table import table

        answer = self._triples.call("sparql", self._store("rdf"), query, parameters, limit, timeout=timeout)
        frame, cut = table(answer, limit)
        return Result.from_polars(frame, cut=cut)

    def cypher(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query in Neo4j's dialect; parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has a fault, or would write.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.results import Result

        store = self._store("property")
        columns, rows, cut = self._property.call("cypher", store, query, parameters, limit, timeout=timeout)
        return Result(columns, rows, cut=cut)

    def cypher_on_a_copy(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query that may write. It runs on a temporary copy of the property graph; the graph is not changed.

        Each query gets a new copy, so one query does not see what another wrote.

        Raises:
            QueryError: the query has a fault.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.results import Result

        with tempfile.TemporaryDirectory(prefix="govgraph-copy-") as folder:
            copy = shutil.copytree(self._store("property"), Path(folder) / "property")
            columns, rows, cut = self._property.call(
                "cypher_on_a_copy", copy, query, parameters, limit, timeout=timeout
            )
        return Result(columns, rows, cut=cut)

    def sql(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to one SELECT over the tables (``govgraph ref``); parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has a fault, or is not one SELECT.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.results import Result

        frame, cut = self._open().sql.query(query, parameters, limit, timeout)
        return Result.from_polars(frame, cut=cut)

    def actor(self, name: str) -> list[dict[str, Any]]:
        """The actors with this IRI, identifier (``iso3:KGZ``, or ``KGZ`` alone), or name in any language, in upper or lower case.

        Example:
            >>> [actor["name"] for actor in graph.actor("асан")]
            ['Асан уулу']
        """
        from govgraph.graph.lookup import actors_called

        return actors_called(self, name)

    def search(self, text: str, *, kind: str = "", limit: int = 20) -> Result:
        """The things with all these words in their names, aliases and identifiers; the last word may be the beginning of one.

        Upper and lower case, diacritics, Kyrgyz letters, punctuation and the order of the words make no difference.

        Args:
            kind: only things of this kind: a word of the column ``kind`` (``person``) or a class (``Event``), subclasses included.
            limit: the largest number of hits.

        Returns:
            the columns ``iri``, ``class``, ``name``, ``matched`` (the name or identifier that fits, as written), ``rank`` (0:
            exactly this identifier, 1: exactly this name, 2: the beginning of one, 3: words anywhere in them) and ``links`` (the number
            of relationships). Sorted by rank, then by links, most first.

        Raises:
            QueryError: no such kind, or more words than any name has.
            GraphError: nothing has been loaded yet.

        Example:
            >>> [(row["class"], row["matched"], row["rank"]) for row in graph.search("министр")]
            [('Agency', 'Министрлик', 2)]
        """
        return self._open().names.find(text, kind, limit)

    def trace(self, iri: str) -> Result:
        """Every row of every file that describes a thing: table, load, file, row and document."""
        from govgraph.graph.lookup import rows_about

        return rows_about(self, iri)

    def networkx(self) -> nx.MultiDiGraph:
        """The whole property graph in memory: nodes by IRI with ``labels`` and properties, edges keyed by (type, iri).

        An edge has ``relationship`` (the relationship's type) and its properties. It also has ``type``, which is the relationship's
        type too, unless it has a property of that name, as associations do.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        from govgraph.graph.network import network

        return network(self.version(), self.settings.languages)

    def check(self, *, shapes: bool = True, deep: bool = False, progress: Progress | None = None) -> CheckReport:
        """Whether the graph is sound: see :func:`govgraph.graph.check.check`.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        from govgraph.graph.check.check import check

        return check(self.folder, shapes=shapes, deep=deep, progress=progress)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as a read-only rdflib Dataset, for scripts written for rdflib.

        Its default graph holds the assembled facts, its named graphs what each dataset says of shared things, and the ontology.
        It stays at the version that was in force when it was made, even after this object is closed; its own ``close()`` releases
        that version. SPARQL is answered by Oxigraph in this process, with no time limit.

        Raises:
            GraphError: nothing has been loaded yet; or, later, an attempt to change the graph.

        Example:
            >>> len(graph.rdflib()) > 50
            True
        """
        import rdflib

        from govgraph.graph.stores.rdflib_store import GovgraphStore

        store = GovgraphStore()
        store.hold(self)
        return rdflib.Dataset(store)

    def export(
        self,
        form: str,
        to: str | Path | IO[bytes] | None = None,
        *,
        actor: str = "",
        hops: int = 1,
        sparql: str = "",
        cypher: str = "",
        sql: str = "",
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = TIMEOUT,
        force: bool = False,
        progress: Progress | None = None,
    ) -> Exported:
        """Write the graph, an actor's surroundings, or the answer to a query in another format (docs/export.md).

        Args:
            form: ttl nt nq trig jsonld rdfxml graphml gexf csv parquet neo4j-import.
            to: the file (compressed where it ends in ``.gz``), the folder (csv and parquet of a graph, neo4j-import), or a stream
                of bytes; None: a file or folder named after the graph and the format.
            actor: an IRI, identifier or name; ``hops`` relationships around it are written, as ``govgraph view`` draws them.
            sparql, cypher, sql: a query. csv and parquet get its rows, RDF formats the triples of a CONSTRUCT. In all other cases
                the things that the answer mentions are written, with the relationships between them.
            parameters: values for the query's parameters.
            timeout: seconds that the query may take; None: no limit.
            force: replace a file, or a folder that an export made.
            progress: called with (what, done, total).

        Returns:
            the path, counts, and notes: how the person's words were understood, what the format cannot hold, what to do next.

        Raises:
            GraphError: no such format or actor; the target exists already; the answer mentions nothing that is in the graph.
            QueryError: the query has a fault.

        Example:
            >>> graph.export("nt", "graph.nt.gz").counts["triples"] > 50
            True
        """
        from govgraph.graph.export.export import export
        from govgraph.graph.selection import Choice

        choice = Choice(actor, hops, sparql, cypher, sql, parameters or {}, timeout)
        return export(self, form, to, choice, force=force, progress=progress or silent)

    def view(
        self,
        to: str | Path = "page.html",
        *,
        actor: str = "",
        hops: int = 1,
        sparql: str = "",
        cypher: str = "",
        sql: str = "",
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = TIMEOUT,
        title: str = "",
        language: str = "",
    ) -> Viewed:
        """Write an interactive page that works offline, in one file: of the graph, an actor's surroundings, or the answer to a query.

        Args:
            to: the page's file; an existing one is replaced.
            actor: an IRI, identifier or name; ``hops`` relationships around it are drawn.
            sparql, cypher, sql: a query; the things that its answer mentions are drawn, and where it has relationships, only those.
            parameters: values for the query's parameters.
            timeout: seconds that the query may take; None: no limit.
            title: the title of the page; empty: the actor's name, or the graph's.
            language: the language in which the page opens; empty: the graph's first language.

        Returns:
            the path, what was drawn, and notes: how the person's words were understood.

        Raises:
            GraphError: no such actor; nothing has been loaded yet.
            ViewError: too much for one page, or the graph does not have the language.
            QueryError: the query has a fault.

        Example:
            >>> graph.view("page.html").path.name
            'page.html'
        """
        # The only import of the visualizations in this package, made when it is used: queries need no page. The method is here
        # because people look for it on the graph.
        from govgraph.graph.selection import Choice
        from govgraph.visualizations.view import view

        choice = Choice(actor, hops, sparql, cypher, sql, parameters or {}, timeout)
        return view(self, to, choice, title=title, language=language)

    def ntriples(self) -> bytes:
        """All triples and quads as sorted N-Quads: the same bytes for the same content.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        import pyoxigraph as ox

        store = ox.Store.read_only(str(self._store("rdf")))
        lines = ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b""
        return b"\n".join(sorted(lines.splitlines())) + b"\n"
