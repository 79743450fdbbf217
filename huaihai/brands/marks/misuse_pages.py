"""Anybody tells of a sign that is not right; afterwards the receipt number."""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands.marks import misuse
from huaihai.brands.marks.payload import MOST
from huaihai.governance.errors import Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.kit.network import network_of
from huaihai.members.actors import Actor
from huaihai.supervision.sweeping.pictures import PhotoForm

FROM_ONE_NETWORK: Final = Brake("misuse-report", most=10, seconds=3600)
IN_ALL: Final = Brake("misuse-report-all", most=300, seconds=86_400)
TOO_MANY: Final = 429


class MisuseForm(PhotoForm):
    """What, where, and, if it is at hand, the mark and a photo."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = Words(
        label=gettext_lazy("What did you see?"),
        help_text=gettext_lazy(
            "For example: the mark hangs at another shop, it was removed and still hangs, it is printed on goods. "
            "Please write nothing about yourself."
        ),
        max_length=misuse.LONGEST,
    )
    where = Line(
        label=gettext_lazy("Where did you see it?"),
        help_text=gettext_lazy("The name over the door, the street, the live room or the web address."),
        max_length=misuse.LONGEST_WHERE,
    )
    mark = Words(
        label=gettext_lazy("The text of the mark, if you have scanned it"),
        required=False,
        max_length=MOST + 200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].error_messages["required"] = _(
            "This page was not complete. Please open it again; what you typed stays here."
        )
        self.add_photos("sign", _("A photo of the sign"))
        name_what_is_needed(self)

    @property
    def has_kept(self) -> bool:
        """Whether a photo has arrived that is carried along while something else is mended."""
        return self.count_kept("sign") > 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(self.photos("sign")) > 1:
            self.add_error("photos_sign", _("One photo is enough. Please choose the best."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def report(request: HttpRequest) -> HttpResponse:
    """The form, and its taking; a brake holds floods."""
    first = {"key": uuid4(), "mark": request.GET.get("mark", "")[:MOST]}
    if request.method != "POST":
        return _page(request, MisuseForm(initial=first))
    if not (FROM_ONE_NETWORK.lets_through(network_of(request)) and IN_ALL.lets_through("all")):
        form = MisuseForm(request.POST)
        form.add_error(None, _("Too many reports came from your network. Please try again in an hour."))
        return _page(request, form, status=TOO_MANY)
    form = MisuseForm(request.POST, request.FILES, initial=first)
    if not form.is_valid():
        return _page(request, form)
    said, photos = form.cleaned_data, form.photos("sign")
    try:
        made = misuse.report(
            what=said["what"],
            where=said["where"],
            mark_text=said["mark"],
            photo=photos[0] if photos else None,
            client_key=said["key"],
            by=Actor.public(),
            at=clock.now(),
        )
    except Unfit as error:
        form.add_error(error.field, str(error.message))
        return _page(request, form)
    return HttpResponseRedirect(reverse("brand-misuse-received", args=[made.number]))


@require_safe
@guards.public
def received(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived; the number, and what happens next."""
    return render(request, "brands/marks/misuse_received.html", {"number": number, "money": _money()})


def _page(request: HttpRequest, form: MisuseForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "money": _money(), "back_url": reverse("brand-check")}
    return render(request, "brands/marks/misuse.html", context, status=status)


def _money() -> str:
    """Where one tells that money was asked for; empty where there is no such page."""
    try:
        return reverse("brand-money")
    except NoReverseMatch:
        return ""
