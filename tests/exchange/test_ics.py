"""The iCalendar file agrees with the calendar on every day."""

from __future__ import annotations

import sys
import tracemalloc
from datetime import date, datetime, time, timedelta
from itertools import repeat

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.colombia.calendars import calendar
from pqr_core.errors import MissingExtraError, OutOfSpanError
from pqr_core.exchange.ics import DueEvent, calendar_ics, duties_ics, duties_ics_parts, warning_days
from pqr_core.language import Language

icalendar = pytest.importorskip("icalendar")
CAL = calendar()
DAY = timedelta(days=1)


def days_of(content: bytes) -> set[date]:
    """Every day that an event of the file covers, weekly ones each week."""
    found = set()
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        first, end = event["dtstart"].dt, event["dtend"].dt
        weeks = event["rrule"]["count"][0] if "rrule" in event else 1
        found |= {first + i * DAY + w * 7 * DAY for i in range((end - first).days) for w in range(weeks)}
    return found


@pytest.mark.parametrize(
    "cal",
    [
        CAL,
        calendar(saturday_is_business_day=True),
        calendar(
            saturday_is_business_day=date(2026, 6, 1),
            closures=[
                Closure(date(2025, 12, 30), date(2026, 1, 9), act="Acta 1"),
                Closure(date(2026, 9, 4), act="Acta 2"),
            ],
        ),
    ],
    ids=["default", "saturdays", "closures"],
)
@pytest.mark.parametrize("year", [1984, 2025, 2026, 2100])
def test_the_file_holds_the_days_that_do_not_count(cal: BusinessCalendar, year: int) -> None:
    """The file has exactly the days that do not count, for a year inside the span."""
    every = [date(year, 1, 1) + i * DAY for i in range(366) if (date(year, 1, 1) + i * DAY).year == year]
    assert days_of(calendar_ics(cal, year)) == {day for day in every if not cal.is_business_day(day)}


def test_holidays_and_closures_say_their_norm_or_act() -> None:
    """Each event has its norm or act, in the language asked for."""
    cal = CAL.with_closures(Closure(date(2026, 9, 4), act="Decreto municipal 12"))
    expected: dict[Language, str] = {
        "es": "Año Nuevo (Ley 51 de 1983, art. 1)",
        "en": "New Year's Day (Ley 51 de 1983, art. 1)",
    }
    for lang, holiday in expected.items():
        events = icalendar.Calendar.from_ical(calendar_ics(cal, 2026, lang)).walk("VEVENT")
        texts = {str(event["description"]) for event in events}
        assert {holiday, "Decreto municipal 12"} <= texts


def test_the_same_calendar_gives_the_same_bytes() -> None:
    """There is no clock in the file, and no two events share an identifier."""
    content = calendar_ics(CAL, 2025)
    assert content == calendar_ics(CAL, 2025)
    identifiers = [str(event["uid"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize(("year", "status"), [(2026, "CONFIRMED"), (2027, "TENTATIVE")])
def test_a_year_not_verified_is_tentative(year: int, status: str) -> None:
    """Events after the last verified year are tentative; those of that year are confirmed."""
    events = icalendar.Calendar.from_ical(calendar_ics(CAL, year)).walk("VEVENT")
    assert {str(event["status"]) for event in events} == {status}


def test_a_year_outside_the_span_is_refused() -> None:
    """It is refused, because an empty file would mean that every day counts."""
    with pytest.raises(OutOfSpanError):
        calendar_ics(CAL, 2101)


def test_without_icalendar_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError, match=r"pqr-core\[ics\]"):
        calendar_ics(CAL, 2026)
    with pytest.raises(MissingExtraError, match=r"pqr-core\[ics\]"):  # before anything is written
        duties_ics_parts([])


# --- due days ------------------------------------------------------------------------------------------------------

DUE = date(2026, 4, 9)
PROFILE = colombia.DEFAULT_PROFILE
EVENT = DueEvent(
    key="aguas:1:respuesta",
    due_on=DUE,
    summary="Responder: R-1",
    description="Reclamo; radicado el 16 de marzo, con ; y ,",
    warnings=(date(2026, 4, 6), DUE, date(2026, 4, 10)),
    at=time(8, 30),
)


def test_a_due_day_is_an_event_of_a_day_with_its_alarms() -> None:
    """The alarms are at the given hour of the given days, before and after the day; the event blocks no time."""
    (event,) = icalendar.Calendar.from_ical(duties_ics([EVENT])).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (DUE, DUE + DAY)
    assert (str(event["summary"]), str(event["description"])) == (EVENT.summary, EVENT.description)
    assert str(event["transp"]) == "TRANSPARENT"
    midnight = datetime.combine(DUE, time())
    alarms = [midnight + alarm["trigger"].dt for alarm in event.walk("VALARM")]
    assert alarms == [datetime.combine(day, EVENT.at) for day in EVENT.warnings]
    assert {str(alarm["action"]) for alarm in event.walk("VALARM")} == {"DISPLAY"}


def test_exported_again_it_replaces_itself() -> None:
    """The same duty gives the same bytes; if its day moves, the event keeps its identifier."""
    assert duties_ics([EVENT]) == duties_ics([EVENT])

    def uid(event: DueEvent) -> str:
        return str(icalendar.Calendar.from_ical(duties_ics([event])).walk("VEVENT")[0]["uid"])

    assert uid(evolve(EVENT, due_on=DUE + DAY, summary="otro")) == uid(EVENT)
    assert uid(evolve(EVENT, key="aguas:2:respuesta")) != uid(EVENT)


def test_the_parts_of_a_file_are_the_file() -> None:
    """Without an event too, and icalendar writes the same file."""
    for events in ([], [EVENT], [EVENT, evolve(EVENT, key="aguas:2:respuesta")]):
        content = b"".join(duties_ics_parts(events))
        assert content == duties_ics(events)
        assert content == icalendar.Calendar.from_ical(content).to_ical()


def test_s18_a_file_is_written_in_constant_memory() -> None:
    """Ten times as many due days take no more memory."""

    def peak(number: int) -> int:
        tracemalloc.start()
        assert sum(map(len, duties_ics_parts(repeat(EVENT, number)))) > number
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)  # imports modules
    assert peak(300) < 2 * peak(30)


def test_warnings_are_those_of_the_profile() -> None:
    """Warnings are in business days around the last day; without a ladder, on the day it is due soon and the last."""
    told = evolve(PROFILE, ladders={"respuesta": (3, 0, -1)})
    assert warning_days("respuesta", DUE, told, CAL) == (date(2026, 4, 6), DUE, date(2026, 4, 10))
    silent = evolve(PROFILE, ladders={}, soon_business_days=2)
    assert warning_days("citacion", DUE, silent, CAL) == (date(2026, 4, 7), DUE)
    edge = CAL.span[1]
    assert warning_days("respuesta", edge, told, CAL) == (edge,)
    assert b"Due days" in duties_ics([], "en")
