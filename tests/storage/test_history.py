"""The chain under attack: every change is named, and the work grows linearly with the length."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.steps import calls_of

from pqr_core.storage.history import CASE_ITSELF, Entry, FaultKind, HistoryFault, Links, linked, start_of

AT = datetime(2026, 3, 16, 17, tzinfo=UTC)
KEY = ("aguas", "00000000-0000-0000-0000-000000000001")
ZONE = "America/Bogota"


def chain(length: int) -> list[Entry]:
    """A whole chain, recorded at one instant."""
    return list(linked(start_of(*KEY, ZONE), (f'{{"n":{n}}}' for n in range(1, length + 1)), AT))


def bare(length: int, *dated: str) -> list[Entry]:
    """A chain from before the tables of 0017, then entries chained with their instants."""
    digest, entries = sha256("\n".join(KEY).encode()).hexdigest(), []
    for seq in range(1, length + 1):
        text = f'{{"n":{seq}}}'
        digest = sha256(f"{digest}\n{text}".encode()).hexdigest()
        entries.append(Entry(seq, text, digest, AT))
    return [*entries, *linked(digest, dated, AT, after=length)]


def faults(entries: list[Entry], whole: list[Entry]) -> list[tuple[int, str]]:
    """The faults found in `entries`, of which `whole` were recorded."""
    found = Links(entries, KEY, ZONE).faults(head=whole[-1].digest, length=len(whole))
    return [(fault.seq, fault.kind.value) for fault in found]


def changed_each(entries: list[Entry], *places: int, digests: bool = False) -> list[Entry]:
    """The texts at these places changed, or the digests."""

    def changed(entry: Entry) -> Entry:
        return entry._replace(digest="0" * 64) if digests else entry._replace(text="{}")

    return [changed(entry) if place in places else entry for place, entry in enumerate(entries)]


DAMAGES: tuple[Callable[[list[Entry]], list[Entry]], ...] = (
    lambda e: changed_each(e, 1)[:-1],
    lambda e: changed_each(e, *range(0, len(e), 2)),
    lambda e: changed_each(e, *range(len(e))),
    lambda e: changed_each(e, *range(len(e)), digests=True),
    lambda e: changed_each(e, *range(len(e) - 1), digests=True),
    lambda e: [entry._replace(seq=seq) for seq, entry in enumerate(reversed(e), 1)],
    lambda e: [entry._replace(seq=seq) for seq, entry in enumerate([*e[1::2], *e[::2]], 1)],
    lambda e: [e[0], *(entry._replace(seq=entry.seq + 1) for entry in e[2:])],
    lambda e: [*e, *(entry._replace(seq=entry.seq + len(e)) for entry in e)],
    lambda e: e[::2],
)


@pytest.mark.parametrize("damage", DAMAGES, ids=map(str, range(len(DAMAGES))))
def test_s1_the_work_on_a_broken_chain_grows_with_its_length(damage: Callable[[list[Entry]], list[Entry]]) -> None:
    """However the chain was broken, twice the length takes no more than twice the calls, and a few."""

    def work(length: int) -> int:
        whole = chain(length)
        broken = damage(whole)
        assert faults(broken, whole)
        return calls_of(lambda: faults(broken, whole))

    assert work(4_000) < 2.2 * work(2_000)


def test_s1_a_broken_chain_takes_no_more_memory_than_a_whole_one() -> None:
    """A broken chain takes no more memory than a whole one, apart from the faults found."""
    whole = chain(2_000)

    def peak(entries: list[Entry]) -> int:
        tracemalloc.start()
        faults(entries, whole)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(changed_each(whole, *range(2_000), digests=True)) < 2 * peak(whole) + 2_000 * 500


@settings(max_examples=200)
@given(st.integers(3, 30), st.data())
def test_every_entry_changed_is_named_and_no_other(length: int, data: st.DataObject) -> None:
    """Texts or digests of any of them, but for the last, whose digest the case keeps too."""
    whole = chain(length)
    places = data.draw(st.sets(st.integers(0, length - 2), min_size=1))
    expected = [(place + 1, "changed") for place in sorted(places)]
    assert faults(changed_each(whole, *places, digests=True), whole) == expected
    assert faults(changed_each(whole, *places), whole) == expected


@settings(max_examples=200)
@given(st.integers(2, 30), st.data())
def test_every_entry_removed_is_named_and_no_other(length: int, data: st.DataObject) -> None:
    """From the middle or the end."""
    whole = chain(length)
    places = data.draw(st.sets(st.integers(0, length - 1), min_size=1))
    left = [entry for place, entry in enumerate(whole) if place not in places]
    assert faults(left, whole) == [(place + 1, "missing") for place in sorted(places)]


@settings(max_examples=200)
@given(st.permutations(range(12)))
def test_every_entry_moved_is_named(order: list[int]) -> None:
    """Each that does not stand at its number; few enough are put in their order again."""
    whole = chain(12)
    moved = [whole[place]._replace(seq=seq) for seq, place in enumerate(order, 1)]
    found = faults(moved, whole)
    assert [seq for seq, _ in found] == [seq for seq, place in enumerate(order, 1) if place != seq - 1] or not found
    assert bool(found) == (order != list(range(12)))


def test_a_count_or_a_head_that_was_changed_is_told() -> None:
    """Of a chain that is whole: the count under the number of the case, the head as the last entry's."""
    whole = chain(4)
    links = Links(whole, KEY, ZONE)
    case = (HistoryFault(CASE_ITSELF, FaultKind.CHANGED),)
    assert links.faults(head=whole[-1].digest, length=7) == case
    assert links.faults(head=whole[-1].digest, length=-1) == case
    assert links.faults(head="0" * 64, length=4) == (HistoryFault(4, FaultKind.CHANGED),)
    assert len(links.faults(head="0" * 64, length=2**31)) == 1000


def test_s5_instants_of_before_are_marked() -> None:
    """Instants of older entries are not in the chain and cannot be proved; from the first chained one on, all are."""
    whole = bare(3, "{}", "[]")
    assert (Links(whole, KEY, ZONE).bare, Links(chain(3), KEY, ZONE).bare) == (3, 0)
    assert Links(bare(3), KEY, ZONE).bare == 3
    assert faults(whole, whole) == []
    later = [entry._replace(at=entry.at + timedelta(days=1)) for entry in whole]
    assert faults([*later[:3], *whole[3:]], whole) == []
    assert faults([*whole[:3], later[3], whole[4]], whole) == [(4, "changed")]
    undated = sha256(f"{whole[3].digest}\n[]".encode()).hexdigest()
    forged = [*whole[:4], whole[4]._replace(digest=undated)]
    assert Links(forged, KEY, ZONE).faults(head=undated, length=5) == (HistoryFault(5, FaultKind.CHANGED),)
