"""The graph: one object, three query languages, one set of IRIs.

A :class:`Graph` reads the version in force and keeps it while it answers; when another process (or this one) puts a new version
in force, the next question is answered from that.
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

# Each method imports what it works with: a person who asks one thing on the command line does not wait for all the others.


class Open:
    """One version held open."""

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
        base: the base IRI of a graph that is new.
        languages: preferred languages of a graph that is new.

    Raises:
        GraphError: the path holds something else.

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
        # One for the triples; those for the property graph also build it.
        self._triples, self._property = Worker(), Workers()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes and let the version go."""
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
        strict: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
        sources: Sequence[Source] = (),
        limits: Limits | None = None,
    ) -> list[LoadReport]:
        """Load files, folders, globs, archives.

        Args:
            loader: the loader for all of them; empty: each file is recognised.
            dataset: scope of the files' own identifiers; empty: the loader's default.
            country: what the files are about, as KGZ; empty: what they say. A loader tells what it uses it for.
            strict: with any rejected row or refused file, change nothing.
            dry_run: read and check, change nothing.
            progress: called with (what, done, of how many).
            sources: what to load beside the paths, as bytes from standard input.
            limits: what a file may ask of the machine.

        Returns:
            one report a file.

        Raises:
            GraphError: a path is not there, a country is not known, or a govgraph-sources.toml has a fault.
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
        options = Options(self.settings.base, dataset, self.settings.languages, iso3)
        return load_files(
            self.folder,
            named_sources,
            loader=loader,
            options=options,
            strict=strict,
            dry_run=dry_run,
            workers=self._property,
            progress=progress or silent,
            rules=rules,
        )

    def loads(self) -> list[Manifest]:
        """What is loaded, by name; empty before the first load."""
        with self.folder.reading() as version:
            names = self.folder.facts(version)["loads"] if version else []
            return [read_manifest(self.folder.records / name) for name in sorted(names)]

    def unload(self, *names: str, progress: Progress | None = None) -> list[str]:
        """Take loads out again, by their names, a unique beginning of a name, or the file's name: exactly what no other load says goes.

        Returns:
            the loads that left.

        Raises:
            GraphError: no such load, or several.
        """
        from govgraph.graph.build.version import build_version

        loads = self.loads()
        gone: list[str] = []
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
            gone += match
        with self.folder.writing():
            build_version(
                self.folder, [m.load for m in loads if m.load not in gone], progress or silent, workers=self._property
            )
        return gone

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Put everything together anew from the records, also when the version in force is lost; the content stays the same.

        The triples and the property graph are built again when a question needs them.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        from govgraph.graph.build.version import build_version

        if not self.folder.current():
            raise GraphError("nothing has been loaded yet", where=str(self.path), hint="govgraph load FILE")
        with self.folder.writing():
            build_version(self.folder, self.folder.loads(), progress or silent, anew=True, workers=self._property)

    def build(self, *stores: Store, progress: Progress | None = None) -> dict[Store, Path]:
        """Build stores of the version in force now, rather than when a question needs them; those that are there stay.

        Args:
            stores: ``rdf`` (SPARQL, rdflib, RDF exports) or ``property`` (Cypher); none: both.
            progress: called with (what, done, of how many).

        Returns:
            store -> its folder.

        Raises:
            GraphError: nothing has been loaded yet; or a store could not be built, and everything else is as it was.

        Example:
            >>> [store.name for store in graph.build("rdf").values()]
            ['rdf']
        """
        return {name: self._store(name, progress or silent) for name in stores or STORES}

    def _store(self, name: Store, progress: Progress = silent) -> Path:
        worker = self._triples if name == "rdf" else self._property
        return on_demand.store(self.version(), name, self.settings.languages, progress, worker)

    def prepare(self, language: str, *, progress: Progress | None = None) -> None:
        """Build what answering in a language needs, so that progress can be shown; a question does it by itself.

        Args:
            language: ``sparql``, ``cypher`` or ``sql``.
        """
        needed: dict[str, Store] = {"sparql": "rdf", "cypher": "property"}
        if language in needed:
            self.build(needed[language], progress=progress)

    # ---------------------------------------------------------------------------------------- questions

    def sparql(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a SPARQL query; ``ontology.terms.PREFIXES`` need not be declared.

        Args:
            limit: rows at the most.
            timeout: seconds; None: as long as it takes.
            parameters: values of variables of the query; text that is an IRI is bound as one.

        Raises:
            QueryError: the query has a fault; the message has its position.
            QueryTimeout: it was stopped at the limit.
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
            QueryTimeout: it was stopped at the limit.
        """
        from govgraph.graph.results import Result

        store = self._store("property")
        columns, rows, cut = self._property.call("cypher", store, query, parameters, limit, timeout=timeout)
        return Result(columns, rows, cut=cut)

    def cypher_on_a_copy(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query that may write: to a copy of the property graph that is thrown away. The graph stays as it is.

        The copy is made for each query, so two queries do not see what the other wrote.

        Raises:
            QueryError: the query has a fault.
            QueryTimeout: it was stopped at the limit.
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
            QueryTimeout: it was stopped at the limit.
        """
        from govgraph.graph.results import Result

        frame, cut = self._open().sql.query(query, parameters, limit, timeout)
        return Result.from_polars(frame, cut=cut)

    def actor(self, name: str) -> list[dict[str, Any]]:
        """Actors with that IRI, identifier (``iso3:KGZ``, or ``KGZ`` alone), or name in any language, whatever the case.

        Example:
            >>> [actor["name"] for actor in graph.actor("асан")]
            ['Асан уулу']
        """
        from govgraph.graph.lookup import actors_called

        return actors_called(self, name)

    def search(self, text: str, *, kind: str = "", limit: int = 20) -> Result:
        """What is called so: things that have all these words in their names, aliases and identifiers, the last word as a beginning.

        Case, marks, Kyrgyz letters and punctuation do not matter, nor does the order of the words.

        Args:
            kind: only these: a word of the column ``kind`` (``person``) or a class (``Event``), with what is below it.
            limit: hits at the most.

        Returns:
            the columns ``iri``, ``class``, ``name``, ``matched`` (the name or identifier that fits, as written), ``rank`` (0: just
            this identifier, 1: just this name, 2: a name's beginning, 3: some of its words) and ``links`` (how many relationships
            it has); the lowest rank first, then the best connected.

        Raises:
            QueryError: no such kind, or more words than any name has.
            GraphError: nothing has been loaded yet.

        Example:
            >>> [(row["class"], row["matched"], row["rank"]) for row in graph.search("министр")]
            [('Agency', 'Министрлик', 2)]
        """
        return self._open().names.find(text, kind, limit)

    def trace(self, iri: str) -> Result:
        """Every row of every file that says something of a thing: table, load, file, row and document."""
        from govgraph.graph.lookup import rows_about

        return rows_about(self, iri)

    def networkx(self) -> nx.MultiDiGraph:
        """The whole property graph in memory: nodes by IRI with ``labels`` and properties, edges keyed by (type, iri).

        An edge has ``relationship``, its type, and its properties; also ``type``, which is the relationship's type unless it has a
        property of that name, as associations have.

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
        """The graph as an rdflib Dataset that is only read: for scripts written for rdflib.

        Its default graph holds the assembled facts, its named graphs what each dataset says of shared things, and the ontology.
        It stays at the version that was in force when it was made, also when this object is closed; ``close()`` lets that
        version go. SPARQL is answered by Oxigraph in this process, with no time limit.

        Raises:
            GraphError: nothing has been loaded yet; or, later, something would change the graph.

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
        """Write the graph, an actor's surroundings, or what a query answers, in another format (docs/export.md).

        Args:
            form: ttl nt nq trig jsonld rdfxml graphml gexf csv parquet neo4j-import.
            to: the file (compressed where it ends in ``.gz``), the folder (csv and parquet of a graph, neo4j-import), or a stream
                of bytes; None: a name made of the graph's and the format's.
            actor: an IRI, identifier or name; ``hops`` relationships around it are written, as ``govgraph view`` draws them.
            sparql, cypher, sql: a query. csv and parquet get its rows; RDF formats the triples of a CONSTRUCT; else the things
                that the answer mentions are written with the relationships between them.
            parameters: of the query.
            timeout: seconds that the query may take; None: as long as it takes.
            force: replace a file, or a folder that an export made.
            progress: called with (what, done, of how many).

        Returns:
            the path, counts, and notes: how words were understood, what the format does not hold, what to do next.

        Raises:
            GraphError: no such format or actor; something is there already; the answer mentions nothing of the graph.
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
        """Write an interactive page that works offline, in one file: of the graph, an actor's surroundings, or what a query answers.

        Args:
            to: the page; one that is there is replaced.
            actor: an IRI, identifier or name; ``hops`` relationships around it are drawn.
            sparql, cypher, sql: a query; the things that its answer mentions are drawn, and where it has relationships, only those.
            parameters: of the query.
            timeout: seconds that the query may take; None: as long as it takes.
            title: of the page; empty: the actor's name, or the graph's.
            language: in which the page opens; empty: the graph's first.

        Returns:
            the path, what was drawn, and notes: how words were understood.

        Raises:
            GraphError: no such actor; nothing has been loaded yet.
            ViewError: too much for one page, or the graph does not have the language.
            QueryError: the query has a fault.

        Example:
            >>> graph.view("page.html").path.name
            'page.html'
        """
        # The one import from here to the visualizations, made when it is used: asking needs no page, and a graph without the
        # method would have people look for pages in another module.
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
