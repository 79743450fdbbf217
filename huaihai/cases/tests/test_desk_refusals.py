"""A step that does not work: odd input, a case that moved, time that went by. What was typed stays."""

import pytest
from django.core.cache import cache
from django.test import Client

from huaihai.cases.tests.at_the_desk import NOW, an_offer, do, step_url
from huaihai.cases.verbs import routing
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


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
    case.refresh_from_db()
    assert case.stage == "supplementing"


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
    case.refresh_from_db()
    assert case.stage == "received"


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
