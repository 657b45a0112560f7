// Through which two intermediate things are two actors linked (paths of three links)?
// ky: Эки катышуучу кайсы эки кадам аркылуу байланышкан?
// ru: Через какие два шага связаны два участника?
// param one = https://w3id.org/govgraph/id/record/central-asia/dzhantaev
// param other = https://w3id.org/govgraph/id/record/central-asia/dpi
MATCH (:Actor {iri: $one})-[:MEMBER_OF|PARTICIPATED_IN|ASSOCIATED_WITH]-(first)
      -[:MEMBER_OF|PARTICIPATED_IN|ASSOCIATED_WITH]-(second)
      -[:MEMBER_OF|PARTICIPATED_IN|ASSOCIATED_WITH]-(:Actor {iri: $other})
WHERE first.iri <> $other AND second.iri <> $one AND first.iri <> second.iri
RETURN DISTINCT first.iri AS first, second.iri AS second
ORDER BY first, second
