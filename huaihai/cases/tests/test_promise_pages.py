"""Parts of an agreement on the pages of the business, the consumer and the desk, and the front page of a business."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Agreement, Case, Offer
from huaihai.cases.tests.at_the_desk import CONFIRMED
from huaihai.cases.tests.test_business_figures import Told, written
from huaihai.cases.tests.test_promises import in_parts, states
from huaihai.cases.verbs import fulfilment, negotiation
from huaihai.kit import clock, spoken
from huaihai.members.actors import Actor
from tests import cast as people
from tests.cast import TUESDAY
from tests.reading import browser, fresh, queries_of

pytestmark = pytest.mark.django_db
LATER = TUESDAY + timedelta(days=9)  # the first part is overdue


@pytest.fixture(autouse=True)
def _at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def li(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Li's browser, in which every case is open (how it is opened is tested elsewhere)."""
    monkeypatch.setattr(Actor, "of_request", classmethod(lambda cls, request: _as_li(request)))
    return Client()


def _as_li(request: object) -> Actor:
    return Actor.consumer(set(Case.objects.values_list("pk", flat=True)))


def test_the_business_claims_one_part_with_proof_and_keeps_its_words_when_it_is_refused(
    cast: people.Cast, sun: Client
) -> None:
    case = in_parts(cast)
    url = reverse("business-part", args=[case.pk, 2])

    case_page = sun.get(reverse("business-case", args=[case.pk])).text
    empty = sun.post(url, {"seen": case.version, "text": ""})
    outdated = sun.post(url, {"seen": case.version - 1, "text": "昨天转了一百元。"})
    sent = sun.post(url, {"seen": case.version, "text": "昨天转了一百元。"})

    assert url in case_page
    assert (empty.status_code, outdated.status_code, sent.status_code) == (200, 409, 302)
    assert "昨天转了一百元。" in outdated.text
    assert states(case) == ["open", "claimed", "open"]
    assert case.promises.get(number=2).proof == "昨天转了一百元。"
    assert sun.get(reverse("business-part", args=[case.pk, 7])).status_code == 404


def test_the_businesss_list_and_page_show_the_next_part_and_its_day_not_the_last(
    cast: people.Cast, sun: Client
) -> None:
    case = in_parts(cast)
    says_the_next_part(case, sun.get(reverse("business-case", args=[case.pk])).text)
    [row] = sun.get(reverse("business-desk")).context["rows"]
    assert row.due_on == case.promises.get(number=1).due_on


def test_the_consumers_page_shows_the_next_part_and_its_day(cast: people.Cast, li: Client) -> None:
    case = in_parts(cast)
    says_the_next_part(case, li.get(reverse("my-case", args=[case.pk])).text)


def says_the_next_part(case: Case, shown: str) -> None:
    first, last = case.promises.get(number=1), case.promises.get(number=3)
    assert "第 1 项，共 3 项" in shown
    assert spoken.day(first.due_on, today=LATER.date()) in shown
    assert f"最后一项到 {spoken.day(last.due_on, today=LATER.date())}" in shown


def test_before_accepting_all_parts_are_listed(cast: people.Cast, li: Client) -> None:
    case = people.negotiating(cast, LATER)
    days = {"perform_by_on": date(2026, 12, 5), "valid_until_on": date(2026, 12, 4)}
    people.offer(case, sum_fen=30_000, monthly_parts=3, **days, by=cast.sun, at=LATER)
    shown = li.get(reverse("my-acceptance", args=[case.pk])).text
    assert shown.count("100.00 元") == 3
    assert "2027 年 2 月 5 日" in shown


def test_an_offer_that_stands_waits_for_the_consumer_not_for_the_business(
    cast: people.Cast, sun: Client
) -> None:
    case = people.negotiating(cast, LATER)
    desk = reverse("business-desk")
    assert "等消费者" not in sun.get(desk).text
    assert len(sun.get(f"{desk}?list=yours").context["rows"]) == 1
    days = {"perform_by_on": date(2026, 12, 5), "valid_until_on": date(2026, 12, 4)}
    people.offer(case, **days, by=cast.sun, at=LATER)
    assert "等消费者" in sun.get(desk).text
    assert "等消费者" in sun.get(reverse("business-case", args=[case.pk])).text
    assert sun.get(f"{desk}?list=yours").context["rows"] == []


def test_another_business_finds_no_part(cast: people.Cast) -> None:
    case = in_parts(cast)
    assert browser(cast.accounts["zhao"]).get(reverse("business-part", args=[case.pk, 1])).status_code == 404


def test_the_consumer_answers_part_by_part_to_the_end(cast: people.Cast, li: Client) -> None:
    case = in_parts(cast)
    breach, confirm = "my-part-breach", "my-part-confirmation"

    shown = li.get(reverse("my-case", args=[case.pk])).text
    early = li.post(reverse(breach, args=[case.pk, 2]), {"seen": case.version, "text": "没有到账。"})
    li.post(reverse(breach, args=[case.pk, 1]), {"seen": case.version, "text": "没有到账。"})
    assert reverse(breach, args=[fresh(case).pk, 1]) in shown
    assert reverse(breach, args=[case.pk, 2]) not in shown
    assert early.status_code == 200
    assert (case.stage, states(case)) == ("breached", ["broken", "open", "open"])

    for number in (1, 2, 3):
        answer = li.post(reverse(confirm, args=[case.pk, number]), {"seen": case.version})
        assert answer.status_code == 302
        case.refresh_from_db()
    assert (case.stage, states(case)) == ("closed", ["kept"] * 3)
    assert li.get(reverse(confirm, args=[case.pk, 1])).status_code == 409


def test_an_officer_writes_down_an_agreement_in_parts_line_by_line(cast: people.Cast) -> None:
    case = people.mediating(cast)
    zhao = browser(cast.accounts["zhao"])
    url = reverse("desk-step", args=[case.pk, "agreement"])
    form = {"seen": case.version, "terms": "分两次退还。", "sum_fen": "300", "is_oral": ""}

    unread = zhao.post(url, form | {"parts": "2026-12-09 100\n明年再说"})
    short = zhao.post(url, form | {"parts": "2026-12-09 100\n2027-01-09 100"})
    assert not Agreement.objects.exists()
    taken = zhao.post(url, form | {"parts": "2026-12-09 100\n2027年1月9日 200.00"})

    assert (unread.status_code, short.status_code, taken.status_code) == (200, 200, 302)
    assert "明年再说" in unread.text
    told = list(case.promises.values_list("sum_fen", "due_on"))
    assert told == [(10_000, date(2026, 12, 9)), (20_000, date(2027, 1, 9))]
    page = zhao.get(reverse("desk-case", args=[case.pk])).text
    assert reverse("desk-step", args=[case.pk, "part-confirmation"]) in page
    case.refresh_from_db()
    one = reverse("desk-step", args=[case.pk, "part-confirmation"])
    word = {"seen": case.version, "part": "2", **CONFIRMED, "on": LATER.date().isoformat()}
    assert zhao.post(one, word).status_code == 302
    assert states(case) == ["open", "kept"]


def test_a_business_offers_to_pay_in_monthly_parts(cast: people.Cast, sun: Client) -> None:
    case = people.negotiating(cast, LATER)
    day = LATER.date() + timedelta(days=10)
    form = {
        "seen": case.version,
        "remedies": ["refund"],
        "sum_fen": "100",
        "monthly_parts": "3",
        "perform_by_on": day.isoformat(),
        "valid_until_on": (day - timedelta(days=5)).isoformat(),
        "text": "分三个月退。",
    }

    assert sun.post(reverse("business-step", args=[case.pk, "offer"]), form).status_code == 302
    negotiation.accept(case, offer=Offer.objects.get(), by=people.li(case), at=LATER)

    assert list(case.promises.values_list("sum_fen", flat=True)) == [3_334, 3_333, 3_333]


class TestTheFrontPageOfABusiness:
    def test_tells_what_is_overdue_and_what_would_help(self, cast: people.Cast, sun: Client) -> None:
        case = in_parts(cast)
        for number in range(6):
            made = written(Told("G01", number, True, 30, ("unknown",)), cast.shop, cast.home)
            Case.objects.filter(pk=made.pk).update(asked_fen=15_000)

        page = sun.get(reverse("business-desk")).text

        assert str(case.number) in page
        assert "100 %" in page  # of the cases were about a small sum, and there is no standing offer
        assert f'<a href="{reverse("business-standing")}">' in page.split('id="advice"')[1]
        assert page.count('class="tag late"') >= 2

    def test_says_nothing_of_others_and_gives_no_advice_where_all_is_well(
        self, cast: people.Cast, sun: Client
    ) -> None:
        case = in_parts(cast, parts=1)
        fulfilment.confirm(case, by=people.li(case), at=LATER)

        page = sun.get(reverse("business-desk")).text

        assert str(case.number) not in page
        assert 'id="advice"' not in page

    @pytest.mark.both_databases
    def test_asks_the_same_few_questions_however_many_promises_there_are(
        self, cast: people.Cast, sun: Client
    ) -> None:
        asked = []
        sun.get(reverse("business-desk"))
        for more in (1, 3):
            for _again in range(more):
                in_parts(cast)
            asked.append(queries_of(sun, reverse("business-desk")))

        assert asked[0] == asked[1]
