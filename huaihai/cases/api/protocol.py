"""The protocol, put together: what it answers, and what it is, as an OpenAPI document for programs and as a page for
people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, URLPattern, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.openapi import get_schema

from huaihai.businesses.connecting.authentication import WINDOW
from huaihai.cases.api import entry
from huaihai.cases.api.pages import router
from huaihai.kit import guards

PREFIX = "/api/v1"
API = NinjaAPI(
    title="Huaihai: the protocol for businesses' own systems",
    version="1",
    description="One connection answers complaints of all cities of the alliance. Sums are whole fen.",
    urls_namespace="protocol",
    openapi_url=None,
    docs_url=None,
    auth=entry.Signed(),
)
entry.handle_in(API)
API.add_router("", router)
_ADDRESSES = URLResolver(
    RegexPattern(""),
    [one for one in API.urls[0] if isinstance(one, URLPattern) and one.name != "api-root"],
)


@entry.guarded
def answer(request: HttpRequest, address: str) -> HttpResponseBase:
    """Whatever stands beneath the protocol's address: the router knows it, or it is not there."""
    try:
        found = _ADDRESSES.resolve(address)
    except Resolver404:
        return entry.answer(entry.NOT_FOUND)
    request.resolver_match = found
    told: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    return told


@guards.public
@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document, printed from the types that are checked."""
    return JsonResponse(schema_of(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@guards.same_for_all
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What can be asked and said, with every field."""
    schema = schema_of()
    groups = [
        {"method": method.upper(), "path": path, **_told(operation, schema)}
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]
    context = {
        "operations": groups,
        "minutes": int(WINDOW.total_seconds() // 60),
        "refusals": entry.ALL,
    }
    return render(request, "cases/api/document.html", context)


def schema_of() -> dict[str, Any]:
    """The document."""
    return dict(get_schema(API, PREFIX))


def _told(operation: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    named = body.get("$ref", "").rpartition("/")[2]
    shape = schema["components"]["schemas"].get(named, {})
    needed = set(shape.get("required", []))
    fields = [
        {"name": name, "is_needed": name in needed, "text": _said(held)}
        for name, held in shape.get("properties", {}).items()
    ]
    asked = [
        {"name": held["name"], "is_needed": held.get("required", False), "text": _said(held)}
        for held in operation.get("parameters", [])
        if held["in"] == "query"
    ]
    return {"summary": gettext(operation.get("summary", "")), "fields": [*asked, *fields]}


def _said(held: dict[str, Any]) -> str:
    """A description of the document in the reader's language; they are collected where they are written."""
    words = held.get("description", "")
    return gettext(words) if words else ""
