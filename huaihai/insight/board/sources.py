"""Where the measures come from. Each function answers what one month brought, in few queries.

None: it can only be told of the present, and the month is over; what was stored then stays.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import batched, groupby
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, Sum

from huaihai import alliance
from huaihai.businesses.models import Correction
from huaihai.cases import life as cases_life
from huaihai.cases.models import Agreement, Case, Forwarding
from huaihai.cases.models.case import CaseQuerySet
from huaihai.desk.lives import NEW
from huaihai.education.models import Delivery, Edition, Interest, Publication, PublicationQuerySet
from huaihai.governance.models import Contact, HandOver
from huaihai.governance.models import Count as VoteCount
from huaihai.insight.axes import OF_STAGE, Outcome
from huaihai.insight.board.arithmetic import NOTHING, Measured
from huaihai.insight.comparing import facts as comparing_facts
from huaihai.insight.comparing.steps import CLOCKS, NOT_A_STEP
from huaihai.insight.models import AlarmText, DayCount
from huaihai.insight.months import Span
from huaihai.kit.clock import local_day, local_moment
from huaihai.law.limits import MEDIATE
from huaihai.members.models import Organisation, Post
from huaihai.record.models import Clock, Event
from huaihai.supervision.models import Inspection, Project, ProjectCity, Recheck
from huaihai.supervision.sweeping.plan import parse


def cities_taking_part(span: Span) -> Measured:
    """Sweeps whose last day lay in the month, and in how many of their cities at least one place was checked.

    `facts.named` is how many cities they had named.
    """
    sweeps = Project.objects.public().filter(kind=Project.Kind.SWEEP).exclude(stage="dropped")
    near = sweeps.filter(year__gte=span.month.year - 1, year__lte=span.month.year + 1)
    keys = [
        key
        for key, plan, ends_on in near.values_list("pk", "registered__plan", "ends_on")
        if span.month <= (parse(plan).week[1] or ends_on or date.min) <= span.over_until
    ]
    checked = Inspection.objects.filter(project__in=keys).order_by().values("project", "city").distinct()
    named = ProjectCity.objects.filter(project__in=keys).count()
    return Measured(checked.count(), len(keys), {"named": named})


def rechecks_done(span: Span) -> Measured:
    """Re-checks whose last day lay in the month, and how many were made, in time or later.

    Who goes again before the time to cure is over needs no clock for it: that one counts in the month it was made.
    """
    clocks = Clock.objects.filter(
        name="recheck", subject__startswith="finding:", due_on__gte=span.month, due_on__lte=span.over_until
    )
    agreed = [
        (subject.partition(":")[2], started)
        for subject, started in clocks.values_list("subject", "started_at")
    ]
    made: dict[str, list[datetime]] = {}
    for finding, at in Recheck.objects.filter(finding__in=[key for key, _at in agreed]).values_list(
        "finding", "at"
    ):
        made.setdefault(str(finding), []).append(at)
    done = sum(any(at >= started for at in made.get(key, ())) for key, started in agreed)
    early = _early_rechecks(span)
    return Measured(done + early, len(agreed) + early)


def _early_rechecks(span: Span) -> int:
    """Findings seen again in the month before any clock for it had begun."""
    start, end = span.bounds
    first: dict[str, datetime] = {}
    rows = Recheck.objects.filter(at__gte=start, at__lt=end).order_by("at").values_list("finding", "at")
    for finding, at in rows:
        first.setdefault(f"finding:{finding}", at)
    clocks = Clock.objects.filter(name="recheck", subject__in=list(first)).values_list(
        "subject", "started_at"
    )
    begun = {subject for subject, started in clocks if started <= first[subject]}
    return len(first) - len(begun)


TENTHS = 10


def gap_between_cities(span: Span) -> Measured | None:
    """The gap after adjustment for the mix of cases, in tenths of a point, as comparing tells it today."""
    if not span.is_now:
        return None
    found = comparing_facts.gap()
    if found is None:
        return NOTHING
    share, through = found
    return Measured(round(share * 100 * TENTHS), TENTHS, {"through": through.isoformat()})


ON_TIME = Q(due_at=None, ended_at__date__lte=F("due_on")) | Q(due_at__isnull=False, ended_at__lte=F("due_at"))
LATE = Q(due_at=None, ended_at__date__gt=F("due_on")) | Q(due_at__isnull=False, ended_at__gt=F("due_at"))


def steps_on_time(span: Span) -> Measured:
    """Steps that became clear in the month: taken in time, or their last day went by without them.

    So each is counted in one month only, and a step that nobody ever takes is not forgotten. Paused clocks wait.
    """
    start, end = span.bounds
    clocks = Clock.objects.filter(subject__startswith="case:", name__in=CLOCKS).exclude(
        ended_by__in=NOT_A_STEP
    )
    taken = Q(ended_at__gte=start, ended_at__lt=end) & ON_TIME
    missed = Q(due_on__gte=span.month, due_on__lte=span.over_until) & (
        Q(ended_at=None, paused_on=None) | LATE
    )
    found = clocks.filter(taken | missed).aggregate(
        part=Count("pk", filter=taken), missed=Count("pk", filter=missed)
    )
    return Measured(found["part"], found["part"] + found["missed"])


def with_quorum(span: Span) -> Measured:
    """Rounds of votes counted in the month, and how many had their quorum."""
    start, end = span.bounds
    rows = VoteCount.objects.filter(counted_at__gte=start, counted_at__lt=end)
    return _measured(rows.aggregate(of=Count("pk"), part=Count("pk", filter=Q(has_quorum=True))))


def complete_hand_overs(span: Span) -> Measured:
    """Hand-overs whose agreed day came in the month, and how many lists both sides have signed by now."""
    rows = (
        HandOver.objects.filter(on__gte=span.month, on__lte=span.over_until)
        .exclude(stage="called_off")
        .order_by()
    )
    signed = Q(stage="signed")
    return _measured(rows.aggregate(of=Count("pk"), part=Count("pk", filter=signed)))


def _measured(row: dict[str, int]) -> Measured:
    return Measured(row["part"], row["of"])


def open_doors(span: Span) -> Measured:
    """Counties whose own body has a line for the public and somebody in a post, on the last day that is over."""
    day = span.over_until
    answering = Contact.objects.in_use(day).filter(kind=Contact.Kind.PUBLIC).values("organisation")
    received_by = Post.objects.held_on(day).values("organisation")
    codes = {county.code for city in alliance.load().cities for county in city.counties if county.official}
    counties = Organisation.objects.filter(kind=Organisation.Kind.COUNTY, region_code__in=codes)
    opened = counties.filter(pk__in=answering).filter(pk__in=received_by).values("region_code").distinct()
    return Measured(opened.count(), len(codes))


NEVER_FILED = ("draft", "abandoned")
CAME_BACK = Q(take_clock__ended_by__in=("send_back", "recall")) | Q(decide_clock__ended_by="send_back")


def ended_in(span: Span) -> CaseQuerySet:
    """The cases that ended in the month, whichever way."""
    start, end = span.bounds
    return (
        Case.objects.filter(ended_at__gte=start, ended_at__lt=end).exclude(stage__in=NEVER_FILED).order_by()
    )


def right_door_first(span: Span) -> Measured:
    """Of the cases that ended, those that went to no other place after they were first taken or forwarded.

    Moved have those that came back or were called back, were forwarded twice, or were referred to another authority
    by the body that had taken them.
    """
    of_case = Forwarding.objects.filter(case=OuterRef("pk"))
    rows = ended_in(span).annotate(ways=Count("forwardings"), came_back=Exists(of_case.filter(CAME_BACK)))
    moved = Q(came_back=True) | Q(ways__gt=1) | Q(stage="referred", lead__isnull=False)
    found = rows.aggregate(of=Count("pk"), moved=Count("pk", filter=moved))
    return Measured(found["of"] - found["moved"], found["of"])


def filed_away(span: Span) -> Measured:
    """Of the cases received whose leading city is known, those filed in another city than it."""
    start, end = span.bounds
    rows = Case.objects.filter(submitted_at__gte=start, submitted_at__lt=end, lead__isnull=False).order_by()
    found = rows.aggregate(of=Count("pk"), part=Count("pk", filter=~Q(lead=F("home"))))
    return Measured(found["part"], found["of"])


CONFIRMED = Q(stage="closed", result=Case.Result.FULFILLED)
NOT_SOLVED = tuple(stage for stage, outcome in OF_STAGE.items() if outcome == Outcome.NOT_SOLVED)


def confirmed(span: Span) -> Measured:
    """Of the cases that ended here, those of which the consumer said that it was done.

    Unknown ones stay in the whole; withdrawn ones and those that went elsewhere do not.
    """
    rows = ended_in(span).filter(Q(stage="closed") | Q(stage__in=NOT_SOLVED))
    found = rows.aggregate(of=Count("pk"), part=Count("pk", filter=CONFIRMED))
    return Measured(found["part"], found["of"])


def recovered(span: Span) -> Measured:
    """What consumers confirmed to have got back, in fen, and from how many cases."""
    rows = ended_in(span).filter(CONFIRMED, settled_fen__gt=0)
    found = rows.aggregate(of=Count("pk"), part=Sum("settled_fen"))
    return Measured(found["part"] or 0, found["of"])


def days_saved(span: Span) -> Measured:
    """For the agreements reached in the month: the days that mediation may take, less those from receipt to agreement.

    An agreement that took longer counts against the sum.
    """
    start, end = span.bounds
    rows = Agreement.objects.filter(
        reached_at__gte=start, reached_at__lt=end, case__submitted_at__isnull=False
    )
    taken = [
        (local_day(reached) - local_day(received)).days
        for received, reached in rows.order_by().values_list("case__submitted_at", "reached_at").iterator()
        if received is not None
    ]
    return Measured(sum(MEDIATE.number - days for days in taken), len(taken))


def days_to_close(span: Span) -> Measured:
    """Days from receipt to the end of the cases that were ours to solve; `facts` has how often each number of days."""
    rows = ended_in(span).filter(Q(stage="closed") | Q(stage__in=NOT_SOLVED), submitted_at__isnull=False)
    days = Counter(
        (local_day(ended) - local_day(received)).days
        for received, ended in rows.order_by().values_list("submitted_at", "ended_at").iterator()
        if received is not None and ended is not None
    )
    facts = {"days": {str(day): times for day, times in sorted(days.items())}}
    return Measured(sum(day * times for day, times in days.items()), days.total(), facts)


MOST = 5000  # cases looked at; of more, those with the smallest receipt hash, which nobody can choose
TOGETHER = 500  # cases whose events are read in one query

type Step = tuple[str, str, str]  # verb, stage before, stage after


def without_by_pass(span: Span) -> Measured:
    """Of the cases that ended in the month, those whose record is an unbroken way through the table."""
    chosen = list(ended_in(span).order_by("receipt_hash", "pk").values_list("pk", "stage")[:MOST])
    kept = 0
    for some in batched(chosen, TOGETHER):
        stages = {f"case:{key}": stage for key, stage in some}
        rows = Event.objects.filter(subject__in=list(stages)).order_by("subject", "number")
        ways = groupby(rows.values_list("subject", "verb", "facts"), key=lambda row: row[0])
        kept += sum(
            is_in_table(_steps((verb, facts) for _subject, verb, facts in events), stages[subject])
            for subject, events in ways
        )
    return Measured(kept, len(chosen), {"most": MOST} if len(chosen) == MOST else {})


def is_in_table(steps: Iterable[Step], stage: str) -> bool:
    """Whether these steps lead from nowhere to this stage, each of them one that its verb allows."""
    at = NEW
    taken = False
    for verb, before, after in steps:
        known = cases_life.VERBS.get(verb)
        if known is None or before != at or known.moves.get(before) != after:
            return False
        at, taken = after, True
    return taken and at == stage


def _steps(events: Iterable[tuple[str, dict[str, Any]]]) -> Iterable[Step]:
    """Of what is on record about a case, what moved it or was done with it as a step."""
    return (
        (verb, facts["before"], facts["after"])
        for verb, facts in events
        if "before" in facts and "after" in facts
    )


SECONDS = 60


def minutes_first_to_last(span: Span) -> Measured:
    """Texts that went out in the month to readers of two cities or more, and the minutes from first to last, added.

    The cities' pages show a text in the same moment; what takes time is the message to those who asked for one city's
    news. Of each city its first reader counts; digests, which wait for their hour, do not.
    """
    start, end = span.bounds
    rows = (
        Delivery.objects.filter(
            edition__in=Edition.objects.filter(stage="out", out_at__gte=start, out_at__lt=end).order_by(),
            state=Delivery.State.SENT,
            notice=Delivery.Notice.OUT,
            in_digest=False,
            subscription__interests__what=Interest.CITY,
        )
        .order_by()
        .values_list("edition", "subscription__interests__value")
        .annotate(first=Min("ended_at"))
    )
    told: dict[object, list[datetime]] = defaultdict(list)
    for edition, _city, first in rows:
        told[edition].append(first)
    spans = [max(firsts) - min(firsts) for firsts in told.values() if len(firsts) > 1]
    return Measured(sum(int(one.total_seconds()) // SECONDS for one in spans), len(spans))


def corrections(span: Span) -> Measured:
    """Requests to correct a published fact, asked in the month."""
    start, end = span.bounds
    asked = Correction.objects.filter(asked_at__gte=start, asked_at__lt=end).count()
    return Measured(asked, asked)


AROUND = 90  # days looked at before the warning, and after it
WIDTH = 28  # days of the window with most complaints: the peak
FEWEST = 10  # complaints in it
STANDS_OUT = 1.5  # times as many as in a mean window; else there was no peak


def warnings_in_time(span: Span) -> Measured:
    """Warnings whose days of watching ended in the month and had a peak; those that went out before its middle."""
    days = timedelta(days=AROUND + 1)
    first, last = (local_moment(day - days) for day in (span.month, span.over_until + timedelta(days=1)))
    texts = Publication.objects.published().filter(
        kind=Publication.Kind.WARNING, first_out_at__gte=first, first_out_at__lt=last
    )
    judged = [before for text in texts.select_related("shown") if (before := _was_before(text)) is not None]
    return Measured(sum(judged), len(judged))


def warnings_before_harm(year: int) -> PublicationQuerySet:
    """Warnings of this year that stand published and followed an alarm: it was raised before they went out."""
    before = AlarmText.objects.filter(
        publication=OuterRef("pk"), alarm__raised_at__lt=OuterRef("first_out_at")
    )
    texts = Publication.objects.published().filter(Exists(before), kind=Publication.Kind.WARNING)
    return texts.filter(published_on__year=year).order_by("published_on", "pk")


def peak(days: Sequence[int]) -> int | None:
    """The place of the middle of the window with most complaints, the first of several; None without a real peak."""
    windows = [sum(days[start : start + WIDTH]) for start in range(len(days) - WIDTH + 1)]
    if not windows:
        return None
    most = max(windows)
    if most < FEWEST or most < STANDS_OUT * sum(days) * WIDTH / len(days):
        return None
    return windows.index(most) + WIDTH // 2


def _was_before(text: Publication) -> bool | None:
    version = text.shown
    if version is None or not version.topics or text.first_out_at is None:
        return None
    out_on = local_day(text.first_out_at)
    middle = peak(_complaints(version.topics, version.cities, out_on))
    return None if middle is None else middle > AROUND


def _complaints(topics: Sequence[str], cities: Sequence[str], out_on: date) -> list[int]:
    first = out_on - timedelta(days=AROUND)
    rows = DayCount.objects.filter(
        category__in=topics, day__gte=first, day__lte=out_on + timedelta(days=AROUND)
    )
    if cities:
        rows = rows.filter(city__in=[key.partition(":")[2] for key in cities])
    by_day = dict(rows.order_by().values_list("day").annotate(n=Sum("received")))
    return [by_day.get(first + timedelta(days=place), 0) for place in range(2 * AROUND + 1)]
