"""One's own account: the second factor, recovery codes, the password, the post one acts from."""

from datetime import timedelta
from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huaihai.kit import clock
from huaihai.members import desks, factors, powers
from huaihai.members.actions.links import change_password
from huaihai.members.actors import POST, Actor
from huaihai.members.forms import ChangePasswordForm, CodeForm, SetUpForm
from huaihai.members.guards import signed_in
from huaihai.members.models import Account, PowerRequest

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
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown once, after the set-up or after asking for new ones with a code."""
    account = _account(request)
    if not factors.was_shown(request):
        return HttpResponseRedirect(reverse("factor-set-up"))
    held = factors.recovery_codes(account)
    if not held.did_view:
        codes = held.get_unused_codes()
        held.mark_as_viewed()
        return render(request, "members/recovery_codes.html", {"codes": codes})
    form = CodeForm(user=account, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        factors.renew_recovery_codes(account)
        return HttpResponseRedirect(reverse("recovery-codes"))
    return render(
        request, "members/recovery_codes.html", {"form": form, "left": len(held.get_unused_codes())}
    )


@signed_in
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
            "left": len(factors.recovery_codes(account).get_unused_codes()),
            "given": account.power_requests.filter(asked_at__gte=clock.now() - GIVEN_FOR).select_related(
                "organisation", "asked_by"
            ),
            "waiting": _waiting(request.actor),  # type: ignore[attr-defined]  # see members.middleware
            "first_page": desks.first_page_of(request.actor),  # type: ignore[attr-defined]  # see members.middleware
        },
    )


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
    return render(request, "members/password.html", {"form": form})


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
    seen = PowerRequest.objects.visible_to(actor).open(clock.now()).select_related("organisation")
    return sum(powers.may_confirm(actor, row) for row in seen)


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user
