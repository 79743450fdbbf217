"""Closing as confirmed on the consumer's word: who gave it, on which day, how; never by one press too early."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases.consumer.tracking.access import open_with
from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.at_the_desk import case_url, do, step_url
from huaihai.cases.tests.consumers import opened
from huaihai.cases.tests.test_promises import in_parts
from huaihai.cases.verbs import fulfilment, intake, negotiation
from huaihai.cases.verbs.fulfilment import Word
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import TUESDAY, Cast
from tests.reading import fresh

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
    opened(client, case)
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
    assert fresh(case).stage == "fulfilling"


def test_the_action_itself_asks_for_the_word(cast: Cast) -> None:
    case = agreed(cast)

    for word in (
        None,
        Word("nobody", TUESDAY.date(), "phone"),
        Word("consumer", TUESDAY.date(), "by hearsay"),
    ):
        with pytest.raises(Unfit):
            fulfilment.confirm(case, word=word, by=cast.zhao, at=TUESDAY)
    assert fresh(case).stage == "fulfilling"


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


def test_no_answer_is_a_button_before_its_day_and_both_stand_equal_after_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = agreed(cast)

    page = consumers_page(case)
    assert styles_of(page, case) == ["", ""]
    assert "还没到日子" in page
    assert reverse("my-confirmation", args=[case.pk]) in page  # a plain link: it may come early
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + 7 * DAY)
    assert date(2026, 12, 1) == clock.today()
    assert styles_of(consumers_page(case), case) == ["btn", ""]
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + 8 * DAY)
    assert styles_of(consumers_page(case), case) == ["btn", "btn"]


def styles_of(page: str, case: Case) -> list[str]:
    """Of "it is done" and "it was not done"."""
    addresses = [reverse(name, args=[case.pk]) for name in ("my-confirmation", "my-breach")]
    found = {url: style for style, url in re.findall(r'<a class="([^"]+)" href="([^"]+)"', page)}
    return [found.get(url, "") for url in addresses]


NOW = people.TUESDAY
ANSWERS: dict[str, Any] = {
    "key": "one-page",
    "origin": "visit",
    "title": "电热水壶漏电，打 13912345678",
    "story": "买来第三天就漏电。",
    "of_business_name": "Kettle shop (test)",
    "of_business_region_code": people.LEAD,
    "bought_on": "2026-11-21",
    "price_fen": "268",
    "remedies": ["refund"],
    "asked_fen": "268.00",
    "name": "Li (test)",
    "phone": "+86 138 0000 0001",
    "consumer_at": people.HOME,
    "consents": ["other_body", "business"],
}


@pytest.fixture
def draft(cast: people.Cast) -> Case:
    return intake.start_draft(
        by=cast.wang,
        at=NOW,
        origin=Case.Origin.IMPORTED,
        home=cast.home,
        title="水费多收",
        story="上个月水费多收了一倍。",
    )


def test_a_visit_becomes_a_case_whose_receipt_opens_it(wang: Client, cast: people.Cast) -> None:
    assert wang.get(reverse("desk-register")).status_code == 200
    answer = wang.post(reverse("desk-register"), ANSWERS)

    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.origin, case.home, case.responsible) == (
        "received",
        "visit",
        cast.home,
        cast.home,
    )
    assert case.price_fen == 26_800
    assert "13912345678" not in case.title
    assert set(case.consents.values_list("purpose", flat=True)) == {"other_body", "business"}
    assert Complainant.objects.get(case=case).phone == people.PHONE
    receipt = wang.get(answer.headers["Location"]).text
    again = wang.get(answer.headers["Location"]).text
    code = receipt.split('class="code">')[2].split("<")[0]
    assert code in again
    assert open_with(str(case.number), code) == case
    assert wang.get(reverse("desk-case", args=[case.pk])).status_code == 200


def test_the_same_page_sent_twice_is_one_case(wang: Client) -> None:
    first = wang.post(reverse("desk-register"), ANSWERS)
    second = wang.post(reverse("desk-register"), ANSWERS)

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": "12345"}, "phone"),
        ({"platform": "12315"}, "platform_number"),
        ({"platform_number": "A-7"}, "platform"),
        ({"platform": "12315", "platform_number": "A-7", "platform_due_on": "soon"}, "platform_due_on"),
        ({"story": "a\x00b"}, "story"),
        ({"remedies": []}, "remedies"),
        ({"of_business_name": ""}, "of_business_name"),
        ({"of_business_code": "91411400MA1NABCD7O"}, "of_business_code"),
        ({"consumer_at": "999999"}, "consumer_at"),
        ({"bought_on": "2099-01-01"}, "bought_on"),
        ({"price_fen": "-1"}, "price_fen"),
        ({"origin": "online"}, "origin"),
        ({"email": "not an address"}, "email"),
        ({"key": ""}, "key"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    wang: Client, changed: dict[str, Any], field: str
) -> None:
    answer = wang.post(reverse("desk-register"), ANSWERS | changed)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "买来第三天就漏电" in answer.text or field == "story"
    assert Case.objects.count() == 0


def test_an_entrusted_case_keeps_the_regulators_number_and_last_day(wang: Client, cast: people.Cast) -> None:
    due_on = (NOW + timedelta(days=20)).date()
    answers = ANSWERS | {"regulator_number": "徐市监〔2026〕12号", "due_on": due_on.isoformat()}

    past = wang.post(reverse("desk-entrust"), answers | {"due_on": "2026-01-01"})
    done = wang.post(reverse("desk-entrust"), answers)

    assert past.status_code == 200
    assert done.status_code == 302
    case = Case.objects.get()
    assert (case.stage, case.origin, case.lead, case.regulator_number) == (
        "deciding",
        "entrusted",
        cast.home,
        "徐市监〔2026〕12号",
    )
    assert clocks.running(case.record_key)["decide"].due_on == due_on


def test_an_expired_session_gives_back_what_was_typed(wang: Client, cast: people.Cast) -> None:
    wang.cookies.clear()
    asked = wang.post(reverse("desk-register"), ANSWERS)
    cache.clear()  # the same code within half a minute works once only
    people.sign_in(wang, cast.accounts["wang"])

    page = wang.get(reverse("desk-register"))

    assert asked.status_code == 302
    assert quote("/desk/register/", safe="") in asked.headers["Location"]
    assert "买来第三天就漏电" in page.text
    assert Case.objects.count() == 0


def test_imported_drafts_are_listed_read_completed_and_sent(wang: Client, draft: Case) -> None:
    listed = wang.get(reverse("desk-drafts")).text
    page = wang.get(reverse("desk-draft", args=[draft.pk])).text
    missing = wang.post(reverse("desk-draft", args=[draft.pk]), ANSWERS | {"key": str(draft.pk), "name": ""})
    sent = wang.post(reverse("desk-draft", args=[draft.pk]), ANSWERS | {"key": str(draft.pk)})
    late = wang.get(reverse("desk-draft", args=[draft.pk]))

    assert reverse("desk-draft", args=[draft.pk]) in listed
    assert "上个月水费多收了一倍" in page
    assert missing.status_code == 200
    assert sent.status_code == 302
    assert late.headers["Location"] == reverse("desk-case", args=[draft.pk])
    assert fresh(draft).stage == "received"
    assert draft.number


def test_a_dropped_draft_keeps_no_text(wang: Client, draft: Case) -> None:
    answer = wang.post(reverse("desk-draft-discarding", args=[draft.pk]))

    assert answer.status_code == 302
    assert (fresh(draft).stage, draft.story, draft.title) == ("abandoned", "", "")
    assert wang.get(reverse("desk-draft", args=[draft.pk])).status_code == 404
    assert wang.post(reverse("desk-draft-discarding", args=[draft.pk])).status_code == 404


def test_drafts_of_consumers_and_of_other_cities_are_nobodys_business_here(
    wang: Client, cast: people.Cast, draft: Case
) -> None:
    own = people.draft(NOW)
    elsewhere = Client()
    cache.clear()
    people.sign_in(elsewhere, cast.accounts["zhao"])

    assert wang.get(reverse("desk-draft", args=[own.pk])).status_code == 404
    assert elsewhere.get(reverse("desk-draft", args=[draft.pk])).status_code == 404
    assert reverse("desk-draft", args=[draft.pk]) not in elsewhere.get(reverse("desk-drafts")).text
