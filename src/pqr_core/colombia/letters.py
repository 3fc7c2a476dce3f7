"""The letters of a Colombian utility: what each must contain, by which norm, and its Spanish text. Data only.

The norms of each letter, and how they were checked, are in `../shared/research/letters.md` of the project. The page
`docs/es/cartas.md`, made from this module, lists them for a lawyer. Dates, terms and recursos come from the agenda of
the case: the texts have no figure of the law, except where a norm prescribes the words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.articles import cite
from pqr_core.colombia.norms import (
    CONSEJO_DE_ESTADO_2316_2017,
    CPACA,
    CRA_413_2006,
    DECRETO_1069_2015,
    DECRETO_1842_1991,
    DECRETO_2150_1995,
    DECRETO_LEY_19_2012,
    LEY_142_1994,
    LEY_962_2005,
    LEY_1581_2012,
    LEY_1712_2014,
    SSPD_CONCEPTO_16_2010,
)
from pqr_core.documents.kinds import CaseTrait, Detail, Element, Form, Given, LetterKind, Paragraph, Strength
from pqr_core.language import Said
from pqr_core.law.rules import Term, Unit
from pqr_core.vocabulary import EventType, Outcome

__all__ = ("LETTERS",)

_RECURSOS: Final = frozenset({"recurso_reposicion", "recurso_reposicion_apelacion"})
_OF_AUTHORITIES: Final = frozenset(
    {"peticion_autoridad", "peticion_congreso", "requerimiento_autoridad", "requerimiento_defensoria"}
)
"""The case types of an authority's request."""

_E = EventType
_O = Outcome
_G = Given
_P = Paragraph
_DEMANDED, _VOID, _PRACTICE = Strength.DEMANDED, Strength.DEMANDED_OR_VOID, Strength.PRACTICE


def _element(
    code: str,
    names: tuple[str, str],
    strength: Strength,
    citations: tuple[Citation, ...] | Citation,
    without: Said,
    *,
    needs: tuple[str, ...] = (),
    shows: tuple[str, ...] | str = (),
    when: str | None = None,
) -> Element:
    es, en = names
    return Element(
        code=code,
        es=es,
        en=en,
        strength=strength,
        citations=citations if isinstance(citations, tuple) else (citations,),
        without=without,
        needs=needs,
        shows=(shows,) if isinstance(shows, str) else shows,
        when=when,
    )


# --- norms ---------------------------------------------------------------------------------------------------------

_ART_13: Final = cite(CPACA, "art. 13", "resolución de fondo, pronta y completa")
_ART_14_PAR: Final = cite(CPACA, "art. 14 par.")
_ART_15: Final = cite(CPACA, "art. 15")
_ART_16: Final = cite(CPACA, "art. 16")
_ART_17: Final = cite(CPACA, "art. 17")
_ART_18: Final = cite(CPACA, "art. 18")
_ART_19: Final = cite(CPACA, "art. 19")
_ART_21: Final = cite(CPACA, "art. 21")
_ART_25: Final = cite(CPACA, "art. 25")
_ART_26: Final = cite(CPACA, "art. 26")
_ART_40: Final = cite(CPACA, "art. 40")
_ART_42: Final = cite(CPACA, "art. 42")
_ART_56: Final = cite(CPACA, "art. 56")
_ART_57: Final = cite(CPACA, "art. 57")
_ART_61: Final = cite(CPACA, "art. 61.3")
_ART_67: Final = cite(CPACA, "art. 67")
_ART_68: Final = cite(CPACA, "art. 68")
_ART_69: Final = cite(CPACA, "art. 69")
_ART_71: Final = cite(CPACA, "art. 71")
_ART_72: Final = cite(CPACA, "art. 72")
_ART_74: Final = cite(CPACA, "art. 74")
_ART_75: Final = cite(CPACA, "art. 75")
_ART_76: Final = cite(CPACA, "art. 76")
_ART_78: Final = cite(CPACA, "art. 78")
_ART_79: Final = cite(CPACA, "art. 79")
_ART_80: Final = cite(CPACA, "art. 80")
_ART_81: Final = cite(CPACA, "art. 81")
_ART_87: Final = cite(CPACA, "art. 87")
_ART_89: Final = cite(CPACA, "art. 89")
_ART_91: Final = cite(CPACA, "art. 91.3")
_ART_146: Final = cite(LEY_142_1994, "arts. 146, 148, 149 y 150")
_ART_154: Final = cite(LEY_142_1994, "art. 154")
_ART_155: Final = cite(LEY_142_1994, "art. 155")
_ART_156: Final = cite(LEY_142_1994, "art. 156")
_ART_158: Final = cite(LEY_142_1994, "art. 158")
_ART_159: Final = cite(LEY_142_1994, "art. 159")
_ART_123: Final = cite(DECRETO_2150_1995, "art. 123")
_BY_POST: Final = cite(LEY_962_2005, "art. 10", "escrito para la administración pública")
_VERBAL: Final = cite(DECRETO_1069_2015, "art. 2.2.3.12.3", "petición verbal", Confidence.RECORDADA)
_CREDITED: Final = cite(DECRETO_1842_1991, "art. 59", "estatuto anterior a la Ley 142 de 1994")
_VISIT: Final = cite(CRA_413_2006, "art. 12", confidence=Confidence.CITADA)
_CERTIFIED: Final = cite(DECRETO_LEY_19_2012, "art. 43")

# --- what happens if an element is missing -------------------------------------------------------------------------

_NOT_NOTIFIED: Final = Said(
    "la notificación no se tiene por hecha y la decisión no produce efectos; en esta materia puede operar el silencio.",
    "the notification counts as not made and the decision has no effect; here the silence may decide.",
)
_SILENCE: Final = Said(
    "no es una respuesta de fondo y completa: opera el silencio a favor del usuario.",
    "it is not a full answer on the merits: the silence decides for the user.",
)
_NO_SUSPENSION: Final = Said(
    "el requerimiento no suspende el término para responder.", "the requirement does not stop the term to answer."
)
_FAULT: Final = Said("es falta disciplinaria o administrativa.", "it is a fault of discipline or administration.")
_USEFUL: Final = Said("la persona queda menos informada.", "the person is told less.")
_UNSIGNED: Final = Said(
    "no se sabe quién decide, y los recursos los decide quien diga el contrato.",
    "nobody can tell who decides; recursos are decided by whom the contract names.",
)
_UNPROVED: Final = Said("falta la prueba de lo que se recibió.", "what was received cannot be proved.")

# --- the details that may be given ---------------------------------------------------------------------------------

_MOTIVOS: Final = Detail("motivos", _G.LONG_TEXT, "los motivos", "the reasons")
_FUNDAMENTOS: Final = Detail(
    "fundamentos", _G.LONG_TEXT, "las razones de hecho y de derecho", "the reasons of fact and of law"
)
_RESUELVE: Final = Detail(
    "resuelve", _G.LONG_TEXT, "lo que se decide, si no hay lista de pretensiones", "what is decided, without a list"
)
_RESULTADO: Final = Detail("resultado", _G.OUTCOME, "el resultado", "the outcome")
_RESULTADOS: Final = Detail(
    "resultados", _G.OUTCOMES, "el resultado de cada pretensión y su razón", "the outcome of each claim, and why"
)
_ACTO: Final = Detail("acto", _G.ACT, "sobre qué acto se decide", "which act it is about")
_PRUEBAS: Final = Detail("pruebas", _G.TEXTS, "las pruebas", "the evidence")
_DESTINATARIO: Final = Detail("destinatario", _G.TEXT, "la autoridad a la que se dirige", "the authority addressed")
_PARTE: Final = Detail(
    "parte", _G.LONG_TEXT, "lo que se traslada, si es solo una parte", "what is transferred, if a part"
)
_GUIA: Final = Detail("guia", _G.TEXT, "número de la guía de correo", "number of the proof of posting")
_HORA: Final = Detail("hora", _G.HOUR, "la hora", "the hour")

# --- elements of several letters -----------------------------------------------------------------------------------

_RADICADO: Final = _element(
    "radicado",
    ("el radicado que se responde", "the number answered"),
    _PRACTICE,
    (),
    _USEFUL,
    needs=("radicado",),
    shows="{{ radicado }}",
)
_TO_WHOM: Final = _element(
    "a_quien",
    ("a quién va, por su nombre", "to whom it goes, by name"),
    _PRACTICE,
    (),
    Said("la carta no dice a quién va.", "the letter does not say to whom it goes."),
    needs=("nombre",),
)
_SIGNED: Final = _element(
    "firma",
    ("nombre y cargo de quien decide", "name and post of who decides"),
    _DEMANDED,
    (_ART_57, _ART_156),
    _UNSIGNED,
    needs=("firmante", "cargo"),
    shows=("{{ firmante }}", "{{ cargo }}"),
)
_SIGNED_BY: Final = _element(
    "firma",
    ("nombre y cargo de quien firma", "name and post of who signs"),
    _PRACTICE,
    (),
    Said("no se sabe quién habla por la empresa.", "nobody can tell who speaks for the utility."),
    needs=("firmante", "cargo"),
    shows=("{{ firmante }}", "{{ cargo }}"),
)
_NUMBER: Final = _element(
    "numero",
    ("el número de salida", "the outgoing number"),
    _PRACTICE,
    (),
    Said(
        "será difícil citarla en las notificaciones y en el reporte al SUI.", "it will be hard to cite and to report."
    ),
    needs=("numero",),
    shows="{{ numero }}",
)


def _remedies(citation: Citation, *more: Citation, when: str | None = None) -> tuple[Element, Element, Element]:
    """Which recursos may be filed, with whom and by when; CPACA art. 67 requires each, and art. 69 in an aviso."""
    norms = (citation, *more)
    return (
        _element(
            "recursos",
            ("los recursos que proceden", "which recursos lie"),
            _VOID,
            norms,
            _NOT_NOTIFIED,
            shows="{% if recurso.clase == 'recurso' %}recurso de reposición y, en subsidio, el de apelación"
            "{% elif recurso.clase == 'desistimiento' %}únicamente el recurso de reposición"
            "{% elif recurso.clase == 'queja' %}recurso de queja{% else %}no procede ningún recurso{% endif %}",
            when=when,
        ),
        _element(
            "autoridades",
            ("ante quién se presentan", "before whom they are filed"),
            _VOID,
            norms,
            _NOT_NOTIFIED,
            shows="{% if recurso.clase == 'recurso' %}ante {{ empresa }}\nlo resuelve la Superintendencia de Servicios "
            "Públicos Domiciliarios{% elif recurso.clase == 'desistimiento' %}ante {{ empresa }}"
            "{% elif recurso.clase == 'queja' %}ante la Superintendencia de Servicios Públicos "
            "Domiciliarios{% endif %}",
            needs=("empresa",),
            when=when,
        ),
        _element(
            "plazos",
            ("el plazo para presentarlos", "the term to file them"),
            _VOID,
            norms,
            _NOT_NOTIFIED,
            shows="{% if recurso.plazo %}dentro de los {{ recurso.plazo }} siguientes a la notificación{% endif %}"
            "{% if recurso.vence %}\n{{ recurso.vence|fecha }}{% endif %}",
            when=when,
        ),
    )


_REMEDIES: Final = _P(
    "recursos",
    """{% if se_notifica or recurso.clase != "ninguno" %}# Recursos

{% endif %}{% if recurso.clase == "recurso" -%}
Contra esta decisión proceden el recurso de reposición y, en subsidio, el de apelación. El de reposición lo resuelve
{{ empresa }}; el de apelación lo resuelve la Superintendencia de Servicios Públicos Domiciliarios. Los dos se presentan
en un mismo escrito, ante {{ empresa }}, dentro de los {{ recurso.plazo }} siguientes a la notificación
{%- if recurso.vence %}, es decir, a más tardar el {{ recurso.vence|fecha }}{% endif %}. No se necesita abogado ni
presentación personal, y la personería municipal asesora a quien lo pida.
{%- elif recurso.clase == "desistimiento" -%}
Contra esta decisión procede únicamente el recurso de reposición, que resuelve {{ empresa }}. Se presenta ante
{{ empresa }} dentro de los {{ recurso.plazo }} siguientes a la notificación
{%- if recurso.vence %}, es decir, a más tardar el {{ recurso.vence|fecha }}{% endif %}.
{%- elif recurso.clase == "queja" -%}
Contra el rechazo de la apelación procede el recurso de queja. Se presenta directamente ante la Superintendencia de
Servicios Públicos Domiciliarios, con copia de esta decisión, dentro de los {{ recurso.plazo }} siguientes a la
notificación{% if recurso.vence %}, es decir, a más tardar el {{ recurso.vence|fecha }}{% endif %}.
{%- elif se_notifica -%}
Contra esta decisión no procede ningún recurso
{%- if sube %} ante {{ empresa }}; el expediente va a la Superintendencia de Servicios Públicos Domiciliarios, que
decide la apelación{% endif %}.
{%- endif %}""",
)

_MOTIVES: Final = _P("motivos", "{% if motivos %}{{ motivos }}{% endif %}")

_PAYMENT: Final = _P(
    "pago",
    """{% if recurso.clase == "recurso" -%}
Presentar los recursos no cuesta nada. Si se discute una factura, para que se tramite la apelación hay que acreditar el
pago de las sumas que no se discuten, o del promedio de los últimos cinco períodos. Mientras se deciden los recursos
presentados a tiempo, nadie puede exigir el pago de la suma que se discute, ni suspender el servicio por ella.
{%- endif %}""",
)
_PAYMENT_ELEMENT: Final = _element(
    "pago",
    ("qué hay que pagar para apelar, y qué no se puede exigir", "what is to be paid to appeal, and what is not"),
    _PRACTICE,
    _ART_155,
    _USEFUL,
    shows="{% if recurso.clase == 'recurso' %}promedio de los últimos cinco períodos{% endif %}",
)

_ACT: Final = "la {{ acto.clase }}{% if acto.numero %} número {{ acto.numero }}{% endif %} del {{ acto.fecha|fecha }}"
_YOUR_ACT: Final = f"{_ACT}, sobre su {{{{ asunto }}}}"
_THEIR_ACT: Final = f"{_ACT}{{% if radicado %}}, tomada en el trámite con radicado {{{{ radicado }}}}{{% endif %}}"
"""The decision that is notified, as stated to the petitioner (`_YOUR_ACT`) and to everybody (`_THEIR_ACT`)."""

_DECISION_TO_NOTIFY: Final = _element(
    "acto",
    ("la decisión, por su fecha y su número", "the decision, by its day and number"),
    _DEMANDED,
    _ART_67,
    Said("no se sabe qué se notifica.", "nobody can tell what is notified."),
    needs=("acto",),
    shows="{{ acto.fecha|fecha }}",
)

# --- 1. reception --------------------------------------------------------------------------------------------------

_CONSTANCIA_RECEPCION: Final = LetterKind(
    code="constancia_recepcion",
    es="constancia de recepción",
    en="acknowledgement of receipt",
    purpose="Prueba de lo que se recibió: cuándo, con qué anexos y con qué número. Es gratuita y nadie puede negarla.",
    form=Form.LETTER,
    title="Constancia de recepción",
    event=_E.ACUSE,
    details=(
        _HORA,
        Detail("falta", _G.TEXTS, "lo que falta, según la ley", "what is missing by law"),
        Detail(
            "insiste", _G.FLAG, "la persona insistió en radicar sin lo que falta", "insisted on filing all the same"
        ),
        Detail("verbal", _G.FLAG, "la petición se presentó de palabra", "it was made by word of mouth"),
        Detail("recibio", _G.TEXT, "quién recibió la petición verbal", "who received what was said"),
    ),
    paragraphs=(
        _P(
            "recepcion",
            """Recibimos su {{ tramite }} el {{ recibida_el|fecha }}, {{ hora_recibida|hora }}, y quedó con el
radicado {{ radicado }}.
{%- if puesta_al_correo_el %} Se puso al correo el {{ puesta_al_correo_el|fecha }}, día que cuenta para saber si se
presentó a tiempo.{% endif %}""",
        ),
        _P(
            "anexos",
            """{% if anexos %}Se entregaron estos anexos:

{% for anexo in anexos %}- {{ anexo }}
{% endfor %}{% else %}Se recibió sin anexos.{% endif %}""",
        ),
        _P(
            "verbal",
            """{% if verbal %}La petición se presentó de manera verbal y la recibió {{ recibio }}. Lo que se pidió es
esto: {{ hechos }}{% endif %}""",
        ),
        _P(
            "falta",
            """{% if falta %}Para tramitarla según la ley, falta lo siguiente:

{% for cada in falta %}- {{ cada }}
{% endfor %}

{% if insiste %}Se le informó lo que falta y, como insistió, la petición se radicó así.{% else %}La petición ya quedó
radicada; puede entregarlo desde ahora.{% endif %}{% endif %}""",
        ),
        _P(
            "que_sigue",
            """{% if ahora.respuesta %}El último día que tenemos para responderle es el {{ ahora.respuesta|fecha }}.
{%- endif %} Para saber cómo va su trámite, mencione el radicado. La respuesta le dirá qué puede hacer si no está de
acuerdo con ella.""",
        ),
        _P(
            "datos",
            """Usamos sus datos personales para atender este trámite y para lo que la ley nos manda informar. Puede
conocerlos, actualizarlos y pedir que se corrijan.""",
        ),
    ),
    elements=(
        _element(
            "fecha_y_hora",
            ("el día y la hora en que se recibió", "the day and hour of receipt"),
            _DEMANDED,
            _ART_15,
            _UNPROVED,
            needs=("recibida_el", "hora_recibida"),
            shows=("{{ recibida_el|fecha }}", "{{ hora_recibida|hora }}"),
        ),
        _element(
            "radicado",
            ("el número de radicado", "the number given"),
            _DEMANDED,
            (_ART_61, _VERBAL),
            _UNPROVED,
            needs=("radicado",),
            shows="{{ radicado }}",
        ),
        _element(
            "anexos",
            ("cuántos anexos y de qué clase", "number and class of the annexes"),
            _DEMANDED,
            _ART_15,
            _UNPROVED,
            shows="{% if anexos %}{% for anexo in anexos %}{{ anexo }}\n{% endfor %}{% else %}sin anexos{% endif %}",
        ),
        _element(
            "falta",
            ("lo que falta, si algo falta", "what is missing, where something is"),
            _DEMANDED,
            _ART_15,
            Said("la persona no sabe qué completar.", "the person cannot tell what to complete."),
            shows="{% for cada in falta %}{{ cada }}\n{% endfor %}",
            when="falta",
        ),
        _element(
            "insistencia",
            ("que insistió en radicarla así", "that the person insisted on filing it so"),
            _DEMANDED,
            _ART_15,
            _FAULT,
            shows="como insistió, la petición se radicó así",
            when="insiste",
        ),
        _element(
            "verbal",
            (
                "que se presentó de palabra, qué se pidió y quién la recibió",
                "that it was verbal, what, and who took it",
            ),
            _DEMANDED,
            _VERBAL,
            _UNPROVED,
            needs=("recibio", "hechos", "peticionarios", "identificaciones", "donde_notificar"),
            shows=(
                "de manera verbal",
                "{{ recibio }}",
                "{{ hechos }}",
                "{{ donde_notificar }}",
                "{% for cada in peticionarios %}{{ cada }}\n{% endfor %}",
                "{% for cada in identificaciones %}{{ cada }}\n{% endfor %}",
            ),
            when="verbal",
        ),
        _element(
            "solicitante",
            ("quién la presentó", "who filed it"),
            _PRACTICE,
            (),
            _UNPROVED,
            needs=("nombre",),
            shows="{% for cada in peticionarios %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "correo",
            ("el día en que se puso al correo", "the day it was posted"),
            _DEMANDED,
            _BY_POST,
            Said("no se sabe si se presentó a tiempo.", "nobody can tell whether it was filed in time."),
            shows="{{ puesta_al_correo_el|fecha }}",
            when="puesta_al_correo_el",
        ),
        _element(
            "plazo",
            ("el último día para responder", "the last day to answer"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("ahora",),
            shows="{% if ahora.respuesta %}{{ ahora.respuesta|fecha }}{% endif %}",
        ),
        _element(
            "datos",
            ("para qué se usan los datos personales", "what personal data are used for"),
            _PRACTICE,
            cite(LEY_1581_2012, "art. 12", confidence=Confidence.RECORDADA),
            _USEFUL,
            shows="Usamos sus datos personales para",
        ),
    ),
)

# --- 2. what to complete, or to clarify ----------------------------------------------------------------------------

_REQUERIMIENTO: Final = LetterKind(
    code="requerimiento",
    es="requerimiento para completar la petición",
    en="requirement to complete the petition",
    purpose="Pide, una sola vez, lo que de verdad falta para decidir de fondo. No procede en los recursos, ni por "
    "razones débiles, ni para pedir lo que la empresa ya tiene.",
    form=Form.LETTER,
    title="Le pedimos completar su {{ tramite }}",
    event=_E.REQUERIMIENTO,
    details=(
        Detail("falta", _G.TEXTS, "cada documento, dato o gestión que falta", "each thing that is missing"),
        _MOTIVOS,
        Detail("hasta", _G.DAY, "el último día para completarla, si es antes de un mes", "the last day, if earlier"),
        Detail("recibido_el", _G.DAY, "el día en que se entregó", "the day it was delivered"),
        _GUIA,
    ),
    paragraphs=(
        _P(
            "falta",
            """Estudiamos su {{ asunto }}. Para decidir de fondo falta lo siguiente:

{% for cada in falta %}- {{ cada }}
{% endfor %}""",
        ),
        _MOTIVES,
        _P(
            "plazo",
            """{% if hasta %}Puede entregarlo hasta el {{ hasta|fecha }}.{% else %}Tiene {{ plazo.completar }} para
entregarlo, a partir del recibo de esta comunicación.{% endif %}
{%- if articulo_17 %} Si necesita más tiempo, pídalo antes de que termine ese plazo y podremos ampliárselo hasta por uno
igual.{% endif %}""",
        ),
        _P(
            "termino",
            """{% if suspende %}Mientras tanto, el término para responderle queda suspendido; vuelve a correr al día
siguiente de que complete la petición.{% endif %}""",
        ),
        _P(
            "advertencia",
            """Si no la completa en ese plazo{% if articulo_17 %} ni pide más tiempo{% endif %}, la ley entiende que
desiste de ella{% if articulo_17 %} y se archivará mediante una decisión que le notificaremos{% endif %}. Podrá
presentarla de nuevo, con los requisitos de la ley.""",
        ),
        _P(
            "donde",
            """{% if direccion_empresa %}Puede entregarlo en {{ direccion_empresa }}{% if horario %}, {{ horario }}
{%- endif %}. {% endif %}{% if radicado %}Mencione el radicado {{ radicado }}.{% endif %}""",
        ),
    ),
    elements=(
        _element(
            "falta",
            ("qué documento, dato o gestión falta, uno por uno", "which things are missing, one by one"),
            _DEMANDED,
            _ART_17,
            _NO_SUSPENSION,
            needs=("falta",),
            shows="{% for cada in falta %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "necesidad",
            ("que se necesita para decidir de fondo", "that it is needed to decide on the merits"),
            _DEMANDED,
            (_ART_17, _ART_16),
            _NO_SUSPENSION,
            shows="para decidir de fondo",
        ),
        _element(
            "plazo",
            ("el plazo que se da, de un mes a lo sumo", "the term given, a month at most"),
            _DEMANDED,
            (_ART_17, cite(LEY_1581_2012, "art. 15.1", "en los reclamos de datos personales, dos meses")),
            _NO_SUSPENSION,
            needs=("plazo_dado",),
            shows="{% if hasta %}{{ hasta|fecha }}{% else %}{{ plazo.completar }}{% endif %}",
        ),
        _element(
            "advertencia",
            ("qué pasa si no se completa", "what happens if it is not completed"),
            _PRACTICE,
            _ART_17,
            _USEFUL,
            shows="la ley entiende que desiste",
        ),
        _element(
            "prorroga",
            ("que se puede pedir más tiempo", "that more time may be asked for"),
            _PRACTICE,
            _ART_17,
            _USEFUL,
            shows="Si necesita más tiempo",
            when="articulo_17",
        ),
        _element(
            "termino",
            ("cuándo vuelve a correr el término", "when the term runs again"),
            _PRACTICE,
            _ART_17,
            _USEFUL,
            shows="al día siguiente de que complete",
            when="suspende",
        ),
        _element(
            "de_nuevo",
            ("que se puede presentar de nuevo", "that it may be filed anew"),
            _PRACTICE,
            _ART_17,
            _USEFUL,
            shows="Podrá presentarla de nuevo",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

_DEVOLUCION_ACLARACION: Final = LetterKind(
    code="devolucion_aclaracion",
    es="devolución para aclarar",
    en="return for clarification",
    purpose="Solo cuando no se entiende qué se pide. Nunca por peticiones incompletas o mal fundadas.",
    form=Form.LETTER,
    title="Le pedimos aclarar su {{ tramite }}",
    event=_E.DEVOLUCION_ACLARACION,
    details=(
        Detail("no_se_entiende", _G.LONG_TEXT, "qué no se entiende", "what is not understood"),
        Detail("corregir", _G.TEXTS, "qué hay que aclarar o corregir", "what is to be clarified"),
    ),
    paragraphs=(
        _P(
            "no_se_entiende",
            """Leímos su {{ asunto }} y no comprendemos qué se pide o para qué.
{{ no_se_entiende }}""",
        ),
        _P(
            "corregir",
            """Le pedimos que nos aclare o corrija lo siguiente:

{% for cada in corregir %}- {{ cada }}
{% endfor %}""",
        ),
        _P(
            "plazo",
            """Puede hacerlo dentro de los {{ plazo.clarification }} siguientes
{%- if entonces.aclaracion %}, es decir, hasta el {{ entonces.aclaracion|fecha }}{% endif %}. Si no la aclara en ese
plazo, la petición se archivará. Podrá presentarla de nuevo, con los requisitos de la ley.""",
        ),
        _P("ayuda", "Si prefiere explicarlo de palabra, en nuestras oficinas le ayudamos a escribirlo."),
    ),
    elements=(
        _element(
            "motivo",
            ("que no se comprende la finalidad o el objeto", "that its purpose or object is not understood"),
            _DEMANDED,
            _ART_19,
            _FAULT,
            needs=("no_se_entiende",),
            shows="{{ no_se_entiende }}",
        ),
        _element(
            "corregir",
            ("qué hay que aclarar o corregir", "what is to be clarified"),
            _DEMANDED,
            _ART_19,
            _FAULT,
            needs=("corregir",),
            shows="{% for cada in corregir %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "plazo",
            ("el plazo para aclararla", "the term to clarify it"),
            _DEMANDED,
            _ART_19,
            _FAULT,
            shows="{{ plazo.clarification }}",
        ),
        _element(
            "archivo",
            ("que de lo contrario se archiva", "that otherwise it is archived"),
            _DEMANDED,
            _ART_19,
            Said("el archivo sorprende a la persona.", "the archiving takes the person by surprise."),
            shows="la petición se archivará",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

# --- 3. more time --------------------------------------------------------------------------------------------------

_PRORROGA: Final = LetterKind(
    code="prorroga",
    es="prórroga de la respuesta",
    en="extension of the answer",
    purpose="Avisa, antes de que venza el término, que excepcionalmente se responderá después. No cabe en los recursos "
    "ni, según la lectura adoptada, en las peticiones del contrato: en ellas, si faltan pruebas, se ordenan.",
    form=Form.LETTER,
    title="Necesitamos más tiempo para responderle",
    event=_E.PRORROGA,
    details=(
        Detail("hasta", _G.DAY, "el día en que se responderá", "the day of the answer"),
        _MOTIVOS,
        Detail("avance", _G.LONG_TEXT, "lo que ya se hizo", "what has been done"),
    ),
    paragraphs=(
        _P(
            "motivos",
            """{% if ahora.respuesta %}El término para responder su {{ asunto }} vence el {{ ahora.respuesta|fecha }}.
De manera excepcional no alcanzaremos a responderle ese día.{% else %}De manera excepcional no alcanzaremos a
responder su {{ asunto }} en el término inicial.{% endif %} La razón es esta:

{{ motivos }}""",
        ),
        _P("hasta", "Le responderemos a más tardar el {{ hasta|fecha }}."),
        _P("avance", "{% if avance %}Mientras tanto, esto es lo que hemos hecho: {{ avance }}{% endif %}"),
        _P(
            "contacto",
            "Si quiere saber cómo va, pregunte por cualquiera de nuestros canales"
            "{% if radicado %} y mencione el radicado {{ radicado }}{% endif %}.",
        ),
    ),
    elements=(
        _element(
            "motivos",
            ("los motivos de la demora, los de este caso", "the reasons of the delay, those of this case"),
            _DEMANDED,
            _ART_14_PAR,
            Said("sigue corriendo el término inicial.", "the first term goes on running."),
            needs=("motivos",),
            shows="{{ motivos }}",
        ),
        _element(
            "hasta",
            ("el día en que se responderá", "the day of the answer"),
            _DEMANDED,
            _ART_14_PAR,
            Said("sigue corriendo el término inicial.", "the first term goes on running."),
            needs=("hasta",),
            shows="{{ hasta|fecha }}",
        ),
        _element(
            "excepcional",
            ("que es excepcional", "that it is an exception"),
            _PRACTICE,
            _ART_14_PAR,
            _USEFUL,
            shows="De manera excepcional",
        ),
        _element(
            "vencia",
            ("el día en que vencía", "the day on which the term ended"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("ahora",),
            shows="{% if ahora.respuesta %}{{ ahora.respuesta|fecha }}{% endif %}",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

_AUTO_PRUEBAS: Final = LetterKind(
    code="auto_pruebas",
    es="auto de pruebas",
    en="order to take evidence",
    purpose="Ordena las pruebas y dice qué día termina el período. Se comunica antes de que venza el término para "
    "responder; contra él no procede recurso.",
    form=Form.LETTER,
    title="Ordenamos pruebas para decidir su {{ tramite }}",
    event=_E.APERTURA_PRUEBAS,
    figures={"traslado": Term(5, Unit.BUSINESS_DAYS)},
    details=(
        _PRUEBAS,
        Detail("hasta", _G.DAY, "el día en que termina el período probatorio", "the day on which the period ends"),
        Detail("otras_partes", _G.FLAG, "hay otras personas interesadas", "there are other parties"),
        _MOTIVOS,
    ),
    paragraphs=(
        _P(
            "pruebas",
            """Para decidir su {{ asunto }}, ordenamos estas pruebas:

{% for cada in pruebas %}- {{ cada }}
{% endfor %}""",
        ),
        _MOTIVES,
        _P("hasta", "El período para practicarlas termina el {{ hasta|fecha }}."),
        _P(
            "termino",
            """{% if entonces.respuesta %}Con esto, el último día para responderle pasa a ser el
{{ entonces.respuesta|fecha }}.{% endif %}""",
        ),
        _P(
            "contradecir",
            """Usted puede pedir otras pruebas, estar presente cuando se practiquen y controvertirlas antes de que
decidamos.{% if otras_partes %} Como hay otras personas interesadas, les daremos traslado de ellas por
{{ plazo.traslado }}.{% endif %} Contra esta orden no procede recurso.""",
        ),
    ),
    elements=(
        _element(
            "pruebas",
            ("las pruebas que se ordenan", "the evidence ordered"),
            _DEMANDED,
            (_ART_79, _ART_40),
            Said("el término para responder no se suspende.", "the term to answer is not stopped."),
            needs=("pruebas",),
            shows="{% for cada in pruebas %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "fin",
            ("el día en que termina el período probatorio", "the day on which the period ends"),
            _DEMANDED,
            _ART_79,
            Said("el término para responder no se suspende.", "the term to answer is not stopped."),
            needs=("hasta",),
            shows="{{ hasta|fecha }}",
        ),
        _element(
            "contradecir",
            ("que la persona puede controvertirlas", "that the person may contest it"),
            _PRACTICE,
            _ART_40,
            Said("la persona no sabe que tiene ese derecho.", "the person cannot tell that there is that right."),
            shows="controvertirlas antes de que decidamos",
        ),
        _element(
            "traslado",
            ("que se da traslado a las demás partes", "that the other parties are heard"),
            _DEMANDED,
            _ART_79,
            Said("se desconoce el derecho de defensa.", "the right of defence is not heeded."),
            shows=("les daremos traslado", "{{ plazo.traslado }}"),
            when="otras_partes",
        ),
        _element(
            "sin_recurso",
            ("que no procede recurso", "that no recurso lies"),
            _PRACTICE,
            (_ART_40, _ART_75),
            _USEFUL,
            shows="Contra esta orden no procede recurso",
        ),
        _element(
            "respuesta",
            ("el nuevo último día para responder", "the new last day to answer"),
            _PRACTICE,
            (),
            _USEFUL,
            shows="{% if entonces.respuesta %}{{ entonces.respuesta|fecha }}{% endif %}",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

# --- 4. competence of another authority ----------------------------------------------------------------------------

_TRASLADO_PETICIONARIO: Final = LetterKind(
    code="traslado_peticionario",
    es="aviso del traslado a quien pide",
    en="notice of the transfer to the petitioner",
    purpose="Dice a la persona que la empresa no es competente y a quién se envió su petición, con copia del oficio.",
    form=Form.LETTER,
    title="{% if not hay_competente %}No somos competentes para resolver su petición{% elif parte %}Enviamos una parte "
    "de su petición a la autoridad competente{% else %}Enviamos su petición a la autoridad competente{% endif %}",
    judged=_E.TRASLADO_COMPETENCIA,
    in_part=_E.TRASLADO_PARCIAL,
    details=(
        Detail("autoridad", _G.TEXT, "la autoridad competente", "the competent authority"),
        _MOTIVOS,
        _PARTE,
        Detail("nadie_es_competente", _G.FLAG, "no existe autoridad competente", "no authority is competent"),
    ),
    paragraphs=(
        _P(
            "motivos",
            "{% if parte %}Una parte de lo que se pide{% else %}Lo que se pide{% endif %} en su {{ asunto }} no es "
            "competencia de {{ empresa }}. {{ motivos }}",
        ),
        _P(
            "destino",
            """{% if not hay_competente %}No existe una autoridad que sea competente para resolverlo.{% else %}Por eso
enviamos {% if parte %}esa parte de su petición{% else %}su petición{% endif %}
{%- if anexos %}, con sus anexos,{% endif %} a {{ autoridad }}.
{%- if parte %} Es esta: {{ parte }}.{% endif %} El término que esa autoridad tiene para responderle corre desde el día
siguiente a aquel en que la reciba.
{%- if parte %} Lo demás se lo responderemos nosotros, dentro del término.{% endif %}{% endif %}""",
        ),
        _P(
            "copia",
            "{% if hay_competente %}Con esta comunicación va copia del oficio con que la enviamos.{% endif %}",
        ),
    ),
    annexes=("{% if hay_competente %}Copia del oficio remisorio{% endif %}",),
    elements=(
        _element(
            "motivos",
            ("por qué la empresa no es competente", "why the utility is not competent"),
            _DEMANDED,
            _ART_21,
            _FAULT,
            needs=("motivos", "empresa"),
            shows="{{ motivos }}",
        ),
        _element(
            "destino",
            ("a quién se envía", "to whom it goes"),
            _DEMANDED,
            _ART_21,
            _FAULT,
            needs=("autoridad",),
            shows="{{ autoridad }}",
            when="hay_competente",
        ),
        _element(
            "copia",
            ("copia del oficio remisorio", "a copy of the covering letter"),
            _DEMANDED,
            _ART_21,
            _FAULT,
            shows="copia del oficio con que la enviamos",
            when="hay_competente",
        ),
        _element(
            "nadie",
            ("que no existe autoridad competente", "that no authority is competent"),
            _DEMANDED,
            _ART_21,
            _FAULT,
            shows="No existe una autoridad que sea competente",
            when="nadie_es_competente",
        ),
        _element(
            "termino",
            ("desde cuándo corre el término de la otra entidad", "from when the other's term runs"),
            _PRACTICE,
            _ART_21,
            _USEFUL,
            shows="desde el día siguiente a aquel en que la reciba",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

_TRASLADO_COMPETENTE: Final = LetterKind(
    code="traslado_competente",
    es="traslado a la autoridad competente",
    en="transfer to the competent authority",
    purpose="El oficio con que la petición se envía a quien es competente, dentro de los cinco días.",
    form=Form.LETTER,
    title="Traslado por competencia",
    event=_E.TRASLADO_COMPETENCIA,
    in_part=_E.TRASLADO_PARCIAL,
    details=(_DESTINATARIO, _MOTIVOS, _PARTE, _GUIA),
    paragraphs=(
        _P(
            "remision",
            """Con este oficio les enviamos, por ser de su competencia,{% if parte %} una parte de{% endif %} la
petición que recibimos el {{ recibida_el|fecha }}
{%- if radicado %} con el radicado {{ radicado }}{% endif %}
{%- if nombre %}, presentada por {{ nombre }}{% endif %}.
{%- if parte %} Es esta: {{ parte }}. Lo demás lo responderemos nosotros.{% endif %} {{ motivos or "" }}""",
        ),
        _P(
            "respuesta",
            """{% if donde_notificar %}La respuesta se debe enviar a {{ donde_notificar }}. {% endif %}Informamos de
este traslado a quien la presentó, con copia de este oficio.""",
        ),
    ),
    annexes=("La petición{% if anexos %} y sus anexos{% endif %}",),
    elements=(
        _element(
            "destinatario",
            ("la autoridad competente", "the competent authority"),
            _DEMANDED,
            _ART_21,
            _FAULT,
            needs=("destinatario",),
            shows="{{ destinatario }}",
        ),
        _element(
            "motivos",
            ("por qué es competente", "why it is competent"),
            _PRACTICE,
            (),
            Said("la otra entidad puede devolverla.", "the other may send it back."),
            needs=("motivos",),
            shows="{{ motivos }}",
        ),
        _element(
            "peticion",
            ("la petición y sus anexos", "the petition and its annexes"),
            _DEMANDED,
            _ART_21,
            _FAULT,
            shows="La petición{% if anexos %} y sus anexos{% endif %}",
        ),
        _element(
            "recibida",
            ("el día en que se recibió", "the day it was received"),
            _PRACTICE,
            (),
            _USEFUL,
            shows="{{ recibida_el|fecha }}",
        ),
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

# --- 5. decisions --------------------------------------------------------------------------------------------------

_REASONS: Final = _element(
    "fundamentos",
    ("las razones de hecho y de derecho", "the reasons of fact and of law"),
    _DEMANDED,
    _ART_42,
    Said("la decisión no está motivada y es nula.", "the decision is not reasoned, and is void."),
    needs=("fundamentos",),
    shows="{{ fundamentos }}",
)
_DAY_OF_ACT: Final = _element(
    "fecha",
    ("la fecha de la decisión", "the day of the decision"),
    _DEMANDED,
    (_ART_69, cite(CPACA, "art. 58")),
    Said("no se puede contar ningún término desde ella.", "no term can be counted from it."),
    needs=("fecha",),
    shows="{{ fecha|fecha }}",
)
_EVIDENCE: Final = _element(
    "pruebas",
    ("las pruebas que se tuvieron en cuenta", "the evidence that was weighed"),
    _PRACTICE,
    (_ART_42, _ART_40),
    _USEFUL,
    needs=("pruebas",),
    shows="{% if pruebas %}{% for cada in pruebas %}{{ cada }}\n{% endfor %}{% endif %}",
)
_CLAIMS: Final = """{% if pretensiones %}Lo que se pide es esto:

{% for cada in pretensiones %}- {{ cada.texto }}
{% endfor %}{% endif %}"""
_WEIGHED: Final = _P(
    "pruebas",
    """{% if pruebas %}Para decidir tuvimos en cuenta estas pruebas:

{% for cada in pruebas %}- {{ cada }}
{% endfor %}{% endif %}""",
)
_WHY: Final = _P("fundamentos", "# Las razones\n\n{{ fundamentos }}")
_SOLVED: Final = """{% for cada in resuelve %}- {% if cada.id %}«{{ cada.texto }}»: {{ cada.resultado }}.
{%- if cada.razon %} {{ cada.razon }}{% endif %}{% else %}{{ cada.texto }}{% endif %}
{% endfor %}"""
_RULING: Final = _P(
    "resuelve",
    "# La decisión\n\nPor lo anterior, {{ empresa }} {{ resultado_texto }}:\n\n" + _SOLVED,
)
_OUTCOMES_SHOWN: Final = (
    "{% for cada in resuelve %}{% if cada.id %}«{{ cada.texto }}»: {{ cada.resultado }}"
    "{% else %}{{ cada.texto }}{% endif %}\n{% endfor %}"
)

_DECISION: Final = LetterKind(
    code="decision",
    es="decisión",
    en="decision",
    purpose="Responde de fondo una petición, una queja o un reclamo: resuelve cada cosa que se pidió, con sus razones.",
    form=Form.ACT,
    title="Decisión sobre su {{ tramite }}",
    event=_E.DECISION,
    event_in=CaseTrait.SILENCE_DECIDES,
    event_otherwise=_E.RESPUESTA_ENVIADA,
    signatory="decision",
    not_types=_RECURSOS,
    outcomes=(_O.ACCEDE, _O.ACCEDE_PARCIALMENTE, _O.NO_ACCEDE, _O.TRASLADA, _O.ARCHIVA),
    details=(_RESULTADO, _ACTO, _RESULTADOS, _RESUELVE, _FUNDAMENTOS, _PRUEBAS),
    paragraphs=(
        _P(
            "pedido",
            """El {{ recibida_el|fecha }} recibimos su {{ asunto }}.
"""
            + _CLAIMS.replace("{% if pretensiones %}Lo", "{% if pretensiones %} Lo"),
        ),
        _P(
            "factura",
            """{% if factura %}Se trata de la factura
{%- if factura.numero %} número {{ factura.numero }}{% endif %}
{%- if factura.periodo %}, del período {{ factura.periodo }}{% endif %}
{%- if factura.reclamado is not none %}; se discuten {{ factura.reclamado|dinero }}{% endif %}
{%- if factura.no_reclamado is not none %} y no se discuten {{ factura.no_reclamado|dinero }}{% endif %}.
{%- endif %}
{%- if factura_antigua %} Se expidió el {{ factura_expedida|fecha }}; la ley no admite reclamos contra facturas con más
de {{ plazo.invoice_age }} de expedidas, y este se presentó el {{ recibida_el|fecha }}.{% endif %}""",
        ),
        _WEIGHED,
        _WHY,
        _RULING,
        _P(
            "abono",
            """{% if concede and factura %}Si de lo que se reconoce resulta una suma a su favor, se abona en la
próxima factura.{% endif %}""",
        ),
        _REMEDIES,
        _PAYMENT,
        _P(
            "notificacion",
            """{% if entonces.citacion %}# Notificación

Esta decisión se notifica de manera personal. Dentro de los {{ plazo.citation }} siguientes le enviaremos una
citación; si
no puede venir, le notificaremos por aviso{% if acepta_electronica %}. Como aceptó los medios electrónicos, también
podemos notificarle en su correo{% endif %}.{% endif %}""",
        ),
    ),
    elements=(
        _REASONS,
        _element(
            "resuelve",
            ("lo que se decide sobre cada cosa que se pidió", "what is decided on each thing asked"),
            _VOID,
            (_ART_42, _ART_13, _ART_158),
            _SILENCE,
            needs=("resuelve",),
            shows=_OUTCOMES_SHOWN,
        ),
        _element(
            "resultado",
            ("el sentido de la decisión, claro, congruente y de fondo", "what is decided, clearly and on the merits"),
            _VOID,
            _ART_13,
            _SILENCE,
            needs=("resultado_texto", "empresa"),
            shows="{{ empresa }} {{ resultado_texto }}",
        ),
        *_remedies(_ART_67, _ART_154, _ART_159, when="se_notifica"),
        _SIGNED,
        _DAY_OF_ACT,
        _element(
            "acto",
            ("sobre qué acto se decide", "which act it is about"),
            _PRACTICE,
            _ART_154,
            Said("no se sabe si proceden recursos.", "nobody can tell whether recursos lie."),
            needs=("acto",),
        ),
        _element(
            "factura_antigua",
            ("la fecha de la factura y la cuenta de los cinco meses", "the day of the invoice and the five months"),
            _DEMANDED,
            _ART_154,
            Said("la decisión queda sin su razón principal.", "the decision lacks its main reason."),
            needs=("factura_expedida",),
            shows=("{{ factura_expedida|fecha }}", "{{ plazo.invoice_age }}"),
            when="factura_antigua",
        ),
        _EVIDENCE,
        _element(
            "factura",
            ("la factura, su período y los valores", "the invoice, its period and amounts"),
            _PRACTICE,
            _ART_146,
            _USEFUL,
            needs=("factura",),
            shows="{% if factura.numero %}{{ factura.numero }}{% endif %}",
            when="factura",
        ),
        _PAYMENT_ELEMENT,
        _element(
            "abono",
            ("que lo reconocido se abona en la próxima factura", "that what is granted is credited"),
            _PRACTICE,
            _CREDITED,
            _USEFUL,
            shows="{% if factura %}se abona en la próxima factura{% endif %}",
            when="concede",
        ),
        _TO_WHOM,
        _RADICADO,
        _NUMBER,
    ),
)

_UP: Final = _element(
    "remision",
    ("que se concede la apelación en el efecto suspensivo y se remite el expediente", "that the apelación is granted"),
    _DEMANDED,
    (_ART_79, _ART_159),
    Said("la persona no sabe que su apelación sigue.", "the person cannot tell that the apelación goes on."),
    shows="se concede, en el efecto suspensivo, el recurso de apelación",
    when="sube",
)

_BY_MAIL: Final = _P(
    "notificacion",
    """# Notificación

Esta decisión se le enviará por correo certificado o por correo electrónico, en los términos del
Código de Procedimiento Administrativo y de lo Contencioso Administrativo.""",
)
_BY_MAIL_ELEMENT: Final = _element(
    "notificacion",
    ("cómo se notifica", "how it is notified"),
    _PRACTICE,
    _CERTIFIED,
    _USEFUL,
    shows="por correo certificado o por correo electrónico",
)

_DECISION_RECURSO: Final = LetterKind(
    code="decision_recurso",
    es="decisión del recurso de reposición",
    en="decision on the recurso",
    purpose="Resuelve el recurso: confirma, modifica, aclara, adiciona o revoca. Si hay apelación y no se concede "
    "todo, "
    "envía el expediente a la Superintendencia.",
    form=Form.ACT,
    title="Decisión sobre su recurso",
    event=_E.DECISION,
    signatory="recurso",
    types=_RECURSOS,
    outcomes=(_O.CONFIRMA, _O.MODIFICA, _O.REVOCA, _O.ACCEDE, _O.ACCEDE_PARCIALMENTE, _O.NO_ACCEDE),
    details=(_RESULTADO, _ACTO, _RESULTADOS, _RESUELVE, _FUNDAMENTOS, _PRUEBAS),
    paragraphs=(
        _P(
            "recurso",
            """El {{ recibida_el|fecha }} se presentó recurso de reposición
{%- if con_apelacion %} y, en subsidio, de apelación{% endif %}
{%- if acto_atacado %}, contra la decisión {{ acto_atacado }}{% if atacado_notificado_el %}, notificada el
{{ atacado_notificado_el|fecha }}{% endif %}{% endif %}{% if radicado %}, con radicado {{ radicado }}{% endif %}.
"""
            + _CLAIMS.replace("{% if pretensiones %}Lo", "{% if pretensiones %} Lo"),
        ),
        _WEIGHED,
        _WHY,
        _RULING,
        _P(
            "remision",
            """{% if sube %}Como no se accede a todo, se concede, en el efecto suspensivo, el recurso de apelación. El
expediente se remite a la Superintendencia de Servicios Públicos Domiciliarios, que lo decide; ante ella puede presentar
sus argumentos y pedir pruebas. Mientras tanto no se le suspenderá el servicio por la suma que se
discute.{% endif %}""",
        ),
        _REMEDIES,
        _BY_MAIL,
    ),
    elements=(
        _REASONS,
        _element(
            "resuelve",
            ("lo que se decide sobre cada punto del recurso", "what is decided on each point of the recurso"),
            _VOID,
            (_ART_80, _ART_158),
            _SILENCE,
            needs=("resuelve",),
            shows=_OUTCOMES_SHOWN,
        ),
        _element(
            "resultado",
            ("si se confirma, se modifica o se revoca", "whether it is confirmed, modified or revoked"),
            _VOID,
            (_ART_74, _ART_80),
            _SILENCE,
            needs=("resultado_texto", "empresa"),
            shows="{{ empresa }} {{ resultado_texto }}",
        ),
        _UP,
        _remedies(_ART_67, _ART_159)[0],
        _SIGNED,
        _DAY_OF_ACT,
        _element(
            "recurrida",
            ("la decisión que se recurrió", "the decision attacked"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("acto_atacado",),
            shows="{{ acto_atacado }}",
        ),
        _BY_MAIL_ELEMENT,
        _EVIDENCE,
        _TO_WHOM,
        _RADICADO,
        _NUMBER,
    ),
)

_RECHAZO_RECURSO: Final = LetterKind(
    code="rechazo_recurso",
    es="rechazo del recurso",
    en="rejection of the recurso",
    purpose="Rechaza un recurso por una de las causas de la ley: se presentó tarde, quien lo presentó no podía "
    "hacerlo, "
    "no dice por qué, o no dice quién es ni dónde se le notifica (y la empresa no lo sabía).",
    form=Form.ACT,
    title="Rechazo de su recurso",
    event=_E.DECISION,
    signatory="recurso",
    types=_RECURSOS,
    outcomes=(_O.RECHAZA,),
    details=(
        Detail("requisito", _G.TEXT, "el requisito que falta", "the requirement that is missing"),
        _FUNDAMENTOS,
        _ACTO,
    ),
    paragraphs=(
        _P(
            "recurso",
            """El {{ recibida_el|fecha }} se presentó
{%- if radicado %}, con radicado {{ radicado }},{% endif %} un recurso
{%- if acto_atacado %} contra la decisión {{ acto_atacado }}{% if atacado_notificado_el %}, notificada el
{{ atacado_notificado_el|fecha }}{% endif %}{% endif %}.""",
        ),
        _P("requisito", "El recurso se rechaza porque no cumple este requisito de la ley: {{ requisito }}."),
        _WHY,
        _REMEDIES,
        _BY_MAIL,
    ),
    elements=(
        _element(
            "requisito",
            ("qué requisito falta, de los que permiten rechazar", "which requirement is missing"),
            _DEMANDED,
            _ART_78,
            Said("el rechazo no tiene causa legal y opera el silencio.", "the rejection has no ground in the law."),
            needs=("requisito",),
            shows="{{ requisito }}",
        ),
        _REASONS,
        *_remedies(_ART_67, cite(CPACA, "art. 74.3")),
        _SIGNED,
        _DAY_OF_ACT,
        _BY_MAIL_ELEMENT,
        _TO_WHOM,
        _RADICADO,
        _NUMBER,
    ),
)

# --- 6. how a decision is notified ---------------------------------------------------------------------------------

_CITACION: Final = LetterKind(
    code="citacion",
    es="citación para notificación personal",
    en="citation for personal notification",
    purpose="Se envía dentro de los cinco días de la decisión, a la dirección, el fax o el correo que estén en el "
    "expediente. De su envío, con su guía, queda constancia: sin ella no hay aviso.",
    form=Form.LETTER,
    title="Citación para notificación personal",
    event=_E.ENVIO_CITACION,
    details=(_GUIA,),
    paragraphs=(
        _P("objeto", f"Le pedimos que venga para la notificación personal de {_YOUR_ACT}."),
        _P(
            "lugar",
            "{% if lugar %}Lugar: {{ lugar }}.{% endif %}{% if horario %} Horario: {{ horario }}.{% endif %}",
        ),
        _P(
            "plazo",
            """Puede venir dentro de los {{ plazo.personal_notice }} siguientes al envío de esta citación
{%- if entonces.notificacion_personal and not citada_el %}, es decir, hasta el
{{ entonces.notificacion_personal|fecha }}{% endif %}.
Si no viene en ese plazo, le notificaremos por aviso, que enviaremos a esta misma dirección con copia de la
decisión.""",
        ),
        _P(
            "traer",
            """Traiga su documento de identidad. Si representa a otra persona, traiga también el documento que lo
acredita. Si no puede venir, puede autorizar por escrito a alguien para que reciba la notificación; no hace falta
autenticar la firma.""",
        ),
        _P(
            "electronica",
            """Si lo prefiere, puede aceptar que le notifiquemos por medios electrónicos: basta con que nos lo diga por
escrito y nos indique su correo.""",
        ),
    ),
    elements=(
        _element(
            "destino",
            ("la dirección, el fax o el correo del expediente", "the address, fax or e-mail in the file"),
            _VOID,
            (_ART_68, _ART_72),
            Said(
                "la citación no llega; si no se conoce ninguna dirección, se publica (publicacion_citacion).",
                "the citation arrives nowhere; without any address it is published (publicacion_citacion).",
            ),
            needs=("donde_notificar",),
            shows="{{ donde_notificar }}",
        ),
        _element(
            "objeto",
            ("que es para notificación personal", "that it is for personal notification"),
            _VOID,
            (_ART_68, _ART_72),
            Said("al aviso le falta su premisa y la notificación no vale.", "the aviso lacks its premise."),
            shows="para la notificación personal",
        ),
        _element(
            "acto",
            ("la decisión, por su fecha y su número, sin su contenido", "the decision, by its day and number"),
            _PRACTICE,
            (_ART_69, _ART_71),
            Said("no se sabe qué se notifica.", "nobody can tell what is to be notified."),
            needs=("acto",),
            shows="{{ acto.fecha|fecha }}",
        ),
        _element(
            "lugar",
            ("dónde y a qué horas", "where and when"),
            _PRACTICE,
            (),
            Said("la persona no sabe a dónde ir.", "the person cannot tell where to go."),
            needs=("lugar", "horario"),
            shows=("{{ lugar }}", "{{ horario }}"),
        ),
        _element(
            "plazo",
            ("hasta qué día se puede venir", "until which day one may come"),
            _PRACTICE,
            _ART_69,
            _USEFUL,
            shows="{{ plazo.personal_notice }}",
        ),
        _element(
            "aviso",
            ("que después se notifica por aviso", "that an aviso follows"),
            _PRACTICE,
            _ART_69,
            _USEFUL,
            shows="le notificaremos por aviso",
        ),
        _element(
            "autorizado",
            ("quién puede venir", "who may come"),
            _PRACTICE,
            (_ART_67, _ART_71),
            _USEFUL,
            shows="autorizar por escrito",
        ),
        _element(
            "electronica",
            ("que puede aceptar la notificación electrónica", "that electronic notice may be accepted"),
            _PRACTICE,
            _ART_56,
            _USEFUL,
            shows="por medios electrónicos",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

_PUBLICACION_CITACION: Final = LetterKind(
    code="publicacion_citacion",
    es="publicación de la citación",
    en="citation published",
    purpose="Solo si no se conoce ninguna dirección de la persona: se publica en la página web o en un lugar público.",
    form=Form.POSTED,
    title="Citación para notificación personal",
    event=_E.PUBLICACION_CITACION,
    details=(Detail("medio", _G.TEXT, "la página web o el lugar público", "the web page or the public place"),),
    figures={"exhibicion": Term(5, Unit.BUSINESS_DAYS)},
    paragraphs=(
        _P("quien", "Se cita a {{ nombre }}."),
        _P(
            "motivo",
            """Como se desconoce la información sobre su dirección, su fax y su correo, esta citación se publica en
{{ medio }}, por el término de {{ plazo.exhibicion }}, desde el {{ fecha|fecha }}.""",
        ),
        _P(
            "objeto",
            f"La persona citada debe venir para la notificación personal de {_THEIR_ACT}.",
        ),
        _P(
            "plazo",
            """{% if lugar %}Lugar: {{ lugar }}.{% endif %}{% if horario %} Horario: {{ horario }}.{% endif %}
Puede venir dentro de los {{ plazo.personal_notice }} siguientes a esta publicación
{%- if entonces.notificacion_personal and not citada_el %}, es decir, hasta el
{{ entonces.notificacion_personal|fecha }}{% endif %}.
Si no viene, se notificará por aviso.""",
        ),
    ),
    elements=(
        _element(
            "quien",
            ("a quién se cita", "who is cited"),
            _DEMANDED,
            _ART_68,
            Said("no cita a nadie.", "it cites nobody."),
            needs=("nombre",),
            shows="{{ nombre }}",
        ),
        _element(
            "motivo",
            ("que se desconoce la información sobre la persona", "that the data of the person are not known"),
            _VOID,
            (_ART_68, _ART_72),
            Said("publicarla no vale: había que enviarla.", "it had to be sent, not published."),
            needs=("sin_direccion",),
            shows="se desconoce la información",
        ),
        _element(
            "medio",
            ("la página web o el lugar público", "the web page or the public place"),
            _VOID,
            (_ART_68, _ART_72),
            Said("no hay publicación.", "nothing is published."),
            needs=("medio",),
            shows="{{ medio }}",
        ),
        _element(
            "dias",
            ("los cinco días de publicación", "the five days of display"),
            _VOID,
            (_ART_68, _ART_72),
            Said("la publicación no se completa.", "the display is not complete."),
            shows=("{{ plazo.exhibicion }}", "{{ fecha|fecha }}"),
        ),
        _element(
            "objeto",
            ("que es para notificación personal", "that it is for personal notification"),
            _VOID,
            (_ART_68, _ART_72),
            Said("al aviso le falta su premisa.", "the aviso lacks its premise."),
            shows="para la notificación personal",
        ),
        _DECISION_TO_NOTIFY,
        _SIGNED_BY,
    ),
)

_COPY: Final = _element(
    "copia",
    ("que se entrega copia íntegra, auténtica y gratuita", "a full, authentic and free copy"),
    _VOID,
    (_ART_67, _ART_72),
    _NOT_NOTIFIED,
    shows="copia íntegra, auténtica y gratuita",
)

_ACTA: Final = LetterKind(
    code="acta_notificacion_personal",
    es="acta de notificación personal",
    en="record of personal notification",
    purpose="Deja constancia de la notificación. La ley la invalida si falta la copia, la fecha, la hora, los "
    "recursos, las autoridades o los plazos.",
    form=Form.RECORD,
    title="Acta de notificación personal",
    event=_E.NOTIFICACION_PERSONAL,
    details=(
        _HORA,
        Detail("recibido_por", _G.TEXT, "quién vino a notificarse", "who came to be notified"),
        Detail("calidad", _G.CAPACITY, "en qué calidad", "in what capacity"),
        Detail("identificacion", _G.TEXT, "con qué documento se identificó", "by which document"),
        Detail("no_firma", _G.TEXT, "el testigo, si la persona no quiso firmar", "the witness, where it is not signed"),
    ),
    paragraphs=(
        _P(
            "notificacion",
            """El {{ fecha|fecha }}, {{ hora|hora }}{% if lugar %}, en {{ lugar }}{% endif %}, se notifica de
manera personal a {{ recibido_por }}{% if identificacion %}, con {{ identificacion }}{% endif %}, en calidad de
{{ calidad_texto }}{% if calidad != "interesado" and nombre %} y a nombre de {{ nombre }}{% endif %}, """
            f"{_THEIR_ACT}.",
        ),
        _P("copia", "En este acto se le entrega copia íntegra, auténtica y gratuita de la decisión."),
        _REMEDIES,
        _P(
            "en_el_acto",
            "{% if recurso.clase == 'recurso' %}También puede presentar los recursos en esta misma "
            "diligencia.{% endif %}",
        ),
        _PAYMENT,
        _P(
            "autorizado",
            """{% if calidad == "autorizado" %}Quien viene autorizado solo puede recibir la notificación; lo que
manifieste sobre la decisión se tiene por no hecho.{% endif %}""",
        ),
        _P(
            "no_firma",
            "{% if no_firma %}La persona no quiso firmar; lo presenció {{ no_firma }}.{% endif %}",
        ),
    ),
    elements=(
        _COPY,
        _element(
            "fecha",
            ("la fecha", "the day"),
            _VOID,
            (_ART_67, _ART_72),
            _NOT_NOTIFIED,
            needs=("fecha",),
            shows="{{ fecha|fecha }}",
        ),
        _element(
            "hora",
            ("la hora", "the hour"),
            _VOID,
            (_ART_67, _ART_72),
            _NOT_NOTIFIED,
            needs=("hora",),
            shows="{{ hora|hora }}",
        ),
        *_remedies(_ART_67, _ART_154, _ART_159),
        _element(
            "quien",
            ("quién se notifica y en qué calidad", "who is notified, and in what capacity"),
            _DEMANDED,
            (_ART_67, _ART_71),
            _NOT_NOTIFIED,
            needs=("recibido_por", "calidad_texto"),
            shows=("{{ recibido_por }}", "{{ calidad_texto }}"),
        ),
        _DECISION_TO_NOTIFY,
        _element(
            "autorizado",
            ("que quien viene autorizado solo recibe", "that who is authorised only receives"),
            _PRACTICE,
            _ART_71,
            _USEFUL,
        ),
        _element(
            "identificacion",
            ("con qué documento se identificó", "by which document"),
            _PRACTICE,
            (),
            _UNPROVED,
            needs=("identificacion",),
            shows="{{ identificacion }}",
        ),
        _element(
            "en_el_acto",
            ("que el recurso se puede presentar ahí mismo", "that the recurso may be filed there"),
            _PRACTICE,
            _ART_76,
            _USEFUL,
        ),
        _PAYMENT_ELEMENT,
        _SIGNED_BY,
    ),
)

_AUTHORITY: Final = _element(
    "autoridad",
    ("quién expidió la decisión", "who issued the decision"),
    _VOID,
    (_ART_69, _ART_72),
    _NOT_NOTIFIED,
    needs=("empresa",),
    shows="expedida por {{ empresa }}",
)
_DAY_OF_AVISO: Final = _element(
    "fecha_aviso",
    ("la fecha del aviso", "the day of the aviso"),
    _VOID,
    (_ART_69, _ART_72),
    _NOT_NOTIFIED,
    needs=("fecha",),
    shows="este aviso, del {{ fecha|fecha }}",
)
_NOTICED_ACT: Final = _element(
    "fecha_acto",
    ("la fecha de la decisión", "the day of the decision"),
    _VOID,
    (_ART_69, _ART_72),
    _NOT_NOTIFIED,
    needs=("acto",),
    shows="{{ acto.fecha|fecha }}, expedida",
)
_WITH_COPY: Final = _P("copia", "Con este aviso va copia íntegra de la decisión.")
_FULL_COPY: Final = _element(
    "copia",
    ("copia íntegra de la decisión", "a full copy of the decision"),
    _VOID,
    (_ART_69, _ART_72),
    _NOT_NOTIFIED,
    shows="va copia íntegra de la decisión",
)

_AVISO: Final = LetterKind(
    code="aviso",
    es="aviso",
    en="aviso",
    purpose="Notifica a quien no vino: solo después de los cinco días del envío de la citación, con copia íntegra y a "
    "la misma dirección. Vale al finalizar el día siguiente al de su entrega.",
    form=Form.LETTER,
    title="Notificación por aviso",
    event=_E.ENTREGA_AVISO,
    on_delivery=True,
    details=(_GUIA,),
    paragraphs=(
        _P(
            "aviso",
            """Por medio de este aviso, del {{ fecha|fecha }}, le notificamos la {{ acto.clase }}
{%- if acto.numero %} número {{ acto.numero }}{% endif %} del {{ acto.fecha|fecha }}, expedida por {{ empresa }}
{%- if acto.por %}, por medio de su {{ acto.por }}{% endif %}, sobre su {{ asunto }}.
{%- if citada_el %} El {{ citada_el|fecha }} le enviamos una citación para notificarle de manera personal
{%- if guia_citacion %} (guía {{ guia_citacion }}){% endif %} y no fue posible hacerlo.{% endif %}""",
        ),
        _P(
            "advertencia",
            """La notificación se considera surtida al finalizar el día siguiente al de la entrega de este aviso en el
lugar de destino.""",
        ),
        _WITH_COPY,
        _REMEDIES,
        _PAYMENT,
    ),
    annexes=("Copia íntegra de la decisión",),
    elements=(
        _DAY_OF_AVISO,
        _NOTICED_ACT,
        _AUTHORITY,
        *_remedies(_ART_69, _ART_154, _ART_159),
        _element(
            "advertencia",
            ("cuándo se considera hecha la notificación", "when the notification counts as made"),
            _VOID,
            (_ART_69, _ART_72),
            _NOT_NOTIFIED,
            shows="al finalizar el día siguiente al de la entrega de este aviso en el lugar de destino",
        ),
        _FULL_COPY,
        _element(
            "destino",
            ("la dirección, el fax o el correo del expediente", "the address, fax or e-mail in the file"),
            _VOID,
            (_ART_69, _ART_72),
            Said(
                "no llega a su destino; si no se conoce ninguna dirección, se publica (publicacion_aviso).",
                "it arrives nowhere; without any address it is published (publicacion_aviso).",
            ),
            needs=("donde_notificar",),
            shows="{{ donde_notificar }}",
        ),
        _PAYMENT_ELEMENT,
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
    ),
)

_PUBLICACION_AVISO: Final = LetterKind(
    code="publicacion_aviso",
    es="publicación del aviso",
    en="aviso published",
    purpose="Cuando no se conoce dirección alguna, o el aviso fue devuelto: se publica en la página web y, además, en "
    "un "
    "lugar público de la empresa, por cinco días. Vale al finalizar el día siguiente a su retiro.",
    form=Form.POSTED,
    title="Notificación por aviso",
    event=_E.PUBLICACION_AVISO,
    details=(
        Detail("pagina_web", _G.TEXT, "la página web", "the web page"),
        Detail("cartelera", _G.TEXT, "el lugar público de la empresa", "the public place of the utility"),
        Detail("causa", _G.TEXT, "por qué no se pudo entregar, si fue devuelto", "why it was returned"),
        _HORA,
    ),
    paragraphs=(
        _P("quien", "Se notifica a {{ nombre }}."),
        _P(
            "aviso",
            """Por medio de este aviso, del {{ fecha|fecha }}, se notifica la {{ acto.clase }}
{%- if acto.numero %} número {{ acto.numero }}{% endif %} del {{ acto.fecha|fecha }}, expedida por {{ empresa }}
{%- if acto.por %}, por medio de su {{ acto.por }}{% endif %}
{%- if radicado %}, en el trámite con radicado {{ radicado }}{% endif %}.""",
        ),
        _P(
            "motivo",
            """{% if causa %}El aviso enviado fue devuelto: {{ causa }}.{% else %}Se desconoce la información sobre la
dirección, el fax y el correo de la persona.{% endif %} Por eso se publica en la página web {{ pagina_web }} y, además,
en {{ cartelera }}, por el término de {{ plazo.aviso_display }}: se fija el {{ fecha|fecha }}
{%- if hora %}, {{ hora|hora }}{% endif %}, y se retira el {{ desfijacion|fecha }}.""",
        ),
        _P(
            "advertencia",
            """La notificación se considera surtida al finalizar el día siguiente al retiro de este aviso.""",
        ),
        _WITH_COPY,
        _REMEDIES,
        _PAYMENT,
    ),
    annexes=("Copia íntegra de la decisión",),
    elements=(
        _DAY_OF_AVISO,
        _NOTICED_ACT,
        _AUTHORITY,
        *_remedies(_ART_69, _ART_154, _ART_159),
        _element(
            "advertencia",
            ("cuándo se considera hecha la notificación", "when the notification counts as made"),
            _VOID,
            (_ART_69, _ART_72),
            _NOT_NOTIFIED,
            shows="al finalizar el día siguiente al retiro de este aviso",
        ),
        _FULL_COPY,
        _element(
            "pagina_web",
            ("la página web", "the web page"),
            _VOID,
            (_ART_69, _ART_72),
            _NOT_NOTIFIED,
            needs=("pagina_web",),
            shows="{{ pagina_web }}",
        ),
        _element(
            "motivo",
            ("que se desconoce la información de la persona, o que el aviso fue devuelto", "why it is published"),
            _VOID,
            (_ART_69, cite(CONSEJO_DE_ESTADO_2316_2017, "", "sobre el aviso devuelto", Confidence.CITADA)),
            Said("publicarlo no vale: había que enviarlo.", "it had to be sent, not published."),
            needs=("publicable",),
            shows="{% if causa %}{{ causa }}{% else %}Se desconoce la información{% endif %}",
        ),
        _element(
            "cartelera",
            ("y, además, un lugar público de la empresa", "and a public place of the utility as well"),
            _VOID,
            (_ART_69, _ART_72),
            _NOT_NOTIFIED,
            needs=("cartelera",),
            shows="{{ cartelera }}",
        ),
        _element(
            "dias",
            ("los cinco días de publicación", "the five days of display"),
            _VOID,
            (_ART_69, _ART_72),
            _NOT_NOTIFIED,
            shows="{{ plazo.aviso_display }}",
        ),
        _element(
            "quien",
            ("a quién se notifica", "who is notified"),
            _DEMANDED,
            _ART_69,
            Said("no notifica a nadie.", "it notifies nobody."),
            needs=("nombre",),
            shows="{{ nombre }}",
        ),
        _element(
            "fijacion",
            ("cuándo se fija y cuándo se retira", "when it goes up and comes down"),
            _PRACTICE,
            (),
            _UNPROVED,
            shows="{{ desfijacion|fecha }}",
        ),
        _PAYMENT_ELEMENT,
        _SIGNED_BY,
    ),
)

_NOTIFICACION_ELECTRONICA: Final = LetterKind(
    code="notificacion_electronica",
    es="notificación electrónica",
    en="electronic notification",
    purpose="Solo a quien aceptó este medio. Vale en la fecha y hora en que la persona accede a ella, que la empresa "
    "certifica. Escribir un correo en la petición no es aceptarlo.",
    form=Form.LETTER,
    title="Notificación electrónica",
    event=_E.ENVIO_NOTIFICACION_ELECTRONICA,
    details=(_GUIA,),
    paragraphs=(
        _P(
            "notificacion",
            "Por este medio, que usted aceptó{% if aceptada_el %} el {{ aceptada_el|fecha }}{% endif %}, le "
            "notificamos " + _YOUR_ACT + ". La enviamos a {{ correo }}.",
        ),
        _P("copia", "Con este mensaje va copia íntegra, auténtica y gratuita de la decisión."),
        _P(
            "momento",
            """La notificación queda hecha en la fecha y la hora en que usted acceda a ella, y de ello dejamos
constancia en el expediente.""",
        ),
        _REMEDIES,
        _PAYMENT,
        _P(
            "dejar",
            """Si no quiere que las próximas actuaciones se le notifiquen por medios electrónicos, díganoslo y usaremos
otro medio.""",
        ),
    ),
    annexes=("Copia íntegra de la decisión",),
    elements=(
        _element(
            "aceptacion",
            ("que la persona aceptó este medio", "that the person accepted it"),
            _VOID,
            (_ART_56, _ART_72),
            _NOT_NOTIFIED,
            needs=("acepta_electronica",),
            shows="que usted aceptó",
        ),
        _element(
            "correo",
            ("el correo electrónico", "the e-mail address"),
            _VOID,
            (_ART_56, _ART_72),
            _NOT_NOTIFIED,
            needs=("correo",),
            shows="{{ correo }}",
        ),
        _element(
            "copia",
            ("copia íntegra, auténtica y gratuita", "a full, authentic and free copy"),
            _VOID,
            (_ART_67, _ART_72),
            _NOT_NOTIFIED,
            shows="copia íntegra, auténtica y gratuita",
        ),
        _element(
            "momento",
            ("que vale desde la fecha y hora en que se accede", "that it counts from when it is opened"),
            _VOID,
            (_ART_56, _ART_72),
            _NOT_NOTIFIED,
            shows="en la fecha y la hora en que usted acceda a ella",
        ),
        *_remedies(_ART_67, _ART_154, _ART_159),
        _DECISION_TO_NOTIFY,
        _element(
            "dejar",
            ("que puede pedir otro medio para lo que sigue", "that another way may be asked for"),
            _DEMANDED,
            _ART_56,
            _USEFUL,
            shows="díganoslo y usaremos otro medio",
        ),
        _PAYMENT_ELEMENT,
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
    ),
)

# --- 7. after the decision -----------------------------------------------------------------------------------------

_REMISION_SSPD: Final = LetterKind(
    code="remision_sspd",
    es="remisión del expediente a la Superintendencia",
    en="file sent to the Superintendencia",
    purpose="Envía el expediente de la apelación. La ley no da un número de días; la empresa puede fijarse uno.",
    form=Form.LETTER,
    title="Remisión del expediente de una apelación",
    event=_E.REMISION_SSPD,
    signatory="recurso",
    addressee="Superintendencia de Servicios Públicos Domiciliarios",
    details=(
        Detail("folios", _G.COUNT, "cuántos folios tiene el expediente", "how many leaves the file has"),
        Detail("indice", _G.TEXTS, "el índice del expediente, en orden", "the index of the file, in order"),
        Detail("destinatario", _G.TEXT, "la dirección territorial", "the office of the Superintendencia"),
        _GUIA,
    ),
    paragraphs=(
        _P(
            "remision",
            """Remitimos a la Superintendencia de Servicios Públicos Domiciliarios el expediente del recurso de
apelación que, en subsidio del de reposición,{% if nombre %} presentó {{ nombre }}{% else %} se presentó{% endif %} el
{{ recibida_el|fecha }}, con radicado {{ radicado }}
{%- if acto_atacado %}, contra la decisión {{ acto_atacado }}{% endif %}.""",
        ),
        _P(
            "decision",
            """{% if acto %}La reposición se decidió el {{ acto.fecha|fecha }}
{%- if acto.numero %} ({{ acto.numero }}){% endif %}{% if notificada_el %} y se notificó el
{{ notificada_el|fecha }}{% endif %}.{% endif %}""",
        ),
        _P(
            "indice",
            """{% if indice %}El expediente{% if folios %}, de {{ folios }} folios,{% endif %} va en orden cronológico:

{% for cada in indice %}- {{ cada }}
{% endfor %}{% endif %}""",
        ),
        _P("aviso", "De esta remisión informamos a quien presentó el recurso."),
    ),
    annexes=("El expediente{% if folios %}, en {{ folios }} folios{% endif %}",),
    elements=(
        _element(
            "autoridad",
            ("que va a la Superintendencia", "that it goes to the Superintendencia"),
            _DEMANDED,
            _ART_159,
            Said("la apelación no se tramita.", "the apelación is not dealt with."),
            shows="Superintendencia de Servicios Públicos Domiciliarios",
        ),
        _element(
            "expediente",
            ("el expediente de la apelación", "the file of the apelación"),
            _DEMANDED,
            _ART_159,
            Said("la apelación no se tramita.", "the apelación is not dealt with."),
            needs=("radicado",),
            shows=("el expediente del recurso de apelación", "{{ radicado }}"),
        ),
        _element(
            "indice",
            ("el índice, foliado y en orden", "the index, numbered and in order"),
            _PRACTICE,
            cite(
                LEY_142_1994,
                "art. 159",
                "las circulares de la SSPD sobre el contenido no se han visto",
                Confidence.CITADA,
            ),
            Said("la Superintendencia puede devolverlo.", "the Superintendencia may send it back."),
            needs=("indice", "folios"),
            shows="{% if indice %}{% for cada in indice %}{{ cada }}\n{% endfor %}{% endif %}",
        ),
        _element(
            "quien",
            ("quién apela", "who appeals"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("nombre",),
            shows="{{ nombre }}",
        ),
        _SIGNED_BY,
        _NUMBER,
    ),
)

_RECONOCIMIENTO: Final = LetterKind(
    code="reconocimiento_silencio",
    es="reconocimiento del silencio administrativo positivo",
    en="recognition of the positive silence",
    purpose="Reconoce, dentro de las 72 horas, que el silencio decidió a favor de la persona, y dice qué se le "
    "concede. "
    "La ley no pide formalidad alguna. Después ya no se puede decidir en contra.",
    form=Form.ACT,
    title="Reconocimiento del silencio administrativo positivo",
    event=_E.RECONOCIMIENTO_SAP,
    signatory="decision",
    details=(
        Detail("concedido", _G.TEXTS, "lo que se entiende concedido, punto por punto", "what is granted, one by one"),
        Detail("ejecucion", _G.LONG_TEXT, "cómo y cuándo se cumple", "how and when it is carried out"),
        Detail("imposible", _G.LONG_TEXT, "lo que la ley impide conceder, y por qué", "what the law forbids, and why"),
    ),
    paragraphs=(
        _P(
            "silencio",
            """El {{ recibida_el|fecha }} recibimos su {{ asunto }}.
{%- if silencio %} {{ silencio.causa }}{% endif %} Por tanto, lo que se pidió se entiende concedido, y {{ empresa }} le
reconoce los efectos del silencio administrativo positivo.""",
        ),
        _P(
            "concedido",
            """Se entiende concedido lo siguiente:

{% for cada in concedido %}- {{ cada }}
{% endfor %}""",
        ),
        _P("ejecucion", "{% if ejecucion %}Así se cumple: {{ ejecucion }}{% endif %}"),
        _P(
            "imposible",
            "{% if imposible %}Esto no se puede conceder, porque la ley lo impide: {{ imposible }}{% endif %}",
        ),
        _P(
            "que_sigue",
            """No tiene que hacer ningún trámite ni protocolizar nada. Si no cumplimos, puede acudir a la
Superintendencia de Servicios Públicos Domiciliarios.""",
        ),
    ),
    elements=(
        _element(
            "efectos",
            ("que se reconocen los efectos del silencio", "that the effects of the silence are recognised"),
            _DEMANDED,
            (_ART_123, _ART_158),
            Said("la Superintendencia puede sancionar a la empresa.", "the Superintendencia may fine the utility."),
            needs=("silencio", "empresa"),
            shows="le reconoce los efectos del silencio administrativo positivo",
        ),
        _element(
            "concedido",
            ("qué se entiende concedido, punto por punto", "what is granted, one by one"),
            _DEMANDED,
            (
                cite(DECRETO_2150_1995, "art. 123", "manda reconocer los efectos; que sea punto por punto es lectura"),
                cite(SSPD_CONCEPTO_16_2010, "", confidence=Confidence.CITADA),
            ),
            Said("el reconocimiento no dice qué reconoce.", "the recognition does not say what it recognises."),
            needs=("concedido",),
            shows="{% for cada in concedido %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "causa",
            ("por qué operó y desde cuándo", "why it decided, and since when"),
            _PRACTICE,
            (),
            _USEFUL,
            shows="{% if silencio %}{{ silencio.causa }}{% endif %}",
        ),
        _element(
            "ejecucion",
            ("cómo y cuándo se cumple", "how and when it is carried out"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("ejecucion",),
            shows="{{ ejecucion }}",
        ),
        _element(
            "imposible",
            ("lo que la ley impide conceder", "what the law forbids to grant"),
            _PRACTICE,
            cite(SSPD_CONCEPTO_16_2010, "", "la sanción procede; la ejecución de lo imposible, no", Confidence.CITADA),
            _USEFUL,
        ),
        _element(
            "sin_tramite",
            ("que no hay que protocolizar nada", "that no deed is needed"),
            _PRACTICE,
            cite(SSPD_CONCEPTO_16_2010, "", "opera de manera automática", Confidence.CITADA),
            _USEFUL,
            shows="protocolizar nada",
        ),
        _SIGNED_BY,
        _TO_WHOM,
        _RADICADO,
        _NUMBER,
    ),
)

_EJECUTORIA: Final = LetterKind(
    code="constancia_ejecutoria",
    es="constancia de ejecutoria",
    en="certificate of firmness",
    purpose="Certifica desde qué día está en firme la decisión y por cuál de los casos de la ley. No se expide de una "
    "decisión posterior al silencio.",
    form=Form.CERTIFICATE,
    title="Constancia de ejecutoria",
    paragraphs=(
        _P(
            "acto",
            """Se deja constancia sobre la {% if acto %}{{ acto.clase }}
{%- if acto.numero %} número {{ acto.numero }}{% endif %} del {{ acto.fecha|fecha }}
{%- else %}decisión recurrida{% if acto_atacado %}, {{ acto_atacado }}{% endif %}{% endif %},
expedida por {{ empresa }}{% if radicado %}, en el trámite con radicado {{ radicado }}{% endif %}.
{%- if notificada_el %} Se notificó{% if notificada_por %} {{ notificada_por }}{% endif %} el
{{ notificada_el|fecha }}.{% endif %}""",
        ),
        _P(
            "firmeza",
            """Quedó en firme el {{ firmeza.desde|fecha }},
{%- if firmeza.por == "vencido" %} el día siguiente al vencimiento del término para interponer los recursos, que no
se interpusieron a tiempo
{%- elif firmeza.por == "queja" %} el día siguiente al vencimiento del término para interponer el recurso de queja
{%- elif firmeza.por == "sspd" %} el día siguiente a la notificación de la decisión de la Superintendencia
{%- elif firmeza.por == "desistimiento" %} el día siguiente a la notificación de la aceptación del desistimiento de los
recursos
{%- elif firmeza.por == "decidido" %} el día siguiente a la notificación de la decisión sobre el recurso
{%- else %} el día siguiente al de su notificación, porque contra ella no procede recurso{% endif %}.""",
        ),
        _P(
            "efectos",
            """Desde entonces puede ejecutarse. Pierde su fuerza ejecutoria si en cinco años, contados desde ese día, no
se realizan los actos que le corresponden a {{ empresa }} para ejecutarla.""",
        ),
    ),
    elements=(
        _element(
            "firmeza",
            ("desde qué día está en firme y por cuál caso", "since when it is firm, and by which case"),
            _DEMANDED,
            _ART_87,
            Said("no se puede ejecutar: hacerlo está prohibido.", "it cannot be executed: that is forbidden."),
            needs=("firmeza", "empresa"),
            shows="{{ firmeza.desde|fecha }}",
        ),
        _element(
            "acto",
            ("la decisión, por su fecha y su número", "the decision, by its day and number"),
            _PRACTICE,
            (),
            Said("no se sabe qué está en firme.", "nobody can tell what is firm."),
            needs=("acto",),
            shows="{{ acto.fecha|fecha }}",
        ),
        _element(
            "notificacion",
            ("cómo y cuándo se notificó", "how and when it was notified"),
            _PRACTICE,
            _ART_87,
            _USEFUL,
            needs=("notificada_por", "notificada_el"),
            shows=("{{ notificada_por }}", "{{ notificada_el|fecha }}"),
        ),
        _element(
            "efectos",
            ("qué efectos tiene", "what it brings with it"),
            _PRACTICE,
            (_ART_89, _ART_91),
            _USEFUL,
            shows="puede ejecutarse",
        ),
        _SIGNED_BY,
    ),
)

# --- 8. withdrawal -------------------------------------------------------------------------------------------------

_DESISTIMIENTO_TACITO: Final = LetterKind(
    code="desistimiento_tacito",
    es="desistimiento tácito",
    en="tacit withdrawal",
    purpose="Decreta el desistimiento y el archivo cuando venció el plazo para completar y nada llegó. Se notifica de "
    "manera personal y solo tiene reposición.",
    form=Form.ACT,
    title="Desistimiento tácito y archivo",
    event=_E.DESISTIMIENTO_TACITO,
    signatory="decision",
    details=(_MOTIVOS,),
    paragraphs=(
        _P(
            "requerido",
            """El {{ requerido.fecha|fecha }} le pedimos completar su {{ asunto }}
{%- if requerido.recibido_el %}; lo recibió el {{ requerido.recibido_el|fecha }}{% endif %}.
{%- if requerido.falta %} Faltaba lo siguiente:

{% for cada in requerido.falta %}- {{ cada }}
{% endfor %}{% endif %}""",
        ),
        _P(
            "vencido",
            """El plazo para completarla terminó el {{ requerido.vencio|fecha }} y, hasta hoy, no se ha recibido lo
pedido ni una solicitud de más tiempo. {% if motivos %}{{ motivos }}{% endif %}""",
        ),
        _P(
            "decreta",
            """# La decisión

Por eso, y según el artículo 17 del Código de Procedimiento Administrativo y de lo Contencioso Administrativo,
{{ empresa }} decreta el desistimiento de la petición y ordena su archivo. Puede presentarla de nuevo, con los
requisitos de la ley.""",
        ),
        _REMEDIES,
        _P("notificacion", "# Notificación\n\nEsta decisión se notifica de manera personal."),
    ),
    elements=(
        _element(
            "motivos",
            ("qué se pidió, cuándo, y que no llegó", "what was asked, when, and that nothing came"),
            _VOID,
            _ART_17,
            Said(
                "el desistimiento no vale y el término sigue hasta el silencio.", "it has no effect; the term runs on."
            ),
            needs=("requerido",),
            shows=(
                "{{ requerido.fecha|fecha }}",
                "{% if requerido.vencio %}{{ requerido.vencio|fecha }}{% endif %}",
                "no se ha recibido lo pedido",
            ),
        ),
        _element(
            "decreta",
            ("que se decreta el desistimiento y el archivo", "that withdrawal and archive are decreed"),
            _VOID,
            _ART_17,
            Said("no hay desistimiento.", "there is no withdrawal."),
            needs=("empresa",),
            shows="decreta el desistimiento de la petición y ordena su archivo",
        ),
        _element(
            "de_nuevo",
            ("que se puede presentar de nuevo", "that it may be filed anew"),
            _DEMANDED,
            _ART_17,
            _USEFUL,
            shows="Puede presentarla de nuevo",
        ),
        *_remedies(_ART_67, _ART_17, _ART_76),
        _element(
            "personal",
            ("que se notifica de manera personal", "that it is notified in person"),
            _DEMANDED,
            _ART_17,
            _NOT_NOTIFIED,
            shows="se notifica de manera personal",
        ),
        _SIGNED,
        _DAY_OF_ACT,
        _TO_WHOM,
        _RADICADO,
        _NUMBER,
    ),
)

_DESISTIMIENTO_EXPRESO: Final = LetterKind(
    code="desistimiento_expreso",
    es="aceptación del desistimiento",
    en="acceptance of the withdrawal",
    purpose="Acepta que la persona desista. Si es de un recurso, la decisión recurrida queda en firme el día "
    "siguiente a "
    "la notificación de esta aceptación.",
    form=Form.LETTER,
    title="Aceptamos su desistimiento",
    event=_E.ACEPTACION_DESISTIMIENTO,
    event_in=CaseTrait.RECURSO,
    on_delivery=True,
    after=(_E.DESISTIMIENTO_EXPRESO,),
    details=(_MOTIVOS,),
    paragraphs=(
        _P(
            "aceptacion",
            """El {{ desistido_el|fecha }} nos informó que desiste de su {{ asunto }}.
Aceptamos su desistimiento y archivamos el trámite.""",
        ),
        _MOTIVES,
        _P(
            "firmeza",
            """{% if es_recurso %}La decisión recurrida{% if acto_atacado %}, {{ acto_atacado }},{% endif %} queda en
firme al día siguiente de la notificación de esta aceptación.{% else %}Puede presentar de nuevo la solicitud, con
los requisitos de la ley.{% endif %}""",
        ),
    ),
    elements=(
        _element(
            "desistimiento",
            ("el escrito con que desistió, por su fecha", "the withdrawal, by its day"),
            _PRACTICE,
            _ART_18,
            _USEFUL,
            needs=("desistido_el",),
            shows="{{ desistido_el|fecha }}",
        ),
        _element(
            "firmeza",
            ("de un recurso, desde cuándo queda en firme la decisión", "of a recurso, since when the decision is firm"),
            _PRACTICE,
            (_ART_81, _ART_87),
            _USEFUL,
            shows="{% if acto_atacado %}al día siguiente de la notificación de esta aceptación{% endif %}",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

# --- 9. information refused ----------------------------------------------------------------------------------------

_NEGATIVA_RESERVA: Final = LetterKind(
    code="negativa_reserva",
    es="negativa por reserva",
    en="refusal for secrecy",
    purpose="Niega la parte reservada de lo pedido, con la norma precisa. Entrega el resto. Solo cabe la insistencia. "
    "A la Defensoría del Pueblo no se le opone reserva (Ley 24 de 1992, art. 15).",
    form=Form.ACT,
    title="Información que no podemos entregar por ser reservada",
    not_types=frozenset({"requerimiento_defensoria"}),
    event=_E.NEGATIVA_RESERVA,
    on_delivery=True,
    signatory="decision",
    details=(
        Detail("negado", _G.TEXTS, "lo que se niega", "what is refused"),
        Detail("disposiciones", _G.TEXTS, "las normas que imponen la reserva", "the provisions that impose secrecy"),
        _FUNDAMENTOS,
        Detail("entregado", _G.TEXTS, "lo que sí se entrega", "what is given"),
    ),
    paragraphs=(
        _P(
            "negado",
            """De lo que se pide en su {{ asunto }}, no podemos entregar lo siguiente:

{% for cada in negado %}- {{ cada }}
{% endfor %}""",
        ),
        _P(
            "disposiciones",
            """La reserva la imponen estas disposiciones:

{% for cada in disposiciones %}- {{ cada }}
{% endfor %}""",
        ),
        _WHY,
        _P(
            "entregado",
            """{% if entregado %}Lo demás sí se lo entregamos:

{% for cada in entregado %}- {{ cada }}
{% endfor %}{% endif %}""",
        ),
        _P(
            "insistencia",
            """# Si no está de acuerdo

Contra esta decisión no procede recurso. Puede insistir en su solicitud ante {{ empresa }}, por escrito y con sus
razones, al notificarse o dentro de los {{ plazo.insistence }} siguientes a la notificación. En ese caso la enviaremos
al juez o tribunal administrativo, que decide.""",
        ),
    ),
    elements=(
        _element(
            "disposiciones",
            ("las normas que imponen la reserva, de manera precisa", "the provisions, precisely"),
            _DEMANDED,
            _ART_25,
            Said("la negativa no tiene causa legal.", "the refusal has no ground in the law."),
            needs=("disposiciones",),
            shows="{% for cada in disposiciones %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "fundamentos",
            ("los motivos", "the reasons"),
            _DEMANDED,
            (_ART_25, cite(LEY_1712_2014, "art. 28")),
            Said("la negativa no está motivada.", "the refusal is not reasoned."),
            needs=("fundamentos",),
            shows="{{ fundamentos }}",
        ),
        _element(
            "negado",
            ("qué se niega", "what is refused"),
            _DEMANDED,
            _ART_25,
            Said("no se sabe qué se niega.", "nobody can tell what is refused."),
            needs=("negado",),
            shows="{% for cada in negado %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "insistencia",
            ("que solo cabe la insistencia, y en qué plazo", "that insistence alone lies, and within what time"),
            _DEMANDED,
            _ART_26,
            Said("la persona no sabe cómo controvertirla.", "the person cannot tell how to contest it."),
            needs=("empresa",),
            shows=("Puede insistir en su solicitud", "{{ plazo.insistence }}"),
        ),
        _element(
            "resto",
            ("que se entrega lo que no es reservado", "that the rest is given"),
            _DEMANDED,
            (_ART_25, cite(LEY_1712_2014, "art. 26")),
            Said("se niega más de lo que la ley permite.", "more is refused than the law allows."),
            shows="{% for cada in entregado %}{{ cada }}\n{% endfor %}",
            when="entregado",
        ),
        _SIGNED,
        _DAY_OF_ACT,
        _TO_WHOM,
        _RADICADO,
        _NUMBER,
    ),
)

_REMISION_INSISTENCIA: Final = LetterKind(
    code="remision_insistencia",
    es="remisión de la insistencia",
    en="insistence sent to the judge",
    purpose="Envía al juez o tribunal administrativo la documentación sobre la que la persona insiste.",
    form=Form.LETTER,
    title="Remisión de una insistencia",
    event=_E.REMISION_INSISTENCIA,
    details=(
        Detail("destinatario", _G.TEXT, "el tribunal o juzgado administrativo", "the court"),
        Detail("documentos", _G.TEXTS, "la documentación que se envía", "the documents sent"),
    ),
    paragraphs=(
        _P(
            "remision",
            """Para que se decida si se niega o se acepta, total o parcialmente, la petición
{%- if radicado %} con radicado {{ radicado }}{% endif %}
{%- if nombre %}, presentada por {{ nombre }}{% endif %}, enviamos la documentación sobre la que se insiste.
{%- if negada_el %} La negativa se notificó el {{ negada_el|fecha }}.{% endif %}
{%- if insistida_el %} La insistencia se presentó el {{ insistida_el|fecha }}.{% endif %}""",
        ),
        _P(
            "documentos",
            """Enviamos:

{% for cada in documentos %}- {{ cada }}
{% endfor %}""",
        ),
    ),
    elements=(
        _element(
            "destinatario",
            ("el juez o tribunal que decide", "the court that decides"),
            _DEMANDED,
            _ART_26,
            _FAULT,
            needs=("destinatario",),
            shows="{{ destinatario }}",
        ),
        _element(
            "documentos",
            ("la documentación correspondiente", "the documents"),
            _DEMANDED,
            _ART_26,
            _FAULT,
            needs=("documentos",),
            shows="{% for cada in documentos %}{{ cada }}\n{% endfor %}",
        ),
        _element(
            "fechas",
            ("cuándo se negó y cuándo se insistió", "when it was refused, and insisted on"),
            _PRACTICE,
            _ART_26,
            _USEFUL,
            needs=("negada_el", "insistida_el"),
            shows=("{{ negada_el|fecha }}", "{{ insistida_el|fecha }}"),
        ),
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

# --- 10. visits and authorities ------------------------------------------------------------------------------------

_AVISO_VISITA: Final = LetterKind(
    code="aviso_visita",
    es="aviso de la visita",
    en="notice of the visit",
    purpose="Avisa una visita técnica al menos tres días hábiles antes.",
    form=Form.LETTER,
    title="Le visitaremos para revisar su servicio",
    event=_E.AVISO_VISITA,
    details=(
        Detail("objeto", _G.TEXT, "para qué es la visita", "what the visit is for"),
        Detail("franja", _G.TEXT, "entre qué horas", "between which hours"),
        Detail("tecnico", _G.TEXT, "quién va", "who comes"),
    ),
    paragraphs=(
        _P(
            "visita",
            """Para resolver su {{ asunto }}, haremos una visita técnica
{%- if predio %} en {{ predio }}{% endif %} el {{ visita_el|fecha }}{% if franja %}, {{ franja }}{% endif %}.
{%- if objeto %} El objeto es este: {{ objeto }}.{% endif %}""",
        ),
        _P("tecnico", "{% if tecnico %}Va {{ tecnico }}, con carné de la empresa.{% endif %}"),
        _P(
            "derechos",
            """Puede estar presente, o pedirle a alguien mayor de edad que lo esté, y acompañarse de un técnico de su
confianza. Al terminar se levanta un acta: léala, anote lo que quiera decir y guarde su copia.""",
        ),
    ),
    elements=(
        _element(
            "dia",
            ("el día de la visita", "the day of the visit"),
            _DEMANDED,
            _VISIT,
            Said("lo hallado en la visita puede no valer como prueba.", "what is found may be no evidence."),
            needs=("visita_el",),
            shows="{{ visita_el|fecha }}",
        ),
        _element(
            "objeto",
            ("para qué es", "what it is for"),
            _PRACTICE,
            (),
            Said("la persona no puede prepararse.", "the person cannot prepare for it."),
            needs=("objeto",),
            shows="{{ objeto }}",
        ),
        _element(
            "derechos",
            ("que puede estar presente y acompañarse de un técnico", "that one may be present, with a technician"),
            _PRACTICE,
            _ART_40,
            _USEFUL,
            shows="acompañarse de un técnico",
        ),
        _TO_WHOM,
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

_REQUERIMIENTO_RESPUESTA: Final = LetterKind(
    code="requerimiento_respuesta",
    es="respuesta a una autoridad",
    en="answer to an authority",
    purpose="Responde, dentro del plazo que fijó, lo que pide una autoridad.",
    form=Form.LETTER,
    title="Respuesta a su requerimiento",
    types=_OF_AUTHORITIES,
    event=_E.RESPUESTA_ENVIADA,
    details=(
        _DESTINATARIO,
        Detail("requerimiento", _G.TEXT, "el requerimiento, por su número y fecha", "the order, by number and day"),
        Detail("respuesta", _G.LONG_TEXT, "la respuesta a cada punto", "the answer to each point"),
        Detail("documentos", _G.TEXTS, "los documentos que se envían", "the documents sent"),
    ),
    paragraphs=(
        _P(
            "referencia",
            """Respondemos su requerimiento{% if requerimiento %} {{ requerimiento }}{% endif %}, que recibimos el
{{ recibida_el|fecha }}{% if radicado %} con el radicado {{ radicado }}{% endif %}
{%- if fecha_limite %} y cuyo plazo vence el {{ fecha_limite|fecha }}{% endif %}.""",
        ),
        _P("respuesta", "{{ respuesta }}"),
        _P(
            "documentos",
            """{% if documentos %}Enviamos:

{% for cada in documentos %}- {{ cada }}
{% endfor %}{% endif %}""",
        ),
    ),
    elements=(
        _element(
            "destinatario",
            ("la autoridad que pide", "the authority that asks"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("destinatario",),
            shows="{{ destinatario }}",
        ),
        _element(
            "respuesta",
            ("la respuesta a cada punto", "the answer to each point"),
            _DEMANDED,
            _ART_13,
            Said("no es una respuesta de fondo.", "it is not an answer on the merits."),
            needs=("respuesta",),
            shows="{{ respuesta }}",
        ),
        _element(
            "requerimiento",
            ("el requerimiento, por su número y fecha", "the order, by number and day"),
            _PRACTICE,
            (),
            _USEFUL,
            needs=("requerimiento",),
            shows="{{ requerimiento }}",
        ),
        _RADICADO,
        _SIGNED_BY,
        _NUMBER,
    ),
)

_KINDS: Final = (
    _CONSTANCIA_RECEPCION,
    _REQUERIMIENTO,
    _DEVOLUCION_ACLARACION,
    _PRORROGA,
    _AUTO_PRUEBAS,
    _TRASLADO_PETICIONARIO,
    _TRASLADO_COMPETENTE,
    _DECISION,
    _CITACION,
    _PUBLICACION_CITACION,
    _ACTA,
    _AVISO,
    _PUBLICACION_AVISO,
    _NOTIFICACION_ELECTRONICA,
    _DECISION_RECURSO,
    _RECHAZO_RECURSO,
    _REMISION_SSPD,
    _RECONOCIMIENTO,
    _EJECUTORIA,
    _DESISTIMIENTO_TACITO,
    _DESISTIMIENTO_EXPRESO,
    _NEGATIVA_RESERVA,
    _REMISION_INSISTENCIA,
    _AVISO_VISITA,
    _REQUERIMIENTO_RESPUESTA,
)

LETTERS: Final[Mapping[str, LetterKind]] = MappingProxyType({kind.code: kind for kind in _KINDS})
"""Every kind of letter, by its code, in the order of the procedure."""
