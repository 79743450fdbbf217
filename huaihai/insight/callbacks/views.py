"""The office's pages of call-backs: rounds, the own city's list, one call."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases.pages import unmasking
from huaihai.cases.pages.situation import CASEWORK
from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.insight.callbacks import questions, reading, shown
from huaihai.insight.callbacks.actions import calling
from huaihai.insight.callbacks.forms import CallForm
from huaihai.insight.callbacks.quarters import NAME
from huaihai.insight.models import Call, CallRound
from huaihai.insight.statistics import keys
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import UnstorableTextError, storable

MENU_KEY = "callbacks"
LONGEST_REASON = 200
SHOWN = {
    "": gettext_lazy("still to be called"),
    "done": gettext_lazy("finished"),
    "all": gettext_lazy("all of them"),
}


@require_safe
@readers
def rounds(request: HttpRequest) -> HttpResponse:
    """All quarters that were drawn, the newest first."""
    page = page_of(CallRound.objects.all(), request.GET.get("page"))
    rows = [(held, shown.shares(reading.of_result(held.result or {}))) for held in page.rows]
    return show(request, "insight/callbacks/rounds.html", current=MENU_KEY, page=page, rows=rows)


@require_safe
@readers
def one_round(request: HttpRequest, quarter: str) -> HttpResponse:
    """One quarter: how far it is, what was found, and the own city's calls."""
    held = _round_or_404(quarter)
    asked = request.GET.get("show", "")
    asked = asked if asked in SHOWN else ""
    page = page_of(_own(request, held, asked), request.GET.get("page"))
    return show(
        request,
        "insight/callbacks/round.html",
        current=MENU_KEY,
        held=held,
        progress=shown.progress(held),
        found=shown.found(held) if held.closed_at else None,
        page=page,
        rows=[(call, _masked(call)) for call in page.rows],
        shown=asked,
        choices=list(SHOWN.items()),
        may_call=bool(actor_of(request).roles & set(CASEWORK)),
    )


@require_safe
@guards.staff(*CASEWORK)
def sheet(request: HttpRequest, quarter: str) -> HttpResponse:
    """The own city's list to print, with what is said on the telephone."""
    held = _round_or_404(quarter)
    calls = list(_own(request, held, ""))
    return show(
        request,
        "insight/callbacks/sheet.html",
        current=MENU_KEY,
        held=held,
        rows=[(call, _masked(call)) for call in calls],
        done=questions.DONE,
    )


@asking
@guards.staff(*CASEWORK)
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One call: whom, what is said, and what came of it."""
    held = _call_or_404(request, pk)
    is_open = unmasking.is_open(request.session, held.case_id, clock.now())
    is_waiting = held.state == Call.State.OPEN and held.round.closed_at is None
    question = Question(
        current=MENU_KEY,
        title=_("Call back: %(number)s") % {"number": held.case.number},
        button=_("Write it down"),
        back=reverse("office-callback-round", args=[held.round.quarter]),
        back_label=_("Call-backs of %(quarter)s") % {"quarter": keys.period(held.round.quarter)},
        template="insight/callbacks/call.html",
        now=lambda row: _("It is now: %(stage)s.") % {"stage": row.get_state_display()},
        context={
            "held": held,
            "matter": shown.matter(held.case, is_open=is_open),
            "is_open": is_open,
            "is_waiting": is_waiting,
            "attempts": list(held.attempts.all()),
            "reason": _("Call-back of %(quarter)s") % {"quarter": keys.period(held.round.quarter)},
        },
    )
    if not is_waiting and request.method != "POST":
        return show(
            request, "insight/callbacks/ended.html", current=MENU_KEY, question=question, **question.context
        )
    return ask(
        request,
        question,
        form=partial(_form, seen=held.version),
        act=lambda form: calling.note_attempt(
            held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=shown.after_attempt,
        to=question.back,
    )


@require_POST
@guards.staff(*CASEWORK)
def unmask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name and number for a quarter of an hour; the case's record keeps why."""
    held, at = _call_or_404(request, pk), clock.now()
    try:
        text = storable(request.POST.get("text", "")[:LONGEST_REASON])
        calling.show_number(held, text=text, by=actor_of(request), at=at)
    except UnstorableTextError as error:
        messages.error(request, _(error.message_id))
    except Unfit as error:
        messages.error(request, error.message)
    except (NotAllowed, NotPossible) as error:
        messages.error(request, str(error))
    else:
        unmasking.keep_open(request.session, held.case_id, at)
    return HttpResponseRedirect(reverse("office-callback", args=[held.pk]))


@asking
@guards.staff(*CASEWORK)
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what was mistyped today."""
    held = _call_or_404(request, pk)
    question = Question(
        current=MENU_KEY,
        title=_("Take the last entry back"),
        button="",
        back=reverse("office-callback", args=[held.pk]),
        back_label=held.case.number or "",
        now=lambda row: _("It is now: %(stage)s.") % {"stage": row.get_state_display()},
    )
    return press(
        request,
        question,
        lambda seen: calling.undo_attempt(held, seen=seen, by=actor_of(request), at=clock.now()),
        done=_("The last entry was taken back."),
    )


def _form(*args: object, seen: int, **options: object) -> CallForm:
    return CallForm(*args, seen=seen, **options)


def _own(request: HttpRequest, held: CallRound, asked: str) -> QuerySet[Call]:
    """The calls of the reader's own city, those least tried first."""
    rows: QuerySet[Call] = Call.objects.visible_to(actor_of(request)).filter(round=held)
    if asked == "":
        rows = rows.filter(state=Call.State.OPEN)
    elif asked == "done":
        rows = rows.exclude(state=Call.State.OPEN)
    return rows.select_related("case__complainant").order_by("attempts_made", "rank")


def _masked(call: Call) -> str:
    person = getattr(call.case, "complainant", None)
    return unmasking.name_masked(person.name) if person else ""


def _round_or_404(quarter: str) -> CallRound:
    is_one = NAME.fullmatch(quarter)  # a database is asked for nothing else: PostgreSQL refuses NUL
    found: CallRound | None = CallRound.objects.filter(quarter=quarter).first() if is_one else None
    if found is None:
        raise Http404
    return found


def _call_or_404(request: HttpRequest, pk: UUID) -> Call:
    rows = Call.objects.visible_to(actor_of(request)).select_related(
        "round", "case__complainant", "case__business"
    )
    found: Call | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
