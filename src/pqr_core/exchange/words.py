"""The words in cells: those of closed lists, those for nothing, and those that a spreadsheet leaves in place of values.

>>> from pqr_core.colombia import RULES
>>> type_code("Recursos de reposición y (en) subsidio de apelación", RULES.types)
'recurso_reposicion_apelacion'
>>> is_error("#¡REF!"), is_destroyed("2,02512E+13"), is_destroyed("20260012.0")
(True, True, True)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pqr_core.law.rules import CaseType
from pqr_core.vocabulary import ActKind, EventType, Outcome

__all__ = (
    "ACTS",
    "FLAGS",
    "NOTICES",
    "NULL_WORDS",
    "OUTCOMES",
    "SATISFIED",
    "is_destroyed",
    "is_error",
    "is_total",
    "null_form",
    "type_code",
)

# --- nothing, and damage -------------------------------------------------------------------------------------------

NULL_WORDS: Final = (
    *("-", "--", "\u2013", "\u2014", "N", "N/A", "NA", "N.A", "N.A.", "ND", "N/D", "N.D.", "S/D", "S.D.", "S/N"),
    *("nan", "NaT", "NULL", "(null)", "[null]", "<null>", "nil", "None", "undefined", "<NA>", "\\N"),
    *("no aplica", "no tramitada", "no tramitado", "no registra", "no reporta", "sin dato", "sin datos"),
    *(
        "sin información",
        "sin número",
        "sin radicado",
        "ninguno",
        "ninguna",
        "en blanco",
        "(en blanco)",
        "(vacío)",
        "(blank)",
    ),
    *("0000-00-00", "0000-00-00 00:00:00", "00/00/0000"),
    *("1900-01-01", "1900-01-01 00:00:00", "01/01/1900", "01/01/1900 00:00:00"),
)
"""The words for nothing, unless a reading gives others; case and spaces do not matter."""

_ERROR: Final = re.compile(
    r"#[¡¿]?[A-ZÁÉÍÓÚ]+(?:[/_][A-Z0]+[!?]?|[!?])|#NV|#REF|#{3,}|Err(?:or)?:\d{3}|[+-]?\d\.#[A-Z]{3,4}"
    r"|[+-]?infinity",
    re.IGNORECASE,
)
"""What a failed formula shows, in any language, what a column that is too narrow shows, and what is not a number."""

_DESTROYED: Final = re.compile(
    r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)\s?E[+-]?\d+"
    r"|\d+[.,]0*|[1-9]\d{0,2}(?P<parted>[.,' ])\d{3}(?:(?P=parted)\d{3})+(?:[.,]\d*)?"
    r"|['=]\"?\d+\"?",
    re.IGNORECASE,
)
"""A number in scientific notation, which lost its last digits; a number with decimals or separated thousands that it
never had; and a number after the sign by which a spreadsheet keeps it as text."""


def null_form(text: str) -> str:
    """`text` in the form in which the words for nothing are compared."""
    return " ".join(text.split()).casefold()


def is_error(text: str) -> bool:
    """Whether `text` is what a spreadsheet writes in place of a value."""
    return _ERROR.fullmatch(text) is not None


def is_destroyed(text: str) -> bool:
    """Whether `text` is a number in which a spreadsheet lost digits or added some."""
    return _DESTROYED.fullmatch(text) is not None


_TOTAL: Final = re.compile(r"(?:(?:gran_)?(?:sub_?)?total(?:es)?|suma|sumas|todos|todas)(?:_.*)?")


def is_total(word: str) -> bool:
    """Whether a folded word begins a row that sums up others."""
    return _TOTAL.fullmatch(word) is not None


# --- the type of a case --------------------------------------------------------------------------------------------

_TIPOS: Final = {
    "derecho_peticion": "peticion_general",
    "reclamacion": "reclamo",
    "recurso_reposicion_subsidio_apelacion": "recurso_reposicion_apelacion",
    "reposicion": "recurso_reposicion",
    "reposicion_apelacion": "recurso_reposicion_apelacion",
    "reposicion_subsidio_apelacion": "recurso_reposicion_apelacion",
    "solicitud_informacion": "peticion_informacion",
    "solicitud_informacion_copia_documento": "peticion_informacion",
    "peticion_consulta": "consulta",
}
"""Other words for a type, in the form of `_type_word`."""

_FILLERS: Final = frozenset({"a", "de", "del", "el", "en", "la", "las", "los", "o", "y"})
_PLURAL: Final = re.compile(r"(?<=[aeio])s$|(?<=[^aeious])es$")


@lru_cache(maxsize=1024)
def _type_word(text: str) -> str:
    """`text` folded, without the small words between the others, and with each word in the singular."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = (_PLURAL.sub("", word) for word in re.split(r"[^a-z0-9]+", plain) if word and word not in _FILLERS)
    return "_".join("subsidio" if word.startswith("subsidiari") else word for word in words)


def type_code(text: str, types: Mapping[str, CaseType]) -> str | None:
    """The code of the type that `text` means: by code, name or another word, in singular or plural; else None."""
    if text in types:
        return text
    word = _type_word(text)
    code = _TIPOS.get(word)
    if code is not None and code in types:
        return code
    return next((code for code, each in types.items() if word in {_type_word(code), _type_word(each.es)}), None)


# --- closed lists, by the folded word ------------------------------------------------------------------------------

OUTCOMES: Final[Mapping[str, Any]] = {
    **{word.value: word for word in Outcome},
    "accede_totalmente": Outcome.ACCEDE,
    "favorable": Outcome.ACCEDE,
    "accede_parcial": Outcome.ACCEDE_PARCIALMENTE,
    "parcial": Outcome.ACCEDE_PARCIALMENTE,
    "niega": Outcome.NO_ACCEDE,
    "desfavorable": Outcome.NO_ACCEDE,
    "traslada_por_competencia": Outcome.TRASLADA,
}

ACTS: Final[Mapping[str, Any]] = {word.value: word for word in ActKind}

FLAGS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("si", "s", "x", "1", "true", "verdadero"), True),
    **dict.fromkeys(("no", "n", "0", "false", "falso"), False),
}

SATISFIED: Final[Mapping[str, Any]] = {
    **{word: told for word, told in FLAGS.items() if not word.isdigit()},
    "satisfecho": True,
    "muy_satisfecho": True,
    "insatisfecho": False,
    "muy_insatisfecho": False,
}
"""Without digits, because 1 is both the worst score of a scale and the "yes" of a flag."""

NOTICES: Final[Mapping[str, Any]] = {
    "personal": EventType.NOTIFICACION_PERSONAL,
    "electronica": EventType.NOTIFICACION_ELECTRONICA,
    "correo_electronico": EventType.NOTIFICACION_ELECTRONICA,
    "conducta_concluyente": EventType.CONDUCTA_CONCLUYENTE,
    "certificada": EventType.COMUNICACION_CERTIFICADA,
    "comunicacion_certificada": EventType.COMUNICACION_CERTIFICADA,
    "aviso": EventType.ENTREGA_AVISO,
    "entrega_aviso": EventType.ENTREGA_AVISO,
    "publicacion_aviso": EventType.PUBLICACION_AVISO,
}
