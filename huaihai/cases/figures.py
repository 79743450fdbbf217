"""The numbers about cases that a report of the alliance asks for, and the list rows behind each of them."""

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huaihai.cases import forwarded
from huaihai.cases.models import Agreement, Case, Forwarding
from huaihai.cases.models.case import CaseQuerySet
from huaihai.cases.periods import Period
from huaihai.members.actors import Actor
from huaihai.record.figures import Figure


@dataclass(frozen=True)
class Kind:
    """One number about cases: those of which `moment` (a field) lies in the span, if they fit `where`.

    `day` heads that moment in the list.
    """

    key: str
    label: Promise | str
    day: Promise | str
    moment: str
    where: Q = field(default_factory=Q)


def _agreed(key: str, label: Promise | str, kind: Agreement.Kind) -> Kind:
    return Kind(key, label, _("Agreed on"), "agreement__reached_at", Q(agreement__kind=kind))


KINDS = (
    Kind("received", _("Complaints received"), _("Received on"), "submitted_at"),
    _agreed("settled", _("Settled between the two sides"), Agreement.Kind.SETTLEMENT),
    _agreed("mediated", _("Mediation agreements"), Agreement.Kind.MEDIATION),
    Kind(
        "confirmed",
        _("Done, confirmed by the consumer"),
        _("Confirmed on"),
        "ended_at",
        Q(result=Case.Result.FULFILLED),
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def rows(kind: Kind, period: Period, actor: Actor) -> CaseQuerySet:
    """The cases behind a number, newest first, each with the moment `on`; rows to list, not files to open."""
    start, end = period.bounds
    within = {f"{kind.moment}__gte": start, f"{kind.moment}__lt": end}
    found = Case.objects.listed_to(actor).filter(kind.where, **within)
    return found.annotate(on=F(kind.moment)).order_by(f"-{kind.moment}", "-pk")


def figures_between(since: date, until: date) -> list[Figure]:
    """The alliance's numbers from one day to another, both included: complaints, forwarding, agreement, outcome.

    Each address shows exactly the rows behind its number to whoever reads the rows of all cities.
    """
    period, program = Period(since, until), Actor.system("report")
    numbers = [_figure(kind, period, rows(kind, period, program).order_by().count()) for kind in KINDS]
    return [numbers[0], *_of_forwarding(period, program), *numbers[1:]]


def _of_forwarding(period: Period, program: Actor) -> list[Figure]:
    sent = Forwarding.objects.visible_to(program).sent_within(*period.bounds).order_by()
    labels = {
        forwarded.FORWARDED: _("Forwarded between cities"),
        forwarded.TAKEN_IN_TIME: _("Forwarded and taken in time"),
    }
    return [
        Figure(
            f"cases.forwarded.{column.name}",
            label,
            sent.filter(column.where(period.until)).count(),
            forwarded.Asked(period, column.name).url(),
            pgettext_lazy("report", "Complaints"),
        )
        for column, label in labels.items()
    ]


def _figure(kind: Kind, period: Period, number: int) -> Figure:
    url = f"{reverse('desk-figure', args=[kind.key])}?{urlencode(period.query)}"
    return Figure(f"cases.{kind.key}", kind.label, number, url, pgettext_lazy("report", "Complaints"))
