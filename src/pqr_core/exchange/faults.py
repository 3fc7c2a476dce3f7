"""Why a row of a file is refused: each reason once, in both languages; many rows with one reason are told as one.

>>> fault = RowFault(Reason.HORA, "hora_radicacion", "25:00")
>>> fault.reason("es")
'no es una hora HH:MM'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Final

from attrs import define, field, frozen

from pqr_core.errors import InvalidInputError, NoRuleInForceError, PQRError
from pqr_core.exchange.dialect import Cell
from pqr_core.language import Language, Said

__all__ = ("Fault", "Faults", "Reason", "Rejected", "RowFault", "shown")

_SHOWN: Final = 60
"""How many characters of a cell or a heading a message shows; a longer text is cut, and its length is given."""


class Reason(Enum):
    """Why a row is refused, in Spanish and English; `{column}` and `{other}` are headings of the file."""

    VACIO = ("falta el dato", "a value is missing")
    NADA = ("dice que no hay dato, y aquí hace falta", "it says that there is no value, and one is needed here")
    DANADO = (
        "la hoja de cálculo dañó este dato; escríbalo completo y como texto",
        "a spreadsheet damaged this value; write it in full, as text",
    )
    LETRAS = (
        "perdió letras al guardarse en otra codificación; escríbalo completo",
        "it lost letters when it was saved in another encoding; write it in full",
    )
    TOTAL = (
        'es un total de otras filas, no un servicio; si es el único dato: --value "{name}:{value}=..."',
        'a total of other rows, not a service; where it is the only value: --value "{name}:{value}=..."',
    )
    FECHA = ("no es una fecha {expected}", "not a date {english}")
    CORTO = (
        "el año tiene dos cifras; escríbalo con cuatro o, si así van todos, use --short-years",
        "the year has two digits; write four or, where all have two, use --short-years",
    )
    FECHA_FUERA_DE_RANGO = ("fecha fuera de {first} a {last}", "a day outside {first} to {last}")
    HORA = ("no es una hora HH:MM", "not an hour HH:MM")
    MES = ("no es un mes, como 2026-03", "not a month, as 2026-03")
    PALABRA = (
        'no se reconoce{hint}; use uno de: {known}. Para darle un significado: --value "{name}:{value}=..."',
        'unknown word{hint}; known: {known}. To give it a meaning: --value "{name}:{value}=..."',
    )
    NOTA = (
        "una nota necesita la escala del perfil ([survey] scale y satisfied_from)",
        "a score needs the scale of the profile ([survey] scale and satisfied_from)",
    )
    ESCALA = ("está fuera de la escala del perfil, de {lowest} a {highest}", "outside the scale, {lowest} to {highest}")
    NUMERO = ("no es un número de días hábiles", "not a number of business days")
    ENTERO = ("no es un número entero", "not a whole number")
    VALOR = ("no es un valor en pesos, como 1.234.567,50", "not an amount in COP, as 1.234.567,50")
    FALTA = ("{column} necesita también {other}", "{column} needs {other} too")
    ANTERIOR = ("es anterior a {other} ({day})", "it is before {other} ({day})")
    EXACTAMENTE_UNA = ("debe ir exactamente una de {columns}", "exactly one of {columns} is needed")
    NULO = ("contiene bytes nulos", "it holds null bytes")
    COLUMNAS = ("la fila trae {count} celdas y los encabezados son {expected}", "{count} cells, {expected} headings")
    CONTROL = ("contiene caracteres de control", "it holds control characters")
    HORAS = (
        "la hora {value} no es la de {other} ({clock}); deje una de las dos",
        "the hour {value} is not that of {other} ({clock}); leave one of both",
    )
    FUTURO = ("es posterior a hoy, {day}", "it is after today, {day}")
    HISTORIA = (
        "el caso ya está guardado con otro dato ({es}); importar no cambia lo guardado",
        "the case is stored with other data ({en}); importing changes nothing that is stored",
    )
    LARGO = ("una celda pasa de {limit} caracteres", "a cell of more than {limit} characters")
    COMILLAS = ("comillas sin cerrar o mal puestas", "a quote that is not closed or out of place")
    COMILLAS_TRAGAN = (
        "comillas sin cerrar o mal puestas: se tragaban las líneas {first} a {last}, que se leen aparte",
        "a quote that is not closed or out of place took along lines {first} to {last}, which are read by themselves",
    )
    SALTO = (
        "trae un salto de línea: las líneas {first} a {last} quedaron en una sola celda",
        "it holds a line break: lines {first} to {last} are in one cell",
    )
    REPETIDO = (
        "el mismo {column} está también en la línea {line}, con otro contenido",
        "also on line {line}, and differs",
    )
    TURNO = ("las horas del turno no van en orden", "the hours of the ticket are not in order")
    CASO = ("{es}", "{en}")


_BY_WORD: Final = frozenset({Reason.PALABRA})
"""Reasons for which each word is told separately, because a mapping corrects one word at a time."""

_COLUMN_OF_FIELD: Final[Mapping[str, str]] = {
    **{name: name for name in ("radicado", "tipo", "servicio", "causal", "canal", "municipio")},
    "account": "cuenta",
    "dias": "pruebas_dias",
    "atencion": "turno",
}
"""The column of a field in which a value itself was refused."""


class RowFault(Exception):  # noqa: N818 - a fault of the file; the parser turns it into a reject at once
    """Why a row cannot be kept: the column, its text and the reason."""

    def __init__(self, why: Reason, column: str, value: str = "", **params: Any) -> None:
        super().__init__(why, column)
        self.why, self.column, self.value = why, column, value
        self._params = params

    @classmethod
    def of(cls, error: PQRError, column: str = "") -> RowFault:
        """The fault for an error that a value of the row raised."""
        if isinstance(error, NoRuleInForceError):
            column = "fecha_radicacion"
        elif isinstance(error, InvalidInputError):
            column = _COLUMN_OF_FIELD.get(str(error.params.get("place")), column)
        return cls(Reason.CASO, column, es=error.message("es"), en=error.message("en"))

    def of_word(self, word: str) -> RowFault:
        """The same fault in the meaning that was given to `word`, to which the remedy gives another."""
        made = RowFault(self.why, self.column, self.value, **self._params)
        made._params["value"] = word
        return made

    @property
    def known(self) -> str | None:
        """The words that the column takes, if the reason lists them; else None."""
        return self._params.get("known")

    def reason(self, lang: Language, heading_of: Mapping[str, str] | None = None) -> str:
        """The reason in words, with the columns by their headings in the file."""
        named = heading_of or {}
        spanish, english = self.why.value
        params = {"column": self.column, "value": self.value, **self._params}
        for key in ("column", "other"):
            if key in params:
                params[key] = named.get(params[key], params[key])
        if "columns" in params:
            params["columns"] = ", ".join(named.get(each, each) for each in params["columns"])
        told = {key: value.text(lang) if isinstance(value, Said) else value for key, value in params.items()}
        return (spanish if lang == "es" else english).format_map(told)


@frozen(kw_only=True)
class Rejected:
    """A row that is not kept: its first line (line 1 is the first of the file), the column, its text and the reason.

    `kind` is a code of the reason. `column` is empty if the whole row is at fault. A long `value` is cut. `raw` holds
    the cells as they are, or the one unreadable line.
    """

    line: int
    column: str
    value: str
    kind: str
    reason_es: str
    reason_en: str
    raw: tuple[Cell, ...] = field(repr=False)
    known: str | None = field(default=None, repr=False)
    """The words that the column takes, as the reason lists them; None if it lists none."""

    @classmethod
    def of(cls, line: int, raw: tuple[Cell, ...], fault: RowFault, heading_of: Mapping[str, str]) -> Rejected:
        """The row, refused for `fault`, with its column by its heading in the file."""
        return cls(
            line=line,
            column=heading_of.get(fault.column, fault.column),
            value=shown(fault.value),
            kind=fault.why.name.lower(),
            reason_es=fault.reason("es", heading_of),
            reason_en=fault.reason("en", heading_of),
            raw=raw,
            known=fault.known,
        )

    def reason(self, lang: Language = "es") -> str:
        """The reason in words."""
        return self.reason_es if lang == "es" else self.reason_en


def shown(text: str) -> str:
    """A cell or a heading as a message shows it: a long text is cut, and its length is given."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)})"


# --- many of a kind ------------------------------------------------------------------------------------------------


@define(kw_only=True)
class Fault:
    """All rows refused for one reason in one column: how many, and the first of them."""

    kind: str
    column: str
    count: int = 0
    first: list[Rejected] = field(factory=list)
    is_alike: bool = True
    """Whether all were refused with the same words."""

    def add(self, reject: Rejected) -> None:
        """Count one more row."""
        self.count += 1
        if len(self.first) < _FIRST:
            self.first.append(reject)
        self.is_alike &= reject.reason_es == self.first[0].reason_es

    @property
    def known(self) -> str | None:
        """The words that the column takes, if the reason lists them; else None."""
        return self.first[0].known

    def text(self, lang: Language = "es", *, listed: bool = True) -> str:
        """One line: the rows, the column, the text of the first of them and the reason.

        With `listed` false it omits the words that the column takes, for a caller who lists them once (`known`).
        """
        told = self.first[0]
        reason = told.reason(lang)
        if not listed and told.known is not None:
            reason = reason.replace(told.known, _BELOW.text(lang))
        lines = ", ".join(str(each.line) for each in self.first)
        if self.count == 1:
            where = f"línea {lines}" if lang == "es" else f"line {lines}"
        else:
            more = ", ..." if self.count > len(self.first) else ""
            where = (
                f"{self.count} filas (líneas {lines}{more})"
                if lang == "es"
                else f"{self.count} rows (lines {lines}{more})"
            )
        if self.column:
            where += f", columna {self.column}" if lang == "es" else f", column {self.column}"
        values = ", ".join(dict.fromkeys(repr(each.value) for each in self.first if each.value))
        parts = [values, reason, "" if self.is_alike else _OF_THE_FIRST.text(lang)]
        return f"{where}: {' '.join(filter(None, parts))}"


_BELOW: Final = Said("las palabras de abajo", "the words below")
_FIRST: Final = 3
_OF_THE_FIRST: Final = Said("(la primera; las demás, en los rechazos)", "(the first; of the others see the rejects)")
_WORDS: Final = 100
"""How many words of columns are told separately; the others are told together."""


@define
class Faults:
    """Rejects grouped by reason and column, in constant memory; iterate for the `Fault`s, the most frequent first."""

    count: int = field(default=0, init=False)
    _of: dict[tuple[str, str, str], Fault] = field(factory=dict, init=False)

    def add(self, reject: Rejected) -> None:
        """Count one rejected row."""
        self.count += 1
        word = reject.value if reject.kind in _KINDS_BY_WORD else ""
        key = (reject.kind, reject.column, word)
        if key not in self._of and word and len(self._of) >= _WORDS:
            key = (reject.kind, reject.column, "")
        self._of.setdefault(key, Fault(kind=reject.kind, column=reject.column)).add(reject)

    def __iter__(self) -> Iterator[Fault]:
        return iter(sorted(self._of.values(), key=lambda fault: (-fault.count, fault.first[0].line)))


_KINDS_BY_WORD: Final = frozenset(reason.name.lower() for reason in _BY_WORD)
