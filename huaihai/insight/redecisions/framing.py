"""The frame of a round: files decided in twelve months. And which cities and people had a part in a file."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from huaihai.cases.models import Case, Forwarding
from huaihai.insight.callbacks import lots
from huaihai.insight.redecisions.pairing import File, Person
from huaihai.kit.clock import ZONE
from huaihai.members.models import Organisation, Post, Role
from huaihai.record.models import Event

DECLINED: Final = "declined"
MEDIATED: Final = "mediated"
FILES_A_KIND = 30  # of each kind: 60 files are about 120 sheets, six a person where twenty take part
YEAR = timedelta(days=365)
DECIDING = (Role.OFFICER.value, Role.MEDIATOR.value)

type Row = list[str]  # [case, kind, city's code]


def frame_of(since: date, until: date) -> list[Row]:
    """All files that were declined, or admitted and ended, from `since` to `until` (both included)."""
    rows = Case.objects.filter(ended_at__gte=_start(since), ended_at__lt=_start(until + timedelta(days=1)))
    rows = rows.filter(
        Q(stage="declined") | Q(admitted_at__isnull=False, stage__in=["closed", "terminated"])
    ).order_by("pk")
    codes = {city.path: city.region_code for city in Organisation.objects.cities()}
    frame = []
    for pk, stage, lead, home in rows.values_list("pk", "stage", "lead__path", "home__path").iterator():
        code = next((code for path, code in codes.items() if (lead or home or "").startswith(path)), "")
        if code:
            frame.append([str(pk), DECLINED if stage == "declined" else MEDIATED, code])
    return frame


def sample_of(seed: str, frame: Sequence[Row], *, wanted: int = FILES_A_KIND) -> list[str]:
    """The files of the sample, by lot: of each kind so many, over the cities in proportion, at least one each."""
    chosen: list[str] = []
    for kind in (DECLINED, MEDIATED):
        rows = [[case, city] for case, its_kind, city in frame if its_kind == kind]
        sizes: dict[str, int] = defaultdict(int)
        for _case, city in rows:
            sizes[city] += 1
        counts = lots.allocated(dict(sizes), min(wanted, len(rows)), least=1, most=wanted)
        chosen += lots.drawn(seed, rows, counts)
    return sorted(chosen, key=lambda case: (lots.lot(seed, case), case))


def files_of(cases: Sequence[str]) -> list[File]:
    """Each with the cities that were home, lead, responsible or forwarded it, and with everybody in its record."""
    held = {
        str(case.pk): case
        for case in Case.objects.filter(pk__in=cases).select_related("home", "lead", "responsible")
    }
    by_path = {city.path: city.key for city in Organisation.objects.cities()}
    cities: dict[str, set[str]] = defaultdict(set)
    for key, case in held.items():
        for body in (case.home, case.lead, case.responsible):
            cities[key] |= {name for path, name in by_path.items() if body and body.path.startswith(path)}
    moved = Forwarding.objects.filter(case__in=[UUID(key) for key in cases])
    for case_id, left, reached in moved.values_list("case", "from_city__key", "to_city__key"):
        cities[str(case_id)] |= {left, reached}
    people = _people_in(held.values())
    return [File(key, frozenset(cities[key]), frozenset(people[key])) for key in cases]


def people_on(on: date) -> list[Person]:
    """Officers and mediators who hold a post in a city that day; keys of the record, cities by their keys."""
    by_path = {city.path: city.key for city in Organisation.objects.cities()}
    posts = Post.objects.held_on(on).filter(role__in=DECIDING, account__is_active=True)
    found: dict[UUID, list[str]] = defaultdict(list)
    for account, path in posts.order_by("from_on", "pk").values_list("account", "organisation__path"):
        found[account] += [key for city, key in by_path.items() if path.startswith(city)]
    return [
        Person(str(account), tuple(dict.fromkeys(cities)))
        for account, cities in sorted(found.items(), key=lambda one: str(one[0]))
        if cities
    ]


def _people_in(cases: Iterable[Case]) -> dict[str, set[str]]:
    """By case the accounts that wrote anything into its record."""
    subjects = {case.record_key: str(case.pk) for case in cases}
    found: dict[str, set[str]] = defaultdict(set)
    rows = Event.objects.filter(subject__in=subjects, by__startswith="account:").order_by()
    for subject, by in rows.values_list("subject", "by").distinct():
        found[subjects[subject]].add(by.partition(":")[2])
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, ZONE)
