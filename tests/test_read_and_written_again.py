"""Tables of published formats that pandas, R or a spreadsheet program has read and written again say what the published file says.

The rows are made up, in the layouts of the published files.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from event_files import Loaded

from govgraph.ontology.loader import LoaderError

TABLES = (
    "actors",
    "events",
    "participations",
    "memberships",
    "tenures",
    "associations",
    "places",
    "posts",
    "documents",
)
MEMBERS = """\
last_name,first_name,full_name,birthday,gender,type,state,district,senate_class,party,bioguide_id,thomas_id,cspan_id,fec_ids
Brown,Sherrod,Sherrod Brown,1952-11-09,M,sen,OH,,1,Democrat,B000944,00136,5051,"H2OH13033,S6OH00163"
Aderholt,Robert,Robert B. Aderholt,1965-07-22,M,rep,AL,4,,Republican,A000055,01460,,H6AL04098
"""
GRANTS = """\
Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Recipient Org:Charity Number,Beneficiary Location:Country Code,Funding Org:Identifier,Funding Org:Name
360G-Fund-1,Archives,GBP,1250000,2018-03-05,GB-CHC-1234567,The Trust,1234567,NA,GB-CHC-1051168,Arcadia Fund
360G-Fund-2,Schools,GBP,500.5,2018-06-15,GB-COH-00123456,Ltd Company,,KG,GB-CHC-1051168,Arcadia Fund
"""
POINTERS = """\
id,title,currency,amountAwarded,awardDate,recipientOrganization/0/id,recipientOrganization/0/name,recipientOrganization/0/charityNumber,fundingOrganization/0/id,fundingOrganization/0/name
360G-Fund-1,Archives,GBP,1250000,2018-03-05,GB-CHC-1234567,The Trust,1234567,GB-CHC-1051168,Arcadia Fund
360G-Fund-2,Schools,GBP,500.5,2018-06-15,GB-COH-00123456,Ltd Company,,GB-CHC-1051168,Arcadia Fund
"""
HOLDERS = """\
person,personLabel,position,positionLabel,party,partyLabel,start,end
http://www.wikidata.org/entity/Q233282,Roza Otunbayeva,http://www.wikidata.org/entity/Q1,President,,,2010-04-07,2011-12-01
http://www.wikidata.org/entity/Q7747,Vladimir Putin,http://www.wikidata.org/entity/Q2,President of Russia,http://www.wikidata.org/entity/Q3,United,2012-05-07,
"""
TERM = """\
id,name,email,twitter,group,group_id,area_id,area,chamber,term,start_date,end_date,image,gender
7493c406-8206-4fbd-aceb-d64aa334cd35,Aida,,aida,Respublika,respublika,,,Supreme Council,5,2010-11-10,,,
2d515221-39e2-42f5-b219-de0d79c8fcf6,Bolot,b@kenesh.kg,,Respublika,respublika,,,Supreme Council,5,2010-11-10,,,
"""
SPELLS = """\
obsid,leadid,ccode,idacr,leader,startdate,enddate,entry,exit,exitcode,prevtimesinoffice,posttenurefate,gender,yrborn,yrdied,borndate,deathdate,fties,ftcur
KYR-1,81dcc176-1e42-11e4-b4cd-db5882bf8def,703,KYR,Akayev,1991-08-31,2005-03-24,Regular,Irregular,,0,,M,1944,,1944-11-10,,Uncle of Bakiyev%81dcc177-1e42-11e4-b4cd-db5882bf8def,0
KYR-2,81dcc177-1e42-11e4-b4cd-db5882bf8def,703,KYR,Bakiyev,2005-03-24,2010-04-07,Irregular,Irregular,,0,,M,1949,,1949-08-01,,,
"""
SANCTIONS = """\
id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change
a,Person,Aida,,1970-05-02,,,77,,,,PEPs,2023-01-01T00:00:00,2024-03-10T10:00:00,2024-01-05T09:00:00
b,Person,Bolot,,,kg,,,,,b@kenesh.kg,PEPs,2023-01-01T00:00:00,2024-03-10T10:00:00,2024-01-05T09:00:00
"""
POLECAT = """\
Event ID,Event Date,Event Type,Event Mode,Intensity,Actor Name,Actor Country,Recipient Name,Recipient Country,Country,Latitude,Longitude,City,GeoNames ID
a_1,2023-01-02,CONSULT,visit,2.0,Sadyr Japarov,KGZ,Emomali Rahmon,TJK,TJK,40.28,69.62,Khujand,1514879
a_2,2023-01-03,AID,None,3.5,Sadyr Japarov,KGZ,Namibia,NAM,NAM,,,,
"""
FILES = {
    "legislators-current.csv": (MEMBERS, "birthday"), "grants.csv": (GRANTS, "Award Date"), "flat.csv": (POINTERS, "awardDate"),
    "query.csv": (HOLDERS, "start"), "term-5.csv": (TERM, "start_date"), "archigos.csv": (SPELLS, "startdate"),
    "targets.simple.csv": (SANCTIONS, "birth_date"), "ngecEvents.csv": (POLECAT, "Event Date"),
}  # fmt: skip


def typed(published: str) -> pd.DataFrame:
    """As pandas reads it: a column of whole numbers with a gap is one of decimal numbers. NA stays, so that Namibia does."""
    return pd.read_csv(io.StringIO(published), keep_default_na=False, na_values=["", "None"])


def without_zeros(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(index=lambda number: number + 1)


def in_milliseconds(frame: pd.DataFrame, day: str) -> str:
    """As to_json() writes days unless told otherwise."""
    frame[day] = [int(pd.Timestamp(text).timestamp() * 1000) if isinstance(text, str) else None for text in frame[day]]
    written: str = frame.astype({day: "Int64"}).to_json(orient="records")
    return written


def parquet(frame: pd.DataFrame) -> bytes:
    frame.to_parquet(stream := io.BytesIO())
    return stream.getvalue()


FORMS: dict[str, tuple[str, Callable[[pd.DataFrame, str], str | bytes]]] = {
    "whole numbers with .0": (".csv", lambda frame, _: frame.to_csv()),
    "decimal commas": (".csv", lambda frame, _: frame.to_csv(index=False, sep=";", decimal=",")),
    "NA of R": (".csv", lambda frame, _: without_zeros(frame).to_csv(na_rep="NA")),
    "columns of R": (
        ".csv",
        lambda frame, _: frame.rename(columns=lambda c: re.sub(r"\W|_", ".", c)).to_csv(index=False),
    ),
    "days in milliseconds": (".json", in_milliseconds),
    "Parquet": (".parquet", lambda frame, _: parquet(frame)),
}


def said(of: Loaded) -> dict[str, list[str]]:
    """The rows without their places in the file, each once."""
    rows: dict[str, set[str]] = {}
    for table in TABLES:
        for row in of.rows(table):
            told: dict[str, Any] = {k: v for k, v in row.items() if k not in ("row", "pointer")}
            rows.setdefault(table, set()).add(json.dumps(told, sort_keys=True))
    return {table: sorted(each) for table, each in rows.items()}


@pytest.mark.parametrize("name", [name for name in FILES if name != "targets.simple.csv"])
def test_files_that_were_put_one_behind_the_other_say_the_same(name: str) -> None:
    published, _ = FILES[name]
    of = Loaded((published * 2).encode(), name)
    assert of.rejects == [(4, "", "the header again")], "no actor is called as a column is"
    assert said(of) == said(Loaded(published.encode(), name))


def test_a_table_with_spaces_between_its_cells_is_called_so() -> None:
    written = typed(TERM).to_csv(sep=" ", quoting=csv.QUOTE_NONNUMERIC, index=False)
    with pytest.raises(LoaderError, match="of R writes it") as refused:
        Loaded(written.encode(), "term-5.txt")
    assert "write.csv" in refused.value.hint


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FILES)
def test_the_file_says_the_same(name: str, form: str) -> None:
    published, day = FILES[name]
    if form == "NA of R":
        published = published.replace(",NA,", ",KG,")  # which R writes for what is missing, too
    usual = Loaded(published.encode(), name)
    suffix, write = FORMS[form]
    again = write(typed(published), day)
    of = Loaded(again if isinstance(again, bytes) else again.encode(), name.removesuffix(".csv") + suffix)
    assert of.loader.name == usual.loader.name
    assert said(of) == said(usual)
    assert not of.rejects
    assert said(usual), "the file says something"
