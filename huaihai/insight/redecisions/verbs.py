"""The verbs of re-decisions: drawing, drawing again to check, handing in, knowing a case, closing."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.desk.lots import frame_hash
from huaihai.governance import standing
from huaihai.insight.callbacks import frames, lots
from huaihai.insight.callbacks.frames import beacon_before
from huaihai.insight.models import (
    BlindFile,
    RedecisionFrame,
    RedecisionRound,
    RedecisionSeat,
    RedecisionSheet,
)
from huaihai.insight.redecisions import files, pairs
from huaihai.insight.redecisions.pairs import PAIR
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

DECIDING = timedelta(days=45)
ONE_DAY = timedelta(days=1)
PROGRAM = Actor.system("re-decisions")


def draw(*, by: Actor, at: datetime, wanted: int = files.FILES_A_KIND) -> RedecisionRound:
    """Draw this year's round among the decisions of the twelve months before. Nothing is locked while it is drawn.

    Raises NotAllowed (not the secretariat), NotPossible (drawn already; too few files, or too few people).
    """
    today = local_day(at)
    if not standing.is_office(by, on=today):
        raise NotAllowed(_("Only the secretariat can do that."))
    _require_undrawn(today.year)
    since, until = today - files.YEAR, today - ONE_DAY
    frame, beacon = files.frame_of(since, until), beacon_before(at)
    fingerprint = frame_hash(frame)
    seed = lots.seed_of(f"re-decisions-{today.year}", frame=fingerprint, beacon=beacon.hash)
    chosen = files.files_of(files.sample_of(seed, frame, wanted=wanted))
    found = {key: two for key, two in pairs.pairs(seed, chosen, files.people_on(today)).items() if two}
    if len(found) < pairs.FLOOR:
        raise NotPossible(
            _("There are fewer than %(least)s files that two people of two other cities could decide.")
            % {"least": pairs.FLOOR}
        )
    blind = _files(found)
    with transaction.atomic():
        _require_undrawn(today.year)
        made = RedecisionRound.objects.create(
            year=today.year,
            since_on=since,
            until_on=until,
            wanted=wanted,
            frame_size=len(frame),
            frame_hash=fingerprint,
            beacon_event=beacon.event,
            beacon_hash=beacon.hash,
            seed=seed,
            drawn_at=at,
            drawn_by=by.key,
            due_on=today + DECIDING,
            is_demo=settings.DEMO,
        )
        RedecisionFrame.objects.create(round=made, rows=frame)
        _store(made, blind, found, at)
        facts = {
            "year": made.year,
            "frame": fingerprint,
            "size": len(frame),
            "seed": seed,
            "files": len(found),
        }
        events.write(subject=made.record_key, verb="redecisions_drawn", by=by.key, at=at, facts=facts)
    return made


def redraw(seat: RedecisionSeat, *, at: datetime) -> RedecisionSeat | None:
    """Somebody else takes this seat's file; None if nobody of another city is left. In the caller's transaction."""
    file = seat.file
    seats = list(file.seats.select_related("body"))
    (about,) = files.files_of([str(file.case_id)])
    taken = [pairs.Person(str(one.account_id), (one.body.key,)) for one in seats]
    rows = RedecisionSeat.objects.filter(file__round=file.round_id)
    load = Counter(str(account) for account in rows.values_list("account", flat=True))
    following = pairs.next_of(file.round.seed, about, files.people_on(local_day(at)), load, taken=taken)
    if following is None:
        return None
    made: RedecisionSeat = RedecisionSeat.objects.create(
        file=file,
        account_id=following.key,
        body=Organisation.objects.get(key=following.cities[0]),
        drawn_at=at,
    )
    return made


def _require_undrawn(year: int) -> None:
    if RedecisionRound.objects.filter(year=year).exists():
        raise NotPossible(_("This year's files were drawn already."))


def _files(found: Iterable[str]) -> list[BlindFile]:
    """The blind files of these cases in their order, unsaved."""
    rows = Case.objects.filter(pk__in=list(found)).select_related(
        "business", "place", "complainant", "agreement"
    )
    held = {str(case.pk): case for case in rows}
    return [
        BlindFile(
            case=held[key],
            number=number,
            shown=files.blind_file_of(held[key]),
            original=files.original_of(held[key]),
        )
        for number, key in enumerate(found, start=1)
    ]


def _store(
    made: RedecisionRound, blind: list[BlindFile], found: dict[str, list[pairs.Person]], at: datetime
) -> None:
    bodies = {body.key: body for body in Organisation.objects.cities()}
    seats = []
    for file in blind:
        file.round = made
        file.save(force_insert=True)
        seats += [
            RedecisionSeat(file=file, account_id=one.key, body=bodies[one.cities[0]], drawn_at=at)
            for one in found[str(file.case_id)]
        ]
    RedecisionSeat.objects.bulk_create(seats)


State = RedecisionSeat.State


def hand_in(
    seat: RedecisionSeat,
    *,
    admit: str,
    ground: str = "",
    remedy: str = "",
    share: str = "",
    why: str = "",
    by: Actor,
    at: datetime,
) -> RedecisionSheet:
    """Keep what this person decided, sealed; it is never changed. Raises NotAllowed, NotPossible, Unfit."""
    with transaction.atomic():
        held = _owing(seat, by=by, at=at)
        decided = _checked(held, admit=admit, ground=ground, remedy=remedy, share=share, why=why)
        made = RedecisionSheet.objects.create(seat=held, decided=decided, at=at)
        held.state, held.ended_at = State.DONE, at
        held.save(update_fields=["state", "ended_at"])
        events.write(subject=held.record_key, verb="redecision_handed_in", by=by.key, at=at)
    return made


def know(seat: RedecisionSeat, *, by: Actor, at: datetime) -> RedecisionSeat | None:
    """The person knows the case: whoever is drawn next decides it instead. Raises NotAllowed, NotPossible."""
    with transaction.atomic():
        held = _owing(seat, by=by, at=at)
        held.state, held.ended_at = State.KNOWN, at
        held.save(update_fields=["state", "ended_at"])
        following = redraw(held, at=at)
        facts = {"instead": str(following.pk) if following else ""}
        events.write(subject=held.record_key, verb="redecision_known", by=by.key, at=at, facts=facts)
    return following


def _owing(seat: RedecisionSeat, *, by: Actor, at: datetime) -> RedecisionSeat:
    if not RedecisionSeat.objects.visible_to(by).filter(pk=seat.pk).exists():
        raise NotAllowed(pgettext("re-decision", "Somebody else was drawn for this."))
    rows = RedecisionSeat.objects.select_for_update(of=("self",)).select_related("file__round")
    held: RedecisionSeat = rows.get(pk=seat.pk)
    if held.state == State.DONE:
        raise NotPossible(_("Your decision is in already; it cannot be changed."))
    if held.state != State.OPEN or held.file.round.closed_at is not None:
        raise NotPossible(_("This file does not wait for you any more."))
    if local_day(at) > held.file.round.due_on:
        raise NotPossible(_("The time for it is over."))
    return held


def _checked(
    held: RedecisionSeat, *, admit: str, ground: str, remedy: str, share: str, why: str
) -> dict[str, Any]:
    """Only what follows from the first answer is kept."""
    if admit not in (files.YES, files.NO):
        raise Unfit("admit", _("Please decide whether it is admitted."))
    if len(why) > files.LONGEST:
        raise Unfit("why", _("This is too long. Please shorten it."))
    if admit == files.NO:
        if ground not in dict(files.ground_choices()):
            raise Unfit("ground", pgettext("re-decision", "Please choose the ground."))
        return {"admit": admit, "ground": ground, "why": why}
    if remedy not in dict(files.remedy_choices()):
        raise Unfit("remedy", _("Please choose a remedy."))
    if not held.file.shown.get("asked_fen"):
        return {"admit": admit, "remedy": remedy, "why": why}
    if share not in dict(files.SHARES):
        raise Unfit("share", _("Please choose the share of the sum."))
    return {"admit": admit, "remedy": remedy, "share": share, "why": why}


def close(held: RedecisionRound, *, by: Actor = PROGRAM, at: datetime) -> RedecisionRound:
    """Close this round and keep what was found; nothing happens to a closed one."""
    with transaction.atomic():
        locked = RedecisionRound.objects.select_for_update().get(pk=held.pk)
        if locked.closed_at is not None:
            return locked
        seats = RedecisionSeat.objects.filter(file__round=locked, state=RedecisionSeat.State.OPEN)
        seats.update(state=RedecisionSeat.State.LATE, ended_at=at)
        locked.result, locked.closed_at = found_in(locked), at
        locked.save(update_fields=["result", "closed_at"])
        facts = {"year": locked.year, "files": locked.result["files"]}
        events.write(subject=locked.record_key, verb="redecisions_closed", by=by.key, at=at, facts=facts)
    return locked


def found_in(held: RedecisionRound) -> dict[str, Any]:
    """The files with both sheets, and how far they agree by question."""
    sheets: dict[Any, list[RedecisionSheet]] = defaultdict(list)
    rows = RedecisionSheet.objects.filter(seat__file__round=held).select_related("seat")
    for one in rows.order_by("at", "pk"):
        sheets[one.seat.file_id].append(one)
    both = [
        pairs.BothDecided(sheets[file.pk][0].decided, sheets[file.pk][1].decided, file.original)
        for file in held.files.order_by("number")
        if len(sheets[file.pk]) == PAIR
    ]
    return {
        "drawn": held.files.count(),
        "files": len(both),
        "questions": [one.as_json() for one in pairs.agreement(both, seed=held.seed)],
    }


Act = Callable[[], object]


def due_acts(at: datetime) -> Iterator[Act]:
    """The draw is the secretariat's; only the end comes by itself."""
    owing = RedecisionSeat.objects.filter(file__round=OuterRef("pk"), state=RedecisionSeat.State.OPEN)
    over = RedecisionRound.objects.filter(Q(due_on__lt=local_day(at)) | ~Exists(owing), closed_at=None)
    for held in over.order_by("year"):
        yield partial(close, held, at=at)


def findings(held: RedecisionRound) -> list[str]:
    """What does not fit, in plain words; empty if the files are those that are drawn (or some of them: files for which
    no two people were found stay out)."""
    found = frames.findings(held, f"re-decisions-{held.year}")
    kept = {str(case) for case in held.files.values_list("case", flat=True)}
    if not kept <= set(files.sample_of(held.seed, held.frame.rows, wanted=held.wanted)):
        found.append(_("other files are drawn"))
    return found
