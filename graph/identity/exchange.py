"""Decisions in files of other programs, read and written.

- CSV, TSV and JSON with ``a``, ``b``, ``judgement``, and where it is known ``score``, ``reason``, ``evidence``, ``who``, ``when``. OpenRefine's
  ``matched`` is *same*; its ``none`` and ``new`` decide nothing. JSON from the page of decisions also says what was ``seen``.
- SSSOM (https://mapping-commons.github.io/sssom/spec/): ``skos:exactMatch`` is *same*, with the predicate modifier ``Not`` *not same*. Other
  predicates say nothing of identity and are left out.
- Judgements of nomenklatura (https://github.com/opensanctions/nomenklatura, ``nomenklatura/resolver/edge.py``): a JSON list a line, of
  target, source, judgement, score, user, time. ``positive`` is *same*, ``negative`` *not same*, ``unsure`` unsure; ``no_judgement`` is none.

The format is recognised by the content, so the name of a file does not matter.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from govgraph.graph.errors import GraphError
from govgraph.graph.identity.decisions import (
    JUDGEMENTS,
    NOT_SAME,
    SAME,
    UNDO,
    UNSURE,
    Decision,
    Pair,
    pair,
    refuse_unsound,
)
from govgraph.ontology.terms import IRI, PREFIXES, expand
from govgraph.ontology.visible import spreadsheet_safe

if TYPE_CHECKING:
    from govgraph.graph.identity.candidates import Candidate
    from govgraph.graph.identity.proposed import Entry

_NOMENKLATURA: Final = {"positive": SAME, "negative": NOT_SAME, "unsure": UNSURE}
_OPENREFINE: Final = {"matched": SAME}
_OPENREFINE_MOST: Final = 100
"""The highest score that OpenRefine gets from a service like ours; one of 1 and less is taken as it is."""
_UNDECIDED: Final = ("", "none", "new")
"""Judgements of a table that decide nothing: empty, or OpenRefine's words for a cell that is not matched."""
_NO_JSON: Final = "no JSON"
"""The key under which a line that is no JSON goes on to where all broken rows are told."""
_EXACT: Final = PREFIXES["skos"] + "exactMatch"
_SSSOM_COLUMNS: Final = ("subject_id", "predicate_id", "object_id")


def read_decisions(file: Path, who: str = "", broken: list[str] | None = None) -> list[Decision]:
    """The decisions in a file.

    Args:
        who: who decided, where the file does not say.
        broken: gets what is no decision: file:row, why, and what was expected, in words. None: the first one is raised.

    Raises:
        GraphError: the file cannot be read, or something in it is no decision.

    Example:
        >>> import tempfile
        >>> file = Path(tempfile.mkdtemp()) / "a.csv"
        >>> _ = file.write_text("a,b,judgement\\nx:2,x:1,same\\n")
        >>> [(d.a, d.b, d.judgement) for d in read_decisions(file)]
        [('x:1', 'x:2', 'same')]
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise GraphError(f"cannot be read: {why}", where=str(file), expected="a file of text in UTF-8") from error
    found = []
    for place, values in _rows(text, file):
        try:
            found.append(_decision(values, f"{file}:{place}", who))
        except GraphError as error:
            if broken is None:
                raise
            broken.append(str(error))
    return found


def seen_in(file: Path) -> dict[Pair, str]:
    """Pair -> the hash of what was seen when it was decided, of a file from the page of decisions; empty for any other file.

    Example:
        >>> seen_in(Path("no-such-file"))
        {}
    """
    try:
        rows = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError):
        return {}
    objects = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {pair(str(x["a"]), str(x["b"])): str(x["seen"]) for x in objects if {"a", "b", "seen"} <= x.keys()}


def _rows(text: str, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a file with the columns that decisions have, each with its line."""
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        yield from _of_json(text)
        return
    lines = text.split("\n")
    comments = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    heading = lines[comments] if comments < len(lines) else ""
    # Spreadsheets of countries where the comma is in numbers write semicolons.
    reader = csv.DictReader(io.StringIO("\n".join(lines[comments:])), delimiter=max(",;\t", key=heading.count))
    reader.fieldnames = columns = [name.strip().lower() for name in reader.fieldnames or ()]
    if set(_SSSOM_COLUMNS) <= set(columns):
        prefixes = _curie_map(lines[:comments])
        for row in reader:
            if values := _of_sssom(row, prefixes):
                yield comments + reader.line_num, values
    elif {"a", "b", "judgement"} <= set(columns):
        for row in reader:
            given: dict[str, Any] = {key: value.strip() for key, value in row.items() if key and (value or "").strip()}
            judgement = str(given.get("judgement", "")).lower()
            if judgement in _UNDECIDED or not {"a", "b"} <= given.keys():
                continue
            given["judgement"] = _OPENREFINE.get(judgement, judgement)
            if judgement in _OPENREFINE and (score := _number(given.get("score"))) > 1:
                given["score"] = score / _OPENREFINE_MOST
            given["evidence"] = str(given.get("evidence", "")).split()
            yield comments + reader.line_num, given
    else:
        raise GraphError(
            f"the columns are {', '.join(columns)}",
            where=f"{file}:{comments + 1}",
            expected=f"a, b and judgement, or {', '.join(_SSSOM_COLUMNS)}",
        )


def _of_json(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """One JSON list of objects, or one object or list of nomenklatura a line."""
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if isinstance(whole, list) and all(isinstance(row, dict) for row in whole):
        yield from enumerate(whole, 1)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            row = {_NO_JSON: str(error)}
        if isinstance(row, list) and len(row) >= 3:
            target, source, judgement, score, user, when = (*row, None, None, None)[:6]
            if judgement in _NOMENKLATURA:
                said = {"score": score, "who": user or "", "when": when or ""}
                yield number, {"a": target, "b": source, "judgement": _NOMENKLATURA[judgement], **said}
        else:
            yield number, row


def _curie_map(comments: Iterable[str]) -> dict[str, str]:
    """The prefixes in the head of an SSSOM file: the lines below ``curie_map:``."""
    prefixes: dict[str, str] = {}
    inside = False
    for line in comments:
        text = line.lstrip("#").rstrip()
        if text.strip() == "curie_map:":
            inside = True
        elif inside and text.startswith((" ", "\t")):
            prefix, _, iri = text.strip().partition(":")
            prefixes[prefix] = iri.strip().strip("\"'")
        else:
            inside = False
    return prefixes


def _of_sssom(row: dict[str, str], prefixes: dict[str, str]) -> dict[str, Any] | None:
    def iri(text: str) -> str:
        prefix, colon, local = text.partition(":")
        return prefixes[prefix] + local if colon and prefix in prefixes else expand(text) or text

    if iri(row["predicate_id"] or "") != _EXACT:
        return None
    reason = row.get("comment") or row.get("mapping_justification") or ""
    who, _, _ = (row.get("author_label") or row.get("author_id") or "").partition("|")
    return {
        "a": iri(row["subject_id"]),
        "b": iri(row["object_id"]),
        "judgement": NOT_SAME if (row.get("predicate_modifier") or "").lower() == "not" else SAME,
        "score": row.get("confidence") or None,
        "reason": reason,
        "who": who,
        "when": row.get("mapping_date") or "",
    }


def _decision(values: Any, where: str, who: str) -> Decision:
    said = {**values, "who": values.get("who") or who} if isinstance(values, dict) else {}
    if _NO_JSON in said:
        raise GraphError(f"is no JSON: {said[_NO_JSON]}", where=where, expected="a decision a line")
    decision = Decision.of_json(said, where)
    if decision.judgement not in JUDGEMENTS:
        raise GraphError("an undo cannot be read from a file", where=where, hint="govgraph identity undo ID")
    for iri in decision.pair:
        if not re.match(IRI, iri):
            raise GraphError(f"{iri!r} is no IRI", where=where, expected="the IRI of an actor: govgraph search NAME")
    refuse_unsound(decision, where)
    # What it replaces is known when it is taken.
    return replace(decision, after=(), when=decision.when if _is_time(decision.when) else "")


def _number(value: Any) -> float:
    """A number as a table writes it; 0 if it is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _is_time(text: str) -> bool:
    try:
        return bool(dt.datetime.fromisoformat(text))
    except ValueError:
        return False


def write_decisions(file: Path, entries: Iterable[Entry]) -> int:
    """Write the decisions that count to a file: judgements of nomenklatura if its name ends in ``.jsonl``, else SSSOM.

    Returns:
        how many were written.

    Example:
        >>> import tempfile
        >>> write_decisions(Path(tempfile.mkdtemp()) / "a.sssom.tsv", [])
        0
    """
    counting = [
        e.decision
        for e in entries
        if e.status == "counts" and e.decision.judgement != UNDO and e.decision.a != e.decision.b
    ]
    text = (
        _nomenklatura(counting) if file.suffix == ".jsonl" else _sssom([d for d in counting if d.judgement != UNSURE])
    )
    _write(file, text)
    return len(counting)


def write_candidates(file: Path, pairs: Iterable[Candidate]) -> int:
    """Write pairs to a CSV file in which a person fills in the column ``judgement``; :func:`read_decisions` reads it then.

    Returns:
        how many were written.

    Example:
        >>> import tempfile
        >>> write_candidates(Path(tempfile.mkdtemp()) / "a.csv", [])
        0
    """
    text, every = io.StringIO(), list(pairs)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["a", "b", "judgement", "score", "reason", "a_name", "b_name", "besides"])
    for p in every:
        names = (spreadsheet_safe(name) for name in (p.a_name, p.b_name, "; ".join(p.agrees) or p.contradicts))
        writer.writerow([p.a, p.b, "", f"{p.score:g}", "", *names])
    _write(file, text.getvalue())
    return len(every)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise GraphError(f"cannot be written: {error.strerror}", where=str(file), hint="name another file") from error


def _nomenklatura(decisions: Iterable[Decision]) -> str:
    words = {ours: theirs for theirs, ours in _NOMENKLATURA.items()}
    rows = ([d.b, d.a, words[d.judgement], d.score, d.who, d.when] for d in decisions)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _sssom(decisions: Iterable[Decision]) -> str:
    text = io.StringIO()
    text.write(f"#curie_map:\n#  skos: {PREFIXES['skos']}\n#  semapv: https://w3id.org/semapv/vocab/\n")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(
        ["subject_id", "predicate_modifier", "predicate_id", "object_id", "mapping_justification", "confidence", "author_label", "mapping_date", "comment"]
    )  # fmt: skip
    for d in decisions:
        modifier = "Not" if d.judgement == NOT_SAME else ""
        score = "" if d.score is None else f"{d.score:g}"
        by = "semapv:ManualMappingCuration"
        writer.writerow([d.a, modifier, "skos:exactMatch", d.b, by, score, d.who, d.when[:10], d.reason])
    return text.getvalue()
