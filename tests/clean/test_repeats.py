from pipeline.clean import clean
from pipeline.clean.mapped import MappedText
from pipeline.clean.repeats import MIN_LENGTH, copies, glued
from pipeline.records import Article

LEAD = "The two neighbours are to reopen three border markets after a pause of six years, officials said."
OTHER = "Traders on both sides of the river have asked for lower fees and for longer opening hours."


def unglued(text):
    return MappedText.of(text).edit(glued(text)).text


def cleaned(text):
    return clean(Article("doc", "doc.txt", "", text))


def test_a_copy_that_stands_alone_is_left_out():
    result = cleaned(f"{LEAD}\n{OTHER}\n{LEAD}\nThe end came soon.")

    assert result.text == f"{LEAD}\n{OTHER}\nThe end came soon."
    assert [(r.text, r.reason, r.rule) for r in result.removed] == [
        (LEAD, "repeated paragraph", "repeated_paragraph")
    ]


def test_case_and_white_space_do_not_matter():
    assert cleaned(f"{LEAD}\n{LEAD.upper().replace(' ', '  ')}\n{OTHER}").text == f"{LEAD}\n{OTHER}"


def test_short_lines_may_repeat():
    line = "x" * (MIN_LENGTH - 1)
    assert list(copies(f"{line}\n{line}\n{line}")) == []


def test_the_first_copy_stays():
    assert [start for start, _ in copies(f"{LEAD}\n{LEAD}\n{LEAD}")] == [len(LEAD) + 1, 2 * len(LEAD) + 2]


def test_a_copy_glued_to_the_end_of_a_line_is_parted_from_it():
    cut_off = "Progress is held up by quarrels that could soon undo any"
    assert unglued(f"{LEAD}\n{OTHER}\n{cut_off} {LEAD}") == f"{LEAD}\n{OTHER}\n{cut_off}\n{LEAD}"


def test_a_copy_glued_to_the_start_of_a_line_is_parted_from_it():
    assert unglued(f"{LEAD}\n{LEAD} {OTHER}") == f"{LEAD}\n{LEAD}\n{OTHER}"


def test_a_glued_copy_is_removed_and_listed():
    text = f"{LEAD}\n{OTHER}\nIt could undo any {LEAD}"
    result = cleaned(text)

    assert result.text == f"{LEAD}\n{OTHER}\nIt could undo any"
    (removed,) = result.removed
    assert (removed.reason, text[removed.start : removed.end]) == ("repeated paragraph", LEAD)


def test_a_copy_inside_a_word_is_no_copy():
    text = f"{LEAD}\nun{LEAD}"
    assert unglued(text) == text


def test_quoting_a_part_of_an_earlier_line_is_no_copy():
    text = f"{LEAD}\nAgain: {LEAD[10:]}"
    assert unglued(text) == text
