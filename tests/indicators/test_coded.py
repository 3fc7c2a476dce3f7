"""Tables counted by NumPy arrays, and those left to the engine: the counts are those of the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from tests.indicators import registers

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.facts import Facts
from pqr_core.indicators import coded
from pqr_core.indicators.base import Indicator
from pqr_core.indicators.counting import count
from pqr_core.indicators.counts import Histogram
from pqr_core.indicators.measures import Measure
from pqr_core.indicators.periods import Period
from pqr_core.sources import Frames, Origin, Rows

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")

DAYS = INDICATORS["tiempo_respuesta_pqr"]
ANSWERED = Facts(utility="aguas", radicado="R-1", tipo="queja", filed_on=date(2026, 3, 2), answered_on=date(2026, 3, 9))
CASES = [
    evolve(
        ANSWERED,
        radicado=f"R-{n}",
        case_id=UUID(int=n + 1, version=4),
        tipo=("queja", "reclamo")[n % 2],
        servicio=("acueducto", "aseo", None)[n % 3],
        filed_on=date(2026, 2, 1 + n % 5),
        answered_on=None if n % 7 == 6 else date(2026, 3 + n % 2, (1, 9, 30)[n % 3]),
        ended_on=None if n % 7 == 6 else date(2026, 4, 30),
        notified_on=None if n % 5 == 4 else date(2026, 3 + n % 2, 10 + n % 4),
        business_days_to_answer=None if n % 4 == 3 else n,
        recurso_filed=n % 3 == 0,
    )
    for n in range(40)
]
EVERY = [indicator for indicator in INDICATORS.values() if indicator.can_group_by(("recurso_filed",))]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The measures that arrays have counted, and those that they have been asked for in vain."""
    found = SimpleNamespace(counted=set(), left=set())
    meant = coded.Coded.histogram

    def histogram(self: coded.Coded, measure: Measure, where: Any) -> Histogram | None:
        counts = meant(self, measure, where)
        (found.left if counts is None else found.counted).add(measure)
        return counts

    monkeypatch.setattr(coded.Coded, "histogram", histogram)
    return found


def _arrow(cases: list[Facts]) -> Any:
    return registers.arrow(cases, Origin.FACTS)


def _agree(table: Any, cases: list[Facts], indicators: list[Indicator], **question: Any) -> None:
    expected = count(Rows(facts=cases), indicators, **question)
    assert count(Frames(facts=table), indicators, **question) == expected


@pytest.mark.parametrize("engine", registers.IN_MEMORY)
@pytest.mark.parametrize(
    "by",
    [
        (),
        ("tipo",),
        ("servicio",),
        ("filed_on",),
        ("business_days_to_answer",),
        ("notified_on", "servicio", "recurso_filed"),
    ],
)
def test_what_happens_in_months_is_counted_by_arrays(
    engine: Callable[[Any], Any], by: tuple[str, ...], at_once: SimpleNamespace
) -> None:
    """Every measure of the facts that is no standing count, by whatever columns, empty ones too."""
    table = engine(_arrow(CASES))
    question: dict[str, Any] = {"by": by, "periods": [Period.parse("2026-Q1")], "until": date(2026, 3, 28)}
    _agree(table, CASES, EVERY, **question)
    assert at_once.counted == {
        measure for indicator in EVERY for measure in indicator.measures if measure.period_on is not None
    }
    assert not at_once.left


@pytest.mark.parametrize("engine", registers.IN_MEMORY)
def test_what_is_not_of_few_whole_numbers_is_left_to_the_engine(
    engine: Callable[[Any], Any], at_once: SimpleNamespace
) -> None:
    """Numbers or days far apart, of few rows."""
    far = [*CASES, evolve(ANSWERED, business_days_to_answer=10**8)]
    _agree(engine(_arrow(far)), far, [DAYS])
    late = [*CASES, evolve(ANSWERED, answered_on=date(9999, 12, 31), business_days_to_answer=1)]
    _agree(engine(_arrow(late)), late, [DAYS])
    assert at_once.left == {DAYS.numerator[0].measure}
    assert not at_once.counted


def test_whole_numbers_of_another_type_are_left_to_the_engine(at_once: SimpleNamespace) -> None:
    """As floats and decimals."""
    table = pl.from_arrow(_arrow(CASES))
    for dtype in (pl.Float64, pl.Decimal(9, 0)):
        changed = table.with_columns(pl.col("business_days_to_answer").cast(dtype))
        _agree(changed, CASES, [DAYS], by=("tipo",))
    assert at_once.left == {DAYS.numerator[0].measure}
    assert not at_once.counted


def test_groups_without_few_places_are_left_to_the_engine(at_once: SimpleNamespace) -> None:
    """Identifiers, what is empty in every row, and dictionaries that may hold anything."""
    arrow = _arrow(CASES)
    for by in ("case_id", "causal"):
        _agree(arrow, CASES, [DAYS], by=(by,))
        _agree(pl.from_arrow(arrow), CASES, [DAYS], by=(by,))
    place = arrow.column_names.index("tipo")
    _agree(arrow.set_column(place, "tipo", arrow["tipo"].dictionary_encode()), CASES, [DAYS], by=("tipo",))
    categories = pl.from_arrow(arrow).with_columns(pl.col("tipo").cast(pl.Categorical))
    _agree(categories, CASES, [DAYS], by=("tipo",))
    assert not at_once.counted


@pytest.mark.parametrize("by", [("radicado",), ("radicado", "filed_on")])
def test_groups_that_are_many_are_left_to_the_engine(
    by: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, at_once: SimpleNamespace
) -> None:
    """In one column or by several."""
    monkeypatch.setattr(coded, "_MOST", 39 if len(by) == 1 else 40 * 5 - 1)
    _agree(pl.from_arrow(_arrow(CASES)), CASES, [DAYS], by=by)
    assert not at_once.counted


def test_numpy_may_be_absent(monkeypatch: pytest.MonkeyPatch, at_once: SimpleNamespace) -> None:
    """Then the engine counts everything."""
    monkeypatch.setattr(coded, "_HAS_NUMPY", False)
    _agree(pl.from_arrow(_arrow(CASES)), CASES, [DAYS], by=("tipo",))
    assert not at_once.counted
    assert not at_once.left
