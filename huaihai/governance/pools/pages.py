"""The pools: who can be had, one entry, one request with its record; entering, asking, looking at a contact."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huaihai.desk.asking import CONFLICT, Question, ask, asking, press
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.desk.lists import Choice, List, Options, Rows, Search, button
from huaihai.desk.lives import NotAllowed
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.models.pools import Kind
from huaihai.governance.pools import verbs
from huaihai.governance.pools.forms import AskForm, NewForm
from huaihai.governance.pools.verbs import keeps, may_look
from huaihai.kit import clock, local_words
from huaihai.kit.text.normalise import fold
from huaihai.members.models import Organisation
from huaihai.record import events

TITLES = {
    "enrol": _lazy("It was entered."),
    "change": _lazy("The entry was changed."),
    "be away": _lazy("Days away were written down."),
    "be back": _lazy("Days away were taken off."),
    "declare conflict": _lazy("An interest was declared."),
    "end conflict": _lazy("An interest ended."),
    "pause": _lazy("It was paused."),
    "resume": _lazy("It can be asked for again."),
    "withdraw consent": _lazy("The consent was taken back; name and contact were erased."),
    "contact shown": _lazy("Name and contact were shown."),
    "ask": _lazy("The request was sent."),
    "grant": _lazy("The request was granted."),
    "decline": _lazy("The request was declined."),
    "offer": _lazy("Somebody was offered."),
    "take up": _lazy("The offer was accepted."),
    "turn down": _lazy("The offer was not accepted."),
    "take back": _lazy("The offer was taken back."),
    "call off": _lazy("The help was called off."),
    "withdraw": _lazy("The request was withdrawn."),
    "fall away": _lazy("It fell away: the consent was withdrawn."),
    "lapse": _lazy("Nobody answered in time."),
    "enter hours": _lazy("Hours were written down."),
    "answer hours": _lazy("Hours were answered."),
    "counter hours": _lazy("A counter-entry was written."),
    "finish": _lazy("The request is done."),
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
KINDS: Options = {"": (pgettext_lazy("pool", "All"), Q())} | {
    kind.value: (kind.label, Q(kind=kind.value)) for kind in Kind
}
TONES = {"asked": "warn", "granted": "ok"}


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


def address(row: PoolEntry | PoolRequest) -> str:
    """The page of an entry or of a request."""
    name = "office-pool" if isinstance(row, PoolEntry) else "office-pool-request"
    return reverse(name, args=[row.pk])


ENTRIES = Desk[PoolEntry](
    "office-pool",
    verbs=(verbs.change, verbs.withdraw_consent),
    find=entry_of,
    home=address,
    called=lambda entry: entry.shown_as,
    may=lambda actor, entry: keeps(actor, entry.body),
    current=MENU_KEY,
    thing="entry",
)
REQUESTS = Desk[PoolRequest](
    "office-pool",
    verbs=(verbs.answer,),
    find=request_of,
    home=address,
    called=lambda row: row.entry.shown_as,
    may=lambda actor, row: keeps(actor, row.entry.body),
    current=MENU_KEY,
)


@readers
@asking
def new_entry(request: HttpRequest) -> HttpResponse:
    """Enter a laboratory or a person."""
    body = own_body(request)
    if body is None:
        raise Http404
    lead = _("It is offered by %(body)s.") % {"body": local_words.in_script(body.short_name)}
    return ask(
        request,
        Question(
            MENU_KEY,
            pgettext_lazy("pool", "Enter somebody"),
            _lazy("Enter"),
            reverse("office-pools"),
            _lazy("Shared pools"),
            lead=lead,
        ),
        form=partial(NewForm, seen=0),
        act=lambda form: verbs.enrol(
            form.cleaned_data["kind"], verbs.Stated(**form.facts()), body=body, **_by(request)
        ),
        done=_lazy("Entered. The other bodies can find it now."),
        to=address,
    )


@readers
@never_cache
@asking
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name and contact, on this one answer; that they were shown is written down."""
    entry = entry_of(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(address(entry))
    try:
        opened = verbs.look(entry, **_by(request))
    except NotAllowed as error:
        return show_entry(request, entry, refused=str(error), status=CONFLICT)
    return show_entry(request, entry, opened=opened)


@readers
@asking
def new_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for one entry."""
    entry, body = entry_of(request, pk), own_body(request)
    if body is None:
        raise Http404
    title = _("Ask for: %(entry)s") % {"entry": entry.shown_as}
    lead = _("%(body)s asks.") % {"body": local_words.in_script(body.short_name)}
    return ask(
        request,
        ENTRIES.question(
            actor_of(request), entry, "", title, button=_lazy("Send the request"), lead=lead, is_shown=True
        ),
        form=AskForm,
        act=lambda form: verbs.ask(entry, body=body, **form.cleaned_data, **_by(request)),
        done=_lazy("The request is sent."),
        to=address,
    )


@readers
@asking
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The asking body needs it no more."""
    row = request_of(request, pk)
    return press(
        request,
        REQUESTS.question(actor_of(request), row, "", _lazy("We need it no more")),
        lambda seen: verbs.withdraw(row, seen=seen, **_by(request)),
        done=_lazy("The request is withdrawn."),
    )


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "at": clock.now()}


def _found(entries: Rows, words: str) -> Rows:
    for word in fold(words).split():
        entries = entries.filter(searched__contains=word)
    return entries


def _until(entry: PoolEntry) -> Cell:
    if entry.until_on is None:
        return Cell(pgettext("pool", "no end"))
    is_over = entry.until_on < clock.today()
    return Cell(entry.until_on, tags=[Tag(pgettext("pool", "ended"), "calm")] if is_over else ())


def _with_requests(request: HttpRequest, current: str) -> dict[str, Any]:
    """Beside who can be had: the requests that wait for the reader's body, and those of the last time."""
    rows = PoolRequest.objects.visible_to(actor_of(request)).select_related("entry__body", "asked_by")
    body = own_body(request)
    return frame(request, current) | {
        "waiting": rows.waiting_for(body, clock.today()) if body else (),
        "requests": [(row, TONES.get(row.stage, "calm")) for row in rows[:NEWEST]],
    }


LIST = List[PoolEntry](
    _lazy("Shared pools"),
    current=MENU_KEY,
    rows=lambda request: (
        PoolEntry.objects.visible_to(actor_of(request)).filter(stage="active").select_related("body")
    ),
    columns=(
        Column(
            pgettext_lazy("pool", "Who"),
            lambda entry: Cell(entry.shown_as, address(entry), lines=[entry.get_kind_display()]),
            sort=("shown_as",),
        ),
        Column(pgettext_lazy("pool", "What for"), lambda entry: entry.words),
        Column(_lazy("Offered by"), lambda entry: local_words.in_script(entry.body.short_name)),
        Column(_lazy("Until when"), _until, sort=("until_on",)),
    ),
    choices=(Choice("kind", pgettext_lazy("pool", "Kind"), KINDS),),
    search=Search(_found, _lazy("Words")),
    lead=_lazy(
        "Laboratories, experts, lawyers, mediators and volunteers that the bodies lend to each other. "
        "Name and contact are shown once a request is granted."
    ),
    buttons=button("office-pool-new", pgettext_lazy("pool", "Enter somebody"), own_body),
    empty=_lazy("Nobody is entered yet."),
    frame=_with_requests,
    template="governance/office/pools/overview.html",
)
