"""How a basis and a version of the criteria stand, in words and tone."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from huaihai.brands.models import Basis, CriteriaVersion

type State = tuple[Promise, str]

WRITTEN: State = (pgettext_lazy("basis", "written down, not adopted"), "warn")
ENDED: State = (pgettext_lazy("basis", "ended"), "calm")
OVER: State = (pgettext_lazy("basis", "over"), "calm")
REPEALED: State = (pgettext_lazy("basis", "repealed"), "calm")
TO_COME: State = (pgettext_lazy("basis", "adopted, still to come"), "")
IN_FORCE: State = (pgettext_lazy("basis", "in force"), "ok")
FIXED: State = (pgettext_lazy("criteria", "fixed, not adopted"), "warn")
COUNTS: State = (pgettext_lazy("criteria", "counts today"), "ok")
ADOPTED: State = (pgettext_lazy("criteria", "adopted, does not count today"), "calm")


def of_basis(row: Basis, today: date) -> State:
    """How this basis stands today; its resolution is at hand."""
    if row.ended_on is not None and row.ended_on <= today:
        return ENDED
    if row.resolution is None:
        return WRITTEN
    if row.until_on is not None and row.until_on < today:
        return OVER
    if row.resolution.repealed_from is not None and row.resolution.repealed_from <= today:
        return REPEALED
    return TO_COME if max(row.from_on, row.resolution.in_force_from) > today else IN_FORCE


def of_version(row: CriteriaVersion, counting: CriteriaVersion | None) -> State:
    """How this version stands beside the one that counts today."""
    if row.resolution_id is None:
        return FIXED
    return COUNTS if row == counting else ADOPTED
