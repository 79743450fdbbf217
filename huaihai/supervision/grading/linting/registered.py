"""The plan's versions: their hashes, their reasons, and that none is younger than the first purchase."""

import hashlib
from datetime import date, datetime, timedelta, timezone
from typing import Final

from huaihai.kit.canonical import canonical
from huaihai.supervision.grading.shape import Entry

BEIJING: Final = timezone(timedelta(hours=8))


def check(file: Entry) -> Entry | None:
    """Note what is wrong with the versions, and return the plan that counts, if there is one."""
    versions = file.entries("plans", least=1, key="number")
    bought = _first_purchase(file)
    for number, version in enumerate(versions, start=1):
        if version.held.get("number") != number:
            version.wrong("plan-number", "number", found=version.held.get("number"), wanted=number)
        if number > 1 and not version.held.get("reason"):
            version.wrong("plan-changed-without-reason", "reason", number=number)
        _check_hash(version, number)
        _check_day(version, number, bought)
    if not versions or not isinstance(versions[-1].held.get("plan"), dict):
        file.wrong("no-plan", "plans")
        return None
    return versions[-1].entry("plan")


def _check_hash(version: Entry, number: int) -> None:
    try:
        made = hashlib.sha256(canonical(version.held.get("plan"))).hexdigest()
    except ValueError:
        made = ""
    if version.held.get("hash") != made:
        version.wrong("plan-hash", "hash", number=number, found=version.held.get("hash"), wanted=made)


def _check_day(version: Entry, number: int, bought: date | None) -> None:
    text = version.held.get("registered_at")
    try:
        at = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        version.wrong("not-moment", "registered_at", found=text)
        return
    day = at.date() if at.tzinfo is None else at.astimezone(BEIJING).date()
    if bought is not None and day > bought:
        version.wrong("plan-after-purchase", "registered_at", number=number, day=day, bought=bought)


def _first_purchase(file: Entry) -> date | None:
    """The earliest day on which something was bought; noted if the file says a later one."""
    days = []
    for product in file.entries("products"):
        if (day := product.day("bought_on")) is None:
            product.wrong("not-day", "bought_on", found=product.held.get("bought_on"))
        else:
            days.append(day)
    said = file.day("first_purchase_on")
    first = min(days, default=said)
    if said is None or (first is not None and said > first):
        file.wrong(
            "first-purchase", "first_purchase_on", found=file.held.get("first_purchase_on"), wanted=first
        )
    return first if said is None or first is None else min(first, said)
