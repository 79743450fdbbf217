"""A manager's own people: who acts in which role, a colleague invited, given another role, ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huaihai.businesses import rights
from huaihai.businesses.models import Business, Representative
from huaihai.businesses.pages import button_on, frame
from huaihai.businesses.people import verbs
from huaihai.businesses.register.pages import actor_of
from huaihai.desk.lives import DeskError
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Line, PlainForm
from huaihai.kit.network import whole
from huaihai.members import powers

CONFLICT = 409
LARGEST_ID = 2**31 - 1
ROLE_HINTS = {
    Representative.Role.MANAGER: gettext_lazy("Everything, and names the people."),
    Representative.Role.ANSWERER: gettext_lazy("Reads and answers complaints."),
    Representative.Role.CASHIER: gettext_lazy("Reads complaints and pays what was agreed; answers none."),
}


class Colleague(PlainForm):
    """A colleague to be invited; a manager of several businesses says for which."""

    business = forms.ModelChoiceField(
        label=gettext_lazy("For which business?"), queryset=Business.objects.none(), empty_label=None
    )
    name = Line(label=gettext_lazy("Name of the colleague"), max_length=40)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Representative.Role.choices,
        widget=forms.RadioSelect,
        initial=Representative.Role.ANSWERER,
        error_messages={"required": gettext_lazy("Please choose a role.")},
    )

    def __init__(self, *args: Any, managed: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["business"]
        field.queryset = managed
        field.initial = managed.first()
        self.has_several = managed.count() > 1
        if not self.has_several:
            field.widget = forms.HiddenInput()


@guards.business
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Who acts for the businesses one is appointed at; a manager invites."""
    managed = _managed(request)
    kept = request.POST if request.method == "POST" else guards.kept_post(request)
    form = Colleague(kept, managed=managed) if managed.exists() else None
    if request.method != "POST":
        return _page(request, form)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _page(request, form)
    try:
        invited = verbs.invite(
            form.cleaned_data["business"],
            name=form.cleaned_data["name"],
            role=Representative.Role(form.cleaned_data["role"]),
            by=actor_of(request),
            at=clock.now(),
        )
    except DeskError as error:
        form.add_error(None, str(error))
        return _page(request, form)
    return _handed_over(request, invited.representative, invited.token)


@guards.business
@button_on("business-people")
def role(request: HttpRequest, representative_id: int) -> HttpResponse:
    """Another role."""
    held, wanted = _colleague(request, representative_id), request.POST.get("role", "")
    if wanted not in Representative.Role.values:
        raise Http404
    return _try(
        request,
        _("The role is changed."),
        lambda: verbs.change_role(held, Representative.Role(wanted), by=actor_of(request), at=clock.now()),
    )


@guards.business
@button_on("business-people")
def end(request: HttpRequest, representative_id: int) -> HttpResponse:
    """The colleague acts no more, from this moment."""
    held = _colleague(request, representative_id)
    return _try(
        request,
        _("This person does not act for the business any more."),
        lambda: verbs.end(held, by=actor_of(request), at=clock.now()),
    )


@guards.business
@never_cache
@button_on("business-people")
def link(request: HttpRequest, representative_id: int) -> HttpResponse:
    """A link for a new password, shown once, to be handed over in person."""
    held = _colleague(request, representative_id)
    try:
        token = verbs.new_link(
            held, with_new_factor="with_new_factor" in request.POST, by=actor_of(request), at=clock.now()
        )
    except DeskError as error:
        return _page(request, _fresh(request), why=str(error))
    return _handed_over(request, held, token)


def _managed(request: HttpRequest) -> Any:
    """The businesses at which the reader is appointed as a manager."""
    own = _appointed(request).filter(role=Representative.Role.MANAGER).values("business_id")
    return Business.objects.visible_to(actor_of(request)).filter(pk__in=own).order_by("created_at")


def _appointed(request: HttpRequest) -> Any:
    return rights.appointed_as(actor_of(request), on=clock.today())


def _colleague(request: HttpRequest, representative_id: int) -> Representative:
    people = _people(request, {row.pk for row in _managed(request)})
    found = next((row for row in people if row.pk == min(representative_id, LARGEST_ID)), None)
    if found is None:
        raise Http404
    return found


def _people(request: HttpRequest, ids: set[UUID]) -> list[Representative]:
    rows = rights.appointed(on=clock.today()).filter(business__in=ids)
    return list(rows.select_related("account", "business").order_by("business__created_at", "from_on", "pk"))


def _fresh(request: HttpRequest) -> Colleague | None:
    managed = _managed(request)
    return Colleague(managed=managed) if managed.exists() else None


def _try(request: HttpRequest, said: str, act: Any) -> HttpResponse:
    try:
        act()
    except DeskError as error:
        return _page(request, _fresh(request), why=str(error))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("business-people"))


def _handed_over(request: HttpRequest, held: Representative, token: str) -> HttpResponse:
    address = whole(request, powers.path_of(token))
    return _page(request, _fresh(request), link=address, link_for=held)


def _page(request: HttpRequest, form: Colleague | None, *, why: str = "", **more: Any) -> HttpResponse:
    own = {row.business_id for row in _appointed(request)}
    managed = {row.pk for row in _managed(request)}
    people = _people(request, own)
    context = {
        "people": [{"held": row, "may_change": row.business_id in managed} for row in people],
        "roles": Representative.Role.choices,
        "hints": ROLE_HINTS,
        "form": form,
        "has_several": len(own) > 1,
        "why": why,
        "own_id": actor_of(request).account_id,
        **frame(request),
        **more,
    }
    return render(request, "businesses/joining/people.html", context, status=CONFLICT if why else 200)
