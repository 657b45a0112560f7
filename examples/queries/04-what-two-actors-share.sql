-- What do two actors share: organisations, events, actors that both are linked to?
-- ky: Эки катышуучуну эмне байланыштырат?
-- ru: Что связывает двух участников?
-- param one = https://w3id.org/govgraph/id/record/central-asia/agency
-- param other = https://w3id.org/govgraph/id/record/central-asia/dpi
WITH link AS (
  SELECT member AS this, organization AS that FROM memberships
  UNION SELECT participant, event FROM participations
  UNION SELECT from_actor, to_actor FROM associations
), either AS (SELECT this, that FROM link UNION SELECT that, this FROM link),
named AS (SELECT iri, names FROM actors UNION ALL SELECT iri, names FROM events)
SELECT DISTINCT s.iri AS shared, list_filter(s.names, lambda n: n.lang = 'en')[1].text AS name
FROM either x
JOIN either y ON y.that = x.that
JOIN named s ON s.iri = x.that
WHERE x.this = $one AND y.this = $other
ORDER BY shared
