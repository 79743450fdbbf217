"""Recording, confirming and correcting a purchase, one page each."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.testing.buying import actions, leaving
from huaihai.supervision.testing.buying.forms import (
    CorrectionForm,
    LeavingForm,
    NewPurchaseForm,
    WitnessForm,
)
from huaihai.supervision.testing.buying.pages import (
    may_lead,
    may_record,
    running_or_404,
    versions_or_404,
    waiting_for,
)
from huaihai.supervision.testing.planning.pages import test_or_404
from huaihai.supervision.testing.planning.reading import named, product_of, samples_of


@asking
@readers
def new(request: HttpRequest, pk: UUID, product: str) -> HttpResponse:
    """The first buyer records what was bought."""
    found = running_or_404(request, pk)
    plan = found.registered.plan if found.registered else {}
    planned = product_of(plan, product)
    if planned is None:
        raise Http404
    wanted = [(kind, n) for kind, count in samples_of(plan).items() for n in range(1, count + 1)]
    is_again = Purchase.objects.filter(project=found, product=product).exists()
    form = partial(NewPurchaseForm, project=found, product=planned, pieces=wanted, is_again=is_again)

    def act(made: Any) -> Purchase:
        return actions.record_purchase(
            found,
            made.bought(),
            made.pieces(),
            made.pictures,
            key=made.cleaned_data["key"],
            reason=made.cleaned_data["reason"],
            by=actor_of(request),
            at=clock.now(),
        )

    return ask(
        request,
        _question(
            request,
            found,
            _("Record a purchase"),
            lead=named(planned),
            template="new",
            leave_out_url=_leave_out_url(request, found, product),
        ),
        form=form,
        act=act,
        done=_("It is recorded. The witness confirms it, alone or together with others."),
        to=lambda made: made.get_absolute_url(),
    )


@asking
@readers
def leaving_out(request: HttpRequest, pk: UUID, product: str) -> HttpResponse:
    """A planned product that cannot be bought."""
    found = running_or_404(request, pk)
    planned = product_of(found.registered.plan if found.registered else {}, product)
    if planned is None or not may_lead(request, found):
        raise Http404
    question = _question(request, found, _("Leave out a product"), lead=named(planned), is_shown=True)
    return ask(
        request,
        question,
        form=LeavingForm,
        act=lambda form: leaving.leave_out(
            found, product, reason=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=_("It is left out; the reason stands in the file."),
        to=question.back,
    )


@asking
@readers
def witness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The witness's word on all that waits for it."""
    found = test_or_404(request, pk)
    offered = waiting_for(request, found)
    question = _question(
        request,
        found,
        _("Confirm purchases as the witness"),
        lead=_("You were there and sealed the pieces with whoever bought them. Look at the photos first."),
        template="waiting",
        offered=offered,
    )
    if not offered:
        question = replace(question, closed=_("No purchase waits for you."))
    return ask(
        request,
        question,
        form=partial(WitnessForm, purchases=offered),
        act=lambda form: actions.confirm_all(form.words(), by=actor_of(request), at=clock.now()),
        done=_("Your word is noted."),
        to=question.back,
    )


@asking
@readers
def correction(request: HttpRequest, pk: UUID, purchase_id: UUID) -> HttpResponse:
    """The purchase as it should read."""
    found = running_or_404(request, pk)
    current = versions_or_404(found, purchase_id)[-1]
    plan = found.registered.plan if found.registered else {}
    planned = product_of(plan, current.product) or {"key": current.product}
    names = (
        *("brand", "model", "maker", "maker_code", "price_fen", "bought_on", "channel"),
        *("city", "shop"),
    )
    initial = {name: getattr(current, name) for name in (*names, "place", "batch", "remark")}

    def act(form: Any) -> Purchase:
        return actions.correct_purchase(
            current,
            form.bought(),
            reason=form.cleaned_data["reason"],
            pictures=form.pictures,
            key=form.cleaned_data["key"],
            by=actor_of(request),
            at=clock.now(),
        )

    return ask(
        request,
        _question(
            request, found, _("Correct a purchase"), lead=str(current), current=current, template="new"
        ),
        form=partial(CorrectionForm, project=found, product=planned, initial=initial),
        act=act,
        done=_("It is corrected. Somebody else has to confirm it anew."),
        to=current.get_absolute_url(),
    )


def _question(
    request: HttpRequest,
    project: Project,
    title: Any,
    *,
    lead: Any,
    current: Purchase | None = None,
    template: str = "",
    is_shown: bool | None = None,
    **more: Any,
) -> Question:
    back = current.get_absolute_url() if current else reverse("office-test-purchases", args=[project.pk])
    return Question(
        current=MENU_KEY,
        title=title,
        button=_("Save"),
        back=back,
        back_label=str(current) if current else _("Purchases"),
        lead=lead,
        template=f"supervision/testing/buying/{template}.html" if template else "desk/question.html",
        is_shown=may_record(request, project) if is_shown is None else is_shown,
        context={"project": project} | more,
    )


def _leave_out_url(request: HttpRequest, project: Project, product: str) -> str:
    if not (may_lead(request, project) and leaving.can_be_left_out(project, product)):
        return ""
    return reverse("office-test-leave-out", args=[project.pk, product])
