"""GDELT events as others write them again: whatever the columns, separators and types, a row is the event of the published file.

The rows are written here by hand in the layout of the codebooks; none is from the dataset.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from event_files import Loaded, graph_of, same_in_both_orders
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from often import often
from test_gdelt_events import EVENT, geo, line

from govgraph.graph.graph import Graph
from govgraph.loaders.gdelt.layout import COLUMNS, LAYOUTS
from govgraph.ontology.loader import LoaderError
from govgraph.testing import check_loader

ROWS = [
    line(),
    line(GLOBALEVENTID="719024876", Actor1Code="", Actor1Name="", EventCode="0841", EventBaseCode="084", EventRootCode="08", AvgTone="3", NumSources="2"),
    line(GLOBALEVENTID="719024877", EventCode="190", EventBaseCode="190", EventRootCode="19", QuadClass="4", IsRootEvent="0", GoldsteinScale="-10",
         **geo("1", "Kyrgyzstan", "KG", "KG", "KG", "41", "75")),
    line(GLOBALEVENTID="719024878", EventCode="010", EventBaseCode="010", EventRootCode="01", SOURCEURL="BBC Monitoring",
         **dict.fromkeys((c for c in COLUMNS if c.startswith("ActionGeo")), "") | {"ActionGeo_Type": "0"}),
]  # fmt: skip
RAW = "".join(row + "\n" for row in ROWS).encode()
CELLS = [dict(zip(COLUMNS, row.split("\t"), strict=True)) for row in ROWS]
NAME = "20180101000000.export.CSV"
INTEGERS = [
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources", "NumArticles",
    "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED",
]  # fmt: skip
"""The columns that are integers in the tables of BigQuery."""
FLOATS = [
    "FractionDate",
    "GoldsteinScale",
    "AvgTone",
    *(f"{w}Geo_{c}" for w in ("Actor1", "Actor2", "Action") for c in ("Lat", "Long")),
]


def copy(
    names: Sequence[str] = COLUMNS,
    separator: str = ",",
    header: Sequence[str] | None = None,
    index: bool = False,
    change: dict[str, str] | None = None,
) -> bytes:
    """The rows as a file that a program has written: some columns in some order, with quotes where they are needed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    if header != ():
        writer.writerow([""] * index + list(header or names))
    for number, row in enumerate(CELLS):
        writer.writerow([str(number)] * index + [(row | (change or {}))[name] for name in names])
    return out.getvalue().encode()


def told(data: bytes, name: str = "copy.csv") -> dict[str, list[dict[str, Any]]]:
    """What a file says, without its rows' numbers."""
    loaded = Loaded(data, name)
    assert loaded.loader.name == "gdelt-events"
    assert not loaded.rejects
    assert loaded.rows_read == len(ROWS)
    tables = ("events", "participations", "actors", "places")
    return {t: [{k: v for k, v in row.items() if k != "row"} for row in loaded.rows(t)] for t in tables}


def frame(types: dict[str, Any]) -> pl.DataFrame:
    """The rows with the types that columns have in other programs."""
    text = pl.DataFrame(CELLS).with_columns(pl.when(pl.all() != "").then(pl.all()))
    return text.with_columns(pl.col(c).cast(t) for c, t in types.items())


def parquet(rows: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    rows.write_parquet(out)
    return out.getvalue()


def bigquery() -> pl.DataFrame:
    return frame(dict.fromkeys(INTEGERS, pl.Int64) | dict.fromkeys(FLOATS, pl.Float64))


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([list(COLUMNS), *(list(c.values()) for c in CELLS)]):
            sheet.write_row(number, 0, row)  # as text, which keeps the zeros
    return out.getvalue()


COPIES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "commas": ("copy.csv", copy),
    "semicolons": ("copy.csv", lambda: copy(separator=";")),
    "tabs and a header": ("copy.tsv", lambda: copy(separator="\t")),
    "commas without a header": ("copy.csv", lambda: copy(header=())),
    "semicolons without a header": ("copy.csv", lambda: copy(header=(), separator=";")),
    "an index and a header": ("copy.csv", lambda: copy(index=True)),
    "an index without a header": ("copy.csv", lambda: copy(index=True, header=())),
    "an index, TABs, no header": ("copy.tsv", lambda: copy(index=True, header=(), separator="\t")),
    "another order": ("copy.csv", lambda: copy(COLUMNS[::-1])),
    "small letters": ("copy.csv", lambda: copy(header=[c.lower().replace("_", "") for c in COLUMNS])),
    "Day for SQLDATE": ("copy.csv", lambda: copy(header=["Day" if c == "SQLDATE" else c for c in COLUMNS])),
    "a column more": ("copy.csv", lambda: copy([*COLUMNS[:27], "EventCode", *COLUMNS[27:]], header=[*COLUMNS[:27], "CAMEOCodeDescription", *COLUMNS[27:]])),
    "Parquet as text": ("copy.parquet", lambda: parquet(frame({}))),
    "Parquet from BigQuery": ("copy.parquet", lambda: parquet(bigquery())),
    "Parquet from pandas": ("copy.parquet", lambda: parquet(frame(dict.fromkeys([*INTEGERS, *FLOATS], pl.Float64)))),
    "Parquet with dates": ("copy.parquet", lambda: parquet(bigquery().with_columns(
        pl.col("SQLDATE").cast(pl.String).str.to_date("%Y%m%d"), pl.col("DATEADDED").cast(pl.String).str.to_datetime("%Y%m%d%H%M%S"),
        pl.col("IsRootEvent") == 1))),
    "CSV from pandas": ("copy.csv", lambda: frame(dict.fromkeys(["ActionGeo_Type", "DATEADDED", *FLOATS], pl.Float64)).write_csv().encode()),
    "CSV from R": ("copy.csv", lambda: frame({}).write_csv(null_value="NA", quote_style="necessary").encode()),
    "decimal commas": ("copy.csv", lambda: frame({}).with_columns(pl.col(FLOATS).str.replace(".", ",", literal=True)).write_csv(separator=";").encode()),
    "JSON Lines": ("copy.jsonl", lambda: bigquery().write_ndjson().encode()),
    "JSON Lines with texts": ("copy.jsonl", lambda: frame({}).write_ndjson().encode()),
    "a workbook of texts": ("copy.xlsx", workbook),
}  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_says_what_the_published_file_says(name: str) -> None:
    file, make = COPIES[name]
    assert told(make(), file) == told(RAW, NAME)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """A graph of the published file alone."""
    with graph_of(tmp_path_factory.mktemp("alone"), {NAME: RAW}) as graph:
        yield graph


def facts(graph: Graph) -> dict[str, list[Any]]:
    """What a graph says, without the files that say so."""
    left_out = {"events": "sources", "participations": "sources", "actors": "datasets", "places": "datasets"}
    return {t: graph.sql(f"SELECT * EXCLUDE ({column}) FROM {t} ORDER BY iri").rows for t, column in left_out.items()}


@pytest.mark.parametrize("name", ["commas", "Parquet from BigQuery", "an index without a header"])
def test_a_published_file_and_its_copy_are_one_graph_in_either_order(alone: Graph, tmp_path: Path, name: str) -> None:
    file, make = COPIES[name]
    with same_in_both_orders(tmp_path, {NAME: RAW, file: make()}) as graph:
        assert graph.sql("SELECT count(*) FROM events").rows == [(len(ROWS),)]
        assert facts(graph) == facts(alone)


NEEDED = {"GLOBALEVENTID", "SQLDATE", "EventCode"}


@settings(max_examples=often(8, 25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.sampled_from(COLUMNS)), st.randoms(use_true_random=False), st.sampled_from(",;\t"), st.booleans())
def test_a_subset_says_nothing_that_the_published_file_does_not_say(
    more: set[str], chance: Any, separator: str, index: bool
) -> None:
    names = sorted(NEEDED | more)
    chance.shuffle(names)
    loaded = Loaded(copy(names, separator, index=index), "part.csv")
    whole = Loaded(RAW, NAME)
    assert loaded.rows_read == len(ROWS)
    assert not loaded.rejects
    for table in ("events", "participations", "places"):
        whole_facts = {
            (row["iri"], key, str(value))
            for row in whole.rows(table)
            for key, value in row.items()
            if key not in ("row", "details")
        }
        part = {
            (row["iri"], key, str(value))
            for row in loaded.rows(table)
            for key, value in row.items()
            if key not in ("row", "details")
        }
        assert part <= whole_facts


@pytest.mark.parametrize(
    "names",
    [
        ["GLOBALEVENTID", "SQLDATE", "EventCode", "Actor1Code", "Actor2Code"],
        ["SOURCEURL", "EventBaseCode", "GLOBALEVENTID", "SQLDATE", "Actor1Code", "ActionGeo_CountryCode", "NumMentions"],
        ["GLOBALEVENTID", "SQLDATE", "EventCode", "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long"],
    ],
)  # fmt: skip
def test_what_a_subset_lacks_stays_as_the_published_file_says_it(
    alone: Graph, tmp_path: Path, names: list[str]
) -> None:
    with same_in_both_orders(tmp_path, {NAME: RAW, "part.csv": copy(names)}) as graph:
        for query in (
            "SELECT * EXCLUDE (sources, details) FROM events ORDER BY iri",
            "SELECT * EXCLUDE (sources) FROM participations ORDER BY iri",
        ):
            assert graph.sql(query).rows == alone.sql(query).rows


def test_where_only_the_base_code_is_known_the_type_is_told_if_it_is_certain() -> None:
    events = Loaded(copy(["GLOBALEVENTID", "SQLDATE", "EventBaseCode"]), "part.csv").rows("events")
    # CAMEO divides 084 further.
    assert [e.get("type") for e in events] == ["code:cameo/042", None, "code:cameo/190", "code:cameo/010"]
    assert "gdelt:EventBaseCode=084" in events[1]["details"]


def test_a_place_without_its_codes_is_kept_as_a_detail() -> None:
    (event, *_) = Loaded(copy(["GLOBALEVENTID", "SQLDATE", "EventCode", "ActionGeo_CountryCode"]), "part.csv").rows(
        "events"
    )
    assert "place" not in event
    assert event["details"] == ["gdelt:ActionGeo_CountryCode=KG"]


def test_without_ids_events_are_known_by_their_other_columns_and_that_is_told() -> None:
    names = ["SQLDATE", "Actor1Code", "Actor2Code", "EventCode", "SOURCEURL"]
    loaded = Loaded(copy(names), "part.csv")
    assert [kind for kind, _ in loaded.notes] == ["no GLOBALEVENTID"]
    events = loaded.rows("events")
    assert all(e["iri"].startswith("id:event/gdelt/h-") and "identifiers" not in e for e in events)
    assert len({e["iri"] for e in events}) == len(ROWS)
    assert [e["iri"] for e in Loaded(copy(names[::-1]), "again.csv").rows("events")] == [e["iri"] for e in events]


def test_a_file_without_day_or_code_is_no_file_of_events() -> None:
    for names in (["GLOBALEVENTID", "AvgTone"], ["GLOBALEVENTID", "SQLDATE"], ["SQLDATE", "EventCode"]):
        with pytest.raises(LoaderError, match=r"no loader knows|of no known format"):
            Loaded(copy(names), "part.csv")


def test_rows_of_another_width_are_rejected_alone_also_without_a_header() -> None:
    broken = copy(header=()) + b"1,2,3\n" + b'5,"an open quote\n'
    loaded = Loaded(broken, "copy.csv")
    assert len(loaded.rows("events")) == len(ROWS)
    assert [row for row, _, _ in loaded.rejects] == [5, 6]
    assert loaded.rows_read == len(ROWS) + 2


# --- files that were changed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "change", "at"),
    [
        (COLUMNS, {"DATEADDED": "2.02E+13"}, "2:DATEADDED"),
        (COLUMNS, {"DATEADDED": "2,02E+13"}, "2:DATEADDED"),
        (COLUMNS, {"EventRootCode": "4"}, "2:EventRootCode"),
        (COLUMNS, {"EventRootCode": "4.0"}, "2:EventRootCode"),
        (COLUMNS, {"GLOBALEVENTID": "7.19E+08"}, "2:GLOBALEVENTID"),
        (["GLOBALEVENTID", "SQLDATE", "EventCode"], {"EventCode": "42"}, "2:EventCode"),
        (["GLOBALEVENTID", "SQLDATE", "EventCode"], {"EventCode": "841.0"}, "2:EventCode"),
        (["GLOBALEVENTID", "SQLDATE", "EventCode"], {"EventCode": "10"}, "2:EventCode"),
        (["GLOBALEVENTID", "SQLDATE", "EventCode", "EventRootCode"], {"EventCode": "10", "EventRootCode": "01"}, "2:EventCode"),
        (["GLOBALEVENTID", "SQLDATE", "EventBaseCode"], {"EventBaseCode": "42"}, "2:EventBaseCode"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_changed_file_is_refused_with_the_reason(
    names: list[str], change: dict[str, str], at: str, separator: str
) -> None:
    with pytest.raises(LoaderError, match=rf"copy\.csv:{at}: .*spreadsheet.*download the original"):
        Loaded(copy(names, separator, change=change), "copy.csv")


def test_a_spreadsheet_copy_with_blank_and_misplaced_names_is_refused() -> None:
    header = ["GLOBALEVENTID", "", "SQLDATE", *[""] * 58]
    with pytest.raises(LoaderError, match="spreadsheet"):
        Loaded(copy(separator=";", header=header, change={"DATEADDED": "2.02E+13", "EventRootCode": "4"}), "events.csv")


def test_codes_read_as_numbers_are_refused_but_codes_that_begin_with_no_zero_are_loaded() -> None:
    typed = bigquery().with_columns(pl.col("EventCode", "EventBaseCode", "EventRootCode").cast(pl.Int64))
    with pytest.raises(LoaderError, match="reads codes as numbers"):
        Loaded(parquet(typed), "typed.parquet")
    protests = parquet(typed.filter(pl.col("EventCode") == 190))
    assert Loaded(protests, "protests.parquet").rows("events")[0]["type"] == "code:cameo/190"


def test_a_header_that_does_not_fit_its_columns_is_refused() -> None:
    swapped = {"SQLDATE": "EventCode", "EventCode": "SQLDATE"}
    with pytest.raises(LoaderError, match=r"copy\.csv:1: the header does not fit: below SQLDATE stands"):
        Loaded(copy(header=[swapped.get(c, c) for c in COLUMNS]), "copy.csv")


def test_numbers_with_exponents_that_lose_nothing_are_read() -> None:
    loaded = Loaded(copy(change={"DATEADDED": "2.0180101e13"}), "copy.csv")
    assert all("gdelt:DATEADDED=20180101000000" in e["details"] for e in loaded.rows("events"))


def test_the_contract(tmp_path: Path) -> None:
    from govgraph.loaders.gdelt.events import GdeltEvents

    for name, data in ((NAME, RAW), ("copy.csv", copy())):
        (tmp_path / name).write_bytes(data)
        check_loader(GdeltEvents(), tmp_path / name)


def test_a_graph_of_events_known_by_hashes_takes_the_new_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govgraph.loaders.gdelt import events

    def old(rows: pl.DataFrame, prefix: str, *_: Any) -> pl.Series:
        return rows.select(pl.lit(prefix + "old-") + pl.col("GLOBALEVENTID")).to_series()

    with monkeypatch.context() as patch:
        patch.setattr(events.GdeltEvents, "version", 2)
        patch.setattr(events, "_event_iris", old)
        graph = graph_of(tmp_path, {NAME: RAW})
    assert graph.sql("SELECT count(*) FROM events WHERE contains(iri, 'old-')").rows == [(len(ROWS),)]
    (report,) = graph.load(tmp_path / "data" / NAME)
    assert report.status == "replaced"
    assert graph.sql("SELECT count(*), count(*) FILTER (contains(iri, 'old-')) FROM events").rows == [(len(ROWS), 0)]
    graph.close()


def test_widths_of_version_one_are_known_without_a_header() -> None:
    for width in (57, 58):
        rows = "".join(
            line(width, ActionGeo_FullName='"Bishkek, Bishkek, Kyrgyzstan"').replace("\t", ",") + "\n" for _ in range(3)
        )
        (event, *_) = Loaded(rows.encode(), "a.csv").rows("events")
        assert (event["iri"], event["place"]) == (
            f"id:event/gdelt/{EVENT['GLOBALEVENTID']}",
            "id:place/gdelt/gns/-2327684",
        )
    assert LAYOUTS[61] == COLUMNS
