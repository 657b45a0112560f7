"""Debates without any identification, as SayIt exports and imports them: there is no FRBRWork, so all that a debate says is its key.

Source: github.com/mysociety/sayit, ``speeches/templates/speeches/section_detail.an`` and ``speeches/fixtures/test_inputs``.
"""

from __future__ import annotations

import hashlib
from typing import Final
from xml.etree.ElementTree import Element

from govgraph.loaders.legal.akn_debate import DEBATES
from govgraph.loaders.legal.akn_names import child
from govgraph.loaders.nested import Writer
from govgraph.loaders.xml_records import local, text_of

_TOLD_BY: Final = ("by", "startTime", "date")
"""Attributes that are part of what a debate says: who spoke, when, and the day in the preface."""


def is_bare_debate(document: Element) -> bool:
    """Whether a document is a debate that has no identification at all.

    Example:
        >>> from xml.etree import ElementTree
        >>> is_bare_debate(ElementTree.fromstring("<debate><debateBody/></debate>"))
        True
    """
    return local(document.tag) in DEBATES and child(document, "meta", "identification") is None


def said_in(document: Element) -> str:
    """A hash of all that a debate says: its texts, who spoke and when. An edited debate is another one."""
    told = [part.get(name) or "" for part in document.iter() for name in _TOLD_BY]
    return hashlib.sha256("\t".join([text_of(document), *told]).encode("utf-8", "replace")).hexdigest()


def day_of_debate(writer: Writer, document: Element) -> str | None:
    """The day in the preface, else that on which the first speech began."""
    days = [part.get("date") for part in document.iter() if local(part.tag) == "docDate" and part.get("date")]
    times = [part.get("startTime") for part in document.iter() if part.get("startTime")]
    given = next(filter(None, [*days, *times]), None)
    return writer.date("docDate" if days else "startTime", given)
