"""Anybody tells of a sign that is not right; afterwards the receipt number."""

from typing import Any, Final
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands.floods import TOO_MANY, Gate
from huaihai.brands.marks import misuse
from huaihai.brands.marks.payload import MOST
from huaihai.brands.one_photo import OnePhotoForm
from huaihai.desk.lives import Unfit
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line, Words, name_what_is_needed
from huaihai.members.actors import Actor

GATE: Final = Gate("misuse-report", in_all=300)


class MisuseForm(OnePhotoForm):
    """What, where, and, if it is at hand, the mark and a photo."""

    photo_name = "sign"

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


@require_http_methods(["GET", "HEAD", "POST"])
@guards.public
def report(request: HttpRequest) -> HttpResponse:
    """The form, and its taking; a brake holds floods."""
    first = {"key": uuid4(), "mark": request.GET.get("mark", "")[:MOST]}
    if request.method != "POST":
        return _page(request, MisuseForm(initial=first))
    if not GATE.lets_through(request):
        form = MisuseForm(request.POST)
        form.add_error(None, _("Too many reports came from your network. Please try again in an hour."))
        return _page(request, form, status=TOO_MANY)
    form = MisuseForm(request.POST, request.FILES, initial=first)
    if not form.is_valid():
        return _page(request, form)
    said = form.cleaned_data
    try:
        made = misuse.report(
            what=said["what"],
            where=said["where"],
            mark_text=said["mark"],
            photo=form.photo(),
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
    return render(request, "brands/marks/misuse_received.html", {"number": number})


def _page(request: HttpRequest, form: MisuseForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "back_url": reverse("brand-check")}
    return render(request, "brands/marks/misuse.html", context, status=status)
