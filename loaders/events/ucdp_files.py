"""What the files of UCDP share: names of countries; and of GED the columns, files without a header, and which release a file is."""

from __future__ import annotations

import csv
import re
from typing import Final

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.events.layout import Header
from govgraph.ontology.loader import Source

COLUMNS: Final = tuple(
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id "
    "dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office "
    "source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt "
    "priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown "
    "best high low gwnoa gwnob".split()
)
"""The 49 columns of releases since 23.1 in order, for candidate releases that were published without a header."""

_RELEASE: Final = re.compile(r"v?(\d{2})[._](\d{1,2})(?:[._](\d{1,2})(?:[._](\d{1,2}))?)?", re.IGNORECASE)


# Country names that UCDP writes as nobody else does.
_OWN_NAMES: Final = {
    "DR Congo (Zaire)": "COD", "Congo": "COG", "Kingdom of eSwatini (Swaziland)": "SWZ", "Bosnia-Herzegovina": "BIH",
    "Macedonia, FYR": "MKD", "Rumania": "ROU", "Madagascar (Malagasy)": "MDG",
}  # fmt: skip


def ucdp_country(name: str) -> str:
    """The code of a country by the name that UCDP gives it: the present name, the older one in brackets; or an empty string.

    Example:
        >>> ucdp_country("Russia (Soviet Union)"), ucdp_country("Hyderabad")
        ('RUS', '')
    """
    return _OWN_NAMES.get(name) or iso3_of(name) or iso3_of(name.partition(" (")[0])


def governed(name: str) -> str:
    """The country that a side governs, which UCDP calls ``Government of Syria``, or an empty string.

    Example:
        >>> governed("Government of Yemen (North Yemen)"), governed("IS")
        ('YEM', '')
    """
    return ucdp_country(name.removeprefix("Government of ")) if name.startswith("Government of ") else ""


def header_of_candidates(source: Source) -> Header | None:
    """The usual header of a file that has none but whose first row is an event, as in some candidate releases.

    Example:
        >>> from pathlib import Path
        >>> header_of_candidates(Source(Path("GEDEvent_v24_0_1.csv"), data=b"id,relid,year\\n"))
    """
    line = source.head.split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")
    try:
        cells = next(csv.reader([line]), [])
    except csv.Error:
        return None
    if len(cells) != len(COLUMNS) or not cells[0].isdigit():
        return None
    return Header(COLUMNS, 0, ",") if cells[COLUMNS.index("type_of_violence")] in ("1", "2", "3") else None


def release_of(source: Source) -> float | None:
    """The release of a file as a number that grows with each release, by the version in its name; None if it has none.

    Version 25.1 is final for the years up to 2024 and later than every candidate release of 2024: the monthly 24.0.12, and 24.01.24.12
    from January to December (UCDP's names of versions).

    Example:
        >>> from pathlib import Path
        >>> names = ("GEDEvent_v24_0_1.csv", "GEDEvent_v24_01_24_06.csv", "ged251.csv", "GEDEvent_v25_1.csv")
        >>> [release_of(Source(Path(name))) for name in names]
        [24.01, 24.061, 25.0, 25.0]
    """
    name = source.content_name
    if short := re.search(r"ged(\d{2})1\b", name, re.IGNORECASE):
        return float(short[1])
    match = re.search(r"v(\d.*)", name, re.IGNORECASE)
    found = _RELEASE.match(match[1]) if match else None
    if not found:
        return None
    year, second, third, last = (int(part or 0) for part in found.groups())
    if last:
        return round(year + last / 100 + 0.001, 3)
    return round(year + third / 100, 3) if second == 0 else float(year)
