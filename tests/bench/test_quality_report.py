"""The parts of docs/quality.md, from mentions written by hand."""

import importlib
import json
from pathlib import Path

import click
import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench():
    """The modules of bench/, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield importlib.import_module


def mention(start, kind, doc_id="a", **fields):
    return {"start": start, "end": start + 4, "type": kind, "doc_id": doc_id} | fields


@pytest.fixture
def matched(bench):
    annotated = [mention(0, "AID"), mention(10, "AID"), mention(20, "PROTEST"), mention(30, "REJECT")]
    found = [mention(0, "AID"), mention(20, "COERCE"), mention(40, "AID", text="there")]
    pairs = [(annotated[0], found[0]), (annotated[2], found[1])]
    return bench("confusions").Matched(annotated, found, pairs)


def same_type(wanted, given):
    return wanted["type"] == given["type"]


def test_each_class_has_its_counts(bench, matched):
    scores = {each.name: each for each in bench("confusions").by_class(matched, "type", same_type)}
    aid, coerce, reject = scores["AID"], scores["COERCE"], scores["REJECT"]

    assert (aid.annotated, aid.found, aid.right, aid.missed, aid.spurious) == (2, 2, 1, 1, 1)
    assert (aid.precision, aid.recall, aid.f1) == (0.5, 0.5, 0.5)
    assert (coerce.precision, coerce.recall, coerce.f1) == (0.0, None, 0.0)
    assert (reject.precision, reject.recall) == (None, 0.0)


def test_counts_of_classes_add_up(bench, matched):
    scores = bench("confusions").by_class(matched, "type", same_type)

    assert sum(each.annotated for each in scores) == len(matched.annotated)
    assert sum(each.found for each in scores) == len(matched.found)
    assert sum(each.missed for each in scores) == len(matched.missed()) == 2
    assert sum(each.spurious for each in scores) == len(matched.spurious()) == 1


def test_confusions_come_by_frequency_then_name(bench):
    pairs = [("A", "B"), ("C", "A"), ("C", "A"), ("A", "A"), ("A", "C")]

    assert list(bench("confusions").confusions(pairs)) == [("C", "A", 2), ("A", "B", 1), ("A", "C", 1)]


def test_rare_confusions_are_only_counted(bench, monkeypatch):
    report = bench("report")
    monkeypatch.setattr(report, "_CONFUSIONS_SHOWN", 1)
    text = report.confusion_text("events", [("A", "B"), ("A", "B"), ("A", "C"), ("A", "A")])

    assert text.startswith("Of 4 events, 3 have another type:")
    assert "| A | B | 2 |" in text
    assert text.endswith("And 1 more, of rarer pairs.")
    assert report.confusion_text("events", [("A", "A")]) == "Of 1 events, 0 have another type."


def test_tables_align_numbers_and_show_the_unknown_as_a_dash(bench):
    shown = bench("markdown").table(["type", "F1", "n"], [("A|B", 0.5, 3), ("C", None, 10)])

    assert shown.splitlines() == [
        "| type | F1 | n |",
        "| --- | --: | --: |",
        "| A\\|B | 0.500 | 3 |",
        "| C | – | 10 |",
    ]


def test_mentions_are_matched_within_their_article(bench):
    articles = [
        {"doc_id": "a", "events": [mention(0, "AID")]},
        {"doc_id": "b", "events": [mention(0, "AID")]},
    ]
    rows = [mention(0, "AID", "b"), mention(9, "AID", "c")]

    def pair_up(wanted, given):
        return list(zip(wanted, given, strict=False))

    matched = bench("report").match(articles, rows, "events", pair_up)

    assert [(wanted["doc_id"], given["doc_id"]) for wanted, given in matched.pairs] == [("b", "b")]
    assert (len(matched.annotated), len(matched.found)) == (2, 1)


def test_scores_of_all_sets_stand_in_one_line(bench, matched):
    report = bench("report")
    line = {"figures": {}, "events": {"type": {"p": 0.5, "r": 0.25, "f1": 0.33, "n": 4}}}
    other = {"figures": {}, "events": {"status": {"acc": 0.75, "n": 8}}}
    results = [report.SetResult("seeds", 5, line, {}), report.SetResult("dev", 24, other, {})]
    lines = report.scores_section(results).splitlines()

    assert lines[0] == "Articles: 5 of gold/seeds, 24 of gold/dev."
    assert "| events | type | 0.500 | 0.250 | 0.330 | 4 | – | – | – | – |" in lines
    assert "| events | status | – | – | – | – | – | – | 0.750 | 8 |" in lines


def test_the_page_has_a_place_for_every_section(bench):
    names = bench("string").Template(bench("report").TEMPLATE.read_text(encoding="utf-8")).get_identifiers()

    assert sorted(names) == ["causes", "curve", "kinds", "plover", "scores", "types"]


def test_causes_add_up_to_thirty_of_each(bench):
    counts = {"missed": 0, "spurious": 0}
    for line in bench("report").causes_section(bench("report").CAUSES).splitlines()[2:]:
        error, _, n = line.strip("| ").split(" | ")
        counts[error] += int(n)

    assert counts == {"missed": 30, "spurious": 30}


def test_smaller_choices_are_parts_of_larger_ones_in_an_order_of_their_own(bench):
    in_order = bench("learning_curve").in_order
    names = [f"article_{number}" for number in range(9)]

    assert in_order(names) == in_order(names[::-1]) != names
    assert in_order(names[:5]) == [name for name in in_order(names) if name in names[:5]]


def test_the_curve_has_a_column_for_each_set_and_number_of_articles(bench):
    scores = {n: {"dev": {"events.type": n / 100, "events.detect": 0.5}} for n in (36, 72)}
    curve = bench("learning_curve").Curve((36, 72), ("dev",), scores, ("a.csv",), ("b.csv",))
    text = bench("report").curve_section(curve)

    assert "Learned again: `a.csv`. Learned from all 144 articles in every column: `b.csv`." in text
    assert "| table | score | dev: 36 | dev: 72 |" in text
    assert "| events | type | 0.360 | 0.720 |" in text


def test_every_file_of_weights_names_the_command_that_learned_it(bench):
    curve = bench("learning_curve")
    models = {model.module: model for model in curve.small_models(curve.PACKAGE)}

    assert "participant_weights.csv" in models["pipeline.training.participants"].files
    assert all(isinstance(model.command, click.Command) for model in models.values())


@pytest.mark.parametrize(("name", "needs"), [("participants", set()), ("evidence", {"scores"})])
def test_a_model_says_what_it_needs_beside_articles(bench, name, needs):
    assert bench("learning_curve").SmallModel(f"pipeline.training.{name}", ("w.csv",)).needs() == needs


def test_a_model_that_takes_no_articles_is_not_learned_again(bench, monkeypatch):
    @click.command()
    @click.option("--corpus", required=True)
    def learn(corpus):
        raise AssertionError(corpus)

    monkeypatch.setattr("pipeline.training.figures.main", learn)
    model = bench("learning_curve").SmallModel

    assert not model("pipeline.training.figures", ("w.csv",)).is_from_articles()
    assert model("pipeline.training.participants", ("w.csv",)).is_from_articles()


def test_a_model_learns_from_the_articles_it_is_given(bench, tmp_path, monkeypatch):
    curve = bench("learning_curve")
    module = importlib.import_module("pipeline.training.participants")
    seen = []

    @click.command()
    @click.option("--gold", required=True, type=click.Path())
    @click.option("--output", required=True, type=click.Path(dir_okay=False))
    def learn(gold, output):
        seen.extend(module.read_articles(gold, module.load_without("pipeline_events")))
        Path(output).write_text("weights", encoding="utf-8")

    class Articles:
        def read(self, gold, left_out):
            yield gold, left_out

    monkeypatch.setattr(module, "main", learn)
    curve.SmallModel("pipeline.training.participants", ("w.csv",)).learn(tmp_path, tmp_path, Articles(), {})

    assert seen == [(tmp_path, ("pipeline_events",))]
    assert (tmp_path / "w.csv").read_text(encoding="utf-8") == "weights"


def test_articles_are_read_once(bench, tmp_path, monkeypatch):
    curve = bench("learning_curve")
    read = []

    class Article:
        def __init__(self, doc_id):
            self.doc_id = doc_id

    def read_articles(gold, nlp):
        read.append((gold.name, nlp))
        return [Article(path.stem) for path in sorted(gold.glob("*.json"))]

    monkeypatch.setattr(curve, "read_articles", read_articles)
    monkeypatch.setattr(curve, "load_without", lambda *names: names)
    large, small = tmp_path / "large", tmp_path / "small"
    for folder, names in ((large, "abc"), (small, "b")):
        folder.mkdir()
        for name in names:
            (folder / f"{name}.json").write_text("{}", encoding="utf-8")
    articles = curve.Articles()

    assert [article.doc_id for article in articles.read(large, ("x",))] == ["a", "b", "c"]
    assert [article.doc_id for article in articles.read(small, ("x",))] == ["b"]
    assert [article.doc_id for article in articles.read(small, ())] == ["b"]
    assert read == [("large", ("x",)), ("small", ())]


def test_records_of_plover_get_todays_types_and_lose_their_marks(bench, tmp_path):
    plover = bench("plover")
    folder = tmp_path / "plover_gsr"
    folder.mkdir()
    markup = "(SRC: Libya) has (EVT: demanded) the release of (TAR: a crew) and (EVT: asked) again."
    records = [
        {"event": "DEMAND", "textInfo": {"markup": markup}},
        {"event": "DOCUMENT", "eventText": "no marks"},
    ]
    (folder / "PLOVER_GSR_CAMEO.json").write_text(json.dumps(records), encoding="utf-8")
    (record,) = plover.read_records(tmp_path)

    assert record.type == "REQUEST"
    assert record.text == "Libya has demanded the release of a crew and asked again."
    assert [record.text[start:end] for start, end in record.marked] == ["demanded", "asked"]


def test_shares_of_right_types(bench):
    plover = bench("plover")
    answers = [
        plover.Answer("AID", "AID", "AID", frozenset({"AID", "REJECT"})),
        plover.Answer("AID", "REJECT", None, frozenset({"AID"})),
        plover.Answer("AID", None, None, frozenset()),
        plover.Answer("PROTEST", "PROTEST", "PROTEST", frozenset({"PROTEST"})),
    ]

    assert list(plover.accuracy(answers).values()) == [0.5, pytest.approx(2 / 3), 0.5, 0.75]


def test_cross_validated_types_of_plover_are_read_from_a_file(bench, tmp_path):
    file = tmp_path / "folds.json"
    confusion = [["AID", "AID", 2], ["AID", "REJECT", 3], ["REJECT", "REJECT", 1]]
    found = {"records": 6, "folds": 3, "penalties": [1.0] * 3, "accuracy": 0.5, "confusion": confusion}
    file.write_text(json.dumps(found), encoding="utf-8")
    lines = bench("report").folds_text(file).splitlines()

    assert lines[0].endswith("the right type for 0.500 of 6 records in 3 folds. By type:")
    assert {"| AID | 5 | 2 |", "| REJECT | 1 | 1 |", "| AID | REJECT | 3 |"} <= set(lines)
    assert "Of 6 records, cross-validated, 3 have another type:" in lines


def test_the_kept_cross_validation_adds_up(bench):
    found = json.loads(bench("report").PLOVER_FOLDS.read_text(encoding="utf-8"))
    counts = {(wanted, given): n for wanted, given, n in found["confusion"]}
    right = sum(n for (wanted, given), n in counts.items() if wanted == given)

    assert sum(counts.values()) == found["records"]
    assert found["accuracy"] == pytest.approx(right / found["records"], abs=1e-4)
    assert len(found["penalties"]) == found["folds"]


def test_the_pipeline_answers_for_the_marked_words(bench, nlp):
    plover = bench("plover")
    record = plover.Record("China condemned the sanctions on Friday.", "ACCUSE", ((6, 15),))
    answer = plover.answer(nlp, record)

    assert (answer.type, answer.likeliest) == ("ACCUSE", "ACCUSE")


@pytest.mark.parametrize(
    ("limit", "chosen"), [(None, [0, 1, 2, 3, 4]), (5, [0, 1, 2, 3, 4]), (2, [0, 2]), (0, [])]
)
def test_errors_are_taken_evenly(bench, limit, chosen):
    assert bench("errors").evenly([0, 1, 2, 3, 4], limit) == chosen


def test_errors_show_their_sentence_with_the_words_marked(bench, matched):
    sentences = [{"doc_id": "a", "start": 8, "end": 28, "text": "A dam\nburst today."}]

    assert list(bench("errors").error_lines(matched, sentences, "type", 1)) == [
        "missed: 1 of 2",
        "missed AID a: A [[dam ]]burst today.",
        "spurious: 1 of 1",
        "spurious AID a: [[there]]",
    ]
