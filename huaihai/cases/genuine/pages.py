"""The public page: one field for whatever one has; the answer; handing in what somebody forged."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.cases.desk.intake_forms import plain_phone
from huaihai.cases.genuine import finding, forgeries
from huaihai.cases.models import ForgedReport
from huaihai.desk.papers import squares
from huaihai.kit import clock, contact_codes, filestore, guards, offline, sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.computed import cache
from huaihai.kit.filestore.kinds import kind_of
from huaihai.kit.form_fields import Line, PlainForm, Words
from huaihai.kit.network import network_of
from huaihai.kit.text.normalise import digits_in

ASKED = Brake("genuine-network", most=40, seconds=600)
HANDED_IN = Brake("forged-network", most=10, seconds=86_400)
ALL = Brake("forged-all", most=500, seconds=86_400)
TWICE = 3600  # seconds
HEAD = 4096  # bytes that tell what a file is
TOO_MANY = 429
NUMBER_ALONE = re.compile(r"[\d\s()（）+＋·—－-]+")


class Got(PlainForm):
    """What somebody got in our name, or its code."""

    got = Words(
        label=_("The code (8 letters and digits), or the whole message"),
        max_length=finding.LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_got(self) -> str:
        """A telephone or file number is none of ours, and none of theirs either: anybody can show it."""
        got: str = self.cleaned_data["got"]
        if NUMBER_ALONE.fullmatch(got) and len(digits_in(got)) != contact_codes.LENGTH:
            raise forms.ValidationError(
                gettext(
                    "A number alone proves nothing: anybody can show a false one. Type the check code or paste the "
                    "whole message; if somebody calls, let them say our words first."
                )
            )
        return got


class Forged(PlainForm):
    """What it said, in words or as a photo; how it came; a telephone, if somebody may call back."""

    got = Words(
        label=_("What did you get? Write what it says, or who called and what they wanted"),
        help_text=_("Words or a photo, one of them is enough."),
        max_length=finding.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    photo = forms.FileField(
        label=_("Or a photo of it"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    how = forms.ChoiceField(
        label=_("How did it come?"), choices=ForgedReport.How.choices, widget=forms.RadioSelect
    )
    phone = Line(
        label=_("Your telephone, if we may call you back"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_photo(self) -> Any:
        """A picture and nothing else."""
        sent = self.cleaned_data["photo"]
        if sent is not None and not _is_picture(sent):
            raise forms.ValidationError(gettext("This is no picture. Please choose a photo or a screenshot."))
        return sent

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"])
        return plain_phone(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("got") and not said.get("photo") and not self.errors.keys() & {"got", "photo"}:
            self.add_error("got", _("Please write what it says, or choose a photo of it."))
        return said

    def facts(self) -> dict[str, Any]:
        """What is kept; the photo is stored here. Raises filestore.Refused."""
        said = super().facts()
        return said | {"photo": filestore.store(said["photo"]) if said["photo"] else None}


def _is_picture(sent: Any) -> bool:
    try:
        return kind_of(sent.read(HEAD), sent.name or "").startswith("image/")
    except filestore.Refused:
        return False
    finally:
        sent.seek(0)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
def check(request: HttpRequest) -> HttpResponse:
    """Ours or not. What is unknown and what is wrong look the same."""
    form = Got(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST" and form.is_valid():
        if ASKED.lets_through(network_of(request)):
            got = form.cleaned_data["got"]
            at = clock.now()
            ours = finding.find(got, at=at)
            context |= {"is_asked": True, "ours": ours, "is_part": not ours and finding.is_part(got, at=at)}
            context["forged"] = Forged(initial={"got": got})
        else:
            form.add_error(None, _("Too many tries. Please wait ten minutes, or call the association."))
            status = TOO_MANY
    return render(request, "cases/genuine/check.html", context, status=status)


@never_cache
@require_safe
@guards.public
def paper(request: HttpRequest, text: str) -> HttpResponse:
    """What the square of a paper leads to."""
    context = {"form": Got(), "is_asked": True, "ours": finding.find(text, at=clock.now())}
    context["forged"] = Forged(initial={"got": text})
    return render(request, "cases/genuine/check.html", context, status=200 if context["ours"] else 404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
@guards.origin_or_token
def forged(request: HttpRequest) -> HttpResponse:
    """What strangers sent in our name is handed in: the association reads it, and early warning counts it."""
    more = "more" in request.POST  # from the answer: what was typed there goes along, and something is added
    is_sent = request.method == "POST" and not more
    first = {name: request.POST.get(name, "") for name in ("got", "how")}
    form = Forged(request.POST, request.FILES) if is_sent else Forged(initial=first)
    status = 200
    if is_sent and form.is_valid():
        if HANDED_IN.lets_through(network_of(request)) and ALL.lets_through("all"):
            try:
                return redirect("genuine-thanks", _kept(request, form))
            except filestore.Refused as error:
                form.add_error("photo", error.message)
        else:
            form.add_error(None, _("Too much came from your network today. Please call the association."))
            status = TOO_MANY
    return render(request, "cases/genuine/forged.html", {"form": form}, status=status)


def _kept(request: HttpRequest, form: Forged) -> str:
    """Its number; pressed twice within the hour, it is kept once, and the number is the same."""
    said = form.cleaned_data
    told = f"{network_of(request)} {said['how']} {said['got']}"
    same = f"forged:{sealing.fingerprint_of_code(told, purpose='forged twice')}" if said["got"] else ""
    known = str(cache.get(same, "")) if same else ""
    if known and ForgedReport.objects.filter(number=known).exists():
        return known
    made = forgeries.hand_in(**form.facts(), at=clock.now(), is_demo=bool(settings.DEMO))
    if same:
        cache.set(same, made.number, TWICE)
    return made.number


@require_safe
@guards.public
def shell(request: HttpRequest) -> HttpResponse:
    """The page that verifies a paper in the phone, as phones keep it."""
    return render(request, "cases/genuine/shell.html", {"papers": offline.path_below("genuine-paper")})


@require_safe
@guards.public
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that hands that page out without a network."""
    return offline.worker(
        "huaihai-papers-1",
        page="genuine-offline",
        below="genuine-paper",
        fresh=["genuine-keys"],
        files=["cases/genuine/paper.js"],
    )


@require_safe
@guards.public
def public_keys(_request: HttpRequest) -> HttpResponse:
    """The public keys, and those that count no more."""
    answer = JsonResponse(squares.published())
    answer["Cache-Control"] = "public, max-age=60"
    return answer


@require_safe
@guards.public
def thanks(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived, under this number, and what to do now."""
    return render(request, "cases/genuine/thanks.html", {"number": number})
