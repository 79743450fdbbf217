"""The row of a page is compiled once, and who sees it is what `visible_to` says; its parts can be asked further."""

from dataclasses import replace
from uuid import uuid4

import pytest

from huaihai.cases.models import Case, Promise
from huaihai.cases.page_rows import read, row_for
from huaihai.members.actors import Actor
from tests import cast as people
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def actors(cast: people.Cast, cases: list[Case]) -> dict[str, Actor]:
    business, first = cast.sun, cases[0]
    officers = {
        name: Actor.all_of(account, on=people.TUESDAY.date()) for name, account in cast.accounts.items()
    }
    return {
        **{f"{name} {n}": actor for name, held in officers.items() for n, actor in enumerate(held)},
        "public": Actor.public(),
        "system": Actor.system("test"),
        "consumer": Actor.consumer([first.pk]),
        "consumer of two": Actor.consumer([case.pk for case in cases[:2]]),
        "nobody's business": replace(business, business_ids=frozenset()),
        "business": business,
        "business and others": replace(business, business_ids=business.business_ids | {uuid4(), uuid4()}),
        "business and consumer": replace(business, case_ids=frozenset({first.pk})),
        "letter": Actor("business", "letter", one_case=(cases[-1].pk, cases[-1].business_id or uuid4())),
    }


def test_it_is_seen_by_whom_the_query_set_shows_it(cast: people.Cast) -> None:
    cases = [people.draft(), people.filed().case, people.forwarded(cast), people.offered(cast)[0]]
    for _again in range(2):  # compiled, and as compiled
        for name, actor in actors(cast, cases).items():
            for case in cases:
                found = row_for(actor, case.pk, "offers")
                expected = Case.objects.visible_to(actor).filter(pk=case.pk).exists()
                assert (found is not None) == expected, (name, case.stage)
                if found is not None:
                    assert (found.home, found.lead, found.business) == (
                        case.home,
                        case.lead,
                        fresh(case).business,
                    )


def test_what_is_read_is_asked_no_more_and_can_be_narrowed(
    cast: people.Cast, django_assert_num_queries: object
) -> None:
    case, offer = people.offered(cast)
    found = row_for(Actor.system("test"), case.pk)
    assert found is not None
    read(found, ("offers", "promises", "agreement"))
    assert list(found.offers.all()) == [offer]
    assert found.offers.all()[0].case is found
    assert list(found.offers.filter(pk=offer.pk)) == [offer]
    assert not found.offers.exclude(pk=offer.pk)
    assert not Promise.objects.filter(case=case).exists()
    assert list(found.promises.all()) == []
