"""Asking for a call, not being reached, and how it ends; erasing person and words some days later."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai import alliance
from huaihai.cases import rights
from huaihai.cases.callback import promising
from huaihai.cases.messages import find_us
from huaihai.cases.models import CallBack, Case
from huaihai.cases.models.callback import CALL_BACK, WAITING
from huaihai.desk.lives import NotAllowed
from huaihai.desk.moving import Move, Moving, begin
from huaihai.kit import phones
from huaihai.kit.clock import local_day
from huaihai.law import limits
from huaihai.law.opening import Slot
from huaihai.members import staffing
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.record import events, outbox
from huaihai.record.models import OutboxMessage

MOST_TRIES = 3
PROGRAM = Actor.system("fall-due")

type Act = Callable[[], None]


def ask(*, body: Organisation, phone: str, slot: Slot, by: Actor, at: datetime, **more: Any) -> CallBack:
    """A call is promised. Whoever asks again with the same number, while it waits, has another time; `more` may name
    place, name, sentence, problem, is_demo.
    """
    start, until = promising.moments(slot)
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=body.pk)  # the same number twice at once
        index: Any = CallBack._meta.get_field("phone_index")
        held = CallBack.objects.to_call().filter(body=body, phone_index=index.of(phone)).first()
        if held is None:
            held = CallBack(
                body=body, phone=phone, promised_from=start, promised_until=until, asked_at=at, **more
            )
            facts = {"body": body.key, "until": until.isoformat()}
            begin(held, "callback_asked", CALL_BACK, by=by, at=at, **facts)
        else:
            with _moving(held, "callback_asked_again", by=by, at=at) as move:
                _promise(move, slot)
                for name in ("place", "name", "sentence", "problem"):
                    setattr(move.row, name, more.get(name) or getattr(move.row, name))
        _tell_promise(held, at)
    return held


def not_reached(held: CallBack, *, by: Actor, at: datetime, seen: int | None = None) -> CallBack:
    """Nobody took the call: it is tried again at the next time; after the third try the person is told, and it ends.
    Raises Moved, NotAllowed, NotPossible.
    """
    is_last = held.tries + 1 >= MOST_TRIES
    verb = "callback_given_up" if is_last else "callback_not_reached"
    with transaction.atomic():
        with _moving(held, verb, by=by, at=at, seen=held.version if seen is None else seen) as move:
            move.row.tries += 1
            if is_last:
                move.row.ended_at = at
            else:
                _promise(move, promising.next_time(held.body, held.promised_from, at))
        if is_last:
            _tell_end(held, at)
        else:
            _tell_promise(held, at)
    return held


def done(
    held: CallBack, *, case: Case | None = None, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """They talked: a case came of it, or it was answered at once. Raises Moved, NotAllowed, NotPossible."""
    with _moving(held, "callback_done", by=by, at=at, seen=seen) as move:
        move.row.case, move.row.ended_at = case, at
        move.facts = {"case": str(case.pk) if case else ""}


def became_case(held: CallBack, case: Case, *, by: Actor, at: datetime) -> None:
    """The complaint was written down while they talked. Whoever ended it meanwhile is not disturbed."""
    with transaction.atomic():
        fresh = CallBack.objects.select_for_update(of=("self",)).select_related("body").get(pk=held.pk)
        if fresh.stage == WAITING:
            done(fresh, case=case, by=by, at=at)


def due_acts(at: datetime) -> Iterator[Act]:
    """Persons and words of those that ended some days ago are erased."""
    ended = CallBack.objects.filter(erased_at=None, ended_at__lt=at).select_related("body")
    for held in ended.order_by("ended_at").defer("phone", "name", "sentence"):
        kept = limit_for(held.body, limits.CALL_BACK_KEPT, at.date()).number
        if held.ended_at < at - timedelta(days=kept):
            yield partial(_erase, held.pk, at)


def _erase(pk: UUID, at: datetime) -> None:
    with transaction.atomic():
        held = CallBack.objects.select_for_update(of=("self",)).get(pk=pk)
        held.phone = held.name = held.sentence = ""
        held.erased_at = at
        held.save(update_fields=["phone", "phone_index", "name", "sentence", "erased_at"])
        outbox.forget([held.record_key])
        events.write(subject=held.record_key, verb="callback_erased", by=PROGRAM.key, at=at)


def _may(move: Move[CallBack], by: Actor) -> None:
    """Officers of the body, or of the one above while nobody works in it; the person by asking again."""
    if move.verb == "callback_asked_again" or by.kind == "system":
        return
    own = by.organisation
    bodies = [own, *staffing.left_to(own, on=local_day(move.at))] if own else []
    if not by.roles & set(rights.CASEWORK) or move.row.body not in bodies:
        raise NotAllowed(_("Only officers of the body that promised the call do this."))


_moving = Moving[CallBack](CALL_BACK, guard=_may)


def _promise(move: Move[CallBack], slot: Slot) -> None:
    move.row.promised_from, move.row.promised_until = promising.moments(slot)
    move.facts = {"until": move.row.promised_until.isoformat()}


def _tell_promise(held: CallBack, at: datetime) -> None:
    with translation.override("zh-hans"):
        when = promising.in_full(held.promised_from, held.promised_until, now=at)
        words = (
            _("We called and did not reach you. %(body)s calls again %(when)s.")
            if held.tries
            else _("%(body)s calls you %(when)s.")
        )
        _send(held, f"promised:{held.version}", words % {"body": held.body.short_name, "when": when}, at)


def _tell_end(held: CallBack, at: datetime) -> None:
    with translation.override("zh-hans"):
        words = _("We called three times and did not reach you. Or call %(phone)s and ask for %(body)s.")
        facts = {"phone": held.body.phone_to_call, "body": held.body.short_name}
        _send(held, "given-up", words % facts, at)


def _send(held: CallBack, key: str, words: str, at: datetime) -> None:
    """By SMS; of a landline nothing is sent, since it is the call itself that is promised."""
    if phones.mobile(held.phone) is None:
        return
    text = _("[%(platform)s] %(words)s For another time: %(find)s and choose “Please call me”.") % {
        "platform": alliance.load().platform_name,
        "words": words,
        "find": find_us(),
    }
    outbox.queue(
        effect_key=f"{held.record_key}:{key}",
        subject=held.record_key,
        channel=OutboxMessage.Channel.SMS,
        address=held.phone,
        text=text,
        at=at,
    )
