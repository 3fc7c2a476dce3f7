"""The `repr` of the values of `indicators` is one short line."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Indicators
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import CountQuestion
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.sources import Rows

DAYS, MARCH = INDICATORS["tiempo_respuesta_pqr"], Period.parse("2026-03")
MOST = 300


def test_a_value_is_shown_in_one_short_line(register: Rows) -> None:
    """Whatever it holds; it says which it is."""
    months = [MARCH.shift(-back) for back in reversed(range(12))]
    counts = count(register, INDICATORS.values(), periods=months, until=date(2026, 3, 31))
    series = IndicatorSeries.of(DAYS, counts, months)
    measure = DAYS.numerator[0].measure
    shown = {
        "Indicators(31: satisfaccion_cliente, tiempo_respuesta_pqr, incremento_usuarios, ...)": INDICATORS,
        "Indicators(0: )": Indicators(),
        "Indicator('tiempo_respuesta_pqr')": DAYS,
        "Period('2026-03')": MARCH,
        f"Counts(measures={len(counts.histograms)}, by=(), until=2026-03-31)": counts,
        "Histogram(n=3, groups=1)": counts.histograms[measure],
        "Distribution(n=3, sum=37)": counts.distribution(measure, MARCH),
        "Behind(numerator=3, denominator=3)": behind(register, DAYS, MARCH),
        "IndicatorSeries('tiempo_respuesta_pqr', 2025-04 to 2026-03, group=None)": series,
        "Rows()": register,
    }
    assert {text: repr(value) for text, value in shown.items()} == {text: text for text in shown}
    for value in (*shown.values(), *series.points, *DAYS.beside, CountQuestion(indicators=tuple(INDICATORS.values()))):
        assert len(repr(value)) < MOST, repr(value)


def test_no_two_indicators_have_one_code() -> None:
    """The one could not be asked for; the same one twice is one."""
    twice = Indicators([DAYS, DAYS])
    assert list(twice.values()) == [DAYS]
    with pytest.raises(InvalidInputError, match=r"^indicators: two have the code"):
        Indicators([DAYS, evolve(DAYS, decimals=2)])
