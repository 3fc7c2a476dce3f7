"""Turns a table of cases as people keep it into the table of facts that indicators count.

Nothing is guessed: a word means what `values` says, and one error names everything wrong with the table. The last day
to answer and the days to answer follow from type and day, and are added as the law says. A column that the table does
not have is not added, so an indicator that needs it refuses, rather than count nothing as zero.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Self, TypeAlias, cast, get_args
from uuid import UUID

from attrs import frozen

from pqr_core.errors import FrameError, MissingExtraError, NotADateError
from pqr_core.facts import DENIALS
from pqr_core.frames import Backend, CellKind, frame_of
from pqr_core.indicators.measures import REGISTER_COLUMNS
from pqr_core.language import Language, Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.names import choices, column_of, mismatch, one_of, shown
from pqr_core.sources import Origin
from pqr_core.vocabulary import Outcome

try:
    import narwhals as nw
    import numpy as np
    from narwhals.typing import IntoFrameT
except ImportError as error:
    raise MissingExtraError(
        feature="pqr_core.exchange.facts_frames", package=Said("narwhals y NumPy", "narwhals and NumPy"), extra="frames"
    ) from error

from pqr_core.calendars import engines
from pqr_core.calendars.engines import Frame
from pqr_core.exchange.due_frames import due_frame
from pqr_core.indicators.coded import places_of
from pqr_core.indicators.frames import ordinal
from pqr_core.indicators.tables import of_objects

__all__ = ("facts_from_frame",)

_KINDS: Final = REGISTER_COLUMNS[Origin.FACTS]
_REQUIRED: Final = ("tipo", "filed_on")
_UNTOLD: Final = ("due_if_lapsed_on", "suspended_from", "suspended_until", "silence_on")
"""Days that a register without events does not have: as far as it says, nothing stopped a clock."""
_OUTCOMES: Final = tuple(outcome.value for outcome in Outcome)
_TOLD_DUE: Final = "__pqr_due_on"
_SHOWN: Final = 10

_Words: TypeAlias = Mapping[Hashable, Any]


def facts_from_frame(
    law: Law,
    frame: IntoFrameT,
    *,
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, _Words] | None = None,
    utility: str | None = None,
    profile: Profile | None = None,
) -> IntoFrameT:
    """The cases of a table as the facts that indicators count (`sources.Frames`), in the same engine.

    The type and the day of filing are needed; any other column of `Facts` is taken if it is there. These are added
    where the table does not have them: `due_on` (by law, as if nothing happened after the filing), the days to answer,
    `denied`, and `ended_on` of the types that owe no answer. The days of waits and silence are added as null, because
    a table without events does not have them. Other missing columns stay missing.

    Args:
        law: the law.
        frame: a table of polars, pandas, PyArrow, DuckDB or PySpark.
        columns: the heading of each column of `Facts` whose heading is not its name.
        values: for columns of `Facts`, what their words mean: `{"tipo": {"RR": "recurso_reposicion"},
            "satisfied": {"SI": True, "NO": False, "N/A": None}}`. A word that means None stands for no value; one that
            is not listed stands for itself.
        utility: the utility of the cases, if no column says it; without it, the utility of `profile`, if given.
        profile: the utility's settings; without it, the default profile of the law.

    Raises:
        InvalidInputError: `frame` is not a table of one of these engines.
        FrameError: columns are missing, unknown, of the wrong type or without a value, or words have no meaning; one
            error names them all. Of a lazy table only the columns are checked, and values that cannot be read are null.
        PQRError: as `due_frames.due_frame`, for the first row that the law refuses.
    """
    table = engines.opened(frame)
    own = profile.utility_id if utility is None and profile is not None else utility
    told = _Told.of(law, table, columns or {}, values or {})
    result = _with_what_follows(law, told.read(table), own, profile)
    native: IntoFrameT = result.to_native()
    return native


@frozen(kw_only=True)
class _Told:
    """The columns of facts that a table has: the heading of each, and the meaning of its words."""

    headings: Mapping[str, str]
    words: Mapping[str, _Words]
    closed: Mapping[str, Sequence[str]]
    """For columns with a closed list, its codes."""
    faults: tuple[Said, ...]
    """What is wrong with the names of columns."""

    @classmethod
    def of(cls, law: Law, table: Frame, columns: Mapping[str, str], values: Mapping[str, _Words]) -> Self:
        schema = list(table.collect_schema())
        headings = {name: columns.get(name, name) for name in _KINDS if columns.get(name, name) in schema}
        closed = {"tipo": tuple(law.rules.types), "resultado": _OUTCOMES}
        faults = (*_misnamed(schema, columns, values, headings), *_meaningless(values, closed))
        return cls(headings=headings, words=values, closed=closed, faults=faults)

    def read(self, table: Frame) -> Frame:
        """The table with only these columns.

        Raises:
            FrameError: anything is wrong with them.
        """
        faults = list(self.faults)
        read: list[nw.Series[Any] | nw.Expr] = []
        for name, heading in self.headings.items():
            asked = _KINDS[name], self.words.get(name, {}), self.closed.get(name, ())
            try:
                if isinstance(table, nw.DataFrame):
                    column = _in_memory(table[heading], *asked)
                    faults += [_empty(column)] if name in _REQUIRED and column.null_count() else []
                    read.append(column.alias(name))
                else:
                    read.append(_lazily(table.collect_schema()[heading], heading, *asked).alias(name))
            except (FrameError, NotADateError) as error:
                faults.append(error.said)
        if faults:
            es, en = ("; ".join(each.text(lang) for each in faults) for lang in get_args(Language))
            raise FrameError(place="frame", detail=Said(es, en))
        return table.select(*read)


def _misnamed(
    schema: Sequence[str], columns: Mapping[str, str], values: Mapping[str, _Words], headings: Mapping[str, str]
) -> Iterator[Said]:
    """What is wrong with the names of columns."""
    there = ", ".join(schema)
    for name in {**columns, **values}:
        if name not in _KINDS:
            known = choices(_KINDS, name)
            es, en = f"{name} no es una columna de hechos: {known.es}", f"{name} is not a column of facts: {known.en}"
            yield Said(es, en)
    for name, heading in columns.items():
        if heading not in schema:
            known = choices(schema, heading)
            es, en = (
                f"no hay columna {heading!r}; hay {known.es}",
                f"there is no column {heading!r}; there are {known.en}",
            )
            yield Said(f"{name}: {es}", f"{name}: {en}")
    for name in _REQUIRED:
        if name not in headings and name not in columns:
            say = f"columns={{{name!r}: ...}}"
            yield Said(
                f"falta {name}; diga qué columna lo es con {say}; hay {there}",
                f"{name} is missing; say which column it is with {say}; there are {there}",
            )


def _meaningless(values: Mapping[str, _Words], closed: Mapping[str, Sequence[str]]) -> Iterator[Said]:
    """The meanings that a column cannot hold."""
    for name, words in values.items():
        for told in words.values() if name in _KINDS else ():
            if told is not None and _value(told, _KINDS[name], codes := closed.get(name, ())) is None:
                expected = one_of(codes, told) if codes else column_of(_KINDS[name].__name__)
                wrong = mismatch(expected, shown(told))
                yield Said(f"{name}: {wrong.es}", f"{name}: {wrong.en}")


def _empty(column: nw.Series[Any]) -> Said:
    empty = column.is_null().to_numpy()
    rows, first = int(empty.sum()), int(np.argmax(empty))
    return Said(
        f"{column.name}: filas sin valor: {rows}, la primera {first}",
        f"{column.name}: rows without a value: {rows}, the first one {first}",
    )


def _unknown_words(words: Iterable[object], place: str) -> FrameError:
    listed = sorted(map(str, words))  # each engine gives distinct values in its own order
    shown = ", ".join(map(repr, listed[:_SHOWN])) + (f" (+{len(listed) - _SHOWN})" if listed[_SHOWN:] else "")
    es = f"no se sabe qué significa {shown}; dígalo con values"
    return FrameError(place=Said.alike(place), detail=Said(es, f"what {shown} means is not known; say it with values"))


# --- columns in memory ---------------------------------------------------------------------------------------------


def _in_memory(column: nw.Series[Any], kind: type, words: _Words, closed: Sequence[str]) -> nw.Series[Any]:
    """The column converted to that kind.

    Raises:
        FrameError: a cell holds something else.
        NotADateError: a cell is not a day, where days were expected.
    """
    if column.dtype == nw.Categorical:
        column = column.cast(nw.String)
    if column.null_count() == len(column):
        return _cells([None] * len(column), column, kind)
    as_it_is = None if words or closed else _as_it_is(column, kind)
    return _by_word(column, kind, words, closed) if as_it_is is None else as_it_is


def _as_it_is(column: nw.Series[Any], kind: type) -> nw.Series[Any] | None:
    """The column, if its type already says what it holds; None if its words have to be read."""
    dtype = column.dtype
    if kind is date and (dtype in (nw.Date, nw.Object) or isinstance(dtype, nw.Datetime)):
        frame = column.to_frame()
        wanted = nw.Datetime("us") if column.implementation.is_pandas_like() else nw.Date()
        return engines.series(frame, column.name, engines.days_of(frame, column.name), wanted)
    if dtype == nw.Object:
        return of_objects(column, kind) if kind is int else None
    if kind is int and dtype.is_float():
        numbers = column.to_numpy()
        if (known := np.isfinite(numbers)).any() and not (numbers[known] % 1).any():
            return engines.with_known(column.to_frame(), column.name, numbers, known, nw.Int64())[column.name]
    if kind is str and dtype.is_integer():
        return column.cast(nw.String)
    fits = dtype.is_integer() if kind is int else dtype == {bool: nw.Boolean, str: nw.String, UUID: nw.String}.get(kind)
    if not fits and dtype not in (nw.String, nw.Enum):
        raise FrameError.expected(column_of(kind.__name__), column_of(dtype), place=Said.alike(column.name))
    return column if fits else None


def _by_word(column: nw.Series[Any], kind: type, words: _Words, closed: Sequence[str]) -> nw.Series[Any]:
    """The column with each word replaced by its meaning."""
    unknown: dict[Any, None] = {}

    def meant(word: Any) -> Any:
        told = words.get(word, word)
        value = None if told is None else _value(told, kind, closed)
        if value is None and told is not None:
            unknown[word] = None
        return value

    if column.dtype == nw.Object:
        cells = zip(column.to_list(), column.is_null().to_list(), strict=True)
        found = [None if empty else meant(word) for word, empty in cells]
        places = None
    else:
        placed = places_of(column, len(column))
        assert placed is not None  # noqa: S101 - some cell of it is not empty
        places = placed[0].to_numpy()
        there = np.zeros(len(placed[1]), dtype=bool)
        there[places] = True  # an Enum may have words that no cell has
        found = [None if word is None or not used else meant(word) for word, used in zip(placed[1], there, strict=True)]
    if unknown:
        raise _unknown_words(unknown, column.name)
    made = _cells(found, column, kind)
    return made if places is None else made[places]


def _value(told: Any, kind: type, closed: Sequence[str]) -> Any:  # noqa: PLR0911 - one a kind
    """`told` as a value of that kind; None if it is not one."""
    match told:
        case bool():
            return told if kind is bool else None
        case str() if closed:
            return str(told) if told in closed else None
        case str() if kind is date:
            return _iso(told)
        case str() | UUID() if kind in (str, UUID):
            return str(told)
        case int() if kind in (int, str):
            return kind(told)
        case date() if kind is date and not isinstance(told, datetime):
            return told
        case _:
            return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _cells(values: list[Any], like: nw.Series[Any], kind: type) -> nw.Series[Any]:
    """A column with these values, in the engine and with the name of `like`."""
    cell = cast("CellKind", str if kind is UUID else kind)
    made = frame_of({like.name: values}, {like.name: cell}, backend=cast("Backend", like.implementation.value))
    frame: nw.DataFrame[Any] = nw.from_native(made, eager_only=True)
    return frame[like.name]


# --- columns of lazy tables ----------------------------------------------------------------------------------------


def _lazily(dtype: nw.dtypes.DType, heading: str, kind: type, words: _Words, closed: Sequence[str]) -> nw.Expr:
    """The column converted to that kind; a word without a meaning becomes null.

    Raises:
        FrameError: the column has another type.
        NotADateError: the column is not of days, where days were expected.
    """
    column, of_words = nw.col(heading), dtype in (nw.String, nw.Enum, nw.Categorical)
    if of_words:
        column = column.cast(nw.String)
    if nothing := [word for word, told in words.items() if told is None]:
        column = nw.when(~column.is_in(nothing)).then(column)
        words = {word: told for word, told in words.items() if told is not None}
    if words or (closed and of_words):
        meaning: dict[Hashable, Any] = {**dict(zip(closed, closed, strict=True)), **words}
        return _chosen(column, meaning, rest=kind is str and not closed)
    if kind is date and dtype != nw.Date:
        raise NotADateError(place=Said.alike(heading), expected=column_of("date"), got=column_of(dtype))
    fits = {
        bool: dtype == nw.Boolean,
        int: dtype.is_integer(),
        str: of_words or dtype.is_integer(),
        date: dtype == nw.Date,
        UUID: of_words,
    }[kind]
    if not fits:
        raise FrameError.expected(column_of(kind.__name__), column_of(dtype), place=Said.alike(heading))
    return column.cast(nw.String) if kind is str and not of_words else column


def _chosen(column: nw.Expr, words: _Words, *, rest: bool) -> nw.Expr:
    """The meaning of each word; a word without a meaning becomes null, or with `rest` stays as it is."""
    by_value: dict[Any, list[Hashable]] = {}
    for word, value in words.items():
        by_value.setdefault(value, []).append(word)
    chosen = [nw.when(column.is_in(of_value)).then(nw.lit(value)) for value, of_value in by_value.items()]
    return nw.coalesce(*chosen, *([column] if rest else []))


# --- what follows --------------------------------------------------------------------------------------------------


def _with_calendar_days(table: Frame) -> Frame:
    """The table with the calendar days in (filed, answered]."""
    name = "calendar_days_to_answer"
    if isinstance(table, nw.LazyFrame):
        return table.with_columns((ordinal("answered_on") - ordinal("filed_on")).alias(name))
    filed, answered = engines.days_of(table, "filed_on"), engines.days_of(table, "answered_on")
    known = ~np.isnat(filed) & ~np.isnat(answered)
    return engines.with_known(table, name, (answered - filed).astype(np.int64), known, nw.Int64())


def _with_what_follows(law: Law, table: Frame, utility: str | None, profile: Profile | None) -> Frame:
    """The facts with everything that follows from them by law and by arithmetic."""
    told = set(table.collect_schema())
    answered = "answered_on" if "answered_on" in told else None
    if "due_on" in told:
        table = table.rename({"due_on": _TOLD_DUE})
    table = nw.from_native(
        due_frame(law, table.to_native(), tipo="tipo", filed="filed_on", answered=answered, profile=profile)
    )
    of_day = nw.Datetime("us") if table.implementation.is_pandas_like() else nw.Date()
    types = law.rules.types.values()
    owe_nothing = [each.code for each in types if each.response is None and not each.given_date]
    ended = nw.when(nw.col("tipo").is_in(owe_nothing)).then(nw.col("filed_on"))
    follows: dict[str, nw.Expr] = {"ended_on": ended, "fingerprint": nw.lit("")}
    follows |= {name: nw.lit(None, of_day) for name in _UNTOLD}
    if answered is not None:
        follows["business_days_to_answer"] = nw.col("days_to_answer")
        if "calendar_days_to_answer" not in told:
            table = _with_calendar_days(table)
    if "resultado" in told:
        outcome = nw.col("resultado")
        follows["denied"] = nw.when(~outcome.is_null()).then(outcome.is_in([each.value for each in DENIALS]))
    if "repeat_of" in told:
        follows["repeat_days"] = nw.lit(law.definitions(profile).profile.repeat_days, nw.Int64)
    if utility is not None:
        follows["utility"] = nw.lit(utility)
    table = table.with_columns(*(expr.alias(name) for name, expr in follows.items() if name not in told))
    if "due_on" in told:
        table = table.drop("due_on").rename({_TOLD_DUE: "due_on"})
    return table.select(*(name for name in _KINDS if name in table.collect_schema()))
