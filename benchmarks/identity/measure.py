"""Precision and recall of the rule that compares names, on the labelled set, with intervals.

    python -m benchmarks.identity.measure [--errors]

The interval is Wilson's, at 95 %. A pair that nobody can decide by the names counts as wrong if the rule calls it the same.
"""

from __future__ import annotations

import argparse
import csv
import math
from collections import Counter

from benchmarks.identity.make_pairs import PAIRS
from govgraph.graph.identity.names import compare

_Z = 1.959964


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


def main() -> None:
    """Print a table, and with ``--errors`` the pairs of the open part that are judged wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list the wrong pairs that are not held out")
    chosen = parser.parse_args()
    with PAIRS.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    print("| part | pairs | precision | recall |\n|---|---|---|---|")  # noqa: T201
    for words, held_out in (("open", "0"), ("held out", "1")):
        part = [row for row in rows if row["held_out"] == held_out]
        taken = [row for row in part if compare(row["a"], row["b"]).verdict == "same"]
        right = sum(row["label"] == "same" for row in taken)
        same = sum(row["label"] == "same" for row in part)
        print(f"| {words} | {len(part)} | {interval(right, len(taken))} | {interval(right, same)} |")  # noqa: T201
    kinds: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        kinds.setdefault((row["label"], row["how"]), Counter())[compare(row["a"], row["b"]).verdict] += 1
    print("\n| label | how the pair was made | same | undecided | different |\n|---|---|---|---|---|")  # noqa: T201
    for (label, how), verdicts in sorted(kinds.items()):
        print(f"| {label} | {how} | {verdicts['same']} | {verdicts['undecided']} | {verdicts['different']} |")  # noqa: T201
    if chosen.errors:
        for row in rows:
            found = compare(row["a"], row["b"])
            if row["held_out"] == "0" and (found.verdict == "same") != (row["label"] == "same"):
                print(row["label"], row["a"], "|", row["b"], "|", found)  # noqa: T201


if __name__ == "__main__":
    main()
