"""A bank's statement: chosen as a file, looked at, then read in; and the lines that are still to be dealt with."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.compensation import ledger, rights, statement_file
from huaihai.compensation.actions import statements
from huaihai.compensation.actions.statements import Line
from huaihai.compensation.lives import FUND
from huaihai.compensation.models import Fund, StatementLine
from huaihai.compensation.office.frame import actor_of
from huaihai.compensation.pages.claim_words import ENTRIES
from huaihai.compensation.statements import kept
from huaihai.compensation.statements.sides import Side
from huaihai.compensation.statements.suggesting import Suggestion, suggestions
from huaihai.desk.lives import DeskError, Unfit
from huaihai.kit import clock
from huaihai.kit.paging import page_of
from huaihai.kit.text.masking import mask

SHOWN, NOT_PROVED = 50, 20
EITHER = require_http_methods(["GET", "HEAD", "POST"])
LISTS: dict[str, Promise | str] = {
    "open": gettext_lazy("To be matched"),
    "matched": gettext_lazy("Matched"),
    "aside": gettext_lazy("Set aside"),
}


class FileForm(forms.Form):
    """A statement as the bank hands it out."""

    file = forms.FileField(
        label=gettext_lazy("Bank statement (CSV)"),
        help_text=gettext_lazy("UTF-8 or GBK, as the bank hands it out. No line is added twice."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )  # fmt: skip

    def lines(self) -> list[Line]:
        """What the file says. Raises Unfit."""
        found: Any = self.cleaned_data["file"]
        if found.size > statement_file.LARGEST:
            raise Unfit("file", _("This file is too large. Please read in a month at a time."))
        return statement_file.read(found.read())


@EITHER
def overview(request: HttpRequest, fund: Fund, side: Side) -> HttpResponse:
    """Choose a file; the lines to be matched, each with what fits; entries that no line proves yet."""
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            lines = form.lines()
            statements.preview(fund, lines, today=clock.today())
        except Unfit as error:
            form.add_error("file", error.message)
        else:
            kept.keep(request.session, fund, lines)
            return HttpResponseRedirect(side.url("bank-preview", fund.pk))
    wanted = request.GET.get("list", "")
    wanted = wanted if wanted in LISTS else "open"
    page = page_of(_in_list(fund, wanted).order_by("-booked_on", "pk"), request.GET.get("page"))
    unproved = ledger.not_proved(fund)
    may_pay = rights.pays(
        actor_of(request), fund, on=clock.today()
    )  # a bank writes names of people into its text
    context = _frame(request, fund, side) | {
        "form": form,
        "may_read": FUND.can("read statement", fund.stage),
        "page": page,
        "rows": [_row(one, side, with_text=may_pay) for one in _suggested(fund, page.rows, wanted)],
        "lists": [(name, label, _in_list(fund, name).count()) for name, label in LISTS.items()],
        "wanted": wanted,
        "not_proved": [{"entry": one, "what": ENTRIES[one.kind]} for one in unproved[:NOT_PROVED]],
        "not_proved_count": len(unproved),
    }
    return render(request, "compensation/statements/bank.html", context)


@EITHER
def preview(request: HttpRequest, fund: Fund, side: Side) -> HttpResponse:
    """What was read and what is there already; read in, or dropped."""
    lines, back = kept.held(request.session, fund), side.url("bank", fund.pk)
    if not lines or "drop" in request.POST:
        kept.drop(request.session)
        return HttpResponseRedirect(back)
    if request.method == "POST":
        return _read_in(request, fund, lines, back)
    rows = statements.preview(fund, lines, today=clock.today())
    known = sum(is_known for _line, is_known in rows)
    context = _frame(request, fund, side) | {
        "rows": [
            {"line": line, "text": mask(line.text).text, "is_known": is_known}
            for line, is_known in rows[:SHOWN]
        ],
        "count": len(rows),
        "known": known,
        "fresh": len(rows) - known,
        "more": max(len(rows) - SHOWN, 0),
        "first": min(line.booked_on for line in lines),
        "last": max(line.booked_on for line in lines),
        "came_in": sum(line.fen for line in lines if line.fen > 0),
        "went_out": -sum(line.fen for line in lines if line.fen < 0),
    }
    return render(request, "compensation/statements/preview.html", context)


def _read_in(request: HttpRequest, fund: Fund, lines: list[Line], back: str) -> HttpResponse:
    try:
        read = statements.read(fund, lines, by=actor_of(request), at=clock.now())
    except DeskError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    kept.drop(request.session)
    said = _(
        "Read in: %(added)s new lines, %(known)s were there already, %(matched)s matched by their reference."
    )
    messages.success(request, said % {"added": read.added, "known": read.known, "matched": read.matched})
    return HttpResponseRedirect(back)


def _frame(request: HttpRequest, fund: Fund, side: Side) -> dict[str, Any]:
    return {
        **side.context(request),
        "fund": fund,
        "side": side,
        "home_url": side.home_url(fund),
        "bank_url": side.url("bank", fund.pk),
    }


def _in_list(fund: Fund, name: str) -> Any:
    rows = StatementLine.objects.filter(fund=fund)
    if name == "matched":
        return rows.exclude(entry=None).select_related("entry")
    return rows.exclude(set_aside_at=None) if name == "aside" else rows.open()


def _suggested(fund: Fund, lines: Any, wanted: str) -> list[Suggestion]:
    return suggestions(fund, lines) if wanted == "open" else [Suggestion(line) for line in lines]


def _row(found: Suggestion, side: Side, *, with_text: bool) -> dict[str, Any]:
    line, fund = found.line, found.line.fund_id
    return {
        "line": line,
        "text": mask(line.text).text if with_text else "",
        "entries": [
            {"entry": one, "what": ENTRIES[one.kind], "case": one.claim.case.number if one.claim else ""}
            for one in found.entries
        ],
        "proves": ENTRIES[line.entry.kind] if line.entry else "",
        "order": found.order,
        "match_url": side.url("bank-match", fund, line.pk),
        "aside_url": side.url("bank-aside", fund, line.pk),
    }
