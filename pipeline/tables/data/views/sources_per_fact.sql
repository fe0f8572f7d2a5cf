-- The articles behind each event and figure, with the article that each of them repeats and who is quoted.
WITH told AS (
    SELECT
        'event' AS what, event_id AS id, e.summary AS fact, m.doc_id, m.sentence_id, m.start, m.speaker
    FROM event_mentions AS m
    JOIN events AS e USING (event_id)
    UNION ALL
    SELECT
        'figure', figure_id, concat_ws(': ', f.measure, f.text), m.doc_id, m.sentence_id, m.start, m.speaker
    FROM figure_mentions AS m
    JOIN figures AS f USING (figure_id)
)
SELECT
    what,
    any_value(fact) AS fact,
    doc_id,
    any_value(coalesce(documents.duplicate_of, doc_id)) AS origin,
    any_value(documents.published) AS published,
    any_value(documents.publisher) AS publisher,
    any_value(documents.title) AS title,
    any_value(documents.url) AS url,
    count(*) AS n_mentions,
    coalesce(
        list(DISTINCT told.speaker ORDER BY told.speaker) FILTER (told.speaker IS NOT NULL), []
    ) AS speakers,
    arg_min(sentences.text, told.start) AS sentence,
    id
FROM told
JOIN documents USING (doc_id)
LEFT JOIN sentences USING (doc_id, sentence_id)
GROUP BY what, id, doc_id
ORDER BY what, id, published NULLS LAST, doc_id
