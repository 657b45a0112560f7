"""What the loaders of event data share: how a file is known by its header, and the way from its rows to a block."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Final

import polars as pl

from govgraph.loaders.events.layout import Format, Header, header_of, headers, keys_of
from govgraph.loaders.events.table import table_rows
from govgraph.ontology.block import Block
from govgraph.ontology.loader import Loader, LoaderError, Options, Source

SURE = 0.97
"""How sure a loader is of a file whose header has all columns that its format needs."""


_MANY: Final = 6
"""How many columns of a format a table needs at least, to be called by the format's name although it lacks one."""
_SPACE: Final = b"\xef\xbb\xbf \t\r\n"


class EventTable(Loader):
    """A table of events: a loader says which columns it needs and what its rows mean.

    Attributes:
        format: the columns.
        default_dataset: the dataset of files for which none is given.
    """

    format: ClassVar[Format]
    default_dataset: ClassVar[str]

    def header(self, source: Source) -> Header | None:
        """Where the columns stand; None if the file is of another format. A format without a header finds its own."""
        return header_of(source, self.format)

    def detect(self, source: Source) -> float:
        """Recognise the format by the names of its columns, in any order."""
        # The first 64 kB of XML may be one line, which is slow to look through for columns.
        return SURE if source.head.lstrip(_SPACE)[:1] != b"<" and self.header(source) else 0.0

    def why_not(self, source: Source) -> LoaderError | None:
        """What a table lacks that has most columns of the format; None if it is another table."""
        found = headers(source, self.format) if source.head.lstrip(_SPACE)[:1] != b"<" else []
        if keys := keys_of(source):
            found = [*found, Header(tuple(sorted(keys)))]
        for header in found:
            known = [name for name in header.names if self.format.column(name)]
            missing = self.format.missing(header.names)
            if len(missing) == 1 and len(known) >= _MANY and len(known) * 2 >= len(header.names):
                lacks = " or ".join(missing[0])
                return LoaderError(
                    f"it looks like a file of {self.name}, but it has no column {lacks}", where=f"{source}:{max(header.row, 1)}",
                    expected=" and ".join(" or ".join(group) for group in self.format.needed),
                    hint=f"export it again with {lacks}; or govgraph map {source} proposes a mapping for what is there",
                )  # fmt: skip
        return None

    def dataset(self, source: Source, options: Options) -> str:  # noqa: ARG002 - the same for every file
        """The default dataset unless the options name one."""
        return options.dataset or self.default_dataset

    def blocks(self, source: Source, options: Options) -> Iterator[Block]:
        """The file's rows, block by block.

        Raises:
            LoaderError: the file is not of this format, or cannot be read to its end.
        """
        header = self.header(source)
        if header is None:
            expected = " and ".join(" or ".join(group) for group in self.format.needed)
            raise LoaderError(f"not a file of {self.name}", where=str(source), expected=f"the columns {expected}")
        for rows in table_rows(source, self.format, header, options.block_rows):
            block = Block({}, rows.rows_read, rows.rejects, rows.notes, rows.unused, rows.position)
            frame = rows.frame
            block.columns = frozenset(frame.columns)
            absent = [name for name in self.format.columns if name not in frame.columns]
            frame = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
            if frame.height:
                self.fill(block, frame, source, options)
            block.rejects.sort(key=lambda reject: reject.row)
            yield block

    @abstractmethod
    def fill(self, block: Block, rows: pl.DataFrame, source: Source, options: Options) -> None:
        """Put the tables, rejects and notes of some rows into their block.

        Args:
            rows: ``row`` and every column of the format as text, null where the file has no value or no such column.

        Raises:
            LoaderError: the rows show that the file is damaged in a way that would load wrong data.
        """
