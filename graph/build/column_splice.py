"""Another column in a Parquet file, without reading and packing its other columns again.

A Parquet file is column after column, and at its end a footer that says where each column is (https://parquet.apache.org/docs/file-format/). So a file
with other values in one column is the bytes of the file, those of a file with this column alone, and a footer in which the column is found in the
latter. What the column was stays in the file as bytes that nothing refers to; :func:`idle_share` tells how many they are.

The footer is a struct of Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). It is read
as a tree whatever its fields mean, so those that a newer writer adds are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq

_MAGIC: Final = b"PAR1"
_END: Final = 8
"""The bytes after the footer: its length in four, and the magic number."""

# The numbers of fields in parquet.thrift (https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift).
_SCHEMA, _ROW_GROUPS, _WRITER, _NAME, _CHILDREN = 2, 4, 6, 4, 5
_COLUMNS, _BYTES, _ROWS, _PACKED_BYTES = 1, 2, 3, 6
_CHUNK_OFFSET, _CHUNK, _OFFSET_INDEX, _COLUMN_INDEX = 2, 3, 4, 6
_PATH, _UNPACKED, _PACKED, _PLACES = 3, 6, 7, (9, 10, 11, 14)
"""Of a column: its name, its bytes, and the places of its pages and of its Bloom filter."""

_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_INTEGERS: Final = (4, 5, 6)

_Struct = dict[int, tuple[int, Any]]
"""Number of a field -> (its type, its value)."""


class CannotSplice(Exception):
    """The file is not made as is needed: its rows have to be written again."""


def replace_columns(file: Path, columns: Path, target: Path) -> None:
    """Write a file with other values in some columns.

    Args:
        file: a Parquet file with one row group.
        columns: a Parquet file with the new columns alone, with the rows in the same order and one row group, by the same writer.
        target: the new file.

    Raises:
        CannotSplice: the files have different numbers of rows or other columns, more than one row group, or other writers.
    """
    footer, end = _footer(file)
    new, new_end = _footer(columns)
    if footer.get(_WRITER) != new.get(_WRITER):  # another version may put into its footers what is not known here
        raise CannotSplice(f"{file} and {columns} were not made by the same version of one program")
    group, new_group = _only_group(footer), _only_group(new)
    if group[_ROWS] != new_group[_ROWS]:
        raise CannotSplice(f"{file} and {columns} have different numbers of rows")
    schema, new_schema = _columns(footer), _columns(new)
    if not new_schema.keys() <= schema.keys():
        raise CannotSplice(f"{file} lacks a column of {columns}")
    chunks = group[_COLUMNS][1][1]
    places = {tuple(chunk[_CHUNK][1][_PATH][1][1]): n for n, chunk in enumerate(chunks)}
    for chunk in new_group[_COLUMNS][1][1]:
        about = chunk[_CHUNK][1]
        path = tuple(about[_PATH][1][1])
        if path not in places:
            raise CannotSplice(f"{file} has a column of {columns} in another shape")
        was = chunks[places[path]][_CHUNK][1]
        for field in (_BYTES, _PACKED_BYTES):
            if field in group:
                of = _UNPACKED if field == _BYTES else _PACKED
                group[field] = (group[field][0], group[field][1] - was[of][1] + about[of][1])
        for field in _PLACES:
            if field in about:
                about[field] = (about[field][0], about[field][1] + end - len(_MAGIC))
        if chunk[_CHUNK_OFFSET][1]:  # deprecated, and 0 by most writers
            chunk[_CHUNK_OFFSET] = (chunk[_CHUNK_OFFSET][0], chunk[_CHUNK_OFFSET][1] + end - len(_MAGIC))
        for field in (_OFFSET_INDEX, _COLUMN_INDEX):  # with it goes its length, whose number is one more
            chunk.pop(field, None)
            chunk.pop(field + 1, None)
        chunks[places[path]] = chunk
    root, *_ = footer[_SCHEMA][1][1]
    # Whether a column may lack values is written where some do, so it goes with the column.
    elements = [root, *chain.from_iterable((schema | new_schema).values())]
    footer[_SCHEMA] = (_LIST, (_STRUCT, elements))
    written = bytearray()
    _put_struct(written, footer)
    with target.open("wb") as out:
        for source, start, stop in ((file, 0, end), (columns, len(_MAGIC), new_end)):
            with source.open("rb") as stream:
                stream.seek(start)
                out.write(stream.read(stop - start))
        out.write(written + len(written).to_bytes(4, "little") + _MAGIC)


def idle_share(file: Path) -> float:
    """How much of a file nothing refers to, 0 to 1; a little also of a file that was written at once.

    Example:
        >>> from govgraph.graph.table_parts import parts_of
        >>> [idle_share(part) < 0.9 for part in parts_of(graph.version() / "tables", "actors")]
        [True]
    """
    facts = pq.read_metadata(file)
    groups = map(facts.row_group, range(facts.num_row_groups))
    used = sum(group.column(n).total_compressed_size for group in groups for n in range(group.num_columns))
    size = file.stat().st_size - facts.serialized_size
    return 1 - used / size if size else 0.0


def _footer(file: Path) -> tuple[_Struct, int]:
    """The footer of a file, and where it begins."""
    size = file.stat().st_size
    with file.open("rb") as stream:
        stream.seek(size - _END)
        length = int.from_bytes(stream.read(4), "little")
        if stream.read(4) != _MAGIC:
            raise CannotSplice(f"{file} is no Parquet file, or its footer is encrypted")
        stream.seek(size - _END - length)
        return _Reader(stream.read(length)).struct(), size - _END - length


def _only_group(footer: _Struct) -> _Struct:
    groups = footer[_ROW_GROUPS][1][1]
    if len(groups) != 1:
        raise CannotSplice("more than one row group")
    group: _Struct = groups[0]
    return group


def _columns(footer: _Struct) -> dict[bytes, list[_Struct]]:
    """Each column of the table -> what the schema says of it and of all within it, in the order of the schema."""
    elements = iter(footer[_SCHEMA][1][1])
    root = next(elements)

    def whole() -> list[_Struct]:
        element: _Struct = next(elements)
        within = range(element[_CHILDREN][1] if _CHILDREN in element else 0)
        return [element, *chain.from_iterable([whole() for _ in within])]

    found = [whole() for _ in range(root[_CHILDREN][1])]
    return {column[0][_NAME][1]: column for column in found}


@dataclass(slots=True)
class _Reader:
    """Reads values of the compact protocol."""

    data: bytes
    at: int = 0

    def _number(self) -> int:
        number, shift = 0, 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7

    def _signed(self) -> int:
        number = self._number()
        return (number >> 1) ^ -(number & 1)

    def _bytes(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def _value(self, kind: int) -> Any:
        if kind in _INTEGERS:
            return self._signed()
        if kind in (_BYTE, _DOUBLE):
            return self._bytes(1 if kind == _BYTE else 8)
        if kind == _BINARY:
            return self._bytes(self._number())
        if kind == _STRUCT:
            return self.struct()
        if kind in (_LIST, _SET):
            head = self._bytes(1)[0]
            size, of = head >> 4, head & 0x0F
            size = self._number() if size == 0x0F else size
            return of, [self._bytes(1) if of in (_TRUE, _FALSE) else self._value(of) for _ in range(size)]
        raise CannotSplice(f"a footer with values of kind {kind}")

    def struct(self) -> _Struct:
        found: _Struct = {}
        field = 0
        while head := self._bytes(1)[0]:
            kind = head & 0x0F
            field = field + (head >> 4) if head >> 4 else self._signed()
            found[field] = (kind, None if kind in (_TRUE, _FALSE) else self._value(kind))
        return found


def _put_number(out: bytearray, number: int) -> None:
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _put_signed(out: bytearray, number: int) -> None:
    _put_number(out, number << 1 if number >= 0 else (-number << 1) - 1)


def _put(out: bytearray, kind: int, value: Any) -> None:
    if kind in _INTEGERS:
        _put_signed(out, value)
    elif kind in (_BYTE, _DOUBLE):
        out += value
    elif kind == _BINARY:
        _put_number(out, len(value))
        out += value
    elif kind == _STRUCT:
        _put_struct(out, value)
    else:
        of, values = value
        out.append(min(len(values), 0x0F) << 4 | of)
        if len(values) >= 0x0F:
            _put_number(out, len(values))
        for one in values:
            if of in (_TRUE, _FALSE):
                out += one
            else:
                _put(out, of, one)


def _put_struct(out: bytearray, struct: _Struct) -> None:
    before = 0
    for field, (kind, value) in sorted(struct.items()):
        if 0 < field - before <= 0x0F:
            out.append((field - before) << 4 | kind)
        else:
            out.append(kind)
            _put_signed(out, field)
        if kind not in (_TRUE, _FALSE):
            _put(out, kind, value)
        before = field
    out.append(0)
