"""A report for an authority or the public: its tables, the page to read or publish, and the text that is kept.

Personal data stand only in tables for the office (`Section.personal`), whose files other accounts of the machine cannot
read. The default text that is kept leaves these tables out, because personal data could not be erased from it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from pqr_core.citations import Citation
from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import html_page, html_table
from pqr_core.errors import MissingExtraError
from pqr_core.exchange.spreadsheets import Sheet, SheetCell, write_csv, write_xlsx
from pqr_core.facts import Report
from pqr_core.fields import Brief
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.language import Language, Named, Said, long_date
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.private import opened_for
from pqr_core.reports.choices import Choice, Choices, Option
from pqr_core.storage.base import UnitOfWork

__all__ = (
    "OfficialReport",
    "ReportCell",
    "ReportKind",
    "ReportRequest",
    "Section",
    "WrittenFiles",
    "handed_in",
    "percent",
)

ReportCell: TypeAlias = SheetCell | Said
"""A cell: a value, or a text in both languages."""

_UNSAFE: Final = re.compile(r"[^0-9A-Za-z._-]+")
_STYLE: Final = """\
.pqr{max-width:75rem}.pqr .wide{overflow-x:auto}.pqr .wide td{white-space:normal}
.pqr .wide td:first-child:nth-last-child(n+4){white-space:nowrap}.pqr .wide th{vertical-align:bottom}
@media print{.pqr .wide{overflow:visible}.pqr tr{break-inside:avoid}.pqr h2{break-after:avoid}}
"""
"""Wide cells wrap. The first cell of a row of four or more cells does not: it is a number."""


@frozen(kw_only=True)
class ReportRequest(Brief):
    """What a report is made from.

    Args:
        unit: a unit of work for reading.
        law: the law under which the days of cases are counted.
        profile: the profile of the utility.
        period: the period asked for.
        until: the last day looked at, inclusive; what happened later is left out.
        recommendations: texts that a person wrote for this report.
        progress: called with how many cases are done, and of how many.
    """

    unit: UnitOfWork
    law: Law
    profile: Profile
    period: Period
    until: date
    recommendations: tuple[str, ...] = ()
    progress: Callable[[int, int], None] | None = None

    def tell(self, done: int, total: int) -> None:
        """Call `progress`, if there is one."""
        if self.progress is not None:
            self.progress(done, total)

    def report(self, **made: Any) -> OfficialReport:
        """A report with the utility, period and day of this request; `made` gives other fields or replaces these."""
        asked = {"utility": self.profile.utility_id, "name": self.profile.name, "period": self.period}
        return OfficialReport(**{**asked, "until": self.until, **made})


@frozen
class ReportKind(Named, Brief):
    """A kind of report.

    Args:
        code: its code.
        es: its name in Spanish.
        en: its name in English.
        frequency: the length of its period, unless the utility chose another.
        make: the function that makes the report.
        is_fixed: whether the utility cannot choose another length.
    """

    code: str
    es: str
    en: str
    frequency: Frequency
    make: Callable[[ReportRequest], OfficialReport] = field(repr=False)
    is_fixed: bool = field(default=False, kw_only=True)

    def last_period(self, profile: Profile, today: date) -> Period:
        """The last period that ended before `today`; its length may be set in the profile (`reports.CODE.periodo`).

        Raises:
            InvalidInputError: the profile sets a length that does not exist.
        """
        frequency = self.frequency
        if not self.is_fixed:
            told = Choices.of(self.code, (_PERIOD,), profile.told_of(self.code, today))
            frequency = Frequency(told["periodo"]) if told["periodo"] else frequency
        return Period.of(today, frequency).shift(-1)


_PERIOD: Final = Choice(
    "periodo", "período del informe", "period of the report", options=tuple(Option(each.value) for each in Frequency)
)


@frozen(kw_only=True)
class Section(Brief):
    """A table of a report.

    Args:
        code: its code, which also ends the name of its file.
        title: its title.
        headings: the headings of its columns.
        rows: the cells, by row.
        note: what the reader must know about it.
        personal: whether it holds personal data, so that it is only for the office.
        on_page: whether the HTML page shows it.
    """

    code: str
    title: Said
    headings: tuple[Said, ...]
    rows: tuple[tuple[ReportCell, ...], ...] = field(repr=False)
    note: Said | None = None
    personal: bool = False
    on_page: bool = True

    def sheet(self, lang: Language) -> Sheet:
        """The table as a sheet of a workbook."""
        rows = [tuple(_said(cell, lang) for cell in row) for row in self.rows]
        return Sheet(self.title.text(lang), tuple(each.text(lang) for each in self.headings), rows, lang, self.personal)

    def texts(self, lang: Language) -> list[list[str]]:
        """The cells as people read them."""
        return [[_shown(cell, lang) for cell in row] for row in self.rows]

    def html(self, lang: Language) -> str:
        """The table as a part of the HTML page."""
        rows = self.texts(lang)
        note = "" if self.note is None else f'<p class="dim">{escape(self.note.text(lang))}</p>'
        table = html_table([each.text(lang) for each in self.headings], rows) if rows else f"<p>{_NOTHING[lang]}</p>"
        return f'<h2>{escape(self.title.text(lang))}</h2>{note}<div class="wide">{table}</div>'


_NOTHING: Final[Mapping[Language, str]] = {"es": "Ninguno.", "en": "None."}
_FLAGS: Final[Mapping[Language, Sequence[str]]] = {"es": ("no", "sí"), "en": ("no", "yes")}


def _said(cell: ReportCell, lang: Language) -> SheetCell:
    return cell.text(lang) if isinstance(cell, Said) else cell


def _shown(cell: ReportCell, lang: Language) -> str:
    match cell:
        case None:
            return "-"
        case Said():
            return cell.text(lang)
        case bool():
            return _FLAGS[lang][cell]
        case Fraction():
            text = f"{float(cell):.1f}"
            return text.replace(".", ",") if lang == "es" else text
        case _:
            return str(cell)


@frozen(kw_only=True)
class WrittenFiles(Brief):
    """The files that were written, and the error if the workbook was not written for lack of a package."""

    paths: tuple[Path, ...]
    missing: MissingExtraError | None = None


@frozen(kw_only=True)
class OfficialReport(Brief):
    """A report that was made.

    Args:
        code: the code of its kind.
        title: its title.
        utility: the utility.
        name: the name of the utility.
        period: the period of the report.
        until: the last day looked at, inclusive.
        norms: the norms that require it.
        notes: what the reader must know; shown before the tables.
        sections: its tables.
        verbatim: the texts of files that are written as they are, by name.
        text: the text that is kept when the report is handed in; by default the tables without personal data, as JSON.
        complete: whether no row was left out.
    """

    code: str
    title: Said
    utility: str
    name: str
    period: Period
    until: date
    norms: tuple[Citation, ...]
    notes: tuple[Said, ...] = ()
    sections: tuple[Section, ...] = field(repr=False)
    verbatim: Mapping[str, str] = field(factory=dict, repr=False)
    text: str = field(repr=False)
    complete: bool = True

    @text.default
    def _of_the_tables(self) -> str:
        tables = {each.code: [[_kept(cell) for cell in row] for row in each.rows] for each in self._public}
        return json.dumps(tables, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def _shown(self) -> tuple[Section, ...]:
        return tuple(each for each in self.sections if each.on_page)

    @property
    def _public(self) -> tuple[Section, ...]:
        return tuple(each for each in self.sections if not each.personal)

    def __getitem__(self, code: str) -> Section:
        """The table with that code; raises `KeyError` if there is none."""
        found = {each.code: each for each in self.sections}
        return found[code]

    def page(self, lang: Language = "es") -> str:
        """The report as an HTML page, with the tables that have `on_page`."""
        es, en = (
            f"del {self.period.first_day} al {self.period.last_day}",
            f"from {self.period.first_day} to {self.period.last_day}",
        )
        when = Said(
            f"Período {self.period}, {es}. Con corte al {long_date(self.until)}.",
            f"Period {self.period}, {en}. As of {long_date(self.until, 'en')}.",
        )
        asked = "; ".join(each.text(lang) for each in self.norms)
        title = self.title.text(lang)
        head = f'<h1>{escape(title)}</h1><p class="strong">{escape(self.name or self.utility)}</p>'
        told = [when.text(lang), *(each.text(lang) for each in self.notes)]
        body = "".join(f"<p>{escape(each)}</p>" for each in told)
        tables = "".join(each.html(lang) for each in self._shown)
        foot = f'<p class="dim">{escape(Said("Normas", "Norms").text(lang))}: {escape(asked)}</p>'
        return html_page(f"{title} - {self.period}", head + body + tables + foot, lang, style=_STYLE)

    def handed(self, on: date, reference: str | None = None) -> Report:
        """The report as a store keeps it: handed in on the day `on`, under the number `reference`."""
        return Report(
            utility=self.utility,
            code=self.code,
            period=str(self.period),
            text=self.text,
            handed_on=on,
            reference=reference,
        )

    def write(self, folder: str | Path, lang: Language = "es") -> WrittenFiles:
        """Write its files into a folder, which is created if it does not exist.

        The files are the verbatim ones, a CSV file per table, an HTML page and, with the extra `excel`, a workbook.
        Files with personal data, and the verbatim ones, can be read only by the account that writes them.

        Raises:
            OSError: a file cannot be written.
        """
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        paths = [self._put(place / name, partial(_text, text), personal=True) for name, text in self.verbatim.items()]
        stem = _UNSAFE.sub("_", f"{self.code}-{self.utility}-{self.period}")
        for each in self.sections:
            sheet = each.sheet(lang)
            paths.append(self._put(place / f"{stem}-{each.code}.csv", partial(_csv, sheet), personal=each.personal))
        personal = any(each.personal for each in self._shown)
        paths.append(self._put(place / f"{stem}.html", partial(_text, self.page(lang)), personal=personal))
        sheets = [each.sheet(lang) for each in self.sections]
        try:
            personal = any(each.personal for each in self.sections)
            paths.append(self._put(place / f"{stem}.xlsx", partial(_xlsx, sheets), personal=personal))
        except MissingExtraError as error:
            return WrittenFiles(paths=tuple(paths), missing=error)
        return WrittenFiles(paths=tuple(paths))

    @staticmethod
    def _put(path: Path, content: Callable[[], bytes], *, personal: bool) -> Path:
        made = content()  # made before the file is opened: an error leaves no empty file
        with opened_for(path, personal=personal) as target:
            target.write(made)
        return path


def _text(text: str) -> bytes:
    return text.encode()


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    write_csv(sheet, out)
    return out.getvalue().encode()


def _xlsx(sheets: Sequence[Sheet]) -> bytes:
    out = io.BytesIO()
    write_xlsx(sheets, out)
    return out.getvalue()


def _kept(cell: ReportCell) -> object:
    match cell:
        case Said():
            return cell.es
        case Fraction() | date():
            return str(cell)
        case _:
            return cell


def handed_in(unit: UnitOfWork, utility: str, code: str, period: Period) -> Report | None:
    """The report that was last handed in for a code and a period; None if there is none."""
    key = code, str(period)
    return next((each for each in unit.reports.stream(utility) if (each.code, each.period) == key), None)


_HUNDRED: Final = Fraction("1e2")


def percent(part: int, whole: int) -> Fraction | None:
    """`part` in percent of `whole`, exact; None if `whole` is 0."""
    return _HUNDRED * part / whole if whole else None
