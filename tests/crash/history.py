"""One check of a history, for any run that was disturbed: what was acknowledged is there, and nothing happened twice.

Each rule gives a line for each fault. Days are counted anew here, by hand, from the notices themselves.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.models import Count, Sum

from huaihai.cases.models import Case
from huaihai.cases.numbers import receipt_fingerprint
from huaihai.compensation import verifying
from huaihai.compensation.models import Claim, Entry, PaymentOrder, Posting
from huaihai.education.models import CoSignature, Delivery, Edition
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import keeping
from huaihai.packs import country_folder
from huaihai.record import events
from huaihai.record.models import Clock, Event, IntakeKey, OutboxMessage
from tests.crash.world import Done

MARKED = re.compile(r"[0-9a-f]{16} ")  # a story that was told once
MADE_UP = "0" * 40  # names of evidence of tests begin with it


@dataclass
class Found:
    """What does not hold, a line for each fault."""

    lost: list[str]  # of what was acknowledged
    doubled: list[str]
    wrong: list[str]  # what does not agree with itself

    def __bool__(self) -> bool:
        return bool(self.all)

    @property
    def all(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.wrong]


def faults(done: Done, taken: Callable[[], list[str]], *, in_hand: int) -> list[str]:
    """Everything that does not hold. `taken` gives the effect keys as the provider took them; `in_hand`: how often
    somebody may have died between handing a message over and noting it."""
    return check(done, taken, in_hand=in_hand).all


def check(done: Done, taken: Callable[[], list[str]], *, in_hand: int, files: bool = True) -> Found:
    """The same by kind; without `files` the store is not read through."""
    sent, repeated = _messages(taken, in_hand)
    return Found(
        lost=[*_acknowledged(done), *_codes(done), *sent, *(stored() if files else ())],
        doubled=[*_once(), *repeated],
        wrong=[*chains(), *_money(done), *_published(done), *days()],
    )


def _acknowledged(done: Done) -> Iterator[str]:
    rows = Case.objects.exclude(number=None).values_list("pk", "number")
    held = {str(key): number for key, number in rows}
    for key, number in done.numbers.items():
        if held.get(key) != number:
            yield f"case {key} was acknowledged as {number}, and is not there"
    forwarded = set(map(str, Case.objects.filter(stage="forwarded").values_list("pk", flat=True)))
    for key in done.handed_over - forwarded:
        yield f"case {key} was handed over, and is not"


def _once() -> Iterator[str]:
    stories = Counter(Case.objects.exclude(number=None).values_list("story", flat=True))
    marked = {story: number for story, number in stories.items() if MARKED.match(story)}
    yield from (f"{number} cases tell the same story" for number in marked.values() if number > 1)
    for verb in ("submit", "forward"):
        found = Event.objects.filter(verb=verb).values("subject").annotate(n=Count("pk")).filter(n__gt=1)
        yield from (f"{row['subject']}: {row['n']} events {verb}" for row in found)
    answers = Counter(
        row["case"] for row in IntakeKey.objects.values_list("answer", flat=True) if "case" in row
    )
    yield from (f"case {case} has {number} keys" for case, number in answers.items() if number > 1)
    for case in Case.objects.exclude(number=None):
        own = list(events.history(case.record_key).values_list("verb", flat=True))
        if own.count("submit") != 1 or own[0] != "start":
            yield f"{case.record_key}: it begins with {own[:3]}"


def _codes(done: Done) -> Iterator[str]:
    """Whoever sent a complaint was shown the code that opens it."""
    sent = set(
        map(str, Case.objects.filter(pk__in=done.begun).exclude(number=None).values_list("pk", flat=True))
    )
    for key in sent | done.numbers.keys():
        case, code = Case.objects.filter(pk=key).first(), done.codes.get(key, "")
        if not code or case is None or case.receipt_hash != receipt_fingerprint(code):
            yield f"case {key}: its receipt code was not seen"


def chains() -> Iterator[str]:
    for subject in Event.objects.order_by().values_list("subject", flat=True).distinct():
        if number := events.broken_at(subject):
            yield f"{subject}: event {number} does not fit"


def _messages(provider: Callable[[], list[str]], in_hand: int) -> tuple[list[str], list[str]]:
    """What is noted and did not leave; what left more often than may be."""
    sent = set(OutboxMessage.objects.exclude(sent_at=None).values_list("effect_key", flat=True))
    sent |= set(Delivery.objects.filter(state=Delivery.State.SENT).values_list("effect_key", flat=True))
    taken = provider()  # read last: somebody sends meanwhile
    lost = [f"{key} is noted as sent, and nobody took it" for key in sent - set(taken)]
    repeats = {key: number - 1 for key, number in Counter(taken).items() if number > 1}
    if sum(repeats.values()) <= in_hand:
        return lost, []
    return lost, [
        f"{sum(repeats.values())} messages went out again, with {in_hand} in hand: {sorted(repeats)[:5]}"
    ]


def _money(done: Done) -> Iterator[str]:
    yield from map(str, verifying.verify().faults)
    for row in Posting.objects.values("entry").annotate(fen=Sum("amount_fen")).exclude(fen=0):
        yield f"entry {row['entry']} is {row['fen']} fen out"
    paid = set(map(str, PaymentOrder.objects.filter(state="paid").values_list("claim", flat=True)))
    yield from (f"claim {key} was paid, and is not" for key in done.paid - paid)
    for claim in Claim.objects.all():
        if Entry.objects.filter(claim=claim, kind="pay").count() > 1:
            yield f"claim {claim.pk} was paid twice"


def _published(done: Done) -> Iterator[str]:
    out = set(map(str, Edition.objects.filter(stage="out").values_list("pk", flat=True)))
    yield from (f"edition {key} was signed, and is not out" for key in done.published - out)
    for row in (
        CoSignature.objects.values("edition", "body", "submission").annotate(n=Count("pk")).filter(n__gt=1)
    ):
        yield f"edition {row['edition']} has {row['n']} signatures of one body"
    told = Counter(Delivery.objects.exclude(subscription=None).values_list("edition", "subscription"))
    yield from (
        f"edition {one[0]}: a reader has it {number} times" for one, number in told.items() if number > 1
    )


def stored() -> Iterator[str]:
    """After a sweep of all ages nothing is without a row, and what a row names is there, whole."""
    found = keeping.look(young=0)
    keeping.sweep(found, young=0, brake=None)
    left = keeping.look(young=0)
    yield from (f"file {path.name} has no row after the sweep" for path in left.orphans)
    yield from (f"file {name} is missing" for name in left.missing if not name.startswith(MADE_UP))
    yield from (f"file {name} is damaged" for name in keeping.damaged())


def days() -> Iterator[str]:
    counted = Clock.objects.filter(pauses=None, is_extended=False, is_provisional=False)
    for clock in counted.exclude(limit_name="FIXED_DAY"):
        start = local_day(clock.started_at)
        if clock.unit == "wd":
            due = _working_days_after(start, clock.number)
        elif clock.unit == "d":
            due = start + timedelta(days=clock.number)
            while not _is_working(due):
                due += timedelta(days=1)
        else:
            continue
        if clock.due_on != due:
            yield f"{clock.subject} {clock.name}: due {clock.due_on}, and by hand {due}"


def _working_days_after(start: date, number: int) -> date:
    day = start
    while number:
        day += timedelta(days=1)
        number -= _is_working(day)
    return day


def _is_working(day: date) -> bool:
    off, on = _notices()
    return day in on or (day.weekday() < 5 and day not in off)


@cache
def _notices() -> tuple[frozenset[date], frozenset[date]]:
    off, on = set[date](), set[date]()
    for file in (country_folder() / "holidays").iterdir():
        for row in tomllib.loads(file.read_text(encoding="utf-8"))["holiday"]:
            days = (row["until"] - row["from"]).days + 1
            off |= {row["from"] + timedelta(days=number) for number in range(days)}
            on |= set(row.get("workdays", ()))
    return frozenset(off), frozenset(on)
