"""Every exception of the package: one base class; each error has a machine code and parameters.

The message is a template filled with the parameters. `str(error)` is English, for programmers; `error.message("es")`
is Spanish, for the people at the counter. A parameter that is itself words is a `Said`, in both languages. In Spanish,
a field is shown under its Spanish name (`names.PLACES`). The codes of refusals (`vector_invalido` to `dia_no_habil`)
are those of the vector format and never change.

>>> error = OutOfSpanError(day="2101-01-01", first="1984-01-01", last="2100-12-31")
>>> error.code, error.params["day"]
('fuera_de_rango', '2101-01-01')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Final, Protocol, Self, cast

from pqr_core import names
from pqr_core.language import Language, Said

__all__ = (
    "REFUSAL_PRECEDENCE",
    "AmbiguousDatesError",
    "CalendarDriftError",
    "CalendarDriftWarning",
    "CaseNotFoundError",
    "ChangedEventError",
    "CommandError",
    "ConflictError",
    "DelimiterError",
    "DuplicateCaseError",
    "DuplicateRadicadoError",
    "EventBeforeFilingError",
    "ForeignFileError",
    "ForeignProfileError",
    "FrameError",
    "HistoryRewrittenError",
    "ImportFileError",
    "IncompleteEventError",
    "IncompleteLetterError",
    "InvalidInputError",
    "LetterError",
    "LetterNotDueError",
    "LetterTemplateError",
    "ManySheetsError",
    "MidnightDatesError",
    "MissingColumnsError",
    "MissingExtraError",
    "MissingPackageError",
    "MixedDatesError",
    "MonthFirstDatesError",
    "NaiveDatetimeError",
    "NewerSchemaError",
    "NoRuleInForceError",
    "NotADateError",
    "NotBusinessDayError",
    "OutOfSpanError",
    "PQRError",
    "PeriodError",
    "ProfileError",
    "RepeatedColumnError",
    "ReportHandedInError",
    "RoleRefusedError",
    "RowsToProjectError",
    "SchemaVersionError",
    "StaleCaseError",
    "StorageError",
    "TooMuchError",
    "TransitionRefused",
    "UnknownCaseTypeError",
    "UnknownEventError",
    "UnknownPolicyError",
    "UnknownSchemaError",
    "UnreadableFileError",
)


_PLACED: Final = ("place", "what")
"""The parameters that may be the name of a field."""


def _plain(value: object, lang: Language) -> object:
    """`value` as a value that JSON has; words in `lang`, any other value as text."""
    match value:
        case Said():
            return value.text(lang)
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {str(key): _plain(each, lang) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each, lang) for each in value]
        case _:
            return str(value)


_READABLE: Final = 4_000
"""The most characters of one parameter in a message: longer than any list of the library, and still readable."""


def _readable(text: str) -> str:
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}…"


def _rebuild(cls: type[PQRError], params: dict[str, Any]) -> PQRError:
    return cls(**params)


class PQRError(Exception):
    """Base of every error that the library raises on purpose.

    `code` is stable, and `params` are the values that fill the message. `http_status` is the status for a web service:

    - 400: the input cannot be read.
    - 403: the account may not do this.
    - 404: it does not exist.
    - 409: the present state does not allow it.
    - 422: the input is well formed, but its values are not possible.
    - 500: the host must repair something.
    """

    code: ClassVar[str] = "error"
    english: ClassVar[str] = "{detail}"
    spanish: ClassVar[str] = "{detail}"
    http_status: ClassVar[int] = 500
    places: ClassVar[Mapping[str, str]] = names.PLACES

    def __init__(self, *, detail: Said | None = None, **params: Any) -> None:
        self.params = params if detail is None else {**params, "detail": detail}
        super().__init__(self.message("en"))

    def message(self, lang: Language = "en") -> str:
        """The sentence in English (default) or Spanish; a parameter of over 4,000 characters is cut."""
        template = self.spanish if lang == "es" else self.english
        return template.format_map({key: self._told(key, value, lang) for key, value in self.params.items()})

    def as_dict(self, lang: Language = "en") -> dict[str, Any]:
        """`code`, `message` and `params` as a JSON object: words in `lang`, days as ISO text."""
        params = {key: _plain(value, lang) for key, value in self.params.items()}
        return {"code": self.code, "message": self.message(lang), "params": params}

    def _told(self, key: str, value: object, lang: Language) -> object:
        if isinstance(value, Said):
            return _readable(value.text(lang))
        if not isinstance(value, str):
            return value
        return _readable(self.places.get(value, value) if lang == "es" and key in _PLACED else value)

    @property
    def said(self) -> Said:
        """The message in both languages, to be part of another message."""
        return Said(es=self.message("es"), en=self.message("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception pickles its positional arguments. These are keywords, and a worker process must get them back.
        return _rebuild, (type(self), self.params)


# --- refusals of the legal contract, in the vectors' order of precedence -------------------------------------------


class InvalidInputError(PQRError, ValueError):
    """Malformed input, an unknown key, or an unknown `resultado` or `acto`; `place` is the path to it."""

    code = "vector_invalido"
    english = "{place}: {detail}"
    spanish = "{place}: {detail}"
    http_status = 400

    @classmethod
    def expected(cls, what: Said, got: object, *, place: str | Said) -> Self:
        """The error for a value other than `what`; `got` is words, or the value, of which only the type is shown."""
        return cls(place=place, detail=names.mismatch(what, got))

    @classmethod
    def unlisted(cls, words: Iterable[str], got: object, *, place: str | Said) -> Self:
        """The error for a word that is not in a closed list; the message suggests a similar word, if any."""
        return cls(place=place, detail=names.unlisted(words, got))

    @classmethod
    def unknown_key(cls, key: str, known: Iterable[str], *, place: str | Said) -> Self:
        """The error for a key that a table does not have; `place` is the path to it, with the key."""
        return cls(place=place, detail=names.unknown_key(key, known))


class NaiveDatetimeError(PQRError, ValueError):
    """An instant without a UTC offset: its legal day is not known."""

    code = "fecha_sin_zona"
    english = "{place}: {value} has no UTC offset; give one (for example {value}-05:00), or use colombia.instant()"
    spanish = "{place}: {value} no dice su zona horaria; escriba, por ejemplo, {value}-05:00"
    http_status = 400


class UnknownCaseTypeError(PQRError, LookupError):
    """A case type that the jurisdiction does not have."""

    code = "tipo_desconocido"
    english = "unknown case type {tipo!r}; known types: {known}"
    spanish = "tipo de trámite desconocido: {tipo!r}; los conocidos son: {known}"
    http_status = 400


class UnknownPolicyError(PQRError, LookupError):
    """A policy, or a value of one, that does not exist."""

    code = "politica_desconocida"
    english = "unknown policy {policy!r} or value {value!r}; allowed: {allowed}"
    spanish = "política {policy!r} o valor {value!r} desconocido; se admite: {allowed}"
    http_status = 400


class UnknownEventError(PQRError, LookupError):
    """An event type that does not exist."""

    code = "evento_desconocido"
    english = "{place}: unknown event type {event!r}; known types: {known}"
    spanish = "{place}: tipo de actuación desconocido: {event!r}; los conocidos son: {known}"
    http_status = 400


class IncompleteEventError(PQRError, ValueError):
    """An event lacks a key, or has two keys where exactly one is required."""

    code = "evento_incompleto"
    english = "{place}: {event} needs {needs}"
    spanish = "{place}: a la actuación {event} le falta {needs}"
    http_status = 400


class EventBeforeFilingError(PQRError, ValueError):
    """An event, or the instant of the question, is before the filing of the case."""

    code = "evento_anterior"
    english = "{what} on {day} is before the filing on {filed}; correct the day of one of them"
    spanish = "{what} del {day} es anterior a la radicación del {filed}; corrija una de las dos fechas"
    http_status = 422


class NoRuleInForceError(PQRError, LookupError):
    """No version of a rule was in force on the day that selects it."""

    code = "regla_inexistente"
    english = "no rule {rule!r} in force on {day}; {span}"
    spanish = "no hay regla {rule!r} vigente el {day}; {span}"
    http_status = 422


class OutOfSpanError(PQRError, ValueError):
    """A computation that starts on, steps on or ends on a day outside the calendar's span."""

    code = "fuera_de_rango"
    english = "{day} is outside the span of the calendar, {first} to {last} (both included)"
    spanish = "{day} está fuera del calendario, que va del {first} al {last} (ambos incluidos)"
    http_status = 422


class NotBusinessDayError(PQRError, ValueError):
    """Zero business days were added to a day that is not a business day: give `roll` to choose the day."""

    code = "dia_no_habil"
    english = "{day} is not a business day ({why}); say roll='next' or roll='previous'"
    spanish = "el {day} no es día hábil ({why}); indique si vale el siguiente o el anterior"
    http_status = 422


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
"""Where several refusals apply, the first of these is raised."""


# --- misuse and configuration --------------------------------------------------------------------------------------


class NotADateError(PQRError, TypeError):
    """A value that is not the expected day or instant: a datetime, a string or a NumPy scalar."""

    code = "no_es_fecha"
    english = "{place}: expected {expected}, got {got}"
    spanish = "{place}: se esperaba {expected}, llegó {got}"
    http_status = 400


class PeriodError(InvalidInputError):
    """A text that is not a period, or a day on which a period of that length does not begin."""

    code = "periodo_invalido"


class FrameError(InvalidInputError):
    """A table that lacks columns, has a column of another type, or has a word that is not known."""

    code = "tabla_invalida"


class CalendarDriftError(PQRError):
    """The law table and the `holidays` package name different holidays (`check="raise"`)."""

    code = "calendario_en_disputa"
    english = "the holiday law table and holidays {version} disagree: {days}"
    spanish = "la tabla de festivos y el paquete holidays {version} no coinciden: {days}"


class CalendarDriftWarning(UserWarning):
    """A warning that holds a `CalendarDriftError` (`check="warn"`); it changes no answer."""


class ProfileError(InvalidInputError):
    """A profile of a utility that cannot be read; `place` is the path of the key, as written in the file."""

    code = "perfil_invalido"
    http_status = 422
    places: ClassVar[Mapping[str, str]] = {}


class ForeignProfileError(PQRError, ValueError):
    """A case of one utility with the profile of another, which has other days, hours and readings."""

    code = "empresa_distinta"
    english = "the case is of utility {utility!r}, the profile of {profile!r}: pass the profile of {utility!r}"
    spanish = "el caso es de la empresa {utility!r} y el perfil de {profile!r}: pase el perfil de {utility!r}"
    http_status = 422


class CommandError(PQRError):
    """A command cannot use what it was given; the params `es` and `en` say why."""

    code = "orden_invalida"
    english = "{en}"
    spanish = "{es}"
    http_status = 400


class MissingExtraError(PQRError, ImportError):
    """A feature whose optional dependency is not installed."""

    code = "falta_extra"
    english = "{feature} needs {package}: pip install 'pqr-core[{extra}]'"
    spanish = "{feature} necesita {package}: pip install 'pqr-core[{extra}]'"


class MissingPackageError(PQRError, ImportError):
    """A package that the caller asked for by name is not installed, and no extra of pqr-core installs it."""

    code = "falta_paquete"
    english = "{feature} needs {package}: pip install {package}"
    spanish = "{feature} necesita {package}: pip install {package}"


# --- workflow ------------------------------------------------------------------------------------------------------


class TransitionRefused(PQRError):  # noqa: N818 - a refusal is an answer of the table, not a fault; the contract names it so
    """The act is not allowed in the present state of the case; nothing has changed.

    `params["allowed"]` is what the workflow allows instead, if the workflow itself (`tabla`) refused.
    """

    code = "transicion_rechazada"
    english = "{act} is not allowed while the case is {state}: {reason}"
    spanish = "no procede {actuacion} en el estado «{estado}»: {motivo}"
    http_status = 409

    @property
    def guard(self) -> str:
        """The code of the guard that refused; `tabla` is the workflow itself."""
        return str(self.params["guard"])

    @property
    def norm(self) -> str:
        """The norms that support the refusal; empty if only the case was asked (`Case.act`), which knows no law."""
        return str(self.params.get("norm", ""))

    @property
    def remedy(self) -> dict[Language, str]:
        """What would make the act legal, or what to do instead, in each language."""
        return dict(self.params["remedy"])

    @property
    def legal_from(self) -> date | None:
        """The first day on which the act will be legal if nothing else happens; None if waiting is not enough."""
        return cast("date | None", self.params.get("legal_from"))

    @property
    def latest(self) -> date | None:
        """The last day that the law allows to be given, if the given day is later; otherwise None."""
        return cast("date | None", self.params.get("latest"))


class RoleRefusedError(PQRError):
    """The account has none of the roles that may record the act; only an office with `enforce_roles` checks this."""

    code = "rol_no_autorizado"
    english = "{act} is for {by}; the account {actor!r} has {mine}"
    spanish = "{actuacion} corresponde a {by}; la cuenta {actor!r} tiene {mine}"
    http_status = 403

    @classmethod
    def of(cls, act: _Named, actor: str | None, *, by: Iterable[_Named], mine: Iterable[_Named]) -> Self:
        """The error for an act and an account; `by` are the roles that may record it, `mine` those it has."""
        return cls(act=str(act), actuacion=act.label("es"), actor=actor, by=_roles(by), mine=_roles(mine))


class _Named(Protocol):
    """A word of the vocabulary. The module `vocabulary` is above this one, so it cannot be imported here."""

    def label(self, lang: Language) -> str: ...


def _roles(roles: Iterable[_Named]) -> Said:
    told = list(roles)
    es, en = (", ".join(each.label(lang) for each in told) for lang in ("es", "en"))
    return Said(es or "ningún rol", en or "no role")


# --- keeping -------------------------------------------------------------------------------------------------------


class LetterError(PQRError, ValueError):
    """A letter that cannot be made as it is."""

    code = "carta"
    http_status = 422


class IncompleteLetterError(LetterError):
    """A letter lacks what a norm requires, or its page does not show it; `missing` names each element."""

    code = "carta_incompleta"
    english = "{letter}: {missing}"
    spanish = "{letter}: {missing}"


class LetterNotDueError(LetterError):
    """A letter about an event that has not happened, or not yet."""

    code = "carta_no_procede"
    english = "{letter}: {reason}"
    spanish = "{letter}: {reason}"
    http_status = 409


class LetterTemplateError(LetterError):
    """A template that is refused: it has a syntax error, or does what a template of a letter may not do."""

    code = "plantilla_rechazada"
    english = "{place}: {detail}"
    spanish = "{place}: {detail}"


class StorageError(PQRError):
    """A store could not do what was asked; the error of the database driver is the `__cause__`."""

    code = "almacenamiento"
    english = "storage: {detail}"
    spanish = "almacenamiento: {detail}"


class ConflictError(StorageError):
    """Another unit of work was faster (the same key, a deadlock, a lock held too long): begin this one again.

    Nothing of this unit is kept. `Store.do` begins it again by itself.
    """

    code = "conflicto"
    english = "another unit of work was faster, and nothing of this one is kept; begin it again: {detail}"
    spanish = "otra unidad de trabajo fue más rápida y de esta no queda nada; empiécela de nuevo: {detail}"
    http_status = 409


class CaseNotFoundError(StorageError, LookupError):
    """No case has that key."""

    code = "caso_inexistente"
    english = "no case {key} of utility {utility}"
    spanish = "no existe el caso {key} de la empresa {utility}"
    http_status = 404


class StaleCaseError(StorageError):
    """The case was saved by somebody else since it was read: read it again and decide again.

    `key` is the radicado of the case, or its id if it has no radicado.
    """

    code = "caso_desactualizado"
    english = "case {key} is at version {stored}, not {expected}: it was saved by somebody else since it was read"
    spanish = "el caso {key} va en la versión {stored}, no en la {expected}: alguien lo guardó después de leerlo"
    http_status = 409


class DuplicateRadicadoError(StorageError):
    """The radicado belongs to another case of the same utility."""

    code = "radicado_duplicado"
    english = "radicado {radicado!r} of utility {utility} belongs to another case"
    spanish = "el radicado {radicado!r} de la empresa {utility} ya es de otro caso"
    http_status = 409


class DuplicateCaseError(StorageError):
    """Another filing is already stored under the same case id, or under the same key of the host.

    `key` is the key, or the id. `radicado` is the radicado of the stored case, or its id if it has no radicado.
    """

    code = "caso_duplicado"
    english = "under {key} there is case {radicado} of {utility} already, with another filing: was the key used twice?"
    spanish = (
        "con {key} ya existe el caso {radicado} de la empresa {utility}, con otra radicación: ¿se repitió la clave?"
    )
    http_status = 409


class HistoryRewrittenError(StorageError):
    """The case to save does not begin with the stored history: a history only grows."""

    code = "historia_reescrita"
    english = "case {key}: event {seq} is not the one stored; a history only grows (record a correccion or anulacion)"
    spanish = "caso {key}: la actuación {seq} no es la guardada; la historia solo crece (registre una corrección)"
    http_status = 409


class ChangedEventError(StorageError):
    """An event cannot be read: its text or its personal data were changed without the library.

    `event` identifies it by its type, its moment and the digest of its personal data, and never shows that data.
    """

    code = "actuacion_alterada"
    english = "the event {event} or its personal data are not as they were stored; verify_history says which"
    spanish = "la actuación {event}, o sus datos personales, no están como se guardaron; vea verify_history"


class ReportHandedInError(StorageError):
    """Another text of the same report and period was handed in already: correct it with a request to the authority."""

    code = "reporte_entregado"
    english = (
        "{report} {period} was handed in on {day} with another text; where the authority has granted its correction, "
        "give the number of the request (--correction)"
    )
    spanish = (
        "{report} {period} ya se entregó el {day} con otro texto; si la autoridad concedió corregirlo, dé el número de "
        "la solicitud (--correction)"
    )
    http_status = 409


class RowsToProjectError(StorageError):
    """Rows of facts were made under other definitions (law, days, settings) than those in force."""

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
    """The tables have another schema version than this library needs; the message says what to run."""

    code = "esquema_desactualizado"
    english = "the tables are at schema {found}, this library needs {needed}: run `pqr db upgrade --store URL`"
    spanish = "las tablas están en el esquema {found} y se necesita el {needed}: ejecute `pqr db upgrade --store URL`"


class NewerSchemaError(SchemaVersionError):
    """The tables have a later schema version than this library: upgrade the library, not the tables."""

    code = "esquema_posterior"
    english = "the tables are at schema {found}, later than the {needed} of this library: upgrade pqr-core to use them"
    spanish = "las tablas están en el esquema {found}, posterior al {needed} de esta biblioteca: actualice pqr-core"


class UnknownSchemaError(SchemaVersionError):
    """The version table holds no version of pqr-core: it belongs to another program, or somebody changed it."""

    code = "esquema_desconocido"
    english = (
        "the table {table} holds '{found}', which is no version of pqr-core (it needs {needed}): if the table belongs "
        "to another program, use another prefix or schema; if somebody changed it, restore its row from a backup"
    )
    spanish = (
        "la tabla {table} dice «{found}», que no es una versión de pqr-core (se necesita {needed}): si la tabla es de "
        "otro programa, use otro prefijo u otro esquema; si alguien la cambió, recupere su fila de una copia de "
        "respaldo"
    )


# --- in and out ----------------------------------------------------------------------------------------------------


class ImportFileError(PQRError, ValueError):
    """A file that cannot be read as the expected kind; a row that cannot be read is a reject, not an error."""

    code = "archivo_invalido"
    english = "{file}: {detail}"
    spanish = "{file}: {detail}"
    http_status = 422


class TooMuchError(PQRError, ValueError):
    """A text is longer or deeper, or has longer numbers, than the bounds of the reader allow."""

    code = "demasiado"
    http_status = 400


class UnreadableFileError(ImportFileError):
    """A file has bytes that are not text in its encoding, given or detected."""

    code = "archivo_ilegible"
    english = "{file}: byte {offset} is not text in {encoding}; say which encoding it is (--encoding)"
    spanish = "{file}: el byte {offset} no es texto en {encoding}; indique la codificación (--encoding)"


class ForeignFileError(ImportFileError):
    """A file of a kind that is not read: `what` is the kind, and `remedy` is what to do."""

    code = "archivo_de_otra_clase"
    english = "{file} is {what}: {remedy}"
    spanish = "{file} es {what}: {remedy}"


class ManySheetsError(ImportFileError):
    """A workbook has several sheets that could be read, or does not have the sheet that was named."""

    code = "hoja_por_elegir"
    english = "{file}: {detail}; sheets: {sheets}; say which (--sheet NAME)"
    spanish = "{file}: {detail}; hojas: {sheets}; indique cuál (--sheet NOMBRE)"


class MissingColumnsError(ImportFileError):
    """A file lacks a column that every case needs: it is empty, has no heading row, or has other headings."""

    code = "faltan_columnas"
    english = (
        "{file}: no column for {missing}; headings found: {found}; rename them, say which it is "
        "(--column NAME=HEADING), or what every row says (--default NAME=VALUE)"
    )
    spanish = (
        "{file}: falta la columna {missing}; encabezados hallados: {found}; cámbieles el nombre, indique cuál es "
        "(--column NOMBRE=ENCABEZADO) o qué dice cada fila (--default NOMBRE=VALOR)"
    )


class RepeatedColumnError(ImportFileError):
    """Two headings are the same column: the user must choose one."""

    code = "columna_repetida"
    english = (
        "{file}: the headings {headings} are the same column, {column}; say which holds (--column {column}=HEADING)"
    )
    spanish = "{file}: {headings} son la misma columna ({column}); indique cuál vale (--column {column}=ENCABEZADO)"


class DelimiterError(ImportFileError):
    """A heading row can be read equally well with two separators."""

    code = "separador_ambiguo"
    english = "{file}: the headings read equally well with {one} and with {other}; write the file with one of them"
    spanish = "{file}: los encabezados se leen igual con {one} y con {other}; guarde el archivo con uno solo"


class AmbiguousDatesError(ImportFileError):
    """No date of the file shows whether the day or the month comes first."""

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
    """A date can only be read with the month first, which may be a typing error: it does not decide for the file."""

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
    """No single date format reads all the dates of the file."""

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


class MidnightDatesError(ImportFileError):
    """Every instant of a column is at midnight: they may be days written as instants, or instants."""

    code = "fechas_a_medianoche"
    english = (
        "{file}: column {column}, line {line}: {value}, and every instant of the column is at midnight; say whether "
        "it is the day that is written (--dates-as local) or that instant, the evening before in legal time "
        "(--dates-as utc)"
    )
    spanish = (
        "{file}: columna {column}, línea {line}: {value}, y todos los instantes de la columna son a medianoche; "
        "indique si vale el día que está escrito (--dates-as local) o ese instante, que en hora legal es la tarde "
        "anterior (--dates-as utc)"
    )
