"""What a subscriber gets, changing it, and ending it: behind the link that every message holds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from huaihai.desk.frame import actor_of
from huaihai.education import tokens
from huaihai.education.actions import subscribing
from huaihai.education.actions.subscribing import Wish
from huaihai.education.letters import addresses
from huaihai.education.models import Subscription
from huaihai.education.receivers import masked
from huaihai.education.subscribing.forms import WishForm
from huaihai.education.subscribing.views import asking
from huaihai.kit import clock, guards


@require_safe
@guards.public
def begun(request: HttpRequest, token: str) -> HttpResponse:
    """It counts from now on."""
    held = _held(token)
    context = {"held": held, "token": token, "address": masked(held.address)}
    return render(request, "education/subscribing/begun.html", context)


@asking
@guards.public
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """What comes, to be changed."""
    held = _held(token)
    if held.ended_at:
        return redirect("subscription-ended")
    form = WishForm(request.POST or None, initial=_initial(held))
    if request.method == "POST" and form.is_valid():
        subscribing.change(held, form.wish, by=actor_of(request), at=clock.now())
        messages.success(request, gettext("Kept. It counts from now on."))
        return redirect("subscription", token)
    context = {"form": form, "held": held, "token": token, "address": masked(held.address)}
    return render(request, "education/subscribing/subscription.html", context)


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the link itself is the proof
@asking
@guards.public
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One tap, and it is over."""
    held = _held(token)
    if request.method == "POST":
        subscribing.end(held, by=actor_of(request), at=clock.now())
        return redirect("subscription-ended")
    if held.ended_at:
        return redirect("subscription-ended")
    context = {"held": held, "token": token, "address": masked(held.address)}
    return render(request, "education/subscribing/end.html", context)


@require_safe
@guards.public
def ended(request: HttpRequest) -> HttpResponse:
    """Nothing more comes."""
    return render(request, "education/subscribing/ended.html")


def _held(token: str) -> Subscription:
    ids = tokens.opened(addresses.SUBSCRIPTION, token)
    if ids is None:
        raise Http404
    return get_object_or_404(Subscription.objects.exclude(confirmed_at=None), pk=ids[0])


def _initial(held: Subscription) -> dict[str, object]:
    wish = Wish.of(held)
    return {
        "kinds": wish.kinds,
        "cities": wish.cities,
        "topics": wish.topics,
        "words": "\n".join(wish.words),
        "rhythm": wish.rhythm,
    }
