"""The rows of a SPARQL result about positions (https://www.w3.org/TR/sparql11-results-json/), whatever the query called its variables.

A query gives a row for each combination of values, so rows of one statement are one link. It gives no precision unless it asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from govgraph.loaders.entities.wikidata_values import iri_of
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import as_date, ends_early, is_milliseconds, wikidata_item
from govgraph.loaders.records.header import language_tag
from govgraph.loaders.rows import Rows
from govgraph.loaders.sheets.saved_again import MILLISECONDS
from govgraph.loaders.sheets.sheet import is_index
from govgraph.ontology.loader import LoaderError
from govgraph.ontology.terms import mint

SOURCE: Final = "wikidata"
_WORDS: Final = {
    "person": ("item", "person", "politician", "human", "member", "holder", "officeholder", "mp", "deputy", "minister", "leader"),
    "post": ("position", "post", "role", "office"),
    "organization": ("org", "organization", "organisation", "body", "legislature", "ministry", "house"),
    "party": ("party", "group", "faction", "parliamentarygroup"),
    "area": ("district", "constituency", "electoraldistrict", "area"),
    "period": ("term", "parliamentaryterm", "period"),
    "start": ("start", "startdate", "starttime", "from"), "end": ("end", "enddate", "endtime", "to"),
    "statement": ("statement", "stmt", "ps"), "birth": ("birth", "dob", "birthdate", "dateofbirth"), "death": ("death", "dod", "deathdate", "dateofdeath"),
    "gender": ("genderlabel", "sexlabel", "sexorgenderlabel"),
}  # fmt: skip
_LABEL: Final = re.compile(r"(.*?)(?:_?label|_?name)?(?:_([a-z]{2,3}(?:_[a-z0-9]+)?))?", re.IGNORECASE)
_PRECISION: Final = {"9": 4, "10": 7, "11": 10}
_PARTICULAR: Final = ("person", "post", "organization", "party", "area", "period")


def holders_in(variables: Sequence[str]) -> str:
    """The variable that holds persons in a query about positions or memberships, by the names; empty if it is about something else.

    Example:
        >>> holders_in(["Person", "party"]), holders_in(["item", "population"])
        ('Person', '')
    """
    plain = {name.lower().replace("_", ""): name for name in variables}
    links = any(word in plain for role in ("post", "organization", "party") for word in _WORDS[role])
    return next((plain[word] for word in _WORDS["person"] if links and word in plain), "")


class Results:
    """The meaning of the variables of a query.

    Args:
        variables: their names.
        where: the file, for errors.

    Attributes:
        unused: the variables that are not understood.

    Raises:
        LoaderError: no variable holds persons.
    """

    def __init__(self, variables: tuple[str, ...], where: str, base: str) -> None:
        self.base = base
        self.of: dict[str, str] = {}
        plain = {name.lower().replace("_", ""): name for name in variables}
        for role, words in _WORDS.items():
            if found := next((plain[word] for word in words if word in plain), ""):
                self.of[role] = found
        if "person" not in self.of:
            raise LoaderError(
                "no variable of the query holds persons", where=where, expected=" or ".join(f"?{w}" for w in _WORDS["person"][:5]),
                hint="name it so in the query, as SELECT ?person ?position ?start ?end",
            )  # fmt: skip
        self.labels: dict[str, list[tuple[str, str]]] = {}
        taken = set(self.of.values())
        for name in variables:
            role, tag = self._labelled(name)
            if role and name not in taken:
                self.labels.setdefault(role, []).append((name, tag))
                taken.add(name)
        self.precisions = {role: name for role in ("start", "end") for p, name in plain.items() if p in (f"{role}precision", f"{role}dateprecision", f"{role}timeprecision")}  # fmt: skip
        self.unused = tuple(n for n in variables if n not in taken and n not in self.precisions.values())

    def _labelled(self, name: str) -> tuple[str, str]:
        """The role whose name a variable holds, and its language: ``positionLabel``, ``party_name_en``, and ``name_en`` of the person."""
        if name.lower() in ("name", "label"):
            return "person", ""
        match = _LABEL.fullmatch(name)
        if match is None or match[0] == match[1]:
            return "", ""
        stem = match[1].lower().replace("_", "")
        tag = language_tag((match[2] or "").replace("_", "-"))
        if stem in ("", "name", "label"):
            return "person", tag
        role = next(
            (role for role in _PARTICULAR if role in self.of and self.of[role].lower().replace("_", "") == stem), ""
        )
        return role, tag

    def read(self, values: dict[str, Any], rows: Rows, notes: list[tuple[str, str]]) -> None:
        """Add the rows of one result.

        Raises:
            Unusable: the person is no item of Wikidata.
        """
        items = {role: self._item(values, role) for role in _PARTICULAR}
        person = items["person"]
        if not person:
            raise Unusable(self.of["person"], "not an item of Wikidata", self._text(values, self.of["person"]) or "")
        kind = "person" if "post" in self.of or self.of["person"].lower() != "item" else "actor"
        who = iri_of(self.base, "person", person)
        gender = self._text(values, self.of.get("gender", ""))
        rows.add(
            "actors", iri=who, kind=kind, names=self._names(values, "person", person), identifiers=[f"{SOURCE}:{person}"], gender=gender,
            start_date=self._date(values, "birth", notes), end_date=self._date(values, "death", notes), details=self._details(values),
        )  # fmt: skip
        for role, of_kind in (("organization", "organization"), ("party", "party")):
            if (one := items[role]) and "/country/" not in (iri := iri_of(self.base, "organization", one)):
                rows.add(
                    "actors",
                    iri=iri,
                    kind=of_kind,
                    names=self._names(values, role, one),
                    identifiers=[f"{SOURCE}:{one}"],
                )
        if (area := items["area"]) and "/country/" not in (iri := iri_of(self.base, "place", area)):
            rows.add(
                "places",
                iri=iri,
                names=self._names(values, "area", area),
                identifiers=[f"{SOURCE}:{area}"],
                precision="unknown",
            )
        if period := items["period"]:
            rows.add(
                "events",
                iri=iri_of(self.base, "event", period),
                names=self._names(values, "period", period),
                identifiers=[f"{SOURCE}:{period}"],
            )
        body = iri_of(self.base, "organization", items["organization"]) if items["organization"] else None
        if post := items["post"]:
            rows.add(
                "posts",
                iri=iri_of(self.base, "post", post),
                names=self._names(values, "post", post),
                identifiers=[f"{SOURCE}:{post}"],
                organization=body,
            )
        self._link(values, who, items, body, rows, notes)

    def _link(
        self,
        values: dict[str, Any],
        who: str,
        items: dict[str, str],
        body: str | None,
        rows: Rows,
        notes: list[tuple[str, str]],
    ) -> None:
        start, end = self._date(values, "start", notes), self._date(values, "end", notes)
        if ends_early(start, end):
            notes.append(("ends before it starts", f"{items['person']}: {start} to {end}"))
            end = None
        statement = (self._text(values, self.of.get("statement", "")) or "").rsplit("/", 1)[-1]
        key = statement[:1].upper() + statement[1:] or "\t".join([*items.values(), start or "", end or ""])
        post = iri_of(self.base, "post", items["post"]) if items["post"] else None
        party = iri_of(self.base, "organization", items["party"]) if items["party"] else None
        common = {
            "on_behalf_of": party if post or body else None, "start_date": start, "end_date": end,
            "area": iri_of(self.base, "place", items["area"]) if items["area"] else None,
            "period": iri_of(self.base, "event", items["period"]) if items["period"] else None,
        }  # fmt: skip
        if body:
            rows.add(
                "memberships",
                iri=mint(self.base, "membership", SOURCE, key),
                member=who,
                organization=body,
                post=post,
                **common,
            )
        elif post:
            rows.add("tenures", iri=mint(self.base, "tenure", SOURCE, key), holder=who, post=post, **common)
        elif party:
            rows.add(
                "memberships", iri=mint(self.base, "membership", SOURCE, key), member=who, organization=party, **common
            )

    # ------------------------------------------------------------------------------------------------------ cells

    @staticmethod
    def _text(values: dict[str, Any], name: str) -> str | None:
        """The text of a cell; an unknown value (a blank node) is none."""
        cell = values.get(name)
        if not isinstance(cell, dict) or cell.get("type") == "bnode" or "/.well-known/genid/" in str(cell.get("value")):
            return None
        return str(cell.get("value") or "").strip() or None

    def _item(self, values: dict[str, Any], role: str) -> str:
        return wikidata_item(self._text(values, self.of.get(role, "")) or "")

    def _names(self, values: dict[str, Any], role: str, identifier: str) -> list[dict[str, str]] | None:
        """The labels of something; a label that is the item itself means that there is none."""
        found: dict[str, str] = {}
        for name, tag in self.labels.get(role, ()):
            text, cell = self._text(values, name), values.get(name)
            if text and text != identifier and isinstance(cell, dict):
                found.setdefault(language_tag(str(cell.get("xml:lang") or "")) or tag, text)
        return [{"lang": lang, "text": text} for lang, text in found.items()] or None

    def _date(self, values: dict[str, Any], role: str, notes: list[tuple[str, str]]) -> str | None:
        text = self._text(values, self.of.get(role, ""))
        if text is None:
            return None
        date = as_date(text)
        if date is None:
            notes.append(("date not understood", f"{self.of[role]}: {text}"))
            return None
        if is_milliseconds(text):
            notes.append((MILLISECONDS, f"{self.of[role]}: {text}"))
        precision = self._text(values, self.precisions.get(role, ""))
        if precision in _PRECISION:
            return date[: _PRECISION[precision]]
        if date.endswith("-01-01") and precision is None:
            notes.append(("1 January may stand for the year: the query gives no precision", f"{self.of[role]}: {date}"))
        return date

    def _details(self, values: dict[str, Any]) -> list[str] | None:
        return [
            f"{SOURCE}:{name}={text}"
            for name in self.unused
            if not is_index(name) and (text := self._text(values, name))
        ] or None
