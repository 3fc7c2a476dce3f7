"""How the cost of each operation grows with the cases of a utility: none may grow faster than the number of cases.

python -m benchmarks.growth                      10,000 to 1,000,000 cases, SQLite in a temporary file
python -m benchmarks.growth 10000 30000          these sizes instead
python -m benchmarks.growth --url URL [SIZE...]  another database (tables `bench_*`, dropped at the end)

The slope is that of the time over the size, both as logarithms: 0 if the cost does not depend on the number of cases, 1
if each case costs the same. SQLite works in this process, and is timed by its processor time.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias
from uuid import UUID

from benchmarks.work import NOON, Office
from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.colombia.indicators import INDICATORS
from pqr_core.facts import facts_of
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.law.engine import standing_of
from pqr_core.office import worklist
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.cases import NewCase
from pqr_core.vocabulary import EventType, Outcome

SIZES: Final = (10_000, 30_000, 100_000, 300_000, 1_000_000)
UTILITY: Final = colombia.DEFAULT_PROFILE.utility_id
DEFINITIONS: Final = colombia.definitions()
CHUNK: Final = 5_000
TURNS: Final = 5
LEAST: Final = 0.2
"""The least time, in seconds, for which each operation is tried; the best turn counts."""
DAYS: Final = 700
"""The number of days over which the cases were filed; the last is today."""
TODAY: Final = NOON.date()
LEVEL: Final = 0.3
"""The greatest slope of a constant cost; above 0, because trees get a little deeper and caches colder."""
EVEN: Final = 1.1
"""The greatest slope of a cost that is the same for each case."""


Seconds: TypeAlias = Callable[[], float]


class Work(NamedTuple):
    """An operation, and the greatest slope that it may have."""

    name: str
    limit: float
    run: Callable[[UnitOfWork, int], object]


def case_id(number: int) -> UUID:
    """An id at any place in the index, as the ids of a store are."""
    return UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)


def case_of(number: int) -> Case:
    """A claim filed on one of many days; seven of ten are answered ten days later."""
    filed_at = NOON - timedelta(days=number % DAYS)
    told = [Event(EventType.ASIGNACION, at=filed_at + timedelta(hours=1), actor="oficina")]
    if number * 7 % 10 < 7 and number % DAYS >= 10:
        decision = Decision(resultado=Outcome.ACCEDE)
        told.append(Event(EventType.DECISION, at=filed_at + timedelta(days=10), payload=decision))
    return Case.file(
        Filing(tipo="reclamo", radicado=f"R-{number}", servicio="acueducto", causal="cobro", account=f"A-{number}"),
        utility_id=UTILITY,
        case_id=case_id(number),
        zone=colombia.ZONE,
        at=filed_at,
        events=told,
    )


def added(office: Office, first: int, last: int, clock: Seconds) -> float:
    """Seconds to add the cases from `first` (included) to `last` (excluded), each with its events and its row."""
    taken = 0.0
    for start in range(first, last, CHUNK):
        cases = map(case_of, range(start, min(start + CHUNK, last)))
        new = [NewCase(each, facts_of(standing_of(each, DEFINITIONS))) for each in cases]
        begun = clock()
        with office.store.begin(NOON) as unit:
            unit.cases.add_many(new)
            unit.define_all(DEFINITIONS)
            unit.commit()
        taken += clock() - begun
    return taken


def month_counted(unit: UnitOfWork, _size: int) -> object:
    """The indicators of a month, counted in the database."""
    month = Period.of(TODAY).shift(-2)
    return count(unit.source(UTILITY), tuple(INDICATORS.values()), periods=(month,))


WORK: Final = (
    Work("one case by its key", LEVEL, lambda unit, size: unit.cases.get(UTILITY, case_id(size // 2))),
    Work("one case by its radicado", LEVEL, lambda unit, size: unit.cases.by_radicado(UTILITY, f"R-{size // 2}")),
    Work("a history verified", LEVEL, lambda unit, size: unit.cases.verify_history(UTILITY, case_id(size // 3))),
    Work("a page of the worklist", LEVEL, lambda unit, _: worklist.page(unit, UTILITY, TODAY, DEFINITIONS)),
    Work("the worklist counted", EVEN, lambda unit, _: worklist.counts(unit, UTILITY, TODAY, DEFINITIONS)),
    Work("the indicators of a month", EVEN, month_counted),
    Work("all rows read", EVEN, lambda unit, _: sum(1 for _ in unit.facts.stream(UTILITY))),
)


def measured(office: Office, sizes: Sequence[int]) -> Iterator[tuple[str, float, list[float]]]:
    """For each operation its name, the greatest slope allowed, and the seconds at each size."""
    found: dict[str, list[float]] = {work.name: [] for work in WORK}
    adding: list[float] = []
    there, spent = 0, 0.0
    clock: Seconds = time.process_time if office.name == "sqlite" else time.perf_counter
    for size in sizes:
        spent += added(office, there, size, clock)
        there = size
        adding.append(spent)
        office.gather_statistics()
        with office.store.read() as unit:
            for work in WORK:
                turns = [_seconds(work, unit, size, clock) for _ in range(TURNS)]
                while sum(turns) < LEAST:
                    turns.append(_seconds(work, unit, size, clock))
                found[work.name].append(min(turns))
    yield "all of them added", EVEN, adding
    for work in WORK:
        yield work.name, work.limit, found[work.name]


def _seconds(work: Work, unit: UnitOfWork, size: int, clock: Seconds) -> float:
    begun = clock()
    work.run(unit, size)
    return clock() - begun


def slope(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of the least-squares line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(taken) for taken in seconds]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - mean_x) ** 2 for x in xs)


def shown(seconds: float) -> str:
    """A time in a readable unit."""
    for unit, many in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= many:
            return f"{seconds / many:,.1f} {unit}"
    return f"{seconds * 1e6:,.0f} us"


def main() -> int:
    """Print the table; return 0 if nothing grows faster than it may."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--url")
    args = parser.parse_args()
    sizes, told = sorted(args.sizes), list[tuple[str, float, float]]()
    with tempfile.TemporaryDirectory() as folder:
        office = Office(args.url or f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        print(f"\nGrowth on {office.name}: from {sizes[0]:,} to {sizes[-1]:,} cases")
        print(f"{'':32}" + "".join(f"{size:>12,}" for size in sizes) + f"{'slope':>8}")
        for name, limit, seconds in measured(office, sizes):
            grows = slope(sizes, seconds)
            told.append((name, limit, grows))
            print(f"{name:<32}" + "".join(f"{shown(each):>12}" for each in seconds) + f"{grows:>8.2f}")
        for name, limit, grows in told:
            print(f"  {'holds' if grows <= limit else 'FAILS'}: {name}, a slope of at most {limit:g}: {grows:.2f}")
        office.tables.metadata.drop_all(office.store.engine)
        office.store.close()
    return 0 if all(grows <= limit for _, limit, grows in told) else 1


if __name__ == "__main__":
    raise SystemExit(main())
