"""The register of petitions and recursos: what was asked, every act that followed, and the answer.

The register itself is for the office and for an authority that may inspect it. The page may be published: it holds
counts and names no person. A reserved identity appears in neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from pqr_core.cases.catalogues import Catalogue
from pqr_core.cases.filing import Petitioner
from pqr_core.citations import Citation
from pqr_core.errors import NoRuleInForceError
from pqr_core.language import Said
from pqr_core.reports.cells import letter_number
from pqr_core.reports.official import OfficialReport, ReportCell, ReportRequest, Section
from pqr_core.reports.standing import CaseStanding, filed_in, standings
from pqr_core.vocabulary import EventType, PetitionerKind

__all__ = ("register_report",)

_RESERVED: Final = Said("identidad reservada", "identity reserved")
_ANONYMOUS: Final = Said("anónimo", "anonymous")
_RESERVE: Final = Said("reserva", "secrecy")
_NOT_TOLD: Final = Said("no consta", "not told")

_HEADINGS: Final = (
    Said("Radicado", "Radicado"),
    Said("Fecha", "Day"),
    Said("Hora", "Hour"),
    Said("Medio", "Channel"),
    Said("Peticionario", "Petitioner"),
    Said("Cuenta", "Account"),
    Said("Servicio", "Service"),
    Said("Tipo", "Type"),
    Said("Causal", "Causal"),
    Said("Motivo", "Motive"),
    Said("Asunto", "Subject"),
    Said("Responsable", "Assigned to"),
    Said("Fecha de respuesta", "Answered on"),
    Said("Radicado de respuesta", "Number of the answer"),
    Said("Resultado", "Outcome"),
    Said("Forma de notificación", "Way of notice"),
    Said("Fecha de notificación", "Notified on"),
    Said("Días hábiles utilizados", "Business days used"),
    Said("Recurso interpuesto", "Recurso filed on"),
    Said("Remitido a la SSPD", "Sent to the SSPD"),
    Said("Decisión de la SSPD", "Decision of the SSPD"),
    Said("Acceso negado", "Access denied"),
    Said("Motivo de la negativa", "Ground of the denial"),
    Said("Trasladado a", "Transferred to"),
    Said("Fecha de traslado", "Transferred on"),
)
_ACTS: Final = (
    Said("Radicado", "Radicado"),
    Said("Fecha", "Day"),
    Said("Hora", "Hour"),
    Said("Actuación", "Act"),
)


def register_report(norms: tuple[Citation, ...], letters: frozenset[str], asked: ReportRequest) -> OfficialReport:
    """The register of the cases filed in the period, with every act up to the end of the day `asked.until`.

    `letters` holds the kinds of letter that answer; their number is that of an answer which states none.
    """
    catalogue = asked.law.catalogue
    rows, acts, listed = list[tuple[ReportCell, ...]](), list[tuple[ReportCell, ...]](), list[CaseStanding]()
    for each in standings(asked, filed_in(asked)):
        listed.append(each)
        rows.append(_row(each, catalogue, letters, asked))
        acts.extend(_acts(each))
    return asked.report(
        code="registro",
        title=Said("Registro de peticiones y recursos", "Register of petitions and recursos"),
        norms=norms,
        notes=(
            Said(
                f"Peticiones y recursos del período: {len(rows)}. El registro con cada actuación lo tiene la "
                "empresa; esta página no nombra a nadie.",
                f"Petitions and recursos of the period: {len(rows)}. The register with each act is kept by the "
                "utility; this page names nobody.",
            ),
        ),
        sections=(
            Section(
                code="registro",
                title=Said("Registro", "Register"),
                headings=_HEADINGS,
                rows=tuple(rows),
                personal=True,
                on_page=False,
            ),
            Section(
                code="actuaciones",
                title=Said("Actuaciones", "Acts"),
                headings=_ACTS,
                rows=tuple(acts),
                personal=True,
                on_page=False,
            ),
            _counted("tipos", Said("Por tipo", "By type"), listed, lambda each: _type(each, asked)),
            _counted("servicios", Said("Por servicio", "By service"), listed, lambda each: _service(each, catalogue)),
            _counted("medios", Said("Por medio", "By channel"), listed, lambda each: _channel(each, catalogue)),
            _counted("resultados", Said("Por resultado", "By outcome"), listed, _outcome),
        ),
    )


def _counted(code: str, title: Said, listed: Iterable[CaseStanding], by: Callable[[CaseStanding], Said]) -> Section:
    counts = Counter(map(by, listed))
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return Section(
        code=code,
        title=title,
        headings=(title, Said("Cuántos", "How many")),
        rows=tuple(rows),
    )


def _type(each: CaseStanding, asked: ReportRequest) -> Said:
    case_type = asked.law.rules.types[each.case.filing.tipo]
    return Said(case_type.es, case_type.en)


def _service(each: CaseStanding, catalogue: Catalogue) -> Said:
    service = catalogue.services.get(each.case.filing.servicio or "")
    return _NOT_TOLD if service is None else Said(service.es, service.en)


def _channel(each: CaseStanding, catalogue: Catalogue) -> Said:
    channel = catalogue.channels.get(each.case.filing.canal or "")
    return _NOT_TOLD if channel is None else Said(channel.es, channel.en)


def _outcome(each: CaseStanding) -> Said:
    course, outcome = each.agenda.course, each.outcome
    if outcome is not None:
        return Said(outcome.es, outcome.en)
    if course.met_on is not None:
        return Said("respondido, no consta el resultado", "answered, the outcome is not told")
    if course.ended_on is not None:
        ended = course.ended_by
        return Said("sin respuesta debida", "no answer owed") if ended is None else Said(ended.es, ended.en)
    return Said("pendiente", "open")


def _row(
    each: CaseStanding, catalogue: Catalogue, letters: frozenset[str], asked: ReportRequest
) -> tuple[ReportCell, ...]:
    case, course, filed = each.case, each.agenda.course, each.case.filed
    filing = case.filing
    is_notified = course.notified_on is not None and course.notified_on <= asked.until
    answer = course.met_on is not None
    way = course.notified_by if is_notified else None
    return (
        filing.radicado or str(case.case_id),
        case.filed_on,
        f"{filed.at:%H:%M}" if filed.has_hour else None,
        filing.canal,
        _who(case.petitioners),
        filing.account,
        filing.servicio,
        _type(each, asked),
        filing.causal,
        _motive(filing.causal, catalogue, case.filed_on),
        filing.hechos,
        case.responsable,
        course.met_on,
        course.outgoing_number or letter_number(each.agenda, letters) if answer else None,
        _outcome(each),
        None if way is None else Said(way.es, way.en),
        course.notified_on if is_notified else None,
        each.days_used,
        each.first(EventType.RECURSO_INTERPUESTO),
        each.first(EventType.REMISION_SSPD),
        each.first(EventType.DECISION_SSPD),
        each.is_denied,
        (_RESERVE if each.reserved_on is not None else _NOT_TOLD) if each.is_denied else None,
        each.transferred_to,
        course.transferred_on,
    )


def _who(petitioners: tuple[Petitioner, ...]) -> ReportCell:
    if any(each.identidad_reservada for each in petitioners):
        return _RESERVED
    if any(each.clase is PetitionerKind.ANONIMA for each in petitioners):
        return _ANONYMOUS
    return "; ".join(each.nombre for each in petitioners if each.nombre) or None


def _motive(causal: str | None, catalogue: Catalogue, day: date) -> str | None:
    try:
        found = catalogue.causales.at(day).value.get(causal or "")
    except NoRuleInForceError:
        return None
    return None if found is None else found.es


def _acts(each: CaseStanding) -> Iterable[tuple[ReportCell, ...]]:
    case = each.case
    number = case.filing.radicado or str(case.case_id)
    for occurrence in (case.filed, *case.timeline(each.agenda.as_of)):
        event = occurrence.event
        hour = f"{occurrence.at:%H:%M}" if occurrence.has_hour else None
        yield number, occurrence.day, hour, Said(event.type.es, event.type.en)
