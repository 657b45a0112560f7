-- Which NGOs take part in events together with public agencies?
-- ky: Кайсы коомдук уюмдар мамлекеттик органдар менен чогуу катышат?
-- ru: Какие НКО участвуют в событиях вместе с государственными органами?
SELECT DISTINCT n.iri AS ngo, list_filter(n.names, lambda n: n.lang = 'en')[1].text AS ngo_name,
       a.iri AS agency, list_filter(a.names, lambda n: n.lang = 'en')[1].text AS agency_name, one.event
FROM participations one
JOIN participations other ON other.event = one.event
JOIN actors n ON n.iri = one.participant AND n.class = 'NGO'
JOIN actors a ON a.iri = other.participant AND a.class = 'Agency'
ORDER BY ngo, agency, one.event
