"""Give random vectors to the oracle and to the engine: `python -m tests.oracle.compare COUNT [SEED]`.

It makes COUNT histories and COUNT crowds, and groups the disagreements by what differs. For each group it prints the
smallest vector, reduced while the two still differ in that way, with the oracle's answer as `expect` and the engine's
beside it. At the end it prints how often each act, policy value, finding and row state occurred, rarest first.

Each vector has its own seed, so the same arguments repeat a run. The engine is imported only when the script runs: the
rest of this package must not import it. The exit status is 1 if the two disagree.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import partial
from random import Random
from typing import Any

from tests.oracle.agenda import evaluate
from tests.oracle.crowds import crowded_vector
from tests.oracle.histories import decided_by_id_alone, vector

__all__ = ("Engine", "differences", "main", "seen", "shrunk")

Vector = dict[str, Any]
Engine = Callable[[Vector], Any]

TELLERS: dict[str, Callable[[Random], Vector]] = {"history": vector, "crowd": crowded_vector}


def differences(expected: Any, got: Any) -> frozenset[str]:
    """What differs between two answers, in words: a row, a finding, a refusal, or the whole answer.

    >>> sorted(differences({"deadlines": {}, "findings": ["sin_plazo"]}, {"deadlines": {}, "findings": []}))
    ['finding sin_plazo']
    """
    agendas = [answer for answer in (expected, got) if isinstance(answer, dict) and "deadlines" in answer]
    if len(agendas) == 1 or (not agendas and expected != got):
        refused = [answer["refused"] for answer in (expected, got) if isinstance(answer, dict) and "refused" in answer]
        return frozenset({" ".join(("refused", *refused)) if refused else "answer"})
    if not agendas:
        return frozenset()
    ours, theirs = expected["deadlines"], got["deadlines"]
    rows = {f"row {code}" for code in ours.keys() | theirs.keys() if ours.get(code) != theirs.get(code)}
    return frozenset(rows | {f"finding {name}" for name in set(expected["findings"]) ^ set(got["findings"])})


def shrunk(told: Vector, differs: Callable[[Vector], bool]) -> Vector:
    """The vector without each act, policy and setting that can be left out while the answers still differ."""
    cut = True
    while cut:
        cut = False
        for smaller in _smaller(told):
            if differs(smaller):
                told, cut = smaller, True
                break
    return told


def _smaller(told: Vector) -> Iterator[Vector]:
    """The vector with one thing left out, for each act and each key of an act, of the case and of the utility."""
    events = range(len(told.get("case", {}).get("events", ())))
    paths: list[tuple[str | int, ...]] = [("case", "events", place) for place in events]
    paths += [(key,) for key in ("utility", "policies") if key in told]
    paths += [("case", key) for key in told.get("case", {})]
    paths += [("utility", key) for key in told.get("utility", {})]
    paths += [("policies", name) for name in told.get("policies", {})]
    paths += [("utility", "policies", name) for name in told.get("utility", {}).get("policies", {})]
    paths += [("case", "events", place, key) for place in events for key in told["case"]["events"][place]]
    for *holders, last in paths:
        smaller = deepcopy(told)
        inside: Any = smaller
        for key in holders:
            inside = inside[key]
        del inside[last]
        yield smaller


def seen(told: Vector, answer: Any) -> Iterator[str]:
    """What one vector and its answer cover, as words to be counted."""
    if not isinstance(answer, dict) or "deadlines" not in answer:
        yield f"{told['op']} refused {answer['refused']}" if isinstance(answer, dict) else f"op {told['op']}"
        return
    yield f"tipo {told['case']['tipo']}"
    yield from {f"act {event['type']}" for event in told["case"]["events"]}
    policies = told.get("utility", {}).get("policies", {}) | told.get("policies", {})
    yield from (f"policy {name} {value}" for name, value in policies.items())
    yield from (f"finding {name}" for name in answer["findings"])
    for code, row in answer["deadlines"].items():
        yield f"row {code} {row['state']}" + (" without date" if row["due"] is None else "")


def _guarded(engine: Engine) -> Engine:
    """Ask the engine; an unexpected exception becomes the answer."""

    def asked(told: Vector) -> Any:
        try:
            return engine(told)
        except Exception as error:  # noqa: BLE001 - whatever it raises is a disagreement to be shown
            return {"refused": f"raised {error!r}"}

    return asked


def _still_differs(engine: Engine, found: frozenset[str], smaller: Vector) -> bool:
    return differences(evaluate(smaller), engine(smaller)) == found


def main(arguments: list[str]) -> int:
    """Compare and print; return the number of groups of disagreements."""
    from pqr_core import colombia
    from pqr_core.exchange.vectors import evaluate as answer_of_the_engine

    engine = _guarded(partial(answer_of_the_engine, law=colombia.LAW))
    count, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 0
    met: Counter[str] = Counter()
    groups: defaultdict[frozenset[str], list[tuple[str, Vector]]] = defaultdict(list)
    for teller, tell in TELLERS.items():
        for number in range(seed, seed + count):
            told = tell(Random(number))  # noqa: S311 - a seed, not a secret
            if decided_by_id_alone(told):
                continue
            answer = evaluate(told)
            met.update(seen(told, answer))
            found = differences(answer, engine(told))
            if found:
                groups[found].append((f"{teller}-{number}", told))
    for found, holders in sorted(groups.items(), key=lambda item: -len(item[1])):
        name, told = min(holders, key=lambda holder: len(json.dumps(holder[1])))
        told = shrunk(told, partial(_still_differs, engine, found))
        pasted = {"id": name, "source": "computed", **told, "expect": evaluate(told)}
        sys.stdout.write(f"# {len(holders)} times: {', '.join(sorted(found))}\n")
        sys.stdout.write(json.dumps(pasted, ensure_ascii=False) + "\n")
        sys.stdout.write(f"# engine: {json.dumps(engine(told), ensure_ascii=False)}\n\n")
    for label, times in sorted(met.items(), key=lambda item: (item[1], item[0])):
        sys.stdout.write(f"{times:6} {label}\n")
    told_in_all = 2 * count
    sys.stdout.write(f"{told_in_all} vectors, {sum(map(len, groups.values()))} disagree in {len(groups)} ways\n")
    return 1 if groups else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
