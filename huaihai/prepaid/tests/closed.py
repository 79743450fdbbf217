"""A gym that fell silent, as tests of every part of it need it."""

from datetime import timedelta
from typing import Any

from huaihai.cases.verbs.intake import Receipt
from huaihai.prepaid.cards.verbs import holder_of
from huaihai.prepaid.closures import filing, paying, speaking, verbs
from huaihai.prepaid.closures.filing import Contact
from huaihai.prepaid.models import CardEntry, Closure, Creditor
from huaihai.prepaid.tests.gym import Gym
from tests import cast as people

NOW = people.TUESDAY
SILENT = (NOW - timedelta(days=3)).date()


def stated(gym: Gym, **changed: Any) -> Closure:
    said: dict[str, Any] = {"silent_on": SILENT, "how": "visit", "text": "门锁着。"} | changed
    return verbs.state(gym.issuer, **said, by=gym.cast.zhao, at=NOW)


def file(creditor: Creditor, *, name: str = "Li (test)", phone: str = "13900000001") -> Receipt:
    creditor = Creditor.objects.select_related("closure", "card").get(pk=creditor.pk)
    by = holder_of(creditor.card)
    return filing.file(creditor, Contact(name, phone), by=by, at=NOW, keep=lambda _receipt: None)


def doubts() -> Any:
    """Entries that are in doubt now."""
    over = CardEntry.objects.filter(kind__in=["undo", "settle_doubt"]).values("of")
    rows = CardEntry.objects.filter(followed_by__kind="doubt").exclude(pk__in=over)
    return rows.select_related("card__issuer__business", "card__issuer__body")


def creditors(closure: Closure) -> list[Creditor]:
    return list(closure.creditors.select_related("card", "closure").order_by("card__number"))


def name_payees(rows: list[Creditor]) -> None:
    for one in rows:
        account = {"name": "Li", "bank": "Bank", "account": "6222000000000000"}
        paying.name_payee(one, **account, by=holder_of(one.card), at=NOW)


def vote(closure: Closure, voters: list[Creditor], wanted: Creditor) -> None:
    for one in voters:
        speaking.vote(one, wanted, at=NOW)
