"""The YAML of a mapping file as a tree in which every value knows its line and column.

Every scalar is text: ``NO`` is Norway and ``2010`` a column's name, which YAML would otherwise turn into a truth value and a
number. What a mapping never needs is refused: anchors and aliases (a few lines of them can stand for gigabytes), tags, several
documents, and a key that stands twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import yaml

from govgraph.ontology.errors import nearest
from govgraph.ontology.loader import LoaderError
from govgraph.ontology.visible import HALF, half_named

DOCS: Final = "docs/mapping.md"
LONGEST: Final = 1_000_000
"""The most characters that a mapping may have."""
_DEEPEST: Final = 20


class MappingError(LoaderError):
    """A mistake in a mapping file; it is found before any row is read."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a mapping file.

    Attributes:
        file: the file's name.
        line, column: where it begins, from 1.
        text: its text; None if it is a list or a map.
        items: the values of a list; None if it is no list.
        entries: key -> value of a map, in the order of the file; None if it is no map.
        keys: key -> where the key stands.
    """

    file: str
    line: int
    column: int
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, Node] | None = None
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """``file:line:column``."""
        return f"{self.file}:{self.line}:{self.column}"

    def error(self, what: str, *, expected: str = "", hint: str = "", key: str = "") -> MappingError:
        """A mistake at this value, or at one of its keys."""
        line, column = self.keys.get(key, (self.line, self.column))
        return MappingError(what, where=f"{self.file}:{line}:{column}", expected=expected, hint=hint or DOCS)

    def map(self, what: str) -> dict[str, Node]:
        """The entries.

        Raises:
            MappingError: it is no map.
        """
        if self.entries is None:
            raise self.error(f"{what} is not written as keys with values", expected="key: value")
        return self.entries

    def one(self, what: str) -> str:
        """The text.

        Raises:
            MappingError: it is a list, a map, or empty.
        """
        if self.text is None or not self.text.strip():
            raise self.error(f"{what} is not a text")
        return self.text.strip()

    def many(self, what: str) -> list[str]:
        """One text, or the texts of a list; they may be empty.

        Raises:
            MappingError: it is a map, or a list of something else.
        """
        if self.text is not None:
            return [self.text]
        texts = [item.text for item in self.items or []]
        if self.items is None or any(text is None for text in texts):
            raise self.error(f"{what} is neither a text nor a list of texts", expected="[one, two]")
        return [text for text in texts if text is not None]

    def only(self, known: list[str] | tuple[str, ...], what: str) -> None:
        """Check that a map has no other keys than these.

        Raises:
            MappingError: it has one; the message names the nearest.
        """
        for key in self.map(what):
            if key not in known:
                raise self.error(
                    f"{what} has no key {key!r}", expected=nearest(key, known) or ", ".join(known), key=key
                )


def read_tree(text: str, file: str) -> Node:
    """The tree of a mapping file.

    Args:
        file: its name, for errors.

    Raises:
        MappingError: it is not YAML, or uses what a mapping never needs.

    Example:
        >>> tree = read_tree("missing: [NO, 2010]", "a.map.yaml")
        >>> tree.entries["missing"].many("missing"), tree.entries["missing"].where
        (['NO', '2010'], 'a.map.yaml:1:10')
    """
    if len(text) > LONGEST:
        raise MappingError(
            f"a mapping is not longer than {LONGEST:,} characters", where=file, hint="a mapping for each kind of file"
        )
    try:
        _refuse(text, file)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
        what = " ".join(part for part in (error.context, error.problem) if part)
        raise MappingError(f"not YAML: {what}", where=where, hint=DOCS) from error
    except yaml.YAMLError as error:
        raise MappingError(f"not YAML: {error}", where=file, hint=DOCS) from error
    except RecursionError as error:
        raise MappingError("too many lists within lists", where=file, hint=DOCS) from error
    if node is None:
        raise MappingError("it is empty", where=file, hint="govgraph map FILE writes one")
    return _node(node, file, 0)


def _refuse(text: str, file: str) -> None:
    """Refuse anchors, aliases and tags, and text that no file can hold.

    Raises:
        MappingError: the text has one.
    """
    refused = {yaml.AliasToken: "an alias", yaml.AnchorToken: "an anchor", yaml.TagToken: "a tag"}
    for token in yaml.scan(text, Loader=yaml.BaseLoader):
        if isinstance(token, yaml.ScalarToken) and (half := HALF.search(token.value)):
            mark = token.start_mark
            raise MappingError(
                half_named("a text", half[0]),
                where=f"{file}:{mark.line + 1}:{mark.column + 1}",
                expected="the character itself, or \\U and eight digits",
            )
        if name := refused.get(type(token)):
            mark = token.start_mark
            raise MappingError(
                f"{name} is not read in a mapping",
                where=f"{file}:{mark.line + 1}:{mark.column + 1}",
                hint="write a text that begins with & * or ! in quotes",
            )


def _node(node: yaml.Node, file: str, depth: int) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if depth > _DEEPEST:
        raise MappingError("too many lists within lists", where=f"{file}:{line}:{column}", hint=DOCS)
    if isinstance(node, yaml.ScalarNode):
        return Node(file, line, column, text=node.value)
    if isinstance(node, yaml.SequenceNode):
        return Node(file, line, column, items=[_node(item, file, depth + 1) for item in node.value])
    entries: dict[str, Node] = {}
    keys: dict[str, tuple[int, int]] = {}
    for key, value in node.value:
        place = key.start_mark.line + 1, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode):
            raise MappingError("a key is not a text", where=f"{file}:{place[0]}:{place[1]}", hint=DOCS)
        if key.value in entries:
            raise MappingError(
                f"the key {key.value!r} stands twice",
                where=f"{file}:{place[0]}:{place[1]}",
                hint="one of the two, with all values in a list",
            )
        entries[key.value], keys[key.value] = _node(value, file, depth + 1), place
    return Node(file, line, column, entries=entries, keys=keys)
