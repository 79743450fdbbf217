"""Adding a laboratory, changing it, assigning samples to it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.governance.models import PoolRequest
from huaihai.governance.office.asking import ask, asking
from huaihai.governance.office.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision.models import Laboratory, Project, Round, Sample, SampleAssignment
from huaihai.supervision.testing.laboratory import actions, expected
from huaihai.supervision.testing.laboratory.forms import AssignForm, LaboratoryForm
from huaihai.supervision.testing.laboratory.pages import found_or_404, office_address, question_of
from huaihai.supervision.testing.planning.pages import test_or_404

MOST_SAMPLES = 2000  # shown to be chosen from at once


@asking
@readers
def new(request: HttpRequest, project: UUID) -> HttpResponse:
    """A laboratory under contract."""
    found = test_or_404(request, project)
    return _edited(request, found, None)


@asking
@readers
def change(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """What is known of it."""
    found, row = found_or_404(request, project, pk)
    return _edited(request, found, row)


@asking
@readers
def samples(request: HttpRequest, project: UUID, pk: UUID, round_: str) -> HttpResponse:
    """Which samples go there."""
    found, row = found_or_404(request, project, pk)
    return ask(
        request,
        question_of(
            request,
            found,
            title=_("Assign samples"),
            button=_("Assign them"),
            lead=_("The laboratory sees these codes and the items it measures, nothing of brands or shops."),
            back=office_address(row),
            back_label=row.name,
        ),
        form=partial(AssignForm, samples=_free(found, row, round_)),
        act=lambda form: actions.assign(
            row, form.cleaned_data["samples"], round=round_, by=actor_of(request), at=clock.now()
        ),
        done=_("The samples are assigned."),
        to=office_address(row),
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
        question_of(request, found, title=title, button=_("Keep it")),
        form=partial(
            LaboratoryForm,
            seen=row.version if row else 0,
            initial=initial,
            items=expected.items_of(found),
            requests=[(key, f"{one.asked_by.short_name} · {one}") for key, one in requests.items()],
        ),
        act=act,
        done=_("The laboratory is noted."),
        to=office_address,
    )


def _initial(row: Laboratory) -> dict[str, Any]:
    names = ("name", "cma", "cma_until", "cnas", "cnas_until", "scope", "contract", "contract_on", "items")
    return {name: getattr(row, name) for name in names} | {"pool_request": str(row.pool_request_id or "")}


def _lent(request: HttpRequest) -> list[PoolRequest]:
    rows = PoolRequest.objects.visible_to(actor_of(request)).laboratories()
    return list(rows.select_related("asked_by", "entry").order_by("-asked_at")[:50])


def _free(project: Project, row: Laboratory, round_: str) -> list[tuple[str, str]]:
    """Samples that may go there: main ones first time, spare ones for a second test; none that is there already."""
    kind = "main" if round_ == Round.FIRST else "spare"
    taken = SampleAssignment.objects.filter(laboratory=row, round=round_, withdrawn_at=None).values("sample")
    rows = Sample.objects.in_use().filter(project=project, kind=kind).exclude(code__in=taken)
    return [(one.code, one.shown_code) for one in rows.order_by("code")[:MOST_SAMPLES]]
