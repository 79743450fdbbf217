"""Hearing somebody before it is decided: until when an answer is taken, its words, its papers.

What is heard is a row of some room, with a `record_key` under which its time runs (`record.clocks`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huaihai.desk.lives import NotPossible, Unfit, Words
from huaihai.kit import filestore
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.filestore import Stored
from huaihai.kit.form_fields import NEEDED, TOO_LONG
from huaihai.kit.text.masking import mask
from huaihai.kit.text.normalise import storable
from huaihai.law import deadlines
from huaihai.law.limits import Limit, Unit
from huaihai.members.models import Organisation
from huaihai.record import clocks
from huaihai.record.models import Clock

MOST_PAPERS = 10
ALL_READ = gettext_lazy("Everybody reads this: please leave out telephone numbers and the like of persons.")


class Heard(Protocol):
    """What has a time."""

    @property
    def record_key(self) -> str: ...


def ends_on(limit: Limit, begins: date) -> date:
    """The last day (included) of a limit; the day on which it begins is not counted."""
    return deadlines.due(limit, begins, calendar=clocks.calendar()).due_on


def ends_at(limit: Limit, at: datetime) -> datetime:
    """The moment from which a limit that begins now is over, whether it counts hours or days."""
    if limit.unit is Unit.HOURS:
        return deadlines.due_moment(limit, at)
    return local_moment(ends_on(limit, local_day(at)) + timedelta(days=1))


def start(row: Heard, name: str, limit: Limit, *, owner: Organisation, at: datetime) -> date:
    """Its time begins, which the owner keeps; the last day."""
    asked = clocks.Start(name, limit)
    return clocks.start(subject=row.record_key, owner=owner.record_key, at=at, starts=[asked])[0].due_on


def end(row: Heard, *, by: str, at: datetime) -> None:
    """It is not waited for any more; `by` names the verb."""
    clocks.end(clocks.running(row.record_key).values(), at=at, by=by)


def times_of(rows: Iterable[Heard]) -> dict[str, Clock]:
    """The newest time of each of these that has one, by record key. One query."""
    found = Clock.objects.filter(subject__in=[row.record_key for row in rows])
    return {one.subject: one for one in found.order_by("started_at", "pk")}


def last_days(rows: Iterable[Heard]) -> dict[str, date]:
    """The last day (included) of the newest time of each that has one, by record key. One query."""
    return {key: one.due_on for key, one in times_of(rows).items()}


def last_day(row: Heard) -> date:
    """The last day (included) of its newest time, also of one that has ended."""
    return last_days([row])[row.record_key]


def is_in_time(row: Heard, on: date) -> bool:
    """Whether its time runs on this day."""
    return any(on <= one.due_on for one in clocks.running(row.record_key).values())


def overdue(name: str, kind: str, on: date) -> list[str]:
    """The keys of rows whose time is over; `kind` begins the record key of such a row."""
    late = Clock.objects.overdue(on).filter(name=name, subject__startswith=kind)
    return [subject.removeprefix(kind) for subject in late.values_list("subject", flat=True)]


def require_by(last: date | None, at: datetime, over: str) -> None:
    """Raises NotPossible, with these words, once the last day is over."""
    if last is not None and local_day(at) > last:
        raise NotPossible(over)


def words(field: str, text: str, *, most: int, lacking: Words = NEEDED, are_public: bool = False) -> str:
    """Words as they are stored. Raises Unfit: none (`lacking` says what to do), too many, or numbers of persons in
    what everybody reads.
    """
    kept = storable(text).strip()
    if not kept:
        raise Unfit(field, lacking)
    if len(kept) > most:
        raise Unfit(field, TOO_LONG)
    if are_public and mask(kept).finds:
        raise Unfit(field, ALL_READ)
    return kept


@dataclass(frozen=True)
class Paper:
    """A file that was handed in with an answer, and what it is called."""

    stored: Stored
    name: str = ""


class ManyFiles(forms.FileInput):
    """Several files in one field."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PapersField(forms.FileField):
    """Papers, taken in one by one; one that cannot be taken is refused by its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            widget=ManyFiles(attrs={"multiple": True, "accept": "image/*,.pdf"}),
            help_text=gettext_lazy("Photos or PDF, at most ten. They are not published."),
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        uploads = list(data or ())
        if len(uploads) > MOST_PAPERS:
            raise forms.ValidationError(_("At most %(n)s files, please.") % {"n": MOST_PAPERS})
        try:
            return [Paper(filestore.store(one), one.name or "") for one in uploads]
        except filestore.Refused as error:
            raise forms.ValidationError(error.message) from error
