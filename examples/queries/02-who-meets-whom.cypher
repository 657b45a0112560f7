// Which pairs of actors take part in the same events most often?
// ky: Ким ким менен эң көп бир иш-чарага катышат?
// ru: Кто с кем чаще всего участвует в одних и тех же событиях?
// Planned events do not count.
MATCH (a:Actor)-[:PARTICIPATED_IN]->(e:Event)<-[:PARTICIPATED_IN]-(b:Actor)
WHERE a.iri < b.iri AND coalesce(e.status, '') <> 'planned'
RETURN a.iri AS a, a.name_en AS name_a, b.iri AS b, b.name_en AS name_b, count(DISTINCT e) AS events
ORDER BY events DESC, a, b
LIMIT 20
