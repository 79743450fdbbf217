"""Who answers for which business, and from when to when."""

from datetime import timedelta

import pytest

from huaihai.businesses import rights
from huaihai.businesses.models import Business, answered_for
from huaihai.businesses.people.verbs import appoint, dismiss, end_mandate, give_mandate
from huaihai.businesses.register.verbs import Stated, find_or_write_down, merge
from huaihai.businesses.rights import of_account
from huaihai.businesses.tests.shared import AT, CODE, OFFICER
from huaihai.desk.lives import NotAllowed, NotPossible
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account

pytestmark = pytest.mark.django_db
TODAY = AT.date()
DAY = timedelta(days=1)


@pytest.fixture
def keeper() -> Account:
    return Account.objects.create(username="demo-keeper", created_at=AT)


def written(**stated: str) -> Business:
    return find_or_write_down(Stated(**stated), by=Actor.public(), at=AT)[0]


def test_a_representative_answers_from_the_first_day_to_the_last(keeper: Account) -> None:
    shop = written(sign="演示水壶")
    held = appoint(keeper, shop, from_on=TODAY, by=OFFICER, at=AT)
    assert answered_for(keeper.pk, on=TODAY) == {shop.pk}
    assert not answered_for(keeper.pk, on=TODAY - DAY)
    dismiss(held, last_on=TODAY, by=OFFICER, at=AT)
    assert answered_for(keeper.pk, on=TODAY) == {shop.pk}
    assert not answered_for(keeper.pk, on=TODAY + DAY)


def test_appointing_twice_is_once(keeper: Account) -> None:
    shop = written(sign="演示水壶")
    assert appoint(keeper, shop, from_on=TODAY, by=OFFICER, at=AT) == appoint(
        keeper, shop, from_on=TODAY, by=OFFICER, at=AT
    )


def test_a_mandate_lets_one_answer_for_another_until_it_ends(keeper: Account) -> None:
    mall, stall = written(name="演示商场"), written(sign="演示摊位")
    appoint(keeper, mall, from_on=TODAY, by=OFFICER, at=AT)
    mandate = give_mandate(stall, mall, from_on=TODAY, by=OFFICER, at=AT)
    assert answered_for(keeper.pk, on=TODAY) == {mall.pk, stall.pk}
    end_mandate(mandate, last_on=TODAY, by=OFFICER, at=AT)
    assert answered_for(keeper.pk, on=TODAY + DAY) == {mall.pk}


def test_a_mandate_is_between_two_and_forward_in_time() -> None:
    mall, stall = written(name="演示商场"), written(sign="演示摊位")
    with pytest.raises(NotPossible):
        give_mandate(mall, mall, from_on=TODAY, by=OFFICER, at=AT)
    with pytest.raises(NotPossible):
        give_mandate(stall, mall, from_on=TODAY, until_on=TODAY - DAY, by=OFFICER, at=AT)


def test_a_group_answers_for_its_members_and_what_was_merged_into_them(keeper: Account) -> None:
    group, shop, trace = written(name="演示集团"), written(code=CODE), written(sign="演示水壶")
    Business.objects.filter(pk=shop.pk).update(parent=group)
    merge(trace, shop, by=OFFICER, at=AT)
    appoint(keeper, group, from_on=TODAY, by=OFFICER, at=AT)
    assert answered_for(keeper.pk, on=TODAY) == {group.pk, shop.pk, trace.pk}


def test_a_merger_gives_the_traces_representative_no_case_of_the_other_side(keeper: Account) -> None:
    trace, shop = written(sign="演示水壶"), written(code=CODE)
    appoint(keeper, trace, from_on=TODAY, by=OFFICER, at=AT)
    merge(trace, shop, by=OFFICER, at=AT)
    assert answered_for(keeper.pk, on=TODAY) == {trace.pk}


def test_only_officers_appoint(keeper: Account) -> None:
    shop = written(sign="演示水壶")
    with pytest.raises(NotAllowed):
        appoint(keeper, shop, from_on=TODAY, by=Actor("officer", "a", roles=frozenset({"auditor"})), at=AT)


def test_an_account_without_a_business_is_no_actor(keeper: Account) -> None:
    assert of_account(keeper) is None
    shop = written(sign="演示水壶")
    appoint(keeper, shop, from_on=clock.today(), by=OFFICER, at=AT)
    actor = of_account(keeper)
    assert actor.kind == "business"
    assert actor.business_ids == {shop.pk}


def test_a_mandate_lets_answer_but_neither_promise_nor_pay(keeper: Account) -> None:
    mall, stall = written(name="演示商场"), written(sign="演示摊位")
    appoint(keeper, mall, from_on=TODAY, by=OFFICER, at=AT)
    give_mandate(stall, mall, from_on=TODAY, by=OFFICER, at=AT)
    actor = Actor.business(keeper, answered_for(keeper.pk, on=TODAY))
    assert rights.may(actor, stall, rights.ANSWER, on=TODAY)
    assert not rights.may(actor, stall, rights.MANAGE, on=TODAY)
    assert not rights.may(actor, stall, rights.PAY, on=TODAY)
    assert rights.may(actor, mall, rights.PAY, on=TODAY)
