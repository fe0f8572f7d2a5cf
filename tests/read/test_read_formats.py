import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArticleError
from pipeline.read.formats import READERS, Content, read_markdown, read_plain


def test_plain_text_is_all_article():
    assert read_plain("---\ntitle: T\n---\nText") == Content()


def test_front_matter_is_read_and_stays_in_front():
    text = '---\ntitle: "Rain: a story"\ndate: 2024-03-03T10:00:00Z\npublisher: Example\nurl: https://a.b/c\n---\nRain.'
    content = read_markdown(text)

    assert content == Content(
        body_start=text.index("Rain.", 20),
        published="2024-03-03",
        title="Rain: a story",
        publisher="Example",
        url="https://a.b/c",
    )
    assert text[content.body_start :] == "Rain."


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell.",
        "",
        "---",
        "---\nRain fell without end.",
        "# Headline\n\n---\n\nRain fell.\n\n---\n",
        " ---\ntitle: T\n---\n",
    ],
)
def test_markdown_without_front_matter_is_all_article(text):
    assert read_markdown(text) == Content()


def test_front_matter_with_other_line_breaks_and_a_byte_order_mark():
    text = "\ufeff---\r\nsource: https://a.b\r\npublished: 2024\r\n---\r\nRain."
    content = read_markdown(text)

    assert (content.url, content.published, text[content.body_start :]) == ("https://a.b", "2024", "Rain.")


def test_keys_that_are_not_read_are_left_alone():
    text = "---\n# a comment\ntags:\n  - rain\n- sun\nauthor: Jane Doe\nTitle: 'T'\n\n---\n"
    assert read_markdown(text) == Content(body_start=len(text), title="T")


def test_empty_values_are_unknown():
    assert read_markdown("---\ntitle:\ndate: ''\n---\nX").published is None
    assert read_markdown("---\ntitle:\ndate: ''\n---\nX").title is None


def test_a_line_that_is_no_key_and_value_is_named():
    with pytest.raises(ArticleError, match="line 3 of the front matter, 'no colon here'"):
        read_markdown("---\ntitle: T\nno colon here\n---\nRain.")


def test_a_wrong_date_is_named():
    with pytest.raises(ArticleError, match="front matter: '2024-13-01'"):
        read_markdown("---\ndate: 2024-13-01\n---\nRain.")


@given(st.text(max_size=60), st.text(alphabet="ab \n", max_size=20))
def test_the_body_starts_inside_the_text(text, body):
    for reader in READERS.values():
        assert 0 <= reader(body).body_start <= len(body)
    try:
        content = read_markdown(f"---\n{text}\n---\n{body}")
    except ArticleError:
        return
    assert f"---\n{text}\n---\n{body}"[content.body_start :].endswith(body)
