"""The facts of a letter, by name: plain values from the case, the agenda, the profile and the given values.

An absent fact is None. Dates and terms come from agendas. `Asked.then` counts as if the letter had been sent already.
`Asked.notified` counts what the user may do, as if the decision had been notified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from attrs import frozen

from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.catalogues import Catalogue
from pqr_core.cases.events import Decision, Delivery, NotifiedOn, Requirement, Transfer, VerbalAnswer, Visit
from pqr_core.cases.filing import Invoice, Petitioner
from pqr_core.documents.decided import decided
from pqr_core.documents.kinds import LetterKind
from pqr_core.fields import Brief
from pqr_core.language import Said, counted, joined, long_date
from pqr_core.law.agenda import Agenda, Silence
from pqr_core.law.rules import Term
from pqr_core.law.words import COUNTS
from pqr_core.moments import at_end, at_noon
from pqr_core.vocabulary import Capacity, EventType, LegalState, Outcome, PetitionerKind

__all__ = ("FACTS", "FILED", "Asked", "facts_of", "moment_of")

_E = EventType
_NOTIFIED: Final[Mapping[EventType, str]] = {
    _E.NOTIFICACION_PERSONAL: "de manera personal",
    _E.RESPUESTA_VERBAL: "de palabra",
    _E.CONDUCTA_CONCLUYENTE: "por conducta concluyente",
    _E.RECURSO_INTERPUESTO: "por conducta concluyente",
    _E.QUEJA_INTERPUESTA: "por conducta concluyente",
    _E.NOTIFICACION_ELECTRONICA: "por medios electrónicos",
    _E.COMUNICACION_CERTIFICADA: "por comunicación certificada",
    _E.ENTREGA_AVISO: "por aviso",
    _E.PUBLICACION_AVISO: "por aviso publicado",
}
"""How a decision was notified, by the act that counts (`Course.notified_by`)."""
_IN_PROFILE: Final = Said("en el perfil de la empresa", "in the profile of the utility")
_IN_FILING: Final = Said("en la radicación", "in the filing")
_IN_CASE: Final = Said("en el expediente", "in the history of the case")
_IN_CALL: Final = Said("al hacer la carta", "when the letter is made")


def _field(name: str, where: Said) -> Said:
    return Said(f"{name}, {where.es}", f"{name}, {where.en}")


FACTS: Final[Mapping[str, Said]] = {
    # --- the utility ---
    "empresa": _field("[utility] name", _IN_PROFILE),
    "nit": _field("[utility] nit", _IN_PROFILE),
    "membrete": _field("[utility] membrete", _IN_PROFILE),
    "direccion_empresa": _field("[utility] direccion", _IN_PROFILE),
    "horario": _field("[utility] horario_texto", _IN_PROFILE),
    "lugar": _field("[utility] lugar_notificacion", _IN_PROFILE),
    "firmante": _field("firmante", Said("al hacer la carta, o [firmantes] en el perfil", "here, or in the profile")),
    "cargo": _field("cargo", Said("al hacer la carta, o [firmantes] en el perfil", "here, or in the profile")),
    # --- the letter ---
    "fecha": _field("on", _IN_CALL),
    "hora": _field("at, u hora", _IN_CALL),
    "numero": _field(
        "numero", Said("al hacer la carta; si no, lo toma la oficina al expedirla", "here, or when issued")
    ),
    # --- what was filed, and by whom ---
    "radicado": _field("radicado", _IN_FILING),
    "tramite": _field("tipo", _IN_FILING),
    "asunto": _field("radicado", _IN_FILING),
    "es_recurso": Said("lo da el tipo de trámite", "the type of the case gives it"),
    "servicio": _field("servicio", _IN_FILING),
    "canal": _field("canal", _IN_FILING),
    "cuenta": _field("account", _IN_FILING),
    "peticionarios": _field("peticionario.nombre", _IN_FILING),
    "nombre": _field("peticionario.nombre", _IN_FILING),
    "personas": _field("peticionario", _IN_FILING),
    "identificaciones": _field("peticionario.documento", _IN_FILING),
    "varios": _field("peticionarios", _IN_FILING),
    "juridica": _field("peticionario.clase", _IN_FILING),
    "direccion": _field("notificaciones.direccion", _IN_FILING),
    "correo": _field("notificaciones.correo", _IN_FILING),
    "predio": _field("predio.direccion", _IN_FILING),
    "donde_notificar": _field("notificaciones.direccion o notificaciones.correo", _IN_FILING),
    "sin_direccion": _field("notificaciones", _IN_FILING),
    "acepta_electronica": _field("notificaciones.acepta_electronica", _IN_FILING),
    "aceptada_el": _field("notificaciones.aceptada_el", _IN_FILING),
    "recibida_el": _field("on", _IN_FILING),
    "hora_recibida": _field("at (con hora) en la radicación, u hora, que no la contradiga", _IN_CALL),
    "puesta_al_correo_el": _field("puesto_al_correo_el", _IN_FILING),
    "hechos": _field("hechos", _IN_FILING),
    "pretensiones": _field("pretensiones", _IN_FILING),
    "anexos": _field("anexos", _IN_FILING),
    "factura": _field("factura", _IN_FILING),
    "factura_expedida": _field("factura_expedida", _IN_FILING),
    "factura_antigua": _field("factura_expedida", _IN_FILING),
    "acto_atacado": _field("acto_atacado", _IN_FILING),
    "atacado_notificado_el": _field("attacked_notified_on", _IN_FILING),
    "fecha_limite": _field("fecha_limite", _IN_FILING),
    # --- what the law counts ---
    "plazo": Said("lo da la ley", "the law gives it"),
    "plazo_dado": Said(
        "hasta, un día después de hoy que no pase del plazo de la ley",
        "hasta, a day after today, and no later than the law allows",
    ),
    "ahora": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    "entonces": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    "recurso": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    "con_apelacion": Said("lo da el tipo de trámite", "the type of the case gives it"),
    "silencio": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    "firmeza": Said(
        "la decisión aún no está en firme, o lo dice el caso del recurso que se interpuso",
        "the decision is not firm yet, or the case of the recurso that was filed says it",
    ),
    "notificada_el": _field("la notificación de la decisión", _IN_CASE),
    "notificada_por": _field("la notificación de la decisión", _IN_CASE),
    "se_notifica_el": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    "suspende": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    "articulo_17": Said("lo da el tipo de trámite", "the type of the case gives it"),
    "hay_competente": Said("lo da nadie_es_competente", "nadie_es_competente gives it"),
    "se_notifica": Said("lo da el tipo de trámite", "the type of the case gives it"),
    "publicable": Said(
        "causa (por qué se devolvió el aviso), o una radicación sin dirección ni correo",
        "causa (why the aviso was returned), or a filing without address and e-mail",
    ),
    "desfijacion": Said("lo da la agenda del caso", "the agenda of the case gives it"),
    # --- what has happened ---
    "acto": _field("la decisión", _IN_CASE),
    "requerido": _field("el requerimiento", _IN_CASE),
    "trasladado": _field("el traslado", _IN_CASE),
    "desistido_el": _field("el desistimiento", _IN_CASE),
    "negada_el": _field("la negativa por reserva", _IN_CASE),
    "insistida_el": _field("la insistencia", _IN_CASE),
    "visita_el": _field("la visita programada", _IN_CASE),
    "citada_el": _field("el envío de la citación", _IN_CASE),
    "guia_citacion": _field("guia, del envío de la citación", _IN_CASE),
    "devuelta": _field("la devolución para aclarar", _IN_CASE),
    # --- what is decided ---
    "resultado_texto": Said(
        "resultado, al hacer la carta, que concuerde con los de cada pretensión",
        "resultado, when the letter is made, which agrees with those of each claim",
    ),
    "resuelve": _field("resultados (el de cada pretensión), o resuelve", _IN_CALL),
    "sin_resolver": _field("resultados", _IN_CALL),
    "concede": _field("resultado", _IN_CALL),
    "sube": _field("resultado", _IN_CALL),
    "calidad_texto": _field("calidad (interesado, representante, apoderado o autorizado)", _IN_CALL),
}
"""Each fact, with the field that fills it."""
FILED: Final = frozenset(name for name, told in FACTS.items() if told.es.endswith(_IN_FILING.es))
"""The facts that a field of the filing fills."""


@frozen(kw_only=True)
class Asked(Brief):
    """What a letter is made from.

    Args:
        kind: the kind of letter.
        agenda: the case at the instant of the letter.
        then: the agenda once the letter is sent; the same as `agenda` if its sending is not an event.
        notified: the agenda on the day on which the decision counts as notified; if it is not, as if it were notified
            now.
        given: the values given to the letter.
        catalogue: the names of services and channels.
    """

    kind: LetterKind
    agenda: Agenda
    then: Agenda
    notified: Agenda
    given: Mapping[str, Any]
    catalogue: Catalogue

    @property
    def case(self) -> Case:
        """The case."""
        return self.agenda.case

    @property
    def today(self) -> date:
        """The legal day of the letter."""
        return self.agenda.as_of.date()

    @property
    def hour(self) -> time | None:
        """The hour of the letter; None for a day without hour."""
        at: datetime | None = moment_of(self.agenda).get("at")
        return None if at is None else at.time()


def moment_of(agenda: Agenda) -> dict[str, Any]:
    """The instant of an agenda as an event takes it; the day (`on`) for noon and the end of a day.

    These two stand for a day without hour.
    """
    at = agenda.as_of
    day, zone = at.date(), agenda.case.zone
    untimed = at in (at_noon(day, zone), at_end(day, zone))
    return {"on": day} if untimed else {"at": at}


def facts_of(asked: Asked) -> dict[str, Any]:
    """The facts of a letter by name, with the values given to it; an absent fact is None."""
    given: dict[str, Any] = {detail.name: asked.given.get(detail.name) for detail in asked.kind.details}
    return {
        **dict.fromkeys(FACTS),
        **given,
        **_of_the_utility(asked),
        **_of_the_letter(asked),
        **_of_who_asks(asked),
        **_of_the_filing(asked),
        **_of_the_law(asked),
        **_of_the_history(asked),
        **_of_the_decision(asked),
    }


# --- the utility and the letter ------------------------------------------------------------------------------------


def _of_the_utility(asked: Asked) -> dict[str, Any]:
    profile, given = asked.agenda.basis.profile, asked.given
    signatory = profile.signatory(asked.kind.signatory)
    return {
        "empresa": profile.name or None,
        "nit": profile.nit,
        "membrete": profile.membrete,
        "direccion_empresa": profile.direccion,
        "horario": profile.horario_texto,
        "lugar": profile.lugar_notificacion,
        "firmante": given.get("firmante") or (signatory and signatory.nombre),
        "cargo": given.get("cargo") or (signatory and signatory.cargo),
    }


def _of_the_letter(asked: Asked) -> dict[str, Any]:
    return {
        "fecha": asked.today,
        "hora": asked.given.get("hora") or asked.hour,
        "numero": asked.given.get("numero"),
        "hay_competente": not asked.given.get("nadie_es_competente") or None,
        "calidad_texto": _capacity(asked.given.get("calidad")),
    }


def _capacity(capacity: Capacity | None) -> str | None:
    """The capacity in words; None for a third person, who cannot be notified for the petitioner."""
    return None if capacity in (None, Capacity.TERCERO) else capacity.label()


# --- who asks, and what --------------------------------------------------------------------------------------------


def _of_who_asks(asked: Asked) -> dict[str, Any]:
    case, filing = asked.case, asked.case.filing
    notices = filing.notificaciones
    people = case.petitioners
    names = [each.nombre for each in people if each.nombre]
    home = filing.predio and filing.predio.direccion
    each_one = "; ".join(dict.fromkeys(each.direccion for each in people if each.direccion))
    mails = [each.correo for each in (notices, *people) if each is not None]
    address, mail = _first((notices and notices.direccion, each_one, home)), _first(mails)
    return {
        "peticionarios": names or None,
        "nombre": joined(names) if names else None,
        "personas": [(each.nombre, _identity(each)) for each in people if each.nombre or each.documento] or None,
        "identificaciones": [_identity(each) for each in people if each.documento] or None,
        "varios": len(people) > 1 or None,
        "juridica": any(each.clase is PetitionerKind.JURIDICA for each in people) or None,
        "direccion": address,
        "correo": mail,
        "predio": home,
        "donde_notificar": address or mail,
        "sin_direccion": (address is None and mail is None) or None,
        "publicable": asked.given.get("causa") or (address is None and mail is None) or None,
        "acepta_electronica": (notices is not None and notices.acepta_electronica) or None,
        "aceptada_el": notices and notices.aceptada_el,
    }


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value), None)


def _identity(person: Petitioner) -> str | None:
    if person.documento is None:
        return None
    kind = person.tipo_documento
    return f"{kind.label()} {person.documento}" if kind else f"documento {person.documento}"


def _of_the_filing(asked: Asked) -> dict[str, Any]:
    case, filing, catalogue = asked.case, asked.case.filing, asked.catalogue
    filed = case.filed
    service, channel = (catalogue.services.get(filing.servicio or ""), catalogue.channels.get(filing.canal or ""))
    claims = [{"id": each.id, "texto": each.texto} for each in filing.pretensiones if each.texto]
    kind = asked.agenda.basis.resolved.type
    name = kind.label().lower()
    return {
        "radicado": filing.radicado,
        "tramite": name,
        "asunto": _named(name, filing.radicado),
        "es_recurso": kind.recurso or None,
        "servicio": service.label() if service else filing.servicio,
        "canal": channel.label() if channel else filing.canal,
        "cuenta": filing.account,
        "recibida_el": filed.day,
        "hora_recibida": _received_at(asked),
        "puesta_al_correo_el": filing.puesto_al_correo_el,
        "hechos": filing.hechos,
        "pretensiones": claims or None,
        "anexos": [f"{each.clase} ({each.numero})" for each in filing.anexos] or None,
        "factura": _invoice(filing.factura),
        "factura_expedida": filing.factura_expedida,
        "factura_antigua": (kind.invoice_limit and "factura_fuera_de_termino" in asked.agenda.findings) or None,
        "acto_atacado": filing.acto_atacado,
        "atacado_notificado_el": filing.attacked_notified_on,
        "fecha_limite": filing.fecha_limite,
    }


def _received_at(asked: Asked) -> time | None:
    """The hour of the filing; that given for a filing without one. None if both are known and differ."""
    filed, given = asked.case.filed, asked.given.get("hora")
    if not filed.has_hour:
        return given
    known = filed.at.time()
    return known if given is None or (given.hour, given.minute) == (known.hour, known.minute) else None


def _named(name: str, radicado: str | None) -> str:
    if radicado is None:
        return name
    return f"{name}, con radicado {radicado}" if "," in name else f"{name} con radicado {radicado}"


def _invoice(invoice: Invoice | None) -> dict[str, Any] | None:
    if invoice is None:
        return None
    return {
        "numero": invoice.numero,
        "periodo": invoice.periodo,
        "reclamado": invoice.valor_reclamado,
        "no_reclamado": invoice.valor_no_reclamado,
    }


# --- what the law counts -------------------------------------------------------------------------------------------


def _of_the_law(asked: Asked) -> dict[str, Any]:
    rules = asked.agenda.basis.resolved
    terms = {name: _term(version.value) for name, version in rules.figures.items()}
    terms |= {name: _term(term) for name, term in asked.kind.figures.items()}
    terms["completar"] = _term(rules.completion.value)
    course = asked.agenda.course
    return {
        "plazo": terms,
        "plazo_dado": _term_given(asked, terms["completar"]),
        "ahora": _due_days(asked.agenda),
        "entonces": _due_days(asked.then),
        "recurso": _remedy(asked),
        "con_apelacion": rules.type.apelacion or None,
        "suspende": _is_suspended(asked.then) or None,
        "articulo_17": rules.art_17 or None,
        "se_notifica": rules.type.sap or None,
        "silencio": _silence(asked.agenda),
        "firmeza": _firmness(asked.agenda),
        "notificada_el": course.notified_on,
        "notificada_por": course.notified_by and _NOTIFIED[course.notified_by],
        "se_notifica_el": asked.then.course.notified_on,
        "desfijacion": _taken_down(asked),
    }


def _is_suspended(agenda: Agenda) -> bool:
    answer = agenda.get("respuesta")
    return answer is not None and answer.waits is not None


def _term_given(asked: Asked, whole: str) -> Any:
    """How long the user has to complete: the term of the law, or the given day if the law allows it; else None."""
    until = asked.given.get("hasta")
    if until is None:
        return whole
    row = asked.then.get("complemento")
    return until if until > asked.today and row is not None and row.due_on == until else None


def _due_days(agenda: Agenda) -> dict[str, date | None]:
    """The last day of each obligation, inclusive; None if it has not arisen or has no last day."""
    return dict.fromkeys(agenda.basis.rules.obligations) | {row.code: row.due_on for row in agenda.deadlines}


def _term(term: Term) -> str:
    """A term in words and figures: "cinco (5) días hábiles"."""
    return f"{counted(term.n)} {term.text().partition(' ')[2]}"


def _remedy(asked: Asked) -> dict[str, Any]:
    """What may be filed against the decision once it is notified, its term, and its last day if that is known."""
    for code in ("recurso", "queja"):
        row = asked.notified.get(code)
        if row is not None and row.term is not None and row.state is not LegalState.PRECLUIDO:
            withdrawn = any(o.event.type is _E.DESISTIMIENTO_TACITO for o in asked.then.case.timeline())
            until = row.due_on if asked.then.course.notified_on is not None and _is_certain(asked.kind) else None
            kind = "desistimiento" if code == "recurso" and withdrawn else code
            return {"clase": kind, "plazo": _term(row.term), "vence": until}
    return {"clase": "ninguno", "plazo": None, "vence": None}


def _is_certain(kind: LetterKind) -> bool:
    """Whether the letter itself notifies, on a day that is known when it is written."""
    return kind.event in (_E.NOTIFICACION_PERSONAL, _E.PUBLICACION_AVISO)


def _silence(agenda: Agenda) -> dict[str, Any] | None:
    row = agenda.get("reconocimiento_sap")
    if row is None or row.silence is None:
        return None
    return {"causa": _why(row.silence), "desde": row.silence.on, "ultimo_dia": row.silence.last_on}


def _why(silence: Silence) -> str:
    days = {"last": silence.last_on, "answered": silence.answered_on, "cite_by": silence.cite_by}
    told = {name: long_date(day) for name, day in days.items() if day is not None}
    return COUNTS[f"silence_{silence.missed}"].es.format_map(told)


def _firmness(agenda: Agenda) -> dict[str, Any] | None:
    """The day from which the decision is firm, and the cause; None if that day has not come."""
    row = agenda.get("firmeza")
    if row is None or row.due_on is None or row.due_on > agenda.as_of.date():
        return None
    happened = {occurrence.event.type for occurrence in agenda.case.timeline(agenda.as_of)}
    causes = (
        ("desistimiento", _E.ACEPTACION_DESISTIMIENTO in happened),
        ("sspd", _E.DECISION_SSPD in happened),
        ("queja", agenda.get("queja") is not None),
        ("vencido", agenda.get("recurso") is not None),
        ("decidido", agenda.basis.resolved.type.recurso),
        ("sin_recurso", True),
    )
    return {"desde": row.due_on, "por": next(cause for cause, holds in causes if holds)}


def _taken_down(asked: Asked) -> date | None:
    """The day on which an aviso or citación that is published today is taken down; None for other letters."""
    if asked.kind.event not in (_E.PUBLICACION_AVISO, _E.PUBLICACION_CITACION):
        return None
    shown: Term = asked.agenda.basis.resolved.figures.aviso_display.value
    return asked.agenda.basis.calendar.add_business_days(asked.today, shown.n)


# --- what has happened ---------------------------------------------------------------------------------------------


def _of_the_history(asked: Asked) -> dict[str, Any]:
    timeline = asked.case.timeline(asked.agenda.as_of)
    last = {occurrence.event.type: occurrence for occurrence in timeline}
    cited, refused, visit = _cited(asked, timeline), last.get(_E.NEGATIVA_RESERVA), last.get(_E.VISITA_PROGRAMADA)
    return {
        "acto": _act(asked),
        "requerido": _required(asked, timeline),
        "trasladado": _transferred(last.get(_E.TRASLADO_COMPETENCIA) or last.get(_E.TRASLADO_PARCIAL)),
        "desistido_el": _day(last.get(_E.DESISTIMIENTO_EXPRESO)),
        "negada_el": refused and refused.event.detail(NotifiedOn).notificada_el,
        "insistida_el": _day(last.get(_E.INSISTENCIA_INTERPUESTA)),
        "visita_el": visit and visit.event.detail(Visit).fecha,
        "citada_el": _day(cited),
        "guia_citacion": cited and cited.event.detail(Delivery).guia,
        "devuelta": _day(last.get(_E.DEVOLUCION_ACLARACION)),
    }


def _day(occurrence: Occurrence | None) -> date | None:
    return None if occurrence is None else occurrence.day


def _act(asked: Asked) -> dict[str, Any] | None:
    """The decision that the letter is about: itself, or the one that counts in the case."""
    if asked.kind.event is _E.DECISION:
        return {"clase": "decisión", "fecha": asked.today, "numero": asked.given.get("numero"), "por": None}
    decided = asked.agenda.course.decided
    if decided is None:
        return None
    match decided.event.payload:
        case Decision() as decision:
            told = _decided_act("decisión", decision.radicado_salida, decision.cargo, decision.resultado)
        case VerbalAnswer() as answer:
            told = _decided_act("decisión verbal", answer.radicado_salida, None, answer.resultado)
        case _:
            told = _decided_act("decisión de desistimiento tácito", None, None, None)
    return {"fecha": decided.day, **told}


def _decided_act(clase: str, numero: str | None, por: str | None, resultado: Outcome | None) -> dict[str, Any]:
    return {"clase": clase, "numero": numero, "por": por, "resultado": resultado and resultado.label()}


def _required(asked: Asked, timeline: Iterable[Occurrence]) -> dict[str, Any] | None:
    """The requirement from which the time to complete runs; one that was repeated has no effect."""
    power, row = asked.agenda.get("requerimiento"), asked.agenda.get("complemento")
    made = (o for o in timeline if o.event.type is _E.REQUERIMIENTO and power is not None and o.day == power.met_on)
    occurrence = next(made, None)
    if occurrence is None:
        return None
    requirement = occurrence.event.detail(Requirement)
    return {
        "fecha": occurrence.day,
        "recibido_el": requirement.recibido_el,
        "falta": list(requirement.falta),
        "vencio": None if row is None else row.due_on,
    }


def _cited(asked: Asked, timeline: Iterable[Occurrence]) -> Occurrence | None:
    """The citation from which the time to appear in person runs: the first one that was sent for the decision."""
    decided = asked.agenda.course.decided
    sent = (o for o in timeline if o.event.type is _E.ENVIO_CITACION)
    return next((o for o in sent if decided is not None and o.day >= decided.day), None)


def _transferred(occurrence: Occurrence | None) -> dict[str, Any] | None:
    if occurrence is None:
        return None
    transfer = occurrence.event.detail(Transfer)
    return {"fecha": occurrence.day, "destinatario": transfer.destinatario, "motivos": transfer.motivos}


# --- what is decided -----------------------------------------------------------------------------------------------


def _of_the_decision(asked: Asked) -> dict[str, Any]:
    if not asked.kind.outcomes:
        return {}
    given = asked.given
    only = asked.kind.outcomes[0] if len(asked.kind.outcomes) == 1 else None
    return decided(
        asked.case.filing.pretensiones,
        given.get("resultado", only),
        given.get("resultados") or {},
        given.get("resuelve"),
        can_go_up=asked.agenda.basis.resolved.type.apelacion,
    )
