"""Who is the secretariat, whose turn is next; what only it does, what the alliance does one at a time, its numbers."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.alliance import Alliance
from huaihai.desk.lives import NotAllowed
from huaihai.governance import standing
from huaihai.governance.models import (
    AgreementVersion,
    HandOver,
    Membership,
    Resolution,
    RotaTurn,
    SecretariatTerm,
)
from huaihai.kit import clock, versions
from huaihai.kit.clock import local_day
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events


def lock_alliance() -> Organisation:
    """The alliance's own row, held until the transaction ends: what needs numbers or one at a time comes here first.

    Who locks several rows (`desk.moving.lock`) does it in one order, so that nobody waits in a circle: alliance,
    meeting, motion, its amendment, member body, hand-over, agreement, others.
    """
    return Organisation.objects.select_for_update(no_key=True).get(key=directory.ROOT_KEY)


def is_office_today(by: Actor, _row: Any = None) -> bool:
    """Whether the actor acts as the secretariat today: who is asked for what the office alone does."""
    return standing.is_office(by, on=clock.today())


def office_only(by: Actor, *, at: datetime) -> None:
    """Raises NotAllowed unless the actor acts as the secretariat on that day."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat in office can do this."))


def next_serial(model: type[models.Model], year: int) -> int:
    """The next number of this year, in the caller's transaction.

    The alliance's own row is locked first, so that two who ask at once get two numbers.
    """
    lock_alliance()
    held = models.QuerySet(model).filter(year=year).aggregate(last=models.Max("serial"))
    return (held["last"] or 0) + 1


ONE_DAY = timedelta(days=1)


class TermsOverlap(ValueError):
    """A term would begin before the newest one did, or on a day that is over or under way."""


class NotHandedOver(PermissionError):
    """A term begins with the alliance's data (the first), or with a hand-over that both sides have signed."""


def secretariat_on(day: date) -> Organisation | None:
    """The member that is the secretariat on this day; None if nobody is on record, or it has left the alliance."""
    term = term_on(day)
    return term.organisation if term else None


def term_on(day: date) -> SecretariatTerm | None:
    """The term that runs on this day. Its `is_confirmed` says whether it is on record or presumed.

    A body that has left is the secretariat no longer, and no other one becomes it by that: nobody is.
    """
    term = next((term for term in _terms() if term.from_on <= day), None)
    if term is None or (term.until_on is not None and term.until_on < day):
        return None
    theirs = [one for one in memberships() if one.organisation_id == term.organisation_id]
    has_left = any(one.from_on <= day for one in theirs) and not any(one.runs_on(day) for one in theirs)
    return None if has_left else copy(term)


@versions.by_version
def _terms() -> list[SecretariatTerm]:
    """All terms, the last to begin first."""
    return list(SecretariatTerm.objects.select_related("organisation").order_by("-from_on"))


@versions.by_version
def memberships() -> list[Membership]:
    """All memberships that ever were."""
    return list(Membership.objects.order_by("from_on", "pk"))


def last_holder(day: date) -> Organisation | None:
    """The body whose term was the last to begin by this day: it hands over, even if it has left since."""
    term = SecretariatTerm.objects.filter(from_on__lte=day).select_related("organisation").last()
    return term.organisation if term else None


def holds_or_will_hold_office(body: Organisation, *, from_on: date) -> bool:
    """Whether a term of this body runs on this day or later: a body leaves the office before it leaves the alliance.

    Whoever asks holds the body's row, as whoever agrees on a term does.
    """
    runs = Q(until_on=None) | Q(until_on__gte=from_on)
    return SecretariatTerm.objects.filter(runs, organisation=body).exists()


def begin_first_term(
    *,
    organisation: Organisation,
    from_on: date,
    source: str,
    mark: Sureness,
    by: Actor,
    at: datetime,
) -> SecretariatTerm:
    """The term with which the record begins, from the alliance's data. Raises NotHandedOver for any later one."""
    with transaction.atomic():
        root = lock_alliance()
        if by.kind != "system" or SecretariatTerm.objects.exists():
            raise NotHandedOver(_("After the first term, the secretariat moves by a signed hand-over only."))
        term = SecretariatTerm.objects.create(
            organisation=organisation, from_on=from_on, source=source, mark=mark
        )
        events.write(
            subject=root.record_key,
            verb="secretariat begun",
            by=by.key,
            at=at,
            facts={"organisation": organisation.key, "from": from_on.isoformat(), "mark": str(mark)},
        )
    return term


def agree_term(hand_over: HandOver, *, from_on: date, by: Actor, at: datetime) -> SecretariatTerm:
    """The next term, from this coming day on; the present one ends the day before. Rights follow at midnight.

    Raises NotHandedOver unless both sides have signed the list as it is now and the next one is a member on that
    day, TermsOverlap.
    """
    with transaction.atomic():
        root = lock_alliance()
        if not hand_over.is_signed_by_both:
            raise NotHandedOver(_("The secretariat moves only when both sides have signed the same list."))
        if not Membership.objects.on(from_on).filter(organisation=hand_over.to_body).exists():
            raise NotHandedOver(_("This body is no member on that day."))
        last = SecretariatTerm.objects.order_by("-from_on").first()
        if from_on <= local_day(at) or (last is not None and last.from_on >= from_on):
            raise TermsOverlap(_("A term already begins on this day or later."))
        was_until = last.until_on if last is not None else None
        if last is not None and (last.until_on is None or last.until_on >= from_on):
            last.until_on = from_on - ONE_DAY
            last.save(update_fields=["until_on"])
        term = SecretariatTerm.objects.create(
            organisation=hand_over.to_body, from_on=from_on, source=hand_over.source, mark=Sureness.READ
        )
        events.write(
            subject=root.record_key,
            verb="secretariat agreed",
            by=by.key,
            at=at,
            facts={
                "organisation": hand_over.to_body.key,
                "from": from_on.isoformat(),
                "hand_over": hand_over.record_key,
                "before_until": was_until.isoformat() if was_until else "",
            },
        )
    return term


def take_term_back(term: SecretariatTerm, *, by: Actor, at: datetime) -> None:
    """A term that has not begun is not to begin: the one before goes on, for as long as it was to.

    Raises TermsOverlap once it has begun.
    """
    with transaction.atomic():
        root = lock_alliance()
        if term.from_on <= local_day(at):
            raise TermsOverlap(_("This term has begun."))
        told = {"organisation": term.organisation.key, "from": term.from_on.isoformat()}
        last = SecretariatTerm.objects.filter(from_on__lt=term.from_on).last()
        until_on = _end_before(term, root)
        term.delete()
        if last is not None:
            last.until_on = until_on
            last.save(update_fields=["until_on"])
        events.write(subject=root.record_key, verb="secretariat taken back", by=by.key, at=at, facts=told)


def load(alliance: Alliance, *, by: Actor, at: datetime) -> None:
    """The agreements of the alliance's folder, its first secretariat if no term is held yet, and its rota.

    Loading again changes nothing. The tree must be loaded before.
    """
    with transaction.atomic():
        for row in alliance.raw.get("agreement", []):
            AgreementVersion.objects.update_or_create(
                key=row["key"],
                defaults={name: row[name] for name in ("in_force_from", "source", "mark")},
            )
        if not SecretariatTerm.objects.exists():
            begin_first_term(
                organisation=directory.body_for(alliance.first_secretariat),
                from_on=alliance.launched_on,
                source=alliance.raw.get("first_secretariat_source", ""),
                mark=Sureness(alliance.raw.get("first_secretariat_mark", "unconfirmed")),
                by=by,
                at=at,
            )
        if not RotaTurn.objects.exists():
            RotaTurn.objects.bulk_create(
                RotaTurn(
                    organisation=directory.body_for(row["city"]),
                    **{name: row[name] for name in ("from_on", "source", "mark")},
                )
                for row in alliance.raw.get("rota", [])
            )


def _end_before(term: SecretariatTerm, root: Organisation) -> date | None:
    """The last day that the term before had when this one was agreed: the record of it says."""
    agreed = events.history(root.record_key).filter(
        verb="secretariat agreed", facts__from=term.from_on.isoformat()
    )
    told = agreed.last()
    ended = told.facts.get("before_until", "") if told else ""
    return date.fromisoformat(ended) if ended else None


@dataclass(frozen=True)
class Turn:
    """Who is to be the secretariat from a day on."""

    organisation: Organisation
    from_on: date


def turns_after(day: date) -> list[RotaTurn]:
    """The turns of the rota that begin after this day, the next one first."""
    return list(
        RotaTurn.objects.filter(from_on__gt=day)
        .select_related("organisation", "resolution")
        .order_by("from_on")
    )


def set_rota(turns: Sequence[Turn], *, resolution: Resolution, by: Actor, at: datetime) -> list[RotaTurn]:
    """These turns take the place of all that have not begun. Only a resolution sets them."""
    with transaction.atomic():
        root = lock_alliance()
        RotaTurn.objects.filter(from_on__gt=local_day(at)).delete()
        source = source_of(resolution)
        made = RotaTurn.objects.bulk_create(
            RotaTurn(
                organisation=turn.organisation,
                from_on=turn.from_on,
                resolution=resolution,
                source=source,
                mark=Sureness.READ,
            )
            for turn in turns
        )
        events.write(
            subject=root.record_key,
            verb="rota set",
            by=by.key,
            at=at,
            facts={
                "resolution": resolution.record_key,
                "turns": [[turn.organisation.key, turn.from_on.isoformat()] for turn in turns],
            },
        )
    return made


def source_of(resolution: Resolution) -> str:
    """The source of what a resolution set, as it is stored: not in the language of whoever looks."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("resolution %(number)s") % {"number": resolution.number}
