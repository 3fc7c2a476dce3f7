"""Hypothesis strategies for the values of this library; what a test does not fix is drawn at random, and shrinks.

`cases()` draws any facts that can be recorded, in any order. `histories()` draws what an office would do, act by act,
each permitted on its day. Types are those of the law of Colombia.

>>> from hypothesis import given, settings
>>> from pqr_core import colombia
>>> @settings(max_examples=5, deadline=None, database=None)
... @given(histories())
... def test_my_list_knows_every_open_duty(case):
...     assert colombia.agenda(case, case.last_on).case == case
>>> test_my_list_knows_every_open_duty()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints
from unicodedata import is_normalized
from uuid import UUID

from attrs import AttrsInstance, evolve, fields
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    PAYLOADS,
    ClaimOutcome,
    Consent,
    Correction,
    Decision,
    Event,
    EvidencePeriod,
    Execution,
    Filing,
    NotifiedOn,
    RecursoDecided,
    RecursoFiled,
    Requirement,
    Until,
    VerbalAnswer,
    Visit,
)
from pqr_core.cases.filing import PERSONAL, Attachment, Attention, Claim, Link, Notices, Petitioner
from pqr_core.facts import Facts, Survey, Volume
from pqr_core.law import acts
from pqr_core.law.agenda import Agenda
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.law.standing import Situation, days_to_come
from pqr_core.moments import at_end
from pqr_core.policies import Policies
from pqr_core.sources import Rows
from pqr_core.tickets import Ticket, ticket_id
from pqr_core.vocabulary import EventType, Outcome, PetitionerKind, WorkflowState

__all__ = (
    "AMENDMENTS",
    "FILED_ON",
    "KINDS",
    "cases",
    "events",
    "facts",
    "filings",
    "histories",
    "profiles",
    "registers",
    "surveys",
    "tickets",
    "told",
    "values",
    "volumes",
)

_E = EventType
FILED_ON: Final = date(2026, 3, 16)
"""The default day of filing: a Monday with Holy Week within the fifteen business days after it."""

AMENDMENTS: Final = (_E.ANULACION, _E.CORRECCION)
KINDS: Final = tuple(kind for kind in EventType if kind not in (_E.RADICACION, *AMENDMENTS))
"""What may happen to a case after its filing, except amendments, which need an event to amend."""

_UTILITY: Final = colombia.DEFAULT_PROFILE.utility_id
_WAITS_ONE_IN: Final = 4
"""One time in this many, the office waits although it could act."""
_HORIZON: Final = 655
"""The number of days after the filing within which things happen."""

# --- values of the classes -----------------------------------------------------------------------------------------


def _texts(*excluded: Literal["Cc"]) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs", *excluded])
    return st.text(letters, max_size=8).filter(lambda text: is_normalized("NFC", text))


_TEXTS: Final = _texts()
_CODES: Final = _texts("Cc")
"""Texts for an indexed column: without control characters."""


def _days(after: date) -> st.SearchStrategy[date]:
    return st.dates(after + timedelta(days=1), after + timedelta(days=_HORIZON))


def _instants(after: date) -> st.SearchStrategy[datetime]:
    first = datetime.combine(after + timedelta(days=1), time(12))
    return st.datetimes(first, first + timedelta(days=_HORIZON - 1), timezones=st.just(UTC))


def values(hint: Any, after: date = FILED_ON) -> st.SearchStrategy[Any]:
    """Values of a class of a case (`Filing`, `Decision`, `Petitioner`...) or of the type hint of one of its fields.

    Every optional field is sometimes missing. Days and instants are later than `after`. Values that the class refuses
    are not drawn.
    """
    return _values(hint, after)


@lru_cache(maxsize=1024)
def _values(hint: Any, after: date) -> st.SearchStrategy[Any]:
    options = get_args(hint)
    if type(None) in options:
        return st.none() | st.one_of(*(values(each, after) for each in options if each is not type(None)))
    if get_origin(hint) is tuple:
        return st.lists(values(options[0], after), max_size=2).map(tuple)
    scalar = _scalar(hint, after)
    if scalar is not None:
        return scalar
    return _built(hint, after)


def _scalar(hint: Any, after: date) -> st.SearchStrategy[Any] | None:
    if hint is datetime:
        return _instants(after)
    if hint is date:
        return _days(after)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return _SCALARS.get(hint)


_SCALARS: Final[Mapping[Any, st.SearchStrategy[Any]]] = {
    str: _TEXTS,
    bool: st.booleans(),
    int: st.integers(1, 30),
    UUID: st.uuids(),
    Decimal: st.decimals("-1e15", "1e15", allow_nan=False, allow_infinity=False),
    Event: st.just(Event(_E.NOTA, on=FILED_ON)),
}


_OF_TEXT: Final = (str, str | None)


def _built(kind: type[AttrsInstance], after: date) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    parts = {each.name: values(hints[each.name], after) for each in fields(kind)}
    codes = [each.name for each in fields(kind) if hints[each.name] in _OF_TEXT and PERSONAL not in each.metadata]
    parts |= {name: _CODES if hints[name] is str else st.none() | _CODES for name in codes}
    if kind is EvidencePeriod:
        days = st.builds(kind, dias=st.integers(1, 30), comunicada_el=parts["comunicada_el"])
        return st.builds(kind, hasta=_days(after)) | days
    if kind is Link:
        parts["radicado"] = _CODES
    if kind is Attachment:
        parts["sha256"] = st.text("0123456789abcdef", min_size=64, max_size=64)
    if kind is Attention:
        moments = st.lists(_instants(after), min_size=3, max_size=3).map(sorted)
        return moments.map(lambda m: Attention(turno="A-1", tomado_at=m[0], llamado_at=m[1], atendido_at=m[2]))
    if kind is Notices:
        silent = {name: parts[name] for name in ("direccion", "correo")}
        return st.builds(kind, **{**parts, "acepta_electronica": st.just(value=True)}) | st.builds(kind, **silent)
    if kind is Decision:
        parts["pretensiones"] = _own_ids(ClaimOutcome, "resultado", after)
    if kind is Filing:
        parts["pretensiones"] = _own_ids(Claim, "texto", after)
        parts["workflow"] = st.just(1)
        several = {"peticionario": st.none(), "peticionarios": st.lists(values(Petitioner, after), max_size=3)}
        return st.builds(kind, **{**parts, "peticionarios": st.just(())}) | st.builds(kind, **{**parts, **several})
    if kind is Petitioner:
        named = st.sampled_from([PetitionerKind.NATURAL, PetitionerKind.JURIDICA])
        hidden = {name: parts[name] for name in ("identidad_reservada", "correo", "telefono", "direccion")}
        anonymous = st.builds(kind, clase=st.just(PetitionerKind.ANONIMA), **hidden)
        return st.builds(kind, **{**parts, "clase": named}) | anonymous
    return st.builds(kind, **parts)


def _own_ids(kind: type[Claim | ClaimOutcome], name: str, after: date) -> st.SearchStrategy[Any]:
    """Several values of a class, each with a different id in the field `name`."""
    told = st.dictionaries(_TEXTS.filter(bool), values(get_type_hints(kind)[name], after), max_size=3)
    return told.map(lambda each: tuple(kind(id=key, **{name: value}) for key, value in each.items()))


# --- cases ---------------------------------------------------------------------------------------------------------


def _types(tipo: str | None) -> st.SearchStrategy[str]:
    return st.sampled_from(list(colombia.RULES.types)) if tipo is None else st.just(tipo)


@st.composite
def filings(draw: st.DrawFn, tipo: str | None = None, after: date = FILED_ON) -> Filing:
    """Filings of one type or of any, with or without petitioner, property, invoice, links and the rest.

    If the requester sets the last day of the type, the filing has one. Days and instants are later than `after`.
    """
    filing: Filing = draw(values(Filing, after))
    kind = colombia.RULES.types[draw(_types(tipo))]
    limit = filing.fecha_limite or after + timedelta(days=1)
    return evolve(filing, tipo=kind.code, fecha_limite=limit if kind.given_date else filing.fecha_limite)


@st.composite
def events(draw: st.DrawFn, kind: EventType | None = None, after: date = FILED_ON) -> Event:
    """Events of one type, or of any but the filing and the amendments, by day or by instant, later than `after`."""
    chosen = kind or draw(st.sampled_from(KINDS))
    when: dict[str, Any] = draw(st.one_of(_days(after).map(_on), _instants(after).map(_at)))
    return Event(
        chosen,
        payload=draw(values(PAYLOADS[chosen], after)),
        actor=draw(st.none() | _TEXTS),
        evidence=draw(st.lists(_TEXTS, max_size=2)),
        recorded_at=draw(st.none() | _instants(after)),
        **when,
    )


def _on(day: date) -> dict[str, Any]:
    return {"on": day}


def _at(instant: datetime) -> dict[str, Any]:
    return {"at": instant}


@st.composite
def cases(
    draw: st.DrawFn,
    filing: st.SearchStrategy[Filing] | None = None,
    *,
    utility: str = _UTILITY,
    filed_on: date = FILED_ON,
) -> Case:
    """Cases of `utility` filed on `filed_on`, with up to four facts in any order; the first may be corrected.

    Nothing ensures that a fact was permitted or in time; the law says what effect each had.
    """
    told_filing = draw(filings(after=filed_on) if filing is None else filing)
    facts_of_it = draw(st.lists(events(after=filed_on), max_size=4))
    case = Case.file(told_filing, utility_id=utility, case_id=draw(st.uuids()), zone=colombia.ZONE, on=filed_on)
    case = case.record(*facts_of_it)
    if draw(st.booleans()) and facts_of_it:
        right = Correction(corrige=case.events[1].identity, event=draw(events(_E.NOTA, filed_on)))
        case = case.record(Event(_E.CORRECCION, on=filed_on, payload=right))
    return case


@st.composite
def histories(
    draw: st.DrawFn,
    tipo: str | None = None,
    *,
    profile: Profile = colombia.DEFAULT_PROFILE,
    filed_on: st.SearchStrategy[date] | None = None,
    acts_at_most: int = 8,
) -> Case:
    """Cases as an office makes them: on each day it does a permitted act that the case calls for, or waits.

    Args:
        draw: given by Hypothesis.
        tipo: the type; by default any.
        profile: the settings of the utility to which the cases belong.
        filed_on: the day of filing; by default `FILED_ON` or a day of the five years before it.
        acts_at_most: the most acts that follow the filing.
    """
    day = draw(st.dates(FILED_ON - timedelta(days=5 * 365), FILED_ON) if filed_on is None else filed_on)
    kind = colombia.RULES.types[draw(_types(tipo))]
    limit = day + timedelta(days=20) if kind.given_date else None
    case = Case.file(
        Filing(tipo=kind.code, fecha_limite=limit),
        utility_id=profile.utility_id,
        case_id=draw(st.uuids()),
        zone=colombia.ZONE,
        on=day,
    )
    for _ in range(draw(st.integers(0, acts_at_most))):
        now = _at_the_end_of(case, day, profile)
        possible = [event for permit in acts.allowed(now) for event in told(permit.act, day)]
        possible = [event for event in possible if not acts.refusals(now, event)]
        if draw(st.integers(0, _WAITS_ONE_IN - 1)) and possible:
            case = acts.act(now, draw(st.sampled_from(possible)))
        else:
            later = next((then.today for then in days_to_come(Situation(now))), None)
            later = later if draw(st.booleans()) else None
            day = later or day + timedelta(days=draw(st.integers(1, 9)))
    return case


def _at_the_end_of(case: Case, day: date, profile: Profile) -> Agenda:
    return colombia.agenda(case, at_end(day, colombia.ZONE), profile=profile)


# --- what an act may tell ------------------------------------------------------------------------------------------


def _after(day: date, n: int) -> date:
    return day + timedelta(days=n)


_DETAILS: Final[Mapping[EventType, Callable[[date], list[Any]]]] = {
    _E.REQUERIMIENTO: lambda day: [Requirement(), Requirement(hasta=_after(day, 7))],
    _E.APERTURA_PRUEBAS: lambda day: [EvidencePeriod(dias=5, comunicada_el=day), EvidencePeriod(dias=60)],
    _E.PRORROGA_PRUEBAS: lambda day: [Until(_after(day, 20)), Until(_after(day, 200))],
    _E.DEMORA_USUARIO: lambda day: [Until(_after(day, 60))],
    _E.PRORROGA: lambda day: [Until(_after(day, 12)), Until(_after(day, 400))],
    _E.DECISION: lambda _day: [
        Decision(resultado="accede", acto="facturacion"),
        Decision(resultado="no_accede", acto="facturacion"),
        Decision(resultado="accede_parcialmente", acto="otro"),
        Decision(resultado="rechaza"),
        Decision(),
        Decision(resultado="no_accede", completa=False),
    ],
    _E.RESPUESTA_VERBAL: lambda _day: [VerbalAnswer("accede"), VerbalAnswer("no_accede")],
    _E.ENVIO_NOTIFICACION_ELECTRONICA: lambda _day: [Consent(autorizada=True), Consent()],
    _E.NOTIFICACION_ELECTRONICA: lambda _day: [Consent(autorizada=True), Consent()],
    _E.RECURSO_INTERPUESTO: lambda day: [RecursoFiled(), RecursoFiled(_after(day, -4))],
    _E.DECISION_SSPD: lambda day: [NotifiedOn(day), NotifiedOn(_after(day, 9))],
    _E.ACEPTACION_DESISTIMIENTO: lambda day: [NotifiedOn(day), NotifiedOn(_after(day, 9))],
    _E.NEGATIVA_RESERVA: lambda day: [NotifiedOn(day)],
    _E.VISITA_PROGRAMADA: lambda day: [Visit(_after(day, 15)), Visit(_after(day, 1)), Visit(_after(day, -3))],
    _E.RECURSO_RESUELTO: lambda day: [
        RecursoDecided(resultado="revoca", notificado_el=_after(day, 5)),
        RecursoDecided(resultado="confirma", notificado_el=day),
    ],
    _E.EJECUCION: lambda _day: [Execution(), Execution(completa=False)],
    _E.ADJUNTO: lambda _day: [Attachment(referencia="x", sha256="0" * 64)],
    _E.VINCULO: lambda _day: [Link(relacion="duplicado_de", radicado="R")],
}


def told(kind: EventType, day: date) -> Iterator[Event]:
    """Events of a type on a day, one for each combination of details that makes a difference; not a strategy.

    This is for tests that search exhaustively instead of sampling.
    """
    details = _DETAILS.get(kind)
    if details is None:
        yield Event(kind, on=day)
    else:
        yield from (Event(kind, on=day, payload=payload) for payload in details(day))


# --- registers -----------------------------------------------------------------------------------------------------

_FIRST, _LAST = date(2025, 11, 20), date(2026, 4, 10)
_SERVICES: Final = ("acueducto", "aseo")


def facts(utility: str = "aguas", first: date = _FIRST, last: date = _LAST) -> st.SearchStrategy[Facts]:
    """Rows of facts of `utility` with days from `first` to `last`, both included: open and closed, coded and not.

    The days of a row need not agree with each other, as in a register kept by hand. What a store finds in other rows
    (`storage.related`) is not drawn.
    """
    days = st.dates(first, last)
    return st.builds(
        Facts,
        utility=st.just(utility),
        case_id=st.uuids(version=4),
        radicado=st.none() | st.integers(1, 99).map(lambda n: f"R-{n}"),
        tipo=st.sampled_from(["reclamo", "queja", "peticion_informacion", "recurso_reposicion"]),
        servicio=st.sampled_from([*_SERVICES, None]),
        grupo_causal=st.sampled_from(["F", "P", None]),
        filed_on=days,
        resultado=st.none() | st.sampled_from(Outcome),
        denied=st.none() | st.booleans(),
        business_days_to_answer=st.none() | st.integers(0, 40),
        calendar_days_to_answer=st.none() | st.integers(0, 60),
        fingerprint=st.sampled_from(["", "f" * 64]),
        recurso_filed=st.booleans(),
        repeat_of=st.none() | st.uuids(version=4),
        recurso_of=st.none() | st.uuids(version=4),
        satisfied=st.none() | st.booleans(),
        days_left=st.none() | st.integers(0, 15),
        state=st.none() | st.sampled_from(WorkflowState),
        **{name: st.none() | st.sampled_from(some) for name, some in _OPTIONAL_CODES.items()},
        **{name: st.none() | days for name in _OPTIONAL_DAYS},
    )


_OPTIONAL_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("C-1", "C-2"),
    "petitioner": ("h1", "h2"),
    "causal": ("101", "102"),
    "municipio": ("05001", "11001"),
    "canal": ("presencial", "web"),
    "responsable": ("laura", "pedro"),
}
_OPTIONAL_DAYS: Final = (
    "due_on",
    "due_if_lapsed_on",
    "suspended_until",
    "answered_on",
    "ended_on",
    "notified_on",
    "silence_on",
    "transferred_on",
)


def volumes(utility: str = "aguas", first: date = _FIRST, last: date = _LAST) -> st.SearchStrategy[Volume]:
    """Rows of volumes for the months from that of `first` to that of `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [date(*_month(first, n), 1) for n in range(count)]
    return st.builds(
        Volume,
        utility=st.just(utility),
        month=st.sampled_from(months),
        servicio=st.sampled_from(_SERVICES),
        subscribers=st.sampled_from([0, 10_000, 10_033]),
        invoices=st.none() | st.integers(0, 9_000),
    )


def _month(first: date, n: int) -> tuple[int, int]:
    year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
    return year, month + 1


def surveys(utility: str = "aguas", first: date = _FIRST, last: date = _LAST) -> st.SearchStrategy[Survey]:
    """Surveys from `first` to `last`, answered or not."""
    return st.builds(
        Survey,
        utility=st.just(utility),
        survey_id=st.integers(0, 10**9).map(str),
        answered_on=st.none() | st.dates(first, last),
        satisfied=st.none() | st.booleans(),
        sent_on=st.none() | st.dates(first, last),
        radicado=st.none() | st.integers(1, 99).map(lambda n: f"R-{n}"),
    )


def tickets(utility: str = "aguas", first: date = _FIRST, last: date = _LAST) -> st.SearchStrategy[Ticket]:
    """Tickets of the queue from `first` to `last`, both included: some left, some called, some served."""

    def made(
        number: int,
        day: date,
        waited: int | None,
        served: int | None,
        left: int | None,
        radicado: int | None,
        *,
        dated: bool,
    ) -> Ticket:
        taken = datetime(day.year, day.month, day.day, 13, tzinfo=UTC)
        called = None if waited is None else taken + timedelta(seconds=waited)
        return Ticket(
            utility=utility,
            ticket_id=ticket_id(day, f"A{number}"),
            taken_at=taken,
            taken_on=day if dated else None,
            called_at=called,
            served_at=None if called is None or served is None else called + timedelta(seconds=served),
            left_at=None if left is None else taken + timedelta(seconds=left),
            radicado=None if radicado is None else f"R-{radicado}",
        )

    seconds = st.none() | st.integers(0, 7200)
    numbers = st.none() | st.integers(1, 99)
    days = st.dates(first, last)
    return st.builds(made, st.integers(1, 999), days, seconds, seconds, seconds, numbers, dated=st.booleans())


def registers(utility: str = "aguas", first: date = _FIRST, last: date = _LAST) -> st.SearchStrategy[Rows]:
    """The registers that indicators count: facts, volumes, surveys and tickets of one utility, each key once."""
    given = (utility, first, last)
    return st.builds(
        Rows,
        facts=st.lists(
            facts(*given), max_size=10, unique_by=(lambda row: row.case_id, lambda row: row.radicado or row.case_id)
        ),
        volumes=st.lists(volumes(*given), max_size=6, unique_by=lambda row: (row.month, row.servicio)),
        surveys=st.lists(surveys(*given), max_size=8, unique_by=lambda row: row.survey_id),
        tickets=st.lists(tickets(*given), max_size=8, unique_by=lambda row: row.ticket_id),
    )


# --- profiles ------------------------------------------------------------------------------------------------------


@st.composite
def _closures(draw: st.DrawFn) -> Closure:
    first = draw(st.dates(date(2016, 1, 1), date(2027, 12, 31)))
    return Closure(
        first,
        first + timedelta(days=draw(st.integers(0, 5))),
        act=f"Acto {draw(st.integers(1, 99))}",
        known_on=draw(st.none() | st.dates(first - timedelta(days=60), first + timedelta(days=30))),
        retroactive=draw(st.booleans()),
        own_act=draw(st.booleans()),
    )


def profiles(utility: str = _UTILITY) -> st.SearchStrategy[Profile]:
    """Profiles of `utility`: Saturdays, closures, hours, every reading of the law, and its own times."""
    some_days = st.none() | st.integers(1, 10)
    readings = {name: st.sampled_from(list(chosen)) for name, chosen in Policies.choices().items()}
    return st.builds(
        Profile,
        utility_id=st.just(utility),
        name=st.sampled_from(["", "Aguas E.S.P."]),
        office_hours=st.builds(
            OfficeHours, st.times(time(6), time(9)).map(_minute), st.times(time(15), time(18)).map(_minute)
        ),
        saturday_is_business_day=st.booleans() | st.dates(date(2016, 1, 1), date(2027, 12, 31)),
        closures=st.lists(_closures(), max_size=3).map(tuple),
        policies=st.builds(Policies, **readings),
        aviso_business_days=some_days,
        remision_sspd_business_days=some_days,
        remision_insistencia_business_days=some_days,
        repeat_days=st.none() | st.integers(1, 365),
        soon_business_days=st.integers(1, 10),
        internal_targets=st.dictionaries(st.sampled_from(list(colombia.RULES.types)), st.integers(1, 20), max_size=3),
        ladders=st.dictionaries(
            st.sampled_from(["*", *colombia.RULES.obligations]), st.lists(st.integers(-5, 10), max_size=4), max_size=2
        ),
    )


def _minute(told_time: time) -> time:
    return told_time.replace(second=0, microsecond=0)
