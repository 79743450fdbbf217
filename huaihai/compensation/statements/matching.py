"""A line of the bank is matched with an entry of the books, or set aside with a reason."""

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.compensation.actions import statements
from huaihai.compensation.actions.funds import LONGEST_REASON
from huaihai.compensation.models import Entry, Fund, StatementLine
from huaihai.compensation.office.asking import Question, ask, refused
from huaihai.compensation.office.frame import actor_of
from huaihai.compensation.statements.sides import Side
from huaihai.desk.lives import DeskError
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import Words, name_what_is_needed

EITHER = require_http_methods(["GET", "HEAD", "POST"])


class ReasonForm(forms.Form):
    """Why the line has nothing to do with the fund."""

    reason = Words(
        label=gettext_lazy("Why has it nothing to do with the fund?"),
        help_text=gettext_lazy("For example: another business of the owner uses the same account."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_needed(self)


@EITHER
def match(request: HttpRequest, fund: Fund, side: Side, line_id: UUID) -> HttpResponse:
    """This line proves this entry."""
    line, back = _line(fund, line_id), side.url("bank", fund.pk)
    if request.method != "POST":
        return HttpResponseRedirect(back)
    key = _key(request.POST.get("entry"))
    entry = Entry.objects.filter(fund=fund, pk=key).first() if key else None
    question = _question(request, line, side, title=gettext_lazy("Match with the books"))
    if entry is None:
        return refused(request, question, _("Please choose an entry of the books."))
    try:
        statements.match(line, entry, by=actor_of(request), at=clock.now())
    except DeskError as error:
        return refused(request, question, str(error))
    messages.success(request, _("Matched."))
    return HttpResponseRedirect(back)


@EITHER
def set_aside(request: HttpRequest, fund: Fund, side: Side, line_id: UUID) -> HttpResponse:
    """This line has nothing to do with the fund."""
    line = _line(fund, line_id)
    is_open = line.entry_id is None and line.set_aside_at is None
    closed = "" if is_open else _("This line was matched or set aside already.")
    question = _question(request, line, side, title=gettext_lazy("Set aside"), closed=closed)
    return ask(
        request,
        question,
        form=partial(ReasonForm),
        act=lambda form: statements.set_aside(
            line, reason=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("Set aside."),
        to=question.back,
    )


def _question(
    request: HttpRequest, line: StatementLine, side: Side, *, title: Any, closed: str = ""
) -> Question:
    day = spoken.day(line.booked_on, today=clock.today())
    return Question(
        title,
        title,
        side.url("bank", line.fund_id),
        _("Bank statement"),
        _("%(day)s: %(sum)s yuan") % {"day": day, "sum": spoken.yuan(line.fen)},
        closed=closed,
        context=side.context(request),
    )


def _line(fund: Fund, line_id: UUID) -> StatementLine:
    found: StatementLine = get_object_or_404(
        StatementLine.objects.select_related("fund"), pk=line_id, fund=fund
    )
    return found


def _key(typed: str | None) -> UUID | None:
    try:
        return UUID(typed or "")
    except ValueError:
        return None
