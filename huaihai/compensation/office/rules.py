"""The rules of a fund: proposed by one person, read and confirmed by another; on the desks of owner and body."""

from dataclasses import dataclass
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.compensation import rights
from huaihai.compensation.actions import terms as verbs
from huaihai.compensation.lives import FUND
from huaihai.compensation.models import Fund, FundTerms
from huaihai.compensation.office.asking import Question, ask
from huaihai.compensation.office.forms import ConfirmForm, RulesForm, begins_with
from huaihai.compensation.office.frame import actor_of
from huaihai.compensation.public import terms_shown
from huaihai.compensation.statements.sides import Side
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


@EITHER
def new(request: HttpRequest, held: Fund, side: Side) -> HttpResponse:
    """Propose rules; the form begins with those in force."""
    _require_side(request, held)
    cities = list(Organisation.objects.cities())
    now = held.terms_on(clock.today())
    title = gettext_lazy("Propose rules")
    closed = "" if FUND.can("propose terms", held.stage) else _stands(held)
    question = Question(
        title,
        title,
        side.home_url(held),
        held.name,
        gettext_lazy("They bind nobody until another person has confirmed them."),
        closed=closed,
        context=side.context(request),
        template="compensation/office/rules_form.html",
    )
    initial = begins_with(verbs.rules_of(now) if now else None, cities)
    return ask(
        request,
        question,
        form=partial(RulesForm, cities=cities, seen=held.version, initial=initial),
        act=lambda form: verbs.propose(
            held, form.rules(), seen=form.version_seen, by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The rules are proposed. Somebody else has to confirm them."),
        to=lambda made: side.url("rules", held.pk, made.serial),
    )


@EITHER
def one(request: HttpRequest, held: Fund, side: Side, serial: int) -> HttpResponse:
    """One version: what it says and what it changes; who did not propose it may confirm it."""
    terms = _version(held, serial)
    question = _question(request, held, terms, side)
    return ask(
        request,
        question,
        form=partial(ConfirmForm, initial={"hash": terms.text_hash}),
        act=lambda form: verbs.confirm(
            terms, hash_seen=form.cleaned_data["hash"], by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("The rules are confirmed."),
        to=question.back,
    )


@EITHER
def drop(request: HttpRequest, held: Fund, side: Side, serial: int) -> HttpResponse:
    """Take a proposal away that nobody has confirmed."""
    _require_side(request, held)
    terms = _version(held, serial)
    title = gettext_lazy("Drop this proposal")
    question = Question(
        title,
        title,
        side.url("rules", held.pk, terms.serial),
        _("Version %(n)s") % {"n": terms.serial},
        gettext_lazy("It stays in the record, and cannot be confirmed any more."),
        "late",
        context=side.context(request),
    )
    return ask(
        request,
        question,
        form=partial(SeenForm, seen=held.version),
        act=lambda _form: verbs.drop(terms, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("The proposal is dropped."),
        to=side.home_url(held),
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


def _question(request: HttpRequest, held: Fund, terms: FundTerms, side: Side) -> Question:
    today, actor = clock.today(), actor_of(request)
    is_waiting = not terms.is_confirmed and terms.dropped_at is None
    decides = bool(rights.side_of(actor, held, on=today))
    context = {
        **side.context(request),
        "drop_url": side.url("rules-drop", held.pk, terms.serial),
        "fund": held,
        "shown": terms_shown.of(terms, until=None, today=today),
        "changes": changes(held.terms_on(today), terms),
        "is_waiting": is_waiting,
        "may_confirm": is_waiting and decides and terms.proposed_by != actor.key,
        "may_drop": is_waiting and decides,
        "is_own": terms.proposed_by == actor.key,
    }
    return Question(
        _("Rules, version %(n)s") % {"n": terms.serial},
        gettext_lazy("Confirm these rules"),
        side.home_url(held),
        held.name,
        context=context,
        template="compensation/office/rules.html",
    )


def _require_side(request: HttpRequest, held: Fund) -> None:
    """A cashier keeps the money, and has no say in the rules."""
    if not rights.side_of(actor_of(request), held, on=clock.today()):
        raise Http404


def _version(held: Fund, serial: int) -> FundTerms:
    rows = held.terms.select_related("fund__body", "fund__owner").prefetch_related("shares__city")
    found: FundTerms = get_object_or_404(rows, serial=min(serial, 2**15 - 1))
    return found


def _stands(held: Fund) -> str:
    return _("It is now: %(stage)s.") % {"stage": held.stage_label}
