"""Who says yes to power over an account: two people of two roles and two bodies.

One administers, the other is the head of the body; or one is a system and the other a security administrator, who act
from two bodies. Where a body has no head who could say yes (the alliance itself has none, and nobody confirms for
oneself), the head of any city does. Only until a first head exists may the two administrators be of one body: somebody
has to give that first post.
"""

from datetime import date

from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, PowerRequest, Role
from huaihai.members.models.power_request import CONFIRMING


def may_confirm(by: Actor, request: PowerRequest, *, on: date) -> bool:
    """Whether `by` may be the second person: neither who asked nor who is concerned, by no account of theirs."""
    if by.kind != "officer" or by.account_id is None or not request.asked_by.is_active:
        return False
    if not _roles(by, request, on):
        return False
    if persons.accounts_of(by.account_id) & {request.asked_by_id, request.account_id}:
        return False
    return any(_are_two(asker, by, request, on) for asker in Actor.all_of(request.asked_by, on=on))


def _are_two(asker: Actor, by: Actor, request: PowerRequest, on: date) -> bool:
    asking, confirming = _roles(asker, request, on), _roles(by, request, on)
    pairs = {(one, other) for one in asking for other in confirming if one != other}
    if any(Role.HEAD in pair for pair in pairs):
        return True
    return bool(pairs) and (asker.organisation != by.organisation or not _has_ever_been_a_head())


def _roles(actor: Actor, request: PowerRequest, on: date) -> set[str]:
    """In which roles somebody counts here."""
    own = actor.organisation
    if own is None:
        return set()
    roles = set(actor.roles & CONFIRMING) if request.organisation.is_within(own) else set()
    if Role.HEAD.value in actor.roles and _is_head_for(own, request, on):
        roles.add(Role.HEAD.value)
    return roles


def _is_head_for(own: Organisation, request: PowerRequest, on: date) -> bool:
    if request.organisation.is_within(own):
        return True
    heads = Post.objects.held_on(on).filter(role=Role.HEAD, account__is_active=True)
    heads = heads.exclude(account__in=[request.account_id, request.asked_by_id])
    above = request.organisation.paths_above_and_own()
    return own.kind == Organisation.Kind.CITY and not heads.filter(organisation__path__in=above).exists()


def _has_ever_been_a_head() -> bool:
    return Post.objects.filter(role=Role.HEAD).exists()
