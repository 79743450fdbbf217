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
from huaihai.cases.models import Case, Offer
from huaihai.cases.tests.test_filing_pages import (
    BUSINESS,
    CONSENTS,
    CONTACT,
    REMEDIES,
    STORY,
    code_sent,
    hidden,
    send,
)
from huaihai.cases.verbs import intake
from huaihai.kit import clock
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SHORT = {
    "story": "门票多收了一次钱。窗口不退。",
    "nature": "N03",
    "category": "S08",
    "price_fen": "268",
    "bought_on": "2026-11-24",
}


@pytest.fixture(autouse=True)
def surroundings(tuesday: None, settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path / "files"


def begin_at_place(client: Client, cast: Cast) -> None:
    client.post(reverse("file-at-place", args=[cast.shop.places.get().pk]))


def take(client: Client) -> Any:
    """Press the first "I take this" of the offers page."""
    url = reverse("file-offers")
    page = client.get(url)
    chosen = re.search(r'name="take" value="([^"]+)"', page.text)
    return client.post(url, hidden(page) | {"take": chosen.group(1)})


def taken_at_place(client: Client, cast: Cast) -> None:
    """At the poster of a place with an offer, which was taken."""
    published(cast.shop, cast.sun, TUESDAY)
    begin_at_place(client, cast)
    send(client, "file-story", SHORT)
    take(client)


def fill_to_offers(client: Client, code: str) -> Any:
    client.post(reverse("file-start"))
    send(client, "file-story", STORY)
    send(client, "file-business", BUSINESS | {"code": code})
    return send(client, "file-remedies", REMEDIES)


def test_a_traveller_at_the_gate_is_done_in_five_pages(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reactions, "FUND_FOR", "huaihai.businesses.tests.standing_scene.a_fund")
    published(cast.shop, cast.sun, TUESDAY, paid_by_fund=True)
    start = client.get(reverse("file-at-place", args=[cast.shop.places.get().pk]))
    assert "Kettle shop" in start.text
    begin_at_place(client, cast)

    assert send(client, "file-story", SHORT).url == reverse("file-offers")
    page = client.get(reverse("file-offers")).text
    assert page.index("法律怎么说") < page.index("商家的现成方案</h2>") < page.index("268.00")
    assert "不等于放弃别的" in page
    assert take(client).url == reverse("file-contact")
    assert send(client, "file-contact", CONTACT).url == reverse("file-confirm")
    assert send(client, "file-confirm", {"code": code_sent()}).url == reverse("file-settlement")
    asked = client.get(reverse("file-settlement")).text
    assert "Fund (test)" in asked, "who else gets the data is named beside the tick"
    done = send(client, "file-settlement", CONSENTS)
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
    assert fill_to_offers(client, people.shop_code()).url == reverse("file-offers")
    assert take(client).url == reverse("file-contact")
    send(client, "file-contact", CONTACT)
    send(client, "file-confirm", {"code": code_sent()})
    assert client.get(reverse("file-check")).url == reverse("file-settlement")
    send(client, "file-settlement", CONSENTS)
    assert Offer.objects.get().sum_fen == 26_800


def test_going_on_with_the_complaint_is_one_press_and_is_not_asked_twice(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    fill_to_offers(client, people.shop_code())
    url = reverse("file-offers")

    assert client.post(url, hidden(client.get(url)) | {"on": "1"}).url == reverse("file-evidence")
    for name, answers in (("file-evidence", {}), ("file-contact", CONTACT)):
        send(client, name, answers)
    send(client, "file-confirm", {"code": code_sent()})
    assert send(client, "file-consent", CONSENTS).url == reverse("file-check")
    client.post(reverse("file-check"), hidden(client.get(reverse("file-check"))))
    assert Case.objects.get().stage == "received"


def test_the_page_of_offers_cannot_be_skipped(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    fill_to_offers(client, people.shop_code())
    send(client, "file-contact", CONTACT)
    send(client, "file-confirm", {"code": code_sent()})
    send(client, "file-consent", CONSENTS)

    assert client.get(reverse("file-check")).url == reverse("file-offers")
    assert client.post(reverse("file-check"), {"key": "k"}).url == reverse("file-offers")
    assert Case.objects.get().stage == "draft"


def test_where_nothing_fits_no_page_is_added(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY, natures=("N07",))
    assert fill_to_offers(client, people.shop_code()).url == reverse("file-evidence")
    assert client.get(reverse("file-offers")).status_code == 302
    assert client.get(reverse("file-settlement")).status_code == 302
    assert "第 4 步" in client.get(reverse("file-evidence")).text


def test_an_offer_that_needs_the_price_asks_for_it(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY)
    client.post(reverse("file-start"))
    send(client, "file-story", STORY | {"price_fen": ""})
    send(client, "file-business", BUSINESS | {"code": people.shop_code()})
    assert send(client, "file-remedies", REMEDIES).url == reverse("file-offers")
    page = client.get(reverse("file-offers")).text
    assert "您付了多少钱" in page
    assert 'name="take"' not in page

    client.post(reverse("file-offers"), {"on": "1"})
    send(client, "file-story", STORY)
    assert client.get(reverse("file-check")).url == reverse("file-offers"), "now it fits: shown again"


def test_an_offer_that_changed_over_night_is_shown_anew(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = published(cast.shop, cast.sun, TUESDAY - 30 * DAY)
    begin_at_place(client, cast)
    send(client, "file-story", SHORT | {"bought_on": "2026-11-24"})
    shown = hidden(client.get(reverse("file-offers")))
    newer = followed(version, cast.sun, TUESDAY, from_on=TUESDAY.date() + DAY, perform_number=1)
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + DAY)

    gone = client.post(reverse("file-offers"), shown | {"take": str(version.pk)})
    assert gone.status_code == 409
    assert str(newer.pk) in gone.text
    assert client.post(reverse("file-offers"), shown | {"take": "nonsense"}).status_code == 409


def test_a_second_tap_and_a_page_loaded_again_settle_once(client: Client, cast: Cast) -> None:
    taken_at_place(client, cast)
    send(client, "file-contact", CONTACT)
    send(client, "file-confirm", {"code": code_sent()})
    form = hidden(client.get(reverse("file-settlement"))) | CONSENTS

    assert client.post(reverse("file-settlement"), form).url == reverse("file-receipt")
    assert client.post(reverse("file-settlement"), form).url == reverse("file-receipt")
    assert Offer.objects.count() == Case.objects.count() == 1
    assert 'id="code"' in client.get(reverse("file-receipt")).text


def test_each_consent_is_asked_for_itself_and_only_where_it_is_needed(client: Client, cast: Cast) -> None:
    taken_at_place(client, cast)
    send(client, "file-contact", CONTACT | {"region": people.LEAD})
    send(client, "file-confirm", {"code": code_sent()})

    page = client.get(reverse("file-settlement")).text
    assert 'name="business"' in page
    assert 'name="other_body"' not in page
    assert "checked" not in page
    refused = send(client, "file-settlement", {})
    assert 'role="alert"' in refused.text
    assert Case.objects.get().stage == "draft"
    send(client, "file-settlement", {"business": "on"})
    assert list(Case.objects.get().consents.values_list("purpose", flat=True)) == ["business"]


def test_at_a_poster_without_an_offer_the_complaint_goes_its_way(client: Client, cast: Cast) -> None:
    begin_at_place(client, cast)
    assert send(client, "file-story", SHORT).url == reverse("file-remedies")
    send(client, "file-remedies", {"remedies": ["refund"], "asked_fen": "268"})
    send(client, "file-evidence", {})
    send(client, "file-contact", CONTACT)
    send(client, "file-confirm", {"code": code_sent()})
    send(client, "file-consent", CONSENTS)
    client.post(reverse("file-check"), hidden(client.get(reverse("file-check"))))

    case = Case.objects.get()
    assert (case.stage, case.business, case.place) == ("received", cast.shop, cast.shop.places.get())
    assert Business.objects.count() == 1


def test_at_a_poster_it_is_said_why_the_offer_does_not_fit(client: Client, cast: Cast) -> None:
    published(cast.shop, cast.sun, TUESDAY - 30 * DAY, most_fen=20_000, within_days=3)
    begin_at_place(client, cast)
    late = SHORT | {"price_fen": "268", "bought_on": "2026-11-10"}
    assert send(client, "file-story", late).url == reverse("file-remedies")
    shown = client.get(reverse("file-remedies")).text
    assert "只管 200.00 元以内的" in shown
    assert "您买了已经超过 3 天" in shown
    assert "只管" not in client.get(reverse("file-remedies")).text, "said once"


def test_another_business_than_at_the_poster_takes_its_offers_away(client: Client, cast: Cast) -> None:
    taken_at_place(client, cast)
    other = {"bought": "offline", "name": "Another", "region": people.LEAD, "code": "", "without_code": "on"}
    client.post(reverse("file-business") + "?to=check", hidden(client.get(reverse("file-business"))) | other)

    case = Case.objects.get()
    assert (case.business, case.place) == (None, None)
    assert client.get(reverse("file-settlement")).url == reverse("file-offers")


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
    begin_at_place(client, cast)
    send(client, "file-story", SHORT)
    page = client.get(reverse("file-offers")).text
    assert "done within 2 hours" in page
    assert "I take this" in page
    assert "You have the receipt" in page
