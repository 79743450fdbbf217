"""The index as everybody reads it, its signed files; and for the office, the issue that comes and its corrections."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.businesses.models import Representative
from huaihai.businesses.models.register import in_force
from huaihai.desk import tables
from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.desk.tables import Cell, Column
from huaihai.insight.indexing import content, facts, grouping, verbs
from huaihai.insight.models import BusinessIndex, IndexCorrection, IndexRow
from huaihai.insight.releases import api
from huaihai.insight.releases.pages import KINDS, kept
from huaihai.insight.statistics import keys
from huaihai.kit import clock, guards
from huaihai.kit.clock import local_day
from huaihai.kit.paging import page_of

A_PAGE = 50
MOST_CORRECTIONS, MOST_ISSUES = 20, 12
FILTERS = {"trade": facts.trade, "city": facts.city, "size": facts.size}
LABELS = {"trade": _("Trade"), "city": _("City"), "size": pgettext_lazy("index", "Size")}
CURRENT = "insight"


@require_safe
@guards.same_for_all
def index(request: HttpRequest) -> HttpResponse:
    """The newest issue by trade, city and name; never by its numbers."""
    issue = facts.newest()
    context: dict[str, Any] = {"issue": issue, "least": grouping}
    if issue is not None:
        context |= _listed(request, issue)
    return render(request, "insight/indexing/index.html", context)


def _listed(request: HttpRequest, issue: BusinessIndex) -> dict[str, Any]:
    choices = _choices(issue)
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    chosen = {name: code if code in dict(choices[name]) else "" for name, code in chosen.items()}
    rows = issue.rows.filter(is_out=False, **{name: code for name, code in chosen.items() if code})
    page = page_of(rows, request.GET.get("page"), per_page=A_PAGE)
    corrected = IndexCorrection.objects.filter(row__issue=issue).exclude(done_at=None)
    return {
        "page": page,
        "table": facts.table(issue, page.rows),
        "groups": facts.groups(issue, {row.group for row in page.rows}),
        "filters": [
            (name, LABELS[name], choices[name], chosen[name]) for name in FILTERS if len(choices[name]) > 1
        ],
        "is_narrowed": any(chosen.values()),
        "period": keys.period(issue.quarter),
        "published_on": local_day(issue.published_at) if issue.published_at else None,
        "measures": [(facts.MEASURES[one], facts.MEANINGS[one]) for one in facts.MEASURES],
        "corrections": [_corrected(one) for one in corrected.select_related("row")[:MOST_CORRECTIONS]],
        "issues": list(BusinessIndex.objects.published()[:MOST_ISSUES]),
    }


def _choices(issue: BusinessIndex) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen, from the groups: no query."""
    held = {
        "trade": sorted({code for group in issue.groups for code in group["trades"]}),
        "city": sorted({code for group in issue.groups for code in group["cities"]}),
        "size": sorted({code for group in issue.groups for code in group["sizes"]}),
    }
    return {name: [(code, FILTERS[name](code)) for code in codes] for name, codes in held.items()}


def _corrected(one: IndexCorrection) -> dict[str, Any]:
    changed = [
        (facts.MEASURES[measure], _told(one.before, measure), _told(one.after, measure))
        for measure in facts.MEASURES
        if one.before.get(measure) != one.after.get(measure)
    ]
    return {"row": one.row, "on": one.done_at, "reason": one.reason, "changed": changed}


def _told(measures: dict[str, Any], measure: str) -> str:
    told = measures.get(measure)
    return facts.numbers(told) if told else str(_("too few to say"))


@require_safe
@guards.public
def file(request: HttpRequest, quarter: str, form: str) -> HttpResponse:
    """An issue, byte for byte as it was signed; it never changes."""
    issue = _issue(quarter)
    hash_ = issue.file_hash if form == "json" else issue.csv_hash
    is_known = f'"{hash_}"' in parse_etags(request.headers.get("If-None-Match", ""))
    body = b"" if is_known else kept(hash_)
    name = f"{'demo-' if issue.is_demo else ''}huaihai-index-{issue.quarter}.{form}"
    return api.file(request, body, KINDS[form], tag=hash_, at=issue.published_at, name=name, lasting=True)


@require_safe
@guards.public
def signature(request: HttpRequest, quarter: str) -> HttpResponse:
    """What signs the JSON file of an issue."""
    issue = _issue(quarter)
    told = {
        "number": issue.number,
        "quarter": issue.quarter,
        "schema": content.SCHEMA,
        "sha256": issue.file_hash,
        "csv_sha256": issue.csv_hash,
        "previous": issue.previous_hash or None,
        "bytes": issue.size,
        "key": issue.key_id,
        "signature": issue.signature,
    }
    return api.json(request, told, tag=f"sig-{issue.file_hash}", at=issue.published_at)


def _issue(quarter: str) -> BusinessIndex:
    found: BusinessIndex = get_object_or_404(BusinessIndex.objects.published(), quarter=quarter)
    return found


class ReasonForm(forms.Form):
    """Why is it counted anew?"""

    reason = forms.CharField(
        label=_("Why is it counted anew?"),
        help_text=_("Everybody reads it. Please name no person and no case."),
        max_length=verbs.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@readers
def office(request: HttpRequest) -> HttpResponse:
    """The issue that businesses read now, or the one that everybody reads; for the secretariat alone."""
    if not acts_as_office(request):
        raise Http404
    issue = BusinessIndex.objects.frozen().order_by("quarter").first() or facts.newest()
    context: dict[str, Any] = {"issue": issue}
    if issue is not None:
        reads = Representative.objects.filter(in_force(clock.today()), business=OuterRef("business"))
        rows = issue.rows.filter(is_out=False).annotate(reads=Exists(reads))
        page = page_of(rows, request.GET.get("page"), per_page=A_PAGE)
        context |= {
            "page": page,
            "table": tables.table(_("Index of businesses"), _office_columns(issue), page.rows),
            "period": keys.period(issue.quarter),
        }
    return show(request, "insight/indexing/office.html", current=CURRENT, **context)


def _office_columns(issue: BusinessIndex) -> list[Column[Any]]:
    return [
        *facts.columns(several=len(issue.groups) > 1),
        Column(_("Reads it here"), lambda row: _("yes") if row.reads else _("no, please call")),
        Column(
            _("Correction"),
            lambda row: Cell(_("Count anew"), reverse("office-index-correction", args=[row.pk])),
        ),
    ]


@asking
@readers
def correction(request: HttpRequest, row_id: int) -> HttpResponse:
    """The secretariat has one row counted anew tonight."""
    row = get_object_or_404(IndexRow.objects.exclude(issue__frozen_at=None), pk=row_id)
    question = Question(
        current=CURRENT,
        title=row.name,
        button=_("Count it anew tonight"),
        back=reverse("office-index"),
        back_label=_("Index of businesses"),
        lead=_(
            "Tonight its row is counted as the files say then. Everybody reads what changed, and this reason."
        ),
        is_shown=acts_as_office(request),
    )
    return ask(
        request,
        question,
        form=ReasonForm,
        act=lambda form: verbs.order_correction(
            row, form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=_("The correction is ordered."),
        to=lambda _made: reverse("office-index"),
    )
