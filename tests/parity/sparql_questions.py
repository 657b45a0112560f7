"""Questions in SPARQL for the two ways of answering, by what they show: one a line, over the awkward graph and the examples alike.

``LEFT`` lists those that the columns leave to Oxigraph, and why.
"""

from __future__ import annotations

_TEXT = {
    "stars and joins": """
SELECT ?a ?n WHERE { ?a a gov:NGO ; skos:prefLabel ?n }
SELECT ?a WHERE { ?a a gov:Actor }
SELECT ?c (COUNT(?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c
SELECT ?m ?o ?c WHERE { ?m org:member ?p ; org:organization ?o . ?o gov:country ?c }
SELECT ?e ?t ?n WHERE { ?e a gov:Event ; sem:eventType ?t . ?t skos:notation ?n }
SELECT ?p ?e ?a WHERE { ?p gov:event ?e ; gov:participant ?a ; gov:role "speaker" }
SELECT ?a ?b WHERE { ?x gov:event ?e ; gov:participant ?a . ?y gov:event ?e ; gov:participant ?b FILTER(STR(?a) < STR(?b)) }
SELECT ?a WHERE { ?a gov:from ?x ; gov:to ?x }
SELECT ?p ?o WHERE { <https://w3id.org/govgraph/id/country/KGZ> ?p ?o }
SELECT ?s ?p WHERE { ?s ?p <https://w3id.org/govgraph/id/country/KGZ> }
SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }
SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p
SELECT ?s ?p ?o WHERE { ?s a gov:NGO ; ?p ?o }
SELECT ?A ?a WHERE { ?A a gov:NGO . ?a a gov:IGO }
SELECT ?x WHERE { ?x a gov:Unheard }
SELECT ?x ?y WHERE { ?x <x:unheard> ?y }
SELECT ?a ?id WHERE { ?a dct:identifier ?id FILTER(STRSTARTS(?id, "iso3:")) }
SELECT ?a WHERE { ?a dct:identifier "iso3:KGZ" }
SELECT ?x ?d WHERE { ?x prov:wasDerivedFrom ?r . ?r dct:source ?d }
SELECT ?x WHERE { ?x a gov:Undescribed }
SELECT ?s WHERE { ?s a gov:Actor, gov:Place }
SELECT ?a ?x WHERE { ?a skos:prefLabel ?x ; skos:altLabel ?x }
SELECT ?p ?w WHERE { ?p geo:asWKT ?w }
""",
    "literals": """
SELECT ?a WHERE { ?a skos:prefLabel "Same"@en }
SELECT ?a WHERE { ?a skos:prefLabel "Same"@EN }
SELECT ?a WHERE { ?a skos:prefLabel "Same" }
SELECT ?e WHERE { ?e gov:articles 3 }
SELECT ?e WHERE { ?e gov:articles 3.0 }
SELECT ?e WHERE { ?e gov:tone 1 }
SELECT ?e WHERE { ?e gov:tone 1.0e0 }
SELECT ?e WHERE { ?e gov:startDate "2010"^^xsd:gYear }
SELECT ?e WHERE { ?e gov:startDate "2010-01"^^xsd:gYearMonth }
SELECT ?e WHERE { ?e gov:startDate "2010-01-01"^^xsd:date }
SELECT ?e WHERE { ?e gov:startDate "2010" }
SELECT ?m WHERE { ?m gov:startInherited true }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(?n = "a.b*c"@en || ?n = "member"@en) }
""",
    "optional": """
SELECT ?a ?n WHERE { ?a a gov:Person OPTIONAL { ?a skos:prefLabel ?n } }
SELECT ?a ?n WHERE { ?a a gov:Person OPTIONAL { ?a skos:prefLabel ?n FILTER(LANG(?n) = "en") } }
SELECT ?m ?p ?n WHERE { ?m a gov:Membership OPTIONAL { ?m gov:post ?p OPTIONAL { ?p skos:prefLabel ?n } } }
SELECT ?e ?p ?n WHERE { ?e a gov:Event OPTIONAL { ?e sem:hasPlace ?p } OPTIONAL { ?p skos:prefLabel ?n } }
SELECT ?e WHERE { ?e a gov:Event OPTIONAL { ?e gov:tone ?t } FILTER(!BOUND(?t)) }
SELECT ?e (COALESCE(?t, 0) AS ?tone) WHERE { ?e a gov:Event OPTIONAL { ?e gov:tone ?t } }
SELECT ?e (COALESCE(?f, ?t, "none") AS ?x) WHERE { ?e a gov:Event OPTIONAL { ?e gov:fatalities ?f } OPTIONAL { ?e gov:tone ?t } }
SELECT ?a ?m WHERE { ?a a gov:Agency OPTIONAL { ?m org:organization ?a ; gov:startDate ?d FILTER(STR(?a) > STR(?m)) } }
SELECT ?a ?x WHERE { ?a a gov:Actor OPTIONAL { ?a gov:country ?x } OPTIONAL { ?a gov:classification ?x } }
SELECT ?a ?b WHERE { { ?a a gov:IGO } UNION { ?b a gov:Media } OPTIONAL { ?a gov:country ?c } }
""",
    "filters": """
SELECT ?e WHERE { ?e gov:tone ?t FILTER(?t > 0) }
SELECT ?e WHERE { ?e gov:tone ?t FILTER(?t >= 0.1 && ?t < 2.5) }
SELECT ?e WHERE { ?e gov:articles ?n FILTER(?n IN (1, 3.0, "7")) }
SELECT ?e WHERE { ?e gov:articles ?n FILTER(?n NOT IN (1, 3)) }
SELECT ?m WHERE { ?m gov:role ?r FILTER(?r = 1) }
SELECT ?m WHERE { ?m gov:role ?r FILTER(?r != 1) }
SELECT ?m WHERE { ?m gov:role ?r FILTER(?r > 3 || ?r = "member") }
SELECT ?m WHERE { ?m gov:role ?r FILTER(!(?r > 3)) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(?n = "Same") }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(?n != "Same") }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(?n < "S"@en) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), "*")) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), "KY")) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(REGEX(?n, "^[А-Я]")) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(REGEX(?n, "a.b", "i")) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(REGEX(?n, "two.lines", "s")) }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(CONTAINS(LCASE(STR(?n)), "alpha")) }
SELECT ?x ?d WHERE { ?x gov:startDate ?d FILTER(?d >= "2000-01-01"^^xsd:date) }
SELECT ?x ?d WHERE { ?x gov:startDate ?d FILTER(?d = "1991"^^xsd:gYear) }
SELECT ?x ?d WHERE { ?x gov:startDate ?d FILTER(?d != "1991"^^xsd:gYear) }
SELECT ?x ?d WHERE { ?x gov:startDate ?d FILTER(YEAR(?d) = 2010) }
SELECT ?x ?d WHERE { ?x gov:startDate ?d FILTER(MONTH(?d) = 1) }
SELECT ?x ?d WHERE { ?x gov:startDate ?d FILTER(DATATYPE(?d) = xsd:gYearMonth) }
SELECT ?x WHERE { ?x gov:country ?c FILTER(?c IN (country:KGZ, country:KAZ)) }
SELECT ?x ?p WHERE { ?x foaf:page ?p FILTER(isLITERAL(?p)) }
SELECT ?a WHERE { ?a a gov:Agency FILTER NOT EXISTS { ?a skos:prefLabel ?n FILTER(LANG(?n) = "ky") } }
SELECT ?e WHERE { ?e a gov:Event FILTER EXISTS { ?p gov:event ?e ; gov:role ?r FILTER(?r = "speaker") } }
SELECT ?a WHERE { ?a a gov:NGO MINUS { ?p gov:participant ?a } }
SELECT ?a WHERE { ?a a gov:NGO MINUS { ?x gov:role "member" } }
SELECT ?e WHERE { ?e gov:tone ?t FILTER(?t) }
SELECT ?m WHERE { ?m gov:role ?r FILTER(?r) }
SELECT ?a ?b WHERE { ?a skos:prefLabel ?x . ?b skos:altLabel ?y FILTER(?x = ?y && ?a != ?b) }
SELECT ?a ?b WHERE { ?a skos:prefLabel ?x . ?b skos:altLabel ?x FILTER(?a != ?b) }
""",
    "computing": """
SELECT ?e (?n + 1 AS ?x) (?n * 2 AS ?y) (?n - 3 AS ?z) WHERE { ?e gov:articles ?n FILTER(?n < 100) }
SELECT ?e (?n / 3 AS ?x) WHERE { ?e gov:articles ?n FILTER(?n < 100) }
SELECT ?e (1 / ?n AS ?x) WHERE { ?e gov:articles ?n }
SELECT ?e (?t * 2.5 AS ?x) WHERE { ?e gov:tone ?t }
SELECT ?e (-?t AS ?x) WHERE { ?e gov:intensity ?t }
SELECT ?e (ABS(?t) AS ?a) (CEIL(?t) AS ?c) (FLOOR(?t) AS ?f) (ROUND(?t) AS ?r) WHERE { ?e gov:intensity ?t }
SELECT ?e (STR(?t) AS ?x) WHERE { ?e gov:amount ?t }
SELECT ?e (xsd:integer(?t) AS ?x) WHERE { ?e gov:articles ?t }
SELECT ?m (xsd:integer(?r) AS ?x) WHERE { ?m gov:role ?r }
SELECT ?x (SUBSTR(STR(?d), 1, 4) AS ?y) WHERE { ?x gov:startDate ?d }
SELECT ?x (YEAR(?d) AS ?y) (MONTH(?d) AS ?m) (DAY(?d) AS ?t) WHERE { ?x gov:startDate ?d }
SELECT ?a (STRLEN(?n) AS ?l) (SUBSTR(?n, 2, 3) AS ?s) WHERE { ?a skos:prefLabel ?n }
SELECT ?a (UCASE(STR(?i)) AS ?u) WHERE { ?a dct:identifier ?i }
SELECT ?a (STRBEFORE(?i, ":") AS ?s) (STRAFTER(?i, ":") AS ?v) WHERE { ?a dct:identifier ?i }
SELECT ?a (CONCAT(STR(?n), " (", LANG(?n), ")") AS ?x) WHERE { ?a skos:prefLabel ?n }
SELECT ?a (REPLACE(STR(?n), "a", "o") AS ?x) WHERE { ?a skos:prefLabel ?n }
SELECT ?a (ENCODE_FOR_URI(?n) AS ?x) WHERE { ?a skos:prefLabel ?n }
SELECT ?e (IF(?i > 0, "cooperation", "conflict") AS ?k) WHERE { ?e gov:intensity ?i }
SELECT ?e (IF(?i > 0, ?i, "none") AS ?k) WHERE { ?e gov:intensity ?i }
SELECT ?x (DATATYPE(?d) AS ?t) WHERE { ?x gov:startDate ?d }
SELECT ?a (LANG(?n) AS ?l) (DATATYPE(?n) AS ?t) WHERE { ?a skos:altLabel ?n }
SELECT ?a (?r + 1 AS ?x) WHERE { ?a gov:role ?r BIND(1 AS ?one) }
SELECT ?e ?y WHERE { ?e gov:startDate ?d BIND(YEAR(?d) AS ?y) FILTER(?y > 2009) }
SELECT ?e ?x WHERE { ?e gov:articles ?n BIND(?n * ?n AS ?x) FILTER(?n < 100) }
SELECT ?a ?x WHERE { ?a gov:classification ?c BIND(?c = "0" AS ?x) }
SELECT ?a (sameTerm(?n, "Same"@en) AS ?x) WHERE { ?a skos:prefLabel ?n }
SELECT ?x (isIRI(?p) AS ?i) (isLITERAL(?p) AS ?l) (isBLANK(?p) AS ?b) (isNUMERIC(?p) AS ?n) WHERE { ?x foaf:page ?p }
""",
    "groups": """
SELECT (COUNT(*) AS ?n) WHERE { ?e a gov:Event }
SELECT ?t (COUNT(?e) AS ?n) WHERE { ?e sem:eventType ?t } GROUP BY ?t ORDER BY DESC(?n) ?t
SELECT ?y (COUNT(*) AS ?n) WHERE { ?e a gov:Event ; gov:startDate ?d } GROUP BY (YEAR(?d) AS ?y)
SELECT ?r (COUNT(*) AS ?n) WHERE { ?p gov:role ?r } GROUP BY ?r HAVING(COUNT(*) > 1)
SELECT ?a (COUNT(DISTINCT ?e) AS ?n) WHERE { ?p gov:participant ?a ; gov:event ?e } GROUP BY ?a
SELECT ?t (SUM(?n) AS ?s) (AVG(?n) AS ?a) (MIN(?n) AS ?l) (MAX(?n) AS ?h) WHERE { ?e sem:eventType ?t ; gov:articles ?n FILTER(?n < 100) } GROUP BY ?t
SELECT ?t (SUM(?n) AS ?s) (AVG(?n) AS ?a) WHERE { ?e sem:eventType ?t ; gov:tone ?n } GROUP BY ?t
SELECT (SUM(?n) AS ?s) (AVG(?n) AS ?a) (MIN(?n) AS ?m) WHERE { ?e gov:tone ?n FILTER(?n > 1000) }
SELECT ?t (SUM(?f) AS ?s) (COUNT(?f) AS ?n) WHERE { ?e sem:eventType ?t OPTIONAL { ?e gov:fatalities ?f } } GROUP BY ?t
SELECT ?t (MIN(?f) AS ?s) (MAX(?f) AS ?x) WHERE { ?e sem:eventType ?t OPTIONAL { ?e gov:tone ?f } } GROUP BY ?t
SELECT (MIN(?d) AS ?a) (MAX(?d) AS ?b) WHERE { ?x gov:startDate ?d }
SELECT (MIN(?n) AS ?a) (MAX(?n) AS ?b) WHERE { ?x skos:prefLabel ?n }
SELECT (SUM(?r) AS ?s) WHERE { ?p gov:role ?r }
SELECT ?a (GROUP_CONCAT(DISTINCT STR(?n); separator="|") AS ?x) WHERE { ?a skos:prefLabel ?n FILTER(LANG(?n) = "en") } GROUP BY ?a
SELECT ?c (COUNT(*) AS ?n) WHERE { ?a a gov:Actor OPTIONAL { ?a gov:country ?c } } GROUP BY ?c
SELECT ?a (SAMPLE(?c) AS ?x) WHERE { ?a gov:country ?c } GROUP BY ?a
SELECT ?k (COUNT(*) AS ?n) WHERE { ?e gov:tone ?t } GROUP BY (FLOOR(?t) AS ?k)
SELECT ?k (COUNT(*) AS ?n) WHERE { ?x gov:startDate ?d } GROUP BY (DATATYPE(?d) AS ?k)
SELECT ?l (COUNT(*) AS ?n) WHERE { ?a skos:prefLabel ?n_ } GROUP BY (LANG(?n_) AS ?l)
SELECT DISTINCT ?v WHERE { { ?e gov:articles ?v } UNION { ?e gov:intensity ?v } }
SELECT (COUNT(DISTINCT ?v) AS ?n) WHERE { { ?e gov:articles ?v } UNION { ?e gov:intensity ?v } }
SELECT (SUM(?n) / COUNT(?n) AS ?mean) WHERE { ?e gov:articles ?n FILTER(?n < 100) }
""",
    "order": """
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n } ORDER BY ?n ?a
SELECT ?a ?n WHERE { ?a skos:altLabel ?n } ORDER BY DESC(?n) ?a
SELECT ?d ?x WHERE { ?x gov:startDate ?d } ORDER BY ?d ?x
SELECT ?e ?t WHERE { ?e a gov:Event OPTIONAL { ?e gov:tone ?t } } ORDER BY DESC(?t) ?e
SELECT ?e ?t WHERE { ?e gov:tone ?t } ORDER BY ?t ?e LIMIT 2
SELECT ?e ?t WHERE { ?e gov:tone ?t } ORDER BY ?t ?e LIMIT 2 OFFSET 1
SELECT DISTINCT ?c WHERE { ?a gov:country ?c } ORDER BY ?c
SELECT ?x ?p WHERE { ?x foaf:page ?p } ORDER BY ?p ?x
SELECT ?t (COUNT(*) AS ?n) WHERE { ?e sem:eventType ?t } GROUP BY ?t ORDER BY DESC(COUNT(*)) ?t
SELECT ?a WHERE { ?a a gov:Actor } ORDER BY STRLEN(STR(?a)) ?a
""",
    "paths": """
SELECT ?p ?c WHERE { ?p dct:isPartOf+ ?c }
SELECT ?p ?c WHERE { ?p a gov:Place ; dct:isPartOf* ?c }
SELECT ?t ?b WHERE { ?t gov:scheme "event-type" ; skos:broader* ?b }
SELECT ?e ?b WHERE { ?e sem:eventType/skos:broader* ?b }
SELECT ?o ?x WHERE { ?o (^gov:from/gov:to)+ ?x }
SELECT ?x WHERE { <https://w3id.org/govgraph/id/record/generated/a> (^gov:from/gov:to)* ?x }
SELECT ?x WHERE { ?x (^gov:from/gov:to)+ <https://w3id.org/govgraph/id/record/generated/a> }
SELECT ?a ?n WHERE { ?a skos:prefLabel|skos:altLabel ?n }
SELECT ?e ?c WHERE { ?e ^gov:event/gov:participant/gov:country ?c }
SELECT ?a ?c WHERE { ?a a gov:Actor ; gov:country? ?c }
SELECT (COUNT(*) AS ?n) WHERE { ?s !(rdf:type|skos:prefLabel) ?o }
SELECT ?p ?c WHERE { ?p a gov:Place ; (dct:isPartOf|gov:country)+ ?c }
ASK { <https://w3id.org/govgraph/id/record/generated/a> (^gov:from/gov:to)+ <https://w3id.org/govgraph/id/record/generated/c> }
SELECT ?a ?b WHERE { ?a ^org:member/org:organization ?b }
SELECT ?d WHERE { ?e a gov:Event ; prov:wasDerivedFrom/dct:source ?d }
""",
    "graphs": """
SELECT ?g ?a ?n WHERE { GRAPH ?g { ?a skos:prefLabel ?n } }
SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g
SELECT ?a ?n WHERE { GRAPH <https://w3id.org/govgraph/id/dataset/second> { ?a skos:prefLabel ?n } }
SELECT ?g ?c WHERE { GRAPH ?g { ?a a ?c ; gov:country ?x } }
SELECT ?c ?l WHERE { GRAPH <https://w3id.org/govgraph/ontology> { ?c a owl:Class ; rdfs:label ?l } }
SELECT ?c ?s WHERE { GRAPH ?g { ?c rdfs:subClassOf ?s } }
SELECT ?a ?n ?m WHERE { GRAPH ?g { ?a skos:prefLabel ?n } GRAPH ?h { ?a skos:prefLabel ?m } FILTER(?g != ?h) }
SELECT ?a ?g WHERE { ?a a gov:NGO GRAPH ?g { ?a gov:country ?c } }
SELECT ?g ?d WHERE { GRAPH ?g { ?a gov:startDate ?d FILTER(DATATYPE(?d) = xsd:gYear) } }
""",
    "values, unions and subselects": """
SELECT ?c (COUNT(?a) AS ?n) WHERE { VALUES ?c { country:KGZ country:KAZ } ?a gov:country ?c } GROUP BY ?c
SELECT ?a ?n WHERE { VALUES (?n) { ("Same"@en) ("Alpha"@en) } ?a skos:prefLabel ?n }
SELECT ?a ?x WHERE { ?a a gov:NGO VALUES ?x { 1 "a" <x:a> } }
SELECT ?m ?r WHERE { ?m gov:role ?r } VALUES ?r { "member" "speaker" }
SELECT ?x WHERE { { ?m org:member ?x } UNION { ?l gov:from ?x } }
SELECT ?x ?y WHERE { { ?x a gov:IGO } UNION { ?y a gov:Media } }
SELECT ?a ?n WHERE { { SELECT ?a WHERE { ?a a gov:Agency } ORDER BY ?a LIMIT 2 } ?a skos:prefLabel ?n }
SELECT ?t ?top WHERE { { SELECT ?t (MAX(?n) AS ?top) WHERE { { SELECT ?t ?r (COUNT(*) AS ?n) WHERE { ?p gov:role ?r ; gov:event ?e . ?e sem:eventType ?t } GROUP BY ?t ?r } } GROUP BY ?t } }
SELECT ?a ?n WHERE { ?a a gov:Person { SELECT ?a (COUNT(?m) AS ?n) WHERE { ?m org:member ?a } GROUP BY ?a } }
SELECT ?x ?c WHERE { { ?x a gov:NGO } UNION { ?x a gov:IGO } OPTIONAL { ?x gov:country ?c } }
SELECT ?x WHERE { { ?x a gov:NGO } UNION { ?x a gov:NGO } }
""",
    "forms": """
ASK { ?a a gov:NGO }
ASK { ?a a gov:Post ; gov:tone 3 }
CONSTRUCT { ?a gov:to ?o } WHERE { ?m org:member ?a ; org:organization ?o }
CONSTRUCT { ?a skos:prefLabel ?n . ?a a gov:Actor } WHERE { ?a a gov:NGO OPTIONAL { ?a skos:prefLabel ?n } }
CONSTRUCT WHERE { ?a a gov:IGO ; skos:prefLabel ?n }
CONSTRUCT { ?n gov:to ?a } WHERE { ?a skos:prefLabel ?n }
DESCRIBE <https://w3id.org/govgraph/id/country/KGZ>
SELECT * WHERE { ?a a gov:NGO ; skos:prefLabel ?n }
SELECT ?nothing WHERE { ?a a gov:NGO }
""",
    "classes of other vocabularies": """
SELECT ?e WHERE { ?e a sem:Event }
SELECT ?e ?d WHERE { ?e a schema:Event ; gov:startDate ?d }
SELECT ?m WHERE { ?m a org:Membership }
SELECT ?a ?n WHERE { ?m org:member ?a . ?a a foaf:Person ; skos:prefLabel ?n }
SELECT ?x WHERE { ?x a prov:Entity }
SELECT * WHERE { ?x a prov:Entity ; skos:prefLabel ?n }
SELECT ?x WHERE { ?x a gov:Actor, org:Organization FILTER NOT EXISTS { ?x a schema:NGO } }
SELECT ?x WHERE { ?x a/rdfs:subClassOf* sem:Actor }
SELECT ?x WHERE { dct:Location ^a ?x }
SELECT ?x WHERE { ?m org:member ?x . ?m org:member/a foaf:Person }
""",
    "left to Oxigraph": """
SELECT ?a (MD5(STR(?a)) AS ?x) WHERE { ?a a gov:NGO }
SELECT ?a ?b WHERE { ?a dct:isPartOf* ?b }
SELECT ?a ?n WHERE { ?a skos:prefLabel ?n FILTER(REGEX(?n, "\\\\w+")) }
SELECT REDUCED ?c WHERE { ?a gov:country ?c }
SELECT ?g WHERE { GRAPH ?g { } }
""",
}

QUESTIONS: dict[str, list[str]] = {topic: text.strip().splitlines() for topic, text in _TEXT.items()}
"""Topic -> queries."""
