"""Imports into a store: the first time, twice, at once, killed and run again, in several processes."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.events import Decision, Delivery, Filing, Registration, Transfer
from pqr_core.cases.filing import Attention, Invoice, Link
from pqr_core.errors import InvalidInputError, StorageError
from pqr_core.exchange.files import read_cases
from pqr_core.exchange.reading import Reading
from pqr_core.facts import RowMaker
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.language import Said
from pqr_core.law.profiles import Profile
from pqr_core.office import worklist
from pqr_core.office.imports import Tally, import_cases, import_rows
from pqr_core.sources import Rows
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import Finding, Relation, WorkClass

NOW = datetime(2026, 5, 4, 10, tzinfo=colombia.ZONE)
PROFILE = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")
HEAD = "radicado,fecha_radicacion,tipo,fecha_respuesta,resultado"


def imported(store: Store, source: Any, **how: Any) -> Tally:
    """The results of the rows; a text is the content of a file."""
    if isinstance(source, str) and "\n" in source:
        source = io.BytesIO(source.encode())
    return import_cases(store, source, law=colombia.LAW, profile=PROFILE, recorded_at=NOW, **how)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """An empty store in a file."""
    with SqlStore(f"sqlite:///{tmp_path / 'pqr.sqlite'}") as made:
        made.create()
        yield made


def kept(store: Store) -> list[Any]:
    """Everything in the cases, except the instants of recording."""
    with store.read() as unit:
        cases = [(each.case.case_id, each.case.events) for each in unit.cases.stream("aguas")]
        return [cases, list(unit.facts.stream("aguas")), list(unit.tickets.stream("aguas"))]


@pytest.fixture
def served(database_url: str) -> Iterator[SqlStore]:
    """An empty store on each database."""
    with SqlStore(database_url, prefix="imp_") as made:
        made.tables.metadata.drop_all(made.engine)
        made.create()
        yield made
        made.tables.metadata.drop_all(made.engine)


# --- the first hour --------------------------------------------------------------------------------------------------


def test_the_first_hour_tells_the_truth(store: SqlStore) -> None:
    """Three of four are answered in term: only the fourth is overdue, and the three have no silence."""
    text = (
        f"{HEAD}\nR-1,2026-03-16,reclamo,2026-03-20,accede\nR-2,2026-03-16,queja,2026-04-09,no accede\n"
        "R-3,2026-03-17,peticion,2026-03-20,accede parcialmente\nR-4,2026-03-16,reclamo,,\n"
    )
    assert imported(store, text).added == 4
    definitions = colombia.definitions(PROFILE)
    with store.read() as unit:
        counts = worklist.counts(unit, "aguas", date(2026, 5, 4), definitions)
        overdue = [item.radicado for item in worklist.items(unit, "aguas", date(2026, 5, 4), definitions)]
        cases = [each.case for each in unit.cases.stream("aguas")]
    assert counts == {each: int(each is WorkClass.OVERDUE) for each in WorkClass}
    assert overdue == ["R-4"]
    silent = {
        case.filing.radicado
        for case in cases
        if Finding.SILENCIO_POSITIVO in colombia.agenda(case, NOW, profile=PROFILE).findings
    }
    assert silent == {"R-4"}


def test_what_a_register_records_after_all_is_owed(store: SqlStore) -> None:
    """If the register is said to record notices, answers without one must be cited, and everything is overdue."""
    text = f"{HEAD}\nR-1,2026-03-16,reclamo,2026-03-20,no accede\n"
    imported(store, text, reading=Reading(recorded=["notificacion"]))
    with store.read() as unit:
        counts = worklist.counts(unit, "aguas", date(2026, 5, 4), colombia.definitions(PROFILE))
    assert counts[WorkClass.OVERDUE] == 1


def test_the_other_reading_of_what_is_stored_is_named(store: SqlStore) -> None:
    """Another reading given for stored cases is reported, since it would change nothing; a reading found is not."""
    text = f"{HEAD}\nR-1,2026-03-16,reclamo,2026-03-20,accede\n"
    imported(store, text)
    tally = imported(store, text, reading=Reading(recorded=["notificacion"]))
    (fault,) = tally.faults
    assert "no_registrado: antes notificacion, ahora -" in fault.text()
    notices = text.replace("resultado\n", "resultado,fecha_citacion\n").replace("accede\n", "accede,2026-03-24\n")
    assert imported(store, notices).updated == 1
    assert imported(store, text, reading=Reading(not_recorded=["notificacion"])).unchanged == 1


def test_a_path_a_stream_and_a_frame_are_files(store: SqlStore, tmp_path: Path) -> None:
    """A path, a stream and a frame are imported by the same call, with a mapping; the same rows are the same cases."""
    path = tmp_path / "casos.csv"
    path.write_text("Exp,fecha_radicacion,tipo\nR-1,2026-03-16,RR\n", encoding="utf-8")
    reading = Reading(columns={"radicado": "Exp"}, values={"tipo": {"RR": "recurso_reposicion"}})
    assert imported(store, path, reading=reading).added == 1
    with path.open("rb") as stream:
        assert imported(store, stream, reading=reading).unchanged == 1
    frame = pl.DataFrame({"Exp": ["R-1"], "fecha_radicacion": [date(2026, 3, 16)], "tipo": ["RR"]})
    tally = imported(store, frame, reading=reading)
    assert (tally.unchanged, tally.rows, tally.complete) == (1, 1, True)


# --- told -----------------------------------------------------------------------------------------------------------


def lines(number: int, *, first: int = 0) -> Iterator[str]:
    """Rows of cases, some of them without anything that can be kept."""
    day = date(2026, 1, 5)
    for n in range(first, first + number):
        filed = day + timedelta(days=n % 60)
        answered = filed + timedelta(days=n % 17) if n % 3 else ""
        yield f"R-{n},{filed},{'cosa' if n % 50 == 7 else 'reclamo'},{answered},{'accede' if answered else ''}"


def test_rejects_and_progress_are_told_in_the_order_of_the_file() -> None:
    """Rejects are in the order of the file, whether the file, the law or the store refused them."""
    text = "\n".join([HEAD, *lines(1200), "R-1,2026-03-16,queja,,", "X,1990-01-02,reclamo,,"])
    told: list[tuple[int, int]] = []
    refused: list[int] = []
    store = MemoryStore()
    imported(store, f"{HEAD}\nR-2000,2026-01-05,queja,,\n")
    tally = imported(
        store,
        f"{text}\nR-2000,2026-01-05,reclamo,,\n",
        progress=lambda done, total: told.append((done, total)),
        on_reject=lambda reject: refused.append(reject.line),
    )
    assert tally.rows == told[-1][0] == told[-1][1] == 1203
    assert refused == sorted(refused)
    assert tally.rejected == len(refused) == 24 + 4
    assert [fault.kind for fault in tally.faults] == ["palabra", "repetido", "caso", "historia"]


def test_what_was_found_before_the_store_gave_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rejects of the current batch are reported, and that some rows were not reached."""
    tally = Tally()
    store = MemoryStore()
    monkeypatch.setattr(store, "_begin", _broken)
    with pytest.raises(StorageError):
        imported(store, f"{HEAD}\nA,2026-03-16,cosa,,\nB,2026-03-16,queja,,\n", tally=tally)
    assert (tally.rejected, tally.complete) == (1, False)


def _broken(*_given: object) -> Any:
    raise StorageError(detail=Said("se fue", "gone"))


def test_a_file_of_another_kind_is_not_a_file_of_cases() -> None:
    """Nor are cases rows of a register."""
    with pytest.raises(InvalidInputError, match="import_rows"):
        imported(MemoryStore(), "mes,servicio,usuarios\n2026-03,aseo,1\n", reading=Reading(kind="volumes"))


# --- registers beside the cases --------------------------------------------------------------------------------------


def rows_imported(store: Store, kind: str, text: str) -> Tally:
    """What came of the rows of a register."""
    source = io.BytesIO(text.encode())
    reading = Reading(kind=kind)
    return import_rows(store, source, law=colombia.LAW, profile=PROFILE, recorded_at=NOW, reading=reading)


def test_f18_the_indicators_of_the_sheet_need_no_python(store: SqlStore) -> None:
    """From files of subscribers, surveys and cases, each of the three indicators has a value."""
    imported(store, f"{HEAD}\nR-1,2026-03-02,reclamo,2026-03-20,accede\n")
    assert rows_imported(store, "volumes", "mes;servicio;usuarios\n2026-02;aseo;1000\n2026-03;aseo;1010\n").added == 2
    sent = "radicado;enviada;fecha;satisfecho\nR-1;2026-03-21;2026-03-22;sí\nR-2;2026-03-21;;\n"
    assert rows_imported(store, "surveys", sent).added == 2
    rows_imported(store, "tickets", "turno;fecha;tomado;llamado\nA1;2026-03-02;8:00;8:12\n")
    with store.read() as unit:
        values = _values_of_march(unit.source("aguas"))
        facts, volumes, surveys = (
            list(getattr(unit, name).stream("aguas")) for name in ("facts", "volumes", "surveys")
        )
        assert [ticket.waiting for ticket in unit.tickets.stream("aguas")] == [timedelta(minutes=12)]
    assert values == ["100,0 %", "14,0 días hábiles", "1,00 %"]
    assert values == _values_of_march(Rows(facts=facts, volumes=volumes, surveys=surveys))


def _values_of_march(source: Any) -> list[str]:
    asked = [
        colombia.INDICATORS[code] for code in ("satisfaccion_cliente", "tiempo_respuesta_pqr", "incremento_usuarios")
    ]
    march = Period.of(date(2026, 3, 1))
    counts = count(source, asked, periods=[march.shift(-1), march], until=date(2026, 3, 31))
    return [IndicatorSeries.of(each, counts, [march]).points[0].result.text("es") for each in asked]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("volumes", "mes;servicio;usuarios\n2026-02;aseo;1000\n"),
        ("surveys", "fecha;satisfecho\n2026-03-22;sí\n2026-03-22;sí\n"),
        ("tickets", "turno;fecha;tomado;llamado\nA1;2026-03-02;8:00;8:12\n"),
    ],
)
@pytest.mark.parametrize("kind_of_store", ["memory", "sql"])
def test_two_imports_of_a_register_change_nothing(kind_of_store: str, kind: str, text: str, store: SqlStore) -> None:
    """The second import changes nothing, in memory and in SQL; a row with another value replaces the earlier one."""
    target: Store = MemoryStore() if kind_of_store == "memory" else store
    rows = text.count("\n") - 1
    assert rows_imported(target, kind, text).added == rows
    again = rows_imported(target, kind, text)
    assert (again.added, again.unchanged) == (0, rows)
    changed = rows_imported(target, kind, text.replace("1000", "1001").replace("sí", "no").replace("8:12", "8:13"))
    assert changed.added == rows


def test_a_ticket_told_at_the_filing_is_in_the_register_of_tickets() -> None:
    """The ticket is in the register once, whether the queue reports it before or after the filing."""
    told = Attention(turno="A1", tomado_at=datetime(2026, 3, 16, 8, tzinfo=colombia.ZONE))
    queue = "turno;fecha;tomado;llamado\nA1;2026-03-16;8:00;8:12\nA2;2026-03-16;8:01;8:02\n"
    seen = []
    for queue_first in (True, False):
        store = MemoryStore(rows=RowMaker(colombia.LAW, {"aguas": PROFILE}))
        if queue_first:
            rows_imported(store, "tickets", queue)
        with store.begin(NOW) as unit:
            filing = Filing(tipo="reclamo", radicado="R-1", atencion=told)
            unit.cases.add(colombia.file("reclamo", utility="aguas", on=date(2026, 3, 16), **_fields(filing)))
            unit.commit()
        if not queue_first:
            rows_imported(store, "tickets", queue)
        with store.read() as unit:
            seen.append(list(unit.tickets.stream("aguas")))
    one, other = seen
    assert one == other
    assert [(each.ticket_id, each.radicado, each.waiting) for each in one] == [
        ("2026-03-16 A1", "R-1", timedelta(minutes=12)),
        ("2026-03-16 A2", None, timedelta(minutes=1)),
    ]


WHOLE = (
    "radicado;fecha_radicacion;tipo;centro_poblado;numero_factura;periodo_factura;valor_reclamado;valor_no_reclamado;"
    "fecha_asignacion;responsable_asignacion;fecha_respuesta;resultado;acto;radicado_salida;fecha_citacion;guia_citacion;"
    "fecha_notificacion;guia_notificacion;fecha_traslado;destinatario_traslado\n"
    "W-1;2026-03-16;reclamo;0;F-77;2026-02;$ 1.234.567,50;80.000;"
    "2026-03-17;ana;2026-03-20;accede;facturacion;S-9;2026-03-21;G-1;2026-03-24;G-2;;\n"
    "W-2;2026-03-16;peticion;;;;;;;;;;;;;;;;2026-03-18;Superservicios\n"
    "W-3;2026-03-16;reclamo;;;;1.234,567;;;;;;;;;;;;;\n"
)


def test_the_fields_of_letters_and_reports_have_a_column_each(store: SqlStore) -> None:
    """Each field has a column; an ambiguous amount is refused; a second import changes nothing."""
    done = imported(store, WHOLE)
    assert (done.added, done.rejected) == (2, 1)
    with store.read() as unit:
        case, sent = (unit.cases.by_radicado("aguas", each).case for each in ("W-1", "W-2"))
    filing, detail = case.filing, {each.type.value: each.payload for each in case.events}
    assert filing.centro_poblado == "000"
    assert filing.factura == Invoice(
        numero="F-77", periodo="2026-02", valor_reclamado=Decimal("1234567.50"), valor_no_reclamado=Decimal(80000)
    )
    assert case.responsable == "ana"
    assert detail["decision"] == Decision(resultado="accede", acto="facturacion", radicado_salida="S-9")
    assert detail["envio_citacion"] == Delivery(guia="G-1")
    assert detail["notificacion_personal"] == Delivery(guia="G-2")
    assert sent.events[-1].payload == Transfer(destinatario="Superservicios")
    again = imported(store, WHOLE)
    assert (again.added, again.updated, again.unchanged, again.rejected) == (0, 0, 2, 1)
    told_otherwise = imported(store, WHOLE.replace("80.000", "80.001").replace("G-2", "G-3"))
    assert (told_otherwise.unchanged, told_otherwise.rejected) == (1, 2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234567.5", "1234567.5"),
        ("1,234,567.50", "1234567.50"),
        ("1.234.567", "1234567"),
        ("1.234", "1234"),
        ("COP 950", "950"),
        ("12.34.567", None),
        ("-5", None),
        ("cien", None),
    ],
)
def test_an_amount_is_read_where_it_is_one_and_no_other(text: str, amount: str | None) -> None:
    """Pesos have at most two decimals: three digits after a point are thousands."""
    store = MemoryStore()
    imported(store, f"radicado;fecha_radicacion;tipo;valor_reclamado\nW-1;2026-03-16;reclamo;{text}\n")
    with store.read() as unit:
        cases = [each.case for each in unit.cases.stream("aguas")]
    found = [each.filing.factura and each.filing.factura.valor_reclamado for each in cases]
    assert found == ([] if amount is None else [Decimal(amount)])


def test_what_an_office_imports_is_posted_unless_it_is_of_years_ago(store: SqlStore) -> None:
    """The outbox has what is recorded through the office; the command and the function post only if asked."""
    office = colombia.office(store, PROFILE, clock=lambda: NOW)

    def posted() -> list[tuple[str | None, int]]:
        return [(each.radicado, each.seq) for batch in office.outbox("mailer") for each in batch]

    def file(*numbers: int, answered: str = "") -> io.BytesIO:
        rows = "".join(f"P-{number},2026-03-16,peticion,{answered},\n" for number in numbers)
        return io.BytesIO(f"{HEAD}\n{rows}".encode())

    assert office.import_cases(file(1), post=False).added == 1
    assert imported(store, file(2)).added == 1
    assert posted() == []
    assert office.import_cases(file(1, 3)).added == 1
    assert posted() == [("P-3", 1)]
    assert office.import_cases(file(1, 3, answered="2026-03-20")).updated == 2
    assert sorted(posted()) == [("P-1", 2), ("P-3", 2)]


def _fields(filing: Filing) -> dict[str, Any]:
    return {"radicado": filing.radicado, "atencion": filing.atencion}


# --- several processes, killed, twice at once ------------------------------------------------------------------------


def written(path: Path, number: int) -> Path:
    """A file with so many rows."""
    path.write_text("\n".join([HEAD, *lines(number), ""]), encoding="utf-8")
    return path


def test_two_processes_do_what_one_does(served: SqlStore, tmp_path: Path) -> None:
    """The same cases, rows and rejects, in the same order."""
    store = served
    path = written(tmp_path / "casos.csv", 1700)
    refused: list[int] = []
    tally = imported(store, path, jobs=2, on_reject=lambda reject: refused.append(reject.line))
    assert (tally.added, tally.rejected, tally.complete) == (1666, 34, True)
    alone = MemoryStore()
    one = imported(alone, path)
    assert kept(store) == kept(alone)
    assert [fault.text() for fault in tally.faults] == [fault.text() for fault in one.faults]
    assert refused == sorted(refused)
    assert imported(store, path, jobs=2).unchanged == 1666


def test_several_processes_need_a_store_that_each_can_open(tmp_path: Path) -> None:
    """A store in memory exists in one process only, and is refused."""
    path = written(tmp_path / "casos.csv", 3)
    with SqlStore("sqlite://") as volatile:
        volatile.create()
        for store in (MemoryStore(), volatile):
            with pytest.raises(InvalidInputError, match="jobs=1"):
                imported(store, path, jobs=2)
    with SqlStore(f"sqlite:///{tmp_path / 'x.sqlite'}") as store, pytest.raises(InvalidInputError, match="processes"):
        imported(store, path, jobs=0)


def test_an_error_in_a_process_is_the_error_of_the_import(tmp_path: Path) -> None:
    """Missing tables give the same error as with one process, and no process is left running."""
    path = written(tmp_path / "casos.csv", 30)
    with SqlStore(f"sqlite:///{tmp_path / 'none.sqlite'}") as store, pytest.raises(StorageError):
        imported(store, path, jobs=2)
    assert threading.active_count() == 1 or all(t.daemon for t in threading.enumerate()[1:])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_import_run_again_ends_as_a_clean_one(tmp_path: Path, jobs: int) -> None:
    """After a kill, what was stored stays and the rest is read again; no process is left."""
    path = written(tmp_path / "casos.csv", 5000)
    for attempt in range(5):  # on a busy machine, the import may end before it is looked at
        base = tmp_path / f"killed-{attempt}.sqlite"
        words = ["import", str(path), "--store", str(base), "--utility", "aguas", "--jobs", str(jobs)]
        command = [sys.executable, "-m", "pqr_core", *words]
        if _killed_halfway(command, base):
            break
    else:
        pytest.fail("it was not killed in time")
    with SqlStore(f"sqlite:///{base}") as store:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1  # for the rows that are refused
        clean = MemoryStore()
        imported(clean, path)
        assert kept(store)[0] == kept(clean)[0]
        assert kept(store)[1] == kept(clean)[1]


def _killed_halfway(command: list[str], base: Path) -> bool:
    """Run an import of 5,000 rows and kill it once some are kept; whether it was killed before it had ended."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    there = 0
    with SqlStore(f"sqlite:///{base}") as store:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None and there < 500:
            time.sleep(0.05)
            there = _kept_by_now(store)
    process.kill()  # does nothing to a process that has ended
    status = process.wait()
    _wait_for_the_end_of(process.pid)
    return status == -signal.SIGKILL and 500 <= there < 4900


def _kept_by_now(store: SqlStore) -> int:
    try:
        with store.read() as unit:
            return sum(1 for _ in unit.facts.stream("aguas"))
    except StorageError:  # the tables are not there yet
        return 0


def _wait_for_the_end_of(group: int) -> None:
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process of the killed import is still there")


def test_two_imports_at_once_change_nothing_twice(served: SqlStore, tmp_path: Path) -> None:
    """Each case is kept once, and none is refused."""
    store = served
    path = written(tmp_path / "casos.csv", 1200)
    tallies: list[Tally] = []

    def run() -> None:
        with read_cases(path, utility_id="aguas", law=colombia.LAW) as file:
            tallies.append(imported(store, file))

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(tally.added for tally in tallies) == 1176
    assert all(tally.rejected == 24 for tally in tallies)
    clean = MemoryStore()
    imported(clean, path)
    assert kept(store) == kept(clean)


# --- what rows tell of other cases -----------------------------------------------------------------------------------

RELATED_HEAD = "radicado,fecha_radicacion,tipo,cuenta,causal,radicado_recurrido"
MONTHS = {
    "January": "N-1,2026-01-13,reclamo,C-1,facturación,\nN-2,2026-01-14,reclamo,C-2,facturación,\n",
    "March": "N-3,2026-03-03,reclamo,C-1,facturación,\nN-4,2026-03-04,queja,C-1,corte,\n"
    "N-5,2026-03-05,recurso_reposicion,C-2,facturación,N-2\n",
}


def of_a_file(store: Store, lines: list[str], profile: Profile) -> None:
    """The cases come in a file, the last one first."""
    file = io.BytesIO("\n".join((RELATED_HEAD, *reversed(lines))).encode())
    assert import_cases(store, file, law=colombia.LAW, profile=profile, recorded_at=NOW).added == len(lines)


def of_a_frame(store: Store, lines: list[str], profile: Profile) -> None:
    """The cases come in a frame."""
    frame = pl.read_csv(io.StringIO("\n".join((RELATED_HEAD, *lines))))
    assert import_cases(store, frame, law=colombia.LAW, profile=profile, recorded_at=NOW).added == len(lines)


def of_the_counter(store: Store, lines: list[str], profile: Profile) -> None:
    """The cases are filed one by one."""
    office = colombia.office(store, profile)
    for radicado, day, tipo, account, causal, attacked in (line.split(",") for line in lines):
        links = [Link(relacion=Relation.RECURSO_DE, radicado=attacked)] if attacked else []
        filing = Filing(tipo=tipo, radicado=radicado, account=account, causal=causal, vinculos=links)
        office.file(filing, on=date.fromisoformat(day))


def of_acts(store: Store, lines: list[str], profile: Profile) -> None:
    """The cases are filed without account, causal and link, which are told later."""
    office = colombia.office(store, profile)
    for radicado, day, tipo, *_ in (line.split(",") for line in lines):
        office.file(Filing(tipo=tipo, radicado=radicado), on=date.fromisoformat(day))
    for radicado, day, _tipo, account, causal, attacked in (line.split(",") for line in reversed(lines)):
        on = date.fromisoformat(day)
        office.act(radicado, Registration(account=account, causal=causal), on=on)
        if attacked:
            office.act(radicado, Link(relacion=Relation.RECURSO_DE, radicado=attacked), on=on)


@pytest.mark.parametrize("way", [of_a_file, of_a_frame, of_the_counter, of_acts])
@pytest.mark.parametrize("memory", [True, False], ids=["memory", "sql"])
def test_f16_relations_are_filled_on_every_way_in(
    store: SqlStore,
    way: Callable[[Store, list[str], Profile], None],
    memory: bool,  # noqa: FBT001 - drawn
) -> None:
    """Cases that repeat another, and recursos with what they attack; the indicators of both count them."""
    lines, here = "".join(MONTHS.values()).split(), MemoryStore() if memory else store
    profile = evolve(PROFILE, repeat_days=90)
    way(here, lines, profile)
    with here.read() as unit:
        rows = {row.radicado: row for row in unit.facts.stream("aguas")}
    name_of = {row.case_id: name for name, row in rows.items()}
    assert {name: name_of[row.repeat_of] for name, row in rows.items() if row.repeat_of} == {"N-3": "N-1", "N-5": "N-2"}
    assert {name: name_of[row.recurso_of] for name, row in rows.items() if row.recurso_of} == {"N-5": "N-2"}
    assert [name for name, row in rows.items() if row.recurso_filed] == ["N-2"]
    relapse = colombia.INDICATORS["reincidencia"]
    counts = count(Rows(facts=list(rows.values())), [relapse], periods=["2026-03"])
    assert counts.result(relapse, "2026-03").exact == Fraction(2 * 100, 3)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("order", [("January", "March"), ("March", "January")])
def test_the_order_of_files_changes_no_relation(
    tmp_path: Path, store: SqlStore, order: tuple[str, ...], jobs: int
) -> None:
    """Relations between cases do not depend on the order of the files, also with several processes."""
    profile = evolve(PROFILE, repeat_days=90)
    for month in order:
        file = tmp_path / f"{month}.csv"
        file.write_text(f"{RELATED_HEAD}\n{MONTHS[month]}", "utf-8")
        tally = import_cases(store, file, law=colombia.LAW, profile=profile, recorded_at=NOW, jobs=jobs)
        assert not tally.rejected
    with store.read() as unit:
        rows = {row.radicado: row for row in unit.facts.stream("aguas")}
    name_of: dict[Any, str | None] = {row.case_id: row.radicado for row in rows.values()} | {None: None}
    assert {name: name_of[row.repeat_of] for name, row in rows.items() if row.repeat_of} == {"N-3": "N-1", "N-5": "N-2"}
    assert {name: name_of[row.recurso_of] for name, row in rows.items() if row.recurso_of} == {"N-5": "N-2"}
    assert [name for name, row in rows.items() if row.recurso_filed] == ["N-2"]
