-- What does each dataset call an actor?
-- ky: Ар бир маалымат топтому катышуучуну кандай атайт?
-- ru: Как называет участника каждый набор данных?
-- The property graph merges the names of all sources, so there is no query in Cypher.
-- param actor = https://w3id.org/govgraph/id/organization/parliament/legislature
SELECT DISTINCT l.dataset_iri AS dataset, said.text_of.lang AS language, said.text_of.text AS name
FROM (
  SELECT load, unnest(list_concat(coalesce(names, []), coalesce(aliases, []))) AS text_of
  FROM records.actors WHERE iri = $actor
) said
JOIN loads l ON ends_with(l.iri, '/' || said.load)
ORDER BY dataset, language, name
