"""An office under random use: acts, facts, late entries, retries, two writers; its invariants hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session
from tests.office.days import Office as Offices
from tests.office.days import told_by_agendas, told_by_rows

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Annulment, Correction, Filing
from pqr_core.cases.filing import Link
from pqr_core.errors import StaleCaseError, TransitionRefused
from pqr_core.facts import Facts
from pqr_core.indicators.counting import count as counted
from pqr_core.indicators.periods import Period
from pqr_core.office.desk import Office
from pqr_core.office.recursos import to_tell
from pqr_core.office.views import CaseView
from pqr_core.sources import Rows
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.clocks import FrozenClock
from pqr_core.testing.strategies import KINDS, told
from pqr_core.vocabulary import EventType, Relation

UTILITIES = (f"u{number}" for number in count(1))
TYPES = ("reclamo", "peticion", "peticion_informacion", "habeas_data_reclamo", "sugerencia", "queja")
PERIODS = [Period.parse(f"2026-{month:02}") for month in range(1, 13)]
KEYS = st.sampled_from((None, "k1", "k2", "k3"))
AGO = st.integers(0, 12)


class OfficeMachine(RuleBasedStateMachine):
    """Two writers on one store, each with its own office."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        # A utility of its own for each run, so that one store serves all.
        profile = evolve(colombia.DEFAULT_PROFILE, utility_id=next(UTILITIES), aviso_business_days=3)
        self.clock = FrozenClock()
        self.offices = [Office(self.store, colombia.JURISDICTION, profile, clock=self.clock) for _ in range(2)]
        self.profile = profile
        self.seen: dict[str, CaseView] = {}
        self.keys: dict[str, str] = {}
        self.warned: set[str] = set()
        self.read: dict[str, list[tuple[UUID, int]]] = defaultdict(list)

    @property
    def today(self) -> date:
        """The legal day."""
        return self.clock.today

    def _radicado(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.seen)))

    # --- what happens ---

    @rule(days=st.integers(0, 9), hours=st.integers(0, 13))
    def time_goes_by(self, days: int, hours: int) -> None:
        """Some days pass."""
        self.clock.tick(timedelta(days=days, hours=hours))

    @rule(who=st.integers(0, 1), tipo=st.sampled_from(TYPES), ago=AGO, key=KEYS, by_day=st.booleans())
    def file(self, who: int, tipo: str, ago: int, key: str | None, by_day: bool) -> None:  # noqa: FBT001 - drawn
        """File a paper of today or of some days ago; filed again under its key, it is the same case."""
        filing = Filing(tipo=tipo, canal="web", servicio="acueducto")
        moment = {"on": self.today - timedelta(days=ago)} if by_day else {"at": self.clock() - timedelta(days=ago)}
        if key in self.keys:
            known = self.seen[self.keys[key]].case.events[0]
            assert self.offices[who].file(known.detail(Filing), key=key).radicado == self.keys[key]
            return
        view = self.offices[who].file(filing, key=key, actor=f"w{who}", **moment)
        assert view.radicado not in self.seen
        self.seen[view.radicado] = view
        if key is not None:
            self.keys[key] = view.radicado

    @precondition(lambda self: self.seen)
    @rule(
        who=st.integers(0, 1),
        data=st.data(),
        kind=st.sampled_from(("recurso_reposicion", "recurso_reposicion_apelacion")),
        ago=AGO,
    )
    def file_recurso(self, who: int, data: st.DataObject, kind: str, ago: int) -> None:
        """File a recurso against any case, even one filed later."""
        link = Link(relacion=Relation.RECURSO_DE, radicado=self._radicado(data))
        view = self.offices[who].file(Filing(tipo=kind, vinculos=(link,)), on=self.today - timedelta(days=ago))
        self.seen[view.radicado] = view

    @precondition(lambda self: self.seen)
    @rule(who=st.integers(0, 1), data=st.data(), stale=st.booleans())
    def act(self, who: int, data: st.DataObject, stale: bool) -> None:  # noqa: FBT001 - drawn
        """Do an offered act with any details, with the last version seen or without."""
        radicado = self._radicado(data)
        current = self.offices[1 - who].look(radicado)
        if not current.offered:
            return
        kind = data.draw(st.sampled_from([permit.act for permit in current.offered]))
        event = data.draw(st.sampled_from(list(told(kind, self.today))))
        version = self.seen[radicado].version if stale else None
        try:
            view = self.offices[who].act(radicado, event, version=version, actor=f"w{who}")
        except StaleCaseError:
            assert stale
            assert current.version > self.seen[radicado].version
        except TransitionRefused:
            assert self.offices[who].look(radicado).version == current.version
        else:
            assert view.version == current.version + 1
            assert view.case.events[: len(current.case.events)] == current.case.events
        self.seen[radicado] = self.offices[who].look(radicado)

    @precondition(lambda self: self.seen)
    @rule(who=st.integers(0, 1), data=st.data(), ago=AGO, kind=st.sampled_from(KINDS))
    def record(self, who: int, data: st.DataObject, ago: int, kind: EventType) -> None:
        """Record a fact, late or at once, permitted or not, but not before the filing."""
        radicado = self._radicado(data)
        on = max(self.today - timedelta(days=ago), self.offices[who].look(radicado).case.filed_on)
        event = data.draw(st.sampled_from(list(told(kind, on))))
        self.offices[who].record(radicado, event, reason="así pasó")

    @precondition(lambda self: self.seen)
    @rule(who=st.integers(0, 1), data=st.data())
    def annul(self, who: int, data: st.DataObject) -> None:
        """Annul any event; one that the case of a recurso recorded is refused here, and annulled there."""
        radicado = self._radicado(data)
        case = self.offices[who].look(radicado).case
        amendments = (EventType.ANULACION, EventType.CORRECCION)
        events = [each for each in case.every_event if each.type not in (*amendments, EventType.RADICACION)]
        if not events:
            return
        event = data.draw(st.sampled_from(events))
        target = Annulment(event.identity)
        if event.id is None:
            self.offices[who].record(radicado, target, reason="fue un error")
        else:
            with pytest.raises(TransitionRefused) as refused:
                self.offices[who].record(radicado, target, reason="fue un error")
            assert refused.value.guard == "contado_por_recurso"

    @precondition(lambda self: self.seen)
    @rule(who=st.integers(0, 1), data=st.data(), tipo=st.sampled_from(("recurso_reposicion", "reclamo")))
    def link_otherwise(self, who: int, data: st.DataObject, tipo: str) -> None:
        """Change what a recurso attacks: correct it to another case or to none, annul it, or link it by an event."""
        radicado = self._radicado(data)
        names = data.draw(st.lists(st.sampled_from(sorted(self.seen)), max_size=1))
        links = tuple(Link(relacion=Relation.RECURSO_DE, radicado=name) for name in names)
        case = self.offices[who].look(radicado).case
        if data.draw(st.booleans()):
            filed = case.filed.event
            right = evolve(filed, payload=evolve(filed.detail(Filing), tipo=tipo, vinculos=links))
            self.offices[who].record(radicado, Correction(filed.identity, right), reason="fue un error")
        elif links:
            self.offices[who].record(radicado, links[0], reason="se supo después")

    @precondition(lambda self: self.seen and isinstance(self.store, SqlStore))
    @rule(data=st.data(), keeps=st.booleans())
    def host(self, data: st.DataObject, keeps: bool) -> None:  # noqa: FBT001 - drawn
        """Make two calls in one transaction of a host, which commits or rolls back."""
        assert isinstance(self.store, SqlStore)
        radicado = self._radicado(data)
        before = self.offices[0].look(radicado)
        with Session(self.store.engine) as session:
            filed = self.offices[0].file(Filing(tipo="queja"), within=session)
            self.offices[0].record(radicado, EventType.NOTA, within=session)
            session.commit() if keeps else session.rollback()
        assert self.offices[1].look(radicado).version == before.version + keeps
        if keeps:
            self.seen[filed.radicado] = filed

    @rule(who=st.integers(0, 1))
    def nightly(self, who: int) -> None:
        """Give the warnings of the night; none is given twice."""
        found = {alert.key for alert in self.offices[who].nightly()}
        assert not found & self.warned
        self.warned |= found

    @rule(who=st.integers(0, 1), reader=st.sampled_from(("mailer", "printer")), limit=st.integers(1, 5))
    def read_outbox(self, who: int, reader: str, limit: int) -> None:
        """Read half of a batch of the outbox."""
        for batch in self.offices[who].outbox(reader, limit=limit):
            assert len(batch) <= limit
            self.read[reader] += [(each.case_id, each.seq) for each in batch]

    # --- what holds ---

    def teardown(self) -> None:
        """Check the whole register at the end."""
        utility, definitions = self.profile.utility_id, colombia.definitions(self.profile)
        for reader in ("mailer", "printer"):
            self.read_outbox(0, reader, 7)
        with self.store.read() as unit:
            cases = [stored.case for stored in unit.cases.stream(utility)]
            for case in cases:
                assert unit.cases.verify_history(utility, case.case_id) == ()
            days = {case.last_on for case in cases} | {self.today, self.today + timedelta(days=30)}
            office = Offices(tuple(cases), definitions)
            for day in sorted(days)[-6:]:
                expected = told_by_agendas(office, day)
                assert told_by_rows(unit, office, day, paged=True) == expected
            self._indicators_agree(unit)
            rows = {row.case_id: row for row in unit.facts.stream(utility)}
        self._numbers_have_no_gap([str(case.filing.radicado) for case in cases])
        for read in self.read.values():
            assert len(read) == len(set(read))
            of_case: dict[UUID, list[int]] = defaultdict(list)
            for case_id, seq in read:
                of_case[case_id].append(seq)
            assert of_case == {case.case_id: list(range(1, len(case.events) + 1)) for case in cases}
        self._recursos_are_told({str(case.filing.radicado): case for case in cases}, rows)

    def _indicators_agree(self, unit: UnitOfWork) -> None:
        """Check that the indicators of the rows and of the store agree."""
        utility = self.profile.utility_id
        rows = Rows(facts=list(unit.facts.stream(utility)))
        asked = [each for each in colombia.INDICATORS.values() if not each.can_group_by(("subscribers",))]
        told_by = [counted(source, asked, periods=PERIODS, until=self.today) for source in (rows, unit.source(utility))]
        for indicator in asked:
            assert [told_by[0].result(indicator, each) for each in PERIODS] == [
                told_by[1].result(indicator, each) for each in PERIODS
            ]

    @staticmethod
    def _numbers_have_no_gap(radicados: list[str]) -> None:
        numbers = defaultdict(list)
        for radicado in radicados:
            year, _, number = radicado.partition("-")
            numbers[year].append(int(number))
        assert all(sorted(found) == list(range(1, len(found) + 1)) for found in numbers.values())

    def _recursos_are_told(self, cases: dict[str, Case], rows: dict[UUID, Facts]) -> None:
        """Check that each case attacked has exactly the events of its own recursos."""
        attacked_by: dict[UUID, set[UUID]] = defaultdict(set)
        for case in cases.values():
            link = next((each for each in case.links if each.relacion is Relation.RECURSO_DE), None)
            original = None if link is None else cases[str(link.radicado)]
            assert rows[case.case_id].recurso_of == (original and original.case_id if original is not case else None)
            if original is None or original is case:
                continue
            attacked_by[original.case_id].add(case.case_id)
            agenda = colombia.agenda(case, datetime.combine(self.today, time.max, case.zone), profile=self.profile)
            if agenda.basis.resolved.type.recurso:
                assert to_tell(original, agenda, told_at=self.clock()) == ()
        for case in cases.values():
            filed = [o.event for o in case.timeline() if o.event.type is EventType.RECURSO_INTERPUESTO]
            told = {UUID(event.id.partition("/")[0]) for event in filed if event.id is not None}
            assert told <= attacked_by[case.case_id]
            assert rows[case.case_id].recurso_filed == bool(filed or attacked_by[case.case_id])


def drive(store: Store, *, examples: int, steps: int) -> None:
    """Run the machine on a store."""
    machine = type("Machine", (OfficeMachine,), {"store": store})
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(machine, settings=how)


def test_an_office_holds_whatever_is_done(office_store: Store) -> None:
    """A short run on every store."""
    examples = 3 if isinstance(office_store, SqlStore) else 12
    drive(office_store, examples=examples, steps=14)


@pytest.mark.full
def test_an_office_holds_whatever_is_done_for_long(office_store: Store) -> None:
    """A long run on every store."""
    examples = 60 if isinstance(office_store, SqlStore) else 500
    drive(office_store, examples=examples, steps=40)
