"""What text messages cost: parts that a provider bills, each at the price of the settings, by body and month."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

from huaihai.kit.clock import ZONE
from huaihai.record.models import OutboxMessage
from huaihai.record.senders import settings
from huaihai.record.senders.answers import Refused

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Cost:
    """One body's month; `body` is its key, "" the alliance."""

    body: str
    parts: int
    cost: Decimal
    budget: Decimal | None

    @property
    def is_over(self) -> bool:
        return self.budget is not None and self.cost > self.budget


def of_month(now: datetime) -> list[Cost]:
    """Of each body that sent any this month, the dearest first. Nothing without settings."""
    try:
        way = settings.way("sms")
        price = way.price
        first = now.astimezone(ZONE).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        rows = OutboxMessage.objects.filter(created_at__gte=first, parts__gt=0).order_by()
        counted = rows.values_list("body").annotate(n=Sum("parts")).order_by("-n", "body")
        return [Cost(body, n, (n * price).quantize(CENT), way.budget(body)) for body, n in counted]
    except Refused:
        return []
