from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoder.windows import Window, cut_windows

WORDS = st.lists(st.sampled_from(["word", "other", ".", "!", '"', ")", "\n", " ", "\n\n"]), max_size=80)


@st.composite
def documents(draw):
    words = draw(WORDS)
    lengths = [draw(st.integers(1, 4) | st.integers(1, 40)) for _ in words]
    capacity = draw(st.integers(2, 24))
    return words, lengths, capacity, draw(st.integers(0, capacity - 1))


@given(documents())
def test_every_token_is_taken_from_one_window(document):
    words, lengths, capacity, overlap = document

    windows = cut_windows(words, lengths, capacity=capacity, overlap=overlap)

    assert [position for window in windows for position in range(window.first, window.last)] == [
        *range(len(words))
    ]


@given(documents())
def test_windows_fit_and_hold_what_is_taken_from_them(document):
    words, lengths, capacity, overlap = document

    for window in cut_windows(words, lengths, capacity=capacity, overlap=overlap):
        assert window.start <= window.first < window.last <= window.end
        assert sum(min(length, capacity) for length in lengths[window.start : window.end]) <= capacity


@given(documents())
def test_windows_share_no_more_than_the_overlap(document):
    words, lengths, capacity, overlap = document

    windows = cut_windows(words, lengths, capacity=capacity, overlap=overlap)

    for former, latter in pairwise(windows):
        assert sum(lengths[latter.start : former.end]) <= overlap


def cut(text, capacity, overlap=0):
    words = text.replace("|", " \n ").split(" ")
    return cut_windows(words, [1] * len(words), capacity=capacity, overlap=overlap)


def spans(text, capacity, overlap=0):
    return [(window.start, window.end) for window in cut(text, capacity, overlap)]


def test_a_short_document_is_one_window():
    assert cut("a b . c|d", 9) == [Window(0, 6, 0, 6)]


def test_no_words_make_no_window():
    assert cut_windows([], []) == []


def test_whole_paragraphs_are_packed():
    assert spans("a b|c d|e f|g h", 6) == [(0, 6), (6, 11)]


def test_a_long_paragraph_is_cut_behind_a_sentence():
    assert spans("a b . c d e . f g h", 8) == [(0, 7), (7, 10)]


def test_closing_marks_stay_with_their_sentence():
    assert spans('a b . " ) c d e f', 7) == [(0, 5), (5, 9)]
    assert spans('a . b c . " d e f', 5) == [(0, 2), (2, 6), (6, 9)]


def test_a_paragraph_joins_the_rest_of_a_long_one():
    assert spans("a b c d . e f|g h", 6) == [(0, 5), (5, 10)]


def test_a_long_sentence_is_read_in_overlapping_windows():
    windows = cut("a b c d e f g h i j k l", 8, overlap=4)

    assert windows == [Window(0, 8, 0, 6), Window(4, 12, 6, 12)]


def test_a_token_longer_than_a_window_stands_alone():
    windows = cut_windows(["a", "b", "c"], [1, 99, 1], capacity=8, overlap=4)

    assert windows == [Window(0, 1, 0, 1), Window(1, 2, 1, 2), Window(2, 3, 2, 3)]


def test_a_hundred_thousand_words_without_a_full_stop():
    windows = cut_windows(["word"] * 100_000, [1] * 100_000)

    assert windows[-1].last == 100_000
    assert len(windows) == 794
