r"""How a file is to be read, as its owner says: headings, words, missing values; kept in TOML for next month.

    kind = "cases"
    date_format = "dmy"
    not_recorded = ["notificacion"]

    [columns]
    radicado = "N° Exp."

    [values.tipo]
    RR = "recurso_reposicion"
    "Derecho de Petición (15 Días)" = "peticion_general"

    [defaults]
    servicio = "acueducto"

>>> reading = reading_from_toml('[columns]\nradicado = "N° Exp."')
>>> reading.columns
{'radicado': 'N° Exp.'}
>>> reading_from_toml(reading.toml()) == reading
True
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from attrs import evolve, field, fields, frozen

from pqr_core.bounded import BOUNDS, Bounds, read_file, read_toml, why_unread
from pqr_core.errors import InvalidInputError, TooMuchError
from pqr_core.exchange.columns import CASES, KINDS, Columns
from pqr_core.exchange.dates import DateFormat, DatesAs
from pqr_core.exchange.dialect import Limits
from pqr_core.exchange.words import NULL_WORDS
from pqr_core.language import Said
from pqr_core.names import COUNT, FLAG, TEXT, TEXTS, choices, shown, unlisted
from pqr_core.vocabulary import Unrecorded

__all__ = ("ANY_OTHER", "Reading", "load_reading", "reading_from_toml")

ANY_OTHER: Final = "*"
"""Among the words of `values`: stands for every word that is not known."""

_Words = Mapping[str, str]


def _table(words: _Words) -> _Words:
    return dict(words)


def _tables(tables: Mapping[str, _Words]) -> Mapping[str, _Words]:
    return {name: dict(words) for name, words in tables.items()}


def _unrecorded(words: Any) -> tuple[Unrecorded, ...]:
    return tuple(Unrecorded(word) for word in words)


def _kind(_instance: object, _attribute: object, kind: str) -> None:
    if kind not in KINDS:
        raise InvalidInputError(place="kind", detail=unlisted(KINDS, kind))


@frozen(kw_only=True)
class Reading:
    """How a file is to be read. What is left out is found from the file; where two readings are possible it is refused.

    Args:
        kind: what its rows are, a key of `columns.KINDS`.
        columns: by column, its heading, if that is not a usual one or should replace the usual ones.
        ignore: headings that mean no column.
        values: by column, the known word that each word of the file means; an empty text means no value. The word `*`
            stands for every word that is not known.
        defaults: by column, its value in rows where it is empty.
        none: the words for nothing.
        not_recorded: what the register does not record: unknown, not undone.
        recorded: what the register does record, although the file has no column of it: empty means not done.
        sheet: the sheet of a workbook.
        skip_rows: how many rows stand before the headings; None to search for the headings.
        encoding: the encoding of a text file.
        date_format: `iso`, `dmy` or `mdy`.
        dates_as: the meaning of a column whose instants are all midnight in another offset: `local` for the day as it
            is written, `utc` for exactly that instant.
        short_years: whether years may have two digits.
        limits: the bounds on what the file may ask of the reader.

    Raises:
        InvalidInputError: a setting has an unknown value, or names a column that files of the kind do not have.
    """

    kind: str = field(default=CASES.kind, validator=_kind)
    columns: _Words = field(factory=dict, converter=_table)
    ignore: tuple[str, ...] = field(default=(), converter=tuple)
    values: Mapping[str, _Words] = field(factory=dict, converter=_tables)
    defaults: _Words = field(factory=dict, converter=_table)
    none: tuple[str, ...] = field(factory=lambda: NULL_WORDS, converter=tuple, repr=False)
    not_recorded: tuple[Unrecorded, ...] = field(default=(), converter=_unrecorded)
    recorded: tuple[Unrecorded, ...] = field(default=(), converter=_unrecorded)
    sheet: str | None = None
    skip_rows: int | None = None
    encoding: str | None = None
    date_format: DateFormat | None = None
    dates_as: DatesAs | None = None
    short_years: bool = False
    limits: Limits = field(factory=Limits, repr=False)

    def __attrs_post_init__(self) -> None:
        for place, names in (("columns", self.columns), ("values", self.values), ("defaults", self.defaults)):
            for name in names:
                self._check_column(place, name)
        for name in self.values:
            if not self.of_kind[name].has_words:
                detail = Said(f"{name} no es una columna de palabras", f"{name} is not a column of words")
                raise InvalidInputError(place=f"values.{name}", detail=detail)
        for place, value, known in (
            ("date_format", self.date_format, get_args(DateFormat)),
            ("dates_as", self.dates_as, get_args(DatesAs)),
        ):
            if value is not None and value not in known:
                raise InvalidInputError(place=place, detail=unlisted(known, value))
        if both := set(self.recorded) & set(self.not_recorded):
            word = min(both)
            detail = Said(f"{word} no puede ser las dos cosas", f"{word} cannot be both")
            raise InvalidInputError(place="recorded", detail=detail)

    @property
    def of_kind(self) -> Columns:
        """The columns that files of this kind may have."""
        return KINDS[self.kind]

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that a file must have: every row needs them, and no default says what is not there."""
        return tuple(each.name for each in self.of_kind.values() if each.needed and each.name not in self.defaults)

    def _check_column(self, place: str, name: str) -> None:
        if name not in self.of_kind:
            listed = choices(self.of_kind, name)
            detail = Said(
                f"no hay columna {name!r}; columnas: {listed.es}", f"no column {name!r}; columns: {listed.en}"
            )
            raise InvalidInputError(place=place, detail=detail)

    def with_more(self, other: Mapping[str, Any]) -> Reading:
        """The same with the settings of `other`, by name, in place of its own; tables and lists are merged."""
        joined: dict[str, Any] = {}
        for name, value in other.items():
            own = getattr(self, name)
            if name == "values":
                joined[name] = {column: {**own.get(column, {}), **value.get(column, {})} for column in {**own, **value}}
            elif isinstance(own, dict):
                joined[name] = {**own, **value}
            elif isinstance(own, tuple):
                joined[name] = (*own, *value)
            else:
                joined[name] = value
        return evolve(self, **joined)

    def toml(self) -> str:
        """The settings as the text of a mapping file; those that have their default are left out."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        tables = {}
        for attribute in fields(Reading):
            name, value = attribute.name, getattr(self, attribute.name)
            if isinstance(value, dict):
                tables[name] = value
            elif name == "kind" or (name != "limits" and value != getattr(_PLAIN, name)):
                yield f"{name} = {_toml(value)}"
        tables |= {f"values.{column}": words for column, words in tables.pop("values").items()}
        for name, table in tables.items():
            if table:
                yield ""
                yield f"[{name}]"
                yield from (f"{_key(key)} = {_toml(value)}" for key, value in table.items())


_PLAIN: Final = Reading()


def _toml(value: Any) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


# --- from a mapping file -------------------------------------------------------------------------------------------


def load_reading(path: str | Path, *, bounds: Bounds = BOUNDS) -> Reading:
    """The mapping file at `path`.

    Raises:
        InvalidInputError: it cannot be read, is not TOML, exceeds `bounds`, or has an invalid setting; the place begins
            with the name of the file.
    """
    try:
        return reading_from_toml(read_file(path, bounds), bounds=bounds)
    except (OSError, UnicodeDecodeError, TooMuchError) as error:
        raise InvalidInputError(place=str(path), detail=why_unread(error)) from error
    except InvalidInputError as error:
        place = f"{path}: {error.params['place']}"
        raise InvalidInputError(place=place, detail=error.params["detail"]) from error.__cause__


def reading_from_toml(text: str, *, bounds: Bounds = BOUNDS) -> Reading:
    """The mapping in a TOML text.

    Raises:
        InvalidInputError: it is not TOML, exceeds `bounds`, has an unknown key, or has an invalid setting.
    """
    try:
        document = read_toml(text, bounds)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError(place="toml", detail=Said.of_toml(error, text)) from error
    except TooMuchError as error:
        raise InvalidInputError(place="toml", detail=error.said) from error
    given: dict[str, Any] = {}
    for key, value in document.items():
        if key not in _TYPES:
            raise InvalidInputError.unknown_key(key, _TYPES, place=Said.alike(key))
        given[key] = _typed(key, value, _TYPES[key])
    return Reading(**given)


_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("kind", "sheet", "encoding", "date_format", "dates_as"), "text"),
    **dict.fromkeys(("ignore", "none", "not_recorded", "recorded"), "texts"),
    **dict.fromkeys(("columns", "defaults"), "words"),
    "values": "tables",
    "skip_rows": "count",
    "short_years": "flag",
    "limits": "limits",
}
_EXPECTED: Final = {
    "text": TEXT,
    "texts": TEXTS,
    "words": Said("una tabla de textos", "a table of texts"),
    "tables": Said("una tabla de textos por columna", "a table of texts a column"),
    "count": COUNT,
    "flag": FLAG,
    "limits": Said(
        "line, lines, columns, titles, unpacked o cells, con un número",
        "line, lines, columns, titles, unpacked or cells, with a number",
    ),
}


def _typed(place: str, value: Any, kind: str) -> Any:
    if not _IS[kind](value):
        raise InvalidInputError.expected(_EXPECTED[kind], shown(value), place=Said.alike(place))
    return Limits(**value) if kind == "limits" else value


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


_LIMITS: Final = frozenset(each.name for each in fields(Limits))
_IS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "text": lambda value: isinstance(value, str),
    "texts": lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
    "words": _is_words,
    "tables": lambda value: isinstance(value, dict) and all(map(_is_words, value.values())),
    "count": _is_count,
    "flag": lambda value: isinstance(value, bool),
    "limits": lambda value: (
        isinstance(value, dict) and all(key in _LIMITS and _is_count(each) and each for key, each in value.items())
    ),
}
