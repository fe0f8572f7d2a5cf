import pytest
import spacy
from spacy.training import Example
from spacy.vocab import Vocab

from pipeline.training.conllu import chunk_paragraphs, parse_sentences, read_documents, to_doc

TREEBANK = """\
# newdoc id = weblog-one_20250101
# newpar
# sent_id = one-1
# text = Don't go.
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVB\tMood=Imp\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
3.1\tgone\tgo\tVERB\tVB\t_\t_\t_\t_\t_
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# sent_id = one-2
1\tRates\trate\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\t_

# newpar
# sent_id = one-3
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_

# newdoc id = GUM_news_two
# newpar
# sent_id = two-1
1\tEnd\tend\tNOUN\tNN\t_\t0\troot\t_\t_
"""


@pytest.fixture
def documents(tmp_path):
    path = tmp_path / "tiny.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    return read_documents(path)


def test_documents_and_paragraphs_follow_the_comments(documents):
    assert [document.doc_id for document in documents] == ["weblog-one_20250101", "GUM_news_two"]
    assert [[s.sent_id for s in paragraph] for paragraph in documents[0].paragraphs] == [
        ["one-1", "one-2"],
        ["one-3"],
    ]
    assert [document.genre for document in documents] == ["weblog", "news"]


def test_multiword_tokens_are_split_and_empty_nodes_left_out():
    sentence = next(parse_sentences(TREEBANK))
    assert [word.text for word in sentence.words] == ["Do", "n't", "go", "."]
    assert [word.space for word in sentence.words] == [False, True, False, True]
    assert sentence.text == "Don't go."
    assert [word.head for word in sentence.words] == [2, 2, 2, 2]
    assert [word.dep for word in sentence.words] == ["aux", "advmod", "ROOT", "punct"]


def test_doc_keeps_text_tree_and_sentences(documents):
    doc = to_doc(Vocab(), documents[0].paragraphs)
    assert doc.text == "Don't go. Rates fell\n\nYes "
    assert [sent.text for sent in doc.sents] == ["Don't go.", "Rates fell\n\n", "Yes"]
    rates = doc[4]
    assert (rates.head.text, rates.dep_, rates.tag_, rates.lemma_) == ("fell", "nsubj", "NNS", "rate")
    separator = doc[6]
    assert (separator.tag_, separator.pos_, separator.head.text) == ("_SP", "SPACE", "fell")


def test_doc_aligns_with_the_tokens_of_the_model(documents):
    nlp = spacy.blank("en")
    reference = to_doc(nlp.vocab, documents[0].paragraphs, "\n")
    example = Example(nlp.make_doc(reference.text), reference)
    assert [token.text for token in example.predicted] == [token.text for token in reference]
    assert None not in example.get_aligned("TAG", as_string=True)


@pytest.mark.parametrize(
    ("max_words", "expected"),
    [
        (100, [[["one-1", "one-2"], ["one-3"]]]),
        (6, [[["one-1", "one-2"]], [["one-3"]]]),
        (4, [[["one-1"]], [["one-2"], ["one-3"]]]),
        (1, [[["one-1"]], [["one-2"]], [["one-3"]]]),
    ],
)
def test_chunks_keep_sentences_whole(documents, max_words, expected):
    chunks = chunk_paragraphs(documents[0], max_words)
    assert [[[s.sent_id for s in paragraph] for paragraph in chunk] for chunk in chunks] == expected
