"""A year of alarms and warnings as the public reads and scores it: one file, made from rows and events, then closed.

What an alarm is about, and where, does not stand in it: the numbers behind it are too small. It is known by the hash of
its registration, an event that was written before anybody looked into it.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from huaihai.education.models import Publication
from huaihai.insight.alarms import acts, keys
from huaihai.insight.alarms.gathering import BUDGET, DAY, PROGRAM
from huaihai.insight.alarms.plain import Trades, first_plain, looked_in
from huaihai.insight.models import Alarm, AlarmText, Night, ScoredYear
from huaihai.insight.months import first_day, later
from huaihai.insight.scanning import scores
from huaihai.kit import signing
from huaihai.kit.clock import local_day, local_moment
from huaihai.record import events
from huaihai.record.models import Event

SUBJECT: Final = "early-warning"  # in the record
CLOSES_IN: Final = 4  # April of the next year: what a year's last alarms came to is known by then
OUTCOMES: Final = {
    "new": "open",
    "watched": "watched",
    "real": "found",
    "explained": "other_cause",
    "false": "false",
}


def due_acts(at: datetime) -> Iterator[Callable[[], None]]:
    """One act once a year: the year before is closed."""
    today = local_day(at)
    year = today.year - 1
    if today.month >= CLOSES_IN and year in years(today) and not ScoredYear.objects.filter(pk=year).exists():
        yield partial(close, year, at=at)


def close(year: int, *, at: datetime) -> None:
    """Sign the year's file as it is now; it changes no more. A second call closes nothing anew."""
    file = signing.file(content_of(year, today=local_day(at), is_final=True)).decode()
    with transaction.atomic():
        _closed, is_new = ScoredYear.objects.get_or_create(pk=year, defaults={"closed_at": at, "file": file})
        if is_new:
            facts = {"year": year, "sha256": sha256(file.encode()).hexdigest()}
            events.write(subject=SUBJECT, verb="early_warning_scored", by=PROGRAM.key, at=at, facts=facts)


def years(today: date) -> list[int]:
    """The years that have a page, the newest first: since the first night that was looked at."""
    first = Night.objects.order_by("day").values_list("day", flat=True).first()
    return list(range(today.year, first.year - 1, -1)) if first is not None else []


def file_of(year: int, *, today: date) -> bytes:
    """The signed file: as it was closed, else as it is today."""
    closed = ScoredYear.objects.filter(pk=year).first()
    return closed.file.encode() if closed else signing.file(content_of(year, today=today))


def content_of(year: int, *, today: date, is_final: bool = False) -> dict[str, Any]:
    """What the file says. A fixed number of queries."""
    trades, ended = Trades.of(year), today - DAY
    alarms = list(_alarms(year))
    of_year = [alarm for alarm in alarms if alarm.raised_at >= _begin(year)]
    first = Night.objects.order_by("day").values_list("day", flat=True).first() or today
    return {
        "schema": scores.SCHEMA,
        "year": year,
        "made_on": today.isoformat(),
        "is_final": is_final,
        "is_demo": settings.DEMO,
        "since": max(first, date(year, 1, 1)).isoformat(),
        "until": max(min(ended, date(year, 12, 31)), first, date(year, 1, 1)).isoformat(),
        "budget": BUDGET,
        "plain": {
            "least": scores.LEAST,
            "times": scores.TIMES,
            "months": scores.MONTHS,
            "within": scores.WITHIN,
        },
        "rows": [*_alarm_rows(of_year), *_warning_rows(year, trades, ended)],
        "events": list(_event_rows(year, alarms, trades, ended)),
    }


def _alarms(year: int) -> Iterable[Alarm]:
    """With those of the December before, which may have foretold a month of January."""
    begin = local_moment(date(year - 1, 12, 1))
    rows = Alarm.objects.filter(raised_at__gte=begin, raised_at__lt=_begin(year + 1))
    held = ("verdicts", "texts__publication", "sweeps__project", "place_rows__city")
    return rows.prefetch_related(*held).order_by("raised_at", "number")


def _begin(year: int) -> datetime:
    return local_moment(date(year, 1, 1))


def _alarm_rows(alarms: list[Alarm]) -> Iterator[dict[str, Any]]:
    registered = _registered("alarm_raised", (alarm.record_key for alarm in alarms))
    for alarm in alarms:
        hashed, facts = registered.get(alarm.record_key, (None, {}))
        verdicts = list(alarm.verdicts.all())
        done = acts.of_alarm(alarm)
        sums = [one for one in verdicts if one.harm_fen is not None and done]  # nothing done, nothing avoided
        harm = sums[-1] if sums else None
        yield {
            "kind": "alarm",
            "number": alarm.number,
            "registered_on": local_day(alarm.raised_at).isoformat(),
            "sha256": hashed,
            "detector": alarm.detector,
            "about": alarm.family,
            "score_hundredths": round(facts.get("said", {}).get("score", alarm.score) * 100),
            "looked_on": local_day(verdicts[0].at).isoformat() if verdicts else None,
            "outcome": OUTCOMES[alarm.stage],
            "acts": done,
            "plain_on": alarm.plain_on.isoformat() if alarm.plain_on else None,
            "harm_fen": harm.harm_fen if harm else None,
            "harm_method": harm.harm_method if harm else "",
            "alarms": [],
        }


def _registered(verb: str, subjects: Iterable[str]) -> dict[str, tuple[str, dict[str, Any]]]:
    """Hash and facts of each subject's first event of this kind. One query."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    rows = Event.objects.filter(subject__in=list(subjects), verb=verb).order_by("subject", "number")
    for subject, hashed, facts in rows.values_list("subject", "hash", "facts"):
        found.setdefault(subject, (hashed, facts))
    return found


def _warning_rows(year: int, trades: Trades, ended: date) -> Iterator[dict[str, Any]]:
    kinds = (Publication.Kind.WARNING, Publication.Kind.TIP)
    rows = Publication.objects.filter(
        kind__in=kinds, first_out_at__gte=_begin(year), first_out_at__lt=_begin(year + 1)
    )
    held = rows.prefetch_related("city_rows__city", "topic_rows").order_by("first_out_at", "slug")
    texts = list(held)
    registered = _registered("publication_published", (text.record_key for text in texts))
    came_of: dict[Any, Alarm] = {
        row.publication_id: row.alarm
        for row in AlarmText.objects.filter(publication__in=texts).select_related("alarm")
    }
    cities = [city.region_code for city in {place.city for place in keys.load().by_code.values()}]
    for text in texts:
        out = local_day(text.first_out_at) if text.first_out_at else ended
        plain = _plain_of(text, out, trades, cities, ended)
        alarm = came_of.get(text.pk)
        yield {
            "kind": text.kind,
            "number": text.slug,
            "registered_on": out.isoformat(),
            "sha256": registered.get(text.record_key, (None,))[0],
            "detector": "",
            "about": "trade" if text.topic_rows.all() else "",
            "score_hundredths": None,
            "looked_on": None,
            "outcome": _outcome(text, alarm, plain, out, ended),
            "acts": [{"kind": text.kind, "on": out.isoformat(), "address": text.get_absolute_url()}],
            "plain_on": plain.isoformat() if plain else None,
            "harm_fen": None,
            "harm_method": "",
            "alarms": [alarm.number] if alarm else [],
        }


def _plain_of(
    text: Publication, out: date, trades: Trades, everywhere: list[str], ended: date
) -> date | None:
    """When complaints about its trades in its cities had a month that anybody would have seen."""
    topics = [row.topic for row in text.topic_rows.all() if row.is_shown]
    cities = [row.city.region_code for row in text.city_rows.all() if row.is_shown] or everywhere
    if not topics:
        return None
    return first_plain(trades.together(cities, topics), looked_in(out), ended=ended)


def _outcome(text: Publication, alarm: Alarm | None, plain: date | None, out: date, ended: date) -> str:
    if text.is_withdrawn:
        return "withdrawn"
    if plain is not None or (alarm is not None and alarm.stage == "real"):
        return "found"
    return "open" if ended < later(first_day(out), scores.WITHIN) else "unknown"


def _event_rows(
    year: int, alarms: list[Alarm], trades: Trades, ended: date
) -> Iterator[dict[str, str | None]]:
    """Each month that anybody would have seen in a trade and city, and the alarm that came by its end."""
    for month, city, trade in sorted(trades.events(year, ended=ended)):
        caught = (alarm.number for alarm in alarms if _caught(alarm, month, city, trade))
        yield {"month": f"{month:%Y-%m}", "alarm": next(caught, None)}


def _caught(alarm: Alarm, month: date, city: str, trade: str) -> bool:
    in_time = later(month, -1) <= local_day(alarm.raised_at) < later(month, 1)
    if not in_time or keys.category_of(alarm.key) != trade:
        return False
    return any(row.city.region_code == city for row in alarm.place_rows.all())
