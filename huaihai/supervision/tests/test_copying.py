"""A project like an earlier one, of every kind; a sweep of three shops in at most six forms of one person."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai.kit import clock
from huaihai.supervision import verbs
from huaihai.supervision.models import Project
from huaihai.supervision.sweeping.tests.scene import MONDAY, PLAN
from huaihai.supervision.tests.people import People, assemble, client_of, opened

pytestmark = pytest.mark.django_db
FIRST = date(2026, 12, 14)
DAYS = {"starts_on": FIRST.isoformat(), "ends_on": (FIRST + timedelta(days=6)).isoformat()}


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    return assemble()


class Forms:
    """A browser that counts the forms it sent and the fields it filled."""

    def __init__(self, browser: Client) -> None:
        self.browser, self.sent, self.filled = browser, 0, 0

    def send(self, name: str, project: Project | None = None, /, **typed: Any) -> None:
        """Fill these fields of the page, leave the others as they stand."""
        address = reverse(name, args=[project.pk] if project else [])
        form = self.browser.get(address).context["form"]
        held = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
        assert self.browser.post(address, held | typed).status_code == 302, name
        self.sent, self.filled = self.sent + 1, self.filled + len(typed)


def test_one_person_sets_up_a_sweep_of_three_shops_from_an_earlier_one_in_six_forms(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = opened(people, "sweep", PLAN, title="去年的健身房")
    verbs.register(source, by=people.leader, at=MONDAY)
    leader, partner = Forms(client_of(people.leader)), Forms(client_of(people.partner))

    leader.send("office-project-copy", source, title="今年的健身房", **DAYS)
    project = Project.objects.exclude(pk=source.pk).get()
    leader.send("sweep-plan", project, target="3")
    partner.send("office-project-answer", project, agrees="yes")
    leader.send("office-project-registration", project)
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=7))
    leader.send("office-project-start", project)

    project.refresh_from_db()
    assert project.stage == "running"
    assert project.plan == PLAN | {"week": list(DAYS.values()), "target": 3}
    assert (leader.sent, leader.filled, partner.sent) == (4, 4, 1)


@pytest.mark.parametrize(
    ("kind", "plan"), [("test", {"seed": "old"}), ("visit", {"seed": "old"}), ("survey", {"title": "old"})]
)
def test_every_kind_is_copied_with_a_draw_of_its_own(people: People, kind: str, plan: dict[str, Any]) -> None:
    source = opened(people, kind, plan)
    page = reverse("office-project-copy", args=[source.pk])
    assert client_of(people.auditor).get(page).status_code == 404  # leads nothing
    assert page in client_of(people.leader).get(source.office_url).content.decode()
    Forms(client_of(people.leader)).send("office-project-copy", source, title="再来一次")
    made = Project.objects.get(title="再来一次")
    assert made.plan == (plan | {"seed": made.number} if "seed" in plan else plan)
    shares = {row.body.key: (row.share, row.answer) for row in made.all_cities.all()}
    assert shares == {"city:320300": (12, "agreed"), "city:411400": (12, "asked")}


def test_a_copied_sweep_says_which_day_is_missing_and_asks_a_new_city_for_the_usual_number(
    people: People,
) -> None:
    source = opened(people, "sweep", PLAN)
    browser, page = client_of(people.leader), reverse("office-project-copy", args=[source.pk])
    assert "选填" not in browser.get(page).content.decode()
    said = {"title": "再来一次", "lead": "city:320300", "cities": ["320300", "370800"]}

    undated = browser.post(page, said).content.decode()
    assert "请填写日期" not in undated
    assert all(f"请填写：{name}" in undated for name in ("开始日期", "结束日期"))

    assert browser.post(page, said | DAYS).status_code == 302
    made = Project.objects.get(title="再来一次")
    assert 'class="btn late"' not in browser.get(made.office_url).content.decode()  # to cancel it is quiet
    assert dict(made.all_cities.values_list("body__key", "share")) == {"city:320300": 12, "city:370800": 12}


def test_a_sweep_has_two_cities_and_a_week_and_is_registered_once_the_second_one_has_agreed(
    people: People,
) -> None:
    browser, page = client_of(people.leader), reverse("office-project-new")
    said = {"kind": "sweep", "title": "演示", "theme": "green", "question": "？", "lead": "city:320300"}
    assert "至少要两个城市" in browser.get(page).content.decode()
    alone = browser.post(page, said | {"cities": ["320300"]} | DAYS)
    undated = browser.post(page, said | {"cities": ["320300", "411400"]})
    assert [answer.status_code for answer in (alone, undated)] == [200, 200]
    assert "请再勾选一个" in alone.content.decode()
    assert not Project.objects.exists()
    assert browser.post(page, said | {"cities": ["320300", "411400"]} | DAYS).status_code == 302
    project = Project.objects.get()
    assert project.plan == {"week": list(DAYS.values())}
    verbs.write_plan(project, PLAN, by=people.leader, at=MONDAY)
    page = reverse("office-project-registration", args=[project.pk])
    assert "还没有答应" in browser.get(page).content.decode()
    assert browser.post(page, {"seen": project.version}).status_code == 409
