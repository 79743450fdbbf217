"""Signing in with a password and a second factor, and signing out."""

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huaihai.kit.guards import public
from huaihai.members import demo, sessions
from huaihai.members.forms import SignInForm


class SignIn(LoginView):  # type: ignore[misc]  # allauth carries no types
    """The first step: sign-in name and password."""

    form_class = SignInForm
    template_name = "members/sign_in.html"

    def get_initial(self) -> dict[str, Any]:
        return {"login": self.request.GET.get("as", "") if settings.DEMO else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "next": self.request.POST.get("next") or self.request.GET.get("next", ""),
            "is_kept": "kept" in self.request.GET,
            "ended": sessions.why_it_ended(self.request),
            "demo_accounts": demo.demo_accounts(),
        }


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # allauth carries no types
    """The second step: a code."""

    template_name = "members/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "demo_code": demo.code_for(self.stage.login.user),
        }


sign_in = public(SignIn.as_view())
second_factor = public(never_cache(SecondFactor.as_view()))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.sign_out(request)
    return HttpResponseRedirect(reverse("home"))


@public
def inactive(request: HttpRequest) -> HttpResponse:
    return render(request, "members/inactive.html")
