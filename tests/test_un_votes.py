"""UN General Assembly votes: three tables that are joined by the roll call, and what NA means. The rows are written here by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

VOTES = b"rcid,country,country_code,vote\n3,Kyrgyzstan,KG,yes\n3,Namibia,NA,no\n3,Yemen Arab Republic,NA,abstain\n4,Kyrgyzstan,KG,no\n"
ROLL_CALLS = (
    b"rcid,session,importantvote,date,unres,amend,para,short,descr\n"
    b'3,1,0.0,1990-01-01,R/1/66,1.0,0.0,"AMENDMENTS, RULES","TO ADOPT AN AMENDMENT"\n'
)
ISSUES = b"rcid,short_name,issue\n3,me,Palestinian conflict\n3,hr,Human rights\n"


def test_states_are_voters_and_na_is_namibia_only_by_its_name() -> None:
    of = Loaded(VOTES, "unvotes.csv")
    assert of.loader.name == "un-votes"
    voters = {
        p["as_given"]: (p["participant"], p["vote"]) for p in of.rows("participations") if p["event"].endswith("/3")
    }
    assert voters["Namibia"] == ("id:country/NAM", "no")
    assert voters["Kyrgyzstan"] == ("id:country/KGZ", "yes")
    assert voters["Yemen Arab Republic"][0] == "id:country/YAR"
    assert ("NA that is no code", "Yemen Arab Republic iso2:NA") in of.notes


@pytest.mark.slow
def test_the_three_tables_are_one_graph(tmp_path: Path) -> None:
    files = {"votes.csv": VOTES, "roll_calls.csv": ROLL_CALLS, "issues.csv": ISSUES}
    with same_in_both_orders(tmp_path, files) as graph:
        (event,) = graph.sql("SELECT start_date, topics, names[1].text, description, identifiers FROM events").rows
        assert event == (
            "1990-01-01",
            ["un-issue:human_rights", "un-issue:palestine"],
            "AMENDMENTS, RULES",
            "TO ADOPT AN AMENDMENT",
            ["un-resolution:R/1/66", "un-votes:3"],
        )
        assert [(m.rows_read, m.rows_loaded) for m in graph.loads() if m.file == "issues.csv"] == [(2, 2)]


def test_a_missing_roll_call_is_told_and_filled_when_it_comes(tmp_path: Path) -> None:
    with graph_of(tmp_path, {"votes.csv": VOTES}) as graph:
        assert graph.sql("SELECT count(*) FROM undescribed").rows == [(2,)]
    with graph_of(tmp_path / "b", {"votes.csv": VOTES, "roll_calls.csv": ROLL_CALLS}) as graph:
        assert graph.sql("SELECT count(*) FROM undescribed").rows == [(1,)]


def test_a_word_that_is_no_vote_is_rejected() -> None:
    of = Loaded(VOTES + b"4,Namibia,NA,perhaps\n", "v.csv")
    assert of.rejects == [(6, "vote", "not a vote (yes, no, abstain, absent)")]


def test_a_table_of_votes_that_tells_only_the_session_of_each_roll_call() -> None:
    of = Loaded(b"rcid,session,country,country_code,vote\n6,1,Namibia,NA,no\n6,1,United States,US,yes\n", "a.csv")
    assert [(row["iri"], row["details"]) for row in of.rows("events")] == [("id:event/un-votes/6", ["un:session=1"])]
    assert len(of.rows("participations")) == 2
