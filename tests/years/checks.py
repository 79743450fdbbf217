"""What holds all the year, and what at its end, when all work is done. Each rule gives a line for each fault."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import Sum

from huaihai.cases import business_numbers, life, turns, waiting
from huaihai.cases.consumer.tracking import access
from huaihai.cases.models import Agreement, Case, Promise, TradeMonth
from huaihai.cases.search import finding
from huaihai.cases.verbs import falling_due
from huaihai.insight.axes import Axis
from huaihai.insight.models import MonthCount
from huaihai.insight.models.rollups import EVERYWHERE
from huaihai.insight.rollups import counting
from huaihai.record import clock_doubt
from huaihai.record.models import Clock, Event, OutboxMessage
from huaihai.record.verify import whole
from tests.crash import history

if TYPE_CHECKING:
    from tests.years.year import Year

BY_ITSELF = (*falling_due.LAPSES, *falling_due.SETTLING)  # clocks whose end time alone brings about
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b")

FILES_LOOKED_AT = 0.3  # of the years: it takes as long as all else


def raise_any(*rules: Iterable[str]) -> None:
    """AssertionError with every fault that was found."""
    found = [fault for rule in rules for fault in rule]
    if found:
        raise AssertionError("\n  ".join(["", *found]))


def always(year: "Year") -> Iterator[str]:
    """Whatever is under way."""
    yield from _acknowledged(year)
    yield from stages()
    yield from running_clocks()
    yield from _announced(year)
    yield from _messages(year)
    yield from money()
    yield from history.days()


def at_the_end(year: "Year") -> Iterator[str]:
    """When everything that waited is done."""
    yield from _nothing_waits(year)
    if year.course.random() < FILES_LOOKED_AT:
        yield from history.stored()
    yield from map(str, whole.findings(whole.prepare([], [], with_keys=True)))
    yield from _codes(year)
    yield from _found(year)
    yield from _counted(year)


def _acknowledged(year: "Year") -> Iterator[str]:
    held = {str(pk): number for pk, number in Case.objects.exclude(number=None).values_list("pk", "number")}
    for pk, number in year.known.numbers.items():
        if held.get(pk) != number:
            yield f"case {pk} was acknowledged as {number}, and is {held.get(pk)}"
    yield from (f"case {pk} was sent by nobody" for pk in held.keys() - year.known.numbers.keys())


def stages() -> Iterator[str]:
    """Each change is one of the table, from where the case stood; it stands where the last one led."""
    stood: dict[str, str] = {}
    for event in Event.objects.filter(subject__startswith="case:").order_by("subject", "number"):
        if (verb := life.VERBS.get(event.verb)) is None:
            continue
        before, after = event.facts["before"], event.facts["after"]
        if before != stood.get(event.subject, "") or verb.moves.get(before) != after:
            yield f"{event.subject} {event.number}: {event.verb} leads from {before} to {after}"
        stood[event.subject] = after
    for case in Case.objects.only("stage"):
        if stood.get(case.record_key) != case.stage:
            yield f"{case.record_key} stands at {case.stage}, and was led to {stood.get(case.record_key)}"


def running_clocks() -> Iterator[str]:
    """A case that runs has its clock, one clock of a name, and one that ended has none."""
    running = Counter(Clock.objects.running().values_list("subject", "name"))
    yield from (f"{key}: {number} clocks run" for key, number in running.items() if number > 1)
    for case in Case.objects.only("stage"):
        own = {name for subject, name in running if subject == case.record_key}
        stage = life.STAGES[case.stage]
        wanted = turns.LIVING_CLOCK.get(case.stage)
        if own - {*stage.running, *stage.paused} or (wanted and wanted not in own):
            yield f"{case.record_key}: in {case.stage} run {sorted(own)}"


def _announced(year: "Year") -> Iterator[str]:
    """What a body is late with waits in the list of whoever has it in hand there."""
    cast, today = year.scene.cast, year.machine.at.date()
    late = list(Clock.objects.overdue(today).exclude(name__in=BY_ITSELF))
    if not late:
        return
    shown = set[str]()
    for by, body in ((cast.wang, cast.home), (cast.zhao, cast.lead), (cast.qian, cast.county)):
        own = waiting._on_turn(waiting.Hands(by, body, year.machine.at).cases, today)
        shown |= {case.record_key for case in own}
    for one in late:
        if one.subject not in shown:
            yield f"{one.subject}: {one.name} was over on {one.due_on}, and waits in nobody's list"


def _messages(year: "Year") -> Iterator[str]:
    sure = Counter(one.key for one in year.provider.takings if one.is_sure)
    yield from (f"{key} went out {number} times" for key, number in sure.items() if number > 1)
    taken = {one.key for one in year.provider.takings}
    for key in OutboxMessage.objects.exclude(sent_at=None).values_list("effect_key", flat=True):
        if key not in taken:
            yield f"{key} is noted as sent, and nobody took it"


def money() -> Iterator[str]:
    for one in Agreement.objects.annotate(parts=Sum("promises__sum_fen")):
        if one.parts != one.sum_fen:
            yield f"agreement of {one.case_id}: {one.sum_fen} fen, and its parts {one.parts}"


def _nothing_waits(year: "Year") -> Iterator[str]:
    at = year.fell_due_at
    if doubt := clock_doubt.standing():
        yield f"{doubt}"
    unsent = OutboxMessage.objects.filter(sent_at=None, gave_up_at=None).exclude(
        channel__in=("call", "webhook")
    )
    yield from (f"{one} waits: {one.attempts} tries, next {one.next_try_at}" for one in unsent)
    for one in OutboxMessage.objects.exclude(gave_up_at=None).filter(attempts__lt=5):
        yield f"{one} was given up after {one.attempts} tries"
    acts = list(falling_due.due_acts(at))
    if acts:
        yield f"{len(acts)} acts are due, and were due last night: {acts[:3]}"
    today = at.date()
    late = Clock.objects.overdue(today).filter(name__in=BY_ITSELF)
    yield from (f"{one.subject}: {one.name} was over on {one.due_on}, and runs" for one in late)
    silent = Promise.objects.watched().filter(breached_at=None, due_on__lt=today, asked_at=None)
    yield from (f"{one}: due on {one.due_on}, and nobody was asked" for one in silent)
    if waits := Case.objects.filter(to_index=True).count():
        yield f"{waits} cases wait for the search"
    if waits := Event.objects.filter(is_in_log=False).count():
        yield f"{waits} events wait for the log"


def _codes(year: "Year") -> Iterator[str]:
    """Each opens its own case, and no other."""
    for message in OutboxMessage.objects.filter(effect_key__contains=":receipt:").order_by(
        "created_at", "pk"
    ):
        case, _colon, _rest = message.effect_key.removeprefix("case:").partition(":")
        year.known.codes[case] = message.text
    for case, number in year.known.numbers.items():
        for other, code in year.known.codes.items():
            opened = access.open_with(number, _code_in(code))
            if (opened is not None) != (case == other):
                yield f"the code of {other} {'opens' if opened else 'does not open'} {case}"


def _code_in(text: str) -> str:
    found = CODE.search(text)
    return found[0] if found else text


def _found(year: "Year") -> Iterator[str]:
    """By the first word of its story, by its own officers and by nobody else."""
    cast = year.scene.cast
    for case in Case.objects.exclude(number=None).select_related("home", "lead", "responsible"):
        word = case.story.split()[0]
        for by in (cast.wang, cast.zhao):
            rows = Case.objects.visible_to(by)
            seen = rows.filter(pk=case.pk).exists()
            found = [one.pk for one in finding.find(rows, word, by=by)]
            if found != ([case.pk] if seen else []):
                yield f"{case.record_key}: {by.key} finds {found} and sees it: {seen}"


def _counted(year: "Year") -> Iterator[str]:
    """Statistics are what a recount gives, and count every complaint once."""
    for month in counting.all_months(year.machine.at):
        yield from map(str, counting.differences(month))
    by_trade = _by_trade()
    business_numbers.recount_all(at=year.machine.at)
    if by_trade != (anew := _by_trade()):
        yield f"counts of trades: {by_trade} and, counted anew, {anew}"
    every = MonthCount.objects.filter(axis=Axis.ALL, county=EVERYWHERE).aggregate(n=Sum("received"))["n"] or 0
    if every != len(year.known.numbers):
        yield f"{every} complaints are counted, and {len(year.known.numbers)} were acknowledged"


def _by_trade() -> list[tuple[object, ...]]:
    """What is counted of trades, but for empty rows."""
    rows = TradeMonth.objects.order_by("month", "category").values_list("month", "category", "counts")
    return [row for row in rows if any(row[-1].values())]
