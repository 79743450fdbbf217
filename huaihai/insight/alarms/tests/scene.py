"""Cases that came in, nights that were looked at, and who looks at the alarms."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from huaihai.businesses.models import Business
from huaihai.cases.models import Case
from huaihai.education.models import Publication
from huaihai.insight.alarms import keys, nightly, verbs
from huaihai.insight.models import Alarm, Night, Verdict
from huaihai.insight.months import between
from huaihai.insight.rollups import counting
from huaihai.kit.clock import ZONE
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Post, Role
from tests.posts import body, post_at

XUZHOU, SUQIAN, SUZHOU, SHANGQIU = "city:320300", "city:321300", "city:341300", "city:411400"
DAY = timedelta(days=1)
NIGHT = datetime(2026, 11, 26, 2, 0, tzinfo=ZONE)  # of this night 25 November is the last day
YESTERDAY = date(2026, 11, 25)


def received(
    key: str,
    category: str,
    *days_ago: float,
    nature: str = "N07",
    title: str = "",
    business: Business | None = None,
    at: datetime = NIGHT,
    **more: Any,
) -> list[Case]:
    """Cases that this body took in, so many days before that moment."""
    home: Organisation = body(key)
    start = Case.objects.count()
    return Case.objects.bulk_create(
        Case(
            number=f"3203-2026-{start + place:06d}-1",
            stage="received",
            home=home,
            responsible=home,
            category=category,
            nature=nature,
            title=title,
            business=business,
            created_at=at - days * DAY,
            submitted_at=at - days * DAY,
            stage_since=at - days * DAY,
            **more,
        )
        for place, days in enumerate(days_ago)
    )


def count(at: datetime = NIGHT, *, days: int = 400) -> None:
    """The rollups have counted all days up to this moment."""
    for month in between((at - days * DAY).date(), at.date()):
        counting.recount(month, at=at)


def said(key: str = "pair:G01:N07", *places: str, **more: Any) -> dict[str, Any]:
    """One alarm as the engine says it; without places, of Suqian."""
    held = list(places) or ["321300"]
    answer = {
        "identity": f"{key} 2026-11-12 {held[0]}",
        "continues": False,
        "detector": "scan",
        "key": key,
        "places": held,
        "group": "",
        "since": "2026-11-12",
        "until": "2026-11-25",
        "observed": 9,
        "expected": 2.1,
        "score": 4.2,
        "p": 0.00006,
        "recurrence_days": 240.5,
        "by_place": {place: [9 / len(held), 2.1 / len(held)] for place in held},
    }
    return answer | more


def night(*found: dict[str, Any], day: date = YESTERDAY, at: datetime | None = None) -> Night:
    """A night in which the engine said this."""
    moment = at or datetime(day.year, day.month, day.day, 2, 0, tzinfo=ZONE) + DAY
    with transaction.atomic():
        made = Night.objects.create(
            day=day, ran_at=moment, cells=0, cases=0, fed_hash="0" * 64, answer_hash="0" * 64
        )
        nightly.store(made, {"as_of": day.isoformat(), "alarms": list(found)}, at=moment)
        made.save()
    return made


def an_alarm(*places: str, category: str = "G01", nature: str = "N07", **more: Any) -> Alarm:
    """An alarm about a trade and a nature, raised last night."""
    night(said(keys.of_pair(category, nature), *places, **more))
    return Alarm.objects.get()


def post(key: str, role: Role = Role.OFFICER) -> Post:
    """The post of the one who holds this role there, made if nobody does yet."""
    held = Post.objects.filter(organisation__key=key, role=role).select_related("organisation", "account")
    return held.first() or post_at(key, role)


def officer(key: str, role: Role = Role.OFFICER) -> Actor:
    """The one who holds this role there, as an actor."""
    return Actor.officer(post(key, role))


def judge(
    alarm: Alarm, kind: str = "real", *, by: Actor | None = None, at: datetime = NIGHT, **said: Any
) -> Verdict:
    """Somebody of Suqian, unless said otherwise, judges it."""
    return verbs.judge(
        alarm, kind=kind, reason=said.pop("reason", "x"), by=by or officer(SUQIAN), at=at, **said
    )


def warned(alarm: Alarm, at: datetime = NIGHT) -> Publication:
    """A warning of Suqian that came of it and is out."""
    text = verbs.open_text(alarm, title="当心", kind="warning", by=officer(SUQIAN), at=at)
    Publication.objects.filter(pk=text.pk).update(
        state="published", published_on=at.date(), first_out_at=at, out_at=at
    )
    alarm.refresh_from_db()
    return text
