"""What is done to several cases at once: handing them to a colleague, taking them in hand."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai.cases.handling import people, verbs
from huaihai.cases.models import Case
from huaihai.cases.rights import CASEWORK
from huaihai.desk.bulk import Bulk, Sure
from huaihai.desk.frame import actor_of
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Words
from huaihai.members.actors import Actor


class HandOver(Sure):
    """To whom several cases go, and the word that goes with them."""

    to = forms.ChoiceField(label=_("To whom"))
    text = Words(
        label=_("A word to them"),
        help_text=_("Only officers read this."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, actor=actor, **options)
        today, body = clock.today(), actor.organisation
        found = people.people_of(body, on=today, with_below=True) if body else []
        self.people = {one.key: one for one in found}
        others = [one.key for one in found if one.organisation == body and one.account.pk != actor.account_id]
        if len(others) == 1:
            self.initial["to"] = others[0]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", gettext("Please choose")),
            *people.by_body(found, today=today),
        ]

    def facts(self) -> dict[str, Any]:
        return {"to": self.people[self.cleaned_data["to"]], "text": self.cleaned_data["text"]}


def _not_here(actor: Actor, case: Case) -> str:
    if case.is_final:
        return gettext("It has ended.")
    if actor.organisation is None or case.responsible_id != actor.organisation.pk:
        name = local_words.in_script(case.responsible.short_name) if case.responsible else ""
        return gettext("It is with %(body)s.") % {"body": name}
    return ""


def _not_to_take(actor: Actor, case: Case) -> str:
    is_mine = case.handler_id == actor.account_id
    return _not_here(actor, case) or (gettext("You have it in hand already.") if is_mine else "")


def _does_casework(request: HttpRequest) -> bool:
    return bool(actor_of(request).roles & set(CASEWORK))


BULK = (
    Bulk(
        "pass-on",
        _("Hand to a colleague"),
        verbs.pass_on,
        hinders=_not_here,
        lead=_("The cases stand in their list, with your word. The clocks go on."),
        done=ngettext_lazy("%(n)s case was handed over.", "%(n)s cases were handed over.", "n"),
        form=HandOver,
        may=_does_casework,
    ),
    Bulk(
        "take-on",
        _("I take it"),
        verbs.take_on,
        hinders=_not_to_take,
        lead=_("You have these cases in hand; they stand in your own list."),
        done=ngettext_lazy("You have %(n)s case in hand now.", "You have %(n)s more cases in hand now.", "n"),
        may=_does_casework,
    ),
)
