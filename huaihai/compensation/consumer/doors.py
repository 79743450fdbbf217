"""What the consumer's own page of a case says about funds."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from huaihai.cases.consumer.tracking.case_doors import CaseDoor
from huaihai.cases.models import Case
from huaihai.compensation.consumer import told
from huaihai.compensation.models import Claim
from huaihai.compensation.pages import asking


def doors(case: Case, *, today: date) -> list[CaseDoor]:
    """For `reactions.CASE_DOORS`: the state of the claim, or that a fund can be asked."""
    claim = Claim.objects.with_parties().filter(case=case).first()
    if claim is not None:
        state = told.of(claim, today=today)
        text = f"{claim.fund.name}: {state.words} {' '.join(state.more[:1])}"
        return [CaseDoor(_("Your claim on the fund"), text.strip(), _url("my-fund", case), state.tone)]
    found = asking.ways(case, today=today)
    if not found:
        return []
    text = _("%(fund)s stands behind this business. It can pay you first, and gets the money back itself.")
    return [
        CaseDoor(
            _("Ask the fund to pay first"), text % {"fund": found[0].fund.name}, _url("my-fund-new", case)
        )
    ]


def _url(name: str, case: Case) -> str:
    return reverse(name, args=[case.pk])
