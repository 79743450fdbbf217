"""The steps of a case that say who has it in hand, as its page and its list offer them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.case_forms import Bare, CaseForm, text_field
from huaihai.cases.desk.step import OWN, VerbPage
from huaihai.cases.handling import people, verbs
from huaihai.cases.situation import Situation


class PassOn(CaseForm):
    to = forms.ChoiceField(label=_("To whom"))
    text = text_field(_("A word to them"), _("Only officers read this."), required=False)

    def prepare(self) -> None:
        body, today = self.situation.case.responsible, self.situation.today
        found = people.people_of(body, on=today, with_below=True) if body else []
        has_it = (self.situation.case.handler_id, self.situation.case.responsible_id)
        self.people = {one.key: one for one in found if (one.account.pk, one.organisation.pk) != has_it}
        to, text = self.fields["to"], self.fields["text"]
        to.choices = [  # type: ignore[attr-defined]
            ("", gettext("Please choose")),
            *people.by_body(list(self.people.values()), today=today),
        ]
        text.widget.attrs["rows"] = 2
        here = [key for key, one in self.people.items() if body and one.organisation.pk == body.pk]
        if len(here) == 1:
            self.initial.setdefault("to", here[0])

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"to": self.people[self.cleaned_data["to"]]}


def _may_take(situation: Situation) -> bool:
    actor, case = situation.actor, situation.case
    is_here = actor.organisation is not None and actor.organisation.pk == case.responsible_id
    return is_here and case.handler_id != actor.account_id


def _is_in_hand(situation: Situation) -> bool:
    return situation.case.handler_id is not None


PAGES = (
    VerbPage(
        "take_on",
        "in-hand",
        act=verbs.take_on,
        form=Bare,
        follows=_("You have the case in hand; it stands in your own list."),
        group=OWN,
        one_click=True,
        when=_may_take,
    ),
    VerbPage(
        "pass_on",
        "colleague",
        act=verbs.pass_on,
        form=PassOn,
        follows=_("The case stands in their list, with your word. The clocks go on."),
        group=OWN,
    ),
    VerbPage(
        "put_down",
        "out-of-hand",
        act=verbs.put_down,
        form=Bare,
        follows=_("The case stands among those that nobody has; the clocks go on."),
        group=OWN,
        one_click=True,
        when=_is_in_hand,
    ),
)
