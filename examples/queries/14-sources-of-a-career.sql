-- Which files, rows and documents state the offices and memberships of an actor?
-- ky: Кызмат же мүчөлүк тууралуу кайсы файлда, сапта, документте айтылган?
-- ru: В каком файле, строке и документе сказано о должности или членстве?
-- param member = https://w3id.org/govgraph/id/record/central-asia/japarov
WITH said AS (
  SELECT iri, role, organization, documents, unnest(sources) AS record FROM memberships WHERE member = $member
)
SELECT DISTINCT s.iri AS membership, s.role, s.organization, l.file_name AS file,
       split_part(s.record, '#', 2) AS position, unnest(coalesce(s.documents, [NULL])) AS document
FROM said s
JOIN loads l ON starts_with(s.record, l.iri || '/')
ORDER BY membership, file, position, document
