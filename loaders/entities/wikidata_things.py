"""The row that an item of Wikidata becomes: a thing of the kind that its class (P31) says.

Properties and classes: https://www.wikidata.org/wiki/Wikidata:List_of_properties. Which class is which kind is our own list; classes that are
not in it are told by properties that only one kind of thing has, or else rejected, since the classes above a class are in other items.
"""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.entities.wikidata_items import SOURCE, Item, statement_key
from govgraph.loaders.entities.wikidata_links import add_links
from govgraph.loaders.entities.wikidata_values import iri_of, item, point, truthy, value
from govgraph.loaders.popolo.fields import Unusable
from govgraph.ontology.terms import CODE, clean_url, is_iri, mint

_CLASSES: Final = {
    "person": "Q5",
    "organization": "Q6256 Q3624078 Q43229 Q31855 Q3918",
    "party": "Q7278",
    "company": "Q4830453 Q783794 Q6881511 Q891723",
    "ngo": "Q163740 Q79913",
    "igo": "Q245065",
    "agency": "Q327333 Q192350 Q35749 Q11204 Q7188 Q640506 Q41487",
    "media": "Q11032",
    "post": "Q4164871 Q294414",
    "place": "Q486972 Q515 Q56061 Q192611",
    "event": "Q1656682 Q1190554 Q40231 Q15238777 Q175331 Q625994 Q2761147 Q131569",
}  # fmt: skip
_KIND_OF: Final = {one: kind for kind, names in _CLASSES.items() for one in names.split()}
_SIGNS: Final = (
    ("person", ("P569", "P21", "P39", "P106", "P734", "P27")),
    ("post", ("P1308", "P2389", "P2098")),
    ("event", ("P585", "P710", "P664", "P541")),
    ("party", ("P1387",)),
    ("organization", ("P159", "P1454", "P488", "P749", "P463", "P127")),
    ("place", ("P625", "P131")),
)
"""Kind -> properties that only items of the kind have, for items whose class is not in our list."""
_EVENT_TYPES: Final = {
    "Q40231": "election",
    "Q15238777": "legislative_term",
    "Q175331": "protest",
    "Q625994": "conference",
    "Q2761147": "meeting",
    "Q131569": "agreement",
}
_GENDERS: Final = {"Q6581097": "male", "Q6581072": "female"}


def read(one: Item) -> None:
    """Add its rows.

    Raises:
        Unusable: it has no id, or it is not known what it is.

    Example:
        >>> from govgraph.loaders.rows import Rows
        >>> rows = Rows()
        >>> read(Item({"id": "Q1", "claims": {"P569": []}}, "x:", ("en",), rows, []))
        >>> rows.of["actors"][0]["kind"]
        'person'
    """
    if not one.id.startswith("Q"):
        raise Unusable("id", "not an item (a property, a lexeme)", one.id)
    if "missing" in one.found:
        raise Unusable("missing", "deleted by its source", one.id)
    kind = _kind(one)
    one.kind = kind
    role = kind if kind in ("person", "post", "place", "event") else "organization"
    one.iri = iri_of(one.base, role, one.id)
    if role == "person" or role == "organization":
        add_links(one, role)
    thing = {"iri": one.iri, **one.names(), "identifiers": one.identifiers()}
    {
        "person": _actor,
        "organization": _actor,
        "post": _post,
        "place": _place,
        "event": _event,
    }[role](one, thing)


def _kind(one: Item) -> str:
    found = next((_KIND_OF[c] for c in one.classes if c in _KIND_OF), "")
    # A position is a class itself: what it is a subclass of says so.
    above = [item(s.snak) for s in truthy(one.statements("P279"))]
    found = found or ("post" if any(_KIND_OF.get(c) == "post" for c in above) else "")
    found = found or next((kind for kind, props in _SIGNS if any(p in one.claims for p in props)), "")
    if not found:
        raise Unusable("P31", "not known what it is: no class of our list", " ".join(one.classes) or one.id)
    return found


def _actor(one: Item, thing: dict[str, Any]) -> None:
    person = one.kind == "person"
    start, end = one.span(("P569",), ("P570",)) if person else one.span(("P571", "P580"), ("P576", "P582"))
    gender = next((item(s.snak) for s in truthy(one.statements("P21"))), None) if person else None
    picture, *more = [value(s.snak) for s in truthy(one.statements("P18"))] or [None]
    one.details += [f"{SOURCE}:P18={text}" for text in more if text]
    image = (
        clean_url(f"https://commons.wikimedia.org/wiki/Special:FilePath/{str(picture).replace(' ', '_')}")
        if picture
        else None
    )
    one.used |= {"P21", "P18", "P856"}
    if "/country/" in one.iri:
        kind, of = "country", None
    else:
        kind, of = one.kind, one.country("P27" if person else "P17")
    one.rows.add(
        "actors", **thing, kind=kind, country=of, start_date=start, end_date=end, gender=_GENDERS.get(gender or "", gender),
        links=one.pages(), image=image if image and is_iri(image) else None, sectors=None, details=one.rest(),
    )  # fmt: skip


def _post(one: Item, thing: dict[str, Any]) -> None:
    body = None
    for prop in ("P2389", "P361", "P1001", "P17"):
        if body := one.one_item(prop, "organization"):
            break
    one.rows.add("posts", **thing, organization=body, details=one.rest())


def _place(one: Item, thing: dict[str, Any]) -> None:
    near = next((p for s in truthy(one.statements("P625")) if (p := point(s.snak))), {})
    if "/country/" in one.iri:
        one.kind = "country"
        _actor(one, thing)
        return
    if near:
        one.used.add("P625")
    within = one.one_item("P131", "place")
    one.rows.add(
        "places",
        **thing,
        country=one.country("P17"),
        within=within,
        **near,
        precision="unknown",
        details=one.rest(),
    )


def _event(one: Item, thing: dict[str, Any]) -> None:
    code = next((_EVENT_TYPES[c] for c in one.classes if c in _EVENT_TYPES), None)
    start, end = one.span(("P580", "P585"), ("P582",))
    place = one.one_item("P276", "place") or one.one_item("P131", "place") or one.country("P17")
    for prop, role in (("P710", "participant"), ("P664", "organizer")):
        for found in one.counting(prop):
            if who := item(found.snak):
                iri = mint(one.base, "participation", SOURCE, statement_key(found, one.id, prop))
                one.rows.add(
                    "participations",
                    iri=iri,
                    participant=iri_of(one.base, "organization", who),
                    event=one.iri,
                    role=role,
                )
    one.rows.add(
        "events", **thing, type=f"{CODE}event-type/{code}" if code else None, start_date=start, end_date=end, place=place,
        links=one.pages(), details=one.rest(),
    )  # fmt: skip
