"""Rating: for the consumer of a case that ended, and for whoever holds a slip; and the look at their words."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.brands.evidence import buyers, codes
from huaihai.brands.evidence.actions import rating
from huaihai.brands.evidence.rating_forms import RatingForm
from huaihai.brands.models import Entry, Rating
from huaihai.brands.office import shell
from huaihai.brands.office.shell import MENU_KEY
from huaihai.cases.consumer.tracking.case_doors import CaseDoor
from huaihai.cases.models import Case
from huaihai.desk.asking import Question, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lives import DeskError, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.brakes import Brake
from huaihai.kit.form_fields import Line
from huaihai.kit.network import network_of
from huaihai.kit.paging import page_of
from huaihai.members.actors import Actor

TOO_MANY, CONFLICT, GONE = 429, 409, 410
# Codes tried from one network, good ones too, or guessing would go on. Buyers in one shop share a network, and each
# asks two or three times; a code has 59 bits.
TRIES = Brake("brand-slip", most=150, seconds=3600)
asks = require_http_methods(["GET", "HEAD", "POST"])


class CodeForm(forms.Form):
    """The code of a slip, typed."""

    code = Line(label=gettext_lazy("Code on your slip"), max_length=40)


def doors(case: Case, *, today: date) -> list[CaseDoor]:
    """For `reactions.CASE_DOORS`: the way to a rating, once, when the case is over."""
    if not buyers.is_open_to_rating(case, today=today) or buyers.has_rated(case):
        return []
    found = buyers.entries_of(case)
    if not found:
        return []
    text = _(
        "%(name)s stands in the alliance's directory. Only people like you, whose purchase is known, can rate it; your "
        "name and this case are not kept with it."
    )
    url = reverse("my-brand-rating", args=[case.pk])
    return [CaseDoor(_("Rate what you bought"), text % {"name": found[0].name}, url)]


@asks
@guards.consumer
def after_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The consumer of a case that ended rates what it was about."""
    actor = actor_of(request)
    if case_id not in actor.case_ids:
        raise Http404
    case = get_object_or_404(Case.objects.select_related("business", "agreement"), pk=case_id)
    entries = buyers.entries_of(case) if buyers.is_open_to_rating(case, today=clock.today()) else []
    if not entries:
        raise Http404
    if buyers.has_rated(case):
        return _stopped(request, _("You have rated already. Thank you!"))
    return _asked(
        request,
        partial(RatingForm, entries=entries),
        lambda form: rating.rate_after_case(case, form.entry, form.said(), by=actor, at=clock.now()),
        entries[0] if len(entries) == 1 else None,
    )


@asks
@guards.public
def start(request: HttpRequest) -> HttpResponse:
    """Somebody types the code of a slip."""
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm()
    if request.method == "POST" and form.is_valid():
        if not TRIES.lets_through(network_of(request)):
            return _too_many(request)
        try:
            rating.slip_of(form.cleaned_data["code"], at=clock.now())
        except NotPossible as error:
            form.add_error("code", str(error))
        else:
            return HttpResponseRedirect(
                reverse("brand-rating", args=[codes.spelled(form.cleaned_data["code"])])
            )
    return render(request, "brands/evidence/rating_start.html", {"form": form})


@asks
@guards.public
def with_slip(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever holds a slip rates once."""
    if not TRIES.lets_through(network_of(request)):
        return _too_many(request)
    try:
        slip = rating.slip_of(code, at=clock.now())
    except NotPossible as error:
        return _stopped(request, str(error), status=GONE)
    return _asked(
        request,
        RatingForm,
        lambda form: rating.rate_with_slip(code, form.said(), by=_bare(actor_of(request)), at=clock.now()),
        slip.sheet.entry,
    )


@require_safe
@guards.public
def thanks(request: HttpRequest) -> HttpResponse:
    """The rating has arrived."""
    return _stopped(request, _("Thank you! Your rating counts from tonight on."))


@require_safe
@readers
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What buyers wrote about an entry: first what nobody has looked at."""
    entry = shell.entry_or_404(request, pk)
    rows = (
        Rating.objects.filter(entry=entry).exclude(look=Rating.Look.NONE).order_by("-look", "-rated_on", "pk")
    )
    page = page_of(rows, request.GET.get("page"))
    return show(request, "brands/evidence/words.html", current=MENU_KEY, entry=entry, page=page)


@asking
@readers
def look(request: HttpRequest, pk: UUID, rating_id: UUID) -> HttpResponse:
    """Show these words, or not."""
    entry = shell.entry_or_404(request, pk)
    found = get_object_or_404(Rating.objects.select_related("entry"), pk=rating_id, entry=entry)
    back = reverse("office-brand-words", args=[entry.pk])
    question = Question(
        current=MENU_KEY, title=_("Words of buyers"), button="", back=back, back_label=entry.name
    )
    is_shown = request.POST.get("show") == "yes"
    return press(
        request,
        question,
        lambda _seen: rating.look(found, is_shown=is_shown, by=actor_of(request), at=clock.now()),
        done=_("They are shown now.") if is_shown else _("They are not shown."),
        carries_version=False,
    )


def _asked(
    request: HttpRequest,
    make: Callable[..., RatingForm],
    act: Callable[[RatingForm], Any],
    entry: Entry | None,
) -> HttpResponse:
    """The form, or what it asks; what was typed stays whatever goes wrong."""
    if request.method != "POST":
        return render(request, "brands/evidence/rating.html", {"form": make(), "entry": entry})
    form, status, why = make(request.POST), 200, ""
    if form.is_valid():
        try:
            act(form)
        except Unfit as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except DeskError as error:
            status, why = CONFLICT, str(error)
        else:
            return HttpResponseRedirect(reverse("brand-rating-thanks"))
    context = {"form": form, "entry": entry, "why": why}
    return render(request, "brands/evidence/rating.html", context, status=status)


def _bare(actor: Actor) -> Actor:
    """A slip needs no case: a consumer who looks at a case in the same browser is nobody special."""
    return actor if actor.kind in ("business", "officer") else Actor.public()


def _stopped(request: HttpRequest, words: str, *, status: int = 200) -> HttpResponse:
    return render(request, "brands/evidence/rating_stopped.html", {"words": words}, status=status)


def _too_many(request: HttpRequest) -> HttpResponse:
    words = _("Too many codes were tried from this network. Please try again in an hour.")
    return _stopped(request, words, status=TOO_MANY)
