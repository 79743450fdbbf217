"""What the law says in short about a complaint, for the business: by its nature and how it was bought.

A mere fault is never shown the sum for fraud. Articles are those of the Consumer Rights Protection Law (2013).
"""

from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.cases.models import Case
from huaihai.kit import spoken
from huaihai.law import amounts

ONLINE = (Case.Bought.PLATFORM_SHOP, Case.Bought.LIVE, Case.Bought.OWN_SITE, Case.Bought.PLATFORM)


@dataclass(frozen=True)
class Rule:
    """One rule in a sentence, and its article."""

    text: Promise | str
    article: str


_VOLUNTARY = Rule(
    _("Consumer and business may settle a dispute between themselves, of their own free will."), "39"
)
_REMEDIES = Rule(
    _(
        "Who is liable repairs, does again, replaces, takes back, makes up what is missing, pays back, or makes "
        "good the loss."
    ),
    "52",
)
_RETURNS = Rule(
    _(
        "Goods below the quality required: the consumer may return them within 7 days of receipt; later, "
        "replacement or repair. The business bears the cost of transport."
    ),
    "24",
)
_PROOF = Rule(
    _(
        "For durable goods and for decoration, in the first six months the business has to prove that a fault is not "
        "its own."
    ),
    "23",
)
_SAFETY = Rule(
    _(
        "Goods and services must be safe. A danger that is found is reported, warned of, and the sale is stopped."
    ),
    "18–19",
)
_TRUTH = Rule(_("What is said about quality, use and price must be true and complete."), "20")
_PREPAID = Rule(
    _(
        "Prepaid services are delivered as agreed; otherwise the business delivers, or pays back what was prepaid "
        "with interest."
    ),
    "53",
)
_DIGNITY = Rule(_("Consumers may not be insulted or searched, and their data are kept secret."), "27、29")


def _of_fraud() -> str:
    return gettext(
        "If fraud is proven, the consumer may ask for three times the price, at least %(least)s."
    ) % {"least": spoken.money(amounts.FRAUD_LEAST, is_whole=True)}


_FRAUD = Rule(lazy(_of_fraud, str)(), "55")
_DISTANCE = Rule(
    _("Bought online: the consumer may return within 7 days without a reason; the law names exceptions."),
    "25",
)
BY_NATURE: dict[str, tuple[Rule, ...]] = {
    "N01": (_RETURNS, _PROOF),
    "N02": (_SAFETY, _REMEDIES),
    "N03": (_TRUTH, _REMEDIES),
    "N04": (_REMEDIES,),
    "N05": (_TRUTH, _FRAUD),
    "N06": (_PREPAID, _REMEDIES),
    "N07": (_TRUTH, _REMEDIES),
    "N08": (_DIGNITY,),
    "N09": (_RETURNS, _REMEDIES),
}


def about(case: Case) -> list[Rule]:
    """The few rules that matter to this complaint, the freedom to settle first."""
    found = [_VOLUNTARY, *BY_NATURE.get(case.nature, (_REMEDIES,))]
    if case.bought in ONLINE:
        found.append(_DISTANCE)
    return found
