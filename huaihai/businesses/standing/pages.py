"""Standing offers on pages: for everybody to read, for a manager to write, preview, publish and end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.businesses.models import Business, Place, StandingOffer, StandingOfferVersion
from huaihai.businesses.register.pages import actor_of
from huaihai.businesses.standing import facts, forms, verbs
from huaihai.businesses.standing import terms as standing_law
from huaihai.businesses.standing.facts import Taken, taken, version_in_words, version_words
from huaihai.businesses.standing.forms import EndForm, OfferForm
from huaihai.businesses.standing.terms import Terms
from huaihai.desk.asking import Question, ask
from huaihai.desk.lists import List, button
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import clock, guards, local_words, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy


@require_safe
@guards.same_for_all
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The offer as it stands today, and its versions with their days."""
    versions = _versions(offer_id)
    today = clock.today()
    places = places_named(versions)
    context = {
        "offer": versions[0].offer,
        "current": next((version_in_words(one, places) for one in versions if one.is_in_force(today)), None),
        "fund": _fund_today(versions, today),
        "coming": [
            version_in_words(one, places) for one in versions if one.from_on > today and not one.never_began
        ],
        "past": [version_in_words(one, places) for one in versions if _is_past(one, today)],
    }
    return render(request, "businesses/standing/public.html", context)


@require_safe
@guards.public
def as_json(request: HttpRequest, offer_id: UUID) -> JsonResponse:
    """All versions, the newest first, each as docs/guides/standing-offers.md says."""
    return JsonResponse(
        {"versions": [facts.to_json(one) for one in _versions(offer_id)]},
        json_dumps_params={"ensure_ascii": False},
    )


def places_named(versions: list[StandingOfferVersion]) -> dict[str, Place]:
    """The places that these versions name, by id."""
    ids = {place for version in versions for place in version.terms["places"]}
    return {str(place.pk): place for place in Place.objects.filter(pk__in=ids)} if ids else {}


def _is_past(version: StandingOfferVersion, today: date) -> bool:
    """Whether it was in force once, and is no more."""
    return version.until_on is not None and version.until_on < today and not version.never_began


def _fund_today(versions: list[StandingOfferVersion], today: date) -> str:
    """The fund that pays by the version of today; "" if none does."""
    current = next((one for one in versions if one.is_in_force(today)), None)
    if current is None or not Terms.of(current.terms).paid_by_fund:
        return ""
    return facts.fund_name(current.offer.business_id, on=today)


def _versions(offer_id: UUID) -> list[StandingOfferVersion]:
    rows = StandingOfferVersion.objects.filter(offer=offer_id).with_business().order_by("-number")
    found = list(rows)
    if not found:
        raise Http404
    return found


NEWEST_FIRST = StandingOfferVersion.objects.order_by("-number")


def _own(request: HttpRequest) -> QuerySet[StandingOffer]:
    return (
        StandingOffer.objects.filter(business__in=actor_of(request).business_ids)
        .select_related("business")
        .prefetch_related(Prefetch("versions", queryset=NEWEST_FIRST))
        .order_by("business__name", "business_id", "serial")
    )


def _with_figures(_request: HttpRequest, rows: Sequence[StandingOffer]) -> list[tuple[Cell, Taken]]:
    """What each offers and whether it is in force; how often it was taken, and what became of it."""
    figures = taken([row.pk for row in rows])
    places = places_named([version for row in rows for version in row.versions.all()])
    return [(_offered(row, places), figures.get(row.pk, Taken())) for row in rows]


def _offered(row: StandingOffer, places: dict[str, Place]) -> Cell:
    versions, today = list(row.versions.all()), clock.today()
    in_words = version_in_words(versions[0], places)
    in_force = any(version.is_in_force(today) for version in versions)
    tags = [Tag(_("in force"), "ok") if in_force else Tag(_("not in force today"), "calm")]
    if in_words["law_more"]:
        tags.append(Tag(_("The law gives more"), "warn"))
    page = reverse("business-standing-offer", args=[row.pk])
    return Cell(in_words["given"], page, tags, [f"{row.business.name} · {in_words['when']}"])


def managed(request: HttpRequest) -> list[Business]:
    """The businesses for which this account may publish offers: known by their code, and not gone."""
    actor = actor_of(request)
    if actor.account_id is None:
        return []
    ids = rights.held_in(actor.account_id, rights.MANAGE, on=clock.today()) & actor.business_ids
    rows = Business.objects.standing().filter(pk__in=ids, is_gone=False).order_by("name", "pk")
    return [row for row in rows if row.is_identified or row.kind == Business.Kind.GROUP]


LIST = List[tuple[Cell, Taken]](
    gettext_lazy("Standing offers"),
    rows=_own,
    prepared=_with_figures,
    columns=(
        Column(gettext_lazy("What is offered"), lambda row: row[0]),
        Column(gettext_lazy("Taken"), lambda row: row[1].times, is_number=True),
        Column(gettext_lazy("Sum ({currency})"), lambda row: spoken.figures(row[1].sum_fen), is_number=True),
        Column(gettext_lazy("Kept"), lambda row: row[1].kept, is_number=True),
        Column(gettext_lazy("Claimed"), lambda row: row[1].claimed, is_number=True),
        Column(gettext_lazy("Still to be done"), lambda row: row[1].waiting, is_number=True),
        Column(gettext_lazy("Broken"), lambda row: row[1].broken, is_number=True),
        Column(gettext_lazy("Not known"), lambda row: row[1].unknown, is_number=True),
    ),
    lead=gettext_lazy(
        "What you give at once to everybody whose complaint fits. The consumer sees it while filing, after what the "
        "law gives, and takes it with one press; you then do it in time."
    ),
    buttons=button("business-standing-new", gettext_lazy("Write a standing offer"), managed),
    empty=gettext_lazy("You have no standing offer yet."),
    frame=businesses_pages.frame,
    template="businesses/standing/list.html",
    guard=guards.business,
)


@guards.business
@require_safe
def business_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer with all its versions, and what a manager can do with it."""
    held = own_offer(request, offer_id)
    versions = list(held.versions.order_by("-number"))
    today, places = clock.today(), places_named(versions)
    context = {
        "offer": held,
        "versions": [
            {"told": version_in_words(one, places), "is_in_force": one.is_in_force(today)} for one in versions
        ],
        "taken": taken([held.pk]).get(held.pk, Taken()),
        "may_change": any(business.pk == held.business_id for business in managed(request)),
        "is_over": all(one.until_on is not None and one.until_on <= today for one in versions),
    }
    return render(request, "businesses/standing/offer.html", businesses_pages.frame(request) | context)


def own_offer(request: HttpRequest, offer_id: UUID) -> StandingOffer:
    """An offer of a business answered for, or 404."""
    rows = StandingOffer.objects.select_related("business")
    held: StandingOffer = get_object_or_404(rows, pk=offer_id, business__in=actor_of(request).business_ids)
    return held


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
        return verbs.publish(business, form.proposal(), by=actor_of(request), at=clock.now(), seen=seen)

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
        return verbs.change(offer, form.proposal(), seen=seen, by=actor_of(request), at=clock.now())

    return _write(request, Writing(offer.business, offer.version, forms.of_version(newest), publish, offer))


@guards.business
@EITHER
def end(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """The offer ends with a day."""
    offer = _to_change(request, offer_id)
    back = reverse("business-standing-offer", args=[offer.pk])
    question = Question(
        current="",
        title=gettext_lazy("End the standing offer"),
        button=gettext_lazy("End it with this day"),
        back=back,
        back_label=_("Standing offer %(n)s") % {"n": offer.serial},
        tone="late",
        frame=businesses_pages.frame,
        now=lambda _row: "",
    )
    return ask(
        request,
        question,
        form=partial(EndForm, seen=offer.version, initial={"last_on": clock.today()}),
        act=lambda form: verbs.end(
            offer, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The day on which the offer ends is written down."),
        to=back,
    )


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
    except verbs.AnotherPublished as error:
        return _another(request, writing, form, error, **more)
    except (NotPossible, NotAllowed) as error:
        why = str(error)
    else:
        messages.success(request, _("The standing offer is published."))
        return HttpResponseRedirect(reverse("business-standing-offer", args=[made.offer_id]))
    return _page(request, writing, form, status=CONFLICT, why=why, **more)


def _another(
    request: HttpRequest, writing: Writing, form: OfferForm, error: verbs.AnotherPublished, **more: Any
) -> HttpResponse:
    """Sent twice: to what is published. Else the page again, with what was typed."""
    if error.same is None:
        again = _renewed(form, error.count)
        return _page(request, writing, again, status=CONFLICT, why=str(error), **more)
    messages.info(request, _("This standing offer is published already; nothing was published twice."))
    return HttpResponseRedirect(reverse("business-standing-offer", args=[error.same.offer_id]))


def _holds(form: OfferForm) -> bool:
    try:
        standing_law.check(form.terms())
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True


def _page(
    request: HttpRequest, writing: Writing, form: OfferForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "business": writing.business, "offer": writing.offer, **more}
    return render(
        request, "businesses/standing/write.html", businesses_pages.frame(request) | context, status=status
    )


def _preview(request: HttpRequest, writing: Writing, form: OfferForm, *, unread: Any = "") -> HttpResponse:
    terms = form.terms()
    more = standing_law.more_by_law(terms)
    context = {
        "told": version_words(terms, list(Place.objects.filter(pk__in=terms.places)))
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
    return render(request, "businesses/standing/preview.html", businesses_pages.frame(request) | context)


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
