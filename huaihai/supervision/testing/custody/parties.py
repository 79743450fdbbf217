"""Who can hold a sample, and what somebody saw of its seal."""

from dataclasses import dataclass
from datetime import datetime

from huaihai.kit.text.normalise import storable_name
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.supervision.models import CustodyStep

Taker = CustodyStep.Taker


@dataclass(frozen=True)
class Receiver:
    """To whom it is handed: an account, or a house (laboratory, carrier) by its key and name."""

    kind: str
    key: str
    name: str = ""


NOBODY = Receiver("", "")
CARRIER = "carrier"  # the key of every carrier


@dataclass(frozen=True)
class Seen:
    """What was seen of the seal, when and where. `seal_number` only if it was read off: it is compared."""

    seal: str
    happened_at: datetime
    where: str = ""
    seal_number: str = ""
    remark: str = ""


def person(account: Account) -> Receiver:
    """A colleague who carries it on."""
    return Receiver(Taker.PERSON, account.record_key)


def store(account: Account) -> Receiver:
    """A colleague who keeps it in a store; where that is, stands in `Seen.where`."""
    return Receiver(Taker.STORE, account.record_key)


def carrier(name: str) -> Receiver:
    """A carrier; its waybill number stands in `Seen.remark`."""
    return Receiver(Taker.CARRIER, CARRIER, storable_name(name))


def laboratory(key: str, name: str) -> Receiver:
    """A laboratory of the project by its key there."""
    return Receiver(Taker.LABORATORY, f"laboratory:{key}", storable_name(name))


def laboratory_actor(key: str) -> Actor:
    """A laboratory that acts on its own page: whoever calls has checked its secret link."""
    return Actor("public", f"laboratory:{key}")


def is_laboratory(actor: Actor) -> bool:
    """Whether the actor is a laboratory on its own page."""
    return actor.kind == "public" and actor.key.startswith("laboratory:")
