"""The numbers that a report of the alliance asks for, and the pages with the rows behind them."""

from datetime import date, datetime, timedelta
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huaihai import reactions
from huaihai.cases import figures, periods
from huaihai.cases.models import Case
from huaihai.cases.verbs import fulfilment, mediation, negotiation, routing
from huaihai.kit import clock
from huaihai.members.actors import Actor
from huaihai.members.models import Role
from huaihai.record.figures import Figure
from tests import cast as people
from tests.posts import post_at

pytestmark = pytest.mark.django_db
NOW = people.TUESDAY
SINCE, UNTIL = date(2026, 10, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def _tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office(cast: people.Cast) -> Client:
    client = Client()
    people.sign_in(client, post_at("alliance", Role.SECRETARIAT).account)
    return client


def settled_and_confirmed(cast: people.Cast) -> Case:
    case, offer = people.offered(cast)
    negotiation.accept(case, offer=offer, by=people.li(case), at=NOW)
    fulfilment.confirm(case, by=people.li(case), at=NOW)
    return case


def agreed_in_mediation(cast: people.Cast) -> Case:
    case = people.mediating(cast)
    mediation.agree(
        case, terms="退货退款。", sum_fen=26_800, perform_by_on=date(2026, 12, 1), by=cast.zhao, at=NOW
    )
    return case


def numbers() -> dict[str, int]:
    return {figure.key: figure.value for figure in figures.figures_between(SINCE, UNTIL)}


def test_the_report_counts_complaints_forwarding_agreement_and_outcome(cast: people.Cast) -> None:
    settled_and_confirmed(cast)
    agreed_in_mediation(cast)
    people.filed(NOW)
    people.draft(NOW)
    before = people.filed(datetime(2026, 9, 30, 23, 59, tzinfo=clock.ZONE)).case
    routing.forward(before, to=cast.lead, assessment="Clear.", by=cast.wang, at=NOW)

    assert numbers() == {
        "cases.received": 3,
        "cases.forwarded.all": 3,
        "cases.forwarded.taken_in_time": 2,
        "cases.settled": 1,
        "cases.mediated": 1,
        "cases.confirmed": 1,
    }


def test_every_number_of_the_report_opens_exactly_its_rows(cast: people.Cast, office: Client) -> None:
    settled_and_confirmed(cast)
    agreed_in_mediation(cast)
    people.filed(NOW)

    for figure in figures.figures_between(SINCE, UNTIL):
        page = office.get(figure.url)
        assert not list(page.context["messages"])
        assert page.context["page"].total == len(page.context["rows"]) == figure.value > 0


def test_a_span_that_is_no_quarter_is_in_the_address_day_by_day() -> None:
    for figure in figures.figures_between(date(2026, 1, 1), date(2026, 12, 31)):
        asked = parse_qs(urlsplit(figure.url).query)
        assert (asked["since"], asked["until"]) == (["2026-01-01"], ["2026-12-31"])


def test_the_report_finds_the_numbers_by_name() -> None:
    assert "huaihai.cases.figures.figures_between" in reactions.REPORT_FIGURES
    for name in reactions.REPORT_FIGURES:
        module, _dot, function = name.rpartition(".")
        found = getattr(import_module(module), function)(SINCE, UNTIL)
        assert all(isinstance(figure, Figure) and figure.url.startswith("/") for figure in found)


def test_the_numbers_take_one_query_each_however_many_cases_there_are(cast: people.Cast) -> None:
    settled_and_confirmed(cast)
    with CaptureQueriesContext(connection) as few:
        numbers()
    for number in range(10):
        people.filed(NOW + timedelta(minutes=number))
    with CaptureQueriesContext(connection) as many:
        numbers()

    assert len(few) == len(many) == 6


def test_no_number_reads_all_cases(cast: people.Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of few rows is another one there")
    period, program = periods.Period(SINCE, UNTIL), Actor.system("report")
    for kind, index in (
        ("received", "case_submitted"),
        ("settled", "agreement_kind_reached"),
        ("mediated", "agreement_kind_reached"),
        ("confirmed", "case_result_ended"),
    ):
        plan = figures.rows(figures.BY_KEY[kind], period, program).explain()
        assert index in plan, (kind, plan)
        assert "SCAN" not in plan, (kind, plan)


def test_a_page_of_rows_shows_no_person_story_or_business_and_links_no_file_to_the_desk(
    cast: people.Cast, office: Client
) -> None:
    case = settled_and_confirmed(cast)

    for kind in figures.KINDS:
        text = office.get(reverse("desk-figure", args=[kind.key])).text
        for private in ("Li (test)", people.PHONE, "漏电", "Kettle", str(case.pk)):
            assert private not in text
        assert (str(case.number) in text) == (kind.key != "mediated")


def test_an_officer_sees_the_own_citys_rows_with_links_and_another_citys_officer_none(
    cast: people.Cast,
) -> None:
    case = settled_and_confirmed(cast)
    url, link = reverse("desk-figure", args=["settled"]), reverse("desk-case", args=[case.pk])
    answers = []
    for account in (cast.accounts["wang"], cast.accounts["zhao"], post_at("city:341300").account):
        client = Client()
        cache.clear()
        people.sign_in(client, account)
        text = client.get(url).text
        answers.append((str(case.number) in text, link in text))

    assert answers == [(True, True), (True, True), (False, False)]


@pytest.mark.parametrize(
    "query",
    [{"since": "x", "until": "y"}, {"quarter": "\x00"}, {"since": "2026-12-01", "until": "2026-01-01"}],
)
def test_days_that_make_no_sense_give_a_message_and_the_present_quarter(
    cast: people.Cast, office: Client, query: dict[str, str]
) -> None:
    case = people.filed(NOW).case

    answer = office.get(reverse("desk-figure", args=["received"]), query | {"page": "x"})

    assert answer.status_code == 200
    assert list(answer.context["messages"])
    assert str(case.number) in answer.text


def test_a_number_that_nobody_counts_is_not_there_and_administrators_find_no_page(
    cast: people.Cast, office: Client
) -> None:
    assert office.get("/desk/figures/wealth/").status_code == 404
    client = Client()
    cache.clear()
    people.sign_in(client, post_at("alliance", Role.SYSTEM_ADMIN).account)
    assert client.get(reverse("desk-figure", args=["received"])).status_code == 404


def test_the_rows_take_as_many_queries_for_thirty_as_for_one(cast: people.Cast, office: Client) -> None:
    url = reverse("desk-figure", args=["received"])
    people.filed(NOW)
    office.get(url)
    with CaptureQueriesContext(connection) as few:
        office.get(url)
    for _number in range(29):
        people.filed(NOW)
    with CaptureQueriesContext(connection) as many:
        page = office.get(url)

    assert len(many) == len(few)
    assert (page.context["page"].total, len(page.context["rows"])) == (30, 25)
