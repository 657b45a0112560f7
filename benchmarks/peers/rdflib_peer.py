"""rdflib: add every triple to a graph, then serialise it. Arguments: mapping.json, folder of flat tables, output."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node


def main() -> None:
    """Make the triples."""
    spec, folder, out = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]), sys.argv[3]
    graph = Graph()
    for table in spec:
        columns = pq.read_table(folder / f"{table['name']}.parquet").to_pydict()
        subjects = [URIRef(iri) for iri in columns["iri"]]
        for cls in table["classes"]:
            kind = URIRef(cls)
            for subject in subjects:
                graph.add((subject, RDF.type, kind))
        for p in table["properties"]:
            predicate = URIRef(p["predicate"])
            datatype = URIRef(p["datatype"]) if p["datatype"] else None
            for subject, value in zip(subjects, columns[p["column"]], strict=True):
                if value is None:
                    continue
                target: Node
                if p["kind"] == "iri":
                    target = URIRef(value)
                else:
                    # The text is already as it must be, so it is not parsed and written again.
                    target = Literal(value, lang=p["language"] or None, datatype=datatype, normalize=False)
                graph.add((subject, predicate, target))
    graph.serialize(out, format="nt", encoding="utf-8")


main()
