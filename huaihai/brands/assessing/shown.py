"""A round as pages show it: points, and how far the assessors agree; never who they are, and nothing before the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from huaihai.brands.assessing import sheet
from huaihai.brands.assessing.sheet import Item, Words
from huaihai.brands.models import AssessmentRound, CriteriaVersion
from huaihai.brands.scoring.names import HEARTS
from huaihai.kit import local_words, spoken


@dataclass(frozen=True)
class ShownItem:
    """An item: its points, how far apart the assessors were, and their reasons in an order that names nobody."""

    name: str
    points: str
    difference: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ShownRound:
    """What the assessors found. `agreement` says in a sentence how far they agree."""

    assessors: int
    sheet_version: int
    items: tuple[ShownItem, ...]
    agreement: str


@dataclass(frozen=True)
class Lack:
    """One thing that was not enough."""

    name: str
    points: str
    needed: str


def of_round(held: AssessmentRound) -> ShownRound | None:
    """None until all points are in. One query, for the reasons."""
    if held.completed_at is None:
        return None
    used = sheet.of_version(held.sheet_version)
    given = sorted(held.assessments.filter(seat__state="done").values_list("reasons", flat=True), key=repr)
    return ShownRound(
        assessors=held.result["assessors"],
        sheet_version=held.sheet_version,
        items=tuple(_item(item, held.result["items"][item.key], given) for item in used.items),
        agreement=agreement(held.result, held.criteria),
    )


def said(words: Words) -> str:
    """Words of the sheet in the reader's language."""
    return local_words.either(zh=words.zh, en=words.en)


def agreement(result: Mapping[str, Any], criteria: CriteriaVersion) -> str:
    """Alpha in a sentence, with its caution, and the greatest difference."""
    furthest = max((int(one["difference"]) for one in result["items"].values()), default=0)
    apart = _("On no item were they further apart than %(n)s points.") % {"n": furthest}
    if result["alpha"] is None:
        return apart
    wanted = criteria.content.get("admission", {}).get("agreement")
    is_good = wanted is None or Fraction(result["alpha"]) >= Fraction(wanted)
    told = _("Krippendorff's alpha is %(alpha)s; the criteria want %(wanted)s.") % {
        "alpha": f"{float(result['alpha']):.2f}",
        "wanted": wanted or "–",
    }
    caution = _("With so few items alpha says little; what counts is the difference of each item.")
    if result["is_few"]:
        return spoken.run_on([told, caution, apart])
    return spoken.run_on([told, "" if is_good else _("So they did not agree well."), apart])


def lacks(held: AssessmentRound) -> list[Lack]:
    """What was missing, in words."""
    names = {one["key"]: one["name"] for one in held.criteria.content.get("criteria", ())}
    return [Lack(_lack_name(one, names), one["points"], one["needed"]) for one in held.missing]


def _lack_name(one: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> str:
    if one["what"] == "total":
        return _("All points together")
    if one["what"] == "heart":
        hearts = dict(zip(HEARTS, (_("Safe"), _("At ease"), _("Cared for")), strict=True))
        return hearts.get(one["key"], one["key"])
    found = names.get(one["key"])
    return local_words.either(zh=found["zh"], en=found["en"]) if found else one["key"]


def _item(item: Item, found: Mapping[str, str], given: Sequence[Mapping[str, str]]) -> ShownItem:
    reasons = tuple(one[item.key] for one in given if one.get(item.key))
    return ShownItem(said(item.name), found["points"], found["difference"], reasons)
