"""A business asks for a correction, and sees what became of earlier ones."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses import rights
from huaihai.businesses.actions import correcting
from huaihai.businesses.models import Business, BusinessQuerySet, Correction
from huaihai.businesses.own_pages import frame
from huaihai.businesses.profile.forms import AskForm
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import DeskError, Unfit
from huaihai.kit import clock, filestore, guards
from huaihai.kit.paging import page_of


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest) -> HttpResponse:
    """The form, and the requests of the businesses answered for."""
    managed = _managed(request)
    kept = guards.kept_post(request) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else kept
    form = AskForm(data, request.FILES or None, businesses=managed)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        messages.success(request, _("Your request is with the association. It answers within its time."))
        return HttpResponseRedirect(reverse("business-corrections"))
    rows = Correction.objects.filter(business__in=actor_of(request).business_ids)
    page = page_of(
        rows.select_related("business", "body").order_by("-asked_at", "pk"), request.GET.get("page")
    )
    context = {"form": form, "may_ask": managed.exists(), "page": page, "rows": page.rows, "kept": bool(kept)}
    return render(request, "businesses/profile/corrections.html", frame(request) | context)


def _asked(request: HttpRequest, form: AskForm) -> bool:
    """Whether it was taken; if not, the form says why."""
    given: dict[str, Any] = dict(form.cleaned_data)
    upload = given.pop("upload")
    business = given.pop("business")
    try:
        proof = filestore.store(upload) if upload else None
        correcting.ask(
            business,
            **given,
            proof=proof,
            proof_name=upload.name if upload else "",
            by=actor_of(request),
            at=clock.now(),
        )
    except filestore.Refused as error:
        form.add_error("upload", error.message)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except DeskError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _managed(request: HttpRequest) -> BusinessQuerySet:
    """The businesses for which this account may ask."""
    actor, today = actor_of(request), clock.today()
    rows = Business.objects.standing().filter(pk__in=actor.business_ids).order_by("name", "pk")
    if actor.account_id is None:
        return rows.none()
    ids = rights.held_in(actor.account_id, rights.MANAGE, on=today)
    keys = [
        row.pk
        for row in rows.filter(pk__in=ids).select_related("parent")
        if rights.manages(actor, row, on=today)
    ]
    return rows.filter(pk__in=keys)
