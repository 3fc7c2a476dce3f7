from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.colombia.indicators import INDICATORS, OPEN, OVERDUE, PROCESS_SHEET
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Volume
from pqr_core.indicators.base import Addend, Indicator, Result, Undefined, Value, Verdict, Why
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.counts import Distribution
from pqr_core.indicators.measures import ASKED, Condition, Measure, Test
from pqr_core.indicators.periods import Period
from pqr_core.sources import Origin, Rows

SATISFACTION, DAYS, GROWTH, CALENDAR_DAYS, *_ = INDICATORS.values()
MARCH = Period.parse("2026-03")


def _exact(result: Result) -> Fraction:
    assert isinstance(result, Value)
    return result.exact


def test_days_to_answer_is_the_mean_of_those_answered_in_the_month(register: Rows) -> None:
    """(9 + 20 + 8) / 3 in March; the case answered in April is April's; the quarter has the same three."""
    counts = count(register, [DAYS, CALENDAR_DAYS])
    assert _exact(counts.result(DAYS, MARCH)) == Fraction(37, 3)
    assert _exact(counts.result(CALENDAR_DAYS, MARCH)) == Fraction(11 + 29 + 10, 3)
    assert _exact(counts.result(DAYS, Period.parse("2026-04"))) == 22
    assert _exact(counts.result(DAYS, Period.parse("2026-Q1"))) == Fraction(37, 3)
    assert _exact(counts.result(DAYS, Period.parse("2026"))) == Fraction(59, 4)


def test_nothing_answered_is_undefined(register: Rows) -> None:
    """Never zero, and it says why."""
    result = count(register, [DAYS]).result(DAYS, Period.parse("2026-02"))
    assert result == Undefined(Why.ZERO_DENOMINATOR)
    assert result.text() == "sin datos"
    assert Why.ZERO_DENOMINATOR.label() == "el denominador es cero"


def test_satisfaction_is_of_the_year(register: Rows) -> None:
    """Three of four in 2026; the answer of New Year's Eve before is not among them."""
    counts = count(register, [SATISFACTION])
    result = counts.result(SATISFACTION, Period.parse("2026"))
    assert _exact(result) == 75
    assert (result.text(), result.text("en")) == ("75,0 %", "75.0%")
    assert _exact(counts.result(SATISFACTION, Period.parse("2025"))) == 0


def test_growth_is_against_the_month_before(register: Rows) -> None:
    """(15,033 - 15,000) / 15,000 = 0.22 %; of acueducto alone 0.33 %, which meets the target exactly."""
    counts = count(register, [GROWTH], by=("servicio",))
    assert _exact(counts.result(GROWTH, MARCH)) == Fraction(33, 150)
    result = counts.result(GROWTH, MARCH, ("acueducto",))
    assert result.text() == "0,33 %"
    assert GROWTH.verdict(result, GROWTH.target_at(MARCH)) is Verdict.MET
    assert _exact(counts.result(GROWTH, MARCH, ("aseo",))) == 0


def test_growth_without_the_month_before_or_the_month_is_undefined(register: Rows) -> None:
    """A month that is not there yet is no month without subscribers."""
    counts = count(register, [GROWTH], by=("servicio",))
    for period in ("2026-02", "2026-04", "2026-05", "2026"):
        assert counts.result(GROWTH, Period.parse(period)) == Undefined(Why.NO_ROWS)
    april = Period.parse("2026-04")
    assert counts.result(GROWTH, april, ("aseo",)) == Undefined(Why.NO_ROWS)
    assert _exact(counts.result(GROWTH, april, ("acueducto",))) == Fraction(3300, 10_033)


def test_half_of_the_volumes_is_no_volume() -> None:
    """A service that was reported has to be reported in every month read, its invoices too; one that ended, with 0."""
    billing = INDICATORS["reclamos_facturacion_por_diez_mil_facturas"]

    def volume(month: int, servicio: str, subscribers: int, invoices: int | None = 5) -> Volume:
        return Volume(
            utility="a",
            month=date(2026, month, 1),
            servicio=servicio,
            subscribers=subscribers,
            invoices=invoices,
        )

    def values(*volumes: Volume, by: tuple[str, ...] = (), period: Period = MARCH) -> list[Result]:
        counts = count(Rows(volumes=volumes), [GROWTH, billing], by=by, periods=[period])
        return [counts.result(each, period) for each in (GROWTH, billing)]

    february = (volume(2, "acueducto", 100), volume(2, "aseo", 50))
    for by in ((), ("utility",), ("servicio",), ("month",)):
        if GROWTH.can_group_by(by) and billing.can_group_by(by):
            assert values(*february, volume(3, "acueducto", 101), by=by) == [Undefined(Why.NO_ROWS)] * 2
    growth, rate = values(*february, volume(3, "acueducto", 101), volume(3, "aseo", 0))
    assert [_exact(growth), _exact(rate)] == [Fraction(-4900, 150), 0]
    # A service that begins has nothing to be compared with; so has one forgotten in both months.
    assert values(*february[:1], volume(3, "acueducto", 101), volume(3, "aseo", 1))[0] == Undefined(Why.NO_ROWS)
    april = (*february, volume(3, "acueducto", 101), volume(4, "acueducto", 102))
    assert values(*april, period=MARCH.shift(1)) == [Undefined(Why.NO_ROWS)] * 2
    # Nobody said how many invoices there were of it, ever.
    growth, rate = values(*february, volume(3, "acueducto", 100), volume(3, "aseo", 50, None))
    assert _exact(growth) == 0
    assert rate == Undefined(Why.NO_ROWS)
    alone = values(volume(3, "acueducto", 100), volume(3, "aseo", 50, None))[1]
    assert alone == Undefined(Why.NO_ROWS)
    quarter = values(*february, volume(3, "aseo", 1), volume(3, "acueducto", 1), period=Period.parse("2026-Q1"))[1]
    assert quarter == Undefined(Why.NO_ROWS)  # January


def test_what_is_reported_later_does_not_unsay_a_month() -> None:
    """A utility that joins in April makes nothing of March undefined."""
    volumes = [
        Volume(utility=utility, month=date(2026, month, 1), servicio="aseo", subscribers=100 * month)
        for utility, month in (("a", 2), ("a", 3), ("a", 4), ("b", 4))
    ]
    counts = count(Rows(volumes=volumes), [GROWTH])
    assert [isinstance(counts.result(GROWTH, MARCH.shift(k)), Value) for k in (0, 1)] == [True, False]


def test_a_target_on_change_is_of_its_own_period() -> None:
    """0.33 % a month says nothing of a year; twelve days say as much of a year, and 82 % a year of a month."""
    year = Period.parse("2026")
    assert (GROWTH.target_at(MARCH), GROWTH.target_at(year)) == (Fraction(33, 100), None)
    assert (DAYS.target_at(MARCH), DAYS.target_at(year)) == (Fraction(12), Fraction(12))
    assert CALENDAR_DAYS.target_at(MARCH) is None
    assert [SATISFACTION.target_at(Period.parse(text)) for text in ("2026-03", "2026-S1", "2026")] == [82, 82, 82]


@pytest.mark.parametrize(
    ("indicator", "numerator", "denominator", "verdict"),
    [
        (DAYS, 12, 1, Verdict.MET),
        (DAYS, 1201, 100, Verdict.MISSED),
        (SATISFACTION, 82, 100, Verdict.MET),
        (SATISFACTION, 8199, 10_000, Verdict.MISSED),
        (SATISFACTION, 0, 0, Verdict.UNDEFINED),
    ],
)
def test_verdicts_are_exact(indicator: Indicator, numerator: int, denominator: int, verdict: Verdict) -> None:
    """The target itself meets it; the least beyond misses, however it is rounded."""
    target = indicator.target_at(Period.parse("2026"))
    assert indicator.verdict(indicator.value(numerator, denominator), target) is verdict
    assert indicator.verdict(indicator.value(numerator, denominator), None) is None


def test_open_and_overdue_are_counted_at_the_end_of_the_day(register: Rows) -> None:
    """Due on the 24th: not overdue that day, overdue the next; a wait that lapsed makes its case overdue too.

    On the 4th a case was open of which the last day is not known, so that nobody can say how many were overdue.
    """
    days = [date(2026, 3, 1), date(2026, 3, 4), date(2026, 3, 24), date(2026, 3, 25), date(2026, 3, 31)]
    counts = count(register, [DAYS], days=days)
    assert [counts.standing(OPEN, day) for day in days] == [0, 8, 5, 5, 4]
    assert [counts.standing(OVERDUE, day) for day in days] == [0, None, 0, 1, 2]


def test_standing_counts_agree_with_the_facts(register: Rows) -> None:
    """What the data say is overdue on a day is what a row says of itself, for cases still open whose day is known."""
    rows = [row for row in register.facts if row.answered_on is None and (row.due_on or row.due_if_lapsed_on)]
    days = [date(2026, 3, day) for day in range(2, 32)]
    counts = count(Rows(facts=rows), [DAYS], days=days)
    assert [counts.standing(OVERDUE, day) for day in days] == [sum(r.overdue(day) for r in rows) for day in days]


def test_a_standing_count_not_asked_for_is_refused(register: Rows) -> None:
    """It would be zero, and look like good news."""
    with pytest.raises(InvalidInputError, match="abiertos was not counted for 2026-03-31"):
        count(register, [DAYS]).standing(OPEN, date(2026, 3, 31))


def test_groups_are_by_any_column_of_all_sources(register: Rows) -> None:
    """By type for cases; by what a register does not have, refused with what it has."""
    counts = count(register, [DAYS], by=("tipo", "utility"), days=[date(2026, 3, 31)])
    assert counts.groups(DAYS) == (("queja", "aguas"), ("reclamo", "aguas"))
    assert _exact(counts.result(DAYS, MARCH, ("reclamo", "aguas"))) == Fraction(29, 2)
    assert _exact(counts.result(DAYS, MARCH)) == Fraction(37, 3)
    assert counts.standing(OPEN, date(2026, 3, 31), ("queja", "aguas")) == 2
    assert DAYS.can_group_by(("tipo",))
    assert not GROWTH.can_group_by(("tipo",))
    with pytest.raises(InvalidInputError, match=r"by: expected a column of volumes: .*, got 'tipo'"):
        count(register, [GROWTH], by=("tipo",))


def test_every_value_leads_to_its_cases(register: Rows) -> None:
    """The cases behind numerator and denominator; volumes have nobody behind them."""
    march = behind(register, DAYS, MARCH, by=("tipo",), group=("reclamo",))
    assert march.numerator == march.denominator
    assert [each.radicado for each in march.numerator] == ["R-1", "R-2"]
    year = behind(register, SATISFACTION, Period.parse("2026"))
    assert [each.key for each in year.numerator] == ["S-2", "S-3", "S-5"]
    assert [each.radicado for each in year.denominator] == ["R-2", "R-3", "R-4", "R-5"]
    assert behind(register, GROWTH, MARCH).numerator == ()


def test_no_case_behind_a_value_is_lost() -> None:
    """Two without a number and the same number in two utilities are four cases; one in two terms is one."""
    day = date(2026, 3, 9)
    known: dict[str, Any] = {"tipo": "reclamo", "filed_on": day, "answered_on": day, "business_days_to_answer": 0}
    cases = [
        Facts(utility="b", radicado="R-1", **known),
        Facts(utility="a", case_id=UUID(int=2), **known),
        Facts(utility="a", case_id=UUID(int=1), **known),
        Facts(utility="a", radicado="R-1", **known),
    ]
    found = behind(Rows(facts=cases), DAYS, MARCH)
    assert [(each.utility, each.radicado) for each in found.numerator] == [
        ("a", "R-1"),
        ("a", None),
        ("a", None),
        ("b", "R-1"),
    ]
    assert [each.key for each in found.numerator[1:3]] == [UUID(int=1), UUID(int=2)]
    twice = evolve(DAYS, numerator=(*DAYS.numerator, *DAYS.numerator))
    assert behind(Rows(facts=cases), twice, MARCH).numerator == found.numerator


def test_quantiles_are_exact() -> None:
    """The smallest number of days that half, or nine tenths, of the cases do not exceed."""
    ten = Distribution({3: 4, 7: 5, 30: 1})
    assert [ten.quantile(Fraction(share, 10)) for share in (4, 5, 9, 10)] == [3, 7, 7, 30]
    assert (ten.n, ten.sum, ten.mean) == (10, 77, Fraction(77, 10))
    assert (Distribution({}).quantile(Fraction(1, 2)), Distribution({}).mean) == (None, None)
    with pytest.raises(InvalidInputError, match="share"):
        ten.quantile(Fraction(3, 2))


def test_definitions_name_columns_that_exist() -> None:
    """A formula with a column of nobody is refused with those there are; a count of a period cannot ask the day."""
    with pytest.raises(
        InvalidInputError, match=r"where\[0\].column: expected a column of surveys: answered_on, .*, got 'humor'"
    ):
        Measure(origin=Origin.SURVEYS, where=(Condition("humor", Test.SET),))
    with pytest.raises(InvalidInputError, match="standing"):
        Measure(origin=Origin.FACTS, where=(Condition("due_on", Test.BEFORE, ASKED),), period_on="filed_on")


def test_the_process_sheet_comes_first() -> None:
    """Its three indicators with targets 82 %, 12 days and 0.33 %, from the sheet that is cited."""
    sheet = {code: i.target for code, i in INDICATORS.items() if i.target is not None}
    assert {code: target.at(date(2026, 1, 1)).value for code, target in sheet.items()} == {
        "satisfaccion_cliente": 82,
        "tiempo_respuesta_pqr": 12,
        "incremento_usuarios": Fraction(33, 100),
    }
    assert list(INDICATORS)[:3] == list(sheet)
    assert all(INDICATORS[code].source == PROCESS_SHEET for code in sheet)


_FACTS = st.builds(
    lambda number, tipo, filed, wait: Facts(
        utility="aguas",
        radicado=f"R-{number}",
        tipo=tipo,
        filed_on=date(2026, filed, 1),
        due_on=date(2026, filed, 20),
        answered_on=date(2026, filed, wait) if wait else None,
        business_days_to_answer=wait,
        calendar_days_to_answer=wait,
    ),
    st.integers(0, 10**6),
    st.sampled_from(["reclamo", "queja", "peticion"]),
    st.integers(1, 6),
    st.none() | st.integers(1, 28),
)


@given(st.lists(st.lists(_FACTS, max_size=12), min_size=1, max_size=4))
def test_shards_add_up_to_the_whole(shards: list[list[Facts]]) -> None:
    """Counting parts and adding is counting all at once, for every month, group and standing count."""
    day = date(2026, 6, 30)
    parts = [count(Rows(facts=shard), [DAYS], by=("tipo",), days=[day]) for shard in shards]
    whole = count(Rows(facts=[row for shard in shards for row in shard]), [DAYS], by=("tipo",), days=[day])
    assert sum(parts[1:], parts[0]) == whole
    naive = [r for shard in shards for r in shard if r.answered_on and r.answered_on.month == 3]
    result = whole.result(DAYS, MARCH)
    if naive:
        assert _exact(result) == Fraction(sum(r.business_days_to_answer or 0 for r in naive), len(naive))
    else:
        assert isinstance(result, Undefined)


def test_counts_of_different_questions_do_not_add_up(register: Rows) -> None:
    """Other groups, days, months or indicators are another question."""
    one = count(register, [DAYS])
    with pytest.raises(InvalidInputError, match="by"):
        one + count(register, [DAYS], by=("tipo",))
    with pytest.raises(InvalidInputError, match="days"):
        one + evolve(one, days=frozenset({date(2026, 3, 31)}))
    march, quarter = (count(register, [SATISFACTION], periods=[period]) for period in (MARCH, Period.parse("2026-Q1")))
    with pytest.raises(InvalidInputError, match="months"):
        march + quarter
    with pytest.raises(InvalidInputError, match="measures"):
        one + count(register, [SATISFACTION])


def test_counts_do_not_answer_for_what_was_not_counted(register: Rows) -> None:
    """Neither another month nor another indicator; a month of the future that was asked is one without rows."""
    counts = count(register, [DAYS, GROWTH], periods=[MARCH])
    assert _exact(counts.result(GROWTH, MARCH)) == Fraction(33, 150)
    for period in ("2026-02", "2026-04", "2026-Q1", "2026"):
        with pytest.raises(InvalidInputError, match=f"{period} was not counted"):
            counts.result(DAYS, Period.parse(period))
    with pytest.raises(InvalidInputError, match="not counted"):
        counts.result(SATISFACTION, MARCH)
    april = MARCH.shift(1)
    early = count(register, [DAYS], periods=[MARCH, april], until=date(2026, 3, 15))
    assert early.result(DAYS, april) == Undefined(Why.NOT_BEGUN)
    assert (early.n(DAYS, april), early.n(DAYS, MARCH)) == (None, 2)
    assert _exact(early.result(DAYS, MARCH)) == Fraction(17, 2)


def test_a_count_at_the_end_of_a_period_can_be_compared_with_the_one_before() -> None:
    """Two open at the end of February, three at the end of March: half as many more."""
    (age,) = INDICATORS["pendientes_por_edad"].numerator
    measure = age.measure.every
    growth = evolve(
        GROWTH,
        numerator=(Addend(measure), Addend(measure, weight=-1, lag=1)),
        denominator=(Addend(measure, lag=1),),
    )
    filed = [date(2026, 1, 9), date(2026, 2, 9), date(2026, 3, 9)]
    rows = Rows(facts=[Facts(utility="a", radicado=str(day), tipo="queja", filed_on=day) for day in filed])
    assert _exact(count(rows, [growth], periods=[MARCH]).result(growth, MARCH)) == 50
    running = count(rows, [growth], periods=[MARCH], until=date(2026, 3, 8))
    assert _exact(running.result(growth, MARCH)) == 0


def test_a_column_is_grouped_by_once(register: Rows) -> None:
    """Named twice, it is refused."""
    with pytest.raises(InvalidInputError, match="by: 'tipo' is named twice"):
        count(register, [DAYS], by=("tipo", "tipo"))


def test_generators_will_do(register: Rows) -> None:
    """One pass over each register, for all indicators together."""
    streamed = Rows(facts=iter(register.facts), volumes=iter(register.volumes), surveys=iter(register.surveys))
    assert count(streamed, INDICATORS.values()) == count(register, INDICATORS.values())
