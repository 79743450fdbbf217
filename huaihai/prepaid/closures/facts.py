"""What pages show of a closed shop: on the card, to the public, to the guarantor, at the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.businesses.posters.pages import Door
from huaihai.cases.consumer.tracking.facts import CaseDoor
from huaihai.cases.models import Case, Together
from huaihai.cases.models.complainant import BY_CARD
from huaihai.kit import clock, spoken
from huaihai.prepaid import life as pledges
from huaihai.prepaid import voting
from huaihai.prepaid.closures import life, speaking
from huaihai.prepaid.models import Card, Closure, Creditor, Issuer


@dataclass(frozen=True)
class Sums:
    """A closure in sums. `rest_fen` is what is certain beyond the shares: complaints ask the shop for it."""

    cards: int
    certain_fen: int
    doubtful_fen: int
    share_fen: int
    reserved_fen: int
    paid_fen: int
    doubted: int
    filed: int
    filed_certain_fen: int
    filed_doubtful_fen: int
    filed_share_fen: int
    told: int
    unreached: int
    denied: int

    @property
    def rest_fen(self) -> int:
        return self.filed_certain_fen - self.filed_share_fen


def sums(closure: Closure) -> Sums:
    """One query."""
    filed, doubted = Q(case__isnull=False), Q(doubtful_fen__gt=0)
    summed = ("certain_fen", "doubtful_fen", "share_fen", "reserved_fen", "paid_fen")
    of_filed = ("certain_fen", "doubtful_fen", "share_fen")
    found: dict[str, int | None] = closure.creditors.aggregate(
        n_cards=Count("pk"),
        n_doubted=Count("pk", filter=doubted),
        n_filed=Count("pk", filter=filed),
        n_told=Count("pk", filter=Q(told_at__isnull=False)),
        n_denied=Count("pk", filter=Q(denied_on__isnull=False)),
        n_unreached=Count("pk", filter=Q(card__holder_phone_index="", case=None)),
        **{f"n_{name}": Sum(name) for name in summed},
        **{f"n_filed_{name}": Sum(name, filter=filed) for name in of_filed},
    )
    return Sums(**{name.removeprefix("n_"): value or 0 for name, value in found.items()})


@dataclass(frozen=True)
class OnCard:
    """The card's page: whether its holder can say that the shop is closed, or what follows from it."""

    card: Card
    can_say_closed: bool
    closure: Closure | None = None
    creditor: Creditor | None = None
    votes: bool = False
    today: date | None = None

    @property
    def is_open(self) -> bool:
        return self.closure is not None and self.closure.stage == life.OPEN

    @property
    def has_share(self) -> bool:
        """Something is still to be paid to this holder, or did not arrive."""
        one = self.creditor
        return one is not None and (one.share_fen > one.paid_fen or one.denied_on is not None)

    @property
    def lacks_fen(self) -> int:
        """What is certain beyond the share."""
        return self.creditor.certain_fen - self.creditor.share_fen if self.creditor else 0


def on_card(card: Card, *, today: date) -> OnCard:
    """Two queries, where the shop fell silent."""
    closure = of_issuer(card.issuer)
    if closure is None or closure.stage == life.LIFTED:
        return OnCard(card, can_say_closed=card.issuer.stage in pledges.SERVES)
    creditor = Creditor.objects.select_related("case").filter(card=card).first()
    if creditor is not None:
        creditor.closure = closure
    votes = closure.stage == life.OPEN and speaking.is_open(closure, clock.now())
    return OnCard(card, can_say_closed=False, closure=closure, creditor=creditor, votes=votes, today=today)


def of_issuer(issuer: Issuer) -> Closure | None:
    """One query at most."""
    if issuer.stage not in ("silent", "settled"):
        return None
    found = Closure.objects.select_related("body", "representative").filter(issuer=issuer).first()
    if found is not None:
        found.issuer = issuer
    return found


def on_public(issuer: Issuer) -> Closure | None:
    """What everybody reads on the pages of a pledge: that the shop is closed."""
    return of_issuer(issuer)


def on_guarantor(issuer: Issuer) -> Closure | None:
    """What the guarantor's page leads to: the shares that it pays."""
    return of_issuer(issuer)


@dataclass(frozen=True)
class OnIssuer:
    """The desk's page of a pledge: what holders say, or what became of it."""

    issuer: Issuer
    said_closed: int
    may_state: bool
    closure: Closure | None


def on_issuer(issuer: Issuer) -> OnIssuer:
    """Two queries."""
    said = issuer.cards.exclude(closed_said_at=None).count() if issuer.stage in pledges.SERVES else 0
    return OnIssuer(issuer, said, issuer.stage in pledges.SERVES, of_issuer(issuer))


@dataclass(frozen=True)
class Standing:
    """One who stands, for a page of the vote."""

    creditor: Creditor
    is_chosen: bool
    is_self: bool

    @property
    def name(self) -> str:
        return self.creditor.shown_name


def standing(creditor: Creditor) -> list[Standing]:
    """Who stood first, first."""
    rows = creditor.closure.creditors.standing().only("closure", "shown_name", "stands_at")
    return [Standing(one, one.pk == creditor.vote_id, one.pk == creditor.pk) for one in rows]


def vote_words(closure: Closure, *, now: datetime) -> str:
    """How the vote stands, for everybody: until when, or who was chosen."""
    if speaking.is_open(closure, now) and closure.vote_until:
        day = spoken.day(closure.vote_until, today=clock.local_day(now))
        return _("Card holders vote until %(day)s on who speaks for all.") % {"day": day}
    if closure.representative is not None:
        return _("%(name)s speaks for all: the card holders voted so.") % {
            "name": closure.representative.shown_name
        }
    if closure.voted is None:
        return _("The votes are being counted.")
    return _("Too few voted, so nobody was chosen.")


def rule_words(cards: int) -> str:
    """The rule of the vote, in sentences."""
    n = voting.RULE.quorum(cards)
    words = ngettext(
        "Each card has one vote. At least %(n)s vote has to be cast.",
        "Each card has one vote. At least %(n)s votes have to be cast.",
        n,
    )
    return words % {"n": n} + _(" Among equal ones wins who stood first. Nobody sees how you vote.")


def notes(business_ids: Collection[UUID]) -> list[Door]:
    """For `reactions.BUSINESS_NOTES`: that a shop with prepaid cards fell silent; one query."""
    rows = Closure.objects.filter(issuer__business__in=business_ids, stage=life.OPEN)
    return [
        Door(
            _("The shop has been closed since %(day)s: what to do with a prepaid card")
            % {"day": spoken.full_day(closure.silent_on)},
            reverse("prepaid-closed", args=[closure.issuer_id]),
        )
        for closure in rows.order_by("-silent_on", "pk")
    ]


def case_doors(case: Case, *, today: date) -> list[CaseDoor]:
    """For `reactions.CASE_DOORS`: back to the card, its share and the vote; no query for other complaints."""
    del today
    if not case.client_key.startswith(BY_CARD):
        return []
    key = case.client_key.removeprefix(BY_CARD)
    return [
        CaseDoor(
            _("Your card"),
            _(
                "It is handled together with those of the other card holders. Its share of the guarantee, and who "
                "speaks for all, stand with the card."
            ),
            reverse("card-closed", args=[key]),
        )
    ]


def of_binder(binder: Together) -> list[Door]:
    """For `reactions.TOGETHER_NOTES`: from the joint handling to the sums of the closed shop. One query."""
    return [
        Door(_("Sums, doubts and shares of the closed shop"), reverse("desk-prepaid-closed", args=[issuer]))
        for issuer in binder.closures.values_list("issuer", flat=True)
    ]
