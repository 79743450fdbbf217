"""The second factor: whether it is set up, whether this session showed it, and the demo's own codes.

Codes go by the machine's clock, in the demo too: an authenticator app knows no demo day.
"""

import time

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import encrypt
from django.http import HttpRequest

from huaihai.members.models import Account

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_set_up(account: Account) -> bool:
    """Whether the account has a second factor."""
    return bool(Authenticator.objects.filter(user=account, type__in=FACTORS).exists())


def was_shown(request: HttpRequest) -> bool:
    """Whether this session proved the second factor and not only the password."""
    account = request.user
    if not isinstance(account, Account):
        return False
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, account))


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


def recovery_codes(account: Account) -> RecoveryCodes:
    """The account's recovery codes; made now if there are none."""
    return RecoveryCodes.activate(account)


def renew_recovery_codes(account: Account) -> None:
    """The old recovery codes end; the new ones are shown once."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(account)
