"""A jurisdiction as a value: its law, with the indicators, letters and reports of an office.

The office takes a `Jurisdiction` and names no country; engines, readers and stores take only its `law`. A second
country is another value. A sector is one too: `attrs.evolve` with the fields that differ.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from pqr_core.documents.kinds import LetterKind
from pqr_core.fields import Brief
from pqr_core.indicators.base import Indicators
from pqr_core.law.jurisdiction import Law
from pqr_core.reports.followup import FollowUpPlan
from pqr_core.reports.official import ReportKind

__all__ = ("Jurisdiction",)


@frozen(kw_only=True, eq=False)
class Jurisdiction(Brief):
    """The law of a country or a sector, with its indicators, letters and reports.

    Args:
        law: the law.
        indicators: the indicators with their targets, in the order in which they are shown.
        letters: the kinds of letter, by their code.
        reports: the kinds of report for an authority or the public, by their code.
        followup: which indicators the follow-up of a period shows, and where; None if there is no follow-up.
    """

    law: Law
    indicators: Indicators
    letters: Mapping[str, LetterKind] = field(factory=dict)
    reports: Mapping[str, ReportKind] = field(factory=dict)
    followup: FollowUpPlan | None = None
