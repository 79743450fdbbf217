"""On what ground a fund pays: what the law orders, or what somebody bound himself to. Each with its article.

A ground says which checks of a claim are asked; what a fund answers for is in its terms (`FundTerms.grounds`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.law.sureness import Sureness


class Basis(StrEnum):
    """Whether the law orders the payment, or a promise does."""

    STATUTORY = "statutory"
    COMMITTED = "committed"


@dataclass(frozen=True)
class Bought:
    """What a complaint is about, as far as a ground asks for it."""

    category: str = ""  # `law.kinds`
    way: str = ""  # `cases.Case.Bought`
    has_standing_offer: bool = False
    has_pledge: bool = False
    agreement: str = ""  # kind of `cases.Agreement`
    is_unkept: bool = False  # the agreement was broken, or its day is past and nobody confirmed


@dataclass(frozen=True)
class Ground:
    """One ground; `article` in the law's or the publisher's own citation, `holds` the condition a program can test.

    `is_clear` where an agreement already says who owes what: only such a claim may be approved at once.
    """

    code: str
    basis: Basis
    label: Promise | str
    article: str
    sureness: Sureness
    holds: Callable[[Bought], bool]
    is_clear: bool = False


FOOD_CATEGORIES = frozenset({"G04", "G08"})  # food; tobacco, alcohol and drinks
TRAVEL_CATEGORIES = frozenset({"S08"})

GROUNDS: tuple[Ground, ...] = (
    Ground(
        "food",
        Basis.STATUTORY,
        _("Unsafe food: whoever receives the claim first pays first"),
        "食品安全法第148条第1款",
        Sureness.LAW,
        lambda bought: bought.category in FOOD_CATEGORIES,
    ),
    Ground(
        "platform",
        Basis.STATUTORY,
        _("Bought on a platform that cannot name the seller, or promised more"),
        "消费者权益保护法第44条",
        Sureness.LAW,
        lambda bought: bought.way == "platform_shop",
    ),
    Ground(
        "counter",
        Basis.STATUTORY,
        _("The exhibition or the lease of the counter is over"),
        "消费者权益保护法第43条",
        Sureness.LAW,
        lambda bought: bought.way in ("", "offline"),
    ),
    Ground(
        "travel",
        Basis.STATUTORY,
        _("Travel agency: from the quality deposit"),
        "旅游法第31条",
        Sureness.LAW,
        lambda bought: bought.category in TRAVEL_CATEGORIES,
    ),
    Ground(
        "standing_offer",
        Basis.COMMITTED,
        _("A standing offer of the business, taken by the consumer"),
        "消费者权益保护法第16条第2款",
        Sureness.COPY,
        lambda bought: bought.has_standing_offer,
        is_clear=True,
    ),
    Ground(
        "pledge",
        Basis.COMMITTED,
        _("A public pledge of the business"),
        "消费者权益保护法第16条第2款",
        Sureness.COPY,
        lambda bought: bought.has_pledge,
    ),
    Ground(
        "settlement",
        Basis.COMMITTED,
        _("A settlement that was not kept"),
        "消费者权益保护法第16条第2款",
        Sureness.COPY,
        lambda bought: bought.agreement == "settlement" and bought.is_unkept,
        is_clear=True,
    ),
    Ground(
        "mediation",
        Basis.COMMITTED,
        _("A mediation agreement that was not kept"),
        "人民调解法第31条",
        Sureness.COPY,
        lambda bought: bought.agreement == "mediation_agreement" and bought.is_unkept,
        is_clear=True,
    ),
)
BY_CODE: dict[str, Ground] = {ground.code: ground for ground in GROUNDS}
CODES = tuple(BY_CODE)
