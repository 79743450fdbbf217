"""The plan on the pages of the office: its head, and the checklist item by item."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.governance.errors import NotPossible
from huaihai.governance.office.asking import ask, asking, press
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.actions import planning
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.pages import address, question, sweep_or_404
from huaihai.supervision.sweeping.plan import MOST_ITEMS, Item, Plan, parse, written
from huaihai.supervision.sweeping.planning.forms import ItemForm, PlanForm


@asking
@readers
def plan(request: HttpRequest, project: UUID) -> HttpResponse:
    """Trade, week, number of places, days to cure, what follows."""
    found = _writable(request, project)
    held = parse(found.plan)
    return ask(
        request,
        question(
            found,
            title=gettext_lazy("Plan of the sweep"),
            button=gettext_lazy("Save the plan"),
            context={"project": found},
        ),
        form=partial(PlanForm, plan=held, seen=found.version),
        act=lambda form: _write(request, found, form.changed_plan(), form.version_seen),
        done=gettext_lazy("The plan is saved. It counts once it is registered."),
        to=lambda made: address("sweep-checklist", made) if not held.items else made.office_url,
    )


@asking
@readers
def new_item(request: HttpRequest, project: UUID) -> HttpResponse:
    """One more item, at the end."""
    found = _writable(request, project)
    held = parse(found.plan)
    full = _("The checklist is long enough.") if len(held.items) >= MOST_ITEMS else ""
    return _ask_item(
        request,
        found,
        None,
        gettext_lazy("New item of the checklist"),
        lambda item: (*held.items, item),
        closed=full,
    )


@asking
@readers
def item(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """Changing an item; its key stays."""
    found = _writable(request, project)
    held, one = parse(found.plan), _item_or_404(found, key)
    return _ask_item(
        request,
        found,
        one,
        gettext_lazy("Item of the checklist"),
        lambda new: tuple(new if old.key == key else old for old in held.items),
    )


@asking
@readers
def removal(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """Taking an item away."""
    found = _writable(request, project)
    _item_or_404(found, key)
    held = parse(found.plan)
    left = tuple(one for one in held.items if one.key != key)
    return _press(request, found, replace(held, items=left), pgettext_lazy("checklist", "Take it away"))


@asking
@readers
def moving_up(request: HttpRequest, project: UUID, key: str) -> HttpResponse:
    """An item changes places with the one above."""
    found = _writable(request, project)
    _item_or_404(found, key)
    held = parse(found.plan)
    items = list(held.items)
    at = next(place for place, one in enumerate(items) if one.key == key)
    if at:
        items[at - 1], items[at] = items[at], items[at - 1]
    return _press(request, found, replace(held, items=tuple(items)), pgettext_lazy("checklist", "Up"))


def may_write(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    is_leader = powers.leads(actor_of(request), project, on=clock.today())
    return is_leader and PROJECT.can("write plan", project.stage)


def _writable(request: HttpRequest, pk: UUID) -> Project:
    found = sweep_or_404(request, pk)
    if not may_write(request, found):
        raise Http404
    return found


def _ask_item(
    request: HttpRequest,
    project: Project,
    one: Item | None,
    title: Any,
    put: Callable[[Item], tuple[Item, ...]],
    *,
    closed: str = "",
) -> HttpResponse:
    held = parse(project.plan)
    key = one.key if one else _free_key(held)
    return ask(
        request,
        question(
            project,
            title=title,
            button=gettext_lazy("Save the item"),
            back=address("sweep-checklist", project),
            back_label=gettext_lazy("Checklist"),
            closed=closed,
        ),
        form=partial(ItemForm, item=one, seen=project.version),
        act=lambda form: _write(
            request, project, replace(held, items=put(form.item(key))), form.version_seen
        ),
        done=gettext_lazy("Saved."),
        to=address("sweep-checklist", project),
    )


def _press(request: HttpRequest, project: Project, changed: Plan, title: Any) -> HttpResponse:
    asked = question(project, title=title, button=title, back=address("sweep-checklist", project))
    return press(request, asked, lambda seen: _write(request, project, changed, seen), done="")


def _write(request: HttpRequest, project: Project, changed: Plan, seen: int) -> Project:
    if not PROJECT.can("write plan", project.stage):
        raise NotPossible(_("The plan cannot be changed any more."))
    return planning.write_plan(project, written(changed), seen=seen, by=actor_of(request), at=clock.now())


def _item_or_404(project: Project, key: str) -> Item:
    found = next((one for one in parse(project.plan).items if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _free_key(plan: Plan) -> str:
    taken = {one.key for one in plan.items}
    return next(key for n in range(1, MOST_ITEMS + 2) if (key := f"i{n:02}") not in taken)
