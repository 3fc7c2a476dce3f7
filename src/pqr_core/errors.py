"""Every exception of the package: one base, a machine code and parameters each.

The message is a template over the parameters: ``str(error)`` is English, for programmers; ``error.message("es")``
is Spanish, for the people at the counter. A parameter that is words itself is `Said` in both. The codes of refusals
(`vector_invalido` to `dia_no_habil`) are those of the vector format and never change.

>>> error = OutOfSpanError(day="2101-01-01", first="1984-01-01", last="2100-12-31")
>>> error.code, error.params["day"]
('fuera_de_rango', '2101-01-01')
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Final, cast

from pqr_core.language import Language, Said

__all__ = (
    "REFUSAL_PRECEDENCE",
    "AmbiguousDatesError",
    "CalendarDriftError",
    "CalendarDriftWarning",
    "CaseNotFoundError",
    "ChangedEventError",
    "CommandError",
    "DelimiterError",
    "DuplicateCaseError",
    "DuplicateRadicadoError",
    "EventBeforeFilingError",
    "ForeignProfileError",
    "HistoryRewrittenError",
    "ImportFileError",
    "IncompleteEventError",
    "InvalidInputError",
    "MissingColumnsError",
    "MissingExtraError",
    "MixedDatesError",
    "MonthFirstDatesError",
    "NaiveDatetimeError",
    "NoRuleInForceError",
    "NotADateError",
    "NotBusinessDayError",
    "OutOfSpanError",
    "PQRError",
    "ProfileError",
    "RepeatedColumnError",
    "RowsToProjectError",
    "SchemaVersionError",
    "StaleCaseError",
    "StorageError",
    "TransitionRefused",
    "UnknownCaseTypeError",
    "UnknownEventError",
    "UnknownPolicyError",
    "UnreadableFileError",
)


def _rebuild(cls: type[PQRError], params: dict[str, Any]) -> PQRError:
    return cls(**params)


class PQRError(Exception):
    """Base of every error raised on purpose; `code` is stable, `params` are what the message is made of."""

    code: ClassVar[str] = "error"
    english: ClassVar[str] = "{detail}"
    spanish: ClassVar[str] = "{detail}"

    def __init__(self, **params: Any) -> None:
        self.params = params
        super().__init__(self.message("en"))

    def message(self, lang: Language = "en") -> str:
        """The sentence in English (default) or Spanish."""
        template = self.spanish if lang == "es" else self.english
        return template.format_map({k: v.text(lang) if isinstance(v, Said) else v for k, v in self.params.items()})

    @property
    def said(self) -> Said:
        """The message in both languages, to be part of another one."""
        return Said(es=self.message("es"), en=self.message("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception pickles its positional args; ours are keywords, and a worker process must get them back.
        return _rebuild, (type(self), self.params)


# --- refusals of the legal contract, in the vectors' order of precedence -------------------------------------------


class InvalidInputError(PQRError, ValueError):
    """Malformed input, an unknown key, an unknown `resultado` or `acto`; `place` is the path to it."""

    code = "vector_invalido"
    english = "{place}: {detail}"
    spanish = "{place}: {detail}"


class NaiveDatetimeError(PQRError, ValueError):
    """An instant without offset: nobody can say which legal day it is."""

    code = "fecha_sin_zona"
    english = "{place}: {value} has no UTC offset; give one (for example {value}-05:00), or use colombia.instant()"
    spanish = "{place}: {value} no dice su zona horaria; escriba, por ejemplo, {value}-05:00"


class UnknownCaseTypeError(PQRError, LookupError):
    """A case type that the jurisdiction does not have."""

    code = "tipo_desconocido"
    english = "unknown case type {tipo!r}; known types: {known}"
    spanish = "tipo de trámite desconocido: {tipo!r}; los conocidos son: {known}"


class UnknownPolicyError(PQRError, LookupError):
    """A policy, or a value of one, that does not exist."""

    code = "politica_desconocida"
    english = "unknown policy {policy!r} or value {value!r}; allowed: {allowed}"
    spanish = "política {policy!r} o valor {value!r} desconocido; se admite: {allowed}"


class UnknownEventError(PQRError, LookupError):
    """An event type that does not exist."""

    code = "evento_desconocido"
    english = "{place}: unknown event type {event!r}; known types: {known}"
    spanish = "{place}: tipo de actuación desconocido: {event!r}; los conocidos son: {known}"


class IncompleteEventError(PQRError, ValueError):
    """A key missing in an event, or two where exactly one is asked."""

    code = "evento_incompleto"
    english = "{place}: {event} needs {needs}"
    spanish = "{place}: a la actuación {event} le falta {needs}"


class EventBeforeFilingError(PQRError, ValueError):
    """An event, or the instant asked, before the case was filed."""

    code = "evento_anterior"
    english = "{what} on {day} is before the filing on {filed}; correct the day of one of them"
    spanish = "{what} del {day} es anterior a la radicación del {filed}; corrija una de las dos fechas"


class NoRuleInForceError(PQRError, LookupError):
    """No version of a rule was in force on the day that selects it."""

    code = "regla_inexistente"
    english = "no rule {rule!r} in force on {day}; {span}"
    spanish = "no hay regla {rule!r} vigente el {day}; {span}"


class OutOfSpanError(PQRError, ValueError):
    """A computation that starts on, steps on or ends on a day outside the calendar's span."""

    code = "fuera_de_rango"
    english = "{day} is outside the span of the calendar, {first} to {last} (both included)"
    spanish = "{day} está fuera del calendario, que va del {first} al {last} (ambos incluidos)"


class NotBusinessDayError(PQRError, ValueError):
    """Zero business days from a day that is none: which day is meant must be said with `roll`."""

    code = "dia_no_habil"
    english = "{day} is not a business day ({why}); say roll='next' or roll='previous'"
    spanish = "el {day} no es día hábil ({why}); indique si vale el siguiente o el anterior"


REFUSAL_PRECEDENCE: Final = (
    InvalidInputError,
    NaiveDatetimeError,
    UnknownCaseTypeError,
    UnknownPolicyError,
    UnknownEventError,
    IncompleteEventError,
    EventBeforeFilingError,
    NoRuleInForceError,
    OutOfSpanError,
    NotBusinessDayError,
)
"""The refusal that is told when several apply is the first of these."""


# --- misuse and configuration --------------------------------------------------------------------------------------


class NotADateError(PQRError, TypeError):
    """Something else where a `datetime.date` is meant: a datetime, a string, a NumPy scalar."""

    code = "no_es_fecha"
    english = "{place}: a datetime.date is meant, not {kind} {value!r}; convert it to the legal day in America/Bogota"
    spanish = "{place}: se espera una fecha (sin hora), no {kind} {value!r}"


class CalendarDriftError(PQRError):
    """The law table and the `holidays` package name different holidays (`check="raise"`)."""

    code = "calendario_en_disputa"
    english = "the holiday law table and holidays {version} disagree: {days}"
    spanish = "la tabla de festivos y el paquete holidays {version} no coinciden: {days}"


class CalendarDriftWarning(UserWarning):
    """The same as `CalendarDriftError`, as a warning (`check="warn"`): no answer changes because of it."""


class ProfileError(PQRError, ValueError):
    """A utility's profile that cannot be read; `place` is the key path, or line and column."""

    code = "perfil_invalido"
    english = "{place}: {detail}"
    spanish = "{place}: {detail}"


class ForeignProfileError(PQRError, ValueError):
    """A case of one utility, under the profile of another: its days, hours and readings are not that utility's."""

    code = "empresa_distinta"
    english = "the case is of utility {utility!r}, the profile of {profile!r}: pass the profile of {utility!r}"
    spanish = "el caso es de la empresa {utility!r} y el perfil de {profile!r}: pase el perfil de {utility!r}"


class CommandError(PQRError):
    """What a command was given is nothing it can use; whoever raises it says so in both languages (`es`, `en`)."""

    code = "orden_invalida"
    english = "{en}"
    spanish = "{es}"


class MissingExtraError(PQRError, ImportError):
    """A feature whose optional dependency is not installed."""

    code = "falta_extra"
    english = "{feature} needs {package}: pip install 'pqr-core[{extra}]'"
    spanish = "{feature} necesita {package}: pip install 'pqr-core[{extra}]'"


# --- workflow ------------------------------------------------------------------------------------------------------


class TransitionRefused(PQRError):  # noqa: N818 - a refusal is an answer of the table, not a fault; the contract names it so
    """An act that may not be done in the state the case is in; nothing has changed.

    `guard` says what refused it (`tabla`, the workflow itself), `norm` the law it rests on, `remedy` what would make
    it legal, by language, `legal_from` the first day on which it will be, where waiting is enough, and `latest` the
    last day that could be told, where the one told is beyond the law. What the workflow itself refuses has in
    `params["allowed"]` what it allows instead.
    """

    code = "transicion_rechazada"
    english = "{act} is not allowed while the case is {state}: {reason}"
    spanish = "no procede {actuacion} en el estado «{estado}»: {motivo}"

    @property
    def guard(self) -> str:
        """The code of what refused."""
        return str(self.params["guard"])

    @property
    def norm(self) -> str:
        """The norms it rests on; empty where the case alone was asked (`Case.act`), which knows no law."""
        return str(self.params.get("norm", ""))

    @property
    def remedy(self) -> dict[Language, str]:
        """What would make the act legal, or what to do instead, by language."""
        return dict(self.params["remedy"])

    @property
    def legal_from(self) -> date | None:
        """The first day on which the act will be legal if nothing else happens."""
        return cast("date | None", self.params.get("legal_from"))

    @property
    def latest(self) -> date | None:
        """The last day that could be told, where the one told is beyond what the law allows."""
        return cast("date | None", self.params.get("latest"))


# --- keeping -------------------------------------------------------------------------------------------------------


class StorageError(PQRError):
    """A store that could not do what was asked; the driver's own error is the `__cause__`."""

    code = "almacenamiento"
    english = "storage: {detail}"
    spanish = "almacenamiento: {detail}"


class CaseNotFoundError(StorageError, LookupError):
    """No case under that key."""

    code = "caso_inexistente"
    english = "no case {key} of utility {utility}"
    spanish = "no existe el caso {key} de la empresa {utility}"


class StaleCaseError(StorageError):
    """Somebody saved the case since it was read; read it again and decide anew."""

    code = "caso_desactualizado"
    english = "case {key} is at version {stored}, not {expected}: it was saved by somebody else since it was read"
    spanish = "el caso {key} va en la versión {stored}, no en la {expected}: alguien lo guardó después de leerlo"


class DuplicateRadicadoError(StorageError):
    """The radicado belongs to another case of the same utility."""

    code = "radicado_duplicado"
    english = "radicado {radicado!r} of utility {utility} belongs to another case"
    spanish = "el radicado {radicado!r} de la empresa {utility} ya es de otro caso"


class DuplicateCaseError(StorageError):
    """Another filing stands under the same case id, or under the same key of the host."""

    code = "caso_duplicado"
    english = "case {key} of utility {utility} is there already, with another filing: was the key used twice?"
    spanish = "el caso {key} de la empresa {utility} ya existe, con otra radicación: ¿se repitió la clave?"


class HistoryRewrittenError(StorageError):
    """A case to save that does not begin with the history that is stored: a history only grows."""

    code = "historia_reescrita"
    english = "case {key}: event {seq} is not the one stored; a history only grows (record a correccion or anulacion)"
    spanish = "caso {key}: la actuación {seq} no es la guardada; la historia solo crece (registre una corrección)"


class ChangedEventError(StorageError):
    """An event that cannot be read: its text, or its personal data, were changed behind the library's back.

    `event` says which, by its type, its moment and the digest of its personal data; never what these say.
    """

    code = "actuacion_alterada"
    english = "the event {event} or its personal data are not as they were stored; verify_history says which"
    spanish = "la actuación {event}, o sus datos personales, no están como se guardaron; vea verify_history"


class RowsToProjectError(StorageError):
    """Rows of facts that were made under other definitions (law, days, settings) than those in force."""

    code = "filas_por_proyectar"
    english = (
        "{n} rows of utility {utility} were made under other definitions (law, days, settings): look with its own "
        "profile (--profile FILE.toml), or run `pqr db project --store URL --profile FILE.toml`"
    )
    spanish = (
        "{n} filas de la empresa {utility} se hicieron con otras definiciones (ley, días, ajustes): mire con su "
        "perfil (--profile FILE.toml) o ejecute `pqr db project --store URL --profile FILE.toml`"
    )


class SchemaVersionError(StorageError):
    """The tables are of another version than this library; the message says what to run."""

    code = "esquema_desactualizado"
    english = "the tables are at schema {found}, this library needs {needed}: run `pqr db upgrade --store URL`"
    spanish = "las tablas están en el esquema {found} y se necesita el {needed}: ejecute `pqr db upgrade --store URL`"


# --- in and out ----------------------------------------------------------------------------------------------------


class ImportFileError(PQRError, ValueError):
    """A file that cannot be read as what it should be; rows that cannot be read are not errors but rejects."""

    code = "archivo_invalido"
    english = "{file}: {detail}"
    spanish = "{file}: {detail}"


class UnreadableFileError(ImportFileError):
    """Bytes that are no text in the encoding said or found."""

    code = "archivo_ilegible"
    english = "{file}: byte {offset} is no text in {encoding}; say which encoding it is (--encoding)"
    spanish = "{file}: el byte {offset} no es texto en {encoding}; indique la codificación (--encoding)"


class MissingColumnsError(ImportFileError):
    """A file without a column that every case needs: empty, without its row of headings, or with other headings."""

    code = "faltan_columnas"
    english = (
        "{file}: no column for {missing}; headings found: {found}; rename them or say which it is "
        "(--column NAME=HEADING)"
    )
    spanish = (
        "{file}: falta la columna {missing}; encabezados hallados: {found}; cámbieles el nombre o indique cuál es "
        "(--column NOMBRE=ENCABEZADO)"
    )


class RepeatedColumnError(ImportFileError):
    """Two headings that mean the same column: which one holds must be said."""

    code = "columna_repetida"
    english = "{file}: the headings {headings} both mean {column}; say which holds (--column {column}=HEADING)"
    spanish = "{file}: {headings} significan lo mismo ({column}); indique cuál vale (--column {column}=ENCABEZADO)"


class DelimiterError(ImportFileError):
    """A row of headings that reads equally well with two separators."""

    code = "separador_ambiguo"
    english = "{file}: the headings read equally well with {one} and with {other}; write the file with one of them"
    spanish = "{file}: los encabezados se leen igual con {one} y con {other}; guarde el archivo con uno solo"


class AmbiguousDatesError(ImportFileError):
    """Dates of which nothing in the file says whether the day or the month comes first."""

    code = "fechas_ambiguas"
    english = (
        "{file}: column {column}, line {line}: {value} is {day_first} with the day first and {month_first} with the "
        "month first, and no date of the file decides for the day; say which (--date-format dmy or mdy)"
    )
    spanish = (
        "{file}: columna {column}, línea {line}: {value} es {day_first} si el día va primero y {month_first} si va "
        "primero el mes, y ninguna fecha del archivo decide por el día; indique cuál (--date-format dmy o mdy)"
    )


class MonthFirstDatesError(AmbiguousDatesError):
    """A date that only reads with the month first, which may be a slip of the hand: it decides nothing by itself."""

    code = "fechas_mes_primero"
    english = (
        "{file}: column {column}, line {line}: {value} is a date only with the month first ({month_first}); correct "
        "it, or say that the month comes first in the whole file (--date-format mdy)"
    )
    spanish = (
        "{file}: columna {column}, línea {line}: {value} solo es una fecha si va primero el mes ({month_first}); "
        "corríjala, o indique que en todo el archivo el mes va primero (--date-format mdy)"
    )


class MixedDatesError(ImportFileError):
    """Dates of one file that no one format reads."""

    code = "fechas_mezcladas"
    english = (
        "{file}: {value} (column {column}, line {line}) and {other_value} (column {other_column}, line {other_line}) "
        "are not in one format; say the one that holds (--date-format iso, dmy or mdy), and the others are rejected"
    )
    spanish = (
        "{file}: {value} (columna {column}, línea {line}) y {other_value} (columna {other_column}, línea "
        "{other_line}) no tienen el mismo formato; indique cuál vale (--date-format iso, dmy o mdy) y los demás se "
        "rechazan"
    )
