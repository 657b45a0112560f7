-- Through which two intermediate things are two actors linked (paths of three links)?
-- ky: Эки катышуучу кайсы эки кадам аркылуу байланышкан?
-- ru: Через какие два шага связаны два участника?
-- param one = https://w3id.org/govgraph/id/record/central-asia/dzhantaev
-- param other = https://w3id.org/govgraph/id/record/central-asia/dpi
WITH link AS (
  SELECT member AS this, organization AS that FROM memberships
  UNION SELECT participant, event FROM participations
  UNION SELECT from_actor, to_actor FROM associations
), either AS (SELECT this, that FROM link UNION SELECT that, this FROM link)
SELECT DISTINCT x.that AS first, y.that AS second
FROM either x
JOIN either y ON y.this = x.that
JOIN either z ON z.this = y.that
WHERE x.this = $one AND z.that = $other AND x.that <> $other AND y.that <> $one AND x.that <> y.that
ORDER BY first, second
