"""An assessor's own pages, and the sheet as anybody reads it."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from huaihai.brands import standing
from huaihai.brands.actions import declaring
from huaihai.brands.assessing import agreement, counting, reading, sheet, shown
from huaihai.brands.assessing.actions import judging, offering, seating
from huaihai.brands.assessing.forms import SheetForm
from huaihai.brands.models import Assessment, AssessorSeat
from huaihai.brands.models.assessing import OWING
from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.supervision.grading.numbers import exact

MENU_KEY = "brand-assessing"


@require_safe
@readers
def own(request: HttpRequest) -> HttpResponse:
    """What I was drawn for, and whether I am ready to be drawn."""
    actor = actor_of(request)
    rows = AssessorSeat.objects.filter(account=actor.account_id).select_related("round__entry__body")
    page = page_of(rows.order_by("-drawn_at", "-pk"), request.GET.get("page"))
    days = seating.clocks_of(page.rows)
    return show(
        request,
        "brands/assessing/own.html",
        current=MENU_KEY,
        page=page,
        rows=[(seat, days.get(seat.record_key), seat.state in OWING) for seat in page.rows],
        offer=offering.own_offer(actor),
        may_offer=offering.may_offer(actor),
        gives_title=standing.gives_title(clock.today()),
    )


@asking
@readers
def offer(request: HttpRequest) -> HttpResponse:
    """I am ready to be drawn."""
    return press(
        request,
        _own_question(),
        lambda _seen: offering.offer(by=actor_of(request), at=clock.now()),
        done=_("Thank you. You may be drawn from now on."),
        carries_version=False,
    )


@asking
@readers
def end_offer(request: HttpRequest) -> HttpResponse:
    """I am not any more."""
    return press(
        request,
        _own_question(),
        lambda _seen: offering.take_back(by=actor_of(request), at=clock.now()),
        done=_("You are not drawn any more."),
        carries_version=False,
    )


@asking
@readers
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The declaration and the sheet. Nobody but whoever was drawn can open it."""
    seat = _seat_or_404(request, pk)
    if seat.state == AssessorSeat.State.DONE and request.method != "POST":
        return _handed_in(request, seat)
    must_declare = seat.state == AssessorSeat.State.CALLED
    question = Question(
        current=MENU_KEY,
        title=_("Assess: %(name)s") % {"name": seat.round.entry.name},
        button=_("Hand in my points"),
        back=reverse("office-brand-assessments"),
        back_label=_("My assessments"),
        template="brands/assessing/assessment.html",
        closed=_closed(seat),
        context=reading.about(seat) | {"must_declare": must_declare},
    )
    used = sheet.of_version(seat.round.sheet_version)
    return ask(
        request,
        question,
        form=partial(SheetForm, sheet=used, must_declare=must_declare),
        act=partial(_answered, request, seat),
        done=lambda made: _("Your points are in. Thank you.") if made else _("Your declaration is stored."),
        to=question.back,
    )


def _answered(request: HttpRequest, seat: AssessorSeat, form: SheetForm) -> Assessment | None:
    """What the person declared, and the points; of somebody with a conflict of interest no points."""
    by, at = actor_of(request), clock.now()
    with transaction.atomic():
        if (declared := form.declared()) is not None:
            declaring.declare(seat.round.entry, **declared, by=by, at=at)
        return None if form.declares_conflict else judging.hand_in(seat, **form.facts(), by=by, at=at)


@require_safe
@guards.public
def public_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet, with every step in words, and how far those who filled it in agreed."""
    used = sheet.current()
    items = [
        {
            "name": shown.said(item.name),
            "ask": shown.said(item.ask),
            "axis": item.axis,
            "weight": item.weight,
            "steps": [(step.points, shown.said(step.words)) for step in item.steps],
        }
        for item in used.items
    ]
    criteria = standing.criteria_on(clock.today())
    asked = criteria.content.get("admission", {}) if criteria is not None else {}
    context = {
        "sheet": used,
        "items": items,
        "apart": exact(counting.most_apart(used, asked)),
        "years": agreement.by_year(),
        "few": counting.FEW,
    }
    return render(request, "brands/assessing/sheet.html", context)


def _handed_in(request: HttpRequest, seat: AssessorSeat) -> HttpResponse:
    """What I gave, to read again; points only where the programme has a title today."""
    gives_title = standing.gives_title(clock.today())
    used = sheet.of_version(seat.round.sheet_version)
    own = Assessment.objects.filter(seat=seat).first() if gives_title else None
    items = used.items if own is not None else ()
    return show(
        request,
        "brands/assessing/handed_in.html",
        current=MENU_KEY,
        seat=seat,
        gives_title=gives_title,
        own=own,
        items=[reading.given(item, own) for item in items if own is not None],
        **reading.about(seat),
    )


def _closed(seat: AssessorSeat) -> str:
    if seat.state == AssessorSeat.State.DONE:
        return _("Your points are in already; they cannot be changed.")
    if seat.state not in OWING or seat.round.closed_at is not None:
        return _("This assessment does not wait for you any more.")
    return ""


def _seat_or_404(request: HttpRequest, pk: UUID) -> AssessorSeat:
    rows = AssessorSeat.objects.filter(account=actor_of(request).account_id).select_related(
        "round__entry__body", "round__entry__business", "round__entry__place"
    )
    found: AssessorSeat | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _own_question() -> Question:
    return Question(
        current=MENU_KEY,
        title=gettext_lazy("My assessments"),
        button="",
        back=reverse("office-brand-assessments"),
        back_label=gettext_lazy("My assessments"),
    )
