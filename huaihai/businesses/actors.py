"""How a signed-in business user becomes an actor (listed in settings.HUAIHAI_ACTOR_SOURCES)."""

from huaihai.businesses.models import answered_for
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account


def of_account(account: Account) -> Actor | None:
    """The actor for the businesses this account answers for today, or None."""
    held = answered_for(account.pk, on=clock.today())
    return Actor.business(account, held) if held else None
