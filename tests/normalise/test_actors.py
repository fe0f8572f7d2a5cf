"""Whom names and noun phrases stand for.

In the texts, [Name|LABEL] marks an entity and <...> the span asked for.
"""

import re
from pathlib import Path

import pycountry
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.lexicon import read_lexicon
from pipeline.normalise.actors import ActorResolver, DocumentActors
from pipeline.normalise.countries import (
    CountryContext,
    country_of_currency,
    read_bearers,
    read_state_names,
)
from pipeline.normalise.name_clusters import cluster_organisations, cluster_people
from pipeline.normalise.offices import office_on
from pipeline.records import Actor

MARK = re.compile(r"\[([^|\]]{1,60})\|([A-Z]{2,6})\]|([<>])")


@pytest.fixture(scope="module")
def nlp() -> Language:
    Doc.set_extension("published", default=None, force=True)
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    return language


def read_marked(nlp: Language, text: str, published: str | None) -> tuple[Doc, list[tuple[int, int]]]:
    plain, names, edges = "", [], []
    at = 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        if match[3]:
            edges.append(len(plain))
        else:
            names.append((len(plain), len(plain) + len(match[1]), match[2]))
            plain += match[1]
    doc = nlp(plain + text[at:])
    doc._.published = published
    doc.ents = [doc.char_span(start, end, label=label) for start, end, label in names]
    return doc, list(zip(edges[::2], edges[1::2], strict=True))


def resolve(nlp: Language, text: str, published: str | None = "2025-08-14") -> Actor | None:
    doc, asked = read_marked(nlp, text, published)
    return ActorResolver().resolve_document(doc).actor(*asked[0])


def code(nlp: Language, text: str, published: str | None = "2025-08-14") -> str | None:
    actor = resolve(nlp, text, published)
    return actor.code if actor is not None else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<[India|GPE]> objected.", "IND"),
        ("<[New Delhi|GPE]> objected.", "IND"),
        ("<the [U.S.|GPE]> objected.", "USA"),
        ("<the [White House|ORG]> said.", "USA"),
        ("<[Indian|NORP] officials> met.", "IND"),
        ("<the [Chinese|NORP] foreign ministry> said.", "CHN"),
        ("<[India|GPE]'s army chief> left.", "IND"),
        ("<[Chinese|NORP] troops> withdrew.", "CHN"),
        ("<the government of [Kenya|GPE]> fell.", "KEN"),
        ("<a spokesman for the [Ghana|GPE] police> spoke.", "GHA"),
        ("<the [Ministry of Defence|ORG]> of [Chad|GPE] replied.", "TCD"),
        ("[India|GPE]'s <[Supreme Court|ORG]> ruled.", "IND"),
        ("<the [Bank of Ghana|ORG]> held rates.", "GHA"),
        ("<[Reserve Bank of India|ORG]> held rates.", "IND"),
        ("<the [Taliban government|ORG]> replied.", "AFG"),
        ("<the [Chinese Foreign Ministry|ORG]> replied.", "CHN"),
        ("<the labour minister of [Chad|GPE]> replied.", "TCD"),
        ("<the [French|NORP]> left.", "FRA"),
        ("<the [Egyptians|NORP]> refused.", "EGY"),
        ("<[North Korean|NORP] troops> crossed.", "PRK"),
        ("<the [Korean|NORP] president> spoke.", "KOR"),
        ("<[Mumbai|GPE] police> searched.", "IND"),
        ("<20 [Indian|NORP] soldiers> died.", "IND"),
    ],
)
def test_a_state_and_who_acts_for_it_print_its_code(nlp: Language, text: str, expected: str) -> None:
    assert code(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[Kenya|GPE] voted. <Police> fired.", "KEN"),
        ("[Kenya|GPE] voted. <The foreign ministry> protested.", "KEN"),
        ("[Kenya|GPE] voted, said [Uganda|GPE]. [Kenya|GPE] won. <Prosecutors> waited.", "KEN"),
        ("[Kenya|GPE] voted. <The [Electoral Commission|ORG]> counted.", "KEN"),
        ("<Police> fired.", "police"),
    ],
)
def test_a_body_without_nationality_is_of_the_country_in_focus(
    nlp: Language, text: str, expected: str
) -> None:
    assert code(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<the [United Nations|ORG]> voted.", "UN"),
        ("<the [European Commission|ORG]> fined it.", "EU"),
        ("<[Opec|ORG]> met.", "OPEC"),
        ("<[Hamas|ORG]> agreed.", "Hamas"),
        ("<[Hamas|ORG] officials> agreed.", "Hamas"),
        ("<a spokesman for [Hamas|ORG]> agreed.", "Hamas"),
        ("<the head of the [IMF|ORG]> agreed.", "IMF"),
        ("<[Congress|ORG] MPs> walked out.", "Congress"),
        ("[India|GPE] sat. <[Congress|ORG]> walked out.", "Congress"),
        ("The [Popular Union|ORG] ([PU|ORG]) met. <[PU|ORG]> left.", "Popular Union"),
        ("[Sasol Ltd|ORG] sold it. <[Sasol|ORG]> paid.", "Sasol Ltd"),
        ("<[Gujarat|GPE]> sued.", "Gujarat"),
        ("<the [Bank of China|ORG]> lent it.", "Bank of China"),
    ],
)
def test_bodies_print_their_usual_name(nlp: Language, text: str, expected: str) -> None:
    assert code(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<The protesters> marched.", "protesters"),
        ("<two suspects> fled.", "suspects"),
        ("<his 35-year-old wife> fled.", "wife"),
        ("<opposition leaders> met.", "opposition leaders"),
        ("[India|GPE] sat. <opposition MPs> left.", "opposition MPs"),
        ("<many [Korean|NORP] businesspeople> came.", "Korean businesspeople"),
        ("<supporters of the coup> came.", "supporters"),
        ("<[Thais|NORP]> waited.", "Thais"),
        ("<[Hausa|NORP]> fled.", "Hausa"),
    ],
)
def test_groups_print_their_noun_phrase(nlp: Language, text: str, expected: str) -> None:
    actor = resolve(nlp, text)
    assert actor is not None
    assert (actor.code, actor.kind) == (expected, "group")


@pytest.mark.parametrize("text", ["<they> left.", "<the two> left.", "<[Africa|LOC]> grew.", "<its> plan"])
def test_pronouns_numbers_and_regions_are_nobody(nlp: Language, text: str) -> None:
    assert resolve(nlp, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<Prime Minister [Narendra Modi|PERSON]> left.", "IND"),
        ("[Narendra Modi|PERSON] left. <[Modi|PERSON]> waved.", "IND"),
        ("<[Egyptian|NORP] President [Adel Fawzi|PERSON]> left.", "EGY"),
        ("[Egyptian|NORP] President [Adel Fawzi|PERSON] left. <[Fawzi|PERSON]> waved.", "EGY"),
        ("<[Adel Fawzi|PERSON]>, [Egypt|GPE]'s ambassador, left.", "EGY"),
        ("<[Ram Roy|PERSON]>, [MEA|ORG] spokesperson, said [India|GPE] and [India|GPE] agree.", "IND"),
        ("[Kenya|GPE] voted. <Finance Minister [Sam Roe|PERSON]> left.", "KEN"),
        ("<[UN|ORG] envoy [Sam Roe|PERSON]> left.", "UN"),
        ("<[António Guterres|PERSON]> spoke.", "UN"),
        ("[Kenya|GPE] voted. <former president [Sam Roe|PERSON]> left.", "Sam Roe"),
        ("[Kenya|GPE] voted. <opposition leader [Sam Roe|PERSON]> left.", "Sam Roe"),
        ("[India|GPE] voted. <Chief Minister [Ram Roy|PERSON]> left.", "Ram Roy"),
        ("[India|GPE] voted. <[Karnataka|GPE] minister [Ram Roy|PERSON]> left.", "Ram Roy"),
        ("[Kenya|GPE] voted. <analyst [Sam Roe|PERSON]> left.", "Sam Roe"),
    ],
)
def test_people_act_for_whom_their_office_says(nlp: Language, text: str, expected: str) -> None:
    assert code(nlp, text) == expected


def test_an_office_counts_while_it_is_held(nlp: Language) -> None:
    text = "<[Shinzo Abe|PERSON]> spoke."
    assert code(nlp, text, "2015-05-01") == "JPN"
    assert code(nlp, text, "2022-07-12") == "Shinzo Abe"
    assert code(nlp, text, "2015") == "JPN"


def test_an_actor_keeps_name_kind_country_and_role(nlp: Language) -> None:
    actor = resolve(nlp, "<[Modi|PERSON]> left.")
    assert actor is not None
    assert (actor.kind, actor.country, actor.role, actor.code) == ("person", "IND", "prime minister", "IND")
    state = resolve(nlp, "<[Indian|NORP] officials> left.")
    assert state is not None
    assert (state.name, state.kind, len(state.actor_id)) == ("India", "state", 16)


def test_the_same_actor_has_the_same_id_whatever_it_is_called(nlp: Language) -> None:
    ids = {
        actor.actor_id
        for text in ("<[India|GPE]> left.", "<[New Delhi|GPE]> left.", "<[Indian|NORP] troops> left.")
        if (actor := resolve(nlp, text)) is not None
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("names", "name", "expected"),
    [
        (["Tbilisi", "Georgia"], "Georgia", "GEO"),
        (["Texas", "United States", "Georgia"], "Georgia", "USA"),
        (["Brazzaville", "Congo"], "Congo", "COG"),
        (["Goma", "Kinshasa", "Congo"], "Congo", "COD"),
        (["Lahore", "Pakistan", "Punjab"], "Punjab", "PAK"),
        (["Santo Domingo", "Dominican"], "Dominican", "DOM"),
    ],
)
def test_the_other_names_settle_an_ambiguous_one(names: list[str], name: str, expected: str) -> None:
    bearer = CountryContext((name, 0) for name in names).bearer(name)
    assert bearer is not None
    assert bearer.code == expected


def test_a_short_acronym_needs_its_state_in_the_article() -> None:
    assert CountryContext([("ED", 0)]).bearer("ED") is None
    known = CountryContext([("ED", 0), ("India", 3)]).bearer("ED")
    assert known is not None
    assert known.code == "IND"


def test_names_of_one_article_are_merged(nlp: Language) -> None:
    doc, _ = read_marked(
        nlp, "[Uhuru Kenyatta|PERSON] and Mr [Kenyatta|PERSON]; [Kim Hyung-ryul|PERSON], [Kim|PERSON]", None
    )
    assert cluster_people(doc.ents)["Kenyatta"] == "Uhuru Kenyatta"
    assert cluster_people(doc.ents)["Kim"] == "Kim Hyung-ryul"
    doc, _ = read_marked(nlp, "[Elaf Group|ORG] sued; [Elaf|ORG] won. [Other Group|ORG] lost.", None)
    assert cluster_organisations(doc.ents) == {
        "Elaf Group": "Elaf Group",
        "Elaf": "Elaf Group",
        "Other Group": "Other Group",
    }


def test_every_country_of_iso_3166_has_a_name() -> None:
    names = read_state_names()
    assert {country.alpha_3 for country in pycountry.countries} <= set(names)
    assert set(names) - {country.alpha_3 for country in pycountry.countries} == {"XKX"}


def test_gazetteer_and_offices_point_to_known_states_and_bodies() -> None:
    bodies = {row["code"] for row in read_lexicon("pipeline", "gazetteer.csv") if row["kind"] == "body"}
    known = set(read_state_names()) | bodies | {""}
    assert {row["code"] for row in read_lexicon("pipeline", "gazetteer.csv")} <= known
    assert {row["code"] for row in read_lexicon("pipeline", "offices.csv")} <= known
    assert all(row["source"] for row in read_lexicon("pipeline", "gazetteer.csv"))


def test_offices_end_after_they_begin_and_their_first_day_is_found() -> None:
    for row in read_lexicon("pipeline", "offices.csv"):
        assert not row["to"] or row["from"] <= row["to"], row
        assert office_on(row["name"], row["from"]) is not None, row


def test_users_add_names_and_offices(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "gazetteer.csv").write_text("name,label,code,kind,source\nErewhonian,NORP,NZL,demonym,mine\n")
    (tmp_path / "offices.csv").write_text(
        "name,aliases,code,role,from,to,source\nA. Butler,,NZL,king,2020-01-01,,mine\n"
    )
    assert "Erewhonian" in read_bearers(str(tmp_path))
    doc, asked = read_marked(nlp, "<[Erewhonian|NORP] troops> met <[A. Butler|PERSON]>.", "2025-01-01")
    actors = ActorResolver(str(tmp_path)).resolve_document(doc)
    assert [actor.code for span in asked if (actor := actors.actor(*span)) is not None] == ["NZL", "NZL"]


@settings(max_examples=80, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(["the", "India", "'s", "police", "of", ",", "Modi", "20", "leaders", "(", ")"]),
        max_size=14,
    ),
    start=st.integers(0, 60),
    length=st.integers(1, 30),
)
def test_any_span_has_an_answer_and_it_is_stable(words: list[str], start: int, length: int) -> None:
    doc = Doc(_VOCAB, words=words or ["x"])
    doc.ents = [doc.char_span(t.idx, t.idx + len(t), label="GPE") for t in doc if t.text == "India"]
    text_end = len(doc.text)
    begin, end = min(start, text_end - 1), min(start + length, text_end)
    first = DocumentActors(doc).actor(begin, max(end, begin + 1))
    assert first == DocumentActors(doc).actor(begin, max(end, begin + 1))
    assert first is None or (first.code and first.name)


_VOCAB = spacy.blank("en").vocab


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<[National Reform party|ORG]> walked out.", "National Reform"),
        ("<[London-based Gulf Watch|ORG]> replied.", "Gulf Watch"),
        ("<[Digital Shore and|ORG]> replied.", "Digital Shore"),
        ("<[MPs Amina Wanjala|PERSON]> walked out.", "Amina Wanjala"),
        ("<[Amina Wanjala said|PERSON]> so.", "Amina Wanjala"),
        ("<[Yoon Ko-rim|PERSON]> replied.", "Yoon Ko-rim"),
        ("<MPs> walked out.", "MPs"),
        ("<Traders> walked out.", "traders"),
    ],
)
def test_what_does_not_belong_to_a_name_is_taken_off(nlp, text, expected):
    assert code(nlp, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The <[Lusaka Hill Police Station|ORG]> in [Zambia|GPE] replied.", "ZMB"),
        ("<[Zambia Police Force|ORG]> replied.", "ZMB"),
    ],
)
def test_bodies_of_two_words_belong_to_the_state(nlp, text, expected):
    assert code(nlp, text) == expected


def test_a_currency_of_one_country_tells_what_the_article_is_about():
    assert country_of_currency("NT$") == "TWN"
    assert country_of_currency("dollars") is None
    assert country_of_currency("US$") is None
    assert country_of_currency(None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The president of [Zambia|GPE], Mr <[Moses Tembo|PERSON]>, replied.", "ZMB"),
        ("[Ghana|GPE] sat. The deputy foreign minister, <[Yaw Darko|PERSON]>, replied.", "GHA"),
        ("[Ghana|GPE] sat. <[Yaw Darko|PERSON]>, deputy minister for finance, replied.", "GHA"),
        ("[Ghana|GPE] sat. <[Yaw Darko|PERSON]>, leader of the miners, replied.", "Yaw Darko"),
        ("He met his [Ghanaian|NORP] counterpart <[Yaw Darko|PERSON]>.", "GHA"),
        ("[Kenya|GPE] sat. He met his <[Ghanaian|NORP] counterparts>.", "GHA"),
        ("[Kenya|GPE] sat. He met his <counterpart>.", "counterpart"),
        ("[Kenya|GPE] sat. He met his counterpart <[Yaw Darko|PERSON]>.", "Yaw Darko"),
        ("[Kenya|GPE] sat. Minister of state for parliamentary affairs <[A Moyo|PERSON]> replied.", "KEN"),
    ],
)
def test_offices_stand_before_and_behind_a_name(nlp, text, expected):
    assert code(nlp, text) == expected
