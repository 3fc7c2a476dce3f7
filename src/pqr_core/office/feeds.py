"""The due days of the work as an iCalendar with alarms, for the calendars of the people who do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pqr_core.exchange.ics import DueEvent, duties_ics, warning_days
from pqr_core.language import Language
from pqr_core.law.agenda import Definitions
from pqr_core.office.worklist import WorkItem

__all__ = ("work_ics",)


def work_ics(items: Iterable[WorkItem], definitions: Definitions, lang: Language = "es") -> bytes:
    """The duties that have a last day, as the bytes of an ``.ics`` file.

    The file names each case by its radicado (or its id) and holds no personal data.

    Raises:
        MissingExtraError: icalendar is not installed.
    """
    return duties_ics([event for item in items for event in _events(item, definitions, lang)], lang)


def _events(item: WorkItem, definitions: Definitions, lang: Language) -> Iterator[DueEvent]:
    if item.due_on is None:
        return
    rules, profile, code = definitions.rules, definitions.profile, item.duty.code
    filed = "Filed on" if lang == "en" else "Radicado el"
    yield DueEvent(
        key=f"{item.row.utility}:{item.row.case_id}:{code}",
        due_on=item.due_on,
        summary=f"{rules.obligations[code].label(lang)}: {item.radicado or item.row.case_id}",
        description=f"{rules.types[item.tipo].label(lang)}. {filed} {item.row.filed_on}.",
        warnings=warning_days(code, item.due_on, profile, definitions.calendar),
        at=profile.office_hours.opens,
    )
