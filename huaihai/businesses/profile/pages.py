"""The public page of a business, and its right to have facts corrected: asked by it, answered by its body."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai import alliance, reactions
from huaihai.businesses import rights
from huaihai.businesses.channel import facts as channel_facts
from huaihai.businesses.models import (
    Business,
    BusinessQuerySet,
    Correction,
    Enrolment,
    Place,
    StandingOfferVersion,
)
from huaihai.businesses.models.corrections import CorrectionQuerySet
from huaihai.businesses.pages import city_frame, frame
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.profile import verbs
from huaihai.businesses.profile.numbers import numbers_of
from huaihai.businesses.register.pages import actor_of
from huaihai.businesses.standing.facts import version_in_words
from huaihai.businesses.standing.pages import places_named
from huaihai.desk.asking import Question, ask
from huaihai.desk.lives import DeskError, Unfit
from huaihai.desk.uploads import stored
from huaihai.kit import clock, filestore, guards, local_words
from huaihai.kit.form_fields import SeenForm, Words, name_what_is_needed
from huaihai.kit.paging import page_of
from huaihai.record.models import Clock


class AskForm(forms.Form):
    """What is wrong, why, and what proves it."""

    business = forms.ModelChoiceField(
        label=gettext_lazy("Which business"), queryset=Business.objects.none(), empty_label=None
    )
    fact = forms.ChoiceField(
        label=gettext_lazy("Which fact is wrong"),
        choices=Correction.Fact.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what is wrong.")},
    )
    wrong = Words(
        label=gettext_lazy("What exactly is wrong"),
        help_text=gettext_lazy("Only the association reads this."),
    )
    why = Words(
        label=gettext_lazy("Why, and what would be right"),
        help_text=gettext_lazy("Only the association reads this."),
    )
    upload = forms.FileField(
        label=gettext_lazy("Proof"),
        required=False,
        help_text=gettext_lazy("A photo, a scan or a PDF. At most 25 MB."),
    )

    def __init__(self, *args: Any, businesses: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        held: Any = self.fields["business"]
        held.queryset = businesses
        if businesses.count() == 1:
            held.widget, held.initial = forms.HiddenInput(), businesses.get().pk
        name_what_is_needed(self)


class AnswerForm(SeenForm):
    """Whether the fact was corrected, and what everybody may read about it."""

    was_right = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=[
            ("yes", gettext_lazy("The business is right; it was corrected")),
            ("no", gettext_lazy("It stays as it is")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    text = Words(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy(
            "Everybody can read it on the page of the business. Name no person and no single complaint."
        ),
        max_length=1000,
    )


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest) -> HttpResponse:
    """The form, and the requests of the businesses answered for."""
    managed = _managed(request)
    kept = guards.kept_post(request) if request.method != "POST" else None
    data = request.POST if request.method == "POST" else kept
    form = AskForm(data, request.FILES or None, businesses=managed)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        messages.success(request, _("Your request is with the association. It answers within its time."))
        return HttpResponseRedirect(reverse("business-corrections"))
    rows = Correction.objects.filter(business__in=actor_of(request).business_ids)
    page = page_of(
        rows.select_related("business", "body").order_by("-asked_at", "pk"), request.GET.get("page")
    )
    context = {"form": form, "may_ask": managed.exists(), "page": page, "rows": page.rows, "kept": bool(kept)}
    return render(request, "businesses/profile/corrections.html", frame(request) | context)


def _asked(request: HttpRequest, form: AskForm) -> bool:
    """Whether it was taken; if not, the form says why."""
    given: dict[str, Any] = dict(form.cleaned_data)
    upload = given.pop("upload")
    business = given.pop("business")
    try:
        proof = stored(upload, field="upload") if upload else None
        verbs.ask(
            business,
            **given,
            proof=proof,
            proof_name=upload.name if upload else "",
            by=actor_of(request),
            at=clock.now(),
        )
    except Unfit as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
    except DeskError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


def _managed(request: HttpRequest) -> BusinessQuerySet:
    """The businesses for which this account may ask."""
    actor, today = actor_of(request), clock.today()
    rows = Business.objects.standing().filter(pk__in=actor.business_ids).order_by("name", "pk")
    if actor.account_id is None:
        return rows.none()
    ids = rights.held_in(actor.account_id, rights.MANAGE, on=today)
    keys = [
        row.pk
        for row in rows.filter(pk__in=ids).select_related("parent")
        if rights.manages(actor, row, on=today)
    ]
    return rows.filter(pk__in=keys)


MAY = tuple(sorted(channel_facts.KEEPERS))
CONFLICT = 409


@guards.staff(*MAY)
@require_safe
def office_corrections(request: HttpRequest) -> HttpResponse:
    """What waits for an answer of this body, the late ones first; with `list=answered` what was answered."""
    is_answered = request.GET.get("list") == "answered"
    rows = _own(request)
    rows = rows.answered() if is_answered else rows.open().order_by("asked_at", "pk")
    page = page_of(rows.select_related("business"), request.GET.get("page"))
    due = _due([row.record_key for row in page.rows])
    today = clock.today()
    shown = [
        {
            "row": row,
            "due_on": due.get(row.record_key),
            "is_late": bool((day := due.get(row.record_key)) and day < today),
        }
        for row in page.rows
    ]
    context = {"page": page, "rows": shown, "is_answered": is_answered}
    return render(request, "businesses/profile/office.html", context)


@guards.staff(*MAY)
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """One request, and the answer to it."""
    held = _of(request, correction_id)
    back = reverse("desk-corrections")
    question = Question(
        current="",
        title=held.business.name,
        button=gettext_lazy("Publish the answer"),
        back=back,
        back_label=gettext_lazy("Corrections that businesses ask for"),
        template="businesses/profile/correction.html",
        frame=city_frame,
        now=lambda _row: _("Somebody else has answered meanwhile."),
        context={"correction": held, "due_on": _due([held.record_key]).get(held.record_key)},
    )
    return ask(
        request,
        question,
        form=partial(AnswerForm, seen=held.version),
        act=lambda form: verbs.answer(
            held,
            was_right=form.cleaned_data["was_right"] == "yes",
            text=form.cleaned_data["text"],
            by=actor_of(request),
            at=clock.now(),
            seen=form.version_seen,
        ),
        done=gettext_lazy("The answer stands on the page of the business now."),
        to=back,
    )


@guards.staff(*MAY)
@require_safe
def proof(request: HttpRequest, correction_id: UUID) -> Any:
    """The file handed in with a request, as its safe copy."""
    held = _of(request, correction_id)
    if not held.proof_sha256:
        raise Http404
    return filestore.file_response(
        sha256=held.proof_sha256,
        kind=held.proof_kind,
        name=held.proof_name,
        derivative=held.proof_derivative,
    )


def _own(request: HttpRequest) -> CorrectionQuerySet:
    return Correction.objects.filter(body=actor_of(request).organisation)


def _of(request: HttpRequest, correction_id: UUID) -> Correction:
    rows = _own(request).select_related("business", "body")
    held: Correction = get_object_or_404(rows, pk=correction_id)
    return held


def _due(subjects: list[str]) -> dict[str, Any]:
    """The last day of each request that still waits."""
    rows = Clock.objects.running().filter(subject__in=subjects, name=verbs.CLOCK)
    return dict(rows.values_list("subject", "due_on"))


MOST_SHOWN = 10
CITY = 4  # digits of a code that name the city


@require_safe
@guards.same_for_all
def profile(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Name, code, cities, since when, pledges and standing offers, numbers with how sure they are, corrections."""
    held = get_object_or_404(Business.objects.select_related("parent", "merged_into"), pk=business_id)
    if held.merged_into_id:
        return redirect("business-profile", held.merged_into_id)
    today, ids = clock.today(), pledges_facts.beneath(held)
    enrolment = _enrolment(held, today)
    promised = pledges_facts.all_in_force(held, on=today)
    offers = _offers(ids, today)
    if not is_public(held, today=today):
        raise Http404  # whether a business was ever complained of is nobody's to see
    asked = {one.fact: one for one in held.corrections.open()}
    context = {
        "business": held,
        "cities": _cities(ids),
        "enrolment": enrolment,
        "is_on_channel": channel_facts.is_joined(held, on=today),
        "pledges_url": reverse("pledge-business", args=[held.pk]) if promised else "",
        "offers": offers,
        "notes": [note for name in reactions.BUSINESS_NOTES for note in import_string(name)(ids)],
        "numbers": numbers_of(ids, today=today),
        "asked": asked,
        "corrections": list(held.corrections.answered()[:MOST_SHOWN]),
        "today": today,
    }
    return render(request, "businesses/profile/profile.html", context)


def is_public(business: Business, *, today: date) -> bool:
    """Whether it has gone public itself: on the fast channel once, or with a pledge or a standing offer in force."""
    if _enrolment(business, today) is not None or pledges_facts.all_in_force(business, on=today):
        return True
    offers = StandingOfferVersion.objects.filter(offer__business__in=pledges_facts.beneath(business))
    return offers.in_force_on(today).exists()


def _enrolment(business: Business, today: date) -> Enrolment | None:
    """The way onto the channel that counts: the one in force, else the last one there was."""
    found = channel_facts.enrolment_for(business, on=today)
    if found is not None:
        return found
    rows = Enrolment.objects.filter(business=business).exclude(joined_on=None)
    return rows.order_by("-joined_on").first()


def _offers(ids: frozenset[UUID], today: date) -> list[dict[str, Any]]:
    """The standing offers in force today, in words."""
    rows = StandingOfferVersion.objects.filter(offer__business__in=ids).in_force_on(today)
    held = list(rows.order_by("offer__created_at", "offer")[:MOST_SHOWN])
    places = places_named(held)
    return [
        {"url": reverse("standing-offer", args=[row.offer_id]), "told": version_in_words(row, places)}
        for row in held
    ]


def _cities(ids: frozenset[UUID]) -> list[str]:
    """The cities of the alliance in which it trades."""
    codes = Place.objects.filter(business__in=ids).values_list("region_code", flat=True).distinct()
    held = {code[:CITY] for code in codes if code}
    return [local_words.place(city.name) for city in alliance.load().cities if city.code[:CITY] in held]
