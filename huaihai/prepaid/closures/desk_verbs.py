"""What an officer does with a closed shop, each with its page."""

from datetime import datetime

from django import forms

from huaihai.desk.verbs import page
from huaihai.kit.country import gettext_lazy
from huaihai.kit.form_fields import SeenForm, Words
from huaihai.kit.money_field import MoneyField
from huaihai.members.actors import Actor
from huaihai.prepaid.closures import facts, guarantee, speaking, verbs
from huaihai.prepaid.closures.twice import TotalForm
from huaihai.prepaid.models import Closure


class SumForm(TotalForm, SeenForm):
    total_fen = MoneyField(
        label=gettext_lazy("What the guarantor pays out in all ({currency})"),
        help_text=gettext_lazy("As it told you in writing. Once a share was paid it can only become more."),
    )


class WhyForm(SeenForm):
    text = Words(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For example: the shop only moved; it serves again since today."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _owed(closure: Closure) -> int:
    sums = facts.sums(closure)
    return sums.certain_fen + sums.doubtful_fen


@page(
    "guarantee",
    "closure_hand_out",
    gettext_lazy("Share out the guarantee"),
    gettext_lazy("It is shared out; who has a telephone gets a message."),
    form=SumForm,
    options=lambda _actor, closure: {"owed_fen": _owed(closure)},
    lead=gettext_lazy(
        "The guarantor does this itself with the code of its letter; here you do it on its word. Each card gets its "
        "part of what is certain; for doubts the same part is reserved. The guarantor pays, not we."
    ),
)
def hand_out_page(closure: Closure, *, total_fen: int, seen: int, by: Actor, at: datetime) -> None:
    """On the guarantor's word."""
    guarantee.hand_out(closure, total_fen=total_fen, by=by, at=at, seen=seen)


@page(
    "vote",
    "closure_vote_again",
    gettext_lazy("Vote once more"),
    gettext_lazy("The vote goes on for a week."),
    lead=gettext_lazy("Too few voted, or nobody stood. Card holders can vote for another week."),
    when=lambda closure: closure.voted is not None and closure.representative_id is None,
    tone="plain",
)
def vote_again_page(closure: Closure, *, seen: int, by: Actor, at: datetime) -> None:
    """Another week."""
    speaking.vote_again(closure, by=by, at=at, seen=seen)


@page(
    "end",
    "closure_end",
    gettext_lazy("The guarantee is settled"),
    gettext_lazy("The guarantee is settled; complaints go on."),
    lead=gettext_lazy(
        "What the guarantee gives has been paid. The joint handling of the complaints goes on by itself."
    ),
    when=lambda closure: closure.guarantee_fen > 0,
    tone="plain",
)
def end_page(closure: Closure, *, seen: int, by: Actor, at: datetime) -> None:
    """Nothing is to be paid any more."""
    verbs.end(closure, by=by, at=at, seen=seen)


@page(
    "open-again",
    "closure_lift",
    gettext_lazy("The shop is open after all"),
    gettext_lazy("Cards are cards again."),
    form=WhyForm,
    lead=gettext_lazy(
        "Only as long as nothing of the guarantee was shared out. Complaints that were filed go on."
    ),
    when=lambda closure: closure.guarantee_fen == 0,
    tone="plain",
)
def lift_page(closure: Closure, *, text: str, seen: int, by: Actor, at: datetime) -> None:
    """It was a mistake, or the shop came back."""
    verbs.lift(closure, text=text, by=by, at=at, seen=seen)
