"""A round as pages show it: points, and how far the assessors agree; never who they are, and nothing before the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huaihai.brands.assessing import sheet
from huaihai.brands.assessing.sheet import Item, Words
from huaihai.brands.models import AssessmentRound, CriteriaVersion
from huaihai.brands.scoring.names import HEARTS
from huaihai.kit import local_words, spoken


@dataclass(frozen=True)
class ItemFacts:
    """An item: its points, how far apart the assessors were, and their reasons in an order that names nobody."""

    name: str
    points: str
    difference: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class RoundFacts:
    """What the assessors found. `agreement` says in a sentence how far they agree."""

    assessors: int
    sheet_version: int
    items: tuple[ItemFacts, ...]
    agreement: str


@dataclass(frozen=True)
class Lack:
    """One thing that was not enough."""

    name: str
    points: str
    needed: str


def of_round(held: AssessmentRound) -> RoundFacts | None:
    """None until all points are in. One query, for the reasons."""
    if held.completed_at is None:
        return None
    used = sheet.of_version(held.sheet_version)
    given = sorted(held.assessments.filter(seat__state="done").values_list("reasons", flat=True), key=repr)
    return RoundFacts(
        assessors=held.result["assessors"],
        sheet_version=held.sheet_version,
        items=tuple(_item(item, held.result["items"][item.key], given) for item in used.items),
        agreement=agreement(held.result, held.criteria),
    )


def said(words: Words) -> str:
    """Words of the sheet in the reader's language."""
    return local_words.either(zh=words.zh, en=words.en)


def agreement(result: Mapping[str, Any], criteria: CriteriaVersion) -> str:
    """The greatest difference; before it alpha, where the criteria (in their first format) ask for it."""
    furthest = max((int(one["difference"]) for one in result["items"].values()), default=0)
    apart = _("On no item were they further apart than %(n)s points.") % {"n": furthest}
    wanted = criteria.content.get("admission", {}).get("agreement")
    if wanted is None or result["alpha"] is None:
        return apart
    told = _("Krippendorff's alpha is %(alpha)s; the criteria, version %(number)s, want %(wanted)s.") % {
        "alpha": f"{float(result['alpha']):.2f}",
        "number": criteria.number,
        "wanted": wanted,
    }
    return spoken.run_on([told, apart])


def lacks(held: AssessmentRound) -> list[Lack]:
    """What was missing, in words."""
    names = names_of(held.missing, held.criteria)
    return [Lack(name, one["points"], one["needed"]) for name, one in zip(names, held.missing, strict=True)]


def names_of(missing: Sequence[Mapping[str, str]], criteria: CriteriaVersion | None) -> list[str]:
    """What these lacks (`enough`) are about, in the reader's language."""
    rows = criteria.content.get("criteria", ()) if criteria is not None else ()
    names = {one["key"]: one["name"] for one in rows}
    return [_name_of(one, names) for one in missing]


def _name_of(one: Mapping[str, str], names: Mapping[str, Mapping[str, str]]) -> str:
    if one["what"] == "total":
        return _("All points together")
    if one["what"] == "agreement":
        return _("How far the assessors agree")
    if one["what"] == "heart":
        hearts = dict(zip(HEARTS, (_("Safe"), _("At ease"), _("Cared for")), strict=True))
        return hearts.get(one["key"], one["key"])
    found = names.get(one["key"])
    return local_words.either(zh=found["zh"], en=found["en"]) if found else one["key"]


def _item(item: Item, found: Mapping[str, str], given: Sequence[Mapping[str, str]]) -> ItemFacts:
    reasons = tuple(one[item.key] for one in given if one.get(item.key))
    return ItemFacts(said(item.name), found["points"], found["difference"], reasons)
