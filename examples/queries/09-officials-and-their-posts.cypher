// Which officials hold or held which posts in the bodies of a country?
// ky: Кайсы кызмат адамдары кандай кызматтарды ээлейт?
// ru: Какие должностные лица какие посты занимают?
// param country = https://w3id.org/govgraph/id/country/KGZ
MATCH (person:Official)-[m:MEMBER_OF]->(o)
MATCH (post:Post {iri: m.post})
WHERE o.iri = $country OR EXISTS { MATCH (o)-[:OF_COUNTRY]->(c:Country) WHERE c.iri = $country }
RETURN person.iri AS person, person.name_en AS name, post.name_en AS office, o.name_en AS body,
       coalesce(m.startDate, '') AS start, coalesce(m.endDate, '') AS end
ORDER BY post.iri, start, end, person
