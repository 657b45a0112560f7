"""Loader for Who's On First: places with names in many languages, what they lie within, and their identifiers elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from govgraph.loaders.events.layout import headers
from govgraph.loaders.flat_tables import table_items
from govgraph.loaders.json_stream import found
from govgraph.loaders.json_text import is_json
from govgraph.loaders.nested import Item, Nested, Writer
from govgraph.loaders.places.archive import is_tar, tar_files
from govgraph.loaders.places.languages import name_key
from govgraph.loaders.places.tables import has_places, is_known, never_na, placetype_of_file, properties_of
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.popolo.values import wikidata_item, writable
from govgraph.ontology.block import Reject
from govgraph.ontology.countries import country
from govgraph.ontology.loader import Source
from govgraph.ontology.terms import country_iri, mint

# whosonfirst-placetypes: how exact a place of each type is as the place of an event.
_PRECISION: Final = {
    "country": "country", "dependency": "country", "macroregion": "adm1", "region": "adm1", "macrocounty": "adm1", "county": "adm2",
    "localadmin": "city", "locality": "city", "borough": "city", "macrohood": "city", "neighbourhood": "city", "microhood": "city",
    "campus": "exact", "venue": "exact", "building": "exact", "address": "exact", "postalcode": "city",
}  # fmt: skip
_STATES: Final = ("country", "dependency")
_SCHEMES: Final = {
    "gn:id": "geonames",
    "wd:id": "wikidata",
    "hasc:id": "hasc",
    "iso:code": "iso3166",
    "iso:id": "iso3166",
    "fips:code": "fips-adm1",
    "m49:code": "m49",
}
"""Source of an identifier (whosonfirst-sources) -> the scheme that other loaders write; any other is named as there."""
_DETAILS: Final = (
    "wof:placetype", "wof:placetype_local", "wof:superseded_by", "wof:supersedes", "wof:hierarchy", "wof:population", "gn:population", "wof:tags",
    "wof:coterminous", "wof:shortcode", "mz:is_current", "edtf:inception", "edtf:cessation", "edtf:deprecated", "edtf:superseded", "src:geom",
    "fullname", "is_deprecated", "is_ceased",
)  # fmt: skip
_USED: Final = frozenset(
    {
        *_DETAILS, "wof:id", "wof:name", "wof:parent_id", "wof:country", "iso:country", "wof:concordances", "wof:lastmodified", "geom:latitude",
        "geom:longitude", "lbl:latitude", "lbl:longitude", "wof:belongsto",
    }
)  # fmt: skip
_SIGN: Final = re.compile(rb'"wof:(?:id|placetype)"\s*:')
_UNKNOWN_DATES: Final = ("", "uuuu", "u", "..")
_SPACE: Final = re.compile(r"\s+")


class WhosOnFirst(Nested):
    """Who's On First: GeoJSON features, collections, one feature a line, a tar archive of a repository, or tables of places.

    **The key of a place** is ``wof:id``. A country is the country of our code list, with the names that this source has for it. A superseded record stays, with
    what supersedes it. Of a record in several files the one with the newest ``wof:lastmodified`` counts.
    """

    name = "whosonfirst"
    title = "Who's On First places (GeoJSON, a .tar.gz of a repository, meta files and other tables)"
    example = "govgraph load whosonfirst-data-admin-kg.tar.gz"
    dataset_title = "Who's On First"
    licence = "Who's On First licence (CC-BY-4.0 and the licences of its sources), credit required"
    homepage = "https://whosonfirst.org/"
    code_systems = ("wof", "geonames", "wikidata", "hasc", "fips-adm1", "iso2")
    tables = ("places", "actors")
    primary = ("places", "actors")
    suffixes = (".geojson", ".tar", ".csv")
    default_dataset = "whosonfirst"

    def detect(self, source: Source) -> float:
        """By keys in the namespace ``wof``, or by the columns of a table."""
        head = source.head
        if is_tar(source):
            return 0.95 if b".geojson" in head and _SIGN.search(head) else 0.0
        if is_json(source):
            return 0.95 if _SIGN.search(head) else 0.0
        return 0.95 if any(has_places(header.names) for header in headers(source)) else 0.0

    def items(self, source: Source, writer: Writer) -> Iterator[Item]:  # noqa: ARG002 - the file says nothing of itself
        """The features of a file or archive.

        Raises:
            LoaderError: it cannot be read to its end.
        """
        if not is_tar(source) and not is_json(source):
            stem = source.content_name.split(".", 1)[0].lower()
            of_file = placetype_of_file(stem, tuple(_PRECISION))
            yield from table_items(
                source,
                is_known,
                has_places,
                lambda cells: {"properties": properties_of(cells, of_file)},
                "id, name, parent_id, placetype",
                never_na,
            )
            return
        if not is_tar(source):
            for each in found(source, ["features", "places"], ["properties", "geometry"]):
                if each.item:
                    yield Item(each.value, each.at, each.position)
            return
        for row, (name, content, position) in enumerate(tar_files(source, ".geojson"), start=1):
            value: Any
            try:
                value = (
                    json.loads(content)
                    if content is not None
                    else Reject(row, "", "longer than the limit on what may be held", name)
                )
            except (ValueError, RecursionError) as error:
                value = Reject(row, "", "not JSON", f"{name}: {error}"[:200])
            yield Item(value, name, position)

    def read(self, item: Item, writer: Writer) -> None:
        """Write the row of a feature.

        Raises:
            Unusable: it is no place.
        """
        properties = item.value.get("properties", item.value) if isinstance(item.value, dict) else None
        if not isinstance(properties, dict):
            raise Unusable("properties", "not a feature of Who's On First", ascii(item.value)[:200])
        if "src:alt_label" in properties or "-alt-" in item.at:
            raise Unusable("src:alt_label", "another geometry of a place, not a place", properties.get("wof:id", ""))
        own = writer.text("wof:id", properties.get("wof:id", item.value.get("id")))
        if own is None:
            raise Unusable("wof:id", "required value is missing")
        _place(writer, own, properties)
        if unused := [key for key in properties if key not in _USED and name_key(key) is None]:
            writer.drop(*sorted(set(map(_namespace, unused))))


def _namespace(key: str) -> str:
    """What the report calls a property that is not used: all of one source by its namespace."""
    return f"{key.split(':')[0]}:*" if ":" in key else key


def _place(writer: Writer, own: str, properties: dict[str, Any]) -> None:
    kind = writer.text("wof:placetype", properties.get("wof:placetype")) or ""
    code = next(
        (
            c
            for k in ("wof:country", "iso:country")
            if (c := writer.text(k, properties.get(k))) and c not in ("-1", "-99")
        ),
        "",
    )
    # Here NA is Namibia: the column holds codes only, and a missing one is empty.
    state = country(f"iso2:{code}") if code else None
    if code and state is None:
        writer.note("unknown country", f"iso2:{code}")
    home = country_iri(writer.base, state.iso3) if state else None
    is_state = kind in _STATES and home is not None
    iri = home if is_state and home else mint(writer.base, "place", writer.dataset, own)
    modified = properties.get("wof:lastmodified")
    writer.release(
        f"{writer.dataset}:{own}",
        float(modified) if isinstance(modified, (int, float)) and not isinstance(modified, bool) else None,
    )
    names, aliases = _names(writer, properties)
    shared = {
        "iri": iri,
        "names": names,
        "aliases": aliases,
        "identifiers": _identifiers(writer, own, properties),
        "details": _details(writer, properties),
    }
    if is_state:
        writer.add("actors", kind="country", **shared)
        return
    latitude, longitude = _point(writer, properties)
    writer.add(
        "places", country=home, within=_within(writer, own, properties, home), latitude=latitude, longitude=longitude,
        precision=_PRECISION.get(kind, "unknown"), **shared,
    )  # fmt: skip


def _names(writer: Writer, properties: dict[str, Any]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The preferred name in each language, and all other names."""
    names: dict[str, str] = {}
    aliases: dict[tuple[str, str], None] = {}
    named = [key for key in properties if key.startswith("name:")]
    for key in sorted(named, key=lambda k: (not k.endswith("_preferred"), k)):
        if (told := name_key(key)) is None:
            continue
        language, sort = writer.language(told[0]), told[1]
        values = properties[key]
        for value in values if isinstance(values, list) else [values]:
            if text := writer.text(key, value):
                if sort == "preferred" and language and language not in names:
                    names[language] = text
                elif names.get(language) != text:
                    aliases[language, text] = None
    own = writer.text("wof:name", properties.get("wof:name"))
    if own and own not in names.values():
        names[""] = own
    listed = [{"lang": language, "text": text} for language, text in names.items()]
    return listed, [{"lang": language, "text": text} for language, text in aliases if names.get(language) != text]


def _identifiers(writer: Writer, own: str, properties: dict[str, Any]) -> list[str]:
    found_ = [f"wof:{own}"]
    concordances = properties.get("wof:concordances")
    for key, value in concordances.items() if isinstance(concordances, dict) else []:
        text = writer.text(f"wof:concordances.{key}", value)
        if not text or text in ("-1", "-99"):
            continue
        scheme = _SCHEMES.get(key, re.sub(r"[^a-z0-9._-]+", "-", key.lower()).strip("-"))
        text = wikidata_item(text) or text if scheme == "wikidata" else text
        if scheme and scheme[0].isalpha():
            found_.append(f"{scheme}:{_SPACE.sub('_', text)}")
    return list(dict.fromkeys(found_))


def _within(writer: Writer, own: str, properties: dict[str, Any], home: str | None) -> str | None:
    """The next larger place: the parent; where the source gives none, because there are several or it is not known, nothing is said."""
    parent = writer.text("wof:parent_id", properties.get("wof:parent_id")) or ""
    if not parent.isdigit() or parent == own:
        return None
    hierarchy = properties.get("wof:hierarchy")
    for chain in hierarchy if isinstance(hierarchy, list) else []:
        if isinstance(chain, dict) and any(str(chain.get(f"{state}_id")) == parent for state in _STATES) and home:
            return home
    return mint(writer.base, "place", writer.dataset, parent)


def _point(writer: Writer, properties: dict[str, Any]) -> tuple[float | None, float | None]:
    """The point at which the source puts the label, else the middle of the geometry."""
    for prefix in ("lbl", "geom"):
        latitude, longitude = writer.point(
            prefix, *(properties.get(f"{prefix}:{k}") for k in ("latitude", "longitude"))
        )
        if latitude is not None:
            return latitude, longitude
    return None, None


def _details(writer: Writer, properties: dict[str, Any]) -> list[str]:
    found_ = []
    for key in [key for key in _DETAILS if key in properties]:
        given = properties[key]
        for value in _flat(given) if isinstance(given, (list, dict)) else (given,):
            text = writer.text(key, value)
            if (
                text is None
                or (key.startswith("edtf:") and text in _UNKNOWN_DATES)
                or (key == "gn:population" and text == "0")
            ):
                continue  # GeoNames writes 0 for a population that it does not know
            found_.append(f"whosonfirst:{key.removeprefix('wof:')}={writable(text)}")
    return list(dict.fromkeys(found_))


def _flat(value: object) -> Iterator[object]:
    if isinstance(value, list):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, dict):
        yield ", ".join(f"{key}={inner}" for key, inner in sorted(value.items()))
    elif value is not None:
        yield value
