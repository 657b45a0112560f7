"""The contract test of loaders, for packages that bring their own: ``check_loader(MyLoader(), "sample.txt")``.

It says what is wrong with a loader before its users find out: tables or columns that are not declared, rows that are not counted,
another result with another size of blocks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from govgraph.ontology.errors import GovgraphError

if TYPE_CHECKING:
    from govgraph.ontology.block import Block
    from govgraph.ontology.loader import Loader


class ContractError(GovgraphError):
    """What a loader does that the contract does not allow."""


def check_loader(loader: Loader, sample: str | Path) -> list[Block]:
    """Check a loader with a sample file in its format, which has at least one good row.

    Returns:
        the blocks of the sample, as they would be kept.

    Raises:
        ContractError: the loader breaks the contract; the message says how, and what is expected.
        OntologyError: it gives a table or column that is not declared.

    Example:
        >>> import tempfile
        >>> from govgraph.loaders.records.loader import Records
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "actors.csv")
        ...     _ = file.write_text("id,kind,name_en\\na,ngo,Fund\\n")
        ...     len(check_loader(Records(), file))
        1
    """
    from govgraph.ontology.declaration import table
    from govgraph.ontology.loader import Options, Source

    def fail(what: str, expected: str) -> ContractError:
        return ContractError(
            f"{type(loader).__name__}: {what}", where=str(sample), expected=expected, hint="docs/writing-a-loader.md"
        )

    for word in ("name", "title", "tables", "primary"):
        if not getattr(loader, word, ""):
            raise fail(f"it has no {word}", f"{word} = ...")
    for name in loader.tables:
        table(name)
    path = Path(sample)
    if not 0 < (sure := loader.detect(Source(path))) <= 1:
        raise fail(f"detect() gives {sure} for its own sample", "more than 0, at most 1")
    other = Source(Path("other.bin"), data=b"\x00\x01 not in any format \xff")
    if loader.detect(other):
        raise fail("detect() takes bytes that are in no format", "0")
    if not loader.dataset(Source(path), Options()):
        raise fail("dataset() is empty", "the name of the data set")
    if loader.dataset(Source(path), Options(dataset="given")) != "given":
        raise fail("dataset() ignores the one that the person gives", "options.dataset, if there is one")
    blocks, contents = _blocks(loader, path, 100_000)
    if not any(contents.values()):
        raise fail("no row of the sample is loaded", "a sample with a good row")
    if extra := set(contents) - set(loader.tables):
        raise fail(f"it fills the table {min(extra)!r}, which it does not name", "tables = (...)")
    rejected = {reject.row for block in blocks for reject in block.rejects}
    stated = {row for rows in contents.values() for _, row in rows}
    if both := rejected & stated:
        raise fail(f"row {min(both)} is rejected and loaded", "one of the two")
    if len(rejected | stated) > sum(block.rows_read for block in blocks):
        raise fail("it gives more rows than it says that it read", "rows_read counts every row, rejected ones included")
    if _blocks(loader, path, 1)[1] != contents:
        raise fail("with blocks of one row it gives other records", "the same records, whatever Options.block_rows is")
    return blocks


def _blocks(loader: Loader, path: Path, rows: int) -> tuple[list[Block], dict[str, set[tuple[str, int]]]]:
    """The verified blocks of a file, and per table the IRI and row of each different IRI's first row."""
    from govgraph.graph.build.verify import verified
    from govgraph.ontology.loader import Options, Source

    blocks = [verified(block) for block in loader.blocks(Source(path), Options(block_rows=rows))]
    first: dict[str, dict[str, int]] = {}
    for block in blocks:
        for name, frame in block.tables.items():
            for iri, row in frame.select("iri", "row").iter_rows():
                first.setdefault(name, {}).setdefault(iri, row)
    return blocks, {name: set(of.items()) for name, of in first.items()}
