"""``govgraph map``: what is proposed runs as it is, says why, and is most of what the example mappings became; their graphs."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

import govgraph
from govgraph.cli import app
from govgraph.loaders.table import grammar
from govgraph.loaders.table.parse import parse_mapping, read_mapping
from govgraph.loaders.table.propose import propose
from govgraph.loaders.table.schema import mapping_schema
from govgraph.loaders.table.tree import MappingError
from govgraph.ontology.loader import Source

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "mappings"
TABLES = sorted(EXAMPLES.glob("*.csv"))
OUTCOME: dict[str, dict[str, int]] = {
    "aid-projects": {"actors": 10, "events": 4, "participations": 13},
    "conference-delegates": {"actors": 12, "places": 2, "events": 2, "memberships": 3, "participations": 13},
    "election-results": {"actors": 7, "places": 2, "events": 3, "participations": 10},
    "influence-edges": {"actors": 5, "associations": 5},
    "leader-travel": {"actors": 5, "places": 3, "events": 4, "participations": 7},
    "lobby-meetings": {"actors": 10, "places": 3, "events": 6, "memberships": 3, "participations": 13},
    "press-calendar": {"actors": 5, "places": 3, "events": 4, "participations": 10},
    "treaty-memberships": {"actors": 3, "events": 2, "participations": 5},
}
"""Example -> different things and links in the graph, countries of the code list apart from actors that are named."""


def mapping_of(table: Path) -> Path:
    return table.with_name(table.stem + ".map.yaml")


@cache
def proposed(table: Path) -> str:
    """The mapping that is proposed for an example."""
    return propose(Source(table))


def said(text: str) -> list[str]:
    """The lines of a mapping that say something, without their comments."""
    lines = (line.split("  #")[0].rstrip() for line in text.splitlines())
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


def test_there_are_eight_examples_and_each_has_its_outcome() -> None:
    assert [t.stem for t in TABLES] == sorted(OUTCOME)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_an_example_loads_conforms_and_gives_what_is_expected(table: Path, tmp_path: Path) -> None:
    graph = govgraph.open(tmp_path / "graph")
    (report,) = graph.load(table)
    assert (report.loader, report.status, report.rows_rejected) == ("table", "loaded", 0)
    assert (report.rows_loaded, report.undescribed) == (report.rows_read, {})
    counts = {}
    for name in (t.name for t in (*grammar.node_sections(), *grammar.link_sections())):
        load = graph.loads()[0]
        if name in load.tables:
            counts[name] = graph.sql(f"SELECT count(DISTINCT iri) FROM records.{name} WHERE load LIKE 'table-%'").rows[
                0
            ][0]
    assert counts == OUTCOME[table.stem]
    found = graph.check()
    assert [f for f in found.findings if f.severity != "warning"] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_most_of_an_example_was_proposed(table: Path) -> None:
    lines = set(said(proposed(table)))
    final = said(mapping_of(table).read_text("utf-8"))
    share = sum(line in lines for line in final) / len(final)
    assert share >= 0.8, f"{share:.0%} of {len(final)} lines"


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_a_proposal_runs_as_it_is_and_says_why(table: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(table, tmp_path))
    mapping = mapping_of(copy)
    text = proposed(table)
    mapping.write_text(text, "utf-8")
    for line in text.splitlines()[1:]:
        plain = line.strip().rstrip(":")
        structure = plain.split(":")[0] in (
            "column",
            "codes",
            "- participant",
            "event",
            "- from",
            "to",
            "place",
            "kind",
        )
        assert "# guess: " in line or line.endswith(":") or structure, line
    (report,) = govgraph.open(tmp_path / "graph").load(copy)
    assert (report.status, report.rows_rejected) == ("loaded", 0)


def test_a_doubtful_date_is_told(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("person,day\nAsan,01/02/2020\nAida,03/04/2020\n", "utf-8")
    assert "MM/DD/YYYY would fit as well" in propose(Source(table))


def test_a_name_of_a_known_actor_is_only_a_name(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("organisation,date\nUnited Nations,2020-01-01\n", "utf-8")
    assert "wikidata" not in propose(Source(table))
    mapping = parse_mapping(propose(Source(table)), "a.map.yaml")
    assert mapping.things["organisation"].id is None


@pytest.mark.parametrize("data", ["", "a\n", "a;b\n1;2\n", "x,y\nno,yes\n", 'Ä:{,b\n"q ""x""",#\n'])
def test_any_table_gets_a_proposal_that_parses_or_a_clear_error(data: str, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(data, "utf-8")
    result = CliRunner().invoke(app, ["map", str(table)])
    if result.exception is None:
        parse_mapping(result.stdout, "t.map.yaml")
    else:
        assert isinstance(result.exception, govgraph.GovgraphError)


# ------------------------------------------------------------------------------------------------- --check


def test_check_shows_what_rows_become(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("who,org,day\nAsan,Fund,2020-01-01\nAida,Fund,2020-13-01\n", "utf-8")
    mapping = "dataset: d\nactors:\n  who: {kind: person, name: who}\n  org: {kind: ngo, name: org, start_date: day}\nmemberships:\n  - {member: who, organization: org, role: chair}\n"
    mapping_of(table).write_text(mapping, "utf-8")
    result = CliRunner().invoke(app, ["map", "--check", str(table)])
    assert result.exit_code == 1, "a row is rejected"
    assert "row 2: (Asan) --chair--> (Fund)" in result.stdout
    assert "not a date" in result.stdout
    seen = json.loads(CliRunner().invoke(app, ["map", "--check", str(table), str(mapping_of(table)), "--json"]).stdout)
    assert seen["links"] == [[2, "Asan", "chair", "Fund"]]
    assert seen["rejects"][0][:2] == [3, "day"]
    one = json.loads(CliRunner().invoke(app, ["map", "--check", str(table), "--rows", "1", "--json"]).stdout)
    assert one["rows"] == 1


# -------------------------------------------------------------------------------------------------- schema


def plain(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def schema() -> Any:
    """What compares with the schema, which is one itself: to find that out costs more than to compare."""
    kind = jsonschema.validators.validator_for(mapping_schema())
    kind.check_schema(mapping_schema())
    return kind(mapping_schema())


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.stem)
def test_the_schema_takes_what_the_parser_takes(schema: Any, table: Path) -> None:
    read_mapping(mapping_of(table))
    schema.validate(plain(mapping_of(table)))


@pytest.mark.parametrize(
    "wrong",
    [
        "dataste: d",
        "kind: persn",
        "nmae: who",
        "name: {colum: who}",
        "name: {column: who, precision: hour}",
        "name_xxxxxx: who",
    ],
)
def test_what_the_parser_refuses_for_its_words_the_schema_refuses_too(schema: Any, wrong: str) -> None:
    key = wrong.split(":")[0]
    actor = {"kind": "kind: person", "name": "name: who"} | {key: wrong}
    top = wrong if key == "dataste" else "dataset: d"
    text = f"{top}\nactors:\n  one:\n    " + "\n    ".join(v for k, v in actor.items() if k != "dataste") + "\n"
    with pytest.raises(MappingError):
        parse_mapping(text, "a.map.yaml")
    if "precision" in wrong:
        return  # the schema does not know which fields are dates; its list of precisions is closed all the same
    with pytest.raises(jsonschema.ValidationError):
        schema.validate(yaml.load(text, Loader=yaml.BaseLoader))


def test_the_schema_has_every_word_of_the_grammar() -> None:
    schema = mapping_schema()
    assert set(grammar.TOP) <= set(schema["properties"])
    assert set(schema["$defs"]["value"]["properties"]) == set(grammar.VALUE)
    for table in (*grammar.node_sections(), *grammar.link_sections()):
        part = schema["properties"][table.name]
        properties = part["additionalProperties"] if not table.is_link else part["anyOf"][1]
        extra = grammar.LINK if table.is_link else grammar.THING
        assert {*grammar.fields_of(table), *extra} - {"identifiers"} <= set(properties["properties"]), table.name
    assert json.loads(CliRunner().invoke(app, ["map", "--schema"]).stdout) == schema
