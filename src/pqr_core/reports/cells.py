"""The cells of a case in the file of a regulator, as the case stands at the end of the day looked at.

Nothing is guessed. What a case does not say is an empty cell, and the rules of the format say what to do about it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Final

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.cases.catalogues import Catalogue
from pqr_core.cases.events import Filing
from pqr_core.cases.filing import Attachment
from pqr_core.errors import NoRuleInForceError
from pqr_core.fields import Brief
from pqr_core.law.agenda import Agenda
from pqr_core.reports.choices import Choices
from pqr_core.reports.formats import Codes, Format, written_day
from pqr_core.reports.selection import sent_on
from pqr_core.vocabulary import EventType, Finding

__all__ = ("Answered", "answered", "cells_of", "letter_number")

_LETTER: Final = "carta:"
_MUNICIPALITY: Final = re.compile(r"(?P<department>[0-9]{2})(?P<municipality>[0-9]{3})")


@frozen
class Answered(Brief):
    """The answer of a case: its code, day and outgoing number; without an answer, None and an empty text."""

    code: str
    on: date | None = None
    number: str = ""


def answered(agenda: Agenda, codes: Codes) -> Answered:
    """The answer given by the instant of the agenda; its code is empty if the outcome is not known."""
    course = agenda.course
    if course.met_on is not None:
        # If an answer is sent and not notified, only the decision holds its outcome.
        outcome = course.resultado or agenda.case.outcome_at(agenda.as_of)
        code = "" if outcome is None else codes.answers.get(outcome, "")
        return Answered(code, course.met_on, _number(agenda, codes, None))
    if course.ended_on is not None:
        code = codes.endings.get(course.ended_by, "") if course.ended_by else ""
        if code in codes.open_answers:
            return Answered(code)
        return Answered(code, course.ended_on, _number(agenda, codes, course.ended_by))
    is_late = course.due_on is not None and course.due_on < agenda.as_of.date()
    return Answered(codes.unanswered if is_late else codes.pending)


def _number(agenda: Agenda, codes: Codes, act: EventType | None) -> str:
    """The outgoing number of the answer: of the decision or verbal answer that counts, else of the letter about it."""
    decided = agenda.course.outgoing_number if act is None else None
    return decided or letter_number(agenda, codes.letters.get(act or EventType.DECISION, ())) or ""


def letter_number(agenda: Agenda, kinds: Collection[str]) -> str | None:
    """The number of the first letter of one of these kinds that was issued by the instant of the agenda."""
    kept = (o.event for o in agenda.case.timeline(agenda.as_of) if o.event.type is EventType.ADJUNTO)
    letters = (each.detail(Attachment) for each in kept)
    wanted = {f"{_LETTER}{kind}" for kind in kinds}
    return next((each.referencia for each in letters if each.clase in wanted), None)


def cells_of(
    agenda: Agenda, attacked: Case | None, form: Format, choices: Choices, catalogue: Catalogue
) -> dict[str, str]:
    """The cells of a row, by the code of their column.

    Args:
        agenda: the agenda of the case at the end of the day looked at.
        attacked: for a recurso, the case whose decision it attacks, which gives the causal; None otherwise.
        form: the format of the file.
        choices: the choices of the utility.
        catalogue: the catalogue that holds the causales.
    """
    case, codes, separator = agenda.case, form.codes, choices["separador_fecha"]
    filing, answer = case.filing, answered(agenda, codes)
    procedure = choices.member("tramite", filing.tipo) or codes.procedures.get(filing.tipo, "")
    classified = filing if attacked is None else attacked.filing
    notified_on, way = _notice(agenda, answer, form, choices)
    invoice = None if filing.factura is None else filing.factura.numero
    sent = _sent(agenda, procedure, answer, codes, choices)
    return {
        **_place(filing, choices),
        "radicado": filing.radicado or "",
        "fecha_radicacion": written_day(case.filed_on, separator),
        "tramite": procedure,
        "causal": _group(classified, catalogue, case.filed_on),
        "detalle": classified.causal or "",
        "cuenta": filing.account or choices["cuenta_vacia"],
        "factura": invoice or codes.no_invoice,
        "tipo_respuesta": answer.code,
        "fecha_respuesta": written_day(answer.on, separator),
        "radicado_respuesta": answer.number,
        "fecha_notificacion": written_day(notified_on, separator),
        "tipo_notificacion": way,
        "fecha_traslado": written_day(sent, separator) or choices["traslado_vacio"],
    }


def _group(filing: Filing, catalogue: Catalogue, day: date) -> str:
    """The group of the causal: by the service of the filing; without service, the group in the list of causales."""
    if filing.servicio is not None:
        return catalogue.group(filing, day) or ""
    try:
        found = catalogue.causales.at(day).value.get(filing.causal or "")
    except NoRuleInForceError:
        return ""
    return "" if found is None else found.group


def _place(filing: Filing, choices: Choices) -> dict[str, str]:
    """The codes of the place: from the case, or from the choices of the utility for the municipality and the centre."""
    named = filing.municipio or ""
    code = _MUNICIPALITY.fullmatch(named) or _MUNICIPALITY.fullmatch(choices.member("municipio", named) or "")
    return {
        "departamento": "" if code is None else code["department"],
        "municipio": "" if code is None else code["municipality"],
        "centro_poblado": filing.centro_poblado or choices["centro_poblado"],
    }


def _notice(agenda: Agenda, answer: Answered, form: Format, choices: Choices) -> tuple[date | None, str]:
    """The day of the notice and the code of its way; None and empty if the case does not say how notice was given."""
    course, today = agenda.course, agenda.as_of.date()
    if answer.on is None:
        return None, form.notice(choices, None)
    carried_out = None
    if choices["columna_14"] == "ejecucion" and answer.code in form.codes.grants:
        acts = (o for o in agenda.case.timeline(agenda.as_of) if o.event.type is EventType.EJECUCION)
        carried_out = next((o.day for o in acts), None)
    if course.notified_on is not None and course.notified_on <= today:
        way = form.codes.ways.get(course.notified_by) if course.notified_by else None
        return carried_out or course.notified_on, "" if way is None else form.notice(choices, way)
    if Finding.NOTIFICACION_NO_REGISTRADA in agenda.findings:
        return None, ""
    return carried_out, form.notice(choices, None)


def _sent(agenda: Agenda, procedure: str, answer: Answered, codes: Codes, choices: Choices) -> date | None:
    """The day the file of an appeal went to the authority; None if the column does not hold it for this answer."""
    if procedure != codes.appeal or (choices["traslado"] == "confirma" and answer.code != codes.confirms):
        return None
    return sent_on(agenda.case, agenda.as_of.date())
