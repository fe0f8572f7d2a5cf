"""Regression of the sentences stage: one golden an article, one sentence a line."""

from pipeline.sentences import sentences_of


def test_sentences(seed_id, seed_docs, file_regression):
    lines = [" ".join(sentence.text.split()) for sentence in sentences_of(seed_docs[seed_id])]

    file_regression.check("\n".join([*lines, ""]))


def test_sentences_rejoin(seed_id, seed_docs):
    doc = seed_docs[seed_id]
    sentences = sentences_of(doc)
    ends = [0, *(sentence.end for sentence in sentences)]
    starts = [*(sentence.start for sentence in sentences), len(doc.text)]

    assert all(doc.text[sentence.start : sentence.end] == sentence.text for sentence in sentences)
    assert not any(doc.text[end:start].strip() for end, start in zip(ends, starts, strict=True))
