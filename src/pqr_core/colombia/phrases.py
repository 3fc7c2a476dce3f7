"""How a letter to a citizen states each obligation and each reading of the law, in Spanish and English. Data only.

The page `docs/es/frases.md` shows every sentence made from them, with an example.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from pqr_core.language import Said
from pqr_core.law.rules import Adopted, Clauses, Reading
from pqr_core.vocabulary import LegalState

__all__ = ("ADOPTED", "CLAUSES", "SEVENTY_TWO_HOURS", "SEVENTY_TWO_HOURS_IN_BUSINESS_DAYS")

_HOURS: Final = Said("72 horas", "72 hours")

SEVENTY_TWO_HOURS: Final = Reading(_HOURS, Said("tres días calendario", "three calendar days"))
SEVENTY_TWO_HOURS_IN_BUSINESS_DAYS: Final = Reading(_HOURS, Said("tres días hábiles", "three business days"))

CLAUSES: Final = MappingProxyType(
    {
        "respuesta": Clauses(
            now=Said("la empresa debe responder{by}", "the company must answer{by}"),
            then=Said("la empresa debía responder{by}", "the company had to answer{by}"),
        ),
        "requerimiento": Clauses(
            now=Said(
                "{until}la empresa puede requerir al peticionario para que complete la petición",
                "{until}the company may require the petitioner to complete the petition",
            ),
            then=Said(
                "{until}la empresa podía requerir al peticionario para que completara la petición",
                "{until}the company could require the petitioner to complete the petition",
            ),
            did=Said("el requerimiento se hizo{on}", "the requirement was made{on}"),
        ),
        "traslado_competencia": Clauses(
            now=Said(
                "si no es competente, la empresa debe trasladarla{by}",
                "if it is not competent, the company must transfer the petition{by}",
            ),
            then=Said(
                "si no era competente, la empresa debía trasladarla{by}",
                "if it was not competent, the company had to transfer the petition{by}",
            ),
            did=Said("el traslado se hizo{on}", "the transfer was made{on}"),
            states=MappingProxyType(
                {
                    LegalState.PRECLUIDO: Said(
                        "no hubo traslado dentro del término", "no transfer was made within the term"
                    )
                }
            ),
        ),
        "complemento": Clauses(
            now=Said("el peticionario puede completar la petición{by}", "the petitioner may complete the petition{by}"),
            then=Said(
                "el peticionario podía completar la petición{by}", "the petitioner could complete the petition{by}"
            ),
            did=Said("la petición se completó{on}", "the petition was completed{on}"),
        ),
        "aclaracion": Clauses(
            now=Said("el peticionario puede aclarar la petición{by}", "the petitioner may clarify the petition{by}"),
            then=Said("el peticionario podía aclarar la petición{by}", "the petitioner could clarify the petition{by}"),
            did=Said("la petición se aclaró{on}", "the petition was clarified{on}"),
        ),
        "pruebas": Clauses(
            now=Said("el período probatorio termina{on}", "the evidence period ends{on}"),
            then=Said("el período probatorio terminó{on}", "the evidence period ended{on}"),
        ),
        "citacion": Clauses(
            now=Said(
                "la empresa debe enviar la citación para notificar la decisión{by}",
                "the company must send the citation to notify the decision{by}",
            ),
            then=Said(
                "la empresa debía enviar la citación para notificar la decisión{by}",
                "the company had to send the citation to notify the decision{by}",
            ),
        ),
        "notificacion_personal": Clauses(
            now=Said(
                "el usuario puede acudir a notificarse personalmente{by}",
                "the user may come to be notified in person{by}",
            ),
            then=Said(
                "el usuario podía acudir a notificarse personalmente{by}",
                "the user could come to be notified in person{by}",
            ),
            did=Said("el usuario se notificó personalmente{on}", "the user was notified in person{on}"),
        ),
        "aviso": Clauses(
            now=Said(
                "la empresa debe notificar la decisión por aviso{by}",
                "the company must notify the decision through an aviso{by}",
            ),
            then=Said(
                "la empresa debía notificar la decisión por aviso{by}",
                "the company had to notify the decision through an aviso{by}",
            ),
        ),
        "reconocimiento_sap": Clauses(
            now=Said(
                "la empresa debe reconocer los efectos del silencio administrativo positivo{by}",
                "the company must recognise the effects of the positive silence{by}",
            ),
            then=Said(
                "la empresa debía reconocer los efectos del silencio administrativo positivo{by}",
                "the company had to recognise the effects of the positive silence{by}",
            ),
        ),
        "entrega_copias": Clauses(
            now=Said(
                "la empresa debe entregar las copias que se le pidieron{by}",
                "the company must deliver the copies that were requested{by}",
            ),
            then=Said(
                "la empresa debía entregar las copias que se le pidieron{by}",
                "the company had to deliver the copies that were requested{by}",
            ),
        ),
        "leyenda_tramite": Clauses(
            now=Said(
                "la empresa debe incluir junto a los datos la leyenda «reclamo en trámite»{by}",
                "the company must mark the data with the note «claim in process»{by}",
            ),
            then=Said(
                "la empresa debía incluir junto a los datos la leyenda «reclamo en trámite»{by}",
                "the company had to mark the data with the note «claim in process»{by}",
            ),
        ),
        "insistencia": Clauses(
            now=Said(
                "el solicitante puede insistir en su solicitud{by}", "the requester may insist on the request{by}"
            ),
            then=Said(
                "el solicitante podía insistir en su solicitud{by}", "the requester could insist on the request{by}"
            ),
            did=Said("el solicitante insistió{on}", "the requester insisted{on}"),
        ),
        "remision_insistencia": Clauses(
            now=Said(
                "la empresa debe remitir la insistencia al tribunal o juez administrativo{by}",
                "the company must send the insistence to the administrative court{by}",
            ),
            then=Said(
                "la empresa debía remitir la insistencia al tribunal o juez administrativo{by}",
                "the company had to send the insistence to the administrative court{by}",
            ),
        ),
        "recurso": Clauses(
            now=Said(
                "el usuario puede interponer recurso contra la decisión{by}",
                "the user may file a recurso against the decision{by}",
            ),
            then=Said(
                "el usuario podía interponer recurso contra la decisión{by}",
                "the user could file a recurso against the decision{by}",
            ),
            did=Said("el recurso se interpuso{on}", "the recurso was filed{on}"),
        ),
        "queja": Clauses(
            now=Said("el usuario puede interponer recurso de queja{by}", "the user may file a recurso de queja{by}"),
            then=Said("el usuario podía interponer recurso de queja{by}", "the user could file a recurso de queja{by}"),
            did=Said("el recurso de queja se interpuso{on}", "the recurso de queja was filed{on}"),
        ),
        "firmeza": Clauses(
            now=Said("la decisión quedará en firme{on}", "the decision will become firm{on}"),
            then=Said("la decisión quedó en firme{on}", "the decision became firm{on}"),
            states=MappingProxyType(
                {
                    LegalState.PENDIENTE: Said("la decisión aún no está en firme", "the decision is not firm yet"),
                    LegalState.NO_APLICA: Said("la decisión no quedó en firme", "the decision did not become firm"),
                }
            ),
        ),
        "remision_sspd": Clauses(
            now=Said(
                "la empresa debe remitir el expediente a la Superintendencia de Servicios Públicos Domiciliarios{by}",
                "the company must send the file to the Superintendencia de Servicios Públicos{by}",
            ),
            then=Said(
                "la empresa debía remitir el expediente a la Superintendencia de Servicios Públicos Domiciliarios{by}",
                "the company had to send the file to the Superintendencia de Servicios Públicos{by}",
            ),
        ),
        "no_suspender": Clauses(
            now=Said(
                "la empresa no puede suspender, terminar ni cortar el servicio mientras no se notifique la decisión de "
                "los recursos",
                "the company may not suspend, end or cut the service until the decision on the recursos is notified",
            ),
            then=Said(
                "la empresa no podía suspender, terminar ni cortar el servicio mientras no se notificara la decisión "
                "de los recursos",
                "the company could not suspend, end or cut the service until the decision on the recursos was notified",
            ),
            states=MappingProxyType(
                {
                    LegalState.PENDIENTE: Said("la prohibición sigue vigente", "the ban is still in force"),
                    LegalState.CUMPLIDO: Said("la prohibición terminó{on}", "the ban ended{on}"),
                    LegalState.NO_APLICA: Said("la prohibición ya no rige", "the ban no longer applies"),
                }
            ),
        ),
        "reconexion": Clauses(
            now=Said("la empresa debe reconectar el servicio{by}", "the company must reconnect the service{by}"),
            then=Said("la empresa debía reconectar el servicio{by}", "the company had to reconnect the service{by}"),
        ),
        "aviso_visita": Clauses(
            now=Said(
                "la empresa debe avisar la visita al usuario{by}", "the company must tell the user of the visit{by}"
            ),
            then=Said(
                "la empresa debía avisar la visita al usuario{by}", "the company had to tell the user of the visit{by}"
            ),
        ),
    }
)
"""The clauses of each obligation of the rule book, in its order."""

_ANSWER: Final = frozenset({"respuesta"})
_CONTRACT: Final = frozenset({"peticion", "queja", "reclamo"})
_WITH_SILENCE: Final = _CONTRACT | {"recurso_reposicion", "recurso_reposicion_apelacion"}
_ART_14: Final = frozenset({"peticion_general", "denuncia", "peticion_informacion", "consulta"})
_DATA_CLAIMS: Final = frozenset({"habeas_data_reclamo", "credito_reclamo"})
_FROM_FILING: Final = _WITH_SILENCE | {"habeas_data_consulta", "credito_consulta"}

ADOPTED: Final = MappingProxyType(
    {
        "first_day": Adopted(
            obligations=_ANSWER,
            types=_FROM_FILING,
            holds={
                "filing_day": Said(
                    "el término se cuenta desde el mismo día de la radicación, si es hábil",
                    "the term is counted from the very day of filing, when it is a business day",
                )
            },
        ),
        "off_hours": Adopted(
            obligations=_ANSWER,
            holds={
                "next_business_day": Said(
                    "lo que se radica fuera del horario de atención o en día no hábil se recibe el día hábil siguiente",
                    "what is filed outside office hours, or on a day that is not a business day, is received on the "
                    "next business day",
                )
            },
        ),
        "answer_met_by": Adopted(
            obligations=frozenset({"reconocimiento_sap"}),
            types=_WITH_SILENCE,
            holds={
                "decision": Said(
                    "basta decidir a tiempo para que no haya silencio",
                    "a decision in time is enough to keep the silence away",
                ),
                "notified": Said(
                    "hay silencio si la decisión no se notifica dentro del término",
                    "there is silence unless the decision is notified within the term",
                ),
            },
        ),
        "sap_recognition": Adopted(
            obligations=frozenset({"reconocimiento_sap"}),
            disputed=Said("el cómputo de las 72 horas", "the count of the 72 hours"),
        ),
        "art14_extension": Adopted(
            obligations=_ANSWER,
            types=_CONTRACT,
            holds={
                "allowed": Said(
                    "la respuesta se puede prorrogar hasta el doble del término",
                    "the answer may be extended to twice its term",
                )
            },
        ),
        "art17_contract": Adopted(
            obligations=_ANSWER,
            types=_CONTRACT,
            holds={
                "no_effect": Said(
                    "el requerimiento para completar la petición no suspende el término",
                    "a requirement to complete the petition does not suspend the term",
                )
            },
        ),
        "art17_resume": Adopted(
            obligations=_ANSWER,
            types=_CONTRACT | _ART_14,
            holds={
                "restart": Said(
                    "cuando la petición se completa, el término empieza de nuevo",
                    "once the petition is completed, the whole term begins again",
                )
            },
        ),
        "art19_clock": Adopted(
            obligations=_ANSWER,
            types=_CONTRACT | _ART_14 | {"peticion_autoridad", "peticion_congreso"},
            holds={
                "no_effect": Said(
                    "la devolución para aclarar la petición no suspende el término",
                    "returning the petition to be clarified does not suspend the term",
                )
            },
        ),
        "requirement_from": Adopted(
            obligations=_ANSWER,
            types=_CONTRACT | _ART_14 | _DATA_CLAIMS,
            holds={
                "received": Said(
                    "el requerimiento suspende el término desde el día en que se recibe",
                    "a requirement suspends the term from the day on which it is received",
                )
            },
        ),
        "pruebas_notice": Adopted(
            obligations=_ANSWER,
            types=_WITH_SILENCE,
            holds={
                "required": Said(
                    "las pruebas solo suspenden el término si se comunican al usuario antes de que venza",
                    "evidence suspends the term only when the user is told of it before the term ends",
                )
            },
        ),
        "art39_contract": Adopted(
            obligations=_ANSWER,
            types=_CONTRACT,
            holds={
                "suspends": Said(
                    "el conflicto de competencia suspende el término",
                    "a conflict of competence suspends the term",
                )
            },
        ),
        "pruebas_resume": Adopted(
            obligations=_ANSWER,
            types=_WITH_SILENCE,
            holds={
                "decide_at_end": Said(
                    "cuando terminan las pruebas se decide a más tardar el día hábil siguiente, si el término no vence "
                    "después",
                    "once the evidence ends, the decision is due on the next business day, unless the term ends later",
                )
            },
        ),
        "demora_usuario": Adopted(
            obligations=_ANSWER,
            types=_WITH_SILENCE,
            holds={
                "no_effect": Said(
                    "la demora que causa el usuario no suspende el término",
                    "a delay that the user caused does not suspend the term",
                )
            },
        ),
        "habeas_incomplete": Adopted(
            obligations=_ANSWER,
            types=_DATA_CLAIMS,
            holds={
                "restart": Said(
                    "el término empieza de nuevo cuando el titular completa el reclamo",
                    "the whole term begins again once the claim is completed",
                )
            },
        ),
        "months": Adopted(
            obligations=frozenset({"complemento"}),
            holds={
                "trigger_day": Said(
                    "el plazo de meses termina en el día que tiene el mismo número que aquel desde el que se cuenta",
                    "a term of months ends on the day with the same number as the day it is counted from",
                )
            },
        ),
        "congress_days": Adopted(
            obligations=_ANSWER,
            types=frozenset({"peticion_congreso"}),
            disputed=Said("el cómputo de los cinco días", "the count of the five days"),
        ),
    }
)
"""What a letter states of each reading. `covid_491` is not here: where it matters, the term cites its decree."""
