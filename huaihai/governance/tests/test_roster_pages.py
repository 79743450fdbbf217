"""The pages of the duty roster: tonight, the month, leave; who sees names; what is refused."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from huaihai import alliance
from huaihai.governance.models import Leave, Shift
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from tests.posts import body, load_alliance, post_at
from tests.reading import browser, queries_of

pytestmark = pytest.mark.django_db
CITY, OTHER = "city:320300", "city:371300"
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=clock.ZONE)
DAY = NOW.date()
TOMORROW = DAY + timedelta(days=1)
MONTH = "/office/roster/month/"


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
        return browser(post.account)


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Office()


def test_tonight_shows_every_city_the_person_and_loudly_who_is_missing(office: Office) -> None:
    page = office.browser(office.bo).get("/office/roster/").text

    for city in alliance.load().cities:
        assert city.name in page
    assert office.anna.account.shown_name in page
    assert page.count("现在没有人") >= 9
    assert "现在有 9 座城市没有人值班" in page
    assert 'href="tel:0370-12315"' in page


def test_the_secretariat_is_told_whom_to_call_and_others_are_not(office: Office) -> None:
    other = post_at(OTHER, Role.HEAD)

    assert "您单位是秘书处" in office.browser(office.head).get("/office/roster/").text
    assert "您单位是秘书处" not in office.browser(office.bo).get("/office/roster/").text
    assert "您单位是秘书处" not in office.browser(other).get("/office/roster/").text


def test_names_are_for_staff_alone(office: Office) -> None:
    name = office.anna.account.shown_name
    public = Client()

    assert public.get("/office/roster/").status_code == 302
    for address in ("/", "/bodies/", "/bodies/320300/"):
        assert name not in public.get(address).text


@pytest.mark.both_databases
def test_more_cities_on_duty_ask_no_more_of_the_database(office: Office) -> None:
    client = office.browser(office.bo)
    client.get("/office/roster/")
    few = queries_of(client, "/office/roster/")
    for city in Organisation.objects.cities().exclude(pk=office.city.pk):
        Shift.objects.create(organisation=city, on=DAY, account=post_at(city.key).account)
    for number in range(2, 12):
        Shift.objects.create(
            organisation=office.city, on=DAY + timedelta(days=number), account=office.bo.account
        )
    assert queries_of(client, "/office/roster/") == few <= 14


@pytest.mark.both_databases
def test_a_month_is_one_row_a_day_in_a_constant_number_of_queries(office: Office) -> None:
    client = office.browser(office.bo)
    address = "/office/roster/month/?month=2026-12"
    client.get(address)
    few = queries_of(client, address)
    for number in range(31):
        Shift.objects.create(
            organisation=office.city, on=date(2026, 12, 1 + number), account=office.bo.account
        )
    assert queries_of(client, address) == few
    assert client.get(address).text.count(f"<td>{office.bo.account.shown_name}") == 31


def test_who_has_left_still_stands_on_the_days_that_are_over(office: Office) -> None:
    earlier = DAY - timedelta(days=3)
    Shift.objects.create(organisation=office.city, on=earlier, account=office.bo.account)
    Account.objects.filter(pk__in=(office.bo.account_id, office.anna.account_id)).update(is_active=False)

    page = office.browser(office.head).get("/office/roster/month/").text

    assert page.count(f"<td>{office.bo.account.shown_name}") == 1
    assert office.anna.account.shown_name not in page


def test_the_month_of_another_city_is_read_by_all_and_changed_by_the_secretariat(office: Office) -> None:
    other = post_at(OTHER, Role.HEAD)
    Shift.objects.create(organisation=body(OTHER), on=TOMORROW, account=other.account)
    theirs = "/office/roster/month/?body=371300"

    page = office.browser(office.bo).get(theirs).text
    assert other.account.shown_name in page
    assert "<select" not in page.split("<table")[1]
    assert office.browser(office.bo).post(theirs, {}).status_code == 404
    assert office.browser(other).post("/office/roster/month/?body=320300", {}).status_code == 404

    put(office.browser(office.head), theirs, {str(TOMORROW): (other, None)})
    assert not Shift.objects.filter(organisation=body(OTHER)).exists()


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=%00", "month=9999-01", "body=%00", "month=" + "9" * 5000, "body=110000"]
)
def test_months_that_cannot_be_read_show_the_present_one(office: Office, query: str) -> None:
    assert office.browser(office.bo).get(f"/office/roster/month/?{query}").status_code == 200


def put(
    client: Client, address: str, days: Mapping[str, tuple[Post | None, Post | None]], **more: str
) -> str:
    """Days as the page sends them: who stood there, and who is chosen."""
    sent = {name: key(post) for name, (_was, post) in days.items()}
    sent |= {f"initial-{name}": key(was) for name, (was, _post) in days.items()}
    return client.post(address, sent | more, follow=True).text


def key(post: Post | None) -> str:
    return str(post.account_id) if post else ""


def test_a_month_is_changed_on_its_page_and_only_what_was_changed_is_saved(office: Office) -> None:
    client, later = office.browser(office.head), str(DAY + timedelta(days=3))
    page = client.get(MONTH).text
    assert f'name="initial-{TOMORROW}" value="{office.anna.account_id}"' in page

    days = {
        str(TOMORROW): (office.anna, office.bo),
        later: (None, office.head),
        str(DAY): (office.anna, office.anna),
    }
    assert "改了 2 天" in put(client, MONTH, days)
    assert list(Shift.objects.order_by("on").values_list("account_id", flat=True)) == [
        office.anna.account_id,
        office.bo.account_id,
        office.head.account_id,
    ]


def test_the_empty_days_of_the_month_are_dealt_out_with_one_button(office: Office) -> None:
    page = put(office.browser(office.head), "/office/roster/month/?month=2026-12", {}, fill="1")

    assert "改了 31 天" in page
    assert Shift.objects.filter(on__year=2026, on__month=12).count() == 31
    people = (office.anna, office.bo, office.head)
    assert {Shift.objects.filter(account=post.account).count() for post in people} == {11}


def test_of_two_who_change_one_day_the_second_is_told_and_decides(office: Office) -> None:
    client = office.browser(office.head)
    Shift.objects.filter(on=TOMORROW).update(account=office.bo.account)
    days = {str(TOMORROW): (office.anna, office.head), str(DAY): (office.anna, office.anna)}

    page = put(client, MONTH, days)

    assert f"这一天刚才改过：{office.bo.account.shown_name}" in page
    assert Shift.objects.get(on=TOMORROW).account == office.bo.account
    assert f'<option value="{office.head.account_id}" selected>' in page
    assert f'name="initial-{TOMORROW}" value="{office.bo.account_id}"' in page
    put(client, MONTH, {str(TOMORROW): (office.bo, office.head)})
    assert Shift.objects.get(on=TOMORROW).account == office.head.account


@pytest.mark.parametrize("chosen", ["x", "\x00", "9" * 5000, "01a210cf-0000-7000-8000-000000000000"])
def test_somebody_who_is_not_offered_is_refused_beside_the_day(office: Office, chosen: str) -> None:
    answer = office.browser(office.head).post(MONTH, {str(TOMORROW): chosen})

    assert answer.status_code == 200
    assert 'id="errors"' in answer.text
    assert Shift.objects.count() == 2


def test_the_shift_that_runs_is_not_left_empty_and_what_is_over_is_not_rewritten(office: Office) -> None:
    client, yesterday = office.browser(office.head), str(DAY - timedelta(days=1))

    assert "不能空着" in put(client, MONTH, {str(DAY): (office.anna, None)})
    put(client, MONTH, {yesterday: (None, office.bo)})
    assert not Shift.objects.filter(on=yesterday).exists()
    assert Shift.objects.get(on=DAY).account == office.anna.account


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
