// Who held which office on a day?
// ky: Ушул күнү ким кайсы кызматта болгон?
// ru: Кто какую должность занимал в этот день?
// The answer is certain, open (it had begun, and the source gives no end), possible (the dates do not decide) or
// unknown (there are no dates). People who certainly did not hold the office on that day are left out.
// param day = 2017-06-01
MATCH (person:Person)-[m:MEMBER_OF]->()
MATCH (post:Post {iri: m.post})
WITH person, post, m, date($day) AS on
WHERE (m.startsFrom IS NULL OR m.startsFrom <= on) AND (m.endsBy IS NULL OR m.endsBy >= on)
RETURN post.iri AS post, post.name_en AS office, person.iri AS person, person.name_en AS name,
       coalesce(m.role, '') AS role,
       CASE WHEN m.startsBy IS NULL AND m.endsBy IS NULL THEN 'unknown'
            WHEN m.startsBy <= on AND m.endsFrom >= on THEN 'certain'
            WHEN m.startsBy <= on AND m.endsFrom IS NULL THEN 'open'
            ELSE 'possible' END AS answer
ORDER BY post, person, role, answer
