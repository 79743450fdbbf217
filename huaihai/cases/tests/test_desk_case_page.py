"""The officers' page of a case: who is masked, whose turn it is, which clock runs, which papers go with it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.cases import elsewhere
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.kit import clock
from huaihai.record import events
from tests import cast as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_the_case_page_masks_the_person_until_a_reason_is_given(wang: Client) -> None:
    case = people.filed(NOW, story="请打 13912345678 找我。").case

    before = wang.get(case_url(case)).text
    refused = wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "  "})
    still = wang.get(case_url(case)).text
    wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "Call back about the offer"})
    after = wang.get(case_url(case)).text

    assert refused.status_code == 302
    for page in (before, still):
        assert people.PHONE not in page
        assert "Li (test)" not in page
        assert "13912345678" not in page
    assert people.PHONE in after
    assert "Li (test)" in after
    seen = events.history(case.record_key).filter(verb="unmasked")
    assert [event.text for event in seen] == ["Call back about the offer"]


def test_what_was_opened_is_masked_again_after_a_quarter_of_an_hour(
    wang: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = people.filed(NOW).case
    wang.post(reverse("desk-unmasking", args=[case.pk]), {"text": "Call back"})

    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=16))

    assert people.PHONE not in wang.get(case_url(case)).text


def test_both_cities_see_the_case_and_one_is_named_responsible(
    wang: Client, zhao: Client, cast: people.Cast
) -> None:
    case = people.negotiating(cast)

    for client in (wang, zhao):
        page = client.get(case_url(case)).text
        assert cast.home.name in page
        assert cast.lead.name in page
    assert "desk-step" not in wang.get(case_url(case)).text
    assert step_url(case, "offer") in zhao.get(case_url(case)).text
    assert step_url(case, "offer") not in wang.get(case_url(case)).text
    assert step_url(case, "calls") in wang.get(case_url(case)).text


def test_the_page_of_a_case_for_a_shop_elsewhere_leads_to_forwarding(wang: Client) -> None:
    case = people.filed(NOW).case
    assert 'value="city:411400" selected' in wang.get(step_url(case, "forward")).text


def test_files_of_evidence_are_taken_and_shown_from_a_safe_copy(wang: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = people.filed(NOW).case
    note = SimpleUploadedFile("receipt.txt", "收据：268 元".encode())
    script = SimpleUploadedFile("x.html", b"<!doctype html><script>alert(1)</script>")

    taken = do(wang, case, "evidence", party="consumer", uploads=[note])
    refused = do(wang, case, "evidence", party="consumer", uploads=[script])
    missing = do(wang, case, "evidence", party="consumer")

    assert taken.status_code == 302
    assert refused.status_code == missing.status_code == 200
    held = case.evidence.get()
    shown = wang.get(reverse("desk-evidence", args=[case.pk, held.pk]))
    assert b"".join(shown.streaming_content).decode() == "收据：268 元"  # type: ignore[attr-defined]
    assert "sandbox" in shown.headers["Content-Security-Policy"]


def test_a_clock_that_stands_says_so_on_the_page_of_the_case(zhao: Client, cast: people.Cast) -> None:
    case = people.mediating(cast)
    do(zhao, case, "pause", reason="appraisal")

    page = zhao.get(case_url(case))

    assert [clock.state for clock in page.context["clocks"] if clock.name == "mediate"] == ["stopped"]
    assert page.context["first"].verb == "resume"
    assert page.context["clock"].name == "check_back"


def test_every_clock_explains_how_its_last_day_was_found(wang: Client) -> None:
    case = people.filed(NOW).case

    page = wang.get(case_url(case))

    assert page.context["clock"].due_on == date(2026, 12, 1)
    assert "11 月 28 日" in page.context["clock"].why
    assert page.context["clock"].left == 5


def test_a_case_that_stays_in_its_city_names_its_body_once(wang: Client, cast: people.Cast) -> None:
    case = people.filed(NOW, stated_business={"name": "Corner shop", "region_code": people.HOME}).case
    do(wang, case, "taking")

    page = wang.get(case_url(case))

    assert [body["name"] for body in page.context["bodies"]] == [cast.home.name]
    assert [body["is_responsible"] for body in page.context["bodies"]] == [True]


HERE = {"name": "Corner shop", "region_code": people.HOME}
THERE = {"name": "Kettle shop (test)", "code": people.shop_code(), "region_code": people.LEAD}


@pytest.mark.parametrize(
    ("stated", "verb"),
    [
        (HERE, "take"),
        (THERE, "forward"),
        ({"name": "Somewhere"}, "correct_business"),
        ({"name": "Far shop", "region_code": "110000"}, "refer_out"),
    ],
)
def test_where_the_business_is_leads_to_the_first_step(
    wang: Client, stated: dict[str, str], verb: str
) -> None:
    case = people.filed(NOW, stated_business=stated).case
    assert wang.get(case_url(case)).context["first"].verb == verb


def test_nobody_is_told_to_wait_while_another_platform_wants_its_answer_first(
    zhao: Client, cast: people.Cast
) -> None:
    case, _offer = people.offered(cast)
    assert "在这之前您什么都不用做" in zhao.get(case_url(case)).text

    number = elsewhere.Number("12315", "A-1", NOW.date())
    elsewhere.keep(case, [number], by=cast.zhao, at=NOW)

    page = zhao.get(case_url(case)).text
    assert "在这之前您什么都不用做" not in page
    assert "别的平台要得更早" in page
