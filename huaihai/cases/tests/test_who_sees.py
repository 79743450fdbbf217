"""`visible_to`, clause by clause: who sees a case, and who does not."""

import pytest

from huaihai.cases.models import Case
from huaihai.cases.verbs import negotiation
from huaihai.desk.lives import NotAllowed
from huaihai.members.actors import Actor
from huaihai.members.models import Organisation, Role
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.posts import officer_of

pytestmark = pytest.mark.django_db


def sees(actor: Actor, case: Case) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def test_both_cities_see_a_case_between_them_and_a_third_does_not(cast: Cast) -> None:
    case = people.negotiating(cast)

    assert sees(cast.wang, case)
    assert sees(cast.zhao, case)
    third = Organisation.objects.cities().exclude(pk__in=[cast.home.pk, cast.lead.pk]).first()
    assert third is not None
    assert not sees(officer_of(third.key), case)


def test_a_business_sees_no_case_before_it_is_invited(cast: Cast) -> None:
    case = people.filed().case

    assert case.business_id in cast.sun.business_ids
    assert not sees(cast.sun, case)
    assert sees(cast.sun, people.negotiating(cast))


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_who_keeps_the_accounts_opens_no_case(cast: Cast, role: Role) -> None:
    assert not sees(officer_of(cast.home.key, role), people.filed().case)


def test_the_alliance_itself_opens_no_case(cast: Cast) -> None:
    top = Organisation.objects.get(kind=Organisation.Kind.ALLIANCE)

    assert cast.home.is_within(top)
    assert not sees(officer_of(top.key), people.filed().case)


def test_a_draft_is_its_consumers_alone_and_an_imported_one_its_home_bodys(cast: Cast) -> None:
    draft = people.draft()
    Case.objects.filter(pk=draft.pk).update(home=cast.home)

    assert sees(people.li(draft), draft)
    assert not sees(cast.wang, draft)
    Case.objects.filter(pk=draft.pk).update(origin=Case.Origin.IMPORTED)
    assert sees(cast.wang, draft)


def test_another_consumer_sees_nothing_of_it(cast: Cast) -> None:
    ours, other = people.filed().case, people.filed().case

    assert sees(people.li(ours), ours)
    assert not sees(people.li(other), ours)
    assert not sees(Actor.public(), ours)


def test_who_sees_a_case_may_not_therefore_act_on_it(cast: Cast) -> None:
    case = people.negotiating(cast)

    assert sees(cast.wang, case)
    with pytest.raises(NotAllowed):
        negotiation.lose_business(case, text="Gone.", by=cast.wang, at=TUESDAY)
