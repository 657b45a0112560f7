"""Loader for actor and agent dictionaries of PETRARCH, TABARI and Phoenix: names with their synonyms, and what they are coded as when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govgraph.loaders.petrarch.codes import codes_in
from govgraph.loaders.petrarch.entries import NO_ENTRY, Entry, Writer
from govgraph.loaders.petrarch.lines import NUL, Line, lines_of
from govgraph.ontology.block import Block, Note
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

_NAME: Final = re.compile(r"\+?[^\sa-z\[\]<>;#][^a-z\[\];#]*(?:\s*\[[^\]]*[\]}])*\s*")
_CODES: Final = re.compile(r"[^\[\]]*(?:\[(?:~?[A-Z0-9][A-Za-z0-9]{2,26}~?|-{3})(?:\s+[<>]?\s*[\d -]+)?[\]}]\s*)+")
_VERBS: Final = re.compile(r"(?:--- .*\[[\d:-]+\]\s*---|- .*\*.*\[[\d:-]+\]|&[A-Z_]+)\s*(?:#.*)?")
_LICENCES: Final = {b"The MIT License": "MIT", b"Attribution-NonCommercial 3.0": "CC-BY-NC-3.0"}
_MOST: Final = 600
_LONGEST: Final = 400
"""No line of a dictionary is longer; the patterns above are not tried on longer ones, which would take them long."""


class Petrarch(Loader):
    """Actor and agent dictionaries.

    **Rows** are lines, without comments, blank lines and definitions of macros.

    **An entry** is an actor that is known by name alone; the dictionary does not say whether it is a person. Its synonyms are aliases. A code is
    an association ``coded_as`` with the actor that the code stands for, between the days that the dictionary gives; these may overlap and
    stand in any order. An agent is a group: ``~`` stands for the country that its context gives.
    """

    name = "petrarch"
    title = "actor and agent dictionaries of PETRARCH, TABARI and Phoenix"
    example = "govgraph load Phoenix.Countries.actors.txt"
    dataset_title = "PETRARCH dictionaries"
    homepage = "https://github.com/openeventdata/Dictionaries"
    code_systems = ("cameo",)
    tables = ("actors", "associations")
    primary = ("actors", "associations")
    told_apart_by = ("iri", "aliases")
    suffixes = (".txt", ".actors", ".agents")

    def detect(self, source: Source) -> float:
        """By the look of the first lines: names in capitals, codes in square brackets.

        Raises:
            LoaderError: it is a dictionary of verbs.
        """
        head = source.head.decode("utf-8", "replace")
        verbs = [text for text in head.splitlines() if len(text) < _LONGEST and _VERBS.fullmatch(text)]
        if len(verbs) >= 3 and any(text.startswith("--- ") for text in verbs):
            raise LoaderError(
                "a dictionary of verbs: its patterns say how sentences are coded, and nothing about actors", where=str(source),
                expected="a dictionary of actors or agents", hint="load the files *.actors.txt and *.agents.txt beside it",
            )  # fmt: skip
        if "[" not in head:
            return 0.0
        lines = [
            line
            for line in lines_of(Source(source.path, data=source.head))
            if line.kind not in ("macro", "nameless", "broken")
        ]
        lines = lines[: min(_MOST, len(lines) - 1 if len(source.head) >= 65_536 else len(lines))]
        short = [line.text for line in lines if len(line.text) < _LONGEST]
        coded = sum(_CODES.fullmatch(text) is not None for text in short)
        good = sum(_CODES.fullmatch(text) is not None or _NAME.fullmatch(text) is not None for text in short)
        return 0.9 if coded and good * 20 >= len(lines) * 19 and (coded * 20 >= len(lines) or coded >= 20) else 0.0

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - all dictionaries have one vocabulary
        """``petrarch`` unless the options name another."""
        return options.dataset or "petrarch"

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's entries, block by block; an entry is never split.

        Raises:
            LoaderError: the file cannot be read to its end.
        """
        macros: dict[str, tuple[str, ...]] = {}
        notes = [Note("licence", name, 1) for words, name in _LICENCES.items() if words in source.head][:1]
        block = Block({}, 0, notes=notes)
        writer = Writer(options.base, self.dataset(source, options), block, macros)
        size = source.size()
        for found in _entries(source, macros):
            entry = found if isinstance(found, Entry) else None
            lines = entry.lines if entry else [found] if isinstance(found, Line) else []
            if block.rows_read and block.rows_read + len(lines) > options.block_rows:
                yield _finished(writer)
                block = Block({}, 0, position=min(size, lines[0].number))
                writer = Writer(options.base, writer.dataset, block, macros)
            block.rows_read += len(lines)
            if entry:
                writer.write(entry)
            else:
                writer.reject(lines[0], NUL if lines[0].kind == "broken" else NO_ENTRY)
        yield _finished(writer)


def _finished(writer: Writer) -> Block:
    writer.block.tables = writer.rows.tables()
    writer.block.rejects.sort(key=lambda reject: reject.row)
    return writer.block


def _entries(source: Source, macros: dict[str, tuple[str, ...]]) -> Iterator[Entry | Line]:
    """The entries of a file, and the lines that belong to none."""
    entry: Entry | None = None
    for line in lines_of(source):
        if line.kind == "macro":
            macros[line.text] = line.words
        elif line.kind == "name":
            if entry:
                yield entry
            entry = Entry(line)
            if codes := codes_in(line.text):
                entry.codes.append((line, codes))
        elif line.kind == "nameless" or (line.kind == "broken" and (entry is None or not line.text.startswith("+"))):
            if entry:
                yield entry
            entry = None
            yield line
        elif line.kind == "broken" or entry is None:
            yield line
        else:
            if line.kind == "synonym":
                entry.synonyms.append(line)
            if codes := codes_in(line.text):
                entry.codes.append((line, codes))
            elif line.kind == "code":
                yield line
    if entry:
        yield entry
