"""Closures known late, retroactive, or ordered by the utility itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.law.stories import FILED, agenda, at, case, day, event

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.law.days import AnnouncedDays
from pqr_core.policies import Months
from pqr_core.vocabulary import Finding, LegalState

ACT = "Decreto municipal 8 de 2026"


def closure(n: int, known: int | None = None, *, retroactive: bool = False, own_act: bool = False) -> Closure:
    """A closure of the n-th day, announced on another."""
    known_on = None if known is None else day(known)
    return Closure(day(n), act=ACT, known_on=known_on, retroactive=retroactive, own_act=own_act)


@pytest.mark.parametrize("known", [None, 1, 10])
def test_a_closure_known_by_the_due_day_moves_it(known: int | None) -> None:
    """A closure announced before the terms it falls in have ended moves them."""
    found = agenda(case(), day(20), closures=(closure(10, known),))
    assert (found["respuesta"].due_on, Finding.CIERRE_POSTERIOR in found.findings) == (day(16), False)


def test_each_term_is_settled_by_its_own_last_day() -> None:
    """Announced on the last day to answer, it moves that day, but not the ended window to require: a finding."""
    found = agenda(case(), day(20), closures=(closure(10, 15),))
    assert (found["respuesta"].due_on, found["requerimiento"].due_on) == (day(16), day(10))
    assert Finding.CIERRE_POSTERIOR in found.findings


def test_a_closure_announced_after_the_due_day_moves_nothing() -> None:
    """The term had ended: its day does not move, and a finding says that a closure was left out."""
    found = agenda(case(), day(20), closures=(closure(10, 16),))
    assert found["respuesta"].due_on == day(15)
    assert Finding.CIERRE_POSTERIOR in found.findings
    assert found["respuesta"].state is LegalState.VENCIDO
    closed = next(each for each in found["respuesta"].trace if each.day == day(10))
    assert (closed.number, closed.reason.closures) == (10, ())


def test_a_retroactive_act_moves_what_had_passed() -> None:
    """An act that is retroactive moves days that had passed."""
    found = agenda(case(), day(20), closures=(closure(10, 18, retroactive=True),))
    assert (found["respuesta"].due_on, Finding.CIERRE_POSTERIOR in found.findings) == (day(16), False)
    closed = next(each for each in found["respuesta"].trace if each.day == day(10))
    assert (closed.number, [each.act for each in closed.reason.closures]) == (None, [ACT])


def test_a_closure_known_in_time_brings_in_the_next() -> None:
    """The first closure moves the due day past the announcement of the second, which then counts too."""
    both = closure(10, 12), closure(11, 16)
    assert agenda(case(), day(20), closures=both)["respuesta"].due_on == day(17)
    assert agenda(case(), day(20), closures=both[1:])["respuesta"].due_on == day(15)


def test_a_closure_beyond_the_term_is_no_finding() -> None:
    """It would move nothing, so there is no finding."""
    found = agenda(case(), day(20), closures=(closure(19, 30),))
    assert (found["respuesta"].due_on, Finding.CIERRE_POSTERIOR in found.findings) == (day(15), False)


def test_a_suspended_term_is_settled_as_a_plain_one() -> None:
    """The suspension moves the due day past the announcement, so the closure counts."""
    late = (closure(18, 17),)
    told = case("reclamo", event("demora_usuario", day(5), hasta=day(10)))
    assert agenda(case(), day(16), closures=late)["respuesta"].due_on == day(15)
    found = agenda(told, day(25), closures=late)
    assert (found["respuesta"].due_on, Finding.CIERRE_POSTERIOR in found.findings) == (day(21), False)


def test_a_month_is_settled_by_its_own_last_day() -> None:
    """A closure of the last day of the month moves it only when known by then."""
    told = case("peticion_general", event("requerimiento", day(5)))
    last, after = date(2026, 3, 10), date(2026, 3, 11)
    known = Closure(last, act=ACT, known_on=last)
    late = Closure(last, act=ACT, known_on=after)
    assert agenda(told, day(6), closures=(known,))["complemento"].due_on == after
    trigger = {"months": "trigger_day"}
    untouched = agenda(told, day(6), trigger, closures=(late,))
    assert (untouched["complemento"].due_on, untouched.findings) == (date(2026, 3, 9), ())
    found = agenda(told, day(6), closures=(late,))
    assert (found["complemento"].due_on, Finding.CIERRE_POSTERIOR in found.findings) == (last, True)


def test_an_act_of_its_own_counts_and_can_be_left_out() -> None:
    """A closure ordered by the utility itself moves the day; one call gives the calendar without it."""
    own = closure(10, own_act=True)
    calendar = colombia.calendar(closures=(own,))
    assert agenda(case(), FILED, closures=(own,))["respuesta"].due_on == day(16)
    assert calendar.without_own_acts().add_business_days(FILED, 15) == day(15)


def test_days_are_counted_backwards_too() -> None:
    """The notice of a visit is counted back from it, with the closures known by then."""
    told = case("reclamo", event("visita_programada", day(3), fecha=day(10)))
    assert agenda(told, day(3), closures=(closure(8, 5),))["aviso_visita"].due_on == day(6)


def test_a_calendar_with_all_closures_known_asks_no_question() -> None:
    """Without a closure announced late the days are those of the calendar itself."""
    calendar = colombia.calendar(closures=(closure(10),))
    days = AnnouncedDays(calendar)
    assert days.add(FILED, 15) == days.business_days(FILED, 15).due_on == day(16)
    assert days.months(FILED, 1, Months.TRIGGER_DAY).due_on == date(2026, 3, 2)
    assert not days.posterior
    assert calendar.known_by(FILED - timedelta(days=400)) is calendar


def test_a_closure_of_the_day_of_filing_known_too_late_moves_nothing() -> None:
    """It moves nothing, whether the day of filing is counted or a base outside business time is moved."""
    late = closure(0, 16)
    first = agenda(case(filed=at(FILED)), day(20), {"first_day": "filing_day"}, closures=(late,))
    assert (first["respuesta"].due_on, Finding.CIERRE_POSTERIOR in first.findings) == (day(14), True)
    moved = agenda(case(filed=at(FILED)), day(20), {"off_hours": "next_business_day"}, closures=(late,))
    assert (moved["respuesta"].due_on, Finding.CIERRE_POSTERIOR in moved.findings) == (day(15), True)
    assert moved["requerimiento"].due_on == day(10)


def test_a_closure_of_the_day_of_filing_known_in_time_moves_the_base() -> None:
    """A closure of the day of filing announced while the term runs moves the base."""
    known = closure(0, 3)
    first = agenda(case(filed=at(FILED)), day(20), {"first_day": "filing_day"}, closures=(known,))
    moved = agenda(case(filed=at(FILED)), day(20), {"off_hours": "next_business_day"}, closures=(known,))
    assert (first["respuesta"].due_on, moved["respuesta"].due_on) == (day(15), day(16))


def test_a_count_back_ends_though_a_closure_would_take_the_day_before_its_announcement() -> None:
    """The visit of the tenth day is announced three days before; the closure of the eighth is known on the seventh."""
    visit = event("visita_programada", day(2), fecha=day(10))
    found = agenda(case("reclamo", visit), day(9), closures=(closure(8, 7),))
    notice = found["aviso_visita"]
    assert (notice.due_on, Finding.CIERRE_POSTERIOR in found.findings) == (day(7), True)
    known = agenda(case("reclamo", visit), day(9), closures=(closure(8, 5),))["aviso_visita"]
    assert known.due_on == day(6)
    assert [(traced.day, traced.number) for traced in known.trace if traced.number] == [
        (day(9), 1),
        (day(7), 2),
        (day(6), 3),
    ]


def test_the_trace_of_an_extended_term_counts_what_the_count_counted() -> None:
    """A closure announced within the extension, after the count had ended, is not in its working."""
    told = event("prorroga", day(8), hasta=day(23))
    answer = agenda(case("peticion_general", told), day(22), closures=(closure(6, 18),))["respuesta"]
    assert (answer.due_on, max(traced.number or 0 for traced in answer.trace)) == (day(23), 15)
