"""A purchase as its buyers report it, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huaihai.kit.filestore import Stored
from huaihai.supervision.models import Purchase


@dataclass(frozen=True)
class Bought:
    """What was bought where, for how much (fen, one piece), under which names. `product` is its key in the plan."""

    product: str
    brand: str
    model: str
    maker: str
    channel: str
    city: str
    shop: str
    price_fen: int
    bought_on: date
    maker_code: str = ""
    place: str = ""
    batch: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Piece:
    """One piece: main or spare, its serial number, the number of the seal on it."""

    kind: str
    seal_number: str
    serial: str = ""


@dataclass(frozen=True)
class Word:
    """What a witness says of a purchase as it stands."""

    purchase: Purchase
    agrees: bool
    remark: str = ""


@dataclass(frozen=True)
class Picture:
    """A photo of the purchase; `shows` is one of `PICTURES`."""

    stored: Stored
    client_key: UUID
    shows: str
    taken_at: datetime


RECEIPT, GOODS, SEAL = "receipt", "goods", "seal"
PICTURES = (RECEIPT, GOODS, SEAL)


def shows(pictures: Sequence[Picture], what: str) -> bool:
    """Whether one of the pictures shows this."""
    return any(picture.shows == what for picture in pictures)
