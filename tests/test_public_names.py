"""The public names work as the architecture promises."""

from __future__ import annotations

import inspect
import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from pqr_core import colombia, testing
from pqr_core.calendars import arrays
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.errors import TransitionRefused
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.conformance import StoreConformance
from pqr_core.vocabulary import EventType, Outcome

FILED = date(2026, 3, 16)
DUE = date(2026, 4, 9)


def test_a_deadline_and_a_case() -> None:
    """From the country alone."""
    assert colombia.due("reclamo", FILED).due_on == DUE
    case = colombia.file("reclamo", on=FILED, utility="empresa", radicado="R-1")
    told = Filing(tipo="reclamo", radicado="R-1")
    assert case == Case.file(told, utility_id="empresa", zone=colombia.ZONE, on=FILED, case_id=case.case_id)
    agenda = colombia.agenda(case, FILED)
    assert agenda.deadlines == colombia.agenda(case, FILED, profile=colombia.DEFAULT_PROFILE).deadlines
    assert colombia.envelope(case, FILED) == colombia.envelope(case, FILED, profile=colombia.DEFAULT_PROFILE)


def test_a_calendar() -> None:
    """With its defaults named, it is the one without arguments; arrays count as it does."""
    cal = colombia.calendar(saturday_is_business_day=False, closures=(), check="warn")
    assert cal is colombia.calendar()
    assert cal.is_business_day(FILED)
    assert cal.add_business_days(FILED, 15) == DUE
    assert cal.business_days_between(FILED, DUE) == 15
    assert cal.span[0] < FILED < cal.span[1]
    assert len(cal.fingerprint) == 64
    filed, due = (np.array([day], dtype="datetime64[D]") for day in (FILED, DUE))
    assert arrays.add_business_days(cal, filed, 15).tolist() == [DUE]
    assert arrays.business_days_between(cal, filed, due).tolist() == [15]


def test_acts_of_an_agenda() -> None:
    """What may be done, why not, and doing it; a type and an event are both asked about."""
    agenda = colombia.agenda(colombia.file("reclamo", on=FILED, utility="empresa"), date(2026, 3, 20))
    decision = Event.of(Decision(resultado=Outcome.ACCEDE), on=date(2026, 3, 20))
    case = agenda.act(decision)
    assert case == agenda.case.record(decision)
    assert agenda.allowed(role=None) == agenda.allowed()
    assert EventType.DECISION in {permit.act for permit in agenda.allowed()}
    assert agenda.refusals(EventType.DECISION) == agenda.refusals(decision) == ()
    assert agenda.refusals(EventType.CIERRE)
    with pytest.raises(TransitionRefused):
        agenda.act(Event(EventType.CIERRE, on=date(2026, 3, 20)))


def test_stores_take_what_is_promised() -> None:
    """Memory takes nothing, SQL an engine or URL, a schema and a prefix."""
    assert list(inspect.signature(SqlStore).parameters)[1:3] == ["schema", "prefix"]
    assert inspect.signature(SqlStore).parameters["prefix"].default == "pqr_"
    with MemoryStore() as store, store.begin() as unit:
        assert unit.utilities() == ()


def test_the_suite_for_stores_has_the_name_that_is_promised() -> None:
    """`pqr_core.testing.StoreConformance`; the package alone loads no pytest, since a host's run imports it."""
    assert testing.StoreConformance is StoreConformance
    code = "import sys, pqr_core.testing; sys.exit('pytest' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
