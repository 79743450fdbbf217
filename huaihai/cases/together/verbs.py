"""Opening a binder, asking, answering, leaving, who speaks, ending. A case in it is changed under the lock of the case,
with an event in its record; its stage, clocks and version stay as they are."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.cases import life as cases
from huaihai.cases import messages, unmasking
from huaihai.cases.models import Case, Together, TogetherCase
from huaihai.cases.together import life
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk import codes
from huaihai.desk.lives import NEW, Moved, NotAllowed, NotPossible, Unfit
from huaihai.desk.moving import begin, lock, moving
from huaihai.members.actors import Actor
from huaihai.record import events

WORDING = "2026-12"  # of the page on which consumers read what it is
NUMBER_TRIES = 20


@dataclass(frozen=True)
class Added:
    """How many consumers were asked, how many cases were proposed to their bodies, how many had gone their way."""

    binder: Together
    asked: int = 0
    proposed: int = 0
    missed: int = 0


def open_binder(case: Case, *, title: str, others: Mapping[UUID, str], by: Actor, at: datetime) -> Added:
    """A binder around this case; its consumer is asked, and so are those of `others` (with why). Raises Unfit,
    NotAllowed, NotPossible."""
    if not title.strip():
        raise Unfit("title", _("Please give it a name."))
    body = by.organisation
    if case.business is None or body is None:
        raise NotPossible(_("It is not known yet which business it is."))
    with transaction.atomic():
        binder = Together(
            number=_free_number(),
            business=case.business,
            body=body,
            title=unmasking.text_masked(title.strip())[:80],
            opened_by=by.key,
            opened_at=at,
            is_demo=case.is_demo,
        )
        begin(binder, "together_open", life.TOGETHER, by=by, at=at, body=body.key)
        if _put_in(binder, case.pk, TogetherCase.Why.ITSELF, by=by, at=at) != life.ASKED:
            raise NotAllowed("only the body that has a case opens a binder around it")
    return add(binder, others, by=by, at=at)


def add(binder: Together, others: Mapping[UUID, str], *, by: Actor, at: datetime) -> Added:
    """More cases, row by row: the actor's body asks its consumers, the others are proposed to their bodies. Raises
    NotAllowed, NotPossible."""
    if not leads(by, binder):
        raise NotAllowed("only the body that leads adds cases")
    if not others:
        return Added(binder)
    with moving(binder, "together_add", life.TOGETHER, by=by, at=at) as move:
        move.facts = {"cases": len(others)}
    stages = [_put_in_alone(binder, pk, why, by=by, at=at) for pk, why in sorted(others.items())]
    return Added(binder, stages.count(life.ASKED), stages.count(life.PROPOSED), stages.count(""))


def open_empty(business: Business, *, title: str, by: Actor, at: datetime, is_demo: bool = False) -> Together:
    """A binder that waits for complaints to come: what they are about befell all of them at once (a shop closed)."""
    body = by.organisation
    if body is None:
        raise NotAllowed("only a body opens a binder")
    binder = Together(
        number=_free_number(),
        business=business,
        body=body,
        title=title[:80],
        opened_by=by.key,
        opened_at=at,
        is_demo=is_demo,
    )
    begin(binder, "together_open", life.TOGETHER, by=by, at=at, body=body.key)
    return binder


def file_in(case: Case, binder: Together, *, is_willing: bool, by: Actor, at: datetime) -> TogetherCase:
    """A complaint whose consumer agreed to be handled together, and to be spoken for, when filing it. Raises
    NotAllowed, NotPossible."""
    with transaction.atomic():
        held = _locked(case.pk)
        if cases.CONSUMER not in parties_of(by, held):
            raise NotAllowed("only the consumer agrees")
        _need_free(held, binder)
        row = TogetherCase.objects.create(
            together=binder,
            case=held,
            why=TogetherCase.Why.PROBLEM,
            stage=life.IN_IT.after("together_file", NEW),
            is_spoken_for=True,
            is_willing=is_willing,
            wording=WORDING,
            asked_at=at,
            answered_at=at,
        )
        _write(held, binder, "together_file", by=by, at=at)
    return row


def elect(row: TogetherCase, *, by: Actor, at: datetime) -> None:
    """The others voted that this one, who stood for it, speaks for them. Raises NotPossible."""
    with _moving(row, "together_elect", by=by, at=at, locks_binder=True) as held:
        held.is_willing = True
        _need_place(held)
        if not held.speaks:
            messages.tell_consumer(held.case, f"together_speaks:{held.together.number}", at=at)
        held.speaks = True


def ask(row: TogetherCase, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body of a proposed case asks its consumer."""
    with _moving(row, "together_ask", by=by, at=at, seen=seen, locks_binder=True) as held:
        _need_free(held.case, held.together, but=held.pk)
        _ask(held, at)


def pass_by(row: TogetherCase, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The body of a proposed case does not ask."""
    with _moving(row, "together_pass", by=by, at=at, seen=seen, text=text):
        pass


def wish(case: Case, binder: Together, *, by: Actor, at: datetime) -> None:
    """A consumer who has filed wants to be asked; the body that has the case decides, as of one proposed to it. Raises
    NotAllowed, NotPossible."""
    with transaction.atomic():
        held = _locked(case.pk)
        if cases.CONSUMER not in parties_of(by, held):
            raise NotAllowed("only the consumer wants to be asked")
        _need_free(held, binder)
        if TogetherCase.objects.filter(case=held, together=binder).exists():
            raise NotPossible(_("This complaint is handled together with others already."))
        stage = life.IN_IT.after("together_wish", NEW)
        TogetherCase.objects.create(together=binder, case=held, why=TogetherCase.Why.WISH, stage=stage)
        _write(held, binder, "together_wish", by=by, at=at)


def join(
    row: TogetherCase,
    *,
    is_spoken_for: bool = False,
    is_willing: bool = False,
    text: str = "",
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The consumer says yes, at first or after a no; an officer writes it down on the consumer's word. Raises Unfit,
    NotAllowed, NotPossible, Moved."""
    with _moving(row, "together_join", by=by, at=at, seen=seen, text=text, locks_binder=True) as held:
        if held.case.is_final:
            raise NotPossible(_("This complaint has ended."))
        _need_same_business(held.case, held.together)
        others = TogetherCase.objects.living().filter(case=held.case).exclude(pk=held.pk)
        if others.exists():
            raise NotPossible(_("This complaint is handled together with others already."))
        held.is_spoken_for, held.is_willing = is_spoken_for, is_willing
        held.wording, held.answered_at, held.left_at = WORDING, at, None


def decline(row: TogetherCase, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer says no; the case goes on by itself."""
    with _moving(row, "together_decline", by=by, at=at, seen=seen, text=text) as held:
        held.answered_at = at


def leave(row: TogetherCase, *, text: str = "", by: Actor, at: datetime, seen: int | None = None) -> None:
    """The consumer leaves; the case goes on from where it stands."""
    with _moving(row, "together_leave", by=by, at=at, seen=seen, text=text) as held:
        held.left_at, held.speaks = at, False


def speak(row: TogetherCase, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """One who is willing speaks for those who agreed to that; at most two do. Raises NotPossible."""
    with _moving(row, "together_speak", by=by, at=at, seen=seen, locks_binder=True) as held:
        if not held.is_willing:
            raise NotPossible(_("This consumer did not say that they would speak."))
        _need_place(held)
        if not held.speaks:
            messages.tell_consumer(held.case, f"together_speaks:{held.together.number}", at=at)
        held.speaks = True


def hush(row: TogetherCase, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Somebody does not speak any more; another one may."""
    with _moving(row, "together_hush", by=by, at=at, seen=seen) as held:
        held.speaks = False


def end(binder: Together, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Every case goes on by itself; consumers whose case has not been agreed are told. Raises NotAllowed, Moved."""
    with transaction.atomic():
        with moving(binder, "together_end", life.TOGETHER, by=by, at=at, seen=seen) as move:
            if not leads(by, move.row):
                raise NotAllowed("only the body that leads ends it")
            move.row.ended_at = at
        for pk in binder.cases.filter(stage=life.JOINED).order_by("case").values_list("case", flat=True):
            case = _locked(pk)
            if case.stage in cases.OPEN:
                _write(case, binder, "together_end", by=by, at=at)
                if case.stage in life.STILL_OPEN:
                    messages.tell_consumer(case, f"together_ended:{binder.number}", at=at)


def leads(actor: Actor, binder: Together) -> bool:
    """Whether the actor works in the body that leads, or in one above it."""
    node = actor.organisation
    return actor.kind == "officer" and node is not None and binder.body.is_within(node)


def _need_place(held: TogetherCase) -> None:
    """That of those who speak not all places are taken."""
    speaking = TogetherCase.objects.filter(together=held.together, speaks=True, case__stage__in=cases.OPEN)
    if speaking.exclude(pk=held.pk).count() >= life.MOST_SPEAKERS:
        raise NotPossible(_("Two speak already; more may not."))


def _put_in_alone(binder: Together, pk: UUID, why: str, *, by: Actor, at: datetime) -> str:
    """In which stage it is there; "" where it went its way meanwhile."""
    try:
        with transaction.atomic():
            return _put_in(binder, pk, why, by=by, at=at)
    except (IntegrityError, NotPossible):
        return ""


def _put_in(binder: Together, pk: UUID, why: str, *, by: Actor, at: datetime) -> str:
    case = _locked(pk)
    _need_free(case, binder)
    is_ours = cases.BODY in parties_of(by, case)
    verb = "together_ask" if is_ours else "together_propose"
    row = TogetherCase(together=binder, case=case, why=why, stage=life.IN_IT.after(verb, NEW))
    if is_ours:
        _ask(row, at)
    row.save(force_insert=True)
    _write(case, binder, verb, by=by, at=at)
    return row.stage


def _need_free(case: Case, binder: Together, *, but: UUID | None = None) -> None:
    if case.stage not in life.STILL_OPEN or not binder.is_open:
        raise NotPossible(_("This complaint has ended."))
    _need_same_business(case, binder)
    living = TogetherCase.objects.living().filter(case=case).values_list("pk", flat=True)
    if any(pk != but for pk in living):
        raise NotPossible(_("This complaint is handled together with others already."))


def _need_same_business(case: Case, binder: Together) -> None:
    if case.business_id != binder.business_id:
        raise NotPossible(_("It is about another business now."))


def _ask(row: TogetherCase, at: datetime) -> None:
    row.asked_at = at
    messages.tell_consumer(row.case, f"together_asked:{row.together.number}", at=at, once=True)


@contextmanager
def _moving(
    row: TogetherCase,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    text: str = "",
    locks_binder: bool = False,
) -> Iterator[TogetherCase]:
    """Lock the case, hand out its row in the binder, store it, write one event into the record of the case."""
    with transaction.atomic():
        binder = lock(row.together) if locks_binder else Together.objects.get(pk=row.together_id)
        case = _locked(row.case_id)
        if seen is not None and seen != case.version:
            raise Moved(case)
        held = TogetherCase.objects.get(pk=row.pk)
        held.together, held.case = binder, case
        if not binder.is_open:
            raise NotPossible(_("The joint handling has ended; each complaint goes on by itself."))
        held.stage = life.IN_IT.after(verb, held.stage)
        _guard(held, verb, by, text)
        yield held
        held.save()
        on_word = {"on_word": True} if verb in life.BY_CONSUMER and by.kind == "officer" else {}
        _write(case, binder, verb, by=by, at=at, text=text, **on_word)
    row.__dict__.update(held.__dict__)


def _guard(held: TogetherCase, verb: str, by: Actor, text: str) -> None:
    parties = parties_of(by, held.case)
    if verb in life.BY_CONSUMER and cases.CONSUMER in parties and by.kind == "consumer":
        return
    if verb == "together_elect" and cases.SYSTEM in parties:
        return
    if cases.BODY not in parties:
        raise NotAllowed(f"{by.kind} may not {verb}")
    if verb in life.BY_CONSUMER and not text.strip():
        raise Unfit("text", _("Please write down who said so, when, and how."))


def _locked(pk: UUID) -> Case:
    case: Case = Case.objects.with_parties().select_for_update(of=("self",)).get(pk=pk)
    return case


def _write(
    case: Case, binder: Together, verb: str, *, by: Actor, at: datetime, text: str = "", **facts: Any
) -> None:
    said = {"together": binder.number, **facts}
    events.write(subject=case.record_key, verb=verb, by=by.key, at=at, facts=said, text=text)


def _free_number() -> str:
    """Drawn, so that nobody counts by it; said on the telephone. Uniqueness is the database's word."""
    for _try in range(NUMBER_TRIES):
        number = f"T{codes.six_digits()}"
        if not Together.objects.filter(number=number).exists():
            break
    return number
