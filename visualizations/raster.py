"""An SVG as PNG at the resolution of print, drawn by resvg with the fonts of the package alone: the same pixels on every machine."""

from __future__ import annotations

import struct
import zlib

from govgraph.visualizations import font

DPI = 300
_SVG_DPI = 96  # what an SVG's pixels are: CSS Values and Units 3, 6.2
_METRE = 39.3701  # inches
_SIGNATURE_AND_HEADER = 8 + 25  # PNG 1.2: the signature, and the chunk IHDR, which comes first


def png(svg: str, *, dpi: int = DPI) -> bytes:
    """The picture as PNG, which says its resolution, so that a word processor gives it its size.

    Args:
        svg: as ``still.svg`` gives it.
        dpi: dots an inch.

    Example:
        >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"/>')[1:4]
        b'PNG'
    """
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=dpi / _SVG_DPI,
        skip_system_fonts=True,
        font_files=[str(path) for path in font.files()],
        font_family="Noto Sans",
        sans_serif_family="Noto Sans",
    )
    image = bytes(drawn)
    per_metre = round(dpi * _METRE)
    return (
        image[:_SIGNATURE_AND_HEADER]
        + _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
        + image[_SIGNATURE_AND_HEADER:]
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
