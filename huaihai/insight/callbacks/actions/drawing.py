"""The draw of a quarter. It is made once; whoever holds the round's rows draws the same (`checking`)."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Complainant
from huaihai.desk.lives import NotPossible
from huaihai.insight.callbacks import lots
from huaihai.insight.callbacks.beacons import beacon_before
from huaihai.insight.callbacks.framing import frame_of
from huaihai.insight.callbacks.quarters import Quarter
from huaihai.insight.models import Call, CallFrame, CallRound
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

CALLING = timedelta(days=30)
PROGRAM = Actor.system("call-backs")


def draw(quarter: Quarter, *, by: Actor = PROGRAM, at: datetime) -> CallRound:
    """Draw this quarter's sample among its unknown cases; the round that is there already stays as it is.

    Nothing is locked while the lots are drawn. Raises NotPossible before the outcomes are complete.
    """
    today = local_day(at)
    if today < quarter.draw_from:
        raise NotPossible(_("What became of the cases of this quarter is not complete yet."))
    if held := CallRound.objects.filter(quarter=str(quarter)).first():
        return held
    frame, beacon = frame_of(quarter), beacon_before(at)
    fingerprint, counts = lots.frame_hash(frame), counts_of(frame)
    seed = lots.seed_of(str(quarter), frame=fingerprint, beacon=beacon.hash)
    chosen = lots.drawn(seed, frame, counts)
    with transaction.atomic():
        if held := CallRound.objects.filter(quarter=str(quarter)).first():
            return held
        made = CallRound.objects.create(
            quarter=str(quarter),
            frame_size=len(frame),
            frame_hash=fingerprint,
            beacon_event=beacon.event,
            beacon_hash=beacon.hash,
            seed=seed,
            strata={city: [size, counts[city]] for city, size in sizes_of(frame).items()},
            drawn_at=at,
            due_on=today + CALLING,
            closed_at=None if frame else at,
            is_demo=settings.DEMO,
        )
        CallFrame.objects.create(round=made, rows=frame)
        Call.objects.bulk_create(_calls(made, frame, chosen, at))
        facts = {
            "quarter": made.quarter,
            "frame": made.frame_hash,
            "size": made.frame_size,
            "seed": made.seed,
        }
        facts |= {"beacon": made.beacon_hash, "drawn": sum(counts.values())}
        events.write(subject=made.record_key, verb="call_backs_drawn", by=by.key, at=at, facts=facts)
    return made


def sizes_of(frame: list[list[str]]) -> dict[str, int]:
    """How many cases of the frame each city has, in order of the codes."""
    return dict(sorted(Counter(city for _case, city, _kind in frame).items()))


def counts_of(frame: list[list[str]]) -> dict[str, int]:
    """How many are called in each city."""
    sizes = sizes_of(frame)
    return lots.allocated(sizes, lots.sample_size(len(frame), len(sizes)))


def _calls(made: CallRound, frame: list[list[str]], chosen: list[str], at: datetime) -> list[Call]:
    """The calls in drawn order; who left no telephone number cannot be reached from the start."""
    about = {case: (city, kind) for case, city, kind in frame}
    reachable = set(
        Complainant.objects.filter(case__in=[UUID(case) for case in chosen])
        .exclude(phone_index="")
        .values_list("case_id", flat=True)
    )
    numbers = {str(case) for case in reachable}
    bodies = {city.region_code: city for city in Organisation.objects.cities()}
    ranks: Counter[str] = Counter()
    calls = []
    for case in chosen:
        city, kind = about[case]
        ranks[city] += 1
        is_open = case in numbers
        calls.append(
            Call(
                round=made,
                case_id=case,
                city=bodies[city],
                stratum=city,
                kind=kind,
                rank=ranks[city],
                state=Call.State.OPEN if is_open else Call.State.UNREACHED,
                ended_at=None if is_open else at,
            )
        )
    return calls
