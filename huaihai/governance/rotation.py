"""Who is the secretariat on a day, and the verbs that hand it on."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.alliance import Alliance
from huaihai.governance.models import AgreementVersion, SecretariatTerm
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record import events


class TermsOverlap(ValueError):
    """A term would begin before the newest one did."""


class MayNotHandOn(PermissionError):
    """Only the secretariat in office, or the program itself, hands the secretariat on."""


def secretariat_on(day: date) -> Organisation | None:
    """The member that is the secretariat on this day; None if nobody is on record."""
    term = term_on(day)
    return term.organisation if term else None


def term_on(day: date) -> SecretariatTerm | None:
    """The term that runs on this day. Its `is_confirmed` says whether it is on record or presumed."""
    term = (
        SecretariatTerm.objects.filter(from_on__lte=day)
        .select_related("organisation")
        .order_by("-from_on")
        .first()
    )
    if term is None or (term.until_on is not None and term.until_on < day):
        return None
    return term


def begin_term(
    *,
    organisation: Organisation,
    from_on: date,
    source: str,
    mark: Sureness,
    by: Actor,
    at: datetime,
) -> SecretariatTerm:
    """From this day on `organisation` is the secretariat; the term before ends the day before.

    Raises TermsOverlap, MayNotHandOn.
    """
    if by.kind != "system" and Role.SECRETARIAT not in by.roles:
        raise MayNotHandOn(_("Only the secretariat in office hands the secretariat on."))
    with transaction.atomic():
        last = SecretariatTerm.objects.select_for_update().order_by("-from_on").first()
        if last is not None and last.from_on >= from_on:
            raise TermsOverlap(_("A term already begins on this day or later."))
        if last is not None and (last.until_on is None or last.until_on >= from_on):
            last.until_on = from_on - timedelta(days=1)
            last.save(update_fields=["until_on"])
        term = SecretariatTerm.objects.create(
            organisation=organisation, from_on=from_on, source=source, mark=mark
        )
        events.write(
            subject=directory.root().record_key,
            verb="secretariat begun",
            by=by.key,
            at=at,
            facts={"organisation": organisation.key, "from": from_on.isoformat(), "mark": str(mark)},
        )
    return term


def load(alliance: Alliance, *, by: Actor, at: datetime) -> None:
    """The agreements of the alliance's folder, and its first secretariat if no term is held yet.

    Loading again changes nothing. The tree must be loaded before.
    """
    with transaction.atomic():
        for row in alliance.raw.get("agreement", []):
            AgreementVersion.objects.update_or_create(
                key=row["key"],
                defaults={name: row[name] for name in ("in_force_from", "source", "mark")},
            )
        if not SecretariatTerm.objects.exists():
            begin_term(
                organisation=directory.body_for(alliance.first_secretariat),
                from_on=alliance.launched_on,
                source=alliance.raw.get("first_secretariat_source", ""),
                mark=Sureness(alliance.raw.get("first_secretariat_mark", "unconfirmed")),
                by=by,
                at=at,
            )
