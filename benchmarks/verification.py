"""Verifying histories compared with hashing the same texts, the least that any verification must do.

python -m benchmarks.verification
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from benchmarks.cases import events_of_a_case
from benchmarks.side_by_side import OURS, OWN_TIME, Row, Target, measure, report
from pqr_core import colombia
from pqr_core.cases.canonical import instant_text
from pqr_core.cases.serialization import event_to_json
from pqr_core.storage.history import Entry, Links, link, linked, start_of

AT: Final = datetime(2026, 3, 16, 17, tzinfo=UTC)
HASHED: Final = "hashing the same texts"
MANY: Final = 200
ZONE: Final = str(colombia.ZONE)


def histories(length: int) -> list[tuple[tuple[str, str], tuple[Entry, ...]]]:
    """The key of each of many cases, with its first `length` events as they are stored."""
    texts = [event_to_json(event) for event in events_of_a_case()[:length]]
    keys = [("aguas", f"00000000-0000-0000-0000-{number:012}") for number in range(MANY)]
    return [(key, tuple(linked(start_of(*key, ZONE), texts, AT))) for key in keys]


def verified(length: int) -> bool:
    """Time histories of that many events, all unharmed."""
    stored = histories(length)

    def ours() -> None:
        for key, entries in stored:
            assert not Links(entries, key, ZONE).faults(head=entries[-1].digest, length=len(entries))

    def hashed() -> None:
        for key, entries in stored:
            digest = start_of(*key, ZONE)
            for entry in entries:
                digest = link(digest, entry.text, instant_text(entry.at))
            assert digest == entries[-1].digest

    rows = [Row(OURS, ours, MANY * length), Row(HASHED, hashed, MANY * length)]
    title = f"Verifying histories of {length} events"
    return report(title, "ns an event", measure(rows, 20, OWN_TIME), HASHED, [Target(HASHED, 2, faster=False)])


def main() -> int:
    """Print the tables; return 0 if every promise is kept."""
    kept = [verified(length) for length in (3, 12)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
