"""maplib: one OTTR template per flat table. Arguments: templates.json, folder of flat tables, output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl
from maplib import Model  # type: ignore[import-not-found]  # installed in its own environment only

_LANG_STRING = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"


def main() -> None:
    """Make the triples."""
    templates, folder, out = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]), sys.argv[3]
    model = Model()
    for table in templates:
        model.add_template(table["document"])
        rows = pl.read_parquet(folder / f"{table['name']}.parquet")
        # maplib takes a struct with these two fields as a text with a language.
        tagged = [pl.struct(pl.col(c).alias(_LANG_STRING), l=pl.lit(x)).alias(c) for c, x in table["languages"].items()]
        model.map(table["iri"], rows.with_columns(tagged), validate_iris=False)
    model.write(out, format="ntriples")


main()
