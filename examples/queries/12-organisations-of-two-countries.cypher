// To which intergovernmental organisations do two countries both belong, and in which roles?
// ky: Эки өлкө кайсы эл аралык уюмдарга чогуу мүчө?
// ru: В каких организациях состоят обе страны?
// param one = https://w3id.org/govgraph/id/country/KGZ
// param other = https://w3id.org/govgraph/id/country/KAZ
MATCH (:Country {iri: $one})-[m1:MEMBER_OF]->(o:IGO)<-[m2:MEMBER_OF]-(:Country {iri: $other})
RETURN o.iri AS organization, o.name_en AS name, coalesce(m1.role, '') AS role_of_one, coalesce(m2.role, '') AS role_of_other
ORDER BY organization, role_of_one, role_of_other
