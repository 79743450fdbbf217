"""Writing a business down, identifying it later, merging two that are one, correcting where it trades."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huaihai.businesses.models import Business, Mandate, OtherName, Place
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit import compiled
from huaihai.kit.country import gettext as _
from huaihai.kit.text.normalise import fold
from huaihai.law import credit_code
from huaihai.law.credit_code import CreditCode
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
    stated: Stated, *, by: Actor, at: datetime, is_demo: bool = False, known: Business | None = None
) -> tuple[Business, Place | None]:
    """The business with this credit code, else a new row with the traces given, and its place if one is named.

    Two people who name the same sign may mean two shops: without a code nothing is merged by itself. `known` is what
    the caller has just read by this code, with its places.
    Raises law.errors.BadCreditCode for a code that cannot be right, Unfit if all is empty.
    """
    if stated.is_empty:
        raise Unfit("", _("Please say which business it is: its name, sign or address."))
    code = credit_code.check(stated.code) if stated.code else None
    if known is not None and (code is None or known.credit_code != code.text):
        known = None  # it was merged
    with transaction.atomic(savepoint=False):  # what fails in here, fails all around it
        business = known or (Business.objects.with_code(code.text) if code else None)
        if business is None:
            business, is_new = _write_down(stated, code, by, at, is_demo)
            if is_new:
                return business, _new_place(business, stated, is_told=True)
        business = _also_known_as(business, stated.name, at)
        return business, _place(business, stated)


def at_known(business: Business, stated: Stated, *, at: datetime) -> tuple[Business, Place | None]:
    """The business that somebody chose from the register, as it stands after mergers, and the place that is named."""
    with transaction.atomic():
        standing = _locked(business.merged_into or business)
        return standing, _place(standing, stated)


def identify(business: Business, code: str, *, by: Actor, at: datetime) -> Business:
    """Give a business its credit code; if another row holds that code already, merge into it.

    Raises law.errors.BadCreditCode, Unfit for a business that has another code, NotAllowed.
    """
    _may_change(by)
    checked = credit_code.check(code)
    with transaction.atomic():
        business = _locked(business)
        if business.credit_code and business.credit_code != checked.text:
            raise Unfit(
                "",
                _("This business has another {business_code_short} already. Two codes are two businesses."),
            )
        known = Business.objects.filter(credit_code=checked.text).exclude(pk=business.pk).first()
        if known is not None:
            return merge(business, known, by=by, at=at)
        _take_code(business, checked.text)
        facts = {"code": checked.text}
        events.write(subject=business.record_key, verb="business_identified", by=by.key, at=at, facts=facts)
        return business


def merge(business: Business, into: Business, *, by: Actor, at: datetime) -> Business:
    """Two rows are one business: the first stays as history and points to the second, which is returned.

    Places, members and mandates go over, and so does the credit code if only the first has one. Who answers for
    the first alone keeps its old cases, and gets no case of the second by this. Raises Unfit, NotAllowed.
    """
    _may_change(by)
    with transaction.atomic():
        business, into = _both_locked(business, into)
        _may_be_one(business, into)
        code = business.credit_code
        facts = {"places": [str(place.pk) for place in business.places.all()], "code": code or ""}
        business.merged_into, business.credit_code = into, None
        business.save(update_fields=["merged_into", "credit_code"])
        if code:
            _take_code(into, code)
        _hand_over(business, into)
        _learn(into, business.words)
        _also_known_as(into, business.name, at)
        for one, other in ((business, into), (into, business)):
            told = {"with": str(other.pk), "into": str(into.pk), **facts}
            events.write(subject=one.record_key, verb="business_merged", by=by.key, at=at, facts=told)
    return into


def add_place(
    business: Business, *, sign: str = "", address: str = "", region_code: str = "", by: Actor, at: datetime
) -> Place:
    """Write down one more place of a business; one that is known already is given back. Raises NotAllowed, Unfit."""
    _may_change(by)
    with transaction.atomic():
        business = _locked(business)
        known = business.places.count()
        place = _place(business, Stated(sign=sign, address=address, region_code=region_code))
        if place is None:
            raise Unfit("", _("Please say where it is: its sign or address."))
        if business.places.count() > known:
            facts = {"place": str(place.pk)}
            events.write(subject=business.record_key, verb="place_added", by=by.key, at=at, facts=facts)
    return place


def correct_place(
    place: Place, *, sign: str, address: str, region_code: str, by: Actor, at: datetime
) -> Place:
    """Say better where a business trades. What stood there before stays in the record. Raises NotAllowed."""
    _may_change(by)
    with transaction.atomic():
        business = _locked(place.business)
        held = Place.objects.get(pk=place.pk)
        was = {"sign": held.sign, "address": held.address, "region_code": held.region_code}
        held.sign, held.address, held.region_code = sign, address, region_code
        held.save(update_fields=["sign", "address", "region_code"])
        _learn(business, sign, address)
        facts = {"place": str(held.pk), "was": was}
        events.write(subject=business.record_key, verb="place_corrected", by=by.key, at=at, facts=facts)
    return held


def _write_down(
    stated: Stated, code: CreditCode | None, by: Actor, at: datetime, is_demo: bool
) -> tuple[Business, bool]:
    """A new entry, and whether it is: a code may have been written down at the same moment."""
    business = Business(
        kind=Business.Kind.LEGAL_PERSON if code else Business.Kind.UNIDENTIFIED,
        name=_name_of(stated, code),
        credit_code=code.text if code else None,
        registered_at=_registered_at(code) if code else "",
        phone=stated.phone,
        payee=stated.payee,
        platform=stated.platform,
        shop_link=stated.shop_link,
        is_demo=is_demo,
        created_at=at,
    )
    words = (business.name, business.credit_code or "", stated.platform, stated.shop_link)
    business.words = _folded(*words, stated.sign, stated.address)
    try:
        with transaction.atomic(savepoint=code is not None):
            compiled.insert(business)
            with events.last_seen(business.record_key, None, None):
                events.write(subject=business.record_key, verb="business_written_down", by=by.key, at=at)
    except IntegrityError:  # somebody else wrote this code down at the same moment
        known = Business.objects.with_code(code.text) if code else None
        if known is None:
            raise
        return known, False
    return business, True


def _name_of(stated: Stated, code: CreditCode | None) -> str:
    """What the register calls it. A payee or telephone may be a person's: only their beginning is shown."""
    traces = (
        stated.name,
        stated.sign,
        stated.address,
        stated.shop_link,
        f"{stated.payee[:1]}**" if stated.payee else "",
        f"{stated.phone[:3]}****" if stated.phone else "",
        code.text if code else "",
    )
    return next(trace for trace in traces if trace)[:120]


def _registered_at(code: CreditCode) -> str:
    return code.region.code if code.region else ""


def _also_known_as(business: Business, name: str, at: datetime) -> Business:
    if name and name != business.name:
        OtherName.objects.get_or_create(business=business, name=name[:120], defaults={"since_at": at})
        _learn(business, name)
    return business


def _place(business: Business, stated: Stated) -> Place | None:
    if not (stated.sign or stated.address or stated.region_code):
        return None
    where = _where(stated)
    is_read = "places" in business.__dict__.get("_prefetched_objects_cache", {})
    places = business.places.all() if is_read else business.places.filter(**where)
    known = (place for place in places if where.items() <= place.__dict__.items())
    return next(known, None) or _new_place(business, stated, is_told=False)


def _new_place(business: Business, stated: Stated, *, is_told: bool) -> Place | None:
    """`is_told`: what the business is found by holds it already."""
    if not any(_where(stated).values()):
        return None
    place = Place(business=business, phone=stated.phone, **_where(stated))
    compiled.insert(place)
    if not is_told:
        _learn(business, stated.sign, stated.address)
    return place


def _where(stated: Stated) -> dict[str, str]:
    return {"sign": stated.sign, "address": stated.address, "region_code": stated.region_code}


def _learn(business: Business, *texts: str) -> None:
    """Add these texts to what the business is found by."""
    held = business.words.split("\n")
    new = [line for text in texts for line in _folded(*text.split("\n")).split("\n") if line not in held]
    if any(new):
        business.words = "\n".join([*held, *dict.fromkeys(new)])
        business.save(update_fields=["words"])


def _folded(*texts: str) -> str:
    return "\n".join(dict.fromkeys(folded for folded in map(fold, texts) if folded))


def _take_code(business: Business, code: str) -> None:
    business.credit_code, business.kind = code, Business.Kind.LEGAL_PERSON
    business.registered_at = _registered_at(CreditCode(code)) or business.registered_at
    business.save(update_fields=["credit_code", "kind", "registered_at"])
    _learn(business, code)


def _hand_over(business: Business, into: Business) -> None:
    Place.objects.filter(business=business).update(business=into)
    Business.objects.filter(merged_into=business).update(merged_into=into)
    Business.objects.filter(parent=business).exclude(pk=into.pk).update(parent=into)
    if into.parent_id == business.pk:
        into.parent = None
        into.save(update_fields=["parent"])
    Mandate.objects.filter(agent=business).exclude(principal=into).update(agent=into)


def _both_locked(business: Business, into: Business) -> tuple[Business, Business]:
    """Both rows, locked in one order whoever asks, so that two officers never wait for each other."""
    rows = Business.objects.select_for_update().filter(pk__in=[business.pk, into.pk]).order_by("pk")
    held = {row.pk: row for row in rows}
    return held[business.pk], held[into.pk]


def _locked(business: Business) -> Business:
    held: Business = Business.objects.select_for_update().get(pk=business.pk)
    return held


def _may_be_one(business: Business, into: Business) -> None:
    if business.pk == into.pk:
        raise Unfit("", _("These are the same entry already."))
    if business.merged_into_id or into.merged_into_id:
        raise Unfit("", _("One of the two was merged before. Please open the entry that stands."))
    if business.credit_code and into.credit_code:
        raise Unfit(
            "", _("Both have a {business_code_short}, and the codes differ. Two codes are two businesses.")
        )


def _may_change(by: Actor) -> None:
    if by.kind == "system":
        return
    if by.kind != "officer" or not by.roles & {"officer", "mediator", "head"}:
        raise NotAllowed(_("Only those who work on cases may change the register of businesses."))
