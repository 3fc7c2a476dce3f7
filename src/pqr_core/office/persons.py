"""The personal data kept about a person, for a person who asks to know them (Ley 1581 de 2012, art. 8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, TypedDict
from uuid import UUID

from attrs import field, frozen

from pqr_core.cases.canonical import canonical_json
from pqr_core.cases.case import Case
from pqr_core.cases.filing import Petitioner
from pqr_core.cases.serialization import personal_of
from pqr_core.errors import InvalidInputError
from pqr_core.language import Language, Said
from pqr_core.portable import Portable
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.queries import FactsQuery
from pqr_core.vocabulary import EventType

__all__ = ("KeptData", "KeptDataForm", "kept_of")

_DOCUMENT: Final = Said("un peticionario con documento", "a petitioner with a document")


class KeptDataForm(TypedDict):
    """The personal data kept about the people of one case, as JSON values."""

    utility_id: str
    case_id: Annotated[str, UUID]
    radicado: str | None
    tipo: str
    filed_on: Annotated[str, date]
    events: list[dict[str, Any]]


@frozen(kw_only=True)
class KeptData(Portable):
    """The personal data kept about the people of one case, by the event that holds them.

    Args:
        case: the case.
        data: for each event with personal data: its type, its legal day, and the data under the keys of the event.
    """

    case: Case
    data: tuple[tuple[EventType, date, dict[str, Any]], ...] = field(repr=False)

    def as_dict(self, lang: Language = "es") -> KeptDataForm:
        """The data as JSON values; labels are in `lang`."""
        case = self.case
        return {
            "utility_id": case.utility_id,
            "case_id": str(case.case_id),
            "radicado": case.filing.radicado,
            "tipo": case.filing.tipo,
            "filed_on": case.filed_on.isoformat(),
            "events": [
                {"type": kind.value, "label": kind.label(lang), "on": on.isoformat(), "data": data}
                for kind, on, data in self.data
            ],
        }


def kept_of(unit: UnitOfWork, utility: str, petitioner: str | Petitioner) -> tuple[KeptData, ...]:
    """The personal data kept about a petitioner, one entry per case, in the order of filing.

    A string is the keyed hash that the host put in the rows; an index finds its cases. A `Petitioner` is found by type
    and number of document, which reads every case of the utility.

    Raises:
        InvalidInputError: the `Petitioner` has no document.
    """
    found = (
        _by_hash(unit, utility, petitioner) if isinstance(petitioner, str) else _by_document(unit, utility, petitioner)
    )
    told = ((case, tuple(_data(case))) for case in found)
    return tuple(KeptData(case=case, data=data) for case, data in sorted(told, key=_by_filing) if data)


def _by_filing(told: tuple[Case, object]) -> tuple[date, UUID]:
    case, _ = told
    return case.filed_on, case.case_id


def _by_hash(unit: UnitOfWork, utility: str, petitioner: str) -> Iterator[Case]:
    query, after = FactsQuery(petitioner=petitioner), None
    while page := unit.facts.page(utility, query, after=after):
        after = page[-1].case_id
        yield from (stored.case for stored in unit.cases.get_many(utility, [row.case_id for row in page]))


def _by_document(unit: UnitOfWork, utility: str, petitioner: Petitioner) -> Iterator[Case]:
    if petitioner.documento is None:
        raise InvalidInputError.expected(_DOCUMENT, petitioner, place="petitioner")
    wanted = petitioner.tipo_documento, petitioner.documento
    for stored in unit.cases.stream(utility):
        if any((each.tipo_documento, each.documento) == wanted for each in stored.case.petitioners):
            yield stored.case


def _data(case: Case) -> Iterator[tuple[EventType, date, dict[str, Any]]]:
    for event in case.events:
        told = personal_of(event)
        if told:
            data: dict[str, Any] = json.loads(canonical_json(told))
            yield event.type, event.on or event.local(case.zone).date(), data
