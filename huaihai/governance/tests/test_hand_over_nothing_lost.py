"""What became of the things on a hand-over list: open, finished, or missing."""

from datetime import timedelta

import pytest
from django.db import transaction

from huaihai.governance.hand_over import following, listing
from huaihai.governance.models import Contact, Duty, HandOver, Meeting, Motion
from huaihai.governance.tests import handing_over as scene
from huaihai.governance.tests.busy_office import an_office_in_full_swing, meeting, motion
from huaihai.members import directory
from huaihai.record import events
from tests.posts import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> scene.Cast:
    return scene.assemble()


def test_nothing_open_is_lost_from_one_secretariat_to_the_next(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    before = {item.key for item in listing.collect(AT)}
    hand_over = scene.signed(cast)
    scene.let_fall_due(scene.ON)
    after = {item.key for item in listing.collect(scene.night_of(scene.ON))}
    assert before == after
    taken = listing.present_list(hand_over)
    assert taken
    items = listing.items_of(taken)
    figures = following.tally(following.follow(taken, items, at=scene.night_of(scene.ON)))
    assert figures == following.Tally(len(before), len(before), 0, 0)


def test_a_line_that_ended_with_a_record_is_finished_and_one_without_is_missing(cast: scene.Cast) -> None:
    told, untold = scene.duty("办了的"), scene.duty("不见了的")
    hand_over = scene.signed(cast)
    later = AT + timedelta(days=2)
    with transaction.atomic():
        Duty.objects.filter(pk__in=[told.pk, untold.pk]).update(stage="done")
        events.write(subject=told.record_key, verb="do", by="account:x", at=later)
    taken = listing.present_list(hand_over)
    assert taken
    followed = following.follow(taken, listing.items_of(taken), at=later)
    states = {line.item.label: line.state for line in followed}
    assert states["办了的"] == following.FINISHED
    assert states["不见了的"] == following.MISSING
    assert following.tally(followed).missing == 1


def test_what_changed_between_the_signatures_and_the_day_is_written_down(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    scene.duty("跨年的事")
    scene.let_fall_due(scene.ON)
    hand_over = HandOver.objects.get(pk=hand_over.pk)
    assert hand_over.stage == "done"
    assert hand_over.since_signed == {"opened": [["duty", "跨年的事"]], "closed": []}


def test_what_ran_out_on_its_day_and_a_meeting_that_went_on_are_not_missing(cast: scene.Cast) -> None:
    last = scene.TODAY + timedelta(days=3)
    Contact.objects.create(
        organisation=directory.root(),
        kind="line",
        label="临时电话",
        phone="0516-00000000",
        from_on=scene.TODAY,
        until_on=last,
    )
    adjourned = meeting(1, "adjourned")
    hand_over = scene.signed(cast)
    resumed = meeting(2, "planned")
    Meeting.objects.filter(pk=resumed.pk).update(resumes=adjourned)
    taken = listing.present_list(hand_over)
    assert taken
    followed = following.follow(taken, listing.items_of(taken), at=scene.night_of(scene.ON))
    states = {line.item.label: line.state for line in followed}
    assert states["临时电话 0516-00000000"] == following.FINISHED
    assert states["2026-1 会议1"] == following.FINISHED
    assert following.tally(followed).missing == 0


def test_a_vote_that_fell_short_is_a_motion_again_and_still_open(cast: scene.Cast) -> None:
    short = motion(1, "voting", voting_opened_at=AT, voting_closes_at=AT, document_hash="1" * 64)
    hand_over = scene.listed(cast)
    Motion.objects.filter(pk=short.pk).update(stage="short")
    taken = listing.present_list(hand_over)
    assert taken
    items = listing.items_of(taken)
    assert [item.kind for item in listing.changes(items, AT).moved] == ["motion"]
    assert {line.state for line in following.follow(taken, items, at=AT)} == {following.OPEN}
