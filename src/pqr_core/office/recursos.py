"""What a recurso records in the case that it attacks: that it was filed, and how and when it was decided.

A recurso is a case of its own. The attacked case closes only when it holds the decision of the recurso and the day on
which that decision was notified has come. The events in the attacked case follow the case of the recurso. If a day or
an outcome changes there, the event is corrected here. If the recurso is taken back or attacks another case, the event
is annulled here. So these events must not be annulled or corrected by hand: the next act in the recurso would undo it.

>>> from datetime import UTC, date, datetime
>>> from pqr_core import colombia
>>> original = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa")
>>> recurso = colombia.file("recurso_reposicion", on=date(2026, 4, 15), utility="empresa")
>>> agenda = colombia.agenda(recurso, date(2026, 4, 16))
>>> [each.type.value for each in to_tell(original, agenda, told_at=datetime(2026, 4, 16, 20, tzinfo=UTC))]
['recurso_interpuesto']
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Final

from attrs import evolve

from pqr_core.cases.case import Case
from pqr_core.cases.events import Annulment, Correction, Event, RecursoDecided, RecursoFiled
from pqr_core.language import Said
from pqr_core.law.acts import Refusal
from pqr_core.law.agenda import Agenda, Course
from pqr_core.law.guards import Guard
from pqr_core.law.standing import AskedAct, Situation, recurso_telling, telling_name
from pqr_core.vocabulary import EventType, Outcome

__all__ = ("to_take_back", "to_tell", "told_by_recurso")

_KINDS: Final = (EventType.RECURSO_INTERPUESTO, EventType.RECURSO_RESUELTO)


def to_tell(
    original: Case, recurso: Agenda, *, told_at: datetime, by: Event | None = None, actor: str | None = None
) -> tuple[Event, ...]:
    """The events to record in the attacked case; empty if it already agrees with the recurso.

    A recurso filed before the attacked case cannot be against it: then what it recorded here is annulled.

    Args:
        original: the attacked case.
        recurso: the agenda of the recurso.
        told_at: the instant of recording.
        by: the act in the recurso that is being recorded; the event of the decision takes its moment from it.
        actor: the account that recorded that act.
    """
    if _is_before(recurso.case, original):
        return to_take_back(original, recurso.case, told_at=told_at, actor=actor)
    filing = recurso.case.filed.event
    number = recurso.case.filing.radicado
    told = partial(Event, recorded_at=told_at, actor=actor, evidence=() if number is None else (number,))
    posted = RecursoFiled(recurso.case.filing.puesto_al_correo_el)
    filed = told(EventType.RECURSO_INTERPUESTO, at=filing.at, on=filing.on, payload=posted)
    outcome, notified_on = _end_of(recurso.course)
    decided = None
    if outcome is not None and notified_on is not None:
        at, on = (told_at, None) if by is None else (by.at, by.on)
        payload = RecursoDecided(resultado=outcome, notificado_el=notified_on)
        decided = told(EventType.RECURSO_RESUELTO, at=at, on=on, payload=payload)
    return tuple(
        event
        for kind, wanted in zip(_KINDS, (filed, decided), strict=True)
        for event in _steps(original, telling_name(recurso.case.case_id, kind), wanted, told_at, actor)
    )


_ENDINGS: Final = {
    EventType.DESISTIMIENTO_TACITO: Outcome.ARCHIVA,
    EventType.DESISTIMIENTO_EXPRESO: Outcome.ARCHIVA,
    EventType.ARCHIVO: Outcome.ARCHIVA,
    EventType.RECONOCIMIENTO_SAP: Outcome.ACCEDE,
}
"""The outcome of a recurso that ends without a decision; a recurso that is transferred waits for the one competent."""


def _end_of(course: Course) -> tuple[Outcome | None, date | None]:
    """The outcome of the recurso, and the day on which it counts as notified or on which the recurso ended."""
    if course.ended_by in _ENDINGS:
        return _ENDINGS[course.ended_by], course.notified_on or course.ended_on
    return course.resultado, course.notified_on


def _is_before(recurso: Case, original: Case) -> bool:
    early, filed = recurso.filed, original.filed
    return early.day < filed.day or (early.has_hour and filed.has_hour and early.at < filed.at)


def to_take_back(original: Case, recurso: Case, *, told_at: datetime, actor: str | None = None) -> tuple[Event, ...]:
    """The annulments of what a recurso recorded in a case that it no longer attacks."""
    return tuple(
        event
        for kind in _KINDS
        for event in _steps(original, telling_name(recurso.case_id, kind), None, told_at, actor)
    )


def told_by_recurso(agenda: Agenda, event: Event) -> Refusal | None:
    """The refusal to annul or correct an event that the case of a recurso recorded; None for any other event."""
    match event.payload:
        case Annulment(target) | Correction(target):
            found = recurso_telling(target)
        case _:
            found = None
    if found is None:
        return None
    told = next((each for each in agenda.case.every_event if each.id == target), None)
    name = told.evidence[0] if told is not None and told.evidence else found
    guard = Guard(
        code="contado_por_recurso",
        acts=(EventType.ANULACION, EventType.CORRECCION),
        refuses=lambda _asked: True,
        why=Said(f"lo contó el caso del recurso {name}", f"the case of the recurso {name} told it"),
        remedy=Said(
            f"anule o corrija en {name} la radicación, el vínculo, la decisión o la notificación",
            f"annul or correct the filing, the link, the decision or the notice in {name}",
        ),
    )
    return Refusal(AskedAct(Situation(agenda), event.type, event), guard)


def _steps(original: Case, name: str, wanted: Event | None, told_at: datetime, actor: str | None) -> Iterator[Event]:
    """The event that makes the history hold `wanted` under `name`: a new event, an annulment or a correction."""
    tellings = [event for event in original.every_event if event.id is not None and event.id.startswith(f"{name}/")]
    standing = next((o.event for o in original.timeline() if o.event in tellings), None)
    if standing is None:
        if wanted is not None:
            yield evolve(wanted, id=f"{name}/{len(tellings)}")
    elif wanted is None:
        annulled = Annulment(str(standing.id))
        yield Event(EventType.ANULACION, at=told_at, payload=annulled, recorded_at=told_at, actor=actor)
    elif not _tells(standing, wanted):
        right = Correction(str(standing.id), evolve(wanted, id=f"{name}/{len(tellings)}"))
        yield Event(EventType.CORRECCION, at=told_at, payload=right, recorded_at=told_at, actor=actor)


def _tells(standing: Event, wanted: Event) -> bool:
    """Whether both events say the same.

    The moment of a decision is ignored, because its details hold the day of notification.
    """
    if standing.payload != wanted.payload:
        return False
    return standing.type is EventType.RECURSO_RESUELTO or (standing.at, standing.on) == (wanted.at, wanted.on)
