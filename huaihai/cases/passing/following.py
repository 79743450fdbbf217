"""What follows here from a message of the other side: whose the case is, what is noted, whom it is told.

A deed is written in the transaction in which the case stops being ours, and a case begins here in the one in which the
deed came. So no moment is without a responsible body, and none has two.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from huaihai.businesses.register.verbs import Stated
from huaihai.cases import life, messages
from huaihai.cases.models import Case, Passage
from huaihai.cases.passing import redacting, threads
from huaihai.cases.passing.threads import Held
from huaihai.cases.passport.messages import Message, evidence_of
from huaihai.cases.verbs import intake
from huaihai.cases.verbs.moving import moving
from huaihai.desk.lives import NotPossible
from huaihai.kit.clock import local_day
from huaihai.law import credit_code
from huaihai.law.errors import LawError
from huaihai.members.actors import Actor
from huaihai.record import events

PROGRAM: Final = Actor.system("passport")
TITLE = 30
OUTCOMES: Final = {
    "declined": "declined",
    "terminated": "no-agreement",
    "withdrawn": "withdrawn",
    "referred": "referred",
}


def follow(held: Held, *, at: datetime) -> None:
    """Do what follows from each message whose turn has come, in their order, each once."""
    for row in held.to_do():
        row.done_at = at
        row.save(update_fields=["done_at"])
        _BY_KIND.get(row.kind, _nothing)(held, held.message(row), at)


def note(held: Held, verb: str, *, by: Actor = PROGRAM, at: datetime, **facts: Any) -> None:
    """An event of the case, or of the passage while there is no case here."""
    case = held.passage.case
    if case is not None:
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    events.write(subject=held.passage.record_key, verb=verb, by=by.key, at=at, facts=facts)


def take_back(held: Held, *, text: str = "", by: Actor = PROGRAM, at: datetime) -> None:
    """Our offer does not stand any more; the case stays. Raises NotPossible."""
    opened = held.thread.offer
    if opened is None or "withdrawal" not in held.thread.may():
        raise NotPossible(_("This is not possible any more. Please read the page again."))
    held.write("withdrawal", {"of": opened.id, **({"words": text.strip()} if text.strip() else {})}, at=at)
    note(held, "passing_withdrawal", by=by, at=at)
    _end_consent(held, at)


def went_another_way(passage: Passage, at: datetime) -> None:
    """Our offer ends, since the case is not free to go any more."""
    with threads.locked(passage) as held:
        if held.passage.case and held.passage.case.stage not in life.PASSABLE and held.thread.offer:
            take_back(held, at=at)


def has_ended(passage: Passage, at: datetime) -> None:
    """The other side hears what became of the case that it handed over."""
    with threads.locked(passage) as held:
        case = held.passage.case
        if case is None or not case.is_final or "end" not in held.thread.may():
            return
        held.write("end", _end(case, at), at=at)
        note(held, "passing_end", at=at)


def _end(case: Case, at: datetime) -> dict[str, Any]:
    closed = "mediated" if case.admitted_at else "settled"
    outcome = closed if case.stage == "closed" else OUTCOMES.get(case.stage, "other")
    body: dict[str, Any] = {"outcome": outcome, "ended_on": local_day(case.ended_at or at).isoformat()}
    if outcome == "other":
        body["words"] = str(case.stage_info.desk)
    if case.settled_fen is not None and case.stage == "closed":
        body["refund_fen"] = case.settled_fen
    return body


def _accepted(held: Held, message: Message, at: datetime) -> None:
    """The other side is bound. If the case is still free to go, the deed: from here on it is theirs."""
    opened, case = held.thread.offer, held.passage.case
    if opened is None or message.of != opened.id or case is None:  # withdrawn meanwhile: it stays ours
        return
    case = Case.objects.get(pk=case.pk)
    if case.stage not in life.PASSABLE:
        take_back(held, at=at)
        return
    told = opened.body["case"]
    with moving(case, "hand_over", by=PROGRAM, at=at) as move:
        if move.row.lead is None and move.row.home is not None:
            move.row.lead = move.row.home.city or move.row.home
        office = message.body["office"]
        move.facts = {
            "to_alliance": held.other.title,
            "to_body": office["name"],
            "to_phone": office.get("telephone", ""),
        }
        body = {
            "of": opened.id,
            "acceptance": message.id,
            **redacting.clocks_since(case, told["law"], at=at),
            "evidence": redacting.files_since(case, told["evidence"]),
        }
        deed = held.write("deed", body, at=at)
        theirs = {
            one["sha256"] for each in held.thread if each.sender != held.me.name for one in evidence_of(each)
        }
        for one in [*evidence_of(opened), *evidence_of(deed)]:
            if one["sha256"] not in theirs and held.passage.peer is not None:
                held.passage.files.get_or_create(sha256=one["sha256"])
        words = "passed_on" if held.passage.peer else "passed_by_hand"
        messages.tell_consumer(move.row, words, at=at, said={"body": office["name"]})
    held.passage.came_at, held.passage.case = None, case


def _given(held: Held, message: Message, at: datetime) -> None:
    """The case is ours from now on."""
    offer = next(one for one in held.thread if one.id == message.of)
    held.passage.came_at = at
    if held.passage.case is not None:
        with moving(held.passage.case, "come_back", by=PROGRAM, at=at) as move:
            move.facts = {"from_alliance": held.other.title}
            said = {"body": offer.body["office"]["name"]}
            messages.tell_consumer(move.row, "passed_back", at=at, said=said)
        return
    receipt = intake.take_over(
        organisation=held.passage.body, by=PROGRAM, at=at, stated=_stated(offer), **_facts(offer)
    )
    held.passage.case = receipt.case
    messages.send_receipt_code(receipt.case.complainant, receipt.code, at=at)


def _stated(offer: Message) -> Stated:
    told = offer.body["case"]["business"]
    try:
        code = credit_code.check(told.get("credit_code", "")).text
    except LawError:
        code = ""
    return Stated(
        name=told["name"], code=code, address=told.get("address", ""), phone=told.get("telephone", "")
    )


def _facts(offer: Message) -> dict[str, Any]:
    told = offer.body["case"]
    asked = [one for one in told["asks"] if "fen" in one]
    return {
        "title": told["story"].split("\n")[0][:TITLE],
        "story": told["story"],
        "name": told["consumer"].get("name", ""),
        "phone": told["consumer"].get("telephone", ""),
        "remedies": [one["remedy"] for one in told["asks"]],
        "asked_fen": asked[0]["fen"] if asked else None,
        "price_fen": told.get("paid_fen"),
    }


def _refused(held: Held, message: Message, at: datetime) -> None:
    note(held, "passing_refusal_came", at=at, ground=message.body["ground"])
    _end_consent(held, at)


def _ended(held: Held, message: Message, at: datetime) -> None:
    note(held, "passing_end_came", at=at, outcome=message.body["outcome"])
    case = held.passage.case
    if case is not None:
        messages.tell_consumer(case, "passed_end", at=at, once=True, said={"body": held.other.title})


def _noted(verb: str) -> Callable[[Held, Message, datetime], None]:
    def act(held: Held, message: Message, at: datetime) -> None:
        note(held, verb, at=at)

    return act


def _asked(held: Held, message: Message, at: datetime) -> None:
    """Files that were asked for by their hash are sent again; words wait for somebody."""
    for sha256 in message.body["files"]:
        held.passage.files.filter(sha256=sha256).update(arrived_at=None)
    note(held, "passing_question_came", at=at)


def _nothing(_held: Held, _message: Message, _at: datetime) -> None:
    """It waits for somebody to read it."""


def _end_consent(held: Held, at: datetime) -> None:
    """It was given for this receiver alone."""
    consent = held.passage.consent
    if consent is not None and consent.withdrawn_at is None:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])


_BY_KIND: Mapping[str, Callable[[Held, Message, datetime], None]] = {
    "acceptance": _accepted,
    "deed": _given,
    "refusal": _refused,
    "end": _ended,
    "withdrawal": _noted("passing_withdrawal_came"),
    "return": _noted("passing_return_came"),
    "question": _asked,
    "answer": _noted("passing_answer_came"),
}
