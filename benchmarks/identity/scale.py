"""How candidates are found among many names: CPU seconds, memory, and how many of the labelled pairs are found among them.

    python -m benchmarks.identity.scale --names 100000

The names are made: given names and patronymics of the labelled set, and surnames of random syllables in two scripts. The two names of each
pair of one person of the labelled set are put among them as two actors.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.identity.make_pairs import PAIRS
from govgraph.graph.graph import Graph

_SYLLABLES = "ба ко ту жу ал ас эр мы са до ке та ор бек гул нур тай мат кул жан чо ша ра ми на ли".split()
_LATIN = "ba ko tu ju al as er my sa do ke ta or bek gul nur tay mat kul jan cho sha ra mi na li".split()


def write_names(file: Path, names: int, seed: int = 1) -> list[tuple[str, str]]:
    """Write a table of actors, and return the local identifiers of the labelled pairs among them.

    Args:
        names: how many made names there are.
    """
    chance = random.Random(seed)
    with PAIRS.open(encoding="utf-8") as stream:
        pairs = [(row["a"], row["b"]) for row in csv.DictReader(stream) if row["label"] == "same"]
    given = sorted({b.split()[1] for _, b in pairs if len(b.split()) == 3})
    planted = []
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "kind", "name_ru"])
        for number in range(names):
            syllables = [chance.randrange(len(_SYLLABLES)) for _ in range(chance.randint(3, 5))]
            letters = _LATIN if number % 3 == 0 else _SYLLABLES
            surname = "".join(letters[s] for s in syllables).capitalize() + ("ov" if number % 3 == 0 else "ов")
            writer.writerow([f"n{number}", "person", f"{chance.choice(given)} {surname}"])
        for number, (a, b) in enumerate(pairs):
            writer.writerow([f"a{number}", "person", a])
            writer.writerow([f"b{number}", "person", b])
            planted.append((f"a{number}", f"b{number}"))
    return planted


def main() -> None:
    """Make the names, load them, look for candidates, and print what it costs and what is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=100_000)
    names = parser.parse_args().names
    with tempfile.TemporaryDirectory() as folder, Graph(Path(folder) / "graph") as graph:
        planted = write_names(Path(folder) / "actors.csv", names)
        graph.load(Path(folder) / "actors.csv")
        before, _started = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        found = graph.identity.candidates(limit=10_000_000)
        after = resource.getrusage(resource.RUSAGE_SELF)
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        pairs = {(pair.a.rpartition("/")[2], pair.b.rpartition("/")[2]) for pair in found.pairs}
        sum(tuple(sorted(pair)) in pairs for pair in planted) / len(planted)


if __name__ == "__main__":
    main()
