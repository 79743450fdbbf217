"""A purchase as its buyers report it, what must be right before it is stored, and the blind codes of its pieces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huaihai.desk import codes
from huaihai.desk.lives import NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as _
from huaihai.kit.filestore import Stored
from huaihai.kit.text.normalise import storable_name
from huaihai.packs.words import of_country
from huaihai.supervision.models import Exclusion, Project, Purchase, Sample
from huaihai.supervision.testing.planning.reading import products_of, samples_of


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


def check(project: Project, bought: Bought, *, at: datetime) -> None:
    """The product is planned, the day lies between registration and today, the rest is there."""
    registered = project.registered
    if registered is None or bought.product not in {one["key"] for one in products_of(registered.plan)}:
        raise Unfit("product", _("The registered plan has no such product."))
    if bought.bought_on > local_day(at):
        raise Unfit("bought_on", _("This day has not come yet."))
    first = project.plan_versions.order_by("number").first()
    if first is not None and bought.bought_on < local_day(first.at):
        raise Unfit("bought_on", _("The plan was registered later: nothing may be bought before it is."))
    for name in ("brand", "model", "maker", "shop"):
        if not storable_name(getattr(bought, name)):
            raise Unfit(name, _("Please fill this in."))
    if bought.channel not in Purchase.Channel.values:
        raise Unfit("channel", _("Please choose where it was bought."))
    if bought.price_fen <= 0:
        raise Unfit("price_fen", _("What did it cost? Please give the price of one piece."))
    if bought.maker_code and not _is_code(bought.maker_code.strip().upper()):
        raise Unfit("maker_code", _("A {business_code} has 18 figures and letters."))
    if not project.cities.filter(body__key=bought.city).exists():
        raise Unfit("city", _("This city does not take part in the test."))


def check_pieces(project: Project, pieces: Sequence[Piece]) -> None:
    """As many main and spare samples as planned, each under a seal whose number is new in this test."""
    wanted = samples_of(project.registered.plan if project.registered else {})
    for kind, number in wanted.items():
        if sum(piece.kind == kind for piece in pieces) != number:
            raise Unfit("pieces", _("The plan asks for another number of main and spare samples."))
    if len(pieces) != sum(wanted.values()):
        raise Unfit("pieces", _("The plan asks for another number of main and spare samples."))
    seals = [storable_name(piece.seal_number) for piece in pieces]
    if not all(seals):
        raise Unfit("pieces", _("Each piece needs the number of its seal."))
    if len(set(seals)) != len(seals):
        raise Unfit("pieces", _("Two pieces have the same seal number."))
    if used := Sample.objects.filter(project=project, seal_number__in=seals).first():
        raise Unfit(
            "pieces", _("The seal %(seal)s is on another sample already.") % {"seal": used.seal_number}
        )


def check_pictures(pictures: Sequence[Picture]) -> None:
    """The receipt and the seals are to be seen."""
    for field, why in lacking_pictures(pictures):
        raise Unfit(field, why)


def lacking_pictures(pictures: Sequence[Picture]) -> list[tuple[str, str]]:
    """What is not to be seen yet: the form's field and what to do. Raises nothing."""
    lacking = []
    if not shows(pictures, RECEIPT):
        lacking.append(("receipt", _("Please add a photo of the receipt or the order.")))
    if not shows(pictures, SEAL):
        lacking.append(("seals", _("Please add a photo on which the seals can be read.")))
    return lacking


def check_again(project: Project, product: str, reason: str) -> None:
    """A product is bought once, unless what was bought cannot be used and somebody says so."""
    if Exclusion.objects.filter(project=project, product=product).exists():
        raise NotPossible(_("This product was left out of the test; its reason is public."))
    earlier = Purchase.objects.filter(project=project, product=product, first__isnull=True)
    if not earlier.exists():
        return
    if Sample.objects.filter(project=project, product=product, kind="main").in_use().exists():
        raise NotPossible(
            _("This product is bought already. It can be bought again once its main samples are set aside.")
        )
    if not reason:
        raise Unfit("reason", _("It was bought before. Please say why it is bought again."))


LETTERS = "2346789ABCDEFGHJKMNPQRTUVWXYZ"  # without 0 O 1 I L 5 S, which are taken for each other
LENGTH = 10  # 29 letters, ten times: 48 bits


def new_codes() -> Iterator[str]:
    """Codes that no sample has, without end."""
    given: set[str] = set()
    while True:
        code = codes.drawn(LENGTH, LETTERS)
        if code not in given and not Sample.objects.filter(code=code).exists():
            given.add(code)
            yield code


def read(typed: str) -> str:
    """A code as it was typed or scanned, in the form that is stored: k7qm3-xvd9p → K7QM3XVD9P."""
    return "".join(char for char in typed.upper() if char in LETTERS)[: LENGTH + 1]


def _is_code(text: str) -> bool:
    return re.fullmatch(of_country().business_number.pattern, text) is not None
