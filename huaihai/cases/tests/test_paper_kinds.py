"""Which papers a stage offers, what numbers them, and who stands on a notice."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from huaihai import alliance
from huaihai.cases.models import Case
from huaihai.cases.papers import offers
from huaihai.cases.papers.facts import Facts
from huaihai.cases.situation import Situation
from huaihai.cases.tests.at_the_desk import NOW
from huaihai.cases.tests.test_papers import issue
from huaihai.cases.verbs import appointing
from huaihai.desk.papers.official import from_facts
from huaihai.kit.clock import ZONE
from huaihai.members.models import Role
from tests import cast as people
from tests.posts import post_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]


def test_an_alliance_that_says_nothing_about_papers_numbers_them_too() -> None:
    other = alliance.load(Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers")
    number = other.papers.number("city:1", "甲市消协", series="调", year=2026, serial=7)
    assert (number, other.papers.phrases) == ("甲市消协〔2026〕调字第7号", ())


def test_a_body_without_an_abbreviation_has_its_short_name_in_the_number(cast: people.Cast) -> None:
    from huaihai.cases.papers.building import number_of

    assert number_of(cast.county, "调", 2026, 3) == f"{cast.county.short_name}〔2026〕调字第3号"


STAGES = (
    ("received", {"registration"}, {"agreement", "termination", "admission"}),
    ("mediating", {"admission", "session", "minutes"}, {"agreement", "termination", "declination"}),
)


@pytest.mark.parametrize(("stage", "fits", "fits_not"), STAGES)
def test_a_stage_offers_its_papers(stage: str, fits: set[str], fits_not: set[str], cast: people.Cast) -> None:
    case = people.filed(NOW).case if stage == "received" else people.mediating(cast)
    actor = cast.wang if stage == "received" else cast.zhao
    usual, others = offers.open_to(Facts(Situation(case, actor, NOW.date())))
    offered = {offer.form for offer in (*usual, *others)}
    assert case.stage == stage
    assert fits <= {offer.form for offer in usual}
    assert not fits_not & offered


def test_what_a_stage_usually_asks_for_is_offered_in_it() -> None:
    for stage, forms in offers.USUAL.items():
        for form in forms:
            assert stage in offers.BY_FORM[form].stages


def test_the_handler_and_the_appointment_stand_on_the_notice_whoever_issues_it(
    zhao: Client, cast: people.Cast
) -> None:
    case = people.mediating(cast)
    colleague = post_at("city:411400", Role.MEDIATOR, username="wu-test").account
    Case.objects.filter(pk=case.pk).update(handler=colleague)
    case.refresh_from_db()
    terms: dict[str, Any] = {"kind": "video", "starts_at": NOW + timedelta(days=2), "invited": ["consumer"]}
    appointing.plan(case, **terms, place="https://meet.example/1", by=cast.zhao, at=NOW)
    Case.objects.filter(pk=case.pk).update(handler=colleague)

    values = from_facts(issue(zhao, case, "session").content).values()

    starts_at = terms["starts_at"].astimezone(ZONE)
    assert values["held_on"] == f"2026年11月26日 {starts_at:%H:%M}"
    assert values["place"] == "视频调解：https://meet.example/1"
    assert values["handler"] == values["mediator"] == colleague.shown_name


def test_without_handler_and_appointment_the_issuer_and_the_body_stand_there(
    zhao: Client, cast: people.Cast
) -> None:
    case = people.mediating(cast)
    Case.objects.filter(pk=case.pk).update(handler=None)
    values = from_facts(issue(zhao, case, "session").content).values()
    assert values["held_on"] == "2026年12月1日 09:30"
    assert values["handler"] == cast.accounts["zhao"].shown_name
    assert "调解室" in values["place"] or values["place"] == cast.lead.address
