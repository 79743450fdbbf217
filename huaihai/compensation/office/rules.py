"""The rules of a fund: proposed by one person, read and confirmed by another."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.compensation.actions import terms as verbs
from huaihai.compensation.lives import FUND
from huaihai.compensation.models import Fund, FundTerms
from huaihai.compensation.office import frame
from huaihai.compensation.office.asking import Question, ask
from huaihai.compensation.office.forms import ConfirmForm, RulesForm, begins_with
from huaihai.compensation.public import terms_shown
from huaihai.kit import clock
from huaihai.kit.form_fields import SeenForm
from huaihai.members.models import Organisation

EITHER = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Change:
    """One line of the rules that is not as it was."""

    label: str
    before: str
    now: str


@frame.officers
@EITHER
def new(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Propose rules; the form begins with those in force."""
    held = frame.fund(request, fund_id)
    cities = list(Organisation.objects.cities())
    now = held.terms_on(clock.today())
    title = gettext_lazy("Propose rules")
    closed = "" if FUND.can("propose terms", held.stage) else _stands(held)
    question = Question(
        title,
        title,
        reverse("desk-fund", args=[held.pk]),
        held.name,
        gettext_lazy("They bind nobody until another person has confirmed them."),
        closed=closed,
        template="compensation/office/rules_form.html",
    )
    initial = begins_with(verbs.rules_of(now) if now else None, cities)
    return ask(
        request,
        question,
        form=partial(RulesForm, cities=cities, seen=held.version, initial=initial),
        act=lambda form: verbs.propose(
            held, form.rules(), seen=form.version_seen, by=frame.actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The rules are proposed. Somebody else has to confirm them."),
        to=lambda made: reverse("desk-fund-rules", args=[held.pk, made.serial]),
    )


@frame.officers
@EITHER
def one(request: HttpRequest, fund_id: UUID, serial: int) -> HttpResponse:
    """One version: what it says and what it changes; who did not propose it may confirm it."""
    held = frame.fund(request, fund_id)
    terms = _version(held, serial)
    question = _question(held, terms, request)
    return ask(
        request,
        question,
        form=partial(ConfirmForm, initial={"hash": terms.text_hash}),
        act=lambda form: verbs.confirm(
            terms, hash_seen=form.cleaned_data["hash"], by=frame.actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The rules are confirmed."),
        to=question.back,
    )


@frame.officers
@EITHER
def drop(request: HttpRequest, fund_id: UUID, serial: int) -> HttpResponse:
    """Take a proposal away that nobody has confirmed."""
    held = frame.fund(request, fund_id)
    terms = _version(held, serial)
    title = gettext_lazy("Drop this proposal")
    question = Question(
        title,
        title,
        reverse("desk-fund-rules", args=[held.pk, terms.serial]),
        _("Version %(n)s") % {"n": terms.serial},
        gettext_lazy("It stays in the record, and cannot be confirmed any more."),
        "late",
    )
    return ask(
        request,
        question,
        form=partial(SeenForm, seen=held.version),
        act=lambda _form: verbs.drop(terms, by=frame.actor_of(request), at=clock.now()),
        done=gettext_lazy("The proposal is dropped."),
        to=reverse("desk-fund", args=[held.pk]),
    )


def changes(before: FundTerms | None, now: FundTerms) -> list[Change]:
    """What is not as it was, line by line."""
    if before is None or before.pk == now.pk:
        return []
    old = {row.label: row.value for row in terms_shown.rows(before)}
    new = {row.label: row.value for row in terms_shown.rows(now)}
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Change(label, old.get(label, "–"), new.get(label, "–"))
        for label in labels
        if old.get(label) != new.get(label)
    ]


def _question(held: Fund, terms: FundTerms, request: HttpRequest) -> Question:
    today, actor = clock.today(), frame.actor_of(request)
    is_waiting = not terms.is_confirmed and terms.dropped_at is None
    context = {
        "fund": held,
        "shown": terms_shown.of(terms, until=None, today=today),
        "changes": changes(held.terms_on(today), terms),
        "is_waiting": is_waiting,
        "may_confirm": is_waiting and terms.proposed_by != actor.key,
    }
    return Question(
        _("Rules, version %(n)s") % {"n": terms.serial},
        gettext_lazy("Confirm these rules"),
        reverse("desk-fund", args=[held.pk]),
        held.name,
        context=context,
        template="compensation/office/rules.html",
    )


def _version(held: Fund, serial: int) -> FundTerms:
    rows = held.terms.select_related("fund__body", "fund__owner").prefetch_related("shares__city")
    found: FundTerms = get_object_or_404(rows, serial=min(serial, 2**15 - 1))
    return found


def _stands(held: Fund) -> str:
    return _("It is now: %(stage)s.") % {"stage": held.stage_label}
