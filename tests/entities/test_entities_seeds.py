"""Regression of the entities stage: one golden an article, names, then times, then numbers."""


def test_entities(seed_id, seed_docs, file_regression):
    doc = seed_docs[seed_id]
    names = [f"{ent.start_char}-{ent.end_char} {ent.label_} {ent.text}" for ent in doc.ents]
    times = [f"{time.start}-{time.end} {time.type} {time.text} [{time.rule}]" for time in doc._.times]
    numbers = [
        f"{number.start}-{number.end} {number.kind} {number.bound} {number.text} [{number.rule}]"
        for number in doc._.numbers
    ]

    file_regression.check("\n".join(["names", *names, "", "times", *times, "", "numbers", *numbers, ""]))


def test_spans_are_the_text(seed_id, seed_docs):
    doc = seed_docs[seed_id]
    spans = [*doc._.times, *doc._.numbers]

    assert spans
    assert all(doc.text[span.start : span.end] == span.text for span in spans)
