"""Who's On First: features, archives, names, hierarchy, concordances, superseded places. The files are written here by hand."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from event_files import Loaded, graph_of, same_in_both_orders

from govgraph.loaders.places.languages import name_key
from govgraph.ontology.limits import Limits
from govgraph.ontology.loader import LoaderError, Options, Source
from govgraph.ontology.registry import find_loader, loaders
from govgraph.testing import check_loader

COUNTRY, REGION = 85632761, 85673005


def feature(own: int = 1, /, **properties: Any) -> dict[str, Any]:
    told = {
        "wof:id": own, "wof:name": "Japalak", "wof:placetype": "locality", "wof:parent_id": REGION, "wof:country": "KG", "wof:lastmodified": 100,
        "geom:latitude": 40.49, "geom:longitude": 72.76, "name:kir_x_preferred": ["Жапалак", "Жапалак айылы"], "name:rus_x_preferred": ["Джапалак"],
        "name:und_x_variant": ["Yapalak"], "name:eng_x_historical": ["Japalaq"], "wof:concordances": {"gn:id": 1527017, "wd:id": "Q1", "wk:page": "A b"},
        "wof:hierarchy": [{"country_id": COUNTRY, "region_id": REGION, "locality_id": own}], "edtf:inception": "uuuu", "edtf:cessation": "2018-09-06",
        "gn:population": 0, "qs:name": "x", "wof:superseded_by": [], "mz:is_current": -1,
    }  # fmt: skip
    return {
        "id": own,
        "type": "Feature",
        "properties": {**told, **properties},
        "geometry": {"type": "Point", "coordinates": [72.76, 40.49]},
    }


def archive(files: dict[str, Any], link: bool = False) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as tar:
        for name, content in files.items():
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
        if link:
            info = tarfile.TarInfo("data/evil.geojson")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(info)
    return gzip.compress(data.getvalue(), mtime=0)


STATE = feature(
    COUNTRY,
    **{
        "wof:placetype": "country",
        "wof:parent_id": 102191569,
        "wof:name": "Kyrgyzstan",
        "name:ast_x_preferred": ["Kirguistán"],
    },
)
OBLAST = feature(
    REGION,
    **{
        "wof:placetype": "region",
        "wof:parent_id": COUNTRY,
        "wof:concordances": {"fips:code": "KG08", "hasc:id": "KG.OS"},
    },
)


def test_a_feature_becomes_a_place_with_names_by_language() -> None:
    of = Loaded(json.dumps(feature()).encode(), "1.geojson")
    assert of.loader.name == "whosonfirst"
    (place,) = of.rows("places")
    assert place["iri"] == "id:place/whosonfirst/1"
    assert {n["lang"]: n["text"] for n in place["names"]} == {"ky": "Жапалак", "ru": "Джапалак", "": "Japalak"}
    assert {(n["lang"], n["text"]) for n in place["aliases"]} == {
        ("ky", "Жапалак айылы"),
        ("", "Yapalak"),
        ("en", "Japalaq"),
    }
    assert place["identifiers"] == ["wof:1", "geonames:1527017", "wikidata:Q1", "wk-page:A_b"]
    assert (place["country"], place["within"]) == ("id:country/KGZ", f"id:place/whosonfirst/{REGION}")
    assert (place["latitude"], place["longitude"], place["precision"]) == (40.49, 72.76, "city")
    assert "whosonfirst:edtf:cessation=2018-09-06" in place["details"]
    assert not any("uuuu" in d or "population" in d for d in place["details"])
    assert "qs:*" in of.unused


def test_a_country_is_the_country_and_what_is_in_it_is_within_it() -> None:
    of = Loaded(json.dumps({"type": "FeatureCollection", "features": [STATE, OBLAST]}).encode(), "a.geojson")
    (state,), (oblast,) = of.rows("actors"), of.rows("places")
    assert (state["iri"], state["kind"]) == ("id:country/KGZ", "country")
    assert {"lang": "ast", "text": "Kirguistán"} in state["names"]
    assert (oblast["within"], oblast["precision"], oblast["identifiers"][1:]) == (
        "id:country/KGZ",
        "adm1",
        ["fips-adm1:KG08", "hasc:KG.OS"],
    )


def test_an_archive_is_one_load_and_each_feature_a_row(tmp_path: Path) -> None:
    other = {"id": 1, "type": "Feature", "properties": {"wof:id": 1, "src:alt_label": "quattroshapes"}}
    files = {
        "data/1/1.geojson": feature(),
        "data/1/1-alt-qs.geojson": other,
        "data/2.geojson": b"{broken",
        "README.md": b"x",
        "data/3.geojson": OBLAST,
    }
    data = archive(files, link=True)
    of = Loaded(data, "wof.tar.gz")
    assert (of.loader.name, of.rows_read) == ("whosonfirst", 4)
    assert of.rejects == [(2, "src:alt_label", "another geometry of a place, not a place"), (3, "", "not JSON")]
    assert [p["pointer"] for p in of.rows("places")] == ["data/1/1.geojson", "data/3.geojson"]
    (tmp_path / "wof.tar.gz").write_bytes(data)
    check_loader(loaders()["whosonfirst"], tmp_path / "wof.tar.gz")


def test_the_newest_record_counts_and_a_superseded_one_stays(tmp_path: Path) -> None:
    newer = feature(**{"wof:lastmodified": 200, "name:kir_x_preferred": ["Жаңы"], "wof:superseded_by": [9, 10]})
    files = {"a.geojson": json.dumps(feature()).encode(), "b.tar.gz": archive({"1.geojson": newer, "c.geojson": STATE})}
    with same_in_both_orders(tmp_path, files) as graph:
        names, details = graph.sql("SELECT names, details FROM places").rows[0]
        assert {"lang": "ky", "text": "Жаңы"} in names
        assert {"whosonfirst:superseded_by=9", "whosonfirst:superseded_by=10"} <= set(details)
        assert graph.check().errors == []


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"wof:parent_id": -1}, None), ({"wof:parent_id": 1}, None), ({"wof:parent_id": "x"}, None),
        ({"wof:parent_id": COUNTRY}, "id:country/KGZ"), ({"wof:parent_id": 7, "wof:hierarchy": None}, "id:place/whosonfirst/7"),
    ],
)  # fmt: skip
def test_a_parent_that_is_not_known_is_not_invented(properties: dict[str, Any], expected: str | None) -> None:
    assert Loaded(json.dumps(feature(**properties)).encode(), "a.geojson").rows("places")[0].get("within") == expected


def test_na_is_namibia_and_an_unknown_country_is_noted() -> None:
    assert (
        Loaded(json.dumps(feature(**{"wof:country": "NA"})).encode(), "a.geojson").rows("places")[0]["country"]
        == "id:country/NAM"
    )
    of = Loaded(json.dumps(feature(**{"wof:country": "XS", "geom:latitude": 400})).encode(), "a.geojson")
    assert ("unknown country", "iso2:XS") in of.notes
    assert "latitude" not in of.rows("places")[0]


def test_languages_of_three_letters_get_the_shortest_tag() -> None:
    assert [name_key(f"name:{k}") for k in ("kir_x_preferred", "zho_min_nan_x_preferred", "por_br_x_colloquial", "x")] == [
        ("ky", "preferred"), ("nan", "preferred"), ("pt-BR", "colloquial"), None,
    ]  # fmt: skip
    names = {
        "name:zho_min_nan_x_preferred": ["Kyrgyzstan"],
        "name:zho_x_preferred": ["吉尔吉斯斯坦"],
        "name:srp_el_x_preferred": ["Kirgistan"],
    }
    (place,) = Loaded(json.dumps(feature(7, **names)).encode(), "7.geojson").rows("places")
    told = {name["lang"]: name["text"] for name in place["names"]}
    assert (told["zh"], told["nan"], told["sr-Latn"]) == ("吉尔吉斯斯坦", "Kyrgyzstan", "Kirgistan"), (
        "Min Nan and Cantonese are no Chinese"
    )


def test_an_archive_that_is_cut_short_and_a_file_that_is_too_long() -> None:
    data = gzip.decompress(archive({"1.geojson": feature(), "2.geojson": feature(2)}))
    cut = Source(Path("a.tar"), data=data[:2500])
    with pytest.raises(LoaderError, match="cannot be read to its end"):
        list(find_loader(cut).blocks(cut, Options()))
    small = Source(Path("a.tar"), data=data, limits=Limits(held=100))
    (block,) = find_loader(small).blocks(small, Options())
    assert [r.reason for r in block.rejects] == ["longer than the limit on what may be held"] * 2


def test_the_graph_has_the_place_in_every_language(tmp_path: Path) -> None:
    with graph_of(tmp_path, {"a.geojson": json.dumps(feature()).encode()}) as graph:
        ask = 'SELECT ?p { ?p a gov:Place ; skos:prefLabel "Жапалак"@ky ; dct:identifier "geonames:1527017" }'
        assert len(graph.sparql(ask).rows) == 1


META = """bbox,cessation,country_id,deprecated,file_hash,fullname,geom_hash,geom_latitude,geom_longitude,id,inception,iso,iso_country,lastmodified,lbl_latitude,lbl_longitude,locality_id,name,parent_id,path,placetype,region_id,source,superseded_by,supersedes,wof_country
"16,-22,18,-20",uuuu,85632535,,2e60,,3ab1,-21.5,17.1,85678111,uuuu,NA,NA,1500000001,,,,Khomas,85632535,856/781/11/85678111.geojson,region,85678111,quattroshapes,857;858,,NA
"""
API = "name,wof_country,wof_id,wof_name,wof_parent_id,wof_placetype,wof_repo\n,GB,85785187,Abbey Wood,101750367,neighbourhood,whosonfirst-data\n"
SPR = """id,parent_id,name,placetype,country,repo,latitude,longitude,is_current,is_deprecated,is_ceased,is_superseded,superseded_by,supersedes,is_alt,alt_label,lastmodified
1,-1,Japalak,locality,KG,whosonfirst-data-admin-kg,40.49,72.76,-1,0,1,1,"[5,6]",[],0,,1600000000
1,-1,Japalak,locality,KG,whosonfirst-data-admin-kg,40.49,72.76,-1,0,1,1,"[5,6]",[],1,quattroshapes,1600000000
"""


def test_places_in_tables() -> None:
    """The meta files of a repository, what the API answers as CSV, and the table of the SQLite files."""
    meta = Loaded(META.encode(), "wof-region-latest.csv")
    (place,) = meta.rows("places")
    assert (place["country"], place["within"], place["latitude"], place["precision"]) == (
        "id:country/NAM",
        "id:country/NAM",
        -21.5,
        "adm1",
    )
    assert place["stamp"] == 1500000001.0 and "whosonfirst:superseded_by=858" in place["details"]
    assert meta.unused == ["bbox", "file_hash", "geom_hash", "path"]
    without_types = META.replace(",placetype,", ",x,").replace(",region,", ",,")
    assert Loaded(without_types.encode(), "wof-region-latest.csv").rows("places")[0]["precision"] == "adm1"
    (place,) = Loaded(API.encode()).rows("places")
    assert (place["iri"], place["names"][0]["text"], place["country"]) == (
        "id:place/whosonfirst/85785187",
        "Abbey Wood",
        "id:country/GBR",
    )
    table = Loaded(SPR.encode())
    assert len(table.rows("places")) == 1 and table.rejects == [
        (3, "src:alt_label", "another geometry of a place, not a place")
    ]
    answer = {
        "places": [
            {"wof:id": 1, "wof:name": "Osh", "wof:parent_id": -1, "wof:country": "KG", "wof:placetype": "region"}
        ],
        "stat": "ok",
    }
    assert Loaded(json.dumps(answer).encode(), "a.json").names("places") == ["Osh"]
