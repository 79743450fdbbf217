"""The side of every page of the desk: what there is to do, by stage."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from huaihai.cases.desk import lists
from huaihai.cases.models import Case
from huaihai.cases.situation import CASEWORK, READING
from huaihai.governance import standing
from huaihai.kit import clock, local_words
from huaihai.kit.side import Group, Item, Side
from huaihai.members.actors import Actor
from huaihai.members.models import Role


def side(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `desk` for every page, asked for by none but the desk's."""
    return {"desk": SimpleLazyObject(lambda: desk_aside(request))}


def desk_aside(request: HttpRequest) -> Side:
    """The side of the desk for whoever sent this request: two queries for an officer, none for others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    node = actor.organisation
    if actor.kind != "officer" or node is None:
        return Side()
    body = local_words.in_script(node.short_name)
    return Side(body, getattr(request.user, "shown_name", ""), _groups(request, actor))


def _groups(request: HttpRequest, actor: Actor) -> list[Group]:
    here = f"{request.path}?{request.GET.get('stage', '')}"
    work = [
        Item(_("Today"), reverse("desk"), lists.due_now(actor, clock.today()), here == f"{reverse('desk')}?")
    ]
    counts = _counts(actor)
    for group in lists.GROUPS:
        number = sum(counts.get(stage, 0) for stage in group.stages)
        url = f"{reverse('desk')}?stage={group.name}"
        work.append(Item(group.label, url, number, here == f"{reverse('desk')}?{group.name}"))
    ended = lists.ENDED
    work.append(
        Item(ended.label, f"{reverse('desk')}?stage={ended.name}", None, here.endswith(f"?{ended.name}"))
    )
    found = [Group(_("Casework"), work)] if actor.roles & set(READING) else []
    if actor.roles & set(CASEWORK):
        taking = (
            ("desk-register", _("Visit or call")),
            ("desk-consultations", _("Consultations")),
            ("desk-entrust", _("Entrusted case")),
            ("desk-drafts", _("Imported drafts")),
        )
        found.append(Group(_("Taking down"), _doors(request, taking)))
    if actor.roles & {*READING, Role.SECRETARIAT}:
        lists_kept = (("desk-forwarded", _("Forwarded between cities")),)
        found.append(Group(_("Lists"), _doors(request, lists_kept)))
    found.append(Group(_("More"), _doors(request, _others(actor))))
    return [group for group in found if group.items]


def _others(actor: Actor) -> list[tuple[str, Any]]:
    doors: list[tuple[str, Any]] = []
    if actor.roles & {*READING, Role.SECRETARIAT}:
        doors.append(("businesses", _("Businesses")))
    if actor.organisation and actor.organisation.kind == "city" and actor.roles & {Role.OFFICER, Role.HEAD}:
        doors += [
            ("desk-joining", _("Fast channel")),
            ("desk-push", _("Push list")),
            ("desk-pledges", _("Pledges and posters")),
            ("desk-funds", _("Advance payments")),
            ("desk-corrections", _("Corrections that businesses ask for")),
        ]
    if standing.reads_office(actor):
        doors.append(("office", _("Alliance office")))
    if actor.is_administrator or Role.HEAD in actor.roles:
        doors.append(("people", _("Accounts")))
    return [*doors, ("my-account", _("My account"))]


def _counts(actor: Actor) -> dict[str, int]:
    """Open cases of the officer's own node, by stage."""
    rows = Case.objects.visible_to(actor).open().filter(responsible=actor.organisation)
    return dict(rows.order_by().values_list("stage").annotate(Count("pk")))


def _doors(request: HttpRequest, doors: Any) -> list[Item]:
    found = []
    for name, label in doors:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append(Item(label, url, None, request.path == url))
    return found
