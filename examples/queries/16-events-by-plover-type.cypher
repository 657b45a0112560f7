// How many events are of each PLOVER type or of a narrower type?
// ky: PLOVER боюнча ар бир түрдөгү окуялар канча?
// ru: Сколько событий каждого типа PLOVER?
MATCH (e:Event)-[:OF_TYPE]->(:EventType)-[:BROADER*0..]->(t:EventType {scheme: 'plover'})
RETURN t.notation AS code, t.name_en AS name, count(DISTINCT e) AS events
ORDER BY events DESC, code
