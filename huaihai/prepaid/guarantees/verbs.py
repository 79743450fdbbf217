"""What the bank says: the balance of a day as the clerk types it, or a statement as a table."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from huaihai.desk.lives import Unfit
from huaihai.kit.canonical import canonical
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.prepaid.issuers.verbs import read_guarantee
from huaihai.prepaid.models import GuaranteeLine, Issuer
from huaihai.prepaid.reading import Row, read_table

GUARANTOR: Final = "prepaid_guarantor:"  # begins the key of whoever showed the code of the bank's letter
NAMES: Final = {
    "day": ("日期", "date", "day", "记账日期", "交易日期", "截止日期", "余额日期"),
    "balance": ("余额", "balance", "账户余额", "保函余额", "担保余额", "保证金余额"),
    "reference": ("流水号", "reference", "保函编号", "保单号", "编号", "账号"),
}
LONGEST_REFERENCE: Final = 80


def guarantor_of(issuer: Issuer) -> Actor:
    """The clerk who showed the code of the letter."""
    return Actor("public", f"{GUARANTOR}{issuer.pk}")


def say_balance(issuer: Issuer, *, day: date, fen: int, reference: str = "", by: Actor, at: datetime) -> int:
    """What it is worth on a day. Raises Unfit, NotPossible."""
    return read_guarantee(issuer, [_line(issuer, day, fen, reference, by=by, at=at)], by=by, at=at)


def read_statement(issuer: Issuer, raw: bytes, *, by: Actor, at: datetime) -> int:
    """The balances of a table; the same table again adds nothing. Returns how many are new. Raises Unfit("file")."""
    rows = read_table(raw, NAMES, needed=("day", "balance"))
    return read_guarantee(issuer, list(_lines(issuer, rows, by, at)), by=by, at=at)


def _lines(issuer: Issuer, rows: Iterable[Row], by: Actor, at: datetime) -> Iterable[GuaranteeLine]:
    for row in rows:
        try:
            day, fen = row.day("day"), row.fen("balance")
        except ValueError as error:
            raise Unfit(
                "file", _("Line %(n)s cannot be read: a day or a sum is wrong.") % {"n": row.number}
            ) from error
        if fen is not None:
            yield _line(issuer, day, fen, row.text("reference"), by=by, at=at)


def _line(issuer: Issuer, day: date, fen: int, reference: str, *, by: Actor, at: datetime) -> GuaranteeLine:
    if day > local_day(at):
        raise Unfit("day", _("This day has not come yet."))
    said = canonical([str(issuer.pk), day.isoformat(), fen, reference[:LONGEST_REFERENCE]])
    return GuaranteeLine(
        issuer=issuer,
        day=day,
        fen=fen,
        reference=reference[:LONGEST_REFERENCE],
        content_key=hashlib.sha256(said).hexdigest(),
        read_at=at,
        read_by=by.key,
    )
