"""The plan on the office's pages: what it says, what it lacks, and where each part is changed."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.governance.office.frame import actor_of, frame, readers
from huaihai.kit import clock, local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.supervision import powers
from huaihai.supervision.grading.shape import KEY
from huaihai.supervision.lives import PROJECT
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.testing.planning import said
from huaihai.supervision.testing.planning.checking import Lack, lacks
from huaihai.supervision.testing.planning.forms import MODES, NOT_APPLICABLE
from huaihai.supervision.testing.planning.fresh import in_work
from huaihai.supervision.testing.planning.numbers import weight_sum
from huaihai.supervision.testing.planning.reading import rows_of, samples_of
from huaihai.supervision.testing.rows import page_of_rows

MOST_SHOWN = 40  # of what is lacking


@require_safe
@readers
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan in work with its check list."""
    found = test_or_404(request, pk)
    held = in_work(found)
    lacking = lacks(found.plan)
    context = (
        frame(request, MENU_KEY)
        | _said(held)
        | {
            "project": found,
            "may_write": may_write(request, found),
            "lacking": [(lack.sentence, _mended_at(found, lack)) for lack in lacking[:MOST_SHOWN]],
            "more": max(0, len(lacking) - MOST_SHOWN),
            "page": page_of_rows(_products(held), request.GET.get("page")),
            "is_registered": found.registered is not None and found.registered.plan == found.plan,
        }
    )
    return render(request, "supervision/testing/planning/plan.html", context)


@require_safe
@readers
def printed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan as a sheet to print and sign: the registered one, or the one in work if there is none."""
    found = test_or_404(request, pk)
    version = found.registered
    held = version.plan if version is not None else in_work(found)
    context = _said(held) | {"project": found, "version": version, "products": _products(held)}
    return render(request, "supervision/testing/planning/print.html", context)


def test_or_404(request: HttpRequest, pk: UUID) -> Project:
    """A comparative test that the reader may see. Raises Http404."""
    found = project_or_404(request, pk)
    if found.kind != Project.Kind.TEST:
        raise Http404
    return found


def may_write(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may change the plan now."""
    is_leader = powers.leads(actor_of(request), project, on=clock.today())
    return is_leader and PROJECT.can("write plan", project.stage)


def plan_url(project: Project) -> str:
    """The address of the plan's page."""
    return reverse("office-test-plan", args=[project.pk])


def _said(held: dict[str, Any]) -> dict[str, Any]:
    """The plan in words."""
    items = rows_of(held, "items")
    groups = [
        (group, [said.item_said(item) for item in items if item.get("group") == group.get("key")])
        for group in rows_of(held, "groups")
    ]
    known = {group.get("key") for group in rows_of(held, "groups")}
    loose = [said.item_said(item) for item in items if item.get("group") not in known]
    return {
        "plan": held,
        "facts": _facts(held),
        "counting": _counting(held),
        "groups": groups,
        "loose": loose,
        "items_count": len(items),
        "weights": weight_sum(held),
        "downgrades": [(rule, said.rule_said(rule, held)) for rule in rows_of(held, "downgrades")],
        "grades": rows_of(held, "grades"),
    }


def _facts(held: dict[str, Any]) -> list[dict[str, Any]]:
    samples = samples_of(held)
    basis = held.get("basis")
    budget = held.get("budget_fen")
    category = next((one for one in kinds.CATEGORIES if one.code == held.get("category")), None)
    return [
        {"label": _("What is tested"), "value": held.get("what", "")},
        {"label": _("Category"), "value": local_words.said(category) if category else ""},
        {"label": _("What people will know afterwards"), "value": held.get("question", "")},
        {
            "label": _("Standards and specifications"),
            "value": "\n".join(map(str, basis)) if isinstance(basis, list) else "",
            "is_text": True,
        },
        {
            "label": _("Bought of each product"),
            "value": _("%(main)d main samples, %(spare)d spare samples") % samples,
        },
        {"label": _("Money for buying and testing"), "fen": budget if isinstance(budget, int) else None},
    ]


def _counting(held: dict[str, Any]) -> list[dict[str, Any]]:
    rounding, clocks = held.get("rounding") or {}, held.get("clocks") or {}
    rounded = _("once, of the total, to %(digits)s digits: %(mode)s") % {
        "digits": rounding.get("digits", ""),
        "mode": said.chosen(MODES, rounding.get("mode")),
    }
    return [
        {
            "label": _("If an item does not apply"),
            "value": said.chosen(NOT_APPLICABLE, held.get("not_applicable")),
        },
        {"label": _("Rounding"), "value": rounded},
        {
            "label": _("A maker may answer within"),
            "value": _("%(n)s working days") % {"n": clocks.get("reply_working_days", "")},
        },
        {
            "label": _("Firmness"),
            "value": _("%(draws)s draws, seed “%(seed)s”")
            % {"draws": held.get("draws", ""), "seed": held.get("seed", "")},
        },
    ]


def _products(held: dict[str, Any]) -> list[dict[str, Any]]:
    rows = rows_of(held, "products")
    keys = {str(row.get("city", "")) for row in rows}
    bodies = {one.key: one.short_name for one in Organisation.objects.filter(key__in=keys)}
    return [
        {
            **row,
            "fen": row["price_fen"] if isinstance(row.get("price_fen"), int) else None,
            "city_name": bodies.get(str(row.get("city", "")), row.get("city", "")),
            "channel_name": said.chosen(Purchase.Channel.choices, row.get("channel")),
            "has_page": bool(KEY.fullmatch(str(row.get("key", "")))),
        }
        for row in rows
    ]


def _mended_at(project: Project, lack: Lack) -> str:
    """Where what is lacking is mended; its list where the row has no page."""
    if lack.part in ("basics", "counting", "grades"):
        return reverse(f"office-test-plan-{lack.part}", args=[project.pk])
    row = next((row for row in rows_of(project.plan, lack.part) if row.get("key") == lack.key), None)
    if row is not None and KEY.fullmatch(lack.key):
        return reverse("office-test-plan-row", args=[project.pk, lack.part, lack.key])
    return f"#{lack.part}"
