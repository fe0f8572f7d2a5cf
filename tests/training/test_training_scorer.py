import pytest

from pipeline.training.scorer import Counts, NameScore, ScoredWord, SyntaxScore


def word(text, head, dep="dep", pos="X", starts=False, lemma=None):
    return ScoredWord(text, pos, pos, "", lemma or text, head, dep, starts)


def gold():
    return [
        word("He", 1, "nsubj", "PRON", starts=True),
        word("ca", None, "ROOT", "VERB"),
        word("n't", 1, "advmod", "PART"),
        word("Stop", None, "ROOT", "VERB", starts=True),
    ]


def test_a_perfect_prediction_scores_100():
    score = SyntaxScore()
    score.add(gold(), gold())
    assert set(score.as_percentages().values()) == {100.0}


def test_a_wrongly_split_word_costs_precision_and_recall():
    # Predicted: He | can't | Stop, one sentence. 2 of 3 predicted and 2 of 4 gold words are aligned.
    predicted = [
        word("He", 1, "nsubj", "PRON", starts=True),
        word("can't", None, "ROOT", "VERB"),
        word("Stop", 1, "parataxis", "NOUN"),
    ]
    score = SyntaxScore()
    score.add(gold(), predicted)
    percentages = score.as_percentages()
    assert percentages["Words"] == round(100 * 2 * 2 / (3 + 4), 2)
    assert percentages["UPOS"] == round(100 * 2 * 1 / 7, 2)
    # The head of "He" is not aligned, and "Stop" is no root: no attachment is right.
    assert percentages["UAS"] == 0.0
    assert percentages["Sentences"] == 0.0


@pytest.mark.parametrize(
    ("dep", "las", "full"),
    [("nsubj", 100.0, 100.0), ("nsubj:pass", 100.0, 75.0), ("obj", 75.0, 75.0)],
)
def test_las_ignores_subtypes(dep, las, full):
    predicted = gold()
    predicted[0] = word("He", 1, dep, "PRON", starts=True)
    score = SyntaxScore()
    score.add(gold(), predicted)
    percentages = score.as_percentages()
    assert (percentages["UAS"], percentages["LAS"], percentages["LAS full"]) == (100.0, las, full)


def test_sentences_need_both_ends():
    predicted = gold()
    predicted[2] = word("n't", 1, "advmod", "PART", starts=True)
    score = SyntaxScore()
    score.add(gold(), predicted)
    # Gold: "Hecan't", "Stop"; predicted: "Heca", "n't", "Stop".
    assert score.counts["Sentences"] == Counts(correct=1, gold=2, predicted=3)


def test_different_texts_are_refused():
    with pytest.raises(ValueError, match="same text"):
        SyntaxScore().add(gold(), gold()[:-1])


def test_names_need_the_same_characters_and_label():
    score = NameScore()
    score.add(
        gold=[(0, 4, "PERSON"), (10, 14, "ORG"), (20, 24, "ORG")],
        predicted=[(0, 4, "PERSON"), (10, 15, "ORG"), (20, 24, "GPE"), (30, 34, "ORG")],
    )
    assert score.total() == Counts(correct=1, gold=3, predicted=4)
    assert score.as_percentages()["all"] == {"P": 25.0, "R": 33.33, "F1": 28.57, "gold": 3}
    assert score.counts["ORG"] == Counts(correct=0, gold=2, predicted=2)


def test_predictions_on_unknown_words_do_not_count():
    score = NameScore()
    score.add(gold=[], predicted=[(0, 4, "ORG"), (4, 8, "ORG")], unknown=[(2, 4)])
    assert score.total() == Counts(correct=0, gold=0, predicted=1)


def test_scores_of_nothing_are_zero():
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)
