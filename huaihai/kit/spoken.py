"""Numbers, days and sizes as people say them, in the reader's language."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huaihai.kit import country, local_words
from huaihai.kit.clock import ZONE
from huaihai.packs.words import of_country

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_KILO = 1000


def figures(fen: int) -> str:
    """A sum without its unit, with the country's decimals and thousands apart: 1240000 → 12,400.00."""
    return of_country().money.figures(fen)


def money(fen: int, *, is_whole: bool = False) -> str:
    """A sum with its unit: 1240000 → 12,400.00 元. `is_whole`: decimals that are nothing are left out."""
    return f"{of_country().money.figures(fen, is_whole=is_whole)} {country.word('currency')}"


def day(when: date | datetime, *, today: date) -> str:
    """11 月 26 日, or 2025 年 11 月 26 日 in another year than `today`'s."""
    on = _local(when).date() if isinstance(when, datetime) else when
    if local_words.is_foreign():
        return f"{on.day} {_MONTHS[on.month - 1]}" + ("" if on.year == today.year else f" {on.year}")
    words = f"{on.month} 月 {on.day} 日"
    return words if on.year == today.year else f"{on.year} 年 {words}"


def full_day(when: date | datetime) -> str:
    """2020 年 11 月 24 日, always with its year."""
    return day(when, today=date.min)


def moment(when: datetime, *, today: date) -> str:
    """11 月 26 日 09:12; on the day itself 今天 09:12."""
    local = _local(when)
    words = _("today") if local.date() == today else day(local, today=today)
    return f"{words} {local:%H:%M}"


def day_of_week(when: date | datetime) -> str:
    """星期四."""
    if local_words.is_foreign():
        return _WEEKDAYS[when.weekday()]
    return "星期" + "一二三四五六日"[when.weekday()]


def run_on(sentences: Iterable[str]) -> str:
    """Sentences one after the other: English ones with a space between them, Chinese ones without."""
    return (" " if local_words.is_foreign() else "").join(sentence for sentence in sentences if sentence)


def file_size(size: int) -> str:
    """Bytes → 420 kB or 3.4 MB (thousands, as phones count)."""
    if size < _KILO:
        return _("%(n)d bytes") % {"n": size}
    if size < _KILO**2:
        return f"{size / _KILO:.0f} kB"
    return f"{size / _KILO**2:.1f}".removesuffix(".0") + " MB"


def _local(when: datetime) -> datetime:
    return timezone.localtime(when, ZONE) if timezone.is_aware(when) else when
