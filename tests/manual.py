"""Makes anew the parts of the manual that are made of the code: ``python tests/manual.py`` after a change of the declaration, of a command,
of an export format or of what the embedded Cypher refuses. Tests compare them with what stands there.
"""

from __future__ import annotations

from pathlib import Path

import commands_page
from parity import page as cypher_page

from govgraph.loaders.records.template import reference

DOCS = Path(__file__).resolve().parent.parent / "docs"
RECORDS = DOCS / "records-format.md"


def columns_of_the_page() -> str:
    """What ``records-format.md`` says of columns: all that stands behind its mark."""
    return RECORDS.read_text("utf-8").partition("<!-- columns:")[2].partition("-->\n\n")[2]


def write_columns() -> None:
    """Write the columns of the declaration into ``records-format.md``."""
    text = RECORDS.read_text("utf-8")
    RECORDS.write_text(text.removesuffix(columns_of_the_page()) + reference(), "utf-8")


if __name__ == "__main__":
    commands_page.write()
    write_columns()
    cypher_page.main()
