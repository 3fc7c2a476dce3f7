"""The files of the sample, counted again by a script that shares nothing with the writer."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from tests.reports.conftest import PROFILE, register, sampled
from tests.reports.independent import faults
from tests.reports.recount import expected

from pqr_core import colombia
from pqr_core.colombia.sui import FORMATO_A
from pqr_core.indicators.periods import Period
from pqr_core.office.desk import Office
from pqr_core.reports.monthly import MonthlyFile, monthly_file
from pqr_core.reports.official import ReportRequest

FORM = FORMATO_A.at(date(2026, 10, 31)).value
NOT_RECOUNTED = "?"
GROUP = FORM.names.index("causal")


def file_of(office: Office, month: str) -> MonthlyFile:
    """The file of a month."""
    with office.store.read() as unit:
        asked = ReportRequest(
            unit=unit, law=colombia.LAW, profile=PROFILE, period=Period.parse(month), until=date(2026, 11, 23)
        )
        return monthly_file(asked, FORM)


def compare(office: Office, step: int, month: str) -> int:
    """Compare the file of a month with the recount, cell by cell; return the number of cells."""
    period, found = Period.parse(month), file_of(office, month)
    wanted = expected(register(step), period.first_day, period.last_day)
    ours = {row.radicado: row for row in found.rows}
    assert set(wanted) <= set(ours)
    # A tacit withdrawal after the silence has no effect; that is a rule of law, which this recount leaves out.
    withdrawn = {each["radicado"] for each in csv.DictReader(register(step)) if each["fecha_desistimiento_tacito"]}
    undone = {radicado for radicado in withdrawn & set(ours) if ours[radicado].cells["tipo_respuesta"] == "10"}
    assert set(ours) - set(wanted) <= undone
    compared = 0
    for radicado, cells in wanted.items():
        if radicado in undone:
            continue
        row = ours[radicado]
        for place, (cell, told) in enumerate(zip(row.cells.values(), cells, strict=True)):
            if told != NOT_RECOUNTED and (place != GROUP or row.is_written):
                assert cell == told, (radicado, FORM.names[place])
                compared += 1
    assert len(found.written) + len(found.named) == len(found.rows)
    assert faults(found.text, month) == []
    return compared


def test_some_cases_of_a_month(some: Office) -> None:
    """October 2026, one case of forty."""
    assert compare(some, 40, "2026-10") > 400


@pytest.mark.full
@pytest.mark.parametrize("months", [("2026-01", "2026-06", "2026-10")])
def test_every_case_of_some_months(months: tuple[str, ...]) -> None:
    """The whole sample."""
    office = sampled(1)
    assert [compare(office, 1, month) > 10_000 for month in months] == [True] * len(months)
