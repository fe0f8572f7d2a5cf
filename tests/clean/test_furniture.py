import pytest

from pipeline.clean.furniture import find_furniture, furniture_rules
from pipeline.errors import UsageError
from pipeline.lexicon import read_lexicon

ROWS = read_lexicon("pipeline.clean", "furniture.csv")
FILLER = [f"The minister answered question {number} at length." for number in range(20)]


def cuts(lines):
    text = "\n".join(lines)
    return [(cut.rule, text[cut.start : cut.end]) for cut in find_furniture(text, furniture_rules())]


def around(line, scope):
    return [*FILLER, line] if scope == "foot" else [line, *FILLER]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_rule_finds_its_example(row):
    assert [rule for rule, _ in cuts(around(row["example"], row["scope"]))] == [row["id"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_no_rule_touches_what_is_no_furniture(row):
    assert cuts(around(row["keeps"], row["scope"])) == []


@pytest.mark.parametrize("row", [row for row in ROWS if row["scope"] == "line"], ids=lambda row: row["id"])
def test_whole_lines_go_wherever_they_stand(row):
    lines = [*FILLER, row["example"], *FILLER]
    assert [text for _, text in cuts(lines)] == [row["example"]]


def test_rule_ids_are_unique():
    ids = [row["id"] for row in ROWS]
    assert sorted(set(ids)) == sorted(ids)


def test_edge_rules_leave_the_middle_alone():
    line = "Tags: trade, border, summit"
    assert cuts([line, *FILLER, line, *FILLER, line]) == [("tags", line), ("tags", line)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertising revenue fell 12 percent in July, the company said.",
        "Related charges were dropped on Monday.",
        "Read aloud, the statement took four minutes.",
        "By Friday the two sides had agreed on a truce.",
        "Photographs of the scene show a burnt-out bus.",
        "Share prices in Seoul rose 2 percent.",
        "Comments by the minister angered Beijing.",
        "Sign language was used at the hearing.",
        "Reuters reported on Monday that talks had failed.",
        "AP and AFP journalists were detained in the capital.",
        "WATCHDOG: Agency orders recall of 40,000 cars",
        "Published figures show a deficit of $2 billion.",
        "Updated forecasts put growth at 4 percent in 2025.",
        "The list was first published by WikiLeaks on its website https://example.org in 2010.",
        "March 2020",
        "June 15: Troops cross the border.",
        "“Follow the money,” he told reporters.",
        "Trade talks, it said, will resume on Thursday, 14 August 2025.",
        "Top leaders in India and China want to keep the peace.",
        "Home sales rose for a third month.",
        "Search teams found two survivors.",
        "Most read English at university.",
        "The end is near (of the war).",
        "Get out of our country, protesters shouted.",
        "Join the queue, the official told them.",
        "No comment was available from the ministry.",
        "12 views were exchanged.",
    ],
)
def test_sentences_stay(line):
    assert cuts([line, *FILLER]) == []
    assert cuts([*FILLER, line]) == []


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("#BREAKING | Tokyo | He resigns, he says. pic.twitter.com/Ab12Cd34Ef", "He resigns, he says."),
        ("VIDEO | Delhi: The envoy spoke.", "The envoy spoke."),
        ("The two leaders met. (Photo by Jane Doe/AFP)", "The two leaders met."),
        ("The case goes on, he said. - AFP", "The case goes on, he said."),
        ("“We will see,” he said. (Reuters)", "“We will see,” he said."),
        ("It said talks go on (click here).", "It said talks go on."),
    ],
)  # fmt: skip
def test_parts_of_lines_go(line, left):
    text = line
    for _, part in cuts([line, *FILLER]):
        text = text.replace(part, "")

    assert text.strip() == left


def test_long_lines_are_never_whole_furniture():
    assert cuts(["Read more about " + "the talks " * 60]) == []


def test_a_user_adds_rules(tmp_path):
    (tmp_path / "furniture.csv").write_text(
        "id,scope,pattern,reason,source,example,keeps\nhouse_ad,line,Buy the \\S+ \\S+ mug!,shop,me,,\n",
        encoding="utf-8",
    )
    text = "The minister left.\nBuy the Example Times mug!"

    found = list(find_furniture(text, furniture_rules(str(tmp_path))))

    assert [(text[cut.start : cut.end], cut.reason, cut.rule) for cut in found] == [
        ("Buy the Example Times mug!", "shop", "house_ad")
    ]


@pytest.mark.parametrize(
    ("scope", "pattern", "message"),
    [
        ("line", "(broken", "the pattern of rule 'mine' is wrong"),
        ("line", "(group)", "rule 'mine' has a capturing group"),
        ("page", "x", "rule 'mine' has the scope 'page'"),
    ],
)
def test_a_wrong_rule_of_a_user_is_named(tmp_path, scope, pattern, message):
    (tmp_path / "furniture.csv").write_text(
        f"id,scope,pattern,reason,source,example,keeps\nmine,{scope},{pattern},r,s,,\n", encoding="utf-8"
    )

    with pytest.raises(UsageError, match=message.replace("(", r"\(")):
        furniture_rules(str(tmp_path))
