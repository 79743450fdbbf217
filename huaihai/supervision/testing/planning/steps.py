"""Changing the plan, one page a part."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.desk.asking import asking
from huaihai.desk.frame import readers
from huaihai.supervision.models import Project
from huaihai.supervision.testing.planning import verbs
from huaihai.supervision.testing.planning.forms import (
    MOST_GRADES,
    BasicsForm,
    CountingForm,
    GradesForm,
    GroupForm,
    ProductForm,
    RemovalForm,
)
from huaihai.supervision.testing.planning.pages import change, test_or_404
from huaihai.supervision.testing.planning.reading import rows_of, samples_of, weight_sum
from huaihai.supervision.testing.planning.rule_forms import DowngradeForm, ItemForm
from huaihai.supervision.testing.planning.shape import GROUP, POINTS, flat_item, flat_rule
from huaihai.supervision.testing.planning.verbs import in_work

type Row = Mapping[str, Any]
TITLES: Mapping[str, tuple[Promise | str, Promise | str]] = {
    "products": (_("A product more"), pgettext_lazy("results", "Product")),
    "groups": (_("A group more"), pgettext_lazy("plan", "Group")),
    "items": (_("An item more"), pgettext_lazy("plan", "Item")),
    "downgrades": (_("A downgrade rule more"), _("Downgrade rule")),
}
NEW_ITEM = {"replicates": 3, "combine": "mean", "better": "low", "scale": "limit", "below_detection": "half"}


@asking
@readers
def basics(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is tested, on what basis."""
    found = test_or_404(request, pk)
    held = in_work(found)
    basis = held["basis"] if isinstance(held["basis"], list) else []
    initial = {name: held.get(name, "") for name in ("what", "category", "question")} | samples_of(held)
    initial |= {"basis": "\n".join(map(str, basis)), "budget": held.get("budget_fen")}
    return change(
        request,
        found,
        _("What is tested"),
        form=partial(BasicsForm, seen=found.version, initial=initial),
        act=lambda form, **said: verbs.set_parts(found, form.parts(), **said),
    )


@asking
@readers
def counting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rules that hold for all items."""
    found = test_or_404(request, pk)
    held = in_work(found)
    initial = {name: held.get(name, "") for name in ("not_applicable", "seed", "draws")}
    for name in ("rounding", "clocks"):
        initial |= held[name] if isinstance(held.get(name), Mapping) else {}
    return change(
        request,
        found,
        pgettext_lazy("test", "How it is counted"),
        form=partial(CountingForm, seen=found.version, initial=initial),
        act=lambda form, **said: verbs.set_parts(found, form.parts(), **said),
    )


@asking
@readers
def grades(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The grades and where each begins."""
    found = test_or_404(request, pk)
    initial = {
        f"{name}_{n}": row.get(name, "")
        for n, row in enumerate(rows_of(in_work(found), "grades")[:MOST_GRADES], start=1)
        for name in ("key", "name", "from")
    }
    return change(
        request,
        found,
        _("Grades"),
        lead=_("The best first; the last begins at 0. Lines that stay empty are left out."),
        template="supervision/testing/planning/grades.html",
        form=partial(GradesForm, seen=found.version, initial=initial),
        act=lambda form, **said: verbs.set_parts(found, {"grades": form.rows()}, **said),
    )


@asking
@readers
def row(request: HttpRequest, pk: UUID, part: str, key: str = "") -> HttpResponse:
    """One row of a list: a new one, or one to change."""
    found = test_or_404(request, pk)
    held = in_work(found)
    if part not in TITLES:
        raise Http404
    new, known = TITLES[part]
    old = next((one for one in rows_of(held, part) if one.get("key") == key), None) if key else None
    if key and old is None:
        raise Http404
    return change(
        request,
        found,
        known if key else new,
        template="supervision/testing/planning/row.html",
        context={"part": part, "key": key, "project": found},
        form=_form(part, found, held, old),
        act=lambda form, **said: verbs.put_row(found, part, form.row(), key=key, **said),
    )


@asking
@readers
def removal(request: HttpRequest, pk: UUID, part: str, key: str) -> HttpResponse:
    """Taking a row out: asked first."""
    found = test_or_404(request, pk)
    old = next((one for one in rows_of(in_work(found), part) if one.get("key") == key), None)
    if part not in TITLES or old is None:
        raise Http404
    name = old.get("name") or f"{old.get('brand', '')} {old.get('model', '')}".strip() or key
    return change(
        request,
        found,
        _("Take it out of the plan"),
        button=_("Take it out"),
        lead=str(name),
        form=partial(RemovalForm, seen=found.version),
        act=lambda _form, **said: verbs.remove_row(found, part, key, **said),
    )


def _form(part: str, project: Project, held: Row, old: Row | None) -> Callable[..., Any]:
    seen = project.version
    if part == "products":
        initial = {**old, "price": old.get("price_fen")} if old else {"channel": "shop"}
        return partial(ProductForm, seen=seen, project=project, initial=initial)
    if part == "groups":
        return partial(GroupForm, seen=seen, initial=dict(old or {}))
    if part == "items":
        flat = flat_item(old) if old else NEW_ITEM
        others = weight_sum(held, without=str((old or {}).get("key", "")))
        initial = {**flat, "otherwise": flat.get("else", "")}
        return partial(ItemForm, seen=seen, plan=held, others=others, initial=initial)
    return partial(DowngradeForm, seen=seen, plan=held, initial=_rule_initial(old, held))


def _rule_initial(old: Row | None, held: Row) -> dict[str, Any]:
    if old is None:
        grades = rows_of(held, "grades")
        return {"when": "failed", "at_best": grades[-1].get("key", "") if grades else ""}
    flat = flat_rule(old)
    is_group = flat["when"] == GROUP
    return flat | {
        "group" if is_group else "item": flat["of"],
        "failed": flat["number"] if is_group else "",
        "points": flat["number"] if flat["when"] == POINTS else "",
    }
