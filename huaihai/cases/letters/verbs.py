"""Letter codes: sent by the officer and ended; opened with number and code, locked by the fifth wrong one, used.

A code opens one case to the business that is meant in it. It is over with the next one sent, after its days, when
another business is meant, when the invitation is called off, or with the case. That is asked at every request.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Case as When
from django.db.models import F, Value
from django.db.models import When as Then
from django.db.models.functions import Least
from django.utils import translation
from django.utils.translation import gettext as _

from huaihai.businesses.models import Business
from huaihai.cases import life
from huaihai.cases.letters import codes
from huaihai.cases.models import Case, LetterCode
from huaihai.cases.models.letter import MOST_TRIES
from huaihai.cases.search import indexing
from huaihai.cases.verbs import negotiation
from huaihai.cases.verbs.moving import parties_of
from huaihai.desk import hearing
from huaihai.desk.codes import fits, new_code
from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.governance import rules
from huaihai.kit.clock import local_day, local_moment
from huaihai.kit.ids import new_id
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.members.clocks import limit_for
from huaihai.members.models import Organisation
from huaihai.record import events

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A letter, and its code, which exists only here."""

    letter: LetterCode
    code: str = field(repr=False)


def issue(case: Case, *, way: str, by: Actor, at: datetime, seen: int | None = None) -> Issued:
    """A new letter; an earlier one of the case ends. A business that was not invited yet is invited with it.

    Raises NotAllowed, Moved, Unfit: no letter for this case now, too many today, no mobile phone for an SMS.
    """
    if way not in LetterCode.Way.values:
        raise Unfit("way", _("Please choose how the code reaches the business."))
    with transaction.atomic():
        held = _locked(case)
        business = _checked(held, way, by, at, seen)
        if held.invited_at is None:
            negotiation.invite(held, by=by, at=at)
        held.letters.filter(ended_at=None).update(ended_at=at, version=F("version") + 1)
        code, number = new_code(), _free_number()
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
            codes.send(letter, code, phone=codes.mobile_of(held), at=at)
    return Issued(letter, code)


def may_have_letter(case: Case) -> bool:
    """Whether the business is known and invited to this open case, or can be invited now."""
    if case.business_id is None or case.stage not in life.OPEN:
        return False
    return case.invited_at is not None or case.stage in life.VERBS["invite"].moves


def end(letter: LetterCode, *, by: Actor, at: datetime, seen: int) -> None:
    """The officer ends a letter, for example one that went to the wrong address. Raises Moved, NotAllowed."""
    with transaction.atomic():
        case = _locked(letter.case)
        if life.BODY not in parties_of(by, case):
            raise NotAllowed(_("Another body has the case now."))
        found = LetterCode.objects.filter(pk=letter.pk, version=seen, ended_at=None)
        if not found.update(ended_at=at, version=F("version") + 1):
            raise Moved(case)
        facts = {"letter": str(letter.pk)}
        events.write(subject=case.record_key, verb="letter_ended", by=by.key, at=at, facts=facts)


def _checked(case: Case, way: str, by: Actor, at: datetime, seen: int | None) -> Business:
    """The business that the letter goes to."""
    if life.BODY not in parties_of(by, case):
        raise NotAllowed(_("Another body has the case now."))
    if seen is not None and seen != case.version:
        raise Moved(case)
    if case.business is None or not may_have_letter(case):
        raise Unfit(
            "", _("A letter is for a business that is known, and that you have invited or can invite.")
        )
    today = local_day(at)
    morning = local_moment(today)
    most = rules.number(rules.LETTERS_A_DAY, on=today)
    if case.letters.filter(issued_at__gte=morning, issued_at__lt=morning + ONE_DAY).count() >= most:
        raise Unfit("", _("%(n)s codes were sent in this case today; that is the most.") % {"n": most})
    if way == LetterCode.Way.SMS and not codes.mobile_of(case):
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
    limit = limit_for(body, limits.LETTER_CODE, local_day(at)) if body else limits.LETTER_CODE
    return hearing.ends_at(limit, at)


PARTS = ("home", "lead", "responsible", "business", "place")
ENDING = ("correct_business", "call_off")  # what ends a letter for good, even if the business is invited anew


class LetterOver(Exception):
    """No such letter, a wrong code, or one that opens nothing (any more). Which of them, nobody is told."""


def open_with(number: str, code: str, *, at: datetime) -> LetterCode:
    """The letter that number and code open now. The first right code proves that the invitation arrived.

    Raises LetterOver. A wrong code counts against the letter, and the fifth locks it for good. Number and code are
    as they are read out of what was typed.
    """
    with transaction.atomic():
        letter = _locked_letter(number)
        is_right = fits(codes.fingerprint(number, code), letter.code_hash if letter else "")
        if letter is not None and is_right and letter.locked_at is None and is_good(letter, at):
            _enter(letter, at)
            return letter
        _count_try(number, at)
        if letter is not None and letter.tries == MOST_TRIES - 1:  # this was the fifth
            facts = {"letter": str(letter.pk), "tries": MOST_TRIES}
            events.write(
                subject=letter.case.record_key, verb="letter_locked", by="public", at=at, facts=facts
            )
    raise LetterOver


def standing(letter_id: str, *, at: datetime) -> LetterCode:
    """The letter that was opened before, if it still opens its case. Raises LetterOver.

    A lock keeps out who comes with a code; whoever showed the right one before goes on.
    """
    letter = _with_case().filter(pk=letter_id).first()
    if letter is None or not is_good(letter, at):
        raise LetterOver
    return letter


def is_good(letter: LetterCode, at: datetime) -> bool:
    """Whether the letter has not ended, by itself or with what it was for."""
    case = letter.case
    if letter.ended_at is not None or letter.expires_at <= at:
        return False
    if case.stage not in life.OPEN or case.invited_at is None or case.business_id != letter.business_id:
        return False
    history = events.history(case.record_key)
    sent = history.filter(verb="letter_sent", facts__letter=str(letter.pk)).values_list("number", flat=True)
    return not history.filter(verb__in=ENDING, number__gt=sent[:1]).exists()


def actor_of(letter: LetterCode) -> Actor:
    """Whoever has the code: the business, in this one case."""
    return Actor("business", f"letter:{letter.pk}", one_case=(letter.case_id, letter.business_id))


def ask_for_call(letter: LetterCode, *, phone: str, text: str, at: datetime) -> None:
    """The business would rather talk: its phone and when, for the responsible body's eyes."""
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=letter.case_id)
        facts = {"letter": str(letter.pk)}
        said = "\n".join(filter(None, (phone, text)))
        by = actor_of(letter).key
        events.write(subject=case.record_key, verb="call_asked", by=by, at=at, facts=facts, text=said)
        indexing.changed(case)


def _enter(letter: LetterCode, at: datetime) -> None:
    """Note the first use, and that the invitation has reached the business."""
    if letter.first_used_at is None:
        letter.first_used_at = at
        letter.version += 1
        letter.save(update_fields=["first_used_at", "version"])
        facts, by = {"letter": str(letter.pk)}, actor_of(letter).key
        events.write(subject=letter.case.record_key, verb="letter_opened", by=by, at=at, facts=facts)
    if letter.case.stage == "inviting":
        with translation.override("zh-hans"):
            proof = _("The code of letter %(number)s was entered.") % {
                "number": codes.shown_number(letter.number)
            }
        negotiation.serve(letter.case, way="letter_code", proof=proof, by=actor_of(letter), at=at)


def _count_try(number: str, at: datetime) -> None:
    """One wrong try more, the same statement whatever is wrong with the letter, or if there is none."""
    is_last = Then(tries__gte=MOST_TRIES - 1, locked_at=None, then=Value(at))
    LetterCode.objects.filter(number=number).update(
        tries=Least(F("tries") + 1, Value(MOST_TRIES)),
        locked_at=When(is_last, default=F("locked_at")),
        version=F("version") + 1,
    )


def _locked_letter(number: str) -> LetterCode | None:
    """The letter as it is now, its case locked first, as everybody does."""
    case_id = LetterCode.objects.filter(number=number).values_list("case_id", flat=True).first()
    Case.objects.select_for_update().filter(pk=case_id or new_id()).first()
    return _with_case().select_for_update(of=("self",)).filter(number=number).first()


def _with_case() -> "models.QuerySet[LetterCode]":
    return LetterCode.objects.select_related("case", *(f"case__{part}" for part in PARTS))
