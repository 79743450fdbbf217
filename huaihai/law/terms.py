"""Reading what an officer types: the name of a limit, a bare term, a date, a range of dates."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Final

from huaihai.law import limits
from huaihai.law.errors import BadDate, UnknownRule
from huaihai.law.limit import Limit, Unit
from huaihai.law.sureness import Sureness

COUNTING_ARTICLE: Final = "民法典第201至203条（计算方法）"
_BARE = re.compile(r"([0-9]{1,5})(wd|d|h|m|y)", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LARGEST: dict[Unit, int] = {
    Unit.WORKING_DAYS: 5000,
    Unit.DAYS: 40000,
    Unit.HOURS: 99999,
    Unit.MONTHS: 1200,
    Unit.YEARS: 100,
}


def parse_rule(text: str) -> Limit:
    """The limit of this name (`DECIDE_ON_ACCEPTANCE`), or a bare term: `7wd 60d 24h 6m 3y`.

    Raises UnknownRule, with the nearest names.
    """
    name = text.strip().upper().replace("-", "_")
    if name in limits.BY_NAME:
        return limits.BY_NAME[name]
    bare = text.strip().lower()
    found = _BARE.fullmatch(bare)
    if not found:
        raise _unknown(text, name)
    number, unit = int(found[1]), Unit(found[2])
    if not 1 <= number <= _LARGEST[unit]:
        raise UnknownRule(
            f"{text}: a term in {unit.en}s runs from 1 to {_LARGEST[unit]}",
            f"{text}：以“{unit.zh}”计的期限应在 1 到 {_LARGEST[unit]} 之间",
        )
    return Limit(
        bare, number, unit, COUNTING_ARTICLE, f"{number}{unit.zh}。", f"{number} {unit.en}s.", Sureness.LAW
    )


def parse_day(text: str) -> date:
    """A date written 2026-11-25. Raises BadDate."""
    try:
        if not _DAY.fullmatch(text.strip()):
            raise ValueError(text)
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadDate(
            f"{text!r} is not a date; write 2026-11-25", f"“{text}”不是有效日期，请写成 2026-11-25"
        ) from error


def parse_moment(text: str) -> datetime:
    """A moment written 2026-11-25T09:30; a date alone is its 00:00. Raises BadDate."""
    try:
        return datetime.fromisoformat(text.strip()) if "T" in text else _midnight(parse_day(text))
    except ValueError as error:
        raise BadDate(
            f"{text!r} is not a moment; write 2026-11-25T09:30",
            f"“{text}”不是有效时刻，请写成 2026-11-25T09:30",
        ) from error


def parse_suspension(text: str) -> tuple[date, date]:
    """Whole days `A..B`, both ends included; `A` alone is one day. Raises BadDate."""
    first, dots, last = text.partition("..")
    first_on = parse_day(first)
    last_on = parse_day(last) if dots else first_on
    if last_on < first_on:
        raise BadDate(f"{text}: ends before it begins", f"{text}：结束日早于开始日")
    return first_on, last_on


@dataclass(frozen=True)
class NotInForce:
    """A warning: the rule was not in force on the day its clock started."""

    limit: Limit
    on: date

    @property
    def zh(self) -> str:
        return f"注意：这条规定{_span(self.limit, '自', '起施行', '，至', '止')}，{self.on} 当日不适用。"

    @property
    def en(self) -> str:
        return (
            f"Note: this rule is in force{_span(self.limit, ' from ', '', ' until ', '')}, not on {self.on}."
        )


def not_in_force(limit: Limit, on: date) -> NotInForce | None:
    """The warning to show when a rule is applied outside its dates, if it is."""
    return None if limit.is_in_force(on) else NotInForce(limit, on)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _unknown(text: str, name: str) -> UnknownRule:
    near = get_close_matches(name, limits.BY_NAME, n=3, cutoff=0.5)
    hint_en = f"; did you mean {', '.join(near)}?" if near else "; `huaihai law rules` lists them"
    hint_zh = f"，是不是 {'、'.join(near)}？" if near else "；用 huaihai law rules 查看全部"
    return UnknownRule(
        f"unknown rule {text!r}: write a rule's name, or a term such as 7wd or 60d{hint_en}",
        f"没有“{text}”这条规则：请写规则名，或 7wd、60d 这样的期限{hint_zh}",
    )


def _span(limit: Limit, before: str, after: str, until: str, end: str) -> str:
    first = f"{before}{limit.in_force_from}{after}" if limit.in_force_from else ""
    last = f"{until}{limit.in_force_until}{end}" if limit.in_force_until else ""
    return first + last
