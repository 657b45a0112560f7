"""Lists of departures from office that link to LittleSis: who left which position when, and for which organisation."""

from __future__ import annotations

import re
from typing import Any, Final

from govgraph.loaders.entities.littlesis_rows import SOURCE, details_of, iri_of, needed, text_of
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import as_date
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import CODE, clean_url, is_iri, mint

_ADDRESS: Final = re.compile(r"https?://(?:www\.)?littlesis\.org/(person|org|entities)/(\d+)")
_MONTHS: Final = "january february march april may june july august september october november december".split()


def departure(values: dict[str, Any], base: str, dataset: str, rows: Rows, notes: list[tuple[str, str]]) -> None:
    """A row of a list of departures from office: the person, the change of office, and the organisation that the person went to.

    Raises:
        Unusable: the person has no address at LittleSis, or no name.
    """
    match = _ADDRESS.match(text_of(values.get("url")) or "")
    if match is None:
        raise Unusable("url", "not the address of an entity of LittleSis", str(values.get("url")))
    name, own = needed(values, "name"), match[2]
    iri, position = iri_of(base, dataset, own), text_of(values.get("position"))
    page = clean_url(text_of(values.get("url")) or "")
    rows.add(
        "actors", iri=iri, kind="person" if match[1] == "person" else "actor", names=[{"lang": "en", "text": name}],
        identifiers=[f"{SOURCE}:{own}"], links=[page] if is_iri(page) else None,
    )  # fmt: skip
    given = text_of(values.get("date"))
    day = _american_date(given or "")
    if given and day is None:
        notes.append(("date not understood", f"date: {given}"))
    event = mint(base, "event", dataset, f"departure\t{own}\t{position}\t{given}")
    where = text_of(values.get("where_to"))
    rows.add(
        "events", iri=event, type=f"{CODE}event-type/personnel_change", names=[{"lang": "en", "text": f"{name}: {position}" if position else name}],
        start_date=day, details=details_of({k: values.get(k) for k in ("position", "where_to")} | ({} if day else {"date": given})) or None,
    )  # fmt: skip
    rows.add(
        "participations",
        iri=mint(base, "participation", dataset, f"departure\t{own}\t{position}\t{given}"),
        participant=iri,
        event=event,
        role="office-holder",
    )
    org = _ADDRESS.match(text_of(values.get("org_url")) or "")
    if org is None:
        return
    body = iri_of(base, dataset, org[2])
    rows.add(
        "actors", iri=body, kind="organization" if org[1] == "org" else "actor",
        names=[{"lang": "en", "text": where}] if where else None, identifiers=[f"{SOURCE}:{org[2]}"],
    )  # fmt: skip
    rows.add(
        "memberships",
        iri=mint(base, "membership", dataset, f"departure\t{own}\t{org[2]}\t{given}"),
        member=iri,
        organization=body,
    )


def _american_date(text: str) -> str | None:
    """A date as ``2/10/2017`` or ``January 2021``.

    Example:
        >>> _american_date("2/10/2017"), _american_date("January 2021"), _american_date("soon")
        ('2017-02-10', '2021-01', None)
    """
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return as_date(f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}")
    word, _, year = text.partition(" ")
    if word.lower() in _MONTHS and re.fullmatch(r"\d{4}", year):
        return f"{year}-{_MONTHS.index(word.lower()) + 1:02}"
    return as_date(text)
