"""Records on disk by key."""

import gc
import weakref
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedupe.shelf import ASKED, WRITTEN, Shelves


@dataclass(frozen=True, slots=True)
class Thing:
    name: str
    parts: tuple[str, ...] = ()
    size: float | None = None


@given(st.dictionaries(st.text("ab\x00é ", max_size=4), st.tuples(st.text(max_size=3), st.floats(-1, 1))))
def test_a_shelf_is_a_sorted_dictionary(things):
    shelf = Shelves().named("things", Thing)
    wanted = {key: Thing(name, (name,), size) for key, (name, size) in things.items()}
    for key, thing in wanted.items():
        shelf[key] = thing

    # SQLite sorts by bytes of UTF-8, which is the order of code points.
    assert list(shelf) == sorted(wanted)
    assert list(shelf.values()) == [wanted[key] for key in sorted(wanted)]
    assert dict(shelf) == shelf.several(list(wanted)) == wanted
    assert len(shelf) == len(shelf.values()) == len(wanted)


def test_more_records_than_are_written_at_once_are_found():
    shelf = Shelves().numbered("things", Thing)
    for number in reversed(range(WRITTEN + 3 * ASKED + 1)):
        shelf[number] = Thing(str(number))

    assert shelf[0].name == "0"
    assert shelf[WRITTEN + 3 * ASKED].name == str(WRITTEN + 3 * ASKED)
    wanted = range(1, 6 * ASKED, 2)
    assert {key: thing.name for key, thing in shelf.several(wanted).items()} == {n: str(n) for n in wanted}


def test_a_later_record_replaces_one_of_the_same_key_and_unknown_keys_are_told():
    shelf = Shelves().named("things", Thing)
    shelf["a"], shelf["a"] = Thing("first"), Thing("second")

    assert (len(shelf), shelf["a"].name) == (1, "second")
    assert "b" not in shelf
    assert shelf.several(["b"]) == {}
    with pytest.raises(KeyError):
        shelf["b"]


def test_records_stay_as_long_as_somebody_holds_a_view_of_them():
    shelves = Shelves()
    gone = weakref.ref(shelves)
    shelf = shelves.named("things", Thing)
    shelf["a"] = Thing("one")
    values = shelf.values()
    del shelf, shelves
    gc.collect()

    assert gone() is not None
    assert [thing.name for thing in values] == [thing.name for thing in values] == ["one"]
    del values
    gc.collect()
    assert gone() is None
