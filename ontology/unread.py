"""Published data that stands beside what a loader reads and is none of it: what each file is, and what to load instead.

They are known by some of their columns or keys. Sources: the code books of UCDP (https://ucdp.uu.se/downloads/), the fields of the IATI Datastore
(https://developer.iatistandard.org), the queries of d-portal (https://github.com/IATI/D-Portal), the exporters of OpenSanctions
(https://www.opensanctions.org/docs/bulk/).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Unread(NamedTuple):
    """A kind of file.

    Attributes:
        name: with an article.
        instead: what to do with it.
        keys: columns or keys that it has, folded.
    """

    name: str
    instead: str
    keys: frozenset[str]


def _unread(name: str, instead: str, keys: str) -> Unread:
    return Unread(name, instead, frozenset(map(_fold, keys.split())))


def _fold(key: str) -> str:
    return re.sub(r"[\W_]+", "", key).casefold()


_EVENTS: Final = (
    "load the events that it sums up: UCDP GED (GEDEvent); or govgraph map FILE, if the years themselves are wanted"
)
_XML: Final = (
    "take the activities from there as IATI XML, in which each name stands beside its organisation, and load that"
)
_ENTITIES: Final = "load entities.ftm.json of the same data set"
KINDS: Final = (
    _unread("a yearly set of UCDP (armed conflicts)", _EVENTS, "conflict_id side_a side_b incompatibility intensity_level year"),
    _unread("a yearly set of UCDP (battle-related deaths)", _EVENTS, "conflict_id side_a side_b bd_best year"),
    _unread("a yearly set of UCDP (non-state conflicts)", _EVENTS, "conflict_id side_a_name side_b_name best_fatality_estimate year"),
    _unread("a yearly set of UCDP (one-sided violence)", _EVENTS, "actor_id is_government_actor best_fatality_estimate year"),
    _unread("activities of the IATI Datastore, in which names stand apart from identifiers", _XML, "iati_identifier reporting_org_ref"),
    _unread("an answer of d-portal, which gives numbers of an activity and not who takes part", _XML, "aid reporting_ref"),
    _unread("IATI activities as JSON", _XML, "iati-activities iati-activity"),
    _unread("OpenSanctions data for Senzing", _ENTITIES, "DATA_SOURCE RECORD_ID RECORD_TYPE"),
    _unread("the list of files of an OpenSanctions data set", _ENTITIES, "name title resources checksum mime_type"),
)  # fmt: skip
_KEY: Final = re.compile(r'"([^"\\\n]{1,100})"\s*:')
_LONGEST: Final = 20_000


def unread(head: bytes) -> Unread | None:
    """The kind of published data that a file is by its beginning, where no loader reads it.

    Example:
        >>> unread(b'{"rows": [{"aid": "GB-1-1", "reporting_ref": "GB-1"}]}').name
        'an answer of d-portal, which gives numbers of an activity and not who takes part'
        >>> unread(b"conflict_id;side_a;side_b;bd_best;year\\n").name
        'a yearly set of UCDP (battle-related deaths)'
        >>> unread(b"id,name\\n") is None
        True
    """
    text = head.decode("utf-8-sig", "replace").lstrip()
    if text.startswith(("{", "[")):
        names = _KEY.findall(text)
    else:
        names = re.split(r"[,;\t|]", text.partition("\n")[0][:_LONGEST])
    have = set(map(_fold, names))
    return next((kind for kind in KINDS if kind.keys <= have), None)
