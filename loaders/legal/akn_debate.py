"""A debate in Akoma Ntoso: each speech, question and answer as an event with its speaker, votes with their totals and voters, attendance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.legal.akn_names import Names, child
from govgraph.loaders.nested import Writer, names_of
from govgraph.loaders.xml_records import local, text_of
from govgraph.ontology.terms import CODE, local_id

DEBATES: Final = ("debate", "debateReport", "debateRecord")
_SPEECHES: Final = ("speech", "question", "answer", "speechGroup")
_CHOICES: Final = {
    "for": "yes",
    "aye": "yes",
    "yes": "yes",
    "against": "no",
    "no": "no",
    "nay": "no",
    "abstain": "abstain",
    "abstention": "abstain",
}


def read_debate(writer: Writer, document: Element, names: Names, sitting: str, date: str | None) -> None:
    """Write the speeches, votes and attendance of a sitting.

    Example:
        >>> from xml.etree import ElementTree
        >>> debate = "<debate><debateBody><speech><from>The Chair</from><p>Order.</p></speech></debateBody></debate>"
        >>> writer = Writer("x:", "akn")
        >>> read_debate(writer, ElementTree.fromstring(debate), Names(writer), "x:sitting", "2014-02-03")
        >>> writer.rows.of["events"][0]["description"], writer.rows.of["participations"][0]["role"]
        ('Order.', 'speaker')
    """
    body = child(document, "debateBody")
    number = 0
    for part, sections in _walk(body, []) if body is not None else []:
        kind = local(part.tag)
        if kind in _SPEECHES:
            number += 1
            _speech(writer, part, kind, names, sitting, date, number, sections)
        elif kind == "person" and "rollCall" in sections:
            words = text_of(part)
            writer.take_part(sitting, "participant", names.actor(part.get("refersTo"), words, "person"), as_given=words)
    _votes(writer, document, names, sitting, date)


def _walk(element: Element, sections: list[str]) -> Iterator[tuple[Element, list[str]]]:
    """All elements below one, each with the names and headings of the sections that it is in; a speech is not looked into."""
    for part in element:
        yield part, sections
        kind = local(part.tag)
        if kind in _SPEECHES and kind != "speechGroup":
            continue
        heading = child(part, "heading")
        words = (
            [part.get("name") or kind] if kind == "debateSection" or heading is not None or kind == "rollCall" else []
        )
        yield from _walk(part, [*sections, *words, *([text_of(heading)] if heading is not None else [])])


def _speech(
    writer: Writer, part: Element, kind: str, names: Names, sitting: str, date: str | None, number: int, sections: list[str]
) -> None:  # fmt: skip
    if kind == "speechGroup":
        return
    iri = f"{sitting}/speech/{local_id(part.get('eId') or part.get('id') or str(number))}"
    printed = child(part, "from")
    words = text_of(printed) if printed is not None else ""
    text = " ".join(text_of(each) for each in part if local(each.tag) != "from")
    details = [f"akn:kind={kind}", *(f"akn:section={word}" for word in sections)]
    details += [f"akn:{key}={time}" for key in ("startTime", "endTime") if (time := part.get(key))]
    addressed = [(names.actor(target), names.shown(target)) for target in (part.get("to") or "").split()]
    # Who is addressed as the holder of an office alone is not known by name.
    details += [f"akn:to={shown}" for actor, shown in addressed if actor is None and shown]
    writer.add(
        "events", iri=iri, type=f"{CODE}event-type/statement", part_of=sitting, start_date=date, description=text.strip(), details=details,
        names=names_of([(names.language, words)]),
    )  # fmt: skip
    role = names.shown(part.get("as"))
    speaker = names.actor(part.get("by"), words)
    writer.take_part(
        iri,
        "speaker",
        speaker,
        as_given=words or names.shown(part.get("by")),
        details=[f"akn:as={role}"] if role else None,
    )
    for actor, shown in addressed:
        writer.take_part(iri, "addressee", actor, as_given=shown)


def _votes(writer: Writer, document: Element, names: Names, sitting: str, date: str | None) -> None:
    """The votings of the analysis with their totals, and the votes of single voters in the text."""
    votings: list[str] = []
    for part in document.iter():
        if local(part.tag) not in ("voting", "recount"):
            continue
        iri = f"{sitting}/vote/{local_id(part.get('eId') or part.get('id') or str(len(votings) + 1))}"
        votings.append(iri)
        outcome = part.get("outcome") or ""
        details = [f"akn:outcome={names.shown(outcome) or outcome}"] if outcome else []
        for count in part:
            if count.get("value"):
                word = (
                    names.shown(count.get("refersTo"))
                    or (count.get("refersTo") or "").removeprefix("#")
                    or count.get("eId")
                    or ""
                )
                details.append(f"akn:{local(count.tag)}={' '.join(filter(None, (word, count.get('value'))))}")
        subject = names.shown(part.get("refersTo"))
        writer.add(
            "events", iri=iri, type=f"{CODE}event-type/vote", part_of=sitting, start_date=date, details=details,
            names=names_of([(names.language, subject)]),
        )  # fmt: skip
    voted = [part for part in document.iter() if local(part.tag) == "vote" and (part.get("by") or text_of(part))]
    if voted and not votings:
        votings = [f"{sitting}/vote/1"]
        writer.add("events", iri=votings[0], type=f"{CODE}event-type/vote", part_of=sitting, start_date=date)
    if voted and len(votings) > 1:
        writer.note("votes of single voters that belong to one of several votings; not loaded", len(voted))
        return
    for part in voted:
        choice = names.shown(part.get("choice")) or (part.get("choice") or "").removeprefix("#")
        words = text_of(part)
        entry = names.entry(part.get("by"))
        if entry is None:
            writer.note("vote of nobody in the references", f"{part.get('by') or ''} {words}".strip())
            continue
        vote = _CHOICES.get(choice.casefold(), choice)
        writer.take_part(
            votings[0], "voter", names.actor(part.get("by")), as_given=words or names.shown(part.get("by")), vote=vote
        )
