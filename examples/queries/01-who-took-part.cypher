// Who took part in an event, and in which role?
// ky: Иш-чарага кимдер, кандай ролдо катышты?
// ru: Кто и в какой роли участвовал в событии?
// param event = https://w3id.org/govgraph/id/record/central-asia/conference
MATCH (a:Actor)-[p:PARTICIPATED_IN]->(:Event {iri: $event})
RETURN a.iri AS actor, a.name_en AS name, p.role AS role
ORDER BY actor, role
