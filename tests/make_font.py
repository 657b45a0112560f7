"""Makes the fonts of the pictures anew: Noto Sans (SIL Open Font License 1.1), cut down to the letters of our languages and their neighbours.

    python tests/make_font.py NotoSans-Regular.ttf NotoSansMath-Regular.ttf

It needs fonttools and brotli. Kerning and other features are left out, so that the width of a text is the sum of the widths of its letters in every
program that draws it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "visualizations" / "assets" / "fonts"
# Latin with all its extensions, Greek, Cyrillic with Kyrgyz, Kazakh and Tajik letters, marks, punctuation, currencies, numbers; arrows and signs.
RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2010, 0x2044), (0x2070, 0x209C), (0x20A0, 0x20C0), (0x2116, 0x2122), (0xFFFD, 0xFFFD),
)  # fmt: skip
SIGNS = ((0x2190, 0x2199), (0x2212, 0x2265))


def main(letters: str, signs: str) -> None:
    """Write the fonts as TTF and WOFF2, and the widths of their letters in thousandths of the size."""
    widths: dict[str, int] = {}
    for source, name, ranges in ((letters, "NotoSans", RANGES), (signs, "NotoSansMath", SIGNS)):
        options = subset.Options(
            layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]
        )
        options.drop_tables += ["GPOS", "GSUB", "GDEF", "MATH"]
        font = TTFont(source, recalcTimestamp=False)
        cut = subset.Subsetter(options)
        cut.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
        cut.subset(font)
        for flavor, suffix in ((None, "ttf"), ("woff2", "woff2")):
            font.flavor = flavor
            font.save(FONTS / f"{name}.{suffix}")
        per_em = font["head"].unitsPerEm
        have = {chr(code): round(font["hmtx"][glyph][0] * 1000 / per_em) for code, glyph in font.getBestCmap().items()}
        widths = have | widths
    text = json.dumps(dict(sorted(widths.items())), ensure_ascii=True, separators=(",", ":"))
    (FONTS / "widths.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
