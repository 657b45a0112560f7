"""Loader for the index of EveryPolitician, ``countries.json``: countries with their legislatures, and these with their terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from govgraph.loaders.json_objects import Objects
from govgraph.loaders.popolo.fields import Fields, Unusable
from govgraph.loaders.popolo.values import as_text
from govgraph.loaders.rows import Rows, details
from govgraph.ontology.block import Block, Reject
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Loader, Options, Source
from govgraph.ontology.terms import CODE, country_iri, local_id, mint

_TOLD: Final = ("person_count", "statement_count", "sha", "sources_directory", "popolo", "names", "lastmod")
_LINKS: Final = ("popolo_url", "csv_url")
_ABOUT_TERM: Final = ("csv", "slug")


@dataclass(slots=True)
class _Part:
    """One object of the index: where it stands, what its ids belong to, its country, and when its legislature was last edited."""

    kind: str
    at: str
    value: Any
    base: str
    dataset: str
    scope: str = ""
    country: str = ""
    stamp: float | None = None
    unit: str = ""


class EveryPoliticianIndex(Loader):
    """The index of EveryPolitician.

    **Rows** count the countries, each followed by its legislatures and their terms. Ids are made of the slugs of country and legislature. Of two
    editions of a legislature that with the later ``lastmod`` counts, with its terms.
    """

    name = "everypolitician-index"
    title = "EveryPolitician's index of legislatures and their terms (countries.json)"
    example = "govgraph load countries.json"
    dataset_title = "EveryPolitician"
    licence = ""
    homepage = "https://github.com/everypolitician/everypolitician-data"
    code_systems = ("iso2", "event-type")
    tables = ("actors", "places", "events", "participations")
    primary = ("actors", "places", "events")
    suffixes = (".json",)

    def detect(self, source: Source) -> float:
        """By the keys of the first country."""
        head = source.head.decode("utf-8-sig", "replace")
        index = head.lstrip().startswith("[") and all(f'"{key}"' in head for key in ("legislatures", "slug", "name"))
        return 0.95 if index else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - there is one index
        """``everypolitician`` unless the options name another."""
        return options.dataset or "everypolitician"

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The countries, legislatures and terms, block by block.

        Raises:
            LoaderError: the file is not JSON.
        """
        row, size = 0, source.size()
        block, rows, unused = Block({}, 0), Rows(), set[str]()
        for part in _parts(source, options.base, self.dataset(source, options)):
            if block.rows_read == options.block_rows:
                yield _finished(block, rows, unused)
                block, rows, unused = Block({}, 0, position=min(size, row)), Rows(), set()
            row += 1
            block.rows_read += 1
            rows.begin(row, part.at)
            if not isinstance(part.value, dict):
                block.rejects.append(Reject(row, "", "not a JSON object", ascii(part.value)[:200], part.at))
                continue
            fields = Fields(part.kind, row, part.value)
            try:
                _READ[part.kind](fields, rows, part)
            except Unusable as fault:
                rows.drop()
                block.rejects.append(Reject(row, f"{part.kind}.{fault.column}", fault.reason, fault.value, part.at))
                continue
            unused |= fields.unused_names()
            block.notes += fields.notes
        yield _finished(block, rows, unused)


def _finished(block: Block, rows: Rows, unused: set[str]) -> Block:
    block.tables, block.unused_columns = rows.tables(), tuple(sorted(unused))
    return block


def _parts(source: Source, base: str, dataset: str) -> Iterator[_Part]:
    for row, item in Objects(source):
        number = row - 1
        if isinstance(item, Reject):
            yield _Part("countries", f"/{number}", item.value, base, dataset)
            continue
        slug, code = as_text(item.get("slug"))[0] or "", as_text(item.get("code"))[0] or ""
        state = _state(code)
        home = country_iri(base, state) if state else ""
        yield _Part("countries", f"/{number}", item, base, dataset, slug, home)
        for index, body in enumerate(_list(item, "legislatures")):
            at = f"/{number}/legislatures/{index}"
            inner = body if isinstance(body, dict) else {}
            scope = f"{slug}/{as_text(inner.get('slug'))[0] or ''}"
            lastmod = as_text(inner.get("lastmod"))[0] or ""
            unit = mint(base, "organization", dataset, scope)
            stamp = float(lastmod) if re.fullmatch(r"\d{1,12}", lastmod) else None
            yield _Part("legislatures", at, body, base, dataset, scope, home, stamp, unit)
            for place, term in enumerate(_list(inner, "legislative_periods")):
                yield _Part(
                    "legislative_periods",
                    f"{at}/legislative_periods/{place}",
                    term,
                    base,
                    dataset,
                    scope,
                    home,
                    stamp,
                    unit,
                )


def _list(item: dict[str, Any], name: str) -> list[Any]:
    value = item.get(name)
    return value if isinstance(value, list) else []


def _state(code: str) -> str:
    """The ISO 3166-1 alpha-3 code of the country of a code, which may be that of a part: ``GE-AB`` is in Georgia."""
    found = country(f"iso2:{code.split('-', 1)[0]}") if re.fullmatch(r"[A-Z]{2}(?:-[A-Z0-9]+)?", code) else None
    return found.iso3 if found else ""


def _country(fields: Fields, rows: Rows, part: _Part) -> None:
    name = fields.required("name", fields.text("name"))
    code = fields.required("code", fields.text("code"))
    fields.required("slug", fields.text("slug"))
    fields.used |= {"country", "legislatures"}
    names = [{"lang": "en", "text": name}]
    if part.country and "-" not in code:
        rows.add("actors", iri=part.country, kind="country", aliases=names)
        return
    if not part.country:
        fields.note("unknown code", f"iso2:{code}")
    iri = mint(part.base, "place", part.dataset, part.scope)
    rows.add(
        "places",
        iri=iri,
        names=names,
        identifiers=[f"everypolitician:{local_id(code)}"],
        country=part.country or None,
        precision="unknown",
    )


def _legislature(fields: Fields, rows: Rows, part: _Part) -> None:
    name = fields.required("name", fields.text("name"))
    fields.required("slug", fields.text("slug"))
    fields.used |= {"legislative_periods"}
    rows.add(
        "actors",
        iri=part.unit,
        kind="agency",
        names=[{"lang": "", "text": name}],
        classification=fields.text("type") or "legislature",
        country=part.country or None,
        links=[url for link in _LINKS if (url := fields.address(link))] or None,
        details=details("everypolitician", {key: fields.text(key) for key in _TOLD}),
        unit=part.unit if part.stamp is not None else None,
        stamp=part.stamp,
    )


def _period(fields: Fields, rows: Rows, part: _Part) -> None:
    identifier = fields.required("id", fields.text("id"))
    name = fields.required("name", fields.text("name"))
    start, end = fields.span("start_date", "end_date")
    iri = mint(part.base, "event", part.dataset, f"{part.scope}/{identifier}")
    released: dict[str, Any] = {"unit": part.unit if part.stamp is not None else None, "stamp": part.stamp}
    rows.add(
        "events",
        iri=iri,
        type=f"{CODE}event-type/legislative_term",
        names=[{"lang": "", "text": name}],
        start_date=start,
        end_date=end,
        links=[url for link in _LINKS if (url := fields.address(link))] or None,
        details=details("everypolitician", {key: fields.text(key) for key in _ABOUT_TERM}),
        **released,
    )
    link = mint(part.base, "participation", part.dataset, f"{part.scope}/{identifier}")
    rows.add("participations", iri=link, participant=part.unit, event=iri, role="organization", **released)


_READ: Final = {"countries": _country, "legislatures": _legislature, "legislative_periods": _period}
