"""What `make demo` shows: each question once, with its answer, its query in three languages, and whether these give the same rows.

Run it with a graph that holds examples/central-asia: python examples/demo.py GRAPH QUESTION..., as 01-who-took-part.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import govgraph
from govgraph.commands.output import Form, say, show
from govgraph.graph.answers.values import cell
from govgraph.graph.find.naming import unsaid

QUERIES = Path(os.path.relpath(Path(__file__).parent / "queries"))
LANGUAGES = {"SPARQL": "sparql", "Cypher": "cypher", "SQL": "sql"}
MOST = 8
"""How many rows of an answer are shown."""

_COMMENT = re.compile(r"^(?:#|//|--) ?(.*)\n", re.MULTILINE)
_PARAMETER = re.compile(r"param (\w+) = (\S.*)")


def main(folder: str, *questions: str) -> None:
    """Show the questions over the graph in a folder."""
    with govgraph.open(folder) as graph:
        for question in questions:
            texts = {name: (QUERIES / f"{question}.{suffix}").read_text("utf-8") for name, suffix in LANGUAGES.items()}
            said = _COMMENT.findall(texts["SQL"])
            parameters = dict(match.groups() for line in said if (match := _PARAMETER.fullmatch(line)))
            given = f" ({', '.join(f'{name} = {value}' for name, value in parameters.items())})" if parameters else ""
            say(f"\n== {said[0]}{given}\n")
            answers = {name: getattr(graph, LANGUAGES[name])(text, **parameters) for name, text in texts.items()}
            short = graph.sql(texts["SQL"], limit=MOST, **parameters)
            show(short, Form(table=True), names=unsaid(graph, short), more="the command below returns all")
            for name, text in texts.items():
                say(
                    f"\n-- in {name}: govgraph {LANGUAGES[name]} -f {QUERIES / question}.{LANGUAGES[name]} --graph {folder}"
                )
                say(_COMMENT.sub("", text).strip())
            rows = {name: sorted([cell(v) for v in row] for row in answer.rows) for name, answer in answers.items()}
            different = [name for name in rows if rows[name] != rows["SQL"]]
            if different:
                sys.exit(f"error: {', '.join(different)} and SQL give different rows")
            say(f"\nThe same rows in SPARQL, Cypher and SQL: {len(rows['SQL'])} each.")


if __name__ == "__main__":
    main(*sys.argv[1:])
