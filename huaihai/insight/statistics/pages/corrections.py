"""Which published number was changed, from what to what, when and why."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.insight.statistics.pages import frame
from huaihai.kit import guards


@require_safe
@guards.public
def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, the newest first."""
    title = _("Corrections")
    found = frame.asked(request)
    if found is None:
        return frame.none_yet(request, title)
    return frame.page(request, "corrections.html", found, title, {})
