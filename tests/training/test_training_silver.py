"""Tags for articles without any: only what the treebanks have for a word's form counts."""

import spacy
from spacy.tokens import Doc, DocBin

from pipeline.training.silver import Forms, write_silver

GOLD = [
    (["She", "rejected", "it", "."], ["PRP", "VBD", "PRP", "."], ["PRON", "VERB", "PRON", "PUNCT"]),
    (["He", "waved", "."], ["PRP", "VBD", "."], ["PRON", "VERB", "PUNCT"]),
    (
        ["The", "offer", "was", "rejected", "."],
        ["DT", "NN", "VBD", "VBN", "."],
        ["DET", "NOUN", "AUX", "VERB", "PUNCT"],
    ),
]


def test_a_form_has_the_labels_that_it_was_seen_with_and_a_new_one_those_of_its_ending():
    forms = Forms([("Rejected", "VBD"), ("rejected", "VBN"), ("waved", "VBD"), ("red", "JJ")])

    assert forms.labels("REJECTED") == {"VBD", "VBN"}
    assert forms.labels("shaved") == {"VBD"}
    assert forms.labels("zzz") == set()


def test_a_rare_label_of_an_ending_is_none_of_it():
    forms = Forms([(f"w{number}ted", "VBD") for number in range(99)] + [("zted", "NNP")])

    assert forms.labels("unseented") == {"VBD"}
    assert forms.labels("zted") == {"NNP"}


def test_articles_get_tags_that_their_forms_allow(tmp_path):
    nlp = spacy.blank("en")
    docs = [
        Doc(nlp.vocab, words=words, tags=tags, pos=parts, morphs=[""] * len(words), lemmas=words)
        for words, tags, parts in GOLD
    ]
    DocBin(docs=docs).to_disk(tmp_path / "train.spacy")
    tagger, morphologizer = nlp.add_pipe("tagger"), nlp.add_pipe("morphologizer")
    for label in ("NN", "RP", "VBD", "VBN", "PRP", ".", "DT"):
        tagger.add_label(label)
    for part in ("PART", "NOUN", "VERB", "PRON", "PUNCT", "DET", "AUX"):
        morphologizer.add_label(f"POS={part}")
    nlp.initialize()
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text("She rejected it.\n\nHe rejected it.\n" + "It waved. " * 60)

    added = write_silver(nlp, tmp_path / "train.spacy", articles, tmp_path / "silver.spacy")

    found = list(DocBin().from_disk(tmp_path / "silver.spacy").get_docs(nlp.vocab))
    assert [doc.text for doc in found[:3]] == [doc.text for doc in docs]
    assert sum(map(len, found[3:])) == added
    words = [token for doc in found[3:] for token in doc if not token.is_space]
    assert "".join(token.text for token in words) == "Sherejectedit.Herejectedit." + "Itwaved." * 60
    assert {(token.tag_, token.pos_) for token in words if token.text == "waved"} == {("VBD", "VERB")}
    assert {token.tag_ for token in words if token.text == "rejected"} <= {"VBD", "VBN"}
