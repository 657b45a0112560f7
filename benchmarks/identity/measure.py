"""Precision and recall of the rule that compares names, on the labelled set, with intervals, and of other tools on the same pairs.

    python -m benchmarks.identity.measure [--errors] [--peers CACHE]

The interval is Wilson's, at 95 %. A pair that nobody can decide by the names counts as wrong if a tool calls it the same. Other tools give a
score; the least score at which they reach a precision of .99 on the open part is chosen there, and the held-out part is judged by it.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.contenders import python_of, versions
from benchmarks.identity.development import development, different, printed
from benchmarks.identity.make_pairs import PAIRS, lines
from govgraph.graph.identity.names import compare

_Z = 1.959964
_PRECISION = 0.99
_PEER = Path(__file__).parents[1] / "peers" / "names_peer.py"
_TOOLS = ("nomenklatura", "rapidfuzz", "splink")

Row = dict[str, str]


def interval(right: int, of: int) -> str:
    """A share with its interval.

    Example:
        >>> interval(98, 100)
        '0.980 (0.930 to 0.994)'
    """
    if not of:
        return "none"
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return f"{share:.3f} ({max(0.0, middle - half):.3f} to {min(1.0, middle + half):.3f})"


def judged(rows: Sequence[Row], taken: Iterable[bool]) -> tuple[str, str]:
    """Precision and recall, each with its interval, of what was called the same."""
    called = [row["label"] == "same" for row, one in zip(rows, taken, strict=True) if one]
    return interval(sum(called), len(called)), interval(sum(called), sum(row["label"] == "same" for row in rows))


def threshold(rows: Sequence[Row], scores: Sequence[float]) -> float:
    """The least score from which on a tool reaches the precision; infinite if it never does."""
    order = sorted(zip(scores, (row["label"] == "same" for row in rows), strict=True), reverse=True)
    right, best = 0, math.inf
    for number, (score, same) in enumerate(order, 1):
        right += same
        last = number == len(order) or order[number][0] != score
        if last and right >= _PRECISION * number:
            best = score
    return best


def peers(cache: Path, rows: Sequence[Row]) -> None:
    """Print a table of what other tools find, beside ours."""
    python = python_of("names", cache)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.json"
        subprocess.run([python, _PEER, PAIRS, out], check=True, capture_output=True)
        scores: dict[str, list[float]] = json.loads(out.read_text("utf-8"))
    print("\n" + ", ".join(f"{name} {version}" for name, version in versions(python, _TOOLS).items()))  # noqa: T201
    for pairs, told in (
        (rows, "all pairs"),
        ([r for r in rows if r["label"] != "undecided"], "without pairs of initials"),
    ):
        kept = [n for n, row in enumerate(rows) if row in pairs]
        _table(pairs, {tool: [of[n] for n in kept] for tool, of in scores.items()}, told)


def _table(rows: Sequence[Row], scores: Mapping[str, Sequence[float]], told: str) -> None:
    print(f"\n| {told} | part | precision | recall |\n|---|---|---|---|")  # noqa: T201
    parts = {words: [n for n, row in enumerate(rows) if row["held_out"] == held] for words, held in _PARTS.items()}
    ours = [compare(row["a"], row["b"]).verdict == "same" for row in rows]
    for words, numbers in parts.items():
        precision, recall = judged([rows[n] for n in numbers], [ours[n] for n in numbers])
        print(f"| govgraph | {words} | {precision} | {recall} |")  # noqa: T201
    for tool, of in scores.items():
        open_ = parts["open"]
        least = threshold([rows[n] for n in open_], [of[n] for n in open_])
        for words, numbers in parts.items():
            precision, recall = judged([rows[n] for n in numbers], [of[n] >= least for n in numbers])
            print(f"| {tool}, from {least:.3f} | {words} | {precision} | {recall} |")  # noqa: T201
        precision, recall = _best(rows, of)
        print(f"| {tool}, where both are nearest | both | {precision} | {recall} |")  # noqa: T201


_PARTS = {"open": "0", "held out": "1"}


def _best(rows: Sequence[Row], scores: Sequence[float]) -> tuple[str, str]:
    """Precision and recall at the score where they are nearest to each other."""
    same = sum(row["label"] == "same" for row in rows)
    least = sorted(scores, reverse=True)[same - 1]
    return judged(rows, [score >= least for score in scores])


def fresh(*, errors: bool = False) -> None:
    """Print precision and recall on the names of ``fresh.txt``, and of pairs of different people that are made of them.

    Args:
        errors: also list the pairs that are judged wrongly; whoever looks at them may not develop on them.
    """
    people = [[name for name in line if not name.startswith("id ")] for line in lines("fresh.txt")]
    pairs = [pair for pair in (*printed(people), *different(people)) if "look alike" not in pair.kind]
    made = [{"label": p.label, "a": p.a, "b": p.b} for p in dict.fromkeys(pairs) if p.a.lower() != p.b.lower()]
    taken = [compare(row["a"], row["b"]).verdict == "same" for row in made]
    precision, recall = judged(made, taken)
    same = sum(row["label"] == "same" for row in made)
    print(f"{len(people)} people, {len(made)} pairs, {same} of them same: precision {precision}, recall {recall}")  # noqa: T201
    for row, one in zip(made, taken, strict=True):
        if errors and one != (row["label"] == "same"):
            print(f"{row['label']}: {row['a']} | {row['b']}")  # noqa: T201


def main() -> None:
    """Print the tables, and with ``--errors`` the pairs of the open part that are judged wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--errors", action="store_true", help="list the wrong pairs that are not held out, and those to develop on"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="only the names of fresh.txt, on which nothing was developed"
    )
    parser.add_argument("--peers", type=Path, metavar="CACHE", help="also other tools, installed in this folder")
    chosen = parser.parse_args()
    if chosen.fresh:
        fresh(errors=chosen.errors)
        return
    with PAIRS.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    print("| part | set | pairs | precision | recall |\n|---|---|---|---|---|")  # noqa: T201
    for words, held_out in _PARTS.items():
        for name in ("", *sorted({row["set"] for row in rows})):
            part = [row for row in rows if row["held_out"] == held_out and name in ("", row["set"])]
            precision, recall = judged(part, [compare(row["a"], row["b"]).verdict == "same" for row in part])
            print(f"| {words} | {name or 'all'} | {len(part)} | {precision} | {recall} |")  # noqa: T201
    made = [{"a": p.a, "b": p.b, "label": p.label, "how": p.kind} for p in development()]
    precision, recall = judged(made, [compare(row["a"], row["b"]).verdict == "same" for row in made])
    print(f"| development | other people, and systems of transliteration | {len(made)} | {precision} | {recall} |")  # noqa: T201
    kinds: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        kinds.setdefault((row["label"], row["how"]), Counter())[compare(row["a"], row["b"]).verdict] += 1
    print("\n| label | how the pair was made | same | undecided | different |\n|---|---|---|---|---|")  # noqa: T201
    for (label, how), verdicts in sorted(kinds.items()):
        print(f"| {label} | {how} | {verdicts['same']} | {verdicts['undecided']} | {verdicts['different']} |")  # noqa: T201
    if chosen.errors:
        for row in (*(row for row in rows if row["held_out"] == "0"), *made):
            found = compare(row["a"], row["b"])
            if (found.verdict == "same") != (row["label"] == "same"):
                print(row["label"], row["a"], "|", row["b"], "|", found)  # noqa: T201
    if chosen.peers:
        peers(chosen.peers, rows)


if __name__ == "__main__":
    main()
