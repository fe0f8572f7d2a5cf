"""What the tests share: the five seed articles, run through the stages once."""

from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.articles import to_result
from pipeline.clean import clean
from pipeline.dedupe import reconcile
from pipeline.model import load, make_doc
from pipeline.read import read_folder

SEEDS = Path(__file__).parents[1] / "seeds"
SEED_IDS = sorted(path.stem for path in SEEDS.glob("*.txt"))

# A slow machine must not fail a property; the cases are the same on every run.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def nlp():
    """The built-in model with all rule components."""
    return load()


@pytest.fixture(scope="session")
def seed_articles():
    """The seed articles as read, by id."""
    return {article.doc_id: article for article in read_folder(SEEDS).articles}


@pytest.fixture(scope="session")
def seed_texts(seed_articles):
    """The seed articles as cleaned, by id."""
    return {doc_id: clean(article) for doc_id, article in seed_articles.items()}


@pytest.fixture(scope="session")
def seed_docs(seed_texts, nlp):
    """The seed articles as processed spaCy documents, by id."""
    return {doc_id: nlp(make_doc(nlp, text.text, text.published)) for doc_id, text in seed_texts.items()}


@pytest.fixture(scope="session")
def seed_results(seed_articles, seed_texts, seed_docs):
    """The results of the seed articles, in order."""
    return [to_result(seed_articles[doc_id], seed_texts[doc_id], seed_docs[doc_id]) for doc_id in SEED_IDS]


@pytest.fixture(scope="session")
def seed_reconciled(seed_results):
    """The figures and events of all seed articles."""
    return reconcile(seed_results)


@pytest.fixture(params=SEED_IDS)
def seed_id(request):
    """Each seed article's id in turn; a test that uses it has one golden an article."""
    return request.param
