"""Made-up words and days for the files that the benchmarks of loaders read."""

from __future__ import annotations

import random

WORDS = "people met in the square and asked the government for higher wages and better schools today".split()


def day(i: int) -> str:
    return f"20{10 + i % 14}-{1 + i % 12:02}-{1 + i % 28:02}"


def text(i: int) -> str:
    return " ".join(random.Random(i).choices(WORDS, k=40))
