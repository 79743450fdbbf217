"""Purchases on the page of a test."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from huaihai.desk.frame import actor_of
from huaihai.kit import clock
from huaihai.supervision.models import Project, Purchase
from huaihai.supervision.testing.buying.buyers import lacking_buyers, may_buy
from huaihai.supervision.testing.office.section import Section
from huaihai.supervision.testing.planning.reading import products_of


def section(request: HttpRequest, project: Project) -> Section | None:
    """How far the buying is; nothing before the plan is registered."""
    if project.registered is None:
        return None
    rows = Purchase.objects.filter(project=project)
    planned = len(products_of(project.registered.plan))
    bought = rows.values("product").distinct().count()
    waiting = rows.waiting().count()
    return Section(
        "purchases",
        _("Purchases"),
        "supervision/testing/buying/section.html",
        {
            "planned": planned,
            "bought": bought,
            "waiting": waiting,
            "lacking": lacking_buyers(project, at=clock.now()),
            "may_buy": project.stage == "running" and may_buy(actor_of(request), project, at=clock.now()),
        },
    )
