"""The names and aliases of a Popolo object, from a text, texts by language, or parts in ``other_names``."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.popolo.fields import Fields

Name = dict[str, str]
"""One name: its language (or empty) as ``lang``, and its ``text``."""

_PARTS: Final = ("honorific_prefix", "given_name", "additional_name", "family_name", "surname", "honorific_suffix")
_LORDS: Final = ("lordname", "lordofname", "lordofname_full")
_USED: Final = ("name", "lang", "note", "start_date", "end_date", *_PARTS, *_LORDS)


def names_of(fields: Fields, *others: str) -> dict[str, Any]:
    """Names and aliases.

    Names are the field ``name``, and those of ``other_names`` with the note *multilingual*, one per language. If there are
    none, the name is composed of the fields ``others``. If these are empty too, it is the one of ``other_names`` with the latest
    start, those with the note *Main* (as parlparse writes) first. All others are aliases.

    Raises:
        Unusable: there is no name at all.
    """
    names, aliases = fields.names(), list[Name]()
    if names and "other_names" not in fields.of:  # most objects
        return {"names": names, "aliases": None}
    languages = {name["lang"] for name in names}
    main: tuple[bool, str, Name] | None = None
    for item in fields.items("other_names", _USED, "name"):
        inner = fields.inside(item)
        note, tag = inner.text("note") or "", fields.language(inner.text("lang") or "")
        for one in inner.names() or _composed(inner):
            one["lang"] = one["lang"] or tag
            if note == "multilingual" and one["lang"] and one["lang"] not in languages:
                languages.add(one["lang"])
                names.append(one)
                continue
            aliases.append(one)
            # A missing start counts as the earliest; of two equal starts the first name wins.
            rank = (note.casefold() == "main", inner.text("start_date") or "")
            if main is None or rank > main[:2]:
                main = (*rank, one)
    if not names:
        parts = [text for name in others if (text := fields.text(name))]
        names = [{"lang": "", "text": " ".join(parts)}] if parts else [main[2]] if main else []
    if not names:
        fields.required("name", None)
    return {"names": names, "aliases": [alias for alias in aliases if alias not in names] or None}


def _composed(inner: Fields) -> list[Name]:
    """A name composed of its parts; for a lord *Baroness Name of Place*, for a bishop *Bishop of Place*."""
    parts = {name: inner.text(name) for name in (*_PARTS, *_LORDS)}
    prefix, title, place = parts["honorific_prefix"], parts["lordname"], parts["lordofname"]
    if title or place:
        words = [prefix, title, f"of {place}" if place else None]
    else:
        words = [parts["given_name"], parts["additional_name"], parts["family_name"] or parts["surname"]]
    text = " ".join(word for word in words if word)
    return [{"lang": "", "text": text}] if text else []
