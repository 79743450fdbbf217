"""What waits of complaints: those of the own body whose next move is the body's, and those that others have."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateField, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from huaihai.cases import life
from huaihai.cases.desk import verbs
from huaihai.cases.desk.lists import NEXT, CaseKey
from huaihai.cases.models import Case, Forwarding, LetterCode
from huaihai.cases.situation import CASEWORK, as_officer
from huaihai.cases.unmasking import name_masked
from huaihai.cases.verbs import urging
from huaihai.desk.waiting import Waiting, Whose
from huaihai.kit import local_words, spoken
from huaihai.kit.clock import local_day
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record.models import Clock, Event

SOON = timedelta(days=3)
MOST = 5  # of one list: the others stand in one row, with how many they are
MOST_OF_NOBODY = 3
COUNTED = 200  # no more are counted
BODYS = tuple(name for name, stage in life.STAGES.items() if stage.turn == life.BODY)
KIND = pgettext_lazy("waiting", "Case")
MEDIATING = frozenset({"officer", "mediator"})

type Rows = QuerySet[Any, Any]


def for_person(actor: Actor, now: datetime) -> Iterator[Waiting]:
    """The cases that the officer has in hand and those that nobody has, and what is waited for from others. A fixed
    number of queries; what is counted has a limit.
    """
    actor, body, today = as_officer(actor), actor.organisation, local_day(now)
    if body is None or body.kind == Organisation.Kind.ALLIANCE or not actor.roles & set(CASEWORK):
        return
    rows = _on_turn(actor, today).filter(responsible=body)
    mine, nobodys = (MOST, MOST_OF_NOBODY) if actor.roles & MEDIATING else (1, 0)  # a head reads how many
    yield from _listed(rows.filter(_in_hand(actor, today)), body, Whose.MINE, today, mine)
    yield from _listed(rows.filter(_in_nobodys_hand(today)), body, Whose.NOBODY, today, nobodys)
    yield from _drafts(actor, body)
    yield from _letters(body)
    yield from _calls(body, today)
    yield from _elsewhere(actor, body, today)
    yield from _below(body, today)


def _in_hand(_actor: Actor, _today: date) -> Q:
    """Whether the actor has a case in hand: nobody is named in a case yet."""
    return Q(pk__in=())


def _in_nobodys_hand(_today: date) -> Q:
    """Whether nobody has a case in hand."""
    return Q()


def _on_turn(actor: Actor, today: date) -> Rows:
    """Cases in which the body has the next move, or may look whether what was agreed was done."""
    running = Clock.objects.running().filter(subject=CaseKey(OuterRef("pk")), paused_on=None)
    due = Subquery(running.order_by("due_on").values("due_on")[:1], output_field=DateField())
    rows: Rows = Case.objects.visible_to(actor).annotate(due_on=due)
    rows = rows.filter(Q(stage__in=BODYS) | Q(stage="fulfilling", due_on__lte=today))
    return rows.order_by(F("due_on").asc(nulls_last=True), "stage_since", "pk")


def _listed(rows: Rows, body: Organisation, whose: Whose, today: date, most: int) -> Iterator[Waiting]:
    """What is due soon, each in its row, and one row for all others."""
    every = list(rows.values_list("pk", "due_on")[:COUNTED])
    near = [pk for pk, due_on in every if due_on is not None and due_on <= today + SOON][:most]
    for case in _read(near):
        yield _case(case, dict(every)[case.pk], whose)
    if rest := [(pk, due_on) for pk, due_on in every if pk not in near]:
        yield Waiting(
            key=f"cases:{body.pk}:{whose}:{rest[0][1]}",
            kind=KIND,
            title=(
                ngettext("%(n)s more case", "%(n)s more cases", len(rest))
                if near
                else ngettext("%(n)s case", "%(n)s cases", len(rest))
            )
            % {"n": len(rest)},
            url=reverse("desk"),
            button=gettext_lazy("To the list"),
            on=rest[0][1],
            whose=whose,
            count=len(rest),
            days=tuple(due_on for _pk, due_on in rest),
        )


def _read(keys: Sequence[UUID]) -> list[Case]:
    """These cases in this order, with what a row says."""
    found = Case.objects.filter(pk__in=keys).select_related("complainant", "responsible").defer("story")
    by_key = {case.pk: case for case in found}
    return [by_key[pk] for pk in keys if pk in by_key]


def _case(case: Case, on: date | None, whose: Whose) -> Waiting:
    label, verb = NEXT[case.stage]
    page, take = verbs.BY_VERB.get(verb), verbs.BY_VERB.get("take_on")
    return Waiting(
        key=f"case:{case.pk}:{case.stage}:{case.stage_since:%Y%m%d%H%M%S}",
        kind=KIND,
        title=_title(case),
        note=_whom(case),
        url=reverse("desk-step", args=[case.pk, page.noun]) if page else reverse("desk-case", args=[case.pk]),
        button=label,
        on=on,
        whose=whose,
        take=reverse("desk-step", args=[case.pk, take.noun]) if take and whose == Whose.NOBODY else "",
        seen=case.version,
    )


def _title(case: Case) -> str:
    return case.title or _("No title")


def _whom(case: Case) -> str:
    """The consumer with a masked name, and the sum."""
    complainant = getattr(case, "complainant", None)
    fen = case.asked_fen or case.price_fen
    parts = (
        name_masked(complainant.name) if complainant else "",
        _("%(sum)s yuan") % {"sum": spoken.yuan(fen)} if fen else "",
    )
    return " · ".join(part for part in parts if part)


def _drafts(actor: Actor, body: Organisation) -> Iterator[Waiting]:
    """Imported ones that somebody completes, in one row."""
    rows = Case.objects.visible_to(actor).filter(stage="draft", origin=Case.Origin.IMPORTED)
    if n := rows[:COUNTED].count():
        yield Waiting(
            key=f"case-drafts:{body.pk}",
            kind=KIND,
            title=ngettext("%(n)s imported draft to complete", "%(n)s imported drafts to complete", n)
            % {"n": n},
            url=reverse("desk-drafts"),
            button=gettext_lazy("To the drafts"),
            whose=Whose.NOBODY,
            count=n,
        )


def _letters(body: Organisation) -> Iterator[Waiting]:
    """Codes that were locked: the business cannot answer until it gets another."""
    rows = LetterCode.objects.filter(
        case__responsible=body,
        case__stage__in=("inviting", "negotiating"),
        locked_at__isnull=False,
        ended_at=None,
    )
    for letter in rows.select_related("case__complainant").defer("case__story").order_by("locked_at")[:MOST]:
        yield Waiting(
            key=f"letter:{letter.pk}:locked",
            kind=pgettext_lazy("waiting", "Letter"),
            title=_title(letter.case),
            note=_("its code is locked"),
            url=reverse("letter-new", args=[letter.case_id]),
            button=gettext_lazy("Send another"),
            whose=Whose.NOBODY,
        )


def _calls(body: Organisation, today: date) -> Iterator[Waiting]:
    """Businesses with a letter that ask to be called, and that nobody has called since."""
    rows = LetterCode.objects.filter(
        case__responsible=body, case__stage__in=("inviting", "negotiating"), first_used_at__isnull=False
    )
    opened = rows.order_by("-first_used_at", "pk").values_list("case_id", flat=True)[:COUNTED]
    keys = {f"case:{pk}": pk for pk in opened}
    last: dict[str, Event] = {}
    for event in Event.objects.filter(subject__in=keys, verb__in=("call_asked", "call_back")).order_by(
        "at", "pk"
    ):
        last[event.subject] = event
    asked = {keys[subject]: event for subject, event in last.items() if event.verb == "call_asked"}
    for case in _read(list(asked)[:MOST]):
        event = asked[case.pk]
        yield Waiting(
            key=f"event:{event.pk}",
            kind=pgettext_lazy("waiting", "Call"),
            title=_title(case),
            note=_("the business asks for a call"),
            url=reverse("desk-step", args=[case.pk, verbs.BY_VERB["call_back"].noun]),
            button=gettext_lazy("Call and note it"),
            on=min(local_day(event.at), today),
            whose=Whose.NOBODY,
        )


def _elsewhere(actor: Actor, body: Organisation, today: date) -> Iterator[Waiting]:
    """Cases forwarded to other cities that were not taken yet, or not decided in time."""
    if body.city is None:
        return
    rows = Forwarding.objects.filter(from_city=body.city, case__home__path__under=body.path)
    rows = rows.select_related("to_city", "take_clock", "decide_clock", "case").defer("case__story")
    untaken = rows.filter(take_clock__in=Clock.objects.running().filter(name="take"))
    undecided = rows.filter(decide_clock__in=Clock.objects.overdue(today).filter(name="decide"))
    found = [
        *((one, one.take_clock) for one in untaken.order_by("take_clock__due_on", "pk")[:COUNTED]),
        *((one, one.decide_clock) for one in undecided.order_by("decide_clock__due_on", "pk")[:COUNTED]),
    ]
    by_case = {
        one.case_id: (one, clock) for one, clock in reversed(found)
    }  # not taken says more than not decided
    waits = sorted(by_case.values(), key=lambda pair: (pair[1].due_on, str(pair[0].pk)))
    urged = urging.urged([one.case for one, _clock in waits[:MOST]], today)
    for one, clock in waits[:MOST]:
        city = local_words.place(one.to_city.place_name)
        words = _("%(city)s has not taken it") if clock.name == "take" else _("%(city)s has not decided")
        yield _of_others(one.case, words % {"city": city}, clock.due_on, today, urged)
    yield from _more([clock.due_on for _one, clock in waits[MOST:]], "away")


def _below(body: Organisation, today: date) -> Iterator[Waiting]:
    """Cases given to bodies below that are late there."""
    nodes = Organisation.objects.filter(path__under=body.path).exclude(pk=body.pk)
    owners = [node.record_key for node in nodes]
    if not owners:
        return
    late = Clock.objects.overdue(today).filter(owner__in=owners, subject__startswith="case:")
    due: dict[UUID, date] = {}
    for subject, due_on in late.order_by("due_on", "pk").values_list("subject", "due_on")[:COUNTED]:
        due.setdefault(UUID(subject.removeprefix("case:")), due_on)
    keys = list(Case.objects.filter(pk__in=due, stage__in=BODYS).values_list("pk", flat=True))
    keys.sort(key=lambda pk: (due[pk], str(pk)))
    cases = _read(keys[:MOST])
    urged = urging.urged(cases, today)
    for case in cases:
        holder = local_words.in_script(case.responsible.short_name) if case.responsible else ""
        yield _of_others(case, _("%(body)s is late") % {"body": holder}, due[case.pk], today, urged)
    yield from _more([due[pk] for pk in keys[MOST:]], "below")


def _of_others(case: Case, note: str, on: date, today: date, urged: Collection[UUID]) -> Waiting:
    """Its button urges where that is possible now, else it opens the case."""
    is_urged = case.pk in urged
    page = verbs.BY_VERB["urge"] if not is_urged and on <= today + urging.NEAR else None
    return Waiting(
        key=f"case:{case.pk}:{case.stage}:{case.stage_since:%Y%m%d%H%M%S}:others",
        kind=KIND,
        title=_title(case),
        note=_("%(note)s; urged") % {"note": note} if is_urged else note,
        url=reverse("desk-step", args=[case.pk, page.noun]) if page else reverse("desk-case", args=[case.pk]),
        button=page.words if page else gettext_lazy("To the case"),
        on=on,
        whose=Whose.OTHERS,
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
