"""Closing as confirmed on the consumer's word: who gave it, on which day, how; never by one press too early."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases.models import Case
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.cases.tests.test_promises import in_parts
from huaihai.cases.verbs import fulfilment, negotiation
from huaihai.cases.verbs.fulfilment import Word
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.members.actors import CONSUMER_CASES
from huaihai.record import events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
DAY = timedelta(days=1)
WORD = {"who": "representative", "on": "2026-11-24", "how": "phone", "text": "女儿来电话，钱到了。"}


def agreed(cast: Cast) -> Case:
    """To be done by 1 December."""
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=TUESDAY)
    return case


def on(monkeypatch: pytest.MonkeyPatch, cast: Cast, client: Client, days: int) -> None:
    """So many days later, signed in anew."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + days * DAY)
    people.sign_in(client, cast.accounts["zhao"])


def consumers_page(case: Case) -> str:
    client = Client()
    session = client.session
    session[CONSUMER_CASES] = [str(case.pk)]
    session.save()
    return client.get(reverse("my-case", args=[case.pk])).text


def test_an_officer_writes_down_who_confirmed_when_and_how(zhao: Client, cast: Cast) -> None:
    case = agreed(cast)

    assert do(zhao, case, "confirmation", **WORD).status_code == 302

    case.refresh_from_db()
    event = events.history(case.record_key).get(verb="confirm")
    assert case.stage == "closed"
    assert (
        event.facts.items()
        >= {
            "on_word": True,
            "confirmed_by": "representative",
            "confirmed_on": "2026-11-24",
            "confirmed_how": "phone",
        }.items()
    )
    assert event.text == WORD["text"]
    assert OutboxMessage.objects.get(subject=case.record_key, effect_key__contains="confirmed_on_word")
    for page in (zhao.get(case_url(case)).text, consumers_page(case)):
        assert "替消费者办事的人 · 11 月 24 日 · 电话里" in page
        assert WORD["text"] in page
    sun = Client()
    people.sign_in(sun, cast.accounts["sun"])
    assert WORD["text"] not in sun.get(reverse("business-case", args=[case.pk])).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"who": ""}, "请选择是谁确认的"),
        ({"how": ""}, "请选择是怎么确认的"),
        ({"on": ""}, 'id="id_on-error"'),
        ({"on": "2026-11-25"}, "这一天还没到"),
        ({"on": "2026-11-23"}, "这一天在达成协议之前"),
    ],
)
def test_without_these_nothing_is_closed_and_what_was_typed_stays(
    zhao: Client, cast: Cast, changed: dict[str, Any], words: str
) -> None:
    case = agreed(cast)

    answer = do(zhao, case, "confirmation", **(WORD | changed))

    assert answer.status_code == 200
    assert words in answer.text
    assert WORD["text"] in answer.text
    case.refresh_from_db()
    assert case.stage == "fulfilling"


def test_the_action_itself_asks_for_the_word(cast: Cast) -> None:
    case = agreed(cast)

    for word in (
        None,
        Word("nobody", TUESDAY.date(), "phone"),
        Word("consumer", TUESDAY.date(), "by hearsay"),
    ):
        with pytest.raises(Unfit):
            fulfilment.confirm(case, word=word, by=cast.zhao, at=TUESDAY)
    case.refresh_from_db()
    assert case.stage == "fulfilling"


def test_one_part_asks_for_the_same(zhao: Client, cast: Cast) -> None:
    case = in_parts(cast)

    assert do(zhao, case, "part-confirmation", part="1").status_code == 200
    assert do(zhao, case, "part-confirmation", part="1", **WORD).status_code == 302

    assert [str(held.state) for held in case.promises.order_by("number")] == ["kept", "open", "open"]
    assert "替消费者办事的人" in consumers_page(case)


def test_it_is_no_main_button_before_the_day_or_a_word_of_the_business(
    zhao: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    early, claimed = agreed(cast), agreed(cast)
    fulfilment.claim_fulfilment(claimed, text="已退。", by=cast.sun, at=TUESDAY)

    assert zhao.get(case_url(early)).context["first"] is None
    assert step_url(early, "confirmation") in zhao.get(case_url(early)).text
    assert zhao.get(case_url(claimed)).context["first"].verb == "confirm"
    on(monkeypatch, cast, zhao, 7)
    assert zhao.get(case_url(early)).context["first"].verb == "confirm"


def test_both_answers_of_the_consumer_stand_equal_and_neither_is_red(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = agreed(cast)

    assert styles_of(consumers_page(case), case) == ["btn plain", "btn plain"]
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + 7 * DAY)
    assert date(2026, 12, 1) == clock.today()
    assert styles_of(consumers_page(case), case) == ["btn", "btn"]


def styles_of(page: str, case: Case) -> list[str]:
    """Of "it is done" and "it was not done"."""
    addresses = [reverse(name, args=[case.pk]) for name in ("my-confirmation", "my-breach")]
    found = {url: style for style, url in re.findall(r'<a class="([^"]+)" href="([^"]+)"', page)}
    return [found[url] for url in addresses]
