"""Rejected objects of JSON, XML and workbooks: taken out, mended, loaded as a load of their own that leads to the original place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xlsxwriter
from test_iati import old

from govgraph.graph.errors import GraphError
from govgraph.graph.graph import Graph

POPOLO = {"persons": [{"id": "a", "name": "Aida"}, {"id": "b"}, {"id": "c", "name": "Cholpon"}], "organizations": [{"id": "o", "name": "Court"}]}  # fmt: skip


def _mended(graph: Graph, tmp_path: Path, name: str, *changes: tuple[str, str]) -> str:
    """Export the rejects of a file, change their text, and load them; the text that was exported."""
    mend = tmp_path / f"mend-{name}.txt"
    graph.export_rejects(name, mend)
    exported = mend.read_text("utf-8")
    text = exported
    for old_text, new_text in changes:
        assert old_text in text
        text = text.replace(old_text, new_text)
    mend.write_text(text, "utf-8")
    report = graph.mend(name, mend)
    assert report.status == "loaded", report.error
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (len(changes), len(changes), 0)
    return exported


def _traced(graph: Graph, name: str) -> list[tuple[object, object]]:
    rows = graph.sql("SELECT iri, names FROM actors").rows
    iri = next(iri for iri, names in rows if name in [each["text"] for each in names or []])
    return [(record["file"], record["row"]) for record in graph.trace(iri)]


def test_an_object_of_json_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "kg.json"
    file.write_text(json.dumps(POPOLO))
    with Graph(tmp_path / "graph") as graph:
        graph.load(file)
        exported = _mended(graph, tmp_path, "kg.json", ('{"id": "b"}', '{"id": "b",\n "name": "Bakyt"}'))
        assert '# row 2: persons.name: required value is missing\n{"id": "b"}\n' in exported
        assert _traced(graph, "Bakyt") == [("kg.json", 2)]
        assert _traced(graph, "Aida") == [("kg.json", 1)], "nothing else is taken from the mended file"
        mends = [load.mends for load in graph.loads() if load.mends]
        assert len(graph.unload(mends[0])) == 2


def test_an_element_of_xml_is_mended(tmp_path: Path) -> None:
    one = old().decode()
    start, end = one.index("<iati-activity "), one.index("</iati-activities>")
    nameless = re.sub(r"<iati-identifier>[^<]*</iati-identifier>", "<iati-identifier/>", one[start:end])
    file = tmp_path / "aid.xml"
    file.write_text(one[:end] + nameless + one[end:])
    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(file)
        assert report.rows_rejected == 1, report
        exported = _mended(
            graph, tmp_path, "aid.xml", ("<iati-identifier />", "<iati-identifier>GB-1-8</iati-identifier>")
        )
        assert "# row 2: iati-identifier: required value is missing\n<iati-activity " in exported
        iris = [row[0] for row in graph.sql("SELECT iri FROM events WHERE iri LIKE '%GB-1-8'").rows]
        assert [(r["file"], r["row"]) for r in graph.trace(iris[0])] == [("aid.xml", 2)]


def test_a_row_of_a_workbook_is_mended_also_on_a_later_sheet(tmp_path: Path) -> None:
    file = tmp_path / "bodies.xlsx"
    with xlsxwriter.Workbook(file) as book:
        actors, events = book.add_worksheet("actors"), book.add_worksheet("events")
        for number, row in enumerate([("Register of bodies",), ("id", "kind", "name_en", "start_date"), ("a", "ngo", "Fund", "2001"), ("b", "ngo", "Club, of two", "2001-13-01")]):  # fmt: skip
            actors.write_row(number, 0, row)
        for number, row in enumerate(
            [("id", "name_en", "start_date"), ("e", "Meeting", "2002"), ("f", "Visit", "soon")]
        ):
            events.write_row(number, 0, row)
    with Graph(tmp_path / "graph") as graph:
        (report,) = graph.load(file)
        assert report.rows_rejected == 2, report
        exported = _mended(graph, tmp_path, "bodies.xlsx", ("2001-13-01", "2001-12-01"), (",soon", ",2003"))
        assert "# columns: id,kind,name_en,start_date\n# row 4: start_date: " in exported
        assert 'b,ngo,"Club, of two",2001-13-01\n# columns: id,name_en,start_date\n# row 7: ' in exported
        assert _traced(graph, "Club, of two") == [("bodies.xlsx", 4)]
        (visit,) = [
            iri for iri, names in graph.sql("SELECT iri, names FROM events").rows if names[0]["text"] == "Visit"
        ]
        assert [(r["file"], r["row"]) for r in graph.trace(visit)] == [("bodies.xlsx", 7)]


def test_a_text_that_is_no_object_says_which_row(tmp_path: Path) -> None:
    file = tmp_path / "kg.json"
    file.write_text(json.dumps(POPOLO))
    with Graph(tmp_path / "graph") as graph:
        graph.load(file)
        mend = tmp_path / "mend"
        graph.export_rejects("kg.json", mend)
        mend.write_text(mend.read_text().replace('"b"}', '"b"'))
        with pytest.raises(GraphError, match="row 2 cannot be put back"):
            graph.mend("kg.json", mend)
        with pytest.raises(GraphError, match="exists already"):
            graph.export_rejects("kg.json", mend)
