"""Consultations and call-backs of the last weeks, and numbers that other platforms gave to cases that stand open."""

import tomllib
from datetime import date, time, timedelta
from pathlib import Path

from demo.plan import PHONE
from demo.staff import Cast
from huaihai.cases import elsewhere
from huaihai.cases.callback import promising
from huaihai.cases.callback import verbs as callbacks
from huaihai.cases.consulting import verbs
from huaihai.cases.elsewhere import Number
from huaihai.cases.models import Case
from huaihai.kit.clock import local_moment
from huaihai.members.actors import Actor

TEXTS = Path(__file__).with_name("texts.toml")
DAYS = 50  # back from the demo's day
WEEK = 7
NUMBERED = 6  # every so manyth open case has a number elsewhere
PLATFORMS = ("12315", "12345", "cca315")


def play(cast: Cast, *, today: date) -> None:
    _answer(cast, today)
    _call_back(cast, today)
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


def _call_back(cast: Cast, today: date) -> None:
    """Each city was asked to call two people: one was called; in all but the first the other waits for today."""
    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))["call_back"]
    for place, (code, body) in enumerate(sorted(cast.bodies.items())):
        for number, days in enumerate((WEEK + place, 1) if place else (WEEK,)):
            at = local_moment(today - timedelta(days=days), time(20, place, number))
            asked = told[(place * 3 + number) % len(told)]
            held = callbacks.ask(
                body=body,
                phone=PHONE.format(9_000 + place * 10 + number),
                slot=promising.times(body, at)[number],
                by=Actor.public(),
                at=at,
                **asked,
                place=code,
                is_demo=True,
            )
            if number == 0:
                callbacks.done(held, by=cast.officers[code], at=held.promised_from + timedelta(minutes=20))


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
