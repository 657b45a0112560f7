"""The graph: one object, three query languages, one set of IRIs.

A :class:`Graph` reads the version in force and keeps it while it answers; when another process (or this one) puts a new version
in force, the next question is answered from that.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

import networkx as nx
import polars as pl
import pyoxigraph as ox

from govgraph.graph import projection
from govgraph.graph.build.ingest import Manifest, read_manifest
from govgraph.graph.build.load import LoadReport, find_sources, load_files
from govgraph.graph.build.source_rules import country_codes, find_rules, nearest_country
from govgraph.graph.build.version import build_version, load_ref
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder, Settings
from govgraph.graph.progress import Progress, silent
from govgraph.graph.results import Result
from govgraph.graph.search import Names
from govgraph.graph.stores.processes import QueryProcess
from govgraph.graph.stores.sql import SqlStore
from govgraph.ontology.declaration import tables
from govgraph.ontology.errors import nearest
from govgraph.ontology.loader import Options, Source

if TYPE_CHECKING:
    import rdflib

    from govgraph.graph.check.check import CheckReport
    from govgraph.graph.export.export import Exported

DEFAULT = "govgraph-data"
"""The graph folder when none is named."""

TIMEOUT = 60.0
"""Seconds that a query may take unless it is given more."""


class Open:
    """One version held open, with its query processes."""

    def __init__(self, path: Path, lock: IO[str], folder: Folder) -> None:
        self.path, self.lock = path, lock
        self.sparql = QueryProcess("sparql", path / "rdf")
        self.cypher = QueryProcess("cypher", path / "property")
        self.loads = [load_ref(folder.records / name) for name in folder.facts(path)["loads"]]
        self._sql: SqlStore | None = None
        self._names: Names | None = None
        self.languages = folder.settings().languages

    @property
    def sql(self) -> SqlStore:
        if self._sql is None:
            self._sql = SqlStore(self.path, self.loads, self.languages)
        return self._sql

    @property
    def names(self) -> Names:
        if self._names is None:
            self._names = Names(self.path, self.languages)
        return self._names

    def close(self) -> None:
        self.sparql.close()
        self.cypher.close()
        if self._sql:
            self._sql.close()
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
        self.folder = Folder(Path(path or DEFAULT))
        defaults = Settings()
        self._new = Settings(base or defaults.base, tuple(languages) or defaults.languages)
        self._held: Open | None = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the query processes and let the version go."""
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
            self.close()
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
    ) -> list[LoadReport]:
        """Load files, folders, globs, archives.

        Args:
            loader: the loader for all of them; empty: each file is recognised.
            dataset: scope of the files' own identifiers; empty: the loader's default.
            country: what the files are about, as KGZ; empty: what they say. Which files it is used for tells their loader.
            strict: with any rejected row or refused file, change nothing.
            dry_run: read and check, change nothing.
            progress: called with (what, done, of how many).
            sources: what to load beside the paths, as bytes from standard input.

        Returns:
            one report a file.

        Raises:
            GraphError: a path is not there, a country is not known, or a govgraph-sources.toml has a fault.
            Busy: another process is loading.
        """
        if country and country not in country_codes():
            raise GraphError(f"no country {country!r}", expected=nearest_country(country), hint="govgraph ref country")
        rules = find_rules(paths)
        found = [*find_sources(paths), *((s, True) for s in sources)]
        if not dry_run:
            self.folder.create(self._new)
        iso3 = country_codes()[country] if country else ""
        options = Options(self.settings.base, dataset, self.settings.languages, iso3)
        return load_files(
            self.folder,
            found,
            loader=loader,
            options=options,
            strict=strict,
            dry_run=dry_run,
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
            build_version(self.folder, [m.load for m in loads if m.load not in gone], progress or silent)
        return gone

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Build all stores anew from the records, also when the version in force is lost; the content stays the same.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        if not self.folder.current():
            raise GraphError("nothing has been loaded yet", where=str(self.path), hint="govgraph load FILE")
        with self.folder.writing():
            build_version(self.folder, self.folder.loads(), progress or silent, anew=True)

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
        data, cut = self._open().sparql.ask(query, parameters, limit, timeout)
        return Result.from_polars(pl.read_ipc(data), cut=cut)

    def cypher(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query in Neo4j's dialect; parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has a fault, or would write.
            QueryTimeout: it was stopped at the limit.
        """
        columns, rows, cut = self._open().cypher.ask(query, parameters, limit, timeout)
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
        with tempfile.TemporaryDirectory(prefix="govgraph-copy-") as folder:
            copy = shutil.copytree(self._open().path / "property", Path(folder) / "property")
            with contextlib.closing(QueryProcess("cypher-copy", copy)) as process:
                columns, rows, cut = process.ask(query, parameters, limit, timeout)
        return Result(columns, rows, cut=cut)

    def sql(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to one SELECT over the tables (``govgraph ref``); parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has a fault, or is not one SELECT.
            QueryTimeout: it was stopped at the limit.
        """
        frame, cut = self._open().sql.query(query, parameters, limit, timeout)
        return Result.from_polars(frame, cut=cut)

    def actor(self, name: str) -> list[dict[str, Any]]:
        """Actors with that IRI, identifier (``iso3:KGZ``, or ``KGZ`` alone), or name in any language, whatever the case.

        Example:
            >>> import tempfile
            >>> Graph(Path(tempfile.mkdtemp()) / "g").actor("Bishkek")
            Traceback (most recent call last):
            ...
            govgraph.graph.errors.GraphError: ...
        """
        query = (
            "SELECT iri, class, name, names, aliases, identifiers FROM actors WHERE iri = $name OR list_contains(identifiers, $name) "
            "OR list_contains(identifiers, 'iso3:' || $name) "
            "OR len(list_filter(list_concat(names, coalesce(aliases, [])), lambda x: lower(x.text) = lower($name))) > 0 ORDER BY iri"
        )
        return [row.as_dict() for row in self.sql(query, name=name)]

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
            >>> import tempfile
            >>> Graph(Path(tempfile.mkdtemp()) / "g").search("бишк")
            Traceback (most recent call last):
            ...
            govgraph.graph.errors.GraphError: ...
        """
        return self._open().names.find(text, kind, limit)

    def trace(self, iri: str) -> Result:
        """Every row of every file that says something of a thing: table, load, file, row and document."""
        parts = [
            f"SELECT '{t.name}' AS \"table\", r.load, l.file_name AS file, r.row, r.at, r.document, r.dataset, l.licence "
            f"FROM records.{t.name} r JOIN loads l ON ends_with(l.iri, '/' || r.load) "
            "WHERE r.iri = $iri"
            for t in tables().values()
            if not t.own
        ]
        return self.sql(" UNION ALL ".join(parts) + " ORDER BY ALL", iri=iri)

    def networkx(self) -> nx.MultiDiGraph:
        """The whole property graph in memory: nodes by IRI with ``labels`` and properties, edges keyed by (type, iri).

        An edge has ``relationship``, its type, and its properties; also ``type``, which is the relationship's type unless it has a
        property of that name, as associations have.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        graph = nx.MultiDiGraph()
        nodes, drawn = projection.project(self.version() / "tables", self.settings.languages)
        for found in nodes:
            for row in found.rows.collect().iter_rows(named=True):
                labels = row.pop("labels").split("~")
                graph.add_node(row["iri"], labels=labels, **{k: v for k, v in row.items() if v is not None})
        for relationships in drawn:
            kind = relationships.type
            for row in relationships.rows.collect().iter_rows(named=True):
                source, target = row.pop("_source"), row.pop("_target")
                properties = {k: v for k, v in row.items() if v is not None}
                # An association has a property `type` of its own, so these are no keyword arguments.
                key = graph.add_edge(source, target, key=(kind, row.get("iri", "")))
                graph.edges[source, target, key].update({"type": kind, "relationship": kind, **properties})
        return graph

    def check(self, *, shapes: bool = True, deep: bool = False, progress: Progress | None = None) -> CheckReport:
        """Whether the graph is sound: see :func:`govgraph.graph.check.check`.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        from govgraph.graph.check.check import check

        return check(self, shapes=shapes, deep=deep, progress=progress)

    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset that is only read: for scripts written for rdflib.

        Its default graph holds the assembled facts, its named graphs what each dataset says of shared things, and the ontology.
        It stays at the version that was in force when it was made, also when this object is closed; ``close()`` lets that
        version go. SPARQL is answered by Oxigraph in this process, with no time limit.

        Raises:
            GraphError: nothing has been loaded yet; or, later, something would change the graph.

        Example:
            >>> import tempfile
            >>> Graph(Path(tempfile.mkdtemp()) / "g").rdflib()
            Traceback (most recent call last):
            ...
            govgraph.graph.errors.GraphError: ...
        """
        # rdflib takes a third of a second to import, which only those pay who ask for it.
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
            form: ttl nt nq trig jsonld rdfxml graphml gexf csv parquet.
            to: the file (compressed where it ends in ``.gz``), the folder (csv and parquet of a graph), or a stream of bytes;
                None: a name made of the graph's and the format's.
            actor: an IRI, identifier or name; ``hops`` relationships around it are written, as ``govgraph view`` draws them.
            sparql, cypher, sql: a query. csv and parquet get its rows; RDF formats the triples of a CONSTRUCT; else the things
                that the answer mentions are written with the relationships between them.
            parameters: of the query.
            timeout: seconds that the query may take; None: as long as it takes.
            force: replace a file, or a folder that an export made.
            progress: called with (what, done, of how many).

        Returns:
            the path, counts, and what the format does not hold.

        Raises:
            GraphError: no such format or actor; something is there already; the answer mentions nothing of the graph.
            QueryError: the query has a fault.

        Example:
            >>> import tempfile
            >>> Graph(Path(tempfile.mkdtemp()) / "g").export("tttl")
            Traceback (most recent call last):
            ...
            govgraph.graph.errors.GraphError: ...
        """
        from govgraph.graph.export.export import export

        return export(
            self, form, to, actor=actor, hops=hops, sparql=sparql, cypher=cypher, sql=sql,
            parameters=parameters, timeout=timeout, force=force, progress=progress or silent,
        )  # fmt: skip

    def ntriples(self) -> bytes:
        """All triples and quads as sorted N-Quads: the same bytes for the same content.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        store = ox.Store.read_only(str(self.version() / "rdf"))
        lines = ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b""
        return b"\n".join(sorted(lines.splitlines())) + b"\n"
