"""How django-allauth behaves here: no sign-up, no mail, our words, sealed secrets, our record."""

import io

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from huaihai import alliance
from huaihai.kit import clock, sealing
from huaihai.kit.keys.columns import SealedColumn
from huaihai.kit.network import network_of
from huaihai.members import sessions, tries, visits
from huaihai.members.accounts import note_sign_in
from huaihai.members.actors import Actor
from huaihai.members.backends import works_here
from huaihai.members.models import Account

SECRET_PLACE = "mfa_authenticator.data"  # noqa: S105 -- where a sealed secret belongs, not a secret


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are opened by administrators; signing in is an event; pages speak for themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The sign-in name or the password is not right."),
        "too_many_login_attempts": _(
            "Too many tries. Please wait five minutes, then try again. If it goes on, somebody else tries your name: "
            "sign in where you did before, or ask your administrator for a link."
        ),
        "rate_limited": _("Too many tries. Please wait five minutes, then try again."),
        "incorrect_code": _("This code is not right. Each code works once; please wait for the next one."),
    }

    def authenticate(self, request: HttpRequest, **credentials: str) -> AbstractBaseUser | None:
        """Tries count by name and place, and by network; names that nobody has count too."""
        here = tries.Tries(tries.PASSWORDS, credentials.get("username", ""), request)
        if not (tries.WRONG_A_NETWORK.lets_through(here.network) and here.may_go_on()):
            raise self.validation_error("too_many_login_attempts")
        account: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if account is None:
            here.was_wrong()
        else:
            tries.WRONG_A_NETWORK.give_back(here.network)
            here.was_right()
        return account

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: object) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        tries.remember_browser(request, response, user.get_username())
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
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
        return resolve_url(Actor.of_request(request).first_page)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("home")

    def pre_login(self, request: HttpRequest, user: Account, **more: object) -> HttpResponse | None:
        """An account of the demo outside of it is as good as closed."""
        user.is_active = user.is_active and works_here(user)  # for this answer alone
        answer: HttpResponse | None = super().pre_login(request, user, **more)
        return answer

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if isinstance(user, Account):
            sessions.begin(request, user)
            visits.begin(request, user)
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


def sealed_columns() -> list[SealedColumn]:
    """Where the secrets lie."""
    return [SealedColumn(Authenticator, "data", lambda _row: SECRET_PLACE)]
