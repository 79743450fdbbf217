"""How it was done: agreement of the coders, the draw, the script."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.desk.papers.document import Section, Table
from huaihai.supervision.visiting.plan import Plan
from huaihai.supervision.visiting.publishing.city_names import city_name


def agreement(plan: Plan, file: Mapping[str, Any]) -> Section | None:
    """How far coders agree, item by item; None where nothing is coded."""
    held = file["agreement"]
    if not held:
        return None
    rows = tuple(
        (
            plan.by_key[one["item"]].name, str(one["units"]), one["alpha"] or "–",
            f"{one['low']} – {one['high']}" if one["low"] else "–", _verdict(one),
        )
        for one in held
    )  # fmt: skip
    said = _(
        "Words and photos were coded by two people who saw neither the place nor each other's codes. Alpha is 1 where "
        "they always agree and 0 where they agree as chance would; the plan asks for at least %(least)s."
    ) % {"least": plan.alpha_minimum}
    head = (_("Item"), _("Coded twice"), _("Alpha"), _("Range (95 %)"), _("By the rule"))
    return Section(
        _("How far the two coders agree"),
        (said,),
        tables=(Table(_("Krippendorff's alpha by item"), head, rows, frozenset({1, 2, 3})),),
    )


def _verdict(one: Mapping[str, Any]) -> str:
    if one["dropped"]:
        return _("left out")
    return _("weak") if one["weak"] else _("kept")


def drawn(file: Mapping[str, Any]) -> Section:
    """How the places were drawn, so that anybody can draw them again."""
    rows = tuple(
        (
            city_name(one["city"]), str(one["frame_size"]), str(one["drawn"]),
            str(sum(one["dropped"].values())), one["frame_hash"][:16],
        )
        for one in file["draws"]
    )  # fmt: skip
    register, start = pgettext("visits", "In the register"), _("Hash of the list (start)")
    head = (_("City"), register, _("Drawn"), _("of these dropped"), start)
    said = _(
        "Each place of the register that fits the plan has a lot: the SHA-256 of the seed “%(seed)s” and its id. The "
        "lowest lots are the sample; a place that could not be visited is replaced by the next lot. Whoever holds the "
        "register draws the same places."
    ) % {"seed": file["draws"][0]["seed"] if file["draws"] else "–"}
    return Section(
        _("How the places were drawn"),
        (said,),
        tables=(Table(_("Draw by city"), head, rows, frozenset({1, 2, 3})),),
    )


def method(plan: Plan, file: Mapping[str, Any]) -> Section:
    """The script and the items, and since when they stand."""
    rows = tuple((str(number), line) for number, line in enumerate(plan.script, 1))
    looked = tuple((item.name, item.guidance or "–") for item in plan.items)
    registered = file["plans"][-1]
    said = _("The plan was registered on %(day)s, before the first visit, under the hash %(hash)s.") % {
        "day": registered["registered_at"][:10],
        "hash": registered["hash"],
    }
    return Section(
        _("Method"),
        (said,),
        tables=(
            Table(_("What the visitors did and said"), (_("Step"), _("What")), rows),
            Table(_("What was looked at"), (_("Item"), _("Guidance")), looked),
        ),
    )
