"""Questions in all three languages, whose rows have to be the same: made of the declared columns, and written by hand.

Values are compared as text, without regard to the order of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govgraph.ontology.declaration import tables


class Question(NamedTuple):
    """One question: its name, and the query of each language."""

    name: str
    sparql: str
    cypher: str
    sql: str


_CLASSES = "Agency NGO IGO Person Official Party Media Company Group Country".split()
_TABLES = "actors events places posts documents memberships associations participations".split()
_PLAIN = ("text", "number", "integer", "boolean", "code")


def of_the_declaration() -> Iterator[Question]:
    """Which things are of a class, what each declared column says, and how often it says so."""
    for name in _CLASSES:
        below = "('Person', 'Official')" if name == "Person" else f"('{name}')"
        yield Question(
            f"all of {name}",
            f"SELECT ?x {{ ?x a gov:{name} }}",
            f"MATCH (x:{name}) RETURN x.iri AS x",
            f"SELECT iri FROM actors WHERE class IN {below}",
        )
        yield Question(
            f"first of {name}",
            f"SELECT (MIN(STR(?x)) AS ?first) (COUNT(DISTINCT ?x) AS ?n) {{ ?x a gov:{name} }}",
            f"MATCH (x:{name}) RETURN min(x.iri) AS first, count(x) AS n",
            f"SELECT min(iri), count(*) FROM actors WHERE class IN {below}",
        )
    for name in _TABLES:
        table = tables()[name]
        pattern = f"()-[x:{table.relationship}]->()" if table.is_link else f"(x:{table.cls})"
        for column in table.columns:
            if column.type not in _PLAIN or column.many or not column.term or column.bound:
                continue
            where = "" if name != "places" else " FILTER NOT EXISTS { ?x a gov:Actor }"
            own = "" if name != "places" else " AND NOT x:Actor"
            yield Question(
                f"{column.name} of {name}",
                f"SELECT ?x ?v {{ ?x a gov:{table.cls} ; <{column.term}> ?v{where} }}",
                f"MATCH {pattern} WHERE x.{column.key} IS NOT NULL{own} RETURN x.iri AS x, x.{column.key} AS v",
                f"SELECT iri, {column.name} FROM {name} WHERE {column.name} IS NOT NULL",
            )


_BY_HAND = """
who is a member of what | SELECT ?p ?o { ?m org:member ?p ; org:organization ?o } | MATCH (p)-[m:MEMBER_OF]->(o) RETURN p.iri AS p, o.iri AS o | SELECT member, organization FROM memberships
members of each organisation | SELECT ?o (COUNT(DISTINCT ?p) AS ?n) { ?m org:member ?p ; org:organization ?o } GROUP BY ?o | MATCH (p)-[:MEMBER_OF]->(o) RETURN o.iri AS o, count(DISTINCT p) AS n | SELECT organization, count(DISTINCT member) FROM memberships GROUP BY ALL
organisations with three members or more | SELECT ?o { ?m org:member ?p ; org:organization ?o } GROUP BY ?o HAVING (COUNT(DISTINCT ?p) >= 3) | MATCH (p)-[:MEMBER_OF]->(o) WITH o, count(DISTINCT p) AS n WHERE n >= 3 RETURN o.iri AS o | SELECT organization FROM memberships GROUP BY 1 HAVING count(DISTINCT member) >= 3
memberships by role | SELECT ?r (COUNT(?m) AS ?n) { ?m a gov:Membership ; gov:role ?r } GROUP BY ?r | MATCH ()-[m:MEMBER_OF]->() WHERE m.role IS NOT NULL RETURN m.role AS r, count(m) AS n | SELECT role, count(*) FROM memberships WHERE role IS NOT NULL GROUP BY 1
memberships without a role | SELECT ?m { ?m a gov:Membership FILTER NOT EXISTS { ?m gov:role ?r } } | MATCH ()-[m:MEMBER_OF]->() WHERE m.role IS NULL RETURN m.iri AS m | SELECT iri FROM memberships WHERE role IS NULL
who took part in what and how | SELECT ?a ?e ?r { ?p gov:participant ?a ; gov:event ?e OPTIONAL { ?p gov:role ?r } } | MATCH (a)-[p:PARTICIPATED_IN]->(e) RETURN a.iri AS a, e.iri AS e, p.role AS r | SELECT participant, event, role FROM participations
participants of each event | SELECT ?e (COUNT(DISTINCT ?a) AS ?n) { ?p gov:participant ?a ; gov:event ?e } GROUP BY ?e | MATCH (a)-[:PARTICIPATED_IN]->(e) RETURN e.iri AS e, count(DISTINCT a) AS n | SELECT event, count(DISTINCT participant) FROM participations GROUP BY 1
events with nobody | SELECT ?e { ?e a gov:Event FILTER NOT EXISTS { ?p gov:event ?e ; gov:participant ?a } } | MATCH (e:Event) WHERE NOT EXISTS { (e)<-[:PARTICIPATED_IN]-() } RETURN e.iri AS e | SELECT iri FROM events e WHERE NOT EXISTS (FROM participations p WHERE p.event = e.iri)
pairs at one event | SELECT DISTINCT ?a ?b { ?x gov:event ?e ; gov:participant ?a . ?y gov:event ?e ; gov:participant ?b FILTER(STR(?a) < STR(?b)) } | MATCH (a)-[:PARTICIPATED_IN]->(e)<-[:PARTICIPATED_IN]-(b) WHERE a.iri < b.iri RETURN DISTINCT a.iri AS a, b.iri AS b | SELECT DISTINCT x.participant, y.participant FROM participations x JOIN participations y USING (event) WHERE x.participant < y.participant
persons without a membership | SELECT ?p { ?p a gov:Person FILTER NOT EXISTS { ?m org:member ?p } } | MATCH (p:Person) WHERE NOT EXISTS { (p)-[:MEMBER_OF]->() } RETURN p.iri AS p | SELECT iri FROM actors WHERE class IN ('Person', 'Official') AND iri NOT IN (SELECT member FROM memberships)
agencies and their country | SELECT ?a ?c { ?a a gov:Agency OPTIONAL { ?a gov:country ?c } } | MATCH (a:Agency) OPTIONAL MATCH (a)-[:OF_COUNTRY]->(c) RETURN a.iri AS a, c.iri AS c | SELECT iri, country FROM actors WHERE class = 'Agency'
actors of each country | SELECT ?c (COUNT(?a) AS ?n) { ?a a gov:Actor ; gov:country ?c } GROUP BY ?c | MATCH (a:Actor)-[:OF_COUNTRY]->(c) RETURN c.iri AS c, count(a) AS n | SELECT country, count(*) FROM actors WHERE country IS NOT NULL GROUP BY 1
links between actors by type | SELECT ?t (COUNT(*) AS ?n) { ?x a gov:Association ; gov:type ?t } GROUP BY ?t | MATCH ()-[x:ASSOCIATED_WITH]->() RETURN x.type AS t, count(*) AS n | SELECT type, count(*) FROM associations GROUP BY 1
from whom to whom | SELECT ?a ?b ?t { ?x gov:from ?a ; gov:to ?b ; gov:type ?t } | MATCH (a)-[x:ASSOCIATED_WITH]->(b) RETURN a.iri AS a, b.iri AS b, x.type AS t | SELECT from_actor, to_actor, type FROM associations
linked to itself | SELECT ?a { ?x gov:from ?a ; gov:to ?a } | MATCH (a)-[x:ASSOCIATED_WITH]->(a) RETURN a.iri AS a | SELECT from_actor FROM associations WHERE from_actor = to_actor
two steps away | SELECT DISTINCT ?a ?c { ?x gov:from ?a ; gov:to ?b . ?y gov:from ?b ; gov:to ?c } | MATCH (a)-[:ASSOCIATED_WITH]->(b) MATCH (b)-[:ASSOCIATED_WITH]->(c) RETURN DISTINCT a.iri AS a, c.iri AS c | SELECT DISTINCT x.from_actor, y.to_actor FROM associations x JOIN associations y ON y.from_actor = x.to_actor
sums of money by currency | SELECT ?c (SUM(?n) AS ?sum) { ?x a gov:Association ; gov:amount ?n ; gov:currency ?c } GROUP BY ?c | MATCH ()-[x:ASSOCIATED_WITH]->() WHERE x.amount IS NOT NULL RETURN x.currency AS c, sum(x.amount) AS s | SELECT currency, sum(amount) FROM associations WHERE amount IS NOT NULL GROUP BY 1
least and largest amount | SELECT (MIN(?n) AS ?a) (MAX(?n) AS ?b) { ?x a gov:Association ; gov:amount ?n } | MATCH ()-[x:ASSOCIATED_WITH]->() RETURN min(x.amount) AS a, max(x.amount) AS b | SELECT min(amount), max(amount) FROM associations
mean tone | SELECT (AVG(?t) AS ?m) { ?e gov:tone ?t } | MATCH (e:Event) RETURN avg(e.tone) AS m | SELECT avg(tone) FROM events
events by type | SELECT ?t (COUNT(?e) AS ?n) { ?e a gov:Event ; sem:eventType ?t } GROUP BY ?t | MATCH (e:Event)-[:OF_TYPE]->(t) RETURN t.iri AS t, count(e) AS n | SELECT type, count(*) FROM events GROUP BY 1
events of a year | SELECT ?e { ?e a gov:Event ; gov:startDate ?d FILTER(STRSTARTS(STR(?d), "2022")) } | MATCH (e:Event) WHERE e.startDate STARTS WITH '2022' RETURN e.iri AS e | SELECT iri FROM events WHERE starts_with(start_date, '2022')
events since a day | SELECT ?e ?d { ?e a gov:Event ; sem:hasEarliestBeginTimeStamp ?d FILTER(?d >= "2010-01-01"^^xsd:date) } | MATCH (e:Event) WHERE e.startsFrom >= date('2010-01-01') RETURN e.iri AS e, e.startsFrom AS d | SELECT iri, starts_from FROM events WHERE starts_from >= DATE '2010-01-01'
events per year | SELECT ?y (COUNT(?e) AS ?n) { ?e a gov:Event ; sem:hasEarliestBeginTimeStamp ?d BIND(SUBSTR(STR(?d), 1, 4) AS ?y) } GROUP BY ?y | MATCH (e:Event) WHERE e.startsFrom IS NOT NULL RETURN toString(e.startsFrom.year) AS y, count(e) AS n | SELECT year(starts_from), count(*) FROM events WHERE starts_from IS NOT NULL GROUP BY 1
first and last day of events | SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?b) { ?e a gov:Event ; sem:hasEarliestBeginTimeStamp ?d } | MATCH (e:Event) RETURN min(e.startsFrom) AS a, max(e.startsFrom) AS b | SELECT min(starts_from), max(starts_from) FROM events
events without a date | SELECT ?e { ?e a gov:Event FILTER NOT EXISTS { ?e gov:startDate ?d } } | MATCH (e:Event) WHERE e.startDate IS NULL RETURN e.iri AS e | SELECT iri FROM events WHERE start_date IS NULL
planned events | SELECT ?e { ?e gov:status "planned" } | MATCH (e:Event {status: 'planned'}) RETURN e.iri AS e | SELECT iri FROM events WHERE status = 'planned'
what an event is about | SELECT ?e ?x { ?e a gov:Event ; dct:subject ?x } | MATCH (e:Event)-[:ABOUT]->(x) RETURN e.iri AS e, x.iri AS x | SELECT iri, unnest(about) FROM events
where an event was | SELECT ?e ?p { ?e sem:hasPlace ?p } | MATCH (e:Event)-[:TOOK_PLACE_IN]->(p) RETURN e.iri AS e, p.iri AS p | SELECT iri, place FROM events WHERE place IS NOT NULL
parts of events | SELECT ?e ?w { ?e a gov:Event ; dct:isPartOf ?w } | MATCH (e:Event)-[:PART_OF]->(w) RETURN e.iri AS e, w.iri AS w | SELECT iri, part_of FROM events WHERE part_of IS NOT NULL
places within places | SELECT ?p ?w { ?p a gov:Place ; dct:isPartOf ?w } | MATCH (p:Place)-[:WITHIN]->(w) RETURN p.iri AS p, w.iri AS w | SELECT iri, within FROM places WHERE within IS NOT NULL
places north of 42 degrees | SELECT ?p { ?p <http://www.w3.org/2003/01/geo/wgs84_pos#lat> ?l FILTER(?l > 42) } | MATCH (p:Place) WHERE p.latitude > 42 RETURN p.iri AS p | SELECT iri FROM places WHERE latitude > 42
posts and their organisation | SELECT ?p ?o { ?p org:postIn ?o } | MATCH (p:Post)-[:POST_IN]->(o) RETURN p.iri AS p, o.iri AS o | SELECT iri, organization FROM posts WHERE organization IS NOT NULL
memberships that hold a post | SELECT ?m ?p { ?m a gov:Membership ; gov:post ?p } | MATCH ()-[m:MEMBER_OF]->() WHERE m.post IS NOT NULL RETURN m.iri AS m, m.post AS p | SELECT iri, post FROM memberships WHERE post IS NOT NULL
memberships for a party | SELECT ?m ?p { ?m gov:onBehalfOf ?p } | MATCH ()-[m:MEMBER_OF]->() WHERE m.onBehalfOf IS NOT NULL RETURN m.iri AS m, m.onBehalfOf AS p | SELECT iri, on_behalf_of FROM memberships WHERE on_behalf_of IS NOT NULL
members of a party by term | SELECT ?p ?t (COUNT(?m) AS ?n) { ?m gov:onBehalfOf ?p ; gov:period ?t } GROUP BY ?p ?t | MATCH ()-[m:MEMBER_OF]->() WHERE m.onBehalfOf IS NOT NULL AND m.period IS NOT NULL RETURN m.onBehalfOf AS p, m.period AS t, count(*) AS n | SELECT on_behalf_of, period, count(*) FROM memberships WHERE on_behalf_of IS NOT NULL AND period IS NOT NULL GROUP BY ALL
memberships on a day | SELECT ?m { ?m a gov:Membership ; sem:hasLatestBeginTimeStamp ?s FILTER(?s <= "2002-06-01"^^xsd:date) FILTER NOT EXISTS { ?m sem:hasEarliestEndTimeStamp ?e FILTER(?e < "2002-06-01"^^xsd:date) } } | MATCH ()-[m:MEMBER_OF]->() WHERE m.startsBy <= date('2002-06-01') AND NOT coalesce(m.endsFrom < date('2002-06-01'), false) RETURN m.iri AS m | SELECT iri FROM memberships WHERE starts_by <= DATE '2002-06-01' AND NOT coalesce(ends_from < DATE '2002-06-01', false)
names in Kyrgyz | SELECT ?a ?n { ?a a gov:Actor ; skos:prefLabel ?n FILTER(LANG(?n) = "ky") } | MATCH (a:Actor) WHERE a.name_ky IS NOT NULL RETURN a.iri AS a, a.name_ky AS n | SELECT iri, n.text FROM (SELECT iri, unnest(names) AS n FROM actors) WHERE n.lang = 'ky'
names in Russian with a letter | SELECT ?a { ?a a gov:Actor ; skos:prefLabel ?n FILTER(LANG(?n) = "ru" && CONTAINS(?n, "й")) } | MATCH (a:Actor) WHERE a.name_ru CONTAINS 'й' RETURN a.iri AS a | SELECT iri FROM (SELECT iri, unnest(names) AS n FROM actors) WHERE n.lang = 'ru' AND contains(n.text, 'й')
length of Kyrgyz names | SELECT ?a (STRLEN(?n) AS ?l) { ?a a gov:Agency ; skos:prefLabel ?n FILTER(LANG(?n) = "ky") } | MATCH (a:Agency) WHERE a.name_ky IS NOT NULL RETURN a.iri AS a, size(a.name_ky) AS l | SELECT iri, length(n.text) FROM (SELECT iri, unnest(names) AS n FROM actors WHERE class = 'Agency') WHERE n.lang = 'ky'
who is known to Wikidata | SELECT ?a ?i { ?a a gov:Actor ; dct:identifier ?i FILTER(STRSTARTS(?i, "wikidata:")) } | MATCH (a:Actor) UNWIND a.identifiers AS i WITH a, i WHERE i STARTS WITH 'wikidata:' RETURN a.iri AS a, i | SELECT iri, i FROM (SELECT iri, unnest(identifiers) AS i FROM actors) WHERE starts_with(i, 'wikidata:')
how many identifiers | SELECT ?a (COUNT(?i) AS ?n) { ?a a gov:Actor ; dct:identifier ?i } GROUP BY ?a | MATCH (a:Actor) WHERE a.identifiers IS NOT NULL RETURN a.iri AS a, size(a.identifiers) AS n | SELECT iri, len(identifiers) FROM actors WHERE identifiers IS NOT NULL
documents of memberships | SELECT ?d (COUNT(DISTINCT ?m) AS ?n) { ?m a gov:Membership ; prov:wasDerivedFrom ?r . ?r dct:source ?d } GROUP BY ?d | MATCH ()-[m:MEMBER_OF]->() UNWIND m.documents AS d RETURN d, count(DISTINCT m) AS n | SELECT d, count(DISTINCT iri) FROM (SELECT iri, unnest(documents) AS d FROM memberships) GROUP BY 1
where an event is reported | SELECT ?e ?d { ?m gov:event ?e ; gov:reportedIn ?d } | MATCH (e:Event)-[:REPORTED_IN]->(d) RETURN e.iri AS e, d.iri AS d | SELECT event, reported_in FROM mentions
start copied from the term | SELECT ?m { ?m gov:startInherited true } | MATCH ()-[m:MEMBER_OF]->() WHERE m.startInherited RETURN m.iri AS m | SELECT iri FROM memberships WHERE start_inherited
members of two organisations | SELECT DISTINCT ?p { ?x org:member ?p ; org:organization ?a . ?y org:member ?p ; org:organization ?b FILTER(?a != ?b) } | MATCH (a)<-[:MEMBER_OF]-(p)-[:MEMBER_OF]->(b) WHERE a <> b RETURN DISTINCT p.iri AS p | SELECT member FROM memberships GROUP BY 1 HAVING count(DISTINCT organization) > 1
all that is under an organisation | SELECT DISTINCT ?x { ?x (^gov:from/gov:to)+ <https://w3id.org/govgraph/id/record/generated/far> } | MATCH (x)-[:ASSOCIATED_WITH*1..10]->({iri: 'https://w3id.org/govgraph/id/record/generated/far'}) RETURN DISTINCT x.iri AS x | WITH RECURSIVE up(x) AS (SELECT from_actor FROM associations WHERE to_actor = 'https://w3id.org/govgraph/id/record/generated/far' UNION SELECT a.from_actor FROM associations a JOIN up ON a.to_actor = up.x) SELECT x FROM up
women and men | SELECT ?g (COUNT(?p) AS ?n) { ?p gov:gender ?g } GROUP BY ?g | MATCH (p:Person) WHERE p.gender IS NOT NULL RETURN p.gender AS g, count(p) AS n | SELECT gender, count(*) FROM actors WHERE gender IS NOT NULL GROUP BY 1
"""


def by_hand() -> Iterator[Question]:
    """The questions that are written above."""
    for line in _BY_HAND.strip().splitlines():
        yield Question(*(part.strip() for part in line.split(" | ")))


QUESTIONS = [*of_the_declaration(), *by_hand()]
