// Which NGOs take part in events together with public agencies?
// ky: Кайсы коомдук уюмдар мамлекеттик органдар менен чогуу катышат?
// ru: Какие НКО участвуют в событиях вместе с государственными органами?
MATCH (n:NGO)-[:PARTICIPATED_IN]->(e:Event)<-[:PARTICIPATED_IN]-(a:Agency)
RETURN DISTINCT n.iri AS ngo, n.name_en AS ngo_name, a.iri AS agency, a.name_en AS agency_name, e.iri AS event
ORDER BY ngo, agency, event
