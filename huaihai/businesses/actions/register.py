"""Writing a business down, identifying it later, merging two that are one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huaihai.businesses.models import Business, Place
from huaihai.law import credit_code
from huaihai.members.actors import Actor
from huaihai.record import events


@dataclass(frozen=True)
class Stated:
    """A business as somebody described it. Any of it may be empty, not all."""

    name: str = ""
    code: str = ""
    sign: str = ""
    address: str = ""
    region_code: str = ""
    phone: str = ""
    payee: str = ""
    platform: str = ""
    shop_link: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(
            (self.name, self.code, self.sign, self.address, self.phone, self.payee, self.shop_link)
        )


def find_or_write_down(
    stated: Stated, *, by: Actor, at: datetime, is_demo: bool = False
) -> tuple[Business, Place | None]:
    """The business with this credit code, else a new row with the traces given, and its place if one is named.

    Two people who name the same sign may mean two shops: without a code nothing is merged by itself.
    Raises law.credit_code's error for a code that cannot be right.
    """
    if stated.is_empty:
        raise ValueError("nothing is said about the business")
    code = credit_code.check(stated.code).text if stated.code else None
    with transaction.atomic():
        business = Business.objects.filter(credit_code=code).first() if code else None
        if business is None:
            business = Business.objects.create(
                kind=Business.Kind.LEGAL_PERSON if code else Business.Kind.UNIDENTIFIED,
                name=stated.name
                or stated.sign
                or stated.payee
                or stated.phone
                or stated.address
                or stated.shop_link[:120]
                or code
                or "",
                credit_code=code,
                phone=stated.phone,
                payee=stated.payee,
                platform=stated.platform,
                shop_link=stated.shop_link,
                is_demo=is_demo,
                created_at=at,
            )
            events.write(subject=business.record_key, verb="business_written_down", by=by.key, at=at)
        while business.merged_into is not None:
            business = business.merged_into
        return business, _place(business, stated)


def identify(business: Business, code: str, *, by: Actor, at: datetime) -> Business:
    """Give a business its credit code; if another row holds that code already, merge into it."""
    code = credit_code.check(code).text
    with transaction.atomic():
        known = Business.objects.filter(credit_code=code).exclude(pk=business.pk).first()
        if known is not None:
            return merge(business, known, by=by, at=at)
        business.credit_code, business.kind = code, Business.Kind.LEGAL_PERSON
        business.save(update_fields=["credit_code", "kind"])
        events.write(
            subject=business.record_key, verb="business_identified", by=by.key, at=at, facts={"code": code}
        )
        return business


def merge(business: Business, into: Business, *, by: Actor, at: datetime) -> Business:
    """Two rows are one business: the first stays as history and points to the second. Raises ValueError."""
    if business.pk == into.pk or into.merged_into_id:
        raise ValueError("a business is merged into another one that stands")
    with transaction.atomic():
        business.merged_into = into
        business.save(update_fields=["merged_into"])
        Place.objects.filter(business=business).update(business=into)
        Business.objects.filter(merged_into=business).update(merged_into=into)
        for one, other in ((business, into), (into, business)):
            events.write(
                subject=one.record_key,
                verb="business_merged",
                by=by.key,
                at=at,
                facts={"with": str(other.pk)},
            )
    return into


def _place(business: Business, stated: Stated) -> Place | None:
    if not (stated.sign or stated.address or stated.region_code):
        return None
    place, _ = Place.objects.get_or_create(
        business=business,
        sign=stated.sign,
        address=stated.address,
        region_code=stated.region_code,
        defaults={"phone": stated.phone},
    )
    return place
