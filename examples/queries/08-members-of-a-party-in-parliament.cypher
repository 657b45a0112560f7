// Who sits in parliament for a party, and in which term?
// ky: Парламентте партиядан кимдер бар?
// ru: Кто представляет партию в парламенте?
// param party = https://w3id.org/govgraph/id/organization/parliament/party/sdpk
MATCH (person:Person)-[m:MEMBER_OF]->(body)
WHERE m.onBehalfOf = $party
OPTIONAL MATCH (term:Event {iri: m.period})
RETURN person.iri AS person, person.name_ru AS name, term.name AS term, m.startDate AS start, m.endDate AS end
ORDER BY name, person, start
