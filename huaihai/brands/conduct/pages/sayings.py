"""What a business can say in a proceeding: which form, what it does, and when it may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from huaihai.brands.conduct.actions import appealing, speaking
from huaihai.brands.conduct.forms import SayingForm, StatementForm
from huaihai.brands.models import Proceeding

type Words = Promise | str


@dataclass(frozen=True)
class Saying:
    """One of the forms of a business: what it asks (`if_suspended`: and says beside a suspension), and what it does."""

    title: Words
    lead: Words
    if_suspended: Words
    button: Words
    done: Words
    form: type[SayingForm]
    act: Callable[..., Any]
    may: Callable[[Proceeding, date], bool]


REMEDIED = ("decided", "appealed", "remedy")  # stages in which it can be said what was remedied


def may_state(row: Proceeding, on: date) -> bool:
    """Whether a statement would be taken on this day."""
    return row.stage == "hearing" or (row.stage == "statement" and not row.is_overdue(on))


def may_remedy(row: Proceeding, on: date) -> bool:
    """Whether it can be said what was remedied."""
    is_over = row.remedy_until is not None and on > row.remedy_until
    return row.kind == Proceeding.Kind.SUSPEND and row.stage in REMEDIED and not is_over


def may_appeal(row: Proceeding, on: date) -> bool:
    """Whether an appeal would be taken on this day."""
    if row.stage == "decided":
        return not row.is_overdue(on)
    is_late = row.overdue_on is not None and row.kind == Proceeding.Kind.SUSPEND
    return is_late and row.stage in ("hearing", "deciding")


SAYINGS = {
    "statement": Saying(
        gettext_lazy("State your case"),
        gettext_lazy("Write what happened as you see it. The associations read it; it is not published."),
        "",
        gettext_lazy("Hand in the statement"),
        gettext_lazy("Your statement is handed in."),
        StatementForm,
        speaking.state,
        may_state,
    ),
    "remedy": Saying(
        gettext_lazy("Say what was remedied"),
        gettext_lazy(
            "Write what you did about the cause, and add proof. Two people of two cities decide then."
        ),
        gettext_lazy(
            "While a panel looks at your appeal, they decide after it, if it upholds the suspension."
        ),
        gettext_lazy("Hand in what was remedied"),
        gettext_lazy("It is handed in; two people of two cities decide about it."),
        SayingForm,
        speaking.remedy,
        may_remedy,
    ),
    "appeal": Saying(
        gettext_lazy("Appeal"),
        gettext_lazy(
            "Write why you do not agree. Three people of three cities who had no part in it decide; it costs nothing."
        ),
        gettext_lazy(
            "The suspension goes on while the panel works. You can still say what was remedied, before and after."
        ),
        gettext_lazy("Hand in the appeal"),
        gettext_lazy("Your appeal is handed in, and a panel is drawn."),
        SayingForm,
        appealing.appeal,
        may_appeal,
    ),
}
