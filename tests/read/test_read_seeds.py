"""Regression of the read stage: one golden an article."""

from dataclasses import asdict


def test_read(seed_id, seed_articles, data_regression):
    article = asdict(seed_articles[seed_id])
    text = article.pop("text")

    data_regression.check(article | {"n_characters": len(text), "begins": text[:60], "ends": text[-60:]})
