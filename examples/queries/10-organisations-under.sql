-- Which organisations are part of another one, directly or through one or two others?
-- ky: Кайсы уюмдар Министрлер Кабинетине караштуу?
-- ru: Какие организации подведомственны Кабинету Министров?
-- param over = https://w3id.org/govgraph/id/record/central-asia/cabinet-kg
WITH RECURSIVE under AS (
  SELECT 1 AS steps, from_actor AS organization FROM associations WHERE type = 'part_of' AND to_actor = $over
  UNION
  SELECT u.steps + 1, a.from_actor FROM under u
  JOIN associations a ON a.to_actor = u.organization AND a.type = 'part_of' WHERE u.steps < 3
)
SELECT u.steps, u.organization, list_filter(o.names, lambda n: n.lang = 'en')[1].text AS name
FROM under u
JOIN actors o ON o.iri = u.organization
ORDER BY u.steps, u.organization
