"""Folding: what it makes one, what it keeps apart, and that Python, polars and the pages do the same."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from browser_fixture import OpenPage
from hypothesis import given, settings
from hypothesis import strategies as st
from often import often

from govgraph.ontology import folding
from govgraph.ontology.folding import APOSTROPHES, LETTERS, fold, folded, table
from govgraph.visualizations.picture import Picture, PictureNode

# No lone surrogates: they are no text, and polars takes none.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
# What people write: the letters that are folded, marks, apostrophes, punctuation.
NAMES = st.text(st.sampled_from("".join(LETTERS) + "ӨҮЁЙёйЎӢİIΣσabАбв0 9 .,-–\u0301\u00ad\u200d«»№½ﬁ" + APOSTROPHES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ОМУРБЕК", "Өмүрбек"),
        ("тенир", "теңир"),
        ("Казак адилет", "Қазақ әділет"),
        ("хучра", "ҳуҷра"),
        ("точикистон", "Тоҷикистон"),
        ("узбекистон", "Ўзбекистон"),
        ("Oʻzbekiston", "O'zbekiston"),
        ("ozbekiston", "O‘zbekiston"),
        ("Семенов", "Семёнов"),
        ("и\u0306ога", "йога"),
        ("strasse", "STRAẞE"),
        ("istanbul", "İSTANBUL"),
        ("ΟΔΟΣ", "οδος"),
        ("ОсОО Аю", "ОсОО «Аю»"),
        ("Иванов А. Б.", "Иванов А.Б."),
        ("fi 1 2", "ﬁ ½"),
    ],
)
def test_these_are_one(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant) != ""


@pytest.mark.parametrize(("one", "other"), [("Ата", "Аты"), ("Q1", "Q 1"), ("Osh", "Ош"), ("кол", "коль")])
def test_these_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.lists(TEXTS | NAMES, min_size=1, max_size=20))
@settings(max_examples=often(80, 300), deadline=None)
def test_polars_folds_as_python_does(texts: list[str]) -> None:
    frame = pl.DataFrame({"t": texts}, schema={"t": pl.String})
    assert frame.select(folded(pl.col("t")))["t"].to_list() == [fold(t) for t in texts]


@pytest.mark.slow
def test_every_character_alone_is_folded_alike() -> None:
    every = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    frame = pl.DataFrame({"t": every})
    assert frame.select(folded(pl.col("t")))["t"].to_list() == [fold(t) for t in every]


@given(TEXTS | NAMES, TEXTS | NAMES)
@settings(deadline=None)
def test_what_is_folded_stays(text: str, more: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split(" ")).strip(" ") or not once
    # Words are folded by themselves, so a query's words are those of the name.
    assert fold(f"{text} {more}") == f"{once} {fold(more)}".strip(" ")


def test_nothing_that_is_folded_is_special() -> None:
    kinds = {unicodedata.category(char)[0] for to in table().values() for char in to} - {"Z"}
    assert kinds == {"L", "N"}
    assert not set("".join(table().values())) & set('+-&|!(){}[]^"~*?:\\/=#.')


def test_pages_fold_alike(open_page: OpenPage) -> None:
    opened = open_page(Picture("Бет", [PictureNode("a", "Person", {"ky": "Өмүрбек"})], []))
    # A browser knows a Unicode of its own; of private, unassigned and Korean characters nothing is promised.
    known = [
        char
        for code in range(0x20000)
        if unicodedata.category(char := chr(code)) not in ("Cn", "Co", "Cs") and not 0xAC00 <= code < 0xD7A4
    ]
    said = opened.page.evaluate("texts => texts.map(Text.fold)", known)
    assert {hex(ord(c)): (s, fold(c)) for c, s in zip(known, said, strict=True) if s != fold(c)} == {}
    names = ["  ОМУРБЕК-Текебаев ", "ΟΔΟΣ ΣΑΣ", "O‘zbekiston №5", "и\u0306ё", "А.Б.Иванов", "«»"]
    assert opened.page.evaluate("texts => texts.map(Text.fold)", names) == [fold(n) for n in names]


def test_texts_in_lists_are_folded_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """List by list it takes a hundred times as long: each time polars makes ready for the characters that occur."""
    calls: list[int] = []

    def counted(texts: pl.Series) -> pl.Series:
        calls.append(len(texts))
        return replaced(texts)

    replaced = folding._replaced
    monkeypatch.setattr(folding, "_replaced", counted)
    names = pl.DataFrame({"names": [["Ён-Ын", "Ө"], None, [], ["Ё"]] * 500})
    texts = names.select(pl.col("names").list.eval(folded(pl.element())))["names"].to_list()
    assert texts == [["ен ын", "о"], None, [], ["е"]] * 500
    assert len(calls) < 20
