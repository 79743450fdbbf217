"""Samples on the office's pages: all of a test, one as its QR opens it, setting one aside, the labels."""

from uuid import UUID

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.desk.asking import Question, ask, asking, show
from huaihai.desk.frame import actor_of, readers
from huaihai.desk.lists import Choice, List, by
from huaihai.desk.tables import Cell, Column, Tag
from huaihai.desk.verbs import NOT_NOW
from huaihai.kit import clock
from huaihai.kit.form_fields import Words
from huaihai.kit.network import whole
from huaihai.kit.paging import page_of
from huaihai.supervision import powers
from huaihai.supervision.facts import MENU_KEY, to_project
from huaihai.supervision.models import Project, Receipt, Sample
from huaihai.supervision.templatetags.testing import sample_tone
from huaihai.supervision.testing.buying import purchase, verbs
from huaihai.supervision.testing.laboratory.facts import hand_overs
from huaihai.supervision.testing.planning.pages import test_or_404

LABELS_A_PAGE = 40


class AsideForm(forms.Form):
    """Why a sample is used no more."""

    reason = Words(label=_("Why it is used no more"), max_length=verbs.LONGEST)


LIST = List[Sample](
    _("Samples"),
    current=MENU_KEY,
    rows=lambda request, pk: Sample.objects.filter(project=test_or_404(request, pk)).order_by(
        "product", "kind", "number", "pk"
    ),
    columns=(
        Column(
            pgettext_lazy("sample", "Code"),
            lambda row: Cell(row.shown_code, row.get_absolute_url()),
            sort=("code",),
        ),
        Column(pgettext_lazy("sample", "Kind"), lambda row: row.get_kind_display(), sort=("kind",)),
        Column(_("State"), lambda row: Tag(row.get_stage_display(), sample_tone(row.stage))),
        Column(_("Number of the seal"), lambda row: row.seal_number, is_number=True, sort=("seal_number",)),
    ),
    choices=(Choice("show", _("Which samples"), by("stage", Sample.Stage.choices, _("All"))),),
    back=to_project,
    links=lambda _request, pk: [(_("Print labels"), reverse("office-test-labels", args=[pk]))],
    empty=_("There is nothing here now."),
)


@require_safe
@readers
def sample(request: HttpRequest, code: str) -> HttpResponse:
    """One sample: where it is, the batches in which it left, what it is."""
    found = _sample_or_404(request, code)
    batches = [
        (batch, batch.receipt, _came(batch.receipt, found.code))
        for batch in hand_overs(project=found.project)
        if found.code in batch.samples
    ]
    return show(
        request,
        "supervision/testing/buying/sample.html",
        current=MENU_KEY,
        project=found.project,
        sample=found,
        batches=batches,
        set_aside=getattr(found, "set_aside", None),
        may_set_aside=_is_under_way(found)
        and powers.leads(actor_of(request), found.project, on=clock.today()),
    )


@asking
@readers
def aside(request: HttpRequest, code: str) -> HttpResponse:
    """It is used no more."""
    found = _sample_or_404(request, code)
    title = _("Set the sample aside")
    question = Question(
        current=MENU_KEY,
        title=title,
        button=title,
        back=found.get_absolute_url(),
        back_label=str(found),
        lead=_("It stays in the record and is not tested. Its product can be bought again."),
        is_shown=powers.leads(actor_of(request), found.project, on=clock.today()),
        closed="" if _is_under_way(found) else NOT_NOW,
    )
    return ask(
        request,
        question,
        form=AsideForm,
        act=lambda form: verbs.set_aside(
            found, reason=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=_("It is set aside."),
        to=question.back,
    )


@require_safe
@readers
def labels(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Labels to stick on: QR and code, nothing else. Of one purchase, or of all of the test, forty a sheet."""
    found = test_or_404(request, pk)
    rows = Sample.objects.filter(project=found).order_by("product", "kind", "number", "pk")
    wanted = request.GET.get("purchase", "")
    if wanted:
        rows = rows.filter(purchase=_uuid(wanted))
    page = page_of(rows, request.GET.get("page"), per_page=LABELS_A_PAGE)
    context = {
        "project": found,
        "page": page,
        "labels": [(row, _qr(whole(request, row.get_absolute_url()))) for row in page.rows],
    }
    return render(request, "supervision/testing/buying/labels.html", context)


def _sample_or_404(request: HttpRequest, code: str) -> Sample:
    """The sample with this code, however it is spelt, if the reader may see its test. Raises Http404."""
    visible = Project.objects.visible_to(actor_of(request))
    rows = Sample.objects.filter(code=purchase.read(code[:40]), project__in=visible)
    found: Sample | None = rows.select_related("project", "purchase", "set_aside").first()
    if found is None:
        raise Http404
    return found


def _is_under_way(found: Sample) -> bool:
    return found.project.stage in ("running", "checking") and found.stage != Sample.Stage.ASIDE


def _came(receipt: Receipt | None, code: str) -> str:
    if receipt is None:
        return ""
    if code in receipt.absent:
        return "absent"
    return "broken" if code in receipt.broken else "whole"


def _qr(address: str) -> str:
    return mark_safe(segno.make(address, error="m", micro=False).svg_inline(border=2, scale=3))  # noqa: S308 # drawn here


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
