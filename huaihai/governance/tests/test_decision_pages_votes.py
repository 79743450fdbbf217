"""Voting on the pages: in writing, one vote a body, what counted, breaking off and counting."""

import pytest

from huaihai.governance.models import Choice, Motion, Vote
from huaihai.governance.motions import verbs, voting
from huaihai.governance.tests.deciding import DAY, HOUR, MONDAY, Ten, amended, in_writing, say, tabled
from huaihai.governance.tests.deciding_pages import Hands
from huaihai.members.models import Account, Role
from tests.posts import sign_in

pytestmark = pytest.mark.django_db
LINYI = "city:371300"


@pytest.fixture
def motion(ten: Ten) -> Motion:
    made = tabled(ten)
    in_writing(ten, made)
    return made


def ballot(motion: Motion, choice: str = "for", reason: str = "") -> dict[str, str]:
    return {"choice": choice, "reason": reason, "text_seen": motion.document_hash}


def test_the_office_opens_a_written_vote_until_the_end_of_a_day(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    address = hands.at("office-motion-written-vote", motion)
    seen = {"seen": str(motion.version)}
    form = hands.office.get(address).text
    early = hands.office.post(address, seen | {"closes_on": "2026-11-04"})
    hands.office.post(address, seen | {"closes_on": "2026-11-09"})
    motion.refresh_from_db()
    assert 'value="2026-11-07"' in form
    assert early.status_code == 200
    assert "at least 5 days" in early.text
    assert motion.stage == "voting"
    assert motion.voting_closes_at is not None
    assert motion.voting_closes_at == MONDAY.replace(day=9, hour=23, minute=59, second=59)


def test_a_body_reads_the_whole_text_votes_and_sees_what_counted(hands: Hands, motion: Motion) -> None:
    linyi = hands.of(LINYI)
    page = linyi.get(hands.at("office-motion-vote", motion)).text
    done = linyi.post(
        hands.at("office-motion-vote", motion), ballot(motion, "abstain", "再想想"), follow=True
    )
    assert motion.text in page
    assert motion.document_hash[:12] in page
    assert " checked" not in page
    assert "abstention" in done.text
    assert "再想想" in done.text
    assert Vote.objects.get().choice == Choice.ABSTAIN


def test_a_vote_without_a_choice_keeps_its_reason(hands: Hands, motion: Motion) -> None:
    page = hands.of(LINYI).post(hands.at("office-motion-vote", motion), ballot(motion, "", "因为"))
    assert page.status_code == 200
    assert "因为" in page.text
    assert 'id="errors"' in page.text
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"choice": "maybe"}, {"reason": "好\x00"}, {"reason": "好" * 3000}, {"text_seen": "x" * 999}]
)
def test_a_ballot_that_does_not_fit_is_not_counted(
    hands: Hands, motion: Motion, wrong: dict[str, str]
) -> None:
    page = hands.of(LINYI).post(hands.at("office-motion-vote", motion), ballot(motion) | wrong)
    assert page.status_code == 200
    assert not Vote.objects.exists()


def test_two_people_vote_for_one_body_and_the_second_sees_what_counted(hands: Hands, motion: Motion) -> None:
    head, desk = hands.of(LINYI), hands.of(LINYI, Role.SECRETARIAT)
    head.post(hands.at("office-motion-vote", motion), ballot(motion, "for"))
    second = desk.post(hands.at("office-motion-vote", motion), ballot(motion, "against", "我不同意"))
    said = second.text
    assert second.status_code == 409
    assert "Somebody had already voted for your body" in said
    assert "You chose: against" in said
    assert "我不同意" in said
    assert [vote.choice for vote in Vote.objects.all()] == ["for"]


def test_the_same_ballot_sent_twice_by_one_person_is_no_conflict(hands: Hands, motion: Motion) -> None:
    for _time in range(2):
        answer = hands.of(LINYI).post(hands.at("office-motion-vote", motion), ballot(motion))
    assert answer.status_code == 302
    assert Vote.objects.count() == 1


def test_a_body_that_has_voted_is_led_to_what_counted(hands: Hands, motion: Motion) -> None:
    own = hands.at("office-motion-own-vote", motion)
    assert hands.of(LINYI).get(own).url == hands.at("office-motion", motion)
    hands.of(LINYI).post(hands.at("office-motion-vote", motion), ballot(motion))
    assert hands.of(LINYI).get(hands.at("office-motion-vote", motion)).url == own


def test_a_vote_is_taken_back_and_given_again(hands: Hands, motion: Motion) -> None:
    linyi = hands.of(LINYI)
    linyi.post(hands.at("office-motion-vote", motion), ballot(motion, "for"))
    linyi.post(hands.at("office-motion-taking-back", motion), {"seen": str(motion.version)})
    linyi.post(hands.at("office-motion-vote", motion), ballot(motion, "against"))
    page = linyi.get(hands.at("office-motion", motion)).text
    assert [vote.choice for vote in Vote.objects.filter(withdrawn_at=None)] == ["against"]
    assert "Taken back:" in page
    again = hands.of("city:411400").post(hands.at("office-motion-taking-back", motion), {"seen": "3"})
    assert again.status_code == 409
    assert "no vote of your body" in again.text


def test_who_votes_on_a_text_that_changed_reads_it_again_with_the_choice_kept(
    ten: Ten, hands: Hands, motion: Motion
) -> None:
    old = ballot(motion, "against", "太慢")
    voting.stop(motion, reason="笔误", by=ten.office, at=MONDAY + HOUR)
    verbs.take_over(amended(ten, motion), by=ten.office, at=MONDAY)
    motion.refresh_from_db()
    in_writing(ten, motion)
    answer = hands.of(LINYI).post(hands.at("office-motion-vote", motion), old)
    assert answer.status_code == 409
    for part in (
        "The text is another one now",
        "三天内发布。",
        'value="against"',
        f'value="{motion.document_hash}"',
    ):
        assert part in answer.text
    assert answer.text.count(" checked") == 1
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    ("key", "role"),
    [
        (LINYI, Role.OFFICER),
        (LINYI, Role.AUDITOR),
        ("county:320302", Role.HEAD),
        (LINYI, Role.SYSTEM_ADMIN),
    ],
)
def test_who_does_not_speak_for_a_member_has_no_ballot(
    hands: Hands, motion: Motion, key: str, role: Role
) -> None:
    address = hands.at("office-motion-vote", motion)
    assert hands.of(key, role).get(address).status_code == 404
    assert hands.of(key, role).post(address, ballot(motion)).status_code == 404
    assert not Vote.objects.exists()


def test_the_motion_shows_each_body_its_reason_and_who_is_silent(
    ten: Ten, hands: Hands, motion: Motion
) -> None:
    say(ten, motion, ten.bodies[3], Choice.AGAINST, reason="来不及", at=MONDAY + HOUR)
    page = hands.of(LINYI).get(hands.at("office-motion", motion)).text
    assert "来不及" in page
    assert "So far: for 0, against 1, abstained 0." in page
    assert "1 take part, 7 needed, 6 missing" in page
    assert "Not voted yet:" in page


def test_a_written_vote_is_counted_after_its_hour_and_not_before(
    ten: Ten, hands: Hands, motion: Motion
) -> None:
    say(ten, motion, ten.bodies[:8], at=MONDAY + HOUR)
    motion.refresh_from_db()
    address, seen = hands.at("office-motion-count", motion), {"seen": str(motion.version)}
    early = hands.office.post(address, seen)
    assert address not in hands.office.get(hands.at("office-motion", motion)).text
    hands.now(MONDAY + 7 * DAY)
    assert address in hands.office.get(hands.at("office-motion", motion)).text
    hands.office.post(address, seen)
    motion.refresh_from_db()
    assert early.status_code == 409
    assert "open until its hour" in early.text
    assert motion.stage == "carried"


def test_too_few_votes_decide_nothing(ten: Ten, hands: Hands, motion: Motion) -> None:
    say(ten, motion, ten.bodies[0], at=MONDAY + HOUR)
    hands.now(MONDAY + 7 * DAY)
    done = hands.office.post(
        hands.at("office-motion-count", motion), {"seen": str(motion.version)}, follow=True
    )
    assert "1 took part, 7 were needed. Nothing is decided." in done.text
    assert Motion.objects.get().stage == "short"


def test_a_vote_is_broken_off_with_a_reason_by_the_office_alone(hands: Hands, motion: Motion) -> None:
    address, asked = hands.at("office-motion-breaking-off", motion), {"seen": str(motion.version)}
    assert hands.of(LINYI).post(address, asked | {"reason": "不行"}).status_code == 404
    assert hands.office.post(address, asked | {"reason": ""}).status_code == 200
    hands.office.post(address, asked | {"reason": "第二段有笔误"})
    page = hands.of(LINYI).get(hands.at("office-motion", motion)).text
    assert "第二段有笔误" in page
    assert "It was broken off; these votes do not count." in page


def test_whose_sign_in_had_ended_finds_the_ballot_as_it_was(hands: Hands, motion: Motion) -> None:
    linyi = hands.of(LINYI)
    address = hands.at("office-motion-vote", motion)
    account = linyi.session["_auth_user_id"]
    linyi.logout()
    linyi.cookies["language"] = "en"
    asked_to_sign_in = linyi.post(address, ballot(motion, "against", "写了很久的理由"))
    assert asked_to_sign_in.status_code == 302
    sign_in(linyi, Account.objects.get(pk=account))
    page = linyi.get(address).text
    assert "写了很久的理由" in page
    assert "Your sign-in had ended" in page
    assert not Vote.objects.exists()


def test_a_day_far_away_is_no_last_day_of_a_vote(ten: Ten, hands: Hands) -> None:
    motion = tabled(ten)
    far = {"seen": str(motion.version), "closes_on": "2037-10-20"}
    answer = hands.office.post(hands.at("office-motion-written-vote", motion), far)
    assert answer.status_code == 200
    assert "cannot be right" in answer.text


def test_a_button_pressed_after_the_sign_in_had_ended_does_nothing_and_says_so(
    hands: Hands, motion: Motion
) -> None:
    linyi = hands.of(LINYI)
    linyi.post(hands.at("office-motion-vote", motion), ballot(motion))
    account = linyi.session["_auth_user_id"]
    linyi.logout()
    linyi.cookies["language"] = "en"
    linyi.post(hands.at("office-motion-taking-back", motion), {"seen": "1"})
    sign_in(linyi, Account.objects.get(pk=account))
    page = linyi.get(hands.at("office-motion-taking-back", motion), follow=True)
    assert "nothing was done. Please press it again." in page.text
    assert Vote.objects.get().withdrawn_at is None
    assert linyi.get(hands.at("office-motion-count", motion)).url == hands.at("office-motion", motion)
