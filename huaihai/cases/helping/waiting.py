"""Requests for help as rows of what waits: those to answer, answers nobody acted on yet, and late ones of others."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huaihai.cases import life
from huaihai.cases.awaited import MOST, TO_THE_CASE, title
from huaihai.cases.desk.lists import AccountKey, CaseKey
from huaihai.cases.handling import people
from huaihai.cases.models import Help
from huaihai.cases.rights import CASEWORK
from huaihai.cases.situation import as_officer
from huaihai.cases.waiting import Hands
from huaihai.desk.waiting import Room, Source, Waiting, Whose
from huaihai.kit import local_words
from huaihai.kit.clock import local_moment
from huaihai.members.actors import Actor
from huaihai.members.directory import body_with
from huaihai.members.models import Organisation
from huaihai.record.models import Event

KIND = pgettext_lazy("waiting", "Joint handling")
NEW_FOR = timedelta(days=30)  # then an answer that nobody acted on stands in the case alone
UNREAD_AFTER = ("give_help", "decline_help", "unmasked")  # these say nothing about an answer
ANSWERED = (Help.State.GIVEN, Help.State.DECLINED)


@Room
def for_person(actor: Actor, now: datetime) -> Iterator[Source]:
    """Of the person's body: what it was asked for, and what it asked for."""
    actor = as_officer(actor)
    body = actor.organisation
    if body is None or body.kind == Organisation.Kind.ALLIANCE or not actor.roles & set(CASEWORK):
        return
    hands = Hands(actor, body, now)
    yield _to_answer(hands)
    yield _answered(hands)
    yield _late(hands)


def _to_answer(hands: Hands) -> Source:
    rows = Help.objects.open().filter(body=hands.body)
    yield rows
    for one in _first(rows, "due_on"):
        asker = one.case.responsible_id
        yield Waiting(
            key=f"case-help:{one.pk}",
            kind=KIND,
            title=title(one.case),
            note=_("%(body)s asks you for help in a case") % {"body": _name(asker) if asker else ""},
            url=reverse("desk-help", args=[one.pk]),
            button=gettext_lazy("Read and answer"),
            on=one.due_on,
            whose=Whose.NOBODY,
        )


def _answered(hands: Hands) -> Source:
    """Until somebody of this body goes on with the case, be it with a note."""
    since = local_moment(hands.today - NEW_FOR, time.min)
    acts = Event.objects.filter(subject=CaseKey(OuterRef("case")), at__gt=OuterRef("ended_at"))
    acts = acts.exclude(verb__in=UNREAD_AFTER)
    own = people.posts(hands.today).filter(organisation=hands.body).annotate(key=AccountKey("account"))
    rows = Help.objects.filter(state__in=ANSWERED, ended_at__gte=since)
    rows = rows.filter(case__responsible=hands.body, case__stage__in=life.OPEN)
    rows = rows.exclude(Exists(acts.filter(by__in=own.values("key"))))
    yield rows
    for one in _first(rows, "ended_at"):
        words = _("%(body)s has answered") if one.state == Help.State.GIVEN else _("%(body)s cannot help")
        yield _of_case(one, words, hands.whose(one.case.handler_id))


def _late(hands: Hands) -> Source:
    rows = Help.objects.open().filter(case__responsible=hands.body, due_on__lt=hands.today)
    yield rows
    for one in _first(rows, "due_on"):
        yield _of_case(one, _("%(body)s has not answered"), Whose.OTHERS)


def _of_case(one: Help, words: str, whose: Whose) -> Waiting:
    is_late = whose == Whose.OTHERS
    return Waiting(
        key=f"case-help:{one.pk}:{'late' if is_late else one.state}",
        kind=KIND,
        title=title(one.case),
        note=words % {"body": _name(one.body_id)},
        url=reverse("desk-case", args=[one.case_id]) + "#helps",
        button=TO_THE_CASE if is_late else gettext_lazy("Read the answer"),
        on=one.due_on if is_late else None,
        whose=whose,
    )


def _first(rows: Any, order: str) -> list[Help]:
    found: list[Help] = list(
        rows.select_related("case").defer("case__story", "case__stated_business").order_by(order, "pk")[:MOST]
    )
    return found


def _name(key: Any) -> str:
    return local_words.in_script(body_with(key).short_name)
