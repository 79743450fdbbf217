"""What would improve a business's standing: plain rules over facts, each with the number that it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.cases import business_figures, marks
from huaihai.cases.business import sections
from huaihai.cases.business_figures import Counts
from huaihai.cases.periods import Period
from huaihai.cases.promises import Standing
from huaihai.governance import rules

SMALL_FEN = 200_00  # what a standing offer usually covers
MANY = Fraction(3, 5)  # of the cases


@dataclass(frozen=True)
class Advice:
    """One sentence: what the facts are, and what would help; `url` leads to where it is done."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules look at."""

    counts: Counts
    standing: Standing
    offers: int
    small: int  # counted cases about a small sum
    with_sum: int  # counted cases that name a sum
    least: int


def of(
    business_ids: frozenset[UUID], counts: Counts, *, standing: Standing, offers: int, today: date
) -> list[Advice]:
    """What the facts of the last months suggest, the most pressing first; nothing where nothing is amiss."""
    small, with_sum = _small_sums(business_ids, business_figures.looking_back(today))
    facts = Facts(
        counts=counts,
        standing=standing,
        offers=offers,
        small=small,
        with_sum=with_sum,
        least=rules.number(rules.SMALLEST_SAMPLE, on=today),
    )
    return [found for rule in RULES if (found := rule(facts)) is not None]


def _overdue(facts: Facts) -> Advice | None:
    n = facts.standing.overdue
    if not n:
        return None
    words = ngettext(
        "%(n)s promise is overdue. Do it, and say so in the file with proof: the consumer is asked at once.",
        "%(n)s promises are overdue. Do them, and say so in the files with proof: the consumers are asked at once.",
        n,
    )
    return Advice(words % {"n": n})


def _broken(facts: Facts) -> Advice | None:
    n = facts.standing.broken
    if not n:
        return None
    words = ngettext(
        "%(n)s consumer says that a promise was not kept. It counts as kept as soon as the consumer confirms it.",
        "%(n)s promises were not kept, say the consumers. They count as kept as soon as the consumers confirm it.",
        n,
    )
    return Advice(words % {"n": n})


def _late_replies(facts: Facts) -> Advice | None:
    late = facts.counts.asked - facts.counts.replied_in_time
    if not late:
        return None
    words = ngettext(
        "%(n)s first reply of %(of)s was late or never came. “We have it and look into it” is a reply already.",
        "%(n)s first replies of %(of)s were late or never came. “We have it and look into it” is a reply already.",
        late,
    )
    return Advice(words % {"n": late, "of": facts.counts.asked})


def _unknown(facts: Facts) -> Advice | None:
    n = facts.counts.unknown
    if not n:
        return None
    words = ngettext(
        "%(n)s promise was never confirmed, so nobody knows whether it was kept. Proof of payment makes it easy to "
        "confirm.",
        "%(n)s promises were never confirmed, so nobody knows whether they were kept. Proof of payment makes it easy "
        "to confirm.",
        n,
    )
    return Advice(words % {"n": n})


def _standing_offer(facts: Facts) -> Advice | None:
    if facts.offers or facts.with_sum < facts.least or facts.small < MANY * facts.with_sum:
        return None
    share = facts.small * 100 // facts.with_sum
    told = {"share": share, "yuan": SMALL_FEN // 100}
    words = _(
        "%(share)s %% of your cases were about %(yuan)s yuan or less, and you have no standing offer. With one, such a "
        "case is settled the minute it is filed."
    )
    return Advice(words % told, sections.address("business-standing"))


RULES: tuple[Callable[[Facts], Advice | None], ...] = (
    _overdue,
    _broken,
    _late_replies,
    _unknown,
    _standing_offer,
)


def _small_sums(business_ids: frozenset[UUID], period: Period) -> tuple[int, int]:
    """How many of the cases that count are about a small sum, and how many name a sum at all."""
    told = business_figures.received_in(marks.admitted_against(business_ids), period).aggregate(
        small=Count("pk", filter=Q(asked_fen__lte=SMALL_FEN)),
        all=Count("pk", filter=Q(asked_fen__isnull=False)),
    )
    return told["small"], told["all"]
