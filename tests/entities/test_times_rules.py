"""The grammar's own examples: each rule of time_rules.csv finds the span in its square brackets."""

import re

import pytest

from pipeline.entities.times import find_times
from pipeline.lexicon import read_lexicon

EXAMPLES = [
    (row["rule"], row["example"], wanted)
    for row in read_lexicon("pipeline.entities", "time_rules.csv")
    for wanted in re.findall(r"\[([^\]]+)\]", row["example"])
]


@pytest.mark.parametrize(("rule", "example", "wanted"), EXAMPLES, ids=[f"{e[0]}-{e[2]}" for e in EXAMPLES])
def test_rule_finds_its_example(rule: str, example: str, wanted: str) -> None:
    found = find_times(re.sub(r"[\[\]]", "", example))
    assert (rule, wanted) in {(time.rule, time.text) for time in found}


def test_every_rule_names_its_source() -> None:
    assert all(row["source"] for row in read_lexicon("pipeline.entities", "time_rules.csv"))
