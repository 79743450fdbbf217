"""The public register of pledges, the page of a business, of a version, and of a poster."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.businesses.models import Business, PledgeVersion, PosterReport
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.pledges.terms import CrossShopTerms, ReturnTerms
from huaihai.businesses.posters import verbs as posters_verbs
from huaihai.businesses.tests.pledge_cast import Chain, chain, draft, join
from huaihai.desk.lives import NotAllowed
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.record import events
from tests.posts import officer_of
from tests.reading import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: Any) -> Chain:
    cache.clear()
    return chain()


def published(cast: Chain, terms: Any = None, **more: Any) -> PledgeVersion:
    business = more.pop("business", cast.group)
    made = draft(terms, from_on=more.pop("from_on", clock.today()), **more)
    return pledges_verbs.publish(business, made, by=cast.manager, at=clock.now())


def shown(client: Client, name: str, *args: Any, status: int = 200, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == status
    return answer.text


def queries(client: Client, name: str, *args: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        shown(client, name, *args)
    return len(asked)


class TestTheList:
    @pytest.mark.parametrize(
        ("query", "is_found"),
        [
            ({}, True),
            ({"city": "411400"}, True),
            ({"city": "320300"}, False),
            ({"city": "moon", "trade": "x", "kind": "'", "q": "\x00"}, True),
            ({"trade": "G03"}, True),
            ({"trade": "G01"}, False),
            ({"kind": "no_reason_return"}, True),
            ({"kind": "fair_price"}, False),
            ({"q": "布鞋"}, True),
            ({"q": "水壶"}, False),
        ],
    )
    def test_city_trade_kind_and_words_narrow_it(
        self, client: Client, cast: Chain, query: dict[str, Any], is_found: bool
    ) -> None:
        published(cast, places=(cast.place_here.pk,), trades=("G03",))
        assert ("演示布鞋" in shown(client, "pledges", **query)) is is_found

    def test_a_pledge_for_all_places_is_found_in_every_city_of_its_members(
        self, client: Client, cast: Chain
    ) -> None:
        published(cast)
        for city, is_found in (("411400", True), ("320300", True), ("341300", False)):
            assert ("演示布鞋" in shown(client, "pledges", city=city)) is is_found

    def test_what_is_to_come_over_or_off_the_display_is_not_listed(self, client: Client, cast: Chain) -> None:
        version = published(cast, from_on=clock.today() + timedelta(days=1))
        assert "演示布鞋" not in shown(client, "pledges")
        PledgeVersion.objects.update(from_on=clock.today())
        assert "演示布鞋" in shown(client, "pledges")
        pledges_verbs.suspend_display(
            version.pledge, reason="x", by=officer_of("city:411400"), at=clock.now()
        )
        assert "演示布鞋" not in shown(client, "pledges")

    def test_each_business_stands_there_once_with_all_that_it_promises(
        self, client: Client, cast: Chain
    ) -> None:
        published(cast)
        published(cast, CrossShopTerms(days=7))
        page = shown(client, "pledges")
        assert page.count(reverse("pledge-business", args=[cast.group.pk])) == 1
        assert page.count('<li class="card">') == 1
        assert page.count("天内") >= 2

    def test_it_asks_the_same_number_of_questions_however_long(self, client: Client, cast: Chain) -> None:
        published(cast)
        shown(client, "pledges")
        few = queries(client, "pledges")
        published(cast, business=cast.here)
        published(cast, business=cast.there, places=(cast.place_there.pk,))
        published(cast, CrossShopTerms(days=7))
        assert queries(client, "pledges") == few


class TestOneBusiness:
    def test_it_shows_what_is_promised_since_when_and_what_was_before(
        self, client: Client, cast: Chain
    ) -> None:
        old = published(cast, ReturnTerms(days=9))
        now = published(cast, ReturnTerms(days=8), from_on=clock.today() + timedelta(days=1))
        PledgeVersion.objects.filter(pk=old.pk).update(
            from_on=clock.today() - timedelta(days=9), until_on=clock.today() - timedelta(days=1)
        )
        PledgeVersion.objects.filter(pk=now.pk).update(from_on=clock.today())
        page = shown(client, "pledge-business", cast.here.pk)
        assert reverse("pledge-version", args=[old.pk]) in page
        assert cast.place_here.sign in page
        changes = shown(client, "pledge-version", now.pk)
        assert "<del>9</del>" in changes
        assert "<ins>8</ins>" in changes

    def test_a_shop_that_promised_nothing_and_never_joined_has_no_page(
        self, client: Client, cast: Chain
    ) -> None:
        stranger = Business.objects.create(name="演示摊位", created_at=clock.now())
        shown(client, "pledge-business", stranger.pk, status=404)
        join(stranger, 77)
        shown(client, "pledge-business", stranger.pk)

    def test_a_pledge_off_the_display_is_named_without_its_words(self, client: Client, cast: Chain) -> None:
        version = published(cast, own_words="我们说到做到")
        pledges_verbs.suspend_display(
            version.pledge, reason="x", by=officer_of("city:411400"), at=clock.now()
        )
        page = shown(client, "pledge-business", cast.group.pk)
        assert "我们说到做到" not in page
        assert 'class="note warn"' in page

    def test_own_words_cannot_break_out_of_the_page(self, client: Client, cast: Chain) -> None:
        version = published(cast, own_words="<script>alert(1)</script>")
        assert "<script>alert" not in shown(client, "pledge-version", version.pk)

    def test_whoever_changed_a_published_version_in_the_database_is_found_out(
        self, client: Client, cast: Chain
    ) -> None:
        version = published(cast)
        assert "tag late" not in shown(client, "pledge-version", version.pk)
        PledgeVersion.objects.filter(pk=version.pk).update(terms={"days": 8})
        assert "tag late" in shown(client, "pledge-version", version.pk)

    def test_the_pages_ask_the_same_number_of_questions_however_many_places(
        self, client: Client, cast: Chain
    ) -> None:
        version = published(cast)
        pages = [("pledge-business", cast.group.pk), ("pledge-version", version.pk)]
        few = [queries(client, *page) for page in pages]
        for number in range(5):
            cast.here.places.create(sign=f"演示 {number}", region_code="411402")
        assert [queries(client, *page) for page in pages] == few


class TestAPoster:
    def test_it_tells_whose_it_is_where_it_hangs_and_what_is_promised_there(
        self, client: Client, cast: Chain
    ) -> None:
        version = published(cast)
        poster = posters_verbs.issue(cast.place_here, hung_at="东门", by=cast.manager, at=clock.now())
        page = shown(client, "poster", poster.code)
        for words in ("演示布鞋一店", "演示路 1 号", "东门", version.words["zh-hans"][0]):
            assert words in page
        assert "演示布鞋一店" in shown(client, "poster", poster.code.lower())

    def test_one_that_ended_and_one_that_never_was_say_so(self, client: Client, cast: Chain) -> None:
        poster = posters_verbs.issue(cast.place_here, hung_at="", by=cast.manager, at=clock.now())
        posters_verbs.end(poster, by=cast.manager, at=clock.now())
        assert "演示布鞋一店" in shown(client, "poster", poster.code, status=410)
        for code in ("0000000000", "' or 1=1", "水" * 300):
            shown(client, "poster", code, status=404)

    def test_a_moved_poster_is_reported_to_the_city_without_a_name(self, client: Client, cast: Chain) -> None:
        poster = posters_verbs.issue(cast.place_here, hung_at="", by=cast.manager, at=clock.now())
        where = reverse("poster-report", args=[poster.code])
        assert client.get(where).status_code == 200
        assert 'id="errors"' in client.post(where, {"text": " "}).text
        assert client.post(where, {"text": "在另一家店门口"}).status_code == 200
        held = PosterReport.objects.get()
        assert held.text == "在另一家店门口"
        event = events.history(poster.record_key).get()
        assert (event.facts["body"], event.text) == ("city:411400", "")

    def test_reports_from_one_network_are_braked_and_nothing_typed_is_lost(
        self, client: Client, cast: Chain
    ) -> None:
        poster = posters_verbs.issue(cast.place_here, hung_at="", by=cast.manager, at=clock.now())
        where = reverse("poster-report", args=[poster.code])
        answers = [client.post(where, {"text": "门口"}) for _number in range(11)]
        assert [answer.status_code for answer in answers] == [200] * 10 + [429]
        assert "门口" in answers[-1].text

    def test_only_a_manager_hangs_one_up_and_only_the_city_looks_into_a_report(self, cast: Chain) -> None:
        officer, other = officer_of("city:411400"), officer_of("city:320300")
        with pytest.raises(NotAllowed):
            posters_verbs.issue(cast.place_here, hung_at="", by=officer, at=clock.now())
        poster = posters_verbs.issue(cast.place_here, hung_at="", by=cast.manager, at=clock.now())
        report = posters_verbs.report(poster, text="x", by=Actor.public(), at=clock.now())
        for actor in (other, cast.manager):
            with pytest.raises(NotAllowed):
                posters_verbs.settle_report(report, outcome="moved back", by=actor, at=clock.now())
        posters_verbs.settle_report(report, outcome="moved back", by=officer, at=clock.now())
        assert fresh(report).done_at is not None
