"""Opening and closing accounts and posts. Who gives power over one: never oneself, and nobody alone.

Whoever holds a post opens files and decides, and whoever makes somebody's second factor anew is that person: both need
the yes of a second person (`members.pairs`). Only the very first administrator, who has nobody beside, makes the second
one alone.
"""

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huaihai.kit import versions
from huaihai.kit.clock import local_day
from huaihai.members import factors, persons
from huaihai.members.actors import Actor
from huaihai.members.errors import MayNot, PostHeld, TwoAdministratorRoles, UsernameTaken
from huaihai.members.factors import set_authenticator
from huaihai.members.models import (
    ADMIN_ROLES,
    GIVEN_BY_HEADS,
    Account,
    Organisation,
    Post,
    PowerRequest,
    Role,
)
from huaihai.members.models.power_request import CONFIRMING
from huaihai.record import events


def post_needs_second(by: Actor, account: Account, role: str) -> bool:
    """Whether a post of this role that `by` gives waits for a second person."""
    if by.kind == "system":
        return False
    return role not in CONFIRMING or not _are_alone(by, account)


def link_needs_second(by: Actor, account: Account, *, with_new_factor: bool) -> bool:
    """Whether a link for a new password waits for a second person: where it would also open a second factor."""
    if by.kind == "system" or (factors.is_set_up(account) and not with_new_factor):
        return False
    return account.has_usable_password() or not _are_alone(by, account)


def highest_body(account: Account) -> Organisation | None:
    """The body highest in the tree in which the person has, or is to have, a post: whoever confirms is of its part."""
    held = account.posts.values_list("organisation", flat=True)
    asked = account.power_requests.values_list("organisation", flat=True)
    bodies = Organisation.objects.filter(pk__in=[*held, *asked])
    return min(bodies, key=lambda body: (len(body.path), body.path), default=None)


def _are_alone(by: Actor, account: Account) -> bool:
    """Whether nobody but these two ever administered anything."""
    ever = Post.objects.filter(role__in=CONFIRMING).exclude(account=account)
    return not ever.exclude(account_id=by.account_id or account.pk).exists()


def open_post(
    *,
    account: Account,
    organisation: Organisation,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
    at: datetime,
    asked: PowerRequest | None = None,
) -> Post:
    """Give the person a role in this organisation from this day on; `asked` is what `by` confirms with it.

    Raises TwoAdministratorRoles, PostHeld, MayNot.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        if asked is None and post_needs_second(by, account, role):
            raise MayNot(_("A second person must confirm this."))
        confirmer = Actor.system("confirmed") if asked else by
        check(
            account=account,
            organisation=organisation,
            role=role,
            from_on=from_on,
            until_on=until_on,
            by=confirmer,
        )
        post = Post.objects.create(
            account=account, organisation=organisation, role=role, from_on=from_on, until_on=until_on
        )
        facts = {"organisation": organisation.key, "role": str(role), "from": from_on.isoformat()}
        if asked:
            facts["asked_by"] = asked.asked_by.record_key
        events.write(subject=account.record_key, verb="post opened", by=by.key, at=at, facts=facts)
    return post


def end_post(*, post: Post, last_on: date, by: Actor, at: datetime) -> None:
    """The post ends with this day. Raises MayNot: not under `by`, one's own, or the last system administrator's."""
    may_administer(by, post.organisation, post.role)
    _not_oneself(by, post.account)
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=post.account_id)
        _not_the_last(Post.objects.filter(pk=post.pk), by=by, on=local_day(at))
        post.until_on = max(last_on, post.from_on)
        post.save(update_fields=["until_on"])
        events.write(
            subject=post.account.record_key,
            verb="post ended",
            by=by.key,
            at=at,
            facts={"organisation": post.organisation.key, "role": post.role, "last": last_on.isoformat()},
        )


def check(
    *,
    account: Account,
    organisation: Organisation,
    role: Role,
    from_on: date,
    until_on: date | None = None,
    by: Actor,
) -> None:
    """Whether `by` may ask for this post. Raises TwoAdministratorRoles, PostHeld, MayNot."""
    may_administer(by, organisation, role)
    if organisation.closed_on is not None:
        raise MayNot(_("This body was closed."))
    if by.account_id == account.pk:
        raise MayNot(_("Nobody gives a post to oneself. Please ask another administrator."))
    still_open = account.posts.filter(until_on__isnull=True, role=role)
    if still_open.filter(Q(organisation=organisation) | Q(role__in=ADMIN_ROLES)).exists():
        raise PostHeld(_("This person holds this post already."))
    if role in ADMIN_ROLES and _holds_other_admin_role(account, role, from_on, until_on):
        raise TwoAdministratorRoles(
            _(
                "One person cannot be more than one of system administrator, security administrator and auditor."
            )
        )


def may_administer(by: Actor, organisation: Organisation | None, role: str = "") -> None:
    """The program itself, an administrator of this organisation or of one above it, or, for the posts of those who
    work there, its head. Raises MayNot.
    """
    if by.kind == "system":
        return
    if organisation is None or by.organisation is None or not organisation.is_within(by.organisation):
        raise MayNot(_("You may not change accounts of this organisation."))
    if not by.roles & CONFIRMING and not (Role.HEAD.value in by.roles and role in GIVEN_BY_HEADS):
        raise MayNot(_("Only a system or security administrator may change accounts."))


def may_keep(by: Actor, account: Account, *, on: date) -> None:
    """Who closes an account or gives a way back in: an administrator of somebody whose posts are all in the own part of
    the tree, and the head of somebody who has, and is to have, no post but those that heads give, all of them there.
    Raises MayNot.
    """
    if by.kind == "system":
        return
    if by.organisation is None or not Account.objects.visible_to(by).filter(pk=account.pk).exists():
        raise MayNot(_("You may not change this account."))
    if by.roles & CONFIRMING:
        if _running(account, on).exclude(organisation__path__under=by.organisation.path).exists():
            raise MayNot(
                _("This person has a post elsewhere too: please ask an administrator of the alliance.")
            )
    elif Role.HEAD.value not in by.roles or not _is_of(by.organisation, account, on):
        raise MayNot(_("Only a system or security administrator may change accounts."))


def _running(account: Account, on: date) -> QuerySet[Post]:
    """Posts of this day and later."""
    return account.posts.filter(Q(until_on__isnull=True) | Q(until_on__gte=on))


def _is_of(body: Organisation, account: Account, on: date) -> bool:
    """Whether all posts of today and later, and those that were asked for, are such as the head of this body gives."""
    asked = account.power_requests.filter(outcome="")
    own = Q(organisation__path__under=body.path)
    posts_are = not _running(account, on).exclude(own, role__in=GIVEN_BY_HEADS).exists()
    return posts_are and not asked.exclude(own, role__in=["", *GIVEN_BY_HEADS]).exists()


def _holds_other_admin_role(account: Account, role: Role, from_on: date, until_on: date | None) -> bool:
    person = Post.objects.filter(account__in=persons.accounts_of(account.pk))
    overlapping = person.filter(Q(until_on__isnull=True) | Q(until_on__gte=from_on))
    if until_on is not None:
        overlapping = overlapping.filter(from_on__lte=until_on)
    return overlapping.filter(role__in=ADMIN_ROLES - {role}).exists()


def open_account(
    *,
    username: str,
    display_name: str,
    password: str | None = None,
    password_hash: str | None = None,
    organisation: Organisation | None = None,
    role: Role | None = None,
    first_role: str = "",
    totp_secret: str | None = None,
    is_demo: bool = False,
    by: Actor,
    at: datetime,
) -> Account:
    """A new account in this organisation, with a first post if `role` is given and `by` gives it alone.

    Without a password nobody can sign in until one is set by a one-time link. `first_role` is the post that is to be
    asked for with it. `password_hash` saves the
    demo from hashing the same password a hundred times. `totp_secret` is base32. Raises UsernameTaken, MayNot.
    """
    may_administer(by, organisation, role or first_role)
    with transaction.atomic():
        if Account.objects.filter(username=username).exists():
            raise UsernameTaken(_("Somebody already signs in with this name."))
        account = Account(username=username, display_name=display_name, is_demo=is_demo, created_at=at)
        account.password = password_hash or make_password(password)
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError as error:
            raise UsernameTaken(_("Somebody already signs in with this name.")) from error
        if totp_secret:
            set_authenticator(account, totp_secret)
        events.write(subject=account.record_key, verb="account opened", by=by.key, at=at)
        if organisation is not None and role is not None:
            open_post(account=account, organisation=organisation, role=role, from_on=at.date(), by=by, at=at)
    return account


def close_account(*, account: Account, by: Actor, at: datetime) -> None:
    """The account can no longer sign in; open sessions end with their next request. Raises MayNot, as `end_post`."""
    _not_oneself(by, account)
    with transaction.atomic():
        Account.objects.select_for_update().get(
            pk=account.pk
        )  # as a post is opened: nobody is promoted meanwhile
        may_keep(by, account, on=local_day(at))
        _not_the_last(account.posts.all(), by=by, on=local_day(at))
        Account.objects.filter(pk=account.pk).update(is_active=False)
        versions.changed()  # who works where is held by version
        account.is_active = False
        events.write(subject=account.record_key, verb="account closed", by=by.key, at=at)


def _not_oneself(by: Actor, account: Account) -> None:
    """Who ends the own post by a slip of the finger could not undo it. Raises MayNot."""
    if by.account_id == account.pk:
        raise MayNot(_("Nobody ends the own post or account. Please ask another administrator."))


def _not_the_last(ending: QuerySet[Post], *, by: Actor, on: date) -> None:
    """Somebody has to be able to give posts: a system administrator stays. Raises MayNot; the program may."""
    if by.kind == "system":
        return
    tomorrow = on + timedelta(days=1)
    administrators = Post.objects.held_on(tomorrow).filter(role=Role.SYSTEM_ADMIN, account__is_active=True)
    going = administrators.filter(pk__in=ending.values("pk"))
    if going.exists() and not administrators.exclude(pk__in=going.values("pk")).exists():
        raise MayNot(_("This is the last system administrator. Please give the post to somebody else first."))


def note_sign_in(*, account: Account, at: datetime) -> None:
    """Somebody signed in with both factors, or is about to set the second one up."""
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        events.write(subject=account.record_key, verb="signed in", by=account.record_key, at=at)
