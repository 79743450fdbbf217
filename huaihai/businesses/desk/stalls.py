"""Stalls and shops that operators of this city list: which entry of the register each is, confirmed or refused."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huaihai.businesses.actions import stalls as actions
from huaihai.businesses.desk.frame import conflict, officers, seen_in, why_not
from huaihai.businesses.errors import BusinessError
from huaihai.businesses.models import Business, ListedStall
from huaihai.businesses.place_names import place_name
from huaihai.businesses.views import actor_of
from huaihai.desk.lives import DeskError
from huaihai.kit import clock
from huaihai.kit.form_fields import Line, SeenForm, typed_rows
from huaihai.kit.paging import page_of

NEW = "new"
MOST_ALIKE = 8
SHOWN = {"waiting": ("listed",), "confirmed": ("confirmed",), "ended": ("refused", "ended")}


class StallForm(SeenForm):
    """Which entry it is, or why it is not confirmed."""

    entry = forms.ChoiceField(
        label=gettext_lazy("Which business is it?"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please choose one of these.")},
    )
    reason = Line(
        label=gettext_lazy("Why it is not confirmed"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only if you refuse. The operator reads this."),
    )

    def __init__(self, *args: Any, choices: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["entry"]
        field.choices = choices
        field.initial = choices[0][0]


@officers
@require_safe
def stalls(request: HttpRequest) -> HttpResponse:
    """Those of the officer's own city."""
    wanted = request.GET.get("list", "")
    wanted = wanted if wanted in SHOWN else "waiting"
    rows = ListedStall.objects.of_body(actor_of(request)).filter(stage__in=SHOWN[wanted])
    page = page_of(rows.select_related("agent").order_by("-listed_at", "name", "pk"), request.GET.get("page"))
    context = {"page": page, "rows": page.rows, "wanted": wanted}
    return render(request, "businesses/desk/stalls.html", context)


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def stall(request: HttpRequest, stall_id: UUID) -> HttpResponse:
    """One of them: confirm it as an entry of the register, or refuse it."""
    held = _held(request, stall_id)
    alike = _alike(held)
    form = StallForm(
        request.POST if request.method == "POST" else None, seen=held.version, choices=_choices(held, alike)
    )
    if held.stage != "listed":
        return _not_now(request, held, None, held.stage_label)
    if request.method != "POST" or not _fits(request, form):
        return render(
            request, "businesses/desk/stall.html", {"stall": held, "form": form, "place": _place(held)}
        )
    try:
        said = _act(request, held, form, alike)
    except (DeskError, BusinessError) as error:
        why = why_not(error) if isinstance(error, DeskError) else str(error)
        return _not_now(request, held, form, why)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("desk-stalls"))


@officers
@require_POST
def end(request: HttpRequest, stall_id: UUID) -> HttpResponse:
    """The operator answers for it no more."""
    held = _held(request, stall_id)
    try:
        actions.end(held, seen=seen_in(request), by=actor_of(request), at=clock.now())
    except DeskError as error:
        return _not_now(request, held, None, why_not(error))
    messages.success(request, _("The operator does not answer for it any more."))
    return HttpResponseRedirect(reverse("desk-stalls"))


def _fits(request: HttpRequest, form: StallForm) -> bool:
    if not form.is_valid():
        return False
    if "refuse" in request.POST and not form.cleaned_data["reason"]:
        form.add_error("reason", _("Please say why it is not confirmed."))
    elif "refuse" not in request.POST and not form.cleaned_data["entry"]:
        form.add_error("entry", _("Please choose which business it is."))
    return not form.errors


def _act(request: HttpRequest, held: ListedStall, form: StallForm, alike: list[Business]) -> str:
    actor, at = actor_of(request), clock.now()
    if "refuse" in request.POST:
        actions.refuse(held, reason=form.cleaned_data["reason"], seen=form.version_seen, by=actor, at=at)
        return _("It was not confirmed. The operator reads the reason.")
    chosen = next((row for row in alike if str(row.pk) == form.cleaned_data["entry"]), None)
    actions.confirm(held, as_business=chosen, seen=form.version_seen, by=actor, at=at)
    return _("Confirmed: from today on the operator answers for it.")


def _held(request: HttpRequest, stall_id: UUID) -> ListedStall:
    rows = ListedStall.objects.of_body(actor_of(request)).select_related("agent", "business")
    held: ListedStall = get_object_or_404(rows, pk=stall_id)
    return held


def _alike(held: ListedStall) -> list[Business]:
    """Entries it may be: the one with its code alone, or those that are called alike in that place or anywhere."""
    rows = Business.objects.standing().exclude(pk=held.agent_id)
    if held.credit_code:
        known = Business.objects.filter(credit_code=held.credit_code).select_related("merged_into").first()
        return [known.merged_into or known] if known else []
    return list(
        rows.matching(held.name).prefetch_related("places").order_by("name", "pk").distinct()[:MOST_ALIKE]
    )


def _choices(held: ListedStall, alike: list[Business]) -> list[tuple[str, str]]:
    known = [
        (
            str(row.pk),
            " · ".join(filter(None, (row.name, row.credit_code, *(_where(p) for p in row.places.all()[:2])))),
        )
        for row in alike
    ]
    if held.credit_code and known:
        return known
    return (
        [*known, (NEW, _("None of these: write it down as a new business"))]
        if known
        else [(NEW, _("Write it down as a new business"))]
    )


def _where(place: Any) -> str:
    return " ".join(filter(None, (place_name(place.region_code), place.sign, place.address)))


def _place(held: ListedStall) -> str:
    return place_name(held.region_code)


def _not_now(request: HttpRequest, held: ListedStall, form: StallForm | None, how: str) -> HttpResponse:
    why = _("How it stands: %(how)s") % {"how": how}
    typed = typed_rows(form) if form is not None else []
    return conflict(request, why=why, back=reverse("desk-stalls"), typed=typed)
