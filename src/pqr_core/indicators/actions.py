"""What is done about a target that was missed: an action that stays linked to the verdict until evidence closes it.

An action is a value, and every step gives a new one. A store keeps it as a report, under one code from opening to
close, so that what it was before stays to be asked for. Time is an argument.

>>> from pqr_core.indicators.catalog import CATALOG
>>> from pqr_core.indicators.periods import Period
>>> days, march = CATALOG["tiempo_respuesta_pqr"], Period.parse("2026-03")
>>> point = Point(period=march, result=days.value(50, 4), target=days.target_at(march),
...               verdict=Verdict.MISSED, beside={}, in_progress=False)
>>> series = IndicatorSeries(indicator=days, points=(point,))
>>> action = ImprovementAction.opened(series, point, kind=ActionKind.CORRECTIVE, responsible="jefe de atención",
...     what="dos turnos más en ventanilla", opened_on=date(2026, 4, 6), due_on=date(2026, 5, 29))
>>> action.state(date(2026, 6, 1)).label(), action.closed(date(2026, 6, 1), ["acta 14 de 2026"]).is_open
('vencida', False)
>>> ImprovementAction.of_report(action.report("aguas")) == action
True
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any, Final

from attrs import Attribute, evolve, field, frozen, validators

from pqr_core.calendars.business import require_date
from pqr_core.errors import InvalidInputError, Language
from pqr_core.facts import Report
from pqr_core.indicators.base import Verdict
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import IndicatorSeries, Point

__all__ = ("ActionKind", "ActionState", "ImprovementAction", "actions_among")

_CODE: Final = "accion-de-mejora:"
_DIGITS: Final = 24


class ActionKind(Enum):
    """What an action is for."""

    CORRECTIVE = ("correctiva", "corrective")
    PREVENTIVE = ("preventiva", "preventive")
    IMPROVEMENT = ("de mejora", "of improvement")

    def label(self, lang: Language = "es") -> str:
        """What people read."""
        return self.value[0 if lang == "es" else 1]


class ActionState(Enum):
    """Where an action stands on a day."""

    OPEN = ("abierta", "open")
    OVERDUE = ("vencida", "overdue")
    CLOSED = ("cerrada", "closed")

    def label(self, lang: Language = "es") -> str:
        """What people read."""
        return self.value[0 if lang == "es" else 1]


def _day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_date(value, attribute.name)


_filled = validators.and_(validators.instance_of(str), validators.min_len(1))


@frozen(kw_only=True)
class ImprovementAction:
    """An action about one indicator, in one period and group.

    Args:
        indicator: its code.
        period: the period whose verdict it answers.
        by: the columns grouped by.
        group: their values as text; None for the whole.
        kind: corrective, preventive or of improvement.
        what: what is to be done.
        responsible: who answers for it.
        opened_on: the day it was opened.
        due_on: the last day to close it.
        closed_on: the day it was closed.
        evidence: what shows that it was done; a closed action has some.
    """

    indicator: str = field(validator=_filled)
    period: Period
    by: tuple[str, ...] = ()
    group: tuple[str | None, ...] | None = None
    kind: ActionKind
    what: str = field(validator=_filled)
    responsible: str = field(validator=_filled)
    opened_on: date = field(validator=_day)
    due_on: date = field(validator=_day)
    closed_on: date | None = field(default=None, validator=validators.optional(_day))
    evidence: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        for name in ("due_on", "closed_on"):
            day = getattr(self, name)
            if day is not None and day < self.opened_on:
                raise InvalidInputError(place=name, detail=f"{day} is before the action was opened, {self.opened_on}")
        if self.closed_on is not None and not any(text.strip() for text in self.evidence):
            raise InvalidInputError(place="evidence", detail="an action is closed with evidence")

    @classmethod
    def opened(
        cls,
        series: IndicatorSeries,
        point: Point,
        *,
        kind: ActionKind,
        what: str,
        responsible: str,
        opened_on: date,
        due_on: date,
    ) -> ImprovementAction:
        """The action about a point of a series that missed its target.

        Raises:
            InvalidInputError: the point did not miss, or the days are out of order.
        """
        if point.verdict is not Verdict.MISSED:
            told = point.verdict.label("en") if point.verdict else "without target"
            raise InvalidInputError(place="point", detail=f"{point.period} is {told}, not missed")
        return cls(
            indicator=series.indicator.code,
            period=point.period,
            by=series.by,
            group=None if series.group is None else tuple(None if part is None else str(part) for part in series.group),
            kind=kind,
            what=what,
            responsible=responsible,
            opened_on=opened_on,
            due_on=due_on,
        )

    @property
    def is_open(self) -> bool:
        """Whether it has not been closed."""
        return self.closed_on is None

    def state(self, day: date) -> ActionState:
        """Where it stands on `day`; on its last day it is still open."""
        if self.closed_on is not None and self.closed_on <= day:
            return ActionState.CLOSED
        return ActionState.OVERDUE if self.due_on < day else ActionState.OPEN

    def closed(self, on: date, evidence: Iterable[str]) -> ImprovementAction:
        """The same, closed with evidence.

        Raises:
            InvalidInputError: it is closed already, there is no evidence, or `on` is before it was opened.
        """
        if self.closed_on is not None:
            raise InvalidInputError(place="closed_on", detail=f"closed already on {self.closed_on}")
        return evolve(self, closed_on=on, evidence=(*self.evidence, *evidence))

    # --- kept in a store -------------------------------------------------------------------------------------------

    def report(self, utility: str) -> Report:
        """The action as the store's `reports` keep it: put it there when it is opened, and again when it is closed."""
        named = {
            "indicator": self.indicator,
            "by": self.by,
            "group": self.group,
            "kind": self.kind.name,
            "what": self.what,
            "opened_on": self.opened_on.isoformat(),
        }
        digest = sha256(json.dumps([str(self.period), named], sort_keys=True).encode()).hexdigest()
        document = named | {
            "responsible": self.responsible,
            "due_on": self.due_on.isoformat(),
            "closed_on": None if self.closed_on is None else self.closed_on.isoformat(),
            "evidence": self.evidence,
        }
        text = json.dumps(document, ensure_ascii=False, sort_keys=True)
        return Report(utility=utility, code=_CODE + digest[:_DIGITS], period=str(self.period), text=text)

    @classmethod
    def of_report(cls, report: Report) -> ImprovementAction:
        """The action that a report keeps.

        Raises:
            InvalidInputError: the report is none of an action.
        """
        if not report.code.startswith(_CODE):
            raise InvalidInputError(place="code", detail=f"{report.code} is no improvement action")
        found = json.loads(report.text)
        return cls(
            indicator=found["indicator"],
            period=Period.parse(report.period),
            by=tuple(found["by"]),
            group=None if found["group"] is None else tuple(found["group"]),
            kind=ActionKind[found["kind"]],
            what=found["what"],
            responsible=found["responsible"],
            opened_on=date.fromisoformat(found["opened_on"]),
            due_on=date.fromisoformat(found["due_on"]),
            closed_on=None if found["closed_on"] is None else date.fromisoformat(found["closed_on"]),
            evidence=tuple(found["evidence"]),
        )


def actions_among(reports: Iterable[Report]) -> Iterator[ImprovementAction]:
    """The actions among a store's reports, as `unit.reports.stream(utility)` gives them."""
    return (ImprovementAction.of_report(report) for report in reports if report.code.startswith(_CODE))
