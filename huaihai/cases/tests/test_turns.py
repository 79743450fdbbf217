"""Whose turn it is and until when: the same day on the consumer's page, the business's desk and its list."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import turns
from huaihai.cases.models import Case, Offer
from huaihai.cases.tests.consumers import opened
from huaihai.cases.tests.test_promises import in_parts
from huaihai.cases.verbs import fulfilment, negotiation, routing
from huaihai.kit import clock
from huaihai.law import limits
from huaihai.record import clocks
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)
LAPSES, SETTLED_BY = date(2026, 11, 28), date(2026, 12, 8)  # the offer of the cast; its time to settle


def turn(case: Case, at: datetime = TUESDAY) -> tuple[str, str, date | None]:
    case.refresh_from_db()
    found = turns.of(case, today=at.date())
    return found.of, found.matter, found.until


def on(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


def big_clock(page: Any) -> str:
    found = re.search(r'<div class="clock[^"]*">.*?\n</div>', page.text, re.DOTALL)
    return re.sub(r"<details>.*?</details>|<[^>]+>", "", found.group(), flags=re.DOTALL) if found else ""


def consumers_page(case: Case) -> Any:
    client = Client()
    opened(client, case)
    return client.get(reverse("my-case", args=[case.pk]))


def business_page(cast: Cast, case: Case) -> Any:
    client = Client()
    people.sign_in(client, cast.accounts["sun"])
    return client.get(reverse("business-case", args=[case.pk]))


def test_an_offer_waits_for_the_consumer_until_it_lapses_and_not_until_the_time_to_settle_is_over(
    cast: Cast,
) -> None:
    case, _offer = people.offered(cast)

    assert turn(case) == ("consumer", turns.OFFER, LAPSES)
    theirs, ours = big_clock(consumers_page(case)), big_clock(business_page(cast, case))

    for shown in (theirs, ours):
        assert "11 月 28 日" in shown
        assert "12 月 8 日" not in shown
    assert "作废" in theirs
    assert "消费者" in ours
    assert "您可以提方案" not in ours


def test_while_the_consumer_answers_no_step_of_the_business_stands_out(cast: Cast) -> None:
    case = people.negotiating(cast)
    waited_for = business_page(cast, case).text
    offered(case, cast)
    waiting = business_page(cast, case).text

    offer = reverse("business-step", args=[case.pk, "offer"])
    assert f'class="btn " href="{offer}"' in waited_for
    assert f'class="btn plain" href="{offer}"' in waiting


def test_an_offer_never_outlives_the_time_to_settle(cast: Cast) -> None:
    case, offer = people.offered(cast)
    Offer.objects.filter(pk=offer.pk).update(valid_until_on=SETTLED_BY + 9 * DAY)

    assert turn(case) == ("consumer", turns.OFFER, SETTLED_BY)


def test_once_an_offer_has_lapsed_it_is_the_turn_of_the_business_again(cast: Cast) -> None:
    case, _offer = people.offered(cast)

    assert turn(case, TUESDAY + 5 * DAY) == ("business", "negotiating", SETTLED_BY)


def test_that_an_offer_has_lapsed_everybody_reads_alike(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, _offer = people.offered(cast)
    on(monkeypatch, TUESDAY + 5 * DAY)
    desk = Client()
    people.sign_in(desk, cast.accounts["zhao"])
    pages = {
        "consumer": consumers_page(case),
        "business": business_page(cast, case),
        "desk": desk.get(reverse("desk-case", args=[case.pk])),
    }
    for reader, page in pages.items():
        offer = re.search(r'<div class="offer">.*?</div>', page.content.decode(), re.DOTALL)
        assert offer is not None, reader
        assert "已失效" in offer.group(), reader
        assert not re.search("还没有答复|可以在|之前可以接受|前有效", offer.group()), reader


def test_what_the_consumer_proposes_waits_for_the_business(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, offer = people.offered(cast)
    proposed = {
        "remedies": ["refund"],
        "sum_fen": 30_000,
        "perform_by_on": date(2026, 12, 3),
        "text": "加三十。",
    }
    negotiation.counter(case, offer=offer, **proposed, by=people.li(case), at=TUESDAY)  # type: ignore[arg-type]

    assert turn(case) == ("business", turns.COUNTER, date(2026, 12, 3))
    assert "12 月 3 日" in big_clock(consumers_page(case))
    assert "作废" in big_clock(business_page(cast, case))


def test_a_business_that_has_not_answered_reads_that_silence_is_a_refusal(cast: Cast) -> None:
    case = people.negotiating(cast)

    assert turn(case) == ("business", turns.SILENCE, SETTLED_BY)
    assert "算拒绝" in big_clock(business_page(cast, case))
    negotiation.reply(case, until_on=LAPSES, by=cast.sun, at=TUESDAY, text="我们查一下。")
    assert turn(case) == ("business", "negotiating", SETTLED_BY)


def test_what_is_missing_is_the_consumers_turn(cast: Cast) -> None:
    case = people.filed().case
    routing.ask_supplement(case, text="请补充小票。", by=cast.wang, at=TUESDAY)

    of, matter, until = turn(case)
    assert (of, matter) == ("consumer", "supplementing")
    assert until
    assert f"{until.day} 日" in big_clock(consumers_page(case))


def test_fulfilment_is_the_businesss_turn_until_it_says_that_all_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    assert turn(case) == ("business", "fulfilling", date(2026, 12, 1))

    fulfilment.claim_fulfilment(case, text="已退。", by=cast.sun, at=TUESDAY)
    assert turn(case) == ("consumer", turns.CLAIM, date(2026, 12, 1))
    assert "不等您确认" in big_clock(consumers_page(case))
    assert "消费者" in big_clock(business_page(cast, case))
    on(monkeypatch, TUESDAY + 9 * DAY)
    assert "约定的日子已经过了" in big_clock(consumers_page(case))


def test_of_several_parts_the_next_one_counts(cast: Cast) -> None:
    case = in_parts(cast)
    assert turn(case) == ("business", turns.PART, date(2026, 12, 1))

    fulfilment.claim(case.promises.get(number=1), text="已付。", by=cast.sun, at=TUESDAY)
    assert turn(case) == ("business", turns.PART, date(2027, 1, 1))


def invited(case: Case, cast: Cast) -> None:
    """Nothing more happens."""


def replied(case: Case, cast: Cast) -> None:
    negotiation.reply(case, until_on=LAPSES, text="我们查一下。", by=cast.sun, at=TUESDAY)


def offered(case: Case, cast: Cast) -> None:
    people.offer(case, valid_until_on=LAPSES, by=cast.sun)


def agreed(case: Case, cast: Cast) -> None:
    offered(case, cast)
    negotiation.accept(case, offer=Offer.objects.get(case=case), by=people.li(case), at=TUESDAY)


def claimed(case: Case, cast: Cast) -> None:
    agreed(case, cast)
    fulfilment.claim_fulfilment(case, text="已退。", by=cast.sun, at=TUESDAY)


@pytest.mark.parametrize(
    ("done", "counted"), [(invited, 1), (replied, 1), (offered, 0), (agreed, 1), (claimed, 0)]
)
def test_the_list_of_the_business_says_the_same_as_the_page(
    cast: Cast, done: Callable[[Case, Cast], None], counted: int
) -> None:
    case = people.negotiating(cast)
    done(case, cast)
    client = Client()
    people.sign_in(client, cast.accounts["sun"])

    page = client.get(reverse("business-desk") + "?list=yours")

    assert len(page.context["rows"]) == counted == [turn(case)[0]].count("business")


def test_the_consumers_list_says_whose_turn_it_is(cast: Cast, client: Client) -> None:
    case, _offer = people.offered(cast)
    other = people.filed().case
    opened(client, case, other)

    page = client.get(reverse("my-cases")).text

    assert page.count("轮到您") == 1
    assert "11 月 28 日" in page


def test_on_the_fast_channel_the_first_reply_comes_first_to_the_hour(cast: Cast) -> None:
    case = people.negotiating(cast)
    clocks.start(
        subject=case.record_key,
        owner=cast.lead.record_key,
        at=TUESDAY,
        starts=[clocks.Start("first_reply", limits.FIRST_REPLY)],
    )

    assert turn(case) == ("business", turns.FIRST_REPLY, date(2026, 11, 25))
    assert "11 月 25 日 10:00" in big_clock(business_page(cast, case))
    assert turn(case, TUESDAY + 2 * DAY) == ("business", turns.SILENCE, SETTLED_BY)
