"""What an IRI and a language tag are: one definition, as strict as the strictest store, proved against its own parser."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from often import often

from govgraph.graph.build.verify import verified
from govgraph.loaders.gdelt.events import GdeltEvents
from govgraph.loaders.records.header import language_tag
from govgraph.loaders.records.loader import Records
from govgraph.ontology.block import NAMES, Block
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.terms import IRI, LANGUAGE, SPACE, clean_url, clean_url_expr, is_iri

NOT_IRIS = [
    "http://a/?x[]=1", "http://a/100%", "http://a:b/", "http://[::1", "http://a#b#c", "http://a/%zz", "http://a@b@c/",
    "http://[1::2::3]/", "http://a/\ufdd0", "http://a/\x7f", "http://a/\ue000", "http://a b/", "http://[::1]a/",
]  # fmt: skip
IRIS = [
    "http://[::1]/", "http://[::ffff:1.2.3.4]/x", "http://[v1.a]/", "http://a:/", "http://a/?\ue000", "urn:isbn:1",
    "https://кабар.kg/көч?б=1#ы", "HTTP://A", "http://u:p@h:80/a//b", "ftp://a/;b=c", "http://a/%C3%A9'()",
]  # fmt: skip
pieces = st.one_of(
    st.sampled_from(["http", "https", "ftp", "urn:", "x:", "://", "/", "?", "#", "%", "%2", "%41", "[", "]", "[::1]", "::", ":", ":", "@", "a", "b", "é", "1", "80", ".", "..", ";", "=", "&", "'", "(", ")", "~", "+", "-"]),
    st.sampled_from(["\\", '"', "<", ">", "^", "`", "{", "|", "\x00", "\n", " ", "\ufffe", "\ue000", "\U000e0001"]),
    st.characters(exclude_categories=["Cs"]),
)  # fmt: skip
texts = st.lists(pieces, max_size=12).map("".join)


def oxigraph_reads(term: str) -> bool:
    try:
        return bool(list(ox.parse(f"<x:s> <x:p> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)))
    except (SyntaxError, ValueError):
        return False


def matches(pattern: str, text: str) -> bool:
    return bool(pl.Series([text]).str.contains(pattern).item())


@pytest.mark.slow
@settings(max_examples=often(150, 700), deadline=None)
@given(st.one_of(texts, texts.map("http://".__add__), texts.map("http://a/".__add__), st.from_regex(r"http://\[[0-9a-f:.]{1,20}\]/", fullmatch=True)))  # fmt: skip
@example("http://a:b/")
@example("\x1f")
def test_our_iris_are_those_that_oxigraph_reads(text: str) -> None:
    # A backslash begins an escape in N-Triples, and a line break ends the line; neither is part of an IRI.
    oracle = not set(text) & set("\\\n\r>") and oxigraph_reads(f"<{text}>")
    assert matches(IRI, text) == oracle
    if is_iri(text):
        assert oracle
    cleaned = clean_url(text)
    assert cleaned == text.strip(SPACE) or is_iri(cleaned)
    assert pl.DataFrame({"v": [text]}).select(clean_url_expr(pl.col("v"))).item() == cleaned


@pytest.mark.parametrize("text", NOT_IRIS)
def test_an_address_at_fault_is_no_iri(text: str) -> None:
    assert not is_iri(text)
    assert not oxigraph_reads(f"<{text}>")


@pytest.mark.parametrize("text", IRIS)
def test_an_iri_stays_as_it_is(text: str) -> None:
    assert is_iri(text)
    assert oxigraph_reads(f"<{text}>")
    assert clean_url(text) == text


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("http://a/?x[]=1&y=100%", "http://a/?x%5B%5D=1&y=100%25"),
        ("http://[::1]/a[b]#c#d", "http://[::1]/a%5Bb%5D#c%23d"),
        ("http://a/%41%4", "http://a/%41%254"),
        ("http://a/\ufdd0", "http://a/%EF%B7%90"),
        ("http://a:b/", "http://a:b/"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_what_no_iri_may_hold_is_encoded_where_nothing_is_lost(text: str, mended: str) -> None:
    assert clean_url(text) == mended


@settings(max_examples=often(100, 400), deadline=None)
@given(st.lists(st.from_regex(r"[A-Za-z0-9]{0,9}", fullmatch=True), min_size=1, max_size=6).map("-".join))
@example("en-a")
def test_our_language_tags_are_those_that_oxigraph_reads(tag: str) -> None:
    if matches(LANGUAGE, tag):
        assert oxigraph_reads(f'"text"@{tag}')
    assert not language_tag(tag) or matches(LANGUAGE, tag)


@pytest.mark.parametrize(
    "tag", ["en", "ky-Cyrl", "ru-Latn-KG", "zh-yue", "de-1996", "en-x-a", "sl-rozaj", "x-a", "en-u-ab"]
)
def test_a_language_tag_is_one(tag: str) -> None:
    assert matches(LANGUAGE, tag)


def test_a_name_in_no_language_is_a_reject_and_not_the_end_of_the_load() -> None:
    names = pl.Series("names", [[{"lang": "en-a", "text": "A"}]], dtype=NAMES)
    block = verified(
        Block({"actors": pl.DataFrame({"iri": ["x:1"], "kind": ["ngo"], "row": [1]}).with_columns(names)}, 1)
    )
    assert [(r.column, r.reason) for r in block.rejects] == [("names", "not a language tag")]


def event(url: str) -> str:
    return "\t".join(["7", "20180101", "201801", "2018", "2018.0", *[""] * 21, "046", "046", "04", "1", "7.0", "27", "8", "27", "-4.1", *["0", *[""] * 7] * 3, "20180101220000", url])  # fmt: skip


@pytest.mark.parametrize("url", NOT_IRIS)
def test_any_address_in_any_format_is_loaded(url: str, tmp_path: Path) -> None:
    gdelt = Source(tmp_path / "a.export.CSV", data=(event(url) + "\n").encode())
    own = Source(tmp_path / "events.csv", data=f'id,type,document\ne,event-type:seminar,"{url}"\n'.encode())
    for loader, source in ((GdeltEvents(), gdelt), (Records(), own)):
        (block,) = loader.blocks(source, Options())
        block = verified(block)
        (document,) = block.tables["events"]["document"]
        assert (block.rejects, document) == ([], clean_url(url))
        noted = [n.value for n in block.notes if n.kind == "web address that is no IRI, kept as text"]
        assert noted == ([] if is_iri(document) else [document])


def test_a_reference_that_is_no_iri_is_an_identifier_of_the_dataset(tmp_path: Path) -> None:
    source = Source(tmp_path / "memberships.csv", data=b"member,organization\nhttp://a:b/,http://[::1\n")
    block = verified(next(Records().blocks(source, Options())))
    assert block.rejects == []
    assert all(matches(IRI, iri) for iri in block.tables["memberships"].select("member", "organization").row(0))
