"""The follow-up as data for another program: a JSON object whose keys and codes do not depend on the language."""

from __future__ import annotations

from datetime import date
from typing import Any

from pqr_core.indicators.base import Indicator
from pqr_core.indicators.series import Point
from pqr_core.language import Language
from pqr_core.meetings import ImprovementAction
from pqr_core.reports.followup import FollowUp, GroupRow

__all__ = ("data_of",)


def data_of(found: FollowUp, lang: Language = "es") -> dict[str, Any]:
    """The whole follow-up as a JSON object; only names and texts depend on `lang`. Days are in the form `2026-10-31`.

    `indicators` has each indicator of the process: its series, whose last period is the one asked for, and the year up
    to the closing day. `cases` and the groups count cases by the codes of `FollowUp.flows`. A number that is not known
    is None.
    """
    codes = [each.code for each in found.flows]

    def indicator(of: Indicator, points: tuple[Point, ...], year: Point) -> dict[str, Any]:
        return {
            "code": of.code,
            "name": of.name(lang),
            "unit": of.unit.name.lower(),
            "target": None if points[-1].target is None else str(points[-1].target),
            "year": year.as_dict(lang),
            "series": [{"period": str(point.period), **point.as_dict(lang)} for point in points],
        }

    def group(row: GroupRow) -> dict[str, Any]:
        return {"code": row.code, "name": row.name, **dict(zip(codes, row.counts, strict=True))}

    def action(of: ImprovementAction, day: date) -> dict[str, Any]:
        told = {"kind": of.kind.value, "what": of.what, "indicator": of.indicator, "riesgo": of.riesgo}
        days = {"opened_on": of.opened_on.isoformat(), "due_on": of.due_on.isoformat(), "closed_on": _day(of.closed_on)}
        return {
            "action_id": str(of.action_id),
            **told,
            "responsible": of.responsible,
            **days,
            "state": of.state(day).value,
        }

    today = found.made_at.date()
    return {
        "utility": found.utility,
        "name": found.name,
        "period": str(found.period),
        "closing_day": found.closing_day.isoformat(),
        "in_progress": found.in_progress,
        "made_at": found.made_at.isoformat(),
        "made_by": found.made_by,
        "notes": [each.text(lang) for each in found.notes],
        "indicators": [
            indicator(series.indicator, series.points, year)
            for series, year in zip(found.sheet, found.year, strict=True)
        ],
        "cases": [
            {"code": each.code, "name": each.es if lang == "es" else each.en, "n": each.n, "before": each.before}
            for each in found.flows
        ],
        "by_service": [group(row) for row in found.by_service],
        "by_causal": [group(row) for row in found.by_causal],
        "ages": [{"from": first, "to": last, "n": n} for first, last, n in found.ages],
        "due": {
            "overdue": found.due.overdue,
            "days": [{"on": day.isoformat(), "n": n} for day, n in found.due.days],
            "later": found.due.later,
            "undated": found.due.undated,
        },
        "at_risk": [
            {
                "case_id": str(each.row.case_id),
                "radicado": each.row.radicado,
                "tipo": each.row.tipo,
                "due_on": each.due_on.isoformat(),
                "business_days": each.business_days,
                "overdue": each.is_overdue,
            }
            for each in found.at_risk
        ],
        "actions": [
            action(each, today) for each in (*found.actions.overdue, *found.actions.open, *found.actions.closed)
        ],
        "audit": {
            "looked_at": found.audit.looked_at,
            "of": found.audit.of,
            "with_findings": found.audit.with_findings,
            "findings": [
                {"code": each.finding.value, "name": each.finding.label(lang), "radicados": list(each.radicados)}
                for each in found.audit.noticed
            ],
        },
        "minutes": [each.held_on.isoformat() for each in found.minutes],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
