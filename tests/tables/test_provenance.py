"""From an id back to the sentences, words and rules of the articles."""

from dataclasses import replace

import pytest

from pipeline import UsageError, explain
from pipeline.dedupe import reconcile
from pipeline.records import Evidence, Sentence
from pipeline.tables import build_tables, write_tables
from pipeline.tables.provenance import Mark
from tests.dedupe.mentions_by_hand import event, figure, result

#       0         1         2         3         4         5
#       0123456789012345678901234567890123456789012345678901234
TEXT = "India and China met. They resumed flights worth $5 bn."


def words(field, value, start, end, rule="a rule"):
    return Evidence(field, value, rule, start, end, TEXT[start:end])


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """A run over two articles that tell the same event, first planned, then occurred."""
    resumed = replace(
        event(26, "resumed", date_start="2025-08-01", date_end="2025-08-31"),
        evidence=(
            words("type", "COOPERATE", 26, 33),
            words("actor", "IND", 0, 5, "arg=subject"),
            words("actor", "CHN", 10, 15, "arg=subject"),
            words("object", "direct flights", 34, 41),
            words("status", "occurred", 26, 33, None),
        ),
    )
    worth = replace(
        figure(48, "$5 bn", 5e9, event=26),
        evidence=(words("value", "5000000000", 48, 53), words("unit", "USD", 48, 53)),
    )
    sentences = (Sentence(0, 20, TEXT[:20]), Sentence(21, 54, TEXT[21:]))
    told = replace(result("told", "2025-08-20", events=[resumed], figures=[worth]), sentences=sentences)
    plan = result("plan", "2025-08-10", events=[event(0, "resume", status="planned")])
    folder = tmp_path_factory.mktemp("tables")
    tables = build_tables([told, plan], reconcile([told, plan]))
    write_tables(tables, folder)
    return folder, tables


def id_of(tables, table, column, doc_id=None):
    frame = tables[table]
    return (frame if doc_id is None else frame[frame["doc_id"] == doc_id])[column].iloc[0]


def test_a_mention_shows_its_sentences_with_marks(output):
    folder, tables = output
    found = explain(id_of(tables, "event_mentions", "mention_id", "told"), folder)
    (mention,) = found.mentions

    assert (found.kind, found.row, found.history) == ("event", None, ())
    assert mention.document["doc_id"] == "told"
    assert [sentence.text for sentence in mention.sentences] == [TEXT[:20], TEXT[21:]]
    assert mention.sentences[0].marks == (Mark(0, 5, ("actor",)), Mark(10, 15, ("actor",)))
    assert mention.sentences[1].marks == (Mark(26, 33, ("trigger",)), Mark(34, 41, ("object",)))


def test_fields_come_with_value_words_and_rule(output):
    folder, tables = output
    (mention,) = explain(id_of(tables, "event_mentions", "mention_id", "told"), folder).mentions
    fields = {field.field: field for field in mention.fields}

    assert fields["actor"].value == ["IND", "CHN"]
    assert [(each.text, each.value, each.rule, each.sentence_id) for each in fields["actor"].words] == [
        ("India", "IND", "arg=subject", 0),
        ("China", "CHN", "arg=subject", 0),
    ]
    assert fields["date"].value == "2025-08-01/2025-08-31"
    assert (fields["place"].value, fields["place"].words) == (None, ())
    assert fields["status"].words[0].rule is None


def test_an_event_shows_its_row_its_history_and_its_mentions_by_publication(output):
    folder, tables = output
    found = explain(id_of(tables, "events", "event_id"), folder)

    assert found.row["status"] == "occurred"
    assert found.row["note"]
    assert [change["status"] for change in found.history] == ["planned", "occurred"]
    assert [mention.row["doc_id"] for mention in found.mentions] == ["plan", "told"]


def test_a_figure_shows_its_agreement(output):
    folder, tables = output
    found = explain(id_of(tables, "figures", "figure_id"), folder)

    assert (found.kind, found.row["agreement"], found.history) == ("figure", "single", ())
    assert found.mentions[0].sentences[0].marks == (Mark(48, 53, ("number",)),)


def test_the_beginning_of_an_id_is_enough(output):
    folder, tables = output
    whole = id_of(tables, "figures", "figure_id")

    assert explain(whole[:10], folder).id == whole


@pytest.mark.parametrize(
    ("identifier", "message"), [("zz", "pipeline show events"), ("", "no event"), ("(", "no event")]
)
def test_an_unknown_id_says_how_to_list_ids(output, identifier, message):
    with pytest.raises(UsageError, match=message):
        explain(identifier, output[0])


def test_an_ambiguous_beginning_names_the_choices(output, monkeypatch):
    folder, tables = output
    same = {name: frame.copy() for name, frame in tables.items()}
    same["figures"]["figure_id"] = "abc1"
    same["events"]["event_id"] = "abc2"
    monkeypatch.setattr("pipeline.tables.provenance.read_tables", lambda _: same)

    with pytest.raises(UsageError, match=r"abc: 2 ids begin so: abc1 \(figure\), abc2 \(event\)\. Type more"):
        explain("abc", folder)


def test_tables_of_an_earlier_version_are_to_be_made_again(output, monkeypatch):
    folder, tables = output
    old = {name: frame for name, frame in tables.items() if name != "evidence"}
    monkeypatch.setattr("pipeline.tables.provenance.read_tables", lambda _: old)

    with pytest.raises(UsageError, match="earlier version"):
        explain("a", folder)
