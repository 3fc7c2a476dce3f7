"""Files for spreadsheets: another program reads them back, and no cell is ever a formula."""

from __future__ import annotations

import csv
import io
import os
import stat
import sys
import zipfile
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.errors import InvalidInputError, MissingExtraError
from pqr_core.exchange import spreadsheets
from pqr_core.exchange.spreadsheets import Sheet, SheetCell, harmless, write_csv, write_xlsx
from pqr_core.private import opened_for

pytest.importorskip("xlsxwriter")
calamine = pytest.importorskip("python_calamine")

RUN = (
    "\n=1+1",
    "\uff1d1+1",
    "\uff0bcmd",
    "\uff0d2+3",
    "\uff20SUM(1)",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
)
ROW: tuple[SheetCell, ...] = (
    "=HYPERLINK(1)",
    "https://example.org",
    -5,
    2.5,
    Fraction(1, 4),
    True,
    None,
    date(2026, 7, 13),
    datetime(2026, 7, 13, 10, 30, tzinfo=UTC),
    "007",
)
SHEET = Sheet("Mis días: 1/2", tuple(f"c{number}" for number in range(len(ROW))), [ROW])


def xlsx(*sheets: Sheet) -> bytes:
    """The bytes of the workbook."""
    target = io.BytesIO()
    write_xlsx(sheets, target)
    return target.getvalue()


def csv_of(sheet: Sheet) -> list[list[str]]:
    """The cells of the CSV."""
    target = io.StringIO(newline="")
    write_csv(sheet, target)
    return list(csv.reader(io.StringIO(target.getvalue(), newline="")))


@pytest.mark.parametrize("text", RUN)
def test_what_would_run_is_written_behind_an_apostrophe(text: str) -> None:
    """In CSV, a text that looks like a formula is written after an apostrophe, in cells and headings."""
    assert harmless(text) == f"'{text}"
    told = f"'{text}".replace("\r", "\n")
    assert csv_of(Sheet("t", (text,), [(text,)])) == [[told], [told]]


@pytest.mark.parametrize("text", ["", "a=b", "-5", "+57 300", "-1.234,5", "R-1", "'=1", "007"])
def test_what_would_not_run_is_left(text: str) -> None:
    """Other text, such as numbers with a sign, is written as it is."""
    assert harmless(text) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_no_cell_of_csv_begins_as_a_formula(texts: list[str]) -> None:
    """No cell begins like a formula, whatever the text, and no character is lost."""
    told = [text for text in texts if text]
    for (cell,), text in zip(csv_of(Sheet("t", ("h",), [(each,) for each in told]))[1:], told, strict=True):
        assert cell.removeprefix("'") == text.removeprefix("'").replace("\r\n", "\n").replace("\r", "\n")
        assert cell[0] not in "=+-@\t\r" or not cell.strip("+-0123456789.,\t\r ")


def test_csv_has_plain_cells() -> None:
    """Days as ISO, a fraction as a number, truth values as words, and nothing for nothing."""
    heading, row = csv_of(SHEET)
    assert heading == list(SHEET.headings)
    assert row == [
        *("'=HYPERLINK(1)", "https://example.org", "-5", "2.5", "0.25", "sí", "", "2026-07-13"),
        *("2026-07-13 10:30:00+00:00", "007"),
    ]
    assert csv_of(Sheet("t", ("f",), [(False,)], "en"))[1] == ["no"]
    assert csv_of(Sheet("t", ("f",), [(Fraction(4, 2),)]))[1] == ["2"]


def test_a_workbook_has_real_days_and_no_formula() -> None:
    """Read by another program: numbers, days and texts, and in the file neither a formula nor a link."""
    content = xlsx(SHEET)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Mis días  1 2"]
    heading, row = book.get_sheet_by_index(0).to_python()
    assert heading == list(SHEET.headings)
    assert row[:7] == ["=HYPERLINK(1)", "https://example.org", -5, 2.5, 0.25, "sí", ""]
    assert row[7:] == [date(2026, 7, 13), datetime(2026, 7, 13, 10, 30), "007"]
    parts = zipfile.ZipFile(io.BytesIO(content))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert '<pane ySplit="1"' in sheet
    assert 'state="frozen"' in sheet
    assert "autoFilter" in sheet


def test_columns_are_as_wide_as_what_is_in_them() -> None:
    """No wider than sixty characters, nor narrower than six."""
    rows = [("a", "x" * 20, "y" * 200)]
    parts = zipfile.ZipFile(io.BytesIO(xlsx(Sheet("t", ("1", "2", "3"), rows))))
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    widths = [float(part.split('"')[0]) for part in sheet.split(' width="')[1:]]
    assert widths == pytest.approx([6.7, 22.7, 60.7], abs=0.1)


def test_the_same_tables_give_the_same_bytes() -> None:
    """The bytes are the same, also with several sheets and an empty one."""
    again = Sheet("vacía", ("a", "b"), [])
    assert xlsx(SHEET, again) == xlsx(SHEET, again)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(xlsx(SHEET, again)))
    assert book.sheet_names == ["Mis días  1 2", "vacía"]


@pytest.mark.parametrize(("title", "name"), [("", "1"), ("'a'", "a"), ("x" * 40, "x" * 31)])
def test_any_title_names_a_sheet(title: str, name: str) -> None:
    """A title of any length and with any characters gives a valid sheet name."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(xlsx(Sheet(title, ("a",), []))))
    assert book.sheet_names == [name]


def test_what_the_format_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that the format would cut, and rows beyond its limit, are refused."""
    with pytest.raises(InvalidInputError, match="c: a text of more than 32767"):
        xlsx(Sheet("t", ("c",), [("x" * 32_768,)]))
    monkeypatch.setattr(spreadsheets, "_ROWS", 3)
    assert xlsx(Sheet("t", ("c",), [(1,), (2,)]))
    with pytest.raises(InvalidInputError, match="write it as CSV"):
        xlsx(Sheet("t", ("c",), [(1,), (2,), (3,)]))


def test_without_xlsxwriter_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """CSV does not need it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert csv_of(SHEET)
    with pytest.raises(MissingExtraError, match="excel"):
        xlsx(SHEET)


@pytest.mark.skipif(sys.platform == "win32", reason="its files have no such mode")
@pytest.mark.parametrize("there", [False, True], ids=["new", "there already"])
def test_what_holds_personal_data_is_for_nobody_else(tmp_path: Path, there: bool) -> None:  # noqa: FBT001 - of the list
    """The file is private, whatever the umask, also if it replaces one that everybody could read."""
    path = tmp_path / "casos.csv"
    if there:
        path.write_text("largo, y de todos" * 100)
        path.chmod(0o644)
    before = os.umask(0)
    try:
        with opened_for(path, personal=True) as target:
            target.write(b"x")
        with opened_for(tmp_path / "ley.csv", personal=False) as target:
            target.write(b"y")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"x"
    assert stat.S_IMODE((tmp_path / "ley.csv").stat().st_mode) == 0o666
