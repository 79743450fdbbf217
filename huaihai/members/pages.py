"""Signing in and out, what a one-time link opens, and one's own account.

What a one-time link opens: becoming the first administrator, or setting a new password.
The token leaves the address at once: the link puts it into the session and leads on.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.kit import clock
from huaihai.kit.guards import public
from huaihai.members import factors, pairs, powers, sessions, tries, visits
from huaihai.members.actors import POST, Actor
from huaihai.members.errors import LinkNotValid, UsernameTaken, WordNotRight
from huaihai.members.forms import (
    ChangePasswordForm,
    CodeForm,
    FirstAdministratorForm,
    NewPasskeyForm,
    PasswordPairForm,
    SetUpForm,
    SignInForm,
    WordForm,
)
from huaihai.members.models import Account, OneTimeLink, PowerRequest
from huaihai.members.powers import change_password


class SignIn(LoginView):  # type: ignore[misc]  # allauth carries no types
    """The first step: sign-in name and password."""

    form_class = SignInForm
    template_name = "members/sign_in.html"

    def get_initial(self) -> dict[str, Any]:
        """In the demo whoever was chosen from the list has nothing to type."""
        chosen = self.request.GET.get("as", "") if settings.DEMO else ""
        return {"login": chosen, "password": factors.PASSWORD if chosen else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "next": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "is_kept": "kept" in self.request.GET,
            "ended": sessions.why_it_ended(self.request),
            "demo_accounts": factors.demo_accounts(),
        }


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # allauth carries no types
    """The second step: a code."""

    template_name = "members/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        demo_code = context["form"].initial["code"] = factors.code_for(self.stage.login.user)
        return {
            **context,
            "demo_code": demo_code,
            "passkey_options": factors.passkey_options(self.stage.login.user),
        }


sign_in = public(SignIn.as_view())
second_factor = public(never_cache(SecondFactor.as_view()))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.sign_out(request)
    return HttpResponseRedirect(reverse("home"))


@require_safe
@public
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "members/inactive.html")


TOKEN = "start_token"  # noqa: S105 -- the name of a session key


@public
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    request.session[TOKEN] = token
    return HttpResponseRedirect(reverse("start"))


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    token = request.session.get(TOKEN, "")
    try:
        opened = powers.open_link(token, clock.now())
        if opened.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR:
            return _first_administrator(request, token)
        return _new_password(request, opened)
    except LinkNotValid as error:
        return render(request, "members/link_not_valid.html", {"reason": str(error)}, status=410)


def _first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = powers.become_first_administrator(
                token=token,
                username=form.cleaned_data["username"],
                display_name=form.cleaned_data["display_name"],
                password=form.cleaned_data["password"],
                at=clock.now(),
            )
        except UsernameTaken as error:
            form.add_error("username", str(error))
        else:
            return _go_on(request, account)
    return render(request, "members/first_administrator.html", {"form": form})


def _new_password(request: HttpRequest, opened: OneTimeLink) -> HttpResponse:
    form = (WordForm if opened.has_word else PasswordPairForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = powers.set_new_password(
                token=request.session[TOKEN],
                password=form.cleaned_data["password"],
                word=form.cleaned_data.get("word", ""),
                at=clock.now(),
            )
        except WordNotRight as error:
            form.add_error("word", str(error))
        else:
            answer = _go_on(request, account)
            tries.remember_browser(request, answer, account.username)  # whatever strangers try with this name
            return answer
    return render(request, "members/password.html", {"form": form, "is_by_link": True})


def _go_on(request: HttpRequest, account: Account) -> HttpResponse:
    """To the set-up of the second factor, or, where there is one, to the ordinary way in."""
    request.session.pop(TOKEN, None)
    if factors.is_set_up(account) or not account.is_active:
        messages.success(request, _("Your new password holds. Please sign in with it."))
        return HttpResponseRedirect(reverse("sign-in"))
    get_adapter(request).login(request, account)
    record_authentication(request, account, "password")
    return HttpResponseRedirect(reverse("factor-set-up"))


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Somebody with an account. Nothing typed is kept: these forms hold passwords and codes."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Account):
            return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    guarded.guard = "signed-in"  # type: ignore[attr-defined]  # read by the test of all URLs
    return guarded


GIVEN_FOR = timedelta(days=90)


class SetUp(ActivateTOTPView):  # type: ignore[misc]  # allauth carries no types
    """Setting up an authenticator app. Every account has one before it can do anything else."""

    form_class = SetUpForm
    template_name = "members/factor_set_up.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        factors.note_shown(self.request, self.request.user)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret_groups": [secret[i : i + 4] for i in range(0, len(secret), 4)]}

    def get_success_url(self) -> str:
        return reverse("recovery-codes")


set_up = signed_in(never_cache(SetUp.as_view()))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown once, after the set-up or after asking for new ones with a code."""
    account = _account(request)
    if not factors.was_shown(request):
        return HttpResponseRedirect(reverse("factor-set-up"))
    held = factors.recovery_codes(account)
    if not held.did_view:
        codes = held.get_unused_codes()
        if request.method != "HEAD":
            held.mark_as_viewed()
        return render(request, "members/recovery_codes.html", {"codes": codes, **_outer(request)})
    form = CodeForm(user=account, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        factors.renew_recovery_codes(account)
        return HttpResponseRedirect(reverse("recovery-codes"))
    context = {"form": form, "left": len(held.get_unused_codes()), **_outer(request)}
    return render(request, "members/recovery_codes.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    if not factors.was_shown(request):
        return HttpResponseRedirect(reverse("factor-set-up"))
    posts = account.posts.held_on(clock.today()).select_related("organisation").order_by("from_on")
    return render(
        request,
        "members/my_account.html",
        {
            "account": account,
            "posts": posts,
            "passkeys": factors.passkeys(account),
            "visits": visits.of(account, request),
            "left": len(factors.recovery_codes(account).get_unused_codes()),
            "given": account.power_requests.filter(asked_at__gte=clock.now() - GIVEN_FOR).select_related(
                "organisation", "asked_by"
            ),
            "waiting": _waiting(request.actor),  # type: ignore[attr-defined]  # see members.middleware
            "first_page": request.actor.first_page,  # type: ignore[attr-defined]  # see members.middleware
            **_outer(request, "kit/page.html"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def password(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    form = ChangePasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        change_password(account=account, password=form.cleaned_data["password"], at=clock.now())
        update_session_auth_hash(request, account)
        messages.success(request, _("Your password is changed. Other devices are signed out."))
        return HttpResponseRedirect(reverse("my-account"))
    return render(request, "members/password.html", {"form": form, **_outer(request)})


def _outer(request: HttpRequest, otherwise: str = "kit/base.html") -> dict[str, str]:
    """Pages about oneself stand in the frame of staff, where the reader is staff."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # see members.middleware
    return {"outer": "kit/desk.html" if actor.kind == "officer" else otherwise}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_passkey(request: HttpRequest) -> HttpResponse:
    """This device or a key becomes a further way to show the second step."""
    account = _account(request)
    if not factors.was_shown(request):
        return HttpResponseRedirect(reverse("factor-set-up"))
    form = NewPasskeyForm(request.POST or None, user=account)
    if request.method == "POST" and form.is_valid():
        factors.add_passkey(account, form.cleaned_data["credential"], clock.now())
        messages.success(request, _("Saved. Next time this device takes the place of the code."))
        return HttpResponseRedirect(reverse("my-account"))
    options = webauthn.begin_registration(account, passwordless=False)
    return render(
        request, "members/passkey_new.html", {"form": form, "passkey_options": options, **_outer(request)}
    )


@signed_in
@require_POST
def passkey_end(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """A device that was lost or given away opens nothing any more."""
    account = _account(request)
    if not factors.was_shown(request):
        return HttpResponseRedirect(reverse("factor-set-up"))
    passkey = next((one for one in factors.passkeys(account) if one.pk == passkey_id), None)
    if passkey is None:
        raise Http404
    factors.end_passkey(account, passkey, clock.now())
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("my-account"))


@signed_in
@require_POST
def visits_end(request: HttpRequest) -> HttpResponse:
    """Somebody ends a visit on another device, or all of them."""
    account = _account(request)
    if not factors.was_shown(request):
        return HttpResponseRedirect(reverse("factor-set-up"))
    n = visits.end(account, request, key=request.POST.get("visit", ""), at=clock.now())
    messages.success(request, ngettext("%(n)s visit was ended.", "%(n)s visits were ended.", n) % {"n": n})
    return HttpResponseRedirect(reverse("my-account"))


@signed_in
@require_POST
def chosen_post(request: HttpRequest) -> HttpResponse:
    """Somebody with posts in several bodies says from which one to act."""
    posts = _account(request).posts.held_on(clock.today())
    post = next((post for post in posts if str(post.pk) == request.POST.get("post")), None)
    if post is None:
        raise Http404
    request.session[POST] = str(post.pk)
    return HttpResponseRedirect(reverse("my-account"))


def _waiting(actor: Actor) -> int:
    """How many posts and second steps wait for this person's yes."""
    seen = PowerRequest.objects.visible_to(actor).open(clock.now()).select_related("organisation", "asked_by")
    return sum(pairs.may_confirm(actor, row, on=clock.today()) for row in seen)


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
