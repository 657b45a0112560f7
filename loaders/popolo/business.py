"""The rows that motions, votes and speeches of a Popolo file become: what a parliament does, beside who is in it.

A vote event and a motion are events, a vote is a participation of the voter with the option that was chosen, a speech is a statement of its
speaker. Fields: http://www.popoloproject.com/specs/ (motion, vote-event, vote, speech).
"""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.popolo.actors import document
from govgraph.loaders.popolo.context import Context
from govgraph.loaders.popolo.fields import Fields
from govgraph.loaders.popolo.positions import body_of
from govgraph.loaders.popolo.values import as_text
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import CODE

_OF_MOTION: Final = ("classification", "requirement", "result", "session")
_OF_VOTE_EVENT: Final = ("classification", "result", "legislative_session_id", "legislative_session", "session")
_OF_VOTE: Final = ("role", "weight", "pair_id", "group", "group_id", "note")
_OF_SPEECH: Final = ("type", "role", "position", "attribution_text", "audio", "video")


def motion(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``events``, and rows of ``participations`` for who moved it and where.

    Raises:
        Unusable: it has no id.
    """
    iri = context.ids.iri(fields.kind, fields.required("id", fields.text("id")))
    text = fields.names("text")
    told = {
        "names": fields.names("name") or fields.names("title") or text or None,
        "start_date": fields.date("date"),
        "details": fields.details(_OF_MOTION),
        "part_of": context.ids.refer(fields, "events", fields.reference("legislative_session")),
    }
    _event(context, fields, rows, iri, "parliamentary_business", told)
    _takes_part(context, fields, rows, iri, "author", "creator")


def vote_event(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``events``, with counts and results of groups as details; its votes are objects of their own.

    Raises:
        Unusable: it has neither id nor identifier.
    """
    iri = context.ids.iri(fields.kind, fields.required("id", vote_event_id(fields)))
    start, end = fields.span("start_date", "end_date")
    inner = fields.take("motion")
    words = fields.inside(inner if isinstance(inner, dict) and "id" not in inner else {})
    moved = context.ids.refer(fields, "motions", fields.reference("motion") if not words.of else None)
    session = None if moved else context.ids.refer(fields, "events", fields.reference("legislative_session"))
    told = {
        "names": fields.names("name") or fields.names("title") or words.names("text") or None,
        "start_date": start or words.date("date"),
        "end_date": end,
        "part_of": moved or session,
        "details": list(
            dict.fromkeys([*fields.details(_OF_VOTE_EVENT), *words.details(_OF_MOTION), *_counted(fields)])
        ),
    }
    _event(context, fields, rows, iri, "vote", told)


def vote_event_id(fields: Fields) -> str | None:
    """What identifies a vote event: its id, or the number that its publisher gave it."""
    return fields.text("id") or fields.text("identifier")


def vote(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``participations``.

    Raises:
        Unusable: the voter or what was voted on is missing.
    """
    held = fields.required("vote_event_id", fields.reference("vote_event"))
    voter = fields.required("voter_id", fields.reference("voter"))
    fields.used.add("id")
    if voter in context.ids.described.get("organizations", ()):
        participant = body_of(context, fields, voter)
    else:
        participant = context.ids.refer(fields, "persons", voter)
    _link(context, fields, rows, fields.required("voter_id", participant), context.ids.refer(fields, "vote_events", held), "voter",
          vote=fields.text("option"), details=fields.details(_OF_VOTE) or None)  # fmt: skip


def speech(context: Context, fields: Fields, rows: Rows) -> None:
    """A row of ``events``, and rows of ``participations`` for who spoke and to whom.

    Raises:
        Unusable: it has no id.
    """
    iri = context.ids.iri(fields.kind, fields.required("id", fields.text("id")))
    told = {
        "names": fields.names("title") or None,
        "description": fields.text("text"),
        "start_date": fields.date("date"),
        "part_of": context.ids.refer(fields, "events", fields.reference("event")),
        "details": fields.details(_OF_SPEECH),
    }
    _event(context, fields, rows, iri, "statement", told)
    _takes_part(context, fields, rows, iri, "speaker", "creator")
    _takes_part(context, fields, rows, iri, "addressee", "audience")


def _event(context: Context, fields: Fields, rows: Rows, iri: str, kind: str, told: dict[str, Any]) -> None:
    """The row of an event, and the organisation in which it took place."""
    number = fields.text("identifier")
    identifiers = [*fields.identifiers(), *([f"popolo:{number.replace(' ', '_')}"] if number else [])]
    links = fields.addresses("links", "sources")
    told["details"] = told["details"] or None
    rows.add(
        "events", iri=iri, type=f"{CODE}event-type/{kind}", identifiers=identifiers or None, links=links or None,
        document=document(fields), **told,
    )  # fmt: skip
    if body := body_of(context, fields, fields.reference("organization")):
        _link(context, fields, rows, body, iri, "organization")


def _takes_part(context: Context, fields: Fields, rows: Rows, event: str, role: str, field: str) -> None:
    if actor := context.ids.refer(fields, "persons", fields.reference(field)):
        _link(context, fields, rows, actor, event, role)


def _link(
    context: Context, fields: Fields, rows: Rows, actor: str, event: str | None, role: str, **values: Any
) -> None:
    rows.add(
        "participations", iri=context.ids.of_key("participation", actor, event, role), participant=actor, event=event, role=role,
        document=document(fields), **values,
    )  # fmt: skip


def _counted(fields: Fields) -> list[str]:
    """The counts and the results of groups, as ``popolo:count=yes 128`` and ``popolo:count=yes 20 (party/a)``."""
    told = []
    for name, word, others in (("counts", "option", ("value",)), ("group_results", "result", ())):
        for item in fields.items(name, (word, *others, "group", "group_id")):
            inner = fields.inside(item)
            group = item.get("group")
            of = inner.text("group_id") or (
                as_text(group.get("name") or group.get("id"))[0] if isinstance(group, dict) else inner.text("group")
            )
            words = [text for key in (word, *others) if (text := inner.text(key))]
            told.append(f"popolo:{name.removesuffix('s')}={' '.join(words)}" + (f" ({of})" if of else ""))
    return told
