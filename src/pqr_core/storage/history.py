"""The chain of the stored events of a case: each entry is hashed with the one before, so that changes are detected.

The chain has no key: anyone who can write to the tables can forge a whole chain. It detects accidents and careless
edits, not a determined forger. To detect that too, keep the digests in another place.

>>> from datetime import UTC
>>> at = datetime(2026, 3, 16, 17, tzinfo=UTC)
>>> key, zone = ("aguas", "00000000-0000-0000-0000-000000000001"), "America/Bogota"
>>> chain = tuple(linked(start_of(*key, zone), ["a", "b"], at))
>>> Links(chain, key, zone).faults(head=chain[-1].digest, length=2)
()
>>> [str(fault.kind) for fault in Links(chain[:1], key, zone).faults(head=chain[-1].digest, length=2)]
['missing']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from attrs import frozen

from pqr_core.cases.canonical import instant_text

__all__ = (
    "CASE_ITSELF",
    "Entry",
    "FaultKind",
    "HistoryFault",
    "Link",
    "Links",
    "digest_of",
    "link",
    "linked",
    "start_of",
)

_DATED: Final = len("\n2026-03-16T17:00:00.000000Z")
"""How many bytes of the hashed text of an entry its instant takes."""
_ENDS: Final = 64
"""How many of the entries without a successor are tried first as the one before a moved entry."""
_TRIES: Final = 4
"""How many tries there are per entry, in total, to find the entry before it."""
_GAPS: Final = 1000
"""The most missing entries named one by one, if the count of a case is larger than its entries."""

CASE_ITSELF: Final = 0
"""The number of a fault in the data kept beside the history of a case (such as its radicado), not in an event."""


class Entry(NamedTuple):
    """One stored event: its number from 1, its exact text, the digest of the chain up to it, when it was recorded."""

    seq: int
    text: str
    digest: str
    at: datetime


class Link(StrEnum):
    """What the digest of an entry covers."""

    DATED = "dated"
    """The previous digest, the instant and the text."""
    BARE = "bare"
    """The previous digest and the text, as before version 0017 of the tables: a changed instant is not detected."""


_KINDS: Final = tuple(Link)
"""The kinds of link, in the order in which they are tried."""


class FaultKind(StrEnum):
    """The kind of a fault in a history."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    REORDERED = "reordered"


@frozen
class HistoryFault:
    """An entry that is not as recorded; number 0 (`CASE_ITSELF`) stands for the data kept beside the history."""

    seq: int
    kind: FaultKind


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()


def start_of(utility_id: str, case_id: str, zone: str) -> str:
    """The digest to which the first entry of a case is linked: a history cannot pass for that of another case."""
    return _digest(utility_id, case_id, zone)


def link(previous: str, text: str, instant: str) -> str:
    """The digest (SHA-256, hexadecimal) of an entry with a text, recorded at `instant` (as text), after `previous`."""
    return _digest(previous, instant, text)


def linked(start: str, texts: Iterable[str], at: datetime, *, after: int = 0) -> Iterator[Entry]:
    """The entries of `texts`, recorded at one instant, numbered from `after` + 1 and chained to the digest `start`."""
    digest, instant = start, instant_text(at)
    for seq, text in enumerate(texts, after + 1):
        digest = link(digest, text, instant)
        yield Entry(seq, text, digest, at)


def digest_of(entries: Iterable[tuple[UUID, Entry]]) -> str:
    """One digest (SHA-256, hexadecimal) of the entries of many cases, given in order of case and number."""
    whole = sha256()
    for case_id, (seq, text, digest, at) in entries:
        whole.update(f"{case_id} {seq} {digest} {instant_text(at)} {_digest(text)}\n".encode())
    return whole.hexdigest()


@frozen
class Links:
    """The entries of a case, with the way in which each is linked to the one before.

    Args:
        entries: the entries as stored, in order.
        key: the utility and the case id, as text.
        zone: the name of the time zone of the case.
    """

    entries: Sequence[Entry]
    key: tuple[str, str]
    zone: str

    @cached_property
    def kinds(self) -> list[Link | None]:
        """How each entry is linked to the one before it (the first one to the case); None if it is not."""
        found: list[Link | None] = []
        previous = self._start(Link.DATED)
        for place, (_, text, digest, at) in enumerate(self.entries):
            as_recorded = digest == link(previous, text, instant_text(at))  # nearly all are: nothing else is tried
            kind = Link.DATED if as_recorded else self.follows(place, place - 1)
            # After an entry whose digest covers the instant, every entry's does.
            found.append(None if kind is Link.BARE and found and found[-1] is Link.DATED else kind)
            previous = digest
        return found

    @property
    def bare(self) -> int:
        """How many entries at the start have an instant that the chain does not cover (see `Link.BARE`)."""
        return next((place for place, kind in enumerate(self.kinds) if kind is not Link.BARE), len(self.entries))

    def follows(self, place: int, before: int) -> Link | None:
        """How the entry at `place` is linked to the one at `before`, from 0 (-1: the case itself); None if not."""
        digest = self.entries[place].digest
        for kind in _KINDS:
            previous = self._start(kind) if before < 0 else self.entries[before].digest
            if digest == self._digest(kind, previous, place):
                return kind
        return None

    def _start(self, kind: Link) -> str:
        """The digest to which the first entry is linked."""
        return start_of(*self.key, self.zone) if kind is Link.DATED else _digest(*self.key)

    @cached_property
    def _bodies(self) -> list[bytes]:
        """The bytes of each entry that are hashed after the previous digest; they begin with the instant."""
        return [f"\n{instant_text(entry.at)}\n{entry.text}".encode() for entry in self.entries]

    def _digest(self, kind: Link, previous: str, place: int) -> str:
        """The digest of the entry at a place if it follows the digest `previous`."""
        body = self._bodies[place]
        return sha256(previous.encode() + (body if kind is Link.DATED else body[_DATED:])).hexdigest()

    def faults(self, *, head: str, length: int, changed: Iterable[int] = ()) -> tuple[HistoryFault, ...]:
        """The faults by number, given that `length` entries were recorded and the last one has the digest `head`.

        `changed` holds the numbers of entries that are known to be changed in another way. The work is proportional to
        the number of entries, however many are damaged; so if many were moved, some may be reported as changed.
        """
        found = {*self._found(head, length), *(HistoryFault(seq, FaultKind.CHANGED) for seq in changed)}
        return tuple(sorted(found, key=lambda fault: (fault.seq, fault.kind)))

    def _found(self, head: str, length: int) -> Iterable[HistoryFault]:
        numbered = [entry.seq for entry in self.entries] == list(range(1, len(self.entries) + 1))
        last = self.entries[-1].digest if self.entries else ""
        if numbered and None not in self.kinds and last == head:
            # The chain is whole and ends in `head`: at most the count kept beside it was changed.
            return () if len(self.entries) == length else (HistoryFault(CASE_ITSELF, FaultKind.CHANGED),)
        recorded = self._recorded(head)
        found = list(self._misplaced(recorded) if len(recorded) == length else self._unlinked(length))
        return found or (HistoryFault(min(length, len(self.entries)), FaultKind.CHANGED),)

    def _recorded(self, head: str) -> list[int]:
        """The places of the entries of an unbroken chain that ends in `head`, in the order of the chain; else empty."""
        first: dict[str, int] = {}
        for place, entry in enumerate(self.entries):  # if an entry was copied, the first copy counts
            first.setdefault(entry.digest, place)
        ends = [place for place in range(len(self.entries)) if (*self.kinds, None)[place + 1] is None][:_ENDS]
        tries = iter(range(_TRIES * (len(self.entries) + _ENDS)))
        chain: list[int] = []
        seen = set[int]()
        here = first.get(head)
        while here is not None and here >= 0 and here not in seen:
            place = here
            seen.add(place)
            chain.append(place)
            if self.kinds[place] is not None:
                here = first[self.entries[place - 1].digest] if place else -1
            else:
                # Its predecessor is not the entry before it: try the case itself, entries without a successor, then
                # all.
                likely = (-1, *ends, *range(place - 1, -1, -1), *range(place + 1, len(self.entries)))
                paid = (each for each, _ in zip(likely, tries, strict=False))
                here = next((each for each in paid if self.follows(place, each) is not None), None)
        return chain[::-1] if here == -1 else []

    def _misplaced(self, recorded: Sequence[int]) -> Iterator[HistoryFault]:
        """The faults if the whole chain is there: an entry outside it was added, one at another number was moved."""
        numbers = {place: seq for seq, place in enumerate(recorded, 1)}
        for place, entry in enumerate(self.entries):
            number = numbers.get(place)
            if number is None:
                yield HistoryFault(entry.seq, FaultKind.ADDED)
            elif number != entry.seq:
                yield HistoryFault(entry.seq, FaultKind.REORDERED)

    def _unlinked(self, length: int) -> Iterator[HistoryFault]:
        """The faults if the chain is broken: each entry that does not follow from the ones before it, and each gap."""
        by_seq = {entry.seq: place for place, entry in enumerate(self.entries)}
        kinds = (Link.DATED,) if Link.DATED in self.kinds and Link.BARE not in self.kinds else _KINDS
        # The digests that the next entry may follow: the one of the previous entry as stored; the one it should have
        # after its own predecessor; and, if several in a row are changed, the one that they all should lead to.
        near: tuple[str, ...] = ()
        line = {kind: self._start(kind) for kind in _KINDS}
        for seq in range(1, min(length, len(self.entries) + _GAPS) + 1):
            place = by_seq.pop(seq, None)
            if place is None:
                yield HistoryFault(seq, FaultKind.MISSING)
                near, line = (), {}
                continue
            digest = self.entries[place].digest
            should = [self._digest(kind, each, place) for each in near for kind in kinds]
            line = {kind: self._digest(kind, each, place) for kind, each in line.items()}
            if digest in should or digest in line.values() or not (near or line):
                near, line = (), dict.fromkeys(kinds, digest)
                continue
            yield HistoryFault(seq, FaultKind.CHANGED)
            near = tuple(dict.fromkeys((digest, *should[: len(kinds)], *should[-len(kinds) :])))
        for seq in by_seq:
            yield HistoryFault(seq, FaultKind.ADDED)
