"""Pictures of an entry: taken in with what they show and whose they are, looked at by somebody else, taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from huaihai.brands.actions.moving import moving
from huaihai.brands.catalogue import rows
from huaihai.brands.catalogue.actions import answering
from huaihai.brands.catalogue.actions.parties import (
    account_of,
    require_reviewer,
    require_writer,
    who_writes,
)
from huaihai.brands.catalogue.praise import praised
from huaihai.brands.models import Entry, EntryPicture
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.filestore import Stored
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable, storable_name
from huaihai.members.actors import Actor

MOST = 12  # shown or waiting, of one entry
STANDING = (Shown.WAITING, Shown.SHOWN)


@dataclass(frozen=True)
class Described:
    """What a picture shows (read aloud to those who cannot see it), and who took it and lets it be shown."""

    shows: str
    rights: str
    shows_en: str = ""


def add(entry: Entry, stored: Stored, said: Described, *, by: Actor, at: datetime) -> EntryPicture:
    """Store one more picture, behind the others. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(entry, by, at)
    described = _described(said)
    if not stored.derivative:
        raise Unfit("picture", _("This is no picture. Please choose a photo."))
    with moving(entry, "note", who=who_writes(by), noted="picture added", by=by, at=at) as move:
        held = EntryPicture.objects.filter(entry=move.entry)
        if held.filter(sha256=stored.sha256, state__in=STANDING).exists():
            raise Unfit("picture", _("This picture is there already."))
        if held.filter(state__in=STANDING).count() >= MOST:
            raise NotPossible(
                _("An entry has at most %(n)d pictures. Please take one back first.") % {"n": MOST}
            )
        made = EntryPicture.objects.create(
            entry=move.entry,
            number=rows.next_number(move.entry, EntryPicture),
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


def review(
    picture: EntryPicture, *, is_good: bool, answer: str = "", by: Actor, at: datetime
) -> EntryPicture:
    """Somebody else shows it, or says why not. Raises NotAllowed, NotPossible, Unfit."""
    require_reviewer(picture.entry, by)
    said = storable(answer).strip()[:300]
    if not is_good and not said:
        raise Unfit("answer", _("Please say why it is not shown."))
    if picture.added_by_id == by.account_id:
        raise NotAllowed(_("Somebody else has to look at your picture."))
    state = Shown.SHOWN if is_good else Shown.REFUSED
    return _moved(picture, "picture reviewed", state, said, who=Who.STAFF, by=by, at=at)


def take_back(picture: EntryPicture, *, why: str, by: Actor, at: datetime) -> EntryPicture:
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
        held = answering.held(picture, *STANDING)
        others = EntryPicture.objects.filter(entry=move.entry).exclude(pk=held.pk)
        for place, one in enumerate(others.order_by("place", "number"), start=2):
            EntryPicture.objects.filter(pk=one.pk).update(place=place)
        held.place = 1
        held.save(update_fields=["place"])
        move.facts["picture"] = held.number
        rows.refresh(move.entry, at=at)
    return held


def _moved(
    picture: EntryPicture, noted: str, state: Shown, said: str, *, who: Who, by: Actor, at: datetime
) -> EntryPicture:
    with moving(picture.entry, "note", who=who, noted=noted, by=by, at=at) as move:
        held = answering.held(picture, *(STANDING if state == Shown.TAKEN_BACK else (Shown.WAITING,)))
        answering.answer(held, state, said, by=by, at=at)
        move.facts |= {"picture": held.number, "state": str(state)}
        rows.refresh(move.entry, at=at)
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
