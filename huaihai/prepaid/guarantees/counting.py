"""How much is open under a pledge, and how much of it the guarantee covers; below what was pledged a clock runs.

What is doubted counts as open. The caller holds the pledge's lock.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum

from huaihai.kit.clock import local_day
from huaihai.prepaid import books
from huaihai.prepaid.models import Card, CardEntry, Issuer

WHOLE = 1000


def open_of(issuer: Issuer) -> int:
    """What is open on all cards of its shop as they were last counted, in fen: also those that were sold under a pledge
    that has ended, so that nobody sheds them by a new one."""
    cards = Card.objects.filter(issuer__business=issuer.business_id).exclude(issuer__stage="settled")
    found = cards.aggregate(certain=Sum("certain_fen"), doubtful=Sum("doubtful_fen"))
    return int(found["certain"] or 0) + int(found["doubtful"] or 0)


def ratio(issuer: Issuer) -> int | None:
    """Thousandths of what is open that the guarantee covers, rounded down, at most all; None where nothing is open, or
    the bank has not said anything."""
    if issuer.guarantee_fen is None or not issuer.open_fen:
        return None
    return min(WHOLE, issuer.guarantee_fen * WHOLE // issuer.open_fen)


def is_below(issuer: Issuer) -> bool:
    """Whether the guarantee covers less of what is open than was pledged; one of which the bank says nothing covers
    nothing."""
    return (issuer.guarantee_fen or 0) * WHOLE < issuer.ratio_permille * issuer.open_fen


def recount(issuer: Issuer, *, at: datetime) -> None:
    """Bring the public numbers up to date."""
    newest = issuer.guarantee_lines.order_by("-day", "-read_at", "-pk").first()
    issuer.open_fen = open_of(issuer)
    issuer.guarantee_fen = newest.fen if newest else None
    issuer.counted_on = local_day(at)
    issuer.save(update_fields=["open_fen", "guarantee_fen", "counted_on"])


def count_days(issuer: Issuer, *, at: datetime) -> None:
    """What a day changes: cards for a span of time are worth less."""
    today = local_day(at)
    open_now = Q(certain_fen__gt=0) | Q(doubtful_fen__gt=0)
    cards = list(Card.objects.filter(open_now, issuer=issuer, kind=books.TERM, counted_on__lt=today))
    entries: dict[Any, list[CardEntry]] = defaultdict(list)
    for entry in CardEntry.objects.filter(card__in=cards).order_by("card", "serial"):
        entries[entry.card_id].append(entry)
    for card in cards:
        card.certain_fen, card.doubtful_fen = books.sums(card, entries[card.pk], on=today)
        card.counted_on = today
    Card.objects.bulk_update(cards, ["certain_fen", "doubtful_fen", "counted_on"], batch_size=200)
    recount(issuer, at=at)
