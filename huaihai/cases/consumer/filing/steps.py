"""The draft in hand, and what a question of the filing is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, wraps
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases import at_once
from huaihai.cases.models import Case
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.moved import verbs as moved
from huaihai.cases.verbs import intake, routing
from huaihai.kit import clock, guards
from huaihai.law import limits
from huaihai.law.errors import UnknownPlace
from huaihai.law.jurisdiction import Route
from huaihai.law.triage import finding
from huaihai.law.triage.cards import Card
from huaihai.law.triage.reading import tree
from huaihai.members import actors, directory, staffing
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

CURRENT = "draft_in_hand"  # session key
SALT = "huaihai.cases.draft"
FIELD = "draft"
KEPT = timedelta(days=limits.DRAFT_KEPT.number)
SAVE_LATER = "save_later"
MOST_FOUND = 3


def token(case: Case) -> str:
    """The draft's signed name, for the hidden field of each form."""
    return signing.dumps(str(case.pk), salt=SALT, compress=True)


def take_up(request: HttpRequest, case_id: UUID) -> None:
    """From now on the filing pages of this session are about this draft."""
    if case_id not in actors.cases_held(request):
        actors.remember_case(request, case_id, "")
    request.session[CURRENT] = str(case_id)


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Opens the draft for the view; without one, leads to the start. A draft sent already leads to its receipt."""

    @wraps(view)
    def opened(request: HttpRequest, *names: str, **more: str) -> HttpResponse:
        case_id = taken_up(request)
        case = _of(case_id).with_parties().first() if case_id else None
        if case is None or case.stage == "abandoned":
            messages.warning(request, _("We found no complaint that you had begun here. Please start again."))
            return redirect("file-start")
        if case.stage != "draft":
            return redirect("file-receipt")
        return view(request, case, *names, **more)

    return guards.public(opened)


def consumer_of(case: Case) -> Actor:
    """The consumer of this draft, once the session or the signed name has shown it to be theirs."""
    return Actor.consumer({case.pk})


def in_hand_id(request: HttpRequest) -> UUID | None:
    """The case this session is filing or has just filed; of one that was sent, its code may have been replaced."""
    held = request.session.get(CURRENT)
    return UUID(held) if held and UUID(held) in actors.cases_held(request) else None


def taken_up(request: HttpRequest) -> UUID | None:
    """The draft that this session files, or that the form names by its signed name."""
    case_id = in_hand_id(request)
    sent = _from_token(request.POST.get(FIELD, ""))
    if sent is not None and sent != case_id:
        known = Actor.of_request(request).case_ids
        if sent not in known and not _of(sent).filter(stage="draft").exists():
            return None  # sent already: from then on only number and receipt code open it
        take_up(request, sent)
        case_id = sent
        if sent not in known:
            messages.info(request, _("You were away for long. What you wrote is still here."))
    return case_id


def _of(case_id: UUID) -> CaseQuerySet:
    return Case.objects.visible_to(Actor.consumer({case_id})).filter(pk=case_id)


def _from_token(sent: str) -> UUID | None:
    try:
        return UUID(signing.loads(sent, salt=SALT, max_age=KEPT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


class FilingForm(forms.Form):
    """A page of the filing. Its hidden field names the draft."""

    draft = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, case: Case, data: Any = None, **options: Any) -> None:
        initial = {"draft": token(case)} | options.pop("initial", {})
        super().__init__(data, initial=initial, **options)
        if self.is_bound:  # a new name each time, so that it lives for thirty days from now
            renewed = data.copy()
            renewed[FIELD] = token(case)
            self.data = renewed


class QuestionForm(FilingForm):
    """One question: its fields, what stands in them at first, and where the answer is kept."""

    heading: ClassVar[str | Promise] = ""
    intro: ClassVar[str | Promise] = ""
    template: ClassVar[str] = "question"
    columns: ClassVar[tuple[str, ...]] = ()  # of the case, kept as they are
    is_wide: ClassVar[bool] = False  # its choices are long: one a line
    is_short: ClassVar[bool] = False  # they are a word each: two a line in large text too

    def __init__(self, draft: "Draft", data: Any = None, **options: Any) -> None:
        self.question_of = draft
        self.case = draft.case
        super().__init__(draft.case, data, **({"initial": self.first()} | options))

    def first(self) -> dict[str, Any]:
        """What stands in the fields before anything is typed."""
        return {name: getattr(self.case, name) for name in self.columns}

    def keep(self, request: HttpRequest) -> None:
        """Keep what is right, also when something else is still wrong. May add errors."""
        kept = {name: self.cleaned_data[name] for name in self.columns if name in self.cleaned_data}
        if kept:
            intake.save_answers(self.case, **kept)

    def pressed(self, request: HttpRequest) -> "HttpResponse | QuestionForm | bool":
        """What another button of this page does: where it leads, the form to show again, or True: it is answered."""
        return False

    def more(self) -> dict[str, Any]:
        """What the template needs beside the form."""
        return {}

    @property
    def is_one_field(self) -> bool:
        """Whether the label of the only field is the question."""
        return not self.heading

    @property
    def asked(self) -> str | Promise:
        """The question in words."""
        return self.heading or str(self.visible_fields()[0].label)


@dataclass(frozen=True)
class Question:
    """When it is asked, whether it has an answer, and how the answer reads on the check page.

    Whoever changes a question that it is `part_of` sees this one too. `is_gate` says something that has to be
    read; one without an answer lets nobody past. Without `form` its page is more than one.
    """

    name: str
    is_asked: Callable[["Draft"], bool]
    has_answer: Callable[["Draft"], bool]
    form: type[QuestionForm] | None = None
    may_skip: bool = False
    part_of: tuple[str, ...] = ()
    is_gate: bool = False


class Draft:
    """A draft, and what follows from what it says so far."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def card(self) -> Card | None:
        """The problem card that was chosen."""
        return tree().cards.get(self.case.problem)

    @cached_property
    def alike(self) -> tuple[Card, ...]:
        """The cards that sound like the story."""
        found = finding.find(self.case.story, most=MOST_FOUND) if self.case.story else []
        return tuple(one.card for one in found)

    @cached_property
    def offers(self) -> at_once.Found:
        """The standing offers that fit."""
        return at_once.of(self.case, on=clock.today())

    @cached_property
    def takes(self) -> bool:
        """Whether a standing offer was taken that still fits."""
        taking = at_once.taking_of(self.case)
        return taking is not None and self.offers.one(str(taking.version_id)) is not None

    @cached_property
    def region(self) -> str:
        """Where the business is, as far as it was said."""
        return str(self.case.stated_business.get("region_code", ""))

    @cached_property
    def is_outside(self) -> bool:
        """Whether the business is known to be in none of the cities."""
        zone = alliance.load().zone
        try:
            at = zone.place(self.region) if self.region else None
        except UnknownPlace:
            return False
        return at is not None and zone.city_of(at) is None and not zone.may_contain(at)

    @cached_property
    def route(self) -> Route | None:
        """Where the rules send it; None before it is known where the consumer lives."""
        return routing.proposed_route(self.case) if self.case.consumer_at else None

    @cached_property
    def receiver(self) -> Organisation | None:
        """The body that would receive it, as far as is known."""
        home = self.route.home if self.route else None
        if home is None:
            return None
        return intake.received_by(self.case.home, directory.body_for(home), on=clock.today())

    @property
    def unreached(self) -> Organisation | None:
        """The body that would receive it, where nobody works there yet."""
        body = self.receiver
        return None if body is None or staffing.has_people(body, on=clock.today()) else body

    @cached_property
    def departed(self) -> str:
        """The city that would lead or receive it, where its complaints are elsewhere now; "" if they are here."""
        cities = (self.route.lead, self.route.home) if self.route else ()
        return next((city for city in cities if city and moved.gone_from(city)), "")

    @property
    def is_online(self) -> bool:
        return bool(self.case.bought) and self.case.bought != Case.Bought.OFFLINE

    @property
    def is_goods(self) -> bool:
        return self.case.category.startswith("G")


def address(name: str) -> str:
    """Of a question."""
    return reverse("file-question", args=[name])


def change_url(name: str) -> str:
    return f"{address(name)}?to=check"


def is_change(request: HttpRequest) -> bool:
    return request.GET.get("to") == "check"
