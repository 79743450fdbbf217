"""A business is served, with proof, and says nothing; `record fall-due` moves the case on, and every page says so."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from huaihai import cli
from huaihai.cases.models import Case
from huaihai.cases.tests import letter_cases
from huaihai.cases.verbs import negotiation
from huaihai.kit import clock
from huaihai.record import clocks
from huaihai.record.models import TrustedMoment
from tests import cast as people
from tests.posts import forget_tries

from .conftest import DESK, OpenPage
from .test_two_cities import go_on, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def serve(desk: Page, case: Case) -> None:
    """The invitation is handed over, and the officer writes down what proves it."""
    desk.goto(f"/desk/cases/{case.pk}/service/")
    desk.check("[name=way][value=in_person]")
    desk.fill("[name=proof]", "店主当面签收，存有照片。")
    go_on(desk)


def night_after(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is over: five past midnight, and the nightly command runs."""
    at = clock.local_moment(day + timedelta(days=1)) + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: at)
    TrustedMoment.objects.update_or_create(
        pk=1, defaults={"at": at}
    )  # else a clock that jumps by days is doubted
    assert cli.main(["record", "fall-due"]) == 0


def test_a_silent_business_is_moved_on_by_fall_due(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_tries()
    cast = people.assemble(clock.now())
    filed = people.filed(clock.now())
    case = letter_cases.taken(Case.objects.get(pk=filed.case.pk), cast)
    negotiation.invite(case, by=cast.zhao, at=clock.now())

    desk = open_page("about:blank", javascript=False, size=DESK)
    sign_in(desk, cast.accounts["zhao"])
    serve(desk, case)
    last_day = clocks.running(case.record_key)["negotiate"].due_on

    night_after(last_day - timedelta(days=1), monkeypatch)
    case.refresh_from_db()
    assert case.stage == "negotiating", "the last day belongs to the business"
    night_after(last_day, monkeypatch)
    night_after(last_day, monkeypatch)
    case.refresh_from_db()
    assert (case.stage, case.answers.get().kind) == ("deciding", "silence")

    phone = open_page("/track/", javascript=False)
    phone.fill("[name=number]", str(filed.number))
    phone.fill("[name=code]", filed.code)
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("视为拒绝")
    expect(phone.locator("main")).to_contain_text("协会")

    desk.goto("/desk/")
    expect(desk.locator("main")).to_contain_text("电热水壶漏电")
    desk.goto(f"/desk/cases/{case.pk}/")
    expect(desk.locator("main")).to_contain_text("视为拒绝")
    desk.goto(f"/desk/cases/{case.pk}/admission/")
    go_on(desk)
    case.refresh_from_db()
    assert case.stage == "mediating"
