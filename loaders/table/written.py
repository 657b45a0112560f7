"""How texts, keys and marks are written into a proposed mapping."""

from __future__ import annotations

import json
import re
from typing import Final

from govgraph.loaders.table.amounts import CODES, currency_of, decimal_of
from govgraph.loaders.table.days import unknown_parts
from govgraph.loaders.table.guessed import Actor
from govgraph.loaders.table.look import Column

_PLAIN: Final = re.compile(r"[^\W\d][\w ./()-]*")
_RESERVED: Final = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|~")


def quoted(text: str) -> str:
    """A text as YAML writes it, in quotes where it needs them.

    Example:
        >>> quoted("Entity A"), quoted("no"), quoted("a: b")
        ('Entity A', '"no"', '"a: b"')
    """
    plain = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text) and text == text.strip() and " #" not in text
    return text if plain else json.dumps(text, ensure_ascii=False)


def key_of(actor: Actor) -> str:
    """The name that an actor has in a mapping."""
    key = re.sub(r"\W+", "_", actor.key).strip("_")
    return key if key and not key[0].isdigit() else f"actor_{key}"


def mark(text: str) -> str:
    """What separates the values of a cell, as a mapping writes it."""
    return text if text == "list" else json.dumps(text)


def safe(text: str) -> str:
    """A text for a comment: on one line, and short."""
    return " ".join(text.split())[:80]


def name_lines(actor: Actor) -> list[str]:
    """The name of a person whose first and last names stand in columns of their own."""
    columns = ", ".join(quoted(part.name) for part in actor.parts.values())
    whole = actor.column not in actor.parts.values()
    name = quoted(actor.column.name) if whole else f"{{columns: [{columns}]}}"
    fields = [(field, part) for field, part in actor.parts.items() if field in ("given_name", "family_name")]
    return [
        f"    name: {name}  # guess: {safe(actor.why)}",
        *[f"    {field}: {quoted(part.name)}  # guess: cells like {safe(part.shown)}" for field, part in fields],
    ]


def other_names(actor: Actor) -> list[str]:
    """The names that an actor also has: its acronym, and its name written otherwise."""
    columns = [*([actor.acronym] if actor.acronym else []), *actor.variants]
    if not columns:
        return []
    names = ", ".join(quoted(column.name) for column in columns)
    how = names if len(columns) == 1 else f"{{each: [{names}]}}"
    if len(columns) == 1 and columns[0].split:
        how = f"{{column: {names}, split: {mark(columns[0].split)}}}"
    return [f"    aliases: {how}  # guess: cells like {safe(columns[0].shown)}"]


def in_parts(year: Column, parts: tuple[Column, ...]) -> str:
    """A date whose year, month and day stand in columns of their own."""
    columns = ", ".join(quoted(column.name) for column in (year, *parts))
    forms = ["YYYY-M-D", "YYYY-M", "YYYY"][2 - len(parts) :]
    unknown = unknown_parts(parts)
    missing = f", missing: [{', '.join(quoted(text) for text in unknown)}]" if unknown else ""
    return (
        f'{{columns: [{columns}], join: "-", format: [{", ".join(forms)}]{missing}}}  # guess: columns of its year and '
        f"{'month' if len(parts) == 1 else 'month and day'}"
    )


def amount_lines(amount: Column, currency: Column | None) -> list[str]:
    """The fields of an event that say how much money: the amount, and the currency where a column or the cells tell it.

    Example:
        >>> import polars as pl
        >>> from govgraph.loaders.table.look import look
        >>> [line.split("  #")[0] for line in amount_lines(look(pl.DataFrame({"Betrag": ["1.200,50 €", "7 €"]}))[0], None)]
        ['amount: {column: Betrag, decimal: ","}', 'currency: {text: EUR}']
    """
    mark, doubt = decimal_of(amount.texts)
    how = f"{{column: {quoted(amount.name)}, decimal: {json.dumps(mark)}}}" if mark else quoted(amount.name)
    lines = [
        f"amount: {how}  # guess: the word in its name; cells like {safe(amount.shown)}{'; ' if doubt else ''}{doubt}"
    ]
    code = currency_of(amount.texts)
    if currency:
        lines.append(f"currency: {quoted(currency.name)}  # guess: the word in its name")
    elif code:
        lines.append(f"currency: {{text: {code}}}  # guess: it stands in all cells that were looked at")
    elif all(any(word in text for word in CODES) for text in amount.texts):
        lines.append(
            f"currency: {{column: {quoted(amount.name)}, find: '([A-Z]{{3}})'}}  # guess: cells like {safe(amount.shown)}"
        )
    return lines
