"""Publishing, changing and ending: one version a day, nothing gone by is changed, nobody overwrites another."""

import json
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huaihai import reactions
from huaihai.businesses.models import Business, Representative, StandingOffer, StandingOfferVersion
from huaihai.businesses.standing import facts as standing_facts
from huaihai.businesses.standing import verbs as standing_verbs
from huaihai.businesses.standing.terms import Terms, fingerprint
from huaihai.businesses.standing.verbs import Proposal
from huaihai.businesses.tests.standing_scene import REFUND, followed, published
from huaihai.desk.lives import NotAllowed, NotPossible, Unfit
from huaihai.record import events
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.effort import examples
from tests.reading import fresh
from tests.threads import at_once

pytestmark = pytest.mark.django_db
TODAY = TUESDAY.date()
DAY = timedelta(days=1)
WINDOW = range(60)  # longer than six waits and the furthest plan
GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "standing-offers.md"


def later(days: int) -> datetime:
    return TUESDAY + days * DAY


def test_a_new_version_begins_tomorrow_at_the_earliest_and_today_stays_as_it_is(cast: Cast) -> None:
    first = published(cast.shop, cast.sun, TUESDAY)
    with pytest.raises(Unfit, match="今天"):
        followed(first, cast.sun, TUESDAY, from_on=TODAY, most_fen=100)
    second = followed(first, cast.sun, TUESDAY, from_on=TODAY + DAY, most_fen=100)

    assert (fresh(first).until_on, second.number) == (TODAY, 2)
    assert first.fingerprint == fingerprint(Terms.of(first.terms), first.note, first.from_on)
    assert [event.verb for event in events.history(first.offer.record_key)] == [
        "standing_offer_published"
    ] * 2


def test_an_offer_ends_with_today_at_the_earliest(cast: Cast) -> None:
    version = published(cast.shop, cast.sun, TUESDAY)
    offer = version.offer
    with pytest.raises(Unfit):
        standing_verbs.end(offer, last_on=TODAY - DAY, seen=offer.version, by=cast.sun, at=TUESDAY)
    standing_verbs.end(offer, last_on=TODAY, seen=offer.version, by=cast.sun, at=TUESDAY)
    offer.refresh_from_db()

    assert StandingOfferVersion.objects.in_force_on(TODAY).exists()
    assert not StandingOfferVersion.objects.in_force_on(TODAY + DAY).exists()
    with pytest.raises(NotPossible):
        standing_verbs.end(offer, last_on=TODAY, seen=offer.version, by=cast.sun, at=TUESDAY)


def test_weaker_than_the_law_is_published_only_by_who_has_read_it(cast: Cast) -> None:
    terms = Terms(("repair",), pays="nothing", natures=("N01",), categories=("G01",))
    with pytest.raises(Unfit) as refused:
        standing_verbs.publish(cast.shop, Proposal(terms, "", TODAY), by=cast.sun, at=TUESDAY)
    assert refused.value.field == "has_seen_law"

    made = standing_verbs.publish(
        cast.shop, Proposal(terms, "", TODAY, has_seen_law=True), by=cast.sun, at=TUESDAY
    )
    assert made.falls_short == ["money_for_quality"]


def test_only_a_manager_of_an_identified_business_publishes(cast: Cast) -> None:
    nameless = Business.objects.create(name="?", created_at=TUESDAY)
    Representative.objects.filter(account=cast.accounts["sun"]).update(role=Representative.Role.ANSWERER)
    for by in (cast.sun, cast.wang):
        with pytest.raises(NotAllowed):
            published(cast.shop, by, TUESDAY)
    with pytest.raises(NotAllowed):
        published(nameless, cast.sun, TUESDAY)


def no_fund(_business: Any, **_asked: Any) -> None:
    """What the room above answers where no fund has agreed."""


def test_a_fund_pays_only_if_one_has_agreed(sun: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactions, "FUND_FOR", f"{__name__}.no_fund")
    with pytest.raises(Unfit) as refused:
        published(cast.shop, cast.sun, TUESDAY, paid_by_fund=True)
    assert refused.value.field == "paid_by_fund"
    first = published(cast.shop, cast.sun, TUESDAY)
    with pytest.raises(Unfit, match="基金"):
        followed(first, cast.sun, TUESDAY, from_on=TODAY + DAY, paid_by_fund=True)
    assert 'name="paid_by_fund"' not in sun.get(reverse("business-standing-new")).text
    forced = sun.post(
        reverse("business-standing-new"), FORM | {"paid_by_fund": "on", "seen": "1", "publish": "1"}
    )
    assert "没有基金" in forced.text

    monkeypatch.setattr(reactions, "FUND_FOR", "huaihai.businesses.tests.standing_scene.a_fund")
    assert "Fund (test)" in sun.get(reverse("business-standing-new")).text
    held = published(cast.shop, cast.sun, TUESDAY, paid_by_fund=True)
    assert "Fund (test)" in sun.get(reverse("standing-offer", args=[held.offer_id])).text


def test_a_place_of_somebody_else_cannot_be_named(cast: Cast) -> None:
    other = Business.objects.create(name="Other", created_at=TUESDAY).places.create(sign="x")
    with pytest.raises(Unfit) as refused:
        published(cast.shop, cast.sun, TUESDAY, places=(str(other.pk),))
    assert refused.value.field == "places"


WISHES = st.lists(
    st.tuples(st.sampled_from(["change", "end"]), st.integers(0, 6), st.integers(0, 9)), max_size=6
)


@given(WISHES)
@settings(max_examples=examples(6, long=60), deadline=None, suppress_health_check=list(HealthCheck))
def test_each_day_has_one_version_at_most_and_days_gone_by_keep_theirs(
    cast: Cast, wishes: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        _walk(cast, wishes)
        transaction.set_rollback(True)


def _walk(cast: Cast, wishes: list[tuple[str, int, int]]) -> None:
    version = published(cast.shop, cast.sun, TUESDAY)
    offer, now = version.offer, 0
    held = {day: _in_force(offer, day) for day in WINDOW}
    for kind, wait, ahead in wishes:
        now += wait
        offer.refresh_from_db()
        try:
            if kind == "end":
                last_on = TODAY + (now + ahead) * DAY
                standing_verbs.end(offer, last_on=last_on, seen=offer.version, by=cast.sun, at=later(now))
            else:
                from_on = TODAY + (now + 1 + ahead) * DAY
                followed(version, cast.sun, later(now), from_on=from_on, most_fen=ahead + 1)
        except NotPossible:
            pass  # it had ended by then
        found = {day: _in_force(offer, day) for day in WINDOW}
        assert all(len(numbers) <= 1 for numbers in found.values())
        assert [found[day] for day in range(now + 1)] == [held[day] for day in range(now + 1)]
        held = found


def _in_force(offer: StandingOffer, day: int) -> list[int]:
    return [one.number for one in offer.versions.all() if one.is_in_force(TODAY + day * DAY)]


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_at_once_one_publishes_and_one_is_told() -> None:
    cast = people.assemble()
    offer = published(cast.shop, cast.sun, TUESDAY).offer
    seen = offer.version

    def act(day: int) -> None:
        own = StandingOffer(pk=offer.pk, business=cast.shop)
        proposal = Proposal(REFUND, "", TODAY + day * DAY, has_seen_law=True)
        standing_verbs.change(own, proposal, seen=seen, by=cast.sun, at=TUESDAY)

    assert at_once(partial(act, 1), partial(act, 2)) == ["Moved", "won"]
    assert offer.versions.count() == 2
    assert events.broken_at(offer.record_key) is None


def test_the_file_for_programs_says_what_the_guide_says(cast: Cast, client: Client, tuesday: None) -> None:
    version = published(cast.shop, cast.sun, TUESDAY, note="到总服务台")
    answer = client.get(reverse("standing-offer-json", args=[version.offer_id]))
    [found] = json.loads(answer.content)["versions"]

    guide = GUIDE.read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in [*found, *found["terms"], *found["business"]])
    assert found == standing_facts.to_json(version)
    assert Terms.of(found["terms"]) == Terms.of(version.terms)
    assert client.get(reverse("standing-offer-json", args=[cast.shop.pk])).status_code == 404


def test_the_page_for_people_shows_every_version_with_its_days(
    cast: Cast, client: Client, tuesday: None
) -> None:
    first = published(cast.shop, cast.sun, TUESDAY, note="到总服务台")
    followed(first, cast.sun, TUESDAY, from_on=date(2026, 12, 1), most_fen=12_300)
    url = reverse("standing-offer", args=[first.offer_id])

    page = client.get(url).text
    assert all(words in page for words in ("500.00", "123.00", "2026 年 12 月 1 日", "到总服务台"))
    assert client.get(reverse("standing-offer", args=[cast.shop.pk])).status_code == 404


def test_a_version_that_never_began_is_said_so(cast: Cast, client: Client, tuesday: None) -> None:
    first = published(cast.shop, cast.sun, TUESDAY)
    second = followed(first, cast.sun, TUESDAY, from_on=TODAY + 3 * DAY)
    standing_verbs.end(second.offer, last_on=TODAY, seen=2, by=cast.sun, at=TUESDAY)
    people.sign_in(client, cast.accounts["sun"])
    page = client.get(reverse("business-standing-offer", args=[first.offer_id])).text
    assert page.count("没有开始") == 1
    assert "原定 2026 年 11 月 27 日" in page
    assert "第 2 版" not in client.get(reverse("standing-offer", args=[first.offer_id])).text


FORM: dict[str, Any] = {
    "remedies": ["return", "refund"],
    "pays": "price",
    "most_fen": "200",
    "within_days": "7",
    "counted_from": "purchase",
    "natures": ["N01"],
    "categories": ["G01"],
    "perform_number": "2",
    "perform_unit": "hours",
    "note": "到总服务台",
    "from_on": "2026-11-24",
    "seen": "0",
}


@pytest.fixture
def sun(client: Client, cast: Cast, tuesday: None) -> Client:
    people.sign_in(client, cast.accounts["sun"])
    return client


def test_a_manager_writes_sees_it_beside_the_law_and_publishes(sun: Client) -> None:
    url = reverse("business-standing-new")
    assert sun.get(url).status_code == 200

    preview = sun.post(url, FORM | {"preview": "1"}).text
    assert "200.00" in preview
    assert not StandingOfferVersion.objects.exists()
    assert "到总服务台" in sun.post(url, FORM | {"edit": "1"}).text

    done = sun.post(url, FORM | {"publish": "1"})
    version = StandingOfferVersion.objects.get()
    assert done.url == reverse("business-standing-offer", args=[version.offer_id])
    assert (version.terms["most_fen"], version.falls_short) == (20_000, [])
    assert sun.get(done.url).status_code == 200


def test_going_back_and_publishing_again_publishes_nothing_twice(sun: Client) -> None:
    url = reverse("business-standing-new")
    first = sun.post(url, FORM | {"publish": "1"})
    again = sun.post(url, FORM | {"publish": "1"}, follow=True)
    assert again.redirect_chain == [(first.url, 302)]
    assert "已经发布" in again.text
    other = sun.post(url, FORM | {"note": "到二楼", "publish": "1"})
    assert other.status_code == 409
    assert "到二楼" in other.text
    assert StandingOffer.objects.count() == 1
    assert sun.post(url, FORM | {"note": "到二楼", "seen": "1", "publish": "1"}).status_code == 302


def test_the_page_refuses_to_publish_unread_what_the_law_betters(sun: Client) -> None:
    url = reverse("business-standing-new")
    weak = FORM | {"within_days": "3", "publish": "1"}

    again = sun.post(url, weak)
    assert "法律给得更多" in again.text
    assert not StandingOfferVersion.objects.exists()
    assert sun.post(url, weak | {"has_seen_law": "on"}).status_code == 302
    assert StandingOfferVersion.objects.get().falls_short == ["seven_days"]


def test_bad_terms_come_back_with_what_was_typed(sun: Client) -> None:
    slips: list[dict[str, Any]] = [
        {"most_fen": "viel"},
        {"remedies": []},
        {"pays": "nothing"},
        {"perform_number": "0"},
        {"from_on": "x"},
        {"from_on": "2026-11-30", "until_on": "2026-11-29"},
    ]
    for wrong in slips:
        answer = sun.post(reverse("business-standing-new"), FORM | wrong | {"preview": "1"})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text
        assert "到总服务台" in answer.text


def test_who_was_slower_is_shown_the_fresh_state_and_keeps_the_text(sun: Client, cast: Cast) -> None:
    first = published(cast.shop, cast.sun, TUESDAY)
    url = reverse("business-standing-version", args=[first.offer_id])
    old = FORM | {"seen": "1", "from_on": "2026-11-26", "publish": "1"}
    followed(first, cast.sun, TUESDAY, from_on=TODAY + DAY)

    answer = sun.post(url, old)
    assert answer.status_code == 409
    page = answer.text
    assert "到总服务台" in page
    assert 'name="seen" value="2"' in page
    assert sun.post(url, old | {"seen": "2"}).status_code == 302
    end = reverse("business-standing-end", args=[first.offer_id])
    assert sun.post(end, {"seen": "1", "last_on": "2026-11-30"}).status_code == 409
    assert sun.post(end, {"seen": "3", "last_on": "2026-11-30"}).status_code == 302


def test_what_is_not_yours_answers_like_what_is_not_there(sun: Client, cast: Cast) -> None:
    other = Business.objects.create(name="Other", credit_code="91110000600037341L", created_at=TUESDAY)
    foreign = StandingOffer.objects.create(business=other, serial=1, created_at=TUESDAY)
    own = published(cast.shop, cast.sun, TUESDAY).offer
    for name in ("business-standing-offer", "business-standing-version", "business-standing-end"):
        assert sun.get(reverse(name, args=[foreign.pk])).status_code == 404
        assert sun.get(reverse(name, args=[own.pk])).status_code == 200
    Representative.objects.update(role=Representative.Role.ANSWERER)
    assert sun.get(reverse("business-standing")).status_code == 200
    assert sun.get(reverse("business-standing-offer", args=[own.pk])).status_code == 200
    for url in (reverse("business-standing-new"), reverse("business-standing-end", args=[own.pk])):
        assert sun.get(url).status_code == 404


def test_the_list_asks_the_same_few_questions_however_many_offers(
    sun: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for _n in range(2):
        published(cast.shop, cast.sun, TUESDAY)
    with django_assert_max_num_queries(25) as few:
        sun.get(reverse("business-standing"))
    for _n in range(6):
        published(cast.shop, cast.sun, TUESDAY)
    with django_assert_max_num_queries(len(few)):
        assert sun.get(reverse("business-standing")).text.count("business/standing-offers/") > 8
