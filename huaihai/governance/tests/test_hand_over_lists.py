"""The list that builds itself, what both sides sign, and what became of it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from huaihai import reactions
from huaihai.education.models import Publication
from huaihai.governance import rotation
from huaihai.governance.actions import hand_over_lists as lists
from huaihai.governance.errors import Moved, NotPossible
from huaihai.governance.hand_over import following, listing
from huaihai.governance.hand_over.kinds import KINDS
from huaihai.governance.models import (
    AgreementVersion,
    Contact,
    Duty,
    HandOver,
    HandOverItem,
    HandOverSignature,
    Meeting,
    Minutes,
    Motion,
    Plan,
    PoolRequest,
    Report,
)
from huaihai.governance.tests import handing_over as scene
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.models import Role
from huaihai.record import clocks, events
from tests.posts import AT, body, post_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> scene.Cast:
    return scene.assemble()


def motion(serial: int, stage: str, **facts: object) -> Motion:
    given = {"title": f"议案{serial}", "text": "文字", "proposed_by": body(scene.OTHER), **facts}
    return Motion.objects.create(year=2026, serial=100 + serial, stage=stage, created_at=AT, **given)


def meeting(serial: int, stage: str) -> Meeting:
    return Meeting.objects.create(
        year=2026,
        serial=serial,
        kind="yearly",
        title=f"会议{serial}",
        place="会议室",
        begins_at=AT + timedelta(days=20),
        stage=stage,
        convened_by=body(scene.FROM),
    )


def an_office_in_full_swing() -> None:
    """One thing or more of every kind."""
    closes = AT + timedelta(days=60)
    motion(1, "voting", voting_opened_at=AT, voting_closes_at=closes, document_hash="1" * 64)
    motion(2, "tabled")
    motion(3, "carried")
    motion(4, "draft", proposed_by=directory.root())
    motion(5, "draft")
    over = meeting(1, "closed")
    meeting(2, "invited")
    meeting(3, "adjourned")
    Minutes.objects.create(meeting=over, text="纪要", drafted_at=AT)
    task = scene.duty()
    scene.duty("徐州自己的事", owner=body(scene.FROM))
    scene.duty("办完的事", stage="done")
    clocks.start(
        subject=task.record_key,
        owner=directory.root().record_key,
        at=AT,
        starts=[clocks.Start("duty", next(iter(limits.BY_NAME.values())), date(2027, 2, 1))],
    )
    AgreementVersion.objects.create(key="2027", stage="draft", title="合作协议", text="文字", mark="read")
    Plan.objects.create(year=2027, serial=1, stage="draft", opened_at=AT)
    Report.objects.create(kind="year", year=2026, stage="draft", computed_at=AT)
    PoolRequest.objects.create(
        asked_by=body(scene.OTHER),
        names_entry=False,
        kind="expert",
        from_on=scene.TODAY,
        until_on=scene.TODAY + timedelta(days=90),
        half_days=1,
        purpose="看锅炉",
        stage="asked",
        stage_since=AT,
        asked_at=AT,
    )
    Contact.objects.create(
        organisation=directory.root(), kind="line", label="值班室", phone="0516-00000000", from_on=scene.TODAY
    )
    post_at("alliance", Role.SYSTEM_ADMIN, username="xitong")
    Publication.objects.create(kind="warning", slug="w", title="冬季取暖", state="draft")
    Publication.objects.create(
        kind="tip", slug="t", title="徐州自己的", state="draft", publisher=body(scene.FROM)
    )


def labels(at: datetime = AT) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in listing.collect(at):
        found.setdefault(item.kind, []).append(item.label)
    return found


def test_the_list_gathers_what_is_the_offices_and_nothing_else(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    found = labels()
    assert list(found) == list(KINDS)
    assert found["vote"] == ["2026-101 议案1"]
    assert found["motion"] == ["2026-102 议案2"]
    assert sorted(found["meeting"]) == ["2026-2 会议2", "2026-3 会议3"]
    assert found["duty"] == ["整理通讯录"]
    assert found["clock"] == ["整理通讯录"]
    assert found["contact"] == ["值班室 0516-00000000"]
    assert any("xitong" in label for label in found["key"])
    assert {"2026-104 议案4", "冬季取暖"} < set(found["draft"])
    assert len(found["draft"]) == 6
    assert "徐州自己的" not in found["draft"]


def test_no_secret_stands_on_the_list(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    from django.conf import settings

    told = " ".join(f"{item.key} {item.label} {item.note}" for item in listing.collect(AT))
    assert settings.KEYRING.signature_current in told
    assert settings.KEYRING.signature_key.hex() not in told
    assert "BEGIN" not in told


def test_every_collector_named_in_the_table_answers(cast: scene.Cast) -> None:
    assert len(reactions.HAND_OVER) == len(set(reactions.HAND_OVER))
    assert {item.kind for item in listing.collect(AT)} <= set(KINDS)


def test_a_list_is_fixed_with_a_hash_over_all_its_lines(cast: scene.Cast) -> None:
    an_office_in_full_swing()
    hand_over = scene.listed(cast)
    taken = listing.present_list(hand_over)
    assert taken
    items = listing.items_of(taken)
    assert listing.is_intact(hand_over, taken, items)
    HandOverItem.objects.filter(pk=items[3].pk).update(label="别的")
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.outgoing)


def test_both_sides_sign_the_same_hash(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    hashes = HandOverSignature.objects.values_list("list_hash", flat=True)
    taken = listing.present_list(hand_over)
    assert taken
    assert list(hashes) == [taken.hash, taken.hash]
    told = events.history(hand_over.record_key).filter(verb="sign")
    assert [event.facts["hash"] for event in told] == [taken.hash, taken.hash]


def test_one_side_signs_once(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    scene.sign(hand_over, cast.outgoing)
    with pytest.raises(NotPossible):
        scene.sign(hand_over, cast.outgoing)
    signature = HandOverSignature.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOverSignature.objects.create(
            list=signature.list,
            side="from",
            organisation=signature.organisation,
            list_hash=signature.list_hash,
            signed_by="account:x",
            signed_at=AT,
        )


def test_what_opened_or_closed_since_stops_the_signature_and_is_named(cast: scene.Cast) -> None:
    old = scene.duty("旧事")
    moved = scene.duty("改期的事")
    hand_over = scene.listed(cast)
    Duty.objects.filter(pk=old.pk).update(stage="done")
    Duty.objects.filter(pk=moved.pk).update(due_on=date(2027, 5, 1))
    scene.duty("新事")
    with pytest.raises(lists.ListChanged) as refused:
        scene.sign(hand_over, cast.incoming)
    change = refused.value.change
    assert [item.label for item in change.opened] == ["新事"]
    assert [item.label for item in change.closed] == ["旧事"]
    assert [item.label for item in change.moved] == ["改期的事"]
    assert not HandOverSignature.objects.exists()


def test_a_signature_on_an_old_list_never_counts(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    old = listing.present_list(hand_over)
    assert old
    scene.sign(hand_over, cast.outgoing)
    scene.duty("新事")
    lists.make_list(hand_over, by=cast.outgoing, at=AT)
    with pytest.raises(Moved):
        lists.sign(hand_over, list_hash=old.hash, by=cast.incoming, at=AT)
    scene.sign(hand_over, cast.incoming)
    hand_over.refresh_from_db()
    assert hand_over.stage == "half_signed"
    assert not rotation.is_signed_by_both(hand_over)


def test_making_the_list_again_takes_an_agreed_term_back(cast: scene.Cast) -> None:
    hand_over = scene.signed(cast)
    scene.duty("新事")
    lists.make_list(hand_over, by=cast.incoming, at=AT)
    assert rotation.secretariat_on(scene.ON) == body(scene.FROM)
    for actor in (cast.incoming, cast.outgoing):
        scene.sign(hand_over, actor)
    assert rotation.secretariat_on(scene.ON) == body(scene.TO)
    assert events.broken_at("org:alliance") is None


def test_what_was_explained_stays_explained_on_the_next_list(cast: scene.Cast) -> None:
    scene.duty("旧事")
    hand_over = scene.listed(cast)
    item = HandOverItem.objects.get(label="旧事")
    assert lists.explain(hand_over, [item.pk], by=cast.incoming, at=AT) == 1
    assert lists.explain(hand_over, [item.pk], by=cast.incoming, at=AT) == 0
    item.refresh_from_db()
    lists.remark(item, text="钥匙在柜子里", is_explained=True, by=cast.incoming, at=AT)
    lists.make_list(hand_over, by=cast.outgoing, at=AT)
    again = HandOverItem.objects.get(label="旧事", list__number=2)
    assert again.explained_at == AT
    assert again.remark == "钥匙在柜子里"
    with pytest.raises(Moved):
        lists.explain(hand_over, [item.pk], by=cast.incoming, at=AT)


def test_a_remark_on_a_line_that_somebody_else_changed_is_refused(cast: scene.Cast) -> None:
    hand_over = scene.listed(cast)
    item = HandOverItem.objects.filter(list__hand_over=hand_over).first()
    assert item
    seen = item.version
    lists.remark(item, text="一", is_explained=True, seen=seen, by=cast.incoming, at=AT)
    with pytest.raises(Moved) as moved:
        lists.remark(item, text="二", is_explained=False, seen=seen, by=cast.incoming, at=AT)
    assert moved.value.row.remark == "一"


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
