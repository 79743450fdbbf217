"""What an officer does to a case: one page for every verb."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huaihai.cases import life
from huaihai.cases.desk import verbs
from huaihai.cases.models import Case, Complainant
from huaihai.cases.tests.at_the_desk import CONFIRMED, NOW, an_offer, case_url, do, step_url
from huaihai.cases.tests.fates import taken
from huaihai.cases.verbs import mediation, negotiation, routing
from huaihai.kit import clock
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_the_whole_way_from_check_to_confirmation_runs_through_the_pages(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    today = NOW.date().isoformat()
    in_a_week = (NOW.date() + timedelta(days=7)).isoformat()
    steps: list[tuple[Client, str, dict[str, Any], str]] = [
        (wang, "supplement-request", {"text": "Please send the receipt."}, "supplementing"),
        (wang, "supplement", {"text": "Receipt sent."}, "received"),
        (wang, "forward", {"to": cast.lead.key, "assessment": "Receipt and photos fit."}, "forwarded"),
        (wang, "recall", {"text": "One paper was missing."}, "received"),
        (wang, "forward", {"to": cast.lead.key, "assessment": "Complete now."}, "forwarded"),
        (zhao, "taking", {}, "deciding"),
        (zhao, "invitation", {}, "inviting"),
        (
            zhao,
            "service",
            {"way": "call", "served_on": today, "proof": "The owner answered."},
            "negotiating",
        ),
        (zhao, "offer", an_offer(in_a_week), "negotiating"),
        (zhao, "rejection", {"text": "Too little."}, "negotiating"),
        (zhao, "offer", an_offer(in_a_week), "negotiating"),
        (zhao, "counter-offer", an_offer(in_a_week) | {"sum_fen": "300"}, "negotiating"),
        (zhao, "counter-rejection", {"text": "Too much."}, "negotiating"),
        (zhao, "reply", {"until_on": in_a_week, "needs": ["receipt"]}, "negotiating"),
        (zhao, "supplied", {"text": "Receipt 8841."}, "negotiating"),
        (zhao, "refusal", {"reason": "outside-period", "note_to_body": "Known here."}, "deciding"),
        (zhao, "longer-decision", {"text": "Papers to read."}, "deciding"),
        (zhao, "admission", {}, "mediating"),
        (zhao, "pause", {"reason": "appraisal"}, "paused"),
        (zhao, "resumption", {}, "mediating"),
        (zhao, "sessions", {"held_on": NOW.date().isoformat(), "minutes": "Both came."}, "mediating"),
        (zhao, "longer-mediation", {"text": "Both agreed on the phone."}, "mediating"),
        (zhao, "agreement", {"terms": "Refund.", "sum_fen": "268", "perform_by_on": in_a_week}, "fulfilling"),
        (zhao, "calls", {"with_whom": "business", "text": "Will pay tomorrow."}, "fulfilling"),
        (zhao, "fulfilment", {"text": "Paid."}, "fulfilling"),
        (zhao, "breach", {"text": "Nothing came."}, "breached"),
        (zhao, "confirmation", CONFIRMED, "closed"),
    ]
    for client, noun, answers, stage in steps:
        assert client.get(step_url(case, noun)).status_code == 200, noun
        answer = do(client, case, noun, **answers)
        assert answer.status_code == 302, noun
        assert fresh(case).stage == stage, noun
        assert client.get(answer.headers["Location"]).status_code == 200
    assert case.result == Case.Result.FULFILLED
    assert events.broken_at(case.record_key) is None


@pytest.mark.parametrize(
    ("noun", "answers", "stage"),
    [
        ("referral", {"to": "12315 of that city", "text": "Outside."}, "referred"),
        ("refusal-to-admit", {"ground": "ALL-REPORT", "text": "This is a report."}, "declined"),
        ("withdrawal", {"text": "Told on the phone."}, "withdrawn"),
        ("business", {"name": "Another shop", "region_code": people.LEAD}, "deciding"),
        ("sending-back", {"text": "Not our city."}, "received"),
        ("assignment", {"to": f"county:{people.COUNTY}"}, "deciding"),
        ("acceptance", {"text": "Called at 10:20."}, "fulfilling"),
        ("denial", {"text": "Sold the shop."}, "deciding"),
        ("end-of-negotiation", {}, "deciding"),
        (
            "lost-business",
            {
                "address": "Shutters down.",
                "address_on": "2026-11-24",
                "landlord": "Moved out in October.",
                "landlord_on": "2026-11-23",
            },
            "deciding",
        ),
    ],
)
def test_what_the_lead_city_can_do_before_it_decides_and_on_a_partys_word_afterwards(
    zhao: Client, cast: people.Cast, noun: str, answers: dict[str, Any], stage: str
) -> None:
    is_settling = noun in ("acceptance", "denial", "end-of-negotiation", "lost-business")
    case = people.offered(cast)[0] if is_settling else taken(cast)
    assert do(zhao, case, noun, **answers).status_code == 302
    assert fresh(case).stage == stage


def test_mediation_ends_on_a_ground_and_an_unconfirmed_case_only_when_its_time_is_over(
    zhao: Client, cast: people.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = people.mediating(cast)
    too_early = do(zhao, ending, "termination", ground=mediation.TIME_IS_OVER, text="No agreement.")
    assert too_early.status_code == 200, "the program itself gives this ground, when the last day is over"
    assert do(zhao, ending, "termination", ground="CA-END-3", text="No agreement.").status_code == 302

    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=NOW)
    assert do(zhao, case, "closure", text="Called three times.").status_code == 409
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=60))
    people.sign_in(zhao, cast.accounts["zhao"])
    assert do(zhao, case, "closure", text="Called three times.").status_code == 302
    assert (fresh(case).stage, case.result) == ("closed", Case.Result.UNCONFIRMED)


def test_a_business_that_nobody_invited_reads_what_is_mediated(zhao: Client, cast: people.Cast) -> None:
    case, sun = taken(cast), Client()
    people.sign_in(sun, cast.accounts["sun"])
    url = reverse("business-case", args=[case.pk])
    assert sun.get(url).status_code == 404
    assert do(zhao, case, "admission").status_code == 302
    assert sun.get(url).status_code == 200
    told = OutboxMessage.objects.filter(subject=case.record_key)
    assert any("开始调解" in message.text for message in told)


def test_a_city_assigns_down_and_takes_back(zhao: Client, cast: people.Cast) -> None:
    case = taken(cast)
    do(zhao, case, "assignment", to=cast.county.key)
    qian = Client()
    people.sign_in(qian, cast.accounts["qian"])

    assert str(case.number) in qian.get("/desk/").text
    assert str(case.number) not in zhao.get("/desk/").text
    assert str(case.number) in zhao.get("/desk/?scope=below").text
    assert do(qian, case, "return").status_code == 409
    assert do(zhao, case, "return").status_code == 302
    assert fresh(case).responsible == cast.lead


def test_two_files_of_one_consumer_are_joined_and_others_are_not(wang: Client) -> None:
    first, second = people.filed(NOW).case, people.filed(NOW).case
    stranger = people.filed(NOW).case
    person = Complainant.objects.get(case=stranger)
    person.phone = "13800000009"
    person.save()

    wrong = do(wang, first, "link", to_number="3203-2026-000000-0")
    others = do(wang, first, "link", to_number=str(stranger.number))
    right = do(wang, first, "link", to_number=str(second.number))

    assert wrong.status_code == 200
    assert others.status_code == 200
    assert right.status_code == 302
    assert (fresh(first).stage, first.linked_to) == ("linked", second)


@pytest.mark.parametrize("page", verbs.PAGES, ids=lambda page: page.noun)
def test_every_verb_page_belongs_to_a_verb_of_the_body_and_has_an_address_of_its_own(
    page: verbs.VerbPage,
) -> None:
    assert life.VERBS[page.verb].by & {life.BODY, life.HOME}
    assert verbs.BY_NOUN[page.noun] is page


def test_every_verb_that_a_body_may_do_to_a_case_has_a_page() -> None:
    begins_or_ends_a_draft = {"start", "register", "entrust", "submit", "discard", "settle_at_once"}
    of_bodies = {verb.name for verb in life.VERBS.values() if verb.by & {life.BODY, life.HOME}}

    same_page = {"reopen_early", "undo_close_breached"}  # as another, from or to another stage
    assert of_bodies - begins_or_ends_a_draft - same_page == set(verbs.BY_VERB)


def test_an_unknown_step_is_not_there(wang: Client) -> None:
    case = people.filed(NOW).case

    assert wang.get(step_url(case, "no-such-step")).status_code == 404


def test_consents_on_the_consumers_word_open_the_way_to_the_other_city(
    wang: Client, cast: people.Cast
) -> None:
    case = people.filed(NOW).case
    url = reverse("desk-consents", args=[case.pk])
    wang.post(url, {"seen": case.version, "purposes": ["business"], "text": "Took one back on the phone."})
    refused = do(wang, case, "forward", to=cast.lead.key, assessment="Clear.")
    assert url in wang.get(case_url(case)).text
    assert wang.get(case_url(case)).context["situation"].missing_consent
    without_reason = wang.post(
        url, {"seen": case.version, "purposes": ["other_body", "business"], "text": " "}
    )
    given = wang.post(
        url, {"seen": case.version, "purposes": ["other_body", "business"], "text": "On the phone."}
    )
    forwarded = do(wang, case, "forward", to=cast.lead.key, assessment="Clear.")
    stale = Client()
    cache.clear()
    people.sign_in(stale, cast.accounts["zhao"])
    late = stale.post(url, {"seen": 1, "purposes": [], "text": "On the phone."})

    assert refused.status_code == without_reason.status_code == 200
    assert given.status_code == forwarded.status_code == 302
    assert late.status_code == 409
    assert "On the phone." in late.text
    assert events.history(case.record_key).filter(verb="consents_written_down").count() == 2
    assert events.broken_at(case.record_key) is None


def test_a_step_that_is_not_possible_says_how_the_case_stands_and_keeps_the_text(
    wang: Client, cast: people.Cast
) -> None:
    case = people.forwarded(cast)

    answer = do(wang, case, "supplement-request", text="Please send the receipt at once.")

    assert answer.status_code == 409
    assert "Please send the receipt at once." in answer.text
    assert wang.get(step_url(case, "supplement-request")).status_code == 409


def test_the_loser_of_two_officers_keeps_the_text_and_can_send_it_again(wang: Client) -> None:
    case = people.filed(NOW).case
    seen = case.version
    do(wang, case, "calls", with_whom="consumer", text="Somebody else's note.")

    late = wang.post(step_url(case, "supplement-request"), {"seen": seen, "text": "My long words."})
    again = wang.post(
        step_url(case, "supplement-request"),
        {"seen": late.context["form"]["seen"].value(), "text": "My long words."},
    )

    assert late.status_code == 409
    assert "My long words." in late.text
    assert again.status_code == 302
    assert fresh(case).stage == "supplementing"


def test_the_text_is_kept_even_when_the_case_has_left_the_city(zhao: Client, cast: people.Cast) -> None:
    case = people.forwarded(cast)
    seen = case.version
    routing.send_back(case, text="Wrong city.", by=cast.zhao, at=NOW)

    answer = zhao.post(step_url(case, "sending-back"), {"seen": seen, "text": "My own reason."})

    assert answer.status_code == 409
    assert "My own reason." in answer.text
    assert str(case.number) not in answer.text


@pytest.mark.parametrize(
    "answers",
    [
        {"seen": "", "text": "x"},
        {"seen": "9" * 40, "text": "x"},
        {"seen": "-1", "text": "x"},
        {"seen": "abc", "text": "x"},
        {"text": "a\x00b"},
        {"text": "x" * 20_000},
        {"text": "   "},
        {},
    ],
)
def test_odd_input_gives_a_message_and_changes_nothing(wang: Client, answers: dict[str, str]) -> None:
    case = people.filed(NOW).case

    answer = wang.post(step_url(case, "supplement-request"), {"seen": str(case.version), **answers})

    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert fresh(case).stage == "received"


@pytest.mark.parametrize(
    ("day", "total"),
    [
        ("2026-02-30", "-5"),
        ("9999-12-31", "abc"),
        ("0001-01-01", "9" * 30),
        ("tomorrow", "1.999"),
        ("\x00", "1e9"),
    ],
)
def test_odd_days_and_sums_give_messages(zhao: Client, cast: people.Cast, day: str, total: str) -> None:
    case = people.negotiating(cast)
    answer = do(zhao, case, "offer", **(an_offer(day) | {"sum_fen": total}))
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() >= {"perform_by_on", "valid_until_on", "sum_fen"}


def test_a_wrong_credit_code_says_what_is_wrong(wang: Client) -> None:
    case = people.filed(NOW).case

    answer = do(wang, case, "business", name="Shop", code="91411402MA1NABCD7X"[:17] + "O")

    assert answer.status_code == 200
    assert "code" in answer.context["form"].errors


def test_a_step_that_was_kept_but_is_too_late_still_shows_the_text(wang: Client, cast: people.Cast) -> None:
    case = people.filed(NOW).case
    wang.cookies.clear()
    wang.post(
        step_url(case, "supplement-request"), {"seen": case.version, "text": "Please send the receipt."}
    )
    routing.forward(case, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)
    cache.clear()
    people.sign_in(wang, cast.accounts["wang"])

    page = wang.get(step_url(case, "supplement-request"))

    assert page.status_code == 409
    assert "Please send the receipt." in page.text


def test_a_kept_choice_is_shown_in_words(zhao: Client, cast: people.Cast) -> None:
    case = people.mediating(cast)

    answer = do(zhao, case, "refusal-to-admit", ground="ALL-REPORT", text="A report.")

    assert answer.status_code == 409
    assert "ALL-REPORT" not in answer.text
    assert "内容是举报" in answer.text


def test_an_offer_by_telephone_stands_as_long_as_there_is_time_to_settle(
    zhao: Client, cast: people.Cast
) -> None:
    case = people.negotiating(cast)
    form = zhao.get(step_url(case, "offer")).context["form"]
    assert form["valid_until_on"].value() == clocks.running(case.record_key)["negotiate"].due_on
