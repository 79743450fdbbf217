"""One person sets up a sweep of three shops from last year's: at a browser, forms and fields counted."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from huaihai.supervision import verbs
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.tests.scene import PLAN
from huaihai.supervision.tests.people import assemble, opened

from .conftest import DESK, PHONE, OpenPage
from .counting import Count, press
from .test_office import MONDAY, Calendar, calendar
from .test_sweep import follow, signed_in

__all__ = ["calendar"]  # the fixture
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIRST = date(2026, 12, 14)


def test_a_sweep_from_an_earlier_one_takes_four_forms_and_four_fields(
    open_page: OpenPage, calendar: Calendar
) -> None:
    calendar.move(MONDAY.date())
    people = assemble()
    earlier = opened(people, "sweep", PLAN, title="去年的健身房", at=MONDAY)
    verbs.register(earlier, by=people.leader, at=MONDAY)
    desk = signed_in(open_page, "leader", size=DESK, javascript=False)
    phone = signed_in(open_page, "partner", size=PHONE, javascript=False)
    count = Count()
    count.follow(desk, "leader")
    count.follow(phone, "partner")

    desk.goto("/office/supervision/new/")
    desk.locator("main summary").click()
    follow(desk, f"/office/supervision/{earlier.pk}/copy/")
    last = FIRST + timedelta(days=6)
    for name, typed in {
        "title": "今年的健身房",
        "starts_on": FIRST.isoformat(),
        "ends_on": last.isoformat(),
    }.items():
        desk.fill(f"[name={name}]", typed)
    press(desk)
    project = Project.objects.exclude(pk=earlier.pk).get()
    expect(desk.locator("main")).to_contain_text("还没有答应")
    follow(desk, f"{project.office_url}sweep/plan/")
    desk.fill("[name=target]", "3")
    press(desk)

    phone.goto("/office/")
    follow(phone, f"{project.office_url}answer/")
    phone.check("[name=agrees][value=yes]")
    press(phone)

    desk.goto(project.office_url)
    follow(desk, f"{project.office_url}registration/")
    press(desk)
    calendar.move(FIRST)
    desk.goto(project.office_url)
    follow(desk, f"{project.office_url}start/")
    press(desk)
    expect(desk.locator("main")).to_contain_text("检查一家店")

    project.refresh_from_db()
    assert (project.stage, project.plan["target"]) == ("running", 3)
    assert project.plan["items"] == PLAN["items"]
    assert (count.of("leader"), count.of("partner")) == ((4, 4), (1, 1))
