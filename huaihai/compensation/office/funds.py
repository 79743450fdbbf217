"""The funds of a city: the list with the low ones first, one fund, and the steps of its own life."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.compensation import ledger
from huaihai.compensation.actions import funds as verbs
from huaihai.compensation.lives import FUND
from huaihai.compensation.models import Fund
from huaihai.compensation.office import frame
from huaihai.compensation.office.asking import Question, ask
from huaihai.compensation.office.claims import waiting
from huaihai.compensation.office.forms import BareForm, ChangeForm, ReasonForm
from huaihai.compensation.office.happened import history
from huaihai.compensation.public import terms_shown
from huaihai.compensation.public.views import why_suspended
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm
from huaihai.kit.paging import page_of

type Words = Promise | str


@dataclass(frozen=True)
class Step:
    """One step of a fund's life: a page with one form."""

    noun: str
    verb: str
    act: Callable[..., None]
    form: type[SeenForm]
    title: Words
    lead: Words
    done: Words
    tone: str = ""


STEPS = (
    Step(
        "suspension", "suspend", verbs.suspend, ReasonForm,
        gettext_lazy("Suspend the badge"),
        gettext_lazy("The fund loses its badge and pays nothing at once; claims go on. Everybody reads the reason."),
        gettext_lazy("The badge is suspended."), "late",
    ),
    Step(
        "return", "resume", verbs.resume, BareForm,
        gettext_lazy("Give the badge back"),
        gettext_lazy("From now on the fund carries its badge again and pays small claims at once, as its rules say."),
        gettext_lazy("The fund has its badge back."),
    ),
    Step(
        "name", "change fund", verbs.change, ChangeForm,
        gettext_lazy("Name and place of the money"),
        gettext_lazy("What was there before stays in the record."),
        gettext_lazy("Written down."),
    ),
    Step(
        "winding-up", "wind up", verbs.wind_up, ReasonForm,
        gettext_lazy("Wind the fund up"),
        gettext_lazy("It takes no new claims; those already made are finished, what is owed is collected. For good."),
        gettext_lazy("The fund is being wound up."), "late",
    ),
    Step(
        "closing", "close", verbs.close, BareForm,
        gettext_lazy("Close the books"),
        gettext_lazy("Once no claim is open, nothing is owed and nothing is left in the bank. For good."),
        gettext_lazy("The books are closed."), "late",
    ),
)  # fmt: skip
BY_NOUN = {step.noun: step for step in STEPS}


@frame.officers
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The funds of the officer's city: those below their minimum first, then by name."""
    rows = frame.funds(request).order_by(F("low_since").asc(nulls_last=True), "name", "pk")
    page = page_of(rows, request.GET.get("page"))
    stands = ledger.standings(page.rows)
    rules = terms_shown.in_force(page.rows, on=clock.today())
    context = {
        "page": page,
        "rows": [{"fund": one, "stands": stands[one.pk], "terms": rules.get(one.pk)} for one in page.rows],
        "waiting": waiting(request),
    }
    return render(request, "compensation/office/funds.html", context)


@frame.officers
@require_safe
def fund(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """One fund: how it stands, its rules, what can be done, what happened."""
    held = frame.fund(request, fund_id)
    shown = terms_shown.begun(held, today=clock.today())
    context = {
        "fund": held,
        "stands": ledger.standing_of(held),
        "why": why_suspended(held),
        "now": shown[0] if shown else None,
        "versions": held.terms.filter(dropped_at=None).order_by("-serial"),
        "steps": [step for step in STEPS if FUND.can(step.verb, held.stage)],
        "may_propose": FUND.can("propose terms", held.stage),
        "open_claims": held.claims.open().count(),
        "history": history(held),
    }
    return render(request, "compensation/office/fund.html", context)


@frame.officers
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, fund_id: UUID, noun: str) -> HttpResponse:
    """The page of one step."""
    found = BY_NOUN.get(noun)
    if found is None:
        raise Http404
    held = frame.fund(request, fund_id)
    back = reverse("desk-fund", args=[held.pk])
    initial = {"name": held.name, "held_at": held.held_at} if found.form is ChangeForm else {}
    question = Question(
        found.title, found.title, back, held.name, found.lead, found.tone, closed=_closed(found, held)
    )
    return ask(
        request,
        question,
        form=partial(found.form, seen=held.version, initial=initial),
        act=lambda form: found.act(
            held, **form.facts(), seen=form.version_seen, by=frame.actor_of(request), at=clock.now()
        ),
        done=found.done,
        to=back,
    )


def _closed(found: Step, held: Fund) -> str:
    if FUND.can(found.verb, held.stage):
        return ""
    return _("It is now: %(stage)s.") % {"stage": held.stage_label}
