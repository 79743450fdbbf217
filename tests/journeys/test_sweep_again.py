"""One person sets up a sweep of three shops from last year's: at a browser, forms and fields counted."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, Response, expect

from huaihai.supervision import verbs
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.tests.scene import PLAN
from huaihai.supervision.tests.people import assemble, opened

from .conftest import DESK, PHONE, OpenPage
from .test_office import MONDAY, Calendar, calendar, press
from .test_sweep import follow, signed_in

__all__ = ["calendar"]  # the fixture
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FIRST = date(2026, 12, 14)


class Counted:
    """A browser whose forms (a POST that ends in a redirect) and typed fields are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.forms, self.fields = page, 0, 0
        page.on("response", self._count)

    def fill(self, **typed: str) -> None:
        for name, value in typed.items():
            self.page.fill(f"[name={name}]", value)
        self.fields += len(typed)
        press(self.page)

    def _count(self, response: Response) -> None:
        if response.request.method == "POST" and response.status == 302:
            self.forms += 1


def test_a_sweep_from_an_earlier_one_takes_four_forms_and_four_fields(
    open_page: OpenPage, calendar: Calendar
) -> None:
    calendar.move(MONDAY.date())
    people = assemble()
    earlier = opened(people, "sweep", PLAN, title="去年的健身房", at=MONDAY)
    verbs.register(earlier, by=people.leader, at=MONDAY)
    leader = Counted(signed_in(open_page, "leader", size=DESK, javascript=False))
    partner = Counted(signed_in(open_page, "partner", size=PHONE, javascript=False))
    desk = leader.page

    desk.goto("/office/supervision/new/")
    desk.locator("main summary").click()
    follow(desk, f"/office/supervision/{earlier.pk}/copy/")
    last = FIRST + timedelta(days=6)
    leader.fill(title="今年的健身房", starts_on=FIRST.isoformat(), ends_on=last.isoformat())
    project = Project.objects.exclude(pk=earlier.pk).get()
    expect(desk.locator("main")).to_contain_text("还没有答应")
    follow(desk, f"{project.office_url}sweep/plan/")
    leader.fill(target="3")

    partner.page.goto("/office/")
    follow(partner.page, f"{project.office_url}answer/")
    partner.page.check("[name=agrees][value=yes]")
    partner.fill()

    desk.goto(project.office_url)
    follow(desk, f"{project.office_url}registration/")
    leader.fill()
    calendar.move(FIRST)
    desk.goto(project.office_url)
    follow(desk, f"{project.office_url}start/")
    leader.fill()
    expect(desk.locator("main")).to_contain_text("检查一家店")

    project.refresh_from_db()
    assert (project.stage, project.plan["target"]) == ("running", 3)
    assert project.plan["items"] == PLAN["items"]
    assert (leader.forms, leader.fields, partner.forms) == (4, 4, 1)
