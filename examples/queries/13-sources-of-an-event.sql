-- Which files, rows and documents report an event and its participants?
-- ky: Бул окуя тууралуу кайсы файлда, сапта, документте айтылган?
-- ru: В каком файле, строке и документе сказано об этом событии?
-- With several sources, each row is shown with each document.
-- param event = https://w3id.org/govgraph/id/record/central-asia/seminar
WITH said AS (
  SELECT iri, sources, documents FROM events WHERE iri = $event
  UNION ALL SELECT iri, sources, documents FROM participations WHERE event = $event
  UNION ALL SELECT iri, sources, documents FROM mentions WHERE event = $event
), records AS (SELECT iri, documents, unnest(sources) AS record FROM said)
SELECT DISTINCT r.iri AS thing, l.file_name AS file, split_part(r.record, '#', 2) AS position,
       unnest(coalesce(r.documents, [NULL])) AS document
FROM records r
JOIN loads l ON starts_with(r.record, l.iri || '/')
ORDER BY thing, file, position, document
