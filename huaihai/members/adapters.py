"""How django-allauth behaves here: no sign-up, no mail, our words, sealed secrets, our record."""

import io

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.kit import clock, sealing
from huaihai.kit.network import network_of
from huaihai.members import sessions
from huaihai.members.accounts import note_sign_in
from huaihai.members.actors import Actor
from huaihai.members.models import Account

SECRET_PLACE = "mfa_authenticator.data"  # noqa: S105 -- where a sealed secret belongs, not a secret


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are opened by administrators; signing in is an event; pages speak for themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The sign-in name or the password is not right."),
        "too_many_login_attempts": _("Too many tries. Please wait five minutes, then try again."),
        "rate_limited": _("Too many tries. Please wait five minutes, then try again."),
        "incorrect_code": _("This code is not right. Each code works once; please wait for the next one."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind our proxy every visitor has an own brake: nobody stops the sign-in of all others."""
        return network_of(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """allauth's own messages stay away."""

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Accounts hold no address."""

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Pages of ours that change a factor ask for a code themselves."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(sessions.first_page_of(Actor.of_request(request)))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("home")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if isinstance(user, Account):
            sessions.begin(request, user)
            note_sign_in(account=user, at=clock.now())


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets of second factors are sealed like all that is private."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, place=SECRET_PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text, place=SECRET_PLACE)

    def build_totp_svg(self, url: str) -> str:
        """The QR code on white, so that it can be scanned from a dark page too."""
        import segno

        picture = io.BytesIO()
        segno.make(url, error="m").save(picture, kind="svg", scale=4, border=3, light="#fff")
        return picture.getvalue().decode()

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, str | bytes]:
        """What the device shows beside a passkey."""
        entity: dict[str, str | bytes] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.username, "display_name": user.username}

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def get_totp_issuer(self) -> str:
        return alliance.load().platform_name
