"""A digest of a version's content, from which a push can tell that the database shows this version already."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pyarrow.parquet as pq

from govgraph.graph.duck import asking, parquet
from govgraph.graph.property_graph.projection import PROJECTION
from govgraph.graph.table_parts import height, tables_in


def content_digest(version: Path, languages: Sequence[str]) -> str:
    """A digest of all that a version shows in a property graph. It does not depend on the order of the rows in the files.

    Args:
        version: a folder as ``Graph.version()`` gives it.

    Example:
        >>> import tempfile, polars
        >>> folder = Path(tempfile.mkdtemp())
        >>> (folder / "tables").mkdir()
        >>> polars.DataFrame({"iri": ["x:1", "x:2"]}).write_parquet(folder / "tables" / "posts.parquet")
        >>> before = content_digest(folder, ["en"])
        >>> polars.DataFrame({"iri": ["x:2", "x:1"]}).write_parquet(folder / "tables" / "posts.parquet")
        >>> content_digest(folder, ["en"]) == before
        True
    """
    digest = hashlib.sha256(repr((PROJECTION, list(languages))).encode())
    digest.update(files("govgraph.ontology").joinpath("gov.ttl").read_bytes())
    with asking() as db:
        for name, parts in tables_in(version / "tables").items():
            if not height(parts):  # as the statement would say, which costs more to plan than most tables to read
                digest.update(repr((name, (0, None))).encode())
                continue
            columns = ", ".join(f'"{c}"' for c in sorted(pq.read_schema(parts[0]).names))
            rows = f"SELECT md5_number(to_json(t)::VARCHAR) AS h FROM (SELECT {columns} FROM {parquet(*parts)}) t"
            digest.update(repr((name, db.execute(f"SELECT count(*), bit_xor(h) FROM ({rows})").fetchone())).encode())
    return digest.hexdigest()
