"""Looks at the columns of a table: what their names say, and what stands in their cells. Nothing is known here but these rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import polars as pl

from govgraph.loaders.sheets.sheet import ROW
from govgraph.loaders.table.amounts import are_amounts
from govgraph.loaders.table.date_formats import EXCEL, read_dates
from govgraph.ontology.countries import country_by_name, country_table

ROWS: Final = 5_000
"""How many rows are looked at."""
MISSING: Final = (
    "-",
    "--",
    "---",
    "—",
    "n/a",
    "N/A",
    "NA",
    "NULL",
    "null",
    "None",
    "none",
    "unknown",
    "Unknown",
    "TBD",
    ".",
    "-99",
    "-0-",
    "9999-12-31",
    "31.12.9999",
    "31/12/9999",
    "0000-00-00",
    "NaN",
    "nan",
    "NaT",
    "<NA>",
    "#N/A",
    "#VALUE!",
    "#REF!",
    "#DIV/0!",
)
"""Texts that often mean that nothing is known."""
PLACEHOLDERS: Final = (
    "various",
    "multiple agencies",
    "multiple",
    "not disclosed",
    "to be confirmed",
    "others",
    "other",
    "tbc",
    "anonymous",
    "nil return",
    "nil",
    "total",
    "totals",
    "grand total",
    "итого",
    "всего",
)
"""Names that often stand for nobody; those of rows with totals too."""
_FORMATS: Final = (
    "YYYY-MM-DD", "DD.MM.YYYY", "DD/MM/YYYY", "MM/DD/YYYY", "DD-MM-YYYY", "D.M.YYYY", "D/M/YYYY", "M/D/YYYY", "YYYYMMDD",
    "YYYY/MM/DD", "D MMMM YYYY", "D MMM YYYY", "D-MMM-YYYY", "D-MMM-YY", "MMMM YYYY", "MM.YYYY", "MM/YYYY",
)  # fmt: skip
_ODD: Final = 5
"""How many different texts in a column of dates may be none."""
_DATED: Final = frozenset({"date", "day", "start", "end", "from", "until", "since", "begin"})
_DAYS: Final = re.compile(r"date|day|dat$|time|from|until|start|end|дата")
"""What the name of a column says whose eight digits are a day; those of others are a number of a release, a bill, a file."""
_DATES: Final = re.compile(r"^(dates?|dated|datum|fecha|data|дата|күнү)$")
"""What the name of a column says whose numbers may be days that a spreadsheet counts."""
_COUNTED: Final = (18_264, 73_050)
"""The numbers of the days from 1950 to 2099; lower ones are more often a count or a day of a year."""
_FLAGS: Final = frozenset("true false yes no y n да нет ооба жок так ні oui non ja nein sí si".split())
_SYSTEMS: Final = ("iso2", "iso3", "fips", "cow")
_SEVERAL: Final = 5
"""So many numbers of states tell that a column has them, though its name does not say of which list."""
NUMBERED: Final = {"cow": frozenset({"ccode", "cow", "cowcode"}), "gw": frozenset({"gwno", "gwcode", "gw"})}
"""System of numbers for states -> the words for it; the lists have states of today only, so that some numbers may be in none."""
CODES: Final = frozenset("iso iso2 iso3 country state fips code cow ccode gwno gwcode nation".split())
"""Words of a column that may have codes of countries."""
_UPPER: Final = "".join(c for c in map(chr, range(0x530)) if c.isupper())
_LOWER: Final = "".join(c for c in map(chr, range(0x530)) if c.islower())
_WORDS: Final = re.compile(rf"[{_UPPER}]{{2,}}(?![{_LOWER}])|[{_UPPER}]?[{_LOWER}]+(?:['’ʼ][а-яіїєґ]+)?|[{_UPPER}]|\d+")
"""Letters of Latin, Greek and Cyrillic, also of Ukrainian, Kyrgyz and with accents."""
_JOINED: Final = re.compile(
    r"(start|begin|end|from|until|birth|death|dead|entry|exit|first|last|middle|family|given|beg|st|country|state|nation|org|"
    r"organisation|organization|party|full|iso)(date|years?|yr|months?|mon?|days?|names?|code)"
)
_SAME: Final = {
    **dict.fromkeys(("nombre", "nome", "nombres"), "name"), **dict.fromkeys(("sexo", "sexe", "geschlecht"), "sex"),
    **dict.fromkeys(("apellido", "apellidos", "sobrenome", "cognome"), "surname"),
}  # fmt: skip
"""Words of other languages that say the same as an English one. French *nom* is a surname as well, so that it is none of them."""
_OF_COUNTRIES: Final = frozenset({"iso", "iso2", "country", "countries", "fips", "nation"})
"""Words without which two letters are no code of a country: those of states and provinces look the same."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is seen of a column.

    Attributes:
        words: the words of its name, in lower case.
        filled: cells that are not missing; ``rows`` is the number of all.
        texts: its different texts, the first hundred.
        form: date, year, number, flag (yes or no), url, country, text, or empty.
        formats: the formats of dates that fit all cells; several: it cannot be told which. Of countries: the other systems that fit.
        system: the code system of countries.
        split: what probably separates several values in a cell; ``commas``: cells that have commas.
        missing: texts in it that often mean that nothing is known.
        placeholders: texts in it that often stand for nobody.
    """

    name: str
    words: tuple[str, ...]
    rows: int
    filled: int
    different: int
    texts: tuple[str, ...]
    form: str
    formats: tuple[str, ...] = ()
    system: str = ""
    split: str = ""
    commas: int = 0
    missing: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    long: bool = False

    @property
    def shown(self) -> str:
        """Up to three of its texts, for comments; on one line."""
        return ", ".join(" ".join(text.split())[:30] for text in self.texts[:3])


def look(frame: pl.DataFrame) -> list[Column]:
    """What is seen of each column of some rows.

    Example:
        >>> seen = look(pl.DataFrame({"Day": ["31.12.2019", "-"], "state": ["KGZ", "EST"], "Nr": ["1", "2"]}))
        >>> [(c.form, c.formats, c.system, c.missing) for c in seen]
        [('date', ('DD.MM.YYYY',), '', ('-',)), ('country', (), 'iso3', ()), ('number', (), '', ())]
    """
    return [
        _column(name, frame[name].cast(pl.String))
        for name in frame.columns
        if name != ROW and not frame.schema[name].is_nested()
    ]


def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name.

    Example:
        >>> words_of("LeaderCountryISO"), words_of("Entity A Type"), words_of("startdate")
        (('leader', 'country', 'iso'), ('entity', 'a', 'type'), ('start', 'date'))
        >>> words_of("nombre_candidato")
        ('name', 'candidato')
    """
    return tuple(_SAME.get(part, part) for word in _WORDS.findall(name) for part in _parts(word.lower()))


def _parts(word: str) -> tuple[str, ...]:
    match = _JOINED.fullmatch(word)
    return (match[1], match[2]) if match else (word,)


def _column(name: str, cells: pl.Series) -> Column:
    words = words_of(name)
    every = cells.drop_nulls()
    texts = every.unique(maintain_order=True)
    code = bool({"iso", "iso2", "iso3", "code"} & set(words))
    missing = tuple(t for t in texts.to_list() if t.strip() in MISSING and not (t.strip() == "NA" and code))
    filled = every.filter(~every.is_in(list(missing)))
    low = {t.lower() for t in texts.to_list()}
    placeholders = tuple(p for p in PLACEHOLDERS if p in low)
    different = filled.unique(maintain_order=True)
    form, formats, system = _form(words, different)
    if form == "text" and _DATED & set(words) and (odd := _no_dates(different)):
        missing += odd
        filled = filled.filter(~filled.is_in(list(odd)))
        different = filled.unique(maintain_order=True)
        form, formats, system = _form(words, different)
    split = _split(filled) if form == "text" else _split_addresses(filled) if form == "url" else ""
    return Column(
        name, words, len(cells), len(filled), len(different), tuple(different.head(100).to_list()), form, formats, system, split,
        int(filled.str.contains(", ", literal=True).sum()) if form == "text" else 0, missing, placeholders,
        bool(len(filled)) and float(filled.str.len_chars().mean() or 0) > 80,  # type: ignore[arg-type]
    )  # fmt: skip


def _form(words: tuple[str, ...], texts: pl.Series) -> tuple[str, tuple[str, ...], str]:
    if not len(texts):
        return "empty", (), ""
    if texts.str.contains(r"^https?://").all():
        return "url", (), ""
    if texts.str.contains(r"^(1[5-9]|20)\d\d$").all() and not {"id", "votes", "amount"} & set(words):
        return "year", (), ""
    if set(texts.str.to_lowercase().to_list()) <= _FLAGS:
        return "flag", (), ""
    digits = texts.str.contains(r"^\d+$").all()
    dated = any(_DAYS.search(word) for word in words)
    if not digits or (dated and texts.str.contains(r"^(1[5-9]|20)\d\d(0[1-9]|1[0-2])\d\d$").all()):
        if read_dates(texts, (), "").null_count() == 0:
            return "date", (), ""
        fitting = tuple(form for form in _FORMATS if read_dates(texts, (form,), "").null_count() == 0)
        wide = {f.replace("D.M.", "DD.MM.").replace("D/M/", "DD/MM/").replace("M/D/", "MM/DD/") for f in fitting}
        exact = tuple(f for f in fitting if f in wide and len(f) >= max(len(g) for g in fitting))
        if fitting:
            return "date", exact or fitting, ""
    counted = digits and any(_DATES.match(word) for word in words)
    if counted and texts.cast(pl.Int64, strict=False).is_between(*_COUNTED).all():
        return "date", (EXCEL,), ""
    numbered = next((s for s, told in NUMBERED.items() if told & set(words)), "")
    unsaid = bool(digits and not numbered and {"state", "country"} & set(words) and len(texts) >= _SEVERAL)
    numbered = "cow" if unsaid else numbered
    if digits and numbered:
        known = sum(code in country_table(numbered) for code in texts.to_list())
        if known * 10 >= len(texts) * 8:
            return "country", ("gw",) if unsaid else (), numbered
    if texts.str.contains(r"^-?[\d .,]*\d%?$").all() or are_amounts(texts):
        return "number", (), ""
    if CODES & set(words):
        codes = texts.str.to_uppercase().to_list()
        told = _SYSTEMS if _OF_COUNTRIES & set(words) else ("iso3", "cow")
        systems = [s for s in told if all(c in country_table(s) for c in codes)]
        if systems:
            return "country", tuple(systems[1:]), systems[0]
    known = sum(country_by_name(text) is not None for text in texts.head(50).to_list())
    return ("country", (), "name") if known * 10 >= min(len(texts), 50) * 8 else ("text", (), "")


def _no_dates(texts: pl.Series) -> tuple[str, ...]:
    """The few texts that are no dates in a column of dates, such as ``until today``; none if it is no such column."""
    for form in ((), *((form,) for form in _FORMATS)):
        odd = texts.filter(read_dates(texts, form, "").is_null()).to_list()
        nobody = all(text.strip().lower() in PLACEHOLDERS for text in odd) and len(odd) < len(texts)
        if 0 < len(odd) <= _ODD and (len(odd) * 5 <= len(texts) or nobody):
            return tuple(odd)
    return ()


def _split_addresses(cells: pl.Series) -> str:
    """What stands before a second address in a cell; other such marks may be part of one."""
    return next((mark for mark in (";", "|") if cells.str.contains(rf"\{mark}\s*https?://").any()), "")


def _split(cells: pl.Series) -> str:
    if cells.str.contains(r"^\[.*\]$").all():
        return "list"
    for mark in (";", "|"):
        if (
            cells.str.contains(mark, literal=True).sum() * 50 >= len(cells) > 0
            and cells.str.contains(mark, literal=True).any()
        ):
            return mark
    return ""
