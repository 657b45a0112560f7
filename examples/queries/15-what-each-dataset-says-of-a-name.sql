-- What does each dataset call an actor?
-- ky: Ар бир маалымат топтому катышуучуну кандай атайт?
-- ru: Как называет участника каждый набор данных?
-- Rows of records keep the IRIs that they came with; the table other_iris says which actor each of them is now.
-- The property graph merges the names of all sources, so there is no query in Cypher.
-- param actor = https://w3id.org/govgraph/id/organization/parliament/legislature
SELECT DISTINCT l.dataset_iri AS dataset, said.text_of.lang AS language, said.text_of.text AS name
FROM (
  SELECT r.load, unnest(list_concat(coalesce(r.names, []), coalesce(r.aliases, []))) AS text_of
  FROM records.actors r LEFT JOIN other_iris o ON o.iri = r.iri
  WHERE coalesce(o.now, r.iri) = coalesce((SELECT now FROM other_iris WHERE iri = $actor), $actor)
) said
JOIN loads l ON ends_with(l.iri, '/' || said.load)
ORDER BY dataset, language, name
