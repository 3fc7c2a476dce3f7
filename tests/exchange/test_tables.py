"""Workbooks, Parquet and frames give the same rows as a text file; and their special values."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.errors import ForeignFileError, ImportFileError, InvalidInputError, ManySheetsError, MidnightDatesError
from pqr_core.exchange.faults import Rejected
from pqr_core.exchange.files import CaseFile, Imported, RejectsWriter, read_cases
from pqr_core.exchange.reading import Reading

HEAD = ("N° Radicado", "Fecha de radicación", "Tipo", "Fecha de respuesta")
DAY = date(2026, 3, 16)
DATA = Path(__file__).parents[1] / "data"


def read(source: Any, **how: Any) -> CaseFile:
    """The source as a file of the utility `aguas`."""
    return read_cases(source, utility_id="aguas", law=colombia.LAW, reading=Reading(**how))


def rows_of(file: CaseFile) -> tuple[list[Case], list[Rejected]]:
    """The cases and the rejects of a file."""
    results = list(file)
    kept = [each.case for each in results if isinstance(each, Imported)]
    return kept, [each for each in results if isinstance(each, Rejected)]


def workbook(**sheets: list[tuple[Any, ...]]) -> io.BytesIO:
    """A workbook with these sheets; text that begins with `=` is the error of a formula, `_` in a name hides it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.strip("_"))
            if name.startswith("_"):
                sheet.hide()
            for line, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(line, place, "=NA()", None, cell[1:])
                    elif cell is not None:
                        sheet.write(line, place, cell)
    stream.seek(0)
    return stream


# --- workbooks -----------------------------------------------------------------------------------------------------


def test_f5_a_workbook_is_read_with_its_days_and_numbers() -> None:
    """Two title rows; a number of eight digits is a radicado without decimals; a day is a day."""
    file = read(
        workbook(
            PQR=[
                ("REGISTRO DE PQR",),
                ("marzo",),
                HEAD,
                (20260012, DAY, "Reclamo", datetime(2026, 3, 20, 8, 30)),
                ("A-1", 46097, "Queja", 46101.5),
                ("A-2", "2026-03-16", "Queja", None),
            ]
        )
    )
    (one, two, three), bad = rows_of(file)
    assert bad == []
    assert (file.layout.line, file.layout.titles, file.description) == (3, 2, "xlsx")
    assert [each.filing.radicado for each in (one, two, three)] == ["20260012", "A-1", "A-2"]
    assert {each.filed_on for each in (one, two, three)} == {DAY}
    assert one.events[1].at == datetime(2026, 3, 20, 8, 30, tzinfo=colombia.ZONE)
    assert two.events[1].at == datetime(2026, 3, 20, 12, tzinfo=colombia.ZONE)


def test_f5_a_workbook_is_known_by_its_bytes(tmp_path: Path) -> None:
    """Under the name of a text file, too."""
    path = tmp_path / "registro.csv"
    path.write_bytes(workbook(A=[HEAD, ("A", DAY, "queja")]).getvalue())
    with read(path) as file:
        assert len(rows_of(file)[0]) == 1


@pytest.mark.parametrize("damaged", ["archive", "sheet"])
def test_a_damaged_workbook_is_told_in_the_language_of_the_reader(damaged: str) -> None:
    """The words of the library that reads it stand in the English message and in the cause alone."""
    content = workbook(A=[HEAD, ("A", DAY, "queja")]).getvalue()
    if damaged == "archive":
        content = content[:-30]
    else:
        made = io.BytesIO()
        with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w") as new:
            for name in old.namelist():
                new.writestr(name, "<worksheet><sheetData><row r='x'" if "sheet1" in name else old.read(name))
        content = made.getvalue()
    with pytest.raises(ImportFileError) as error:
        list(read(io.BytesIO(content)))
    assert error.value.message("es").endswith("el libro está dañado, o no es un libro")
    assert str(error.value.__cause__) in error.value.message("en")


def test_errors_of_formulas_are_named() -> None:
    """Errors are refused in columns that identify, and reported in others; they are not empty cells."""
    rows = [HEAD, ("=#N/A", DAY, "queja", None), ("A", DAY, "queja", "=#REF!"), ("B", "=#VALUE!", "queja", None)]
    results = list(read(workbook(A=rows)))
    told = [(each.column, each.value, each.kind) for each in results if isinstance(each, Rejected)]
    assert told == [("N° Radicado", "#N/A", "danado"), ("Fecha de radicación", "#VALUE!", "danado")]
    (kept,) = [each for each in results if isinstance(each, Imported)]
    assert kept.blanks == (("Fecha de respuesta", "#REF!"),)


def test_the_sheet_is_the_one_with_the_columns() -> None:
    """Other and hidden sheets are ignored; if two sheets fit, the user must name one."""
    rows = [HEAD, ("A", DAY, "queja")]
    assert len(rows_of(read(workbook(Resumen=[("Total", 3)], Datos=rows, _Viejo=rows)))[0]) == 1
    book = {"Enero": rows, "Febrero": [HEAD, ("B", DAY, "queja")]}
    with pytest.raises(ManySheetsError, match="Enero, Febrero"):
        read(workbook(**book))
    answered = [(*HEAD, "Resultado"), ("B", DAY, "queja", DAY, "accede")]
    with pytest.raises(ManySheetsError, match="Abiertas, Cerradas"):  # the rows of Abiertas were lost
        read(workbook(Abiertas=rows, Cerradas=answered))
    assert len(rows_of(read(workbook(Causales=[("Tipo", "Causal", "Servicio", "Canal")], Datos=rows)))[0]) == 1
    file = read(workbook(**book), sheet="Febrero")
    assert file.description == "xlsx, Febrero"
    assert rows_of(file)[0][0].filing.radicado == "B"
    with pytest.raises(ManySheetsError) as error:
        read(workbook(**book), sheet="Marzo")
    assert "no hay hoja 'Marzo'" in error.value.message("es")


def test_a_sheet_may_begin_anywhere() -> None:
    """Columns and rows without anything before the table; errors stay where they are."""
    rows: list[tuple[Any, ...]] = [(None,), (None, None, *HEAD), (None, None, "A", DAY, "queja", "=#N/A")]
    (row,) = read(workbook(A=rows))
    assert isinstance(row, Imported)
    assert (row.line, row.blanks) == (3, (("Fecha de respuesta", "#N/A"),))


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (12345678901234567890, "danado"),
        (20260012.5, "danado"),
        (date(2026, 3, 1), "danado"),
        (time(8, 30), "danado"),
        (timedelta(hours=26, minutes=3), "danado"),
        (True, ""),
        (12.0, ""),
    ],
)
def test_a_number_that_a_spreadsheet_cannot_keep_is_no_radicado(cell: Any, kind: str) -> None:
    """More than fifteen digits, a fraction, a number that it took for a day or an hour."""
    kept, bad = rows_of(read(workbook(A=[HEAD, (cell, DAY, "queja")])))
    assert [each.kind for each in bad] == [kind] * bool(kind)
    assert len(kept) == (not kind)


def test_hours_of_a_workbook_are_hours() -> None:
    """As an hour, as the fraction of a day, as text."""
    head = (*HEAD[:3], "Hora")
    rows = [head, ("A", DAY, "queja", time(9, 30)), ("B", DAY, "queja", 0.395833333333333), ("C", DAY, "queja", "9:30")]
    kept, bad = rows_of(read(workbook(A=rows)))
    assert bad == []
    assert {each.filed.at for each in kept} == {datetime(2026, 3, 16, 9, 30, tzinfo=colombia.ZONE)}


@pytest.mark.parametrize("number", [8, 8.5, 815, 1430, 60000, 143000])
def test_a_number_that_is_no_fraction_of_a_day_is_no_hour(number: float) -> None:
    """A number such as 1430 was midnight; it is refused as in a text file, because it may mean more than one hour."""
    kept, (bad,) = rows_of(read(workbook(A=[(*HEAD[:3], "Hora"), ("A", DAY, "queja", number)])))
    assert (kept, bad.column, bad.value, bad.kind) == ([], "Hora", str(number), "hora")


def test_a_day_written_as_a_number_is_that_day() -> None:
    """The number 20260316 is beyond every day of a spreadsheet, so it is read as in a text file."""
    (case,), bad = rows_of(read(workbook(A=[HEAD, ("A", 20260316, "queja", None)])))
    assert (case.filed_on, bad) == (DAY, [])


@pytest.mark.parametrize(("number", "told"), [(234.5, "234.5"), (1234567, "1234567"), (0.25, "0.25")])
def test_an_amount_that_is_a_number_is_that_amount(number: float, told: str) -> None:
    """The point of a number separates its decimals."""
    (case,), bad = rows_of(read(workbook(A=[(*HEAD[:3], "valor_reclamado"), ("A", DAY, "queja", number)])))
    assert bad == []
    assert case.filing.factura is not None
    assert case.filing.factura.valor_reclamado == Decimal(told)


@pytest.mark.parametrize(
    ("column", "kind"), [("valor_reclamado", "valor"), ("pruebas_dias", "numero"), ("turno", "danado")]
)
@pytest.mark.parametrize("is_frame", [False, True])
def test_the_decimals_of_a_number_are_not_its_thousands(column: str, kind: str, *, is_frame: bool) -> None:
    """The number 234.567 was 234567 pesos, and 234567 days."""
    head, row = (*HEAD[:3], "fecha_pruebas", column), ("A", DAY, "queja", DAY, 234.567)
    made = pl.DataFrame([row], schema=list(head), orient="row") if is_frame else workbook(A=[head, row])
    kept, (bad,) = rows_of(read(made))
    assert (kept, bad.column, bad.value, bad.kind) == ([], column, "234.567", kind)


def test_the_decimal_numbers_of_a_frame_are_numbers() -> None:
    """A decimal number of three decimals, 1.500, was 1500 pesos; a whole one is a radicado."""
    frame = pl.DataFrame(
        {
            "radicado": [Decimal("20260012.00"), Decimal("20260013.00")],
            "fecha_radicacion": [DAY, DAY],
            "tipo": ["queja", "queja"],
            "valor_reclamado": [Decimal("1.500"), Decimal("1.505")],
        }
    )
    (case,), (bad,) = rows_of(read(frame))
    assert case.filing.radicado == "20260012"
    assert case.filing.factura is not None
    assert case.filing.factura.valor_reclamado == Decimal("1.5")
    assert (bad.column, bad.value, bad.kind) == ("valor_reclamado", "1.505", "valor")


def test_a_workbook_that_counts_from_1904_has_the_days_that_it_shows() -> None:
    """A number without the format of a day was read four years too early; it is refused."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "dd/mm/yyyy", "date_1904": True}) as book:
        sheet = book.add_worksheet("A")
        for line, row in enumerate([HEAD, ("A", DAY, "queja"), ("B", 44635, "queja")]):
            sheet.write_row(line, 0, row)
    stream.seek(0)
    (case,), (bad,) = rows_of(read(stream))
    assert (case.filing.radicado, case.filed_on) == ("A", DAY)
    assert (bad.line, bad.value, bad.kind) == (3, "44635", "fecha")


def test_a_day_that_shows_an_empty_cell_is_nothing() -> None:
    """1900-01-01 and the zero of a spreadsheet; a number beyond every day is refused."""
    rows = [HEAD, ("A", DAY, "queja", date(1900, 1, 1)), ("B", DAY, "queja", 1), ("C", DAY, "queja", 99_999_999)]
    kept, (bad,) = rows_of(read(workbook(A=rows)))
    assert [len(each.events) for each in kept] == [1, 1]
    assert (bad.column, bad.kind) == ("Fecha de respuesta", "fecha")


def test_the_rejects_of_a_workbook_are_a_text_file_that_reads_as_it_stands() -> None:
    """Its days, and the numbers that are days, as the texts of the file write theirs."""
    rows = [HEAD, ("A", DAY, "cosa", 46101), ("B", "16/03/2026", "cosa", None), (20260012, DAY, "cosa", DAY)]
    file = read(workbook(A=rows))
    target = io.StringIO(newline="")
    writer = RejectsWriter(file, target)
    for each in file:
        assert isinstance(each, Rejected)
        writer.write(each)
    text = target.getvalue()
    assert "A,16/03/2026,cosa,20/03/2026," in text
    kept, bad = rows_of(read(io.BytesIO(text.replace("cosa", "queja").encode())))
    assert bad == []
    assert {each.filed_on for each in kept} == {DAY}
    assert kept[2].filing.radicado == "20260012"


def test_the_rejects_of_a_workbook_have_its_hours_and_its_numbers_as_they_were() -> None:
    """A fraction in a column of hours is its hour; a number that is no day, as in a row of totals, stays a number."""
    rows: list[tuple[Any, ...]] = [
        (*HEAD[:3], "Hora"),
        ("A", DAY, "cosa", 0.354166666666667),
        ("B", 46097, "cosa", datetime(2026, 3, 16, 8, 30)),
        ("Total", 345, None, None),
    ]
    file = read(workbook(A=rows))
    told = [list(file.texts(each.raw)) for each in file if isinstance(each, Rejected)]
    assert told == [
        ["A", "2026-03-16", "cosa", "08:30:00"],
        ["B", "2026-03-16", "cosa", "08:30:00"],
        ["Total", "345", "", ""],
    ]


def test_a_workbook_that_cannot_be_read_is_named() -> None:
    """Damaged, or protected by a password."""
    whole = workbook(A=[HEAD]).getvalue()
    with pytest.raises(ImportFileError, match="damaged"):
        read(io.BytesIO(whole[: len(whole) // 2]))
    with pytest.raises(ImportFileError):
        read(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)))


def test_an_archive_of_other_files_is_named() -> None:
    """An archive that begins like a workbook is named as what it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("casos.csv", "radicado\n")
    stream.seek(0)
    with pytest.raises(ForeignFileError, match="compressed"):
        read(stream)


def test_an_xls_workbook_is_read() -> None:
    """One of 2003: a title row, a number, days with and without their format."""
    with read(DATA / "registro.xls") as file:
        (one, two), bad = rows_of(file)
    assert (file.description, bad) == ("xls", [])
    assert (one.filing.radicado, one.filed_on, one.events[1].on) == ("20260012", DAY, date(2026, 3, 20))
    assert (two.filing.radicado, two.filed_on) == ("A-1", DAY)


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="Hoja1">{rows}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{cell}"/>'
    if isinstance(cell, int):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>x</text:p></table:table-cell>'
        )
    if cell.startswith("="):
        return (
            '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
            f'calcext:value-type="error"><text:p>{cell[1:]}</text:p></table:table-cell>'
        )
    if cell == "":
        return '<table:table-cell table:number-columns-repeated="1"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'


def test_an_ods_workbook_is_read() -> None:
    """Days, numbers and errors as in the others."""
    rows = [HEAD, (20260012, DAY, "queja", "=#N/A"), ("A", DAY, "queja", date(2026, 3, 20))]
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    # LibreOffice gives every sheet all the rows and columns that it could have.
    body += (
        '<table:table-row table:style-name="ro1" table:number-rows-repeated="1048573">'
        '<table:table-cell table:style-name="ce1" table:number-columns-repeated="16384"/></table:table-row>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows=body))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    stream.seek(0)
    one, two = read(stream)
    assert isinstance(one, Imported)
    assert isinstance(two, Imported)
    assert (one.case.filing.radicado, one.case.filed_on) == ("20260012", DAY)
    assert one.blanks == (("Fecha de respuesta", "#N/A"),)
    assert two.case.events[1].on == date(2026, 3, 20)


def test_a_duration_that_python_has_not_is_named() -> None:
    """Not by the error of a conversion."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_number(1, 0, 1e308, book.add_format({"num_format": "[h]:mm:ss"}))
    stream.seek(0)
    with pytest.raises(ImportFileError) as error:
        list(read(stream))
    assert "el libro está dañado" in error.value.message("es")


def test_an_ods_workbook_that_is_not_xml_is_named() -> None:
    """Without the end of its table, the library that reads it would look for it for ever."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _ODS.format(rows="").replace("</table:table>", ""))
    stream.seek(0)
    with pytest.raises(ImportFileError) as error:
        read(stream)
    assert "el libro está dañado" in error.value.message("es")


# --- frames and Parquet ---------------------------------------------------------------------------------------------


def _columns() -> dict[str, list[Any]]:
    return {
        "radicado": ["A", "B", "C"],
        "fecha_radicacion": [DAY, DAY + timedelta(days=1), DAY],
        "tipo": ["reclamo", "queja", "reclamo"],
        "fecha_respuesta": [datetime(2026, 3, 20, 8, 30), None, datetime(2026, 3, 23)],
        "cuenta": [77, None, 78],
        "resultado": ["accede", None, None],
    }


@pytest.fixture(params=["pandas", "polars", "lazy", "arrow", "parquet"])
def frame(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """The same table in each engine."""
    match request.param:
        case "pandas":
            return pytest.importorskip("pandas").DataFrame(_columns())
        case "polars":
            return pl.DataFrame(_columns())
        case "lazy":
            return pl.LazyFrame(_columns())
        case "arrow":
            return pa.table(_columns())
    path = tmp_path / "casos.parquet"
    pq.write_table(pa.table(_columns()), path)
    return path


def test_a_frame_reads_as_a_text_file_does(frame: Any) -> None:
    """Days, instants, numbers and what is missing; numbers that a missing one made floats are the same numbers."""
    text = (
        "radicado,fecha_radicacion,tipo,fecha_respuesta,cuenta,resultado\n"
        "A,2026-03-16,reclamo,2026-03-20 08:30,77,accede\n"
        "B,2026-03-17,queja,,,\nC,2026-03-16,reclamo,2026-03-23,78,\n"
    )
    with read(frame) as file:
        assert file.total == 3
        kept, bad = rows_of(file)
        assert (kept, bad) == (rows_of(read(io.BytesIO(text.encode())))[0], [])
        assert rows_of(file)[0] == kept


def test_f3_instants_of_a_frame_at_midnight_elsewhere_are_asked_about() -> None:
    """A column of a warehouse that keeps days as instants in UTC."""
    columns = {**_columns(), "fecha_respuesta": [datetime(2026, 3, 20, tzinfo=UTC)] * 3}
    for frame in (pl.DataFrame(columns), pa.table(columns)):
        with pytest.raises(MidnightDatesError):
            read(frame)
        assert rows_of(read(frame, dates_as="local"))[0][0].events[1].on == date(2026, 3, 20)


def test_scalars_of_the_engines_are_plain_values() -> None:
    """NumPy's numbers, pandas' words for nothing, decimals, categories, infinities."""
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "radicado": pd.Series([1, 2, 3], dtype="Int64"),
            "fecha_radicacion": pd.to_datetime(["2026-03-16", None, "2026-03-16"]),
            "tipo": pd.Categorical(["queja", "queja", "queja"]),
            "municipio": [float("nan"), float("inf"), Decimal(66170)],
            "cuenta": [pd.NA, Decimal("1.5"), True],
        }
    )
    (one, three), (two,) = rows_of(read(frame))
    assert (one.filing.radicado, one.filing.municipio, one.filing.account) == ("1", None, None)
    assert (three.filing.municipio, three.filing.account) == ("66170", "si")
    assert two.column in {"fecha_radicacion", "cuenta"}


def test_what_is_no_table_is_refused() -> None:
    """In both languages."""
    with pytest.raises(InvalidInputError) as error:
        read(42)
    assert "se espera" in error.value.message("es")
    with pytest.raises(ForeignFileError):
        read(io.BytesIO(b"PDF".join([b"%", b"-1.7"])))
