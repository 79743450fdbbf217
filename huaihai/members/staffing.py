"""Which bodies have somebody who works on complaints, and with which one the complaints of all others wait."""

from datetime import date
from uuid import UUID

from huaihai.kit.versions import by_version
from huaihai.members.models import Organisation, Post, Role
from huaihai.members.models.organisation import tree

WORKING = (Role.OFFICER, Role.MEDIATOR, Role.HEAD)


def has_people(body: Organisation, *, on: date) -> bool:
    """Whether somebody of this very body can open a complaint on this day."""
    return body.closed_on is None and any(
        post.organisation_id == body.pk and post.is_held_on(on) for post in _posts()
    )


def heads_work_alone(body: Organisation, *, on: date) -> bool:
    """Whether nobody but its heads works in this body on this day."""
    held = [post for post in _posts() if post.organisation_id == body.pk and post.is_held_on(on)]
    heads = {post.account_id for post in held if post.role == Role.HEAD}
    return all(post.account_id in heads for post in held)


def who_answers(body: Organisation, *, on: date) -> Organisation | None:
    """This body, or the nearest above it in which somebody works; None: its city is not reachable here yet."""
    staffed = _staffed(on)
    above = (one for one in (body, *body.ancestors()) if one.kind != Organisation.Kind.ALLIANCE)
    return next((one for one in above if one.pk in staffed), None)


def left_to(body: Organisation, *, on: date) -> list[Organisation]:
    """Bodies below in which nobody works, and between which and this one nobody does either."""
    staffed = _staffed(on)
    if body.pk not in staffed:
        return []
    paths = {node.path for node in tree().by_pk.values() if node.pk in staffed}
    return [
        node
        for node in tree().by_path.values()
        if node.path.startswith(body.path)
        and next((path for path in node.paths_above_and_own() if path in paths), "") == body.path != node.path
    ]


def cities_without(on: date) -> list[Organisation]:
    """Cities in whose own body nobody would open a complaint, in the alliance's order."""
    staffed = _staffed(on)
    cities = (node for node in tree().by_pk.values() if node.kind == Organisation.Kind.CITY)
    return sorted((one for one in cities if one.pk not in staffed), key=lambda one: one.position)


def _staffed(on: date) -> frozenset[UUID]:
    return frozenset(post.organisation_id for post in _posts() if post.is_held_on(on))


@by_version
def _posts() -> list[Post]:
    """Closing an account draws a new version, as ending a post does."""
    rows = Post.objects.filter(role__in=WORKING, account__is_active=True)
    return list(rows.only("account_id", "organisation_id", "role", "from_on", "until_on"))
