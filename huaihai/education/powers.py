"""Who may write, review and sign here. Nothing is stored: posts, the duty roster and the office's term decide."""

from dataclasses import dataclass
from datetime import datetime

from huaihai.education.models import Edition, Publication, PublicationVersion
from huaihai.education.publications.publishing import check_may_write
from huaihai.governance import membership, standing
from huaihai.governance.roster import facts
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record.models import Event

WORKING = frozenset({Role.OFFICER.value, Role.MEDIATOR.value, Role.HEAD.value, Role.SECRETARIAT.value})


@dataclass(frozen=True)
class Signing:
    """For which body somebody signs; `for_silent`: as the secretariat, for those that stayed silent."""

    body: Organisation
    is_on_duty: bool = False
    for_silent: bool = False


def works(actor: Actor) -> bool:
    """Whether the actor is staff who do something here: an auditor only reads."""
    return actor.kind == "system" or (actor.kind == "officer" and bool(actor.roles & WORKING))


def may_write(actor: Actor, publisher: Organisation | None, *, at: datetime) -> bool:
    """Whether the actor writes texts that this body (None: the alliance) publishes."""
    if actor.kind == "officer" and not actor.roles & WORKING:
        return False
    try:
        check_may_write(publisher, actor, at=at)
    except PermissionError:
        return False
    return True


def may_review(actor: Actor, edition: Edition) -> bool:
    """Whether the actor may look over this edition: staff who see it, but nobody who wrote on it."""
    if actor.kind != "officer" or not actor.roles & WORKING or actor.key in authors(edition):
        return False
    return Publication.objects.worked_on_by(actor).filter(pk=edition.publication_id).exists()


def authors(edition: Edition) -> set[str]:
    """Whoever opened the edition or wrote on it since: its text, or what the public is told of the change."""
    written = PublicationVersion.objects.filter(
        publication=edition.publication_id, written_at__gte=edition.opened_at
    )
    saved = Event.objects.filter(
        subject=edition.publication.record_key, verb="edition_write", at__gte=edition.opened_at
    )
    found = {
        edition.opened_by,
        *written.values_list("written_by", flat=True),
        *saved.values_list("by", flat=True),
    }
    return found | {edition.version.written_by} if edition.version else found


def concerned(edition: Edition, *, at: datetime) -> list[Organisation]:
    """The member bodies that are asked to sign, in the alliance's order. A withdrawal asks none of them.

    A correction asks those of the text that is out, too: nobody takes a city's text back without that city.
    """
    if edition.version is None:
        return []
    keys = set(edition.version.cities)
    if edition.purpose == Edition.Purpose.UPDATE and edition.publication.shown is not None:
        keys |= set(edition.publication.shown.cities)
    return [body for body in membership.members_on(local_day(at)) if body.key in keys] if keys else []


def signings(actor: Actor, edition: Edition, *, at: datetime) -> list[Signing]:
    """For whom the actor may sign this edition at this moment, the own body first; empty for nobody."""
    on_duty = facts.may_sign_tonight(actor, at)
    own = standing.delegation_of(actor) or on_duty
    if own is None:
        return []
    is_office = standing.is_office(actor, on=local_day(at))
    asked = concerned(edition, at=at)
    found = [Signing(own, is_on_duty=own == on_duty)] if _signs(own, edition, asked, is_office) else []
    if asked and is_office and edition.passed_to_office_at is not None:
        found.append(Signing(own, for_silent=True))
    return found


def _signs(own: Organisation, edition: Edition, asked: list[Organisation], is_office: bool) -> bool:
    if asked:
        return own in asked
    publisher = edition.publication.publisher
    if publisher is None:
        return is_office
    is_withdrawal = edition.purpose == Edition.Purpose.WITHDRAWAL
    return publisher.is_within(own) or (is_withdrawal and is_office)
