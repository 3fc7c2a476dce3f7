"""What each disputed reading (policy) turns on, what its values mean, and the norms on each side. Data only."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.norms import (
    CIVIL_CODE,
    CONSEJO_DE_ESTADO_7200,
    CPACA,
    DECRETO_491_2020,
    DECRETO_2150_1995,
    LEY_4_1913,
    LEY_5_1992,
    LEY_142_1994,
    LEY_1564_2012,
    LEY_1581_2012,
)
from pqr_core.law.rules import PolicyNote

__all__ = ("READINGS",)


def _disputed(norm: Norm, article: str, note: str = "") -> Citation:
    return Citation(norm, article, Confidence.EN_DISPUTA, note)


READINGS: Final = MappingProxyType(
    {
        "first_day": PolicyNote(
            question="¿Cuál es el primer día cuando la norma dice «contados a partir de la fecha de»?",
            values={
                "next_business_day": "el día hábil siguiente a la radicación",
                "filing_day": "el mismo día de la radicación, si es hábil",
            },
            citations=(
                _disputed(LEY_142_1994, "art. 158"),
                _disputed(LEY_1581_2012, "art. 14"),
                _disputed(CONSEJO_DE_ESTADO_7200, "", "todo término empieza al día siguiente"),
                _disputed(CPACA, "art. 84 inc. 2", "el silencio se cuenta desde el día de presentación"),
            ),
        ),
        "off_hours": PolicyNote(
            question="¿Qué día base tiene lo radicado fuera del horario o en día no hábil?",
            values={
                "as_registered": "el día en que quedó registrado",
                "next_business_day": "el día hábil siguiente",
            },
            citations=(_disputed(CPACA, "art. 15 par. 1"), _disputed(CPACA, "art. 54 inc. 3")),
        ),
        "answer_met_by": PolicyNote(
            question="¿Qué evita el silencio administrativo positivo?",
            values={
                "decision_and_citation": "decidir y citar a tiempo",
                "decision": "decidir a tiempo",
                "notified": "decidir y notificar dentro del término",
            },
            citations=(_disputed(CPACA, "arts. 72 y 85"), _disputed(LEY_142_1994, "arts. 158 y 159")),
        ),
        "sap_recognition": PolicyNote(
            question="¿Cómo corren las 72 horas para reconocer el silencio?",
            values={"clock_hours": "horas corridas: tres días calendario", "business_days": "tres días hábiles"},
            citations=(_disputed(DECRETO_2150_1995, "art. 123 inc. 2"), _disputed(LEY_4_1913, "arts. 60 y 62")),
        ),
        "art14_extension": PolicyNote(
            question="¿Se puede prorrogar la respuesta a la petición, queja o reclamo del contrato?",
            values={
                "not_for_contract_pqr": "no: el art. 158 es norma especial",
                "allowed": "sí, hasta el doble del término",
            },
            citations=(_disputed(CPACA, "art. 14 par."), _disputed(LEY_142_1994, "arts. 153 inc. 3 y 158")),
        ),
        "art17_contract": PolicyNote(
            question="¿El requerimiento de completar suspende el término del art. 158?",
            values={"suspends": "sí", "no_effect": "no"},
            citations=(_disputed(CPACA, "art. 17"), _disputed(LEY_142_1994, "arts. 153 inc. 3 y 158")),
        ),
        "art17_resume": PolicyNote(
            question="Completada la petición, ¿qué corre?",
            values={"resume": "los días que faltaban", "restart": "el término entero desde el día hábil siguiente"},
            citations=(_disputed(CPACA, "art. 17 inc. 2", "«se reactivará el término»"),),
        ),
        "art19_clock": PolicyNote(
            question="¿La devolución para aclarar suspende el término?",
            values={"suspends": "sí", "no_effect": "no"},
            citations=(_disputed(CPACA, "art. 19"),),
        ),
        "requirement_from": PolicyNote(
            question="¿Desde qué día suspende el término el requerimiento de completar?",
            values={"sent": "desde el día en que se envía", "received": "desde el día en que el usuario lo recibe"},
            citations=(_disputed(CPACA, "art. 17"),),
        ),
        "pruebas_notice": PolicyNote(
            question="¿Suspenden el término las pruebas que no se comunicaron al usuario a tiempo?",
            values={"not_required": "sí", "required": "no: deben comunicarse antes de vencer el término"},
            citations=(_disputed(CPACA, "art. 79"), _disputed(LEY_142_1994, "art. 158")),
        ),
        "art39_contract": PolicyNote(
            question="¿El conflicto de competencia suspende la petición, queja o reclamo del contrato?",
            values={"no_effect": "no: la norma solo nombra los términos del art. 14", "suspends": "sí"},
            citations=(_disputed(CPACA, "art. 39"), _disputed(LEY_142_1994, "art. 158")),
        ),
        "pruebas_resume": PolicyNote(
            question="Terminadas las pruebas, ¿cuándo se decide?",
            values={
                "resume": "corren los días que faltaban",
                "decide_at_end": "a más tardar el primer día hábil siguiente, si es posterior al vencimiento",
            },
            citations=(_disputed(CPACA, "arts. 80 y 86 inc. 2"),),
        ),
        "demora_usuario": PolicyNote(
            question="¿La demora que el usuario auspició suspende el término?",
            values={"suspends": "sí", "no_effect": "no"},
            citations=(_disputed(LEY_142_1994, "art. 158"),),
        ),
        "habeas_incomplete": PolicyNote(
            question="¿Qué efecto tiene requerir en un reclamo de datos personales?",
            values={"no_effect": "ninguno sobre el término", "restart": "el término empieza al completarse"},
            citations=(_disputed(LEY_1581_2012, "art. 15"),),
        ),
        "months": PolicyNote(
            question="¿En qué día terminan los plazos de meses?",
            values={
                "first_counted_day": "en el día del número del primer día contado",
                "trigger_day": "en el día del número del hecho que lo inicia",
            },
            citations=(
                _disputed(LEY_1564_2012, "art. 118"),
                _disputed(CIVIL_CODE, "art. 67"),
                _disputed(LEY_4_1913, "arts. 59 y 62"),
            ),
        ),
        "congress_days": PolicyNote(
            question="¿Los cinco días de la petición de un congresista son hábiles?",
            values={"business_days": "hábiles", "calendar_days": "calendario"},
            citations=(_disputed(LEY_5_1992, "art. 258"), _disputed(LEY_4_1913, "art. 62")),
        ),
        "covid_491": PolicyNote(
            question="¿La ampliación de la emergencia llegó a la petición, queja o reclamo del contrato?",
            values={"not_for_contract_pqr": "no: «salvo norma especial»", "applied": "sí: treinta días hábiles"},
            citations=(_disputed(DECRETO_491_2020, "art. 5"), _disputed(LEY_142_1994, "art. 158")),
        ),
    }
)
"""One note for each policy, in the order of `Policies`."""
