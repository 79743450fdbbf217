"""An office with something open of every kind, for the tests of the hand-over list."""

from datetime import date, timedelta

from huaihai.governance.models import (
    AgreementVersion,
    Contact,
    Meeting,
    Minutes,
    Motion,
    Plan,
    Report,
)
from huaihai.governance.tests import handing_over as scene
from huaihai.law import limits
from huaihai.members import directory
from huaihai.members.models import Role
from huaihai.record import clocks
from tests.posts import AT, body, post_at


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
    Contact.objects.create(
        organisation=directory.root(), kind="line", label="值班室", phone="0516-00000000", from_on=scene.TODAY
    )
    post_at("alliance", Role.SYSTEM_ADMIN, username="xitong")
