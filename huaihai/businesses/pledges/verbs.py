"""A business publishes a pledge, a new version of it, and ends it; its city's body may take it off the display."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from huaihai.businesses import rights
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business, Place, Pledge, PledgeSuspension, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import terms as pledges_terms
from huaihai.businesses.pledges import words
from huaihai.businesses.pledges.terms import Terms
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, spoken
from huaihai.kit.country import gettext as _
from huaihai.law import limits
from huaihai.law.limits import Limit
from huaihai.members.actors import Actor
from huaihai.members.clocks import limits_for
from huaihai.record import events

LATEST_START = timedelta(days=366)
LONGEST_OWN_WORDS = 1000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Draft:
    """A version before it is published. No places: all of the business and its members. No trades: all goods."""

    kind: str
    terms: Terms
    from_on: date
    trades: tuple[str, ...] = ()
    places: tuple[UUID, ...] = ()
    own_words: str = ""


@dataclass(frozen=True)
class Rules:
    """What the business's city asks for: days of a return at least, hours of a reply at most, days of notice."""

    least_days: int
    most_hours: int
    notice_days: int
    sources: tuple[Limit, ...] = ()


def rules_for(business: Business, *, on: date) -> Rules:
    """The rules of the body that keeps this business, never below what `law.limits` asks for."""
    asked = (limits.PLEDGED_RETURN, limits.PLEDGED_REPLY, limits.END_PLEDGE)
    body = channel_facts.body_of(business, on=on)
    held = tuple(limits_for(body, asked, on)) if body else asked
    returns, reply, notice = held
    return Rules(
        max(returns.number, limits.PLEDGED_RETURN.number),
        min(reply.number, limits.PLEDGED_REPLY.number),
        notice.number,
        held,
    )


def publish(
    business: Business, draft: Draft, *, by: Actor, at: datetime, seen: int | None = None
) -> PledgeVersion:
    """Publish a pledge, or its next version. From its first day on it binds the business.

    A first version begins today or later; one that follows another begins tomorrow or later, since a sale of this
    morning keeps what it was promised. Raises NotAllowed, NotPossible, Unfit, Moved (`seen` is the version that was
    on the page, 0 for none).
    """
    today = clock.local_day(at)
    with transaction.atomic():
        business = _held(business)
        _may_manage(by, business, today)
        _may_promise(business, today)
        pledge = Pledge.objects.filter(business=business, kind=draft.kind).first()
        if seen is not None and seen != (pledge.version if pledge else 0):
            raise Moved(pledge)
        _check(business, pledge, draft, today)
        pledge = pledge or _new_pledge(business, draft.kind, at)
        version = _next_version(pledge, draft, by, at)
        pledge.version += 1
        pledge.save(update_fields=["version"])
        facts = {
            "pledge": str(pledge.pk),
            "kind": pledge.kind,
            "number": version.number,
            "from": draft.from_on.isoformat(),
            "fingerprint": version.fingerprint,
        }
        events.write(subject=business.record_key, verb="pledge_published", by=by.key, at=at, facts=facts)
    return version


def end(pledge: Pledge, *, last_on: date, by: Actor, at: datetime, seen: int | None = None) -> None:
    """No sale after this day falls under the pledge; those until then stay covered. Needs the rule's notice.

    Raises NotAllowed, Unfit for too short a notice, NotPossible for a pledge that has ended, Moved.
    """
    today = clock.local_day(at)
    with transaction.atomic():
        business = _held(pledge.business)
        _may_manage(by, business, today)
        held = Pledge.objects.get(pk=pledge.pk)
        if seen is not None and seen != held.version:
            raise Moved(held)
        earliest = today + timedelta(days=rules_for(business, on=today).notice_days)
        if last_on < earliest:
            said = {"day": spoken.day(earliest, today=today)}
            raise Unfit(
                "last_on", _("A pledge ends with notice: its last day can be %(day)s at the earliest.") % said
            )
        if not _cut(held, last_on):
            raise NotPossible(_("This pledge has ended already, or ends before that day."))
        held.version += 1
        held.save(update_fields=["version"])
        facts = {"pledge": str(held.pk), "kind": held.kind, "last": last_on.isoformat()}
        events.write(subject=business.record_key, verb="pledge_ended", by=by.key, at=at, facts=facts)


def suspend_display(pledge: Pledge, *, reason: str, by: Actor, at: datetime) -> PledgeSuspension:
    """The body that keeps the business does not show the pledge for now. It stays binding. Twice is once.

    Raises NotAllowed, Unfit without a reason.
    """
    if not reason.strip():
        raise Unfit("reason", _("Please say why: the business reads it."))
    with transaction.atomic():
        business = _kept(pledge, by, at)
        held = PledgeSuspension.objects.filter(pledge=pledge, lifted_at=None).first()
        if held is not None:
            return held
        made = PledgeSuspension.objects.create(
            pledge=pledge, reason=reason, suspended_by=by.key, suspended_at=at
        )
        facts = {"pledge": str(pledge.pk), "kind": pledge.kind}
        events.write(
            subject=business.record_key, verb="pledge_hidden", by=by.key, at=at, facts=facts, text=reason
        )
    return made


def lift_suspension(pledge: Pledge, *, by: Actor, at: datetime) -> None:
    """The pledge is shown again. Nothing happens if it is. Raises NotAllowed."""
    with transaction.atomic():
        business = _kept(pledge, by, at)
        lifted = PledgeSuspension.objects.filter(pledge=pledge, lifted_at=None).update(
            lifted_at=at, lifted_by=by.key
        )
        if lifted:
            facts = {"pledge": str(pledge.pk), "kind": pledge.kind}
            events.write(subject=business.record_key, verb="pledge_shown", by=by.key, at=at, facts=facts)


def _held(business: Business) -> Business:
    """The entry that stands, locked: all verbs of its pledges wait for one another here."""
    held: Business = Business.objects.select_for_update().get(pk=pledges_facts.standing(business).pk)
    return held


def _kept(pledge: Pledge, by: Actor, at: datetime) -> Business:
    business = _held(pledge.business)
    if by.kind != "system" and not channel_facts.keeps(by, business, on=clock.local_day(at)):
        raise NotAllowed(_("Only the association of its city may do this."))
    return business


def _may_manage(by: Actor, business: Business, on: date) -> None:
    if by.kind != "system" and not rights.may(by, business, rights.MANAGE, on=on):
        raise NotAllowed(_("Only a manager of the business may promise something in its name."))


def _may_promise(business: Business, on: date) -> None:
    if not business.is_identified:
        raise NotPossible(
            _("A pledge needs to name who promises: the {business_code} of this business is not known yet.")
        )
    if not channel_facts.is_joined(business, on=on):
        raise NotPossible(_("Only a business on the fast channel can publish a pledge."))


def _check(business: Business, pledge: Pledge | None, draft: Draft, today: date) -> None:
    rules = rules_for(business, on=today)
    pledges_terms.check(draft.kind, draft.terms, least_days=rules.least_days, most_hours=rules.most_hours)
    if any(code not in pledges_terms.TRADES for code in draft.trades):
        raise Unfit("trades", _("Please choose from the list."))
    if len(draft.own_words) > LONGEST_OWN_WORDS:
        raise Unfit("own_words", _("This is too long. Please shorten it."))
    _check_places(business, draft)
    follows = pledge is not None and pledge.versions.in_force_on(today).exists()
    earliest = today + ONE_DAY if follows else today
    if not earliest <= draft.from_on <= today + LATEST_START:
        raise Unfit("from_on", _first_day_words(earliest, today, follows=follows))


def _first_day_words(earliest: date, today: date, *, follows: bool) -> str:
    said = {"day": spoken.day(earliest, today=today)}
    if follows:
        return _("What was sold today keeps today's pledge: the new one begins on %(day)s or later.") % said
    return _("A pledge begins on %(day)s or later, and within a year.") % said


def _check_places(business: Business, draft: Draft) -> None:
    own = set(Place.objects.filter(business__in=pledges_facts.beneath(business)).values_list("pk", flat=True))
    if not set(draft.places) <= own:
        raise Unfit("places", _("Please choose places of your own business or its members."))
    offered = len(draft.places) if draft.places else len(own)
    if draft.kind == pledges_terms.CROSS_SHOP and offered < 2:
        raise Unfit("places", _("A return in another shop needs two places at least."))


def _new_pledge(business: Business, kind: str, at: datetime) -> Pledge:
    last = Pledge.objects.filter(business=business).aggregate(last=Max("serial"))["last"] or 0
    return Pledge.objects.create(business=business, kind=kind, serial=last + 1, created_at=at)


def _next_version(pledge: Pledge, draft: Draft, by: Actor, at: datetime) -> PledgeVersion:
    last = pledge.versions.aggregate(last=Max("number"))["last"] or 0
    _cut(pledge, draft.from_on - ONE_DAY)
    trades = sorted(set(draft.trades))
    version = PledgeVersion(
        pledge=pledge,
        number=last + 1,
        from_on=draft.from_on,
        terms=pledges_terms.stored(draft.terms),
        trades=_between_commas(trades),
        words=words.published(draft.terms, trades),
        own_words=draft.own_words,
        published_by=by.key,
        published_at=at,
    )
    places = sorted(set(draft.places))
    version.fingerprint = pledges_facts.fingerprint(version, places)
    version.save(force_insert=True)
    version.places.set(Place.objects.filter(pk__in=places))
    return version


def _cut(pledge: Pledge, last_on: date) -> int:
    """No version reaches beyond this day; one that would begin after it never does. How many it shortened."""
    shortened = 0
    for version in pledge.versions.all():
        end_on = max(last_on, version.from_on - ONE_DAY)
        if version.until_on is None or version.until_on > end_on:
            version.until_on = end_on
            version.save(update_fields=["until_on"])
            shortened += 1
    return shortened


def _between_commas(codes: Iterable[str]) -> str:
    joined = ",".join(codes)
    return f",{joined}," if joined else ""
