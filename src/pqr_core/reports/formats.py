"""The format of a monthly file of a regulator: its columns, codes and choices, and the rules for its rows.

A country passes a format as a value. The code that writes, reads and checks files names no code of a country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Protocol

from attrs import field, frozen

from pqr_core.cases.catalogues import Catalogue
from pqr_core.citations import Citation
from pqr_core.fields import Brief
from pqr_core.indicators.periods import Period
from pqr_core.language import Named, Said
from pqr_core.reports.choices import Choice, Choices
from pqr_core.vocabulary import EventType, Outcome

__all__ = ("Checked", "Codes", "Format", "FormatColumn", "RowRule", "day_of", "written_day")

_DAY: Final = re.compile(r"(?P<d>[0-9]{2})(?P<separator>[-/])(?P<m>[0-9]{2})(?P=separator)(?P<y>[0-9]{4})")


@frozen
class FormatColumn(Named, Brief):
    """A column: its code in this library, the heading in the file, its names, and whether its cells are days."""

    code: str
    heading: str
    es: str
    en: str
    is_day: bool = field(default=False, kw_only=True)


@frozen(kw_only=True)
class Codes(Brief):
    """The codes of a format, by the terms of this library.

    Args:
        procedures: the code of the procedure by case type; a type without one does not go into the file.
        optional: the procedures that go into the file only if a choice is "si", with the code of that choice.
        appeal: the code of the procedure whose file goes on to the authority.
        answers: the code of the answer by outcome.
        endings: the code of the answer by the act that ended a case without an answer of its own.
        pending: the code of a case without answer within its term.
        unanswered: the code of a case without answer whose term has passed.
        confirms: the code of an answer to a recurso that leaves the decision as it was.
        grants: the codes of the answers that must be carried out.
        ways: the way of notice by the act that notifies.
        letters: by act, the kinds of letter whose number is the number of the answer.
        no_invoice: the code of a case that does not concern an invoice.
    """

    procedures: Mapping[str, str]
    optional: Mapping[str, str]
    appeal: str
    answers: Mapping[Outcome, str]
    endings: Mapping[EventType, str]
    pending: str
    unanswered: str
    confirms: str
    grants: frozenset[str]
    ways: Mapping[EventType, str]
    letters: Mapping[EventType, tuple[str, ...]]
    no_invoice: str

    @property
    def open_answers(self) -> frozenset[str]:
        """The codes of a case without an answer."""
        return frozenset({self.pending, self.unanswered})


class _NoticeCodes(Protocol):
    def __call__(self, choices: Choices, way: str | None) -> str: ...


@frozen(kw_only=True)
class Format(Brief):
    """The format of a monthly file, as it is from one day to another.

    Args:
        code: the code of the kind of report.
        es: its name in Spanish.
        en: its name in English.
        columns: the columns, in their order.
        codes: the codes, by the terms of this library.
        choices: what sources dispute, or only the utility knows.
        rules: the rules for each row.
        notice: gives the code of a way of notice under the choices of a utility. The way is None while there is no
            notice; the code is empty if none is known.
        norms: the norms that require it.
        correction: how to correct a file that was handed in.
    """

    code: str
    es: str
    en: str
    columns: tuple[FormatColumn, ...]
    codes: Codes
    choices: tuple[Choice, ...]
    rules: tuple[RowRule, ...]
    notice: _NoticeCodes
    norms: tuple[Citation, ...]
    correction: Said

    @property
    def names(self) -> tuple[str, ...]:
        """The codes of the columns, in order."""
        return tuple(each.code for each in self.columns)

    def column(self, code: str) -> FormatColumn:
        """The column with a code."""
        return next(each for each in self.columns if each.code == code)

    def number(self, code: str) -> int:
        """The number of a column, counted from 1."""
        return self.names.index(code) + 1


@frozen(kw_only=True)
class Checked(Brief):
    """A row, with all that its rules need.

    Args:
        cells: the cells, by the code of the column.
        choices: the choices of the utility.
        format: the format of the file.
        catalogue: the catalogue that holds the causales.
        period: the month of the file.
        repeated: whether an earlier row of the file has the same number and procedure.
    """

    cells: Mapping[str, str]
    choices: Choices
    format: Format = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    period: Period
    repeated: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def day(self, column: str) -> date | None:
        """The day in a column; None if the cell is not a day."""
        return day_of(self.cells[column])

    @property
    def is_open(self) -> bool:
        """Whether the code of the answer says that the case has none."""
        return self["tipo_respuesta"] in self.format.codes.open_answers


@frozen(kw_only=True)
class RowRule(Brief):
    """A rule that a row must keep.

    Args:
        code: the code of the rule.
        column: the code of the column that is wrong if the rule is broken.
        what: what is wrong if the rule is broken.
        remedy: what to do about it.
        norm: the norm behind it, with how that was checked.
        holds: a function that says whether a row keeps the rule.
        blocks: whether a row that breaks the rule is left out of the file. If not, the row is written and the report
            warns.
    """

    code: str
    column: str
    what: Said
    remedy: Said
    norm: Citation
    holds: Callable[[Checked], bool] = field(repr=False)
    blocks: bool = True


def day_of(text: str) -> date | None:
    """The day that a text gives as DD-MM-YYYY or DD/MM/YYYY; None if it is not such a day.

    >>> day_of("09-04-2026"), day_of("2026-04-09"), day_of("31-02-2026")
    (datetime.date(2026, 4, 9), None, None)
    """
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def written_day(day: date | None, separator: str) -> str:
    """The day as DD, MM and YYYY joined by `separator`; empty if `day` is None."""
    return "" if day is None else separator.join((f"{day:%d}", f"{day:%m}", f"{day.year:04}"))
