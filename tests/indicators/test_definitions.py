"""Indicators of a user's own: read from TOML, and refused with the place named."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts
from pqr_core.indicators.base import Value, ValueUnit
from pqr_core.indicators.counting import count
from pqr_core.indicators.definitions import indicators_from_toml, load_indicators
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.sources import Rows

MARCH = Period.parse("2026-03")
SLOW = """
[[indicators]]
code = "lentas"
name = "Quejas lentas"
name_en = "Slow complaints"
formula = "quejas respondidas después del día 20 / quejas respondidas"
unit = "percent"
better = "lower"
frequency = "quarter"
decimals = 2
target = [{ since = 2025-01-01, value = 0.5 }, { since = 2026-01-01, value = "1/3" }]
source = "Plan de gestión 2026"
numerator = [{ source = "facts", period_on = "answered_on", where = [
    { column = "tipo", test = "in", value = ["queja"] },
    { column = "due_on", test = "<", value = { column = "answered_on" } },
] }]
denominator = [{ source = "facts", period_on = "answered_on", where = [
    { column = "tipo", test = "=", value = "queja" },
] }]

[[indicators]]
code = "edad"
name = "Edad mediana de lo abierto"
unit = "calendar_days"
better = "lower"
quantile = "1/2"
bands = [15, 30]
numerator = [{ source = "facts", of = { from = "filed_on", asked = true }, where = [
    { column = "answered_on", test = "is empty or >", value = { asked = true } },
] }]
"""


def test_a_file_gives_indicators_of_the_same_shape(tmp_path: Path) -> None:
    """They are counted as those of the catalogue; decimals are meant to the last."""
    path = tmp_path / "propios.toml"
    path.write_text(SLOW, encoding="utf-8")
    found = load_indicators(path)
    slow = found["lentas"]
    assert (slow.unit, slow.frequency, slow.name("en")) == (ValueUnit.PERCENT, Frequency.QUARTER, "Slow complaints")
    assert slow.target is not None
    assert [slow.target.at(date(year, 6, 1)).value for year in (2025, 2026)] == [Fraction(1, 2), Fraction(1, 3)]
    facts = [
        Facts(utility="a", radicado=f"R-{n}", tipo="queja", filed_on=date(2026, 3, 2), due_on=due, answered_on=on)
        for n, (due, on) in enumerate(
            [(date(2026, 3, 9), date(2026, 3, 10)), (date(2026, 3, 9), date(2026, 3, 9)), (date(2026, 3, 9), None)]
        )
    ]
    counts = count(Rows(facts=facts), found.values(), periods=[MARCH])
    assert counts.bands(found["edad"], MARCH) == (0, 1, 0)
    results = [counts.result(each, MARCH) for each in found.values()]
    assert [result.exact for result in results if isinstance(result, Value)] == [50, 29]


@pytest.mark.parametrize(
    ("found", "put", "place"),
    [
        ('unit = "percent"', 'unit = "kilos"', r"indicators\[0\].unit"),
        ('column = "due_on"', 'column = "due"', r"indicators\[0\].numerator\[0\].where\[1\].column"),
        (
            '{ column = "answered_on" }',
            '{ column = "answered" }',
            r"indicators\[0\].numerator\[0\].where\[1\].value.column",
        ),
        ('value = ["queja"]', "value = [3]", r"indicators\[0\].numerator\[0\].where\[0\].value"),
        ('value = ["queja"]', "value = []", r"indicators\[0\].numerator\[0\].where\[0\].value"),
        ('test = "in"', 'test = "<"', r"indicators\[0\].numerator\[0\].where\[0\].test"),
        ('period_on = "answered_on"', 'period_on = "answered"', r"indicators\[0\].numerator\[0\].period_on"),
        ("{ from = ", "{ to = ", r"indicators\[1\].numerator\[0\].of.from"),
        ("asked = true },", 'asked = true, to = "due_on" },', r"indicators\[1\].numerator\[0\].of"),
        ("asked = true },", "asked = false },", r"indicators\[1\].numerator\[0\].of"),
        ('value = { column = "answered_on" }', "value = {}", r"indicators\[0\].numerator\[0\].where\[1\].value"),
        (
            'value = { column = "answered_on" }',
            "value = { asked = false }",
            r"indicators\[0\].numerator\[0\].where\[1\].value",
        ),
        (
            'value = { column = "answered_on" }',
            'value = { column = "answered_on", asked = true }',
            r"indicators\[0\].numerator\[0\].where\[1\].value",
        ),
        ('period_on = "answered_on", where', 'lag = -1, period_on = "answered_on", where', r"numerator\[0\].lag"),
        ('period_on = "answered_on", where', 'weight = 0, period_on = "answered_on", where', r"numerator\[0\].weight"),
        ('source = "facts", of', 'source = "facts", lag = 1, of', r"indicators\[1\].quantile"),
        ('source = "facts", of', 'source = "facts", rows = true, of', r"indicators\[1\].quantile"),
        ("value = 0.5 }", "value = 0.5, until = 2025-06-30 }", r"indicators\[0\].target\[0\].until"),
        ("target = [{", "target = []\nspare = [{", r"indicators\[0\].spare"),
        ('code = "edad"', 'code = " "', r"indicators\[1\].code"),
        ("decimals = 2", "decimals = -1", r"indicators\[0\].decimals"),
        ("decimals = 2", "bands = [15, 30]", r"indicators\[0\].bands"),
        ("decimals = 2", "bands = 15", r"indicators\[0\].bands"),
        ('test = "in"', 'test = "~"', r"indicators\[0\].numerator\[0\].where\[0\].test"),
        ('source = "facts", of', 'source = "files", of', r"indicators\[1\].numerator\[0\].source"),
        ('code = "edad"', 'code = "lentas"', r"indicators\[1\].code"),
        ('code = "edad"', "code = 1", r"indicators\[1\].code"),
        ("decimals = 2", 'decimals = "2"', r"indicators\[0\].decimals"),
        ("decimals = 2", "colour = 2", r"indicators\[0\].colour"),
        ('quantile = "1/2"', 'quantile = "half"', r"indicators\[1\].quantile"),
        ('quantile = "1/2"', "quantile = 2", r"indicators\[1\].quantile"),
        ("value = 0.5", "value = nan", r"indicators\[0\].target\[0\].value"),
        ("since = 2025-01-01", "since = 2027-01-01", r"indicators\[0\].target"),
        ('period_on = "answered_on", where', "stock = 1, where", r"indicators\[0\].numerator\[0\].stock"),
        ("[[indicators]]", "[[indicator]]", "indicator: unknown key"),
        ("numerator = [", "numerator = ", "toml"),
        ('of = { from = "filed_on", asked = true }', "of = 3", r"indicators\[1\].numerator\[0\].of"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(found: str, put: str, place: str) -> None:
    """The key path, or line and column where it is no TOML."""
    assert found in SLOW
    with pytest.raises(InvalidInputError, match=f"^{place}: " if place.startswith("indicators") else place):
        indicators_from_toml(SLOW.replace(found, put, 1))


@pytest.mark.parametrize(
    ("condition", "meant"),
    [
        ('{ column = "resultado", test = "=", value = "acede" }', "accede"),
        ('{ column = "resultado", test = "in", value = ["accede", "no accede"] }', "no_accede"),
        ('{ column = "state", test = "=", value = "cerado" }', "cerrado"),
    ],
)
def test_a_word_that_a_column_never_holds_is_refused(condition: str, meant: str) -> None:
    """It would count nothing, without a word; the error gives the one that was meant."""
    text = SLOW.replace('{ column = "tipo", test = "=", value = "queja" }', condition)
    assert text != SLOW
    with pytest.raises(InvalidInputError, match=rf"^indicators\[0\].denominator\[0\].where\[0\].value: .*{meant}"):
        indicators_from_toml(text)
    assert indicators_from_toml(text.replace("acede", "accede").replace("no accede", meant).replace("cerado", meant))


def test_a_code_of_the_catalogue_is_taken() -> None:
    """Beside a catalogue, no definition takes one of its codes; by themselves, definitions know none."""
    with pytest.raises(InvalidInputError, match=r"^indicators\[1\].code: edad is one of the catalogue"):
        indicators_from_toml(SLOW, beside=["edad"])
    assert "edad" in indicators_from_toml(SLOW)


@pytest.mark.parametrize("numerator", ["", "numerator = []"])
def test_an_indicator_counts_something(numerator: str) -> None:
    """Without a numerator it is refused there."""
    text = f'[[indicators]]\ncode = "x"\nname = "X"\nunit = "cases"\nbetter = "lower"\n{numerator}'
    with pytest.raises(InvalidInputError, match=r"^indicators\[0\].numerator: expected at least one term"):
        indicators_from_toml(text)


def test_a_target_has_a_day() -> None:
    """An empty list of targets is none."""
    with pytest.raises(InvalidInputError, match=r"^indicators\[0\].target: "):
        indicators_from_toml(SLOW.replace("target = [{ since = 2025-01-01, value = 0.5 }, ", "target = [] # ", 1))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(InvalidInputError, match=r"no\.toml"):
        load_indicators(tmp_path / "no.toml")
