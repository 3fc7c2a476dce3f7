"""Files of volumes, surveys and tickets: their rows, and what is refused."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter
from attrs import evolve

from pqr_core import colombia
from pqr_core.errors import InvalidInputError, MissingColumnsError, ProfileError
from pqr_core.exchange.faults import Rejected
from pqr_core.exchange.files import Imported, RowFile, read_rows
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.exchange.reading import Reading
from pqr_core.facts import Survey, Volume
from pqr_core.law.profiles import Profile, SurveyScale
from pqr_core.office.imports import import_rows
from pqr_core.storage.memory import MemoryStore
from pqr_core.tickets import Ticket, ticket_of

PROFILE = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")
SCALED = evolve(PROFILE, survey_scale=SurveyScale(1, 5, 4))


def read(kind: str, content: str, profile: Profile = PROFILE, **how: Any) -> RowFile[Any]:
    """The content as a file of that kind."""
    data = io.BytesIO(content.encode())
    return read_rows(data, profile=profile, law=colombia.LAW, reading=Reading(kind=kind, **how))


def rows(file: RowFile[Any]) -> list[Any]:
    """The rows of a file without rejects."""
    results = list(file)
    assert [each for each in results if isinstance(each, Rejected)] == []
    return [each.row for each in results if isinstance(each, Imported)]


def refused(file: RowFile[Any]) -> list[tuple[int, str, str]]:
    """Line, column and kind of each reject."""
    return [(each.line, each.column, each.kind) for each in file if isinstance(each, Rejected)]


# --- volumes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month", ["2026-03", "03/2026", "202603", "marzo 2026", "marzo de 2026", "2026-03-01", "2026-03-31"]
)
def test_a_month_is_written_in_many_ways(month: str) -> None:
    """However a month is written, its row has the first day."""
    (row,) = rows(read("volumes", f"Mes;Servicio;Suscriptores;Facturas\n{month};Acueducto;60.214;\n"))
    assert row == Volume(utility="aguas", month=date(2026, 3, 1), servicio="acueducto", subscribers=60_214)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("60214", 60_214),
        ("60.214", 60_214),
        ("60,214", 60_214),
        ("1 060 214", 1_060_214),
        ("60214.0", 60_214),
        ("0", 0),
    ],
)
def test_a_count_may_have_its_thousands_apart(text: str, number: int) -> None:
    """Thousands may be separated, since a whole number has no decimals."""
    (row,) = rows(read("volumes", f"mes;servicio;usuarios\n2026-03;aseo;{text}\n"))
    assert row.subscribers == number


@pytest.mark.parametrize(
    ("line", "column", "kind"),
    [
        ("2026-13;aseo;1;", "mes", "mes"),
        ("2026-03;;1;", "servicio", "vacio"),
        ("2026-03;aseo;60.21;", "suscriptores", "entero"),
        ("2026-03;aseo;-1;", "suscriptores", "entero"),
        ("2026-03;aseo;9999999999;", "suscriptores", "entero"),
        ("2026-03;aseo;;1", "suscriptores", "vacio"),
        ("2026-03;aseo;1;muchas", "facturas", "entero"),
    ],
)
def test_a_volume_that_cannot_be_is_named(line: str, column: str, kind: str) -> None:
    """By its column."""
    assert refused(read("volumes", f"mes;servicio;suscriptores;facturas\n{line}\n")) == [(2, column, kind)]


@pytest.mark.parametrize("word", ["Total", "TOTALES", "Subtotal", "Total general", "Gran total", "Todos los servicios"])
def test_a_total_is_no_service(word: str) -> None:
    """A total of the other rows would be counted beside them; a utility that has nothing else says what it means."""
    text = f"mes;servicio;suscriptores\n2026-03;aseo;10\n2026-03;{word};10\n"
    assert refused(read("volumes", text)) == [(3, "servicio", "total")]
    (row,) = rows(
        read("volumes", f"mes;servicio;suscriptores\n2026-03;{word};10\n", values={"servicio": {word: "aseo"}})
    )
    assert row.servicio == "aseo"


def test_a_month_of_a_workbook_may_be_a_number() -> None:
    """The number 202603 is a month; as a count of days it would be in the year 2454."""
    frame, stream = [("mes", "servicio", "suscriptores"), (202603, "aseo", 60_214)], io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("A")
        for line, each in enumerate(frame):
            sheet.write_row(line, 0, each)
    (row,) = rows(read_rows(stream, profile=PROFILE, law=colombia.LAW, reading=Reading(kind="volumes")))
    assert (row.month, row.subscribers) == (date(2026, 3, 1), 60_214)


def test_a_month_there_twice_and_otherwise_is_refused_both_times() -> None:
    """Both rows are refused, however the month is written; the same row twice is one row."""
    text = "mes;servicio;suscriptores\n2026-03;aseo;10\nmarzo 2026;Aseo;11\n2026-04;aseo;10\n04/2026;ASEO;10\n"
    assert refused(read("volumes", text)) == [(2, "mes", "repetido"), (3, "mes", "repetido")]


# --- surveys -------------------------------------------------------------------------------------------------------


def test_surveys_are_answered_or_not() -> None:
    """Yes or no, sent and not answered, answered without saying it."""
    text = (
        "radicado,fecha_envio,fecha,satisfecho\n"
        "A,2026-03-20,2026-03-22,sí\nB,2026-03-20,2026-03-21,Insatisfecho\nC,2026-03-20,,\nD,,2026-03-22,N/A\n"
    )
    told = [(row.survey_id, row.sent_on, row.answered_on, row.satisfied) for row in rows(read("surveys", text))]
    sent = date(2026, 3, 20)
    assert told == [
        ("A", sent, date(2026, 3, 22), True),
        ("B", sent, date(2026, 3, 21), False),
        ("C", sent, None, None),
        ("D", None, date(2026, 3, 22), None),
    ]


def test_a_score_needs_the_scale_of_the_profile() -> None:
    """`[survey]` says from which score a user is satisfied; without it, 1 could be the worst score or a yes."""
    text = "encuesta,fecha,calificación\n1,2026-03-20,4\n2,2026-03-20,3\n3,2026-03-20,sí\n"
    assert [row.satisfied for row in rows(read("surveys", text, SCALED))] == [True, False, True]
    assert refused(read("surveys", text)) == [(2, "calificación", "nota"), (3, "calificación", "nota")]
    assert refused(read("surveys", text.replace(",4", ",9"), SCALED)) == [(2, "calificación", "escala")]
    values = {"satisfecho": {"4": "sí", "3": "no"}}
    assert [row.satisfied for row in rows(read("surveys", text, values=values))] == [True, False, True]


def test_the_scale_of_a_profile_is_checked() -> None:
    """In TOML and by itself."""
    profile = profile_from_toml('[utility]\nid = "aguas"\n[survey]\nscale = [1, 5]\nsatisfied_from = 4', colombia.LAW)
    assert profile.survey_scale == SurveyScale(1, 5, 4)
    assert profile.fingerprint == evolve(profile, survey_scale=None).fingerprint
    for wrong in ("scale = [1, 5]", "scale = 5\nsatisfied_from = 4", "scale = [5, 1]\nsatisfied_from = 4", "x = 1"):
        with pytest.raises(ProfileError, match="survey"):
            profile_from_toml(f'[utility]\nid = "aguas"\n[survey]\n{wrong}', colombia.LAW)
    with pytest.raises(InvalidInputError):
        SurveyScale(1, 5, 1)


def test_surveys_without_an_id_are_the_same_at_every_import() -> None:
    """Two equal surveys are two rows; read again, or in another place of the file, they keep their ids."""
    text = "fecha,satisfecho\n2026-03-20,sí\n2026-03-20,sí\n2026-03-21,no\n"
    file = read("surveys", text)
    ids = [row.survey_id for row in rows(file)]
    assert len(set(ids)) == 3
    assert [row.survey_id for row in rows(file)] == ids
    more = "fecha,satisfecho\n2026-03-22,no\n2026-03-20,sí\n2026-03-20,sí\n2026-03-21,no\n"
    assert [row.survey_id for row in rows(read("surveys", more))][1:] == ids


@pytest.mark.parametrize(
    ("line", "column", "kind"),
    [
        ("A,,,sí", "fecha", "vacio"),
        ("A,2026-03-20,2026-03-19,sí", "fecha", "anterior"),
        ("A,2026-03-20,,quizá", "satisfecho", "palabra"),
    ],
)
def test_a_survey_that_cannot_be_is_named(line: str, column: str, kind: str) -> None:
    """By its column."""
    assert refused(read("surveys", f"radicado,fecha_envio,fecha,satisfecho\n{line}\n")) == [(2, column, kind)]


def test_the_day_of_a_survey_may_be_one_column() -> None:
    """A survey that was answered on the day it was sent has one day."""
    text = "id,fecha_encuesta,satisfecho\n1,2026-03-20,sí\n2,2026-03-20,\n"
    assert [(row.sent_on, row.answered_on) for row in rows(read("surveys", text))] == [
        (date(2026, 3, 20), date(2026, 3, 20)),
        (date(2026, 3, 20), None),
    ]


# --- tickets -------------------------------------------------------------------------------------------------------


def test_tickets_have_hours_of_their_day_or_instants() -> None:
    """With a filing, or without."""
    text = (
        "Turno,Fecha,Hora llegada,Hora llamado,Hora fin,Abandono,Radicado\n"
        "A1,2026-03-16,8:00,8:12,8:20,,R-1\nA2,2026-03-16,8:05,,,8:40,\n"
    )
    served, left = rows(read("tickets", text))
    taken = datetime(2026, 3, 16, 13, 0, tzinfo=UTC)
    assert (served.ticket_id, served.taken_at, served.radicado) == ("2026-03-16 A1", taken, "R-1")
    assert (served.waiting.total_seconds(), served.service.total_seconds()) == (12 * 60, 8 * 60)
    assert (served.taken_on, served.waiting_minutes, served.service_minutes) == (date(2026, 3, 16), 12, 8)
    assert (left.waiting, left.waiting_minutes, left.left_at) == (None, None, datetime(2026, 3, 16, 13, 40, tzinfo=UTC))
    (row,) = rows(read("tickets", "turno,tomado,llamado\nA1,2026-03-16 08:00,2026-03-16 08:12\n"))
    assert row == Ticket(
        utility="aguas",
        ticket_id="2026-03-16 A1",
        taken_at=taken,
        called_at=datetime(2026, 3, 16, 13, 12, tzinfo=UTC),
        taken_on=date(2026, 3, 16),
    )


@pytest.mark.parametrize(
    ("line", "column", "kind"),
    [
        ("A1,,8:00,", "fecha", "vacio"),
        ("A1,2026-03-16,,", "tomado", "vacio"),
        ("A1,2026-03-16,8:00,7:59", "tomado", "turno"),
        ("A1,2026-03-16,ahora,", "tomado", "fecha"),
        (",2026-03-16,8:00,", "turno", "vacio"),
        ("A1,2026-03-16,2026-03-16,", "tomado", "hora"),
        ("A1,2026-03-16,25:00,", "tomado", "hora"),
    ],
)
def test_a_ticket_that_cannot_be_is_named(line: str, column: str, kind: str) -> None:
    """By its column."""
    assert refused(read("tickets", f"turno,fecha,tomado,llamado\n{line}\n")) == [(2, column, kind)]


def test_the_ticket_of_a_filing_is_the_one_of_the_queue() -> None:
    """Both have the same id, and each keeps what only the other has."""
    text = "radicado,fecha_radicacion,tipo,turno,turno_tomado\nR-1,2026-03-16 08:30,reclamo,A1,8:00\n"
    (case,) = rows(read("cases", text))
    (ticket,) = rows(read("tickets", "turno,fecha,tomado,llamado\nA1,2026-03-16,8:00,8:12\n"))
    of_filing = ticket_of(case.case)
    assert of_filing is not None
    assert of_filing.ticket_id == ticket.ticket_id
    joined = ticket.over(of_filing)
    assert (joined.radicado, joined.called_at) == ("R-1", ticket.called_at)
    assert of_filing.over(ticket) == joined
    late = evolve(of_filing, taken_at=datetime(2026, 3, 16, 14, tzinfo=UTC))
    assert late.over(ticket) == late


def test_a_filing_without_ticket_has_none() -> None:
    """A filing without the time of its ticket has no ticket."""
    text = "radicado,fecha_radicacion,tipo,turno\nR-1,2026-03-16,reclamo,\nR-2,2026-03-16,reclamo,A1\n"
    assert [ticket_of(row.case) for row in rows(read("cases", text))] == [None, None]


def test_each_kind_needs_its_columns() -> None:
    """A file of cases is not a file of volumes."""
    with pytest.raises(MissingColumnsError, match="mes, suscriptores"):
        read("volumes", "radicado,servicio\nA,aseo\n")
    with pytest.raises(InvalidInputError, match="expected one of"):
        read("casos", "radicado\n")


def test_a_survey_row_says_what_is_known() -> None:
    """Every field but its key may be unknown."""
    assert Survey(utility="aguas", survey_id="1").satisfied is None


# --- what has not happened yet -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "columns"),
    [
        ("volumes", "mes;servicio;suscriptores\n2026-03;aseo;1\n2026-04;aseo;1\n", ["mes"]),
        (
            "surveys",
            "encuesta;fecha_envio;fecha;satisfecho\nA;2026-03-16;2026-03-16;si\nB;2026-03-17;;\nC;;2026-03-17;si\n",
            ["fecha_envio", "fecha"],
        ),
        (
            "tickets",
            "turno;fecha;tomado;llamado\nA;2026-03-16;9:00;10:00\nB;2026-03-16;9:00;10:01\nC;2026-03-17;7:00;\n",
            ["llamado", "tomado"],
        ),
    ],
)
def test_what_has_not_happened_yet_is_refused(kind: str, text: str, columns: list[str]) -> None:
    """A month, a survey or a ticket later than the instant of recording; the first row of each file is in time."""
    bad: list[Rejected] = []
    tally = import_rows(
        MemoryStore(),
        read(kind, text),
        law=colombia.LAW,
        profile=PROFILE,
        recorded_at=datetime(2026, 3, 16, 15, tzinfo=UTC),
        on_reject=bad.append,
    )
    assert tally.added == 1
    assert [(each.column, each.kind) for each in bad] == [(column, "futuro") for column in columns]
