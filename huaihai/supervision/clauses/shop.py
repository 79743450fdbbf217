"""What a shop sees at its desk of a clause that a city found in its contract, and its answer."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from huaihai.businesses import rights
from huaihai.businesses.pages import frame
from huaihai.desk.asking import ask, asking, outside
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, guards
from huaihai.kit.local_words import either
from huaihai.supervision.clauses import hearing, verbs
from huaihai.supervision.clauses.life import CLAUSE_FINDING
from huaihai.supervision.models import ClauseFinding


class OwnAnswerForm(verbs.AnswerForm):
    """The same in the shop's own words."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = gettext_lazy("Your answer")
        self.fields["text"].help_text = gettext_lazy(
            "If the clause is confirmed, customers who ask about your shop read it, too."
        )
        self.fields["changed_to"].label = gettext_lazy("If you have changed the clause: the new wording")


@guards.business
@asking
def finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One clause: what is said of it, what would be fair, the answer."""
    actor = actor_of(request)
    own = ClauseFinding.objects.visible_to(actor).heard().select_related("body", "business")
    found = get_object_or_404(own, pk=pk, business__in=list(actor.business_ids))
    may = rights.may(actor, found.business, rights.ANSWER, on=clock.today()) if found.business else False
    limit = hearing.limit_of(found.body, on=clock.today())
    context = {
        "finding": found,
        "limit": limit,
        "term": either(zh=limit.term_zh, en=limit.term_en),
        "may_answer": may and CLAUSE_FINDING.can("answer", found.stage),
    }
    initial = {"text": found.answer, "changed_to": found.changed_to}
    return ask(
        request,
        outside("supervision/clauses/own.html", context=context, frame=frame, back=request.path),
        form=partial(OwnAnswerForm, seen=found.version, initial=initial),
        act=lambda form: verbs.answer(
            found, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=gettext_lazy("Your answer is with the city."),
        to=request.path,
    )
