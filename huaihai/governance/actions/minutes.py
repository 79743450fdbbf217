"""Minutes (纪要): they open filled in, the office corrects and approves them, and approving seals the files."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.desk.lives import Moved, NotPossible, Unfit
from huaihai.governance import documents, minutes_text, rules
from huaihai.governance.actions import sealing
from huaihai.governance.actions.office import office_only
from huaihai.governance.models import Meeting, Minutes, Motion, Resolution
from huaihai.kit.clock import local_day
from huaihai.law.limits import Limit, Unit
from huaihai.law.sureness import Sureness
from huaihai.members import directory
from huaihai.members.actors import Actor
from huaihai.record import clocks, events

CLOCK = "minutes"


def begin_for_meeting(meeting: Meeting, *, by: Actor, at: datetime) -> Minutes:
    """A draft with everything that is known: who was there, what was voted on, what follows."""
    with transaction.atomic():
        return _begin(
            Minutes(meeting=meeting, text=_filled(lambda: minutes_text.of_meeting(meeting))), by, at
        )


def begin_for_vote(motion: Motion, *, by: Actor, at: datetime) -> Minutes:
    """The same for the round of a vote in writing that was just counted."""
    with transaction.atomic():
        text = _filled(lambda: minutes_text.of_vote(motion))
        return _begin(Minutes(motion=motion, round=motion.round, text=text), by, at)


def fill_in_again(minutes: Minutes, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The draft as it would open now; what was typed goes. Raises NotAllowed, NotPossible, Moved."""
    meeting, motion = minutes.meeting, minutes.motion
    if motion is not None and motion.round != minutes.round:
        raise NotPossible(
            _("The motion has been put to the vote again since. Please correct the words by hand.")
        )
    text = _filled(
        lambda: (
            minutes_text.of_meeting(meeting) if meeting else minutes_text.of_vote(motion) if motion else ""
        )
    )
    write(minutes, text=text, seen=seen, by=by, at=at)


def write(minutes: Minutes, *, text: str, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Other words in the draft. Raises NotAllowed, NotPossible, Moved."""
    office_only(by, at=at)
    with transaction.atomic():
        _rewrite(_draft(minutes, seen), text, by=by, at=at)
    minutes.refresh_from_db()


def approve(minutes: Minutes, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """The minutes are fixed, and each resolution they report gets its one verifiable file.

    Raises NotAllowed, NotPossible, Unfit, Moved.
    """
    office_only(by, at=at)
    with transaction.atomic():
        held = _draft(minutes, seen)
        if not held.text.strip():
            raise Unfit("text", _("The minutes are empty."))
        held.document_hash = documents.fingerprint(documents.of_minutes(held.text))
        held.approved_at, held.approved_by = at, by.key
        held.version += 1
        held.save()
        clocks.end(clocks.running(held.record_key).values(), at=at, by="approve")
        _event(held, "approve", by, at, document=held.document_hash)
        for resolution in resolutions_of(held):
            sealing.seal(resolution, held, by=by, at=at)
    minutes.refresh_from_db()


def resolutions_of(minutes: Minutes) -> list[Resolution]:
    """The resolutions that these minutes report."""
    rows = Resolution.objects.select_related("motion", "count")
    if minutes.meeting is not None:
        return list(rows.filter(motion__meeting=minutes.meeting).order_by("year", "serial"))
    return list(rows.filter(motion=minutes.motion, count__round=minutes.round or 0, motion__meeting=None))


def _begin(minutes: Minutes, by: Actor, at: datetime) -> Minutes:
    minutes.drafted_at = at
    minutes.save(force_insert=True)
    days = rules.number(rules.MINUTES_DAYS, on=local_day(at))
    limit = Limit(CLOCK, days, Unit.DAYS, rules.MINUTES_DAYS.name, "纪要", "minutes", Sureness.UNCONFIRMED)
    due_on = local_day(at) + timedelta(days=days)
    clocks.start(
        subject=minutes.record_key,
        owner=directory.root().record_key,
        at=at,
        starts=[clocks.Start(CLOCK, limit, due_on=due_on)],
    )
    _event(minutes, "draft", by, at)
    return minutes


def _rewrite(minutes: Minutes, text: str, *, by: Actor, at: datetime) -> None:
    if minutes.approved_at is not None:
        raise NotPossible(_("These minutes are approved and cannot be changed any more."))
    minutes.text = text
    minutes.version += 1
    minutes.save(update_fields=["text", "version"])
    _event(minutes, "write", by, at)


def _draft(minutes: Minutes, seen: int | None) -> Minutes:
    held = Minutes.objects.select_for_update().get(pk=minutes.pk)
    if held.approved_at is not None:
        raise NotPossible(_("These minutes are approved and cannot be changed any more."))
    if seen is not None and seen != held.version:
        raise Moved(held)
    return held


def _event(minutes: Minutes, verb: str, by: Actor, at: datetime, **facts: str) -> None:
    of = (
        minutes.meeting.record_key if minutes.meeting else minutes.motion.record_key if minutes.motion else ""
    )
    events.write(
        subject=minutes.record_key, verb=f"{verb} minutes", by=by.key, at=at, facts={"of": of, **facts}
    )


def _filled(write: minutes_text.Writer) -> str:
    """Minutes are a document of the alliance: in its own language, whoever opens them."""
    with translation.override(settings.LANGUAGE_CODE):
        return write()
