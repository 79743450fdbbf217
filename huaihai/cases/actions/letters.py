"""Letter codes, by the officer: sent to a business that never joined, and ended. How one is used: `letter_use`."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.cases import lifecycle
from huaihai.cases.actions import negotiation
from huaihai.cases.actions.moving import CaseMoved, NotAllowed, Unfit, parties_of
from huaihai.cases.letters import codes, sms
from huaihai.cases.models import Case, LetterCode
from huaihai.governance import rules
from huaihai.kit.clock import ZONE, local_day
from huaihai.law import deadlines, limits
from huaihai.law.limits import Unit
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.record import clocks, events

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A letter, and its code, which exists only here."""

    letter: LetterCode
    code: str = field(repr=False)


def issue(case: Case, *, way: str, by: Actor, at: datetime, seen: int | None = None) -> Issued:
    """A new letter; an earlier one of the case ends. A business that was not invited yet is invited with it.

    Raises NotAllowed, CaseMoved, Unfit: no letter for this case now, too many today, no mobile phone for an SMS.
    """
    if way not in LetterCode.Way.values:
        raise Unfit("way", _("Please choose how the code reaches the business."))
    with transaction.atomic():
        held = _locked(case)
        business = _checked(held, way, by, at, seen)
        if held.invited_at is None:
            negotiation.invite(held, by=by, at=at)
        held.letters.filter(ended_at=None).update(ended_at=at, version=F("version") + 1)
        code, number = codes.new_code(), _free_number()
        letter = LetterCode.objects.create(
            number=number,
            case=held,
            business=business,
            way=way,
            code_hash=codes.fingerprint(number, code),
            issued_by=by.key,
            issued_at=at,
            expires_at=_expires_at(held.responsible, at),
        )
        facts = {"letter": str(letter.pk), "way": way}
        events.write(subject=held.record_key, verb="letter_sent", by=by.key, at=at, facts=facts)
        if way == LetterCode.Way.SMS:
            sms.send(letter, code, phone=sms.mobile_of(held), at=at)
    return Issued(letter, code)


def may_have_letter(case: Case) -> bool:
    """Whether the business is known and invited to this open case, or can be invited now."""
    if case.business_id is None or case.stage not in lifecycle.OPEN:
        return False
    return case.invited_at is not None or case.stage in lifecycle.VERBS["invite"].moves


def end(letter: LetterCode, *, by: Actor, at: datetime, seen: int) -> None:
    """The officer ends a letter, for example one that went to the wrong address. Raises CaseMoved, NotAllowed."""
    with transaction.atomic():
        case = _locked(letter.case)
        if lifecycle.BODY not in parties_of(by, case):
            raise NotAllowed("only the responsible body, or one above it, ends a letter")
        found = LetterCode.objects.filter(pk=letter.pk, version=seen, ended_at=None)
        if not found.update(ended_at=at, version=F("version") + 1):
            raise CaseMoved(case)
        facts = {"letter": str(letter.pk)}
        events.write(subject=case.record_key, verb="letter_ended", by=by.key, at=at, facts=facts)


def _checked(case: Case, way: str, by: Actor, at: datetime, seen: int | None) -> Business:
    """The business that the letter goes to."""
    if lifecycle.BODY not in parties_of(by, case):
        raise NotAllowed("only the responsible body, or one above it, sends a letter")
    if seen is not None and seen != case.version:
        raise CaseMoved(case)
    if case.business is None or not may_have_letter(case):
        raise Unfit(
            "", _("A letter is for a business that is known, and that you have invited or can invite.")
        )
    today = local_day(at)
    morning = datetime.combine(today, time.min, tzinfo=ZONE)
    most = rules.number(rules.LETTERS_A_DAY, on=today)
    if case.letters.filter(issued_at__gte=morning, issued_at__lt=morning + ONE_DAY).count() >= most:
        raise Unfit("", _("%(n)s codes were sent in this case today; that is the most.") % {"n": most})
    if way == LetterCode.Way.SMS and not sms.mobile_of(case):
        raise Unfit("way", _("No mobile phone of the business is known. Please send a letter, or call."))
    return case.business


def _locked(case: Case) -> Case:
    rows = Case.objects.select_for_update(of=("self",))
    parts = ("home", "lead", "responsible", "business", "place")
    held: Case = rows.select_related(*parts).get(pk=case.pk)
    return held


def _free_number() -> str:
    number = codes.new_number()
    while LetterCode.objects.filter(number=number).exists():
        number = codes.new_number()
    return number


def _expires_at(body: Organisation | None, at: datetime) -> datetime:
    """The end of the last day on which the code opens its case."""
    today = local_day(at)
    limit = limit_for(body, limits.LETTER_CODE, today) if body else limits.LETTER_CODE
    if limit.unit is Unit.HOURS:
        return deadlines.due_moment(limit, at)
    last: date = deadlines.due(limit, today, calendar=clocks.calendar()).due_on
    return datetime.combine(last + ONE_DAY, time.min, tzinfo=ZONE)
