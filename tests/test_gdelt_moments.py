"""GDELT whose moments a program has read as moments: the day is kept, and a document is the same as in the file as published. All is made up."""

from __future__ import annotations

import json

import pytest
from event_files import Loaded

MOMENTS = {
    "as published": "20240801120500",
    "as pandas writes CSV": "2024-08-01 12:05:00",
    "with a zone": "2024-08-01 12:05:00+00:00",
    "as BigQuery writes CSV": "2024-08-01 12:05:00 UTC",
    "as ISO 8601": "2024-08-01T12:05:00.000Z",
    "as pandas writes JSON": 1722513900000,
}


def record(moment: object, **others: object) -> bytes:
    gkg = {
        "GKGRECORDID": "20240801120500-1",
        "DATE": moment,
        "DocumentIdentifier": "Radio Osh",
        "SourceCommonName": "Radio",
        "V2Tone": "1.5,2,0",
        "V2Themes": "A,1",
    }
    return json.dumps([gkg | others]).encode()


def mention(moment: object) -> bytes:
    return json.dumps(
        [{"GLOBALEVENTID": 7, "MentionTimeDate": moment, "MentionIdentifier": "Radio Osh", "Confidence": 80}]
    ).encode()


@pytest.mark.parametrize("form", MOMENTS)
def test_a_moment_is_the_same_in_every_form(form: str) -> None:
    for data in (record, mention):
        usual, of = (Loaded(data(MOMENTS[each]), "a.json") for each in ("as published", form))
        (document,) = of.rows("documents")
        assert document["date"] == "2024-08-01"
        assert document == usual.rows("documents")[0], "the moment is a part of what a document without an address is"
        assert (of.rejects, of.notes) == ([], usual.notes)


def test_a_day_is_midnight() -> None:
    usual, of = (Loaded(record(each), "a.json") for each in ("20240801000000", "2024-08-01"))
    assert of.rows("documents") == usual.rows("documents")


def test_what_is_no_moment_is_noted() -> None:
    for data, column in ((record, "DATE"), (mention, "MentionTimeDate")):
        of = Loaded(data("1 August"), "a.json")
        assert "date" not in of.rows("documents")[0]
        assert ("not a moment as GDELT writes it (20180101001500)", f"{column}: 1 August") in of.notes


def test_days_of_events_that_pandas_wrote_into_json_are_days() -> None:
    event = {
        "GLOBALEVENTID": 7,
        "EventCode": "042",
        "Actor1Code": "KGZ",
        "Actor2Code": "RUS",
        "Actor1CountryCode": "KGZ",
        "Actor2CountryCode": "RUS",
    }
    for day in ("20240801", "2024-08-01", "2024-08-01T00:00:00.000Z", 1722470400000):
        of = Loaded(json.dumps([event | {"SQLDATE": day}]).encode(), "a.json")
        assert [e["start_date"] for e in of.rows("events")] == ["2024-08-01"], day
