"""The business's desk: what is seen, what is hidden, what can be done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.businesses.register.verbs import Stated
from huaihai.cases import life
from huaihai.cases.models import Case, Evidence, Offer
from huaihai.cases.verbs import care, fulfilment, negotiation, routing
from huaihai.kit import clock
from huaihai.kit.filestore import Stored
from huaihai.record import events
from tests import cast
from tests.cast import Cast
from tests.reading import fresh, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def page(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.text


def offer_form(case: Case, **changed: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "seen": case.version,
        "remedies": ["refund"],
        "sum_fen": "268",
        "perform_by_on": (today + timedelta(days=7)).isoformat(),
        "valid_until_on": (today + timedelta(days=3)).isoformat(),
        "text": "三天内原路退回。",
        "note_to_body": "旧壶请寄回检测。",
    } | changed


def step(client: Client, case: Case, noun: str, data: dict[str, Any]) -> Any:
    return client.post(reverse("business-step", args=[case.pk, noun]), data)


def test_a_case_without_invitation_is_not_there(sun: Client, people: Cast) -> None:
    case = cast.filed(clock.now()).case
    assert str(case.number) not in page(sun, "business-desk")
    assert sun.get(reverse("business-case", args=[case.pk])).status_code == 404
    assert step(sun, case, "offer", offer_form(case)).status_code == 404


def test_the_list_and_the_page_show_an_invited_case_and_first_that_it_is_no_penalty(
    sun: Client, people: Cast
) -> None:
    case = cast.negotiating(people, clock.now())
    listed, shown = page(sun, "business-desk"), page(sun, "business-case", case.pk)
    for words in (str(case.number), "268.00", reverse("business-case", args=[case.pk])):
        assert words in listed
    assert "这不是处罚" in shown
    assert people.lead.name in shown
    Case.objects.filter(pk=case.pk).update(business=None)
    assert sun.get(reverse("business-case", args=[case.pk])).status_code == 404


def test_the_consumers_name_phone_and_numbers_are_hidden(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    case.story = "漏电。我的电话 13800000001，李小演示。"
    case.save()
    shown = page(sun, "business-case", case.pk)
    assert cast.PHONE not in shown
    assert "Li (test)" not in shown
    assert "L**" in shown
    answer = sun.post(reverse("business-contact", args=[case.pk]))
    assert answer.status_code == 302
    assert cast.PHONE not in page(sun, "business-case", case.pk)


def test_after_a_settlement_the_phone_is_shown_when_asked_for_and_written_down(
    sun: Client, people: Cast
) -> None:
    case, offer = cast.offered(people, cast.TUESDAY)
    negotiation.accept(case, offer=offer, by=cast.li(case), at=cast.TUESDAY)
    assert cast.PHONE not in page(sun, "business-case", case.pk)
    sun.post(reverse("business-contact", args=[case.pk]))
    assert cast.PHONE in page(sun, "business-case", case.pk)
    assert events.history(case.record_key).filter(verb="contact_shown", by=people.sun.key).count() == 1


def test_the_bodies_papers_and_notes_stay_with_the_bodies(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    care.note_call(case, with_whom="consumer", text="Only for officers.", by=people.zhao, at=clock.now())
    files = {party: evidence(case, party, people) for party in ("consumer", "body")}
    shown = page(sun, "business-case", case.pk)
    assert "Only for officers." not in shown
    assert "Receipt and photos fit." not in shown
    assert reverse("business-evidence", args=[case.pk, files["consumer"].pk]) in shown
    assert str(files["body"].pk) not in shown
    assert sun.get(reverse("business-evidence", args=[case.pk, files["body"].pk])).status_code == 404


def evidence(case: Case, party: str, people: Cast) -> Evidence:
    file = Stored(sha256=party.ljust(64, "0"), kind="application/pdf", size=10, derivative="")
    by = cast.li(case) if party == "consumer" else people.zhao
    return care.add_evidence(case, file=file, name="李某身份证.pdf", party=party, by=by, at=clock.now())


def test_an_offer_in_yuan_is_kept_in_fen_with_its_note(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    answer = step(sun, case, "offer", offer_form(case, sum_fen="¥268.5"))
    assert answer.status_code == 302
    made = Offer.objects.get()
    assert (made.sum_fen, made.remedies, made.state) == (26_850, ["refund"], "open")
    assert made.note_to_body == "旧壶请寄回检测。"
    shown = page(sun, "business-case", case.pk)
    assert "268.50" in shown


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"remedies": []}, "怎么解决。"),
        ({"sum_fen": "many"}, "268.00"),
        ({"sum_fen": ""}, "请写明多少钱"),
        ({"sum_fen": "9" * 30}, "9" * 30),
        ({"perform_by_on": "2026-13-45"}, "2026-13-45"),
        ({"perform_by_on": "0001-01-01"}, "这个日期"),
        ({"perform_by_on": "2026-11-24"}, "error"),  # time to perform ends after time to accept
        ({"valid_until_on": "9999-12-31"}, "这个日期"),
        ({"text": "退\x00款"}, "error"),
        ({"text": "退" * 6000}, "error"),
        ({"seen": "x" * 40}, "error"),
    ],
)
def test_an_offer_that_cannot_be_right_says_why_and_keeps_what_was_typed(
    sun: Client, people: Cast, changed: dict[str, Any], told: str
) -> None:
    case = cast.negotiating(people, clock.now())
    answer = step(sun, case, "offer", offer_form(case, **changed))
    shown = answer.text
    assert answer.status_code == 200
    assert told in shown
    assert 'id="errors"' in shown
    assert "旧壶请寄回检测。" in shown
    assert not Offer.objects.exists()


def test_a_case_that_moved_meanwhile_gives_409_with_the_text_kept_and_can_be_sent_again(
    sun: Client, people: Cast
) -> None:
    case = cast.negotiating(people, clock.now())
    seen = case.version
    care.note_call(case, with_whom="business", text="Called.", by=people.zhao, at=clock.now())
    answer = step(sun, case, "offer", offer_form(case, seen=seen))
    shown = answer.text
    assert answer.status_code == 409
    assert "三天内原路退回。" in shown
    assert f'name="seen" value="{case.version}"' in shown
    assert not Offer.objects.exists()
    assert step(sun, case, "offer", offer_form(case)).status_code == 302


def test_what_is_sent_a_second_time_is_told_to_be_sent_already(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    form = offer_form(case)
    assert step(sun, case, "offer", form).status_code == 302
    again = sun.post(reverse("business-step", args=[case.pk, "offer"]), form, follow=True)
    assert "已经发送过了" in again.text
    assert Offer.objects.count() == 1
    assert step(sun, case, "offer", form | {"sum_fen": "250"}).status_code == 409

    case.refresh_from_db()
    no = {
        "seen": case.version,
        "reason": "facts-disputed",
        "text": "查过了，不是质量问题。",
        "note_to_body": "",
    }
    assert step(sun, case, "refusal", no).status_code == 302
    again = sun.post(reverse("business-step", args=[case.pk, "refusal"]), no, follow=True)
    assert "已经发送过了" in again.text
    assert step(sun, case, "refusal", no | {"text": "另一句话。"}).status_code == 409


def test_a_step_too_late_gives_409_and_keeps_the_words_to_copy(sun: Client, people: Cast) -> None:
    case = cast.mediating(people, clock.now())
    answer = step(sun, case, "offer", offer_form(case))
    assert answer.status_code == 409
    assert "三天内原路退回。" in answer.text
    assert sun.get(reverse("business-step", args=[case.pk, "offer"])).status_code == 409


def test_an_offer_of_no_money_and_a_reply_after_the_time_are_refused_on_their_own_page(
    sun: Client, people: Cast
) -> None:
    case = cast.negotiating(people, clock.now())
    free = step(sun, case, "offer", offer_form(case, sum_fen="0", page="sum_fen"))
    assert "金额要大于 0 元" in free.text
    late = (clock.today() + timedelta(days=200)).isoformat()
    asked = step(sun, case, "reply", {"seen": case.version, "until_on": late, "page": "until_on"})
    assert "和解期限到" in asked.text
    assert not Offer.objects.exists()

    assert step(sun, case, "offer", offer_form(case)).status_code == 302
    assert "新方案一发出，之前那个就作废了" in page(sun, "business-step", case.pk, "offer")


def test_an_unknown_step_is_no_page(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    assert sun.get(reverse("business-step", args=[case.pk, "kettle"])).status_code == 404


@pytest.mark.parametrize(
    ("make", "noun", "stage"),
    [
        (cast.inviting, "denial", "deciding"),
        (cast.negotiating, "denial", "deciding"),
        (cast.negotiating, "refusal", "deciding"),
    ],
)
def test_saying_no_leads_to_the_associations_decision(
    sun: Client, people: Cast, make: Callable[[Cast], Case], noun: str, stage: str
) -> None:
    case = make(people)
    shown = page(sun, "business-case", case.pk)
    assert (reverse("business-step", args=[case.pk, "offer"]) in shown) == (make is cast.negotiating)
    assert reverse("business-step", args=[case.pk, noun]) in shown
    assert step(sun, case, noun, {"seen": case.version, "text": ""}).status_code == 200
    said = {"seen": case.version, "text": "不是我们卖的。", "reason": "other"}
    assert step(sun, case, noun, said).status_code == 302
    assert fresh(case).stage == stage
    page(sun, "business-case", case.pk)


def invited(people: Cast) -> Case:
    return cast.inviting(people, clock.now())


def test_done_is_said_with_proof_and_the_consumer_confirms(sun: Client, people: Cast) -> None:
    case, offer = cast.offered(people, cast.TUESDAY)
    negotiation.accept(case, offer=offer, by=cast.li(case), at=cast.TUESDAY)
    proof = SimpleUploadedFile("receipt.txt", "已退款".encode())
    answer = step(sun, case, "fulfilment", {"seen": case.version, "text": "已退 268 元。", "uploads": proof})
    assert answer.status_code == 302
    assert Evidence.objects.get().party == "business"
    case.refresh_from_db()
    fulfilment.confirm(case, by=cast.li(case), at=clock.now())
    shown = page(sun, "business-case", case.pk)
    assert "已退 268 元。" in shown
    assert str(case.number) in sun.get(reverse("business-desk"), {"list": "ended"}).text


def test_a_file_that_is_not_taken_leaves_nothing_half_done(sun: Client, people: Cast) -> None:
    case, offer = cast.offered(people, cast.TUESDAY)
    negotiation.accept(case, offer=offer, by=cast.li(case), at=cast.TUESDAY)
    packed = SimpleUploadedFile("proof.zip", b"PK\x03\x04" + b"0" * 50)
    answer = step(sun, case, "fulfilment", {"seen": case.version, "text": "已退 268 元。", "uploads": packed})
    assert answer.status_code == 200
    assert "proof.zip" in answer.text
    assert "已退 268 元。" in answer.text
    assert not Evidence.objects.exists()
    assert not events.history(case.record_key).filter(verb="claim_fulfilment").exists()


def test_files_can_be_added_while_the_case_is_open(sun: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    assert step(sun, case, "files", {"seen": case.version}).status_code == 200
    file = SimpleUploadedFile("test.txt", "检测报告".encode())
    assert step(sun, case, "files", {"seen": case.version, "uploads": file}).status_code == 302
    held = Evidence.objects.get()
    answer = sun.get(reverse("business-evidence", args=[case.pk, held.pk]))
    assert b"".join(answer.streaming_content).decode() == "检测报告"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_every_stage_has_a_page_for_the_business(sun: Client, people: Cast) -> None:
    case = cast.mediating(people, clock.now())
    for stage in [
        "received",
        "deciding",
        "mediating",
        "paused",
        "closed",
        "declined",
        "terminated",
        "withdrawn",
    ]:
        Case.objects.filter(pk=case.pk).update(stage=stage)
        page(sun, "business-case", case.pk)


def test_the_list_asks_the_same_number_of_questions_however_long(sun: Client, people: Cast) -> None:
    address = reverse("business-desk") + "?list=open"
    cast.negotiating(people, clock.now())
    page(sun, "business-desk")
    few = queries_of(sun, address)
    for _more in range(3):
        cast.mediating(people, clock.now())
    assert queries_of(sun, address) == few


def test_what_was_typed_before_the_sign_in_ran_out_is_there_afterwards(client: Client, people: Cast) -> None:
    case = cast.negotiating(people, clock.now())
    where = reverse("business-step", args=[case.pk, "offer"])
    answer = client.post(where, offer_form(case))
    assert answer.status_code == 302
    cast.sign_in(client, people.accounts["sun"])
    shown = client.get(where).text
    assert "三天内原路退回。" in shown
    assert "登录" in shown


def test_a_business_may_say_online_that_it_has_the_invitation_once_the_table_allows_it(
    sun: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = life.VERBS["serve"]
    monkeypatch.setitem(life.VERBS, "serve", replace(serve, by=serve.by | {"business"}))
    case = invited(people)
    assert reverse("business-step", args=[case.pk, "receipt"]) in page(sun, "business-case", case.pk)
    assert step(sun, case, "receipt", {"seen": case.version}).status_code == 302
    assert fresh(case).stage == "negotiating"
    served = events.history(case.record_key).filter(verb="serve").get()
    assert served.facts["way"] == "online"


def test_an_answer_that_comes_after_another_business_was_named_keeps_the_words(
    sun: Client, people: Cast
) -> None:
    case = cast.negotiating(people, clock.now())
    form = {"seen": case.version, "text": "地址没有这家店。"}
    negotiation.deny(case, text="不是我们。", by=people.sun, at=clock.now())
    routing.correct_business(case, stated=Stated(sign="另一家"), by=people.zhao, at=clock.now())
    answer = step(sun, case, "refusal", form)
    assert answer.status_code == 409
    assert "地址没有这家店。" in answer.text
    assert str(case.number) not in answer.text
    assert sun.get(reverse("business-case", args=[case.pk])).status_code == 404


@pytest.fixture
def people(cast: Cast) -> Cast:
    return cast
