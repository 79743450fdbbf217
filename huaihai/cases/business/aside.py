"""The side of every page of the business's desk."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huaihai.businesses import pages as businesses_pages
from huaihai.businesses.models import Business
from huaihai.cases import lifecycle
from huaihai.cases.business import standing
from huaihai.cases.models import Case
from huaihai.kit import clock


def aside(request: HttpRequest) -> dict[str, Any]:
    """What `kit/desk.html` asks for: three queries."""
    actor = standing.actor_of(request)
    held = Case.objects.visible_to(actor)
    counts = {
        standing.YOURS: held.filter(standing.our_turn(clock.today())).count(),
        standing.OPEN: held.filter(stage__in=lifecycle.OPEN).count(),
        standing.ENDED: None,
    }
    desk = reverse("business-desk")
    here = f"{request.path}?{request.GET.get('list', standing.OPEN)}"
    items = [
        {
            "label": label,
            "url": f"{desk}?list={name}",
            "count": counts[name],
            "is_current": here == f"{desk}?{name}",
        }
        for name, label in standing.LISTS.items()
    ]
    account = {"label": _("My account"), "url": reverse("my-account"), "count": None, "is_current": False}
    return {
        "body_name": _names(actor.business_ids),
        "person": getattr(request.user, "shown_name", ""),
        "groups": [
            {"title": _("Complaints"), "items": items},
            {"title": _("Your business"), "items": businesses_pages.items(request)},
            {"title": _("More"), "items": [account]},
        ],
    }


def _names(ids: frozenset[Any]) -> str:
    """The first business by name, and how many more."""
    names = list(
        Business.objects.standing().filter(pk__in=ids).order_by("created_at").values_list("name", flat=True)
    )
    if not names:
        return ""
    more = len(names) - 1
    told = ngettext("%(name)s and one more", "%(name)s and %(n)s more", more) % {"name": names[0], "n": more}
    return told if more else names[0]
