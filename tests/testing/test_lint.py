"""The linter of date arithmetic on legal dates: what it finds, what it ignores, and how often it is right."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.cli import main
from pqr_core.testing.lint import python, sql
from pqr_core.testing.lint.files import smells_of
from pqr_core.testing.lint.rules import RULES, is_legal

HEAD = "from datetime import date, timedelta\nimport holidays\nimport numpy as np\nimport pandas as pd\n"


class Labelled(NamedTuple):
    """A line as somebody wrote it, and the rule that it breaks, or None."""

    line: str
    rule: str = ""
    language: str = "python"


LINES = (
    Labelled("vence = radicado_el + timedelta(days=15)", "PQR001"),
    Labelled("due_on = filed_on + timedelta(15)", "PQR001"),
    Labelled("PLAZO_RESPUESTA = timedelta(days=15)", "PQR001"),
    Labelled("if pqr.fecha_radicacion < date.today() - timedelta(days=15): print('vencida')", "PQR001"),
    Labelled("last = np.busday_offset(day, 15, roll='forward')", "PQR002"),
    Labelled("df['limite'] = df['radicado'] + pd.offsets.BDay(15)", "PQR002"),
    Labelled("def dias_habiles(a): return sum((a + timedelta(n)).weekday() < 5 for n in range(9))", "PQR003"),
    Labelled("festivos = holidays.CO(years=2026)", "PQR004"),
    Labelled("FESTIVOS = ['2026-06-15', '2026-06-29', '2026-07-20', '2026-08-07', '2026-08-17']", "PQR005"),
    Labelled("SELECT fecha_radicacion + INTERVAL '15 days' AS vence FROM pqrs", "PQR006", "sql"),
    Labelled("SELECT DATEADD(day, 15, FechaRadicacion) FROM Reclamos", "PQR006", "sql"),
    # Also wrong, but not found: this linter sees only calls and intervals.
    Labelled("vence = date.fromordinal(radicado_el.toordinal() + 15)", "PQR001"),
    Labelled("SELECT fecha_radicacion + 15 AS vence FROM pqrs", "PQR006", "sql"),
    # Right.
    Labelled("vence = colombia.due('reclamo', radicado_el).due_on"),
    Labelled("vence = calendar.add_business_days(radicado_el, 15)"),
    Labelled("token_expires = now + timedelta(days=15)"),
    Labelled("radicadas = [each for each in pqrs if each.radicado_el >= hoy - timedelta(days=30)]"),
    Labelled("siguiente = radicado_el + timedelta(days=1)"),
    Labelled("SELECT count(*) FROM pqrs WHERE fecha_radicacion >= now() - INTERVAL '30 days'", "", "sql"),
    Labelled("SELECT created_at + INTERVAL '15 days' FROM sessions", "", "sql"),
)


def found(labelled: Labelled) -> set[str]:
    """The rules that the line is said to break."""
    if labelled.language == "sql":
        return {each.rule.code for each in sql.smells(labelled.line, "a.sql")}
    return {each.rule.code for each in python.smells(HEAD + labelled.line + "\n", "a.py")}


def test_precision_and_recall_are_those_published() -> None:
    """On twenty labelled lines: the page says so many."""
    assert len(LINES) == 20
    right = sum(bool(each.rule) and each.rule in found(each) for each in LINES)
    told = sum(len(found(each)) for each in LINES)
    wrong = sum(bool(each.rule) for each in LINES)
    page = (Path(__file__).parents[2] / "docs" / "en" / "testing.md").read_text(encoding="utf-8")
    assert f"| twenty lines of ours | {told} | {right} | {wrong} |" in page
    assert right == told == 11


@pytest.mark.parametrize("labelled", [each for each in LINES if found(each)], ids=lambda each: each.line[:30])
def test_a_planted_line_is_found_in_a_whole_file(tmp_path: Path, labelled: Labelled) -> None:
    """Among others, at its line."""
    path = tmp_path / f"app.{'sql' if labelled.language == 'sql' else 'py'}"
    before = "" if labelled.language == "sql" else HEAD
    path.write_text(f"{before}\n\n{labelled.line}\n", encoding="utf-8")
    (smell,) = smells_of(path)
    assert (smell.rule, smell.line) == (RULES[labelled.rule], before.count("\n") + 3)


def test_it_finds_in_this_repository_what_the_page_says() -> None:
    """Only a query that is wrong on purpose."""
    root = Path(__file__).parents[2]
    told = [each for folder in ("src", "docs", "scripts", "examples") for each in smells_of(root / folder)]
    assert [(Path(each.path).name, each.rule.code) for each in told] == [("naive.sql", "PQR003")]


# --- Python --------------------------------------------------------------------------------------------------------


def codes(source: str) -> list[str]:
    """The rules broken, in order."""
    return [each.rule.code for each in python.smells(source, "a.py")]


@pytest.mark.parametrize(
    "source",
    [
        "import datetime as dt\nvence = x + dt.timedelta(days=15)",
        "from datetime import timedelta as td\nvence = x + td(weeks=3)",
        "from dateutil.relativedelta import relativedelta\nfila['vencimiento'] = x + relativedelta(days=plazo)",
        "import pandas as pd\ndf['fecha_limite'] = df['x'] + pd.Timedelta('15 days')",
        "import arrow\nvence = arrow.get(x).shift(days=+15)",
        "from datetime import timedelta\ndef fecha_vencimiento(x):\n    return x + timedelta(days=15)",
        "from datetime import timedelta\nmodel(due=x + timedelta(days=15))",
        "from datetime import timedelta\nbusiness_day_end = x + timedelta(days=15)",
        "from datetime import timedelta\nasync def f():\n    async with a:\n        vence = x + timedelta(days=15)",
        "from datetime import timedelta\nif hoy > radicado + timedelta(days=15):\n    pass",
        "from datetime import timedelta\npqr.vence = date.today() + timedelta(days=15)",
        "if (date.today() - pqr.fecha_radicacion).days > 15:\n    pass",
        "from django.utils import timezone\nvence = x + timezone.timedelta(15)",
        "from datetime import timedelta\nPqr.filter(fecha_radicacion__lt=timezone.now() - timedelta(days=15))",
        "from datetime import timedelta\ndef f():\n    corte = hoy - timedelta(15)\n    return pqr.radicado < corte",
        "from datetime import timedelta\ndef f():\n    sla = hoy - timedelta(days=14)\n    return T.filter(x__lt=sla)",
        "def dias_habiles_desde(dia):\n    return (date.today() - dia).days",
    ],
)
def test_days_added_to_a_legal_date(source: str) -> None:
    """Under whatever name of the module, by any of its forms."""
    assert codes(source) == ["PQR001"]


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import timedelta\nvence = x + timedelta(hours=72)",
        "from datetime import timedelta\nx = y + timedelta(days=15)\nvence = colombia.due('reclamo', day)",
        "from mine import timedelta\nvence = x + timedelta(days=15)",
        "from datetime import timedelta\nalerta = fecha_limite - timedelta(days=5)",
        "from datetime import timedelta\nproximas = [p for p in pqrs if p.vence <= hoy + timedelta(days=3)]",
        "from datetime import timedelta\nPqr.filter(vence__lte=timezone.now() + timedelta(days=3))",
        "from datetime import timedelta\nPqr.filter(vence__range=(date.today(), date.today() + timedelta(days=9)))",
        "from datetime import timedelta\nvencimiento_token = ahora + timedelta(days=7)",
        "from datetime import timedelta\nrespuesta.set_cookie('s', v, expires=ahora + timedelta(days=15))",
        "from datetime import timedelta\nrespuesta = requests.get(url, timeout=timedelta(days=2))",
        "from datetime import timedelta\nvence_contrasena = hoy + timedelta(days=90)",
        "from datetime import timedelta\nradical_change = x + timedelta(days=7)",
        "from datetime import timedelta\nusuario.habilitado_hasta = x + timedelta(days=30)",
        "from datetime import timedelta\nbusiness_unit_eta = x + timedelta(days=30)",
        "if (hoy - pqr.radicado).days > 1 or (hoy - usuario.creado).days > 15:\n    pass",
        "vence = x + timedelta(days=15)  # no import: whose is it?\nhabiles = [1, 2]",
        "from datetime import timedelta\ndef f():\n    plazo = hoy - timedelta(30)\n    return T.filter(x__gte=plazo)",
        "from datetime import timedelta\ndef f():\n    corte = hoy - timedelta(30)\n    return usuario.creado < corte",
        "from datetime import timedelta\ndef f():\n    return a.radicado < corte\ncorte = hoy - timedelta(days=30)",
        "def dias_restantes(dia):\n    return (dia - date.today()).days",
        "def dias_inhabiles(dia):\n    return (dia - date.today()).days",
        "def cuota_que_vence(x):\n    return x.weekday() == 2",
        "def f(x):\n    return x.weekday() < 5",
        "def dias_habiles(x, festivos):\n    return x.weekday() < 5 and x not in festivos",
        "import numpy as np\nnp.busday_offset(x, 15, holidays=festivos)",
        "import holidays\nholidays.US(years=2026)",
        "lista = ['2026-07-13', '2026-07-20', '2026-08-07', '2026-08-17', '2026-10-12']",
        "TRASLADADOS = ((6, 1), (19, 3), (29, 6), (9, 7), (15, 8), (12, 10))",
        "def dias_habiles(x, festivos):\n    return x.weekday() not in FINES_DE_SEMANA and x not in festivos",
        "lista = ['2025-06-30', '2025-07-20', '2025-08-07', '2025-08-18', '2025-10-13']",
        "def f(:\n",
        "x = '\0'",
        "x = " + "(" * 2000 + ")" * 2000,
        "",
    ],
)
def test_what_is_left_alone(source: str) -> None:
    """Other dates, other countries, other years, and what is no Python."""
    assert codes(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nF = {date(2026, 6, 15), date(2026, 6, 29), date(2026, 7, 20), date(2026, 8, 7)}",
        "F = {2026: ['2026-06-15', '2026-06-29', '2026-07-20'], 2027: ['2026-08-07']}",
        "F = {'15/06/2026': 'a', '29/06/2026': 'b', '20/07/2026': 'c', '07/08/2026': 'd'}",
        "TRASLADADOS = [(1, 6), (3, 19), (6, 29), (8, 15), (10, 12)]",
        "TRASLADADOS = ['01-06', '03-19', '06-29', '08-15']",
        "TRASLADADOS = ((6, 1), (19, 3), (29, 6), (15, 8), (12, 10))",
        "F = ['2027-01-11', '2027-03-22', '2027-07-05', '2027-07-20']",
    ],
)
def test_lists_without_the_new_holiday(source: str) -> None:
    """Days, texts, keys, nested by year, months and days of no year, and later years."""
    assert codes(source) == ["PQR005"]


def test_sql_within_python_is_read_at_its_line() -> None:
    """In a call, over several lines."""
    source = 'cursor.execute("""\n  SELECT *\n  FROM pqrs\n  WHERE radicado + INTERVAL \'15 days\' < now()\n""")\n'
    assert [(each.line, each.rule.code) for each in python.smells(source, "a.py")] == [(4, "PQR006")]


def test_sql_on_one_line_of_python_is_told_there() -> None:
    """Its line breaks are escapes, so the file has no such lines; the mark of the line counts."""
    source = "q = 'select *\\n\\n\\n from pqrs where radicado + interval \\'15 days\\' < now()'"
    assert [(each.line, each.rule.code) for each in python.smells(source, "a.py")] == [(1, "PQR006")]
    assert list(python.smells(source + "  # pqr: ignore", "a.py")) == []


@pytest.mark.parametrize("name", ["FINES_SEMANA", "self.fin_de_semana", "WEEKEND"])
def test_a_weekend_that_is_named(name: str) -> None:
    """As the numbers of its days."""
    assert codes(f"def es_habil(self, x):\n    return x.weekday() not in {name}") == ["PQR003"]


def test_a_floor_of_holidays_quiets(tmp_path: Path) -> None:
    """In the project's own requirements, above the file; a lower one does not."""
    (tmp_path / "app").mkdir()
    path = tmp_path / "app" / "days.py"
    path.write_text("import holidays\nholidays.country_holidays('CO')\n", encoding="utf-8")
    for told, expected in (
        ("holidays", 1),
        ("holidays>=0.40", 1),
        ("holidays==0.99", 0),
        ("holidays >= 1.2", 0),
        ("my-holidays>=9.9", 1),
    ):
        folder = tmp_path / re.sub(r"\W", "", told)
        (folder / "app").mkdir(parents=True)
        (folder / "requirements.txt").write_text(told + "\n", encoding="utf-8")
        (folder / "app" / "days.py").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        assert len(list(smells_of(folder))) == expected, told


# --- SQL -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "update pqrs set vence = date_add(radicado, interval 15 day)",
        "select radicado + interval '15' day from t",
        "select date(radicado, '+15 days') from t",
        "select adddate(radicado, 15) from t",
        "select timestampadd(day, 15, radicado) from t",
        "select date_add(radicado, 15) from t",
        "select date_add('day', 15, radicado) from t",
        "select dateadd('day', 15, radicado), DateAdd(\"x\", 15, z) from t",
        "select dateadd(dd, @plazo, radicado) from t",
        "delete from pqrs where fecha_radicacion < now() - interval '15 days'",
        "update pqrs set vence = now() + interval '15 days'",
        "select * from pqrs where now() > fecha_radicacion + interval '15 days'",
        "create view v as select \"fecha radicado\" + interval '15 days' from t",
        "select radicado + '15 days'::interval from t",
        "select radicado + (t.plazo || ' days')::interval from t",
        "select radicado + concat(plazo, ' days')::interval from pqrs",
        "select radicado + make_interval(days => 15) from pqrs",
        "select radicado + make_interval(days => $1) from t",
        "select radicado + plazo * interval '1 day' from t",
        "select radicado + interval '1' day * (plazo + 1) from t",
        "delete from pqrs where radicado < now() - t.plazo * interval '1 day'",
        "select radicado + numtodsinterval(15, 'DAY') from t",
        "select * from pqrs where datediff(curdate(), fecha_radicacion) > 15",
        "select * from pqrs where DATEDIFF(day, p.fecha_radicacion, GETDATE()) >= 15",
        "select * from pqrs where timestampdiff(DAY, radicado, coalesce(respuesta, now())) <= 15",
        "select * from pqrs where date_diff('day', radicado, respuesta) < 15",
        "select * from pqrs where date_diff(current_date(), date(radicado), DAY) > 15",
    ],
)
def test_days_added_in_sql(source: str) -> None:
    """Each server its own way."""
    assert [each.rule.code for each in sql.smells(source, "a.sql")] == ["PQR006"]


@pytest.mark.parametrize(
    "source",
    [
        "select radicado + interval '1 day' from t",
        "select radicado + interval '72 hours' from t",
        "select radicado + numtodsinterval(72, 'HOUR') from t",
        "select * from pqrs where datediff(vence, curdate()) <= 3",
        "select * from pqrs where datediff(day, getdate(), vence) <= 3",
        "select * from pqrs where datediff(hour, radicado, getdate()) > 72 or datediff(month, radicado, now()) > 6",
        "select * from pqrs where datediff(curdate(), radicado) > 1 or datediff(curdate(), radicado) > 1825",
        "select datediff(curdate(), radicado) as dias from pqrs",
        "select datediff(curdate(), radicado",
        "select datediff(radicado) > 15",
        "select * from pqrs where radicado >= date_add(current_date(), -30)",
        "select date_add('hour', 72, radicado), date_add(radicado, 1) from t",
        "select radicado + '1 day'::interval from t",
        "select radicado + '72 hours'::interval, make_interval(hours => 72), make_interval(days => 1) from t",
        "select * from pqrs where radicado >= now() - make_interval(days => $1)",
        "select * from pqrs where radicado >= now() - '15 days'::interval",
        "select * from pqrs where radicado >= now() - (n || ' days')::interval",
        "select * from pqrs where radicado >= now() - t.plazo * interval '1 day'",
        "select * from pqrs where radicado >= now() - interval '1 day' * greatest(plazo, 1)",
        "select * from pqrs where vence < now() + '3 days'::interval",
        "select case when extract(isodow from radicado) = 3 then 1 end from pqrs",
        "-- radicado + interval '15 days'\nselect 1",
        "select 'radicado + interval 15 day' from t",
        "select * from pqrs where radicado >= current_date - interval '90 days' and estado = 'x'",
        "select * from pqrs where vence < now() + interval '3 days'",
        "select * from pqrs where vence between current_date and current_date + interval '3 days'",
        "select * from sesiones where token_vence > x + interval '15 days'",
        "select radicado from t; select created + interval '15 days' from sessions",
        "select case when extract(isodow from radicado) < 6 and not exists (select 1 from festivos) then 1 end",
        "'",
        '"',
        "/*",
        "",
    ],
)
def test_what_is_left_alone_in_sql(source: str) -> None:
    """One day, hours, comments, texts, windows of a report, other statements."""
    assert list(sql.smells(source, "a.sql")) == []


def test_a_week_without_holidays_in_sql() -> None:
    """And a table of holidays that lacks the new one."""
    week = "select count(*) filter (where extract(isodow from radicado) < 6) from pqrs"
    table = "insert into dias values ('2026-06-15'), ('2026-06-29'),\n ('2026-07-20'), ('2026-08-07')"
    assert [each.rule.code for each in sql.smells(week, "a.sql")] == ["PQR003"]
    assert [(each.rule.code, each.line) for each in sql.smells(table, "a.sql")] == [("PQR005", 1)]


@pytest.mark.full  # a timed test is for a machine that does nothing else
@pytest.mark.parametrize("unit", ["/*", "'", '"', "--", "(", "interval ", "radicado + interval '15 days';", "a < - "])
def test_sql_is_read_in_linear_time(unit: str) -> None:
    """A mebibyte of whatever."""
    begun = time.process_time()
    list(sql.smells(unit * (2**20 // len(unit) // 4), "a.sql"))
    assert time.process_time() - begun < 20


@pytest.mark.parametrize(
    ("begin", "unit", "end"),
    [("def f(d):\n", " a{} = d.weekday() < 5\n", ""), ("x = [\n", " a{} + timedelta(days=15),\n", "]\n")],
)
def test_the_names_of_a_function_are_read_once(
    monkeypatch: pytest.MonkeyPatch, begin: str, unit: str, end: str
) -> None:
    """However many lines ask whether one means a legal date: a long file takes no square of its length."""
    read = 0

    def counted(names: Iterable[str]) -> bool:
        nonlocal read
        told = list(names)
        read += len(told)
        return is_legal(told)

    monkeypatch.setattr(python, "is_legal", counted)
    lines = 400
    source = HEAD + begin + "".join(unit.format(n) for n in range(lines)) + end
    assert list(python.smells(source, "a.py")) == []
    assert read < 10 * lines


@given(st.text(st.sampled_from("'\"-/*;()<>=+ ,radicadointerval15days@[]`\n")))
def test_any_text_is_read(source: str) -> None:
    """As SQL and as Python: nothing is raised, and what is told lies within the text."""
    for each in (*sql.smells(source, "a.sql"), *python.smells(source, "a.py")):
        assert 1 <= each.line <= source.count("\n") + 1


# --- files and the command -----------------------------------------------------------------------------------------


def test_a_line_can_be_kept_quiet() -> None:
    """In Python and in SQL."""
    noisy = "from datetime import timedelta\nvence = x + timedelta(days=15)"
    assert codes(noisy)
    assert codes(noisy + "  # pqr: ignore") == []
    assert list(sql.smells("select radicado + interval '15 days' from t -- pqr: ignore", "a.sql")) == []


@pytest.mark.parametrize("mark", ["\f", "\x1c", "\u2028", "\x85"])
def test_a_quiet_line_is_counted_as_python_counts(mark: str) -> None:
    """A form feed between two parts of a module begins no line; nor does a separator in a text."""
    source = f"from datetime import timedelta\n# {mark}\nvence = x + timedelta(days=15)"
    assert [each.line for each in python.smells(source, "a.py")] == [3]
    assert list(python.smells(source + "  # pqr: ignore\n", "a.py")) == []
    script = f"-- {mark}\nselect radicado + interval '15 days' from t"
    assert [each.line for each in sql.smells(script, "a.sql")] == [2]
    assert list(sql.smells(script + " -- pqr: ignore", "a.sql")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["plazo.sql", "PLAZO.SQL"])
def test_a_script_is_read_as_its_tool_saved_it(tmp_path: Path, name: str, encoding: str) -> None:
    """Those of SQL Server in UTF-16, with a name in capitals; by the folder and by the file."""
    (tmp_path / name).write_text("select radicado + interval '15 days' from t\n", encoding=encoding)
    for path in (tmp_path, tmp_path / name):
        assert [(each.rule.code, each.line, each.column) for each in smells_of(path)] == [("PQR006", 1, 19)]


def test_a_link_that_leads_nowhere_stops_no_folder(tmp_path: Path) -> None:
    """An editor leaves one beside each open file; it is named, and the rest is read."""
    (tmp_path / "app.py").write_text("from datetime import timedelta\nvence = x + timedelta(days=15)\n")
    (tmp_path / ".#app.py").symlink_to("ana@counter.4711")
    unread: list[str] = []
    assert len(list(smells_of(tmp_path, unread.append))) == 1
    assert unread == [str(tmp_path / ".#app.py")]
    with pytest.raises(OSError, match=r"\.#app"):
        list(smells_of(tmp_path / ".#app.py"))


def notebook(*sources: str | list[str], kind: str = "code") -> str:
    """A notebook with these cells."""
    return json.dumps({"cells": [{"cell_type": kind, "source": source} for source in sources], "nbformat": 4})


def test_a_notebook_is_read_cell_by_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What one cell imports the next one uses; magics are skipped, and cells of SQL are SQL."""
    late = "radicado + timedelta(days=15)"
    sources = (
        "%matplotlib inline\r\nfrom datetime import timedelta\r\n!pip install x\nfiles = !ls\npd?",
        ["if radicado:\n", "    %time\n", f"    vence = {late}\n", f"    plazo = {late}  # pqr: ignore"],
        "%%sql pqr\nselect 1;\nselect radicado + interval '15 days' from t",
        f"%%bash\necho {late}",
        f"%%time\nvence = {late}",
        f'texto = """\n%(dia)s\n"""\nvence = {late}',
        f"def (:\nvence = {late}",
        "await radicado",
    )
    path = tmp_path / "plazos.ipynb"
    path.write_text(notebook(*sources), encoding="utf-8")
    (tmp_path / "texto.ipynb").write_text(notebook(f"vence = {late}", kind="markdown"), encoding="utf-8")
    unread: list[str] = []
    found = {(each.path.partition(":")[2], each.line, each.rule.code) for each in smells_of(tmp_path, unread.append)}
    assert found == {
        ("cell 2", 3, "PQR001"),
        ("cell 3", 3, "PQR006"),
        ("cell 5", 2, "PQR001"),
        ("cell 6", 4, "PQR001"),
    }
    assert unread == [f"{path}:cell 7"]
    assert main(["lint", str(path)]) == 1
    assert f"{path}:cell 2:3:" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 3}', '{"cells": [3]}', "[" * 9000, notebook(["a"])[:-9]])
def test_what_is_no_notebook_is_named(tmp_path: Path, text: str) -> None:
    """Nothing in it was looked at, so that it is clean would be untrue."""
    path = tmp_path / "roto.ipynb"
    path.write_text(text, encoding="utf-8")
    unread: list[str] = []
    assert list(smells_of(path, unread.append)) == []
    assert unread == [str(path)]


def test_a_module_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    """As Python reads it; a declaration of none is no reason to stop."""
    source = "from datetime import timedelta\nfecha_radicación = 1\nvence = fecha_radicación + timedelta(days=15)\n"
    for name in ("latin-1", "cp1252", "no-such-encoding"):
        path = tmp_path / f"{name}.py"
        head = f"# -*- coding: {name} -*-\n"
        path.write_bytes((head + source).encode("utf-8" if name.startswith("no") else name))
        assert [each.line for each in smells_of(path)] == [4], name


def test_what_is_not_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A module that is none, and one that nobody wrote; neither fails the run."""
    (tmp_path / "roto.py").write_text("def f(:\n", encoding="utf-8")
    (tmp_path / "enorme.py").write_text("x = 1\n" * 400_000, encoding="utf-8")
    assert main(["lint", str(tmp_path)]) == 0
    told = capsys.readouterr().err
    assert "no se revisaron 2 archivos" in told
    assert "roto.py" in told
    assert "enorme.py" in told
    assert main(["lint", str(tmp_path / "roto.py")]) == 0
    assert "no se revisó un archivo (muy grande, ilegible, o no es Python): " in capsys.readouterr().err


def test_folders_of_tools_are_passed_over(tmp_path: Path) -> None:
    """Hidden ones, environments, and files of other languages; a file named is always read."""
    bad = "from datetime import timedelta\nvence = x + timedelta(days=15)\n"
    for name in (".venv/a.py", "node_modules/a.py", "app/a.py", "app/a.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(bad, encoding="utf-8")
    assert [each.path for each in smells_of(tmp_path)] == [str(tmp_path / "app" / "a.py")]
    assert len(list(smells_of(tmp_path / ".venv" / "a.py"))) == 1


def test_the_command_tells_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 where anything is found, with the place and what to write instead, in both languages; 0 where nothing is."""
    path = tmp_path / "app.py"
    path.write_text("from datetime import timedelta\nvence = x + timedelta(days=15)\n", encoding="utf-8")
    assert main(["lint", str(path)]) == 1
    assert capsys.readouterr().out.startswith(f"{path}:2:13: PQR001 se suman días calendario a una fecha legal; ")
    assert main(["lint", str(path), "--lang", "en", "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["found"]
    assert (told["rule"], told["line"], told["column"]) == ("PQR001", 2, 13)
    path.write_text("", encoding="utf-8")
    assert main(["lint", str(path)]) == 0
    assert main(["lint", str(tmp_path / "no.py")]) == 2


def test_the_hook_runs_the_command() -> None:
    """What pre-commit reads names the command that there is."""
    hooks = (Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "entry: pqr lint\n" in hooks
    assert "types_or: [python, sql, jupyter]" in hooks
