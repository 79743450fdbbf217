"""Signing, and the day from which a version is in force."""

from datetime import date, datetime
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.governance import membership
from huaihai.governance.agreement import signing
from huaihai.governance.agreement.signing import AlreadySigned
from huaihai.governance.models import AgreementVersion, Membership, Signature
from huaihai.governance.tests import agreements, deciding
from huaihai.governance.tests.agreements import OFFICE, SISTER, TODAY, later, opened, sign, sign_all, speaker
from huaihai.governance.tests.deciding import HOUR, MONDAY, in_writing, say, tabled
from huaihai.kit.clock import ZONE
from huaihai.law.sureness import Sureness
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record import due, events
from tests.posts import AT, PROGRAM, body, officer_of, post_at
from tests.reading import fresh
from tests.threads import at_once

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)
NEWCOMER = "county:320302"


@pytest.fixture(autouse=True)
def _alliance() -> None:
    agreements.assemble()


def join(key: str, from_on: date, days: int = 0) -> None:
    """As a resolution does it."""
    membership.join(
        body=body(key),
        from_on=from_on,
        resolution=None,
        source="test",
        mark=Sureness.READ,
        by=PROGRAM,
        at=later(days),
    )


def test_a_signature_says_which_body_signed_what_when_and_who_did_it() -> None:
    version, head = opened(), speaker(SISTER)
    signature = sign(version, SISTER, by=head)
    assert signature.document_hash == version.document_hash
    assert (signature.signed_by, signature.signed_at, signature.signed_on) == (head.key, AT, TODAY)


def test_only_who_speaks_for_a_body_signs_for_it() -> None:
    version = opened()
    for actor in (speaker(OFFICE), officer_of(SISTER), officer_of("alliance", Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            sign(version, SISTER, by=actor)
    assert not Signature.objects.exists()


def test_a_body_that_is_no_member_does_not_sign() -> None:
    with pytest.raises(NotPossible, match="成员"):
        sign(opened(), NEWCOMER)


def test_what_is_signed_is_what_stood_on_the_page() -> None:
    version = opened()
    with pytest.raises(NotPossible):
        signing.sign(version, body=body(SISTER), document_hash="0" * 64, by=PROGRAM, at=AT)
    AgreementVersion.objects.filter(pk=version.pk).update(text="Changed behind everybody's back.")
    with pytest.raises(NotPossible):
        sign(version, SISTER)
    assert not Signature.objects.exists()


def test_one_body_signs_once() -> None:
    version = opened()
    first = sign(version, SISTER)
    with pytest.raises(AlreadySigned) as there:
        sign(version, SISTER, at=later(1))
    assert there.value.signature == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            agreement=version,
            organisation=body(SISTER),
            document_hash=version.document_hash,
            signed_by="x",
            signed_at=AT,
            signed_on=TODAY,
            event_number=9,
        )


def test_it_is_in_force_when_the_last_member_has_signed() -> None:
    version = opened()
    *first, last = membership.members_on(TODAY)
    sign_all(version, first)
    assert version.in_force_from is None
    sign(version, last.key, at=later(3))
    assert fresh(version).in_force_from == later(3).date()
    assert version.stage_on(later(2).date()) == "open"
    assert version.stage_on(later(3).date()) == "in_force"
    assert AgreementVersion.in_force_on(later(2).date()).key == "cooperation-agreement-2020"  # type: ignore[union-attr]
    assert AgreementVersion.in_force_on(later(3).date()) == version


def test_it_is_not_in_force_before_the_day_named() -> None:
    version = opened(not_before_on=NEW_YEAR)
    sign_all(version, membership.members_on(TODAY))
    assert version.in_force_from == NEW_YEAR
    facts = events.history(version.record_key).last().facts
    assert facts == {
        "from": "2027-01-01",
        "hash": version.document_hash,
        "members": [
            {"body": key, "from": "2020-11-24", "until": ""}
            for key in sorted(one.key for one in membership.members_on(TODAY))
        ],
    }


def test_who_joins_before_the_day_must_sign_too() -> None:
    version = opened(not_before_on=NEW_YEAR)
    sign_all(version, membership.members_on(TODAY))
    join(NEWCOMER, date(2026, 12, 20), days=10)
    assert fresh(version).in_force_from is None
    sign(version, NEWCOMER, at=later(27))
    assert fresh(version).in_force_from == NEW_YEAR


def test_who_joins_later_does_not_stop_what_is_in_force_and_signs_it() -> None:
    version = opened()
    sign_all(version, membership.members_on(TODAY))
    join(NEWCOMER, later(5).date(), days=5)
    assert fresh(version).in_force_from == TODAY
    sign(version, NEWCOMER, at=later(6))
    assert fresh(version).in_force_from == TODAY
    assert version.signatures.count() == 11


def test_a_newcomer_signs_the_newest_version_in_force() -> None:
    first = opened()
    sign_all(first, membership.members_on(TODAY))
    second = opened(at=later(1))
    sign_all(second, membership.members_on(TODAY), at=later(1))
    join(NEWCOMER, later(2).date(), days=2)
    with pytest.raises(NotPossible):
        sign(first, NEWCOMER, at=later(3))
    assert sign(second, NEWCOMER, at=later(3))


def test_when_the_only_one_who_did_not_sign_leaves_the_others_are_not_held_up() -> None:
    version = opened()
    *signers, leaver = membership.members_on(TODAY)
    sign_all(version, signers)
    last = signing.earliest_last_day(TODAY)
    signing.give_notice(body=leaver, last_on=last, by=PROGRAM, at=AT)
    assert fresh(version).in_force_from == date.fromordinal(last.toordinal() + 1)
    signing.take_back(body=leaver, by=PROGRAM, at=later(1))
    assert fresh(version).in_force_from is None


def test_a_correction_of_who_is_a_member_puts_nothing_into_force_in_the_past() -> None:
    version = opened()
    *signers, never_joined = membership.members_on(TODAY)
    sign_all(version, signers)
    Membership.objects.filter(organisation=never_joined).update(until_on=date(2021, 1, 1))
    with transaction.atomic():
        signing.settle_all(by=PROGRAM.key, at=later(5))
    assert fresh(version).in_force_from == later(5).date()


def test_a_day_that_has_come_stays_also_when_a_join_is_told_with_an_earlier_hour() -> None:
    version = opened()
    sign_all(version, membership.members_on(TODAY), at=later(3))
    join(NEWCOMER, later(1).date(), days=1)
    assert fresh(version).in_force_from == later(3).date()


def test_a_day_that_has_come_stays_also_when_the_night_counts_a_vote_late() -> None:
    ten = deciding.assemble()
    left = ten.bodies[9]
    signing.give_notice(body=left, last_on=date(2027, 1, 31), by=ten.voice(left), at=MONDAY)
    at = datetime(2027, 2, 10, 9, tzinfo=ZONE)
    version = opened(not_before_on=date(2027, 2, 20), at=at)
    sign_all(version, ten.bodies[:9], at=at)
    effect: dict[str, object] = {"kind": "join", "facts": {"body": left.key, "from": "2027-02-15"}}
    motion = tabled(ten, effects=[effect], at=at)
    in_writing(ten, motion, at=at, days=6)
    say(ten, motion, ten.bodies[:8], at=at + HOUR)
    due.fall_due(at=datetime(2027, 2, 22, 0, 5, tzinfo=ZONE), brake=None)
    motion.refresh_from_db()
    assert (motion.stage, fresh(version).in_force_from) == ("carried", date(2027, 2, 20))


def test_the_record_calls_when_a_body_joined() -> None:
    version = opened(not_before_on=NEW_YEAR)
    sign_all(version, membership.members_on(TODAY))
    Membership.objects.create(organisation=body(NEWCOMER), from_on=TODAY, source="test", mark="read")
    with transaction.atomic():
        event = events.write(subject="org:test", verb="joined alliance", by=PROGRAM.key, at=AT)
        signing.membership_changed(event)
    assert fresh(version).in_force_from is None


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_sign_for_one_body_at_once_one_counts_and_one_is_told() -> None:
    version = opened()
    second = Actor.officer(post_at(SISTER, Role.SECRETARIAT, username="second-speaker"))
    people = [speaker(SISTER), second]
    assert at_once(*(partial(sign, version, SISTER, by=one) for one in people)) == ["AlreadySigned", "won"]
    assert version.signatures.count() == 1
    assert events.broken_at(version.record_key) is None
    assert events.history(version.record_key).filter(verb="agreement signed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_two_bodies_sign_at_once_and_the_day_is_found() -> None:
    version = opened()
    *first, one, other = membership.members_on(TODAY)
    sign_all(version, first)
    assert at_once(partial(sign, version, one.key), partial(sign, version, other.key)) == ["won"] * 2
    assert fresh(version).in_force_from == TODAY
    assert events.broken_at(version.record_key) is None


@pytest.mark.django_db(transaction=True)
def test_a_body_that_signs_and_leaves_at_once_does_both() -> None:
    version, last = opened(), signing.earliest_last_day(TODAY)
    leave = partial(signing.give_notice, body=body(SISTER), last_on=last, by=PROGRAM, at=AT)
    assert at_once(partial(sign, version, SISTER), leave) == ["won"] * 2
    assert version.signatures.count() == 1
    assert Membership.objects.get(organisation=body(SISTER)).until_on == last
