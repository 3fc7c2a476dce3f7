"""Split an event into a text that is chained and personal data that can be deleted (Ley 1581 de 2012); rejoin both.

The chained text holds a salted digest of the personal data. The salt is stored with the data. Once both are deleted,
nobody can test names against the digest, and the history still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from pqr_core.cases.canonical import canonical_json
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.cases.serialization import (
    event_from_json,
    event_from_parts,
    event_parts,
    event_to_json,
    personal_digest,
    personal_of,
)
from pqr_core.errors import ChangedEventError, PQRError
from pqr_core.storage.history import CASE_ITSELF, Entry

__all__ = ("changed", "is_bare", "parted", "rejoined")

_SALT_BYTES: Final = 16
_DIGEST_KEY: Final = "personal"
_DIGEST_MEMBER: Final = f'"{_DIGEST_KEY}":'
_FAULTS: Final = (PQRError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""The errors of reading a text that was changed outside the library."""


def parted(event: Event) -> tuple[str, str | None]:
    """The text to chain, and the text of the personal data with their salt; None if the event has none."""
    if not personal_of(event):
        return event_to_json(event), None
    salt = token_bytes(_SALT_BYTES)
    public, personal = event_parts(event, salt)
    return canonical_json(public), canonical_json({"data": personal, "salt": salt.hex()})


def is_bare(text: str, personal: str | None) -> bool:
    """Whether the event of a chained text had personal data that were deleted."""
    return personal is None and _DIGEST_MEMBER in text


def rejoined(text: str, personal: str | None) -> Event:
    """The event made from both texts; from the first one alone, the event without personal data.

    Raises:
        InvalidInputError: the text of an event that never had personal data cannot be read.
        ChangedEventError: one of the two texts was changed. The error names the event and shows no personal data.
    """
    if personal is None and not is_bare(text, personal):
        return event_from_json(text)
    event = _read(text, personal)
    if event is None:
        # Raised outside `_read`, so that no error that holds the text is chained to this one.
        raise ChangedEventError(event=_named(text))
    return event


def _read(text: str, personal: str | None) -> Event | None:
    """The event; None if one of the texts was changed."""
    try:
        data = None if personal is None else dict(json.loads(personal)["data"])
        return event_from_parts(json.loads(text), data)
    except _FAULTS:
        return None


def _named(text: str) -> str:
    """The name of an event that cannot be read, from its chained text, which holds no personal data."""
    try:
        told: Any = json.loads(text)
        return f"{told['type']} ({told.get('at') or told.get('on')}, {_DIGEST_KEY} {told[_DIGEST_KEY]})"
    except _FAULTS:
        return "?"


def changed(entries: Iterable[Entry], personal: Mapping[int, str], radicado: str | None) -> list[int]:
    """The numbers of the events whose personal data do not match their digest; 0 if the radicado differs."""
    kept = list(entries)
    texts = {entry.seq: entry.text for entry in kept}
    strangers = [seq for seq, text in personal.items() if seq not in texts or not _are_parts(texts[seq], text)]
    return strangers if _has_radicado(kept, radicado) else [CASE_ITSELF, *strangers]


def _has_radicado(entries: Sequence[Entry], radicado: str | None) -> bool:
    """Whether the events give this radicado; if they cannot be read, whether one of the texts holds it."""
    try:
        events = tuple(rejoined(entry.text, None) for entry in entries)
        told = Case(utility_id="", case_id=UUID(int=0), zone=UTC, events=events).filing.radicado
    except _FAULTS:
        pass
    else:
        return told == radicado
    if radicado is None:
        return True
    return any(f'"radicado":{json.dumps(radicado, ensure_ascii=False)}' in entry.text for entry in entries)


def _are_parts(text: str, personal: str) -> bool:
    try:
        document: Any = json.loads(personal)
        digest = personal_digest(document["data"], bytes.fromhex(document["salt"]))
        return bool(json.loads(text).get(_DIGEST_KEY) == digest)
    except _FAULTS:
        return False
