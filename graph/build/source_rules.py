"""``govgraph-sources.toml``: options for the files of a folder, so that they need not be given with every command.

::

    [[source]]
    files = "kz/*.json"          # one pattern, or a list of them; * stands for any characters
    dataset = "kazakhstan"       # scope of the files' own identifiers
    country = "KAZ"              # what they are about, where they do not say it themselves
    licence = "CC0-1.0"
    loader = "popolo"            # the format, when it is not to be recognised

A pattern is compared with the file's path relative to the folder of the rules. If several tables match a file, the first one
counts. Options given with the command take precedence over those given here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from govgraph.graph.errors import GraphError
from govgraph.ontology.countries import countries
from govgraph.ontology.errors import nearest
from govgraph.ontology.loader import Options, Source
from govgraph.ontology.registry import loaders

RULES_FILE: Final = "govgraph-sources.toml"
_KEYS: Final = ("files", "dataset", "country", "licence", "loader")


@dataclass(frozen=True, slots=True)
class Rule:
    """The options for the files that match a pattern.

    Attributes:
        folder: the folder that the patterns are relative to.
        files: patterns of paths below it.
        dataset, country, licence, loader: empty if the rule does not set it.
    """

    folder: Path
    files: tuple[str, ...]
    dataset: str = ""
    country: str = ""
    licence: str = ""
    loader: str = ""

    def fits(self, path: Path) -> bool:
        """Whether the rule applies to a file.

        Example:
            >>> Rule(Path("/data"), ("kz/*.json",)).fits(Path("/data/kz/2012/ep-popolo-v1.0.json"))
            True
        """
        if not path.is_relative_to(self.folder):
            return False
        below = path.relative_to(self.folder).as_posix()
        return any(fnmatchcase(below, pattern) for pattern in self.files)


@dataclass(frozen=True, slots=True)
class SourceRules:
    """All rules that apply to a load command, those of inner folders first."""

    rules: tuple[Rule, ...] = ()

    def options(self, source: Source, options: Options) -> Options:
        """The options for a file: those of the command, and those of the file's rule where the command gives none."""
        rule = self._rule(source)
        if rule is None:
            return options
        keys = ("dataset", "country", "licence")
        return replace(options, **{key: getattr(options, key) or getattr(rule, key) for key in keys})

    def loader(self, source: Source, loader: str) -> str:
        """The loader for a file: that of the command, else that of its rule; empty: it is to be recognised."""
        rule = self._rule(source)
        return loader or (rule.loader if rule else "")

    def _rule(self, source: Source) -> Rule | None:
        path = source.path.resolve() / source.member
        return next((rule for rule in self.rules if rule.fits(path)), None)


def find_rules(paths: Sequence[str | Path]) -> SourceRules:
    """The rules in the folders that a load command names, in all folders below them, and beside the files that it names.

    Raises:
        GraphError: a file of rules has a mistake; the message gives its line and the nearest valid name.

    Example:
        >>> find_rules([]).rules
        ()
    """
    files: set[Path] = set()
    for given in paths:
        path = Path(given).expanduser().resolve()
        files.update(path.rglob(RULES_FILE) if path.is_dir() else [path.parent / RULES_FILE])
    deepest_first = sorted(filter(Path.is_file, files), key=lambda file: (-len(file.parts), file))
    return SourceRules(tuple(rule for file in deepest_first for rule in _read(file)))


def _read(file: Path) -> list[Rule]:
    try:
        text = file.read_text("utf-8")
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"{file}:{place[1]}:{place[2]}" if place else str(file)
        raise GraphError(f"not TOML: {error}", where=where, hint="compare it with docs/sources.md") from error
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(
            f"cannot be read: {error}", where=str(file), hint="mend the file; docs/sources.md has an example"
        ) from error
    lines = _Lines(file, text)
    for key in tables:
        if key != "source":
            raise lines.error(f"{key!r} is not known here", key, "[[source]]")
    sources = tables.get("source", [])
    if not isinstance(sources, list) or not all(isinstance(table, dict) for table in sources):
        raise lines.error("a source is written as a table of its own", "source", "[[source]]")
    return [_rule(lines, number, table) for number, table in enumerate(sources)]


class _Lines:
    """Finds the lines of keys in a file of rules: the TOML reader does not give them."""

    def __init__(self, file: Path, text: str) -> None:
        self.file, self.lines = file, text.splitlines()

    def error(self, what: str, key: str, expected: str, table: int = -1) -> GraphError:
        """An error at a key of the table with that number, or of the file if there is no number."""
        at, begun = 0, -1
        for number, line in enumerate(self.lines, start=1):
            if re.match(r"\s*\[\[\s*source\s*\]\]", line):
                begun += 1
                at = number if begun == table else at
            elif begun == table and re.match(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\]=.]""", line):
                at = number
                break
        return GraphError(what, where=f"{self.file}:{at or 1}", expected=expected, hint="see docs/sources.md")


def _rule(lines: _Lines, number: int, table: dict[str, Any]) -> Rule:
    for key in table:
        if key not in _KEYS:
            expected = nearest(key, _KEYS) or ", ".join(_KEYS)
            raise lines.error(f"a source has no key {key!r}", key, expected, number)
    patterns = table.get("files")
    patterns = [patterns] if isinstance(patterns, str) else patterns
    if not isinstance(patterns, list) or not patterns or not all(isinstance(p, str) and p for p in patterns):
        raise lines.error("a source needs the files that it is about", "files", 'files = "kz/*.json"', number)
    texts = {key: table[key] for key in _KEYS[1:] if key in table}
    for key, value in texts.items():
        if not isinstance(value, str) or not value.strip():
            raise lines.error(f"{key} is not a text", key, f'{key} = "..."', number)
    if (name := texts.get("loader")) and name not in loaders():
        raise lines.error(f"no loader {name!r}", "loader", nearest(name, loaders()) or ", ".join(loaders()), number)
    if "country" in texts:
        texts["country"] = _country(lines, number, texts["country"])
    return Rule(lines.file.parent, tuple(patterns), **texts)


def _country(lines: _Lines, number: int, code: str) -> str:
    known = country_codes()
    if code not in known:
        raise lines.error(f"no country {code!r}", "country", nearest_country(code), number)
    return known[code]


def country_codes() -> dict[str, str]:
    """Each code that rules and options may use for a country (ISO 3166-1 alpha-3, or typed) -> its ISO 3166-1 alpha-3 code.

    Example:
        >>> country_codes()["KGZ"], country_codes()["fips:KG"]
        ('KGZ', 'KGZ')
    """
    return {code: c.iso3 for c in countries() for code in (*c.codes, f"country:{c.iso3}", c.iso3)}


def nearest_country(code: str) -> str:
    """The code that was probably meant by an invalid one.

    Example:
        >>> nearest_country("KG"), nearest_country("Kyrgyzstan")
        ('KGZ', 'KGZ')
    """
    by_name = {name.casefold(): c.iso3 for c in countries() for name in (c.iso2, *c.names.values()) if name}
    near = nearest(code, [c.iso3 for c in countries()])
    return by_name.get(code.casefold()) or near or "an ISO 3166-1 alpha-3 code, as KGZ"
