// Which organisations are part of another one, directly or through one or two others?
// ky: Кайсы уюмдар Министрлер Кабинетине караштуу?
// ru: Какие организации подведомственны Кабинету Министров?
// param over = https://w3id.org/govgraph/id/record/central-asia/cabinet-kg
MATCH p = (o:Actor)-[:ASSOCIATED_WITH*1..3]->(over:Actor {iri: $over})
WHERE all(r IN relationships(p) WHERE r.type = 'part_of')
RETURN DISTINCT length(p) AS steps, o.iri AS organization, o.name_en AS name
ORDER BY steps, organization
