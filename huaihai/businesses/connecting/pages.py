"""A manager's pages: the connections of the business, a new one, new keys, its end, and what was sent to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.businesses import rights
from huaihai.businesses.connecting import verbs
from huaihai.businesses.connecting.forms import Connect, Rotate
from huaihai.businesses.models import Business, Change, Connection, ConnectionKey
from huaihai.businesses.pages import button_on, frame
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.asking import renewed
from huaihai.desk.lists import List, button
from huaihai.desk.lives import DeskError, Moved, Unfit
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import Desk
from huaihai.kit import clock, guards
from huaihai.kit.paging import page_of
from huaihai.kit.ways import way

WHY: dict[str, Promise | str] = {
    "bad-address": gettext_lazy("the address is not one that can be sent to"),
    "not-public": gettext_lazy("the address leads into a closed network"),
    "unknown-name": gettext_lazy("the name of the server is not known"),
    "no-answer": gettext_lazy("no answer, or no valid certificate"),
    "no-receiver": gettext_lazy("there is no address any more"),
    "too-big": gettext_lazy("the message is too large"),
}


def change_row(change: Change) -> dict[str, Any]:
    """One line of the list of what was told."""
    message = change.message
    return {
        "change": change,
        "what": change.get_kind_display(),
        "verb": str(change.data.get("verb", "")),
        "state": _state(message),
        "is_late": bool(message and message.gave_up_at),
        "is_sent": bool(message and message.sent_at),
        "may_send": bool(message and (message.gave_up_at or message.sent_at or message.attempts)),
    }


def _state(message: Any) -> str:
    if message is None:
        return _("on the list of changes")
    if message.sent_at:
        return _("arrived")
    why = str(WHY.get(message.last_error, "")) or message.last_error.replace("status-", "HTTP ")
    if message.gave_up_at:
        return _("given up: %(why)s") % {"why": why}
    return _("tried again later: %(why)s") % {"why": why} if message.last_error else _("being sent")


EITHER = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = 409


def _system(row: Connection) -> Cell:
    return Cell(row.name, reverse("business-connection", args=[row.pk]), lines=[row.business.name])


LIST = List[Connection](
    gettext_lazy("Connections of our systems"),
    rows=lambda request: (
        Connection.objects.managed_by(_managed(request))
        .select_related("business")
        .order_by("-ended_at", "-from_at", "pk")
    ),
    columns=(
        Column(gettext_lazy("System"), _system, sort=("name",)),
        Column(
            gettext_lazy("What for"), lambda row: _("practice") if row.is_sandbox else _("real complaints")
        ),
        Column(
            gettext_lazy("Last used"),
            lambda row: clock.local_day(row.last_used_at) if row.last_used_at else _("never"),
            sort=("last_used_at",),
        ),
        Column(
            gettext_lazy("State"),
            lambda row: Tag(_("ended"), "calm") if row.ended_at else Tag(_("connected"), "ok"),
        ),
    ),
    lead=gettext_lazy(
        "Your own system can read and answer your complaints of all cities. Begin with a connection for practice."
    ),
    links=lambda _request: [(gettext_lazy("How it works"), "/api/v1/")],
    buttons=button("business-connection-new", gettext_lazy("Connect a system"), lambda _request: True),
    empty=gettext_lazy("No system is connected yet."),
    frame=frame,
    guard=guards.business,
)


@guards.business
@EITHER
def new(request: HttpRequest) -> HttpResponse:
    """Make a connection. Its secrets are shown on the answer, once."""
    businesses = Business.objects.standing().filter(pk__in=_managed(request)).order_by("name", "pk")
    form = Connect(
        request.POST if request.method == "POST" else guards.kept_post(request), businesses=businesses
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        business = said.pop("business")
        try:
            made, shown = verbs.connect(business, **said, by=actor_of(request), at=clock.now())
        except DeskError as error:
            form.add_error(error.field if isinstance(error, Unfit) else "name", str(error))
        else:
            return _shown(request, made, shown)
    return render(request, "businesses/connecting/new.html", {**frame(request), "form": form})


@guards.business
@require_safe
def connection(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """One connection: its keys, its address, and what was told to it."""
    held = _held(request, connection_id)
    told = Change.objects.filter(connection=held).select_related("message").order_by("-number")
    page = page_of(told, request.GET.get("page"))
    context = {
        **frame(request),
        "connection": held,
        "keys": ConnectionKey.objects.valid(clock.now()).filter(connection=held),
        "page": page,
        "rows": [change_row(change) for change in page.rows],
        "practice_url": _practice_url(held),
    }
    return render(request, "businesses/connecting/connection.html", context)


@guards.business
@EITHER
def key(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """A new key; the old one works some days more. Its secrets are shown on the answer, once."""
    held = _held(request, connection_id)
    kept = request.POST if request.method == "POST" else guards.kept_post(request)
    form = Rotate(kept, seen=held.version)
    if held.ended_at is not None:
        return _key_page(request, held, form, status=CONFLICT)
    if request.method == "POST" and form.is_valid():
        try:
            shown = verbs.rotate(
                held, **form.facts(), seen=form.version_seen, by=actor_of(request), at=clock.now()
            )
        except DeskError as error:
            held = _held(request, held.pk)
            form = renewed(form, "seen", held.version)
            is_moved = isinstance(error, Moved)
            why = "" if is_moved else str(error)
            return _key_page(request, held, form, status=CONFLICT, is_moved=is_moved, why=why)
        return _shown(request, held, shown)
    return _key_page(request, held, form)


def _key_page(
    request: HttpRequest, held: Connection, form: Rotate, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {**frame(request), "connection": held, "form": form, **more}
    return render(request, "businesses/connecting/key.html", context, status=status)


@guards.business
@button_on("business-connections")
def test_message(request: HttpRequest, connection_id: UUID) -> HttpResponse:
    """Send a message that tells nothing."""
    held = _held(request, connection_id)
    verbs.test(held, by=actor_of(request), at=clock.now())
    messages.success(request, _("A test message was sent. In a moment you see below whether it arrived."))
    return _back(held)


@guards.business
@button_on("business-connections")
def again(request: HttpRequest, connection_id: UUID, change_id: UUID) -> HttpResponse:
    """Send one webhook anew."""
    held = _held(request, connection_id)
    change = get_object_or_404(Change, pk=change_id, connection=held)
    try:
        verbs.send_again(change, by=actor_of(request), at=clock.now())
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is sent again. Your system knows it by its id."))
    return _back(held)


def _managed(request: HttpRequest) -> frozenset[UUID]:
    """The businesses that the visitor manages; nobody else has these pages."""
    account_id = actor_of(request).account_id
    held = rights.held_in(account_id, rights.MANAGE, on=clock.today()) if account_id else frozenset()
    if not held:
        raise Http404
    return held


def _held(request: HttpRequest, connection_id: UUID) -> Connection:
    rows = Connection.objects.managed_by(_managed(request)).select_related("business")
    found: Connection = get_object_or_404(rows, pk=connection_id)
    return found


def _shown(request: HttpRequest, held: Connection, shown: verbs.Secrets) -> HttpResponse:
    """The secrets, on this answer alone; no browser keeps it."""
    context = {**frame(request), "connection": held, "shown": shown}
    response = render(request, "businesses/connecting/secrets.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _back(held: Connection) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("business-connection", args=[held.pk]))


def _practice_url(held: Connection) -> str:
    """The page of the room above that makes practice cases."""
    return way("practice-cases", held.pk) if held.is_sandbox and not held.ended_at else ""


CONNECTIONS = Desk[Connection](
    "business-connection",
    verbs=(verbs.redirect, verbs.end),
    find=_held,
    home=lambda held: reverse("business-connection", args=[held.pk]),
    called=lambda held: held.name,
    hinders=lambda held, _verb: (_("This connection is ended."),) if held.ended_at else (),
    now=lambda _held: "",
    thing="connection",
    readers=guards.business,
    frame=frame,
)
