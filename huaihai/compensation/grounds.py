"""On what ground a fund pays, each with its article, and what must hold before a claim is approved. Pure.

A ground says which checks of a claim are asked; what a fund answers for is in its terms (`FundTerms.grounds`).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huaihai.law import kinds
from huaihai.law.sureness import Sureness
from huaihai.packs.words import cited


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

    `owners` are the kinds of fund (`Fund.OwnerType`) to which the article speaks; empty: any, as with a promise.
    `is_clear` where an agreement already says who owes what: only such a claim may be approved at once.
    """

    code: str
    basis: Basis
    label: Promise | str
    article: str
    sureness: Sureness
    holds: Callable[[Bought], bool]
    is_clear: bool = False
    owners: frozenset[str] = frozenset()

    def fits(self, owner_type: str) -> bool:
        """Whether a fund of this kind can stand on it."""
        return not self.owners or owner_type in self.owners


FOOD_CATEGORIES, TRAVEL_CATEGORIES = kinds.with_role("food"), kinds.with_role("travel")

GROUNDS: tuple[Ground, ...] = (
    Ground(
        "food",
        Basis.STATUTORY,
        _("Unsafe food: whoever receives the claim first pays first"),
        cited("fund_food"),
        Sureness.LAW,
        lambda bought: bought.category in FOOD_CATEGORIES,
    ),
    Ground(
        "platform",
        Basis.STATUTORY,
        _("Bought on a platform that cannot name the seller, or promised more"),
        cited("fund_platform"),
        Sureness.LAW,
        lambda bought: bought.way == "platform_shop",
        owners=frozenset({"platform"}),
    ),
    Ground(
        "counter",
        Basis.STATUTORY,
        _("The exhibition or the lease of the counter is over"),
        cited("fund_counter"),
        Sureness.LAW,
        lambda bought: bought.way in ("", "offline"),
        owners=frozenset({"market", "scenic"}),
    ),
    Ground(
        "scenic",
        Basis.STATUTORY,
        _("A scenic area or hotel answers for a business to which it let a place"),
        cited("fund_scenic"),
        Sureness.LAW,
        lambda bought: bought.way in ("", "offline"),
        owners=frozenset({"scenic", "business"}),
    ),
    Ground(
        "travel",
        Basis.STATUTORY,
        _("Travel agency: from the quality deposit"),
        cited("fund_travel"),
        Sureness.LAW,
        lambda bought: bought.category in TRAVEL_CATEGORIES,
        owners=frozenset({"business", "pool"}),
    ),
    Ground(
        "standing_offer",
        Basis.COMMITTED,
        _("A standing offer of the business, taken by the consumer"),
        cited("fund_standing_offer"),
        Sureness.LAW,
        lambda bought: bought.has_standing_offer,
        is_clear=True,
    ),
    Ground(
        "pledge",
        Basis.COMMITTED,
        _("A public pledge of the business"),
        cited("fund_pledge"),
        Sureness.LAW,
        lambda bought: bought.has_pledge,
    ),
    Ground(
        "settlement",
        Basis.COMMITTED,
        _("A settlement that was not kept"),
        cited("fund_settlement"),
        Sureness.LAW,
        lambda bought: bought.agreement == "settlement" and bought.is_unkept,
        is_clear=True,
    ),
    Ground(
        "mediation",
        Basis.COMMITTED,
        _("A mediation agreement that was not kept"),
        cited("fund_mediation"),
        Sureness.LAW,
        lambda bought: bought.agreement == "mediation_agreement" and bought.is_unkept,
        is_clear=True,
    ),
)
BY_CODE: dict[str, Ground] = {ground.code: ground for ground in GROUNDS}
CODES = tuple(BY_CODE)


type Words = Promise | str
LABELS: dict[str, tuple[Words, Words]] = {  # check → (what is said if it holds, and if not)
    "terms": (_("The fund's rules were in force on the day of the claim."), _("No rules of the fund were in force.")),
    "standing": (_("The fund takes claims."), _("The fund takes no more claims.")),
    "covers": (_("The fund answers for this business."), _("The fund does not answer for this business.")),
    "basis": (_("The ground of the claim is there."), _("The ground of the claim is not there (yet).")),
    "agreed": (_("It is not more than what was agreed."), _("It is more than what was agreed.")),
    "agreed_sum": (_("The agreement names a sum."), _("No agreement names a sum.")),
    "claim_cap": (_("The sum is within the cap for one claim."), _("The sum is above the cap for one claim.")),
    "day_cap": (_("It is within what the fund pays on one day."), _("It is above what the fund may still pay today.")),
    "evidence": (_("There is evidence, or an agreement."), _("There is no evidence yet.")),
    "not_elsewhere": (_("It was not paid elsewhere."), _("It seems to be paid elsewhere already.")),
    "money": (_("The fund has the money."), _("The fund does not have the money.")),
    "payee": (_("It is known whom to pay."), _("It is not known whom to pay.")),
    "at_once_cap": (_("It is small enough to be paid at once."), _("It is too large to be paid at once.")),
    "at_once_day_cap": (_("It is within what is paid at once in a day."), _("What is paid at once today is used up.")),
    "badge": (_("The fund carries its badge."), _("The fund's badge is suspended.")),
}  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """Everything the checks ask for. Sums in fen; an empty cap is none. `today_fen` is what was approved that day."""

    ground: str
    sum_fen: int
    bought: Bought
    terms_in_force: bool
    terms_grounds: frozenset[str]
    takes_claims: bool
    is_active: bool
    covers: bool
    claim_cap_fen: int | None
    day_cap_fen: int | None
    at_once_cap_fen: int | None
    at_once_day_cap_fen: int | None
    today_fen: int
    at_once_today_fen: int
    free_fen: int
    evidence: int
    has_agreement: bool
    elsewhere: tuple[str, ...]  # why it seems paid elsewhere: "fulfilled", "withdrawn", "linked", "same"
    has_payee: bool
    agreed_fen: int | None = None  # what an agreement names and nobody has confirmed as paid


@dataclass(frozen=True)
class Check:
    """One fact: what was asked, whether it holds, and the numbers behind it."""

    name: str
    holds: bool
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The fact in words."""
        held, missing = LABELS[self.name]
        return held if self.holds else missing

    def as_fact(self) -> dict[str, Any]:
        """As it is stored with the claim and in the record."""
        return {"name": self.name, "holds": self.holds, **self.facts}

    @classmethod
    def of_fact(cls, fact: dict[str, Any]) -> "Check":
        """From what is stored."""
        rest = {name: value for name, value in fact.items() if name not in ("name", "holds")}
        return cls(fact["name"], fact["holds"], rest)


def checks_of(here: Situation) -> list[Check]:
    """Every check that two people need before they approve."""
    ground = BY_CODE[here.ground]
    return [
        Check("terms", here.terms_in_force),
        Check("standing", here.takes_claims),
        Check("covers", here.covers),
        Check("basis", here.ground in here.terms_grounds and ground.holds(here.bought), {"ground": here.ground}),
        *([_within("agreed", here.sum_fen, here.agreed_fen)] if ground.is_clear else []),
        _within("claim_cap", here.sum_fen, here.claim_cap_fen),
        _within("day_cap", here.today_fen + here.sum_fen, here.day_cap_fen),
        Check("evidence", here.evidence > 0 or here.has_agreement, {"files": here.evidence}),
        Check("not_elsewhere", not here.elsewhere, {"why": list(here.elsewhere)}),
        Check("money", here.sum_fen <= here.free_fen, {"free_fen": here.free_fen}),
        Check("payee", here.has_payee),
    ]  # fmt: skip


def checks_at_once_of(here: Situation) -> list[Check]:
    """What must hold besides for a claim that the fund's rules approve by themselves; without them, it does not."""
    return [
        Check("badge", here.is_active),
        Check("agreed_sum", here.agreed_fen is not None or not BY_CODE[here.ground].is_clear),
        _within("at_once_cap", here.sum_fen, here.at_once_cap_fen or 0),
        _within("at_once_day_cap", here.at_once_today_fen + here.sum_fen, here.at_once_day_cap_fen or 0),
    ]


AT_ONCE = frozenset(
    {"badge", "agreed_sum", "at_once_cap", "at_once_day_cap"}
)  # without them two people decide


def all_hold(found: Iterable[Check]) -> bool:
    """Whether there is nothing against it."""
    return all(check.holds for check in found)


def _within(name: str, sum_fen: int, cap_fen: int | None) -> Check:
    return Check(name, cap_fen is None or sum_fen <= cap_fen, {"sum_fen": sum_fen, "cap_fen": cap_fen})
