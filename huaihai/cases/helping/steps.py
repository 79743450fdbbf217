"""Asking another body for one thing, and taking the request back: what is typed, and how each is done."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.case_forms import CaseForm, text_field
from huaihai.cases.desk.step import HAND, VerbPage
from huaihai.cases.helping import verbs
from huaihai.cases.models import Case
from huaihai.cases.situation import Situation
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day
from huaihai.members import staffing
from huaihai.members.directory import body_at, body_with
from huaihai.members.models import Organisation

USUAL, MOST = timedelta(days=7), 90


class AskHelp(CaseForm):
    to = forms.ChoiceField(label=_("Which body"))
    text = text_field(
        _("What it should do"),
        _(
            "One thing, for example: visit the shop and photograph the meter. No names, no telephones: these are not "
            "shown there."
        ),
    )
    due_on = Day(label=_("By which day"), initial=lambda: clock.today() + USUAL, earliest=0, latest=MOST)

    def prepare(self) -> None:
        case, today = self.situation.case, clock.today()
        city = case.responsible.city if case.responsible else None
        groups: list[tuple[str, Iterable[Organisation]]] = [
            (gettext("Concerned with this case"), _near(case)),
            (gettext("Cities"), Organisation.objects.cities()),
            (gettext("In the own city"), Organisation.objects.within(city) if city else ()),
        ]
        self.bodies: dict[str, Organisation] = {}
        field: Any = self.fields["to"]
        field.choices = [("", gettext("Please choose"))]
        for label, found in groups:
            new = {
                one.key: one
                for one in found
                if one.key not in self.bodies
                and one.pk != case.responsible_id
                and staffing.has_people(one, on=today)  # else nobody would open it
            }
            self.bodies |= new
            if new:
                field.choices += [
                    (label, [(key, local_words.in_script(one.name)) for key, one in new.items()])
                ]
        if case.home and case.home.key in self.bodies:
            self.initial.setdefault("to", case.home.key)

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"to": self.bodies[self.cleaned_data["to"]]}


class TakeBackHelp(CaseForm):
    row = forms.ChoiceField(label=_("Which request"), widget=forms.RadioSelect)
    text = text_field(_("Why it is not needed any more"), _("That body reads it."), required=False)

    def prepare(self) -> None:
        self.rows = {str(one.pk): one for one in self.situation.helps if one.is_open}
        field: Any = self.fields["row"]
        field.choices = [
            (key, local_words.in_script(body_with(one.body_id).name)) for key, one in self.rows.items()
        ]
        if len(self.rows) == 1:
            self.initial.setdefault("row", next(iter(self.rows)))

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"row": self.rows[self.cleaned_data["row"]]}


def _near(case: Case) -> Iterator[Organisation]:
    """The body where the consumer filed, that of the business, and the one of the place where it trades."""
    code = (case.place.region_code if case.place else "") or case.stated_business.get("region_code", "")
    at_shop = body_at(code) if code else None
    yield from filter(None, (case.home, case.home and case.home.city, at_shop, case.lead))


def _is_asked(situation: Situation) -> bool:
    return any(one.is_open for one in situation.helps)


PAGES = (
    VerbPage(
        "ask_help",
        "request-for-help",
        act=verbs.ask,
        form=AskHelp,
        follows=_(
            "You keep the case, and its time limits run on. Until it has answered, that body reads the matter and the "
            "files. The page shows no name and no telephone; the files may hold some."
        ),
        group=HAND,
    ),
    VerbPage(
        "take_back_help",
        "request-taken-back",
        act=verbs.take_back,
        form=TakeBackHelp,
        follows=_("That body has nothing to do any more and does not see the case any longer."),
        group=HAND,
        when=_is_asked,
    ),
)
