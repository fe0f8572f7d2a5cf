import pytest

from pipeline.clean.datelines import datelines
from pipeline.clean.mapped import MappedText
from pipeline.lexicon import read_lexicon

ROWS = read_lexicon("pipeline.clean", "datelines.csv")
LEAD = (
    "The central bank kept its main rate at 5 percent on Monday, as all the analysts of the day had expected."
)


def parted(text):
    return MappedText.of(text).edit(datelines(text)).text


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_example_is_a_dateline(row):
    assert parted(f"{row['example']} {LEAD}") == f"{row['example']}\n{LEAD}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_what_is_no_dateline_stays(row):
    assert list(datelines(row["keeps"])) == []


@pytest.mark.parametrize(
    "dateline",
    [
        "WASHINGTON (AP) —",
        "GENEVA, Jan 5 (Reuters) -",
        "NEW DELHI:",
        "KUALA LUMPUR, 3 March:",
        "CAIRO - 17 July 2022:",
        "ST. LOUIS, Mo. —",
        "BEIJING, March 3 (Xinhua) --",
        "Pretoria –",
        "Sao Paulo, Brazil -",
        "RIO DE JANEIRO, Brazil (AFP) –",
        "Example News, 20 June -",
        "LONDON, Jan. 5, 2024 (AP) —",
    ],
)
def test_datelines_are_parted_from_the_sentence(dateline):
    assert parted(f"A headline\n{dateline} {LEAD}") == f"A headline\n{dateline}\n{LEAD}"


def test_a_dateline_without_a_space_behind_it():
    text = parted(f"ANKARA, Turkey --{LEAD}")
    assert text == f"ANKARA, Turkey --\n{LEAD}"


@pytest.mark.parametrize(
    "text",
    [
        "IMF: Growth to slow next year",
        "India – Pakistan – China: a triangle of old distrust that the summit is not likely to ease at all.",
        "The army said it had taken the town – Its spokesman gave no number of the dead, nor of the wounded.",
        "He said: The army has taken the town and will stay there until the rains are over, it seems.",
    ],
)
def test_other_lines_are_left_alone(text):
    assert list(datelines(text)) == []


def test_only_lead_lines_have_datelines():
    assert list(datelines("A line\n" * 10 + f"PARIS: {LEAD}")) == []
