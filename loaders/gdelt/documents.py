"""Documents of GDELT: the articles that its mentions and its Global Knowledge Graph (GKG) name, and their languages.

A document on the web is known by its address, so that mentions, records of the GKG and the addresses of events mean the same one. Any other is
known by what the source writes for it, as a citation, and the moment or day at which GDELT read it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from govgraph.loaders.events.columns import mapped
from govgraph.loaders.identity import hashed
from govgraph.ontology.terms import ADDRESS, clean_url_expr

_TWO_LETTERS: Final = dict(
    pair.split("=")
    for pair in (
        "afr=af sqi=sq amh=am ara=ar hye=hy asm=as aze=az eus=eu bel=be ben=bn bos=bs bul=bg mya=my cat=ca zho=zh hrv=hr ces=cs dan=da "
        "nld=nl eng=en est=et fin=fi fra=fr glg=gl kat=ka deu=de ell=el guj=gu hat=ht hau=ha heb=he hin=hi hun=hu isl=is ibo=ig ind=id "
        "gle=ga ita=it jpn=ja jav=jv kan=kn kaz=kk khm=km kin=rw kir=ky kor=ko kur=ku lao=lo lat=la lav=lv lit=lt ltz=lb mkd=mk msa=ms "
        "mal=ml mlt=mt mar=mr mon=mn nep=ne nor=no nob=nb nno=nn ori=or pus=ps fas=fa pol=pl por=pt pan=pa ron=ro run=rn rus=ru srp=sr "
        "sna=sn snd=sd sin=si slk=sk slv=sl som=so spa=es swa=sw swe=sv tgl=tl tgk=tg tam=ta tat=tt tel=te tha=th bod=bo tir=ti tur=tr "
        "tuk=tk uig=ug ukr=uk urd=ur uzb=uz vie=vi cym=cy wol=wo xho=xh yid=yi yor=yo zul=zu"
    ).split()
)
"""The three letters of a language (ISO 639-2/T) -> its shortest code, which BCP 47 asks for (RFC 5646, 2.2.1)."""


def with_document(rows: pl.DataFrame, base: str, text: str, when: list[str]) -> pl.DataFrame:
    """The rows with ``document``, the IRI of the document, and ``cited``, what they cite: its address, or its words.

    Args:
        text: the column with the address, the digital object identifier or the citation.
        when: the columns that tell documents with one citation apart.

    Example:
        >>> rows = pl.DataFrame({"id": ["http://a.kg/x", "Radio"], "day": ["20180101", "20180101"]})
        >>> with_document(rows, "x:", "id", ["day"])["document"].to_list()
        ['http://a.kg/x', 'x:document/gdelt/h-a30d1589720fd6bb6466']
    """
    rows = rows.with_columns(cited=clean_url_expr(pl.col(text)))
    rows = rows.with_columns(document=pl.when(pl.col("cited").str.contains(ADDRESS)).then("cited"))
    others = rows["document"].is_null() & rows["cited"].is_not_null()
    if not others.any():
        return rows
    number = pl.col("cited").str.contains(_DOI)
    parts = [pl.col("cited"), *(pl.when(~number & (pl.col(c) != "")).then(c) for c in when)]
    keys = rows.filter(others).select(pl.concat_str(*parts, separator="\t", ignore_nulls=True)).to_series()
    iris = hashed(f"{base}document/gdelt/h-", keys)
    return rows.with_columns(rows["document"].scatter(others.arg_true(), iris))


_DOI: Final = r"^10\.\d{4,9}/\S+$"


def identifiers() -> pl.Expr:
    """The typed identifiers of documents that :func:`with_document` has named: those that are digital object identifiers."""
    return pl.when(pl.col("cited").str.contains(_DOI)).then(pl.concat_list(pl.lit("doi:") + pl.col("cited")))


def links() -> pl.Expr:
    """Where documents that :func:`with_document` has named can be read."""
    return pl.when(pl.col("document") == pl.col("cited")).then(pl.concat_list("document"))


def titles() -> pl.Expr:
    """The citation as the name of a document that has no address; null for others."""
    cited = (pl.col("document") != pl.col("cited")) & ~pl.col("cited").str.contains(_DOI)
    return pl.when(cited).then("cited")


def language_of(translation: str) -> pl.Expr:
    """The language of documents, by the column that says how they were translated; empty, it means English.

    Example:
        >>> rows = pl.DataFrame({"t": ["srclc:rus; eng:Moses 2.1.1", None, "srclc:xyz;eng:x"]})
        >>> rows.select(language_of("t"))["t"].to_list()
        ['ru', 'en', 'xyz']
    """
    code = pl.col(translation).str.extract(r"srclc:\s*([A-Za-z]{2,3})\b").str.to_lowercase()
    return (
        pl.when(pl.col(translation).is_null())
        .then(pl.lit("en"))
        .otherwise(pl.coalesce(mapped(code, _TWO_LETTERS), code))
        .alias(translation)
    )


def day_in(column: str) -> pl.Expr:
    """The day that a number of a day or moment begins with, as YYYY-MM-DD; null if it is none.

    Example:
        >>> pl.DataFrame({"a": ["20180101001500", "0"]}).select(day_in("a"))["a"].to_list()
        ['2018-01-01', None]
    """
    day = pl.col(column).str.slice(0, 8).str.to_date("%Y%m%d", strict=False)
    return pl.when(day.dt.year() >= 1000).then(day.dt.to_string("%Y-%m-%d")).alias(column)
