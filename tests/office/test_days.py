"""On any day, the rows of a store agree with the agendas at the last instant of that day."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

import pytest
from tests.office.days import LATER, Office, crowd, days_of, kept, lone, told_by_agendas, told_by_rows

from pqr_core.errors import OutOfSpanError
from pqr_core.facts import facts_of
from pqr_core.law.engine import agenda_of, standing_of
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore


def some_before(filed_on: date, last_on: date) -> Sequence[date]:
    """The day before the filing, and up to twenty days spread evenly up to the last event."""
    span = (last_on - filed_on).days
    step = max(1, span // 20)
    return [filed_on + timedelta(days=n) for n in (-1, *range(0, span, step))]


def agree(store: Store, office: Office, *, every: int = 1) -> int:
    """Assert that rows and agendas agree on the days asked; return how many days were compared."""
    kept(store, office)
    compared = 0
    with store.read() as unit:
        for day in list(days_of(office, later=LATER, before=some_before))[::every]:
            expected = told_by_agendas(office, day)
            if expected is not None:
                assert (day, told_by_rows(unit, office, day, paged=compared % 9 == 0)) == (day, expected)
                compared += 1
    return compared


def lone_histories_agree(first: int, last: int) -> int:
    """The number of days compared for the histories of those seeds."""
    offices = (lone(seed) for seed in range(first, last))
    return sum(agree(MemoryStore(), office) for office in offices if office is not None)


def test_a_random_history_is_told_alike_on_every_day() -> None:
    """Any type, era and readings; 120 days from the last event on, and days before it."""
    assert lone_histories_agree(0, 12) > 12 * 60


def test_colliding_histories_are_told_alike_on_every_day() -> None:
    """A dozen cases of one office are in one list, in one order."""
    assert agree(MemoryStore(), crowd(0, 12), every=3) > 40


@pytest.mark.parametrize("seed", range(2))
def test_every_store_tells_the_same(office_store: Store, seed: int) -> None:
    """Each engine's statements are tested on days before and after the last event."""
    assert agree(office_store, crowd(100 + seed, 8), every=11) > 10


@pytest.mark.full
@pytest.mark.parametrize("part", range(20))
def test_two_thousand_random_histories_are_told_alike(part: int) -> None:
    """Each on its 120 days and the days before."""
    assert lone_histories_agree(1000 + 100 * part, 1100 + 100 * part) > 100 * 60


@pytest.mark.full
@pytest.mark.parametrize("part", range(20))
def test_two_thousand_colliding_histories_are_told_alike(part: int) -> None:
    """A hundred offices of twenty cases each."""
    for seed in range(5):
        assert agree(MemoryStore(), crowd(1000 + 5 * part + seed, 20)) > 120


@pytest.mark.full
@pytest.mark.parametrize("part", range(5))
def test_a_hundred_histories_are_told_alike_by_every_store(office_store: Store, part: int) -> None:
    """An office of twenty cases in each part, each day."""
    assert agree(office_store, crowd(2000 + part, 20)) > 120


@pytest.mark.parametrize("seed", range(40))
def test_a_row_is_the_same_whatever_day_it_is_made_on(seed: int) -> None:
    """It is the same from the agenda of the filing day, of each month of the next year, or of the standing."""
    office = lone(5000 + seed) or crowd(5000 + seed, 1)
    (case,) = office.cases
    row = facts_of(standing_of(case, office.definitions))
    for n in range(0, 360, 30):
        with suppress(OutOfSpanError):
            agenda = agenda_of(case, case.filed_on + timedelta(days=n), office.definitions)
            assert facts_of(agenda) == row
