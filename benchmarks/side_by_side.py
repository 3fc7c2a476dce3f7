"""Ways of doing one piece of work, timed side by side in one run, with what the project promises of the ratios."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from attrs import frozen

__all__ = ("OURS", "Row", "Run", "Target", "measure", "report")

TURN: Final = 20_000_000  # ns that a row has in each round, to catch a moment in which the machine is quiet
Run: TypeAlias = Callable[[], object]
OURS: Final = "pqr_core"


@frozen
class Row:
    """One way of doing the work: `run` does it `size` times."""

    name: str
    run: Run | None
    size: int


@frozen
class Target:
    """What the project promises: ours against `peer`, slower by at most, or faster by at least, `factor`."""

    peer: str
    factor: float
    faster: bool = True


def measure(rows: Iterable[Row], rounds: int) -> dict[str, float | None]:
    """Nanoseconds for one piece of work, by name; None where the peer is absent."""
    best: dict[str, float | None] = {}
    for _ in range(rounds):
        for row in rows:
            if row.run is None:
                best[row.name] = None
                continue
            row.run()  # untimed, so that none pays for the caches that its neighbour left cold
            spent = 0
            while spent < TURN:
                begun = time.perf_counter_ns()
                row.run()
                taken = time.perf_counter_ns() - begun
                spent += taken
                before = best.get(row.name)
                best[row.name] = taken / row.size if before is None else min(before, taken / row.size)
    return best


def report(title: str, unit: str, found: dict[str, float | None], limit: str, targets: Iterable[Target]) -> bool:
    """Print one table, ours as the measure of all; return whether it keeps every promise."""
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
