"""A plan in words, as pages and paper show it. Takes plans in their proper shape (`shape.shaped`)."""

from typing import Any

from django.utils.translation import gettext as _

from huaihai.kit import local_words
from huaihai.law import kinds
from huaihai.members.models import Organisation
from huaihai.supervision.grading.shape import KEY
from huaihai.supervision.models import Purchase
from huaihai.supervision.testing.planning import said
from huaihai.supervision.testing.planning.forms import MODES, NOT_APPLICABLE
from huaihai.supervision.testing.planning.numbers import weight_sum
from huaihai.supervision.testing.planning.reading import rows_of, samples_of


def rules(held: dict[str, Any]) -> dict[str, Any]:
    """Items by group, downgrade rules and grades, in words."""
    items = rows_of(held, "items")
    groups = [
        (group, [said.item_said(item) for item in items if item.get("group") == group.get("key")])
        for group in rows_of(held, "groups")
    ]
    known = {group.get("key") for group in rows_of(held, "groups")}
    loose = [said.item_said(item) for item in items if item.get("group") not in known]
    return {
        "groups": groups,
        "loose": loose,
        "items_count": len(items),
        "weights": weight_sum(held),
        "downgrades": [(rule, said.rule_said(rule, held)) for rule in rows_of(held, "downgrades")],
        "grades": rows_of(held, "grades"),
    }


def facts(held: dict[str, Any]) -> list[dict[str, Any]]:
    """What is tested on what basis, as labels and values; money in `fen`."""
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


def counting(held: dict[str, Any]) -> list[dict[str, Any]]:
    """The rules that hold for all items, as labels and values."""
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


def products(held: dict[str, Any]) -> list[dict[str, Any]]:
    """The products with the names of cities and channels. One query."""
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
