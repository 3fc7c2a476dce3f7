"""The indicators of the process sheet, and further ones.

The first three are those of the customer-service process sheet of Serviciudad E.S.P. The sheet itself was not found in
public material, so formulas and targets are cited as they were handed over. Days to answer are business days, like the
legal term; a separate indicator uses calendar days. The further indicators state what they count. None is an index of
an authority: the official formulas of the composite ones (IUS, IQR, IRO) could not be verified.

>>> list(INDICATORS)[:3]
['satisfaccion_cliente', 'tiempo_respuesta_pqr', 'incremento_usuarios']
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.norms import DECRETO_1081_2015
from pqr_core.colombia.statutes import RULES
from pqr_core.dated import Dated, Version
from pqr_core.indicators.base import Addend, Better, Indicator, Indicators, Standing, Target, ValueUnit, Why
from pqr_core.indicators.measures import ASKED, Column, Condition, DaysBetween, Measure, Number, Test
from pqr_core.indicators.periods import Frequency
from pqr_core.reports.followup import FollowUpPlan
from pqr_core.sources import Origin
from pqr_core.vocabulary import Outcome

__all__ = ("FOLLOWUP", "INDICATORS", "INFORMATION_REQUEST", "OPEN", "OVERDUE", "PROCESS_SHEET")

PROCESS_SHEET: Final = Citation(
    Norm(
        id="serviciudad-ficha-servicio-al-cliente", name="Ficha del proceso de servicio al cliente, Serviciudad E.S.P."
    ),
    "indicadores",
    Confidence.CITADA,
    note="la ficha no se halló publicada; fórmulas y metas según el encargo",
)
"""The process sheet, as the source of its indicators and targets."""
_OWN: Final = Citation(
    Norm(id="pqr-core", name="pqr_core"), "", Confidence.VISTA, note="definición propia, sin fórmula oficial"
)
_ACCESS_REPORT: Final = Citation(
    DECRETO_1081_2015,
    "art. 2.1.1.6.2",
    Confidence.CITADA,
    note="informe de solicitudes de acceso a la información",
)

INFORMATION_REQUEST: Final = "peticion_informacion"
"""The case type of a request for access to public information."""


def _target(code: str, value: Fraction) -> Target:
    return Dated(code, (Version(value, citations=(PROCESS_SHEET,)),))


# --- what is counted -----------------------------------------------------------------------------------------------

_OPEN: Final = (
    Condition("filed_on", Test.BY, ASKED),
    Condition("answered_on", Test.NOT_BY, ASKED),
    Condition("ended_on", Test.NOT_BY, ASKED),
)


def _cases(period_on: str | None, *where: Condition, of: Number | None = None) -> Measure:
    return Measure(origin=Origin.FACTS, where=where, of=of, period_on=period_on)


def _open(*where: Condition) -> Standing:
    measures = (_cases(None, *where, *_OPEN),)
    return Standing(code="abiertos", es="abiertos", en="open", one_es="abierto", one_en="open", measures=measures)


def _overdue(*where: Condition) -> Standing:
    past = _cases(None, *where, *_OPEN, Condition("due_on", Test.BEFORE, ASKED))
    # The case waited for the user, whose time has lapsed.
    lapsed = _cases(
        None,
        *where,
        *_OPEN,
        Condition("due_on", Test.UNSET),
        Condition("suspended_until", Test.BEFORE, ASKED),
        Condition("due_if_lapsed_on", Test.BEFORE, ASKED),
    )
    # An answer is owed, its clock runs, and no last day is known: the register does not keep it.
    undated = [Condition(column, Test.UNSET) for column in ("due_on", "due_if_lapsed_on", "suspended_from")]
    return Standing(
        code="vencidos",
        es="vencidos",
        en="overdue",
        one_es="vencido",
        one_en="overdue",
        measures=(past, lapsed),
        unknown=(_cases(None, *where, *_OPEN, *undated),),
    )


OPEN: Final = _open()
"""The cases that still owe an answer at the end of the day."""

OVERDUE: Final = _overdue()
"""The open cases whose last day to answer is past."""


def _due(*conditions: tuple[str, Test], where: tuple[Condition, ...] = ()) -> tuple[Addend, ...]:
    """The cases by their last day to answer, with conditions on that day; also after a wait that the user let lapse."""
    return tuple(
        Addend(_cases(due, *where, *waited, *(Condition(column, test, Column(due)) for column, test in conditions)))
        for due, waited in (("due_on", ()), ("due_if_lapsed_on", (Condition("due_on", Test.UNSET),)))
    )


_BUSINESS_DAYS: Final = _cases("answered_on", of="business_days_to_answer")
_CALENDAR_DAYS: Final = _cases("answered_on", of="calendar_days_to_answer")
_AGE: Final = _cases(None, *_OPEN, of=DaysBetween("filed_on", ASKED))
_FILED: Final = _cases("filed_on")
_ANSWERED: Final = _cases("answered_on")

# A case that ended without an answer by its last day (transferred, withdrawn) never had to be answered in term. One
# that ended later was late first, and its end does not change that.
_OWED: Final = _due(("ended_on", Test.NOT_BY))
_IN_TERM: Final = _due(("ended_on", Test.NOT_BY), ("answered_on", Test.BY))

# Only the types in which silence decides for the user (Ley 142 de 1994 art. 158); the rule book says which they are.
_SILENT_TYPES: Final = tuple(each.code for each in RULES.types.values() if each.sap)
_SILENT: Final = (Condition("tipo", Test.ONE_OF, _SILENT_TYPES),)
_OWED_OR_GRANTED: Final = _due(("ended_on", Test.NOT_BY), where=_SILENT)
# A row made directly has only its days: its silence is that no answer came by the last day.
_UNTOLD: Final = (*_SILENT, Condition("fingerprint", Test.EQUAL, ""), Condition("silence_on", Test.UNSET))
_UNANSWERED: Final = _due(("ended_on", Test.NOT_BY), ("answered_on", Test.NOT_BY), where=_UNTOLD)
_SILENCES: Final = (Addend(_cases("silence_on")), *_UNANSWERED)
_GRANTED_BY_SILENCE: Final = (*_due(where=(*_SILENT, Condition("silence_on", Test.SET))), *_UNANSWERED)
_SILENT_ES: Final = f"casos de tipo con silencio positivo ({', '.join(_SILENT_TYPES)})"

# Where the profile sets the days within which a case repeats another; a row made directly has its own value.
_TELLS_REPEATS: Final = (
    (Condition("repeat_days", Test.SET),),
    (Condition("repeat_days", Test.UNSET), Condition("fingerprint", Test.EQUAL, "")),
)

_UNSET_REPEATS: Final = ((Why.NO_REPEAT_DAYS, _cases("filed_on", Condition("repeat_days", Test.UNSET))),)

_ANSWERS: Final = Measure(origin=Origin.SURVEYS, where=(Condition("satisfied", Test.SET),), period_on="answered_on")
_SATISFIED: Final = Measure(
    origin=Origin.SURVEYS, where=(Condition("satisfied", Test.EQUAL, operand=True),), period_on="answered_on"
)
_USERS: Final = Measure(origin=Origin.VOLUMES, of="subscribers", period_on="month", stock=True)
_INVOICES: Final = Measure(origin=Origin.VOLUMES, of="invoices", period_on="month")

_RECLAMO: Final = Condition("tipo", Test.EQUAL, "reclamo")
_BILLING: Final = Condition("grupo_causal", Test.EQUAL, "F")
_RECURSO: Final = Condition("tipo", Test.ONE_OF, ("recurso_reposicion", "recurso_reposicion_apelacion"))
_ACCESS: Final = Condition("tipo", Test.EQUAL, INFORMATION_REQUEST)


def _decided(*outcomes: Outcome, where: tuple[Condition, ...] = ()) -> Measure:
    return _cases(
        "answered_on", *where, Condition("resultado", Test.ONE_OF, tuple(outcome.value for outcome in outcomes))
    )


_GRANTED: Final = (Outcome.ACCEDE, Outcome.ACCEDE_PARCIALMENTE)
_REVERSED: Final = (Outcome.MODIFICA, Outcome.REVOCA)


# --- the indicators ------------------------------------------------------------------------------------------------


def _own(  # noqa: PLR0913 - an indicator has this many parts
    code: str,
    name: tuple[str, str],
    formula_es: str,
    numerator: Measure | tuple[Addend, ...],
    denominator: Measure | tuple[Addend, ...] = (),
    *,
    unit: ValueUnit,
    better: Better = Better.LOWER,
    beside: tuple[Standing, ...] = (),
    reasons: tuple[tuple[Why, Measure], ...] = (),
    bands: tuple[int, ...] = (),
    quantile: Fraction | None = None,
    source: Citation = _OWN,
) -> Indicator:
    """A monthly indicator without a target."""
    return Indicator(
        code=code,
        name_es=name[0],
        name_en=name[1],
        formula_es=formula_es,
        numerator=(Addend(numerator),) if isinstance(numerator, Measure) else numerator,
        denominator=(Addend(denominator),) if isinstance(denominator, Measure) else denominator,
        quantile=quantile,
        unit=unit,
        frequency=Frequency.MONTH,
        better=better,
        decimals=0 if unit is ValueUnit.CASES or quantile is not None else 1,
        beside=beside,
        reasons=reasons,
        bands=bands,
        source=source,
    )


_SHEET: Final = (
    Indicator(
        code="satisfaccion_cliente",
        name_es="Satisfacción del cliente",
        name_en="Customer satisfaction",
        formula_es="respuestas satisfechas / respuestas a la encuesta, en el año",
        numerator=(Addend(_SATISFIED),),
        denominator=(Addend(_ANSWERS),),
        unit=ValueUnit.PERCENT,
        frequency=Frequency.YEAR,
        better=Better.HIGHER,
        target=_target("satisfaccion_cliente", Fraction(82)),
        source=PROCESS_SHEET,
    ),
    Indicator(
        code="tiempo_respuesta_pqr",
        name_es="Tiempo de respuesta de PQR",
        name_en="Time to answer a PQR",
        formula_es="suma de días hábiles de respuesta / casos respondidos, de los respondidos en el mes",
        numerator=(Addend(_BUSINESS_DAYS),),
        denominator=(Addend(_BUSINESS_DAYS, rows=True),),
        unit=ValueUnit.BUSINESS_DAYS,
        frequency=Frequency.MONTH,
        better=Better.LOWER,
        target=_target("tiempo_respuesta_pqr", Fraction(12)),
        beside=(OPEN, OVERDUE),
        source=PROCESS_SHEET,
    ),
    Indicator(
        code="incremento_usuarios",
        name_es="Incremento de usuarios",
        name_en="Growth in users",
        formula_es="(usuarios del mes - usuarios del mes anterior) / usuarios del mes anterior, todos los servicios; "
        "sin datos si a uno de los meses le falta un servicio informado antes (el que terminó se informa con 0)",
        numerator=(Addend(_USERS), Addend(_USERS, weight=-1, lag=1)),
        denominator=(Addend(_USERS, lag=1),),
        unit=ValueUnit.PERCENT,
        frequency=Frequency.MONTH,
        better=Better.HIGHER,
        target=_target("incremento_usuarios", Fraction(33, 100)),
        decimals=2,
        source=PROCESS_SHEET,
    ),
)

_TIMES: Final = (
    _own(
        "tiempo_respuesta_pqr_calendario",
        ("Tiempo de respuesta de PQR en días calendario", "Time to answer a PQR in calendar days"),
        "suma de días calendario de respuesta / casos respondidos, de los respondidos en el período",
        _CALENDAR_DAYS,
        (Addend(_CALENDAR_DAYS, rows=True),),
        unit=ValueUnit.CALENDAR_DAYS,
        beside=(OPEN, OVERDUE),
        source=PROCESS_SHEET,
    ),
    _own(
        "mediana_respuesta_pqr",
        ("Mediana del tiempo de respuesta", "Median time to answer"),
        "el menor número de días hábiles en que se respondió al menos la mitad de los casos respondidos en el período",
        _BUSINESS_DAYS,
        quantile=Fraction(1, 2),
        unit=ValueUnit.BUSINESS_DAYS,
        beside=(OPEN, OVERDUE),
    ),
    _own(
        "p90_respuesta_pqr",
        ("Percentil 90 del tiempo de respuesta", "90th percentile of the time to answer"),
        "el menor número de días hábiles en que se respondió al menos el 90 % de los casos respondidos en el período",
        _BUSINESS_DAYS,
        quantile=Fraction(9, 10),
        unit=ValueUnit.BUSINESS_DAYS,
        beside=(OPEN, OVERDUE),
    ),
    _own(
        "oportunidad",
        ("Oportunidad de la respuesta", "Answers in term"),
        "casos respondidos en término / casos cuyo último día para responder cae en el período; lo abierto y vencido "
        "cuenta como fuera de término, y lo que terminó antes sin que se debiera respuesta no cuenta",
        _IN_TERM,
        _OWED,
        unit=ValueUnit.PERCENT,
        better=Better.HIGHER,
        beside=(OPEN, OVERDUE),
    ),
    _own(
        "silencios_positivos",
        ("Silencios administrativos positivos", "Positive administrative silences"),
        f"{_SILENT_ES} en los que el silencio operó en el período: por no responder, o por no citar o no notificar a "
        "tiempo según la lectura que la empresa adoptó",
        _SILENCES,
        unit=ValueUnit.CASES,
    ),
    _own(
        "tasa_silencios_positivos",
        ("Tasa de silencios administrativos positivos", "Rate of positive administrative silences"),
        f"{_SILENT_ES} cuyo último día para responder cae en el período y en los que operó el silencio / los de esos "
        "tipos cuyo último día para responder cae en el período",
        _GRANTED_BY_SILENCE,
        _OWED_OR_GRANTED,
        unit=ValueUnit.PERCENT,
    ),
    _own(
        "tiempo_notificacion",
        ("Tiempo de notificación en días calendario", "Time to notify in calendar days"),
        "suma de días calendario de la respuesta a su notificación / casos notificados en el período",
        _cases("notified_on", of=DaysBetween("answered_on", "notified_on")),
        (Addend(_cases("notified_on", of=DaysBetween("answered_on", "notified_on")), rows=True),),
        unit=ValueUnit.CALENDAR_DAYS,
    ),
    _own(
        "pendientes_por_edad",
        ("Pendientes por edad", "Open cases by age"),
        "casos abiertos al cierre del período, cada uno con los días calendario desde su radicación",
        (Addend(_AGE, rows=True),),
        unit=ValueUnit.CASES,
        bands=(15, 30, 60, 90),
    ),
)

_VOLUMES: Final = (
    _own(
        "pqr_por_mil_suscriptores",
        ("PQR por mil suscriptores", "PQR per thousand subscribers"),
        "casos radicados en el período / suscriptores al cierre del período; sin datos si falta un servicio informado "
        "antes",
        _FILED,
        _USERS,
        unit=ValueUnit.PER_THOUSAND,
    ),
    _own(
        "reclamos_facturacion_por_diez_mil_facturas",
        ("Reclamos de facturación por diez mil facturas", "Billing claims per ten thousand invoices"),
        "reclamos del grupo de causales F (facturación) radicados en el período / facturas del período; sin datos si a "
        "un mes le faltan las de un servicio (el que se factura con otro se informa con 0)",
        _cases("filed_on", _RECLAMO, _BILLING),
        _INVOICES,
        unit=ValueUnit.PER_TEN_THOUSAND,
    ),
    _own(
        "reincidencia",
        ("Reincidencia", "Repeated cases"),
        "casos con otro anterior de la misma cuenta y causal, dentro de los días del perfil (repeat_days) / casos "
        "radicados en el período; sin datos si el perfil no los fija",
        tuple(Addend(_cases("filed_on", *where, Condition("repeat_of", Test.SET))) for where in _TELLS_REPEATS),
        tuple(Addend(_cases("filed_on", *where)) for where in _TELLS_REPEATS),
        unit=ValueUnit.PERCENT,
        reasons=_UNSET_REPEATS,
    ),
)

_OUTCOMES: Final = (
    _own(
        "tasa_favorabilidad",
        ("Tasa de favorabilidad", "Share granted"),
        "(accede + accede parcialmente) / decididos (accede + accede parcialmente + no accede), de los respondidos "
        "en el período",
        _decided(*_GRANTED),
        _decided(*_GRANTED, Outcome.NO_ACCEDE),
        unit=ValueUnit.PERCENT,
        better=Better.HIGHER,
    ),
    _own(
        "tasa_recursos",
        ("Tasa de recursos", "Share with a recurso"),
        "casos contra cuya respuesta se interpuso recurso / casos respondidos en el período",
        _cases("answered_on", Condition("recurso_filed", Test.EQUAL, operand=True)),
        _ANSWERED,
        unit=ValueUnit.PERCENT,
    ),
    _own(
        "tasa_revocatoria",
        ("Tasa de revocatoria", "Share of recursos that changed the decision"),
        "recursos que modifican o revocan / recursos decididos de fondo (confirma + modifica + revoca) en el período",
        _decided(*_REVERSED, where=(_RECURSO,)),
        _decided(*_REVERSED, Outcome.CONFIRMA, where=(_RECURSO,)),
        unit=ValueUnit.PERCENT,
    ),
)


def _minutes(code: str, name: tuple[str, str], what: str, of: str, share: int) -> Indicator:
    return _own(
        code,
        name,
        f"el menor número de minutos enteros que al menos el {share} % de los turnos del período no supera: {what}",
        Measure(origin=Origin.TICKETS, of=of, period_on="taken_on"),
        quantile=Fraction(share, 100),
        unit=ValueUnit.MINUTES,
    )


_WAITING: Final = ("de tomarlo a ser llamado, de los llamados", "waiting_minutes")
_SERVICE: Final = ("del llamado al fin de la atención, de los atendidos", "service_minutes")

_FLOWS: Final = (
    _own(
        "pqr_recibidas",
        ("PQR recibidas", "PQR received"),
        "casos radicados en el período, de todos los tipos",
        _FILED,
        unit=ValueUnit.CASES,
    ),
    _own(
        "pqr_respondidas",
        ("PQR respondidas", "PQR answered"),
        "casos respondidos en el período, de todos los tipos",
        _ANSWERED,
        unit=ValueUnit.CASES,
        better=Better.HIGHER,
        beside=(OPEN, OVERDUE),
    ),
    _own(
        "recursos_recibidos",
        ("Recursos recibidos", "Recursos received"),
        "recursos de reposición, con o sin apelación en subsidio, radicados en el período",
        _cases("filed_on", _RECURSO),
        unit=ValueUnit.CASES,
    ),
    _own(
        "pendientes_por_vencimiento",
        ("Pendientes por vencimiento", "Open cases by due day"),
        "casos abiertos al cierre del período cuyo último día para responder se conoce, cada uno con los días "
        "calendario que han pasado desde él (negativos los que faltan)",
        tuple(
            Addend(_cases(None, *_OPEN, *waited, of=DaysBetween(due, ASKED)), rows=True)
            for due, waited in (
                ("due_on", ()),
                (
                    "due_if_lapsed_on",
                    (Condition("due_on", Test.UNSET), Condition("suspended_until", Test.BEFORE, ASKED)),
                ),
            )
        ),
        unit=ValueUnit.CASES,
    ),
)

_QUEUE: Final = (
    _minutes("tiempo_espera", ("Tiempo de espera (mediana)", "Waiting time (median)"), *_WAITING, 50),
    _minutes("p90_espera", ("Tiempo de espera (percentil 90)", "Waiting time (90th percentile)"), *_WAITING, 90),
    _minutes("tiempo_atencion", ("Tiempo de atención (mediana)", "Service time (median)"), *_SERVICE, 50),
    _minutes("p90_atencion", ("Tiempo de atención (percentil 90)", "Service time (90th percentile)"), *_SERVICE, 90),
    _own(
        "tasa_respuesta_encuesta",
        ("Tasa de respuesta de la encuesta", "Share of surveys answered"),
        "encuestas enviadas en el período que se contestaron / encuestas enviadas en el período; las que no dicen "
        "cuándo se enviaron no cuentan",
        Measure(origin=Origin.SURVEYS, where=(Condition("answered_on", Test.SET),), period_on="sent_on"),
        Measure(origin=Origin.SURVEYS, period_on="sent_on"),
        unit=ValueUnit.PERCENT,
        better=Better.HIGHER,
    ),
)

_INFORMATION: Final = (
    _own(
        "acceso_recibidas",
        ("Solicitudes de acceso a la información recibidas", "Requests for information received"),
        "solicitudes de información radicadas en el período",
        _cases("filed_on", _ACCESS),
        unit=ValueUnit.CASES,
        source=_ACCESS_REPORT,
    ),
    _own(
        "acceso_trasladadas",
        ("Solicitudes de acceso a la información trasladadas", "Requests for information transferred"),
        "solicitudes de información trasladadas a otra institución en el período",
        _cases("transferred_on", _ACCESS),
        unit=ValueUnit.CASES,
        source=_ACCESS_REPORT,
    ),
    _own(
        "acceso_respondidas",
        ("Solicitudes de acceso a la información respondidas", "Requests for information answered"),
        "solicitudes de información respondidas en el período",
        _cases("answered_on", _ACCESS),
        unit=ValueUnit.CASES,
        better=Better.HIGHER,
        source=_ACCESS_REPORT,
    ),
    _own(
        "acceso_tiempo_respuesta",
        ("Tiempo de respuesta a solicitudes de información", "Time to answer requests for information"),
        "suma de días hábiles de respuesta / solicitudes de información respondidas en el período",
        _cases("answered_on", _ACCESS, of="business_days_to_answer"),
        (Addend(_cases("answered_on", _ACCESS, of="business_days_to_answer"), rows=True),),
        unit=ValueUnit.BUSINESS_DAYS,
        beside=(_open(_ACCESS), _overdue(_ACCESS)),
        source=_ACCESS_REPORT,
    ),
    _own(
        "acceso_negadas",
        ("Solicitudes de acceso a la información negadas", "Requests for information denied"),
        "solicitudes de información en las que se negó el acceso, de las respondidas en el período",
        _cases("answered_on", _ACCESS, Condition("denied", Test.EQUAL, operand=True)),
        unit=ValueUnit.CASES,
        source=_ACCESS_REPORT,
    ),
)

INDICATORS: Final = Indicators((*_SHEET, *_TIMES, *_FLOWS, *_VOLUMES, *_OUTCOMES, *_QUEUE, *_INFORMATION))
"""Every indicator, those of the process sheet first."""

FOLLOWUP: Final = FollowUpPlan(
    sheet=tuple(each.code for each in _SHEET),
    flows=("pqr_recibidas", "pqr_respondidas", "silencios_positivos", "recursos_recibidos"),
    standing="pqr_respondidas",
    ages="pendientes_por_edad",
    due="pendientes_por_vencimiento",
    periods=12,
    ahead=10,
    sample=100,
    rows=12,
    cases=40,
    most=Fraction(80, 100),
)
"""What the follow-up of the month shows: the three indicators of the process sheet, and the cases behind them."""
