"""Subscribing: what comes, where to, how often; the code that confirms it; changing and ending it behind a link."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from huaihai import alliance
from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.codes import SixDigitsField
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.education import addresses as education_addresses
from huaihai.education.models import Publication, Subscription
from huaihai.education.sending.receivers import masked
from huaihai.education.subscribing import verbs
from huaihai.education.subscribing.verbs import Wish
from huaihai.kit import clock, guards, local_words, phones
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.law import kinds

VERSION = "2026-11"
WORDS: tuple[Promise | str, ...] = (
    _(
        "We keep your address (encrypted) and what you ticked, to send you warnings and tips, and for nothing else."
    ),
    _("Nobody else gets the address. Our staff see it masked; no list of addresses can be exported."),
    _(
        "Every message has a link to change what you get, and one to stop. If you stop, the address is erased at once."
    ),
)
AGREED = _("I agree that my address is kept and used for this.")


Kind = Publication.Kind
OFFERED = (
    Kind.WARNING,
    Kind.EXPOSURE,
    Kind.NOTICE,
    Kind.TIP,
    Kind.LESSON,
    Kind.STORY,
    Kind.ANNOUNCEMENT,
)
USUAL = (Kind.WARNING, Kind.EXPOSURE, Kind.NOTICE, Kind.TIP)
MOST_WORDS, LONGEST_WORD = 10, 40


class WishForm(forms.Form):
    """What somebody wants to hear of, and how often."""

    kinds = forms.MultipleChoiceField(
        label=_("What would you like to get?"),
        widget=forms.CheckboxSelectMultiple,
        initial=[kind.value for kind in USUAL],
        error_messages={"required": _("Please tick at least one")},
    )
    cities = forms.MultipleChoiceField(
        label=_("From which cities?"),
        help_text=_("Tick nothing to get them from all cities."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    topics = forms.MultipleChoiceField(
        label=_("About what?"),
        help_text=_("Tick nothing to get everything."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = Words(
        label=_("Products, brands or models you watch for"),
        help_text=_("One a line, for example: electric kettle. You get what names one of them, too."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Subscription.Rhythm.choices,
        initial=Subscription.Rhythm.AT_ONCE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            "kinds": [(kind.value, kind.label) for kind in OFFERED],
            "cities": [(f"city:{one.code}", local_words.place(one.name)) for one in alliance.load().cities],
            "topics": [(one.code, local_words.said(one)) for one in kinds.CATEGORIES],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered
        name_what_is_needed(self)

    def clean_words(self) -> tuple[str, ...]:
        words = [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
        if len(words) > MOST_WORDS:
            raise ValidationError(gettext("Ten at most, please."))
        if any(len(word) > LONGEST_WORD for word in words):
            raise ValidationError(gettext("One of them is too long: forty characters at most."))
        return tuple(words)

    @property
    def wish(self) -> Wish:
        """What was ticked and typed."""
        held = self.cleaned_data
        return Wish(
            kinds=tuple(held["kinds"]),
            cities=tuple(held["cities"]),
            topics=tuple(held["topics"]),
            words=held["words"],
            rhythm=held["rhythm"],
        )


class SubscribeForm(WishForm):
    """The same with the address, which comes first, and the consent, which comes last."""

    address = Line(
        label=_("Your e-mail or mobile number"),
        help_text=_("We send a code there to see that it is yours."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
    )
    agreed = forms.BooleanField(
        label=AGREED,
        error_messages={"required": _("Please tick this, or we may not keep the address")},
    )
    field_order = ("address", "kinds", "cities", "topics", "words", "rhythm", "agreed")

    def clean_address(self) -> str:
        typed: str = self.cleaned_data["address"]
        if "@" not in typed:
            if number := phones.mobile(typed):
                return number
            raise ValidationError(gettext("This is neither an e-mail address nor a mobile number."))
        try:
            validate_email(typed)
        except ValidationError as error:
            raise ValidationError(
                gettext("This e-mail address is not complete, for example name@example.com")
            ) from error
        return typed

    @property
    def channel(self) -> str:
        is_mail = "@" in self.cleaned_data["address"]
        return Subscription.Channel.EMAIL if is_mail else Subscription.Channel.SMS


class ConfirmationForm(forms.Form):
    """The six digits."""

    code = SixDigitsField()


ASKED = "subscription_asked"  # session key: the subscription that waits for its code
ASKS_AN_ADDRESS = Brake("subscribe-address", most=5, seconds=3600)
ASKS_A_NETWORK = Brake("subscribe-network", most=60, seconds=3600)
TRIES_A_NETWORK = Brake("subscribe-tries", most=60, seconds=3600)


@asking
@guards.public
def subscribe(request: HttpRequest) -> HttpResponse:
    """One page: where to, what, how often. City and topic may stand in the address of the page."""
    form = SubscribeForm(request.POST or None, initial=_asked_for(request))
    if request.method == "POST" and form.is_valid():
        if _may_ask(request, form.cleaned_data["address"]):
            asked = verbs.ask(
                form.wish,
                channel=form.channel,
                address=form.cleaned_data["address"],
                language=get_language() or "zh-hans",
                consent_version=VERSION,
                at=clock.now(),
            )
            request.session[ASKED] = str(asked.pk)
            return redirect("subscribe-confirm")
        form.add_error("address", gettext("Too many codes were asked for. Please try again in an hour."))
    return render(request, "education/subscribing/subscribe.html", {"form": form, "consent": WORDS})


@asking
@guards.public
def confirm(request: HttpRequest) -> HttpResponse:
    """The six digits. They are asked for whether or not the address is known."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("subscribe")
    question = Question(
        current="",
        title=_("Look at your messages"),
        button=pgettext_lazy("subscribe", "Confirm"),
        back=reverse("subscribe"),
        back_label=_("Another address"),
        template="education/subscribing/confirm.html",
        refusal="",
        frame=lambda _request, _current: {},
    )
    return ask(
        request,
        question,
        form=ConfirmationForm,
        act=lambda form: _confirmed(request, UUID(asked), form.cleaned_data["code"]),
        done="",
        to=_welcome,
    )


def _confirmed(request: HttpRequest, asked: UUID, code: str) -> Subscription:
    if not TRIES_A_NETWORK.lets_through(network_of(request)):
        raise Unfit("code", gettext("Too many tries. Please try again in an hour."))
    held = verbs.confirm(asked, code, by=actor_of(request), at=clock.now())
    del request.session[ASKED]
    return held


@asking
@guards.public
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the e-mail: one button, since programs that look through mail open links by themselves."""
    why = ""
    if request.method == "POST":
        try:
            return redirect(_welcome(verbs.confirm_by_link(token, by=actor_of(request), at=clock.now())))
        except Unfit as error:
            why = str(error.message)
    return render(request, "education/subscribing/link.html", {"why": why}, status=409 if why else 200)


def _welcome(held: Subscription) -> str:
    return reverse(
        "subscription-begun", args=[education_addresses.made(education_addresses.SUBSCRIPTION, held.pk)]
    )


def _may_ask(request: HttpRequest, address: str) -> bool:
    return ASKS_A_NETWORK.lets_through(network_of(request)) and ASKS_AN_ADDRESS.lets_through(address)


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    cities = [f"city:{code.removeprefix('city:')}" for code in request.GET.getlist("city")]
    named = {"cities": cities, "topics": request.GET.getlist("topic")}
    initial: dict[str, Any] = {name: values for name, values in named.items() if values}
    if word := request.GET.get("word", "")[:40]:
        initial["words"] = word
    return initial


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
        verbs.change(held, form.wish, by=actor_of(request), at=clock.now())
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
        verbs.end(held, by=actor_of(request), at=clock.now())
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
    ids = education_addresses.opened(education_addresses.SUBSCRIPTION, token)
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
