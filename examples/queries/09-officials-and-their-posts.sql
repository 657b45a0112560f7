-- Which officials hold or held which posts in the bodies of a country?
-- ky: Кайсы кызмат адамдары кандай кызматтарды ээлейт?
-- ru: Какие должностные лица какие посты занимают?
-- param country = https://w3id.org/govgraph/id/country/KGZ
SELECT person.iri AS person, list_filter(person.names, lambda n: n.lang = 'en')[1].text AS name,
       list_filter(post.names, lambda n: n.lang = 'en')[1].text AS office,
       list_filter(o.names, lambda n: n.lang = 'en')[1].text AS body,
       coalesce(m.start_date, '') AS start, coalesce(m.end_date, '') AS end
FROM memberships m
JOIN actors person ON person.iri = m.member AND person.class = 'Official'
JOIN posts post ON post.iri = m.post
JOIN actors o ON o.iri = m.organization
WHERE o.iri = $country OR o.country = $country
ORDER BY post.iri, start, "end", person
