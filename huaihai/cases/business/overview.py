"""The front page of a business: offers, promises, its numbers, what would improve them, what other rooms add."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai import reactions
from huaihai.businesses.models import Business, PledgeVersion, StandingOfferVersion
from huaihai.businesses.profile.pages import is_public
from huaihai.cases import business_figures, business_numbers, promises
from huaihai.cases.business_figures import Counts
from huaihai.cases.models import Offer
from huaihai.cases.periods import Period
from huaihai.cases.promises import Standing
from huaihai.governance import rules
from huaihai.kit import spoken
from huaihai.kit.ways import way
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Line:
    """One line: what, how much, and where it leads (empty: nowhere). `tone` is that of a tag: ok, warn, late, calm."""

    label: str
    value: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """A few lines under a title; without lines it is not shown."""

    title: str
    lines: Sequence[Line]


def asked(business_ids: frozenset[UUID], *, today: date) -> list[Section]:
    """The sections of the rooms listed in `reactions.BUSINESS_SECTIONS`, in their order."""
    found: list[Section] = []
    for name in reactions.BUSINESS_SECTIONS:
        found += import_string(name)(business_ids, today=today)
    return [section for section in found if section.lines]


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


def advice(
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
    told = {"share": share, "sum": spoken.money(SMALL_FEN, is_whole=True)}
    words = _(
        "%(share)s %% of your cases were about %(sum)s or less, and you have no standing offer. With one, such a "
        "case is settled the minute it is filed."
    )
    return Advice(words % told, way("business-standing"))


RULES: tuple[Callable[[Facts], Advice | None], ...] = (
    _overdue,
    _broken,
    _late_replies,
    _unknown,
    _standing_offer,
)


def _small_sums(business_ids: frozenset[UUID], period: Period) -> tuple[int, int]:
    """How many of the cases that count are about a small sum, and how many name a sum at all."""
    told = business_figures.received_in(business_figures.admitted_against(business_ids), period).aggregate(
        small=Count("pk", filter=Q(asked_fen__lte=SMALL_FEN)),
        all=Count("pk", filter=Q(asked_fen__isnull=False)),
    )
    return told["small"], told["all"]


MOST_ROWS = 5


@dataclass(frozen=True)
class Published:
    """What these businesses have in force for everybody on a day."""

    offers: int
    pledges: int


def of(actor: Actor, *, today: date) -> dict[str, Any]:
    """What `cases/business/overview.html` shows. As many queries for one shop as for a chain."""
    ids = actor.business_ids
    standing, published = promises.standing_of(ids, today=today), _published(ids, today)
    counts = business_figures.of_business(ids, business_figures.looking_back(today))
    rows = [
        {"row": promises.row(held, today=today), "case": held.case}
        for held in promises.to_do(ids, today=today)[:MOST_ROWS]
    ]
    return {
        "sections": [
            section
            for section in (_to_do(ids, standing), _for_all(published), *asked(ids, today=today))
            if section.lines
        ],
        "promises": rows,
        "numbers": business_numbers.in_words(counts, ids, today=today, is_own=True),
        "advice": advice(ids, counts, standing=standing, offers=published.offers, today=today),
        "profile": _profile(ids, today),
    }


def _published(ids: frozenset[UUID], today: date) -> Published:
    offers = StandingOfferVersion.objects.filter(offer__business__in=ids).in_force_on(today)
    pledges = PledgeVersion.objects.filter(pledge__business__in=ids).in_force_on(today)
    return Published(offers.values("offer").distinct().count(), pledges.values("pledge").distinct().count())


def _to_do(ids: frozenset[UUID], standing: Standing) -> Section:
    waiting = Offer.objects.filter(case__business__in=ids, state=Offer.State.OPEN).exclude(
        case__invited_at=None
    )
    by_party = list(waiting.values_list("by_party", flat=True))
    ours, theirs = by_party.count(Offer.Party.BUSINESS), by_party.count(Offer.Party.CONSUMER)
    lines = [
        (ours, _("Your offers that the consumer has not answered"), ""),
        (theirs, _("Counter-offers that wait for you"), "warn"),
        (standing.overdue, _("Promises overdue"), "late"),
        (standing.broken, _("Promises that a consumer says were not kept"), "late"),
        (standing.soon, _("Promises due within a week"), "warn"),
        (standing.claimed, _("Promises you have claimed, waiting for the consumer"), ""),
    ]
    return Section(
        _("Offers and promises"), [Line(label, str(n), tone=tone) for n, label, tone in lines if n]
    )


def _for_all(published: Published) -> Section:
    lines = []
    if url := way("business-standing"):
        lines.append(Line(_("Standing offers in force"), str(published.offers), url))
    if url := way("business-pledges"):
        lines.append(Line(_("Pledges in force"), str(published.pledges), url))
    return Section(_("What you publish"), lines)


def _profile(ids: frozenset[UUID], today: date) -> str:
    """The public page, where one answers for one business only and it has one; several each have their own."""
    found = list(Business.objects.standing().filter(pk__in=ids).select_related("parent")[:2])
    if len(found) != 1 or not is_public(found[0], today=today):
        return ""
    return reverse("business-profile", args=[found[0].pk])
