// Which countries is an event about, although they do not take part in it?
// ky: Кайсы өлкөлөрдүн тажрыйбасы үйрөнүлдү?
// ru: Опыт каких стран изучался?
MATCH (e:Event)-[:ABOUT]->(c:Country)
WHERE NOT EXISTS { MATCH (c)-[:PARTICIPATED_IN]->(e) }
RETURN e.iri AS event, e.name_en AS title, c.iri AS country, c.name_en AS name
ORDER BY event, country
