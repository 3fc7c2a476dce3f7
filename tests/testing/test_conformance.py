"""The suite that every store must pass finds what is planted in a store: each of its tests finds a fault.

A fault is a change of the text of `storage/memory.py` or `storage/memory_registers.py`; the changed store is put to the
suite.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from inspect import signature
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from tests.storage.test_memory import MemoryBackdoor

from pqr_core.storage import memory, memory_registers
from pqr_core.storage.memory import MemoryStore
from pqr_core.testing.conformance import ROWS, StoreConformance


class Fault(NamedTuple):
    """What is wrong with the store, the text that is changed, and the tests of the suite that find it."""

    what: str
    old: str
    new: str
    found_by: tuple[str, ...]


_COPY = "dict(getattr(self, attribute.name)) for attribute in fields(State)"
_LEAKS = "(old if each.name in {} else dict(old)) for each in fields(State) for old in [getattr(self, each.name)]"
_BESIDE = ("test_leaving_keeps_nothing_beside_the_cases",)

FAULTS = (
    # --- units of work ---
    Fault(
        "an error keeps what was done before it",
        "        finally:\n            unit.end()",
        "        except Exception:\n            unit.commit()\n            raise\n"
        "        finally:\n            unit.end()",
        ("test_an_error_discards_the_unit",),
    ),
    Fault(
        "a unit that was left leaves its rows",
        "        copied.registers.update((name, dict(rows)) for name, rows in self.registers.items())\n",
        "",
        ("test_leaving_without_commit_changes_nothing",),
    ),
    Fault("... what was posted, and how far it was read", _COPY, _LEAKS.format(["outbox", "readers"]), _BESIDE),
    Fault("... its definitions", _COPY, _LEAKS.format(["definitions"]), _BESIDE),
    Fault("... which are equal", _COPY, _LEAKS.format(["equals"]), _BESIDE),
    Fault("... its keys", _COPY, _LEAKS.format(["ids_by_key"]), _BESIDE),
    Fault("... its alerts", _COPY, _LEAKS.format(["alerts"]), ("test_an_alert_fires_once",)),
    Fault("... its numbers", _COPY, _LEAKS.format(["numbers"]), ("test_numbers_have_no_gap_between_threads",)),
    Fault(
        "a unit that is over still reads",
        "        self.unit.check()\n        return self._read((nfc(utility_id), case_id))",
        "        return self._read((nfc(utility_id), case_id))",
        ("test_a_unit_ends_with_its_commit",),
    ),
    Fault(
        "a unit that is over still streams",
        "            self.unit.check()\n            row = _known(",
        "            row = _known(",
        ("test_a_stream_ends_with_its_unit",),
    ),
    Fault(
        "a unit that reads deletes",
        "        self.unit.check(writing=True)\n        key = (nfc(utility_id), case_id)",
        "        self.unit.check()\n        key = (nfc(utility_id), case_id)",
        ("test_a_unit_that_reads_does_not_write",),
    ),
    Fault(
        "a unit that reads sees what is committed meanwhile",
        "                self._state = state\n",
        "                for each in fields(State):\n"
        "                    getattr(self._state, each.name).update(getattr(state, each.name))\n",
        ("test_a_unit_that_reads_sees_what_there_was_when_it_began",),
    ),
    Fault(
        "a bulk that breaks off can be committed",
        "        with self.unit.ending_on_errors(bulk=True):\n            return sum(map(self._put, rows))",
        "        return sum(map(self._put, rows))",
        ("test_a_bulk_that_breaks_off_ends_the_unit",),
    ),
    Fault(
        "an instant without offset is taken",
        '        if before is not None:\n            require_instant(before, "before")\n        wanted',
        "        wanted",
        ("test_an_instant_of_recording_has_its_offset",),
    ),
    Fault(
        "what follows is recorded at the instant of what was there",
        "entries, personal = _kept(stored.head, added, self.unit.recorded_at,",
        "entries, personal = _kept(stored.head, added, row.entries[-1].at,",
        ("test_what_a_unit_writes_after_it_waited_is_recorded_later",),
    ),
    Fault(
        "writers take no turns",
        "threading.Lock()",
        "threading.Semaphore(99)",
        ("test_cases_read_at_once_to_be_written_are_ones_own",),
    ),
    # --- cases ---
    Fault(
        "a case is added in version 0",
        "StoredCase(case, 1, head)",
        "StoredCase(case, 0, head)",
        ("test_what_is_committed_is_there",),
    ),
    Fault(
        "a save gives the version before",
        "StoredCase(case, row.version + 1, head)",
        "StoredCase(case, row.version, head)",
        ("test_saving_appends_what_is_new",),
    ),
    Fault(
        "the version does not grow",
        "version=row.version + 1,",
        "version=row.version,",
        ("test_no_update_is_lost_between_threads",),
    ),
    Fault(
        "no version is compared",
        "if row.version != stored.version:",
        "if not row.version:",
        (
            "test_a_stale_case_is_refused_with_both_versions",
            "test_a_refusal_by_name_leaves_the_unit_as_it_was",
            "test_a_radicado_given_by_two_is_stale_to_the_second",
        ),
    ),
    Fault(
        "a history is replaced",
        "added = stored.added(case)",
        "added = case.events[len(stored.case.events) :]",
        ("test_a_history_only_grows", "test_a_zone_has_a_name_and_stays"),
    ),
    Fault(
        "what is not there has an error of Python",
        "raise CaseNotFoundError(key=value, utility=utility_id)",
        "raise KeyError(value)",
        ("test_a_case_that_is_not_there_is_named",),
    ),
    Fault(
        "an event is saved without its row",
        "        self.unit.facts.put((made,))\n        if case.filing",
        "        if case.filing",
        ("test_what_is_told_without_an_instant_is_recorded_now", "test_a_case_without_its_row_is_given_it"),
    ),
    Fault(
        "a case that is refused is there by half",
        "        made = self._made(new)\n        start",
        '        self.state.cases[key] = CaseRow(str(case.zone), None, None, 1, 0, "", (), {})\n'
        "        made = self._made(new)\n        start",
        ("test_a_case_that_nobody_can_give_its_row_is_refused",),
    ),
    Fault(
        "a radicado is given twice",
        "        self._require_free(case)\n        made = self._made(new)\n        start",
        "        made = self._made(new)\n        start",
        ("test_a_radicado_is_unique_in_its_utility",),
    ),
    Fault(
        "a radicado is given twice by a correction",
        "        self._require_free(case)\n        made = self._made(new)\n        entries",
        "        made = self._made(new)\n        entries",
        ("test_a_radicado_may_come_later",),
    ),
    Fault(
        "a radicado given up is never free",
        "            del self.state.ids_by_radicado[case.utility_id, row.radicado]",
        "            pass",
        ("test_a_radicado_given_up_is_free",),
    ),
    Fault(
        "a key finds nothing when it is used again",
        "            return found\n        return case_id if",
        "            pass\n        return case_id if",
        ("test_filing_twice_files_once",),
    ),
    Fault(
        "a key is anybody's",
        "(found := self.state.ids_by_key.get((utility, new.key)))",
        "(found := {k: v for (_, k), v in self.state.ids_by_key.items()}.get(new.key))",
        ("test_a_utility_has_nothing_of_another",),
    ),
    Fault(
        "another filing passes for the same",
        "if not same_filing(",
        "if new.case.events and False and not same_filing(",
        ("test_a_key_used_for_another_filing_is_refused",),
    ),
    Fault(
        "the key is not kept",
        "            self.state.ids_by_key[case.utility_id, new.key] = case.case_id",
        "            pass",
        ("test_many_cases_are_added_at_once",),
    ),
    Fault(
        "a bulk tells nothing of those that are there",
        "                present.append(each)",
        "                pass",
        ("test_those_that_come_twice_in_a_bulk_are_given_back",),
    ),
    Fault(
        "a bulk passes over a radicado that is taken",
        "            if self._known(each) is None:\n",
        "            named = (each.case.utility_id, each.case.filing.radicado)\n"
        "            if self._known(each) is None and named not in self.state.ids_by_radicado:\n",
        ("test_a_taken_radicado_ends_the_bulk",),
    ),
    Fault(
        "a stream is of every utility",
        "for key in sorted(key for key in self.state.cases if key[0] == utility):",
        "for key in sorted(self.state.cases):",
        ("test_a_utility_has_nothing_of_another",),
    ),
    Fault(
        "radicados are looked for in small letters",
        "index.get((nfc(utility_id), nfc(value)))",
        "index.get((nfc(utility_id), nfc(value).casefold()))",
        ("test_radicados_differ_by_case_and_spaces",),
    ),
    Fault(
        "radicados are looked for without the spaces at their ends",
        "index.get((nfc(utility_id), nfc(value)))",
        "index.get((nfc(utility_id), nfc(value).strip()))",
        ("test_any_text_comes_back_the_same",),
    ),
    Fault(
        "names are looked for as they are written",
        "index.get((nfc(utility_id), nfc(value)))",
        "index.get((utility_id, value))",
        ("test_a_name_written_otherwise_finds_the_same",),
    ),
    Fault(
        "a text that is none is an error of Python",
        "wanted = nfc(radicado)",
        "wanted = nfc(radicado).encode().decode()",
        ("test_text_that_cannot_be_stored_is_nothings_name",),
    ),
    # --- histories, and all compared with itself ---
    Fault(
        "a history is chained to nothing",
        "tuple(linked(start, (",
        'tuple(linked("", (',
        ("test_the_stored_text_is_canonical_and_chained",),
    ),
    Fault(
        "the end that stands there is believed",
        "            head=row.head,\n            entries=row.entries,",
        "            head=row.entries[-1].digest,\n            entries=row.entries,",
        ("test_tampering_is_found",),
    ),
    Fault(
        "the count that stands there is believed",
        "            length=row.length,\n",
        "            length=len(row.entries),\n",
        ("test_what_is_changed_beside_a_history_is_found",),
    ),
    Fault(
        "closed rows are not compared",
        "in enumerate(known, 1))",
        "in enumerate(known[-1:], 1))",
        ("test_a_store_that_nobody_touched_is_whole", "test_rows_that_do_not_follow_one_another_are_found"),
    ),
    Fault(
        "a row known before its case passes",
        "KeptRow(k.row, n, k.known_from, k.known_to)",
        "KeptRow(k.row, n, max(k.known_from, row.entries[0].at) if row else k.known_from, k.known_to)",
        ("test_a_row_that_is_not_its_case_s_is_found",),
    ),
    Fault(
        "a row without a case is not compared",
        'in chain(self.state.cases, self.state.registers["facts"]) if',
        "in self.state.cases if",
        ("test_a_row_that_is_missing_is_found",),
    ),
    Fault(
        "numbers are not compared",
        "in self.state.numbers.items() if of == nfc(utility))",
        "in self.state.numbers.items() if not of)",
        ("test_numbers_that_were_not_given_are_found",),
    ),
    Fault(
        "numbers of others are compared",
        "in self.state.numbers.items() if of == nfc(utility))",
        "in self.state.numbers.items())",
        ("test_a_utility_has_nothing_of_another",),
    ),
    Fault(
        "a definition is found by what it is, not by what it was",
        "iter(sorted(self.state.definitions.items()))",
        "iter(sorted((sha256(text.encode()).hexdigest(), text) for text in self.state.definitions.values()))",
        ("test_a_definition_that_was_changed_is_found",),
    ),
    # --- texts, days, columns ---
    Fault(
        "texts lose the spaces at their ends",
        "self.state.definitions[digest] = text",
        "self.state.definitions[digest] = text.strip()",
        ("test_every_text_field_comes_back_the_same",),
    ),
    Fault(
        "instants are compared without their microseconds",
        "lambda entry: entry.at < before",
        "lambda entry: entry.at.replace(microsecond=0) < before",
        ("test_days_at_both_ends_of_the_span_come_back",),
    ),
    Fault(
        "false is kept as nothing",
        "self.rows[key] = (Known(row, at),)",
        "self.rows[key] = (Known(evolve(row, denied=row.denied or None) if isinstance(row, Facts) else row, at),)",
        ("test_every_column_comes_back",),
    ),
    # --- registers ---
    Fault(
        "a row is known at the instant itself",
        "k.known_from < before",
        "k.known_from <= before",
        ("test_a_row_is_closed_never_overwritten",),
    ),
    Fault(
        "a row is known no more at the instant that closes it",
        "k.known_to >= before",
        "k.known_to > before",
        (
            "test_what_there_is_to_count_is_what_the_registers_hold",
            "test_minutes_are_kept_with_what_they_were",
        ),
    ),
    Fault(
        "a row is overwritten",
        "(*known[:-1], evolve(known[-1], known_to=since), Known(row, since))",
        "(Known(row, since),)",
        ("test_a_report_is_frozen",),
    ),
    Fault(
        "a clock that goes back goes back",
        "since = max(at, known[-1].known_from)",
        "since = at",
        ("test_what_is_known_never_shrinks",),
    ),
    Fault(
        "an equal row counts as new",
        "            return False\n        if known:\n            since",
        "            return True\n        if known:\n            since",
        ("test_volumes_and_surveys_are_kept_alike",),
    ),
    Fault(
        "a ticket forgets what it was told",
        "row = self.over(row, known[-1].row)",
        "pass",
        ("test_a_ticket_keeps_what_it_was_told",),
    ),
    Fault(
        "the ticket of a filing is not kept",
        "        self._keep_ticket(case)\n        return StoredCase(case, 1",
        "        return StoredCase(case, 1",
        ("test_the_ticket_of_a_filing_is_in_the_register",),
    ),
    Fault(
        "rows come as they were put",
        "for key in sorted(key for key in self.rows if key[0] == wanted):",
        "for key in [key for key in self.rows if key[0] == wanted]:",
        ("test_an_action_is_kept_with_what_it_was",),
    ),
    Fault(
        "rows are those of any utility",
        "for key in sorted(key for key in self.rows if key[0] == wanted):",
        "for key in sorted(self.rows):",
        ("test_a_utility_has_nothing_of_another",),
    ),
    Fault(
        "a row is that of any utility",
        "known = self.rows.get((nfc(utility), case_id))",
        "known = {case: known for (_, case), known in self.rows.items()}.get(case_id)",
        ("test_many_cases_and_rows_are_read_at_once",),
    ),
    Fault(
        "utilities are those that have cases",
        "= chain(self.state.cases, *self.state.registers.values())",
        "= self.state.cases",
        ("test_the_utilities_are_told",),
    ),
    # --- what is asked of rows ---
    Fault(
        "nothing is related",
        "return map(relating, rows)",
        "return map(relating, ())",
        ("test_rows_tell_of_one_another",),
    ),
    Fault(
        "repeated cases are not found",
        '            product([utility], ["account"], wanted.accounts, wanted.causales),\n',
        "",
        ("test_rows_tell_of_one_another",),
    ),
    Fault(
        "recursos are not found by the radicado that they name",
        '            product([utility], ["named"], wanted.named),\n',
        "",
        ("test_rows_tell_of_one_another",),
    ),
    Fault(
        "rows of one unit are not related to each other",
        "            self._by_relation.replace(None if known is None else known[-1].row, row)",
        "            pass",
        ("test_rows_tell_of_one_another",),
    ),
    Fault(
        "a survey changes no row",
        "        if is_new:\n            self.unit.facts.survey(",
        "        if not is_new:\n            self.unit.facts.survey(",
        ("test_a_row_tells_what_the_survey_about_its_case_says",),
    ),
    Fault(
        "a survey stays about the case it was about before",
        "            index[row.utility, before].discard(row.survey_id)",
        "            pass",
        ("test_surveys_are_found_by_the_cases_they_are_about",),
    ),
    Fault(
        "what changes in the rows of others is lost",
        "for each in (made, *others)]",
        "for each in (made,)]",
        ("test_rows_tell_of_one_another",),
    ),
    Fault(
        "a page of the work begins with the last of the one before",
        "key_of(each) > after)",
        "key_of(each) >= after)",
        ("test_work_comes_in_pages",),
    ),
    Fault(
        "a page of a class has every class",
        " if query.wants(each.duty))",
        ")",
        ("test_a_page_of_one_class_has_that_class_alone",),
    ),
    Fault(
        "work is everybody's",
        "(query.asks(row, row.owed(query.day)) for",
        "(evolve(query, responsable=None).asks(row, row.owed(query.day)) for",
        ("test_work_is_asked_of_some_duties_and_of_somebody",),
    ),
    Fault(
        "duties of closed rows are owed",
        "(query.asks(row, row.owed(query.day)) for row in self.stream(utility))",
        "(query.asks(k.row, k.row.owed(query.day)) for key, ks in self.rows.items() if key[0] == utility for k in ks)",
        ("test_spells_go_with_their_row",),
    ),
    Fault(
        "a duty is owed on any day",
        "for duty in row.owed(day) if not duty.waits)",
        "for duty in row.duties if not duty.waits)",
        ("test_a_spell_holds_on_its_days",),
    ),
    Fault(
        "a duty is told though its clock stands still",
        "for duty in row.owed(day) if not duty.waits)",
        "for duty in row.owed(day))",
        ("test_what_is_owed_by_a_day_comes_in_order",),
    ),
    Fault(
        "a duty is not told on its last day",
        "each.duty.due_on <= due_by)",
        "each.duty.due_on < due_by)",
        ("test_what_is_owed_by_a_day_comes_in_order",),
    ),
    Fault(
        "duties are told as the rows come",
        "return iter(sorted(due, key=lambda each: (*key_of(each), each.duty.code)))",
        "return due",
        ("test_what_is_owed_by_a_day_comes_in_order",),
    ),
    Fault(
        "a case filed later is asked of its events",
        "if _is_later(row, day) and row.filed_on <= day]",
        "if _is_later(row, day)]",
        ("test_what_rows_cannot_tell_is_told",),
    ),
    Fault(
        "of equal definitions the last is kept",
        "self.state.equals.get((utility_id, new), frozenset()) | {old}",
        "frozenset({old})",
        ("test_what_rows_cannot_tell_is_told",),
    ),
    Fault(
        "rows made directly are of other definitions",
        'alike = {definitions, "", *self',
        "alike = {definitions, *self",
        ("test_what_rows_cannot_tell_is_told",),
    ),
    Fault(
        "a page of rows begins with the last of the one before",
        "row.case_id > after)",
        "row.case_id >= after)",
        ("test_rows_are_found_in_pages",),
    ),
    # --- the past, and what is deleted ---
    Fault(
        "a case is known at the instant itself",
        "lambda entry: entry.at < before",
        "lambda entry: entry.at <= before",
        ("test_a_case_is_read_as_of_an_instant",),
    ),
    Fault(
        "a digest leaves out the first instant",
        "if since <= entry.at < until",
        "if since < entry.at < until",
        ("test_a_digest_of_a_span_shows_any_change_in_it",),
    ),
    Fault(
        "a digest is of every utility",
        "            if of == nfc(utility_id)\n",
        "",
        ("test_a_utility_has_nothing_of_another",),
    ),
    Fault(
        "personal data are not deleted",
        "        self.state.cases[key] = evolve(row, personal={})\n",
        "",
        ("test_personal_data_are_kept_apart_and_deleted",),
    ),
    Fault(
        "a filing whose data were deleted is another",
        "bare=is_bare(row.entries[0].text, row.personal.get(1))",
        "bare=False",
        ("test_filing_again_after_anonymising_files_once",),
    ),
    # --- ledgers ---
    Fault(
        "a series begins anew",
        "self.state.numbers.get(key, 0) + 1",
        "self.state.numbers.get(key, 0) % (2**31 - 1) + 1",
        ("test_a_series_ends_at_the_last_number_that_every_engine_keeps",),
    ),
    Fault(
        "a series is of all utilities",
        "        key = (utility_id, series)",
        '        key = ("", series)',
        ("test_numbers_have_no_gap",),
    ),
    Fault(
        "an alert is not recorded",
        "        self.state.alerts.update(((utility_id, key), self.recorded_at) for key in new)\n",
        "",
        ("test_an_alert_fires_once_between_threads",),
    ),
    Fault(
        "a reader goes back",
        "self.state.readers[key] = max(position, self.state.readers.get(key, 0))",
        "self.state.readers[key] = position",
        ("test_each_reader_of_the_outbox_has_its_own_place",),
    ),
    Fault(
        "a reader reads for every utility",
        "        key = (utility_id, reader)\n        self.state.readers[key] = max(",
        "        for key in ((utility_id, reader), *(each for each in self.state.readers if each[1] == reader)):\n"
        "          self.state.readers[key] = max(",
        ("test_a_utility_has_nothing_of_another",),
    ),
    Fault(
        "what is posted comes without personal data",
        "event=rejoined(entry.text, row.personal.get(seq))",
        "event=rejoined(entry.text, None)",
        ("test_the_outbox_tells_what_was_recorded_after_it_was_read",),
    ),
    Fault(
        "a definition that is not there is an error",
        "return self.state.definitions.get(digest)",
        "return self.state.definitions[digest]",
        ("test_definitions_are_stored_once",),
    ),
)

MODEL = "test_it_does_what_the_model_does"
SHARED = {
    "test_facts_of_another_case_are_refused",
    "test_text_that_some_engine_cannot_store_is_refused_by_all",
    "test_a_page_has_a_size",
    "test_the_same_text_written_otherwise_is_the_same",
    "test_a_reader_has_a_name_and_reads_something",
}
"""What is asked here is done by code that every store shares: no store gets it wrong by itself."""

TESTS = [name for name in vars(StoreConformance) if name.startswith("test_")]


def _parameters(method: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """The arguments of each run of a test, but for its fixtures."""
    marks = [mark for mark in getattr(method, "pytestmark", ()) if mark.name == "parametrize"]
    axes = []
    for mark in marks:
        names = mark.args[0].split(",") if isinstance(mark.args[0], str) else mark.args[0]
        axes.append([dict(zip(names, each if len(names) > 1 else (each,), strict=True)) for each in mark.args[1]])
    for each in product(*axes):
        yield {name: value for part in each for name, value in part.items()}


def fails(test: str, make: Callable[[], MemoryStore]) -> bool:
    """Whether a test of the suite fails with some of its arguments, each time on a store of its own."""
    method = getattr(StoreConformance(), test)
    for given in _parameters(method):
        store = make()
        store.rows = ROWS
        fixtures = {"store": store, "backdoor": MemoryBackdoor(store)}
        wanted = {name: fixtures[name] for name in signature(method).parameters if name in fixtures}
        try:
            method(**wanted, **given)
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever it is, it tells of the fault
            return True
    return False


MODULES: Final[tuple[Any, ...]] = (memory_registers, memory)
"""The modules of the store, each after those that it imports."""


def _planted(name: str) -> str:
    return f"planted_{name.rpartition('.')[2]}"


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Fault], Callable[[], MemoryStore]]:
    """What makes stores that have a fault."""

    def plant(fault: Fault) -> Callable[[], MemoryStore]:
        texts = {module.__name__: Path(module.__file__).read_text(encoding="utf-8") for module in MODULES}
        places = sum(text.count(fault.old) for text in texts.values())
        assert places == 1, f"the text to be changed is not there once: {fault.old}"
        for name, text in texts.items():
            changed = text.replace(fault.old, fault.new)
            for other in texts:  # the changed store is made of changed registers
                changed = changed.replace(f"from {other} import", f"from {_planted(other)} import")
            _load(_planted(name), changed)
        made: Callable[[], MemoryStore] = sys.modules[_planted(memory.__name__)].MemoryStore
        return made

    def _load(name: str, text: str) -> None:
        path = tmp_path / f"{name}.py"
        path.write_text(text, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)

    return plant


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_a_fault_is_found(planted: Callable[[Fault], Callable[[], MemoryStore]], fault: Fault) -> None:
    """By each of the tests that are named beside it."""
    make = planted(fault)
    assert [test for test in fault.found_by if not fails(test, make)] == []


def test_the_model_finds_a_fault(planted: Callable[[Fault], Callable[[], MemoryStore]]) -> None:
    """An alert of a unit that was left never fires again; the machine tries so many orders until it finds that."""
    (fault,) = (each for each in FAULTS if each.what == "... its alerts")
    make = planted(fault)
    assert any(fails(MODEL, make) for _ in range(30))


@pytest.mark.parametrize("test", [test for test in TESTS if test != MODEL])
def test_without_a_fault_nothing_fails(test: str) -> None:
    """So that what is found above is the fault."""
    assert not fails(test, MemoryStore)


def test_no_test_of_the_suite_is_idle() -> None:
    """Each finds a fault that is planted here, so that none can lose what it asserts unnoticed."""
    assert set(TESTS) == {test for fault in FAULTS for test in fault.found_by} | SHARED | {MODEL}
