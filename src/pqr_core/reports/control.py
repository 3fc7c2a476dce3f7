"""The half-yearly report of internal control, and of the complaints office to the head of the utility.

It shows which services and causes got most complaints, how these were answered, and the recommendations, which a person
must write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from pqr_core.citations import Citation
from pqr_core.errors import NoRuleInForceError
from pqr_core.facts import Facts
from pqr_core.language import Said
from pqr_core.reports.official import OfficialReport, ReportCell, ReportRequest, Section, percent
from pqr_core.reports.standing import filed_in
from pqr_core.vocabulary import Outcome

__all__ = ("control_report",)

_NOT_TOLD: Final = Said("no consta", "not told")


def control_report(
    norms: tuple[Citation, ...], complaints: frozenset[str], suggestions: frozenset[str], asked: ReportRequest
) -> OfficialReport:
    """The report of complaints, suggestions and claims of a period.

    Args:
        norms: the norms that require it.
        complaints: the codes of the case types that complain about a service.
        suggestions: the codes of the case types that suggest something.
        asked: the request, with the period and the day looked at.
    """
    rows = filed_in(asked)
    complained = [row for row in rows if row.tipo in complaints]
    suggested = sum(row.tipo in suggestions for row in rows)
    return asked.report(
        code="control-interno",
        title=Said(
            "Informe semestral de quejas, sugerencias y reclamos",
            "Half-yearly report of complaints, suggestions and claims",
        ),
        norms=norms,
        sections=(
            _attention(rows, complained, suggested, asked),
            _ranked(
                "servicios",
                Said("Servicios con más quejas y reclamos", "Services with most complaints"),
                complained,
                _service_of(asked),
            ),
            _ranked(
                "causas",
                Said("Causas con más quejas y reclamos", "Causes with most complaints"),
                complained,
                _cause_of(asked),
            ),
            _outcomes(complained, asked),
            _recommendations(asked, suggested),
        ),
    )


def _attention(rows: list[Facts], complained: list[Facts], suggested: int, asked: ReportRequest) -> Section:
    until = asked.until
    answered = [row for row in complained if row.answered_on is not None and row.answered_on <= until]
    counted: tuple[tuple[ReportCell, ...], ...] = (
        (Said("casos radicados", "cases filed"), len(rows)),
        (Said("quejas, reclamos y denuncias", "complaints, claims and reports"), len(complained)),
        (Said("sugerencias", "suggestions"), suggested),
        (Said("quejas, reclamos y denuncias respondidos", "complaints, claims and reports answered"), len(answered)),
        (
            Said("de ellos, en término (%)", "of these, in term (%)"),
            percent(sum(row.in_term(until) is True for row in answered), len(answered)),
        ),
        (
            Said("sin responder y vencidos a la fecha de corte", "open and overdue on the day looked at"),
            sum(_is_overdue(row, asked) for row in complained),
        ),
        (
            Said("con silencio administrativo positivo", "in which the silence has decided"),
            sum(row.silence_on is not None and row.silence_on <= until for row in complained),
        ),
        (
            Said("contra los que se interpuso un recurso", "against which a recurso was filed"),
            sum(row.recurso_filed for row in complained),
        ),
    )
    return Section(
        code="atencion",
        title=Said("La atención del semestre", "The half year"),
        headings=(Said("Qué", "What"), Said("Cuántos", "How many")),
        rows=counted,
    )


def _is_overdue(row: Facts, asked: ReportRequest) -> bool:
    """Whether the answer was owed and overdue at the end of the day looked at; later events do not count."""
    done_on, due_on = row.answered_on or row.ended_on, row.due(asked.until)
    return (done_on is None or done_on > asked.until) and due_on is not None and due_on < asked.until


def _service_of(asked: ReportRequest) -> Callable[[Facts], Said]:
    def name(row: Facts) -> Said:
        service = asked.law.catalogue.services.get(row.servicio or "")
        return _NOT_TOLD if service is None else Said(service.es, service.en)

    return name


def _unlisted(code: str) -> Said:
    return Said(f"{code} (no está en la lista vigente)", f"{code} (not in the list in force)")


def _cause_of(asked: ReportRequest) -> Callable[[Facts], Said]:
    def name(row: Facts) -> Said:
        if row.causal is None:
            return _NOT_TOLD
        try:
            found = asked.law.catalogue.causales.at(row.filed_on).value.get(row.causal)
        except NoRuleInForceError:
            found = None
        return _unlisted(row.causal) if found is None else Said.alike(f"{row.causal} {found.es}")

    return name


def _ranked(code: str, title: Said, rows: list[Facts], by: Callable[[Facts], Said]) -> Section:
    counts = Counter(map(by, rows))
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return Section(
        code=code,
        title=title,
        headings=(title, Said("Cuántos", "How many"), Said("Del total (%)", "Of all (%)")),
        rows=tuple((name, n, percent(n, len(rows))) for name, n in ordered),
    )


def _outcomes(rows: list[Facts], asked: ReportRequest) -> Section:
    answered = [row for row in rows if row.answered_on is not None and row.answered_on <= asked.until]
    counts = Counter(row.resultado for row in answered)
    named = [(Said(each.es, each.en), counts[each]) for each in Outcome if counts[each]]
    unknown = [(_NOT_TOLD, counts[None])] if counts[None] else []
    return Section(
        code="resultados",
        title=Said("Cómo se respondieron", "How they were answered"),
        headings=(Said("Resultado", "Outcome"), Said("Cuántos", "How many")),
        rows=(*named, *unknown),
    )


def _recommendations(asked: ReportRequest, suggested: int) -> Section:
    return Section(
        code="recomendaciones",
        title=Said("Recomendaciones de los particulares", "Recommendations of citizens"),
        headings=(Said("Recomendación", "Recommendation"),),
        rows=tuple((each,) for each in asked.recommendations),
        note=Said(
            f"Como las anotó quien hace el informe, a partir de las sugerencias ({suggested}) y de las quejas: para "
            "mejorar el servicio, usar bien los recursos y participar.",
            f"As entered by who makes the report, from the suggestions ({suggested}) and the complaints: to better "
            "the service, use resources well and take part.",
        ),
    )
