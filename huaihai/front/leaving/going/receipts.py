"""The receipt that the new place wrote and signed when it had taken a city in: nothing is deleted without it."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from huaihai.front.leaving.history import MADE, subject_of
from huaihai.front.leaving.receipt import FORMAT
from huaihai.kit import signing
from huaihai.kit.refusals import Refusal
from huaihai.kit.refusals import gettext_noop as _
from huaihai.record import events


class NoReceipt(Refusal):
    """Why it counts for nothing."""


@dataclass(frozen=True)
class Receiver:
    """Who took it in: how it is called, where it is, its keys (id to PEM), and the one that signs."""

    title: str
    address: str
    keys: dict[str, str]
    key_id: str


@dataclass(frozen=True)
class Receipt:
    """What it says; `sha256` is of the file itself."""

    city: str
    root: str
    receiver: Receiver
    sha256: str
    content: dict[str, Any] = field(repr=False)


def read(data: bytes) -> Receipt:
    """A receipt that fits an archive of ours and is signed by the key that this archive was made for. Raises
    NoReceipt."""
    try:
        document = signing.opened(data, FORMAT)
        content = document.content
        city, root, receiver = content["city"], content["root"], content["receiver"]
        named = Receiver(
            receiver["title"], receiver["address"], dict(receiver["keys"]), document.signature.key_id
        )
        if not all(isinstance(one, str) for one in (city, root, named.title, named.address)):
            raise ValueError
    except signing.NOT_READABLE as error:
        raise NoReceipt(_("this is no receipt of an archive (%(format)s)"), format=FORMAT) from error
    made = events.history(subject_of(city)).filter(verb=MADE, facts__root=root).last()
    if made is None:
        raise NoReceipt(_("no archive with this root hash was made here for %(city)s"), city=city)
    keys = (made.facts.get("receiver") or {}).get("keys") or {}
    if not document.is_genuine(keys):
        raise NoReceipt(_("the receipt is not signed by a key of the place for which the archive was made"))
    return Receipt(city, root, named, hashlib.sha256(data).hexdigest(), content)
