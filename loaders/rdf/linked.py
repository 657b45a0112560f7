"""The links of things of other vocabularies: stated directly, by a node for the link, or by way of a node with a role between."""

from __future__ import annotations

from typing import Any

from govgraph.loaders.rdf import vocabularies as v
from govgraph.loaders.rdf.described import Described
from govgraph.loaders.rdf.things import Term, Thing


class Linked(Described):
    """A thing with its links."""

    def links(self) -> None:
        """The links that properties of an actor or post state directly, without a node between."""
        for predicate, (role, is_member) in v.MEMBER.items():
            for term in self.thing.take(predicate):
                between = self.things.get(term, self.thing.graph)
                if between and self._is_between(between, predicate):
                    self._through(between, predicate, role, is_member)
                elif other := self.things.iri(term, self.thing.graph):
                    ends = (self.thing.iri, other) if is_member else (other, self.thing.iri)
                    self._member(*ends, role=role or None)
        for predicate, (kind, word, outward) in v.ASSOCIATED.items():
            for term in self.thing.take(predicate):
                if other := self.things.iri(term, self.thing.graph):
                    ends = (self.thing.iri, other) if outward else (other, self.thing.iri)
                    self.rows.add(
                        "associations",
                        iri=self._key("association", *ends, kind, word),
                        from_actor=ends[0],
                        to_actor=ends[1],
                        type=kind,
                        role=word or None,
                    )
        for term in self.thing.take(*v.HOLDS):
            self.tenure(self.thing.iri, self.things.iri(term, self.thing.graph))
        self.thing.take(*v.HAS_MEMBERSHIP)

    @staticmethod
    def _is_between(thing: Thing, predicate: str) -> bool:
        """Whether a thing is a node between the two ends: by its class, or a blank node that repeats the property and is no actor."""
        types = set(thing.types)
        return bool(types & set(v.ROLES)) or (
            thing.key.startswith("_:") and predicate in thing.of and not types & set(v.ACTORS)
        )

    def _through(self, between: Thing, predicate: str, role: str, is_member: bool) -> None:
        """A membership by way of a node with its role and dates, as schema.org has it."""
        words = [self._label(t) for t in between.take(*v.ROLE_OF)]
        node = Described(between, self.things, self.rows, self.notes)
        start, end = node.span(v.START, v.END)
        for term in between.take(predicate):
            if other := self.things.iri(term, between.graph):
                ends = (self.thing.iri, other) if is_member else (other, self.thing.iri)
                self._member(
                    *ends,
                    role=next(iter(words), None) or role or None,
                    start_date=start,
                    end_date=end,
                    details=node.rest(),
                )

    def _member(self, member: str, organization: str, **more: Any) -> None:
        key = self._key(
            "membership", member, organization, more.get("role"), more.get("start_date"), more.get("end_date")
        )
        self.rows.add("memberships", iri=key, member=member, organization=organization, **more)

    def tenure(self, holder: str, post: str) -> None:
        """A row of ``tenures``, if both ends are known."""
        if holder and post:
            self.rows.add("tenures", iri=self._key("tenure", holder, post), holder=holder, post=post)

    def membership(self) -> str:
        """A row of ``memberships`` for a node of that class, or of ``tenures`` if it names a post only; else why there is none."""
        members = self._all(v.MEMBER_IN)
        members += [
            one.iri
            for one, p in self.things.referrers.get(self.thing.key, ())
            if p in v.HAS_MEMBERSHIP and one.iri not in members
        ]
        bodies, post = self._all(v.ORGANIZATION_IN), self._one(v.POST_IN_MEMBERSHIP)
        if not members:
            return "a membership without a member"
        if not bodies and not post:
            return "a membership without an organisation or post"
        start, end = self.span(v.START, v.END)
        during = [inner for t in self.thing.take(*v.DURING) if (inner := self.things.get(t, self.thing.graph))]
        period = next((inner.iri for inner in during if set(inner.types) & set(v.EVENTS)), None)
        for inner in during:
            if inner.iri != period and start is None and end is None:
                start, end = Described(inner, self.things, self.rows, self.notes).span(v.START, v.END)
        role = next((self._label(t) for t in self.thing.take(*v.ROLE_OF)), None)
        common = {
            "start_date": start, "end_date": end, "on_behalf_of": self._one(v.BEHALF), "area": self._one(v.AREA), "period": period, "post": post,
        }  # fmt: skip
        several = len(members) * max(len(bodies), 1) > 1
        for member in members:
            for body in bodies:
                iri = self._key("membership", self.thing.iri, member, body) if several else self.thing.iri
                self.rows.add(
                    "memberships", iri=iri, member=member, organization=body, role=role, **common, details=self.rest()
                )
            if not bodies:
                iri = self._key("tenure", self.thing.iri, member) if several else self.thing.iri
                self.rows.add("tenures", iri=iri, holder=member, **common, details=self.rest())
        return ""

    def _taking_part(self, term: Term, role: str) -> None:
        """An actor of an event, directly or by way of a node with the role."""
        between = self.things.get(term, self.thing.graph)
        if between and (inner := between.take(*v.ACTOR_OF_ROLE)):
            role = next((self._label(t) for t in between.take(*v.ROLE_OF)), None) or role
            for one in inner:
                self._participation(self.things.iri(one, between.graph), role)
        else:
            self._participation(self.things.iri(term, self.thing.graph), role)

    def _participation(self, who: str, role: str) -> None:
        if who:
            self.rows.add(
                "participations",
                iri=self._key("participation", who, self.thing.iri, role),
                participant=who,
                event=self.thing.iri,
                role=role,
            )

    def _key(self, kind: str, *parts: str | None) -> str:
        return self.things.key(kind, *parts)
