"""Loader for OCDS, the Open Contracting Data Standard: public procurement from planning to payment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.flat_tables import holds, table_items
from govgraph.loaders.json_stream import found
from govgraph.loaders.json_text import is_json
from govgraph.loaders.money.ocds_parties import objects
from govgraph.loaders.money.ocds_release import read_release
from govgraph.loaders.money.ocds_tables import has_releases, is_flat, is_path, release_of
from govgraph.loaders.money.ocds_versions import releases_of
from govgraph.loaders.nested import Item, Nested, Writer
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import writable
from govgraph.loaders.xml_records import root_of
from govgraph.ontology.block import Note, Reject
from govgraph.ontology.loader import Source

_LISTS: Final = ("releases", "records")
_ALONE: Final = ("ocid", "compiledRelease", "versionedRelease")
_SIGN: Final = re.compile(rb'"ocid"\s*:\s*"')


class Ocds(Nested):
    """OCDS releases and records, versions 1.0 and 1.1.

    **Rows** are releases, or records with all that they hold: a compiled release, a versioned one, whole releases; links to releases are noted. In a table a row
    is a release or a part of one.
    **The key of an event** is the ocid, with the id of the award or contract. Releases are merged field by field by their dates when tables are put
    together, so the order of loading decides nothing.
    """

    name = "ocds"
    version = 2
    title = "OCDS public contracts: releases, records, packages, versioned releases (JSON), tables"
    example = "govgraph load releases.json"
    dataset_title = "Open Contracting Data"
    licence = "as each publisher says"
    homepage = "https://standard.open-contracting.org/"
    code_systems = ("ocds", "org-id")
    tables = ("events", "participations", "actors", "associations", "documents", "mentions")
    primary = ("events",)
    told_apart_by = ("iri", "unit", "stamp")
    suffixes = (".json", ".jsonl", ".csv", ".xlsx", ".ods")
    default_dataset = "ocds"

    def detect(self, source: Source) -> float:
        """By an ``ocid``, which every release and record has; in a table beside columns that are paths."""
        if is_json(source):
            return 0.95 if _SIGN.search(source.head.replace(b"\x00", b"")) else 0.0
        return 0.95 if not root_of(source)[0] and holds(source, is_path, has_releases) else 0.0

    def items(self, source: Source, writer: Writer) -> Iterator[Item]:
        """The releases and records of a file.

        Raises:
            LoaderError: it cannot be read to its end.
        """
        if not is_json(source):
            yield from table_items(source, is_path, has_releases, release_of, "ocid, id, tender/title")
            return
        number = 0
        for each in found(source, _LISTS, _ALONE):
            if each.item:
                number += 1
                value = each.value
                if not isinstance(value, dict):
                    value = Reject(number, each.key, "not a JSON object", ascii(value)[:200])
                yield Item(value, each.at, each.position)
            elif each.key in ("license", "licence") and isinstance(each.value, str):
                writer.notes.append(Note("licence", writable(each.value), 1))
            elif each.key == "publisher" and isinstance(each.value, dict):
                writer.notes.append(Note("source", writable(str(each.value.get("name", ""))), 1))
                writer.drop(*(f"publisher.{writable(key)}" for key in each.value if key != "name"))
            else:
                writer.drop(writable(each.key))

    def read(self, item: Item, writer: Writer) -> None:
        """Write the rows of a release or record.

        Raises:
            Unusable: it has no ocid, or a record holds nothing but links.
        """
        value: dict[str, Any] = release_of(item.value) if is_flat(item.value) else item.value
        if not any(key in value for key in ("compiledRelease", "versionedRelease", "releases")):
            read_release(writer, value)
            return
        ocid = writer.text("ocid", value.get("ocid")) or ""
        whole = [
            each for each in objects(value.get("releases")) if "ocid" in each or ("tag" in each and "url" not in each)
        ]
        links = [each for each in objects(value.get("releases")) if each not in whole]
        compiled, versioned = value.get("compiledRelease"), value.get("versionedRelease")
        if isinstance(versioned, dict):
            whole += releases_of(versioned)
        if isinstance(compiled, dict):
            whole.append(compiled)
        if not whole:
            raise Unusable("releases", "a record with links to releases only", ocid)
        for each in links:
            writer.note("release that is only linked", each.get("url", ""))
        for each in whole:
            read_release(writer, each, ocid)
