"""What of a row that 12315, 12345 or 消协315 gave out is kept with the draft; what could not be read is said."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise

from huaihai.cases.desk.intake_forms import plain_phone
from huaihai.cases.importing import profiles
from huaihai.cases.importing.reading import Message
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.money_field import MoneyField
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.law import credit_code, remedies
from huaihai.law.errors import LawError

LONGEST_NUMBER: Final = 60
ROUNDED: Final = re.compile(
    r"[0-9.]+E\+?[0-9]+|[0-9]{16,}\.0", re.IGNORECASE
)  # what Excel makes of a long number
_DAY: Final = re.compile(r"(20[0-9]{2})\D{1,3}([0-9]{1,2})\D{1,3}([0-9]{1,2})(?![0-9])")
_LENGTHS: Final = {"name": 60, "address": 200, "business": 120, "business_address": 200, "business_phone": 40}
REMARKS: Final[dict[str, Promise | str]] = {
    "due_on": _("the last day cannot be read"),
    "phone": _("the phone number cannot be right"),
    "business_code": _("the {business_code} cannot be right"),
    "bought_on": _("the day of the purchase cannot be read"),
    "price": _("the price cannot be read"),
    "asked": _("the sum asked for cannot be read"),
}


@dataclass(frozen=True)
class Row:
    """One row of an export, as a draft keeps it. `unread` are the columns whose words could not be understood."""

    story: str
    due_on: date | None
    name: str
    phone: str
    address: str
    answers: dict[str, Any]
    unread: list[str]


def row_of(message: Message) -> Row:
    """What can be kept. Raises UnstorableTextError for a text that no database takes."""
    unread: list[str] = []

    def read[T](name: str, reads: Callable[[str], T], nothing: T) -> T:
        words = message.more.get(name, "")
        try:
            return reads(words) if words else nothing
        except (ValueError, ValidationError, LawError):
            unread.append(name)
            return nothing

    def line(name: str) -> str:
        return storable_name(message.more.get(name, ""))[: _LENGTHS[name]]

    due_on, phone = read("due_on", day_in, None), read("phone", plain_phone, "")
    wanted = storable(message.more.get("request", "")).strip()
    stated = {
        "name": line("business"),
        "code": read("business_code", _code, ""),
        "address": line("business_address"),
        "phone": line("business_phone"),
    }
    answers = {
        "stated_business": {name: words for name, words in stated.items() if words},
        "bought_on": read("bought_on", day_in, None),
        "price_fen": read("price", MoneyField(required=False).clean, None),
        "asked_fen": read("asked", MoneyField(required=False).clean, None),
        "remedies": [one.code for one in remedies.ALL if one.zh in wanted],
    }
    said = [storable(message.text).strip(), f"诉求：{wanted}" if wanted else ""]
    lost = [_as_it_was(message, name) for name in unread if name != "phone"]
    odd_phone = storable_name(message.more["phone"]) if "phone" in unread else ""
    return Row(
        "\n".join(filter(None, [*said, *lost])),
        due_on,
        line("name"),
        phone,
        " ".join(filter(None, (line("address"), odd_phone)))[
            : _LENGTHS["address"]
        ],  # sealed, as a telephone is
        answers,
        unread,
    )


def day_in(words: str) -> date:
    """2026-12-08, 2026/12/8 17:00 or 2026年12月8日. Raises ValueError."""
    found = _DAY.match(words)
    if found is None:
        raise ValueError(words)
    year, month, day = map(int, found.groups())
    return date(year, month, day)


def _code(words: str) -> str:
    return credit_code.check(words).text


def _as_it_was(message: Message, name: str) -> str:
    """What could not be read, for the story: nothing of the row is lost."""
    with translation.override("zh-hans"):
        return f"{profiles.LABELS[name]}：{storable(message.more[name])}"
