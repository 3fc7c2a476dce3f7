from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pqr_core.indicators.base import Better, Unit, Value, number_text
from pqr_core.indicators.catalog import CATALOG
from pqr_core.indicators.periods import Period
from pqr_core.indicators.rows import Rows, count
from pqr_core.indicators.series import ASCII_LEVELS, IndicatorSeries, Point

DAYS, GROWTH = CATALOG["tiempo_respuesta_pqr"], CATALOG["incremento_usuarios"]
MONTHS = tuple(Period.parse(f"2026-{month:02}") for month in (2, 3, 4, 5))
AS_OF = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("value", "decimals", "spanish", "english"),
    [
        (Fraction(25, 2), 1, "12,5", "12.5"),
        (Fraction(33, 100), 2, "0,33", "0.33"),
        (Fraction(1, 20), 1, "0,1", "0.1"),
        (Fraction(-1, 20), 1, "-0,1", "-0.1"),
        (Fraction(-1, 30), 1, "0,0", "0.0"),
        (1_234_567, 0, "1.234.567", "1,234,567"),
    ],
)
def test_numbers_are_written_as_people_write_them(
    value: Fraction | int, decimals: int, spanish: str, english: str
) -> None:
    """A comma before the decimals and points between thousands in Spanish; halves are rounded away from zero."""
    assert (number_text(value, decimals), number_text(value, decimals, "en")) == (spanish, english)


def test_a_series_shows_value_verdict_and_what_is_open(register: Rows) -> None:
    """One row a month up to the day asked, the running month marked, months still to come left out."""
    counts = count(register, [DAYS], periods=MONTHS, until=AS_OF)
    series = IndicatorSeries.of(DAYS, counts, MONTHS)
    assert str(series).splitlines() == [
        "Tiempo de respuesta de PQR (meta: máximo 12 días hábiles)",
        "   ▁█",
        "  2026-02          sin datos             0 abiertos, 0 vencidos",
        "  2026-03  12,3 días hábiles  no cumple  4 abiertos, 2 vencidos",
        "  2026-04  22,0 días hábiles  no cumple  3 abiertos, 3 vencidos; en curso",
    ]
    english = series.text("en", levels=ASCII_LEVELS).splitlines()
    assert english[0] == "Time to answer a PQR (target: at most 12 business days)"
    assert english[1] == "   _#"
    assert english[-1] == "  2026-04  22.0 business days  missed  3 open, 3 overdue; in progress"


def test_a_value_just_beside_its_target_shows_the_difference() -> None:
    """0.327 % misses 0.33 %, and must not be printed as 0,33 %."""
    counts = count(Rows(), [GROWTH])
    result = GROWTH.value(327, 100_000)
    target = Fraction(33, 100)
    point = Point(
        period=MONTHS[0],
        result=result,
        target=target,
        verdict=GROWTH.verdict(result, target),
        beside={},
        in_progress=False,
    )
    series = IndicatorSeries(indicator=GROWTH, points=(point,), by=counts.by)
    assert series.text().splitlines()[-1] == "  2026-02  0,327 %  no cumple"


def test_a_group_is_named(register: Rows) -> None:
    """A series of one group says which."""
    counts = count(register, [DAYS], by=("tipo",), periods=MONTHS)
    series = IndicatorSeries.of(DAYS, counts, MONTHS, group=("queja",))
    assert series.title().startswith("Tiempo de respuesta de PQR - tipo: queja (meta")
    assert [point.result.text() for point in series.points[1:3]] == ["8,0 días hábiles", "22,0 días hábiles"]


def test_a_flat_line_is_drawn_at_the_bottom_and_no_line_as_blanks(register: Rows) -> None:
    """Neither divides by zero."""
    counts = count(register, [DAYS], periods=MONTHS)
    assert IndicatorSeries.of(DAYS, counts, MONTHS[1:2]).sparkline() == "▁"
    assert IndicatorSeries.of(DAYS, counts, MONTHS[:1]).sparkline() == " "
    assert IndicatorSeries.of(DAYS, counts, ()).text() == "Tiempo de respuesta de PQR\n"


def test_words_come_in_both_languages() -> None:
    """Units and directions."""
    value = Value(numerator=25, denominator=2, unit=Unit.CALENDAR_DAYS, decimals=1)
    assert (value.text(), value.text("en")) == ("12,5 días calendario", "12.5 calendar days")
    assert (Better.LOWER.label(), Better.HIGHER.label("en")) == ("menor es mejor", "higher is better")
