"""The sheet of an incident with personal data (个人信息保护法 57): from a few answers one Word file, with what the
authority and the people concerned have to be told. Nothing of it is stored but that it was made.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from huaihai.cases import numbers
from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.desk.asking import asking, show
from huaihai.desk.frame import actor_of
from huaihai.desk.papers.handing import official
from huaihai.desk.papers.official import Block, OfficialPaper, Piece
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import Day, Line, Words, name_what_is_needed
from huaihai.kit.guards import staff
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import events

administrators = staff(Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)
LONG_AGO = -3660  # days
LINES = forms.Textarea(attrs={"rows": 3})
MOST_NUMBERS = 20_000  # characters
KINDS = {
    "contact": _lazy("names, telephones, e-mails and addresses of consumers"),
    "story": _lazy("what people wrote, and what was agreed"),
    "files": _lazy("photos and files"),
    "payee": _lazy("accounts for payments"),
    "business": _lazy("telephones and persons of businesses"),
    "staff": _lazy("names and telephones of staff"),
    "codes": _lazy("receipt codes, passwords or keys"),
}


SPLIT = re.compile(r"[\s,;，；、。]+")


def _number(typed: str) -> str:
    try:
        return numbers.checked_number(typed)
    except numbers.BadNumber:
        return ""


class IncidentForm(forms.Form):
    """What is known by now; a second sheet follows when more is."""

    since_on = Day(label=_lazy("From which day"), earliest=LONG_AGO, latest=0)
    until_on = Day(label=_lazy("Until which day"), earliest=LONG_AGO, latest=0)
    what = Words(label=_lazy("What happened, and why"), max_length=2000, widget=LINES)
    kinds = forms.MultipleChoiceField(
        label=_lazy("Which data"), choices=tuple(KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    numbers = forms.CharField(
        label=_lazy("Numbers of the files concerned"),
        help_text=_lazy("One a line. Empty: all complaints received up to the last day."),
        max_length=MOST_NUMBERS,
        required=False,
        widget=LINES,
    )
    harm = Words(label=_lazy("What may come of it for people"), max_length=1000, widget=LINES)
    measures = Words(label=_lazy("What was done about it"), max_length=2000, widget=LINES)
    advice = Words(label=_lazy("What people can do themselves"), max_length=1000, widget=LINES)
    contact = Line(label=_lazy("Who answers questions: name and telephone"), max_length=120)

    def __init__(self, *given: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*given, **more)
        self.actor = actor
        name_what_is_needed(self)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = said.get("since_on"), said.get("until_on")
        if since and until and since > until:
            self.add_error("until_on", _("This day is before the first one."))
        return said

    def clean_numbers(self) -> list[str]:
        """Each as it is stored, however it was typed; those that are no file of the own part of the tree are named."""
        typed = {one: _number(one) for one in SPLIT.split(self.cleaned_data["numbers"]) if one}
        known = set(_own(self.actor).filter(number__in=typed.values()).values_list("number", flat=True))
        if unknown := [one for one, number in typed.items() if number not in known]:
            words = _("There is no such file: %(numbers)s. Please compare the numbers.")
            raise forms.ValidationError(words % {"numbers": "、".join(one[:40] for one in unknown[:5])})
        return list(dict.fromkeys(typed.values()))


@asking
@administrators
def incident(request: HttpRequest) -> HttpResponse:
    """A few answers, and the sheet as a Word file."""
    actor, at = actor_of(request), clock.now()
    form = IncidentForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        made = paper(form.cleaned_data, actor=actor, at=at)
        with transaction.atomic():
            facts = {"files": len(form.cleaned_data["numbers"])}
            events.write(
                subject=f"system:incident:{at:%Y%m%d%H%M%S%f}",
                verb="incident sheet made",
                by=actor.key,
                at=at,
                facts=facts,
            )
        return official(made, "docx", made_at=at)
    question = {
        "title": _("Incident with personal data"),
        "lead": _(
            "When data leaked, were changed or lost: stop it first, then fill this in. The Word file holds the report "
            "to the authority and the notice to people (Personal Information Protection Law, article 57). Nothing that "
            "you write is kept here."
        ),
        "button": _("Make the sheet (Word)"),
        "back": reverse("system"),
        "back_label": _("Is everything ready"),
    }
    return show(request, "desk/question.html", current="system-incident", question=question, form=form)


def _own(actor: Actor) -> CaseQuerySet:
    """Files whose home or lead is in the own part of the tree; of the alliance, all."""
    rows, own = Case.objects.exclude(submitted_at=None), actor.organisation
    if own is None:
        return rows.none()
    if own.kind == Organisation.Kind.ALLIANCE:
        return rows
    return rows.filter(Q(home__path__under=own.path) | Q(lead__path__under=own.path))


def concerned(said: dict[str, Any], *, actor: Actor) -> CaseQuerySet:
    """The files that were named; if none was, all that were received by the last day."""
    rows = _own(actor)
    if said["numbers"]:
        return rows.filter(number__in=said["numbers"])
    return rows.filter(submitted_at__lt=clock.local_moment(said["until_on"] + timedelta(days=1)))


def paper(said: dict[str, Any], *, actor: Actor, at: datetime) -> OfficialPaper:
    """Report, notice and list of the files, in the language of papers."""
    with translation.override(settings.LANGUAGE_CODE):
        rows = concerned(said, actor=actor)
        nodes = Organisation.objects.filter(
            pk__in=[*rows.values_list("home", flat=True), *rows.values_list("lead", flat=True)]
        )
        cities = "、".join(sorted({node.short_name for node in nodes}))
        count = _("%(files)s files, %(people)s consumers") % {
            "files": rows.count(),
            "people": rows.exclude(complainant__phone_index="")
            .values("complainant__phone_index")
            .distinct()
            .count(),
        }
        kinds = "；".join(str(KINDS[one]) for one in said["kinds"])
        days = _("%(first)s to %(last)s") % {"first": _day(said["since_on"]), "last": _day(said["until_on"])}
        facts = [
            (_("When"), days),
            (_("Which data"), kinds),
            (_("How many"), count),
            (_("Which bodies"), cities),
        ]
        told = [
            (_("What happened, and why"), said["what"]),
            (_("What may come of it for people"), said["harm"]),
        ]
        done = [
            (_("What was done about it"), said["measures"]),
            (_("What people can do themselves"), said["advice"]),
        ]
        asks = [(_("Who answers questions: name and telephone"), said["contact"])]
        blocks = [
            Block(_("Report to the authority"), rows=_rows(facts + told + done + asks)),
            Block(
                _("Notice to the people concerned"),
                paragraphs=((Piece(_("On these days something happened to data that you gave us.")),),),
                rows=_rows([facts[0], facts[1], *told, *done, *asks]),
            ),
        ]
        if said["numbers"]:
            blocks.append(Block(_("Files concerned"), paragraphs=((Piece("、".join(said["numbers"])),),)))
        sender = actor.organisation.name if actor.organisation else ""
        return OfficialPaper(
            letterhead=sender,
            title=_("Incident with personal data"),
            number=f"{at:%Y%m%d%H%M}",
            blocks=tuple(blocks),
            sender=sender,
            day=_day(local_day(at)),
        )


def _rows(pairs: list[tuple[str, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(text, f"row{number}", label) for number, (label, text) in enumerate(pairs))


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
