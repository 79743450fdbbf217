"""The pages of the duty roster: tonight, the month, planning, swaps; who sees names; what is refused."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huaihai import alliance
from huaihai.governance.actions import swaps
from huaihai.governance.models import Leave, Shift, Swap
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from tests.posts import body, load_alliance, post_at, sign_in

pytestmark = pytest.mark.django_db
CITY, OTHER = "city:320300", "city:371300"
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=clock.ZONE)
DAY = NOW.date()
TOMORROW = DAY + timedelta(days=1)


class Office:
    """A head and two officers of one body, each with a browser; Anna is on duty tonight and tomorrow."""

    def __init__(self) -> None:
        load_alliance()
        self.city: Organisation = body(CITY)
        self.anna, self.bo = (post_at(CITY, username=name) for name in ("anna", "bo"))
        self.head = post_at(CITY, Role.HEAD)
        for on in (DAY, TOMORROW):
            Shift.objects.create(organisation=self.city, on=on, account=self.anna.account)

    def browser(self, post: Post) -> Client:
        client = Client()
        sign_in(client, post.account)
        return client

    def asked(self) -> Swap:
        return swaps.ask(
            on=TOMORROW, colleague=self.bo.account, words="请帮忙", by=Actor.officer(self.anna), at=NOW
        )


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Office()


def name_of(account: Account) -> str:
    return account.shown_name


def test_tonight_shows_every_city_the_person_and_loudly_who_is_missing(office: Office) -> None:
    page = office.browser(office.bo).get("/office/roster/").text

    for city in alliance.load().cities:
        assert city.name in page
    assert name_of(office.anna.account) in page
    assert page.count("今晚没有人") >= 9
    assert "今晚有 9 座城市没有人值班" in page
    assert 'href="tel:12315"' in page


def test_the_secretariat_is_told_whom_to_call_and_others_are_not(office: Office) -> None:
    other = post_at(OTHER, Role.HEAD)

    assert "您单位是秘书处" in office.browser(office.head).get("/office/roster/").text
    assert "您单位是秘书处" not in office.browser(office.bo).get("/office/roster/").text
    assert "您单位是秘书处" not in office.browser(other).get("/office/roster/").text


def test_names_are_for_staff_alone(office: Office) -> None:
    name = name_of(office.anna.account)
    public = Client()

    assert public.get("/office/roster/").status_code == 302
    for address in ("/", "/bodies/", "/bodies/320300/"):
        assert name not in public.get(address).text


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_administrators_do_not_read_the_roster(office: Office, role: Role) -> None:
    client = office.browser(post_at(CITY, role))

    for address in ("/office/roster/", "/office/roster/month/", f"/office/roster/days/{TOMORROW}/"):
        assert client.get(address).status_code == 404


@pytest.mark.both_databases
def test_more_cities_on_duty_and_more_swaps_ask_no_more_of_the_database(office: Office) -> None:
    client = office.browser(office.bo)
    client.get("/office/roster/")
    with CaptureQueriesContext(connection) as few:
        client.get("/office/roster/")
    for city in Organisation.objects.cities().exclude(pk=office.city.pk):
        Shift.objects.create(organisation=city, on=DAY, account=post_at(city.key).account)
    office.asked()
    for number in range(2, 12):
        Shift.objects.create(
            organisation=office.city, on=DAY + timedelta(days=number), account=office.bo.account
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get("/office/roster/").text

    assert "请帮忙" in page
    assert len(many) == len(few)
    assert len(few) <= 14


@pytest.mark.both_databases
def test_a_month_is_one_row_a_day_in_a_constant_number_of_queries(office: Office) -> None:
    client = office.browser(office.head)
    client.get("/office/roster/month/?month=2026-12")
    with CaptureQueriesContext(connection) as few:
        client.get("/office/roster/month/?month=2026-12")
    for number in range(31):
        Shift.objects.create(
            organisation=office.city, on=date(2026, 12, 1 + number), account=office.bo.account
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get("/office/roster/month/?month=2026-12").text

    assert page.count(name_of(office.bo.account)) == 31
    assert len(many) == len(few)


def test_who_has_left_still_stands_on_the_days_that_are_over(office: Office) -> None:
    earlier = DAY - timedelta(days=3)
    Shift.objects.create(organisation=office.city, on=earlier, account=office.bo.account)
    Account.objects.filter(pk__in=(office.bo.account_id, office.anna.account_id)).update(is_active=False)

    page = office.browser(office.head).get("/office/roster/month/").text

    assert page.count(name_of(office.bo.account)) == 1
    assert name_of(office.anna.account) not in page


def test_the_month_of_another_city_can_be_read_but_not_changed(office: Office) -> None:
    other = post_at(OTHER, Role.HEAD)
    Shift.objects.create(organisation=body(OTHER), on=DAY, account=other.account)

    page = office.browser(office.head).get("/office/roster/month/?body=371300").text

    assert name_of(other.account) in page
    assert "/office/roster/days/" not in page


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=%00", "month=9999-01", "body=%00", "month=" + "9" * 5000, "body=110000"]
)
def test_months_that_cannot_be_read_show_the_present_one(office: Office, query: str) -> None:
    assert office.browser(office.bo).get(f"/office/roster/month/?{query}").status_code == 200


@pytest.mark.parametrize("on", ["2026-02-30", "1999-01-01", "2026-99-99", "x"])
def test_days_that_never_were_have_no_page(office: Office, on: str) -> None:
    assert office.browser(office.head).get(f"/office/roster/days/{on}/").status_code == 404


def test_the_head_plans_a_month_in_one_form(office: Office) -> None:
    people = [str(post.account_id) for post in (office.anna, office.bo)]
    answer = office.browser(office.head).post(
        "/office/roster/plan/",
        {"from_on": TOMORROW, "until_on": DAY + timedelta(days=30), "people": people, "turn": "day"},
        follow=True,
    )

    assert "排好了 29 天" in answer.text
    assert Shift.objects.filter(on__gt=DAY).count() == 30
    assert Shift.objects.filter(account=office.bo.account).count() in (14, 15, 16)


@pytest.mark.both_databases
def test_a_plan_over_a_roster_that_somebody_changed_is_given_back(office: Office) -> None:
    typed = {
        "seen": 0,
        "from_on": TOMORROW,
        "until_on": TOMORROW,
        "people": [str(office.bo.account_id)],
        "turn": "day",
        "replace": "on",
    }
    office.asked()
    client = office.browser(office.head)

    answer = client.post("/office/roster/plan/", typed)
    assert answer.status_code == 409
    assert "值班表和您看到的不一样了" in answer.text
    assert Shift.objects.get(on=TOMORROW).account == office.anna.account

    seen = re.search(r'name="seen" value="([^"]*)"', answer.text)
    assert seen
    assert client.post("/office/roster/plan/", typed | {"seen": seen[1]}).status_code == 302
    assert Shift.objects.get(on=TOMORROW).account == office.bo.account


def test_an_officer_neither_plans_nor_changes_a_day(office: Office) -> None:
    client = office.browser(office.bo)

    for address in ("/office/roster/plan/", f"/office/roster/days/{TOMORROW}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"from_on": "2026-11-24", "until_on": "2026-11-24"},
        {"from_on": "9999-99-99", "until_on": "\x00"},
        {"from_on": "2026-12-01", "until_on": "2026-11-30"},
        {"from_on": "2026-12-01", "until_on": "2027-12-30"},
        {"from_on": "2026-12-01", "until_on": "2026-12-02", "people": ["\x00"], "turn": "\x00"},
        {"from_on": "2026-12-01", "until_on": "2026-12-02", "people": ["0" * 9000], "turn": "day"},
    ],
)
def test_a_plan_that_cannot_be_is_explained_and_keeps_what_was_typed(
    office: Office, typed: dict[str, object]
) -> None:
    filled = {"people": [str(office.bo.account_id)], "turn": "day"} | typed if typed else {}

    answer = office.browser(office.head).post("/office/roster/plan/", filled)

    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert Shift.objects.count() == 2


@pytest.mark.both_databases
def test_one_day_is_given_to_somebody_else(office: Office) -> None:
    client = office.browser(office.head)
    found = re.search(r'name="seen" value="([^"]*)"', client.get(f"/office/roster/days/{TOMORROW}/").text)
    assert found

    answer = client.post(
        f"/office/roster/days/{TOMORROW}/", {"seen": found[1], "account": str(office.bo.account_id)}
    )

    assert answer.status_code == 302
    assert Shift.objects.get(on=TOMORROW).account == office.bo.account


def test_a_day_can_be_left_empty_until_its_shift_begins(office: Office) -> None:
    client = office.browser(office.head)
    seen = str(office.anna.account_id)

    assert client.post(f"/office/roster/days/{TOMORROW}/", {"seen": seen}).status_code == 200
    client.post(f"/office/roster/days/{TOMORROW}/", {"seen": seen, "account": "nobody"})
    client.post(f"/office/roster/days/{DAY}/", {"seen": seen, "account": "nobody"})

    assert list(Shift.objects.values_list("on", flat=True)) == [DAY]
    assert "还没有人" in client.get("/office/roster/").text


def test_of_two_who_change_one_day_the_second_is_told_what_changed(office: Office) -> None:
    client = office.browser(office.head)
    Shift.objects.filter(on=TOMORROW).update(account=office.bo.account)

    answer = client.post(
        f"/office/roster/days/{TOMORROW}/",
        {"seen": str(office.anna.account_id), "account": str(office.head.account_id)},
    )

    assert answer.status_code == 409
    assert f"现在那天值班的是：{name_of(office.bo.account)}" in answer.text
    assert f'value="{office.head.account_id}" id="id_account_3" checked' in answer.text
    assert Shift.objects.get(on=TOMORROW).account == office.bo.account


def test_a_day_that_is_over_is_not_rewritten(office: Office) -> None:
    yesterday = DAY - timedelta(days=1)

    answer = office.browser(office.head).post(
        f"/office/roster/days/{yesterday}/", {"seen": "", "account": str(office.bo.account_id)}
    )

    assert answer.status_code == 409
    assert not Shift.objects.filter(on=yesterday).exists()


def test_a_swap_goes_from_asking_to_the_roster(office: Office) -> None:
    anna, bo = office.browser(office.anna), office.browser(office.bo)
    assert anna.get(f"/office/roster/days/{TOMORROW}/swap/").status_code == 200
    anna.post(
        f"/office/roster/days/{TOMORROW}/swap/", {"colleague": str(office.bo.account_id), "words": "家里有事"}
    )
    swap = Swap.objects.get()

    page = bo.get("/office/roster/").text
    assert "家里有事" in page
    assert Shift.objects.get(on=TOMORROW).account == office.anna.account

    bo.post(f"/office/roster/swaps/{swap.pk}/acceptance/", {"seen": swap.version})
    assert Shift.objects.get(on=TOMORROW).account == office.bo.account


def test_a_second_answer_is_told_how_it_stands(office: Office) -> None:
    swap = office.asked()
    bo = office.browser(office.bo)
    bo.post(f"/office/roster/swaps/{swap.pk}/refusal/", {"seen": 1})

    answer = bo.post(f"/office/roster/swaps/{swap.pk}/acceptance/", {"seen": 1})

    assert answer.status_code == 409
    assert "对方不换" in answer.text
    assert Shift.objects.get(on=TOMORROW).account == office.anna.account


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 400, "²", "\x00"])
def test_an_answer_without_a_version_changes_nothing(office: Office, seen: str) -> None:
    swap = office.asked()

    answer = office.browser(office.bo).post(f"/office/roster/swaps/{swap.pk}/acceptance/", {"seen": seen})

    assert answer.status_code == 409
    assert Shift.objects.get(on=TOMORROW).account == office.anna.account


def test_a_swap_of_others_is_not_there(office: Office) -> None:
    swap = office.asked()
    stranger = office.browser(post_at(OTHER, Role.HEAD))

    for noun in ("acceptance", "refusal", "withdrawal"):
        assert stranger.post(f"/office/roster/swaps/{swap.pk}/{noun}/", {"seen": 1}).status_code == 404
    assert stranger.get(f"/office/roster/days/{TOMORROW}/swap/").status_code == 404


def test_the_head_cannot_answer_for_a_colleague(office: Office) -> None:
    swap = office.asked()

    answer = office.browser(office.head).post(f"/office/roster/swaps/{swap.pk}/acceptance/", {"seen": 1})

    assert answer.status_code == 409
    assert Shift.objects.get(on=TOMORROW).account == office.anna.account


@pytest.mark.parametrize(
    "typed", [{}, {"colleague": "\x00"}, {"colleague": "x" * 9000}, {"in_return": "\x00:2026"}]
)
def test_a_request_that_cannot_be_is_explained(office: Office, typed: dict[str, str]) -> None:
    answer = office.browser(office.anna).post(f"/office/roster/days/{TOMORROW}/swap/", typed)

    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert not Swap.objects.exists()


def test_leave_empties_shifts_and_can_be_taken_off_again(office: Office) -> None:
    client = office.browser(office.head)
    typed = {"account": str(office.anna.account_id), "from_on": TOMORROW, "until_on": TOMORROW}
    answer = client.post("/office/roster/leave/", typed, follow=True)

    assert "这些天现在没有人值班" in answer.text
    assert not Shift.objects.filter(on=TOMORROW).exists()
    client.post(f"/office/roster/leave/{Leave.objects.get().pk}/end/")
    assert not Leave.objects.exists()


def test_leave_of_colleagues_is_seen_by_those_who_plan(office: Office) -> None:
    Leave.objects.create(
        organisation=office.city, account=office.anna.account, from_on=TOMORROW, until_on=TOMORROW
    )

    assert "请假" in office.browser(office.head).get("/office/roster/month/").text
    listed = Leave.objects.visible_to(Actor.officer(office.bo)).count()
    assert listed == 0


def test_what_was_typed_before_the_session_ended_stands_there_again(office: Office) -> None:
    client = Client()
    client.post("/office/roster/plan/", {"from_on": "2026-12-24", "until_on": "2026-12-31"})
    client.force_login(office.head.account)
    session = client.session
    kept = dict(session)
    sign_in(client, office.head.account)
    session = client.session
    session.update({key: value for key, value in kept.items() if key == "kept_post"})
    session.save()

    page = client.get("/office/roster/plan/").text

    assert "2026-12-24" in page
    assert "登录过期" in page
