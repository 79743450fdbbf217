"""A list as somebody likes to see it: filters and order kept under a name, for oneself or for the whole body."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from huaihai.desk.frame import actor_of
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit import clock
from huaihai.kit.compiled import Compiled
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role, SavedView

MOST = 20  # of one person, and of one body, for one list
LONGEST_NAME, LONGEST_QUERY = 20, 400
KEEP, DROP = "keep-view", "drop-view"


@dataclass(frozen=True)
class Shown:
    """A saved view as it stands over its list."""

    view: SavedView
    is_current: bool
    may_drop: bool


def kept_query(asked: QueryDict, names: Collection[str]) -> str:
    """What of an address a view keeps: the filters, words and order of the list, never the page."""
    query = QueryDict(mutable=True)
    for name in sorted(names):
        if asked.get(name):
            query[name] = str(asked[name]).replace("\x00", "")
    return query.urlencode()


def shown(actor: Actor, place: str, query: str) -> list[Shown]:
    """The views of this list that the reader sees, in one query."""
    if actor.kind != "officer" or actor.organisation is None:
        return []
    rows = _views_of(account=actor.account_id, body=actor.organisation.pk, place=place)
    return [Shown(row, row.query == query, may_drop(actor, row)) for row in rows]


def _seen(account: UUID, body: UUID, place: str) -> QuerySet[SavedView, Any]:
    actor = Actor("officer", "", organisation=Organisation(pk=body), account_id=account)
    return SavedView.objects.visible_to(actor).filter(place=place)[: 2 * MOST]


_views_of: Compiled[SavedView] = Compiled(
    _seen,
    account=SavedView._meta.get_field("account"),
    body=SavedView._meta.get_field("organisation"),
    place=SavedView._meta.get_field("place"),
)


def keep(*, place: str, name: str, query: str, is_shared: bool, by: Actor) -> SavedView:
    """Keep a list as it stands; a view of the same name is replaced. Raises Unfit."""
    name = name.strip()[:LONGEST_NAME]
    if not name:
        raise Unfit("name", _("Please give it a name."))
    if not query or len(query) > LONGEST_QUERY:
        raise Unfit("name", _("There is nothing to keep: choose a filter first."))
    if by.account_id is None or by.organisation is None:
        raise NotAllowed("only staff keep views")
    body = by.organisation if is_shared else None
    rows = list(SavedView.objects.visible_to(by).filter(place=place, organisation=body))
    same = next((row for row in rows if row.name == name), None)
    if same is not None and not may_drop(by, same):
        raise Unfit("name", _("A colleague has kept a view of this name. Please choose another name."))
    if same is None and len(rows) >= MOST:
        raise Unfit("name", _("There are %(n)s already. Please delete one first.") % {"n": MOST})
    made = same or SavedView(account_id=by.account_id, organisation=body, place=place, made_at=clock.now())
    made.name, made.query = name, query
    made.save()
    return made


def may_drop(actor: Actor, view: SavedView) -> bool:
    """Whether the actor may delete it: an own one, or as the head of the body."""
    return view.account_id == actor.account_id or (
        view.organisation_id is not None
        and actor.organisation is not None
        and view.organisation_id == actor.organisation.pk
        and Role.HEAD in actor.roles
    )


def answer(request: HttpRequest, names: Collection[str]) -> HttpResponse:
    """Keep or delete what was asked for, and show the list again."""
    actor, place, to = actor_of(request), request.path, request.get_full_path()
    try:
        if request.POST.get("do") == DROP:
            _drop(actor, place, request.POST.get("view", ""))
            messages.success(request, _("Deleted."))
        else:
            made = keep(
                place=place,
                name=storable_name(request.POST.get("name", "")[:200]),
                query=kept_query(request.GET, names),
                is_shared="shared" in request.POST,
                by=actor,
            )
            messages.success(request, _("Kept as “%(name)s”.") % {"name": made.name})
    except UnstorableTextError as error:
        messages.error(request, _(error.message_id))
    except Unfit as error:
        messages.error(request, error.message)
    return HttpResponseRedirect(to)


def _drop(actor: Actor, place: str, key: str) -> None:
    try:
        view = SavedView.objects.visible_to(actor).filter(place=place, pk=key).first()
    except ValidationError:
        view = None
    if view is None or not may_drop(actor, view):
        raise Unfit("", _("This view is not there any more."))
    view.delete()
