"""How messages name a value in both languages: the kind that was expected, what came instead, and the field.

>>> mismatch(POSITIVE, "ayer")
Said(es='se esperaba un número entero mayor que 0, llegó texto', en='expected a whole number above 0, got str')
>>> str(choices(["queja", "reclamo"], "reclmo"))
"queja, reclamo (did you mean 'reclamo'?)"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Final
from unicodedata import normalize

from pqr_core.language import Said

__all__ = (
    "BUSINESS_DAYS",
    "COUNT",
    "DAY",
    "FILLED",
    "FIRST_OF_MONTH",
    "FLAG",
    "HALF_A_CHARACTER",
    "HOURS",
    "INSTANT",
    "ISO_DAY",
    "ISO_INSTANT",
    "LIST",
    "MISSING",
    "NAIVE",
    "NAMED_ZONE",
    "NOTHING",
    "NULL_CHARACTER",
    "NUMBER",
    "OBJECT",
    "PLACES",
    "POSITIVE",
    "SHARE",
    "TABLES",
    "TEXT",
    "TEXTS",
    "UNTYPED",
    "WHOLE",
    "a",
    "array_of",
    "choices",
    "column_of",
    "kind_of",
    "list_of",
    "meant",
    "mismatch",
    "near",
    "no_such_id",
    "one_of",
    "repeated_key",
    "same",
    "shown",
    "text_up_to",
    "unknown_key",
    "unlisted",
    "up_to",
)

# --- kinds ---------------------------------------------------------------------------------------------------------

TABLES: Final = Said("una lista de tablas", "a list of tables")
TEXT: Final = Said("un texto", "text")
FILLED: Final = Said("un texto que no esté vacío", "text that is not empty")
TEXTS: Final = Said("una lista de textos", "a list of texts")
FIRST_OF_MONTH: Final = Said("el primer día de un mes", "the first day of a month")
FLAG: Final = Said("verdadero o falso", "true or false")
NUMBER: Final = Said("un número", "a number")
WHOLE: Final = Said("un número entero", "a whole number")
COUNT: Final = Said("un número entero no negativo", "a whole number of 0 or more")
POSITIVE: Final = Said("un número entero mayor que 0", "a whole number above 0")
SHARE: Final = Said("una proporción mayor que 0 y hasta 1", "a share above 0 and up to 1")
BUSINESS_DAYS: Final = Said("un número positivo de días hábiles", "a positive number of business days")
DAY: Final = Said("una fecha (sin hora)", "a datetime.date, the legal day in America/Bogota")
INSTANT: Final = Said("una fecha con hora y zona horaria", "an aware datetime")
HOURS: Final = Said("una columna con horas distintas de la medianoche", "a column with hours other than midnight")
ISO_DAY: Final = Said("una fecha AAAA-MM-DD", "a day YYYY-MM-DD")
ISO_INSTANT: Final = Said(
    "una fecha con hora y zona, como 2026-03-16T10:00:00-05:00",
    "an instant with its offset, as 2026-03-16T10:00:00-05:00",
)
UNTYPED: Final = Said("sin tipo", "an event")
NAIVE: Final = Said("una fecha con hora, sin zona", "a datetime without offset")
NAMED_ZONE: Final = Said("el nombre de una zona horaria", "a named time zone")
OBJECT: Final = Said("un objeto", "an object")
LIST: Final = Said("una lista", "a list")
NOTHING: Final = Said("nada", "none")
HALF_A_CHARACTER: Final = Said("medio carácter (un sustituto suelto)", "half a character (a lone surrogate)")
"""A character that no encoding and no database can keep."""
NULL_CHARACTER: Final = Said("un carácter nulo", "a null character")

_KINDS: Final[Mapping[str, str]] = {
    "Attachment": "un adjunto",
    "Case": "un caso",
    "Citation": "una cita",
    "Closure": "un cierre",
    "Decimal": "un número decimal",
    "Duty": "un deber",
    "Event": "una actuación",
    "Filing": "una radicación",
    "Link": "un vínculo",
    "NoneType": "un valor vacío",
    "Norm": "una norma",
    "Timestamp": "una fecha con hora",
    "UUID": "un identificador UUID",
    "ZoneInfo": "una zona horaria",
    "bool": "un valor verdadero o falso",
    "bytes": "bytes",
    "date": "una fecha",
    "datetime": "una fecha con hora",
    "dict": "un objeto",
    "float": "un número decimal",
    "frozenset": "una lista",
    "generator": "una lista",
    "int": "un número entero",
    "list": "una lista",
    "set": "una lista",
    "str": "texto",
    "time": "una hora",
    "timedelta": "una duración",
    "tuple": "una lista",
    "tzinfo": "una zona horaria",
}
_COLUMNS: Final[Mapping[str, Said]] = {
    "UUID": Said("identificadores", "identifiers"),
    "bool": Said("valores verdadero o falso", "truths"),
    "date": Said("fechas", "dates"),
    "int": Said("números enteros", "whole numbers"),
    "str": Said("textos", "texts"),
}
_SHOWN: Final = 60
_BITS: Final = 128
_VOWELS: Final = tuple("AEIOUaeiou")


def _kind(name: str) -> str:
    return _KINDS.get(name, f"un valor de tipo {name}")


def a(kind: type) -> Said:
    """A value of that class, as the expected one."""
    name = kind.__name__
    return Said(_kind(name), f"{'an' if name.startswith(_VOWELS) else 'a'} {name}")


def kind_of(value: object) -> Said:
    """The class of a value; the message leaves the value out, because it may be somebody's name."""
    name = type(value).__name__
    return Said(_kind(name), "None" if value is None else name)


def shown(value: object) -> Said:
    """The value, with a long text cut; of an object or a list, only its kind. Not for personal data."""
    match value:
        case str():
            quoted = repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")
            return Said.alike(quoted)
        case bool():
            return Said("verdadero" if value else "falso", repr(value))
        case int() if value.bit_length() > _BITS:
            return Said("un número demasiado grande", "a number that is too big")
        case int() | float():
            return Said.alike(repr(value))
        case date():
            return Said(f"{_kind(type(value).__name__)} ({value})", f"{type(value).__name__} {value}")
        case _:
            return kind_of(value)


def column_of(dtype: object) -> Said:
    """A column of a frame or of a register, named by the type of its values."""
    of = _COLUMNS.get(str(dtype), Said.alike(str(dtype)))
    return Said(f"una columna de {of.es}", f"a column of {of.en}")


def array_of(dtype: object) -> Said:
    """A NumPy array, named by the type of its values."""
    return Said(f"un arreglo de {dtype}", f"an array of {dtype}")


def up_to(limit: int) -> Said:
    """A whole number up to `limit`, which is included."""
    return Said(f"un número entero hasta {limit}", f"a whole number up to {limit}")


def text_up_to(limit: int) -> Said:
    """A text of up to `limit` characters, the length that every database keeps in an indexed column."""
    return Said(f"un texto de hasta {limit} caracteres", f"text of up to {limit} characters")


# --- closed lists --------------------------------------------------------------------------------------------------


def _folded(word: str) -> str:
    """The word without accents, case and the signs between words."""
    plain = "".join(each for each in normalize("NFD", word) if each.isalnum() or each.isspace() or each in "_-.")
    return "_".join(plain.casefold().replace("-", " ").replace("_", " ").split())


def same(got: str, words: Iterable[str]) -> str | None:
    """The word of a closed list that equals `got` except for accents, case and signs between words; None if none does.

    >>> same("Decisión", ["acuse", "decision"])
    'decision'
    """
    return {_folded(word): word for word in words}.get(_folded(got))


def near(got: object, words: Iterable[str]) -> Said:
    """The question whether the most similar word of a closed list was meant; empty if none is similar."""
    folded = {_folded(word): word for word in reversed([*words])}
    found = get_close_matches(_folded(got), folded, 1) if isinstance(got, str) else []
    return meant(folded[found[0]]) if found else Said("", "")


def meant(word: str) -> Said:
    """The question whether a word was meant."""
    told = repr(str(word))
    return Said(f" (¿quiso decir {told}?)", f" (did you mean {told}?)")


def choices(words: Iterable[str], got: object) -> Said:
    """The words of a closed list, with the question whether the word nearest to `got` was meant."""
    listed = [*words]
    known, asked = ", ".join(listed), near(got, listed)
    return Said((known or "ninguno") + asked.es, (known or "none") + asked.en)


def list_of(words: Iterable[str]) -> Said:
    """A list of words of a closed list, as the expected value."""
    known = ", ".join(words)
    return Said(f"una lista de {known}", f"a list of {known}")


def one_of(words: Iterable[str], got: object) -> Said:
    """One word of a closed list, as the expected value; if the list has one word, that word."""
    listed = [*words]
    known, many = choices(listed, got), len(listed) != 1
    return Said("uno de " * many + known.es, "one of " * many + known.en)


# --- what is wrong -------------------------------------------------------------------------------------------------


def mismatch(expected: Said, got: object) -> Said:
    """The most common sentence: what was expected, and what came (a `Said`, or a value of which it names the kind)."""
    came = got if isinstance(got, Said) else kind_of(got)
    return Said(f"se esperaba {expected.es}, llegó {came.es}", f"expected {expected.en}, got {came.en}")


def unlisted(words: Iterable[str], got: object) -> Said:
    """The sentence for a value that is not in a closed list."""
    return mismatch(one_of(words, got), shown(got))


def unknown_key(key: str, known: Iterable[str]) -> Said:
    """The sentence for a key that a table does not have; the place names the key."""
    listed = choices(known, key)
    return Said(f"clave desconocida; las conocidas son: {listed.es}", f"unknown key; known keys: {listed.en}")


def no_such_id(event: str) -> Said:
    """The sentence for an id that no event of the case has."""
    return Said(f"ninguna actuación tiene el id {event!r}", f"no event has the id {event!r}")


def repeated_key(key: str) -> Said:
    """The sentence for a key that appears twice in one object."""
    return Said(f"la clave {key!r} está dos veces en el mismo objeto", f"the key {key!r} stands twice in one object")


MISSING: Final = Said("falta", "missing")


# --- places --------------------------------------------------------------------------------------------------------

PLACES: Final[Mapping[str, str]] = {
    "account": "cuenta",
    "act": "acto",
    "action": "acción",
    "action_id": "id de la acción",
    "actor": "autor del registro",
    "after": "página siguiente",
    "alerts": "alertas",
    "answered": "respondido",
    "answered_on": "fecha de respuesta",
    "article": "artículo",
    "as_of": "fecha de corte",
    "at": "fecha y hora",
    "atendido_at": "hora de atención",
    "attacked_notified_on": "notificación del acto atacado",
    "aviso_business_days": "días hábiles para el aviso",
    "backend": "biblioteca de la tabla",
    "bands": "franjas",
    "before": "límite de registro",
    "business_days_to_answer": "días hábiles hasta la respuesta",
    "by": "agrupación",
    "calendar_days_to_answer": "días calendario hasta la respuesta",
    "case": "caso",
    "case_id": "id del caso",
    "change": "cambio",
    "check": "comprobación",
    "citations": "citas",
    "clock": "reloj",
    "closed_on": "fecha de cierre",
    "closes": "hora de cierre",
    "closure": "cierre",
    "closures": "cierres",
    "code": "código",
    "codes": "códigos",
    "columns": "columnas",
    "compare": "comparación",
    "confidence": "certeza",
    "counts": "conteos",
    "date_format": "formato de fecha",
    "dates": "fechas",
    "day": "día",
    "days": "días",
    "days_left": "días restantes",
    "decimals": "decimales",
    "denied": "negado",
    "disputed": "días en disputa",
    "due": "vencimiento",
    "due_if_lapsed_on": "vencimiento si vence la suspensión",
    "due_on": "fecha de vencimiento",
    "duties": "deberes",
    "encoding": "codificación",
    "end": "último día",
    "ended_on": "fecha de terminación",
    "ends": "últimos días",
    "event": "actuación",
    "events": "actuaciones",
    "evidence": "evidencia",
    "extension": "prórroga",
    "facts": "hechos",
    "filed": "radicación",
    "filed_on": "fecha de radicación",
    "fingerprint": "huella",
    "first": "primer día",
    "first_day": "primer día",
    "first_year": "primer año",
    "followup": "seguimiento",
    "form": "formato",
    "frame": "tabla",
    "frequency": "periodicidad",
    "group": "grupo",
    "histograms": "medidas",
    "in_force_confidence": "certeza de la vigencia",
    "in_force_from": "inicio de vigencia",
    "indicator": "indicador",
    "indicators": "indicadores",
    "instant": "fecha y hora",
    "into": "columna de destino",
    "invoices": "facturas",
    "jobs": "procesos",
    "key": "clave",
    "kind": "clase",
    "known_on": "fecha en que se conoció",
    "ladders": "escalas de aviso",
    "lag": "rezago",
    "last": "último día",
    "last_day": "último día",
    "last_on": "último día de la fila",
    "last_year": "último año",
    "laws": "festivos",
    "limit": "límite",
    "llamado_at": "hora del llamado",
    "mapping": "correspondencia de columnas",
    "month": "mes",
    "moved_to_monday_from": "traslado al lunes desde",
    "n": "cantidad",
    "name": "nombre",
    "name_en": "nombre en inglés",
    "name_es": "nombre",
    "new": "ajustes nuevos",
    "norm": "norma",
    "note": "nota",
    "notified_on": "fecha de notificación",
    "now": "hoy",
    "numbers": "números",
    "numerator": "numerador",
    "office_hours": "horario",
    "old": "ajustes anteriores",
    "on": "fecha",
    "opened_on": "fecha de apertura",
    "opens": "hora de apertura",
    "own_act": "acto propio",
    "paper": "tamaño del papel",
    "payload": "datos de la actuación",
    "period": "período",
    "periods": "períodos",
    "petitioner": "peticionario",
    "point": "punto",
    "profiles": "perfiles",
    "quantile": "cuantil",
    "reader": "lector",
    "reason": "motivo",
    "recorded": "lo que sí se registra",
    "recorded_at": "fecha de registro",
    "recurso_filed": "recurso interpuesto",
    "recurso_of": "recurso contra",
    "register": "registro",
    "remision_insistencia_business_days": "días hábiles para remitir la insistencia",
    "remision_sspd_business_days": "días hábiles para remitir a la SSPD",
    "repeat_days": "días de reincidencia",
    "repeat_of": "reincidencia de",
    "report": "informe",
    "responsible": "responsable",
    "retroactive": "retroactivo",
    "roll": "ajuste a día hábil",
    "rule": "regla",
    "satisfied": "satisfecho",
    "saturday_is_business_day": "sábado hábil",
    "series": "serie",
    "share": "proporción",
    "signatory": "firmante",
    "silence_on": "fecha del silencio",
    "since": "desde",
    "soon_business_days": "días hábiles de aviso",
    "source": "fuente",
    "span": "días del calendario",
    "start": "primer día",
    "starts": "primeros días",
    "state": "estado",
    "subscribers": "suscriptores",
    "survey": "encuesta",
    "survey_id": "id de la encuesta",
    "surveys": "encuestas",
    "suspended_from": "inicio de la suspensión",
    "suspended_until": "fin de la suspensión",
    "targets": "metas",
    "text": "texto",
    "ticket": "turno",
    "title": "título",
    "tomado_at": "hora del turno",
    "transferred_on": "fecha de traslado",
    "type": "tipo",
    "until": "hasta",
    "utility": "empresa",
    "utility_id": "empresa",
    "verified_through": "último año verificado",
    "version": "versión",
    "versions": "versiones",
    "volumes": "volúmenes",
    "weight": "peso",
    "what": "qué se hará",
    "where": "condiciones",
    "windows": "meses",
    "workflow": "flujo",
    "zone": "zona horaria",
    "ActKind": "acto",
    "ActionKind": "clase de acción",
    "ActionState": "estado de la acción",
    "Activity": "actividad",
    "Capacity": "calidad",
    "Change": "cambio",
    "Confidence": "certeza",
    "DifferentialGroup": "grupo diferencial",
    "EventType": "tipo de actuación",
    "Finding": "hallazgo",
    "IdentityDocument": "tipo de documento",
    "Kind": "clase de plazo",
    "LegalState": "estado del plazo",
    "Outcome": "resultado",
    "PetitionerKind": "clase de peticionario",
    "Priority": "prioridad",
    "Relation": "relación",
    "Role": "papel",
    "Unrecorded": "no registrado",
    "WorkClass": "clase de trabajo",
    "WorkflowState": "estado del caso",
}
"""For fields with an English name, the Spanish name that the people at the counter use."""
