"""The calendar compared with its peers and with the limit of what Python and NumPy allow, all in one run.

The rows are timed in turn, round after round, and the best round of each counts; only the ratios carry over to another
machine. A peer that is not installed is listed as absent.

    python -m benchmarks.calendar            scalar, arrays of ten million, building
    python -m benchmarks.calendar 1000000    arrays of another size
"""

from __future__ import annotations

import functools
import importlib
import random
import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TypeAlias

import holidays
import numpy as np

from benchmarks.side_by_side import OURS, Row, Run, Target, measure, report
from pqr_core.calendars import arrays, drift
from pqr_core.calendars.business import BusinessCalendar
from pqr_core.colombia import calendars
from pqr_core.colombia.holidays import LAWS, SPAN

CAL = calendars.calendar()
DAYS_OFF = [holiday.day for holiday in CAL.holidays_in(*SPAN)]
N = 15


# --- scalar --------------------------------------------------------------------------------------------------------


def table_functions() -> tuple[Callable[[date, int], date], Callable[[date, date], int]]:
    """The limit: what the calendar does, as bare functions over its own tables, without any check."""
    origin, upto, nth = CAL.origin, CAL.upto, CAL.nth

    def add(day: date, n: int) -> date:
        return nth[upto[day.toordinal() - origin] + n]

    def between(start: date, end: date) -> int:
        return upto[end.toordinal() - origin] - upto[start.toordinal() - origin]

    return add, between


Add: TypeAlias = Callable[[date, int], object]
Between: TypeAlias = Callable[[date, date], object]
Peer: TypeAlias = tuple[str, Add, Between, int]


def with_numpy() -> Peer:
    """NumPy, one date at a time."""
    busy = np.busdaycalendar(holidays=np.array(DAYS_OFF, dtype="datetime64[D]"))
    return (
        "numpy, one date",
        lambda day, n: np.busday_offset(day, n, roll="backward", busdaycal=busy),
        lambda a, b: np.busday_count(a, b, busdaycal=busy),
        10,
    )


def with_holidays() -> Peer:
    """The methods of the `holidays` package."""
    days = holidays.country_holidays("CO", years=range(1984, 2101), language="es")
    one = timedelta(days=1)
    return "holidays", days.get_nth_working_day, lambda a, b: days.get_working_days_count(a + one, b), 40


def with_pandas() -> Peer:
    """CustomBusinessDay, and bdate_range for the count."""
    pd = importlib.import_module("pandas")
    step = pd.offsets.CustomBusinessDay(n=N, holidays=DAYS_OFF)
    return (
        "pandas",
        lambda day, _: day + step,
        lambda a, b: len(pd.bdate_range(a, b, freq="C", holidays=DAYS_OFF, inclusive="right")),
        400,
    )


def with_bizdays() -> Peer:
    """The calendar of `bizdays` with our holidays."""
    bizdays = importlib.import_module("bizdays")
    cal = bizdays.Calendar(DAYS_OFF, ["Saturday", "Sunday"], startdate=str(SPAN[0]), enddate=str(SPAN[1]))
    return "bizdays", cal.offset, cal.bizdays, 10


def with_workalendar() -> Peer:
    """The Colombia of `workalendar`, which lacks Ley 2578 de 2026."""
    cal = importlib.import_module("workalendar.america").Colombia()
    return "workalendar", cal.add_working_days, cal.get_working_days_delta, 40


def with_quantlib() -> Peer:
    """QuantLib with our holidays, converting from and to `date`."""
    ql = importlib.import_module("QuantLib")
    cal = ql.BespokeCalendar("CO")
    cal.addWeekend(ql.Saturday)
    cal.addWeekend(ql.Sunday)
    made = ql.Date.from_date
    for day in DAYS_OFF:
        cal.addHoliday(made(day))
    return (
        "QuantLib",
        lambda day, n: cal.advance(made(day), n, ql.Days).to_date(),
        lambda a, b: cal.businessDaysBetween(made(a), made(b), False, True),  # noqa: FBT003 - its own order
        20,
    )


PEERS = {
    "numpy, one date": with_numpy,
    "pandas": with_pandas,
    "bizdays": with_bizdays,
    "QuantLib": with_quantlib,
    "holidays": with_holidays,
    "workalendar": with_workalendar,
}


def peers() -> Iterable[tuple[str, Peer | None]]:
    """The peers by name; None for one that is not installed."""
    for name, load in PEERS.items():
        try:
            yield name, load()
        except ImportError:
            yield name, None


def scalar() -> bool:
    """Time one date at a time: dates over the whole span in random order, counts of 1 to 60 days."""
    chosen = random.Random(51)  # noqa: S311 - to choose days
    starts = [SPAN[0] + timedelta(days=chosen.randrange(100, 42_000)) for _ in range(20_000)]
    pairs = [(day, day + timedelta(days=chosen.randrange(1, 60))) for day in starts]

    def adding(add: Add, size: int) -> Run:
        def run() -> None:
            for day in days:
                add(day, N)

        days = starts[:size]
        return run

    def counting(between: Between, size: int) -> Run:
        def run() -> None:
            for start, end in some:
                between(start, end)

        some = pairs[:size]
        return run

    bare_add, bare_between = table_functions()
    adds = [
        Row("bare table", adding(bare_add, 20_000), 20_000),
        Row(OURS, adding(CAL.add_business_days, 20_000), 20_000),
    ]
    counts = [
        Row("bare table", counting(bare_between, 20_000), 20_000),
        Row(OURS, counting(CAL.business_days_between, 20_000), 20_000),
    ]
    for name, peer in peers():
        if peer is None:
            adds.append(Row(name, None, 1))
            counts.append(Row(name, None, 1))
            continue
        _, add, between, share = peer
        size = len(starts) // share
        adds.append(Row(name, adding(add, size), size))
        counts.append(Row(name, counting(between, size), size))
    targets = (
        Target("bare table", 1.7, faster=False),
        Target("numpy, one date", 10),
        Target("holidays", 80),
    )
    kept = report(f"Add {N} business days, one date", "ns", measure(adds, 12), "bare table", targets)
    targets = (Target("bare table", 1.7, faster=False), Target("numpy, one date", 10), Target("holidays", 80))
    return report("Count between two dates", "ns", measure(counts, 12), "bare table", targets) and kept


# --- arrays --------------------------------------------------------------------------------------------------------


def array(size: int) -> bool:
    """Time many dates at once; NumPy's own business days work on a tenth of them."""
    chosen = np.random.default_rng(51)
    starts = np.datetime64(SPAN[0]) + chosen.integers(100, 42_000, size).astype("timedelta64[D]")
    ends = starts + chosen.integers(1, 60, size).astype("timedelta64[D]")
    counts = chosen.integers(1, 60, size)
    slots = starts.view(np.int64) - np.datetime64(SPAN[0], "D").astype(np.int64)
    answers = np.array([CAL.add_business_days(SPAN[0] + timedelta(days=i), N) for i in range(42_000)], "datetime64[D]")
    fused, out = answers.view(np.int64), np.empty(size, dtype=np.int64)
    busy = np.busdaycalendar(holidays=np.array(DAYS_OFF, dtype="datetime64[D]"))
    tenth = size // 10
    take = Row("bare take", lambda: fused.take(slots, out=out, mode="clip"), size)
    kept = report(
        f"Add {N} business days, {size:,} dates",
        "ns each",
        measure(
            [
                take,
                Row(OURS, lambda: arrays.add_business_days(CAL, starts, N), size),
                Row("numpy", lambda: np.busday_offset(starts[:tenth], N, roll="backward", busdaycal=busy), tenth),
            ],
            5,
        ),
        "bare take",
        (Target("bare take", 2.5, faster=False), Target("numpy", 30)),
    )
    kept &= report(
        f"Add 1 to 60 business days, {size:,} dates",
        "ns each",
        measure(
            [
                take,
                Row(OURS, lambda: arrays.add_business_days(CAL, starts, counts), size),
                Row(
                    "numpy",
                    lambda: np.busday_offset(starts[:tenth], counts[:tenth], roll="backward", busdaycal=busy),
                    tenth,
                ),
            ],
            5,
        ),
        "bare take",
        (Target("numpy", 20),),
    )
    return kept & report(
        f"Count between two dates, {size:,} pairs",
        "ns each",
        measure(
            [
                take,
                Row(OURS, lambda: arrays.business_days_between(CAL, starts, ends), size),
                Row("numpy", lambda: np.busday_count(starts[:tenth], ends[:tenth], busdaycal=busy), tenth),
            ],
            5,
        ),
        "bare take",
        (Target("numpy", 15),),
    )


# --- building ------------------------------------------------------------------------------------------------------


def building() -> bool:
    """Time building the default calendar from its laws, without and with the second opinion, anew each time."""

    def built() -> BusinessCalendar:
        return calendars._build.__wrapped__(False, (), LAWS, "off")  # noqa: SLF001, FBT003 - past the cache

    def checked() -> BusinessCalendar:
        drift._ask.cache_clear()  # noqa: SLF001 - what is asked once a process is asked again
        return calendars._build.__wrapped__(False, (), LAWS, "warn")  # noqa: SLF001, FBT003 - past the cache

    warm = functools.partial(holidays.country_holidays, "CO", years=range(1984, 2101), language="es")
    found = measure([Row("holidays.CO", warm, 1_000_000), Row(OURS, built, 1_000_000)], 15)
    kept = report("Build the default calendar", "ms", found, "holidays.CO", (Target("holidays.CO", 1, faster=False),))
    found = measure([Row("holidays.CO", warm, 1_000_000), Row(OURS, checked, 1_000_000)], 15)
    targets = (Target("holidays.CO", 3, faster=False),)
    return report("Build it and ask the second opinion", "ms", found, "holidays.CO", targets) and kept


def main(arguments: list[str]) -> int:
    """Print every table; return 1 if a promise is not kept."""
    size = int(arguments[0]) if arguments else 10_000_000
    kept = [scalar(), array(size), building()]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
