"""The calendar is compared with the package `holidays`: an old, future, broken or missing package changes no answer."""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import holidays
import pytest

from pqr_core.calendars import drift
from pqr_core.calendars.drift import NameDrift, drift_of
from pqr_core.colombia import calendars
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.holidays import SECOND_OPINION, SPAN
from pqr_core.errors import CalendarDriftError, CalendarDriftWarning, InvalidInputError

NINTH_OF_JULY = date(2026, 7, 13)
UNKNOWN = date(2027, 9, 15)
# Read before any test replaces this package.
REAL = dict(holidays.country_holidays("CO", years=range(1984, 2101), language="es"))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Empty caches, as in a new process; the caches of the other tests are restored afterwards."""
    monkeypatch.setattr(drift, "_ask", functools.lru_cache(drift._ask.__wrapped__))  # noqa: SLF001
    monkeypatch.setattr(calendars, "_build", functools.lru_cache(calendars._build.__wrapped__))  # noqa: SLF001
    return monkeypatch


@pytest.fixture
def pretend(fresh: pytest.MonkeyPatch) -> Callable[[Callable[[dict[date, str]], None]], None]:
    """Replace `holidays` by a package with the same days, changed by a function."""

    def install(change: Callable[[dict[date, str]], None]) -> None:
        def country_holidays(country: str, **options: Any) -> dict[date, str]:
            assert (country, options["language"]) == ("CO", "es")
            days = dict(REAL)
            change(days)
            return days

        package = SimpleNamespace(__version__="0.0", country_holidays=country_holidays)
        fresh.setitem(sys.modules, "holidays", package)

    return install


def _without_ley_2578(days: dict[date, str]) -> None:
    for day in [day for day, name in days.items() if "Chiquinquirá" in name]:
        del days[day]


def _with_an_unknown_holiday(days: dict[date, str]) -> None:
    days[UNKNOWN] = "Día de la Empanada"


def test_the_package_and_the_laws_agree() -> None:
    """Over the whole span, day by day and name by name."""
    found = drift_of(calendar(check="off").holidays_in(*SPAN), SPAN, SECOND_OPINION)
    assert not found, found.summary()


def test_an_old_package_warns_once_and_names_the_days(pretend: Callable[..., None]) -> None:
    """A package before Ley 2578 de 2026 changes no answer; its days are disputed."""
    pretend(_without_ley_2578)
    with pytest.warns(CalendarDriftWarning, match="only in the law table: 2026-07-13, 2027-07-12") as caught:
        cal = calendar()
    assert len(caught) == 1
    assert cal.add_business_days(date(2026, 7, 10), 1) == date(2026, 7, 14)
    assert cal.disputed_in(date(2026, 7, 1), date(2026, 7, 31)) == (NINTH_OF_JULY,)
    assert len(cal.disputed) == 75
    assert cal.disputed_in(*SPAN) == cal.disputed


def test_a_dispute_is_in_no_fingerprint(pretend: Callable[..., None]) -> None:
    """The calendar counts alike with and without the second opinion, so it has one fingerprint."""
    pretend(_without_ley_2578)
    with pytest.warns(CalendarDriftWarning):
        disputed = calendar()
    assert disputed.fingerprint == calendar(check="off").fingerprint


def test_the_drift_is_told_once_a_configuration(pretend: Callable[..., None]) -> None:
    """A calendar that was already built gives no second warning."""
    pretend(_without_ley_2578)
    with pytest.warns(CalendarDriftWarning):
        calendar()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        calendar()


def test_a_future_package_warns_of_a_holiday_that_is_unknown(pretend: Callable[..., None]) -> None:
    """A holiday of a law that we do not know is not counted, but its day is disputed."""
    pretend(_with_an_unknown_holiday)
    with pytest.warns(CalendarDriftWarning, match="only in the package: 2027-09-15"):
        cal = calendar()
    assert cal.is_business_day(UNKNOWN)
    assert cal.disputed == (UNKNOWN,)


def test_drift_can_be_an_error(pretend: Callable[..., None]) -> None:
    """With `check="raise"` no calendar is built, the first time or the next."""
    pretend(_with_an_unknown_holiday)
    for _ in range(2):
        with pytest.raises(CalendarDriftError, match="2027-09-15") as refusal:
            calendar(check="raise")
        assert refusal.value.code == "calendario_en_disputa"


def test_drift_can_be_left_unasked(pretend: Callable[..., None]) -> None:
    """With `check="off"` the package is not even imported."""
    asked: list[str] = []
    pretend(lambda _: asked.append("asked"))
    assert calendar(check="off").disputed == ()
    assert asked == []


def test_another_name_is_drift_but_disputes_no_day(pretend: Callable[..., None]) -> None:
    """Both say that the day is a holiday, under different names."""

    def rename(days: dict[date, str]) -> None:
        days[date(2025, 6, 30)] = "Sagrado Corazón (observado)"
        days[date(2026, 12, 25)] = "Nochebuena"

    pretend(rename)
    found = drift_of(calendar(check="off").holidays_in(*SPAN), SPAN, SECOND_OPINION)
    assert found.names == (
        NameDrift(date(2025, 6, 30), ("sagrado_corazon", "san_pedro_y_san_pablo"), ("sagrado_corazon",)),
        NameDrift(date(2026, 12, 25), ("navidad",), ("Nochebuena",)),
    )
    assert found.disputed == ()
    with pytest.warns(CalendarDriftWarning, match="2026-12-25 navidad / Nochebuena"):
        assert calendar().disputed == ()


def test_no_package_is_drift_and_no_crash(fresh: pytest.MonkeyPatch) -> None:
    """A host without `holidays` gets answers and a warning."""
    fresh.setitem(sys.modules, "holidays", None)
    with pytest.warns(CalendarDriftWarning, match="not installed"):
        cal = calendar()
    assert not cal.is_business_day(NINTH_OF_JULY)


def test_a_package_that_cannot_be_asked_is_drift_and_no_crash(pretend: Callable[..., None]) -> None:
    """A package so old that it has no languages, or one that raises, is reported with its fault."""

    def fail(_: dict[date, str]) -> None:
        fault = "unexpected keyword argument 'language'"
        raise TypeError(fault)

    pretend(fail)
    with pytest.warns(CalendarDriftWarning, match="unexpected keyword argument 'language'"):
        cal = calendar()
    assert cal.add_business_days(date(2026, 7, 10), 1) == date(2026, 7, 14)


def test_an_unknown_check_is_refused() -> None:
    """A misspelt `check` is refused."""
    with pytest.raises(InvalidInputError, match="warn, raise, off"):
        calendar(check="ignore")  # type: ignore[arg-type]
