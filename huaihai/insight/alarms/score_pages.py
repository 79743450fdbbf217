"""What the public reads of the early warning: how it works, what came of it, and each year scored, with its file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from huaihai.education.models import Publication
from huaihai.insight.alarms import figures, scores
from huaihai.insight.models import AlarmText
from huaihai.insight.releases import api
from huaihai.insight.scanning.jobs import QUIET_DAYS
from huaihai.insight.scanning.scores import figures as figures_of
from huaihai.insight.scanning.scores import gained
from huaihai.kit import clock, guards
from huaihai.kit.paging import Page, number_of, page_of

KINDS = {
    "alarm": pgettext_lazy("scored", "Alarm"),
    "warning": pgettext_lazy("scored", "Warning"),
    "tip": pgettext_lazy("scored", "Tip"),
    "sweep": pgettext_lazy("scored", "Sweep"),
}
OUTCOMES = {
    "found": pgettext_lazy("scored", "right"),
    "other_cause": pgettext_lazy("scored", "another cause"),
    "false": pgettext_lazy("scored", "false"),
    "open": pgettext_lazy("scored", "not known yet"),
    "watched": pgettext_lazy("scored", "being watched"),
    "withdrawn": pgettext_lazy("scored", "taken back"),
    "unknown": pgettext_lazy("scored", "cannot be told"),
}
A_PAGE = 40
ENOUGH = 20  # judged alarms; of fewer a percent says more than is known


@require_safe
@guards.same_for_all
def early_warning(request: HttpRequest) -> HttpResponse:
    """How it works, the warnings that came of it, and the years. Nothing of a single alarm stands on it."""
    came_of = AlarmText.objects.values("publication")
    warnings = Publication.objects.published().alerts().filter(pk__in=came_of)
    context = {
        "years": scores.years(clock.today()),
        "budget": figures.budget(),
        "quiet": QUIET_DAYS,
        "page": page_of(warnings, request.GET.get("page")),
    }
    return render(request, "insight/alarms/public.html", context)


@dataclass(frozen=True)
class Scored:
    """One alarm or warning of the file, in words. `titles` are those of what is published, by address."""

    row: dict[str, Any]
    titles: Mapping[str, str]

    @property
    def kind(self) -> Any:
        return KINDS[self.row["kind"]]

    @property
    def outcome(self) -> Any:
        if self.row["kind"] != "alarm" and self.row["outcome"] == "open":
            return pgettext_lazy("scored", "too early to tell")
        return OUTCOMES[self.row["outcome"]]

    @property
    def title(self) -> str:
        """Of a warning or tip that is published, else empty."""
        return self.titles.get(self.row["acts"][0]["address"], "")

    @property
    def days(self) -> int | None:
        """Days gained, of what was right."""
        return gained(self.row) if self.row["outcome"] == "found" else None

    @property
    def registered_on(self) -> date:
        return date.fromisoformat(self.row["registered_on"])

    @property
    def acts(self) -> list[dict[str, Any]]:
        """What the public saw of it, with its day; its kind in words, of an alarm the title where there is one."""
        titles = self.titles if self.row["kind"] == "alarm" else {}
        return [
            {
                **act,
                "title": titles.get(act["address"], ""),
                "label": KINDS.get(act["kind"], act["kind"]),
                "day": date.fromisoformat(act["on"]),
            }
            for act in self.row["acts"]
        ]


@require_safe
@guards.same_for_all
def year(request: HttpRequest, number: str) -> HttpResponse:
    """One year: every figure from the file, then each alarm and warning."""
    content = json.loads(_file(number))["content"]
    titles = _titles(int(number))
    latest = sorted(content["rows"], key=lambda row: str(row["registered_on"]), reverse=True)
    rows = [Scored(row, titles) for row in latest]
    counted = figures_of(content)
    context = {
        "year": content["year"],
        "content": content,
        "made_on": date.fromisoformat(content["made_on"]),
        "figures": counted,
        "false_rate": _hundredths(counted["false_in_1400_days"] or 0),
        "judged": (counted["alarms"] or 0) - (counted["not_judged"] or 0),
        "enough": ENOUGH,
        "budget": figures.budget(),
        "harms": [one for one in rows if one.row["harm_fen"] is not None],
        "page": _page(rows, request.GET.get("page")),
    }
    return render(request, "insight/alarms/year.html", context)


@require_safe
@guards.public
def file(request: HttpRequest, number: str) -> HttpResponse:
    """The year's signed file."""
    body = _file(number)
    name = f"early-warning-{number}.json"
    return api.file(request, body, "application/json", tag=sha256(body).hexdigest(), at=None, name=name)


def _titles(year: int) -> dict[str, str]:
    """Titles of the warnings and tips that are published, by address: of this year and what came of it in the next."""
    rows = Publication.objects.published().alerts().filter(first_out_at__year__in=(year, year + 1))
    return {text.get_absolute_url(): text.title for text in rows}


def _page(rows: list[Scored], asked: str | None) -> Page[Scored]:
    number = min(number_of(asked), max(1, -(-len(rows) // A_PAGE)))
    start = (number - 1) * A_PAGE
    return Page(rows[start : start + A_PAGE], number, len(rows), is_more=False, per_page=A_PAGE)


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02}"


def _file(number: str) -> bytes:
    today = clock.today()
    if int(number) not in scores.years(today):
        raise Http404
    return scores.file_of(int(number), today=today)
