"""The register of businesses at the officers' desk: searching it, one entry with all that is known, changing one."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai import reactions
from huaihai.businesses.models import Business, Place
from huaihai.businesses.pages import city_frame, place_choices, place_name
from huaihai.businesses.people import verbs as people_verbs
from huaihai.businesses.register import verbs
from huaihai.desk.lists import List, Search
from huaihai.desk.lives import DeskError
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.kit import clock, guards, local_words
from huaihai.kit.country import gettext as _
from huaihai.kit.country import gettext_lazy, pgettext_lazy
from huaihai.kit.text.normalise import UnstorableTextError, storable_name
from huaihai.law import credit_code
from huaihai.law.errors import BadCreditCode
from huaihai.members.actors import Actor
from huaihai.members.models import Account
from huaihai.record import events

CHANGING = ("officer", "mediator", "head")
READING = (*CHANGING, "auditor", "secretariat")
LONGEST_SEARCH = 100
MOST_PLACES = 3  # of a business, in the list
DONE = {
    "business_written_down": gettext_lazy("Written down"),
    "business_identified": gettext_lazy("Identified by its {business_code_short}"),
    "business_merged": gettext_lazy("Merged with another entry"),
    "place_added": gettext_lazy("A place was added"),
    "place_corrected": gettext_lazy("A place was corrected"),
    "representative_appointed": gettext_lazy("Somebody was appointed to answer for it"),
    "representative_dismissed": gettext_lazy("Somebody no longer answers for it"),
    "representative_role_changed": gettext_lazy("Somebody answers for it in another role"),
    "representative_link_made": gettext_lazy("A link for an account was made"),
    "channel_invited": gettext_lazy("It was invited to the fast channel"),
    "channel_invitation_answered": gettext_lazy("It answered the invitation to the fast channel"),
    "mandate_given": gettext_lazy("It gave a mandate"),
    "mandate_ended": gettext_lazy("A mandate ended"),
    "pledge_published": gettext_lazy("It published a pledge"),
    "pledge_ended": gettext_lazy("It ended a pledge"),
    "pledge_hidden": gettext_lazy("A pledge was taken off the display"),
    "pledge_shown": gettext_lazy("A pledge was shown again"),
    "poster_issued": gettext_lazy("A poster was issued"),
    "poster_ended": gettext_lazy("A poster ended"),
    "correction_asked": gettext_lazy("It asked for a public fact to be corrected"),
    "correction_late": gettext_lazy("The time to answer about a correction is over"),
    "correction_answered": gettext_lazy("The body answered about a correction"),
}


def _name(row: Business) -> Cell:
    gone = [Tag(_("closed or cannot be found"), "calm")] if row.is_gone else []
    return Cell(row.name, reverse("business", args=[row.pk]), tags=gone)


def _where(row: Business) -> Cell:
    places = [f"{place_name(one.region_code)} {one.sign} {one.address}" for one in row.places.all()]
    more = [_("%(n)s places in all") % {"n": len(places)}] if len(places) > MOST_PLACES else []
    return Cell(places[0] if places else "", lines=[*places[1:MOST_PLACES], *more])


LIST = List[Business](
    gettext_lazy("Businesses"),
    rows=lambda request: (
        Business.objects.visible_to(actor_of(request))
        .standing()
        .prefetch_related("places")
        .order_by("-created_at", "pk")
    ),
    columns=(
        Column(pgettext_lazy("of a business", "Name"), _name, sort=("name",)),
        Column(
            gettext_lazy("{Business_code_short}"),
            lambda row: row.credit_code or Tag(_("not identified yet"), "warn"),
        ),
        Column(gettext_lazy("Places"), _where),
    ),
    search=Search(
        lambda rows, words: rows.matching(words),
        gettext_lazy("Search businesses"),
        gettext_lazy("name, code, sign, address or phone"),
    ),
    empty=gettext_lazy("No business is in the register yet."),
    frame=city_frame,
    guard=guards.staff(*READING),
)


@guards.staff(*READING)
@require_safe
def business(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """One entry: names, code, places, what was merged into it, who answers for it, its cases, its history."""
    actor = actor_of(request)
    held = entry(request, business_id)
    beneath = [held, *held.merged.order_by("created_at")]
    count_cases = import_string(reactions.CASES_SEEN)
    context = {
        "business": held,
        "facts": _facts(held),
        "places": [shown_place(place) for place in held.places.all()],
        "merged": beneath[1:],
        "members": held.members.order_by("name"),
        "representatives": held.representatives.select_related("account").order_by("from_on"),
        "mandates": held.mandates_given.select_related("agent").order_by("from_on"),
        "cases": count_cases(actor, of=beneath),
        "history": [
            {"at": event.at, "title": DONE.get(event.verb, event.verb)}
            for event in events.history(held.record_key).reverse()
        ],
        "may_change": bool(actor.roles & set(CHANGING)) and held.merged_into_id is None,
        "today": clock.today(),
    }
    return render(request, "businesses/business.html", context)


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def entry(request: HttpRequest, business_id: UUID) -> Business:
    """The entry, or 404."""
    rows = Business.objects.visible_to(actor_of(request)).select_related("parent", "merged_into")
    held: Business = get_object_or_404(rows, pk=business_id)
    return held


def searched(request: HttpRequest) -> str:
    """What was searched for; characters that no database takes are left out."""
    typed = request.GET.get("q", "").replace("\x00", "")
    return typed.encode(errors="ignore").decode().strip()[:LONGEST_SEARCH]


def shown_place(place: Any) -> dict[str, Any]:
    """A place in words."""
    return {
        "pk": place.pk,
        "sign": place.sign,
        "address": place.address,
        "region": place_name(place.region_code),
        "phone": place.phone,
    }


def _facts(held: Business) -> list[dict[str, Any]]:
    names = "、".join(other.name for other in held.other_names.all())
    rows = [
        (_("Kind"), held.get_kind_display()),
        (_("{Business_code_short}"), held.credit_code or _("not known")),
        (_("Registered at"), place_name(held.registered_at)),
        (_("Also known as"), names),
        (_("Belongs to"), held.parent.name if held.parent else ""),
        (_("Phone"), held.phone),
        (_("Payee"), held.payee),
        (_("Platform"), held.platform),
        (_("Shop link"), held.shop_link),
        (_("State"), _("closed or cannot be found") if held.is_gone else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


class Line(forms.CharField):
    """One line, in the form that is stored."""

    def to_python(self, value: Any) -> str:
        try:
            return storable_name(super().to_python(value) or "")
        except UnstorableTextError as error:
            raise ValidationError(_(error.message_id)) from error


class Code(forms.Form):
    code = Line(
        label=gettext_lazy("{Business_code_short}"),
        max_length=60,
        help_text=gettext_lazy("18 digits and letters, as on the business licence."),
        error_messages={"required": gettext_lazy("Please write the {business_code_short}.")},
    )

    def clean_code(self) -> str:
        try:
            return credit_code.check(self.cleaned_data["code"]).text
        except BadCreditCode as error:
            raise ValidationError(local_words.said(error)) from error


class Merger(forms.Form):
    into = forms.ModelChoiceField(
        label=gettext_lazy("It is the same business as"),
        queryset=Business.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": gettext_lazy("Please choose the entry that stands."),
            "invalid_choice": gettext_lazy("This entry cannot be chosen (any more). Please search again."),
        },
    )


class Corrected(forms.Form):
    sign = Line(label=gettext_lazy("Sign"), max_length=120, required=False)
    address = Line(label=gettext_lazy("Address"), max_length=200, required=False)
    region_code = forms.ChoiceField(label=gettext_lazy("Place"), required=False)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        options["initial"] = {"sign": place.sign, "address": place.address, "region_code": place.region_code}
        super().__init__(*args, **options)
        field: Any = self.fields["region_code"]
        field.choices = place_choices(place.region_code)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Please say at least one: sign, address or place."))
        return cleaned


class Appointed(forms.Form):
    username = Line(
        label=gettext_lazy("Sign-in name"),
        max_length=60,
        help_text=gettext_lazy("The administrator opens the account first."),
        error_messages={"required": gettext_lazy("Please write the sign-in name.")},
    )

    def clean_username(self) -> Account:
        account = Account.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if account is None:
            raise ValidationError(_("Nobody signs in with this name."))
        return account


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
            standing = verbs.identify(held, form.cleaned_data["code"], by=actor_of(request), at=clock.now())
        except DeskError as error:
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
            standing = verbs.merge(held, form.cleaned_data["into"], by=actor_of(request), at=clock.now())
        except DeskError as error:
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
        verbs.correct_place(where, **form.cleaned_data, by=actor_of(request), at=clock.now())
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
            people_verbs.appoint(
                form.cleaned_data["username"],
                held,
                from_on=clock.today(),
                by=actor_of(request),
                at=clock.now(),
            )
        except DeskError as error:
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
    people_verbs.dismiss(ending, last_on=clock.today(), by=actor_of(request), at=clock.now())
    return _done(request, held, _("Today is the last day on which this account answers for the business."))


def _form[F: forms.Form](request: HttpRequest, kind: type[F]) -> F:
    """Bound to what is sent, or to what was typed before the sign-in ran out."""
    return kind(request.POST if request.method == "POST" else guards.kept_post(request))


def _done(request: HttpRequest, held: Business, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(reverse("business", args=[held.pk]))
