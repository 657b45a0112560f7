// Which files, rows and documents state the offices and memberships of an actor?
// ky: Кызмат же мүчөлүк тууралуу кайсы файлда, сапта, документте айтылган?
// ru: В каком файле, строке и документе сказано о должности или членстве?
// param member = https://w3id.org/govgraph/id/record/central-asia/japarov
MATCH (:Actor {iri: $member})-[m:MEMBER_OF]->(o)
UNWIND m.sources AS record
UNWIND coalesce(m.documents, ['']) AS document
MATCH (l:Load) WHERE record STARTS WITH l.iri + '/'
RETURN DISTINCT m.iri AS membership, m.role AS role, o.iri AS organization, l.fileName AS file,
       split(record, '#')[1] AS position, CASE document WHEN '' THEN null ELSE document END AS document
ORDER BY membership, file, position, document
