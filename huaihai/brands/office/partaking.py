"""A page on which somebody has a part in a decision: who has declared nothing about the entry yet ticks there to have
no conflict of interest."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.brands.actions import declaring
from huaihai.brands.models import Entry
from huaihai.brands.office import shell
from huaihai.desk.asking import MakeForm, Question, ask
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Words
from huaihai.kit import clock

FREE = "is_free"  # the field


def take_part[R](
    request: HttpRequest,
    question: Question,
    entry: Entry,
    *,
    form: MakeForm,
    act: Callable[[Any], R],
    done: Words | Callable[[R], str],
    to: str | Callable[[R], str],
    neighbours: bool = False,
) -> HttpResponse:
    """As `ask`; declaring and acting happen together or not at all. `neighbours`: people of the entry's own city may
    have a part too."""
    actor = actor_of(request)
    may = shell.may_declare(actor) if neighbours else shell.is_outsider(actor, entry)
    must_declare = may and not shell.has_declared(actor, entry)

    def made(*sent: Any) -> Any:
        held = form(*sent)
        if must_declare:
            held.fields[FREE] = _field()
        return held

    def acted(held: Any) -> R:
        with transaction.atomic():
            if must_declare:
                held.cleaned_data.pop(FREE)
                declaring.declare(entry, has_conflict=False, by=actor, at=clock.now())
            return act(held)

    return ask(request, question, form=made, act=acted, done=done, to=to)


def _field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Neither I nor anybody close to me gains or loses by what is decided about this entry."),
        help_text=_(
            "Shares, work, family, friendship or quarrel with the business or one of its rivals. That you declared is "
            "public. If there is something, please declare it on the page of the entry instead."
        ),
        error_messages={
            "required": _(
                "Only who has declared to have no conflict of interest has a part in this decision."
            )
        },
    )
