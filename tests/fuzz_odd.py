"""Odd values and bytes that the fuzzers of files put where a reader expects ordinary ones."""

from __future__ import annotations

from typing import Any

ODD = [
    "", " ", "NA", "0", "-1", "7.0", "1e400", "nan", "99999999999999999999", "2019-02-30", "0000-00-00", "2019-13", "-2019",
    "2019-03-01T00:00:00Z", "http://a/?x[]=1", "http://a:b/", "http://[::1", "http://a/100%", "country:XXX", "country:KGZ",
    "iso2:CH", "event-type:seminar", "wikidata:Q813", "a|b\\|c\\", "|", "\\", '"', '""', "'", "#", "=1+1", "\u200b", "\ufeff",
    "и\u0306", "\u202e", "😀", "\x00", "\x07", "\x1b[31m", "x" * 70_000, "<a>&amp;", "true", "null", "_x0041_", "\t",
    "\r", "\n", "id", "person", "en-a", "-91", "181",
]  # fmt: skip
TOKENS = [b'"', b'""', b"\\", b"\n", b"\r", b"\r\n", b"\t", b",", b";", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"[", b"{", b"}", b"]", b"#", b"sep=;\n", b"9" * 400, b"[" * 2000, b"PK\x03\x04"]  # fmt: skip
CELLS = [odd for odd in ODD if len(odd) < 1000]
VALUES: list[Any] = [
    *ODD, None, True, 7, -1, 1.5, -0.0, 1e308, 10**40, [], {}, [[]], [None], [{}], {"en": "x"}, {"lang:ky": "x"}, {"a": 1}, ["a"], [["a"]],
    "\ud800", {"id": {"id": []}},
]  # fmt: skip
"""Values of nested files."""
