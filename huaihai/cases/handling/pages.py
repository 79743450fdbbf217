"""Who is away, and when: the page of a body."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huaihai.cases.handling import people, verbs
from huaihai.cases.models import Absence
from huaihai.cases.rights import CASEWORK
from huaihai.desk import tables
from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, no_frame
from huaihai.desk.tables import Cell, Column
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Day, PlainForm
from huaihai.members.actors import Actor

FAR = 400  # days


class Away(PlainForm):
    """`account` is asked of heads alone: everybody else speaks for themselves."""

    account = forms.ChoiceField(label=_("Who"))
    from_on = Day(label=_("Away from"), earliest=-30, latest=FAR)
    until_on = Day(label=_("Until, that day included"), earliest=0, latest=2 * FAR)
    stands_in = forms.ChoiceField(
        label=_("Who stands in"),
        required=False,
        help_text=_("The cases stay theirs; whoever stands in has them on the list too."),
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        body, today = actor.organisation, clock.today()
        self.actor = actor
        self.people = {str(one.account.pk): one for one in people.people_of(body, on=today)} if body else {}
        named = [(key, one.account.shown_name) for key, one in self.people.items()]
        own = [(key, name) for key, name in named if key == str(actor.account_id)]
        who, stands_in = self.fields["account"], self.fields["stands_in"]
        who.choices = named if "head" in actor.roles else own  # type: ignore[attr-defined]
        who.initial = str(actor.account_id)
        if len(who.choices) < 2:  # type: ignore[attr-defined]
            who.widget = forms.HiddenInput()
            named = [one for one in named if one not in own]  # nobody stands in for themselves
        stands_in.choices = [("", gettext("Nobody")), *named]  # type: ignore[attr-defined]
        self.fields["from_on"].initial = today

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        stands_in = self.people.get(given["stands_in"])
        return {
            "account": self.people[given["account"]].account,
            "organisation": self.actor.organisation,
            "from_on": given["from_on"],
            "until_on": given["until_on"],
            "stands_in": stands_in.account if stands_in else None,
        }


COLUMNS: tuple[Column[Absence], ...] = (
    Column(_("Who"), lambda row: row.account.shown_name),
    Column(_("From"), lambda row: row.from_on),
    Column(pgettext_lazy("absence", "Until"), lambda row: row.until_on),
    Column(_("Who stands in"), lambda row: row.stands_in.shown_name if row.stands_in else None),
)


@asking
@guards.staff(*CASEWORK)
def absences(request: HttpRequest) -> HttpResponse:
    """Who is away now and soon; one more."""
    actor = actor_of(request)
    question = Question(
        current="",
        title=gettext_lazy("Away"),
        button=gettext_lazy("Write it down"),
        back=reverse("desk"),
        back_label=gettext_lazy("My cases"),
        template="cases/desk/absences.html",
        refusal="",
        shows=partial(_context, actor),
        frame=no_frame,
    )
    return ask(
        request,
        question,
        form=partial(Away, actor=actor),
        act=lambda form: verbs.say_away(**form.facts(), by=actor, at=clock.now()),
        done=gettext_lazy("Written down."),
        to=reverse("desk-absences"),
    )


@asking
@guards.staff(*CASEWORK)
def back(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """The person is there again."""
    actor = actor_of(request)
    rows = Absence.objects.visible_to(actor).select_related("account", "organisation")
    absence = get_object_or_404(rows, pk=absence_id)
    question = Question(
        current="",
        title=gettext_lazy("Away"),
        button="",
        back=reverse("desk-absences"),
        back_label=gettext_lazy("Away"),
        frame=no_frame,
    )
    return press(
        request,
        question,
        lambda _seen: verbs.come_back(absence, by=actor, at=clock.now()),
        done=gettext_lazy("Written down."),
        carries_version=False,
    )


def _context(actor: Actor) -> dict[str, Any]:
    rows = (
        Absence.objects.visible_to(actor)
        .filter(organisation=actor.organisation, ended_at=None, until_on__gte=clock.today())
        .select_related("account", "organisation", "stands_in")
        .order_by("from_on", "pk")[:100]
    )
    return {"table": tables.table(gettext("Away"), (*COLUMNS, _ending(actor)), rows)}


def _ending(actor: Actor) -> Column[Absence]:
    def cell(row: Absence) -> Cell | None:
        if not verbs.may_say_away(actor, row.account, row.organisation):
            return None
        url = reverse("desk-absence-back", args=[row.pk])
        words = gettext("Strike it out") if row.from_on > clock.today() else gettext("Back again")
        return Cell(words, url, press=True, aloud=row.account.shown_name)

    return Column(_("Ends earlier"), cell)
