-- Which pairs of actors take part in the same events most often?
-- ky: Ким ким менен эң көп бир иш-чарага катышат?
-- ru: Кто с кем чаще всего участвует в одних и тех же событиях?
-- Planned events do not count.
WITH met AS (
  SELECT one.participant AS a, other.participant AS b, count(DISTINCT e.iri) AS events
  FROM participations one
  JOIN participations other ON other.event = one.event AND one.participant < other.participant
  JOIN events e ON e.iri = one.event AND coalesce(e.status, '') <> 'planned'
  GROUP BY a, b
)
SELECT met.a, list_filter(one.names, lambda n: n.lang = 'en')[1].text AS name_a,
       met.b, list_filter(other.names, lambda n: n.lang = 'en')[1].text AS name_b, met.events
FROM met
JOIN actors one ON one.iri = met.a
JOIN actors other ON other.iri = met.b
ORDER BY events DESC, a, b
LIMIT 20
