"""YAML files that are one long list or map, read item by item in bounded memory.

Every scalar is text, so that ``NO`` is Norway and a date stays as it is written; only an empty one, ``~`` and ``null`` are nothing. What
data never needs is refused: anchors and aliases (a few lines of them can stand for gigabytes), tags, and several documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from govgraph.loaders.json_object import TWICE
from govgraph.ontology.loader import LoaderError, Source

_READER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})


def yaml_items(source: Source) -> Iterator[tuple[str, Any]]:
    """The items of a list, each with an empty key, or those of a map with their keys, in the order of the file.

    Raises:
        LoaderError: it is not YAML (with line and column), neither a list nor a map, has what is refused, or exceeds the limits.

    Example:
        >>> from pathlib import Path
        >>> list(yaml_items(Source(Path("a.yaml"), data=b"- id: '01'\\n  none: ~\\n- NO\\n")))
        [('', {'id': '01', 'none': None}), ('', 'NO')]
    """
    with source.open() as stream:
        try:
            yield from _Items(source, yaml.parse(stream, Loader=_READER)).top()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
            raise LoaderError(
                f"not YAML: {error.problem or error.context}", where=f"{source}{place}", hint="mend the file there"
            ) from error
        except yaml.YAMLError as error:
            raise LoaderError(f"not YAML: {error}", where=str(source), hint="get the file again") from error


class _Items:
    """Makes values of the events of a parser."""

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self.source, self.events, self.values = source, events, 0

    def top(self) -> Iterator[tuple[str, Any]]:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._refused("a second document", event)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._check(event)
                while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                    self.values = 0
                    yield "", self._value(event, 1)
            elif isinstance(event, yaml.MappingStartEvent):
                self._check(event)
                while not isinstance(event := next(self.events), yaml.MappingEndEvent):
                    self.values = 0
                    key = self._key(event)
                    yield key, self._value(next(self.events), 1)
            elif isinstance(event, yaml.NodeEvent):
                raise LoaderError(
                    "it is neither a list nor a map", where=self._place(event), expected="- item, or key: value"
                )

    def _value(self, event: yaml.Event, depth: int) -> Any:
        self._check(event)
        limits = self.source.limits
        self.values += 1
        if self.values > limits.values:
            raise LoaderError(
                f"more than {limits.values:,} values in one item",
                where=self._place(event),
                hint="--limit values=NUMBER, if there is enough memory",
            )
        if isinstance(event, yaml.ScalarEvent):
            text = str(event.value)
            return None if event.implicit[0] and text in _NOTHING else text
        if depth > limits.nesting:
            raise LoaderError(
                f"more than {limits.nesting} lists and maps within each other",
                where=self._place(event),
                hint="--limit nesting=NUMBER, if it is right",
            )
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self._value(event, depth + 1))
            return items
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            value = self._value(next(self.events), depth + 1)
            if key in entries and entries[key] != value:
                entries[TWICE.format(key)] = entries[key]
            entries[key] = value
        return entries

    def _key(self, event: yaml.Event) -> str:
        self._check(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise LoaderError("a key is no text", where=self._place(event), expected="key: value")
        return str(event.value)

    def _check(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise self._refused("an alias", event)
        if getattr(event, "anchor", None) is not None:
            raise self._refused("an anchor", event)
        if getattr(event, "tag", None) is not None and not getattr(event, "tag", "").startswith(
            "tag:yaml.org,2002:str"
        ):
            raise self._refused("a tag", event)

    def _refused(self, what: str, event: yaml.Event) -> LoaderError:
        return LoaderError(
            f"{what}, which data files do not need and which may stand for very much", where=self._place(event),
            hint="write the value out",
        )  # fmt: skip

    def _place(self, event: yaml.Event) -> str:
        mark = event.start_mark
        return f"{self.source}:{mark.line + 1}:{mark.column + 1}" if mark else str(self.source)
