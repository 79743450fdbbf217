"""One kettle is bought, and its samples change hands: shared by the tests of custody."""

from datetime import datetime, timedelta
from uuid import UUID

from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.supervision.models import Sample
from huaihai.supervision.testing.custody import actions, parties
from huaihai.supervision.testing.custody.parties import Seen
from huaihai.supervision.testing.tests import kettles
from huaihai.supervision.testing.tests.kettles import BOUGHT, Kettles

LATER = BOUGHT + timedelta(hours=3)
LAB = parties.laboratory("l1", "演示检测所")
LAB_ACTOR = parties.laboratory_actor("l1")


def one_bought() -> Kettles:
    """Buying has begun, and the first kettle is bought."""
    held = kettles.registered()
    kettles.buy(held, 1)
    return held


def sample(kind: str = "main") -> Sample:
    return Sample.objects.select_related("project").get(product="p01", kind=kind)


def seen(at: datetime = LATER, seal: str = "intact", **more: str) -> Seen:
    return Seen(seal, at, **more)


def account(actor: Actor) -> Account:
    return Account.objects.get(pk=str(actor.account_id))


def key(number: int) -> UUID:
    return UUID(int=number)


def to_laboratory(scene: Kettles, *, seal: str = "intact") -> Sample:
    actions.hand_over([sample()], LAB, seen(), key=key(1), by=scene.people.leader, at=LATER)
    actions.take_over([sample()], seen(seal=seal), laboratory=LAB, key=key(2), by=LAB_ACTOR, at=LATER)
    return sample()
