"""The alliance's own work: agreement, meetings, motions, plans, hand-over, roster, directory, pools, charter."""

from typing import Any

from huaihai.governance import effects
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.lives import DUTY, MEETING, MOTION, PLAN, REPORT
from huaihai.governance.planning import reports
from huaihai.kit import clock
from tests.matrix.rows import (
    Rows,
    a_file,
    a_row_of,
    account,
    always,
    by_stage,
    child,
    city,
    first,
    like,
    of_life,
    one,
    rule,
)


def _meetings() -> Rows:
    return of_life("governance.Meeting", MEETING.stages, "convened_by")


MOTIONS = of_life("governance.Motion", MOTION.stages, "proposed_by")


def _amendment() -> Any:
    parent = like(first("governance.Motion"), stage="draft", proposed_by=city(), amends=None)
    return like(parent, amends=parent)


def _later_agreement() -> Any:
    before = first("governance.AgreementVersion")
    return like(before, in_force_from=clock.today(), text="x", title="x", key="later")


def _listed_hand_over() -> Any:
    held = first("governance.HandOver")
    held.hash, held.document = "0" * 64, {"open": [], "made_at": clock.now().isoformat()}
    held.save()
    return held


def _leave() -> Any:
    return a_row_of("governance.Leave", organisation=city(), account=account())


def _nine_file() -> Any:
    picture = a_file()
    facts = {"sha256": picture["sha256"], "derivative": picture["derivative"], "file_kind": picture["kind"]}
    return a_row_of("governance.Evidence", kind="file", organisation=city(), **facts)


def _finished_report() -> Any:
    return like(first("governance.Report", stage="published"), stage="finished", published_at=None)


def _paper_of(meeting: Any) -> Any:
    return a_row_of("governance.Paper", meeting=meeting, name="x.png", **a_file()).pk


def _motion_of(meeting: Any) -> Any:
    return (meeting.motions.first() or first("governance.Motion")).pk


RULES = [
    rule(
        r"^office/meetings/<.*/minutes/",
        by_stage("governance.Minutes", meeting__isnull=False),
        pk="meeting_id",
    ),
    rule(
        r"^office/motions/<.*/minutes/", by_stage("governance.Minutes", motion__isnull=False), pk="motion_id"
    ),
    rule(r"^office/motions/<.*/taking-over/", one(_amendment)),
    rule(r"^office/meetings/<.*agenda/<", _meetings(), item=child("governance.AgendaItem", "meeting")),
    rule(r"^office/meetings/<", _meetings(), paper=_paper_of, motion=_motion_of, key=always("city:411400")),
    rule(r"^office/motions/<", MOTIONS, kind=lambda _row: next(iter(effects.known())), place=0),
    rule(r"^office/minutes/<", "governance.Minutes"),
    rule(r"^office/duties/<", of_life("governance.Duty", DUTY.stages, "owner")),
    rule(r"agreement/<slug:key>/changes", one(_later_agreement), key="key"),
    rule(
        r"agreement/<slug:key>", of_life("governance.AgreementVersion", AGREEMENT.stages), key="key", place=1
    ),
    rule(r"^office/hand-over/<.*list.json", one(_listed_hand_over)),
    rule(r"^office/hand-over/<", "governance.HandOver"),
    rule(r"^office/roster/leave/<", one(_leave)),
    rule(r"^office/directory/print/", lambda: [city()], code="region_code"),
    rule(r"^office/directory/<.*<", "governance.Contact", body_id="organisation_id", line_id="pk"),
    rule(r"^office/directory/<", lambda: [city()]),
    rule(r"^office/pools/requests/<", "governance.PoolRequest"),
    rule(r"^office/pools/<", "governance.PoolEntry"),
    rule(r"charter/evidence/<", "governance.Evidence", evidence_id="pk"),
    rule(r"^alliance/nine/files/", one(_nine_file), evidence_id="pk"),
    rule(r"^(office/charter|alliance/nine)/<", "governance.CharterOwner", key="key"),
    rule(r"^office/plans/lines/", "governance.PlanItem"),
    rule(r"^office/plans/<", of_life("governance.Plan", PLAN.stages)),
    rule(r"^office/reports/<.*publication", one(_finished_report)),
    rule(r"^office/reports/<", of_life("governance.Report", REPORT.stages)),
    rule(r"^office/figures/<", key=lambda _row: next(iter(reports.BY_KEY))),
    rule(r"^alliance/resolutions/<", "governance.Resolution", number="number"),
    rule(r"^alliance/rules/<", "governance.RuleRow", name="name"),
    rule(r"^alliance/plans/<", "governance.Plan", year="year"),
    rule(r"^alliance/reports/<", "governance.Report", name=lambda row: f"{row.year}-{row.quarter}"),
]
