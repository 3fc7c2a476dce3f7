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
from reprlib import Repr
from textwrap import shorten
from typing import Final

from attrs import frozen

from pqr_core import colombia
from pqr_core.colombia.holidays import VERIFIED_THROUGH
from pqr_core.drawing.text import plain
from pqr_core.exchange.workings import Missed, common, working_of
from pqr_core.language import Language, Said, joined
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.explanations import sentences
from pqr_core.law.pictures import day_table
from pqr_core.law.profiles import Profile
from pqr_core.names import mismatch
from pqr_core.vocabulary import LegalState

__all__ = ("assert_deadline", "assert_due")

_UNSAID: Final = date.min
"""The default of `due_on`: a day on which no deadline is due stands for an omitted argument."""

_YEARS: Final = 3
_FEW: Final = 6
_SHOWN: Final = 200
"""The most characters of an answer that a failure shows."""
_REPR: Final = Repr()  # never fails, whatever the `repr` of an answer does
_REPR.maxstring = _REPR.maxother = _SHOWN
_NO_DAYS: Final = Said("no hay días de radicación que probar", "there are no days of filing to try")
_UNKNOWN: Final = Said("La función no parece conocer:", "The function seems not to know:")


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
        lang: the language of the failure.

    Raises:
        AssertionError: the day or the state is another, or the agenda does not contain the deadline.
    """
    found = deadline.get(code) if isinstance(deadline, Agenda) else deadline
    if found is None:
        there = joined([each.code for each in deadline.deadlines], lang) if isinstance(deadline, Agenda) else ""
        es, en = f"no hay plazo {code!r}; los que hay: {there or 'ninguno'}", f"no deadline {code!r}; there are {there}"
        raise AssertionError(Said(es, en if there else f"{en}none").text(lang))
    wrong = []
    if due_on is not _UNSAID and found.due_on != due_on:
        es, en = f"vence el {found.due_on}, se esperaba {due_on}", f"due on {found.due_on}, expected {due_on}"
        wrong.append(Said(es, en).text(lang))
    if state is not None and found.state != state:
        told, wanted = found.state.value, LegalState(state).value
        wrong.append(Said(f"{told}, se esperaba {wanted}", f"{told}, expected {wanted}").text(lang))
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
        function: takes the legal day of filing and returns the last day to answer, a `date` or a subclass of it.
        tipo: the type of the cases.
        days: the days of filing to try; by default every day of the last three years for which the law is verified.
        profile: the settings of the utility: its Saturdays, its closures, its readings.
        lang: the language of the failure.

    Raises:
        AssertionError: a day differs, the function raised an error, or `days` is empty.
        PQRError: the law refuses one of `days`, or the type has no term.
    """
    wrong: list[tuple[Deadline, date, object]] = []
    right: list[Deadline] = []
    for day in _recent() if days is None else days:
        deadline = colombia.due(tipo, day, profile=profile)
        got = _answer(function, day)
        if isinstance(got, datetime) or not isinstance(got, date) or got != deadline.due_on:
            wrong.append((deadline, day, got))
        else:
            right.append(deadline)
    if not wrong and not right:
        raise AssertionError(_NO_DAYS.text(lang))
    if wrong:
        message = "\n".join(_told(wrong, right, lang))
        raise AssertionError(message)


def _recent() -> Iterator[date]:
    first, end = date(VERIFIED_THROUGH - _YEARS + 1, 1, 1), date(VERIFIED_THROUGH + 1, 1, 1)
    return (first + timedelta(days=n) for n in range((end - first).days))


@frozen
class _Raised:
    """What the function raised instead of giving a day."""

    error: Exception


def _answer(function: Callable[[date], date | None], day: date) -> object:
    try:
        return function(day)
    except Exception as error:  # noqa: BLE001 - any error means that it gave no day
        return _Raised(error)


def _told(wrong: list[tuple[Deadline, date, object]], right: list[Deadline], lang: Language) -> Iterator[str]:
    deadline, day, got = wrong[0]
    total = len(wrong) + len(right)
    has = Said("tiene", "has") if len(wrong) == 1 else Said("tienen", "have")
    yield Said(
        f"{len(wrong)} de {total} días de radicación {has.es} otro último día; el primero es {day}:",
        f"{len(wrong)} of {total} days of filing {has.en} another last day; the first is {day}:",
    ).text(lang)
    yield mismatch(Said.alike(str(deadline.due_on)), _shown(got)).text(lang)
    yield ""
    yield from _working(deadline, lang)
    found = common(
        ((str(filed), working_of([each])) for each, filed, _got in wrong), (working_of([each]) for each in right)
    )
    if found:
        yield ""
        yield _UNKNOWN.text(lang)
        yield from (_reason(each, lang) for each in found)


def _shown(got: object) -> Said:
    match got:
        case _Raised(error=error):
            return Said.alike(shorten(f"{type(error).__name__}: {error}", _SHOWN))
        case datetime():
            return Said(f"el instante {got} (devuelva una fecha)", f"the instant {got} (return a date)")
        case None | date():
            return Said.alike(str(got))
        case str():
            text = _REPR.repr(got)
            return Said(f"el texto {text} (devuelva una fecha)", f"the text {text} (return a date)")
        case _:
            return Said.alike(f"{type(got).__name__} {_REPR.repr(got)}")


def _reason(each: Missed, lang: Language) -> str:
    days = ", ".join(map(str, each.days[:_FEW])) or Said("cada semana", "every week").text(lang)
    left, count = len(each.days) - _FEW, len(each.vectors)
    more = Said(f" y {left} más", f" and {left} more").text(lang) if left > 0 else ""
    wrong = Said("1 distinta" if count == 1 else f"{count} distintas", f"{count} wrong").text(lang)
    return f"  {each.reason.text(lang)}: {days}{more} ({wrong})"


def _working(deadline: Deadline, lang: Language) -> Iterator[str]:
    yield from sentences(deadline, lang)
    if deadline.trace:
        yield ""
        yield plain(day_table(deadline, lang)).rstrip()
