"""Links that work once, for a day; a post or a new second factor, and the yes or no of a second person."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huaihai.kit import sealing
from huaihai.kit.clock import local_day
from huaihai.kit.text import normalise
from huaihai.members import accounts, directory, factors, pairs
from huaihai.members.accounts import open_account
from huaihai.members.actors import Actor
from huaihai.members.errors import AskedAlready, LinkNotValid, MayNot, WordNotRight
from huaihai.members.models import Account, OneTimeLink, Organisation, Post, PowerRequest, Role
from huaihai.record import events

VALID_FOR = timedelta(hours=24)
NOT_THE_SECOND = gettext_noop(
    "Somebody of another role and another body confirms this: the head, or the other kind of administrator."
)
PURPOSE = "members.one_time_link"
WORD = "members.one_time_word"


def make_first_administrator_link(*, by: Actor, at: datetime) -> str:
    """The token of a link with which the first system administrator opens an account.

    Earlier links of this kind end. Raises MayNot if there is an administrator already.
    """
    with transaction.atomic():
        if has_administrator(at):
            raise MayNot(_("There is a system administrator already."))
        link, token = _make(OneTimeLink.Purpose.FIRST_ADMINISTRATOR, None, at)
        events.write(subject=f"link:{link.pk}", verb="first administrator link made", by=by.key, at=at)
    return token


def has_first_administrator_link(at: datetime) -> bool:
    """Whether a link for the first administrator was made that still works."""
    made = OneTimeLink.objects.filter(purpose=OneTimeLink.Purpose.FIRST_ADMINISTRATOR, used_at=None)
    return made.filter(expires_at__gt=at).exists()


def make_password_link(
    *,
    account: Account,
    with_new_factor: bool,
    with_word: bool = False,
    by: Actor,
    at: datetime,
    asked: PowerRequest | None = None,
) -> str:
    """The token of a link with which the person sets a new password.

    `with_new_factor`: the telephone with the authenticator app is gone, so the second factor is set up anew.
    `asked` is what `by` confirms with it. `with_word`: it opens together with `word_of_link` alone. Earlier links of
    this person end. Raises MayNot.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if asked is None:
            check(account, by, at)
            if accounts.link_needs_second(by, account, with_new_factor=with_new_factor):
                raise MayNot(_("A second person must confirm this."))
        _link, token = _make(
            OneTimeLink.Purpose.NEW_PASSWORD,
            account,
            at,
            has_word=with_word or asked is not None,
            asked=asked,
        )
        if with_new_factor:
            factors.remove_all(account)
        facts: dict[str, str | bool] = {"new_factor": with_new_factor}
        if asked:
            facts["asked_by"] = asked.asked_by.record_key
        events.write(subject=account.record_key, verb="password link made", by=by.key, at=at, facts=facts)
    return token


def check(account: Account, by: Actor, at: datetime) -> None:
    """Whether `by` may make or ask for a link for this person. Raises MayNot."""
    if by.account_id == account.pk:
        raise MayNot(_("You change your own password and codes in “My account”."))
    accounts.may_keep(by, account, on=local_day(at))


def has_administrator(at: datetime) -> bool:
    """Whether somebody holds the post of a system administrator on this day."""
    return Post.objects.held_on(at.date()).filter(role=Role.SYSTEM_ADMIN, account__is_active=True).exists()


def path_of(token: str) -> str:
    """Where the link leads, below the address of the site."""
    return reverse("start-link", args=[token])


def open_link(token: str, at: datetime) -> OneTimeLink:
    """The link that this token opens. Raises LinkNotValid."""
    link = (
        OneTimeLink.objects.filter(fingerprint=_fingerprint(token))
        .select_related("account", "asked__asked_by")
        .first()
    )
    if link is None or not link.is_open(at):
        raise LinkNotValid(_("This link was used already, or has run out. Please ask for a new one."))
    return link


def word_of(request: PowerRequest, at: datetime) -> str:
    """The word of whoever asked, as long as a link waits for it; else ""."""
    link = request.links.filter(used_at__isnull=True, expires_at__gt=at).first()
    return _word(link) if link else ""


def word_of_link(token: str, at: datetime) -> str:
    """The word that opens this link. Raises LinkNotValid."""
    return _word(open_link(token, at))


def word_fits(link: OneTimeLink, word: str) -> bool:
    """Whether the link needs no word, or this is it; hyphens, blanks and capitals do not matter."""
    if not link.has_word:
        return True
    typed = "".join(filter(str.isalnum, normalise.for_matching(word).lower()))
    return secrets.compare_digest(typed.encode(), _word(link).replace("-", "").encode())


def _word(link: OneTimeLink) -> str:
    """Ten hexadecimal digits: far more than can be tried in a day."""
    drawn = sealing.fingerprint_of_code(link.fingerprint, purpose=WORD)
    return f"{drawn[:5]}-{drawn[5:10]}"


def become_first_administrator(
    *, token: str, username: str, display_name: str, password: str, at: datetime
) -> Account:
    """Use the link: an account with the post of system administrator of the alliance.

    Raises LinkNotValid, UsernameTaken.
    """
    with transaction.atomic():
        link = _use(token, OneTimeLink.Purpose.FIRST_ADMINISTRATOR, at)
        account = open_account(
            username=username,
            display_name=display_name,
            password=password,
            organisation=directory.root(),
            role=Role.SYSTEM_ADMIN,
            by=Actor.system("first-administrator"),
            at=at,
        )
        events.write(
            subject=f"link:{link.pk}", verb="first administrator link used", by=account.record_key, at=at
        )
    return account


def set_new_password(*, token: str, password: str, word: str = "", at: datetime) -> Account:
    """Use the link, with the word that belongs to it: the password is set, and every open session of the account ends.

    Raises LinkNotValid, WordNotRight.
    """
    with transaction.atomic():
        if not word_fits(open_link(token, at), word):
            raise WordNotRight(_("This is not the word. Please ask whoever applied for you."))
        link = _use(token, OneTimeLink.Purpose.NEW_PASSWORD, at)
        if link.account is None:
            raise LinkNotValid(_("This link was used already, or has run out. Please ask for a new one."))
        _set_password(link.account, password, at)
    return link.account


def change_password(*, account: Account, password: str, at: datetime) -> None:
    """The person changes the password; other sessions of the account end."""
    with transaction.atomic():
        _set_password(account, password, at)


def _set_password(account: Account, password: str, at: datetime) -> None:
    Account.objects.select_for_update().get(pk=account.pk)
    account.password = make_password(password)
    account.save(update_fields=["password"])
    events.write(subject=account.record_key, verb="password changed", by=account.record_key, at=at)


def _make(
    purpose: OneTimeLink.Purpose,
    account: Account | None,
    at: datetime,
    *,
    has_word: bool = False,
    asked: PowerRequest | None = None,
) -> tuple[OneTimeLink, str]:
    OneTimeLink.objects.filter(purpose=purpose, account=account, used_at__isnull=True).update(expires_at=at)
    token = secrets.token_urlsafe(24)
    link = OneTimeLink.objects.create(
        purpose=purpose,
        account=account,
        fingerprint=_fingerprint(token),
        made_at=at,
        expires_at=at + VALID_FOR,
        has_word=has_word,
        asked=asked,
    )
    return link, token


def _use(token: str, purpose: OneTimeLink.Purpose, at: datetime) -> OneTimeLink:
    """Take the link. Of two people who open it at once, one gets it."""
    link = open_link(token, at)
    taken = OneTimeLink.objects.filter(pk=link.pk, purpose=purpose, used_at__isnull=True).update(used_at=at)
    if not taken:
        raise LinkNotValid(_("This link was used already, or has run out. Please ask for a new one."))
    return link


def _fingerprint(token: str) -> str:
    return sealing.fingerprint_of_code(token, purpose=PURPOSE)


def take_in(
    *, username: str, display_name: str, organisation: Organisation, role: Role, by: Actor, at: datetime
) -> Account:
    """A new person of staff with a first post, which `give_post` gives. Raises UsernameTaken, MayNot."""
    with transaction.atomic():
        account = open_account(
            username=username,
            display_name=display_name,
            organisation=organisation,
            first_role=role,
            by=by,
            at=at,
        )
        give_post(account=account, organisation=organisation, role=role, by=by, at=at)
    return account


def give_post(
    *, account: Account, organisation: Organisation, role: Role, by: Actor, at: datetime
) -> Post | PowerRequest:
    """The post from today on; or, where a second person must say yes, the question. Raises as `posts.check` does."""
    today = local_day(at)
    given: dict[str, Any] = {"account": account, "organisation": organisation, "role": role, "from_on": today}
    if not accounts.post_needs_second(by, account, role):
        return accounts.open_post(**given, by=by, at=at)
    return _ask(account, organisation, role, check=lambda: accounts.check(**given, by=by), by=by, at=at)


def make_link(*, account: Account, with_new_factor: bool, by: Actor, at: datetime) -> str | PowerRequest:
    """The token of a link for a new password; or, where a second person must say yes, the question. Raises MayNot."""
    if not accounts.link_needs_second(by, account, with_new_factor=with_new_factor):
        return make_password_link(account=account, with_new_factor=with_new_factor, by=by, at=at)
    body = accounts.highest_body(account)
    if body is None:
        raise MayNot(_("You may not change this account."))
    return _ask(account, body, None, check=lambda: check(account, by, at), by=by, at=at)


def confirm(*, request: PowerRequest, by: Actor, at: datetime) -> str:
    """The second person says yes. The token of a link to hand over where the person has no way in yet, else "".

    Raises MayNot, and whatever hinders the post by now.
    """
    with transaction.atomic():
        request = _lock(request, at)
        account = Account.objects.select_for_update().get(pk=request.account_id)
        if not pairs.may_confirm(by, request, on=local_day(at)) or not account.is_active:
            raise MayNot(_(NOT_THE_SECOND))
        _answer(request, PowerRequest.Outcome.CONFIRMED, by, at)
        if not request.role:
            return make_password_link(account=account, with_new_factor=True, by=by, at=at, asked=request)
        accounts.open_post(
            account=account,
            organisation=request.organisation,
            role=Role(request.role),
            from_on=local_day(at),
            by=by,
            at=at,
            asked=request,
        )
        if factors.is_set_up(account):
            return ""
        return make_password_link(account=account, with_new_factor=False, by=by, at=at, asked=request)


def refuse(*, request: PowerRequest, by: Actor, at: datetime) -> None:
    """The second person says no, or whoever asked takes it back. Raises MayNot."""
    with transaction.atomic():
        request = _lock(request, at)
        is_own = by.account_id == request.asked_by_id
        if not is_own and not pairs.may_confirm(by, request, on=local_day(at)):
            raise MayNot(_(NOT_THE_SECOND))
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
        .select_related("organisation", "account", "asked_by")
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
