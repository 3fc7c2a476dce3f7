"""`demo`: the main job on the packaged samples, in an SQLite file: import, deadlines, work list, indicators.

The demo looks at the samples as of the day they were made for, so it prints the same whenever it is run.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import which
from typing import Final

from attrs import evolve

from pqr_core import colombia, samples
from pqr_core.cli.base import Output
from pqr_core.cli.due import show_deadline
from pqr_core.cli.stores import open_store
from pqr_core.cli.worklist import CLASS_STYLES, class_bars, class_table
from pqr_core.drawing.text import Line, Mark, Span, Style, width_of, wrapped
from pqr_core.exchange.cases import CaseRow
from pqr_core.exchange.files import Imported
from pqr_core.facts import Facts
from pqr_core.indicators.base import Verdict, value_text
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.language import long_date
from pqr_core.law.agenda import Deadline
from pqr_core.law.pictures import months_of
from pqr_core.law.profiles import Profile
from pqr_core.office import worklist
from pqr_core.office.imports import import_cases
from pqr_core.office.worklist import WorkItem
from pqr_core.samples import Sample
from pqr_core.storage.base import Store
from pqr_core.vocabulary import WorkClass

__all__ = ("arguments", "run")

_FILE: Final = "pqr-demo.sqlite"
_MONTHS: Final = 12
_SHOWN: Final = 2
_EXPLAINED: Final = "reclamo"
_SHEET: Final = ("satisfaccion_cliente", "tiempo_respuesta_pqr", "incremento_usuarios")
"""The three indicators of the process sheet."""


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    parser.add_argument(
        "--store",
        default=_FILE,
        metavar="URL",
        help=output.say(f"dónde dejar los datos (./{_FILE})", f"where to put the data (./{_FILE})"),
    )


def run(args: Namespace, output: Output) -> int:
    """Do the main job on the samples, step by step."""
    say = output.say
    with open_store(args.store, new=True) as store:
        day = long_date(samples.DEMO_AS_OF.date(), output.lang)
        output.text(say(f"Demostración de pqr_core, al {day}", f"Demonstration of pqr_core, as of {day}"), "strong")
        output.text(say(f"Los datos quedan en {store.place}", f"The data are kept in {store.place}"), "dim")
        output.title(say("1. Importar las dos muestras", "1. Import the two samples"))
        _import(store, output)
        output.title(say("2. Los vencimientos publicados, frente a la ley", "2. The due days published, and the law's"))
        _published(output)
        name = _synthetic_name(output)
        output.title(say(f"3. El trabajo pendiente - {name}", f"3. The work to do - {name}"))
        explained = _work(store, output)
        if explained is not None:
            output.title(say(f"4. Un plazo, día por día - {name}", f"4. A deadline, day by day - {name}"))
            _explain(store, explained, output)
        output.title(say(f"5. Los indicadores de la ficha - {name}", f"5. The indicators of the sheet - {name}"))
        _indicators(store, output)
        place = args.store if "://" not in args.store else store.place
    command = f"{_program()} worklist --store {place} --utility sintetica"
    output.text()
    output.text(
        say(
            f"Siga con: {command}, y lo que cada comando dice con --help",
            f"Go on with: {command}, and what each command says with --help",
        ),
        "dim",
    )
    return 0


def _program() -> str:
    """The words that run a command here: `pqr` if it is on the path, else the interpreter that runs this program."""
    if which("pqr") is not None:
        return "pqr"
    python, here = Path(sys.executable), Path.cwd()
    return f"{python.relative_to(here) if python.is_relative_to(here) else python} -m pqr_core"


def _synthetic_name(output: Output) -> str:
    return output.say("datos SINTÉTICOS (inventados)", "SYNTHETIC (invented) data")


def _profile_of(sample: Sample) -> Profile:
    return evolve(colombia.DEFAULT_PROFILE, utility_id=sample.utility_id)


# --- 1 and 2: what was published -----------------------------------------------------------------------------------


def _import(store: Store, output: Output) -> None:
    for sample in (samples.MINISTRY, samples.SYNTHETIC_YEAR):
        with sample.cases() as file:
            tally = import_cases(
                store,
                file,
                law=colombia.LAW,
                profile=_profile_of(sample),
                recorded_at=samples.DEMO_AS_OF,
                progress=output.counter(sample.name(output.lang)),
            )
        label = output.say("SINTÉTICO: ", "SYNTHETIC: ") if sample.synthetic else ""
        told = (
            output.count(tally.added, ("caso nuevo", "casos nuevos"), ("new case", "new cases")),
            output.say(f"{tally.unchanged} ya estaban", f"{tally.unchanged} there already"),
            output.count(tally.rejected, ("fila rechazada", "filas rechazadas"), ("row refused", "rows refused")),
        )
        output.text(f"{label}{sample.name(output.lang)}: {', '.join(told)}.")
    with store.begin(samples.DEMO_AS_OF) as unit:
        unit.volumes.put(samples.volumes())
        unit.surveys.put(samples.surveys())
        unit.commit()


def _published(output: Output) -> None:
    """Count how many published due days are fifteen business days, and draw one that is not."""
    with samples.MINISTRY.cases() as file:
        rows = [row for row in file if isinstance(row, Imported)]
    due = [colombia.due("peticion_general", row.case.filed_on) for row in rows]
    equal = sum(deadline.due_on == row.stated_due_on for row, deadline in zip(rows, due, strict=True))
    output.text(
        output.say(
            f"{equal} de los {len(rows)} vencimientos publicados por el Ministerio del Interior son los quince días "
            "hábiles de la ley: todos se fijaron a 21 días calendario, que solo coinciden si no hay festivos.",
            f"{equal} of the {len(rows)} due days published by the Ministry of the Interior are the fifteen business "
            "days of the law: all were set at 21 calendar days, which are the same only without holidays.",
        )
    )
    row, deadline = max(zip(rows, due, strict=True), key=lambda pair: _days_apart(*pair))
    assert row.stated_due_on is not None and deadline.due_on is not None  # noqa: S101, PT018 - every row states one
    said, law = long_date(row.stated_due_on, output.lang), long_date(deadline.due_on, output.lang)
    output.text(
        output.say(
            f"{row.case.filing.radicado}: se publicó el {said}; la ley da hasta el {law}.",
            f"{row.case.filing.radicado}: published, {said}; the law gives until {law}.",
        )
    )
    published = Mark("?", "bad", output.say("vencimiento publicado", "due day published"))
    output.lines([(), *months_of(deadline, output.lang, extra={row.stated_due_on: published}, width=output.width)])


def _days_apart(row: Imported[CaseRow], deadline: Deadline) -> int:
    if row.stated_due_on is None or deadline.due_on is None:
        return 0
    return abs((deadline.due_on - row.stated_due_on).days)


# --- 3 and 4: the work, and one deadline of it ---------------------------------------------------------------------


def _work(store: Store, output: Output) -> Facts | None:
    """Show the work list and return a case whose answer is worth explaining."""
    day, utility = samples.DEMO_AS_OF.date(), samples.SYNTHETIC_YEAR.utility_id
    definitions = colombia.definitions(_profile_of(samples.SYNTHETIC_YEAR))
    classes: dict[WorkClass, list[WorkItem]] = {each: [] for each in CLASS_STYLES}
    with store.read() as unit:
        for item in worklist.items(unit, utility, day, definitions):
            classes[item.work_class].append(item)
    output.lines(class_bars({each: len(items) for each, items in classes.items()}, output))
    for each in (WorkClass.OVERDUE, WorkClass.TODAY, WorkClass.SOON):
        listed = _answers(classes[each])
        if listed:
            label = output.say(f"{each.es}, por responder", f"{each.en}, to be answered")
            output.lines([(), (Span(f"{label}: {len(listed)}", CLASS_STYLES[each]),)])
            shown = listed[:_SHOWN]
            output.lines(class_table(shown, day, of=len(listed), calendar=definitions.calendar, output=output))
    return _worth_explaining(classes)


def _answers(items: Sequence[WorkItem]) -> list[WorkItem]:
    return [item for item in items if item.duty.code == "respuesta"]


def _worth_explaining(classes: Mapping[WorkClass, Sequence[WorkItem]]) -> Facts | None:
    """A claim whose clock has been stopped, or else any claim."""
    candidates = [
        item.row
        for each in (WorkClass.SUSPENDED, WorkClass.SOON, WorkClass.TODAY, WorkClass.LATER)
        for item in _answers(classes[each])
        if item.tipo == _EXPLAINED and item.due_on is not None
    ]
    return candidates[0] if candidates else None


def _explain(store: Store, row: Facts, output: Output) -> None:
    with store.read() as unit:
        case = unit.cases.get(row.utility, row.case_id).case
    output.text(f"{case.filing.radicado}", "dim")
    agenda = colombia.agenda(case, samples.DEMO_AS_OF, profile=_profile_of(samples.SYNTHETIC_YEAR))
    show_deadline(agenda["respuesta"], output)


# --- 5: the indicators ---------------------------------------------------------------------------------------------


def _indicators(store: Store, output: Output) -> None:
    """Show each indicator for its own period, and the twelve full months before the day of the demo."""
    day = samples.DEMO_AS_OF.date()
    last_month = Period.of(day).shift(-1)
    months = [last_month.shift(-back) for back in reversed(range(_MONTHS))]
    whole = {Frequency.MONTH: last_month, Frequency.YEAR: Period.of(day, Frequency.YEAR)}
    asked = [colombia.INDICATORS[code] for code in _SHEET]
    with store.read() as unit:
        source = unit.source(samples.SYNTHETIC_YEAR.utility_id)
        counts = count(source, asked, periods=[*months, *whole.values()], until=day)
    for indicator in asked:
        own = IndicatorSeries.of(indicator, counts, [whole[indicator.frequency]])
        output.lines(_drawn(own, IndicatorSeries.of(indicator, counts, months), output))


def _drawn(own: IndicatorSeries, monthly: IndicatorSeries, output: Output) -> list[Line]:
    lang = output.lang
    point, first, last = own.points[0], monthly.points[0].period, monthly.points[-1].period
    styles: dict[Verdict | None, Style] = {Verdict.MET: "good", Verdict.MISSED: "bad"}
    beside = [each.text(point.beside[each.code], lang) for each in own.indicator.beside]
    beside += [output.say("en curso", "in progress")] if point.in_progress else []
    missed = "".join("x" if each.verdict is Verdict.MISSED else "." for each in monthly.points)
    meaning = output.say("x: mes que no llega a la meta", "x: a month that misses the target")
    if all(each.target is None for each in monthly.points):
        missed = ""
        meaning = output.say("la meta es del año, no de un mes", "the target is of the year, not of a month")
    told = [
        Span(f"  {point.period}: {value_text(point.result, point.target, point.verdict, lang)}  "),
        Span(point.verdict.label(lang) if point.verdict else "-", styles.get(point.verdict, "")),
        *(Span(f"; {each}", "dim") for each in beside),
    ]
    return [
        *((Span(line),) for line in wrapped(own.title(lang), output.width, "  ")),
        *_flowed(told, output.width),
        (Span(f"  {first} {monthly.sparkline()} {last}"),),
        *_flowed([Span(f"          {missed}", "dim"), Span(f" {meaning}", "dim")], output.width),
    ]


def _flowed(spans: Sequence[Span], width: int) -> list[Line]:
    """The spans in as few lines as possible; each line after the first is indented."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if lines[-1] and sum(width_of(each.text) for each in (*lines[-1], span)) > width:
            lines.append([Span("   ")])
        lines[-1].append(span)
    return [tuple(line) for line in lines]
