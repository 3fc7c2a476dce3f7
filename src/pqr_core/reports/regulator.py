"""The file of the regulator as a report: the file itself, and what people must know before they send it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve

from pqr_core.dated import Dated
from pqr_core.facts import Report
from pqr_core.language import Said, long_date
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import CaseType
from pqr_core.reports.checks import Checker, RowFinding, grouped
from pqr_core.reports.formats import Format, day_of
from pqr_core.reports.monthly import MonthlyFile, month_of, monthly_file
from pqr_core.reports.official import OfficialReport, ReportRequest, Section, handed_in
from pqr_core.reports.reading import Difference, ReadFile, compared, read_text

__all__ = ("checked_report", "since", "told_monthly")

_REASONS: Final = {
    "radicado": Said("radicados en el mes", "filed in the month"),
    "respondido": Said("respondidos en el mes, de meses anteriores", "answered in the month, of earlier months"),
    "pendiente": Said("pendientes de meses anteriores", "open, of earlier months"),
    "notificado": Said("respondidos antes y notificados en el mes", "answered before and notified in the month"),
    "trasladado": Said("confirmados antes y trasladados en el mes", "confirmed before and sent on in the month"),
}
"""By the values of `selection.Entered`."""

_BLANK: Final = "traslado_vacio"


def told_monthly(forms: Dated[Format], asked: ReportRequest) -> OfficialReport:
    """The file of a month as a report, with the cases that it leaves out.

    Raises:
        PeriodError: the period is not a month.
        NoRuleInForceError: the format did not exist yet in that month.
        InvalidInputError: a setting of the report in the profile is invalid.
    """
    form = forms.at(month_of(asked.period).last_day).value
    made = monthly_file(asked, form)
    known = handed_in(asked.unit, made.utility, form.code, made.period)
    return asked.report(
        code=form.code,
        title=Said(form.es, form.en),
        until=made.until,
        norms=form.norms,
        notes=tuple(_notes(made, asked, known)),
        sections=tuple(_sections(made, known, asked.law.rules.types)),
        verbatim={made.name: made.text},
        text=made.text,
        complete=not made.named,
    )


def _notes(made: MonthlyFile, asked: ReportRequest, known: Report | None) -> Iterator[Said]:
    n, written, named = len(made.rows), len(made.written), len(made.named)
    yield Said(
        f"Filas en {made.name}: {written}. Casos del mes: {n}. No se pueden escribir: {named}, abajo con lo que les "
        "falta.",
        f"Rows in {made.name}: {written}. Cases of the month: {n}. Cannot be written: {named}, below with what they "
        "lack.",
    )
    if made.is_running:
        yield Said(
            f"El mes está en curso: se mira al {long_date(made.until)}.",
            f"The month is running: it is looked at on {long_date(made.until, 'en')}.",
        )
    if made.elsewhere:
        told = sum(made.elsewhere.values())
        yield Said(
            f"Aparte, casos del mes de tipos sin trámite en el formato: {told} (ver la tabla).",
            f"Beside them, cases of the month of types without a procedure in the format: {told} (see the table).",
        )
    setting = made.choices["vence_dia_habil"]
    if setting:
        due_on = asked.law.calendar_of(asked.profile).add_business_days(made.period.last_day, int(setting))
        yield Said(f"Vence el {long_date(due_on)}.", f"It is due on {long_date(due_on, 'en')}.")
    else:
        yield Said(
            "El día en que vence no consta: dígalo en el perfil (reports.sui.vence_dia_habil).",
            "The day it is due is not known: say it in the profile (reports.sui.vence_dia_habil).",
        )
    if known is not None:
        yield from _handed(made, known)


def _handed(made: MonthlyFile, known: Report) -> Iterator[Said]:
    difference = since(made, known)
    day = "" if known.handed_on is None else f" ({known.handed_on})"
    if difference.is_none:
        yield Said(
            f"Ya se entregó{day} y nada ha cambiado desde entonces.",
            f"It was handed in already{day}, and nothing has changed since.",
        )
        return
    yield Said(
        f"Ya se entregó{day} y desde entonces cambió: {_count(difference).es}. {_sentence(made.form.correction.es)}",
        f"It was handed in already{day} and has changed since: {_count(difference).en}. "
        f"{_sentence(made.form.correction.en)}",
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _count(difference: Difference) -> Said:
    added, gone, changed = len(difference.added), len(difference.gone), len(difference.changed)
    es = f"filas nuevas, {added}; que ya no están, {gone}; celdas distintas, {changed}"
    return Said(es, f"new rows, {added}; that are gone, {gone}; cells that differ, {changed}")


def since(made: MonthlyFile, known: Report) -> Difference:
    """What changed between the file that was handed in (`known`) and the file made now."""
    handed = read_text(made.name, known.text, made.form)
    return compared(handed.rows, (row.cells for row in made.written), made.form)


def _sections(made: MonthlyFile, known: Report | None, types: Mapping[str, CaseType]) -> Iterator[Section]:
    total = (Said("seleccionados", "selected"), len(made.rows))
    whys = [(_REASONS[why], sum(row.why == why for row in made.rows)) for why in _REASONS]
    written = [
        (Said("filas escritas", "rows written"), len(made.written)),
        (Said("filas que no se escriben", "rows not written"), len(made.named)),
    ]
    yield Section(
        code="cuentas",
        title=Said("Los casos del mes", "The cases of the month"),
        headings=(Said("Casos", "Cases"), Said("Cuántos", "How many")),
        rows=(*whys, total, *written),
    )
    yield _summary(made.form, made.findings)
    yield _findings_section(made.form, made.findings)
    yield Section(
        code="otros-tipos",
        title=Said("Tipos sin trámite en el formato", "Types without a procedure in the format"),
        headings=(Said("Tipo", "Type"), Said("Casos radicados en el mes", "Cases filed in the month")),
        rows=tuple((Said(types[tipo].es, types[tipo].en), n) for tipo, n in made.elsewhere.items()),
        note=Said(
            "Si la empresa los reporta, diga su trámite en el perfil: reports.sui.tramite.",
            "Where the utility reports them, say their procedure in the profile: reports.sui.tramite.",
        ),
    )
    yield _choices(made)
    if known is not None:
        yield _difference_section(made.form, since(made, known))


def _summary(form: Format, findings: tuple[RowFinding, ...]) -> Section:
    """Each rule that rows break, with how many rows break it."""
    return Section(
        code="resumen",
        title=Said("Qué revisar", "What to look at"),
        headings=(
            Said("Columna", "Column"),
            Said("Qué pasa", "What is wrong"),
            Said("Filas", "Rows"),
            Said("Efecto", "Effect"),
            Said("Qué hacer", "What to do"),
        ),
        rows=tuple(
            (_column(form, each.column), each.what, n, _effect(blocks=each.blocks), each.remedy)
            for each, n in grouped(findings)
        ),
    )


def _column(form: Format, code: str) -> Said:
    column = form.column(code)
    number = form.number(code)
    return Said(f"{number}. {column.es}", f"{number}. {column.en}")


def _effect(*, blocks: bool) -> Said:
    return Said("no se escribe", "not written") if blocks else Said("advertencia", "warning")


def _findings_section(form: Format, findings: tuple[RowFinding, ...]) -> Section:
    """Each finding: the case, the column, what is wrong, what to do, and the norm."""
    return Section(
        code="validacion",
        title=Said("Validación, fila por fila", "Validation, row by row"),
        headings=(
            Said("Radicado", "Radicado"),
            Said("Columna", "Column"),
            Said("Valor", "Value"),
            Said("Qué pasa", "What is wrong"),
            Said("Qué hacer", "What to do"),
            Said("Efecto", "Effect"),
            Said("Norma", "Norm"),
        ),
        rows=tuple(
            (
                each.radicado,
                _column(form, each.rule.column),
                each.value,
                each.rule.what,
                each.rule.remedy,
                _effect(blocks=each.rule.blocks),
                Said(each.rule.norm.text(), each.rule.norm.text("en")),
            )
            for each in sorted(findings, key=lambda found: not found.rule.blocks)
        ),
        personal=True,
    )


def _choices(made: MonthlyFile) -> Section:
    def source(code: str, value: str) -> Said:
        choice = next(each for each in made.form.choices if each.code == code)
        found = next((option for option in choice.options if option.value == value), None)
        if found is None:
            return Said("la empresa, en su perfil", "the utility, in its profile")
        how = found.confidence
        told = f"{found.es}; " if found.es else ""
        return Said(f"{told}{found.source} ({how.label()})", f"{told}{found.source} ({how.label('en')})")

    listed = [each for each in made.form.choices if not each.is_family]
    return Section(
        code="elecciones",
        title=Said("Lo que las fuentes disputan, y lo que se eligió", "What the sources dispute, and what was chosen"),
        headings=(
            Said("Elección", "Choice"),
            Said("Valor", "Value"),
            Said("Fuente", "Source"),
            Said("En el perfil", "In the profile"),
        ),
        rows=tuple(
            (
                Said(each.es, each.en),
                made.choices[each.code] or "-",
                source(each.code, made.choices[each.code]) if made.choices.values.get(each.code) is not None else "-",
                f"reports.{made.form.code}.{each.code}",
            )
            for each in listed
        ),
    )


def _difference_section(form: Format, difference: Difference) -> Section:
    """The table of what changed from one file to another."""
    added = ((number, Said("fila nueva", "new row"), "", "") for number in difference.added)
    gone = ((number, Said("fila que ya no está", "row that is gone"), "", "") for number in difference.gone)
    changed = ((each.radicado, _column(form, each.column), each.before, each.now) for each in difference.changed)
    return Section(
        code="cambios",
        title=Said("Qué cambió", "What changed"),
        headings=(
            Said("Radicado", "Radicado"),
            Said("Qué", "What"),
            Said("Antes", "Before"),
            Said("Ahora", "Now"),
        ),
        rows=(*added, *gone, *changed),
        personal=True,
    )


# --- the file of another -------------------------------------------------------------------------------------------


def checked_report(checker: Checker, file: ReadFile, profile: Profile, ours: ReadFile | None) -> OfficialReport:
    """The rules that a file of the format breaks, and how it differs from `ours`, our file of the same month.

    The check uses the separator of dates and the mark for "no transfer" that the file itself uses. Everything else
    follows the choices of the utility.
    """
    form, period = checker.form, checker.period
    findings = tuple(each for found in _as_it_writes(checker, file).check(file.rows) for each in found)
    broken = {each.row for each in findings if each.rule.blocks}
    lines = ", ".join(str(each.line) for each in file.broken)
    sections = [_summary(form, findings), _findings_section(form, findings)]
    notes = [
        Said(
            f"{file.name}: filas, {len(file.rows)}; con faltas que el cargador rechazaría, {len(broken)}.",
            f"{file.name}: rows, {len(file.rows)}; with faults that the loader would refuse, {len(broken)}.",
        )
    ]
    if file.broken:
        n = len(form.columns)
        notes.append(Said(f"Líneas que no tienen {n} celdas: {lines}.", f"Lines that do not have {n} cells: {lines}."))
    if ours is not None:
        difference = compared(file.rows, ours.rows, form)
        notes.append(
            Said(
                f"Frente al archivo propio: filas iguales, {difference.same}; {_count(difference).es}.",
                f"Against our file: rows alike, {difference.same}; {_count(difference).en}.",
            )
        )
        sections.append(_difference_section(form, difference))
    return OfficialReport(
        code=f"{form.code}-validacion",
        title=Said(f"Validación de un archivo: {form.es}", f"Validation of a file: {form.en}"),
        utility=profile.utility_id,
        name=profile.name,
        period=period,
        until=period.last_day,
        norms=form.norms,
        notes=tuple(notes),
        sections=tuple(sections),
        complete=not broken and not file.broken,
    )


def _as_it_writes(checker: Checker, file: ReadFile) -> Checker:
    """The checker with the separator of dates of the file, and with its mark for "no transfer"."""
    known = checker.choices
    separators = (mark for row in file.rows for mark in row["fecha_radicacion"] if not mark.isalnum())
    blanks = {row["fecha_traslado"] for row in file.rows if day_of(row["fecha_traslado"]) is None}
    options = {option.value for choice in checker.form.choices if choice.code == _BLANK for option in choice.options}
    found = {
        "separador_fecha": next(separators, known["separador_fecha"]),
        _BLANK: next(iter(blanks), known[_BLANK]) if len(blanks) == 1 and blanks <= options else known[_BLANK],
    }
    return evolve(checker, choices=evolve(known, values={**known.values, **found}))
