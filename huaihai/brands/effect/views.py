"""The yearly report as anybody reads it, its file, and the office's step that makes it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.brands.effect import actions, building, telling
from huaihai.brands.models import EffectReport
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit import clock, guards


@require_safe
@guards.public
def reports(request: HttpRequest) -> HttpResponse:
    """The newest report; before the first one, when it will come."""
    newest = EffectReport.objects.order_by("-year", "-number").first()
    if newest is None:
        return render(request, "brands/effect/none.html")
    return HttpResponseRedirect(newest.get_absolute_url())


@require_safe
@guards.public
def of_year(request: HttpRequest, year: str) -> HttpResponse:
    """The report of a year in words, with its numbers and how they came about."""
    found = _report_or_404(year)
    context = {
        "report": found,
        "document": telling.document(building.read(found.file)),
        "years": EffectReport.objects.order_by("-year").values_list("year", flat=True).distinct(),
    }
    return render(request, "brands/effect/report.html", context)


@require_safe
@guards.public
def file(request: HttpRequest, year: str) -> HttpResponse:
    """The file that the report was drawn from, byte for byte."""
    found = _report_or_404(year)
    answer = HttpResponse(found.file.encode(), content_type="application/json")
    answer["Content-Disposition"] = (
        f'attachment; filename="three-hearts-effect-{found.year}-{found.number}.json"'
    )
    answer["ETag"] = f'"{found.sha256}"'
    return answer


class ReportForm(forms.Form):
    """Of which year?"""

    year = forms.IntegerField(
        label=_("For which year?"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


@asking
@readers
def making(request: HttpRequest) -> HttpResponse:
    """The office makes the report of a year."""
    question = Question(
        current="brand-programme",
        title=_("Report on what the programme does"),
        button=_("Compute and publish it"),
        back=reverse("office-brands"),
        back_label=_("Entries of the three hearts"),
        lead=_(
            "Holders are compared with businesses like them that never held the mark. The report is public as soon as "
            "it is made, whatever it says; an earlier one of the same year stays in the record."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=ReportForm,
        act=lambda form: actions.report(form.cleaned_data["year"], by=actor_of(request), at=clock.now()),
        done=_("The report is public."),
        to=lambda made: made.get_absolute_url(),
    )


def _report_or_404(year: str) -> EffectReport:
    found = EffectReport.objects.filter(year=int(year)).order_by("-number").first()
    if found is None:
        raise Http404
    return found
