"""Posters for the door: issued for one place, ended, reported when seen where they do not belong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses import rights
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import Business, Place, Poster, PosterReport
from huaihai.desk import codes
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.record import events

CODE_LENGTH = 10  # 50 random bits: public, but nobody finds the neighbour's by counting
MOST_POSTERS = 50  # that hang at one place at a time
MOST_REPORTS = 20  # that wait at one poster; more say nothing new
LONGEST_REPORT = 500


def issue(place: Place, *, hung_at: str, by: Actor, at: datetime) -> Poster:
    """A new poster for this place; `hung_at` says where it hangs there. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        business = _locked(place.business_id)
        _may_manage(by, business, at)
        if not business.is_identified or not channel_facts.is_joined(business, on=clock.local_day(at)):
            raise NotPossible(_("Only an identified business on the fast channel can hang up a poster."))
        if place.posters.filter(ended_at=None).count() >= MOST_POSTERS:
            raise NotPossible(_("There are many posters for this place. Please end some first."))
        made = Poster.objects.create(
            place=place, code=_new_code(), hung_at=hung_at, issued_by=by.key, issued_at=at
        )
        facts = {"poster": str(made.pk), "place": str(place.pk)}
        events.write(subject=business.record_key, verb="poster_issued", by=by.key, at=at, facts=facts)
    return made


def end(poster: Poster, *, by: Actor, at: datetime) -> None:
    """Whoever scans it learns from now on that it is over. Twice is once. Raises NotAllowed.

    Its business's managers may, and the officers of its city's body.
    """
    with transaction.atomic():
        business = _locked(poster.place.business_id)
        if not channel_facts.acts_for(by, channel_facts.body_of_place(poster.place)):
            _may_manage(by, business, at)
        ended = Poster.objects.filter(pk=poster.pk, ended_at=None).update(ended_at=at, ended_by=by.key)
        if ended:
            facts = {"poster": str(poster.pk), "place": str(poster.place_id)}
            events.write(subject=business.record_key, verb="poster_ended", by=by.key, at=at, facts=facts)


def report(poster: Poster, *, text: str, by: Actor, at: datetime) -> PosterReport:
    """Somebody saw it where it does not belong: the city's body looks into it. Raises Unfit, NotPossible."""
    if not text.strip() or len(text) > LONGEST_REPORT:
        raise Unfit("text", _("Please say where you saw it, in a few words."))
    with transaction.atomic():
        held = Poster.objects.select_for_update().get(pk=poster.pk)
        if held.reports.filter(done_at=None).count() >= MOST_REPORTS:
            raise NotPossible(_("Thank you: this poster was reported already, and is being looked into."))
        made = PosterReport.objects.create(poster=held, text=text.strip(), reported_at=at)
        body = channel_facts.body_of_place(held.place)
        facts = {"report": str(made.pk), "body": body.key if body else ""}
        events.write(subject=held.record_key, verb="poster_reported", by=by.key, at=at, facts=facts)
    return made


def settle_report(report: PosterReport, *, outcome: str, by: Actor, at: datetime) -> None:
    """The city's body has looked into it. Twice is once. Raises NotAllowed, Unfit without an outcome."""
    if not outcome.strip():
        raise Unfit("outcome", _("Please say what you found."))
    with transaction.atomic():
        held = Poster.objects.select_for_update().get(pk=report.poster_id)
        if by.kind != "system" and not channel_facts.acts_for(by, channel_facts.body_of_place(held.place)):
            raise NotAllowed(_("Only the association of its city may do this."))
        settled = PosterReport.objects.filter(pk=report.pk, done_at=None).update(
            done_at=at, done_by=by.key, outcome=outcome.strip()[:300]
        )
        if settled:
            facts = {"report": str(report.pk)}
            events.write(subject=held.record_key, verb="poster_report_settled", by=by.key, at=at, facts=facts)


def _new_code() -> str:
    while True:
        code = codes.drawn(CODE_LENGTH)
        if not Poster.objects.filter(code=code).exists():
            return code


def _locked(business_id: UUID) -> Business:
    held: Business = Business.objects.select_for_update().get(pk=business_id)
    return held


def _may_manage(by: Actor, business: Business, at: datetime) -> None:
    if by.kind != "system" and not rights.may(by, business, rights.MANAGE, on=clock.local_day(at)):
        raise NotAllowed(_("Only a manager of the business may do this."))
