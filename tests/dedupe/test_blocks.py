"""Which mentions meet."""

import random

import pytest

from pipeline.dedupe.blocks import MEETINGS, SHOWN, WINDOW, Blocks
from pipeline.dedupe.workspace import workspace


def met(keys, name="things"):
    """Return which items meet, items in order of publication."""
    with workspace() as work:
        blocks = Blocks(work, name)
        for number, own in enumerate(keys):
            blocks.add("", f"{number:06}", "", own)
        arrays = list(blocks.pairs())
    return [pair for lefts, rights in arrays for pair in zip(lefts.tolist(), rights.tolist(), strict=True)]


def test_pairs_share_a_key_and_come_once():
    assert met([["a", "b"], ["b", "a"], ["c"], ["b"]]) == [(0, 1), (0, 3), (1, 3)]
    assert met([["a", "a"], ["a"]]) == [(0, 1)]
    assert met([]) == met([[], []]) == met([["a"], ["b"]]) == []


def test_of_a_block_an_item_meets_the_last_ones_before_it():
    pairs = met([["same"]] * (10 * WINDOW))

    assert [left for left, right in pairs if right == 5 * WINDOW] == list(range(4 * WINDOW, 5 * WINDOW))
    assert len(pairs) <= 10 * WINDOW * WINDOW


def test_of_those_in_as_many_blocks_an_item_meets_the_latest():
    full = [[key] for key in "ab" for _ in range(WINDOW)]
    pairs = met([*full, ["a", "b"]])

    assert [left for left, right in pairs if right == len(full)] == list(
        range(len(full) - MEETINGS, len(full))
    )


def test_an_item_meets_those_that_stand_in_more_of_its_blocks_first():
    near, far = [["b", "c"]] * MEETINGS, [["a"]] * MEETINGS
    pairs = met([*near, *far, ["a", "b", "c"]])

    assert [left for left, right in pairs if right == 2 * MEETINGS] == list(range(MEETINGS))


def test_an_item_that_has_been_shown_enough_looks_into_no_further_block():
    # All blocks but the last have the same few members, who are met once but shown each time.
    members = MEETINGS // 2
    blocks = [f"block {number}" for number in range(-(-SHOWN // members))]
    others = [*([blocks] * members), ["last"]]

    assert (members, members + 1) not in met([*others, [*blocks, "last"]])
    assert (members, members + 1) in met([*others, [*blocks[1:], "last"]])


def test_order_is_that_of_publication_then_of_ids_whatever_comes_first():
    wanted = [("", "b"), ("2025-01", "c"), ("2025-01-02", "a"), ("2025-01-02", "d")]
    given = random.Random(3).sample(wanted, len(wanted))
    with workspace() as work:
        blocks = Blocks(work, "things")
        for published, name in given:
            blocks.add(name, published, name, ["same"])
        assert [given[number] for number in blocks.order] == wanted


def test_pairs_come_part_after_part():
    parts = random.Random(7).choices("abc", k=30)
    with workspace() as work:
        blocks = Blocks(work, "things")
        for number, part in enumerate(parts):
            blocks.add(part, f"{number:06}", "", ["same"])
        later = [parts[place] for _, places in blocks.pairs() for place in places.tolist()]

    assert parts != sorted(parts)
    assert later == sorted(later)


@pytest.mark.parametrize("batch", [1, 7])
def test_pairs_do_not_depend_on_how_many_keys_go_in_at_once(monkeypatch, batch):
    draw = random.Random(5)
    keys = [[draw.choice("abcdefgh") for _ in range(draw.randint(0, 4))] for _ in range(60)]
    wanted = met(keys)
    monkeypatch.setattr("pipeline.dedupe.blocks.BATCH", batch)

    assert met(keys) == wanted
