// Which offices and memberships did a person have, ordered by their start?
// ky: Адамдын кызматтык жолу кандай?
// ru: Каков послужной список человека?
// param person = https://w3id.org/govgraph/id/record/central-asia/putin
MATCH (:Actor {iri: $person})-[m:MEMBER_OF]->(o)
OPTIONAL MATCH (post:Post {iri: m.post})
RETURN coalesce(m.startDate, '') AS start, coalesce(m.endDate, '') AS end, coalesce(m.role, '') AS role,
       coalesce(post.name_en, '') AS office, o.name_en AS body
ORDER BY start, end, role, office, body
