"""What came in: the visits, one with its photos, whether it counts; and coding blind, one unit at a time."""

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
from huaihai.supervision.facts import MENU_KEY
from huaihai.supervision.models import Photo, Project, Visit, VisitCode, visit_key
from huaihai.supervision.visiting import facts, verbs
from huaihai.supervision.visiting.facts import Unit, answer_words, units
from huaihai.supervision.visiting.field import visits_or_404


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
    ruled = facts.rulings(visit.pk for visit in page.rows)
    context = {
        "project": found,
        "page": page,
        "rows": [(visit, ruled.get(visit.pk, facts.counts_by_itself(visit))) for visit in page.rows],
        "is_doubtful": is_doubtful,
    }
    return render(request, "supervision/visiting/visits.html", frame(request, MENU_KEY) | context)


@require_safe
@readers
def visit(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One visit: answers, photos, time and place, rulings."""
    found = _open(request, project)
    held = one_visit(found, pk)
    plan = facts.plan_of(found)
    photos = list(Photo.objects.filter(about=visit_key(held.client_key)).order_by("taken_at"))
    wanted = {key for key, _item, _sha256 in held.photos}
    context = {
        "project": found,
        "visit": held,
        "answers": [
            (item, answer_words(item, held.answers.get(item.key, "")), [
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
        act=lambda form: verbs.rule(
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
    found, actor = visits_or_404(request, project), actor_of(request)
    if powers.holds(actor, found, facts.CODER) or not powers.takes_part(actor, found, on=clock.today()):
        raise Http404
    return found


UNKNOWN = "unknown"  # cannot be told


class CodingForm(forms.Form):
    """One code."""

    code = forms.ChoiceField(label=pgettext_lazy("coding", "What is it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        held = [*choices, (UNKNOWN, str(_("It cannot be told from this")))]
        self.fields["code"].choices = held  # type: ignore[attr-defined]  # a ChoiceField

    def coded(self) -> str:
        """The code; empty: it cannot be told."""
        chosen: str = self.cleaned_data["code"]
        return "" if chosen == UNKNOWN else chosen


@require_safe
@readers
def coding(request: HttpRequest, project: UUID) -> HttpResponse:
    """How much there is to do; leads to the first that the reader has not coded."""
    found = _as_coder(request, project)
    held, mine = units(found, facts.plan_of(found)), _mine(request, found)
    left = [unit for unit in held if (unit.visit.pk, unit.item.key) not in mine]
    context = {"project": found, "all": len(held), "left": len(left), "next": left[0].name if left else ""}
    return render(request, "supervision/visiting/coding.html", frame(request, MENU_KEY) | context)


@asking
@readers
def unit(request: HttpRequest, project: UUID, name: str) -> HttpResponse:
    """One answer or the photos of one item, to be coded; a second code corrects the own first one."""
    found = _as_coder(request, project)
    held = units(found, facts.plan_of(found))
    one, mine = _unit(held, name), _mine(request, found)
    left = [other for other in held if (other.visit.pk, other.item.key) not in mine and other.name != name]
    before = mine.get((one.visit.pk, one.item.key))
    photos = Photo.objects.filter(project=found, client_key__in=one.photos).order_by("taken_at")
    question = Question(
        current=MENU_KEY,
        title=one.item.name,
        button=_("Save, and the next"),
        back=reverse("visit-coding", args=[found.pk]),
        back_label=_("Coding"),
        lead=one.item.guidance,
        template="supervision/visiting/unit.html",
        context={
            "project": found,
            "unit": one,
            "photos": list(enumerate(photos, 1)),
            "left": len(left) + (before is None),
        },
    )
    following = reverse("visit-unit", args=[found.pk, left[0].name]) if left else question.back
    choices = [(choice.key, choice.name) for choice in one.item.codes]
    return ask(
        request,
        question,
        form=partial(
            CodingForm, choices=choices, initial={} if before is None else {"code": before or UNKNOWN}
        ),
        act=lambda form: verbs.code(
            one.visit, one.item.key, code=form.coded(), by=actor_of(request), at=clock.now()
        ),
        done="",
        to=following,
    )


@require_safe
@readers
def unit_photo(request: HttpRequest, project: UUID, name: str, number: int) -> Any:
    """A photo of the unit, by its number; its own address would tell nothing more."""
    found = _as_coder(request, project)
    one = _unit(units(found, facts.plan_of(found)), name)
    held = list(Photo.objects.filter(project=found, client_key__in=one.photos).order_by("taken_at"))
    if not 1 <= number <= len(held):
        raise Http404
    shown = held[number - 1]
    return file_response(
        sha256=shown.sha256, kind=shown.kind, name=f"{name}-{number}.jpg", derivative=shown.derivative
    )


def _as_coder(request: HttpRequest, project: UUID) -> Project:
    found = visits_or_404(request, project)
    if not powers.holds(actor_of(request), found, facts.CODER):
        raise Http404
    return found


def _mine(request: HttpRequest, project: Project) -> dict[tuple[UUID, str], str]:
    """What the reader has coded, corrections in place."""
    held = VisitCode.objects.filter(
        visit__assignment__sampled__draw__project=project,
        coder_id=actor_of(request).account_id,
        replaced_by=None,
    )
    return {(visit, item): code for visit, item, code in held.values_list("visit_id", "item", "code")}


def _unit(held: list[Unit], name: str) -> Unit:
    found = next((one for one in held if one.name == name), None)
    if found is None:
        raise Http404
    return found
