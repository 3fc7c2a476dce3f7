"""Deadlines and agendas in words: what a citizen reads, and what no letter may say."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, NamedTuple, get_args

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from tests.law.stories import agenda, at, case, event
from tests.oracle.histories import vectors

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.events import Event
from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import LEY_142_1994
from pqr_core.errors import PQRError
from pqr_core.exchange.questions import VectorReader
from pqr_core.language import Language
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.explanations import explained, sentences
from pqr_core.law.rules import Figure
from pqr_core.policies import Policies
from pqr_core.vocabulary import Finding

LANGUAGES = get_args(Language)
MONDAY = date(2026, 3, 16)
RECLAMO = colombia.due("reclamo", MONDAY)


def _told(tipo: str, filed: date, as_of: date | datetime, *events: Event, **filing: Any) -> Agenda:
    return agenda(case(tipo, *events, filed=filed, **filing), as_of)


def _under(as_of: date, *events: Event, tipo: str = "reclamo", filed: date = MONDAY, **choices: str) -> Agenda:
    """The agenda under these readings of the law."""
    return agenda(case(tipo, *events, filed=filed), as_of, choices)


def _decided(day: date) -> Event:
    return event("decision", day, resultado="no_accede", acto="facturacion")


EXTENDED = _told(
    "peticion_general",
    date(2026, 3, 2),
    date(2026, 4, 10),
    event("requerimiento", date(2026, 3, 9)),
    event("complemento", date(2026, 3, 24)),
    event("prorroga", date(2026, 4, 6), hasta=date(2026, 4, 30)),
)
LATE = _told("reclamo", MONDAY, date(2026, 4, 20), _decided(date(2026, 4, 17)))
NOTIFIED = (
    _decided(date(2026, 5, 20)),
    event("envio_citacion", date(2026, 5, 21)),
    event("notificacion_personal", date(2026, 5, 27)),
)
FIRM = _told("reclamo", date(2026, 5, 4), date(2026, 6, 10), *NOTIFIED)
CITED = (_decided(date(2026, 4, 8)), event("envio_citacion", date(2026, 4, 9)))
REQUIRED = event("requerimiento", date(2026, 5, 13))
REQUIREMENT = event("requerimiento", date(2026, 3, 18))

# --- whole letters -------------------------------------------------------------------------------------------------


class Letter(NamedTuple):
    """A deadline and its text in both languages; `{norms}` stands for its citations."""

    deadline: Deadline
    es: str
    en: str


COUNTED_ES = """\
El término es de 15 días hábiles ({norms}).
Se cuenta desde el lunes 16 de marzo de 2026; el primer día contado es el martes 17 de marzo de 2026.
No se cuentan los fines de semana: 21, 22, 28 y 29 de marzo, 4 y 5 de abril.
No se cuenta el lunes 23 de marzo de 2026, festivo: San José (Ley 51 de 1983, art. 1).
No se cuenta el jueves 2 de abril de 2026, festivo: Jueves Santo (Ley 51 de 1983, art. 1).
No se cuenta el viernes 3 de abril de 2026, festivo: Viernes Santo (Ley 51 de 1983, art. 1).
"""
COUNTED_EN = """\
The term is 15 business days ({norms}).
It is counted from Monday 16 March 2026; the first day counted is Tuesday 17 March 2026.
Weekends do not count: 21, 22, 28 and 29 March, 4 and 5 April.
Monday 23 March 2026 does not count, a holiday: Saint Joseph's Day (Ley 51 de 1983, art. 1).
Thursday 2 April 2026 does not count, a holiday: Maundy Thursday (Ley 51 de 1983, art. 1).
Friday 3 April 2026 does not count, a holiday: Good Friday (Ley 51 de 1983, art. 1).
"""


def _answer(deadline: Deadline, es: str, en: str, *, now: bool = False) -> Letter:
    """The answer to the claim of Monday 16 March, due on 9 April, in one of its states."""
    must_es, must_en = ("debe", "must answer") if now else ("debía", "had to answer")
    return Letter(
        deadline,
        f"Reclamo: la empresa {must_es} responder a más tardar el jueves 9 de abril de 2026.\n{COUNTED_ES}{es}",
        f"Claim: the company {must_en} by Thursday 9 April 2026 at the latest.\n{COUNTED_EN}{en}",
    )


LETTERS = {
    "pending": _answer(RECLAMO, "El término está corriendo.", "The term is running.", now=True),
    "met": _answer(
        _told("reclamo", MONDAY, date(2026, 4, 20), _decided(date(2026, 4, 8)))["respuesta"],
        "Se cumplió el miércoles 8 de abril de 2026.",
        "It was met on Wednesday 8 April 2026.",
    ),
    "met late": _answer(
        LATE["respuesta"],
        "Se cumplió el viernes 17 de abril de 2026, fuera de término.",
        "It was met on Friday 17 April 2026, after the term had ended.",
    ),
    "overdue": _answer(
        _told("reclamo", MONDAY, date(2026, 4, 10))["respuesta"],
        "El término venció sin que la empresa cumpliera.",
        "The term ended and the company has not complied.",
    ),
    "withdrawn": _answer(
        _told("reclamo", MONDAY, date(2026, 4, 20), event("desistimiento_expreso", date(2026, 3, 25)))["respuesta"],
        "El deber de responder terminó el miércoles 25 de marzo de 2026, por el desistimiento del usuario.",
        "The duty to answer ended on Wednesday 25 March 2026, because of the withdrawal of the user.",
    ),
    "suspended, end unknown": Letter(
        _told("reclamo", MONDAY, date(2026, 3, 20), event("requerimiento", date(2026, 3, 18)))["respuesta"],
        """\
Reclamo: la empresa debe responder.
El término es de 15 días hábiles ({norms}).
Se cuenta desde el lunes 16 de marzo de 2026.
El término queda suspendido desde el jueves 19 de marzo de 2026, por el requerimiento para completar la petición, \
con 13 días hábiles por contar; el último día no se conoce hasta que se reanude.""",
        """\
Claim: the company must answer.
The term is 15 business days ({norms}).
It is counted from Monday 16 March 2026.
The term stands suspended from Thursday 19 March 2026, because of the requirement to complete the petition, \
with 13 business days still to count; the last day is not known until it resumes.""",
    ),
    "suspended, end known": Letter(
        _told(
            "reclamo",
            MONDAY,
            date(2026, 3, 24),
            event("apertura_pruebas", date(2026, 3, 20), hasta=date(2026, 4, 7), comunicada_el=date(2026, 3, 20)),
        )["respuesta"],
        """\
Reclamo: la empresa debe responder a más tardar el miércoles 22 de abril de 2026.
El término es de 15 días hábiles ({norms}).
Se cuenta desde el lunes 16 de marzo de 2026; el primer día contado es el martes 17 de marzo de 2026.
No se cuentan los fines de semana: 11, 12, 18 y 19 de abril.
Hay una suspensión del término, del sábado 21 de marzo al martes 7 de abril de 2026, por la práctica de pruebas.
El término está suspendido.""",
        """\
Claim: the company must answer by Wednesday 22 April 2026 at the latest.
The term is 15 business days ({norms}).
It is counted from Monday 16 March 2026; the first day counted is Tuesday 17 March 2026.
Weekends do not count: 11, 12, 18 and 19 April.
There is a suspension of the term, from Saturday 21 March to Tuesday 7 April 2026, because of the taking of evidence.
The term is suspended.""",
    ),
    "extended": Letter(
        EXTENDED["respuesta"],
        """\
Petición general: la empresa debe responder a más tardar el jueves 16 de abril de 2026.
El término es de 15 días hábiles ({norms}).
Se cuenta desde el lunes 2 de marzo de 2026; el primer día contado es el martes 3 de marzo de 2026.
No se cuentan los fines de semana: 7, 8, 28 y 29 de marzo, 4 y 5 de abril.
No se cuenta el jueves 2 de abril de 2026, festivo: Jueves Santo (Ley 51 de 1983, art. 1).
No se cuenta el viernes 3 de abril de 2026, festivo: Viernes Santo (Ley 51 de 1983, art. 1).
El término estuvo suspendido del martes 10 al martes 24 de marzo de 2026, por el requerimiento para completar la \
petición.
El plazo vencía el jueves 9 de abril de 2026; por la prórroga de la respuesta, se extiende al jueves 16.
El término está corriendo.""",
        """\
General petition: the company must answer by Thursday 16 April 2026 at the latest.
The term is 15 business days ({norms}).
It is counted from Monday 2 March 2026; the first day counted is Tuesday 3 March 2026.
Weekends do not count: 7, 8, 28 and 29 March, 4 and 5 April.
Thursday 2 April 2026 does not count, a holiday: Maundy Thursday (Ley 51 de 1983, art. 1).
Friday 3 April 2026 does not count, a holiday: Good Friday (Ley 51 de 1983, art. 1).
The term was suspended from Tuesday 10 March to Tuesday 24 March 2026, because of the requirement to complete the \
petition.
The term ended on Thursday 9 April 2026; because of the extension of the answer, it extends to Thursday 16 April.
The term is running.""",
    ),
    "rolled month": Letter(
        _told("peticion_general", date(2026, 5, 4), date(2026, 5, 20), REQUIRED)["complemento"],
        """\
El peticionario puede completar la petición a más tardar el martes 16 de junio de 2026.
El término es de 1 mes ({norms}).
Se cuenta desde el miércoles 13 de mayo de 2026; el primer día contado es el jueves 14 de mayo de 2026.
Se cuentan todos los días del calendario.
El plazo vencía el domingo 14 de junio de 2026; por no ser hábil ese día, se extiende al martes 16 \
(Ley 4 de 1913, art. 62).
El término está corriendo.""",
        """\
The petitioner may complete the petition by Tuesday 16 June 2026 at the latest.
The term is 1 month ({norms}).
It is counted from Wednesday 13 May 2026; the first day counted is Thursday 14 May 2026.
Every calendar day counts.
The term ended on Sunday 14 June 2026; since that is not a business day, it extends to Tuesday 16 June \
(Ley 4 de 1913, art. 62).
The term is running.""",
    ),
    "given in the requirement": Letter(
        _told(
            "peticion_general",
            date(2026, 5, 4),
            date(2026, 6, 1),
            event("requerimiento", date(2026, 5, 13), hasta=date(2026, 5, 29)),
        )["complemento"],
        """\
El peticionario podía completar la petición a más tardar el viernes 29 de mayo de 2026.
Fundamento: {norms}.
Esa fecha la fijó la empresa en el requerimiento.
El término venció sin que se hiciera.""",
        """\
The petitioner could complete the petition by Friday 29 May 2026 at the latest.
Basis: {norms}.
The company set that date in its requirement.
It was not done within the term.""",
    ),
    "given in the order": Letter(
        _told("requerimiento_autoridad", date(2026, 3, 2), date(2026, 3, 3), fecha_limite=date(2026, 3, 12))[
            "respuesta"
        ],
        """\
Requerimiento de autoridad: la empresa debe responder a más tardar el jueves 12 de marzo de 2026.
La fecha la fija el propio requerimiento y nada la modifica.
El término está corriendo.""",
        """\
Order of a control body: the company must answer by Thursday 12 March 2026 at the latest.
The date is set by the order itself, and nothing moves it.
The term is running.""",
    ),
    "counted back": Letter(
        _told("reclamo", MONDAY, date(2026, 3, 18), event("visita_programada", MONDAY, fecha=date(2026, 3, 31)))[
            "aviso_visita"
        ],
        """\
La empresa debe avisar la visita al usuario a más tardar el jueves 26 de marzo de 2026.
El término es de 3 días hábiles ({norms}).
Se cuenta hacia atrás desde el martes 31 de marzo de 2026.
El término está corriendo.""",
        """\
The company must tell the user of the visit by Thursday 26 March 2026 at the latest.
The term is 3 business days ({norms}).
It is counted backwards from Tuesday 31 March 2026.
The term is running.""",
    ),
    "hours": Letter(
        _told("reclamo", MONDAY, at(date(2026, 5, 15), 18), event("causa_eliminada", at(date(2026, 5, 15), 16, 30)))[
            "reconexion"
        ],
        """\
La empresa debe reconectar el servicio a más tardar el sábado 16 de mayo de 2026 a las 16:30.
El término es de 24 horas ({norms}).
Se cuenta desde el viernes 15 de mayo de 2026 a las 16:30.
El término está corriendo.""",
        """\
The company must reconnect the service by Saturday 16 May 2026 at 16:30 at the latest.
The term is 24 hours ({norms}).
It is counted from Friday 15 May 2026 at 16:30.
The term is running.""",
    ),
    "power not used": Letter(
        FIRM["requerimiento"],
        """\
Hasta el martes 19 de mayo de 2026, la empresa podía requerir al peticionario para que completara la petición.
El término es de 10 días hábiles ({norms}).
Se cuenta desde el lunes 4 de mayo de 2026; el primer día contado es el martes 5 de mayo de 2026.
No se cuentan los fines de semana: 9, 10, 16 y 17 de mayo.
No se cuenta el lunes 18 de mayo de 2026, festivo: Ascensión del Señor (Ley 51 de 1983, art. 1).
La empresa no usó esta facultad dentro del término.""",
        """\
Until Tuesday 19 May 2026, the company could require the petitioner to complete the petition.
The term is 10 business days ({norms}).
It is counted from Monday 4 May 2026; the first day counted is Tuesday 5 May 2026.
Weekends do not count: 9, 10, 16 and 17 May.
Monday 18 May 2026 does not count, a holiday: Ascension Day (Ley 51 de 1983, art. 1).
The company did not use this power within the term.""",
    ),
    "transfer": Letter(
        FIRM["traslado_competencia"],
        """\
Si no era competente, la empresa debía trasladarla a más tardar el lunes 11 de mayo de 2026.
El término es de 5 días hábiles ({norms}).
Se cuenta desde el lunes 4 de mayo de 2026; el primer día contado es el martes 5 de mayo de 2026.
No se cuenta el fin de semana: 9 y 10 de mayo.
No hubo traslado dentro del término.""",
        """\
If it was not competent, the company had to transfer the petition by Monday 11 May 2026 at the latest.
The term is 5 business days ({norms}).
It is counted from Monday 4 May 2026; the first day counted is Tuesday 5 May 2026.
The weekend does not count: 9 and 10 May.
No transfer was made within the term.""",
    ),
    "recurso": Letter(
        _told(
            "reclamo",
            date(2026, 5, 4),
            date(2026, 6, 10),
            *NOTIFIED,
            event("recurso_interpuesto", date(2026, 6, 2)),
        )["recurso"],
        """\
El usuario podía interponer recurso contra la decisión a más tardar el miércoles 3 de junio de 2026.
El término es de 5 días hábiles ({norms}).
Se cuenta desde el miércoles 27 de mayo de 2026; el primer día contado es el jueves 28 de mayo de 2026.
No se cuenta el fin de semana: 30 y 31 de mayo.
El recurso se interpuso el martes 2 de junio de 2026.""",
        """\
The user could file a recurso against the decision by Wednesday 3 June 2026 at the latest.
The term is 5 business days ({norms}).
It is counted from Wednesday 27 May 2026; the first day counted is Thursday 28 May 2026.
The weekend does not count: 30 and 31 May.
The recurso was filed on Tuesday 2 June 2026.""",
    ),
    "firm": Letter(
        FIRM["firmeza"],
        "La decisión quedó en firme el jueves 4 de junio de 2026.\nFundamento: {norms}.",
        "The decision became firm on Thursday 4 June 2026.\nBasis: {norms}.",
    ),
    "to become firm": Letter(
        _told("reclamo", date(2026, 5, 4), date(2026, 5, 29), *NOTIFIED)["firmeza"],
        "La decisión quedará en firme el jueves 4 de junio de 2026.\nFundamento: {norms}.",
        "The decision will become firm on Thursday 4 June 2026.\nBasis: {norms}.",
    ),
    "silence, hours": Letter(
        _under(date(2026, 4, 10))["reconocimiento_sap"],
        """\
La empresa debe reconocer los efectos del silencio administrativo positivo a más tardar el domingo 12 de abril de 2026.
El silencio operó porque la empresa no respondió de manera completa a más tardar el jueves 9 de abril de 2026.
El término es de 72 horas ({norms}), que la empresa cuenta como tres días calendario.
Se cuenta desde el jueves 9 de abril de 2026; el primer día contado es el viernes 10 de abril de 2026.
Se cuentan todos los días del calendario.
El término está corriendo.
El cómputo de las 72 horas admite dos lecturas; se aplica la adoptada por la empresa.""",
        """\
The company must recognise the effects of the positive silence by Sunday 12 April 2026 at the latest.
The silence decided because the company gave no complete answer by Thursday 9 April 2026.
The term is 72 hours ({norms}), which the company counts as three calendar days.
It is counted from Thursday 9 April 2026; the first day counted is Friday 10 April 2026.
Every calendar day counts.
The term is running.
The count of the 72 hours admits two readings; the one that the company adopted is applied.""",
    ),
    "silence, business days": Letter(
        _under(date(2026, 4, 20), sap_recognition="business_days")["reconocimiento_sap"],
        """\
La empresa debía reconocer los efectos del silencio administrativo positivo a más tardar el martes 14 de abril de 2026.
El silencio operó porque la empresa no respondió de manera completa a más tardar el jueves 9 de abril de 2026.
El término es de 72 horas ({norms}), que la empresa cuenta como tres días hábiles.
Se cuenta desde el jueves 9 de abril de 2026; el primer día contado es el viernes 10 de abril de 2026.
No se cuenta el fin de semana: 11 y 12 de abril.
El término venció sin que la empresa cumpliera.
El cómputo de las 72 horas admite dos lecturas; se aplica la adoptada por la empresa.""",
        """\
The company had to recognise the effects of the positive silence by Tuesday 14 April 2026 at the latest.
The silence decided because the company gave no complete answer by Thursday 9 April 2026.
The term is 72 hours ({norms}), which the company counts as three business days.
It is counted from Thursday 9 April 2026; the first day counted is Friday 10 April 2026.
The weekend does not count: 11 and 12 April.
The term ended and the company has not complied.
The count of the 72 hours admits two readings; the one that the company adopted is applied.""",
    ),
    "projected": Letter(
        _under(date(2027, 3, 17), tipo="peticion_congreso", filed=date(2027, 3, 16), congress_days="calendar_days")[
            "respuesta"
        ],
        """\
Petición de un congresista: la empresa debe responder a más tardar el domingo 21 de marzo de 2027.
El término es de 5 días calendario ({norms}).
Se cuenta desde el martes 16 de marzo de 2027; el primer día contado es el miércoles 17 de marzo de 2027.
Se cuentan todos los días del calendario.
El término está corriendo.
La fecha es una proyección: los festivos están verificados hasta 2026 y una ley posterior puede moverla.
El cómputo de los cinco días admite dos lecturas; se aplica la adoptada por la empresa.""",
        """\
Request of a member of Congress: the company must answer by Sunday 21 March 2027 at the latest.
The term is 5 calendar days ({norms}).
It is counted from Tuesday 16 March 2027; the first day counted is Wednesday 17 March 2027.
Every calendar day counts.
The term is running.
The date is a projection: holidays are verified up to 2026, and a later law may move it.
The count of the five days admits two readings; the one that the company adopted is applied.""",
    ),
    "no date": Letter(
        _told("reclamo", MONDAY, date(2026, 5, 4), *CITED)["aviso"],
        """\
La empresa debe notificar la decisión por aviso.
Fundamento: {norms}.
Ni la ley ni la empresa han fijado un plazo para ello.
Sigue pendiente.""",
        """\
The company must notify the decision through an aviso.
Basis: {norms}.
Neither the law nor the company has set a time for it.
It is still to be done.""",
    ),
    "date set by the company": Letter(
        agenda(case("reclamo", *CITED, filed=MONDAY), date(2026, 4, 17), aviso_business_days=3)["aviso"],
        """\
La empresa debe notificar la decisión por aviso a más tardar el martes 21 de abril de 2026.
El término es de 3 días hábiles y lo fijó la empresa, pues la ley no señala un número de días ({norms}).
Se cuenta desde el jueves 16 de abril de 2026; el primer día contado es el viernes 17 de abril de 2026.
No se cuenta el fin de semana: 18 y 19 de abril.
El término está corriendo.""",
        """\
The company must notify the decision through an aviso by Tuesday 21 April 2026 at the latest.
The term is 3 business days, set by the company, since the law gives no number of days ({norms}).
It is counted from Thursday 16 April 2026; the first day counted is Friday 17 April 2026.
The weekend does not count: 18 and 19 April.
The term is running.""",
    ),
    "a ban": Letter(
        _told("recurso_reposicion", MONDAY, date(2026, 3, 17))["no_suspender"],
        """\
La empresa no puede suspender, terminar ni cortar el servicio mientras no se notifique la decisión de los recursos.
Fundamento: {norms}.
La prohibición sigue vigente.""",
        """\
The company may not suspend, end or cut the service until the decision on the recursos is notified.
Basis: {norms}.
The ban is still in force.""",
    ),
    "a ban that ended": Letter(
        _told(
            "recurso_reposicion",
            MONDAY,
            date(2026, 4, 20),
            event("decision", date(2026, 3, 27), resultado="confirma"),
            event("notificacion_personal", date(2026, 3, 30)),
        )["no_suspender"],
        """\
La empresa no podía suspender, terminar ni cortar el servicio mientras no se notificara la decisión de los recursos.
Fundamento: {norms}.
La prohibición terminó el lunes 30 de marzo de 2026.""",
        """\
The company could not suspend, end or cut the service until the decision on the recursos was notified.
Basis: {norms}.
The ban ended on Monday 30 March 2026.""",
    ),
}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_letter_reads_so(name: str, lang: Language) -> None:
    """The text has exactly these sentences, in order, as a lawyer would sign them."""
    letter = LETTERS[name]
    norms = "; ".join(citation.named(lang) for citation in letter.deadline.citations)
    assert letter.deadline.text(lang) == getattr(letter, lang).format(norms=norms)


def test_the_agenda_tells_every_deadline_and_finding() -> None:
    """The headline, a line for each deadline with its state, what was noticed, and the answer explained."""
    lines = LATE.text().splitlines()
    assert lines[0] == "Reclamo - Al lunes 20 de abril de 2026 - vencido: reconocer el silencio positivo"
    assert lines[2] == (
        "- La empresa debía responder a más tardar el jueves 9 de abril de 2026. "
        "Se cumplió el viernes 17 de abril de 2026, fuera de término."
    )
    assert "- Operó el silencio administrativo positivo." in lines
    assert sum(line.startswith("- ") for line in lines) == len(LATE.deadlines) + len(LATE.findings)
    assert lines[-1] == LATE["respuesta"].text().splitlines()[-1]
    assert f"- {Finding.SILENCIO_POSITIVO.label('en').capitalize()}." in LATE.text("en")


def test_an_agenda_with_nothing_to_answer_is_short() -> None:
    """A suggestion has no term: its agenda names the case and no answer."""
    found = _told("sugerencia", MONDAY, date(2026, 3, 17), radicado="R-1")
    assert found.get("respuesta") is None
    assert found.text().startswith("R-1 - Sugerencia - Al martes 17 de marzo de 2026\n")
    assert "Advertencias" not in found.text()
    later = found.again(as_of=found.as_of.replace(hour=15, minute=5))
    assert later.text().startswith("R-1 - Sugerencia - Al martes 17 de marzo de 2026, 15:05\n")


# --- sentences that depend on a setting ----------------------------------------------------------------------------


def test_repr_explains_itself() -> None:
    """The `repr` has day, term and norm; `str` is the text of the letter."""
    shown = repr(RECLAMO)
    assert shown.startswith("<Deadline respuesta (pendiente): la empresa debe responder a más tardar ")
    for expected in ("jueves 9 de abril de 2026", "15 días hábiles desde", str(RECLAMO.citations[0])):
        assert expected in shown
    assert str(RECLAMO) == RECLAMO.text("es")


def test_a_deadline_without_term_or_norm_still_tells_itself() -> None:
    """The order of a control body has no term or norm, in its `repr` and in its text."""
    assert repr(LETTERS["given in the order"].deadline) == (
        "<Deadline respuesta (pendiente): la empresa debe responder a más tardar el jueves 12 de marzo de 2026>"
    )


def test_disputed_holidays_within_the_count_are_named() -> None:
    """The days about which the sources differ are told by their dates."""
    disputed = (date(2026, 3, 24), date(2026, 3, 25))
    basis = evolve(RECLAMO.basis, calendar=evolve(RECLAMO.basis.calendar, disputed=disputed))
    assert (
        "Las fuentes de festivos no coinciden sobre el martes 24 de marzo de 2026 y el miércoles 25 de marzo de 2026."
    ) in evolve(RECLAMO, basis=basis).text()


READINGS = [(policy, value) for policy, adopted in colombia.RULES.adopted.items() for value in adopted.holds]


@pytest.mark.parametrize(("policy", "value"), READINGS)
def test_a_reading_is_told_of_what_it_bears_on(policy: str, value: str) -> None:
    """A reading is mentioned only if adopted, only for types and rows that it can move, and never by its code."""
    adopted = colombia.RULES.adopted[policy]
    said = f"Según la lectura adoptada por la empresa, {adopted.holds[value].es}."
    for tipo in colombia.RULES.types:
        if tipo == "requerimiento_autoridad":
            continue
        for chosen in Policies.choices()[policy]:
            found = agenda(case(tipo, REQUIREMENT, filed=MONDAY), date(2026, 8, 3), {policy: chosen})
            bears = chosen == value and (not adopted.types or tipo in adopted.types)
            telling = {row.code for row in found.deadlines if said in sentences(row)}
            rows = {row.code for row in found.deadlines}
            assert telling == (rows & adopted.obligations if bears else set())
            assert not any(policy in row.text() for row in found.deadlines)


def test_the_filing_day_that_counts_is_told_as_the_first() -> None:
    """Under `first_day: filing_day` base and first day are one."""
    text = _under(date(2026, 3, 17), first_day="filing_day")["respuesta"].text()
    assert "Se cuenta desde el lunes 16 de marzo de 2026, que es también el primer día contado." in text


def test_a_closure_is_told_with_its_act() -> None:
    """A closed day, or several, is explained with the act that ordered it."""
    closures = (
        Closure(date(2026, 3, 18), act="Resolución 7 de 2026"),
        Closure(date(2026, 3, 25), date(2026, 3, 27), act="Resolución 8 de 2026"),
    )
    profile = evolve(colombia.DEFAULT_PROFILE, closures=closures)
    deadline = colombia.due("reclamo", MONDAY, profile=profile)
    assert (
        "No se cuenta el miércoles 18 de marzo de 2026, por cierre de la empresa (Resolución 7 de 2026)."
        in sentences(deadline)
    )
    assert (
        "No se cuentan los días del miércoles 25 al viernes 27 de marzo de 2026, por cierre de la empresa "
        "(Resolución 8 de 2026)."
    ) in sentences(deadline)


def test_where_saturdays_count_only_sundays_are_told() -> None:
    """Where Saturdays count, only Sundays are among the days not counted."""
    profile = evolve(colombia.DEFAULT_PROFILE, saturday_is_business_day=True)
    assert (
        "No se cuentan los domingos: 22 y 29 de marzo, 5 de abril."
        in colombia.due("reclamo", MONDAY, profile=profile).text()
    )
    assert (
        "No se cuenta el domingo 22 de marzo."
        in colombia.due("peticion_congreso", date(2026, 3, 17), profile=profile).text()
    )


def test_a_suspension_is_told_by_its_day() -> None:
    """A suspension that opens today is not called past; once over, it is."""
    opened = event("demora_usuario", date(2026, 3, 18), hasta=date(2026, 3, 19))
    told = {
        day: _told("reclamo", MONDAY, day, opened)["respuesta"].text() for day in (date(2026, 3, 18), date(2026, 3, 20))
    }
    assert "Hay una suspensión del término, el jueves 19 de marzo de 2026, por la demora" in told[date(2026, 3, 18)]
    assert "El término estuvo suspendido el jueves 19 de marzo de 2026, por la demora" in told[date(2026, 3, 20)]


def test_one_in_the_afternoon_is_singular() -> None:
    """In Spanish the first hour has its own article."""
    removed = event("causa_eliminada", at(date(2026, 5, 15), 1, 30))
    assert "el sábado 16 de mayo de 2026 a la 01:30." in (
        _told("reclamo", MONDAY, at(date(2026, 5, 15), 18), removed)["reconexion"].text()
    )


def test_the_days_skipped_are_those_of_the_trace() -> None:
    """The text and the trace have the same weekend days, holidays and suspended days."""
    for deadline in (RECLAMO, EXTENDED["respuesta"], FIRM["requerimiento"], FIRM["recurso"]):
        told = [each.text for each in explained(deadline) if each.code in {"weekend", "weekends"}]
        weekends = [d.day for d in deadline.trace if d.number is None and d.cause is None and d.day.weekday() > 4]
        assert len(re.findall(r"\d+", "".join(told))) == len(weekends)
        holidays = [each for each in explained(deadline) if each.code == "holiday"]
        assert len(holidays) == sum(d.reason.kind == "holiday" and d.cause is None for d in deadline.trace)


# --- what was not so is not told -------------------------------------------------------------------------------------

COMPLETED = (event("requerimiento", date(2026, 3, 18)), event("complemento", date(2026, 4, 10)))
IN_PERSON_LATE = (_decided(date(2026, 4, 8)), event("notificacion_personal", date(2026, 4, 29)))
BY_POST = event("recurso_interpuesto", date(2026, 4, 6), puesto_al_correo_el=date(2026, 3, 30))
NOTIFIED_EARLY = (_decided(date(2026, 3, 20)), event("notificacion_personal", date(2026, 3, 24)))


@pytest.mark.parametrize(
    ("tipo", "policy"), [("reclamo", "art17_resume"), ("habeas_data_reclamo", "habeas_incomplete")]
)
def test_a_term_counted_anew_is_told_from_the_completion(tipo: str, policy: str) -> None:
    """The completion began the term again, and the text and the `repr` count from it, not from the filing."""
    answer = agenda(case(tipo, *COMPLETED, filed=MONDAY), date(2026, 4, 14), {policy: "restart"})["respuesta"]
    assert (
        "La petición se completó el viernes 10 de abril de 2026: el término se cuenta de nuevo desde ese día; "
        "el primer día contado es el lunes 13 de abril de 2026."
    ) in sentences(answer)
    assert (
        "The petition was completed on Friday 10 April 2026: the term is counted anew from that day; "
        "the first day counted is Monday 13 April 2026."
    ) in sentences(answer, "en")
    assert "16 de marzo" not in answer.text() + repr(answer)
    assert answer.base_on == MONDAY


def test_a_term_counted_anew_and_stopped_again_is_told_from_the_completion() -> None:
    """The text counts from the completion, while a later wait hides the last day."""
    returned = event("devolucion_aclaracion", date(2026, 4, 14))
    hidden = _under(date(2026, 4, 15), *COMPLETED, returned, tipo="peticion_general", art17_resume="restart")[
        "respuesta"
    ]
    assert (
        "La petición se completó el viernes 10 de abril de 2026: el término se cuenta de nuevo desde ese día."
        in sentences(hidden)
    )
    assert "16 de marzo" not in hidden.text()


def test_a_term_that_resumes_is_told_from_its_base() -> None:
    """Under the default reading nothing is counted anew."""
    answer = _under(date(2026, 4, 14), *COMPLETED)["respuesta"]
    assert "Se cuenta desde el lunes 16 de marzo de 2026; " in answer.text()
    assert "de nuevo" not in answer.text()


NEEDLESS = {
    "citacion": _told("reclamo", MONDAY, date(2026, 5, 4), *IN_PERSON_LATE)["citacion"],
    "aviso": agenda(
        case("reclamo", *CITED, event("notificacion_personal", date(2026, 4, 29)), filed=MONDAY),
        date(2026, 5, 4),
        aviso_business_days=3,
    )["aviso"],
}


@pytest.mark.parametrize("code", NEEDLESS)
def test_what_became_needless_too_late_is_not_told_as_done(code: str) -> None:
    """A citation or aviso never made, because the user was notified otherwise, is not reported as made late."""
    row = NEEDLESS[code]
    assert (row.state, row.met_on) == ("cumplido_tarde", date(2026, 4, 29))
    assert sentences(row)[-1] == (
        "Dejó de ser necesario el miércoles 29 de abril de 2026, cuando la decisión se notificó de otra forma; "
        "para entonces el término había vencido."
    )
    assert sentences(row, "en")[-1] == (
        "It ceased to be needed on Wednesday 29 April 2026, when the decision was notified otherwise; "
        "by then the term had ended."
    )


def test_a_citation_sent_late_is_told_as_done_late() -> None:
    """An act done late is reported as done late; one that became needless in time is no longer required."""
    late = _told(
        "reclamo", MONDAY, date(2026, 5, 4), _decided(date(2026, 4, 8)), event("envio_citacion", date(2026, 4, 29))
    )
    assert sentences(late["citacion"])[-1] == "Se cumplió el miércoles 29 de abril de 2026, fuera de término."
    in_time = _told("reclamo", MONDAY, date(2026, 5, 4), *NOTIFIED_EARLY)
    assert sentences(in_time["citacion"])[-1] == "Ya no es exigible."


def test_a_power_used_late_is_not_told_as_unused() -> None:
    """A requirement after its window, or a transfer after the silence, is reported as made, but out of term."""
    late = _told(
        "reclamo",
        MONDAY,
        date(2026, 4, 20),
        event("requerimiento", date(2026, 4, 7)),
        event("traslado_competencia", date(2026, 4, 15)),
    )
    assert "La empresa no usó esta facultad dentro del término." in sentences(late["requerimiento"])
    assert "The company did not use this power within the term." in sentences(late["requerimiento"], "en")
    assert "No hubo traslado dentro del término." in sentences(late["traslado_competencia"])
    assert "No transfer was made within the term." in sentences(late["traslado_competencia"], "en")


SILENCES = {
    "answered late": (
        LATE,
        "respondió el viernes 17 de abril de 2026, y el último día para responder era el jueves 9 de abril de 2026.",
        "answered on Friday 17 April 2026, and the last day to answer was Thursday 9 April 2026.",
    ),
    "neither cited nor notified": (
        _told("reclamo", MONDAY, date(2026, 5, 4), *IN_PERSON_LATE),
        (
            "la decisión se tomó a tiempo, pero ni se citó para notificarla a más tardar el miércoles 15 de abril "
            "de 2026 ni se notificó a más tardar el miércoles 15 de abril de 2026."
        ),
        (
            "the decision was taken in time, but neither was the user cited by Wednesday 15 April 2026 nor was it "
            "notified by Wednesday 15 April 2026."
        ),
    ),
    "not notified": (
        _under(date(2026, 5, 4), *CITED, answer_met_by="notified"),
        (
            "la decisión se tomó a tiempo, pero no se notificó a más tardar el jueves 9 de abril de 2026, el último "
            "día para responder."
        ),
        "the decision was taken in time, but was not notified by Thursday 9 April 2026, the last day to answer.",
    ),
}


@pytest.mark.parametrize("why", SILENCES)
def test_a_silence_is_told_with_its_cause(why: str) -> None:
    """The recognition says what was missed and by which day, in the letter and in the agenda."""
    found, es, en = SILENCES[why]
    row = found["reconocimiento_sap"]
    starts = ("El silencio operó porque ", "The silence decided because ")
    for lang, start, said in zip(LANGUAGES, starts, (es, en), strict=True):
        (told,) = [each for each in sentences(row, lang) if each.startswith(start)]
        assert told.endswith(said)
        assert told in found.text(lang)


def test_a_recurso_that_came_by_post_is_told_with_both_days() -> None:
    """If it was posted in time and received later, the letter has both days and the norm."""
    row = _told("reclamo", MONDAY, date(2026, 4, 20), *NOTIFIED_EARLY, BY_POST)["recurso"]
    assert row.state == "cumplido"
    (norm,) = colombia.RULES.posted
    assert "Ley 962 de 2005, art. 10" in norm.named()
    assert sentences(row)[-1] == (
        "Se puso al correo el lunes 30 de marzo de 2026 y se recibió el lunes 6 de abril de 2026; se entiende "
        f"presentado el día en que se puso ({norm.named()})."
    )
    assert sentences(row, "en")[-1] == (
        "It was posted on Monday 30 March 2026 and received on Monday 6 April 2026; it counts as filed on the day it "
        f"was posted ({norm.named('en')})."
    )
    by_hand = event("recurso_interpuesto", date(2026, 3, 30))
    assert "correo" not in _told("reclamo", MONDAY, date(2026, 4, 20), *NOTIFIED_EARLY, by_hand)["recurso"].text()


# --- each row cites the norm of its term (L12) ---------------------------------------------------------------------

FIGURES = colombia.RULES.figures
WITHDRAWN = (
    event("requerimiento", date(2026, 3, 18), hasta=date(2026, 3, 20)),
    event("desistimiento_tacito", date(2026, 3, 24)),
    event("notificacion_personal", date(2026, 3, 25)),
)


class Term(NamedTuple):
    """A row whose term depends on the case: the case, and the figure that gives the term."""

    code: str
    tipo: str
    figure: Figure
    other: Figure
    events: tuple[Event, ...] = ()


TERMS = [
    Term("requerimiento", "peticion_general", FIGURES.requirement_window, FIGURES.requirement_window_habeas_data),
    Term("requerimiento", "habeas_data_reclamo", FIGURES.requirement_window_habeas_data, FIGURES.requirement_window),
    Term("traslado_competencia", "reclamo", FIGURES.transfer_window, FIGURES.transfer_window_habeas_data),
    Term("traslado_competencia", "habeas_data_reclamo", FIGURES.transfer_window_habeas_data, FIGURES.transfer_window),
    Term("complemento", "reclamo", FIGURES.completion, FIGURES.completion_habeas_data, (REQUIREMENT,)),
    Term("complemento", "habeas_data_reclamo", FIGURES.completion_habeas_data, FIGURES.completion, (REQUIREMENT,)),
    Term("complemento", "credito_reclamo", FIGURES.completion_credit_data, FIGURES.completion, (REQUIREMENT,)),
    Term("leyenda_tramite", "habeas_data_reclamo", FIGURES.legend_habeas_data, FIGURES.legend_credit_data),
    Term("leyenda_tramite", "credito_reclamo", FIGURES.legend_credit_data, FIGURES.legend_habeas_data),
    Term(
        "recurso",
        "reclamo",
        FIGURES.recurso,
        FIGURES.recurso_tacit_withdrawal,
        (_decided(date(2026, 3, 18)), event("notificacion_personal", date(2026, 3, 20))),
    ),
    Term("recurso", "reclamo", FIGURES.recurso_tacit_withdrawal, FIGURES.recurso, WITHDRAWN),
]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.code}-{term.tipo}-{term.figure.name}")
def test_a_row_cites_the_norm_of_its_own_term(term: Term) -> None:
    """The letter cites the figure that gave the date, and not the other."""
    row = _told(term.tipo, MONDAY, date(2026, 3, 26), *term.events)[term.code]
    version = term.figure.at(MONDAY)
    assert (row.term, row.citations) == (version.value, version.citations)
    text = row.text()
    assert all(str(citation) in text for citation in version.citations)
    foreign = set(map(str, term.other.at(MONDAY).citations)) - set(map(str, version.citations))
    assert [citation for citation in foreign if citation in text] == []


def test_the_recurso_against_a_tacit_withdrawal_cites_the_code() -> None:
    """Its ten days are those of CPACA art. 76; Ley 142 art. 154 gives five, against other acts."""
    text = _told("reclamo", MONDAY, date(2026, 3, 26), *WITHDRAWN)["recurso"].text()
    assert "El término es de 10 días hábiles (CPACA, art. 76" in text
    assert "154" not in text


@pytest.mark.parametrize(
    ("filed", "cites"), [(date(2020, 3, 27), True), (date(2022, 5, 17), True), (date(2022, 5, 18), False)]
)
def test_a_term_of_the_emergency_cites_its_decree(filed: date, *, cites: bool) -> None:
    """The thirty days cite the decree of 2020 while in force, also in cases open when it began; not later."""
    answer = colombia.due("peticion_general", filed)
    assert ("491 de 2020, art. 5" in answer.text()) is cites
    assert ("30 días hábiles" in answer.text()) is cites


# --- what no letter may say ----------------------------------------------------------------------------------------

HARSH = re.compile(
    r"Estado:|State:"
    r"|pasa al siguiente día hábil"
    r"|debía no |debe no "
    r"|en firme:"
    r"|El término es de 3 días calendario"
    r"|suspendido:"
    r"|está en disputa|is disputed"
    r"|requerir que se complete"
    r"|competencia: la empresa podía"
    r"|solo por citas|de memoria|\bcitada\b|\brecordada\b|as cited|from memory"
)
"""Phrases that the contract replaced (section 10, left column), and the marks of confidence."""

BROKEN = re.compile(r"[{}\n]|\w_\w|  |\bNone\b|\(\)| [.,;]|\.\.$")


def _faults(sentence: str) -> list[str]:
    """What is wrong with a sentence of a letter."""
    found = [*HARSH.findall(sentence), *BROKEN.findall(sentence)]
    if not sentence[:1].isupper():
        found.append("no capital")
    if not sentence.endswith("."):
        found.append("no full stop")
    return found


def _asked(vector: dict[str, Any]) -> Agenda | None:
    """The agenda of a vector; None if it is refused."""
    question = VectorReader(vector, colombia.LAW)
    profile, (instant, day) = question.profile(), question.moment(vector, "as_of", "as_of_on", "vector")
    told = question.case(vector.get("case"))
    try:
        question.settle()
        assert told is not None
        return colombia.agenda(told, instant or day or date.max, profile=profile)
    except PQRError:
        return None


@settings(max_examples=200, deadline=None)
@given(vectors().filter(lambda vector: vector["op"] == "agenda"))
def test_every_sentence_of_every_case_is_whole(vector: dict[str, Any]) -> None:
    """Whatever happened to a case, each row has whole sentences in both languages."""
    found = _asked(vector)
    assume(found is not None)
    assert found is not None
    for lang in LANGUAGES:
        said = [sentence for deadline in found.deadlines for sentence in sentences(deadline, lang)]
        assert [(sentence, faults) for sentence in said if (faults := _faults(sentence))] == []
        told = [line.removeprefix("- ") for line in found.text(lang).splitlines()[2:]]
        assert [line for line in told if line and not line.endswith(":") and _faults(line)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Estado: pendiente.",
        "Ley 5 de 1992, art. 258 está en disputa: se aplica la lectura que la empresa adoptó.",
        "Resolución CRA 413 de 2006, art. 12 se conoce solo por citas de otros.",
        "La empresa debía no suspender el servicio.",
        "Lectura adoptada (first_day: filing_day).",
        "El término es de {term}.",
        "el plazo venció.",
        "El plazo  venció.",
        "El plazo venció",
    ],
)
def test_a_faulty_sentence_is_noticed(sentence: str) -> None:
    """The check above finds faulty sentences."""
    assert _faults(sentence)


def test_a_letter_bears_no_mark_of_confidence() -> None:
    """A letter cites a norm known by citation, from memory or disputed like any other; the JSON has the mark."""
    for confidence in Confidence:
        marked = evolve(RECLAMO, citations=(Citation(LEY_142_1994, "art. 186", confidence),))
        assert "El término es de 15 días hábiles (Ley 142 de 1994, art. 186)." in sentences(marked)
        assert all(not _faults(sentence) for sentence in sentences(marked))
        assert marked.as_dict()["citations"][0]["confidence"] == confidence


def test_a_holiday_bears_no_mark_of_confidence_either() -> None:
    """The law of the Chiquinquirá holiday is known by citation; only the trace has the mark, not the letter."""
    deadline = colombia.due("reclamo", date(2026, 6, 26))
    (said,) = [each for each in sentences(deadline) if "Chiquinquirá" in each]
    (law,) = [each.law for each in deadline.basis.calendar.holidays_in(date(2026, 7, 13), date(2026, 7, 13))]
    assert said.endswith(f"({law.citations[0].named()}).")


# --- the words in the rule book ------------------------------------------------------------------------------------


def test_every_obligation_has_its_clauses_in_both_languages() -> None:
    """Now and afterwards differ, nothing is a sentence yet, and no clause takes a day that another does not."""
    for rule in colombia.RULES.obligations.values():
        clauses = rule.clauses
        for lang in LANGUAGES:
            now, then = clauses.now.text(lang), clauses.then.text(lang)
            assert now != then
            assert set(re.findall(r"{\w+}", now)) == set(re.findall(r"{\w+}", then))
            said = [now, then, *(each.text(lang) for each in clauses.states.values())]
            assert [each for each in said if each.endswith(".") or each.strip("{until}")[:1].isupper()] == []


def test_the_readings_told_are_policies_and_bear_on_what_exists() -> None:
    """Each reading names a policy, a value that is not its default, and codes of the rule book."""
    choices = Policies.choices()
    for policy, adopted in colombia.RULES.adopted.items():
        _default, *others = choices[policy]
        assert set(adopted.holds) <= set(others)
        assert adopted.holds or adopted.disputed
        assert adopted.obligations <= set(colombia.RULES.obligations)
        assert adopted.types <= set(colombia.RULES.types)
    assert set(choices) - set(colombia.RULES.adopted) == {"covid_491"}


def test_the_types_of_a_reading_are_those_it_can_move() -> None:
    """The lists of types agree with the flags of the rule book."""
    types, adopted = colombia.RULES.types.values(), colombia.RULES.adopted
    contract = {each.code for each in types if each.contract}
    silence = {each.code for each in types if each.sap}
    requirable = {each.code for each in types if each.requirement != "none"}
    data = {each.code for each in types if each.requirement in {"habeas_data", "credit_data"}}
    assert {
        "first_day": {each.code for each in types if each.response and each.response.from_filing},
        "answer_met_by": silence,
        "art14_extension": contract,
        "art17_contract": contract,
        "art17_resume": requirable - data,
        "art19_clock": {each.code for each in types if each.clarifiable},
        "requirement_from": requirable,
        "pruebas_notice": silence,
        "art39_contract": contract,
        "pruebas_resume": silence,
        "demora_usuario": silence,
        "habeas_incomplete": data,
        "congress_days": {each.code for each in types if each.response and each.response.congress},
    } == {policy: set(each.types) for policy, each in adopted.items() if each.types}
