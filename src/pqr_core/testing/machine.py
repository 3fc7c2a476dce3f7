"""A state machine that does everything possible to a store, and compares it with a plain model after each step.

Every run uses a utility of its own, so one store serves all runs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final
from unicodedata import normalize
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from attrs import define, evolve, field
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pqr_core.cases.canonical import instant_text
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.cases.filing import Petitioner
from pqr_core.errors import CaseNotFoundError, DuplicateCaseError, DuplicateRadicadoError, StaleCaseError
from pqr_core.facts import Facts
from pqr_core.storage.base import Store
from pqr_core.storage.cases import StoredCase
from pqr_core.storage.history import Entry, link, start_of
from pqr_core.vocabulary import EventType, PetitionerKind

__all__ = ("run_store_machine",)

_ZONE: Final = ZoneInfo("America/Bogota")
_START: Final = datetime(2026, 3, 16, 17, tzinfo=UTC)
_NUMBERS: Final = st.integers(1, 4)
_KEYS: Final = st.sampled_from((None, "k1", "k2"))
_TEXTS: Final = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20).map(
    lambda text: normalize("NFC", text)
)

_Entries = Callable[[str, UUID], list[Entry]]


@define
class _Model:
    """What a store should hold."""

    cases: dict[UUID, StoredCase] = field(factory=dict)
    keys: dict[str, UUID] = field(factory=dict)
    radicados: dict[str, UUID] = field(factory=dict)
    facts: dict[UUID, Facts] = field(factory=dict)
    bare: set[UUID] = field(factory=set)
    number: int = 0
    fired: frozenset[str] = frozenset()
    past: list[tuple[datetime, dict[UUID, Case], dict[UUID, Facts]]] = field(factory=list)


def run_store_machine(store: Store, entries: _Entries) -> None:
    """Run the machine on a store; `entries` reads the stored history of a case, past the store."""

    class Machine(_StoreMachine):
        def __init__(self) -> None:
            super().__init__(store, entries)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )


class _StoreMachine(RuleBasedStateMachine):
    def __init__(self, store: Store, entries: _Entries) -> None:
        super().__init__()
        self.store = store
        self.entries = entries
        self.utility = f"machine {uuid4()}"
        self.model = _Model()
        self.ticks = count(1)

    def _case(self, number: int, radicado: int | None, name: str) -> Case:
        return Case.file(
            Filing(
                tipo="reclamo",
                radicado=None if radicado is None else f"R-{radicado}",
                peticionario=Petitioner(clase=PetitionerKind.NATURAL, nombre=name) if name else None,
            ),
            utility_id=self.utility,
            case_id=UUID(int=number),
            zone=_ZONE,
            at=_START,
        )

    def _now(self) -> datetime:
        return _START + timedelta(minutes=next(self.ticks))

    def _kept(self, at: datetime) -> None:
        """Remember the state of the model after a unit that was committed at that instant."""
        cases = {key: stored.case for key, stored in self.model.cases.items()}
        self.model.past.append((at, cases, dict(self.model.facts)))

    @rule(
        number=_NUMBERS, radicado=st.none() | _NUMBERS, key=_KEYS, name=_TEXTS, many=st.booleans(), kept=st.booleans()
    )
    def add(self, number: int, radicado: int | None, key: str | None, name: str, *, many: bool, kept: bool) -> None:
        """File a case that may already exist by its id, its key or its radicado."""
        model, at = self.model, self._now()
        case = self._case(number, radicado, name)
        row = Facts(utility=self.utility, case_id=case.case_id, tipo="reclamo", filed_on=case.filed_on)
        there = (model.keys.get(key) if key else None) or (case.case_id if case.case_id in model.cases else None)
        owner = model.radicados.get(case.filing.radicado or "")
        with self.store.begin(at) as work:
            if there is not None:
                first = model.cases[there].case.events[0]
                told = _nameless(case) if there in model.bare else case
                if evolve(first, id=None) == told.events[0]:
                    assert work.cases.add(case, row, key=key) == model.cases[there]
                elif not many:
                    with pytest.raises(DuplicateCaseError):
                        work.cases.add(case, row, key=key)
                return
            if owner is not None:
                with pytest.raises(DuplicateRadicadoError):
                    work.cases.add(case, row, key=key)
                return
            added = work.cases.add(case, row, key=key)
            assert (added.case, added.version) == (case, 1)
            if not kept:
                return
            work.commit()
        model.cases[case.case_id], model.facts[case.case_id] = added, row
        model.keys |= {key: case.case_id} if key else {}
        model.radicados |= {case.filing.radicado: case.case_id} if case.filing.radicado else {}
        self._kept(at)

    @rule(number=_NUMBERS, text=_TEXTS, times=st.integers(0, 3), stale=st.booleans(), kept=st.booleans())
    def save(self, number: int, text: str, times: int, *, stale: bool, kept: bool) -> None:
        """Append notes to a case, from its present version or an older one."""
        model, at = self.model, self._now()
        stored = model.cases.get(UUID(int=number))
        if stored is None:
            with self.store.read() as work, pytest.raises(CaseNotFoundError):
                work.cases.get(self.utility, UUID(int=number))
            return
        notes = [Event(EventType.NOTA, on=date(2026, 3, 17), actor=f"{text} {n}") for n in range(times)]
        case = stored.case.record(*notes)
        row = evolve(model.facts[case.case_id], causal=text)
        with self.store.begin(at) as work:
            if stale:
                with pytest.raises(StaleCaseError):
                    work.cases.save(evolve(stored, version=stored.version + 1), case, row)
                return
            saved = work.cases.save(stored, case, row)
            if not kept:
                return
            work.commit()
        model.cases[case.case_id], model.facts[case.case_id] = saved, row
        self._kept(at)

    @rule(number=_NUMBERS, kept=st.booleans())
    def anonymise(self, number: int, *, kept: bool) -> None:
        """Delete the personal data of a case, in the past of the model too."""
        case_id = UUID(int=number)
        if case_id not in self.model.cases:
            return
        with self.store.begin() as work:
            work.cases.anonymise(self.utility, case_id)
            if not kept:
                return
            work.commit()
        stored = self.model.cases[case_id]
        if _nameless(stored.case) != stored.case:
            self.model.bare.add(case_id)
        self.model.cases[case_id] = evolve(stored, case=_nameless(stored.case))
        for _, cases, _facts in self.model.past:
            if case_id in cases:
                cases[case_id] = _nameless(cases[case_id])

    @rule(times=st.integers(1, 3), kept=st.booleans())
    def number(self, times: int, *, kept: bool) -> None:
        """Take numbers."""
        wanted = [self.model.number + n for n in range(1, times + 1)]
        with self.store.begin() as work:
            assert [work.next_number(self.utility, "2026") for _ in range(times)] == wanted
            if kept:
                work.commit()
                self.model.number = wanted[-1]

    @rule(keys=st.lists(st.sampled_from("abcd"), max_size=4), kept=st.booleans())
    def fire(self, keys: list[str], *, kept: bool) -> None:
        """Fire alerts."""
        new = tuple(key for key in dict.fromkeys(keys) if key not in self.model.fired)
        with self.store.begin(self._now()) as work:
            assert work.fire(self.utility, keys) == new
            if kept:
                work.commit()
                self.model.fired |= set(new)

    @rule(data=st.data())
    def look_back(self, data: st.DataObject) -> None:
        """A read as of any past instant shows what had been recorded before it."""
        if not self.model.past:
            return
        at, cases, facts = data.draw(st.sampled_from(self.model.past))
        before = at + timedelta(seconds=1)
        with self.store.read() as work:
            for case_id, case in cases.items():
                assert work.cases.get_before(self.utility, case_id, before) == case
            rows = list(work.facts.stream(self.utility, before=before))
        assert rows == [facts[case_id] for case_id in sorted(facts)]

    @invariant()
    def it_holds_what_the_model_holds(self) -> None:
        """Cases, keys, radicados and rows equal those of the model; the stored entries are chained."""
        model = self.model
        with self.store.read() as work:
            assert list(work.cases.stream(self.utility)) == [model.cases[key] for key in sorted(model.cases)]
            assert list(work.facts.stream(self.utility)) == [model.facts[key] for key in sorted(model.facts)]
            for radicado, case_id in model.radicados.items():
                assert work.cases.by_radicado(self.utility, radicado).case.case_id == case_id
            for key, case_id in model.keys.items():
                assert work.cases.by_key(self.utility, key).case.case_id == case_id
            assert all(work.cases.verify_history(self.utility, case_id) == () for case_id in model.cases)
        for case_id, stored in model.cases.items():
            entries = self.entries(self.utility, case_id)
            digest = start_of(self.utility, str(case_id), str(_ZONE))
            for entry in entries:
                digest = link(digest, entry.text, instant_text(entry.at))
                assert entry.digest == digest
            assert (len(entries), entries[-1].digest) == (len(stored.case.events), stored.head)


def _nameless(case: Case) -> Case:
    def without(event: Event) -> Event:
        payload: Any = event.payload
        if event.type is EventType.RADICACION and payload.peticionario is not None:
            return evolve(event, payload=evolve(payload, peticionario=evolve(payload.peticionario, nombre=None)))
        return event

    return evolve(case, events=tuple(map(without, case.events)))
