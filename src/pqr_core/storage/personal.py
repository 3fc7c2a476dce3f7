"""Parting an event into what is chained and what can be deleted (Ley 1581 de 2012), and joining both again.

The chained text holds a salted digest of the personal data. The salt stays with them: once both are deleted nobody
can try names against the digest, and the history still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from secrets import token_bytes
from typing import Any, Final
from uuid import UUID

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.cases.serialization import (
    canonical_json,
    event_from_json,
    event_from_parts,
    event_parts,
    event_to_json,
    personal_digest,
    personal_of,
)
from pqr_core.errors import ChangedEventError, PQRError
from pqr_core.storage.history import CASE_ITSELF, Entry

__all__ = ("changed", "is_bare", "joined", "parted")

_SALT_BYTES: Final = 16
_DIGEST_KEY: Final = "personal"
_FAULTS: Final = (PQRError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a text may end in that was changed behind the library's back."""


def parted(event: Event) -> tuple[str, str | None]:
    """The text to be chained, and that of the personal data with their salt; None where there are none."""
    if not personal_of(event):
        return event_to_json(event), None
    salt = token_bytes(_SALT_BYTES)
    public, personal = event_parts(event, salt)
    return canonical_json(public), canonical_json({"data": personal, "salt": salt.hex()})


def is_bare(text: str, personal: str | None) -> bool:
    """Whether the event of a chained text had personal data that are there no more."""
    return personal is None and f'"{_DIGEST_KEY}":' in text


def joined(text: str, personal: str | None) -> Event:
    """The event of both texts; of the first alone the event without personal data.

    Raises:
        InvalidInputError: of an event that never had personal data, its text is none.
        ChangedEventError: one of the texts is not as it was stored; the event is named, of its personal data nothing.
    """
    if personal is None and not is_bare(text, personal):
        return event_from_json(text)
    event = _read(text, personal)
    if event is None:
        # Out here, so that no error that holds the text is chained to this one.
        raise ChangedEventError(event=_named(text))
    return event


def _read(text: str, personal: str | None) -> Event | None:
    """The event; None where one of the texts was changed."""
    try:
        data = None if personal is None else dict(json.loads(personal)["data"])
        return event_from_parts(json.loads(text), data)
    except _FAULTS:
        return None


def _named(text: str) -> str:
    """An event that cannot be read, by what its chained text tells, which is never personal."""
    try:
        told: Any = json.loads(text)
        return f"{told['type']} ({told.get('at') or told.get('on')}, {_DIGEST_KEY} {told[_DIGEST_KEY]})"
    except _FAULTS:
        return "?"


def changed(entries: Iterable[Entry], personal: Mapping[int, str], radicado: str | None) -> list[int]:
    """The numbers of personal data that are not what the digest in their event was made of; 0 for another radicado."""
    kept = list(entries)
    texts = {entry.seq: entry.text for entry in kept}
    strangers = [seq for seq, text in personal.items() if seq not in texts or not _are_parts(texts[seq], text)]
    return strangers if _has_radicado(kept, radicado) else [CASE_ITSELF, *strangers]


def _has_radicado(entries: Sequence[Entry], radicado: str | None) -> bool:
    """Whether it is what the events give; where they are past reading, whether it stands in one of them."""
    try:
        events = tuple(joined(entry.text, None) for entry in entries)
        told = Case(utility_id="", case_id=UUID(int=0), zone=UTC, events=events).filing.radicado
    except PQRError:
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
