"""The sweep that looks for one clause: its cities and its checklist."""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.businesses.models import Place
from huaihai.cases.business_figures import admitted_against
from huaihai.law.clauses.register import held
from huaihai.supervision.models import ClauseFinding
from huaihai.supervision.sweeping.plan import FOLLOWING, LIMITS, Item, Plan, written

PLACES: Final = 10  # a city checks so many, unless it says otherwise
USUAL: Final = "S05"  # sales services, where the register names no other kind
CITY: Final = 4  # digits of a code by which its city is known
SEVERITY: Final = "grave"  # a talk and a promise follow, and the shop is looked at again


def cities(finding: ClauseFinding, members: Collection[str]) -> list[str]:
    """The codes of the cities where its shop or a shop of the same chain has places or complaints, and of the one that
    found it; all of them where the clause is nobody's."""
    if finding.business is None:
        return list(members)
    top = finding.business.parent or finding.business
    chain = {top.pk, finding.business.pk, *top.members.values_list("pk", flat=True)}
    places = Place.objects.filter(business__in=chain).values_list("region_code", flat=True)
    leads = admitted_against(chain).order_by().values_list("lead__region_code", flat=True)
    found = {code[:CITY] for code in (*places, *leads.distinct(), finding.body.region_code) if code}
    return [code for code in members if code[:CITY] in found]


def question(finding: ClauseFinding) -> str:
    """What people will know afterwards."""
    return _("Which shops still use this clause, and who has changed it: %(clause)s") % {
        "clause": finding.called
    }


def plan(finding: ClauseFinding, week: Sequence[str], *, known: Collection[str]) -> dict[str, Any]:
    """As `Project.plan` keeps it; whatever a city wants otherwise is changed there."""
    kind = _kind_of(finding)
    made = Plan(
        trade=kind if kind in known else USUAL,
        what=_("Shops with contracts, cards or notices of this kind"),
        target=PLACES,
        cure_days=tuple((key, limit.number) for key, limit in LIMITS.items()),
        follow=tuple((key, FOLLOWING if key == "minor" else ("talk", "promise")) for key in LIMITS),
        items=(_item(finding),),
    )
    return {**written(made), "week": list(week)}


def _item(finding: ClauseFinding) -> Item:
    row = finding.row
    return Item(
        key=re.sub(r"[^a-z0-9]+", "-", finding.clause) or "clause",
        name=finding.called,
        severity=SEVERITY,
        finding=_("The contract or a notice says this or means it: %(wording)s")
        % {"wording": finding.wording},
        guidance=_("Fair: %(fair)s") % {"fair": row.fair} if row else "",
        basis=tuple(row.article.split("；")) if row else (),
        photo=True,
    )


def _kind_of(finding: ClauseFinding) -> str:
    register, row = held(), finding.row
    return register.trades[row.trades[0]].kind if row else USUAL
