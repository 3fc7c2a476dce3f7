"""What each disputed reading (policy) decides, what its values mean, and the norms on each side. Data only."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.colombia.articles import cite
from pqr_core.colombia.norms import (
    CIVIL_CODE,
    CONSEJO_DE_ESTADO_7200,
    CPACA,
    DECRETO_491_2020,
    DECRETO_2150_1995,
    LEY_4_1913,
    LEY_5_1992,
    LEY_142_1994,
    LEY_1266_2008,
    LEY_1564_2012,
    LEY_1581_2012,
    SSPD_CONCEPTO_31_2016,
)
from pqr_core.law.rules import PolicyNote

__all__ = ("READINGS",)


def _disputed(norm: Norm, article: str, note: str) -> Citation:
    return cite(norm, article, note, Confidence.EN_DISPUTA)


_PETITION_LAW: Final = _disputed(LEY_142_1994, "art. 153 inc. 3", "tramita las peticiones por el derecho de petición")
_TWO_EXCEPTIONS: Final = _disputed(
    LEY_142_1994, "art. 158", "solo exceptúa la demora que auspició el usuario y la práctica de pruebas"
)

READINGS: Final = MappingProxyType(
    {
        "first_day": PolicyNote(
            question="¿Cuál es el primer día cuando la norma dice «contados a partir de la fecha de»?",
            values={
                "next_business_day": "el día hábil siguiente a la radicación",
                "filing_day": "el mismo día de la radicación, si es hábil",
            },
            citations=(
                _disputed(LEY_142_1994, "art. 158", "«contados a partir de la fecha de su presentación»"),
                _disputed(LEY_1581_2012, "art. 14", "«contados a partir de la fecha de recibo»"),
                _disputed(LEY_1266_2008, "art. 16.I", "«contados a partir de la fecha de recibo»"),
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
            citations=(
                _disputed(CPACA, "art. 15 par. 1", "la fecha y la hora son las que registró el medio"),
                _disputed(
                    CPACA, "art. 54 inc. 3", "lo que se hace por medios electrónicos se radica el día hábil siguiente"
                ),
            ),
        ),
        "answer_met_by": PolicyNote(
            question="¿Qué evita el silencio administrativo positivo?",
            values={
                "decision_and_citation": "decidir y citar a tiempo",
                "decision": "decidir a tiempo",
                "notified": "decidir y notificar dentro del término",
            },
            citations=(
                _disputed(CPACA, "art. 72", "la decisión mal notificada no produce efectos"),
                _disputed(CPACA, "art. 85", "«no haberle sido notificada la decisión dentro del término previsto»"),
                _disputed(LEY_142_1994, "art. 158", "la empresa «responderá» dentro del término"),
                _disputed(LEY_142_1994, "art. 159", "la decisión se notifica como manda el código"),
                cite(
                    SSPD_CONCEPTO_31_2016,
                    "",
                    "mal notificada, la petición queda sin resolver, salvo que se subsane en los quince días o, "
                    "si se respondió el último, en los cinco siguientes",
                    Confidence.CITADA,
                ),
            ),
        ),
        "sap_recognition": PolicyNote(
            question="¿Cómo corren las 72 horas para reconocer el silencio?",
            values={"clock_hours": "horas corridas: tres días calendario", "business_days": "tres días hábiles"},
            citations=(
                _disputed(DECRETO_2150_1995, "art. 123 inc. 2", "«setenta y dos (72) horas siguientes al vencimiento»"),
                _disputed(LEY_4_1913, "art. 60", "el plazo de horas llega hasta el último minuto de la última"),
                _disputed(LEY_4_1913, "art. 62", "en los plazos de días no cuentan los feriados"),
            ),
        ),
        "art14_extension": PolicyNote(
            question="¿Se puede prorrogar la respuesta a la petición, queja o reclamo del contrato?",
            values={
                "not_for_contract_pqr": "no: el art. 158 es norma especial",
                "allowed": "sí, hasta el doble del término",
            },
            citations=(
                _disputed(CPACA, "art. 14 par.", "hasta el doble, «salvo norma legal especial»"),
                _PETITION_LAW,
                _TWO_EXCEPTIONS,
            ),
        ),
        "art17_contract": PolicyNote(
            question="¿El requerimiento de completar suspende el término del art. 158?",
            values={"suspends": "sí", "no_effect": "no"},
            citations=(
                _disputed(CPACA, "art. 17", "el término se reactiva cuando se completa"),
                _PETITION_LAW,
                _TWO_EXCEPTIONS,
            ),
        ),
        "art17_resume": PolicyNote(
            question="Completada la petición, ¿qué corre?",
            values={"resume": "los días que faltaban", "restart": "el término entero desde el día hábil siguiente"},
            citations=(_disputed(CPACA, "art. 17 inc. 2", "«se reactivará el término»"),),
        ),
        "art19_clock": PolicyNote(
            question="¿La devolución para aclarar suspende el término?",
            values={"suspends": "sí", "no_effect": "no"},
            citations=(
                _disputed(CPACA, "art. 19", "se devuelve y se espera diez días; no dice qué pasa con el término"),
            ),
        ),
        "requirement_from": PolicyNote(
            question="¿Desde qué día suspende el término el requerimiento de completar?",
            values={"sent": "desde el día en que se envía", "received": "desde el día en que el usuario lo recibe"},
            citations=(
                _disputed(
                    CPACA, "art. 17 inc. 1", "manda requerir dentro de los diez días: mira el acto de la empresa"
                ),
                _disputed(CPACA, "art. 17 inc. 2", "dice cuándo se reactiva el término, no desde cuándo se detiene"),
            ),
        ),
        "pruebas_notice": PolicyNote(
            question="¿Suspenden el término las pruebas que no se comunicaron al usuario a tiempo?",
            values={
                "not_required": "sí",
                "required": "no: deben comunicarse antes de vencer el término, como pide la práctica de la "
                "Superintendencia (recordada)",
            },
            citations=(
                _disputed(CPACA, "art. 79", "el acto indica el día en que vence el término probatorio; no pide más"),
                _disputed(CPACA, "art. 40", "el interesado puede controvertirlas antes de la decisión"),
                _disputed(
                    LEY_142_1994, "art. 158", "exceptúa que «se requirió de la práctica de pruebas»; no habla de avisar"
                ),
            ),
        ),
        "art39_contract": PolicyNote(
            question="¿El conflicto de competencia suspende la petición, queja o reclamo del contrato?",
            values={"no_effect": "no: la norma solo nombra los términos del art. 14", "suspends": "sí"},
            citations=(
                _disputed(CPACA, "art. 39", "suspende «los términos señalados en el artículo 14»"),
                _PETITION_LAW,
                _TWO_EXCEPTIONS,
            ),
        ),
        "pruebas_resume": PolicyNote(
            question="Terminadas las pruebas, ¿cuándo se decide?",
            values={
                "resume": "corren los días que faltaban",
                "decide_at_end": "a más tardar el primer día hábil siguiente, si es posterior al vencimiento",
            },
            citations=(
                _disputed(CPACA, "art. 80", "vencido el período probatorio «deberá proferirse la decisión»"),
                _disputed(CPACA, "art. 86 inc. 2", "el plazo se suspende mientras se practican las pruebas"),
            ),
        ),
        "demora_usuario": PolicyNote(
            question="¿La demora que el usuario auspició suspende el término?",
            values={"suspends": "sí", "no_effect": "no"},
            citations=(_disputed(LEY_142_1994, "art. 158", "la exceptúa, sin decir que el término se suspenda"),),
        ),
        "habeas_incomplete": PolicyNote(
            question="¿Qué efecto tiene requerir en un reclamo de datos personales?",
            values={"no_effect": "ninguno sobre el término", "restart": "el término empieza al completarse"},
            citations=(
                _disputed(
                    LEY_1581_2012, "art. 15.1", "si está incompleto se requiere; no dice que el término se detenga"
                ),
                _disputed(LEY_1581_2012, "art. 15.2", "la leyenda espera al reclamo completo"),
                _disputed(LEY_1581_2012, "art. 15.3", "quince días desde el siguiente al recibo"),
                _disputed(LEY_1266_2008, "art. 16.II.1", "lo mismo, en los datos crediticios"),
            ),
        ),
        "months": PolicyNote(
            question="¿En qué día terminan los plazos de meses?",
            values={
                "first_counted_day": "en el día del número del primer día contado",
                "trigger_day": "en el día del número del hecho que lo inicia",
            },
            citations=(
                _disputed(LEY_1564_2012, "art. 118", "vence el mismo día en que empezó a correr"),
                _disputed(CIVIL_CODE, "art. 67", "el primero y el último día tienen el mismo número"),
                _disputed(LEY_4_1913, "arts. 59 y 62", "por el calendario; si el último no es hábil, el siguiente"),
            ),
        ),
        "congress_days": PolicyNote(
            question="¿Los cinco días de la petición de un congresista son hábiles?",
            values={"business_days": "hábiles", "calendar_days": "calendario"},
            citations=(
                _disputed(LEY_5_1992, "art. 258", "«en los cinco (5) días siguientes»"),
                _disputed(
                    LEY_4_1913, "art. 62", "en los plazos de días no cuentan los feriados, salvo que se diga otra cosa"
                ),
            ),
        ),
        "covid_491": PolicyNote(
            question="¿La ampliación de la emergencia llegó a la petición, queja o reclamo del contrato?",
            values={"not_for_contract_pqr": "no: «salvo norma especial»", "applied": "sí: treinta días hábiles"},
            citations=(
                _disputed(DECRETO_491_2020, "art. 5", "treinta días, «salvo norma especial»"),
                _disputed(LEY_142_1994, "art. 158", "es la norma especial de los servicios públicos"),
            ),
        ),
    }
)
"""One note for each policy, in the order of `Policies`."""
