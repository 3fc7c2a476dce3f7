"""The due days of the work as an iCalendar with alarms, for the calendars of the people who do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pqr_core.exchange.ics import DueEvent, duties_ics, warning_days
from pqr_core.language import Language
from pqr_core.law.agenda import Definitions
from pqr_core.office.worklist import WorkItem

__all__ = ("work_events", "work_ics")


def work_ics(items: Iterable[WorkItem], definitions: Definitions, lang: Language = "es") -> bytes:
    """The duties that have a last day, as the bytes of an ``.ics`` file.

    Raises:
        MissingExtraError: icalendar is not installed.
    """
    return duties_ics(work_events(items, definitions, lang), lang)


def work_events(items: Iterable[WorkItem], definitions: Definitions, lang: Language = "es") -> Iterator[DueEvent]:
    """The duties that have a last day, each with its warnings.

    An event names its case by its radicado (or its id) and holds no personal data.
    """
    for item in items:
        if item.due_on is not None:
            yield _event(item, item.due_on, definitions, lang)


def _event(item: WorkItem, due_on: date, definitions: Definitions, lang: Language) -> DueEvent:
    rules, profile, code = definitions.rules, definitions.profile, item.duty.code
    filed = "Filed on" if lang == "en" else "Radicado el"
    return DueEvent(
        key=f"{item.row.utility}:{item.row.case_id}:{code}",
        due_on=due_on,
        summary=f"{rules.obligations[code].label(lang)}: {item.radicado or item.row.case_id}",
        description=f"{rules.types[item.tipo].label(lang)}. {filed} {item.row.filed_on}.",
        warnings=warning_days(code, due_on, profile, definitions.calendar),
        at=profile.office_hours.opens,
    )
