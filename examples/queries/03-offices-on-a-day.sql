-- Who held which office on a day?
-- ky: Ушул күнү ким кайсы кызматта болгон?
-- ru: Кто какую должность занимал в этот день?
-- The answer is certain, open (it had begun, and the source gives no end), possible (the dates do not decide) or
-- unknown (there are no dates). People who certainly did not hold the office on that day are left out.
-- param day = 2017-06-01
SELECT post.iri AS post, list_filter(post.names, lambda n: n.lang = 'en')[1].text AS office,
       person.iri AS person, list_filter(person.names, lambda n: n.lang = 'en')[1].text AS name,
       coalesce(m.role, '') AS role,
       CASE WHEN m.starts_by IS NULL AND m.ends_by IS NULL THEN 'unknown'
            WHEN m.starts_by <= $day::DATE AND m.ends_from >= $day::DATE THEN 'certain'
            WHEN m.starts_by <= $day::DATE AND m.ends_from IS NULL THEN 'open'
            ELSE 'possible' END AS answer
FROM memberships m
JOIN posts post ON post.iri = m.post
JOIN actors person ON person.iri = m.member
WHERE (m.starts_from IS NULL OR m.starts_from <= $day::DATE) AND (m.ends_by IS NULL OR m.ends_by >= $day::DATE)
ORDER BY post, person, role, answer
