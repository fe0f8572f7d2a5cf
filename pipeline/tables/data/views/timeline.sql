-- Events and figures in order of the dates that they are about; those without a date come last.
SELECT
    date_start,
    date_end,
    'event' AS what,
    type AS kind,
    summary AS fact,
    list_concat(actor, recipient) AS parties,
    place,
    status AS state,
    n_documents,
    first_published,
    event_id AS id
FROM events
UNION ALL
SELECT
    period_start,
    period_end,
    'figure',
    kind,
    concat_ws(': ', measure, text),
    about,
    NULL,
    agreement,
    n_documents,
    first_published,
    figure_id
FROM figures
ORDER BY date_start NULLS LAST, date_end, what, id
