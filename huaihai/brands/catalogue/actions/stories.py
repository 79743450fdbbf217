"""Writing the story of an entry: by the business or its city; somebody else reads it before anybody else does."""

from dataclasses import asdict, dataclass
from datetime import datetime

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
from huaihai.brands.models import Entry, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.brands.powers import Who
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.members.actors import Actor

MOST_WAITING = 1
NEEDED = ("line_zh", "text_zh")


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


def write(entry: Entry, draft: Draft, *, by: Actor, at: datetime) -> StoryVersion:
    """Store a story; it takes the place of one of the same side that waits. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(entry, by, at)
    require_fit(draft)
    with moving(entry, "note", who=who_writes(by), noted="story written", by=by, at=at) as move:
        waiting = StoryVersion.objects.filter(entry=move.entry, state=Shown.WAITING).first()
        if waiting is not None:
            if waiting.by_city != (by.kind == "officer"):
                raise NotPossible(_("A story waits for its review already. Please look at it first."))
            answering.answer(waiting, Shown.REPLACED, "", by=by, at=at)
        made = StoryVersion(
            entry=move.entry,
            number=rows.next_number(move.entry, StoryVersion),
            by_city=by.kind == "officer",
            written_by_id=account_of(by),
            at=at,
            **asdict(draft),
        )
        move.rows.append(made)
        move.facts |= {"story": made.number, "by_city": made.by_city}
    return made


def review(story: StoryVersion, *, is_good: bool, answer: str = "", by: Actor, at: datetime) -> StoryVersion:
    """Somebody else shows it, or says what has to change. Raises NotAllowed, NotPossible, Unfit."""
    require_reviewer(story.entry, by)
    said = storable(answer).strip()[:300]
    if not is_good and not said:
        raise Unfit("answer", _("Please say what has to be changed."))
    if story.written_by_id == by.account_id:
        raise NotAllowed(_("Somebody else has to read what you wrote."))
    with moving(story.entry, "note", who=Who.STAFF, noted="story reviewed", by=by, at=at) as move:
        held = answering.held(story, Shown.WAITING)
        if is_good:
            for old in StoryVersion.objects.filter(entry=move.entry, state=Shown.SHOWN):
                answering.answer(old, Shown.REPLACED, "", by=by, at=at)
        answering.answer(held, Shown.SHOWN if is_good else Shown.REFUSED, said, by=by, at=at)
        move.facts |= {"story": held.number, "is_shown": is_good}
        rows.refresh(move.entry, at=at)
    return held


def take_back(story: StoryVersion, *, why: str, by: Actor, at: datetime) -> StoryVersion:
    """Whoever may write takes a story back; it stays in the record. Raises NotAllowed, NotPossible, Unfit."""
    require_writer(story.entry, by, at)
    said = storable(why).strip()[:300]
    if not said:
        raise Unfit("why", _("Please say why."))
    with moving(story.entry, "note", who=who_writes(by), noted="story taken back", by=by, at=at) as move:
        held = answering.held(story, Shown.SHOWN, Shown.WAITING)
        answering.answer(held, Shown.TAKEN_BACK, said, by=by, at=at)
        move.facts["story"] = held.number
        rows.refresh(move.entry, at=at)
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
