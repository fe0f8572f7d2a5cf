import ast
import json
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from spacy.tokens import Doc, Span
from spacy.util import load_config
from spacy.vocab import Vocab

from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon
from pipeline.training.__main__ import main
from pipeline.training.card import describe, write_card
from pipeline.training.conllu import read_documents
from pipeline.training.evaluate import (
    gold_words,
    mask_handles,
    predicted_words,
    raw_text,
    require_test_sets,
    score_names,
    untrained,
)
from pipeline.training.names import UNKNOWN, Name, NamedSentence
from pipeline.training.scorer import MEASURES, SyntaxScore
from pipeline.training.speed import CNN, THIS
from pipeline.training.train import _stage, publish
from pipeline.training.variants import title_case, upper_case

REPOSITORY = Path(__file__).parents[2]
ROOM = REPOSITORY / "pipeline" / "training"
MODEL = REPOSITORY / "models" / "en_news"

SCORES = {
    "Tiny treebank": dict.fromkeys(MEASURES, 90.0),
    "Tiny names": {"all": {"P": 80.0, "R": 60.0, "F1": 68.57, "gold": 5}},
    "words per CPU second": 12345,
    "speed": {THIS: 12345, CNN: 24690},
}


def test_nothing_else_imports_the_training_room():
    importers = set()
    for path in (REPOSITORY / "pipeline").rglob("*.py"):
        if ROOM in path.parents:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(module.startswith("pipeline.training") for module in modules):
                importers.add(path.name)
    assert not importers


@pytest.mark.parametrize(
    ("name", "pipes"),
    [
        ("syntax", ["tok2vec", "tagger", "morphologizer", "senter", "parser", "trainable_lemmatizer"]),
        ("names", ["tok2vec", "ner"]),
    ],
)
def test_configs_build_a_pipeline(name, pipes):
    config = load_config(ROOM / "configs" / f"{name}.cfg")
    assert set(config["paths"].values()) == {None}
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    assert nlp.pipe_names == pipes
    weights = config["training"]["score_weights"]
    assert sum(weights.values()) == pytest.approx(1.0)


def test_both_parts_are_trained_with_the_same_seed():
    seeds = {load_config(ROOM / "configs" / f"{name}.cfg")["system"]["seed"] for name in ("syntax", "names")}
    assert len(seeds) == 1


@pytest.mark.parametrize(
    "name", ["demonyms.csv", "name_heads.csv", "titles.csv", "places.csv", "sources.csv", "components.csv"]
)
def test_lexicon_rows_are_whole_and_unique(name):
    rows = read_lexicon("pipeline.training", name)
    assert all(value for row in rows for column, value in row.items() if column != "url")
    keys = [next(iter(row.values())) for row in rows]
    assert len(keys) == len(set(keys))


def headline():
    doc = Doc(
        Vocab(),
        words=["Rates", "in", "Peru", "'s", "banks", "fall"],
        spaces=[True, True, False, True, True, False],
        heads=[5, 4, 4, 2, 0, 5],
        deps=["nsubj", "case", "nmod:poss", "case", "nmod", "ROOT"],
        tags=["NNS", "IN", "NNP", "POS", "NNS", "VBP"],
    )
    doc.set_ents([Span(doc, 2, 3, label="GPE")], missing=[doc[4:5]], default="outside")
    return doc


@pytest.mark.parametrize(
    ("recase", "text"),
    [(upper_case, "RATES IN PERU'S BANKS FALL"), (title_case, "Rates in Peru's Banks Fall")],
)
def test_recased_copies_keep_their_annotation(recase, text):
    copy = recase(headline())
    assert copy.text == text
    assert [token.dep_ for token in copy] == [token.dep_ for token in headline()]
    assert [token.head.i for token in copy] == [token.head.i for token in headline()]
    assert [token.ent_iob for token in copy] == [token.ent_iob for token in headline()]
    assert [ent.label_ for ent in copy.ents] == ["GPE"]


def test_gold_and_predicted_words_agree_for_the_same_tree(tmp_path):
    path = tmp_path / "tiny.conllu"
    path.write_text(
        "# newdoc id = d\n# newpar\n"
        "1\tRates\trate\tNOUN\tNNS\t_\t2\tnsubj\t_\t_\n2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n\n"
        "# newpar\n1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_\n",
        encoding="utf-8",
    )
    (document,) = read_documents(path)
    assert raw_text(document) == "Rates fell\n\nYes"
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Rates", "fell", "\n\n", "Yes"],
        spaces=[True, False, False, False],
        heads=[1, 1, 1, 3],
        deps=["nsubj", "ROOT", "dep", "ROOT"],
        tags=["NNS", "VBD", "_SP", "UH"],
        pos=["NOUN", "VERB", "SPACE", "INTJ"],
        lemmas=["rate", "fall", "\n\n", "yes"],
    )
    score = SyntaxScore()
    score.add(gold_words(document), predicted_words(doc))
    assert set(score.as_percentages().values()) == {100.0}


def test_a_head_that_is_whitespace_is_wrong():
    doc = Doc(
        spacy.blank("en").vocab,
        words=["Yes", "\n"],
        spaces=[False, False],
        heads=[1, 1],
        deps=["dep", "ROOT"],
    )
    (word,) = predicted_words(doc)
    assert word.head == 0


def test_names_are_scored_under_common_labels():
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": label, "pattern": text} for text, label in [("Peru", "GPE"), ("Ada", "ORG")]]
    )
    sentences = [
        NamedSentence(("Ada", "saw", "Peru"), (True, True, True), (Name(0, 1, "PERSON"), Name(2, 3, "LOC"))),
        NamedSentence(("Peru", "won"), (True, True), (Name(0, 1, UNKNOWN),)),
    ]
    labels = {"GPE": "place", "LOC": "place", "PERSON": "PERSON", "ORG": "ORG"}
    scores = score_names(nlp, sentences, labels, labels)
    assert scores["place"] == {"P": 100.0, "R": 100.0, "F1": 100.0, "gold": 1}
    assert scores["all"] == {"P": 50.0, "R": 50.0, "F1": 50.0, "gold": 2}


def test_names_in_handles_of_tweets_are_unknown():
    words = ("@", "ada", "met", "Ada")
    tweet = NamedSentence(
        words, (True,) * 4, (Name(0, 1, "PERSON"), Name(1, 2, "PERSON"), Name(3, 4, "PERSON"))
    )
    assert [name.label for name in mask_handles(tweet).names] == [UNKNOWN, UNKNOWN, "PERSON"]


def test_a_finished_stage_is_kept_and_an_unfinished_one_made_again(tmp_path):
    target = tmp_path / "stage"
    (tmp_path / "stage.unfinished").mkdir()
    (tmp_path / "stage.unfinished" / "leftover").touch()

    def fail(folder):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _stage(target, fail)
    assert not target.exists()
    _stage(target, lambda folder: (folder / "result").touch())
    assert [path.name for path in target.iterdir()] == ["result"]
    _stage(target, fail)  # not called: the stage is done


@pytest.fixture
def assembled(tmp_path):
    folder = tmp_path / "assembled"
    nlp = spacy.blank("en")
    nlp.add_pipe("ner").add_label("ORG")
    nlp.add_pipe("sentencizer", name="pipeline_rules")
    nlp.to_disk(folder)
    return folder


def test_a_published_model_has_its_description_and_card(assembled, tmp_path):
    output = tmp_path / "models" / "en_news"
    output.mkdir(parents=True)
    (output / "stale").touch()
    publish(assembled, SCORES, output)
    meta = json.loads((output / "meta.json").read_text(encoding="utf-8"))
    assert (meta["lang"], meta["name"], meta["license"]) == ("en", "news", "CC BY-SA 4.0")
    assert meta["performance"] == SCORES
    assert [source["name"] for source in meta["sources"]] == [
        row["name"] for row in read_lexicon("pipeline.training", "sources.csv")
    ]
    card = (output / "README.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in card.splitlines()]
    assert ["Tiny names", "all", "80.0", "60.0", "68.6", "5"] in cells
    assert [THIS, "12,345", "1.00"] in cells
    assert [CNN, "24,690", "2.00"] in cells
    assert not (output / "stale").exists()


def test_the_card_takes_components_and_labels_from_the_description(tmp_path):
    meta = {"lang": "en", "name": "news", "pipeline": ["pipeline_rules", "tok2vec", "pipeline_parser", "ner"]}
    meta = describe(meta | {"labels": {"ner": ["ORG", "PRODUCT"]}}, SCORES)
    write_card(meta, tmp_path / "README.md")
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    listed = [line.split("`")[1] for line in card.splitlines() if line.startswith("- `")]
    assert listed == ["tok2vec", "pipeline_parser", "ner"]
    assert "without weights: `pipeline_rules`." in card
    assert "- Names: ORG, PRODUCT." in card


def test_the_card_credits_every_source_and_the_encoder_it_starts_from(assembled, tmp_path):
    meta = describe(json.loads((assembled / "meta.json").read_text(encoding="utf-8")), SCORES)
    write_card(meta, tmp_path / "README.md")
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    for row in read_lexicon("pipeline.training", "sources.csv"):
        assert row["name"] in card
        assert row["license"] in card
    assert "](https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2), " in card
    assert "- Annotated news articles, " in card


def test_the_card_leaves_no_gap(assembled, tmp_path):
    meta = describe(json.loads((assembled / "meta.json").read_text(encoding="utf-8")), SCORES)
    write_card(meta, tmp_path / "README.md")
    assert "$" not in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_a_folder_without_corpora_is_refused(tmp_path):
    folders = ["--corpora", str(tmp_path), "--base", str(tmp_path), "--work", str(tmp_path / "work")]
    result = CliRunner().invoke(main, ["train", *folders])
    assert result.exit_code == 1
    assert "holds no folder ud_ewt" in result.output


def test_the_committed_model_is_small_and_described():
    files = [path for path in MODEL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 45_000_000
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    assert (meta["lang"], meta["name"]) == ("en", "news")
    assert {source["name"] for source in meta["sources"]} == {
        row["name"] for row in read_lexicon("pipeline.training", "sources.csv")
    }
    assert meta["performance"]["GUM test"]["LAS"] > 70
    assert "How to reproduce" in (MODEL / "README.md").read_text(encoding="utf-8")


def test_the_committed_model_names_no_path_of_the_machine_it_was_made_on():
    config = load_config(MODEL / "config.cfg")
    assert set(config["paths"].values()) == {None}
    for name in ("config.cfg", "meta.json"):
        text = (MODEL / name).read_text(encoding="utf-8")
        assert not any(folder in text for folder in ("/home/", "/tmp/", "/work/", "/root/"))


def test_a_parser_with_weights_is_measured_and_rules_are_not():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", name="pipeline_rules")
    nlp.add_pipe("tagger", name="pipeline_tagger")
    nlp.add_pipe("sentencizer")
    assert untrained(nlp) == ["pipeline_rules"]


def test_missing_test_sets_are_named(tmp_path):
    (tmp_path / "crossner_politics").mkdir()
    (tmp_path / "crossner_politics" / "test.txt").touch()
    with pytest.raises(UsageError, match="gum_open-test") as error:
        require_test_sets(tmp_path)
    assert "crossner" not in str(error.value)
    result = CliRunner().invoke(main, ["evaluate", "--corpora", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
