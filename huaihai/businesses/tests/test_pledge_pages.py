"""A business writes, publishes and ends pledges and posters; its city's body looks into reports."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.businesses.models import Pledge, PledgeVersion, Poster
from huaihai.businesses.pledges import verbs as pledges_verbs
from huaihai.businesses.pledges.terms import ReturnTerms
from huaihai.businesses.posters import verbs as posters_verbs
from huaihai.businesses.tests.pledge_cast import Chain, chain, draft
from huaihai.businesses.tests.standing_scene import published as standing_offer
from huaihai.kit import clock
from huaihai.members.actors import Actor
from tests.posts import post_at, sign_in
from tests.reading import fresh

pytestmark = pytest.mark.django_db
KIND = "no_reason_return"


@pytest.fixture
def cast(db: Any) -> Chain:
    return chain()


@pytest.fixture
def lin(client: Client, cast: Chain) -> Client:
    sign_in(client, cast.account)
    return client


def written(**more: Any) -> dict[str, Any]:
    """The form of a return as a manager fills it in."""
    return {
        "seen": "0",
        "days": "10",
        "last_day_moves": "True",
        "intact": ["unused", "tags"],
        "excluded": ["food"],
        "receipt": "any",
        "freight": "consumer",
        "gifts": "back",
        "refund_days": "3",
        "own_words": "找店长",
        "from_on": clock.today().isoformat(),
    } | more


def published(cast: Chain, terms: Any = None) -> PledgeVersion:
    made = draft(terms, from_on=clock.today())
    return pledges_verbs.publish(cast.group, made, by=cast.manager, at=clock.now())


class TestWriting:
    def test_it_is_read_before_it_is_published(self, lin: Client, cast: Chain) -> None:
        where = reverse("business-pledge", args=[cast.group.pk, KIND])
        assert 'name="days"' in lin.get(where).text
        preview = lin.post(where, written(preview="1")).text
        assert 'name="publish"' in preview
        assert "找店长" in preview
        assert not Pledge.objects.exists()
        assert 'name="preview"' in lin.post(where, written(edit="1")).text
        assert lin.post(where, written(publish="1")).status_code == 302
        version = PledgeVersion.objects.get()
        assert (version.terms["days"], version.terms["intact"]) == (10, ["unused", "tags"])
        assert version.own_words == "找店长"
        assert "找店长" in lin.get(reverse("pledge-version", args=[version.pk])).text
        page = lin.get(reverse("business-pledges")).text
        assert version.words["zh-hans"][0] in page

    def test_every_kind_has_its_form_and_can_be_published(self, lin: Client, cast: Chain) -> None:
        more: dict[str, dict[str, Any]] = {
            "cross_shop_return": {"services": ["return"]},
            "reply_24h": {"hours": "8"},
            "genuine_goods": {"times": "10", "least_fen": "1000"},
            "fair_price": {"days": "30", "times": "2"},
        }
        for kind, said in more.items():
            where = reverse("business-pledge", args=[cast.group.pk, kind])
            assert lin.get(where).status_code == 200
            assert lin.post(where, written(publish="1") | said).status_code == 302, kind
        held = PledgeVersion.objects.get(pledge__kind="genuine_goods")
        assert held.terms == {"times": 10, "least_fen": 100_000}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"days": "6"},
            {"days": "x"},
            {"intact": []},
            {"excluded": ["moon"]},
            {"places": ["018f0000-0000-7000-8000-000000000000"]},
            {"trades": ["'"]},
            {"from_on": "2020-01-01"},
            {"own_words": "\x00"},
            {"own_words": "水" * 1001},
            {"seen": "x"},
        ],
    )
    def test_what_cannot_be_promised_is_said_and_what_was_typed_stays(
        self, lin: Client, cast: Chain, wrong: dict[str, Any]
    ) -> None:
        where = reverse("business-pledge", args=[cast.group.pk, KIND])
        answer = lin.post(where, written(publish="1", **wrong))
        assert answer.status_code == 200
        page = answer.text
        assert 'id="errors"' in page
        assert 'name="refund_days" id="id_refund_days" value="3"' in page
        assert not Pledge.objects.exists()

    def test_whoever_was_slower_sees_what_stands_and_loses_nothing(self, lin: Client, cast: Chain) -> None:
        where = reverse("business-pledge", args=[cast.group.pk, KIND])
        published(cast)
        tomorrow = (clock.today() + timedelta(days=1)).isoformat()
        answer = lin.post(where, written(publish="1", from_on=tomorrow))
        assert answer.status_code == 409
        page = answer.text
        assert "找店长" in page
        assert 'name="seen" value="1"' in page
        assert lin.post(where, written(publish="1", from_on=tomorrow, seen="1")).status_code == 302

    def test_a_next_version_begins_with_what_stands(self, lin: Client, cast: Chain) -> None:
        published(cast, ReturnTerms(days=31))
        page = lin.get(reverse("business-pledge", args=[cast.group.pk, KIND])).text
        assert 'value="31"' in page
        assert (clock.today() + timedelta(days=1)).isoformat() in page

    def test_the_first_question_leads_to_the_form(self, lin: Client, cast: Chain) -> None:
        where = reverse("business-pledge-new")
        assert lin.get(where).status_code == 200
        assert 'id="errors"' in lin.post(where, {"kind": "moon"}).text
        said = {"business": str(cast.here.pk), "kind": "fair_price"}
        assert lin.post(where, said)["Location"] == reverse(
            "business-pledge", args=[cast.here.pk, "fair_price"]
        )

    def test_ending_asks_for_notice(self, lin: Client, cast: Chain) -> None:
        version = published(cast)
        where = reverse("business-pledge-end", args=[version.pledge_id])
        assert lin.get(where).status_code == 200
        soon = {"seen": "1", "last_on": clock.today().isoformat()}
        assert 'id="errors"' in lin.post(where, soon).text
        late = soon | {"last_on": (clock.today() + timedelta(days=60)).isoformat()}
        assert lin.post(where, late | {"seen": "0"}).status_code == 409
        assert lin.post(where, late).status_code == 302
        assert lin.get(reverse("business-pledges")).status_code == 200

    def test_another_business_finds_nothing_here(self, client: Client, cast: Chain) -> None:
        version = published(cast)
        poster = posters_verbs.issue(cast.place_here, hung_at="", by=cast.manager, at=clock.now())
        stranger = chain(2, name="演示别家")
        sign_in(client, stranger.account)
        for name, *args in (
            ("business-pledge", cast.group.pk, KIND),
            ("business-pledge-end", version.pledge_id),
            ("business-poster", poster.pk),
            ("business-poster-qr", poster.pk),
        ):
            assert client.get(reverse(name, args=args)).status_code == 404
        assert client.post(reverse("business-poster-end", args=[poster.pk])).status_code == 404
        assert client.get(reverse("business-pledge", args=[stranger.group.pk, "moon"])).status_code == 404
        assert version.words["zh-hans"][0] not in client.get(reverse("business-pledges")).text

    def test_who_only_answers_complaints_reads_and_writes_nothing(self, lin: Client, cast: Chain) -> None:
        version = published(cast)
        cast.group.representatives.update(role="answerer")
        assert version.words["zh-hans"][0] in lin.get(reverse("business-pledges")).text
        for name, *args in (
            ("business-pledge-new",),
            ("business-pledge", cast.group.pk, KIND),
            ("business-pledge-end", version.pledge_id),
        ):
            assert lin.get(reverse(name, args=args)).status_code == 404


class TestPosters:
    def test_one_is_made_printed_in_two_languages_and_ended(self, lin: Client, cast: Chain) -> None:
        published(cast)
        where = reverse("business-poster-new")
        assert lin.get(where).status_code == 200
        assert 'id="errors"' in lin.post(where, {"place": "x"}).text
        made = lin.post(where, {"place": str(cast.place_here.pk), "hung_at": "东门"})
        poster = Poster.objects.get()
        assert made["Location"] == reverse("business-poster", args=[poster.pk])
        standing_offer(cast.group, cast.manager, clock.now())
        page = lin.get(made["Location"]).text
        assert "500.00" in page  # its standing offer
        for words in ("东门", 'lang="en"', 'lang="zh-Hans"', f"/p/{poster.code}/", "Return without reason"):
            assert words in page
        drawn = lin.get(reverse("business-poster-qr", args=[poster.pk]))
        assert drawn["Content-Type"] == "image/svg+xml"
        assert b"<svg" in drawn.content
        cast.group.representatives.update(role="cashier")
        seen = lin.get(reverse("business-posters")).text
        assert "东门" in seen
        assert reverse("business-poster-end", args=[poster.pk]) not in seen
        cast.group.representatives.update(role="manager")
        question = lin.get(reverse("business-poster-end", args=[poster.pk])).text
        assert "不能收回" in question
        assert lin.post(reverse("business-poster-end", args=[poster.pk])).status_code == 302
        assert lin.get(reverse("business-posters")).status_code == 200
        assert lin.get(reverse("poster", args=[poster.code])).status_code == 410
        assert "不该再贴" in lin.get(reverse("poster-report", args=[poster.code])).text


class TestTheBody:
    def test_a_report_is_looked_into_and_the_poster_ended(self, client: Client, cast: Chain) -> None:
        poster = posters_verbs.issue(cast.place_here, hung_at="", by=cast.manager, at=clock.now())
        report = posters_verbs.report(poster, text="在另一家店门口", by=Actor.public(), at=clock.now())
        where = reverse("desk-poster-report", args=[report.pk])
        sign_in(client, post_at("city:320300").account)
        assert client.get(where).status_code == 404
        assert client.get(reverse("desk-pledges")).status_code == 200
        sign_in(client, post_at("city:411400").account)
        assert where in client.get(reverse("desk-pledges")).text
        assert "在另一家店门口" in client.get(where).text
        assert 'id="errors"' in client.post(where, {"outcome": ""}).text
        assert client.post(where, {"outcome": "已收回", "ends": "on"}).status_code == 302
        assert fresh(poster).ended_at is not None

    def test_the_display_is_for_the_body_that_keeps_the_business(self, client: Client, cast: Chain) -> None:
        version = published(cast)
        where = reverse("desk-pledge-display", args=[version.pledge_id])
        sign_in(client, post_at("city:320300").account)
        assert client.get(where).status_code == 200
        assert client.post(where, {"reason": "x"}).status_code == 404
        own = post_at("city:411400").account
        sign_in(client, own)
        assert 'id="errors"' in client.post(where, {"reason": ""}).text
        assert client.post(where, {"reason": "两次没有兑现"}).status_code == 302
        assert not PledgeVersion.objects.displayed().exists()
        assert "两次没有兑现" in client.get(where).text
        sign_in(client, cast.account)
        assert "两次没有兑现" in client.get(reverse("business-pledges")).text
        sign_in(client, own)
        assert client.post(where, {"lift": "1"}).status_code == 302
        assert PledgeVersion.objects.displayed().exists()
