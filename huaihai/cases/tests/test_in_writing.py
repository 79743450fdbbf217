"""A letter or an e-mail is written down as what it is: the day it came, a scan, and perhaps nothing but an address."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huaihai.cases import calls, life
from huaihai.cases.models import Case, Complainant, Consent
from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.cases.tests.consumers import page_of
from huaihai.cases.tests.test_confirming import ANSWERS
from huaihai.cases.tests.test_package import made, parts_of
from huaihai.cases.verbs import erasing, intake, routing
from huaihai.desk.lives import Unfit
from huaihai.kit import clock
from huaihai.kit.clock import ZONE, local_day
from huaihai.record import clocks, events
from huaihai.record.models import OutboxMessage
from tests import cast as people
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "files")]
REGISTER, ADDRESS = "desk-register", "徐州市云龙区和平路 1 号"
LETTER = ANSWERS | {"origin": "letter", "came_on": "2026-11-18", "phone": "", "address": ADDRESS}


def register(client: Client, **changed: Any) -> Any:
    return client.post(reverse(REGISTER), LETTER | changed)


@pytest.fixture
def letter(wang: Client) -> Case:
    assert register(wang).status_code == 302
    return Case.objects.get()


def test_a_letter_counts_from_the_day_it_came_in(wang: Client, letter: Case) -> None:
    began = clocks.running(letter.record_key)["forward"]
    event = events.history(letter.record_key).get(verb="register")
    page = wang.get(case_url(letter)).text

    assert letter.submitted_at is not None
    assert local_day(letter.submitted_at) == local_day(began.started_at) == date(2026, 11, 18)
    assert local_day(event.at) == date(2026, 11, 24)
    assert event.facts["received_on"] == "2026-11-18"
    assert letter.get_origin_display() == "来信"
    assert "11 月 18 日收到，后来登记的。" in page


def test_of_a_letter_written_down_later_the_day_alone_is_known(wang: Client, letter: Case) -> None:
    for page in (wang.get(case_url(letter)), wang.get(reverse("desk-receipt", args=[letter.pk]))):
        assert "11 月 18 日" in page.text
        assert "日 00:00" not in page.text


def test_nor_does_its_proof_or_its_package_say_an_hour(cast: Cast, letter: Case) -> None:
    package = parts_of(made(letter, life.BODY, cast.wang))["case.html"].decode()
    for page in (page_of(Client(), letter), package):
        assert "2026 年 11 月 18 日" in page
        assert " 00:00" not in page


@pytest.mark.parametrize(("came_on", "is_over"), [("2026-11-18", False), ("2026-10-26", True)])
def test_the_receipt_warns_where_the_time_is_over_already(wang: Client, came_on: str, is_over: bool) -> None:
    register(wang, came_on=came_on)
    case = Case.objects.get()

    page = wang.get(reverse("desk-receipt", args=[case.pk]))

    assert bool(page.context["over_on"]) is is_over
    assert ("初审并转办的期限" in page.text) is is_over


def test_a_letter_of_the_old_year_is_numbered_in_the_new_one_and_counts_over_the_holiday(
    wang: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2027, 1, 4, 10, 0, tzinfo=ZONE)
    monkeypatch.setattr(clock, "now", lambda: now)
    register(wang, came_on="2026-12-31")

    case = Case.objects.get()
    checked = clocks.running(case.record_key)["forward"]
    assert case.submitted_at is not None
    assert local_day(case.submitted_at) == local_day(checked.started_at) == date(2026, 12, 31)
    assert "2027" in str(case.number)
    assert checked.due_on == date(2027, 1, 8), "New Year's Day and a weekend lie between"


@pytest.mark.parametrize(
    ("changed", "wording"),
    [
        ({}, intake.READ_OUT),
        ({"is_signed": "on"}, intake.ON_PAPER),
        ({"origin": "email"}, intake.READ_OUT),
        ({"origin": "visit", "phone": people.PHONE}, intake.READ_OUT),
        ({"origin": "visit", "phone": people.PHONE, "is_signed": "on"}, intake.ON_PAPER),
    ],
)
def test_a_consent_is_kept_in_the_words_in_which_it_was_given(
    wang: Client, changed: dict[str, str], wording: str
) -> None:
    assert register(wang, **changed).status_code == 302

    assert {one.wording for one in Consent.objects.all()} == {wording}
    assert ("口头同意" in wang.get(case_url(Case.objects.get())).text) is (wording == intake.READ_OUT)


def test_the_next_letter_finds_the_address_open(wang: Client, cast: Cast) -> None:
    assert not wang.get(reverse(REGISTER)).context["folds"]["ways"]
    register(wang)
    assert wang.get(reverse(REGISTER)).context["folds"]["ways"]


def test_a_scan_comes_with_it(wang: Client) -> None:
    scan = SimpleUploadedFile("来信.txt", "信".encode(), "text/plain")

    register(wang, upload=[scan])

    assert [file.name for file in Case.objects.get().evidence.all()] == ["来信.txt"]


@pytest.mark.parametrize("came_on", ["", "2026-11-25", "2026-10-24", "2026-13-01", "明天"])
def test_the_day_is_asked_for_and_it_came_neither_tomorrow_nor_long_ago(wang: Client, came_on: str) -> None:
    answer = register(wang, came_on=came_on)

    assert answer.status_code == 200
    assert "came_on" in answer.context["form"].errors
    assert ADDRESS in answer.text
    assert not Case.objects.exists()


def test_a_letter_of_today_is_received_now(wang: Client) -> None:
    register(wang, came_on="2026-11-24")

    assert Case.objects.get().submitted_at == NOW
    assert "received_on" not in events.history(Case.objects.get().record_key).get(verb="register").facts


def test_who_calls_is_received_now_whatever_stands_in_that_field(wang: Client) -> None:
    register(wang, origin="phone", came_on="1999-01-01", phone=people.PHONE)

    assert Case.objects.get().submitted_at == NOW


@pytest.mark.parametrize(("origin", "days"), [("phone", 1), ("letter", -1), ("letter", 31)])
def test_the_verb_knows_the_same_limits(cast: Cast, origin: str, days: int) -> None:
    with pytest.raises(Unfit):
        intake.register(
            organisation=cast.home,
            origin=origin,
            came_on=local_day(NOW) - timedelta(days=days),
            by=cast.wang,
            at=NOW,
            stated=intake.Stated(name="K"),
            title="x",
            story="x",
        )


@pytest.mark.parametrize(
    ("origin", "ways", "is_enough"),
    [
        ("letter", {}, False),
        ("letter", {"email": "li@example.com"}, True),
        ("email", {"email": "li@example.com"}, True),
        ("email", {"address": ADDRESS}, True),
        ("letter", {"address": "221000 12"}, False),
        ("letter", {"phone": "0516-83123456"}, True),
        ("phone", {"address": ADDRESS, "email": "li@example.com"}, False),
        ("visit", {"address": ADDRESS}, False),
    ],
)
def test_who_writes_leaves_one_way_at_least_and_who_comes_a_telephone(
    wang: Client, origin: str, ways: dict[str, str], is_enough: bool
) -> None:
    answer = register(wang, origin=origin, **({"address": ""} | ways))

    assert (answer.status_code == 302) is is_enough
    assert is_enough or {"phone", "address"} & set(answer.context["form"].errors)


def test_who_left_an_address_alone_is_written_to(wang: Client, letter: Case) -> None:
    """What an SMS would say waits for a letter; noting that it went ends the waiting."""
    message = OutboxMessage.objects.get(subject=letter.record_key)
    page, listed = wang.get(case_url(letter)).text, wang.get(reverse("desk-calls")).text

    assert (message.channel, message.address) == ("call", ADDRESS)
    assert "要给消费者寄信：只知道收信地址。" in page
    assert "只能寄信联系" in page
    assert ADDRESS not in page
    assert "消费者（寄信）" in listed
    assert "要寄信" in wang.get(reverse("desk-messages", args=[letter.pk])).text
    assert "写了或说了什么" in wang.get(f"{step_url(letter, 'calls')}?with=consumer").text

    sent = {"with_whom": "consumer", "text": "寄了受理告知。"}
    assert do(wang, letter, "calls", **sent).status_code == 200
    assert do(wang, letter, "calls", **sent, way="letter").status_code == 302

    page = wang.get(case_url(letter)).text
    assert not calls.of_case(letter)
    assert "承办单位寄了信" in page
    assert "已寄出" in wang.get(reverse("desk-messages", args=[letter.pk])).text


def test_who_left_an_address_alone_may_come_in_person(wang: Client, letter: Case) -> None:
    talk = {"with_whom": "consumer", "text": "本人来窗口问过。", "way": "talk"}

    assert do(wang, letter, "calls", **talk).status_code == 302

    assert "承办单位寄了信" not in wang.get(case_url(letter)).text
    assert not calls.of_case(letter)


def test_the_only_address_is_not_erased_as_one_that_nobody_needs(letter: Case) -> None:
    Case.objects.filter(pk=letter.pk).update(stage="withdrawn", ended_at=NOW)
    letter.refresh_from_db()
    assert erasing.CONTACT not in erasing.erasable(letter, today=NOW.date()).parts

    Complainant.objects.filter(case=letter).delete()
    Complainant.objects.create(case=letter, name="Li (test)", email="li@example.com", address=ADDRESS)
    letter = Case.objects.get(pk=letter.pk)
    assert erasing.CONTACT in erasing.erasable(letter, today=NOW.date()).parts


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ({"address": ADDRESS}, {"address": ADDRESS}, True),
        ({"address": ADDRESS}, {"address": ADDRESS, "name": "Zhou (test)"}, False),
        ({"address": ADDRESS}, {"address": "另一处"}, False),
        ({"email": "li@example.com"}, {"email": "li@example.com"}, True),
        ({"email": "li@example.com"}, {"email": "zhou@example.com"}, False),
        ({"email": "li@example.com"}, {"phone": people.PHONE}, False),
        ({"phone": people.PHONE, "acts_for": "王秀英"}, {"phone": people.PHONE, "acts_for": "王秀英"}, True),
        ({"phone": people.PHONE, "acts_for": "王秀英"}, {"phone": people.PHONE, "acts_for": "李四"}, False),
        ({"phone": people.PHONE}, {"phone": people.PHONE, "acts_for": "王秀英"}, False),
    ],
)
def test_files_without_a_telephone_are_joined_for_the_same_person_alone(
    wang: Client, cast: Cast, first: dict[str, str], second: dict[str, str], is_one: bool
) -> None:
    for number, ways in enumerate((first, second)):
        answers = {"address": "", "key": str(number), "alike": "different", "story": f"{number}" * 20} | ways
        shown = ",".join(str(key) for key in Case.objects.values_list("pk", flat=True))
        assert register(wang, **answers, alike_shown=shown).status_code == 302
    older, newer = Case.objects.order_by("pk")

    if is_one:
        routing.link(newer, to_number=str(older.number), by=cast.wang, at=NOW)
    else:
        with pytest.raises(Unfit):
            routing.link(newer, to_number=str(older.number), by=cast.wang, at=NOW)


@pytest.mark.parametrize(
    ("changed", "is_shown", "may_join"),
    [
        ({}, True, True),
        ({"email": "zhou@example.com"}, False, False),
        ({"phone": people.PHONE}, True, False),
        ({"acts_for": "王秀英"}, True, False),
    ],
)
def test_who_writes_again_from_the_same_e_mail_address_is_found_and_joined(
    wang: Client, cast: Cast, changed: dict[str, str], is_shown: bool, may_join: bool
) -> None:
    answers = {"origin": "email", "email": "li@example.com", "address": ""}
    register(wang, **answers)
    older = Case.objects.get()
    again = (
        answers
        | {"key": "again", "story": "另一件事，换了一个说法。", "of_business_name": "另一家店"}
        | changed
    )

    page = wang.post(reverse("desk-register-found"), LETTER | again)

    assert ("邮箱相同" in page.text) is is_shown
    assert ("是同一件：并入那一件" in page.text) is may_join
    if may_join:
        joined = register(wang, **again, alike=str(older.pk), alike_shown=str(older.pk))
        assert joined.url == case_url(older)


def test_the_page_asks_for_the_day_of_what_was_written(wang: Client, cast: Cast) -> None:
    page = wang.get(reverse(REGISTER))

    assert 'value="letter"' in page.text
    assert 'name="came_on"' in page.text
    assert page.context["form"]["came_on"].value() is None
    assert 'name="came_on"' not in wang.get(reverse("desk-entrust")).text
