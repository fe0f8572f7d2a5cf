import hashlib
import io
import json
import re

import pytest

from pipeline.errors import ArticleError
from pipeline.read import read_jsonl


def test_articles_come_in_order():
    stream = io.StringIO(
        '{"id": "b", "text": "Rain\\r\\nfell.", "published": "2024-03-03"}\n\n'
        '{"id": "a", "text": "", "published": null}\n'
    )
    first, second = read_jsonl(stream)

    assert (first.doc_id, first.text, first.published, first.published_from) == (
        "b",
        "Rain\r\nfell.",
        "2024-03-03",
        "metadata",
    )
    assert (second.doc_id, second.text, second.published, second.published_from) == ("a", "", None, "none")
    assert first.sha256 == hashlib.sha256(first.text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("published", "date"),
    [("2024", "2024"), ("2016-11-07T00:00:00", "2016-11-07"), ("", None), (None, None), (2024, "2024")],
)
def test_publication_dates(published, date):
    (article,) = read_jsonl([json.dumps({"id": "a", "text": "t", "published": published})])
    assert article.published == date


def test_other_keys_and_a_byte_order_mark_do_no_harm():
    (article,) = read_jsonl(['\ufeff{"id": "a", "text": "t", "more": [1]}\n'])
    assert (article.doc_id, article.text) == ("a", "t")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{oops", "line 2: not JSON .*{oops"),
        ("[1]", r"line 2: not an object: \[1\]"),
        ('{"text": "t"}', "line 2: 'id' is missing"),
        ('{"id": "a"}', "line 2: 'text' is missing"),
        ('{"id": 7, "text": "t"}', "line 2: 'id' is 7. Write it as a string"),
        ('{"id": "a", "text": null}', "line 2: 'text' is null"),
        ('{"id": "a", "text": "t", "published": "3/3/24"}', "line 2: 'published' '3/3/24' is not a date"),
        ('{"id": "a", "text": "t", "published": [1]}', r"line 2: 'published' '\[1\]' is not a date"),
        ('{"id": "a", "text": "\\ud800"}', "line 2: 'text' has half of a surrogate pair at character 0"),
        ("[" * 100_000, "line 2: not JSON"),
        ("1" * 5_000, "line 2: not"),
    ],
    ids=lambda value: value[:40],
)
def test_wrong_lines_are_named_and_the_others_go_on(line, message):
    good = '{"id": "x", "text": "t"}\n'
    before, error, after = read_jsonl([good, line + "\n", good])

    assert before.doc_id == after.doc_id == "x"
    assert isinstance(error, ArticleError)
    assert re.match(message, str(error))


def test_lines_are_read_one_at_a_time():
    def lines():
        yield '{"id": "a", "text": "t"}'
        raise AssertionError("read too far")

    assert next(read_jsonl(lines())).doc_id == "a"
