// Which files, rows and documents report an event and its participants?
// ky: Бул окуя тууралуу кайсы файлда, сапта, документте айтылган?
// ru: В каком файле, строке и документе сказано об этом событии?
// With several sources, each row is shown with each document.
// param event = https://w3id.org/govgraph/id/record/central-asia/seminar
MATCH (e:Event {iri: $event})
WITH e, [e.iri, e.sources, e.documents] AS itself
OPTIONAL MATCH (:Actor)-[p:PARTICIPATED_IN]->(e)
WITH e, itself, collect([p.iri, p.sources, p.documents]) AS taken
OPTIONAL MATCH (e)-[m:REPORTED_IN]->()
WITH itself, taken, collect([m.iri, m.sources, m.documents]) AS told
UNWIND [itself] + taken + told AS said
WITH said WHERE said[0] IS NOT NULL
UNWIND said[1] AS record
UNWIND coalesce(said[2], ['']) AS document
MATCH (l:Load) WHERE record STARTS WITH l.iri + '/'
RETURN DISTINCT said[0] AS thing, l.fileName AS file, split(record, '#')[1] AS position,
       CASE document WHEN '' THEN null ELSE document END AS document
ORDER BY thing, file, position, document
