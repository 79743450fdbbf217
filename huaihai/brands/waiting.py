"""What of the programme waits for somebody of staff, and what it holds open for the secretariat."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.brands import powers
from huaihai.brands.assessing import seats as assessing_seats
from huaihai.brands.models import (
    Entry,
    LooseNomination,
    MisuseReport,
    MoneyReport,
    NoticeObjection,
    PairDecision,
    PanelSeat,
    Proceeding,
)
from huaihai.brands.office.forms import outcome_words
from huaihai.desk import hearing
from huaihai.desk.lives import Words
from huaihai.desk.waiting import Waiting
from huaihai.governance.hand_over.items import DUTY, REQUEST
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.hand_over import OpenItem

MOST = 20  # of one kind: the lists of the programme show the rest
BEFORE_VOTE = ("assessing", "notice", "voting")
WAITING = "brand-nominations"


def for_person(actor: Actor, _now: datetime) -> Iterator[Waiting]:
    """Sheets and panels that the person was drawn for, and what two people of other cities than the entry's decide.

    A fixed number of queries.
    """
    city = powers.city_of(actor)
    if city is None or actor.account_id is None:
        return
    taken = _proposed_about()
    yield from _sheets(actor)
    yield from _panels(actor)
    yield from _second_voices(city)
    yield from _objections(city, taken)
    yield from _proceedings(city, taken)
    yield from _facts(city)


def _sheets(actor: Actor) -> Iterator[Waiting]:
    seats = assessing_seats.open_seats(actor)[:MOST]
    days = hearing.last_days(seats)
    for seat in seats:
        url = reverse("office-brand-assessment", args=[seat.pk])
        title = _("You were drawn to assess %(name)s") % {"name": seat.round.entry.name}
        yield _one(
            f"brand-seat:{seat.pk}", title, url, gettext_lazy("To the sheet"), on=days.get(seat.record_key)
        )


def _panels(actor: Actor) -> Iterator[Waiting]:
    rows = PanelSeat.objects.filter(account=actor.account_id, left_at=None, vote__isnull=True)
    for seat in rows.filter(proceeding__stage="appealed").select_related("proceeding__entry")[:MOST]:
        url = reverse("office-brand-proceeding", args=[seat.proceeding_id])
        title = _("You were drawn for the panel about %(name)s") % {"name": seat.proceeding.entry.name}
        yield _one(
            f"brand-panel:{seat.pk}", title, url, gettext_lazy("To the appeal"), on=seat.proceeding.due_on
        )


def _second_voices(city: Organisation) -> Iterator[Waiting]:
    rows = PairDecision.objects.filter(state=PairDecision.State.PROPOSED).exclude(entry__body=city)
    rows = rows.exclude(proposed_for=city).select_related("entry", "proposed_for").order_by("proposed_at")
    for row in rows[:MOST]:
        title = _("%(name)s: a decision needs its second voice") % {"name": row.entry.name}
        yield _one(
            f"brand-pair:{row.pk}",
            title,
            row.entry.office_url,
            gettext_lazy("Read it"),
            note=outcome_words(row),
        )


def _proposed_about() -> set[str]:
    """The keys of what a decision was proposed on, and waits for its second voice; not those about a whole entry."""
    rows = PairDecision.objects.filter(state=PairDecision.State.PROPOSED).exclude(about_key="")
    return set(rows.values_list("about_key", flat=True))


def _objections(city: Organisation, taken: Collection[str]) -> Iterator[Waiting]:
    rows = NoticeObjection.objects.filter(state=NoticeObjection.State.OPEN).exclude(entry__body=city)
    rows = rows.exclude(pk__in=taken).select_related("entry")
    found = list(rows.order_by("at", "pk")[:MOST])
    days = hearing.last_days(found)
    for row in found:
        url = reverse("office-brand-objection", args=[row.pk])
        title = _("Objection %(number)s against %(name)s") % {"number": row.number, "name": row.entry.name}
        yield _one(
            f"brand-objection:{row.pk}", title, url, gettext_lazy("To the objection"), on=days[row.record_key]
        )


def _proceedings(city: Organisation, taken: Collection[str]) -> Iterator[Waiting]:
    rows = Proceeding.objects.filter(stage="deciding", kind__in=["warn", "suspend"]).exclude(entry__body=city)
    rows = rows.exclude(pk__in=taken).select_related("entry")
    for row in rows.order_by("due_on", "pk")[:MOST]:
        url = reverse("office-brand-proceeding", args=[row.pk])
        title = _("%(name)s: two people decide about its mark") % {"name": row.entry.name}
        yield _one(
            f"brand-proceeding:{row.pk}:deciding",
            title,
            url,
            gettext_lazy("To the proceeding"),
            on=row.due_on,
        )


def _facts(city: Organisation) -> Iterator[Waiting]:
    """The entries of other cities whose facts nobody has proposed a decision on, in one line."""
    proposed_on = PairDecision.objects.filter(about="facts", state=PairDecision.State.PROPOSED)
    rows = Entry.objects.filter(stage="accepted").exclude(body=city)
    if n := rows.exclude(pk__in=proposed_on.values("entry")).count():
        title = ngettext(
            "%(n)s entry waits for two people who check its facts",
            "%(n)s entries wait for two people who check their facts",
            n,
        ) % {"n": n}
        url = f"{reverse('office-brands')}?stage=accepted"
        yield _one("brand-facts", title, url, gettext_lazy("To the list"), count=n)


def _one(key: str, title: str, url: str, button: Words, **more: Any) -> Waiting:
    return Waiting(key, pgettext_lazy("waiting", "Three hearts"), title, url, button, **more)


def entries(_at: datetime) -> Iterator[OpenItem]:
    """Entries on their way to the vote of the alliance."""
    for row in Entry.objects.filter(stage__in=BEFORE_VOTE).order_by("opened_at", "pk"):
        yield OpenItem(
            kind=REQUEST,
            key=row.record_key,
            label=f"{row.number} {row.name}",
            subject=row.record_key,
            url=row.office_url,
            note=row.stage_label,
        )


def nominations(_at: datetime) -> Iterator[OpenItem]:
    """Nominations that nobody has matched with the register yet: one line for all of them."""
    rows = LooseNomination.objects.filter(stage="waiting")
    oldest = rows.order_by("at", "pk").first()
    if oldest is not None:
        yield OpenItem(
            kind=REQUEST,
            key=WAITING,
            label=_("Nominations waiting to be matched with the register"),
            subject=oldest.record_key,
            url=reverse("office-brand-nominations"),
            note=str(rows.count()),
        )


def money_reports(_at: datetime) -> Iterator[OpenItem]:
    """Reports that money was asked for, with which nobody has dealt. What they say stays where it is."""
    for row in MoneyReport.objects.filter(done_at=None).order_by("at", "pk"):
        yield OpenItem(
            kind=DUTY,
            key=row.record_key,
            label=_("Somebody says that money was asked for"),
            subject=row.record_key,
            url=reverse("office-brand-money-report", args=[row.pk]),
        )


def proceedings(at: datetime) -> Iterator[OpenItem]:
    """Open proceedings, those that fall due first, first; it says which are overdue."""
    rows = Proceeding.objects.exclude(stage="ended").select_related("entry")
    for row in rows.order_by("due_on", "opened_at", "pk"):
        said = {"stage": row.stage_label}
        is_late = row.is_overdue(local_day(at))
        yield OpenItem(
            kind=DUTY,
            key=f"proceeding:{row.pk}",
            label=f"{row.number} {row.entry.name}",
            subject=row.entry.record_key,
            url=reverse("office-brand-proceeding", args=[row.pk]),
            note=_("overdue: %(stage)s") % said if is_late else row.stage_label,
        )


def misuse_reports(_at: datetime) -> Iterator[OpenItem]:
    """One line for all of them."""
    rows = MisuseReport.objects.filter(stage="new")
    oldest = rows.order_by("at", "pk").first()
    if oldest is not None:
        yield OpenItem(
            kind=REQUEST,
            key="brand-misuse",
            label=_("Reports of misused marks that nobody has looked at"),
            subject=oldest.record_key,
            url=reverse("office-brand-misuse"),
            note=str(rows.count()),
        )
