from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.cases.events import Consent, Decision, EvidencePeriod, Until
from pqr_core.errors import (
    AmbiguousDatesError,
    DelimiterError,
    ImportFileError,
    InvalidInputError,
    MissingColumnsError,
    MixedDatesError,
    NoRuleInForceError,
    RepeatedColumnError,
    UnreadableFileError,
)
from pqr_core.exchange.csv import CaseFile, Imported, Rejected, read_cases, write_rejects
from pqr_core.facts import case_id_of
from pqr_core.law.rules import CaseType
from pqr_core.vocabulary import EventType, Outcome

ZONE = ZoneInfo("America/Bogota")
TYPES = {
    code: CaseType(code=code, es=code, en=code, sap=sap, given_date=given_date)
    for code, sap, given_date in (
        ("reclamo", True, False),
        ("peticion", True, False),
        ("recurso_reposicion_apelacion", True, False),
        ("peticion_informacion", False, False),
        ("requerimiento_autoridad", False, True),
    )
}
HEAD = "radicado,fecha_radicacion,tipo\n"


def read(
    content: str | bytes | BinaryIO,
    *,
    encoding: str | None = None,
    date_format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
) -> CaseFile:
    """The content as a file of the utility `aguas`."""
    data = content.encode() if isinstance(content, str) else content
    return read_cases(
        io.BytesIO(data) if isinstance(data, bytes) else data,
        utility_id="aguas",
        types=TYPES,
        zone=ZONE,
        encoding=encoding,
        date_format=date_format,
        mapping=mapping,
        constants=constants,
    )


def imported(file: CaseFile) -> list[Imported]:
    """The cases of a file without rejects."""
    rows = list(file)
    assert [row for row in rows if isinstance(row, Rejected)] == []
    return [row for row in rows if isinstance(row, Imported)]


def rejected(file: CaseFile) -> Rejected:
    """The one reject of a file of one row."""
    (row,) = file
    assert isinstance(row, Rejected)
    return row


def test_a_row_becomes_a_case() -> None:
    """Headings as people write them, a semicolon, the day first and an hour: a filed case with its facts."""
    text = (
        "N° Radicado;Fecha de Radicación;Tipo de Trámite;SERVICIO;Cuenta;Fecha vencimiento\r\n"
        "2026-1;16/03/2026 09:30;Reclamación;Acueducto;000123;09/04/2026\r\n"
    )
    file = read(text)
    (row,) = imported(file)
    assert (file.dialect.encoding, file.dialect.delimiter, file.dialect.date_format) == ("utf-8-sig", ";", "dmy")
    assert file.unknown == ()
    filing = row.case.filing
    assert (filing.radicado, filing.tipo, filing.servicio, filing.account) == (
        "2026-1",
        "reclamo",
        "acueducto",
        "000123",
    )
    assert row.case.filed.at == datetime(2026, 3, 16, 9, 30, tzinfo=ZONE)
    assert row.stated_due_on == date(2026, 4, 9)


def test_the_same_row_is_the_same_case_at_every_import() -> None:
    """The id comes from utility and radicado, and the events are equal too."""
    text = HEAD + "A-1,2026-03-16,reclamo\n"
    (first,), (second,) = imported(read(text)), imported(read(text))
    assert first.case == second.case
    assert first.case.case_id == case_id_of("aguas", "A-1") != case_id_of("otra", "A-1")


def test_columns_of_the_procedure_become_events() -> None:
    """Requirement, evidence, extension, decision, citation, notice and recurso, each with its day and payload."""
    text = (
        "radicado,fecha_radicacion,tipo,fecha_requerimiento,fecha_complemento,fecha_pruebas,pruebas_hasta,"
        "fecha_prorroga,prorroga_hasta,fecha_respuesta,resultado,acto,fecha_citacion,fecha_notificacion,"
        "tipo_notificacion,fecha_recurso\n"
        "A-1,2026-03-02,reclamo,2026-03-04,2026-03-09,2026-03-10,2026-03-12,2026-03-13,2026-04-10,2026-04-09,"
        "Accede parcialmente,facturación,2026-04-10,2026-04-20,aviso,2026-04-24\n"
    )
    (row,) = imported(read(text))
    events = row.case.events[1:]
    assert [event.type for event in events] == [
        EventType.REQUERIMIENTO,
        EventType.COMPLEMENTO,
        EventType.APERTURA_PRUEBAS,
        EventType.PRORROGA,
        EventType.DECISION,
        EventType.ENVIO_CITACION,
        EventType.ENTREGA_AVISO,
        EventType.RECURSO_INTERPUESTO,
    ]
    assert events[2].detail(EvidencePeriod).hasta == date(2026, 3, 12)
    assert events[3].detail(Until).hasta == date(2026, 4, 10)
    assert events[4].detail(Decision).resultado is Outcome.ACCEDE_PARCIALMENTE


def test_an_answer_is_sent_where_silence_does_not_decide() -> None:
    """A request for information is answered by sending the answer, with or without an outcome."""
    head = "radicado,fecha_radicacion,tipo,fecha_respuesta,resultado,verbal\n"
    rows = imported(
        read(
            head
            + "A,2026-03-02,peticion_informacion,2026-03-09,,\n"
            + "B,2026-03-02,peticion_informacion,2026-03-09,accede,\n"
            + "C,2026-03-02,reclamo,2026-03-02,accede,si\n"
        )
    )
    assert [[event.type for event in row.case.events[1:]] for row in rows] == [
        [EventType.RESPUESTA_ENVIADA],
        [EventType.DECISION, EventType.RESPUESTA_ENVIADA],
        [EventType.RESPUESTA_VERBAL],
    ]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        (",2026-03-16,reclamo,,", "radicado", "falta el dato"),
        ("A,2026-02-30,reclamo,,", "fecha_radicacion", "no es una fecha AAAA-MM-DD"),
        ("A,ayer,reclamo,,", "fecha_radicacion", "no es una fecha AAAA-MM-DD"),
        ("A,1024-03-16,reclamo,,", "fecha_radicacion", "fecha fuera de 1984-01-01 a 2100-12-31"),
        ("A,2026-03-16,capricho,,", "tipo", "palabra desconocida; se admite: reclamo, peticion, "),
        ("A,2026-03-16,reclamo,2026-03-15,accede", "fecha_respuesta", "es anterior a fecha_radicacion (2026-03-16)"),
        ("A,2026-03-16,reclamo,2026-03-20,", "fecha_respuesta", "fecha_respuesta necesita también resultado"),
        ("A,2026-03-16,reclamo,,accede", "resultado", "resultado necesita también fecha_respuesta"),
        ("A,2026-03-16,reclamo,2026-03-20,quizá", "resultado", "palabra desconocida; se admite: accede, "),
        ("A,2026-03-16,requerimiento_autoridad,,", "fecha_limite", "falta el dato"),
        ("A\0,2026-03-16,reclamo,,", "radicado", "contiene bytes nulos"),
        ("A,2026-03-16", "", "la fila trae 2 celdas y los encabezados son 5"),
        ("A,2026-03-16,reclamo,,,,x", "", "la fila trae 7 celdas y los encabezados son 5"),
        ('"A"1,2026-03-16,reclamo,,', "", "comillas sin cerrar o mal puestas"),
    ],
)
def test_a_bad_row_is_named(cells: str, column: str, reason: str) -> None:
    """The column as the file heads it, what is wrong with it, and the row as it stands."""
    row = rejected(read(f"radicado,fecha_radicacion,tipo,fecha_respuesta,resultado\n{cells}\n"))
    assert (row.line, row.column) == (2, column)
    assert row.reason().startswith(reason)
    assert row.reason("en") != row.reason("es")
    assert row.raw


@pytest.mark.parametrize(
    ("columns", "cells", "column", "reason"),
    [
        ("hora_radicacion", "25:00", "hora_radicacion", "no es una hora HH:MM"),
        ("fecha_pruebas", "2026-03-17", "fecha_pruebas", "debe ir exactamente una de pruebas_hasta, pruebas_dias"),
        ("fecha_pruebas,pruebas_dias", "2026-03-17,0", "pruebas_dias", "no es un número de días hábiles"),
        ("fecha_prorroga", "2026-03-17", "fecha_prorroga", "fecha_prorroga necesita también prorroga_hasta"),
    ],
)
def test_bad_details_are_named(columns: str, cells: str, column: str, reason: str) -> None:
    """An hour, an evidence period and an extension that say too little, too much or nonsense."""
    row = rejected(read(f"radicado,fecha_radicacion,tipo,{columns}\nA,2026-03-16,reclamo,{cells}\n"))
    assert (row.column, row.reason()) == (column, reason)


def test_hours_may_have_an_offset_and_be_in_their_own_column() -> None:
    """14:30 UTC is half past nine in Bogotá; midnight sharp is a day without hour."""
    one, two, three = imported(
        read(
            "radicado,fecha_radicacion,tipo,hora\nA,2026-03-16T14:30:00Z,reclamo,\n"
            "B,2026-03-16,reclamo,9:30\nC,2026-03-16 00:00:00,reclamo,\n"
        )
    )
    assert one.case.filed.at == two.case.filed.at == datetime(2026, 3, 16, 9, 30, tzinfo=ZONE)
    assert not three.case.filed.has_hour


def test_a_filing_of_a_type_that_sets_its_own_day_keeps_it() -> None:
    """`fecha_limite` of an authority's requirement, and evidence in days with the day it was told."""
    head = "radicado,fecha_radicacion,tipo,fecha_limite,fecha_pruebas,pruebas_dias,pruebas_comunicadas\n"
    first, second = imported(
        read(
            head
            + "A,2026-03-16,requerimiento_autoridad,2026-03-20,,,\n"
            + "B,2026-03-16,reclamo,,2026-03-18,10,2026-03-19\n"
        )
    )
    assert first.case.filing.fecha_limite == date(2026, 3, 20)
    assert second.case.events[1].detail(EvidencePeriod) == EvidencePeriod(dias=10, comunicada_el=date(2026, 3, 19))


def test_electronic_notice_says_whether_the_user_accepted_it() -> None:
    """CPACA art. 56: without consent it is no notice, and the file must be able to say it."""
    head = (
        "radicado,fecha_radicacion,tipo,fecha_respuesta,resultado,fecha_notificacion,tipo_notificacion,"
        "notificacion_autorizada\n"
    )
    rows = imported(
        read(
            head
            + "A,2026-03-16,reclamo,2026-03-18,accede,2026-03-19,electrónica,sí\n"
            + "B,2026-03-16,reclamo,2026-03-18,accede,2026-03-19,electrónica,\n"
        )
    )
    assert [row.case.events[-1].detail(Consent).autorizada for row in rows] == [True, False]


def test_lines_are_those_of_the_editor() -> None:
    """Cells with line ends inside do not shift the numbers, nor do blank lines."""
    text = 'radicado,fecha_radicacion,tipo,nota\nA,2026-03-16,reclamo,"uno\ndos\ntres"\n\nB,2026-03-16,nada,x\n'
    good, bad = read(text)
    assert (good.line, bad.line) == (2, 6)


def test_a_stray_quote_costs_one_row() -> None:
    """The rows after a quote that is never closed are read as if it were not there."""
    rows = list(read(HEAD + 'A,2026-03-16,"reclamo\nB,2026-03-16,reclamo\nC,2026-03-16,"reclamo"\n'))
    assert [(type(row), row.line) for row in rows] == [(Rejected, 2), (Imported, 3), (Imported, 4)]


def test_two_stray_quotes_do_not_swallow_what_lies_between() -> None:
    """A quote at the start of one row and one at the end of another make a cell of many lines, and too few cells."""
    rows = list(read(HEAD + '"A,2026-03-16,reclamo\nB,2026-03-16,reclamo\nC,2026-03-16,reclamo"\nD,2026-03-16,queja\n'))
    assert [row.line for row in rows if isinstance(row, Imported)] == [3, 4]
    assert [(row.line, row.column) for row in rows if isinstance(row, Rejected)] == [(2, ""), (5, "tipo")]


def test_a_radicado_twice_with_other_content_is_refused_both_times() -> None:
    """Nobody can say which of both rows is right; the same row twice is one case."""
    text = HEAD + "A,2026-03-16,reclamo\nB,2026-03-16,reclamo\nA,2026-03-17,reclamo\nB,2026-03-16,reclamo\n"
    one, two, three, four = read(text)
    assert isinstance(one, Rejected)
    assert isinstance(three, Rejected)
    assert "línea 4" in one.reason()
    assert "línea 2" in three.reason()
    assert isinstance(two, Imported)
    assert isinstance(four, Imported)
    assert two.case == four.case


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_found(encoding: str) -> None:
    """UTF-8 with or without mark, else cp1252; UTF-16 shows by its mark."""
    text = "radicado;fecha_radicación;tipo;municipio\nA;2026-03-16;petición;Dosquebradas, Cañaveral\n"
    (row,) = imported(read(text.encode(encoding)))
    assert row.case.filing.municipio == "Dosquebradas, Cañaveral"
    assert row.case.filing.tipo == "peticion"


def test_bytes_that_are_no_text_are_refused() -> None:
    """0x81 is nothing in UTF-8 here, nor in cp1252; said otherwise it is text."""
    data = HEAD.encode() + b"A\x81,2026-03-16,reclamo\n"
    with pytest.raises(UnreadableFileError, match=r"byte 32 .* cp1252"):
        read(data)
    assert len(imported(read(data, encoding="latin-1"))) == 1
    with pytest.raises(InvalidInputError, match="klingon"):
        read(data, encoding="klingon")


@pytest.mark.parametrize("text", ["", "\n\n", "a,b,c\n1,2,3\n", HEAD.replace("tipo", "clase")])
def test_a_file_without_its_columns_is_refused(text: str) -> None:
    """Empty, or with other headings: the columns missing are named."""
    with pytest.raises(MissingColumnsError, match="tipo") as error:
        read(text)
    assert "falta la columna" in error.value.message("es")


def test_headings_only_is_a_file_of_no_cases() -> None:
    """Nothing to import is no error."""
    file = read(HEAD)
    assert (list(file), file.total) == ([], 0)


def test_separators_are_counted() -> None:
    """The separator is the one that makes headings; a tie is refused."""
    assert imported(read(HEAD.replace(",", "\t") + "A\t2026-03-16\treclamo\n"))
    with pytest.raises(DelimiterError):
        read("radicado,tipo;fecha_radicacion\n")


def test_a_column_there_twice_is_refused() -> None:
    """Two headings of one meaning: which holds must be said."""
    text = "radicado,fecha_radicacion,fecha_recibido,tipo\nA,2026-03-16,2026-03-17,reclamo\n"
    with pytest.raises(RepeatedColumnError, match="fecha_radicacion, fecha_recibido"):
        read(text)


def test_unknown_headings_are_reported() -> None:
    """What is not imported is said; a mapping makes it known, and constants fill what is not there."""
    text = "Expediente,fecha_radicacion,color\nA,2026-03-16,azul\n"
    file = read(text, mapping={"expediente": "radicado"}, constants={"tipo": "reclamo"})
    assert file.unknown == ("color",)
    assert imported(file)[0].case.filing.radicado == "A"
    with pytest.raises(InvalidInputError, match="colores"):
        read(text, mapping={"color": "colores"})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("2026-03-04",), "iso"),
        (("04-03-2026", "16/03/2026"), "dmy"),
        (("03/03/2026",), "dmy"),
        (("", "nunca"), "iso"),
    ],
)
def test_date_formats_are_found(values: tuple[str, ...], expected: str) -> None:
    """One format for the file, from the dates that decide."""
    rows = "".join(f"{n},{value},reclamo\n" for n, value in enumerate(values))
    assert read(HEAD + rows).dialect.date_format == expected


def test_ambiguous_dates_are_refused_with_both_readings() -> None:
    """Column, line, value and the two days; the argument decides."""
    text = HEAD + "A,03/03/2026,reclamo\nB,04/03/2026,reclamo\n"
    with pytest.raises(AmbiguousDatesError) as error:
        read(text)
    message = error.value.message("es")
    for part in ("fecha_radicacion", "línea 3", "04/03/2026", "2026-03-04", "2026-04-03", "--date-format"):
        assert part in message
    assert [row.case.filed_on for row in imported(read(text, date_format="dmy"))][1] == date(2026, 3, 4)
    assert [row.case.filed_on for row in imported(read(text, date_format="mdy"))][1] == date(2026, 4, 3)
    with pytest.raises(InvalidInputError, match="ymd"):
        read(text, date_format="ymd")


def test_dates_with_the_month_first_must_be_said() -> None:
    """One date that only reads with the month first may be a slip of the hand: it decides nothing."""
    with pytest.raises(AmbiguousDatesError, match="- with the day first and 2026-03-16"):
        read(HEAD + "A,03/16/2026,reclamo\n")


@pytest.mark.parametrize("values", [("2026-03-04", "16/03/2026"), ("03/16/2026", "16/03/2026")])
def test_dates_of_two_formats_are_refused(values: tuple[str, str]) -> None:
    """Both are named; with the format said, the other is a reject of its row."""
    text = HEAD + "".join(f"{n},{value},reclamo\n" for n, value in enumerate(values))
    with pytest.raises(MixedDatesError) as error:
        read(text)
    assert all(value in str(error.value) for value in values)
    assert [type(row) for row in read(text, date_format="dmy")] == [Rejected, Imported]


def test_rejects_are_written_and_read_again(tmp_path: Path) -> None:
    """Same columns with line, column and reason; corrected, the file is read as it is; cells too many follow."""
    file = read(HEAD.replace("tipo", "tipo,nota") + "A,2026-03-16,nada,x\nB,2026-03-16,reclamo,y,z\n")
    path = tmp_path / "rechazos.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        assert write_rejects(file, (row for row in file if isinstance(row, Rejected)), target) == 2
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "radicado,fecha_radicacion,tipo,nota,linea,columna,motivo"
    assert lines[1].startswith("A,2026-03-16,nada,x,2,tipo,")
    assert lines[2].endswith(",z")
    path.write_text("\n".join([lines[0], lines[1].replace("nada", "reclamo")]), encoding="utf-8")
    again = read_cases(path, utility_id="aguas", types=TYPES, zone=ZONE)
    assert again.unknown == ("nota",)
    assert imported(again)[0].case.filing.tipo == "reclamo"


def test_a_stream_read_once_is_copied() -> None:
    """A pipe cannot be rewound, and is read all the same."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

    with read(Pipe((HEAD + "A,2026-03-16,reclamo\n").encode())) as file:
        assert len(imported(file)) == len(imported(file)) == 1


def test_what_a_store_refuses_becomes_a_reject() -> None:
    """An error met after reading is named with the line it comes from."""
    (row,) = imported(read(HEAD + "A,1993-03-16,reclamo\n"))
    error = NoRuleInForceError(rule="respuesta", day=date(1993, 3, 16), span="later")
    assert row.refuse(error).reason("en") == str(error)
    assert row.refuse(error).line == 2


_CELL = st.one_of(
    st.sampled_from(["A-1", "2026-03-16", "16/03/2026", "reclamo", "peticion", "", " ", "x"]),
    st.text(st.characters(codec="utf-8"), max_size=6),
)


@given(rows=st.lists(st.lists(_CELL, max_size=5), max_size=8), delimiter=st.sampled_from([",", ";"]))
def test_no_row_is_lost(rows: list[list[str]], delimiter: str) -> None:
    """Whatever the lines hold, cases and rejects together are the rows, each with its own line."""
    text = HEAD.replace(",", delimiter) + "".join(delimiter.join(row) + "\n" for row in rows)
    file = read(text, date_format="iso")
    results = list(file)
    assert len(results) == file.total
    lines = [result.line for result in results]
    assert lines == sorted(set(lines))


@given(rows=st.lists(st.lists(_CELL, min_size=3, max_size=3), max_size=8))
def test_quoted_rows_come_back_whole(rows: list[list[str]]) -> None:
    """As many results as rows written with something in them, and their cells as they were."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEAD.strip().split(","), *rows])
    results = list(read(out.getvalue(), date_format="iso"))
    assert [list(result.raw) for result in results] == [row for row in rows if any(cell.strip() for cell in row)]


def test_every_refusal_of_a_file_is_one_kind_of_error() -> None:
    """A caller catches one class."""
    kinds = (AmbiguousDatesError, DelimiterError, MissingColumnsError, MixedDatesError, RepeatedColumnError)
    assert all(issubclass(kind, ImportFileError) for kind in (*kinds, UnreadableFileError))
