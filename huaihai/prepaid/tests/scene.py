"""A shop with a pledge in force, a mall above it, and everybody's browsers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Business, Representative
from huaihai.businesses.register.verbs import Stated, find_or_write_down
from huaihai.law.credit_code import check_character
from huaihai.members.accounts import open_account
from huaihai.members.models import Account
from huaihai.prepaid.cards import verbs as cards_verbs
from huaihai.prepaid.cards.verbs import Sale, Sold
from huaihai.prepaid.guarantees import verbs as guarantees_verbs
from huaihai.prepaid.issuers import verbs
from huaihai.prepaid.issuers.verbs import Pledge
from huaihai.prepaid.models import Issuer
from tests.cast import LEAD, TUESDAY, Cast, assemble
from tests.posts import PASSWORD, PROGRAM, SECRET
from tests.reading import browser

YUAN = 100


@dataclass
class Scene:
    """The shop is run by Sun, the mall by Zhou; Zhao is an officer of its city."""

    cast: Cast
    issuer: Issuer
    mall: Business
    zhou: Account

    @property
    def sun(self) -> Client:
        return browser(self.cast.accounts["sun"])

    @property
    def zhao(self) -> Client:
        return browser(self.cast.accounts["zhao"])

    def url(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.issuer.pk, *more])


def mall_of(at: datetime = TUESDAY) -> tuple[Business, Account]:
    """A mall, and its manager."""
    body = "91" + LEAD + "MA1NABCE7"
    mall, _place = find_or_write_down(
        Stated(name="Mall (test)", code=body + check_character(body), sign="Mall", region_code=LEAD),
        by=PROGRAM,
        at=at,
    )
    account = open_account(
        username="zhou", password=PASSWORD, display_name="Zhou (test)", totp_secret=SECRET, by=PROGRAM, at=at
    )
    Representative.objects.create(account=account, business=mall, from_on=date(2026, 1, 1))
    return mall, account


def pledged(*, percent: int = 30, guarantee_fen: int | None = 1_000_000, at: datetime = TUESDAY) -> Scene:
    """In force; the bank has said what the guarantee is worth, unless it is None."""
    cast = assemble()
    mall, zhou = mall_of()
    pledge = Pledge("bank", "Bank of Shangqiu (test)", percent * 10, "No refund of gifts.", mall)
    issuer = verbs.apply(cast.shop, pledge, body=cast.lead, by=cast.sun, at=at)
    verbs.confirm(issuer, by=cast.zhao, at=at)
    if guarantee_fen is not None:
        say(issuer, guarantee_fen, at=at)
    return Scene(cast, issuer, mall, zhou)


def say(issuer: Issuer, fen: int, *, at: datetime, day: date | None = None) -> None:
    """The bank's clerk says a balance."""
    guarantees_verbs.say_balance(
        issuer, day=day or at.date(), fen=fen, by=guarantees_verbs.guarantor_of(issuer), at=at
    )


def sold(
    scene: Scene, *, count: int = 1, key: str = "one", at: datetime = TUESDAY, **more: Any
) -> list[Sold]:
    """Cards of thirty uses for 300 yuan, or what is said."""
    told: dict[str, Any] = {"kind": "times", "paid_fen": 300 * YUAN, "uses": 30}
    sale = Sale(**told | more)
    return cards_verbs.sell(scene.issuer, sale, count=count, by=scene.cast.sun, at=at, key=key)
