"""The sentences of a document as records."""

from spacy.tokens import Doc

from pipeline.records import Sentence


def sentences_of(doc: Doc) -> tuple[Sentence, ...]:
    """Return the sentences in order, without white space around them and with none that is empty.

    Between two of them, and before the first and behind the last, the text has nothing but white space.

    Raises:
        ValueError: Nothing has set the sentence boundaries.
    """
    sentences = []
    for sent in doc.sents:
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        stripped = text.strip()
        if stripped:
            sentences.append(Sentence(start, start + len(stripped), stripped))
    return tuple(sentences)
