"""Nominating: what is nominated, by whom, with which agreed texts. It costs nothing, and is no vote.

A changed text is a new version beside the old ones; a test holds the fingerprints of those that are in use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.brands import messages, powers
from huaihai.brands import moving as brands_moving
from huaihai.brands.life import ENTRY, LIVE
from huaihai.brands.models import Entry, Nomination, NominationContact
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.brands.standing import waits_until
from huaihai.businesses.models import Business, Place
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.desk.lives import NEW, NotAllowed, NotPossible, Unfit
from huaihai.desk.sealed.storing import store_sealed
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import fold, storable_name
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

FREE: dict[int, Promise | str] = {
    1: gettext_lazy(
        "Nobody asked me for money, and I neither gave nor promised anything for this. Everything in the programme is "
        "free of charge."
    ),
}
CONSENT: dict[int, Promise | str] = {
    1: gettext_lazy(
        "We agree that what the directory holds about us is public: our name, place, pledges and what is found about "
        "our conduct. We can take this back at any time by leaving; what was decided until then stays in the log."
    ),
}
CONDUCT: dict[int, Promise | str] = {
    1: gettext_lazy(
        "We agree that our conduct is followed as long as we take part: admitted complaints, promises, tests, visits. "
        "What follows from it is told to us first, we are heard, and it is published."
    ),
}
FREE_NOW, CONSENT_NOW, CONDUCT_NOW = max(FREE), max(CONSENT), max(CONDUCT)
NAMED = frozenset(
    {Entry.Kind.PRODUCT, Entry.Kind.SERVICE, Entry.Kind.LIVE_ROOM}
)  # these have a name of their own
LONGEST = 80  # characters of a name
LONGEST_NAME = 120
MOST_LIVE = 200  # entries of one business that are looked through
REST = timedelta(days=180)  # after its no, or its silence, a business is left in peace so long
MOST_WAITING = 20  # entries of one business that wait for its word
LONGEST_WHY = 300
PHONE_KEPT = timedelta(days=180)
RIGHT = {Entry.Origin.CONSUMER: Who.ANYBODY, Entry.Origin.CITY: Who.CITY, Entry.Origin.SELF: Who.HOLDER}
NOTING = {Who.ANYBODY: Who.ANYBODY, Who.CITY: Who.STAFF, Who.HOLDER: Who.HOLDER}


def label(texts: Mapping[int, Promise | str]) -> Any:
    """The words in use, to stand beside the box that is ticked."""
    return texts[max(texts)]


@dataclass(frozen=True)
class Thing:
    """What is meant. `what` names a product, service or live room; for all other kinds the place itself is meant."""

    business: Business
    kind: str
    place: Place | None = None
    what: str = ""

    @property
    def name(self) -> str:
        """What people read, as long as the business has said nothing else."""
        owner = self.place.sign if self.place is not None and self.place.sign else self.business.name
        return (f"{self.what} · {owner}" if self.what else owner)[:LONGEST_NAME]


def fitted(thing: Thing) -> Thing:
    """The thing as it is kept. Raises Unfit (kind, place, what), NotPossible (the business is gone)."""
    business = pledges_facts.standing(thing.business)
    if business.is_gone:
        raise NotPossible(_("This business is closed."))
    if thing.kind not in Entry.Kind.values:
        raise Unfit("kind", _("Please choose one of these."))
    if thing.place is not None and thing.place.business_id not in pledges_facts.beneath(business):
        raise Unfit("place", _("This place does not belong to the business."))
    what = storable_name(thing.what) if thing.kind in NAMED else ""
    if thing.kind in NAMED and not what:
        raise Unfit("what", _("Please say what it is called."))
    if len(what) > LONGEST:
        raise Unfit("what", _("This is too long. Please shorten it."))
    if mask(what).finds:
        raise Unfit("what", _("Please leave out telephone numbers, addresses and other personal data."))
    return replace(thing, business=business, what=what)


def city_of(thing: Thing) -> Organisation:
    """The body of the member city that the thing is in. Raises NotPossible for one that lies elsewhere."""
    code = thing.place.region_code if thing.place is not None else ""
    codes = [code] if code else [thing.business.registered_at, *_codes(thing.business)]
    for one in codes:
        body = directory.body_at(one) if one else None
        if body is not None and body.city is not None:
            return body.city
    raise NotPossible(_("This is not in one of the cities of the alliance, as far as the register knows."))


def live_entry(thing: Thing) -> Entry | None:
    """The entry on which nominations of this thing gather; None if there is none."""
    rows = Entry.objects.filter(business=thing.business, kind=thing.kind, stage__in=LIVE)
    same = [row for row in rows.order_by("opened_at", "pk")[:MOST_LIVE] if fold(row.what) == fold(thing.what)]
    exact = [row for row in same if row.place_id == (thing.place.pk if thing.place else None)]
    loose = [row for row in same if thing.place is None or row.place_id is None]
    found: Entry | None = next(iter(exact or loose), None)
    return found


def _codes(business: Business) -> list[str]:
    rows = Place.objects.filter(business=business).exclude(region_code="")
    return list(rows.order_by("region_code", "pk").values_list("region_code", flat=True)[:LONGEST])


@dataclass(frozen=True)
class Recommendation:
    """A nomination in words: why it deserves it, that it costs nothing, and where a consumer wants to hear of it."""

    why: str
    is_free: bool
    key: UUID
    phone: str = ""
    browser: str = ""


def nominate(thing: Thing, said: Recommendation, *, origin: str, by: Actor, at: datetime) -> Nomination:
    """Store the nomination, on the entry of this thing or on a new one, and tell the business of a new one.

    The same key, or the same browser and thing, is one nomination. Raises NotAllowed, NotPossible, Unfit.
    """
    with transaction.atomic():
        Business.objects.select_for_update(no_key=True).get(pk=thing.business.pk)
        thing = fitted(thing)
        body = city_of(thing)
        _require_right(origin, thing, body_key=body.key, by=by, at=at)
        why = fit_words(said)
        if known := Nomination.objects.filter(client_key=said.key).select_related("entry").first():
            return known
        entry = live_entry(thing)
        if entry is not None and (again := _again(entry, said.browser)) is not None:
            return again
        made = Nomination(
            origin=Entry.Origin(origin),
            body=body if origin == Entry.Origin.CITY else None,
            why=why,
            free_version=FREE_NOW,
            browser=said.browser,
            client_key=said.key,
            at=at,
            by="public" if origin == Entry.Origin.CONSUMER else by.key,
        )
        actor = Actor.public() if origin == Entry.Origin.CONSUMER else by
        if entry is None:
            _require_peace(thing, origin, at)
            _open(thing, made, by=actor, at=at)
        else:
            _gather(entry, made, by=actor, at=at)
        if said.phone:
            keep_phone(said.phone, at=at, nomination=made)
    return made


def keep_phone(phone: str, *, at: datetime, **about: object) -> NominationContact:
    """Where a consumer wants to hear what became of it, until it was told or half a year is over."""
    return NominationContact.objects.create(phone=phone, erase_on=local_day(at + PHONE_KEPT), **about)


def fit_words(said: Recommendation) -> str:
    """Why, as it is kept. Raises Unfit (why, free)."""
    why = storable_name(said.why)
    if not why:
        raise Unfit("why", _("Please say in a sentence why."))
    if len(why) > LONGEST_WHY:
        raise Unfit("why", _("This is too long. Please shorten it."))
    if mask(why).finds:
        raise Unfit("why", _("Please leave out telephone numbers, addresses and other personal data."))
    if not said.is_free:
        raise Unfit(
            "free", _("We can take it only if no money is in play. If you were asked for money, tell us.")
        )
    return why


def _require_right(origin: str, thing: Thing, *, body_key: str, by: Actor, at: datetime) -> None:
    if origin == Entry.Origin.CITY:
        city = powers.city_of(by)
        if city is None or city.key != body_key:
            raise NotAllowed(_("A city's association nominates what is in its own city."))
    if origin == Entry.Origin.SELF:
        draft = Entry(business=thing.business)
        powers.require_holder(draft, by, local_day(at))


def _again(entry: Entry, browser: str) -> Nomination | None:
    rows = Nomination.objects.filter(entry=entry, browser=browser)
    found: Nomination | None = rows.first() if browser else None
    return found


def _require_peace(thing: Thing, origin: str, at: datetime) -> None:
    _require_no_bar(thing, at)
    if origin == Entry.Origin.SELF:
        return
    own = Entry.objects.filter(business=thing.business)
    if own.filter(stage="nominated").count() >= MOST_WAITING:
        raise NotPossible(
            _("Many nominations of this business wait for its word already. Thank you all the same.")
        )
    ended = own.filter(kind=thing.kind, what=thing.what, stage__in=["declined", "left"])
    if thing.place is not None:
        ended = ended.filter(Q(place=thing.place) | Q(place=None))
    if ended.filter(ended_at__gt=at - REST).exists():
        raise NotPossible(
            _("A short time ago it did not take part, or could not. We leave the business in peace for now.")
        )


def _require_no_bar(thing: Thing, at: datetime) -> None:
    """That exactly this was not removed too short a time ago."""
    if thing.place is None and thing.kind not in NAMED:
        return
    waits = waits_until(Entry(business=thing.business, kind=thing.kind, what=thing.what, place=thing.place))
    if waits is not None and local_day(at) < waits:
        raise NotPossible(
            _("It was removed from the directory. It can come back from %(day)s on.")
            % {"day": spoken.full_day(waits)}
        )


def _open(thing: Thing, made: Nomination, *, by: Actor, at: datetime) -> None:
    right = RIGHT[Entry.Origin(made.origin)]
    powers.require("nominate", right)
    entry = brands_moving.create(
        year=local_day(at).year,
        kind=thing.kind,
        origin=made.origin,
        business=thing.business,
        place=thing.place,
        what=thing.what,
        name=thing.name,
        body=city_of(thing),
        stage=ENTRY.after("nominate", NEW),
        opened_at=at,
        opened_by=made.by,
        is_demo=thing.business.is_demo,
    )
    made.entry = entry
    facts = {"who": right.value, "after": entry.stage, "kind": entry.kind, "origin": made.origin}
    store_sealed(entry.record_key, "brand_nominate", [made], by=by, at=at, facts=facts)
    if made.origin != Entry.Origin.SELF:
        messages.business(entry, "nominated", at=at)


def _gather(entry: Entry, made: Nomination, *, by: Actor, at: datetime) -> None:
    who = NOTING[RIGHT[Entry.Origin(made.origin)]]
    with moving(entry, "note", who=who, noted="nominated again", by=by, at=at) as move:
        made.entry = move.row
        move.rows.append(made)
        move.facts["origin"] = made.origin
