"""The pages of motions: drafting, what they change, tabling, amending, withdrawing."""

import pytest
from django.urls import reverse

from huaihai.governance import effects
from huaihai.governance.models import Motion
from huaihai.governance.motions import verbs
from huaihai.governance.tests.deciding import MONDAY, Ten, amended, carried_in_writing, tabled
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.members.models import Role
from tests.reading import fresh, queries_of

pytestmark = pytest.mark.django_db
LINYI, SHANGQIU = "city:371300", "city:411400"
ASKED = {
    "seen": "0",
    "title": "四家会签",
    "text": "联合提示由四家会签。",
    "grounds": "三家太少。",
    "weight": "ordinary",
    "in_force_from": "",
}
RULE = {"rule": "co-signatures", "key": "", "title": "", "value": "4", "starts": "2027-01-01"}


def drafted(hands: Hands, key: str = LINYI) -> Motion:
    hands.of(key).post(reverse("office-motion-new"), ASKED)
    return Motion.objects.get()


def test_a_body_drafts_a_motion_adds_what_it_changes_and_tables_it(hands: Hands) -> None:
    motion, linyi = drafted(hands), hands.of(LINYI)
    linyi.post(hands.at("office-motion-effect", motion, "rule"), RULE | {"seen": "1"})
    page = linyi.get(hands.at("office-motion-tabling", motion)).text
    linyi.post(hands.at("office-motion-tabling", motion), {"seen": "2"})
    motion.refresh_from_db()
    assert "co-signatures under a joint warning" in page.lower()
    assert motion.effects[0]["facts"]["value"] == "4"
    assert (motion.stage, motion.proposed_by.key) == ("tabled", LINYI)


def test_nobody_else_sees_a_draft(hands: Hands) -> None:
    motion = drafted(hands)
    colleague = hands.of(LINYI, Role.OFFICER)
    assert hands.office.get(hands.at("office-motion", motion)).status_code == 404
    assert "四家会签" not in hands.office.get(reverse("office-motions") + "?stage=all").text
    assert colleague.get(hands.at("office-motion", motion)).status_code == 200
    assert colleague.get(hands.at("office-motion-text", motion)).status_code == 404


@pytest.mark.parametrize("kind", sorted(effects.EFFECTS))
def test_every_kind_of_change_has_a_form_that_says_what_is_missing(hands: Hands, kind: str) -> None:
    motion, linyi = drafted(hands), hands.of(LINYI)
    kinds = linyi.get(hands.at("office-motion-effects", motion)).text
    address = hands.at("office-motion-effect", motion, kind)
    empty = linyi.post(address, {"seen": "1"})
    assert address in kinds
    assert linyi.get(address).status_code == 200
    assert empty.status_code == 200
    assert 'id="errors"' in empty.text
    assert Motion.objects.get().effects == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": "many"}, "whole number from 1 to 100"),
        ({"value": "9" * 500}, "too long"),
        ({"value": "4\x00"}, "character"),
        ({"rule": "nothing"}, "Select a valid choice"),
        ({"starts": "soon"}, "not a valid date"),
    ],
)
def test_facts_of_a_change_that_do_not_fit_say_so(hands: Hands, wrong: dict[str, str], said: str) -> None:
    motion = drafted(hands)
    answer = hands.of(LINYI).post(
        hands.at("office-motion-effect", motion, "rule"), RULE | wrong | {"seen": "1"}
    )
    assert answer.status_code == 200
    assert said in answer.text


def test_a_change_is_taken_out_again(hands: Hands) -> None:
    motion, linyi = drafted(hands), hands.of(LINYI)
    linyi.post(hands.at("office-motion-effect", motion, "rule"), RULE | {"seen": "1"})
    address = hands.at("office-motion-effect-removal", motion, 0)
    assert "4" in linyi.get(address).text
    linyi.post(address, {"seen": "2"})
    assert Motion.objects.get().effects == []
    assert linyi.get(address).status_code == 404
    assert linyi.get(hands.at("office-motion-effect", motion, "nothing")).status_code == 404


def test_two_people_who_write_one_draft_do_not_lose_their_words(hands: Hands) -> None:
    motion, linyi = drafted(hands), hands.of(LINYI)
    address = hands.at("office-motion-text", motion)
    linyi.post(address, ASKED | {"seen": "1", "text": "五家会签。"})
    late = linyi.post(address, ASKED | {"seen": "1", "text": "六家会签。"})
    motion.refresh_from_db()
    assert late.status_code == 409
    assert "The draft was changed." in late.text
    assert "六家会签。" in late.text
    assert motion.text == "五家会签。"


def test_an_amendment_shows_its_difference_and_is_taken_over(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    linyi = hands.of(LINYI)
    form = linyi.get(hands.at("office-motion-amendment", motion)).text
    linyi.post(
        hands.at("office-motion-amendment", motion),
        {"seen": str(motion.version), "text": "各成员单位在三天内共同发布提示。", "grounds": "更快。"},
    )
    amendment = motion.amendments.get()
    page = hands.office.get(hands.at("office-motion", motion)).text
    assert motion.text in form
    assert "<del>一周</del><ins>三天</ins>" in page
    assert linyi.get(hands.at("office-motion-taking-over", amendment)).status_code == 404
    hands.office.post(hands.at("office-motion-taking-over", amendment), {"seen": str(amendment.version)})
    assert fresh(motion).text == "各成员单位在三天内共同发布提示。"


def test_an_amendment_of_an_older_wording_meets_the_new_one(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    asked = {"seen": str(motion.version), "grounds": ""}
    hands.of(LINYI).post(hands.at("office-motion-amendment", motion), asked | {"text": "三天内发布。"})
    verbs.take_over(motion.amendments.get(), by=ten.office, at=MONDAY)
    late = hands.of(SHANGQIU).post(
        hands.at("office-motion-amendment", motion), asked | {"text": "两天内发布。"}
    )
    assert late.status_code == 409
    assert "两天内发布。" in late.text
    assert motion.amendments.count() == 1


def test_an_amendment_cannot_be_amended_and_a_motion_cannot_be_taken_over(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    assert hands.office.get(hands.at("office-motion-amendment", amended(ten, motion))).status_code == 404
    assert hands.office.post(hands.at("office-motion-taking-over", motion), {"seen": "2"}).status_code == 404


def test_only_who_moved_it_takes_it_back(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    address, seen = hands.at("office-motion-withdrawal", motion), {"seen": str(motion.version)}
    assert hands.of(LINYI).post(address, seen).status_code == 404
    hands.office.post(address, seen)
    assert fresh(motion).stage == "withdrawn"


def test_a_carried_motion_names_its_resolution_and_its_minutes(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    carried_in_writing(ten, motion)
    page = hands.of(LINYI).get(hands.at("office-motion", motion)).text
    assert reverse("resolution", args=[motion.resolution.number]) in page
    assert hands.at("office-motion-minutes", motion) in page
    assert reverse("office-duty-new") not in page
    assert reverse("office-duty-new") in hands.office.get(hands.at("office-motion", motion)).text


@pytest.mark.parametrize(
    ("stage", "shown"), [("", "提交的"), ("carried", "通过的"), ("all", "提交的"), ("nonsense", "提交的")]
)
def test_motions_are_listed_by_stage(ten: Ten, hands: Hands, stage: str, shown: str) -> None:
    tabled(ten, title="提交的")
    carried_in_writing(ten, tabled(ten, title="通过的"))
    page = hands.office.get(reverse("office-motions"), {"stage": stage}).text
    assert shown in page
    assert ("通过的" in page) == (stage in ("carried", "all"))


@pytest.mark.both_databases
def test_lists_and_pages_of_motions_ask_the_same_for_many_as_for_one(ten: Ten, hands: Hands) -> None:
    first = tabled(ten, title="提案 0")
    pages = (reverse("office-motions"), hands.at("office-motion", first))
    hands.office.get(pages[1])
    few = queries_of(hands.office, *pages)
    for number in range(30):
        tabled(ten, title=f"提案 {number}")
    for body in ten.bodies[1:6]:
        amended(ten, first, body.name, body=body)
    assert queries_of(hands.office, *pages) == few
    assert "page=2" in hands.office.get(pages[0]).text
