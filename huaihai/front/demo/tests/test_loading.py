"""The demo as it is loaded: everybody's accounts, open cases in every stage, and pages of its own."""

import re
from collections import Counter
from datetime import time, timedelta
from unittest.mock import patch

from django.conf import settings
from django.test import TestCase, override_settings

from huaihai import alliance
from huaihai.businesses.models import Business
from huaihai.cases import life as cases_life
from huaihai.cases.consumer.tracking import access
from huaihai.cases.models import Case, Complainant
from huaihai.front.demo import installing, moving_on, people, views
from huaihai.front.demo.tests.marks import MarksKeepTheirCriteria
from huaihai.insight.alarms import nightly
from huaihai.kit import clock
from huaihai.law.jurisdiction import route
from huaihai.members.actors import Actor
from huaihai.members.models import Account, Organisation, Post, Role
from huaihai.record.due import _all as everything_due
from huaihai.record.models import Clock, Event, OutboxMessage

MORNING = clock.local_moment(settings.DEMO_DAY, time(0, 5))
DEMO = Actor.system("demo")
# Early warning takes seconds, and has tests of its own.
WITHOUT_THE_ENGINE = patch.object(nightly, "ask", lambda given: {"as_of": given["as_of"], "alarms": []})


class TestTheLoadedDemo(MarksKeepTheirCriteria, TestCase):
    def test_loading_again_changes_nothing(self) -> None:
        before = (Case.objects.count(), Event.objects.count(), Account.objects.count())

        assert installing.load() is None
        assert (Case.objects.count(), Event.objects.count(), Account.objects.count()) == before

    def test_the_year_is_whole(self) -> None:
        assert Case.objects.count() >= 2_000
        assert Case.objects.filter(submitted_at__lt=MORNING - timedelta(days=360)).exists()

    def test_every_open_stage_holds_cases(self) -> None:
        found = Counter(Case.objects.values_list("stage", flat=True))

        assert [stage for stage in cases_life.OPEN if not found[stage]] == []
        assert found["closed"]
        assert found["declined"] or found["terminated"]

    def test_the_case_of_the_walk_holds_two_pictures_that_are_shown(self) -> None:
        case = Case.objects.visible_to(DEMO).get(pk=installing.shown_cases()[0])

        assert {held.name for held in case.evidence.all()} == {"演示小票.png", "演示水壶照片.png"}
        assert all(held.derivative for held in case.evidence.all())

    def test_some_clocks_end_today_some_are_over_and_some_run_on(self) -> None:
        running = Clock.objects.running().filter(paused_on=None)

        assert running.filter(due_on=settings.DEMO_DAY).count() >= 5
        assert running.overdue(settings.DEMO_DAY).count() >= 5
        assert running.filter(due_on__gt=settings.DEMO_DAY).count() >= 20

    def test_nothing_that_falls_due_by_itself_was_left_lying(self) -> None:
        assert list(everything_due(MORNING)) == []

    def test_every_open_case_has_one_body_and_a_running_clock(self) -> None:
        running = set(Clock.objects.running().values_list("subject", flat=True))
        for case in Case.objects.filter(stage__in=cases_life.OPEN):
            assert case.responsible_id
            assert case.record_key in running

    def test_forwarded_cases_went_where_the_rules_send_them(self) -> None:
        for case in Case.objects.exclude(lead=None).select_related("place", "lead", "home"):
            if case.crosses_cities and case.place:
                rule = route(
                    consumer_at=case.consumer_at,
                    business_at=case.place.region_code,
                    zone=alliance.load().zone,
                )
                assert (case.home.region_code, case.lead.region_code) == (rule.home, rule.lead)

    def test_everybody_is_marked_as_made_up(self) -> None:
        assert not Case.objects.filter(is_demo=False).exists()
        assert not Business.objects.filter(is_demo=False).exists()
        assert all("演示" in person.name for person in Complainant.objects.all())
        assert all("演示" in account.display_name for account in Account.objects.all())

    def test_each_city_has_an_officer_and_a_head_and_the_alliance_its_administrators(self) -> None:
        roles = Counter(Post.objects.values_list("role", flat=True))
        cities = len(alliance.load().cities)

        assert roles[Role.OFFICER] == cities + 1
        assert roles[Role.HEAD] == cities
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.SECRETARIAT):
            assert roles[role] == 1

    def test_one_county_works_without_computers_and_some_have_branches_and_stations(self) -> None:
        counties = Organisation.objects.filter(kind=Organisation.Kind.COUNTY)

        assert counties.filter(is_computerised=False).count() == 1
        assert Organisation.objects.filter(kind=Organisation.Kind.BRANCH).count() == len(
            alliance.load().cities
        )
        assert Organisation.objects.filter(kind=Organisation.Kind.STATION).exists()

    def test_the_hero_waits_with_an_open_offer_from_another_city(self) -> None:
        case = Case.objects.get(pk=installing.shown_cases()[0])

        assert case.complainant.name == "李演示"
        assert case.stage == "negotiating"
        assert case.crosses_cities
        assert case.offers.get().state == "open"
        assert case.offers.get().valid_until_on > settings.DEMO_DAY

    def test_the_shopkeeper_sees_the_heros_case(self) -> None:
        account = Account.objects.get(username=people.SHOPKEEPER)
        shop = account.represents.get().business

        seen = Case.objects.visible_to(Actor.business(account, {shop.pk}))

        assert installing.shown_cases()[0] in {str(case.pk) for case in seen}

    def test_the_guide_lists_numbers_with_codes_that_open_them(self) -> None:
        shown = views._shown()

        assert len(shown) >= 4
        for one in shown:
            assert access.open_with(one.case.number or "", one.code) == one.case
        page = self.client.get("/demo/").text
        assert all(one.code in page for one in shown)
        assert "officer-320300" in page
        assert page.count("&amp;next=/desk/practice/") == len(alliance.load().cities)
        assert "</a>，接受这个方案" in page
        assert 'class="demo"' in page

    def test_the_outbox_shows_messages_and_hides_the_middle_of_numbers(self) -> None:
        page = self.client.get("/demo/outbox/").text

        assert len(re.findall(r"161\*\*\*\*\d{4}", page)) == 25
        assert "1610000" not in page
        assert "下一页" in page

    def test_nothing_waits_to_be_sent(self) -> None:
        assert not OutboxMessage.objects.filter(sent_at=None).exists()

    @WITHOUT_THE_ENGINE
    def test_the_day_moves_on_and_what_falls_due_happens(self) -> None:
        lapsing = Clock.objects.running().filter(name="negotiate", due_on=settings.DEMO_DAY, paused_on=None)
        subjects = list(lapsing.values_list("subject", flat=True))
        assert subjects

        answer = self.client.post("/demo/day/", {"days": "1", "next": "/about/"}, follow=True)

        assert clock.today() == settings.DEMO_DAY + timedelta(days=1)
        assert answer.redirect_chain == [("/about/", 302)]
        assert "现在是 2026 年 11 月 27 日" in answer.text
        assert not Case.objects.filter(
            stage="negotiating", pk__in=[s.removeprefix("case:") for s in subjects]
        )

    def test_nonsense_moves_one_day_and_never_leads_elsewhere(self) -> None:
        with patch.object(moving_on, "move_on", return_value=moving_on.Passed(clock.today(), 0, 0)) as moved:
            answer = self.client.post("/demo/day/", {"days": "9999", "next": "https://example.org/"})

        moved.assert_called_once_with(1)
        assert answer["Location"] == "/demo/"

    def test_the_demo_stops_before_its_calendar_ends(self) -> None:
        clock.set_demo_day(settings.DEMO_DAY + views.LAST_DAY_AFTER)

        self.client.post("/demo/day/", {"days": "1"})

        assert clock.today() == settings.DEMO_DAY + views.LAST_DAY_AFTER

    def test_outside_the_demo_the_pages_are_not_there(self) -> None:
        with override_settings(DEMO=False):
            assert self.client.get("/demo/").status_code == 404
            assert self.client.get("/demo/outbox/").status_code == 404
            assert self.client.post("/demo/day/").status_code == 404
            with self.assertRaisesMessage(installing.CannotLoad, "HUAIHAI_DEMO=1"):
                installing.load()
