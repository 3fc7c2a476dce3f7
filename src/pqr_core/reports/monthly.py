"""The file of the regulator for a month: every case that belongs to it is a row, or is named with what it lacks.

Written rows and named rows add up to the selected cases. Cases of types that have no procedure in the format are
counted apart, so that they are not taken for lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.errors import PeriodError
from pqr_core.facts import Facts
from pqr_core.fields import Brief
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.language import Said
from pqr_core.law.profiles import Profile
from pqr_core.moments import at_end
from pqr_core.names import shown
from pqr_core.reports.cells import cells_of
from pqr_core.reports.checks import Checker, RowFinding
from pqr_core.reports.choices import Choices
from pqr_core.reports.flat import flat
from pqr_core.reports.formats import Format
from pqr_core.reports.official import ReportRequest
from pqr_core.reports.selection import Entered, Selected, is_candidate, selected

__all__ = ("MonthlyFile", "MonthlyRow", "choices_of", "file_text", "month_of", "monthly_file")

_MONTH: Final = Said("un mes como 2026-10", "a month as 2026-10")


@frozen(kw_only=True)
class MonthlyRow(Brief):
    """A case that belongs to the file.

    Args:
        radicado: the radicado; the id of the case if it has none.
        why: the reason why it belongs to the month.
        servicio: the code of its service; None if it has none.
        cells: the cells, by the code of the column.
        findings: the rules that the cells break.
    """

    radicado: str
    why: Entered
    servicio: str | None
    cells: Mapping[str, str] = field(repr=False)
    findings: tuple[RowFinding, ...] = ()

    @property
    def is_written(self) -> bool:
        """Whether the row is written to the file: it breaks no rule that blocks."""
        return not any(each.rule.blocks for each in self.findings)


@frozen(kw_only=True)
class MonthlyFile(Brief):
    """The file of a month, with the cases that are left out of it.

    Args:
        form: the format.
        utility: the utility.
        period: the month.
        until: the last day looked at, inclusive: the last day of the month, or an earlier one while the month runs.
        choices: the choices of the utility.
        rows: the selected cases, in the order of filing.
        elsewhere: how many cases of the month have a type without a procedure in the format, by type.
    """

    form: Format
    utility: str
    period: Period
    until: date
    choices: Choices
    rows: tuple[MonthlyRow, ...] = field(repr=False)
    elsewhere: Mapping[str, int]

    @property
    def written(self) -> tuple[MonthlyRow, ...]:
        """The rows that are written to the file."""
        return tuple(row for row in self.rows if row.is_written)

    @property
    def named(self) -> tuple[MonthlyRow, ...]:
        """The rows that are left out; their findings say what to do."""
        return tuple(row for row in self.rows if not row.is_written)

    @property
    def findings(self) -> tuple[RowFinding, ...]:
        """The findings of all rows, in the order of the rows."""
        return tuple(each for row in self.rows for each in row.findings)

    @property
    def is_running(self) -> bool:
        """Whether the month was not over on the day looked at."""
        return self.until < self.period.last_day

    @property
    def name(self) -> str:
        """The name of the file."""
        month = self.period.first_day
        places = {"aaaa": f"{month.year:04}", "mm": f"{month:%m}", "m": str(month.month)}
        name = self.choices["nombre_archivo"]
        for place, value in places.items():
            name = name.replace(f"{{{place}}}", value)
        return name

    @property
    def text(self) -> str:
        """The text of the file."""
        return file_text(self.form, self.choices, (row.cells for row in self.written))


def file_text(form: Format, choices: Choices, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the text of a file; with a line of headings if the choice `encabezado` is "si".

    Raises:
        InvalidInputError: a cell could break the file.
    """
    cells = [[row[name] for name in form.names] for row in rows]
    headings = [[each.heading for each in form.columns]] if choices["encabezado"] == "si" else []
    return flat([*headings, *cells])


def choices_of(form: Format, profile: Profile, day: date) -> Choices:
    """The choices of a utility on a day.

    Raises:
        InvalidInputError: a setting of the report in the profile is invalid.
    """
    return Choices.of(form.code, form.choices, profile.told_of(form.code, day))


def month_of(period: Period) -> Period:
    """The period itself, if it is a month.

    Raises:
        PeriodError: the period is not a month.
    """
    if period.frequency is not Frequency.MONTH:
        raise PeriodError.expected(_MONTH, shown(str(period)), place="period")
    return period


def monthly_file(asked: ReportRequest, form: Format) -> MonthlyFile:
    """The file of a month, at the end of its last day, or of `asked.until` if that is earlier.

    Raises:
        PeriodError: the period is not a month.
        InvalidInputError: a setting of the report in the profile is invalid.
        PQRError: the law refuses a case.
    """
    unit, law, profile, period = asked.unit, asked.law, asked.profile, asked.period
    closing = month_of(period).closing_day(asked.until)
    choices = choices_of(form, profile, period.last_day)
    chosen, elsewhere = _chosen(asked, form, choices, closing)
    attacked = {each.row.recurso_of for each in chosen if each.row.recurso_of is not None}
    cases = {each.case.case_id: each.case for each in unit.cases.get_many(profile.utility_id, attacked)}
    at = at_end(closing, law.zone)
    cells = list[dict[str, str]]()
    for each in chosen:
        agenda = law.agenda(each.case, at, profile)
        cells.append(cells_of(agenda, _attacked(each, cases), form, choices, law.catalogue))
        asked.tell(len(cells), len(chosen))
    checker = Checker(form=form, choices=choices, catalogue=law.catalogue, period=period)
    rows = (
        MonthlyRow(
            radicado=each.case.filing.radicado or str(each.case.case_id),
            why=each.why,
            servicio=each.case.filing.servicio,
            cells=told_cells,
            findings=tuple(evolve(one, radicado=one.radicado or str(each.case.case_id)) for one in broken),
        )
        for each, told_cells, broken in zip(chosen, cells, checker.check(cells), strict=True)
    )
    return MonthlyFile(
        form=form,
        utility=profile.utility_id,
        period=period,
        until=closing,
        choices=choices,
        rows=tuple(rows),
        elsewhere=dict(sorted(elsewhere.items())),
    )


def _chosen(asked: ReportRequest, form: Format, choices: Choices, closing: date) -> tuple[list[Selected], Counter[str]]:
    """The cases of the month in the order of filing, and how many cases of each type without a procedure were filed."""
    period, codes = asked.period, form.codes
    types = {tipo: choices.member("tramite", tipo) or codes.procedures.get(tipo, "") for tipo in asked.law.rules.types}
    reported = {tipo: code for tipo, code in types.items() if code and _is_reported(code, form, choices)}
    appeals = frozenset(tipo for tipo, code in reported.items() if code == codes.appeal)
    found, elsewhere = list[Facts](), Counter[str]()
    for row in asked.unit.facts.stream(asked.profile.utility_id):
        if row.tipo in reported:
            if is_candidate(row, appeals, period):
                found.append(row)
        elif period.first_day <= row.filed_on <= closing:
            elsewhere[row.tipo] += 1
    chosen = selected(_with_cases(asked, found), appeals, period, closing)
    return sorted(chosen, key=_by_filing), elsewhere


def _by_filing(each: Selected) -> tuple[datetime, str, UUID]:
    return each.case.filed.at, each.case.filing.radicado or "", each.case.case_id


def _is_reported(code: str, form: Format, choices: Choices) -> bool:
    asked = form.codes.optional.get(code)
    return asked is None or choices[asked] == "si"


def _attacked(each: Selected, cases: Mapping[UUID, Case]) -> Case | None:
    return None if each.row.recurso_of is None else cases.get(each.row.recurso_of)


def _with_cases(asked: ReportRequest, rows: list[Facts]) -> Iterator[tuple[Facts, Case]]:
    by_id = {row.case_id: row for row in rows}
    for stored in asked.unit.cases.get_many(asked.profile.utility_id, by_id):
        yield by_id[stored.case.case_id], stored.case
