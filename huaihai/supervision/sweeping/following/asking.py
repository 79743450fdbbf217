"""What the forms about findings share: which findings can be ticked, how each is called, what a text begins with."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from huaihai.businesses.models import Business
from huaihai.desk.asking import ask
from huaihai.kit import local_words
from huaihai.supervision.models import Finding, Measure
from huaihai.supervision.sweeping.lives import FINDING, LIVING
from huaihai.supervision.sweeping.pages import Words, city_of, finding_or_404, plan_of, question
from huaihai.supervision.sweeping.plan import Plan

MOST_CHOICES = 100
LONGEST_SEARCH = 80


def own_finding(request: HttpRequest, project: UUID, pk: UUID, verb: str) -> Finding:
    """The finding, if the reader's city found it and this verb exists for it now. Raises Http404."""
    one = finding_or_404(request, project, pk)
    can = request.method == "POST" or FINDING.can(verb, one.stage)  # a form may be sent twice
    if city_of(request, one.project) != one.city or not can:
        raise Http404
    return one


def of_the_business(one: Finding, verb: str) -> list[Finding]:
    """What else was found at this business in this city and can be treated together with it."""
    rows = Finding.objects.filter(project=one.project, city=one.city, business=one.business)
    return _with_it(one, rows.filter(stage__in=FINDING.verbs[verb]))


def of_the_chain(one: Finding, words: str) -> list[Finding]:
    """Open findings that a talk may be about: of this business and its chain, in all cities; or of those searched."""
    rows = Finding.objects.filter(project=one.project, stage__in=LIVING)
    chain = Q(business=one.business)
    if one.business.parent_id:
        chain |= Q(business__parent=one.business.parent_id) | Q(business=one.business.parent_id)
    if words:
        chain |= Q(business__in=Business.objects.standing().matching(words[:LONGEST_SEARCH]).values("pk"))
    return _with_it(one, rows.filter(chain))


def labelled(
    findings: Sequence[Finding], plan: Plan, *, tells_city: bool = False
) -> list[tuple[Finding, str]]:
    """Each finding with what its box says."""
    return [(row, _label(row, plan, tells_city)) for row in findings]


def ask_about(
    request: HttpRequest,
    one: Finding,
    make: Callable[..., Any],
    *,
    rows: Sequence[Finding],
    ticked: Sequence[UUID],
    title: Words,
    button: Words,
    lead: Words = "",
    initial: dict[str, Any] | None = None,
    act: Callable[[Any], Measure],
    done: Words,
    tells_city: bool = False,
    **more: Any,
) -> HttpResponse:
    """The form about these findings; afterwards the page of what came of it."""
    choices = labelled(rows, plan_of(one.project), tells_city=tells_city)
    return ask(
        request,
        question(
            one.project,
            title=title,
            button=button,
            lead=lead,
            back=one.office_url,
            back_label=one.inspection.called,
            **more,
        ),
        form=partial(make, rows=choices, ticked=ticked, initial=initial or {}),
        act=act,
        done=done,
        to=lambda made: made.office_url,
    )


def ticked_by(rows: Sequence[Finding], plan: Plan, kind: str, one: Finding) -> list[UUID]:
    """The boxes that are ticked beforehand: this finding, and those from which this follows by the plan."""
    return [row.pk for row in rows if row.pk == one.pk or kind in plan.follows(row.severity)]


def _with_it(one: Finding, rows: QuerySet[Finding]) -> list[Finding]:
    found = rows.select_related("city", "business", "inspection", "mark").order_by("found_at", "item", "pk")
    listed = list(found[:MOST_CHOICES])
    return listed if one.pk in {row.pk for row in listed} else [one, *listed]


def _label(row: Finding, plan: Plan, tells_city: bool) -> str:
    item = local_words.in_script(plan.item(row.item).name)
    city = [local_words.in_script(row.city.short_name)] if tells_city else []
    return " · ".join([*city, row.inspection.called, item, row.mark.words[:60]])
