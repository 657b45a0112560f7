-- Who held which office on a day?
-- ky: Ушул күнү ким кайсы кызматта болгон?
-- ru: Кто какую должность занимал в этот день?
-- certain: surely. open: it had begun, and no end is given. possible: the dates leave it open.
-- unknown: there are no dates. Who surely did not hold it is left out.
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
