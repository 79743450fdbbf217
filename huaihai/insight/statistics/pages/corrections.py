"""Which published number was changed, from what to what, when and why."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huaihai.insight.models import Correction
from huaihai.insight.releases import reading
from huaihai.insight.statistics import keys
from huaihai.insight.statistics.pages import frame
from huaihai.kit import guards, spoken
from huaihai.kit.paging import page_of


@require_safe
@guards.public
def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, the newest first."""
    title = _("Corrections")
    found = frame.asked(request)
    if found is None:
        return frame.none_yet(request, title)
    page = page_of(reading.corrections(), request.GET.get("page"))
    rows = [_row(one) for one in page.rows]
    return frame.page(request, "corrections.html", found, title, {"page": page, "rows": rows})


@dataclass(frozen=True)
class Row:
    """A correction in words. `number` is the release that brought it."""

    what: str
    was: str
    now: str
    on: date
    number: int
    why: str


def _row(one: Correction) -> Row:
    what = (
        keys.measure(one.measure),
        "" if one.axis == "all" else keys.name(one.axis, one.key),
        keys.place(one.place),
        keys.period(one.period),
    )
    return Row(
        what=" · ".join(filter(None, what)),
        was=_number(one.measure, one.before),
        now=_number(one.measure, one.after),
        on=one.corrected_on,
        number=one.release.number,
        why=one.reason,
    )


def _number(measure: str, number: int) -> str:
    return spoken.yuan(number) if measure.endswith("_fen") else f"{number:,}"
