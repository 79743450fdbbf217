"""A business's own pledges: the list, writing one, reading what all will read, publishing, ending one."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses import rights
from huaihai.businesses.models import Business, Pledge, PledgeSuspension, PledgeVersion
from huaihai.businesses.pledges import forms, terms, verbs, words
from huaihai.businesses.pledges.forms import FORMS, Chosen, EndForm, PledgeForm, set_choices
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.asking import Question, ask
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards, local_words
from huaihai.kit.paging import page_of

MOST_TO_CHOOSE = 200  # businesses to choose from on one page
NEWEST_FIRST = PledgeVersion.objects.order_by("-number").prefetch_related("places")


@guards.business
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The pledges of the businesses answered for, with the version of today or the newest."""
    rows = (
        Pledge.objects.filter(business__in=actor_of(request).business_ids)
        .select_related("business")
        .prefetch_related(
            Prefetch("versions", queryset=NEWEST_FIRST),
            Prefetch("suspensions", queryset=PledgeSuspension.objects.filter(lifted_at=None)),
        )
        .order_by("business__name", "business_id", "serial")
    )
    page = page_of(rows, request.GET.get("page"))
    managed_ids = {business.pk for business in managed(request)}
    context = {
        "page": page,
        "rows": [_row(pledge, managed_ids) for pledge in page.rows],
        "may_write": bool(managed_ids),
    }
    return render(request, "businesses/pledging/list.html", businesses_pages.frame(request) | context)


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Who promises, and what: then the form of that kind."""
    choices = managed(request)
    if not choices:
        raise Http404
    form = Chosen(
        request.POST if request.method == "POST" else None, initial={"business": str(choices[0].pk)}
    )
    set_choices(form, "business", [(str(one.pk), one.name) for one in choices])
    set_choices(form, "kind", words.SHORT.items())
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        return HttpResponseRedirect(reverse("business-pledge", args=[found["business"], found["kind"]]))
    return render(request, "businesses/pledging/new.html", businesses_pages.frame(request) | {"form": form})


def managed(request: HttpRequest) -> list[Business]:
    """The businesses in whose name this account may promise something: identified, and not gone."""
    actor = actor_of(request)
    if actor.account_id is None:
        return []
    ids = rights.held_in(actor.account_id, rights.MANAGE, on=clock.today()) & actor.business_ids
    rows = Business.objects.standing().filter(pk__in=ids, is_gone=False).exclude(credit_code=None)
    return list(rows.order_by("created_at", "pk")[:MOST_TO_CHOOSE])


def own_pledge(request: HttpRequest, pledge_id: UUID) -> Pledge:
    """A pledge of a business managed, or 404."""
    ids = [business.pk for business in managed(request)]
    pledge: Pledge = get_object_or_404(
        Pledge.objects.select_related("business"), pk=pledge_id, business__in=ids
    )
    return pledge


def _row(pledge: Pledge, managed_ids: set[UUID]) -> dict[str, object]:
    today = clock.today()
    versions = list(pledge.versions.all())
    for one in versions:
        one.pledge = pledge
    now = next((one for one in versions if one.is_in_force(today)), versions[0])
    hidden = next(iter(pledge.suspensions.all()), None)
    return {
        "pledge": pledge,
        "shown": words.version_in_words(now, today=today),
        "is_in_force": now.is_in_force(today),
        "is_over": all(one.until_on is not None and one.until_on < today for one in versions),
        "to_come": [
            words.version_in_words(one, today=today)
            for one in versions
            if one.from_on > today and not one.never_began
        ],
        "hidden": hidden.reason if hidden else "",
        "may_write": pledge.business_id in managed_ids,
    }


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
        verbs.publish(business, form.draft(), by=actor_of(request), at=clock.now(), seen=form.version_seen)
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
    rules = verbs.rules_for(pledge.business, on=clock.today())
    earliest = clock.today() + timedelta(days=rules.notice_days)
    back = reverse("business-pledges")
    question = Question(
        current="",
        title=gettext_lazy("End this pledge"),
        button=gettext_lazy("End it with this day"),
        back=back,
        back_label=gettext_lazy("Our pledges"),
        template="businesses/pledging/end.html",
        frame=businesses_pages.frame,
        now=lambda _row: "",
        context={
            "kind": words.SHORT[pledge.kind],
            "earliest": earliest,
            "days": rules.notice_days,
            "source": local_words.in_script(rules.sources[2].article),
        },
    )
    return ask(
        request,
        question,
        form=partial(EndForm, seen=pledge.version, initial={"last_on": earliest}),
        act=lambda form: verbs.end(
            pledge, **form.facts(), by=actor_of(request), at=clock.now(), seen=form.version_seen
        ),
        done=gettext_lazy("The last day is written down. Until then the pledge binds you."),
        to=back,
    )


def _form(request: HttpRequest, business: Business, pledge: Pledge | None, kind: str) -> PledgeForm:
    today = clock.today()
    newest = pledge.versions.prefetch_related("places").order_by("-number").first() if pledge else None
    follows = pledge is not None and pledge.versions.in_force_on(today).exists()
    initial = forms.begins_with(kind, newest, from_on=today + timedelta(days=1) if follows else today)
    seen = pledge.version if pledge else 0
    return FORMS[kind](_sent(request), business=business, seen=seen, initial=initial)


def _holds(form: PledgeForm, business: Business) -> bool:
    rules = verbs.rules_for(business, on=clock.today())
    try:
        terms.check(form.kind, form.terms(), least_days=rules.least_days, most_hours=rules.most_hours)
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
        "kind": words.SHORT[form.kind],
        "why": why,
    }
    return render(
        request, "businesses/pledging/write.html", businesses_pages.frame(request) | context, status=status
    )


def _preview(
    request: HttpRequest, business: Business, pledge: Pledge | None, form: PledgeForm
) -> HttpResponse:
    draft = form.draft()
    lines = words.sentences(draft.terms, sorted(set(draft.trades)))
    context = {
        "business": business,
        "is_next": pledge is not None,
        "kind": words.SHORT[form.kind],
        "first": lines[0],
        "rest": lines[1:],
        "own_words": draft.own_words,
        "from_on": draft.from_on,
        "places": len(draft.places),
        "carried": [
            (name, one) for name, held in request.POST.lists() if name not in BUTTONS for one in held
        ],
    }
    return render(request, "businesses/pledging/preview.html", businesses_pages.frame(request) | context)


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
