import pytest

from pipeline.clean.mapped import MappedText
from pipeline.clean.repair import entities, hard_wraps, mojibake, white_space


def edited(step, text):
    return MappedText.of(text).edit(step(text))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("itâ€™s", "it’s"),
        ("â€œNo,â€\x9d he said", "“No,” he said"),
        ("â€œNo,â€ he said", "“No,” he said"),
        ("BogotÃ¡ and SÃ£o Paulo", "Bogotá and São Paulo"),
        ("a fee of Â£50m â€“ 10%", "a fee of £50m – 10%"),
        ("itÃ¢â‚¬â„¢s", "it’s"),
        ("\x93No,\x94 he said", "“No,” he said"),
        ("Erdoğan’s café in Córdoba", "Erdoğan’s café in Córdoba"),
        ("東京 СССР ÇÃO", "東京 СССР ÇÃO"),
        ("“curly” and ﬁ stay", "“curly” and ﬁ stay"),
    ],
)
def test_mojibake(raw, text):
    assert edited(mojibake, raw).text == text


def test_each_repaired_character_knows_its_own_source():
    mapped = edited(mojibake, "a â€œâ€˜bâ€™")

    assert mapped.text == "a “‘b’"
    assert [mapped.raw_span(i, i + 1) for i in range(6)] == [(0, 1), (1, 2), (2, 5), (5, 8), (8, 9), (9, 12)]


def test_twice_garbled_characters_are_mapped_too():
    raw = "xÃ¢â‚¬â„¢y"
    mapped = edited(mojibake, raw)

    assert [mapped.raw_span(i, i + 1) for i in range(3)] == [
        (0, 1),
        (1, len(raw) - 1),
        (len(raw) - 1, len(raw)),
    ]


def test_long_runs_of_cut_quotes_do_not_recurse():
    assert len(edited(mojibake, "â€" * 20_000).text) <= 40_000


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("R&amp;D", "R&D"),
        ("R&amp;amp;D", "R&D"),
        ("India&#8217;s", "India’s"),
        ("India&#x2019;s", "India’s"),
        ("India&amp;#8217;s", "India’s"),
        ("5&nbsp;km", "5\xa0km"),
        ("AT&T; Q&A", "AT&T; Q&A"),
        ("Fish & chips;", "Fish & chips;"),
        ("&unknownname;", "&unknownname;"),
    ],
)
def test_entities(raw, text):
    assert edited(entities, raw).text == text


def test_an_entity_is_one_character_with_its_source():
    mapped = edited(entities, "a&amp;b")

    assert mapped.raw_span(1, 2) == (1, 6)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a  b", "a b"),
        ("a\t b", "a b"),
        ("a\xa0b", "a b"),
        ("a\u202fb", "a b"),
        ("a\u200bb", "ab"),
        ("a \u200bb", "a b"),
        ("co\u00adoperate", "cooperate"),
        ("\ufeffa", "a"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\u2028b", "a\nb"),
        ("a\r\n\r\nb", "a\n\nb"),
        ("a\n \xa0\n\n\nb", "a\n\nb"),
        ("a \n b", "a\nb"),
        ("  a  ", "a"),
        ("\n", ""),
        (" ", ""),
        ("\x07a\x00b", "ab"),
        ("plain text stays", "plain text stays"),
    ],
)
def test_white_space(raw, text):
    assert edited(white_space, raw).text == text


def test_a_kept_space_is_mapped_to_itself():
    mapped = edited(white_space, "a \xa0 b")

    assert [mapped.raw_span(i, i + 1) for i in range(3)] == [(0, 1), (1, 2), (4, 5)]


WRAPPED = """The two governments agreed on Monday to reopen the border crossings that
were shut five years ago, officials said in the capital. Trade had come
to a halt, and traders on both sides had asked for help.

A second round of talks is to be held next month in the other capital,
where ministers will discuss flights, visas and the price of rice."""


def test_hard_wrapped_lines_are_joined():
    text = edited(hard_wraps, WRAPPED).text

    assert text.count("\n") == 2
    assert "border crossings" in text
    assert "help.\n\nA second" in text


@pytest.mark.parametrize(
    "text",
    [
        "A headline\nA first line of some length ends here.\nA second one.\nA third.\nA fourth one here.",
        "\n".join(
            ["1. Luis Garrido", "2. Alex Lopez", "3. Harold Fonseca", "4. Andy Najar", "5. Bryan Beckeles"]
        ),
        "\n".join(["a"] * 50),
        "\n".join("A paragraph that stands on a single, long line of its own. " * 3 for _ in range(9)),
    ],
)
def test_other_lines_are_not_joined(text):
    assert list(hard_wraps(text)) == []
