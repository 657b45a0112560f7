"""Every format, read back by a library that did not write it, and compared with the graph thing by thing."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
import rdflib
import rdflib.graph
from command_line import streams
from record_files import write_small, write_table

import govgraph
from govgraph.graph.errors import GraphError, QueryError
from govgraph.graph.export.formats import FORMATS
from govgraph.graph.export.sorting import LineSorter
from govgraph.graph.graph import Graph
from govgraph.graph.property_graph.selection import Choice, select
from govgraph.ontology.declaration import tables

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "central-asia"
CONTROL = "a\x01b\x1fc\ufffed"
PICTURES = "a␁b␟c�d"
HOSTILE = [
    {"id": "control", "kind": "ngo", "name_en": CONTROL, "name_ky": "Өкмөт 🏛 \u2028 \u0085 \x7f"},
    {"id": "markup", "kind": "ngo", "name_en": "]]><b a='1' b=\"2\">&amp;</b>", "aliases": "&#13;|<!--|{{x}}|\\|"},
    {"id": "lines", "kind": "ngo", "name_en": "one\r\ntwo\rthree\nfour\tfive"},
    {"id": "null", "kind": "person", "name_en": "NA", "gender": "null", "classification": "0"},
    {"id": "formula", "kind": "person", "name_en": "=1+1", "gender": "False", "classification": "nan"},
    {"id": "quotes", "kind": "person", "name_ru-Latn": "say \"it\", 'it'; \\n \\u0041", "name": "#no comment"},
]
NUMBERS = [
    {"id": "zero", "start_date": "2022", "tone": "0", "articles": "0", "amount": "1e300", "currency": "KGS"},
    {
        "id": "small",
        "start_date": "0001-01-02",
        "tone": "-0.1",
        "fatalities": "9007199254740993",
        "about": "country:NAM",
    },
]
LINKS = [
    {"id": "a1", "from_actor": "markup", "to_actor": "lines", "type": "cooperates", "role": "\x02"},
    {"id": "a2", "from_actor": "markup", "to_actor": "lines", "type": "funds", "amount": "0"},
]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with govgraph.open(tmp_path_factory.mktemp("example") / "graph") as graph:
        graph.load(EXAMPLE)
        yield graph


def write_hostile(folder: Path) -> Path:
    write_small(folder)
    write_table(folder / "hostile-actors.csv", HOSTILE)
    write_table(folder / "hostile-events.csv", NUMBERS)
    write_table(folder / "hostile-associations.csv", LINKS)
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("hostile")
    with govgraph.open(folder / "graph") as graph:
        reports = graph.load(write_hostile(folder / "files"))
        assert not any(r.rows_rejected or r.failed for r in reports)
        yield graph


@pytest.fixture(params=["example", "hostile"])
def graph(request: pytest.FixtureRequest) -> Graph:
    """Both graphs in turn."""
    found: Graph = request.getfixturevalue(request.param)
    return found


# ---------------------------------------------------------------------------------------------------- RDF

RDFLIB = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml"}
WITH_GRAPHS = {"nq", "trig", "jsonld"}
Term = tuple[str, ...]


def _plain(term: Any) -> Term:
    """An rdflib term as text, with no value made of it."""
    if isinstance(term, rdflib.Literal):
        return (
            str(term),
            (term.language or "").lower(),
            str(term.datatype or rdflib.XSD.string) if not term.language else "",
        )
    return (str(term),)


def _oxigraph(term: Any) -> Term:
    if isinstance(term, ox.Literal):
        return (term.value, (term.language or "").lower(), "" if term.language else term.datatype.value)
    return (term.value,)


def stored(graph: Graph, named: bool) -> set[tuple[Term, Term, Term, str]]:
    """The quads of a graph's store; of the default graph only, or of all."""
    store = ox.Store.read_only(str(graph.build("rdf")["rdf"]))
    return {
        (_oxigraph(q.subject), _oxigraph(q.predicate), _oxigraph(q.object), getattr(q.graph_name, "value", ""))
        for q in store.quads_for_pattern(None, None, None, None if named else ox.DefaultGraph())
    }


def read_rdf(data: bytes, form: str, monkeypatch: pytest.MonkeyPatch) -> set[tuple[Term, Term, Term, str]]:
    """The quads of a file as rdflib reads them, spelling kept."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    found = rdflib.Dataset()
    found.parse(data=data, format=RDFLIB[form])
    name = {"None": "", str(rdflib.graph.DATASET_DEFAULT_GRAPH_ID): ""}
    quads = found.quads((None, None, None, None))
    return {(_plain(s), _plain(p), _plain(o), name.get(str(g), str(g))) for s, p, o, g in quads}


@pytest.mark.slow
@pytest.mark.parametrize("form", RDFLIB)
def test_rdf_is_read_back_by_rdflib(graph: Graph, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = graph.export(form, tmp_path / "a")
    wanted = stored(graph, form in WITH_GRAPHS)
    assert done.counts == {"triples": len(wanted)}
    if form == "rdfxml":
        wanted = {(s, p, (o[0].translate(TO_PICTURES), *o[1:]), g) for s, p, o, g in wanted}
    assert read_rdf((tmp_path / "a").read_bytes(), form, monkeypatch) == wanted
    assert any("named graphs" in note for note in done.notes) == (form not in WITH_GRAPHS)


TO_PICTURES = {**{i: 0x2400 + i for i in range(0x20) if i not in (9, 10, 13)}, 0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}


def test_what_xml_cannot_hold_is_shown_and_told(hostile: Graph, tmp_path: Path) -> None:
    for form in ("rdfxml", "graphml", "gexf"):
        done = hostile.export(form, tmp_path / form)
        text = (tmp_path / form).read_text("utf-8")
        assert PICTURES in text
        assert any("control characters" in note for note in done.notes)
        assert not any(chr(i) in text for i in range(0x20) if i not in (9, 10))
        ET.fromstring(text)


def test_prefixes_are_declared(hostile: Graph, tmp_path: Path) -> None:
    for form in ("ttl", "trig"):
        hostile.export(form, tmp_path / form)
        head = [x for x in (tmp_path / form).read_text("utf-8").splitlines() if x.startswith("@prefix")]
        assert "@prefix gov: <https://w3id.org/govgraph/ontology#> ." in head
        assert head == sorted(head)


@pytest.mark.slow
def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """However it came about: in one load, or file by file in another order."""
    files = write_hostile(tmp_path / "files")
    with govgraph.open(tmp_path / "one") as one, govgraph.open(tmp_path / "two") as two:
        one.load(files)
        for file in sorted(files.iterdir(), reverse=True):
            two.load(file)
        assert one.ntriples() == two.ntriples()
        for name, graph in (("one", one), ("two", two)):
            (tmp_path / f"{name}-out").mkdir()
            for form in FORMATS.keys() - {"neo4j-import"}:  # which keeps the order of the graph's own tables
                graph.export(form, tmp_path / f"{name}-out" / form)
        one.export("nq", tmp_path / "one.nq.gz")
        assert gzip.decompress((tmp_path / "one.nq.gz").read_bytes()) == one.ntriples()
    for path in sorted((tmp_path / "one-out").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "two-out" / path.relative_to(tmp_path / "one-out")).read_bytes(), (
                path
            )


def test_lines_are_sorted_in_pieces_as_at_once(tmp_path: Path) -> None:
    lines = [f"{i * 7919 % 1000}\n".encode() for i in range(1000)]
    sorter = LineSorter(tmp_path, piece=300)
    data = b"".join(lines)
    for i in range(0, len(data), 11):  # never at the end of a line
        sorter.write(data[i : i + 11])
    assert list(sorter.lines()) == sorted(lines)
    assert len(list(tmp_path.iterdir())) > 3


# ------------------------------------------------------------------------------------------- GraphML, GEXF


def _as_written(value: Any) -> Any:
    """A property as these formats declare to hold it."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False).translate(TO_PICTURES)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.translate(TO_PICTURES) if isinstance(value, str) else value


def read_network(path: Path, form: str) -> nx.MultiDiGraph:
    if form == "graphml":
        return nx.read_graphml(path, force_multigraph=True)
    return nx.MultiDiGraph(nx.read_gexf(path, version="1.3"))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networks_are_read_back_by_networkx(graph: Graph, form: str, tmp_path: Path) -> None:
    done = graph.export(form, tmp_path / "a")
    found, wanted = read_network(tmp_path / "a", form), graph.networkx(plain=False)
    assert (found.number_of_nodes(), found.number_of_edges()) == (wanted.number_of_nodes(), wanted.number_of_edges())
    assert done.counts == {"nodes": wanted.number_of_nodes(), "relationships": wanted.number_of_edges()}
    own = {"label", "class", "start", "end", "id"}
    for iri, data in wanted.nodes(data=True):
        read = found.nodes[iri]
        assert {k: v for k, v in read.items() if k not in own} == {k: _as_written(v) for k, v in data.items()}
        assert read["label"] == _as_written(data.get("name")) or "name" not in data
        assert read["class"] in data["labels"]
    by_id = {key: (a, b, data) for a, b, key, data in found.edges(keys=True, data=True)}
    assert len(by_id) == wanted.number_of_edges()
    for a, b, (kind, iri), data in wanted.edges(keys=True, data=True):
        source, target, read = by_id[iri or f"{kind} {a} {b}"]
        assert (source, target, read["label"]) == (a, b, kind)
        of = {k: _as_written(v) for k, v in data.items() if k != "relationship" and (k != "type" or v != kind)}
        assert {k: v for k, v in read.items() if k not in own} == of
        if form == "gexf":
            assert (read.get("start"), read.get("end")) == (of.get("startsFrom"), of.get("endsBy"))


def test_zero_false_and_carriage_returns_are_values(hostile: Graph, tmp_path: Path) -> None:
    hostile.export("graphml", tmp_path / "a")
    nodes = {
        data.get("name", iri): data
        for iri, data in nx.read_graphml(tmp_path / "a", force_multigraph=True).nodes(data=True)
    }
    assert "one\r\ntwo\rthree\nfour\tfive" in nodes
    (zero,) = [d for d in nodes.values() if d.get("currency") == "KGS"]
    assert (zero["tone"], zero["articles"], zero["amount"]) == (0.0, 0, 1e300)
    assert nodes["NA"]["gender"] == "null"
    assert {d.get("fatalities") for d in nodes.values()} >= {9007199254740993}


# ------------------------------------------------------------------------------------------------- tables


def wanted_tables(graph: Graph) -> dict[str, pl.DataFrame]:
    files = sorted((graph.version() / "tables").glob("*.parquet"))
    return {f.stem: pl.read_parquet(f).sort("iri") for f in files}


def _nested(value: Any) -> Any:
    """JSON text of a list or of names, as the value that it stands for."""
    return json.loads(value) if isinstance(value, str) else None


def test_csv_is_read_back_by_pandas_duckdb_polars_and_python(graph: Graph, tmp_path: Path) -> None:
    done = graph.export("csv", tmp_path / "out")
    wanted = wanted_tables(graph)
    assert done.counts == {"tables": len(wanted), "rows": sum(t.height for t in wanted.values())}
    assert {p.stem for p in (tmp_path / "out").glob("*.csv")} == set(wanted)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        path, table = tmp_path / "out" / resource["path"], wanted[resource["name"]]
        fields = {f["name"]: f["type"] for f in resource["schema"]["fields"]}
        assert list(fields) == table.columns
        for rows in (
            pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""]).astype(object),
            duckdb.execute(f"FROM read_csv('{path}', all_varchar = true, header = true, allow_quoted_nulls = false, delim = ',', quote = '\"', escape = '\"', strict_mode = true)").df().astype(object),
            pl.read_csv(path, infer_schema=False).to_pandas().astype(object),
            pd.DataFrame(list(csv.DictReader(path.open(encoding="utf-8", newline=""))), columns=table.columns, dtype=object),
        ):  # fmt: skip
            read = rows.where(rows.notna() & (rows != ""), None)
            for column, kind in fields.items():
                got = list(read[column])
                match kind:
                    case "array":
                        got = [_nested(v) for v in got]
                    case "number":
                        got = [None if v is None else float(v) for v in got]
                    case "integer":
                        got = [None if v is None else int(v) for v in got]
                    case "boolean":
                        got = [None if v is None else v == "true" for v in got]
                    case "date":
                        got = [None if v is None else dt.date.fromisoformat(v) for v in got]
                assert got == table[column].to_list(), (path.name, column)


def test_an_empty_text_is_not_a_missing_value(example: Graph, tmp_path: Path) -> None:
    example.export(
        "csv",
        tmp_path / "a.csv",
        sql="SELECT '' AS a, NULL::VARCHAR AS b, 'NA' AS c, [1, NULL] AS d, 0 AS e, false AS f",
    )
    assert (tmp_path / "a.csv").read_text() == 'a,b,c,d,e,f\n"",,NA,"[1,null]",0,false\n'
    query = f"FROM read_csv('{tmp_path / 'a.csv'}', allow_quoted_nulls = false, header = true)"
    assert duckdb.execute(query).fetchall()[0][:3] == ("", None, "NA")


def test_parquet_is_read_back_by_pyarrow(graph: Graph, tmp_path: Path) -> None:
    graph.export("parquet", tmp_path / "out")
    for name, table in wanted_tables(graph).items():
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist() == table.to_dicts()


# ------------------------------------------------------------------------------------------------- a part


@pytest.mark.slow
def test_an_actors_surroundings_are_the_same_in_every_format(
    example: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = select(example, Choice(actor="Кыргызстан")).part
    assert part is not None
    things = part.iris
    assert 10 < len(things) < 400
    for form in (name for name, of in FORMATS.items() if of.parts):
        example.export(form, tmp_path / form, actor="Кыргызстан")
    network = read_network(tmp_path / "graphml", "graphml")
    assert set(network) == things == set(read_network(tmp_path / "gexf", "gexf"))
    whole = example.networkx(plain=False)
    between = {iri for *_, (_, iri) in whole.subgraph(things).edges(keys=True) if iri}
    assert {key for *_, key in network.edges(keys=True) if "/" in key and " " not in key} == between
    node_tables = [t.name for t in tables().values() if not t.is_link]
    for form in ("csv", "parquet"):
        rows = {
            p.stem: pl.read_parquet(p) if form == "parquet" else pl.read_csv(p)
            for p in (tmp_path / form).glob(f"*.{form}")
        }
        assert {iri for name in node_tables for iri in rows[name]["iri"]} == things
        assert {iri for name, of in rows.items() if name not in node_tables for iri in of["iri"]} == between
    for form in RDFLIB:
        quads = read_rdf((tmp_path / form).read_bytes(), form, monkeypatch)
        wanted = {q for q in stored(example, form in WITH_GRAPHS) if q[0][0] in things | between}
        assert wanted <= quads
        # Beyond them, only what records cite.
        assert {p[0] for _, p, *_ in quads - wanted} <= {"http://purl.org/dc/terms/source"}


@pytest.mark.slow
def test_a_query_gives_the_things_that_it_mentions(example: Graph, tmp_path: Path) -> None:
    path = "MATCH p = (:Official)-[m:MEMBER_OF]->(o {iri: $o}) RETURN p"
    (top,) = example.sql("SELECT organization FROM memberships GROUP BY ALL ORDER BY count(*) DESC LIMIT 1").rows[0]
    example.export("graphml", tmp_path / "a", cypher=path, parameters={"o": top})
    found = read_network(tmp_path / "a", "graphml")
    answer = example.cypher(path.replace("RETURN p", "RETURN m.iri AS m, startNode(m).iri AS a"), o=top).rows
    assert {key for *_, key in found.edges(keys=True)} == {r["m"] for r in answer}
    assert set(found) == {r["a"] for r in answer} | {top}
    example.export("nt", tmp_path / "b", sql="SELECT iri FROM events ORDER BY iri LIMIT 1")
    (event,) = example.sql("SELECT iri FROM events ORDER BY iri LIMIT 1").rows[0]
    read = rdflib.Graph().parse(tmp_path / "b", format="nt")
    assert set(read.predicates(rdflib.URIRef(event))) >= {rdflib.RDF.type}
    # A link stands for its ends, also where nothing else is said.
    example.export("gexf", tmp_path / "c", sql="SELECT iri FROM memberships ORDER BY iri LIMIT 1")
    (ends,) = example.sql("SELECT member, organization FROM memberships ORDER BY iri LIMIT 1").rows
    assert set(ends) == set(read_network(tmp_path / "c", "gexf"))


@pytest.mark.slow
@pytest.mark.parametrize("form", RDFLIB)
def test_a_construct_gives_its_triples(
    hostile: Graph, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "# SELECT\nCONSTRUCT { ?a skos:prefLabel ?n . ?a gov:tone 0 } WHERE { ?a a gov:Actor ; skos:prefLabel ?n }"
    done = hostile.export(form, tmp_path / "a", sparql=query)
    label, tone = "http://www.w3.org/2004/02/skos/core#prefLabel", "https://w3id.org/govgraph/ontology#tone"
    named = {(s, p, o, "") for s, p, o, g in stored(hostile, False) if p == (label,) if s in actors_of(hostile)}
    zero = ("0", "", "http://www.w3.org/2001/XMLSchema#integer")
    wanted = named | {(s, (tone,), zero, "") for s, *_ in named}
    if form == "rdfxml":
        wanted = {(s, p, (o[0].translate(TO_PICTURES), *o[1:]), g) for s, p, o, g in wanted}
    assert read_rdf((tmp_path / "a").read_bytes(), form, monkeypatch) == wanted
    assert done.counts == {"triples": len(wanted)}
    assert not any("named graphs" in note for note in done.notes)


def actors_of(graph: Graph) -> set[Term]:
    return {(row[0],) for row in graph.sql("SELECT iri FROM actors")}


def test_rdfxml_refuses_a_property_that_it_cannot_write(hostile: Graph, tmp_path: Path) -> None:
    query = "CONSTRUCT { ?a <https://example.org/p/1> ?n } WHERE { ?a skos:prefLabel ?n }"
    with pytest.raises(GraphError, match=r"example.org/p/1.*ttl or nt"):
        hostile.export("rdfxml", tmp_path / "a", sparql=query)
    assert hostile.export("ttl", tmp_path / "a", sparql=query).counts["triples"]


def test_rows_of_an_answer_as_csv_and_parquet(example: Graph, tmp_path: Path) -> None:
    query = "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY ALL"
    wanted = example.sql(query).to_polars()
    for form in ("csv", "parquet"):
        assert example.export(form, tmp_path / form, sql=query).counts == {"rows": wanted.height}
    assert pl.read_parquet(tmp_path / "parquet").equals(wanted)
    assert pd.read_csv(tmp_path / "csv")["n"].tolist() == wanted["n"].to_list()
    example.export(
        "csv", tmp_path / "days", cypher="RETURN duration('P1D') AS d, date('2020-01-01') AS day, {a: 1} AS m"
    )
    assert list(csv.reader((tmp_path / "days").open())) == [["d", "day", "m"], ["P1D", "2020-01-01", '{"a": 1}']]


# ------------------------------------------------------------------------------------------ where it goes


def test_an_interrupted_export_leaves_what_was_there(example: Graph, tmp_path: Path) -> None:
    def stop(what: str, _done: int, _total: int) -> None:
        if what.startswith("writing"):
            raise KeyboardInterrupt

    for form in ("csv", "graphml", "gexf", "parquet"):
        with pytest.raises(KeyboardInterrupt):
            example.export(form, tmp_path / form, progress=stop)
    assert list(tmp_path.iterdir()) == []
    example.export("csv", tmp_path / "csv")
    before = sorted((tmp_path / "csv").iterdir())
    with pytest.raises(KeyboardInterrupt):
        example.export("csv", tmp_path / "csv", force=True, progress=stop)
    assert sorted((tmp_path / "csv").iterdir()) == before


def test_nothing_is_replaced_unless_asked(example: Graph, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("mine")
    with pytest.raises(GraphError, match=r"already exists.*--force"):
        example.export("ttl", tmp_path / "a.ttl")
    assert (tmp_path / "a.ttl").read_text() == "mine"
    example.export("ttl", tmp_path / "a.ttl", force=True)
    assert (tmp_path / "a.ttl").read_text().startswith("@prefix")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("miaow")
    for form in ("csv", "ttl"):
        with pytest.raises(GraphError, match="no export has made"):
            example.export(form, tmp_path / "photos", force=True)
    assert (tmp_path / "photos" / "cat.jpg").exists()
    example.export("csv", tmp_path / "tables")
    example.export("csv", tmp_path / "tables", force=True, actor="KGZ")
    assert (
        pl.read_csv(tmp_path / "tables" / "actors.csv").height
        < example.sql("SELECT iri FROM actors").to_polars().height
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"form": "turtle"}, "no format 'turtle'.*ttl"),
        ({"form": "csv", "to": io.BytesIO()}, "cannot be streamed"),
        ({"form": "csv", "to": "a.gz"}, "cannot be compressed"),
        ({"form": "ttl", "to": "no/such/folder/a.ttl"}, "mkdir"),
        ({"form": "ttl", "actor": "Nobody at all"}, "no actor"),
        ({"form": "ttl", "actor": "KGZ", "sql": "SELECT 1"}, "one selection"),
        ({"form": "neo4j-import", "actor": "KGZ"}, "writes the whole graph"),
        ({"form": "neo4j-import", "sql": "SELECT 1"}, "writes the whole graph"),
        ({"form": "neo4j-import", "to": io.BytesIO()}, "cannot be streamed"),
        ({"form": "gexf", "sql": "SELECT 1"}, "mentions nothing"),
        ({"form": "ttl", "sparql": "SELECT ?x { ?x a <x:none> }"}, "mentions nothing"),
    ],
)
def test_faults_say_what_to_do(
    example: Graph, arguments: dict[str, Any], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraphError, match=words):
        example.export(**arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_in_the_query_is_said_before_a_file_is_made(example: Graph, tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        example.export("ttl", tmp_path / "a", sparql="SELECT ?x WHERE { ?x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_command_writes_every_format(example: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    of_graph = ("--graph", str(example.path))

    def piped(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        """In a process of its own: what it writes to a pipe are bytes."""
        words = [sys.executable, "-m", "govgraph.cli", "export", *arguments, *of_graph]
        return subprocess.run(words, capture_output=True, check=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        return streams("export", *arguments, *of_graph)

    done = piped("nq", "-o", "-")
    assert done.returncode == 0
    assert done.stdout == example.ntriples()
    assert b"triples written" in done.stderr
    done = piped("csv", "--sql", "SELECT $x AS x", "--param", "x=Ош", "-o", "-")
    assert done.stdout.decode() == "x\nОш\n"
    assert run("ttl")[0] == 0
    assert (tmp_path / "graph.ttl").exists()
    status, _, errors = run("ttl")
    assert (status, "--force" in errors) == (1, True)
    assert "named graphs" in run("ttl", "--force")[2]
    assert run("csv")[0] == 0
    assert (tmp_path / "graph-csv" / "actors.csv").exists()
    status, _, errors = run("neo4j-import", "-o", "files")
    assert status == 0
    # The command that imports stands in what is told, with the place where the files are in the end.
    assert f"cd {tmp_path / 'files'} && neo4j-admin database import full" in errors
    assert (tmp_path / "files" / "import.sh").exists()
    assert run("neo4j-import", "-o", "files")[0] == 1
    assert run("neo4j-import", "-o", "files", "--force")[0] == 0
    status, help_text, _ = streams("export", "--help")
    assert status == 0
    assert all(form in help_text for form in FORMATS)
    assert "Examples" in help_text


def test_the_page_of_the_formats_lists_them_all() -> None:
    text = (Path(__file__).resolve().parents[1] / "docs" / "export.md").read_text("utf-8")
    assert all(f"| `{form}`" in text for form in FORMATS)


def test_an_empty_folder_is_filled_and_no_folder_becomes_a_file(example: Graph, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    example.export("csv", tmp_path / "tables")
    assert (tmp_path / "tables" / "actors.csv").exists()
    with pytest.raises(GraphError, match="not replaced"):
        example.export("ttl", tmp_path / "tables", force=True)
    assert (tmp_path / "tables" / "actors.csv").exists()


def test_a_selection_says_how_it_understood_a_name(example: Graph) -> None:
    assert select(example, Choice(actor="Кыргызстан")).notes == ()
    selection = select(example, Choice(actor="жантаев"))
    assert selection.part is not None
    (note,) = selection.notes
    assert note.startswith("no actor is called exactly 'жантаев'; showing ")
    assert note.split("(")[-1].split(")")[0] in selection.part.iris


@pytest.mark.slow
def test_a_page_and_a_file_show_the_same_things(example: Graph, tmp_path: Path) -> None:
    (row,) = example.cypher(
        "MATCH (:Official)-[m:MEMBER_OF]->(a:Agency) RETURN a.iri AS iri, count(m) AS n ORDER BY n DESC, iri LIMIT 1"
    )
    query = "MATCH p = (:Official)-[:MEMBER_OF]->(:Agency {iri: $iri}) RETURN p"
    values = {"iri": row["iri"]}
    page = example.view(tmp_path / "page.html", cypher=query, parameters=values, title="Members")
    counts = example.export("graphml", tmp_path / "a.graphml", cypher=query, parameters=values).counts
    assert (page.nodes, page.relationships) == (counts["nodes"], counts["relationships"])
    assert page.relationships == row["n"]
    assert "<title>Members" in page.path.read_text("utf-8")
