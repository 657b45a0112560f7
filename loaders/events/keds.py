"""Loaders for events as KEDS and TABARI wrote them: date, source, target and code, separated by TAB, without a header; and copies with one.

The codes are CAMEO's or those of WEIS. Both have numbers such as 121 that mean different things, so a file whose codes do not
tell which they are is not guessed: the person says so, with the name of the loader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import ClassVar, Final

import polars as pl

from govgraph.loaders.events.base import SURE, EventTable
from govgraph.loaders.events.coded import by_code
from govgraph.loaders.events.columns import first_rows, hashed, mapped, once, without_faults
from govgraph.loaders.events.layout import Format, Header, first_cells
from govgraph.loaders.events.lost_zeros import with_zeros
from govgraph.loaders.events.table import table_rows
from govgraph.ontology.block import Block, Note
from govgraph.ontology.cameo import cameo_event
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.source_codes import source_event
from govgraph.ontology.terms import CODE, local_id

_COLUMNS: Final = ("date", "source", "target", "code", "label", "phrase")
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "date": ("day", "event_date"), "source": ("src", "actor", "source_code", "source_actor"), "target": ("tgt", "tar", "target_code", "target_actor"),
    "code": ("event", "event_code", "cameo", "weis", "cameo_code", "weis_code", "eventtype", "cam"), "label": ("event_label", "event_form", "code_label"),
    "phrase": ("text", "event_text"),
}  # fmt: skip
"""Column -> what copies with a header call it; there is no published header, so that the rows must look like events as well."""
_ACTOR: Final = re.compile(r"[A-Z~-][A-Za-z0-9~-]{1,23}")
_LINE: Final = (re.compile(r"(?:\d{6}|\d{8})"), _ACTOR, _ACTOR, re.compile(r"[0-9Ol-]{2,4}\]?"))
_COPY: Final = (re.compile(r"(?:\d{3,6}|\d{8}|\d{4}-\d\d-\d\d)"), _ACTOR, _ACTOR, re.compile(r"[0-9Ol-]{1,4}\]?"))
"""The same in a copy with a header, whose dates and codes may have lost their zeros."""
# Codes of countries that KEDS used before ISO's: Kyrgyzstan, Azerbaijan, the United Kingdom.
_OLDER: Final = {"KYR": "KGZ", "AZR": "AZE", "UNK": "GBR"}
_NO_CODE: Final = "---"


class Keds(EventTable):
    """KEDS or TABARI events with CAMEO codes.

    **The key of an event** is all that its line says, hashed: the format has no ids, and the same clause coded twice gives the same
    line. **Actors** are CAMEO codes; the older codes KYR, AZR and UNK are read as KGZ, AZE and GBR. A code with a letter for a digit or
    a bracket (``O36``, ``0841]``) is mended, and noted.
    """

    name = "keds"
    title = "KEDS / TABARI events with CAMEO codes: TAB, YYMMDD first"
    dataset_title = "KEDS / TABARI events"
    version = 3
    licence = "academic use, citation required (Kansas Event Data System)"
    homepage = "http://eventdata.parusanalytics.com/data.html"
    code_systems: ClassVar[tuple[str, ...]] = ("cameo",)
    tables = ("events", "participations", "actors")
    primary = ("events",)
    suffixes = (".tab", ".txt", ".evt")
    default_dataset = "keds"
    format = Format(columns=_NAMES, needed=tuple((name,) for name in _COLUMNS[:4]), nulls=())
    scheme: ClassVar[str] = "cameo"

    def header(self, source: Source) -> Header | None:
        """The columns, if most of the first lines are events: those of a header if the file has one, else the format's own."""
        lines = first_cells(source)
        good = [cells for cells in lines if _is_event(cells)]
        if good and len(good) * 10 >= len(lines) * 9:
            return Header(_COLUMNS[: max(len(cells) for cells in good)], 0, "\t")
        named = super().header(source)
        if named is None:
            return None
        rows = self._first_rows(source, named)
        return named if rows and sum(_is_event(row, _COPY) for row in rows) * 10 >= len(rows) * 9 else None

    def detect(self, source: Source) -> float:
        """Recognise the format by its first lines, and the scheme by its codes.

        Raises:
            LoaderError: the codes are those of both schemes.
        """
        header = self.header(source) if source.head[:1] != b"<" else None
        if header is None:
            return 0.0
        found = scheme_of(cells[3] for cells in self._first_rows(source, header) if _is_event(cells, _COPY))
        if not found:
            raise LoaderError(
                "KEDS events whose codes may be CAMEO's or those of WEIS", where=str(source), expected="to be told which",
                hint="--as keds for CAMEO codes, --as weis for those of WEIS",
            )  # fmt: skip
        return SURE if found == self.scheme else 0.0

    def why_not(self, source: Source) -> None:
        """Nothing: a table that lacks one of these columns is of another kind."""

    def _first_rows(self, source: Source, header: Header) -> list[list[str]]:
        """The needed cells of the first rows."""
        if not header.row and header.sheet is None:
            return first_cells(source, lines=2000)
        rows = next(iter(table_rows(source, self.format, header, 2000)), None)
        # The first piece of JSON lines may have none of the keys that a later one has.
        if rows is None or not set(_COLUMNS[:4]) <= set(rows.frame.columns):
            return []
        return [[text or "" for text in row] for row in rows.frame.select(_COLUMNS[:4]).rows()]

    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block."""
        base, dataset = options.base, self.dataset(source, options)
        digits = pl.col("date").str.replace_all("-", "", literal=True).str.zfill(6)
        century = (
            pl.when(digits.str.slice(0, 2).cast(pl.Int32, strict=False) >= 69)
            .then(pl.lit("19"))
            .otherwise(pl.lit("20"))
        )
        full = pl.when(digits.str.len_chars() == 6).then(century + digits).otherwise(digits)
        rows = rows.with_columns(
            day=once(rows, "date", full.str.to_date("%Y%m%d", strict=False).dt.to_string("%Y-%m-%d"))
        )
        rows = without_faults(block, rows, [("date", "not a date (YYMMDD)", pl.col("day").is_null())])
        nothing = pl.lit(None, pl.String)  # no other column says what a code was that has lost its zero
        rows = with_zeros(block, rows, "code", nothing, where=str(source), of="KEDS events")
        told = ["day", "source", "target", "code", "label", "phrase"]
        rows = rows.with_columns(
            event=hashed(rows, f"{base}event/{local_id(dataset)}/", told), type=mapped("code", self._types(block, rows))
        )
        sides = [
            rows.select("event", "row", pl.lit(role).alias("role"), pl.col(side).alias("as_given"), once(rows, side, _actor_code(side)).alias("code"))
            for side, role in (("source", "actor"), ("target", "recipient"))
        ]  # fmt: skip
        links, actors = by_code(block, pl.concat(sides).filter(pl.col("code") != ""), base)
        block.tables = {
            "events": rows.select(
                pl.col("event").alias("iri"), "type", pl.col("day").alias("start_date"), pl.lit("day").alias("date_precision"), "row",
                pl.concat_str("label", "phrase", separator=": ", ignore_nulls=True).replace("", None).alias("description"),
            ),
            "participations": links,
            "actors": actors,
        }  # fmt: skip

    def _types(self, block: Block, rows: pl.DataFrame) -> dict[str, str]:
        """Code as written -> concept."""
        types = {}
        for written, row in first_rows(rows, "code"):
            code = mended(written)
            if code == _NO_CODE:
                continue
            if code != written:
                block.notes.append(Note("code mended", f"{written} is {code}", row))
            if known(self.scheme, code):
                types[written] = f"{CODE}{self.scheme}/{code}"
            else:
                block.notes.append(Note("unknown code", f"{self.scheme}:{code}", row))
                # KEDS added third digits of its own to WEIS, so the cue category still holds.
                wider = code[:2] if self.scheme == "weis" and known("weis", code[:2]) else code
                types[written] = f"{CODE}{self.scheme}/{local_id(wider)}"
        return types


class Weis(Keds):
    """The same with the codes of WEIS; a code that KEDS added falls back to its cue category, and is noted."""

    name = "weis"
    title = "KEDS events with WEIS codes: TAB, YYMMDD first"
    code_systems = ("cameo", "weis")
    scheme = "weis"


def _is_event(cells: list[str], form: tuple[re.Pattern[str], ...] = _LINE) -> bool:
    return 4 <= len(cells) <= 6 and all(p.fullmatch(c.strip()) for p, c in zip(form, cells, strict=False))


def _actor_code(side: str) -> pl.Expr:
    start = pl.col(side).str.slice(0, 3)
    of = start.replace_strict(_OLDER, default=None, return_dtype=pl.String)
    code = pl.coalesce(of, start) + pl.col(side).str.slice(3)
    return pl.when(code.str.contains("^[-~]*$")).then(pl.lit("")).otherwise(code)


def mended(code: str) -> str:
    """A code with digits for letters that look like them, without what the coder's program left behind it.

    Example:
        >>> mended("O36"), mended("0841]"), mended("---]")
        ('036', '0841', '---')
    """
    return code.strip().rstrip("]").replace("O", "0").replace("l", "1")


def known(scheme: str, code: str) -> bool:
    """Whether a scheme has a code."""
    return (cameo_event(code) if scheme == "cameo" else source_event("weis", code)) is not None


def scheme_of(codes: Iterable[str]) -> str:
    """Which scheme codes are of: that of which there are codes that the other does not have; empty if it cannot be told.

    Example:
        >>> scheme_of(["036", "121"]), scheme_of(["223"]), scheme_of(["121"])
        ('cameo', 'weis', '')
    """
    votes = {"cameo": 0, "weis": 0}
    for written, count in Counter(codes).items():
        code = mended(written)
        of = [scheme for scheme in votes if known(scheme, code)]
        if len(of) == 1:
            votes[of[0]] += count
    most, least = sorted(votes, key=lambda s: -votes[s])
    # KEDS's additions to WEIS are codes of CAMEO, and each file has some damaged codes.
    return most if votes[most] and votes[least] * 4 <= votes[most] else ""
