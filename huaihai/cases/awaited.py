"""What a body waits for from others: cases that it forwarded, and those that it gave to bodies below."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, When
from django.db.models import Case as Choice
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.cases import life
from huaihai.cases.desk import verbs
from huaihai.cases.models import Case, Forwarding
from huaihai.cases.verbs import urging
from huaihai.desk.waiting import Source, Waiting, Whose
from huaihai.kit import local_words
from huaihai.kit.clock import local_day
from huaihai.members.models import Organisation
from huaihai.members.models.organisation import tree
from huaihai.record.models import Clock, Event

MOST = 5  # of one list: the others stand in one row, with how many they are
COUNTED = 400  # no more are counted
BODYS = tuple(name for name, stage in life.STAGES.items() if stage.turn == life.BODY)
KIND = pgettext_lazy("waiting", "Case")
TO_THE_CASE = gettext_lazy("To the case")


def awaited(body: Organisation, today: date) -> Iterator[Source]:
    """What is late there, or was not taken yet."""
    yield _elsewhere(body, today)
    yield _below(body, today)


def read(keys: Collection[UUID], *prefetched: str) -> list[Case]:
    """These cases in this order, with what a row says."""
    found = Case.objects.filter(pk__in=keys).select_related("complainant", "responsible").defer("story")
    by_key = {case.pk: case for case in found.prefetch_related(*prefetched)}
    return [by_key[pk] for pk in keys if pk in by_key]


def title(case: Case) -> str:
    return case.title or _("No title")


def _elsewhere(body: Organisation, today: date) -> Source:
    """Cases forwarded to other cities that were not taken yet, or not decided in time."""
    if body.city is None:
        return
    rows = Forwarding.objects.filter(from_city=body.city, case__home__in=body.keys_within)
    untaken = Q(take_clock__in=Clock.objects.running().filter(name="take"))
    undecided = Q(decide_clock__in=Clock.objects.overdue(today).filter(name="decide"))
    of_city = Forwarding.objects.filter(from_city=body.city).order_by().values("pk")
    # Two questions, each led by the few clocks that run; an OR would look at all that the city ever forwarded.
    late: Any = rows.filter(pk__in=of_city.filter(untaken).union(of_city.filter(undecided)))
    yield late
    day = Choice(When(untaken, then="take_clock__due_on"), default="decide_clock__due_on")
    late = late.annotate(is_untaken=ExpressionWrapper(untaken, BooleanField()), day=day)
    found = {  # not taken says more than not decided
        row["case"]: row
        for row in reversed(
            late.order_by("-is_untaken", "day", "pk").values("case", "pk", "is_untaken", "day")[:COUNTED]
        )
    }
    waits = sorted(found.values(), key=lambda row: (row["day"], str(row["pk"])))
    shown = rows.select_related("to_city", "case").defer("case__story")
    by_key = shown.in_bulk([row["pk"] for row in waits[:MOST]])
    urged = _urged([row["case"] for row in waits[:MOST]], today)
    for row in waits[:MOST]:
        one = by_key[row["pk"]]
        city = local_words.place(one.to_city.place_name)
        words = _("%(city)s has not taken it") if row["is_untaken"] else _("%(city)s has not decided")
        yield _of_others(one.case, words % {"city": city}, row["day"], today, urged)
    yield from _more([row["day"] for row in waits[MOST:]], "away")


def _below(body: Organisation, today: date) -> Source:
    """Cases given to bodies below that are late there."""
    owners = [
        node.record_key for node in tree().by_pk.values() if node.pk in body.keys_within and node != body
    ]
    late = Clock.objects.overdue(today).filter(owner__in=owners, subject__startswith="case:")
    yield late
    due: dict[UUID, date] = {}
    for subject, due_on in late.order_by("due_on", "pk").values_list("subject", "due_on")[:COUNTED]:
        due.setdefault(UUID(subject.removeprefix("case:")), due_on)
    keys = list(Case.objects.filter(pk__in=due, stage__in=BODYS).values_list("pk", flat=True))
    keys.sort(key=lambda pk: (due[pk], str(pk)))
    urged = _urged(keys[:MOST], today)
    for case in read(keys[:MOST]):
        holder = local_words.in_script(case.responsible.short_name) if case.responsible else ""
        yield _of_others(case, _("%(body)s is late") % {"body": holder}, due[case.pk], today, urged)
    yield from _more([due[pk] for pk in keys[MOST:]], "below")


def _of_others(case: Case, note: str, on: date, today: date, urged: frozenset[UUID]) -> Waiting:
    """With the button to urge, where it is time for it and it was not done since the last working day."""
    page = verbs.BY_VERB["urge"]
    may_urge = case.pk not in urged and case.stage in life.WITH_LEAD and on <= today + urging.NEAR
    return Waiting(
        key=f"case:{case.pk}:{case.stage}:{case.stage_since:%Y%m%d%H%M%S}:others",
        kind=KIND,
        title=title(case),
        note=f"{note} · {_('urged')}" if case.pk in urged else note,
        url=reverse("desk-step", args=[case.pk, page.noun])
        if may_urge
        else reverse("desk-case", args=[case.pk]),
        button=page.words if may_urge else TO_THE_CASE,
        on=on,
        whose=Whose.OTHERS,
    )


def _urged(keys: Sequence[UUID], today: date) -> frozenset[UUID]:
    """Those that were urged, and cannot be again before the next working day."""
    last = {
        event.subject: event
        for event in Event.objects.filter(subject__in=[f"case:{pk}" for pk in keys], verb="urge").order_by(
            "at"
        )
    }
    return frozenset(
        UUID(key.removeprefix("case:"))
        for key, event in last.items()
        if not urging.is_new_day(local_day(event.at), today)
    )


def _more(days: Sequence[date], scope: str) -> Iterator[Waiting]:
    if days:
        yield Waiting(
            key=f"cases:{scope}",
            kind=KIND,
            title=ngettext("%(n)s more case", "%(n)s more cases", len(days)) % {"n": len(days)},
            url=f"{reverse('desk')}?scope={scope}",
            button=gettext_lazy("To the list"),
            on=days[0],
            whose=Whose.OTHERS,
            count=len(days),
            days=tuple(days),
        )
