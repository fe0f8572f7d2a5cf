"""Reading ECB+ and learning what speaks for one happening, on a tiny corpus."""

import csv

import numpy as np
import pytest
from spacy.tokens import Doc

from pipeline.dedupe.event_features import FEATURES
from pipeline.dedupe.event_network import Network
from pipeline.training.coreference import count_terms, pairs_of_topic
from pipeline.training.ecbplus import DEVELOPMENT, TRAINING, annotated_topic, read_documents, read_topics
from pipeline.training.word_senses import rows_of
from tests.relations.parsed_by_hand import VOCAB

DOCUMENT = """<Document doc_name="{name}.xml">
<token t_id="1" sentence="0" number="0">http://example.org</token>
<token t_id="2" sentence="1" number="0">Police</token>
<token t_id="3" sentence="1" number="1">{verb}</token>
<token t_id="4" sentence="1" number="2">him</token>
<token t_id="5" sentence="2" number="0">Aftershocks</token>
<token t_id="6" sentence="2" number="1">followed</token>
<Markables>
<ACTION_OCCURRENCE m_id="1"><token_anchor t_id="3"/></ACTION_OCCURRENCE>
<HUMAN_PART_ORG m_id="2"><token_anchor t_id="2"/></HUMAN_PART_ORG>
<HUMAN_PART_PER m_id="3"><token_anchor t_id="4"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="4"><token_anchor t_id="6"/></ACTION_OCCURRENCE>
<ACTION_OCCURRENCE m_id="9" TAG_DESCRIPTOR="arrest" instance_id="ACT1"/>
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="7" note="ACT1"><source m_id="1"/><target m_id="9"/></CROSS_DOC_COREF>
</Relations>
</Document>
"""


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "ECB+" / "1"
    folder.mkdir(parents=True)
    for name, verb in (("1_1ecb", "arrested"), ("1_2ecbplus", "arrest"), ("1_3ecb", "hanged")):
        (folder / f"{name}.xml").write_text(DOCUMENT.format(name=name, verb=verb))
    chosen = "Topic,File,Sentence Number\n1,1ecb,1\n1,2ecbplus,1\n1,3ecb,1\n"
    (tmp_path / "ECBplus_coreference_sentences.csv").write_text(chosen)
    return tmp_path


def test_an_action_of_a_chosen_sentence_is_a_mention_with_what_stands_around_it(corpus):
    (topic,) = read_topics(corpus, [1])
    article = topic.articles[0]
    (event,) = article.events

    assert (event.text, event.actor, event.object) == ("arrested", ("Police",), None)
    assert topic.clusters["1_1ecb", event.start] == topic.clusters["1_2ecbplus", event.start] == "ACT1"
    assert [sentence.text for sentence in article.sentences] == [
        "Police arrested him",
        "Aftershocks followed",
    ]


def test_the_topics_of_training_and_development_are_apart():
    assert not set(TRAINING) & set(DEVELOPMENT)
    assert (len(TRAINING), len(DEVELOPMENT)) == (25, 8)


def test_an_action_of_a_parsed_sentence_has_what_stands_with_it(corpus):
    documents = read_documents(corpus, 1)
    deps, heads = ["root", "nsubj", "root", "obj", "nsubj", "root"], [0, 2, 2, 2, 5, 5]
    starts = [True, True, False, False, True, False]
    tags = ["X", "NNS", "VBD", "PRP", "NNS", "VBD"]
    pos = ["X", "NOUN", "VERB", "PRON", "NOUN", "VERB"]
    parses = [
        Doc(VOCAB, words=one.words, deps=deps, heads=heads, sent_starts=starts, tags=tags, pos=pos)
        for one in documents
    ]
    everything = {document.name: {1, 2} for document in documents}
    topic = annotated_topic(1, documents, parses, everything)
    arrested, followed = topic.articles[0].events

    assert (arrested.actor, followed.actor) == (("Police",), ())


def test_all_pairs_of_a_topic_are_learnt_from(corpus):
    with (corpus / "ECBplus_coreference_sentences.csv").open("a") as file:
        file.write("1,3ecb,2\n")
    (topic,) = read_topics(corpus, [1])
    features, same = pairs_of_topic(topic)

    # The mentions are "arrested", "arrest", "hanged" and, apart from them, "followed".
    assert features.shape == (6, len(FEATURES))
    assert same.tolist() == [True, True, False, True, False, False]
    assert features[:, FEATURES.index("trigger same")].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_the_vectors_of_one_happening_come_to_point_the_same_way():
    learning = pytest.importorskip("pipeline.training.event_vectors", reason="needs PyTorch")
    draw = np.random.default_rng(1)
    clusters = np.repeat(np.arange(6), 5)
    kinds = draw.normal(0, 1, (6, 8))

    def mentions():
        words = (kinds[clusters] + draw.normal(0, 0.3, (30, 8))).astype(np.float32)
        context = np.concatenate([words, draw.normal(0, 1, (30, 16))], axis=1).astype(np.float32)
        companions = np.where(clusters[:, None] % 2, words, np.nan).astype(np.float32)
        return learning.Mentions(context, words, companions, clusters)

    learnt = learning.learn([mentions() for _ in range(4)])
    new = mentions()
    meanings = new.context @ learnt.weights[:-1].T + learnt.bias[:-1] + new.words @ learnt.by_word.T
    meanings += learnt.word_bias
    meanings /= np.linalg.norm(meanings, axis=1, keepdims=True)
    cosines, same = meanings @ meanings.T, clusters[:, None] == clusters

    assert cosines[same].mean() > 0.8 > 0.3 > cosines[~same].mean()


def test_the_network_learns_what_tells_pairs_apart_and_is_written_as_it_is(tmp_path):
    learning = pytest.importorskip("pipeline.training.pair_network", reason="needs PyTorch")
    draw = np.random.default_rng(2)
    features = draw.normal(0, 1, (40_000, len(FEATURES)))
    same = features[:, 3] + features[:, 5] > 0.5
    learnt = learning.learn_network([(features, same)])
    learning.write_network(learnt, tmp_path / "network.csv")
    lines = (tmp_path / "network.csv").read_text(encoding="utf-8").splitlines()
    read = Network.of(list(csv.DictReader(line for line in lines if not line.startswith("#"))))

    odds = learnt.odds(features)
    assert ((odds > 0) == same).mean() > 0.9
    assert read.odds(features) == pytest.approx(odds, abs=0.05)


def test_terms_are_counted_once_a_sentence_and_rare_ones_left_out():
    counts = count_terms(["The quake after the quake shook Aceh."] * 3 + ["A calm day."])
    assert (counts[""], counts["quak"], "calm" in counts) == (4, 3, False)


def test_the_senses_of_words_come_from_the_files_of_wordnet(tmp_path):
    (tmp_path / "lexnames").write_text("04\tnoun.act\t1\n06\tnoun.artifact\t1\n30\tverb.change\t2\n")
    (tmp_path / "data.verb").write_text(
        "  1 licence\n"
        "00000100 30 v 02 resume 0 restart 0 001 @ 00000200 v 0000 01 + 08 00 | take up again\n"
        "00000200 30 v 01 begin 0 000 | take the first step\n"
    )
    (tmp_path / "data.noun").write_text(
        "00000300 04 n 02 resumption 0 recommencement 0 001 + 00000100 v 0101 | beginning again\n"
        "00000400 06 n 01 table 0 000 | furniture\n"
    )
    (tmp_path / "index.sense").write_text(
        "resume%2:30:00:: 00000100 1 5\nrestart%2:30:00:: 00000100 1 0\nbegin%2:30:00:: 00000200 1 9\n"
        "resumption%1:04:00:: 00000300 1 2\nrecommencement%1:04:00:: 00000300 1 0\n"
        "table%1:06:00:: 00000400 1 8\n"
    )
    (tmp_path / "verb.exc").write_text("began begin\n")
    (tmp_path / "noun.exc").write_text("")

    rows = {word: (lemma, senses, broader) for word, lemma, senses, broader, _ in rows_of(tmp_path)}
    resume, begin = rows["resume"][1], rows["begin"][1]
    assert rows["restart"] == ("", resume, begin)
    assert resume in rows["resumption"][1].split()
    assert resume in rows["recommencement"][1].split()
    assert rows["began"] == ("begin", begin, "")
    assert "table" not in rows
