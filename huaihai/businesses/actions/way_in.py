"""The way in for the managers of an enrolled business: a link that works once."""

from datetime import datetime

from django.utils.translation import gettext as _

from huaihai.businesses import channel_messages, rights
from huaihai.businesses.actions import accounts
from huaihai.businesses.actions.enrolling import may_decide
from huaihai.businesses.lives import ENROLMENT
from huaihai.businesses.models import Enrolment, Representative
from huaihai.desk.lives import NotPossible
from huaihai.desk.moving import Move, moving
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Account


def applicant_of(enrolment: Enrolment) -> Actor:
    """Whoever has shown number and code of this application."""
    return Actor("public", enrolment.record_key)


def first_link(enrolment: Enrolment, *, by: Actor, at: datetime) -> str:
    """For whoever holds number and code, while no password was ever set: the token of a link to do so.

    Raises NotPossible.
    """
    with moving(enrolment, "enrolment account link made", ENROLMENT, by=by, at=at) as move:
        account = move.row.account
        if account is None or by.key != move.row.record_key:
            raise NotPossible(_("No account was opened by this application."))
        if accounts.is_set_up(account):
            raise NotPossible(_("The account is set up already. Please sign in."))
        return _made(move, account, with_new_factor=False, at=at)


def renewed_link(manager: Representative, enrolment: Enrolment, *, by: Actor, at: datetime) -> str:
    """By the body's officer, who has made sure to whom it is handed over: password and second factor anew, as a token.

    Raises NotAllowed; NotPossible for somebody who is no manager there, or who answers for others too.
    """
    with moving(enrolment, "enrolment account link made", ENROLMENT, by=by, at=at) as move:
        may_decide(move.row, by)
        held = move.row.business
        if held is None or not rights.managers_of(held, on=local_day(at)).filter(pk=manager.pk).exists():
            raise NotPossible(_("This person does not manage the business (any more)."))
        if manager.account.represents.exclude(business=held).exists():
            raise NotPossible(
                _("This account answers for other businesses too. Another manager has to renew it.")
            )
        return _made(move, manager.account, with_new_factor=True, at=at)


def _made(move: Move[Enrolment], account: Account, *, with_new_factor: bool, at: datetime) -> str:
    move.facts = {"account": str(account.pk), "new_factor": with_new_factor}
    move.stays = True
    channel_messages.tell_again(move.row, "link", at=at)
    return accounts.link_for(account, with_new_factor=with_new_factor, at=at)
