"""Staff look at the facts about an entry, and two of two cities decide on them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands.actions import pairing
from huaihai.brands.entering import eligibility
from huaihai.brands.entering.actions import checking
from huaihai.brands.models import Entry
from huaihai.brands.office import shell
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.partaking import take_part
from huaihai.desk.asking import Question, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock

TEMPLATE = "brands/entering/office/facts.html"


@asking
@readers
def facts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The facts of today, and the form with which somebody of another city proposes a decision."""
    found = shell.entry_or_404(request, pk)
    why_not = _why_not(request, found)
    context: dict[str, Any] = {
        "facts": eligibility.facts(found, clock.today()),
        "entry": found,
        "may_propose": not why_not,
        "why_not": why_not,
    }
    question = Question(
        current=shell.MENU_KEY,
        title=gettext_lazy("The facts"),
        button=gettext_lazy("Propose it"),
        back=found.office_url,
        back_label=found.name,
        template=TEMPLATE,
        context=context,
    )
    if why_not and request.method != "POST":
        return show(request, TEMPLATE, current=shell.MENU_KEY, question=question, **context)
    return take_part(
        request,
        question,
        found,
        form=partial(OutcomeForm, about=checking.ABOUT),
        act=lambda form: checking.propose(found, **form.cleaned_data, by=actor_of(request), at=clock.now()),
        done=gettext_lazy("Proposed. Somebody of another city agrees or not."),
        to=found.office_url,
    )


def _why_not(request: HttpRequest, entry: Entry) -> str:
    """Why the reader proposes nothing here; empty if it is possible."""
    if entry.stage not in ("accepted", "listed"):
        return _("The facts of this entry are not being checked now.")
    if not shell.is_outsider(actor_of(request), entry):
        return _("People of two other cities decide on the facts.")
    if shell.has_declared(actor_of(request), entry) and not shell.is_free(actor_of(request), entry):
        return _("You declared a conflict of interest, so somebody else decides here.")
    if any(one.about == checking.ABOUT for one in pairing.open_decisions(entry)):
        return _("A decision is proposed already and waits for a second voice.")
    return ""
