"""One claim from its filing to silence: the deadlines, how each is counted, and the readings that are disputed."""

from __future__ import annotations

from datetime import date, datetime

from pqr_core import Case, Event, EventType, EvidencePeriod, Filing, colombia


def main() -> None:
    """Print the agenda of a claim on three days, and its envelope."""
    filed_at = colombia.instant(datetime(2026, 3, 16, 10, 0))  # noqa: DTZ001 - the door for local times without zone
    case = Case.file(
        Filing(tipo="reclamo", radicado="2026-000123"), utility_id="empresa", zone=colombia.ZONE, at=filed_at
    )

    answer = colombia.agenda(case, date(2026, 3, 17))["respuesta"]
    assert answer.due_on == date(2026, 4, 9)
    print(answer)

    evidence = Event(
        EventType.APERTURA_PRUEBAS,
        on=date(2026, 3, 25),
        payload=EvidencePeriod(dias=5, comunicada_el=date(2026, 3, 26)),
    )
    case = case.act(evidence)
    print("\nWith five days of evidence, told in time:")
    print(colombia.agenda(case, date(2026, 3, 27)).text("en"))

    late = colombia.agenda(case, date(2026, 4, 22))
    assert [finding.value for finding in late.findings] == ["silencio_positivo"]
    print("\nNobody answered:")
    for deadline in late.deadlines:
        print(f"  {deadline.code:22} {deadline.due_on}  {deadline.state}")

    print("\nEarliest and latest day of each, over the disputed readings:")
    for bounds in colombia.envelope(case, date(2026, 4, 22)).bounds:
        print(f"  {bounds.code:22} {bounds.earliest_on} to {bounds.latest_on}, rely on {bounds.safe_on}")


if __name__ == "__main__":
    main()
