"""Stating that a shop is closed; or that somebody looked, and it is open."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huaihai.businesses.pages import city_frame
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, spoken
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy
from huaihai.kit.form_fields import Day, SeenForm, Words
from huaihai.members.actors import Actor
from huaihai.prepaid.closures import facts, verbs
from huaihai.prepaid.closures.twice import Twice
from huaihai.prepaid.issuers import sides
from huaihai.prepaid.issuers.sides import officers
from huaihai.prepaid.models import Closure, Issuer
from huaihai.prepaid.moving import is_of_body

OPEN = "open"  # an answer beside those of `Closure.How`: somebody looked, and it is open


class StateForm(Twice, SeenForm):
    how = forms.ChoiceField(
        label=gettext_lazy("How it was found"),
        widget=forms.RadioSelect,
        choices=Closure.How.choices,
        error_messages={"required": gettext_lazy("Please choose how it was found.")},
    )
    silent_on = Day(label=gettext_lazy("Closed since"), earliest=-366, latest=0)
    text = Words(
        label=gettext_lazy("What was seen"),
        help_text=gettext_lazy("Everybody reads it. No names of people."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, issuer: Issuer, may_be_open: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.issuer = issuer
        if may_be_open:
            how: Any = self.fields["how"]
            how.choices = [(OPEN, _("It is open: nothing is stated")), *Closure.How.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, newest = cleaned.get("silent_on"), verbs.newest_work(self.issuer)
        if day and newest and newest > day and cleaned.get("how") != OPEN:
            words = _(
                "The shop itself still noted something on %(newest)s. If it has been closed since %(day)s all the "
                "same, please press once more."
            )
            days = {"newest": spoken.full_day(newest), "day": spoken.full_day(day)}
            self.ask_twice(day.isoformat(), words % days)
        return cleaned


@officers
@asking
def state(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The shop fell silent: from this press on every card is a claim."""
    issuer, actor = sides.issuer(request, issuer_id), actor_of(request)
    closing = facts.on_issuer(issuer)
    question = Question(
        current="",
        title=_("The shop is closed"),
        button=_("State it"),
        back=reverse("desk-prepaid-one", args=[issuer.pk]),
        back_label=issuer.business.name,
        lead=_(
            "What is left on each card is frozen at once, card holders with a telephone get a message today, and the "
            "public page says so. Please state it only after somebody was there, or nobody answers any more."
        ),
        is_shown=is_of_body(actor, issuer),
        frame=city_frame,
        closed="" if closing.may_state else _("This was stated already, or no card is in force."),
    )
    return ask(
        request,
        question,
        form=partial(
            StateForm,
            seen=issuer.version,
            initial={"silent_on": clock.today()},
            issuer=issuer,
            may_be_open=closing.said_closed > 0,
        ),
        act=lambda form: _state(issuer, form, actor),
        done=lambda closure: (
            _("Stated. Every card is frozen with its sum; messages go out now.")
            if closure
            else _("Noted: the shop is open. Whoever said that it is closed is told so.")
        ),
        to=lambda closure: reverse(
            "desk-prepaid-closed" if closure else "desk-prepaid-one", args=[issuer.pk]
        ),
    )


def _state(issuer: Issuer, form: StateForm, actor: Actor) -> Closure | None:
    given, at = form.facts(), clock.now()
    if given["how"] == OPEN:
        verbs.found_open(issuer, text=given["text"], by=actor, at=at)
        return None
    return verbs.state(issuer, **given, seen=form.version_seen, by=actor, at=at)
