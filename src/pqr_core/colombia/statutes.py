"""The rule book of the Colombian utilities: every legal figure of the package, with its norm and our confidence.

Data only. What was not read in the norm itself says so (`Confidence`), and what is disputed is a policy
(`colombia.readings`). The page `docs/es/reglas.md` is made from this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.guards import GUARD_NORMS
from pqr_core.colombia.norms import (
    CONSEJO_DE_ESTADO_7200,
    CPACA,
    CRA_413_2006,
    DECRETO_491_2020,
    DECRETO_2150_1995,
    DECRETO_LEY_19_2012,
    LEY_4_1913,
    LEY_5_1992,
    LEY_24_1992,
    LEY_142_1994,
    LEY_689_2001,
    LEY_962_2005,
    LEY_1266_2008,
    LEY_1581_2012,
    LEY_1712_2014,
    LEY_1755_2015,
    LEY_2157_2021,
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

__all__ = ("COUNTING", "RULES", "VERIFIED_ON")

VERIFIED_ON: Final = date(2026, 11, 23)
"""The day on which this table was last compared with its sources."""


def _seen(norm: Norm, article: str, note: str = "") -> Citation:
    return Citation(norm, article, Confidence.VISTA, note)


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
    _seen(LEY_142_1994, "art. 158", "quince días hábiles contados a partir de la fecha de su presentación"),
    _seen(DECRETO_2150_1995, "art. 123", "extiende el silencio a la petición, la queja y el recurso"),
)
_FIRST_DAY_OF_LEY_142: Final = Citation(
    LEY_142_1994, "art. 186", Confidence.RECORDADA, "rige desde su publicación, el 11 de julio de 1994"
)
_ART_14_PAR: Final = _seen(LEY_1755_2015, "art. 1 (CPACA art. 14 par.)", "sin exceder del doble del término inicial")


def _art_14(numeral: str = "") -> tuple[Citation, ...]:
    article = f"art. 1 (CPACA art. 14{numeral})"
    return (_seen(LEY_1755_2015, article), Citation(LEY_4_1913, "art. 62", Confidence.VISTA, "los días son hábiles"))


def _emergency(n: int, *, disputed: bool = False) -> Emergency:
    """Decreto 491 de 2020 art. 5, from its first day to its repeal by Ley 2207 de 2022."""
    return Emergency(
        term=Term(n, Unit.BUSINESS_DAYS),
        first_day=date(2020, 3, 28),
        last_day=date(2022, 5, 17),
        disputed=disputed,
        citations=(
            Citation(DECRETO_491_2020, "art. 5", Confidence.CITADA, "ampliación de términos en la emergencia"),
            _seen(LEY_2207_2022, "arts. 2 a 4", "lo deroga desde el 18 de mayo de 2022"),
        ),
    )


_DOUBLE: Final = Extension(multiple=2, citations=(_ART_14_PAR,))

_CONTRACT_ANSWER: Final = Response(
    term=_days(15, *_ART_158, first_day=_LEY_142, in_force_by=_FIRST_DAY_OF_LEY_142),
    extension=Extension(
        multiple=2,
        disputed=True,
        citations=(
            Citation(CPACA, "art. 14 par.", Confidence.EN_DISPUTA, "abre con «salvo norma legal especial»"),
            Citation(LEY_142_1994, "art. 153 inc. 3", Confidence.EN_DISPUTA, "remite al derecho de petición"),
        ),
    ),
    emergency=_emergency(30, disputed=True),
    from_filing=True,
)
_RECURSO_ANSWER: Final = Response(
    term=_days(
        15,
        *_ART_158,
        _seen(LEY_142_1994, "arts. 154 y 159"),
        first_day=_LEY_142,
        in_force_by=_FIRST_DAY_OF_LEY_142,
    ),
    from_filing=True,
)
_GENERAL_ANSWER: Final = Response(
    term=_days(15, *_art_14(), first_day=_LEY_1755), extension=_DOUBLE, emergency=_emergency(30)
)


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
            term=_days(10, *_art_14(".1"), _seen(LEY_1712_2014, "art. 26"), first_day=_LEY_1755),
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
        response=Response(term=_days(10, _seen(LEY_1755_2015, "art. 1 (CPACA art. 30)"), first_day=_LEY_1755)),
        clarifiable=True,
    ),
    CaseType(
        code="peticion_congreso",
        es="Petición de un congresista",
        en="Request of a member of Congress",
        description="solicitud de informes",
        response=Response(
            term=_days(
                5, Citation(LEY_5_1992, "art. 258", Confidence.EN_DISPUTA, "hábiles o calendario"), first_day=_LEY_5
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
        response=Response(term=_days(5, _seen(LEY_24_1992, "art. 15"), first_day=_LEY_24)),
    ),
    CaseType(
        code="habeas_data_consulta",
        es="Consulta de datos personales",
        en="Personal data: consultation",
        description="sobre los datos del titular",
        response=Response(
            term=_days(10, _seen(LEY_1581_2012, "art. 14"), first_day=_LEY_1581),
            extension=Extension(extra=5, citations=(_seen(LEY_1581_2012, "art. 14"),)),
            from_filing=True,
        ),
    ),
    CaseType(
        code="habeas_data_reclamo",
        es="Reclamo de datos personales",
        en="Personal data: claim",
        description="para corregir, actualizar o suprimir datos del titular",
        response=Response(
            term=_days(15, _seen(LEY_1581_2012, "art. 15.3"), first_day=_LEY_1581),
            extension=Extension(extra=8, citations=(_seen(LEY_1581_2012, "art. 15.3"),)),
        ),
        requirement=RequirementRule.HABEAS_DATA,
        legend=True,
    ),
    CaseType(
        code="credito_consulta",
        es="Consulta de datos crediticios",
        en="Credit data: consultation",
        description="sobre los datos financieros o crediticios del titular",
        response=Response(
            term=_days(10, _seen(LEY_1266_2008, "art. 16.I"), first_day=_LEY_1266),
            extension=Extension(extra=5, citations=(_seen(LEY_1266_2008, "art. 16.I"),)),
            from_filing=True,
        ),
    ),
    CaseType(
        code="credito_reclamo",
        es="Reclamo de datos crediticios",
        en="Credit data: claim",
        description="para corregir o actualizar lo que la empresa reporta a los operadores de información",
        response=Response(
            term=_days(15, _seen(LEY_1266_2008, "art. 16.II"), first_day=_LEY_1266),
            extension=Extension(extra=8, citations=(_seen(LEY_1266_2008, "art. 16.II"),)),
        ),
        requirement=RequirementRule.CREDIT_DATA,
        legend=True,
        own_silence=Version(
            Finding.SILENCIO_CREDITO,
            first_day=date(2021, 10, 29),
            citations=(_seen(LEY_2157_2021, "art. 7", "sin respuesta, se entiende aceptada"),),
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

_ART_17: Final = _seen(LEY_1755_2015, "art. 1 (CPACA art. 17)")
_ART_19: Final = _seen(LEY_1755_2015, "art. 1 (CPACA art. 19)")
_ART_21: Final = _seen(LEY_1755_2015, "art. 1 (CPACA art. 21)")
_ART_15_1: Final = _seen(LEY_1581_2012, "art. 15.1")
_ART_15_2: Final = _seen(LEY_1581_2012, "art. 15.2")
_ART_16_II: Final = _seen(LEY_1266_2008, "art. 16.II")
_ART_26: Final = _seen(LEY_1755_2015, "art. 1 (CPACA art. 26)")
_ART_79: Final = _seen(CPACA, "art. 79", "de los recursos; a las peticiones, por analogía")
_ART_123: Final = _seen(DECRETO_2150_1995, "art. 123 inc. 2", "setenta y dos horas siguientes al vencimiento")
_HOURS_DISPUTED: Final = Citation(LEY_4_1913, "art. 60", Confidence.EN_DISPUTA, "horas corridas o días hábiles")
_ART_69: Final = _seen(CPACA, "art. 69")
_ART_154: Final = _seen(LEY_142_1994, "art. 154")

_FIGURES: Final = Figures(
    requirement_window=_days(10, _ART_17),
    requirement_window_habeas_data=_days(5, _ART_15_1),
    completion=_days(1, _ART_17, unit=Unit.MONTHS),
    completion_habeas_data=_days(2, _ART_15_1, unit=Unit.MONTHS),
    completion_credit_data=_days(1, _ART_16_II, unit=Unit.MONTHS),
    transfer_window=_days(5, _ART_21),
    transfer_window_habeas_data=_days(2, _ART_15_1),
    clarification=_days(10, _ART_19),
    evidence_cap=_days(30, _ART_79),
    sap_recognition_hours=_days(3, _ART_123, _HOURS_DISPUTED, unit=Unit.CALENDAR_DAYS, reading=SEVENTY_TWO_HOURS),
    sap_recognition_days=_days(3, _ART_123, _HOURS_DISPUTED, reading=SEVENTY_TWO_HOURS_IN_BUSINESS_DAYS),
    copies=_days(3, _seen(LEY_1755_2015, "art. 1 (CPACA art. 14.1)")),
    legend_habeas_data=_days(2, _ART_15_2),
    legend_credit_data=_days(2, _ART_16_II),
    insistence=_days(10, _ART_26),
    citation=_days(5, _seen(CPACA, "art. 68"), _seen(CPACA, "art. 56"), _seen(DECRETO_LEY_19_2012, "art. 43")),
    personal_notice=_days(5, _seen(CPACA, "arts. 68 y 69")),
    certified_deemed=_days(1, _seen(DECRETO_LEY_19_2012, "art. 43"), _ART_69),
    aviso_deemed=_days(1, _ART_69),
    aviso_display=_days(5, _ART_69),
    recurso=_days(5, _ART_154, _seen(LEY_4_1913, "art. 62", "los días son hábiles")),
    recurso_tacit_withdrawal=_days(10, _seen(CPACA, "art. 76"), _ART_17),
    queja=_days(5, _seen(CPACA, "art. 74.3")),
    invoice_age=_days(5, _ART_154, unit=Unit.MONTHS),
    reconnection=_days(24, _seen(DECRETO_LEY_19_2012, "art. 42"), unit=Unit.HOURS),
    visit_notice=_days(3, Citation(CRA_413_2006, "art. 12", Confidence.CITADA)),
)

_ART_20_LEY_689: Final = _seen(LEY_689_2001, "art. 20 (Ley 142 de 1994 art. 159)")


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
    _obligation("citacion", Kind.DEBER, "Citar para notificar", "Send the citation", _seen(CPACA, "art. 68")),
    _obligation(
        "notificacion_personal",
        Kind.CARGA,
        "Acudir a notificarse",
        "Come to be notified",
        _seen(CPACA, "arts. 68 y 69"),
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
        _seen(LEY_1755_2015, "art. 1 (CPACA art. 14.1)"),
    ),
    _obligation(
        "leyenda_tramite",
        Kind.DEBER,
        "Incluir la leyenda «reclamo en trámite»",
        "Include the note «claim in process»",
        _ART_15_2,
        _ART_16_II,
    ),
    _obligation("insistencia", Kind.CARGA, "Insistir en la solicitud", "Insist on the request", _ART_26),
    _obligation(
        "remision_insistencia",
        Kind.DEBER,
        "Enviar la insistencia al juez administrativo",
        "Send the insistence to the judge",
        _ART_26,
        by_setting=True,
    ),
    _obligation(
        "recurso", Kind.CARGA, "Interponer recurso", "File a recurso", _ART_154, _seen(LEY_962_2005, "art. 10")
    ),
    _obligation("queja", Kind.CARGA, "Interponer queja", "File a recurso de queja", _seen(CPACA, "art. 74.3")),
    _obligation("firmeza", Kind.EFECTO, "Decisión en firme", "Decision firm", _seen(CPACA, "art. 87"), _ART_20_LEY_689),
    _obligation(
        "remision_sspd",
        Kind.DEBER,
        "Enviar el expediente a la SSPD",
        "Send the file to the SSPD",
        _ART_20_LEY_689,
        by_setting=True,
    ),
    _obligation(
        "no_suspender",
        Kind.DEBER,
        "No suspender el servicio",
        "Not suspend the service",
        _seen(LEY_142_1994, "art. 155"),
        _seen(CPACA, "art. 79"),
    ),
    _obligation("reconexion", Kind.DEBER, "Reconectar", "Reconnect", _seen(DECRETO_LEY_19_2012, "art. 42")),
    _obligation(
        "aviso_visita",
        Kind.DEBER,
        "Avisar la visita",
        "Give notice of the visit",
        Citation(CRA_413_2006, "art. 12", Confidence.CITADA),
    ),
)

_ROLLED: Final = (
    _seen(LEY_4_1913, "art. 62", "el plazo de meses o años que vence en día feriado o vacante se extiende al hábil"),
)

COUNTING: Final = (
    _seen(LEY_4_1913, "arts. 59 a 62", "los días son hábiles y terminan a medianoche"),
    _seen(CONSEJO_DE_ESTADO_7200, "", "el término empieza al día siguiente"),
    *_ROLLED,
)
"""What the count itself rests on, whatever the term."""

RULES: Final = RuleBook(
    guards=GUARD_NORMS,
    types=_by_code(_TYPES),
    figures=_FIGURES,
    obligations=MappingProxyType({rule.code: rule for rule in _OBLIGATIONS}),
    policies=READINGS,
    adopted=ADOPTED,
    rolled=_ROLLED,
    verified_on=VERIFIED_ON,
)
"""The rule book."""
