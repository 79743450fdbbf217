"""Two desks, the same pages (books, rules): the people of a fund's owner, and the officers of the body in charge."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from huaihai.compensation import rights
from huaihai.compensation.business import own
from huaihai.compensation.models import Fund
from huaihai.compensation.office import frame
from huaihai.kit import clock, guards

type Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Side:
    """Whose desk it is; addresses begin with its name, and its own page of the fund is `home`."""

    name: str
    home: str
    fund: Callable[[HttpRequest, UUID], Fund]
    context: Callable[[HttpRequest], dict[str, Any]]

    def url(self, page: str, *args: Any) -> str:
        """The address of one of these pages on this desk."""
        return reverse(f"{self.name}-fund-{page}", args=args)

    def home_url(self, fund: Fund) -> str:
        """The fund's own page."""
        return reverse(self.home, args=[fund.pk])


BUSINESS = Side(
    "business", "business-fund", own.fund, lambda request: own.frame(request) | {"is_business": True}
)
DESK = Side("desk", "desk-fund", frame.fund, lambda request: {})


def for_business(page: Page) -> Page:
    """The page on the desk of a business; whoever neither manages the owner nor keeps its money gets 404."""
    return guards.business(_on(BUSINESS, page))


def for_officers(page: Page) -> Page:
    """The page on the desk of a city's officers."""
    return frame.officers(_on(DESK, page))


def _on(side: Side, page: Page) -> Page:
    @wraps(page)
    def shown(request: HttpRequest, fund_id: UUID, **more: Any) -> HttpResponse:
        held = side.fund(request, fund_id)
        actor, today = frame.actor_of(request), clock.today()
        if not rights.pays(actor, held, on=today) and not rights.side_of(actor, held, on=today):
            raise Http404
        return page(request, held, side, **more)

    return shown
