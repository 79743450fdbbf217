"""A laboratory of a test, for the staff: its contract, its link, its batches and receipts, its readings."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, press
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.verbs import NOT_NOW
from huaihai.governance.models import PoolRequest
from huaihai.kit import clock
from huaihai.kit.network import whole
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, project_or_404
from huaihai.supervision.models import HandOver, Laboratory, Project, Round, Sample
from huaihai.supervision.testing.laboratory import facts, reading_pages, verbs
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.laboratory.forms import HandOverForm, LaboratoryForm, ReceiptForm
from huaihai.supervision.testing.laboratory.verbs import address_of
from huaihai.supervision.testing.planning.pages import test_or_404


@asking
@readers
def laboratory(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """One laboratory: its contract, its samples, its link, and readings that staff enter for it."""
    found, row = found_or_404(request, project, pk)
    actor = actor_of(request)
    is_leader = powers.leads(actor, found, on=clock.today())
    if request.method == "POST" and not is_leader:
        raise Http404
    items = facts.items_of(found)
    context = {
        "project": found,
        "laboratory": row,
        "rows": reading_pages.code_rows(row),
        "batches": hand_overs(laboratory=row),
        "may_hand_over": may_hand_over(request, found),
        "items": [items[key] for key in row.items if key in items],
        "is_open": is_leader and found.stage not in verbs.CLOSED,
        "link": whole(request, address_of(row)) if _has_link(row) and is_leader else "",
    }
    question = Question(
        current=MENU_KEY,
        title=row.name,
        button="",
        back=office_address(row),
        back_label=row.name,
        template="supervision/testing/laboratory/office.html",
        refusal="",
        context=context,
    )
    return reading_pages.ask_for_sheet(request, question, row, by=actor)


@asking
@readers
def link(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """A new secret link; the earlier one ends."""
    return _pressed(
        request, project, pk, verbs.issue_link, _("There is a new link; an earlier one has ended.")
    )


@asking
@readers
def link_end(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The link opens nothing any more."""
    return _pressed(request, project, pk, verbs.end_link, _("The link has ended."))


@require_safe
@readers
def sheet(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The sheet to fill in."""
    _project, row = found_or_404(request, project, pk)
    return reading_pages.sheet_answer(row)


@asking
@readers
def sample(request: HttpRequest, project: UUID, pk: UUID, code: str, round_: str) -> HttpResponse:
    """The readings of one sample, entered by staff for the laboratory."""
    found, row = found_or_404(request, project, pk)
    question = question_of(
        request,
        found,
        title=reading_pages.printed_code(code),
        button=_("Store the readings"),
        back=office_address(row),
        back_label=row.name,
        template="supervision/testing/laboratory/office_sample.html",
        refusal="",
    )
    if not question.is_shown:
        raise Http404
    return reading_pages.ask_for_readings(request, question, row, code, round_, by=actor_of(request))


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
    **more: Any,
) -> Question:
    """A page with a form of a laboratory, for staff of the leading body while the project lasts."""
    return Question(
        current=MENU_KEY,
        title=title,
        button=button,
        lead=lead,
        back=back or project.office_url,
        back_label=back_label or project.title,
        is_shown=powers.leads(actor_of(request), project, on=clock.today()),
        closed=NOT_NOW if project.stage in verbs.CLOSED else "",
        now=lambda _row: "",
        **more,
    )


def may_hand_over(request: HttpRequest, project: Project) -> bool:
    """Whether the reader may hand samples over now, or enter a receipt."""
    about = handing(request, project)
    return about["is_shown"] and not about["closed"]


def handing(request: HttpRequest, project: Project) -> dict[str, Any]:
    """Of a question about samples that leave or have come: who is asked, and why it is too late."""
    return {
        "is_shown": powers.takes_part(actor_of(request), project, on=clock.today()),
        "closed": "" if project.stage in ("running", "checking") else NOT_NOW,
    }


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
        replace(question, **handing(request, found)),
        form=partial(HandOverForm, samples=_free(found, row, round_)),
        act=lambda form: verbs.hand_over(
            row, round=round_, by=actor_of(request), at=clock.now(), **form.cleaned_data
        ),
        done=_("They are on their way. The laboratory confirms on its page what came."),
        to=office_address(row),
    )


def _edited(request: HttpRequest, found: Project, row: Laboratory | None) -> HttpResponse:
    requests = {str(one.pk): one for one in _lent(request)}
    items = facts.items_of(found)
    initial: dict[str, Any] = {"items": list(items)} if row is None else _initial(row)

    def act(form: LaboratoryForm) -> Laboratory:
        contract = form.lab_facts(requests.get(str(form.cleaned_data.get("pool_request") or "")))
        by, at = actor_of(request), clock.now()
        if row is None:
            with transaction.atomic():
                return verbs.issue_link(verbs.add(found, contract, by=by, at=at), by=by, at=at)
        return verbs.change(row, contract, seen=form.version_seen, by=by, at=at)

    title = _("Add a laboratory") if row is None else _("Change the laboratory")
    return ask(
        request,
        question_of(request, found, title=title, button=_("Keep it")),
        form=partial(
            LaboratoryForm,
            seen=row.version if row else 0,
            initial=initial,
            items=items,
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


TITLE = _("What came of a batch")


@asking
@readers
def office(request: HttpRequest, project: UUID, pk: UUID, batch: UUID) -> HttpResponse:
    """Staff enter the slip that the laboratory signed."""
    found, row = found_or_404(request, project, pk)
    held = batch_or_404(row, batch)
    question = question_of(
        request,
        found,
        title=TITLE,
        button=_("Keep the receipt"),
        lead=_("All that is not ticked came with its seal whole."),
        back=office_address(row),
        back_label=row.name,
    )
    return ask(
        request,
        replace(question, **handing(request, found)),
        form=partial(form_of, held, by_staff=True),
        act=lambda form: verbs.receive(held, by=actor_of(request), at=clock.now(), **form.facts()),
        done=_("The receipt is kept."),
        to=question.back,
    )


def form_of(batch: HandOver, *args: Any, by_staff: bool) -> ReceiptForm:
    """The form of this batch's receipt."""
    rows = list(Sample.objects.filter(code__in=batch.samples).order_by("code"))
    return ReceiptForm(*args, samples=rows, earlier=batch.receipt, by_staff=by_staff)


def batch_or_404(row: Laboratory, batch: UUID) -> HandOver:
    """A batch of this laboratory. Raises Http404."""
    rows = HandOver.objects.select_related("laboratory", "project").prefetch_related("receipts")
    found: HandOver | None = rows.filter(laboratory=row, pk=batch).first()
    if found is None:
        raise Http404
    return found
