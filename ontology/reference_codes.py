"""The code lists as reference pages: which lists there are, which codes a list has, what a code means.

Codes are written as in records: ``country:KGZ``, ``cameo:042``, ``event-type:seminar``, ``plover:CONSULT``; a typed
country code of another system (``fips:KG``) and a CAMEO actor code (``cameo:KGZGOV``) are explained too.
"""

from __future__ import annotations

from typing import Any

from govgraph.ontology import cameo, cameo_actors, countries, event_types, source_codes
from govgraph.ontology.errors import OntologyError, nearest
from govgraph.ontology.terms import BASE, PREFIXES, country_iri

LISTS: dict[str, str] = {
    "countries": "Countries, ended states and territories, by ISO 3166-1 alpha-3 code.",
    "cameo": "CAMEO event codes (conflict and mediation event observations).",
    "plover": "PLOVER event types, the wider classes of CAMEO codes.",
    "event-types": "Governance event types of this project.",
    **source_codes.EVENT_SCHEMES,
    **source_codes.TOPIC_SCHEMES,
}
"""Name of a code list -> what it is."""


def _labels(**labels: str) -> dict[str, str]:
    return {language: text for language, text in labels.items() if text}


def _country(state: countries.Country, code: str) -> dict[str, Any]:
    return {
        "kind": "code", "code": code, "list": "countries", "iri": country_iri(BASE, state.iso3), "labels": state.names,
        "other_names": list(state.variants), "codes": list(state.codes), "started": state.started, "ended": state.ended,
        "broader": [],
    }  # fmt: skip


def _cameo(event: cameo.CameoEvent) -> dict[str, Any]:
    broader = [f"cameo:{event.broader}"] if event.broader else []
    return {
        "kind": "code", "code": f"cameo:{event.code}", "list": "cameo", "iri": PREFIXES["cameo"] + event.code,
        "labels": _labels(en=event.label_en, ru=event.label_ru, ky=event.label_ky), "broader": broader + ([f"plover:{event.plover}"] if event.plover else []),
        "quad_class": event.quad_class, "goldstein": event.goldstein,
    }  # fmt: skip


def _plover(kind: event_types.PloverType) -> dict[str, Any]:
    return {
        "kind": "code", "code": f"plover:{kind.code}", "list": "plover", "iri": PREFIXES["plover"] + kind.code,
        "labels": _labels(en=kind.label_en, ru=kind.label_ru, ky=kind.label_ky), "broader": [],
        "quad_class": kind.quad_class, "editions": list(kind.editions),
    }  # fmt: skip


def _event_type(kind: event_types.EventType) -> dict[str, Any]:
    broader = [f"event-type:{kind.broader}"] if kind.broader else []
    return {
        "kind": "code", "code": f"event-type:{kind.code}", "list": "event-types",
        "iri": PREFIXES["event-type"] + kind.code,
        "labels": _labels(en=kind.label_en, ru=kind.label_ru, ky=kind.label_ky),
        "broader": broader + ([f"plover:{kind.plover}"] if kind.plover else []),
        "cameo": f"cameo:{kind.cameo}" if kind.cameo else "",
    }  # fmt: skip


def _source_event(event: source_codes.SourceEvent) -> dict[str, Any]:
    return {
        "kind": "code", "code": f"{event.scheme}:{event.code}", "list": event.scheme, "iri": event.iri,
        "labels": _labels(**event.labels), "broader": list(event.broader),
    }  # fmt: skip


def _topic(topic: source_codes.Topic) -> dict[str, Any]:
    return {
        "kind": "code", "code": f"{topic.scheme}:{topic.code}", "list": topic.scheme,
        "labels": _labels(en=topic.label_en, ru=topic.label_ru), "broader": [],
    }  # fmt: skip


def _of_source(scheme: str) -> list[dict[str, Any]]:
    """The entries of a list that only one data set uses."""
    if scheme in source_codes.EVENT_SCHEMES:
        return [_source_event(e) for e in source_codes.source_events() if e.scheme == scheme]
    return [_topic(t) for t in source_codes.topics() if t.scheme == scheme]


def listed(name: str) -> dict[str, Any]:
    """All codes of a list.

    Raises:
        OntologyError: no such list.

    Example:
        >>> listed("event-types")["codes"][0]["code"]
        'event-type:agreement'
    """
    if name not in LISTS:
        raise OntologyError(f"no code list {name!r}", expected=nearest(name, LISTS) or ", ".join(LISTS))
    if name == "countries":
        entries = [_country(c, f"country:{c.iso3}") for c in countries.countries()]
    elif name == "cameo":
        entries = [_cameo(c) for c in cameo.cameo_events()]
    elif name == "plover":
        entries = [_plover(c) for c in event_types.plover_types()]
    elif name == "event-types":
        entries = [_event_type(c) for c in event_types.event_types()]
    else:
        entries = _of_source(name)
    return {"kind": "list", "name": name, "comment": LISTS[name], "codes": entries}


def is_code(text: str) -> bool:
    """Whether a text has the form of a code of one of the lists.

    Example:
        >>> is_code("cameo:042"), is_code("gov:Event")
        (True, False)
    """
    prefix, colon, _ = text.partition(":")
    return bool(colon) and prefix in {
        "country", "cameo", "plover", "event-type", *countries.SYSTEMS,
        *source_codes.EVENT_SCHEMES, *source_codes.TOPIC_SCHEMES,
    }  # fmt: skip


def code(text: str) -> dict[str, Any]:
    """What a code means.

    Args:
        text: ``system:code``, for which :func:`is_code` holds.

    Raises:
        OntologyError: the list does not have the code; the message names the nearest one.

    Example:
        >>> code("cameo:042")["labels"]["en"], code("country:KGZ")["labels"]["ky"]
        ('Make a visit', 'Кыргызстан')
    """
    system, _, raw = text.partition(":")
    if system == "cameo":
        if event := cameo.cameo_event(raw):
            return _cameo(event)
        actor = cameo_actors.decode_cameo_actor(raw)
        if actor.name and not actor.unknown:
            return {
                "kind": "code", "code": text, "list": "cameo actors", "labels": {"en": actor.name}, "actor": actor.kind,
                "country": f"country:{actor.country}" if actor.country else "", "broader": [],
            }  # fmt: skip
        known = [c.code for c in cameo.cameo_events()]
    elif system == "plover":
        known = [c.code for c in event_types.plover_types()]
        for plover in event_types.plover_types():
            if plover.code == raw:
                return _plover(plover)
    elif system == "event-type":
        known = [c.code for c in event_types.event_types()]
        if kind := event_types.event_type(raw):
            return _event_type(kind)
    elif system in LISTS:
        entries = {e["code"].partition(":")[2]: e for e in _of_source(system)}
        known = list(entries)
        if raw in entries:
            return entries[raw]
    else:
        known = [c.iso3 for c in countries.countries()]
        if state := countries.country(f"iso3:{raw}" if system == "country" else text):
            return _country(state, text)
    # Spreadsheets drop the leading zero of 042.
    near = "0" + raw if "0" + raw in known else nearest(raw, known)
    lists = {name: name for name in LISTS} | {"event-type": "event-types"}
    raise OntologyError(
        f"no code {text!r}",
        expected=f"{system}:{near}" if near and (system == "country" or system in lists) else "",
        hint=f"govgraph ref {lists.get(system, 'countries')}",
    )
