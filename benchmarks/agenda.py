"""The deadline engine compared with its limits: building the same objects, and the calendar's scalar count.

python -m benchmarks.agenda              one agenda, one explanation, and a million open cases
python -m benchmarks.agenda 100000       another number of open cases
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta

import numpy as np

from benchmarks.side_by_side import OURS, OWN_TIME, Row, Target, measure, report
from pqr_core import colombia
from pqr_core.calendars.terms import Segment, Walk
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing
from pqr_core.law.agenda import Agenda, Basis, Course, Deadline, Definitions
from pqr_core.law.engine import agenda_of
from pqr_core.office.impact import Columns, affected
from pqr_core.vocabulary import ActKind, EventType, Outcome

CAL = colombia.calendar()
PROFILE = colombia.DEFAULT_PROFILE
ADD = "add_business_days, once"
BUILD = "building the same objects"
DUE = "computing the deadline"


def ordinary_case() -> Case:
    """A claim assigned, analysed, decided, cited and notified in time."""
    acts = [
        (EventType.ASIGNACION, "2026-03-16T11:00"),
        (EventType.ANALISIS, "2026-03-20T11:00"),
        (EventType.DECISION, "2026-04-06T11:00"),
        (EventType.ENVIO_CITACION, "2026-04-08T11:00"),
        (EventType.NOTIFICACION_PERSONAL, "2026-04-10T11:00"),
    ]
    decision = Decision(resultado=Outcome.ACCEDE, acto=ActKind.FACTURACION)
    events = [
        Event(kind, at=moment(at), payload=decision) if kind is EventType.DECISION else Event(kind, at=moment(at))
        for kind, at in acts
    ]
    return Case.file(
        Filing(tipo="reclamo"), utility_id="empresa", zone=colombia.ZONE, at=moment("2026-03-16T10:00"), events=events
    )


def moment(text: str) -> datetime:
    """A local time of Colombia."""
    return colombia.instant(datetime.fromisoformat(text))


def walked_again(walk: Walk | None) -> Walk | None:
    """A copy of a walk and its segments."""
    if walk is None:
        return None
    return Walk(walk.due_on, tuple([Segment(*segment) for segment in walk.segments]), walk.every_day)


def built_again(agenda: Agenda) -> Agenda:
    """Copies of all objects of an agenda, made from their parts: the least that any engine must do."""
    old = agenda.basis
    basis = Basis(
        calendar=old.calendar,
        rules=old.rules,
        profile=old.profile,
        resolved=old.resolved,
        today=old.today,
        words=old.words,
        engine=old.engine,
    )
    deadlines = tuple(
        Deadline(
            d.rule, d.state, d.base_on, d.due_on, d.term, d.citations, basis, d.met_on, d.due_at, walked_again(d.walk)
        )
        for d in agenda.deadlines
    )
    ran = agenda.course
    course = Course(
        met_on=ran.met_on,
        resultado=ran.resultado,
        due_on=ran.due_on,
        notified_on=ran.notified_on,
        silence_on=ran.silence_on,
        transferred_on=ran.transferred_on,
    )
    return Agenda(
        case=agenda.case,
        as_of=agenda.as_of,
        deadlines=deadlines,
        findings=agenda.findings,
        basis=basis,
        course=course,
    )


def one_agenda() -> bool:
    """Time one agenda, without a trace, of an ordinary answered case."""
    case, as_of, day = ordinary_case(), moment("2026-05-04T08:00"), date(2026, 3, 16)

    def ours() -> Agenda:
        return agenda_of(case, as_of, Definitions(rules=colombia.RULES, calendar=CAL, profile=PROFILE))

    agenda = ours()
    rows = [
        Row(OURS, lambda: [ours() for _ in range(100)], 100),
        Row(BUILD, lambda: [built_again(agenda) for _ in range(100)], 100),
        Row(ADD, lambda: [CAL.add_business_days(day, 15) for _ in range(1000)], 1000),
    ]
    targets = [Target(BUILD, 2.5, faster=False), Target(ADD, 400, faster=False)]
    title = f"One agenda: {len(agenda.deadlines)} deadlines"
    return report(title, "ns", measure(rows, 30, OWN_TIME), BUILD, targets)


def one_explanation() -> bool:
    """Time the sentences of deadlines against finding these, over a year, because the words of a day are cached."""
    days = [date(2026, 1, 1) + timedelta(i) for i in range(365)]
    deadlines = [colombia.due("reclamo", day) for day in days]
    rows = [
        Row(OURS, lambda: [deadline.text() for deadline in deadlines], len(days)),
        Row(DUE, lambda: [colombia.due("reclamo", day) for day in days], len(days)),
    ]
    title = f"One explanation: {len(deadlines[0].text().splitlines())} sentences"
    return report(title, "ns", measure(rows, 30, OWN_TIME), DUE, [Target(DUE, 3, faster=False)])


def many_open_cases(size: int) -> bool:
    """Time which of many open cases move when a closure is ordered."""
    rng = np.random.default_rng(2578)
    first = np.datetime64("2026-01-05")
    filed_on = first + rng.integers(0, 300, size).astype("timedelta64[D]")
    old, new = CAL, CAL.with_closures(colombia.Closure(date(2026, 6, 24), act="Decreto municipal 1 de 2026"))
    due_on = np.array([old.add_business_days(day, 15) for day in filed_on.tolist()], dtype="datetime64[D]")
    columns = Columns(
        keys=np.arange(size),
        tipo=np.full(size, "reclamo", dtype=object),
        filed_on=filed_on,
        due_on=due_on,
        suspended=np.zeros(size, dtype=bool),
        answered=np.zeros(size, dtype=bool),
    )
    impact = affected(columns, old, new, rules=colombia.RULES, profile=PROFILE)
    day = date(2026, 3, 16)
    rows = [
        Row(OURS, lambda: affected(columns, old, new, rules=colombia.RULES, profile=PROFILE), size),
        Row(ADD, lambda: [CAL.add_business_days(day, 15) for _ in range(1000)], 1000),
    ]
    title = f"A closure on {size:,} open cases: {len(impact.moved):,} move"
    return report(title, "ns a case", measure(rows, 5, OWN_TIME), ADD, [Target(ADD, 10, faster=False)])


def main() -> int:
    """Print the tables; return 0 if every promise is kept."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    kept = [one_agenda(), one_explanation(), many_open_cases(size)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
