"""One standard, as anybody reads it: cities compared after adjustment, steps against their clocks, and the file."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from huaihai.cases.case_facts import NAMES
from huaihai.desk.measured import By, Mark, Measured
from huaihai.governance import rules
from huaihai.insight import definitions
from huaihai.insight.comparing import adjusting, facts, steps
from huaihai.insight.comparing.facts import Standard
from huaihai.insight.comparing.steps import Colour, Light
from huaihai.insight.months import later
from huaihai.insight.statistics import keys
from huaihai.kit import canonical, clock, guards

SCHEMA = "huaihai-standard/1"


@dataclass(frozen=True)
class LightRow:
    """A light as the table shows it: a sign, words, and the numbers behind it."""

    step: Promise | str
    colour: Colour
    sign: str
    words: str
    light: Light
    percent: str


SIGNS = {Colour.GREEN: "●", Colour.AMBER: "▲", Colour.RED: "■", Colour.NONE: "–"}


@require_safe
@guards.same_for_all
def standard(request: HttpRequest) -> HttpResponse:
    """Whether like cases have like results and like speed in every city."""
    today = clock.today()
    last, lights = steps.lights(today)
    context = {
        "told": [facts.part_of(one) for one in facts.newest()],
        "sure": int(adjusting.SURE * 100),
        "fewest": adjusting.FEWEST,
        "light_months": _light_months(last),
        "steps": [_step_row(city, row, last) for city, row in lights.items()],
        "step_names": step_names(),
        "least_lights": steps.FEWEST,
        "green": rules.number(rules.LIGHT_GREEN, on=today),
        "amber": rules.number(rules.LIGHT_AMBER, on=today),
    }
    return render(request, "insight/comparing/standard.html", context)


@require_safe
@guards.public
def figures(request: HttpRequest) -> HttpResponse:
    """The sums behind every number of the comparison, as canonical JSON."""
    held = facts.newest()
    if not held:
        raise Http404
    answer = HttpResponse(canonical.canonical(_file(held)), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="standard-{held[0].through:%Y-%m}.json"'
    return answer


def step_names() -> list[Promise | str]:
    """The names of the steps, in the order of the lights."""
    return [NAMES[name] for name in steps.CLOCKS]


def _file(held: list[Standard]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "comparisons": [
            {
                "measure": one.measure.key,
                "since": f"{one.since:%Y-%m}",
                "through": f"{one.through:%Y-%m}",
                "cities": [city.as_json() for city in one.cities],
            }
            for one in held
        ],
    }


def _light_months(last: date | None) -> str:
    if last is None:
        return ""
    since = later(last, 1 - steps.MONTHS_SHOWN)
    return _("%(since)s to %(through)s") % {
        "since": facts.month_words(since),
        "through": facts.month_words(last),
    }


def _percent(light: Light, city: str, last: date | None) -> str:
    words = f"{light.percent}%"
    if last is None:
        return words
    since = later(last, 1 - steps.MONTHS_SHOWN)
    at = definitions.of_months(By.DUE, since, last, f"counted {last:%Y-%m}")
    return Measured(words, Mark(f"steps-on-time.{light.clock}", city, at))


def _step_row(city: str, row: list[Light], last: date | None) -> tuple[str, list[LightRow]]:
    words = {
        Colour.GREEN: pgettext("light", "in time"),
        Colour.AMBER: pgettext("light", "often late"),
        Colour.RED: pgettext("light", "too often late"),
        Colour.NONE: pgettext("light", "too few"),
    }
    return keys.place(city), [
        LightRow(
            name, light.colour, SIGNS[light.colour], words[light.colour], light, _percent(light, city, last)
        )
        for name, light in zip(step_names(), row, strict=True)
    ]
