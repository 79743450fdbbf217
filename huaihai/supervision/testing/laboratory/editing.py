"""Adding a laboratory, changing it, handing samples over to it."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.governance.models import PoolRequest
from huaihai.kit import clock
from huaihai.supervision.models import Laboratory, Project, Round, Sample
from huaihai.supervision.testing.laboratory import actions, expected, handing, linking
from huaihai.supervision.testing.laboratory.forms import LaboratoryForm
from huaihai.supervision.testing.laboratory.handing_forms import HandOverForm
from huaihai.supervision.testing.laboratory.pages import (
    found_or_404,
    may_hand_over,
    office_address,
    question_of,
)
from huaihai.supervision.testing.laboratory.whereabouts import hand_overs
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
    """A batch leaves for it."""
    found, row = found_or_404(request, project, pk)
    question = question_of(
        request,
        found,
        title=_("Hand samples over to the laboratory"),
        button=_("Hand them over"),
        lead=_(
            "All of them sealed. The laboratory sees codes, seals and the items it measures, nothing of brands or "
            "shops; it confirms what came."
        ),
        back=office_address(row),
        back_label=row.name,
    )
    return ask(
        request,
        replace(question, is_shown=may_hand_over(request, found)),
        form=partial(HandOverForm, samples=_free(found, row, round_)),
        act=lambda form: handing.hand_over(
            row, round=round_, by=actor_of(request), at=clock.now(), **form.cleaned_data
        ),
        done=_("They are on their way. The laboratory confirms on its page what came."),
        to=office_address(row),
    )


def _edited(request: HttpRequest, found: Project, row: Laboratory | None) -> HttpResponse:
    requests = {str(one.pk): one for one in _lent(request)}
    initial: dict[str, Any] = {"items": list(expected.items_of(found))} if row is None else _initial(row)

    def act(form: LaboratoryForm) -> Laboratory:
        facts = form.lab_facts(requests.get(str(form.cleaned_data.get("pool_request") or "")))
        by, at = actor_of(request), clock.now()
        if row is None:
            with transaction.atomic():
                return linking.issue_link(actions.add(found, facts, by=by, at=at), by=by, at=at)
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
        done=_("The laboratory is noted.") if row else _("The laboratory is noted, and has its secret link."),
        to=office_address,
    )


def _initial(row: Laboratory) -> dict[str, Any]:
    names = ("name", "cma", "cma_until", "cnas", "cnas_until", "scope", "contract", "contract_on", "items")
    return {name: getattr(row, name) for name in names} | {"pool_request": str(row.pool_request_id or "")}


def _lent(request: HttpRequest) -> list[PoolRequest]:
    rows = PoolRequest.objects.visible_to(actor_of(request)).laboratories()
    return list(rows.select_related("asked_by", "entry").order_by("-asked_at")[:50])


def _free(project: Project, row: Laboratory, round_: str) -> list[Sample]:
    """Samples that may go there: main ones first time, spare ones for a second test; none that went there already."""
    kind = "main" if round_ == Round.FIRST else "spare"
    batches = hand_overs(laboratory=row, round=round_)
    sent = [code for batch in batches for code in batch.to_be_measured]
    rows = Sample.objects.in_use().filter(project=project, kind=kind).exclude(code__in=sent)
    return list(rows.exclude(stage=Sample.Stage.PASSING).order_by("code")[:MOST_SAMPLES])
