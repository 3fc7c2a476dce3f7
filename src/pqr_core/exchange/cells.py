"""Reads the cells of a row into the values of its columns, or raises the fault of the first cell it cannot read.

There is one reader for each column, and most readers remember the texts they have read, because a register repeats the
same few. A value is never completed by guessing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from csv import field_size_limit
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, Final, cast

from attrs import frozen

from pqr_core.exchange.columns import Column, Takes, fold
from pqr_core.exchange.dates import DateFormat, ShortYearError, is_no_day, of_serial, read_date, read_time
from pqr_core.exchange.dialect import Cell, Record
from pqr_core.exchange.faults import Reason, RowFault
from pqr_core.exchange.layout import Layout
from pqr_core.exchange.reading import ANY_OTHER, Reading
from pqr_core.exchange.words import is_destroyed, is_error, null_form, type_code
from pqr_core.fields import misleads, nfc
from pqr_core.law.rules import CaseType
from pqr_core.names import near

__all__ = ("RowReader", "day_of", "spaced", "text_of")

_PLAIN: Final = re.compile(r"[\w./ #,;:()°º-]*", re.ASCII)
_SPACE: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""The spaces that look like the one of the keyboard, as spreadsheets and web pages write them."""
_LOST: Final = "\ufffd"
"""What a program writes for a letter that it could not read."""
_LONGEST: Final = 255
"""The most characters of a code that a store keeps."""
_EXACT: Final = 1e15
"""A spreadsheet keeps every digit of whole numbers below this one."""
_COUNT: Final = re.compile(r"\d{1,10}(?:[.,]0{1,2})?|\d{1,3}([., ])\d{3}(?:\1\d{3}){0,2}")
_OF_CLOCK: Final = re.compile(r"\d{1,2}:")
_LARGEST: Final = 2**31 - 1
_EXPECTED: Final[Mapping[DateFormat, str]] = {"iso": "AAAA-MM-DD", "dmy": "DD-MM-AAAA", "mdy": "MM-DD-AAAA"}
_REMEMBERED: Final = 4096
_SECONDS: Final = 86_400
_CENTS: Final = 2


@frozen
class _Blank:
    """A spreadsheet error in a column that may be empty."""

    text: str


class RowReader:
    """Reads the rows of one file.

    Args:
        layout: where the columns of the file stand.
        reading: how the file is to be read.
        types: the case types of the rule book.
        names: for each column that takes names, the code of each folded name in the catalogue.
        zone: the zone of times without an offset.
        span: the first and last day that a date may have, both included.
        date_format: how the file writes its days.
        has_serials: whether a number may be a day, as in a workbook.
    """

    def __init__(
        self,
        layout: Layout,
        reading: Reading,
        *,
        types: Mapping[str, CaseType],
        names: Mapping[str, Mapping[str, str]],
        zone: tzinfo,
        span: tuple[date, date],
        date_format: DateFormat,
        has_serials: bool,
    ) -> None:
        self._layout = layout
        self._reading = reading
        self._types = types
        self._names = names
        self.zone = zone
        self._span = span
        self._format = date_format
        self._has_serials = has_serials
        self._nulls = frozenset(map(null_form, reading.none))
        self._plan = [
            (name, place, reading.of_kind[name], self._reader(reading.of_kind[name]))
            for name, place in layout.places.items()
        ]
        self._defaults = [
            (reading.of_kind[name], self._reader(reading.of_kind[name]), value)
            for name, value in reading.defaults.items()
        ]
        self._needed = [each.name for each in reading.of_kind.values() if each.needed]
        self._needing = [(each.name, each.needs) for each in reading.of_kind.values() if each.needs]

    def __reduce__(self) -> tuple[Any, ...]:
        # The column readers cache what they read and cannot be pickled, so the other process makes them anew.
        made = partial(
            RowReader,
            types=self._types,
            names=self._names,
            zone=self.zone,
            span=self._span,
            date_format=self._format,
            has_serials=self._has_serials,
        )
        return made, (self._layout, self._reading)

    def text(self, record: Record, column: str) -> str:
        """The text of a column in a record; empty where the record has no such cell."""
        place = self._layout.places.get(column)
        return "" if place is None or len(record.cells) <= place else text_of(record.cells[place], self._format)

    def check_shape(self, record: Record) -> None:
        """Refuse a record that cannot be read, or whose number of cells is not that of the headings.

        Raises:
            RowFault: the record has one of these faults.
        """
        if record.fault == "size":
            raise RowFault(Reason.LARGO, "", str(record.cells[0]), limit=field_size_limit())
        if record.fault:
            if record.until > record.line:
                lines = {"first": record.line + 1, "last": record.until}
                raise RowFault(Reason.COMILLAS_TRAGAN, "", str(record.cells[0]), **lines)
            raise RowFault(Reason.COMILLAS, "", str(record.cells[0]))
        if len(record.cells) != self._layout.width:
            raise RowFault(Reason.COLUMNAS, "", count=len(record.cells), expected=self._layout.width)

    def read(self, record: Record) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
        """The values of the record by column, and the spreadsheet errors that count as empty, each with its column.

        A value is a text, a day, an aware instant in legal time, a time of day, a number, a truth value or a word of a
        closed list. A column without a value is left out.

        Raises:
            RowFault: the record is not a row, or a cell holds something that its column does not take.
        """
        self.check_shape(record)
        cells = record.cells
        if record.until > record.line:
            self._check_breaks(record)
        values: dict[str, Any] = {}
        for name, place, column, read in self._plan:
            cell = cells[place]
            if cell is None or cell == "":
                continue
            value = read(cell) if type(cell) is str else self._typed(cell, column, read)
            if value is not None:
                values[name] = value
        blanks = tuple((name, values.pop(name).text) for name in [*values] if type(values[name]) is _Blank)
        for column, read, text in self._defaults:
            if column.name not in values and (column.needs is None or column.needs in values):
                values[column.name] = read(text)
        self._check_needs(record, values)
        return values, blanks

    def _check_needs(self, record: Record, values: Mapping[str, Any]) -> None:
        for name in self._needed:
            if name not in values:
                raise RowFault(Reason.NADA if self.text(record, name).strip() else Reason.VACIO, name)
        for name, other in self._needing:
            if name in values and other not in values and values[name] is not False:
                raise RowFault(Reason.FALTA, name, other=other)

    def _check_breaks(self, record: Record) -> None:
        for name, place, *_ in self._plan:
            cell = record.cells[place]
            if isinstance(cell, str) and ("\n" in cell.strip() or "\r" in cell.strip()):
                raise RowFault(Reason.SALTO, name, first=record.line, last=record.until)

    # --- a reader a column ------------------------------------------------------------------------------------------

    def _reader(self, column: Column) -> Callable[[str], Any]:
        """The reader for the texts of a column.

        It tries the words that the reading gives, then the words for nothing, then the words of the column itself.
        """
        words = {null_form(word): told for word, told in self._reading.values.get(column.name, {}).items()}
        any_other = words.pop(ANY_OTHER, None)
        own = _TAKES[column.takes]

        def read(cell: str) -> Any:
            text = spaced(cell)
            if not text:
                return None
            form = null_form(text)
            if form in words:
                return self._meant(column, text, words[form])
            if form in self._nulls and form not in column.words:
                return None
            if is_error(text):
                if column.needed or column.takes is Takes.IDENTITY:
                    raise RowFault(Reason.DANADO, column.name, text)
                return _Blank(text)
            try:
                if any_other is None or column.words or column.takes is Takes.TYPE:
                    return own(self, column, text)
            except RowFault as fault:
                if any_other is None or fault.why is not Reason.PALABRA:
                    raise
            return self._meant(column, ANY_OTHER, any_other)

        return read if column.takes is Takes.IDENTITY else lru_cache(maxsize=_REMEMBERED)(read)

    def _meant(self, column: Column, word: str, told: str) -> Any:
        """What the reading says that a word means; an empty text means no value."""
        try:
            return _TAKES[column.takes](self, column, told) if told else None
        except RowFault as fault:
            raise fault.of_word(word) from None

    def _typed(self, cell: Any, column: Column, read: Callable[[str], Any]) -> Any:
        """The value of a cell that is not text: a day or a time where the column takes one, else read from its text."""
        if column.takes is Takes.IDENTITY and isinstance(cell, date | time | timedelta):
            # A number such as 2026-03 or 26:03 that the spreadsheet turned into a day or an hour.
            raise RowFault(Reason.DANADO, column.name, text_of(cell, self._format))
        if isinstance(cell, timedelta):
            cell = _clock(cell.total_seconds()) if timedelta() <= cell < timedelta(days=1) else str(cell)
        if isinstance(cell, date | time):
            return self._moment(cell, column, read)
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
            if (counted := self._of_serial(cell, column)) is not None:
                return self._moment(counted, column, read)
            if isinstance(cell, float) and (not cell.is_integer() or abs(cell) >= _EXACT) and column.takes in _OF_CODES:
                raise RowFault(Reason.DANADO, column.name, repr(cell))
            if column.takes in _OF_NUMBERS and round(cell, _CENTS) != cell:  # its text would have thousands
                raise RowFault(_OF_NUMBERS[column.takes], column.name, str(cell))
        return read(text_of(cell, self._format))

    def _of_serial(self, number: float | Decimal, column: Column) -> date | time | None:
        """The moment that a number of a workbook means in a column of moments; None if it means none.

        A number such as 20260316, or 1430 in a column of hours, is written and not counted: it is read as a text.
        """
        if not self._has_serials or column.takes not in _OF_TIME or isinstance(number, Decimal):
            return None
        if 0 <= number < 1 and column.takes in _OF_HOURS:
            return _clock(number * _SECONDS)
        with suppress(ValueError):
            told, (first, last) = of_serial(number), self._span
            if not is_no_day(told) and not first <= day_of(told) <= last:
                return None
            if column.takes is Takes.HOUR:
                return told.time() if isinstance(told, datetime) else None
            return told
        return None

    def texts(self, cells: tuple[Cell, ...]) -> Iterator[str]:
        """The cells of a row as a text file holds them, with moments where a workbook has their numbers."""
        column_of = {place: column for _name, place, column, _read in self._plan}
        for place, cell in enumerate(cells):
            told: Cell = None
            if (column := column_of.get(place)) is not None:
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    told = self._of_serial(cell, column)
                elif isinstance(cell, datetime) and column.takes is Takes.HOUR:
                    told = cell.time()
            yield text_of(cell if told is None else told, self._format)

    def _moment(self, cell: date | time, column: Column, read: Callable[[str], Any]) -> Any:
        takes = column.takes
        if isinstance(cell, time):
            return cell if takes in _OF_HOURS else read(cell.isoformat())
        if takes not in _OF_TIME:
            return read(text_of(cell, "iso"))
        if takes is Takes.HOUR:
            return cell.time() if isinstance(cell, datetime) else time()
        if is_no_day(cell):
            return None
        told = self._legal(column, cell, text_of(cell, self._format))
        return day_of(told).replace(day=1) if takes is Takes.MONTH else told

    # --- what each kind of column takes -------------------------------------------------------------------------------

    def _identity(self, column: Column, text: str) -> str:
        if not _PLAIN.fullmatch(text) and misleads(text):
            raise RowFault(Reason.NULO if "\0" in text else Reason.CONTROL, column.name, text)
        if _LOST in text:
            raise RowFault(Reason.LETRAS, column.name, text)
        if is_destroyed(text):
            raise RowFault(Reason.DANADO, column.name, text)
        if len(text) > _LONGEST:
            raise RowFault(Reason.LARGO, column.name, text, limit=_LONGEST)
        return nfc(text)

    def _name(self, column: Column, text: str) -> str:
        name = fold(self._identity(column, text))
        return self._names.get(column.name, {}).get(name, name)

    def _type(self, column: Column, text: str) -> str:
        code = type_code(text, self._types)
        if code is None:
            names = [*self._types, *(each.es for each in self._types.values())]
            raise self._unknown(column, text, self._types, names)
        return code

    def _word(self, column: Column, text: str) -> Any:
        try:
            return column.words[fold(text)]
        except KeyError:
            known = dict.fromkeys(str(each) for each in column.words.values())
            if column.takes is not Takes.WORD:
                known = {"sí": None, "no": None}
            raise self._unknown(column, text, known, column.words) from None

    def _score(self, column: Column, text: str) -> Any:
        """Yes, no, or a number; the reader of surveys checks the number against the scale."""
        return int(text) if re.fullmatch(r"\d{1,3}", text) else self._word(column, text)

    def _unknown(self, column: Column, text: str, known: Iterable[str], names: Iterable[str]) -> RowFault:
        hint, words = _near(text, tuple(names)), ", ".join(known)
        return RowFault(Reason.PALABRA, column.name, text, known=words, hint=hint, name=column.name)

    def _date(self, column: Column, text: str) -> date | None:
        if is_no_day(text):
            return None
        first_year = self._span[0].year if self._reading.short_years else None
        try:
            told = read_date(text, self._format, first_year=first_year)
        except ShortYearError:
            raise RowFault(Reason.CORTO, column.name, text) from None
        except (ValueError, OverflowError):
            raise self._no_date(column, text) from None
        return self._legal(column, told, text)

    def _no_date(self, column: Column, text: str) -> RowFault:
        if "\0" in text:
            return RowFault(Reason.NULO, column.name, text)
        expected = _EXPECTED[self._format]
        return RowFault(Reason.FECHA, column.name, text, expected=expected, english=expected.replace("A", "Y"))

    def _legal(self, column: Column, told: date, text: str) -> date | datetime:
        """The day or instant in legal time; it must be within the span."""
        try:
            if isinstance(told, datetime):
                told = self._local(told)
        except OverflowError:
            raise self._no_date(column, text) from None
        first, last = self._span
        if not first <= day_of(told) <= last:
            raise RowFault(Reason.FECHA_FUERA_DE_RANGO, column.name, text, first=first, last=last)
        return told

    def _local(self, told: datetime) -> date | datetime:
        if told.tzinfo is None:
            return told.replace(tzinfo=self.zone) if told.time() != time() else told.date()
        local = told.astimezone(self.zone)
        if told.time() == time() and (self._reading.dates_as == "local" or local.time() == time()):
            return told.date()
        return local

    def _hour(self, column: Column, text: str) -> time:
        try:
            return read_time(text)
        except ValueError:
            raise RowFault(Reason.HORA, column.name, text) from None

    def _instant(self, column: Column, text: str) -> date | time | None:
        with suppress(ValueError):
            return read_time(text)
        if _OF_CLOCK.match(text):
            raise RowFault(Reason.HORA, column.name, text)
        return self._date(column, text)

    def _month(self, column: Column, text: str) -> date | None:
        """The first day of the month: from `2026-03`, `03/2026`, `marzo de 2026`, or any day of the month."""
        if is_no_day(text):
            return None
        if found := re.fullmatch(r"(?P<y>\d{4})[-/.]?(?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})", text):
            forms = [(f"{found['y'] or found['y2']}-{found['m'] or found['m2']}-1", "iso")]
        else:
            forms = [(f"1 {text}", self._format), (text, self._format)]
        for form, date_format in forms:
            with suppress(ValueError, OverflowError):
                told = read_date(form, cast("DateFormat", date_format))
                return day_of(self._legal(column, told, text)).replace(day=1)
        raise RowFault(Reason.MES, column.name, text)

    def _days(self, column: Column, text: str) -> int:
        count = _whole(text)
        if not count:
            raise RowFault(Reason.NUMERO, column.name, text)
        return count

    def _count(self, column: Column, text: str) -> int:
        count = _whole(text)
        if count is None:
            raise RowFault(Reason.ENTERO, column.name, text)
        return count

    def _amount(self, column: Column, text: str) -> Decimal:
        """An amount in COP.

        Points or commas separate the thousands; the other of the two separates one or two decimals.
        """
        bare = re.sub(r"(?i)^(?:cop|\$)|\s", "", text)
        for thousands, decimals in (".,", ",."):
            if re.fullmatch(
                rf"(?a)(?:\d{{1,15}}|\d{{1,3}}(?:\{thousands}\d{{3}}){{1,4}})(?:\{decimals}\d{{1,2}})?", bare
            ):
                return Decimal(bare.replace(thousands, "").replace(decimals, "."))
        raise RowFault(Reason.VALOR, column.name, text)


_near: Final = lru_cache(maxsize=_REMEMBERED)(near)
"""The nearest known word, remembered: a register repeats the same unknown words in thousands of rows."""


def _clock(seconds: float) -> time:
    """The time of day at that many seconds after midnight."""
    minutes, second = divmod(round(seconds), 60)
    return time(minutes // 60 % 24, minutes % 60, second)


def _whole(text: str) -> int | None:
    """A whole number; points, commas or spaces may separate its thousands. None if it is not one, or too large."""
    found = _COUNT.fullmatch(text)
    if found is None:
        return None
    whole = int(re.sub(r"[., ]", "", text) if found[1] else re.split(r"[.,]", text)[0])
    return whole if whole <= _LARGEST else None


_OF_TIME: Final = frozenset({Takes.DATE, Takes.MOMENT, Takes.HOUR, Takes.MONTH})
_OF_HOURS: Final = frozenset({Takes.HOUR, Takes.MOMENT})
_OF_CODES: Final = frozenset({Takes.IDENTITY, Takes.CODE, Takes.NAME})
_OF_NUMBERS: Final = {Takes.DAYS: Reason.NUMERO, Takes.COUNT: Reason.ENTERO, Takes.AMOUNT: Reason.VALOR}
"""The columns of numbers, and why a number is refused in them."""
_TAKES: Final[Mapping[Takes, Callable[..., Any]]] = {
    Takes.IDENTITY: RowReader._identity,  # noqa: SLF001 - the table of this class's own readers
    Takes.CODE: RowReader._identity,  # noqa: SLF001
    Takes.NAME: RowReader._name,  # noqa: SLF001
    Takes.TYPE: RowReader._type,  # noqa: SLF001
    Takes.WORD: RowReader._word,  # noqa: SLF001
    Takes.FLAG: RowReader._word,  # noqa: SLF001
    Takes.SCORE: RowReader._score,  # noqa: SLF001
    Takes.DATE: RowReader._date,  # noqa: SLF001
    Takes.HOUR: RowReader._hour,  # noqa: SLF001
    Takes.MOMENT: RowReader._instant,  # noqa: SLF001
    Takes.MONTH: RowReader._month,  # noqa: SLF001
    Takes.DAYS: RowReader._days,  # noqa: SLF001
    Takes.COUNT: RowReader._count,  # noqa: SLF001
    Takes.AMOUNT: RowReader._amount,  # noqa: SLF001
}


def spaced(text: str) -> str:
    """`text` without spaces around it, and with those of the keyboard within."""
    return text.strip() if text.isascii() else _SPACE.sub(" ", text).strip()


def day_of(value: date) -> date:
    """The day of a value that is a day or an instant."""
    return value.date() if isinstance(value, datetime) else value


def text_of(cell: Cell, date_format: DateFormat) -> str:
    """A cell as a text file holds it, with its days written in `date_format`."""
    text = ""
    match cell:
        case None:
            pass
        case bool():
            text = "si" if cell else "no"
        case float() if cell.is_integer() and abs(cell) < _EXACT:
            text = str(int(cell))
        case datetime() if cell.tzinfo is not None:
            text = cell.isoformat(" ")
        case datetime() if cell.time() != time():
            text = f"{text_of(cell.date(), date_format)} {cell.time().isoformat()}"
        case date():
            text = cell.strftime(_WRITTEN[date_format])
        case _:
            text = str(cell)
    return text


_WRITTEN: Final[Mapping[DateFormat, str]] = {"iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
