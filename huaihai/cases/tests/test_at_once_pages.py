"""Filing with standing offers: the law first, then the offer; short at a poster; never skipped, never in the way."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import reactions
from huaihai.businesses.models import Business
from huaihai.businesses.tests.standing_scene import followed, published
from huaihai.cases.consumer.filing.steps import address
from huaihai.cases.models import Case, Offer
from huaihai.cases.tests.filing_walks import hidden, question_at, send, walk
from huaihai.cases.verbs import intake
from huaihai.kit import clock
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SHORT: dict[str, dict[str, Any]] = {
    "story": {"story": "门票多收了一次钱。窗口不退。"},
    "goods": {"picture": "travel"},
    "kind": {"category": "S08"},
    "wrong": {"nature": "N03"},
    "paid": {"price_fen": "268", "bought_on": "2026-11-24"},
    "remedies": {"remedies": ["refund"], "asked_fen": "268"},
}
LONG: dict[str, dict[str, Any]] = SHORT | {
    "story": {"story": "买来第三天就漏电，老板不认。"},
    "goods": {"picture": "devices"},
    "wrong": {"nature": "N01"},
    "where": {"bought": "offline"},
    "paid": {"price_fen": "268", "bought_on": "2026-11-21", "received_goods_on": "2026-11-21"},
    "remedies": {"remedies": ["return", "refund"], "asked_fen": "268.00"},
}
CONSENTS = {"other_body": "on", "business": "on"}


@pytest.fixture(autouse=True)
def surroundings(tuesday: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def begin_at_place(client: Client, cast: Cast) -> str:
    """At the poster of a place; the name of the first question."""
    return question_at(client.post(reverse("file-at-place", args=[cast.shop.places.get().pk])).url)


def tell(
    client: Client, cast: Cast, said: dict[str, Any] | None = None, *, until: str = "offers"
) -> list[str]:
    """At the poster: all that is asked up to this page."""
    return walk(client, SHORT | (said or {}), start=begin_at_place(client, cast), until=until)


def take(client: Client) -> Any:
    """Press the first "I take this" of the offers page."""
    page = client.get(address("offers"))
    chosen = re.search(r'name="take" value="([^"]+)"', page.text)
    return client.post(address("offers"), hidden(page) | {"take": chosen.group(1)})


def taken_at_place(client: Client, cast: Cast) -> None:
    """At the poster of a place with an offer, which was taken."""
    published(cast.shop, cast.sun, TUESDAY)
    tell(client, cast)
    take(client)


def fill_to(client: Client, until: str, said: dict[str, Any] | None = None) -> list[str]:
    """The long way, to a shop whose code is on the receipt."""
    shop = {"name": "Kettle shop (test)", "code": people.shop_code()}
    return walk(client, LONG | {"shop": shop} | (said or {}), until=until)


def test_a_traveller_at_the_gate_is_asked_little(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "FUND_FOR", "huaihai.businesses.tests.standing_scene.a_fund")
    published(cast.shop, cast.sun, TUESDAY, paid_by_fund=True)
    start = client.get(reverse("file-at-place", args=[cast.shop.places.get().pk]))
    assert "Kettle shop" in start.text

    assert set(tell(client, cast)) <= {"story", "problem", "goods", "kind", "wrong", "paid"}
    page = client.get(address("offers")).text
    assert page.index("法律怎么说") < page.index("商家的现成方案</h2>") < page.index("268.00")
    assert "不等于放弃别的" in page
    assert take(client).url == address("home")
    assert walk(client, start="home", until="settlement") == ["home", "contact", "code"]
    asked = client.get(address("settlement")).text
    assert "Fund (test)" in asked, "who else gets the data is named beside the tick"
    done = send(client, "settlement", CONSENTS)
    assert done.url == reverse("file-receipt")
    assert Case.objects.get().consents.get(purpose="business").wording == intake.WITH_FUND

    receipt = client.get(done.url).text
    case = Case.objects.get()
    assert case.stage == "fulfilling"
    assert case.title == "门票多收了一次钱"
    assert all(
        words in receipt for words in (case.number or "?", "268.00", "12:00", "只有您说了才算", 'id="code"')
    )
    of_case = client.get(reverse("my-case", args=[case.pk])).text
    assert "今天 12:00 前办好" in receipt
    assert "今天 12:00 前办好" in of_case
    assert "24:00 前" not in receipt
    assert "点“已经做到”" in receipt
    assert ">已经做到</a>" in of_case, "the button is called as the receipt says"
    assert "人工" in receipt, "a fund that does not approve at once looks at it first"
    assert of_case.index("之后") < of_case.index("今天 10:00")


def test_filing_the_long_way_shows_the_offer_after_the_remedies(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    assert fill_to(client, "offers")[-1] == "remedies"
    assert take(client).url == address("home")
    walk(client, start="home", until="settlement")
    assert client.get(address("check")).url == address("settlement")
    send(client, "settlement", CONSENTS)
    assert Offer.objects.get().sum_fen == 26_800


def test_going_on_with_the_complaint_is_one_press_and_is_not_asked_twice(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    fill_to(client, "offers")

    assert send(client, "offers", {"on": "1"}).url == address("already")
    walk(client, start="already")
    send(client, "check", {})
    assert Case.objects.get().stage == "received"


def test_the_page_of_offers_cannot_be_skipped(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    fill_to(client, "offers")
    walk(client, start="already")

    assert client.get(address("check")).url == address("offers")
    assert client.post(address("check"), {"key": "k"}).url == address("offers")
    assert Case.objects.get().stage == "draft"


def test_where_nothing_fits_no_page_is_added(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY, natures=("N07",))
    fill_to(client, "already")
    assert client.get(address("offers")).status_code == 302
    assert client.get(address("settlement")).status_code == 302


def test_an_offer_that_needs_the_price_asks_for_it(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    fill_to(client, "offers", {"paid": {"bought_on": "2026-11-21"}})
    page = client.get(address("offers")).text
    assert "您付了多少钱" in page
    assert 'name="take"' not in page

    client.post(address("offers"), {"on": "1"})
    send(client, "paid", LONG["paid"])
    walk(client, start="already", until="contact")
    walk(client, start="contact")
    assert client.get(address("check")).url == address("offers"), "now it fits: shown again"


def test_the_exact_name_in_the_register_and_the_county_lead_to_the_offer(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    county = f"{people.LEAD[:4]}02"
    cast.shop.places.update(region_code=county)
    named = {
        "shop": {"name": f" {cast.shop.name} "},
        "city": {"place": people.LEAD},
        "county": {"part": county},
    }
    assert fill_to(client, "offers", named)
    elsewhere = named | {"city": {"place": people.HOME}, "county": {"part": "320302"}}
    assert "offers" not in fill_to(client, "already", elsewhere)
    another = named | {"shop": {"name": cast.shop.name[:-1]}}
    assert "offers" not in fill_to(client, "already", another)


def test_an_offer_that_changed_over_night_is_shown_anew(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = published(cast.shop, cast.sun, TUESDAY - 30 * DAY)
    tell(client, cast)
    shown = hidden(client.get(address("offers")))
    newer = followed(version, cast.sun, TUESDAY, from_on=TUESDAY.date() + DAY, perform_number=1)
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + DAY)

    gone = client.post(address("offers"), shown | {"take": str(version.pk)})
    assert gone.status_code == 409
    assert str(newer.pk) in gone.text
    assert client.post(address("offers"), shown | {"take": "nonsense"}).status_code == 409


def test_a_second_tap_and_a_page_loaded_again_settle_once(client: Client, cast: Cast) -> None:
    taken_at_place(client, cast)
    walk(client, start="home", until="settlement")
    form = hidden(client.get(address("settlement"))) | CONSENTS

    assert client.post(address("settlement"), form).url == reverse("file-receipt")
    assert client.post(address("settlement"), form).url == reverse("file-receipt")
    assert Offer.objects.count() == Case.objects.count() == 1
    assert 'id="code"' in client.get(reverse("file-receipt")).text


def test_each_consent_is_asked_for_itself_and_only_where_it_is_needed(client: Client, cast: Cast) -> None:
    taken_at_place(client, cast)
    walk(client, {"home": {"place": people.LEAD}}, start="home", until="settlement")

    page = client.get(address("settlement")).text
    assert 'name="business"' in page
    assert 'name="other_body"' not in page
    assert "checked" not in page
    refused = send(client, "settlement", {})
    assert 'role="alert"' in refused.text
    assert Case.objects.get().stage == "draft"
    send(client, "settlement", {"business": "on"})
    assert list(Case.objects.get().consents.values_list("purpose", flat=True)) == ["business"]


def test_at_a_poster_without_an_offer_the_complaint_goes_its_way(client: Client, cast: Cast) -> None:
    asked = tell(client, cast, until="check")
    assert asked[-7:] == ["remedies", "photos", "already", "home", "contact", "code", "consent"]
    send(client, "check", {})

    case = Case.objects.get()
    assert (case.stage, case.business, case.place) == ("received", cast.shop, cast.shop.places.get())
    assert Business.objects.count() == 1


def test_at_a_poster_it_is_said_why_the_offer_does_not_fit(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY - 30 * DAY, most_fen=20_000, within_days=3)
    tell(client, cast, {"paid": {"price_fen": "268", "bought_on": "2026-11-10"}}, until="remedies")
    shown = client.get(address("remedies")).text
    assert "只管 200.00 元以内的" in shown
    assert "您买了已经超过 3 天" in shown
    assert "只管" not in client.get(address("remedies")).text, "said once"


def test_another_business_than_at_the_poster_takes_its_offers_away(client: Client, cast: Cast) -> None:
    taken_at_place(client, cast)
    send(client, "shop", {"name": "Another", "code": ""})

    case = Case.objects.get()
    assert (case.business, case.place) == (None, None)
    assert client.get(address("settlement")).url == address("offers")


def test_a_poster_for_a_place_nobody_knows_shows_nothing(client: Client, cast: Cast) -> None:
    nameless = Business.objects.create(name="?", created_at=TUESDAY).places.create(sign="x")
    for place_id in (nameless.pk, cast.shop.pk):
        assert client.get(reverse("file-at-place", args=[place_id])).status_code == 404
        assert client.post(reverse("file-at-place", args=[place_id])).status_code == 404
    url = reverse("file-at-place", args=[cast.shop.places.get().pk])
    assert client.get(f"{url}?pledge=nonsense").status_code == 200
    assert client.post(f"{url}?pledge={cast.shop.pk}").status_code == 302
    assert Case.objects.get().pledge is None


def test_the_page_of_offers_reads_in_english_too(client: Client, cast: Cast, settings: Any) -> None:
    published(cast.shop, cast.sun, TUESDAY, needs_receipt=True, needs_intact=True, note="Main desk")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    tell(client, cast)
    page = client.get(address("offers")).text
    assert "done within 2 hours" in page
    assert "I take this" in page
    assert "You have the receipt" in page
