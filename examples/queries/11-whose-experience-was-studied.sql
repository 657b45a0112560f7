-- Which countries is an event about, although they do not take part in it?
-- ky: Кайсы өлкөлөрдүн тажрыйбасы үйрөнүлдү?
-- ru: Опыт каких стран изучался?
SELECT e.iri AS event, list_filter(e.names, lambda n: n.lang = 'en')[1].text AS title,
       c.iri AS country, list_filter(c.names, lambda n: n.lang = 'en')[1].text AS name
FROM (SELECT iri, names, unnest(about) AS about FROM events) e
JOIN actors c ON c.iri = e.about AND c.class = 'Country'
WHERE NOT EXISTS (SELECT 1 FROM participations p WHERE p.event = e.iri AND p.participant = c.iri)
ORDER BY event, country
