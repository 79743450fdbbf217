"""A survey's faults, flags and numbers in words."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.kit import local_words
from huaihai.supervision.surveying.faults import Fault

FLAGS: Final[dict[str, Promise | str]] = {
    "fast": gettext_lazy("answered faster than one can read"),
    "straight": gettext_lazy("the same answer on every scale"),
    "twin": gettext_lazy("all answers the same as somebody else's, at the same place, within the hour"),
    "again": gettext_lazy("the same browser had answered before"),
}
SAMPLES: Final[dict[str, Promise | str]] = {
    "random": pgettext_lazy("sample", "drawn by chance from a list of all"),
    "quota": pgettext_lazy("sample", "asked until each group had enough (quotas), not drawn by chance"),
    "open": pgettext_lazy("sample", "whoever wanted to answer"),
}
_FAULTS: Final[dict[str, Promise | str]] = {
    "no questions": gettext_lazy("There are no questions yet."),
    "too many questions": gettext_lazy("There are more than %(most)s questions. Nobody answers so many."),
    "no sample": gettext_lazy("Please say who is asked: drawn by chance, by quotas, or whoever wants to."),
    "sample not told": gettext_lazy(
        "Please write how people are found, in a sentence that the public reads."
    ),
    "least": gettext_lazy("Please say from how many answers a number is shown, %(least)s at least."),
    "trim": gettext_lazy("The limits of the weights must lie below and above 1."),
    "key": gettext_lazy("The key of a question is missing, taken or not plain: %(question)s"),
    "no words": gettext_lazy("A question has no words or no kind: %(question)s"),
    "bounds": gettext_lazy("The smallest number allowed is larger than the largest: %(question)s"),
    "no group": gettext_lazy("Results can be shown only by a question with one answer: %(question)s"),
    "choices": gettext_lazy("A question needs 2 to %(most)s answers to choose from: %(question)s"),
    "choice key": gettext_lazy("The key of an answer is missing, taken or not plain: %(question)s"),
    "choice without words": gettext_lazy("An answer has no words: %(question)s"),
    "steps": gettext_lazy("The steps of a scale are numbers: %(question)s"),
    "rule without answer": gettext_lazy(
        "A rule asks for an answer that the question does not have: %(question)s"
    ),
    "rule leads back": gettext_lazy("A rule does not lead to a later question: %(question)s"),
    "rule into a page": gettext_lazy("A rule leads into the middle of a page: %(question)s"),
    "quota number": gettext_lazy("A quota has no number, or nobody it is for."),
    "quota answer": gettext_lazy("A quota names an answer that is not there: %(question)s"),
    "target question": gettext_lazy(
        "Shares of the population name a question that is not there: %(question)s"
    ),
    "target answers": gettext_lazy("The shares of the population do not name each answer once: %(question)s"),
    "target sum": gettext_lazy("The shares of the population do not add up to 100 %%: %(question)s"),
    "score part": gettext_lazy("A part of the score has no question: %(part)s"),
    "score question": gettext_lazy("A question of the score is not answered with a scale: %(question)s"),
    "score points": gettext_lazy("The score has no points for each step of this scale: %(question)s"),
    "target source": gettext_lazy("The shares of the population have no source: %(question)s"),
}


def told(fault: Fault, plan: Mapping[str, Any]) -> str:
    """A fault in a sentence; the question by its own words where it has any."""
    rows = {row.get("key"): row for row in plan.get("questions") or ()}
    words = str(rows.get(fault.question, {}).get("text") or fault.question)
    return str(_FAULTS[fault.code]) % {**fault.facts, "question": local_words.in_script(words)}


def percent(share: str | float) -> str:
    """A share as a whole per cent: "43 %"; one digit below ten, so that small ones are told apart."""
    value = float(share) * 100
    return f"{value:.0f}%" if value >= 9.95 or value == 0 else f"{value:.1f}%"


def interval(low: str | float, high: str | float) -> str:
    """From … to … in per cent."""
    return f"{float(low) * 100:.1f}%–{float(high) * 100:.1f}%"


def points(value: str | float) -> str:
    """A score with one digit."""
    return f"{float(value):.1f}"


def caution(*, is_indicative: bool) -> str:
    """What must be read with every number."""
    if is_indicative:
        return _(
            "The people who answered were not drawn by chance. The margins say what chance alone could do; how far "
            "those who answered differ from all others, no margin can say. Take the numbers as a sign, not as a census."
        )
    return _(
        "The people were drawn by chance. In 95 of 100 such surveys the true number lies within the margin."
    )
