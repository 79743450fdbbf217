"""The guarantor's clerk: what is paid out in all, whom to pay how much, and what was paid. Nothing here moves money."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from huaihai.desk import tables
from huaihai.desk.asking import ask, asking, outside
from huaihai.desk.lives import NotPossible
from huaihai.desk.tables import Column
from huaihai.kit import clock, paging, spoken
from huaihai.kit.country import gettext
from huaihai.kit.country import gettext_lazy as _
from huaihai.kit.form_fields import Day, Line, PlainForm
from huaihai.kit.money_field import MoneyField
from huaihai.prepaid.closures import facts, guarantee, life, paying
from huaihai.prepaid.closures.twice import TotalForm
from huaihai.prepaid.guarantees.opening import with_guarantor
from huaihai.prepaid.guarantees.verbs import guarantor_of
from huaihai.prepaid.models import Closure, Creditor, Issuer

PER_PAGE = 50


class SumForm(TotalForm, PlainForm):
    total_fen = MoneyField(
        label=_("What you pay out in all ({currency})"),
        help_text=_("With what you said before. Once a share was paid it can only become more."),
    )


class PaidForm(PlainForm):
    """The ticked rows were paid on this day."""

    creditors = forms.MultipleChoiceField(label=_("Paid"), required=False)
    paid_on = Day(label=_("Paid on"), earliest=-366, latest=0)

    def __init__(self, *args: Any, rows: Sequence[Creditor], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["creditors"]
        field.choices = [
            (str(row.pk), row.card.number) for row in rows if row.share_fen > row.paid_fen and row.payee
        ]
        self.initial["paid_on"] = clock.today()
        self.rows = rows
        for row in rows:
            if row.needs_proof:
                self.fields[f"proof-{row.pk}"] = Line(
                    label=_("Number of the payment"),
                    max_length=40,
                    required=False,
                    widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
                )

    @property
    def lines(self) -> list[tuple[Creditor, bool, Any]]:
        """Each row, whether it is ticked, and the field of its proof where one is needed."""
        ticked = set(self["creditors"].value() or ())
        return [
            (row, str(row.pk) in ticked, self[f"proof-{row.pk}"] if row.needs_proof else None)
            for row in self.rows
        ]

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "creditors": [UUID(key) for key in given["creditors"]],
            "proofs": {row.pk: given[f"proof-{row.pk}"] for row in self.rows if row.needs_proof},
            "paid_on": given["paid_on"],
        }


@with_guarantor
@asking
def shares(request: HttpRequest, issuer: Issuer) -> HttpResponse:
    """All shares, page by page, with where to pay; ticked ones are marked as paid. The same as a file for the bank."""
    closure = _closure(issuer)
    if request.method == "POST" and request.POST.get("unpay"):
        return _unpay(request, closure)
    rows = _rows(closure)
    if request.GET.get("as") in tables.FILES and request.method != "POST":
        return tables.file(tables.table(gettext("Shares"), COLUMNS, rows), "shares", request.GET["as"])
    page = paging.page_of(rows, request.GET.get("page"), per_page=PER_PAGE)
    context = {
        "issuer": issuer,
        "closure": closure,
        "page": page,
        "sums": facts.sums(closure),
        "files": [(kind, f"?as={kind}") for kind in tables.FILES],
    }
    return ask(
        request,
        outside(
            "prepaid/closures/shares.html",
            context=context,
            closed=""
            if closure.stage == life.OPEN
            else gettext("This is settled; nothing is marked any more."),
        ),
        form=partial(PaidForm, rows=page.rows),
        act=lambda form: paying.pay(closure, **form.facts(), by=guarantor_of(issuer), at=clock.now()),
        done=lambda n: (
            ngettext("%(n)s share is marked as paid.", "%(n)s shares are marked as paid.", n) % {"n": n}
        ),
        to=request.get_full_path(),
    )


@with_guarantor
@asking
def total(request: HttpRequest, issuer: Issuer) -> HttpResponse:
    """What is paid out in all: each card gets its share of it at once."""
    closure = _closure(issuer)
    sums = facts.sums(closure)

    return ask(
        request,
        outside("prepaid/closures/total.html", context={"issuer": issuer, "closure": closure, "sums": sums}),
        form=partial(SumForm, owed_fen=sums.certain_fen + sums.doubtful_fen),
        act=lambda form: guarantee.hand_out(closure, **form.facts(), by=guarantor_of(issuer), at=clock.now()),
        done=_("It is shared out. Everybody with a telephone gets a message and says where to be paid."),
        to=reverse("guarantor-shares", args=[issuer.pk]),
    )


def _unpay(request: HttpRequest, closure: Closure) -> HttpResponse:
    """A tick that was wrong is taken back."""
    try:
        key = UUID(request.POST["unpay"])
        paying.unpay(closure, creditor=key, by=guarantor_of(closure.issuer), at=clock.now())
    except (ValueError, NotPossible) as error:
        known = isinstance(error, NotPossible)
        messages.warning(
            request, str(error) if known else gettext("This is not on the page any more. Please look again.")
        )
    else:
        messages.success(request, gettext("It is not marked as paid any more."))
    return HttpResponseRedirect(request.get_full_path())


def _closure(issuer: Issuer) -> Closure:
    closure = facts.of_issuer(issuer)
    if closure is None or closure.stage == life.LIFTED:
        raise Http404
    return closure


def _rows(closure: Closure) -> Any:
    return closure.creditors.select_related("card").order_by("card__number")


def _payee(name: str) -> Any:
    return lambda row: row.payee.get(name, "")


COLUMNS: tuple[Column[Creditor], ...] = (
    Column(_("Card"), lambda row: row.card.number),
    Column(_("Share ({currency})"), lambda row: spoken.figures(row.share_fen), is_number=True),
    Column(
        _("Reserved for a doubt ({currency})"), lambda row: spoken.figures(row.reserved_fen), is_number=True
    ),
    Column(_("Paid ({currency})"), lambda row: spoken.figures(row.paid_fen), is_number=True),
    Column(_("Paid on"), lambda row: row.paid_on),
    Column(_("Said not to have arrived"), lambda row: row.denied_on),
    Column(_("Number of the payment"), lambda row: row.paid_proof),
    Column(_("Account holder"), _payee("name")),
    Column(_("Bank"), _payee("bank")),
    Column(_("Account"), _payee("account")),
)
