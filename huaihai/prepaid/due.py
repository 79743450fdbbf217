"""What time does by itself: what is open is counted anew each night, and what is below its pledge goes on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huaihai.kit.clock import local_day
from huaihai.prepaid.guarantees import counting
from huaihai.prepaid.issuers import verbs
from huaihai.prepaid.life import SERVES
from huaihai.prepaid.models import Issuer
from huaihai.prepaid.moving import lock_issuer

Act = Callable[[], None]


def due_acts(at: datetime) -> Iterator[Act]:
    """Each pledge that was not counted today, or whose clock has run out."""
    today = local_day(at)
    rows = Issuer.objects.filter(stage__in=SERVES).filter(
        Q(counted_on=None) | Q(counted_on__lt=today) | Q(notice_due__lt=today, stage="pledged")
    )
    for key in rows.order_by("pk").values_list("pk", flat=True):
        yield partial(_count, key, at)


def _count(key: UUID, at: datetime) -> None:
    with transaction.atomic():
        issuer = lock_issuer(key)
        if issuer.stage not in SERVES:
            return
        counting.count_days(issuer, at=at)
        verbs.look(issuer, at=at)
