"""The list of consultations, one of them, and writing one down while the person is still on the telephone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huaihai.businesses.pages import city_frame
from huaihai.cases import case_forms, unmasking
from huaihai.cases.consulting import verbs
from huaihai.cases.desk.intake_forms import plain_phone
from huaihai.cases.models import Consultation
from huaihai.cases.periods import Period
from huaihai.cases.situation import CASEWORK, READING, as_officer
from huaihai.cases.triage import beside
from huaihai.cases.triage.beside import Beside, Nearest
from huaihai.desk.asking import Question, again, ask, asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lists import Choice, List, Search, button
from huaihai.desk.lists import by as values_of
from huaihai.desk.tables import Cell, Column
from huaihai.kit import clock, guards, local_words, phones
from huaihai.kit.form_fields import Line, PlainForm, Words
from huaihai.law import kinds
from huaihai.law.triage.cards import Card
from huaihai.members.models import Account, Organisation
from huaihai.members.models.of_bodies import OfBodiesQuerySet

MENU_KEY = "consultations"
LOOK, PROBLEM = "look", "choose_problem"  # buttons that show the page again, with what they ask for
CHANNEL = "consultation_channel"  # session key: how the last one came


def _rows(request: HttpRequest) -> OfBodiesQuerySet[Consultation]:
    rows = Consultation.objects.visible_to(as_officer(actor_of(request)))
    return rows.select_related("body", "case").order_by("-answered_at", "-pk")


def _found(rows: Any, words: str) -> Any:
    """By words of the question, or a telephone typed whole."""
    index: Any = Consultation._meta.get_field("phone_index")
    topic = Q()
    for word in words.split():
        topic &= Q(topic__icontains=word)
    return rows.filter(topic | Q(phone_index=index.of(phones.stored(words))))


def _months(request: HttpRequest) -> dict[str, tuple[str, Q]]:
    """This month and the last one, each with its number for the report upward; and all."""
    today = clock.today()
    this = Period(today.replace(day=1), today)
    before = this.since - timedelta(days=1)
    last = Period(before.replace(day=1), before)
    return {
        "": (_counted(request, pgettext("consultations", "This month"), _within(this)), _within(this)),
        "last": (_counted(request, pgettext("consultations", "Last month"), _within(last)), _within(last)),
        "all": (gettext("All"), Q()),
    }


def _within(period: Period) -> Q:
    start, end = period.bounds
    return Q(answered_at__gte=start, answered_at__lt=end)


def _counted(request: HttpRequest, label: str, part: Q) -> str:
    return f"{label} {_rows(request).filter(part).count()}"


def _kind(row: Consultation) -> str:
    return local_words.said(kinds.BY_CODE[row.category]) if row.category in kinds.BY_CODE else ""


def _may_write(request: HttpRequest) -> bool:
    node = actor_of(request).organisation
    is_local = node is not None and node.kind != Organisation.Kind.ALLIANCE
    return is_local and bool(actor_of(request).roles & set(CASEWORK))


LIST = List[Consultation](
    _("Consultations"),
    current=MENU_KEY,
    rows=_rows,
    columns=(
        Column(pgettext_lazy("column", "Answered"), lambda row: row.answered_at, sort=("answered_at",)),
        Column(
            pgettext_lazy("consultation", "What is asked"),
            lambda row: Cell(row.topic or gettext("erased"), reverse("desk-consultation", args=[row.pk])),
        ),
        Column(_("Kind"), _kind, sort=("category",)),
        Column(_("Channel"), lambda row: row.get_channel_display(), sort=("channel",)),
        Column(_("Body"), lambda row: local_words.in_script(row.body.short_name)),
        Column(
            _("Became a case"),
            lambda row: Cell(row.case.number, reverse("desk-case", args=[row.case.pk])) if row.case else "",
        ),
    ),
    choices=(
        Choice("month", _("When"), _months),
        Choice(
            "channel",
            _("Channel"),
            values_of("channel", Consultation.Channel.choices, _("every channel")),
            as_menu=True,
        ),
        Choice(
            "category",
            _("Kind"),
            lambda _request, **_keys: values_of(
                "category", case_forms.named(kinds.CATEGORIES), gettext("every kind")
            ),
            as_menu=True,
        ),
    ),
    search=Search(_found, _("Search consultations"), _("words of the question, or the whole phone")),
    lead=_("Each is counted in the month in which it was answered. Its words are erased after a year."),
    buttons=button("desk-consultation-new", _("Write a consultation down"), _may_write),
    file="consultations",
    empty=_("No consultation is written down here."),
    frame=city_frame,
    guard=guards.staff(*READING),
)


class Consulted(PlainForm):
    """As the call runs: what is asked, what is answered; who it was only if the person wishes."""

    question = Words(
        label=pgettext_lazy("consultation", "What is asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True, "accesskey": "q"}),
    )
    answer = Words(label=_("What was answered"), widget=forms.Textarea(attrs={"rows": 4}))
    category = forms.ChoiceField(label=_("Kind of goods or service"), required=False)
    channel = forms.ChoiceField(
        label=pgettext_lazy("consultation", "How it came"),
        choices=Consultation.Channel.choices,
        widget=forms.RadioSelect,
    )
    phone = Line(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = Line(label=_("Name"), max_length=60, required=False)
    problem = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=60
    )  # only fills in the others

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "problem"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.choices = case_forms.category_choices()

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"])
        return plain_phone(typed) if typed else ""


@asking
@guards.staff(*CASEWORK)
def new(request: HttpRequest) -> HttpResponse:
    """Write one down; a second button makes it a complaint at once, others only look up what the question is about."""
    if not _may_write(request):
        raise Http404
    initial = {"channel": request.session.get(CHANNEL, Consultation.Channel.PHONE.value)}
    typed = request.POST.copy()
    if key := typed.get(PROBLEM):
        for one in _nearest(request, typed, key):
            if one.is_chosen:
                typed.update(one.fills)
    if LOOK in request.POST or PROBLEM in request.POST:
        return again(request, _question(_known(request, typed)), Consulted(initial=initial | typed.dict()))

    def act(form: Consulted) -> Consultation:
        actor = as_officer(actor_of(request))
        assert actor.organisation is not None  # noqa: S101 -- `_may_write` asked
        request.session[CHANNEL] = form.cleaned_data["channel"]
        return verbs.answer(
            body=actor.organisation, **form.facts(), is_demo=bool(settings.DEMO), by=actor, at=clock.now()
        )

    def where(made: Consultation) -> str:
        if "as_case" in request.POST:
            return f"{reverse('desk-register')}?consultation={made.pk}"
        return reverse("desk-consultations")

    return ask(
        request,
        _question(_known(request, typed)),
        form=lambda *sent: Consulted(*sent, initial=initial),
        act=act,
        done=_("The consultation was written down."),
        to=where,
    )


@guards.staff(*CASEWORK)
@require_POST
@never_cache
def found(request: HttpRequest) -> HttpResponse:
    """What the question is about, as far as it was typed; it travels in the body, since it may name a person."""
    return render(request, "cases/desk/parts/problems.html", _known(request, request.POST))


def _known(request: HttpRequest, typed: QueryDict) -> dict[str, Any]:
    """The cards nearest to the question, and what stands beside the chosen one."""
    card = beside.card_of(typed.get("problem", ""))
    return {
        "problems": _nearest(request, typed, card.id if card else ""),
        "problem": Beside(card, _place(request)) if card else None,
    }


def _nearest(request: HttpRequest, typed: QueryDict, chosen: str) -> list[Nearest]:
    """Choosing one says the kind, and what can be answered where nothing was answered yet."""
    cards = beside.nearest(typed.get("question", ""))
    card = beside.card_of(chosen)
    if card is not None and card not in cards:
        cards.append(card)
    return [Nearest(one, one == card, _fills(request, one, typed)) for one in cards]


def _fills(request: HttpRequest, card: Card, typed: QueryDict) -> dict[str, str]:
    fills = {"problem": card.id, "category": beside.category_for(card, typed.get("category", ""))}
    earlier = beside.card_of(typed.get("problem", ""))
    answers = {"", Beside(earlier, _place(request)).as_answer if earlier else ""}
    if typed.get("answer", "").replace("\r\n", "\n").strip() in answers:  # not the officer's own words
        fills["answer"] = Beside(card, _place(request)).as_answer
    return fills


def _place(request: HttpRequest) -> str:
    node = actor_of(request).organisation
    return node.region_code if node else ""


def _question(known: dict[str, Any]) -> Question:
    return Question(
        current=MENU_KEY,
        title=_("Write a consultation down"),
        button=_("Write it down"),
        back=reverse("desk-consultations"),
        back_label=gettext("Consultations"),
        template="cases/consulting/new.html",
        context=known,
        frame=city_frame,
    )


@guards.staff(*READING)
@require_safe
def consultation(request: HttpRequest, consultation_id: UUID) -> HttpResponse:
    """One consultation; who asked is masked."""
    held = get_object_or_404(_rows(request), pk=consultation_id)
    by, colon, key = held.answered_by.partition(":")
    account = Account.objects.filter(pk=key).first() if by == "account" and colon else None
    context = {
        "consultation": held,
        "kind": _kind(held),
        "name": unmasking.name_masked(held.name),
        "phone": unmasking.phone_masked(held.phone),
        "who": account.shown_name if account else "",
        "may_write": _may_write(request),
    }
    return render(request, "cases/consulting/one.html", city_frame(request) | context)
