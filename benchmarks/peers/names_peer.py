"""Other tools' scores for pairs of names: nomenklatura's logic-v2, rapidfuzz, splink. Arguments: pairs.csv, output (JSON: tool -> scores).

Rapidfuzz and splink get the names in lower-case ASCII letters, as their users write them (transliterated by ICU). Splink compares the words of
the names, in the order of the alphabet; its probabilities of agreement are learnt from the pairs of the open part that are the same.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import splink.comparison_library as cl  # type: ignore[import-not-found]  # these are installed in their own environment only
from followthemoney import model  # type: ignore[import-not-found]
from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]
from normality import ascii_text  # type: ignore[import-not-found]
from rapidfuzz import fuzz, utils  # type: ignore[import-not-found]
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # type: ignore[import-not-found]


def _person(key: str, name: str) -> Any:
    entity = model.make_entity("Person")
    entity.id = key
    entity.add("name", name)
    return entity


def _logic_v2(rows: list[dict[str, str]]) -> list[float]:
    config = LogicV2.default_config()
    # What is worked out of a name is kept by the entity's id, so each needs its own.
    each = ((_person(f"a{n}", row["a"]), _person(f"b{n}", row["b"])) for n, row in enumerate(rows))
    return [LogicV2.compare(one, other, config).score for one, other in each]


def _latin(name: str) -> str:
    return utils.default_process(ascii_text(name) or "")


def _words(rows: list[dict[str, str]], side: str) -> pd.DataFrame:
    names = [sorted(_latin(row[side]).split()) for row in rows]
    return pd.DataFrame(
        {
            "unique_id": [f"{side}{number}" for number in range(len(rows))],
            "pair": range(len(rows)),
            "person": [f"{'' if _is_shown(row) else side}{number}" for number, row in enumerate(rows)],
            "words": names,
            "name": [" ".join(words) for words in names],
        }
    )


def _is_shown(row: dict[str, str]) -> bool:
    """Whether a pair may be learnt from: it is in the open part, and the same."""
    return row["label"] == "same" and row["held_out"] == "0"


def _splink(rows: list[dict[str, str]]) -> list[float]:
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.9, 0.85, 0.8, 0.7]),
            cl.ArrayIntersectAtSizes("words", [3, 2, 1]),
        ],
        blocking_rules_to_generate_predictions=[block_on("pair")],
    )
    api = DuckDBAPI()
    tables = [api.register(_words(rows, side), dataset_display_name=side) for side in ("a", "b")]
    linker = Linker(tables, settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=200_000, seed=1, min_count_per_level=None)
    linker.training.estimate_m_from_label_column("person")
    found = linker.inference.predict().as_pandas_dataframe()
    scores = {int(row.unique_id_l[1:]): float(row.match_weight) for row in found.itertuples()}
    return [scores[number] for number in range(len(rows))]


def main() -> None:
    """Score all pairs with all tools."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    latin = [(_latin(row["a"]), _latin(row["b"])) for row in rows]
    scores = {
        "nomenklatura logic-v2": _logic_v2(rows),
        "rapidfuzz token_set_ratio": [fuzz.token_set_ratio(a, b) for a, b in latin],
        "rapidfuzz token_sort_ratio": [fuzz.token_sort_ratio(a, b) for a, b in latin],
        "rapidfuzz WRatio": [fuzz.WRatio(a, b) for a, b in latin],
        "splink": _splink(rows),
    }
    Path(sys.argv[2]).write_text(json.dumps(scores), encoding="utf-8")


main()
