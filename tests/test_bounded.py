"""Reading within limits: what is refused, by which error, in both languages; the limits are settings."""

from __future__ import annotations

import io
import json
import time
import tomllib
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.bounded import Bounds, exact, read_file, read_json, read_toml
from pqr_core.colombia.sui_counts import read_sui_counts
from pqr_core.documents.package import require_harmless
from pqr_core.errors import (
    ForeignFileError,
    ImportFileError,
    InvalidInputError,
    LetterTemplateError,
    PQRError,
    ProfileError,
    TooMuchError,
)
from pqr_core.exchange.dialect import Limits
from pqr_core.exchange.extents import Part, Sheet, Tables, UnsoundPartError, Wide
from pqr_core.exchange.faults import Rejected
from pqr_core.exchange.files import read_cases
from pqr_core.exchange.profiles import load_profile, profile_from_toml
from pqr_core.exchange.questions import MOST_EVENTS
from pqr_core.exchange.reading import Reading, load_reading
from pqr_core.exchange.vectors import evaluate, load, load_case
from pqr_core.indicators.definitions import indicators_from_toml, load_indicators

NARROW = Bounds(size=100, depth=3, digits=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)  # fmt: skip


@given(VALUES)
def test_what_is_within_is_read_as_json(value: Any) -> None:
    """As the standard library reads it."""
    text = json.dumps(value)
    assert read_json(text) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 4 + "]" * 4, "more than 3 levels"),
        ('{"a":' * 4 + "1" + "}" * 4, "more than 3 levels"),
        ("[" * 100_000, "more than"),
        ("123456", "a number of more than 5 digits"),
        ("-12345", "a number of more than 5 digits"),
        ("1.23456", "a number of more than 5 digits"),
        (" " * 101, "more than"),
    ],
)
def test_what_is_beyond_is_refused_in_json(text: str, said: str) -> None:
    """Depth, digits, length."""
    with pytest.raises(TooMuchError, match=said):
        read_json(text, NARROW if len(text) <= 101 else Bounds(depth=3))


def test_the_last_that_is_within_is_read() -> None:
    """The bounds are inclusive."""
    assert read_json("[[[]]]", NARROW) == [[[]]]
    assert read_json("12345", NARROW) == 12345
    assert read_json(" " * 99 + "1", NARROW) == 1
    assert read_toml("a = [[[]]]", NARROW) == {"a": [[[]]]}
    assert read_toml("a.b.c = 12345", NARROW) == {"a": {"b": {"c": 12345}}}


def test_a_key_that_stands_twice_is_named() -> None:
    """The first that does."""
    with pytest.raises(InvalidInputError, match="b"):
        read_json('{"a": 1, "b": {"b": 1}, "b": 2, "a": 3}')


@pytest.mark.parametrize("text", ["1e400", "[-1e999]", '{"n": 123456789e301}'])
def test_a_number_that_would_become_infinite_is_refused(text: str) -> None:
    """It would be written again as a word that is not JSON."""
    with pytest.raises(TooMuchError, match="a number too large"):
        read_json(text)
    assert read_json("[1e308, 1e-400]") == [1e308, 0.0]


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "-Infinity", "{", ""])
def test_what_is_not_json(text: str) -> None:
    """The words of JavaScript for no numbers are none of it."""
    with pytest.raises(json.JSONDecodeError):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n\na = [[[[]]]]", "line 3: more than 3 levels"),
        ("a = {b = {c = {d = {}}}}", "line 1: more than 3 levels"),
        ("a.b.c.d = 1", "line 1: more than 3 levels"),
        ('[a."b".c.d]', "line 1: more than 3 levels"),
        ("a = 123456", "line 1: a number of more than 5 digits"),
        ("a = 1.123456", "line 1: a number of more than 5 digits"),
        ("a = 0x123456", "line 1: a number of more than 5 digits"),
        ("#" * 101, "more than"),
    ],
)
def test_what_is_beyond_is_refused_in_toml(text: str, said: str) -> None:
    """With the line."""
    with pytest.raises(TooMuchError, match=said):
        read_toml(text, NARROW)


@pytest.mark.parametrize("text", ["1e9999999999999999999", "-1.5e-9999999999999999999"])
def test_an_exponent_that_no_decimal_holds(text: str) -> None:
    """It is too large or too small for the class itself, before anybody looks at its value."""
    with pytest.raises(TooMuchError, match="a number of more than 100 digits"):
        read_toml(f"a = {text}", parse_float=Decimal)


@pytest.mark.parametrize(
    "text",
    [
        'a = "[[[[[ 1234567 # a.b.c.d.e"',
        "a = '[[[[['",
        'a = """\n[[[[ " "" \\""" ]"""',
        "a = '''\n[[[[ ' '' 1234567'''",
        "# [[[[[[ 1234567\na = 1",
        "[a]\n[b]\n[c]\n[d]\n[e]",
        "[[a]]\n[[a]]\n[[a]]\n[[a]]",
        "a = [1.5, 2.5, 3.5, 4.5]",
        "a-key-of-many-words = 1",
    ],
)
def test_what_only_looks_so_is_read(text: str) -> None:
    """Texts, comments, tables beside one another."""
    assert read_toml(text, NARROW) == tomllib.loads(text)


@given(st.text(st.sampled_from("\"'[]{}=.#\n\\a1 ,")))
def test_any_text_is_toml_or_not(text: str) -> None:
    """Within the limits, any text gives the result or the error of the parser."""
    try:
        expected: object = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        expected = str(error)
    try:
        read: object = read_toml(text)
    except TooMuchError:
        return
    except tomllib.TOMLDecodeError as error:
        read = str(error)
    assert read == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, Fraction(3)), (Decimal("4.50"), Fraction(9, 2)), ("1/3", Fraction(1, 3)), ("0.1", Fraction(1, 10)), ("0", 0)],
)
def test_numbers_are_exact(value: Any, expected: Fraction) -> None:
    """To the last of their decimals."""
    assert exact(value) == expected


@pytest.mark.parametrize(
    "value", ["1e999999999", Decimal("1e-999999999"), "9" * 300, Decimal("1e101"), "1" * 150 + "/3"]
)
def test_s10_numbers_that_no_memory_holds(value: Any) -> None:
    """Refused before they are made."""
    with pytest.raises(TooMuchError):
        exact(value)


@pytest.mark.parametrize("value", ["", "x", "1/0", "nan", Decimal("Infinity"), "1/2/3"])
def test_what_is_not_a_number(value: Any) -> None:
    """An ordinary mistake."""
    with pytest.raises(ValueError):  # noqa: PT011 - any
        exact(value)


# --- every reader --------------------------------------------------------------------------------------------------

READERS: dict[str, tuple[Callable[[Path, Bounds], object], type[PQRError]]] = {
    "profile": (lambda path, bounds: load_profile(path, colombia.LAW, bounds=bounds), ProfileError),
    "indicators": (lambda path, bounds: load_indicators(path, bounds=bounds), InvalidInputError),
    "mapping": (lambda path, bounds: load_reading(path, bounds=bounds), InvalidInputError),
    "vectors": (lambda path, bounds: load(path, colombia.LAW, bounds=bounds), ImportFileError),
    "case": (lambda path, bounds: load_case(path, colombia.LAW, bounds=bounds), ImportFileError),
    "sui": (lambda path, bounds: read_sui_counts(path, service="aseo", bounds=bounds), ImportFileError),
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_too_long_is_named(tmp_path: Path, name: str) -> None:
    """In both languages, and no more of it is read than the setting says."""
    read, refusal = READERS[name]
    path = tmp_path / "largo"
    path.write_bytes(b" " * 2**21)
    with pytest.raises(refusal) as refused:
        read(path, Bounds(size=2**20))
    assert refused.value.message("es") == f"{path}: más de 1 MiB"
    assert refused.value.message("en") == f"{path}: more than 1 MiB"


DEEP = "[" * 99 + "]" * 99


@pytest.mark.parametrize(("name", "text"), [("profile", "a = " + "[" * 99), ("case", DEEP), ("vectors", DEEP)])
def test_a_file_that_is_too_deep_is_named(tmp_path: Path, name: str, text: str) -> None:
    """The same."""
    read, refusal = READERS[name]
    path = tmp_path / "hondo"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(refusal, match="more than 64 levels") as refused:
        read(path, Bounds())
    assert "más de 64 niveles" in refused.value.message("es")
    assert str(path) in str(refused.value)


def test_settings_make_room() -> None:
    """What is refused by default is read where more is allowed."""
    deep = '[utility]\nid = "a"\n[ladders]\nrespuesta = ' + "[" * 70 + "]" * 70
    with pytest.raises(ProfileError, match="64 levels"):
        profile_from_toml(deep, colombia.LAW)
    with pytest.raises(ProfileError, match="respuesta"):
        profile_from_toml(deep, colombia.LAW, bounds=Bounds(depth=100))
    with pytest.raises(InvalidInputError, match="more than 3 levels"):
        indicators_from_toml("a = [[[[]]]]", bounds=NARROW)


def test_a_wide_or_broken_export_is_named(tmp_path: Path) -> None:
    """Cells, and what the reader of CSV itself gives up on."""
    path = tmp_path / "sui.csv"
    path.write_text("a,b,c,d\n", encoding="latin-1")
    with pytest.raises(ImportFileError, match="row 1 has more than 3 cells"):
        read_sui_counts(path, service="aseo", limits=Limits(columns=3))
    path.write_text('"' + "x" * 200_000, encoding="latin-1")
    with pytest.raises(ImportFileError, match="row 1 cannot be read") as refused:
        read_sui_counts(path, service="aseo")
    assert "la fila 1 no se puede leer" in refused.value.message("es")


def test_no_more_of_a_file_is_read_than_allowed(tmp_path: Path) -> None:
    """A mark before the text does not count as text."""
    path = tmp_path / "a"
    path.write_bytes(b"\xef\xbb\xbfabc")
    assert read_file(path) == "abc"
    with pytest.raises(TooMuchError):
        read_file(path, Bounds(size=5))


def test_a_workbook_that_unpacks_to_more_than_memory_is_named(tmp_path: Path) -> None:
    """A small archive that unpacks to a gigabyte is refused by name; the setting allows more."""
    pytest.importorskip("python_calamine")
    path = tmp_path / "bomba.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2**24)
    assert path.stat().st_size < 2**16
    with pytest.raises(ImportFileError, match="unpacked it is more than 8 MiB") as refused:
        read_cases(path, utility_id="a", law=colombia.LAW, reading=Reading(limits=Limits(unpacked=2**23)))
    assert "descomprimido pasa de 8 MiB" in refused.value.message("es")
    with pytest.raises(ImportFileError, match="is damaged"):
        read_cases(path, utility_id="a", law=colombia.LAW)


def test_decimals_that_nobody_reads_are_refused() -> None:
    """A page of a thousand million noughts."""
    text = (
        '[[indicators]]\ncode = "q"\nname = "Q"\nunit = "percent"\nbetter = "lower"\ndecimals = {}\n'
        'numerator = [{{ source = "facts", period_on = "filed_on" }}]'
    )
    assert indicators_from_toml(text.format(30))
    with pytest.raises(InvalidInputError, match="decimals: expected a whole number from 0 to 30, got 999999999"):
        indicators_from_toml(text.format(999_999_999))


def test_more_events_than_a_case_has_are_refused() -> None:
    """A file of thirty mebibytes may hold some hundred thousand, and what they do is not linear."""
    event = {"type": "demora_usuario", "on": "2026-03-17", "hasta": "2026-03-20"}
    vector: dict[str, Any] = {"id": "v", "op": "agenda", "as_of_on": "2026-04-01"}
    case = {"tipo": "reclamo", "filed_on": "2026-03-16"}
    told = [{**event, "id": str(number)} for number in range(MOST_EVENTS + 1)]
    refused = {"refused": "vector_invalido"}
    assert evaluate({**vector, "case": {**case, "events": told}}, colombia.LAW) == refused
    assert evaluate({**vector, "case": {**case, "events": told[:20]}}, colombia.LAW) != refused


@pytest.mark.parametrize("radicado", ["\ud800", "R-\udfff"])
def test_half_a_character_in_a_frame_is_a_row_refused(radicado: str) -> None:
    """And the row after it is read."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {"radicado": [radicado, "R-2"], "tipo": ["reclamo"] * 2, "fecha_radicacion": ["2026-03-16"] * 2}, dtype=object
    )
    with read_cases(frame, utility_id="a", law=colombia.LAW) as rows:
        first, second = rows
    assert isinstance(first, Rejected)
    assert not isinstance(second, Rejected)


def test_columns_of_one_name_in_a_frame_are_named() -> None:
    """Not by an error of the package that reads frames."""
    pandas = pytest.importorskip("pandas")
    with pytest.raises(InvalidInputError, match="several columns have the same name"):
        read_cases(pandas.DataFrame([["a", "b"]], columns=["tipo", "tipo"]), utility_id="a", law=colombia.LAW)


# --- how far a workbook reaches ------------------------------------------------------------------------------------

_SHEET = "xl/worksheets/sheet1.xml"
_EXCEL = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": '<Relationships><Relationship Id="b" Type="http://x/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="s" Type="http://x/relationships/worksheet" '
    f'Target="/{_SHEET}"/></Relationships>',
    "xl/workbook.xml": '<workbook><sheet name="A" r:id="s"/></workbook>',
}
_OPEN = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": "<manifest:manifest/>",
}
_HEADINGS = '<row r="1"><c r="A1" t="inlineStr"><is><t>radicado</t></is></c></row>'
_CORNER = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
_CELL = '<table:table-cell{} office:value-type="string"><text:p>x</text:p></table:table-cell>'


def _sheet(rows: str) -> str:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>"


def _tables(rows: str) -> str:
    return f'<office><table:table table:name="A">{rows}</table:table></office>'


def _book(rows: str, **parts: str) -> dict[str, str]:
    return _EXCEL | {_SHEET: _sheet(rows)} | {name.replace("_", "/") + ".xml": text for name, text in parts.items()}


def _open(rows: str) -> dict[str, str]:
    return _OPEN | {"content.xml": _tables(rows)}


def _archive(path: Path, parts: dict[str, str]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


_LONG = "x" * 2**20
_SHARED = f"<sst><si><t>radicado</t></si><si><t>{_LONG}</t></si></sst>"
_REPEATED = ' table:number-{}-repeated="{}"'
_TOO_LONG = {
    "xlsx": _book('<row><c t="s"><v>1</v></c></row>' * 2000, xl_sharedStrings=_SHARED),
    "xlsx-prefixed": _book(
        "<x:row><x:c r='A1' s='1' t = 's' ><x:v>1</x:v></x:c></x:row>" * 2000, xl_sharedStrings=_SHARED
    ),
    "xlsx-number-in-two": _book('<row><c t="s"><v>1&#48;</v></c></row>' * 2000, xl_sharedStrings=_SHARED),
    "xlsx-many-claimed": _book("", xl_sharedStrings='<sst uniqueCount="99999999999"/>'),
    "ods-rows": _open(
        f"<table:table-row{_REPEATED.format('rows', 2000)}>"
        f'<table:table-cell office:value-type="string"><text:p>{_LONG}</text:p></table:table-cell></table:table-row>'
    ),
    "ods-columns": _open(
        f'<table:table-row><table:table-cell office:value-type="string"{_REPEATED.format("columns", 2000)}>'
        f"<text:p>{_LONG}</text:p></table:table-cell></table:table-row>"
    ),
    "ods-attribute": _open(
        f'<table:table-row><table:table-cell office:string-value="{_LONG}"{_REPEATED.format("columns", 2000)}/>'
        "</table:table-row>"
    ),
    "ods-spaces": _open(
        '<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="99999999999"/></text:p>'
        "</table:table-cell></table:table-row>"
    ),
}


@pytest.mark.parametrize("kind", _TOO_LONG)
def test_s11_a_long_text_in_many_cells_is_named(tmp_path: Path, kind: str) -> None:
    """Some kilobytes of a file that are gigabytes of texts: that ended the process."""
    with pytest.raises(ImportFileError) as error:
        read_cases(_archive(tmp_path / "libro.xlsx", _TOO_LONG[kind]), utility_id="a", law=colombia.LAW)
    assert "textos" in error.value.message("es")


_TOO_WIDE = {
    "xlsx": _book(_HEADINGS + _CORNER),
    "xlsx-prefixed": _book(
        (_HEADINGS + _CORNER)
        .replace("<c", "<x:c")
        .replace("</c", "</x:c")
        .replace('r="XFD1048576"', "r = 'xfd1048576'")
    ),
    "xlsx-in-chunks": _book(" " * 2**20 + _HEADINGS + " " * 2**20 + _CORNER),
    "xlsx-in-comments": _book('<row r="1048576"><!--</row><row r="1">--><c r="XFD1048576"><v>1</v></c></row>'),
    "xlsx-elsewhere": {
        name: text.replace(_SHEET, "other/data.bin")
        for name, text in (_EXCEL | {"other/data.bin": _sheet(_HEADINGS + _CORNER)}).items()
    },
    "ods-repeated": _open(
        f"<table:table-row{_REPEATED.format('rows', 1048576)}>{_CELL.format(_REPEATED.format('columns', 16384))}"
        "</table:table-row>"
    ),
    "ods-referred": _open(
        f"<table:table-row{_REPEATED.format('rows', '&#49;048576')}>{_CELL.format(_REPEATED.format('columns', 16384))}"
        "</table:table-row>"
    ),
    "ods-sign-in-a-value": _open(
        f"<table:table-row{_REPEATED.format('rows', 1048576)}>"
        f'<table:table-cell table:formula="of:=1>0"{_REPEATED.format("columns", 16384)}/></table:table-row>'
    ),
    "ods-long-tag": _open(
        f"<table:table-row{_REPEATED.format('rows', 1048576)}>"
        f'<table:table-cell office:value="1" a="{"x" * 5000}"{_REPEATED.format("columns", 16384)}/></table:table-row>'
    ),
    "ods-corner": _open(
        f"<table:table-row{_REPEATED.format('rows', 1048000)}><table:table-cell/></table:table-row>"
        f"<table:table-row><table:table-cell{_REPEATED.format('columns', 16000)}/>"
        '<table:table-cell office:value="1"/></table:table-row>'
    ),
}


@pytest.mark.parametrize("kind", _TOO_WIDE)
def test_a_sheet_that_spans_more_than_memory_is_named(tmp_path: Path, kind: str) -> None:
    """Two cells in opposite corners make a reader allocate every cell between them, which once killed the process."""
    pytest.importorskip("python_calamine")
    path = _archive(tmp_path / "esquinas.xlsx", _TOO_WIDE[kind])
    with pytest.raises(ImportFileError, match=r"spans more than 67\.1 million cells") as refused:
        read_cases(path, utility_id="a", law=colombia.LAW)
    assert "abarca más de 67.1 millones de celdas" in refused.value.message("es")


_TWICE = '<workbook><sheet name="{}" r:id="s"/><sheet name="{}" r:id="{}"/></workbook>'
_UNSOUND = {
    "no-xml": _book("<row>"),
    "attribute-twice": _book(_HEADINGS + _CORNER.replace('r="XFD1048576"', 'r="A1" r="XFD1048576"')),
    "utf-16": _EXCEL | {_SHEET: '<?xml version="1.0" encoding="utf-16"?>' + _sheet(_HEADINGS)},
    "definition": _EXCEL | {_SHEET: '<!DOCTYPE a [<!ENTITY b "c">]>' + _sheet(_HEADINGS)},
    "no-place": _book('<row><c r="A4294967297"><v>1</v></c></row>'),
    "no-row": _book('<row r="4294967297"><c><v>1</v></c></row>'),
    "row-in-a-row": _book('<row r="9"><row r="1"/></row>'),
    "row-in-a-cell": _book('<row r="9"><c><is><row r="1"/></is></c></row>'),
    "text-in-a-text": _book(_HEADINGS, xl_sharedStrings="<sst><si><si/></si></sst>"),
    "two-lists-of-texts": _book(_HEADINGS, xl_sharedStrings="<sst><sst/></sst>"),
    "no-count": _book(_HEADINGS, xl_sharedStrings='<sst uniqueCount="+9"/>'),
    "sheet-twice": _book(_HEADINGS, xl_workbook=_TWICE.format("A", "B", "s")),
    "name-twice": _book(_HEADINGS, xl_workbook=_TWICE.format("A", "A", "t")),
    "ods-no-count": _open(f"<table:table-row{_REPEATED.format('rows', '+9')}/>"),
    "ods-cell-in-a-cell": _open(
        f"<table:table-row><table:table-cell>{_CELL.format('')}</table:table-cell></table:table-row>"
    ),
    "ods-cell-in-no-row": _open(_CELL.format("")),
    "ods-row-in-a-row": _open("<table:table-row><table:table-row/></table:table-row>"),
    "ods-table-in-a-row": _open('<table:table-row><table:table table:name="B"/></table:table-row>'),
    "ods-name-twice": _OPEN | {"content.xml": f"<a>{_tables('')}{_tables('')}</a>"},
    "ods-utf-16": _OPEN | {"content.xml": '<?xml version="1.0" encoding="utf-16"?>' + _tables("")},
}


@pytest.mark.parametrize("kind", _UNSOUND)
def test_what_another_reader_would_read_otherwise_is_named(tmp_path: Path, kind: str) -> None:
    """It could say less to us than to the reader of cells, which then makes more room than there is."""
    pytest.importorskip("python_calamine")
    parts = _UNSOUND[kind]
    path = tmp_path / "libro.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-16" if "utf-16" in text else "utf-8"))
    with pytest.raises(ImportFileError, match="is damaged") as refused:
        read_cases(path, utility_id="a", law=colombia.LAW)
    assert "el libro está dañado" in refused.value.message("es")


def test_a_binary_workbook_is_named(tmp_path: Path) -> None:
    """Its sheets are no XML, so nothing bounds them."""
    path = _archive(tmp_path / "libro.xlsb", {"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"})
    with pytest.raises(ForeignFileError, match="a binary workbook") as refused:
        read_cases(path, utility_id="a", law=colombia.LAW)
    assert "guárdelo como libro (.xlsx)" in refused.value.message("es")


def test_an_encrypted_table_is_named(tmp_path: Path) -> None:
    """By its manifest; its content is no XML then."""
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    parts = _OPEN | {"META-INF/manifest.xml": manifest, "content.xml": "x"}
    with pytest.raises(ForeignFileError, match="protected by a password"):
        read_cases(_archive(tmp_path / "libro.ods", parts), utility_id="a", law=colombia.LAW)


def test_what_follows_the_length_of_a_part_is_not_read(tmp_path: Path) -> None:
    """The list of an archive says less of a part than unpacks; another reader would go on to its end."""
    pytest.importorskip("python_calamine")
    path = tmp_path / "libro.ods"
    short = _tables(f"<table:table-row>{_CELL.format('')}</table:table-row>").replace("x</", "radicado</")
    more = short.replace('"A"', '"B"')
    content = bytearray(_archive(path, _OPEN | {"content.xml": short + more}).read_bytes())
    for mark, length, crc in ((b"PK\x03\x04", 22, 14), (b"PK\x01\x02", 24, 16)):
        at = content.rfind(mark, 0, content.rfind(b"content.xml"))
        content[at + length : at + length + 4] = len(short).to_bytes(4, "little")
        content[at + crc : at + crc + 4] = crc32(short.encode()).to_bytes(4, "little")
    with pytest.raises(ImportFileError) as refused:
        read_cases(io.BytesIO(bytes(content)), utility_id="a", law=colombia.LAW)
    assert "is damaged" not in str(refused.value)  # the one sheet was read, and has no known headings
    assert "sheets" not in str(refused.value)


def _measured(part: Wide, text: str) -> int:
    for _chunk in part.read(io.BytesIO(text.encode())):
        pass
    return part.area


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (_HEADINGS, 1),
        (_HEADINGS + '<row r="9"><c r="C9"><v>1</v></c></row>', 27),
        (_HEADINGS + '<row r="1048576" ht="15"/>', 1),
        (_HEADINGS + '<row r="2"><c r="XFD2" s="3"/></row>', 1),
        ("<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>", 4),
        ('<row r="5"><c><v>1</v></c><c><v>2</v></c></row>', 10),
        ("<si><t>x</t></si>", 0),
    ],
    ids=["one", "rectangle", "empty-row", "styled-cell", "unnumbered", "by-order", "no-sheet"],
)
def test_how_far_a_sheet_reaches(rows: str, expected: int) -> None:
    """To the last cell that holds something: what a spreadsheet formats to its end is not there."""
    assert _measured(Sheet(), _sheet(rows)) == expected


def test_how_far_tables_reach() -> None:
    """The same, of all tables: they are in memory together."""
    tail = _REPEATED.format("columns", 16384)
    rows = (
        f"<table:table-row>{_CELL.format('') * 3}<table:table-cell{tail}/></table:table-row>"
        f"<table:table-row{_REPEATED.format('rows', 1048575)}><table:table-cell{tail}/></table:table-row>"
    )
    other = _tables(f"<table:table-row>{_CELL.format('') * 2}</table:table-row>").replace('"A"', '"B"')
    text = f"<a>{_tables(rows)}<table:table/>{other}</a>"
    assert _measured(Tables(), text) == 3 + 2


@pytest.mark.full  # a timed test is for a machine that does nothing else
@pytest.mark.parametrize(
    "unit", ["<c ", "<", "<c r='A1' ", "r='A1'", "<row>", "<table:table-cell ", "<c/>", ">", "<a a='"]
)
@pytest.mark.parametrize("kind", [Part, Sheet, Tables])
def test_how_far_is_found_in_linear_time(kind: type[Part], unit: str) -> None:
    """The time for mebibytes of arbitrary text grows linearly, measured as processor time; also for one long tag."""
    for begin in ("<a>", "<a b='"):
        begun = time.process_time()
        with suppress(UnsoundPartError):
            for _chunk in kind().read(io.BytesIO((begin + unit * (2**23 // len(unit))).encode())):
                pass
        assert time.process_time() - begun < 8


@pytest.mark.parametrize("harm", ["packed", "encrypted", "method"])
def test_a_spoilt_archive_is_no_word_document(tmp_path: Path, harm: str) -> None:
    """Bytes that do not unpack, a password, a way of packing that nobody knows: each by our name."""
    path = _archive(tmp_path / "a.docx", {"word/document.xml": "<document/>" * 50, "_rels/.rels": "<Relationships/>"})
    content = bytearray(path.read_bytes())
    if harm == "packed":
        at = content.find(b"word/document.xml") + len("word/document.xml")
        content[at + 2 : at + 12] = b"\xff" * 10
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while harm != "packed" and at >= 0:
            if harm == "encrypted":
                content[at + flags] |= 1
            else:
                content[at + flags + 2] = 99
            at = content.find(mark, at + 4)
    with pytest.raises(LetterTemplateError, match="it is not a Word document"):
        require_harmless(bytes(content))
