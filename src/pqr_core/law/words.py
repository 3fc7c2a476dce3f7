"""The sentences of an explanation, by their code, each once in Spanish and in English. Data only.

The words of a country (who owes what, which reading was adopted) are in its rule book (`law.rules.Clauses`,
`law.rules.Adopted`). `law.explanations` puts both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pqr_core.language import Said
from pqr_core.law.agenda import Missed
from pqr_core.vocabulary import EventType, Kind, LegalState

__all__ = ("AGENDA", "CAUSES", "COUNTS", "STATES", "WHEN")

WHEN: Final[Mapping[str, Said]] = {
    "by": Said(" a más tardar el {day}", " by {day} at the latest"),
    "until": Said("hasta el {day}, ", "until {day}, "),
    "on": Said(" el {day}", " on {day}"),
    "at": Said("{day} a las {hour}", "{day} at {hour}"),
    "at_one": Said("{day} a la {hour}", "{day} at {hour}"),
}
"""The place of the day in a clause, and a day with its hour."""

COUNTS: Final[Mapping[str, Said]] = {
    # --- what was counted, and by which norm ---
    "term": Said("El término es de {term} ({norms}).", "The term is {term} ({norms})."),
    "term_read": Said(
        "El término es de {stated} ({norms}), que la empresa cuenta como {counted}.",
        "The term is {stated} ({norms}), which the company counts as {counted}.",
    ),
    "term_set": Said(
        "El término es de {term} y lo fijó la empresa, pues la ley no señala un número de días ({norms}).",
        "The term is {term}, set by the company, since the law gives no number of days ({norms}).",
    ),
    "norms": Said("Fundamento: {norms}.", "Basis: {norms}."),
    "unset": Said(
        "Ni la ley ni la empresa han fijado un plazo para ello.",
        "Neither the law nor the company has set a time for it.",
    ),
    "given": Said(
        "La fecha la fija el propio requerimiento y nada la modifica.",
        "The date is set by the order itself, and nothing moves it.",
    ),
    "given_in_requirement": Said(
        "Esa fecha la fijó la empresa en el requerimiento.", "The company set that date in its requirement."
    ),
    # --- from when ---
    "since": Said(
        "Se cuenta desde el {base}; el primer día contado es el {first}.",
        "It is counted from {base}; the first day counted is {first}.",
    ),
    "since_itself": Said(
        "Se cuenta desde el {base}, que es también el primer día contado.",
        "It is counted from {base}, which is also the first day counted.",
    ),
    "since_only": Said("Se cuenta desde el {base}.", "It is counted from {base}."),
    "restarted": Said(
        "La petición se completó el {base}: el término se cuenta de nuevo desde ese día; el primer día contado es el "
        "{first}.",
        "The petition was completed on {base}: the term is counted anew from that day; the first day counted is "
        "{first}.",
    ),
    "restarted_only": Said(
        "La petición se completó el {base}: el término se cuenta de nuevo desde ese día.",
        "The petition was completed on {base}: the term is counted anew from that day.",
    ),
    "back": Said("Se cuenta hacia atrás desde el {base}.", "It is counted backwards from {base}."),
    "every": Said("Se cuentan todos los días del calendario.", "Every calendar day counts."),
    # --- which days did not count ---
    "weekend": Said("No se cuenta el fin de semana: {days}.", "The weekend does not count: {days}."),
    "sunday": Said("No se cuenta el domingo {days}.", "Sunday {days} does not count."),
    "sundays": Said("No se cuentan los domingos: {days}.", "Sundays do not count: {days}."),
    "weekends": Said("No se cuentan los fines de semana: {days}.", "Weekends do not count: {days}."),
    "holiday": Said("No se cuenta el {day}, festivo: {holidays}.", "{day} does not count, a holiday: {holidays}."),
    "closed": Said(
        "No se cuenta el {day}, por cierre de la empresa ({acts}).",
        "{day} does not count, since the company was closed ({acts}).",
    ),
    "closed_days": Said(
        "No se cuentan los días {days}, por cierre de la empresa ({acts}).",
        "The days {days} do not count, since the company was closed ({acts}).",
    ),
    "was_suspended": Said(
        "El término estuvo suspendido {days}, por {cause}.", "The term was suspended {days}, because of {cause}."
    ),
    "is_suspended": Said(
        "Hay una suspensión del término, {days}, por {cause}.",
        "There is a suspension of the term, {days}, because of {cause}.",
    ),
    # --- why the due day is after the last day counted ---
    "rolled": Said(
        "El plazo vencía el {day}; por no ser hábil ese día, se extiende al {due}{norms}.",
        "The term ended on {day}; since that is not a business day, it extends to {due}{norms}.",
    ),
    "extended": Said(
        "El plazo vencía el {day}; por {cause}, se extiende al {due}.",
        "The term ended on {day}; because of {cause}, it extends to {due}.",
    ),
    # --- why the positive silence decided ---
    f"silence_{Missed.ANSWER}": Said(
        "El silencio operó porque la empresa no respondió de manera completa a más tardar el {last}.",
        "The silence decided because the company gave no complete answer by {last}.",
    ),
    f"silence_{Missed.ANSWER_IN_TIME}": Said(
        "El silencio operó porque la empresa respondió el {answered}, y el último día para responder era el {last}.",
        "The silence decided because the company answered on {answered}, and the last day to answer was {last}.",
    ),
    f"silence_{Missed.CITATION}": Said(
        "El silencio operó porque la decisión se tomó a tiempo, pero ni se citó para notificarla a más tardar el "
        "{cite_by} ni se notificó a más tardar el {last}.",
        "The silence decided because the decision was taken in time, but neither was the user cited by {cite_by} nor "
        "was it notified by {last}.",
    ),
    f"silence_{Missed.NOTIFICATION}": Said(
        "El silencio operó porque la decisión se tomó a tiempo, pero no se notificó a más tardar el {last}, el último "
        "día para responder.",
        "The silence decided because the decision was taken in time, but was not notified by {last}, the last day to "
        "answer.",
    ),
    # --- when what came by post counts as filed ---
    "posted": Said(
        "Se puso al correo el {posted} y se recibió el {received}; se entiende presentado el día en que se puso "
        "({norms}).",
        "It was posted on {posted} and received on {received}; it counts as filed on the day it was posted ({norms}).",
    ),
    # --- how certain the day is ---
    "holidays_disputed": Said(
        "Las fuentes de festivos no coinciden sobre {days}.", "The sources of holidays do not agree on {days}."
    ),
    "projected": Said(
        "La fecha es una proyección: los festivos están verificados hasta {year} y una ley posterior puede moverla.",
        "The date is a projection: holidays are verified up to {year}, and a later law may move it.",
    ),
    "disputed": Said(
        "{what} admite dos lecturas; se aplica la adoptada por la empresa.",
        "{what} admits two readings; the one that the company adopted is applied.",
    ),
    "adopted": Said(
        "Según la lectura adoptada por la empresa, {reading}.", "By the reading that the company adopted, {reading}."
    ),
}
"""How the term was counted."""

_RUNNING: Final = Said("El término está corriendo.", "The term is running.")

STATES: Final[Mapping[str, Said]] = {
    f"{Kind.DEBER}_{LegalState.PENDIENTE}": _RUNNING,
    f"{Kind.DEBER}_{LegalState.PENDIENTE}_sin_fecha": Said("Sigue pendiente.", "It is still to be done."),
    f"{Kind.DEBER}_{LegalState.SUSPENDIDO}": Said("El término está suspendido.", "The term is suspended."),
    f"{Kind.DEBER}_{LegalState.SUSPENDIDO}_sin_fecha": Said(
        "El término queda suspendido desde el {day}, por {cause}, con {left} por contar; el último día no se conoce "
        "hasta que se reanude.",
        "The term stands suspended from {day}, because of {cause}, with {left} still to count; the last day is not "
        "known until it resumes.",
    ),
    f"{Kind.DEBER}_{LegalState.CUMPLIDO}": Said("Se cumplió el {day}.", "It was met on {day}."),
    f"{Kind.DEBER}_{LegalState.CUMPLIDO_TARDE}": Said(
        "Se cumplió el {day}, fuera de término.", "It was met on {day}, after the term had ended."
    ),
    f"{Kind.DEBER}_{LegalState.CUMPLIDO_TARDE}_sin_objeto": Said(
        "Dejó de ser necesario el {day}, cuando la decisión se notificó de otra forma; para entonces el término había "
        "vencido.",
        "It ceased to be needed on {day}, when the decision was notified otherwise; by then the term had ended.",
    ),
    f"{Kind.DEBER}_{LegalState.VENCIDO}": Said(
        "El término venció sin que la empresa cumpliera.", "The term ended and the company has not complied."
    ),
    f"{Kind.DEBER}_{LegalState.EXTINGUIDO}": Said(
        "El deber de responder terminó el {day}, por {cause}.", "The duty to answer ended on {day}, because of {cause}."
    ),
    f"{Kind.DEBER}_{LegalState.NO_APLICA}": Said("Ya no es exigible.", "It is no longer required."),
    f"{Kind.FACULTAD}_{LegalState.DISPONIBLE}": _RUNNING,
    f"{Kind.FACULTAD}_{LegalState.CUMPLIDO_TARDE}": Said(
        "{did}, fuera de término.", "{did}, after the term had ended."
    ),
    f"{Kind.FACULTAD}_{LegalState.PRECLUIDO}": Said(
        "La empresa no usó esta facultad dentro del término.", "The company did not use this power within the term."
    ),
    f"{Kind.CARGA}_{LegalState.PENDIENTE}": _RUNNING,
    f"{Kind.CARGA}_{LegalState.CUMPLIDO_TARDE}": Said("{did}, fuera de término.", "{did}, after the term had ended."),
    f"{Kind.CARGA}_{LegalState.PRECLUIDO}": Said(
        "El término venció sin que se hiciera.", "It was not done within the term."
    ),
    f"{Kind.CARGA}_{LegalState.NO_APLICA}": Said("Ya no es necesario.", "It is no longer needed."),
}
"""How an obligation stands, by its kind and state; what was done, and an effect, have their own clauses."""

CAUSES: Final[Mapping[EventType, Said]] = {
    EventType.REQUERIMIENTO: Said(
        "el requerimiento para completar la petición", "the requirement to complete the petition"
    ),
    EventType.DEVOLUCION_ACLARACION: Said(
        "la devolución para aclarar la petición", "the return of the petition to be clarified"
    ),
    EventType.APERTURA_PRUEBAS: Said("la práctica de pruebas", "the taking of evidence"),
    EventType.DEMORA_USUARIO: Said("la demora que causó el usuario", "the delay that the user caused"),
    EventType.CONFLICTO_PLANTEADO: Said("el conflicto de competencia", "the conflict of competence"),
    EventType.PRORROGA: Said("la prórroga de la respuesta", "the extension of the answer"),
    EventType.TRASLADO_COMPETENCIA: Said(
        "el traslado a la autoridad competente", "the transfer to the competent authority"
    ),
    EventType.DESISTIMIENTO_EXPRESO: Said("el desistimiento del usuario", "the withdrawal of the user"),
    EventType.DESISTIMIENTO_TACITO: Said("el desistimiento tácito", "the tacit withdrawal"),
    EventType.RECONOCIMIENTO_SAP: Said(
        "el reconocimiento del silencio administrativo positivo", "the recognition of the positive silence"
    ),
    EventType.ARCHIVO: Said("el archivo de la petición, que no se aclaró", "the archiving of the unclarified petition"),
}
"""What stops, extends or ends a term."""

AGENDA: Final[Mapping[str, Said]] = {
    "as_of": Said("Al {day}", "On {day}"),
    "as_of_hour": Said("Al {day}, {hour}", "On {day}, {hour}"),
    "findings": Said("Advertencias:", "Warnings:"),
}
"""The words around the deadlines of a case."""
