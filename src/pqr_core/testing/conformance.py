"""What every store must do, as a test suite to subclass; the stores of this library pass the same suite.

    class TestMyStore(StoreConformance):
        @pytest.fixture
        def store(self): ...       # empty, with its tables

        @pytest.fixture
        def backdoor(self, store): ...

The suite reads and writes the stored data through a `Backdoor`, past the store, so that a store cannot pass by merely
agreeing with itself. Call `pytest.register_assert_rewrite("pqr_core.testing")` in `conftest.py` before importing this
module; failed asserts then show their values.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import permutations
from struct import pack
from typing import Any, ClassVar, Final, Protocol, TypeVar, get_type_hints
from unicodedata import category
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import AttrsInstance, evolve, fields

from pqr_core import colombia
from pqr_core.cases.canonical import instant_text
from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Decision, Delivery, Event, Filing
from pqr_core.cases.filing import Attention, Claim, Notices, Petitioner
from pqr_core.cases.privacy import without_personal
from pqr_core.cases.upcasts import SCHEMA_VERSION
from pqr_core.errors import (
    CaseNotFoundError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    HistoryRewrittenError,
    InvalidInputError,
    NaiveDatetimeError,
    StaleCaseError,
    StorageError,
)
from pqr_core.facts import Facts, Report, RowMaker, Survey, Volume, facts_of
from pqr_core.indicators.counting import count
from pqr_core.indicators.definitions import indicators_from_toml
from pqr_core.law.agenda import ENDLESS, Duty
from pqr_core.law.engine import standing_of
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.sources import Rows
from pqr_core.storage.base import Store, instant_of_recording
from pqr_core.storage.cases import NewCase, StoredCase
from pqr_core.storage.history import CASE_ITSELF, Entry, FaultKind, link, start_of
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.verification import Damage, DamageKind, Seen, verify, verify_definitions
from pqr_core.storage.work import Owed, WorkQuery, key_of
from pqr_core.testing.machine import run_store_machine
from pqr_core.tickets import Ticket
from pqr_core.vocabulary import ActionKind, EventType, Outcome, PetitionerKind, WorkClass, WorkflowState

__all__ = ("ROWS", "Backdoor", "StoreConformance", "in_threads")

T = TypeVar("T")

_BOGOTA: Final = ZoneInfo("America/Bogota")
_NOON: Final = datetime(2026, 3, 16, 17, 0, 0, 123456, tzinfo=UTC)
_UTILITY: Final = "aguas"
_HOSTILE: Final = (
    "'; DROP TABLE pqr_cases; --",
    'comilla " y \\ barra',
    "tab\t salto\n retorno\r campana\x07 escape\x1b",
    "😀 𝄞 ñ Ñ áéíóú",
    "salto\n\u0301 y \x0e\u0300 y \\u0301",
    "trailing ",
    " leading",
    "TRAILING",
    "trailing",
    "%s %(name)s :name ? $1 {}",
)

_DAYS: Final = """
[[indicators]]
code = "dias"
name = "Días"
unit = "business_days"
better = "lower"
numerator = [{ source = "facts", of = "business_days_to_answer", period_on = "answered_on" }]
"""
_NAMELESS_ZONE: Final = b"TZif" + bytes(16) + pack(">6llBB4s", 0, 0, 0, 0, 1, 4, -5 * 3600, 0, 0, b"-05\0")
"""A zone file with a single offset and without a name."""


ROWS: Final = RowMaker(colombia.LAW, lambda utility: evolve(colombia.DEFAULT_PROFILE, utility_id=utility))
"""The row maker for the store under test; it makes rows for any utility."""


class Backdoor(Protocol):
    """Reads and writes what is stored, past the store."""

    def entries(self, utility_id: str, case_id: UUID) -> list[Entry]:
        """The stored entries of a history, by number."""

    def replace(self, utility_id: str, case_id: UUID, entries: Sequence[Entry]) -> None:
        """Put other entries in place of the stored ones, and change nothing else."""

    def fact_rows(self, utility_id: str, case_id: UUID) -> list[tuple[datetime, datetime | None]]:
        """For each row of facts of a case, when it was known from and to, in the order of recording."""

    def change_case(self, utility_id: str, case_id: UUID, **values: Any) -> None:
        """Change the values stored beside a history: `zone`, `radicado`, `length`."""

    def change_row(self, utility_id: str, case_id: UUID, **values: Any) -> None:
        """Change columns of the present row of facts, or its instant `known_from`."""

    def remove_row(self, utility_id: str, case_id: UUID) -> None:
        """Remove the present row of facts."""

    def change_number(self, utility_id: str, series: str, last: int) -> None:
        """Change the last number given in a series."""

    def change_definition(self, digest: str, text: str) -> None:
        """Put another text under the digest of a definition."""

    def holds(self, text: str) -> bool:
        """Whether the text occurs anywhere in the stored data: in its files if it has any, else in its tables."""


def _case(
    number: int = 1,
    *,
    radicado: str | None = "",
    utility: str = _UTILITY,
    canal: str | None = None,
    atencion: Attention | None = None,
) -> Case:
    """A case with that number, filed on 16 March 2026 and assigned the day after; its radicado is R-number."""
    told = f"R-{number}" if radicado == "" else radicado
    return Case.file(
        Filing(tipo="reclamo", radicado=told, canal=canal, atencion=atencion),
        utility_id=utility,
        case_id=UUID(int=number),
        zone=_BOGOTA,
        at=datetime(2026, 3, 16, 10, 0, 0, 7, tzinfo=_BOGOTA),
        events=(Event(EventType.ASIGNACION, on=date(2026, 3, 17), actor="oficina"),),
    )


def _filing_of(petitioner: Petitioner) -> Filing:
    return Filing(tipo="reclamo", radicado="R-1", peticionario=petitioner, hechos="vivo al lado")


def _facts(case: Case, **changes: Any) -> Facts:
    row = Facts(
        utility=case.utility_id,
        case_id=case.case_id,
        radicado=case.filing.radicado,
        tipo=case.filing.tipo,
        filed_on=case.filed_on,
        due_on=date(2026, 4, 9),
    )
    return evolve(row, **changes)


def _answer_owed(n: int) -> tuple[Duty, ...]:
    """The answer, owed from the filing on; six variants, so that on 20 March each class of work has some."""
    kinds: tuple[tuple[date | None, bool], ...] = (
        (date(2026, 3, 19), False),
        (date(2026, 3, 20), False),
        (date(2026, 3, 25), False),
        (date(2026, 4, 9), False),
        (date(2026, 4, 9), True),
        (None, False),
        (None, True),
    )
    due_on, waits = kinds[n % len(kinds)]
    led = Duty("respuesta", date(2026, 3, 16), ENDLESS, due_on, None, waits, leads=True)
    at = datetime(2026, 3, 20, 16, 30, tzinfo=UTC)
    return (led, Duty("reconexion", date(2026, 3, 17), ENDLESS, at.date(), at, waits=False, leads=False))


def _forged(seq: int, entry: Entry, previous: Entry) -> Entry:
    """The text of an entry again under another number, chained to the entry before that number."""
    return Entry(seq, entry.text, link(previous.digest, entry.text, instant_text(entry.at)), entry.at)


def _note(number: int) -> Event:
    return Event(EventType.NOTA, on=date(2026, 3, 18), actor=f"nota {number}")


_DECIDED: Final = Event(
    EventType.DECISION,
    at=datetime(2026, 4, 1, 9, tzinfo=_BOGOTA),
    payload=Decision(resultado=Outcome.ACCEDE),
    evidence=("acta 1",),
)


class StoreConformance:
    """The suite. If a store fails one of its tests, the store is wrong; only the flags below are exceptions."""

    shared_between_threads: ClassVar[bool] = True
    """False for a store of which each thread sees another copy, such as SQLite in memory."""

    @pytest.fixture
    def store(self) -> Store:
        """The empty store under test; override this."""
        message = "override the fixture `store` with an empty store"
        raise NotImplementedError(message)

    @pytest.fixture
    def backdoor(self) -> Backdoor:
        """The backdoor of `store`; override this."""
        message = "override the fixture `backdoor` with a Backdoor to `store`"
        raise NotImplementedError(message)

    @pytest.fixture(autouse=True)
    def _makes_rows(self, store: Store) -> None:
        """Have the store make the row of a case that is added without one."""
        store.rows = ROWS

    # --- units of work ---------------------------------------------------------------------------------------------

    def test_what_is_committed_is_there(self, store: Store) -> None:
        """A case comes back equal, with its instants to the microsecond, in the next unit of work."""
        with store.begin(_NOON) as work:
            added = work.cases.add(_case())
            work.commit()
        with store.read() as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == added
        assert (added.case, added.version) == (_case(), 1)

    def test_leaving_without_commit_changes_nothing(self, store: Store) -> None:
        """Cases, facts, volumes and surveys of a unit that ended without commit are not stored."""
        volume = Volume(utility=_UTILITY, month=date(2026, 3, 1), servicio="acueducto", subscribers=60_000)
        survey = Survey(utility=_UTILITY, survey_id="1", answered_on=date(2026, 3, 1), satisfied=True)
        with store.begin(_NOON) as work:
            work.cases.add(_case(), _facts(_case()))
            work.volumes.put([volume])
            work.surveys.put([survey])
            assert work.cases.get(_UTILITY, UUID(int=1)).version == 1
        with store.read() as work:
            assert list(work.cases.stream(_UTILITY)) == []
            assert list(work.facts.stream(_UTILITY)) == []
            assert list(work.volumes.stream(_UTILITY)) == []
            assert list(work.surveys.stream(_UTILITY)) == []

    def test_leaving_keeps_nothing_beside_the_cases(self, store: Store) -> None:
        """Neither what was posted, nor how far it was read, nor keys, tickets and definitions of such a unit."""
        told = Attention(turno="A1", tomado_at=_NOON)
        with store.begin(_NOON) as work:
            work.cases.add(_case(1))
            work.post(_UTILITY, UUID(int=1), [1])
            work.commit()
        with store.begin(_NOON) as work:
            work.cases.add(_case(2, atencion=told), key="form-2")
            work.post(_UTILITY, UUID(int=1), [2])
            assert [each.seq for each in work.unread(_UTILITY, "mailer")] == [1, 2]
            work.mark_read(_UTILITY, "mailer", 2)
            digest = work.define("ley")
            work.equate(_UTILITY, "a", "b")
        with store.begin(_NOON) as work:
            assert [each.seq for each in work.unread(_UTILITY, "mailer")] == [1]
            assert (work.definition(digest), work.equal_to(_UTILITY, "b")) == (None, frozenset())
            assert list(work.tickets.stream(_UTILITY)) == []
            with pytest.raises(CaseNotFoundError):
                work.cases.by_key(_UTILITY, "form-2")
            assert work.cases.add(_case(3, radicado="R-2"), key="form-2").case == _case(3, radicado="R-2")

    def test_an_error_discards_the_unit(self, store: Store) -> None:
        """An exception inside a unit undoes the unit, and reaches the caller."""
        with store.begin(_NOON) as work:
            before = work.cases.add(_case())
            work.commit()
        with pytest.raises(ZeroDivisionError), store.begin(_NOON) as work:  # noqa: PT012 - what was done before it is tested
            work.cases.save(before, before.case.record(_DECIDED))
            raise ZeroDivisionError
        with store.read() as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == before

    def test_a_unit_ends_with_its_commit(self, store: Store) -> None:
        """After `commit()` nothing more is read, written or committed in the unit; what was committed stays."""
        with store.begin(_NOON) as work:
            work.cases.add(_case())
            work.commit()
            refusals: tuple[Callable[[], object], ...] = (
                work.commit,
                lambda: work.cases.get(_UTILITY, UUID(int=1)),
                lambda: work.cases.add(_case(2)),
                lambda: list(work.facts.stream(_UTILITY)),
                lambda: work.facts.put([]),
            )
            for refused in refusals:
                with pytest.raises(StorageError, match="over"):
                    refused()
        with store.read() as work:
            assert len(list(work.cases.stream(_UTILITY))) == 1

    def test_a_unit_that_reads_does_not_write(self, store: Store) -> None:
        """Writing in a unit that only reads is refused with its own error."""
        with store.read() as work:
            with pytest.raises(StorageError, match="only reads"):
                work.cases.add(_case())
            with pytest.raises(StorageError, match="only reads"):
                work.facts.put([_facts(_case())])
            with pytest.raises(StorageError, match="only reads"):
                work.cases.anonymise(_UTILITY, UUID(int=1))
            with pytest.raises(StorageError, match="only reads"):
                _ = work.recorded_at

    def test_an_instant_of_recording_has_its_offset(self, store: Store) -> None:
        """A naive instant is refused, because nobody could say what was known when."""
        naive = _NOON.replace(tzinfo=None)
        with pytest.raises(NaiveDatetimeError):
            store.begin(naive)
        with store.begin(_NOON) as work:
            assert work.recorded_at == _NOON
            with pytest.raises(NaiveDatetimeError):
                list(work.facts.stream(_UTILITY, before=naive))

    def test_what_is_told_without_an_instant_is_recorded_now(self, store: Store, backdoor: Backdoor) -> None:
        """The clock of the system is read once, so everything that a unit writes has one instant."""
        begun = instant_of_recording(None)
        with store.begin() as work:
            stored = work.cases.add(_case())
            work.cases.save(stored, stored.case.record(_note(1)))
            work.commit()
            told = work.recorded_at
        assert begun <= told <= instant_of_recording(None)
        assert {entry.at for entry in backdoor.entries(_UTILITY, UUID(int=1))} == {told}
        assert [known for known, _ in backdoor.fact_rows(_UTILITY, UUID(int=1))] == [told] * 2

    def test_what_a_unit_writes_after_it_waited_is_recorded_later(self, store: Store, backdoor: Backdoor) -> None:
        """`record_from` moves the instant of recording forward, never back, for what is written after it."""
        later = _NOON + timedelta(seconds=1)
        with store.begin(_NOON) as work:
            stored = work.cases.add(_case())
            work.record_from(later)
            work.record_from(_NOON)
            assert work.recorded_at == later
            work.cases.save(stored, stored.case.record(_note(1)))
            with pytest.raises(NaiveDatetimeError):
                work.record_from(later.replace(tzinfo=None))
            work.commit()
        entries = backdoor.entries(_UTILITY, UUID(int=1))
        assert [entry.at for entry in entries] == [_NOON] * len(_case().events) + [later]
        assert [known for known, _ in backdoor.fact_rows(_UTILITY, UUID(int=1))] == [_NOON, later]
        with store.read() as work, pytest.raises(StorageError, match="only reads"):
            work.record_from(later)

    # --- rows ------------------------------------------------------------------------------------------------------

    def test_a_case_without_its_row_is_given_it(self, store: Store) -> None:
        """The store makes it with its law and profile, and stores these; what others put in its row stays."""
        definitions = ROWS.definitions(_UTILITY)
        with store.begin(_NOON) as work:
            stored = work.cases.add(_case())
            known = work.facts.get(_UTILITY, UUID(int=1))
            assert known == facts_of(standing_of(_case(), definitions))
            work.facts.put([evolve(known, satisfied=True, petitioner="h")])
            work.cases.save(stored, stored.case.record(_DECIDED))
            work.cases.add_many([NewCase(_case(2))])
            work.commit()
        with store.read() as work:
            row = work.facts.get(_UTILITY, UUID(int=1))
            assert row is not None
            assert (row.answered_on, row.satisfied, row.petitioner) == (date(2026, 4, 1), True, "h")
            assert work.facts.get(_UTILITY, UUID(int=2)) == facts_of(standing_of(_case(2), definitions))
            assert work.definition(definitions.fingerprint) == definitions.definition

    def test_a_case_that_nobody_can_give_its_row_is_refused(self, store: Store) -> None:
        """The error says what to do in both languages, and nothing is kept of the case; a bulk ends the unit."""
        store.rows = None
        with store.begin(_NOON) as work:
            with pytest.raises(InvalidInputError, match="RowMaker") as refused:
                work.cases.add(_case(1))
            assert "falta la fila del caso" in refused.value.message("es")
            stored = work.cases.add(_case(2), _facts(_case(2)))
            with pytest.raises(InvalidInputError, match="RowMaker"):
                work.cases.save(stored, stored.case.record(_DECIDED))
            work.commit()
        with store.begin(_NOON) as work, pytest.raises(InvalidInputError, match="RowMaker"):
            work.cases.add_many([NewCase(_case(3), _facts(_case(3))), NewCase(_case(4))])
        with store.read() as work:
            assert [each.case for each in work.cases.stream(_UTILITY)] == [_case(2)]
        store.rows = RowMaker(colombia.LAW, {"otra": colombia.DEFAULT_PROFILE})
        with store.begin(_NOON) as work, pytest.raises(InvalidInputError, match=r"no profile of utility aguas.*otra"):
            work.cases.add(_case(1))

    # --- saving ----------------------------------------------------------------------------------------------------

    def test_saving_appends_what_is_new(self, store: Store) -> None:
        """The history keeps the order of recording, in whatever order things happened; the version grows by one."""
        earlier = Event(EventType.NOTA, on=date(2026, 3, 16))
        with store.begin(_NOON) as work:
            added = work.cases.add(_case())
            saved = work.cases.save(added, added.case.record(_DECIDED, earlier))
            again = work.cases.save(saved, saved.case.record(_note(1)))
            work.commit()
        with store.read() as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == again
        assert again.case.events == (*_case().events, _DECIDED, earlier, _note(1))
        assert (saved.version, again.version) == (2, 3)

    def test_a_stale_case_is_refused_with_both_versions(self, store: Store) -> None:
        """Of two that read the same version, the second to save is refused; nothing is lost or half done."""
        with store.begin(_NOON) as work:
            read = work.cases.add(_case(), _facts(_case()))
            work.commit()
        with store.begin(_NOON) as work:
            first = work.cases.save(read, read.case.record(_note(1)), _facts(_case()))
            work.commit()
        with store.begin(_NOON) as work:
            with pytest.raises(StaleCaseError) as refused:
                work.cases.save(read, read.case.record(_note(2)), _facts(_case(), causal="2"))
            work.commit()
        assert (refused.value.params["stored"], refused.value.params["expected"]) == (2, 1)
        assert refused.value.params["key"] == "R-1"
        with store.read() as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == first
            assert work.facts.get(_UTILITY, UUID(int=1)) == _facts(_case())

    def test_a_history_only_grows(self, store: Store) -> None:
        """A case that lacks a stored event, or has another in its place, is refused, and the error names the place."""
        with store.begin(_NOON) as work:
            read = work.cases.add(_case())
            for events in (read.case.events[:1], (read.case.events[0], _note(1))):
                with pytest.raises(HistoryRewrittenError) as refused:
                    work.cases.save(read, evolve(read.case, events=events))
                assert refused.value.params["seq"] == 2
            with pytest.raises(InvalidInputError):
                work.cases.save(read, _case(2))
            assert work.cases.get(_UTILITY, UUID(int=1)) == read

    def test_a_case_that_is_not_there_is_named(self, store: Store) -> None:
        """Every way to ask for a missing case raises the same error, which is a LookupError too."""
        with store.begin(_NOON) as work:
            read = work.cases.add(_case())
        with store.begin(_NOON) as work:
            for ask in (
                lambda: work.cases.get(_UTILITY, UUID(int=1)),
                lambda: work.cases.by_radicado(_UTILITY, "R-1"),
                lambda: work.cases.by_key(_UTILITY, "form-1"),
                lambda: work.cases.verify_history(_UTILITY, UUID(int=1)),
                lambda: work.cases.save(read, read.case.record(_note(1))),
            ):
                with pytest.raises(CaseNotFoundError):
                    ask()

    # --- filing ----------------------------------------------------------------------------------------------------

    def test_a_utility_has_nothing_of_another(self, store: Store) -> None:
        """Cases, rows, keys, numbers, digests, definitions, what is to be read: each is of one utility."""
        span = (_NOON - timedelta(days=1), _NOON + timedelta(days=1))
        with store.begin(_NOON) as work:
            mine = work.cases.add(_case(1, radicado=YearlyNumbering()(work, _UTILITY, date(2026, 3, 16))), key="form")
            alone = work.cases.history_digest(_UTILITY, *span)
            for n in (2, 3):
                radicado = YearlyNumbering()(work, "gas", date(2026, 3, 16))
                theirs = work.cases.add(_case(n, radicado=radicado, utility="gas"), key=f"form{'' if n == 2 else n}")
            work.post(_UTILITY, UUID(int=1), [1, 2])
            work.post("gas", UUID(int=2), [1, 2])
            assert {each.case_id for each in work.unread("gas", "mailer")} == {UUID(int=2)}
            assert len(work.unread(_UTILITY, "mailer")) == 2
            work.mark_read(_UTILITY, "mailer", 1)
            work.mark_read("gas", "mailer", 2)
            work.commit()
        assert theirs.case.filing.radicado == "2026-000002"
        with store.begin(_NOON) as work:
            assert work.cases.by_key(_UTILITY, "form") == mine
            assert work.cases.by_key("gas", "form").case.case_id == UUID(int=2)
            assert work.cases.history_digest(_UTILITY, *span) == alone
            assert [list(work.cases.stream(_UTILITY)), len(list(work.facts.stream(_UTILITY)))] == [[mine], 1]
            assert [(each.case_id, each.seq) for each in work.unread(_UTILITY, "mailer")] == [(UUID(int=1), 2)]
            assert work.unread("gas", "mailer") == ()
            day, of_all = date(2026, 3, 1), date(2026, 12, 31)
            fingerprint = ROWS.definitions("gas").fingerprint
            assert work.facts.later_than(_UTILITY, date(2026, 3, 16)) == [UUID(int=1)]
            assert work.facts.made_under("gas", {fingerprint}) == [UUID(int=2), UUID(int=3)]
            assert [each.row.utility for each in work.facts.owed(_UTILITY, date(2026, 3, 17), due_by=of_all)] == [
                _UTILITY
            ]
            assert work.facts.other_definitions(_UTILITY, "") == {ROWS.definitions(_UTILITY).fingerprint: 1}
            assert work.facts.work_counts("nadie", WorkQuery(day, day, "")).later == 0
        found, seen = _verified(store)
        assert (found, seen.cases) == ([], 1)

    def test_many_cases_and_rows_are_read_at_once(self, store: Store) -> None:
        """Those that exist are given once each, in order of id, with their whole history; none of another utility."""
        cases = [_case(n) for n in (3, 1, 2)]
        with store.begin(_NOON) as work:
            for case in cases:
                work.cases.add(case)
            work.cases.add(_case(4, utility="gas"))
            work.commit()
        asked = [UUID(int=n) for n in (4, 2, 9, 1, 2, 3)]
        for writing in (False, True):
            with store.begin() if writing else store.read() as work:
                read = list(work.cases.get_many(_UTILITY, asked))
                assert [each.case.case_id.int for each in read] == [1, 2, 3]
                assert [each.case.events for each in read] == [_case(n).events for n in (1, 2, 3)]
                assert [row.case_id.int for row in work.facts.get_many(_UTILITY, asked)] == [1, 2, 3]
                assert list(work.cases.get_many(_UTILITY, [])) == []
                assert list(work.facts.get_many(_UTILITY, [])) == []

    def test_a_radicado_is_unique_in_its_utility(self, store: Store) -> None:
        """Another utility may have it; a refused case leaves nothing behind, and the unit goes on."""
        with store.begin(_NOON) as work:
            work.cases.add(_case(1))
            with pytest.raises(DuplicateRadicadoError):
                work.cases.add(_case(2, radicado="R-1"), _facts(_case(2, radicado="R-1")))
            work.cases.add(_case(3, radicado="R-1", utility="gas"))
            work.commit()
        with store.read() as work:
            assert work.cases.by_radicado(_UTILITY, "R-1").case == _case(1)
            assert work.cases.by_radicado("gas", "R-1").case.case_id == UUID(int=3)
            assert [stored.case.case_id for stored in work.cases.stream(_UTILITY)] == [UUID(int=1)]
            assert [row.case_id for row in work.facts.stream(_UTILITY)] == [UUID(int=1)]

    def test_a_radicado_may_come_later(self, store: Store) -> None:
        """Any number of cases may wait for their radicado; one that is taken is refused when it is given."""
        with store.begin(_NOON) as work:
            waiting = work.cases.add(_case(1, radicado=None))
            other = work.cases.add(_case(2, radicado=None))
            saved = work.cases.save(waiting, _numbered(waiting.case, "R-9"))
            with pytest.raises(DuplicateRadicadoError):
                work.cases.save(other, _numbered(other.case, "R-9"))
            work.commit()
        with store.read() as work:
            assert work.cases.by_radicado(_UTILITY, "R-9") == saved
            assert work.cases.get(_UTILITY, UUID(int=2)) == other

    def test_a_radicado_given_up_is_free(self, store: Store) -> None:
        """One that a correction takes from a case finds it no more, and may be given to another."""
        with store.begin(_NOON) as work:
            wrong = work.cases.add(_case(1, radicado="R-8"))
            right = work.cases.save(wrong, _numbered(wrong.case, "R-9"))
            with pytest.raises(CaseNotFoundError):
                work.cases.by_radicado(_UTILITY, "R-8")
            other = work.cases.add(_case(2, radicado="R-8"))
            work.commit()
        with store.read() as work:
            assert [work.cases.by_radicado(_UTILITY, radicado) for radicado in ("R-8", "R-9")] == [other, right]

    def test_filing_twice_files_once(self, store: Store) -> None:
        """Under the same key of the host, or the same id, the first filing is returned as it now stands."""
        with store.begin(_NOON) as work:
            first = work.cases.add(_case(1), key="form-1")
            now = work.cases.save(first, first.case.record(_DECIDED))
            work.commit()
        again = evolve(_case(1), case_id=UUID(int=7))
        with store.begin(_NOON) as work:
            assert work.cases.add(again, key="form-1") == now
            assert work.cases.add(_case(1)) == now
            assert work.cases.by_key(_UTILITY, "form-1") == now
            work.commit()
        with store.read() as work:
            assert list(work.cases.stream(_UTILITY)) == [now]

    def test_a_key_used_for_another_filing_is_refused(self, store: Store) -> None:
        """The same key or id with another content is a mistake of the caller, and has its own error."""
        with store.begin(_NOON) as work:
            first = work.cases.add(_case(1), key="form-1")
            with pytest.raises(DuplicateCaseError) as keyed:
                work.cases.add(_case(2), key="form-1")
            with pytest.raises(DuplicateCaseError) as named:
                work.cases.add(_case(1, canal="web"))
            work.commit()
        assert (keyed.value.params["key"], keyed.value.params["radicado"]) == ("form-1", "R-1")
        assert (named.value.params["key"], named.value.params["radicado"]) == (UUID(int=1), "R-1")
        with store.read() as work:
            assert list(work.cases.stream(_UTILITY)) == [first]

    def test_facts_of_another_case_are_refused(self, store: Store) -> None:
        """A case is never saved with the row of another case."""
        with store.begin(_NOON) as work, pytest.raises(InvalidInputError, match="facts"):
            work.cases.add(_case(1), _facts(_case(2)))

    def test_many_cases_are_added_at_once(self, store: Store) -> None:
        """Thousands are added with their histories and rows; a second time nothing changes and all are returned."""
        new = [NewCase(_case(n), _facts(_case(n)), key=f"k{n}") for n in range(1200, 0, -1)]
        with store.begin(_NOON) as work:
            assert work.cases.add_many([*new, new[3]]) == (new[3],)
            work.commit()
        with store.begin(_NOON) as work:
            assert work.cases.add_many(iter(new[:5])) == tuple(new[:5])
            work.commit()
        with store.read() as work:
            assert [stored.case for stored in work.cases.stream(_UTILITY)] == [_case(n) for n in range(1, 1201)]
            assert [row.case_id.int for row in work.facts.stream(_UTILITY)] == list(range(1, 1201))
            assert work.cases.by_key(_UTILITY, "k700").case == _case(700)
            assert work.cases.verify_history(_UTILITY, UUID(int=700)) == ()

    def test_those_that_come_twice_in_a_bulk_are_given_back(self, store: Store) -> None:
        """By id or key, wherever they stand in the bulk, in their order; the first of each is kept."""
        cases = [_case(n) for n in range(1, 6)]
        again = NewCase(_case(9, radicado=None), key="k2")
        new = [
            *(NewCase(case, key=f"k{n}") for n, case in enumerate(cases, 1)),
            NewCase(cases[0]),
            again,
            NewCase(cases[3]),
        ]
        with store.begin(_NOON) as work:
            assert work.cases.add_many(new) == (new[5], again, new[7])
            assert [stored.case for stored in work.cases.stream(_UTILITY)] == cases
            work.commit()

    def test_a_taken_radicado_ends_the_bulk(self, store: Store) -> None:
        """Nothing of the unit is kept, and it cannot be committed."""
        with store.begin(_NOON) as work:
            with pytest.raises(DuplicateRadicadoError):
                work.cases.add_many([NewCase(_case(1)), NewCase(_case(2, radicado="R-1"))])
            with pytest.raises(StorageError, match="over"):
                work.commit()
        with store.read() as work:
            assert list(work.cases.stream(_UTILITY)) == []

    # --- what is stored --------------------------------------------------------------------------------------------

    def test_the_stored_text_is_canonical_and_chained(self, store: Store, backdoor: Backdoor) -> None:
        """Each entry is the JSON of its event with sorted keys, hashed together with the digest before it."""
        self._stored_with_notes(store)
        digest = start_of(_UTILITY, str(UUID(int=1)), str(_BOGOTA))
        entries = backdoor.entries(_UTILITY, UUID(int=1))
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
        for entry in entries:
            digest = link(digest, entry.text, instant_text(entry.at))
            assert entry.digest == digest
            document = json.loads(entry.text)
            plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert (entry.text, document["schema_version"]) == (plain, SCHEMA_VERSION)

    @pytest.mark.parametrize(
        ("tampered", "found"),
        [
            (lambda e: e, []),
            (
                lambda e: [e[0], e[1], e[2]._replace(text=e[2].text.replace("nota", "otra")), *e[3:]],
                [(3, "changed")],
            ),
            (lambda e: [*e[:2], e[2]._replace(digest="0" * 64), *e[3:]], [(3, "changed")]),
            (lambda e: [*e[:2], e[2]._replace(at=e[2].at - timedelta(days=1)), *e[3:]], [(3, "changed")]),
            (lambda e: [*e[:2], *e[3:]], [(3, "missing")]),
            (lambda e: e[:-1], [(5, "missing")]),
            (lambda e: e[:-2], [(4, "missing"), (5, "missing")]),
            (lambda e: [*e, _forged(6, e[2], e[4])], [(6, "added")]),
            (lambda e: [*e, e[2]._replace(seq=6)], [(6, "added")]),
            (
                lambda e: [*e[:2], e[3]._replace(seq=3), e[2]._replace(seq=4), e[4]],
                [(3, "reordered"), (4, "reordered")],
            ),
            (lambda e: [*e[:4], _forged(5, e[1], e[3]), e[4]._replace(seq=6)], [(5, "added"), (6, "reordered")]),
            (lambda e: [*e[:4], _forged(5, e[1], e[3])], [(5, "changed")]),
            (
                lambda e: [e[0]._replace(text=e[0].text.replace("reclamo", "queja")), *e[1:-1]],
                [(1, "changed"), (5, "missing")],
            ),
        ],
    )
    def test_tampering_is_found(
        self,
        store: Store,
        backdoor: Backdoor,
        tampered: Callable[[list[Entry]], list[Entry]],
        found: list[tuple[int, str]],
    ) -> None:
        """Each event that is changed, removed, cut off, added or moved past the store is named."""
        self._stored_with_notes(store)
        case_id = UUID(int=1)
        backdoor.replace(_UTILITY, case_id, tampered(backdoor.entries(_UTILITY, case_id)))
        with store.read() as work:
            faults = work.cases.verify_history(_UTILITY, case_id)
        assert [(fault.seq, fault.kind) for fault in faults] == [(seq, FaultKind(kind)) for seq, kind in found]

    @pytest.mark.parametrize(
        ("values", "number"),
        [
            ({"zone": "No/Where"}, CASE_ITSELF),
            ({"zone": "Europe/Madrid"}, 1),
            ({"radicado": "R-7"}, CASE_ITSELF),
            ({"radicado": None}, CASE_ITSELF),
            ({"length": 9}, CASE_ITSELF),
        ],
    )
    def test_what_is_changed_beside_a_history_is_found(
        self, store: Store, backdoor: Backdoor, values: dict[str, Any], number: int
    ) -> None:
        """The damage is reported under the number of the case itself, or of the event chained to it."""
        self._stored_with_notes(store)
        _add(store, _NOON, _case(2))
        backdoor.change_case(_UTILITY, UUID(int=1), **values)
        with store.read() as work:
            faults = {(fault.seq, fault.kind) for fault in work.cases.verify_history(_UTILITY, UUID(int=1))}
            assert work.cases.verify_history(_UTILITY, UUID(int=2)) == ()
        assert (number, FaultKind.CHANGED) in faults

    # --- everything, compared with itself --------------------------------------------------------------------------

    def test_a_store_that_nobody_touched_is_whole(self, store: Store) -> None:
        """No damage is found in rows made by the store or put directly, closed or not, in numbers or in definitions."""
        self._numbered(store)
        with store.begin(_NOON) as work:
            stored = work.cases.by_radicado(_UTILITY, "2026-000002")
            work.cases.save(stored, stored.case.record(_DECIDED))
            work.facts.put([_facts(_case(30, radicado="H-1"))])
            work.commit()
        found, seen = _verified(store)
        assert found == []
        assert (seen.cases, seen.rows, seen.direct, seen.closed, seen.bare) == (3, 3, 1, 1, 0)
        assert seen.definitions == 4

    @pytest.mark.parametrize(
        "values",
        [
            {"due_on": date(2027, 1, 1)},
            {"tipo": "queja"},
            {"answered_on": date(2026, 3, 20)},
            {"radicado": "2026-000009"},
            {"duties": ()},
            {"state": WorkflowState.CERRADO},
            {"due_if_lapsed_on": date(2026, 4, 30)},
            {"known_from": _NOON - timedelta(days=400)},
        ],
    )
    def test_a_row_that_is_not_its_case_s_is_found(
        self, store: Store, backdoor: Backdoor, values: dict[str, Any]
    ) -> None:
        """The row is computed again, and its case is named by its radicado; the others are unharmed."""
        self._numbered(store)
        backdoor.change_row(_UTILITY, UUID(int=2), **values)
        found, seen = _verified(store)
        assert {(each.kind in (DamageKind.ROW, DamageKind.DUTIES), each.name) for each in found} == {
            (True, "2026-000002")
        }
        assert seen.cases == 3

    def test_rows_that_do_not_follow_one_another_are_found(self, store: Store, backdoor: Backdoor) -> None:
        """A row is known from the instant that closes the one before."""
        self._numbered(store)
        later = _NOON + timedelta(days=30)
        with store.begin(later) as work:
            stored = work.cases.by_radicado(_UTILITY, "2026-000002")
            work.cases.save(stored, stored.case.record(_DECIDED))
            work.commit()
        assert _verified(store)[0] == []
        backdoor.change_row(_UTILITY, UUID(int=2), known_from=later + timedelta(days=1))
        assert {(each.kind, each.name) for each in _verified(store)[0]} == {(DamageKind.ROW, "2026-000002")}

    def test_a_row_that_is_missing_is_found(self, store: Store, backdoor: Backdoor) -> None:
        """Both a case without a row and a row without a case are found."""
        self._numbered(store)
        backdoor.remove_row(_UTILITY, UUID(int=3))
        found, _ = _verified(store)
        assert [(each.kind, each.name) for each in found] == [(DamageKind.ROW, "2026-000003")]
        with store.begin(_NOON) as work:
            known = work.facts.get(_UTILITY, UUID(int=1))
            assert known is not None
            work.facts.put([evolve(known, case_id=UUID(int=77), radicado="R-77")])
            work.commit()
        found, _ = _verified(store)
        assert {(each.kind, each.name) for each in found} == {
            (DamageKind.ROW, "2026-000003"),
            (DamageKind.ROW, str(UUID(int=77))),
        }

    @pytest.mark.parametrize(("last", "named"), [(5, "2026-000004, 2026-000005"), (1, "2026-000002 is in use")])
    def test_numbers_that_were_not_given_are_found(
        self, store: Store, backdoor: Backdoor, last: int, named: str
    ) -> None:
        """Numbers that no case has, and numbers beyond the last one given, are found."""
        self._numbered(store)
        backdoor.change_number(_UTILITY, "2026", last)
        found, _ = _verified(store)
        assert {each.kind for each in found} == {DamageKind.NUMBERS}
        assert named in found[0].told.en

    def test_a_series_ends_at_the_last_number_that_every_engine_keeps(self, store: Store, backdoor: Backdoor) -> None:
        """Beyond it no number is given, and nothing of the unit is kept."""
        self._numbered(store)
        backdoor.change_number(_UTILITY, "2026", 2**31 - 2)
        with store.begin(_NOON) as work:
            assert work.next_number(_UTILITY, "2026") == 2**31 - 1
            work.commit()
        with store.begin(_NOON) as work:
            work.cases.add(_case(9))
            with pytest.raises(StorageError):
                work.next_number(_UTILITY, "2026")
            with pytest.raises(StorageError, match="over"):
                work.commit()
        with store.read() as work:
            assert len(list(work.cases.stream(_UTILITY))) == 3

    def test_a_definition_that_was_changed_is_found(self, store: Store, backdoor: Backdoor) -> None:
        """A changed definition is not returned as if it were the stored one."""
        with store.begin(_NOON) as work:
            digest = work.define("ley")
            work.commit()
        backdoor.change_definition(digest, "otra ley")
        with store.read() as work:
            with pytest.raises(StorageError, match=digest):
                work.definition(digest)
            assert [each.name for each in verify_definitions(work, Seen())] == [digest]

    @staticmethod
    def _numbered(store: Store) -> None:
        """Three cases with the first numbers of the year."""
        with store.begin(_NOON) as work:
            for n in (1, 2, 3):
                radicado = YearlyNumbering()(work, _UTILITY, date(2026, 3, 16))
                work.cases.add(_case(n, radicado=radicado))
            work.commit()

    @staticmethod
    def _stored_with_notes(store: Store) -> None:
        with store.begin(_NOON) as work:
            added = work.cases.add(_case())
            work.cases.save(added, added.case.record(*map(_note, range(3))))
            work.commit()

    @pytest.mark.parametrize("text", _HOSTILE)
    def test_any_text_comes_back_the_same(self, store: Store, text: str) -> None:
        """Quotes, SQL, four-byte characters and spaces at the ends are ordinary text; so are controls in free text."""
        code = _code_of(text)
        case = _case(1, radicado=code).record(Event(EventType.NOTA, on=date(2026, 3, 18), actor=text + "x" * 100_000))
        with store.begin(_NOON) as work:
            work.cases.add(case, _facts(case, causal=code), key=code)
            work.commit()
        with store.read() as work:
            assert work.cases.by_radicado(_UTILITY, code).case == case
            assert work.cases.by_key(_UTILITY, code).case == case
            assert work.facts.by_radicado(_UTILITY, code) == _facts(case, causal=code)

    @pytest.mark.parametrize("text", [*_HOSTILE, "ñ😀'\"\\\x01" * 10_000], ids=lambda text: ascii(text[:12]))
    def test_every_text_field_comes_back_the_same(self, store: Store, text: str) -> None:
        """Any text in every text field of an event and of a row: quotes, control characters, a description of 1 MB."""
        code = _code_of(text)[:255]
        texts, codes = _texts_of(Filing, text), _texts_of(Facts, code)
        assert {"hechos", "canal"} <= set(texts)
        assert {"causal", "account"} <= set(codes)
        petitioner = Petitioner(clase=PetitionerKind.NATURAL, **_texts_of(Petitioner, text))
        filing = Filing(**{**texts, "radicado": code[:40], "peticionario": petitioner, "hechos": text * 10})
        note = Event(EventType.NOTA, on=date(2026, 3, 18), actor=text, evidence=(text, text), id=text)
        case = evolve(_case(), events=(Event(EventType.RADICACION, on=date(2026, 3, 16), payload=filing), note))
        row = Facts(**{**codes, "utility": _UTILITY, "case_id": case.case_id, "filed_on": case.filed_on})
        report = Report(utility=_UTILITY, code=code, period=code, text=text)
        with store.begin(_NOON) as work:
            work.cases.add(case, row, key=code)
            work.reports.put([report])
            work.fire(_UTILITY, [code])
            assert work.next_number(_UTILITY, code) == 1
            digest = work.define(text)
            work.commit()
        with store.begin(_NOON) as work:
            assert work.cases.by_key(_UTILITY, code).case == case
            assert work.facts.get(_UTILITY, case.case_id) == row
            assert work.facts.page(_UTILITY, FactsQuery(causal=code)) == (row,)
            assert list(work.reports.stream(_UTILITY)) == [report]
            assert work.fire(_UTILITY, [code]) == ()
            assert work.next_number(_UTILITY, code) == 2
            assert work.definition(digest) == text

    @pytest.mark.parametrize("day", [date(1984, 1, 1), date(2100, 12, 31)])
    def test_days_at_both_ends_of_the_span_come_back(self, store: Store, day: date) -> None:
        """The first and the last day that the calendar knows, and their last microsecond, come back."""
        at = datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)
        filing = Filing(tipo="reclamo", fecha_limite=day, factura_expedida=day)
        case = evolve(_case(), events=(Event(EventType.RADICACION, on=day, payload=filing),))
        row = _facts(case, filed_on=day, due_on=day, answered_on=day)
        with store.begin(at) as work:
            work.cases.add(case, row)
            work.commit()
        with store.read() as work:
            assert work.cases.get_before(_UTILITY, case.case_id, at + timedelta(microseconds=1)) == case
            with pytest.raises(CaseNotFoundError):
                work.cases.get_before(_UTILITY, case.case_id, at)
            assert work.facts.page(_UTILITY, FactsQuery(filed=(day, day), due=(day, day))) == (row,)

    def test_radicados_differ_by_case_and_spaces(self, store: Store) -> None:
        """No engine's collation merges two radicados into one."""
        with store.begin(_NOON) as work:
            for number, radicado in enumerate(("r-1", "R-1", "R-1 ", " R-1", "Ŕ-1"), 1):
                work.cases.add(_case(number, radicado=radicado))
            assert [work.cases.by_radicado(_UTILITY, r).case.case_id.int for r in ("r-1", "R-1 ", "Ŕ-1")] == [1, 3, 5]

    def test_text_that_some_engine_cannot_store_is_refused_by_all(self, store: Store) -> None:
        """Control characters, lone surrogates and texts over 255 characters are refused in codes before any write."""
        with store.begin(_NOON) as work:
            for radicado in ("a\0b", "a\x07b", "a\nb", "\ud800", "x" * 256):
                with pytest.raises(InvalidInputError):
                    work.cases.add(_case(1, radicado=radicado))
            assert list(work.cases.stream(_UTILITY)) == []

    # --- facts -----------------------------------------------------------------------------------------------------

    def test_a_row_is_closed_never_overwritten(self, store: Store, backdoor: Backdoor) -> None:
        """Each past day shows what had been recorded by then; a row equal to the present one changes nothing."""
        case = _case()
        answered = _facts(case, answered_on=date(2026, 4, 1), resultado=Outcome.ACCEDE, denied=False, satisfied=True)
        later = _NOON + timedelta(days=20)
        with store.begin(_NOON) as work:
            stored = work.cases.add(case, _facts(case))
            work.commit()
        with store.begin(later) as work:
            assert work.facts.put([_facts(case)]) == 0
            work.cases.save(stored, case.record(_DECIDED), answered)
            work.commit()
        assert backdoor.fact_rows(_UTILITY, case.case_id) == [(_NOON, later), (later, None)]
        microsecond = timedelta(microseconds=1)
        with store.read() as work:
            known = {
                at: work.facts.get(_UTILITY, case.case_id, before=at)
                for at in (_NOON, _NOON + microsecond, later, later + microsecond)
            }
            assert list(known.values()) == [None, _facts(case), _facts(case), answered]
            for at, row in known.items():
                assert list(work.facts.stream(_UTILITY, before=at)) == ([] if row is None else [row])
            assert list(work.facts.stream(_UTILITY)) == [answered]

    def test_what_is_known_never_shrinks(self, store: Store, backdoor: Backdoor) -> None:
        """A clock that goes back opens no row before the one it closes; a key twice in one put counts as two rows."""
        case = _case()
        rows = [_facts(case, causal=str(n)) for n in range(3)]
        assert _put(store, _NOON, facts=rows[:2]) == 2
        assert _put(store, _NOON - timedelta(days=1), facts=rows[2:]) == 1
        with store.read() as work:
            assert work.facts.get(_UTILITY, case.case_id) == rows[2]
        assert backdoor.fact_rows(_UTILITY, case.case_id) == [(_NOON, _NOON), (_NOON, _NOON), (_NOON, None)]

    def test_what_there_is_to_count_is_what_the_registers_hold(self, store: Store) -> None:
        """Counting a source equals counting the rows of its utilities, now and as of an instant, as often as asked."""
        case, later = _case(), _NOON + timedelta(days=20)
        first = _facts(case, answered_on=date(2026, 4, 1), business_days_to_answer=11)
        answered = _facts(case, answered_on=date(2026, 4, 1), business_days_to_answer=12)
        elsewhere = evolve(answered, utility="otra", case_id=UUID(int=7), business_days_to_answer=3)
        _put(store, _NOON, facts=[first, elsewhere])
        _put(store, later, facts=[answered])
        (asked,) = indicators_from_toml(_DAYS).values()
        with store.read() as work:
            for utilities, before, rows in (
                ((_UTILITY,), None, [answered]),
                ((_UTILITY, "otra"), None, [answered, elsewhere]),
                ((_UTILITY,), later, [first]),
            ):
                source = work.source(*utilities, before=before)
                for _ in range(2):
                    assert count(source, [asked]) == count(Rows(facts=rows), [asked])

    @pytest.mark.parametrize("at_once", [False, True], ids=["a unit each", "one unit"])
    @pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
    def test_rows_tell_of_one_another(self, store: Store, order: Sequence[int], *, at_once: bool) -> None:
        """Which case is repeated and which attacked (`storage.related`), whatever came first; of its utility alone."""
        alike: dict[str, Any] = {"account": "C-1", "causal": "F01", "repeat_days": 60, "fingerprint": "f" * 64}
        rows = {
            1: _facts(_case(1), **alike),
            2: _facts(_case(2), **alike, filed_on=date(2026, 3, 24), recurso_of=UUID(int=3)),
            3: _facts(_case(3), **{**alike, "account": "C-2"}, recurso_of_radicado="R-1"),
        }
        _put(store, _NOON, facts=[_facts(_case(9, radicado="R-1", utility="gas"), **alike, filed_on=date(2026, 3, 20))])
        at, told = _NOON + timedelta(days=1), [rows[number] for number in order]
        if at_once:
            with store.begin(at) as work:
                assert [work.facts.put([row]) for row in told] == [1, 1, 1]
                work.commit()
        else:
            assert [_put(store, at, facts=[row]) for row in told] == [1, 1, 1]
        with store.read() as work:
            known = {row.case_id.int: row for row in work.facts.stream(_UTILITY)}
            (elsewhere,) = work.facts.stream("gas")
        assert known == {
            1: evolve(rows[1], recurso_filed=True),
            2: evolve(rows[2], repeat_of=UUID(int=1)),
            3: evolve(rows[3], recurso_of=UUID(int=1), recurso_filed=True),
        }
        assert (elsewhere.repeat_of, elsewhere.recurso_filed) == (None, False)

    def test_every_column_comes_back(self, store: Store) -> None:
        """Dates at both ends of the calendar, ids, words, counts and truth values come back unchanged."""
        row = Facts(
            utility=_UTILITY,
            case_id=UUID(int=1),
            tipo="reclamo",
            filed_on=date(1984, 1, 1),
            due_on=date(2100, 12, 31),
            due_if_lapsed_on=date(2100, 12, 30),
            suspended_from=date(2000, 2, 29),
            suspended_until=date(2000, 3, 1),
            days_left=0,
            denied=False,
            satisfied=None,
            resultado=Outcome.NO_ACCEDE,
            business_days_to_answer=15,
            recurso_filed=True,
            repeat_of=UUID(int=2**128 - 1),
            grupo_causal="facturación",
        )
        with store.begin(_NOON) as work:
            work.facts.put([row])
            work.commit()
        with store.read() as work:
            read = work.facts.get(_UTILITY, UUID(int=1))
        assert read == row
        assert read is not None
        assert type(read.recurso_filed) is bool
        assert read.resultado is Outcome.NO_ACCEDE

    def test_work_comes_in_pages(self, store: Store) -> None:
        """Pages in the order of the work give each case with an open duty once, and nothing of another utility."""
        rows = [_facts(_case(n), duties=() if n % 3 == 0 else _answer_owed(n)) for n in range(1, 31)]
        with store.begin(_NOON) as work:
            work.facts.put([*reversed(rows), _facts(_case(40, utility="gas"))])
            work.commit()
        query = WorkQuery(date(2026, 3, 20), date(2026, 3, 25), "")
        seen: list[Owed] = []
        with store.read() as work:
            while page := work.facts.work_page(_UTILITY, query, after=key_of(seen[-1]) if seen else None, limit=7).owed:
                assert len(page) <= 7
                seen += page
                assert len(seen) <= len(rows), "a page gives again what another gave"
            counts = work.facts.work_counts(_UTILITY, query)
        assert [each.row for each in seen] == sorted(
            (row for row in rows if row.duties), key=lambda row: (row.duties[0].due_on or date.max, row.case_id)
        )
        assert counts.of == Counter(query.class_of(each.duty) for each in seen)
        assert len(counts.of) == len(WorkClass)

    @pytest.mark.parametrize("work_class", WorkClass)
    def test_a_page_of_one_class_has_that_class_alone(self, store: Store, work_class: WorkClass) -> None:
        """A page of one class gives the cases whose `class_of` is that class, in the same order."""
        rows = [_facts(_case(n), duties=_answer_owed(n)) for n in range(1, 31)]
        with store.begin(_NOON) as work:
            work.facts.put(rows)
            work.commit()
        every = WorkQuery(date(2026, 3, 20), date(2026, 3, 25), "")
        with store.read() as work:
            all_of_it = work.facts.work_page(_UTILITY, every).owed
            some = work.facts.work_page(_UTILITY, evolve(every, work_class=work_class)).owed
        assert some == tuple(each for each in all_of_it if every.class_of(each.duty) is work_class)
        assert some

    @pytest.mark.parametrize("responsable", [None, "laura", "nadie"])
    @pytest.mark.parametrize("codes", [None, (), ("citacion",), ("citacion", "aviso", "respuesta")])
    def test_work_is_asked_of_some_duties_and_of_somebody(
        self, store: Store, codes: tuple[str, ...] | None, responsable: str | None
    ) -> None:
        """Each case gives the most urgent of the duties asked for, leading or not, in pages; the counts agree."""
        day, far = date(2026, 3, 20), date(2026, 4, 10)
        dues = (date(2026, 3, 19), day, date(2026, 3, 24), far, None)
        rows = [
            _facts(
                _case(number),
                responsable=("laura", "pedro", None)[number % 3],
                duties=[
                    Duty("respuesta", day, far, dues[number % 5], None, waits=number % 2 == 0, leads=True),
                    Duty("citacion", day, far, dues[number % 4], None, waits=False, leads=False),
                    Duty("aviso", day, far, dues[number % 4], None, waits=number % 7 == 0, leads=False),
                    Duty("citacion", far, date.max, day, None, waits=False, leads=False),
                ],
            )
            for number in range(1, 41)
        ]
        with store.begin(_NOON) as work:
            work.facts.put(rows)
            work.commit()
        asked = None if codes is None else frozenset(codes)
        query = WorkQuery(day, date(2026, 3, 25), "", codes=asked, responsable=responsable)
        expected = [each for row in rows if (each := query.asks(row, row.owed(day))) is not None]
        assert bool(expected) == (codes != () and responsable != "nadie")
        seen: list[Owed] = []
        with store.read() as work:
            while page := work.facts.work_page(_UTILITY, query, after=key_of(seen[-1]) if seen else None, limit=7).owed:
                seen += page
                assert len(seen) <= len(rows), "a page gives again what another gave"
            counts = work.facts.work_counts(_UTILITY, query)
            late = work.facts.work_page(_UTILITY, evolve(query, work_class=WorkClass.OVERDUE)).owed
        assert seen == sorted(expected, key=key_of)
        assert counts.of == Counter(query.class_of(each.duty) for each in expected)
        assert late == tuple(each for each in seen if query.class_of(each.duty) is WorkClass.OVERDUE)

    def test_a_spell_holds_on_its_days(self, store: Store) -> None:
        """A duty is open from its first day to the day before its end, and alerts are found by its last day."""
        first, end = date(2026, 3, 20), date(2026, 3, 25)
        duty = Duty("aviso_visita", first, end, date(2026, 3, 23), None, waits=False, leads=True)
        row = _facts(_case(1), duties=(duty,))
        with store.begin(_NOON) as work:
            work.facts.put([row])
            work.commit()
        with store.read() as work:
            for day, is_open in ((date(2026, 3, 19), False), (first, True), (date(2026, 3, 24), True), (end, False)):
                query = WorkQuery(day, day, "")
                assert bool(work.facts.work_page(_UTILITY, query).owed) is is_open
                assert [each.duty for each in work.facts.owed(_UTILITY, day, due_by=end)] == [duty] * is_open
                assert not list(work.facts.owed(_UTILITY, day, due_by=date(2026, 3, 22)))

    def test_what_is_owed_by_a_day_comes_in_order(self, store: Store) -> None:
        """Each duty, leading or not, whose clock runs and whose last day is not later: by day, case and code."""
        rows = [_facts(_case(n), duties=_answer_owed(n)) for n in range(1, 15)]
        _put(store, _NOON, facts=[*reversed(rows), _facts(_case(40, utility="gas"), duties=_answer_owed(1))])
        day, due_by = date(2026, 3, 20), date(2026, 4, 9)
        owed = [Owed(row, duty) for row in rows for duty in row.owed(day) if duty.due_on is not None]
        expected = [each for each in owed if not each.duty.waits and (each.duty.due_on or date.max) <= due_by]
        assert {each.duty.due_on == due_by for each in expected} == {True, False}
        assert any(each.duty.waits and each.duty.due_on == due_by for each in owed)
        with store.read() as work:
            found = list(work.facts.owed(_UTILITY, day, due_by=due_by))
        assert found == sorted(expected, key=lambda each: (*key_of(each), each.duty.code))

    def test_spells_go_with_their_row(self, store: Store) -> None:
        """A row that replaces another brings its own spells; the earlier row keeps those it had."""
        row = _facts(_case(1), duties=_answer_owed(1))
        with store.begin(_NOON) as work:
            work.facts.put([row])
            work.commit()
        with store.begin(_NOON + timedelta(days=1)) as work:
            work.facts.put([evolve(row, duties=())])
            work.commit()
        query = WorkQuery(date(2026, 3, 20), date(2026, 3, 25), "")
        with store.read() as work:
            assert work.facts.work_page(_UTILITY, query).owed == ()
            before = work.facts.get(_UTILITY, row.case_id, before=_NOON + timedelta(hours=1))
        assert before == row

    def test_what_rows_cannot_tell_is_told(self, store: Store) -> None:
        """Cases with events later than the day, and rows of other definitions, are reported beside the answer."""
        later = _facts(_case(2), last_on=date(2026, 4, 1), fingerprint="b" * 64)
        with store.begin(_NOON) as work:
            work.facts.put([_facts(_case(1), fingerprint="a" * 64), later, _facts(_case(3))])
            work.equate(_UTILITY, "b" * 64, "a" * 64)
            work.equate(_UTILITY, "d" * 64, "a" * 64)
            work.commit()
        with store.read() as work:
            now = WorkQuery(date(2026, 3, 20), date(2026, 3, 27), "a" * 64)
            counted = work.facts.work_counts(_UTILITY, now)
            assert (counted.later, counted.is_mixed) == (1, False)
            other = evolve(now, definitions="b" * 64)
            assert work.facts.work_counts(_UTILITY, other).is_mixed
            assert work.facts.work_page(_UTILITY, other).is_mixed
            assert work.facts.later_than(_UTILITY, date(2026, 3, 31)) == [later.case_id]
            assert work.facts.later_than(_UTILITY, date(2026, 4, 1)) == []
            assert work.facts.later_than(_UTILITY, later.filed_on) == [later.case_id]
            assert work.facts.later_than(_UTILITY, later.filed_on - timedelta(days=1)) == []
            assert work.facts.other_definitions(_UTILITY, "a" * 64) == {}
            assert work.facts.other_definitions(_UTILITY, "b" * 64) == {"a" * 64: 1}
            assert work.facts.other_definitions(_UTILITY, "c" * 64) == {"a" * 64: 1, "b" * 64: 1}
            assert work.facts.made_under(_UTILITY, {"b" * 64, "c" * 64}) == [later.case_id]
            assert work.equal_to(_UTILITY, "a" * 64) == {"b" * 64, "d" * 64}
            assert work.equal_to("gas", "a" * 64) == frozenset()

    def test_a_row_tells_what_the_survey_about_its_case_says(self, store: Store) -> None:
        """Whichever came first: the survey, the answer or another survey. Of two, the one answered last counts."""
        case = _case()
        open_ = _facts(case, radicado="R-1")
        answered = evolve(open_, answered_on=date(2026, 4, 1), resultado=Outcome.ACCEDE, denied=False)
        first = Survey(utility=_UTILITY, survey_id="1", answered_on=date(2026, 4, 5), satisfied=False, radicado="R-1")
        second = evolve(first, survey_id="0", answered_on=date(2026, 4, 9), satisfied=True)

        def satisfied() -> bool | None:
            with store.read() as work:
                row = work.facts.get(_UTILITY, case.case_id)
                assert row is not None
                return row.satisfied

        _put(store, _NOON, surveys=[first], facts=[open_])
        assert satisfied() is None, "nobody is satisfied with an answer that was not given"
        _put(store, _NOON, facts=[answered])
        assert satisfied() is False
        _put(store, _NOON, surveys=[second, evolve(second, survey_id="z", radicado="R-2", satisfied=False)])
        assert satisfied() is True
        _put(store, _NOON, surveys=[evolve(second, satisfied=None)])
        assert satisfied() is False
        _put(store, _NOON, surveys=[evolve(first, satisfied=None)])
        assert satisfied() is None
        _put(store, _NOON, surveys=[second], facts=[evolve(answered, satisfied=False)])
        assert satisfied() is True
        _put(store, _NOON, surveys=[evolve(second, radicado="R-9")])
        assert satisfied() is None, "the survey was about another case"
        _put(store, _NOON, surveys=[second])
        assert satisfied() is True
        _put(store, _NOON, facts=[evolve(answered, satisfied=True, radicado="R-8")])
        assert satisfied() is None, "the case has another radicado"
        _put(store, _NOON, facts=[evolve(open_, satisfied=True)])
        assert satisfied() is None

    def test_surveys_are_found_by_the_cases_they_are_about(self, store: Store) -> None:
        """Those known now, of the utility asked; a survey that was corrected to be about another case is about that."""
        survey = Survey(utility=_UTILITY, survey_id="1", answered_on=date(2026, 4, 5), satisfied=True, radicado="R-1")
        others = [evolve(survey, utility="z"), evolve(survey, survey_id="2", radicado=None)]
        _put(store, _NOON, surveys=[survey, *others])
        with store.begin(_NOON) as work:
            assert list(work.surveys.about(_UTILITY, ["R-1", "R-2"])) == [survey]
            moved = evolve(survey, radicado="R-2")
            work.surveys.put([moved])
            assert list(work.surveys.about(_UTILITY, ["R-1"])) == []
            assert list(work.surveys.about(_UTILITY, ["R-1", "R-2"])) == [moved]
            work.commit()

    def test_volumes_and_surveys_are_kept_alike(self, store: Store) -> None:
        """Volumes and surveys are registers too: found by key, closed and not overwritten, read as of an instant."""
        volumes = [
            Volume(utility=_UTILITY, month=date(2026, month, 1), servicio=servicio, subscribers=60_000 + month)
            for month in range(1, 13)
            for servicio in ("acueducto", "alcantarillado")
        ]
        surveys = [
            Survey(utility=_UTILITY, survey_id=f"{n:05}", answered_on=date(2026, 5, 1), satisfied=n % 2 == 0)
            for n in range(1100)
        ]
        surveys += [Survey(utility=_UTILITY, survey_id="sent", sent_on=date(2026, 5, 1))]
        later = _NOON + timedelta(hours=1)
        corrected = evolve(volumes[0], subscribers=1, invoices=0)
        assert _put(store, _NOON, volumes=volumes, surveys=surveys) == 24 + 1101
        assert _put(store, later, volumes=[corrected, *volumes[1:]]) == 1
        with store.read() as work:
            assert list(work.volumes.stream(_UTILITY)) == [corrected, *volumes[1:]]
            assert list(work.volumes.stream(_UTILITY, before=later)) == volumes
            assert list(work.surveys.stream(_UTILITY)) == surveys

    def test_a_ticket_keeps_what_it_was_told(self, store: Store) -> None:
        """A row that says less about a ticket removes nothing, and one that says more adds to it."""
        day = _NOON.date()
        taken = Ticket(utility=_UTILITY, ticket_id="2026-03-16 A1", taken_at=_NOON, radicado="R-1", taken_on=day)
        called = Ticket(
            utility=_UTILITY,
            ticket_id="2026-03-16 A1",
            taken_at=_NOON,
            called_at=_NOON + timedelta(minutes=7, microseconds=7),
        )
        assert _put(store, _NOON, tickets=[taken]) == 1
        assert _put(store, _NOON + timedelta(hours=1), tickets=[called]) == 1
        assert _put(store, _NOON + timedelta(hours=2), tickets=[taken, called]) == 0
        with store.read() as work:
            assert list(work.tickets.stream(_UTILITY)) == [evolve(called, radicado="R-1", taken_on=day)]
            assert list(work.tickets.stream(_UTILITY, before=_NOON + timedelta(hours=1))) == [taken]

    def test_the_ticket_of_a_filing_is_in_the_register(self, store: Store) -> None:
        """The ticket of a case is kept, added alone or in bulk, even if its radicado comes later; others give none."""
        told = Attention(turno="A1", tomado_at=_NOON)
        one = _case(1, radicado=None, atencion=told)
        many = [_case(2, atencion=evolve(told, turno="A2")), _case(3)]
        with store.begin(_NOON) as work:
            saved = work.cases.add(one, _facts(one))
            work.cases.add_many([NewCase(case, _facts(case)) for case in many])
            work.cases.save(saved, _numbered(one, "R-9"), _facts(_numbered(one, "R-9")))
            work.commit()
        with store.read() as work:
            tickets = {(each.ticket_id, each.radicado) for each in work.tickets.stream(_UTILITY)}
        day = one.filed_on.isoformat()
        assert tickets == {(f"{day} A1", "R-9"), (f"{day} A2", many[0].filing.radicado)}

    def test_a_report_is_frozen(self, store: Store) -> None:
        """A report that was handed in stays as it was; a corrected report stands beside it, and both can be read."""
        named: dict[str, Any] = {"utility": _UTILITY, "code": "sui", "period": "2026-03"}
        told: dict[str, Any] = {"handed_on": date(2026, 4, 8), "reference": "SUI-77"}
        handed_in = Report(**named, **told, text='{"ñ": "😀"}' * 10_000)
        rectified = Report(**named, text="otro")
        later = _NOON + timedelta(days=1)
        assert _put(store, _NOON, reports=[handed_in]) == 1
        assert _put(store, later, reports=[handed_in]) == 0
        assert _put(store, later, reports=[rectified]) == 1
        with store.read() as work:
            assert list(work.reports.stream(_UTILITY, before=later)) == [handed_in]
            assert list(work.reports.stream(_UTILITY)) == [rectified]

    def test_an_action_is_kept_with_what_it_was(self, store: Store) -> None:
        """An improvement action is known as it was opened until it is closed, with all its texts."""
        later = _NOON + timedelta(days=30)
        action = ImprovementAction(
            utility=_UTILITY,
            indicator="tiempo_respuesta_pqr",
            period="2026-03",
            by=("tipo", "causal"),
            group=("reclamo", None),
            kind=ActionKind.CORRECTIVA,
            what="dos turnos más 😀" * 100,
            responsible="jefe de atención",
            opened_on=date(2026, 4, 6),
            due_on=date(2026, 5, 29),
        )
        whole = evolve(action, action_id=UUID(int=1), by=(), group=None)
        closed = action.closed(date(2026, 5, 4), ["acta 14", 'con "comillas" y ñ'])
        assert _put(store, _NOON, actions=[action, whole]) == 2
        assert _put(store, later, actions=[closed, whole]) == 1
        with store.read() as work:
            assert list(work.actions.stream(_UTILITY, before=later)) == [whole, action]
            assert list(work.actions.stream(_UTILITY)) == [whole, closed]

    def test_minutes_are_kept_with_what_they_were(self, store: Store) -> None:
        """Of each meeting by its day, with every text in its order; those of before can be asked for."""
        later = _NOON + timedelta(days=1)
        minutes = Minutes(
            utility=_UTILITY,
            period="2026-03",
            held_on=date(2026, 4, 6),
            attendance=("Ana, gerente", 'Luis "Lucho" Ñáñez, jefe 😀'),
        )
        other = evolve(minutes, held_on=date(2026, 4, 7))
        decided = evolve(minutes, decisions=("dos turnos más", "dos turnos más"))
        assert _put(store, _NOON, minutes=[minutes, other]) == 2
        assert _put(store, later, minutes=[decided, other]) == 1
        with store.read() as work:
            assert list(work.minutes.stream(_UTILITY, before=later)) == [minutes, other]
            assert list(work.minutes.stream(_UTILITY)) == [decided, other]

    def test_the_utilities_are_told(self, store: Store) -> None:
        """Each utility with a case or a row of any register is given once, in order; nothing uncommitted counts."""
        survey = Survey(utility="b", survey_id="1", answered_on=date(2026, 5, 1), satisfied=True)
        with store.begin(_NOON) as work:
            work.surveys.put([survey])
            work.cases.add(evolve(_case(1), utility_id="c"))
            work.cases.add(_case(1), _facts(_case(1)))
            work.commit()
        with store.begin(_NOON) as work:
            work.surveys.put([evolve(survey, utility="z")])
        with store.read() as work:
            assert work.utilities() == tuple(sorted(("b", "c", _UTILITY)))

    # --- questions -------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "query",
        [
            FactsQuery(account="A-1"),
            FactsQuery(petitioner="h1"),
            FactsQuery(tipo="queja"),
            FactsQuery(servicio="aseo"),
            FactsQuery(causal="facturación"),
            FactsQuery(causal="facturacio\u0301n"),
            FactsQuery(state=WorkflowState.RADICADO),
            FactsQuery(recurso_of=UUID(int=3)),
            FactsQuery(filed=(date(2026, 3, 5), date(2026, 3, 9))),
            FactsQuery(answered=(None, date(2026, 4, 8))),
            FactsQuery(due=(date(2026, 4, 20), None)),
            FactsQuery(tipo="queja", due=(None, date(2026, 4, 15))),
            FactsQuery(),
            FactsQuery(account="'; DROP TABLE pqr_facts; --"),
        ],
    )
    def test_rows_are_found_in_pages(self, store: Store, query: FactsQuery) -> None:
        """Each query of the work gives the rows that match it, once each, in order, page by page."""
        rows = [_varied(n) for n in range(1, 25)]
        with store.begin(_NOON) as work:
            work.facts.put([evolve(row, servicio="otro", causal="otra") for row in rows])
            work.facts.put([*rows, evolve(_varied(1), utility="gas")])
            work.commit()
        seen: list[Facts] = []
        with store.read() as work:
            while page := work.facts.page(_UTILITY, query, after=seen[-1].case_id if seen else None, limit=5):
                assert len(page) <= 5
                seen += page
                assert len(seen) <= len(rows), "a page gives again what another gave"
        assert seen == [row for row in rows if query.matches(row)]
        assert bool(seen) != (query.account == "'; DROP TABLE pqr_facts; --")

    # --- the past --------------------------------------------------------------------------------------------------

    def test_a_case_is_read_as_of_an_instant(self, store: Store) -> None:
        """As of an instant the case is what had been recorded by then, without later corrections of earlier days."""
        later, latest = _NOON + timedelta(days=1), _NOON + timedelta(days=2)
        filed = _add(store, _NOON, _case(1, radicado=None))
        noted = _save(store, later, filed, filed.case.record(_note(1)))
        corrected = _save(store, latest, noted, _numbered(noted.case, "R-9"))
        with store.read() as work:
            with pytest.raises(CaseNotFoundError):
                work.cases.get_before(_UTILITY, UUID(int=1), _NOON)
            with pytest.raises(CaseNotFoundError):
                work.cases.get_before(_UTILITY, UUID(int=2), latest)
            with pytest.raises(NaiveDatetimeError):
                work.cases.get_before(_UTILITY, UUID(int=1), _NOON.replace(tzinfo=None))
            for before, known in ((later, filed), (latest, noted), (latest + timedelta(microseconds=1), corrected)):
                assert work.cases.get_before(_UTILITY, UUID(int=1), before) == known.case

    def test_a_digest_of_a_span_shows_any_change_in_it(self, store: Store, backdoor: Backdoor) -> None:
        """The digest covers what was recorded in [since, until), and nothing before or after."""
        day = timedelta(days=1)
        added = _add(store, _NOON, _case())
        _save(store, _NOON + day, added, added.case.record(_note(1)))
        _add(store, _NOON + day, _case(2))

        def digest(since: datetime, until: datetime) -> str:
            with store.read() as work:
                return work.cases.history_digest(_UTILITY, since, until)

        first, both = digest(_NOON, _NOON + day), digest(_NOON, _NOON + 2 * day)
        assert len({first, both, digest(_NOON + day, _NOON + 2 * day), digest(_NOON - day, _NOON)}) == 4
        _add(store, _NOON + 2 * day, _case(3))
        assert (digest(_NOON, _NOON + day), digest(_NOON, _NOON + 2 * day)) == (first, both)
        entries = backdoor.entries(_UTILITY, UUID(int=1))
        for changed in (
            entries[0]._replace(digest="0" * 64),
            entries[0]._replace(text=entries[0].text.replace("reclamo", "queja")),
            entries[0]._replace(at=_NOON + timedelta(microseconds=1)),
        ):
            backdoor.replace(_UTILITY, UUID(int=1), [changed, *entries[1:]])
            assert digest(_NOON, _NOON + day) != first

    # --- personal data ---------------------------------------------------------------------------------------------

    def test_personal_data_are_kept_apart_and_deleted(self, store: Store, backdoor: Backdoor) -> None:
        """They come back with the case; after deletion they are nowhere, and the history verifies before and after."""
        secrets = ("Fulana Peñaranda 😀", "31415926535", "vive en la casa verde" + "x" * 100_000)
        case = _personal_case(*secrets)
        with store.begin(_NOON) as work:
            added = work.cases.add(case, _facts(case))
            work.cases.add(_personal_case("Otro Petente", "2718", "hechos", number=2))
            work.commit()
        assert not any(secret in entry.text for entry in backdoor.entries(_UTILITY, UUID(int=1)) for secret in secrets)
        assert backdoor.holds(secrets[1])
        with store.read() as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == added
            assert work.cases.get_before(_UTILITY, UUID(int=1), _NOON + timedelta(days=1)) == case
            assert next(work.cases.stream(_UTILITY)).case == case
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
        with store.begin() as work:
            assert work.cases.anonymise(_UTILITY, UUID(int=1)) == 2
        assert backdoor.holds(secrets[1])
        with store.begin() as work:
            assert work.cases.anonymise(_UTILITY, UUID(int=1)) == 2
            assert work.cases.anonymise(_UTILITY, UUID(int=1)) == 0
            with pytest.raises(CaseNotFoundError):
                work.cases.anonymise(_UTILITY, UUID(int=9))
            work.commit()
        assert not any(backdoor.holds(secret) for secret in secrets)
        assert backdoor.holds("2718")
        with store.begin(_NOON) as work:
            stored = work.cases.get(_UTILITY, UUID(int=1))
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
            assert stored.head == added.head
            work.cases.save(stored, stored.case.record(_note(1)))
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
            work.commit()
        petitioner = stored.case.filing.peticionario
        assert petitioner is not None
        assert (petitioner.nombre, petitioner.documento, stored.case.filing.hechos) == (None, None, None)
        assert not any(secret in repr(added) for secret in secrets)

    def test_filing_again_after_anonymising_files_once(self, store: Store) -> None:
        """A late retry gets the case as it stands, and brings nothing back; another filing is still another."""
        petitioner = Petitioner(clase=PetitionerKind.NATURAL, nombre="Ana")
        case = evolve(_case(1), events=(evolve(_case(1).events[0], payload=_filing_of(petitioner)),))
        with store.begin(_NOON) as work:
            work.cases.add(case, key="k")
            work.cases.anonymise(_UTILITY, UUID(int=1))
            work.commit()
        with store.begin(_NOON) as work:
            again = work.cases.add(evolve(case, case_id=UUID(int=2)), key="k")
            assert again == work.cases.add(case) == work.cases.get(_UTILITY, UUID(int=1))
            assert again.case.filing.peticionario == evolve(petitioner, nombre=None)
            other = evolve(case.events[0], payload=evolve(_filing_of(petitioner), canal="web"))
            with pytest.raises(DuplicateCaseError):
                work.cases.add(evolve(case, events=(other,)), key="k")

    # --- what goes wrong -------------------------------------------------------------------------------------------

    def test_a_bulk_that_breaks_off_ends_the_unit(self, store: Store) -> None:
        """Rows from a generator that fails are not kept, and neither is anything before them."""

        def rows() -> Iterator[Volume]:
            yield Volume(utility=_UTILITY, month=date(2026, 3, 1), servicio="aseo", subscribers=1)
            message = "the file ended"
            raise ValueError(message)

        with store.begin(_NOON) as work:
            work.cases.add(_case(1))
            with pytest.raises(ValueError, match="the file ended"):
                work.volumes.put(rows())
            with pytest.raises(StorageError, match="over"):
                work.commit()
        with store.read() as work:
            assert list(work.cases.stream(_UTILITY)) == []

    def test_a_refusal_by_name_leaves_the_unit_as_it_was(self, store: Store) -> None:
        """A stale case, a taken radicado and a missing case each raise their error, and the unit goes on."""
        with store.begin(_NOON) as work:
            added = work.cases.add(_case(1))
            noted = added.case.record(_note(1))
            work.cases.save(added, noted)
            with pytest.raises(StaleCaseError):
                work.cases.save(added, noted)
            with pytest.raises(DuplicateRadicadoError):
                work.cases.add(_case(7, radicado="R-1"))
            with pytest.raises(CaseNotFoundError):
                work.cases.get(_UTILITY, UUID(int=9))
            work.cases.add(_case(2))
            work.commit()
        with store.read() as work:
            assert [stored.case.case_id.int for stored in work.cases.stream(_UTILITY)] == [1, 2]

    def test_a_radicado_given_by_two_is_stale_to_the_second(self, store: Store) -> None:
        """The radicado does not count as taken, because it is the case's own. A missing case is reported as missing."""
        case = _case(1, radicado=None)
        with store.begin(_NOON) as work:
            added = work.cases.add(case)
            work.cases.save(added, _numbered(case, "Q-1"))
            with pytest.raises(StaleCaseError):
                work.cases.save(added, _numbered(case, "Q-1"))
            absent = evolve(added, case=_case(9, radicado=None))
            with pytest.raises(CaseNotFoundError):
                work.cases.save(absent, _numbered(absent.case, "Q-1"))

    def test_a_stream_ends_with_its_unit(self, store: Store) -> None:
        """What is left of a page is not handed out after the end of the unit."""
        with store.begin(_NOON) as work:
            work.cases.add_many([NewCase(_case(n), _facts(_case(n))) for n in (1, 2, 3)])
            cases, rows = work.cases.stream(_UTILITY), work.facts.stream(_UTILITY)
            next(cases), next(rows)
            work.commit()
            for stream in (cases, rows, work.cases.stream("nadie"), work.facts.stream("a\0b")):
                with pytest.raises(StorageError, match="over"):
                    next(stream)

    def test_a_unit_that_reads_sees_what_there_was_when_it_began(self, store: Store) -> None:
        """A query later in the unit still sees the state of its beginning."""
        if not self.shared_between_threads:
            pytest.skip("one unit at a time")
        with store.read() as reading:
            with store.begin(_NOON) as work:
                work.cases.add(_case(1))
                work.commit()
            assert list(reading.cases.stream(_UTILITY)) == []
        with store.read() as reading:
            assert len(list(reading.cases.stream(_UTILITY))) == 1

    @pytest.mark.parametrize("text", ["a\0b", "\ud800"])
    def test_text_that_cannot_be_stored_is_nothings_name(self, store: Store, text: str) -> None:
        """Queries with NUL or lone surrogates find nothing, and the unit goes on."""
        one = UUID(int=1)
        with store.begin(_NOON) as work:
            cases = work.cases
            for find in (
                lambda: cases.get(text, one),
                lambda: cases.get_before(text, one, _NOON),
                lambda: cases.by_radicado(_UTILITY, text),
                lambda: cases.by_key(_UTILITY, text),
            ):
                with pytest.raises(CaseNotFoundError):
                    find()
            with pytest.raises(CaseNotFoundError):
                cases.verify_history(text, one)
            with pytest.raises(CaseNotFoundError):
                cases.anonymise(text, one)
            assert (work.facts.by_radicado(_UTILITY, text), work.facts.get(text, one)) == (None, None)
            assert work.facts.page(_UTILITY, FactsQuery(account=text)) == ()
            assert (list(work.facts.stream(text)), list(cases.stream(text))) == ([], [])
            assert work.definition(text) is None
            assert cases.history_digest(text, _NOON, _NOON) == cases.history_digest("nadie", _NOON, _NOON)
            with pytest.raises(InvalidInputError):
                work.define(text)
            cases.add(_case(1))
            work.commit()

    @pytest.mark.parametrize("limit", [0, -1, True, 2**63])
    def test_a_page_has_a_size(self, store: Store, limit: int) -> None:
        """A page of fewer than one row is refused."""
        with store.read() as work, pytest.raises(InvalidInputError, match="limit"):
            work.facts.page(_UTILITY, FactsQuery(), limit=limit)

    def test_a_zone_has_a_name_and_stays(self, store: Store) -> None:
        """A zone that could not be read again is refused, and so is a zone other than the one the case was filed in."""
        nameless = ZoneInfo.from_file(BytesIO(_NAMELESS_ZONE))
        with store.begin(_NOON) as work:
            with pytest.raises(InvalidInputError, match="zone"):
                work.cases.add(evolve(_case(1), zone=nameless))
            added = work.cases.add(_case(1))
            with pytest.raises(InvalidInputError, match="zone"):
                work.cases.save(added, evolve(added.case.record(_note(1)), zone=ZoneInfo("Europe/Madrid")))

    # --- ledgers ---------------------------------------------------------------------------------------------------

    def test_numbers_have_no_gap(self, store: Store) -> None:
        """Each series counts from 1; a unit that ended without commit gives its numbers back."""
        with store.begin() as work:
            assert [work.next_number(_UTILITY, "2026") for _ in range(3)] == [1, 2, 3]
            assert (work.next_number(_UTILITY, "2027"), work.next_number("gas", "2026")) == (1, 1)
            work.commit()
        with store.begin() as work:
            assert work.next_number(_UTILITY, "2026") == 4
        with store.begin() as work:
            assert YearlyNumbering()(work, _UTILITY, date(2026, 3, 16)) == "2026-000004"
            work.commit()
        with store.read() as work, pytest.raises(StorageError, match="only reads"):
            work.next_number(_UTILITY, "2026")

    def test_a_name_written_otherwise_finds_the_same(self, store: Store) -> None:
        """A letter with a combining accent is the same letter in the utility, the radicado and the key."""
        case = evolve(_case(1, radicado="R-\u00f1"), utility_id="\u00e1guas")
        apart, one = "a\u0301guas", UUID(int=1)
        with store.begin(_NOON) as work:
            added = work.cases.add(case, _facts(case), key="k\u00e1")
            assert work.cases.add(evolve(case, utility_id=apart), key="ka\u0301") == added
            assert work.cases.get(apart, one) == work.cases.by_radicado(apart, "R-n\u0303") == added
            assert work.cases.by_key(apart, "ka\u0301") == added
            assert work.cases.get_before(apart, one, _NOON + timedelta(days=1)) == case
            assert [list(work.cases.stream(apart)), list(work.facts.stream(apart))] == [[added], [_facts(case)]]
            assert work.facts.get(apart, one) == work.facts.by_radicado(apart, "R-n\u0303") == _facts(case)
            assert work.facts.page(apart, FactsQuery()) == (_facts(case),)
            assert work.cases.verify_history(apart, one) == ()
            since, until = _NOON - timedelta(days=1), _NOON + timedelta(days=1)
            digests = {work.cases.history_digest(utility, since, until) for utility in (apart, case.utility_id)}
            assert len(digests) == 1
            assert work.cases.anonymise(apart, one) == 0

    def test_the_same_text_written_otherwise_is_the_same(self, store: Store) -> None:
        """A letter with a combining accent counts in the same series and fires the same alert as the composed one."""
        with store.begin(_NOON) as work:
            assert [work.next_number(utility, "\u00e1") for utility in ("\u00e1", "a\u0301")] == [1, 2]
            assert work.next_number("\u00e1", "a\u0301") == 3
            assert work.fire("\u00e1", ["a\u0301", "\u00e1"]) == ("\u00e1",)
            assert work.fire("a\u0301", ["\u00e1"]) == ()

    def test_an_alert_fires_once(self, store: Store) -> None:
        """What fired in a committed unit never fires again; what fired in a unit without commit does."""
        with store.begin(_NOON) as work:
            assert work.fire(_UTILITY, ["b", "a", "b"]) == ("b", "a")
        with store.begin(_NOON) as work:
            assert work.fire(_UTILITY, ["b", "a"]) == ("b", "a")
            assert work.fire("gas", ["a"]) == ("a",)
            work.commit()
        with store.begin(_NOON) as work:
            assert work.fire(_UTILITY, ["c", "b", "a"]) == ("c",)
            assert work.fire(_UTILITY, []) == ()

    def test_each_reader_of_the_outbox_has_its_own_place(self, store: Store) -> None:
        """A post stays unread until it is marked, in the order of each case; a reader's place never goes back."""
        added = _add(store, _NOON, _case(1))
        with store.begin(_NOON) as work:
            other = work.cases.add(_case(2))
            work.post(_UTILITY, other.case.case_id, [1, 2])
            work.post(_UTILITY, added.case.case_id, [2])
            work.post("gas", added.case.case_id, [])
            work.commit()
        with store.begin() as work:
            first = work.unread(_UTILITY, "mailer", 2)
            assert [each.position for each in first] == [1, 2]
            work.mark_read(_UTILITY, "mailer", 2)
        with store.begin() as work:
            assert work.unread(_UTILITY, "mailer", 2) == work.unread(_UTILITY, "mailer", 2)
            work.mark_read(_UTILITY, "mailer", 2)
            work.mark_read(_UTILITY, "mailer", 1)
            assert work.unread(_UTILITY, "mailer") == work.unread(_UTILITY, "printer")[2:]
            work.mark_read(_UTILITY, "mailer", 3)
            work.commit()
        with store.begin() as work:
            assert (work.unread(_UTILITY, "mailer"), work.unread("gas", "mailer")) == ((), ())
            posted = work.unread(_UTILITY, "late")
        assert [each.position for each in posted] == [1, 2, 3]
        assert [each.seq for each in posted if each.case_id == other.case.case_id] == [1, 2]
        told = {each.case_id: each for each in posted if each.seq == 2}
        assert told[UUID(int=1)].event == added.case.events[1]
        assert (told[UUID(int=2)].radicado, told[UUID(int=2)].recorded_at) == ("R-2", _NOON)

    def test_the_outbox_tells_what_was_recorded_after_it_was_read(self, store: Store) -> None:
        """A reader continues from its place; an event of a person whose data were deleted comes without them."""
        with store.begin(_NOON) as work:
            filed = work.cases.add(_personal_case("Fulana Peñaranda", "31415926", "me cobran de más"))
            work.post(_UTILITY, filed.case.case_id, [1])
            work.commit()
        with store.begin() as work:
            assert [each.event for each in work.unread(_UTILITY, "mailer")] == [filed.case.events[0]]
            work.mark_read(_UTILITY, "mailer", 1)
            work.commit()
        with store.begin(_NOON) as work:
            saved = work.cases.save(filed, filed.case.record(_note(1)))
            work.post(_UTILITY, saved.case.case_id, [len(saved.case.events)])
            work.cases.anonymise(_UTILITY, saved.case.case_id)
            work.commit()
        with store.begin() as work:
            assert [each.event.type for each in work.unread(_UTILITY, "mailer")] == [EventType.NOTA]
            assert work.unread(_UTILITY, "printer", 1)[0].event == without_personal(filed.case.events[0])

    @pytest.mark.parametrize(("reader", "limit"), [("", 1), ("x" * 256, 1), ("a", 0), ("a", True)])
    def test_a_reader_has_a_name_and_reads_something(self, store: Store, reader: str, limit: int) -> None:
        """A reader needs a name, and a limit of at least one, as for a page."""
        with store.begin() as work, pytest.raises(InvalidInputError):
            work.unread(_UTILITY, reader, limit)

    def test_definitions_are_stored_once(self, store: Store) -> None:
        """Definitions are found by their SHA-256; an unknown digest gives None."""
        with store.begin() as work:
            digest = work.define('{"ñ": 1}')
            assert work.define('{"ñ": 1}') == digest
            work.commit()
        assert digest == sha256('{"ñ": 1}'.encode()).hexdigest()
        with store.read() as work:
            assert (work.definition(digest), work.definition("0" * 64)) == ('{"ñ": 1}', None)

    # --- against a model -------------------------------------------------------------------------------------------

    def test_it_does_what_the_model_does(self, store: Store, backdoor: Backdoor) -> None:
        """After any operations in any order, the store and its stored data hold what a plain model holds."""
        run_store_machine(store, backdoor.entries)

    # --- at the same time ------------------------------------------------------------------------------------------

    def test_no_update_is_lost_between_threads(self, store: Store) -> None:
        """Four writers that read again after a conflict leave the sum of all acknowledged writes."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        with store.begin(_NOON) as work:
            work.cases.add(_case())
            work.commit()
        acknowledged: list[str] = []
        writers = [threading.Thread(target=_write_notes, args=(store, name, acknowledged)) for name in "abcd"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        with store.read() as work:
            stored = work.cases.get(_UTILITY, UUID(int=1))
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
        assert len(acknowledged) == 20
        assert sorted(str(event.actor) for event in stored.case.events[2:]) == sorted(acknowledged)
        assert stored.version == 21

    def test_cases_read_at_once_to_be_written_are_ones_own(self, store: Store) -> None:
        """Another unit that saves one of them waits until this one ends, and sees what it did."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        with store.begin(_NOON) as work:
            work.cases.add(_case(), _facts(_case()))
            work.commit()
        begun, saved = threading.Event(), threading.Event()

        def save() -> None:
            with store.begin(_NOON) as work:
                begun.set()
                stored = work.cases.get(_UTILITY, UUID(int=1))
                work.cases.save(stored, stored.case.record(_note(1)))
                work.commit()
            saved.set()

        other = threading.Thread(target=save)
        with store.begin(_NOON) as work:
            (stored,) = work.cases.get_many(_UTILITY, [UUID(int=1)])
            other.start()
            begun.wait(0.2)
            assert not saved.wait(0.2)
            assert list(work.cases.get_many(_UTILITY, [UUID(int=1)])) == [stored]
            work.facts.put([_facts(_case(), causal="102")])
            work.commit()
        other.join()
        with store.read() as work:
            assert work.cases.get(_UTILITY, UUID(int=1)).version == 2

    def test_numbers_have_no_gap_between_threads(self, store: Store) -> None:
        """Eight threads that file, some without commit, leave numbers from 1 on, each once."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        given = in_threads(8, lambda worker: [_file_numbered(store, worker * 10 + n) for n in range(5)])
        numbers = sorted(number for some in given for number in some if number is not None)
        assert len(numbers) == 32
        with store.read() as work:
            radicados = [stored.case.filing.radicado for stored in work.cases.stream(_UTILITY)]
        assert sorted(map(str, radicados)) == numbers == [f"2026-{n:06}" for n in range(1, 33)]

    def test_an_alert_fires_once_between_threads(self, store: Store) -> None:
        """Of four workers with the same alerts, exactly one fires each alert."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        keys = [f"alert {n}" for n in range(10)]

        def work_off(worker: int) -> tuple[str, ...]:
            with store.begin(_NOON) as work:
                fired = work.fire(_UTILITY, keys[worker:] + keys[:worker])
                work.commit()
            return fired

        fired = in_threads(4, work_off)
        assert sorted(key for some in fired for key in some) == sorted(keys)


def _add(store: Store, at: datetime, case: Case) -> StoredCase:
    """Add a case in a unit of its own."""
    with store.begin(at) as work:
        stored = work.cases.add(case)
        work.commit()
    return stored


def _save(store: Store, at: datetime, stored: StoredCase, case: Case) -> StoredCase:
    """Save a case in a unit of its own."""
    with store.begin(at) as work:
        saved = work.cases.save(stored, case)
        work.commit()
    return saved


def _verified(store: Store) -> tuple[list[Damage], Seen]:
    """The damage found in the utility and in the definitions."""
    seen = Seen()
    with store.read() as work:
        return [*verify(work, _UTILITY, colombia.LAW, seen), *verify_definitions(work, seen)], seen


def _put(store: Store, at: datetime, **rows: Sequence[AttrsInstance]) -> int:
    """Put rows of registers in a unit of their own and return how many were new."""
    with store.begin(at) as work:
        new: int = sum(getattr(work, name).put(some) for name, some in rows.items())
        work.commit()
    return new


def in_threads(count: int, work: Callable[[int], T]) -> list[T]:
    """The results of `work` in each of `count` threads at once; an error in one of them is raised here."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def _file_numbered(store: Store, number: int) -> str | None:
    """File a case under the next number; every fifth unit ends without commit."""
    with store.begin(_NOON) as work:
        radicado = YearlyNumbering()(work, _UTILITY, date(2026, 3, 16))
        work.cases.add(_case(number + 1, radicado=radicado))
        if number % 5 == 3:
            return None
        work.commit()
    return radicado


def _code_of(text: str) -> str:
    """The text without the characters that no code may have."""
    return "".join(each for each in text if category(each) != "Cc")


def _texts_of(kind: type[AttrsInstance], text: str) -> dict[str, Any]:
    """`text` for each field of `kind` that takes any text."""
    hints = get_type_hints(kind)
    return {each.name: text for each in fields(kind) if hints[each.name] in (str, str | None)}


def _personal_case(name: str, document: str, story: str, number: int = 1) -> Case:
    return Case.file(
        Filing(
            tipo="reclamo",
            hechos=story,
            peticionarios=(
                Petitioner(clase=PetitionerKind.NATURAL, nombre=name, documento=document),
                Petitioner(clase=PetitionerKind.NATURAL, nombre=f"{name} (hijo)"),
            ),
            notificaciones=Notices(direccion=f"donde {name}"),
            pretensiones=(Claim(id="1", texto=f"lo que pide {name}"),),
        ),
        utility_id=_UTILITY,
        case_id=UUID(int=number),
        zone=_BOGOTA,
        at=datetime(2026, 3, 16, 10, tzinfo=_BOGOTA),
        events=(Event(EventType.ACUSE, on=date(2026, 3, 17), payload=Delivery(recibido_por=name)),),
    )


def _varied(number: int) -> Facts:
    """A row whose columns all depend on the number."""
    answered = number % 4 == 0
    return Facts(
        utility=_UTILITY,
        case_id=UUID(int=number),
        radicado=f"R-{number}",
        account=f"A-{number % 3}",
        petitioner=f"h{number % 5}",
        tipo=("queja", "reclamo")[number % 2],
        servicio=("aseo", "gas", None)[number % 3],
        causal=("facturación", "cobro")[number % 2],
        state=(WorkflowState.RADICADO, WorkflowState.ASIGNADO)[number % 2],
        recurso_of=UUID(int=3) if number % 6 == 0 else None,
        filed_on=date(2026, 3, number),
        due_on=date(2026, 4, number),
        answered_on=date(2026, 4, number) if answered else None,
    )


def _write_notes(store: Store, name: str, acknowledged: list[str]) -> None:
    for number in range(5):
        actor = f"{name}{number}"
        while True:
            try:
                with store.begin(_NOON) as work:
                    stored = work.cases.get(_UTILITY, UUID(int=1))
                    event = Event(EventType.NOTA, on=date(2026, 3, 18), actor=actor)
                    work.cases.save(stored, stored.case.record(event))
                    work.commit()
            except StaleCaseError:
                continue
            acknowledged.append(actor)
            break


def _numbered(case: Case, radicado: str) -> Case:
    """The case with its radicado given by a correction of the filing."""
    filing = case.events[0]
    corrected = evolve(filing, payload=evolve(case.filing, radicado=radicado))
    return case.record(
        Event(
            EventType.CORRECCION,
            on=date(2026, 3, 18),
            payload=Correction(corrige=filing.identity, event=corrected),
        )
    )
