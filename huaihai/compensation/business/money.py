"""Money that moves beside claims: paid in, taken out, the bank's fee and interest."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from huaihai.businesses.models import Business
from huaihai.compensation import books, rights
from huaihai.compensation.actions import funds
from huaihai.compensation.actions.moving import lock_fund
from huaihai.compensation.business import own
from huaihai.compensation.models import Fund, Posting
from huaihai.desk.lives import Moved, NotAllowed, NotPossible, Unfit
from huaihai.kit import clock, guards
from huaihai.kit.form_fields import Day, SeenForm
from huaihai.kit.yuan_field import YuanField
from huaihai.members.actors import Actor
from huaihai.members.forms import SignedForm

A_YEAR = 366
OF_BUSINESS = ("deposit", "withdraw")
KINDS = {
    "deposit": pgettext_lazy("money of a fund", "Paid in"),
    "withdraw": pgettext_lazy("money of a fund", "Taken out"),
    "charge": pgettext_lazy("money of a fund", "Fee of the bank"),
    "interest": pgettext_lazy("money of a fund", "Interest of the bank"),
}
VERBS = {
    "deposit": funds.deposit,
    "withdraw": funds.withdraw,
    "charge": funds.charge,
    "interest": funds.interest,
}


class MoneyForm(SignedForm, SeenForm):
    """What the bank has moved."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was it?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it was.")},
    )
    fen = YuanField(label=gettext_lazy("Sum"))
    business = forms.ModelChoiceField(
        label=gettext_lazy("Whose money?"),
        queryset=Business.objects.none(),
        required=False,
        empty_label=gettext_lazy("the owner's own"),
    )
    value_on = Day(label=gettext_lazy("Day at the bank"), earliest=-A_YEAR, latest=0)

    def __init__(self, *args: Any, fund: Fund, **options: Any) -> None:
        options["initial"] = {"value_on": clock.today(), "kind": "deposit", **(options.get("initial") or {})}
        super().__init__(*args, seen=fund.version, **options)
        field: Any = self.fields["business"]
        paid_in = Posting.objects.filter(fund=fund, account=books.DEPOSITS).values("business")
        beneath = Business.objects.standing().filter(Q(parent=fund.owner_id) | Q(pk__in=paid_in))
        field.queryset = beneath.order_by("name", "pk")
        field.label_from_instance = lambda business: business.name
        if not field.queryset.exists():
            del self.fields["business"]


@guards.business
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: HttpRequest, fund_id: UUID) -> HttpResponse:
    """Write down what the bank has moved, apart from claims."""
    fund, actor = own.fund(request, fund_id), own.actor_of(request)
    if not rights.pays(actor, fund, on=clock.today()):
        raise Http404
    data = request.POST if request.method == "POST" else guards.kept_post(request)
    form: MoneyForm = MoneyForm(data, fund=fund, account=request.user)
    status, has_moved = HTTPStatus.OK, False
    if request.method == "POST" and form.is_valid():
        try:
            _book(fund, form, actor)
        except Moved:
            fresh = own.fund(request, fund_id)
            form = MoneyForm(fund=fresh, account=request.user, initial=_typed(request, fresh))
            status, has_moved = HTTPStatus.CONFLICT, True
        except Unfit as error:
            form.add_error({"sum": "fen"}.get(error.field, error.field or None), error.message)
        except (NotPossible, NotAllowed) as error:
            form.add_error(None, str(error))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Written down in the books."))
            return redirect("business-fund", fund_id=fund.pk)
    context = {"fund": fund, "form": form, "has_moved": has_moved}
    return render(request, "compensation/business/money.html", own.frame(request) | context, status=status)


def _book(fund: Fund, form: MoneyForm, actor: Actor) -> None:
    """Under the fund's lock: a form that is sent twice is not booked twice. Raises Moved."""
    said = form.cleaned_data
    facts = {"fen": said["fen"], "value_on": said["value_on"], "by": actor, "at": clock.now()}
    if said["kind"] in OF_BUSINESS:
        facts["business"] = said.get("business")
    with transaction.atomic():
        held = lock_fund(fund.pk)
        if held.version != form.version_seen:
            raise Moved(held)
        VERBS[said["kind"]](fund, **facts)


def _typed(request: HttpRequest, fund: Fund) -> dict[str, Any]:
    """What was typed, for the fresh form; not the code."""
    return request.POST.dict() | {"seen": fund.version, "code": ""}
