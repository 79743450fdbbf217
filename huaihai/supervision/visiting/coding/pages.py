"""Coding blind: one unit at a time, nothing of the place, the visitor, the other answers or the other coder."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, frame, readers
from huaihai.kit import clock
from huaihai.kit.filestore import file_response
from huaihai.supervision import powers
from huaihai.supervision.models import Photo, Project, VisitCode
from huaihai.supervision.office.shell import MENU_KEY
from huaihai.supervision.visiting import rows
from huaihai.supervision.visiting.actions import judging
from huaihai.supervision.visiting.coding.progress import Unit, units
from huaihai.supervision.visiting.field.views import project_or_404

UNKNOWN = "unknown"  # cannot be told


class CodeForm(forms.Form):
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
    held, mine = units(found, rows.plan_of(found)), _mine(request, found)
    left = [unit for unit in held if (unit.visit.pk, unit.item.key) not in mine]
    context = {"project": found, "all": len(held), "left": len(left), "next": left[0].name if left else ""}
    return render(request, "supervision/visiting/coding.html", frame(request, MENU_KEY) | context)


@asking
@readers
def unit(request: HttpRequest, project: UUID, name: str) -> HttpResponse:
    """One answer or the photos of one item, to be coded; a second code corrects the own first one."""
    found = _as_coder(request, project)
    held = units(found, rows.plan_of(found))
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
            CodeForm, choices=choices, initial={} if before is None else {"code": before or UNKNOWN}
        ),
        act=lambda form: judging.code(
            one.visit, one.item.key, code=form.coded(), by=actor_of(request), at=clock.now()
        ),
        done="",
        to=following,
    )


@require_safe
@readers
def photo(request: HttpRequest, project: UUID, name: str, number: int) -> Any:
    """A photo of the unit, by its number; its own address would tell nothing more."""
    found = _as_coder(request, project)
    one = _unit(units(found, rows.plan_of(found)), name)
    held = list(Photo.objects.filter(project=found, client_key__in=one.photos).order_by("taken_at"))
    if not 1 <= number <= len(held):
        raise Http404
    shown = held[number - 1]
    return file_response(
        sha256=shown.sha256, kind=shown.kind, name=f"{name}-{number}.jpg", derivative=shown.derivative
    )


def _as_coder(request: HttpRequest, project: UUID) -> Project:
    found = project_or_404(request, project)
    if not powers.holds(actor_of(request), found, rows.CODER):
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
