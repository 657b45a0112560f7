// How many events took place per month and country?
// ky: Ар бир айда жана өлкөдө канча окуя болду?
// ru: Сколько событий было в каждом месяце и стране?
// Planned events and events whose month is not known are left out.
MATCH (e:Event)-[:TOOK_PLACE_IN]->(p:Place)
WHERE size(e.startDate) >= 7 AND coalesce(e.status, '') <> 'planned'
OPTIONAL MATCH (p)-[:IN_COUNTRY]->(c:Country)
WITH e, CASE WHEN 'Country' IN labels(p) THEN p ELSE c END AS country
WHERE country IS NOT NULL
RETURN left(e.startDate, 7) AS month, country.iri AS country, country.name_en AS name, count(DISTINCT e) AS events
ORDER BY month, country
