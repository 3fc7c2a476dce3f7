"""Assertions that show how the day was counted, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Filing
from pqr_core.errors import InvalidInputError, NaiveDatetimeError, TransitionRefused
from pqr_core.office.desk import Office
from pqr_core.storage.memory import MemoryStore
from pqr_core.testing.assertions import assert_deadline, assert_due
from pqr_core.testing.clocks import FrozenClock
from pqr_core.vocabulary import LegalState

FILED = date(2026, 6, 26)
CASE = colombia.file("reclamo", on=FILED, utility="empresa")


def _naive(filed_on: date, known: frozenset[date] = frozenset()) -> date:
    day, left = filed_on, 15
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in known
    return day


def _right(filed_on: date) -> date:
    return colombia.calendar().add_business_days(filed_on, 15)


def _failure(function: object, *args: object, **given: object) -> str:
    assert callable(function)
    with pytest.raises(AssertionError) as failed:
        function(*args, **given)
    return str(failed.value)


def test_a_deadline_as_expected() -> None:
    """Of a case and of a type, by its day, its state or both; one without a date expects None."""
    agenda = colombia.agenda(CASE, FILED)
    assert_deadline(agenda, due_on=date(2026, 7, 22), state="pendiente")
    assert_deadline(agenda, state=LegalState.PENDIENTE)
    assert_deadline(colombia.due("reclamo", FILED), due_on=date(2026, 7, 22))
    assert_deadline(agenda)


def test_a_deadline_that_differs_shows_its_days() -> None:
    """Each day walked, with its number or its norm, in the language asked for."""
    agenda = colombia.agenda(CASE, FILED)
    said = _failure(assert_deadline, agenda, due_on=date(2026, 7, 21))
    assert said.startswith("respuesta: due on 2026-07-22, expected 2026-07-21\n")
    assert "Monday 13 July 2026" in said
    assert "Ley 2578 de 2026" in said
    assert "lunes 13 de julio de 2026" in _failure(assert_deadline, agenda, due_on=None, lang="es")
    assert "pendiente, expected vencido" in _failure(assert_deadline, agenda, state="vencido")


def test_a_deadline_that_is_not_there() -> None:
    """If the deadline does not exist, the failure names those that do."""
    agenda = colombia.agenda(CASE, FILED)
    assert _failure(assert_deadline, agenda, "firmeza").startswith("no deadline 'firmeza'; there are respuesta")


def test_a_right_function_passes() -> None:
    """On every day of three years, or on those told."""
    assert_due(_right)
    assert_due(_naive, days=[date(2026, 2, 2)])


def test_a_naive_function_is_told_what_it_does_not_know() -> None:
    """The first wrong day with its working, and the holidays with their norms; weekends it knows."""
    said = _failure(assert_due, _naive)
    assert said.startswith("740 of 1096 days of filing have another last day; the first is 2024-01-01:\nexpected 2024-")
    assert "The function seems not to know:" in said
    assert "holiday: Our Lady of the Rosary of Chiquinquirá (Ley 2578 de 2026, art. 6; as cited): 2026-07-13" in said
    assert "Saturday" not in said.partition("The function seems not to know:")[2]


def test_a_list_made_before_the_law_misses_one_day() -> None:
    """Nothing else is told."""
    calendar = colombia.calendar()
    known = frozenset(
        holiday.day
        for holiday in calendar.holidays_in(date(2024, 1, 1), date(2027, 12, 31))
        if holiday.law.code != "chiquinquira"
    )
    said = _failure(assert_due, lambda filed_on: _naive(filed_on, known))
    assert said.startswith("24 of 1096 days of filing have another last day; the first is 2026-06-19:\n")
    (line,) = said.partition("The function seems not to know:\n")[2].splitlines()
    assert line.endswith("2026-07-13 (24 wrong)")


def test_calendar_days_miss_the_weekends() -> None:
    """The failure says that every weekend is missing, instead of listing the days."""
    said = _failure(assert_due, lambda filed_on: filed_on + timedelta(days=15))
    assert "  Saturday: every week" in said


def test_what_is_not_a_day_is_wrong() -> None:
    """An instant, a text, nothing, and whatever is raised."""

    def fails(filed_on: date) -> date:
        raise LookupError(filed_on)

    assert "the instant 2026-07-22 00:00:00 (return a date)" in _failure(
        assert_due, lambda _filed: datetime(2026, 7, 22), days=[FILED]
    )
    assert "got None" in _failure(assert_due, lambda _filed: None, days=[FILED])
    assert "got LookupError" in _failure(assert_due, fails, days=[FILED])


def test_a_text_is_not_taken_for_its_day() -> None:
    """Else the failure would say that it expected what it got; a long one is cut."""
    said = _failure(assert_due, lambda _filed: "2026-07-22", days=[FILED])
    assert "expected 2026-07-22, got the text '2026-07-22' (return a date)" in said
    assert len(_failure(assert_due, lambda _filed: "x" * 10**6, days=[FILED])) < 5000


def test_a_class_made_from_date_is_a_day() -> None:
    """Such as those of libraries that freeze the time; only an instant is none."""

    class Frozen(date):
        """As they make it."""

    right = _right(FILED)
    assert_due(lambda _filed: Frozen(right.year, right.month, right.day), days=[FILED])
    assert "got 2026-07-21" in _failure(assert_due, lambda _filed: Frozen(2026, 7, 21), days=[FILED])


def test_an_answer_that_cannot_be_shown_is_wrong_all_the_same() -> None:
    """Its own `repr` fails."""

    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError

    assert "got Odd <Odd instance at" in _failure(assert_due, lambda _filed: Odd(), days=[FILED])


@pytest.mark.parametrize(("lang", "said"), [("en", "there are no days"), ("es", "no hay días de radicación")])
def test_no_days_prove_nothing(lang: str, said: str) -> None:
    """A test that tries none would always pass."""
    assert said in _failure(assert_due, _right, days=[], lang=lang)


def test_the_whole_failure_is_in_spanish() -> None:
    """Not only the working."""
    said = _failure(assert_due, _naive, lang="es")
    head, _, _working = said.partition("\n\n")
    assert head.startswith(
        "740 de 1096 días de radicación tienen otro último día; el primero es 2024-01-01:\nse esperaba"
    )
    assert "La función no parece conocer:" in said
    assert "2026-07-13 (24 distintas)" in said
    naive = _failure(assert_due, lambda filed_on: filed_on + timedelta(days=15), lang="es")
    assert "sábado: cada semana" in naive
    agenda = colombia.agenda(CASE, FILED)
    assert _failure(assert_deadline, agenda, state="vencido", lang="es").startswith(
        "respuesta: pendiente, se esperaba vencido\n"
    )
    assert _failure(assert_deadline, agenda, due_on=date(2026, 7, 21), lang="es").startswith("respuesta: vence el ")
    assert _failure(assert_deadline, agenda, "firmeza", lang="es").startswith("no hay plazo 'firmeza'; los que hay: ")


def test_the_settings_of_the_utility_count() -> None:
    """A closure that the function does not know is told with its act."""
    closed = Closure(date(2026, 7, 1), act="Resolución 9 de 2026")
    profile = evolve(colombia.DEFAULT_PROFILE, closures=(closed,))
    assert_due(_with(closed), profile=profile, days=[FILED])
    said = _failure(assert_due, _right, profile=profile, days=[FILED])
    assert "closed: Resolución 9 de 2026: 2026-07-01" in said


def _with(closed: Closure) -> Callable[[date], date]:
    return lambda filed_on: colombia.calendar(closures=(closed,)).add_business_days(filed_on, 15)


def test_a_type_without_term_is_refused() -> None:
    """There is nothing to assert."""
    with pytest.raises(InvalidInputError):
        assert_due(_right, "sugerencia", days=[FILED])


# --- the clock and the fixtures ------------------------------------------------------------------------------------


def test_a_clock_stands_still(frozen_clock: FrozenClock) -> None:
    """The clock stands still until it is moved, and can be moved only to instants."""
    assert frozen_clock() == frozen_clock() == frozen_clock.at == datetime(2026, 3, 16, 15, tzinfo=UTC)
    assert frozen_clock.tick() - timedelta(minutes=1) == datetime(2026, 3, 16, 15, tzinfo=UTC)
    assert frozen_clock.move_to(datetime(2026, 7, 14, 4, 59, tzinfo=UTC)) == frozen_clock()
    assert frozen_clock.today == date(2026, 7, 13)
    with pytest.raises(NaiveDatetimeError):
        frozen_clock.move_to(datetime(2026, 7, 13))


def test_the_days_of_colombia(calendar_co: BusinessCalendar) -> None:
    """The calendar of a utility that has decided nothing."""
    assert calendar_co == colombia.calendar()


def test_a_store_of_its_own(memory_store: MemoryStore) -> None:
    """Empty."""
    with memory_store.read() as work:
        assert list(work.cases.stream(CASE.utility_id)) == []
        assert isinstance(CASE, Case)


def test_an_office_goes_by_the_clock(
    memory_office: Office, memory_store: MemoryStore, frozen_clock: FrozenClock
) -> None:
    """What is told of an hour that has not come is refused, until the clock is moved."""
    view = memory_office.file(Filing(tipo="reclamo"), on=frozen_clock.today)
    granted, later = Decision(resultado="accede", acto="facturacion"), date(2026, 3, 20)
    with pytest.raises(TransitionRefused):
        memory_office.act(view.radicado, granted, on=later)
    frozen_clock.tick(timedelta(days=5))
    assert memory_office.act(view.radicado, granted, on=later).state.value == "decidido"
    with memory_store.read() as work:
        assert len(list(work.cases.stream("empresa"))) == 1
