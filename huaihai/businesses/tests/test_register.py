"""Writing down, identifying and merging businesses."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import Business, Place
from huaihai.businesses.register.verbs import Stated, correct_place, find_or_write_down, identify, merge
from huaihai.businesses.tests.shared import AT, CODE, OFFICER, OTHER_CODE, business_user
from huaihai.desk.lives import NotAllowed, Unfit
from huaihai.law.errors import BadCreditCode
from huaihai.members.actors import Actor
from huaihai.record import events
from tests.effort import examples
from tests.reading import fresh

pytestmark = pytest.mark.django_db


def written(**stated: str) -> Business:
    return find_or_write_down(Stated(**stated), by=Actor.public(), at=AT)[0]


def verbs(business: Business) -> list[str]:
    return [event.verb for event in events.history(business.record_key)]


def test_two_names_and_one_code_are_one_business() -> None:
    first = written(name="演示水壶商行", code=CODE)
    second = written(name="演示水壶总店", code=CODE.lower())
    assert first == second
    assert [other.name for other in second.other_names.all()] == ["演示水壶总店"]
    assert list(Business.objects.matching("总店")) == [first]


def test_one_sign_without_a_code_stays_two_businesses() -> None:
    assert written(sign="演示水壶") != written(sign="演示水壶")


def test_a_code_that_cannot_be_right_is_refused_with_the_reason() -> None:
    wrong = CODE[:-1] + ("0" if CODE[-1] != "0" else "1")
    with pytest.raises(BadCreditCode) as refused:
        written(name="演示水壶商行", code=wrong)
    assert refused.value.reason == "check-digit"
    assert "校验不通过" in refused.value.zh
    assert not Business.objects.exists()


def test_nothing_said_is_no_business() -> None:
    with pytest.raises(Unfit):
        written(region_code="411402")


def test_the_place_of_registration_is_read_from_the_code() -> None:
    assert written(code=CODE).registered_at == "411402"


def test_the_same_sign_and_address_are_one_place() -> None:
    stated = Stated(code=CODE, sign="演示水壶", address="演示路 1 号", region_code="411402")
    places = {find_or_write_down(stated, by=Actor.public(), at=AT)[1] for _ in range(2)}
    assert len(places) == 1
    assert Place.objects.count() == 1


def test_a_persons_telephone_and_account_are_sealed_and_no_name() -> None:
    business = written(phone="13900000000", payee="张演示")
    stored = str(Business.objects.values_list("name", "words", "phone_index").get())
    assert "13900000000" not in stored
    assert "张演示" not in stored
    assert Business.objects.get().phone == "13900000000"
    assert list(Business.objects.matching(" 13900000000 ")) == [business]


def test_search_finds_any_script_and_needs_all_words() -> None:
    kettle = written(sign="演示电器", address="民主东路")
    written(sign="演示电器", address="建设路")
    assert list(Business.objects.matching("電器 民主")) == [kettle]
    assert not Business.objects.matching("电器 解放").exists()


def test_identifying_gives_the_code_and_is_written_down() -> None:
    business = identify(written(sign="演示水壶"), CODE, by=OFFICER, at=AT)
    assert (business.credit_code, business.kind) == (CODE, "legal_person")
    assert verbs(business) == ["business_written_down", "business_identified"]


def test_identifying_as_a_known_business_merges_into_it() -> None:
    known, trace = written(name="演示水壶商行", code=CODE), written(sign="老演示水壶", address="演示路 1 号")
    assert identify(trace, CODE, by=OFFICER, at=AT) == known
    assert fresh(trace).merged_into == known
    assert [place.sign for place in known.places.all()] == ["老演示水壶"]
    assert list(Business.objects.standing().matching("老演示水壶")) == [known]


def test_a_business_with_a_code_takes_no_second_one() -> None:
    with pytest.raises(Unfit):
        identify(written(code=CODE), OTHER_CODE, by=OFFICER, at=AT)


def test_a_merger_keeps_the_history_of_both() -> None:
    trace, known = written(sign="演示水壶"), written(name="演示水壶商行", code=CODE)
    merge(trace, known, by=OFFICER, at=AT)
    assert verbs(trace) == verbs(known) == ["business_written_down", "business_merged"]
    assert events.broken_at(trace.record_key) is None
    merged = events.history(trace.record_key).last()
    assert merged.facts["into"] == str(known.pk)


def test_the_code_goes_over_with_the_merger() -> None:
    named, coded = written(sign="演示水壶"), written(name="演示水壶商行", code=CODE)
    into = merge(coded, named, by=OFFICER, at=AT)
    assert (into.pk, into.credit_code, into.kind) == (named.pk, CODE, "legal_person")
    assert written(name="演示水壶商行", code=CODE) == named


def test_two_codes_are_never_merged() -> None:
    with pytest.raises(Unfit):
        merge(written(code=CODE), written(code=OTHER_CODE), by=OFFICER, at=AT)


def test_a_business_is_not_merged_into_itself_nor_twice() -> None:
    one, two, three = written(sign="一"), written(sign="二"), written(sign="三")
    with pytest.raises(Unfit):
        merge(one, one, by=OFFICER, at=AT)
    merge(one, two, by=OFFICER, at=AT)
    with pytest.raises(Unfit):
        merge(one, three, by=OFFICER, at=AT)
    with pytest.raises(Unfit):
        merge(three, one, by=OFFICER, at=AT)


def test_a_group_merged_into_its_own_member_leaves_no_ring() -> None:
    group, member = written(name="演示集团"), written(name="演示水壶商行")
    Business.objects.filter(pk=member.pk).update(parent=group)
    into = merge(group, member, by=OFFICER, at=AT)
    assert into.parent is None


@pytest.mark.parametrize("actor", [Actor.public(), business_user(), Actor("officer", "account:a")])
def test_only_those_who_work_on_cases_change_the_register(actor: Actor) -> None:
    one, two = written(sign="一"), written(sign="二")
    with pytest.raises(NotAllowed):
        merge(one, two, by=actor, at=AT)
    with pytest.raises(NotAllowed):
        identify(one, CODE, by=actor, at=AT)


def test_a_corrected_place_keeps_what_stood_there_in_the_record() -> None:
    stated = Stated(sign="演示水壶", address="演示路 1 号", region_code="411402")
    business, place = find_or_write_down(stated, by=Actor.public(), at=AT)
    assert place is not None
    correct_place(place, sign="演示水壶", address="演示路 10 号", region_code="411403", by=OFFICER, at=AT)
    event = events.history(business.record_key).last()
    assert event.facts["was"]["address"] == "演示路 1 号"
    assert list(Business.objects.matching("10 号")) == [business]


def test_who_sees_the_register() -> None:
    own, other = written(sign="一"), written(sign="二")
    assert set(Business.objects.visible_to(OFFICER)) == {own, other}
    assert list(Business.objects.visible_to(business_user(own.pk))) == [own]
    assert not Business.objects.visible_to(Actor.public()).exists()


@given(steps=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12), coded=st.integers(0, 5))
@settings(
    max_examples=examples(8, long=100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_however_businesses_are_merged_each_leads_to_one_that_stands(
    steps: list[tuple[int, int]], coded: int
) -> None:
    with transaction.atomic():
        rows = [
            written(sign=f"演示{number}", code=CODE if number == coded else "", address=f"演示路 {number} 号")
            for number in range(6)
        ]
        for one, other in steps:
            try:
                merge(rows[one], rows[other], by=OFFICER, at=AT)
            except Unfit:
                continue
        held = {row.pk: row for row in Business.objects.all()}
        for row in held.values():
            assert row.merged_into_id is None or held[row.merged_into_id].merged_into_id is None
            assert events.broken_at(row.record_key) is None
        assert Business.objects.standing().filter(credit_code=CODE).count() == 1
        assert Place.objects.filter(business__merged_into=None).count() == 6
        assert written(code=CODE).merged_into is None
        transaction.set_rollback(True)
