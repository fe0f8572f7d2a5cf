-- What the articles do not agree on, one row for each mention: figures whose values cannot be reconciled, and
-- events that some mentions tell as fact and others deny.
WITH disputed AS (
    SELECT event_id
    FROM event_mentions
    GROUP BY event_id
    HAVING bool_or(status = 'negated') AND bool_or(status IN ('occurred', 'ongoing'))
), told AS (
    SELECT
        'figure' AS what, figure_id AS id, f.measure AS subject, m.text AS says, m.speaker, m.doc_id,
        m.sentence_id, m.mention_id, f.note
    FROM figure_mentions AS m
    JOIN figures AS f USING (figure_id)
    WHERE f.agreement = 'conflict'
    UNION ALL
    SELECT
        'event', event_id, e.summary, m.status, m.speaker, m.doc_id,
        m.sentence_id, m.mention_id, e.note
    FROM event_mentions AS m
    JOIN events AS e USING (event_id)
    SEMI JOIN disputed USING (event_id)
)
SELECT
    what, subject, says, told.speaker, documents.published, documents.publisher, doc_id,
    sentences.text AS sentence, told.note, id, mention_id
FROM told
JOIN documents USING (doc_id)
LEFT JOIN sentences USING (doc_id, sentence_id)
ORDER BY what, id, published NULLS LAST, doc_id, mention_id
