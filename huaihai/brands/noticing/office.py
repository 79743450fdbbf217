"""For staff: an objection and how it is decided."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.brands.actions import pairing
from huaihai.brands.models import Entry, NoticeObjection
from huaihai.brands.noticing import clocks
from huaihai.brands.noticing.actions import deciding
from huaihai.brands.office import shell
from huaihai.brands.office.forms import OutcomeForm
from huaihai.brands.office.partaking import take_part
from huaihai.desk.asking import Question, asking
from huaihai.desk.frame import actor_of, acts_as_office, readers
from huaihai.kit import clock
from huaihai.kit.filestore import file_response
from huaihai.kit.text.normalise import show_bidi


@asking
@readers
def objection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One objection; the first of the two proposes how it ends."""
    row = _objection_or_404(request, pk)
    actor = actor_of(request)
    waiting = [one for one in pairing.open_decisions(row.entry) if one.about_key == str(row.pk)]
    is_open = row.state == NoticeObjection.State.OPEN and not waiting
    may_part = is_open and shell.is_outsider(actor, row.entry)
    has_conflict = shell.has_declared(actor, row.entry) and not shell.is_free(actor, row.entry)
    question = Question(
        current=shell.MENU_KEY,
        title=_("Objection %(number)s") % {"number": row.number},
        button=_("Propose this decision"),
        back=row.entry.office_url,
        back_label=row.entry.name,
        template="brands/noticing/objection_office.html",
        context=_told(request, row)
        | {
            "may_propose": may_part and not has_conflict,
            "has_conflict": may_part and has_conflict,
            "waiting": shell.waiting(actor, waiting),
        },
    )
    return take_part(
        request,
        question,
        row.entry,
        form=partial(OutcomeForm, about=deciding.ABOUT),
        act=lambda form: deciding.propose(row, **form.cleaned_data, by=actor, at=clock.now()),
        done=_("Your proposal is stored. Somebody of another city agrees or not."),
        to=row.entry.office_url,
    )


@require_safe
@readers
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The photo that came with an objection."""
    row = _objection_or_404(request, pk)
    if not row.paper_sha256:
        raise Http404
    return file_response(
        sha256=row.paper_sha256, kind=row.paper_kind, name=row.number, derivative=row.paper_derivative
    )  # type: ignore[return-value]  # a streaming answer


def _told(request: HttpRequest, row: NoticeObjection) -> dict[str, Any]:
    """What is shown of it; how to reach somebody, only to whoever may ask them."""
    actor = actor_of(request)
    decides = shell.is_outsider(actor, row.entry) and shell.is_free(actor, row.entry)
    may_ask = acts_as_office(request) or decides
    return {
        "objection": row,
        "entry": row.entry,
        "words": show_bidi(row.why),
        "contact": row.contact if may_ask else "",
        "due_on": clocks.last_day(row),
        "is_late": row.state == NoticeObjection.State.OPEN and clocks.last_day(row) < clock.today(),
    }


def _objection_or_404(request: HttpRequest, pk: UUID) -> NoticeObjection:
    rows = NoticeObjection.objects.filter(entry__in=Entry.objects.visible_to(actor_of(request)))
    rows = rows.select_related("entry__body", "entry__business", "entry__place", "notice__round")
    found: NoticeObjection | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
