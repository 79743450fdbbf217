"""The city body's side: reports of posters that hang elsewhere, and pledges taken off the display."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Pledge, PledgeSuspension, PledgeVersion, PosterReport
from huaihai.businesses.pledges import facts, verbs, words
from huaihai.businesses.posters import verbs as posters_verbs
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line, Words
from huaihai.kit.paging import page_of

MAY = tuple(sorted(channel_facts.KEEPERS))
EITHER = require_http_methods(["GET", "HEAD", "POST"])


class Reason(forms.Form):
    reason = Words(
        label=gettext_lazy("Why is it taken off the display?"),
        help_text=gettext_lazy("The business reads it; the public only reads that you look into it."),
        max_length=1000,
    )


class Outcome(forms.Form):
    outcome = Line(
        label=gettext_lazy("What did you find?"),
        help_text=gettext_lazy("For example: moved back, or ended by us."),
        max_length=300,
    )
    ends = forms.BooleanField(required=False, label=gettext_lazy("End this poster: it is valid no more"))


@guards.staff(*MAY)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Reports that wait in this city, and pledges in force in it."""
    city = _city_code(request)
    reports = _reports(city).filter(done_at=None)[:50]
    wanted = facts.Wanted(city=city, words=request.GET.get("q", "").replace("\x00", "")[:100])
    page = page_of(facts.find(wanted, on=clock.today(), displayed=False), request.GET.get("page"))
    hidden = _hidden(page.rows)
    context = {
        "reports": [{"report": one, "place": words.place_words(one.poster.place)} for one in reports],
        "page": page,
        "rows": [
            {"shown": words.version_in_words(one, today=clock.today()), "is_hidden": one.pledge_id in hidden}
            for one in page.rows
        ],
        "words": wanted.words,
    }
    return render(request, "businesses/pledging/office.html", context)


@guards.staff(*MAY)
@EITHER
def display(request: HttpRequest, pledge_id: UUID) -> HttpResponse:
    """Take a pledge off the display with a reason, or show it again; other bodies read which one may."""
    pledge = get_object_or_404(Pledge.objects.select_related("business__merged_into"), pk=pledge_id)
    actor = actor_of(request)
    body = channel_facts.body_of(pledge.business, on=clock.today())
    may = channel_facts.acts_for(actor, body)
    if request.method == "POST" and not may:
        raise Http404
    hidden = PledgeSuspension.objects.filter(pledge=pledge, lifted_at=None).first()
    form = Reason(_sent(request))
    if request.method == "POST" and "lift" in request.POST:
        verbs.lift_suspension(pledge, by=actor, at=clock.now())
        messages.success(request, _("The pledge is shown again."))
        return HttpResponseRedirect(reverse("desk-pledges"))
    if request.method == "POST" and form.is_valid():
        verbs.suspend_display(pledge, reason=form.cleaned_data["reason"], by=actor, at=clock.now())
        messages.success(request, _("The pledge is not shown any more. It stays binding."))
        return HttpResponseRedirect(reverse("desk-pledges"))
    newest = PledgeVersion.objects.filter(pledge=pledge).with_parts().order_by("-number").first()
    if newest is None:
        raise Http404
    pledged = words.version_in_words(newest, today=clock.today())
    context = {"form": form, "pledge": pledged, "hidden": hidden, "may": may, "body": body}
    return render(request, "businesses/pledging/display.html", context)


@guards.staff(*MAY)
@EITHER
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Where somebody saw the poster; what the body found; the poster ended if need be."""
    held = get_object_or_404(_reports(_city_code(request)), pk=report_id)
    actor, form = actor_of(request), Outcome(_sent(request))
    if request.method == "POST" and form.is_valid():
        found, at = form.cleaned_data, clock.now()
        try:
            posters_verbs.settle_report(held, outcome=found["outcome"], by=actor, at=at)
            if found["ends"]:
                posters_verbs.end(held.poster, by=actor, at=at)
        except Unfit as error:
            form.add_error("outcome", error.message)
        except NotAllowed as error:
            raise Http404 from error
        else:
            messages.success(request, _("Written down. Thank you for looking into it."))
            return HttpResponseRedirect(reverse("desk-pledges"))
    context = {"form": form, "report": held, "place": words.place_words(held.poster.place)}
    return render(request, "businesses/pledging/report.html", context)


def _reports(city: str) -> Any:
    """Reports about posters of places in this city, oldest first."""
    rows = PosterReport.objects.filter(poster__place__region_code__in=facts.codes_of(city))
    return rows.select_related("poster__place__business").order_by("reported_at", "pk")


def _city_code(request: HttpRequest) -> str:
    """The code of the officer's own city body; 404 for others."""
    node = actor_of(request).organisation
    if node is None or node.kind != node.Kind.CITY:
        raise Http404
    return str(node.region_code)


def _hidden(versions: Any) -> set[UUID]:
    keys = {one.pledge_id for one in versions}
    rows = PledgeSuspension.objects.filter(pledge__in=keys, lifted_at=None)
    return set(rows.values_list("pledge_id", flat=True))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else guards.kept_post(request)
