"""What the bank says: the balance of a day as the clerk types it, or a statement as a table."""

import hashlib
import re
from collections import Counter
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

TIME: Final = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?")
GUARANTOR: Final = "prepaid_guarantor:"  # begins the key of whoever showed the code of the bank's letter
NAMES: Final = {
    "day": ("日期", "date", "day", "记账日期", "交易日期", "截止日期", "余额日期"),
    "balance": ("余额", "balance", "账户余额", "保函余额", "担保余额", "保证金余额"),
    "reference": ("流水号", "reference", "保函编号", "保单号", "编号", "账号"),
}
LONGEST_REFERENCE: Final = 80
MOST_NAMED: Final = 20  # lines that cannot be read


def guarantor_of(issuer: Issuer) -> Actor:
    """The clerk who showed the code of the letter."""
    return Actor("public", f"{GUARANTOR}{issuer.pk}")


def say_balance(issuer: Issuer, *, day: date, fen: int, reference: str = "", by: Actor, at: datetime) -> int:
    """What it is worth on a day. Raises Unfit, NotPossible."""
    said = issuer.guarantee_lines.filter(day=day)
    last, equal = said.first(), said.filter(fen=fen, reference=reference).count()
    if last is not None and (last.fen, last.reference) == (fen, reference):
        equal -= 1  # the last word once more
    line = _line(issuer, day, fen, reference, place=equal, by=by, at=at)
    return read_guarantee(issuer, [line], by=by, at=at)


def read_statement(issuer: Issuer, raw: bytes, *, by: Actor, at: datetime) -> int:
    """The balances of a table; the same table again adds nothing. Returns how many are new. Raises Unfit("file")."""
    rows = read_table(raw, NAMES, needed=("day", "balance"))
    return read_guarantee(issuer, list(_lines(issuer, rows, by, at)), by=by, at=at)


def _lines(issuer: Issuer, rows: Iterable[Row], by: Actor, at: datetime) -> Iterable[GuaranteeLine]:
    """Raises Unfit("file"), which names every line that cannot be read."""
    read: list[GuaranteeLine] = []
    bad, places = [], Counter[tuple[date, int, str]]()
    for row in _oldest_first(list(rows)):
        try:
            day, fen = row.day("day"), row.fen("balance")
        except ValueError:
            bad.append(row.number)
            continue
        if day > local_day(at) or len(row.text("reference")) > LONGEST_REFERENCE:
            bad.append(row.number)
        elif fen is not None:
            key = (day, fen, row.text("reference"))
            read.append(_line(issuer, *key, place=places[key], by=by, at=at))
            places[key] += 1
    if bad:
        named = ", ".join(map(str, bad[:MOST_NAMED]))
        raise Unfit(
            "file", _("Cannot be read (a day, a sum or a reference is wrong): line %(n)s.") % {"n": named}
        )
    return (
        read if not read or read[0].day <= read[-1].day else read[::-1]
    )  # some banks write the newest first


def _oldest_first(rows: list[Row]) -> list[Row]:
    """As things happened: some banks write the newest first, some the time beside the day."""
    stamps = [
        (
            re.sub(r"\D", "", row.text("day")[:10]),
            [one.rjust(8, "0") for one in TIME.findall(row.text("day"))],
        )
        for row in rows
    ]
    order = list(zip(stamps, range(len(rows)), strict=True))
    if order and order[0][0] > order[-1][0]:
        order.reverse()
    return [rows[place] for _stamp, place in sorted(order, key=lambda one: one[0])]


def _line(
    issuer: Issuer, day: date, fen: int, reference: str, *, place: int, by: Actor, at: datetime
) -> GuaranteeLine:
    """`place`: how many equal ones of that day came before it."""
    if day > local_day(at):
        raise Unfit("day", _("This day has not come yet."))
    said = canonical([str(issuer.pk), day.isoformat(), fen, reference, place])
    return GuaranteeLine(
        issuer=issuer,
        day=day,
        fen=fen,
        reference=reference,
        content_key=hashlib.sha256(said).hexdigest(),
        read_at=at,
        read_by=by.key,
    )
