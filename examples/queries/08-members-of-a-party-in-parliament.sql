-- Who sits in parliament for a party, and in which term?
-- ky: Парламентте партиядан кимдер бар?
-- ru: Кто представляет партию в парламенте?
-- param party = https://w3id.org/govgraph/id/organization/parliament/party/sdpk
SELECT person.iri AS person, list_filter(person.names, lambda n: n.lang = 'ru')[1].text AS name,
       term.name AS term, m.start_date AS start, m.end_date AS end
FROM memberships m
JOIN actors person ON person.iri = m.member
LEFT JOIN events term ON term.iri = m.period
WHERE m.on_behalf_of = $party
ORDER BY name, person, start
