"""The pages of a business about itself, for the side of its desk; and that side for the pages of this room."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from huaihai import reactions

PAGES: tuple[tuple[str, Promise | str], ...] = (
    ("business-channel", _("Fast channel")),
    ("business-stalls", _("Stalls and shops")),
    ("business-standing", _("Standing offers")),
    ("business-people", _("Our people")),
    ("business-pledges", _("Our pledges")),
    ("business-posters", _("Posters for the door")),
    ("business-connections", _("Connections of our systems")),
    ("business-funds", _("Advance compensation")),
    ("business-replies", _("Named in a text")),
    ("business-sweeps", _("Found in a sweep")),
    ("business-tests", _("Tests of our goods")),
    ("business-brands", _("Directory and three hearts")),
    ("business-corrections", _("Have a public fact corrected")),
)


def items(request: HttpRequest) -> list[dict[str, Any]]:
    """What stands at the side under “Your business”; a page that an installation leaves out is left out."""
    found = []
    for name, label in PAGES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        is_current = request.path.startswith(url)
        found.append({"label": label, "url": url, "count": None, "is_current": is_current})
    return found


def frame(request: HttpRequest) -> dict[str, Any]:
    """What `kit/desk.html` asks of a page of the business's desk."""
    return {"desk": import_string(reactions.BUSINESS_ASIDE)(request)}
