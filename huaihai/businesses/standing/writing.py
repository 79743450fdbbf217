"""Writing a standing offer: the form, the preview beside the law, then publishing; and ending one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huaihai.businesses import own_pages, standing_law, standing_terms
from huaihai.businesses.actions import standing
from huaihai.businesses.models import Business, Place, StandingOffer, StandingOfferVersion
from huaihai.businesses.standing import forms
from huaihai.businesses.standing.desk import managed, own_offer
from huaihai.businesses.standing.forms import EndForm, OfferForm
from huaihai.businesses.standing.telling import words
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, local_words

CONFLICT = 409
BUTTONS = ("csrfmiddlewaretoken", "preview", "publish", "edit", "has_seen_law")
EITHER = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Writing:
    """One offer being written: for whom, with what it begins, and what publishing it does."""

    business: Business
    seen: int
    initial: dict[str, Any]
    publish: Callable[[OfferForm], StandingOfferVersion]
    offer: StandingOffer | None = None

    def form(self, data: Any = None) -> OfferForm:
        return OfferForm(data, business=self.business, seen=self.seen, initial=self.initial)


@guards.business
@EITHER
def new(request: HttpRequest) -> HttpResponse:
    """A new standing offer of one of the businesses managed."""
    choices = managed(request)
    if not choices:
        raise Http404
    wanted = request.GET.get("business", str(choices[0].pk))
    business = next((one for one in choices if str(one.pk) == wanted), None)
    if business is None:
        raise Http404

    def publish(form: OfferForm) -> StandingOfferVersion:
        seen = form.cleaned_data["seen"] or 0
        return standing.publish(business, form.proposal(), by=actor_of(request), at=clock.now(), seen=seen)

    seen = business.standing_offers.aggregate(last=Max("serial"))["last"] or 0
    return _write(request, Writing(business, seen, forms.fresh(), publish), choices=choices)


@guards.business
@EITHER
def version(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Another version of an offer: what is in force today stays so today."""
    offer = _to_change(request, offer_id)
    newest = offer.versions.order_by("-number").first()
    if newest is None:
        raise Http404

    def publish(form: OfferForm) -> StandingOfferVersion:
        seen = form.cleaned_data["seen"] or 0
        return standing.change(offer, form.proposal(), seen=seen, by=actor_of(request), at=clock.now())

    return _write(request, Writing(offer.business, offer.version, forms.of_version(newest), publish, offer))


@guards.business
@EITHER
def end(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The offer ends with a day."""
    offer = _to_change(request, offer_id)
    form = EndForm(_sent(request), seen=offer.version, initial={"last_on": clock.today()})
    status, why = 200, ""
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            standing.end(
                offer, last_on=found["last_on"], seen=found["seen"] or 0, by=actor_of(request), at=clock.now()
            )
            messages.success(request, _("The day on which the offer ends is written down."))
            return HttpResponseRedirect(reverse("business-standing-offer", args=[offer.pk]))
        except Unfit as error:
            form.add_error(error.field, error.message)
        except Moved as error:
            form, status, why = _renewed(form, error.row.version), CONFLICT, _changed_meanwhile()
        except (NotPossible, NotAllowed) as error:
            status, why = CONFLICT, str(error)
    context = {"offer": offer, "form": form, "why": why}
    return render(request, "businesses/standing/end.html", own_pages.frame(request) | context, status=status)


def _write(request: HttpRequest, writing: Writing, **more: Any) -> HttpResponse:
    form = writing.form(_sent(request))
    if request.method != "POST" or "edit" in request.POST or not form.is_valid() or not _holds(form):
        return _page(request, writing, form, **more)
    if "publish" not in request.POST:
        return _preview(request, writing, form)
    return _publish(request, writing, form, **more)


def _publish(request: HttpRequest, writing: Writing, form: OfferForm, **more: Any) -> HttpResponse:
    try:
        made = writing.publish(form)
    except Unfit as error:
        if error.field == "has_seen_law":
            return _preview(request, writing, form, unread=error.message)
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, writing, form, **more)
    except Moved as error:
        form, why = _renewed(form, error.row.version), _changed_meanwhile()
    except standing.AnotherPublished as error:
        return _another(request, writing, form, error, **more)
    except (NotPossible, NotAllowed) as error:
        why = str(error)
    else:
        messages.success(request, _("The standing offer is published."))
        return HttpResponseRedirect(reverse("business-standing-offer", args=[made.offer_id]))
    return _page(request, writing, form, status=CONFLICT, why=why, **more)


def _another(
    request: HttpRequest, writing: Writing, form: OfferForm, error: standing.AnotherPublished, **more: Any
) -> HttpResponse:
    """Sent twice: to what is published. Else the page again, with what was typed."""
    if error.same is None:
        again = _renewed(form, error.count)
        return _page(request, writing, again, status=CONFLICT, why=str(error), **more)
    messages.info(request, _("This standing offer is published already; nothing was published twice."))
    return HttpResponseRedirect(reverse("business-standing-offer", args=[error.same.offer_id]))


def _holds(form: OfferForm) -> bool:
    try:
        standing_terms.check(form.terms())
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _page(
    request: HttpRequest, writing: Writing, form: OfferForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "business": writing.business, "offer": writing.offer, **more}
    return render(
        request, "businesses/standing/write.html", own_pages.frame(request) | context, status=status
    )


def _preview(request: HttpRequest, writing: Writing, form: OfferForm, *, unread: Any = "") -> HttpResponse:
    terms = form.terms()
    more = standing_law.more_by_law(terms)
    context = {
        "told": words(terms, list(Place.objects.filter(pk__in=terms.places)))
        | {"note": form.cleaned_data["note"]},
        "law_more": [(local_words.said(each), local_words.in_script(each.article)) for each in more],
        "from_on": form.cleaned_data["from_on"],
        "until_on": form.cleaned_data["until_on"],
        "business": writing.business,
        "offer": writing.offer,
        "unread": unread,
        "carried": [
            (name, one) for name, held in request.POST.lists() if name not in BUTTONS for one in held
        ],
    }
    return render(request, "businesses/standing/preview.html", own_pages.frame(request) | context)


def _to_change(request: HttpRequest, offer_id: UUID) -> StandingOffer:
    offer = own_offer(request, offer_id)
    if all(business.pk != offer.business_id for business in managed(request)):
        raise Http404
    return offer


def _sent(request: HttpRequest) -> Any:
    """What was sent, or what was typed before the sign-in ran out."""
    return request.POST if request.method == "POST" else guards.kept_post(request)


def _renewed[F: (OfferForm, EndForm)](form: F, seen: int) -> F:
    data: Any = form.data
    data = data.copy()
    data["seen"] = str(seen)
    form.data = data
    return form


def _changed_meanwhile() -> str:
    return _(
        "Somebody changed this offer meanwhile. What you typed is still here; please check it and send it again."
    )
