"""What goes along that has no place of its own: purchase, consent, and all that was before it came to us."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case, Passage
from huaihai.cases.passing import redacting, verbs
from huaihai.cases.passing.tests import test_passing_pages as walk
from huaihai.cases.passing.tests.foreign import CASE, Foreign
from huaihai.cases.verbs import intake
from tests import cast as people
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
foreign, _address = walk.foreign, walk._address


def carried(case: Case) -> list[tuple[str, str, str]]:
    told = redacting.case(fresh(case), consent={}, at=walk.NOW)
    return [(one["on"], one["by"], one["words"]) for one in told["steps"]]


def test_purchase_and_consent_to_the_business_go_along(cast: people.Cast) -> None:
    case = people.filed(bought=Case.Bought.PLATFORM_SHOP, bought_on=date(2026, 11, 1)).case
    today = people.TUESDAY.date().isoformat()

    steps = carried(case)

    assert steps[0] == ("2026-11-01", "consumer", "购买（网购平台上的店铺）")
    assert (today, "consumer", "同意把投诉交给商家看") in steps
    intake.change(case, purposes=[], by=people.li(case), at=walk.NOW)
    assert (today, "consumer", "收回了把投诉交给商家看的同意") in carried(case)


def test_a_purchase_of_an_unknown_or_future_day_stops_nothing(cast: people.Cast) -> None:
    case = people.filed(bought=Case.Bought.LIVE, bought_on=None).case
    assert any("不知道哪一天" in words for _on, _by, words in carried(case))
    Case.objects.filter(pk=case.pk).update(bought_on=people.TUESDAY.date() + timedelta(days=2))
    assert not any("购买" in words for _on, _by, words in carried(case))


def test_a_return_keeps_the_first_filing_day_and_the_steps_before(
    cast: people.Cast, zhao: Client, foreign: Foreign
) -> None:
    foreign.offer()
    row = Passage.objects.get()
    zhao.post(reverse("desk-passing-act", args=[row.pk, "acceptance"]), {})
    taken = foreign.knows(walk.ours("acceptance"))
    deed = {"of": taken.body["of"], "acceptance": taken.id, "clocks": [], "evidence": []}
    assert foreign.says("deed", deed).status_code == 200
    row = fresh(row)

    verbs.give_back(row, text="商家在你们那里。", by=cast.zhao, at=walk.NOW)

    told = foreign.knows(walk.ours("return")).body["case"]
    assert told["filed_on"] == CASE["filed_on"]
    assert told["steps"][0] == CASE["steps"][0]
    assert len(told["steps"]) > len(CASE["steps"])
