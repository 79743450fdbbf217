"""The yearly report as anybody reads it, in plain words drawn from its file; the office's step that makes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.http import require_safe

from huaihai.brands.effect import report
from huaihai.brands.effect.comparing import Verdict
from huaihai.brands.models import EffectReport
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.papers.document import Chart, Document, Section, Series, Table
from huaihai.governance.models.planning import FIRST_YEAR, LAST_YEAR
from huaihai.kit import clock, guards, spoken

USE = {
    "nominated": gettext_noop("entries nominated"),
    "listed": gettext_noop("entered in the directory"),
    "fell_short": gettext_noop("fell short in the assessment"),
    "admitted": gettext_noop("admitted by the alliance's vote"),
    "not_admitted": gettext_noop("not admitted by the alliance's vote"),
    "suspended": gettext_noop("marks suspended"),
    "restored": gettext_noop("marks given back"),
    "removed": gettext_noop("marks removed"),
    "reinstated": gettext_noop("removals set aside on appeal"),
    "expired": gettext_noop("marks that ended with their time"),
    "left": gettext_noop("left on their own"),
    "mark_checks": gettext_noop("marks checked by people in front of a sign"),
    "misuse_reports": gettext_noop("reports of misused marks"),
    "revisits": gettext_noop("re-visits"),
    "revisits_failed": gettext_noop("re-visits that found a fault"),
    "ratings": gettext_noop("ratings by buyers"),
}


def document(file: Mapping[str, Any]) -> Document:
    """The whole report."""
    year, until = file["year"], date.fromisoformat(file["until"])
    return Document(
        title=_("What the three hearts did in %(year)s") % {"year": year},
        summary=_summary(file),
        caution=_(
            "The comparison cannot prove a cause: shops that apply may have been better from the start. That is why "
            "their complaints before the mark are shown, too. How much each shop sells is not known."
        ),
        sections=(_comparison(file, until), _method(file), _use(file)),
    )


def _summary(file: Mapping[str, Any]) -> str:
    """The verdict in one or two sentences."""
    told = file["compared"]
    if not file["holders"]:
        return _("No mark is old enough yet to say anything about its effect.")
    if told is None or told["verdict"] == Verdict.TOO_FEW:
        return _("There are too few marks or too few complaints to say whether the programme works.")
    facts = {"ratio": told["ratio"], "low": told["low"], "high": told["high"]}
    if told["verdict"] == Verdict.FEWER:
        return (
            _(
                "Businesses with the mark had fewer complaints than businesses like them: %(ratio)s times as many "
                "(probably between %(low)s and %(high)s)."
            )
            % facts
        )
    if told["verdict"] == Verdict.MORE:
        return (
            _(
                "The programme does not work as it should: businesses with the mark had more complaints than "
                "businesses like them, %(ratio)s times as many (probably between %(low)s and %(high)s)."
            )
            % facts
        )
    return (
        _(
            "No effect can be seen: as far as these numbers go, the programme does not work. Businesses with the mark "
            "had %(ratio)s times as many complaints as businesses like them (probably between %(low)s and %(high)s; 1 "
            "means the same)."
        )
        % facts
    )


def _comparison(file: Mapping[str, Any], until: date) -> Section:
    told = file["compared"]
    matched = len(file["sets"])
    paragraphs = [
        ngettext(
            "%(n)s business had been admitted long enough by %(day)s to be compared; removed ones stay in.",
            "%(n)s businesses had been admitted long enough by %(day)s to be compared; removed ones stay in.",
            file["holders"],
        )
        % {"n": file["holders"], "day": spoken.full_day(until)},
    ]
    if alone := file["holders"] - matched:
        paragraphs.append(
            ngettext(
                "For %(n)s of them no business like it was found; it is left out.",
                "For %(n)s of them no businesses like them were found; they are left out.",
                alone,
            )
            % {"n": alone}
        )
    if told is None:
        return Section(_("Complaints about holders and others"), tuple(paragraphs))
    chart = Chart(
        caption=_("Complaints that count"),
        labels=(_("in the year before"), _("since the mark")),
        series=(
            Series(_("with the mark"), (told["holders_before"], told["holders_after"])),
            Series(_("like them, without"), (float(told["others_before"]), float(told["others_after"]))),
        ),
        digits=1,
    )
    return Section(_("Complaints about holders and others"), tuple(paragraphs), charts=(chart,))


def _method(file: Mapping[str, Any]) -> Section:
    rules = file["rules"]
    return Section(
        _("How they were compared"),
        (
            _(
                "Each business is compared with up to %(most)s that never held a mark: registered in the same city, "
                "known to us before the day of the mark, with most complaints in the same trade, and about as many "
                "complaints in the year before (at most twice as many, at least half). Both are watched over the same "
                "days, %(days)s at least."
            )
            % {"most": rules["others_a_set"], "days": rules["shortest_days"]},
            _(
                "Only complaints count that a body admitted or that were settled. The interval comes from drawing the "
                "sets again %(draws)s times (seed %(seed)s); with fewer than %(sets)s sets or %(cases)s complaints we "
                "say nothing."
            )
            % {
                "draws": rules["draws"],
                "seed": rules["seed"],
                "sets": rules["enough_sets"],
                "cases": rules["enough_cases"],
            },
        ),
    )


def _use(file: Mapping[str, Any]) -> Section:
    rows = tuple((_(words), str(file["use"][name])) for name, words in USE.items() if name in file["use"])
    table = Table(
        _("What happened in the programme"), (_("What"), _("How many")), rows, numbers=frozenset({1})
    )
    return Section(_("How the programme was used"), tables=(table,))


@require_safe
@guards.same_for_all
def reports(request: HttpRequest) -> HttpResponse:
    """The newest report; before the first one, when it will come."""
    newest = EffectReport.objects.order_by("-year", "-number").first()
    if newest is None:
        return render(request, "brands/effect/none.html")
    return HttpResponseRedirect(newest.get_absolute_url())


@require_safe
@guards.same_for_all
def of_year(request: HttpRequest, year: str) -> HttpResponse:
    """The report of a year in words, with its numbers and how they came about."""
    found = _report_or_404(year)
    context = {
        "report": found,
        "document": document(report.read(found.file)),
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
        label=gettext_lazy("For which year?"),
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
        title=gettext_lazy("Report on what the programme does"),
        button=gettext_lazy("Compute and publish it"),
        back=reverse("office-brands"),
        back_label=gettext_lazy("Entries of the three hearts"),
        lead=gettext_lazy(
            "Holders are compared with businesses like them that never held the mark. The report is public as soon as "
            "it is made, whatever it says; an earlier one of the same year stays in the record."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=ReportForm,
        act=lambda form: report.report(form.cleaned_data["year"], by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The report is public."),
        to=lambda made: made.get_absolute_url(),
    )


def _report_or_404(year: str) -> EffectReport:
    found = EffectReport.objects.filter(year=int(year)).order_by("-number").first()
    if found is None:
        raise Http404
    return found
