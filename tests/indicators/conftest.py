"""A small register whose values are counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from pqr_core.facts import Facts, Survey, Volume
from pqr_core.sources import Rows


def answered(radicado: str, tipo: str, filed: date, on: date, days: int) -> Facts:
    """A case answered `days` business days after it was filed."""
    return Facts(
        utility="aguas",
        radicado=radicado,
        tipo=tipo,
        filed_on=filed,
        due_on=date(2026, 4, 9),
        answered_on=on,
        business_days_to_answer=days,
        calendar_days_to_answer=(on - filed).days,
    )


@pytest.fixture
def register() -> Rows:
    """Three cases answered in March 2026 and one in April, three open, one transferred; two services; five surveys."""
    march = date(2026, 3, 2)
    return Rows(
        facts=[
            answered("R-1", "reclamo", march, date(2026, 3, 13), 9),
            answered("R-2", "reclamo", march, date(2026, 3, 31), 20),
            answered("R-3", "queja", march, date(2026, 3, 12), 8),
            answered("R-4", "queja", march, date(2026, 4, 6), 22),
            Facts(utility="aguas", radicado="R-5", tipo="queja", filed_on=march, due_on=date(2026, 3, 24)),
            Facts(utility="aguas", radicado="R-6", tipo="reclamo", filed_on=march, due_on=date(2026, 3, 31)),
            Facts(
                utility="aguas",
                radicado="R-7",
                tipo="reclamo",
                filed_on=march,
                suspended_from=date(2026, 3, 4),
                suspended_until=date(2026, 3, 20),
                due_if_lapsed_on=date(2026, 3, 27),
            ),
            Facts(utility="aguas", radicado="R-8", tipo="reclamo", filed_on=march, ended_on=date(2026, 3, 5)),
        ],
        volumes=[
            Volume(utility="aguas", month=date(2026, month, 1), servicio=service, subscribers=subscribers)
            for month, service, subscribers in (
                (2, "acueducto", 10_000),
                (3, "acueducto", 10_033),
                (2, "aseo", 5_000),
                (3, "aseo", 5_000),
                (4, "acueducto", 10_066),
            )
        ],
        surveys=[
            Survey(utility="aguas", survey_id=f"S-{n}", answered_on=on, satisfied=satisfied, radicado=f"R-{n}")
            for n, (on, satisfied) in enumerate(
                (
                    (date(2025, 12, 31), False),
                    (date(2026, 1, 1), True),
                    (date(2026, 3, 5), True),
                    (date(2026, 3, 6), False),
                    (date(2026, 12, 31), True),
                ),
                start=1,
            )
        ],
    )
