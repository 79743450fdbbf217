"""The two desks on which stories and pictures are made, and what may be done there about each of them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from huaihai.brands.catalogue.actions.parties import may_write
from huaihai.brands.catalogue.telling import months_words
from huaihai.brands.models import EntryPicture, StoryVersion
from huaihai.brands.models.catalogue import Shown
from huaihai.kit import clock
from huaihai.members.actors import Actor

TONES = {Shown.WAITING: "warn", Shown.SHOWN: "ok", Shown.REFUSED: "late"}


@dataclass(frozen=True)
class Side:
    """The desk on which a page stands: `names` begins the names of its addresses, `base` is its template."""

    base: str
    names: str
    context: dict[str, Any]
    back: str
    actor: Actor

    def url(self, name: str, key: object) -> str:
        """An address on this desk."""
        return reverse(f"{self.names}-{name}", args=[key])


def made_or_404[R: (StoryVersion, EntryPicture)](model: type[R], pk: UUID, entries: Any) -> R:
    """The story or picture, if it is of one of these entries. Raises Http404."""
    rows = model.objects.filter(entry__in=entries)
    found: R = get_object_or_404(rows.select_related("entry__body", "entry__business"), pk=pk)
    return found


def story_row(one: StoryVersion, side: Side) -> dict[str, Any]:
    """A story with what may be done about it; an empty address: nothing."""
    is_open = one.state in (Shown.WAITING, Shown.SHOWN)
    return {
        "story": one,
        "tone": TONES.get(Shown(one.state), "calm"),
        "months": months_words(one.months),
        "review": side.url("story-review", one.pk) if _may_review(one.state, one.written_by_id, side) else "",
        "end": side.url("story-end", one.pk)
        if is_open and may_write(one.entry, side.actor, clock.now())
        else "",
    }


def picture_row(one: EntryPicture, side: Side) -> dict[str, Any]:
    """A picture with what may be done about it; an empty address: nothing."""
    is_open = one.state in (Shown.WAITING, Shown.SHOWN)
    may = is_open and may_write(one.entry, side.actor, clock.now())
    return {
        "picture": one,
        "tone": TONES.get(Shown(one.state), "calm"),
        "url": side.url("picture", one.pk),
        "review": side.url("picture-review", one.pk) if _may_review(one.state, one.added_by_id, side) else "",
        "end": side.url("picture-end", one.pk) if may else "",
        "front": side.url("picture-front", one.pk) if may else "",
    }


def _may_review(state: str, writer: object, side: Side) -> bool:
    is_staff = side.names == "office-brand" and side.actor.kind == "officer"
    return is_staff and state == Shown.WAITING and writer != side.actor.account_id
