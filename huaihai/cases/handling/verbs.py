"""Taking a case in hand, handing it to a colleague, giving it back; saying that somebody is away.

Whoever of the responsible body acts first has a case without being asked (`verbs.moving`); it is nobody's again once
another body is responsible.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.handling.people import Person, posts
from huaihai.cases.models import Absence, Case
from huaihai.cases.rights import CASEWORK
from huaihai.cases.verbs import routing
from huaihai.cases.verbs.moving import moving, works_here
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Role
from huaihai.record import events

LONGEST_ABSENCE = 400  # days: a year of leave and some; more is a post that ends


def take_on(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The actor has the case in hand from now on, whoever had it before."""
    with moving(case, "take_on", by=by, at=at, seen=seen) as move:
        if not works_here(by, move.row):
            raise NotAllowed("only somebody of the responsible body takes a case in hand")
        if move.row.handler_id == by.account_id:
            raise Unfit("", _("You have this case in hand already."))
        move.row.handler_id = by.account_id
        move.facts = {"handler": by.key}


def pass_on(
    case: Case, *, to: Person, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Hand the case to a colleague of the responsible body, with a word; to one of a body below, it is assigned."""
    _need_post(to.account, to.organisation, at)
    if case.responsible_id != to.organisation.pk:
        routing.assign(case, to=to.organisation, handler=to.account, text=text, by=by, at=at, seen=seen)
        return
    with moving(case, "pass_on", by=by, at=at, seen=seen, text=text) as move:
        if move.row.responsible_id != to.organisation.pk:
            raise Unfit("to", _("The case is with another body now."))
        if move.row.handler_id == to.account.pk:
            raise Unfit("to", _("This person has the case in hand already."))
        move.row.handler = to.account
        move.facts = {"handler": to.account.record_key}


def put_down(case: Case, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Nobody has the case in hand any more; it stands among those that nobody has."""
    with moving(case, "put_down", by=by, at=at, seen=seen) as move:
        if move.row.handler_id is None:
            raise Unfit("", _("Nobody has this case in hand."))
        move.row.handler = None
        move.facts = {"handler": ""}


def say_away(
    account: Account,
    *,
    organisation: Organisation,
    from_on: date,
    until_on: date,
    stands_in: Account | None,
    by: Actor,
    at: datetime,
) -> Absence:
    """Somebody is away from this body; they say so themselves, or its head does. Raises Unfit, NotAllowed."""
    if not may_say_away(by, account, organisation):
        raise NotAllowed("only the person or the head of the body says that somebody is away")
    _check_days(from_on, until_on, today=local_day(at))
    _need_post(account, organisation, at, field="account")
    if stands_in is not None:
        _need_post(stands_in, organisation, at, field="stands_in")
        if stands_in.pk == account.pk:
            raise Unfit("stands_in", _("Please choose somebody else to stand in."))
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        meets = Absence.objects.filter(account=account, organisation=organisation, ended_at=None)
        if meets.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
            raise Unfit("from_on", _("For some of these days it is said already."))
        made = Absence.objects.create(
            account=account,
            organisation=organisation,
            stands_in=stands_in,
            from_on=from_on,
            until_on=until_on,
        )
        facts = {
            "organisation": organisation.key,
            "from": from_on.isoformat(),
            "until": until_on.isoformat(),
            "stands_in": stands_in.record_key if stands_in else "",
        }
        events.write(subject=account.record_key, verb="away", by=by.key, at=at, facts=facts)
    return made


def come_back(absence: Absence, *, by: Actor, at: datetime) -> None:
    """The person is there again, or never went."""
    if not may_say_away(by, absence.account, absence.organisation):
        raise NotAllowed("only the person or the head of the body says that somebody is back")
    with transaction.atomic():
        row = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
        if row.ended_at is not None:
            raise Unfit("", _("This was said already."))
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        facts = {"organisation": absence.organisation.key, "from": row.from_on.isoformat()}
        events.write(subject=absence.account.record_key, verb="back", by=by.key, at=at, facts=facts)


def may_say_away(by: Actor, account: Account, organisation: Organisation) -> bool:
    """Whether the actor may say when this person is away from this body."""
    if by.organisation is None or by.organisation.pk != organisation.pk or not by.roles & set(CASEWORK):
        return False
    return by.account_id == account.pk or Role.HEAD in by.roles


def _check_days(from_on: date, until_on: date, *, today: date) -> None:
    if until_on < from_on:
        raise Unfit("until_on", _("The last day is before the first."))
    if (until_on - from_on).days > LONGEST_ABSENCE:
        raise Unfit("until_on", _("That is more than a year. Please check the days."))
    if until_on < today:
        raise Unfit("until_on", _("These days are over."))


def _need_post(account: Account, organisation: Organisation, at: datetime, *, field: str = "to") -> None:
    if not posts(local_day(at)).filter(account=account, organisation=organisation).exists():
        raise Unfit(field, _("This person does not work on cases there any more."))
