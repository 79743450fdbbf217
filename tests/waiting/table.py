"""Where each stage of each life waits: a row in somebody's list, or why it is in nobody's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from huaihai.brands.conduct.life import PROCEEDING
from huaihai.brands.life import ENTRY as BRAND_ENTRY
from huaihai.brands.life import LOOSE
from huaihai.brands.models.marks import MISUSE
from huaihai.businesses.channel.life import ENROLMENT, STALL
from huaihai.cases.life import LIFE as CASE
from huaihai.cases.models.callback import CALL_BACK
from huaihai.cases.models.forged import FORGED
from huaihai.cases.together.life import IN_IT, TOGETHER
from huaihai.compensation.life import CLAIM, FUND
from huaihai.desk.lives import Life
from huaihai.education.exposing.life import LIFE as EXPOSURE
from huaihai.education.importing.life import OLD_PAGE
from huaihai.education.publications.life import EDITION, PUBLICATION
from huaihai.governance.agreement.life import AGREEMENT
from huaihai.governance.lives import DUTY, MEETING, MOTION, PLAN, REPORT
from huaihai.governance.models.hand_over import HAND_OVER
from huaihai.governance.models.pools import ENTRY as POOL_ENTRY
from huaihai.governance.models.pools import REQUEST as POOL_REQUEST
from huaihai.insight.alarms.life import ALARM
from huaihai.insight.narratives.life import NARRATIVE
from huaihai.kit import clock
from huaihai.prepaid.closures.life import CLOSURE
from huaihai.prepaid.life import ISSUER as PREPAID
from huaihai.supervision.clauses.life import CLAUSE_FINDING
from huaihai.supervision.life import PROJECT
from huaihai.supervision.programme.life import PROGRAMME, TOPIC
from huaihai.supervision.sweeping.life import ADVICE, FINDING, HANDING, PROMISE, TALK
from huaihai.supervision.testing.hearing.life import NOTICE, OBJECTION
from tests.waiting import making

ENDED = "nothing is left to do"
PARTY = "the consumer, the business or an authority has the word"
BY_ITSELF = "time or a rule brings the next stage"
ELSEWHERE = "it waits in the row of what belongs to it"


@dataclass(frozen=True)
class Waits:
    """A row whose key begins with `key` (`row` filled in), in the list of somebody with `role` in the `owner`: a path
    from the row to a body, or the office. `only` narrows which row is taken, `also` are fields that it has in this
    stage, `before` brings about what else belongs to it.
    """

    key: str
    owner: str = "office"
    role: str = "head"
    only: Mapping[str, Any] = field(default_factory=dict)
    also: Mapping[str, Any] = field(default_factory=dict)
    before: Callable[[Any], None] = lambda _row: None


type Entry = Waits | str


def on(days: int) -> Any:
    """So many days from the demo's first day."""
    return clock.demo_day() + timedelta(days=days)


def _case(stage: str) -> Waits:
    return Waits(f"case:{{row.pk}}:{stage}", "handler", "officer", before=making.most_urgent)


def _project(stage: str, one: str = "running") -> Waits:
    key = f"project:{{row.pk}}:{stage}"
    return Waits(key, "lead", "officer", only={"stage": one}, before=making.without_leader)


_REVIEW = "edition:{row.pk}:{row.submission}:{row.stage}"
_CLAIM = Waits("claim:{row.pk}:", "fund.body", "officer")
_PAIR = Waits("brand-proceeding:{row.pk}:{row.stage}", "another", only={"kind": "suspend"})
_OFFICES = Waits("brand-proceeding:{row.pk}:{row.stage}:office")

WAITS: list[tuple[Life, str, Mapping[str, Entry]]] = [
    (
        CASE,
        "cases.Case",
        {
            **{name: _case(name) for name in ("received", "forwarded", "deciding", "inviting", "mediating")},
            **{name: _case(name) for name in ("paused", "breached", "fulfilling")},
            "draft": Waits("case-drafts:", "home", "officer", also={"origin": "imported"}),
            **dict.fromkeys(("supplementing", "clarifying", "negotiating"), PARTY),
            **dict.fromkeys(
                ("closed", "declined", "terminated", "referred", "linked", "withdrawn", "abandoned"), ENDED
            ),
        },
    ),
    (
        CALL_BACK,
        "cases.CallBack",
        {"waiting": Waits("callback:{row.pk}:", "body", "officer"), "done": ENDED, "given_up": ENDED},
    ),
    (
        FORGED,
        "cases.ForgedReport",
        {
            "waiting": Waits("forged:", "body", "officer"),
            **dict.fromkeys(("known", "warned", "nothing"), ENDED),
        },
    ),
    (TOGETHER, "cases.Together", {"open": ELSEWHERE, "ended": ENDED}),
    (
        IN_IT,
        "cases.TogetherCase",
        {
            "proposed": Waits("together:", "case.responsible", "officer"),
            "asked": PARTY,
            "joined": ELSEWHERE,
            **dict.fromkeys(("declined", "left", "passed"), ENDED),
        },
    ),
    (
        ENROLMENT,
        "businesses.Enrolment",
        {
            "applied": Waits("enrolments:", "body", "officer"),
            **dict.fromkeys(("joined", "suspended", "left", "refused"), ENDED),
        },
    ),
    (
        STALL,
        "businesses.ListedStall",
        {
            "listed": Waits("stalls:", "body", "officer"),
            **dict.fromkeys(("confirmed", "refused", "ended"), ENDED),
        },
    ),
    (
        FUND,
        "compensation.Fund",
        {
            "active": ENDED,
            "suspended": Waits("fund:{row.pk}:suspended", "body", "officer"),
            "closing": Waits("fund:{row.pk}:closing", "body", "officer"),
            "closed": ENDED,
        },
    ),
    (
        CLAIM,
        "compensation.Claim",
        {
            "asked": Waits("claims-to-check:", "fund.body", "officer"),
            "returned": PARTY,
            "checked": _CLAIM,
            "approved": Waits("claim:{row.pk}:order", "fund.body", "officer", before=making.of_a_pool),
            "ordered": Waits("claim:{row.pk}:pay", "fund.body", "officer", before=making.of_a_pool),
            "paid": BY_ITSELF,
            "recovering": Waits("instalments:", "fund.body", "officer", before=making.behind),
            **dict.fromkeys(("recovered", "written_off", "refused", "cancelled"), ENDED),
        },
    ),
    (
        PREPAID,
        "prepaid.Issuer",
        {
            "applied": Waits("prepaid:{row.pk}:applied", "body", "officer"),
            "pledged": Waits("prepaid:{row.pk}:below", "body", "officer", before=making.below_its_pledge),
            **dict.fromkeys(("refused", "ended", "silent", "settled"), ENDED),
        },
    ),
    (
        CLOSURE,
        "prepaid.Closure",
        {"open": ELSEWHERE, "lifted": ENDED, "ended": ENDED},  # doubts in the row of the pledge
    ),
    (
        PUBLICATION,
        "education.Publication",
        {"draft": ELSEWHERE, "published": ENDED, "withdrawn": ENDED},
    ),
    (
        EDITION,
        "education.Edition",
        {
            "draft": Waits(
                "edition:{row.pk}:{row.submission}:draft", "author", before=making.written_by_head
            ),
            "first_review": Waits(_REVIEW, "publication.publisher"),
            "second_review": Waits(_REVIEW, "publication.publisher", only={"stage": "first_review"}),
            "third_review": Waits(_REVIEW, "publication.publisher", only={"stage": "first_review"}),
            "signing": Waits("edition:{row.pk}:{row.submission}:sign", "author", before=making.unsigned),
            "out": ENDED,
            "dropped": ENDED,
        },
    ),
    (
        OLD_PAGE,
        "education.ImportedPage",
        {
            "read": Waits("old-pages:", "batch.publisher"),
            "refused": ENDED,
            "drafted": ELSEWHERE,
            "skipped": ENDED,
        },
    ),
    (
        EXPOSURE,
        "education.Exposure",
        {
            "proposed": Waits("exposure:{row.pk}:proposed", "publication.publisher"),
            "noticed": Waits("exposure:{row.pk}:noticed", "publication.publisher"),
            "ready": ELSEWHERE,
            "shown": BY_ITSELF,
            **dict.fromkeys(("expired", "cured", "retracted", "dropped"), ENDED),
        },
    ),
    (
        MEETING,
        "governance.Meeting",
        {
            "planned": Waits("meeting:{row.pk}:planned:office"),
            "invited": Waits("meeting:{row.pk}:invited"),
            "open": Waits("meeting:{row.pk}:open"),
            "adjourned": Waits("meeting:{row.pk}:adjourned", before=making.with_open_motion),
            "closed": Waits("minutes:", before=making.unapproved),
            "cancelled": ENDED,
        },
    ),
    (
        MOTION,
        "governance.Motion",
        {
            "draft": Waits("motion:{row.pk}:draft", "proposed_by"),
            "tabled": Waits("motion:{row.pk}:{row.round}:tabled", before=making.on_no_agenda),
            "voting": Waits("motion:{row.pk}:{row.round}:vote", before=making.without_votes),
            "short": Waits("motion:{row.pk}:{row.round}:short", before=making.on_no_agenda),
            **dict.fromkeys(("carried", "rejected", "taken_over", "withdrawn"), ENDED),
        },
    ),
    (
        DUTY,
        "governance.Duty",
        {
            "open": Waits("duty:{row.pk}:", "owner", only={"owner__kind": "city"}),
            "done": ENDED,
            "dropped": ENDED,
        },
    ),
    (
        PLAN,
        "governance.Plan",
        {
            "draft": Waits("plan:{row.pk}:draft"),
            "proposed": Waits("plan:{row.pk}:proposed"),
            "adopted": Waits("plan-item:", before=making.late_line),
            "superseded": ENDED,
        },
    ),
    (
        REPORT,
        "governance.Report",
        {
            "draft": Waits("report:{row.pk}:draft"),
            "finished": Waits("report:{row.pk}:finished"),
            "published": ENDED,
        },
    ),
    (
        AGREEMENT,
        "governance.AgreementVersion",
        {
            "recorded": ENDED,
            "draft": Waits("agreementversion:{row.pk}:draft", only={"stage": "open"}),
            "open": Waits("agreement:{row.key}:sign", before=making.unsigned_agreement),
            "in_force": ENDED,
            "withdrawn": ENDED,
        },
    ),
    (
        HAND_OVER,
        "governance.HandOver",
        {
            **{
                stage: Waits(f"hand-over:{{row.pk}}:from:{stage}", "from_body", before=making.near)
                for stage in ("planned", "listed", "half_signed")
            },
            "signed": BY_ITSELF,
            "called_off": ENDED,
        },
    ),
    (POOL_ENTRY, "governance.PoolEntry", {"active": ENDED, "withdrawn": ENDED}),
    (
        POOL_REQUEST,
        "governance.PoolRequest",
        {
            "asked": Waits("pool-request:{row.pk}", "entry.body"),
            **dict.fromkeys(("granted", "declined", "withdrawn"), ENDED),
        },
    ),
    (
        PROJECT,
        "supervision.Project",
        {
            **{stage: _project(stage) for stage in ("draft", "registered", "running", "checking")},
            "released": _project("released", "published"),
            "published": ENDED,
            "dropped": ENDED,
        },
    ),
    (
        CLAUSE_FINDING,
        "supervision.ClauseFinding",
        {
            "noted": Waits("clause:{row.pk}:confirm", "body", "officer"),
            "confirmed": PARTY,
            **dict.fromkeys(("ended", "changed", "withdrawn"), ENDED),
        },
    ),
    (
        FINDING,
        "supervision.Finding",
        {
            **{
                stage: Waits("project:{row.project_id}:findings:", "city", "officer")
                for stage in ("open", "uncured")
            },
            **{
                stage: Waits(
                    "project:{row.project_id}:rechecks:", "city", "officer", before=making.to_recheck
                )
                for stage in ("claimed", "due")
            },
            **dict.fromkeys(("following", "partly"), PARTY),
            **dict.fromkeys(("cured", "exposed", "handed", "withdrawn"), ENDED),
        },
    ),
    (
        ADVICE,
        "supervision.Measure",
        {
            "issued": Waits("measure:{row.pk}:issued", "body", "officer", only={"kind": "advice"}),
            "served": PARTY,
            "withdrawn": ENDED,
        },
    ),
    (
        TALK,
        "supervision.Measure",
        {
            **{
                stage: Waits(f"measure:{{row.pk}}:{stage}", "body", "officer", also={"kind": "talk"})
                for stage in ("invited", "missed")
            },
            "held": ENDED,
            "called_off": ENDED,
        },
    ),
    (
        PROMISE,
        "supervision.Measure",
        {
            "made": Waits(
                "measure:{row.pk}:made",
                "body",
                "officer",
                only={"kind": "promise"},
                before=making.day_has_come,
            ),
            "broken": Waits(
                "measure:{row.pk}:broken",
                "body",
                "officer",
                only={"kind": "promise"},
                before=making.day_has_come,
            ),
            "kept": ENDED,
        },
    ),
    (
        HANDING,
        "supervision.Measure",
        {
            "handed": Waits("measure:{row.pk}:handed", "body", "officer", also={"kind": "handing"}),
            "answered": ENDED,
        },
    ),
    (
        PROGRAMME,
        "supervision.Programme",
        {
            "collecting": Waits("programme:{row.year}:scores:", only={"stage": "collecting"}),
            "choosing": Waits("programme:{row.year}:choosing", only={"stage": "collecting"}),
            "proposed": Waits("programme:{row.year}:proposed", only={"stage": "collecting"}),
            "adopted": ENDED,
        },
    ),
    (
        TOPIC,
        "supervision.Topic",
        {
            "waiting": Waits(
                "programme:{row.programme.year}:scores:", only={"programme__stage": "collecting"}
            ),
            "open": Waits("programme:{row.programme.year}:scores:", only={"programme__stage": "collecting"}),
            **dict.fromkeys(("hidden", "chosen", "not_chosen"), ENDED),
        },
    ),
    (
        NOTICE,
        "supervision.MakerNotice",
        {
            "draft": Waits("project:{row.project_id}:notices:", before=making.project_is_checked),
            "told": PARTY,
            "answered": ELSEWHERE,
            "silent": ENDED,
        },
    ),
    (
        OBJECTION,
        "supervision.Objection",
        {
            **{
                stage: Waits(
                    f"project:{{row.project_id}}:objection:{{row.pk}}:{stage}",
                    before=making.project_is_checked,
                )
                for stage in ("raised", "retesting")
            },
            **dict.fromkeys(("kept", "changed", "counterfeit"), ENDED),
        },
    ),
    (
        ALARM,
        "insight.Alarm",
        {
            "new": Waits("alarm:{row.pk}"),
            "watched": BY_ITSELF,
            **dict.fromkeys(("real", "explained", "false"), ENDED),
        },
    ),
    (
        NARRATIVE,
        "insight.Narrative",
        {
            "looking": Waits("narratives", "case.responsible"),
            **dict.fromkeys(("drafting", "returned"), PARTY),
            **dict.fromkeys(("published", "refused", "withdrawn", "forgotten"), ENDED),
        },
    ),
    (
        BRAND_ENTRY,
        "brands.Entry",
        {
            "nominated": PARTY,
            "accepted": Waits("brand-facts", "another"),
            "assessing": Waits("brand-seat:", "assessor"),
            **dict.fromkeys(("listed", "notice"), BY_ITSELF),
            **dict.fromkeys(("voting", "suspended"), ELSEWHERE),
            **dict.fromkeys(("declined", "held", "removed", "left"), ENDED),
        },
    ),
    (
        LOOSE,
        "brands.LooseNomination",
        {"waiting": Waits("brand-nominations:"), "matched": ENDED, "aside": ENDED},
    ),
    (
        MISUSE,
        "brands.MisuseReport",
        {
            **{stage: Waits("brand-misuse:") for stage in ("new", "looked-at", "handed-on")},
            "closed": ENDED,
        },
    ),
    (
        PROCEEDING,
        "brands.Proceeding",
        {
            "opened": _OFFICES,
            "statement": PARTY,
            "hearing": _OFFICES,
            "deciding": _PAIR,
            "decided": Waits(**{**vars(_PAIR), "before": making.remedied}),
            "appealed": Waits("brand-panel:", "panel", before=making.panel),
            "remedy": Waits(**{**vars(_PAIR), "before": making.remedied}),
            "ended": ENDED,
        },
    ),
]
