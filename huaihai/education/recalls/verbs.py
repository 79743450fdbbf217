"""Storing a list; a list that is held already is not stored again."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from huaihai.education.models import RecalledProduct, RecallList
from huaihai.education.recalls.reading import Product
from huaihai.members.actors import Actor
from huaihai.record import events

AT_ONCE = 500


@transaction.atomic
def load(
    products: Sequence[Product],
    *,
    raw: bytes,
    file_name: str,
    source: str,
    dated_on: date,
    address: str = "",
    by: Actor,
    at: datetime,
) -> tuple[RecallList, bool]:
    """The list, and whether it is new. Writes the event `recall_list_loaded`."""
    stored, is_new = RecallList.objects.get_or_create(
        source=source,
        dated_on=dated_on,
        sha256=hashlib.sha256(raw).hexdigest(),
        defaults={"address": address, "file_name": file_name[:200], "loaded_at": at, "loaded_by": by.key},
    )
    if is_new:
        rows = (
            RecalledProduct(recall_list=stored, position=place, **asdict(product))
            for place, product in enumerate(products, start=1)
        )
        RecalledProduct.objects.bulk_create(rows, batch_size=AT_ONCE)
        facts = {
            "source": source,
            "dated_on": dated_on.isoformat(),
            "sha256": stored.sha256,
            "products": len(products),
        }
        events.write(subject=stored.record_key, verb="recall_list_loaded", by=by.key, at=at, facts=facts)
    return stored, is_new
