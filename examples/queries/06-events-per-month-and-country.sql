-- How many events took place per month and country?
-- ky: Ар бир айда жана өлкөдө канча окуя болду?
-- ru: Сколько событий было в каждом месяце и стране?
-- Planned events and events whose month is not known are left out.
SELECT left(e.start_date, 7) AS month, c.iri AS country, list_filter(c.names, lambda n: n.lang = 'en')[1].text AS name,
       count(*) AS events
FROM events e
LEFT JOIN places p ON p.iri = e.place
JOIN actors c ON c.iri = coalesce(p.country, e.place) AND c.class = 'Country'
WHERE length(e.start_date) >= 7 AND coalesce(e.status, '') <> 'planned'
GROUP BY ALL
ORDER BY month, country
