import pytest

from pipeline.training.report import flatten, names_table, report, speed_table, syntax_table, table
from pipeline.training.scorer import MEASURES
from pipeline.training.speed import CNN, THIS

SCORES = {
    "Tiny treebank": dict.fromkeys(MEASURES, 90.0) | {"LAS": 87.25},
    "Tiny names": {
        "all": {"P": 80.0, "R": 60.0, "F1": 68.57, "gold": 5},
        "ORG": {"P": 70.0, "R": 50.0, "F1": 58.33, "gold": 2},
    },
    "words per CPU second": 2000,
    "speed": {THIS: 2000, CNN: 5000},
}
BEFORE = {
    "Tiny treebank": dict.fromkeys(MEASURES, 70.0),
    "Tiny names": {"all": {"P": 60.0, "R": 60.0, "F1": 60.0, "gold": 5}},
    "words per CPU second": 1500,
    "speed": {THIS: 1500},
}


def rows(text):
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]


def test_a_treebank_has_a_row_and_one_for_before():
    header, _, row = rows(syntax_table(SCORES))
    assert dict(zip(header, row, strict=True))["LAS"] == "87.2"
    header, _, row, before = rows(syntax_table(SCORES, BEFORE))
    assert before[0] == "(before)"
    assert dict(zip(header, before, strict=True))["LAS"] == "70.0"


def test_names_show_how_they_changed():
    header, _, overall, org = rows(names_table(SCORES, BEFORE))
    assert header[-2:] == ["F1 before", "change"]
    assert overall == ["Tiny names", "all", "80.0", "60.0", "68.6", "5", "60.0", "+8.6"]
    assert org[-2:] == ["-", "-"]
    assert rows(names_table(SCORES))[0][-1] == "names"


def test_speed_is_given_as_figures_and_ratios():
    _, _, model, cnn = rows(speed_table(SCORES, BEFORE))
    assert model == [THIS, "2,000", "1.00", "1,500"]
    assert cnn == [CNN, "5,000", "2.50", "-"]


def test_a_report_leaves_out_the_speed_that_was_not_measured():
    quality = {name: SCORES[name] for name in ("Tiny treebank", "Tiny names")}
    assert "CPU" not in report(quality)
    assert "CPU" in report(SCORES)


def test_an_earlier_run_without_a_test_set_leaves_gaps():
    text = report(SCORES, {})
    assert "| (before)" in text
    assert all("90.0" not in cell for row in rows(text) if row[0] == "(before)" for cell in row)


@pytest.mark.parametrize("header", [["", "a"], ["a long header", "b"]])
def test_table_columns_line_up(header):
    lines = table(header, [["x", "12345"], ["longer", "1"]]).splitlines()
    assert len({len(line) for line in lines}) == 1


def test_floors_are_kept_for_measures_and_labels_and_not_for_speed():
    flat = flatten(SCORES)
    assert flat["Tiny treebank.LAS"] == 87.25
    assert flat["Tiny names.ORG"] == 58.33
    assert len(flat) == len(MEASURES) + 2
