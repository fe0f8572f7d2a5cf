"""Both grammars and their resolution take linear time on text that is made to slow them down."""

import time

import pytest

from pipeline.entities.numbers import find_numbers
from pipeline.entities.times import find_times
from pipeline.normalise.dates import resolve_times
from pipeline.normalise.numbers import to_quantity

HOSTILE = {
    "digits": "1" * 100_000,
    "commas": "," * 50_000,
    "to": "to " * 50_000,
    "of": "of " * 50_000,
    "months": "March " * 8_000,
    "currency signs": "$" * 20_000,
    "currency signs apart": "$ " * 20_000,
    "ranges in ranges": "from 5 to 10 to " * 2_000,
    "dates in ranges": "from 3 March to 5 April to " * 600,
    "days after days": "two weeks after the day before " * 600,
    "years": "2014 to " * 2_000,
}
PART = 8
NOISE = 3  # other work on the machine may take so many times as long; quadratic work takes PART times as long


def read(text: str) -> float:
    """Run everything over a text and return the CPU-seconds that it took."""
    began = time.process_time()
    times = find_times(text)
    resolve_times(times, "2025-08-14")
    for number in find_numbers(text, [(found.start, found.end) for found in times]):
        to_quantity(number)
    return time.process_time() - began


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_text_and_no_faster(text: str) -> None:
    read("5 million in May 2025")  # the lexicons are read once
    part = read(text[: len(text) // PART])
    assert min(read(text), read(text)) < NOISE * PART * part + 0.2
