"""What is practised: four stories, and what the box says at each point of them.

A point is where a case stands, as the officer has to know it: a stage, and whose turn it is (`facts.point_of`). So the
box follows the case, not a script: whoever leaves the path reads what holds where they are.
"""

from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise

from huaihai.cases import practice
from huaihai.kit.country import gettext_lazy as _

type Text = Promise | str


@dataclass(frozen=True)
class Words:
    """What the box says: `say` on the page of the case, `fill` on the page of the step `noun`; `why` is the article
    behind it, where there is one."""

    say: Text
    noun: str = ""
    fill: Text = ""
    why: Text = ""


@dataclass(frozen=True)
class Example:
    """One made-up case. `path` are its points, first to last; `words` say more of some than is said of all cases."""

    name: str
    label: Text
    learned: Text
    story: practice.Example
    shop: str
    path: tuple[str, ...]
    minutes: int
    words: dict[str, Words] = field(default_factory=dict)
    is_refused: bool = False  # the business says no first
    is_away: bool = False  # the business is in another city


TAKING, DOING = ("received", "invite", "inviting"), ("do", "confirm")

WORDS: Final[dict[str, Words]] = {
    "received": Words(
        _(
            "A complaint has come in. Read “The matter” below: what happened, and what the consumer asks for. The "
            "business is in your own city, so the case is yours."
        ),
        "taking",
        why=_("Consumer Rights Protection Law, article 37(1)(5)"),
    ),
    "invite": Words(
        _(
            "Let both sides try to settle it by themselves first. The consumer agrees that the business reads it."
        ),
        "invitation",
        why=_("Consumer Rights Protection Law, article 39"),
    ),
    "inviting": Words(
        _(
            "The business was sent a message, but a message proves nothing. So you call. Its time to settle counts "
            "from the day on which the invitation reached it, with proof; until then no clock of the business runs."
        ),
        "service",
        _(
            "Suppose you have called, and Mr Zhao, the manager, says at 10:20 that he has read it. Choose the "
            "telephone, leave the day as it is, and write as proof who took the call and when."
        ),
    ),
    "business": Words(
        _(
            "Now the business has its time; the clock says until when. In a real case you do something else "
            "meanwhile, and “To do” tells you when it is your turn again. Here it answers at once."
        )
    ),
    "consumer": Words(
        _(
            "The business offers something; it stands below. Whether that is enough, the consumer decides, not you."
        )
    ),
    "admit": Words(
        _(
            "The business says no; why stands below. It may, and now you decide. The consumer still wants a solution, "
            "so you mediate: a clock of 60 days begins."
        ),
        "admission",
        why=_("Consumer Rights Protection Law, article 39"),
    ),
    "session": Words(
        _("Bring both to talk, at your office or on the telephone. Then write down what was said."),
        "sessions",
        _(
            "Suppose both were on the telephone. The shop: worn in the rain. The consumer: two weeks old. In the end "
            "the shop mends the shoes and pays back 80 {currency}. Write that in a sentence or two."
        ),
    ),
    "agree": Words(
        _("Both agree. Write down who does what by when. It binds both once both have signed."),
        "agreement",
        _(
            "Write: the shop mends the shoes and pays back 80 {currency} within a week. Sum: 80. Choose a day in a "
            "week. The rest stays empty."
        ),
        why=_("Consumer Rights Protection Law, article 39"),
    ),
    "do": Words(
        _("It is agreed, but not done yet: the case stays open. The business says here when it has done it.")
    ),
    "send": Words(_("The consumer sends the goods back first.")),
    "confirm": Words(
        _(
            "The business says that it is done. Only the consumer's word closes the case, so do not close it first."
        )
    ),
    "supplementing": Words(
        _("The consumer adds what you asked for. Until then your own clock stands still.")
    ),
    "forwarded": Words(
        _(
            "Now the other city has the case and its clocks; you still see every step. Here it does all that is left "
            "in one go."
        )
    ),
    "paused": Words(
        _("Mediation stands still, and its clock too. Go on once the reason is gone."), "resumption"
    ),
    "other": Words(
        _("You have left the path, which is allowed. Choose what comes next among the steps below.")
    ),
    "elsewhere": Words(_("Another body has this case now. You see every step.")),
}
WORDS["clarifying"] = WORDS["supplementing"]

EXAMPLES: Final[dict[str, Example]] = {
    example.name: example
    for example in (
        Example(
            "settled",
            _("The business gives in"),
            _("You know the way of most cases: take, invite, serve, and watch that it is done."),
            practice.EXAMPLES["room"],
            "练习宾馆",
            (*TAKING, "business", "consumer", *DOING),
            8,
        ),
        Example(
            "mediated",
            _("The business says no, and you mediate"),
            _("You have mediated: admit, talk, write the agreement down, and watch that it is kept."),
            practice.EXAMPLES["shoes"],
            "练习鞋店",
            (*TAKING, "business", "admit", "session", "agree", *DOING),
            8,
            is_refused=True,
        ),
        Example(
            "declined",
            _("Not for us"),
            _("You have said no with a ground, in words that the consumer understands, and with the ways left."),
            practice.Example(
                "【练习】饭店用的冰柜不制冷",
                "【练习用，不是真事】我开饭店，买了一台冰柜放在后厨存菜，用了一个月不制冷，要求退款。",
                ("refund",),
                320_000,
                320_000,
                "G01",
                "N01",
            ),
            "练习厨具店",
            ("received", "invite"),
            4,
            {
                "received": Words(
                    _(
                        "Read “The matter” below. The freezer was bought for a restaurant, to earn money with it. "
                        "The law protects who buys for living. To decide that, you take the case first."
                    ),
                    "taking",
                    why=_("Consumer Rights Protection Law, article 2"),
                ),
                "invite": Words(
                    _(
                        "The red button would invite the business; this case does not get that far. The step you need "
                        "stands under “Hand on or end”."
                    ),
                    "refusal-to-admit",
                    _(
                        "Choose the ground that it was not bought for living, and say why in a sentence, as you would "
                        "on the telephone. The ways that stay open are added by themselves."
                    ),
                    _("Consumer Rights Protection Law, article 2"),
                ),
            },
        ),
        Example(
            "away",
            _("The business is in another city"),
            _("You have handed a case on with consent, evidence and your assessment; the other city has closed it."),
            practice.EXAMPLES["kettle"],
            "练习电器店",
            ("received", "forwarded"),
            4,
            {
                "received": Words(
                    _(
                        "The consumer lives here, the shop is in another city of the alliance: that city leads the "
                        "case. You check it first and send it on; the consumer agrees to that."
                    ),
                    "forward",
                    _(
                        "City and reason are filled in already. Write in a sentence what is clear and what is not: "
                        "for example, paid 268 {currency}, leaks current, no receipt seen yet."
                    ),
                    _("Personal Information Protection Law, article 23"),
                ),
            },
            is_away=True,
        ),
    )
}  # fmt: skip
