from __future__ import annotations

import sys
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from attrs import evolve

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.drawing.charts import Dot, Labels, Limits, chart
from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Better, Indicator, Value, ValueUnit, number_text
from pqr_core.indicators.counting import count
from pqr_core.indicators.measures import ASKED, Column, Condition, DaysBetween, Measure, Test
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import ASCII_LEVELS, IndicatorSeries, Point
from pqr_core.sources import Origin, Rows

DAYS, GROWTH = INDICATORS["tiempo_respuesta_pqr"], INDICATORS["incremento_usuarios"]
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
        "  2026-04  22,0 días hábiles             3 abiertos, 3 vencidos; en curso",
    ]
    english = series.text("en", levels=ASCII_LEVELS).splitlines()
    assert english[0] == "Time to answer a PQR (target: at most 12 business days)"
    assert english[1] == "   _#"
    assert english[-1] == "  2026-04  22.0 business days          3 open, 3 overdue; in progress"


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
    value = Value(numerator=25, denominator=2, unit=ValueUnit.CALENDAR_DAYS, decimals=1)
    assert (value.text(), value.text("en")) == ("12,5 días calendario", "12.5 calendar days")
    assert (Better.LOWER.label(), Better.HIGHER.label("en")) == ("menor es mejor", "higher is better")


# --- to draw and to compute on -------------------------------------------------------------------------------------


def made(results: list[Fraction | None], *, running: bool = False) -> IndicatorSeries:
    """A series of these values, the last month perhaps in progress."""
    points = []
    for place, exact in enumerate(results):
        result = DAYS.value(0, 0) if exact is None else DAYS.value(exact.numerator, exact.denominator)
        period = Period.parse("2026-01").shift(place)
        target = DAYS.target_at(period)
        last = running and place == len(results) - 1
        verdict = DAYS.verdict(result, target)
        beside = {"abiertos": place, "vencidos": 0}
        points.append(
            Point(period=period, result=result, target=target, verdict=verdict, beside=beside, in_progress=last)
        )
    return IndicatorSeries(indicator=DAYS, points=tuple(points))


def test_control_limits_are_of_individuals_and_moving_range() -> None:
    """Mean 11, mean moving range 2, so 11 plus and minus 5.32; gaps and the running month take no part."""
    series = made([Fraction(10), Fraction(12), None, Fraction(11), Fraction(11), Fraction(40)], running=True)
    limits = series.control_limits
    assert limits is not None
    assert (limits.centre, limits.upper, limits.lower) == (Fraction(11), Fraction(1366, 100), Fraction(834, 100))
    assert limits.outside(Fraction(14))
    assert not limits.outside(limits.upper)
    assert made([Fraction(1), None, Fraction(2)]).control_limits is None
    wide = made([Fraction(0), Fraction(9)]).control_limits
    assert wide is not None
    assert wide.lower == 0


def test_the_chart_tells_what_it_shows_without_colour() -> None:
    """Well-formed; values, the missed month, the target and the limits are in words; numbers as Spanish writes them."""
    svg = made([Fraction(21, 2), Fraction(25, 2), None, Fraction(11)], running=True).svg()
    root = ET.fromstring(svg)  # noqa: S314 - our own
    texts = ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("text")]
    assert {"meta", "media", "límite superior", "límite inferior", "no cumple", "en curso", "sin datos"} <= set(texts)
    described = next(each.text or "" for each in root if each.tag.endswith("desc"))
    assert "ene 2026: 10,5 días hábiles; feb 2026: 12,5 días hábiles (no cumple); mar 2026: sin datos" in described
    assert sum(each.get("class") == "cross" for each in root.iter()) == 2  # the month and the key


def test_the_chart_has_its_colours_also_outside_a_browser() -> None:
    """As attributes, which every program draws; a style sheet has only what replaces them in the dark."""
    svg = made([Fraction(21, 2), Fraction(25, 2), None, Fraction(11)], running=True).svg()
    assert "var(" not in svg
    root = ET.fromstring(svg)  # noqa: S314 - our own
    (style,) = (each.text or "" for each in root.iter() if each.tag.endswith("style"))
    assert style.startswith("@media (prefers-color-scheme:dark){")
    assert style.count("{") == style.count("}")
    assert style.index("}}") == len(style) - 2  # nothing behind the media query
    drawn = [each for each in root.iter() if each.tag.split("}")[1] in {"rect", "line", "path", "circle", "text"}]
    for each in drawn:
        colours = [each.get("fill"), each.get("stroke")]
        assert any(colour and colour.startswith("#") for colour in colours), ET.tostring(each)
        assert f".{each.get('class')}{{" in style
    assert not any(each.get("style") for each in root.iter())


def test_the_chart_says_unit_and_what_is_open() -> None:
    """Below the title, also where there is no target; a mean hides the open cases."""
    assert ">días hábiles; feb 2026: 1 abierto, 0 vencidos</text>" in made([Fraction(9), Fraction(9)]).svg()
    late = INDICATORS["silencios_positivos"]
    counts = count(Rows(), [late], periods=MONTHS[:1])
    assert ">cases</text>" in IndicatorSeries.of(late, counts, MONTHS[:1]).svg("en")


def _texts(svg: str) -> list[tuple[float, float, str]]:
    root = ET.fromstring(svg)  # noqa: S314 - our own
    found = (each for each in root.iter() if each.tag.endswith("}text"))
    return [(float(each.get("x", 0)), float(each.get("y", 0)), "".join(each.itertext())) for each in found]


def test_words_of_the_chart_keep_apart() -> None:
    """Names beside lines that nearly or wholly coincide; a year of months without data; a long group; great numbers."""
    near = {
        text: y
        for _, y, text in _texts(made([Fraction(12), Fraction(121, 10), Fraction(12), Fraction(12)]).svg())
        if text in {"meta", "media", "límite superior", "límite inferior"}
    }
    ends = sorted(near.values())
    assert len(ends) == 4
    assert all(below - above >= 15 for above, below in pairwise(ends))
    dots = [Dot("1", 100.0, "100 %", target=50.0), Dot("2", 99.9, "99,9 %", target=50.0)]
    high = chart(dots, title="x", labels=Labels(), limits=Limits(centre=99.95, lower=99.9, upper=100.0), most=100.0)
    places = {text: y for _, y, text in _texts(high)}
    assert places["100"] == places["límite superior"] < places["media"] - 15 < places["límite inferior"] - 30
    constant = [text for _, _, text in _texts(made([Fraction(11)] * 4).svg())]
    assert "media y límites" in constant
    assert "límite superior" not in constant
    empty = made([None] * 12).svg()
    assert [text for _, _, text in _texts(empty)].count("sin datos") == 1
    assert empty.count('class="empty"') == 13  # the months and the key
    group = ("recurso_reposicion_apelacion", "San José de Cúcuta, Norte")
    grouped = evolve(made([Fraction(3)]), by=("tipo", "municipio"), group=group)
    long = [text for x, _, text in _texts(grouped.svg()) if x == 14]
    assert "".join(long).count("Cúcuta") == 1
    assert max(map(len, long)) <= 76
    ticks = [
        (x, text) for x, _, text in _texts(made([Fraction(10**6), Fraction(3 * 10**6)]).svg()) if "000.000" in text
    ]
    assert all(x - 8 * len(text) > 0 for x, text in ticks)


def test_no_limit_is_where_no_value_can_be() -> None:
    """A share has no 105 %, and no axis to 120; a change may be beyond any."""
    share = INDICATORS["oportunidad"]

    def of(indicator: Indicator, *values: int) -> IndicatorSeries:
        points = [
            evolve(point, result=indicator.value(value, 100), target=None, verdict=None)
            for value, point in zip(values, made([Fraction(1)] * len(values)).points, strict=True)
        ]
        return IndicatorSeries(indicator=indicator, points=tuple(points))

    limits = of(share, 100, 80, 100).control_limits
    assert limits is not None
    assert [limits.upper, limits.lower] == [100, Fraction(280, 3) - Fraction(532, 10)]
    assert {"100", "120"} & {text for _, _, text in _texts(of(share, 100, 100, 100).svg())} == {"100"}
    growth = of(evolve(GROWTH, beside=share.beside), 100, 80, 100).control_limits
    assert growth is not None
    assert growth.upper > 100
    shrinking = of(evolve(GROWTH, beside=share.beside), 1, 30, 1).control_limits
    assert shrinking is not None
    assert shrinking.lower < 0


def test_an_empty_group_is_named(register: Rows) -> None:
    """Not as `None`: `sin dato`."""
    counts = count(register, [DAYS], by=("servicio",), periods=MONTHS)
    series = IndicatorSeries.of(DAYS, counts, MONTHS, group=(None,))
    assert series.title().startswith("Tiempo de respuesta de PQR - servicio: sin dato (")
    assert series.title("en").startswith("Time to answer a PQR - servicio: no data (")
    assert series.records()[0]["servicio"] is None


def test_an_undefined_value_says_why(register: Rows) -> None:
    """In the records too."""
    counts = count(register, [DAYS], periods=MONTHS)
    series = IndicatorSeries.of(DAYS, counts, MONTHS[:2])
    assert [record["reason"] for record in series.records()] == ["zero_denominator", None]
    assert series.to_frame()["reason"].to_list() == ["zero_denominator", None]


@pytest.mark.parametrize("results", [[], [None], [Fraction(0)], [Fraction(7)], [Fraction(-1), Fraction(10**6)]])
def test_any_series_can_be_drawn(results: list[Fraction | None]) -> None:
    """Nothing, one point, no spread, a great one."""
    ET.fromstring(made(results).svg("en"))  # noqa: S314 - our own


def test_markup_in_a_name_is_escaped(register: Rows) -> None:
    """A group is whatever somebody typed."""
    counts = count(register, [DAYS], by=("tipo",), periods=MONTHS)
    series = IndicatorSeries.of(DAYS, counts, MONTHS, group=("<script>",))
    assert "<script>" not in series._repr_html_()


def test_a_series_is_a_table(register: Rows) -> None:
    """For polars, pandas and Arrow; exact numbers, empty cells where there is no value; and whatever reads Arrow."""
    pytest.importorskip("pyarrow")
    counts = count(register, [DAYS], by=("tipo",), periods=MONTHS, until=AS_OF)
    series = IndicatorSeries.of(DAYS, counts, MONTHS, group=("queja",))
    frame = series.to_frame()
    assert frame.columns[:4] == ["indicator", "period", "tipo", "numerator"]
    assert frame["numerator"].to_list() == [None, 8, 22]
    assert frame["verdict"].to_list() == ["undefined", "met", "in_progress"]
    assert pl.DataFrame(series).equals(frame)
    pytest.importorskip("pandas")
    assert series.to_frame("pandas").shape == frame.shape
    assert series.to_frame("pyarrow").num_rows == 3
    assert (
        IndicatorSeries.of(DAYS, counts, ()).to_frame().schema
        == IndicatorSeries.of(DAYS, counts, MONTHS).to_frame().schema
    )


def test_a_table_needs_its_library(register: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is missing is named: our extra for what it brings, the package itself for what the caller asked."""
    series = IndicatorSeries.of(DAYS, count(register, [DAYS], periods=MONTHS), MONTHS)
    for missing, backend, told in (
        ("polars", "polars", "a table needs polars: pip install polars"),
        ("pandas", "pandas", "a table needs pandas: pip install pandas"),
        ("pyarrow", "pyarrow", "a table needs pyarrow: pip install 'pqr-core[notebook]'"),
        ("narwhals", "polars", "a table needs narwhals: pip install 'pqr-core[frames]'"),
    ):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, missing, None)
            with pytest.raises(ImportError) as refused:
                series.to_frame(backend)  # type: ignore[arg-type]
            assert str(refused.value) == told
    with pytest.raises(InvalidInputError, match="backend: expected one of polars, pandas, pyarrow, got 'duckdb'"):
        series.to_frame("duckdb")  # type: ignore[arg-type]


@pytest.mark.parametrize("backend", ["polars", "pandas", "pyarrow"])
def test_counts_are_a_table(register: Rows, backend: Any) -> None:
    """A row for each cell of the histograms, with what was counted in words."""
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    counts = count(register, [DAYS], by=("tipo",), periods=MONTHS)
    table = pl.DataFrame(counts.to_frame(backend)) if backend != "pandas" else pl.from_pandas(counts.to_frame(backend))
    assert table.columns == ["measure", "day", "tipo", "number", "n"]
    told = "business_days_to_answer of facts by answered_on"
    answered = table.filter(pl.col("measure") == told)
    found = [counts.distribution(measure, month) for measure in _measures(DAYS) for month in MONTHS]
    assert answered["n"].sum() == sum(each.n for each in found)
    assert answered.select(pl.col("number").dot("n")).item() == sum(each.sum for each in found)
    assert "rows of facts where filed_on <= the day asked and " in "".join(table["measure"])
    assert count(register, ()).to_frame(backend).shape == (0, 4)


def _measures(indicator: Indicator) -> list[Measure]:
    return [term.measure for term in indicator.numerator]


def test_a_measure_says_what_it_counts() -> None:
    """In one line."""
    of_month = Measure(
        origin=Origin.FACTS,
        where=(
            Condition("tipo", Test.ONE_OF, ("queja", "reclamo")),
            Condition("denied", Test.EQUAL, operand=True),
            Condition("due_on", Test.BEFORE, Column("answered_on")),
            Condition("radicado", Test.SET),
        ),
        of=DaysBetween("filed_on", "answered_on"),
        period_on="answered_on",
    )
    assert str(of_month) == (
        "days from filed_on to answered_on of facts by answered_on where tipo in (queja, reclamo) and denied = True "
        "and due_on < answered_on and radicado is not empty"
    )
    standing = Measure(origin=Origin.FACTS, of=DaysBetween("filed_on", ASKED))
    assert str(standing) == "days from filed_on to the day asked of facts"
