"""A case as a screen shows it, as one value: what was filed and done, what is due, what may be done now.

The JSON form has a version and a schema. The schema is published as the file `case_view.schema.json` beside this
module.

>>> from datetime import date
>>> from pqr_core import colombia
>>> case = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa", radicado="R-1")
>>> view = CaseView(version=1, agenda=colombia.agenda(case, date(2026, 3, 17)))
>>> view
<CaseView R-1 reclamo radicado, version 1: respuesta 2026-04-09>
>>> view.as_dict("en")["deadlines"][0]["label"]
'Answer'
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, TypedDict
from uuid import UUID

from attrs import AttrsInstance, converters, field, frozen

from pqr_core.cases.canonical import canonical_json
from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.catalogues import Gap
from pqr_core.cases.events import PAYLOADS, Filing, NoDetail
from pqr_core.cases.privacy import without_personal
from pqr_core.cases.schema import SCHEMAS, needs_of
from pqr_core.language import Language
from pqr_core.law.agenda import Agenda, Deadline, Permit
from pqr_core.law.explanations import noticed
from pqr_core.law.forms import CitationForm, DeadlineForm
from pqr_core.law.grounds import TOLD
from pqr_core.law.views import CasePicture
from pqr_core.law.wire import citation_dicts, deadline_dict
from pqr_core.moments import local_time
from pqr_core.portable import Portable
from pqr_core.vocabulary import Activity, EventType, Finding, Role, WorkClass, WorkflowState

__all__ = (
    "VIEW_VERSION",
    "ActivityForm",
    "CaseView",
    "CaseViewForm",
    "DoneForm",
    "GapForm",
    "NoticedForm",
    "OfferForm",
    "view_schema",
)

VIEW_VERSION: Final = 1
"""The version of the JSON form. The form may gain keys under the same number; removing or renaming a key changes it."""


class DoneForm(TypedDict):
    """An event of the case; `details` holds the keys of its type, without personal data."""

    type: Annotated[str, EventType]
    label: str
    on: Annotated[str, date]
    at: Annotated[str, datetime] | None
    recorded_at: Annotated[str, datetime] | None
    actor: str | None
    details: dict[str, Any]


class ActivityForm(TypedDict):
    """An activity of the process sheet and its events; the attention before the filing has no events."""

    activity: Annotated[str, Activity]
    label: str
    events: list[DoneForm]


class NoticedForm(TypedDict):
    """A finding, with its sentence and its norms."""

    code: Annotated[str, Finding]
    text: str
    norms: list[CitationForm]


class OfferForm(TypedDict):
    """An act that the case calls for and that may be done now; `until` is its last day, inclusive.

    Of each group of keys in `needs`, one must be given with the act. `details` is the schema of all keys that may be
    given.
    """

    act: Annotated[str, EventType]
    label: str
    roles: list[Annotated[str, Role]]
    until: Annotated[str, date] | None
    needs: list[list[str]]
    details: dict[str, Any]


class GapForm(TypedDict):
    """What the filing lacks: the path of the field, and the reason."""

    field: str
    text: str


class CaseViewForm(TypedDict):
    """A case as a screen shows it."""

    schema_version: Literal[1]
    utility_id: str
    case_id: Annotated[str, UUID]
    radicado: str | None
    version: int
    as_of: Annotated[str, datetime]
    tipo: str
    tipo_label: str
    filed_on: Annotated[str, date]
    state: Annotated[str, WorkflowState]
    state_label: str
    work_class: Annotated[str, WorkClass] | None
    internal_due_on: Annotated[str, date] | None
    responsable: str | None
    filing: Annotated[dict[str, Any], Filing]
    activities: list[ActivityForm]
    deadlines: list[DeadlineForm]
    findings: list[NoticedForm]
    offered: list[OfferForm]
    missing: list[GapForm]


@frozen(kw_only=True, repr=False)
class CaseView(Portable):
    """A case at an instant, as a screen shows it.

    Args:
        version: the version of the stored case, which each save raises. Use it as an ETag, and as `version=` of the
            next act.
        agenda: the deadlines of the case at the instant shown. In the morning of a day with an event without hour, it
            is the agenda of noon, so that the event counts.
        missing: what must be completed in the filing.
        role: the role whose acts are offered; None offers the acts of every role.
        personal: whether the personal data of the petitioner are shown.
        seen_at: the instant shown as `as_of`; by default the instant of the agenda.
    """

    version: int
    agenda: Agenda
    missing: tuple[Gap, ...] = ()
    role: Role | None = field(default=None, converter=converters.optional(Role))
    personal: bool = False
    seen_at: datetime | None = None

    @property
    def as_of(self) -> datetime:
        """The instant shown, in the time zone of the case."""
        return self.agenda.as_of if self.seen_at is None else local_time(self.seen_at, self.case.zone)

    @property
    def case(self) -> Case:
        """The case, with its whole history."""
        return self.agenda.case

    @property
    def radicado(self) -> str:
        """The number of the case, or its id if it has no number."""
        return self.case.filing.radicado or str(self.case.case_id)

    @property
    def state(self) -> WorkflowState:
        """The state of the workflow at the instant of the agenda."""
        return self.case.state_at(self.agenda.as_of)

    @property
    def filing(self) -> Filing:
        """What was filed, with the data of the petitioner only if `personal` is set."""
        return self.case.filing if self.personal else without_personal(self.case.filing)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The deadlines that have arisen, in the order of the procedure."""
        return self.agenda.deadlines

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the law engine noticed beside the dates."""
        return self.agenda.findings

    @property
    def activities(self) -> tuple[tuple[Activity, tuple[Occurrence, ...]], ...]:
        """The activities that the case has been through by the instant of the agenda, each with its events."""
        return self.case.activities(self.agenda.as_of)

    @property
    def offered(self) -> tuple[Permit, ...]:
        """The acts that the case calls for and that may be done at the instant of the agenda, the most urgent first."""
        return self.agenda.allowed(self.role)

    def as_dict(self, lang: Language = "es", *, trace: bool = False) -> CaseViewForm:
        """The view as JSON values: keys and codes are stable, labels and texts are in `lang`.

        With `trace`, each deadline shows how it was counted: every day up to it, and the rules that were used.
        """
        case, agenda = self.case, self.agenda
        filing, work_class, internal_due_on = self.filing, agenda.work_class, agenda.internal_due_on
        return {
            "schema_version": VIEW_VERSION,
            "utility_id": case.utility_id,
            "case_id": str(case.case_id),
            "radicado": filing.radicado,
            "version": self.version,
            "as_of": self.as_of.isoformat(),
            "tipo": filing.tipo,
            "tipo_label": agenda.basis.resolved.type.label(lang),
            "filed_on": case.filed_on.isoformat(),
            "state": self.state.value,
            "state_label": self.state.label(lang),
            "work_class": None if work_class is None else work_class.value,
            "internal_due_on": None if internal_due_on is None else internal_due_on.isoformat(),
            "responsable": case.responsable,
            "filing": _document(filing),
            "activities": [_activity(each, done, lang) for each, done in self.activities],
            "deadlines": [deadline_dict(each, lang, working=trace) for each in self.deadlines],
            "findings": [self._noticed(each, lang) for each in self.findings],
            "offered": [_offer(each, lang) for each in self.offered],
            "missing": [{"field": each.field, "text": each.es if lang == "es" else each.en} for each in self.missing],
        }

    def _noticed(self, finding: Finding, lang: Language) -> NoticedForm:
        norms = citation_dicts(self.agenda.basis.rules.findings.get(finding, ()))
        return {"code": finding.value, "text": noticed(finding, lang), "norms": norms}

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """The JSON Schema of `as_dict`, draft 2020-12; the file in the package is a copy."""
        return view_schema()

    def __repr__(self) -> str:
        owed = next(iter(self.agenda.open_duties()), None)
        due = "-" if owed is None else f"{owed.code} {owed.due_on or '-'}"
        told = f"{self.radicado} {self.case.filing.tipo} {self.state}, version {self.version}: {due}"
        return f"<CaseView {told[:_SHOWN]}>"

    def _repr_html_(self) -> str:
        return CasePicture(self.case, self.agenda)._repr_html_()


_SHOWN: Final = 200


def view_schema() -> dict[str, Any]:
    """The JSON Schema of a view."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "PQR case view"}
    return {**dialect, **SCHEMAS.of(CaseViewForm)}


def _document(value: AttrsInstance) -> dict[str, Any]:
    """The fields of a value as JSON values, in the form that a case has."""
    document: dict[str, dict[str, Any]] = json.loads(canonical_json({"value": value}))
    return document["value"]


def _activity(activity: Activity, done: tuple[Occurrence, ...], lang: Language) -> ActivityForm:
    return {
        "activity": activity.value,
        "label": activity.label(lang),
        "events": [_done(each, lang) for each in done],
    }


def _done(occurrence: Occurrence, lang: Language) -> DoneForm:
    event = occurrence.event
    payload = NoDetail() if isinstance(event.payload, Filing) else without_personal(event.payload)
    return {
        "type": event.type.value,
        "label": event.type.label(lang),
        "on": occurrence.day.isoformat(),
        "at": occurrence.at.isoformat() if occurrence.has_hour else None,
        "recorded_at": None if event.recorded_at is None else _local(event.recorded_at, occurrence),
        "actor": event.actor,
        "details": _document(payload),
    }


def _local(instant: datetime, occurrence: Occurrence) -> str:
    """An instant in the time zone of an event."""
    return instant.astimezone(occurrence.at.tzinfo).isoformat()


def _offer(permit: Permit, lang: Language) -> OfferForm:
    told = tuple((name,) for name in TOLD.get(permit.act, ()))
    return {
        "act": permit.act.value,
        "label": permit.act.label(lang),
        "roles": [role.value for role in permit.roles],
        "until": None if permit.until is None else permit.until.isoformat(),
        "needs": [list(group) for group in (*told, *needs_of(permit.act))],
        "details": SCHEMAS.of_object(PAYLOADS[permit.act]),
    }
