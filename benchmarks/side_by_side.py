"""Times several ways of doing one piece of work side by side, in one run, and checks what we promise of the ratios."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from attrs import frozen

__all__ = ("OURS", "OWN_TIME", "Row", "Run", "Target", "measure", "report")

TURN: Final = 20_000_000  # ns that a row gets in each round, enough to catch a quiet moment of the machine
Run: TypeAlias = Callable[[], object]
Clock: TypeAlias = Callable[[], int]
OURS: Final = "pqr_core"
OWN_TIME: Final[Clock] = time.process_time_ns
"""The processor time of this process."""


@frozen
class Row:
    """One way of doing the work; `run` does it `size` times, and is None for an absent peer."""

    name: str
    run: Run | None
    size: int


@frozen
class Target:
    """A promise: ours is at least `factor` times faster than `peer`, or within `factor` times of it if not `faster`."""

    peer: str
    factor: float
    faster: bool = True


def measure(rows: Iterable[Row], rounds: int, clock: Clock = time.perf_counter_ns) -> dict[str, float | None]:
    """Nanoseconds for one piece of work, by name; None if the peer is absent.

    Args:
        rows: the ways of doing the work.
        rounds: how often each has its turn; the best time of all turns counts.
        clock: `OWN_TIME` for work that this process does alone, so that a busy machine disturbs it less; the wall clock
            for work that waits for a disk or a server, or uses threads.
    """
    best: dict[str, float | None] = {}
    for _ in range(rounds):
        for row in rows:
            if row.run is None:
                best[row.name] = None
                continue
            row.run()  # untimed, so that no row pays for the caches that the one before it left cold
            spent = 0
            while spent < TURN:
                begun = clock()
                row.run()
                taken = clock() - begun
                spent += taken
                before = best.get(row.name)
                best[row.name] = taken / row.size if before is None else min(before, taken / row.size)
    return best


def report(title: str, unit: str, found: dict[str, float | None], limit: str, targets: Iterable[Target]) -> bool:
    """Print one table, with ratios to the limit and to ours; return whether it keeps every promise."""
    print(f"\n{title}\n{'':34}{unit:>12}{'/ limit':>10}{'/ ours':>10}")
    ours, floor = found[OURS] or 0.0, found[limit] or 0.0
    for name, taken in found.items():
        if taken is None:
            print(f"{name:<34}{'absent':>12}")
        else:
            print(f"{name:<34}{taken:>12,.1f}{taken / floor:>10.2f}{taken / ours:>10.2f}")
    kept = True
    for target in targets:
        peer = found[target.peer]
        if peer is None:
            continue
        ratio = peer / ours if target.faster else ours / peer
        holds = ratio >= target.factor if target.faster else ratio <= target.factor
        kept &= holds
        wanted = (
            f"at least {target.factor:g} times faster than" if target.faster else f"within {target.factor:g} times of"
        )
        print(f"  {'holds' if holds else 'FAILS'}: {wanted} {target.peer}: {ratio:.2f}")
    return kept
