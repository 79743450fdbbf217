"""A fund is opened: first whose it is (a business of the register, or several together), then what it is called."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.models import Business
from huaihai.businesses.views import searched
from huaihai.compensation.actions import funds as verbs
from huaihai.compensation.models import Fund
from huaihai.compensation.office import frame
from huaihai.compensation.office.asking import Question, ask
from huaihai.compensation.office.forms import OpenForm
from huaihai.kit import clock
from huaihai.kit.paging import page_of

EITHER = require_http_methods(["GET", "HEAD", "POST"])


@frame.officers
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Find the business whose fund it is."""
    frame.city_of(request)
    words = searched(request)
    rows = Business.objects.standing().filter(is_gone=False)
    found = rows.matching(words) if words else rows.none()
    page = page_of(found.order_by("name", "pk").distinct(), request.GET.get("page"))
    return render(request, "compensation/office/choose.html", {"page": page, "words": words})


@frame.officers
@EITHER
def of_business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Open a fund of this business."""
    return _opening(request, get_object_or_404(Business.objects.standing(), pk=business_id))


@frame.officers
@EITHER
def pool(request: HttpRequest) -> HttpResponse:
    """Open a fund of several together."""
    return _opening(request, None)


def _opening(request: HttpRequest, owner: Business | None) -> HttpResponse:
    body = frame.city_of(request)
    title = _("Open a fund")
    question = Question(
        title,
        title,
        reverse("desk-fund-choose"),
        _("Whose fund is it?"),
        _("The money stays with the owner or its bank. The rules come next: two people decide them."),
        context={"owner": owner},
        template="compensation/office/open.html",
    )  # fmt: skip
    return ask(
        request,
        question,
        form=partial(OpenForm, is_pool=owner is None),
        act=lambda form: verbs.open_fund(
            **_said(form), owner=owner, body=body, by=frame.actor_of(request), at=clock.now()
        ),
        done=_("The fund is open. Next, propose its rules."),
        to=lambda fund: reverse("desk-fund", args=[fund.pk]),
    )


def _said(form: Any) -> dict[str, Any]:
    said = dict(form.cleaned_data)
    return said | {"owner_type": Fund.OwnerType(said["owner_type"])}
