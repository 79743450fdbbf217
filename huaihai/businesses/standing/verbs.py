"""Publishing a standing offer, a new version of it, and its end. What was in force on a day stays true of that day.

A version is in force for whole days: the first may begin today, each later one tomorrow at the earliest, and an offer
ends with today at the earliest. So whoever reads an offer today can take it today.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from huaihai.businesses import rights
from huaihai.businesses.models import Business, Place, StandingOffer, StandingOfferVersion
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing import terms as standing_law
from huaihai.businesses.standing.terms import Terms
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.members.actors import Actor
from huaihai.record import events

ONE_DAY = timedelta(days=1)
MOST_OFFERS = 50  # of one business


@dataclass(frozen=True)
class Proposal:
    """What a manager wants to publish. `has_seen_law`: was shown where the law gives more, and said so."""

    terms: Terms
    note: str
    from_on: date
    until_on: date | None = None
    has_seen_law: bool = False


class AnotherPublished(NotPossible):
    """The business has more offers than the writer had seen; `same` is the very one, if this came twice."""

    def __init__(self, count: int, same: StandingOfferVersion | None) -> None:
        super().__init__(
            _(
                "Another standing offer of this business was published meanwhile. What you typed is still here; "
                "please check whether you still want it, and send it again."
            )
        )
        self.count, self.same = count, same


def publish(
    business: Business, proposal: Proposal, *, by: Actor, at: datetime, seen: int | None = None
) -> StandingOfferVersion:
    """A new standing offer with its first version; `seen` is how many the business had when it was written.

    Raises AnotherPublished, NotAllowed, NotPossible, Unfit.
    """
    with transaction.atomic():
        held = _business(business, by=by, at=at)
        last = held.standing_offers.aggregate(last=Max("serial"))["last"] or 0
        if seen is not None and seen != last:
            raise AnotherPublished(last, _same(held, proposal, after=seen))
        if last >= MOST_OFFERS:
            raise NotPossible(_("A business can have %(n)s standing offers at most.") % {"n": MOST_OFFERS})
        offer = StandingOffer.objects.create(business=held, serial=last + 1, created_at=at)
        return _publish(offer, proposal, by=by, at=at)


def change(
    offer: StandingOffer, proposal: Proposal, *, seen: int, by: Actor, at: datetime
) -> StandingOfferVersion:
    """A new version: the one before ends the day before. Raises Moved, NotAllowed, NotPossible, Unfit."""
    with transaction.atomic():
        held = _locked(offer, seen=seen, by=by, at=at)
        if proposal.from_on <= local_day(at):
            raise Unfit(
                "from_on", _("What is in force today stays so today. Please choose tomorrow or later.")
            )
        _end_by(held, proposal.from_on - ONE_DAY)
        return _publish(held, proposal, by=by, at=at)


def end(offer: StandingOffer, *, last_on: date, seen: int, by: Actor, at: datetime) -> None:
    """The offer ends with this day; who bought until then can still take it in its time.

    Raises Moved, NotAllowed, NotPossible where it has ended, Unfit.
    """
    with transaction.atomic():
        held = _locked(offer, seen=seen, by=by, at=at)
        if last_on < local_day(at):
            raise Unfit("last_on", _("The last day cannot be in the past."))
        if not _end_by(held, last_on):
            raise NotPossible(_("This offer ends by that day already."))
        held.version += 1
        held.save(update_fields=["version"])
        facts = {"last": last_on.isoformat()}
        events.write(subject=held.record_key, verb="standing_offer_ended", by=by.key, at=at, facts=facts)


def _same(business: Business, proposal: Proposal, *, after: int) -> StandingOfferVersion | None:
    """The same offer, if it was published as one of those that the writer had not seen."""
    mark = standing_law.fingerprint(proposal.terms, proposal.note, proposal.from_on)
    newer = StandingOfferVersion.objects.filter(offer__business=business, offer__serial__gt=after)
    return newer.filter(fingerprint=mark, until_on=proposal.until_on).first()


def _publish(offer: StandingOffer, proposal: Proposal, *, by: Actor, at: datetime) -> StandingOfferVersion:
    _check(offer, proposal, local_day(at))
    short = standing_law.more_by_law(proposal.terms)
    if short and not proposal.has_seen_law:
        raise Unfit("has_seen_law", _("The law gives more here. Please read it, and say that you have."))
    made = StandingOfferVersion.objects.create(
        offer=offer,
        number=(offer.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        from_on=proposal.from_on,
        until_on=proposal.until_on,
        terms=proposal.terms.stored(),
        note=proposal.note,
        falls_short=[more.code for more in short],
        fingerprint=standing_law.fingerprint(proposal.terms, proposal.note, proposal.from_on),
        published_by=by.key,
        published_at=at,
    )
    offer.version += 1
    offer.save(update_fields=["version"])
    facts = {
        "version": str(made.pk),
        "number": made.number,
        "from": made.from_on.isoformat(),
        "until": made.until_on.isoformat() if made.until_on else "",
        "fingerprint": made.fingerprint,
    }
    events.write(subject=offer.record_key, verb="standing_offer_published", by=by.key, at=at, facts=facts)
    return made


def _check(offer: StandingOffer, proposal: Proposal, today: date) -> None:
    standing_law.check(proposal.terms)
    if len(proposal.note) > standing_law.LONGEST_NOTE:
        raise Unfit("note", _("Please write it shorter."))
    if proposal.from_on < today:
        raise Unfit("from_on", _("The first day cannot be in the past."))
    if proposal.until_on is not None and proposal.until_on < proposal.from_on:
        raise Unfit("until_on", _("The last day is before the first one."))
    pays = proposal.terms.paid_by_fund
    if pays and not standing_facts.fund_name(offer.business_id, on=proposal.from_on):
        raise Unfit(
            "paid_by_fund",
            _(
                "No fund has agreed to pay your standing offers on that day. Please leave this out, or ask the fund."
            ),
        )
    chosen = set(proposal.terms.places)
    if Place.objects.filter(pk__in=chosen, business__in=covered(offer.business)).count() != len(chosen):
        raise Unfit("places", _("Please choose places of your own."))


def covered(business: Business) -> list[Business]:
    """The business and the members of the group, whose places an offer may name."""
    return [business, *business.members.all()]


def _end_by(offer: StandingOffer, last_on: date) -> int:
    """Every version that would last longer ends with this day; one that has not begun never does."""
    ended = 0
    for version in offer.versions.all():
        if version.until_on is None or version.until_on > last_on:
            version.until_on = max(last_on, version.from_on - ONE_DAY)
            version.save(update_fields=["until_on"])
            ended += 1
    return ended


def _locked(offer: StandingOffer, *, seen: int, by: Actor, at: datetime) -> StandingOffer:
    _business(offer.business, by=by, at=at)
    held: StandingOffer = StandingOffer.objects.select_for_update().get(pk=offer.pk)
    if held.version != seen:
        raise Moved(held)
    return held


def _business(business: Business, *, by: Actor, at: datetime) -> Business:
    """The row, locked: serials are given one after the other."""
    if not rights.may(by, business, rights.MANAGE, on=local_day(at)):
        raise NotAllowed(_("Only a manager of the business can publish or end its standing offers."))
    held: Business = Business.objects.select_for_update().get(pk=business.pk)
    if not (held.is_identified or held.kind == Business.Kind.GROUP) or held.merged_into_id or held.is_gone:
        raise NotPossible(_("The register does not know this business by its {business_code} yet."))
    return held
