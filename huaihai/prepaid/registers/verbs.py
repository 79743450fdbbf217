"""Bringing in an official register as a file: what is taken, what is not and why, the same again adds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.desk.lives import NotAllowed
from huaihai.kit import spoken
from huaihai.kit.clock import local_day
from huaihai.kit.country import gettext as in_country
from huaihai.law import credit_code
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.packs.words import of_country
from huaihai.prepaid.models import RegisterRow
from huaihai.prepaid.moving import CASEWORK
from huaihai.prepaid.reading import Row, read_table
from huaihai.record import events

NAMES: Final = {
    "name": ("企业名称", "name", "经营者名称", "单位名称", "商户名称"),
    "balance": ("预收资金余额", "balance", "预付资金余额", "余额", "未兑付余额"),
    "risk": ("风险警示标准", "risk line", "risk_line", "风险线", "警示标准"),
    "custody": ("存管方式", "custody", "存管银行", "专用存款账户", "资金存管"),
    "as_of": ("截止日期", "as of", "as_of", "日期", "数据日期"),
}
CODES: Final = ("business_code", "business_code_short")  # how the country calls the column of codes
NEEDED: Final = ("code", "name", "balance", "as_of")
MOST_NAMED: Final = 50  # lines that were not taken, on the page


@dataclass
class Brought:
    """What came of a file."""

    added: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def bring_in(raw: bytes, *, source: str, province: str, by: Actor, at: datetime) -> Brought:
    """Store what is new. Raises Unfit("file"), NotAllowed."""
    if by.kind != "officer" or not by.roles & CASEWORK:
        raise NotAllowed(_("Only officers bring in a register."))
    result, rows = Brought(), []
    lines = read_table(raw, _names(), needed=NEEDED)
    stored = _stored(source, lines)
    for line in lines:
        made = _row(line, source, province, by, at)
        if not isinstance(made, str):
            before = stored.get((made.credit_code, made.as_of))
            if before is not None and before != made.balance_fen:
                made = _("another sum of that day is stored: %(sum)s") % {"sum": spoken.money(before)}
        if isinstance(made, str):
            result.refused.append((line.number, made))
        else:
            rows.append(made)
    with transaction.atomic():
        new = _new(rows, source)
        result.added, result.known = len(new), len(rows) - len(new)
        RegisterRow.objects.bulk_create(new, batch_size=500)
        facts = {"source": source, "added": result.added, "refused": len(result.refused)}
        if new:
            events.write(
                subject=f"prepaid_register:{source}", verb="prepaid_register", by=by.key, at=at, facts=facts
            )
    return result


def _names() -> dict[str, tuple[str, ...]]:
    """The names of the columns; that of the codes says the country."""
    words = [of_country().named[name] for name in CODES]
    return {"code": tuple(form.lower() for one in words for form in (one.zh, one.en)), **NAMES}


def _stored(source: str, lines: Sequence[Row]) -> dict[tuple[str, date], int]:
    """The balances of these businesses that are there, by code and day."""
    found = RegisterRow.objects.filter(source=source, credit_code__in={_code(line) for line in lines})
    return {(code, day): fen for code, day, fen in found.values_list("credit_code", "as_of", "balance_fen")}


def _code(line: Row) -> str:
    return line.text("code").upper().replace(" ", "")


def _new(rows: Sequence[RegisterRow], source: str) -> list[RegisterRow]:
    """Those that are not stored, each once, with the business they are of."""
    by_key = {(row.credit_code, row.as_of): row for row in reversed(rows)}
    codes = {code for code, _day in by_key}
    stored = RegisterRow.objects.filter(source=source, credit_code__in=codes)
    for key in stored.values_list("credit_code", "as_of"):
        by_key.pop(key, None)
    known = dict(Business.objects.filter(credit_code__in=codes).values_list("credit_code", "pk"))
    for row in by_key.values():
        row.business_id = known.get(row.credit_code)
    return list(reversed(by_key.values()))


def _row(line: Row, source: str, province: str, by: Actor, at: datetime) -> RegisterRow | str:
    """The row, or why it is not taken."""
    code = _code(line)
    try:
        credit_code.check(code)
    except LawError:
        return in_country("the {business_code_short} is not right")
    try:
        balance, risk, as_of = line.fen("balance"), line.fen("risk"), line.day("as_of")
    except ValueError:
        return _("a day or a sum cannot be read")
    if balance is None or not line.text("name"):
        return _("a name or a balance is missing")
    if as_of > local_day(at):
        return _("the day has not come yet")
    return RegisterRow(
        source=source,
        province=province,
        credit_code=code,
        name=line.text("name")[:120],
        balance_fen=balance,
        risk_line_fen=risk,
        custody=line.text("custody")[:120],
        as_of=as_of,
        read_at=at,
        read_by=by.key,
    )
