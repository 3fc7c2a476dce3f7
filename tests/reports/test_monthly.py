"""The regulator's file of a month: which cases it has, their cells, what is left out, and what is stored."""

from __future__ import annotations

import io
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.reports.independent import faults
from tests.reports.months import CASES, NOW, PROFILE, TODAY, act, case, day, decided, office

from pqr_core import colombia
from pqr_core.cases.events import Decision, Event
from pqr_core.colombia.sui import FORMATO_A
from pqr_core.colombia.sui_rules import ROW_RULES
from pqr_core.dated import Dated
from pqr_core.errors import InvalidInputError, NoRuleInForceError, NotADateError, PeriodError, ReportHandedInError
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.indicators.periods import Period
from pqr_core.law.profiles import Profile
from pqr_core.office.desk import Office
from pqr_core.reports.checks import Checker
from pqr_core.reports.flat import flat
from pqr_core.reports.monthly import MonthlyFile, choices_of, file_text, monthly_file
from pqr_core.reports.official import ReportRequest
from pqr_core.reports.reading import compared, read_file, read_text
from pqr_core.reports.regulator import checked_report
from pqr_core.storage.memory import MemoryStore
from pqr_core.vocabulary import EventType

GOLDEN = Path(__file__).parent / "golden" / "sui_pqr_202610.csv"
FORM = FORMATO_A.at(date(2026, 10, 31)).value
MONTH = Period.parse("2026-10")


def made(of: Office, profile: Profile = PROFILE, period: Period = MONTH, until: date = TODAY) -> MonthlyFile:
    """The file of a month."""
    with of.store.read() as unit:
        asked = ReportRequest(unit=unit, law=colombia.LAW, profile=profile, period=period, until=until)
        return monthly_file(asked, FORM)


def told(**reports: str) -> Profile:
    """The profile with more choices."""
    choices = {f"sui.{code.replace('__', '.')}": value for code, value in reports.items()}
    before: dict[str, Dated[str] | str] = dict(PROFILE.reports)
    return evolve(PROFILE, reports=before | choices)


@pytest.fixture(scope="module")
def october() -> MonthlyFile:
    """The file of October 2026."""
    return made(office())


def test_the_golden_file(october: MonthlyFile) -> None:
    """The file is byte for byte the one checked by hand against the facts of the format."""
    assert october.name == GOLDEN.name
    assert october.text.encode() == GOLDEN.read_bytes()


def test_the_golden_file_keeps_the_facts() -> None:
    """An independent checker finds no fault in the golden file."""
    assert faults(GOLDEN.read_text(encoding="utf-8"), "2026-10") == []


def test_which_cases_and_why(october: MonthlyFile) -> None:
    """Cases filed, answered, open, notified or sent on in the month, which ends at midnight in Bogotá."""
    assert {row.radicado: row.why.value for row in october.rows} == {
        "R-005": "pendiente",
        "R-006": "notificado",
        "R-007": "trasladado",
        "R-024": "respondido",
        "R-004": "respondido",
        **dict.fromkeys(
            ("R-001", "R-002", "R-009", "R-010", "R-011", "R-013", "R-014", "R,015", "=2+5", "R-017", "R-018"),
            "radicado",
        ),
        **dict.fromkeys(("R-019", "R-020", "R-021", "R-022"), "radicado"),
    }


def test_written_and_named_add_up(october: MonthlyFile) -> None:
    """Nothing is dropped silently, and the types without a procedure are counted beside."""
    assert len(october.written) + len(october.named) == len(october.rows) == 20
    assert october.elsewhere == {"peticion": 1, "sugerencia": 1}
    lines = october.text.splitlines()
    assert len(lines) == 1 + len(october.written)


def test_what_is_named_says_which_column_and_what_to_do(october: MonthlyFile) -> None:
    """Each row that cannot be written, with the columns that it lacks."""
    named = {row.radicado: [each.rule.column for each in row.findings if each.rule.blocks] for row in october.named}
    assert named == {
        "R-009": ["causal", "detalle"],
        "R-013": ["radicado_respuesta"],
        "R,015": ["radicado"],
        "=2+5": ["radicado"],
        "R-017": ["tipo_respuesta"],
        "R-018": ["tipo_notificacion"],
        "R-019": ["departamento", "municipio"],
        "R-021": ["causal"],
        "R-022": ["radicado_respuesta"],
    }
    for finding in october.findings:
        for lang in ("es", "en"):
            assert finding.rule.what.text(lang)
            assert finding.rule.remedy.text(lang)
        assert finding.rule.norm.text()


def cells(of: MonthlyFile, radicado: str) -> dict[str, str]:
    """The cells of a case."""
    return dict(next(row.cells for row in of.rows if row.radicado == radicado))


def test_a_recurso_inherits_the_causal_of_what_it_attacks(october: MonthlyFile) -> None:
    """The recurso has 102, the case attacked 303: the file has 303."""
    found = cells(october, "R-007")
    assert (found["causal"], found["detalle"]) == ("P", "303")


def test_a_case_is_told_as_it_stood_at_the_end_of_the_month() -> None:
    """Answered in November, it is pending in October and answered in November."""
    of = office(case("R-1", "10-20", decided("11-05", "accede", "S-1"), act(EventType.NOTIFICACION_PERSONAL, "11-06")))
    assert cells(made(of), "R-1")["tipo_respuesta"] == "9"
    november = cells(made(of, period=Period.parse("2026-11")), "R-1")
    assert (november["tipo_respuesta"], november["fecha_respuesta"]) == ("1", "05-11-2026")


def test_a_month_that_runs_is_looked_at_on_the_day_asked() -> None:
    """Later filings are not in it, and the file says that the month is not over."""
    of = office()
    running = made(of, until=date(2026, 10, 6))
    assert running.is_running
    assert "R-011" not in {row.radicado for row in running.rows}


@pytest.mark.parametrize(
    ("choice", "value", "radicado", "column", "expected"),
    [
        ("separador_fecha", "/", "R-001", "fecha_respuesta", "09/10/2026"),
        ("cuenta_vacia", "000", "R-011", "cuenta", "000"),
        ("tabla_notificacion", "acueducto", "R-004", "tipo_notificacion", "4"),
        ("tabla_notificacion", "acueducto", "R-005", "tipo_notificacion", "3"),
        ("notificacion__electronica", "4", "R-006", "tipo_notificacion", "4"),
        ("notificacion__pendiente", "3", "R-020", "tipo_notificacion", "3"),
        ("traslado_vacio", "N", "R-001", "fecha_traslado", "N"),
        ("municipio__Pereira", "66001", "R-019", "municipio", "001"),
        ("tramite__peticion", "1", "R-112", "tramite", "1"),
    ],
)
def test_a_choice_of_the_utility(choice: str, value: str, radicado: str, column: str, expected: str) -> None:
    """The utility decides what the sources dispute."""
    assert cells(made(office(), told(**{choice: value})), radicado)[column] == expected


def test_procedure_6_can_be_left_out() -> None:
    """Cases of procedure 6 are then counted separately."""
    of = made(office(), told(tramite_6="no"))
    assert of.elsewhere["peticion_informacion"] == 1
    assert "R-009" not in {row.radicado for row in of.rows}


def test_the_day_of_carrying_out_where_the_utility_says_so() -> None:
    """For an answer that grants, column 14 is then the day on which it was carried out."""
    events = (
        decided("10-09", "accede", "S-1"),
        act(EventType.NOTIFICACION_PERSONAL, "10-14"),
        act(EventType.EJECUCION, "10-20"),
    )
    of = office(case("R-1", "10-01", *events))
    assert cells(made(of), "R-1")["fecha_notificacion"] == "14-10-2026"
    assert cells(made(of, told(columna_14="ejecucion")), "R-1")["fecha_notificacion"] == "20-10-2026"


@pytest.mark.parametrize(("choice", "written"), [("confirma", ""), ("remitido", "02-10-2026")])
def test_a_transfer_after_another_answer(choice: str, written: str) -> None:
    """Column 16 after `modifica`: of who follows [D] it stays empty."""
    events = (
        decided("10-01", "modifica", "S-1", "suspension"),
        act(EventType.NOTIFICACION_PERSONAL, "10-01"),
        act(EventType.REMISION_SSPD, "10-02"),
    )
    of = office(case("R-1", "09-21", *events, tipo="recurso_reposicion_apelacion", factura=None))
    assert cells(made(of, told(traslado=choice)), "R-1")["fecha_traslado"] == written


@pytest.mark.parametrize("choices", [{"encabezado": "no"}, {"nombre_archivo": "formato_15_{aaaa}{mm}.csv"}])
def test_headings_and_name(choices: dict[str, str]) -> None:
    """A file without headings begins with data; the name is the utility's."""
    found = made(office(), told(**choices))
    assert found.text.startswith("Codigo Departamento,") is ("encabezado" not in choices)
    assert found.name == ("formato_15_202610.csv" if "nombre_archivo" in choices else "sui_pqr_202610.csv")


@pytest.mark.parametrize(
    "reports", [{"colores": "si"}, {"encabezado": "quizas"}, {"nombre_archivo": "../x{mm}.csv"}, {"municipio__X": "1"}]
)
def test_a_choice_that_cannot_be_is_refused(reports: dict[str, str]) -> None:
    """With the path in the profile, in both languages."""
    with pytest.raises(InvalidInputError) as refused:
        made(office(), told(**reports))
    assert "reports.sui." in refused.value.message("es")


def test_choices_are_dated() -> None:
    """A choice holds from its day on."""
    text = (
        '[utility]\nid = "aguas"\n[reports.sui]\nmunicipio."Dosquebradas" = "66170"\n'
        '[[reports.sui.encabezado]]\nvalue = "si"\nsince = 2026-01-01\n'
        '[[reports.sui.encabezado]]\nvalue = "no"\nsince = 2026-10-01\n'
    )
    profile = profile_from_toml(text, colombia.LAW)
    assert choices_of(FORM, profile, date(2026, 9, 30))["encabezado"] == "si"
    assert choices_of(FORM, profile, date(2026, 10, 1))["encabezado"] == "no"
    assert choices_of(FORM, profile, date(2026, 10, 1)).member("municipio", "Dosquebradas") == "66170"


def test_other_periods_are_refused() -> None:
    """A quarter has no file, and neither has a month before the resolution."""
    of = office()
    with pytest.raises(PeriodError):
        of.report("sui", "2026-Q3")
    with pytest.raises(NoRuleInForceError):
        of.report("sui", "2016-05")
    with pytest.raises(InvalidInputError):
        of.report("sui", "2027-01")


# --- handed in ------------------------------------------------------------------------------------------------------


def test_what_was_handed_in_is_kept_and_what_changed_since_is_told() -> None:
    """It is stored with its digest; the same file again changes nothing, another one needs a request number."""
    of = office()
    report = of.report("sui", "2026-10")
    with pytest.raises(InvalidInputError, match="incomplete"):
        of.hand_in(report, reference="SUI-77")
    kept = of.hand_in(report, reference="SUI-77", incomplete=True)
    assert (kept.handed_on, kept.reference, len(kept.sha256 or "")) == (TODAY, "SUI-77", 64)
    assert of.hand_in(of.report("sui", "2026-10"), incomplete=True) == kept == of.handed_in("sui", "2026-10")
    assert of.handed_in("sui", "2026-09") is None
    assert "nada ha cambiado" in " ".join(each.es for each in of.report("sui", "2026-10").notes)
    of.record("R-022", act(EventType.NOTA, "10-23"))
    of.record("R-002", decided("11-10", "accede", "S-002"))
    late = act(EventType.NOTIFICACION_PERSONAL, "10-20")
    of.record("R-010", late, reason="constancia hallada después")
    of.record("R-005", decided("10-15", "accede", "S-005"), reason="llegó tarde al registro")
    again = of.report("sui", "2026-10")
    changed = {(row[0], str(row[1]), row[2], row[3]) for row in again["cambios"].rows}
    assert {each for each in changed if each[0] == "R-005"} == {
        ("R-005", "11. kind of answer", "10", "1"),
        ("R-005", "12. day of the answer", "", "15-10-2026"),
        ("R-005", "13. number of the answer", "", "S-005"),
    }
    assert "R-002" not in {each[0] for each in changed}
    assert "solicitud" in " ".join(each.es for each in again.notes)
    with pytest.raises(ReportHandedInError):
        of.hand_in(again, incomplete=True)
    assert of.hand_in(again, reference="SOL-9", correction=True, incomplete=True).reference == "SOL-9"


def test_a_text_that_was_changed_shows() -> None:
    """A changed text no longer matches its digest."""
    kept = office().report("sui", "2026-10").handed(TODAY)
    assert kept.sha256 == sha256(kept.text.encode()).hexdigest()
    with pytest.raises(InvalidInputError):
        evolve(kept, text=kept.text + " ")


def test_a_report_of_the_future_is_not_made_nor_handed_in() -> None:
    """A later day counts as today: on 23 November no November is over, and no December has begun."""
    of = office()
    assert of.report("sui", "2026-11", on=date(2026, 12, 31)).until == TODAY
    with pytest.raises(InvalidInputError):
        of.hand_in(of.report("sui", "2026-11", on=date(2026, 12, 31)), incomplete=True)
    with pytest.raises(InvalidInputError):
        of.report("sui", "2026-12", on=date(2026, 12, 31))
    text: Any = "2026-10-31"
    with pytest.raises(NotADateError):
        of.report("sui", on=text)
    with pytest.raises(NotADateError):
        of.followup("2026-10", on=text)


def test_a_month_that_runs_is_not_handed_in() -> None:
    """A month that is not over cannot be handed in: its file could change tomorrow."""
    of = office()
    with pytest.raises(InvalidInputError):
        of.hand_in(of.report("sui", "2026-11"), incomplete=True)


# --- nothing breaks the format --------------------------------------------------------------------------------------

GOOD = "66,170,000,R-1,01-10-2026,1,F,102,0001,F-1,1,09-10-2026,S-1,14-10-2026,1,"
ROW = dict(zip(FORM.names, GOOD.split(","), strict=True))
CHECKER = Checker(
    form=FORM, choices=choices_of(FORM, PROFILE, MONTH.last_day), catalogue=colombia.CATALOGUE, period=MONTH
)
ANY = st.text(max_size=12) | st.sampled_from(
    ["a,b", '"', "a\r\nb", "=1+1", "@x", "\t", "-5", "0012", "\x00", "a;b", "ñ"]
)


@given(
    st.lists(
        st.fixed_dictionaries(dict.fromkeys(("radicado", "cuenta", "factura", "radicado_respuesta"), ANY)), max_size=6
    )
)
def test_no_field_breaks_the_format(texts: list[dict[str, str]]) -> None:
    """Whatever the fields hold, each row is written as sixteen cells that say the same, or is named."""
    rows = [{**ROW, **each} for each in texts]
    checked = list(CHECKER.check(rows))
    written = [row for row, found in zip(rows, checked, strict=True) if not any(each.rule.blocks for each in found)]
    text = file_text(FORM, CHECKER.choices, written)
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert len(lines) == 1 + len(written)
    for line, row in zip(lines[1:], written, strict=True):
        assert line.split(",") == list(row.values())
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.split(","))
        assert line.isprintable()
    assert len(written) + sum(any(each.rule.blocks for each in found) for found in checked) == len(rows)


@pytest.mark.parametrize("cell", ["a,b", '"a"', "a\nb", "=1", "+1", "-1", "@a", "\ta", "a\x07", "ñ", " a", "a "])
def test_the_writer_itself_refuses(cell: str) -> None:
    """The writer refuses a bad cell even if it was not checked before."""
    with pytest.raises(InvalidInputError) as refused:
        flat([["1", cell]])
    assert "otra cosa" in refused.value.message("es")


# --- the rules of a row ---------------------------------------------------------------------------------------------

OPEN = {
    "tipo_respuesta": "9",
    "fecha_respuesta": "",
    "radicado_respuesta": "",
    "fecha_notificacion": "",
    "tipo_notificacion": "5",
}
RECURSO = {"tramite": "5", "tipo_respuesta": "4", "fecha_traslado": "20-10-2026"}
BREAKS: dict[str, dict[str, str]] = {
    "departamento": {"departamento": "67"},
    "municipio": {"municipio": "1"},
    "centro_poblado": {"centro_poblado": ""},
    "radicado": {"radicado": ""},
    "texto_radicado": {"radicado": "R,1"},
    "texto_cuenta": {"cuenta": "=1"},
    "texto_factura": {"factura": 'F"1'},
    "texto_radicado_respuesta": {"radicado_respuesta": "S\n1"},
    "fecha_radicacion": {"fecha_radicacion": "2026-10-01"},
    "radicado_despues": {"fecha_radicacion": "01-11-2026", **OPEN},
    "tramite": {"tramite": "7"},
    "tramite_6": {"tramite": "6"},
    "causal": {"causal": ""},
    "detalle": {"detalle": "126"},
    "grupo_de_otro_detalle": {"causal": "P"},
    "cuenta": {"cuenta": ""},
    "factura": {"factura": ""},
    "factura_exigida": {"factura": "N"},
    "factura_sin_numero": {"factura": "N"},
    "tipo_respuesta": {"tipo_respuesta": ""},
    "respuesta_de_otro_tramite": {"tipo_respuesta": "4"},
    "sin_respuesta": {**OPEN, "tipo_respuesta": "10"},
    "fecha_respuesta": {"fecha_respuesta": ""},
    "fecha_respuesta_sobra": {**OPEN, "fecha_respuesta": "09-10-2026"},
    "respuesta_antes": {"fecha_respuesta": "30-09-2026"},
    "respuesta_despues": {"fecha_respuesta": "03-11-2026", "fecha_notificacion": "", "tipo_notificacion": "5"},
    "radicado_respuesta": {"radicado_respuesta": ""},
    "radicado_respuesta_sobra": {**OPEN, "radicado_respuesta": "S-1"},
    "radicado_respuesta_igual": {"radicado_respuesta": "R-1"},
    "fecha_notificacion": {"fecha_notificacion": "14.10.2026"},
    "fecha_notificacion_sobra": {**OPEN, "fecha_notificacion": "14-10-2026"},
    "notificacion_antes": {"fecha_notificacion": "08-10-2026"},
    "notificacion_despues": {"fecha_notificacion": "04-11-2026"},
    "tipo_notificacion": {"tipo_notificacion": "7"},
    "notificacion_sin_respuesta": {**OPEN, "tipo_notificacion": "1"},
    "notificacion_sin_fecha": {"fecha_notificacion": ""},
    "traslado_ajeno": {"fecha_traslado": "20-10-2026"},
    "fecha_traslado": {**RECURSO, "fecha_traslado": "20 de octubre"},
    "traslado_falta": {**RECURSO, "fecha_traslado": ""},
    "traslado_pendiente": {**RECURSO, "fecha_traslado": ""},
    "traslado_antes": {**RECURSO, "fecha_traslado": "02-10-2026"},
}
SAYING = {
    "tramite_6": {"tramite_6": "no"},
    "factura_exigida": {"factura_facturacion": "exigida"},
    "traslado_falta": {"traslado": "siempre"},
}
"""The choices of the utility, for rules that depend on them."""


def broken(*rows: dict[str, str], code: str = "") -> list[list[str]]:
    """The rules that each row breaks."""
    choices = choices_of(FORM, told(**SAYING.get(code, {})), MONTH.last_day)
    return [[each.rule.code for each in found] for found in evolve(CHECKER, choices=choices).check(rows)]


def test_every_rule_is_tried() -> None:
    """The tests try every rule: those below, and that of a repeated number."""
    assert set(BREAKS) | {"radicado_repetido"} == {each.code for each in ROW_RULES}


def test_a_good_row_keeps_them_all() -> None:
    """An answered row, a pending one and a recurso sent on break no rule."""
    assert broken(ROW, {**ROW, **OPEN, "radicado": "R-2"}, {**ROW, **RECURSO, "radicado": "R-3"}) == [[], [], []]


@pytest.mark.parametrize("code", BREAKS)
def test_a_row_rule(code: str) -> None:
    """One wrong cell breaks its rule."""
    assert code in broken({**ROW, **BREAKS[code]}, code=code)[0]


def test_a_number_twice() -> None:
    """With the same procedure it is one row too many; a recurso may have the number of its complaint."""
    assert broken(ROW, ROW, {**ROW, **RECURSO}) == [[], ["radicado_repetido"], []]


# --- a file read back -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("header", "separator"), [("si", "-"), ("no", "/")])
def test_a_file_is_read_as_it_was_written(header: str, separator: str) -> None:
    """Headings and separators are found, and the cells are those that were written."""
    found = made(office(), told(encabezado=header, separador_fecha=separator))
    read = read_text("x", found.text, FORM)
    assert (read.has_headings, read.broken) == (header == "si", ())
    assert [dict(row) for row in read.rows] == [dict(row.cells) for row in found.written]
    assert compared(read.rows, (row.cells for row in made(office()).written), FORM).is_none


def test_another_file_is_read_with_its_damage(tmp_path: Path) -> None:
    """Semicolons, latin-1 and a line of another width; the line is named."""
    path = tmp_path / "otro.csv"
    good = ";".join(ROW.values())
    path.write_bytes(f"{good}\n{good};x\n66;170\n".replace("R-1", "R-ñ").encode("latin-1"))
    read = read_file(path, FORM)
    assert (read.delimiter, len(read.rows), [each.line for each in read.broken]) == (";", 1, [2, 3])
    assert read.rows[0]["radicado"] == "R-ñ"


@pytest.mark.parametrize("reports", [{}, {"traslado_vacio": "N", "separador_fecha": "/", "encabezado": "no"}])
def test_a_file_is_checked_as_it_writes(reports: dict[str, str]) -> None:
    """Other choices are no fault in another company's file; a wrong cell and a short line are."""
    text = made(office(), told(**reports)).text
    ours = read_text("x", made(office()).text, FORM)
    assert checked_report(CHECKER, read_text("x", text, FORM), PROFILE, ours).complete
    wrong = checked_report(CHECKER, read_text("x", text.replace(",S-001,", ",,"), FORM), PROFILE, ours)
    assert not wrong.complete
    first = wrong["validacion"].rows[0]
    assert (first[0], str(first[3])) == ("R-001", "the number of the answer is missing")
    assert not checked_report(CHECKER, read_text("x", f"{text}66,170\r\n", FORM), PROFILE, None).complete


def test_a_file_as_cases(october: MonthlyFile) -> None:
    """Imported, its cases give the same file again."""
    read = read_text("x", october.text, FORM)
    of = Office(MemoryStore(), colombia.JURISDICTION, PROFILE, clock=lambda: NOW)
    tally = of.import_cases(io.BytesIO(read.as_register(FORM, october.choices)))
    assert (tally.added, tally.rejected) == (len(read.rows), 0)
    with of.store.read() as unit:
        stored = {each.case.filing.radicado: each.case for each in unit.cases.stream("aguas")}
    assert stored["R-001"].filing.account == "000123"
    assert stored["R-011"].filing.account is None
    assert stored["R-007"].filing.tipo == "recurso_reposicion_apelacion"
    again = compared(read.rows, (row.cells for row in made(of).written), FORM)
    assert (again.added, again.gone) == ((), ())
    # The format has no citation, and an aviso without one notifies nobody.
    assert {(each.radicado, each.column) for each in again.changed} == {
        ("R-004", "fecha_notificacion"),
        ("R-004", "tipo_notificacion"),
    }
    assert len(CASES) > len(stored)


def test_the_number_of_the_answer_is_of_the_decision_that_counts() -> None:
    """Neither of an answer in part nor of a second decision; what is left without one is named."""
    in_part = Decision(resultado="no_accede", acto="facturacion", radicado_salida="S-9", completa=False)
    notified = act(EventType.NOTIFICACION_PERSONAL, "10-14")
    of = office(
        case("R-1", "10-01", Event.of(in_part, on=day("10-05")), decided("10-09", "no_accede", None), notified),
        case("R-2", "10-01", decided("10-08", "no_accede", "S-1"), decided("10-09", "accede", "S-2"), notified),
    )
    found = made(of)
    assert cells(found, "R-1")["radicado_respuesta"] == ""
    assert [each.rule.code for each in found.named[0].findings] == ["radicado_respuesta"]
    assert cells(found, "R-2")["radicado_respuesta"] == "S-1"
    numbers = [row[13] for row in of.report("registro", "2026-10")["registro"].rows]
    assert numbers == [None, "S-1"]
