"""Faults found in real registers, each with its number, and related cases."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.steps import calls_of

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision
from pqr_core.errors import (
    ForeignFileError,
    ImportFileError,
    InvalidInputError,
    MidnightDatesError,
    MissingColumnsError,
)
from pqr_core.exchange.cases import CaseRow
from pqr_core.exchange.faults import Faults, Rejected
from pqr_core.exchange.files import CaseFile, Imported, RejectsWriter, read_cases
from pqr_core.exchange.reading import Reading, load_reading, reading_from_toml
from pqr_core.exchange.words import NULL_WORDS
from pqr_core.vocabulary import EventType, Outcome, Unrecorded

HEAD = "radicado,fecha_radicacion,tipo"


def read(content: str | bytes, **how: Any) -> CaseFile:
    """The content as a file of the utility `aguas`."""
    data = content.encode() if isinstance(content, str) else content
    return read_cases(io.BytesIO(data), utility_id="aguas", law=colombia.LAW, reading=Reading(**how))


def rows_of(file: CaseFile) -> tuple[list[Case], list[Rejected]]:
    """The cases and the rejects of a file."""
    results = list(file)
    kept = [each.case for each in results if isinstance(each, Imported)]
    return kept, [each for each in results if isinstance(each, Rejected)]


def cases(content: str | bytes, **how: Any) -> list[Case]:
    """The cases of a file without rejects."""
    kept, refused = rows_of(read(content, **how))
    assert refused == []
    return kept


def refused(content: str | bytes, **how: Any) -> list[Rejected]:
    """The rejects of a file."""
    return rows_of(read(content, **how))[1]


def rejects_of(file: CaseFile) -> str:
    """The content of a file's file of rejects."""
    target = io.StringIO(newline="")
    writer = RejectsWriter(file, target)
    for each in file:
        if isinstance(each, Rejected):
            writer.write(each)
    return target.getvalue()


# --- F1: the user's own columns ------------------------------------------------------------------------------------


def test_f1_a_column_of_the_users_own_called_as_ours_stays_in_the_rejects() -> None:
    """The user's `Motivo`, `Línea` and `Columna` do not change, and are listed among the columns not imported."""
    text = f"{HEAD},Motivo,Línea,Columna\nA,2026-13-17,reclamo,cobro,norte,B\n"
    file = read(text)
    assert file.unknown == ("Motivo", "Línea", "Columna")
    headings, row = csv.reader(io.StringIO(rejects_of(file)))
    assert (
        dict(zip(headings, row, strict=True)).items() >= {"Motivo": "cobro", "Línea": "norte", "Columna": "B"}.items()
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD},,\nA,2026-03-16,queja,,\n,,,,\n{HEAD},fecha_respuesta,resultado\nB,2026-03-16,queja,2026-03-20,accede\n",
        f"{HEAD},fecha_respuesta\nA,2026-03-16,queja,\n,,,\n{HEAD},fecha_notificacion\nB,2026-03-16,queja,2026-03-20\n",
        "tipo,fecha_radicacion,radicado\nqueja,2026-03-16,A\n,,\n" + f"{HEAD}\nB,2026-03-16,queja\n",
    ],
)
def test_two_tables_in_one_file_are_named(text: str) -> None:
    """The rows of the first were lost as title rows, or those of the second read by the headings of the first."""
    with pytest.raises(ImportFileError) as error:
        read(text)
    assert "las líneas 1 y 4 pueden ser los encabezados" in error.value.message("es")
    assert "--skip-rows 0 o --skip-rows 3" in error.value.message("es")
    assert [each.filing.radicado for each in cases(text, skip_rows=3)] == ["B"]


@pytest.mark.parametrize(
    ("more", "line"), [(("Respuesta", "fecha_respuesta"), 2), (("fecha_respuesta", "Respuesta"), 1)]
)
def test_headings_in_two_rows_are_of_one_table(more: tuple[str, str], line: int) -> None:
    """Names of a system, and below or above them those for people; the row with more known columns is read."""
    rows = [
        f"{HEAD},{more[0]}",
        f"N° Radicado,Fecha de radicación,Tipo de trámite,{more[1]}",
        "A,2026-03-16,queja,2026-03-17",
    ]
    file = read("\n".join(rows) + "\n")
    kept, bad = rows_of(file)
    assert file.layout.line == line
    assert [len(each.events) for each in kept] == [2]
    assert [each.line for each in bad] == [2] * (line == 1)


def test_headings_on_each_page_are_rows_that_are_refused() -> None:
    """A report in pages has its headings on each of them; no row of another page is lost."""
    kept, (bad,) = rows_of(read(f"{HEAD}\nA,2026-03-16,queja\nRadicado,Fecha_Radicación,TIPO\nB,2026-03-16,queja\n"))
    assert [each.filing.radicado for each in kept] == ["A", "B"]
    assert (bad.line, bad.kind) == (3, "fecha")


def test_data_without_a_heading_is_named() -> None:
    """A heading over two cells, merged in the spreadsheet, stands over the first; the second has none in the file."""
    text = f"{HEAD},Respuesta,,,\nA,2026-03-16,queja,2026-03-20,,,\nB,2026-03-16,queja,2026-03-20,accede, ,0\n"
    file = read(text)
    assert (file.unknown, file.unnamed) == (("Respuesta",), (5, 7))


@pytest.mark.parametrize("column", ["radicado", "municipio", "causal"])
def test_letters_lost_in_another_encoding_are_named(column: str) -> None:
    """The mark that stands for a letter that could not be read is no letter."""
    values = {"radicado": "A", "fecha_radicacion": "2026-03-16", "tipo": "queja"} | {column: "Bogot\ufffd"}
    (bad,) = refused(f"{','.join(values)}\n{','.join(values.values())}\n")
    assert (bad.column, bad.kind) == (column, "letras")


def test_spaces_that_look_alike_are_alike_where_rows_are_compared() -> None:
    """Rows of one radicado are refused both, although a space of one is a no-break space; equal rows are one."""
    text = f"{HEAD}\nR\u00a01,2026-03-16,queja\nR 1,2026-03-17,queja\nR 2,2026-03-17,queja\nR\u00a02,2026-03-17,queja\n"
    kept, bad = rows_of(read(text))
    assert [(each.line, each.kind) for each in bad] == [(2, "repetido"), (3, "repetido")]
    assert [each.filing.radicado for each in kept] == ["R 2", "R 2"]


def test_f1_the_corrected_rejects_import_with_the_same_mapping() -> None:
    """With `causal=Motivo` the causal is the user's column, not our reason for the reject."""
    how = {"columns": {"causal": "Motivo"}}
    file = read(f"{HEAD},Motivo\nA,2026-13-17,reclamo,102\n", **how)
    (case,) = cases(rejects_of(file).replace("2026-13-17", "2026-03-17"), **how)
    assert case.filing.causal == "102"


def test_f1_a_heading_that_ours_would_have_makes_ours_another() -> None:
    """If a column of the file has the name of one of ours, ours gets a number."""
    text = f"{HEAD},pqr_core: línea\nA,2026-13-17,reclamo,mía\n"
    headings, row = csv.reader(io.StringIO(rejects_of(read(text))))
    assert headings[3:] == ["pqr_core: línea", "pqr_core: línea 2", "pqr_core: columna 2", "pqr_core: motivo (iso) 2"]
    assert row[3:5] == ["mía", "2"]
    again = read("\n".join([",".join(headings), ",".join(row).replace("2026-13-17", "2026-03-17")]))
    assert again.unknown == ("pqr_core: línea",)
    assert rows_of(again)[1] == []


@pytest.mark.parametrize(
    ("titles", "how"),
    [
        ("EMPRESA,,\nRegistro,,\n", {"skip_rows": 2}),
        ("", {"encoding": "cp1252"}),
        ("", {"encoding": "utf-16"}),
        ("EMPRESA,,\n", {"skip_rows": 1, "encoding": "latin-1"}),
    ],
)
def test_f1_the_corrected_rejects_import_with_what_was_said_of_their_file(titles: str, how: dict[str, Any]) -> None:
    """Its title rows and its encoding are not theirs: they have none of the first, and their mark says the second."""
    text = f"{titles}{HEAD},municipio\nA,2026-13-17,reclamo,Ibagué\n"
    file = read(text.encode(how.get("encoding", "utf-8")), **how)
    corrected = rejects_of(file).replace("2026-13-17", "2026-03-17").encode("utf-8-sig")
    (case,) = cases(corrected, **how)
    assert (case.filing.radicado, case.filing.municipio) == ("A", "Ibagué")


def test_rejects_keep_the_date_format_that_the_whole_file_decided() -> None:
    """The rejects alone would not show whether the day or the month comes first."""
    file = read(f"{HEAD}\nA,04/03/2026,cosa\nB,16/03/2026,reclamo\n")
    (case,) = cases(rejects_of(file).replace("cosa", "reclamo"))
    assert case.filed_on == date(2026, 3, 4)


def test_s15_a_formula_in_a_reject_is_harmless_and_comes_back() -> None:
    """A formula is written after an apostrophe, which is removed when the file is read again."""
    cells = ['=HYPERLINK("x")', "@SUM(1)|cmd", "+1+cmd", "-5", "'=x"]
    for cell in cells:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([[*HEAD.split(","), "nota"], ["A", "2026-03-16", "cosa", cell]])
        text = rejects_of(read(out.getvalue()))
        (row,) = list(csv.reader(io.StringIO(text)))[1:]
        assert row[3] == (cell if cell in {"-5", "'=x"} else f"'{cell}")
        assert rejects_of(read(text)) == text


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=8)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=4), min_size=1, max_size=4))
def test_rejects_are_the_users_own_rows(rows: list[list[str]]) -> None:
    """A file of rejects has the same cells as the rows, and reading it gives the same rejects."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[*HEAD.split(","), "nota"], *([f"R{n}", "x", *row] for n, row in enumerate(rows))])
    file = read(out.getvalue(), date_format="iso")
    text = rejects_of(file)
    again = read(text)
    assert [tuple(each.raw[:4]) for each in refused(out.getvalue(), date_format="iso")] == [
        tuple(each.raw[:4]) for each in again if isinstance(each, Rejected)
    ]


# --- F2, F8, F11: damage and nothing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        *("2,02512E+13", "2.02512E+13", "2.02512e13", "2,E+13", ",2E+13", "2,02512 E+13", "2.02512E+013"),
        *("#N/A", "#N/D", "#NV", "#N/DISP", "#¡REF!", "#REF!", "#REF", "#NULL!", "#¡NULO!", "#DIV/0!", "#¿NOMBRE?"),
        *("#GETTING_DATA", "#OBTENIENDO_DATOS", "#¡DESBORDAMIENTO!", "#ERROR!", "#WERT!", "########"),
        *("Err:502", "Error:502", "-Infinity", "1.#INF", "-1.#IND"),
    ],
)
def test_f2_a_damaged_number_is_no_radicado(cell: str) -> None:
    """A damaged number is refused in the radicado and in the account."""
    for text in (f'{HEAD}\n"{cell}",2026-03-16,reclamo\n', f'{HEAD},cuenta\nA,2026-03-16,reclamo,"{cell}"\n'):
        (row,) = refused(text)
        assert (row.kind, row.value) == ("danado", cell)
        assert "dañó" in row.reason()


@pytest.mark.parametrize("cell", [word for word in NULL_WORDS if word != "\\N"] + ["\\N", "null", " N/a "])
def test_f2_f8_the_words_for_nothing_are_the_same_in_every_column(cell: str) -> None:
    """These words mean no value; in a required column they are refused."""
    head = f"{HEAD},servicio,causal,cuenta,municipio,fecha_respuesta,resultado,hora_radicacion"
    (case,) = cases(f"{head}\nA,2026-03-16,reclamo" + f",{cell}" * 7 + "\n", date_format="iso")
    filing = case.filing
    assert (filing.servicio, filing.causal, filing.account, filing.municipio) == (None,) * 4
    assert len(case.events) == 1
    for column, text in (
        ("radicado", f"{cell},2026-03-16,reclamo"),
        ("fecha_radicacion", f"A,{cell},reclamo"),
        ("tipo", f"A,2026-03-16,{cell}"),
    ):
        (row,) = refused(f"{HEAD}\n{text}\n", date_format="iso")
        assert (row.column, row.kind) == (column, "nada")


def test_f8_the_words_for_nothing_are_a_setting() -> None:
    """With the setting, a word of the user's means no value, and one of ours may be a value."""
    text = f"{HEAD},municipio\nA,2026-03-16,reclamo,por definir\n"
    assert cases(text, none=("por definir",))[0].filing.municipio is None
    assert cases(text)[0].filing.municipio == "por definir"
    assert cases(text.replace("por definir", "N/A"), none=())[0].filing.municipio == "N/A"


def test_f11_a_number_that_got_decimals_is_not_another_case() -> None:
    """`20260012` in one file, `20260012.0` in the next: the second is refused."""
    (row,) = refused(f"{HEAD}\n20260012.0,2026-03-16,reclamo\n")
    assert (row.column, row.kind) == ("radicado", "danado")


@pytest.mark.parametrize(
    "cell",
    [
        *("20260012,00", "20260012.", "20.260.012", "20,260,012", "20 260 012", "20\u00a0260\u00a0012", "20'260'012"),
        *("20.251.200.000.123,00", "'20260012", '="20260012"', "=20260012"),
    ],
)
@pytest.mark.parametrize("column", ["radicado", "cuenta", "radicado_recurrido", "numero_factura"])
def test_f11_a_number_that_was_dressed_is_not_another_number(cell: str, column: str) -> None:
    """Decimals, parted thousands, the signs of a text: in every column that identifies."""
    row = {"radicado": "A", "fecha_radicacion": "2026-03-16", "tipo": "reclamo", column: cell}
    out = io.StringIO(newline="")
    csv.writer(out).writerows([row.keys(), row.values()])
    (bad,) = refused(out.getvalue())
    assert (bad.column, bad.kind) == (column, "danado")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-0012",
        "2026.0012",
        "26.001",
        "2026.001.123",
        "E2026",
        "12E",
        "1.234-5",
        "#12",
        "INFO-1",
        "INF",
        "#URG",
        "001.002.003",
    ],
)
def test_f11_a_number_that_has_its_own_signs_is_left(cell: str) -> None:
    """What no spreadsheet makes of a number is one."""
    assert cases(f"{HEAD}\n{cell},2026-03-16,reclamo\n")[0].filing.radicado == cell


def test_an_error_in_a_column_that_may_be_empty_is_told() -> None:
    """The error counts as an empty cell, and its place is reported."""
    (row,) = list(read(f"{HEAD},Fecha de respuesta\nA,2026-03-16,reclamo,#N/D\n"))
    assert isinstance(row, Imported)
    assert row.blanks == (("Fecha de respuesta", "#N/D"),)
    assert len(row.case.events) == 1


# --- F3, F4: dates ---------------------------------------------------------------------------------------------------


def test_f3_a_column_of_midnights_elsewhere_is_asked_about() -> None:
    """It may be 10 April, or the evening before: only the author of the file knows."""
    text = (
        f"{HEAD},fecha_respuesta,resultado\n"
        "A,2026-03-16,reclamo,2026-04-10T00:00:00.000Z,accede\nB,2026-03-16,reclamo,2026-04-09T00:00:00Z,accede\n"
    )
    with pytest.raises(MidnightDatesError) as error:
        read(text)
    assert all(part in error.value.message("es") for part in ("fecha_respuesta", "línea 2", "--dates-as local", "utc"))
    local, utc = cases(text, dates_as="local"), cases(text, dates_as="utc")
    assert local[0].events[1].on == date(2026, 4, 10)
    assert utc[0].events[1].at == datetime(2026, 4, 9, 19, tzinfo=colombia.ZONE)


@pytest.mark.parametrize(
    "values",
    [
        ("2026-04-10T00:00:00Z", "2026-04-10T13:30:00Z"),  # instants, one of which is at midnight
        ("2026-04-10T00:00:00-05:00", "2026-04-09T00:00:00-05:00"),  # midnight of legal time is a day
        ("2026-04-10 00:00:00", "2026-04-09"),
    ],
)
def test_f3_what_is_clear_is_not_asked_about(values: tuple[str, str]) -> None:
    """The question is asked only if every instant of the column is midnight in another zone."""
    assert len(cases(f"{HEAD}\nA,{values[0]},reclamo\nB,{values[1]},reclamo\n")) == 2


@pytest.mark.parametrize(
    "text",
    ["2026-03-17 08:15:30.25-05", "2026-03-17T08:15:30-0500", "2026-03-17T08:15:30-05:00", "2026-03-17T13:15:30Z",
     "2026-03-17 13:15:30 UTC", "2026-03-17t13:15:30z", "2026-03-17 08:15:30\u221205:00",
     "2026-03-17 13:15:30+00:00:00", "20260317T081530-0500", "20260317T131530Z", "2026-03-17 13:15:30 GMT"],
)  # fmt: skip
def test_f4_an_instant_may_have_every_form_of_offset(text: str) -> None:
    """ISO 8601 and PostgreSQL."""
    (case,) = cases(f"{HEAD}\nA,{text},reclamo\n")
    assert case.filed.at == datetime(2026, 3, 17, 8, 15, 30, tzinfo=colombia.ZONE)


@pytest.mark.parametrize(
    "text", ["2026/03/16", "2026.03.16", "2026-3-16", "20260316", "16-mar-2026", "16 de marzo de 2026",
             "lunes, 16 de marzo de 2026", "16 March 2026"],
)  # fmt: skip
def test_a_day_that_reads_in_one_way_is_read(text: str) -> None:
    """Year first, or with the name of the month."""
    assert cases(f'{HEAD}\nA,"{text}",reclamo\n')[0].filed_on == date(2026, 3, 16)


def test_years_of_two_digits_are_read_when_asked() -> None:
    """They are refused, with what to write; with the option they mean the hundred years from the calendar's first."""
    text = f"{HEAD}\nA,16/03/26,reclamo\nB,31/12/94,reclamo\n"
    assert {(each.kind, "--short-years" in each.reason()) for each in refused(text)} == {("corto", True)}
    assert [each.filed_on.year for each in cases(text, short_years=True)] == [2026, 1994]


def test_a_number_is_a_day_in_workbooks_only() -> None:
    """In a text file, 46097 is a number, not a day."""
    (row,) = refused(f"{HEAD}\nA,46097,reclamo\n")
    assert (row.column, row.kind) == ("fecha_radicacion", "fecha")


def test_f4_many_faults_of_a_kind_are_one_line() -> None:
    """A fault of one kind is one line with a count and three rows; unknown words are listed one by one."""
    text = f"{HEAD}\n" + "".join(f"R{n},ayer,reclamo\n" for n in range(500))
    text += "X,2026-03-16,RR\nY,2026-03-16,RR\nZ,2026-03-16,RRA\n"
    faults = Faults()
    for each in refused(text):
        faults.add(each)
    told = [fault.text() for fault in faults]
    assert told[0] == "500 filas (líneas 2, 3, 4, ...), columna fecha_radicacion: 'ayer' no es una fecha AAAA-MM-DD"
    assert [line.partition(";")[0] for line in told[1:]] == [
        "2 filas (líneas 502, 503), columna tipo: 'RR' no se reconoce",
        "línea 504, columna tipo: 'RRA' no se reconoce",
    ]
    assert faults.count == 503
    assert "rows (lines 2, 3, 4, ...)" in next(iter(faults)).text("en")


def test_a_word_that_is_nearly_right_is_asked_after() -> None:
    """The message suggests the word, and how to give a meaning to the one in the file."""
    (row,) = refused(f"{HEAD}\nA,2026-03-16,reclmo\n")
    assert "¿quiso decir 'reclamo'?" in row.reason()
    assert '--value "tipo:reclmo=...' in row.reason()
    assert "did you mean" in row.reason("en")


# --- F6: words of their own ------------------------------------------------------------------------------------------


def test_f6_a_register_of_claims_only_says_its_type_once() -> None:
    """`--default tipo=reclamo` also fills single empty cells."""
    assert cases("radicado,fecha_radicacion\nA,2026-03-16\n", defaults={"tipo": "reclamo"})[0].filing.tipo == "reclamo"
    kept = cases(f"{HEAD}\nA,2026-03-16,\nB,2026-03-16,queja\n", defaults={"tipo": "reclamo"})
    assert [each.filing.tipo for each in kept] == ["reclamo", "queja"]


def test_f6_words_of_a_register_are_given_a_meaning() -> None:
    """Words of any column can be given a meaning; accents, case and spaces do not matter; `*` is any other word."""
    lines = ['A,2026-03-16,"Derecho de  PETICIÓN (15 Días)",Ventanilla', "B,2026-03-16,RR,web", "C,2026-03-16,?,web"]
    text = "\n".join([f"{HEAD},canal", *lines])
    values = {
        "tipo": {"derecho de petición (15 días)": "peticion_general", "RR": "recurso_reposicion", "*": "queja"},
        "canal": {"ventanilla": "presencial", "web": ""},
    }
    kept = cases(text, values=values)
    assert [each.filing.tipo for each in kept] == ["peticion_general", "recurso_reposicion", "queja"]
    assert [each.filing.canal for each in kept] == ["presencial", None, None]


def test_f6_a_default_needs_what_its_column_needs() -> None:
    """A default outcome applies only to rows with an answer."""
    text = f"{HEAD},fecha_respuesta\nA,2026-03-16,reclamo,2026-03-20\nB,2026-03-16,reclamo,\n"
    one, two = cases(text, defaults={"resultado": "accede"})
    assert one.events[1].detail(Decision).resultado is Outcome.ACCEDE
    assert len(two.events) == 1


def test_f6_a_meaning_that_is_none_is_named() -> None:
    """An unknown column, a column of days, or an unknown meaning is named."""
    for how, said in (
        ({"defaults": {"tpo": "reclamo"}}, "tipo"),
        ({"values": {"fecha_radicacion": {"x": "y"}}}, "palabras"),
        ({"recorded": ["notificacion"], "not_recorded": ["notificacion"]}, "las dos"),
        ({"kind": "casas"}, "cases"),
        ({"dates_as": "zulu"}, "utc"),
    ):
        with pytest.raises(InvalidInputError) as error:
            Reading(**how)
        assert said in error.value.message("es")
    for word in ("RR", "*"):
        (row,) = refused(f"{HEAD}\nA,2026-03-16,RR\n", values={"tipo": {word: "recurzo"}})
        assert (row.kind, row.value) == ("palabra", "recurzo")
        assert row.reason().endswith(f'--value "tipo:{word}=..."')


def test_a_heading_may_be_passed_over() -> None:
    """A column with one of our names and another content can be ignored."""
    text = f"{HEAD},fecha_respuesta,Respuesta inmediata\nA,2026-03-16,reclamo,2026-03-20,Se le explicó al usuario\n"
    assert refused(text)[0].column == "Respuesta inmediata"
    assert len(cases(text, ignore=["respuesta inmediata"])) == 1
    with pytest.raises(InvalidInputError, match="Respuesta inmediata"):
        read(text, ignore=["respuesta inmediat"])


# --- a mapping file --------------------------------------------------------------------------------------------------


def test_what_was_used_is_the_mapping_of_next_month(tmp_path: Path) -> None:
    """The mapping written, found or given, reads the next file without any other option."""
    text = "Exp.;Recibido;Clase\nA;16/03/2026;RR\n"
    how = {
        "columns": {"radicado": "Exp.", "fecha_radicacion": "Recibido", "tipo": "Clase"},
        "values": {"tipo": {"RR": "recurso_reposicion"}},
        "not_recorded": ["silencio"],
    }
    file = read(text, **how)
    path = tmp_path / "mapa.toml"
    path.write_text(file.reading.toml(), encoding="utf-8")
    again = load_reading(path)
    assert again == file.reading
    assert again.date_format == "dmy"
    data = io.BytesIO(text.encode())
    (row,) = read_cases(data, utility_id="aguas", law=colombia.LAW, reading=again)
    assert isinstance(row, Imported)
    assert row.case == cases(text, **how)[0]


_NAMES = st.sampled_from(["radicado", "tipo", "canal", "resultado", "fecha_respuesta"])
_WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@given(
    columns=st.dictionaries(_NAMES, _WORD),
    values=st.dictionaries(st.sampled_from(["tipo", "canal", "resultado"]), st.dictionaries(_WORD, _WORD)),
    defaults=st.dictionaries(_NAMES, _WORD),
    none=st.lists(_WORD),
    skip_rows=st.none() | st.integers(0, 9),
    short_years=st.booleans(),
)
def test_a_mapping_comes_back_from_its_file(**how: Any) -> None:
    """A mapping is read back equal, whatever its words."""
    reading = Reading(**{name: value for name, value in how.items() if name != "values"}, values={
        name: words for name, words in how["values"].items() if words
    })  # fmt: skip
    assert reading_from_toml(reading.toml()) == reading


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns = 3", "columns"),
        ("[columns]\nradicado = 3", "columns"),
        ("[values]\ntipo = 3", "values"),
        ("color = 1", "color"),
        ("skip_rows = -1", "skip_rows"),
        ("skip_rows = true", "skip_rows"),
        ("short_years = 1", "short_years"),
        ("none = 'x'", "none"),
        ("[limits]\nline = 0", "limits"),
        ("[limits]\nrows = 1", "limits"),
        ("a = = 1", "línea 1"),
        ("[columns]\nradicadoo = 'x'", "radicado"),
        ("not_recorded = ['todo']", "notificacion"),
        ("[" * 3000, "64"),
    ],
)
def test_a_mapping_that_says_what_cannot_be_is_named(text: str, said: str) -> None:
    """With its place, in Spanish."""
    with pytest.raises(InvalidInputError) as error:
        reading_from_toml(text)
    assert said in error.value.message("es")


def test_a_mapping_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Not there, not text, or wrong inside: the file is in the message."""
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "c.toml").write_text("color = 1", encoding="utf-8")
    for name in ("a.toml", "b.toml", "c.toml"):
        with pytest.raises(InvalidInputError, match=name):
            load_reading(tmp_path / name)


# --- F7: answers without outcome -------------------------------------------------------------------------------------


def test_f7_an_answer_without_outcome_is_an_answer_of_unknown_outcome() -> None:
    """It counts as answered, with the finding that the outcome is missing; no row is refused."""
    text = f"{HEAD},fecha_respuesta\nA,2026-03-16,reclamo,2026-03-20\nB,2026-03-16,peticion_general,2026-03-20\n"
    claim, petition = cases(text)
    assert claim.events[1].detail(Decision).resultado is None
    assert [each.type for each in petition.events[1:]] == [EventType.RESPUESTA_ENVIADA]
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")
    agenda = colombia.agenda(claim, date(2026, 5, 4), profile=profile)
    assert "resultado_desconocido" in agenda.findings
    assert agenda["respuesta"].met_on == date(2026, 3, 20)


# --- F9, F5: titles, separators, other kinds -------------------------------------------------------------------------


def test_f9_headings_are_found_below_title_rows() -> None:
    """Headings are found below any number of title rows, or after the number of rows given."""
    titles = "EMPRESA DE ACUEDUCTO;;\nRegistro de PQR, marzo de 2026;;\n;;\n"
    text = f"{titles}{HEAD.replace(',', ';')}\nA;2026-03-16;reclamo\n"
    file = read(text)
    assert (file.layout.line, file.layout.titles, file.total) == (4, 2, 1)
    assert len(cases(text, skip_rows=3)) == 1
    with pytest.raises(MissingColumnsError):
        read(text, skip_rows=4)


def test_f9_a_pipe_separates() -> None:
    """As in the exports of old systems."""
    file = read(f"{HEAD.replace(',', '|')}|nota\nA|2026-03-16|reclamo|uno, dos; tres\n")
    assert file.delimiter == "|"
    assert rows_of(file)[1] == []


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<html><table><tr><td>radicado</td></tr></table></html>", "HTML"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html><p>", "HTML"),
        (b"<TABLE border=1>", "HTML"),
        (b'[{"radicado": "A"}]', "JSON"),
        (b'{\n "rows": []}', "JSON"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08\x00", "comprimido"),
        (b"\x28\xb5\x2f\xfd", "comprimido"),
        (b"PK\x05\x06" + bytes(18), "comprimido"),
        (b"SQLite format 3\0", "SQLite"),
        (b"<!-- x --><tr><td>radicado", "HTML"),
        (b"<center><table>", "HTML"),
        (b'<ss:Workbook xmlns:ss="x">', "XML"),
        ("<html><table>".encode("utf-16"), "HTML"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHTML"),
        ('{"radicado": 1}'.encode("utf-16"), "JSON"),
        (b"[]", "JSON"),
        (b"{\\rtf1\\ansi radicado}", "RTF"),
        (b"\n%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "imagen"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "imagen"),
        (b"PGDMP\x01\x0e", "SQL"),
        (b"--\n-- PostgreSQL database dump\n", "SQL"),
        (b"INSERT INTO pqr (radicado) VALUES ('A');", "SQL"),
        (b"\x03\x7e\x03\x10" + bytes(30) + b"RADICADO", "binario"),  # dBASE
        (b"\0\x01\0\0Standard Jet DB\0", "binario"),  # Access
        (b"ARROW1\0\0", "binario"),
        (b"\x09\x08\x08\0\0\x05\x05\0", "binario"),  # a workbook of before 1995
        (HEAD.encode("utf-16-le"), "UTF-16"),
    ],
)
def test_f9_another_kind_of_file_is_named_as_what_it_is(content: bytes, what: str) -> None:
    """The error says what the file is and what to do with it, instead of naming a byte or a column."""
    with pytest.raises(ForeignFileError) as error:
        read(content)
    assert what in error.value.message("es")
    assert error.value.message("en") != error.value.message("es")


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        (["a.csv"], "comprimido"),
        (["[Content_Types].xml", "word/document.xml"], "documento"),
        (["[Content_Types].xml", "ppt/presentation.xml"], "presentación"),
    ],
)
def test_f9_an_archive_that_is_no_workbook_is_named_as_what_it_is(parts: list[str], what: str) -> None:
    """A compressed register, a letter, a presentation."""
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    with pytest.raises(ForeignFileError) as error:
        read(data.getvalue())
    assert what in error.value.message("es")


@pytest.mark.parametrize("harm", [slice(0, 7), slice(0, 400), slice(0, -1)])
def test_f9_a_parquet_file_that_is_damaged_is_named(harm: slice) -> None:
    """Cut short anywhere, or with bytes of its rows changed."""
    data = io.BytesIO()
    pq.write_table(pa.table({name: ["x" * 9] * 99 for name in HEAD.split(",")}), data)
    with pytest.raises(ImportFileError) as error:
        list(read(data.getvalue()[harm]))
    assert "Parquet está dañado" in error.value.message("es")
    assert str(error.value.__cause__) in error.value.message("en")
    assert "(" not in error.value.message("es")  # the words of the reader, which are English


def test_f9_rows_of_a_parquet_file_that_are_damaged_are_named() -> None:
    """Its headings can be read, its rows not."""
    data = io.BytesIO()
    pq.write_table(pa.table({name: ["x" * 9] * 99 for name in HEAD.split(",")}), data)
    content = bytearray(data.getvalue())
    content[4:60] = bytes(56)
    with pytest.raises(ImportFileError) as error:
        list(read(bytes(content)))
    assert "Parquet está dañado" in error.value.message("es")


def test_f9_a_day_of_a_parquet_file_that_python_has_not_is_named() -> None:
    """Not by the error of a conversion."""
    days = pa.array([2**31 - 1], pa.int32()).cast(pa.date32())
    data = io.BytesIO()
    pq.write_table(pa.table({**{name: ["x"] for name in HEAD.split(",")}, "otra": days}), data)
    with pytest.raises(ImportFileError) as error:
        list(read(data.getvalue()))
    assert "Parquet está dañado" in error.value.message("es")


def test_a_text_that_many_rows_of_a_parquet_file_share_is_counted_for_each() -> None:
    """The file is short; before, each row of a batch had its own copy, and the memory was full before the first."""
    rows = 2000
    long = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 10**6]))
    columns = {name: [f"R-{n}" for n in range(rows)] for name in HEAD.split(",")}
    data = io.BytesIO()
    pq.write_table(pa.table({**columns, "hechos": long}), data, store_schema=False)
    assert len(data.getvalue()) < 200_000
    with pytest.raises(ImportFileError) as error:
        read(data.getvalue())
    assert "los textos de sus celdas pasan de 1024 MiB" in error.value.message("es")
    assert "the texts of its cells are more than 1024 MiB" in str(error.value)


def test_wide_values_of_a_parquet_file_are_counted_before_a_batch_of_them_is_made() -> None:
    """Bytes of a fixed length share nothing in memory, however few bytes the file has for them."""
    width = 10**6
    columns = {name: ["R-1"] for name in HEAD.split(",")}
    data = io.BytesIO()
    pq.write_table(pa.table({**columns, "hechos": pa.array([None], pa.binary(width))}), data, store_schema=False)
    with pytest.raises(ImportFileError) as error:
        read(data.getvalue())
    assert "los textos de sus celdas pasan de 1024 MiB" in error.value.message("es")
    narrow = pa.array([b"x" * 16], pa.binary(16))
    stored = io.BytesIO()
    pq.write_table(pa.table({**columns, "hechos": narrow, "cuenta": [Decimal("7.5")]}), stored)
    read(stored.getvalue())


@pytest.mark.parametrize("stored", [True, False])
def test_every_kind_of_text_in_a_parquet_file_is_read(*, stored: bool) -> None:
    """Shared or not, a category, nothing, bytes, lists: as a frame of the same values."""
    table = pa.table(
        {
            "radicado": ["A", "B", "C"],
            "fecha_radicacion": pa.array(["2026-03-16", "2026-03-17", "2026-03-16"]).dictionary_encode(),
            "tipo": pa.array(["reclamo", "queja", "queja"], pa.large_string()),
            "cuenta": [Decimal("7.5"), None, Decimal("8.5")],
            "municipio": pa.nulls(3),
            "otra": [["x"], None, ["y", "z"]],
            "bytes": [b"1", None, b"2"],
        }
    )
    data = io.BytesIO()
    pq.write_table(table, data, store_schema=stored, use_dictionary=stored)
    kept = cases(data.getvalue())
    with read_cases(table, utility_id="a", law=colombia.LAW) as file:
        assert [each.filing for each in kept] == [each.case.filing for each in file if isinstance(each, Imported)]
    assert [each.filing.account for each in kept] == ["7.5", None, "8.5"]


@pytest.mark.parametrize("delimiter", ["~", "^"])
def test_f9_rarer_separators_are_found(delimiter: str) -> None:
    """Those of old systems, in which no text has them."""
    assert len(cases(f"{HEAD}\nA,2026-03-16,reclamo\n".replace(",", delimiter))) == 1


def test_the_rejects_of_a_separator_that_was_said_read_again() -> None:
    """`sep=:` says it for one file; its rejects are separated by what is found."""
    file = read("sep=:\nradicado:fecha_radicacion:tipo\nA:2026-13-16:reclamo\n")
    (case,) = cases(rejects_of(file).replace("2026-13-16", "2026-03-16"))
    assert case.filing.radicado == "A"


# --- F10: quotes -----------------------------------------------------------------------------------------------------


def test_f10_a_quote_closed_two_rows_later_takes_no_row_along() -> None:
    """If the quote opens in the last column, that row is refused with the lines it took; the others are read."""
    text = f'{HEAD}\nA,2026-03-16,"reclamo\nB,2026-03-16,reclamo\nC,2026-03-16,reclamo"\nD,2026-03-16,queja\n'
    for content in (
        text,
        text.replace("tipo", "tipo,nota").replace("reclamo", "reclamo,x").replace("queja", "queja,y"),
    ):
        kept, bad = rows_of(read(content))
        assert [each.line for each in bad] == [2]
        assert "líneas 3 a 4" in bad[0].reason()
        assert [each.filing.radicado for each in kept] == ["B", "C", "D"]


@pytest.mark.parametrize(
    "text",
    [
        # the rows it took lack their last cells, as some exports leave them out
        f'{HEAD},nota\nA,2026-03-16,reclamo,"uno\nB,2026-03-16,reclamo\nC,2026-03-16,reclamo"\n',
        f'{HEAD},nota,otra\nA,2026-03-16,reclamo,x,"uno\nB,2026-03-16,reclamo\nC,2026-03-16,reclamo"\n',
        # two stray quotes, in two cells
        f'{HEAD},nota,otra\nA,2026-03-16,reclamo,"uno\nB,2026-03-16,reclamo,dos","x\nC,2026-03-16,reclamo,y,z"\n',
    ],
)
def test_f10_rows_that_are_too_short_are_not_taken_along_unsaid(text: str) -> None:
    """Each of the three is there: none is part of the note of another."""
    kept, bad = rows_of(read(text))
    assert [each.line for each in bad if each.kind == "comillas_tragan"][:1] == [2]
    assert len(kept) + len(bad) == 3


def test_f10_a_note_of_several_lines_may_have_commas_and_days() -> None:
    """A day at the beginning of its lines, or in another place than that of the row."""
    note = "2026-03-17: visita, sin fuga\n2026-03-18: otra, el 2026-03-19, con fuga"
    (case,) = cases(f'{HEAD},nota\nA,2026-03-16,reclamo,"{note}"\n')
    assert case.filing.radicado == "A"


def test_f10_a_note_whose_lines_have_a_day_is_a_note() -> None:
    """A second line of a note with a comma and a day is not a row: it does not begin as the row does."""
    text = 'radicado,fecha_radicacion,tipo,hechos\n1,2026-03-02,reclamo,"Visita hecha.\nSuspendido, 2026-03-05"\n'
    assert [each.filing.radicado for each in cases(text + "2,2026-03-03,reclamo,x\n")] == ["1", "2"]


def test_f10_a_line_break_in_a_column_of_codes_is_refused_with_its_lines() -> None:
    """Only a note may have line breaks."""
    text = f'{HEAD},nota\n"A\n1",2026-03-16,reclamo,\nB,2026-03-16,reclamo,"uno\ndos, tres"\n'
    kept, (bad,) = rows_of(read(text))
    assert (bad.line, bad.column, bad.kind) == (2, "radicado", "salto")
    assert "líneas 2 a 3" in bad.reason()
    assert [each.filing.radicado for each in kept] == ["B"]


def test_s11_stray_quotes_cost_linear_time() -> None:
    """Lines that each open a quote: twice as many take about twice the calls."""

    def work(lines: int) -> int:
        text = f"{HEAD}\n" + 'x","y\n' * lines
        assert len(list(read(text, date_format="iso"))) == lines
        return calls_of(lambda: list(read(text, date_format="iso")))

    assert work(2_000) < 2.2 * work(1_000)


def test_s11_a_heading_is_bounded() -> None:
    """A line of ten million characters, or more columns than a spreadsheet has, is refused."""
    with pytest.raises(ImportFileError):
        read(b"x" * 10_000_000)
    with pytest.raises(ImportFileError, match=r"columns; 16384 are read"):
        read(HEAD + "," * 20_000)
    assert len(refused(f"{HEAD}\n" + "x" * 2_000_000 + "\nA,2026-03-16,reclamo\n")) == 1


def test_s12_a_number_of_five_thousand_digits_is_a_reject() -> None:
    """Only its row is rejected."""
    text = f"{HEAD},fecha_pruebas,pruebas_dias\nA,2026-03-16,reclamo,2026-03-17,{'9' * 5000}\nB,2026-03-16,reclamo,,\n"
    kept, (bad,) = rows_of(read(text))
    assert (bad.column, bad.kind, len(kept)) == ("pruebas_dias", "numero", 1)


# --- F12: both languages, the user's own names -----------------------------------------------------------------------


def test_f12_a_fault_has_the_users_own_names_in_both_languages() -> None:
    """For a causal of 300 characters and for an account, the fault has the file's heading, the value and the reason."""
    text = f"{HEAD},Detalle causal,N° de cuenta\nA,2026-03-16,reclamo,{'x' * 300},\nB,2026-03-16,reclamo,,{'9' * 300}\n"
    causal, account = refused(text)
    assert (causal.column, account.column) == ("Detalle causal", "N° de cuenta")
    assert causal.value.startswith("xxx")
    for each in (causal, account):
        assert each.reason() == "una celda pasa de 255 caracteres"
        assert "account" not in each.reason("en")


def test_f12_columns_inside_a_reason_are_the_files_own() -> None:
    """What the clerk reads are the headings of the file."""
    text = "radicado,Fecha de radicación,tipo,Fecha de respuesta\nA,2026-03-16,reclamo,2026-03-15\n"
    (row,) = refused(text)
    assert row.column == "Fecha de respuesta"
    assert row.reason() == "es anterior a Fecha de radicación (2026-03-16)"


# --- what a register does not record ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "how", "expected"),
    [
        ("fecha_respuesta", {}, (Unrecorded.NOTIFICACION,)),
        ("fecha_respuesta", {"recorded": ["notificacion"]}, ()),
        ("fecha_respuesta,fecha_notificacion", {}, ()),
        ("fecha_respuesta,fecha_citacion", {}, ()),
        ("nota", {}, ()),
        ("nota", {"not_recorded": ["silencio", "notificacion"]}, (Unrecorded.NOTIFICACION, Unrecorded.SILENCIO)),
        ("fecha_respuesta", {"not_recorded": ["silencio"]}, (Unrecorded.NOTIFICACION, Unrecorded.SILENCIO)),
    ],
)
def test_notices_are_unknown_where_there_are_answers_and_no_column_of_them(
    columns: str, how: dict[str, Any], expected: tuple[Unrecorded, ...]
) -> None:
    """Notices are then unknown, unless the user says that the register records them; the filing notes it."""
    file = read(f"{HEAD},{columns}\nA,2026-03-16,reclamo,{',' * columns.count(',')}\n", **how)
    assert file.unrecorded == expected
    (row,) = file
    assert isinstance(row, Imported)
    assert row.case.filing.no_registrado == expected


def test_the_ticket_of_a_filing_is_told_in_its_columns() -> None:
    """The columns have hours of the day of filing; hours out of order are refused."""
    head = f"{HEAD},turno,turno_tomado,turno_llamado,turno_atendido"
    (case,) = cases(f"{head}\nA,2026-03-16,reclamo,B12,8:00,8:20,8:31\n")
    told = case.filing.atencion
    assert told is not None
    assert told.waiting is not None
    assert told.waiting.total_seconds() == 20 * 60
    (row,) = refused(f"{head}\nA,2026-03-16,reclamo,B12,8:20,8:00,\n")
    assert (row.column, row.kind) == ("turno", "turno")


def test_results_know_their_types() -> None:
    """A row of a file of cases is a `CaseRow`."""
    (row,) = read(f"{HEAD},vence\nA,2026-03-16,reclamo,2026-04-09\n")
    assert isinstance(row, Imported)
    assert row.row == CaseRow(case=row.case, stated_due_on=date(2026, 4, 9))


def test_services_and_channels_go_by_their_names() -> None:
    """The code or the name in the catalogue is read; another word is kept as it is."""
    names = ("Página WEB", "Telefónico", "correo electrónico", "Ventanilla 3")
    text = f"{HEAD},canal\n" + "".join(f"R{n},2026-03-16,reclamo,{name}\n" for n, name in enumerate(names))
    assert [each.filing.canal for each in cases(text)] == ["web", "telefonico", "correo", "ventanilla_3"]
