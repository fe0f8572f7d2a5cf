"""Regression of the clean stage: one golden an article, the text first, then what was removed."""


def test_clean(seed_id, seed_texts, seed_articles, file_regression):
    cleaned = seed_texts[seed_id]
    removed = [f"{r.start}-{r.end} {r.reason} [{r.rule}]: {r.text!r}" for r in cleaned.removed]
    published = f"published {cleaned.published} (from: {cleaned.published_from})"

    file_regression.check("\n".join([cleaned.text, "", "=== removed", *removed, "===", published, ""]))


def test_every_character_is_kept_or_listed_as_removed(seed_id, seed_texts, seed_articles):
    cleaned, raw = seed_texts[seed_id], seed_articles[seed_id].text
    kept = {i for s, e in zip(cleaned.starts, cleaned.ends, strict=True) for i in range(s, e)}
    removed = {i for r in cleaned.removed for i in range(r.start, r.end)}

    assert not [i for i in range(len(raw)) if i not in kept | removed and not raw[i].isspace()]
