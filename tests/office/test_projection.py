"""Rows are remade if the law, the days or the settings have changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from tests.oracle.crowds import crowded_vector

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.errors import InvalidInputError, PQRError, RowsToProjectError, StaleCaseError
from pqr_core.exchange.vectors import read_case
from pqr_core.facts import Facts, facts_of
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.engine import standing_of
from pqr_core.office import projection, worklist
from pqr_core.office.projection import Projection, has_settings, project
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, Outcome

AT = datetime(2026, 3, 16, 10, tzinfo=colombia.ZONE)
LATER = AT + timedelta(days=3)
PROFILE = evolve(colombia.DEFAULT_PROFILE, aviso_business_days=3)
CLOSURE = Closure(date(2026, 4, 6), date(2026, 4, 7), act="Resolución 1", known_on=date(2026, 3, 1))
OLD = colombia.definitions(PROFILE)
NEW = colombia.definitions(evolve(PROFILE, closures=(CLOSURE,)))


def case_of(number: int, *events: Event, filed: datetime = AT) -> Case:
    """A complaint of that number; filed on 16 March 2026, it is to be answered by 9 April, with the closure by 13."""
    return Case.file(
        Filing(tipo="reclamo", radicado=f"R-{number}"),
        utility_id="empresa",
        case_id=UUID(int=number),
        zone=colombia.ZONE,
        at=filed,
        events=events,
    )


def row_of(case: Case, definitions: Definitions = OLD) -> Facts:
    """The row of the case."""
    return facts_of(standing_of(case, definitions))


def keep(store: Store, *cases: Case) -> None:
    """The cases with their rows, made before the closure."""
    with store.begin(AT) as unit:
        for case in cases:
            unit.cases.add(case, row_of(case))
        unit.define_all(OLD)
        unit.commit()


def rows_in(store: Store) -> list[Facts]:
    """The rows known now."""
    with store.read() as unit:
        return list(unit.facts.stream("empresa"))


def notes_in(store: Store) -> list[int]:
    """The cases with a note."""
    with store.read() as unit:
        cases = [stored.case for stored in unit.cases.stream("empresa")]
    return [case.case_id.int for case in cases if any(each.type is EventType.NOTA for each in case.events)]


def test_only_cases_whose_days_move_record_a_note(office_store: Store) -> None:
    """A closure moves one of two cases: its case gets a note with the reason; the other row is only rewritten."""
    moved, stays = case_of(1), case_of(2, filed=AT - timedelta(days=60))
    with office_store.begin(AT) as unit:
        for case in (moved, stays):
            known = facts_of(standing_of(case, OLD), petitioner="h", grupo_causal="g", repeat_of=UUID(int=8))
            unit.cases.add(case, evolve(known, satisfied=False))
        unit.commit()
    seen: list[tuple[int, int]] = []
    done = project(
        office_store,
        "empresa",
        NEW,
        at=LATER,
        reason="Resolución 1",
        actor="oficina",
        progress=lambda *told: seen.append(told),
    )
    assert (done, seen) == (Projection(2, 1), [(2, 2)])
    with office_store.read() as unit:
        row, before = (unit.facts.get("empresa", UUID(int=1), before=b) for b in (None, LATER))
        assert row is not None
        assert before is not None
        assert (before.due_on, row.due_on) == (date(2026, 4, 9), date(2026, 4, 13))
        assert (row.petitioner, row.grupo_causal, row.satisfied) == ("h", "g", False)
        assert (row.repeat_of, row.recurso_of) == (UUID(int=8), None)
        stored = unit.cases.get("empresa", UUID(int=1)).case
        note = stored.events[-1]
        assert (note.type, note.evidence, note.actor) == (EventType.NOTA, ("Resolución 1",), "oficina")
        assert row.duties == row_of(stored, NEW).duties
        assert len(unit.cases.get("empresa", UUID(int=2)).case.events) == 1
        assert unit.facts.get("empresa", UUID(int=3)) is None
        assert unit.definition(row.fingerprint) == "\n".join(NEW.fingerprints.values())
        assert not unit.facts.other_definitions("empresa", NEW.fingerprint)
    assert project(office_store, "empresa", NEW, at=LATER, reason="Resolución 1") == Projection()


def listed(store: Store) -> int:
    """How many cases the lists of the day of filing have."""
    with store.read() as unit:
        return sum(worklist.counts(unit, "empresa", AT.date(), OLD).values())


def test_a_direct_row_of_before_the_spells_is_listed_again(office_store: Store) -> None:
    """Such a row names no definitions and has no case: its duties follow from its columns."""
    row = Facts(utility="empresa", radicado="D-1", tipo="reclamo", filed_on=AT.date(), due_on=date(2026, 4, 9))
    with office_store.begin(AT) as unit:
        unit.facts.put([evolve(row, last_on=None, duties=())])
        unit.commit()
    assert listed(office_store) == 0
    for rows in (1, 0):
        assert project(office_store, "empresa", OLD, at=LATER, reason="-") == Projection(rows=rows)
    assert listed(office_store) == 1
    assert rows_in(office_store) == [row]


def test_a_day_of_another_duty_is_a_legal_day_too(office_store: Store) -> None:
    """Answered and cited before the closure: only the last day of the aviso moves, and the case gets a note."""
    decision = Event(EventType.DECISION, on=date(2026, 4, 8), payload=Decision(resultado=Outcome.ACCEDE))
    keep(office_store, case_of(1, decision, Event(EventType.ENVIO_CITACION, on=date(2026, 4, 9))))
    closed = colombia.definitions(evolve(PROFILE, closures=(Closure(date(2026, 4, 20), act="Resolución 2"),)))
    assert project(office_store, "empresa", closed, at=LATER, reason="Resolución 2") == Projection(1, 1)
    (row,) = rows_in(office_store)
    assert (row.due_on, [duty.due_on for duty in row.owed(date(2026, 4, 21))]) == (
        date(2026, 4, 9),
        [date(2026, 4, 22)],
    )
    assert notes_in(office_store) == [1]


def test_a_setting_that_moves_nothing_leaves_no_note(office_store: Store) -> None:
    """In more than a batch of cases, each row gets the new definitions, and no history grows."""
    keep(office_store, *(case_of(n, filed=AT - timedelta(days=n % 50)) for n in range(1, 1202)))
    settings = colombia.definitions(evolve(PROFILE, remision_sspd_business_days=4))
    assert project(office_store, "empresa", settings, at=LATER, reason="2") == Projection(1201)
    assert notes_in(office_store) == []
    assert {row.fingerprint for row in rows_in(office_store)} == {settings.fingerprint}


def test_facts_name_the_definitions_they_were_made_with(office_store: Store) -> None:
    """Calendar, rule book and profile are stored under the digests that the fingerprint of a row leads to."""
    with office_store.begin() as unit:
        fingerprint = unit.define_all(NEW)
        assert fingerprint == row_of(case_of(1), NEW).fingerprint
        digests = str(unit.definition(fingerprint)).splitlines()
        texts = [str(unit.definition(digest)) for digest in digests]
    assert [sha256(text.encode()).hexdigest() for text in texts] == digests
    assert texts == [NEW.calendar.definition, NEW.rules.definition, NEW.profile.definition]


def test_a_row_made_anew_has_the_days_of_now_only(office_store: Store) -> None:
    """While a wait has no known end, the row has no due day; an old row with one loses it, and the reverse."""
    case = case_of(1, Event(EventType.REQUERIMIENTO, on=date(2026, 3, 18)))
    waiting = row_of(case)
    assert waiting.due_on is None
    with office_store.begin(AT) as unit:
        wrong = evolve(waiting, due_on=date(2026, 4, 8), due_if_lapsed_on=None, fingerprint="0" * 64)
        unit.cases.add(case, wrong)
        unit.commit()
    assert project(office_store, "empresa", OLD, at=AT, reason="corrected") == Projection(1, 1)
    (row,) = rows_in(office_store)
    assert evolve(row, last_on=waiting.last_on, duties=waiting.duties) == waiting


def test_a_row_that_knew_less_is_only_told_anew(office_store: Store) -> None:
    """A row from before the spells lacks the last event; adding it is not a day that moved."""
    case = case_of(1, Event(EventType.ASIGNACION, on=date(2026, 3, 17)))
    bare = evolve(row_of(case), last_on=None, silence_on=None, duties=(), fingerprint="0" * 64)
    with office_store.begin(AT) as unit:
        unit.cases.add(case, bare)
        unit.commit()
    assert project(office_store, "empresa", OLD, at=AT, reason="0.2.0") == Projection(1)
    assert (rows_in(office_store), notes_in(office_store)) == ([row_of(case)], [])


# --- interruptions and refusals ------------------------------------------------------------------------------------


def test_an_interrupted_run_goes_on_where_it_stopped(office_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remade rows are stored and not made again: each moved case gets one note."""
    monkeypatch.setattr(projection, "_BATCH", 2)
    keep(office_store, *(case_of(n) for n in range(1, 6)))

    def interrupt(done: int, of: int) -> None:
        assert (done, of) == (2, 5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project(office_store, "empresa", NEW, at=LATER, reason="1", progress=interrupt)
    with office_store.read() as unit, pytest.raises(RowsToProjectError, match="3 rows"):
        worklist.counts(unit, "empresa", date(2026, 4, 7), NEW)
    assert project(office_store, "empresa", NEW, at=LATER, reason="1") == Projection(3, 3)
    with office_store.read() as unit:
        assert [len(stored.case.events) for stored in unit.cases.stream("empresa")] == [2] * 5
        assert sum(worklist.counts(unit, "empresa", date(2026, 4, 7), NEW).values()) == 5


def test_s9_a_case_saved_meanwhile_is_read_again(office_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer is faster at the second of three cases: the batch is done again, and no case is left out."""
    keep(office_store, *(case_of(n) for n in (1, 2, 3)))
    with office_store.read() as unit:
        cases = type(unit.cases)
    save, saved = cases.save, list[int]()

    def late(self: Any, before: Any, after: Case, *given: Any) -> Any:
        saved.append(after.case_id.int)
        if len(saved) == 2:
            raise StaleCaseError(key=after.case_id, stored=2, expected=1)
        return save(self, before, after, *given)

    monkeypatch.setattr(cases, "save", late)
    assert project(office_store, "empresa", NEW, at=LATER, reason="1") == Projection(3, 3)
    assert saved == [1, 2, 1, 2, 3]
    assert notes_in(office_store) == [1, 2, 3]


KILLED = """
import os, sys
from tests.office.test_projection import LATER, NEW
from pqr_core.office.projection import project
from pqr_core.storage.sql import SqlStore

project(SqlStore(sys.argv[1]), "empresa", NEW, at=LATER, reason="1", progress=lambda *told: os._exit(9))
"""


def test_a_killed_process_leaves_whole_batches(tmp_path: Path) -> None:
    """After a kill, the other batches are unchanged; after another run, each case has one note."""
    url = f"sqlite:///{tmp_path / 'killed.sqlite'}"
    with SqlStore(url) as store:
        store.create()
        keep(store, *(case_of(n) for n in range(1, 1201)))
        ran = subprocess.run([sys.executable, "-c", KILLED, url], check=False, cwd=Path(__file__).parents[2])
        assert (ran.returncode, len(notes_in(store))) == (9, 1000)
        assert project(store, "empresa", NEW, at=LATER, reason="1") == Projection(200, 200)
        with store.read() as unit:
            assert {len(stored.case.events) for stored in unit.cases.stream("empresa")} == {2}


def test_a_case_that_cannot_be_counted_is_told(office_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are remade; its row stays, lists are still refused, and the next run reports it again."""
    keep(office_store, *(case_of(n) for n in range(1, 6)))

    def refused(case: Case, definitions: Definitions) -> Agenda:
        if case.case_id.int == 3:
            raise InvalidInputError(place="case", detail=Said("sin regla", "no rule"))
        return standing_of(case, definitions)

    monkeypatch.setattr(projection, "standing_of", refused)
    for rows in (4, 0):
        done = project(office_store, "empresa", NEW, at=LATER, reason="1")
        assert (done.rows, done.moved, [each.case_id.int for each in done.refused]) == (rows, rows, [3])
        assert isinstance(done.refused[0].error, InvalidInputError)
    assert notes_in(office_store) == [1, 2, 4, 5]
    with office_store.read() as unit, pytest.raises(RowsToProjectError, match="1 row"):
        worklist.counts(unit, "empresa", date(2026, 4, 7), NEW)


def test_a_row_without_its_case_is_told() -> None:
    """A row with definitions and without a case cannot be remade, and is reported."""
    store = MemoryStore()
    with store.begin(AT) as unit:
        unit.facts.put([row_of(case_of(1))])
        unit.commit()
    done = project(store, "empresa", NEW, at=LATER, reason="1")
    assert [each.error.code for each in done.refused] == ["caso_inexistente"]


# --- pairs of definitions recorded as equal ------------------------------------------------------------------------


def test_a_closure_touches_the_rows_with_days_around_it(office_store: Store) -> None:
    """Rows that ended before it keep the old definitions, which are recorded as equal: lists read both."""
    keep(office_store, case_of(1), case_of(2, filed=AT - timedelta(days=60)), case_of(3, filed=AT + timedelta(days=30)))
    ended = case_of(4, Event(EventType.RESPUESTA_ENVIADA, on=date(2026, 3, 20)), filed=AT - timedelta(days=20))
    keep(office_store, ended)
    assert project(office_store, "empresa", NEW, at=LATER, reason="1", since=OLD).moved == 1
    assert {row.case_id.int for row in rows_in(office_store) if row.fingerprint == OLD.fingerprint} == {2, 3, 4}
    with office_store.read() as unit:
        assert unit.equal_to("empresa", NEW.fingerprint) == {OLD.fingerprint}
        assert sum(worklist.counts(unit, "empresa", date(2026, 4, 20), NEW).values()) == 4
    assert project(office_store, "empresa", NEW, at=LATER, reason="1", since=OLD) == Projection()


def test_rows_of_yet_other_definitions_are_all_made_anew(office_store: Store) -> None:
    """`since` applies only to rows of its definitions; rows equal to the second stay readable after a third."""
    keep(office_store, case_of(1, filed=AT + timedelta(days=30)), case_of(2, filed=AT + timedelta(days=30)))
    with office_store.begin(AT) as unit:
        unit.facts.put([evolve(rows_of(unit)[1], fingerprint="0" * 64)])
        unit.commit()
    assert project(office_store, "empresa", NEW, at=LATER, reason="1", since=OLD).rows == 1
    third = colombia.definitions(evolve(NEW.profile, closures=(CLOSURE, Closure(date(2026, 3, 17), act="2"))))
    assert project(office_store, "empresa", third, at=LATER, reason="2", since=NEW).rows == 0
    with office_store.read() as unit:
        assert unit.equal_to("empresa", third.fingerprint) == {OLD.fingerprint, NEW.fingerprint}


def rows_of(unit: object) -> list[Facts]:
    """The rows that the unit knows."""
    return list(unit.facts.stream("empresa"))  # type: ignore[attr-defined]  # a unit of work


def test_more_than_days_is_no_closure(office_store: Store) -> None:
    """If a setting differs too, all rows must be remade."""
    other = colombia.definitions(evolve(NEW.profile, aviso_business_days=9))
    with pytest.raises(InvalidInputError, match="more than days"):
        project(office_store, "empresa", other, at=LATER, reason="1", since=OLD)


def random_cases(random: Random, n: int) -> Iterator[Case]:
    """Cases of random histories that the engine takes."""
    while n:
        case, _profile = read_case(crowded_vector(random)["case"], colombia.LAW)
        filing = evolve(case.events[0], payload=evolve(case.filing, radicado=f"R-{n}"))
        case = evolve(case, case_id=UUID(int=n), utility_id="empresa", events=(filing, *case.events[1:]))
        with suppress(PQRError):
            row_of(case)
            n -= 1
            yield case


@pytest.mark.parametrize("seed", range(4))
def test_what_a_closure_does_not_touch_is_as_it_would_be_made(seed: int) -> None:
    """For random histories and closures, added or removed: a row left unchanged is the one that would be made now."""
    random, store = Random(f"closure {seed}"), MemoryStore()  # noqa: S311 - a choice, no secret
    keep(store, *random_cases(random, 60))
    before = OLD
    for _ in range(5):
        first = date(2026, 1, 20) + timedelta(days=random.randrange(200))
        last = first + timedelta(days=random.choice((0, 1, 4)))
        closures = () if random.random() < 0.3 else (Closure(first, last, act="1"),)
        after = colombia.definitions(evolve(PROFILE, closures=closures))
        project(store, "empresa", after, at=AT, reason="1", since=before)
        with store.read() as unit:
            told = {stored.case.case_id: stored.case for stored in unit.cases.stream("empresa")}
        for row in rows_in(store):
            assert evolve(row, fingerprint="") == evolve(row_of(told[row.case_id], after), fingerprint=""), row
        before = after


# --- the settings of rows ------------------------------------------------------------------------------------------


def test_rows_say_which_settings_they_were_made_with(office_store: Store) -> None:
    """Rows name the profile stored with them, under any law; rows without one cannot be checked."""
    keep(office_store, case_of(1))
    with office_store.read() as unit:
        assert has_settings(unit, "empresa", OLD)
        assert not has_settings(unit, "empresa", NEW)
        assert not has_settings(unit, "empresa", colombia.definitions(evolve(PROFILE, aviso_business_days=None)))
        assert has_settings(unit, "gas", NEW)
    with office_store.begin(AT) as unit:
        unit.facts.put([evolve(row_of(case_of(1)), fingerprint="0" * 64)])
        assert not has_settings(unit, "empresa", OLD)
        older = OLD.profile.definition.replace('"art14_extension":"not_for_contract_pqr",', "").replace(
            ",null,null]]", "]]"
        )
        digest = unit.define("\n".join(("calendar", "rules", unit.define(older))))
        unit.facts.put([evolve(row_of(case_of(1)), fingerprint=digest)])
        assert has_settings(unit, "empresa", OLD)
        assert not has_settings(unit, "empresa", NEW)
