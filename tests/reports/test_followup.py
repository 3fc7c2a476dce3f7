"""The follow-up of the month: DuckDB counts every figure on its page again, from the rows of the store."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zipfile
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve

from pqr_core import Office, cli, colombia, samples
from pqr_core.cases.events import Filing
from pqr_core.errors import InvalidInputError, MissingExtraError
from pqr_core.exchange.spreadsheets import write_xlsx
from pqr_core.facts import Facts, RowMaker
from pqr_core.language import Language
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.office.imports import import_cases
from pqr_core.reports.followup_book import sheets_of
from pqr_core.reports.followup_data import data_of
from pqr_core.reports.followup_page import html_of
from pqr_core.reports.followup_parts import parts_of
from pqr_core.reports.followup_word import docx_of
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import ActionKind

duckdb = pytest.importorskip("duckdb")

UTILITY: Final = samples.SYNTHETIC_YEAR.utility_id
PROFILE: Final = evolve(
    colombia.DEFAULT_PROFILE, utility_id=UTILITY, name="Empresa Sintética", riesgos={"R1": "Silencio positivo"}
)
NOW: Final = datetime(2026, 11, 24, 15, tzinfo=UTC)
MONTHS: Final = [date(2025, 11, 1), date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 11))]
NAMES: Final = (
    "nov 2025",
    "dic 2025",
    *(f"{name} 2026" for name in ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct"]),
)


def office_of(store: Store, every: int) -> Office:
    """An office with every n-th case of the sample, and the other registers."""
    packed = (files(samples) / "sintetico_casos.csv.gz").read_bytes()
    heading, *lines = gzip.decompress(packed).splitlines(keepends=True)
    source = io.BytesIO(heading + b"".join(lines[::every]))
    tally = import_cases(store, source, law=colombia.LAW, profile=PROFILE, recorded_at=NOW)
    assert tally.rejected == 0
    with store.begin(NOW) as unit:
        unit.volumes.put(samples.volumes())
        unit.surveys.put(samples.surveys())
        unit.commit()
    return Office(store, colombia.JURISDICTION, PROFILE, clock=lambda: NOW)


# --- the page as a reader has it -----------------------------------------------------------------------------------


class Page(HTMLParser):
    """The tables of a page by the heading above them: rows of texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.above = self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - theirs
        """Begin a table, a row or a text."""
        if tag == "table":
            self.tables[self.above] = []
        elif tag == "tr":
            self.tables[self.above].append([])
        if tag in {"td", "h2", "h3"}:
            self.text = ""

    def handle_endtag(self, tag: str) -> None:
        """End a text."""
        if tag in {"h2", "h3"}:
            self.above = self.text
        elif tag == "td":
            self.tables[self.above][-1].append(self.text)

    def handle_data(self, data: str) -> None:
        """Add to the text."""
        self.text += data

    def rows(self, heading: str) -> list[list[str]]:
        """The rows of a table below its headings."""
        return [row for row in self.tables[heading] if row]


def told(value: Any, decimals: int = 0) -> str:
    """A number in Spanish, rounded half away from zero; written independently of the library."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(value[0]) / Decimal(value[1])
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"
    return text.translate(str.maketrans(",.", ".,"))


# --- the same by DuckDB --------------------------------------------------------------------------------------------

OPEN: Final = """filed_on <= ?::date and (answered_on is null or answered_on > ?::date)
                 and (ended_on is null or ended_on > ?::date)"""
DUE: Final = "case when due_on is not null then due_on when suspended_until < ?::date then due_if_lapsed_on end"


class Recount:
    """The figures of the rows, in SQL that shares nothing with the library."""

    def __init__(self, store: Store) -> None:
        self.con = duckdb.connect()
        for name in ("facts", "volumes", "surveys"):
            self.con.register(name, store.frame(name, UTILITY, backend="pyarrow"))

    def one(self, sql: str, *values: Any) -> Any:
        """The first row, or its only value."""
        row = self.con.execute(sql, list(values)).fetchone()
        return row[0] if len(row) == 1 else row

    def flows(self, first: date, where: str = "true") -> list[int]:
        """Received, answered, silences, recursos of a month; open and overdue at its end."""
        month = f"between ?::date and last_day(?::date) and {where}"
        end = self.one("select last_day(?::date)", first)
        return [
            self.one(f"select count(*) from facts where filed_on {month}", first, first),
            self.one(f"select count(*) from facts where answered_on {month}", first, first),
            self.one(f"select count(*) from facts where silence_on {month}", first, first),
            self.one(
                f"select count(*) from facts where tipo like 'recurso_reposicion%' and filed_on {month}", first, first
            ),
            self.one(f"select count(*) from facts where {OPEN} and {where}", end, end, end),
            self.one(f"select count(*) from facts where {OPEN} and {DUE} < ?::date and {where}", *[end] * 5),
        ]


def check(page: Page, recount: Recount) -> None:
    """Every figure of the page of October 2026 that is counted from rows."""
    first, end = date(2026, 10, 1), date(2026, 10, 31)
    check_sheet(page, recount)
    now, before = recount.flows(first), recount.flows(date(2026, 9, 1))
    shown = page.rows("Casos y cambios")
    assert [row[1:] for row in shown] == [
        [told(a), told(b), ("+" if a > b else "") + told(a - b)] for a, b in zip(now, before, strict=True)
    ]
    services = page.rows("Por servicio")
    assert len(services) == 1 + recount.one("select count(distinct servicio) from facts where filed_on <= ?::date", end)
    for code, _name, *counts in services[:-1]:
        assert counts == [told(n) for n in recount.flows(first, f"servicio = '{code}'")]
    assert services[-1][2:] == [told(n) for n in now]
    check_causales(page, recount, now)
    ages = recount.con.execute(
        f"""select count(*) filter (age <= 15), count(*) filter (age between 16 and 30),
            count(*) filter (age between 31 and 60), count(*) filter (age between 61 and 90), count(*) filter (age > 90)
            from (select ?::date - filed_on as age from facts where {OPEN})""",
        [end] * 4,
    ).fetchone()
    assert [row[1] for row in page.rows("Edad de lo abierto (días calendario desde la radicación)")] == list(
        map(told, ages)
    )
    check_due(page, recount, end)


def check_sheet(page: Page, recount: Recount) -> None:
    """The three indicators of the sheet: twelve months each, and the year."""
    shown = {row[0]: row for row in page.rows("Indicadores")}
    satisfied = "select count(*) filter (satisfied), count(*) from surveys where satisfied is not null and answered_on "
    year = recount.one(satisfied + "between '2026-01-01' and '2026-10-31'")
    assert shown["Satisfacción del cliente"][5:] == [
        f"{told((100 * year[0], year[1]), 1)} %",
        told(year[1]),
        "en curso",
    ]
    days = "select sum(business_days_to_answer)::int, count(*) from facts where answered_on "
    total = recount.one(days + "between '2026-01-01' and '2026-10-31'")
    assert shown["Tiempo de respuesta de PQR"][5:] == [f"{told(total, 1)} días hábiles", told(total[1]), "en curso"]
    users = "select sum(subscribers)::int from volumes where month = ?::date"
    since, now = recount.one(users, date(2025, 12, 1)), recount.one(users, MONTHS[-1])
    assert shown["Incremento de usuarios"][5:] == [f"{told((100 * (now - since), since), 2)} %", told(since), "-"]
    for place, (month, name) in enumerate(zip(MONTHS, NAMES, strict=True)):
        inside = "between ?::date and last_day(?::date)"
        yes, answers = recount.one(satisfied + inside, month, month)
        row = page.rows("Satisfacción del cliente")[place]
        assert row == [name, f"{told((100 * yes, answers), 1)} %", told(answers), "mínimo 82 %", "-"]
        spent, answered = recount.one(days + inside, month, month)
        row = page.rows("Tiempo de respuesta de PQR")[place]
        met = spent <= 12 * answered
        assert row[0::2] == [name, told(answered), "cumple" if met else "no cumple"]
        assert row[1].startswith(told((spent, answered), 1)) or not met  # beside the target it has more decimals
        before = recount.one(
            "select sum(subscribers)::int from volumes where month = ?::date - interval 1 month", month
        )
        users_now = recount.one(users, month)
        row = page.rows("Incremento de usuarios")[place]
        met = (users_now - before) * 10_000 >= 33 * before
        assert row[0::2] == [name, told(before), "cumple" if met else "no cumple"]
        assert row[1].startswith(told((100 * (users_now - before), before), 2)) or not met
    for heading, row in shown.items():
        assert row[1:3] == page.rows(heading)[-1][1:3]


def check_causales(page: Page, recount: Recount, now: list[int]) -> None:
    """Check the causales: the largest first, their cumulative share, and the others in one row."""
    shown = page.rows("Por causal (Pareto)")
    upto = 0
    for code, _name, *counts, share in shown[:-2]:
        where = "causal is null" if code == "sin dato" else f"causal = '{code}'"
        found = recount.flows(date(2026, 10, 1), where)
        upto += found[0]
        assert counts == [told(n) for n in found]
        assert share == f"{told((100 * upto, now[0]), 1)} %"
    first = [row[2] for row in shown[:-2]]
    assert first == sorted(first, key=lambda text: -int(text.replace(".", "")))
    codes = ", ".join(f"'{row[0]}'" for row in shown[:-2])
    rest = recount.flows(date(2026, 10, 1), f"coalesce(causal, 'sin dato') not in ({codes})")
    assert shown[-2][2:-1] == [told(n) for n in rest]
    assert shown[-1][2:-1] == [told(n) for n in now]


def check_due(page: Page, recount: Recount, end: date) -> None:
    """By the ten business days that follow (2, 16 November are holidays), and every case at risk."""
    days = [date(2026, 11, day) for day in (3, 4, 5, 6, 9, 10, 11, 12, 13, 17)]
    shown = page.rows("Vencimientos de los próximos 10 días hábiles")
    due = f"select count(*) from (select {DUE} as due from facts where {OPEN}) where "
    given = [end] * 4
    assert shown[0][1] == told(recount.one(due + "due < ?::date", *given, end))
    for (_, n), day in zip(shown[1:-2], days, strict=True):
        assert n == told(recount.one(due + "due = ?::date", *given, day)), day
    assert shown[-2][1] == told(recount.one(due + "due > ?::date", *given, days[-1]))
    assert shown[-1][1] == told(recount.one(due + "due is null", *given))
    rows = recount.con.execute(
        f"""select radicado, due::varchar from (select radicado, {DUE} as due from facts where {OPEN})
            where due <= '2026-11-05' order by due, radicado""",
        given,
    ).fetchall()
    late = [list(row) for row in rows if row[1] < end.isoformat()]
    soon = [list(row) for row in rows if row[1] >= end.isoformat()]
    for heading, found in (("Vencidos", late), ("Por vencer", soon)):
        assert [[row[0], row[5]] for row in page.tables.get(heading, []) if row] == found[:40]


def test_every_figure_of_the_page_is_counted_again() -> None:
    """Every figure is checked on every twentieth case of the sample, in memory."""
    store = MemoryStore()
    office = office_of(store, 20)
    found = office.followup("2026-10", on=date(2026, 11, 5), made_by="Ana Ruiz")
    check(Page(html_of(found)), Recount(store))


@pytest.mark.full
def test_every_figure_of_the_whole_sample_is_counted_again(tmp_path: Path) -> None:
    """Every figure of the whole sample is checked, as the command writes it from a database."""
    with SqlStore(f"sqlite:///{tmp_path / 'pqr.sqlite'}") as store:
        store.create()
        office_of(store, 1)
        out = tmp_path / "mes.html"
        asked = ["followup", "--store", str(tmp_path / "pqr.sqlite"), "--utility", UTILITY, "--period", "2026-10"]
        assert cli.main([*asked, "--as-of", "2026-11-05", "--out", str(out)]) == 0
        text = out.read_text(encoding="utf-8")
        assert "Datos inventados" in text
        check(Page(text), Recount(store))


# --- on rows made by hand ------------------------------------------------------------------------------------------


def small(store: Store, now: datetime = NOW) -> Office:
    """Three cases of October, one of them with a radicado that a spreadsheet would run."""
    rows = [
        Facts(utility=UTILITY, radicado=name, tipo="reclamo", servicio="aseo", filed_on=filed, due_on=due)
        for name, filed, due in (
            ("=1+1", date(2026, 10, 5), date(2026, 10, 27)),
            ("R-2", date(2026, 10, 20), date(2026, 11, 4)),
            ("<b>R-3</b>", date(2026, 10, 20), date(2026, 12, 4)),
        )
    ]
    with store.begin(NOW) as unit:
        unit.facts.put(rows)
        unit.commit()
    return Office(store, colombia.JURISDICTION, PROFILE, clock=lambda: now)


ACTION: Final = ImprovementAction(
    utility=UTILITY,
    period="2026-10",
    kind=ActionKind.PREVENTIVA,
    what="=HYPERLINK(1)",
    responsible="jefe de atención",
    opened_on=date(2026, 11, 5),
    due_on=date(2026, 11, 20),
    riesgo="R1",
)


def test_a_month_that_runs_says_so_and_one_to_come_is_refused() -> None:
    """A running month is nowhere judged, and a future one is refused."""
    office = small(MemoryStore(), datetime(2026, 10, 29, 15, tzinfo=UTC))
    found = office.followup("2026-10")
    assert (found.in_progress, found.closing_day) == (True, date(2026, 10, 29))
    text = html_of(found)
    assert "octubre de 2026 (en curso)" in text
    assert "El período está en curso: se compara con todo el anterior." in text
    assert not {"cumple", "no cumple"} & {cell for row in Page(text).rows("Indicadores") for cell in row}
    with pytest.raises(InvalidInputError, match="2026-11 has not begun on 2026-10-29"):
        office.followup("2026-11")


def test_at_risk_are_the_overdue_and_those_due_soon() -> None:
    """By the business days of the utility: 3 and 4 November are the second and third after Friday 30 October."""
    office = small(MemoryStore())
    found = office.followup("2026-10", on=date(2026, 10, 30))
    assert [(each.row.radicado, each.business_days) for each in found.at_risk] == [("=1+1", -3), ("R-2", 2)]
    assert (found.due.overdue, found.due.later, found.due.undated) == (1, 1, 0)
    assert dict(found.due.days)[date(2026, 11, 4)] == 1
    wednesday = office.followup("2026-10", on=date(2026, 10, 28)).at_risk[0]
    assert (wednesday.due_on, wednesday.business_days, wednesday.is_overdue) == (date(2026, 10, 27), -1, True)
    with office.store.begin(NOW) as unit:
        unit.facts.put(
            [
                Facts(
                    utility=UTILITY, radicado="R-4", tipo="queja", filed_on=date(2026, 10, 8), due_on=date(2026, 10, 30)
                )
            ]
        )
        unit.commit()
    (friday,) = (each for each in office.followup("2026-10").at_risk if each.row.radicado == "R-4")
    assert (friday.business_days, friday.is_overdue) == (0, True)  # closed on Saturday: no business day since, yet late


def test_a_table_of_long_texts_is_stacked_on_a_phone() -> None:
    """Also where its columns are few: beside each other the findings, norms and filings were wider than the screen."""
    office = office_of(MemoryStore(), 60)
    text = html_of(office.followup("2026-10", every_case=True))
    stacked = re.findall(r'<table( class="wide")?><thead><tr><th scope="col"(?: class="num")?>([^<]+)', text)
    assert (' class="wide"', "Hallazgo") in stacked
    assert ("", "Casos") in stacked


def test_minutes_and_actions_are_kept_and_shown() -> None:
    """An action without an indicator, with its risk; overdue after its last day, and closed with evidence."""
    office = small(MemoryStore())
    for decisions in (["nada"], ["reforzar la ventanilla"]):  # the second of the same day replaces the first
        office.keep_minutes(
            Minutes(
                utility=UTILITY, period="2026-10", held_on=date(2026, 11, 5), attendance=["Ana"], decisions=decisions
            )
        )
    office.keep_action(ACTION)
    found = office.followup("2026-10")
    assert [each.decisions for each in found.minutes] == [("reforzar la ventanilla",)]
    assert (found.actions.overdue, found.actions.open, found.actions.closed) == ((ACTION,), (), ())
    page = Page(html_of(found))
    (row,) = page.rows("6. Acciones de mejora")
    assert row[:5] == ["vencida", "preventiva", "=HYPERLINK(1)", "-", "R1 Silencio positivo"]
    assert page.rows("Reunión del jueves 5 de noviembre de 2026")[1] == ["Decisión", "reforzar la ventanilla"]
    closed = office.action(str(ACTION.action_id)[:8]).closed(date(2026, 11, 23), ["acta 14"])
    office.keep_action(closed)
    assert office.followup("2026-10").actions.closed == (closed,)
    with pytest.raises(InvalidInputError, match="riesgo"):
        office.keep_action(evolve(ACTION, riesgo="R9"))
    with pytest.raises(InvalidInputError, match="action"):
        office.action("zz")


def test_no_text_is_run_by_a_spreadsheet_nor_by_a_browser() -> None:
    """Formulas stay text in the workbook, markup stays text in the page."""
    office = small(MemoryStore())
    office.keep_action(ACTION)
    found = office.followup("2026-10", on=date(2026, 11, 24))
    book = io.BytesIO()
    write_xlsx(sheets_of(found), book)
    with zipfile.ZipFile(book) as packed:
        sheets = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sum("HYPERLINK(1)" in sheet for sheet in sheets) == 1
    assert not any("<f>" in sheet for sheet in sheets)
    assert "<b>R-3" not in html_of(found)


def test_the_document_says_what_the_page_says() -> None:
    """Headings, tables and pictures; read by python-docx."""
    docx = pytest.importorskip("docx")
    found = small(MemoryStore()).followup("2026-10", made_by="Ana Ruiz")
    document = docx.Document(io.BytesIO(docx_of(found)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Seguimiento de octubre de 2026" in texts
    assert "Elaboró: Ana Ruiz" in texts
    assert "1. Indicadores del proceso" in texts
    assert len(document.inline_shapes) == 3
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["PQR recibidas", "3", "0", "+3"] in cells


def test_the_data_for_programs_are_the_figures_of_the_page() -> None:
    """Under keys and codes that no language changes; names and texts alone are translated."""
    office = small(MemoryStore())
    office.keep_action(ACTION)
    office.keep_minutes(Minutes(utility=UTILITY, period="2026-10", held_on=date(2026, 11, 5), attendance=["Ana"]))
    found = office.followup("2026-10", every_case=True)
    data, page = data_of(found), Page(html_of(found))
    assert json.loads(json.dumps(data)) == data
    assert [[each["name"], told(each["n"]), told(each["before"])] for each in data["cases"]] == [
        row[:3] for row in page.rows("Casos y cambios")
    ]
    last = [each["series"][-1] for each in data["indicators"]]
    assert [[point["text"], "-" if point["n"] is None else told(point["n"])] for point in last] == [
        row[1:3] for row in page.rows("Indicadores")
    ]
    assert [each["name"] for each in data["indicators"]] == [row[0] for row in page.rows("Indicadores")]
    received = data["cases"][0]["code"]
    for rows in (data["by_service"], data["by_causal"]):
        assert sum(row[received] for row in rows) == data["cases"][0]["n"] > 0
    due = data["due"]
    still_open = sum(each["n"] for each in data["ages"])
    assert due["overdue"] + sum(each["n"] for each in due["days"]) + due["later"] + due["undated"] == still_open > 0
    assert (data["audit"]["looked_at"], data["audit"]["of"]) == (found.audit.looked_at, 3)
    assert [(each["state"], each["closed_on"]) for each in data["actions"]] == [("vencida", None)]
    assert data["minutes"] == ["2026-11-05"]

    def untold(value: Any) -> Any:
        if isinstance(value, list):
            return [untold(each) for each in value]
        if isinstance(value, dict):
            return {key: untold(each) for key, each in value.items() if key not in {"name", "text"}}
        return value

    english = data_of(found, "en")
    assert untold(english) == untold(data)
    assert english["cases"][0]["name"] == "PQR received"


def test_the_self_audit_looks_at_the_same_sample_each_time() -> None:
    """The sample is the same each time, or every case; findings are those of the agenda at the end of the period."""
    office = office_of(MemoryStore(), 60)
    few, again = (office.followup("2026-10", sample=5).audit for _ in range(2))
    every = office.followup("2026-10", every_case=True).audit
    assert few == again
    assert (few.looked_at, every.looked_at, few.of) == (5, every.of, every.of)
    with office.store.read() as unit:
        cases = {stored.case.filing.radicado: stored.case for stored in unit.cases.stream(UTILITY)}
    end = colombia.instant(datetime(2026, 10, 31, 23, 59, 59))
    for noticed in every.noticed:
        for radicado in noticed.radicados:
            assert noticed.finding in colombia.agenda(cases[radicado], end, PROFILE).findings
    assert every.with_findings == len({each for noticed in every.noticed for each in noticed.radicados})


def run(*words: object) -> int:
    """A command."""
    return cli.main([str(word) for word in words])


def test_the_month_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Minutes, an action opened and closed, the page, the workbook and the document; the file is for nobody else."""
    path = tmp_path / "pqr.sqlite"
    with SqlStore(f"sqlite:///{path}") as store:
        store.create()
        small(store)
    where = ("--store", path, "--utility", UTILITY)
    meeting = (*where, "--period", "2026-10", "--as-of", "2026-11-05")
    assert run("minutes", *meeting, "--present", "Ana Ruiz, jefe", "--decision", "dos turnos más") == 0
    opened = ("--kind", "mejora", "--what", "dos turnos más", "--responsible", "Ana", "--due", "2026-12-01")
    assert run("action", *meeting, *opened) == 0
    name = capsys.readouterr().out.splitlines()[-1].split(":")[0].strip()
    assert run("action", *where, "--close", name, "--as-of", "2026-11-20", "--evidence", "acta 14") == 0
    assert "cerrada" in capsys.readouterr().out
    for form in ("html", "xlsx", "docx"):
        out = tmp_path / f"mes.{form}"
        assert run("followup", *where, "--period", "2026-10", "--out", out, "--audit", "todos") == 0
        assert out.stat().st_mode & 0o077 == 0
    page = Page((tmp_path / "mes.html").read_text(encoding="utf-8"))
    assert page.rows("6. Acciones de mejora")[0][0] == "cerrada"
    assert run("followup", *where, "--period", "2026-10", "--lang", "en") == 0
    assert "PQR received" in capsys.readouterr().out
    assert run("followup", *where, "--period", "2026-10", "--json") == 0
    assert json.loads(capsys.readouterr().out)["actions"][0]["action_id"].startswith(name)
    for wrong in (("--out", "mes.pdf"), ("--audit", "muchos")):
        assert run("followup", *where, "--period", "2026-10", *wrong) == 2
    assert run("action", *meeting, "--what", "algo") == 2
    assert "falta --responsible, --due, --kind" in capsys.readouterr().err
    assert run("action", *meeting, *opened[:-1], "3 de diciembre de 2026") == 0
    name = capsys.readouterr().out.splitlines()[-1].split(":")[0].strip()
    with SqlStore(f"sqlite:///{path}") as store:
        assert colombia.office(store, PROFILE).action(name).due_on == date(2026, 12, 3)
    for more, told in ((("--due", "05/06/2026"), "puede ser el"), (("--indicator", "incremento"), "indicador descon")):
        assert run("action", *meeting, *opened, *more) == 2
        assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "told"),
    [("docx", "python-docx: pip install 'pqr-core[docx]'"), ("typst", "typst: pip install 'pqr-core[pdf]'")],
)
def test_the_document_needs_its_libraries(missing: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing library is named, with the extra that installs it."""
    found = small(MemoryStore()).followup("2026-10")
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtraError) as refused:
        docx_of(found)
    assert str(refused.value).endswith(told)


def test_one_is_told_as_one() -> None:
    """No sentence of the page puts a plural beside the number 1, in either language."""
    store = MemoryStore(rows=RowMaker(colombia.LAW, {UTILITY: PROFILE}))
    of = Office(store, colombia.JURISDICTION, PROFILE, clock=lambda: NOW)
    of.file(Filing(tipo="reclamo", servicio="acueducto", causal="102"), on=date(2026, 10, 20))
    found = of.followup("2026-10")
    languages: tuple[Language, ...] = ("es", "en")
    for lang in languages:
        notes = [note for part in parts_of(found, lang) for note in part.notes]
        assert any(" 1" in note for note in notes)
        assert not [note for note in notes if re.search(r"\b1 \w+s\b", note)]
