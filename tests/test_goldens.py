"""No golden file outlives its test: pytest-regressions does not notice those that nothing reads."""

import re
from pathlib import Path

from tests.conftest import SEED_IDS

TESTS = Path(__file__).parent
ARTICLE = re.compile(r"\d{3}_[0-9a-f]{16}")
FOLDERS = sorted(path for path in TESTS.rglob("test_*_seeds") if path.is_dir())


def test_every_golden_folder_has_its_test_module():
    assert FOLDERS
    assert [folder for folder in FOLDERS if not folder.with_suffix(".py").is_file()] == []


def test_every_golden_of_an_article_belongs_to_a_seed():
    articles = {
        found[0] for folder in FOLDERS for path in folder.iterdir() if (found := ARTICLE.search(path.stem))
    }

    assert articles == set(SEED_IDS)
