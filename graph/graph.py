"""The graph: one object, three query languages, one set of IRIs.

A :class:`Graph` holds the version in force while it answers queries. When another process (or this one) puts a new version in
force, the next query is answered from that.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

from govgraph.graph import on_demand
from govgraph.graph.build.manifest import Manifest, read_manifest
from govgraph.graph.damage import of_store, refuse, tells_damage
from govgraph.graph.defaults import GRAPH, HUBS, TIMEOUT
from govgraph.graph.errors import GraphError
from govgraph.graph.folder import Folder
from govgraph.graph.on_demand import STORES, Store
from govgraph.graph.opened import Open
from govgraph.graph.progress import Progress, silent
from govgraph.graph.queries import named_iris
from govgraph.graph.queries.query_text import asked
from govgraph.graph.settings import Settings
from govgraph.graph.stores.worker import Worker, Workers

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from govgraph.graph.answers.results import Result
    from govgraph.graph.build.report import LoadReport
    from govgraph.graph.check.report import CheckReport
    from govgraph.graph.export.export import Exported
    from govgraph.graph.identity.identity import Identity
    from govgraph.graph.sparql.plan import Plan
    from govgraph.graph.stores.answer import Answer
    from govgraph.ontology.limits import Limits
    from govgraph.ontology.loader import Source
    from govgraph.visualizations.view import Viewed

# Each method imports what it needs, so that a command does not wait for the imports of all the others.


@tells_damage
class Graph:
    """A graph folder. An error behind which there is a damaged file says so.

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
        # One worker for each language; those for the triples and the property graph also build them.
        self._tables, self._triples, self._property = Worker(), Worker(), Workers()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker processes and release the version."""
        self._tables.close()
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
            self._tables.release()
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
        link: bool | None = None,
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
            link: whether actors that share an identifier of a system with one for each thing, or are called by a certain name of the
                register, become one in this graph from now on; None: as it is, and at first they do (docs/identity.md).
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
            if link is not None:
                self.identity.link_by_itself(link, progress=progress)
        iso3 = country_codes()[country] if country else ""
        options = Options(self.settings.base, dataset, self.settings.languages, iso3, mapping=str(mapping))
        return load_files(
            self.folder,
            named_sources,
            loader=loader or ("table" if mapping else ""),
            options=options,
            strict=strict,
            dry_run=dry_run,
            progress=progress or silent,
            rules=rules,
        )

    def loads(self) -> list[Manifest]:
        """The loads in force, sorted by name; empty before the first load."""
        with self.folder.reading() as version:
            names = self.folder.facts(version)["loads"] if version else []
            return [read_manifest(self.folder.records / name) for name in sorted(names)]

    def rejects(self, load: str) -> list[dict[str, Any]]:
        """The rejected rows of a load: ``row``, ``column``, ``reason`` and ``value``, in the order of the file.

        Args:
            load: its name, a unique beginning of it, or the name of its file.

        Raises:
            GraphError: there is no such load, or there are several.
        """
        from govgraph.graph.build.load_names import load_called
        from govgraph.graph.build.mend import rejected

        return rejected(load_called(self.up_to_date(), load))

    def export_rejects(self, load: str, file: str | Path) -> int:
        """Write the rejected rows of a load to a new file, as they stand in the original, to be mended.

        Returns:
            how many rows.

        Raises:
            GraphError: there are none, the original file is not there as it was loaded, or its rows are no lines of text.
        """
        from govgraph.graph.build.load_names import load_called
        from govgraph.graph.build.mend import export

        return export(load_called(self.up_to_date(), load), Path(file))

    def mend(
        self,
        load: str,
        file: str | Path,
        *,
        country: str = "",
        mapping: str | Path = "",
        progress: Progress | None = None,
    ) -> LoadReport:
        """Load mended rows: a load of its own, whose rows lead to the original file and row, and which goes when the original goes.

        Args:
            load: the load that rejected the rows.
            file: the exported file, in which rows were mended.
            country, mapping: as in :meth:`load`, if the original was loaded with them.

        Raises:
            GraphError: the file holds no row that the load rejected, or the original file is not there as it was loaded.
        """
        from govgraph.graph.build.load_names import load_called
        from govgraph.graph.build.mend import mended

        manifest = load_called(self.up_to_date(), load)
        source = mended(manifest, Path(file))
        (report,) = self.load(
            loader=manifest.loader, dataset=manifest.dataset, country=country, mapping=mapping, progress=progress, sources=[source]
        )  # fmt: skip
        return report

    def unload(self, *names: str, progress: Progress | None = None) -> list[str]:
        """Remove loads, and with them the facts that no other load states, and the loads of their mended rows.

        Args:
            names: of each load its name, a unique beginning of its name, or the name or path of its file.
            progress: called with (what, done, total).

        Returns:
            the names of the removed loads.

        Raises:
            GraphError: there is no such load, or there are several.
        """
        from govgraph.graph.build.load_names import loads_called
        from govgraph.graph.build.version import build_version

        unloaded = loads_called(self.folder, names)
        with self.folder.writing():
            remaining = [load for load in self.folder.loads() if load not in unloaded]
            build_version(self.folder, remaining, progress or silent)
        return unloaded

    def rebuild(self, *, progress: Progress | None = None) -> list[str]:
        """Build the version again from the records, even if the version in force is lost. The content stays the same.

        The triples and the property graph are built again when a query needs them.

        Returns:
            what was damaged besides and from where it was taken instead, a sentence for each: the settings, the pointer to the version
            in force, the list of loads.

        Raises:
            Damaged: the records of a load are damaged; nothing was changed.
            GraphError: nothing has been loaded yet.
        """
        from govgraph.graph.build.repair import repair
        from govgraph.graph.build.version import build_version

        if not self.folder.exists and not self.folder.numbers():
            raise GraphError("nothing has been loaded yet", where=str(self.path), hint="govgraph load FILE")
        with self.folder.alone("writer.lock"):
            notes = repair(self.folder)
        with self.folder.writing():
            build_version(self.folder, self.folder.loads(), progress or silent, anew=True)
        return notes

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
        refuse(of_store(self.version(), name, hashes=False))
        return on_demand.store(self.version(), name, self.settings.languages, progress, worker)

    def prepare(
        self,
        language: str,
        query: str,
        parameters: Mapping[str, Any],
        *,
        timeout: float | None = TIMEOUT,
        progress: Progress | None = None,
    ) -> None:
        """Build what a query needs, so that progress can be shown; otherwise the query itself builds it.

        Args:
            language: ``sparql``, ``cypher`` or ``sql``.
            timeout: in seconds, for finding out what the query needs; None: no limit.
        """
        if language == "cypher":
            self.build("property", progress=progress)
        elif (
            language == "sparql"
            and not on_demand.is_built(self.version(), "rdf")
            and self.explain(query, timeout=timeout, **parameters).way == "triples"
        ):
            self.build("rdf", progress=progress)

    # ---------------------------------------------------------------------------------------- queries

    def sparql(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a SPARQL query; ``ontology.terms.PREFIXES`` need not be declared.

        Args:
            limit: the largest number of rows; None or 0: no limit.
            timeout: in seconds; None: no limit.
            parameters: values for variables of the query; text that is an IRI is bound as an IRI.

        Returns:
            the rows; ``plan`` says whether they came from the columns or from the triples, which are built if they are needed.

        Raises:
            QueryError: the query has a fault; the message gives its position.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.stores.sparql_answer import result

        def ask(store: Path | None) -> tuple[Answer | None, Plan]:
            home = on_demand.home(self.version())
            question = (self.version(), home, store, query, parameters, limit or None)
            reply: tuple[Answer | None, Plan] = self._triples.call("route", *question, timeout=timeout)
            return reply

        query, parameters, told = self._of_today("sparql", query, parameters)
        with asked(query, parameters):
            store = self._store("rdf") if on_demand.is_built(self.version(), "rdf") else None
            answer, plan = ask(store)
            if answer is None:
                store = self._store("rdf")
                answer, plan = ask(store)
        assert answer is not None
        found = result(answer, limit or None, plan)
        warnings, iris = self._triples.call("sparql_warnings", query, tuple(parameters), self.settings.base, store)
        found.warnings = told + warnings + self._missing(iris)
        return found

    def explain(self, query: str, /, *, timeout: float | None = TIMEOUT, **parameters: Any) -> Plan:
        """How :meth:`sparql` would answer a query: from the columns or the triples, why, and with which SQL.

        Raises:
            QueryError: the query has a fault.

        Example:
            >>> graph.explain("SELECT (COUNT(*) AS ?n) { ?a a gov:NGO }").way
            'columns'
        """
        query, parameters, _ = self._of_today("sparql", query, parameters)
        with asked(query, parameters):
            return self._explained(query, parameters, timeout)

    def _explained(self, query: str, parameters: Mapping[str, Any], timeout: float | None) -> Plan:
        version = self.version()
        built = on_demand.is_built(version, "rdf")
        question = (version, on_demand.home(version), built, query, dict(parameters))
        plan: Plan = self._triples.call("explain", *question, timeout=timeout)
        return plan

    def cypher(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query in Neo4j's dialect; parameters are ``$name`` in the query.

        Raises:
            QueryError: the query has a fault, or would write.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.answers.results import Result

        query, parameters, told = self._of_today("cypher", query, parameters)
        with asked(query, parameters):
            store = self._store("property")
            columns, rows, cut = self._property.call("cypher", store, query, parameters, limit or None, timeout=timeout)
        result = Result(columns, rows, cut=cut)
        result.warnings = told + self._property.call("cypher_warnings", store, query, parameters)
        result.warnings += self._missing(named_iris.texts("cypher", query, parameters, self.settings.base))
        return result

    def cypher_on_a_copy(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to a Cypher query that may write. It runs on a temporary copy of the property graph; the graph is not changed.

        Each query gets a new copy, so one query does not see what another wrote.

        Raises:
            QueryError: the query has a fault.
            QueryTimeout: the query was stopped at its time limit.
        """
        from govgraph.graph.answers.results import Result

        query, parameters, told = self._of_today("cypher", query, parameters)
        with asked(query, parameters), tempfile.TemporaryDirectory(prefix="govgraph-copy-") as folder:
            copy = shutil.copytree(self._store("property"), Path(folder) / "property")
            columns, rows, cut = self._property.call(
                "cypher_on_a_copy", copy, query, parameters, limit or None, timeout=timeout
            )
        result = Result(columns, rows, cut=cut)
        result.warnings = told
        return result

    def sql(
        self, query: str, /, *, limit: int | None = None, timeout: float | None = TIMEOUT, **parameters: Any
    ) -> Result:
        """The answer to one SELECT over the tables (``govgraph ref``); parameters are ``$name`` in the query.

        It reads the tables and nothing else. Of two columns with one name the second is called ``name_1``. What polars has no
        type for (intervals, whole numbers of more than 64 bits, days before the year 1) is text.

        Raises:
            QueryError: the query has a fault, is not one SELECT, or needs more memory than it may have.
            QueryTimeout: the query was stopped at its time limit.

        Example:
            >>> graph.sql("SELECT 1 AS a, 2 AS a").columns
            ['a', 'a_1']
        """
        from govgraph.graph.stores.table_answer import result

        query, parameters, told = self._of_today("sql", query, parameters)
        with asked(query, parameters):
            question = (self._open().tables, query, parameters, limit or None)
            answer = result(self._tables.call("sql", *question, timeout=timeout))
        named = named_iris.texts("sql", query, parameters, self.settings.base)
        # An IRI that only records have was told of already.
        answer.warnings = told + self._missing([x for x in named if x[0] not in self._open().other_iris])
        return answer

    def _of_today(self, language: str, query: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any], list[str]]:
        """A query that names actors by their IRIs of now, its parameters, and warnings about what was replaced."""
        return named_iris.of_today(language, query, parameters, self._open().other_iris)

    def _missing(self, named: Sequence[tuple[str, str]]) -> list[str]:
        """The warnings about IRIs that a query names and the graph does not have."""
        return named_iris.missing(self.version(), named)

    def actor(self, name: str) -> list[dict[str, Any]]:
        """The actors with this IRI (``country:KGZ`` is one too), identifier (``iso3:KGZ``, or ``KGZ`` alone), id in the file that they
        come from, or name in any language, in upper or lower case.

        Example:
            >>> [actor["name"] for actor in graph.actor("асан")]
            ['Асан уулу']
        """
        from govgraph.graph.find.lookup import actors_called

        return actors_called(self, name)

    def search(self, text: str, *, kind: str = "", limit: int = 20) -> Result:
        """The things with all these words in their names, aliases and identifiers; the last word may be the beginning of one.

        Upper and lower case, diacritics, Kyrgyz letters, punctuation and the order of the words make no difference.

        Args:
            kind: only things of this kind: a word of the column ``kind`` (``person``) or a class (``Event``), subclasses included.
            limit: the largest number of hits.

        Returns:
            the columns ``iri``, ``class``, ``name``, ``matched`` (the name or identifier that fits, as written), ``rank`` (0:
            exactly this identifier, 1: exactly this name, 2: the beginning of one, 3: words anywhere in them, 4: an event without a name
            whose type, actors, place and date have the words; ``matched`` is then its made title, in square brackets) and ``links`` (the
            number of relationships). Sorted by rank, then by links, most first.

        Raises:
            QueryError: no such kind, or more words than any name has.
            GraphError: nothing has been loaded yet.

        Example:
            >>> [(row["class"], row["matched"], row["rank"]) for row in graph.search("министр")]
            [('Agency', 'Министрлик', 2)]
        """
        from govgraph.graph.find.search_events import unnamed_events

        hits = self._open().names.find(text, kind, limit)
        return hits if hits.cut else unnamed_events(self, self._open().names, text, kind, limit, hits)

    def resolve(self, text: str) -> str:
        """The IRI of the one thing that is called so: by its IRI (``country:KGZ`` is one too), identifier, name in any language, or the id
        in the file that it comes from.

        Raises:
            GraphError: nothing is called so, or several things are; the message names the nearest, or these.

        Example:
            >>> graph.resolve("KGZ")
            'https://w3id.org/govgraph/id/country/KGZ'
        """
        from govgraph.graph.find.lookup import resolve

        return resolve(self, text)

    def called(self, iris: Iterable[str]) -> dict[str, str]:
        """What things are called, by IRI: the name in the graph's first language that has one. An event without a name gets a title that
        is made of its type, actors, place and date, and stands in square brackets. What has neither is left out.

        Nothing of this is kept: a made title is in no table and no triple.

        Example:
            >>> graph.called(["https://w3id.org/govgraph/id/country/KGZ"])
            {'https://w3id.org/govgraph/id/country/KGZ': 'Кыргызстан'}
        """
        from govgraph.graph.find.naming import called

        return called(self, iris)

    def named(self, answer: Result) -> Result:
        """The answer to a query in any language, with names beside its IRIs.

        After each column of IRIs, of nodes, or of lists of them comes a column ``<column>_name`` with what :meth:`called` says.

        Example:
            >>> query = "MATCH (c:Country) RETURN c.iri AS country ORDER BY country"
            >>> graph.named(graph.cypher(query)).rows[0]["country_name"]
            'Казакстан'
        """
        from govgraph.graph.find.naming import named

        return named(self, answer)

    @property
    def identity(self) -> Identity:
        """Who is the same as whom: decisions, and what follows from them (docs/identity.md).

        Example:
            >>> graph.identity.log()
            []
        """
        from govgraph.graph.identity.identity import Identity

        return Identity(self)

    def up_to_date(self) -> Folder:
        """The folder, with all that others have put into the graph before this object was made."""
        return self.folder

    @contextlib.contextmanager
    def changing(self, _progress: Progress) -> Iterator[None]:
        """The time in which this process changes the graph by something else than a load."""
        yield

    def trace(self, iri: str) -> Result:
        """Every row of every file that describes a thing: table, load, file, row and document; ``because`` of an actor with several IRIs."""
        from govgraph.graph.find.lookup import rows_about

        return rows_about(self, iri)

    def networkx(self, projection: str = "", *, plain: bool = True) -> nx.MultiDiGraph:
        """The whole property graph in memory: nodes by IRI with ``labels`` and properties, edges with ``relationship`` and properties.

        Args:
            projection: empty: as it is. ``actors``: actors alone, with the events that two of them share as one edge of the type
                ``ACTED_TOWARDS`` or ``TOOK_PART_WITH`` with ``events`` (how many), ``first``, ``last`` and ``types``. An actor has
                ``eventsAlone``, the number of events in which it is the only one. Events of more than 30 actors are left out.
            plain: every value is text, a number or a truth value, so that every writer of networkx accepts it: lists are JSON text
                and dates ISO text. An edge's key is its IRI (or its type, if it has none), and a property called ``type`` is called
                ``type_``, since writers of GEXF read ``type`` as a direction. False: lists and dates stay what they are, an edge's key
                is (type, iri), and ``type`` is the property, or else the relationship's type.

        Raises:
            GraphError: nothing has been loaded yet, or there is no such projection.

        Example:
            >>> import networkx as nx
            >>> network = graph.networkx()
            >>> nx.set_node_attributes(network, nx.degree_centrality(network), "centrality")
            >>> nx.write_gexf(network, "network.gexf")
            >>> [data["events"] for *_, data in graph.networkx("actors").edges(data=True)]
            [1]
        """
        if projection == "actors":
            from govgraph.graph.property_graph.meetings import actor_network

            return actor_network(self, plain=plain)
        if projection:
            raise GraphError(f"no projection {projection!r}", expected="actors")
        from govgraph.graph.property_graph.network import network

        return network(self.version(), self.settings.languages, plain=plain)

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
        hubs: int = HUBS,
        sparql: str = "",
        cypher: str = "",
        sql: str = "",
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = TIMEOUT,
        force: bool = False,
        spreadsheet_safe: bool = False,
        progress: Progress | None = None,
    ) -> Exported:
        """Write the graph, an actor's surroundings, or the answer to a query in another format (docs/export.md).

        Args:
            form: a key of ``govgraph.graph.export.formats.FORMATS``, such as ``ttl`` or ``csv``.
            to: the file (compressed where it ends in ``.gz``), the folder (csv and parquet of a graph, neo4j-import), or a stream
                of bytes; None: a file or folder named after the graph and the format.
            actor: an IRI, identifier or name; ``hops`` relationships around it are written, as ``govgraph view`` draws them.
            hubs: paths around the actor end at things with more neighbours than this, and at countries; 0: they lead through all.
            sparql, cypher, sql: a query. csv and parquet get its rows, RDF formats the triples of a CONSTRUCT. In all other cases
                the things that the answer mentions are written, with the relationships between them.
            parameters: values for the query's parameters.
            timeout: seconds that the query may take; None: no limit.
            force: replace a file, or a folder that an export made.
            spreadsheet_safe: csv: put an apostrophe before the cells that a spreadsheet would run as a formula.
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
        from govgraph.graph.property_graph.selection import Choice

        choice = Choice(actor, hops, sparql, cypher, sql, parameters or {}, timeout, hubs)
        return export(
            self, form, to, choice, force=force, spreadsheet_safe=spreadsheet_safe, progress=progress or silent
        )

    def view(
        self,
        to: str | Path = "page.html",
        *,
        actor: str = "",
        hops: int = 1,
        hubs: int = HUBS,
        sparql: str = "",
        cypher: str = "",
        sql: str = "",
        parameters: Mapping[str, Any] | None = None,
        timeout: float | None = TIMEOUT,
        title: str = "",
        language: str = "",
        draw_as: str = "auto",
        community: str = "",
    ) -> Viewed:
        """Write an interactive page that works offline, in one file: of the graph, an actor's surroundings, or the answer to a query.

        Args:
            to: the page's file; an existing one is replaced. A name that ends in ``.svg`` or ``.png`` gets a still picture for a report, with
                title, legend, what was chosen, sources with licences, and date; the answer's ``svg()`` and ``png()`` give it too.
            actor: an IRI, identifier or name; ``hops`` relationships around it are drawn.
            hubs: paths around the actor end at things with more neighbours than this, and at countries; 0: they lead through all.
            sparql, cypher, sql: a query; the things that its answer mentions are drawn, and where it has relationships, only those.
            parameters: values for the query's parameters.
            timeout: seconds that the query may take; None: no limit.
            title: the title of the page; empty: the actor's name, or the graph's.
            language: the language in which the page opens; empty: that of the reader's browser, and of a picture the graph's first.
            draw_as: ``events``: as nodes. ``actors``: as relations between the actors that share them, each with its count, dates and
                events; with ``actor``, those at most ``hops`` meetings away. ``auto``: as actors if there are more events than other
                things; of a whole graph, if it has more than half as many events as actors.

            community: instead of all: the community of this thing, named as for :meth:`resolve`. A picture of more than 1,500 nodes,
                up to 50,000, shows each of their communities as one node; on a page these open where they are.

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
        from govgraph.graph.property_graph.selection import Choice
        from govgraph.visualizations.view import view

        choice = Choice(actor, hops, sparql, cypher, sql, parameters or {}, timeout, hubs)
        return view(self, to, choice, title=title, language=language, draw_as=draw_as, community=community)

    def ntriples(self) -> bytes:
        """All triples and quads as sorted N-Quads: the same bytes for the same content.

        Raises:
            GraphError: nothing has been loaded yet.
        """
        import pyoxigraph as ox

        store = ox.Store.read_only(str(self._store("rdf")))
        lines = ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b""
        return b"\n".join(sorted(lines.splitlines())) + b"\n"
