"""A bank's statement: chosen as a file, looked at, read in; its lines matched with the books or set aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.compensation import books, ledger, rights
from huaihai.compensation.claims.facts import ENTRIES
from huaihai.compensation.funds.sides import Side, actor_of
from huaihai.compensation.life import FUND, LONGEST_REASON
from huaihai.compensation.models import Entry, Fund, PaymentOrder, StatementLine
from huaihai.compensation.statements import file as statements_file
from huaihai.compensation.statements import verbs
from huaihai.compensation.statements.verbs import NEAR, Line
from huaihai.desk.asking import Question, ask, press
from huaihai.desk.lives import DeskError, NotPossible, Unfit
from huaihai.kit import clock, spoken
from huaihai.kit.form_fields import PlainForm, Words
from huaihai.kit.paging import page_of
from huaihai.kit.text.masking import mask

EITHER = require_http_methods(["GET", "HEAD", "POST"])


class ReasonForm(PlainForm):
    """Why the line has nothing to do with the fund."""

    reason = Words(
        label=gettext_lazy("Why has it nothing to do with the fund?"),
        help_text=gettext_lazy("For example: another business of the owner uses the same account."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@EITHER
def match(request: HttpRequest, fund: Fund, side: Side, line_id: UUID) -> HttpResponse:
    """This line proves this entry."""
    line = _line(fund, line_id)
    question = _question(line, side, title=gettext_lazy("Match with the books"))
    return press(
        request,
        question,
        lambda _seen: verbs.match(
            line, _chosen(fund, request.POST.get("entry")), by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("Matched."),
        carries_version=False,
    )


def _chosen(fund: Fund, typed: Any) -> Entry:
    key = _key(typed)
    entry = Entry.objects.filter(fund=fund, pk=key).first() if key else None
    if entry is None:
        raise NotPossible(_("Please choose an entry of the books."))
    return entry


@EITHER
def set_aside(request: HttpRequest, fund: Fund, side: Side, line_id: UUID) -> HttpResponse:
    """This line has nothing to do with the fund."""
    line = _line(fund, line_id)
    is_open = line.entry_id is None and line.set_aside_at is None
    closed = "" if is_open else _("This line was matched or set aside already.")
    question = _question(line, side, title=gettext_lazy("Set aside"), closed=closed)
    return ask(
        request,
        question,
        form=ReasonForm,
        act=lambda form: verbs.set_aside(
            line, reason=form.cleaned_data["reason"], by=actor_of(request), at=clock.now()
        ),
        done=gettext_lazy("Set aside."),
        to=question.back,
    )


def _question(line: StatementLine, side: Side, *, title: Any, closed: str = "") -> Question:
    day = spoken.day(line.booked_on, today=clock.today())
    return Question(
        current="",
        title=title,
        button=title,
        back=side.url("bank", line.fund_id),
        back_label=_("Bank statement"),
        lead=_("%(day)s: %(sum)s") % {"day": day, "sum": spoken.money(line.fen)},
        closed=closed,
        frame=side.frame,
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


@dataclass(frozen=True)
class Suggestion:
    """One line, the entries of its sum some days around (the nearest first), and an open order that it names."""

    line: StatementLine
    entries: list[Entry] = field(default_factory=list)
    order: PaymentOrder | None = None


def suggestions(fund: Fund, lines: Sequence[StatementLine]) -> list[Suggestion]:
    """For each line what fits it."""
    if not lines:
        return []
    entries, orders = _entries(fund, lines), _orders(fund, lines)
    return [Suggestion(line, _fitting(line, entries), _named(line, orders)) for line in lines]


def _entries(fund: Fund, lines: Sequence[StatementLine]) -> list[Entry]:
    days = [line.booked_on for line in lines]
    found = Entry.objects.filter(
        fund=fund,
        statement_line=None,
        postings__account=books.BANK,
        postings__amount_fen__in={line.fen for line in lines},
        value_on__range=(min(days) - NEAR, max(days) + NEAR),
    )
    return list(found.annotate(fen=F("postings__amount_fen")).select_related("claim__case", "payment"))


def _orders(fund: Fund, lines: Sequence[StatementLine]) -> list[PaymentOrder]:
    sums = {-line.fen for line in lines}
    found = fund.orders.filter(state__in=["ordered", "sent"], sum_fen__in=sums)
    return list(found.select_related("claim__case"))


def _fitting(line: StatementLine, entries: list[Entry]) -> list[Entry]:
    near = [
        entry
        for entry in entries
        if getattr(entry, "fen", None) == line.fen and abs(entry.value_on - line.booked_on) <= NEAR
    ]
    return sorted(near, key=lambda entry: (abs(entry.value_on - line.booked_on), entry.number))


def _named(line: StatementLine, orders: list[PaymentOrder]) -> PaymentOrder | None:
    said = f"{line.reference} {line.text}"
    return next((order for order in orders if order.sum_fen == -line.fen and order.reference in said), None)


SHOWN, NOT_PROVED = 50, 20
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
        if found.size > statements_file.LARGEST:
            raise Unfit("file", _("This file is too large. Please read in a month at a time."))
        return statements_file.read_file(found.read())


@EITHER
def overview(request: HttpRequest, fund: Fund, side: Side) -> HttpResponse:
    """Choose a file; the lines to be matched, each with what fits; entries that no line proves yet."""
    form = FileForm(request.POST or None, request.FILES or None) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        try:
            lines = form.lines()
            verbs.preview(fund, lines, today=clock.today())
        except Unfit as error:
            form.add_error("file", error.message)
        else:
            statements_file.keep_statement(request.session, fund, lines)
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
    lines, back = statements_file.kept_statement(request.session, fund), side.url("bank", fund.pk)
    if not lines or "drop" in request.POST:
        statements_file.drop_statement(request.session)
        return HttpResponseRedirect(back)
    if request.method == "POST":
        return _read_in(request, fund, lines, back)
    rows = verbs.preview(fund, lines, today=clock.today())
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
        read = verbs.read(fund, lines, by=actor_of(request), at=clock.now())
    except DeskError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(back)
    statements_file.drop_statement(request.session)
    said = _(
        "Read in: %(added)s new lines, %(known)s were there already, %(matched)s matched by their reference."
    )
    messages.success(request, said % {"added": read.added, "known": read.known, "matched": read.matched})
    return HttpResponseRedirect(back)


def _frame(request: HttpRequest, fund: Fund, side: Side) -> dict[str, Any]:
    return {
        **side.frame(request, ""),
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
