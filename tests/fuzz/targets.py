"""The readers of other people's files, each as a function of bytes, and the errors each may raise.

A target returns, or raises an error of ours. Any other exception is a fault; so is a time out of proportion to the
text.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.parquet as pq

from pqr_core import colombia
from pqr_core.bounded import read_json
from pqr_core.calendars.business import Closure
from pqr_core.cases.serialization import case_from_json, event_from_json
from pqr_core.colombia.sui_counts import read_sui_counts
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.exchange.dialect import Limits
from pqr_core.exchange.files import read_cases
from pqr_core.exchange.ics import calendar_ics
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.exchange.reading import Reading, reading_from_toml
from pqr_core.exchange.vectors import evaluate, load, read_case
from pqr_core.indicators.definitions import indicators_from_toml
from pqr_core.language import Said
from pqr_core.law.explanations import agenda_text
from pqr_core.testing.lint import notebooks, python, sql

__all__ = ("CORPUS", "SEEDS", "TARGETS", "run")

CORPUS: Final = Path(__file__).parent / "corpus"


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _json_case(content: bytes) -> None:
    case, profile = read_case(_document(content), colombia.LAW)
    agenda_text(colombia.agenda(case, case.last_on, profile=profile), "es")


def _json_vector(content: bytes) -> None:
    document = _document(content)
    if isinstance(document, dict):
        json.dumps(evaluate(document, colombia.LAW))


def _document(content: bytes) -> object:
    try:
        return read_json(_text(content))
    except ValueError as error:
        raise InvalidInputError(place="document", detail=Said.of_json(error)) from error


def _vector_file(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        path.write_bytes(content)
        load(path, colombia.LAW)


def _sui(content: bytes) -> None:
    read_sui_counts(io.BytesIO(content), service="aseo")


def _table(content: bytes) -> None:
    """Rows of cases, in any of the formats; a workbook may span little, since what it spans takes time."""
    reading = Reading(limits=Limits(unpacked=_UNPACKED, cells=_CELLS))
    with read_cases(io.BytesIO(content), utility_id="a", law=colombia.LAW, reading=reading) as file:
        for _row in file:
            pass


_UNPACKED: Final = 2**20
_CELLS: Final = 2**12


def _archive(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(ZipInfo(name), text)  # the day of which is always the same
    return made.getvalue()


def _packed(parts: Mapping[str, bytes], part: str) -> Callable[[bytes], None]:
    """Rows of cases in a workbook of these parts; the text of one of them is the one that is tried."""

    def read(content: bytes) -> None:
        _table(_archive({**parts, part: content}))

    return read


def _ics(content: bytes) -> None:
    """The writer: a calendar with a closure of this name is read again with the same number of events."""
    act = _text(content)[:300].strip() or "x"
    text = calendar_ics(colombia.calendar(closures=(Closure(date(2026, 9, 4), act=act),)), 2026).decode()
    assert text.split("\r\n").count("BEGIN:VEVENT") == _EVENTS
    assert not [each for each in text if each < " " and each not in "\r\n\t"]


_EVENTS: Final = 22


def _lint(content: bytes) -> None:
    text = _text(content)
    list(sql.smells(text, "a.sql"))
    list(python.smells(text, "a.py"))


def _notebook(content: bytes) -> None:
    """Both as the file, and as the cells of a file that can be read."""
    text = _text(content)
    list(notebooks.smells(text, "a.ipynb"))
    cells = [{"cell_type": "code", "source": each} for each in text.split("\f")]
    list(notebooks.smells(json.dumps({"cells": cells}), "a.ipynb"))


_XML: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_OF_MAIN: Final = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def _relations(**targets: str) -> bytes:
    """The part that says where others are: by kind, one of each."""
    each = (
        f'<Relationship Id="{kind}" Type="{_RELATED}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    )
    return _XML + _RELATIONS + "".join(each).encode() + b"</Relationships>"


_SHEET: Final = "xl/worksheets/sheet1.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_BOOK: Final = "xl/workbook.xml"
_STYLES: Final = "xl/styles.xml"
_XLSX: Final = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": _relations(officeDocument=_BOOK),
    "xl/_rels/workbook.xml.rels": _relations(worksheet="worksheets/sheet1.xml"),
    _BOOK: _XML + b"<workbook " + _OF_MAIN + f' xmlns:r="{_RELATED}">'.encode() + b'<workbookPr date1904="0"/>'
    b'<sheets><sheet name="Hoja1" sheetId="1" r:id="worksheet"/></sheets>'
    b'<definedNames><definedName name="a">Hoja1!$A$1</definedName></definedNames></workbook>',
    _STYLES: _XML + b"<styleSheet " + _OF_MAIN + b'><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    b'</numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="46"/></cellXfs></styleSheet>',
    _STRINGS: _XML + b"<sst " + _OF_MAIN + b' count="5" uniqueCount="4"><si><t>radicado</t></si><si><t>tipo</t></si>'
    b'<si><r><t xml:space="preserve">fecha_</t></r><r><t>radicacion</t></r></si><si><t>reclamo</t></si></sst>',
    _SHEET: _XML + b"<worksheet " + _OF_MAIN + b'><dimension ref="A1:D3"/><sheetData>'
    b'<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
    b'<c r="D1" t="inlineStr"><is><t>hechos</t></is></c></row>'
    b'<row r="2"><c r="A2"><v>20260012</v></c><c r="B2" t="s"><v>3</v></c><c r="C2" s="1"><v>46097</v></c>'
    b'<c r="D2" t="e"><f>NA()</f><v>#N/A</v></c></row>'
    b'<row><c t="str"><v>R-2</v></c><c t="s"><v>3</v></c><c t="d" s="1"><v>2026-03-17</v></c>'
    b'<c s="2"><v>1.25</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A8:B9"/></mergeCells>'
    b"</worksheet>",
}
_CONTENT: Final = "content.xml"
_URN: Final = "urn:oasis:names:tc:opendocument:xmlns"
_ODS: Final = {
    "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
    _CONTENT: _XML
    + b"<office:document-content "
    + " ".join(f'xmlns:{each}="{_URN}:{each}:1.0"' for each in ("office", "table", "text")).encode()
    + b' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>'
    b'<office:spreadsheet><table:table table:name="Hoja1"><table:table-row>'
    b'<table:table-cell office:value-type="string"><text:p>radicado</text:p></table:table-cell>'
    b'<table:table-cell office:value-type="string"><text:p>tipo</text:p></table:table-cell>'
    b'<table:table-cell office:value-type="string"><text:p>fecha_radicacion</text:p></table:table-cell>'
    b'<table:table-cell office:value-type="string"><text:p>hechos</text:p></table:table-cell></table:table-row>'
    b'<table:table-row><table:table-cell office:value-type="float" office:value="20260012"><text:p>x</text:p>'
    b'</table:table-cell><table:table-cell office:value-type="string"><text:p>reclamo</text:p></table:table-cell>'
    b'<table:table-cell office:value-type="date" office:date-value="2026-03-16"/>'
    b'<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" '
    b'calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell></table:table-row>'
    b'<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string">'
    b'<office:annotation><text:p>x</text:p></office:annotation><text:p>R<text:s text:c="2"/>2</text:p>'
    b'</table:table-cell><table:table-cell table:number-columns-repeated="2"/>'
    b'<table:table-cell office:value-type="time" office:time-value="PT10H30M00S"/>'
    b'<table:covered-table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
    b"</table:table></office:spreadsheet></office:body></office:document-content>",
    "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0"/>'.encode(),
}


_PACKED: Final[Mapping[str, tuple[Mapping[str, bytes], str]]] = {
    "xlsx": (_XLSX, _SHEET),
    "xlsx_strings": (_XLSX, _STRINGS),
    "xlsx_book": (_XLSX, _BOOK),
    "xlsx_styles": (_XLSX, _STYLES),
    "ods": (_ODS, _CONTENT),
}
"""The targets that are one part of a workbook, with the other parts."""


def _parquet() -> bytes:
    stored = io.BytesIO()
    columns = {
        "radicado": ["R-1", "R-2"],
        "tipo": ["reclamo"] * 2,
        "fecha_radicacion": [date(2026, 3, 16), None],
        "hechos": [["x"], []],
    }
    pq.write_table(pa.table(columns), stored, store_schema=False)
    return stored.getvalue()


TARGETS: Final[dict[str, Callable[[bytes], object]]] = {
    "case": _json_case,
    "vector": _json_vector,
    "vectors": _vector_file,
    "stored_case": lambda content: case_from_json(_text(content)),
    "stored_event": lambda content: event_from_json(_text(content)),
    "profile": lambda content: profile_from_toml(_text(content), colombia.LAW),
    "indicators": lambda content: indicators_from_toml(_text(content)),
    "reading": lambda content: reading_from_toml(_text(content)),
    "table": _table,
    **{name: _packed(parts, part) for name, (parts, part) in _PACKED.items()},
    "archive": _table,
    "parquet": _table,
    "sui": _sui,
    "ics": _ics,
    "lint": _lint,
    "notebook": _notebook,
}
"""The targets by the name of their folder in the corpus."""

_EVENT: Final = '{"type":"nota","on":"2026-03-17","id":"a"}'
_CASE: Final = '{"tipo":"reclamo","filed_on":"2026-03-16","events":[' + _EVENT + "]}"
_STORED_EVENT: Final = '{"on":"2026-03-16","radicado":"R-1","tipo":"reclamo","type":"radicacion"'
_SUI: Final = (
    ",,,TIEMPO\nUBICACION_GEOGRAFICA,TIPO DE TRÁMITE,CAUSAL,Año\nMUNICIPIO,TIPO DE TRÁMITE,DETALLE,2024\n"
    'SUAN,RECLAMACION,TARIFA INCORRECTA,"3,523"\n'
)

SEEDS: Final[Mapping[str, bytes]] = {
    "case": f'{{"case":{_CASE},"utility":{{"closures":[{{"from":"2026-03-20","act":"x"}}]}}}}'.encode(),
    "vector": f'{{"id":"v","op":"agenda","case":{_CASE},"as_of_on":"2026-04-01","policies":{{}}}}'.encode(),
    "vectors": b'{"format":"pqr-vectors/1","vectors":[{"id":"v","op":"add_months","from":"2026-01-01","n":1,'
    b'"expect":"2026-02-02"}]}',
    "stored_case": (
        '{"case_id":"00000000-0000-0000-0000-000000000001","events":[' + _STORED_EVENT + '}],"schema_version":1,'
        '"utility_id":"a","zone":"America/Bogota"}'
    ).encode(),
    "stored_event": (_STORED_EVENT + ',"schema_version":1}').encode(),
    "profile": b'[utility]\nid = "a"\nsaturday_is_business_day = 2025-02-01\n[[closures]]\nfrom = 2026-12-24\n'
    b'act = """x"""\n[internal_targets]\nreclamo = 12\n[ladders]\n"*" = [3, 0, -1]\n',
    "indicators": b'[[indicators]]\ncode = "q"\nname = "Q"\nunit = "percent"\nbetter = "lower"\ntarget = 4.5\n'
    b'decimals = 1\nnumerator = [{ source = "facts", period_on = "filed_on" }]\n',
    "reading": b'kind = "cases"\nskip_rows = 1\n[columns]\nradicado = "Numero"\n',
    "table": b"radicado;tipo;fecha_radicacion;fecha_respuesta;resultado\nR-1;reclamo;2026-03-16;2026-03-20;accede\n",
    **{name: parts[part] for name, (parts, part) in _PACKED.items()},
    "archive": _archive(_XLSX),
    "parquet": _parquet(),
    "sui": _SUI.encode("latin-1"),
    "ics": b"Decreto municipal 12 de 2026",
    "lint": b"from datetime import timedelta\nvence = x + timedelta(days=15)\n"
    b"q = \"select radicado + interval '1 day'\"\n",
    "notebook": b"%time\nfrom datetime import timedelta\fvence = x + timedelta(days=15)\f"
    b"%%sql\nselect radicado + interval '1 day'",
}
"""A valid text for each target; the fuzzers start from it."""


def run(name: str, content: bytes) -> None:
    """Give `content` to a target; an error of ours is an answer."""
    try:
        TARGETS[name](content)
    except PQRError as refused:
        error = refused
    else:
        return
    # The message exists in both languages and is short enough to read.
    assert max(len(error.message("es")), len(error.message("en"))) < _LONGEST


_LONGEST: Final = 10_000
