"""The office's page of releases: what the audit found, what would come out differently today, ordering a correction."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.cases import listing
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.insight.axes import WHOLE
from huaihai.insight.models import CorrectionOrder, Release
from huaihai.insight.releases import correcting
from huaihai.insight.statistics import keys
from huaihai.kit import clock
from huaihai.kit.paging import page_of

MOST = 200  # differences on a page; all of them are counted
CURRENT = "insight"


class ReasonForm(forms.Form):
    """Why do the numbers change?"""

    reason = forms.CharField(
        label=_("Why do the numbers change?"),
        help_text=_("Everybody reads it. Please name no person and no case."),
        max_length=correcting.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@readers
def releases(request: HttpRequest) -> HttpResponse:
    """Releases with what the audit found, and the differences of one year."""
    years = correcting.years()
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), next(iter(years), None))
    found = correcting.differences(year) if year else []
    own = _places_of(request)
    context: dict[str, Any] = {
        "page": page_of(Release.objects.all(), request.GET.get("page"), per_page=12),
        "years": years,
        "year": year,
        "rows": [_told(one) for one in found if own is None or one.name.place in own][:MOST],
        "count": len(found),
        "safe": sum(one.is_safe for one in found),
        "orders": CorrectionOrder.objects.select_related("release")[:5],
        "acts": acts_as_office(request),
    }
    return show(request, "insight/releases/office.html", current=CURRENT, **context)


@asking
@readers
def correction(request: HttpRequest) -> HttpResponse:
    """The secretariat has the next release correct what can be told."""
    question = Question(
        current=CURRENT,
        title=_("Correct published numbers"),
        button=_("Correct them tonight"),
        back=reverse("office-releases"),
        back_label=_("Releases"),
        lead=_(
            "Tonight's release changes every number whose change tells of enough people, and lists each with "
            "this reason. Smaller changes wait."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=ReasonForm,
        act=lambda form: correcting.order(form.cleaned_data["reason"], by=actor_of(request), at=clock.now()),
        done=_("The correction is ordered."),
        to=lambda _made: reverse("office-releases"),
    )


def _places_of(request: HttpRequest) -> set[str] | None:
    """The places whose withheld numbers the reader sees: the own city's, and the whole; None: every one's."""
    actor = actor_of(request)
    if acts_as_office(request) or listing.reads_all(actor):
        return None
    body = actor.organisation.city if actor.organisation is not None else None
    cities = [city for city in alliance.load().cities if body is not None and city.code == body.region_code]
    return {WHOLE, *(place for city in cities for place in (city.code, *(one.code for one in city.counties)))}


def _told(one: correcting.Difference) -> dict[str, Any]:
    name = one.name
    return {
        "what": f"{name.period} · {keys.place(name.place)} · {keys.name(name.axis, name.key)}",
        "before": one.before,
        "after": one.after,
        "is_withheld": one.is_withheld,
        "is_safe": one.is_safe,
    }
