"""The second factor: whether it is set up, whether this session showed it; the demo's own accounts and codes.

Codes go by the machine's clock, in the demo too: an authenticator app knows no demo day.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from huaihai.kit.brakes import Brake
from huaihai.kit.text import normalise
from huaihai.members import tries
from huaihai.members.models import Account, Post
from huaihai.record import events

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# A code is taken once, by all processes together; allauth remembers it in one of them, for half a minute.
ONCE = Brake("code-once", most=1, seconds=app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1))
FRESH_FOR = timedelta(minutes=10).total_seconds()


def is_set_up(account: Account) -> bool:
    """Whether the account has a second factor."""
    return bool(Authenticator.objects.filter(user=account, type__in=FACTORS).exists())


def was_shown(request: HttpRequest) -> bool:
    """Whether this session proved the second factor and not only the password."""
    account = request.user
    if not isinstance(account, Account):
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, account))


def is_fresh(request: HttpRequest) -> bool:
    """Whether a code of the app or a passkey was shown in the last ten minutes; a recovery code does not count."""
    account = request.user
    records = get_authentication_records(request, account) if isinstance(account, Account) else []
    shown = [
        float(record.get("at", 0))
        for record in records
        if record.get("method") == "mfa" and record.get("type") != Authenticator.Type.RECOVERY_CODES.value
    ]
    return time.time() - max(shown, default=0.0) < FRESH_FOR


def note_fresh(request: HttpRequest, account: Account, form: Any) -> None:
    """A code or passkey was shown anew. A form of this request that is signed with the same code takes it, too."""
    note_shown(request, account)
    request.shown_code = form.cleaned_data.get("code")  # type: ignore[attr-defined]  # read by code_fits


def passkeys(account: Account) -> list[Authenticator]:
    """The account's passkeys, the oldest first."""
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    return list(kept.order_by("created_at", "pk"))


def passkey_options(account: Account) -> dict[str, Any] | None:
    """What the browser needs to ask for one of the account's passkeys; None if it has none."""
    from allauth.mfa.webauthn.internal import auth as webauthn

    return dict(webauthn.begin_authentication(account)) if passkeys(account) else None


def add_passkey(account: Account, credential: dict[str, Any], at: datetime) -> None:
    """A further way to show the second factor, which this device keeps. The browser's answer was checked before."""
    from allauth.mfa.webauthn.internal import auth as webauthn

    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        webauthn.WebAuthn.add(account, "", credential)
        events.write(subject=account.record_key, verb="passkey added", by=account.record_key, at=at)


def end_passkey(account: Account, passkey: Authenticator, at: datetime) -> None:
    """This passkey opens nothing any more; the authenticator app stays."""
    with transaction.atomic():
        passkey.delete()
        events.write(subject=account.record_key, verb="passkey removed", by=account.record_key, at=at)


def note_shown(request: HttpRequest, account: Account) -> None:
    """This session has just set the second factor up, which proves it too."""
    record_authentication(request, account, "mfa", type=Authenticator.Type.TOTP.value)


def set_authenticator(account: Account, secret: str) -> None:
    """The authenticator app with this base32 secret is the account's second factor from now on."""
    Authenticator.objects.update_or_create(
        user=account, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )


def remove_all(account: Account) -> None:
    """The next sign-in sets a second factor up anew."""
    Authenticator.objects.filter(user=account).delete()


def code_of(secret: str) -> str:
    """The code that an authenticator app shows at this moment."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def code_fits(account: Account, code: str) -> bool:
    """Whether this is the account's authenticator code of this moment, typed in order to sign something.

    It counts as used from then on, at sign-in too. A recovery code never fits; nor does anything while too
    many tries were made (`is_braked`). Called while a form is handled.
    """
    code = normalise.for_matching(code)
    if code and code == getattr(context.request, "shown_code", None):
        context.request.shown_code = None  # it came with this very form, a moment ago (`note_fresh`)
        return True
    factor = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    here = tries_of(account)
    if factor is None or not here.may_go_on():
        return False
    allow_again_in_demo(account, code)
    if not totp.TOTP(factor).validate_code(code) or not is_first_use(account, code):
        here.was_wrong()
        return False
    here.was_right()
    return True


def tries_of(account: Account) -> tries.Tries:
    """Codes tried for this account, from where the request comes that is being handled."""
    return tries.Tries(tries.CODES, account.username, context.request)


def is_braked(account: Account) -> bool:
    """Whether so many wrong codes were typed here that five minutes must pass."""
    return tries_of(account).are_used_up()


def is_first_use(account: Account, code: str) -> bool:
    """Whether this right code was not taken before; from now on it was."""
    return ONCE.lets_through(_once(account, code))


def allow_again_in_demo(account: Account, code: str) -> None:
    """The demo shows everybody the same code: a demo account may use it again. Elsewhere it works once."""
    if settings.DEMO and account.is_demo:
        cache.delete(_used_key(account, code))
        ONCE.free(_once(account, code))


def recovery_codes(account: Account) -> RecoveryCodes:
    """The account's recovery codes; made now if there are none."""
    return RecoveryCodes.activate(account)


def renew_recovery_codes(account: Account) -> None:
    """The old recovery codes end; the new ones are shown once."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(account)


def _once(account: Account, code: str) -> str:
    return f"{account.pk} {normalize_user_code(code)}"


def _used_key(account: Account, code: str) -> str:
    """Under which key allauth remembers a used code."""
    return f"allauth.mfa.totp.used?user={account.pk}&code={normalize_user_code(code)}"


PASSWORD = "huaihai-demo-2026"  # noqa: S105 -- printed on the demo's own sign-in page


@dataclass(frozen=True)
class DemoAccount:
    """One row of the list on the sign-in page. `code` is the authenticator's code at this moment."""

    username: str
    password: str
    name: str
    role: str
    body: str
    code: str


def demo_accounts() -> list[DemoAccount]:
    """All demo accounts, staff first in the order of the tree, then business users."""
    if not settings.DEMO:
        return []
    factors_by_account = {
        factor.user_id: factor
        for factor in Authenticator.objects.filter(
            user__is_demo=True, user__is_active=True, type=Authenticator.Type.TOTP
        ).select_related("user")
    }
    posts: dict[object, Post] = {}
    for post in Post.objects.filter(account__in=factors_by_account).select_related("organisation"):
        posts.setdefault(post.account_id, post)
    rows = [
        (_place(posts.get(account_id)), _row(factor, posts.get(account_id)))
        for account_id, factor in factors_by_account.items()
    ]
    return [row for _place_, row in sorted(rows, key=lambda pair: (pair[0], pair[1].username))]


def code_for(account: Account) -> str:
    """The code that a demo account's authenticator shows now; "" for any other account."""
    if not (settings.DEMO and account.is_demo):
        return ""
    factor = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    return code_of(decrypt(factor.data["secret"])) if factor else ""


def _place(post: Post | None) -> tuple[int, int, str]:
    if post is None:
        return (2, 0, "")
    is_city = post.organisation.kind in ("alliance", "city")
    return (0 if is_city else 1, post.organisation.position if is_city else 0, post.organisation.path)


def _row(factor: Authenticator, post: Post | None) -> DemoAccount:
    return DemoAccount(
        username=factor.user.username,
        password=PASSWORD,
        name=factor.user.shown_name,
        role=post.get_role_display() if post else "",
        body=post.organisation.short_name if post else "",
        code=code_of(decrypt(factor.data["secret"])),
    )
