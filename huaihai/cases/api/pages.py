"""The addresses of the protocol, and what it is: as an OpenAPI document for programs, as a page for people."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe
from ninja import Header, NinjaAPI, Path, Query, Router
from ninja.openapi import get_schema
from pydantic import Field

from huaihai.businesses.connecting import verbs as connecting_verbs
from huaihai.businesses.connecting.authentication import WINDOW, Caller
from huaihai.businesses.models import Change
from huaihai.cases import practice
from huaihai.cases.api import entry, facts, requests, responses
from huaihai.cases.api.entry import OnlyForPractice
from huaihai.cases.api.worlds import world_of
from huaihai.kit import clock, guards
from huaihai.record import intake

router = Router()
MOST = 100
REFUSED: dict[int, Any] = dict.fromkeys((401, 405, 413, 422, 429, 503), responses.Error)
OF_A_CASE: dict[int, Any] = {**REFUSED, 404: responses.Error}
OF_AN_ANSWER: dict[int, Any] = {**OF_A_CASE, 200: responses.Done, 400: responses.Error, 409: responses.Moved}

CaseId = Annotated[UUID, Path(alias="case_id")]
Many = Annotated[int, Field(ge=1, le=MOST)]
Number = Annotated[int, Field(ge=0, le=2**53)]
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=16,
        max_length=64,
        pattern=r"^[A-Za-z0-9_-]+$",
        description=_("One for each thing you do; the same key and body get the same answer again."),
    ),
]


@router.get(
    "/connection",
    response={200: responses.Connection, **REFUSED},
    summary=_("Who you are here"),
    operation_id="get_connection",
)
def connection(request: HttpRequest) -> Any:
    """The connection whose key signed, and how many businesses it answers for."""
    caller, held = _caller(request), _caller(request).connection
    return {
        "id": held.pk,
        "name": held.name,
        "business": {"id": held.business_id, "name": held.business.name},
        "businesses": len(caller.actor.business_ids),
        "is_practice": held.is_sandbox,
        "webhook_url": held.webhook_url,
        "last_number": held.last_number,
    }


@router.get(
    "/vocabularies",
    response={200: responses.Vocabularies, **REFUSED},
    summary=_("All codes, with their words"),
    operation_id="get_vocabularies",
)
def vocabularies(request: HttpRequest) -> Any:
    """What may be offered, why one may say no, what one may ask for, where a case can stand."""
    return facts.vocabularies(clock.today())


@router.get(
    "/cases",
    response={200: responses.Cases, **REFUSED},
    summary=_("The cases you were invited to"),
    operation_id="list_cases",
)
def cases(  # noqa: PLR0917 # they come by name, from the query
    request: HttpRequest,
    state: responses.State = "open",
    city: Annotated[
        str, Query(pattern=r"^([0-9]{6})?$", description=_("A code of `cities` in /vocabularies."))
    ] = "",
    changed_after: Annotated[
        Number | None, Query(description=_("Only cases of which you were told something after this number."))
    ] = None,
    after: Annotated[UUID | None, Query(description=_("`next` of the page before."))] = None,
    limit: Many = 50,
) -> Any:
    """Of all cities at once, in a lasting order."""
    world = world_of(_caller(request))
    lines, following, last = world.page(
        state=state, city=city, changed_after=changed_after, after=after, most=limit
    )
    return {"cases": lines, "next": following, "last_number": last}


@router.get(
    "/cases/{uuid:case_id}",
    response={200: responses.Case, **OF_A_CASE},
    summary=_("One case"),
    operation_id="get_case",
)
def case(request: HttpRequest, case_id: CaseId) -> Any:
    """With offers, answers, promises, the list of files, and what you can do now (`can`)."""
    return world_of(_caller(request)).case(case_id)


@router.get(
    "/cases/{uuid:case_id}/evidence/{uuid:file_id}",
    response=OF_A_CASE,
    summary=_("One file, as its safe copy"),
    operation_id="get_file",
    openapi_extra={
        "responses": {
            200: {
                "description": "The file; its type is in Content-Type.",
                "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def evidence(
    request: HttpRequest, case_id: CaseId, file_id: Annotated[UUID, Path(alias="file_id")]
) -> HttpResponseBase:
    """A picture comes redrawn, without place and device."""
    return world_of(_caller(request)).file(case_id, file_id)


@router.get(
    "/changes",
    response={200: responses.Changes, **REFUSED},
    summary=_("What you were told, in order"),
    operation_id="list_changes",
)
def changes(request: HttpRequest, after: Number = 0, limit: Many = 50) -> Any:
    """The same as the webhooks, for those who rather ask, or missed some: none is left out, none comes later."""
    held = _caller(request).connection
    rows = list(Change.objects.filter(connection=held, number__gt=after).order_by("number")[:limit])
    return {
        "changes": [connecting_verbs.body_of(row, is_sandbox=held.is_sandbox) for row in rows],
        "last_number": rows[-1].number if rows else max(after, held.last_number),
    }


@router.post(
    "/practice-cases",
    response={**REFUSED, 200: responses.Done, 403: responses.Error},
    summary=_("A new practice case"),
    operation_id="post_practice_case",
)
def practice_case(request: HttpRequest, idempotency_key: IdempotencyKey) -> Any:
    """For connections made for practice. A robot plays the consumer, by the rules in the guide."""
    caller = _caller(request)
    if not caller.connection.is_sandbox:
        raise OnlyForPractice

    def act() -> dict[str, Any]:
        made, at = practice.begin(caller.connection, at=clock.now()), clock.now()
        done = {"case": str(made.pk), "version": made.version, "stage": made.stage}
        return {**done, "made": str(made.pk), "at": at.isoformat()}

    return _once(request, idempotency_key, act)


def _answer(request: HttpRequest, case_id: UUID, noun: str, said: requests.Said, key: str) -> Any:
    """Act once for this key. Files are stored before anything is locked."""
    world = world_of(_caller(request))
    sent: list[requests.File] = getattr(said, "files", [])
    if sent:
        world.case(case_id)  # who may not see it stores nothing
    kept = requests.kept(sent)

    def act() -> dict[str, Any]:
        return world.do(case_id, noun, seen=said.version, facts=said.facts(), kept=kept, at=clock.now())

    return _once(request, key, act)


def _once(request: HttpRequest, key: str, act: Any) -> Any:
    fingerprint = f"{request.path}\n{hashlib.sha256(request.body).hexdigest()}"
    named = f"protocol:{_caller(request).connection.pk}:{key}"
    answer, _is_new = intake.once(key=named, body=fingerprint, at=clock.now(), act=act)
    return answer


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]  # set by `entry.Signed`
    return caller


def _post(noun: str, shape: type[requests.Said], summary: str) -> None:
    """One noun that answers a case; they differ in what they take alone."""

    def view(request: HttpRequest, case_id: Any, said: Any, idempotency_key: Any) -> Any:
        return _answer(request, case_id, noun, said, idempotency_key)

    view.__annotations__ |= {"case_id": CaseId, "said": shape, "idempotency_key": IdempotencyKey}
    view.__doc__ = shape.__doc__
    router.post(
        f"/cases/{{uuid:case_id}}/{noun}",
        response=OF_AN_ANSWER,
        summary=summary,
        operation_id=f"post_{noun}",
        url_name=noun,
    )(view)


_post("receipt", requests.Receipt, _("You have the invitation"))
_post("reply", requests.Reply, _("First reply: you look into it"))
_post("offer", requests.Offer, _("An offer"))
_post("acceptance", requests.Acceptance, _("You accept the counter-offer"))
_post("rejection", requests.Rejection, _("You do not accept the counter-offer"))
_post("refusal", requests.Refusal, _("You say no, for a reason"))
_post("denial", requests.Denial, _("It is not your business"))
_post("fulfilment", requests.Fulfilment, _("It is done"))
_post("files", requests.Files, _("Files"))


PREFIX = "/api/v1"


@guards.public
@require_safe
def openapi(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """The OpenAPI 3.1 document, printed from the types that are checked."""
    return JsonResponse(schema_of(api), json_dumps_params={"ensure_ascii": False, "indent": 1})


@guards.same_for_all
@require_safe
def page(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """What can be asked and said, with every field."""
    schema = schema_of(api)
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


def nothing(request: HttpRequest, **_named: Any) -> HttpResponseBase:
    """Any other address beneath the protocol's."""
    return entry.answer(entry.NOT_FOUND)


def schema_of(api: NinjaAPI) -> dict[str, Any]:
    """The document."""
    return dict(get_schema(api, PREFIX))


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
