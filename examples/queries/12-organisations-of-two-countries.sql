-- To which intergovernmental organisations do two countries both belong, and in which roles?
-- ky: Эки өлкө кайсы эл аралык уюмдарга чогуу мүчө?
-- ru: В каких организациях состоят обе страны?
-- param one = https://w3id.org/govgraph/id/country/KGZ
-- param other = https://w3id.org/govgraph/id/country/KAZ
SELECT o.iri AS organization, list_filter(o.names, lambda n: n.lang = 'en')[1].text AS name,
       coalesce(m1.role, '') AS role_of_one, coalesce(m2.role, '') AS role_of_other
FROM memberships m1
JOIN memberships m2 ON m2.organization = m1.organization AND m2.member = $other
JOIN actors o ON o.iri = m1.organization AND o.class = 'IGO'
WHERE m1.member = $one
ORDER BY organization, role_of_one, role_of_other
