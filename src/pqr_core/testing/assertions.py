"""Assertions about dates that show, when they fail, how the law counts, day by day.

>>> from datetime import date, timedelta
>>> from pqr_core import colombia
>>> assert_deadline(colombia.due("reclamo", date(2026, 3, 16)), due_on=date(2026, 4, 9))
>>> assert_due(lambda filed_on: filed_on + timedelta(days=15), days=[date(2026, 3, 16)])
Traceback (most recent call last):
...
AssertionError: 1 of 1 days of filing has another last day; the first is ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from pqr_core import colombia
from pqr_core.colombia.holidays import VERIFIED_THROUGH
from pqr_core.drawing.text import plain
from pqr_core.exchange.workings import Missed, common, working_of
from pqr_core.language import Language, joined
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.explanations import sentences
from pqr_core.law.pictures import day_table
from pqr_core.law.profiles import Profile
from pqr_core.vocabulary import LegalState

__all__ = ("assert_deadline", "assert_due")

_UNSAID: Final = date.min
"""The default of `due_on`: a day on which no deadline is due stands for an omitted argument."""

_YEARS: Final = 3
_FEW: Final = 6


def assert_deadline(
    deadline: Deadline | Agenda,
    code: str = "respuesta",
    *,
    due_on: date | None = _UNSAID,
    state: LegalState | str | None = None,
    lang: Language = "en",
) -> None:
    """Assert that a deadline ends on a day, or has a state, or both; the failure shows how it was counted.

    Args:
        deadline: the deadline, or an agenda that must contain it.
        code: the code of the deadline in the agenda.
        due_on: its last day, or None for a deadline without a date; not compared if it is omitted.
        state: its state; not compared if it is omitted.
        lang: the language of the working.

    Raises:
        AssertionError: the day or the state is another, or the agenda does not contain the deadline.
    """
    found = deadline.get(code) if isinstance(deadline, Agenda) else deadline
    if found is None:
        there = joined([each.code for each in deadline.deadlines], lang) if isinstance(deadline, Agenda) else ""
        message = f"no deadline {code!r}; there are {there or 'none'}"
        raise AssertionError(message)
    wrong = []
    if due_on is not _UNSAID and found.due_on != due_on:
        wrong.append(f"due on {found.due_on}, expected {due_on}")
    if state is not None and found.state != state:
        wrong.append(f"{found.state.value}, expected {LegalState(state).value}")
    if wrong:
        message = "\n".join([f"{found.code}: {'; '.join(wrong)}", "", *_working(found, lang)])
        raise AssertionError(message)


def assert_due(
    function: Callable[[date], date | None],
    tipo: str = "reclamo",
    *,
    days: Iterable[date] | None = None,
    profile: Profile = colombia.DEFAULT_PROFILE,
    lang: Language = "en",
) -> None:
    """Assert that a function of yours gives the last day to answer a case for each day of filing.

    The failure shows the first wrong day with its day-by-day working, and the holidays, closures and days of the week
    that the function seems not to know: those that its right answers did not have to pass over.

    Args:
        function: takes the legal day of filing and returns the last day to answer.
        tipo: the type of the cases.
        days: the days of filing to try; by default every day of the last three years for which the law is verified.
        profile: the settings of the utility: its Saturdays, its closures, its readings.
        lang: the language of the working.

    Raises:
        AssertionError: a day differs, or the function raised an error.
        PQRError: the law refuses one of `days`, or the type has no term.
    """
    wrong: list[tuple[Deadline, date, object]] = []
    right: list[Deadline] = []
    for day in _recent() if days is None else days:
        deadline = colombia.due(tipo, day, profile=profile)
        got = _answer(function, day)
        if type(got) is type(deadline.due_on) and got == deadline.due_on:
            right.append(deadline)
        else:
            wrong.append((deadline, day, got))
    if wrong:
        message = "\n".join(_told(wrong, right, lang))
        raise AssertionError(message)


def _recent() -> Iterator[date]:
    first, end = date(VERIFIED_THROUGH - _YEARS + 1, 1, 1), date(VERIFIED_THROUGH + 1, 1, 1)
    return (first + timedelta(days=n) for n in range((end - first).days))


def _answer(function: Callable[[date], date | None], day: date) -> object:
    try:
        return function(day)
    except Exception as error:  # noqa: BLE001 - any error means that it gave no day
        return f"{type(error).__name__}: {error}"


def _told(wrong: list[tuple[Deadline, date, object]], right: list[Deadline], lang: Language) -> Iterator[str]:
    deadline, day, got = wrong[0]
    total = len(wrong) + len(right)
    verb = "has" if len(wrong) == 1 else "have"
    yield f"{len(wrong)} of {total} days of filing {verb} another last day; the first is {day}:"
    yield f"expected {deadline.due_on}, got {_shown(got)}"
    yield ""
    yield from _working(deadline, lang)
    found = common(
        ((str(filed), working_of([each])) for each, filed, _got in wrong), (working_of([each]) for each in right)
    )
    if found:
        yield ""
        yield "The function seems not to know:"
        yield from (_reason(each, lang) for each in found)


def _shown(got: object) -> str:
    if isinstance(got, datetime):
        return f"the instant {got} (return a date)"
    return str(got) if got is None or isinstance(got, (date, str)) else f"{type(got).__name__} {got!r}"


def _reason(each: Missed, lang: Language) -> str:
    days = ", ".join(map(str, each.days[:_FEW])) or "every week"
    more = f" and {len(each.days) - _FEW} more" if len(each.days) > _FEW else ""
    return f"  {each.reason.text(lang)}: {days}{more} ({len(each.vectors)} wrong)"


def _working(deadline: Deadline, lang: Language) -> Iterator[str]:
    yield from sentences(deadline, lang)
    if deadline.trace:
        yield ""
        yield plain(day_table(deadline, lang)).rstrip()
