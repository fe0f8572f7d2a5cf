import pytest

from pipeline.clean import clean
from pipeline.records import Article


def cleaned(raw, path="doc.md"):
    return clean(Article("doc", path, "", raw))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("# Talks resume\n\nThe envoys met.", "Talks resume\n\nThe envoys met."),
        ("The **central** bank", "The central bank"),
        ("The __central__ *bank* kept", "The central bank kept"),
        ("Trade with [India](https://example.org/india) rose.", "Trade with India rose."),
        ("![A photo](https://example.org/a.jpg)\nTrade rose.", "Trade rose."),
        ("> We will see.", "We will see."),
        ("- Tea\n- Rice", "Tea\nRice"),
        ("Goods such as 2 * 3 tonnes and a_b_c", "Goods such as 2 * 3 tonnes and a_b_c"),
        ("He [the envoy] left (at noon).", "He [the envoy] left (at noon)."),
    ],
)
def test_marks_go_and_words_stay(raw, text):
    result = cleaned(raw)

    assert result.text == text
    assert all(raw[r.start : r.end] == r.text for r in result.removed)


def test_plain_text_has_no_marks():
    raw = "# Talks **resume**"
    assert cleaned(raw, "doc.txt").text == raw


def test_links_are_mapped_to_their_words():
    raw = "Trade with [India](https://example.org/india) rose."
    result = cleaned(raw)
    start = result.text.index("India")

    assert raw[slice(*result.to_raw(start, start + 5))] == "India"


def test_many_open_brackets_are_no_trouble():
    raw = "[" * 20_000 + "*" * 20_001
    assert cleaned(raw).text.startswith("[[[")
