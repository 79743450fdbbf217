"""Laboratories of a test, for the staff: one laboratory, and adding or changing it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from huaihai.governance.models import PoolRequest
from huaihai.governance.models.pools.lives import Kind as Pool
from huaihai.governance.models.pools.lives import Stage as Granted
from huaihai.governance.office.asking import Question, ask, asking, press, show
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.models import Laboratory, Project, Round, Sample, SampleAssignment
from huaihai.supervision.office.shell import MENU_KEY, project_or_404
from huaihai.supervision.testing.laboratory import actions, expected, taking
from huaihai.supervision.testing.laboratory.forms import AssignForm, LaboratoryForm, SheetForm
from huaihai.supervision.testing.laboratory.link_pages import address_of

MOST_SAMPLES = 2000  # shown to be chosen from at once


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def laboratory(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One laboratory: its contract, its samples, its link, and readings that staff enter for it."""
    found, row = _found(request, project, pk)
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
        items=[items[key] for key in row.items if key in items],
        is_leader=is_leader,
        form=taken.form if taken else SheetForm(),
        taken=taken,
        link=request.build_absolute_uri(address_of(row)) if _has_link(row) and is_leader else "",
    )


@asking
@readers
def new(request: HttpRequest, project: UUID) -> HttpResponse:
    """A laboratory under contract."""
    found = project_or_404(request, project)
    return _edited(request, found, None)


@asking
@readers
def change(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What is known of it."""
    found, row = _found(request, project, pk)
    return _edited(request, found, row)


@asking
@readers
def samples(request: HttpRequest, project: UUID, pk: UUID, round_: str) -> HttpResponse:
    """Which samples go there."""
    found, row = _found(request, project, pk)
    return ask(
        request,
        _question(
            request,
            found,
            title=_("Assign samples"),
            button=_("Assign them"),
            lead=_("The laboratory sees these codes and the items it measures, nothing of brands or shops."),
            back=_address(row),
            back_label=row.name,
        ),
        form=partial(AssignForm, samples=_free(found, row, round_)),
        act=lambda form: actions.assign(
            row, form.cleaned_data["samples"], round=round_, by=actor_of(request), at=clock.now()
        ),
        done=_("The samples are assigned."),
        to=_address(row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def link(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A new secret link; the earlier one ends."""
    return _pressed(
        request, project, pk, actions.issue_link, _("There is a new link; an earlier one has ended.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def link_end(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    return _pressed(request, project, pk, actions.end_link, _("The link has ended."))


@require_safe
@readers
def sheet(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The sheet to fill in."""
    _project, row = _found(request, project, pk)
    return taking.sheet_answer(row)


@asking
@readers
def sample(request: HttpRequest, project: UUID, pk: UUID, code: str, round_: str) -> HttpResponse:
    """The readings of one sample, entered by staff for the laboratory."""
    found, row = _found(request, project, pk)
    form, _keys = taking.sample_form(request, row, code, round_)
    status = 200
    if request.method == "POST":
        taken = taking.take_form(form, row, by=actor_of(request))
        if taken.said:
            messages.success(request, taken.said)
            return HttpResponseRedirect(_address(row))
        status = taken.status
    question = _question(
        request,
        found,
        title=taking.shown(code),
        button=_("Store the readings"),
        back=_address(row),
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


def _edited(request: HttpRequest, found: Project, row: Laboratory | None) -> HttpResponse:
    requests = {str(one.pk): one for one in _lent(request)}
    initial: dict[str, Any] = {"items": list(expected.items_of(found))} if row is None else _initial(row)

    def act(form: LaboratoryForm) -> Laboratory:
        facts = form.lab_facts(requests.get(str(form.cleaned_data.get("pool_request") or "")))
        by, at = actor_of(request), clock.now()
        if row is None:
            return actions.add(found, facts, by=by, at=at)
        return actions.change(row, facts, seen=form.version_seen, by=by, at=at)

    title = _("Add a laboratory") if row is None else _("Change the laboratory")
    return ask(
        request,
        _question(request, found, title=title, button=_("Keep it")),
        form=partial(
            LaboratoryForm,
            seen=row.version if row else 0,
            initial=initial,
            items=expected.items_of(found),
            requests=[(key, f"{one.asked_by.short_name} · {one}") for key, one in requests.items()],
        ),
        act=act,
        done=_("The laboratory is noted."),
        to=_address,
    )


def _initial(row: Laboratory) -> dict[str, Any]:
    names = ("name", "cma", "cma_until", "cnas", "cnas_until", "scope", "contract", "contract_on", "items")
    return {name: getattr(row, name) for name in names} | {"pool_request": str(row.pool_request_id or "")}


def _lent(request: HttpRequest) -> list[PoolRequest]:
    rows = PoolRequest.objects.visible_to(actor_of(request))
    rows = rows.filter(kind=Pool.LABORATORY, stage__in=(Granted.GRANTED, Granted.DONE))
    return list(rows.select_related("asked_by").order_by("-asked_at")[:50])


def _free(project: Project, row: Laboratory, round_: str) -> list[tuple[str, str]]:
    """Samples that may go there: main ones first time, spare ones for a second test; none that is there already."""
    kind = "main" if round_ == Round.FIRST else "spare"
    taken = SampleAssignment.objects.filter(laboratory=row, round=round_, withdrawn_at=None).values("sample")
    rows = Sample.objects.in_use().filter(project=project, kind=kind).exclude(code__in=taken)
    return [(one.code, one.shown_code) for one in rows.order_by("code")[:MOST_SAMPLES]]


def _pressed(request: HttpRequest, project: UUID, pk: UUID, act: Any, done: Any) -> HttpResponse:
    found, row = _found(request, project, pk)
    return press(
        request,
        _question(request, found, title=row.name, button="", back=_address(row), back_label=row.name),
        lambda _seen: act(row, by=actor_of(request), at=clock.now()),
        done=done,
        carries_version=False,
    )


def _question(
    request: HttpRequest,
    project: Project,
    *,
    title: Any,
    button: Any,
    lead: Any = "",
    back: str = "",
    back_label: str = "",
) -> Question:
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


def _found(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, Laboratory]:
    found = project_or_404(request, project)
    row = Laboratory.objects.select_related("project__registered").filter(project=found, pk=pk).first()
    if row is None:
        raise Http404
    return found, row


def _address(row: Laboratory) -> str:
    return reverse("office-laboratory", args=[row.project_id, row.pk])


def _has_link(row: Laboratory) -> bool:
    return row.link_until is not None and row.link_until > clock.now()
