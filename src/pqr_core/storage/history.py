"""The chain of a case's stored events: each entry is hashed with the one before, so that a change shows.

The chain carries no key: whoever can write the tables can forge a whole chain. It shows the mishap and the careless
hand; against the careful one, keep the digests elsewhere too.

>>> first = link("", "a")
>>> chain = (Entry(1, "a", first), Entry(2, "b", link(first, "b")))
>>> faults(chain, start="", head=chain[-1].digest, length=2)
()
>>> [str(fault.kind) for fault in faults(chain[:1], start="", head=chain[-1].digest, length=2)]
['missing']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from attrs import frozen

__all__ = ("Entry", "FaultKind", "HistoryFault", "digest_of", "faults", "link", "linked", "start_of")


class Entry(NamedTuple):
    """One stored event: its number from 1, its exact text, and the digest of the chain up to it."""

    seq: int
    text: str
    digest: str


class FaultKind(StrEnum):
    """What is wrong with an entry."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    REORDERED = "reordered"


@frozen
class HistoryFault:
    """An entry that is not what was recorded."""

    seq: int
    kind: FaultKind


def start_of(utility_id: str, case_id: str) -> str:
    """What the first entry of a case (its id as text) is linked to: a history cannot pass for another case's."""
    return link(utility_id, case_id)


def link(previous: str, text: str) -> str:
    """The digest (SHA-256, hexadecimal) of an entry with that text after the one with the digest `previous`."""
    return sha256(f"{previous}\n{text}".encode()).hexdigest()


def linked(start: str, texts: Iterable[str], *, after: int = 0) -> Iterator[Entry]:
    """The entries of `texts`, numbered from `after` + 1 and chained to `start`."""
    digest = start
    for seq, text in enumerate(texts, after + 1):
        digest = link(digest, text)
        yield Entry(seq, text, digest)


def digest_of(entries: Iterable[tuple[UUID, int, str]]) -> str:
    """One digest of many entries (case, number, digest), in order of case and number."""
    whole = sha256()
    for case_id, seq, digest in entries:
        whole.update(f"{case_id} {seq} {digest}\n".encode())
    return whole.hexdigest()


def faults(
    entries: Sequence[Entry], *, start: str, head: str, length: int, strangers: Iterable[int] = ()
) -> tuple[HistoryFault, ...]:
    """What is wrong with `entries` (by number), of which `length` were recorded, the last with the digest `head`.

    `strangers` are the numbers of those whose personal data are not their own.
    """
    chained = _chain_faults(entries, start, head, length)
    changed = {HistoryFault(seq, FaultKind.CHANGED) for seq in strangers}
    return tuple(sorted({*chained, *changed}, key=lambda fault: fault.seq))


def _chain_faults(entries: Sequence[Entry], start: str, head: str, length: int) -> Sequence[HistoryFault]:
    whole = tuple(linked(start, (entry.text for entry in entries)))
    if whole == tuple(entries) and len(whole) == length and (whole[-1].digest if whole else start) == head:
        return ()
    recorded = _recorded(entries, start, head)
    found = list(_misplaced(entries, recorded) if len(recorded) == length else _unlinked(entries, start, length))
    return found or [HistoryFault(length, FaultKind.CHANGED)]


def _recorded(entries: Sequence[Entry], start: str, head: str) -> list[Entry]:
    """The unbroken chain that ends in `head`, in its order, wherever its entries stand now; else nothing."""
    by_digest = {entry.digest: entry for entry in entries}
    chain: list[Entry] = []
    digest = head
    while digest != start:
        entry = by_digest.pop(digest, None)
        if entry is None:
            return []
        chain.append(entry)
        previous = (known for known in (start, *by_digest) if link(known, entry.text) == digest)
        digest = next(previous, "")
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


def _unlinked(entries: Sequence[Entry], start: str, length: int) -> Iterator[HistoryFault]:
    """The chain is broken: name each entry that does not follow from what stands before it, and each gap."""
    by_seq = {entry.seq: entry for entry in entries}
    digest: str | None = start
    for seq in range(1, length + 1):
        entry = by_seq.pop(seq, None)
        if entry is None:
            yield HistoryFault(seq, FaultKind.MISSING)
        elif digest is not None and link(digest, entry.text) != entry.digest:
            yield HistoryFault(seq, FaultKind.CHANGED)
        digest = None if entry is None else entry.digest
    for seq in by_seq:
        yield HistoryFault(seq, FaultKind.ADDED)
