"""What happens beside the stages: calls, evidence, a contact confirmed, a table that leaves the platform."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huaihai.cases import calls, mandates, messages, numbers
from huaihai.cases.models import Case, Complainant, Evidence, LostCode
from huaihai.cases.verbs.moving import moving
from huaihai.desk import codes
from huaihai.desk.lives import Unfit
from huaihai.kit import phones, sealing
from huaihai.kit.brakes import Brake
from huaihai.kit.filestore import Stored
from huaihai.kit.text import masking
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation
from huaihai.record import events
from huaihai.record.models import OutboxMessage

WHOM = ("consumer", "business", "other")


def note_call(
    case: Case,
    *,
    with_whom: str,
    text: str,
    way: str = calls.TALK,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Note a call with the consumer or the business, or a letter to them, for the bodies' eyes; what they had to be
    told is told."""
    if with_whom not in WHOM:
        raise Unfit("with_whom", _("Please say who was called."))
    if not text.strip():
        raise Unfit("text", _("Please note what was said."))
    with moving(case, "call_back", by=by, at=at, seen=seen, text=text) as move:
        move.facts = {"with": with_whom}
        if way == calls.LETTER:
            move.facts["way"] = calls.LETTER
        calls.were_said(move.row, with_whom, at=at)


def no_answer(
    case: Case, *, with_whom: str, text: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Somebody was called and did not answer: the hour is proof of trying. `seen` does not matter here."""
    if with_whom not in WHOM:
        raise Unfit("with_whom", _("Please say who was called."))
    with moving(case, "no_answer", by=by, at=at, text=text) as move:
        move.facts = {"with": with_whom}


def note(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Note something for the officers of the bodies; nobody else ever reads it. `seen` does not matter."""
    if not text.strip():
        raise Unfit("text", _("Please write the note."))
    with moving(case, "note", by=by, at=at, text=text):
        pass


def note_mandate(
    case: Case,
    *,
    way: str,
    text: str = "",
    files: Sequence[tuple[Stored, str]] = (),
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """The person for whom it is filed agrees: how that was learnt, and the paper that says it. Raises Unfit."""
    if way not in dict(mandates.WAYS):
        raise Unfit("way", _("Please say how that person agreed."))
    with transaction.atomic():
        with moving(case, mandates.VERB, by=by, at=at, seen=seen, text=text) as move:
            if not mandates.whose(move.row):
                raise Unfit("", _("This complaint is filed for nobody else."))
            move.facts = {"way": way}
        for stored, name in files:
            named = f"{mandates.paper_name()} · {name}"
            add_evidence(case, file=stored, name=named, party=calls.CONSUMER, by=by, at=at)


MESSAGES_A_DAY = Brake("messages-to-officer", most=5, seconds=86_400)


def write(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """A party writes to whoever has the case in hand; the other party never reads it. `seen` does not matter: words
    never contradict what somebody else did."""
    if not text.strip():
        raise Unfit("text", _("Please write the message."))
    verb = "business_writes" if by.kind == "business" else "consumer_writes"
    if not MESSAGES_A_DAY.lets_through(f"{verb}:{case.pk}"):  # who writes a lot silences nobody else
        raise Unfit("text", _("You have written several times today. Please call the association."))
    with moving(case, verb, by=by, at=at, text=text):
        pass


def write_consumer(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """An officer writes to the consumer, who reads it on the page of the case; the business never does."""
    if not text.strip():
        raise Unfit("text", _("Please write the message."))
    with moving(case, "write_consumer", by=by, at=at, text=text) as move:
        messages.tell_consumer(move.row, "written", at=at)


def write_business(case: Case, *, text: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The same to the business, once it knows of the case. Raises Unfit."""
    if not text.strip():
        raise Unfit("text", _("Please write the message."))
    with moving(case, "write_business", by=by, at=at, text=text) as move:
        if move.row.invited_at is None:
            raise Unfit("", _("The business does not know of this complaint yet."))
        messages.tell_business(move.row, "written", at=at)


MOST_OF_A_PARTY = 100  # files in one case: a page shows them all


def add_evidence(case: Case, *, file: Stored, name: str, party: str, by: Actor, at: datetime) -> Evidence:
    """Add a stored file to the case; the same file twice is kept once. Raises Unfit where there are too many."""
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        held = case.evidence.filter(sha256=file.sha256).first()
        if held is not None:
            return held
        if case.evidence.filter(party=party).count() >= MOST_OF_A_PARTY:
            raise Unfit("uploads", too_many())
        with moving(case, "add_evidence", by=by, at=at) as move:
            move.facts = {"sha256": file.sha256, "kind": file.kind, "size": file.size}
            return store_evidence(move.row, file=file, name=name, party=party, by=by, at=at)


def too_many() -> str:
    """Why a side can add no more files."""
    return _("There are %(most)d files from this side already. Please put several photos into one PDF.") % {
        "most": MOST_OF_A_PARTY
    }


def store_evidence(case: Case, *, file: Stored, name: str, party: str, by: Actor, at: datetime) -> Evidence:
    """The row of a file, under the verb that brings it."""
    made = Evidence(
        case=case,
        by=by.key,
        party=party,
        name=name[:200],
        kind=file.kind,
        size=file.size,
        sha256=file.sha256,
        derivative=file.derivative,
        added_at=at,
    )
    made.save(force_insert=True)
    return made


def remove_from_draft(case: Case, evidence_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a file out of a draft; nobody else has seen it yet. A sent complaint keeps its evidence."""
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        file = held.evidence.filter(pk=evidence_id).first() if held.stage == "draft" else None
        if file is None:
            return
        file.delete()
        facts = {"sha256": file.sha256}
        events.write(subject=held.record_key, verb="evidence_removed", by=by.key, at=at, facts=facts)


CODE_LIFE = timedelta(minutes=5)


def set_contact(
    case: Case,
    *,
    name: str,
    phone: str,
    email: str = "",
    address: str = "",
    is_for_child: bool = False,
    acts_for: str = "",
) -> Complainant:
    """Who the consumer is. Another phone, or another e-mail where there is no phone, must be confirmed again."""
    phone = phones.stored(phone)
    with transaction.atomic():
        person, _made = Complainant.objects.get_or_create(case=case)
        before = person.reached_by
        person.name, person.phone, person.email = name, phone, email
        if person.reached_by != before:
            person.confirmed_at, person.code_hash, person.code_sent_at = None, "", None
        person.address, person.is_for_child, person.acts_for = address, is_for_child, acts_for
        person.save()
        title = masking.without_names(case.title, name, acts_for)[:80]
        if title != case.title:
            case.title = title
            case.save(update_fields=["title"])
        return person


def send_code(case: Case, *, at: datetime) -> None:
    """Send a new six-digit code to the phone or e-mail. Raises Unfit within a minute of one not yet spent."""
    with transaction.atomic():
        person = Complainant.objects.select_for_update(of=("self",)).select_related("case").get(case=case)
        if person.code_sent_at and person.code_tries < codes.TRIES:
            codes.require_pause(person.code_sent_at, at)
        code = codes.six_digits()
        person.code_hash = sealing.fingerprint_of_code(code, purpose=f"contact:{case.pk}")
        person.code_sent_at, person.code_tries = at, 0
        person.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
        messages.send_code(person, code, minutes=CODE_LIFE.seconds // 60, at=at)


def confirm(case: Case, code: str, *, at: datetime) -> None:
    """Check the code. Raises Unfit: wrong, too old, or tried too often (a new code must be asked for)."""
    with transaction.atomic():
        person = Complainant.objects.select_for_update(of=("self",)).select_related("case").get(case=case)
        given = sealing.fingerprint_of_code(code.strip(), purpose=f"contact:{case.pk}")
        is_right = codes.is_right(person, given, sent_at=person.code_sent_at, good_for=CODE_LIFE, at=at)
        if is_right:
            person.confirmed_at, person.code_hash = at, ""
        person.save(update_fields=["confirmed_at", "code_hash", "code_tries"])
    if not is_right:
        raise Unfit("code", codes.WRONG)


TRIES_A_NUMBER = Brake(
    "track-number", most=500, seconds=86_400
)  # of receipt codes, from all networks together
LOST_FOR = timedelta(hours=1)  # then it is asked again
LOST_AT_ONCE = 100


def ask_for_new_code(number: str, address: str, *, at: datetime) -> None:
    """A new receipt code is wanted; `answer_lost` sends it if number and address belong together."""
    LostCode(number=number, address=address, asked_at=at).save(force_insert=True)


def answer_lost(*, at: datetime) -> int:
    """What waits for a new code, the oldest first; returns how many were looked up."""
    waiting = list(LostCode.objects.order_by("asked_at", "pk")[:LOST_AT_ONCE])
    if not waiting:
        return 0  # asks for no turn to write
    LostCode.objects.filter(asked_at__lt=at - LOST_FOR).delete()  # what failed again and again
    done = 0
    for asked in waiting:
        with transaction.atomic():
            if LostCode.objects.filter(pk=asked.pk).delete()[0]:  # else another process has it
                replace_receipt_code(asked.number, asked.address, by=Actor.public(), at=at)
                done += 1
    return done


def replace_receipt_code(number: str, address: str, *, by: Actor, at: datetime) -> None:
    """Send a new receipt code if the file number and the confirmed phone or e-mail belong together; say nothing."""
    name = "email" if "@" in address else "phone"
    index: Any = Complainant._meta.get_field(f"{name}_index")
    fits = {f"{name}_index": index.of(address if name == "email" else phones.stored(address))}
    with transaction.atomic():
        person = (
            Complainant.objects.select_related("case")
            .filter(case__number=number, **fits)
            .exclude(confirmed_at=None)
            .first()
        )
        way = OutboxMessage.Channel.EMAIL if name == "email" else OutboxMessage.Channel.SMS
        if person is None or person.reached_by is None or person.reached_by[0] != way:
            return  # another address is the confirmed one, or a landline, to which no code is told
        code = numbers.new_receipt_code()
        case = person.case
        case.receipt_hash = numbers.receipt_fingerprint(code)
        case.save(update_fields=["receipt_hash"])
        person.wechat = ""  # whoever knew the old code may have joined it
        person.save(update_fields=["wechat", "wechat_index"])
        events.write(subject=case.record_key, verb="receipt_code_replaced", by=by.key, at=at)
        messages.send_new_receipt_code(person, code, at=at)
    TRIES_A_NUMBER.free(number)  # they were of the old one


def write_down(*, what: str, rows: int, asked: dict[str, Any], reason: str, by: Actor, at: datetime) -> None:
    """In the chain of the officer's body. `asked` tells which rows; the reason is a private word."""
    assert by.organisation is not None  # noqa: S101 -- an officer has a post in a body
    with transaction.atomic():
        body = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation.pk)
        facts = {"what": what, "rows": rows, "asked": asked}
        events.write(
            subject=body.record_key, verb="table taken", by=by.key, at=at, facts=facts, text=reason.strip()
        )
