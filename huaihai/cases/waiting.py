"""What waits of complaints: those that the person or nobody has in hand whose next move is the body's, and those that
others have.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.cases import calls, life
from huaihai.cases.awaited import BODYS, COUNTED, KIND, MOST, TO_THE_CASE, awaited, read, title
from huaihai.cases.bridge import entering
from huaihai.cases.desk import verbs
from huaihai.cases.desk.lists import NEXT, OVERDUE, OWN, CaseKey
from huaihai.cases.handling import people
from huaihai.cases.models import Appointment, Case, ElsewhereNumber, ForgedReport, LetterCode
from huaihai.cases.models.forged import WAITING
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.cases.unmasking import name_masked
from huaihai.desk.waiting import Room, Source, Waiting, Whose, counted
from huaihai.kit import spoken
from huaihai.kit.clock import local_day, local_moment
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from huaihai.record.models import Clock, Event

SOON = timedelta(days=3)
MOST_OF = {Whose.MINE: MOST, Whose.NOBODY: 2}
MOST_OF_HEAD = 2  # who has other things to do, and reads how many the others are
MEDIATING = frozenset({"officer", "mediator"})

type Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Hands:
    """The cases of the person's body that the person (also for whoever is away) or nobody has in hand."""

    actor: Actor
    body: Organisation
    now: datetime

    @cached_property
    def own(self) -> frozenset[UUID]:
        return people.hands_of(self.actor, on=self.today)

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def bodys(self) -> Rows:
        rows: Rows = Case.objects.visible_to(self.actor).filter(responsible=self.body)
        return rows

    @property
    def cases(self) -> Rows:
        return self.bodys.filter(Q(handler__in=self.own) | people.nobodys(on=self.today))

    @property
    def with_letters(self) -> Rows:
        """Those in which the business may answer by a letter's code."""
        return self.cases.filter(stage__in=("inviting", "negotiating"))

    def whose(self, handler_id: UUID | None) -> Whose:
        """Of these cases, in whose list one stands."""
        return Whose.MINE if handler_id in self.own else Whose.NOBODY


class Due(NamedTuple):
    """A case that waits, and by when; `elsewhere_on` is the day on which another platform wants an answer."""

    pk: UUID
    handler_id: UUID | None
    due_on: date | None
    elsewhere_on: date | None
    is_reopened: bool


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """The cases that the officer has in hand and those that nobody has, and what is waited for from others; what is
    counted has a limit.
    """
    actor, body, today = as_officer(actor), actor.organisation, local_day(now)
    if body is None or body.kind == Organisation.Kind.ALLIANCE or not actor.roles & set(CASEWORK):
        return
    hands = Hands(actor, body, now)
    yield _turns(hands)
    yield _appointments(hands)
    yield _drafts(actor, body)
    yield _letters(hands)
    yield _calls(hands)
    yield _written(hands)
    yield _to_be_told(actor, body)
    yield _forged(actor, body)
    if Role.HEAD in actor.roles:
        yield _colleagues(hands)
    yield from awaited(body, today)


def _on_turn(rows: Rows, today: date) -> Rows:
    """Of these cases those in which the body has the next move, may look whether what was agreed was done, or owes
    another platform an answer; each with the earlier of the days.
    """
    running = Clock.objects.running().filter(subject=CaseKey(OuterRef("pk")), paused_on=None)
    pressing = ElsewhereNumber.objects.pressing().filter(case=OuterRef("pk"))
    own, elsewhere = (
        Subquery(days.order_by("due_on").values("due_on")[:1], output_field=DateField())
        for days in (running, pressing)
    )
    opened = Event.objects.filter(subject=CaseKey(OuterRef("pk")), verb="reopen", at=OuterRef("stage_since"))
    first = Coalesce(Least("own_on", "elsewhere_on"), "own_on", "elsewhere_on")
    rows = rows.annotate(own_on=own, elsewhere_on=elsewhere, is_reopened=Exists(opened)).annotate(
        due_on=first
    )
    is_bodys = Q(stage__in=BODYS) | Q(stage="fulfilling", own_on__lte=today)
    rows = rows.filter(stage__in=life.OPEN)  # said apart, so that a planner looks through none that ended
    rows = rows.filter(is_bodys | Q(elsewhere_on__lte=today + SOON))
    return rows.order_by(F("due_on").asc(nulls_last=True), "stage_since", "pk")


def _turns(hands: Hands) -> Source:
    """What is due soon or was opened again, each in its row, and of each list one row for all others."""
    yield None
    rows = _on_turn(hands.cases, hands.today).values_list(*Due._fields)[:COUNTED]
    found: dict[Whose, list[Due]] = {Whose.MINE: [], Whose.NOBODY: []}
    for one in itertools.starmap(Due, rows):
        found[hands.whose(one.handler_id)].append(one)
    is_head = not hands.actor.roles & MEDIATING
    most = {Whose.MINE: MOST_OF_HEAD, Whose.NOBODY: 0} if is_head else MOST_OF
    near = {whose: _near(dues, hands.today)[: most[whose]] for whose, dues in found.items()}
    shown = [one for dues in near.values() for one in dues]
    asked = ["elsewhere"] if any(one.elsewhere_on for one in shown) else []
    cases = {case.pk: case for case in read([one.pk for one in shown], *asked)}
    for whose, dues in near.items():
        yield from (_case(cases[one.pk], one, whose, hands.today) for one in dues if one.pk in cases)
        yield from _rest(found[whose], dues, hands, whose)


def _near(found: Sequence[Due], today: date) -> list[Due]:
    return [one for one in found if one.is_reopened or (one.due_on and one.due_on <= today + SOON)]


def _rest(found: Sequence[Due], near: Sequence[Due], hands: Hands, whose: Whose) -> Iterator[Waiting]:
    if rest := [one.due_on for one in found if one not in near]:
        yield Waiting(
            key=f"cases:{hands.body.pk}:{whose}:{rest[0]}",
            kind=KIND,
            title=(
                ngettext("%(n)s more case", "%(n)s more cases", len(rest))
                if near
                else ngettext("%(n)s case", "%(n)s cases", len(rest))
            )
            % {"n": len(rest)},
            url=f"{reverse('desk')}?scope={whose}",
            button=gettext_lazy("To the list"),
            on=rest[0],
            whose=whose,
            count=len(rest),
            days=tuple(rest),
        )


def _case(case: Case, due: Due, whose: Whose, today: date) -> Waiting:
    label, verb = NEXT.get(case.stage, ("", ""))
    page, take = verbs.BY_VERB.get(verb), verbs.BY_VERB.get("take_on")
    if case.stage not in BODYS and due.due_on == due.elsewhere_on:  # only the other platform waits
        label, page = TO_THE_CASE, None
    asks = [
        _("%(platform)s wants an answer") % {"platform": one.get_platform_display()}
        for one in (case.elsewhere.all() if due.elsewhere_on else ())
        if one.due_on and one.due_on == due.due_on
    ]
    opened = [_("opened again by the consumer")] if due.is_reopened else []
    return Waiting(
        key=f"case:{case.pk}:{case.stage}:{case.stage_since:%Y%m%d%H%M%S}",
        kind=KIND,
        title=title(case),
        note=" · ".join(filter(None, [*opened, *asks, _whom(case)])),
        url=reverse("desk-step", args=[case.pk, page.noun]) if page else reverse("desk-case", args=[case.pk]),
        button=label,
        on=due.due_on,
        whose=whose,
        take=reverse("desk-step", args=[case.pk, take.noun]) if take and whose == Whose.NOBODY else "",
        seen=case.version,
    )


def _whom(case: Case) -> str:
    """The consumer with a masked name, and the sum."""
    complainant = getattr(case, "complainant", None)
    fen = case.asked_fen or case.price_fen
    parts = (
        name_masked(complainant.name) if complainant else "",
        spoken.money(fen) if fen else "",
    )
    return " · ".join(part for part in parts if part)


def _appointments(hands: Hands) -> Source:
    """Mediations of the next days, and those whose minutes are not written."""
    until = local_moment(hands.today + SOON + timedelta(days=1), time.min)
    rows = Appointment.objects.due(until).filter(case__in=hands.cases)
    yield rows
    for one in rows.select_related("case__complainant").defer("case__story")[:MOST]:
        case, is_over = one.case, one.starts_at < hands.now
        page = verbs.BY_VERB["hold_session"] if is_over and case.stage == "mediating" else None
        yield Waiting(
            key=f"appointment:{one.pk}:{one.sequence}:{'minutes' if is_over else 'planned'}",
            kind=pgettext_lazy("waiting", "Mediation"),
            title=title(case),
            note=f"{one.get_kind_display()} · {_whom(case)}".rstrip(" ·"),
            url=reverse("desk-step", args=[case.pk, page.noun])
            if page
            else reverse("desk-case", args=[case.pk]),
            button=NEXT["mediating"][0] if page else TO_THE_CASE,
            on=local_day(one.starts_at),
            at=one.starts_at,
            whose=hands.whose(case.handler_id),
        )


def _drafts(actor: Actor, body: Organisation) -> Source:
    """Imported ones that somebody completes, in one row; another platform may want an answer to one."""
    rows = Case.objects.visible_to(actor).filter(stage="draft", origin=Case.Origin.IMPORTED)
    yield rows
    by_day = rows.annotate(there_on=entering.first_day()).order_by(F("there_on").asc(nulls_last=True))
    found = list(by_day.values_list("there_on", flat=True)[:COUNTED])
    if n := len(found):
        yield Waiting(
            key=f"case-drafts:{body.pk}",
            kind=KIND,
            title=ngettext("%(n)s imported draft to complete", "%(n)s imported drafts to complete", n)
            % {"n": n},
            url=reverse("desk-drafts"),
            button=gettext_lazy("To the drafts"),
            on=found[0],
            whose=Whose.NOBODY,
            count=n,
        )


def _letters(hands: Hands) -> Source:
    """Codes that were locked: the business cannot answer until it gets another."""
    rows = LetterCode.objects.filter(case__in=hands.with_letters, locked_at__isnull=False, ended_at=None)
    yield rows
    for letter in rows.select_related("case__complainant").defer("case__story").order_by("locked_at")[:MOST]:
        yield Waiting(
            key=f"letter:{letter.pk}:locked",
            kind=pgettext_lazy("waiting", "Letter"),
            title=title(letter.case),
            note=_("its code is locked"),
            url=reverse("letter-new", args=[letter.case_id]),
            button=gettext_lazy("Send another"),
            whose=hands.whose(letter.case.handler_id),
        )


def _calls(hands: Hands) -> Source:
    """Businesses with a letter that ask to be called, and that nobody has called since."""
    rows = LetterCode.objects.filter(case__in=hands.with_letters, first_used_at__isnull=False)
    asked_for = Event.objects.filter(subject=CaseKey(OuterRef("case")), verb="call_asked")
    rows = rows.filter(Exists(asked_for))
    yield rows
    opened = rows.order_by("-first_used_at", "pk").values_list("case_id", flat=True)[:COUNTED]
    keys = {f"case:{pk}": pk for pk in opened}
    last: dict[str, Event] = {}
    for event in Event.objects.filter(subject__in=keys, verb__in=("call_asked", "call_back")).order_by(
        "at", "pk"
    ):
        last[event.subject] = event
    asked = {keys[subject]: event for subject, event in last.items() if event.verb == "call_asked"}
    for case in read(list(asked)[:MOST]):
        event = asked[case.pk]
        yield Waiting(
            key=f"event:{event.pk}",
            kind=pgettext_lazy("waiting", "Call"),
            title=title(case),
            note=_("the business asks for a call"),
            url=reverse("desk-step", args=[case.pk, verbs.BY_VERB["call_back"].noun]),
            button=gettext_lazy("Call and note it"),
            on=min(local_day(event.at), hands.today),
            whose=hands.whose(case.handler_id),
        )


ANSWERED = ("call_back", "note", *life.WRITTEN)


def _written(hands: Hands) -> Source:
    """Messages of consumers and businesses to the officer, until a call, a note or a message answers them."""
    written = Event.objects.filter(subject=CaseKey(OuterRef("pk")), verb__in=life.WRITES)
    rows = hands.cases.filter(Exists(written), stage__in=life.OPEN)
    yield rows
    keys = {f"case:{pk}": pk for pk in rows.values_list("pk", flat=True)[:COUNTED]}
    last: dict[str, Event] = {}
    said = Event.objects.filter(subject__in=keys, verb__in=(*life.WRITES, *ANSWERED))
    for event in said.order_by("at", "pk"):
        last[event.subject] = event
    asked = {keys[subject]: event for subject, event in last.items() if event.verb in life.WRITES}
    for case in read(list(asked)[:MOST]):
        event = asked[case.pk]
        yield Waiting(
            key=f"event:{event.pk}",
            kind=pgettext_lazy("waiting", "Message"),
            title=title(case),
            note=_("the business has written to you")
            if event.verb == "business_writes"
            else _("the consumer has written to you"),
            url=reverse("desk-step", args=[case.pk, verbs.BY_VERB["call_back"].noun]),
            button=gettext_lazy("Read it, call and note it"),
            on=min(local_day(event.at), hands.today),
            whose=hands.whose(case.handler_id),
        )


def _forged(actor: Actor, body: Organisation) -> Source:
    """What was sent in our name and handed in, in one row."""
    rows = ForgedReport.objects.visible_to(actor).filter(stage=WAITING, body=body)
    yield rows
    n, newest = counted(rows, "at")
    if n:
        yield Waiting(
            key=f"forged:{body.pk}:{newest}",
            kind=pgettext_lazy("waiting", "Forgery"),
            title=ngettext("%(n)s forged notice was handed in", "%(n)s forged notices were handed in", n)
            % {"n": n},
            url=reverse("desk-forged"),
            button=gettext_lazy("Look at it"),
            whose=Whose.NOBODY,
            count=n,
        )


def _to_be_told(actor: Actor, body: Organisation) -> Source:
    """People whom nothing but the telephone reaches, in one row."""
    yield calls.unsaid()
    n, newest = counted(calls.waiting(actor), "stage_since")
    if n:
        yield Waiting(
            key=f"calls:{body.pk}:{newest}",
            kind=pgettext_lazy("waiting", "Call"),
            title=ngettext(
                "%(n)s case to tell about by telephone", "%(n)s cases to tell about by telephone", n
            )
            % {"n": n},
            url=reverse("desk-calls"),
            button=gettext_lazy("To the list"),
            whose=Whose.NOBODY,
            count=n,
        )


def _colleagues(hands: Hands) -> Source:
    """What is late in the hands of others of the body, for its head; in one row."""
    theirs = hands.bodys.filter(~people.nobodys(on=hands.today)).exclude(handler__in=hands.own)
    late = _on_turn(theirs, hands.today).filter(due_on__lt=hands.today)
    yield None
    if days := list(late.values_list("due_on", flat=True)[:COUNTED]):
        yield Waiting(
            key=f"cases:{hands.body.pk}:colleagues:{days[0]}",
            kind=KIND,
            title=ngettext("%(n)s late case of colleagues", "%(n)s late cases of colleagues", len(days))
            % {"n": len(days)},
            url=f"{reverse('desk')}?scope={OWN}&only={OVERDUE}",
            button=gettext_lazy("To the list"),
            on=days[0],
            whose=Whose.OTHERS,
            count=len(days),
            days=tuple(days),
        )
