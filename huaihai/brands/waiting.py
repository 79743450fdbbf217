"""What of the programme waits for somebody of staff: seats, second voices, reports, and the office's own steps."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.brands import powers
from huaihai.brands.assessing import seats as assessing_seats
from huaihai.brands.models import (
    Basis,
    Entry,
    LooseNomination,
    MisuseReport,
    MoneyReport,
    NoticeObjection,
    PairDecision,
    PanelSeat,
    Proceeding,
    Rating,
)
from huaihai.brands.office.forms import outcome_words
from huaihai.desk import hearing
from huaihai.desk.lives import Words
from huaihai.desk.waiting import Room, Source, Waiting, Whose, counted, day_of
from huaihai.governance import standing
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation

MOST = 20  # of one kind: the lists of the programme show the rest


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """Sheets and panels that the person was drawn for, and what two people of other cities than the entry's decide."""
    city = powers.city_of(actor)
    if city is None or actor.account_id is None:
        return
    yield _sheets(actor)
    yield _panels(actor)
    yield _second_voices(city)
    yield _objections(city)
    yield _proceedings(city)
    yield _facts(city)
    yield _misuse()
    yield _words(city)
    yield _ends(city)
    if standing.does_office_work(actor, on=local_day(now)):
        yield from _of_office()


def _sheets(actor: Actor) -> Source:
    rows = assessing_seats.open_seats(actor)
    yield rows
    seats = rows[:MOST]
    days = hearing.last_days(seats)
    for seat in seats:
        url = reverse("office-brand-assessment", args=[seat.pk])
        title = _("You were drawn to assess %(name)s") % {"name": seat.round.entry.name}
        yield _one(
            f"brand-seat:{seat.pk}", title, url, gettext_lazy("To the sheet"), on=days.get(seat.record_key)
        )


def _panels(actor: Actor) -> Source:
    rows = PanelSeat.objects.filter(account=actor.account_id, left_at=None, vote__isnull=True)
    rows = rows.filter(proceeding__stage="appealed")
    yield rows
    for seat in rows.select_related("proceeding__entry")[:MOST]:
        url = reverse("office-brand-proceeding", args=[seat.proceeding_id])
        title = _("You were drawn for the panel about %(name)s") % {"name": seat.proceeding.entry.name}
        yield _one(
            f"brand-panel:{seat.pk}", title, url, gettext_lazy("To the appeal"), on=seat.proceeding.due_on
        )


def _second_voices(city: Organisation) -> Source:
    rows = PairDecision.objects.filter(state=PairDecision.State.PROPOSED).exclude(entry__body=city)
    rows = rows.exclude(proposed_for=city).select_related("entry", "proposed_for").order_by("proposed_at")
    yield rows
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


def _objections(city: Organisation) -> Source:
    still_open = NoticeObjection.objects.filter(state=NoticeObjection.State.OPEN).exclude(entry__body=city)
    yield still_open
    rows = still_open.exclude(pk__in=_proposed_about()).select_related("entry")
    found = list(rows.order_by("at", "pk")[:MOST])
    days = hearing.last_days(found)
    for row in found:
        url = reverse("office-brand-objection", args=[row.pk])
        title = _("Objection %(number)s against %(name)s") % {"number": row.number, "name": row.entry.name}
        yield _one(
            f"brand-objection:{row.pk}", title, url, gettext_lazy("To the objection"), on=days[row.record_key]
        )


def _proceedings(city: Organisation) -> Source:
    decide = Q(stage="deciding", kind__in=["warn", "suspend"])
    restore = Q(stage__in=["decided", "remedy"], kind="suspend", remedied_at__isnull=False)
    undecided = Proceeding.objects.filter(decide | restore).exclude(entry__body=city)
    yield undecided
    rows = undecided.exclude(pk__in=_proposed_about()).select_related("entry")
    for row in rows.order_by("due_on", "pk")[:MOST]:
        url = reverse("office-brand-proceeding", args=[row.pk])
        title = _("%(name)s: two people decide about its mark") % {"name": row.entry.name}
        yield _one(
            f"brand-proceeding:{row.pk}:{row.stage}",
            title,
            url,
            gettext_lazy("To the proceeding"),
            on=row.due_on,
        )


def _facts(city: Organisation) -> Source:
    """The entries of other cities whose facts nobody has proposed a decision on, in one line."""
    proposed_on = PairDecision.objects.filter(about="facts", state=PairDecision.State.PROPOSED)
    rows = Entry.objects.filter(stage="accepted").exclude(body=city)
    rows = rows.exclude(pk__in=proposed_on.values("entry"))
    yield rows
    if n := rows.count():
        title = ngettext(
            "%(n)s entry waits for two people who check its facts",
            "%(n)s entries wait for two people who check their facts",
            n,
        ) % {"n": n}
        url = f"{reverse('office-brands')}?stage=accepted"
        yield _one("brand-facts", title, url, gettext_lazy("To the list"), count=n)


def _misuse() -> Source:
    """What people wrote: signs that seem not to be right."""
    rows = MisuseReport.objects.filter(stage__in=("new", "looked-at", "handed-on"))
    yield rows
    n, newest = counted(rows, "at")
    if n:
        title = ngettext("%(n)s report of a misused mark", "%(n)s reports of misused marks", n) % {"n": n}
        yield _list(f"brand-misuse:{newest}", title, reverse("office-brand-misuse"), n)


def _words(city: Organisation) -> Source:
    """What people wrote: words of buyers about marks of the own city."""
    rows = Rating.objects.to_look_at().filter(entry__body=city).order_by()
    yield rows
    for row in rows.values("entry", "entry__name").annotate(n=Count("pk"))[:MOST]:
        title = _("%(name)s: words of buyers to look at") % {"name": row["entry__name"]}
        url = reverse("office-brand-words", args=[row["entry"]])
        yield _list(f"brand-words:{row['entry']}:{row['n']}", title, url, row["n"])


def _ends(city: Organisation) -> Source:
    """A basis of the programme that is to end: another city confirms it."""
    rows = Basis.objects.filter(end_proposed_at__isnull=False, ended_on=None).exclude(end_proposed_for=city)
    yield rows
    for row in rows.order_by("end_proposed_at")[:MOST]:
        url, button = reverse("office-brand-programme"), gettext_lazy("Read it")
        title = _("A basis of the programme is to end: it needs its second voice")
        yield _one(f"brand-basis:{row.pk}:{row.end_proposed_at:%Y%m%d%H%M}", title, url, button)


def _of_office() -> Iterator[Source]:
    """Nominations to be matched, reports about money, hearings to be set and written down, removals to be drafted."""
    yield _nominations()
    yield _money()
    yield _hearings()


def _nominations() -> Source:
    rows = LooseNomination.objects.filter(stage="waiting")
    yield rows
    n, newest = counted(rows, "at")
    if n:
        title = ngettext("%(n)s nomination to match", "%(n)s nominations to match", n) % {"n": n}
        yield _list(f"brand-nominations:{newest}", title, reverse("office-brand-nominations"), n)


def _money() -> Source:
    rows = MoneyReport.objects.filter(done_at=None)
    yield rows
    n, newest = counted(rows, "at")
    if n:
        title = ngettext("%(n)s report that money was asked for", "%(n)s reports that money was asked for", n)
        yield _list(f"brand-money:{newest}", title % {"n": n}, reverse("office-brand-money"), n)


def _hearings() -> Source:
    steps = Q(stage__in=("opened", "hearing")) | Q(stage="deciding", kind="remove")
    rows = Proceeding.objects.filter(steps).select_related("entry")
    yield rows
    for row in rows.order_by("due_on", "pk")[:MOST]:
        url, button = reverse("office-brand-proceeding", args=[row.pk]), gettext_lazy("To the proceeding")
        key, note = f"brand-proceeding:{row.pk}:{row.stage}:office", row.stage_label
        yield _one(key, row.entry.name, url, button, note=note, on=day_of(row.hearing_at) or row.due_on)


def _list(key: str, title: str, url: str, n: int) -> Waiting:
    return _one(key, title, url, gettext_lazy("To the list"), whose=Whose.NOBODY, count=n)


def _one(key: str, title: str, url: str, button: Words, **more: Any) -> Waiting:
    return Waiting(key, pgettext_lazy("waiting", "Three hearts"), title, url, button, **more)
