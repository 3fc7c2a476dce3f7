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

from pqr_core import colombia
from pqr_core.bounded import read_json
from pqr_core.calendars.business import Closure
from pqr_core.cases.serialization import case_from_json, event_from_json
from pqr_core.colombia.sui_counts import read_sui_counts
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.exchange.files import read_cases
from pqr_core.exchange.ics import calendar_ics
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.exchange.reading import reading_from_toml
from pqr_core.exchange.vectors import evaluate, load, read_case
from pqr_core.indicators.definitions import indicators_from_toml
from pqr_core.language import Said
from pqr_core.law.explanations import agenda_text
from pqr_core.testing.lint import python, sql

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
    """Rows of cases, in any of the formats."""
    with read_cases(io.BytesIO(content), utility_id="a", law=colombia.LAW) as file:
        for _row in file:
            pass


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
    "sui": _sui,
    "ics": _ics,
    "lint": _lint,
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
    "sui": _SUI.encode("latin-1"),
    "ics": b"Decreto municipal 12 de 2026",
    "lint": b"from datetime import timedelta\nvence = x + timedelta(days=15)\n"
    b"q = \"select radicado + interval '1 day'\"\n",
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
