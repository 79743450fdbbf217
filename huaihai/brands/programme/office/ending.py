"""Ending a legal basis: the office proposes it or takes the proposal back, another city confirms it."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from huaihai.brands.programme.actions import bases
from huaihai.brands.programme.office.forms import ConfirmForm, ReasonForm
from huaihai.brands.programme.office.steps import HOME, office_question
from huaihai.brands.programme.office.views import MENU_KEY, basis_or_404, may_confirm
from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock


@asking
@readers
def end_basis(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose that a basis ends."""
    found = basis_or_404(pk)
    lead = _t(
        "Nothing changes yet: somebody in another city has to confirm it. From that day on “%(title)s” gives no "
        "title, and this cannot be undone. Everybody reads why."
    ) % {"title": found.title}
    question = office_question(request, _("Propose to end this basis"), _("Propose that it ends"), lead=lead)
    return ask(
        request,
        question,
        form=ReasonForm,
        act=lambda form: bases.propose_end(
            found, reason=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=_("It is proposed. Somebody in another city has to confirm it."),
        to=reverse(HOME),
    )


@asking
@readers
def end_taken_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The office does not propose any more that a basis ends."""
    found = basis_or_404(pk)
    return press(
        request,
        office_question(request, _("Basis and criteria"), ""),
        lambda _seen: bases.take_end_back(found, by=actor_of(request), at=clock.now()),
        done=_("The proposal is taken back. The basis goes on."),
        carries_version=False,
    )


@asking
@readers
def end_confirmed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second voice, of another city: the basis ends today."""
    found = basis_or_404(pk)
    if not may_confirm(request, found):
        raise Http404
    lead = _t(
        "The secretariat proposes to end “%(title)s”. If you confirm it, it gives no title from today on, and this "
        "cannot be undone. If you do not, it goes on. Why: %(why)s"
    ) % {"title": found.title, "why": found.end_reason}
    question = Question(
        current=MENU_KEY,
        title=_("Confirm the end of this basis"),
        button=_("Confirm: it ends today"),
        back=reverse(HOME),
        back_label=_("Basis and criteria"),
        lead=lead,
        tone="seal",
    )
    return ask(
        request,
        question,
        form=partial(ConfirmForm, initial={"proposed": bases.instant(found)}),
        act=lambda form: bases.confirm_end(
            found, seen=form.cleaned_data["proposed"], by=actor_of(request), at=clock.now()
        ),
        done=_("The basis has ended."),
        to=reverse(HOME),
    )
