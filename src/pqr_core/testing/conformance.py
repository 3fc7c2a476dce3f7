"""What every store must do, as a suite to subclass; the back ends of this library pass the same one.

    class TestMyStore(StoreConformance):
        @pytest.fixture
        def store(self): ...       # empty, with its tables

        @pytest.fixture
        def backdoor(self, store): ...

The suite looks behind the store's back through a `Backdoor`: a store cannot pass by agreeing with itself. Call
`pytest.register_assert_rewrite("pqr_core.testing")` in `conftest.py` before importing it: failed asserts then show in
full.
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
from struct import pack
from typing import Any, ClassVar, Final, Protocol, TypeVar, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import AttrsInstance, evolve, fields

from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Decision, Event, Filing
from pqr_core.cases.filing import Petitioner
from pqr_core.cases.serialization import instant_text
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
from pqr_core.facts import Facts, ImprovementAction, Report, Survey, Volume
from pqr_core.indicators.counting import count
from pqr_core.indicators.definitions import indicators_from_toml
from pqr_core.law.agenda import ENDLESS, Duty
from pqr_core.sources import Rows
from pqr_core.storage.base import NewCase, Store
from pqr_core.storage.history import Entry, FaultKind, link, start_of
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.work import Owed, WorkQuery, key_of
from pqr_core.testing.machine import run_store_machine
from pqr_core.vocabulary import ActionKind, EventType, Outcome, PetitionerKind, WorkClass, WorkflowState

__all__ = ("Backdoor", "StoreConformance", "in_threads")

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
"""A zone file of one offset, which says no name."""


class Backdoor(Protocol):
    """Reading and writing what is stored, not through the store."""

    def entries(self, utility_id: str, case_id: UUID) -> list[Entry]:
        """The entries of a history as they are stored, by number."""

    def replace(self, utility_id: str, case_id: UUID, entries: Sequence[Entry]) -> None:
        """Put other entries in their place, and touch nothing else."""

    def fact_rows(self, utility_id: str, case_id: UUID) -> list[tuple[datetime, datetime | None]]:
        """When each row of facts of a case was known from and to, in the order they were recorded."""

    def holds(self, text: str) -> bool:
        """Whether the text stands anywhere in what is stored: in the files where there are, else in the tables."""


def _case(number: int = 1, *, radicado: str | None = "", utility: str = _UTILITY, canal: str | None = None) -> Case:
    """A case of that number, filed on 16 March 2026 and assigned the day after; its radicado is R-number."""
    return Case.file(
        Filing(tipo="reclamo", radicado=f"R-{number}" if radicado == "" else radicado, canal=canal),
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
    """The answer owed from the filing on: of six kinds, so that on 20 March each class of work has some."""
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
    """The text of an entry once more, at another number, chained to the entry that stands before it."""
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
    """The suite. A test that a store cannot pass is no capability it lacks but a fault, but for the flags below."""

    shared_between_threads: ClassVar[bool] = True
    """False for a store that each thread sees another of, as SQLite in memory."""

    @pytest.fixture
    def store(self) -> Store:
        """The store under test, empty; to be overridden."""
        message = "override the fixture `store` with an empty store"
        raise NotImplementedError(message)

    @pytest.fixture
    def backdoor(self) -> Backdoor:
        """The way behind the back of `store`; to be overridden."""
        message = "override the fixture `backdoor` with a Backdoor to `store`"
        raise NotImplementedError(message)

    # --- units of work ---------------------------------------------------------------------------------------------

    def test_what_is_committed_is_there(self, store: Store) -> None:
        """A case comes back equal, with its instants to the microsecond, in the next unit of work."""
        with store.begin() as work:
            added = work.cases.add(_case(), at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == added
        assert (added.case, added.version) == (_case(), 1)

    def test_leaving_without_commit_changes_nothing(self, store: Store) -> None:
        """Neither cases nor facts, volumes or surveys of a unit that was left are there."""
        volume = Volume(utility=_UTILITY, month=date(2026, 3, 1), servicio="acueducto", subscribers=60_000)
        survey = Survey(utility=_UTILITY, survey_id="1", answered_on=date(2026, 3, 1), satisfied=True)
        with store.begin() as work:
            work.cases.add(_case(), _facts(_case()), at=_NOON)
            work.volumes.put([volume], at=_NOON)
            work.surveys.put([survey], at=_NOON)
            assert work.cases.get(_UTILITY, UUID(int=1)).version == 1
        with store.begin(writing=False) as work:
            assert list(work.cases.stream(_UTILITY)) == []
            assert list(work.facts.stream(_UTILITY)) == []
            assert list(work.volumes.stream(_UTILITY)) == []
            assert list(work.surveys.stream(_UTILITY)) == []

    def test_an_error_discards_the_unit(self, store: Store) -> None:
        """An exception on the way leaves what was before, and goes on to the caller."""
        with store.begin() as work:
            before = work.cases.add(_case(), at=_NOON)
            work.commit()
        with pytest.raises(ZeroDivisionError), store.begin() as work:  # noqa: PT012 - what was done before it is tested
            work.cases.save(before, before.case.record(_DECIDED), at=_NOON)
            raise ZeroDivisionError
        with store.begin(writing=False) as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == before

    def test_a_unit_ends_with_its_commit(self, store: Store) -> None:
        """After `commit()` nothing more is read, written or committed in the unit; what was committed stays."""
        with store.begin() as work:
            work.cases.add(_case(), at=_NOON)
            work.commit()
            refusals: tuple[Callable[[], object], ...] = (
                work.commit,
                lambda: work.cases.get(_UTILITY, UUID(int=1)),
                lambda: work.cases.add(_case(2), at=_NOON),
                lambda: list(work.facts.stream(_UTILITY)),
                lambda: work.facts.put([], at=_NOON),
            )
            for refused in refusals:
                with pytest.raises(StorageError, match="over"):
                    refused()
        with store.begin(writing=False) as work:
            assert len(list(work.cases.stream(_UTILITY))) == 1

    def test_a_unit_that_reads_does_not_write(self, store: Store) -> None:
        """Writing in it is refused by name."""
        with store.begin(writing=False) as work:
            with pytest.raises(StorageError, match="only reads"):
                work.cases.add(_case(), at=_NOON)
            with pytest.raises(StorageError, match="only reads"):
                work.facts.put([_facts(_case())], at=_NOON)

    def test_an_instant_of_recording_has_its_offset(self, store: Store) -> None:
        """A naive `at` is refused: nobody could say what was known when."""
        naive = _NOON.replace(tzinfo=None)
        with store.begin() as work:
            with pytest.raises(NaiveDatetimeError):
                work.cases.add(_case(), at=naive)
            with pytest.raises(NaiveDatetimeError):
                work.facts.put([_facts(_case())], at=naive)
            with pytest.raises(NaiveDatetimeError):
                list(work.facts.stream(_UTILITY, before=naive))

    # --- saving ----------------------------------------------------------------------------------------------------

    def test_saving_appends_what_is_new(self, store: Store) -> None:
        """The history keeps the order of recording, whatever the order of happening; the version grows by one."""
        earlier = Event(EventType.NOTA, on=date(2026, 3, 16))
        with store.begin() as work:
            added = work.cases.add(_case(), at=_NOON)
            saved = work.cases.save(added, added.case.record(_DECIDED, earlier), at=_NOON)
            again = work.cases.save(saved, saved.case.record(_note(1)), at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == again
        assert again.case.events == (*_case().events, _DECIDED, earlier, _note(1))
        assert (saved.version, again.version) == (2, 3)

    def test_a_stale_case_is_refused_with_both_versions(self, store: Store) -> None:
        """Of two that read the same version the second to save is told so, and nothing is lost or half done."""
        with store.begin() as work:
            read = work.cases.add(_case(), _facts(_case()), at=_NOON)
            work.commit()
        with store.begin() as work:
            first = work.cases.save(read, read.case.record(_note(1)), at=_NOON)
            work.commit()
        with store.begin() as work:
            with pytest.raises(StaleCaseError) as refused:
                work.cases.save(read, read.case.record(_note(2)), _facts(_case(), causal="2"), at=_NOON)
            work.commit()
        assert (refused.value.params["stored"], refused.value.params["expected"]) == (2, 1)
        with store.begin(writing=False) as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == first
            assert work.facts.get(_UTILITY, UUID(int=1)) == _facts(_case())

    def test_a_history_only_grows(self, store: Store) -> None:
        """A case that lacks a stored event, or has another in its place, is refused and the place named."""
        with store.begin() as work:
            read = work.cases.add(_case(), at=_NOON)
            for events in (read.case.events[:1], (read.case.events[0], _note(1))):
                with pytest.raises(HistoryRewrittenError) as refused:
                    work.cases.save(read, evolve(read.case, events=events), at=_NOON)
                assert refused.value.params["seq"] == 2
            with pytest.raises(InvalidInputError):
                work.cases.save(read, _case(2), at=_NOON)
            assert work.cases.get(_UTILITY, UUID(int=1)) == read

    def test_a_case_that_is_not_there_is_named(self, store: Store) -> None:
        """Every way to ask for it raises the same error, which is a LookupError too."""
        with store.begin() as work:
            read = work.cases.add(_case(), at=_NOON)
        with store.begin() as work:
            for ask in (
                lambda: work.cases.get(_UTILITY, UUID(int=1)),
                lambda: work.cases.by_radicado(_UTILITY, "R-1"),
                lambda: work.cases.by_key(_UTILITY, "form-1"),
                lambda: work.cases.verify_history(_UTILITY, UUID(int=1)),
                lambda: work.cases.save(read, read.case.record(_note(1)), at=_NOON),
            ):
                with pytest.raises(CaseNotFoundError):
                    ask()

    # --- filing ----------------------------------------------------------------------------------------------------

    def test_many_cases_and_rows_are_read_at_once(self, store: Store) -> None:
        """Those that are there, in order of id, each once, with their whole history; none of another utility."""
        cases = [_case(n) for n in (3, 1, 2)]
        with store.begin() as work:
            for case in cases:
                work.cases.add(case, _facts(case) if case.case_id.int < 3 else None, at=_NOON)
            work.cases.add(_case(4, utility="gas"), at=_NOON)
            work.commit()
        asked = [UUID(int=n) for n in (4, 2, 9, 1, 2, 3)]
        for writing in (False, True):
            with store.begin(writing=writing) as work:
                read = list(work.cases.get_many(_UTILITY, asked))
                assert [each.case.case_id.int for each in read] == [1, 2, 3]
                assert [each.case.events for each in read] == [_case(n).events for n in (1, 2, 3)]
                assert [row.case_id.int for row in work.facts.get_many(_UTILITY, asked)] == [1, 2]
                assert list(work.cases.get_many(_UTILITY, [])) == []
                assert list(work.facts.get_many(_UTILITY, [])) == []

    def test_a_radicado_is_unique_in_its_utility(self, store: Store) -> None:
        """Another utility may have it; a refused case leaves nothing behind, and the unit goes on."""
        with store.begin() as work:
            work.cases.add(_case(1), at=_NOON)
            with pytest.raises(DuplicateRadicadoError):
                work.cases.add(_case(2, radicado="R-1"), _facts(_case(2, radicado="R-1")), at=_NOON)
            work.cases.add(_case(3, radicado="R-1", utility="gas"), at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            assert work.cases.by_radicado(_UTILITY, "R-1").case == _case(1)
            assert work.cases.by_radicado("gas", "R-1").case.case_id == UUID(int=3)
            assert [stored.case.case_id for stored in work.cases.stream(_UTILITY)] == [UUID(int=1)]
            assert list(work.facts.stream(_UTILITY)) == []

    def test_a_radicado_may_come_later(self, store: Store) -> None:
        """Any number of cases may wait for theirs; one that is taken is refused when it is given."""
        with store.begin() as work:
            waiting = work.cases.add(_case(1, radicado=None), at=_NOON)
            other = work.cases.add(_case(2, radicado=None), at=_NOON)
            saved = work.cases.save(waiting, _numbered(waiting.case, "R-9"), at=_NOON)
            with pytest.raises(DuplicateRadicadoError):
                work.cases.save(other, _numbered(other.case, "R-9"), at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            assert work.cases.by_radicado(_UTILITY, "R-9") == saved
            assert work.cases.get(_UTILITY, UUID(int=2)) == other

    def test_filing_twice_files_once(self, store: Store) -> None:
        """Under the same key of the host, or the same id, the first filing is given back as it now stands."""
        with store.begin() as work:
            first = work.cases.add(_case(1), at=_NOON, key="form-1")
            now = work.cases.save(first, first.case.record(_DECIDED), at=_NOON)
            work.commit()
        again = evolve(_case(1), case_id=UUID(int=7))
        with store.begin() as work:
            assert work.cases.add(again, at=_NOON, key="form-1") == now
            assert work.cases.add(_case(1), at=_NOON) == now
            assert work.cases.by_key(_UTILITY, "form-1") == now
            work.commit()
        with store.begin(writing=False) as work:
            assert list(work.cases.stream(_UTILITY)) == [now]

    def test_a_key_used_for_another_filing_is_refused(self, store: Store) -> None:
        """The same key or id with another content is a mistake of the caller, told by name."""
        with store.begin() as work:
            first = work.cases.add(_case(1), at=_NOON, key="form-1")
            with pytest.raises(DuplicateCaseError):
                work.cases.add(_case(2), at=_NOON, key="form-1")
            with pytest.raises(DuplicateCaseError):
                work.cases.add(_case(1, canal="web"), at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            assert list(work.cases.stream(_UTILITY)) == [first]

    def test_facts_of_another_case_are_refused(self, store: Store) -> None:
        """A case is never saved with the row of another."""
        with store.begin() as work, pytest.raises(InvalidInputError, match="facts"):
            work.cases.add(_case(1), _facts(_case(2)), at=_NOON)

    def test_many_cases_are_added_at_once(self, store: Store) -> None:
        """Thousands come in with their histories and rows; a second time nothing changes and all are given back."""
        new = [NewCase(_case(n), _facts(_case(n)), key=f"k{n}") for n in range(1200, 0, -1)]
        with store.begin() as work:
            assert work.cases.add_many([*new, new[3]], at=_NOON) == (new[3],)
            work.commit()
        with store.begin() as work:
            assert work.cases.add_many(iter(new[:5]), at=_NOON) == tuple(new[:5])
            work.commit()
        with store.begin(writing=False) as work:
            assert [stored.case for stored in work.cases.stream(_UTILITY)] == [_case(n) for n in range(1, 1201)]
            assert [row.case_id.int for row in work.facts.stream(_UTILITY)] == list(range(1, 1201))
            assert work.cases.by_key(_UTILITY, "k700").case == _case(700)
            assert work.cases.verify_history(_UTILITY, UUID(int=700)) == ()

    def test_those_that_come_twice_in_a_bulk_are_given_back(self, store: Store) -> None:
        """By their id or their key, wherever in the bulk, in their order; the first of them is kept."""
        cases = [_case(n) for n in range(1, 6)]
        again = NewCase(_case(9, radicado=None), key="k2")
        new = [
            *(NewCase(case, key=f"k{n}") for n, case in enumerate(cases, 1)),
            NewCase(cases[0]),
            again,
            NewCase(cases[3]),
        ]
        with store.begin() as work:
            assert work.cases.add_many(new, at=_NOON) == (new[5], again, new[7])
            assert [stored.case for stored in work.cases.stream(_UTILITY)] == cases
            work.commit()

    def test_a_taken_radicado_ends_the_bulk(self, store: Store) -> None:
        """Nothing of the unit is kept, and it cannot be committed."""
        with store.begin() as work:
            with pytest.raises(DuplicateRadicadoError):
                work.cases.add_many([NewCase(_case(1)), NewCase(_case(2, radicado="R-1"))], at=_NOON)
            with pytest.raises(StorageError, match="over"):
                work.commit()
        with store.begin(writing=False) as work:
            assert list(work.cases.stream(_UTILITY)) == []

    # --- what is stored --------------------------------------------------------------------------------------------

    def test_the_stored_text_is_canonical_and_chained(self, store: Store, backdoor: Backdoor) -> None:
        """Each entry is the JSON of its event, keys sorted, hashed with the digest before it."""
        self._stored_with_notes(store)
        digest = start_of(_UTILITY, str(UUID(int=1)), str(_BOGOTA))
        entries = backdoor.entries(_UTILITY, UUID(int=1))
        assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
        for entry in entries:
            digest = link(digest, entry.text, instant_text(entry.at))
            assert entry.digest == digest
            document = json.loads(entry.text)
            plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert (entry.text, document["schema_version"]) == (plain, 1)

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
        """Each event changed, removed, cut off, added or moved behind the store's back is named."""
        self._stored_with_notes(store)
        case_id = UUID(int=1)
        backdoor.replace(_UTILITY, case_id, tampered(backdoor.entries(_UTILITY, case_id)))
        with store.begin(writing=False) as work:
            faults = work.cases.verify_history(_UTILITY, case_id)
        assert [(fault.seq, fault.kind) for fault in faults] == [(seq, FaultKind(kind)) for seq, kind in found]

    @staticmethod
    def _stored_with_notes(store: Store) -> None:
        with store.begin() as work:
            added = work.cases.add(_case(), at=_NOON)
            work.cases.save(added, added.case.record(*map(_note, range(3))), at=_NOON)
            work.commit()

    @pytest.mark.parametrize("text", _HOSTILE)
    def test_any_text_comes_back_the_same(self, store: Store, text: str) -> None:
        """Quotes, SQL, control characters, four-byte characters and spaces at the ends are text like any other."""
        case = _case(1, radicado=text).record(Event(EventType.NOTA, on=date(2026, 3, 18), actor=text + "x" * 100_000))
        with store.begin() as work:
            work.cases.add(case, _facts(case, causal=text), at=_NOON, key=text)
            work.commit()
        with store.begin(writing=False) as work:
            assert work.cases.by_radicado(_UTILITY, text).case == case
            assert work.cases.by_key(_UTILITY, text).case == case
            assert work.facts.by_radicado(_UTILITY, text) == _facts(case, causal=text)

    @pytest.mark.parametrize("text", [*_HOSTILE, "ñ😀'\"\\\x01" * 10_000], ids=lambda text: ascii(text[:12]))
    def test_every_text_field_comes_back_the_same(self, store: Store, text: str) -> None:
        """In every field of text of an event and of a row: quotes, control characters, a description of 1 MB."""
        texts, codes = _texts_of(Filing, text), _texts_of(Facts, text[:255])
        assert {"hechos", "canal"} <= set(texts)
        assert {"causal", "account"} <= set(codes)
        petitioner = Petitioner(clase=PetitionerKind.NATURAL, **_texts_of(Petitioner, text))
        filing = Filing(**{**texts, "radicado": text[:40], "peticionario": petitioner, "hechos": text * 10})
        note = Event(EventType.NOTA, on=date(2026, 3, 18), actor=text, evidence=(text, text), id=text)
        case = evolve(_case(), events=(Event(EventType.RADICACION, on=date(2026, 3, 16), payload=filing), note))
        row = Facts(**{**codes, "utility": _UTILITY, "case_id": case.case_id, "filed_on": case.filed_on})
        report = Report(utility=_UTILITY, code=text[:255], period=text[:255], text=text)
        with store.begin() as work:
            work.cases.add(case, row, at=_NOON, key=text[:255])
            work.reports.put([report], at=_NOON)
            work.fire(_UTILITY, [text[:255]], at=_NOON)
            assert work.next_number(_UTILITY, text[:255]) == 1
            digest = work.define(text)
            work.commit()
        with store.begin() as work:
            assert work.cases.by_key(_UTILITY, text[:255]).case == case
            assert work.facts.get(_UTILITY, case.case_id) == row
            assert work.facts.page(_UTILITY, FactsQuery(causal=text[:255])) == (row,)
            assert list(work.reports.stream(_UTILITY)) == [report]
            assert work.fire(_UTILITY, [text[:255]], at=_NOON) == ()
            assert work.next_number(_UTILITY, text[:255]) == 2
            assert work.definition(digest) == text

    @pytest.mark.parametrize("day", [date(1984, 1, 1), date(2100, 12, 31)])
    def test_days_at_both_ends_of_the_span_come_back(self, store: Store, day: date) -> None:
        """The first and the last day that the calendar knows, and their last microsecond."""
        at = datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=UTC)
        filing = Filing(tipo="reclamo", fecha_limite=day, factura_expedida=day)
        case = evolve(_case(), events=(Event(EventType.RADICACION, on=day, payload=filing),))
        row = _facts(case, filed_on=day, due_on=day, answered_on=day)
        with store.begin() as work:
            work.cases.add(case, row, at=at)
            work.commit()
        with store.begin(writing=False) as work:
            assert work.cases.get_before(_UTILITY, case.case_id, at + timedelta(microseconds=1)) == case
            with pytest.raises(CaseNotFoundError):
                work.cases.get_before(_UTILITY, case.case_id, at)
            assert work.facts.page(_UTILITY, FactsQuery(filed=(day, day), due=(day, day))) == (row,)

    def test_radicados_differ_by_case_and_spaces(self, store: Store) -> None:
        """No engine's collation makes one radicado of two."""
        with store.begin() as work:
            for number, radicado in enumerate(("r-1", "R-1", "R-1 ", " R-1", "Ŕ-1"), 1):
                work.cases.add(_case(number, radicado=radicado), at=_NOON)
            assert [work.cases.by_radicado(_UTILITY, r).case.case_id.int for r in ("r-1", "R-1 ", "Ŕ-1")] == [1, 3, 5]

    def test_text_that_some_engine_cannot_store_is_refused_by_all(self, store: Store) -> None:
        """NUL, half a character and more than 255 characters are refused in codes, before anything is written."""
        with store.begin() as work:
            for radicado in ("a\0b", "\ud800", "x" * 256):
                with pytest.raises(InvalidInputError):
                    work.cases.add(_case(1, radicado=radicado), at=_NOON)
            assert list(work.cases.stream(_UTILITY)) == []

    # --- facts -----------------------------------------------------------------------------------------------------

    def test_a_row_is_closed_never_overwritten(self, store: Store, backdoor: Backdoor) -> None:
        """Each past day shows what had been recorded by then; a row equal to the one known changes nothing."""
        case = _case()
        answered = _facts(case, answered_on=date(2026, 4, 1), resultado=Outcome.ACCEDE, denied=False, satisfied=True)
        later = _NOON + timedelta(days=20)
        with store.begin() as work:
            stored = work.cases.add(case, _facts(case), at=_NOON)
            assert work.facts.put([_facts(case)], at=later) == 0
            work.cases.save(stored, case.record(_DECIDED), answered, at=later)
            work.commit()
        assert backdoor.fact_rows(_UTILITY, case.case_id) == [(_NOON, later), (later, None)]
        microsecond = timedelta(microseconds=1)
        with store.begin(writing=False) as work:
            known = {
                at: work.facts.get(_UTILITY, case.case_id, before=at)
                for at in (_NOON, _NOON + microsecond, later, later + microsecond)
            }
            assert list(known.values()) == [None, _facts(case), _facts(case), answered]
            for at, row in known.items():
                assert list(work.facts.stream(_UTILITY, before=at)) == ([] if row is None else [row])
            assert list(work.facts.stream(_UTILITY)) == [answered]

    def test_what_is_known_never_shrinks(self, store: Store, backdoor: Backdoor) -> None:
        """A clock that goes back does not open a row before the one it closes; a key twice in one put counts twice."""
        case = _case()
        rows = [_facts(case, causal=str(n)) for n in range(3)]
        with store.begin() as work:
            assert work.facts.put(rows[:2], at=_NOON) == 2
            assert work.facts.put(rows[2:], at=_NOON - timedelta(days=1)) == 1
            assert work.facts.get(_UTILITY, case.case_id) == rows[2]
            work.commit()
        assert backdoor.fact_rows(_UTILITY, case.case_id) == [(_NOON, _NOON), (_NOON, _NOON), (_NOON, None)]

    def test_what_there_is_to_count_is_what_the_registers_hold(self, store: Store) -> None:
        """A source is counted as the rows of its utilities are, now and before an instant, as often as it is asked."""
        case, later = _case(), _NOON + timedelta(days=20)
        answered = _facts(case, answered_on=date(2026, 4, 1), business_days_to_answer=12)
        elsewhere = evolve(answered, utility="otra", case_id=UUID(int=7), business_days_to_answer=3)
        with store.begin() as work:
            work.facts.put([_facts(case), elsewhere], at=_NOON)
            work.facts.put([answered], at=later)
            work.commit()
        (asked,) = indicators_from_toml(_DAYS).values()
        with store.begin(writing=False) as work:
            for utilities, before, rows in (
                ((_UTILITY,), None, [answered]),
                ((_UTILITY, "otra"), None, [answered, elsewhere]),
                ((_UTILITY,), later, [_facts(case)]),
            ):
                source = work.source(*utilities, before=before)
                for _ in range(2):
                    assert count(source, [asked]) == count(Rows(facts=rows), [asked])

    def test_every_column_comes_back(self, store: Store) -> None:
        """Dates at both ends of the calendar, ids, words, counts and truth values are what they were."""
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
        with store.begin() as work:
            work.facts.put([row], at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            read = work.facts.get(_UTILITY, UUID(int=1))
        assert read == row
        assert read is not None
        assert type(read.recurso_filed) is bool
        assert read.resultado is Outcome.NO_ACCEDE

    def test_work_comes_in_pages(self, store: Store) -> None:
        """Pages in the order of the work give each case with an open duty once, and nothing of another utility."""
        rows = [_facts(_case(n), duties=() if n % 3 == 0 else _answer_owed(n)) for n in range(1, 31)]
        with store.begin() as work:
            work.facts.put([*reversed(rows), _facts(_case(40, utility="gas"))], at=_NOON)
            work.commit()
        query = WorkQuery(date(2026, 3, 20), date(2026, 3, 25), "")
        seen: list[Owed] = []
        with store.begin(writing=False) as work:
            while page := work.facts.work_page(_UTILITY, query, after=key_of(seen[-1]) if seen else None, limit=7).owed:
                assert len(page) <= 7
                seen += page
            counts = work.facts.work_counts(_UTILITY, query)
        assert [each.row for each in seen] == sorted(
            (row for row in rows if row.duties), key=lambda row: (row.duties[0].due_on or date.max, row.case_id)
        )
        assert counts.of == Counter(query.class_of(each.duty) for each in seen)
        assert len(counts.of) == len(WorkClass)

    @pytest.mark.parametrize("work_class", WorkClass)
    def test_a_page_of_one_class_has_that_class_alone(self, store: Store, work_class: WorkClass) -> None:
        """Asked for one class it gives those of `class_of`, in the same order."""
        rows = [_facts(_case(n), duties=_answer_owed(n)) for n in range(1, 31)]
        with store.begin() as work:
            work.facts.put(rows, at=_NOON)
            work.commit()
        every = WorkQuery(date(2026, 3, 20), date(2026, 3, 25), "")
        with store.begin(writing=False) as work:
            all_of_it = work.facts.work_page(_UTILITY, every).owed
            some = work.facts.work_page(_UTILITY, evolve(every, work_class=work_class)).owed
        assert some == tuple(each for each in all_of_it if every.class_of(each.duty) is work_class)
        assert some

    def test_a_spell_holds_on_its_days(self, store: Store) -> None:
        """A duty is open from its first day to the eve of its end, and alerts are asked by its last day."""
        first, end = date(2026, 3, 20), date(2026, 3, 25)
        duty = Duty("aviso_visita", first, end, date(2026, 3, 23), None, waits=False, leads=True)
        row = _facts(_case(1), duties=(duty,))
        with store.begin() as work:
            work.facts.put([row], at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            for day, is_open in ((date(2026, 3, 19), False), (first, True), (date(2026, 3, 24), True), (end, False)):
                query = WorkQuery(day, day, "")
                assert bool(work.facts.work_page(_UTILITY, query).owed) is is_open
                assert [each.duty for each in work.facts.owed(_UTILITY, day, due_by=end)] == [duty] * is_open
                assert not list(work.facts.owed(_UTILITY, day, due_by=date(2026, 3, 22)))

    def test_spells_go_with_their_row(self, store: Store) -> None:
        """A row put in the place of another brings its own; the row before keeps what it had."""
        row = _facts(_case(1), duties=_answer_owed(1))
        with store.begin() as work:
            work.facts.put([row], at=_NOON)
            work.commit()
        with store.begin() as work:
            work.facts.put([evolve(row, duties=())], at=_NOON + timedelta(days=1))
            work.commit()
        query = WorkQuery(date(2026, 3, 20), date(2026, 3, 25), "")
        with store.begin(writing=False) as work:
            assert work.facts.work_page(_UTILITY, query).owed == ()
            before = work.facts.get(_UTILITY, row.case_id, before=_NOON + timedelta(hours=1))
        assert before == row

    def test_what_rows_cannot_tell_is_told(self, store: Store) -> None:
        """Cases of which something is later than the day, and rows of other definitions, stand beside the answer."""
        later = _facts(_case(2), last_on=date(2026, 4, 1), fingerprint="b" * 64)
        with store.begin() as work:
            work.facts.put([_facts(_case(1), fingerprint="a" * 64), later], at=_NOON)
            work.equate(_UTILITY, "b" * 64, "a" * 64)
            work.commit()
        with store.begin(writing=False) as work:
            now = WorkQuery(date(2026, 3, 20), date(2026, 3, 27), "a" * 64)
            counted = work.facts.work_counts(_UTILITY, now)
            assert (counted.later, counted.is_mixed) == (1, False)
            other = evolve(now, definitions="b" * 64)
            assert work.facts.work_counts(_UTILITY, other).is_mixed
            assert work.facts.work_page(_UTILITY, other).is_mixed
            assert work.facts.later_than(_UTILITY, date(2026, 3, 31)) == [later.case_id]
            assert work.facts.later_than(_UTILITY, date(2026, 4, 1)) == []
            assert work.facts.other_definitions(_UTILITY, "a" * 64) == {}
            assert work.facts.other_definitions(_UTILITY, "b" * 64) == {"a" * 64: 1}
            assert work.facts.other_definitions(_UTILITY, "c" * 64) == {"a" * 64: 1, "b" * 64: 1}
            assert work.facts.made_under(_UTILITY, {"b" * 64, "c" * 64}) == [later.case_id]
            assert work.equal_to(_UTILITY, "a" * 64) == {"b" * 64}
            assert work.equal_to("gas", "a" * 64) == frozenset()

    def test_volumes_and_surveys_are_kept_alike(self, store: Store) -> None:
        """They are registers too: by key, closed and not overwritten, asked as of an instant."""
        volumes = [
            Volume(utility=_UTILITY, month=date(2026, month, 1), servicio=servicio, subscribers=60_000 + month)
            for month in range(1, 13)
            for servicio in ("acueducto", "alcantarillado")
        ]
        surveys = [
            Survey(utility=_UTILITY, survey_id=f"{n:05}", answered_on=date(2026, 5, 1), satisfied=n % 2 == 0)
            for n in range(1100)
        ]
        later = _NOON + timedelta(hours=1)
        corrected = evolve(volumes[0], subscribers=1, invoices=0)
        with store.begin() as work:
            assert (work.volumes.put(volumes, at=_NOON), work.surveys.put(surveys, at=_NOON)) == (24, 1100)
            assert work.volumes.put([corrected, *volumes[1:]], at=later) == 1
            work.commit()
        with store.begin(writing=False) as work:
            assert list(work.volumes.stream(_UTILITY)) == [corrected, *volumes[1:]]
            assert list(work.volumes.stream(_UTILITY, before=later)) == volumes
            assert list(work.surveys.stream(_UTILITY)) == surveys

    def test_a_report_is_frozen(self, store: Store) -> None:
        """What was handed in stays as it was; a rectified report stands beside it, and both can be asked for."""
        handed_in = Report(utility=_UTILITY, code="sui", period="2026-03", text='{"ñ": "😀"}' * 10_000)
        rectified = evolve(handed_in, text="otro")
        later = _NOON + timedelta(days=1)
        with store.begin() as work:
            assert work.reports.put([handed_in], at=_NOON) == 1
            assert work.reports.put([handed_in], at=later) == 0
            assert work.reports.put([rectified], at=later) == 1
            work.commit()
        with store.begin(writing=False) as work:
            assert list(work.reports.stream(_UTILITY, before=later)) == [handed_in]
            assert list(work.reports.stream(_UTILITY)) == [rectified]

    def test_an_action_is_kept_with_what_it_was(self, store: Store) -> None:
        """An improvement action is known as it was opened until it is closed, with every text it says."""
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
        with store.begin() as work:
            assert work.actions.put([action, whole], at=_NOON) == 2
            assert work.actions.put([closed, whole], at=later) == 1
            work.commit()
        with store.begin(writing=False) as work:
            assert list(work.actions.stream(_UTILITY, before=later)) == [whole, action]
            assert list(work.actions.stream(_UTILITY)) == [whole, closed]

    def test_the_utilities_are_told(self, store: Store) -> None:
        """Each that has a case or a row of any register, in order, each once; none of what was not committed."""
        survey = Survey(utility="b", survey_id="1", answered_on=date(2026, 5, 1), satisfied=True)
        with store.begin() as work:
            work.surveys.put([survey], at=_NOON)
            work.cases.add(evolve(_case(1), utility_id="c"), at=_NOON)
            work.cases.add(_case(1), _facts(_case(1)), at=_NOON)
            work.commit()
        with store.begin() as work:
            work.surveys.put([evolve(survey, utility="z")], at=_NOON)
        with store.begin(writing=False) as work:
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
        """Each question the work needs gives the rows that answer it, once each, in order, page by page."""
        rows = [_varied(n) for n in range(1, 25)]
        with store.begin() as work:
            work.facts.put([evolve(row, servicio="otro", causal="otra") for row in rows], at=_NOON)
            work.facts.put([*rows, evolve(_varied(1), utility="gas")], at=_NOON)
            work.commit()
        seen: list[Facts] = []
        with store.begin(writing=False) as work:
            while page := work.facts.page(_UTILITY, query, after=seen[-1].case_id if seen else None, limit=5):
                assert len(page) <= 5
                seen += page
        assert seen == [row for row in rows if query.matches(row)]
        assert bool(seen) != (query.account == "'; DROP TABLE pqr_facts; --")

    # --- the past --------------------------------------------------------------------------------------------------

    def test_a_case_is_read_as_of_an_instant(self, store: Store) -> None:
        """Before an instant the case is what had been recorded by then, a later correction of an earlier day or not."""
        later, latest = _NOON + timedelta(days=1), _NOON + timedelta(days=2)
        with store.begin() as work:
            filed = work.cases.add(_case(1, radicado=None), at=_NOON)
            noted = work.cases.save(filed, filed.case.record(_note(1)), at=later)
            corrected = work.cases.save(noted, _numbered(noted.case, "R-9"), at=latest)
            work.commit()
        with store.begin(writing=False) as work:
            with pytest.raises(CaseNotFoundError):
                work.cases.get_before(_UTILITY, UUID(int=1), _NOON)
            with pytest.raises(CaseNotFoundError):
                work.cases.get_before(_UTILITY, UUID(int=2), latest)
            with pytest.raises(NaiveDatetimeError):
                work.cases.get_before(_UTILITY, UUID(int=1), _NOON.replace(tzinfo=None))
            for before, known in ((later, filed), (latest, noted), (latest + timedelta(microseconds=1), corrected)):
                assert work.cases.get_before(_UTILITY, UUID(int=1), before) == known.case

    def test_a_digest_of_a_span_shows_any_change_in_it(self, store: Store, backdoor: Backdoor) -> None:
        """It covers what was recorded in [since, until), and neither what came before nor after."""
        day = timedelta(days=1)
        with store.begin() as work:
            added = work.cases.add(_case(), at=_NOON)
            work.cases.save(added, added.case.record(_note(1)), at=_NOON + day)
            work.cases.add(_case(2), at=_NOON + day)
            work.commit()

        def digest(since: datetime, until: datetime) -> str:
            with store.begin(writing=False) as work:
                return work.cases.history_digest(_UTILITY, since, until)

        first, both = digest(_NOON, _NOON + day), digest(_NOON, _NOON + 2 * day)
        assert len({first, both, digest(_NOON + day, _NOON + 2 * day), digest(_NOON - day, _NOON)}) == 4
        with store.begin() as work:
            work.cases.add(_case(3), at=_NOON + 2 * day)
            work.commit()
        assert (digest(_NOON, _NOON + day), digest(_NOON, _NOON + 2 * day)) == (first, both)
        entries = backdoor.entries(_UTILITY, UUID(int=1))
        backdoor.replace(_UTILITY, UUID(int=1), [entries[0]._replace(digest="0" * 64), *entries[1:]])
        assert digest(_NOON, _NOON + day) != first

    # --- personal data ---------------------------------------------------------------------------------------------

    def test_personal_data_are_kept_apart_and_deleted(self, store: Store, backdoor: Backdoor) -> None:
        """They come back with the case; once deleted they are nowhere, and the history verifies before and after."""
        secrets = ("Fulana Peñaranda 😀", "31415926535", "vive en la casa verde" + "x" * 100_000)
        case = _personal_case(*secrets)
        with store.begin() as work:
            added = work.cases.add(case, _facts(case), at=_NOON)
            work.cases.add(_personal_case("Otro Petente", "2718", "hechos", number=2), at=_NOON)
            work.commit()
        assert not any(secret in entry.text for entry in backdoor.entries(_UTILITY, UUID(int=1)) for secret in secrets)
        assert backdoor.holds(secrets[1])
        with store.begin(writing=False) as work:
            assert work.cases.get(_UTILITY, UUID(int=1)) == added
            assert work.cases.get_before(_UTILITY, UUID(int=1), _NOON + timedelta(days=1)) == case
            assert next(work.cases.stream(_UTILITY)).case == case
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
        with store.begin() as work:
            assert work.cases.anonymise(_UTILITY, UUID(int=1)) == 1
        assert backdoor.holds(secrets[1])
        with store.begin() as work:
            assert work.cases.anonymise(_UTILITY, UUID(int=1)) == 1
            assert work.cases.anonymise(_UTILITY, UUID(int=1)) == 0
            with pytest.raises(CaseNotFoundError):
                work.cases.anonymise(_UTILITY, UUID(int=9))
            work.commit()
        assert not any(backdoor.holds(secret) for secret in secrets)
        assert backdoor.holds("2718")
        with store.begin() as work:
            stored = work.cases.get(_UTILITY, UUID(int=1))
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
            assert stored.head == added.head
            work.cases.save(stored, stored.case.record(_note(1)), at=_NOON)
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
        with store.begin() as work:
            work.cases.add(case, at=_NOON, key="k")
            work.cases.anonymise(_UTILITY, UUID(int=1))
            work.commit()
        with store.begin() as work:
            again = work.cases.add(evolve(case, case_id=UUID(int=2)), at=_NOON, key="k")
            assert again == work.cases.add(case, at=_NOON) == work.cases.get(_UTILITY, UUID(int=1))
            assert again.case.filing.peticionario == evolve(petitioner, nombre=None)
            other = evolve(case.events[0], payload=evolve(_filing_of(petitioner), canal="web"))
            with pytest.raises(DuplicateCaseError):
                work.cases.add(evolve(case, events=(other,)), at=_NOON, key="k")

    # --- what goes wrong -------------------------------------------------------------------------------------------

    def test_a_bulk_that_breaks_off_ends_the_unit(self, store: Store) -> None:
        """Rows that come from a generator which fails are not kept, nor is anything before them."""

        def rows() -> Iterator[Volume]:
            yield Volume(utility=_UTILITY, month=date(2026, 3, 1), servicio="aseo", subscribers=1)
            message = "the file ended"
            raise ValueError(message)

        with store.begin() as work:
            work.cases.add(_case(1), at=_NOON)
            with pytest.raises(ValueError, match="the file ended"):
                work.volumes.put(rows(), at=_NOON)
            with pytest.raises(StorageError, match="over"):
                work.commit()
        with store.begin(writing=False) as work:
            assert list(work.cases.stream(_UTILITY)) == []

    def test_a_refusal_by_name_leaves_the_unit_as_it_was(self, store: Store) -> None:
        """A stale case, a radicado taken and a case that is not there are told, and the unit goes on."""
        with store.begin() as work:
            added = work.cases.add(_case(1), at=_NOON)
            noted = added.case.record(_note(1))
            work.cases.save(added, noted, at=_NOON)
            with pytest.raises(StaleCaseError):
                work.cases.save(added, noted, at=_NOON)
            with pytest.raises(DuplicateRadicadoError):
                work.cases.add(_case(7, radicado="R-1"), at=_NOON)
            with pytest.raises(CaseNotFoundError):
                work.cases.get(_UTILITY, UUID(int=9))
            work.cases.add(_case(2), at=_NOON)
            work.commit()
        with store.begin(writing=False) as work:
            assert [stored.case.case_id.int for stored in work.cases.stream(_UTILITY)] == [1, 2]

    def test_a_radicado_given_by_two_is_stale_to_the_second(self, store: Store) -> None:
        """Not taken: it is its own. A case that is not there is told so, whatever it was given."""
        case = _case(1, radicado=None)
        with store.begin() as work:
            added = work.cases.add(case, at=_NOON)
            work.cases.save(added, _numbered(case, "Q-1"), at=_NOON)
            with pytest.raises(StaleCaseError):
                work.cases.save(added, _numbered(case, "Q-1"), at=_NOON)
            absent = evolve(added, case=_case(9, radicado=None))
            with pytest.raises(CaseNotFoundError):
                work.cases.save(absent, _numbered(absent.case, "Q-1"), at=_NOON)

    def test_a_stream_ends_with_its_unit(self, store: Store) -> None:
        """What is left of a page is not handed out after the end."""
        with store.begin() as work:
            work.cases.add_many([NewCase(_case(n), _facts(_case(n))) for n in (1, 2, 3)], at=_NOON)
            cases, rows = work.cases.stream(_UTILITY), work.facts.stream(_UTILITY)
            next(cases), next(rows)
            work.commit()
            for stream in (cases, rows, work.cases.stream("nadie"), work.facts.stream("a\0b")):
                with pytest.raises(StorageError, match="over"):
                    next(stream)

    def test_a_unit_that_reads_sees_what_there_was_when_it_began(self, store: Store) -> None:
        """Though it asks later."""
        if not self.shared_between_threads:
            pytest.skip("one unit at a time")
        with store.begin(writing=False) as reading:
            with store.begin() as work:
                work.cases.add(_case(1), at=_NOON)
                work.commit()
            assert list(reading.cases.stream(_UTILITY)) == []
        with store.begin(writing=False) as reading:
            assert len(list(reading.cases.stream(_UTILITY))) == 1

    @pytest.mark.parametrize("text", ["a\0b", "\ud800"])
    def test_text_that_cannot_be_stored_is_nothings_name(self, store: Store, text: str) -> None:
        """NUL and half characters find nothing, and the unit goes on."""
        one = UUID(int=1)
        with store.begin() as work:
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
            cases.add(_case(1), at=_NOON)
            work.commit()

    @pytest.mark.parametrize("limit", [0, -1, True, 2**63])
    def test_a_page_has_a_size(self, store: Store, limit: int) -> None:
        """Of one row at least."""
        with store.begin(writing=False) as work, pytest.raises(InvalidInputError, match="limit"):
            work.facts.page(_UTILITY, FactsQuery(), limit=limit)

    def test_a_zone_has_a_name_and_stays(self, store: Store) -> None:
        """A zone that could not be read again is refused, and so is another one than the case was filed in."""
        nameless = ZoneInfo.from_file(BytesIO(_NAMELESS_ZONE))
        with store.begin() as work:
            with pytest.raises(InvalidInputError, match="zone"):
                work.cases.add(evolve(_case(1), zone=nameless), at=_NOON)
            added = work.cases.add(_case(1), at=_NOON)
            with pytest.raises(InvalidInputError, match="zone"):
                work.cases.save(added, evolve(added.case.record(_note(1)), zone=ZoneInfo("Europe/Madrid")), at=_NOON)

    # --- ledgers ---------------------------------------------------------------------------------------------------

    def test_numbers_have_no_gap(self, store: Store) -> None:
        """Each series counts from 1; a unit that was left gives its numbers back."""
        with store.begin() as work:
            assert [work.next_number(_UTILITY, "2026") for _ in range(3)] == [1, 2, 3]
            assert (work.next_number(_UTILITY, "2027"), work.next_number("gas", "2026")) == (1, 1)
            work.commit()
        with store.begin() as work:
            assert work.next_number(_UTILITY, "2026") == 4
        with store.begin() as work:
            assert YearlyNumbering()(work, _UTILITY, date(2026, 3, 16)) == "2026-000004"
            work.commit()
        with store.begin(writing=False) as work, pytest.raises(StorageError, match="only reads"):
            work.next_number(_UTILITY, "2026")

    def test_a_name_written_otherwise_finds_the_same(self, store: Store) -> None:
        """A letter with its accent apart is the same letter: in the utility, the radicado and the key."""
        case = evolve(_case(1, radicado="R-\u00f1"), utility_id="\u00e1guas")
        apart, one = "a\u0301guas", UUID(int=1)
        with store.begin() as work:
            added = work.cases.add(case, _facts(case), at=_NOON, key="k\u00e1")
            assert work.cases.add(evolve(case, utility_id=apart), at=_NOON, key="ka\u0301") == added
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
        """A letter with its accent apart counts in the same series, and fires the same alert, as one with it."""
        with store.begin() as work:
            assert [work.next_number(utility, "\u00e1") for utility in ("\u00e1", "a\u0301")] == [1, 2]
            assert work.next_number("\u00e1", "a\u0301") == 3
            assert work.fire("\u00e1", ["a\u0301", "\u00e1"], at=_NOON) == ("\u00e1",)
            assert work.fire("a\u0301", ["\u00e1"], at=_NOON) == ()

    def test_an_alert_fires_once(self, store: Store) -> None:
        """What fired in a unit that was committed never fires again; what fired in one that was left, does."""
        with store.begin() as work:
            assert work.fire(_UTILITY, ["b", "a", "b"], at=_NOON) == ("b", "a")
        with store.begin() as work:
            assert work.fire(_UTILITY, ["b", "a"], at=_NOON) == ("b", "a")
            assert work.fire("gas", ["a"], at=_NOON) == ("a",)
            work.commit()
        with store.begin() as work:
            assert work.fire(_UTILITY, ["c", "b", "a"], at=_NOON) == ("c",)
            assert work.fire(_UTILITY, [], at=_NOON) == ()

    def test_definitions_are_stored_once(self, store: Store) -> None:
        """By their SHA-256; what is not there is None."""
        with store.begin() as work:
            digest = work.define('{"ñ": 1}')
            assert work.define('{"ñ": 1}') == digest
            work.commit()
        assert digest == sha256('{"ñ": 1}'.encode()).hexdigest()
        with store.begin(writing=False) as work:
            assert (work.definition(digest), work.definition("0" * 64)) == ('{"ñ": 1}', None)

    # --- against a model -------------------------------------------------------------------------------------------

    def test_it_does_what_the_model_does(self, store: Store, backdoor: Backdoor) -> None:
        """Whatever is done in whatever order, the store holds what a plain model holds, behind its back too."""
        run_store_machine(store, backdoor.entries)

    # --- at the same time ------------------------------------------------------------------------------------------

    def test_no_update_is_lost_between_threads(self, store: Store) -> None:
        """Four writers that read anew when they were too late leave the sum of what was acknowledged."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        with store.begin() as work:
            work.cases.add(_case(), at=_NOON)
            work.commit()
        acknowledged: list[str] = []
        writers = [threading.Thread(target=_write_notes, args=(store, name, acknowledged)) for name in "abcd"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        with store.begin(writing=False) as work:
            stored = work.cases.get(_UTILITY, UUID(int=1))
            assert work.cases.verify_history(_UTILITY, UUID(int=1)) == ()
        assert len(acknowledged) == 20
        assert sorted(str(event.actor) for event in stored.case.events[2:]) == sorted(acknowledged)
        assert stored.version == 21

    def test_cases_read_at_once_to_be_written_are_ones_own(self, store: Store) -> None:
        """Another unit that saves one of them waits until this one ends, and finds what it did."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        with store.begin() as work:
            work.cases.add(_case(), _facts(_case()), at=_NOON)
            work.commit()
        begun, saved = threading.Event(), threading.Event()

        def save() -> None:
            with store.begin() as work:
                begun.set()
                stored = work.cases.get(_UTILITY, UUID(int=1))
                work.cases.save(stored, stored.case.record(_note(1)), at=_NOON)
                work.commit()
            saved.set()

        other = threading.Thread(target=save)
        with store.begin() as work:
            (stored,) = work.cases.get_many(_UTILITY, [UUID(int=1)])
            other.start()
            begun.wait(0.2)
            assert not saved.wait(0.2)
            assert list(work.cases.get_many(_UTILITY, [UUID(int=1)])) == [stored]
            work.facts.put([_facts(_case(), causal="102")], at=_NOON)
            work.commit()
        other.join()
        with store.begin(writing=False) as work:
            assert work.cases.get(_UTILITY, UUID(int=1)).version == 2

    def test_numbers_have_no_gap_between_threads(self, store: Store) -> None:
        """Eight threads that file, some of them in vain, leave numbers from 1 on, each once."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        given = in_threads(8, lambda worker: [_file_numbered(store, worker * 10 + n) for n in range(5)])
        numbers = sorted(number for some in given for number in some if number is not None)
        assert len(numbers) == 32
        with store.begin(writing=False) as work:
            radicados = [stored.case.filing.radicado for stored in work.cases.stream(_UTILITY)]
        assert sorted(map(str, radicados)) == numbers == [f"2026-{n:06}" for n in range(1, 33)]

    def test_an_alert_fires_once_between_threads(self, store: Store) -> None:
        """Of four workers with the same alerts, each alert is fired by one."""
        if not self.shared_between_threads:
            pytest.skip("each thread has a store of its own")
        keys = [f"alert {n}" for n in range(10)]

        def work_off(worker: int) -> tuple[str, ...]:
            with store.begin() as work:
                fired = work.fire(_UTILITY, keys[worker:] + keys[:worker], at=_NOON)
                work.commit()
            return fired

        fired = in_threads(4, work_off)
        assert sorted(key for some in fired for key in some) == sorted(keys)


def in_threads(count: int, work: Callable[[int], T]) -> list[T]:
    """What `work` gives in each of `count` threads at once; an error in one is raised here."""
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def _file_numbered(store: Store, number: int) -> str | None:
    """File a case under the next number; every fifth is filed in vain."""
    with store.begin() as work:
        radicado = YearlyNumbering()(work, _UTILITY, date(2026, 3, 16))
        work.cases.add(_case(number + 1, radicado=radicado), at=_NOON)
        if number % 5 == 3:
            return None
        work.commit()
    return radicado


def _texts_of(kind: type[AttrsInstance], text: str) -> dict[str, Any]:
    """`text` for each field of `kind` that takes any text."""
    hints = get_type_hints(kind)
    return {each.name: text for each in fields(kind) if hints[each.name] in (str, str | None)}


def _personal_case(name: str, document: str, story: str, number: int = 1) -> Case:
    return Case.file(
        Filing(
            tipo="reclamo",
            hechos=story,
            peticionario=Petitioner(clase=PetitionerKind.NATURAL, nombre=name, documento=document),
        ),
        utility_id=_UTILITY,
        case_id=UUID(int=number),
        zone=_BOGOTA,
        at=datetime(2026, 3, 16, 10, tzinfo=_BOGOTA),
    )


def _varied(number: int) -> Facts:
    """A row of which each column depends on the number."""
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
                with store.begin() as work:
                    stored = work.cases.get(_UTILITY, UUID(int=1))
                    event = Event(EventType.NOTA, on=date(2026, 3, 18), actor=actor)
                    work.cases.save(stored, stored.case.record(event), at=_NOON)
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
