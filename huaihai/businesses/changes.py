"""Changing an entry of the register: its code, a merger, a place, who answers for it."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huaihai.businesses.actions import answering, register
from huaihai.businesses.errors import BusinessError
from huaihai.businesses.forms import Appointed, Code, Corrected, Merger
from huaihai.businesses.models import Business
from huaihai.businesses.views import CHANGING, actor_of, entry, searched
from huaihai.kit import clock, guards

MOST_FOUND = 20
EITHER = require_http_methods(["GET", "HEAD", "POST"])


@guards.staff(*CHANGING)
@EITHER
def code(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Give the entry its credit code; one that is known with it already takes this one in."""
    held = entry(request, business_id)
    form = _form(request, Code)
    if request.method == "POST" and form.is_valid():
        try:
            standing = register.identify(
                held, form.cleaned_data["code"], by=actor_of(request), at=clock.now()
            )
        except BusinessError as error:
            form.add_error("code", str(error))
        else:
            told = _("The code is written down.")
            if standing.pk != held.pk:
                told = _("This code was known already: the entries are one now.")
            return _done(request, standing, told)
    return render(request, "businesses/code.html", {"business": held, "form": form})


@guards.staff(*CHANGING)
@EITHER
def merger(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Say that the entry is the same business as another one, found by searching."""
    held, words = entry(request, business_id), searched(request)
    rows = Business.objects.visible_to(actor_of(request)).standing().exclude(pk=held.pk)
    found = rows.matching(words) if words else rows.none()
    form = _form(request, Merger)
    field: Any = form.fields["into"]
    field.queryset = rows if request.method == "POST" else found.order_by("name").distinct()
    if request.method == "POST" and form.is_valid():
        try:
            standing = register.merge(held, form.cleaned_data["into"], by=actor_of(request), at=clock.now())
        except BusinessError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, standing, _("The two entries are one now. The history of both is kept."))
    choices = list(found.order_by("name").distinct()[:MOST_FOUND])
    field.choices = [(row.pk, " · ".join(filter(None, (row.name, row.credit_code)))) for row in choices]
    context = {"business": held, "form": form, "words": words, "has_found": bool(choices)}
    return render(request, "businesses/merger.html", context)


@guards.staff(*CHANGING)
@EITHER
def place(request: HttpRequest, business_id: UUID, place_id: UUID) -> HttpResponse:
    """Say better where the business trades."""
    held = entry(request, business_id)
    where = get_object_or_404(held.places, pk=place_id)
    kept = request.POST if request.method == "POST" else guards.kept_post(request)
    form = Corrected(kept, place=where)
    if request.method == "POST" and form.is_valid():
        register.correct_place(where, **form.cleaned_data, by=actor_of(request), at=clock.now())
        return _done(
            request, held, _("The place was corrected. What stood there before is kept in the record.")
        )
    return render(request, "businesses/place.html", {"business": held, "form": form})


@guards.staff("officer", "head")
@EITHER
def representatives(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Let an account answer for the business from today on."""
    held = entry(request, business_id)
    form = _form(request, Appointed)
    if request.method == "POST" and form.is_valid():
        try:
            answering.appoint(
                form.cleaned_data["username"],
                held,
                from_on=clock.today(),
                by=actor_of(request),
                at=clock.now(),
            )
        except BusinessError as error:
            form.add_error("username", str(error))
        else:
            return _done(request, held, _("From today on this account answers for the business."))
    return render(request, "businesses/representatives.html", {"business": held, "form": form})


@guards.staff("officer", "head")
@require_POST
def end_of_representation(request: HttpRequest, business_id: UUID, representative_id: int) -> HttpResponse:
    """Today is the last day on which the account answers for the business."""
    held = entry(request, business_id)
    ending = get_object_or_404(held.representatives, pk=min(representative_id, 2**31 - 1))
    answering.dismiss(ending, last_on=clock.today(), by=actor_of(request), at=clock.now())
    return _done(request, held, _("Today is the last day on which this account answers for the business."))


def _form[F: django_forms.Form](request: HttpRequest, kind: type[F]) -> F:
    """Bound to what is sent, or to what was typed before the sign-in ran out."""
    return kind(request.POST if request.method == "POST" else guards.kept_post(request))


def _done(request: HttpRequest, held: Business, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(reverse("business", args=[held.pk]))
