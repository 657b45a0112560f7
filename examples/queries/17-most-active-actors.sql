-- Which actors took part in the most events?
-- ky: Эң активдүү катышуучулар кимдер?
-- ru: Кто самые активные участники?
-- Planned events do not count.
WITH active AS (
  SELECT p.participant AS actor, count(DISTINCT e.iri) AS events
  FROM participations p
  JOIN events e ON e.iri = p.event AND coalesce(e.status, '') <> 'planned'
  GROUP BY actor
)
SELECT active.actor, list_filter(a.names, lambda n: n.lang = 'en')[1].text AS name, active.events
FROM active
JOIN actors a ON a.iri = active.actor
ORDER BY events DESC, actor
LIMIT 10
