"""The alliance names who leads a case on which two cities disagree: what it reads of it, and its list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.businesses.pages import place_name
from huaihai.cases import leads, life, turns, unmasking
from huaihai.cases.awaited import COUNTED, title
from huaihai.cases.case_facts import Rows, known, row
from huaihai.cases.desk.routing import whether_answered
from huaihai.cases.leads import Dispute
from huaihai.cases.models import Case
from huaihai.cases.verbs import routing
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.waiting import Room, Source, Waiting
from huaihai.governance import standing
from huaihai.kit import clock, local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.members.models.organisation import tree
from huaihai.record import events
from huaihai.record.models import Event


@dataclass(frozen=True)
class Asked:
    """One case about which the alliance is asked."""

    case: Case
    dispute: Dispute

    @property
    def is_conflict(self) -> bool:
        return self.dispute.asked is not None and self.dispute.asked.facts["why"] == leads.CONFLICT


class NameLead(SeenForm):
    to = forms.ChoiceField(
        label=gettext_lazy("Who leads the case"),
        error_messages={"required": gettext_lazy("Please choose the body of a city.")},
    )
    text = Words(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Both cities and the consumer read this."),
        error_messages={"required": gettext_lazy("Please give the reason.")},
    )

    def __init__(self, *args: Any, asked: Asked, **options: Any) -> None:
        super().__init__(*args, seen=asked.case.version, **options)
        left_out = asked.case.lead_id if asked.is_conflict else None
        self.bodies = {body.key: body for body in Organisation.objects.cities() if body.pk != left_out}
        field: Any = self.fields["to"]
        field.choices = [
            ("", _("Please choose")),
            *(
                (key, local_words.in_script(body.name) + whether_answered(body))
                for key, body in self.bodies.items()
            ),
        ]

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"to": self.bodies[self.cleaned_data["to"]]}


@asking
@readers
def name_lead(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Whoever speaks for the body that decides reads both reasons, and names the lead."""
    actor = actor_of(request)
    asked = _asked(case_id, actor, clock.today())
    return ask(
        request,
        Question(
            current="",
            title=life.VERBS[leads.NAME].label,
            button=life.VERBS[leads.NAME].label,
            back=reverse("office"),
            back_label=_("What waits for you"),
            lead=_("What you name is final. The case is not sent back any more, and its time limits run on."),
            template="cases/desk/name_lead.html",
            closed="" if asked.dispute.is_open else _("Nobody asks any more who leads this case."),
            shows=lambda: {"case": asked.case, "rows": _rows(asked)},
            now=lambda case: _("It is now: %(stage)s.") % {"stage": case.stage_info.desk},
        ),
        form=partial(NameLead, asked=asked),
        act=lambda form: routing.name_lead(
            asked.case, **form.facts(), seen=form.version_seen, by=actor, at=clock.now()
        ),
        done=life.VERBS[leads.NAME].done,
        to=reverse("office"),
    )


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """What waits for who speaks for the body that names the lead."""
    if standing.delegation_of(actor) is not None:
        yield _to_name(actor, local_day(now))


def _to_name(actor: Actor, today: date) -> Source:
    questions = Event.objects.filter(verb=leads.ASK)
    yield questions
    subjects = questions.order_by("-at").values_list("subject", flat=True)[:COUNTED]
    keys = [UUID(subject.removeprefix("case:")) for subject in subjects]
    rows = Case.objects.filter(pk__in=keys, stage__in=life.VERBS[leads.ASK].moves)
    cases = list(rows.select_related("home", "lead", "responsible").defer("story").order_by("stage_since"))
    told: dict[str, list[Event]] = {case.record_key: [] for case in cases}
    for event in Event.objects.filter(subject__in=told).order_by("subject", "number"):
        told[event.subject].append(event)
    for case in cases:
        dispute = leads.of(told[case.record_key])
        if dispute.is_open and leads.decided_by(case, dispute, on=today) == actor.organisation:
            yield Waiting(
                key=f"case-lead:{case.pk}",
                kind=pgettext_lazy("waiting", "Who leads"),
                title=title(case),
                note=_("The whole body is in conflict")
                if Asked(case, dispute).is_conflict
                else _("Two cities do not agree who leads"),
                url=reverse("desk-lead", args=[case.pk]),
                button=life.VERBS[leads.NAME].label,
                on=turns.of(case, today=today).until,
            )


def _asked(case_id: UUID, actor: Actor, today: date) -> Asked:
    """Raises Http404 for whoever does not decide it."""
    case = Case.objects.with_parties().filter(pk=case_id).first()
    if case is None:
        raise Http404
    dispute = leads.of(events.history(case.record_key))
    decider = leads.decided_by(case, dispute, on=today) if dispute.asked else None
    if decider is None or standing.delegation_of(actor) != decider:
        raise Http404
    return Asked(case, dispute)


def _rows(asked: Asked) -> Rows:
    """What it has to know, and no more: no name, no telephone, no story."""
    case, dispute = asked.case, asked.dispute
    today = clock.today()
    until = turns.of(case, today=today).until
    stated = case.stated_business
    place = (case.place.region_code if case.place else "") or stated.get("region_code", "")
    return known([
        row(_("File number"), case.number),
        row(_("What it is about"), case.title),
        row(_("Where the consumer filed"), _body(case.home.key if case.home else "")),
        row(_("How it was bought"), str(case.get_bought_display())),
        row(_("Where the business trades"), place_name(place)),
        row(_("What the rules propose"), _proposal(case), is_text=True),
        row(_("First assessment of the home body"), _words(dispute.sent), is_text=True),
        row(_("Sent back by"), _body(_fact(dispute.returned, "from"))),
        row(_("Its reason"), _words(dispute.returned), is_text=True),
        row(_("Has the case now"), _body(_fact(dispute.asked, "from"))),
        row(_("Its reason"), _words(dispute.asked), is_text=True),
        row(_("Its time limit ends on"), spoken.day(until, today=today) if until else ""),
    ])  # fmt: skip


def _proposal(case: Case) -> str:
    try:
        route = routing.proposed_route(case)
    except LawError:
        return ""
    return local_words.either(zh=route.why_zh, en=route.why_en)


def _fact(event: Event | None, name: str) -> str:
    return str(event.facts.get(name, "")) if event else ""


def _words(event: Event | None) -> str:
    return unmasking.text_masked(event.text) if event else ""


def _body(key: str) -> str:
    held = tree().by_key.get(key)
    return local_words.in_script(held.name) if held else ""
