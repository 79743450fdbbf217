"""Who types the number on a sign, or the address of an entry, reads how the entry stands. A number proves no sign."""

from dataclasses import dataclass
from datetime import date

from huaihai.brands import standing
from huaihai.brands.catalogue import status
from huaihai.brands.marks.reading import numbers_in
from huaihai.brands.models import Entry, Mark
from huaihai.members.actors import Actor


@dataclass(frozen=True)
class Numbered:
    """The entry and how it stands. `is_unknown_mark`: no mark with the typed number was ever given out;
    `is_old_mark`: another has taken its place."""

    entry: Entry
    status: status.Status
    is_unknown_mark: bool = False
    is_old_mark: bool = False


def numbered(pasted: str, *, on: date) -> Numbered | None:
    """The public entry whose number, or whose mark's number, stands in this text. Of marks nothing is said without a
    legal basis."""
    number, mark_number = numbers_in(pasted)
    entry = Entry.objects.visible_to(Actor.public()).filter(number=number).first() if number else None
    if entry is None:
        return None
    gives_title = standing.gives_title(on)
    stands = status.of(entry, on=on, gives_title=gives_title)
    if not mark_number or not gives_title:
        return Numbered(entry, stands)
    mark = Mark.objects.filter(entry=entry, number=mark_number).first()
    is_old = mark is not None and mark.replaced_at is not None
    return Numbered(entry, stands, is_unknown_mark=mark is None, is_old_mark=is_old)
