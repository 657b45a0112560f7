// What do two actors share: organisations, events, actors that both are linked to?
// ky: Эки катышуучуну эмне байланыштырат?
// ru: Что связывает двух участников?
// param one = https://w3id.org/govgraph/id/record/central-asia/agency
// param other = https://w3id.org/govgraph/id/record/central-asia/dpi
MATCH (:Actor {iri: $one})-[:MEMBER_OF|PARTICIPATED_IN|ASSOCIATED_WITH]-(shared)
      -[:MEMBER_OF|PARTICIPATED_IN|ASSOCIATED_WITH]-(:Actor {iri: $other})
RETURN DISTINCT shared.iri AS shared, shared.name_en AS name
ORDER BY shared
