"""The yearly draw: by the secretariat, which picks neither files nor people."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases.models import Case
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance import standing
from huaihai.insight.callbacks import lots
from huaihai.insight.callbacks.beacons import beacon_before
from huaihai.insight.models import BlindFile, RedecisionFrame, RedecisionRound, RedecisionSeat
from huaihai.insight.redecisions import agreeing, blinding, framing, pairing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events

DECIDING = timedelta(days=45)
ONE_DAY = timedelta(days=1)
PROGRAM = Actor.system("re-decisions")


def draw(*, by: Actor, at: datetime, wanted: int = framing.FILES_A_KIND) -> RedecisionRound:
    """Draw this year's round among the decisions of the twelve months before. Nothing is locked while it is drawn.

    Raises NotAllowed (not the secretariat), NotPossible (drawn already; too few files, or too few people).
    """
    today = local_day(at)
    if not standing.is_office(by, on=today):
        raise NotAllowed(_("Only the secretariat can do that."))
    _require_undrawn(today.year)
    since, until = today - framing.YEAR, today - ONE_DAY
    frame, beacon = framing.frame_of(since, until), beacon_before(at)
    fingerprint = lots.frame_hash(frame)
    seed = lots.seed_of(f"re-decisions-{today.year}", frame=fingerprint, beacon=beacon.hash)
    chosen = framing.files_of(framing.sample_of(seed, frame, wanted=wanted))
    found = {key: two for key, two in pairing.pairs(seed, chosen, framing.people_on(today)).items() if two}
    if len(found) < agreeing.FLOOR:
        raise NotPossible(
            _("There are fewer than %(least)s files that two people of two other cities could decide.")
            % {"least": agreeing.FLOOR}
        )
    files = _files(found)
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
        _store(made, files, found, at)
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
    (about,) = framing.files_of([str(file.case_id)])
    taken = [pairing.Person(str(one.account_id), (one.body.key,)) for one in seats]
    rows = RedecisionSeat.objects.filter(file__round=file.round_id)
    load = Counter(str(account) for account in rows.values_list("account", flat=True))
    following = pairing.next_of(file.round.seed, about, framing.people_on(local_day(at)), load, taken=taken)
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
            shown=blinding.shown_of(held[key]),
            original=blinding.original_of(held[key]),
        )
        for number, key in enumerate(found, start=1)
    ]


def _store(
    made: RedecisionRound, files: list[BlindFile], found: dict[str, list[pairing.Person]], at: datetime
) -> None:
    bodies = {body.key: body for body in Organisation.objects.cities()}
    seats = []
    for file in files:
        file.round = made
        file.save(force_insert=True)
        seats += [
            RedecisionSeat(file=file, account_id=one.key, body=bodies[one.cities[0]], drawn_at=at)
            for one in found[str(file.case_id)]
        ]
    RedecisionSeat.objects.bulk_create(seats)
