"""Where somebody is signed in, on which devices, and ending it from another one.

A row names the session alone. The device and when it was last used lie sealed in the session; from where somebody came
is kept nowhere.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huaihai.kit import sessions as stored
from huaihai.members.models import Account, Visit
from huaihai.members.sessions import SEEN_AT, SIGNED_IN_AT, why_over
from huaihai.record import events

DEVICE: Final = "device"  # session key
# By what a browser says of itself; the first that is found counts, since most also name the one they are made from.
BROWSERS: Final[dict[str, Promise | str]] = {
    "MicroMessenger": _("WeChat"),
    "HuaweiBrowser": _("Huawei browser"),
    "MiuiBrowser": _("Xiaomi browser"),
    "QQBrowser": _("QQ browser"),
    "UCBrowser": _("UC browser"),
    "Edg": "Edge",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS: Final[dict[str, Promise | str]] = {
    "HarmonyOS": "HarmonyOS",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Line:
    """One visit; `key` is the fingerprint of its session's key."""

    key: str
    device: str
    began_at: datetime
    used_at: datetime
    is_this: bool


def begin(request: HttpRequest, account: Account) -> None:
    """Somebody has signed in on this device."""
    said = request.META.get("HTTP_USER_AGENT", "")
    request.session[DEVICE] = [next((one for one in kind if one in said), "") for kind in (BROWSERS, SYSTEMS)]
    if not request.session.session_key:
        request.session.save()
    Visit.objects.update_or_create(session_id=_row(request), defaults={"account": account})


def of(account: Account, request: HttpRequest) -> list[Line]:
    """The visits that go on, this one first, then by when they were used."""
    now, this = time.time(), _row(request)
    rows = Session.objects.filter(
        session_key__in=account.visits.values("session"), expire_date__gt=datetime.fromtimestamp(now, UTC)
    )
    lines = []
    for row in rows:
        held = stored.contents_of(row.session_key, row.session_data)
        if held.get(SESSION_KEY) == str(account.pk) and not why_over(held, now):
            lines.append(_line(row.session_key, held, is_this=row.session_key == this))
    return sorted(lines, key=lambda line: (not line.is_this, -line.used_at.timestamp()))


def end(account: Account, request: HttpRequest, *, key: str = "", at: datetime) -> int:
    """End one visit, or without a key all but this; how many were ended. Whoever sits there must sign in anew."""
    with transaction.atomic():
        rows = account.visits.exclude(session_id=_row(request))
        keys = list((rows.filter(session_id=key) if key else rows).values_list("session_id", flat=True))
        if keys:
            Session.objects.filter(session_key__in=keys).delete()
            facts = {"n": len(keys)}
            events.write(
                subject=account.record_key, verb="visits ended", by=account.record_key, at=at, facts=facts
            )
    return len(keys)


def _row(request: HttpRequest) -> str:
    return stored.fingerprint(request.session.session_key or "")


def _line(key: str, held: dict[str, Any], *, is_this: bool) -> Line:
    browser, system = held.get(DEVICE) or ["", ""]
    words = filter(None, (BROWSERS.get(browser), SYSTEMS.get(system)))
    device = " · ".join(map(str, words)) or gettext("a device that does not say what it is")
    began = held.get(SIGNED_IN_AT, held.get(SEEN_AT, 0.0))
    used = held.get(SEEN_AT, began)
    return Line(key, device, datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(used, UTC), is_this)
