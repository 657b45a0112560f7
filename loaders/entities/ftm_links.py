"""What the edges of FollowTheMoney become: memberships, tenures of posts, associations and participations."""

from __future__ import annotations

from typing import Any, Final

from govgraph.loaders.entities.ftm_entity import Entity
from govgraph.loaders.entities.ftm_things import Scope
from govgraph.loaders.popolo.fields import Unusable
from govgraph.loaders.rows import Rows
from govgraph.ontology.terms import mint

_TYPES: Final = {
    "Ownership": "owns", "Control": "controls", "Payment": "pays", "Debt": "owes", "Family": "family", "Associate": "associate",
    "Representation": "represents", "Succession": "succeeded_by", "UnknownLink": "linked",
}  # fmt: skip
"""Schema -> type of the association from its source to its target."""
_TABLES: Final = {
    "membership": ("memberships", "member", "organization"),
    "tenure": ("tenures", "holder", "post"),
    "association": ("associations", "from_actor", "to_actor"),
    "participation": ("participations", "participant", "event"),
}
_PARTICIPANT: Final = {"CourtCaseParty": "party", "ProjectParticipant": "participant", "ContractAward": "supplier"}


def link(entity: Entity, scope: Scope, rows: Rows) -> None:
    """A row for each pair of ends; an edge may have several holders of one post.

    Raises:
        Unusable: an end is missing.

    Example:
        >>> from govgraph.loaders.entities.ftm_schemata import schemata
        >>> rows = Rows()
        >>> link(Entity(1, "o", schemata()["Ownership"], {"owner": ["a"], "asset": ["b"]}), Scope("x:", "kg", None), rows)
        >>> rows.of["associations"][0]["type"]
        'owns'
    """
    schema = entity.schema
    table, source, target = _TABLES[schema.becomes]
    froms, tos = entity.take(schema.source), entity.take(schema.target)
    for prop, ends in ((schema.source, froms), (schema.target, tos)):
        if not ends:
            raise Unusable(prop, "an end of the link is missing")
    common: dict[str, Any] = scope.common(entity)
    if schema.name in _PARTICIPANT:  # an award goes from the contract to the supplier
        if schema.name == "ContractAward":
            froms, tos = tos, froms
        common |= {"role": entity.one("role") or _PARTICIPANT[schema.name]}
    else:
        start, end = entity.span(("startDate", "date"), ("endDate",))
        if schema.name == "Payment" and "startDate" not in entity.values:
            end = end or start
        common |= {"start_date": start, "end_date": end}
    if table == "associations":
        common |= {
            "type": _TYPES[schema.name],
            "role": entity.one("role") or entity.one("relationship"),
            **entity.money(),
        }
        common["percentage"] = entity.number("percentage")
    elif table == "memberships":
        common["role"] = entity.one("role")
    pages = entity.addresses("sourceUrl")
    common |= {"details": entity.details(), "document": pages[0] if pages else None}
    several = len(froms) * len(tos) > 1
    for one in froms:
        for other in tos:
            key = f"{entity.id}\t{one}\t{other}" if several else entity.id
            ends_of: dict[str, str] = {source: scope.iri(one), target: scope.iri(other)}
            rows.add(table, iri=mint(scope.base, schema.becomes, scope.dataset, key), **ends_of, **common)
