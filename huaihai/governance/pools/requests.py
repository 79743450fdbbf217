"""What a body does in the pools: enter, change, ask, answer, take back. Guard, form, action, redirect."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache

from huaihai.desk.asking import CONFLICT, Question, ask, asking, press
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import NotAllowed
from huaihai.governance.models import PoolEntry, PoolRequest
from huaihai.governance.pools import verbs
from huaihai.governance.pools.pages import (
    MENU_KEY,
    AnswerForm,
    AskForm,
    ChangedForm,
    NewForm,
    entry_of,
    own_body,
    request_of,
    show_entry,
)
from huaihai.kit import clock, local_words
from huaihai.kit.form_fields import SeenForm

ALL = gettext_lazy("Shared pools")


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
        _question(pgettext_lazy("pool", "Enter somebody"), gettext_lazy("Enter"), lead=lead),
        form=partial(NewForm, seen=0),
        act=lambda form: verbs.enrol(form.cleaned_data["kind"], form.stated(), body=body, **_by(request)),
        done=gettext_lazy("Entered. The other bodies can find it now."),
        to=_address,
    )


@readers
@asking
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """State an entry anew."""
    entry = _own_entry(request, pk)
    initial = {name: getattr(entry, name) for name in ("shown_as", "words", "until_on")}
    return ask(
        request,
        _question(gettext_lazy("Change the entry"), gettext_lazy("Save"), entry),
        form=partial(ChangedForm, seen=entry.version, initial=initial),
        act=lambda form: verbs.change(entry, form.stated(), seen=form.version_seen, **_by(request)),
        done=gettext_lazy("Changed."),
        to=_address(entry),
    )


@readers
@asking
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person wants to be lent no more."""
    entry = _own_entry(request, pk)
    title = gettext_lazy("The consent was taken back")
    lead = gettext_lazy("Name and contact are erased for good, and what was asked for or granted falls away.")
    return ask(
        request,
        _question(title, gettext_lazy("Erase name and contact"), entry, lead=lead, tone="late"),
        form=partial(SeenForm, seen=entry.version),
        act=lambda form: verbs.withdraw_consent(entry, seen=form.version_seen, **_by(request)),
        done=gettext_lazy("Erased."),
        to=_address(entry),
    )


@readers
@never_cache
@asking
def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name and contact, on this one answer; that they were shown is written down."""
    entry = entry_of(request, pk)
    if request.method != "POST":
        return HttpResponseRedirect(_address(entry))
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
        _question(title, gettext_lazy("Send the request"), entry, lead=lead),
        form=AskForm,
        act=lambda form: verbs.ask(entry, body=body, **form.cleaned_data, **_by(request)),
        done=gettext_lazy("The request is sent."),
        to=_address,
    )


@readers
@asking
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no."""
    row = request_of(request, pk)
    if not verbs.keeps(actor_of(request), row.entry.body):
        raise Http404
    title = _("%(entry)s: yes or no?") % {"entry": row.entry.shown_as}
    return ask(
        request,
        _question(
            title,
            gettext_lazy("Send the answer"),
            row,
            template="governance/office/pools/answer.html",
            context={"row": row},
        ),
        form=partial(AnswerForm, seen=row.version),
        act=lambda form: verbs.answer(
            row,
            is_granted=form.cleaned_data["is_granted"],
            answer=form.cleaned_data["answer"],
            seen=form.version_seen,
            **_by(request),
        ),
        done=gettext_lazy("Answered."),
        to=_address(row),
    )


@readers
@asking
def withdrawal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The asking body needs it no more."""
    row = request_of(request, pk)
    title = gettext_lazy("We need it no more")
    return press(
        request,
        _question(title, title, row),
        lambda seen: verbs.withdraw(row, seen=seen, **_by(request)),
        done=gettext_lazy("The request is withdrawn."),
    )


def _question(title: Any, button: Any, row: PoolEntry | PoolRequest | None = None, **more: Any) -> Question:
    if row is None:
        return Question(MENU_KEY, title, button, reverse("office-pools"), ALL, **more)
    label = row.shown_as if isinstance(row, PoolEntry) else row.entry.shown_as
    return Question(MENU_KEY, title, button, _address(row), label, **more)


def _address(row: PoolEntry | PoolRequest) -> str:
    name = "office-pool" if isinstance(row, PoolEntry) else "office-pool-request"
    return reverse(name, args=[row.pk])


def _own_entry(request: HttpRequest, pk: UUID) -> PoolEntry:
    """The entry, if the reader acts for its body; else not there."""
    entry = entry_of(request, pk)
    if not verbs.keeps(actor_of(request), entry.body):
        raise Http404
    return entry


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "at": clock.now()}
