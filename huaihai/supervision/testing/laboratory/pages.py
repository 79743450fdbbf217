"""A laboratory of a test, for the staff: its page, its link, its readings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.desk.asking import Question, asking, press, show
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.models import Laboratory, Project
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.testing.laboratory import actions, expected, linking, taking
from huaihai.supervision.testing.laboratory.forms import SheetForm
from huaihai.supervision.testing.laboratory.linking import address_of
from huaihai.supervision.testing.laboratory.whereabouts import hand_overs


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def laboratory(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One laboratory: its contract, its samples, its link, and readings that staff enter for it."""
    found, row = found_or_404(request, project, pk)
    is_leader = powers.leads(actor_of(request), found, on=clock.today())
    taken = None
    if request.method == "POST":
        if not is_leader:
            raise Http404
        taken = taking.take_sheet(request, row, by=actor_of(request))
        if taken.said:
            messages.success(request, taken.said)
            return HttpResponseRedirect(request.path)
    items = expected.items_of(found)
    return show(
        request,
        "supervision/testing/laboratory/office.html",
        current=MENU_KEY,
        status=taken.status if taken else 200,
        project=found,
        laboratory=row,
        rows=taking.code_rows(row),
        batches=hand_overs(laboratory=row),
        may_hand_over=may_hand_over(request, found),
        items=[items[key] for key in row.items if key in items],
        is_leader=is_leader,
        form=taken.form if taken else SheetForm(),
        taken=taken,
        link=request.build_absolute_uri(address_of(row)) if _has_link(row) and is_leader else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def link(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A new secret link; the earlier one ends."""
    return _pressed(
        request, project, pk, linking.issue_link, _("There is a new link; an earlier one has ended.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def link_end(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    return _pressed(request, project, pk, linking.end_link, _("The link has ended."))


@require_safe
@readers
def sheet(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The sheet to fill in."""
    _project, row = found_or_404(request, project, pk)
    return taking.sheet_answer(row)


@asking
@readers
def sample(request: HttpRequest, project: UUID, pk: UUID, code: str, round_: str) -> HttpResponse:
    """The readings of one sample, entered by staff for the laboratory."""
    found, row = found_or_404(request, project, pk)
    form, _keys = taking.sample_form(request, row, code, round_)
    status = 200
    if request.method == "POST":
        taken = taking.take_form(form, row, by=actor_of(request))
        if taken.said:
            messages.success(request, taken.said)
            return HttpResponseRedirect(office_address(row))
        status = taken.status
    question = question_of(
        request,
        found,
        title=taking.shown(code),
        button=_("Store the readings"),
        back=office_address(row),
        back_label=row.name,
    )
    if not question.is_shown:
        raise Http404
    return show(
        request,
        "supervision/testing/laboratory/office_sample.html",
        current=MENU_KEY,
        status=status,
        question=question,
        form=form,
    )


def _pressed(request: HttpRequest, project: UUID, pk: UUID, act: Any, done: Any) -> HttpResponse:
    found, row = found_or_404(request, project, pk)
    return press(
        request,
        question_of(request, found, title=row.name, button="", back=office_address(row), back_label=row.name),
        lambda _seen: act(row, by=actor_of(request), at=clock.now()),
        done=done,
        carries_version=False,
    )


def question_of(
    request: HttpRequest,
    project: Project,
    *,
    title: Any,
    button: Any,
    lead: Any = "",
    back: str = "",
    back_label: str = "",
) -> Question:
    """A page with a form of a laboratory, for staff of the leading body while the project lasts."""
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        lead=lead,
        back=back or project.office_url,
        back_label=back_label or project.title,
        is_shown=powers.leads(actor_of(request), project, on=clock.today())
        and project.stage not in actions.CLOSED,
        now=lambda _row: "",
    )


def may_hand_over(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may hand samples over now, or enter a receipt."""
    takes_part = powers.takes_part(actor_of(request), project, on=clock.today())
    return takes_part and project.stage in ("running", "checking")


def found_or_404(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, Laboratory]:
    """The laboratory of a project that the reader may see. Raises Http404."""
    found = project_or_404(request, project)
    row = Laboratory.objects.select_related("project__registered").filter(project=found, pk=pk).first()
    if row is None:
        raise Http404
    return found, row


def office_address(row: Laboratory) -> str:
    """Its page for staff."""
    return reverse("office-laboratory", args=[row.project_id, row.pk])


def _has_link(row: Laboratory) -> bool:
    return row.link_until is not None and row.link_until > clock.now()
