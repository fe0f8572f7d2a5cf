-- The figures of each measure side by side, in order of their periods: a series where there are several.
SELECT
    lower(measure) AS measure,
    about,
    change,
    value,
    value_max,
    unit,
    bound,
    period_start,
    period_end,
    count(*) OVER (PARTITION BY lower(measure), about, change, unit) AS n_in_series,
    agreement,
    n_documents,
    text,
    figure_id
FROM figures
WHERE measure IS NOT NULL
ORDER BY lower(measure), about, change, unit, period_start NULLS LAST, period_end, figure_id
