"""What a body prints so that people come in by its door: the form on paper, and the QR that says where one is.

The code in these addresses is the public name of a body. It opens nothing and proves nothing: who receives a complaint
is decided by the rules, and only within the city that they name by the body at whose QR it was begun.
"""

from copy import copy
from pathlib import Path
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk import codes
from huaihai.desk.papers import setting
from huaihai.desk.papers.handing import PDF, handed
from huaihai.kit import country, guards
from huaihai.kit.network import whole
from huaihai.law import remedies
from huaihai.members.models import Organisation
from huaihai.members.models.organisation import tree

TEMPLATES: Final = Path(setting.__file__).resolve().parent / "typ"
KEPT: Final = {"Cache-Control": "public, max-age=300"}
PAPER, POSTER = "消费投诉登记表", "扫码投诉"


def code_of(body: Organisation) -> str:
    """The name of a body in its addresses."""
    return body.key.rpartition(":")[2]


def of_code(code: str) -> Organisation | None:
    """The body of this name, or the nearest open one above a closed one; None for anything else."""
    found = next((node for node in tree().by_pk.values() if code_of(node) == code), None)
    rising = (copy(found), *found.ancestors()) if found else ()
    return next((node for node in rising if _has_door(node)), None)


def _has_door(body: Organisation) -> bool:
    return body.closed_on is None and body.kind != Organisation.Kind.ALLIANCE


def paper_address(body: Organisation | None) -> str:
    """Of the form on paper, that of a body or of nobody."""
    return reverse("file-paper-at-body", args=[code_of(body)]) if body else reverse("file-paper")


@require_safe
@guards.public
def paper(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form to fill in by hand: two sides of A4."""
    body = _body(code) if code else None
    facts = _facts(request, body) | {"remedies": [one.zh for one in remedies.ALL]}
    return _printed("complaint", PAPER, facts)


@require_safe
@guards.public
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The QR of a body, to hang up: one side of A4."""
    return _printed("door", POSTER, _facts(request, _body(code)))


@require_safe
@guards.public
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The QR alone, as a picture."""
    drawn = codes.qr(_address(request, _body(code)), error="q", scale=6)
    return HttpResponse(drawn, content_type="image/svg+xml", headers=KEPT)


def _printed(template: str, title: str, facts: dict[str, Any]) -> HttpResponse:
    name = (
        content_disposition_header(as_attachment=False, filename=f"{title}{facts['short']}.pdf") or "inline"
    )
    values = facts | setting.script("zh-hans")
    return handed(
        lambda: setting.document(template, "pdf", values, folder=TEMPLATES),
        PDF,
        name,
        headers=KEPT,
    )


def _facts(request: HttpRequest, body: Organisation | None) -> dict[str, Any]:
    return {
        "platform": alliance.load().platform_name,
        "body": body.name if body else alliance.load().name,
        "short": body.short_name if body else "",
        "phone": body.phone_to_call if body else country.word("hotline"),
        "street": body.address if body else "",
        "qr": codes.qr(_address(request, body), error="q", border=0, scale=1).decode(),
    }


def _address(request: HttpRequest, body: Organisation | None) -> str:
    path = reverse("file-at-body", args=[code_of(body)]) if body else reverse("file-start")
    return whole(request, path)


def _body(code: str) -> Organisation:
    body = of_code(code)
    if body is None:
        raise Http404
    return body
