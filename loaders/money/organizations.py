"""Organisations as aid, grant and contract data name them: by an identifier of a register, by one of the source's own, or by a name alone.

An identifier whose beginning is a list of org-id.guide (``GB-CHC-1136419``, ``XM-DAC-46004``, ``360G-wolfson``) means the same organisation in every data
set, so its IRI is the same. Any other identifier belongs to its data set. A name without an identifier is known within one publisher's data, and
marked ``name_only``.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from govgraph.loaders.events.actors import iso3_of
from govgraph.loaders.identity import name_only_iri
from govgraph.loaders.nested import Writer
from govgraph.ontology.countries import country
from govgraph.ontology.terms import country_iri, local_id, mint

_REGISTERED: Final = re.compile(r"(?:[A-Z]{2}-[A-Z][A-Z0-9_]{1,}|360G)-\S+")
# Lists of org-id.guide whose members are all of one kind: charity regulators; local authorities, government bodies, health bodies of the UK.
_KINDS_OF_LISTS: Final = {
    "GB-CHC": "ngo", "GB-SC": "ngo", "GB-NIC": "ngo", "GB-GOR": "agency", "GB-GOV": "agency", "GB-LAE": "agency", "GB-LAS": "agency",
    "GB-LANI": "agency", "GB-LAC": "agency", "GB-PLA": "agency", "GB-NHS": "agency", "US-GOV": "agency",
}  # fmt: skip
_REMEMBERED: Final = 65_536
"""How many organisations are remembered."""
_ISO2: Final = re.compile(r"[A-Z]{2}")
_TWICE: Final = re.compile(r"&(?:amp|apos|quot|lt|gt|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
# Channel codes of the OECD DAC that stand for a category of organisations, not for one (DAC and CRS code lists, Channel codes).
_CATEGORY: Final = re.compile(
    r"(?:XM-DAC-)?((?:[1-9]0|1[1-4]|2[1-4]|3[12]|4[1267]|5[12]|6[1-4])000|1[12]00[1-4]|6[1-4]0\d{2})"
)
_KINDS_OF_CATEGORIES: Final = {"1": "agency", "2": "ngo", "4": "igo", "6": "company"}
"""The first digit of a channel code -> kind of actor."""
_CATEGORY_NAMES: Final = frozenset(
    {
        "public sector institutions", "donor government", "central government", "local government", "public corporations",
        "other public entities in donor country", "other public entities in recipient country", "recipient government",
        "third country government (delegated co-operation)", "third country government (delegated cooperation)",
        "non-governmental organisations (ngos) and civil society", "non-governmental organisation (ngo) and civil society",
        "public-private partnerships (ppps) and networks", "public-private partnership (ppp)", "public-private partnership", "network",
        "multilateral organisations", "united nations agency, fund or commission (un)", "european union institution (eu)",
        "regional development bank", "other multilateral institution", "other", "private sector institution", "private sector institutions",
        "university, college or other teaching institution, research institute or think-tank",
        "teaching institutions, research institutes or think-tanks", "private sector in provider country",
        "private sector in recipient country", "private sector in third country",
    }
)  # fmt: skip
"""The names of these categories, in lower case."""
_NOBODY: Final = re.compile(
    r"(?:(?:multiple|various|several|other|not (?:yet )?(?:available|known|specified|applicable|determined)|unknown|unspecified|undisclosed|redacted"
    r"|tbd|tbc|none|n/?a)\b[ ,.]*(?:agenc(?:y|ies)|organi[sz]ations?|institutions?|donors?|partners?|suppliers?|recipients?|ngos?)?"
    r"|(?:international|national|regional|local|donor country-based|partner country based|developing country-based) ngos?"
    r"|private sector|public sector|-+|\.+)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Organization:
    """An organisation as one place of a file names it.

    Attributes:
        ref: its identifier; empty if the source gives none.
        names: its names by language.
        kind: the kind of actor that the source says it is.
        classification: what the source calls this kind.
        home: alpha-3 code of its country, where the source gives it.
        identifiers, contact_details, links, details: as the columns of the table ``actors``.
        within: what a name alone is known within: the publisher, the process.
        may_be_state: whether a country's name means the country, and not somebody called so.
    """

    ref: str = ""
    names: list[dict[str, str]] = field(default_factory=list)
    kind: str = "organization"
    classification: str = ""
    home: str = ""
    identifiers: tuple[str, ...] = ()
    contact_details: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    within: str = ""
    may_be_state: bool = False

    @property
    def shown(self) -> str:
        """The words of the source for it."""
        return self.names[0]["text"] if self.names else self.ref


def plain(text: str) -> str:
    """A text with single spaces, in which what was escaped twice is readable.

    Example:
        >>> plain("Women&apos;s  Fund"), plain("A & B")
        ("Women's Fund", 'A & B')
    """
    text = " ".join(text.split())
    return html.unescape(text) if "&" in text and _TWICE.search(text) else text


@lru_cache(maxsize=16_384)
def is_registered(ref: str) -> bool:
    """Whether an identifier has the form that org-id.guide gives it: a list's code, a hyphen, the number in that list.

    Example:
        >>> [is_registered(r) for r in ("GB-CHC-1136419", "360G-wolfson-1", "44000", "GB-1")]
        [True, True, False, False]
    """
    return _REGISTERED.fullmatch(ref) is not None


def is_nobody(organization: Organization) -> bool:
    """Whether a name stands for no organisation: an empty one, several unnamed ones, or a category.

    Example:
        >>> is_nobody(Organization("21000", [{"lang": "", "text": "INTERNATIONAL NGO"}]))
        True
        >>> is_nobody(Organization("21000", [{"lang": "", "text": "Carnegie Endowment"}]))
        False
    """
    if not organization.names:
        return not organization.ref or _CATEGORY.fullmatch(organization.ref) is not None
    if organization.ref and not _CATEGORY.fullmatch(organization.ref):
        return False
    texts = [name["text"].strip() for name in organization.names]
    return all(_NOBODY.fullmatch(t) or t.rstrip(".").casefold() in _CATEGORY_NAMES for t in texts)


def kind_by_list(ref: str) -> str:
    """The kind of actor that the list in an identifier says it is; ``organization`` if the list has all kinds.

    Example:
        >>> kind_by_list("GB-CHC-1136419"), kind_by_list("GB-COH-06368740")
        ('ngo', 'organization')
    """
    return _KINDS_OF_LISTS.get("-".join(ref.split("-")[:2]), "organization")


def _without_category(organization: Organization) -> Organization:
    """An organisation that is identified only by its category (21000, Carnegie Endowment) has no identifier."""
    category = _CATEGORY.fullmatch(organization.ref)
    if category is None:
        return organization
    kind = _KINDS_OF_CATEGORIES.get(category[1][0], "organization")
    return replace(organization, ref="", kind=kind if organization.kind == "organization" else organization.kind)


def iri_of(writer: Writer, organization: Organization) -> tuple[str, bool]:
    """The IRI of an organisation, and whether it is known by its name alone.

    Example:
        >>> iri_of(Writer("x:", "iati"), Organization("GB-CHC-1")), iri_of(Writer("x:", "iati"), Organization("GB-1"))
        (('x:organization/org-id/GB-CHC-1', False), ('x:organization/iati/GB-1', False))
    """
    ref = organization.ref
    if ref:
        return mint(writer.base, "organization", "org-id" if is_registered(ref) else writer.dataset, ref), False
    return name_only_iri(writer.base, writer.dataset, organization.kind, organization.within, organization.shown), True


def state(organization: Organization) -> str:
    """The alpha-3 code of the country that a reference means: ``GB`` with the name United Kingdom, or a country's name alone.

    Example:
        >>> state(Organization("GB", [{"lang": "", "text": "UNITED KINGDOM"}])), state(Organization("GB-1"))
        ('GBR', '')
    """
    by_name = next((code for name in organization.names if (code := iso3_of(name["text"]))), "")
    if not organization.ref:
        return by_name
    if not _ISO2.fullmatch(organization.ref):
        return ""
    one = country(f"iso2:{organization.ref}")
    return one.iso3 if one and (by_name == one.iso3 or not organization.names) else ""


@lru_cache(maxsize=64)
def scheme_of(dataset: str) -> str:
    """The scheme of identifiers that a data set gives to organisations itself.

    Example:
        >>> scheme_of("iati"), scheme_of("360giving")
        ('iati-org', 'x-360giving-org')
    """
    word = local_id(dataset).replace("/", "-").replace("~", "-").replace(":", "-").replace("@", "-")
    return f"{word}-org" if word[:1].isalpha() else f"x-{word}-org"


class _Known(NamedTuple):
    """What an organisation turned out to be.

    Attributes:
        ref, kind: its identifier and kind, without a category's.
        iri: its IRI; None: it is nobody.
        name_only: whether it is known by its name alone.
        is_state: whether it is a country, which needs no row.
    """

    ref: str
    kind: str
    iri: str | None = None
    name_only: bool = False
    is_state: bool = False


def _looked_at(writer: Writer, organization: Organization) -> _Known:
    if is_nobody(organization):
        return _Known(organization.ref, organization.kind)
    organization = _without_category(organization)
    if organization.may_be_state and (iso3 := state(organization)):
        return _Known(organization.ref, organization.kind, country_iri(writer.base, iso3), is_state=True)
    return _Known(organization.ref, organization.kind, *iri_of(writer, organization))


def _known(writer: Writer, organization: Organization) -> tuple[_Known, str, dict[str, Any]]:
    """What an organisation is, its words, and its row; files name the same few again and again, so it is looked at once."""
    remembered = writer.remembered
    found: tuple[_Known, str, dict[str, Any]] | None = remembered.get(organization)
    if found is None:  # the very same object, as loaders give it that make organisations once
        names = tuple((name["lang"], name["text"]) for name in organization.names)
        key = (organization.ref, names, organization.kind, organization.within, organization.may_be_state)
        if (known := remembered.get(key)) is None:
            known = remembered[key] = _looked_at(writer, organization)
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        shown = organization.names[0]["text"] if organization.names else known.ref
        found = remembered[organization] = (known, shown, _row(writer, organization, known))
    return found


def _row(writer: Writer, given: Organization, known: _Known) -> dict[str, Any]:
    """The row of an organisation, without empty values; empty if it has none."""
    if known.iri is None or known.is_state:
        return {}
    own = known.ref.replace(" ", "_")
    scheme = "org-id" if is_registered(own) else scheme_of(writer.dataset)
    row = {
        "iri": known.iri, "kind": known.kind, "names": given.names, "classification": given.classification,
        "country": country_iri(writer.base, given.home) if given.home else None, "name_only": known.name_only,
        "identifiers": [*([f"{scheme}:{own}"] if own else []), *given.identifiers],
        "contact_details": list(given.contact_details), "links": list(given.links), "details": list(given.details),
    }  # fmt: skip
    return {name: value for name, value in row.items() if value}


def describe(writer: Writer, given: Organization) -> str | None:
    """Write the row of an organisation; its IRI, or None, with a note, if it is nobody."""
    known, shown, row = _known(writer, given)
    iri = known.iri
    if iri is None:
        if shown:
            writer.note("placeholder, not an actor", f"{known.ref} {shown}".strip())
        return None
    if known.is_state or not writer.first(iri, known.kind, given.classification, shown):
        return iri
    if known.name_only and "," in shown:
        writer.note("may name several organisations; kept as one", shown)
    writer.put("actors", row.copy())
    return iri
