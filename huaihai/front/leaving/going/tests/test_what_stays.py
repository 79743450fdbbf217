"""What was planted in rows of every sort of the city is nowhere any more, and that of another city is."""

import pytest

from huaihai.front.leaving.going import letting_go
from huaihai.front.leaving.going.tests import planting
from huaihai.front.leaving.going.tests.conftest import Place
from tests import cast as people
from tests.cast import HOME, LEAD, TUESDAY, Cast

OTHERS = "别处的麦浪"


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_nothing_that_was_planted_is_left_and_all_of_another_city_is(place: Place, members: Cast) -> None:
    planting.plant(members, HOME)
    kept = people.filed(
        consumer_at=LEAD, story=OTHERS, stated_business={"name": "那边的店", "region_code": LEAD}
    )
    rings = list(place.settings.KEYRING.rings.values())
    assert set(planting.PLANTED) - planting.found(rings) == set()

    letting_go.let_go(place.ready(HOME), at=TUESDAY)
    letting_go.wipe()

    assert planting.found([*rings, *place.settings.KEYRING.rings.values()]) == set()
    assert planting.found(place.settings.KEYRING.rings.values(), [OTHERS]) == {OTHERS}
    kept.case.refresh_from_db()
    assert kept.case.story == OTHERS
