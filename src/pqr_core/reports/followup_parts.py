"""The follow-up as headings and tables of text, for every format: pages, workbooks and documents show the same.

A cell holds a value for the spreadsheet and a text for people where the two differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from attrs import frozen

from pqr_core.drawing.text import Style
from pqr_core.exchange.spreadsheets import SheetCell
from pqr_core.indicators.base import ValueUnit, Verdict, count_text, number_text, value_text
from pqr_core.indicators.periods import Frequency
from pqr_core.indicators.series import IndicatorSeries, Point, bound_text
from pqr_core.language import Language, long_date, month_title
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.reports.followup import FollowUp, GroupRow, Risk
from pqr_core.vocabulary import ActionState

__all__ = ("Cell", "Part", "Shown", "Table", "facts_of_header", "parts_of", "period_title", "text_of", "title_of")


@frozen
class Shown:
    """A cell: the value for a spreadsheet, the text for people, and the style."""

    value: SheetCell
    text: str
    style: Style = ""


Cell: TypeAlias = Shown | str | int | date | None


@frozen(kw_only=True)
class Table:
    """A table: its title, headings and rows, and how many rows were left out."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    left_out: int = 0


@frozen(kw_only=True)
class Part:
    """A part of the follow-up: its title, notes, tables and charts."""

    code: str
    title: str
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    charts: tuple[IndicatorSeries, ...] = ()


_STYLES: Final[dict[Verdict | None, Style]] = {
    Verdict.MET: "good",
    Verdict.MISSED: "bad",
    Verdict.IN_PROGRESS: "warn",
}
_Say: TypeAlias = Callable[[str, str], str]


def text_of(cell: Cell, lang: Language) -> str:
    """The text of a cell, as people read it."""
    match cell:
        case None:
            return "-"
        case Shown():
            return cell.text
        case int():
            return number_text(cell, 0, lang)
        case _:
            return str(cell)


def _sayer(lang: Language) -> _Say:
    def say(es: str, en: str) -> str:
        return es if lang == "es" else en

    return say


def title_of(found: FollowUp, lang: Language = "es") -> str:
    """The title, such as `Seguimiento de octubre de 2026`."""
    return _sayer(lang)(f"Seguimiento de {period_title(found, lang)}", f"Follow-up of {period_title(found, lang)}")


def period_title(found: FollowUp, lang: Language = "es") -> str:
    """The period as it stands in a heading."""
    period = found.period
    if period.frequency is Frequency.MONTH:
        return month_title(period.first_day.year, period.first_day.month, lang)
    return period.label(lang)


def facts_of_header(found: FollowUp, lang: Language = "es") -> tuple[tuple[str, str], ...]:
    """The lines of the header: the utility, the period, the closing day, the instant of the data, who made it."""
    say = _sayer(lang)
    state = say("en curso", "in progress") if found.in_progress else say("cerrado", "closed")
    return (
        (say("Empresa", "Utility"), f"{found.name} ({found.utility})" if found.name else found.utility),
        (say("Período", "Period"), f"{period_title(found, lang)} ({state})"),
        (say("Fecha de corte", "Counted at the end of"), long_date(found.closing_day, lang)),
        (
            say("Datos y elaboración", "Data and making"),
            f"{long_date(found.made_at.date(), lang)}, {found.made_at:%H:%M}",
        ),
        (say("Elaboró", "Made by"), found.made_by or "-"),
    )


def parts_of(found: FollowUp, lang: Language = "es", *, whole: bool = False) -> tuple[Part, ...]:
    """The parts in the order of the meeting; with `whole`, tables keep the rows that a page leaves out."""
    say = _sayer(lang)
    return (
        _sheet(found, lang, say),
        _flows(found, lang, say),
        _groups(found, lang, say, whole=whole),
        _open(found, lang, say),
        _risks(found, lang, say, whole=whole),
        _actions(found, lang, say),
        _audit(found, lang, say, whole=whole),
        _minutes(found, lang, say),
    )


# --- the indicators ------------------------------------------------------------------------------------------------


def _value(point: Point, lang: Language) -> Shown:
    return Shown(point.result.exact, value_text(point.result, point.target, point.verdict, lang))


def _verdict(point: Point, lang: Language) -> Shown:
    verdict = Verdict.IN_PROGRESS if point.in_progress else point.verdict
    text = "-" if verdict is None else verdict.label(lang)
    return Shown(None if verdict is None else text, text, _STYLES.get(verdict, ""))


def _n(n: int | None) -> Cell:
    return Shown(None, "-") if n is None else n


def _sheet(found: FollowUp, lang: Language, say: _Say) -> Part:
    def row(series: IndicatorSeries, year: Point) -> tuple[Cell, ...]:
        indicator, point = series.indicator, series.points[-1]
        target: Cell = None
        if point.target is not None:
            bound = bound_text(indicator, point.target, lang)
            target = Shown(point.target, f"{bound} ({indicator.frequency.label(lang)})")
        return (
            Shown(f"{indicator.name(lang)} ({indicator.unit.words(lang).strip()})", indicator.name(lang)),
            *(_value(point, lang), _n(point.n), target, _verdict(point, lang)),
            *(_value(year, lang), _n(year.n), _verdict(year, lang)),
        )

    annual = [each.indicator for each in found.sheet if not each.indicator.judges(found.period)]
    notes = [
        f"{each.indicator.name(lang)}: {each.indicator.formula_es}. {say('Fuente', 'Source')}: {each.indicator.source}."
        for each in found.sheet
    ]
    notes += [
        say(
            f"{each.name(lang)}: la meta es {each.frequency.label(lang)}; no juzga un período más corto.",
            f"{each.name(lang)}: the target is {each.frequency.label(lang)}; it does not judge a shorter period.",
        )
        for each in annual
    ]
    year = say(f"Año corrido {found.closing_day.year}", f"Year to date {found.closing_day.year}")
    headings = (
        *(say("Indicador", "Indicator"), say("Valor", "Value"), "n", say("Meta", "Target")),
        *(
            say("Cumplimiento", "Verdict"),
            year,
            say("n del año", "n of the year"),
            say("Estado del año", "State of the year"),
        ),
    )
    rows = tuple(row(series, point) for series, point in zip(found.sheet, found.year, strict=True))
    return Part(
        code="indicadores",
        title=say("Indicadores del proceso", "Indicators of the process"),
        notes=tuple(notes),
        tables=(
            Table(title=say("Indicadores", "Indicators"), headings=headings, rows=rows),
            *(_twelve(series, lang, say) for series in found.sheet),
        ),
        charts=found.sheet,
    )


def _twelve(series: IndicatorSeries, lang: Language, say: _Say) -> Table:
    """The points of a chart as a table of figures."""
    rows = tuple(
        (
            Shown(str(point.period), point.period.label(lang)),
            _value(point, lang),
            _n(point.n),
            None if point.target is None else Shown(point.target, bound_text(series.indicator, point.target, lang)),
            _verdict(point, lang),
        )
        for point in series.points
    )
    headings = (
        say("Período", "Period"),
        say("Valor", "Value"),
        "n",
        say("Meta", "Target"),
        say("Cumplimiento", "Verdict"),
    )
    return Table(title=series.indicator.name(lang), headings=headings, rows=rows)


# --- the cases -----------------------------------------------------------------------------------------------------


def _count(n: int | None, lang: Language) -> Shown:
    return Shown(count_text(n, lang) if n is None else n, count_text(n, lang))


def _flows(found: FollowUp, lang: Language, say: _Say) -> Part:
    def row(es: str, en: str, n: int | None, before: int | None, change: int | None) -> tuple[Cell, ...]:
        moved = "-" if change is None else ("+" if change > 0 else "") + number_text(change, 0, lang)
        return say(es, en), _count(n, lang), _count(before, lang), Shown(change, moved)

    headings = (
        say("Casos", "Cases"),
        found.period.label(lang),
        found.period.shift(-1).label(lang),
        say("Cambio", "Change"),
    )
    notes: tuple[str, ...] = ()
    if found.in_progress:
        notes = (
            say(
                "El período está en curso: se compara con todo el anterior.",
                "The period is in progress: it is compared with the whole of the one before.",
            ),
        )
    rows = tuple(row(each.es, each.en, each.n, each.before, each.change) for each in found.flows)
    table = Table(title=say("Casos y cambios", "Cases and changes"), headings=headings, rows=rows)
    title = say("Casos del período y cambios desde el anterior", "Cases of the period and changes since the last")
    return Part(code="casos", title=title, notes=notes, tables=(table,))


def _groups(found: FollowUp, lang: Language, say: _Say, *, whole: bool) -> Part:
    counted = tuple(say(each.es, each.en) for each in found.flows)
    unknown = say("sin dato", "no data")

    def named(row: GroupRow) -> tuple[Cell, ...]:
        return row.code or unknown, row.name or "-", *(_count(n, lang) for n in row.counts)

    total = tuple(_count(each.n, lang) for each in found.flows)
    services = Table(
        title=say("Por servicio", "By service"),
        headings=(say("Código", "Code"), say("Servicio", "Service"), *counted),
        rows=(*map(named, found.by_service), (say("total", "total"), "", *total)),
    )
    received = found.flows[0].n or 0
    upto, rows = 0, list[tuple[Cell, ...]]()
    shown = found.by_causal if whole else found.by_causal[: found.plan.rows]
    for row in shown:
        upto += row.counts[0] or 0
        code, name, *counts = named(row)
        rows.append((code, name, *counts, _share(upto, received, lang)))
    rest = found.by_causal[len(shown) :]
    if rest:
        added = [
            None if None in column else sum(n or 0 for n in column)
            for column in zip(*(r.counts for r in rest), strict=True)
        ]
        others = say(f"otras causales: {len(rest)}", f"other causales: {len(rest)}")
        rows.append(
            (say("otras", "others"), others, *(_count(n, lang) for n in added), _share(received, received, lang))
        )
    rows.append((say("total", "total"), "", *total, None))
    causales = Table(
        title=say("Por causal (Pareto)", "By causal (Pareto)"),
        headings=(
            say("Código", "Code"),
            "Causal",
            *counted,
            say("% acumulado de recibidas", "Cumulative % of received"),
        ),
        rows=tuple(rows),
        left_out=len(rest),
    )
    few = _few(found, lang, say)
    title = say("Por servicio y por causal", "By service and by causal")
    return Part(code="causales", title=title, notes=few, tables=(services, causales))


def _share(part: int, of: int, lang: Language) -> Cell:
    if not of:
        return None
    share = Fraction(ValueUnit.PERCENT.factor * part, of)
    return Shown(share, f"{number_text(share, 1, lang)} %")


def _few(found: FollowUp, lang: Language, say: _Say) -> tuple[str, ...]:
    """The sentence that says how few causales make up most of the cases; empty if there are no cases."""
    received = found.flows[0].n or 0
    upto = 0
    for place, row in enumerate(found.by_causal, start=1):
        upto += row.counts[0] or 0
        if received and upto >= received * found.plan.most:
            share = number_text(Fraction(ValueUnit.PERCENT.factor * upto, received), 1, lang)
            return (
                say(
                    f"Causales que reúnen el {share} % de lo recibido: {place} de {len(found.by_causal)}.",
                    f"Causales that make {share} % of what was received: {place} of {len(found.by_causal)}.",
                ),
            )
    return ()


def _open(found: FollowUp, lang: Language, say: _Say) -> Part:
    def band(first: int | None, last: int | None) -> str:
        if first is None:
            return say(f"hasta {last} días", f"up to {last} days")
        return (
            say(f"desde {first} días", f"from {first} days")
            if last is None
            else say(f"{first} a {last} días", f"{first} to {last} days")
        )

    ages = Table(
        title=say("Edad de lo abierto (días calendario desde la radicación)", "Age of what is open (calendar days)"),
        headings=(say("Edad", "Age"), say("Casos", "Cases")),
        rows=tuple((band(first, last), n) for first, last, n in found.ages),
    )
    due = found.due
    rows: list[tuple[Cell, ...]] = [
        (
            say("vencidos", "overdue"),
            Shown(due.overdue, number_text(due.overdue, 0, lang), "bad" if due.overdue else ""),
        )
    ]
    rows += [(Shown(day, long_date(day, lang, year=False)), n) for day, n in due.days]
    rows += [
        (say("después", "later"), due.later),
        (say("sin fecha, o en espera del usuario", "undated, or waiting for the user"), due.undated),
    ]
    ahead = Table(
        title=say(
            f"Vencimientos de los próximos {len(due.days)} días hábiles",
            f"Due in the next {len(due.days)} business days",
        ),
        headings=(say("Último día para responder", "Last day to answer"), say("Casos", "Cases")),
        rows=tuple(rows),
    )
    return Part(
        code="abiertos",
        title=say("Lo abierto: edad y vencimientos", "What is open: age and due days"),
        tables=(ages, ahead),
    )


def _risks(found: FollowUp, lang: Language, say: _Say, *, whole: bool) -> Part:
    def row(risk: Risk) -> tuple[Cell, ...]:
        left = risk.business_days
        case = risk.row
        tipo = found.types[case.tipo].label(lang) if case.tipo in found.types else case.tipo
        return (
            *(
                case.radicado or str(case.case_id),
                Shown(case.tipo, tipo),
                case.servicio,
                case.causal,
                case.filed_on,
                risk.due_on,
            ),
            Shown(left, f"{left:+d}" if left else "0", "bad" if risk.is_overdue else "warn"),
            case.responsable,
        )

    headings = (
        *(say("Radicado", "Filing"), say("Tipo", "Type"), say("Servicio", "Service"), "Causal"),
        *(say("Radicación", "Filed on"), say("Vence", "Due on"), say("Días hábiles", "Business days")),
        say("Responsable", "Assigned to"),
    )
    late = [each for each in found.at_risk if each.is_overdue]
    soon = [each for each in found.at_risk if not each.is_overdue]
    tables = [
        Table(
            title=title,
            headings=headings,
            rows=tuple(map(row, of if whole else of[: found.plan.cases])),
            left_out=0 if whole else max(len(of) - found.plan.cases, 0),
        )
        for title, of in ((say("Por vencer", "Due soon"), soon), (say("Vencidos", "Overdue"), late))
        if of
    ]
    note = say(
        f"Abiertos al corte: por vencer, {len(soon)} (días hábiles que les quedan: {found.soon} a lo sumo); vencidos, "
        f"{len(late)}. Los días negativos son de mora.",
        f"Open at the end: due soon, {len(soon)} (business days left: {found.soon} at most); overdue, {len(late)}. "
        "Negative days are days overdue.",
    )
    return Part(code="riesgo", title=say("Casos en riesgo", "Cases at risk"), notes=(note,), tables=tuple(tables))


# --- what is done about it -----------------------------------------------------------------------------------------


def _actions(found: FollowUp, lang: Language, say: _Say) -> Part:
    def row(action: ImprovementAction, state: ActionState) -> tuple[Cell, ...]:
        styles: dict[ActionState, Style] = {ActionState.VENCIDA: "bad", ActionState.CERRADA: "good"}
        text = state.label(lang)
        risk = action.riesgo and f"{action.riesgo} {found.riesgos.get(action.riesgo, '')}".strip()
        return (
            *(Shown(text, text, styles.get(state, "")), action.kind.label(lang), action.what, action.indicator, risk),
            *(
                action.responsible,
                action.opened_on,
                action.due_on,
                action.closed_on,
                "; ".join(action.evidence) or None,
            ),
            Shown(str(action.action_id), str(action.action_id).partition("-")[0]),
        )

    actions = found.actions
    rows = [
        row(each, state)
        for state, of in (
            (ActionState.VENCIDA, actions.overdue),
            (ActionState.ABIERTA, actions.open),
            (ActionState.CERRADA, actions.closed),
        )
        for each in of
    ]
    table = Table(
        title=say("Acciones de mejora", "Improvement actions"),
        headings=(
            *(say("Estado", "State"), say("Clase", "Kind"), say("Qué se hace", "What is done")),
            *(say("Indicador", "Indicator"), say("Riesgo", "Risk"), say("Responsable", "Responsible")),
            *(
                say("Abierta", "Opened"),
                say("Plazo", "Due"),
                say("Cerrada", "Closed"),
                say("Evidencia", "Evidence"),
                "Id",
            ),
        ),
        rows=tuple(rows),
    )
    since = long_date(found.period.first_day, lang)
    note = say(
        f"Abiertas: {len(actions.open)}; vencidas: {len(actions.overdue)}; cerradas desde el {since}: "
        f"{len(actions.closed)}.",
        f"Open: {len(actions.open)}; overdue: {len(actions.overdue)}; closed since {since}: {len(actions.closed)}.",
    )
    return Part(
        code="acciones",
        title=say("Acciones de mejora", "Improvement actions"),
        notes=(note,),
        tables=(table,) if rows else (),
    )


def _audit(found: FollowUp, lang: Language, say: _Say, *, whole: bool) -> Part:
    audit = found.audit

    def listed(radicados: Sequence[str]) -> str:
        shown = radicados if whole else radicados[: found.plan.rows]
        more = len(radicados) - len(shown)
        return ", ".join(shown) + (say(f" y {more} más", f" and {more} more") if more else "")

    rows = tuple(
        (
            each.finding.label(lang),
            "; ".join(citation.named(lang) for citation in each.citations) or "-",
            len(each.radicados),
            listed(each.radicados),
        )
        for each in audit.noticed
    )
    of = say("de una muestra", "of a sample") if audit.looked_at < audit.of else say("de todos", "of all")
    note = say(
        f"Autocontrol {of}. Casos revisados: {audit.looked_at}, de {audit.of} (radicados o respondidos en el período, "
        f"o abiertos al corte). Con algún hallazgo: {audit.with_findings}.",
        f"Self-audit {of}. Cases looked at: {audit.looked_at}, of {audit.of} (filed or answered in the period, or open "
        f"at its end). With a finding: {audit.with_findings}.",
    )
    table = Table(
        title=say("Hallazgos", "Findings"),
        headings=(say("Hallazgo", "Finding"), say("Norma", "Norm"), say("Casos", "Cases"), say("Radicados", "Filings")),
        rows=rows,
    )
    return Part(
        code="autocontrol", title=say("Autocontrol", "Self-audit"), notes=(note,), tables=(table,) if rows else ()
    )


def _minutes(found: FollowUp, lang: Language, say: _Say) -> Part:
    notes: tuple[str, ...] = ()
    if not found.minutes:
        notes = (say("Sin acta registrada para este período.", "No minutes are kept for this period."),)
    return Part(
        code="acta",
        title=say("Acta de la reunión", "Minutes of the meeting"),
        notes=notes,
        tables=tuple(_held(each, lang, say) for each in found.minutes),
    )


def _held(minutes: Minutes, lang: Language, say: _Say) -> Table:
    rows: Iterator[tuple[Cell, ...]] = iter(
        (
            *((say("Asistente", "Attended"), each) for each in minutes.attendance),
            *((say("Decisión", "Decision"), each) for each in minutes.decisions),
        )
    )
    title = say(f"Reunión del {long_date(minutes.held_on, lang)}", f"Meeting of {long_date(minutes.held_on, lang)}")
    return Table(title=title, headings=(say("Qué", "What"), say("Detalle", "Detail")), rows=tuple(rows))
