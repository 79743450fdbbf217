"""The pages of call-backs: rounds, the own city's list, one call with its form; the method, and what waits."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from huaihai.cases import unmasking
from huaihai.cases.situation import CASEWORK
from huaihai.desk.asking import Question, ask, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.waiting import Source, Waiting, alone
from huaihai.insight.callbacks import facts, verbs
from huaihai.insight.callbacks import rounds as callbacks_rounds
from huaihai.insight.callbacks.estimating import PROVED
from huaihai.insight.callbacks.frames import NAME
from huaihai.insight.callbacks.verbs import LONGEST_NOTE
from huaihai.insight.models import Call, CallAttempt, CallRound
from huaihai.insight.statistics import keys
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line, SeenForm
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import UnstorableTextError, storable
from huaihai.members.actors import Actor


class CallForm(SeenForm):
    """Only what came of the call must be chosen; the answers count where the person was reached and answered."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("call-back", "What came of the call?"),
        choices=CallAttempt.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please say what came of the call."),
            "invalid_choice": gettext_lazy("Please say what came of the call."),
        },
    )
    done = forms.ChoiceField(
        label=gettext_lazy("1. Was what was agreed done?"),
        choices=verbs.DONE,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please choose what the person said about it.")},
    )
    money = forms.ChoiceField(
        label=gettext_lazy("2. Did money come back, and about how much?"),
        choices=verbs.MONEY,
        widget=forms.RadioSelect,
        required=False,
        initial=verbs.UNSAID,
        error_messages={"invalid_choice": gettext_lazy("Please choose one of the answers.")},
    )
    satisfied = forms.ChoiceField(
        label=gettext_lazy("3. How satisfied with the help, from 1 to 5?"),
        choices=verbs.SATISFIED,
        widget=forms.RadioSelect,
        required=False,
        initial=verbs.UNSAID,
        error_messages={"invalid_choice": gettext_lazy("Please choose one of the answers.")},
    )
    note = Line(
        label=pgettext_lazy("call-back", "A note"),
        help_text=gettext_lazy("Only where needed. It is kept sealed and goes nowhere else."),
        max_length=LONGEST_NOTE,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        """What came of it, and what was said."""
        held = self.cleaned_data
        said = {name: held.get(name, "") for name in ("done", "money", "satisfied", "note")}
        return {"outcome": held["outcome"], "said": said}


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
    rows = [(held, facts.shares(callbacks_rounds.of_result(held.result or {}))) for held in page.rows]
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
        progress=facts.progress(held),
        found=facts.found(held) if held.closed_at else None,
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
        done=verbs.DONE,
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
        context={
            "held": held,
            "matter": facts.matter(held.case, is_open=is_open),
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
        form=partial(CallForm, seen=held.version),
        act=lambda form: verbs.note_attempt(
            held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=facts.after_attempt,
        to=question.back,
    )


@require_POST
@guards.staff(*CASEWORK)
def unmask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name and number for a quarter of an hour; the case's record keeps why."""
    held, at = _call_or_404(request, pk), clock.now()
    try:
        text = storable(request.POST.get("text", "")[:LONGEST_REASON])
        verbs.show_number(held, text=text, by=actor_of(request), at=at)
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
    )
    return press(
        request,
        question,
        lambda seen: verbs.undo_attempt(held, seen=seen, by=actor_of(request), at=clock.now()),
        done=_("The last entry was taken back."),
    )


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


@require_safe
@guards.same_for_all
def public(request: HttpRequest) -> HttpResponse:
    """How the unknown is called back, word for word, and every draw with its seed."""
    page = page_of(CallRound.objects.filter(closed_at__isnull=False), request.GET.get("page"))
    return render(request, "insight/callbacks/public.html", {"page": page, "proved": PROVED})


@alone
def for_person(actor: Actor, _now: datetime) -> Source:
    """The people of the own city who are still to be called, a line a round. Two queries at most."""
    if not actor.roles & set(CASEWORK):
        return
    rows = Call.objects.visible_to(actor).waiting().order_by()
    yield rows
    counted = rows.values("round__quarter", "round__due_on").annotate(n=Count("pk")).order_by("round__due_on")
    for row in counted:
        quarter, due_on, n = row["round__quarter"], row["round__due_on"], row["n"]
        title = ngettext(
            "%(n)s person is to be called back about %(quarter)s",
            "%(n)s people are to be called back about %(quarter)s",
            n,
        ) % {"n": n, "quarter": keys.period(quarter)}
        yield Waiting(
            key=f"call-backs:{quarter}",
            kind=pgettext_lazy("waiting", "Call back"),
            title=title,
            url=reverse("office-callback-round", args=[quarter]),
            button=gettext_lazy("To the call list"),
            on=due_on,
            count=n,
        )
