"""The pages of public data: what is there, how to mirror and check it, and the codebook in words."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from ninja.openapi import get_schema

from huaihai.insight.disclosure.rules import NARROWEST, THRESHOLD
from huaihai.insight.models import Release
from huaihai.insight.releases import answers, api, codes, content
from huaihai.insight.releases.tables import SCHEMA
from huaihai.kit import guards
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def data(request: HttpRequest) -> HttpResponse:
    """What is there, under which terms, and every release with its hash."""
    page = page_of(Release.objects.all(), request.GET.get("page"), per_page=12)
    newest = page.rows[0] if page.rows and page.number == 1 else Release.objects.first()
    context = {
        "page": page,
        "newest": newest,
        "schema": SCHEMA,
        "threshold": THRESHOLD,
        "narrowest": NARROWEST,
    }
    return render(request, "insight/releases/data.html", context)


@require_safe
@guards.public
def codebook(request: HttpRequest) -> HttpResponse:
    """Tables, columns and codes, for people."""
    context = {
        "groups": codes.groups(),
        "tables": content.tables(),
        "schema": SCHEMA,
        "threshold": THRESHOLD,
        "narrowest": NARROWEST,
    }
    return render(request, "insight/releases/codebook.html", context)


@require_safe
@guards.public
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of the API, printed from the types that are checked."""
    told = JsonResponse(dict(get_schema(api.api, "/data/api")), json_dumps_params={"ensure_ascii": False})
    return answers.for_all(told, answers.FOR_NOW)
