"""The register of petitions, the published report, and the report of internal control."""

from __future__ import annotations

import csv
import stat
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.reports.months import act, case, decided, office

from pqr_core import colombia
from pqr_core.cases.events import Event, NotifiedOn, Transfer
from pqr_core.cases.filing import Attachment, Petitioner
from pqr_core.errors import InvalidInputError
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.language import Said
from pqr_core.office.desk import Office
from pqr_core.reports.official import OfficialReport
from pqr_core.vocabulary import EventType, PetitionerKind

ANA = Petitioner(clase=PetitionerKind.NATURAL, nombre="Ana Pérez", documento="31415926")
SECRET = Petitioner(clase=PetitionerKind.NATURAL, nombre="Luis Gómez", identidad_reservada=True)
REQUESTS = (
    case(
        "I-1",
        "07-01",
        decided("07-10", "accede", "S-1", "otro"),
        act(EventType.RESPUESTA_ENVIADA, "07-10"),
        tipo="peticion_informacion",
        peticionario=ANA,
    ),
    case(
        "I-2",
        "08-03",
        decided("08-14", "no_accede", "S-2", "otro"),
        act(EventType.RESPUESTA_ENVIADA, "08-14"),
        tipo="peticion_informacion",
    ),
    case(
        "I-3",
        "08-03",
        Event(EventType.NEGATIVA_RESERVA, on=date(2026, 8, 10), payload=NotifiedOn(date(2026, 8, 11))),
        tipo="peticion_informacion",
    ),
    case("I-4", "09-30", tipo="peticion_informacion"),
    case(
        "I-5",
        "09-01",
        Event(EventType.TRASLADO_COMPETENCIA, on=date(2026, 9, 3), payload=Transfer(destinatario="Alcaldía")),
        tipo="peticion_informacion",
    ),
    case("I-6", "10-01", tipo="peticion_informacion"),
    case(
        "Q-1",
        "07-06",
        decided("07-15", "no_accede", "S-3", "suspension"),
        act(EventType.NOTIFICACION_PERSONAL, "07-16"),
        tipo="queja",
        causal="303",
        peticionario=SECRET,
        hechos="=cmd|' /C calc'!A0",
    ),
    case("D-1", "07-07", tipo="denuncia", causal="315"),
)


@pytest.fixture(scope="module")
def of() -> Office:
    """An office with these cases."""
    return office(*REQUESTS)


def table(report: OfficialReport, code: str) -> dict[str, tuple[Any, ...]]:
    """The rows of a table by their first cell."""
    return {str(row[0]): row[1:] for row in report[code].rows}


def test_requests_for_information(of: Office) -> None:
    """As D. 1081 de 2015 asks: requests received, transferred, the time of each, and those denied with the reason."""
    report = of.report("transparencia", "2026-Q3")
    assert {name: cells[0] for name, cells in table(report, "acceso").items()} == {
        "received": 5,
        "transferred to another institution": 1,
        "answered": 2,
        # 2 to 10 July: seven (no holiday); 4 to 14 August: eight (the 7th is one).
        "business days to answer, mean": Fraction(15, 2),
        "in which access was denied": 2,
        "of these, for secrecy": 1,
        "in which access was given in part": 0,
        "answered, the outcome not told": 0,
    }
    each = table(report, "solicitudes")
    assert [each[number][2] for number in ("I-1", "I-2")] == [7, 8]
    assert [(each[number][4], str(each[number][5])) for number in ("I-2", "I-3", "I-4")] == [
        (True, "not told"),
        (True, "secrecy"),
        (False, "None"),
    ]
    assert each["I-5"][3] is True


def test_no_page_that_is_published_names_anybody(of: Office) -> None:
    """No published page, and no stored text, has a name, a document, a fact or an account."""
    for kind, period in (("registro", "2026-07"), ("transparencia", "2026-Q3"), ("control-interno", "2026-S2")):
        report = of.report(kind, period)
        for lang in ("es", "en"):
            for text in (report.page(lang), report.text):
                assert not any(said in text for said in ("Ana", "31415926", "Luis", "calc", "000123", "PAAC"))


def test_the_register_tells_each_petition_and_its_acts(of: Office, tmp_path: Path) -> None:
    """The register has the petitioner, unless the identity is reserved; its files are private and have no formula."""
    report = of.report("registro", "2026-07")
    rows = {
        row[0]: dict(zip(map(str, report["registro"].headings), row, strict=True)) for row in report["registro"].rows
    }
    assert list(rows) == ["I-1", "Q-1", "D-1"]
    assert rows["I-1"]["Petitioner"] == "Ana Pérez"
    assert rows["Q-1"]["Petitioner"] == Said("identidad reservada", "identity reserved")
    told = {
        name: rows["Q-1"][name] for name in ("Answered on", "Number of the answer", "Notified on", "Business days used")
    }
    assert told == {
        "Answered on": date(2026, 7, 15),
        "Number of the answer": "S-3",
        "Notified on": date(2026, 7, 16),
        "Business days used": 6,
    }
    acts = [(row[0], str(row[3])) for row in report["actuaciones"].rows if row[0] == "Q-1"]
    assert acts == [("Q-1", "filing"), ("Q-1", "decision"), ("Q-1", "personal notification")]
    written = {path.name: path for path in report.write(tmp_path, "es").paths}
    private = written["registro-aguas-2026-07-registro.csv"]
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    with private.open(encoding="utf-8", newline="") as file:
        assert [row["Asunto"] for row in csv.DictReader(file)][1] == "'=cmd|' /C calc'!A0"
    assert {"registro-aguas-2026-07.html", "registro-aguas-2026-07.xlsx"} <= set(written)


def test_the_register_has_the_number_of_a_letter_that_answered() -> None:
    """A petition that is not decided by silence is answered by a letter, whose number is that of the answer."""
    sent = Attachment(referencia="S-77", sha256="0" * 64, clase="carta:decision")
    before = Attachment(referencia="S-76", sha256="0" * 64, clase="carta:requerimiento")
    events = (
        Event(EventType.ADJUNTO, on=date(2026, 7, 3), payload=before),
        act(EventType.RESPUESTA_ENVIADA, "07-10"),
        Event(EventType.ADJUNTO, on=date(2026, 7, 10), payload=sent),
    )
    of = office(case("G-1", "07-01", *events, tipo="peticion_general"), case("G-2", "07-01", tipo="peticion_general"))
    assert [row[13] for row in of.report("registro", "2026-07")["registro"].rows] == ["S-77", None]


def test_internal_control(of: Office) -> None:
    """Services and causes, and recommendations as somebody entered them."""
    report = of.report("control-interno", "2026-S2", recommendations=["Abrir los sábados"])
    assert table(report, "servicios") == {"water supply": (2, Fraction(100))}
    assert {name: cells[0] for name, cells in table(report, "causas").items()} == {
        "303 Interrupciones en la prestación del servicio": 1,
        "315 Quejas administrativas (atención, trámites, gestión)": 1,
    }
    assert report["recomendaciones"].rows == (("Abrir los sábados",),)
    assert table(report, "atencion")["open and overdue on the day looked at"] == (1,)


def test_the_last_period_that_is_over(of: Office) -> None:
    """On 23 November 2026 the third quarter, the first half year, October; the profile may say another length."""
    periods = {kind: str(of.report(kind).period) for kind in ("transparencia", "control-interno", "registro", "sui")}
    assert periods == {
        "transparencia": "2026-Q3",
        "control-interno": "2026-S1",
        "registro": "2026-10",
        "sui": "2026-10",
    }
    text = '[utility]\nid = "aguas"\n[reports.transparencia]\nperiodo = "{}"\n'
    kind = colombia.JURISDICTION.reports["transparencia"]
    monthly = profile_from_toml(text.format("mensual"), colombia.LAW)
    assert str(kind.last_period(monthly, date(2026, 11, 23))) == "2026-10"
    with pytest.raises(InvalidInputError):
        kind.last_period(profile_from_toml(text.format("semanal"), colombia.LAW), date(2026, 11, 23))


def test_there_is_no_other_report(of: Office) -> None:
    """An unknown report is refused, with the list of reports."""
    with pytest.raises(InvalidInputError, match="transparencia"):
        of.report("transparensia")


COUNTED = """
select tipo, count(*), count(transferred_on), count(answered_on), avg(business_days_to_answer),
  max(business_days_to_answer), count(*) filter (answered_on is null and ended_on is null)
from facts where filed_on between date '2026-07-01' and date '2026-09-30' group by tipo
"""


def test_the_figures_are_those_of_another_engine(some: Office) -> None:
    """Of the sample's third quarter, DuckDB counts the stored rows to the same figures."""
    duckdb = pytest.importorskip("duckdb")
    facts = some.store.frame("facts", "sintetica", backend="pyarrow")  # noqa: F841 - DuckDB finds it by its name
    counted = {row[0]: row[1:] for row in duckdb.sql(COUNTED).fetchall()}
    report = some.report("transparencia", "2026-Q3")
    types = {colombia.RULES.types[code].en: code for code in counted}
    told = {types[str(row[0])]: row[1:] for row in report["tipos"].rows if str(row[0]) != "total"}
    assert set(told) == set(counted)
    assert len(counted) > 5
    for code, (received, transferred, answered, mean, longest, is_open) in counted.items():
        cells = told[code]
        assert cells[:3] == (received, transferred, answered)
        assert isinstance(cells[3], Fraction)
        assert float(cells[3]) == pytest.approx(mean)
        assert (cells[4], cells[6]) == (longest, is_open)
    assert report["tipos"].rows[-1][1] == sum(row[0] for row in counted.values())
