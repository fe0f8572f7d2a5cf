import zipfile

import pytest
import spacy

from pipeline.training.conllu import parse_sentences
from pipeline.training.gazetteer import is_country, is_demonym, place_label, titles
from pipeline.training.gmb import clean, count_votes, read_gmb, split_blocks
from pipeline.training.gum_names import mentions, named_sentence
from pipeline.training.names import (
    CROSSNER_LABELS,
    GMB_LABELS,
    UNER_LABELS,
    UNKNOWN,
    Name,
    NamedSentence,
    guess_spaces,
    harmonise,
    mask_lone_demonyms,
    our_label,
    read_crossner,
    read_uner,
    spans,
)
from pipeline.training.prepare_names import joined_text, to_name_doc, with_curly_quotes


def sentence(text, *names):
    words = tuple(text.split())
    return NamedSentence(words, guess_spaces(words), tuple(Name(*name) for name in names))


def labelled(named):
    return [(named.text_of(name), name.label) for name in named.names]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B-PER I-PER O", [(1, 3, "PER")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("I-ORG I-ORG", [(0, 2, "ORG")]),
        ("B-ORG I-LOC", [(0, 1, "ORG"), (1, 2, "LOC")]),
        ("B-O B-LOC O", [(1, 2, "LOC")]),
        ("B-LOC O I-LOC", [(0, 1, "LOC"), (2, 3, "LOC")]),
    ],
)
def test_iob_tags_become_spans(tags, expected):
    assert spans(tags.split()) == tuple(Name(*name) for name in expected)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("France", "GPE"),
        ("the United States", "GPE"),
        ("Springfield", "GPE"),
        ("Soviet Union", "GPE"),
        ("Lake Victoria", "LOC"),
        ("Gulf of Aden", "LOC"),
        ("Mekong River", "LOC"),
        ("Western Africa", "LOC"),
        ("Middle East", "LOC"),
        ("West Bank", "LOC"),
        ("Heathrow Airport", "FAC"),
        ("Abbey Road", "FAC"),
        ("U.N.", "ORG"),
        ("", "GPE"),
    ],
)
def test_places_are_told_apart(text, label):
    assert place_label(text) == label


@pytest.mark.parametrize(
    "text", ["Iraqi", "Iraqis", "South Korean", "Greek Cypriot", "Frenchmen", "Tories", "Sunni", "Western"]
)
def test_demonyms(text):
    assert is_demonym(text)


@pytest.mark.parametrize("text", ["", "Iraq", "Paris", "minister", "the Iraqi", "North", "North Korea"])
def test_no_demonyms(text):
    assert not is_demonym(text)


@pytest.mark.parametrize("text", ["Germany", "Ivory Coast", "UK", "the Netherlands", "Czech Republic"])
def test_countries(text):
    assert is_country(text)


@pytest.mark.parametrize(
    ("scheme", "label", "text", "expected"),
    [
        (UNER_LABELS, "LOC", "Nairobi", "GPE"),
        (UNER_LABELS, "LOC", "Red Sea", "LOC"),
        (UNER_LABELS, "OTH", "Kenyan", "NORP"),
        (UNER_LABELS, "OTH", "Titanic", UNKNOWN),
        (CROSSNER_LABELS, "country", "Chile", "GPE"),
        (CROSSNER_LABELS, "politicalparty", "Green Party", "ORG"),
        (CROSSNER_LABELS, "politician", "Ada Smith", "PERSON"),
        (CROSSNER_LABELS, "election", "2010 Chilean general election", "EVENT"),
        (CROSSNER_LABELS, "misc", "Democrat", "NORP"),
        (GMB_LABELS, "gpe", "Syrian", "NORP"),
        (GMB_LABELS, "gpe", "Niger", "GPE"),
        (GMB_LABELS, "geo", "Lima", "GPE"),
        (GMB_LABELS, "art", "Gazette", UNKNOWN),
    ],
)
def test_labels_of_the_corpora(scheme, label, text, expected):
    assert our_label(scheme[label], text) == expected


def test_titles_are_cut_and_times_dropped():
    named = sentence(
        "Prime Minister Ada Smith met Mr. on Monday", (0, 4, "per"), (5, 6, "per"), (7, 8, "tim")
    )
    assert labelled(harmonise(named, GMB_LABELS)) == [("Ada Smith", "PERSON")]


def test_lone_demonyms_become_unknown():
    named = sentence("The Irish party Sinn Fein", (3, 5, "ORG"))
    assert labelled(mask_lone_demonyms(named)) == [("Irish", UNKNOWN), ("Sinn Fein", "ORG")]


@pytest.mark.parametrize(
    "text", ['He said, "no".', "Iran's $5 plan (a new one) isn't over; is it?", 'A "b" c "d".', "It rose 5%."]
)
def test_spaces_are_guessed(text):
    words = [token.text for token in spacy.blank("en")(text)]
    spaces = guess_spaces(tuple(words))
    assert "".join(w + " " * s for w, s in zip(words, spaces, strict=True)).rstrip() == text


def test_uner_takes_its_spacing_from_the_treebank(tmp_path):
    columns = "_\t_\t_\t_\t0\troot\t_"
    treebank = tmp_path / "ewt.conllu"
    treebank.write_text(
        f"# sent_id = a-1\n1\tAda\t{columns}\tSpaceAfter=No\n2\t,\t{columns}\t_\n\n"
        f"# sent_id = a-2\n1\tNo\t{columns}\t_\n",
        encoding="utf-8",
    )
    names = tmp_path / "names.iob2"
    names.write_text(
        "# sent_id = a-1\n1\tAda\tB-PER\t-\tx\n2\t,\tO\t-\tx\n\n# sent_id = a-2\n1\tYes\tO\t-\tx\n",
        encoding="utf-8",
    )
    (only,) = read_uner(names, treebank)
    assert (only.words, only.spaces, labelled(only)) == (("Ada", ","), (False, True), [("Ada", "PERSON")])


def test_crossner(tmp_path):
    path = tmp_path / "train.txt"
    path.write_text("Labour\tB-politicalparty\nlost\tO\n\nIn\tO\nPeru\tB-country\n\n", encoding="utf-8")
    assert [labelled(named) for named in read_crossner(path)] == [[("Labour", "ORG")], [("Peru", "GPE")]]


def test_gmb_is_read_and_cleaned(tmp_path):
    rows = [
        ("Sentence: 1", "South", "JJ", "B-org"),
        ("", "Korean", "JJ", "B-gpe"),
        ("", "President", "NN", "B-per"),
        ("", "Kim", "NNP", "I-per"),
        ("", "visited", "VBD", "O"),
        ("", "Turkey", "NNP", "B-org"),
        ("", "Tuesday", "NNP", "B-tim"),
        ("Sentence: 2", "The", "DT", "O"),
        ("", "Zork", "NNP", "O"),
        ("", "Kurdish", "JJ", "O"),
    ]
    path = tmp_path / "gmb.zip"
    with zipfile.ZipFile(path, "w") as archive, archive.open("ner_dataset.csv", "w") as raw:
        lines = ["Sentence #,Word,POS,Tag", *(",".join(row) for row in rows)]
        raw.write("\n".join(lines).encode("latin-1"))
    first, second = read_gmb(path)
    assert labelled(first) == [("South Korean", "NORP"), ("Kim", "PERSON"), ("Turkey", "GPE")]
    assert labelled(second) == [("Zork", UNKNOWN), ("Kurdish", "NORP")]


def test_gmb_votes_settle_rare_labels():
    common = [sentence("in Basra", (1, 2, "GPE"))] * 9
    rare = sentence("in Basra", (1, 2, "ORG"))
    votes = count_votes([*common, rare])
    assert votes == {"Basra": "GPE"}
    assert labelled(clean(rare, votes)) == [("Basra", "GPE")]


def test_gmb_neighbours_that_make_no_sense_become_unknown():
    named = sentence("at Bild am Sonntag", (1, 2, "ORG"), (2, 4, "GPE"))
    assert [name.label for name in clean(named, {}).names] == [UNKNOWN, UNKNOWN]


def test_gmb_blocks_are_in_order():
    blocks = split_blocks([sentence(str(number)) for number in range(40)])
    assert [named.words[0] for part in ("train", "dev", "test") for named in blocks[part]] == list(
        map(str, range(40))
    )
    assert len(blocks["dev"]) == len(blocks["test"]) == 2


GUM = """\
# sent_id = g-1
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\tEntity=(1-organization-new-nnnnn-cf1-2-coref-NASA
2\tUniversity\tuniversity\tPROPN\tNNP\t_\t6\tnsubj\t_\t_
3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_
4\tOslo\tOslo\tPROPN\tNNP\t_\t2\tnmod\t_\tEntity=(2-place-new-nnnnn-cf2-1-coref)1)
5\twill\twill\tAUX\tMD\t_\t6\taux\t_\t_
6\thire\thire\tVERB\tVB\t_\t0\troot\t_\t_
7\tDr.\tDr.\tPROPN\tNNP\t_\t6\tobj\t_\tEntity=(3-person-new-nnnnn-cf3-1-coref
8\tAda\tAda\tPROPN\tNNP\t_\t7\tflat\t_\tEntity=3)
9\tin\tin\tADP\tIN\t_\t10\tcase\t_\t_
10\tMay\tMay\tPROPN\tNNP\t_\t6\tobl\t_\tEntity=(4-time-new-nnnnn-cf4-1-coref)
11\tand\tand\tCCONJ\tCC\t_\t12\tcc\t_\t_
12\tstaff\tstaff\tNOUN\tNN\t_\t7\tconj\t_\tEntity=(5-person-new-nnnnn-cf5-1-sgl)
13\tfrom\tfrom\tADP\tIN\t_\t15\tcase\t_\t_
14\tIrish\tIrish\tADJ\tJJ\t_\t15\tamod\t_\tEntity=(6-object-new-nnnnn-cf6-2-sgl
15\tZork\tZork\tPROPN\tNNP\t_\t12\tnmod\t_\tEntity=6)
"""


def test_gum_mentions_become_names():
    tree = next(parse_sentences(GUM))
    assert [(m.start, m.end, m.kind) for m in mentions(tree)] == [
        (3, 4, "place"),
        (0, 4, "organization"),
        (6, 8, "person"),
        (9, 10, "time"),
        (11, 12, "person"),
        (13, 15, "object"),
    ]
    assert labelled(named_sentence(tree)) == [
        ("University of Oslo", "ORG"),
        ("Ada", "PERSON"),
        ("Irish", "NORP"),
        ("Zork", UNKNOWN),
    ]


def test_joined_text_keeps_offsets():
    text, found = joined_text(
        [sentence("Ada left .", (0, 1, "PERSON")), sentence("In Lima .", (1, 2, "GPE"))], "\n"
    )
    assert text == "Ada left.\nIn Lima."
    assert [(text[start:end], label) for start, end, label in found] == [("Ada", "PERSON"), ("Lima", "GPE")]


def test_unknown_and_half_tokens_are_missing_annotation():
    nlp = spacy.blank("en")
    named = sentence(
        "Ada sailed the Titanic for U.S.-led Lima", (0, 1, "PERSON"), (3, 4, UNKNOWN), (6, 7, "GPE")
    )
    doc = to_name_doc(nlp, [named])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ada", "PERSON"), ("Lima", "GPE")]
    missing, outside = 0, 2
    assert [doc[i].ent_iob for i in (2, 3, 4)] == [outside, missing, outside]


def test_curly_quotes_keep_the_length():
    text = 'The "deal" isn\'t ("yet") Iran\'s'
    curly = with_curly_quotes(text)
    assert curly == "The “deal” isn’t (“yet”) Iran’s"
    assert len(curly) == len(text)


def test_titles_hold_no_names():
    assert {"President", "Mr.", "Prime", "Minister"} <= titles()
    assert not titles() & {"Ada", "Kim", "Paris"}
