"""Raw separated lines: blocks, faults and widths, whatever the bytes and wherever a read ends."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govgraph.loaders.sheets import lines as tsv
from govgraph.loaders.sheets.lines import Lines, line_blocks
from govgraph.ontology.loader import LoaderError, Source

ANY_LINES = st.lists(
    st.one_of(
        st.binary(max_size=12).filter(lambda b: b"\n" not in b and not b.endswith(b"\r") and not b.startswith(b"\xef")),
        st.sampled_from([b"", b"a\tb", b"\t\t", "жол".encode(), b"\xff", b"a\0b"]),
    ),
    max_size=30,
)


def source(data: bytes) -> Source:
    return Source(Path("x.tsv"), data=data)


@given(lines=ANY_LINES, rows=st.integers(1, 12), chunk=st.integers(1, 9), ended=st.booleans())
def test_blocks_hold_every_line_once_wherever_a_read_ends(
    lines: list[bytes], rows: int, chunk: int, ended: bool
) -> None:
    data = b"\n".join(lines) + (b"\n" if ended and lines else b"")
    assume(not data.startswith((b"BZh", b"\x1f\x8b", b"\xfd7zXZ")))  # it would be read as a compressed file
    assume(b"\n" in data or b"\r" not in data)  # its lines would end in a single CR
    expected = data.removesuffix(b"\n").split(b"\n") if data else []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tsv, "_CHUNK", chunk)
        blocks = list(line_blocks(source(data), rows))
        assert [b.line(i) for b in blocks for i in range(b.count)] == expected
        assert [b.first for b in blocks] == list(range(1, len(expected) + 1, rows))
        assert all(b.count == rows for b in blocks[:-1])
        assert [w for b in blocks for w in b.widths.tolist()] == [line.count(b"\t") + 1 for line in expected]
    assert not blocks or blocks[-1].position == len(data)


@given(lines=ANY_LINES, group=st.integers(1, 5))
def test_each_line_is_judged_by_itself(lines: list[bytes], group: int) -> None:
    def fault(line: bytes) -> str | None:
        if not line:
            return tsv.BLANK
        if b"\0" in line:
            return tsv.NUL
        try:
            line.decode()
        except UnicodeDecodeError:
            return tsv.NOT_UTF8
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tsv, "_GROUP", group)
        found = Lines(b"".join(line + b"\n" for line in lines), 1, 0).faults
    assert found == {i: reason for i, line in enumerate(lines) if (reason := fault(line))}


def test_line_ends_of_three_kinds_and_a_byte_order_mark() -> None:
    (block,) = line_blocks(source(b"\xef\xbb\xbfa\r\nb\r\r\nc\rd\ne"), 10)
    assert block.data == b"a\nb\nc\rd\ne\n"


def test_values_are_text_as_they_stand() -> None:
    block = Lines(b' UIS\t"a\t007\n#x\t\tNA\nnull\tb"\t1.0\n', first=5, position=0)
    frame = block.frame(np.array([True, True, True]), ["a", "b", "c"], ["c", "a", "b"])
    assert frame.columns == ["row", "c", "a", "b"]
    assert frame.rows() == [(5, "007", " UIS", '"a'), (6, "NA", "#x", None), (7, "1.0", "null", 'b"')]


def test_lines_left_out_keep_the_numbers_of_the_others() -> None:
    frame = Lines(b"a\nb\tc\nd\n", first=1, position=0).frame(np.array([True, False, True]), ["x"], ["x"])
    assert frame.rows() == [(1, "a"), (3, "d")]


def test_long_lines_end_a_block_early_and_a_file_without_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsv, "_CHUNK", 4)
    monkeypatch.setattr(tsv, "_BLOCK_BYTES", 10)
    blocks = list(line_blocks(source(b"abcdef\n" * 5), rows=100))
    assert len(blocks) > 1
    assert max(len(b.data) for b in blocks) <= 14
    assert sum(b.count for b in blocks) == 5
    with pytest.raises(LoaderError, match="longer than"):
        list(line_blocks(source(b"a" * 50), rows=100))


def test_a_cut_archive_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv.gz"
    path.write_bytes(gzip.compress(b"a\tb\n" * 1000)[:-20])
    with pytest.raises(LoaderError, match=r"x\.tsv\.gz"):
        list(line_blocks(Source(path), rows=10))


def test_lines_that_end_in_a_single_cr_are_lines() -> None:
    assert [b.data for b in line_blocks(source(b"a\rb\rc"), rows=10)] == [b"a\nb\nc\n"]


def test_in_a_file_with_quotes_a_record_may_have_lines_and_separators() -> None:
    data = b'a,"b\r\nc,d"\n"e""\n",f\n'
    (block,) = line_blocks(source(data), 10, b",", quoted=True)
    assert block.closed
    assert block.widths.tolist() == [2, 2]
    rows = block.frame(np.array([True, True]), ["x", "y"], ["x", "y"]).rows()
    assert rows == [(1, "a", "b\nc,d"), (2, 'e"\n', "f")]


def test_blocks_of_a_file_with_quotes_end_between_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsv, "_CHUNK", 3)
    data = b'a,"b\nc"\n' * 20
    blocks = list(line_blocks(source(data), 3, b",", quoted=True))
    assert sum(b.count for b in blocks) == 20
    assert all(b.closed and b.data.count(b'"') % 2 == 0 for b in blocks)
    assert [b.first for b in blocks] == [1 + sum(b.count for b in blocks[:i]) for i in range(len(blocks))]


def test_an_open_quote_is_seen() -> None:
    (block,) = line_blocks(source(b'a\n"b\nc\n'), 10, b",", quoted=True)
    assert not block.closed
