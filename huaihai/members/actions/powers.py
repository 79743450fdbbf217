"""Asking for a post or a new second factor, and the yes or no of a second person."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.kit.clock import ZONE
from huaihai.members import factors, powers
from huaihai.members.actions import links, posts
from huaihai.members.actions.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.errors import AskedAlready, MayNot
from huaihai.members.models import Account, Organisation, Post, PowerRequest, Role
from huaihai.record import events


def take_in(
    *, username: str, display_name: str, organisation: Organisation, role: Role, by: Actor, at: datetime
) -> Account:
    """A new person of staff with a first post, which `give_post` gives. Raises UsernameTaken, MayNot."""
    with transaction.atomic():
        account = open_account(
            username=username, display_name=display_name, organisation=organisation, by=by, at=at
        )
        give_post(account=account, organisation=organisation, role=role, by=by, at=at)
    return account


def give_post(
    *, account: Account, organisation: Organisation, role: Role, by: Actor, at: datetime
) -> Post | PowerRequest:
    """The post from today on; or, where a second person must say yes, the question. Raises as `posts.check` does."""
    today = at.astimezone(ZONE).date()
    given: dict[str, Any] = {"account": account, "organisation": organisation, "role": role, "from_on": today}
    if not powers.post_needs_second(by, account, role):
        return posts.open_post(**given, by=by, at=at)
    return _ask(account, organisation, role, check=lambda: posts.check(**given, by=by), by=by, at=at)


def make_link(*, account: Account, with_new_factor: bool, by: Actor, at: datetime) -> str | PowerRequest:
    """The token of a link for a new password; or, where a second person must say yes, the question. Raises MayNot."""
    if not powers.link_needs_second(by, account, with_new_factor=with_new_factor):
        return links.make_password_link(account=account, with_new_factor=with_new_factor, by=by, at=at)
    body = powers.highest_body(account)
    if body is None:
        raise MayNot(_("You may not change this account."))
    return _ask(account, body, None, check=lambda: links.check(account, by), by=by, at=at)


def confirm(*, request: PowerRequest, by: Actor, at: datetime) -> str:
    """The second person says yes. The token of a link to hand over where the person has no way in yet, else "".

    Raises MayNot, and whatever hinders the post by now.
    """
    with transaction.atomic():
        request = _lock(request, at)
        account = Account.objects.select_for_update().get(pk=request.account_id)
        if not powers.may_confirm(by, request) or not account.is_active:
            raise MayNot(_("Another administrator, or the head of the body, confirms this."))
        _answer(request, PowerRequest.Outcome.CONFIRMED, by, at)
        if not request.role:
            return links.make_password_link(
                account=account, with_new_factor=True, by=by, at=at, asked=request
            )
        posts.open_post(
            account=account,
            organisation=request.organisation,
            role=Role(request.role),
            from_on=at.astimezone(ZONE).date(),
            by=by,
            at=at,
            asked=request,
        )
        if factors.is_set_up(account):
            return ""
        return links.make_password_link(account=account, with_new_factor=False, by=by, at=at, asked=request)


def refuse(*, request: PowerRequest, by: Actor, at: datetime) -> None:
    """The second person says no, or whoever asked takes it back. Raises MayNot."""
    with transaction.atomic():
        request = _lock(request, at)
        if by.account_id != request.asked_by_id and not powers.may_confirm(by, request):
            raise MayNot(_("Another administrator, or the head of the body, confirms this."))
        _answer(request, PowerRequest.Outcome.REFUSED, by, at)
        events.write(
            subject=request.account.record_key, verb="power refused", by=by.key, at=at, facts=_facts(request)
        )


def _ask(
    account: Account,
    organisation: Organisation,
    role: Role | None,
    *,
    check: Callable[[], None],
    by: Actor,
    at: datetime,
) -> PowerRequest:
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        check()
        asked = account.power_requests.open(at).filter(organisation=organisation, role=role or "")
        if asked.exists() or by.account_id is None:
            raise AskedAlready(_("This was asked already and waits for a second person."))
        request = PowerRequest.objects.create(
            account=account,
            organisation=organisation,
            role=role or "",
            asked_by_id=by.account_id,
            asked_at=at,
        )
        events.write(subject=account.record_key, verb="power asked", by=by.key, at=at, facts=_facts(request))
    return request


def _lock(request: PowerRequest, at: datetime) -> PowerRequest:
    held = (
        PowerRequest.objects.select_for_update(of=("self",))
        .select_related("organisation", "account")
        .get(pk=request.pk)
    )
    if not held.is_open(at):
        raise AskedAlready(_("This was answered already, or has lapsed."))
    return held


def _answer(request: PowerRequest, outcome: PowerRequest.Outcome, by: Actor, at: datetime) -> None:
    request.outcome, request.answered_by_id, request.answered_at = outcome, by.account_id, at
    request.save(update_fields=["outcome", "answered_by", "answered_at"])


def _facts(request: PowerRequest) -> dict[str, str]:
    return {"request": str(request.pk), "organisation": request.organisation.key, "role": request.role}
