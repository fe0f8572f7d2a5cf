"""Reading ECB+ and learning what speaks for one happening, on a tiny corpus."""

import pytest

from pipeline.training.coreference import count_terms, fit, pairs
from pipeline.training.ecbplus import DEVELOPMENT, TRAINING, read_topics
from pipeline.training.word_senses import rows_of

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


def test_only_pairs_with_related_triggers_are_learnt_from(corpus):
    examples = list(pairs(read_topics(corpus, [1])))

    assert [right for _, right in examples] == [True]
    assert examples[0][0]["trigger:same"] == 1.0


def test_what_goes_with_one_happening_gets_the_greater_weight():
    weights = fit([({"always": 1.0, "like": float(right)}, right) for right in (True, False) * 20])

    assert weights["like"] > 1 > weights["always"]


def test_terms_are_counted_once_an_article_and_rare_ones_left_out():
    articles = [["The quake shook Aceh.", "Another quake followed."]] * 3 + [["A calm day."]]

    counts = count_terms(articles)
    assert (counts[""], counts["quak"], "calm" in counts) == (4, 3, False)


def test_the_senses_of_words_come_from_the_files_of_wordnet(tmp_path):
    (tmp_path / "lexnames").write_text("04\tnoun.act\t1\n06\tnoun.artifact\t1\n30\tverb.change\t2\n")
    (tmp_path / "data.verb").write_text(
        "  1 licence\n"
        "00000100 30 v 02 resume 0 restart 0 001 @ 00000200 v 0000 01 + 08 00 | take up again\n"
        "00000200 30 v 01 begin 0 000 | take the first step\n"
    )
    (tmp_path / "data.noun").write_text(
        "00000300 04 n 01 resumption 0 001 + 00000100 v 0101 | beginning again\n"
        "00000400 06 n 01 table 0 000 | furniture\n"
    )
    (tmp_path / "index.sense").write_text(
        "resume%2:30:00:: 00000100 1 5\nrestart%2:30:00:: 00000100 1 0\nbegin%2:30:00:: 00000200 1 9\n"
        "resumption%1:04:00:: 00000300 1 2\ntable%1:06:00:: 00000400 1 8\n"
    )
    (tmp_path / "verb.exc").write_text("began begin\n")
    (tmp_path / "noun.exc").write_text("")

    rows = {word: (lemma, senses, broader) for word, lemma, senses, broader, _ in rows_of(tmp_path)}
    resume, begin = rows["resume"][1], rows["begin"][1]
    assert rows["restart"] == ("", resume, begin)
    assert resume in rows["resumption"][1].split()
    assert rows["began"] == ("begin", begin, "")
    assert "table" not in rows
