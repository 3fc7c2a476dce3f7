"""A closure is ordered: which open cases of a year it moves, and why it moves one of them."""

from __future__ import annotations

from datetime import date

from attrs import evolve

from pqr_core import Closure, colombia, compare, facts_of, samples, standing_of
from pqr_core.office.impact import affected


def main() -> None:
    """Print what a closure by decree does to the invented year that comes with the package."""
    closure = Closure(date(2026, 12, 3), act="Decreto municipal 115 de 2026", known_on=date(2026, 11, 20))
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id=samples.SYNTHETIC_YEAR.utility_id)
    closed = evolve(profile, closures=(closure,))
    as_of = samples.DEMO_AS_OF

    cases = {}
    with samples.SYNTHETIC_YEAR.cases() as rows:
        for row in rows:
            case = getattr(row, "case", None)
            if case is not None and case.filed_on >= date(2026, 10, 1):
                cases[case.case_id] = case
    facts = [facts_of(standing_of(case, colombia.definitions(profile))) for case in cases.values()]
    impact = affected(
        facts, colombia.calendar_of(profile), colombia.calendar_of(closed), rules=colombia.RULES, profile=profile
    )
    moves = list(impact.moves())
    print(f"SYNTHETIC DATA. {len(impact.columns.keys)} open cases: {len(moves)} move by the plain count,")
    print(f"{len(impact.to_review)} have suspensions or extensions and are computed from their events.")
    assert moves

    first = moves[0]
    case = cases[first.key]
    (change,) = [
        change
        for change in compare(*(colombia.agenda(case, as_of, profile=each) for each in (profile, closed)))
        if change.code == "respuesta"
    ]
    print(f"\n{case.filing.radicado}: from {first.due_on} to {first.new_due_on}, because of")
    for reason in change.reasons:
        print(f"  {reason.text('en')}")


if __name__ == "__main__":
    main()
