"""An objection, for the staff: what is said, a second test, the decision."""

from dataclasses import replace
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huaihai.desk.asking import Question, ask, asking
from huaihai.desk.frame import actor_of, readers
from huaihai.kit import clock
from huaihai.supervision import powers
from huaihai.supervision.models import Objection, Project
from huaihai.supervision.office.shell import MENU_KEY, inner_or_404
from huaihai.supervision.testing.hearing import deciding, goods
from huaihai.supervision.testing.hearing.forms import DecisionForm, RetestForm
from huaihai.supervision.testing.hearing.lives import OBJECTION, OPEN_OBJECTIONS
from huaihai.supervision.testing.laboratory.expected import items_of


@asking
@readers
def second_test(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """The spare sample goes to a laboratory."""
    found, row = _found(request, project, pk)
    laboratories = {str(one.pk): one for one in found.laboratories.all()}
    return ask(
        request,
        _question(
            request, found, row, _("Second test of the spare sample"), OBJECTION.can("retest", row.stage)
        ),
        form=partial(
            RetestForm,
            seen=row.version,
            laboratories=[(key, one.name) for key, one in laboratories.items()],
            items=[(key, item["name"]) for key, item in items_of(found).items()],
        ),
        act=lambda form: deciding.retest(
            row,
            laboratories[form.cleaned_data["laboratory"]],
            items=form.cleaned_data["items"],
            remark=form.cleaned_data["remark"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("The spare sample is on its way. What is measured now counts instead of the first test."),
        to=_address(row),
    )


@asking
@readers
def decision(request: HttpRequest, project: UUID, pk: UUID) -> HttpResponse:
    """How it ends."""
    found, row = _found(request, project, pk)
    question = _question(request, found, row, _("Decide about an objection"), row.stage in OPEN_OBJECTIONS)
    if actor_of(request).key in deciding.buyers_of(found, row.product):
        question = replace(
            question,
            closed=_(
                "You bought this product. Somebody else decides: a colleague of the leading body who did not buy it, "
                "or the office of the alliance."
            ),
        )
    return ask(
        request,
        question,
        form=partial(DecisionForm, seen=row.version),
        act=lambda form: deciding.decide(
            row,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            seen=form.version_seen,
            by=actor_of(request),
            at=clock.now(),
        ),
        done=_("It is decided. Please tell makers and sellers whose results have changed."),
        to=_address(row),
    )


def _question(request: HttpRequest, found: Project, row: Objection, title: object, is_open: bool) -> Question:
    return Question(
        current=MENU_KEY,
        title=title,  # type: ignore[arg-type]  # lazy words
        button=title,  # type: ignore[arg-type]
        back=_address(row),
        back_label=row.answer.notice.name,
        template="supervision/testing/hearing/objection.html",
        is_shown=powers.leads(actor_of(request), found, on=clock.today()) and is_open,
        context={"objection": row, "product": goods.names_of(found).get(row.product, row.product)},
    )


def _found(request: HttpRequest, project: UUID, pk: UUID) -> tuple[Project, Objection]:
    found = inner_or_404(request, project)
    rows = Objection.objects.select_related("answer__notice", "project__registered", "project__lead")
    row = rows.filter(project=found, pk=pk).first()
    if row is None:
        raise Http404
    return found, row


def _address(row: Objection) -> str:
    return reverse("office-test-notice", args=[row.project_id, row.answer.notice_id])
