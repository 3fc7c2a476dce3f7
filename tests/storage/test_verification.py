"""Damage of every kind, done directly in the database: each is named, and untouched cases still verify."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, Integer, delete, text, update

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Assignment, Decision, Event, Filing, Requirement
from pqr_core.cases.filing import Link, Petitioner
from pqr_core.dated import Dated, Version
from pqr_core.errors import StorageError
from pqr_core.facts import RowMaker, Survey
from pqr_core.policies import Policies
from pqr_core.storage.columns import UtcInstant
from pqr_core.storage.history import CASE_ITSELF
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.verification import DamageKind, Seen, verify, verify_definitions
from pqr_core.testing.conformance import ROWS
from pqr_core.vocabulary import EventType, Outcome, PetitionerKind, Relation, WorkflowState

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)
RADICADOS = ("2026-000001", "2026-000002", "2026-000003")


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


def test_s4_the_last_case_of_a_series_leaves_a_gap_too(store: SqlStore) -> None:
    """All cases are gone with all their rows; the ledger says how many numbers were given."""
    tables = store.tables
    with store.engine.begin() as connection:
        for table in (tables.outbox, tables.personal, tables.events, tables.cases, tables.facts, tables.duties):
            connection.execute(delete(table))
    assert found(store) == {"2026": {f"numbers 3 numbers given that no case has: {', '.join(RADICADOS)}"}}


def test_s4_numbers_are_looked_for_in_the_series_of_their_numbering(tmp_path: Path) -> None:
    """Its name need not be the year; numbers of outgoing letters, in another series, belong to no case."""
    numbering, letters = (
        YearlyNumbering("{year}-{number:06}", "PQR {year}"),
        YearlyNumbering("S-{number}", "salida {year}"),
    )
    with SqlStore(f"sqlite:///{tmp_path / 'series.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            for number in (1, 2, 3):
                assert numbering(unit, "aguas", DAY) == f"2026-{number:06}"
                assert letters(unit, "aguas", DAY) == f"S-{number}"
            unit.cases.add(case_of(2))
            unit.commit()
        seen = Seen()
        with store.read() as unit:
            (damage,) = verify(unit, "aguas", colombia.LAW, seen, numbering)
    assert (damage.name, seen.radicados) == ("PQR 2026", 0)
    assert damage.told.en == "2 numbers given that no case has: 2026-000001, 2026-000003"


def test_s4_a_series_is_not_missed_where_radicados_have_another_form(tmp_path: Path) -> None:
    """A numbering that `verify` was not told may have given them."""
    with SqlStore(f"sqlite:///{tmp_path / 'form.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            radicado = YearlyNumbering("R{year}{number:06}")(unit, "aguas", DAY)
            unit.cases.add(colombia.file("queja", on=DAY, utility="aguas", radicado=radicado))
            unit.commit()
        seen = Seen()
        with store.read() as unit:
            assert list(verify(unit, "aguas", colombia.LAW, seen)) == []
    assert seen.radicados == 1


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


# --- S4: every column ------------------------------------------------------------------------------------------------

REPEATING = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas", repeat_days=90)
SECURITY_PAGE = Path(__file__).parents[2] / "docs" / "en" / "security.md"
KEPT_TABLES = ("cases", "events", "personal", "facts", "duties", "numbers", "definitions")
OTHER_WORDS = {"tipo": "queja", "type": "nota", "state": WorkflowState.CERRADO, "resultado": Outcome.ACCEDE}
"""Words that a column of a closed list takes too."""
UNPROVED = {
    ("facts", "grupo_causal"): "`grupo_causal`",
    ("facts", "petitioner"): "`petitioner`",
    ("facts", "satisfied"): "`satisfied`",
    ("facts", "recurso_filed"): "`recurso_filed`",
    ("facts", "repeat_of"): "`repeat_of`",
    ("facts", "recurso_of"): "`recurso_of`",
    ("facts", "fingerprint"): "rows with definitions that this version cannot compute with",
    ("cases", "filing_key"): "the keys under which cases were filed",
    ("cases", "version"): "how often a case was saved",
    ("numbers", "series"): "radicados that no number series of the store gave",
}
"""The columns of which a change goes unnoticed, with the words of the page that say so."""
UNMISSED = {
    "personal": "personal data that are missing",
    "numbers": "radicados that no number series of the store gave",
    "definitions": "rows with definitions that this version cannot compute with",
    "outbox": "the events in the outbox",
}
"""The tables from which a row may be missing unnoticed, with the words of the page that say so."""


@pytest.fixture(scope="module")
def related(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a store with a value in every column of cases, rows and duties."""
    path = tmp_path_factory.mktemp("related") / "related.sqlite"
    days = [DAY + timedelta(days) for days in (0, 3, 10)]
    decided = (
        Event.of(Assignment(responsable="marta"), on=days[1]),
        Event.of(Decision(resultado=Outcome.NO_ACCEDE), on=days[1]),
        Event(EventType.RESPUESTA_ENVIADA, on=days[1]),
        Event(EventType.NOTIFICACION_PERSONAL, on=days[1]),
    )
    lives: tuple[tuple[dict[str, Any], date, tuple[Event, ...]], ...] = (
        ({"tipo": "reclamo"}, days[0], (*decided, Event(EventType.CAUSA_ELIMINADA, on=days[1]))),
        ({"tipo": "reclamo"}, days[2], (Event.of(Requirement(), on=days[2]),)),
        (
            {"tipo": "recurso_reposicion", "vinculos": [Link(relacion=Relation.RECURSO_DE, radicado="2026-000001")]},
            days[2],
            (),
        ),
        ({"tipo": "peticion_general"}, days[0], (Event(EventType.TRASLADO_COMPETENCIA, on=days[1]),)),
    )
    with SqlStore(f"sqlite:///{path}", prefix="v_", rows=RowMaker(colombia.LAW, {"aguas": REPEATING})) as store:
        store.create()
        with store.begin(NOON) as unit:
            for number, (filing, on, events) in enumerate(lives, 1):
                told = Filing(
                    **filing,
                    radicado=YearlyNumbering()(unit, "aguas", DAY),
                    account="C-1",
                    causal="F01",
                    servicio="acueducto",
                    municipio="05001",
                    canal="escrito",
                    peticionario=Petitioner(clase=PetitionerKind.NATURAL, nombre="Ana"),
                )
                life = Case.file(
                    told, utility_id="aguas", case_id=UUID(int=number), zone=colombia.ZONE, on=on, events=events
                )
                unit.cases.add(
                    life, evolve(unit.row_of(life), petitioner="hash", grupo_causal="facturacion"), key=f"form-{number}"
                )
                unit.post("aguas", life.case_id, [1])
            unit.surveys.put(
                [Survey(utility="aguas", survey_id="S-1", answered_on=DAY, satisfied=True, radicado="2026-000001")]
            )
            unit.commit()
    return path


def another(column: Column[Any]) -> str:
    """In SQL, another value for a column, which it could have."""
    if isinstance(column.type, Boolean):
        return f"1 - {column.name}"
    if isinstance(column.type, Integer):
        return f"{column.name} + 1"
    if isinstance(column.type, Date):
        return "'2027-03-01'"
    if isinstance(column.type, UtcInstant):
        return "'2026-12-01 10:00:00.000000'"
    return f"'{OTHER_WORDS.get(column.name, UUID(int=9))}'"


def is_named(related: Path, statement: str) -> bool:
    """Whether anything is named after a statement has changed one row in a copy of the file."""
    # Each copy in a folder of its own: no log of another one must be taken for its.
    with TemporaryDirectory(dir=related.parent) as folder:
        path = shutil.copy(related, folder)
        with closing(sqlite3.connect(path)) as connection, connection:
            assert connection.execute(statement).rowcount == 1, statement
        with SqlStore(f"sqlite:///{path}", prefix="v_") as store:
            with store.read() as unit:
                utilities = unit.kept_utilities()
            return any(found(store, utility) for utility in utilities)


def test_s4_a_change_of_any_column_is_named_or_the_page_says_that_it_is_not(related: Path) -> None:
    """Each column of the case, its row, its duties, the numbers and the definitions is changed alone."""
    with SqlStore(f"sqlite:///{related}", prefix="v_") as store:
        tables = {name: getattr(store.tables, name) for name in KEPT_TABLES}
    unnoticed = set()
    for name, table in tables.items():
        for column in table.columns:
            current = f"{column.name} is not null" + (" and known_to is null" if "known_to" in table.columns else "")
            rows = f"rowid = (select max(rowid) from {table.name} where {current})"  # noqa: S608 - our own
            if column.name != "known_to" and not is_named(
                related,
                f"update {table.name} set {column.name} = {another(column)} where {rows}",  # noqa: S608 - our own
            ):
                unnoticed.add((name, column.name))
    assert unnoticed == set(UNPROVED)


def test_s4_a_row_that_is_gone_is_named_or_the_page_says_that_it_is_not(related: Path) -> None:
    """One row of each table is deleted alone."""
    unnoticed = {
        name
        for name in (*KEPT_TABLES, "outbox")
        if not is_named(related, f"delete from v_{name} where rowid = (select max(rowid) from v_{name})")  # noqa: S608 - our own
    }
    assert unnoticed == set(UNMISSED)


def test_s4_the_page_lists_what_cannot_be_proved() -> None:
    """In the words of the two tables above."""
    page = SECURITY_PAGE.read_text(encoding="utf-8")
    for words in {*UNPROVED.values(), *UNMISSED.values(), "recorded as equal", "the log of alerts"}:
        assert words in page


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
