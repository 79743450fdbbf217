"""The search of the site finds businesses by name where they have a public page, and no others."""

from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from huaihai.businesses.models import Business
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.profile.finding import doors
from huaihai.businesses.tests.pledge_cast import Chain, chain, draft
from huaihai.kit import clock
from huaihai.kit.text.normalise import fold

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: Any) -> Chain:
    cache.clear()
    return chain()


def a_business(name: str) -> Business:
    """In the register, and nowhere public."""
    return Business.objects.create(
        kind=Business.Kind.LEGAL_PERSON, name=name, words=fold(name), created_at=clock.now()
    )


def found(query: str) -> list[str]:
    return [door.url for door in doors(query, on=clock.today())]


def test_only_who_has_gone_public_is_found_and_only_by_name(cast: Chain) -> None:
    group: Business = cast.group
    known = a_business(f"{group.name}对面")

    page = reverse("business-profile", args=[group.pk])
    assert found(known.name) == []  # whether a business was ever complained of is nobody's to see
    assert found(group.name) == found(group.name[:3]) == [page]
    if group.credit_code:
        assert found(group.credit_code) == []
    for odd in ("", "  ", group.name[0], "\x00", "没有这一家", "%"):
        assert found(odd) == [], odd


def test_a_pledge_in_force_is_enough(cast: Chain) -> None:
    alone = a_business("独一家演示店")
    made = pledges_verbs.publish(
        cast.group, draft(None, from_on=clock.today()), by=cast.manager, at=clock.now()
    )
    assert found(alone.name) == []
    type(made.pledge).objects.filter(pk=made.pledge.pk).update(business=alone)

    assert found(alone.name) == [reverse("business-profile", args=[alone.pk])]
