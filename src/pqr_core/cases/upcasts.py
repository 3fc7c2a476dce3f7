"""Brings a document of an older schema version up to the present one when it is read; the stored one stays as it is.

| version | what changed with it |
|---|---|
| 2 | `predio.centro_poblado`, `factura.reclamado` and `peticionario.acepta_electronica` of a filing moved to \
`centro_poblado`, `factura.valor_reclamado` and `notificaciones.acepta_electronica` |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from pqr_core import names
from pqr_core.errors import InvalidInputError
from pqr_core.language import Said
from pqr_core.vocabulary import EventType

__all__ = ("SCHEMA_VERSION", "present")

SCHEMA_VERSION: Final = 2
"""The schema version of documents written now; a newer one is refused, and an older one is brought up to it."""

_PLACE: Final = "$.schema_version"
_Json = dict[str, Any]


def present(document: Any) -> _Json:
    """`document` in the present version, without the key of its version; the document itself is changed.

    Raises:
        InvalidInputError: the document has no version, or one that is newer than this library reads.
    """
    version = document.pop("schema_version", None) if isinstance(document, dict) else None
    if type(version) is not int or version < 1:
        raise InvalidInputError.expected(names.POSITIVE, names.shown(version), place=_PLACE)
    if version > SCHEMA_VERSION:
        es = f"la versión {version} es posterior a la {SCHEMA_VERSION}, la última que se sabe leer: actualice pqr-core"
        en = f"version {version} is newer than {SCHEMA_VERSION}, the last this library reads: upgrade pqr-core"
        raise InvalidInputError(place=_PLACE, detail=Said(es, en))
    for older in range(version, SCHEMA_VERSION):
        _UPCASTS[older](document)
    told: _Json = document
    return told


def _of_each_event(change: Callable[[_Json], None]) -> Callable[[_Json], None]:
    """A change to each event of a document, be it one event or a case, and to the events in its corrections."""

    def upcast(document: _Json) -> None:
        listed = document.get("events")
        pending = [*listed] if isinstance(listed, list) else [document]
        while pending:
            event = pending.pop()
            if isinstance(event, dict):
                change(event)
                pending.append(event.get("event"))

    return upcast


def _gather_fields_of_the_filing(event: _Json) -> None:
    if event.get("type") != EventType.RADICACION:
        return
    moves = (
        ("predio", "centro_poblado", event, "centro_poblado"),
        ("factura", "reclamado", event.get("factura"), "valor_reclamado"),
    )
    for holder, once, place, name in moves:
        held = event.get(holder)
        if isinstance(held, dict) and once in held and place is not None:
            place[name] = held.pop(once)
    petitioner = event.get("peticionario")
    # Older documents have every default written out: `False` here is no information about notices.
    if isinstance(petitioner, dict) and (accepts := petitioner.pop("acepta_electronica", False)) is not False:
        event["notificaciones"] = {"acepta_electronica": accepts}


_UPCASTS: Final[dict[int, Callable[[_Json], None]]] = {1: _of_each_event(_gather_fields_of_the_filing)}
"""How a document of each version becomes one of the next version; no entry is ever removed."""
