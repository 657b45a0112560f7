"""An item of Wikidata that is read: its names, identifiers, dates and single items; what nothing is made of is kept as details."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.entities.wikidata_values import (
    Statement,
    Time,
    iri_of,
    item,
    shown,
    statements,
    texts,
    time,
    truthy,
    value,
)  # fmt: skip
from govgraph.loaders.popolo.values import ends_early
from govgraph.loaders.records.header import language_tag
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import clean_url, is_iri

SOURCE: Final = "wikidata"
HUMAN: Final = "Q5"


class Item:
    """An item that is read.

    Args:
        found: its JSON.
        languages: the languages of which descriptions and articles are kept.
    """

    def __init__(
        self, found: dict[str, Any], base: str, languages: tuple[str, ...], rows: Rows, notes: list[tuple[str, str]]
    ) -> None:
        self.found, self.base, self.rows, self.notes = found, base, rows, notes
        self.languages = tuple(dict.fromkeys((*languages, "en")))
        self.id = str(found.get("id") or "")
        self.kind = self.iri = ""
        self.claims: dict[str, Any] = found["claims"] if isinstance(found.get("claims"), dict) else {}
        self._statements: dict[str, list[Statement]] = {}
        self.used: set[str] = set()
        self.details: list[str] = []
        self.classes = [item(s.snak) for s in truthy(self.statements("P31"))]
        if self.classes == [HUMAN]:
            self.used.add("P31")

    def statements(self, prop: str) -> list[Statement]:
        """The statements of a property, the deprecated ones included."""
        if prop not in self._statements:
            self._statements[prop] = statements(self.claims, prop)
        return self._statements[prop]

    # ---------------------------------------------------------------------------------------------------- facts

    def names(self) -> dict[str, Any]:
        names: dict[str, str] = {}
        aliases = []
        for language, text in texts(self.found.get("labels")):
            tag = "" if language == "mul" else language_tag(language)
            if tag in names:
                aliases.append((tag, text))
            names.setdefault(tag, text)
        aliases += [
            ("" if language == "mul" else language_tag(language), text)
            for language, text in texts(self.found.get("aliases"))
        ]
        others = [{"lang": lang, "text": text} for lang, text in dict.fromkeys(aliases) if names.get(lang) != text]
        self.details += [
            f"{SOURCE}:description@{lang}={text}"
            for lang, text in texts(self.found.get("descriptions"))
            if lang in self.languages
        ]
        return {
            "names": [{"lang": lang, "text": text} for lang, text in names.items()] or None,
            "aliases": others or None,
        }

    def identifiers(self) -> list[str]:
        typed = [f"{SOURCE}:{self.id}"]
        redirects = self.found.get("redirects")
        if isinstance(redirects, dict) and redirects.get("from") and redirects["from"] != self.id:
            typed.append(f"{SOURCE}:{redirects['from']}")
        for prop, found in self.claims.items():
            if (
                isinstance(found, list)
                and found
                and isinstance(found[0], dict)
                and isinstance(found[0].get("mainsnak"), dict)
                and found[0]["mainsnak"].get("datatype") == "external-id"
            ):
                self.used.add(prop)
                for one in self.statements(prop):
                    text = value(one.snak)
                    if one.rank == "deprecated":
                        self.deprecated(prop, one)
                    elif isinstance(text, str) and text.strip():
                        typed.append(f"{SOURCE}-{prop}:" + "%20".join(text.split()))
        return list(dict.fromkeys(typed))

    def deprecated(self, prop: str, one: Statement) -> None:
        self.notes.append(("deprecated by its source, left out", f"{self.id} {prop} {shown(one.snak)}"))
        self.details.append(f"{SOURCE}:deprecated.{prop}={shown(one.snak)}")

    def date(self, *props: str) -> str | None:
        """The date of the first property that has one; others become details."""
        for prop in props:
            self.used.add(prop)
            chosen: Time | None = None
            for one in truthy(self.statements(prop)):
                moment = time(one.snak)
                if moment is not None and moment.why:
                    self.notes.append((moment.why, f"{self.id} {prop} {moment.given}"))
                if chosen is None and moment is not None and moment.date:
                    chosen = moment
                else:
                    self.details.append(f"{SOURCE}:{prop}={shown(one.snak)}")
            for one in self.statements(prop):
                if one.rank == "deprecated":
                    self.deprecated(prop, one)
            if chosen is not None:
                return chosen.date
        return None

    def span(self, start: tuple[str, ...], end: tuple[str, ...]) -> tuple[str | None, str | None]:
        first, last = self.date(*start), self.date(*end)
        if ends_early(first, last):
            self.notes.append(("ends before it starts", f"{self.id}: {first} to {last}"))
            self.details.append(f"{SOURCE}:{end[0]}={last}")
            return first, None
        return first, last

    def one_item(self, prop: str, kind: str) -> str | None:
        """The item of a property that has one value; of several none is chosen, all are details."""
        every = self.statements(prop)
        self.used.add(prop)
        for one in every:
            if one.rank == "deprecated":
                self.deprecated(prop, one)
        found = list(dict.fromkeys(item(s.snak) for s in truthy(every) if item(s.snak)))
        if len(found) == 1:
            return iri_of(self.base, kind, found[0])
        self.details += [f"{SOURCE}:{prop}={one}" for one in found]
        return None

    def country(self, prop: str) -> str | None:
        found = self.one_item(prop, "place")
        if found is None or "/country/" in found:
            return found
        self.details.append(f"{SOURCE}:{prop}={found.rsplit('/', 1)[-1]}")
        return None

    def pages(self) -> list[str] | None:
        pages = [
            address for s in truthy(self.statements("P856")) if is_iri(address := clean_url(str(value(s.snak) or "")))
        ]
        links = self.found.get("sitelinks")
        for site, link in links.items() if isinstance(links, dict) else ():
            title = link.get("title") if isinstance(link, dict) else None
            language = site.removesuffix("wiki")
            if isinstance(title, str) and site.endswith("wiki") and language in self.languages:
                pages.append(
                    clean_url(f"https://{language}.wikipedia.org/wiki/{title.replace(' ', '_').replace('?', '%3F')}")
                )
        return list(dict.fromkeys(pages)) or None

    def rest(self) -> list[str] | None:
        """The details, with all statements that nothing else was made of."""
        for prop in self.claims:
            if prop in self.used:
                continue
            for one in self.statements(prop):
                if one.rank == "deprecated":
                    self.deprecated(prop, one)
                elif text := shown(one.snak):
                    self.details.append(f"{SOURCE}:{prop}={text}")
        return list(dict.fromkeys(self.details)) or None

    def counting(self, prop: str) -> list[Statement]:
        """The statements of a property that are not deprecated; deprecated ones are noted."""
        self.used.add(prop)
        counting = []
        for one in self.statements(prop):
            if one.rank == "deprecated":
                self.deprecated(prop, one)
            else:
                counting.append(one)
        return counting


def statement_key(one: Statement, subject: str, prop: str) -> str:
    """The identifier of a statement; the first letter of old ones is small.

    Example:
        >>> statement_key(Statement("q1$AB", "normal", {}, {}), "Q1", "P39")
        'Q1-AB'
    """
    own = one.id.replace("$", "-")
    return own[:1].upper() + own[1:] if own else f"{subject}-{prop}-{shown(one.snak)}"
