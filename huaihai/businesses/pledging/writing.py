"""Writing a pledge: the form, what everybody will read, then publishing; and ending one with notice."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses import own_pages, pledge_terms, pledge_words
from huaihai.businesses.actions import pledging
from huaihai.businesses.models import Business, Pledge
from huaihai.businesses.pledging import forms
from huaihai.businesses.pledging.desk import managed, own_pledge
from huaihai.businesses.pledging.forms import FORMS, EndForm, PledgeForm
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, local_words

CONFLICT = 409
BUTTONS = ("csrfmiddlewaretoken", "preview", "publish", "edit")
EITHER = require_http_methods(["GET", "HEAD", "POST"])


@guards.business
@EITHER
def write(request: HttpRequest, business_id: UUID, kind: str) -> HttpResponse:
    """A pledge of this kind, or its next version: written, read as everybody will, published."""
    business = next((one for one in managed(request) if one.pk == business_id), None)
    if business is None or kind not in FORMS:
        raise Http404
    pledge = Pledge.objects.filter(business=business, kind=kind).first()
    form = _form(request, business, pledge, kind)
    if (
        request.method != "POST"
        or "edit" in request.POST
        or not form.is_valid()
        or not _holds(form, business)
    ):
        return _page(request, business, pledge, form)
    if "publish" not in request.POST:
        return _preview(request, business, pledge, form)
    try:
        pledging.publish(business, form.draft(), by=actor_of(request), at=clock.now(), seen=form.version_seen)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, business, pledge, form)
    except Moved as error:
        return _page(request, business, error.row, _renewed(form, error.row), status=CONFLICT, why=_moved())
    except (NotPossible, NotAllowed) as error:
        return _page(request, business, pledge, form, status=CONFLICT, why=str(error))
    messages.success(request, _("The pledge is published. It binds from its first day on."))
    return HttpResponseRedirect(reverse("business-pledges"))


@guards.business
@EITHER
def end(request: HttpRequest, pledge_id: UUID) -> HttpResponse:
    """The pledge ends with a day; what was bought until then stays covered."""
    pledge = own_pledge(request, pledge_id)
    rules = pledging.rules_for(pledge.business, on=clock.today())
    earliest = clock.today() + timedelta(days=rules.notice_days)
    form = EndForm(_sent(request), seen=pledge.version, initial={"last_on": earliest})
    status, why = 200, ""
    if request.method == "POST" and form.is_valid():
        last_on = form.cleaned_data["last_on"]
        try:
            pledging.end(
                pledge, last_on=last_on, by=actor_of(request), at=clock.now(), seen=form.version_seen
            )
            messages.success(request, _("The last day is written down. Until then the pledge binds you."))
            return HttpResponseRedirect(reverse("business-pledges"))
        except Unfit as error:
            form.add_error(error.field, error.message)
        except Moved as error:
            form, status, why = _renewed(form, error.row), CONFLICT, _moved()
        except (NotPossible, NotAllowed) as error:
            status, why = CONFLICT, str(error)
    notice = rules.sources[2]
    context = {
        "form": form,
        "pledge": pledge,
        "kind": pledge_words.SHORT[pledge.kind],
        "earliest": earliest,
        "days": rules.notice_days,
        "source": local_words.in_script(notice.article),
        "why": why,
    }
    return render(request, "businesses/pledging/end.html", own_pages.frame(request) | context, status=status)


def _form(request: HttpRequest, business: Business, pledge: Pledge | None, kind: str) -> PledgeForm:
    today = clock.today()
    newest = pledge.versions.prefetch_related("places").order_by("-number").first() if pledge else None
    follows = pledge is not None and pledge.versions.in_force_on(today).exists()
    initial = forms.begins_with(kind, newest, from_on=today + timedelta(days=1) if follows else today)
    seen = pledge.version if pledge else 0
    return FORMS[kind](_sent(request), business=business, seen=seen, initial=initial)


def _holds(form: PledgeForm, business: Business) -> bool:
    rules = pledging.rules_for(business, on=clock.today())
    try:
        pledge_terms.check(form.kind, form.terms(), least_days=rules.least_days, most_hours=rules.most_hours)
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _page(
    request: HttpRequest,
    business: Business,
    pledge: Pledge | None,
    form: PledgeForm,
    *,
    status: int = 200,
    why: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "business": business,
        "pledge": pledge,
        "kind": pledge_words.SHORT[form.kind],
        "why": why,
    }
    return render(
        request, "businesses/pledging/write.html", own_pages.frame(request) | context, status=status
    )


def _preview(
    request: HttpRequest, business: Business, pledge: Pledge | None, form: PledgeForm
) -> HttpResponse:
    draft = form.draft()
    lines = pledge_words.sentences(draft.terms, sorted(set(draft.trades)))
    context = {
        "business": business,
        "is_next": pledge is not None,
        "kind": pledge_words.SHORT[form.kind],
        "first": lines[0],
        "rest": lines[1:],
        "own_words": draft.own_words,
        "from_on": draft.from_on,
        "places": len(draft.places),
        "carried": [
            (name, one) for name, held in request.POST.lists() if name not in BUTTONS for one in held
        ],
    }
    return render(request, "businesses/pledging/preview.html", own_pages.frame(request) | context)


def _sent(request: HttpRequest) -> Any:
    """What was sent, or what was typed before the sign-in ran out."""
    return request.POST if request.method == "POST" else guards.kept_post(request)


def _renewed[F: (PledgeForm, EndForm)](form: F, pledge: Pledge | None) -> F:
    data: Any = form.data
    form.data = data.copy()
    form.data["seen"] = str(pledge.version if pledge else 0)  # type: ignore[index]  # a copy can be written to
    return form


def _moved() -> str:
    return _(
        "Somebody changed this pledge meanwhile. What you typed is still here; please check it and send it again."
    )
