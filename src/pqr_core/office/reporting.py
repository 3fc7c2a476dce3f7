"""The reports for an authority or the public: made from the store, and kept as they were handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from pqr_core.errors import InvalidInputError, ReportHandedInError, RowsToProjectError
from pqr_core.facts import Report
from pqr_core.indicators.periods import Period
from pqr_core.language import Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.reports.official import OfficialReport, ReportKind, ReportRequest, handed_in
from pqr_core.storage.base import UnitOfWork

__all__ = ("hand_in", "made")

_LEFT_OUT: Final = Said(
    "le faltan filas que no se pudieron escribir, y lo entregado solo se corrige con una solicitud: corríjalas o, si "
    "se entrega así, diga incomplete (--incomplete)",
    "rows are left out that could not be written, and what is handed in is corrected by request only: mend them or, "
    "if it is handed in as it is, say incomplete (--incomplete)",
)


def made(
    unit: UnitOfWork,
    law: Law,
    profile: Profile,
    kind: ReportKind,
    *,
    period: str | Period | None,
    until: date,
    recommendations: tuple[str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> OfficialReport:
    """A report of a period, as known at the end of the day `until`.

    Without a period, it is the report of the last period that ended before that day.

    Raises:
        RowsToProjectError: some rows were made under other definitions.
        PeriodError: the period cannot be read, or this report has no such period.
        InvalidInputError: the period begins after `until`, or the settings of the report in the profile are invalid.
    """
    asked = kind.last_period(profile, until) if period is None else Period.read(period)
    if asked.first_day > until:
        es, en = f"{asked} no ha empezado el {until}", f"{asked} has not begun on {until}"
        raise InvalidInputError(place="period", detail=Said(es, en))
    others = unit.facts.other_definitions(profile.utility_id, law.definitions(profile).fingerprint)
    if others:
        raise RowsToProjectError(utility=profile.utility_id, n=sum(others.values()))
    return kind.make(
        ReportRequest(
            unit=unit,
            law=law,
            profile=profile,
            period=asked,
            until=until,
            recommendations=recommendations,
            progress=progress,
        )
    )


def hand_in(
    unit: UnitOfWork,
    report: OfficialReport,
    *,
    on: date,
    reference: str | None,
    correction: bool,
    incomplete: bool = False,
) -> Report:
    """Keep a report as it is handed in; if the same text was handed in before, return what was kept then.

    Raises:
        InvalidInputError: the period is not over on the day of the report; or rows are left out and `incomplete` is
            False.
        ReportHandedInError: another text was handed in for the period, and this is not a `correction` with a
            `reference`.
    """
    if report.until < report.period.last_day:
        es, en = f"{report.period} no ha terminado", f"{report.period} is not over"
        raise InvalidInputError(place="period", detail=Said(es, en))
    if not (report.complete or incomplete):
        raise InvalidInputError(place="report", detail=_LEFT_OUT)
    # A report that is handed in twice at once is judged once the other one is kept: the series is locked until then.
    unit.next_number(report.utility, f"informe {report.code} {report.period}")
    known = handed_in(unit, report.utility, report.code, report.period)
    if known is not None:
        if known.text == report.text:
            return known
        if not correction or reference is None:
            raise ReportHandedInError(report=report.code, period=str(report.period), day=str(known.handed_on or "-"))
    kept = report.handed(on, reference)
    unit.reports.put([kept])
    return kept
