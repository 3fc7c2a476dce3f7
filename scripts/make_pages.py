"""Make the pages that come from the package itself: the rules for a lawyer, errors and modules for a programmer.

`docs/es/reglas.md` is made from `pqr_core.colombia`, `docs/es/frases.md` from the explanations of the packaged vectors,
`docs/es/flujo.md` from the table of the workflow, `docs/errors.md` from `pqr_core.errors`, `docs/es/columnas.md` and
`docs/en/columns.md` from `pqr_core.exchange.columns`, and the map of modules in `docs/architecture.md` from the modules
and the contracts of import-linter. A test compares the pages with the output of this script, so a figure cannot change
without its page.

    python scripts/make_pages.py
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from attrs import NOTHING, AttrsInstance, evolve, fields

from pqr_core import colombia, errors
from pqr_core.calendars.business import EasterOffset, HolidayLaw
from pqr_core.cases.drawings import workflow_rows
from pqr_core.cases.events import PAYLOADS
from pqr_core.cases.schema import case_schema
from pqr_core.cases.workflow import ACTIVITIES, WORKFLOWS
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia import holidays, statutes
from pqr_core.colombia.catalogues import REQUIRED_FIELDS
from pqr_core.colombia.findings import TECHNICAL
from pqr_core.colombia.sheet import SHEET
from pqr_core.dated import Version
from pqr_core.errors import PQRError
from pqr_core.exchange import columns as files
from pqr_core.exchange.questions import VectorReader
from pqr_core.language import Language, day_month, long_date
from pqr_core.law.agenda import Deadline
from pqr_core.law.explanations import explained
from pqr_core.law.guards import EFFECT, FUTURE, GUARDS, ORDER, Guard
from pqr_core.law.rules import CaseType, Emergency, Extension, Figure, RequirementRule, Response, Term, Unit
from pqr_core.law.words import COUNTS, STATES
from pqr_core.office.views import view_schema
from pqr_core.policies import Policies
from pqr_core.vectors import packaged
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind, EventType, Finding, Kind, Outcome, Unrecorded

RULES: Final = colombia.RULES
ROOT: Final = Path(__file__).parents[1]


# --- Markdown ------------------------------------------------------------------------------------------------------


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table, with an empty line after it."""
    yield _row(headings)
    yield _row(["---"] * len(headings))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _day(day: date) -> str:
    return f"{day_month(day)} de {day.year}"


# --- a statement of the law, one row a citation --------------------------------------------------------------------

CITED: Final = ("Regla", "Valor", "Desde", "Norma y artículo", "Lo que se lee allí", "Certeza")
Row = tuple[str, str, str, str, str, str]


def stated(what: str, value: str, citations: Iterable[Citation], since: date | None = None) -> Iterator[Row]:
    """One row for each citation; the statement itself stands in the first row.

    A figure without a first day of its own shows the first day of each norm, with how it was checked.
    """
    first: tuple[str, str] = (what, value)
    for citation in citations:
        day = _in_force(citation.source) if since is None else _day(since)
        yield (*first, day, _place(citation), citation.note, _confidence(citation.confidence))
        first = ("", "")
        since = None


def _in_force(norm: Norm) -> str:
    if norm.in_force_from is None:
        return "—"
    return f"la norma, {_day(norm.in_force_from)} ({norm.in_force_confidence.label()})"


def _place(citation: Citation) -> str:
    """The citation, linked to the text in force if its address is known."""
    return f"[{citation}]({citation.url})" if citation.url else str(citation)


def _confidence(confidence: Confidence) -> str:
    return confidence.label() if confidence is Confidence.VISTA else f"**{confidence.label()}**"


# --- the rule book -------------------------------------------------------------------------------------------------

FIGURES: Final = {
    "requirement_window": ("requerimiento", "La empresa requiere que se complete la petición, desde el día base"),
    "requirement_window_habeas_data": (
        "requerimiento",
        "La empresa requiere que se complete un reclamo de datos personales",
    ),
    "completion": ("complemento", "El usuario completa la petición, desde que recibe el requerimiento"),
    "completion_habeas_data": ("complemento", "El titular completa su reclamo de datos personales"),
    "completion_credit_data": ("complemento", "El titular completa su reclamo de datos crediticios"),
    "transfer_window": ("traslado_competencia", "La empresa traslada lo que no le compete, desde el día base"),
    "transfer_window_habeas_data": (
        "traslado_competencia",
        "La empresa traslada un reclamo de datos personales que no le compete",
    ),
    "clarification": ("aclaracion", "El usuario aclara lo que no se entiende, desde la devolución"),
    "evidence_cap": ("pruebas", "Duración máxima del período probatorio, desde su apertura"),
    "sap_recognition_hours": ("reconocimiento_sap", "Reconocer el silencio: 72 horas corridas, desde el vencimiento"),
    "sap_recognition_days": ("reconocimiento_sap", "Reconocer el silencio, si las 72 horas se leen como días hábiles"),
    "copies": ("entrega_copias", "Entregar las copias cuando no se respondió a tiempo, desde el vencimiento"),
    "legend_habeas_data": ("leyenda_tramite", "Incluir la leyenda en un reclamo de datos personales, ya completo"),
    "legend_credit_data": ("leyenda_tramite", "Incluir la leyenda en un reclamo de datos crediticios, ya completo"),
    "insistence": ("insistencia", "Insistir en lo que se negó por reserva, desde la notificación de la negativa"),
    "citation": ("citacion", "Enviar la citación para notificar, desde la decisión"),
    "personal_notice": ("notificacion_personal", "El usuario acude a notificarse, desde la citación"),
    "certified_deemed": ("firmeza", "Se entiende notificada la comunicación certificada, desde su entrega"),
    "aviso_deemed": ("aviso", "Se entiende notificado el aviso, desde su entrega o su retiro"),
    "aviso_display": ("aviso", "Días de publicación del aviso cuando se desconoce la dirección"),
    "recurso": ("recurso", "Interponer los recursos, desde la notificación"),
    "recurso_tacit_withdrawal": ("recurso", "Interponer reposición contra el desistimiento tácito"),
    "queja": ("queja", "Interponer queja cuando se rechaza la apelación, desde la notificación"),
    "invoice_age": ("reclamo", "Edad máxima de la factura que se reclama, desde su expedición"),
    "reconnection": ("reconexion", "Reconectar, desde que se elimina la causa"),
    "visit_notice": ("aviso_visita", "Avisar la visita técnica, contados hacia atrás desde su fecha"),
}
"""What each figure is, and the deadline (or case type) it belongs to."""

KINDS: Final = {
    Kind.DEBER: "la empresa tiene que hacerlo; pasado el plazo queda `vencido`",
    Kind.FACULTAD: "la empresa puede hacerlo; pasado el plazo queda `precluido`",
    Kind.CARGA: "el usuario lo hace si le conviene; pasado el plazo queda `precluido`",
    Kind.EFECTO: "ocurre por sí solo al llegar su día",
}

REQUIREMENTS: Final = {
    RequirementRule.NONE: "no procede",
    RequirementRule.ART_17: "sí, y suspende el término (CPACA, art. 17); desde qué día, la política `requirement_from`",
    RequirementRule.ART_17_CONTRACT: "sí; si suspende el término lo dice la política `art17_contract`, y desde qué "
    "día, `requirement_from`",
    RequirementRule.HABEAS_DATA: "sí (Ley 1581 de 2012, art. 15.1); su efecto lo dice la política `habeas_incomplete`",
    RequirementRule.CREDIT_DATA: "sí, sin número de días para requerir (Ley 1266 de 2008, art. 16.II.1); su efecto lo "
    "dice la política `habeas_incomplete`",
}

INTRODUCTION: Final = """\
# Las reglas, línea por línea

<!-- Página generada: no la edite. Cambie los datos en src/pqr_core/colombia/ y ejecute scripts/make_pages.py -->

Esta página sale de los datos con los que se cuentan los plazos, para que un abogado la revise sin leer código.
Si un dato cambia y la página no, las pruebas del proyecto fallan.

La columna *Certeza* dice cómo se comprobó cada cita:

- `vista`: se leyó el texto de la norma.
- `citada`: solo se leyó un extracto, un resumen o la cita que hace otra fuente.
- `recordada`: se escribió de memoria; hay que verificarla antes de apoyarse en ella.
- `en disputa`: las fuentes o las lecturas se contradicen; la lectura se escoge con una [política](#políticas).

Los textos se leyeron en copias de los sitios oficiales; conviene consultar de nuevo la dirección que se da.
Un artículo que otra norma sustituyó, modificó o adicionó se cita por la norma a la que pertenece.
El enlace lleva al texto vigente: la página oficial de la norma modificada a veces conserva el anterior.
La columna *Desde* es el primer día en que rige la cifra.
La versión la escoge el día legal de radicación; lo radicado antes de la primera se rechaza.
Donde dice «la norma», la cifra no tiene un primer día propio y se aplica a todo caso.
Se muestra el de la norma, con la manera como se comprobó.
La raya (—) dice que ese día no se conoce.
"""


def rules_page() -> str:
    """`docs/es/reglas.md`."""
    return "\n".join(
        [
            INTRODUCTION,
            *_version(),
            *_counting(),
            *_types(),
            *_figures(),
            *_obligations(),
            *_events(),
            *_findings(),
            *_policies(),
            *_holidays(),
            *_sheet(),
            *_norms(),
        ]
    )


def _version() -> Iterator[str]:
    counts = Counter(citation.confidence for citation in citations())
    yield "## Versión de la tabla"
    yield ""
    yield f"- Lo que se marca `vista` se comparó por última vez con sus fuentes el {long_date(RULES.verified_on)}."
    yield (
        f"- Festivos verificados hasta {holidays.VERIFIED_THROUGH}, el {long_date(holidays.VERIFIED_ON)}; "
        "lo posterior se marca `proyectado`."
    )
    yield f"- Huella de las reglas: `{RULES.fingerprint}`."
    yield f"- Huella del calendario sin cierres ni sábados: `{colombia.calendar(check='off').fingerprint}`."
    shares = ", ".join(f"`{each.label()}` {counts[each]}" for each in Confidence)
    yield f"- Citas distintas: {counts.total()} ({shares})."
    yield ""


def citations() -> list[Citation]:
    """Every citation of the page, once each, in the order of the page."""
    found: list[Citation] = [*statutes.COUNTING]
    for case_type in RULES.types.values():
        found += [citation for _what, _value, cited, _since in _of_type(case_type) for citation in cited]
    found += [c for _name, figure in RULES.figures.items() for version in figure.versions for c in _cited(version)]
    found += [citation for rule in RULES.obligations.values() for citation in rule.citations]
    found += [citation for note in RULES.policies.values() for citation in note.citations]
    found += [citation for law in holidays.LAWS for citation in law.citations]
    found += [citation for cited in (*RULES.findings.values(), *SHEET.values()) for citation in cited]
    return list(dict.fromkeys(found))


def _counting() -> Iterator[str]:
    yield "## Cómo se cuenta"
    yield ""
    rows = stated("Los días de un término son hábiles y el primero es el siguiente", "", statutes.COUNTING)
    yield from table(CITED, rows)


# --- case types ---


def _types() -> Iterator[str]:
    yield "## Tipos de trámite"
    yield ""
    headings = ("Tipo", "Nombre", "Término de respuesta", "Prórroga, en total", "Silencio positivo", "Radicados desde")
    yield from table(headings, [_summary(each) for each in RULES.types.values()])
    for each in RULES.types.values():
        yield f"### `{each.code}`: {each.es}"
        yield ""
        yield f"{each.description[0].upper()}{each.description[1:]}."
        yield ""
        statements = list(_of_type(each))
        if statements:
            rows = [row for what, value, cited, since in statements for row in stated(what, value, cited, since)]
            yield from table(CITED, rows)
        yield from (f"- {line}" for line in _traits(each))
        yield ""


def _summary(each: CaseType) -> tuple[str, ...]:
    response = each.response
    term = "la fecha del requerimiento" if each.given_date else "ninguno"
    extension, since = "no", "—"
    if response is not None:
        version = response.term.versions[-1]
        term, since = version.value.text(), _day(version.first_day) if version.first_day else "—"
        if response.extension is not None:
            extension = _extended(response.extension, version.value)
    return f"`{each.code}`", each.es, term, extension, "sí" if each.sap else "no", since


def _extended(extension: Extension, term: Term) -> str:
    if extension.multiple is not None:
        total = Term(extension.multiple * term.n, term.unit).text()
    else:
        total = f"{extension.extra} días hábiles más"
    return f"{total}, solo con la política `art14_extension: allowed`" if extension.disputed else total


Statement = tuple[str, str, tuple[Citation, ...], date | None]


def _of_type(each: CaseType) -> Iterator[Statement]:
    response, silence = each.response, each.own_silence
    if response is not None:
        yield from _term(response)
        if response.extension is not None:
            value = _extended(response.extension, response.term.versions[-1].value)
            yield "Prórroga, en total", value, response.extension.citations, None
        if response.emergency is not None:
            yield _emergency(response.emergency)
    if silence is not None:
        yield "Si no se responde a tiempo", f"advertencia `{silence.value}`", silence.citations, silence.first_day
    if each.citations:
        yield "Otras normas que lo rigen", "", each.citations, None


def _term(response: Response) -> Iterator[Statement]:
    for version in response.term.versions:
        until = f", hasta el {_day(version.last_day)}" if version.last_day else ""
        yield "Término de respuesta", version.value.text() + until, _cited(version), version.first_day


def _cited(version: Version[Term]) -> tuple[Citation, ...]:
    """The sources of the value and, if another norm gives its first day, that norm."""
    return version.citations if version.in_force_by is None else (*version.citations, version.in_force_by)


def _emergency(emergency: Emergency) -> Statement:
    value = f"{emergency.term.text()}, hasta el {_day(emergency.last_day)}"
    if emergency.disputed:
        value += ", solo con la política `covid_491: applied`"
    return "Término en la emergencia sanitaria", value, emergency.citations, emergency.first_day


def _traits(each: CaseType) -> Iterator[str]:
    response = each.response
    if response is not None:
        if response.from_filing:
            yield "Primer día: la norma dice «contados a partir de la fecha de»; lo decide la política `first_day`."
        if response.congress:
            yield "Si los días son hábiles o calendario lo decide la política `congress_days`."
    yield f"Silencio administrativo positivo: {'sí' if each.sap else 'no'}."
    yield f"Requerimiento de completar: {REQUIREMENTS[each.requirement]}."
    yield f"Devolución para aclarar (CPACA, art. 19): {'sí' if each.clarifiable else 'no procede'}."
    yield f"Traslado por competencia: {'sí' if each.transferable else 'no procede'}."
    yield f"Suspensión por conflicto de competencia (CPACA, art. 39): {_conflict(each)}."
    if each.copies:
        yield "Si no se responde a tiempo hay que entregar las copias (CPACA, art. 14.1)."
    if each.legend:
        yield "Mientras se decide, el dato lleva la leyenda «reclamo en trámite» (`leyenda_tramite`)."
    if each.invoice_limit:
        yield "La factura que se reclama tiene edad máxima (Ley 142 de 1994, art. 154)."
    if each.apelacion:
        yield "Si la empresa no accede a todo, el expediente va a la Superintendencia (Ley 142 de 1994, art. 159)."


def _conflict(each: CaseType) -> str:
    if not each.conflict:
        return "no"
    return "solo con la política `art39_contract: suspends`" if each.contract else "sí"


# --- the rest ---


def _figures() -> Iterator[str]:
    yield "## Otras cifras"
    yield ""
    yield "Entre comillas de código, el plazo al que sirve cada una."
    yield ""
    rows = [row for name, figure in RULES.figures.items() for row in _of_figure(name, figure)]
    yield from table(CITED, rows)


def _of_figure(name: str, figure: Figure) -> Iterator[Row]:
    code, what = FIGURES[name]
    for version in figure.versions:
        value = version.value.text()
        if version.value.unit is Unit.MONTHS:
            value += " (política `months`)"
        yield from stated(f"`{code}`: {what}", value, _cited(version), version.first_day)


def _obligations() -> Iterator[str]:
    yield "## Plazos de un caso"
    yield ""
    yield from (f"- *{kind.label().capitalize()}*: {meaning}." for kind, meaning in KINDS.items())
    yield ""
    rows: list[Row] = []
    for rule in RULES.obligations.values():
        value = rule.kind.label()
        if rule.by_setting:
            value += "; la ley no le fija número de días: lo pone la empresa en su perfil"
        rows += stated(f"`{rule.code}`: {rule.es}", value, rule.citations)
    yield from table(("Plazo", "Clase", *CITED[3:]), [(what, kind, *rest) for what, kind, _since, *rest in rows])


def _events() -> Iterator[str]:
    yield "## Actuaciones"
    yield ""
    yield "Lo que puede pasarle a un caso, con los datos que lleva además de su fecha."
    yield "Entre dos del mismo instante se cuenta primero la que está antes en la lista."
    yield ""
    rows = [(f"`{each}`", each.label(), _keys(PAYLOADS[each])) for each in LEGAL_EVENTS]
    yield from table(("Actuación", "Nombre", "Datos"), rows)
    yield "- `apertura_pruebas` lleva `hasta` o `dias`, uno solo de los dos."
    for what, words in (("resultado", Outcome), ("acto", ActKind)):
        yield f"- `{what}`: {', '.join(f'`{word}`' for word in words)}."
    unrecorded = ", ".join(f"`{word}` ({word.label()})" for word in Unrecorded)
    yield f"- `no_registrado`, dato de la radicación: {unrecorded}. Lo que el registro de donde vino no anota."
    yield ""


def _keys(payload: type[AttrsInstance]) -> str:
    return ", ".join(f"`{key.name}`{'' if key.default is NOTHING else ' (opcional)'}" for key in fields(payload))


def _findings() -> Iterator[str]:
    yield "## Advertencias"
    yield ""
    yield "Lo que se nota en un caso además de sus fechas, y la norma por la que importa."
    yield "Las que no citan norma dicen algo del registro o del calendario, no de la ley."
    yield ""
    headings = ("Advertencia", "Qué dice", *CITED[3:])
    yield from table(headings, [row for each in Finding for row in _of_finding(each)])


def _of_finding(finding: Finding) -> Iterator[tuple[str, ...]]:
    cells = (f"`{finding}`", finding.label())
    for citation in RULES.findings[finding]:
        yield (*cells, _place(citation), citation.note, _confidence(citation.confidence))
        cells = ("", "")
    if finding in TECHNICAL:
        yield (*cells, "—", "", "")


def _policies() -> Iterator[str]:
    yield "## Políticas"
    yield ""
    yield "Cada una es una pregunta que las fuentes no cierran."
    yield "El primer valor es el que se aplica si la empresa no escoge otro; el escogido queda escrito en cada plazo."
    yield ""
    for policy, values in Policies.choices().items():
        note = RULES.policies[policy]
        yield f"### `{policy}`"
        yield ""
        yield note.question
        yield ""
        for place, value in enumerate(values):
            default = " (por defecto)" if place == 0 else ""
            yield f"- `{value}`{default}: {note.values[value]}."
        yield ""
        rows = [(_place(c), c.note, _confidence(c.confidence)) for c in note.citations]
        yield from table(CITED[3:], rows)


def _holidays() -> Iterator[str]:
    first, last = holidays.SPAN
    yield "## Festivos"
    yield ""
    yield f"El calendario responde del {_day(first)} al {_day(last)}, ambos incluidos; fuera de ahí no responde."
    yield "El que se traslada pasa al lunes siguiente cuando no cae en lunes."
    yield ""
    headings = ("Festivo", "Día", "Se traslada", "Desde el año", "Norma y artículo", "Certeza")
    yield from table(headings, [row for law in holidays.LAWS for row in _of_holiday(law)])
    year = holidays.VERIFIED_THROUGH
    for each, mark in ((year, "verificados"), (year + 1, "proyectados")):
        yield f"### Los de {each} ({mark})"
        yield ""
        found = colombia.calendar(check="off").holidays_in(date(each, 1, 1), date(each, 12, 31))
        yield from (f"- {long_date(holiday.day, year=False)}: {holiday.law.name_es}." for holiday in found)
        yield ""


def _of_holiday(law: HolidayLaw) -> Iterator[tuple[str, ...]]:
    rule = law.rule
    if isinstance(rule, EasterOffset):
        day = f"{abs(rule.days)} días {'después' if rule.days > 0 else 'antes'} del domingo de Pascua"
    else:
        day = day_month(rule.in_year(law.first_year))
    cells = [law.name_es, day, "sí" if law.moved_to_monday_from else "no", str(law.first_year)]
    for citation in law.citations:
        yield (*cells, _place(citation), _confidence(citation.confidence))
        cells = [""] * len(cells)


def _sheet() -> Iterator[str]:
    yield "## Las normas de la ficha del proceso"
    yield ""
    yield "La ficha del proceso de servicio al cliente nombra ocho normas; estas son las que piden una precisión."
    yield "La ficha no se halló publicada: se cita como la escribió quien pidió este programa."
    yield ""
    headings = ("La ficha escribe", "Errata", *CITED[3:])
    yield from table(headings, [row for written in SHEET for row in _of_sheet(written)])


def _of_sheet(written: str) -> Iterator[tuple[str, ...]]:
    norm = SHEET[written][0].norm
    meant = written.replace("N.º ", "") == norm.name
    cells = (f"«{written}»", "ninguna" if meant else f"**es el {norm.name}**")
    for citation in SHEET[written]:
        yield (*cells, _place(citation), citation.note, _confidence(citation.confidence))
        cells = ("", "")


def _norms() -> Iterator[str]:
    norms: dict[str, Norm] = {norm.id: norm for cited in citations() for norm in (cited.norm, cited.source)}
    yield "## Normas y su dirección oficial"
    yield ""
    rows = [(norm.name, norm.title, norm.url or "sin dirección en la tabla") for norm in norms.values()]
    yield from table(("Norma", "Título", "Dirección oficial"), rows)


# --- the sentences -------------------------------------------------------------------------------------------------

SENTENCES_INTRODUCTION: Final = """\
# Las frases de las explicaciones, una por una

<!-- A generated page: do not edit it, run `python scripts/make_pages.py`. -->

Cada frase que el programa puede escribir en una carta está aquí una vez, en español y en inglés, con un ejemplo.
Los ejemplos los hace el programa con sus casos de prueba legales.
Quien mantiene el programa cambia las palabras en `src/pqr_core/law/words.py`; las que son de este país, en
`src/pqr_core/colombia/phrases.py`.

La certeza de una cita (`citada`, `recordada`, `en disputa`) no se dice en una carta.
Está en la [página de reglas](reglas.md), en las tablas de la oficina y en los datos para otros programas (`--json`).
"""

EXAMPLES: Final = 2026
"""The year whose examples come first."""


def sentences_page() -> str:
    """`docs/es/frases.md`."""
    return "\n".join([SENTENCES_INTRODUCTION, *_letters(), *_sentences(sentence_examples())])


def sentence_examples() -> dict[str, tuple[str, str]]:
    """For the code of each sentence, an example in Spanish and in English."""
    found: dict[str, tuple[str, str]] = {}
    for deadline in sorted(_deadlines(), key=lambda each: _year(each) != EXAMPLES):
        for sentence, english in zip(explained(deadline), explained(deadline, "en"), strict=True):
            found.setdefault(sentence.code, (sentence.text, english.text))
    return found


def _year(deadline: Deadline) -> int | None:
    day = deadline.base_on or deadline.due_on
    return None if day is None else day.year


def _deadlines() -> Iterator[Deadline]:
    asked = [vector.body for vector in packaged() if vector.body["op"] == "agenda"]
    for body in (body for body in asked if "refused" not in body["expect"]):
        question = VectorReader(body, colombia.LAW)
        profile, (at, on) = question.profile(), question.moment(body, "as_of", "as_of_on", "vector")
        case, as_of = question.case(body["case"]), at or on
        question.settle()
        assert case is not None
        assert as_of is not None
        yield from colombia.agenda(case, as_of, profile=profile).deadlines
    # What no vector covers: a day after the verified years, and one on which the sources of holidays differ.
    yield colombia.due("reclamo", date(holidays.VERIFIED_THROUGH + 1, 3, 15))
    answer = colombia.due("reclamo", date(2026, 3, 16))
    disputed = evolve(answer.basis.calendar, disputed=(date(2026, 3, 24),))
    yield evolve(answer, basis=evolve(answer.basis, calendar=disputed))
    # Also a term that was restarted and then stopped.
    yield evolve(answer, due_on=None, walk=None, restarted_on=date(2026, 4, 10))


def _letters() -> Iterator[str]:
    yield "## Una explicación entera"
    yield ""
    answer = colombia.due("reclamo", date(2026, 3, 16))
    for text in (answer.text(), answer.text("en")):
        yield from (f"> {line}  " for line in text.splitlines())
        yield ""


def sentence_sections() -> dict[str, tuple[str, ...]]:
    """The codes of the sentences under each heading of the page, in the order of the data, without their causes."""
    obligations = RULES.obligations.values()
    names = ("now", "then", "did")
    clauses = [f"{rule.code}.{name}" for rule in obligations for name in names if getattr(rule.clauses, name)]
    states = [f"{rule.code}.{state}" for rule in obligations for state in rule.clauses.states]
    adopted = [f"{policy}.{value}" for policy, each in RULES.adopted.items() for value in each.holds]
    disputed = [f"{policy}.disputed" for policy, each in RULES.adopted.items() if each.disputed]
    return {
        "Quién debe qué, y hasta cuándo": tuple(clauses),
        "Cómo está": (*STATES, *states),
        "Cómo se contó": tuple(code for code in COUNTS if code not in {"adopted", "disputed"}),
        "Las lecturas de la ley": (*disputed, *adopted),
    }


def _sentences(found: dict[str, tuple[str, str]]) -> Iterator[str]:
    for heading, codes in sentence_sections().items():
        yield f"## {heading}"
        yield ""
        shown = [each for code in codes for each in found if each == code or each.startswith(f"{code}.")]
        yield from table(("Frase", "En español", "In English"), [(f"`{code}`", *found[code]) for code in shown])


# --- the workflow --------------------------------------------------------------------------------------------------

WORKFLOW_INTRODUCTION: Final = """\
# El flujo de un trámite

<!-- A generated page: do not edit it, run `python scripts/make_pages.py`. -->

Esta página sale de la tabla con la que el programa pasa un trámite de un estado a otro.

- Lo que hizo el usuario o una autoridad es un **hecho**, y también lo que la empresa hizo contra lo aconsejado.
  Siempre se registra, y la agenda dice qué efecto le da la ley.
- Lo que la empresa va a hacer es una **actuación**: se permite cuando tendría efecto.
  Se juzga en el momento en que ocurrió, con lo que constaba hasta entonces, y no cuando se digita.
  Lo que aún no ha ocurrido se rechaza.
- Un rechazo dice la razón, su norma, qué hacer y, si basta esperar, desde qué día procede.
- Lo que cumple un deber abierto se permite en cualquier estado, incluso con el caso cerrado.
- El programa ofrece lo que el caso pide: primero los deberes vencidos y luego los demás, por su último día;
  después las facultades y cargas, por el suyo, y al final el resto del trámite.
  Lo que necesita una razón propia (una visita, una negativa por reserva) no se ofrece, pero se permite.
"""


def workflow_page() -> str:
    """The page of the workflow: its table, its picture, who does what, and the reasons for refusing an act."""
    return "\n".join([WORKFLOW_INTRODUCTION, *_workflow()])


def _workflow() -> Iterator[str]:
    workflow = WORKFLOWS[max(WORKFLOWS)]
    yield f"Versión {workflow.version}. Un trámite conserva la versión con la que empezó."
    yield ""
    yield "## Dibujo"
    yield ""
    yield "El camino usual, con las dos esperas y el recurso a un lado:"
    yield ""
    steps = "registro, asignación, análisis, decisión, citación, notificación"
    yield f"![Del radicado al cierre: {steps}](../pictures/workflow-es.svg)"
    yield ""
    yield "Todos los pasos, menos el cierre, que procede desde cualquier estado cuando no queda nada pendiente. "
    yield "La flecha gruesa sale de todos los estados del recuadro."
    yield ""
    yield "![Todos los estados y los pasos entre ellos](../pictures/workflow-whole-es.svg)"
    yield ""
    yield "## Tabla"
    yield ""
    yield from table(("Estado", "Pasa a", "Con"), workflow_rows(workflow))
    yield "## Actuaciones, quién las hace, a qué actividad pertenecen y en qué norma están"
    yield ""
    rows = [
        (f"`{event}`", event.label(), ", ".join(role.label() for role in roles), ACTIVITIES[event].label(), _of(event))
        for event, roles in sorted(workflow.roles.items(), key=lambda item: item[0].rank)
    ]
    yield from table(("Actuación", "Nombre", "Quién", "Actividad", "Norma"), rows)
    yield "## Por qué se rechaza una actuación"
    yield ""
    yield "De varias razones se da la primera, con esta norma o la del deber o plazo al que sirve la actuación."
    yield ""
    refused = [
        (_acts(guard), f"{guard.why.es} (`{guard.code}`)", guard.remedy.es, _rests_on(guard))
        for guard in (FUTURE, *GUARDS, ORDER, EFFECT)
    ]
    yield from table(("Actuación", "Razón", "Qué hacer", "Norma"), refused)
    yield "## Datos que pide cada tipo"
    yield ""
    yield "Nadie puede negarse a recibir una petición incompleta: lo que falta se completa después."
    yield ""
    required = [
        (RULES.types[tipo].es, ", ".join(f"`{path}`" for path in paths)) for tipo, paths in REQUIRED_FIELDS.items()
    ]
    yield from table(("Tipo", "Datos"), required)


def _acts(guard: Guard) -> str:
    return "cualquiera" if _is_for_all(guard) else ", ".join(event.label() for event in guard.acts)


def _rests_on(guard: Guard) -> str:
    if _is_for_all(guard):
        return "la de la actuación"
    return _of(guard.code) or "; ".join(dict.fromkeys(_of(event) for event in guard.acts))


def _is_for_all(guard: Guard) -> bool:
    return len(guard.acts) * 2 > len(EventType)


def _of(code: str) -> str:
    return "; ".join(map(str, RULES.guards.get(code, ())))


# --- the errors ----------------------------------------------------------------------------------------------------

ERRORS_INTRODUCTION: Final = """\
# Errors

<!-- A generated page: do not edit it. Change src/pqr_core/errors.py and run scripts/make_pages.py -->

Every error raised on purpose is a `pqr_core.errors.PQRError`.
It has a stable `code`, its `params`, and a `message("es")` or `message("en")`.
For a web service it has an `http_status` and `as_dict("es")`, which is what the service answers in JSON.
The last column is what the person at the counter reads; the words in braces are the parameters.
A status of 500 is for what the host must mend: a database that does not answer, tables of another version.
"""


def errors_page() -> str:
    """`docs/errors.md`."""
    named = [getattr(errors, name) for name in errors.__all__]
    classes = [each for each in named if inspect.isclass(each) and issubclass(each, PQRError) and each is not PQRError]
    refusals = errors.REFUSAL_PRECEDENCE
    rest = sorted(set(classes) - set(refusals), key=lambda each: each.code)
    return "\n".join(
        [
            ERRORS_INTRODUCTION,
            "## Refusals of the legal contract",
            "",
            "In their order of precedence: where several apply, the first is raised.",
            "",
            *table(ERROR, map(_error, refusals)),
            "## The others",
            "",
            *table(ERROR, map(_error, rest)),
        ]
    )


ERROR: Final = ("Code", "Class", "HTTP", "When", "Sentence")


def _error(kind: type[PQRError]) -> tuple[str, ...]:
    when = inspect.cleandoc(kind.__doc__ or "").partition("\n")[0]
    return f"`{kind.code}`", f"`{kind.__name__}`", str(kind.http_status), when, kind.spanish.replace("!r", "")


# --- the columns of files -------------------------------------------------------------------------------------------

COLUMNS_INTRODUCTION: Final[dict[Language, str]] = {
    "es": """\
# Las columnas de los archivos que se importan

<!-- La hace scripts/make_pages.py: no se corrige aquí. -->

Lo mismo que muestra `pqr import --columns`, con `--kind` para los archivos que no son de casos.
En los encabezados no importan tildes, mayúsculas, espacios ni signos, ni cómo se abrevie «número».
Cómo se usan: [del Excel a pqr](excel.md).
""",
    "en": """\
# The columns of files that are imported

<!-- Made by scripts/make_pages.py: it is not corrected here. -->

What `pqr import --columns` shows, with `--kind` for files that are not of cases.
Accents, case, spaces and punctuation of a heading do not matter, nor how "número" is abbreviated.
How they are used: [importing](import.md).
""",
}
COLUMN: Final[dict[Language, tuple[str, ...]]] = {
    "es": ("Columna", "Otros encabezados", "Qué dice", "Necesaria"),
    "en": ("Column", "Other headings", "What it takes", "Needed"),
}


def columns_page(lang: Language) -> str:
    """`docs/es/columnas.md` and `docs/en/columns.md`."""
    lines = [COLUMNS_INTRODUCTION[lang]]
    for kind, columns in files.KINDS.items():
        lines += [f"## `{kind}`: {columns.label(lang)}", ""]
        lines += table(COLUMN[lang], (_column(each, lang) for each in columns.values()))
    return "\n".join(lines)


def _column(column: files.Column, lang: Language) -> tuple[str, ...]:
    words = f": {', '.join(f'`{word}`' for word in column.words)}" if column.words else ""
    needed = {"es": ("sí", "con"), "en": ("yes", "with")}[lang]
    needs = needed[0] if column.needed else f"{needed[1]} `{column.needs}`" if column.needs else ""
    return f"`{column.name}`", ", ".join(column.usual), f"{column.takes.label(lang)}{words}", needs


# --- the map of modules --------------------------------------------------------------------------------------------

PACKAGE: Final = ROOT / "src" / "pqr_core"
ROOM: Final = re.compile(r"[a-z_]+")
MAP: Final = re.compile(r"(?<=do not edit it here -->\n).*?(?=<!-- /map -->)", re.DOTALL)


def architecture_page() -> str:
    """`docs/architecture.md` with the present map."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return MAP.sub(lambda _found: "\n" + "\n".join(_map()) + "\n", page)


def floors() -> list[list[str]]:
    """The existing rooms of each floor, lowest floor first, in the order of the import-linter contract."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(each["layers"] for each in contracts if each["id"] == "floors")
    standing = [[room for room in ROOM.findall(layer) if _source(room).exists()] for layer in reversed(layers)]
    return [rooms for rooms in standing if rooms]


def _source(room: str) -> Path:
    module = PACKAGE / f"{room}.py"
    return module if module.exists() else PACKAGE / room / "__init__.py"


def _map() -> Iterator[str]:
    rows = []
    for number, rooms in enumerate(floors(), start=1):
        for room in rooms:
            source = _source(room)
            rows.append((str(number), _path(source), _purpose(source)))
            if source.name == "__init__.py":
                rows += [("", _path(each), _purpose(each)) for each in _inside(source.parent)]
    yield from table(("floor", "under `src/pqr_core/`", "what it is for"), rows)


def _inside(wing: Path) -> list[Path]:
    return sorted(path for path in wing.rglob("*.py") if path.name != "__init__.py" and "versions" not in path.parts)


def _path(source: Path) -> str:
    return f"`{source.relative_to(PACKAGE).as_posix().removesuffix('__init__.py')}`"


def _purpose(source: Path) -> str:
    text = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].rstrip(".:")


# --- the files -----------------------------------------------------------------------------------------------------


def make() -> dict[str, str]:
    """Every generated page, by its path in the repository."""
    pages = {
        "docs/architecture.md": architecture_page(),
        "docs/errors.md": errors_page(),
        "docs/en/columns.md": columns_page("en"),
        "docs/es/columnas.md": columns_page("es"),
        "docs/es/flujo.md": workflow_page(),
        "docs/es/frases.md": sentences_page(),
        "docs/es/reglas.md": rules_page(),
        "src/pqr_core/cases/case.schema.json": json.dumps(case_schema(), ensure_ascii=False, indent=1),
        "src/pqr_core/office/case_view.schema.json": json.dumps(view_schema(), ensure_ascii=False, indent=1),
    }
    return {path: text.rstrip("\n") + "\n" for path, text in pages.items()}


def main() -> None:
    """Write the pages."""
    for path, text in make().items():
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
