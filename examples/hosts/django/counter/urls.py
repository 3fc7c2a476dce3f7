"""The pages of the counter: the work of the day, a form to file, a case and what may be done with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate

from counter.models import Contact
from pqr_core import Filing, PQRError, colombia
from pqr_core.cases.serialization import event_from_json
from pqr_core.contrib.django import office_for

FORM = 2
"""The JSON version of events that this program was written for; later versions of the library read it too."""


class Refusals:
    """Shows each refusal of the library as a page with its status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on a request that succeeds."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal as a page; None for any other error."""
        if not isinstance(error, PQRError):
            return None
        return render(request, "refused.html", {"why": error.message("es")}, status=error.http_status)


def work(request: HttpRequest) -> HttpResponse:
    """The work of the day, and the form to file."""
    try:
        on = date.fromisoformat(request.GET.get("on", str(localdate())))
    except ValueError:
        return render(request, "refused.html", {"why": "se esperaba una fecha AAAA-MM-DD"}, status=400)
    told = {"items": office_for().worklist(on=on).as_dict("es")["items"], "types": colombia.RULES.types.values()}
    return render(request, "work.html", {**told, "on": on, "key": uuid4()})


def file(request: HttpRequest) -> HttpResponse:
    """File a case; the same form sent again is the same case."""
    told = request.POST
    with transaction.atomic():
        filing = Filing(tipo=told["tipo"], hechos=told.get("hechos") or None)
        view = office_for().file(filing, key=told["key"], actor=str(request.user))
        Contact.objects.create(radicado=view.radicado, account=str(request.user), what="radicacion")
    return redirect("case", view.radicado)


def inputs(offer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The details of an act that fit into one line: words of a list, days and texts."""
    for name, described in offer["details"]["properties"].items():
        kind = described.get("anyOf", [described])[0]
        if "enum" in kind or kind["type"] == "string":
            shape = "date" if "pattern" in kind else "text"
            yield {"name": name, "words": kind.get("enum"), "kind": shape, "needed": [name] in offer["needs"]}


def case(request: HttpRequest, radicado: str) -> HttpResponse:
    """The case, with its deadlines explained; a POST does something with it."""
    if request.method == "POST":
        with transaction.atomic():
            form, others = request.POST, {"version", "csrfmiddlewaretoken"}
            told = {name: value for name, value in form.items() if value and name not in others}
            done = event_from_json(json.dumps({**told, "on": str(localdate()), "schema_version": FORM}))
            office_for().act(radicado, done, version=int(form["version"]), actor=str(request.user))
            Contact.objects.create(radicado=radicado, account=str(request.user), what=request.POST["type"])
    view = office_for().look(radicado)
    drawn = mark_safe(view._repr_html_())  # noqa: S308 - it escapes its texts
    offered = [{**each, "inputs": list(inputs(each))} for each in view.as_dict("es")["offered"]]
    return render(request, "case.html", {"view": view, "drawn": drawn, "offered": offered})


urlpatterns = [
    path("", work, name="work"),
    path("cases/", file, name="file"),
    path("cases/<str:radicado>/", case, name="case"),
    path("admin/", admin.site.urls),
]
