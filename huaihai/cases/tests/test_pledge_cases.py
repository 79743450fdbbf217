"""A case that uses a pledge: from the poster at the door to what consumer, business and officer read."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai.businesses.models import Business, Place, PledgeVersion
from huaihai.businesses.pledges import facts as pledges_facts
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.pledges.terms import CrossShopTerms, ReplyTerms, ReturnTerms, Terms
from huaihai.businesses.pledges.verbs import Draft
from huaihai.businesses.posters import verbs as posters_verbs
from huaihai.businesses.tests.pledge_cast import join
from huaihai.cases import pledged
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.models import Case
from huaihai.cases.tests.test_filing_pages import code_sent
from huaihai.cases.verbs import intake, negotiation, routing
from huaihai.kit import clock
from tests import cast as people
from tests.cast import HOME, LEAD, TUESDAY, Cast
from tests.effort import examples
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
TODAY = TUESDAY.date()
DAY = timedelta(days=1)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.FILES = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    found = people.assemble()
    Business.objects.filter(pk=found.shop.pk).update(is_demo=True)
    join(found.shop, 1)
    return found


def published(
    cast: Cast, terms: Terms, *, from_on: date = TODAY, kind: str = "no_reason_return"
) -> PledgeVersion:
    kind = "cross_shop_return" if isinstance(terms, CrossShopTerms) else kind
    made = Draft(kind, terms, from_on)
    return pledges_verbs.publish(cast.shop, made, by=cast.sun, at=TUESDAY)


def send(client: Client, url: str, answers: dict[str, Any]) -> str:
    """Open a page, send its form; where it leads."""
    page = client.get(url)
    assert page.status_code == 200, url
    carried = dict(HIDDEN.findall(page.text))
    answer = client.post(url, carried | answers)
    assert answer.status_code == 302, answer.text
    return str(answer["Location"])


def test_a_chain_takes_back_in_one_city_what_was_bought_in_another(client: Client, cast: Cast) -> None:
    bought_at = cast.shop.places.get()
    near_home = Place.objects.create(
        business=cast.shop, sign="水壶二店", address="演示街 2 号", region_code="320302"
    )
    version = published(cast, CrossShopTerms(days=10))
    poster = posters_verbs.issue(bought_at, hung_at="东门", by=cast.sun, at=TUESDAY)

    page = client.get(reverse("poster", args=[poster.code])).text
    use = reverse("file-at-place", args=[bought_at.pk]) + f"?pledge={version.pk}"
    assert use in page
    where = send(client, use, {})
    for name, said in {
        "story": {"story": "买大了，想退。"},
        "problem": {"problem": "none"},
        "goods": {"picture": "devices"},
        "wrong": {"nature": "N10"},
        "paid": {"bought_on": TODAY.isoformat(), "price_fen": "268"},
    }.items():
        if where == address(name):
            where = send(client, where, said)
    assert where == address("pledge")
    shown = client.get(where).text
    assert version.words["zh-hans"][0] in shown
    assert 'id="errors"' in client.post(where, dict(HIDDEN.findall(shown))).text
    where = send(client, where, {"return_place": str(near_home.pk)})
    answers: dict[str, dict[str, Any]] = {
        address("remedies"): {"remedies": ["refund"], "asked_fen": "268.00"},
        address("photos"): {},
        address("already"): {"told": "no"},
        address("home"): {"place": HOME},
        address("contact"): {"name": "Li (test)", "phone": people.PHONE},
        address("consent"): {"other_body": "on", "business": "on"},
    }
    while where != address("check"):
        said = {"code": code_sent()} if where == address("code") else answers[where]
        where = send(client, where, said)
    assert "水壶二店" in client.get(where).text
    assert send(client, where, {}) == reverse("file-receipt")

    case = Case.objects.get()
    assert (case.pledge, case.return_place, case.place) == (version, near_home, bought_at)
    assert routing.proposed_route(case).lead == LEAD, "the city of the purchase leads"
    assert "水壶二店" in client.get(reverse("my-case", args=[case.pk])).text
    routing.forward(case, to=cast.lead, assessment="Fits.", by=cast.wang, at=TUESDAY)
    routing.take(case, by=cast.zhao, at=TUESDAY)
    negotiation.invite(case, by=cast.zhao, at=TUESDAY)
    for name, page_name in (("zhao", "desk-case"), ("sun", "business-case")):
        other = Client()
        sign_in(other, cast.accounts[name])
        read = other.get(reverse(page_name, args=[case.pk])).text
        assert "水壶二店" in read
        assert version.words["zh-hans"][0] in read


class TestWhichVersion:
    def test_the_version_of_the_day_of_the_sale_counts_not_the_one_that_was_clicked(self, cast: Cast) -> None:
        old = published(cast, ReturnTerms(days=30))
        new = published(cast, ReturnTerms(days=7), from_on=TODAY + DAY)
        PledgeVersion.objects.filter(pk=old.pk).update(from_on=TODAY - 20 * DAY)
        case = people.draft(business=cast.shop, pledge=new, bought_on=TODAY - 15 * DAY)
        found = pledged.of(case, today=TODAY)
        assert found is not None
        assert (found.used, found.is_other_version, found.is_within) == (old, True, True)

    def test_a_sale_before_the_pledge_has_none_and_one_elsewhere_too(self, cast: Cast) -> None:
        version = published(cast, ReturnTerms(days=7))
        before = people.draft(business=cast.shop, pledge=version, bought_on=TODAY - DAY)
        found = pledged.of(before, today=TODAY)
        assert found.used is None
        other = Place.objects.create(business=cast.shop, sign="别处", region_code=LEAD)
        version.places.set([cast.shop.places.exclude(pk=other.pk).get()])
        there = people.draft(business=cast.shop, place=other, pledge=version, bought_on=TODAY)
        found = pledged.of(there, today=TODAY)
        assert found.used is None

    def test_a_case_that_turns_out_to_be_about_another_business_uses_no_pledge(self, cast: Cast) -> None:
        version = published(cast, ReturnTerms(days=7))
        stranger = Business.objects.create(name="演示别家", created_at=TUESDAY)
        case = people.draft(business=stranger, pledge=version, bought_on=TODAY)
        assert pledged.of(case, today=TODAY) is None
        assert pledged.of(people.draft(), today=TODAY) is None

    def test_a_pledge_without_days_is_neither_late_nor_in_time(self, cast: Cast) -> None:
        version = published(cast, ReplyTerms(hours=6), kind="reply_24h")
        found = pledged.of(people.draft(business=cast.shop, pledge=version, bought_on=TODAY), today=TODAY)
        assert found is not None
        assert (found.last_on, found.is_within) == (None, None)

    @settings(  # nothing is written between the examples but the draft's days
        max_examples=examples(8, long=60),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(ago=st.integers(0, 40), days=st.integers(7, 30), moves=st.booleans())
    def test_in_time_is_what_the_terms_say_for_the_day_of_filing(
        self, cast: Cast, ago: int, days: int, moves: bool
    ) -> None:
        PledgeVersion.objects.all().delete()
        version = published(cast, ReturnTerms(days=days, last_day_moves=moves))
        PledgeVersion.objects.filter(pk=version.pk).update(from_on=TODAY - 60 * DAY)
        bought_on = TODAY - ago * DAY
        case = Case(business=cast.shop, pledge=version, bought_on=bought_on)
        found = pledged.of(case, today=TODAY)
        assert found is not None
        assert found.last_on is not None
        assert found.last_on >= bought_on + days * DAY
        assert found.is_within == (found.last_on >= TODAY)


def test_a_pledge_is_found_by_what_it_was_when_the_case_is_old(cast: Cast) -> None:
    version = published(cast, ReturnTerms(days=7))
    case = intake.submit(
        people.draft(business=cast.shop, pledge=version, bought_on=TODAY),
        key="k",
        by=people.li(Case.objects.get()),
        at=TUESDAY,
    ).case
    pledges_verbs.end(version.pledge, last_on=TODAY + 15 * DAY, by=cast.sun, at=TUESDAY)
    found = pledged.of(Case.objects.get(pk=case.pk), today=TODAY + 400 * DAY)
    assert found.is_within
    assert pledges_facts.in_force(cast.shop, "no_reason_return", on=TODAY + 400 * DAY) is None
