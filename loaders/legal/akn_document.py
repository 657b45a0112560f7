"""One Akoma Ntoso document or component: the document, the event that it is about or that made it, its lifecycle and its signatories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.identity import digest
from govgraph.loaders.legal.akn_bare import day_of_debate, is_bare_debate, said_in
from govgraph.loaders.legal.akn_debate import DEBATES, read_debate
from govgraph.loaders.legal.akn_names import (
    Names,
    Parts,
    child,
    children,
    day_of,
    first_text,
    frbr,
    iri_of,
    parts_of,
    value,
)
from govgraph.loaders.money.organizations import plain
from govgraph.loaders.nested import Writer, names_of
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.xml_records import local, text_of
from govgraph.ontology.terms import CODE, country_iri, local_id, mint

KINDS: Final = {
    "act": "legislation", "bill": "parliamentary_business", "debate": "session", "debateReport": "session", "debateRecord": "session",
    "judgment": "court_case", "judgement": "court_case", "amendment": "parliamentary_business", "amendmentList": "parliamentary_business",
    "statement": "statement", "doc": "", "officialGazette": "", "documentCollection": "", "portion": "",
}  # fmt: skip
"""Type of a document -> type of the event that it stands for; empty if the type does not say."""
_LIFE: Final = {"generation": "legal_act", "amendment": "legal_act", "repeal": "legal_act"}


_CITING: Final = frozenset(
    {"ref", "rref", "mref", "activeRef", "passiveRef", "destination", "attachmentOf", "hasAttachment"}
)
"""Elements that name another document."""
_HEADS: Final = ("coverPage", "preface", "preamble", "header", "conclusions")
_ROLES: Final = {
    "docProponent": "author",
    "docIntroducer": "introducer",
    "judge": "judge",
    "party": "party",
    "lawyer": "lawyer",
}
"""Elements of these pages that name an actor -> the role."""


def read_document(writer: Writer, document: Element, names: Names, part_of: str | None) -> str:
    """Write the rows of a document or component; the IRI of its event.

    Raises:
        Unusable: it has no FRBRuri, which identifies it.

    Example:
        >>> from xml.etree import ElementTree
        >>> work = "<FRBRWork><FRBRuri value='/akn/kg/act/1'/></FRBRWork>"
        >>> act = ElementTree.fromstring(f"<act><meta><identification>{work}</identification></meta></act>")
        >>> writer = Writer("x:", "akn")
        >>> read_document(writer, act, Names(writer), None)
        'x:event/akn/akn/kg/act/1'
    """
    kind = local(document.tag)
    work, manifestation = frbr(document, "FRBRWork"), frbr(document, "FRBRManifestation")
    uri = value(work, "FRBRuri") or value(work, "FRBRthis")
    date_of = child(work, "FRBRdate")
    date = day_of(writer, date_of, "FRBRdate")
    parts = parts_of(document)
    title = first_text(parts, "shortTitle", "docTitle") or value(work, "FRBRname") or value(work, "FRBRalias")
    if uri:
        iri, event = iri_of(writer, "document", uri), mint(writer.base, "event", "akn", uri.strip("/"))
    elif is_bare_debate(document):
        own = said_in(document)
        iri, event = (mint(writer.base, kind, writer.dataset, own) for kind in ("document", "event"))
        date, title = day_of_debate(writer, document), title or first_text(parts, "heading")
    else:
        raise Unusable("FRBRuri", "required value is missing")
    identifiers = [f"akn:{'_'.join(uri.split())}"] if uri else None
    publication = child(document, "meta", "publication")
    known_by = value(manifestation, "FRBRuri")
    cited = list(dict.fromkeys(_cited(writer, parts)))
    writer.add(
        "documents", iri=iri, names=names_of([(names.language, plain(title))]), identifiers=identifiers, date=date,
        publisher=(publication.get("showAs") or "") if publication is not None else None, language=names.language,
        links=[known_by] if known_by.startswith("http") else None, cites=[each for each in cited if each != iri],
        details=list(_details(document, parts, work, date_of, publication, kind)),
    )  # fmt: skip
    writer.add(
        "events", iri=event, type=f"{CODE}event-type/{KINDS[kind]}" if KINDS[kind] else None, names=names_of([(names.language, plain(title))]),
        start_date=date, place=country_iri(writer.base, names.country) if names.country else None, part_of=part_of, identifiers=identifiers,
    )  # fmt: skip
    writer.add("mentions", iri=f"{event}/document/h-{digest(iri)}", event=event, reported_in=iri)
    authors: set[str | None] = set()
    for author in work if work is not None else []:
        target = author.get("href") or ""
        if local(author.tag) == "FRBRauthor" and target and target.removeprefix("#") not in names.editors:
            role = names.shown(author.get("as"))
            details = [f"akn:as={role}"] if role else None
            authors.add(actor := names.actor(target))
            writer.take_part(event, "author", actor, as_given=names.shown(target), details=details)
    _named_at_the_head(writer, document, names, event, authors)
    made = day_of(writer, child(manifestation, "FRBRdate"), "FRBRManifestation.FRBRdate") or ""
    _lifecycle(writer, document, names, event, iri, date, made)
    for name, part in parts:
        if name == "signature":
            _signature(writer, part, names, event)
    if kind in DEBATES:
        read_debate(writer, document, names, event, date)
    return event


def _named_at_the_head(writer: Writer, document: Element, names: Names, event: str, authors: set[str | None]) -> None:
    """Who proposed a bill, and the judges, parties and lawyers of a case, as the first and last pages of a document name them."""
    seen: set[tuple[str, str | None]] = {("author", author) for author in authors}
    for area in document:
        for part in area.iter() if local(area.tag) in _HEADS else []:
            if not (role := _ROLES.get(local(part.tag), "")):
                continue
            words = text_of(part)
            if not (words or part.get("refersTo")):
                continue
            actor = names.actor(part.get("refersTo"), words)
            if actor and (role, actor) not in seen:
                seen.add((role, actor))
                shown = names.shown(part.get("as"))
                writer.take_part(
                    event, role, actor, as_given=words or None, details=[f"akn:as={shown}"] if shown else None
                )


def _details(
    document: Element, parts: Parts, work: Element | None, date: Element | None, publication: Element | None, kind: str
) -> Iterator[str]:
    said = {
        "type": kind, "name": document.get("name"), "date-name": date.get("name") if date is not None else None,
        **{key[4:]: value(work, key) for key in ("FRBRcountry", "FRBRsubtype", "FRBRnumber", "FRBRname", "FRBRprescriptive", "FRBRauthoritative")},
    }  # fmt: skip
    yield from (f"akn:{key}={text}" for key, text in said.items() if text)
    if publication is not None:
        yield f"akn:publication={' '.join(filter(None, (publication.get(k) for k in ('name', 'number', 'date'))))}"
    for part in children(document, "meta", "classification"):
        if shown := part.get("showAs") or part.get("value"):
            yield f"akn:keyword={plain(shown)}"
    for name, change in parts:
        if name.endswith("Mod") and change.get("type"):
            for target in change:
                if local(target.tag) == "destination" and not (href := target.get("href") or "").startswith("#"):
                    yield f"akn:{name}={change.get('type')} {href}"


def _cited(writer: Writer, parts: Parts) -> Iterator[str]:
    """The documents that this one cites or changes, each as a whole: without the component and the place in it."""
    for name, part in parts:
        if name in _CITING:
            href = (part.get("href") or "").strip()
            whole = href.split("#")[0].split("/!")[0].removesuffix("/main")
            if whole and not href.startswith("#"):
                yield iri_of(writer, "document", whole)


def _lifecycle(
    writer: Writer, document: Element, names: Names, event: str, iri: str, date: str | None, made: str
) -> None:
    """The events of the lifecycle, and the steps of the workflow with their agents; a date after the file was made is a plan."""
    for number, part in enumerate(children(document, "meta", "lifecycle"), start=1):
        on, kind = day_of(writer, part, "eventRef"), part.get("type") or ""
        if local(part.tag) != "eventRef" or (kind == "generation" and on == date):
            continue  # the making of the document is its own event
        shown = names.shown(part.get("refersTo")) or kind
        writer.add(
            "events", iri=f"{event}/lifecycle/{local_id(part.get('eId') or str(number))}", type=f"{CODE}event-type/{_LIFE.get(kind, 'legal_act')}",
            names=names_of([(names.language, shown)]), start_date=on, about=[iri], part_of=event, status="planned" if made and on and on > made else None,
            details=[f"akn:eventRef={kind}"] if kind else None,
        )  # fmt: skip
    for number, part in enumerate(children(document, "meta", "workflow"), start=1):
        if local(part.tag) != "step":
            continue
        step = f"{event}/step/{local_id(part.get('eId') or str(number))}"
        shown, outcome = names.shown(part.get("refersTo")), part.get("outcome") or ""
        details = [f"akn:outcome={names.shown(outcome) or outcome}"] if outcome else []
        writer.add(
            "events", iri=step, type=f"{CODE}event-type/parliamentary_business", names=names_of([(names.language, shown)]),
            start_date=day_of(writer, part, "step"), about=[iri], part_of=event, details=details,
        )  # fmt: skip
        role = names.shown(part.get("as"))
        writer.take_part(
            step,
            "actor",
            names.actor(part.get("by")),
            as_given=names.shown(part.get("by")),
            details=[f"akn:as={role}"] if role else None,
        )


def _signature(writer: Writer, signature: Element, names: Names, event: str) -> None:
    """Who signed, and as what."""
    parts = parts_of(signature)
    role = next((text_of(part) for name, part in parts if name == "role"), "")
    for kind, part in parts:
        if kind in ("person", "organization") and (words := text_of(part)):
            details = [f"akn:as={role or names.shown(part.get('as'))}"] if role or names.shown(part.get("as")) else None
            writer.take_part(
                event, "signatory", names.actor(part.get("refersTo"), words, kind), as_given=words, details=details
            )
