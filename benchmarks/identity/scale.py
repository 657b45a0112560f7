"""How candidates are found among many names: CPU seconds, memory, and how many of the labelled pairs are found among them.

    python -m benchmarks.identity.scale --names 100000

The names are made of real parts: given names are two halves (Нур + бек), surnames another two and an ending (Токто + гул + ов), half of them
with a patronymic; a third is in Latin letters. The two names of each pair of one person of the labelled set are put among them as two actors.
What blocking loses is counted apart: the pairs whose names are found to be the same when they are compared, and that were not compared.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain, count, islice
from pathlib import Path

import polars as pl

from benchmarks.identity.make_pairs import PAIRS
from govgraph.graph.build.part_files import PART_ROWS
from govgraph.graph.graph import Graph
from govgraph.graph.identity.candidates import candidates
from govgraph.graph.identity.log import Log
from govgraph.graph.identity.names import compare
from govgraph.graph.table_parts import part_path

_SAID = pl.Struct({"lang": pl.String, "text": pl.String})

_FIRST = """Нур Жан Бек Тур Кубан Эр Ал Ай Ас Бакыт Токто Турсун Жол Мир Сапар Ороз Абды Муса Дос Кул Таш Тилек Чын Эсен Курман Субан Мамат Акмат
Сагын Шер Үмөт Иса Кадыр Осмон Асан Үсөн Темир Болот Жума Кут Мыкты Айдар Данияр Самат Рыс Сатар Бай Кара Сары Ыман Ишен Алтын Күмүш Ормон Шам""".split()
_SECOND = (
    "бек бай лан гул жан мат кул тай али дин хан болот кан саит уулбек мырза түр дос аалы келди беков шер сан".split()
)
_LETTERS = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяөүңь",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya o u n ".split(" "),
        strict=True,
    )
)


def made_names(names: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """(identifier, name) of made people.

    Args:
        names: how many.
    """
    chance = random.Random(seed)

    def word() -> str:
        return chance.choice(_FIRST) + chance.choice(_SECOND)

    for number in range(names):
        name = f"{word()} {word()}{chance.choice(('ов', 'ова', 'ев', 'ева'))}"
        if number % 2:
            name += f" {word()}{'овна' if name.endswith('а') else 'ович'}"
        if number % 3 == 0:
            latin = "".join(_LETTERS.get(c, c) for c in name.lower())
            name = " ".join(part.capitalize() for part in latin.split())
        yield f"x:n{number}", name


def planted_names() -> Iterator[tuple[tuple[str, str], tuple[str, str], bool]]:
    """The two names of each labelled pair of one person, as two actors, and whether they compare as the same."""
    with PAIRS.open(encoding="utf-8") as stream:
        pairs = [(row["a"], row["b"]) for row in csv.DictReader(stream) if row["label"] == "same"]
    for number, (a, b) in enumerate(pairs):
        yield (f"x:a{number}", a), (f"x:b{number}", b), compare(a, b).verdict == "same"


def write_actors(people: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write a table of actors in parts, as a version has it, without all of it in memory."""
    rows = iter(people)
    for number in count():
        part = list(islice(rows, PART_ROWS))
        if not part:
            return
        said = [[{"lang": "", "text": name}] for _, name in part]
        table = {"iri": [iri for iri, _ in part], "kind": ["person"] * len(part), "names": said}
        frame = pl.DataFrame(table).with_columns(aliases=pl.lit(None, pl.List(_SAID)))
        frame.write_parquet(part_path(folder, "actors", number))


def main() -> None:
    """Make the names, load them, look for candidates, and print what it costs and what is found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=100_000)
    names = parser.parse_args().names
    planted = list(planted_names())
    with tempfile.TemporaryDirectory() as folder, Graph(Path(folder) / "graph") as graph:
        small = Path(folder) / "actors.csv"
        small.write_text("id,kind,name_ky\na,person,Асан\n", "utf-8")
        graph.load(small)
        version = graph.version()
        # Loading is not measured: the names take the place of the table of actors.
        write_actors(chain(made_names(names), (x for *two, _ in planted for x in two)), version / "tables")
        loaded = resource.getrusage(resource.RUSAGE_SELF)
        started = time.monotonic()
        found = candidates(graph.folder, version, Log(), limit=100_000_000)
        seconds, after = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - loaded.ru_utime - loaded.ru_stime
        pairs = {frozenset((pair.a, pair.b)) for pair in found.pairs}
        there = [frozenset((a, b)) in pairs for (a, _), (b, _), _ in planted]
        same = [frozenset((a, b)) in pairs for (a, _), (b, _), alike in planted if alike]
    columns = (
        "names",
        "CPU s",
        "s",
        "most memory, GB (before)",
        "pairs",
        "keys left out",
        "labelled pairs found",
        "of those that compare as the same",
    )
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")  # noqa: T201
    memory = f"{after.ru_maxrss / 1e6:.2f} ({loaded.ru_maxrss / 1e6:.2f})"
    shares = f"{sum(there) / len(there):.3f} | {sum(same) / len(same):.3f}"
    print(f"| {names:,} | {cpu:.1f} | {seconds:.1f} | {memory} | {len(found.pairs):,} | {found.common:,} | {shares} |")  # noqa: T201


if __name__ == "__main__":
    main()
