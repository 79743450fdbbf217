"""What became of a complaint while a fund was asked, decided, or was about to pay: nobody is to be paid twice."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Case

GIVEN_UP = ("withdrawn", "abandoned")
WORDS: dict[str, Promise | str] = {
    "withdrawn": _("The consumer has withdrawn the complaint meanwhile."),
    "kept": _("The consumer has confirmed meanwhile that the business did what was agreed, or a part of it."),
}


def since_approved(case: Case, *, sum_fen: int) -> str:
    """What speaks against paying this sum although it was approved: "withdrawn", "kept" or nothing.

    One query for the promises of the case, none where they are loaded.
    """
    if case.stage in GIVEN_UP:
        return "withdrawn"
    return "kept" if is_kept(case, sum_fen=sum_fen) else ""


def is_kept(case: Case, *, sum_fen: int) -> bool:
    """Whether the consumer has confirmed so much that this sum would be paid twice, wholly or in part."""
    if case.result == Case.Result.FULFILLED:
        return True
    left = left_of(case)
    return kept_of(case) > 0 and (left is None or sum_fen > left)


def kept_of(case: Case) -> int:
    """What the consumer has confirmed as done, in fen."""
    return sum(one.sum_fen or 0 for one in case.promises.all() if one.confirmed_at is not None)


def left_of(case: Case) -> int | None:
    """What the agreement names, less what the consumer has confirmed, in fen; None where none names a sum."""
    agreement = getattr(case, "agreement", None)
    if agreement is None or agreement.sum_fen is None:
        return None
    left: int = agreement.sum_fen - kept_of(case)
    return max(left, 0)
