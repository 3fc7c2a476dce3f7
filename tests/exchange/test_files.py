from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.cases.events import Consent, Decision, EvidencePeriod, Until
from pqr_core.colombia import RULES
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
from pqr_core.exchange.cases import CaseRow
from pqr_core.exchange.dates import read_date, read_time
from pqr_core.exchange.faults import Rejected
from pqr_core.exchange.files import CaseFile, Imported, RejectsWriter, read_cases
from pqr_core.exchange.reading import Reading
from pqr_core.exchange.retold import retold
from pqr_core.exchange.words import NULL_WORDS, type_code
from pqr_core.facts import case_id_of, require_code
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
LAW = evolve(colombia.LAW, rules=evolve(colombia.RULES, types=TYPES))
HEAD = "radicado,fecha_radicacion,tipo\n"


def read(
    content: str | bytes | BinaryIO,
    **how: Any,
) -> CaseFile:
    """The content as a file of the utility `aguas`."""
    data = content.encode() if isinstance(content, str) else content
    return read_cases(
        io.BytesIO(data) if isinstance(data, bytes) else data, utility_id="aguas", law=LAW, reading=Reading(**how)
    )


def imported(file: CaseFile) -> list[Imported[CaseRow]]:
    """The cases of a file without rejects."""
    rows = list(file)
    assert [row for row in rows if isinstance(row, Rejected)] == []
    return [row for row in rows if isinstance(row, Imported)]


def rejected(file: CaseFile) -> Rejected:
    """The one reject of a file of one row."""
    (row,) = file
    assert isinstance(row, Rejected)
    return row


def written(file: CaseFile, path: Path) -> Path:
    """The rejects of a file, in another one."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = RejectsWriter(file, target)
        for row in file:
            if isinstance(row, Rejected):
                writer.write(row)
    return path


def test_a_row_becomes_a_case() -> None:
    """Headings as people write them, semicolons, the day first and an hour give a filed case with its facts."""
    text = (
        "N° Radicado;Fecha de Radicación;Tipo de Trámite;SERVICIO;Cuenta;Fecha vencimiento\r\n"
        "2026-1;16/03/2026 09:30;Reclamación;Acueducto;000123;09/04/2026\r\n"
    )
    file = read(text)
    (row,) = imported(file)
    assert (file.description, file.delimiter, file.date_format) == ("utf-8-sig, ';'", ";", "dmy")
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
    """The id is made from utility and radicado, and the events are equal too."""
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
        ("A,2026-03-16,capricho,,", "tipo", "no se reconoce; use uno de: reclamo, peticion, "),
        ("A,2026-03-16,reclamo,2026-03-15,accede", "fecha_respuesta", "es anterior a fecha_radicacion (2026-03-16)"),
        ("A,2026-03-16,reclamo,,accede", "resultado", "resultado necesita también fecha_respuesta"),
        ("A,2026-03-16,reclamo,2026-03-20,quizá", "resultado", "no se reconoce; use uno de: accede, "),
        ("A,2026-03-16,requerimiento_autoridad,,", "fecha_limite", "falta el dato"),
        ("A\0,2026-03-16,reclamo,,", "radicado", "contiene bytes nulos"),
        ("A,2026-03-16", "", "la fila trae 2 celdas y los encabezados son 5"),
        ("A,2026-03-16,reclamo,,,,x", "", "la fila trae 7 celdas y los encabezados son 5"),
        ('"A"1,2026-03-16,reclamo,,', "", "comillas sin cerrar o mal puestas"),
    ],
)
def test_a_bad_row_is_named(cells: str, column: str, reason: str) -> None:
    """A reject has the file's heading of the column, the fault, and the row as it is."""
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
    """The rows after a quote that is never closed are read normally."""
    rows = list(read(HEAD + 'A,2026-03-16,"reclamo\nB,2026-03-16,reclamo\nC,2026-03-16,"reclamo"\n'))
    assert [(type(row), row.line) for row in rows] == [(Rejected, 2), (Imported, 3), (Imported, 4)]


def test_two_stray_quotes_do_not_swallow_what_lies_between() -> None:
    """A quote at the start of one row and one at the end of another make a cell of many lines, and too few cells."""
    rows = list(read(HEAD + '"A,2026-03-16,reclamo\nB,2026-03-16,reclamo\nC,2026-03-16,reclamo"\nD,2026-03-16,queja\n'))
    assert [row.line for row in rows if isinstance(row, Imported)] == [3, 4]
    assert [(row.line, row.column) for row in rows if isinstance(row, Rejected)] == [(2, ""), (5, "tipo")]


def test_a_radicado_twice_with_other_content_is_refused_both_times() -> None:
    """Both rows are refused, because either may be right; the same row twice is one case."""
    text = HEAD + "A,2026-03-16,reclamo\nB,2026-03-16,reclamo\nA,2026-03-17,reclamo\nB,2026-03-16,reclamo\n"
    one, two, three, four = read(text)
    assert isinstance(one, Rejected)
    assert isinstance(three, Rejected)
    assert "línea 4" in one.reason()
    assert "línea 2" in three.reason()
    assert isinstance(two, Imported)
    assert isinstance(four, Imported)
    assert two.case == four.case


@pytest.mark.parametrize("filler", ["", "A" * (1 << 16)])
def test_a_mixture_of_encodings_is_refused(filler: str) -> None:
    """One letter that was not UTF-8 spoilt every other letter of the file, without a word."""
    head = "radicado;fecha_radicacion;tipo;municipio;nota\n"
    latin = f"A;2026-03-16;reclamo;Medellín;{filler}\n".encode("cp1252")
    utf8 = "B;2026-03-16;reclamo;Bogotá;\n".encode()
    with pytest.raises(ImportFileError) as error:
        read(head.encode() + latin + utf8)
    place = len(head) + latin.index(b"\xed")
    assert f"en la línea 3 hay letras en UTF-8, y el byte {place} no lo es" in error.value.message("es")
    assert [
        row.case.filing.municipio for row in imported(read(head.encode() + latin + latin.replace(b"A;", b"C;")))
    ] == [
        "Medellín",
        "Medellín",
    ]
    said = imported(read(head.encode() + latin + utf8, encoding="cp1252"))
    assert [row.case.filing.municipio for row in said] == ["Medellín", "BogotÃ¡"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_found(encoding: str) -> None:
    """UTF-8 with or without a mark, else cp1252; UTF-16 is known by its mark."""
    text = "radicado;fecha_radicación;tipo;municipio\nA;2026-03-16;petición;Dosquebradas, Cañaveral\n"
    (row,) = imported(read(text.encode(encoding)))
    assert row.case.filing.municipio == "Dosquebradas, Cañaveral"
    assert row.case.filing.tipo == "peticion"


def test_bytes_that_are_no_text_are_refused() -> None:
    """0x81 is invalid here in UTF-8 and in cp1252; with another encoding given, it is text."""
    data = HEAD.replace("tipo", "tipo,nota").encode() + b"A,2026-03-16,reclamo,\x81\n"
    with pytest.raises(UnreadableFileError, match=r"byte 57 .* cp1252"):
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
    """Of two headings with one meaning, the user must choose one."""
    text = "radicado,fecha_radicacion,fecha_recibido,tipo\nA,2026-03-16,2026-03-17,reclamo\n"
    with pytest.raises(RepeatedColumnError, match="fecha_radicacion, fecha_recibido"):
        read(text)


def test_unknown_headings_are_reported() -> None:
    """Columns not imported are listed; a mapping gives them a meaning, and defaults fill missing columns."""
    text = "Expediente,fecha_radicacion,color\nA,2026-03-16,azul\n"
    file = read(text, columns={"radicado": "expediente"}, defaults={"tipo": "reclamo"})
    assert file.unknown == ("color",)
    assert imported(file)[0].case.filing.radicado == "A"
    with pytest.raises(InvalidInputError, match="colores"):
        read(text, columns={"colores": "color"})


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
    assert read(HEAD + rows).date_format == expected


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
    """One date that is valid only with the month first may be a typing error: it decides nothing."""
    with pytest.raises(AmbiguousDatesError, match=r"only with the month first \(2026-03-16\)"):
        read(HEAD + "A,03/16/2026,reclamo\n")


@pytest.mark.parametrize("values", [("2026-03-04", "16/03/2026"), ("03/16/2026", "16/03/2026")])
def test_dates_of_two_formats_are_refused(values: tuple[str, str]) -> None:
    """Both formats are named; with one given, dates of the other are rejects."""
    text = HEAD + "".join(f"{n},{value},reclamo\n" for n, value in enumerate(values))
    with pytest.raises(MixedDatesError) as error:
        read(text)
    assert all(value in str(error.value) for value in values)
    assert [type(row) for row in read(text, date_format="dmy")] == [Rejected, Imported]


@pytest.mark.parametrize(
    ("day", "nothing"),
    [
        ("16/03/2026", "1900-01-01"),
        ("16/03/2026", "1900-01-01 00:00:00.000"),
        ("16/03/2026", "12/30/1899"),
        ("2026-03-16", "01/01/1900"),
        ("2026-03-16", "30/12/1899 0:00"),
        ("2026-03-16", "01/01/0001"),
    ],
)
def test_what_stands_for_no_day_decides_no_format(day: str, nothing: str) -> None:
    """A register with days of one format writes the days that it lacks in another, as its database shows them."""
    text = "radicado,fecha_radicacion,tipo,fecha_respuesta\n" + f"A,{day},reclamo,{nothing}\n"
    none = (*NULL_WORDS, "01/01/0001")
    (row,) = imported(read(text, none=none))
    assert len(row.row.case.events) == 1
    bad = rejected(read(HEAD + f"A,{nothing},reclamo\n", none=none))
    assert (bad.column, bad.kind) == ("fecha_radicacion", "nada")


def test_rejects_are_written_and_read_again(tmp_path: Path) -> None:
    """Rejects have the same columns, extra cells, line, column and reason; the corrected file is read as it is."""
    file = read(HEAD.replace("tipo", "tipo,nota") + "A,2026-03-16,nada,x\nB,2026-03-16,reclamo,y,z\n")
    path = written(file, tmp_path / "rechazos.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "radicado,fecha_radicacion,tipo,nota,pqr_core: línea,pqr_core: columna,pqr_core: motivo (iso)"
    assert lines[1].startswith("A,2026-03-16,nada,x,2,tipo,")
    assert lines[2].endswith(",z")
    path.write_text("\n".join([lines[0], lines[1].replace("nada", "reclamo")]), encoding="utf-8")
    again = read_cases(path, utility_id="aguas", law=LAW)
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
    """An error of the store is reported with the line of its row."""
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
    """Cases and rejects together are all the rows, each with its line, whatever the lines contain."""
    text = HEAD.replace(",", delimiter) + "".join(delimiter.join(row) + "\n" for row in rows)
    file = read(text, date_format="iso")
    results = list(file)
    assert len(results) == file.total
    lines = [result.line for result in results]
    assert lines == sorted(set(lines))


@given(rows=st.lists(st.lists(_CELL, min_size=3, max_size=3), max_size=8))
def test_quoted_rows_come_back_whole(rows: list[list[str]]) -> None:
    """Each written row that is not empty gives one result, with its cells unchanged."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEAD.strip().split(","), *rows])
    results = list(read(out.getvalue(), date_format="iso"))
    assert [list(result.raw) for result in results] == [row for row in rows if any(cell.strip() for cell in row)]


@pytest.mark.parametrize("encoding", ["rot13", "base64", "idna", "punycode", "unicode_escape", "undefined", "a\0b"])
def test_a_codec_that_is_no_encoding_of_text_is_refused(encoding: str) -> None:
    """Codecs from text to text, from bytes to bytes, and those of names and of source code."""
    with pytest.raises(InvalidInputError, match="encoding of text") as error:
        read(HEAD, encoding=encoding)
    assert "codificación" in error.value.message("es")


@pytest.mark.parametrize(
    "heading",
    ["N° de Radicado", "Nº de Radicado", "N.º de radicado", "No. de Radicado", "Nro. de Radicado", "Radicado No.",
     "Radicado N°", "Número de radicado", "NUM RADICADO", "No. Radicación", "n radicado", "# radicado"],
)  # fmt: skip
def test_a_number_is_abbreviated_in_many_ways(heading: str) -> None:
    """Every usual heading of the radicado is known."""
    assert read(HEAD.replace("radicado", heading, 1)).columns[heading] == "radicado"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Reclamos", "reclamo"),
        ("RECLAMACIÓN", "reclamo"),
        ("reclamaciones", "reclamo"),
        ("Quejas", "queja"),
        ("Peticiones", "peticion"),
        ("Peticiones generales", "peticion_general"),
        ("Derechos de petición", "peticion_general"),
        ("Recursos de reposición", "recurso_reposicion"),
        ("recurso de reposición y (en) subsidio de apelación", "recurso_reposicion_apelacion"),
        ("Recurso de reposición y, en subsidio, de apelación", "recurso_reposicion_apelacion"),
        ("Recurso de reposición y en subsidio el de apelación", "recurso_reposicion_apelacion"),
        ("Reposición en subsidio apelación", "recurso_reposicion_apelacion"),
        ("Recursos de reposición y subsidiario de apelación", "recurso_reposicion_apelacion"),
        ("Requerimientos de autoridades", "requerimiento_autoridad"),
        ("Habeas data - reclamo", "habeas_data_reclamo"),
        ("Reclamo de datos personales", "habeas_data_reclamo"),
        ("felicitaciones", "felicitacion"),
        ("apelación", None),
        ("", None),
    ],
)
def test_a_type_goes_by_many_words(words: str, code: str | None) -> None:
    """Plurals, names and the forms of a recurso; what is not known is not guessed."""
    assert type_code(words, RULES.types) == code


def test_every_type_goes_by_its_code_and_its_name() -> None:
    """No word of a type is read as another type."""
    for code, case_type in RULES.types.items():
        assert [type_code(text, RULES.types) for text in (code, code.upper(), case_type.es)] == [code] * 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:30", time(9, 30)),
        ("10:00 a. m.", time(10)),
        ("10:00\xa0p.\xa0m.", time(22)),
        ("10:00 p.m.", time(22)),
        ("10:00:05,25 PM", time(22, 0, 5)),
        ("12:00 am", time(0)),
        ("12:30 p. m.", time(12, 30)),
        ("12:00 m.", time(12)),
    ],
)
def test_hours_are_read_as_spreadsheets_write_them(text: str, expected: time) -> None:
    """Alone and behind a day."""
    assert read_time(text) == expected
    day = date(2026, 3, 16)
    assert read_date(f"16/03/2026 {text}", "dmy") == (datetime.combine(day, expected) if expected != time(0) else day)


@pytest.mark.parametrize("text", ["", "10", "10:60", "24:00", "13:00 p. m.", "0:30 am", "10:00 m.", "10:00 x", "1:2:3"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    """Also an hour of the day with a. m. or p. m. behind it."""
    with pytest.raises(ValueError, match=r".*"):
        read_time(text)


def test_two_hours_of_one_filing_must_agree() -> None:
    """The hour of the day and its own column: equal to the minute, or the row is refused with both."""
    head = "radicado,fecha_radicacion,hora,tipo\n"
    good, bad = read(head + "A,2026-03-16T10:00,10:00:30,reclamo\nB,2026-03-16T10:00,11:00,reclamo\n")
    assert isinstance(good, Imported)
    assert good.case.filed.at == datetime(2026, 3, 16, 10, 0, 30, tzinfo=ZONE)
    assert isinstance(bad, Rejected)
    assert (bad.column, bad.value) == ("hora", "11:00")
    assert all(each in bad.reason(lang) for each in ("11:00", "10:00") for lang in ("es", "en"))


@pytest.mark.parametrize(
    "radicado",
    [
        "A\x1b[31m1",
        "A\x7f1",
        "A\u202e1",
        "A\u200b1",
        "A\x851",
        "A\u31641",
        "A\u28001",
        "A\ufe0f1",
        "\u0661\u0662",
        "A\u17b41",
        "A\u180b1",
        "A\U000e01001",
        "A\ue0001",
        "A\u20611",
        "A\U000e00411",
        "1\u0967",
        "1\uff11",
        "A\u00ad1",
    ],
)
def test_a_radicado_has_no_control_characters(radicado: str) -> None:
    """A number that shows as another one, or moves the cursor, is none."""
    row = rejected(read(HEAD + f"{radicado},2026-03-16,reclamo\n"))
    assert (row.column, row.reason()) == ("radicado", "contiene caracteres de control")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2007", "\u3000"])
def test_a_space_that_does_not_break_is_a_space(space: str) -> None:
    """Spreadsheets and web pages write it; the same number with the space of a keyboard is the same case."""
    head = "radicado,fecha_radicacion,tipo,municipio,pruebas_dias,fecha_pruebas\n"
    row = f"PQR{space}9,2026-03-16,reclamo,San{space}José,1{space}000,2026-03-17\n"
    odd, plain = read(head + row + row.replace(space, " "))
    assert isinstance(odd, Imported)
    assert isinstance(plain, Imported)
    assert (odd.case.filing.radicado, odd.case.filing.municipio) == ("PQR 9", "San José")
    assert odd.case == plain.case


def test_a_radicado_is_no_longer_than_a_store_keeps() -> None:
    """A radicado of the maximum length is read; one character more is a reject with its column."""
    good, bad = read(HEAD + f"{'9' * 255},2026-03-16,reclamo\n{'9' * 256},2026-03-16,reclamo\n")
    assert isinstance(good, Imported)
    assert require_code(good.case.filing.radicado, "radicado") == "9" * 255
    assert isinstance(bad, Rejected)
    assert (bad.column, bad.reason()) == ("radicado", "una celda pasa de 255 caracteres")
    with pytest.raises(InvalidInputError):
        require_code(bad.raw[0], "radicado")


def test_a_cell_that_is_too_large_is_told_as_that() -> None:
    """The reason is the size; the value shown is cut, and the row is kept whole; a stray quote is still recognised."""
    large = "x" * (csv.field_size_limit() + 1)
    one, two, three = read(HEAD + f'A,2026-03-16,{large}\nB,2026-03-16,"reclamo\nC,2026-03-16,reclamo\n')
    assert isinstance(one, Rejected)
    assert one.reason() == f"una celda pasa de {csv.field_size_limit()} caracteres"
    assert len(one.value) < 100
    assert large in str(one.raw[0])
    assert isinstance(two, Rejected)
    assert two.reason().startswith("comillas")
    assert isinstance(three, Imported)


def test_long_text_is_cut_where_it_is_shown() -> None:
    """Long cells and long headings are cut in messages."""
    row = rejected(read(HEAD + f"A,2026-03-16,{'x' * 9999}\n"))
    assert len(row.value) < 100
    assert row.raw[2] == "x" * 9999
    with pytest.raises(MissingColumnsError) as error:
        read("x" * 9999 + "\n")
    assert len(str(error.value)) < 400


def test_a_first_line_may_say_the_separator() -> None:
    """``sep=;`` is for the spreadsheet: the headings follow it, and lines are counted with it."""
    file = read("\ufeffsep=;\r\n" + HEAD.replace(",", ";") + "A;2026-03-16;reclamo\nB;2026-03-16;x\n")
    good, bad = file
    assert (file.delimiter, file.total, good.line, bad.line) == (";", 2, 3, 4)
    assert len(imported(read("SEP=|\n" + HEAD.replace(",", "|") + "A|2026-03-16|reclamo\n"))) == 1


def test_a_radicado_is_the_same_however_its_accents_are_written() -> None:
    """Composed and decomposed accents give one radicado, which counts as repeated."""
    one, two = read(HEAD + "\u00d11,2026-03-16,reclamo\nN\u03031,2026-03-17,reclamo\n")
    assert isinstance(one, Rejected)
    assert isinstance(two, Rejected)
    assert "línea 3" in one.reason()
    assert "línea 2" in two.reason()


def test_a_mapping_decides_which_heading_holds() -> None:
    """The other one of the same meaning is not imported; a heading that the file has not is refused."""
    text = "radicado,fecha_radicacion,fecha_recibido,tipo\nA,2026-03-16,2026-03-17,reclamo\n"
    file = read(text, columns={"fecha_radicacion": "Fecha recibido"})
    assert imported(file)[0].case.filed_on == date(2026, 3, 17)
    assert file.unknown == ("fecha_radicacion",)
    with pytest.raises(InvalidInputError, match="fecha_recivido") as error:
        read(text, columns={"fecha_radicacion": "fecha_recivido"})
    assert "no hay encabezado" in error.value.message("es")


def test_what_the_law_refuses_names_the_day_of_filing() -> None:
    """No rule in force then."""
    (row,) = imported(read("radicado,Fecha recibido,tipo\nA,1993-03-16,reclamo\n"))
    none = row.refuse(NoRuleInForceError(rule="respuesta", day=date(1993, 3, 16), span="later"))
    assert (none.column, none.value) == ("Fecha recibido", "1993-03-16")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2026-03-17,,,", "Fecha recibido"),
        ("2026-03-16 10:01,,,", "Fecha recibido"),
        ("2026-03-16,2027-03-16,,", "Respondido"),
        ("2026-03-15,2026-03-16 10:01,,", "Respondido"),
        ("2026-03-12,2026-03-13,2026-03-17,aviso", "Notificado"),
        ("2026-03-16,2026-03-16,2026-03-16,aviso", None),
        ("2026-03-16 10:00,2026-03-16 10:00,,", None),
    ],
)
def test_what_has_not_happened_yet_is_named(row: str, column: str | None) -> None:
    """A filing, an answer or a notice later than the instant of recording; a day without an hour may be that day."""
    text = f"radicado,tipo,Fecha recibido,Respondido,Notificado,tipo_notificacion\nA,reclamo,{row}\n"
    (told,) = imported(read(text))
    early = told.ahead_of(datetime(2026, 3, 16, 15, tzinfo=UTC))
    assert (early and early.column) == column
    if early is not None:
        assert early.reason() == "es posterior a hoy, 2026-03-16"
        assert early.reason("en") == "it is after today, 2026-03-16"


@pytest.mark.parametrize(
    ("head", "before", "now", "column", "told"),
    [
        ("tipo", "reclamo", "peticion", "tipo", "tipo: antes reclamo, ahora peticion"),
        (
            "tipo,hora",
            "reclamo,9:00",
            "reclamo,9:01",
            "fecha_radicacion",
            "antes 2026-03-16 09:00, ahora 2026-03-16 09:01",
        ),
        ("tipo,hora", "reclamo,9:00:01", "reclamo,9:00:02", "fecha_radicacion", "09:00:01, ahora 2026-03-16 09:00:02"),
        ("tipo,servicio", "reclamo,", "reclamo,acueducto", "servicio", "servicio: antes -, ahora acueducto"),
        (
            "tipo,fecha_respuesta,resultado",
            "reclamo,2026-03-20,accede",
            "reclamo,2026-03-19,no_accede",
            "fecha_respuesta",
            "fecha_respuesta: antes 2026-03-20, ahora 2026-03-19; resultado: antes accede, ahora no_accede",
        ),
        (
            "tipo,fecha_respuesta,resultado,fecha_notificacion,tipo_notificacion,notificacion_autorizada",
            "reclamo,2026-03-20,accede,2026-03-24,electrónica,sí",
            "reclamo,2026-03-20,accede,2026-03-24,electrónica,no",
            "notificacion_autorizada",
            "antes si, ahora no",
        ),
        (
            "tipo,fecha_respuesta,resultado,verbal",
            "reclamo,2026-03-20,accede,sí",
            "reclamo,2026-03-20,accede,no",
            "verbal",
            "verbal: antes si, ahora no",
        ),
    ],
)
def test_a_contradiction_names_its_columns_and_both_values(
    head: str, before: str, now: str, column: str, told: str
) -> None:
    """What was stored and what the file says now, by the columns of the file."""
    (one,), (two,) = (
        imported(read(f"radicado,fecha_radicacion,{head}\nA,2026-03-16,{cells}\n")) for cells in (before, now)
    )
    row = two.contradict(retold(one.case, two.row))
    assert row.column == column
    assert told in row.reason()
    assert "actuación" not in row.reason()
    assert "before" in row.reason("en")


def test_every_refusal_of_a_file_is_one_kind_of_error() -> None:
    """A caller can catch one class for all of them."""
    kinds = (AmbiguousDatesError, DelimiterError, MissingColumnsError, MixedDatesError, RepeatedColumnError)
    assert all(issubclass(kind, ImportFileError) for kind in (*kinds, UnreadableFileError))
