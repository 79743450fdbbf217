"""What a one-time link opens: becoming the first administrator, or setting a new password.

The token leaves the address at once: the link puts it into the session and leads on.
"""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huaihai.kit import clock
from huaihai.kit.guards import public
from huaihai.members import factors
from huaihai.members.actions import links
from huaihai.members.errors import LinkNotValid, UsernameTaken
from huaihai.members.forms import FirstAdministratorForm, PasswordPairForm
from huaihai.members.models import Account, OneTimeLink

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
        opened = links.open_link(token, clock.now())
        if opened.purpose == OneTimeLink.Purpose.FIRST_ADMINISTRATOR:
            return _first_administrator(request, token)
        return _new_password(request, token)
    except LinkNotValid as error:
        return render(request, "members/link_not_valid.html", {"reason": str(error)}, status=410)


def _first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = links.become_first_administrator(
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


def _new_password(request: HttpRequest, token: str) -> HttpResponse:
    form = PasswordPairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = links.set_new_password(token=token, password=form.cleaned_data["password"], at=clock.now())
        return _go_on(request, account)
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
