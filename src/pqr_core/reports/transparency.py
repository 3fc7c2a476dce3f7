"""The published report of requests: each request for access to information, and the times to answer by type.

It covers the cases filed in the period, as they stand at the end of the day looked at. It names no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from pqr_core.citations import Citation
from pqr_core.facts import Facts
from pqr_core.language import Said
from pqr_core.reports.official import OfficialReport, ReportCell, ReportRequest, Section, percent
from pqr_core.reports.standing import CaseStanding, filed_in, standings
from pqr_core.vocabulary import Outcome

__all__ = ("transparency_report",)

_TYPES: Final = (
    Said("Tipo", "Type"),
    Said("Recibidas", "Received"),
    Said("Trasladadas", "Transferred"),
    Said("Respondidas", "Answered"),
    Said("Días hábiles de respuesta, promedio", "Business days to answer, mean"),
    Said("Días hábiles de respuesta, máximo", "Business days to answer, longest"),
    Said("Respondidas en término (%)", "Answered in term (%)"),
    Said("Pendientes", "Open"),
    Said("Terminadas de otra forma", "Ended otherwise"),
)
_REQUESTS: Final = (
    Said("Radicado", "Radicado"),
    Said("Fecha", "Filed on"),
    Said("Fecha de respuesta", "Answered on"),
    Said("Días hábiles de respuesta", "Business days to answer"),
    Said("Trasladada a otra entidad", "Transferred"),
    Said("Acceso negado", "Access denied"),
    Said("Motivo", "Ground"),
)
_NO_ANSWER: Final = Said("sin respuesta a la fecha de corte", "not answered on the day looked at")


def transparency_report(norms: tuple[Citation, ...], access: frozenset[str], asked: ReportRequest) -> OfficialReport:
    """The report of requests; `access` holds the codes of the types that ask for access to information."""
    rows = filed_in(asked)
    requests = list(standings(asked, [row for row in rows if row.tipo in access]))
    return asked.report(
        code="transparencia",
        title=Said(
            "Informe de solicitudes de acceso a la información, peticiones y denuncias",
            "Report of requests for access to information, petitions and reports of wrongdoing",
        ),
        norms=norms,
        notes=(
            Said(
                "Lo radicado en el período, como está a la fecha de corte. Los días son hábiles, contados desde el día "
                "siguiente al de la radicación.",
                "What was filed in the period, as it stands on the day looked at. Days are business days, counted from "
                "the day after the filing.",
            ),
        ),
        sections=(_access(requests), _each(requests), _by_type(rows, asked), _channels(rows, asked)),
    )


def _access(requests: list[CaseStanding]) -> Section:
    days = [each.days_used for each in requests if each.days_used is not None]
    denied = [each for each in requests if each.is_denied]
    counts: tuple[tuple[ReportCell, ...], ...] = (
        (Said("recibidas", "received"), len(requests)),
        (
            Said("trasladadas a otra institución", "transferred to another institution"),
            sum(each.agenda.course.transferred_on is not None for each in requests),
        ),
        (Said("respondidas", "answered"), len(days)),
        (Said("días hábiles de respuesta, promedio", "business days to answer, mean"), _mean(days)),
        (Said("en las que se negó el acceso", "in which access was denied"), len(denied)),
        (
            Said("de ellas, por reserva", "of these, for secrecy"),
            sum(each.reserved_on is not None for each in denied),
        ),
        (
            Said("en las que se accedió en parte", "in which access was given in part"),
            sum(each.outcome is Outcome.ACCEDE_PARCIALMENTE for each in requests),
        ),
        (
            Said("respondidas sin que conste el resultado", "answered, the outcome not told"),
            sum(each.agenda.course.met_on is not None and each.outcome is None for each in requests),
        ),
    )
    return Section(
        code="acceso",
        title=Said("Solicitudes de acceso a la información pública", "Requests for access to public information"),
        headings=(Said("Solicitudes", "Requests"), Said("Cuántas", "How many")),
        rows=counts,
    )


def _mean(days: list[int]) -> Fraction | None:
    return Fraction(sum(days), len(days)) if days else None


def _each(requests: Iterable[CaseStanding]) -> Section:
    return Section(
        code="solicitudes",
        title=Said("El tiempo de respuesta de cada solicitud", "The time to answer each request"),
        headings=_REQUESTS,
        rows=tuple(
            (
                each.case.filing.radicado or str(each.case.case_id),
                each.case.filed_on,
                each.agenda.course.met_on,
                each.days_used if each.days_used is not None else _NO_ANSWER,
                each.agenda.course.transferred_on is not None,
                each.is_denied,
                _ground(each),
            )
            for each in requests
        ),
    )


def _ground(each: CaseStanding) -> ReportCell:
    if not each.is_denied:
        return None
    return Said("reserva", "secrecy") if each.reserved_on is not None else Said("no consta", "not told")


def _by_type(rows: list[Facts], asked: ReportRequest) -> Section:
    types = asked.law.rules.types
    found = {code: [row for row in rows if row.tipo == code] for code in types}
    totals = [(Said(types[code].es, types[code].en), each) for code, each in found.items() if each]
    return Section(
        code="tipos",
        title=Said("Todas las solicitudes, peticiones y denuncias", "All requests, petitions and reports"),
        headings=_TYPES,
        rows=tuple(_line(name, each, asked) for name, each in (*totals, (Said("total", "total"), rows))),
    )


def _ended_otherwise(row: Facts, until: date) -> bool:
    is_answered = row.answered_on is not None and row.answered_on <= until
    return not is_answered and row.ended_on is not None and row.ended_on <= until


def _channels(rows: list[Facts], asked: ReportRequest) -> Section:
    """Every channel for filing, with how many cases came by it (Ley 1712 de 2014, art. 11, lit. h)."""
    counts = Counter(row.canal for row in rows)
    ways = [(Said(each.es, each.en), counts[code]) for code, each in asked.law.catalogue.channels.items()]
    others = sum(counts.values()) - sum(n for _, n in ways)
    where = "; ".join(filter(None, (asked.profile.direccion, asked.profile.horario_texto)))
    return Section(
        code="medios",
        title=Said("Medios para presentar una petición", "Ways to file a request"),
        headings=(Said("Medio", "Way"), Said("Recibidas", "Received")),
        rows=(*ways, *([(Said("no consta", "not told"), others)] if others else ())),
        note=Said.alike(where) if where else None,
    )


def _line(name: Said, rows: list[Facts], asked: ReportRequest) -> tuple[ReportCell, ...]:
    until = asked.until
    answered = [row for row in rows if row.answered_on is not None and row.answered_on <= until]
    ended = [row for row in rows if _ended_otherwise(row, until)]
    transferred = sum(row.transferred_on is not None and row.transferred_on <= until for row in rows)
    days = [row.business_days_to_answer for row in answered if row.business_days_to_answer is not None]
    with_term = [row for row in answered if row.in_term(until) is not None]
    return (
        name,
        len(rows),
        transferred,
        len(answered),
        _mean(days),
        max(days, default=None),
        percent(sum(row.in_term(until) is True for row in with_term), len(with_term)),
        len(rows) - len(answered) - len(ended),
        len(ended),
    )
