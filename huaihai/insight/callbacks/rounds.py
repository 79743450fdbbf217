"""The round of a quarter: drawn once, drawn again to check it, closed with its estimate, and read by others."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from huaihai.cases.models import Complainant
from huaihai.desk.lives import NotPossible
from huaihai.desk.lots import frame_hash
from huaihai.insight.callbacks import frames, lots, verbs
from huaihai.insight.callbacks.estimating import Called, Estimate, estimated
from huaihai.insight.callbacks.frames import Quarter, beacon_before, frame_of, latest_complete
from huaihai.insight.models import Call, CallAnswer, CallFrame, CallRound
from huaihai.kit.clock import local_day, local_moment
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
    fingerprint, counts = frame_hash(frame), counts_of(frame)
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


def close(held: CallRound, *, by: Actor = PROGRAM, at: datetime) -> CallRound:
    """Close this round and keep what was found; nothing happens to a closed one."""
    with transaction.atomic():
        locked = CallRound.objects.select_for_update().get(pk=held.pk)
        if locked.closed_at is not None:
            return locked
        locked.calls.filter(state=Call.State.OPEN).update(state=Call.State.UNREACHED, ended_at=at)
        locked.result = found_in(locked)
        locked.closed_at = at
        locked.save(update_fields=["result", "closed_at"])
        solved = locked.result["solved"]
        counted = {name: solved[name] for name in ("called", "reached", "solved")} if solved else {}
        facts = {"quarter": locked.quarter, **counted}
        events.write(subject=locked.record_key, verb="call_backs_closed", by=by.key, at=at, facts=facts)
    return locked


def found_in(held: CallRound) -> dict[str, Any]:
    """What the answers of this round come to: the two estimates, and plain counts over the whole alliance."""
    said = {answer.call_id: answer.said for answer in CallAnswer.objects.filter(call__round=held)}
    calls = list(held.calls.all())
    frame: Counter[tuple[str, str]] = Counter((city, kind) for _case, city, kind in held.frame.rows)
    answers = [said.get(call.pk, {}) for call in calls]

    def estimate_of(one: Any, field: str) -> dict[str, Any] | None:
        sample = [
            Called(call.stratum, call.kind, one(answer.get(field, "")))
            for call, answer in zip(calls, answers, strict=True)
        ]
        found: Estimate | None = estimated(frame, sample)
        return found.as_json() if found else None

    given = [answer for answer in answers if answer]
    return {
        "solved": estimate_of(verbs.solved, "done"),
        "money": estimate_of(verbs.got_money, "money"),
        "paid_at_least_fen": sum(verbs.at_least_fen(one["money"]) for one in given),
        "done": dict(Counter(one["done"] for one in given)),
        "bands": dict(Counter(one["money"] for one in given)),
        "satisfied": dict(Counter(one["satisfied"] for one in given)),
        "states": dict(Counter(call.state for call in calls)),
    }


Act = Callable[[], object]


def due_acts(at: datetime) -> Iterator[Act]:
    """Only the last complete quarter is drawn: nobody is called about what is a year ago."""
    today = local_day(at)
    quarter = latest_complete(today)
    if not CallRound.objects.filter(quarter=str(quarter)).exists() and frames.is_any(quarter):
        yield partial(draw, quarter, at=at)
    # what was written down today can still be taken back
    is_open = Call.objects.filter(
        Q(state=Call.State.OPEN) | Q(last_tried_at__gte=local_moment(today)),
        round=OuterRef("pk"),
    )
    over = CallRound.objects.filter(Q(due_on__lt=today) | ~Exists(is_open), closed_at=None)
    for held in over.order_by("quarter"):
        yield partial(close, held, at=at)


def findings(held: CallRound) -> list[str]:
    """What does not fit, in plain words; empty if the same sample comes out."""
    frame: list[list[str]] = held.frame.rows
    found = frames.findings(held, held.quarter)
    counts = counts_of(frame)
    if held.strata != {city: [size, counts[city]] for city, size in sizes_of(frame).items()}:
        found.append(_("the numbers by city are others"))
    drawn = [str(case) for case in held.calls.order_by("stratum", "rank").values_list("case_id", flat=True)]
    if lots.drawn(held.seed, frame, counts) != drawn:
        found.append(_("another sample is drawn"))
    return found


COUNTED = ("called", "reached", "solved")


def estimate(quarter: str) -> Estimate | None:
    """The estimate of this quarter ("2026-Q1"); None while the calls go on, or where nobody answered."""
    held = CallRound.objects.filter(quarter=quarter, closed_at__isnull=False).values_list("result", flat=True)
    return of_result(held.first() or {})


def released_counts(quarter: str) -> dict[str, int]:
    """{"called", "reached", "solved"} of a closed round over the whole alliance; empty without one."""
    found = estimate(quarter)
    return {} if found is None else {name: getattr(found, name) for name in COUNTED}


def of_result(result: dict[str, object], name: str = "solved") -> Estimate | None:
    """The estimate of this name ("solved" or "money") in the kept result of a round."""
    kept = result.get(name)
    return Estimate.of_json(kept) if isinstance(kept, dict) else None
