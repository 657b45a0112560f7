"""The empty set is read by the loader that it is for, and the manual says what the declaration says."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Literal

import fastexcel
import pytest
from manual import RECORDS, columns_of_the_page

from govgraph.graph.build.verify import verified
from govgraph.loaders.records.header import TABLES, use_of
from govgraph.loaders.records.loader import Records
from govgraph.loaders.records.template import header, is_required, reference, write_template
from govgraph.ontology.loader import LoaderError, Options, Source


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_set_is_known_and_holds_no_row(tmp_path: Path, form: Literal["csv", "xlsx"]) -> None:
    files = write_template(tmp_path / "new", form, ("ky", "ru-Latn"))
    assert sorted(tmp_path.glob("new/*")) == sorted(files)
    assert len(files) == (len(TABLES) if form == "csv" else 1)
    for file in files:
        source = Source(file)
        assert Records().detect(source) == 0.9
        for block in Records().blocks(source, Options()):
            assert (block.rows_read, block.rejects, block.notes, block.unused_columns) == (0, [], [], ())
        assert Records().dataset(source, Options()) == "records"


def test_what_is_filled_in_below_is_loaded(tmp_path: Path) -> None:
    files = {file.stem: file for file in write_template(tmp_path, "csv", ("ky",))}
    text = files["actors"].read_text("utf-8-sig").replace("# dataset:", "# dataset: osh")
    columns = next(line for line in text.splitlines() if line.startswith("id,")).split(",")
    row = {"id": "a", "kind": "ngo", "name_ky": "Коом", "country": "Namibia"}
    files["actors"].write_text(text + ",".join(row.get(c, "") for c in columns) + "\n", "utf-8-sig")
    (block,) = Records().blocks(Source(files["actors"]), Options())
    found = block.tables["actors"].row(0, named=True)
    assert found["iri"].endswith("/record/osh/a")
    assert found["country"].endswith("/country/NAM")
    assert found["row"] == len(text.splitlines()) + 1


def test_every_column_of_a_template_is_used_and_explained(tmp_path: Path) -> None:
    files = {file.stem: file for file in write_template(tmp_path, "csv", ("ky", "en"))}
    for name, table in TABLES.items():
        columns = header(table, ("ky", "en"))
        assert all(use_of(column, table) for column in columns)
        needed = {c.name for c in table.columns if c.required}
        assert {c for c in columns if is_required(table, c)} == (needed if table.is_link else needed | {"id"})
        with files[name].open(encoding="utf-8-sig", newline="") as stream:
            *comments, last = csv.reader(stream)
        assert last == columns
        assert all(len(line) == 1 and line[0].startswith("#") for line in comments)
        told = [match[1] for line in comments if (match := re.match(r"# (\w+[\w-]*)\*? - ", line[0]))]
        assert told == columns


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path) -> None:
    (file,) = write_template(tmp_path, "xlsx", ("ky",))
    assert fastexcel.read_excel(file).sheet_names == list(TABLES)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mentions.csv").write_text("mine")
    with pytest.raises(LoaderError, match="there already"):
        write_template(tmp_path, "csv", ("ky",))
    assert [p.name for p in tmp_path.iterdir()] == ["mentions.csv"]
    assert (tmp_path / "mentions.csv").read_text() == "mine"


def test_a_language_or_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoaderError, match="no language 'kyrgyz'"):
        write_template(tmp_path / "a", "csv", ("kyrgyz",))
    (tmp_path / "file").write_text("")
    with pytest.raises(LoaderError, match="cannot be written"):
        write_template(tmp_path / "file", "xlsx", ("ky",))


def test_the_manual_has_the_columns_of_the_declaration() -> None:
    assert columns_of_the_page() == reference(), "python tests/manual.py makes it anew"


def test_the_example_of_the_manual_loads(tmp_path: Path) -> None:
    examples = re.findall(r"`(\w+\.csv)`\n\n```csv\n(.*?)```", RECORDS.read_text("utf-8"), re.DOTALL)
    assert [name for name, _ in examples] == [
        "actors.csv", "memberships.csv", "events.csv", "participations.csv", "places.csv",
    ]  # fmt: skip
    described, referred = set(), set()
    for name, text in examples:
        source = Source(tmp_path / name, data=text.encode())
        assert Records().detect(source) == 0.9
        (block,) = map(verified, Records().blocks(source, Options()))
        assert (block.rejects, block.unused_columns) == ([], ())
        assert block.rows_read == len(text.splitlines()) - 2 - ("licence" in text)
        (table,) = block.tables.values()
        described |= set(table["iri"].to_list())
        for column in ("member", "organization", "participant", "event", "place"):
            if column in table.columns:
                referred |= set(table[column].drop_nulls().to_list())
    assert referred <= described
