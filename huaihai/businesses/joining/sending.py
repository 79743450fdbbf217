"""The last page of the application: everything once more, the promise, and off it goes."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huaihai.businesses.actions import enrolling
from huaihai.businesses.joining import drafts, received
from huaihai.businesses.joining.application import EITHER, page
from huaihai.businesses.joining.forms import PromiseForm
from huaihai.businesses.joining.promises import WORDING, promised
from huaihai.businesses.models import Enrolment
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor

SENT_A_NETWORK = Brake("join-sent", most=20, seconds=3600)


@guards.public
@never_cache
@EITHER
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, the promise, and off it goes."""
    draft = drafts.of(request)
    body = drafts.body_of(draft)
    if drafts.first_missing(draft) or body is None:
        return redirect(drafts.first_missing(draft) or "join-places")
    form = PromiseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, draft, body)
        except Unfit as error:
            form.add_error(None, str(error))
    context = {"rows": _rows(draft), "body": body, "promised": promised(body, on=clock.today())}
    return page(request, "join-check", form, **context)


def _sent(request: HttpRequest, draft: drafts.Draft, body: Any) -> HttpResponse:
    if not SENT_A_NETWORK.lets_through(network_of(request)):
        raise Unfit("", _("Too many applications came from your network. Please wait an hour."))
    applied = enrolling.apply(
        enrolling.Application(
            name=draft["name"],
            code=draft["code"],
            as_kind=draft["as_kind"],
            places=draft["places"],
            contact_name=draft["contact_name"],
            contact_phone=draft["contact_phone"],
        ),
        body=body,
        promise=WORDING,
        client_key=draft["key"],
        by=Actor.public(),
        at=clock.now(),
        is_demo=settings.DEMO,
    )
    if applied.code:  # a second press of the button leaves the session to the first, which holds the code
        drafts.drop(request)
        received.keep(request, applied)
    return redirect("join-received")


def _rows(draft: drafts.Draft) -> list[dict[str, Any]]:
    places = "\n".join(row["name"] for row in drafts.shown_places(draft))
    business, where, person = (
        f"{reverse(name)}?to=check" for name in ("join-business", "join-places", "join-contact")
    )
    return [
        {"label": _("Credit code"), "value": draft["code"], "change_url": business},
        {"label": _("Name of the business"), "value": draft["name"], "change_url": business},
        {
            "label": _("What are you?"),
            "value": Enrolment.Kind(draft["as_kind"]).label,
            "change_url": business,
        },
        {"label": _("Places"), "value": places, "is_text": True, "change_url": where},
        {"label": _("Contact person"), "value": draft["contact_name"], "change_url": person},
        {"label": _("Phone"), "value": draft["contact_phone"], "change_url": person},
    ]
