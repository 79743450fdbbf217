"""Who can be had, with the requests of one's own body; one entry, one request with its record; what forms ask."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of, frame, readers
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools import Kind
from huaihai.governance.pools.verbs import Stated, keeps, may_look
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import Day, Line, SeenForm, Words, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.kit.text.normalise import fold
from huaihai.members.models import Organisation
from huaihai.record import events

TITLES = {
    "enrol": _("It was entered."),
    "change": _("The entry was changed."),
    "be away": _("Days away were written down."),
    "be back": _("Days away were taken off."),
    "declare conflict": _("An interest was declared."),
    "end conflict": _("An interest ended."),
    "pause": _("It was paused."),
    "resume": _("It can be asked for again."),
    "withdraw consent": _("The consent was taken back; name and contact were erased."),
    "contact shown": _("Name and contact were shown."),
    "ask": _("The request was sent."),
    "grant": _("The request was granted."),
    "decline": _("The request was declined."),
    "offer": _("Somebody was offered."),
    "take up": _("The offer was accepted."),
    "turn down": _("The offer was not accepted."),
    "take back": _("The offer was taken back."),
    "call off": _("The help was called off."),
    "withdraw": _("The request was withdrawn."),
    "fall away": _("It fell away: the consent was withdrawn."),
    "lapse": _("Nobody answered in time."),
    "enter hours": _("Hours were written down."),
    "answer hours": _("Hours were answered."),
    "counter hours": _("A counter-entry was written."),
    "finish": _("The request is done."),
}
NEWEST = 30


def history(subject: str) -> Iterable[dict[str, Any]]:
    """The newest events as the timeline shows them: what, when, and which body looked. Two queries."""
    rows = list(events.history(subject).order_by("-number")[:NEWEST])
    keys = {row.facts.get("body", "") for row in rows} - {""}
    bodies = {body.key: body.short_name for body in Organisation.objects.filter(key__in=keys)}
    return [
        {
            "at": row.at,
            "title": TITLES.get(row.verb, row.verb),
            "text": local_words.in_script(bodies.get(row.facts.get("body", ""), "")),
        }
        for row in rows
    ]


MENU_KEY = "pools"
LONGEST_SEARCH = 80
TONES = {"asked": "warn", "granted": "ok"}


@readers
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Requests that wait for the reader's body and those of the last time, and everybody who can be had."""
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH].strip()
    entries = PoolEntry.objects.visible_to(actor).filter(stage="active")
    if kind in Kind.values:
        entries = entries.filter(kind=kind)
    for word in fold(words).split():
        entries = entries.filter(searched__contains=word)
    body = own_body(request)
    requests = PoolRequest.objects.visible_to(actor).select_related("entry__body", "asked_by")
    context = {
        **frame(request, MENU_KEY),
        "page": page_of(entries.select_related("body"), request.GET.get("page")),
        "kinds": Kind.choices,
        "kind": kind,
        "q": words,
        "may_ask": body is not None,
        "waiting": requests.waiting_for(body, clock.today()) if body else (),
        "requests": requests[:NEWEST],
        "tones": TONES,
        "today": clock.today(),
    }
    return render(request, "governance/office/pools/overview.html", context)


@readers
@never_cache
@require_safe
def entry_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One entry; for its own body also what happened, and who looked."""
    return show_entry(request, entry_of(request, pk))


@readers
@never_cache
@require_safe
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One request: what was asked, what was answered, and what the reader's body can do."""
    row, actor = request_of(request, pk), actor_of(request)
    gives, asks = keeps(actor, row.entry.body), keeps(actor, row.asked_by)
    context = {
        **frame(request, MENU_KEY),
        "row": row,
        "tone": TONES.get(row.stage, "calm"),
        "is_party": gives or asks,
        "is_over": row.stage == "asked" and row.until_on < clock.today(),
        "may_answer": gives and row.stage in ("asked", "granted") and row.until_on >= clock.today(),
        "may_withdraw": asks and row.stage in ("asked", "granted"),
        "entries": history(row.record_key) if gives or asks else (),
    }
    return render(request, "governance/office/pools/request.html", context)


def show_entry(
    request: HttpRequest,
    entry: PoolEntry,
    *,
    opened: PoolEntry | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of an entry, with name and contact once they are `opened`."""
    actor, today = actor_of(request), clock.today()
    is_kept = keeps(actor, entry.body)
    context: dict[str, Any] = {
        **frame(request, MENU_KEY),
        "entry": entry,
        "is_kept": is_kept,
        "is_offered": entry.is_offered(today),
        "may_ask": own_body(request) is not None and entry.is_offered(today),
        "may_look": may_look(entry, actor, on=today),
        "opened": opened,
        "refused": refused,
        "entries": history(entry.record_key) if is_kept else (),
    }
    return render(request, "governance/office/pools/entry.html", context, status=status)


def entry_of(request: HttpRequest, pk: UUID) -> PoolEntry:
    """The entry, if the reader may see it."""
    return get_object_or_404(PoolEntry.objects.visible_to(actor_of(request)).select_related("body"), pk=pk)


def request_of(request: HttpRequest, pk: UUID) -> PoolRequest:
    """The request, if the reader may see it."""
    rows = PoolRequest.objects.visible_to(actor_of(request)).select_related("asked_by", "entry__body")
    return get_object_or_404(rows, pk=pk)


def own_body(request: HttpRequest) -> Organisation | None:
    """The body for which the reader enters and asks; none of an auditor or the alliance itself."""
    actor = actor_of(request)
    body = actor.organisation
    return body if body is not None and keeps(actor, body) else None


TWO_YEARS = 732


class EntryForm(SeenForm):
    """Who, what for, how to reach them, until when."""

    shown_as = Line(
        label=_("How the other bodies see it"),
        help_text=_("A laboratory by its name; a person without it: lawyer, knows prepaid cards well."),
        max_length=60,
    )
    words = Line(
        label=pgettext_lazy("pool", "What for"),
        help_text=_("Fields, languages, certificates, when there is time. All bodies read it."),
        max_length=300,
        required=False,
    )
    name = Line(
        label=_("Name of the person"),
        help_text=_(
            "Only your body reads it, and a body whose request you grant. Each look is written down."
        ),
        max_length=60,
        required=False,
    )
    contact = Line(label=_("How the person is reached"), help_text=_("Telephone, mail. Kept like the name."))
    until_on = Day(
        label=_("Until when"),
        help_text=_("Leave it empty if it is until further notice."),
        earliest=0,
        latest=TWO_YEARS,
        required=False,
    )

    def stated(self) -> Stated:
        """What was typed, as the action takes it."""
        names = ("shown_as", "words", "name", "contact", "until_on")
        return Stated(**{name: self.cleaned_data[name] for name in names})


class NewForm(EntryForm):
    """An entry that is made: what it is, and that the person agrees."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("pool", "Kind"), choices=Kind.choices, widget=forms.RadioSelect
    )
    has_agreed = forms.BooleanField(
        label=_("The person (or the laboratory) has agreed that name and contact are kept for this."),
        error_messages={"required": _("Nobody is entered without having agreed.")},
    )
    field_order = ["seen", "kind"]


class ChangedForm(EntryForm):
    """An entry that is changed. Name and contact stay closed: left empty, they stay as they are."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name", "contact"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Leave it empty to keep what is held.")


class AskForm(forms.Form):
    """When, and what for."""

    from_on = Day(label=_("From when"), earliest=0, latest=TWO_YEARS)
    until_on = Day(label=_("Until when"), earliest=0, latest=TWO_YEARS)
    purpose = Words(
        label=_("What it is for"),
        help_text=_(
            "The other body reads it. Name the business if there is one, so that it can see whether an interest binds."
        ),
        max_length=1000,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


class AnswerForm(SeenForm):
    """Yes or no, and a word about it."""

    is_granted = forms.TypedChoiceField(
        label=pgettext_lazy("pool", "Answer"),
        choices=[("yes", pgettext_lazy("pool", "Yes")), ("no", pgettext_lazy("pool", "No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = Words(
        label=_("A word about it"),
        help_text=_("The other body reads it. With a no it is needed."),
        max_length=500,
        required=False,
    )
