"""One claim from its filing to silence: the deadlines, how each is counted, and the disputed readings."""

from __future__ import annotations

from datetime import date, datetime

from pqr_core import Deadline, Event, EvidencePeriod, colombia


def line(deadline: Deadline) -> str:
    """One row of a table."""
    return f"  {deadline.code:22} {deadline.due_on}  {deadline.state}"


def main() -> None:
    """Print the agenda of a claim on three days, and its envelope."""
    filed_at = colombia.instant(datetime(2026, 3, 16, 10, 0))  # noqa: DTZ001 - a local time, for `instant`
    case = colombia.file("reclamo", at=filed_at, utility="empresa", radicado="2026-000123")

    answer = colombia.agenda(case, date(2026, 3, 17))["respuesta"]
    assert answer.due_on == date(2026, 4, 9)
    print(answer)

    evidence = Event.of(EvidencePeriod(dias=5, comunicada_el=date(2026, 3, 26)), on=date(2026, 3, 25))
    case = colombia.agenda(case, date(2026, 3, 25)).act(evidence)
    print("\nWith five days of evidence, told in time:")
    print(colombia.agenda(case, date(2026, 3, 27)).text("en"))

    late = colombia.agenda(case, date(2026, 4, 22))
    assert [finding.value for finding in late.findings] == ["silencio_positivo"]
    print("\nNobody answered:")
    for deadline in late.deadlines:
        print(line(deadline))

    print("\nEarliest and latest day of each, over the disputed readings:")
    for bounds in colombia.envelope(case, date(2026, 4, 22)).bounds:
        print(f"  {bounds.code:22} {bounds.earliest_on} to {bounds.latest_on}, rely on {bounds.safe_on}")


if __name__ == "__main__":
    main()
