"""Rejected rows: seen, taken out of the file, mended, loaded as a load of their own that leads to the original row and goes with the original."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_icews import HEADER, POLICE, icews
from typer.testing import CliRunner

from govgraph.cli import app
from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph

CSV = '# dataset: ngos\nid,kind,name_en,start_date\na,ngo,"Fund\nof two lines",2001\nb,ngo,"Club",2001-13-01\nc,no kind,Other,\nd,ngo,Good,\n'


def loaded(tmp_path: Path, name: str, data: bytes | str) -> tuple[Graph, Path]:
    file = tmp_path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    graph = Graph(tmp_path / "graph")
    graph.load(file)
    return graph, file


def names(graph: Graph) -> set[str]:
    return {row[0][0]["text"] for row in graph.sql("SELECT names FROM actors WHERE kind = 'ngo'").rows}


def test_a_mended_row_is_a_load_of_its_own_that_leads_to_the_original_row_and_goes_with_it(tmp_path: Path) -> None:
    graph, _ = loaded(tmp_path, "ngos.csv", CSV)
    with graph:
        assert [(r["row"], r["column"]) for r in graph.rejects("ngos.csv")] == [(4, "start_date"), (5, "kind")]
        assert names(graph) == {"Fund\nof two lines", "Good"}
        mend = tmp_path / "mend.csv"
        assert graph.export_rejects("ngos.csv", mend) == 2
        text = mend.read_text()
        assert "# columns: id,kind,name_en,start_date\n# row 4: start_date: " in text
        assert 'b,ngo,"Club",2001-13-01\n# row 5' in text
        mend.write_text(text.replace("2001-13-01", "2001-12-01"))
        report = graph.mend("ngos.csv", mend)
        assert (report.status, report.rows_read, report.rows_loaded, report.rows_rejected) == ("loaded", 2, 1, 1), (
            report.error
        )
        assert names(graph) == {"Fund\nof two lines", "Good", "Club"}
        original, mended = sorted(graph.loads(), key=lambda m: bool(m.mends))
        assert (mended.mends, mended.file, mended.dataset) == (original.load, "ngos.csv", "ngos")
        club = graph.sql("SELECT iri FROM actors WHERE names[1].text = 'Club'").rows[0][0]
        assert [(r["file"], r["row"]) for r in graph.trace(club)] == [("ngos.csv", 4)]
        mend.write_text(mend.read_text().replace("c,no kind", "c,ngo"))
        assert graph.mend(original.load, mend).status == "replaced", "the same file again, with one more row mended"
        assert names(graph) == {"Fund\nof two lines", "Good", "Club", "Other"}
        assert len(graph.unload(original.load)) == 2
        assert graph.loads() == []


def test_a_changed_file_replaces_its_load_and_that_of_its_mended_rows(tmp_path: Path) -> None:
    graph, file = loaded(tmp_path, "ngos.csv", CSV)
    with graph:
        mend = tmp_path / "mend.csv"
        graph.export_rejects("ngos.csv", mend)
        mend.write_text(mend.read_text().replace("2001-13-01", "2001"))
        graph.mend("ngos.csv", mend)
        file.write_text("id,kind,name_en\nz,ngo,New\n")
        graph.load(file)
        assert (len(graph.loads()), names(graph)) == (1, {"New"})
        with pytest.raises(GraphError, match="no rejected rows"):
            graph.export_rejects("ngos.csv", tmp_path / "other.csv")


def test_rows_between_tabs_and_json_lines(tmp_path: Path) -> None:
    bad = POLICE | {"Event Date": "soon", "Event ID": "9", "Story ID": "8", "Event Text": 'He said "no'}
    graph, _ = loaded(tmp_path, "events.tab", icews(POLICE, bad, header=HEADER))
    with graph:
        (reject,) = graph.rejects("events.tab")
        assert reject["row"] == 3
        mend = tmp_path / "mend.tab"
        graph.export_rejects("events.tab", mend)
        mend.write_text(mend.read_text().replace("\tsoon\t", "\t2018-06-02\t"))
        report = graph.mend("events.tab", mend)
        assert (report.rows_read, report.rows_loaded) == (1, 1), report.error
        assert graph.sql("SELECT count(*) FROM events").rows == [(2,)]
    lines = '{"id": "a", "kind": "ngo", "name_en": "A"}\n{"id": "b", "kind": "x", "name_en": "B"}\n'
    graph, _ = loaded(tmp_path, "actors.jsonl", lines)
    with graph:
        mend = tmp_path / "mend.jsonl"
        graph.export_rejects("actors.jsonl", mend)
        mend.write_text(mend.read_text().replace('"x"', '"ngo"'))
        assert graph.mend("actors.jsonl", mend).rows_loaded == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace("# row 4", "# row 3"), "row 3 was not rejected"), (lambda _: "", "no mended row is in it"),
        (lambda _: None, "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_mends_nothing_says_what_is_expected(tmp_path: Path, change: object, says: str) -> None:
    graph, _ = loaded(tmp_path, "ngos.csv", CSV)
    with graph:
        mend = tmp_path / "mend.csv"
        graph.export_rejects("ngos.csv", mend)
        text = change(mend.read_text())  # type: ignore[operator]
        mend.unlink() if text is None else mend.write_text(text)
        with pytest.raises(GraphError, match=says):
            graph.mend("ngos.csv", mend)


def test_a_file_that_changed_or_has_no_lines_is_refused(tmp_path: Path) -> None:
    graph, file = loaded(tmp_path, "ngos.csv", CSV)
    with graph:
        file.write_text(CSV + "e,ngo,E,\n")
        with pytest.raises(GraphError, match="no longer the one that was loaded"):
            graph.export_rejects("ngos.csv", tmp_path / "a")
        file.unlink()
        with pytest.raises(GraphError, match="is not there"):
            graph.export_rejects("ngos.csv", tmp_path / "a")
        parliament = tmp_path / "a.pack.json"
        parliament.write_text(
            json.dumps([{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}, {"schema": "Person"}])
        )
        graph.load(parliament)
        with pytest.raises(GraphError, match="cannot be taken out of the file"):
            graph.export_rejects("a.pack.json", tmp_path / "a")
        with pytest.raises(GraphError, match="no load 'nothing'"):
            graph.rejects("nothing")


def test_the_command(tmp_path: Path) -> None:
    graph, _ = loaded(tmp_path, "ngos.csv", CSV)
    graph.close()

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["rejects", "ngos.csv", "--graph", str(tmp_path / "graph"), *words])
        assert result.exit_code == 0, result.output
        return result.output

    assert "2001-13-01" in run()
    assert json.loads(run("--json"))[0]["row"] == 4
    mend = tmp_path / "mend.csv"
    assert "2 rows written" in run("--export", str(mend))
    mend.write_text(mend.read_text().replace("2001-13-01", "2001"))
    assert "1 of 2 mended rows, 1 rejected again" in run("--mended", str(mend))
