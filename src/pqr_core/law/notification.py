"""How a decision was notified: what was sent, which acts are valid, and the day on which each counts as made.

The rules are those of the deadline contract, section 6, *Notified day*.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from pqr_core.cases.case import Occurrence
from pqr_core.cases.events import Consent, VerbalAnswer
from pqr_core.law.days import AnnouncedDays
from pqr_core.law.resolution import ResolvedRules
from pqr_core.vocabulary import EventType, Finding, Outcome

__all__ = ("AT_ONCE", "AVISOS", "CERTIFIED", "CITATIONS", "ELECTRONIC", "GRANTED", "Notice", "Notified", "notified")

CITATIONS: Final = (EventType.ENVIO_CITACION, EventType.PUBLICACION_CITACION)
"""The acts that cite the user."""
AT_ONCE: Final = (EventType.NOTIFICACION_PERSONAL, EventType.CONDUCTA_CONCLUYENTE)
"""The acts that notify on their own day."""
ELECTRONIC: Final = (EventType.ENVIO_NOTIFICACION_ELECTRONICA, EventType.NOTIFICACION_ELECTRONICA)
"""The acts of electronic notice: the message, and its receipt."""
CERTIFIED: Final = (EventType.ENVIO_COMUNICACION_CERTIFICADA, EventType.COMUNICACION_CERTIFICADA)
"""The acts of notice by certified mail: the letter, and its receipt."""
AVISOS: Final = (EventType.ENTREGA_AVISO, EventType.PUBLICACION_AVISO)
"""The acts that notify by aviso."""
GRANTED: Final = frozenset({Outcome.ACCEDE, Outcome.REVOCA})
"""The outcomes that give the user everything requested."""

_SENDINGS: Final = (ELECTRONIC[0], CERTIFIED[0])
_NOTICES: Final = frozenset((*CITATIONS, *AVISOS, *AT_ONCE, *ELECTRONIC, *CERTIFIED))


class Notice(NamedTuple):
    """A valid notification: the day it counts as made, the day it was made, and the act."""

    deemed_on: date
    made_on: date
    by: EventType


class Notified:
    """What was done to notify one decision."""

    __slots__ = ("cited_on", "deemed_by", "deemed_on", "findings", "is_told", "made_on", "notices", "sent_on")

    def __init__(self) -> None:
        self.is_told = False
        """Whether the history has any citation, sending or act of notification, valid or not."""
        self.cited_on: date | None = None
        """The day of the first citation, from which the time to appear in person runs."""
        self.sent_on: date | None = None
        """The day of the first act that meets the duty to cite."""
        self.notices: list[Notice] = []
        """The valid notifications, in the order in which they were made."""
        self.made_on: date | None = None
        """The day on which the first valid notification was made."""
        self.deemed_on: date | None = None
        """The earliest day on which a valid notification counts as made; it may be in the future."""
        self.deemed_by: EventType | None = None
        """The act that counts as made on `deemed_on`."""
        self.findings: set[Finding] = set()
        """The findings of the acts without effect."""

    def send(self, day: date) -> None:
        """Record an act that meets the duty to cite."""
        self.sent_on = self.sent_on or day

    def add(self, deemed_on: date, made_on: date, by: EventType) -> None:
        """Record a valid notification."""
        self.notices.append(Notice(deemed_on, made_on, by))
        self.made_on = self.made_on or made_on
        if self.deemed_on is None or deemed_on < self.deemed_on:
            self.deemed_on, self.deemed_by = deemed_on, by


def notified(
    decided: Occurrence, timeline: Sequence[Occurrence], rules: ResolvedRules, days: AnnouncedDays
) -> Notified:
    """How `decided`, a decision or a tacit withdrawal, was notified; earlier acts do not count."""
    found = Notified()
    knows = _who_files_knows(decided, rules)
    for occurrence in timeline:
        event_type, day = occurrence.event.type, occurrence.day
        if day < decided.day:
            continue
        if event_type in knows or (event_type is EventType.RESPUESTA_VERBAL and _grants(occurrence, rules)):
            found.add(day, day, event_type)
        elif event_type in _NOTICES:
            found.is_told = True
            _act(found, occurrence, rules, days)
    return found


def _who_files_knows(decided: Occurrence, rules: ResolvedRules) -> frozenset[EventType]:
    """The types of filing that show that the user knows the decision (CPACA art. 72)."""
    if rules.type.contract or decided.event.type is EventType.DESISTIMIENTO_TACITO:
        return frozenset({EventType.RECURSO_INTERPUESTO})
    return frozenset({EventType.QUEJA_INTERPUESTA}) if rules.type.apelacion else frozenset()


def _grants(verbal: Occurrence, rules: ResolvedRules) -> bool:
    """Whether a verbal answer notifies at once: in a type with positive silence, if it grants all that was asked."""
    return rules.type.sap and verbal.event.detail(VerbalAnswer).resultado in GRANTED


def _act(found: Notified, occurrence: Occurrence, rules: ResolvedRules, days: AnnouncedDays) -> None:
    event_type, day = occurrence.event.type, occurrence.day
    if event_type in CITATIONS:
        found.cited_on = found.cited_on or day
        found.send(day)
    elif event_type in AT_ONCE:
        found.add(day, day, event_type)
    elif event_type in ELECTRONIC:
        if not occurrence.event.detail(Consent).autorizada:
            found.findings.add(Finding.NOTIFICACION_SIN_AUTORIZACION)
        elif event_type in _SENDINGS:
            found.send(day)
        else:
            found.add(day, day, event_type)
    elif event_type in CERTIFIED:
        if rules.type.recurso and event_type in _SENDINGS:
            found.send(day)
        elif rules.type.recurso:
            found.add(days.add(day, rules.figures.certified_deemed.value.n), day, event_type)
    else:
        _aviso(found, occurrence, rules, days)


def _aviso(found: Notified, aviso: Occurrence, rules: ResolvedRules, days: AnnouncedDays) -> None:
    """Record an aviso, which has effect only after a citation and once the time to appear in person has ended."""
    if found.cited_on is None or found.cited_on >= aviso.day:
        found.findings.add(Finding.AVISO_SIN_CITACION)
    elif aviso.day <= days.add(found.cited_on, rules.figures.personal_notice.value.n):
        found.findings.add(Finding.AVISO_PREMATURO)
    else:
        displayed = rules.figures.aviso_display.value.n if aviso.event.type is EventType.PUBLICACION_AVISO else 0
        found.add(days.add(aviso.day, displayed + rules.figures.aviso_deemed.value.n), aviso.day, aviso.event.type)
