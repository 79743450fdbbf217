"""What a business sees of a sweep on its desk: its findings, what follows, and its answer with proof of cure."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, F, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huaihai.businesses import pages as businesses_pages
from huaihai.cases.business.overview import Line, Section
from huaihai.desk.asking import ask, asking, outside
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock, guards, spoken
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way
from huaihai.supervision.life import PROJECT
from huaihai.supervision.models import Finding, FindingQuerySet, Measure, Photo
from huaihai.supervision.sweeping import verbs
from huaihai.supervision.sweeping.findings import finding_facts, photo_response
from huaihai.supervision.sweeping.forms import WordForm
from huaihai.supervision.sweeping.life import ADVICE, LIVING
from huaihai.supervision.sweeping.pages import plan_of


def sections(business_ids: Iterable[UUID], *, today: date) -> list[Section]:
    """For `reactions.BUSINESS_SECTIONS`. Two queries."""
    keys = list(business_ids)
    rows = Finding.objects.living().filter(business__in=keys).order_by()
    curing = Q(clock__name="cure")
    found = rows.aggregate(n=Count("pk", filter=curing), first=Min("clock__due_on", filter=curing))
    lines = []
    if found["n"]:
        until = spoken.day(found["first"], today=today)
        words = _("%(n)s, the first by %(until)s") % {"n": found["n"], "until": until}
        lines.append(Line(_("To be cured"), words, way("business-sweeps"), tone="warn"))
    talks = Measure.objects.filter(kind="talk", stage="invited", parties__business__in=keys).order_by()
    if talk := talks.order_by("meets_at").first():
        when = spoken.moment(talk.meets_at, today=today) if talk.meets_at else ""
        lines.append(Line(_("You are invited to a talk"), when, way("business-sweeps"), tone="warn"))
    return [Section(_("Found in a sweep"), lines)] if lines else []


class OwnWordForm(WordForm):
    """The same in the words of the business itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = gettext_lazy("Your answer")
        self.fields["claims_cure"].label = gettext_lazy("It is cured")
        self.fields["claims_cure"].help_text = gettext_lazy("We come again to see.")


@guards.business
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """What has to be cured first, then the rest."""
    rows = _seen(request).order_by(F("clock__due_on").asc(nulls_last=True), "-found_at", "pk")
    page = page_of(rows, request.GET.get("page"))
    plans = {row.project_id: plan_of(row.project) for row in page.rows}
    context = {
        "page": page,
        "rows": [(row, plans[row.project_id].item(row.item)) for row in page.rows],
    }
    return render(
        request, "supervision/sweeping/business/list.html", businesses_pages.frame(request) | context
    )


@guards.business
@asking
def finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One finding, and the answer to it."""
    one = get_object_or_404(_seen(request), pk=pk)
    own = finding_facts(one)
    context = own | {
        "may_answer": PROJECT.can("follow up", one.project.stage)
        and one.stage in LIVING
        and verbs.may_answer(one, actor_of(request), at=clock.now()),
        "unread": [row for row in own["measures"] if _is_unread(row)],
    }
    return ask(
        request,
        outside(
            "supervision/sweeping/business/finding.html",
            context=context,
            frame=lambda request, _entry: businesses_pages.frame(request),
        ),
        form=OwnWordForm,
        act=lambda form: verbs.answer(one, **form.facts(), by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Your answer has been sent."),
        to=reverse("business-sweep", args=[one.pk]),
    )


@guards.business
@require_POST
def receipt(request: HttpRequest, pk: UUID, measure: UUID) -> HttpResponse:
    """The advice was read."""
    one = get_object_or_404(_seen(request), pk=pk)
    held = get_object_or_404(one.measures.filter(kind="advice").select_related("project"), pk=measure)
    try:
        verbs.receive(held, by=actor_of(request), at=clock.now())
    except (NotPossible, NotAllowed) as error:
        messages.warning(request, str(error))
    return HttpResponseRedirect(reverse("business-sweep", args=[one.pk]))


@guards.business
@require_safe
def photo(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A photo of one of its own findings, of its own proof or of a re-check."""
    held = get_object_or_404(Photo, project=project, pk=pk)
    kind, _colon, key = held.about.partition(":")
    own = _seen(request).filter(project=project)
    lookup = {"mark": "mark", "recheck": "rechecks", "word": "words"}.get(kind)
    get_object_or_404(own.filter(**{lookup: key}) if lookup else own.none())
    return photo_response(held)


def _is_unread(measure: Measure) -> bool:
    return measure.kind == "advice" and ADVICE.can("serve", measure.stage)


def _seen(request: HttpRequest) -> FindingQuerySet:
    rows: FindingQuerySet = Finding.objects.visible_to(actor_of(request)).select_related(
        "project__registered", "business", "city", "clock", "mark", "inspection"
    )
    return rows
