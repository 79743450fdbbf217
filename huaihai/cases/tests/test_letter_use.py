"""Letter codes as verbs: sent, opened, counted, locked, over; and what their holder sees."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as some

from huaihai.businesses.register.verbs import Stated
from huaihai.cases.letters import verbs as letters_verbs
from huaihai.cases.letters.codes import shown_number
from huaihai.cases.letters.verbs import Issued, LetterOver
from huaihai.cases.models import Case, LetterCode
from huaihai.cases.models.letter import MOST_TRIES
from huaihai.cases.tests import letter_cases
from huaihai.cases.verbs import negotiation, routing
from huaihai.cases.verbs.moving import moving, parties_of
from huaihai.desk import codes
from huaihai.desk.lives import Moved, NotAllowed, Unfit
from huaihai.kit.clock import ZONE, local_day
from huaihai.law import limits
from huaihai.members.actors import Actor
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast
from tests.cast import TUESDAY, Cast
from tests.effort import examples
from tests.reading import fresh
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return letter_cases.people(TUESDAY)


@pytest.fixture
def case(people: Cast) -> Case:
    return letter_cases.inviting(people, TUESDAY)


def send(case: Case, people: Cast, way: str = "letter", at: datetime = TUESDAY) -> Issued:
    return letter_cases.sent(case, people, way=way, at=at)


def enter(made: Issued, at: datetime = TUESDAY) -> LetterCode:
    return letters_verbs.open_with(made.letter.number, made.code, at=at)


def miss(made: Issued, at: datetime = TUESDAY) -> None:
    with pytest.raises(LetterOver):
        letters_verbs.open_with(made.letter.number, letter_cases.wrong(made), at=at)


def test_of_a_code_only_a_keyed_fingerprint_is_kept(case: Case, people: Cast) -> None:
    made = send(case, people)
    for letter in LetterCode.objects.values():
        assert made.code not in str(letter)
        assert made.code[:6] not in str(letter)
    kept = [str(event.facts) + event.text for event in events.history(case.record_key)]
    assert not [said for said in kept if made.code[:6] in said or made.letter.number in said]


def test_the_first_right_code_proves_that_the_invitation_arrived(case: Case, people: Cast) -> None:
    made = send(case, people)
    opened = enter(made)
    assert (fresh(case).stage, case.served_at) == ("negotiating", TUESDAY)
    served = events.history(case.record_key).get(verb="serve")
    assert served.facts["way"] == "letter_code"
    assert shown_number(made.letter.number) in served.text
    assert served.by == f"letter:{opened.pk}"
    enter(made, TUESDAY + timedelta(hours=1))
    assert fresh(opened).first_used_at == TUESDAY
    assert events.history(case.record_key).filter(verb="letter_opened").count() == 1
    assert events.broken_at(case.record_key) is None


def test_a_business_not_yet_invited_is_invited_with_the_letter(people: Cast) -> None:
    case = letter_cases.deciding(people, TUESDAY)
    send(case, people)
    assert (fresh(case).stage, case.invited_at) == ("inviting", TUESDAY)


def test_a_second_letter_ends_the_first(case: Case, people: Cast) -> None:
    first, second = send(case, people), send(case, people)
    with pytest.raises(LetterOver):
        enter(first)
    assert enter(second).pk == second.letter.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterCode.objects.update(ended_at=None)


def test_only_so_many_letters_go_out_in_a_day(case: Case, people: Cast) -> None:
    for _ in range(3):
        send(case, people)
    with pytest.raises(Unfit):
        send(case, people)
    send(case, people, at=TUESDAY + timedelta(days=1))


def test_only_the_responsible_body_or_one_above_sends_or_ends(case: Case, people: Cast) -> None:
    for stranger in (people.wang, people.qian, people.sun, cast.li(case)):
        with pytest.raises(NotAllowed):
            letters_verbs.issue(case, way="letter", by=stranger, at=TUESDAY)
    made = send(case, people)
    with pytest.raises(NotAllowed):
        letters_verbs.end(made.letter, by=people.qian, at=TUESDAY, seen=0)


def test_who_saw_an_older_case_is_told(case: Case, people: Cast) -> None:
    with pytest.raises(Moved):
        letters_verbs.issue(case, way="letter", by=people.zhao, at=TUESDAY, seen=case.version - 1)
    assert not LetterCode.objects.exists()


@pytest.mark.parametrize("stage", ["received", "withdrawn"])
def test_a_case_nobody_can_be_invited_to_gets_no_letter(people: Cast, stage: str) -> None:
    case = cast.filed(TUESDAY).case if stage == "received" else letter_cases.inviting(people, TUESDAY)
    by = people.wang if stage == "received" else people.zhao
    Case.objects.filter(pk=case.pk).update(stage=stage)
    with pytest.raises(Unfit):
        letters_verbs.issue(case, way="letter", by=by, at=TUESDAY)


def test_it_is_good_to_the_end_of_its_last_day(case: Case, people: Cast) -> None:
    made = send(case, people)
    last = made.letter.until_on
    assert last - local_day(TUESDAY) >= timedelta(days=limits.LETTER_CODE.number)
    with pytest.raises(LetterOver):
        enter(made, datetime(last.year, last.month, last.day, 0, 0, tzinfo=ZONE) + timedelta(days=1))
    assert enter(made, datetime(last.year, last.month, last.day, 23, 59, tzinfo=ZONE))


def test_an_sms_names_nobody_and_holds_no_link(case: Case, people: Cast) -> None:
    with pytest.raises(Unfit):
        send(case, people, "sms")  # only a landline is known
    people.shop.phone = "13900000007"
    people.shop.save()
    case.place.phone = ""  # type: ignore[union-attr]
    case.place.save()  # type: ignore[union-attr]
    made = send(case, people, "sms")
    text = OutboxMessage.objects.get(effect_key=f"secret:letter:{made.letter.pk}:sms").text
    assert codes.grouped(made.code) in text
    assert shown_number(made.letter.number) in text
    assert "上网搜" in text
    for forbidden in ("http", "www", "://", ".cn", ".com", "Li", "Kettle", cast.PHONE):
        assert forbidden not in text  # no chance: codes are of capitals, without an L


def test_five_wrong_codes_lock_and_then_the_right_one_opens_nothing(case: Case, people: Cast) -> None:
    made = send(case, people)
    for _ in range(MOST_TRIES - 1):
        miss(made)
    assert enter(made)  # the fourth left it open
    miss(made)
    with pytest.raises(LetterOver):
        enter(made)
    made.letter.refresh_from_db()
    assert (made.letter.tries, made.letter.locked_at) == (MOST_TRIES, TUESDAY)
    assert events.history(case.record_key).filter(verb="letter_locked").count() == 1
    assert letters_verbs.standing(str(made.letter.pk), at=TUESDAY)  # who opened it before goes on
    for _ in range(3):
        miss(made)
    made.letter.refresh_from_db()
    assert made.letter.tries == MOST_TRIES
    assert enter(send(case, people))


def test_a_right_code_does_not_give_new_tries(case: Case, people: Cast) -> None:
    made = send(case, people)
    for _ in range(3):
        miss(made)
        enter(made)
    made.letter.refresh_from_db()
    assert made.letter.tries == 3


@settings(max_examples=examples(4, long=60), deadline=None)
@given(guesses=some.lists(some.integers(0, 2), min_size=6, max_size=14))
def test_whatever_the_order_no_letter_answers_more_than_five_guesses(
    guesses: list[int],
) -> None:
    """A small simulation: three letters, guesses spread over them in any order."""
    with transaction.atomic():
        people = letter_cases.people(TUESDAY)
        made = [send(letter_cases.inviting(people, TUESDAY), people) for _ in range(3)]
        looked: dict[str, int] = {}
        for which in guesses:
            letter = LetterCode.objects.get(pk=made[which].letter.pk)
            if letter.locked_at is None:
                looked[letter.number] = looked.get(letter.number, 0) + 1
            miss(made[which])
        assert all(count <= MOST_TRIES for count in looked.values())
        for which, one in enumerate(made):
            is_locked = guesses.count(which) >= MOST_TRIES
            one.letter.refresh_from_db()
            assert (one.letter.locked_at is not None) == is_locked
        transaction.set_rollback(True)


def over_by_time(case: Case, made: Issued, people: Cast) -> datetime:
    return TUESDAY + timedelta(days=60)


def over_by_correction(case: Case, made: Issued, people: Cast) -> datetime:
    enter(made)
    negotiation.deny(case, text="Not us.", by=letters_verbs.actor_of(made.letter), at=TUESDAY)
    stated = Stated(name="Another shop (test)", sign="Another", region_code=cast.LEAD)
    routing.correct_business(case, stated=stated, by=people.zhao, at=TUESDAY)
    negotiation.invite(case, by=people.zhao, at=TUESDAY)
    return TUESDAY


def over_by_correction_and_back(case: Case, made: Issued, people: Cast) -> datetime:
    over_by_correction(case, made, people)
    negotiation.call_off(case, by=people.zhao, at=TUESDAY)
    stated = Stated(name=people.shop.name, code=cast.shop_code(), sign="Kettle shop", region_code=cast.LEAD)
    routing.correct_business(case, stated=stated, by=people.zhao, at=TUESDAY)
    negotiation.invite(case, by=people.zhao, at=TUESDAY)
    return TUESDAY


def over_by_calling_off_although_invited_anew(case: Case, made: Issued, people: Cast) -> datetime:
    negotiation.call_off(case, by=people.zhao, at=TUESDAY)
    negotiation.invite(case, by=people.zhao, at=TUESDAY)
    return TUESDAY


def over_by_calling_off(case: Case, made: Issued, people: Cast) -> datetime:
    negotiation.call_off(case, by=people.zhao, at=TUESDAY)
    return TUESDAY


def over_by_the_end(case: Case, made: Issued, people: Cast) -> datetime:
    with moving(case, "withdraw", by=cast.li(case), at=TUESDAY):
        pass
    return TUESDAY


def over_by_word(case: Case, made: Issued, people: Cast) -> datetime:
    letters_verbs.end(made.letter, by=people.zhao, at=TUESDAY, seen=0)
    return TUESDAY


@pytest.mark.parametrize(
    "ends",
    [
        over_by_time,
        over_by_calling_off_although_invited_anew,
        over_by_correction,
        over_by_correction_and_back,
        over_by_calling_off,
        over_by_the_end,
        over_by_word,
    ],
)
def test_a_letter_ends_with_what_it_was_for(
    case: Case, people: Cast, ends: Callable[[Case, Issued, Cast], datetime]
) -> None:
    made = send(case, people)
    at = ends(case, made, people)
    with pytest.raises(LetterOver):
        letters_verbs.standing(str(made.letter.pk), at=at)
    with pytest.raises(LetterOver):
        enter(made, at)


def test_its_holder_sees_and_acts_on_this_one_case_alone(case: Case, people: Cast) -> None:
    other, third = letter_cases.inviting(people, TUESDAY), cast.negotiating(people, TUESDAY)
    assert other.business_id == case.business_id == third.business_id
    actor = letters_verbs.actor_of(send(case, people).letter)
    assert list(Case.objects.visible_to(actor)) == [case]
    assert parties_of(actor, case) == {"business"}
    assert not Case.objects.listed_to(actor).exists()
    for untouched in (other, third):
        assert parties_of(actor, untouched) == frozenset()
        with pytest.raises(NotAllowed):
            negotiation.serve(other, way="online", proof="x", by=actor, at=TUESDAY)
    Case.objects.filter(pk=case.pk).update(business=None)
    case.refresh_from_db()
    assert parties_of(actor, case) == frozenset()
    assert not Case.objects.visible_to(actor).exists()


def test_a_letter_opens_nothing_to_somebody_who_only_names_it(case: Case, people: Cast) -> None:
    letter = send(case, people).letter
    stranger = Actor("public", f"letter:{letter.pk}", one_case=(case.pk, letter.business_id))
    assert parties_of(stranger, case) == frozenset()
    assert not Case.objects.visible_to(stranger).exists()


def test_the_wish_to_be_called_stands_in_the_record_for_officers_alone(case: Case, people: Cast) -> None:
    made = send(case, people)
    letter = enter(made)
    letters_verbs.ask_for_call(letter, phone="13900000007", text="tomorrow", at=TUESDAY)
    asked = events.history(case.record_key).get(verb="call_asked")
    assert (asked.text, asked.by) == ("13900000007\ntomorrow", f"letter:{letter.pk}")
    assert "13900000007" not in str(asked.facts)


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_get_at_most_five_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    people = letter_cases.people(TUESDAY)
    made = send(letter_cases.inviting(people, TUESDAY), people)
    answered: list[bool] = []

    def counted(given: str, stored: str) -> bool:
        answered.append(LetterCode.objects.get(pk=made.letter.pk).locked_at is None)
        return codes.fits(given, stored)

    monkeypatch.setattr(letters_verbs, "fits", counted)
    assert at_once(*[partial(miss, made)] * 10) == ["won"] * 10
    made.letter.refresh_from_db()
    assert len(answered) == 10
    assert answered.count(True) == MOST_TRIES
    assert (made.letter.tries, made.letter.locked_at) == (MOST_TRIES, TUESDAY)
    with pytest.raises(LetterOver):
        enter(made)
    assert events.broken_at(made.letter.case.record_key) is None
