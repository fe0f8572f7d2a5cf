"""The comparison with other systems: its adapters and its table, without the other systems."""

import datetime as dt
import importlib
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(scope="module")
def bench():
    """The benchmark's two modules, imported as the script imports them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield SimpleNamespace(
            peers=importlib.import_module("peers"), normalise=importlib.import_module("normalise")
        )


def recognised(text, surface, type_name, **resolution):
    start = text.index(surface)
    return SimpleNamespace(
        start=start, end=start + len(surface) - 1, type_name=type_name, resolution=resolution
    )


# --- spans ------------------------------------------------------------------------------------------


def test_surfaces_are_found_each_behind_the_one_before(bench):
    assert bench.peers.find_spans("May, then May again", ["May", "May"]) == [(0, 3), (10, 13)]


def test_a_surface_that_the_text_does_not_hold_moves_nothing(bench):
    assert bench.peers.find_spans("in May", ["in June", "May"]) == [(-1, -1), (3, 6)]


def test_outside_keeps_what_overlaps_nothing(bench):
    items = [{"start": 0, "end": 2}, {"start": 2, "end": 4}, {"start": 5, "end": 6}]
    assert bench.peers.outside(items, [(3, 5)]) == [items[0], items[2]]


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("day", ("2024-02-14", "2024-02-14")),
        ("week", ("2024-02-12", "2024-02-18")),
        ("month", ("2024-02-01", "2024-02-29")),
        ("year", ("2024-01-01", "2024-12-31")),
        ("time", ("2024-02-14", "2024-02-14")),
    ],
)
def test_a_day_stands_for_its_period(bench, period, days):
    assert bench.peers.period_days(dt.date(2024, 2, 14), period) == days


def test_the_last_month_of_a_year_ends_in_it(bench):
    assert bench.peers.period_days(dt.date(2023, 12, 31), "month") == ("2023-12-01", "2023-12-31")


# --- quantulum3 -------------------------------------------------------------------------------------


def quantulum(name, entity, code=None):
    return SimpleNamespace(name=name, entity=SimpleNamespace(name=entity), currency_code=code)


@pytest.mark.parametrize(
    ("unit", "meaning"),
    [
        (("euro", "currency", "EUR"), ("money", 1.0, "EUR")),
        (("cent", "currency"), ("money", 0.01, "USD")),
        (("percentage", "dimensionless"), ("percent", 1.0, "%")),
        (("dimensionless", "dimensionless"), ("number", 1.0, None)),
        (("dozen", "dimensionless"), ("number", 12.0, None)),
        (("year", "time"), ("duration", 1.0, "year")),
        (("degree angle", "angle"), ("quantity", 1.0, "degree")),
        (("kilometre", "length"), ("quantity", 1.0, "kilometre")),
    ],
)
def test_quantulum_units_become_ours(bench, unit, meaning):
    assert bench.peers.quantulum_meaning(quantulum(*unit)) == meaning


def test_the_uncertainty_of_quantulum_is_a_range(bench):
    found = SimpleNamespace(span=(0, 8), value=15.0, uncertainty=5.0, unit=quantulum("kilometre", "length"))
    item = bench.peers.from_quantulum("10-20 km", found)
    assert (item["value"], item["value_max"], item["text"]) == (10.0, 20.0, "10-20 km")


# --- Recognizers-Text -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_name", "resolution", "expected"),
    [
        ("currency", {"value": "20", "unit": "Euro", "isoCurrency": "EUR"}, ("money", 20.0, "EUR")),
        ("currency", {"value": "20", "unit": "Dollar"}, ("money", 20.0, "USD")),
        ("currency", {"value": "50", "unit": "Cent", "isoCurrency": None}, ("money", 0.5, "USD")),
        ("currency", {"value": "9", "unit": "Jersey pound", "isoCurrency": "_JP"}, ("money", 9.0, None)),
        ("percentage", {"value": "5.5%"}, ("percent", 5.5, "%")),
        ("number", {"value": "1E+3"}, ("number", 1000.0, None)),
        ("dimension", {"value": "6", "unit": "Square kilometer"}, ("quantity", 6.0, "square kilometer")),
        ("temperature", {"value": "-3", "unit": "C"}, ("quantity", -3.0, "c")),
        ("age", {"value": "30", "unit": "Year"}, ("duration", 30.0, "year")),
    ],
)
def test_recognizers_values_become_quantities(bench, type_name, resolution, expected):
    (item,) = bench.peers.recognizers_measure("x", recognised("x", "x", type_name, **resolution))
    assert (item["kind"], item["value"], item["unit"]) == expected


def test_a_unit_without_a_number_is_no_quantity(bench):
    found = recognised("Rs 200", "Rs", "currency", value=None, unit="Rupee")
    assert bench.peers.recognizers_measure("Rs 200", found) == []


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", {"timex": "2026-01-19", "value": "2026-01-19"}, ("2026-01-19", "2026-01-19")),
        ("datetime", {"timex": "2026-01-22T17", "value": "2026-01-22 17:00:00"}, ("2026-01-22",) * 2),
        ("daterange", {"start": "2025-05-01", "end": "2025-06-01"}, ("2025-05-01", "2025-05-31")),
        ("daterange", {"start": "2019-01-01", "Mod": "since"}, ("2019-01-01", None)),
        (
            "datetimerange",
            {"start": "2026-01-21 08:00:00", "end": "2026-01-21 12:00:00"},
            ("2026-01-21", "2026-01-21"),
        ),
        ("duration", {"timex": "P3M", "value": "7776000"}, (None, None)),
        ("set", {"timex": "P1W", "value": "not resolved"}, (None, None)),
    ],
)
def test_recognizers_times_become_days(bench, kind, value, expected):
    found = recognised("then", "then", f"datetimeV2.{kind}", values=[value])
    (item,) = bench.peers.recognizers_date("then", found)
    assert (item["date_start"], item["date_end"]) == expected
    assert item["timex"] == value.get("timex", "")


@pytest.mark.parametrize("kind", ["time", "timerange"])
def test_clock_times_are_no_dates(bench, kind):
    found = recognised("5 pm", "5 pm", f"datetimeV2.{kind}", values=[{"timex": "T17"}])
    assert bench.peers.recognizers_date("5 pm", found) == []


def test_a_number_inside_a_measure_is_not_given_twice(bench):
    text = "20 km on 5 May, 7 men"
    numbers = [recognised(text, surface, "number", value=surface) for surface in ("20", "7")]
    measures = [recognised(text, "20 km", "dimension", value="20", unit="Kilometer")]
    times = [recognised(text, "5 May", "datetimeV2.date", values=[{"value": "2026-05-05"}])]
    record = bench.peers.from_recognizers(text, times, measures, numbers)
    assert [item["text"] for item in record["quantities"]] == ["20 km", "7"]
    assert [item["text"] for item in record["dates"]] == ["5 May"]


# --- this package -----------------------------------------------------------------------------------


def test_the_grammar_reads_as_the_command_prints(bench):
    record = bench.peers.open_grammar()("It paid $3 million on 4 May.", dt.date(2026, 5, 10))
    (date,), (quantity,) = record["dates"], record["quantities"]
    assert (date["text"], date["date_start"]) == ("4 May", "2026-05-04")
    assert (quantity["kind"], quantity["value"], quantity["unit"]) == ("money", 3e6, "USD")
    json.dumps(record)


# --- the benchmark ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "day"), [("2026", "2026-01-01"), ("2026-03", "2026-03-01"), ("2026-03-05", "2026-03-05")]
)
def test_a_publication_date_is_completed(bench, published, day):
    assert bench.normalise.day(published) == dt.date.fromisoformat(day)


def test_texts_are_cut_at_the_end_of_one(bench):
    texts = [("abc", None), ("def", None), ("ghi", None)]
    assert bench.normalise.cut(texts, 4) == texts[:2]
    assert bench.normalise.cut(texts, 0) == texts[:1]
    assert bench.normalise.cut(texts, None) == texts


def test_speed_leaves_out_the_first_pass_and_survives_an_exception(bench, capsys):
    seen = []

    def read(text, published):
        seen.append(text)
        if text == "b":
            raise ValueError("beyond me")
        return sum(range(200_000))

    rate = bench.normalise.speed(read, [("a", None), ("b", None)], 2)
    assert rate > 0
    assert seen == ["a", "b"] * 3
    assert "ValueError: beyond me" in capsys.readouterr().err


def test_the_table_says_where_a_system_gives_nothing(bench):
    row = bench.normalise.Row
    rows = [
        row(bench.peers.GRAMMAR, {"money": 90.0, "dates": 80.04}, 10_000.0),
        row("other", {"dates": 50.0}, 2_500.0),
        row("slow", {}),
    ]
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in bench.normalise.table(rows).splitlines()
    ]
    assert lines[0][-2:] == ["characters/CPU-s", "ours/theirs"]
    assert lines[2] == [bench.peers.GRAMMAR, "90.0", "-", "-", "-", "-", "80.0", "10,000", "1.0x"]
    assert lines[3] == ["other", "-", "-", "-", "-", "-", "50.0", "2,500", "4.0x"]
    assert lines[4] == ["slow", *["-"] * 8]
