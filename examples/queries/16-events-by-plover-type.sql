-- How many events are of each PLOVER type or of a narrower type?
-- ky: PLOVER боюнча ар бир түрдөгү окуялар канча?
-- ru: Сколько событий каждого типа PLOVER?
WITH RECURSIVE wider AS (
  SELECT iri AS event, type FROM events WHERE type IS NOT NULL
  UNION
  SELECT w.event, unnest(t.broader) FROM wider w JOIN event_types t ON t.iri = w.type
)
SELECT t.notation AS code, list_filter(t.names, lambda n: n.lang = 'en')[1].text AS name, count(DISTINCT w.event) AS events
FROM wider w
JOIN event_types t ON t.iri = w.type AND t.scheme = 'plover'
GROUP BY ALL
ORDER BY events DESC, code
