"""What a plan lacks before it can be registered: sentences, and where each is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huaihai.supervision.grading import plan as plans
from huaihai.supervision.grading.shape import Problem
from huaihai.supervision.testing import wording
from huaihai.supervision.testing.planning.reading import products_of
from huaihai.supervision.testing.planning.verbs import usual

MOST_SENTENCES = 40
PARTS = ("products", "groups", "items", "downgrades", "grades")
ORDER = ("basics", "groups", "items", "products", "downgrades", "grades", "counting")
TO_DO = {
    ("missing", "what"): gettext_noop("Say what is tested."),
    ("missing", "category"): gettext_noop("Choose the category of the goods."),
    ("no-basis", "basis"): gettext_noop("Name the standards or specifications, at least one."),
    ("too-few", "groups"): gettext_noop("Name the groups of items, such as electrical safety."),
    ("too-few", "items"): gettext_noop("Add what is measured, each with its weight; together they have 100."),
    ("too-few", "products"): gettext_noop("Add the products that are to be bought."),
}
COUNTED = ("not_applicable", "rounding", "clocks", "seed", "draws")


@dataclass(frozen=True)
class Lack:
    """One thing the plan lacks. `part` is the list (or "basics", "counting") and `key` the row where it is mended."""

    sentence: str
    part: str
    key: str = ""


def problems(plan: Mapping[str, Any]) -> Sequence[str]:
    """What the plan lacks, in sentences; empty: nothing. After forty it says how many more there are."""
    found = [lack.sentence for lack in lacks(plan)]
    more = len(found) - MOST_SENTENCES
    if more > 0:
        said = ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}
        return [*found[:MOST_SENTENCES], said]
    return found


def lacks(plan: Mapping[str, Any]) -> list[Lack]:
    """Everything that the plan lacks, each with its place, in the order in which a plan is written.

    A plan that nobody has begun has the usual rules, as the page shows them; it never lacks nothing.
    """
    held = plan or usual(seed="-")
    found = [Lack(_sentence(one), *_mended_at(one.place)) for one in plans.problems(held)]
    return sorted([*found, *_doubles(held)], key=lambda lack: ORDER.index(lack.part))


def _sentence(problem: Problem) -> str:
    """What there is to do, where a whole part is not there yet; else what is wrong with it."""
    text = TO_DO.get((problem.code, problem.place))
    return _(text) if text else wording.sentence(problem)


def _mended_at(place: str) -> tuple[str, str]:
    part, _dot, rest = place.partition(".")
    if part in PARTS:
        return part, rest.partition(".")[0]
    return ("counting" if part in COUNTED else "basics"), ""


def _doubles(plan: Mapping[str, Any]) -> list[Lack]:
    """The same brand and model twice would be bought twice and compared with itself."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    for row in products_of(plan):
        name = (str(row.get("brand", "")).casefold(), str(row.get("model", "")).casefold())
        if any(name) and name in seen:
            said = {"brand": row.get("brand", ""), "model": row.get("model", "")}
            sentence = _("%(brand)s %(model)s stands in the plan twice.") % said
            found.append(Lack(sentence, "products", row["key"]))
        seen.setdefault(name, row["key"])
    return found
