-- Which offices and memberships did a person have, ordered by their start?
-- ky: Адамдын кызматтык жолу кандай?
-- ru: Каков послужной список человека?
-- param person = https://w3id.org/govgraph/id/record/central-asia/putin
SELECT coalesce(m.start_date, '') AS start, coalesce(m.end_date, '') AS end, coalesce(m.role, '') AS role,
       coalesce(list_filter(post.names, lambda n: n.lang = 'en')[1].text, '') AS office,
       list_filter(o.names, lambda n: n.lang = 'en')[1].text AS body
FROM memberships m
JOIN actors o ON o.iri = m.organization
LEFT JOIN posts post ON post.iri = m.post
WHERE m.member = $person
ORDER BY start, "end", role, office, body
