"""A user's own lexicon entries reach every reader, and only the pipeline that was given their folder."""

import pytest

from pipeline.lexicon import folder_in_use, per_folder, using
from pipeline.model import load, make_doc
from pipeline.normalise import noun_phrases
from pipeline.relations.actor_nouns import read_actor_nouns
from pipeline.relations.frames import read_frames
from pipeline.relations.mentions import words_of
from pipeline.relations.participants import read_weights
from pipeline.relations.states import agency_codes, state_code

FILES = {
    "gazetteer.csv": (
        "name,label,code,kind,source\nZembla,GPE,KEN,country,mine\nHarbour Watch Zembla,ORG,KEN,agency,mine\n"
    ),
    "offices.csv": (
        "name,aliases,code,role,from,to,source\n"
        "Odhran Vexley,Vexley,KEN,president,2030-01-01,2034-12-31,mine\n"
    ),
    "actor_nouns.csv": "noun,kind,acts_for,source,example\nzemblar,group,no,mine,\n",
    "acting_nouns.csv": "noun,part,source\nzemblary,body,mine\n",
    "frames.csv": "type,trigger,symmetric,actor,recipient,source\nAID,zemble,no,object,subject,mine\n",
    "reference_words.csv": "word,group,number,refers_to,source\nzemself,pronoun,singular,person,mine\n",
    "participant_weights.csv": "side,feature,weight,source\nactor,zembla,2.50,mine\n",
    "phrase_words.csv": "word,group,source\nzemblaic,empty,mine\n",
}


@pytest.fixture
def own(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path)


READERS = [
    (lambda: state_code("Zembla"), "KEN"),
    (lambda: "KEN" in agency_codes("Harbour Watch Zembla"), True),
    (lambda: "zemblar" in read_actor_nouns(), True),
    (lambda: ("AID", "zemble") in read_frames(), True),
    (lambda: "zemself" in words_of("pronoun"), True),
    (lambda: read_weights().get("zembla"), (2.5, 0.0)),
    (lambda: "zemblaic" in noun_phrases.words_of("empty"), True),
]


@pytest.mark.parametrize(("read", "expected"), READERS)
def test_readers_take_the_entries_of_the_folder_in_use(own, read, expected):
    before = read()
    with using(own):
        assert read() == expected
    assert read() == before != expected


def test_folders_do_not_outlive_their_use(own):
    with pytest.raises(KeyError), using(own):
        assert folder_in_use() == own
        raise KeyError
    assert folder_in_use() is None


def test_a_folder_given_outright_is_the_one_read():
    @per_folder
    def read(name, lexicons=None):
        return name, lexicons

    with using("mine"):
        assert read("a") == ("a", "mine")
        assert read("a", "yours") == ("a", "yours")
        assert read("a", lexicons="yours") == ("a", "yours")
    assert read("a") == ("a", None)


def participants(nlp, text, published):
    return {name for e in nlp(make_doc(nlp, text, published))._.events for name in e.actor + e.recipient}


def test_own_actors_take_part_in_events(own):
    mine, plain = load(lexicons=own), load()
    text = "Uganda condemned Harbour Watch Zembla on Friday."
    assert participants(mine, text, "2031-02-03") == {"UGA", "KEN"}
    assert participants(plain, text, "2031-02-03") == {"UGA", "Harbour Watch Zembla"}


@pytest.mark.parametrize(("published", "expected"), [("2031-02-03", "KEN"), ("2029-02-03", "Odhran Vexley")])
def test_an_own_office_holder_acts_for_the_state_while_in_office(own, published, expected):
    nlp = load(lexicons=own)
    assert expected in participants(nlp, "Uganda condemned Odhran Vexley on Friday.", published)
