"""What came in: the visits, one visit with its photos, and whether it counts."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.kit.filestore import file_response
from huaihai.kit.form_fields import Words
from huaihai.kit.paging import page_of
from huaihai.supervision import powers
from huaihai.supervision.models import Photo, Project, Visit, visit_key
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.visiting import rows
from huaihai.supervision.visiting.actions import judging
from huaihai.supervision.visiting.field.views import project_or_404
from huaihai.supervision.visiting.shown import shown_answer


class RulingForm(forms.Form):
    """Whether it counts, and why."""

    counts = forms.ChoiceField(
        label=_("Does this visit count?"),
        choices=[("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))],
        widget=forms.RadioSelect,
    )
    reason = Words(label=_("Why?"), max_length=300)


@require_safe
@readers
def visits(request: HttpRequest, project: UUID) -> HttpResponse:
    """All visits that came in, those first that have a twin or were made where it is doubtful."""
    found = _open(request, project)
    held = Visit.objects.filter(assignment__sampled__draw__project=found)
    if is_doubtful := request.GET.get("show") == "twins":
        held = held.filter(Q(twins__isnull=False) | Q(twin_of__isnull=False)).distinct()
    held = held.select_related(
        "assignment__account", "assignment__sampled__place__business", "assignment__sampled__draw__city"
    )
    page = page_of(held.order_by("-at", "-pk"), request.GET.get("page"))
    ruled = rows.rulings(visit.pk for visit in page.rows)
    context = {
        "project": found,
        "page": page,
        "rows": [(visit, ruled.get(visit.pk, rows.counts_by_itself(visit))) for visit in page.rows],
        "is_doubtful": is_doubtful,
    }
    return render(request, "supervision/visiting/visits.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def visit(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One visit: answers, photos, time and place, rulings."""
    found = _open(request, project)
    held = one_visit(found, pk)
    plan = rows.plan_of(found)
    photos = list(Photo.objects.filter(about=visit_key(held.client_key)).order_by("taken_at"))
    wanted = {key for key, _item, _sha256 in held.photos}
    context = {
        "project": found,
        "visit": held,
        "answers": [
            (item, shown_answer(item, held.answers.get(item.key, "")), [
                photo for photo in photos if photo.shows == item.key and str(photo.client_key) in wanted
            ])
            for item in plan.items
        ],
        "rulings": held.rulings.order_by("-at"),
        "others": Visit.objects.filter(assignment=held.assignment).exclude(pk=held.pk),
        "is_leader": powers.leads(actor_of(request), found, on=clock.today()),
    }  # fmt: skip
    return render(request, "supervision/visiting/visit.html", frame(request, MENU_KEY) | context)


@asking
@readers
def ruling(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """Saying whether a visit counts."""
    found = _open(request, project)
    held = one_visit(found, pk)
    back = reverse("visit-one", args=[found.pk, held.pk])
    question = Question(
        current=MENU_KEY,
        title=_("Does this visit count?"),
        button=_("Save"),
        back=back,
        back_label=_("The visit"),
        lead=_("Nothing is deleted. If it counts, other forms of the same visit do not."),
        is_shown=powers.leads(actor_of(request), found, on=clock.today()),
    )
    return ask(
        request,
        question,
        form=partial(RulingForm),
        act=lambda form: judging.rule(
            held,
            counts=form.cleaned_data["counts"] == "yes",
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is noted."),
        to=back,
    )


@require_safe
@readers
def photo(request: HttpRequest, project: UUID, pk: UUID) -> Any:
    """A photo of a visit, redrawn; for the staff of the project."""
    found = _open(request, project)
    held = get_object_or_404(Photo, pk=pk, project=found, about__startswith="visit:")
    return file_response(
        sha256=held.sha256, kind=held.kind, name=f"{held.pk}.jpg", derivative=held.derivative
    )


def one_visit(project: Project, pk: UUID) -> Visit:
    """A visit of the project. Raises Http404."""
    held = Visit.objects.select_related(
        "assignment__account",
        "assignment__sampled__place__business",
        "assignment__sampled__draw__city",
        "assignment__sampled__draw__project__lead",
    )
    return get_object_or_404(held, pk=pk, assignment__sampled__draw__project=project)


def _open(request: HttpRequest, project: UUID) -> Project:
    """The project, for staff that takes part; coders see no visit."""
    found, actor = project_or_404(request, project), actor_of(request)
    if powers.holds(actor, found, rows.CODER) or not powers.takes_part(actor, found, on=clock.today()):
        raise Http404
    return found
