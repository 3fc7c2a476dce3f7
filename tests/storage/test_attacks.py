"""Attacks on a store, each with the number of its fault (S14 to S20)."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
import sys
import textwrap
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.engine import URL

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.cases.filing import Petitioner
from pqr_core.cases.serialization import event_from_json
from pqr_core.errors import InvalidInputError, StorageError
from pqr_core.facts import Facts
from pqr_core.storage.cases import NewCase
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.conformance import ROWS
from pqr_core.vocabulary import PetitionerKind

NOON = datetime(2026, 3, 16, 17, tzinfo=UTC)
DAY = date(2026, 3, 16)
NAME = "Фулана Секретная 😀"


def named(number: int, name: str = NAME) -> Case:
    """A complaint of somebody."""
    who = Petitioner(clase=PetitionerKind.NATURAL, nombre=name)
    filing = Filing(tipo="queja", peticionario=who)
    return Case.file(filing, utility_id="aguas", case_id=UUID(int=number), zone=colombia.ZONE, on=DAY)


@pytest.mark.parametrize("many", [True, False])
def test_s14_a_connection_of_another_encoding_tells_no_name(database_url: str, many: bool) -> None:  # noqa: FBT001 - drawn
    """If the driver cannot encode a statement, a `StorageError` says how to connect, and shows no value."""
    if not database_url.startswith("mariadb"):
        pytest.skip("the encoding is in the URL on MariaDB alone")
    with SqlStore(database_url, prefix="a_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        with SqlStore(f"{database_url}?charset=latin1", prefix="a_", rows=ROWS) as latin:
            with pytest.raises(StorageError, match="charset=utf8mb4") as refused, latin.begin(NOON) as unit:
                unit.cases.add_many([NewCase(named(1))]) if many else unit.cases.add(named(1))
            told = "".join(traceback.format_exception(refused.value))
            seen: BaseException | None = refused.value
            while seen is not None:
                told += repr(seen) + str(getattr(seen, "object", "")) + str(seen.args)
                seen = seen.__cause__ or seen.__context__
            assert "Секретная" not in told
            assert refused.value.__cause__ is None
        with store.read() as unit:
            assert list(unit.cases.stream("aguas")) == []
        store.tables.metadata.drop_all(store.engine)


@pytest.mark.parametrize("reading", [True, False])
def test_s14_a_connection_of_another_encoding_is_not_taken_for_damage(database_url: str, reading: bool) -> None:  # noqa: FBT001 - drawn
    """Also where a text that the connection cannot write is only looked for, or read by a list."""
    other = {"mariadb": "charset=latin1", "postgresql": "client_encoding=latin1"}.get(database_url.partition(":")[0])
    if other is None:
        pytest.skip("SQLite has one encoding")
    with SqlStore(database_url, prefix="a_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        name = NAME.replace(" ", "")
        with SqlStore(f"{database_url}?{other}", prefix="a_", rows=ROWS) as latin:
            office = colombia.office(latin)
            with pytest.raises(StorageError, match=other.partition("=")[0]):
                office.look(name) if reading else office.worklist(assignee=name)
        store.tables.metadata.drop_all(store.engine)


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_s14_a_database_of_another_encoding(database_url: str, encoding: str) -> None:
    """PostgreSQL: `SQL_ASCII` keeps every text; a database that cannot keep one says so and shows no value."""
    if not database_url.startswith("postgresql"):
        pytest.skip("the tables say their encoding on MariaDB, and SQLite has one")
    database = f"a_{encoding.lower()}"
    with SqlStore(database_url) as maker, maker.engine.connect() as connection:
        committed = connection.execution_options(isolation_level="AUTOCOMMIT")
        committed.exec_driver_sql(f"DROP DATABASE IF EXISTS {database}")
        committed.exec_driver_sql(
            f"CREATE DATABASE {database} ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        )
        try:
            with SqlStore(maker.engine.url.set(database=database), rows=ROWS) as store:
                store.create()
                if encoding == "SQL_ASCII":
                    _keeps_a_name(store)
                else:
                    _shows_no_name(store)
        finally:
            committed.exec_driver_sql(f"DROP DATABASE {database}")


def _keeps_a_name(store: SqlStore) -> None:
    with store.begin(NOON) as unit:
        unit.cases.add(named(1))
        unit.commit()
    with store.read() as unit:
        (found,) = unit.cases.stream("aguas")
    assert found.case.filing.peticionario == named(1).filing.peticionario


def _shows_no_name(store: SqlStore) -> None:
    with pytest.raises(StorageError) as refused, store.begin(NOON) as unit:
        unit.cases.add(named(1))
    assert "no está en UTF-8" in refused.value.message("es")
    seen: BaseException | None = refused.value
    while seen is not None:
        assert "Секретная" not in f"{seen!r}{seen.args}{getattr(seen, 'params', '')}"
        seen = seen.__cause__ or seen.__context__


def modes(folder: Path) -> dict[str, int]:
    """The mode of each file."""
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such mode")
def test_s15_a_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    """The file and its log are private, whatever the umask; an existing file keeps its mode."""
    before = os.umask(0)
    try:
        with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}", rows=ROWS) as store:
            store.create()
            with store.begin(NOON) as unit:
                unit.cases.add(named(1))
                unit.commit()
            with store.read() as unit:
                next(unit.cases.stream("aguas"))
                found = modes(tmp_path)
        assert {"a.sqlite", "a.sqlite-wal", "a.sqlite-shm"} <= set(found)
        assert set(found.values()) == {0o600}
        (tmp_path / "a.sqlite").chmod(0o640)
        with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}") as store, store.read():
            pass
        assert modes(tmp_path)["a.sqlite"] == 0o640
    finally:
        os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such mode")
def test_s15_a_letter_is_for_its_owner_alone(tmp_path: Path) -> None:
    """A letter is private, because it says who asked and for what."""
    office = colombia.office(f"sqlite:///{tmp_path / 'a.sqlite'}")
    who = Petitioner(clase=PetitionerKind.NATURAL, nombre="Ana")
    view = office.file(Filing(tipo="queja", peticionario=who), at=NOON)
    letter = office.letter(view.radicado, "constancia_recepcion")
    before = os.umask(0)
    try:
        letter.docx(tmp_path / "carta.docx")
    finally:
        os.umask(before)
        office.store.close()
    assert modes(tmp_path)["carta.docx"] == 0o600


@pytest.mark.parametrize("rows", [1, 49, 60, 600])
def test_s17_a_prefix_with_a_percent_sign_works(database_url: str, rows: int) -> None:
    """A prefix with a percent sign works, also when many rows are written at once."""
    with SqlStore(database_url, prefix="p%s_%", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        made = [Facts(utility="aguas", radicado=f"R-{n}", tipo="queja", filed_on=DAY) for n in range(rows)]
        with store.begin(NOON) as unit:
            assert unit.facts.put(made) == rows
            unit.commit()
        with store.read() as unit:
            assert len(list(unit.facts.stream("aguas"))) == rows
        store.check()
        store.tables.metadata.drop_all(store.engine)


@pytest.mark.parametrize("field", ["tipo_documento", "clase", "grupo_diferencial"])
def test_s17_what_stands_in_the_place_of_a_code_of_a_person_is_not_repeated(field: str) -> None:
    """The wrong code may be a personal value, so it is not repeated; the known codes are listed, in both languages."""
    told = {"clase": "natural", field: "31415926 Ana Secreta"}
    with pytest.raises(InvalidInputError, match=r"expected one of .*, got str") as refused:
        Petitioner(**told)  # type: ignore[arg-type]  # what somebody typed in the wrong place
    document = f'{{"type":"radicacion","on":"2026-03-16","schema_version":1,"tipo":"queja","peticionario":{told}}}'
    with pytest.raises(InvalidInputError, match=rf"peticionario\.{field}: expected one of .*, got str") as read:
        event_from_json(document.replace("'", '"'))
    for error in (refused.value, read.value):
        assert "Secreta" not in f"{error}{error.message('es')}{error.params}"


READING = """
    import sys
    from sqlalchemy.engine import URL
    from pqr_core.errors import StorageError
    from pqr_core.storage.sql import SqlStore
    url = URL.create("sqlite", database=sys.argv[1])
    while url:
        try:
            with SqlStore(url) as store, store.read() as unit:
                print(len(list(unit.cases.stream("aguas"))))
            break
        except StorageError as error:
            told = error.message("en")
            print(told)
            _, by, url = told.partition("read it by ")
"""


@pytest.mark.parametrize("name", ["a.sqlite", "b c.sqlite", "50%20?d#e.sqlite"])
def test_s19_a_log_where_nothing_can_be_written_is_explained(tmp_path: Path, name: str) -> None:
    """The error explains why the file cannot be opened and how to read it; that way works, whatever its name."""
    path = tmp_path / name
    with SqlStore(URL.create("sqlite", database=str(path)), rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(named(1, "Ana"))
            unit.commit()
    refused, read = read_only(path)
    assert "has a log (WAL), and its folder cannot be written to" in refused
    assert refused.endswith("?immutable=1&uri=true")
    if name == "a.sqlite":
        assert f"sqlite:///file:{path}?immutable=1&uri=true" in refused
    assert read == "1"


def test_s19_what_stands_in_the_log_alone_is_not_left_out(tmp_path: Path) -> None:
    """Without its log, a copy of a file in use lacks the last cases: the error names the log, and not that way."""
    (tmp_path / "copied").mkdir()
    with SqlStore(f"sqlite:///{tmp_path / 'a.sqlite'}", rows=ROWS) as store:
        store.create()
        with store.begin(NOON) as unit:
            unit.cases.add(named(1, "Ana"))
            unit.commit()
        for name in ("a.sqlite", "a.sqlite-wal"):
            shutil.copy(tmp_path / name, tmp_path / "copied" / name)
    (refused,) = read_only(tmp_path / "copied" / "a.sqlite")
    assert "a.sqlite-wal has changes that the file lacks: copy both to another folder" in refused
    assert "immutable" not in refused


def read_only(path: Path) -> list[str]:
    """What `READING` prints about a file in a folder that is mounted to be read only."""
    folder = path.parent
    script = folder / "reading.py"
    script.write_text(textwrap.dedent(READING), encoding="utf-8")
    mount = f"mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
    unshare = shutil.which("unshare")
    if (
        unshare is None
        or subprocess.run([unshare, "-m", "sh", "-c", mount], capture_output=True, check=False).returncode
    ):
        pytest.skip("no folder can be made to be read only")
    run = f"{mount} && {sys.executable} {script} {shlex.quote(str(path))}"
    ran = subprocess.run([unshare, "-m", "sh", "-c", run], capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store with tables of its own."""
    with SqlStore(database_url, prefix="a_", rows=ROWS) as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        yield store
        store.tables.metadata.drop_all(store.engine)


def test_s20_a_server_that_was_started_again_is_found(store: SqlStore, database_url: str) -> None:
    """The connections of the pool are gone; the next unit works all the same."""
    dialect = store.engine.dialect.name
    if dialect == "sqlite":
        pytest.skip("no server")
    for _ in range(2):
        with store.engine.connect() as ours:
            asked = "pg_backend_pid()" if dialect == "postgresql" else "connection_id()"
            number = ours.exec_driver_sql(f"SELECT {asked}").scalar()
        with SqlStore(database_url) as other, other.engine.connect() as killer:
            end = "SELECT pg_terminate_backend({})" if dialect == "postgresql" else "KILL {}"
            killer.execute(text(end.format(number)))
            killer.commit()
        with store.begin(NOON) as unit:
            unit.facts.put([Facts(utility="aguas", radicado="R-1", tipo="queja", filed_on=DAY)])
            unit.commit()
