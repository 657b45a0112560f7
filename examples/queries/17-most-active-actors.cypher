// Which actors took part in the most events?
// ky: Эң активдүү катышуучулар кимдер?
// ru: Кто самые активные участники?
// Planned events do not count.
MATCH (a:Actor)-[:PARTICIPATED_IN]->(e:Event)
WHERE coalesce(e.status, '') <> 'planned'
RETURN a.iri AS actor, a.name_en AS name, count(DISTINCT e) AS events
ORDER BY events DESC, actor
LIMIT 10
