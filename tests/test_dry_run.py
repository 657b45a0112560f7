"""A dry run tells all that a load would tell, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from record_files import ACTORS, EVENTS, write_small, write_table

import govgraph
from govgraph.graph.build.report import LoadReport
from govgraph.graph.errors import GraphError

WOULD = {"loaded": "dry run", "replaced": "dry run"}


def told(report: LoadReport) -> dict[str, object]:
    """What a report says, without what only a real load can know: how many actors are new, where rejects are kept, how long it took."""
    of_load = ("seconds", "rejects_file", "actors_new", "actors_known")
    values = {key: value for key, value in report.to_json().items() if key not in of_load}
    return {**values, "status": WOULD.get(report.status, report.status)}


@pytest.mark.slow
def test_it_says_what_the_load_says(tmp_path: Path) -> None:
    files = write_small(tmp_path / "files")
    write_table(files / "places.csv", [{"id": "p", "name_en": "Place", "country": "nowhere:at all"}])
    write_table(files / "odd.csv", [{"colour": "red"}])
    (files / "broken.csv.gz").write_bytes(b"\x1f\x8b broken")
    (files / "notes.md").write_text("no table", "utf-8")
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(files / "actors.csv")
        changed = [*EVENTS, {"id": "e7", "start_date": "never"}, {"id": "e8", "place": "nobody-describes-this"}]
        write_table(files / "events.csv", changed)
        write_table(files / "actors.csv", [*ACTORS, {"id": "new", "kind": "person"}])
        before = sorted((str(p), p.stat().st_size) for p in graph.path.rglob("*"))
        tried = graph.load(files, dry_run=True)
        assert sorted((str(p), p.stat().st_size) for p in graph.path.rglob("*")) == before
        assert [told(report) for report in tried] == [told(report) for report in graph.load(files)]
        assert [r.status for r in graph.load(files / "events.csv", dry_run=True)] == ["unchanged"]
    assert {"dry run", "refused", "skipped"} == {report.status for report in tried}


def test_it_finds_what_only_shows_when_files_are_put_together(tmp_path: Path) -> None:
    actors = write_table(tmp_path / "actors.csv", [{"iri": "https://example.org/x", "kind": "person"}])
    places = write_table(tmp_path / "places.csv", [{"iri": "https://example.org/x", "name_en": "X"}])
    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(actors)
        for dry_run in (True, False):
            with pytest.raises(GraphError, match="appears in both actors and places"):
                graph.load(places, dry_run=dry_run)


def test_it_finds_publications_that_would_share_the_data_set_of_a_loaded_one(tmp_path: Path) -> None:
    def publication(folder: str, party: str) -> Path:
        file = tmp_path / folder / "parliament.json"
        file.parent.mkdir()
        objects = {"persons": [{"id": "1", "name": party}], "organizations": [{"id": "party/1", "name": party}]}
        file.write_text(json.dumps(objects), "utf-8")
        return file

    with govgraph.open(tmp_path / "graph") as graph:
        graph.load(publication("one", "Greens"))
        other = publication("other", "Blues")
        (tried,), (loaded,) = graph.load(other, dry_run=True), graph.load(other)
    assert told(tried) == told(loaded)
    assert loaded.status == "refused"
