from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.mapped import Edit, MappedText
from pipeline.records import Article

SENTENCES = [
    "The ministers met in Geneva on Monday and agreed to lower the tariffs on 40 goods by a third.",
    "“We will see,” he said.",
    "Exports rose 4.5% to $3.2bn in Córdoba’s province.",
    "ALSO READ: Another story of the day",
    "https://example.org/2022/07/25/story",
    "— Jane Doe (@jane) March 3, 2024",
    "R&amp;D costs rose",
    "Itâ€™s â€œlateâ€\x9d now",
    "GENEVA, Jan 5 (Reuters) - The bank kept its rate at 5 percent on Monday, as analysts had expected.",
    "A heading",
]
BLANKS = [" ", "\n", "\r\n", "\n\n", "\t", "\xa0", "\u200b", "\u2028", "\ufeff", "\xad", " \n \n "]
PIECES = st.sampled_from(SENTENCES + BLANKS) | st.text(max_size=8)
NEWS = st.lists(PIECES, max_size=25).map("".join)


def cleaned(text, **fields):
    return clean(Article("doc", "doc.txt", "", text, **fields))


def is_blank(char):
    return char.isspace() or not char.isprintable()


@given(NEWS)
@settings(deadline=None, max_examples=40)
def test_offsets_never_decrease_and_stay_inside(raw):
    result = cleaned(raw)

    assert len(result.starts) == len(result.ends) == len(result.text)
    assert list(result.starts) == sorted(result.starts)
    assert list(result.ends) == sorted(result.ends)
    assert all(0 <= start < end <= len(raw) for start, end in zip(result.starts, result.ends, strict=True))


@given(NEWS)
@settings(deadline=None, max_examples=40)
def test_every_raw_character_is_mapped_or_removed(raw):
    result = cleaned(raw)
    kept = [False] * len(raw)
    for start, end in [
        *zip(result.starts, result.ends, strict=True),
        *((r.start, r.end) for r in result.removed),
    ]:
        kept[start:end] = [True] * (end - start)

    assert [char for char, known in zip(raw, kept, strict=True) if not known and not is_blank(char)] == []


@given(NEWS)
@settings(deadline=None, max_examples=40)
def test_removed_stretches_are_the_raw_text_and_in_order(raw):
    removed = cleaned(raw).removed

    assert all(raw[r.start : r.end] == r.text and r.text and r.reason and r.rule for r in removed)
    assert [r.start for r in removed] == sorted(r.start for r in removed)


@given(st.lists(st.sampled_from(SENTENCES[:3] + SENTENCES[9:]), max_size=9).map("\n".join))
@settings(deadline=None, max_examples=40)
def test_unchanged_characters_are_mapped_to_themselves(raw):
    result = cleaned(raw)

    assert [raw[start:end] for start, end in zip(result.starts, result.ends, strict=True)] == list(
        result.text
    )


@given(NEWS)
@settings(deadline=None, max_examples=40)
def test_the_text_has_no_odd_white_space(raw):
    text = cleaned(raw).text

    assert text == text.strip()
    assert "  " not in text and "\n\n\n" not in text
    assert all(char in " \n" for char in text if char.isspace())


@given(st.lists(st.sampled_from(SENTENCES[:8] + SENTENCES[9:]), max_size=12).map("\n".join))
@settings(deadline=None, max_examples=40)
def test_cleaning_twice_is_cleaning_once(raw):
    once = cleaned(raw).text

    assert cleaned(once).text == once


@given(NEWS)
@settings(deadline=None, max_examples=40)
def test_cleaning_is_deterministic(raw):
    assert cleaned(raw) == cleaned(raw)


@given(st.text(alphabet="ab\n ", max_size=40), st.data())
def test_edits_keep_what_they_do_not_touch(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = [Edit(a, b, "X") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    mapped = MappedText.of(text).edit(edits)
    sources = [text[start:end] for start, end in zip(mapped.starts, mapped.ends, strict=True)]

    assert all(char in ("X", source) for char, source in zip(mapped.text, sources, strict=True))
    assert "".join(sources) == text


def test_to_raw_gives_the_raw_span():
    raw = "\ufeffIndia&#8217;s  exports\r\nrose."
    result = cleaned(raw)
    start = result.text.index("India’s exports")

    assert result.text == "India’s exports\nrose."
    assert raw[slice(*result.to_raw(start, start + 15))] == "India&#8217;s  exports"


def test_front_matter_is_accounted_for():
    raw = "---\ntitle: T\n---\nThe minister left."
    result = cleaned(raw, body_start=17)

    assert result.text == "The minister left."
    assert [(r.start, r.end, r.rule) for r in result.removed] == [(0, 17, "front_matter")]


@pytest.mark.parametrize("raw", ["", " \n ", "\ufeff", "ALSO READ: Another story", "* * *"])
def test_nothing_may_be_left(raw):
    assert cleaned(raw).text == ""


def test_a_tweet_keeps_its_words():
    raw = (
        "Talks go on.\n#WATCH | Geneva | The envoy says, “We meet again in May… pic.twitter.com/aB3dE5fG7h\n"
        "— Example News (@ExNews) March 3, 2024\nThe end."
    )
    result = cleaned(raw)

    assert result.text.split("\n") == ["Talks go on.", "The envoy says, “We meet again in May…", "The end."]
    assert (result.published, result.published_from) == ("2024-03-03", "text")


@pytest.mark.parametrize(
    "raw",
    [
        "a" + " " * 40_000 + "b",
        "a" + "\n" * 50_000 + "b",
        "a\r\n" * 10_000,
        "word " * 60_000,
        "1" * 60_000,
        "," * 60_000,
        "(" * 60_000,
        "- " * 40_000,
        "â€" * 50_000,
        "https://" * 20_000,
        "/2022" * 20_000,
        ("Read more about " + "x" * 300 + "\n") * 100,
        ("12 Comments | " * 25 + "\n") * 100,
        ("By Jane Doe and " * 24 + "\n") * 100,
        ("Jan 5, " * 50 + "\n") * 100,
    ],
    ids=lambda raw: raw[:12],
)
def test_no_input_takes_long(raw):
    start = perf_counter()
    cleaned(raw)

    assert perf_counter() - start < 5  # linear work takes a tenth of that
