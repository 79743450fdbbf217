"""What is erased: contact data that nobody needs any more, on the consumer's word; when the time of keeping is over,
the file, on their word or by night (`emptying`).

The brake stands here and nowhere else: it is asked again under the lock of the case. Numbers, days, stages, sums and
the chain of events stay; they name nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from huaihai import reactions
from huaihai.cases import proceedings
from huaihai.cases.models import Agreement, Case, Complainant, PassageMessage
from huaihai.cases.search import indexing
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit.clock import local_day
from huaihai.law import deadlines, limits
from huaihai.law.errors import CalendarNotHeld
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.record import clocks, events, outbox
from huaihai.record.models import Event

RUNNING = _("It is not over yet: to settle it, the association and the business need what is in it.")
ERASED = "（材料已删除）"  # the title from then on: lists lead to the file by it
CONTACT, WHOLE = "contact", "whole"
type Words = str | Promise


@dataclass(frozen=True)
class Erasable:
    """What of a file may go on a day. `holds`: why nothing may; `kept_until`: until when the file stays, by `rule`."""

    holds: tuple[Words, ...] = ()
    kept_until: date | None = None
    rule: limits.Limit = limits.FILE_KEPT
    parts: frozenset[str] = frozenset()


def erasable(case: Case, *, today: date) -> Erasable:
    """Nothing while the case runs or a room holds it; then what nobody needs to reach the consumer; all of it once
    the days of keeping are over."""
    if not case.is_final:
        return Erasable((RUNNING,))
    rule, until = _term(case)
    held = [proceedings.hold(case), *(import_string(name)(case) for name in reactions.FILE_HOLDS)]
    if holds := tuple(words for words in held if words):
        return Erasable(holds, until, rule)
    parts = set()
    person = Complainant.objects.filter(case=case).first()
    if person is not None and _has_another_way(person):
        parts.add(CONTACT)
    if until is not None and until < today and case.receipt_hash and not _is_needed(case.linked_to, today):
        parts.add(WHOLE)
    return Erasable((), until, rule, frozenset(parts))


def _has_another_way(person: Complainant) -> bool:
    """Whether what `_contact` takes out leaves a way to reach the consumer."""
    return bool(person.phone and (person.address or person.email)) or bool(person.email and person.address)


def _is_needed(main: Case | None, today: date) -> bool:
    """Whether the file to which it was joined is kept still: what was said in this one stands here alone."""
    return main is not None and bool(main.receipt_hash) and WHOLE not in erasable(main, today=today).parts


def erase_contact(case: Case, *, by: Actor, at: datetime) -> None:
    """The address, and the e-mail of who has a telephone: one way to reach the consumer stays."""
    _erase(case, CONTACT, by=by, at=at)


def erase_file(case: Case, *, by: Actor, at: datetime) -> None:
    """All that names somebody or that somebody wrote. The receipt code opens nothing any more."""
    _erase(case, WHOLE, by=by, at=at)


def _erase(case: Case, part: str, *, by: Actor, at: datetime) -> None:
    if case.pk not in by.case_ids:
        raise NotAllowed("only the consumer of a case has it erased")
    with transaction.atomic():
        held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if part not in erasable(held, today=local_day(at)).parts:
            raise NotPossible(f"{part} of this case is still needed")
        take_out(held, part, verb=f"{part}_erased", by=by, at=at)


def take_out(held: Case, part: str, *, verb: str, by: Actor, at: datetime) -> None:
    """Erase this part of a case that is locked, and of which it was asked whether it may go."""
    PARTS[part](held)
    events.write(subject=held.record_key, verb=verb, by=by.key, at=at)
    indexing.forget(held)
    held.to_index = True  # number, business and days are still found
    held.version += 1
    held.save()


def _contact(case: Case) -> None:
    person = case.complainant
    person.address = ""
    if person.phone:
        person.email = ""
    person.save()


def _file(case: Case) -> None:
    case.title = ERASED
    case.lead_key = None
    case.story = case.receipt_hash = case.regulator_number = ""
    case.stated_business = {}
    person = case.complainant
    person.name = person.phone = person.email = person.address = person.acts_for = ""
    person.wechat = person.code_hash = ""
    person.save()
    case.answers.update(text="", note_to_body="")
    case.offers.update(text="", note_to_body="", return_to="")
    case.promises.update(proof="")
    case.appointments.update(place="")
    Agreement.objects.filter(case=case).update(terms="", parcel="")
    case.evidence.all().delete()
    case.papers.all().delete()
    case.elsewhere.all().delete()
    PassageMessage.objects.filter(passage__case=case).delete()
    case.passages.update(next_try_at=None, code_hash="")
    Event.objects.filter(subject=case.record_key).update(text="", text_salt="")
    outbox.forget([case.record_key])


PARTS: dict[str, Callable[[Case], None]] = {CONTACT: _contact, WHOLE: _file}


def _term(case: Case) -> tuple[limits.Limit, date | None]:
    body = case.contact_body
    if case.ended_at is None or body is None:
        return limits.FILE_KEPT, None
    return kept_until(body, local_day(case.ended_at))


def kept_until(body: Organisation, ended_on: date) -> tuple[limits.Limit, date]:
    """How long the body keeps a file that ended then, and until when."""
    rule = limit_for(body, limits.FILE_KEPT, ended_on)
    try:
        return rule, deadlines.due(rule, ended_on, calendar=clocks.calendar()).due_on
    except CalendarNotHeld:  # long ago
        return rule, ended_on
