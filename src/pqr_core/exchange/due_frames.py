"""Adds the last day to answer to each row of a table, by its type and day of filing, as `Law.due` computes it.

Tables in memory are computed with arrays, and the law refuses a row as it refuses a case; rows keep their order, also
in lazy tables of polars. For DuckDB and PySpark the table is joined with a table of days that is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any, Final, NamedTuple, Self, TypeAlias

from attrs import evolve, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.errors import (
    EventBeforeFilingError,
    FrameError,
    MissingExtraError,
    NoRuleInForceError,
    OutOfSpanError,
)
from pqr_core.language import Said
from pqr_core.law.agenda import Definitions
from pqr_core.law.answers import due_days, rule_text
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import Response, RuleBook
from pqr_core.moments import require_date
from pqr_core.names import column_of

try:
    import narwhals as nw
    import numpy as np
    import numpy.typing as npt
    from narwhals.typing import IntoFrameT
except ImportError as error:
    raise MissingExtraError(
        feature="pqr_core.exchange.due_frames", package=Said("narwhals y NumPy", "narwhals and NumPy"), extra="frames"
    ) from error

from pqr_core.calendars import arrays, engines, frames
from pqr_core.calendars.engines import Days, Frame
from pqr_core.indicators.coded import places_of

__all__ = ("ADDED", "due_frame")

ADDED: Final = ("due_on", "days_to_answer", "overdue", "rule")
"""The added columns."""

_DAY: Final = timedelta(days=1)
_NAT: Final = np.datetime64("NaT", "D")
_FILED: Final = "__pqr_filed"
_SHOWN: Final = 10
_CHUNK: Final = 1 << 16  # as many rows as stay in the processor cache between two passes

_Codes: TypeAlias = npt.NDArray[np.int32]
_Truths: TypeAlias = npt.NDArray[np.bool_]


def due_frame(
    law: Law,
    frame: IntoFrameT,
    *,
    tipo: str,
    filed: str,
    answered: str | None = None,
    on: date | None = None,
    values: Mapping[str, str] | None = None,
    profile: Profile | None = None,
) -> IntoFrameT:
    """`frame` with the last day to answer of each row, and whether that day was met.

    Four columns are added; a value that is not known is null:

    - `due_on`: what `law.due` gives; null for a type without a legal term, or whose term is set by the request.
    - `rule`: the version of the rule in force on the day of filing, in Spanish, with its norms.
    - `days_to_answer`: business days in (filed, answered].
    - `overdue`: whether, at the end of `on`, an answer is owed and its last day is past. A row answered by then is not
      overdue, however late the answer was. Without `on`, it is null for an open row of a type that owes an answer.

    Args:
        law: the law.
        frame: a table of polars, pandas, PyArrow, DuckDB or PySpark.
        tipo: the column of types.
        filed: the column of the legal days of filing.
        answered: the column of the days of the answers, null where there is none.
        on: the day for which `overdue` is computed.
        values: the meaning of words in the column `tipo` that are not the code of a type.
        profile: the utility's settings; without it, the default profile of the law.

    Raises:
        InvalidInputError: `frame` is not a table of one of these engines.
        NotADateError: a column of days holds something else.
        FrameError: a column is missing, has the wrong type or is already there; or words do not name a type.
        UnknownCaseTypeError: `values` names a type that the law does not have.
        NoRuleInForceError: in memory only: a row's type had no rule on its day; the first such row is named.
        OutOfSpanError: in memory only: a day is outside the calendar; the first such row is named.
        EventBeforeFilingError: in memory only: a row was answered before it was filed; the first such row is named.
    """
    if on is not None:
        require_date(on, "on")
    asked = _Asked.of(law, values or {}, profile, tipo=tipo, filed=filed, answered=answered, on=on)
    table = engines.opened(frame, *ADDED)
    _require_words(table, tipo)
    result: Frame
    if isinstance(table, nw.DataFrame):
        result = _in_memory(asked, table, refuse=True)
    elif table.implementation.is_polars():
        result = _when_collected(asked, table)
    else:
        result = _joined(asked, table)
    native: IntoFrameT = result.to_native()
    return native


@frozen(kw_only=True)
class _Asked:
    """The question about a table: the law, the columns, and the type that each word means."""

    law: Law
    definitions: Definitions
    meaning: Mapping[str, str]
    tipo: str
    filed: str
    answered: str | None
    on: date | None

    @classmethod
    def of(cls, law: Law, values: Mapping[str, str], profile: Profile | None, **columns: Any) -> Self:
        types = law.rules.types
        for meant in values.values():
            law.rules.case_type(meant)
        return cls(
            law=law,
            definitions=law.definitions(profile),
            meaning={**dict(zip(types, types, strict=True)), **values},
            **columns,
        )

    def refuse_unknown(self, words: Sequence[object]) -> None:
        """Raise one error for all the words that do not name a type."""
        unknown = [str(word) for word in words if word is not None and word not in self.meaning]
        if not unknown:
            return
        shown = ", ".join(map(repr, unknown[:_SHOWN])) + (f" (+{len(unknown) - _SHOWN})" if unknown[_SHOWN:] else "")
        types = ", ".join(self.law.rules.types)
        es = f"{shown}: no son tipos de trámite; diga cuál es cada uno con values={{...}}; los tipos son {types}"
        en = f"{shown}: not case types; say which one each is with values={{...}}; the types are {types}"
        raise FrameError(place=Said.alike(self.tipo), detail=Said(es, en))

    def owes_nothing(self, tipo: str) -> bool:
        """Whether a type never owes an answer."""
        return self.response(tipo) is None and not self.definitions.rules.types[tipo].given_date

    def response(self, tipo: str) -> Response | None:
        """The term of a type; None where the law sets none, or where the request sets it."""
        return self.definitions.rules.types[tipo].response


def _require_words(table: Frame, column: str) -> None:
    dtype = engines.dtype_of(table, column)
    if dtype not in (nw.String, nw.Categorical, nw.Enum):
        raise FrameError.expected(column_of("str"), column_of(dtype), place=Said.alike(column))


# --- in memory: arrays ---------------------------------------------------------------------------------------------


class _Year(NamedTuple):
    """The days of one year for one type: the last day to answer of each, and the index of its rule in `texts`."""

    due: Days
    rules: _Codes
    texts: tuple[str | None, ...]


@lru_cache(maxsize=4096)
def _year(calendar: BusinessCalendar, rules: RuleBook, profile: Profile, tipo: str, year: int) -> _Year:
    first, last = max(date(year, 1, 1), calendar.span[0]), min(date(year, 12, 31), calendar.span[-1])
    definitions = Definitions(calendar=calendar, rules=rules, profile=profile)
    found = list(due_days(definitions, tipo, first, last))
    # By identity, because the versions are few and comparing their content is slow.
    told = {id(day.version): day.version for day in found}
    places = {key: place for place, key in enumerate(told)}
    return _Year(
        np.array([day.due_on for day in found], dtype="datetime64[D]"),
        np.array([places[id(day.version)] for day in found], dtype=np.int32),
        tuple(None if version is None else rule_text(version) for version in told.values()),
    )


@frozen(kw_only=True, eq=False)
class _Table:
    """The answers of several types for the days between `before` and `behind`, both counted from 1970.

    Each type has `width` slots. The first and the last slot hold the answer for days outside the table and for rows
    without a day. `due` holds days counted from 1970, `rules` indexes into `texts`.
    """

    before: int
    behind: int
    due: npt.NDArray[np.int64]
    rules: _Codes
    texts: tuple[str | None, ...]

    @property
    def width(self) -> int:
        """The number of slots of a type."""
        return self.behind - self.before + 1


@lru_cache(maxsize=32)
def _table(
    calendar: BusinessCalendar,
    rules: RuleBook,
    profile: Profile,
    types: tuple[str | None, ...],
    first: int,
    last: int,
) -> _Table:
    """The answers of each type for the days of the years from `first` to `last`; a type of None has no answers."""
    start, end = max(date(first, 1, 1), calendar.span[0]), min(date(last, 12, 31), calendar.span[-1])
    days = (end - start).days + 1
    due, places = np.full((len(types), days + 2), _NAT), np.zeros((len(types), days + 2), dtype=np.int32)
    texts: dict[str | None, int] = {None: 0}
    for row, tipo in enumerate(types):
        place = 1
        for year in () if tipo is None else range(first, last + 1):
            found = _year(calendar, rules, profile, tipo, year)
            slots = slice(place, place := place + len(found.due))
            due[row, slots] = found.due
            places[row, slots] = np.array([texts.setdefault(text, len(texts)) for text in found.texts])[found.rules]
    before = int(np.datetime64(start).astype(np.int64)) - 1
    return _Table(
        before=before,
        behind=before + days + 1,
        due=due.ravel().view(np.int64),
        rules=places.ravel(),
        texts=tuple(texts),
    )


def _in_memory(asked: _Asked, table: nw.DataFrame[Any], *, refuse: bool) -> nw.DataFrame[Any]:
    rows = _Rows.of(asked, table)
    if refuse:
        rows.refuse()
    else:
        rows = rows.possible()
    due, rules, texts = rows.answers()
    if refuse:
        rows.refuse_unanswered(due)
    told = nw.new_series("rule", texts, nw.String(), backend=table.implementation)[rules]
    added = table.with_columns(engines.series(table, "due_on", due, table.schema[asked.filed]), told.alias("rule"))
    if asked.answered is None:
        days, counted = np.zeros(len(due), dtype=np.int64), np.zeros(len(due), dtype=bool)
    else:
        days = rows.days_to_answer()
        counted = np.isfinite(days)
    added = engines.with_known(added, "days_to_answer", days, counted, nw.Int64())
    overdue, known = rows.overdue(due)
    return engines.with_known(added, "overdue", overdue, known, nw.Boolean()).select(*table.columns, *ADDED)


@frozen(kw_only=True, eq=False)
class _Rows:
    """The rows of a table in memory: the index of each row's word in `words`, and its days, NaT where there is none.

    A word that does not name a type has the type None; a word that no row has is None itself.
    """

    asked: _Asked
    words: Sequence[Any]
    places: _Codes
    filed: Days
    answered: Days
    impossible: _Truths | np.bool_ = np.False_

    @classmethod
    def of(cls, asked: _Asked, table: nw.DataFrame[Any]) -> Self:
        filed = engines.days_of(table, asked.filed)
        answered = np.full(len(filed), _NAT) if asked.answered is None else engines.days_of(table, asked.answered)
        column = table[asked.tipo]
        column = column.cast(nw.String) if column.dtype == nw.Categorical else column
        placed = places_of(column, len(column), likely=list(asked.meaning))
        if placed is None:
            places = np.zeros(len(filed), dtype=np.int32)
            return cls(asked=asked, words=[None], places=places, filed=filed, answered=answered)
        places = placed[0].to_numpy().astype(np.int32)
        used = np.zeros(len(placed[1]), dtype=bool)
        used[places] = True
        words = [word if there else None for word, there in zip(placed[1], used.tolist(), strict=True)]
        return cls(asked=asked, words=words, places=places, filed=filed, answered=answered)

    @property
    def types(self) -> list[str | None]:
        """The type that each word means; None where it means none."""
        return [self.asked.meaning.get(word) for word in self.words]

    def possible(self) -> Self:
        """The rows without filing days outside the calendar, and without answers outside it or before the filing."""
        first, last = np.array(self.asked.definitions.calendar.span, dtype="datetime64[D]")
        filed = np.where((self.filed >= first) & (self.filed <= last), self.filed, _NAT)
        impossible = (self.answered < first) | (self.answered > last) | (self.answered < self.filed)
        answered = np.where(impossible, _NAT, self.answered)
        return evolve(self, filed=filed, answered=answered, impossible=impossible)

    def refuse(self) -> None:
        """Raise for words that do not name a type, and for the first row that was answered before it was filed."""
        self.asked.refuse_unknown(self.words)
        early = self.answered < self.filed
        if early.any():
            row = int(np.argmax(early))
            raise EventBeforeFilingError(
                what=self.asked.answered, day=f"{self.answered[row]} (index {row})", filed=self.filed[row], index=row
            )

    def answers(self) -> tuple[Days, _Codes, tuple[str | None, ...]]:
        """The last day to answer of each row, the index of its rule, and the rules."""
        # Days are numbers here, for speed; NaT is a number far below all days.
        days = self.filed.view(np.int64)
        due, rules = np.full(len(days), _NAT), np.zeros(len(days), dtype=np.int32)
        inside = self._inside
        if inside is None:
            return due, rules, (None,)
        definitions = self.asked.definitions
        table = _table(definitions.calendar, definitions.rules, definitions.profile, tuple(self.types), *inside)
        for begin in range(0, len(days), _CHUNK):
            part = slice(begin, begin + _CHUNK)
            slots = np.clip(days[part], table.before, table.behind) - table.before
            slots += self.places[part] * np.int64(table.width)
            table.due.take(slots, out=due.view(np.int64)[part], mode="clip")
            table.rules.take(slots, out=rules[part], mode="clip")
        return due, rules, table.texts

    @property
    def _inside(self) -> tuple[int, int] | None:
        """The first and the last year of the filing days within the calendar; None where there are none."""
        start, end = np.array(self.asked.definitions.calendar.span, dtype="datetime64[D]")
        inside = self.filed[(self.filed >= start) & (self.filed <= end)]
        return (inside.min().astype(date).year, inside.max().astype(date).year) if len(inside) else None

    def refuse_unanswered(self, due: Days) -> None:
        """Raise the law's refusal for the first row that has a day, and a type with a term, but no answer."""
        termed = self._of_type(lambda tipo: self.asked.response(tipo) is not None)
        left = np.flatnonzero(termed & ~np.isnat(self.filed) & np.isnat(due))
        if not len(left):
            return
        row = int(left[0])
        tipo = self.types[self.places[row]]
        assert tipo is not None  # noqa: S101 - the type has a term
        try:
            self.asked.law.due(tipo, self.filed[row].astype(date), self.asked.definitions.profile)
        except (NoRuleInForceError, OutOfSpanError) as error:
            day = f"{self.filed[row]} (index {row})"
            raise type(error)(**{**error.params, "day": day, "index": row}) from None

    def _of_type(self, what: Callable[[str], bool]) -> _Truths:
        """Which rows have a type for which `what` is true."""
        of_word = np.array([tipo is not None and what(tipo) for tipo in self.types], dtype=bool)
        return of_word[self.places]

    def days_to_answer(self) -> npt.NDArray[Any]:
        """Business days in (filed, answered]; not finite where one of the two is not known."""
        return arrays.business_days_between(self.asked.definitions.calendar, self.filed, self.answered)

    def overdue(self, due: Days) -> tuple[_Truths, _Truths]:
        """Whether an answer is owed and its last day is past at the end of the day asked, and where that is known."""
        nothing = self._of_type(self.asked.owes_nothing)
        told = ~np.isnat(self.answered)
        if self.asked.on is None:
            return np.zeros(len(due), dtype=bool), (told | nothing) & ~self.impossible
        day = np.datetime64(self.asked.on)
        settled = nothing | (told & (self.answered <= day))
        return ~settled & (due < day), (settled | ~np.isnat(due)) & ~self.impossible


def _when_collected(asked: _Asked, table: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """A lazy table of polars: its rows are computed as those of a table in memory, when it is collected."""
    engines.require_dates(table, asked.filed)
    if asked.answered is not None:
        engines.require_dates(table, asked.answered)
    native = table.to_native()

    def answered(batch: Any) -> Any:
        return _in_memory(asked, nw.from_native(batch, eager_only=True), refuse=False).to_native()

    schema = answered(native.clear().collect()).schema
    lazy: nw.LazyFrame[Any] = nw.from_native(native.map_batches(answered, schema=schema))
    return lazy


# --- where the engine joins ----------------------------------------------------------------------------------------


class _Column(NamedTuple):
    """The types that share a term: their words, the last day to answer by day of filing, and the days of each rule."""

    words: tuple[str, ...]
    due: Days
    rules: tuple[tuple[str, date, date], ...]


def _columns(asked: _Asked) -> Iterator[_Column]:
    definitions = asked.definitions
    calendar, rules, profile = definitions.calendar, definitions.rules, definitions.profile
    start, end = calendar.span
    shared: dict[int, list[str]] = {}
    for word, tipo in asked.meaning.items():
        response = asked.response(tipo)
        if response is not None:
            shared.setdefault(id(response), []).append(word)
    for words in shared.values():
        table = _table(calendar, rules, profile, (asked.meaning[words[0]],), start.year, end.year)
        runs, here = [], start
        for place, days in groupby(table.rules[1:-1].tolist()):
            length = sum(1 for _ in days)
            text = table.texts[place]
            if text is not None:
                runs.append((text, here, here + (length - 1) * _DAY))
            here += length * _DAY
        yield _Column(tuple(words), table.due[1:-1].view("datetime64[D]"), tuple(runs))


def _joined(asked: _Asked, table: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The table joined with the days of the calendar, with a column of last days for each term."""
    engines.require_dates(table, asked.filed)
    calendar = asked.definitions.calendar
    columns = list(_columns(asked))
    names = [f"__pqr_due_{number}" for number in range(len(columns))]
    days = {name: column.due for name, column in zip(names, columns, strict=True)}
    known = engines.beside(table, {_FILED: engines.all_days(calendar), **days})
    tipo, filed = nw.col(asked.tipo).cast(nw.String), nw.col(asked.filed)
    of_type = [tipo.is_in(column.words) for column in columns]
    due = nw.coalesce(*(nw.when(each).then(nw.col(name)) for each, name in zip(of_type, names, strict=True)))
    rule = nw.coalesce(
        *(
            nw.when(each, filed >= first, filed <= last).then(nw.lit(text))
            for each, column in zip(of_type, columns, strict=True)
            for text, first, last in column.rules
        )
    )
    joined = engines.joined(table, asked.filed, known, _FILED)
    joined = joined.with_columns(due.alias("due_on"), rule.alias("rule")).drop(*names)
    joined = _counted(asked, joined)
    return joined.with_columns(_overdue(asked, tipo).alias("overdue")).select(*table.collect_schema(), *ADDED)


def _counted(asked: _Asked, table: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The table with the business days to answer."""
    if asked.answered is None:
        return table.with_columns(nw.lit(None, nw.Int64).alias("days_to_answer"))
    days: nw.LazyFrame[Any] = nw.from_native(
        frames.business_days_between(
            asked.definitions.calendar, table.to_native(), asked.filed, asked.answered, into="days_to_answer"
        )
    )
    possible = ~_impossible(asked, asked.answered)
    return days.with_columns(nw.when(possible).then(nw.col("days_to_answer")).alias("days_to_answer"))


def _impossible(asked: _Asked, column: str) -> nw.Expr:
    """Whether the answer is before the filing or outside the calendar."""
    answered, (first, last) = nw.col(column), asked.definitions.calendar.span
    impossible: nw.Expr = (answered < nw.col(asked.filed)) | (answered < first) | (answered > last)
    return impossible


def _overdue(asked: _Asked, tipo: nw.Expr) -> nw.Expr:
    settled = tipo.is_in([word for word, meant in asked.meaning.items() if asked.owes_nothing(meant)])
    past = nw.lit(None, nw.Boolean) if asked.on is None else nw.col("due_on") < asked.on
    if asked.answered is None:
        return nw.when(settled).then(nw.lit(value=False)).otherwise(past)
    answered = nw.col(asked.answered)
    told = ~answered.is_null() if asked.on is None else ~answered.is_null() & (answered <= asked.on)
    known = nw.when(settled | told).then(nw.lit(value=False)).otherwise(past)
    return nw.when(_impossible(asked, asked.answered)).then(nw.lit(None, nw.Boolean)).otherwise(known)
