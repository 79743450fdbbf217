"""The side of every page of the officers' desk: what there is to do, by stage. Worked out only when shown."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from huaihai.cases.desk import groups, lists
from huaihai.cases.models import Case
from huaihai.cases.pages.situation import CASEWORK, READING
from huaihai.kit import clock, local_words
from huaihai.members.actors import Actor
from huaihai.members.models import Role


@dataclass(frozen=True)
class Item:
    label: Promise | str
    url: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class AsideGroup:
    title: Promise | str
    items: list[Item]


@dataclass(frozen=True)
class Desk:
    """What `kit/desk.html` asks for."""

    body_name: str = ""
    person: str = ""
    groups: list[AsideGroup] = field(default_factory=list)


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `desk` for every page, asked for by none but the desk's."""
    return {"desk": SimpleLazyObject(lambda: desk_aside(request))}


def desk_aside(request: HttpRequest) -> Desk:
    """The side of the desk for whoever sent this request: two queries for an officer, none for others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    node = actor.organisation
    if actor.kind != "officer" or node is None:
        return Desk()
    body = local_words.in_script(node.short_name)
    return Desk(body, getattr(request.user, "shown_name", ""), _groups(request, actor))


def _groups(request: HttpRequest, actor: Actor) -> list[AsideGroup]:
    here = f"{request.path}?{request.GET.get('stage', '')}"
    work = [
        Item(_("Today"), reverse("desk"), lists.due_now(actor, clock.today()), here == f"{reverse('desk')}?")
    ]
    counts = _counts(actor)
    for group in groups.GROUPS:
        number = sum(counts.get(stage, 0) for stage in group.stages)
        url = f"{reverse('desk')}?stage={group.name}"
        work.append(Item(group.label, url, number, here == f"{reverse('desk')}?{group.name}"))
    ended = groups.ENDED
    work.append(
        Item(ended.label, f"{reverse('desk')}?stage={ended.name}", None, here.endswith(f"?{ended.name}"))
    )
    found = [AsideGroup(_("Casework"), work)] if actor.roles & set(READING) else []
    if actor.roles & set(CASEWORK):
        taking = (
            ("desk-register", _("Visit or call")),
            ("desk-entrust", _("Entrusted case")),
            ("desk-drafts", _("Imported drafts")),
        )
        found.append(AsideGroup(_("Taking down"), _doors(request, taking)))
    if actor.roles & {*READING, Role.SECRETARIAT}:
        lists_kept = (("desk-forwarded", _("Forwarded between cities")),)
        found.append(AsideGroup(_("Lists"), _doors(request, lists_kept)))
    others = (("businesses", _("Businesses")), ("people", _("Accounts")), ("my-account", _("My account")))
    shown = others if actor.roles & {"system_admin", "security_admin"} else (others[0], others[2])
    found.append(AsideGroup(_("More"), _doors(request, shown)))
    return [group for group in found if group.items]


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
