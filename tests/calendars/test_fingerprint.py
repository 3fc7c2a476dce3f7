"""Two calendars have the same fingerprint if they count alike, on any machine."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from attrs import evolve

from pqr_core.calendars.business import Closure
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.calendars import calendar
from pqr_core.colombia.holidays import LAWS

CAL = calendar()
DEFAULT = "2d92126e5988ce6699e9bc0f6755ccdffc3de6b3d4bf5ce64008f02900e5be4e"
CLOSURE = Closure(date(2026, 9, 4), act="Decreto 1")


def test_the_default_fingerprint_is_written_down() -> None:
    """It changes only with the law table; whoever changes that table changes this line, and checks stored deadlines."""
    assert CAL.fingerprint == DEFAULT


@pytest.mark.parametrize("seed", ["0", "4294967295"])
def test_another_process_agrees(seed: str) -> None:
    """Whatever the hash seed and the locale."""
    program = "from pqr_core.colombia.calendars import calendar; print(calendar(check='off').fingerprint)"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, env=environment, timeout=60
    )
    assert run.stdout.strip() == DEFAULT


OTHERS = {
    "saturdays": calendar(saturday_is_business_day=True),
    "dated saturdays": calendar(saturday_is_business_day=date(2026, 1, 1)),
    "saturdays of another day": calendar(saturday_is_business_day=date(2026, 1, 2)),
    "a closure": CAL.with_closures(CLOSURE),
    "a closure of another day": CAL.with_closures(evolve(CLOSURE, first=date(2026, 9, 3))),
    "a longer closure": CAL.with_closures(evolve(CLOSURE, last=date(2026, 9, 5))),
    "a closure known later": CAL.with_closures(evolve(CLOSURE, known_on=date(2026, 9, 5))),
    "a retroactive closure": CAL.with_closures(evolve(CLOSURE, retroactive=True)),
    "a closure of its own": CAL.with_closures(evolve(CLOSURE, own_act=True)),
    "a law less": evolve(CAL, laws=LAWS[:-1]),
    "a law of another code": evolve(CAL, laws=(evolve(LAWS[0], code="otro"), *LAWS[1:])),
    "a law that begins later": evolve(CAL, laws=(evolve(LAWS[0], first_year=1985), *LAWS[1:])),
    "a shorter span": evolve(CAL, span=(CAL.span[0], date(2099, 12, 31))),
}


def test_every_input_that_counts_changes_it() -> None:
    """No two of these calendars share a fingerprint, and none has that of the default."""
    fingerprints = {name: cal.fingerprint for name, cal in OTHERS.items()}
    assert len({DEFAULT, *fingerprints.values()}) == len(OTHERS) + 1, fingerprints


def test_texts_and_order_do_not_change_it() -> None:
    """Names, norms and acts decide no date, nor does the order of closures and laws."""
    other = Closure(date(2026, 9, 7), act="Decreto 2")
    citation = Citation(Norm(id="x", name="Ley X"), "art. 9", Confidence.RECORDADA)
    renamed = evolve(LAWS[0], name_es="Otro", name_en="Other", citations=(citation,))
    assert evolve(CAL, laws=(*LAWS[1:], renamed)).fingerprint == DEFAULT
    assert (
        CAL.with_closures(CLOSURE, other).fingerprint
        == CAL.with_closures(other, evolve(CLOSURE, act="Decreto 1 de 2026")).fingerprint
    )


def test_saturdays_from_the_first_day_are_all_saturdays() -> None:
    """A first day of force at or before the span says the same as True, one after it the same as False."""
    assert calendar(saturday_is_business_day=date(1950, 1, 1)).fingerprint == OTHERS["saturdays"].fingerprint
    assert calendar(saturday_is_business_day=date(2200, 1, 1)).fingerprint == DEFAULT
