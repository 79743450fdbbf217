"""Who may give power over an account: never oneself, and nobody alone.

Whoever holds a post opens files and decides, and whoever makes somebody's second factor anew is that person: both need
the yes of a second person, another administrator of that part of the tree or the head of the body itself. Only the very
first administrator, who has nobody beside, makes the second one alone.
"""

from huaihai.members import factors
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, PowerRequest, Role
from huaihai.members.models.power_request import CONFIRMING


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


def may_confirm(by: Actor, request: PowerRequest) -> bool:
    """An administrator of that part of the tree or the head of the body, who neither asked nor is concerned."""
    own = by.organisation
    if by.kind != "officer" or own is None or by.account_id in (request.asked_by_id, request.account_id):
        return False
    if by.roles & CONFIRMING:
        return request.organisation.is_within(own)
    return Role.HEAD.value in by.roles and own == request.organisation


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
