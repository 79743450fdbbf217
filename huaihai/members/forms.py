"""Forms for signing in, the second factor, passwords, and the people of a body."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.kit.text import normalise
from huaihai.members import factors, tries
from huaihai.members.actors import Actor
from huaihai.members.models import GIVEN_BY_HEADS, Account, Organisation, Role

LONGEST_ANSWER = 20_000  # characters; that of a passkey has some hundreds
CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Sign-in name and password; allauth checks them and slows down guessing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].widget.render_value = not self.is_bound  # that of the demo's accounts alone


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """The code of the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        help_text=_("Six digits from your authenticator app. Phone not at hand? Type a recovery code."),
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )

    def clean_code(self) -> str:
        self.cleaned_data["code"] = normalise.for_matching(self.cleaned_data["code"])
        here = factors.tries_of(self.user)
        if not here.may_go_on():
            raise get_adapter().validation_error("too_many_login_attempts")
        factors.allow_again_in_demo(self.user, self.cleaned_data["code"])
        try:
            code: str = super().clean_code()
            if not factors.is_first_use(self.user, code):
                raise get_adapter().validation_error("incorrect_code")
        except ValidationError:
            here.was_wrong()
            raise
        here.was_right()
        return code


class CodeInput(forms.TextInput):
    """A code just typed is not shown again: it may be used up by then."""

    def format_value(self, value: Any) -> None:
        return None


class SigningCodeField(forms.CharField):
    """The code by which somebody signs."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        kwargs.setdefault("label", _("Code from your authenticator app"))
        kwargs.setdefault("help_text", _("Six digits; they change every half minute."))
        super().__init__(max_length=40, widget=CodeInput(attrs=attributes), **kwargs)


class SignedForm(forms.Form):
    """A form that is signed with the code of the authenticator app, its last field.

    `account` is who signs. The code is tried only when nothing else is wrong with the form, since each one
    counts once. In the demo the hint tells the code of this moment.
    """

    code = SigningCodeField()

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        field = self.fields["code"] = self.fields.pop("code")  # after those of the form built on this one
        if shown := factors.code_for(account):
            field.help_text = _("Demo: the code at this moment is %(code)s.") % {"code": shown}

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        if factors.is_braked(self.account):
            self.add_error("code", get_adapter().validation_error("too_many_login_attempts"))
        elif not factors.code_fits(self.account, self.cleaned_data["code"]):
            self.add_error("code", get_adapter().validation_error("incorrect_code"))


class FreshCodeForm(SignedForm):
    """A code anew, before an act that needs one. It carries no prefix: a form that is signed takes the same code."""

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors:
            self.cleaned_data["code"] = normalise.for_matching(self.cleaned_data["code"])

    def complain(self, errors: Iterable[str]) -> None:
        """Show on this page what was wrong with a passkey."""
        self.said_before = list(errors)


class Answer(forms.JSONField):
    """What a browser says of a passkey; nothing that is sent here makes more than a wrong code."""

    def to_python(self, value: Any) -> Any:
        try:
            found = super().to_python(value) if len(value or "") <= LONGEST_ANSWER else None
        except RecursionError:
            found = None
        if not isinstance(found, dict):
            raise get_adapter().validation_error("incorrect_code")
        return found


@contextmanager
def _wrong_at_most() -> Iterator[None]:
    try:
        yield
    except ValidationError:
        raise
    except Exception as error:  # the library raises whatever comes of a made-up answer
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """The answer of a passkey instead of a code."""

    credential = Answer(widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        with _wrong_at_most():
            return super().clean_credential()

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            factors.tries_of(self.user).was_wrong()


class FreshPasskeyForm(PasskeyForm):
    """The answer of a passkey before an act that needs a code anew."""

    reauthenticated = True


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """What the browser says of a passkey that it has just made."""

    credential = Answer(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        with _wrong_at_most():
            cleaned: dict[str, Any] = super().clean()
        return cleaned


class SetUpForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth carries no types
    """The first code, which proves that the app was set up."""

    code = forms.CharField(
        label=_("Code shown by the app"),
        help_text=_("Six digits; they change every half minute."),
        widget=forms.TextInput(attrs=CODE_ATTRIBUTES),
    )


class PasswordPairForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 12 characters. A few words in a row are easier to remember than odd signs."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password, once more"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password:
            try:
                validate_password(password)
            except ValidationError as error:
                self.add_error("password", error)
        if password and again and password != again:
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


class WordForm(PasswordPairForm):
    """What a link opens that two people agreed to: the word comes from whoever asked for it."""

    word = forms.CharField(
        label=_("The word"),
        help_text=_(
            "Ten letters and digits. Whoever applied for you tells you; a business gets it by text message."
        ),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ["word", "password", "again"]


class ChangePasswordForm(PasswordPairForm):
    """The old password, then the new one."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["current", "password", "again"]

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        here = tries.Tries(tries.PASSWORDS, self.account.username, context.request)
        if not here.may_go_on():
            raise get_adapter().validation_error("too_many_login_attempts")
        if not get_adapter().reauthenticate(self.account, current):
            raise ValidationError(_("That is not your current password."))
        here.was_right()
        return current


def _username_field() -> forms.CharField:
    return forms.CharField(
        label=_("Sign-in name"),
        help_text=_("3 to 40 lower-case letters, digits or “-”. Not a name or a phone number of a person."),
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]{2,39}\Z", _("Begin with a letter; then lower-case letters, digits and “-”.")
            )
        ],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )


class FirstAdministratorForm(PasswordPairForm):
    """Who becomes the first administrator."""

    username = _username_field()
    display_name = forms.CharField(label=_("Your name"), max_length=60)
    field_order = ["username", "display_name", "password", "again"]


class PostForm(forms.Form):
    """A role in a body of the administrator's own part of the tree."""

    organisation = forms.ModelChoiceField(label=_("Body"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
        own = actor.organisation
        field.queryset = Organisation.objects.within(own).open() if own else Organisation.objects.none()
        field.empty_label = None if own is None else _("Choose")
        field.initial = None if actor.is_administrator else own  # the alliance is hardly ever meant
        if not actor.is_administrator:
            given = [(value, label) for value, label in Role.choices if value in GIVEN_BY_HEADS]
            self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=given)


class PersonForm(PostForm):
    """A new person of staff, with a first post."""

    username = _username_field()
    display_name = forms.CharField(label=_("Name of the person"), max_length=60)
    field_order = ["username", "display_name", "organisation", "role"]
