"""The quarterly list of forwarded cases: every number opens exactly the rows that it counts."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai.cases import forwarded, periods
from huaihai.cases.actions import checking, closing, consenting, intake, negotiation, routing
from huaihai.cases.models import Case, Forwarding
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Role
from huaihai.record import clocks
from tests import cast as people
from tests.posts import body, officer_of, post_at

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY
LATER = NOW + timedelta(days=20)  # the present: every clock of the cases below has been seen to its end
NUMBER = re.compile(r'<td class="num"[^>]*><a href="([^"]+)"[^>]*>([\d,]+)</a>')
URL = "/desk/forwarded/"


@pytest.fixture
def cast() -> people.Cast:
    return people.assemble()


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: LATER)


def signed_in(account: Account) -> Client:
    client = Client()
    cache.clear()
    people.sign_in(client, account)
    return client


def desk_of_the_alliance() -> Client:
    return signed_in(post_at("alliance", Role.SECRETARIAT).account)


def sent(cast: people.Cast, at: datetime = NOW, *, filed_at: datetime | None = None) -> Case:
    case = people.filed(filed_at or at).case
    routing.forward(case, to=cast.lead, assessment="Receipt and photos fit.", by=cast.wang, at=at)
    return case


def taken(cast: people.Cast, at: datetime = NOW) -> Case:
    case = sent(cast)
    routing.take(case, by=cast.zhao, at=at)
    return case


def every_fate(cast: people.Cast) -> dict[str, Case]:
    """One case for everything that can become of a forwarded one."""
    days = [NOW + timedelta(days=number) for number in range(20)]
    cases = {
        "waiting_late": sent(cast),
        "waiting": sent(cast, LATER),
        "sent_late": sent(cast, days[12], filed_at=NOW),
        "taken_late": taken(cast, days[9]),
        "recalled": sent(cast),
        "sent_back_untaken": sent(cast),
        "sent_back": taken(cast),
        "sent_again": sent(cast),
        "withdrawn_untaken": sent(cast),
        "admitted": taken(cast),
        "declined_late": taken(cast),
        "settling": people.negotiating(cast),
        "settled": people.offered(cast)[0],
    }
    routing.recall(cases["recalled"], text="One paper was missing.", by=cast.wang, at=days[1])
    for name in ("sent_back_untaken", "sent_back", "sent_again"):
        routing.send_back(cases[name], text="Not our city.", by=cast.zhao, at=days[1])
    routing.forward(cases["sent_again"], to=cast.lead, assessment="It is yours.", by=cast.wang, at=days[2])
    routing.take(cases["sent_again"], by=cast.zhao, at=days[3])
    closing.withdraw(cases["withdrawn_untaken"], by=people.li(cases["withdrawn_untaken"]), at=days[1])
    checking.admit(cases["admitted"], by=cast.zhao, at=days[6])
    checking.decline(cases["declined_late"], ground="ALL-REPORT", text="A report.", by=cast.zhao, at=days[18])
    offer = cases["settled"].offers.get()
    negotiation.accept(cases["settled"], offer=offer, by=people.li(cases["settled"]), at=days[1])
    closing.confirm(cases["settled"], by=people.li(cases["settled"]), at=days[2])
    return cases


def of_the_quarter(what: str = "all", **where: str) -> forwarded.Asked:
    return forwarded.Asked(periods.quarter_of(LATER.date()), what, **where)


def behind(what: str) -> list[str]:
    found = forwarded.rows(Actor.system("tests"), of_the_quarter(what), LATER.date())
    return sorted(row.case.number for row in found)


def numbers_of(page: str) -> Iterator[tuple[str, int]]:
    for url, number in NUMBER.findall(page):
        yield unescape(url).partition("#")[0], int(number.replace(",", ""))


def test_forwarding_writes_one_row_with_the_clock_it_ended_and_the_two_it_started(cast: people.Cast) -> None:
    case = sent(cast)

    row = Forwarding.objects.get()

    assert (row.case, row.from_city, row.to_city, row.forwarded_at) == (case, cast.home, cast.lead, NOW)
    assert (row.forward_clock.name, row.forward_clock.ended_by) == ("forward", "forward")
    running = clocks.running(case.record_key)
    assert {"take": row.take_clock, "decide": row.decide_clock} == running


def test_a_forwarding_that_is_refused_leaves_no_row(cast: people.Cast) -> None:
    case = people.filed(NOW).case

    with pytest.raises(routing.Unfit):
        routing.forward(case, to=cast.home, assessment="Clear.", by=cast.wang, at=NOW)

    assert not Forwarding.objects.exists()


def test_a_case_filed_in_a_county_comes_from_its_city(cast: people.Cast) -> None:
    county = body("county:320302")
    officer = officer_of(county.key)
    receipt = intake.register(
        organisation=county, origin=Case.Origin.VISIT, by=officer, at=NOW,
        stated=intake.Stated(name="Kettle shop (test)", region_code=people.LEAD),
        title="电热水壶漏电", story="漏电。", remedies=["refund"], name="Li (test)", phone=people.PHONE,
        consumer_at="320302", bought=Case.Bought.OFFLINE,
    )  # fmt: skip
    intake.consent(receipt.case, purposes=["other_body", "business"], at=NOW)

    routing.forward(receipt.case, to=cast.lead, assessment="Clear.", by=officer, at=NOW)

    assert Forwarding.objects.get().from_city == cast.home


@pytest.mark.parametrize(
    ("what", "fates"),
    [
        ("sent_late", {"sent_late"}),
        ("taken_late", {"taken_late"}),
        ("waiting", {"waiting", "waiting_late", "sent_late"}),
        ("waiting_late", {"waiting_late", "sent_late"}),
        ("came_back", {"recalled", "sent_back_untaken", "sent_back", "sent_again"}),
        ("answer_late", {"waiting_late", "taken_late", "declined_late", "sent_again"}),
        ("ended", {"withdrawn_untaken", "declined_late", "settled"}),
    ],
)
def test_each_fate_is_counted_where_it_belongs(cast: people.Cast, what: str, fates: set[str]) -> None:
    cases = every_fate(cast)

    assert behind(what) == sorted(str(cases[name].number) for name in fates)


def test_a_case_sent_back_and_forwarded_again_is_two_rows(cast: people.Cast) -> None:
    cases = every_fate(cast)
    number = cases["sent_again"].number

    assert behind("all").count(number) == 2
    assert behind("came_back").count(number) == 1
    assert behind("taken_in_time").count(number) == 1


def test_arrivals_add_up_to_what_was_forwarded(cast: people.Cast) -> None:
    every_fate(cast)

    parts = [len(behind(what)) for what in ("taken_in_time", "taken_late", "waiting")]
    ended_untaken = Forwarding.objects.exclude(take_clock__ended_at=None).exclude(take_clock__ended_by="take")

    assert sum(parts) + ended_untaken.count() == len(behind("all")) == Forwarding.objects.count()


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("reader", ["alliance", "home", "lead"])
def test_every_number_on_the_page_opens_as_many_rows_as_it_says(cast: people.Cast, reader: str) -> None:
    every_fate(cast)
    elsewhere = people.filed(NOW).case
    routing.forward(elsewhere, to=body("city:341300"), assessment="Clear.", by=cast.wang, at=NOW)
    readers = {"home": "wang", "lead": "zhao"}
    client = signed_in(cast.accounts[readers[reader]]) if reader in readers else desk_of_the_alliance()

    numbers = list(numbers_of(client.get(URL).content.decode()))

    assert len(numbers) >= 8 * 2 + 3 * 2
    assert reader == "lead" or any(number == 0 for _url, number in numbers)
    for url, number in numbers:
        page = client.get(url)
        assert page.context["page"].total == number, url
        assert len(page.context["rows"]) == number, url
        assert page.content.decode().count("data-label") >= number


@pytest.mark.usefixtures("_today")
def test_a_city_reads_the_rows_from_and_to_itself_and_the_alliances_desk_all_of_them(
    cast: people.Cast,
) -> None:
    case = sent(cast)
    stranger, county = officer_of("city:341300"), officer_of("county:320302")
    auditor_of_the_city = officer_of("city:320300", Role.AUDITOR)
    auditor, desk = officer_of("alliance", Role.AUDITOR), officer_of("alliance", Role.SECRETARIAT)
    desk_in_a_city = officer_of("city:341300", Role.SECRETARIAT)
    nobody = (stranger, officer_of("alliance", Role.SYSTEM_ADMIN), officer_of("city:320300", Role.SYSTEM_ADMIN),
              officer_of("alliance", Role.OFFICER), cast.sun, people.li(case), Actor.public())  # fmt: skip

    for reader in (
        cast.wang,
        cast.zhao,
        cast.qian,
        county,
        auditor_of_the_city,
        auditor,
        desk,
        desk_in_a_city,
    ):
        assert Forwarding.objects.visible_to(reader).count() == 1, reader
        assert Case.objects.listed_to(reader).count() == 1, reader
    for reader in nobody:
        assert not Forwarding.objects.visible_to(reader).exists(), reader
        assert not Case.objects.listed_to(reader).exists(), reader


@pytest.mark.usefixtures("_today")
def test_the_alliances_desk_and_auditor_read_rows_but_no_file_person_story_or_business(
    cast: people.Cast,
) -> None:
    case = sent(cast)
    auditor = signed_in(post_at("alliance", Role.AUDITOR).account)
    for client in (desk_of_the_alliance(), auditor):
        for answer in (client.get(URL), client.get(reverse("desk-forwarded-table"))):
            text = answer.content.decode()
            assert str(case.number) in text
            for private in ("Li (test)", people.PHONE, "漏电", "Kettle", people.shop_code(), str(case.pk)):
                assert private not in text
        assert client.get(reverse("desk-case", args=[case.pk])).status_code == 404


@pytest.mark.usefixtures("_today")
def test_the_file_number_is_a_link_for_those_who_may_open_the_file(cast: people.Cast) -> None:
    case = sent(cast)
    link = reverse("desk-case", args=[case.pk])

    county = signed_in(post_at("county:320302").account)

    assert link in signed_in(cast.accounts["wang"]).get(URL).content.decode()
    assert link in signed_in(cast.accounts["zhao"]).get(URL).content.decode()
    page = county.get(URL).content.decode()
    assert str(case.number) in page
    assert link not in page


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.SYSTEM_ADMIN, "alliance", 404),
        (Role.SECURITY_ADMIN, "city:320300", 404),
        (Role.HEAD, "city:320300", 200),
        (Role.MEDIATOR, "city:320300", 200),
        (Role.SECRETARIAT, "alliance", 200),
    ],
)
def test_administrators_open_neither_list_nor_table(
    cast: people.Cast, role: Role, where: str, status: int
) -> None:
    client = signed_in(post_at(where, role).account)

    assert client.get(URL).status_code == status
    assert client.get(reverse("desk-forwarded-table")).status_code == status
    assert (URL in client.get("/desk/").content.decode()) == (status == 200)


@pytest.mark.usefixtures("_today")
def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(URL).status_code == client.get(reverse("desk-forwarded-table")).status_code == 302


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize(
    "query",
    [
        {"quarter": "2026-5"},
        {"quarter": "2026-4\x00"},
        {"quarter": "9999-1"},
        {"quarter": "２０２６-4"},
        {"quarter": "x" * 5000},
        {"since": "2026-12-31", "until": "2026-01-01"},
        {"since": "2026-02-30", "until": "2026-03-01"},
        {"since": "2026-01-01"},
        {"since": "9999-12-31", "until": "9999-12-31"},
        {"what": "everything"},
        {"to": "999999"},
        {"from": "\x00"},
        {"to": "9" * 400},
    ],
)
def test_nonsense_in_the_address_gives_a_message_and_the_usual_list(
    cast: people.Cast, query: dict[str, str]
) -> None:
    case = sent(cast)
    client = signed_in(cast.accounts["wang"])

    answer = client.get(URL, query | {"page": "99999999999999999999"})

    assert answer.status_code == 200
    assert list(answer.context["messages"])
    assert str(case.number) in answer.content.decode()
    assert client.get(reverse("desk-forwarded-table"), query).status_code == 200


@pytest.mark.usefixtures("_today")
def test_a_quarter_and_a_span_of_days_show_what_was_forwarded_in_them(cast: people.Cast) -> None:
    client = signed_in(cast.accounts["wang"])
    last_minute = datetime(2026, 9, 30, 23, 59, tzinfo=clock.ZONE)
    third, fourth = sent(cast, last_minute), sent(cast, last_minute + timedelta(minutes=1))

    def shown(**query: str) -> list[str]:
        answer = client.get(URL, query)
        assert not list(answer.context["messages"])
        return [row.held.case.number for row in answer.context["rows"]]

    assert shown() == [fourth.number]
    assert shown(quarter="2026-3") == [third.number]
    assert shown(quarter="2026-2") == []
    assert shown(since="2026-09-30", until="2026-10-01") == [fourth.number, third.number]
    assert shown(since="2026-10-01", until="2026-10-01") == [fourth.number]
    choices = [choice["name"] for choice in client.get(URL).context["quarters"]]
    assert choices == ["2026-4", "2026-3"]


@pytest.mark.usefixtures("_today")
def test_the_page_takes_as_many_queries_for_thirty_rows_as_for_one(cast: people.Cast) -> None:
    client = signed_in(cast.accounts["wang"])
    sent(cast)
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(29):
        sent(cast, NOW + timedelta(hours=number))
    with CaptureQueriesContext(connection) as many:
        page = client.get(URL)

    assert len(many) == len(few)
    assert page.context["page"].total == 30
    assert len(page.context["rows"]) == 25
    assert len(client.get(URL, {"page": "2"}).context["rows"]) == 5


def test_counting_looks_up_the_quarter_and_never_reads_all_cases(cast: people.Cast) -> None:
    sent(cast)
    if connection.vendor != "sqlite":
        pytest.skip("the plan of few rows is another one there")
    asked = of_the_quarter()
    numbers = (
        Forwarding.objects.visible_to(Actor.system("tests")).sent_within(*asked.period.bounds).order_by()
    )

    plan = numbers.filter(forwarded.ANSWER_LATE.where(LATER.date())).explain()

    assert "forwarding_when" in plan
    assert "SCAN" not in plan


@pytest.mark.usefixtures("_today")
def test_the_table_as_a_file_holds_the_rows_of_its_number(cast: people.Cast) -> None:
    cases = every_fate(cast)
    client = signed_in(cast.accounts["wang"])

    answer = client.get(client.get(URL, {"what": "waiting_late"}).context["file_url"])

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="forwarded-2026-4.csv"' in answer.headers["Content-Disposition"]
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == 1 + 2
    assert str(cases["waiting_late"].number) in text
    assert str(cases["waiting"].number) not in text


@pytest.mark.usefixtures("_today")
def test_a_consent_taken_back_brings_the_row_home(cast: people.Cast) -> None:
    case = sent(cast)
    consenting.change(case, purposes=["business"], by=people.li(case), at=NOW)

    assert behind("came_back") == [case.number]


@pytest.mark.usefixtures("_today")
def test_the_numbers_by_name_are_those_of_the_page(cast: people.Cast) -> None:
    every_fate(cast)
    period = periods.quarter_of(LATER.date())

    found = {
        figure.key: figure for figure in forwarded.figures(period=period, actor=cast.wang, today=LATER.date())
    }

    client = signed_in(cast.accounts["wang"])
    assert found["forwarded.all"].value == 14
    for figure in found.values():
        assert client.get(figure.url).context["page"].total == figure.value


@pytest.mark.parametrize(
    ("day", "name", "first", "last"),
    [
        (date(2026, 1, 1), "2026-1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 8, 15), "2026-3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "2026-4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, name: str, first: date, last: date) -> None:
    period = periods.quarter_of(day)

    assert (periods.name_of(period), period.since, period.until) == (name, first, last)
    assert periods.read(name, "", "") == period
    assert periods.read("", str(first), str(last)) == period
