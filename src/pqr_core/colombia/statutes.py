"""The rule book of the Colombian utilities: every legal figure of the package, with its norm and our confidence.

Data only. A statement that was not read in the norm itself says so (`Confidence`), and what is disputed
is a policy (`colombia.readings`). The page `docs/es/reglas.md` is made from this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.articles import cite
from pqr_core.colombia.findings import FINDING_NORMS
from pqr_core.colombia.guards import GUARD_NORMS
from pqr_core.colombia.norms import (
    CONSEJO_DE_ESTADO_7200,
    CPACA,
    CRA_413_2006,
    DECRETO_302_2000,
    DECRETO_491_2020,
    DECRETO_2150_1995,
    DECRETO_2981_2013,
    DECRETO_LEY_19_2012,
    LEY_4_1913,
    LEY_5_1992,
    LEY_24_1992,
    LEY_142_1994,
    LEY_1266_2008,
    LEY_1581_2012,
    LEY_1712_2014,
    LEY_2207_2022,
)
from pqr_core.colombia.phrases import ADOPTED, CLAUSES, SEVENTY_TWO_HOURS, SEVENTY_TWO_HOURS_IN_BUSINESS_DAYS
from pqr_core.colombia.readings import READINGS
from pqr_core.dated import Dated, Version
from pqr_core.law.rules import (
    CaseType,
    Emergency,
    Extension,
    Figures,
    ObligationRule,
    Reading,
    RequirementRule,
    Response,
    RuleBook,
    Term,
    Unit,
)
from pqr_core.vocabulary import Finding, Kind

__all__ = ("COUNTING", "RULES")

_VERIFIED_ON: Final = date(2026, 11, 27)
"""The day on which the texts that were read (`Confidence.VISTA`) were last compared with their sources."""


def _days(
    n: int,
    *citations: Citation,
    first_day: date | None = None,
    in_force_by: Citation | None = None,
    unit: Unit = Unit.BUSINESS_DAYS,
    reading: Reading | None = None,
) -> Dated[Term]:
    version = Version(Term(n, unit, reading), first_day=first_day, citations=citations, in_force_by=in_force_by)
    return Dated(str(citations[0]), (version,))


# --- the answer (section 4 of the contract) ------------------------------------------------------------------------

_LEY_142: Final = date(1994, 7, 11)
_LEY_1755: Final = date(2015, 6, 30)
_LEY_5: Final = date(1992, 6, 18)
_LEY_1581: Final = date(2012, 10, 18)
_LEY_24: Final = date(1992, 12, 15)
_LEY_1266: Final = date(2008, 12, 31)

_ART_158: Final = (
    cite(LEY_142_1994, "art. 158", "quince días hábiles contados a partir de la fecha de su presentación"),
    cite(DECRETO_2150_1995, "art. 123", "extiende el silencio a la petición, la queja y el recurso"),
)
_FIRST_DAY_OF_LEY_142: Final = cite(
    LEY_142_1994, "art. 189", "rige desde su publicación en el Diario Oficial, el 11 de julio de 1994"
)
_ART_14_PAR: Final = cite(CPACA, "art. 14 par.", "sin exceder del doble del término inicial")
_BUSINESS_DAYS: Final = cite(LEY_4_1913, "art. 62", "los días son hábiles")


def _art_14(numeral: str = "") -> tuple[Citation, ...]:
    return (cite(CPACA, f"art. 14{numeral}"), _BUSINESS_DAYS)


def _emergency(n: int, *, disputed: bool = False) -> Emergency:
    """Decreto 491 de 2020 art. 5: the term of the emergency, from its first day until Ley 2207 de 2022 repealed it."""
    return Emergency(
        term=Term(n, Unit.BUSINESS_DAYS),
        first_day=date(2020, 3, 28),
        last_day=date(2022, 5, 17),
        disputed=disputed,
        citations=(
            cite(DECRETO_491_2020, "art. 5", "ampliación de términos en la emergencia", Confidence.CITADA),
            cite(LEY_2207_2022, "arts. 2 a 4", "lo deroga desde el 18 de mayo de 2022"),
        ),
    )


_DOUBLE: Final = Extension(multiple=2, citations=(_ART_14_PAR,))

_CONTRACT_ANSWER: Final = Response(
    term=_days(15, *_ART_158, first_day=_LEY_142, in_force_by=_FIRST_DAY_OF_LEY_142),
    extension=Extension(
        multiple=2,
        disputed=True,
        citations=(
            cite(CPACA, "art. 14 par.", "abre con «salvo norma legal especial»", Confidence.EN_DISPUTA),
            cite(LEY_142_1994, "art. 153 inc. 3", "remite al derecho de petición", Confidence.EN_DISPUTA),
        ),
    ),
    emergency=_emergency(30, disputed=True),
    from_filing=True,
)
_RECURSO_ANSWER: Final = Response(
    term=_days(
        15,
        *_ART_158,
        cite(LEY_142_1994, "art. 154"),
        cite(LEY_142_1994, "art. 159"),
        first_day=_LEY_142,
        in_force_by=_FIRST_DAY_OF_LEY_142,
    ),
    from_filing=True,
)
_GENERAL_ANSWER: Final = Response(
    term=_days(15, *_art_14(), first_day=_LEY_1755), extension=_DOUBLE, emergency=_emergency(30)
)


_CONTRACT: Final = (
    cite(LEY_142_1994, "art. 152", "pedir, quejarse y recurrir es de la esencia del contrato"),
    cite(
        LEY_142_1994,
        "art. 153",
        "la oficina de peticiones, quejas y recursos, y la relación detallada de lo que recibe",
    ),
    cite(CPACA, "art. 33", "a la empresa privada, el derecho de petición se le aplica en lo pertinente"),
    cite(
        DECRETO_2981_2013, "art. 102", "en aseo, el registro lleva motivo, fecha, medio, respuesta y tiempo utilizado"
    ),
)
"""The norms on a petition, complaint or claim of a user, other than those of its term."""


def _contract(code: str, es: str, en: str, description: str, *, invoice_limit: bool = False) -> CaseType:
    return CaseType(
        code=code,
        es=es,
        en=en,
        description=description,
        response=_CONTRACT_ANSWER,
        contract=True,
        sap=True,
        requirement=RequirementRule.ART_17_CONTRACT,
        clarifiable=True,
        conflict=True,
        invoice_limit=invoice_limit,
        citations=_CONTRACT,
    )


def _recurso(code: str, es: str, en: str, description: str, *, apelacion: bool = False) -> CaseType:
    return CaseType(
        code=code,
        es=es,
        en=en,
        description=description,
        response=_RECURSO_ANSWER,
        recurso=True,
        apelacion=apelacion,
        sap=True,
        transferable=False,
    )


def _by_code(types: Iterable[CaseType]) -> MappingProxyType[str, CaseType]:
    return MappingProxyType({each.code: each for each in types})


_TYPES: Final = (
    _contract("peticion", "Petición", "Petition", "de un suscriptor o usuario, en desarrollo del contrato"),
    _contract("queja", "Queja", "Complaint", "de un suscriptor o usuario, por la atención o la prestación"),
    _contract(
        "reclamo",
        "Reclamo",
        "Claim",
        "de un suscriptor o usuario, contra la facturación u otro acto",
        invoice_limit=True,
    ),
    _recurso(
        "recurso_reposicion",
        "Recurso de reposición",
        "Recurso de reposición",
        "para que la misma empresa revise su decisión",
    ),
    _recurso(
        "recurso_reposicion_apelacion",
        "Recurso de reposición y, en subsidio, de apelación",
        "Recurso de reposición with subsidiary apelación",
        "si la empresa no accede a todo, el expediente va a la Superintendencia",
        apelacion=True,
    ),
    CaseType(
        code="peticion_general",
        es="Petición general",
        en="General petition",
        description="de quien no es usuario, o sobre lo que no es el contrato",
        response=_GENERAL_ANSWER,
        requirement=RequirementRule.ART_17,
        clarifiable=True,
        conflict=True,
    ),
    CaseType(
        code="denuncia",
        es="Denuncia",
        en="Report of wrongdoing",
        description="de una conducta que la empresa deba conocer",
        response=_GENERAL_ANSWER,
        requirement=RequirementRule.ART_17,
        clarifiable=True,
        conflict=True,
    ),
    CaseType(
        code="peticion_informacion",
        es="Petición de información o de documentos",
        en="Request for information or documents",
        description="acceso a la información pública y a copias",
        response=Response(
            term=_days(10, *_art_14(".1"), cite(LEY_1712_2014, "art. 26"), first_day=_LEY_1755),
            extension=_DOUBLE,
            emergency=_emergency(20),
        ),
        requirement=RequirementRule.ART_17,
        clarifiable=True,
        conflict=True,
        copies=True,
    ),
    CaseType(
        code="consulta",
        es="Consulta",
        en="Consultation",
        description="concepto sobre materias a cargo de la empresa",
        response=Response(
            term=_days(30, *_art_14(".2"), first_day=_LEY_1755), extension=_DOUBLE, emergency=_emergency(35)
        ),
        requirement=RequirementRule.ART_17,
        clarifiable=True,
        conflict=True,
    ),
    CaseType(
        code="peticion_autoridad",
        es="Petición de otra autoridad",
        en="Request of another authority",
        description="de información o documentos",
        response=Response(term=_days(10, cite(CPACA, "art. 30"), _BUSINESS_DAYS, first_day=_LEY_1755)),
        clarifiable=True,
    ),
    CaseType(
        code="peticion_congreso",
        es="Petición de un congresista",
        en="Request of a member of Congress",
        description="solicitud de informes",
        response=Response(
            term=_days(
                5, cite(LEY_5_1992, "art. 258", "hábiles o calendario", Confidence.EN_DISPUTA), first_day=_LEY_5
            ),
            congress=True,
        ),
        clarifiable=True,
    ),
    CaseType(
        code="requerimiento_defensoria",
        es="Requerimiento de la Defensoría del Pueblo",
        en="Request of the Ombudsman",
        description="de la información que necesita para sus funciones",
        response=Response(
            term=_days(
                5,
                cite(LEY_24_1992, "art. 15", "también los particulares que prestan un servicio público; sin reserva"),
                _BUSINESS_DAYS,
                first_day=_LEY_24,
            )
        ),
    ),
    CaseType(
        code="habeas_data_consulta",
        es="Consulta de datos personales",
        en="Personal data consultation",
        description="sobre los datos del titular",
        response=Response(
            term=_days(10, cite(LEY_1581_2012, "art. 14"), first_day=_LEY_1581),
            extension=Extension(extra=5, citations=(cite(LEY_1581_2012, "art. 14"),)),
            from_filing=True,
        ),
    ),
    CaseType(
        code="habeas_data_reclamo",
        es="Reclamo de datos personales",
        en="Personal data claim",
        description="para corregir, actualizar o suprimir datos del titular",
        response=Response(
            term=_days(15, cite(LEY_1581_2012, "art. 15.3"), first_day=_LEY_1581),
            extension=Extension(extra=8, citations=(cite(LEY_1581_2012, "art. 15.3"),)),
        ),
        requirement=RequirementRule.HABEAS_DATA,
        legend=True,
    ),
    CaseType(
        code="credito_consulta",
        es="Consulta de datos crediticios",
        en="Credit data consultation",
        description="sobre los datos financieros o crediticios del titular",
        response=Response(
            term=_days(10, cite(LEY_1266_2008, "art. 16.I"), first_day=_LEY_1266),
            extension=Extension(extra=5, citations=(cite(LEY_1266_2008, "art. 16.I"),)),
            from_filing=True,
        ),
    ),
    CaseType(
        code="credito_reclamo",
        es="Reclamo de datos crediticios",
        en="Credit data claim",
        description="para corregir o actualizar lo que la empresa reporta a los operadores de información",
        response=Response(
            term=_days(15, cite(LEY_1266_2008, "art. 16.II.3"), first_day=_LEY_1266),
            extension=Extension(extra=8, citations=(cite(LEY_1266_2008, "art. 16.II.3"),)),
        ),
        requirement=RequirementRule.CREDIT_DATA,
        legend=True,
        own_silence=Version(
            Finding.SILENCIO_CREDITO,
            first_day=date(2021, 10, 29),
            citations=(
                cite(LEY_1266_2008, "art. 16.II.8", "sin respuesta a tiempo, la solicitud se entiende aceptada"),
            ),
        ),
    ),
    CaseType(
        code="requerimiento_autoridad",
        es="Requerimiento de autoridad",
        en="Order of a control body",
        description="con la fecha que fije el mismo requerimiento",
        given_date=True,
    ),
    CaseType(code="sugerencia", es="Sugerencia", en="Suggestion", description="sin término legal de respuesta"),
    CaseType(code="felicitacion", es="Felicitación", en="Praise", description="sin término legal de respuesta"),
)

# --- the other figures (sections 5 and 6) --------------------------------------------------------------------------

_ART_17: Final = cite(CPACA, "art. 17")
_ART_19: Final = cite(CPACA, "art. 19")
_ART_21: Final = cite(CPACA, "art. 21")
_ART_15_1: Final = cite(LEY_1581_2012, "art. 15.1")
_ART_15_2: Final = cite(LEY_1581_2012, "art. 15.2")
_ART_16_II_1: Final = cite(LEY_1266_2008, "art. 16.II.1")
_ART_16_II_2: Final = cite(LEY_1266_2008, "art. 16.II.2", "el operador, una vez recibido el reclamo completo")
_ART_16_II_4: Final = cite(
    LEY_1266_2008, "art. 16.II.4", "la fuente que recibe el reclamo lo informa al operador, para que incluya la leyenda"
)
_ART_26: Final = cite(CPACA, "art. 26", "en la notificación o dentro de los diez días siguientes")
_TO_THE_JUDGE: Final = cite(CPACA, "art. 26", "no dice en cuántos días")
_ART_79: Final = cite(CPACA, "art. 79", "de los recursos; a las peticiones, por analogía")
_ART_123: Final = cite(DECRETO_2150_1995, "art. 123 inc. 2", "setenta y dos horas siguientes al vencimiento")
_HOURS_DISPUTED: Final = cite(LEY_4_1913, "art. 60", "horas corridas o días hábiles", Confidence.EN_DISPUTA)
_ART_76: Final = cite(CPACA, "art. 76", "término general, que cabe donde el art. 154 de la Ley 142 no nombra el acto")
_BY_POST: Final = cite(
    DECRETO_2150_1995,
    "art. 25",
    "lo enviado por correo se entiende presentado el día en que se puso; está escrito para la Administración Pública, "
    "en una ley que su art. 2 aplica a las empresas de servicios públicos",
)
_ART_69: Final = cite(CPACA, "art. 69")
_ART_154: Final = cite(LEY_142_1994, "art. 154")

_TO_CITE: Final = (
    cite(CPACA, "art. 68"),
    cite(CPACA, "art. 56", "o se envía la notificación electrónica, a quien aceptó este medio"),
    cite(DECRETO_LEY_19_2012, "art. 43", "la decisión de un recurso, por correo certificado o electrónico"),
)
_ART_12_CRA: Final = cite(CRA_413_2006, "art. 12", confidence=Confidence.CITADA)

_FIGURES: Final = Figures(
    requirement_window=_days(10, _ART_17),
    requirement_window_habeas_data=_days(5, _ART_15_1),
    completion=_days(1, _ART_17, unit=Unit.MONTHS),
    completion_habeas_data=_days(2, _ART_15_1, unit=Unit.MONTHS),
    completion_credit_data=_days(1, _ART_16_II_1, unit=Unit.MONTHS),
    transfer_window=_days(5, _ART_21),
    transfer_window_habeas_data=_days(2, _ART_15_1),
    clarification=_days(10, _ART_19),
    evidence_cap=_days(30, _ART_79),
    sap_recognition_hours=_days(3, _ART_123, _HOURS_DISPUTED, unit=Unit.CALENDAR_DAYS, reading=SEVENTY_TWO_HOURS),
    sap_recognition_days=_days(3, _ART_123, _HOURS_DISPUTED, reading=SEVENTY_TWO_HOURS_IN_BUSINESS_DAYS),
    copies=_days(3, cite(CPACA, "art. 14.1")),
    legend_habeas_data=_days(2, _ART_15_2),
    legend_credit_data=_days(2, _ART_16_II_2, _ART_16_II_4),
    insistence=_days(10, _ART_26),
    citation=_days(5, *_TO_CITE),
    personal_notice=_days(5, cite(CPACA, "arts. 68 y 69")),
    certified_deemed=_days(1, cite(DECRETO_LEY_19_2012, "art. 43"), _ART_69),
    aviso_deemed=_days(1, _ART_69),
    aviso_display=_days(5, _ART_69),
    recurso=_days(5, _ART_154, _BUSINESS_DAYS),
    recurso_tacit_withdrawal=_days(10, _ART_76, _ART_17),
    queja=_days(5, cite(CPACA, "art. 74.3")),
    invoice_age=_days(5, _ART_154, unit=Unit.MONTHS),
    reconnection=_days(24, cite(DECRETO_LEY_19_2012, "art. 42"), unit=Unit.HOURS),
    visit_notice=_days(3, _ART_12_CRA),
)

_ART_159: Final = cite(LEY_142_1994, "art. 159")

_ART_87: Final = cite(CPACA, "art. 87", "el caso de quien desiste del recurso es el del numeral 4")
_RECONNECTION: Final = (
    cite(DECRETO_LEY_19_2012, "art. 42"),
    cite(DECRETO_302_2000, "art. 32", "daba dos días hábiles; prevalece la norma posterior, de mayor rango"),
    cite(DECRETO_302_2000, "art. 3", "reconexión, la de un servicio cortado; reinstalación, la de uno suspendido"),
)


def _obligation(
    code: str, kind: Kind, es: str, en: str, *citations: Citation, by_setting: bool = False
) -> ObligationRule:
    clauses = CLAUSES[code]
    return ObligationRule(
        code=code, kind=kind, es=es, en=en, clauses=clauses, citations=citations, by_setting=by_setting
    )


_OBLIGATIONS: Final = (
    _obligation("respuesta", Kind.DEBER, "Responder", "Answer", *_ART_158),
    _obligation("requerimiento", Kind.FACULTAD, "Requerir que se complete", "Require completion", _ART_17),
    _obligation("traslado_competencia", Kind.FACULTAD, "Trasladar por competencia", "Transfer", _ART_21),
    _obligation("complemento", Kind.CARGA, "Completar la petición", "Complete the petition", _ART_17),
    _obligation("aclaracion", Kind.CARGA, "Aclarar la petición", "Clarify the petition", _ART_19),
    _obligation("pruebas", Kind.EFECTO, "Fin del período probatorio", "End of the evidence period", _ART_79),
    _obligation("citacion", Kind.DEBER, "Citar para notificar", "Send the citation", *_TO_CITE),
    _obligation(
        "notificacion_personal",
        Kind.CARGA,
        "Acudir a notificarse",
        "Come to be notified",
        cite(CPACA, "arts. 68 y 69"),
    ),
    _obligation("aviso", Kind.DEBER, "Notificar por aviso", "Notify by aviso", _ART_69, by_setting=True),
    _obligation(
        "reconocimiento_sap",
        Kind.DEBER,
        "Reconocer el silencio positivo",
        "Recognise the positive silence",
        _ART_123,
        _HOURS_DISPUTED,
    ),
    _obligation(
        "entrega_copias",
        Kind.DEBER,
        "Entregar las copias",
        "Deliver the copies",
        cite(CPACA, "art. 14.1"),
    ),
    _obligation(
        "leyenda_tramite",
        Kind.DEBER,
        "Incluir la leyenda «reclamo en trámite»",
        "Include the note «claim in process»",
        _ART_15_2,
        _ART_16_II_2,
        _ART_16_II_4,
    ),
    _obligation("insistencia", Kind.CARGA, "Insistir en la solicitud", "Insist on the request", _ART_26),
    _obligation(
        "remision_insistencia",
        Kind.DEBER,
        "Enviar la insistencia al juez administrativo",
        "Send the insistence to the judge",
        _TO_THE_JUDGE,
        by_setting=True,
    ),
    _obligation("recurso", Kind.CARGA, "Interponer recurso", "File a recurso", _ART_154, _ART_76, _BY_POST),
    _obligation("queja", Kind.CARGA, "Interponer queja", "File a recurso de queja", cite(CPACA, "art. 74.3")),
    _obligation("firmeza", Kind.EFECTO, "Decisión en firme", "Decision firm", _ART_87, _ART_159),
    _obligation(
        "remision_sspd",
        Kind.DEBER,
        "Enviar el expediente a la SSPD",
        "Send the file to the SSPD",
        _ART_159,
        by_setting=True,
    ),
    _obligation(
        "no_suspender",
        Kind.DEBER,
        "No suspender el servicio",
        "Not suspend the service",
        cite(LEY_142_1994, "art. 155"),
        cite(CPACA, "art. 79"),
    ),
    _obligation("reconexion", Kind.DEBER, "Reconectar", "Reconnect", *_RECONNECTION),
    _obligation(
        "aviso_visita",
        Kind.DEBER,
        "Avisar la visita",
        "Give notice of the visit",
        _ART_12_CRA,
    ),
)

_ROLLED: Final = (
    cite(LEY_4_1913, "art. 62", "el plazo de meses o años que vence en día feriado o vacante se extiende al hábil"),
)

COUNTING: Final = (
    cite(LEY_4_1913, "arts. 59 a 62", "los días son hábiles y terminan a medianoche"),
    cite(CONSEJO_DE_ESTADO_7200, "", "el término empieza al día siguiente"),
    *_ROLLED,
)
"""The norms of counting itself, for every term."""

RULES: Final = RuleBook(
    guards=GUARD_NORMS,
    types=_by_code(_TYPES),
    figures=_FIGURES,
    obligations=MappingProxyType({rule.code: rule for rule in _OBLIGATIONS}),
    policies=READINGS,
    adopted=ADOPTED,
    rolled=_ROLLED,
    posted=(_BY_POST,),
    findings=FINDING_NORMS,
    verified_on=_VERIFIED_ON,
)
"""The rule book of Colombia."""
