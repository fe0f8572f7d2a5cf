import pytest

from pipeline.lexicon import read_lexicon
from pipeline.relations.status import find_status
from tests.relations.parsed_by_hand import parse

CASES = [
    ("Envoys|NNS|nsubj|2 met|VBD|root|2", "met", "occurred"),
    ("Envoys|NNS|nsubj|3 will|MD|aux|3 meet|VB|root|3", "meet", "planned"),
    ("Envoys|NNS|nsubj|3 may|MD|aux|3 meet|VB|root|3", "meet", "possible"),
    ("Envoys|NNS|nsubj|4 did|VBD|aux|4 not|RB|advmod|4 meet|VB|root|4", "meet", "negated"),
    ("Envoys|NNS|nsubj|4 will|MD|aux|4 not|RB|advmod|4 meet|VB|root|4", "meet", "negated"),
    ("Envoys|NNS|nsubj|4 have|VBP|aux|4 never|RB|advmod|4 met|VBN|root|4", "met", "negated"),
    ("Envoys|NNS|nsubj|4 are|VBP|aux|4 to|TO|mark|4 meet|VB|root|4", "meet", "planned"),
    ("Envoys|NNS|nsubj|3 are|VBP|aux|3 meeting|VBG|root|3", "meeting", "ongoing"),
    ("Envoys|NNS|nsubj|4 have|VBP|aux|4 been|VBN|aux|4 meeting|VBG|root|4", "meeting", "ongoing"),
    ("Envoys|NNS|nsubj|4 had|VBD|aux|4 been|VBN|aux|4 meeting|VBG|root|4", "meeting", "occurred"),
    (
        "Flights|NNS|nsubj:pass|4 were|VBD|aux:pass|4 being|VBG|aux:pass|4 halted|VBN|root|4",
        "halted",
        "ongoing",
    ),
    ("Nobody|NN|nsubj:pass|3 was|VBD|aux:pass|3 arrested|VBN|root|3", "arrested", "negated"),
    ("Oslo|NNP|nsubj|2 refused|VBD|root|2 to|TO|mark|4 attend|VB|xcomp|2", "attend", "negated"),
    (
        "Oslo|NNP|nsubj|2 plans|VBZ|root|2 to|TO|mark|4 resume|VB|xcomp|2 flights|NNS|obj|4",
        "resume",
        "planned",
    ),
    (
        "Oslo|NNP|nsubj:pass|3 is|VBZ|aux:pass|3 expected|VBN|root|3 to|TO|mark|5 sign|VB|xcomp|3",
        "sign",
        "planned",
    ),
    ("Oslo|NNP|nsubj|2 urged|VBD|root|2 them|PRP|obj|2 to|TO|mark|5 leave|VB|xcomp|2", "leave", "possible"),
    ("Oslo|NNP|nsubj|2 urged|VBD|root|2 them|PRP|obj|2 to|TO|mark|5 leave|VB|xcomp|2", "urged", "occurred"),
    ("Oslo|NNP|nsubj|2 failed|VBD|root|2 to|TO|mark|4 repay|VB|xcomp|2", "repay", "negated"),
    ("Oslo|NNP|nsubj|2 managed|VBD|root|2 to|TO|mark|4 sign|VB|xcomp|2", "sign", "occurred"),
    ("Oslo|NNP|nsubj|3 is|VBZ|cop|3 ready|JJ|root|3 to|TO|mark|5 sign|VB|xcomp|3", "sign", "possible"),
    ("Oslo|NNP|nsubj|3 is|VBZ|cop|3 ready|JJ|root|3 to|TO|mark|5 sign|VB|xcomp|3", "ready", "occurred"),
    (
        "They|PRP|nsubj|2 continue|VBP|root|2 to|TO|mark|4 shell|VB|xcomp|2 towns|NNS|obj|4",
        "shell",
        "ongoing",
    ),
    ("Envoys|NNS|nsubj|2 held|VBD|root|2 talks|NNS|obj|2", "talks", "occurred"),
    ("Envoys|NNS|nsubj|3 will|MD|aux|3 hold|VB|root|3 talks|NNS|obj|3", "talks", "planned"),
    ("Talks|NNS|nsubj:pass|4 will|MD|aux|4 be|VB|aux:pass|4 held|VBN|root|4", "Talks", "planned"),
    ("Unions|NNS|nsubj|2 cancelled|VBD|root|2 the|DT|det|4 march|NN|obj|2", "march", "negated"),
    ("Unions|NNS|nsubj|2 called|VBD|root|2 for|IN|case|5 a|DT|det|5 strike|NN|obl|2", "strike", "possible"),
    (
        "Unions|NNS|nsubj|2 called|VBD|root|2 off|RP|compound:prt|2 the|DT|det|5 strike|NN|obj|2",
        "strike",
        "negated",
    ),
    ("A|DT|det|3 planned|VBN|amod|3 march|NN|nsubj|4 drew|VBD|root|4 crowds|NNS|obj|4", "march", "planned"),
    ("No|DT|det|2 arrests|NNS|nsubj:pass|4 were|VBD|aux:pass|4 made|VBN|root|4", "arrests", "negated"),
    ("The|DT|det|3 ongoing|JJ|amod|3 talks|NNS|nsubj|4 stalled|VBD|root|4", "talks", "ongoing"),
    ("A|DT|det|2 request|NN|nsubj|5 for|IN|case|4 talks|NNS|nmod|2 came|VBD|root|5", "talks", "possible"),
    ("They|PRP|nsubj|2 condemned|VBD|root|2 the|DT|det|4 attack|NN|obj|2", "attack", "occurred"),
    ("They|PRP|nsubj|2 mourn|VBP|root|2 amid|IN|case|5 the|DT|det|5 war|NN|obl|2", "war", "ongoing"),
    (
        "He|PRP|nsubj|2 said|VBD|root|2 that|IN|mark|6 flights|NNS|nsubj|6 would|MD|aux|6 resume|VB|ccomp|2",
        "resume",
        "planned",
    ),
    ("If|IN|mark|3 Oslo|NNP|nsubj|3 signs|VBZ|advcl|5 they|PRP|nsubj|5 win|VBP|root|5", "signs", "possible"),
    (
        "They|PRP|nsubj|2 agreed|VBD|root|2 to|TO|mark|4 meet|VB|xcomp|2 and|CC|cc|6 sign|VB|conj|4",
        "sign",
        "planned",
    ),
    (
        "They|PRP|nsubj|2 accused|VBD|root|2 Oslo|NNP|obj|2 of|IN|mark|5 shelling|VBG|advcl|2",
        "shelling",
        "occurred",
    ),
    (
        "They|PRP|nsubj|2 signed|VBD|root|2 a|DT|det|4 deal|NN|obj|2 to|TO|mark|6 buy|VB|advcl|2",
        "buy",
        "planned",
    ),
    (
        "They|PRP|nsubj|2 sent|VBD|root|2 jets|NNS|obj|2 to|TO|mark|5 rescue|VB|advcl|2 them|PRP|obj|5",
        "rescue",
        "occurred",
    ),
    (
        "Talks|NNS|nsubj|2 led|VBD|root|2 to|IN|case|4 agreement|NN|obl|2 on|IN|mark|6 opening|VBG|advcl|2",
        "opening",
        "planned",
    ),
    (
        "They|PRP|nsubj|2 denied|VBD|root|2 that|IN|mark|5 they|PRP|nsubj|5 shelled|VBD|ccomp|2 it|PRP|obj|5",
        "shelled",
        "negated",
    ),
    (
        "They|PRP|nsubj|2 proposed|VBD|root|2 that|IN|mark|5 Oslo|NNP|nsubj|5 halt|VBP|ccomp|2 it|PRP|obj|5",
        "halt",
        "possible",
    ),
    (
        "After|IN|mark|3 he|PRP|nsubj|3 arrives|VBZ|advcl|6 they|PRP|nsubj|6 will|MD|aux|6 talk|VB|root|6",
        "arrives",
        "planned",
    ),
    (
        "After|IN|mark|3 he|PRP|nsubj|3 arrived|VBD|advcl|6 they|PRP|nsubj|6 would|MD|aux|6 talk|VB|root|6",
        "arrived",
        "occurred",
    ),
    ("Oslo|NNP|nsubj|3 to|TO|mark|3 reopen|VB|root|3 the|DT|det|5 road|NN|obj|3", "reopen", "planned"),
    (
        "Oslo|NNP|root|1 who|WP|nsubj|3 refuses|VBZ|acl:relcl|1 any|DT|det|5 talks|NNS|obj|3",
        "refuses",
        "ongoing",
    ),
    (
        "They|PRP|nsubj|4 are|VBP|cop|4 in|IN|case|4 detention|NN|root|4",
        "detention",
        "ongoing",
    ),
    (
        "Talks|NNS|nsubj|5 that|WDT|nsubj|4 are|VBP|aux|4 happening|VBG|acl:relcl|1 help|VBP|root|5",
        "Talks",
        "ongoing",
    ),
    (
        "Not|RB|advmod|3 one|CD|nummod|3 man|NN|nsubj:pass|5 was|VBD|aux:pass|5 charged|VBN|root|5",
        "charged",
        "negated",
    ),
    (
        "Not|RB|advmod|3 only|RB|advmod|3 officers|NNS|nsubj:pass|5 were|VBD|aux:pass|5 charged|VBN|root|5",
        "charged",
        "occurred",
    ),
    (
        "We|PRP|nsubj|2 urged|VBD|root|2 us|PRP|obj|2 to|TO|mark|5 go|VB|xcomp|2 and|CC|cc|7 sue|VBP|conj|2",
        "sue",
        "possible",
    ),
    (
        "Oslo|NNP|nsubj|3 is|VBZ|cop|3 ready|JJ|root|3 for|IN|case|5 talks|NNS|obl|3",
        "talks",
        "possible",
    ),
    (
        "They|PRP|nsubj|2 extradited|VBD|root|2 him|PRP|obj|2 for|IN|case|5 trial|NN|obl|2",
        "trial",
        "planned",
    ),
    (
        "They|PRP|nsubj|2 arrested|VBD|root|2 him|PRP|obj|2 for|IN|case|5 murder|NN|obl|2",
        "murder",
        "occurred",
    ),
    ("The|DT|det|2 war|NN|nsubj|3 kills|VBZ|root|3 many|JJ|obj|3", "war", "ongoing"),
    ("They|PRP|nsubj|2 launched|VBD|root|2 an|DT|det|4 inquiry|NN|obj|2", "inquiry", "occurred"),
    (
        "A|DT|det|2 motion|NN|nsubj|5 filed|VBN|acl|2 today|NN|obl|3 passed|VBD|root|5",
        "filed",
        "occurred",
    ),
    (
        "They|PRP|nsubj|3 will|MD|aux|3 continue|VB|root|3 to|TO|mark|5 shell|VB|xcomp|3 it|PRP|obj|5",
        "shell",
        "planned",
    ),
    (
        "They|PRP|nsubj|2 refused|VBD|root|2 to|TO|mark|4 let|VB|xcomp|2 it|PRP|obj|4 land|VB|xcomp|4",
        "land",
        "negated",
    ),
    (
        "They|PRP|nsubj|4 did|VBD|aux|4 not|RB|advmod|4 agree|VB|root|4 to|TO|mark|6 meet|VB|xcomp|4",
        "meet",
        "negated",
    ),
    (
        "Talks|NNS|nsubj|4 will|MD|aux|4 not|RB|advmod|4 have|VB|root|4 any|DT|det|6 effect|NN|obj|4",
        "Talks",
        "occurred",
    ),
    (
        "After|IN|case|2 talks|NNS|obl|6 they|PRP|nsubj|6 did|VBD|aux|6 not|RB|advmod|6 come|VB|root|6",
        "talks",
        "occurred",
    ),
    (
        "At|IN|case|2 talks|NNS|obl|5 they|PRP|nsubj|5 will|MD|aux|5 offer|VB|root|5 aid|NN|obj|5",
        "talks",
        "planned",
    ),
    (
        "In|IN|case|2 protests|NNS|obl|4 they|PRP|nsubj|4 rejected|VBD|root|4 it|PRP|obj|4",
        "protests",
        "occurred",
    ),
    ("Critics|NNS|nsubj|2 accuse|VBP|root|2 him|PRP|obj|2 .|.|punct|2", "accuse", "ongoing"),
    ("Critics|NNS|nsubj|2 accuse|VBP|root|2 Oslo|NNP|obj|2", "accuse", "occurred"),
    ("We|PRP|nsubj|2 accuse|VBP|root|2 him|PRP|obj|2 .|.|punct|2", "accuse", "occurred"),
]


@pytest.mark.parametrize(("line", "word", "status"), CASES)
def test_the_words_above_a_trigger_give_its_status(line, word, status):
    trigger = next(token for token in parse(line) if token.text == word)
    found, rule, _ = find_status(trigger)
    assert found == status
    assert rule


def test_every_cue_has_a_known_place_and_status():
    rows = read_lexicon("pipeline.relations", "status_cues.csv")
    assert {row["place"] for row in rows} <= {
        "modal",
        "clause",
        "that",
        "noun",
        "for",
        "modifier",
        "above",
        "mark",
        "light",
        "trigger",
    }
    assert {row["status"] for row in rows} <= {"occurred", "ongoing", "planned", "possible", "negated"}
    assert len({(row["place"], row["cue"]) for row in rows}) == len(rows)
