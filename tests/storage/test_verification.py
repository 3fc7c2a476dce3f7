"""Damage of every kind, done directly in the database: each is named, and untouched cases still verify."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, text, update

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing
from pqr_core.cases.filing import Petitioner
from pqr_core.dated import Dated, Version
from pqr_core.errors import StorageError
from pqr_core.policies import Policies
from pqr_core.storage.history import CASE_ITSELF
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.verification import DamageKind, Seen, verify, verify_definitions
from pqr_core.testing.conformance import ROWS
from pqr_core.vocabulary import EventType, PetitionerKind

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)


def case_of(number: int) -> Case:
    """A claim of three events, the petitioner named in the first."""
    petitioner = Petitioner(clase=PetitionerKind.NATURAL, nombre="Ana")
    return Case.file(
        Filing(tipo="reclamo", radicado=f"2026-{number:06}", peticionario=petitioner),
        utility_id="aguas",
        case_id=UUID(int=number),
        zone=colombia.ZONE,
        on=DAY,
        events=(Event(EventType.ASIGNACION, on=DAY), Event(EventType.NOTA, on=DAY)),
    )


def filled(store: SqlStore) -> SqlStore:
    """The store with three cases."""
    store.create()
    with store.begin(NOON) as unit:
        for number in (1, 2, 3):
            assert YearlyNumbering()(unit, "aguas", DAY) == f"2026-{number:06}"
            unit.cases.add(case_of(number))
        unit.commit()
    return store


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store of three cases."""
    with SqlStore(database_url, prefix="v_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        yield filled(store)
        store.tables.metadata.drop_all(store.engine)


@pytest.fixture
def file(tmp_path: Any) -> Iterator[SqlStore]:
    """A store of three cases in SQLite, whose columns take values of any type, and without foreign keys."""
    with SqlStore(f"sqlite:///{tmp_path / 'v.sqlite'}", prefix="v_", rows=ROWS) as store:
        yield filled(store)


def spoil(store: SqlStore, statement: str, **values: Any) -> None:
    """Run a statement through the driver, past every check."""
    with store.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF").close()
        connection.commit()
        connection.execute(text(statement), values)
        connection.commit()


def found(store: SqlStore, utility: str = "aguas") -> dict[str, set[str]]:
    """The faults by name: their kinds and their texts."""
    seen, damages = Seen(), dict[str, set[str]]()
    with store.read() as unit:
        for each in (*verify(unit, utility, colombia.LAW, seen), *verify_definitions(unit, seen)):
            damages.setdefault(each.name, set()).add(f"{each.kind} {each.told.en}")
    return damages


def change(store: SqlStore, table: str, value: str, where: str) -> None:
    """Set a column by the driver."""
    spoil(store, f"update v_{table} set {value} where {where}")  # noqa: S608 - our own


FIRST = "case_id = '00000000-0000-0000-0000-000000000001'"


@pytest.mark.parametrize(
    "value",
    [
        "text = x'ff00fe'",
        "text = ''",
        "text = '[]'",
        "text = 'null'",
        "text = 17",
        "recorded_at = 'ayer'",
        "recorded_at = 5",
        "recorded_at = x'00'",
        "digest = x'00'",
        "type = 'queja'",
        "type = x'00'",
    ],
)
def test_s6_an_event_of_no_type_is_named(file: SqlStore, value: str) -> None:
    """By its number; those of the other cases are verified, and the unit goes on."""
    change(file, "events", value, f"{FIRST} and seq = 2")
    with file.read() as unit:
        assert 2 in {fault.seq for fault in unit.cases.verify_history("aguas", UUID(int=1))}
        assert unit.cases.verify_history("aguas", UUID(int=2)) == ()
    assert set(found(file)) == {"2026-000001"}


@pytest.mark.parametrize("number", ["'dos'", "2.5", "x'02'", "-1", "0"])
def test_an_event_without_number_is_named(file: SqlStore, number: str) -> None:
    """The place where it is missing, and what stands elsewhere."""
    change(file, "events", f"seq = {number}", f"{FIRST} and seq = 2")
    with file.read() as unit:
        faults = unit.cases.verify_history("aguas", UUID(int=1))
        assert unit.cases.verify_history("aguas", UUID(int=2)) == ()
    assert faults
    assert set(found(file)) == {"2026-000001"}


@pytest.mark.parametrize(
    "value",
    [
        "zone = 'No/Where'",
        "zone = x'00'",
        "zone = '../../etc/passwd'",
        "length = 'tres'",
        "head = x'07'",
        "version = 'x'",
        "version = -1",
        "version = 0",
        "radicado = x'00'",
    ],
)
def test_what_stands_beside_a_history_is_named(file: SqlStore, value: str) -> None:
    """Under the number of the case itself; to read the case is a `StorageError`, or works."""
    change(file, "cases", value, FIRST)
    with file.read() as unit:
        assert CASE_ITSELF in {fault.seq for fault in unit.cases.verify_history("aguas", UUID(int=1))}
        assert unit.cases.verify_history("aguas", UUID(int=2)) == ()
    assert len(found(file)) >= 1
    with file.read() as unit, suppress(StorageError):  # and no error of another kind
        list(unit.cases.stream("aguas"))
    with file.read() as unit, suppress(StorageError):
        unit.cases.get("aguas", UUID(int=1))


def test_a_case_under_no_id_is_named(file: SqlStore) -> None:
    """The case is named as `zz`, with its rows; the others verify, and reading it raises with the reason."""
    for table in ("cases", "events", "personal", "facts", "duties"):
        change(file, table, "case_id = 'zz'", "case_id like '%2'")
    assert set(found(file)) == {"2026-000002"}
    for register in ("cases", "facts"):
        with file.read() as unit, pytest.raises(StorageError, match="pqr db verify"):
            list(getattr(unit, register).stream("aguas"))


@pytest.mark.parametrize("column", ["due_on", "filed_on", "case_id", "duties", "tipo", "recurso_filed", "known_from"])
@pytest.mark.parametrize("value", ["'nunca'", "x'ff'", "17"])
def test_s6_a_row_of_other_types_is_named(file: SqlStore, column: str, value: str) -> None:
    """Whatever stands in a column; the rows of the others are counted."""
    change(file, "facts", f"{column} = {value}", "radicado = '2026-000003'")
    damages = found(file)
    assert "2026-000003" in damages
    assert {"2026-000001", "2026-000002"}.isdisjoint(damages)


@pytest.mark.parametrize("table", ["events", "cases"])
def test_rows_without_what_they_belong_to_are_named(file: SqlStore, table: str) -> None:
    """Events and rows of facts whose case is gone, and a case whose events are."""
    spoil(file, f"delete from v_{table} where {FIRST}")  # noqa: S608 - our own
    damages = found(file)
    assert len(damages) >= 1
    assert not {"2026-000002", "2026-000003"} & set(damages)
    with file.read() as unit:
        assert "aguas" in unit.kept_utilities()


def test_duties_are_compared_with_their_row(store: SqlStore) -> None:
    """A changed day, one that is missing, one that nobody owes."""
    duties = store.tables.duties
    with store.engine.begin() as connection:
        of = duties.c.case_id
        connection.execute(update(duties).where(of == UUID(int=1)).values(due_on=date(2027, 1, 1)))
        connection.execute(delete(duties).where(of == UUID(int=2)))
    damages = found(store)
    assert set(damages) == {"2026-000001", "2026-000002"}
    assert all(each.startswith(f"{DamageKind.DUTIES} ") for told in damages.values() for each in told)


def test_a_case_that_is_gone_with_all_its_rows_leaves_a_gap_in_the_numbers(store: SqlStore) -> None:
    """No history tells of it, but its number was given."""
    tables = store.tables
    with store.engine.begin() as connection:
        for table in (tables.personal, tables.events, tables.cases, tables.facts, tables.duties):
            connection.execute(delete(table).where(table.c.case_id == UUID(int=2)))
    assert found(store) == {"2026": {"numbers 1 numbers given that no case has: 2026-000002"}}


def test_personal_data_of_another_are_named(store: SqlStore) -> None:
    """Those that the digest in the event was not made of."""
    other = json.dumps({"data": {"peticionario": {"nombre": "Otra"}}, "salt": "00" * 16})
    personal = store.tables.personal
    with store.engine.begin() as connection:
        connection.execute(update(personal).where(personal.c.case_id == UUID(int=3)).values(text=other))
    assert set(found(store)) == {"2026-000003"}


def test_rows_of_definitions_that_are_not_there_are_told_apart(store: SqlStore) -> None:
    """Rows without their definitions cannot be counted again: they are reported as unproved, not as damage."""
    facts = store.tables.facts
    with store.engine.begin() as connection:
        connection.execute(update(facts).where(facts.c.radicado == "2026-000001").values(fingerprint="0" * 64))
    seen = Seen()
    with store.read() as unit:
        assert list(verify(unit, "aguas", colombia.LAW, seen)) == []
    assert (seen.rows, seen.elsewhere) == (2, 1)


def test_more_cases_than_a_page_are_all_seen(file: SqlStore) -> None:
    """Each once."""
    with file.begin(NOON) as unit:
        for number in range(4, 1104):
            scattered = UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)
            unit.cases.add(colombia.file("queja", on=DAY, utility="aguas", case_id=scattered))
        unit.commit()
    seen = Seen()
    with file.read() as unit:
        assert list(verify(unit, "aguas", colombia.LAW, seen)) == []
    assert (seen.cases, seen.rows) == (1103, 1103)


@given(
    st.one_of(st.booleans(), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans(), st.booleans()), max_size=3),
    st.one_of(st.none(), st.integers(1, 30)),
    st.one_of(st.none(), st.integers(1, 400)),
)
def test_a_profile_is_read_from_its_definition(
    saturday: bool | date,  # noqa: FBT001 - drawn
    closures: list[tuple[date, bool, bool]],
    aviso: int | None,
    repeat: int | None,
) -> None:
    """With every setting that moves a day, so that rows can be counted anew without its file."""
    before, after = Version(Policies(), last_day=date(2026, 1, 1)), Version(Policies(), first_day=date(2026, 1, 2))
    policies = Dated("policies", (before, after))
    profile = evolve(
        colombia.DEFAULT_PROFILE,
        utility_id="aguas",
        saturday_is_business_day=saturday,
        aviso_business_days=aviso,
        repeat_days=repeat,
        policies=policies,
        closures=tuple(
            Closure(day, act="acta", known_on=day, retroactive=back, own_act=own) for day, back, own in closures
        ),
    )
    read = colombia.DEFAULT_PROFILE.redefined(profile.definition, "aguas")
    assert read is not None
    assert (read.definition, read.utility_id, read.repeat_days) == (profile.definition, "aguas", repeat)
    assert colombia.DEFAULT_PROFILE.redefined("[]", "aguas") is None
