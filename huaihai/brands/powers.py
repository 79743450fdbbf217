"""Who may do what: one table, verb → who decides it. No verb that decides belongs to one person, none to money."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from huaihai.brands.models import Declaration, Entry
from huaihai.businesses import rights
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance import membership, standing
from huaihai.kit import clock
from huaihai.kit.clock import local_day
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post
from huaihai.supervision.powers import works


class Who(StrEnum):
    """By whom a verb is done."""

    ANYBODY = "anybody"
    HOLDER = "holder"  # the business itself
    STAFF = "staff"  # staff of any body
    CITY = "city"  # staff of the city that the entry is in
    OFFICE = "office"  # the secretariat, which prepares and decides nothing
    ASSESSOR = "assessor"  # two of them, of different cities, who do not see each other
    RULE = "rule"  # a written rule or the calendar
    PAIR = "pair"  # two people of two cities, neither the entry's own, both free of conflicts
    PANEL = "panel"  # three people of three cities that had no part before
    VOTE = "vote"  # the alliance's resolution


@dataclass(frozen=True)
class Permission:
    """Who does a verb, and whether it decides about an entry."""

    who: frozenset[Who]
    decides: bool = False


def _by(*who: Who, decides: bool = False) -> Permission:
    return Permission(frozenset(who), decides)


PERMISSIONS: dict[str, Permission] = {
    "nominate": _by(Who.ANYBODY, Who.CITY, Who.HOLDER),
    "accept": _by(Who.HOLDER),
    "decline": _by(Who.HOLDER, Who.RULE),
    "pass check": _by(Who.PAIR, decides=True),
    "fail check": _by(Who.PAIR, decides=True),
    "open assessment": _by(Who.RULE),
    "fall short": _by(Who.RULE, decides=True),
    "give notice": _by(Who.RULE, decides=True),
    "call off": _by(Who.PAIR, decides=True),
    "put to vote": _by(Who.RULE),
    "admit": _by(Who.VOTE, decides=True),
    "refuse": _by(Who.VOTE, decides=True),
    "suspend": _by(Who.RULE, Who.PAIR, decides=True),
    "restore": _by(Who.PAIR, Who.PANEL, Who.VOTE, decides=True),
    "remove": _by(Who.VOTE, decides=True),
    "reinstate": _by(Who.PANEL, decides=True),
    "expire": _by(Who.RULE, decides=True),
    "renew": _by(Who.VOTE, decides=True),
    "leave": _by(Who.HOLDER),
    "note": _by(*(set(Who) - {Who.CITY})),  # what was found, said or decided without moving the entry
}


# Who did these before they were done by rule: for reading records of that time alone.
FORMERLY: dict[str, frozenset[Who]] = {
    "open assessment": frozenset({Who.OFFICE}),
    "put to vote": frozenset({Who.OFFICE}),
}

# Verb of the programme (an action of `programme/verbs.py`) → who does it.
PROGRAMME: dict[str, Permission] = {
    "record_basis": _by(Who.OFFICE),
    "draft_basis_motion": _by(Who.OFFICE),
    "adopt_basis": _by(Who.VOTE, decides=True),
    "propose_end": _by(Who.OFFICE),
    "take_end_back": _by(Who.OFFICE),
    "confirm_end": _by(Who.PAIR, decides=True),  # the second voice; the first is the office's proposal
    "fix_criteria": _by(Who.OFFICE),
    "draft_criteria_motion": _by(Who.OFFICE),
    "adopt_criteria": _by(Who.VOTE, decides=True),
}


def require(verb: str, who: Who) -> None:
    """That the table gives `verb` to them. Raises NotAllowed: a caller that lends itself a verb is refused."""
    if who not in PERMISSIONS[verb].who:
        raise NotAllowed(_("This is not decided in this way."))


def require_office(by: Actor, at: datetime) -> None:
    """Raises NotAllowed for whoever does not act for the secretariat today."""
    if not standing.is_office(by, on=local_day(at)):
        raise NotAllowed(_("Only the secretariat can do that."))


def acts_for_office(actor: Actor, _row: object = None) -> bool:
    """Whether the actor acts for the secretariat today."""
    return standing.is_office(actor, on=clock.today())


def require_holder(entry: Entry, by: Actor, on: date) -> None:
    """Raises NotAllowed for whoever does not manage the business of this entry."""
    if not rights.may(by, entry.business, rights.MANAGE, on=on):
        raise NotAllowed(_("Only somebody who manages this business can do that."))


def city_of(actor: Actor) -> Organisation | None:
    """The city for whose body the actor works; None: an auditor, a business, anybody else."""
    return actor.organisation.city if works(actor) and actor.organisation is not None else None


def require_city(by: Actor, *, on: date | None = None) -> Organisation:
    """The city for whose body the actor works; with a day, one that is a member then. Raises NotAllowed."""
    city = city_of(by)
    if city is None or by.account_id is None or (on is not None and not membership.is_member(city, on=on)):
        raise NotAllowed(_("Only staff of a city's association can do that."))
    return city


def require_second(first: Organisation, first_key: str, by: Actor, on: date) -> Organisation:
    """That the actor may be the second voice about the programme: staff of another member city than `first`, without
    a post in that one, and not who proposed it. Returns their city. Raises NotAllowed."""
    city = require_city(by, on=on)
    posts = Post.objects.held_on(on).filter(organisation__path__startswith=first.path, account=by.account_id)
    if city == first or first_key in persons.keys_of(by) or posts.exists():
        raise NotAllowed(_("The second voice must come from somebody in another city."))
    return city


def is_of_city(actor: Actor, entry: Entry) -> bool:
    """Whether the actor works in the city that the entry is in."""
    return city_of(actor) == entry.body


def require_outsider(entry: Entry, by: Actor, on: date) -> None:
    """That the actor is staff of another member city than the entry's, has no post in that one beside, does not act for
    the business, and has declared to have no conflict of interest.

    Raises NotAllowed, NotPossible (nothing was declared yet).
    """
    city = require_city(by, on=on)
    own_posts = Post.objects.held_on(on).filter(organisation__path__startswith=entry.body.path)
    if city == entry.body or own_posts.filter(account=by.account_id).exists():
        raise NotAllowed(_("People of the entry's own city do not decide about it."))
    line = frozenset().union(*pledges_facts.line(entry.business)) | {entry.business_id}
    if rights.appointed_as(by, on=on).filter(business__in=line).exists():
        raise NotAllowed(_("You act for this business, so somebody else decides here."))
    require_free(entry, by)


def require_free(entry: Entry, by: Actor) -> None:
    """Raises NotPossible (nothing was declared yet), NotAllowed (a conflict of interest)."""
    declared = declaration_of(entry, by.account_id)
    if declared is None:
        raise NotPossible(_("Please declare first whether you have a conflict of interest."))
    if declared.has_conflict:
        raise NotAllowed(_("You declared a conflict of interest, so somebody else decides here."))


def declaration_of(entry: Entry, account: UUID | None) -> Declaration | None:
    """What this person declared about the entry; the newest counts."""
    rows = Declaration.objects.filter(entry=entry, account=account)
    found: Declaration | None = rows.order_by("at", "pk").last() if account else None
    return found
