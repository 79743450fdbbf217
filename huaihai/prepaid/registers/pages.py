"""The office's page to bring in an official register, and what is in it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from huaihai.businesses.pages import city_frame
from huaihai.desk.asking import asking
from huaihai.desk.frame import actor_of
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.country import gettext_lazy as in_country
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.kit.paging import page_of
from huaihai.prepaid.issuers.sides import city_of, officers
from huaihai.prepaid.models import RegisterRow
from huaihai.prepaid.registers import verbs


class BringForm(PlainForm):
    """A file, and of which register it is."""

    source = Line(
        label=gettext_lazy("Which register is it?"),
        help_text=gettext_lazy("Its name as its publisher writes it."),
        max_length=80,
    )
    file = forms.FileField(
        label=gettext_lazy("The table (CSV)"),
        help_text=in_country(
            "Columns by their names: {business_code_short}, name, balance, day; risk line, custody."
        ),
        error_messages={"required": gettext_lazy("Please choose a file.")},
    )


@officers
@asking
def registers(request: HttpRequest) -> HttpResponse:
    """Bring in a file; the lines that are there."""
    city = city_of(request)
    form: Any = BringForm(request.POST or None, request.FILES or None)
    brought = None
    if request.method == "POST" and form.is_valid():
        try:
            brought = verbs.bring_in(
                form.cleaned_data["file"].read(),
                source=form.cleaned_data["source"],
                province=city.region_code[:2],
                by=actor_of(request),
                at=clock.now(),
            )
        except Unfit as error:
            form.add_error("file", str(error))
    page = page_of(RegisterRow.objects.select_related("business"), request.GET.get("page"))
    context = {
        "form": form,
        "brought": brought,
        "refused": brought.refused[: verbs.MOST_NAMED] if brought else [],
        "page": page,
        **city_frame(request),
    }
    return render(request, "prepaid/desk/registers.html", context)
