"""Correct code of a user: mypy strict must find no error in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing, Requirement
from pqr_core.cases.filing import Invoice, Link, Petitioner
from pqr_core.cases.privacy import anonymise
from pqr_core.cases.serialization import case_from_json, case_to_json
from pqr_core.errors import TransitionRefused
from pqr_core.vocabulary import EventType, Outcome, WorkflowState

petitioner = Petitioner(clase="natural", nombre="Ana")
filing = Filing(
    tipo="reclamo",
    peticionario=petitioner,
    factura=Invoice(numero="1", valor_reclamado=Decimal(85000)),
    vinculos=[Link(relacion="duplicado_de", radicado="R-1")],
)
case: Case = Case.file(filing, utility_id="empresa", zone=colombia.ZONE, on=date(2026, 3, 16))
agenda = colombia.agenda(case, date(2026, 3, 17))
asked = Event(EventType.REQUERIMIENTO, on=date(2026, 3, 17), payload=Requirement(hasta=date(2026, 4, 1)))
try:
    required: Case = agenda.act(asked)
except TransitionRefused as refused:
    remedy: str = refused.remedy["es"]
    legal_from: date | None = refused.legal_from
decided = case.record(Event(EventType.DECISION, on=date(2026, 4, 1), payload=Decision(resultado="accede")))
outcome: Outcome | None = decided.outcome
state: WorkflowState = decided.state
hasta: date | None = asked.detail(Requirement).hasta
until: list[date | None] = [permit.until for permit in agenda.allowed()]
text: str = case_to_json(anonymise(decided))
again: Case = case_from_json(text)
