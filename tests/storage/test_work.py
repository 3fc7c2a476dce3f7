"""What is built on a store: numbering, alerts, projections anew."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from attrs import evolve
from pqr_core.storage.alerts import alerts, fire
from pqr_core.storage.projection import define, reproject

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.errors import ChangedEventError, InvalidInputError
from pqr_core.facts import Facts, facts_of
from pqr_core.law.agenda import Agenda
from pqr_core.law.urgency import Alert
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.personal import joined, parted
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType

AT = datetime(2026, 3, 16, 10, tzinfo=colombia.ZONE)
LATER = AT + timedelta(days=3)
PROFILE = evolve(colombia.DEFAULT_PROFILE, ladders=(("*", (3, 1, 0, -1)),))
CLOSED = evolve(
    PROFILE, closures=(Closure(date(2026, 4, 6), date(2026, 4, 7), act="Resolución 1", known_on=date(2026, 3, 1)),)
)


@pytest.fixture
def work_store(store_url: str) -> Iterator[Store]:
    """An empty store, in memory and on every database; its tables are gone at the end, every connection given back."""
    if store_url == "memory":
        yield MemoryStore()
        return
    with SqlStore(store_url, prefix="w_") as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        yield store
        assert getattr(store.engine.pool, "checkedout", lambda: 0)() == 0
        store.tables.metadata.drop_all(store.engine)


def case_of(number: int, filed: datetime) -> Case:
    """A complaint of that number."""
    return Case.file(
        Filing(tipo="reclamo", radicado=f"R-{number}"),
        utility_id="empresa",
        case_id=UUID(int=number),
        zone=colombia.ZONE,
        at=filed,
    )


def old(case: Case) -> Agenda:
    """The agenda before the closure was known."""
    return colombia.agenda(case, LATER, profile=PROFILE)


def new(case: Case) -> Agenda:
    """The agenda with it."""
    return colombia.agenda(case, LATER, profile=CLOSED)


def test_only_rows_whose_days_change_are_rewritten(work_store: Store) -> None:
    """A closure moves one of two cases: its row is closed and followed, its case notes why, the other is untouched."""
    moved, stays = case_of(1, AT), case_of(2, AT - timedelta(days=60))
    with work_store.begin() as unit:
        for case in (moved, stays):
            known = facts_of(case, old(case), petitioner="h", grupo_causal="g", repeat_of=UUID(int=8))
            unit.cases.add(case, evolve(known, satisfied=False, recurso_of=UUID(int=9)), at=AT)
        unit.cases.add(case_of(3, AT), at=AT)
        unit.commit()
    assert reproject(work_store, "empresa", new, at=LATER, reason="Resolución 1", actor="oficina") == 1
    with work_store.begin(writing=False) as unit:
        row, before = (unit.facts.get("empresa", UUID(int=1), before=b) for b in (None, LATER))
        assert row is not None
        assert before is not None
        assert before.due_on == date(2026, 4, 9)
        assert row.due_on == date(2026, 4, 13)
        assert (row.petitioner, row.grupo_causal, row.satisfied) == ("h", "g", False)
        assert (row.repeat_of, row.recurso_of) == (UUID(int=8), UUID(int=9))
        note = unit.cases.get("empresa", UUID(int=1)).case.events[-1]
        assert (note.type, note.evidence, note.actor) == (EventType.NOTA, ("Resolución 1",), "oficina")
        assert len(unit.cases.get("empresa", UUID(int=2)).case.events) == 1
        assert unit.facts.get("empresa", UUID(int=3)) is None
        assert unit.definition(row.fingerprint) == "\n".join(new(moved).basis.fingerprints.values())
    assert reproject(work_store, "empresa", new, at=LATER, reason="Resolución 1") == 0


def test_facts_name_the_definitions_they_were_made_with(work_store: Store) -> None:
    """Calendar, rule book and profile are stored under the digests that the fingerprint of a row leads to."""
    basis = new(case_of(1, AT)).basis
    with work_store.begin() as unit:
        fingerprint = define(unit, basis)
        assert fingerprint == facts_of(case_of(1, AT), new(case_of(1, AT))).fingerprint
        digests = str(unit.definition(fingerprint)).splitlines()
        texts = [str(unit.definition(digest)) for digest in digests]
    assert [sha256(text.encode()).hexdigest() for text in texts] == digests
    assert texts == [basis.calendar.definition, basis.rules.definition, basis.profile.definition]


def test_a_row_made_anew_has_the_days_of_now_only(work_store: Store) -> None:
    """A wait of unknown end took the due day away; a row that still had it gets it taken, and the reverse."""
    case = case_of(1, AT).record(Event(EventType.REQUERIMIENTO, on=date(2026, 3, 18)))
    waiting = facts_of(case, old(case))
    assert waiting.due_on is None
    with work_store.begin() as unit:
        unit.cases.add(case, evolve(waiting, due_on=date(2026, 4, 9), due_if_lapsed_on=None), at=AT)
        unit.commit()
    assert reproject(work_store, "empresa", old, at=LATER, reason="corrected") == 1
    with work_store.begin(writing=False) as unit:
        assert unit.facts.get("empresa", UUID(int=1)) == waiting


def row(due_on: date, number: int = 1) -> Facts:
    """An open row."""
    return Facts(utility="empresa", case_id=UUID(int=number), tipo="queja", filed_on=date(2026, 3, 16), due_on=due_on)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (date(2026, 3, 30), None),
        (date(2026, 4, 6), 3),
        (date(2026, 4, 7), 3),
        (date(2026, 4, 8), 1),
        (date(2026, 4, 9), 0),
        (date(2026, 4, 10), -1),
        (date(2026, 4, 30), -1),
    ],
)
def test_the_last_step_reached_is_due(day: date, step: int | None) -> None:
    """Business days before and after the due day, by the ladder of the profile; one at a time."""
    calendar = colombia.calendar_of(PROFILE)
    due = list(alerts([row(date(2026, 4, 9))], day, rules=colombia.RULES, calendar=calendar, profile=PROFILE))
    assert [alert.step for alert in due] == ([] if step is None else [step])


def test_an_alert_of_a_step_fires_once(work_store: Store) -> None:
    """Asked again the same day, or the day after at the same step, it is silent; a due day that moves warns anew."""
    calendar = colombia.calendar_of(PROFILE)

    def fired(rows: list[Facts], day: date) -> tuple[Alert, ...]:
        with work_store.begin() as unit:
            found = fire(unit, alerts(rows, day, rules=colombia.RULES, calendar=calendar, profile=PROFILE), at=AT)
            unit.commit()
        return found

    rows = [row(date(2026, 4, 9), number) for number in (1, 2)]
    assert [alert.case_id.int for alert in fired(rows, date(2026, 4, 6))] == [1, 2]
    assert fired(rows, date(2026, 4, 6)) == fired(rows, date(2026, 4, 7)) == ()
    assert [alert.step for alert in fired(rows, date(2026, 4, 8))] == [1, 1]
    assert [alert.due_on for alert in fired([row(date(2026, 4, 10))], date(2026, 4, 8))] == [date(2026, 4, 10)]


def test_nothing_is_due_of_a_row_without_open_duty_or_suspended() -> None:
    """An answered case warns of nothing, and so does one whose clock stands still."""
    calendar = colombia.calendar_of(PROFILE)
    answered = evolve(row(date(2026, 4, 9)), answered_on=date(2026, 4, 1), duty=None, duty_due_on=None)
    suspended = evolve(row(date(2026, 4, 9)), suspended_from=date(2026, 4, 6), suspended_until=date(2026, 4, 8))
    day = date(2026, 4, 8)
    assert list(alerts([answered, suspended], day, rules=colombia.RULES, calendar=calendar, profile=PROFILE)) == []


def test_a_duty_beside_the_answer_warns_while_the_answer_waits() -> None:
    """Evidence stops the clock of the answer, not that of the notice of a visit."""
    calendar = colombia.calendar_of(PROFILE)
    visit = evolve(
        row(date(2026, 5, 4)),
        suspended_from=date(2026, 3, 5),
        suspended_until=date(2026, 3, 27),
        duty="aviso_visita",
        duty_due_on=date(2026, 3, 17),
    )
    (due,) = alerts([visit], date(2026, 3, 17), rules=colombia.RULES, calendar=calendar, profile=PROFILE)
    assert (due.code, due.step) == ("aviso_visita", 0)
    unknown = evolve(visit, duty="bailar")
    with pytest.raises(InvalidInputError, match="bailar"):
        list(alerts([unknown], date(2026, 3, 17), rules=colombia.RULES, calendar=calendar, profile=PROFILE))


def test_an_alert_of_a_utility_with_a_long_name_fires(work_store: Store) -> None:
    """Its name is no part of what the ledger keeps."""
    named = evolve(row(date(2026, 4, 9)), utility="a" * 255)
    due = list(
        alerts([named], date(2026, 4, 9), rules=colombia.RULES, calendar=colombia.calendar_of(PROFILE), profile=PROFILE)
    )
    with work_store.begin() as unit:
        assert fire(unit, due, at=AT) == tuple(due)
        assert fire(unit, due, at=AT) == ()


def test_a_number_has_the_form_of_its_template() -> None:
    """Year and number stand where the template wants them."""
    assert YearlyNumbering("PQR-{number}-{year}").text(date(2026, 3, 16), 7) == "PQR-7-2026"


# --- personal data that were changed -------------------------------------------------------------------------------

NAME = "Ana P\u00e9rez"
TOLD = Event(EventType.RADICACION, on=date(2026, 3, 16), payload=Filing(tipo="queja", hechos=NAME))


@pytest.mark.parametrize(
    "changed",
    [
        "",
        f"no JSON: {NAME}",
        f'["{NAME}"]',
        f'"{NAME}"',
        "null",
        "{}",
        f'{{"data": "{NAME}"}}',
        '{"data": null}',
        '{"data": ["hechos"]}',
        f'{{"data": {{"hechos": ["{NAME}"]}}}}',
        f'{{"data": {{"peticionario": {{"nombre": "{NAME}"}}}}}}',
        f'{{"data": {{"{NAME}": "x"}}}}',
        f'{{"data": {{"at": "{NAME}"}}}}',
        f'{{"data": {{"tipo": "{NAME}"}}}}',
        "[" * 100_000,
    ],
)
def test_personal_data_that_were_changed_are_an_error_of_ours(changed: str) -> None:
    """The event is named; neither the message nor what is chained to it shows what stands there."""
    text, personal = parted(TOLD)
    assert joined(text, personal) == TOLD
    with pytest.raises(ChangedEventError) as refused:
        joined(text, changed)
    digest = json.loads(text)["personal"]
    assert refused.value.params == {"event": f"radicacion (2026-03-16, personal {digest})"}
    assert NAME not in "".join(traceback.format_exception(refused.value))
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


def test_a_chained_text_that_was_changed_is_an_error_of_ours() -> None:
    """With personal data, or after they were deleted."""
    text, personal = parted(TOLD)
    for broken in (text[:-1], text.replace("radicacion", "nada"), f"[{text}]"):
        for rest in (personal, None):
            with pytest.raises(ChangedEventError, match="verify_history"):
                joined(broken, rest)
