"""The source of each picture in the pages, made by the library, by the name of its file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, Literal

from attrs import evolve, frozen

from pqr_core import (
    Case,
    Claim,
    Decision,
    Event,
    EventType,
    Facts,
    Filing,
    IndicatorSeries,
    MemoryStore,
    Period,
    Petitioner,
    Requirement,
    Rows,
    Signatory,
    WorkflowState,
    colombia,
    count,
)
from pqr_core.cases.workflow import WORKFLOWS, Workflow
from pqr_core.drawing.html import html_page
from pqr_core.exchange.vectors import load_case
from pqr_core.language import Language
from pqr_core.law.agenda import Agenda
from pqr_core.law.explanations import headline
from pqr_core.law.pictures import agenda_html, deadline_html
from pqr_core.law.views import CasePicture

__all__ = ("SOURCES", "Source")

ROOT: Final = Path(__file__).parents[1]
PHONE: Final = 390
NARROW: Final = 440
"""A width that can be read on a phone and beside a text."""
PAPER: Final = 700


@frozen(kw_only=True)
class Source:
    """The source of a picture: `html` to shoot, `dot` for Graphviz, `svg` as it is, or the first page of a `pdf`."""

    kind: Literal["html", "dot", "svg", "pdf"]
    text: str
    width: int = NARROW
    height: int = 0
    """The height of the head that is shown; 0 for the whole page."""
    dark: bool = False
    paper: bool = False
    pdf: Callable[[], bytes] = bytes


# --- deadlines and agendas -----------------------------------------------------------------------------------------

_PLAIN: Final = (
    "body{margin:1rem}.pqr details:not([open]){display:none}.pqr{font-size:16px}"
    ".pqr .months{justify-content:space-around}"
)


def explained(lang: Language, *, dark: bool = False) -> Source:
    """The deadline of the READMEs: sentences and months, without the list of days."""
    deadline = colombia.due("reclamo", date(2026, 6, 26))
    return Source(
        kind="html", text=html_page("", deadline_html(deadline, lang), lang, style=_PLAIN), width=NARROW, dark=dark
    )


@cache
def guide_agenda() -> Agenda:
    """The agenda of the case of the guide on its day."""
    case, profile = load_case(ROOT / "docs" / "es" / "caso.json", colombia.LAW, colombia.DEFAULT_PROFILE)
    return colombia.agenda(case, date(2026, 4, 20), profile=profile)


def agenda_page(lang: Language, width: int, height: int, *, paper: bool = False) -> Source:
    """The page of an agenda, as `pqr agenda --html` writes it."""
    agenda = guide_agenda()
    page = html_page(headline(agenda, lang), agenda_html(agenda, lang), lang)
    return Source(kind="html", text=page, width=width, height=height, paper=paper)


def line_of(case: Case, on: date, lang: Language) -> Source:
    """The timeline of a case with its clocks."""
    return Source(kind="svg", text=CasePicture(case, colombia.agenda(case, on)).svg(lang))


def guide_line(lang: Language) -> Source:
    """The timeline of the case of the guide."""
    return Source(kind="svg", text=CasePicture(guide_agenda().case, guide_agenda()).svg(lang))


def notified() -> Case:
    """A claim decided in time and notified in person."""
    return _claim(
        (Decision(resultado="no_accede", acto="facturacion"), date(2026, 4, 8)),
        (EventType.ENVIO_CITACION, date(2026, 4, 10)),
        (EventType.NOTIFICACION_PERSONAL, date(2026, 4, 15)),
    )


def silent() -> Case:
    """A claim that nobody answers."""
    return _claim()


def _claim(*told: tuple[Decision | EventType, date]) -> Case:
    case = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa", radicado="2026-000123")
    events = (Event(what, on=on) if isinstance(what, EventType) else Event.of(what, on=on) for what, on in told)
    return case.record(*events)


def suspended(lang: Language) -> Source:
    """A term that was suspended while the user completed the petition."""
    case = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa", radicado="2026-000124")
    case = case.record(
        Event.of(Requirement(), on=date(2026, 3, 18)), Event(EventType.COMPLEMENTO, on=date(2026, 3, 25))
    )
    answer = colombia.agenda(case, date(2026, 4, 6))["respuesta"]
    return Source(kind="html", text=html_page("", deadline_html(answer, lang), lang, style=_PLAIN), width=NARROW)


# --- letters and indicators ----------------------------------------------------------------------------------------

_ANA: Final = Petitioner(
    clase="natural", tipo_documento="cc", nombre="Ana Pérez", documento="31415926", direccion="Manzana 4 casa 12"
)
_UTILITY: Final = evolve(
    colombia.DEFAULT_PROFILE,
    name="Aguas del Río E.S.P.",
    nit="900.123.456-7",
    direccion="Calle 40 con carrera 16, Dosquebradas",
    horario_texto="de lunes a viernes, de 8:00 a 17:00",
    lugar_notificacion="la oficina de atención al usuario, calle 40 con carrera 16",
    firmantes={
        "*": Signatory("Pedro Gil", "Jefe de atención al usuario"),
        "decision": Signatory("Marta Ríos", "Gerente"),
    },
)
_DECIDED: Final[dict[str, Any]] = {
    "resultado": "no_accede",
    "acto": "facturacion",
    "fundamentos": "El medidor se revisó en el laboratorio el 20 de marzo y mide bien.\n\n"
    "El consumo de febrero coincide con la lectura.",
    "resultados": {"1": ("no_accede", "La lectura de febrero coincide con la del medidor.")},
}


def _moment(text: str) -> datetime:
    return colombia.instant(datetime.fromisoformat(f"2026-{text}"))


def model_letter(kind: str) -> Source:
    """A letter of an invented claim: its decision, or the citation that follows."""
    office = colombia.office(MemoryStore(), _UTILITY, clock=lambda: _moment("05-04T12:00"))
    filing = Filing(
        tipo="reclamo",
        servicio="acueducto",
        canal="escrito",
        account="123456",
        peticionario=_ANA,
        pretensiones=[Claim(id="1", texto="que se revise el consumo de febrero")],
    )
    view = office.file(filing, at=_moment("03-16T08:41"))
    letter = office.letter(view.radicado, "decision", at=_moment("03-24T10:00"), **_DECIDED)
    if kind != "decision":
        office.issue(letter, form="html", recorded_at=_moment("03-24T10:05"))
        letter = office.letter(view.radicado, kind, at=_moment("03-25T10:00"))
    return Source(kind="pdf", text=letter.text(), pdf=letter.pdf)


def chart(lang: Language) -> Source:
    """The days to answer over a year, invented, against the target."""
    indicator = colombia.INDICATORS["tiempo_respuesta_pqr"]
    months = [Period.parse(f"{2025 + (10 + n) // 12}-{(10 + n) % 12 + 1:02}") for n in range(12)]
    taken = (11, 10, 14, 15, 12, 11, 10, 9, 13, 11, 10, 10)
    rows = [
        Facts(
            utility="sintetica",
            radicado=f"R-{n}",
            tipo="reclamo",
            filed_on=month.first_day,
            answered_on=month.last_day,
            business_days_to_answer=days,
        )
        for n, (month, days) in enumerate(zip(months, taken, strict=True))
    ]
    counts = count(Rows(facts=rows), [indicator], periods=months)
    return Source(kind="svg", text=IndicatorSeries.of(indicator, counts, months).svg(lang))


# --- the workflow --------------------------------------------------------------------------------------------------

_DOT: Final = (
    'graph [rankdir={direction}, bgcolor=transparent, fontname="sans-serif", fontsize=12, compound=true, '
    "nodesep=0.35, ranksep={apart}]; "
    'node [shape=box, style="rounded,filled", fillcolor="#eef3f9", color="#37506b", fontname="sans-serif", '
    'fontsize=12, margin="0.14,0.06"]; '
    'edge [color="#5c6670", fontname="sans-serif", fontsize=10, fontcolor="#37506b", arrowsize=0.7];'
)
_S, _E = WorkflowState, EventType
_MAIN: Final = (
    (_S.RADICADO, _E.REGISTRO),
    (_S.REGISTRADO, _E.ASIGNACION),
    (_S.ASIGNADO, _E.ANALISIS),
    (_S.EN_ANALISIS, _E.DECISION),
    (_S.DECIDIDO, _E.ENVIO_CITACION),
    (_S.CITADO, _E.NOTIFICACION_PERSONAL),
    (_S.NOTIFICADO, _E.CIERRE),
)
_BESIDE: Final = (
    (_S.EN_ANALISIS, _E.REQUERIMIENTO),
    (_S.EN_ESPERA, _E.COMPLEMENTO),
    (_S.EN_ANALISIS, _E.APERTURA_PRUEBAS),
    (_S.EN_PRUEBAS, _E.CIERRE_PRUEBAS),
    (_S.NOTIFICADO, _E.RECURSO_INTERPUESTO),
    (_S.RECURRIDO, _E.RECURSO_RESUELTO),
)
_FIRST: Final = (_S.RADICADO, _S.REGISTRADO, _S.ASIGNADO, _S.EN_ANALISIS, _S.EN_ESPERA, _S.EN_PRUEBAS)
_LAST: Final = (_S.TRASLADADO, _S.DESISTIDO, _S.DEVUELTO, _S.SILENCIO)


def main_path(lang: Language) -> Source:
    """The path of most cases, with the two waits and the recurso beside it."""
    workflow = WORKFLOWS[1]
    lines = ["digraph {", _DOT.format(direction="LR", apart="0.55")]
    for moves, style in ((_MAIN, ", weight=9, penwidth=1.6"), (_BESIDE, ", style=dashed")):
        for state, event in moves:
            after = workflow.step(state, event)
            lines.append(f'{state} -> {after} [label="{_folded(event.label(lang))}"{style}];')
    states = dict.fromkeys(
        s for moves in (_MAIN, _BESIDE) for state, event in moves for s in (state, workflow.step(state, event))
    )
    lines += [f'{state} [label="{_folded(state.label(lang))}"];' for state in states]
    return Source(kind="dot", text="\n".join([*lines, "}"]))


def whole(lang: Language) -> Source:
    """Every move except the closing, which leads from each state; a move that several states share is one arrow."""
    workflow = WORKFLOWS[1]
    title = {"es": "mientras se responde", "en": "while it is answered"}[lang]
    ended = {"es": "terminó sin respuesta de fondo", "en": "ended without an answer on the merits"}[lang]
    lines = ["digraph {", _DOT.format(direction="TB", apart="0.9")]
    lines += _cluster("first", title, _FIRST, lang) + _cluster("last", ended, _LAST, lang)
    lines += [f'{s} [label="{s.label(lang)}"];' for s in workflow.transitions if s not in (*_FIRST, *_LAST, _S.CERRADO)]
    shared: dict[tuple[WorkflowState, str], list[WorkflowState]] = {}
    for state in workflow.transitions:
        for after, events in _moves(workflow, state).items():
            shared.setdefault((after, events), []).append(state)
    for (after, events), states in shared.items():
        label = f'label="{_folded(_labels(events, lang), 26)}"'
        for state, ends in _tails(states):
            lines.append(f"{state} -> {after} [{label}{ends}];")
    return Source(kind="dot", text="\n".join([*lines, "}"]))


def _cluster(name: str, title: str, states: tuple[WorkflowState, ...], lang: Language) -> list[str]:
    inside = " ".join(f'{state} [label="{state.label(lang)}"];' for state in states)
    return [f'subgraph cluster_{name} {{ label="{title}"; style="rounded,dashed"; color="#9db4cc"; {inside} }}']


def _moves(workflow: Workflow, state: WorkflowState) -> Mapping[WorkflowState, str]:
    found: dict[WorkflowState, list[EventType]] = {}
    for event in workflow.allowed(state):
        after = workflow.step(state, event)
        if after not in {state, _S.CERRADO}:
            found.setdefault(after, []).append(event)
    return {after: ",".join(events) for after, events in found.items()}


def _labels(events: str, lang: Language) -> str:
    named = [EventType(each).label(lang) for each in events.split(",")]
    few = 3
    more = {"es": f"y {len(named) - few} más", "en": f"and {len(named) - few} more"}[lang]
    return ", ".join([*named[:few], more] if len(named) > few + 1 else named)


def _tails(states: list[WorkflowState]) -> Iterator[tuple[WorkflowState, str]]:
    for cluster, members in (("first", _FIRST), ("last", _LAST)):
        if len(shared := [state for state in states if state in members]) > 2:
            yield shared[len(shared) // 2], f", ltail=cluster_{cluster}, penwidth=1.6"
            states = [state for state in states if state not in members]
    yield from ((state, "") for state in states)


def _folded(text: str, width: int = 14) -> str:
    lines, here = [], ""
    for word in text.split():
        if here and len(here) + len(word) >= width:
            lines.append(here)
            here = ""
        here = f"{here} {word}".strip()
    return "\\n".join([*lines, here])


SOURCES: Final[Mapping[str, Callable[[], Source]]] = {
    "deadline-en.png": partial(explained, "en"),
    "deadline-en-dark.png": partial(explained, "en", dark=True),
    "deadline-es.png": partial(explained, "es"),
    "deadline-es-dark.png": partial(explained, "es", dark=True),
    "suspended-en.png": partial(suspended, "en"),
    "suspended-es.png": partial(suspended, "es"),
    "agenda-phone-es.png": partial(agenda_page, "es", PHONE, 844),
    "agenda-phone-en.png": partial(agenda_page, "en", PHONE, 844),
    "agenda-paper-es.png": partial(agenda_page, "es", PAPER, 990, paper=True),
    "case-line-es.svg": partial(guide_line, "es"),
    "case-line-en.svg": partial(guide_line, "en"),
    "notified-es.svg": lambda: line_of(notified(), date(2026, 4, 16), "es"),
    "notified-en.svg": lambda: line_of(notified(), date(2026, 4, 16), "en"),
    "silence-es.svg": lambda: line_of(silent(), date(2026, 4, 20), "es"),
    "silence-en.svg": lambda: line_of(silent(), date(2026, 4, 20), "en"),
    "letter-decision-es.png": partial(model_letter, "decision"),
    "letter-citacion-es.png": partial(model_letter, "citacion"),
    "chart-es.svg": partial(chart, "es"),
    "chart-en.svg": partial(chart, "en"),
    "workflow-es.svg": partial(main_path, "es"),
    "workflow-en.svg": partial(main_path, "en"),
    "workflow-whole-es.svg": partial(whole, "es"),
    "workflow-whole-en.svg": partial(whole, "en"),
}
