-- Who took part in an event, and in which role?
-- ky: Иш-чарага кимдер, кандай ролдо катышты?
-- ru: Кто и в какой роли участвовал в событии?
-- param event = https://w3id.org/govgraph/id/record/central-asia/conference
SELECT a.iri AS actor, list_filter(a.names, lambda n: n.lang = 'en')[1].text AS name, p.role
FROM participations p
JOIN actors a ON a.iri = p.participant
WHERE p.event = $event
ORDER BY actor, p.role
