"""The chain of a case's stored events: each entry is hashed with the one before, so that a change shows.

The chain carries no key: whoever can write the tables can forge a whole chain. It shows the mishap and the careless
hand; against the careful one, keep the digests elsewhere too.

>>> from datetime import UTC
>>> at = datetime(2026, 3, 16, 17, tzinfo=UTC)
>>> chain = tuple(linked("", ["a", "b"], at))
>>> faults(chain, starts=("",), head=chain[-1].digest, length=2)
()
>>> [str(fault.kind) for fault in faults(chain[:1], starts=("",), head=chain[-1].digest, length=2)]
['missing']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from attrs import frozen

from pqr_core.cases.serialization import instant_text

__all__ = (
    "CASE_ITSELF",
    "Entry",
    "FaultKind",
    "HistoryFault",
    "digest_of",
    "faults",
    "link",
    "linked",
    "start_of",
    "starts_of",
)

CASE_ITSELF: Final = 0
"""The number of a fault that is none of an event but of what is kept of the whole case (its radicado)."""


class Entry(NamedTuple):
    """One stored event: its number from 1, its exact text, the digest of the chain up to it, when it was recorded."""

    seq: int
    text: str
    digest: str
    at: datetime


class FaultKind(StrEnum):
    """What is wrong with an entry."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    REORDERED = "reordered"


@frozen
class HistoryFault:
    """An entry that is not what was recorded; under the number 0 (`CASE_ITSELF`), what is kept beside the history."""

    seq: int
    kind: FaultKind


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def start_of(utility_id: str, case_id: str, zone: str) -> str:
    """What the first entry of a case (its id as text) is linked to: a history cannot pass for another case's."""
    return _digest(utility_id, case_id, zone)


def starts_of(utility_id: str, case_id: str, zone: str) -> tuple[str, ...]:
    """What the first entry may be linked to: before the tables of version 0017 it was not linked to the zone."""
    return start_of(utility_id, case_id, zone), _digest(utility_id, case_id)


def link(previous: str, text: str, instant: str) -> str:
    """The digest (SHA-256, hexadecimal) of an entry recorded at `instant` (its text), after the digest `previous`."""
    return _digest(previous, instant, text)


def linked(start: str, texts: Iterable[str], at: datetime, *, after: int = 0) -> Iterator[Entry]:
    """The entries of `texts`, recorded at one instant, numbered from `after` + 1 and chained to `start`."""
    digest, instant = start, instant_text(at)
    for seq, text in enumerate(texts, after + 1):
        digest = link(digest, text, instant)
        yield Entry(seq, text, digest, at)


def digest_of(entries: Iterable[tuple[UUID, Entry]]) -> str:
    """One digest of many entries, in order of case and number: their chain, and what stands beside it."""
    whole = sha256()
    for case_id, (seq, text, digest, at) in entries:
        whole.update(f"{case_id} {seq} {digest} {instant_text(at)} {_digest(text)}\n".encode())
    return whole.hexdigest()


def faults(
    entries: Sequence[Entry], *, starts: Iterable[str], head: str, length: int, changed: Iterable[int] = ()
) -> tuple[HistoryFault, ...]:
    """What is wrong with `entries` (by number), of which `length` were recorded, the last with the digest `head`.

    `starts` are what the first may be linked to; `changed` are the numbers of those of which something else is known
    to be changed.
    """
    known = {HistoryFault(seq, FaultKind.CHANGED) for seq in changed}
    found = _chain_faults(entries, frozenset(starts), head, length)
    return tuple(sorted({*known, *found}, key=lambda fault: fault.seq))


def _next(entry: Entry, previous: str) -> frozenset[str]:
    """The digests `entry` may have after `previous`: before the tables of version 0017 without its instant."""
    return frozenset((link(previous, entry.text, instant_text(entry.at)), _digest(previous, entry.text)))


def _follows(entry: Entry, candidates: Iterable[str]) -> bool:
    return any(entry.digest in _next(entry, previous) for previous in candidates)


def _chain_faults(entries: Sequence[Entry], starts: frozenset[str], head: str, length: int) -> Iterable[HistoryFault]:
    if _is_whole(entries, starts, head, length):
        return ()
    recorded = _recorded(entries, starts, head)
    found = list(_misplaced(entries, recorded) if len(recorded) == length else _unlinked(entries, starts, length))
    return found or [HistoryFault(length, FaultKind.CHANGED)]


def _is_whole(entries: Sequence[Entry], starts: frozenset[str], head: str, length: int) -> bool:
    candidates: Iterable[str] = starts
    for seq, entry in enumerate(entries, 1):
        if entry.seq != seq or not _follows(entry, candidates):
            return False
        candidates = (entry.digest,)
    return len(entries) == length and head in candidates


def _recorded(entries: Sequence[Entry], starts: frozenset[str], head: str) -> list[Entry]:
    """The unbroken chain that ends in `head`, in its order, wherever its entries stand now; else nothing."""
    by_digest: dict[str, Entry] = {}
    for entry in entries:  # of a copy, the one that stands first is taken for the entry
        by_digest.setdefault(entry.digest, entry)
    before = {later.digest: earlier.digest for earlier, later in pairwise(entries)}
    chain: list[Entry] = []
    digest = head
    while digest not in starts:
        if digest not in by_digest:
            return []
        entry = by_digest.pop(digest)
        chain.append(entry)
        # The one that stands before it, most of the time; else whichever it follows.
        likely = (before[digest],) if before.get(digest) in by_digest else ()
        digest = next((known for known in (*likely, *starts, *by_digest) if _follows(entry, (known,))), "")
    return chain[::-1]


def _misplaced(entries: Sequence[Entry], recorded: Sequence[Entry]) -> Iterator[HistoryFault]:
    """The whole chain is there: what is not part of it was added, what is not at its number was moved."""
    places = {entry: seq for seq, entry in enumerate(recorded, 1)}
    for entry in entries:
        place = places.get(entry)
        if place is None:
            yield HistoryFault(entry.seq, FaultKind.ADDED)
        elif place != entry.seq:
            yield HistoryFault(entry.seq, FaultKind.REORDERED)


def _unlinked(entries: Sequence[Entry], starts: frozenset[str], length: int) -> Iterator[HistoryFault]:
    """The chain is broken: name each entry that does not follow from what stands before it, and each gap."""
    by_seq = {entry.seq: entry for entry in entries}
    candidates: frozenset[str] = starts
    for seq in range(1, length + 1):
        entry = by_seq.pop(seq, None)
        if entry is None:
            yield HistoryFault(seq, FaultKind.MISSING)
            candidates = frozenset()
            continue
        if candidates and not _follows(entry, candidates):
            yield HistoryFault(seq, FaultKind.CHANGED)
        # What comes next follows from the digest that stands here, or from the one that should.
        should = frozenset().union(*(_next(entry, previous) for previous in candidates))
        candidates = frozenset((entry.digest, *should))
    for seq in by_seq:
        yield HistoryFault(seq, FaultKind.ADDED)
