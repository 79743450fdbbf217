"""Consultations of the last weeks, and numbers that other platforms gave to cases that stand open."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

from demo.staff import Cast
from huaihai.cases import elsewhere
from huaihai.cases.consulting import verbs
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import Case
from huaihai.kit.clock import local_moment

TEXTS = Path(__file__).with_name("texts.toml")
DAYS = 50  # back from the demo's day
NUMBERED = 6  # every so manyth open case has a number elsewhere
PLATFORMS = ("12315", "12345", "cca315")


def play(cast: Cast, *, today: date) -> None:
    _answer(cast, today)
    _number(cast, today)


def _answer(cast: Cast, today: date) -> None:
    """Each city answers some of the questions, on other days and in another order."""
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))["question"]
    for place, (code, body) in enumerate(sorted(cast.bodies.items())):
        for number in range(4 + place % 4):
            asked = told[(place * 3 + number) % len(told)]
            day = today - timedelta(days=(number * 11 + place * 3) % DAYS + 1)
            verbs.answer(
                body=body,
                **asked,
                channel=("phone", "phone", "visit", "message")[(place + number) % 4],
                is_demo=True,
                by=cast.officers[code],
                at=local_moment(day, time(9 + number, 10 + place)),
            )


def _number(cast: Cast, today: date) -> None:
    """Some of the open cases stand at 12315, 12345 or the associations' platform too."""
    open_cases = Case.objects.open().filter(is_demo=True).order_by("number").select_related("home__parent")
    at = local_moment(today, time(0, 2))
    for place, case in enumerate(open_cases[::NUMBERED]):
        platform = PLATFORMS[place % len(PLATFORMS)]
        given = Number(platform, f"DEMO{today.year}{place:06d}", today + timedelta(days=place % 12 + 1))
        city = case.home.city if case.home else None
        if city is not None and city.region_code in cast.officers:
            elsewhere.keep(case, [given], by=cast.officers[city.region_code], at=at)
