"""Stories and pictures of an entry: written, looked at by somebody else, taken back. None decides about the entry."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.brands import powers
from huaihai.brands.catalogue import rows
from huaihai.brands.catalogue.words import praised
from huaihai.brands.life import DIRECTORY
from huaihai.brands.models import Entry, EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.moving import moving
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.clock import local_day
from huaihai.kit.filestore import Stored
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members import persons
from huaihai.members.actors import Actor
from huaihai.supervision.powers import works

MOST_WAITING = 1
NEEDED = ("line_zh", "text_zh")
MOST = 12  # shown or waiting, of one entry
STANDING = (Shown.WAITING, Shown.SHOWN)


def locked[R: (StoryVersion, EntryPicture)](row: R, *states: Shown) -> R:
    """The row as it is now, locked. Raises NotPossible where it is in none of these states any more."""
    found: R = type(row).objects.select_for_update().get(pk=row.pk)
    if found.state not in states:
        raise NotPossible(_("This was decided meanwhile."))
    return found


def decide(row: StoryVersion | EntryPicture, state: Shown, said: str, *, by: Actor, at: datetime) -> None:
    """It is in this state from now on, for the reason that was said."""
    row.state, row.answer, row.answered_at = state, said, at
    row.answered_by_id = by.account_id
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])


def may_write(entry: Entry, by: Actor, at: datetime) -> bool:
    """Whether the actor manages the business, or works in the entry's city."""
    if by.account_id is None:
        return False
    if by.kind == "business":
        try:
            powers.require_holder(entry, by, local_day(at))
        except NotAllowed:
            return False
        return True
    return powers.is_of_city(by, entry)


def why_not(entry: Entry, by: Actor, at: datetime) -> str:
    """Why nothing can be written about it now, in a sentence; empty if it can."""
    if not may_write(entry, by, at):
        return _("Only the business itself and the association of its city write about it.")
    if entry.stage == "nominated":
        return _("Story and pictures come once the business takes part. So first: take part.")
    if entry.stage not in (*DIRECTORY, "accepted"):
        return _("This entry is not in the directory.")
    return ""


def require_writer(entry: Entry, by: Actor, at: datetime) -> None:
    """Raises NotAllowed; NotPossible for an entry that is not in the directory."""
    if not may_write(entry, by, at):
        raise NotAllowed(_("Only the business itself and the association of its city write about it."))
    if entry.stage not in (*DIRECTORY, "accepted"):
        raise NotPossible(_("This entry is not in the directory."))


def require_reviewer(entry: Entry, by: Actor) -> None:
    """Raises NotAllowed for whoever does not work in a city of the alliance."""
    if not may_review(entry, by):
        raise NotAllowed(_("Only staff of a city's association can do that."))


def may_review(entry: Entry, by: Actor) -> bool:
    """Whether the actor may read what another wrote: staff of any city; a story gives no title."""
    del entry
    return works(by) and by.account_id is not None and by.organisation is not None


def who_writes(by: Actor) -> Who:
    """By which right a writer acts; that the actor has it, was asked before."""
    return Who.HOLDER if by.kind == "business" else Who.STAFF


def account_of(by: Actor) -> UUID:
    """The account of somebody who writes. Raises NotAllowed for who has none."""
    if by.account_id is None:
        raise NotAllowed(_("Only the business itself and the association of its city write about it."))
    return by.account_id


@dataclass(frozen=True)
class Draft:
    """A story before it is stored. `months`: bit 0 is January."""

    line_zh: str
    text_zh: str
    way_zh: str = ""
    name_en: str = ""
    line_en: str = ""
    text_en: str = ""
    way_en: str = ""
    credits: str = ""
    months: int = 0


def write_story(entry: Entry, draft: Draft, *, by: Actor, at: datetime) -> StoryVersion:
    """Store a story; it takes the place of one of the same side that waits. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(entry, by, at)
    require_fit(draft)
    with moving(entry, "note", who=who_writes(by), noted="story written", by=by, at=at) as move:
        waiting = StoryVersion.objects.filter(entry=move.row, state=Shown.WAITING).first()
        if waiting is not None:
            if waiting.by_city != (by.kind == "officer"):
                raise NotPossible(_("A story waits for its review already. Please look at it first."))
            decide(waiting, Shown.REPLACED, "", by=by, at=at)
        made = StoryVersion(
            entry=move.row,
            number=rows.next_number(move.row, StoryVersion),
            by_city=by.kind == "officer",
            written_by_id=account_of(by),
            at=at,
            **asdict(draft),
        )
        move.rows.append(made)
        move.facts |= {"story": made.number, "by_city": made.by_city}
    return made


def review_story(
    story: StoryVersion, *, is_good: bool, answer: str = "", by: Actor, at: datetime
) -> StoryVersion:
    """Somebody else shows it, or says what has to change. Raises NotAllowed, NotPossible, Unfit."""
    require_reviewer(story.entry, by)
    said = storable(answer).strip()[:300]
    if not is_good and not said:
        raise Unfit("answer", _("Please say what has to be changed."))
    if f"account:{story.written_by_id}" in persons.keys_of(by):
        raise NotAllowed(_("Somebody else has to read what you wrote."))
    with moving(story.entry, "note", who=Who.STAFF, noted="story reviewed", by=by, at=at) as move:
        held = locked(story, Shown.WAITING)
        if is_good:
            for old in StoryVersion.objects.filter(entry=move.row, state=Shown.SHOWN):
                decide(old, Shown.REPLACED, "", by=by, at=at)
        decide(held, Shown.SHOWN if is_good else Shown.REFUSED, said, by=by, at=at)
        move.facts |= {"story": held.number, "is_shown": is_good}
        rows.refresh(move.row, at=at)
    return held


def take_story_back(story: StoryVersion, *, why: str, by: Actor, at: datetime) -> StoryVersion:
    """Whoever may write takes a story back; it stays in the record. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(story.entry, by, at)
    said = storable(why).strip()[:300]
    if not said:
        raise Unfit("why", _("Please say why."))
    with moving(story.entry, "note", who=who_writes(by), noted="story taken back", by=by, at=at) as move:
        held = locked(story, Shown.SHOWN, Shown.WAITING)
        decide(held, Shown.TAKEN_BACK, said, by=by, at=at)
        move.facts["story"] = held.number
        rows.refresh(move.row, at=at)
    return held


def require_fit(draft: Draft) -> None:
    """That a story says what it must, praises nobody and tells of no person. Raises Unfit."""
    for field, text in asdict(draft).items():
        if isinstance(text, int):
            continue
        if field in NEEDED and not text.strip():
            raise Unfit(field, _("Please fill this in."))
        if word := praised(text):
            raise Unfit(
                field,
                _(
                    "Please leave out “%(word)s”: superlatives and titles are not for stories. Say what is there."
                )
                % {"word": word},
            )
        if mask(text).finds:
            raise Unfit(
                field, _("Everybody reads this: please leave out telephone numbers and the like of persons.")
            )


@dataclass(frozen=True)
class Described:
    """What a picture shows (read aloud to those who cannot see it), and who took it and lets it be shown."""

    shows: str
    rights: str
    shows_en: str = ""


def add_picture(entry: Entry, stored: Stored, said: Described, *, by: Actor, at: datetime) -> EntryPicture:
    """Store one more picture, behind the others. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(entry, by, at)
    described = _described(said)
    if not stored.derivative:
        raise Unfit("picture", _("This is no picture. Please choose a photo."))
    with moving(entry, "note", who=who_writes(by), noted="picture added", by=by, at=at) as move:
        held = EntryPicture.objects.filter(entry=move.row)
        if held.filter(sha256=stored.sha256, state__in=STANDING).exists():
            raise Unfit("picture", _("This picture is there already."))
        if held.filter(state__in=STANDING).count() >= MOST:
            raise NotPossible(
                _("An entry has at most %(n)d pictures. Please take one back first.") % {"n": MOST}
            )
        made = EntryPicture.objects.create(
            entry=move.row,
            number=rows.next_number(move.row, EntryPicture),
            place=int(held.aggregate(last=Max("place"))["last"] or 0) + 1,
            shows=described.shows,
            shows_en=described.shows_en,
            rights=described.rights,
            kind=stored.kind,
            size=stored.size,
            sha256=stored.sha256,
            derivative=stored.derivative,
            added_by_id=account_of(by),
            added_at=at,
        )
        move.facts |= {"picture": made.number, "sha256": made.sha256}
    return made


def review_picture(
    picture: EntryPicture, *, is_good: bool, answer: str = "", by: Actor, at: datetime
) -> EntryPicture:
    """Somebody else shows it, or says why not. Raises NotAllowed, NotPossible, Unfit."""
    require_reviewer(picture.entry, by)
    said = storable(answer).strip()[:300]
    if not is_good and not said:
        raise Unfit("answer", _("Please say why it is not shown."))
    if f"account:{picture.added_by_id}" in persons.keys_of(by):
        raise NotAllowed(_("Somebody else has to look at your picture."))
    state = Shown.SHOWN if is_good else Shown.REFUSED
    return _moved(picture, "picture reviewed", state, said, who=Who.STAFF, by=by, at=at)


def take_picture_back(picture: EntryPicture, *, why: str, by: Actor, at: datetime) -> EntryPicture:
    """Whoever may write takes it back. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(picture.entry, by, at)
    said = storable(why).strip()[:300]
    if not said:
        raise Unfit("why", _("Please say why."))
    return _moved(picture, "picture taken back", Shown.TAKEN_BACK, said, who=who_writes(by), by=by, at=at)


def to_front(picture: EntryPicture, *, by: Actor, at: datetime) -> EntryPicture:
    """Put a picture before all others: it stands on the card. Raises NotAllowed, NotPossible."""
    require_writer(picture.entry, by, at)
    with moving(
        picture.entry, "note", who=who_writes(by), noted="picture put in front", by=by, at=at
    ) as move:
        held = locked(picture, *STANDING)
        others = EntryPicture.objects.filter(entry=move.row).exclude(pk=held.pk)
        for place, one in enumerate(others.order_by("place", "number"), start=2):
            EntryPicture.objects.filter(pk=one.pk).update(place=place)
        held.place = 1
        held.save(update_fields=["place"])
        move.facts["picture"] = held.number
        rows.refresh(move.row, at=at)
    return held


def _moved(
    picture: EntryPicture, noted: str, state: Shown, said: str, *, who: Who, by: Actor, at: datetime
) -> EntryPicture:
    with moving(picture.entry, "note", who=who, noted=noted, by=by, at=at) as move:
        held = locked(picture, *(STANDING if state == Shown.TAKEN_BACK else (Shown.WAITING,)))
        decide(held, state, said, by=by, at=at)
        move.facts |= {"picture": held.number, "state": str(state)}
        rows.refresh(move.row, at=at)
    return held


def _described(said: Described) -> Described:
    made = Described(storable_name(said.shows), storable_name(said.rights), storable_name(said.shows_en))
    if not made.shows:
        raise Unfit("shows", _("Please say what it shows, for those who cannot see it."))
    if not made.rights:
        raise Unfit("rights", _("Please say who took it and who lets it be shown."))
    for field, text in (("shows", made.shows), ("shows_en", made.shows_en), ("rights", made.rights)):
        if word := praised(text):
            raise Unfit(field, _("Please leave out “%(word)s”. Say what is to be seen.") % {"word": word})
        if mask(text).finds:
            raise Unfit(
                field, _("Everybody reads this: please leave out telephone numbers and the like of persons.")
            )
    return made
