"""Which values are judged: running and future periods, targets of other lengths, groups, a utility's own targets."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import pytest
from attrs import evolve

from pqr_core import Office, cli, colombia
from pqr_core.colombia.indicators import INDICATORS
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Survey
from pqr_core.indicators.base import Undefined, Verdict, Why
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import point_of
from pqr_core.sources import Rows
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.tickets import Ticket

DAYS, SATISFACTION = INDICATORS["tiempo_respuesta_pqr"], INDICATORS["satisfaccion_cliente"]
AGES = INDICATORS["pendientes_por_edad"]
NOVEMBER = Period.parse("2026-11")


def answered(day: date, days: int, number: int) -> Facts:
    """A case answered on a day."""
    return Facts(
        utility="empresa",
        radicado=f"R-{number}",
        tipo="queja",
        municipio="Pereira",
        filed_on=date(2026, 11, 3),
        due_on=date(2026, 11, 25),
        answered_on=day,
        business_days_to_answer=days,
    )


LATE = Facts(
    utility="empresa",
    radicado="R-9",
    tipo="queja",
    municipio="Dosquebradas",
    filed_on=date(2026, 10, 1),
    due_on=date(2026, 10, 23),
)
ROWS = Rows(
    facts=[answered(date(2026, 11, 10), 5, 1), answered(date(2026, 11, 12), 7, 2), LATE],
    surveys=[
        Survey(utility="empresa", survey_id=str(n), sent_on=date(2026, 11, 3), answered_on=on, satisfied=satisfied)
        for n, (on, satisfied) in enumerate(((date(2026, 11, 4), True), (date(2026, 11, 5), None), (None, None)))
    ],
    tickets=[
        Ticket(
            utility="empresa",
            ticket_id=f"A{n}",
            taken_on=date(2026, 11, 4),
            taken_at=datetime(2026, 11, 4, 23, 0, tzinfo=UTC),  # 6 in the evening in Colombia, still the fourth
            called_at=called,
            served_at=served,
        )
        for n, (called, served) in enumerate(
            (
                (datetime(2026, 11, 4, 23, 4, 59, tzinfo=UTC), datetime(2026, 11, 4, 23, 10, tzinfo=UTC)),
                (datetime(2026, 11, 4, 23, 20, tzinfo=UTC), datetime(2026, 11, 4, 23, 50, tzinfo=UTC)),
                (datetime(2026, 11, 5, 0, 10, tzinfo=UTC), None),
                (None, None),
            )
        )
    ],
)


def test_a_period_that_runs_is_not_judged() -> None:
    """Only the day after its last one is it met."""
    for until, verdict, running in (
        (date(2026, 11, 29), Verdict.IN_PROGRESS, True),
        (date(2026, 11, 30), Verdict.MET, False),
    ):
        point = point_of(DAYS, count(ROWS, [DAYS], periods=[NOVEMBER], until=until), NOVEMBER)
        assert (point.verdict, point.in_progress, point.n) == (verdict, running, 2)


def test_a_period_to_come_says_so() -> None:
    """It has no value for a reason of its own, and nothing beside it is known."""
    december = NOVEMBER.shift(1)
    point = point_of(DAYS, count(ROWS, [DAYS], periods=[december], until=date(2026, 11, 29)), december)
    assert (point.result, point.verdict, point.n) == (Undefined(Why.NOT_BEGUN), None, None)
    assert set(point.beside.values()) == {None}
    assert isinstance(point.result, Undefined)
    assert point.result.why.label("en") == "the period has not begun"


def test_f13_a_period_to_come_has_no_bands() -> None:
    """What is open today is not counted by age in it; in the period that runs, it is."""
    december, until = NOVEMBER.shift(1), date(2026, 11, 29)
    counts = count(ROWS, [AGES], periods=[NOVEMBER, december], until=until)
    assert counts.bands(AGES, december) == ()
    assert sum(counts.bands(AGES, NOVEMBER)) == 1


def test_f17_an_annual_target_judges_years_only() -> None:
    """One answer that says no in a month is no verdict; of the year it is."""
    no = Survey(utility="empresa", survey_id="x", answered_on=date(2026, 11, 6), satisfied=False)
    rows = evolve(ROWS, surveys=[*ROWS.surveys, no])
    for text, verdict in (("2026-11", None), ("2026-S2", None), ("2026", Verdict.MISSED)):
        period = Period.parse(text)
        point = point_of(SATISFACTION, count(rows, [SATISFACTION], periods=[period]), period)
        assert (point.verdict, point.target, point.n) == (verdict, Fraction(82), 2)


def test_a_group_with_nothing_answered_is_there() -> None:
    """It has a case that is overdue."""
    counts = count(ROWS, [DAYS], by=("municipio",), periods=[NOVEMBER], until=date(2026, 11, 30))
    assert counts.groups(DAYS) == (("Dosquebradas",), ("Pereira",))
    point = point_of(DAYS, counts, NOVEMBER, ("Dosquebradas",))
    assert (point.n, point.beside) == (0, {"abiertos": 1, "vencidos": 1})
    assert not point.is_empty
    before = count(ROWS, [DAYS], by=("municipio",), periods=["2026-09"], until=date(2026, 9, 30))
    assert point_of(DAYS, before, Period.parse("2026-09"), ("Pereira",)).is_empty


def test_targets_of_the_utility_stand_in_for_those_of_the_sheet() -> None:
    """Dated; and one of no indicator is refused."""
    profile = evolve(
        colombia.DEFAULT_PROFILE,
        targets={"tiempo_respuesta_pqr": Dated("x", (Version(Fraction(5), first_day=date(2026, 1, 1)),))},
    )
    now = datetime(2026, 12, 10, tzinfo=UTC)
    store = MemoryStore()
    with store.begin(now) as unit:
        unit.facts.put(ROWS.facts)
        unit.commit()
    office = Office(store, colombia.JURISDICTION, profile, clock=lambda: now)
    (series,) = office.indicators(["2025-11", "2026-11"], codes=["tiempo_respuesta_pqr"])
    assert [(point.target, point.verdict) for point in series.points] == [
        (None, None),
        (Fraction(5), Verdict.MISSED),
    ]
    wrong = Office(store, colombia.JURISDICTION, evolve(profile, targets={"tiempo": 5}), clock=lambda: now)
    with pytest.raises(InvalidInputError, match="targets: expected one of satisfaccion_cliente"):
        wrong.indicators("2026-11")


@pytest.mark.parametrize(
    ("code", "value", "n"),
    [
        ("tiempo_espera", 20, 3),  # 4 whole minutes, 20 and 70
        ("p90_espera", 70, 3),
        ("tiempo_atencion", 5, 2),  # 5 whole minutes, and 30
        ("p90_atencion", 30, 2),
        ("tasa_respuesta_encuesta", Fraction(200, 3), 3),
    ],
)
def test_tickets_and_surveys_are_counted(code: str, value: Fraction | int, n: int) -> None:
    """Of the legal day on which they were taken; a ticket that nobody called has no waiting time."""
    indicator = INDICATORS[code]
    counts = count(ROWS, [indicator], periods=[NOVEMBER])
    assert (counts.result(indicator, NOVEMBER).exact, counts.n(indicator, NOVEMBER)) == (value, n)
    assert len(behind(ROWS, indicator, NOVEMBER).numerator) == (2 if code == "tasa_respuesta_encuesta" else n)


def run(*words: object) -> int:
    """A command."""
    return cli.main([str(word) for word in words])


def test_the_three_come_from_files_without_python(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tickets and surveys imported, and counted in the database; hours are of Colombia."""
    path = tmp_path / "pqr.sqlite"
    (tmp_path / "turnos.csv").write_text(
        "turno,tomado,llamado,atendido\n"
        "A1,2026-11-04 18:00,2026-11-04 18:04:59,2026-11-04 18:10\n"
        "A2,2026-11-04 18:00,2026-11-04 18:20,2026-11-04 18:50\n",
        encoding="utf-8",
    )
    (tmp_path / "encuestas.csv").write_text(
        "encuesta,fecha_envio,fecha,satisfecho\n1,2026-11-03,2026-11-04,si\n2,2026-11-03,,\n", encoding="utf-8"
    )
    for kind in ("turnos", "encuestas"):
        of = "tickets" if kind == "turnos" else "surveys"
        assert run("import", tmp_path / f"{kind}.csv", "--kind", of, "--store", path) == 0
    capsys.readouterr()
    asked = ("tiempo_espera", "tiempo_atencion", "tasa_respuesta_encuesta")
    named = [word for code in asked for word in ("--indicator", code)]
    assert run("indicators", "--store", path, "--period", "2026-11", "--as-of", "2026-12-01", "--json", *named) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["in_progress"] is False
    found = [(each["total"]["value"], each["total"]["decimal"], each["total"]["n"]) for each in document["indicators"]]
    assert found == [("4", 4.0, 2), ("5", 5.0, 2), ("50", 50.0, 2)]


def test_the_command_lists_marks_and_limits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which indicators there are; a month that runs; a page of no more charts than somebody looks at; a PNG."""
    path = tmp_path / "pqr.sqlite"
    with SqlStore(f"sqlite:///{path}") as store:
        store.create()
        with store.begin(datetime(2026, 12, 1, tzinfo=UTC)) as unit:
            unit.facts.put(evolve(LATE, radicado=f"L-{n}", causal=str(n), case_id=uuid4()) for n in range(60))
            unit.commit()
    assert run("indicators", "--list") == 0
    listed = capsys.readouterr().out
    assert all(code[:20] in listed for code in INDICATORS)
    assert run("indicators", "--list", "--json") == 0
    assert json.loads(capsys.readouterr().out)["indicators"][1]["target"] == "máximo 12 días hábiles"
    month = ("--store", path, "--period", "2026-11", "--as-of", "2026-11-26", "--indicator", "tiempo_respuesta_pqr")
    assert run("indicators", *month) == 0
    assert "Indicadores de nov 2026 (en curso, al 2026-11-26)" in capsys.readouterr().out
    assert run("indicators", *month, "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["in_progress"], document["indicators"][0]["total"]["verdict"]) == (True, "in_progress")
    page = tmp_path / "causales.html"
    assert run("indicators", *month, "--by", "causal", "--chart", page) == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == 40
    assert "<h1>empresa, Indicadores de nov 2026 (en curso, al 2026-11-26)</h1>" in text
    assert "se dibujan 40 gráficos, los de más casos; hay 21 más" in capsys.readouterr().err
    assert run("indicators", *month, "--chart", tmp_path / "dias.png") == 0
    assert (tmp_path / "dias.png").read_bytes().startswith(b"\x89PNG")
    assert run("indicators") == 2
